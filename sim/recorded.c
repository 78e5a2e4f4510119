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
why_given_up(const struct tcpsim_recording *recording)
{
	for (size_t i = 0; i < recording->n_outcomes; i++) {
		const struct tcpsim_outcome *outcome = &recording->outcomes[i];

		if (outcome->verdict == TCPSIM_INCONCLUSIVE && g_str_has_prefix(outcome->words, "It goes on and on"))
			return outcome->words;
	}
	return NULL;
}

char *
recorded_words(const struct tcpsim_recording *recording)
{
	const char *name = recording->case_name;

	return g_strdup_printf("%s%s%s", recording->file, *name != '\0' ? ", case " : "", name);
}

/* Take a case. One that was given up is told of, unless that was by Ctrl-C. */
static enum status
take(struct recorded *recorded, struct tcpsim_recording *recording)
{
	const char *why = why_given_up(recording);
	char *words;

	g_ptr_array_add(recorded->recordings, recording);
	if (recorded->each != NULL) {
		recorded->each(recorded, recording, recorded->data);
		return STATUS_PASSED;
	}
	if (why == NULL || watch_stop)
		return STATUS_PASSED;
	words = recorded_words(recording);
	complain_at_length("%s: %s", words, why);
	g_free(words);
	return STATUS_INCONCLUSIVE;
}

static enum status
run_case(struct recorded *recorded, size_t the_case, const struct tcpsim_run_options *options)
{
	struct tcpsim_run *run;

	watch_begin(recorded->source.name);
	run = tcpsim_scenario_run(recorded->scenario, the_case, options);
	watch_end();
	g_ptr_array_add(recorded->runs, run);
	return take(recorded, tcpsim_recording_of_run(run));
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
	if (watch_stop && recorded->each == NULL)
		complain("interrupted");
	return watch_stop ? STATUS_INCONCLUSIVE : status;
}

/* What was run is not run again: no other seed, and no other numbers. */
static bool
may_read(const struct source *source, const struct tcpsim_run_options *options)
{
	const char *option = options->has_seed ? "--seed" : options->isn_wrap ? "--isn-wrap" : NULL;

	if (option != NULL)
		complain_at_length("%s is a saved trace: %s is for scenarios, which are run", source->file, option);
	return option == NULL;
}

/* All runs of a saved trace; `recordings` is freed, but for those that are wanted. */
static enum status
take_wanted(struct recorded *recorded, struct tcpsim_recording **recordings, const char *wanted_case)
{
	enum status status = STATUS_PASSED;
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);

	for (struct tcpsim_recording **recording = recordings; *recording != NULL; recording++) {
		g_ptr_array_add(names, g_strdup((*recording)->case_name));
		if (cases_is_meant((*recording)->case_name, wanted_case))
			status = status_worst(status, take(recorded, *recording));
		else
			tcpsim_recording_free(*recording);
	}
	if (recorded->recordings->len == 0) {
		cases_refuse(names, recorded->source.file, wanted_case);
		status = STATUS_USAGE;
	}
	g_ptr_array_free(names, TRUE);
	g_free(recordings);
	return status;
}

static enum status
read_cases(struct recorded *recorded, const char *wanted_case, const struct tcpsim_run_options *options)
{
	struct tcpsim_diagnostics *diagnostics = NULL;
	struct tcpsim_recording **recordings;

	if (!may_read(&recorded->source, options))
		return STATUS_USAGE;
	recordings = tcpsim_recordings_read(recorded->source.text, recorded->source.n, recorded->source.file, &diagnostics);
	complain_diagnostics(diagnostics);
	tcpsim_diagnostics_free(diagnostics);
	return recordings != NULL ? take_wanted(recorded, recordings, wanted_case) : STATUS_USAGE;
}

bool
recorded_is_saved(const struct recorded *recorded)
{
	return tcpsim_recording_is_one(recorded->source.text, recorded->source.n);
}

enum status
recorded_take(struct recorded *recorded, const char *argument, const char *wanted_case,
	const struct tcpsim_run_options *options)
{
	if (!source_find(argument, &recorded->source))
		return STATUS_USAGE;
	if (recorded_is_saved(recorded))
		return read_cases(recorded, wanted_case, options);
	return run_cases(recorded, wanted_case, options);
}
