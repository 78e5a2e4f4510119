/* SPDX-License-Identifier: MIT */
/*
 * Scenarios that run, one folder each in tests/scenarios/valid. The file `expected` has a line for each case, its name
 * and its verdict, and below it what is said: outcomes that are no pass, and warnings. With numbers that wrap the
 * verdicts are the same.
 */
#include <tcpsim/scenario.h>

#include "tests/suite.h"
#include "tests/unit/scenario_files.h"

static GPtrArray *files;

static const char *const verdicts[] = {
	[TCPSIM_PASS] = "pass",
	[TCPSIM_FAIL] = "fail",
	[TCPSIM_INCONCLUSIVE] = "inconclusive",
};

static void
add_case(GString *said, const struct tcpsim_run *run, const char *name)
{
	const struct tcpsim_diagnostics *warnings = tcpsim_run_warnings(run);

	g_string_append_printf(said, "%s%s%s\n", name, name[0] == '\0' ? "" : ": ", verdicts[tcpsim_run_verdict(run)]);
	for (size_t i = 0; i < tcpsim_run_n_outcomes(run); i++) {
		const struct tcpsim_outcome *outcome = tcpsim_run_outcome(run, i);

		if (outcome->verdict != TCPSIM_PASS)
			g_string_append_printf(said, "case.scn:%u:%u: %s: %s\n", outcome->line, outcome->column,
				verdicts[outcome->verdict], outcome->words);
	}
	for (size_t i = 0; i < tcpsim_diagnostics_n(warnings); i++) {
		const struct tcpsim_diagnostic *warning = tcpsim_diagnostics_get(warnings, i);

		g_string_append_printf(
			said, "case.scn:%u:%u: warning: %s\n", warning->line, warning->column, warning->words);
	}
}

static void
run_case(const struct tcpsim_scenario *scenario, size_t i, GString *said)
{
	struct tcpsim_run_options wrapped = { .isn_wrap = true };
	struct tcpsim_run *run = tcpsim_scenario_run(scenario, i, NULL);
	struct tcpsim_run *wrapped_run = tcpsim_scenario_run(scenario, i, &wrapped);

	add_case(said, run, tcpsim_scenario_case_name(scenario, i));
	ck_assert_str_eq(verdicts[tcpsim_run_verdict(run)], verdicts[tcpsim_run_verdict(wrapped_run)]);
	ck_assert_ptr_eq(tcpsim_run_scenario(run), scenario);
	ck_assert_uint_eq(tcpsim_run_case(run), i);
	tcpsim_run_free(run);
	tcpsim_run_free(wrapped_run);
}

START_TEST(a_scenario_runs_as_it_should)
{
	const char *path = (const char *)g_ptr_array_index(files, _i);
	char *folder = g_path_get_dirname(path);
	char *expected_path = g_build_filename(folder, "expected", NULL);
	GString *said = g_string_new(NULL);
	struct tcpsim_diagnostics *diagnostics = NULL;
	struct tcpsim_scenario *scenario;
	char *text, *expected;
	gsize n;

	ck_assert(g_file_get_contents(path, &text, &n, NULL));
	ck_assert_msg(g_file_get_contents(expected_path, &expected, NULL, NULL), "%s is missing", expected_path);
	scenario = tcpsim_scenario_parse(text, n, "case.scn", &diagnostics);
	ck_assert_msg(
		scenario != NULL, "%s: %s", path, scenario != NULL ? "" : tcpsim_diagnostics_format(diagnostics, 0));
	for (size_t i = 0; i < tcpsim_scenario_n_cases(scenario); i++)
		run_case(scenario, i, said);
	ck_assert_msg(strcmp(said->str, expected) == 0, "%s\nsaid:\n%sexpected:\n%s", path, said->str, expected);
	tcpsim_diagnostics_free(diagnostics);
	tcpsim_scenario_free(scenario);
	g_string_free(said, TRUE);
	g_free(expected);
	g_free(text);
	g_free(expected_path);
	g_free(folder);
}
END_TEST

START_TEST(there_are_scenarios)
{
	ck_assert_uint_gt(files->len, 10);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("valid scenarios");
	TCase *tcase = tcase_create("runs");
	int status;

	files = scenario_files_find("tests/scenarios/valid", "case.scn");
	tcase_add_test(tcase, there_are_scenarios);
	tcase_add_loop_test(tcase, a_scenario_runs_as_it_should, 0, (int)files->len);
	suite_add_tcase(suite, tcase);
	status = suite_run(suite);
	g_ptr_array_unref(files);
	return status;
}
