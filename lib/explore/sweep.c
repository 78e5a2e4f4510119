/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "search_private.h"

/* States that are looked at between two reports of progress. Most of them are often not wanted. */
#define SWEEP_ROUND (1U << 16)

uint8_t
mark_of(const struct tcpsim_explore *explore, uint32_t index)
{
	return atomic_load_explicit(&explore->visited.marks[index], memory_order_relaxed);
}

void
mark_set(struct tcpsim_explore *explore, uint32_t index, uint8_t mark)
{
	atomic_store_explicit(&explore->visited.marks[index], mark, memory_order_relaxed);
}

void
marks_clear(struct tcpsim_explore *explore)
{
	memset((void *)explore->visited.marks, 0, explore->visited.end);
}

uint32_t
level_of(const struct tcpsim_explore *explore, uint32_t index)
{
	uint32_t level = 0;

	while (explore->bounds[level + 1] <= index)
		level++;
	return level;
}

/* The state of the chunk's i-th turn. */
static uint32_t
turn(const struct sweep *sweep, uint32_t i)
{
	return sweep->backwards ? sweep->round_end - 1 - (i - sweep->round_begin) : i;
}

/* Collect a batch of wanted states, from the turn *i on. */
static void
collect(const struct sweep *sweep, struct worker *worker, uint32_t *i, uint32_t end)
{
	const struct visited *visited = &sweep->explore->visited;

	worker->n = 0;
	for (; *i < end && worker->n < BATCH; ++*i) {
		uint32_t index = turn(sweep, *i);

		if (key_is_none(&visited->keys[index]) || !sweep->wants(sweep, mark_of(sweep->explore, index)))
			continue;
		worker->at[worker->n] = index;
		if (space_expand(sweep->explore->space, &visited->keys[index], &worker->batch[worker->n]) == 0)
			worker->n++;
	}
}

static void
visit_chunk(const struct sweep *sweep, struct worker *worker, uint32_t begin, uint32_t end)
{
	for (uint32_t i = begin; i < end;) {
		const uint32_t *to = worker->to;

		collect(sweep, worker, &i, end);
		worker_find(worker);
		for (uint32_t k = 0; k < worker->n; to += worker->batch[k++].n)
			worker->has_changed |= sweep->visit(sweep, worker->at[k], &worker->batch[k], to);
	}
}

static void
sweep_some(void *data, unsigned thread)
{
	struct sweep *sweep = data;
	struct worker *worker = sweep->explore->workers[thread];
	uint32_t begin;

	while ((begin = atomic_fetch_add_explicit(&sweep->cursor, CHUNK, memory_order_relaxed)) < sweep->round_end) {
		uint32_t end = sweep->round_end - begin < CHUNK ? sweep->round_end : begin + CHUNK;

		if (sweep->look == NULL)
			visit_chunk(sweep, worker, begin, end);
		else
			for (uint32_t i = begin; i < end; i++)
				worker->has_changed |= sweep->look(sweep, worker, turn(sweep, i));
	}
}

int
sweep_run(struct sweep *sweep)
{
	struct tcpsim_explore *explore = sweep->explore;
	uint32_t left = sweep->end - sweep->begin;
	bool has_changed = false;

	while (left > 0) {
		uint32_t n = left < SWEEP_ROUND ? left : SWEEP_ROUND;

		if (search_is_stopped(explore))
			return -1;
		sweep->round_begin = sweep->backwards ? sweep->begin + left - n : sweep->end - left;
		sweep->round_end = sweep->round_begin + n;
		sweep->cursor = sweep->round_begin;
		if (n <= CHUNK)
			sweep_some(sweep, 0);
		else
			team_do(&explore->team, sweep_some, sweep);
		search_progress(explore);
		left -= n;
	}
	for (unsigned i = 0; i < explore->team.n; i++) {
		has_changed |= explore->workers[i]->has_changed;
		explore->workers[i]->has_changed = false;
	}
	return has_changed;
}

const struct successors *
expand_one(struct tcpsim_explore *explore, const struct key *key, const uint32_t **to)
{
	struct worker *worker = explore->workers[0];

	if (!worker_expand(worker, key, 0, 1))
		return NULL;
	worker_find(worker);
	*to = worker->to;
	return &worker->batch[0];
}
