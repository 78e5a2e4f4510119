/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "search_private.h"

/*
 * A file is a head and blocks, each with its length and a digest of its octets: the space, where the search is, the
 * bounds of the levels, the states; with hashes the frontier and the table, too. Numbers are as the machine has them.
 */

#define PIECE 65536 /* octets that are copied at a time; a multiple of 8 */

struct head {
	char magic[8];
	uint64_t order; /* of octets in a number, and the version of the format */
	uint64_t world; /* digest_world() */
};

static const struct head head_of_format = { "tcpsim\r\n", UINT64_C(0x0102030405060701), 0 };

struct block_head {
	uint64_t octets;
	uint64_t digest;
};

/* Where the search is. */
struct place {
	struct counts counts;
	uint64_t depth, level_end, cursor, end, n_older, n_lines, is_stuck, why_stuck;
};

static int
invalid(void)
{
	errno = EINVAL;
	return -1;
}

/* ---- writing ---- */

static int
put(FILE *file, const void *octets, size_t n)
{
	return n == 0 || fwrite(octets, n, 1, file) == 1 ? 0 : -1;
}

static int
put_block(FILE *file, const void *octets, uint64_t n)
{
	struct block_head head = { .octets = n, .digest = digest_octets(n, octets, n) };

	return put(file, &head, sizeof head) < 0 ? -1 : put(file, octets, n);
}

/* The space writes as much as it likes: by way of another file its length and its digest are known in time. */
static int
put_space(const struct space *space, FILE *file)
{
	struct block_head head = { 0 };
	char *piece = malloc(PIECE);
	FILE *copy = tmpfile();
	size_t n;
	int done = -1;

	if (piece == NULL || copy == NULL || space_save(space, copy) < 0)
		goto end;
	head.octets = (uint64_t)ftello(copy);
	head.digest = head.octets;
	rewind(copy);
	while ((n = fread(piece, 1, PIECE, copy)) > 0)
		head.digest = digest_octets(head.digest, piece, n);
	rewind(copy);
	done = put(file, &head, sizeof head);
	while (done == 0 && (n = fread(piece, 1, PIECE, copy)) > 0)
		done = put(file, piece, n);
	if (ferror(copy))
		done = -1;
end:
	if (copy != NULL)
		fclose(copy);
	free(piece);
	return done;
}

static int
put_states(const struct tcpsim_explore *explore, FILE *file)
{
	if (put_block(file, explore->bounds, (explore->depth + 2) * sizeof *explore->bounds) < 0)
		return -1;
	return put_block(file, explore->visited.keys, explore->visited.end * sizeof(struct key));
}

static int
put_hashes(const struct tcpsim_explore *explore, FILE *file)
{
	const struct visited *visited = &explore->visited;

	if (put_block(file, visited->keys, visited->end * sizeof(struct key)) < 0 ||
		put_block(file, visited->frontier, explore->level_end * sizeof(struct key)) < 0)
		return -1;
	return put_block(file, (const void *)visited->hashes, visited->n_lines * LINE_OCTETS);
}

int
tcpsim_explore_save(const struct tcpsim_explore *explore, FILE *file)
{
	const struct visited *visited = &explore->visited;
	struct head head = head_of_format;
	struct place place;

	if (explore->counts.states == 0)
		return invalid();
	memset(&place, 0, sizeof place);
	place.counts = explore->counts;
	place.depth = explore->depth;
	place.level_end = explore->level_end;
	place.cursor = explore->cursor;
	place.end = visited->end;
	place.n_older = visited->n_older;
	place.n_lines = visited->n_lines;
	place.is_stuck = explore->is_stuck;
	place.why_stuck = explore->why_stuck;
	head.world = digest_world(explore);
	if (put(file, &head, sizeof head) < 0 || put_space(explore->space, file) < 0 ||
		put_block(file, &place, sizeof place) < 0)
		return -1;
	return explore->is_hashed ? put_hashes(explore, file) : put_states(explore, file);
}

/* ---- reading ---- */

static int
get(FILE *file, void *octets, size_t n)
{
	return n == 0 || fread(octets, n, 1, file) == 1 ? 0 : invalid();
}

/* A block that must have so many octets. */
static int
get_block(FILE *file, void *octets, uint64_t n)
{
	struct block_head head;

	if (get(file, &head, sizeof head) < 0)
		return -1;
	if (head.octets != n || get(file, octets, n) < 0)
		return invalid();
	return digest_octets(n, octets, n) == head.digest ? 0 : invalid();
}

/* Copy the space's octets to where it reads no further than they go. */
static int
copy_space(FILE *file, FILE *copy)
{
	struct block_head head;
	char *piece = malloc(PIECE);
	uint64_t digest, left;
	int done = piece == NULL ? -1 : get(file, &head, sizeof head);

	digest = left = done == 0 ? head.octets : 0;
	while (done == 0 && left > 0) {
		size_t n = left < PIECE ? left : PIECE;

		done = get(file, piece, n);
		if (done == 0)
			done = put(copy, piece, n);
		digest = done == 0 ? digest_octets(digest, piece, n) : digest;
		left -= n;
	}
	free(piece);
	if (done == 0 && digest != head.digest)
		return invalid();
	rewind(copy);
	return done;
}

static int
get_space(struct tcpsim_explore *explore, FILE *file)
{
	struct space *space = space_new(&explore->world, explore->options.full);
	FILE *copy = tmpfile();
	int done = -1;

	if (space == NULL)
		errno = ENOMEM;
	if (space != NULL && copy != NULL && copy_space(file, copy) == 0)
		done = space_load(space, copy);
	if (done == 0) {
		struct space *first = explore->space;

		explore->space = space;
		space = first;
	}
	if (space != NULL)
		space_free(space);
	if (copy != NULL)
		fclose(copy);
	return done;
}

static bool
is_possible(const struct tcpsim_explore *explore, const struct place *place)
{
	if (place->cursor > place->level_end || place->counts.states == 0)
		return false;
	if (explore->is_hashed)
		return place->n_lines < UINT32_MAX && place->n_older <= place->n_lines * LINE_HASHES;
	return place->level_end <= place->end && place->depth <= place->end;
}

static int
get_bounds(struct tcpsim_explore *explore, const struct place *place, FILE *file)
{
	uint32_t n = (uint32_t)place->depth + 2;
	uint32_t *bounds = malloc(n * sizeof *bounds);

	if (bounds == NULL)
		return -1;
	free(explore->bounds);
	explore->bounds = bounds;
	explore->max_bounds = n;
	if (get_block(file, bounds, n * sizeof *bounds) < 0)
		return -1;
	for (uint32_t i = 1; i < n; i++)
		if (bounds[i] <= bounds[i - 1])
			return invalid();
	if (bounds[0] != 0 || bounds[n - 1] != place->level_end || place->cursor < bounds[n - 2])
		return invalid();
	return 0;
}

/* The table is made anew. What the user's property found in the states of the next level is in their marks. */
static int
make_table(struct tcpsim_explore *explore)
{
	struct visited *visited = &explore->visited;
	uint64_t n_lines = visited->n_lines;

	while (n_lines * visited->line_places / 2 < visited->end)
		n_lines *= 2;
	if (visited_resize(visited, NULL, n_lines) < 0)
		return -1;
	for (uint32_t i = explore->level_end; explore->counts.property_broken && i < visited->end; i++)
		if (!key_is_none(&visited->keys[i]) && search_property(explore, &visited->keys[i]) != NULL)
			mark_set(explore, i, MARK_TARGET);
	return 0;
}

static int
get_table(struct tcpsim_explore *explore, const struct place *place, FILE *file)
{
	struct visited *visited = &explore->visited;

	visited->n_older = place->n_older;
	if (get_block(file, visited->frontier, place->level_end * sizeof(struct key)) < 0)
		return -1;
	unmap_octets((void *)visited->hashes, visited->n_lines * LINE_OCTETS);
	visited->n_lines = place->n_lines;
	visited->hashes = map_octets(visited->n_lines * LINE_OCTETS);
	if (visited->hashes == NULL) {
		errno = ENOMEM;
		return -1;
	}
	return get_block(file, (void *)visited->hashes, visited->n_lines * LINE_OCTETS);
}

static int
get_search(struct tcpsim_explore *explore, FILE *file)
{
	struct visited *visited = &explore->visited;
	struct place place;

	if (get_block(file, &place, sizeof place) < 0)
		return -1;
	if (!is_possible(explore, &place))
		return invalid();
	if (place.end > visited->max_keys || place.level_end > visited->max_keys) {
		errno = ENOMEM;
		return -1;
	}
	if (!explore->is_hashed && get_bounds(explore, &place, file) < 0)
		return -1;
	if (get_block(file, visited->keys, place.end * sizeof(struct key)) < 0)
		return -1;
	explore->counts = place.counts;
	explore->depth = (uint32_t)place.depth;
	explore->level_end = (uint32_t)place.level_end;
	explore->cursor = (uint32_t)place.cursor;
	explore->is_stuck = place.is_stuck != 0;
	explore->why_stuck = place.why_stuck == ENDING_MEMORY ? ENDING_MEMORY : ENDING_FULL;
	visited->end = (uint32_t)place.end;
	return explore->is_hashed ? get_table(explore, &place, file) : make_table(explore);
}

/* As it was when it was made. */
static int
begin_again(struct tcpsim_explore *explore)
{
	int why = errno;

	visited_free(&explore->visited);
	explore->counts = (struct counts){ 0 };
	explore->depth = explore->level_end = 0;
	explore->cursor = 0;
	explore->is_stuck = visited_init(&explore->visited, explore->options.memory_octets, explore->is_hashed,
				    explore->options.threads) < 0;
	explore->why_stuck = ENDING_MEMORY;
	errno = why;
	return -1;
}

int
tcpsim_explore_load(struct tcpsim_explore *explore, FILE *file)
{
	struct head head;

	if (explore->counts.states != 0)
		return invalid();
	if (get(file, &head, sizeof head) < 0)
		return -1;
	if (memcmp(head.magic, head_of_format.magic, sizeof head.magic) != 0 || head.order != head_of_format.order ||
		head.world != digest_world(explore))
		return invalid();
	if (get_space(explore, file) < 0)
		return -1;
	return get_search(explore, file) < 0 ? begin_again(explore) : 0;
}
