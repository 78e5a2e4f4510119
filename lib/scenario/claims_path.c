/* SPDX-License-Identifier: MIT */
#include <inttypes.h>

#include "claims_private.h"

static void
add_state(GArray *path, uint8_t state)
{
	if (path->len == 0 || g_array_index(path, uint8_t, path->len - 1) != state)
		g_array_append_val(path, state);
}

/* The states of a life up to a time, the first of them CLOSED, none twice in a row. */
static GArray *
path_of(const struct claim_life *life, int64_t until_us)
{
	GArray *path = g_array_new(FALSE, FALSE, sizeof(uint8_t));

	add_state(path, TCPSIM_CLOSED);
	for (size_t i = 0; i < life->n && life->steps[i].time_us <= until_us; i++) {
		add_state(path, life->steps[i].before);
		add_state(path, life->steps[i].after);
	}
	return path;
}

/* The step that made the path leave the one that was expected. */
static const struct claim_step *
first_difference(const struct claim *claim, const struct claim_life *life)
{
	const struct claim_step *found = NULL;

	for (size_t i = 0; i < life->n; i++) {
		GArray *path = path_of(life, life->steps[i].time_us);
		bool is_off = path->len > claim->expect->n_path;

		for (size_t k = 0; k < path->len && !is_off; k++)
			is_off = g_array_index(path, uint8_t, k) != claim->expect->path[k];
		g_array_free(path, TRUE);
		found = &life->steps[i];
		if (is_off)
			break;
	}
	return found;
}

static struct claim_answer
judge_path(const struct claim *claim, const struct claim_life *life)
{
	GArray *path = path_of(life, claim->to_us);
	bool is_same = path->len == claim->expect->n_path;
	struct claim_answer answer = tcpsim_claim_pass(TCPSIM_NO_RECORD);
	GString *words = g_string_new(NULL);

	for (size_t i = 0; i < path->len; i++) {
		uint8_t state = g_array_index(path, uint8_t, i);

		is_same = is_same && claim->expect->path[i] == (enum tcpsim_state)state;
		g_string_append_printf(
			words, "%s%s", i == 0 ? "" : " -> ", tcpsim_state_name((enum tcpsim_state)state));
	}
	if (!is_same) {
		const struct claim_step *step = first_difference(claim, life);
		char *why = tcpsim_claim_why(claim, life, claim->to_us);

		answer = tcpsim_claim_fail(step == NULL ? TCPSIM_NO_RECORD : step->record, "%s went %s.%s",
			tcpsim_claim_name(claim).text, words->str, why);
		g_free(why);
	}
	g_string_free(words, TRUE);
	g_array_free(path, TRUE);
	return answer;
}

struct claim_answer
tcpsim_claim_path(const struct claim *claim)
{
	struct claim_life life = tcpsim_claim_life(claim);
	struct claim_answer answer;

	if (life.is_there)
		answer = judge_path(claim, &life);
	else
		answer = tcpsim_claim_fail(TCPSIM_NO_RECORD, "%s never had a connection %" PRIu32 ".",
			claim->expect->who.name, claim->connection);
	g_free(life.steps);
	return answer;
}
