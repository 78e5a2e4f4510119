/* SPDX-License-Identifier: MIT */
/*
 * Any octets whatever as a scenario: the parser refuses them with words and a place, or they run, and are explored if
 * they say so; a counterexample runs, too. A target for libFuzzer (compile with -fsanitize=fuzzer -DTCPSIM_LIBFUZZER),
 * and a program that tries the files and folders given to it, or else the corpus and all scenarios of the source tree.
 */
#include <stdlib.h>
#include <string.h>

#include <tcpsim/exploration.h>
#include <tcpsim/scenario.h>

#include "lib/scenario/ast.h"
#include "tests/fuzz/files.h"
#include "tests/fuzz/late.h"
#include "tests/fuzz/said.h"

/* A run is stopped after so long, cases beyond so many are not looked at. */
#define RUN_US 50000
#define MAX_CASES 4

/* Explored is no further than this. */
#define MAX_DEPTH 12
#define MAX_OCTETS (64 * 1024 * 1024)

static void
look_up(const struct tcpsim_scenario *scenario, size_t the_case)
{
	struct tcpsim_policy policy;

	for (size_t i = 0; i < scenario->n_hosts; i++)
		tcpsim_scn_policy(scenario, the_case, (uint16_t)i, &policy);
	assert(tcpsim_scenario_case_name(scenario, the_case) != NULL);
	for (size_t i = 0; i < scenario->n_lines; i++)
		tcpsim_scn_applies(scenario, the_case, scenario->lines[i]);
}

static void
run(const struct tcpsim_scenario *scenario, size_t the_case)
{
	struct tcpsim_run_options options = { .stop = &stop, .isn_wrap = the_case % 2 != 0 };
	struct tcpsim_run *run;

	set_alarm(RUN_US);
	run = tcpsim_scenario_run(scenario, the_case, &options);
	set_alarm(0);
	assert(run != NULL);
	tcpsim_run_free(run);
}

/* A counterexample is a scenario without a mistake, which runs. */
static void
replay(const struct tcpsim_scenario *scenario, size_t the_case, const struct tcpsim_explore_world *world,
	const struct tcpsim_explore_result *result)
{
	char *text = tcpsim_scenario_counterexample(scenario, the_case, world, result);
	struct tcpsim_diagnostics *diagnostics;
	struct tcpsim_scenario *replayed = tcpsim_scenario_parse(text, strlen(text), "fuzz.scn", &diagnostics);

	assert(replayed != NULL && tcpsim_diagnostics_n(diagnostics) == 0);
	run(replayed, 0);
	tcpsim_diagnostics_free(diagnostics);
	tcpsim_scenario_free(replayed);
	g_free(text);
}

static void
explore(const struct tcpsim_scenario *scenario, size_t the_case)
{
	struct tcpsim_explore_options options = {
		.memory_octets = MAX_OCTETS, .max_depth = MAX_DEPTH, .stop = &stop, .threads = 1
	};
	const struct tcpsim_explore_result *result;
	struct tcpsim_diagnostics *diagnostics;
	struct tcpsim_explore_world world;
	struct tcpsim_explore *explore;
	bool is_good = tcpsim_scenario_world(scenario, the_case, &world, &diagnostics);

	check_diagnostics(diagnostics, "fuzz.scn");
	assert(is_good == (tcpsim_diagnostics_n(diagnostics) == 0));
	tcpsim_diagnostics_free(diagnostics);
	tcpsim_scenario_expected(scenario, the_case);
	if (!is_good || !tcpsim_scenario_is_explored(scenario))
		return;
	explore = tcpsim_explore_new(&world, &options);
	assert(explore != NULL);
	set_alarm(RUN_US);
	result = tcpsim_explore_run(explore);
	set_alarm(0);
	if (result->verdict == TCPSIM_EXPLORE_BROKEN)
		replay(scenario, the_case, &world, result);
	tcpsim_explore_free(explore);
}

int
LLVMFuzzerTestOneInput(const uint8_t *octets, size_t n)
{
	struct tcpsim_diagnostics *diagnostics = NULL;
	struct tcpsim_scenario *scenario;

	scenario = tcpsim_scenario_parse((const char *)octets, n, "fuzz.scn", &diagnostics);
	check_diagnostics(diagnostics, "fuzz.scn");
	assert(scenario != NULL || tcpsim_diagnostics_n(diagnostics) > 0);
	for (size_t i = 0; scenario != NULL && i < tcpsim_scenario_n_cases(scenario) && i < MAX_CASES; i++) {
		look_up(scenario, i);
		run(scenario, i);
		explore(scenario, i);
	}
	tcpsim_scenario_free(scenario);
	tcpsim_diagnostics_free(diagnostics);
	return 0;
}

#ifndef TCPSIM_LIBFUZZER
/* Inputs that no file should hold: one line of a megabyte, and blocks without end. */
static void
try_large(const char *piece, size_t times)
{
	GString *text = g_string_new("scenario \"s\"\nhost a\nvary x: 1, 2\n");

	for (size_t i = 0; i < times; i++)
		g_string_append(text, piece);
	LLVMFuzzerTestOneInput((const uint8_t *)text->str, text->len);
	g_string_free(text, TRUE);
}

int
main(int argc, char **argv)
{
	static const char *const folders[] = { "tests/fuzz/corpus/scenario", "tests/scenarios", "docs/scenarios",
		NULL };
	unsigned n = try_paths(argc, argv, folders);

	try_large("in 1 {\n", 100000);
	try_large("a", 1000000);
	try_large("\"", 1000000);
	try_large("<", 1000000);
	try_large("1 + ", 250000);
	try_large("at 1s a close\n", 70000);
	try_large("at 1s a clsoe\n", 70000);
	try_large("vary y: 1\n", 100000);
	return n > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
#endif
