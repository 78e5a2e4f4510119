/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "sim/command.h"

/* Records before a failure that are drawn where the whole ladder is not. */
#define LAST_RECORDS 20U

enum tcpsim_verdict
report_worst(const GPtrArray *runs)
{
	enum tcpsim_verdict worst = TCPSIM_PASS;

	for (guint i = 0; i < runs->len; i++)
		worst = verdict_worst(worst, tcpsim_run_verdict(g_ptr_array_index(runs, i)));
	return worst;
}

void
report_head(const struct run_request *request, const struct tcpsim_scenario *scenario)
{
	if (request->is_quiet || request->only_failures)
		return;
	output_words(&request->ladder, tcpsim_scenario_title(scenario), 0);
	for (size_t i = 0; i < tcpsim_scenario_n_notes(scenario); i++)
		output_words(&request->ladder, tcpsim_scenario_note(scenario, i), 2);
}

/* A line of a scenario without its comment, and with single blanks outside of strings. Free with g_free(). */
static char *
plain_line(const char *text)
{
	GString *plain = g_string_new(NULL);
	bool is_quoted = false;

	for (; *text != '\0'; text++) {
		bool is_blank = *text == ' ' || *text == '\t';

		if (!is_quoted && text[0] == '/' && text[1] == '/')
			break;
		if (*text == '"' && (plain->len == 0 || plain->str[plain->len - 1] != '\\'))
			is_quoted = !is_quoted;
		if (!is_quoted && is_blank && plain->len > 0 && plain->str[plain->len - 1] == ' ')
			continue;
		g_string_append_c(plain, !is_quoted && is_blank ? ' ' : *text);
	}
	return g_strchomp(g_string_free(plain, FALSE));
}

/* `lost-last-ack.scn:22:3: FAILED  expect ...`, and below it why. */
static void
print_outcome(const struct run_request *request, const struct source *source, const struct tcpsim_outcome *outcome)
{
	char *text = plain_line(outcome->text), *line;

	if (outcome->verdict == TCPSIM_PASS)
		line = g_strdup_printf("  line %u: %s", (unsigned)outcome->line, text);
	else
		line = g_strdup_printf("%s:%u:%u: %s  %s", source->file, (unsigned)outcome->line,
			(unsigned)outcome->column, outcome->verdict == TCPSIM_FAIL ? "FAILED" : "INCONCLUSIVE", text);
	output_hanging(&request->ladder, line, 4);
	if (outcome->words != NULL)
		output_words(&request->ladder, outcome->words, 6);
	g_free(line);
	g_free(text);
}

static void
print_outcomes(
	const struct run_request *request, const struct source *source, const struct tcpsim_run *run, bool passes_too)
{
	for (size_t i = 0; i < tcpsim_run_n_outcomes(run); i++) {
		const struct tcpsim_outcome *outcome = tcpsim_run_outcome(run, i);

		if (outcome->verdict != TCPSIM_PASS || passes_too)
			print_outcome(request, source, outcome);
	}
}

static void
print_invariants(const struct run_request *request, const struct tcpsim_run *run)
{
	for (int i = 0; i < TCPSIM_N_INVARIANTS; i++) {
		const struct tcpsim_invariant_verdict *verdict = tcpsim_run_invariant(run, (enum tcpsim_invariant)i);
		char *line;

		if (!verdict->is_broken)
			continue;
		line = g_strdup_printf("Invariant %s is broken%s: %s", tcpsim_invariant_name((enum tcpsim_invariant)i),
			summary_of_broken(run, (enum tcpsim_invariant)i),
			verdict->words != NULL ? verdict->words : tcpsim_invariant_words((enum tcpsim_invariant)i));
		output_words(&request->ladder, line, 0);
		g_free(line);
	}
}

/* The command that shows the same again. */
static void
print_again(const struct run_request *request, const struct source *source, const struct tcpsim_run *run)
{
	output_text("      Again: tcpsim run --explain");
	if (request->options.isn_wrap)
		output_text(" --isn-wrap");
	if (request->options.has_seed)
		output_format(" --seed %" G_GUINT64_FORMAT, (guint64)request->options.seed);
	output_subject(tcpsim_scenario_case_name(tcpsim_run_scenario(run), tcpsim_run_case(run)), source->name);
}

static void
print_warnings(const struct run_request *request, const struct tcpsim_run *run)
{
	const struct tcpsim_diagnostics *warnings = tcpsim_run_warnings(run);

	for (size_t i = 0; warnings != NULL && i < tcpsim_diagnostics_n(warnings); i++) {
		char *text = tcpsim_diagnostics_format(warnings, i);

		output_words(&request->ladder, text, 0);
		g_free(text);
	}
}

/* `PASS  case two-way: 5 of 5 expectations met, ended at 24 h, seed 0`. */
static void
print_summary(const struct run_request *request, const struct tcpsim_run *run)
{
	char *summary = summary_words(request, run);

	verdict_tell(&request->ladder, tcpsim_run_verdict(run),
		tcpsim_scenario_case_name(tcpsim_run_scenario(run), tcpsim_run_case(run)), summary);
	g_free(summary);
}

/* What a run did, before what became of the expectations. */
static void
print_ladder(const struct run_request *request, const struct tcpsim_run *run)
{
	const char *name = tcpsim_scenario_case_name(tcpsim_run_scenario(run), tcpsim_run_case(run));
	struct tcpsim_ladder_options options = request->ladder;
	char *ladder;

	options.end_us = tcpsim_run_end_us(run);
	ladder = tcpsim_render_ladder(tcpsim_run_trace(run), &options);
	if (*name != '\0')
		output_format("\nCase %s\n", name);
	if (request->options.isn_wrap) {
		char *shifts = summary_shifts(run);

		if (*name == '\0')
			output_text("\n");
		output_words(&request->ladder, shifts, 0);
		g_free(shifts);
	}
	output_text("\n");
	output_text(ladder);
	output_text("\n");
	g_free(ladder);
}

bool
report_octets(const struct run_request *request, const struct tcpsim_run *run)
{
	const struct tcpsim_trace *trace = tcpsim_run_trace(run);
	char *error = NULL;
	uint32_t record = tcpsim_render_find(trace, request->octets, &error);
	size_t n = 0;
	uint8_t *octets = record != TCPSIM_NO_RECORD ? tcpsim_render_octets(trace, record, &n) : NULL;
	char *text;

	if (octets == NULL) {
		complain_at_length("--octets: %s", error != NULL ? error : "no packet is as large as this");
		g_free(error);
		return false;
	}
	text = tcpsim_render_packet(octets, n, &request->ladder);
	output_format("\n%s, octet by octet:\n", request->octets);
	output_text(text);
	output_text("\n");
	g_free(text);
	g_free(octets);
	return true;
}

void
report_case(const struct run_request *request, const struct source *source, const struct tcpsim_run *run)
{
	bool has_passed = tcpsim_run_verdict(run) == TCPSIM_PASS;

	if (request->only_failures && has_passed)
		return;
	if (!request->is_quiet) {
		print_ladder(request, run);
		print_warnings(request, run);
		print_invariants(request, run);
	}
	if (request->ladder.explains && !request->is_quiet && tcpsim_run_n_outcomes(run) > 0)
		output_text("Expectations:\n");
	print_outcomes(request, source, run, request->ladder.explains && !request->is_quiet);
	print_summary(request, run);
	if (!has_passed)
		print_again(request, source, run);
}

/* The end of the ladder, as far as the first expectation that failed. */
static void
print_last_rungs(const struct run_request *request, const struct tcpsim_run *run)
{
	struct tcpsim_ladder_options options = request->ladder;
	uint32_t record = TCPSIM_NO_RECORD;
	char *ladder;

	for (size_t i = 0; i < tcpsim_run_n_outcomes(run) && record == TCPSIM_NO_RECORD; i++) {
		if (tcpsim_run_outcome(run, i)->verdict == TCPSIM_FAIL)
			record = tcpsim_run_outcome(run, i)->record;
	}
	if (record == TCPSIM_NO_RECORD)
		return;
	options.last = record + 1;
	options.first = record > LAST_RECORDS ? record - LAST_RECORDS : 0;
	ladder = tcpsim_render_ladder(tcpsim_run_trace(run), &options);
	output_text(ladder);
	g_free(ladder);
}

void
report_file(const struct run_request *request, const struct source *source, const GPtrArray *runs)
{
	enum tcpsim_verdict worst = report_worst(runs);

	if (worst == TCPSIM_PASS && request->only_failures)
		return;
	verdict_print(worst, request->ladder.has_color);
	output_format("  %s", source->name);
	if (runs->len > 1)
		output_format(" (%u cases)", runs->len);
	output_text("\n");
	for (guint i = 0; i < runs->len; i++) {
		const struct tcpsim_run *run = g_ptr_array_index(runs, i);
		const char *name = tcpsim_scenario_case_name(tcpsim_run_scenario(run), tcpsim_run_case(run));

		if (tcpsim_run_verdict(run) == TCPSIM_PASS)
			continue;
		if (*name != '\0')
			output_format("Case %s\n", name);
		if (!request->is_quiet)
			print_last_rungs(request, run);
		print_outcomes(request, source, run, false);
		print_again(request, source, run);
	}
}
