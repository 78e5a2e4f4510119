/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_SCENARIO_EXPLORED_H
#define TCPSIM_SCENARIO_EXPLORED_H

#include <glib.h>

#include <tcpsim/exploration.h>

#include "ast.h"

/* What a scenario says to an exploration, as explored.c reads it; also for who writes a counterexample. */

/* An `at` line with its time. */
struct scn_planned {
	int64_t time_us;
	const struct scn_line *line;
};

/* What a case says. Lines count from 0 in the order in which the world has their calls and segments. */
struct scn_explored {
	const struct tcpsim_scenario *scenario;
	size_t the_case;
	struct scn_planned *planned; /* all `at` lines, by time, then by line */
	size_t n_planned;
	uint16_t ports[TCPSIM_EXPLORE_HOSTS]; /* of the pair; where none is said, a usual one */
};

/* Read a case. Free with tcpsim_scn_explored_clear(). */
void tcpsim_scn_explored_read(const struct tcpsim_scenario *scenario, size_t the_case, struct scn_explored *explored);
void tcpsim_scn_explored_clear(struct scn_explored *explored);

/* The line of a call of a host's script, or NULL. */
const struct scn_call *tcpsim_scn_explored_call(const struct scn_explored *explored, uint16_t host, size_t i);

/* The i-th line that allows something of that kind, or NULL. */
const struct scn_line *tcpsim_scn_explored_allow(
	const struct scn_explored *explored, enum scn_allow_kind kind, size_t i);

/* The segment of `allow old` or `allow forge`; what is not written is 0, but for the window. */
struct tcpsim_segment tcpsim_scn_explored_segment(const struct scn_explored *explored, const struct scn_allow *allow);

/* The port of a `listen` or `connect`, or of `from`; 0 if it is not written. */
uint16_t tcpsim_scn_explored_port(const struct scn_explored *explored, const struct scn_value *port);

/* ---- a world in the making ---- */

struct scn_maker {
	struct scn_explored explored;
	struct tcpsim_explore_world *world;
	struct tcpsim_diagnostics *diagnostics;
	uint16_t ports[TCPSIM_EXPLORE_HOSTS]; /* those that some line has said; else 0 */
	uint64_t octets[TCPSIM_EXPLORE_HOSTS];
	bool is_good;
};

/* Say what cannot be taken, and what to write instead. */
void tcpsim_scn_maker_refuse(struct scn_maker *m, const struct tcpsim_place *loc, const char *format, ...)
	G_GNUC_PRINTF(3, 4);

/* The number in this case; NULL is `otherwise`. */
int64_t tcpsim_scn_maker_number(const struct scn_maker *m, const struct scn_value *value, int64_t otherwise);

/* Take policies and ISNs; false if there are not just two hosts. */
bool tcpsim_scn_maker_take_hosts(struct scn_maker *m);
void tcpsim_scn_maker_take_calls(struct scn_maker *m);
/* Take one line that applies, unless it is of a host or of a call. */
void tcpsim_scn_maker_take_line(struct scn_maker *m, const struct scn_line *line);
/* A link has both directions, or there is none. */
void tcpsim_scn_maker_check_links(struct scn_maker *m);

#endif
