/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_LIB_SCENARIO_CLAIMS_PRIVATE_H
#define TCPSIM_LIB_SCENARIO_CLAIMS_PRIVATE_H

#include "run_private.h"

/* Claims are judged after the run, from the trace alone. */

/* A claim with what it is judged by. */
struct claim {
	struct tcpsim_run *run;
	const struct scn_expect *expect;
	const struct tcpsim_record *records;
	size_t n_records;
	int64_t from_us, to_us; /* the time it is about, both included; without a time all of it */
	uint32_t connection;    /* that is written, or 0 */
};

/* What was found. */
struct claim_answer {
	enum tcpsim_verdict verdict;
	char *words;     /* why not; NULL for a pass */
	uint32_t record; /* that decides it or stands nearest, or TCPSIM_NO_RECORD */
};

/* One step in the life of a connection: an event, and how it left the connection. */
struct claim_step {
	int64_t time_us;
	uint32_t record;
	uint8_t before, after; /* enum tcpsim_state */
};

/* The life of a connection, or of the listener of a host that never had one. */
struct claim_life {
	struct claim_step *steps; /* in order of time; free with g_free() */
	size_t n;
	uint32_t connection; /* 0: the listener */
	bool is_there;       /* false: the host never had the connection that is written */
};

/* ---- answers ---- */

struct claim_answer tcpsim_claim_pass(uint32_t record);
struct claim_answer tcpsim_claim_fail(uint32_t record, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* ---- claims_life.c ---- */

struct claim_life tcpsim_claim_life(const struct claim *claim);

/* The last step up to a time, or NULL; the state then. */
const struct claim_step *tcpsim_claim_step_at(const struct claim_life *life, int64_t time_us);
enum tcpsim_state tcpsim_claim_state_at(const struct claim_life *life, int64_t time_us);

/* `server`, or `server connection 2` where that is written. */
struct run_text tcpsim_claim_name(const struct claim *claim);

/* ---- claims_why.c: what to say about a state that is not the right one ---- */

/* What the connection was waiting for, what became of it, and the rule of its last event. Free with g_free(). */
char *tcpsim_claim_why(const struct claim *claim, const struct claim_life *life, int64_t time_us);

/* A line for the rule that an event ended with, if it did. */
void tcpsim_claim_append_rule(GString *words, uint16_t rule);

/* What became of a segment that was sent: `dropped by line 12`, `arrived at 2.100 s`. */
struct run_text tcpsim_claim_fate(const struct claim *claim, uint32_t sent);

/* ---- claims_quote.c ---- */

/* Octets between quotation marks, with escapes, shortened if they are many. Free with g_free(). */
char *tcpsim_claim_quote(const uint8_t *octets, size_t n);

/* ---- one function for a kind of claim ---- */

struct claim_answer tcpsim_claim_state(const struct claim *claim); /* claims_state.c */
struct claim_answer tcpsim_claim_never(const struct claim *claim);
struct claim_answer tcpsim_claim_path(const struct claim *claim);        /* claims_path.c */
struct claim_answer tcpsim_claim_variable(const struct claim *claim);    /* claims_variable.c */
struct claim_answer tcpsim_claim_sends(const struct claim *claim);       /* claims_sends.c */
struct claim_answer tcpsim_claim_sends_count(const struct claim *claim); /* claims_count.c */
struct claim_answer tcpsim_claim_sends_nothing(const struct claim *claim);
struct claim_answer tcpsim_claim_delivers(const struct claim *claim); /* claims_delivers.c */
struct claim_answer tcpsim_claim_delivers_nothing(const struct claim *claim);
struct claim_answer tcpsim_claim_datagrams(const struct claim *claim);
struct claim_answer tcpsim_claim_returns(const struct claim *claim); /* claims_returns.c */
struct claim_answer tcpsim_claim_fails(const struct claim *claim);
struct claim_answer tcpsim_claim_waits(const struct claim *claim);
struct claim_answer tcpsim_claim_accepts(const struct claim *claim); /* claims_user.c */
struct claim_answer tcpsim_claim_error(const struct claim *claim);
struct claim_answer tcpsim_claim_told(const struct claim *claim);
struct claim_answer tcpsim_claim_timer(const struct claim *claim);
struct claim_answer tcpsim_claim_invariant(const struct claim *claim);

/* Whether a SEND record is one of the claim's host, connection and kind. */
bool tcpsim_claim_is_sent(const struct claim *claim, const struct tcpsim_record *record);

/* All that the claim's host sent of that kind, with numbers, segments and times. Free with g_free(). */
char *tcpsim_claim_sent_list(const struct claim *claim);

/* How a segment differs from what the claim has written; empty if it does not. */
GString *tcpsim_claim_differences(const struct claim *claim, const struct tcpsim_record *record);

/* Judge one claim. */
struct claim_answer tcpsim_claim_judge(struct tcpsim_run *run, const struct scn_expect *expect);

#endif
