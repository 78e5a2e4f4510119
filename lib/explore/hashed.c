/* SPDX-License-Identifier: MIT */
#include <sys/mman.h>

#include "search_private.h"

/* Lines of the old table that are moved at a time: 4 MiB, so that whole pages are given back. */
#define MOVE_LINES 65536

/* 0 is a free place. */
static uint64_t
place_of(uint64_t hash)
{
	return hash == 0 ? 1 : hash;
}

/* By the high bits, so that hashes stand in order of size but for what overflows into the next line. */
static uint64_t
line_of(const struct visited *visited, uint64_t hash)
{
	return (hash >> 32) * visited->n_lines >> 32;
}

void
hashed_prefetch(const struct visited *visited, uint64_t hash)
{
	__builtin_prefetch((const void *)&visited->hashes[line_of(visited, hash) * LINE_HASHES]);
}

bool
hashed_add(struct visited *visited, uint64_t hash)
{
	uint64_t value = place_of(hash);

	for (uint64_t line = line_of(visited, hash);; line = line + 1 == visited->n_lines ? 0 : line + 1) {
		for (unsigned i = 0; i < LINE_HASHES; i++) {
			_Atomic uint64_t *place = &visited->hashes[line * LINE_HASHES + (hash + i) % LINE_HASHES];
			uint64_t seen = atomic_load_explicit(place, memory_order_relaxed);

			if (seen == 0 &&
				atomic_compare_exchange_strong_explicit(
					place, &seen, value, memory_order_relaxed, memory_order_relaxed))
				return true;
			if (seen == value)
				return false;
		}
	}
}

struct move {
	struct visited *visited;
	_Atomic uint64_t *from;
	uint64_t n_lines;
	_Atomic uint64_t cursor;
};

static void
move(void *data, unsigned thread)
{
	struct move *job = data;
	uint64_t begin;

	(void)thread;
	while ((begin = atomic_fetch_add(&job->cursor, MOVE_LINES)) < job->n_lines) {
		uint64_t n = job->n_lines - begin < MOVE_LINES ? job->n_lines - begin : MOVE_LINES;
		_Atomic uint64_t *from = &job->from[begin * LINE_HASHES];

		for (uint64_t i = 0; i < n * LINE_HASHES; i++)
			if (from[i] != 0)
				hashed_add(job->visited, from[i]);
#ifdef MADV_DONTNEED
		madvise((void *)from, n * LINE_OCTETS, MADV_DONTNEED);
#endif
	}
}

/* Both tables are gone through in the same order, and the old one is given back on the way: no peak. */
int
hashed_resize(struct visited *visited, struct team *team, uint64_t n_lines)
{
	struct move job = { .visited = visited, .from = visited->hashes, .n_lines = visited->n_lines };

	visited->hashes = map_octets(n_lines * LINE_OCTETS);
	if (visited->hashes == NULL) {
		visited->hashes = job.from;
		return -1;
	}
	visited->n_lines = n_lines;
	if (job.from != NULL)
		team_do(team, move, &job);
	unmap_octets((void *)job.from, job.n_lines * LINE_OCTETS);
	return 0;
}
