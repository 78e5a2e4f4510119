/* SPDX-License-Identifier: MIT */
/*
 * Some scripts of the corpus, with each token in turn removed, doubled, or misspelt by one letter: they are parsed and
 * played, or refused with a place in the text and a sentence. Nothing crashes.
 */
#include <tcpsim/drill.h>

#include "tests/suite.h"
#include "tests/unit/damage.h"
#include "tests/unit/scenario_files.h"

/* One script in so many is damaged, and one in so many that are still right is played: there are many of them. */
#define DAMAGED_IN 4
#define PLAYED_IN 20

static GPtrArray *files;

struct tally {
	unsigned refused, parsed;
};

static void
play(const struct tcpsim_drill *drill)
{
	struct tcpsim_drill_options options = { .has_python = true };
	struct tcpsim_drill_result *result = tcpsim_drill_run(drill, &options);

	ck_assert((result->verdict == TCPSIM_DRILL_PASS) == (result->words == NULL));
	ck_assert((result->verdict == TCPSIM_DRILL_PASS) == (result->line == 0));
	tcpsim_drill_result_free(result);
}

static void
try_text(const char *text, unsigned number, void *data)
{
	struct tcpsim_drill_options options = { .profile = number % 2 == 0 ? "linux" : "freebsd" };
	struct tcpsim_diagnostics *diagnostics = NULL;
	struct tcpsim_drill *drill = tcpsim_drill_parse(text, strlen(text), "damaged.pkt", &options, &diagnostics);
	struct tally *tally = data;

	for (size_t i = 0; i < tcpsim_diagnostics_n(diagnostics); i++)
		damage_check_diagnostic(diagnostics, i, text, "damaged.pkt");
	if (drill == NULL)
		ck_assert_msg(tcpsim_diagnostics_n(diagnostics) > 0, "refused without a word:\n%s", text);
	else if (number % PLAYED_IN == 0)
		play(drill);
	tally->refused += drill == NULL;
	tally->parsed += drill != NULL;
	tcpsim_drill_free(drill);
	tcpsim_diagnostics_free(diagnostics);
}

START_TEST(a_damaged_script_is_played_or_refused_with_a_place)
{
	struct tally tally = { 0, 0 };
	char *text;

	ck_assert(g_file_get_contents(g_ptr_array_index(files, _i * DAMAGED_IN), &text, NULL, NULL));
	damage_each_token(text, (unsigned)_i, try_text, &tally);
	if (strstr(g_ptr_array_index(files, _i * DAMAGED_IN), "/invalid/") == NULL)
		ck_assert_uint_gt(tally.parsed, 0);
	g_free(text);
}
END_TEST

START_TEST(there_are_scripts)
{
	ck_assert_uint_gt(files->len, 40);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("damaged packetdrill scripts");
	TCase *tcase = tcase_create("damage");
	int status;

	files = scenario_files_find("tests/packetdrill", ".pkt");
	tcase_set_timeout(tcase, 300);
	tcase_add_test(tcase, there_are_scripts);
	tcase_add_loop_test(
		tcase, a_damaged_script_is_played_or_refused_with_a_place, 0, (int)(files->len / DAMAGED_IN));
	suite_add_tcase(suite, tcase);
	status = suite_run(suite);
	g_ptr_array_free(files, TRUE);
	return status;
}
