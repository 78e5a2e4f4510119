/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "search_private.h"

/*
 * Delta debugging (Zeller and Hildebrandt, ddmin): leave out halves, then quarters, and so on down to single events, as
 * long as the rest still breaks what was broken. An event is known by its name, which means the same in every state;
 * one that is not possible where its turn comes is skipped.
 */

struct names {
	uint64_t *list;
	size_t n;
};

/* What was broken is broken here. */
static bool
is_same(const struct walk_end *wanted, const struct walk_end *end)
{
	if (wanted->broken != 0)
		return (end->broken & lowest_of(wanted->broken)) != 0;
	return end->words != NULL && strcmp(end->words, wanted->words) == 0;
}

static const struct successor *
find_event(struct space *space, const struct key *key, const struct successors *successors, uint64_t name)
{
	for (uint32_t i = 0; i < successors->n; i++)
		if (space_event_name(space, key, successors->list[i].event) == name)
			return &successors->list[i];
	return NULL;
}

/*
 * Follow the names but for those from `from` to `to`, until what is wanted is broken. Then the path has the events that
 * were taken, and `taken` their names: *n of them. Returns 1 if it was broken, 0 if not, -1 without memory.
 */
static int
replay(struct tcpsim_explore *explore, const struct names *names, size_t from, size_t to, const struct walk_end *wanted,
	struct path *path, struct names *taken)
{
	struct key key = space_first(explore->space);
	struct walk_end end = { 0 };
	size_t i = 0;

	path->n = taken->n = 0;
	for (;;) {
		const struct successors *successors = &explore->workers[0]->batch[0];
		const struct successor *next = NULL;

		if (!worker_expand(explore->workers[0], &key, 0, 1))
			return -1;
		walk_judge(explore, successors, &key, &end);
		if (is_same(wanted, &end))
			return 1;
		for (; next == NULL && i < names->n; i++) {
			if (i < from || i >= to)
				next = find_event(explore->space, &key, successors, names->list[i]);
			if (next != NULL)
				taken->list[taken->n++] = names->list[i];
		}
		if (next == NULL)
			return 0;
		if (path_add(path, next->event) < 0)
			return -1;
		end = (struct walk_end){ .broken = next->broken };
		key = next->key;
	}
}

static void
swap(struct names *a, struct names *b)
{
	struct names kept = *a;

	*a = *b;
	*b = kept;
}

/* Leave out one of `parts` parts. Returns 1 if that could be done, 0 if not, -1 without memory. */
static int
leave_out(struct tcpsim_explore *explore, struct names *names, size_t parts, const struct walk_end *wanted,
	struct path *path, struct names *taken)
{
	size_t part = (names->n + parts - 1) / parts;

	for (size_t from = 0; from < names->n; from += part) {
		int done = replay(explore, names, from, from + part, wanted, path, taken);

		if (done > 0)
			swap(names, taken);
		if (done != 0)
			return done;
	}
	return 0;
}

/* Ends when no single event can be left out. */
static int
reduce(struct tcpsim_explore *explore, struct names *names, const struct walk_end *wanted, struct path *path,
	struct names *taken)
{
	size_t parts = 2;

	while (names->n > 0) {
		int done;

		if (parts > names->n)
			parts = names->n;
		done = leave_out(explore, names, parts, wanted, path, taken);
		if (done < 0)
			return -1;
		if (done == 0 && parts == names->n)
			break;
		if (done == 0)
			parts *= 2;
		else if (parts > 2)
			parts--;
	}
	return replay(explore, names, 0, 0, wanted, path, taken) > 0 ? 0 : -1;
}

/* The names of a path's events, in the states in which they happen. */
static int
name_events(struct tcpsim_explore *explore, const struct path *path, struct names *names)
{
	struct key key = space_first(explore->space);

	for (names->n = 0; names->n < path->n; names->n++) {
		const struct successors *successors = &explore->workers[0]->batch[0];
		uint32_t i = 0;

		if (!worker_expand(explore->workers[0], &key, 0, 1))
			return -1;
		while (successors->list[i].event != path->events[names->n])
			i++;
		names->list[names->n] = space_event_name(explore->space, &key, successors->list[i].event);
		key = successors->list[i].key;
	}
	return 0;
}

int
walk_shorten(struct tcpsim_explore *explore, struct path *path, const struct walk_end *wanted)
{
	struct names names = { 0 }, taken = { 0 };
	int done = -1;

	names.list = malloc((path->n + 1) * sizeof *names.list);
	taken.list = malloc((path->n + 1) * sizeof *taken.list);
	if (names.list != NULL && taken.list != NULL && name_events(explore, path, &names) == 0)
		done = reduce(explore, &names, wanted, path, &taken);
	free(names.list);
	free(taken.list);
	return done;
}
