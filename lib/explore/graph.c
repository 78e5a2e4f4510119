/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "search_private.h"

/*
 * Both properties are found by marking states until nothing changes. A state is safe if all its deliveries lead to
 * safe states: what is never marked leads into a cycle of deliveries. A state can rest if it rests, or an event leads
 * to one that can. In which order states are marked makes no difference but for time: each that is not settled yet is
 * the beginning of a search in depth, first by deliveries, so that what it depends on is settled before.
 */
#define SAFE 0x01U
#define RESTS 0x02U
#define LOOKED_AT 0x04U /* in this pass */

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

/* Marks are only ever added, by several threads at a time. Returns whether one of SAFE and RESTS is new. */
static bool
mark_add(struct tcpsim_explore *explore, uint32_t index, uint8_t mark)
{
	uint8_t before = atomic_fetch_or_explicit(&explore->visited.marks[index], mark, memory_order_relaxed);

	return (mark & ~before & (SAFE | RESTS)) != 0;
}

/* What a state has earned, by what is known of its successors. */
static uint8_t
earned(const struct tcpsim_explore *explore, const struct frame *frame)
{
	uint8_t mark = SAFE | (frame->is_at_rest ? RESTS : 0);

	for (uint32_t i = 0; i < frame->n; i++) {
		uint8_t next = mark_of(explore, frame->to[i]);

		mark |= next & RESTS;
		if ((frame->flags[i] & SUCCESSOR_DELIVERY) != 0 && (next & SAFE) == 0)
			mark &= (uint8_t)~SAFE;
	}
	return mark;
}

/* Look at a state for the first time in this pass. */
static void
push(struct worker *worker, uint32_t index)
{
	struct tcpsim_explore *explore = worker->explore;
	struct frame *frame = &worker->frames[worker->n_frames];
	const struct successors *successors = &worker->batch[0];

	mark_add(explore, index, LOOKED_AT);
	if (!worker_expand(worker, explore->visited.keys, index, index + 1))
		return;
	worker_find(worker);
	*frame = (struct frame){ .index = index, .n = (uint8_t)successors->n, .is_at_rest = successors->is_at_rest };
	memcpy(frame->to, worker->to, successors->n * sizeof frame->to[0]);
	for (uint32_t i = 0; i < successors->n; i++)
		frame->flags[i] = (uint8_t)successors->list[i].flags;
	worker->n_frames++;
}

/* The next successor to look at: by deliveries to be safe, then by anything to rest. NO_INDEX: there is none. */
static uint32_t
next_of(const struct tcpsim_explore *explore, struct frame *frame, uint8_t missing)
{
	for (;; frame->next = 0, frame->is_second = true) {
		uint8_t wanted = frame->is_second ? RESTS : SAFE;

		for (; (missing & wanted) != 0 && frame->next < frame->n; frame->next++) {
			uint8_t mark = mark_of(explore, frame->to[frame->next]);

			if ((frame->is_second || (frame->flags[frame->next] & SUCCESSOR_DELIVERY) != 0) &&
				(mark & (wanted | LOOKED_AT)) == 0)
				return frame->to[frame->next];
		}
		if (frame->is_second)
			return NO_INDEX;
	}
}

/* Settle a state, and what is in its way. */
static bool
settle(const struct sweep *sweep, struct worker *worker, uint32_t index)
{
	struct tcpsim_explore *explore = sweep->explore;
	const uint8_t *wanted = sweep->data;
	uint8_t mark = mark_of(explore, index);
	bool has_changed = false;

	if ((mark & LOOKED_AT) != 0 || (mark & *wanted) == *wanted || key_is_none(&explore->visited.keys[index]))
		return false;
	worker->n_frames = 0;
	push(worker, index);
	while (worker->n_frames > 0) {
		struct frame *frame = &worker->frames[worker->n_frames - 1];
		uint32_t next = NO_INDEX;

		mark = earned(explore, frame);
		has_changed |= mark_add(explore, frame->index, mark);
		mark |= mark_of(explore, frame->index);
		if (worker->n_frames < MAX_FRAMES)
			next = next_of(explore, frame, *wanted & (uint8_t)~mark);
		if (next == NO_INDEX)
			worker->n_frames--;
		else
			push(worker, next);
	}
	return has_changed;
}

/* Of what is not settled all is to be looked at again. */
static void
begin_pass(struct tcpsim_explore *explore)
{
	explore->sweep++;
	for (uint32_t i = 0; i < explore->visited.end; i++)
		mark_set(explore, i, mark_of(explore, i) & (uint8_t)~LOOKED_AT);
}

/* Backwards and forwards in turns, so that a long chain is settled in one pass whichever way it goes. */
static int
settle_all(struct tcpsim_explore *explore, const uint8_t *wanted)
{
	struct sweep sweep = {
		.explore = explore,
		.look = settle,
		.data = wanted,
		.end = explore->visited.end,
		.backwards = true,
	};
	int changed;

	marks_clear(explore);
	do {
		begin_pass(explore);
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
	uint32_t level = level_of(explore, first);

	for (uint32_t i = explore->bounds[level]; i < explore->bounds[level + 1]; i++)
		mark_set(explore, i,
			key_is_none(&explore->visited.keys[i]) || (mark_of(explore, i) & RESTS) != 0 ? 0 : MARK_TARGET);
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
