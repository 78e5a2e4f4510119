/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_SIM_RECORDED_H
#define TCPSIM_SIM_RECORDED_H

#include "sim/command.h"

/* What a FILE or a NAME has to show: a recording of each case that is wanted. */
struct recorded {
	struct source source;
	struct tcpsim_scenario *scenario;
	GPtrArray *runs;       /* struct tcpsim_run, which the recordings are of; none of a saved trace */
	GPtrArray *recordings; /* struct tcpsim_recording, in the order of the cases */
};

void recorded_init(struct recorded *recorded);
void recorded_clear(struct recorded *recorded);

/*
 * Run the wanted cases of a scenario, or read those of a saved trace. STATUS_PASSED: they are there, however they ended. Else a sentence was told on
 * stderr, and with STATUS_INCONCLUSIVE there is what was seen until a run was cut short; `watch_stop` if by Ctrl-C.
 */
enum status recorded_take(struct recorded *recorded, const char *argument, const char *wanted_case,
	const struct tcpsim_run_options *options);

/* The same, if .source was found already, and is a saved trace. */
enum status recorded_read(struct recorded *recorded, const char *wanted_case, const struct tcpsim_run_options *options);

/* `two-way-old-syn.scn, case two-way`, for sentences. Free with g_free(). */
char *recorded_words(const struct tcpsim_recording *recording);

#endif
