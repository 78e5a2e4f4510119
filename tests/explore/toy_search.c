/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "toy_search.h"

void
naive_search(struct naive *naive, uint32_t depth)
{
	uint32_t *queue = calloc(toy.n, sizeof *queue);
	uint32_t n = 1;

	memset(naive, 0, sizeof *naive);
	naive->distance = malloc(toy.n * sizeof *naive->distance);
	memset(naive->distance, 0xff, toy.n * sizeof *naive->distance);
	naive->distance[0] = 0;
	for (uint32_t head = 0; head < n; head++) {
		struct toy_node node;

		naive->depth = naive->distance[queue[head]];
		if (naive->depth == depth)
			continue;
		toy_node(queue[head], &node);
		naive->transitions += node.n;
		naive->cut += node.n_cut;
		naive->at_rest += node.is_at_rest;
		for (uint32_t i = 0; i < node.n; i++)
			if (naive->distance[node.edges[i].to] == UINT32_MAX) {
				naive->distance[node.edges[i].to] = naive->depth + 1;
				queue[n++] = node.edges[i].to;
			}
	}
	naive->states = n;
	free(queue);
}

void
naive_free(struct naive *naive)
{
	free(naive->distance);
}

/* Events and faults from a node to a target, as one number. */
#define FAR UINT64_MAX
#define EVENT (UINT64_C(1) << 32)

static uint64_t
cost_by(const struct naive_aim *aim, const uint64_t *cost, const struct toy_edge *edge)
{
	uint64_t fault = (edge->flags & SUCCESSOR_FAULT) != 0;

	if ((aim->broken_edges & edge->broken) != 0)
		return EVENT + fault;
	return cost[edge->to] == FAR ? FAR : cost[edge->to] + EVENT + fault;
}

static uint64_t *
costs(const struct naive_aim *aim)
{
	uint64_t *cost = malloc(toy.n * sizeof *cost);
	bool again = true;

	for (uint32_t i = 0; i < toy.n; i++)
		cost[i] = aim->nodes != NULL && aim->nodes[i] ? 0 : FAR;
	while (again) {
		again = false;
		for (uint32_t i = 0; i < toy.n; i++) {
			struct toy_node node;

			toy_node(i, &node);
			for (uint32_t k = 0; k < node.n; k++)
				if (cost_by(aim, cost, &node.edges[k]) < cost[i]) {
					cost[i] = cost_by(aim, cost, &node.edges[k]);
					again = true;
				}
		}
	}
	return cost;
}

bool
naive_nearest(const struct naive_aim *aim, struct naive_path *path)
{
	uint64_t *cost = costs(aim);
	uint32_t at = 0;
	bool is_found = cost[0] != FAR, is_there = cost[0] == 0;

	path->n = 0;
	while (is_found && !is_there) {
		const struct toy_edge *edge;
		struct toy_node node;

		toy_node(at, &node);
		for (edge = node.edges; cost_by(aim, cost, edge) != cost[at];)
			edge++;
		at = edge->to;
		path->nodes[path->n++] = at;
		path->broken = edge->broken;
		is_there = ((aim->broken_edges & edge->broken) != 0) || cost[at] == 0;
	}
	free(cost);
	return is_found;
}
