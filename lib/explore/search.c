/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "search_private.h"

/* Octets of a state: its key and its mark; and its key in the two levels that are kept when states are hashed. */
#define STATE_OCTETS 17
#define FRONTIER_OCTETS sizeof(struct key)

bool
search_is_stopped(const struct tcpsim_explore *explore)
{
	return explore->options.stop != NULL && *explore->options.stop != 0;
}

static uint64_t
fixed_octets(const struct tcpsim_explore *explore)
{
	return space_octets(explore->space) + explore->team.n * sizeof(struct worker) +
		explore->max_bounds * sizeof *explore->bounds;
}

static uint64_t
state_octets(const struct tcpsim_explore *explore)
{
	return explore->is_hashed ? FRONTIER_OCTETS : STATE_OCTETS;
}

/* All but the states in visited->keys. Frontiers change places, and pages once used are kept. */
static uint64_t
kept_octets(const struct tcpsim_explore *explore)
{
	uint64_t octets = fixed_octets(explore) + explore->visited.n_lines * LINE_OCTETS;

	return explore->is_hashed ? octets + explore->widest * FRONTIER_OCTETS : octets;
}

static uint64_t
octets_in_use(struct tcpsim_explore *explore)
{
	uint64_t n = explore->visited.end, octets;

	if (explore->is_hashed && n < explore->widest)
		n = explore->widest;
	octets = kept_octets(explore) + n * state_octets(explore);
	if (octets > explore->peak_octets)
		explore->peak_octets = octets;
	return octets;
}

bool
search_has_room(struct tcpsim_explore *explore, uint64_t octets)
{
	uint64_t all = octets_in_use(explore) + octets;

	if (all > explore->options.memory_octets)
		return false;
	if (all > explore->peak_octets)
		explore->peak_octets = all;
	return true;
}

void
search_progress(struct tcpsim_explore *explore)
{
	struct tcpsim_explore_progress progress = {
		.states = explore->counts.states,
		.transitions = explore->counts.transitions,
		.queue = explore->counts.states - explore->counts.expanded,
		.depth = explore->depth,
		.sweep = explore->sweep,
		.octets = octets_in_use(explore),
	};

	if (explore->options.progress != NULL)
		explore->options.progress(&progress, explore->options.progress_data);
}

const char *
search_property(const struct tcpsim_explore *explore, const struct key *key)
{
	struct tcpsim_explore_view view;

	if (explore->options.property == NULL)
		return NULL;
	space_view(explore->space, key, &view);
	return explore->options.property(&view, explore->options.property_data);
}

bool
search_is_broken(const struct tcpsim_explore *explore)
{
	const struct counts *counts = &explore->counts;

	return counts->state_broken != 0 || counts->transition_broken != 0 || counts->property_broken;
}

/* ---- a chunk ---- */

bool
worker_expand(struct worker *worker, const struct key *keys, uint32_t begin, uint32_t end)
{
	worker->n = 0;
	for (uint32_t i = begin; i < end; i++) {
		if (key_is_none(&keys[i]))
			continue;
		worker->at[worker->n] = i;
		if (space_expand(worker->explore->space, &keys[i], &worker->batch[worker->n]) < 0) {
			worker->is_full = true;
			return false;
		}
		worker->n++;
	}
	return true;
}

/* Fetch for all successors of the batch what looking them up needs, before the first one is looked up. */
static void
prefetch(struct worker *worker)
{
	const struct visited *visited = &worker->explore->visited;
	uint32_t n = 0;

	for (uint32_t k = 0; k < worker->n; k++)
		for (uint32_t i = 0; i < worker->batch[k].n; i++) {
			worker->hashes[n] = key_hash(&worker->batch[k].list[i].key);
			visited_prefetch_line(visited, worker->hashes[n++]);
		}
	for (uint32_t i = 0; i < n; i++)
		visited_prefetch_key(visited, worker->hashes[i]);
}

void
worker_find(struct worker *worker)
{
	const struct visited *visited = &worker->explore->visited;
	uint32_t n = 0;

	prefetch(worker);
	for (uint32_t k = 0; k < worker->n; k++)
		for (uint32_t i = 0; i < worker->batch[k].n; i++, n++)
			worker->to[n] = visited_find(visited, &worker->batch[k].list[i].key, worker->hashes[n]);
}

/* A state that is new. */
static void
welcome(struct worker *worker, const struct key *key, uint32_t index)
{
	struct tcpsim_explore *explore = worker->explore;

	worker->counts.states++;
	if (search_property(explore, key) == NULL)
		return;
	worker->counts.property_broken = true;
	if (!explore->is_hashed)
		atomic_store_explicit(&explore->visited.marks[index], MARK_TARGET, memory_order_relaxed);
}

/* At the greatest depth states are judged, but what follows is not followed. */
static bool
is_deepest(const struct tcpsim_explore *explore)
{
	return explore->options.max_depth != 0 && explore->depth >= explore->options.max_depth;
}

static void
judge_batch(struct worker *worker)
{
	for (uint32_t k = 0; k < worker->n; k++)
		worker->counts.state_broken |= worker->batch[k].broken;
}

static void
add_batch(struct worker *worker)
{
	struct visited *visited = &worker->explore->visited;
	const uint64_t *hash = worker->hashes;
	uint32_t index = 0;

	prefetch(worker);
	for (uint32_t k = 0; k < worker->n; k++) {
		const struct successors *successors = &worker->batch[k];

		worker->counts.transitions += successors->n;
		worker->counts.cut += successors->n_cut;
		worker->counts.at_rest += successors->is_at_rest;
		worker->counts.state_broken |= successors->broken;
		for (uint32_t i = 0; i < successors->n; i++) {
			const struct successor *successor = &successors->list[i];

			worker->counts.transition_broken |= successor->broken;
			if (visited_add(visited, &worker->block, &successor->key, *hash++, &index))
				welcome(worker, &successor->key, index);
		}
	}
	worker->counts.expanded += worker->n;
}

/* A thread's part of a round. */
static void
search_some(void *data, unsigned thread)
{
	struct tcpsim_explore *explore = data;
	struct worker *worker = explore->workers[thread];
	const struct key *keys = explore->is_hashed ? explore->visited.frontier : explore->visited.keys;

	while (atomic_load_explicit(&explore->visited.end, memory_order_relaxed) < explore->room_end &&
		!worker->is_full && !search_is_stopped(explore)) {
		uint32_t begin = atomic_fetch_add_explicit(&explore->cursor, CHUNK, memory_order_relaxed);

		for (uint32_t i = begin; i < begin + CHUNK && i < explore->round_end && !worker->is_full; i += BATCH) {
			uint32_t end = i + BATCH < explore->round_end ? i + BATCH : explore->round_end;

			worker_expand(worker, keys, i, end);
			if (is_deepest(explore))
				judge_batch(worker);
			else
				add_batch(worker);
		}
		if (begin >= explore->round_end)
			return;
	}
}

/* ---- between rounds ---- */

static bool
stuck(struct tcpsim_explore *explore, enum ending why)
{
	explore->is_stuck = true;
	explore->why_stuck = why;
	return false;
}

/* What the threads counted is the exploration's. */
static void
collect(struct tcpsim_explore *explore)
{
	struct counts *sum = &explore->counts;

	for (unsigned i = 0; i < explore->team.n; i++) {
		struct worker *worker = explore->workers[i];

		sum->states += worker->counts.states;
		sum->transitions += worker->counts.transitions;
		sum->cut += worker->counts.cut;
		sum->at_rest += worker->counts.at_rest;
		sum->expanded += worker->counts.expanded;
		sum->state_broken |= worker->counts.state_broken;
		sum->transition_broken |= worker->counts.transition_broken;
		sum->property_broken |= worker->counts.property_broken;
		if (worker->is_full)
			stuck(explore, ENDING_FULL);
		worker->counts = (struct counts){ 0 };
	}
}

static void
seal(struct tcpsim_explore *explore)
{
	struct block *blocks[MAX_THREADS];

	for (unsigned i = 0; i < explore->team.n; i++)
		blocks[i] = &explore->workers[i]->block;
	visited_seal(&explore->visited, blocks, explore->team.n);
}

/* The lines of the next table: twice as many, or what memory allows when the table is full. */
static uint64_t
lines_wanted(struct tcpsim_explore *explore)
{
	const struct visited *visited = &explore->visited;
	uint64_t limit = explore->options.memory_octets, used = fixed_octets(explore) + explore->most_growth;
	uint64_t wanted = visited->n_lines * 2, line = LINE_OCTETS, allowed;

	if (explore->is_hashed)
		used += 2 * FRONTIER_OCTETS * (explore->widest > visited->end ? explore->widest : visited->end);
	else
		line += visited_full(&(struct visited){ .n_lines = 100, .line_places = LINE_SLOTS }) * STATE_OCTETS /
			100;
	allowed = used < limit ? (limit - used) / line : 0;
	return wanted < allowed ? wanted : allowed;
}

/*
 * Until how many states in visited->keys a round may go on, by memory. Threads finish their chunks, and the space may
 * grow as much as it ever did in a round.
 */
static uint64_t
room_in_memory(const struct tcpsim_explore *explore)
{
	uint64_t used =
		kept_octets(explore) + explore->most_growth + explore->team.n * HEADROOM * state_octets(explore);
	uint64_t limit = explore->options.memory_octets;

	return used < limit ? (limit - used) / state_octets(explore) : 0;
}

/* Make room for the states of another round. False without memory. */
static bool
make_room(struct tcpsim_explore *explore)
{
	struct visited *visited = &explore->visited;
	uint64_t room, table;

	explore->room_end = UINT32_MAX;
	if (is_deepest(explore))
		return true;
	if (visited->n_older + visited->end >= visited_full(visited)) {
		uint64_t n_lines = lines_wanted(explore);

		if (n_lines < visited->n_lines + visited->n_lines / 8)
			return false;
		seal(explore);
		if (visited_resize(visited, &explore->team, n_lines) < 0)
			return stuck(explore, ENDING_MEMORY);
	}
	room = room_in_memory(explore);
	table = visited_full(visited) - visited->n_older;
	if (room > table)
		room = table;
	if (room > visited->max_keys - (uint64_t)explore->team.n * HEADROOM)
		room = visited->max_keys - (uint64_t)explore->team.n * HEADROOM;
	explore->room_end = (uint32_t)room;
	return visited->end < room;
}

static int
add_bound(struct tcpsim_explore *explore, uint32_t bound)
{
	if (explore->depth + 2 >= explore->max_bounds) {
		uint32_t max = explore->max_bounds == 0 ? 64 : explore->max_bounds * 2;
		uint32_t *bounds = realloc(explore->bounds, max * sizeof *bounds);

		if (bounds == NULL)
			return -1;
		explore->bounds = bounds;
		explore->max_bounds = max;
	}
	explore->bounds[explore->depth + 1] = bound;
	return 0;
}

/* The states found are the level to expand now. */
static int
take_level(struct tcpsim_explore *explore)
{
	struct visited *visited = &explore->visited;
	struct key *frontier = visited->frontier;

	if (explore->is_hashed) {
		if (visited->end > explore->widest)
			explore->widest = visited->end;
		visited->frontier = visited->keys;
		visited->keys = frontier;
		visited->n_older += visited->end;
		explore->level_end = visited->end;
		explore->cursor = 0;
		visited->end = 0;
		return 0;
	}
	explore->cursor = explore->level_end;
	explore->level_end = visited->end;
	return add_bound(explore, visited->end);
}

/* The level is expanded. Returns whether there is another, or why not. */
static bool
next_level(struct tcpsim_explore *explore, enum ending *ending)
{
	uint32_t found;

	seal(explore);
	found = explore->is_hashed ? explore->visited.end : explore->visited.end - explore->level_end;
	if (search_is_broken(explore))
		*ending = ENDING_BROKEN;
	else if (is_deepest(explore))
		*ending = ENDING_DEPTH;
	else if (found == 0)
		*ending = ENDING_COMPLETE;
	else {
		explore->depth++;
		if (take_level(explore) == 0)
			return true;
		stuck(explore, ENDING_MEMORY);
		*ending = ENDING_MEMORY;
	}
	return false;
}

/* The first state is level 0. False without memory. */
static bool
add_first(struct tcpsim_explore *explore)
{
	struct key first = space_first(explore->space);
	uint32_t index = 0;

	visited_add(&explore->visited, &explore->workers[0]->block, &first, key_hash(&first), &index);
	seal(explore);
	explore->counts.states = 1;
	explore->counts.property_broken = search_property(explore, &first) != NULL;
	if (add_bound(explore, 0) < 0)
		return false;
	explore->bounds[0] = 0;
	return take_level(explore) == 0;
}

/* The next states of the level, as many as there is room for. */
static void
run_round(struct tcpsim_explore *explore)
{
	uint64_t octets = space_octets(explore->space);
	uint32_t left = explore->level_end - explore->cursor;

	explore->round_end = left > ROUND ? explore->cursor + ROUND : explore->level_end;
	if (left <= CHUNK)
		search_some(explore, 0); /* too little to wake the others */
	else
		team_do(&explore->team, search_some, explore);
	if (explore->cursor > explore->round_end)
		explore->cursor = explore->round_end;
	octets = space_octets(explore->space) - octets;
	if (octets > explore->most_growth)
		explore->most_growth = octets;
	collect(explore);
	search_progress(explore);
}

static enum ending
search_on(struct tcpsim_explore *explore)
{
	enum ending ending;

	for (;;) {
		if (explore->is_stuck)
			return explore->why_stuck;
		if (explore->cursor >= explore->level_end && !next_level(explore, &ending))
			return ending;
		if (search_is_stopped(explore))
			return ENDING_STOPPED;
		if (!make_room(explore))
			return ENDING_MEMORY;
		run_round(explore);
	}
}

enum ending
search_run(struct tcpsim_explore *explore)
{
	enum ending ending;

	if (explore->counts.states == 0 && !add_first(explore))
		stuck(explore, ENDING_MEMORY);
	if (explore->counts.property_broken && explore->counts.expanded == 0)
		return ENDING_BROKEN;
	ending = search_on(explore);
	/* The deepest level is still to be expanded, if there will be more depth. */
	if (is_deepest(explore))
		explore->cursor = explore->is_hashed ? 0 : explore->bounds[explore->depth];
	return ending;
}

/* ---- workers ---- */

int
search_begin(struct tcpsim_explore *explore)
{
	team_start(&explore->team, explore->options.threads);
	for (unsigned i = 0; i < explore->team.n; i++) {
		if (explore->workers[i] == NULL)
			explore->workers[i] = calloc(1, sizeof *explore->workers[i]);
		if (explore->workers[i] == NULL) {
			search_end(explore);
			return -1;
		}
		explore->workers[i]->explore = explore;
	}
	return 0;
}

void
search_end(struct tcpsim_explore *explore)
{
	if (explore->visited.keys != NULL && explore->workers[explore->team.n - 1] != NULL)
		seal(explore);
	team_stop(&explore->team);
	for (unsigned i = 0; i < explore->team.n; i++) {
		free(explore->workers[i]);
		explore->workers[i] = NULL;
	}
}
