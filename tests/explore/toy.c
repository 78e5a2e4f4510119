/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "toy.h"

struct toy toy;

struct space {
	uint64_t salt;
};

struct teller {
	struct space *space;
	uint32_t at;
};

static uint64_t salts = 1;

void
toy_node(uint32_t index, struct toy_node *node)
{
	if (toy.nodes != NULL)
		*node = toy.nodes[index];
	else {
		memset(node, 0, sizeof *node);
		toy.node(index, node);
	}
}

struct toy_edge *
toy_edge(struct toy_node *node, uint32_t to)
{
	struct toy_edge *edge = &node->edges[node->n++];

	*edge = (struct toy_edge){ .to = to, .name = node->n };
	return edge;
}

uint32_t
toy_random(uint64_t *state, uint32_t below)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return (uint32_t)(((z ^ z >> 31) >> 32) * below >> 32);
}

struct toy_node *
toy_random_graph(uint32_t n, uint64_t seed, const struct toy_odds *odds)
{
	struct toy_node *nodes = calloc(n, sizeof *nodes);

	for (uint32_t i = 0; i < n; i++) {
		uint32_t degree = toy_random(&seed, odds->degree + 1);

		nodes[i].n_cut = toy_random(&seed, 2);
		nodes[i].broken = toy_random(&seed, 1000) < odds->broken_node ? 1U << toy_random(&seed, 18) : 0;
		nodes[i].is_at_rest = toy_random(&seed, 1000) < odds->at_rest;
		for (uint32_t k = 0; k < degree; k++) {
			struct toy_edge *edge = toy_edge(&nodes[i], toy_random(&seed, n));

			edge->broken = toy_random(&seed, 1000) < odds->broken_edge ? 1U << toy_random(&seed, 18) : 0;
			if (toy_random(&seed, 1000) < odds->fault)
				edge->flags |= SUCCESSOR_FAULT;
			else if (toy_random(&seed, 1000) < odds->delivery) {
				edge->flags |= SUCCESSOR_DELIVERY;
				if (toy_random(&seed, 1000) >= odds->backwards)
					edge->to = i + 1 < n ? i + 1 + toy_random(&seed, n - i - 1) : 0;
				if (edge->to == 0)
					edge->flags = 0;
			}
		}
	}
	return nodes;
}

/* ---- the space ---- */

static struct key
key_of(const struct space *space, uint32_t node)
{
	return (struct key){ { (node ^ space->salt) * UINT64_C(0x9e3779b97f4a7c15), node + (space->salt >> 1) } };
}

static uint32_t
node_of(const struct space *space, const struct key *key)
{
	return (uint32_t)(key->w[1] - (space->salt >> 1));
}

struct space *
space_new(const struct tcpsim_explore_world *world, bool full)
{
	struct space *space = calloc(1, sizeof *space);

	(void)world;
	(void)full;
	space->salt = salts++ * UINT64_C(0xd6e8feb86659fd93);
	return space;
}

void
space_free(struct space *space)
{
	free(space);
}

struct key
space_first(struct space *space)
{
	return key_of(space, 0);
}

int
space_expand(struct space *space, const struct key *key, struct successors *out)
{
	struct toy_node node;
	uint32_t index = node_of(space, key);

	if (index >= toy.n || (toy.full_at != 0 && index == toy.full_at))
		return -1;
	toy_node(index, &node);
	out->n = node.n;
	out->n_cut = node.n_cut;
	out->broken = node.broken;
	out->is_at_rest = node.is_at_rest;
	out->is_end = node.n == 0;
	for (uint32_t i = 0; i < node.n; i++)
		out->list[i] = (struct successor){
			.key = key_of(space, node.edges[i].to),
			.broken = node.edges[i].broken,
			.event = (uint16_t)i,
			.flags = node.edges[i].flags,
		};
	return 0;
}

uint64_t
space_event_name(struct space *space, const struct key *key, unsigned event)
{
	struct toy_node node;

	toy_node(node_of(space, key), &node);
	return node.edges[event].name;
}

uint64_t
space_octets(const struct space *space)
{
	return sizeof *space + toy.octets;
}

void
space_coverage(const struct space *space, struct tcpsim_explore_result *result)
{
	(void)space;
	(void)result;
}

void
space_view(const struct space *space, const struct key *key, struct tcpsim_explore_view *view)
{
	memset(view, 0, sizeof *view);
	view->n_in_flight[0] = node_of(space, key);
}

struct teller *
space_tell_new(struct space *space)
{
	struct teller *teller = calloc(1, sizeof *teller);

	teller->space = space;
	return teller;
}

int
space_tell(struct teller *teller, unsigned event, struct tcpsim_explore_step *step)
{
	struct toy_node node;

	toy_node(teller->at, &node);
	if (event >= node.n)
		return -1;
	teller->at = node.edges[event].to;
	step->packet = teller->at;
	step->copy = node.edges[event].flags;
	return 0;
}

void
space_tell_free(struct teller *teller)
{
	free(teller);
}

int
space_save(const struct space *space, FILE *file)
{
	return fwrite(space, sizeof *space, 1, file) == 1 ? 0 : -1;
}

int
space_load(struct space *space, FILE *file)
{
	if (fread(space, sizeof *space, 1, file) == 1)
		return 0;
	errno = EINVAL;
	return -1;
}
