/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_TESTS_EXPLORE_TOY_H
#define TCPSIM_TESTS_EXPLORE_TOY_H

#include "lib/explore/explore_private.h"

/*
 * A toy space in place of the engine's: its states are the nodes of a graph, from node 0 on, its events are the edges
 * of a node, in their order. Keys are scrambled with a salt that is new in each space, so that no result can depend on
 * them. In a step that is told, .packet is the node that was reached and .copy the flags of the edge. A view shows the
 * node as .n_in_flight[0].
 */
#define TOY_EDGES 8

struct toy_edge {
	uint32_t to;
	uint32_t broken;
	uint32_t name; /* of the event */
	uint16_t flags;
};

struct toy_node {
	struct toy_edge edges[TOY_EDGES];
	uint32_t n;
	uint32_t n_cut;
	uint32_t broken;
	uint8_t is_at_rest;
};

/* The graph that spaces are made of. */
struct toy {
	uint32_t n;
	const struct toy_node *nodes;                        /* n of them, or */
	void (*node)(uint32_t index, struct toy_node *node); /* what makes one up */
	uint32_t full_at;                                    /* expanding this node fails; 0: none */
	uint64_t octets;                                     /* that the space says to use */
};
extern struct toy toy;

void toy_node(uint32_t index, struct toy_node *node);
struct toy_edge *toy_edge(struct toy_node *node, uint32_t to);

/* A small generator of random numbers, for graphs. */
uint32_t toy_random(uint64_t *state, uint32_t below);

/*
 * A random graph of n nodes with up to `degree` edges of each. Of a thousand edges or nodes each, so many are a fault,
 * a delivery, broken, or at rest. Deliveries go to greater numbers but for those that go anywhere. Free it with free().
 */
struct toy_odds {
	uint32_t degree, fault, delivery, backwards, broken_edge, broken_node, at_rest;
};
struct toy_node *toy_random_graph(uint32_t n, uint64_t seed, const struct toy_odds *odds);

#endif
