/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "search_private.h"

/* Add to an array that grows. 0, or -1 without memory or beyond the limit. */
static int
append(struct tcpsim_explore *explore, uint32_t **array, uint32_t *n, uint32_t *max, uint32_t value)
{
	if (*n == *max) {
		uint32_t wanted = *max == 0 ? 1024 : *max * 2;
		uint32_t *grown;

		if (!search_has_room(explore, (uint64_t)wanted * sizeof value))
			return -1;
		grown = realloc(*array, wanted * sizeof value);
		if (grown == NULL)
			return -1;
		*array = grown;
		*max = wanted;
	}
	(*array)[(*n)++] = value;
	return 0;
}

static int
compare_places(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* The number of the state at that place, or NO_INDEX. */
static uint32_t
number_of(const struct cycles *cycles, uint32_t place)
{
	const uint32_t *found = bsearch(&place, cycles->states, cycles->n, sizeof place, compare_places);

	return found == NULL ? NO_INDEX : (uint32_t)(found - cycles->states);
}

static int
collect_states(struct tcpsim_explore *explore, uint8_t safe, struct cycles *cycles)
{
	for (uint32_t i = 0; i < explore->visited.end; i++)
		if ((mark_of(explore, i) & safe) == 0 && !key_is_none(&explore->visited.keys[i]) &&
			append(explore, &cycles->states, &cycles->n, &cycles->max_states, i) < 0)
			return -1;
	return 0;
}

static int
collect_edges(struct tcpsim_explore *explore, struct cycles *cycles)
{
	for (uint32_t i = 0; i < cycles->n; i++) {
		const uint32_t *to;
		const struct successors *successors =
			expand_one(explore, &explore->visited.keys[cycles->states[i]], &to);

		cycles->first[i] = cycles->n_edges;
		if (successors == NULL)
			return -1;
		for (uint32_t k = 0; k < successors->n; k++) {
			uint32_t number = NO_INDEX;

			if ((successors->list[k].flags & SUCCESSOR_DELIVERY) != 0)
				number = number_of(cycles, to[k]);
			if (number != NO_INDEX &&
				append(explore, &cycles->edges, &cycles->n_edges, &cycles->max_edges, number) < 0)
				return -1;
		}
	}
	cycles->first[cycles->n] = cycles->n_edges;
	return 0;
}

/* Tarjan's search for strongly connected components, with its stacks in arrays. */
struct tarjan {
	struct cycles *cycles;
	uint32_t *order; /* in which a state was met, from 1; 0: not yet */
	uint32_t *low;   /* the least order in reach */
	uint32_t *edge;  /* the next one to follow */
	uint32_t *path;  /* from the root to where the search is */
	uint32_t *open;  /* states of components that are not complete */
	uint8_t *is_open;
	uint32_t n_met, n_path, n_open;
};

static void
meet(struct tarjan *search, uint32_t state)
{
	search->order[state] = search->low[state] = ++search->n_met;
	search->edge[state] = search->cycles->first[state];
	search->path[search->n_path++] = state;
	search->open[search->n_open++] = state;
	search->is_open[state] = 1;
}

/* The states above and with this one are a component. */
static void
close_component(struct tarjan *search, uint32_t root)
{
	bool is_alone = search->open[search->n_open - 1] == root;
	uint32_t state;

	do {
		state = search->open[--search->n_open];
		search->is_open[state] = 0;
		if (!is_alone)
			search->cycles->is_on[state] = 1;
	} while (state != root);
}

static void
search_from(struct tarjan *search, uint32_t root)
{
	const struct cycles *cycles = search->cycles;

	meet(search, root);
	while (search->n_path > 0) {
		uint32_t state = search->path[search->n_path - 1];

		if (search->edge[state] < cycles->first[state + 1]) {
			uint32_t next = cycles->edges[search->edge[state]++];

			if (next == state)
				cycles->is_on[state] = 1;
			if (search->order[next] == 0)
				meet(search, next);
			else if (search->is_open[next] && search->order[next] < search->low[state])
				search->low[state] = search->order[next];
			continue;
		}
		search->n_path--;
		if (search->n_path > 0 && search->low[state] < search->low[search->path[search->n_path - 1]])
			search->low[search->path[search->n_path - 1]] = search->low[state];
		if (search->low[state] == search->order[state])
			close_component(search, state);
	}
}

static int
find_components(struct tcpsim_explore *explore, struct cycles *cycles)
{
	struct tarjan search = { .cycles = cycles };
	size_t n = cycles->n;
	uint32_t *arrays;

	if (!search_has_room(explore, n * (5 * sizeof *arrays + 1)))
		return -1;
	arrays = calloc(5 * n, sizeof *arrays);
	search.is_open = calloc(n, 1);
	if (arrays != NULL && search.is_open != NULL) {
		search.order = arrays;
		search.low = arrays + n;
		search.edge = arrays + 2 * n;
		search.path = arrays + 3 * n;
		search.open = arrays + 4 * n;
		for (uint32_t i = 0; i < cycles->n; i++)
			if (search.order[i] == 0)
				search_from(&search, i);
	}
	free(search.is_open);
	free(arrays);
	return search.order == NULL ? -1 : 0;
}

int
cycles_find(struct tcpsim_explore *explore, uint8_t safe, struct cycles *cycles)
{
	memset(cycles, 0, sizeof *cycles);
	if (collect_states(explore, safe, cycles) == 0) {
		cycles->first = calloc((size_t)cycles->n + 1, sizeof *cycles->first);
		cycles->is_on = calloc((size_t)cycles->n + 1, 1);
	}
	if (cycles->first != NULL && cycles->is_on != NULL && collect_edges(explore, cycles) == 0 &&
		find_components(explore, cycles) == 0)
		return 0;
	cycles_free(cycles);
	return -1;
}

uint32_t
cycles_mark(struct tcpsim_explore *explore, const struct cycles *cycles)
{
	uint32_t first = 0, level;

	while (!cycles->is_on[first])
		first++;
	level = level_of(explore, cycles->states[first]);
	for (uint32_t i = explore->bounds[level]; i < explore->bounds[level + 1]; i++)
		mark_set(explore, i, 0);
	for (uint32_t i = first; i < cycles->n && cycles->states[i] < explore->bounds[level + 1]; i++)
		if (cycles->is_on[i])
			mark_set(explore, cycles->states[i], MARK_TARGET);
	return level;
}

/* By breadth: before[i] is one more than the state from which i was met. Returns the last state of the cycle. */
static uint32_t
last_of_cycle(const struct cycles *cycles, uint32_t root, uint32_t *before, uint32_t *queue)
{
	uint32_t n = 1;

	queue[0] = root;
	for (uint32_t head = 0; head < n; head++) {
		uint32_t state = queue[head];

		for (uint32_t k = cycles->first[state]; k < cycles->first[state + 1]; k++) {
			uint32_t next = cycles->edges[k];

			if (next == root)
				return state;
			if (before[next] != 0)
				continue;
			before[next] = state + 1;
			queue[n++] = next;
		}
	}
	return NO_INDEX;
}

/* Add the first delivery that leads from the end of the path to that place. */
static int
add_delivery(struct tcpsim_explore *explore, uint32_t place, struct path *path)
{
	const uint32_t *to;
	const struct successors *successors = expand_one(explore, &path->key, &to);

	for (uint32_t i = 0; successors != NULL && i < successors->n; i++)
		if (to[i] == place && (successors->list[i].flags & SUCCESSOR_DELIVERY) != 0) {
			path->key = successors->list[i].key;
			return path_add(path, successors->list[i].event);
		}
	return -1;
}

/* The deliveries from the root round to it again. The queue is done with when the way back is written over it. */
static int
add_round(struct tcpsim_explore *explore, const struct cycles *cycles, uint32_t root, uint32_t *before, uint32_t *queue,
	struct path *path)
{
	uint32_t n = 0;

	for (uint32_t state = last_of_cycle(cycles, root, before, queue); state != NO_INDEX && state != root;
		state = before[state] - 1)
		queue[n++] = state;
	while (n > 0)
		if (add_delivery(explore, cycles->states[queue[--n]], path) < 0)
			return -1;
	return add_delivery(explore, cycles->states[root], path);
}

int
cycles_add(struct tcpsim_explore *explore, const struct cycles *cycles, struct path *path)
{
	uint32_t root = number_of(cycles, visited_find(&explore->visited, &path->key, key_hash(&path->key)));
	uint32_t *before = calloc(cycles->n, sizeof *before), *queue = calloc(cycles->n, sizeof *queue);
	int done = -1;

	if (before != NULL && queue != NULL && root != NO_INDEX)
		done = add_round(explore, cycles, root, before, queue, path);
	free(before);
	free(queue);
	return done;
}

void
cycles_free(struct cycles *cycles)
{
	free(cycles->states);
	free(cycles->first);
	free(cycles->edges);
	free(cycles->is_on);
	memset(cycles, 0, sizeof *cycles);
}
