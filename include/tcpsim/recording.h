/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_RECORDING_H
#define TCPSIM_RECORDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tcpsim/diagnostic.h>
#include <tcpsim/export.h>
#include <tcpsim/policy.h>
#include <tcpsim/scenario.h>
#include <tcpsim/trace.h>
#include <tcpsim/watcher.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * A recording is all that there is to tell of one run: the trace, what was asked for and what became of it. Every view
 * is made of recordings and of nothing else, so that one made from a saved file shows what one made from the run does.
 * docs/trace-format.md is how they are saved.
 */

struct tcpsim_recorded_host {
	struct tcpsim_policy policy; /* with which it began */
	uint32_t isn_shift;          /* how much higher its numbers are than those of the text, modulo 2^32 */
};

/* Plain data, to be read; strings are UTF-8 and never NULL where that is not said. */
struct tcpsim_recording {
	char *title;
	char *file;          /* of the scenario, a name for people: `lesson/handshake.scn` */
	char **notes;        /* NULL-terminated */
	char *text;          /* of the scenario, whole; NULL if there is none */
	char *case_name;     /* "" for the only case of a scenario */
	uint64_t seed;
	bool isn_wrap;       /* ISNs began just below 2^32 */
	int64_t end_us;
	const struct tcpsim_trace *trace;
	struct tcpsim_recorded_host *hosts; /* by number, as many as the trace has */
	enum tcpsim_verdict verdict;
	struct tcpsim_outcome *outcomes;
	size_t n_outcomes;
	struct tcpsim_invariant_verdict invariants[TCPSIM_N_INVARIANTS];
	char **warnings;     /* NULL-terminated, each as tcpsim_diagnostics_format() writes it */
	struct tcpsim_trace *own_trace; /* which it frees, or NULL: then the trace is that of a run that must outlive it */
};

/* What there is to tell of a run, which must outlive it. Free with tcpsim_recording_free(). */
TCPSIM_API struct tcpsim_recording *tcpsim_recording_of_run(const struct tcpsim_run *run);
TCPSIM_API void tcpsim_recording_free(struct tcpsim_recording *recording);

/*
 * Saved traces, docs/trace-format.md: JSON Lines. A run as text, which ends with a newline; those of several cases stand
 * one behind the other. Free with g_free(). No two hosts may have the same name.
 */
TCPSIM_API char *tcpsim_recording_write(const struct tcpsim_recording *recording);

/* Whether a text is meant to be a saved trace: what it begins with, behind blanks, is a JSON object. */
TCPSIM_API bool tcpsim_recording_is_one(const char *text, size_t n);

/*
 * Read a saved trace of `n` octets; `file` is its name for diagnostics, copied. Any octets whatever are allowed.
 * Returns the runs in it, one at least, NULL-terminated, to be freed with tcpsim_recordings_free(); or NULL if there
 * was an error. *diagnostics, the caller's to free, gets what there is to say in both cases.
 */
TCPSIM_API struct tcpsim_recording **tcpsim_recordings_read(const char *text, size_t n, const char *file,
	struct tcpsim_diagnostics **diagnostics);
TCPSIM_API void tcpsim_recordings_free(struct tcpsim_recording **recordings);

/*
 * The names that scenarios have for packets, `client SYN #1`, of a whole trace; of those that were injected or copied
 * `injected segment #2`, `copy of client SYN #1`. A packet of several kinds has the first of them in the order RST,
 * SYN, SYN+ACK, FIN, PROBE, DATA, ACK, DATAGRAM, ICMP. Counted once: free with tcpsim_packet_names_free().
 */
struct tcpsim_packet_names;
TCPSIM_API struct tcpsim_packet_names *tcpsim_packet_names_new(const struct tcpsim_trace *trace);
/* The name of a packet by its number, record.packet; NULL if none has it. Owned by the names. */
TCPSIM_API const char *tcpsim_packet_names_get(const struct tcpsim_packet_names *names, uint64_t packet);
TCPSIM_API void tcpsim_packet_names_free(struct tcpsim_packet_names *names);

#ifdef __cplusplus
}
#endif

#endif
