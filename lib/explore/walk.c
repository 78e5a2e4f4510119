/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "mix.h"
#include "search_private.h"

/*
 * Random walks. Each has its own stream of random numbers, from the seed and its number, so that it is the same
 * whatever thread walks it; of the walks that break something the first counts.
 */

/* Walks between two looks at memory, and events between two looks at *stop. */
#define WALKS 256
#define EVENTS 256

static const char nothing_found[] = "random walks broke nothing, and do not see every state";
static const char out_of_memory[] = "out of memory: more ends and segments than the limit has room for";
static const char stopped[] = "stopped";
static const char pool_full[] = "more different ends, segments or budgets than have numbers";

/* What one walk met. */
struct walked {
	uint64_t states, events, cut, at_rest;
	struct walk_end end;
};

/* A round of walks. */
struct walks {
	struct tcpsim_explore *explore;
	uint64_t seed, first; /* number of the first walk of the round */
	uint32_t n, length;
	_Atomic uint32_t cursor;
	_Atomic uint32_t n_broken;
	struct walked walked[WALKS];
};

/* splitmix64 */
static uint64_t
next_random(uint64_t *state)
{
	return mix(*state += GOLDEN);
}

/* The numbers below 2^64 mod n are refused, so that each remainder is as likely as the others. */
static uint32_t
random_below(uint64_t *state, uint32_t n)
{
	uint64_t refused = (0 - (uint64_t)n) % n, x;

	do
		x = next_random(state);
	while (x < refused);
	return (uint32_t)(x % n);
}

/* Begin a stream that has nothing to do with those of other walks. */
static uint64_t
stream_of(uint64_t seed, uint64_t walk)
{
	uint64_t state = next_random(&seed) + walk;

	return next_random(&state);
}

bool
walk_judge(struct tcpsim_explore *explore, const struct successors *successors, const struct key *key,
	struct walk_end *end)
{
	end->broken |= successors->broken;
	if (end->broken == 0)
		end->words = search_property(explore, key);
	return end->broken != 0 || end->words != NULL;
}

/* One walk. With a path, its events are kept. False if a pool or memory is at its end, or it was stopped. */
static bool
walk(struct worker *worker, uint64_t random, uint32_t length, struct walked *walked, struct path *path)
{
	struct tcpsim_explore *explore = worker->explore;
	struct key key = space_first(explore->space);

	for (*walked = (struct walked){ 0 };; walked->events++) {
		const struct successors *successors = &worker->batch[0];
		const struct successor *taken;

		if (walked->events % EVENTS == EVENTS - 1 && search_is_stopped(explore))
			return false;
		if (!worker_expand(worker, &key, 0, 1))
			return false;
		walked->states++;
		walked->cut += successors->n_cut;
		walked->at_rest += successors->is_at_rest;
		if (walk_judge(explore, successors, &key, &walked->end) || walked->events == length ||
			successors->n == 0)
			return true;
		taken = &successors->list[random_below(&random, successors->n)];
		if (path != NULL && path_add(path, taken->event) < 0)
			return false;
		walked->end.broken = taken->broken;
		key = taken->key;
	}
}

/* A thread's part of a round. All walks before a broken one are walked to their end. */
static void
walk_some(void *data, unsigned thread)
{
	struct walks *walks = data;
	struct worker *worker = walks->explore->workers[thread];
	uint32_t i;

	while (!worker->is_full && atomic_load(&walks->n_broken) == 0 &&
		(i = atomic_fetch_add(&walks->cursor, 1)) < walks->n) {
		struct walked *walked = &walks->walked[i];

		if (!walk(worker, stream_of(walks->seed, walks->first + i), walks->length, walked, NULL))
			return;
		if (walked->end.broken != 0 || walked->end.words != NULL)
			atomic_fetch_add(&walks->n_broken, 1);
	}
}

/* Add up the walks of a round, up to the first that broke something: NULL if none did. */
static const struct walked *
collect(struct walks *walks, uint32_t *depth)
{
	struct counts *counts = &walks->explore->counts;
	uint32_t n = walks->cursor < walks->n ? walks->cursor : walks->n;

	for (uint32_t i = 0; i < n; i++) {
		const struct walked *walked = &walks->walked[i];

		counts->states += walked->states;
		counts->expanded += walked->states;
		counts->transitions += walked->events;
		counts->cut += walked->cut;
		counts->at_rest += walked->at_rest;
		if (walked->events > *depth)
			*depth = (uint32_t)walked->events;
		if (walked->end.broken != 0 || walked->end.words != NULL)
			return walked;
	}
	return NULL;
}

static const char *
why_not_on(struct tcpsim_explore *explore)
{
	if (search_is_stopped(explore))
		return stopped;
	for (unsigned i = 0; i < explore->team.n; i++)
		if (explore->workers[i]->is_full)
			return pool_full;
	return search_has_room(explore, 0) ? NULL : out_of_memory;
}

/* Walk the broken one again, for its events, and leave out what it does not need. */
static void
tell_walk(struct walks *walks, const struct walked *broken)
{
	struct tcpsim_explore *explore = walks->explore;
	struct walked again;
	struct path path = { 0 };
	uint64_t number = walks->first + (uint64_t)(broken - walks->walked);

	if (walk(explore->workers[0], stream_of(walks->seed, number), walks->length, &again, &path) &&
		walk_shorten(explore, &path, &broken->end) == 0)
		result_broken(explore, lowest_bit(broken->end.broken), broken->end.words, &path, path.n);
	else
		result_broken(explore, lowest_bit(broken->end.broken), out_of_memory, NULL, 0);
	free(path.events);
}

static void
walk_all(struct walks *walks, uint64_t n, uint32_t *depth)
{
	struct tcpsim_explore *explore = walks->explore;
	const struct walked *broken = NULL;
	const char *why = NULL;
	uint64_t taken = 0;

	for (walks->first = 0; walks->first < n && broken == NULL && why == NULL; walks->first += walks->n) {
		walks->n = n - walks->first < WALKS ? (uint32_t)(n - walks->first) : WALKS;
		walks->cursor = 0;
		for (uint32_t i = 0; i < WALKS; i++)
			walks->walked[i] = (struct walked){ 0 };
		team_do(&explore->team, walk_some, walks);
		broken = collect(walks, depth);
		search_progress(explore);
		why = why_not_on(explore);
		if (broken != NULL) {
			taken = walks->first + (uint64_t)(broken - walks->walked) + 1;
			tell_walk(walks, broken);
		} else if (why == NULL) {
			taken = walks->first + walks->n;
		}
	}
	if (broken == NULL)
		result_fill(explore, TCPSIM_EXPLORE_UNFINISHED, why == NULL ? nothing_found : why);
	explore->result.depth = *depth;
	explore->result.walks = taken;
}

const struct tcpsim_explore_result *
tcpsim_explore_walk(struct tcpsim_explore *explore, uint64_t walks, uint32_t length, uint64_t seed)
{
	struct counts counts = explore->counts;
	struct walks *all = calloc(1, sizeof *all);
	uint32_t depth = 0;

	explore->counts = (struct counts){ 0 };
	if (all == NULL || search_begin(explore) < 0)
		result_fill(explore, TCPSIM_EXPLORE_UNFINISHED, out_of_memory);
	else {
		all->explore = explore;
		all->seed = seed;
		all->length = length;
		walk_all(all, walks, &depth);
		search_end(explore);
	}
	free(all);
	explore->counts = counts;
	explore->is_final = false;
	return &explore->result;
}
