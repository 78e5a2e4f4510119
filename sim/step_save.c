/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "sim/step.h"

/* All invariants at once: what the branch breaks is said by lines of its own. */
static bool
is_about_all(const struct tcpsim_outcome *outcome)
{
	return g_str_has_prefix(outcome->text, "always invariants");
}

/* Turn a line of the scenario that is not so any more into a comment. */
static void
comment_out(char **lines, const struct tcpsim_outcome *outcome)
{
	char *line = lines[outcome->line - 1], *at = g_utf8_offset_to_pointer(line, outcome->column - 1);
	char *commented;

	if (strstr(line, "// not in this branch:") != NULL)
		return;
	commented = g_strdup_printf("%.*s// not in this branch: %s", (int)(at - line), line, at);
	g_free(line);
	lines[outcome->line - 1] = commented;
}

/* Whether a line expects that an invariant breaks. */
static bool
is_expected_broken(const struct tcpsim_recording *recording, const char *invariant)
{
	char *line = g_strdup_printf("expect invariant %s broken", invariant);
	bool is = false;

	for (size_t i = 0; i < recording->n_outcomes && !is; i++)
		is = g_str_has_prefix(recording->outcomes[i].text, line);
	g_free(line);
	return is;
}

/* Say what breaks, so that `always invariants` is about all others. */
static void
append_broken(const struct stepper *stepper, GString *text)
{
	const struct world *world = step_world(stepper);

	for (int i = 0; i < TCPSIM_N_INVARIANTS; i++) {
		const char *name = tcpsim_invariant_name((enum tcpsim_invariant)i);
		char *line, *only;

		if (!world->recording->invariants[i].is_broken || is_expected_broken(world->recording, name))
			continue;
		line = g_strdup_printf("expect invariant %s broken", name);
		only = tcpsim_scenario_only_in(world->scenario, stepper->the_case, line);
		g_string_append(text, only);
		g_free(only);
		g_free(line);
	}
}

/* The branch as a text; *n_gone gets how many lines of the scenario are comments now. Free with g_free(). */
static char *
compose(const struct stepper *stepper, size_t *n_gone)
{
	const struct world *base = g_ptr_array_index(stepper->worlds, 0), *world = step_world(stepper);
	char **lines = g_strsplit(tcpsim_scenario_text(base->scenario), "\n", -1), *joined;
	guint n_lines = g_strv_length(lines);
	bool breaks = false;
	GString *text;

	*n_gone = 0;
	for (size_t i = 0; i < world->recording->n_outcomes; i++) {
		const struct tcpsim_outcome *outcome = &world->recording->outcomes[i];

		if (outcome->verdict == TCPSIM_PASS || outcome->line == 0 || outcome->line >= n_lines)
			continue;
		if (is_about_all(outcome)) {
			breaks = true;
			continue;
		}
		comment_out(lines, outcome);
		++*n_gone;
	}
	joined = g_strjoinv("\n", lines);
	text = g_string_new(joined);
	g_string_append(text, "\n// A branch, made by tcpsim step:\n");
	if (stepper->options.has_seed)
		g_string_append_printf(
			text, "// run it with --seed %" G_GUINT64_FORMAT "\n", (guint64)stepper->options.seed);
	if (stepper->options.isn_wrap)
		g_string_append(text, "// run it with --isn-wrap\n");
	g_string_append(text, world->text + base->n);
	if (breaks)
		append_broken(stepper, text);
	g_free(joined);
	g_strfreev(lines);
	return g_string_free(text, FALSE);
}

static int
write_text(FILE *file, const void *data)
{
	return fputs(data, file) == EOF ? -1 : 0;
}

/* `saved branch.scn, 2 lines of the scenario are comments now; tcpsim run: PASS` */
static void
tell_saved(struct stepper *stepper, const char *path, const struct world *kept, size_t n_gone)
{
	GString *words = g_string_new(NULL);

	g_string_append_printf(words, "Saved as %s.", path);
	if (n_gone > 0)
		g_string_append_printf(words, " %zu %s of the scenario %s not come true in this branch, and %s now.",
			n_gone, n_gone == 1 ? "line" : "lines", n_gone == 1 ? "does" : "do",
			n_gone == 1 ? "is a comment" : "are comments");
	if (kept->recording->verdict != TCPSIM_PASS)
		g_string_append(words, " As it is, it does not pass.");
	step_put(stepper, "", words->str, STEP_PLAIN);
	g_string_free(words, TRUE);
}

bool
step_do_save(struct stepper *stepper, char **words, const char *rest)
{
	struct world *kept;
	size_t n_gone = 0;
	char *text;
	bool is_saved;

	if (words[0] == NULL)
		return step_refuse(stepper, "save takes the name of a file");
	if (stepper->worlds->len == 1)
		return step_refuse(stepper, "there is no branch to be saved: drop, hold, do and the like make one");
	if (keep_is_same(rest, stepper->source.path))
		return step_refuse(stepper, "%s is the scenario itself", rest);
	text = compose(stepper, &n_gone);
	kept = step_world_run(stepper, text, strlen(text));
	is_saved = kept != NULL && keep_file(rest, write_text, text);
	if (is_saved)
		tell_saved(stepper, rest, kept, n_gone);
	else
		stepper->has_erred = true;
	if (kept != NULL)
		step_world_free(kept);
	g_free(text);
	return is_saved;
}
