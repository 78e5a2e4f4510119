/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <sys/mman.h>

#include "mix.h"
#include "search_private.h"

/* Of 100 slots so many are used when the table is to grow. What a round may add beyond that always fits. */
#define FULL_PERCENT 80
/* A number takes at most 31 bits of a slot. */
#define MAX_BITS 31
#define MAX_STATES ((UINT32_C(1) << MAX_BITS) - 1 - (MAX_THREADS + 1) * HEADROOM)
/* States that are rehashed at a time. */
#define REHASH 4096
#define REHASH_BATCH 64

void *
map_octets(uint64_t octets)
{
	void *memory;

	if (octets > SIZE_MAX / 2)
		return NULL;
	memory = mmap(NULL, (size_t)octets, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (memory == MAP_FAILED)
		return NULL;
#ifdef MADV_HUGEPAGE
	madvise(memory, (size_t)octets, MADV_HUGEPAGE);
#endif
	return memory;
}

void
unmap_octets(void *memory, uint64_t octets)
{
	if (memory != NULL)
		munmap(memory, (size_t)octets);
}

uint64_t
key_hash(const struct key *key)
{
	return mix(mix(key->w[0] + GOLDEN) ^ key->w[1] * UINT64_C(0xd6e8feb86659fd93));
}

static uint64_t
line_of(const struct visited *visited, uint64_t hash)
{
	return (hash >> 32) * visited->n_lines >> 32;
}

static uint64_t
line_after(const struct visited *visited, uint64_t line)
{
	return line + 1 == visited->n_lines ? 0 : line + 1;
}

static uint32_t
number_mask(const struct visited *visited)
{
	return (UINT32_C(1) << visited->bits) - 1;
}

/* The low bits of the hash, which do not say the line; the lowest four say where in the line to begin. */
static uint32_t
tag_of(const struct visited *visited, uint64_t hash)
{
	return (uint32_t)(hash >> 4) << visited->bits;
}

int
visited_init(struct visited *visited, uint64_t octets, bool hashed, unsigned threads)
{
	uint64_t max_keys = octets / sizeof(struct key);
	uint64_t n_lines = 256;
	int made;

	memset(visited, 0, sizeof *visited);
	visited->line_places = hashed ? LINE_HASHES : LINE_SLOTS;
	if (max_keys > MAX_STATES)
		max_keys = MAX_STATES;
	visited->max_keys = (uint32_t)max_keys + threads * HEADROOM;
	/* The share of the table that is kept free takes what a round may add. */
	while (n_lines * visited->line_places / 100 * (100 - FULL_PERCENT) < threads * HEADROOM)
		n_lines *= 2;
	visited->keys = map_octets(visited->max_keys * sizeof(struct key));
	if (hashed) {
		visited->frontier = map_octets(visited->max_keys * sizeof(struct key));
		made = visited->keys == NULL || visited->frontier == NULL ? -1 : hashed_resize(visited, NULL, n_lines);
	} else {
		visited->marks = map_octets(visited->max_keys);
		made = visited->keys == NULL || visited->marks == NULL ? -1 : visited_resize(visited, NULL, n_lines);
	}
	if (made < 0)
		visited_free(visited);
	return made;
}

void
visited_free(struct visited *visited)
{
	unmap_octets(visited->keys, visited->max_keys * sizeof(struct key));
	unmap_octets(visited->frontier, visited->max_keys * sizeof(struct key));
	unmap_octets((void *)visited->marks, visited->max_keys);
	unmap_octets((void *)visited->slots, visited->n_lines * LINE_OCTETS);
	unmap_octets((void *)visited->hashes, visited->n_lines * LINE_OCTETS);
	memset(visited, 0, sizeof *visited);
}

uint64_t
visited_full(const struct visited *visited)
{
	uint64_t full = visited->n_lines * visited->line_places / 100 * FULL_PERCENT;

	return visited->hashes == NULL && full > MAX_STATES ? MAX_STATES : full;
}

/* ---- the table ---- */

void
visited_prefetch_line(const struct visited *visited, uint64_t hash)
{
	if (visited->hashes == NULL)
		__builtin_prefetch((const void *)&visited->slots[line_of(visited, hash) * LINE_SLOTS]);
	else
		hashed_prefetch(visited, hash);
}

void
visited_prefetch_key(const struct visited *visited, uint64_t hash)
{
	const _Atomic uint32_t *line;
	uint32_t mask = number_mask(visited);
	uint32_t tag = tag_of(visited, hash);

	if (visited->hashes != NULL)
		return;
	line = &visited->slots[line_of(visited, hash) * LINE_SLOTS];
	for (unsigned i = 0; i < LINE_SLOTS; i++) {
		uint32_t seen = atomic_load_explicit(&line[(hash + i) % LINE_SLOTS], memory_order_relaxed);

		if (seen == 0)
			break;
		if ((seen & ~mask) == tag) {
			__builtin_prefetch(&visited->keys[(seen & mask) - 1]);
			break;
		}
	}
}

static void
take_block(struct visited *visited, struct block *block)
{
	block->next = atomic_fetch_add_explicit(&visited->end, BLOCK, memory_order_relaxed);
	block->end = block->next + BLOCK;
}

/* With hashes: whoever adds the hash writes the key. */
static bool
add_hashed(struct visited *visited, struct block *block, const struct key *key, uint64_t hash, uint32_t *index)
{
	if (!hashed_add(visited, hash))
		return false;
	if (block->next == block->end)
		take_block(visited, block);
	visited->keys[block->next] = *key;
	*index = block->next++;
	return true;
}

/*
 * The key is written before the slot says where it is. A thread that loses the race for a slot looks at what has been
 * put there, and goes on.
 */
bool
visited_add(struct visited *visited, struct block *block, const struct key *key, uint64_t hash, uint32_t *index)
{
	uint32_t mask = number_mask(visited);
	uint32_t tag = tag_of(visited, hash);

	if (visited->hashes != NULL)
		return add_hashed(visited, block, key, hash, index);
	for (uint64_t line = line_of(visited, hash);; line = line_after(visited, line)) {
		for (unsigned i = 0; i < LINE_SLOTS; i++) {
			_Atomic uint32_t *slot = &visited->slots[line * LINE_SLOTS + (hash + i) % LINE_SLOTS];
			uint32_t seen = atomic_load_explicit(slot, memory_order_acquire);

			if (seen == 0) {
				if (block->next == block->end)
					take_block(visited, block);
				visited->keys[block->next] = *key;
				if (atomic_compare_exchange_strong_explicit(slot, &seen, tag | (block->next + 1),
					    memory_order_acq_rel, memory_order_acquire)) {
					*index = block->next++;
					return true;
				}
			}
			if ((seen & ~mask) == tag && key_is_same(&visited->keys[(seen & mask) - 1], key)) {
				*index = (seen & mask) - 1;
				return false;
			}
		}
	}
}

uint32_t
visited_find(const struct visited *visited, const struct key *key, uint64_t hash)
{
	uint32_t mask = number_mask(visited);
	uint32_t tag = tag_of(visited, hash);

	for (uint64_t line = line_of(visited, hash);; line = line_after(visited, line)) {
		for (unsigned i = 0; i < LINE_SLOTS; i++) {
			uint32_t seen = atomic_load_explicit(
				&visited->slots[line * LINE_SLOTS + (hash + i) % LINE_SLOTS], memory_order_acquire);

			if (seen == 0)
				return NO_INDEX;
			if ((seen & ~mask) == tag && key_is_same(&visited->keys[(seen & mask) - 1], key))
				return (seen & mask) - 1;
		}
	}
}

/* ---- growth ---- */

/* Put a state that is not there yet into the table. */
static void
put(struct visited *visited, uint32_t index, uint64_t hash)
{
	uint32_t slot_of_index = tag_of(visited, hash) | (index + 1);

	for (uint64_t line = line_of(visited, hash);; line = line_after(visited, line)) {
		for (unsigned i = 0; i < LINE_SLOTS; i++) {
			_Atomic uint32_t *slot = &visited->slots[line * LINE_SLOTS + (hash + i) % LINE_SLOTS];
			uint32_t free = 0;

			if (atomic_compare_exchange_strong_explicit(
				    slot, &free, slot_of_index, memory_order_release, memory_order_relaxed))
				return;
		}
	}
}

struct rehash {
	struct visited *visited;
	uint32_t end;
	_Atomic uint32_t cursor;
};

static void
rehash_some(struct visited *visited, uint32_t begin, uint32_t end)
{
	uint64_t hashes[REHASH_BATCH];

	for (uint32_t first = begin; first < end; first += REHASH_BATCH) {
		uint32_t n = end - first < REHASH_BATCH ? end - first : REHASH_BATCH;

		for (uint32_t i = 0; i < n; i++) {
			hashes[i] = key_hash(&visited->keys[first + i]);
			visited_prefetch_line(visited, hashes[i]);
		}
		for (uint32_t i = 0; i < n; i++)
			if (!key_is_none(&visited->keys[first + i]))
				put(visited, first + i, hashes[i]);
	}
}

static void
rehash(void *data, unsigned thread)
{
	struct rehash *job = data;
	uint32_t begin;

	(void)thread;
	while ((begin = atomic_fetch_add(&job->cursor, REHASH)) < job->end)
		rehash_some(job->visited, begin, job->end - begin < REHASH ? job->end : begin + REHASH);
}

/* The old table is not needed to make the new one, so that the two never stand side by side. */
int
visited_resize(struct visited *visited, struct team *team, uint64_t n_lines)
{
	struct rehash job = { .visited = visited, .end = visited->end };

	if (visited->hashes != NULL)
		return hashed_resize(visited, team, n_lines);
	unmap_octets((void *)visited->slots, visited->n_lines * LINE_OCTETS);
	visited->slots = map_octets(n_lines * LINE_OCTETS);
	if (visited->slots == NULL)
		return -1;
	visited->n_lines = n_lines;
	for (visited->bits = 1; number_mask(visited) < n_lines * LINE_SLOTS && visited->bits < MAX_BITS;)
		visited->bits++;
	if (team == NULL)
		rehash(&job, 0);
	else
		team_do(team, rehash, &job);
	return 0;
}

/* ---- blocks ---- */

/* The places at the very end are given back; others become holes. */
void
visited_seal(struct visited *visited, struct block **blocks, unsigned n)
{
	bool again = true;

	while (again) {
		again = false;
		for (unsigned i = 0; i < n; i++)
			if (blocks[i]->next < blocks[i]->end && blocks[i]->end == visited->end) {
				visited->end = blocks[i]->next;
				blocks[i]->end = blocks[i]->next;
				again = true;
			}
	}
	for (unsigned i = 0; i < n; i++)
		for (; blocks[i]->next < blocks[i]->end; blocks[i]->next++)
			visited->keys[blocks[i]->next] = (struct key){ { UINT64_MAX, UINT64_MAX } };
}
