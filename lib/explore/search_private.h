/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_LIB_EXPLORE_SEARCH_PRIVATE_H
#define TCPSIM_LIB_EXPLORE_SEARCH_PRIVATE_H

#include <pthread.h>

#include "explore_private.h"

/*
 * Search: breadth first by levels, in rounds. In a round each thread takes chunks of states, expands them and adds what
 * they lead to; between rounds one thread alone looks at memory, makes tables grow and reports progress. Numbers of
 * states differ from run to run with more than one thread; the sets of states by level, and all results, do not.
 */

#define CHUNK 64 /* states that a thread takes at a time */
#define BATCH 16 /* states that are expanded before their successors are looked up: memory is waited for once */
#define BLOCK 64 /* places for new states that a thread reserves at a time */
#define ROUND 16384
#define MAX_THREADS 64
#define NO_INDEX UINT32_MAX

/* What must be left free in a table when a round begins: a thread finishes the chunk that it has taken. */
#define HEADROOM (CHUNK * MAX_SUCCESSORS + 2 * BLOCK)

/* ---- team.c: threads ---- */

/* Threads that wait for something to do. The caller is the first of them. */
struct team {
	pthread_mutex_t mutex;
	pthread_cond_t begin, end;
	void (*job)(void *data, unsigned thread);
	void *data;
	uint64_t generation; /* of jobs */
	unsigned running;
	unsigned n; /* threads, with the caller */
	bool is_over;
	pthread_t threads[MAX_THREADS];
};

/* Start n - 1 threads. Where the system gives fewer there are fewer: see team->n. */
void team_start(struct team *team, unsigned n);
/* Have each thread do the job once, and wait for all. */
void team_do(struct team *team, void (*job)(void *data, unsigned thread), void *data);
void team_stop(struct team *team);

/* ---- visited.c: the set of states ---- */

/* Places for new states that a thread has reserved: [next, end). */
struct block {
	uint32_t next, end;
};

/*
 * The states that were found, in the order of levels, and a hash table over them: a slot is the number of a state plus
 * one, and with what bits are left a tag of its hash; 0 is free. A line of slots is a line of the cache.
 * With hashes in place of states, `table` holds hashes only, and `keys` those of the next level only.
 */
struct visited {
	struct key *keys;
	_Atomic uint8_t *marks; /* one of each state, for sweeps and traces */
	_Atomic uint32_t end;   /* of the places in .keys that are reserved or taken */
	uint32_t max_keys;      /* for which there is address space */
	uint64_t n_lines;
	unsigned line_places;
	unsigned bits; /* of a slot that are a number */
	_Atomic uint32_t *slots;
	_Atomic uint64_t *hashes; /* or these */
	uint64_t n_older;         /* with hashes: places taken in the table by what is not in .keys */
	struct key *frontier;     /* with hashes: of this level */
};

#define LINE_OCTETS 64
#define LINE_SLOTS (LINE_OCTETS / sizeof(uint32_t))
#define LINE_HASHES (LINE_OCTETS / sizeof(uint64_t))

/* Address space for so many octets, zero until used; NULL without. */
void *map_octets(uint64_t octets);
void unmap_octets(void *memory, uint64_t octets);

uint64_t key_hash(const struct key *key);

static inline bool
key_is_none(const struct key *key)
{
	return (key->w[0] & key->w[1]) == UINT64_MAX;
}

static inline bool
key_is_same(const struct key *a, const struct key *b)
{
	return ((a->w[0] ^ b->w[0]) | (a->w[1] ^ b->w[1])) == 0;
}

/* 0, or -1 without memory. */
int visited_init(struct visited *visited, uint64_t octets, bool hashed, unsigned threads);
void visited_free(struct visited *visited);
/* The number of states at which the table is to grow. */
uint64_t visited_full(const struct visited *visited);
/* Have a table of so many lines. No blocks may be open. 0, or -1 without memory: then there is no table. */
int visited_resize(struct visited *visited, struct team *team, uint64_t n_lines);
/* Give back or fill what is left of blocks. */
void visited_seal(struct visited *visited, struct block **blocks, unsigned n);

/* Fetch what a look-up needs, in two steps. */
void visited_prefetch_line(const struct visited *visited, uint64_t hash);
void visited_prefetch_key(const struct visited *visited, uint64_t hash);
/* Returns whether it is new. *index becomes its place; with hashes, only of a new one. */
bool visited_add(struct visited *visited, struct block *block, const struct key *key, uint64_t hash, uint32_t *index);
/* The place of a state, or NO_INDEX. */
uint32_t visited_find(const struct visited *visited, const struct key *key, uint64_t hash);

/* ---- hashed.c: the set of hashes ---- */

void hashed_prefetch(const struct visited *visited, uint64_t hash);
/* Returns whether it is new. */
bool hashed_add(struct visited *visited, uint64_t hash);
int hashed_resize(struct visited *visited, struct team *team, uint64_t n_lines);

/* ---- search.c ---- */

/* What a search has found so far. */
struct counts {
	uint64_t states, transitions, cut, at_rest, expanded;
	uint32_t state_broken; /* by a state itself, a set of bits */
	uint32_t transition_broken;
	bool property_broken; /* by a state that is new */
};

#define MAX_FRAMES 64

/* A state on the way of a search in depth: its successors, and which of them was followed last. */
struct frame {
	uint32_t index;
	uint8_t n, next;
	bool is_at_rest;
	bool is_second; /* time round its successors */
	uint8_t flags[MAX_SUCCESSORS];
	uint32_t to[MAX_SUCCESSORS];
};

/* What a thread knows. */
struct worker {
	struct tcpsim_explore *explore;
	struct block block;
	struct counts counts; /* of this round */
	bool is_full;         /* space_expand() failed */
	bool has_changed;     /* of sweeps */
	uint32_t n;           /* states in the batch */
	uint32_t at[BATCH];   /* their places */
	struct successors batch[BATCH];
	uint64_t hashes[BATCH * MAX_SUCCESSORS];
	uint32_t to[BATCH * MAX_SUCCESSORS]; /* places of their successors */
	uint32_t n_frames;
	struct frame frames[MAX_FRAMES];
};

/* Why a search came to its end. */
enum ending {
	ENDING_COMPLETE,
	ENDING_BROKEN,
	ENDING_STOPPED,
	ENDING_DEPTH,
	ENDING_MEMORY,
	ENDING_FULL, /* a pool of the space is full */
};

struct tcpsim_explore {
	struct tcpsim_explore_world world;
	struct tcpsim_explore_options options; /* with what 0 stands for filled in */
	struct space *space;
	struct visited visited;
	struct team team;
	struct worker *workers[MAX_THREADS];
	bool is_hashed;

	/* Where the search is. Level k is [bounds[k], bounds[k + 1]); there are depth + 1 of them that are complete. */
	uint32_t *bounds;
	uint32_t depth, max_bounds;
	uint32_t level_end;      /* of the level that is being expanded */
	_Atomic uint32_t cursor; /* the first of it that is not */
	uint32_t round_end;
	uint32_t room_end; /* states that there is room for: with so many the round ends */
	bool is_stuck;     /* a state was expanded in part, or a table lost: there is no going on */
	enum ending why_stuck;
	struct counts counts;

	uint32_t sweep; /* passes over all states */
	uint64_t peak_octets;
	uint64_t most_growth; /* of the space in a round, octets */
	uint64_t widest;      /* level: states */

	bool is_final; /* .result is for good */
	struct tcpsim_explore_result result;
	struct tcpsim_explore_step *steps;
};

enum ending search_run(struct tcpsim_explore *explore);
/* 0, or -1 without memory: one worker for each of the team. */
int search_begin(struct tcpsim_explore *explore);
void search_end(struct tcpsim_explore *explore);
/* Whether something that is broken was found. */
bool search_is_broken(const struct tcpsim_explore *explore);
bool search_is_stopped(const struct tcpsim_explore *explore);
void search_progress(struct tcpsim_explore *explore);
/* Whether so many octets more would still be within the limit. */
bool search_has_room(struct tcpsim_explore *explore, uint64_t octets);
const char *search_property(const struct tcpsim_explore *explore, const struct key *key);
/* Expand the states from begin to end, a batch at the most. False if a pool is full. */
bool worker_expand(struct worker *worker, const struct key *keys, uint32_t begin, uint32_t end);
/* Find the places of the successors of the batch. */
void worker_find(struct worker *worker);

/* ---- sweep.c: passes over what was found ---- */

/* A pass over the states from begin to end, several at a time. Those that it wants are expanded, and visited. */
struct sweep {
	struct tcpsim_explore *explore;
	/* By the mark of the state. */
	bool (*wants)(const struct sweep *sweep, uint8_t mark);
	/* `to` has the place of each successor. Returns whether something has changed. */
	bool (*visit)(
		const struct sweep *sweep, uint32_t index, const struct successors *successors, const uint32_t *to);
	/* Or this instead of the two: to look at a state, and at others. */
	bool (*look)(const struct sweep *sweep, struct worker *worker, uint32_t index);
	const void *data;
	uint32_t begin, end;
	bool backwards;
	uint32_t round_begin, round_end;
	_Atomic uint32_t cursor;
};

/* Returns 1 if something has changed, 0 if not, -1 if stopped. */
int sweep_run(struct sweep *sweep);
uint8_t mark_of(const struct tcpsim_explore *explore, uint32_t index);
void mark_set(struct tcpsim_explore *explore, uint32_t index, uint8_t mark);
void marks_clear(struct tcpsim_explore *explore);
/* The level that a state is of. */
uint32_t level_of(const struct tcpsim_explore *explore, uint32_t index);
/* Expand one state, and find its successors. */
const struct successors *expand_one(struct tcpsim_explore *explore, const struct key *key, const uint32_t **to);

/* ---- trace.c: counterexamples ---- */

/* Events in their order, from the first state on, and the state that they lead to. */
struct path {
	uint16_t *events;
	size_t n, max;
	struct key key;
	uint32_t broken;   /* by the last event, or by the last state itself */
	const char *words; /* of the user's property */
};

/* 0, or -1 without memory. */
int path_add(struct path *path, unsigned event);
/* To what the search found broken at the deepest level. 0; -1 if stopped, or without memory. */
int trace_broken(struct tcpsim_explore *explore, struct path *path);
/* To a state of that level that is marked as a target. No other state of a level so deep may be marked. */
int trace_marked(struct tcpsim_explore *explore, uint32_t level, struct path *path);
#define MARK_TARGET 1

/* ---- cycle.c: cycles of deliveries ---- */

/* The graph of deliveries between some states, as numbers from 0 on in the order of their places. */
struct cycles {
	uint32_t *states; /* places, in order */
	uint32_t *first;  /* edges of i are [first[i], first[i + 1]), in the order of events */
	uint32_t *edges;
	uint8_t *is_on; /* i lies on a cycle */
	uint32_t n, max_states;
	uint32_t n_edges, max_edges;
};

/* Of the states whose mark has none of these bits. 0, or -1 without memory. */
int cycles_find(struct tcpsim_explore *explore, uint8_t safe, struct cycles *cycles);
/* Mark the states of the least level that are on a cycle as targets, and all others of that level not. */
uint32_t cycles_mark(struct tcpsim_explore *explore, const struct cycles *cycles);
/* Add a shortest cycle from the end of the path, a state on a cycle, to itself. 0, or -1 without memory. */
int cycles_add(struct tcpsim_explore *explore, const struct cycles *cycles, struct path *path);
void cycles_free(struct cycles *cycles);

/* ---- graph.c: properties of the graph as a whole ---- */

enum judgment {
	JUDGED_HOLDS,
	JUDGED_BROKEN,
	JUDGED_STOPPED,
	JUDGED_MEMORY,
};

/* Whether no-packet-war and can-rest hold: if not, *broken is which, *path a shortest way, its cycle from *loop on. */
enum judgment graph_judge(struct tcpsim_explore *explore, struct path *path, size_t *loop, int *broken);

/* ---- walk.c, shorten.c: random walks ---- */

/* What the end of a walk breaks: a set of bits, or else the user's property. */
struct walk_end {
	uint32_t broken;
	const char *words;
};

/* Add what the state that was reached breaks by itself. Returns whether anything is broken. */
bool walk_judge(struct tcpsim_explore *explore, const struct successors *successors, const struct key *key,
	struct walk_end *end);
/* Leave out what is not needed to break the first of `wanted`. 0, or -1 without memory. */
int walk_shorten(struct tcpsim_explore *explore, struct path *path, const struct walk_end *wanted);

/* ---- digest.c ---- */

/* Of all that the meaning of a saved exploration depends on. */
uint64_t digest_world(const struct tcpsim_explore *explore);

/* ---- result.c ---- */

/* What is known so far, with the verdict and why. */
void result_fill(struct tcpsim_explore *explore, enum tcpsim_explore_verdict verdict, const char *words);
/* A counterexample is what was found. `loop` is where its cycle begins, or its length. */
void result_broken(struct tcpsim_explore *explore, int broken, const char *words, const struct path *path, size_t loop);
int lowest_bit(uint32_t set);
/* The set of the lowest bit alone; the empty set of the empty set. */
uint32_t lowest_of(uint32_t set);

#endif
