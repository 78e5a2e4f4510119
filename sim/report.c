/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "sim/command.h"

/* Records before a failure that are drawn where the whole ladder is not. */
#define LAST_RECORDS 20U

enum tcpsim_verdict
report_worst(const GPtrArray *recordings)
{
	enum tcpsim_verdict worst = TCPSIM_PASS;

	for (guint i = 0; i < recordings->len; i++) {
		const struct tcpsim_recording *recording = g_ptr_array_index(recordings, i);

		worst = verdict_worst(worst, recording->verdict);
	}
	return worst;
}

/* A run of what is to be explored shows little of it: the command that does. Of a file without a name it has none. */
static void
print_exploring(const struct run_request *request, const struct tcpsim_recording *recording)
{
	bool is_named = strpbrk(recording->file, " '\"$\\*?&|;<>()[]{}~`#!") == NULL;
	char *words = g_strdup_printf("This scenario is for exploring: `tcpsim explore%s%s` tries every order of events; "
		"here is one of them.", is_named ? " " : "", is_named ? recording->file : "");

	output_words(&request->ladder, words, 2);
	g_free(words);
}

void
report_head(const struct run_request *request, const struct tcpsim_recording *recording)
{
	if (request->is_quiet || request->only_failures)
		return;
	output_words(&request->ladder, recording->title, 0);
	for (char **note = recording->notes; *note != NULL; note++)
		output_words(&request->ladder, *note, 2);
	if (recording->is_explored)
		print_exploring(request, recording);
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
print_outcome(const struct run_request *request, const char *file, const struct tcpsim_outcome *outcome)
{
	char *text = plain_line(outcome->text), *line;

	if (outcome->verdict == TCPSIM_PASS)
		line = g_strdup_printf("  line %u: %s", (unsigned)outcome->line, text);
	else
		line = g_strdup_printf("%s:%u:%u: %s  %s", file, (unsigned)outcome->line,
			(unsigned)outcome->column, outcome->verdict == TCPSIM_FAIL ? "FAILED" : "INCONCLUSIVE", text);
	output_hanging(&request->ladder, line, 4);
	if (outcome->words != NULL)
		output_words(&request->ladder, outcome->words, 6);
	g_free(line);
	g_free(text);
}

static void
print_outcomes(const struct run_request *request, const struct tcpsim_recording *recording, bool passes_too)
{
	for (size_t i = 0; i < recording->n_outcomes; i++) {
		if (recording->outcomes[i].verdict != TCPSIM_PASS || passes_too)
			print_outcome(request, recording->file, &recording->outcomes[i]);
	}
}

static void
print_invariants(const struct run_request *request, const struct tcpsim_recording *recording)
{
	for (int i = 0; i < TCPSIM_N_INVARIANTS; i++) {
		const struct tcpsim_invariant_verdict *verdict = &recording->invariants[i];
		char *line;

		if (!verdict->is_broken)
			continue;
		line = g_strdup_printf("Invariant %s is broken%s: %s", tcpsim_invariant_name((enum tcpsim_invariant)i),
			summary_of_broken(recording, (enum tcpsim_invariant)i),
			verdict->words != NULL ? verdict->words : tcpsim_invariant_words((enum tcpsim_invariant)i));
		output_words(&request->ladder, line, 0);
		g_free(line);
	}
}

/* The command that shows the same again; of what is known by no name there is none. */
static void
print_again(const struct run_request *request, const char *name, const struct tcpsim_recording *recording)
{
	if (name == NULL)
		return;
	output_text("      Again: tcpsim run --explain");
	if (request->options.isn_wrap)
		output_text(" --isn-wrap");
	if (request->options.has_seed)
		output_format(" --seed %" G_GUINT64_FORMAT, (guint64)request->options.seed);
	output_subject(recording->case_name, name);
}

static void
print_warnings(const struct run_request *request, const struct tcpsim_recording *recording)
{
	for (char **warning = recording->warnings; *warning != NULL; warning++)
		output_words(&request->ladder, *warning, 0);
}

/* `PASS  case two-way: 5 of 5 expectations met, ended at 24 h, seed 0`. */
static void
print_summary(const struct run_request *request, const struct tcpsim_recording *recording)
{
	char *summary = summary_words(recording);

	verdict_tell(&request->ladder, recording->verdict, recording->case_name, summary);
	g_free(summary);
}

/* `Case two-way`, whatever the name is. */
static void
put_case(const struct run_request *request, const char *before, const char *name)
{
	char *words = g_strdup_printf("Case %s", name);

	output_text(before);
	output_words(&request->ladder, words, 0);
	g_free(words);
}

/* What a run did, before what became of the expectations. */
static void
print_ladder(const struct run_request *request, const struct tcpsim_recording *recording)
{
	const char *name = recording->case_name;
	struct tcpsim_ladder_options options = request->ladder;
	char *ladder;

	options.end_us = recording->end_us;
	ladder = tcpsim_render_ladder(recording->trace, &options);
	if (*name != '\0')
		put_case(request, "\n", name);
	if (recording->isn_wrap) {
		char *shifts = summary_shifts(recording);

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
report_octets(const struct run_request *request, const struct tcpsim_recording *recording)
{
	const struct tcpsim_trace *trace = recording->trace;
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
report_case(const struct run_request *request, const char *name, const struct tcpsim_recording *recording)
{
	bool has_passed = recording->verdict == TCPSIM_PASS;

	if (request->only_failures && has_passed)
		return;
	if (!request->is_quiet) {
		print_ladder(request, recording);
		print_warnings(request, recording);
		print_invariants(request, recording);
	}
	if (request->ladder.explains && !request->is_quiet && recording->n_outcomes > 0)
		output_text("Expectations:\n");
	print_outcomes(request, recording, request->ladder.explains && !request->is_quiet);
	print_summary(request, recording);
	if (!has_passed)
		print_again(request, name, recording);
}

/* The end of the ladder, as far as the first expectation that failed. */
static void
print_last_rungs(const struct run_request *request, const struct tcpsim_recording *recording)
{
	struct tcpsim_ladder_options options = request->ladder;
	uint32_t record = TCPSIM_NO_RECORD;
	char *ladder;

	for (size_t i = 0; i < recording->n_outcomes && record == TCPSIM_NO_RECORD; i++) {
		if (recording->outcomes[i].verdict == TCPSIM_FAIL)
			record = recording->outcomes[i].record;
	}
	if (record == TCPSIM_NO_RECORD)
		return;
	options.last = record + 1;
	options.first = record > LAST_RECORDS ? record - LAST_RECORDS : 0;
	ladder = tcpsim_render_ladder(recording->trace, &options);
	output_text(ladder);
	g_free(ladder);
}

void
report_file(
	const struct run_request *request, const struct source *source, const char *again, const GPtrArray *recordings)
{
	enum tcpsim_verdict worst = report_worst(recordings);

	if (worst == TCPSIM_PASS && request->only_failures)
		return;
	verdict_print(worst, request->ladder.has_color);
	output_format("  %s", source->name);
	if (recordings->len > 1)
		output_format(" (%u cases)", recordings->len);
	output_text("\n");
	for (guint i = 0; i < recordings->len; i++) {
		const struct tcpsim_recording *recording = g_ptr_array_index(recordings, i);

		if (recording->verdict == TCPSIM_PASS)
			continue;
		if (*recording->case_name != '\0')
			put_case(request, "", recording->case_name);
		if (!request->is_quiet)
			print_last_rungs(request, recording);
		print_outcomes(request, recording, false);
		print_again(request, again, recording);
	}
}
