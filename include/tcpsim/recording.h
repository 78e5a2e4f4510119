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
	bool is_explored;    /* the scenario is for `tcpsim explore`, too: tcpsim_scenario_is_explored() */
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
/* Free a recording; NULL is nothing. */
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
/* Free all of them, and the list; NULL is nothing. */
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
/* Free the names; NULL is nothing. */
TCPSIM_API void tcpsim_packet_names_free(struct tcpsim_packet_names *names);

/*
 * Steps: what happens, event by event. A step is one event, such as an arrival, a call, a timer that fires, with all
 * that follows from it at the same instant: what it sends, drops, holds, copies, arms, stops, delivers and tells. The
 * steps of a trace have all its records, in order; docs/trace-format.md says which of them begins one.
 */
struct tcpsim_step {
	uint32_t first, behind; /* its records are [first, behind) */
};

struct tcpsim_steps;
/* The trace must not grow meanwhile. Free with tcpsim_steps_free(). */
TCPSIM_API struct tcpsim_steps *tcpsim_steps_new(const struct tcpsim_trace *trace);
TCPSIM_API size_t tcpsim_steps_n(const struct tcpsim_steps *steps);
/* The i-th, from 0. */
TCPSIM_API struct tcpsim_step tcpsim_steps_get(const struct tcpsim_steps *steps, size_t i);
/* Which one has that record, of those that there are. */
TCPSIM_API size_t tcpsim_steps_find(const struct tcpsim_steps *steps, uint32_t record);
/* Free the steps, not the trace; NULL is nothing. */
TCPSIM_API void tcpsim_steps_free(struct tcpsim_steps *steps);

/* One end of a connection, or a listener, as it is at a moment. */
struct tcpsim_moment_end {
	uint16_t host, peer;   /* a listener has no peer: TCPSIM_NO_HOST */
	uint16_t local_port, peer_port;
	uint32_t connection;   /* 0 for a listener */
	uint32_t record;       /* the last event that it had */
	struct tcpsim_vars vars;
};

/* A packet that is under way at a moment. */
struct tcpsim_moment_packet {
	uint32_t departed; /* the record of its sending, SEND, INJECT or COPY */
	uint32_t fault;    /* the last HOLD, CORRUPT or MARK of it until then, or TCPSIM_NO_RECORD */
	uint32_t ends;     /* the ARRIVE or DROP that comes, or TCPSIM_NO_RECORD: the run ends before that */
};

/* A link that is cut, one way. */
struct tcpsim_moment_cut {
	uint16_t from, to;
};

/* The world after the first `n` records: plain data, to be read. */
struct tcpsim_moment {
	int64_t time_us;  /* of the last of them; 0 if there is none */
	struct tcpsim_moment_end *ends; /* by host, then in the order in which they began */
	size_t n_ends;
	struct tcpsim_moment_packet *packets; /* in the order in which they departed */
	size_t n_packets;
	struct tcpsim_moment_cut *cuts;
	size_t n_cuts;
	bool *is_down;    /* by host */
};

/* Look at a trace as it is after its first `n` records, in time that grows with n. Free with tcpsim_moment_free(). */
TCPSIM_API struct tcpsim_moment *tcpsim_moment_new(const struct tcpsim_trace *trace, size_t n);
/* Free what a trace was at a moment, not the trace; NULL is nothing. */
TCPSIM_API void tcpsim_moment_free(struct tcpsim_moment *moment);
/* That end, or NULL: a connection by its number, a listener (connection 0) by its port. Owned by the moment. */
TCPSIM_API const struct tcpsim_moment_end *tcpsim_moment_find(const struct tcpsim_moment *moment, uint16_t host,
	uint32_t connection, uint16_t local_port);

#ifdef __cplusplus
}
#endif

#endif
