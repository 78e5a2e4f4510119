/* SPDX-License-Identifier: MIT */
#include "sim/explore.h"

/* Walks that came upon nothing are all that was asked for, but no proof. */
static bool
has_walked(const struct exploration *exploration)
{
	return exploration->request->walks > 0 && exploration->result->walks == exploration->request->walks;
}

bool
explore_is_too_large(const struct exploration *exploration)
{
	const struct tcpsim_explore_result *result = exploration->result;
	uint32_t most = exploration->request->options.max_depth;

	return result->verdict == TCPSIM_EXPLORE_UNFINISHED && exploration->request->walks == 0 &&
		(most == 0 || result->depth < most);
}

/* Whether what is expected to break is judged at all. */
static bool
is_judged(const struct exploration *exploration)
{
	int invariant = exploration->expected.invariant;

	return !exploration->request->options.only_states ||
		(invariant != TCPSIM_NO_PACKET_WAR && invariant != TCPSIM_CAN_REST);
}

/* A break as it is expected: of that invariant, and where a search says so, in so many events. */
static bool
is_as_expected(const struct exploration *exploration)
{
	const struct tcpsim_expected *expected = &exploration->expected;
	const struct tcpsim_explore_result *result = exploration->result;

	if (!expected->is_said || !expected->is_broken || result->broken != expected->invariant)
		return false;
	return expected->events == 0 || exploration->request->walks > 0 || result->n_steps == expected->events;
}

enum tcpsim_verdict
explore_judge(const struct exploration *exploration)
{
	bool expects_break = exploration->expected.is_said && exploration->expected.is_broken;

	switch (exploration->result->verdict) {
	case TCPSIM_EXPLORE_HOLDS:
		if (expects_break && exploration->request->walks == 0 && is_judged(exploration))
			return TCPSIM_FAIL;
		return expects_break ? TCPSIM_INCONCLUSIVE : TCPSIM_PASS;
	case TCPSIM_EXPLORE_BROKEN:
		return is_as_expected(exploration) && exploration->replay.trouble->len == 0 ? TCPSIM_PASS : TCPSIM_FAIL;
	case TCPSIM_EXPLORE_UNFINISHED:
		break;
	}
	return has_walked(exploration) && !expects_break ? TCPSIM_PASS : TCPSIM_INCONCLUSIVE;
}

static void
add_broken(GString *words, const struct exploration *exploration)
{
	const struct tcpsim_explore_result *result = exploration->result;

	g_string_append_printf(words, "%s is broken in ", tcpsim_invariant_name((enum tcpsim_invariant)result->broken));
	figures_count(words, result->n_steps, "event", "events");
	if (exploration->request->walks > 0)
		g_string_append(words, " after shortening");
}

/* What was expected instead. */
static void
add_expected(GString *words, const struct exploration *exploration)
{
	const struct tcpsim_expected *expected = &exploration->expected;

	if (!expected->is_said)
		return;
	g_string_append_printf(words, "; line %u expects that ", (unsigned)expected->line);
	if (!expected->is_broken) {
		g_string_append(words, "all holds");
		return;
	}
	g_string_append_printf(words, "%s breaks", tcpsim_invariant_name((enum tcpsim_invariant)expected->invariant));
	if (expected->events > 0) {
		g_string_append(words, " in ");
		figures_count(words, expected->events, "event", "events");
	}
}

static void
add_unfinished(GString *words, const struct exploration *exploration)
{
	const struct tcpsim_explore_result *result = exploration->result;

	if (has_walked(exploration)) {
		g_string_append(words, "nothing broken in ");
		figures_count(words, exploration->request->walks, "walk", "walks");
		g_string_append_printf(words, " from seed %" G_GUINT64_FORMAT ", which is no proof",
			(guint64)exploration->request->seed);
		return;
	}
	g_string_append_printf(words, "not finished: %s; nothing broken in ",
		watch_stop ? "interrupted" : result->words != NULL ? result->words : "stopped");
	if (exploration->request->walks > 0) {
		figures_count(words, result->walks, "walk", "walks");
		return;
	}
	figures_count(words, result->states, "state", "states");
	g_string_append_printf(words, " to depth %u", (unsigned)result->depth);
}

/* Of a search that came to its end. */
static void
add_holds(GString *words, const struct exploration *exploration)
{
	const struct tcpsim_explore_result *result = exploration->result;

	g_string_append(words, exploration->request->options.only_states ? "each state holds" : "holds");
	g_string_append(words, " within the bounds: ");
	figures_count(words, result->states, "state", "states");
	g_string_append(words, ", ");
	figures_count(words, result->transitions, "transition", "transitions");
	if (result->cut > 0) {
		g_string_append(words, ", ");
		figures_add(words, result->cut);
		g_string_append(words, " more cut off");
	}
	if (result->words != NULL)
		g_string_append_printf(words, "; %s", result->words);
}

char *
explore_verdict_words(const struct exploration *exploration)
{
	const struct tcpsim_explore_result *result = exploration->result;
	GString *words = g_string_new(NULL);

	switch (result->verdict) {
	case TCPSIM_EXPLORE_HOLDS:
		add_holds(words, exploration);
		break;
	case TCPSIM_EXPLORE_BROKEN:
		add_broken(words, exploration);
		break;
	case TCPSIM_EXPLORE_UNFINISHED:
		add_unfinished(words, exploration);
		break;
	}
	if (result->verdict == TCPSIM_EXPLORE_BROKEN && is_as_expected(exploration))
		g_string_append(words, ", as expected");
	else if (exploration->verdict == TCPSIM_FAIL ||
		(exploration->verdict != TCPSIM_PASS && exploration->expected.is_broken))
		add_expected(words, exploration);
	if (exploration->replay.trouble != NULL && exploration->replay.trouble->len > 0)
		g_string_append(words, "; but the counterexample does not replay");
	return g_string_free(words, FALSE);
}
