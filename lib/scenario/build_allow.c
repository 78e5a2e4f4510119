/* SPDX-License-Identifier: MIT */
#include "lib/scenario/build_private.h"

/* What an exploration may do, and what is expected of it. */

struct scn_allow *
tcpsim_scn_build_allowed(
	struct scn_parser *p, enum scn_allow_kind kind, const struct scn_who *host, const struct scn_value *budget)
{
	struct scn_allow *allow = tcpsim_scn_alloc(p->memory, sizeof(*allow));

	allow->kind = kind;
	allow->budget = budget;
	if (host != NULL)
		allow->host = *host;
	return allow;
}

struct scn_allow *
tcpsim_scn_build_old(struct scn_parser *p, const struct scn_who *host, const struct tcpsim_place *kind_loc,
	enum tcpsim_kind segment_kind, const struct scn_segment *segment)
{
	struct scn_allow *allow = tcpsim_scn_build_allowed(p, SCN_ALLOW_OLD, host, NULL);

	allow->kind_loc = *kind_loc;
	allow->segment_kind = segment_kind;
	allow->segment = segment;
	return allow;
}

struct scn_allow *
tcpsim_scn_build_forged(
	struct scn_parser *p, const struct scn_who *host, const struct tcpsim_place *kind_loc,
		enum tcpsim_kind segment_kind)
{
	struct scn_allow *allow = tcpsim_scn_build_allowed(p, SCN_ALLOW_FORGE, host, NULL);

	allow->kind_loc = *kind_loc;
	allow->segment_kind = segment_kind;
	return allow;
}

void
tcpsim_scn_build_allow(
	struct scn_parser *p, const struct tcpsim_place *loc, const struct tcpsim_place *allow_loc,
		const struct scn_allow *allow)
{
	struct scn_line *line = tcpsim_scn_build_line(p, loc, SCN_LINE_ALLOW);

	line->allow = *allow;
	line->allow.loc = *allow_loc;
}

void
tcpsim_scn_build_exploration(struct scn_parser *p, const struct tcpsim_place *loc, const struct tcpsim_place *name_loc,
	const char *name, const struct scn_value *events)
{
	struct scn_line *line = tcpsim_scn_build_line(p, loc, SCN_LINE_EXPLORATION);

	line->exploration.is_broken = name != NULL;
	line->exploration.events = events;
	if (name != NULL)
		tcpsim_scn_build_find_invariant(p, name_loc, name, &line->exploration.invariant);
}
