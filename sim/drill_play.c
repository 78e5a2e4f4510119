/* SPDX-License-Identifier: MIT */
#include "sim/drill.h"

/* What there is to say of a text, as lines for stderr; NULL for nothing. */
static char *
lines_of(const struct tcpsim_diagnostics *diagnostics)
{
	GString *lines = g_string_new(NULL);

	for (size_t i = 0; i < tcpsim_diagnostics_n(diagnostics); i++) {
		char *text = tcpsim_diagnostics_format(diagnostics, i);

		g_string_append(lines, text);
		if (!g_str_has_suffix(text, "\n"))
			g_string_append_c(lines, '\n');
		g_free(text);
	}
	return g_string_free(lines, lines->len == 0);
}

static void
draw(const struct drill_request *request, const struct tcpsim_drill_result *result, struct drill_outcome *outcome)
{
	struct tcpsim_ladder_options options = request->ladder;
	bool is_drawn = request->ladders == LADDERS_ALWAYS ||
		(request->ladders == LADDERS_FAILED && outcome->ending != DRILL_PASSED);

	options.end_us = result->ended_us;
	if (is_drawn)
		outcome->ladder = tcpsim_render_ladder(tcpsim_drill_trace(result), &options);
}

/* Words in one line, though a construct that they name may have gone over several. */
static char *
one_line(const char *words)
{
	char **lines = words != NULL ? g_strsplit(words, "\n", -1) : NULL;
	char *line = NULL;

	for (char **part = lines; part != NULL && *part != NULL; part++)
		g_strstrip(*part);
	if (lines != NULL)
		line = g_strjoinv(" ", lines);
	g_strfreev(lines);
	return line;
}

/* Words and both sides of what was compared. */
static void
take_words(const struct tcpsim_drill_result *result, struct drill_outcome *outcome)
{
	outcome->line = result->line;
	outcome->words = one_line(result->words);
	outcome->field = g_strdup(result->field);
	outcome->expected = g_strdup(result->expected);
	outcome->got = g_strdup(result->got);
	outcome->expected_at = result->expected_at;
	outcome->expected_n = result->expected_n;
	outcome->got_at = result->got_at;
	outcome->got_n = result->got_n;
}

static void
run(const struct drill_request *request, const struct tcpsim_drill *drill, struct drill_outcome *outcome)
{
	struct tcpsim_drill_result *result = tcpsim_drill_run(drill, &request->options);

	switch (result->verdict) {
	case TCPSIM_DRILL_PASS:
		outcome->ending = DRILL_PASSED;
		break;
	case TCPSIM_DRILL_FAIL:
		outcome->ending = DRILL_FAILED;
		break;
	case TCPSIM_DRILL_SKIP:
		outcome->ending = DRILL_SKIPPED;
		break;
	}
	take_words(result, outcome);
	if (outcome->ending == DRILL_PASSED && result->code != NULL && !watch_stop) {
		outcome->ending = drill_python(request, result->code, &outcome->line, &outcome->words, &outcome->said);
		outcome->field = g_strdup(outcome->ending != DRILL_PASSED ? "code" : NULL);
	}
	draw(request, result, outcome);
	tcpsim_drill_result_free(result);
	if (watch_stop)
		outcome->ending = DRILL_CUT;
}

static void
play(const struct drill_request *request, struct drill_outcome *outcome)
{
	struct tcpsim_diagnostics *diagnostics = NULL;
	struct tcpsim_drill *drill;
	struct source source;

	if (!source_read(outcome->file, &source, &outcome->trouble)) {
		outcome->ending = watch_stop ? DRILL_CUT : DRILL_WRONG;
		return;
	}
	drill = tcpsim_drill_parse(source.text, source.n, source.file, &request->options, &diagnostics);
	outcome->trouble = lines_of(diagnostics);
	if (drill == NULL)
		outcome->ending = DRILL_WRONG;
	else if (!request->only_parses)
		run(request, drill, outcome);
	tcpsim_drill_free(drill);
	tcpsim_diagnostics_free(diagnostics);
	source_clear(&source);
}

struct drill_outcome *
drill_play(const struct drill_request *request, const char *file)
{
	struct drill_outcome *outcome = g_new0(struct drill_outcome, 1);
	int64_t began_us = g_get_monotonic_time();

	outcome->file = g_strdup(file);
	outcome->ending = DRILL_PASSED;
	if (watch_stop)
		outcome->ending = DRILL_CUT;
	else
		play(request, outcome);
	outcome->elapsed_us = g_get_monotonic_time() - began_us;
	return outcome;
}

void
drill_outcome_free(gpointer data)
{
	struct drill_outcome *outcome = data;

	g_free(outcome->file);
	g_free(outcome->trouble);
	g_free(outcome->words);
	g_free(outcome->field);
	g_free(outcome->expected);
	g_free(outcome->got);
	g_free(outcome->said);
	g_free(outcome->ladder);
	g_free(outcome);
}
