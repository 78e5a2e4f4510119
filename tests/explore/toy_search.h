/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_TESTS_EXPLORE_TOY_SEARCH_H
#define TCPSIM_TESTS_EXPLORE_TOY_SEARCH_H

#include "toy.h"

/*
 * The same by other means: a queue for the states in reach, and a fixed point over all nodes for what is nearest,
 * in events and then in faults. Slow, and without levels, hashes or threads.
 */
struct naive {
	uint64_t states, transitions, cut, at_rest;
	uint32_t depth;
	uint32_t *distance; /* of each node from node 0; UINT32_MAX: out of reach */
};

/* Of all that can be reached in at most `depth` events; states at that depth are not expanded. */
void naive_search(struct naive *naive, uint32_t depth);
void naive_free(struct naive *naive);

/* Events that lead from node 0 to a target, the least number of them, then of faults among them, then the first ones. */
struct naive_path {
	uint32_t n;
	uint32_t nodes[4096]; /* after each event */
	uint32_t broken;      /* by the last event, or else by the last node */
};

struct naive_aim {
	uint32_t broken_edges; /* those that break one of these invariants */
	const uint8_t *nodes; /* not 0: a target */
};

/* False if no target can be reached. */
bool naive_nearest(const struct naive_aim *aim, struct naive_path *path);

#endif
