/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "search_private.h"

/*
 * No state knows how it was reached. The mark of a state of level k is one more than the least number of faults on a
 * shortest way from there to a target, or 0 if there is none: found level by level from the targets back. Then the way
 * is walked forward, by the first event at each state that costs no more than what is left.
 */

#define MARK_MAX UINT8_MAX

int
path_add(struct path *path, unsigned event)
{
	if (path->n == path->max) {
		size_t max = path->max == 0 ? 64 : path->max * 2;
		uint16_t *events = realloc(path->events, max * sizeof *events);

		if (events == NULL)
			return -1;
		path->events = events;
		path->max = max;
	}
	path->events[path->n++] = (uint16_t)event;
	return 0;
}

/* What is swept: a level, from which the next one's targets, or (at the last one) broken transitions, are in reach. */
struct trace {
	uint32_t level;
	bool is_last;
	uint32_t target; /* the invariant that is to break at the last step: of all that do in as many events, the first */
};

/* The mark that an event earns the state in which it happens. */
static unsigned
mark_by(const struct tcpsim_explore *explore, const struct trace *trace, const struct successor *successor, uint32_t to)
{
	const uint32_t *bounds = &explore->bounds[trace->level + 1];
	uint32_t end = trace->is_last ? explore->visited.end : bounds[1];
	unsigned mark = 0;

	if (trace->is_last && (successor->broken & trace->target) != 0)
		mark = MARK_TARGET;
	else if (to != NO_INDEX && to >= bounds[0] && to < end)
		mark = mark_of(explore, to);
	if (mark != 0 && mark < MARK_MAX && (successor->flags & SUCCESSOR_FAULT) != 0)
		mark++;
	return mark;
}

static bool
wants_all(const struct sweep *sweep, uint8_t mark)
{
	(void)sweep;
	(void)mark;
	return true;
}

static bool
mark_broken_state(const struct sweep *sweep, uint32_t index, const struct successors *successors, const uint32_t *to)
{
	(void)to;
	if (successors->broken == 0)
		return false;
	mark_set(sweep->explore, index, MARK_TARGET);
	return true;
}

static bool
mark_way(const struct sweep *sweep, uint32_t index, const struct successors *successors, const uint32_t *to)
{
	unsigned least = 0;

	for (uint32_t i = 0; i < successors->n; i++) {
		unsigned mark = mark_by(sweep->explore, sweep->data, &successors->list[i], to[i]);

		if (mark != 0 && (least == 0 || mark < least))
			least = mark;
	}
	mark_set(sweep->explore, index, (uint8_t)least);
	return least != 0;
}

static int
sweep_level(struct tcpsim_explore *explore, const struct trace *trace,
	bool (*visit)(const struct sweep *, uint32_t, const struct successors *, const uint32_t *))
{
	struct sweep sweep = {
		.explore = explore,
		.wants = wants_all,
		.visit = visit,
		.data = trace,
		.begin = explore->bounds[trace->level],
		.end = explore->bounds[trace->level + 1],
	};

	return sweep_run(&sweep);
}

/* One step of the way: the first event that earns the state its mark. Returns where it leads, or NO_INDEX. */
static uint32_t
take_step(struct tcpsim_explore *explore, const struct trace *trace, uint32_t index, struct path *path)
{
	const uint32_t *to;
	const struct successors *successors = expand_one(explore, &explore->visited.keys[index], &to);

	for (uint32_t i = 0; successors != NULL && i < successors->n; i++) {
		const struct successor *successor = &successors->list[i];

		if (mark_by(explore, trace, successor, to[i]) != mark_of(explore, index))
			continue;
		if (path_add(path, successor->event) < 0)
			return NO_INDEX;
		path->key = successor->key;
		path->broken = successor->broken;
		return to[i];
	}
	return NO_INDEX;
}

/* From the first state to the target: to a state of `level`, or, if that is the last step, one step beyond. */
static int
walk_forward(struct tcpsim_explore *explore, uint32_t level, bool is_last, struct path *path)
{
	uint32_t target = lowest_of(explore->counts.transition_broken), index = 0;

	path->n = 0;
	path->key = explore->visited.keys[0];
	for (uint32_t k = 0; k < level + is_last; k++) {
		struct trace trace = { .level = k, .is_last = is_last && k == level, .target = target };

		if (index == NO_INDEX)
			return -1;
		index = take_step(explore, &trace, index, path);
	}
	return path->n == level + is_last ? 0 : -1;
}

static int
sweep_back(struct tcpsim_explore *explore, uint32_t level)
{
	while (level-- > 0)
		if (sweep_level(explore, &(struct trace){ .level = level }, mark_way) < 0)
			return -1;
	return 0;
}

int
trace_marked(struct tcpsim_explore *explore, uint32_t level, struct path *path)
{
	if (sweep_back(explore, level) < 0)
		return -1;
	return walk_forward(explore, level, false, path);
}

/* What the state at the end of the path breaks by itself. */
static void
judge_last(struct tcpsim_explore *explore, struct path *path)
{
	const uint32_t *to;
	const struct successors *successors = expand_one(explore, &path->key, &to);

	path->broken = successors == NULL ? 0 : successors->broken;
}

/* A state that is broken by itself is nearer than a broken transition of the same level. */
int
trace_broken(struct tcpsim_explore *explore, struct path *path)
{
	uint32_t level = explore->depth;
	struct trace last = {
		.level = level, .is_last = true, .target = lowest_of(explore->counts.transition_broken)
	};
	int found = 0;

	path->key = explore->visited.keys[0];
	path->words = search_property(explore, &path->key);
	if (path->words != NULL)
		return 0;
	explore->sweep++;
	found = sweep_level(explore, &(struct trace){ .level = level }, mark_broken_state);
	if (found > 0) {
		found = trace_marked(explore, level, path);
		judge_last(explore, path);
		return found;
	}
	if (found < 0 || sweep_level(explore, &last, mark_way) < 0 ||
		sweep_back(explore, level) < 0 || walk_forward(explore, level, true, path) < 0)
		return -1;
	if (path->broken == 0)
		path->words = search_property(explore, &path->key);
	return 0;
}
