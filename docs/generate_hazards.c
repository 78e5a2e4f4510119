/* SPDX-License-Identifier: MIT */
/*
 * Write docs/hazards.md: explore the hazards, and tell what came of it.
 *
 *     generate_hazards docs/scenarios/hazard/NAME.scn ... >docs/hazards.md
 *
 * Fails if one of them is not as it expects itself.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include <tcpsim/tcpsim.h>

/* Of a file: its rows of the table, and its section. */
struct hazard {
	const char *path;
	char *name; /* `08-time-wait-assassination` */
	char *text;
	struct tcpsim_scenario *scenario;
	GString *rows, *section;
};

static void
fail(const struct hazard *hazard, const char *words)
{
	fprintf(stderr, "generate_hazards: %s: %s\n", hazard->path, words);
	exit(EXIT_FAILURE);
}

static struct tcpsim_scenario *
parse(const struct hazard *hazard, const char *text)
{
	struct tcpsim_diagnostics *diagnostics = NULL;
	struct tcpsim_scenario *scenario = tcpsim_scenario_parse(text, strlen(text), hazard->path, &diagnostics);

	for (size_t i = 0; i < tcpsim_diagnostics_n(diagnostics); i++) {
		char *line = tcpsim_diagnostics_format(diagnostics, i);

		fprintf(stderr, "%s\n", line);
		g_free(line);
	}
	tcpsim_diagnostics_free(diagnostics);
	if (scenario == NULL)
		fail(hazard, "no scenario");
	return scenario;
}

/* `1,234`. */
static void
add_number(GString *to, uint64_t n)
{
	if (n >= 1000) {
		add_number(to, n / 1000);
		g_string_append_printf(to, ",%03u", (unsigned)(n % 1000));
	} else {
		g_string_append_printf(to, "%u", (unsigned)n);
	}
}

static void
add_count(GString *to, uint64_t n, const char *noun)
{
	add_number(to, n);
	g_string_append_printf(to, " %s%s", noun, n == 1 ? "" : "s");
}

static const char *
broken_name(const struct tcpsim_explore_result *result)
{
	return tcpsim_invariant_name((enum tcpsim_invariant)result->broken);
}

/* Whether it ended as the scenario expects, which must expect something. */
static bool
is_as_expected(const struct tcpsim_expected *expected, const struct tcpsim_explore_result *result)
{
	if (!expected->is_said || result->verdict == TCPSIM_EXPLORE_UNFINISHED)
		return false;
	if (!expected->is_broken)
		return result->verdict == TCPSIM_EXPLORE_HOLDS;
	return result->verdict == TCPSIM_EXPLORE_BROKEN && result->broken == expected->invariant &&
		(expected->events == 0 || expected->events == result->n_steps);
}

/* The counterexample as the run that it is. */
static void
add_ladder(struct hazard *hazard, size_t the_case, const struct tcpsim_explore_world *world,
	const struct tcpsim_explore_result *result)
{
	const struct tcpsim_run_options run_options = { .isn_wrap = false };
	struct tcpsim_ladder_options options = { .hides_lines = true };
	char *text = tcpsim_scenario_counterexample(hazard->scenario, the_case, world, result), *ladder;
	struct tcpsim_scenario *replayed = parse(hazard, text);
	struct tcpsim_run *run = tcpsim_scenario_run(replayed, 0, &run_options);

	if (tcpsim_run_verdict(run) != TCPSIM_PASS)
		fail(hazard, "the counterexample does not replay");
	options.end_us = tcpsim_run_end_us(run);
	ladder = tcpsim_render_ladder(tcpsim_run_trace(run), &options);
	g_string_append_printf(hazard->section, "\n```\n%s```\n", ladder);
	g_free(ladder);
	tcpsim_run_free(run);
	tcpsim_scenario_free(replayed);
	g_free(text);
}

/* What a flaw of either host is, in the words of its registry. */
static void
add_flaws(GString *to, const struct tcpsim_explore_world *world)
{
	for (int i = TCPSIM_FLAW_NONE + 1; i < TCPSIM_N_FLAWS; i++) {
		enum tcpsim_flaw flaw = (enum tcpsim_flaw)i;

		if (((world->hosts[0].policy.flaws | world->hosts[1].policy.flaws) & tcpsim_flaw_set(flaw)) != 0)
			g_string_append_printf(
				to, "\nThe mistake: %s (%s)\n", tcpsim_flaw_words(flaw), tcpsim_flaw_source(flaw));
	}
}

static void
add_broken(struct hazard *hazard, const struct tcpsim_explore_result *result)
{
	GString *to = hazard->section;
	unsigned n_faults = 0;

	for (size_t i = 0; i < result->n_steps; i++) {
		enum tcpsim_explore_event event = result->steps[i].event;

		n_faults += event == TCPSIM_EXPLORE_LOSS || event == TCPSIM_EXPLORE_COPY ||
			event == TCPSIM_EXPLORE_FORGERY || event == TCPSIM_EXPLORE_CRASH;
	}
	g_string_append_printf(to, "`%s` breaks in ", broken_name(result));
	add_count(to, result->n_steps, "event");
	if (n_faults > 0)
		g_string_append_printf(to, ", %u of them %s", n_faults, n_faults == 1 ? "a fault" : "faults");
	if (result->loop < result->n_steps)
		g_string_append_printf(to, ": %zu lead to a cycle of %zu that can go on for ever", result->loop,
			result->n_steps - result->loop);
	g_string_append(to, "; no shorter order of events breaks it.\n");
}

static void
add_holds(struct hazard *hazard, const struct tcpsim_explore_result *result)
{
	GString *to = hazard->section;

	g_string_append(to, "holds, in ");
	add_count(to, result->states, "state");
	g_string_append(to, " and ");
	add_count(to, result->transitions, "transition");
	g_string_append_printf(to, ", to a depth of %u events", (unsigned)result->depth);
	if (result->cut > 0) {
		g_string_append(to, "; ");
		add_count(to, result->cut, "transition");
		g_string_append(to, " would have gone beyond a bound");
	}
	g_string_append(to, ".\n");
}

/* `| [08](...) | ... | off | time-wait-full breaks | 12 | 1,234 | 5,678 |`. */
static void
add_row(struct hazard *hazard, size_t the_case, const struct tcpsim_explore_result *result)
{
	bool is_broken = result->verdict == TCPSIM_EXPLORE_BROKEN;
	const char *title = tcpsim_scenario_title(hazard->scenario), *colon = strstr(title, ": ");
	GString *to = hazard->rows;

	g_string_append_printf(to, "| [%.*s](scenarios/hazard/%s.scn) | %s | %s | ", (int)strcspn(hazard->name, "-"),
		hazard->name, hazard->name, colon != NULL ? colon + 2 : title,
		tcpsim_scenario_case_name(hazard->scenario, the_case));
	if (is_broken)
		g_string_append_printf(to, "`%s` breaks | %zu | ", broken_name(result), result->n_steps);
	else
		g_string_append(to, "holds | | ");
	add_number(to, result->states);
	g_string_append(to, " | ");
	add_number(to, result->transitions);
	g_string_append(to, " |\n");
}

static void
explore_case(struct hazard *hazard, size_t the_case)
{
	const struct tcpsim_explore_options options = { .threads = g_get_num_processors() };
	struct tcpsim_expected expected = tcpsim_scenario_expected(hazard->scenario, the_case);
	const char *name = tcpsim_scenario_case_name(hazard->scenario, the_case);
	struct tcpsim_diagnostics *diagnostics = NULL;
	const struct tcpsim_explore_result *result;
	struct tcpsim_explore_world world;
	struct tcpsim_explore *explore;

	if (!tcpsim_scenario_world(hazard->scenario, the_case, &world, &diagnostics))
		fail(hazard, "cannot be explored");
	tcpsim_diagnostics_free(diagnostics);
	explore = tcpsim_explore_new(&world, &options);
	if (explore == NULL)
		fail(hazard, "there is no memory");
	result = tcpsim_explore_run(explore);
	if (!is_as_expected(&expected, result))
		fail(hazard, "not as it expects itself: see tcpsim explore");
	add_row(hazard, the_case, result);
	g_string_append_printf(hazard->section, "\n%s%s%s", *name != '\0' ? "**" : "The exploration", name,
		*name != '\0' ? "**: " : ": ");
	if (result->verdict == TCPSIM_EXPLORE_BROKEN) {
		add_broken(hazard, result);
		add_flaws(hazard->section, &world);
		add_ladder(hazard, the_case, &world, result);
	} else {
		add_holds(hazard, result);
	}
	tcpsim_explore_free(explore);
}

/* Title, notes, and the scenario itself, which has the bounds. */
static void
add_head(struct hazard *hazard)
{
	const char *title = tcpsim_scenario_title(hazard->scenario);
	char **lines = g_strsplit(hazard->text, "\n", -1);
	bool is_body = false;

	g_string_append_printf(hazard->section, "\n## %s\n", title);
	for (size_t i = 0; i < tcpsim_scenario_n_notes(hazard->scenario); i++)
		g_string_append_printf(hazard->section, "\n%s\n", tcpsim_scenario_note(hazard->scenario, i));
	g_string_append(hazard->section, "\n```\n");
	for (char **line = lines; *line != NULL; line++) {
		is_body = is_body || g_str_has_prefix(*line, "host ");
		if (is_body && (**line != '\0' || line[1] != NULL))
			g_string_append_printf(hazard->section, "%s\n", *line);
	}
	g_string_append(hazard->section, "```\n");
	g_strfreev(lines);
}

static void
explore_file(const char *path, GString *rows, GString *sections)
{
	struct hazard hazard = { .path = path, .rows = rows, .section = sections };
	char *file = g_path_get_basename(path);

	hazard.name = g_strndup(file, strcspn(file, "."));
	if (!g_file_get_contents(path, &hazard.text, NULL, NULL))
		fail(&hazard, "cannot be read");
	hazard.scenario = parse(&hazard, hazard.text);
	add_head(&hazard);
	for (size_t i = 0; i < tcpsim_scenario_n_cases(hazard.scenario); i++)
		explore_case(&hazard, i);
	tcpsim_scenario_free(hazard.scenario);
	g_free(hazard.text);
	g_free(hazard.name);
	g_free(file);
}

int
main(int argc, char **argv)
{
	GString *rows = g_string_new(NULL), *sections = g_string_new(NULL);

	for (int i = 1; i < argc; i++)
		explore_file(argv[i], rows, sections);
	puts("# Ways in which connections break\n");
	puts("Generated by `make docs` from the scenarios in `docs/scenarios/hazard`: edit those.\n");
	puts("Each is explored in every order of events that its `allow` lines have bounds for: once with what breaks it, a");
	puts("policy or a mistake made on purpose (`set flaw NAME`), and once as TCP is. What breaks does so in the least");
	puts("number of events: a call, an arrival, a timer, a loss, a copy, a crash, a restart, or one MSL that passes. The");
	puts("ladders are runs of the counterexamples. `tcpsim explore NAME` tells the same, and `-o FILE` keeps one.\n");
	puts("| # | hazard | case | verdict | events | states | transitions |");
	puts("|---|---|---|---|---|---|---|");
	printf("%s%s", rows->str, sections->str);
	g_string_free(rows, TRUE);
	g_string_free(sections, TRUE);
	return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
