/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "search_private.h"

#define MEMORY_OCTETS (UINT64_C(4) << 30)

static const char out_of_memory[] = "out of memory: more states than the limit has room for";
static const char stopped[] = "stopped";
static const char pool_full[] = "more different ends, segments or budgets than have numbers";
static const char too_deep[] = "the greatest depth was reached";
static const char stopped_in_trace[] = "stopped before the counterexample was found";
static const char no_room_in_trace[] = "out of memory: the counterexample needs more than the limit";
static const char graph_not_judged[] = "with hashes, no-packet-war and can-rest are not judged";

struct tcpsim_explore *
tcpsim_explore_new(const struct tcpsim_explore_world *world, const struct tcpsim_explore_options *options)
{
	struct tcpsim_explore *explore = calloc(1, sizeof *explore);

	if (explore == NULL)
		return NULL;
	explore->world = *world;
	explore->options = *options;
	if (options->threads == 0)
		explore->options.threads = 1;
	if (options->threads > MAX_THREADS)
		explore->options.threads = MAX_THREADS;
	if (options->memory_octets == 0)
		explore->options.memory_octets = MEMORY_OCTETS;
	explore->is_hashed = options->hash_bits != 0;
	explore->space = space_new(&explore->world, options->full);
	if (explore->space == NULL ||
		visited_init(&explore->visited, explore->options.memory_octets, explore->is_hashed,
			explore->options.threads) < 0) {
		tcpsim_explore_free(explore);
		return NULL;
	}
	return explore;
}

void
tcpsim_explore_free(struct tcpsim_explore *explore)
{
	if (explore == NULL)
		return;
	space_free(explore->space);
	visited_free(&explore->visited);
	free(explore->bounds);
	free(explore->steps);
	free(explore);
}

static uint32_t
graph_wanted(const struct tcpsim_explore *explore)
{
	uint32_t graph = 1U << TCPSIM_NO_PACKET_WAR | 1U << TCPSIM_CAN_REST;

	return explore->options.only_states ? 0 : explore->world.invariants & graph;
}

/* All states are known, and none of them, and no event, breaks anything. */
static void
judge_graph(struct tcpsim_explore *explore)
{
	struct path path = { 0 };
	size_t loop = 0;
	int broken = -1;

	explore->is_final = true;
	if (explore->is_hashed || graph_wanted(explore) == 0) {
		result_fill(explore, TCPSIM_EXPLORE_HOLDS, graph_wanted(explore) == 0 ? NULL : graph_not_judged);
		return;
	}
	switch (graph_judge(explore, &path, &loop, &broken)) {
	case JUDGED_HOLDS:
		result_fill(explore, TCPSIM_EXPLORE_HOLDS, NULL);
		break;
	case JUDGED_BROKEN:
		result_broken(explore, broken, NULL, &path, loop);
		break;
	case JUDGED_STOPPED:
		explore->is_final = false;
		result_fill(explore, TCPSIM_EXPLORE_UNFINISHED, stopped);
		break;
	case JUDGED_MEMORY:
		result_fill(explore, TCPSIM_EXPLORE_UNFINISHED, out_of_memory);
		break;
	}
	free(path.events);
}

/* Hashes cannot be traced back: with them gone, the states as far as they are needed may be kept. */
static bool
search_exactly(struct tcpsim_explore *explore)
{
	struct counts counts = explore->counts;
	enum ending ending = ENDING_MEMORY;

	visited_free(&explore->visited);
	explore->is_hashed = false;
	explore->counts = (struct counts){ 0 };
	explore->depth = explore->level_end = 0;
	if (visited_init(&explore->visited, explore->options.memory_octets, false, explore->options.threads) == 0)
		ending = search_run(explore);
	if (ending != ENDING_BROKEN && ending != ENDING_STOPPED)
		explore->counts = counts;
	return ending == ENDING_BROKEN;
}

/* Something is broken: find a shortest way there. */
static void
judge_broken(struct tcpsim_explore *explore)
{
	struct path path = { 0 };
	uint32_t known = explore->counts.state_broken;

	if (known == 0)
		known = explore->counts.transition_broken;
	if ((!explore->is_hashed || search_exactly(explore)) && trace_broken(explore, &path) == 0) {
		explore->is_final = true;
		result_broken(explore, lowest_bit(path.broken), path.words, &path, path.n);
	} else if (search_is_stopped(explore))
		result_broken(explore, lowest_bit(known), stopped_in_trace, NULL, 0);
	else
		result_broken(explore, lowest_bit(known), no_room_in_trace, NULL, 0);
	free(path.events);
}

static void
unfinished(struct tcpsim_explore *explore, const char *words)
{
	if (search_is_broken(explore))
		judge_broken(explore);
	else
		result_fill(explore, TCPSIM_EXPLORE_UNFINISHED, words);
}

const struct tcpsim_explore_result *
tcpsim_explore_run(struct tcpsim_explore *explore)
{
	if (explore->is_final)
		return &explore->result;
	if (search_begin(explore) < 0) {
		result_fill(explore, TCPSIM_EXPLORE_UNFINISHED, out_of_memory);
		return &explore->result;
	}
	switch (search_run(explore)) {
	case ENDING_COMPLETE:
		judge_graph(explore);
		break;
	case ENDING_BROKEN:
		judge_broken(explore);
		break;
	case ENDING_STOPPED:
		unfinished(explore, stopped);
		break;
	case ENDING_DEPTH:
		unfinished(explore, too_deep);
		break;
	case ENDING_MEMORY:
		unfinished(explore, out_of_memory);
		break;
	case ENDING_FULL:
		unfinished(explore, pool_full);
		break;
	}
	search_end(explore);
	return &explore->result;
}
