/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "sim/recorded.h"

void
recorded_init(struct recorded *recorded)
{
	memset(recorded, 0, sizeof(*recorded));
	recorded->runs = g_ptr_array_new_with_free_func((GDestroyNotify)tcpsim_run_free);
	recorded->recordings = g_ptr_array_new_with_free_func((GDestroyNotify)tcpsim_recording_free);
}

void
recorded_clear(struct recorded *recorded)
{
	g_ptr_array_unref(recorded->recordings);
	g_ptr_array_unref(recorded->runs);
	tcpsim_scenario_free(recorded->scenario);
	source_clear(&recorded->source);
}

/* The sentence of a run that was given up, as `tcpsim run` has it, or NULL. */
static const char *
why_given_up(const struct tcpsim_run *run)
{
	for (size_t i = 0; i < tcpsim_run_n_outcomes(run); i++) {
		const struct tcpsim_outcome *outcome = tcpsim_run_outcome(run, i);

		if (outcome->verdict == TCPSIM_INCONCLUSIVE && g_str_has_prefix(outcome->words, "It goes on and on"))
			return outcome->words;
	}
	return NULL;
}

char *
recorded_words(const struct recorded *recorded, const struct tcpsim_recording *recording)
{
	const char *name = recording->case_name;

	return g_strdup_printf("%s%s%s", recorded->source.file, *name != '\0' ? ", case " : "", name);
}

static enum status
run_case(struct recorded *recorded, size_t the_case, const struct tcpsim_run_options *options)
{
	enum status status = STATUS_PASSED;
	struct tcpsim_run *run;

	watch_begin(recorded->source.name);
	run = tcpsim_scenario_run(recorded->scenario, the_case, options);
	watch_end();
	g_ptr_array_add(recorded->runs, run);
	g_ptr_array_add(recorded->recordings, tcpsim_recording_of_run(run));
	if (why_given_up(run) != NULL && !watch_stop) {
		char *words = recorded_words(recorded, g_ptr_array_index(recorded->recordings, recorded->recordings->len - 1));

		complain_at_length("%s: %s", words, why_given_up(run));
		g_free(words);
		status = STATUS_INCONCLUSIVE;
	}
	return status;
}

static enum status
run_cases(struct recorded *recorded, const char *wanted_case, const struct tcpsim_run_options *options)
{
	enum status status = STATUS_PASSED;

	recorded->scenario = cases_parse(&recorded->source);
	if (recorded->scenario == NULL || cases_n_wanted(recorded->scenario, &recorded->source, wanted_case) == 0)
		return STATUS_USAGE;
	for (size_t i = 0; i < tcpsim_scenario_n_cases(recorded->scenario) && !watch_stop; i++) {
		if (cases_is_wanted(recorded->scenario, i, wanted_case))
			status = status_worst(status, run_case(recorded, i, options));
	}
	if (watch_stop) {
		complain("interrupted");
		status = STATUS_INCONCLUSIVE;
	}
	return status;
}

enum status
recorded_take(struct recorded *recorded, const char *argument, const char *wanted_case,
	const struct tcpsim_run_options *options)
{
	if (!source_find(argument, &recorded->source))
		return STATUS_USAGE;
	return run_cases(recorded, wanted_case, options);
}
