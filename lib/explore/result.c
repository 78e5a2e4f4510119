/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "search_private.h"

int
lowest_bit(uint32_t set)
{
	return set == 0 ? -1 : __builtin_ctz(set);
}

uint32_t
lowest_of(uint32_t set)
{
	return set & (0U - set);
}

void
result_fill(struct tcpsim_explore *explore, enum tcpsim_explore_verdict verdict, const char *words)
{
	struct tcpsim_explore_result *result = &explore->result;
	uint64_t found = explore->is_hashed ? explore->visited.end : explore->visited.end - explore->level_end;

	search_progress(explore);
	result->verdict = verdict;
	result->broken = -1;
	result->words = words;
	result->states = explore->counts.states;
	result->transitions = explore->counts.transitions;
	result->cut = explore->counts.cut;
	result->at_rest = explore->counts.at_rest;
	result->walks = 0;
	result->depth = explore->depth + (found > 0);
	result->octets = explore->peak_octets;
	result->omitted = 0;
	if (explore->is_hashed)
		result->omitted =
			(double)explore->counts.states * (double)explore->counts.states / 2 / 18446744073709551616.0;
	result->n_steps = 0;
	result->loop = 0;
	free(explore->steps);
	explore->steps = NULL;
	result->steps = NULL;
	space_coverage(explore->space, result);
}

/* Tell what happens in the events of a path. 0, or -1 without memory. */
static int
tell(struct tcpsim_explore *explore, const struct path *path)
{
	struct teller *teller;
	size_t n = 0;

	explore->steps = calloc(path->n + 1, sizeof *explore->steps);
	teller = explore->steps == NULL ? NULL : space_tell_new(explore->space);
	if (teller == NULL)
		return -1;
	while (n < path->n && space_tell(teller, path->events[n], &explore->steps[n]) == 0)
		n++;
	space_tell_free(teller);
	explore->result.steps = explore->steps;
	explore->result.n_steps = n;
	return n == path->n ? 0 : -1;
}

void
result_broken(struct tcpsim_explore *explore, int broken, const char *words, const struct path *path, size_t loop)
{
	result_fill(explore, TCPSIM_EXPLORE_BROKEN, words);
	explore->result.broken = broken;
	if (path != NULL && tell(explore, path) < 0)
		explore->result.words = "out of memory: the counterexample could not be told";
	explore->result.loop = path == NULL || loop > explore->result.n_steps ? explore->result.n_steps : loop;
}
