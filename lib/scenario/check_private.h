/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_SCENARIO_CHECK_PRIVATE_H
#define TCPSIM_SCENARIO_CHECK_PRIVATE_H

#include "lib/scenario/parse_private.h"

/* What the check*.c files share. */

/* Find the host's number; false, and an error if it is sure, where there is none of that name. */
bool tcpsim_scn_resolve_host(struct scn_parser *p, struct scn_who *who);

/* Likewise for a host that may have one of its sockets behind a point. */
bool tcpsim_scn_resolve_owner(struct scn_parser *p, struct scn_who *who);

/* A port; a setting and its value; NULL is none. */
void tcpsim_scn_check_port(struct scn_parser *p, const struct scn_in *in, const struct scn_value *port);
void tcpsim_scn_check_set(struct scn_parser *p, const struct scn_in *in, struct scn_set *set);

/* check_calls.c: a call for itself, and what one is said to return. */
void tcpsim_scn_check_call(struct scn_parser *p, const struct scn_in *in, struct scn_call *call);
void tcpsim_scn_check_returns(struct scn_parser *p, const struct scn_in *in, struct scn_expect *expect);

/* check_sockets.c: which hosts have sockets, and that all their calls are of sockets. */
void tcpsim_scn_check_sockets(struct scn_parser *p);

/* The numbers of a segment; NULL is none. */
void tcpsim_scn_check_segment(struct scn_parser *p, const struct scn_in *in, const struct scn_segment *segment);

/* A line of what an exploration may do. */
void tcpsim_scn_check_allow(struct scn_parser *p, struct scn_line *line);

#endif
