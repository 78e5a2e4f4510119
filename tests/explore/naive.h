/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_TESTS_EXPLORE_NAIVE_H
#define TCPSIM_TESTS_EXPLORE_NAIVE_H

#include <glib.h>

#include "lib/explore/explore_private.h"

/*
 * A second search of a world, without any of the first one's ideas: states are whole worlds, every step is made anew,
 * the set of states is a GHashTable of octets, the queue a list. What the two share is what one event does to one end
 * (explore_step(), which is the engine) and nothing else.
 */

struct naive_flight {
	struct flight flight;
	uint8_t mark[TCPSIM_EXPLORE_HOSTS]; /* in flight at the last step of that host's clock */
};

/* A state. Zeroed memory where nothing is, so that it is compared by its octets. */
struct naive_state {
	struct end end[TCPSIM_EXPLORE_HOSTS];
	struct naive_flight bag[TCPSIM_EXPLORE_HOSTS][TCPSIM_EXPLORE_IN_FLIGHT];
	uint32_t n[TCPSIM_EXPLORE_HOSTS];
	int8_t losses, copies, forged[TCPSIM_EXPLORE_FORGED];
	uint8_t first_clock;
	uint8_t reserved;
};

struct naive_result {
	GHashTable *states;   /* of GBytes of struct naive_state */
	uint32_t broken;      /* invariants, by any transition or state */
	uint32_t depth;       /* of the first one broken, or of the deepest state */
};

/* Search. Fails the test if there are more than `max` states. Free with naive_free(). */
struct naive_result *naive_search(const struct tcpsim_explore_world *world, guint max);
void naive_free(struct naive_result *result);

#endif
