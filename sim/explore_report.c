/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "sim/explore.h"

/* Rates of less time than this say nothing. */
#define LEAST_SECONDS 0.05
/* The memory of less states than this is mostly that of tables. */
#define LEAST_STATES 100000

static bool
is_at_length(const struct explore_request *request)
{
	return request->is_alone && !request->is_quiet;
}

void
explore_report_head(const struct explore_request *request, const struct tcpsim_scenario *scenario)
{
	if (!is_at_length(request))
		return;
	output_words(&request->ladder, tcpsim_scenario_title(scenario), 0);
	for (size_t i = 0; i < tcpsim_scenario_n_notes(scenario); i++)
		output_words(&request->ladder, tcpsim_scenario_note(scenario, i), 2);
}

void
explore_report_begin(const struct exploration *exploration)
{
	const char *name = tcpsim_scenario_case_name(exploration->scenario, exploration->the_case);

	if (!is_at_length(exploration->request))
		return;
	output_text("\n");
	if (*name != '\0')
		output_format("Case %s\n\n", name);
	explore_tell_bounds(exploration);
	output_flush();
}

/* What lies between the first event and the violation, beside their number. */
static void
add_shape(GString *words, const struct tcpsim_explore_result *result)
{
	size_t n_faults = 0;

	for (size_t i = 0; i < result->n_steps; i++) {
		enum tcpsim_explore_event event = result->steps[i].event;

		n_faults += event == TCPSIM_EXPLORE_LOSS || event == TCPSIM_EXPLORE_COPY ||
			event == TCPSIM_EXPLORE_FORGERY || event == TCPSIM_EXPLORE_CRASH;
	}
	if (n_faults > 0)
		g_string_append_printf(words, ", %zu of them %s", n_faults, n_faults == 1 ? "a fault" : "faults");
	if (result->loop < result->n_steps)
		g_string_append_printf(words, ": %zu lead to a cycle of %zu that can go on for ever", result->loop,
			result->n_steps - result->loop);
}

/* What is broken, how soon, and what that invariant says. */
static void
tell_broken(const struct exploration *exploration)
{
	const struct tcpsim_explore_result *result = exploration->result;
	enum tcpsim_invariant invariant = (enum tcpsim_invariant)result->broken;
	GString *words = g_string_new("Broken: ");

	g_string_append_printf(words, "%s in ", tcpsim_invariant_name(invariant));
	figures_count(words, result->n_steps, "event", "events");
	add_shape(words, result);
	if (exploration->request->walks > 0)
		g_string_append(words, " after shortening; none of them can be left out.");
	else if (exploration->request->options.hash_bits != 0)
		g_string_append(words, "; no shorter one was found.");
	else
		g_string_append(words, "; no shorter one exists.");
	output_words(&exploration->request->ladder, words->str, 0);
	output_words(&exploration->request->ladder, tcpsim_invariant_words(invariant), 2);
	g_string_free(words, TRUE);
}

/* A counterexample that the network does not confirm is a bug of tcpsim, and no verdict on TCP. */
static void
tell_trouble(const struct exploration *exploration)
{
	const struct replay *replay = &exploration->replay;

	if (replay->trouble->len == 0)
		return;
	output_words(&exploration->request->ladder,
		"THE COUNTEREXAMPLE DOES NOT REPLAY. The explorer and the simulated network disagree, which is a bug in "
		"tcpsim: please report it with this scenario and what -o FILE writes.",
		0);
	output_words(&exploration->request->ladder, replay->trouble->str, 2);
	output_text("\n");
}

static void
tell_ladder(const struct exploration *exploration)
{
	const struct tcpsim_run *run = exploration->replay.run;
	struct tcpsim_ladder_options options = exploration->request->ladder;
	char *ladder;

	if (run == NULL)
		return;
	options.end_us = tcpsim_run_end_us(run);
	options.hides_lines = true;
	ladder = tcpsim_render_ladder(tcpsim_run_trace(run), &options);
	output_format("\n%s\n", ladder);
	g_free(ladder);
}

/* A state counts in walks as often as they come to it. */
static const char *
states_of(const struct exploration *exploration, bool is_one)
{
	if (exploration->request->walks > 0)
		return is_one ? "visit" : "visits";
	return is_one ? "state" : "states";
}

/* `37 of 10,000 walks of at most 50 events from seed 5, the last of which broke something: 1,204 visits to states`. */
static void
add_walks(GString *words, const struct exploration *exploration)
{
	const struct tcpsim_explore_result *result = exploration->result;

	if (result->walks != exploration->request->walks) {
		figures_add(words, result->walks);
		g_string_append(words, " of ");
	}
	figures_count(words, exploration->request->walks, "walk", "walks");
	g_string_append_printf(words, " of at most %u events from seed %" G_GUINT64_FORMAT "%s: ",
		(unsigned)exploration->request->length, (guint64)exploration->request->seed,
		result->verdict == TCPSIM_EXPLORE_BROKEN ? ", to the first that broke something" : "");
	figures_count(words, result->states, "visit to a state", "visits to states");
}

/* Where it went on from, if it did. */
static void
tell_resumed(const struct exploration *exploration)
{
	GString *words;

	if (exploration->request->resume == NULL)
		return;
	words = g_string_new("Resumed from ");
	g_string_append_printf(words, "%s, which has ", exploration->request->resume);
	figures_count(words, exploration->known_states, "state", "states");
	g_string_append_printf(words, " to depth %u.", (unsigned)exploration->known_depth);
	output_words(&exploration->request->ladder, words->str, 0);
	g_string_free(words, TRUE);
}

/* What was searched: the same for any number of threads. */
static void
tell_extent(const struct exploration *exploration)
{
	const struct tcpsim_explore_result *result = exploration->result;
	GString *words = g_string_new(NULL);

	if (exploration->request->walks > 0)
		add_walks(words, exploration);
	else
		figures_count(words, result->states, "state", "states");
	g_string_append(words, ", ");
	figures_count(words, result->transitions, "transition", "transitions");
	g_string_append_printf(words, ", depth %u", (unsigned)result->depth);
	if (result->at_rest > 0) {
		g_string_append(words, "; nothing more happens in ");
		figures_count(words, result->at_rest, states_of(exploration, true), states_of(exploration, false));
	}
	if (result->cut > 0) {
		g_string_append(words, "; cut off at the bounds of segments in flight and of ISNs: ");
		figures_count(words, result->cut, "transition", "transitions");
	}
	output_words(&exploration->request->ladder, words->str, 0);
	if (exploration->request->options.hash_bits != 0 && exploration->request->walks == 0) {
		g_string_printf(words, "States are kept as hashes of %u bits: with ",
			exploration->request->options.hash_bits);
		figures_count(words, result->states, "state", "states");
		g_string_append_printf(words,
			" the probability that one was left out is at most %.2g (n^2 / 2^%u).", result->omitted,
			exploration->request->options.hash_bits + 1);
		output_words(&exploration->request->ladder, words->str, 0);
	}
	g_string_free(words, TRUE);
}

/* What it took here and now. */
static void
tell_effort(const struct exploration *exploration)
{
	const struct tcpsim_explore_result *result = exploration->result;
	double seconds = (double)exploration->took_us / G_USEC_PER_SEC;
	GString *words = g_string_new(NULL);

	if (seconds < 0.001)
		g_string_append(words, "In less than 0.001 s");
	else
		g_string_append_printf(words, seconds < 10 ? "In %.3f s" : "In %.1f s", seconds);
	if (seconds >= LEAST_SECONDS) {
		double states = (double)(result->states - MIN(result->states, exploration->known_states));
		double transitions =
			(double)(result->transitions - MIN(result->transitions, exploration->known_transitions));

		g_string_append(words, exploration->request->resume != NULL ? " since then: " : ": ");
		figures_add(words, (uint64_t)(states / seconds));
		g_string_append_printf(words, " %s/s, ", states_of(exploration, false));
		figures_add(words, (uint64_t)(transitions / seconds));
		g_string_append(words, " transitions/s");
	}
	g_string_append(words, ", ");
	figures_add_octets(words, result->octets);
	if (result->states >= LEAST_STATES && exploration->request->walks == 0)
		g_string_append_printf(words, " or %.1f octets a state", (double)result->octets / (double)result->states);
	output_words(&exploration->request->ladder, words->str, 0);
	g_string_free(words, TRUE);
}

/* The command that shows the same again. */
static void
tell_again(const struct exploration *exploration)
{
	output_text("      Again: tcpsim explore");
	if (exploration->request->isn_wrap)
		output_text(" --isn-wrap");
	output_subject(tcpsim_scenario_case_name(exploration->scenario, exploration->the_case), exploration->source->name);
}

/* What becomes of a search that did not come to its end. */
static void
tell_way_on(const struct exploration *exploration)
{
	const struct explore_request *request = exploration->request;

	if (exploration->result->verdict != TCPSIM_EXPLORE_UNFINISHED)
		return;
	if (is_at_length(request) && explore_is_too_large(exploration))
		output_words(&request->ladder,
			"For an end sooner: fewer segments in flight (`allow in-flight 2`), fewer octets or calls, only "
			"the invariants that matter (`always invariant NAME`), --depth or --random.",
			0);
	if (exploration->is_saved)
		output_format("Saved in %s: go on with --resume=%s\n", request->checkpoint, request->checkpoint);
}

void
explore_report(const struct exploration *exploration)
{
	const struct explore_request *request = exploration->request;
	const char *name = tcpsim_scenario_case_name(exploration->scenario, exploration->the_case);
	bool is_broken = exploration->result->verdict == TCPSIM_EXPLORE_BROKEN;
	char *words = explore_verdict_words(exploration);

	if (is_at_length(request) && is_broken) {
		tell_broken(exploration);
		tell_ladder(exploration);
	}
	if (is_broken)
		tell_trouble(exploration);
	if (is_at_length(request)) {
		tell_resumed(exploration);
		tell_extent(exploration);
		tell_effort(exploration);
		explore_tell_known(exploration);
	}
	if (request->is_alone) {
		verdict_tell(&request->ladder, exploration->verdict, name, words);
		tell_way_on(exploration);
	} else {
		char *all = g_strdup_printf("%s%s%s: %s", exploration->source->name, *name != '\0' ? " " : "", name, words);

		verdict_tell(&request->ladder, exploration->verdict, "", all);
		if (exploration->verdict != TCPSIM_PASS)
			tell_again(exploration);
		g_free(all);
	}
	output_flush();
	g_free(words);
}
