/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_SCENARIO_BUILD_PRIVATE_H
#define TCPSIM_SCENARIO_BUILD_PRIVATE_H

#include "lib/scenario/parse_private.h"

/* What the build*.c files share. */

/* The values of a list, in order. */
const struct scn_value *const *tcpsim_scn_build_array(struct scn_parser *p, const struct scn_list *list);

/* A new line of the tree, inside the block that is open. */
struct scn_line *tcpsim_scn_build_line(struct scn_parser *p, const struct tcpsim_place *loc, enum scn_line_kind kind);

/* The timer of that name, or an error. */
void tcpsim_scn_build_find_timer(
	struct scn_parser *p, const struct tcpsim_place *loc, const char *name, enum tcpsim_timer *timer);

/* The invariant of that name, or an error. */
void tcpsim_scn_build_find_invariant(
	struct scn_parser *p, const struct tcpsim_place *loc, const char *name, enum tcpsim_invariant *invariant);

#endif
