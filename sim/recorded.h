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
	/*
	 * Called with each of them as soon as it is there, or NULL: then what was cut short is told on stderr, since nobody
	 * else says so.
	 */
	void (*each)(const struct recorded *recorded, const struct tcpsim_recording *recording, void *data);
	void *data;
};

void recorded_init(struct recorded *recorded);
void recorded_clear(struct recorded *recorded);

/*
 * Run the wanted cases of a scenario, or read those of a saved trace. STATUS_PASSED: they are there, however they ended.
 * Else a sentence was told on stderr, or .each told it, and with STATUS_INCONCLUSIVE there is what was seen until a run
 * was cut short; `watch_stop` if by Ctrl-C.
 */
enum status recorded_take(struct recorded *recorded, const char *argument, const char *wanted_case,
	const struct tcpsim_run_options *options);

/* Whether it is of a saved trace, and not of a scenario that could be run again. */
bool recorded_is_saved(const struct recorded *recorded);

/* `two-way-old-syn.scn, case two-way`, for sentences. Free with g_free(). */
char *recorded_words(const struct tcpsim_recording *recording);

#endif
