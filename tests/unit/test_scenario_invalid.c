/* SPDX-License-Identifier: MIT */
/* Scenarios that are wrong, one folder each in tests/scenarios/invalid: what is said of them, to the letter. */
#include <tcpsim/scenario.h>

#include "tests/suite.h"
#include "tests/unit/scenario_files.h"

static GPtrArray *files;

static char *
all_diagnostics(const struct tcpsim_diagnostics *list)
{
	GString *out = g_string_new(NULL);

	for (size_t i = 0; i < tcpsim_diagnostics_n(list); i++) {
		char *one = tcpsim_diagnostics_format(list, i);

		g_string_append(out, one);
		g_free(one);
	}
	return g_string_free(out, FALSE);
}

START_TEST(a_wrong_scenario_is_answered_to_the_letter)
{
	const char *path = g_ptr_array_index(files, _i);
	char *folder = g_path_get_dirname(path);
	char *expected_path = g_build_filename(folder, "expected", NULL);
	struct tcpsim_diagnostics *diagnostics = NULL;
	struct tcpsim_scenario *scenario;
	char *text, *expected, *said;
	gsize n;

	ck_assert(g_file_get_contents(path, &text, &n, NULL));
	ck_assert_msg(g_file_get_contents(expected_path, &expected, NULL, NULL), "%s is missing", expected_path);
	scenario = tcpsim_scenario_parse(text, n, "case.scn", &diagnostics);
	said = all_diagnostics(diagnostics);
	ck_assert_msg(scenario == NULL, "%s is taken for right", path);
	ck_assert_msg(strcmp(said, expected) == 0, "%s\nsaid:\n%sexpected:\n%s", path, said, expected);
	tcpsim_diagnostics_free(diagnostics);
	g_free(said);
	g_free(expected);
	g_free(text);
	g_free(expected_path);
	g_free(folder);
}
END_TEST

START_TEST(there_are_wrong_scenarios)
{
	ck_assert_uint_gt(files->len, 50);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("invalid scenarios");
	TCase *tcase = tcase_create("diagnostics");
	int status;

	files = scenario_files_find("tests/scenarios/invalid", "case.scn");
	tcase_add_test(tcase, there_are_wrong_scenarios);
	tcase_add_loop_test(tcase, a_wrong_scenario_is_answered_to_the_letter, 0, (int)files->len);
	suite_add_tcase(suite, tcase);
	status = suite_run(suite);
	g_ptr_array_free(files, TRUE);
	return status;
}
