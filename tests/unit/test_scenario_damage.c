/* SPDX-License-Identifier: MIT */
/*
 * Every shipped scenario, with each token of each line in turn removed, doubled, or misspelt by one letter: it runs,
 * or it is refused with a place in the text and a sentence. It never crashes. What an exploration would take of it is
 * right, or refused in the same way.
 */
#include <tcpsim/exploration.h>
#include <tcpsim/scenario.h>

#include "tests/suite.h"
#include "tests/unit/damage.h"
#include "tests/unit/scenario_files.h"

static GPtrArray *files;

/* What came of one damaged file. */
struct tally {
	unsigned refused, ran;
};

static void
run_case(const struct tcpsim_scenario *scenario, size_t the_case)
{
	struct tcpsim_run *run = tcpsim_scenario_run(scenario, the_case, NULL);

	ck_assert_ptr_nonnull(run);
	tcpsim_run_free(run);
}

static void
take_world(const struct tcpsim_scenario *scenario, size_t the_case, const char *text)
{
	struct tcpsim_explore_world world;
	struct tcpsim_diagnostics *diagnostics;
	bool is_good = tcpsim_scenario_world(scenario, the_case, &world, &diagnostics);

	ck_assert(is_good == (tcpsim_diagnostics_n(diagnostics) == 0));
	for (size_t i = 0; i < tcpsim_diagnostics_n(diagnostics); i++)
		damage_check_diagnostic(diagnostics, i, text, "damaged.scn");
	if (is_good)
		ck_assert_ptr_null(tcpsim_explore_world_check(&world));
	tcpsim_diagnostics_free(diagnostics);
}

/* Parse a damaged text; run the case that its number picks. */
static void
try_text(const char *text, unsigned number, void *data)
{
	struct tally *tally = data;
	struct tcpsim_diagnostics *diagnostics = NULL;
	struct tcpsim_scenario *scenario = tcpsim_scenario_parse(text, strlen(text), "damaged.scn", &diagnostics);

	for (size_t i = 0; i < tcpsim_diagnostics_n(diagnostics); i++)
		damage_check_diagnostic(diagnostics, i, text, "damaged.scn");
	if (scenario == NULL) {
		ck_assert_msg(tcpsim_diagnostics_n(diagnostics) > 0, "refused without a word:\n%s", text);
		tally->refused++;
	} else {
		run_case(scenario, number % tcpsim_scenario_n_cases(scenario));
		take_world(scenario, number % tcpsim_scenario_n_cases(scenario), text);
		tally->ran++;
	}
	tcpsim_scenario_free(scenario);
	tcpsim_diagnostics_free(diagnostics);
}

START_TEST(a_damaged_scenario_runs_or_is_refused_with_a_place)
{
	struct tally tally = { 0, 0 };
	char *text;

	ck_assert(g_file_get_contents(g_ptr_array_index(files, _i), &text, NULL, NULL));
	damage_each_token(text, (unsigned)_i, try_text, &tally);
	ck_assert_uint_gt(tally.refused, 0);
	ck_assert_uint_gt(tally.ran, 0);
	g_free(text);
}
END_TEST

START_TEST(there_are_scenarios)
{
	ck_assert_uint_gt(files->len, 4);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("damaged scenarios");
	TCase *tcase = tcase_create("damage");
	int status;

	files = scenario_files_find("docs/scenarios", ".scn");
	tcase_set_timeout(tcase, 300);
	tcase_add_test(tcase, there_are_scenarios);
	tcase_add_loop_test(tcase, a_damaged_scenario_runs_or_is_refused_with_a_place, 0, (int)files->len);
	suite_add_tcase(suite, tcase);
	status = suite_run(suite);
	g_ptr_array_free(files, TRUE);
	return status;
}
