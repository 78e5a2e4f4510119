/* SPDX-License-Identifier: MIT */
/* Saved traces that are wrong, tests/record/invalid: NAME.json, and in NAME.expected where and what is said of it. */
#include <string.h>

#include <tcpsim/recording.h>

#include "tests/suite.h"
#include "tests/unit/scenario_files.h"

static GPtrArray *files;

START_TEST(a_wrong_trace_is_answered_to_the_letter)
{
	const char *path = g_ptr_array_index(files, _i);
	char *other = g_strdup_printf("%.*s.expected", (int)(strlen(path) - strlen(".json")), path);
	struct tcpsim_diagnostics *diagnostics = NULL;
	const struct tcpsim_diagnostic *first;
	struct tcpsim_recording **recordings;
	char *text, *expected, *said;
	gsize n;

	ck_assert(g_file_get_contents(path, &text, &n, NULL));
	ck_assert_msg(g_file_get_contents(other, &expected, NULL, NULL), "%s is missing", other);
	recordings = tcpsim_recordings_read(text, n, "case.json", &diagnostics);
	ck_assert_msg(recordings == NULL, "%s is taken for right", path);
	ck_assert_uint_eq(tcpsim_diagnostics_n(diagnostics), 1);
	first = tcpsim_diagnostics_get(diagnostics, 0);
	said = g_strdup_printf("%u:%u: %s\n", first->line, first->column, first->words);
	ck_assert_msg(strcmp(said, expected) == 0, "%s\nsaid:     %sexpected: %s", path, said, expected);
	g_free(said);
	g_free(expected);
	g_free(text);
	g_free(other);
	tcpsim_diagnostics_free(diagnostics);
}
END_TEST

START_TEST(there_are_wrong_traces)
{
	ck_assert_uint_gt(files->len, 70);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("invalid saved traces");
	TCase *tcase = tcase_create("diagnostics");
	int status;

	files = scenario_files_find("tests/record/invalid", ".json");
	tcase_add_test(tcase, there_are_wrong_traces);
	tcase_add_loop_test(tcase, a_wrong_trace_is_answered_to_the_letter, 0, (int)files->len);
	suite_add_tcase(suite, tcase);
	status = suite_run(suite);
	g_ptr_array_free(files, TRUE);
	return status;
}
