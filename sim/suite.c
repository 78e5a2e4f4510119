/* SPDX-License-Identifier: MIT */
#include "sim/command.h"

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

/*
 * Run the wanted cases of a scenario and tell of them. Returns false, after a sentence on stderr, if there is none, or
 * their page cannot be written.
 */
static bool
run_cases(const struct run_request *request, const struct tcpsim_scenario *scenario, const struct source *source,
	enum tcpsim_verdict *verdict)
{
	GPtrArray *runs = g_ptr_array_new();
	bool is_any, has_octets = true;

	if (cases_n_wanted(scenario, source, request->wanted_case) == 0) {
		g_ptr_array_free(runs, TRUE);
		return false;
	}
	if (request->is_alone)
		report_head(request, scenario);
	for (size_t i = 0; i < tcpsim_scenario_n_cases(scenario) && !watch_stop; i++) {
		struct tcpsim_run *run;

		if (!cases_is_wanted(scenario, i, request->wanted_case))
			continue;
		run = run_case(request, scenario, i, source);
		g_ptr_array_add(runs, run);
		if (request->is_alone)
			report_case(request, source, run);
		if (request->octets != NULL)
			has_octets = report_octets(request, run) && has_octets;
	}
	is_any = runs->len > 0;
	if (is_any) {
		*verdict = report_worst(runs);
		if ((watch_stop || !has_octets) && *verdict == TCPSIM_PASS)
			*verdict = TCPSIM_INCONCLUSIVE;
		if (!request->is_alone)
			report_file(request, source, runs);
		if (request->opens && !watch_stop)
			is_any = open_page(source, runs);
	}
	for (guint i = 0; i < runs->len; i++)
		tcpsim_run_free(g_ptr_array_index(runs, i));
	g_ptr_array_free(runs, TRUE);
	return is_any;
}

static enum status
run_argument(const struct run_request *request, const char *argument, struct tally *tally)
{
	struct tcpsim_scenario *scenario = NULL;
	enum tcpsim_verdict verdict = TCPSIM_INCONCLUSIVE;
	struct source source;
	bool has_run = false;

	if (source_find(argument, &source)) {
		scenario = cases_parse(&source);
		if (scenario != NULL)
			has_run = run_cases(request, scenario, &source, &verdict);
		tcpsim_scenario_free(scenario);
		source_clear(&source);
	}
	return has_run ? tally_count(tally, verdict) : tally_wrong(tally);
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
	if (!request->is_alone)
		tally_print(&tally, "run");
	return status;
}
