/* SPDX-License-Identifier: MIT */
/* Scripts that are wrong, tests/packetdrill/invalid: each says in its first line where, and what is said of it. */
#include <tcpsim/drill.h>

#include "tests/suite.h"
#include "tests/unit/scenario_files.h"

static GPtrArray *files;

/* `// error: 2:7: words` -> `2:7: words` */
static char *
expected_of(const char *text)
{
	static const char mark[] = "// error: ";

	ck_assert_msg(g_str_has_prefix(text, mark), "no %s in: %s", mark, text);
	return g_strndup(text + strlen(mark), strcspn(text + strlen(mark), "\n"));
}

START_TEST(a_wrong_script_is_answered_to_the_letter)
{
	const char *path = g_ptr_array_index(files, _i);
	struct tcpsim_diagnostics *diagnostics = NULL;
	const struct tcpsim_diagnostic *first;
	struct tcpsim_drill *drill;
	char *text, *expected, *said;
	gsize n;

	ck_assert(g_file_get_contents(path, &text, &n, NULL));
	expected = expected_of(text);
	drill = tcpsim_drill_parse(text, n, "case.pkt", NULL, &diagnostics);
	ck_assert_msg(drill == NULL, "%s is taken for right", path);
	ck_assert_uint_gt(tcpsim_diagnostics_n(diagnostics), 0);
	first = tcpsim_diagnostics_get(diagnostics, 0);
	said = g_strdup_printf("%u:%u: %s", first->line, first->column, first->words);
	ck_assert_msg(strcmp(said, expected) == 0, "%s\nsaid:     %s\nexpected: %s", path, said, expected);
	g_free(said);
	g_free(expected);
	g_free(text);
	tcpsim_diagnostics_free(diagnostics);
}
END_TEST

START_TEST(there_are_wrong_scripts)
{
	ck_assert_uint_gt(files->len, 40);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("invalid packetdrill scripts");
	TCase *tcase = tcase_create("diagnostics");
	int status;

	files = scenario_files_find("tests/packetdrill/invalid", ".pkt");
	tcase_add_test(tcase, there_are_wrong_scripts);
	tcase_add_loop_test(tcase, a_wrong_script_is_answered_to_the_letter, 0, (int)files->len);
	suite_add_tcase(suite, tcase);
	status = suite_run(suite);
	g_ptr_array_free(files, TRUE);
	return status;
}
