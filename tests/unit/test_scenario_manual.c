/* SPDX-License-Identifier: MIT */
/* docs/tcpsim-scenario.5 names everything that the language has, and its examples do what they say. */
#include <tcpsim/engine.h>
#include <tcpsim/exploration.h>
#include <tcpsim/watcher.h>
#include <tcpsim/policy.h>
#include <tcpsim/scenario.h>
#include <tcpsim/state.h>
#include <tcpsim/tcb.h>
#include <tcpsim/trace.h>

#include "tests/suite.h"
#include "tests/unit/scenario_files.h"

/* The page, with `\-` written as `-`. */
static char *page;

static char *
read_page(void)
{
	const char *tree = g_getenv("TCPSIM_SRCDIR");
	char *path = g_build_filename(tree != NULL ? tree : ".", "docs", "tcpsim-scenario.5", NULL);
	char *text = NULL;
	char **parts;

	if (g_file_get_contents(path, &text, NULL, NULL)) {
		parts = g_strsplit(text, "\\-", -1);
		g_free(text);
		text = g_strjoinv("-", parts);
		g_strfreev(parts);
	}
	g_free(path);
	return text;
}

/* Whether the page has the word, not as a part of a longer one. */
static gboolean
has_word(const char *word)
{
	size_t n = strlen(word);

	for (const char *at = strstr(page, word); at != NULL; at = strstr(at + 1, word))
		if (!g_ascii_isalnum(at[n]) && at[n] != '-' && at > page && !g_ascii_isalnum(at[-1]) && at[-1] != '-')
			return TRUE;
	return FALSE;
}

static void
needs(const char *word)
{
	ck_assert_msg(has_word(word), "the page says nothing of %s", word);
}

START_TEST(the_page_has_all_settings)
{
	size_t n;
	const struct tcpsim_setting *settings = tcpsim_settings(&n);

	for (size_t i = 0; i < n; i++) {
		needs(settings[i].name);
		for (size_t j = 0; j < sizeof(settings[i].choices) / sizeof(settings[i].choices[0]) && settings[i].choices[j][0] != '\0'; j++)
			needs(settings[i].choices[j]);
	}
}
END_TEST

START_TEST(the_page_has_all_flaws)
{
	for (int i = 0; i < TCPSIM_N_FLAWS; i++) {
		needs(tcpsim_flaw_name((enum tcpsim_flaw)i));
		ck_assert_msg(strstr(page, tcpsim_flaw_words((enum tcpsim_flaw)i)) != NULL,
			"the page says something else of %s", tcpsim_flaw_name((enum tcpsim_flaw)i));
	}
}
END_TEST

START_TEST(the_page_has_all_profiles)
{
	size_t n;
	const struct tcpsim_profile *profiles = tcpsim_profiles(&n);

	for (size_t i = 0; i < n; i++)
		needs(profiles[i].name);
}
END_TEST

START_TEST(the_page_has_all_names)
{
	for (int i = 0; i < TCPSIM_N_STATES; i++)
		needs(tcpsim_state_name((enum tcpsim_state)i));
	for (int i = 0; i < TCPSIM_N_KINDS; i++)
		needs(tcpsim_kind_name((enum tcpsim_kind)(1 << i)));
	for (int i = 0; i < TCPSIM_N_ERRORS; i++)
		needs(tcpsim_error_name((enum tcpsim_error)i));
	for (int i = 0; i < TCPSIM_N_TIMERS; i++)
		needs(tcpsim_timer_name((enum tcpsim_timer)i));
	for (int i = 0; i < TCPSIM_N_INVARIANTS; i++)
		needs(tcpsim_invariant_name((enum tcpsim_invariant)i));
}
END_TEST

/* An example of an exploration comes out as it says. */
static void
explore(const struct tcpsim_scenario *scenario, size_t the_case)
{
	struct tcpsim_expected expected = tcpsim_scenario_expected(scenario, the_case);
	struct tcpsim_explore_options options = { .threads = 1 };
	const struct tcpsim_explore_result *result;
	struct tcpsim_diagnostics *diagnostics;
	struct tcpsim_explore_world world;
	struct tcpsim_explore *exploration;

	ck_assert(tcpsim_scenario_world(scenario, the_case, &world, &diagnostics));
	exploration = tcpsim_explore_new(&world, &options);
	result = tcpsim_explore_run(exploration);
	ck_assert(expected.is_said);
	ck_assert_int_eq(result->verdict, expected.is_broken ? TCPSIM_EXPLORE_BROKEN : TCPSIM_EXPLORE_HOLDS);
	if (expected.is_broken) {
		ck_assert_int_eq(result->broken, expected.invariant);
		if (expected.events != 0)
			ck_assert_uint_eq(result->n_steps, expected.events);
	}
	tcpsim_explore_free(exploration);
	tcpsim_diagnostics_free(diagnostics);
}

static void
check_example(const char *text)
{
	struct tcpsim_diagnostics *diagnostics;
	struct tcpsim_scenario *scenario = tcpsim_scenario_parse(text, strlen(text), "page", &diagnostics);

	ck_assert_msg(tcpsim_diagnostics_n(diagnostics) == 0, "%s", tcpsim_diagnostics_format(diagnostics, 0));
	for (size_t i = 0; i < tcpsim_scenario_n_cases(scenario); i++) {
		struct tcpsim_run *run = tcpsim_scenario_run(scenario, i, NULL);

		for (size_t j = 0; j < tcpsim_run_n_outcomes(run); j++)
			ck_assert_msg(tcpsim_run_outcome(run, j)->verdict == TCPSIM_PASS, "%s: %s",
				tcpsim_run_outcome(run, j)->text, tcpsim_run_outcome(run, j)->words);
		tcpsim_run_free(run);
		if (tcpsim_scenario_is_explored(scenario))
			explore(scenario, i);
	}
	tcpsim_scenario_free(scenario);
	tcpsim_diagnostics_free(diagnostics);
}

START_TEST(the_examples_of_the_page_pass)
{
	char **blocks = g_strsplit(page, "\n.nf\n", -1);
	unsigned n = 0;

	for (size_t i = 1; blocks[0] != NULL && blocks[i] != NULL; i++) {
		char *end = strstr(blocks[i], ".fi\n");

		ck_assert_ptr_nonnull(end);
		*end = '\0';
		if (!g_str_has_prefix(g_strchug(blocks[i]), "scenario "))
			continue;
		check_example(blocks[i]);
		n++;
	}
	ck_assert_uint_ge(n, 4);
	g_strfreev(blocks);
}
END_TEST

#define PLAIN_WORLD "scenario \"s\"\nhost client isn 100\nhost server isn 300\nlink client <-> server delay 50ms\n" \
	"at 0s server listen 80\nat 1s client connect server:80\nat 2s client close\nat 3s server close\n"
#define BREAKS_WHEN_OFF(name) "in off {\nexpect exploration breaks " name "\n}\nin on {\nexpect exploration holds\n}\n"

/* RFC 1337, 2: an old segment in TIME-WAIT is the end of it; 3.6: nothing in RFC 9293 ends FIN-WAIT-2. */
START_TEST(plain_worlds_break_as_the_page_says)
{
	ck_assert_ptr_nonnull(strstr(page, "\n.B set rfc1337 on\n"));
	check_example(PLAIN_WORLD "allow in-flight 2\nvary rfc1337: off, on\nalways invariants\n"
		BREAKS_WHEN_OFF("time-wait-full"));
	ck_assert_ptr_nonnull(strstr(page, "\n.B set keepalive on\n"));
	check_example(PLAIN_WORLD "allow in-flight 2\nallow crash client\nvary keepalive: off, on\n"
		"always invariant no-silent-stall\n" BREAKS_WHEN_OFF("no-silent-stall"));
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("the page on scenarios");
	TCase *tcase = tcase_create("page");
	int status;

	page = read_page();
	if (page == NULL)
		return EXIT_FAILURE;
	tcase_add_test(tcase, the_page_has_all_settings);
	tcase_add_test(tcase, the_page_has_all_flaws);
	tcase_add_test(tcase, the_page_has_all_profiles);
	tcase_add_test(tcase, the_page_has_all_names);
	tcase_add_test(tcase, the_examples_of_the_page_pass);
	tcase_add_test(tcase, plain_worlds_break_as_the_page_says);
	suite_add_tcase(suite, tcase);
	status = suite_run(suite);
	g_free(page);
	return status;
}
