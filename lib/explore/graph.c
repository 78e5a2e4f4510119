/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "search_private.h"

/*
 * Both properties are found by marking states until nothing changes. A state is safe if all its deliveries lead to
 * safe states: what is never marked leads into a cycle of deliveries. A state can rest if it rests, or an event leads
 * to one that can. Most ways lead to deeper levels: the first pass goes backwards and settles nearly all.
 */
#define SAFE 0x01U
#define RESTS 0x02U

/* The marks that are to be earned. */
static uint8_t
wanted_marks(const struct tcpsim_explore *explore)
{
	uint8_t wanted = 0;

	if ((explore->world.invariants >> TCPSIM_NO_PACKET_WAR & 1U) != 0)
		wanted |= SAFE;
	if ((explore->world.invariants >> TCPSIM_CAN_REST & 1U) != 0)
		wanted |= RESTS;
	return wanted;
}

static bool
wants_unsettled(const struct sweep *sweep, uint8_t mark)
{
	const uint8_t *wanted = sweep->data;

	return (mark & *wanted) != *wanted;
}

static bool
settle(const struct sweep *sweep, uint32_t index, const struct successors *successors, const uint32_t *to)
{
	uint8_t before = mark_of(sweep->explore, index), mark = before | SAFE;

	if (successors->is_at_rest)
		mark |= RESTS;
	for (uint32_t i = 0; i < successors->n; i++) {
		uint8_t next = mark_of(sweep->explore, to[i]);

		mark |= next & RESTS;
		if ((successors->list[i].flags & SUCCESSOR_DELIVERY) != 0 && (next & SAFE) == 0)
			mark &= before | RESTS;
	}
	if (mark == before)
		return false;
	mark_set(sweep->explore, index, mark);
	return true;
}

/* Backwards and forwards in turns, so that a long chain is settled in one pass whichever way it goes. */
static int
settle_all(struct tcpsim_explore *explore, const uint8_t *wanted)
{
	struct sweep sweep = {
		.explore = explore,
		.wants = wants_unsettled,
		.visit = settle,
		.data = wanted,
		.end = explore->visited.end,
		.backwards = true,
	};
	int changed;

	marks_clear(explore);
	do {
		explore->sweep++;
		changed = sweep_run(&sweep);
		sweep.backwards = !sweep.backwards;
	} while (changed > 0);
	return changed;
}

/* The first state, in the order of levels, without a mark; NO_INDEX if all have it. */
static uint32_t
first_without(const struct tcpsim_explore *explore, uint8_t mark)
{
	for (uint32_t i = 0; i < explore->visited.end; i++)
		if ((mark_of(explore, i) & mark) == 0 && !key_is_none(&explore->visited.keys[i]))
			return i;
	return NO_INDEX;
}

static enum judgment
judge_war(struct tcpsim_explore *explore, struct path *path, size_t *loop)
{
	struct cycles cycles;
	enum judgment judgment = JUDGED_BROKEN;

	if (cycles_find(explore, SAFE, &cycles) < 0)
		return JUDGED_MEMORY;
	explore->sweep++;
	if (trace_marked(explore, cycles_mark(explore, &cycles), path) < 0)
		judgment = search_is_stopped(explore) ? JUDGED_STOPPED : JUDGED_MEMORY;
	*loop = path->n;
	if (judgment == JUDGED_BROKEN && cycles_add(explore, &cycles, path) < 0)
		judgment = JUDGED_MEMORY;
	cycles_free(&cycles);
	return judgment;
}

/* The states of the least level that cannot rest are the targets. */
static enum judgment
judge_rest(struct tcpsim_explore *explore, uint32_t first, struct path *path, size_t *loop)
{
	uint32_t level = 0;

	while (explore->bounds[level + 1] <= first)
		level++;
	for (uint32_t i = explore->bounds[level]; i < explore->bounds[level + 1]; i++)
		mark_set(explore, i, key_is_none(&explore->visited.keys[i]) || (mark_of(explore, i) & RESTS) != 0
				? 0 : MARK_TARGET);
	explore->sweep++;
	if (trace_marked(explore, level, path) < 0)
		return search_is_stopped(explore) ? JUDGED_STOPPED : JUDGED_MEMORY;
	*loop = path->n;
	return JUDGED_BROKEN;
}

/* A war is told before a state that cannot rest, for which it may be the reason. */
enum judgment
graph_judge(struct tcpsim_explore *explore, struct path *path, size_t *loop, int *broken)
{
	uint8_t wanted = wanted_marks(explore);
	uint32_t first;

	if (wanted == 0)
		return JUDGED_HOLDS;
	if (settle_all(explore, &wanted) < 0)
		return JUDGED_STOPPED;
	*broken = TCPSIM_NO_PACKET_WAR;
	if ((wanted & SAFE) != 0 && first_without(explore, SAFE) != NO_INDEX)
		return judge_war(explore, path, loop);
	*broken = TCPSIM_CAN_REST;
	first = (wanted & RESTS) == 0 ? NO_INDEX : first_without(explore, RESTS);
	return first == NO_INDEX ? JUDGED_HOLDS : judge_rest(explore, first, path, loop);
}
