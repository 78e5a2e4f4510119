/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "sim/command.h"

/* How many files ended how. */
struct tally {
	unsigned passed, failed, inconclusive, wrong;
};

static struct tcpsim_scenario *
parse(const struct source *source)
{
	struct tcpsim_diagnostics *diagnostics = NULL;
	struct tcpsim_scenario *scenario = tcpsim_scenario_parse(source->text, source->n, source->file, &diagnostics);

	for (size_t i = 0; i < tcpsim_diagnostics_n(diagnostics); i++) {
		char *text = tcpsim_diagnostics_format(diagnostics, i);

		complain_plainly(text);
		g_free(text);
	}
	tcpsim_diagnostics_free(diagnostics);
	return scenario;
}

/* Whether a case is the one that is wanted: by its name, or by one of its values. */
static bool
is_wanted(const char *name, const char *wanted)
{
	char **values = g_strsplit(name, ",", -1);
	bool is_one =
		wanted == NULL || strcmp(name, wanted) == 0 || g_strv_contains((const char *const *)values, wanted);

	g_strfreev(values);
	return is_one;
}

static void
complain_no_case(const struct tcpsim_scenario *scenario, const struct source *source, const char *wanted)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	GString *cases = g_string_new(NULL);
	const char *guess;

	for (size_t i = 0; i < tcpsim_scenario_n_cases(scenario); i++) {
		const char *name = tcpsim_scenario_case_name(scenario, i);
		char **values = g_strsplit(name, ",", -1);

		for (char **value = values; *value != NULL; value++)
			g_ptr_array_add(names, g_strdup(*value));
		g_ptr_array_add(names, g_strdup(name));
		g_strfreev(values);
		g_string_append_printf(cases, "%s%s", i > 0 ? "; " : "", name);
	}
	g_ptr_array_add(names, NULL);
	guess = tcpsim_word_nearest(wanted, (const char *const *)names->pdata);
	if (cases->len == 0)
		complain("%s has no cases", source->file);
	else if (guess != NULL)
		complain("%s has no case %s, did you mean %s?", source->file, wanted, guess);
	else
		complain("%s has no case %s, only %s", source->file, wanted, cases->str);
	g_string_free(cases, TRUE);
	g_ptr_array_free(names, TRUE);
}

static struct tcpsim_run *
run_case(const struct run_request *request, const struct tcpsim_scenario *scenario, size_t i,
	const struct source *source)
{
	struct tcpsim_run *run;

	watch_begin(source->name);
	run = tcpsim_scenario_run(scenario, i, &request->options);
	watch_end();
	return run;
}

static bool
has_wanted(const struct tcpsim_scenario *scenario, const char *wanted)
{
	for (size_t i = 0; i < tcpsim_scenario_n_cases(scenario); i++) {
		if (is_wanted(tcpsim_scenario_case_name(scenario, i), wanted))
			return true;
	}
	return false;
}

/* Run the wanted cases of a scenario and tell of them. Returns false, after a sentence on stderr, if there is none. */
static bool
run_cases(const struct run_request *request, const struct tcpsim_scenario *scenario, const struct source *source,
	enum tcpsim_verdict *verdict)
{
	GPtrArray *runs = g_ptr_array_new();
	bool is_any;

	if (!has_wanted(scenario, request->wanted_case)) {
		complain_no_case(scenario, source, request->wanted_case);
		g_ptr_array_free(runs, TRUE);
		return false;
	}
	if (request->is_alone)
		report_head(request, scenario);
	for (size_t i = 0; i < tcpsim_scenario_n_cases(scenario) && !watch_stop; i++) {
		struct tcpsim_run *run;

		if (!is_wanted(tcpsim_scenario_case_name(scenario, i), request->wanted_case))
			continue;
		run = run_case(request, scenario, i, source);
		g_ptr_array_add(runs, run);
		if (request->is_alone)
			report_case(request, source, run);
	}
	is_any = runs->len > 0;
	if (is_any) {
		*verdict = report_worst(runs);
		if (watch_stop && *verdict == TCPSIM_PASS)
			*verdict = TCPSIM_INCONCLUSIVE;
		if (!request->is_alone)
			report_file(request, source, runs);
	}
	for (guint i = 0; i < runs->len; i++)
		tcpsim_run_free(g_ptr_array_index(runs, i));
	g_ptr_array_free(runs, TRUE);
	return is_any;
}

static enum status
count(struct tally *tally, bool has_run, enum tcpsim_verdict verdict)
{
	if (!has_run) {
		tally->wrong++;
		return STATUS_USAGE;
	}
	switch (verdict) {
	case TCPSIM_PASS:
		tally->passed++;
		return STATUS_PASSED;
	case TCPSIM_FAIL:
		tally->failed++;
		return STATUS_FAILED;
	case TCPSIM_INCONCLUSIVE:
		break;
	}
	tally->inconclusive++;
	return STATUS_INCONCLUSIVE;
}

static enum status
run_argument(const struct run_request *request, const char *argument, struct tally *tally)
{
	struct tcpsim_scenario *scenario = NULL;
	enum tcpsim_verdict verdict = TCPSIM_INCONCLUSIVE;
	struct source source;
	bool has_run = false;

	if (source_find(argument, &source)) {
		scenario = parse(&source);
		if (scenario != NULL) {
			has_run = run_cases(request, scenario, &source, &verdict);
		}
		tcpsim_scenario_free(scenario);
		source_clear(&source);
	}
	return count(tally, has_run, verdict);
}

enum status
suite_run(struct run_request *request, char **arguments)
{
	enum status status = STATUS_PASSED;
	struct tally tally = { 0 };

	request->is_alone = arguments[1] == NULL;
	for (; *arguments != NULL && !watch_stop; arguments++)
		status = status_worst(status, run_argument(request, *arguments, &tally));
	if (watch_stop) {
		complain("interrupted");
		status = status_worst(status, STATUS_INCONCLUSIVE);
	}
	if (!request->is_alone) {
		output_format("%u passed, %u failed, %u inconclusive", tally.passed, tally.failed, tally.inconclusive);
		if (tally.wrong > 0)
			output_format(", %u could not be run", tally.wrong);
		output_text("\n");
	}
	return status;
}
