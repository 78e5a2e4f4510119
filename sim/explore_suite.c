/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "sim/explore.h"

/* What goes on from file to file. */
struct suite {
	struct explore_request *request;
	struct tally tally;
	struct reached reached;
	enum status status;
	bool has_output; /* the first counterexample is written */
	bool is_wrong;   /* a case of the file that is explored now could not be */
	bool has_head;   /* that file's title is told */
	GHashTable *told; /* texts of diagnostics, of the file that is explored now */
};

static int
write_text(FILE *file, const void *data)
{
	return fputs(data, file) == EOF ? -1 : 0;
}

/* Give the user the counterexample. Only one has room in a file. */
static void
keep_counterexample(struct suite *suite, const struct exploration *exploration)
{
	const char *path = suite->request->output;

	if (path == NULL || exploration->result->verdict != TCPSIM_EXPLORE_BROKEN)
		return;
	if (suite->has_output)
		complain("%s has another counterexample already: --case chooses one", path);
	else if (!keep_file(path, write_text, exploration->replay.text))
		suite->status = status_worst(suite->status, STATUS_USAGE);
	suite->has_output = true;
}

/* What was known when it ended is not in the user's file. */
static bool
has_failed_to_save(const struct exploration *exploration)
{
	return exploration->request->checkpoint != NULL && !exploration->is_saved &&
		exploration->result->verdict == TCPSIM_EXPLORE_UNFINISHED && exploration->request->walks == 0;
}

static void
explore_case(struct suite *suite, const struct source *source, const struct tcpsim_scenario *scenario, size_t i)
{
	struct exploration exploration = {
		.request = suite->request, .source = source, .scenario = scenario, .the_case = i, .told = suite->told
	};

	if (!explore_begin(&exploration)) {
		suite->is_wrong = true;
		return;
	}
	if (!suite->has_head)
		explore_report_head(suite->request, scenario);
	suite->has_head = true;
	explore_report_begin(&exploration);
	if (explore_search(&exploration)) {
		if (exploration.result->verdict == TCPSIM_EXPLORE_BROKEN)
			replay_run(&exploration);
		exploration.verdict = explore_judge(&exploration);
		suite->status = status_worst(suite->status, tally_count(&suite->tally, exploration.verdict));
		explore_report(&exploration);
		keep_counterexample(suite, &exploration);
		if (has_failed_to_save(&exploration))
			suite->status = STATUS_USAGE;
		reached_add(&suite->reached, exploration.result);
	} else {
		suite->is_wrong = true;
	}
	replay_clear(&exploration.replay);
	tcpsim_explore_free(exploration.explore);
}

static void
explore_scenario(struct suite *suite, const struct source *source, const struct tcpsim_scenario *scenario)
{
	const struct explore_request *request = suite->request;
	size_t n = cases_n_wanted(scenario, source, request->wanted_case);

	if (n > 1 && (request->checkpoint != NULL || request->resume != NULL)) {
		complain("a checkpoint is of one exploration, and %s has %zu cases: --case chooses one", source->file, n);
		n = 0;
	}
	suite->has_head = false;
	suite->is_wrong = n == 0 || !explore_inputs_are_safe(request, source);
	if (suite->is_wrong)
		return;
	suite->told = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (size_t i = 0; i < tcpsim_scenario_n_cases(scenario) && !watch_stop; i++) {
		if (cases_is_wanted(scenario, i, request->wanted_case))
			explore_case(suite, source, scenario, i);
	}
	g_hash_table_destroy(suite->told);
}

static void
explore_argument(struct suite *suite, const char *argument)
{
	struct tcpsim_scenario *scenario = NULL;
	struct source source;

	suite->is_wrong = true;
	if (source_find(argument, &source)) {
		scenario = cases_parse(&source);
		if (scenario != NULL)
			explore_scenario(suite, &source, scenario);
		tcpsim_scenario_free(scenario);
		source_clear(&source);
	}
	/* However many of its cases could not be explored: it is one file. */
	if (suite->is_wrong)
		suite->status = status_worst(suite->status, tally_wrong(&suite->tally));
}

static void
tell_end(const struct suite *suite)
{
	if (watch_stop)
		complain("interrupted");
	if (!suite->request->is_alone)
		tally_print(&suite->tally, "explored");
	if (suite->reached.n_explorations == 0)
		return;
	if (suite->request->tells_coverage)
		reached_tell_coverage(suite->request, &suite->reached);
	if (suite->request->tells_never_fired)
		reached_tell_never_fired(suite->request, &suite->reached);
}

/* All built-in scenarios that say something to explorers. */
static void
explore_builtins(struct suite *suite)
{
	char **names = builtin_names();

	cases_keep_explored(names);
	if (names[0] == NULL) {
		char *places = builtin_places();

		complain_at_length("there are no built-in scenarios to be explored: %s", places);
		suite->status = STATUS_USAGE;
		g_free(places);
	}
	for (char **name = names; *name != NULL && !watch_stop; name++)
		explore_argument(suite, *name);
	g_strfreev(names);
}

enum status
explore_suite(struct explore_request *request, char **arguments)
{
	struct suite suite = { .request = request };

	request->is_alone = arguments[0] != NULL && arguments[1] == NULL;
	if (!request->is_alone && (request->output != NULL || request->checkpoint != NULL || request->resume != NULL))
		return usage_error("explore", "--output, --checkpoint and --resume are for one FILE");
	if (arguments[0] == NULL)
		explore_builtins(&suite);
	for (; *arguments != NULL && !watch_stop; arguments++)
		explore_argument(&suite, *arguments);
	if (watch_stop)
		suite.status = status_worst(suite.status, STATUS_INCONCLUSIVE);
	tell_end(&suite);
	return suite.status;
}
