/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "sim/command.h"

/* How many lines that expect something were met; and what there is to say of faults, calls and the run itself. */
struct counts {
	size_t met, expected, others;
};

/*
 * The line of an outcome with single blanks, from where it begins: `only NAME {` may stand before. Free with
 * g_free().
 */
static char *
line_of(const struct tcpsim_run *run, const struct tcpsim_outcome *outcome)
{
	char *line = tcpsim_scenario_line(tcpsim_run_scenario(run), outcome->line);
	char *valid = g_utf8_make_valid(line, -1);
	glong column = (glong)outcome->column - 1;
	char **words = g_strsplit_set(
		column < g_utf8_strlen(valid, -1) ? g_utf8_offset_to_pointer(valid, column) : "", " \t", -1);
	GString *text = g_string_new(NULL);

	for (char **word = words; *word != NULL; word++) {
		if (**word != '\0')
			g_string_append_printf(text, "%s%s", text->len > 0 ? " " : "", *word);
	}
	g_strfreev(words);
	g_free(line);
	g_free(valid);
	return g_string_free(text, FALSE);
}

static bool
is_expectation(const char *line)
{
	return g_str_has_prefix(line, "expect") || g_str_has_prefix(line, "always");
}

static struct counts
count(const struct tcpsim_run *run)
{
	struct counts counts = { 0 };

	for (size_t i = 0; i < tcpsim_run_n_outcomes(run); i++) {
		const struct tcpsim_outcome *outcome = tcpsim_run_outcome(run, i);
		char *line = line_of(run, outcome);

		if (!is_expectation(line))
			counts.others++;
		else if (outcome->verdict == TCPSIM_PASS)
			counts.met++;
		counts.expected += is_expectation(line);
		g_free(line);
	}
	return counts;
}

char *
summary_words(const struct run_request *request, const struct tcpsim_run *run)
{
	struct counts counts = count(run);
	GString *words = g_string_new(NULL);
	char time[48];

	tcpsim_render_time(tcpsim_run_end_us(run), time);
	if (counts.expected == 0)
		g_string_append(words, "nothing was expected");
	else
		g_string_append_printf(words, "%zu of %zu expectations met", counts.met, counts.expected);
	if (counts.others > 0)
		g_string_append_printf(
			words, ", %zu other %s", counts.others, counts.others == 1 ? "finding" : "findings");
	g_string_append_printf(words, ", ended at %s, seed %" G_GUINT64_FORMAT "%s", time,
		(guint64)tcpsim_run_seed(run), request->options.isn_wrap ? ", ISNs wrap" : "");
	return g_string_free(words, FALSE);
}

const char *
summary_of_broken(const struct tcpsim_run *run, enum tcpsim_invariant invariant)
{
	char *name = g_strdup_printf("invariant %s broken", tcpsim_invariant_name(invariant));
	const char *words = ", and no line expects anything of it";

	for (size_t i = 0; i < tcpsim_run_n_outcomes(run); i++) {
		const struct tcpsim_outcome *outcome = tcpsim_run_outcome(run, i);
		char *line = line_of(run, outcome);

		if (outcome->verdict == TCPSIM_PASS && strstr(line, name) != NULL) {
			words = ", as was expected";
			i = tcpsim_run_n_outcomes(run);
		} else if (outcome->verdict == TCPSIM_FAIL && is_expectation(line)) {
			words = "";
		}
		g_free(line);
	}
	g_free(name);
	return words;
}

char *
summary_shifts(const struct tcpsim_run *run)
{
	const struct tcpsim_trace *trace = tcpsim_run_trace(run);
	GString *words = g_string_new("Sequence numbers are higher than in the file:");

	for (uint16_t host = 0; host < tcpsim_trace_n_hosts(trace); host++)
		g_string_append_printf(words, "%s %s's by %u", host == 0 ? "" : ",",
			tcpsim_trace_host_name(trace, host), (unsigned)tcpsim_run_isn_shift(run, host));
	g_string_append(words, ", modulo 2^32.");
	return g_string_free(words, FALSE);
}
