/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "sim/drill.h"

static const struct {
	const char *word, *color;
} endings[] = {
	[DRILL_PASSED] = { "PASS", "32" },
	[DRILL_FAILED] = { "FAIL", "1;31" },
	[DRILL_SKIPPED] = { "SKIP", "33" },
	[DRILL_WRONG] = { "ERROR", "1;31" },
	[DRILL_CUT] = { "CUT", "33" },
};

char *
drill_carets(uint32_t at, uint32_t n)
{
	GString *carets = g_string_new(NULL);

	for (uint32_t i = 0; i < at; i++)
		g_string_append_c(carets, ' ');
	for (uint32_t i = 0; i < n; i++)
		g_string_append_c(carets, '^');
	return g_string_free(carets, FALSE);
}

/* One side of what was compared, and marks below it. */
static void
report_side(const struct drill_request *request, const char *name, const char *text, uint32_t at, uint32_t n)
{
	char *carets = drill_carets(at, n);

	output_format("  %-8s %s\n", name, text);
	if (n > 0)
		output_format("  %-8s %s%s%s\n", "", request->ladder.has_color ? "\033[1;31m" : "", carets,
			request->ladder.has_color ? "\033[0m" : "");
	g_free(carets);
}

/* Lines, further in. */
static void
report_said(const char *said)
{
	char **lines = g_strsplit(said, "\n", -1);

	for (char **line = lines; *line != NULL; line++) {
		if (line[1] != NULL)
			output_format("%s%s\n", **line != '\0' ? "    " : "", *line);
	}
	g_strfreev(lines);
}

/* `PASS file`, `FAIL file:12: words`. */
static void
report_line(const struct drill_request *request, const struct drill_outcome *outcome)
{
	const char *word = request->only_parses && outcome->ending == DRILL_PASSED ? "OK" : endings[outcome->ending].word;

	if (request->ladder.has_color)
		output_format("\033[%sm%s\033[0m %s", endings[outcome->ending].color, word, outcome->file);
	else
		output_format("%s %s", word, outcome->file);
	if (outcome->line > 0)
		output_format(":%u", (unsigned)outcome->line);
	output_format("%s%s\n", outcome->words != NULL ? ": " : "", outcome->words != NULL ? outcome->words : "");
}

void
drill_report(const struct drill_request *request, const struct drill_outcome *outcome)
{
	if (request->is_quiet && outcome->ending == DRILL_PASSED && outcome->ladder == NULL)
		return;
	report_line(request, outcome);
	if (outcome->expected != NULL)
		report_side(request, "expected", outcome->expected, outcome->expected_at, outcome->expected_n);
	if (outcome->got != NULL)
		report_side(request, "got", outcome->got, outcome->got_at, outcome->got_n);
	if (outcome->said != NULL && !(request->is_quiet && outcome->ending == DRILL_PASSED))
		report_said(outcome->said);
	if (outcome->ladder != NULL)
		output_format("\n%s\n", outcome->ladder);
}

void
drill_report_end(const struct drill_request *request, const struct drill_tally *tally)
{
	if (request->only_parses)
		output_format("%u parsed", tally->passed);
	else
		output_format("%u passed, %u failed, %u skipped", tally->passed, tally->failed, tally->skipped);
	if (tally->wrong > 0)
		output_format(", %u could not be %s", tally->wrong, request->only_parses ? "parsed" : "played");
	if (tally->cut > 0)
		output_format(", %u cut short", tally->cut);
	output_text("\n");
}
