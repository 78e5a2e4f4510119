/* SPDX-License-Identifier: MIT */
#include <inttypes.h>

#include "claims_private.h"

static struct claim_answer
no_connection(const struct claim *claim)
{
	return tcpsim_claim_fail(
		TCPSIM_NO_RECORD, "%s never had a connection %" PRIu32 ".", claim->expect->who.name, claim->connection);
}

/* When the connection was in the state: ` It was X from 1.000 s to 2.000 s and from 3.000 s on.` */
static void
append_when(const struct claim *claim, const struct claim_life *life, GString *words)
{
	enum tcpsim_state wanted = claim->expect->state;
	bool is_first = true;

	for (size_t i = 0; i < life->n; i++) {
		size_t end = i;

		if (life->steps[i].after != wanted)
			continue;
		while (end < life->n && life->steps[end].after == wanted)
			end++;
		if (is_first)
			g_string_append_printf(words, " It was %s", tcpsim_state_name(wanted));
		else
			g_string_append(words, " and");
		g_string_append_printf(words, " from %s", tcpsim_run_moment(life->steps[i].time_us).text);
		if (end < life->n)
			g_string_append_printf(words, " to %s", tcpsim_run_moment(life->steps[end].time_us).text);
		else
			g_string_append(words, " on");
		is_first = false;
		i = end;
	}
	/* Before it was opened every end is CLOSED. */
	if (is_first)
		g_string_append_printf(words, " It was never %s%s", tcpsim_state_name(wanted),
			wanted == TCPSIM_CLOSED ? " again" : "");
	g_string_append_c(words, '.');
}

/* The state was another one at that time. */
static struct claim_answer
fail_at(const struct claim *claim, const struct claim_life *life, int64_t time_us)
{
	const struct claim_step *step = tcpsim_claim_step_at(life, time_us);
	GString *words = g_string_new(NULL);
	char *why = tcpsim_claim_why(claim, life, time_us);
	struct claim_answer answer;

	g_string_append_printf(words, "%s was %s at %s.", tcpsim_claim_name(claim).text,
		tcpsim_state_name(tcpsim_claim_state_at(life, time_us)), tcpsim_run_moment(time_us).text);
	append_when(claim, life, words);
	answer = tcpsim_claim_fail(step == NULL ? TCPSIM_NO_RECORD : step->record, "%s%s", words->str, why);
	g_string_free(words, TRUE);
	g_free(why);
	return answer;
}

/* Throughout a period: at its begin, and after every event until its end. */
static struct claim_answer
judge_throughout(const struct claim *claim, const struct claim_life *life)
{
	if (tcpsim_claim_state_at(life, claim->from_us) != claim->expect->state)
		return fail_at(claim, life, claim->from_us);
	for (size_t i = 0; i < life->n; i++)
		if (life->steps[i].time_us > claim->from_us && life->steps[i].time_us <= claim->to_us &&
			life->steps[i].after != claim->expect->state)
			return fail_at(claim, life, life->steps[i].time_us);
	return tcpsim_claim_pass(TCPSIM_NO_RECORD);
}

/* At some moment until then. A connection that is not there yet is not yet CLOSED. */
static struct claim_answer
judge_by(const struct claim *claim, const struct claim_life *life)
{
	for (size_t i = 0; i < life->n && life->steps[i].time_us <= claim->to_us; i++)
		if (life->steps[i].after == claim->expect->state)
			return tcpsim_claim_pass(life->steps[i].record);
	if (life->n == 0 && claim->expect->state == TCPSIM_CLOSED)
		return tcpsim_claim_pass(TCPSIM_NO_RECORD);
	return fail_at(claim, life, claim->to_us);
}

static struct claim_answer
judge_state(const struct claim *claim, const struct claim_life *life)
{
	const struct claim_step *step;
	int64_t time_us = claim->run->end_us;

	switch (claim->expect->moment.kind) {
	case SCN_MOMENT_BY:
		return judge_by(claim, life);
	case SCN_MOMENT_FROM:
		return judge_throughout(claim, life);
	case SCN_MOMENT_AT:
		time_us = claim->to_us;
		break;
	case SCN_MOMENT_NONE:
		break;
	}
	step = tcpsim_claim_step_at(life, time_us);
	if (tcpsim_claim_state_at(life, time_us) != claim->expect->state)
		return fail_at(claim, life, time_us);
	return tcpsim_claim_pass(step == NULL ? TCPSIM_NO_RECORD : step->record);
}

struct claim_answer
tcpsim_claim_state(const struct claim *claim)
{
	struct claim_life life = tcpsim_claim_life(claim);
	struct claim_answer answer = life.is_there ? judge_state(claim, &life) : no_connection(claim);

	g_free(life.steps);
	return answer;
}

/* The first step of the period that leaves the connection in the state; an `at` is about that moment only. */
static const struct claim_step *
find_state(const struct claim *claim, const struct claim_life *life)
{
	const struct claim_step *begin = tcpsim_claim_step_at(life, claim->from_us);

	if (begin != NULL && begin->after == claim->expect->state)
		return begin;
	for (size_t i = 0; i < life->n; i++)
		if (life->steps[i].time_us > claim->from_us && life->steps[i].time_us <= claim->to_us &&
			life->steps[i].after == claim->expect->state)
			return &life->steps[i];
	return NULL;
}

struct claim_answer
tcpsim_claim_never(const struct claim *claim)
{
	struct claim_life life = tcpsim_claim_life(claim);
	const struct claim_step *step = find_state(claim, &life);
	struct claim_answer answer = tcpsim_claim_pass(TCPSIM_NO_RECORD);

	if (!life.is_there) {
		answer = no_connection(claim);
	} else if (step != NULL) {
		char *why = tcpsim_claim_why(claim, &life, step->time_us);

		answer = tcpsim_claim_fail(step->record, "%s became %s at %s.%s", tcpsim_claim_name(claim).text,
			tcpsim_state_name(claim->expect->state), tcpsim_run_moment(step->time_us).text, why);
		g_free(why);
	}
	g_free(life.steps);
	return answer;
}
