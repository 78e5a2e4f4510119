/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_SCENARIO_H
#define TCPSIM_SCENARIO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tcpsim/diagnostic.h>
#include <tcpsim/export.h>
#include <tcpsim/watcher.h>
#include <tcpsim/trace.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The scenario language, docs/tcpsim-scenario.5: parsed once, run once for each of its cases. */

struct tcpsim_scenario;

/*
 * Parse a scenario of `n` octets; `file` is its name for diagnostics, copied. Any octets whatever are allowed.
 * Returns the scenario, or NULL if there was an error. *diagnostics, the caller's to free, gets what there is
 * to say in both cases.
 */
TCPSIM_API struct tcpsim_scenario *tcpsim_scenario_parse(const char *text, size_t n, const char *file,
	struct tcpsim_diagnostics **diagnostics);
/* Free a scenario, after all of its runs; NULL is nothing. */
TCPSIM_API void tcpsim_scenario_free(struct tcpsim_scenario *scenario);

/* Its title, and the file's name. */
TCPSIM_API const char *tcpsim_scenario_title(const struct tcpsim_scenario *scenario);
TCPSIM_API const char *tcpsim_scenario_file(const struct tcpsim_scenario *scenario);
/* Its notes, in order: how many, and the i-th. */
TCPSIM_API size_t tcpsim_scenario_n_notes(const struct tcpsim_scenario *scenario);
TCPSIM_API const char *tcpsim_scenario_note(const struct tcpsim_scenario *scenario, size_t i);
/* Its hosts, in the order of their lines: how many, and the name of the i-th, or NULL. */
TCPSIM_API size_t tcpsim_scenario_n_hosts(const struct tcpsim_scenario *scenario);
TCPSIM_API const char *tcpsim_scenario_host_name(const struct tcpsim_scenario *scenario, size_t i);
/* What a host begins with in a case, before its first line of `set`. */
TCPSIM_API void tcpsim_scenario_policy(const struct tcpsim_scenario *scenario, size_t the_case, size_t host,
	struct tcpsim_policy *policy);
/* All its text, in UTF-8: what was none of it is replaced by U+FFFD. Ends with a newline. */
TCPSIM_API const char *tcpsim_scenario_text(const struct tcpsim_scenario *scenario);
/* The text of a line, from 1, without its end. Free with g_free(). */
TCPSIM_API char *tcpsim_scenario_line(const struct tcpsim_scenario *scenario, uint32_t line);

/*
 * Its cases, one at least: the product of all `vary` lines. A case is named by its values, joined by `,`; the
 * only one by "".
 */
TCPSIM_API size_t tcpsim_scenario_n_cases(const struct tcpsim_scenario *scenario);
TCPSIM_API const char *tcpsim_scenario_case_name(const struct tcpsim_scenario *scenario, size_t i);

/*
 * A line so written that it counts in one case only, in as many blocks as that takes: what is put behind the text of the
 * scenario to change this case and no other. Ends with a newline. Free with g_free().
 */
TCPSIM_API char *tcpsim_scenario_only_in(const struct tcpsim_scenario *scenario, size_t the_case, const char *line);

enum tcpsim_verdict {
	TCPSIM_PASS,
	TCPSIM_FAIL,
	TCPSIM_INCONCLUSIVE,
};

/* What became of one expectation, or of a fault or an act that could not happen (which is inconclusive). */
struct tcpsim_outcome {
	enum tcpsim_verdict verdict;
	uint32_t line, column; /* from 1 */
	char *text;      /* the line as it stands in the file, without blanks at its ends */
	char *words;     /* why not, one or more sentences; NULL for a pass */
	uint32_t record; /* of the trace, that decides it or stands nearest; TCPSIM_NO_RECORD for none */
};

struct tcpsim_run_options {
	bool isn_wrap;  /* run with ISNs just below 2^32, and shift all numbers in the text accordingly */
	bool has_seed;  /* use .seed in place of the scenario's own seeds */
	uint64_t seed;
	volatile int *stop; /* the run ends, inconclusive, as soon as this is not 0; may be NULL */
};

struct tcpsim_run;

/*
 * Run one case. Returns what was seen, to be freed with tcpsim_run_free(); the scenario must outlive it.
 * A run ends when quiet, at its `run until`, or at a limit of events, which makes it inconclusive.
 */
TCPSIM_API struct tcpsim_run *tcpsim_scenario_run(const struct tcpsim_scenario *scenario, size_t the_case,
	const struct tcpsim_run_options *options);
/* Free a run with its network and its trace, before its scenario; NULL is nothing. */
TCPSIM_API void tcpsim_run_free(struct tcpsim_run *run);

TCPSIM_API enum tcpsim_verdict tcpsim_run_verdict(const struct tcpsim_run *run);
TCPSIM_API const struct tcpsim_trace *tcpsim_run_trace(const struct tcpsim_run *run);
TCPSIM_API const struct tcpsim_scenario *tcpsim_run_scenario(const struct tcpsim_run *run);
TCPSIM_API size_t tcpsim_run_case(const struct tcpsim_run *run);
TCPSIM_API uint64_t tcpsim_run_seed(const struct tcpsim_run *run);
TCPSIM_API int64_t tcpsim_run_end_us(const struct tcpsim_run *run);
/* Whether it ran with ISNs just below 2^32. */
TCPSIM_API bool tcpsim_run_isn_wrap(const struct tcpsim_run *run);
/* How much higher a host's sequence numbers are than those in the text, modulo 2^32; 0 without .isn_wrap. */
TCPSIM_API uint32_t tcpsim_run_isn_shift(const struct tcpsim_run *run, uint16_t host);
TCPSIM_API size_t tcpsim_run_n_outcomes(const struct tcpsim_run *run);
TCPSIM_API const struct tcpsim_outcome *tcpsim_run_outcome(const struct tcpsim_run *run, size_t i);
TCPSIM_API const struct tcpsim_invariant_verdict *tcpsim_run_invariant(const struct tcpsim_run *run,
	enum tcpsim_invariant invariant);
/* Warnings that only the run shows (W-MSL): diagnostics of the scenario's text. Owned by the run. */
TCPSIM_API const struct tcpsim_diagnostics *tcpsim_run_warnings(const struct tcpsim_run *run);

#ifdef __cplusplus
}
#endif

#endif
