/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_RENDER_ASK_PRIVATE_H
#define TCPSIM_RENDER_ASK_PRIVATE_H

#include <glib.h>

#include <tcpsim/engine.h>

/* ISNs of a connection that is asked about: the figures of RFC 9293 3.5 have 300 for who listens and 100 for who calls. */
#define ASK_ISS 300U
#define ASK_IRS 100U

/* One end that is asked what it does. */
struct asked {
	struct tcpsim_policy policy;
	struct tcpsim_tcb tcb;
	int64_t now_us;
	enum tcpsim_error error; /* what the last call answered */
	struct tcpsim_effects out; /* of the last call */
};

/* ---- ask_states.c: the shortest way into a state ---- */

/*
 * Bring an end into a state by calls and segments, as RFC 9293 figure 5 has it: SYN-RECEIVED from LISTEN, or with
 * `is_active` from SYN-SENT; all that can be reached by a call of its own user is.
 */
void tcpsim_ask_reach(struct asked *asked, enum tcpsim_state state, bool is_active);

/* Let a segment arrive, 10 ms after what was before. Numbers and ctl are its own, its window is `wnd`. */
void tcpsim_ask_arrive(struct asked *asked, const struct tcpsim_segment *seg);
/* A user call, as tcpsim_call_name() has it; STATUS is TCPSIM_N_CALLS. SEND and RECEIVE are of 5 octets. */
void tcpsim_ask_call(struct asked *asked, int call);
/* Let a timer run, by whatever makes it run in this state, and then fire. False if nothing makes it run. */
bool tcpsim_ask_fire(struct asked *asked, enum tcpsim_timer timer);

/* ---- ask_segments.c: which segments of a kind there are ---- */

struct ask_segment {
	const char *words; /* what it is: `the same SYN again` */
	struct tcpsim_segment seg;
};

/* Names of kinds, NULL-terminated. */
extern const char *const tcpsim_ask_kinds[];
/* The i-th segment of a kind that makes a difference to an end, or false if there are no more. */
bool tcpsim_ask_segment(const struct asked *asked, const char *kind, size_t i, struct ask_segment *segment);

#endif
