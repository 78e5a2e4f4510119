/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "sim/command.h"

/* How many lines that expect something were met; and what there is to say of faults, calls and the run itself. */
struct counts {
	size_t met, expected, others;
};

/* A line of a text, from 1, or NULL. Free with g_free(). */
static char *
line_at(const char *text, uint32_t line)
{
	for (; line > 1 && text != NULL; line--) {
		text = strchr(text, '\n');
		text = text != NULL ? text + 1 : NULL;
	}
	return text != NULL ? g_strndup(text, strcspn(text, "\n")) : NULL;
}

/*
 * The line of an outcome with single blanks, from where it begins: `only NAME {` may stand before. Free with
 * g_free().
 */
static char *
line_of(const struct tcpsim_recording *recording, const struct tcpsim_outcome *outcome)
{
	char *line = line_at(recording->text, outcome->line);
	char *valid = g_utf8_make_valid(line != NULL ? line : outcome->text, -1);
	glong column = line != NULL ? (glong)outcome->column - 1 : 0;
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
count(const struct tcpsim_recording *recording)
{
	struct counts counts = { 0 };

	for (size_t i = 0; i < recording->n_outcomes; i++) {
		const struct tcpsim_outcome *outcome = &recording->outcomes[i];
		char *line = line_of(recording, outcome);

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
summary_words(const struct tcpsim_recording *recording)
{
	struct counts counts = count(recording);
	GString *words = g_string_new(NULL);
	char time[48];

	tcpsim_render_time(recording->end_us, time);
	if (counts.expected == 0)
		g_string_append(words, "nothing was expected");
	else
		g_string_append_printf(words, "%zu of %zu expectations met", counts.met, counts.expected);
	if (counts.others > 0)
		g_string_append_printf(
			words, ", %zu other %s", counts.others, counts.others == 1 ? "finding" : "findings");
	g_string_append_printf(words, ", ended at %s, seed %" G_GUINT64_FORMAT "%s", time,
		(guint64)recording->seed, recording->isn_wrap ? ", ISNs wrap" : "");
	return g_string_free(words, FALSE);
}

const char *
summary_of_broken(const struct tcpsim_recording *recording, enum tcpsim_invariant invariant)
{
	char *name = g_strdup_printf("invariant %s broken", tcpsim_invariant_name(invariant));
	const char *words = ", and no line expects anything of it";

	for (size_t i = 0; i < recording->n_outcomes; i++) {
		const struct tcpsim_outcome *outcome = &recording->outcomes[i];
		char *line = line_of(recording, outcome);

		if (outcome->verdict == TCPSIM_PASS && strstr(line, name) != NULL) {
			words = ", as was expected";
			i = recording->n_outcomes;
		} else if (outcome->verdict == TCPSIM_FAIL && is_expectation(line)) {
			words = "";
		}
		g_free(line);
	}
	g_free(name);
	return words;
}

char *
summary_shifts(const struct tcpsim_recording *recording)
{
	const struct tcpsim_trace *trace = recording->trace;
	GString *words = g_string_new("Sequence numbers are higher than in the file:");

	for (uint16_t host = 0; host < tcpsim_trace_n_hosts(trace); host++)
		g_string_append_printf(words, "%s %s's by %u", host == 0 ? "" : ",",
			tcpsim_trace_host_name(trace, host), (unsigned)recording->hosts[host].isn_shift);
	g_string_append(words, ", modulo 2^32.");
	return g_string_free(words, FALSE);
}
