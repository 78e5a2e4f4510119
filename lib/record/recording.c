/* SPDX-License-Identifier: MIT */
#include <glib.h>

#include <tcpsim/exploration.h>
#include <tcpsim/recording.h>

static char **
notes_of(const struct tcpsim_scenario *scenario)
{
	size_t n = tcpsim_scenario_n_notes(scenario);
	char **notes = g_new0(char *, n + 1);

	for (size_t i = 0; i < n; i++)
		notes[i] = g_strdup(tcpsim_scenario_note(scenario, i));
	return notes;
}

static char **
warnings_of(const struct tcpsim_run *run)
{
	const struct tcpsim_diagnostics *warnings = tcpsim_run_warnings(run);
	size_t n = warnings != NULL ? tcpsim_diagnostics_n(warnings) : 0;
	char **texts = g_new0(char *, n + 1);

	for (size_t i = 0; i < n; i++)
		texts[i] = tcpsim_diagnostics_format(warnings, i);
	return texts;
}

static void
copy_hosts(struct tcpsim_recording *recording, const struct tcpsim_run *run)
{
	size_t n = tcpsim_trace_n_hosts(recording->trace);

	recording->hosts = g_new0(struct tcpsim_recorded_host, n);
	for (uint16_t host = 0; host < n; host++) {
		tcpsim_scenario_policy(
			tcpsim_run_scenario(run), tcpsim_run_case(run), host, &recording->hosts[host].policy);
		recording->hosts[host].isn_shift = tcpsim_run_isn_shift(run, host);
	}
}

static void
copy_outcomes(struct tcpsim_recording *recording, const struct tcpsim_run *run)
{
	recording->verdict = tcpsim_run_verdict(run);
	recording->n_outcomes = tcpsim_run_n_outcomes(run);
	recording->outcomes = g_new0(struct tcpsim_outcome, recording->n_outcomes);
	for (size_t i = 0; i < recording->n_outcomes; i++) {
		recording->outcomes[i] = *tcpsim_run_outcome(run, i);
		recording->outcomes[i].text = g_strdup(recording->outcomes[i].text);
		recording->outcomes[i].words = g_strdup(recording->outcomes[i].words);
	}
	for (int i = 0; i < TCPSIM_N_INVARIANTS; i++) {
		recording->invariants[i] = *tcpsim_run_invariant(run, (enum tcpsim_invariant)i);
		recording->invariants[i].words = g_strdup(recording->invariants[i].words);
	}
}

struct tcpsim_recording *
tcpsim_recording_of_run(const struct tcpsim_run *run)
{
	const struct tcpsim_scenario *scenario = tcpsim_run_scenario(run);
	struct tcpsim_recording *recording = g_new0(struct tcpsim_recording, 1);

	recording->title = g_strdup(tcpsim_scenario_title(scenario));
	recording->file = g_strdup(tcpsim_scenario_file(scenario));
	recording->notes = notes_of(scenario);
	recording->text = g_strdup(tcpsim_scenario_text(scenario));
	recording->case_name = g_strdup(tcpsim_scenario_case_name(scenario, tcpsim_run_case(run)));
	recording->seed = tcpsim_run_seed(run);
	recording->isn_wrap = tcpsim_run_isn_wrap(run);
	recording->is_explored = tcpsim_scenario_is_explored(scenario);
	recording->end_us = tcpsim_run_end_us(run);
	recording->trace = tcpsim_run_trace(run);
	copy_hosts(recording, run);
	copy_outcomes(recording, run);
	recording->warnings = warnings_of(run);
	return recording;
}

void
tcpsim_recording_free(struct tcpsim_recording *recording)
{
	if (recording == NULL)
		return;
	g_free(recording->title);
	g_free(recording->file);
	g_strfreev(recording->notes);
	g_free(recording->text);
	g_free(recording->case_name);
	g_free(recording->hosts);
	for (size_t i = 0; i < recording->n_outcomes; i++) {
		g_free(recording->outcomes[i].text);
		g_free(recording->outcomes[i].words);
	}
	g_free(recording->outcomes);
	for (int i = 0; i < TCPSIM_N_INVARIANTS; i++)
		g_free(recording->invariants[i].words);
	g_strfreev(recording->warnings);
	tcpsim_trace_free(recording->own_trace);
	g_free(recording);
}
