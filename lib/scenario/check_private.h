/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_SCENARIO_CHECK_PRIVATE_H
#define TCPSIM_SCENARIO_CHECK_PRIVATE_H

#include "lib/scenario/parse_private.h"

/* What the check*.c files share. */

/* Find the host's number; false, and an error if it is sure, where there is none of that name. */
bool tcpsim_scn_resolve_host(struct scn_parser *p, struct scn_who *who);

/* The numbers of a segment; NULL is none. */
void tcpsim_scn_check_segment(struct scn_parser *p, const struct scn_in *in, const struct scn_segment *segment);

/* A line of what an exploration may do. */
void tcpsim_scn_check_allow(struct scn_parser *p, struct scn_line *line);

#endif
