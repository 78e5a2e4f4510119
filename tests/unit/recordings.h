/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_TESTS_UNIT_RECORDINGS_H
#define TCPSIM_TESTS_UNIT_RECORDINGS_H

#include <string.h>

#include <glib.h>
#include <tcpsim/recording.h>
#include <tcpsim/scenario.h>

#include "tests/suite.h"

/* Two hosts with the numbers of RFC 9293's figures, 50 ms apart. */
#define TWO_HOSTS \
	"scenario \"a test\"\n" \
	"host A isn 100\n" \
	"host B isn 300\n" \
	"link A <-> B delay 50ms\n"

/* Figure 6: the handshake, at 0, 50, 100 and 150 ms. */
#define FIGURE_6 \
	TWO_HOSTS \
	"at 0s B listen 80\n" \
	"at 0s A connect B:80\n"

/* A run and what was recorded of it. */
struct recorded_run {
	struct tcpsim_scenario *scenario;
	struct tcpsim_run *run;
	struct tcpsim_recording *recording;
};

/* Run the first case of a scenario's text. */
static inline struct recorded_run
record(const char *text)
{
	struct tcpsim_diagnostics *diagnostics;
	struct recorded_run recorded = { .scenario = tcpsim_scenario_parse(text, strlen(text), "test.scn", &diagnostics) };

	if (recorded.scenario == NULL)
		ck_abort_msg("%s", tcpsim_diagnostics_format(diagnostics, 0));
	tcpsim_diagnostics_free(diagnostics);
	recorded.run = tcpsim_scenario_run(recorded.scenario, 0, NULL);
	recorded.recording = tcpsim_recording_of_run(recorded.run);
	return recorded;
}

static inline void
forget(struct recorded_run *recorded)
{
	tcpsim_recording_free(recorded->recording);
	tcpsim_run_free(recorded->run);
	tcpsim_scenario_free(recorded->scenario);
	*recorded = (struct recorded_run){ NULL, NULL, NULL };
}

/* A recording of a trace that no network wrote; tcpsim_recording_free() frees it with the trace. */
static inline struct tcpsim_recording *
recording_of(struct tcpsim_trace *trace, const char *title)
{
	struct tcpsim_recording *recording = g_new0(struct tcpsim_recording, 1);

	recording->title = g_strdup(title);
	recording->file = g_strdup("test.scn");
	recording->case_name = g_strdup("");
	recording->notes = g_new0(char *, 1);
	recording->warnings = g_new0(char *, 1);
	recording->hosts = g_new0(struct tcpsim_recorded_host, tcpsim_trace_n_hosts(trace));
	recording->trace = recording->own_trace = trace;
	return recording;
}

#endif
