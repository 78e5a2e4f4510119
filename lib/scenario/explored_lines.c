/* SPDX-License-Identifier: MIT */
#include "explored.h"

/* What may happen in a world, and lines that say something of no meaning there. */

/* Several `allow old` and `allow forge` lines may stand in a case. */
static void
take_segment(struct scn_maker *m, const struct scn_line *line)
{
	const struct scn_allow *allow = &line->allow;
	struct tcpsim_explore_world *world = m->world;
	struct tcpsim_segment seg = tcpsim_scn_explored_segment(&m->explored, allow);

	if (allow->kind == SCN_ALLOW_OLD && world->n_old == TCPSIM_EXPLORE_OLD) {
		tcpsim_scn_maker_refuse(m, &line->loc,
			"at most %d segments are in an exploration from the beginning: leave this one out",
			TCPSIM_EXPLORE_OLD);
	} else if (allow->kind == SCN_ALLOW_FORGE && world->n_forged == TCPSIM_EXPLORE_FORGED) {
		tcpsim_scn_maker_refuse(m, &line->loc,
			"at most %d sorts of segments are forged in an exploration: leave this one out",
			TCPSIM_EXPLORE_FORGED);
	} else if (allow->kind == SCN_ALLOW_OLD) {
		world->old[world->n_old].from = (uint8_t)allow->host.host;
		world->old[world->n_old++].seg = seg;
	} else {
		struct tcpsim_explore_forged *forged = &world->forged[world->n_forged++];

		forged->from = (uint8_t)allow->host.host;
		forged->count = (int8_t)tcpsim_scn_maker_number(m, allow->budget, 1);
		forged->has_seq = allow->segment != NULL && allow->segment->seq != NULL;
		forged->has_ack = allow->segment != NULL && allow->segment->ack != NULL;
		forged->seg = seg;
	}
}

static void
take_allow(struct scn_maker *m, const struct scn_line *line)
{
	const struct scn_allow *allow = &line->allow;
	struct tcpsim_explore_world *world = m->world;

	switch (allow->kind) {
	case SCN_ALLOW_LOSS:
		world->losses = (int8_t)tcpsim_scn_maker_number(m, allow->budget, TCPSIM_EXPLORE_FREE);
		break;
	case SCN_ALLOW_DUPLICATE:
		world->copies = (int8_t)tcpsim_scn_maker_number(m, allow->budget, TCPSIM_EXPLORE_FREE);
		break;
	case SCN_ALLOW_REORDER:
		world->reorder = true;
		break;
	case SCN_ALLOW_CRASH:
		world->hosts[allow->host.host].crashes = (int8_t)tcpsim_scn_maker_number(m, allow->budget, 1);
		break;
	case SCN_ALLOW_GIVE_UP:
		world->give_up = true;
		break;
	case SCN_ALLOW_IN_FLIGHT:
		world->in_flight = (uint8_t)tcpsim_scn_maker_number(m, allow->budget, 0);
		break;
	case SCN_ALLOW_OLD:
	case SCN_ALLOW_FORGE:
		take_segment(m, line);
		break;
	}
}

static const char *
objection_to_fault(enum tcpsim_fault_kind kind)
{
	switch (kind) {
	case TCPSIM_FAULT_DROP:
	case TCPSIM_FAULT_CORRUPT:
		return "an exploration loses any segment: write allow loss in place of this line";
	case TCPSIM_FAULT_HOLD:
	case TCPSIM_FAULT_DELAY:
	case TCPSIM_FAULT_REORDER:
		return "an exploration reorders any segments: write allow reorder in place of this line";
	case TCPSIM_FAULT_MARK:
		return "an exploration has no ECN: leave this line out";
	case TCPSIM_FAULT_DUPLICATE:
		break;
	}
	return "an exploration copies any segment: write allow duplicate in place of this line";
}

static bool
has_chance(const struct scn_maker *m, const struct scn_value *value)
{
	return value != NULL && tcpsim_scn_ppm(m->explored.scenario, m->explored.the_case, value) > 0;
}

/* The word for what chance does to segments on a link, and what stands for it in an exploration; NULL for nothing. */
static const char *
chance_of(const struct scn_maker *m, const struct scn_link *link, const char **allowed)
{
	*allowed = "loss";
	if (has_chance(m, link->loss))
		return "loss";
	if (has_chance(m, link->corrupt))
		return "corrupt";
	if (has_chance(m, link->mark))
		return "mark";
	*allowed = "duplicate";
	if (has_chance(m, link->duplicate))
		return "duplicate";
	*allowed = "reorder";
	if (has_chance(m, link->reorder))
		return "reorder";
	return link->jitter != NULL ? "jitter" : NULL;
}

/* Time in a link means nothing to an exploration; chance, bounds and a lifetime would. */
static void
check_link(struct scn_maker *m, const struct scn_line *line)
{
	const struct scn_link *link = &line->link;
	const char *allowed, *chance = chance_of(m, link, &allowed);

	if (chance != NULL)
		tcpsim_scn_maker_refuse(m, &line->loc,
			"an exploration leaves nothing to chance: leave out %s, and write a line allow %s", chance,
			allowed);
	else if (link->queue != NULL || link->mtu != NULL || link->hops != NULL)
		tcpsim_scn_maker_refuse(m, &line->loc,
			"a link has no bounds in an exploration: leave out %s, and write a line such as allow in-flight "
			"4",
			link->queue != NULL         ? "queue"
				: link->mtu != NULL ? "mtu"
						    : "hops");
	else if (link->mark_queue != NULL)
		tcpsim_scn_maker_refuse(m, &line->loc, "an exploration has no ECN: leave out mark-behind");
	else if (link->lifetime != NULL)
		tcpsim_scn_maker_refuse(
			m, &line->loc, "a segment lives for one MSL in an exploration: leave out lifetime");
}

void
tcpsim_scn_maker_take_line(struct scn_maker *m, const struct scn_line *line)
{
	switch (line->kind) {
	case SCN_LINE_ALLOW:
		take_allow(m, line);
		break;
	case SCN_LINE_LINK:
		check_link(m, line);
		break;
	case SCN_LINE_WHEN:
		tcpsim_scn_maker_refuse(m, &line->loc,
			"an exploration makes calls at any moment, in the order of at lines: write at in place of "
			"when");
		break;
	case SCN_LINE_FAULT:
		tcpsim_scn_maker_refuse(m, &line->loc, "%s", objection_to_fault(line->fault.kind));
		break;
	case SCN_LINE_USE:
	case SCN_LINE_SET:
	case SCN_LINE_AT:
	case SCN_LINE_EXPECT:
	case SCN_LINE_ALWAYS:
	case SCN_LINE_RUN:
	case SCN_LINE_EXPLORATION:
		break;
	}
}

/* Both directions, unless there is no link at all. */
void
tcpsim_scn_maker_check_links(struct scn_maker *m)
{
	const struct tcpsim_scenario *scenario = m->explored.scenario;
	const struct scn_line *one_way = NULL;
	bool is_linked[TCPSIM_EXPLORE_HOSTS] = { false, false };

	for (size_t i = 0; i < scenario->n_lines; i++) {
		const struct scn_line *line = scenario->lines[i];

		if (line->kind != SCN_LINE_LINK || !tcpsim_scn_applies(scenario, m->explored.the_case, line))
			continue;
		is_linked[line->link.a.host] = true;
		if (line->link.is_both)
			is_linked[line->link.b.host] = true;
		one_way = line;
	}
	if (one_way != NULL && is_linked[0] != is_linked[1])
		tcpsim_scn_maker_refuse(m, &one_way->loc, "a link has both directions in an exploration: write <->");
}
