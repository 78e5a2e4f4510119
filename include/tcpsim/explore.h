/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_EXPLORE_H
#define TCPSIM_EXPLORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <tcpsim/engine.h>
#include <tcpsim/export.h>
#include <tcpsim/invariant.h>
#include <tcpsim/trace.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Every order of events of a small world: two hosts, one pair of sockets, the segments in flight between them.
 *
 * A world says what the users do (in order, at any moment), and what the network and an attacker may do. From each
 * state every event that is possible there is tried: an arrival, a loss, a copy, a timer, a call, a crash, a forged
 * segment. Each goes through the engine, and breadth first, so that the first violation found is a shortest one.
 *
 * Time: any armed timer but the 2MSL timer may fire at any moment. 2MSL and the quiet time pass in steps of one MSL;
 * at each step what was in flight at the step before dies. A step is possible while no retransmission or persist
 * timer runs: what is sent again is acknowledged or given up within an MSL. Round trip times, the counting of
 * challenge ACKs, and limits on retries greater than TCPSIM_EXPLORE_COUNTED (none is ever reached) are abstracted.
 */

#define TCPSIM_EXPLORE_HOSTS 2
#define TCPSIM_EXPLORE_ISNS 4      /* incarnations of a host */
#define TCPSIM_EXPLORE_CALLS 16    /* of a host's users */
#define TCPSIM_EXPLORE_IN_FLIGHT 8 /* segments in one direction */
#define TCPSIM_EXPLORE_STREAM 64   /* octets that one incarnation is given to send */
#define TCPSIM_EXPLORE_OLD 4
#define TCPSIM_EXPLORE_FORGED 4
#define TCPSIM_EXPLORE_COUNTED 3   /* the greatest limit on retries or probes that is counted */

/* A budget without limit: the fault is free. */
#define TCPSIM_EXPLORE_FREE (-1)

/* One call of a host's user. Calls are made in order. One that has no connection to be made on waits for one. */
struct tcpsim_explore_call {
	enum tcpsim_call call;
	uint32_t octets;                       /* of SEND and RECEIVE; or TCPSIM_RECEIVE_ALL */
	const struct tcpsim_setting *setting;  /* of SET, in the static table */
	int64_t value;                         /* of SET */
};

struct tcpsim_explore_host {
	/* Without congestion control, which is about rates: what may be sent may be sent at any moment. */
	struct tcpsim_policy policy;
	uint32_t isns[TCPSIM_EXPLORE_ISNS]; /* of its connections, in turn; when all are used up no more are opened */
	uint8_t n_isns;
	uint8_t n_calls;
	bool reads_at_once;                 /* RECEIVE waits at all times */
	struct tcpsim_explore_call calls[TCPSIM_EXPLORE_CALLS];
	int8_t crashes;                     /* it may crash so often; a restart follows at any moment */
};

/* A segment of an earlier incarnation that is in flight when the world begins. It was sent by nobody here. */
struct tcpsim_explore_old {
	uint8_t from; /* host */
	struct tcpsim_segment seg;
};

/* A blind attacker, who sends in the name of a host. */
struct tcpsim_explore_forged {
	uint8_t from;    /* the host whose name is used */
	int8_t count;    /* so often; TCPSIM_EXPLORE_FREE without limit */
	bool has_seq;    /* .seg.seq is meant; else a number in the victim's window, but not just RCV.NXT */
	bool has_ack;    /* .seg.ack is meant; else, with ACK in .seg.ctl, a number far below the victim's SND.UNA */
	struct tcpsim_segment seg;
};

/* Where to start and what may happen. Plain data; tcpsim_explore_world_init() gives every field a value. */
struct tcpsim_explore_world {
	struct tcpsim_explore_host hosts[TCPSIM_EXPLORE_HOSTS];
	struct tcpsim_explore_old old[TCPSIM_EXPLORE_OLD];
	struct tcpsim_explore_forged forged[TCPSIM_EXPLORE_FORGED];
	uint8_t n_old, n_forged;
	uint8_t in_flight;   /* segments in flight in one direction at the most; what would send more is cut off */
	bool reorder;        /* they overtake each other */
	bool give_up;        /* the user timer may fire */
	int8_t losses;       /* so many segments may be lost */
	int8_t copies;       /* so many copies may be made */
	uint32_t invariants; /* a set of bits 1 << enum tcpsim_invariant that are to hold */
};

/* Both hosts with the profile rfc9293, ISNs 100 and 300 and on in steps of 1000, no calls, no faults, all invariants. */
TCPSIM_API void tcpsim_explore_world_init(struct tcpsim_explore_world *world);

/* Add a call to a host's user. Returns 0, or -1 if there is no such host or it has TCPSIM_EXPLORE_CALLS already. */
TCPSIM_API int tcpsim_explore_world_call(struct tcpsim_explore_world *world, unsigned host, enum tcpsim_call call,
	uint32_t octets);

/* Returns NULL, or one sentence on why the world cannot be explored (static storage). */
TCPSIM_API const char *tcpsim_explore_world_check(const struct tcpsim_explore_world *world);

/* What a property of the user's own sees of a state: each host's TCB, in CLOSED if there is none. */
struct tcpsim_explore_view {
	const struct tcpsim_tcb *tcb[TCPSIM_EXPLORE_HOSTS];
	bool is_up[TCPSIM_EXPLORE_HOSTS];
	bool is_listening[TCPSIM_EXPLORE_HOSTS];
	unsigned n_in_flight[TCPSIM_EXPLORE_HOSTS]; /* from that host */
};

/*
 * A property of the user's own: returns NULL if it holds in the state, else one sentence (static storage).
 * It is called once for each state, from several threads at a time. Times in the TCB mean nothing; a deadline only
 * says whether its timer runs.
 */
typedef const char *(*tcpsim_explore_property)(const struct tcpsim_explore_view *view, void *data);

enum tcpsim_explore_verdict {
	TCPSIM_EXPLORE_HOLDS,      /* in every state that can be reached within the bounds */
	TCPSIM_EXPLORE_BROKEN,     /* there is a counterexample, and no shorter one */
	TCPSIM_EXPLORE_UNFINISHED, /* out of memory, at a limit, or stopped */
};

/* How far the search is. */
struct tcpsim_explore_progress {
	uint64_t states, transitions;
	uint64_t queue;    /* states found that are not expanded yet */
	uint32_t depth;    /* events from the start */
	uint32_t sweep;    /* 0 while searching; then the number of the pass over all states */
	uint64_t octets;   /* of memory in use */
};

struct tcpsim_explore_options {
	uint64_t memory_octets;  /* limit; 0: 4 GiB */
	unsigned threads;        /* 0: one */
	unsigned hash_bits;      /* 0: states are stored exactly; 64: as hashes of so many bits */
	bool full;               /* without reductions: segments in flight in order, nothing cleared */
	bool only_states;        /* do not judge the graph as a whole: no-packet-war, can-rest */
	uint32_t max_depth;      /* 0: none */
	volatile int *stop;      /* unfinished as soon as this is not 0; may be NULL */
	void (*progress)(const struct tcpsim_explore_progress *progress, void *data); /* now and then; may be NULL */
	void *progress_data;
	tcpsim_explore_property property; /* may be NULL */
	void *property_data;
};

/* What happened in one event of a counterexample. */
enum tcpsim_explore_event {
	TCPSIM_EXPLORE_CALL,      /* .call of the host's script */
	TCPSIM_EXPLORE_ARRIVAL,   /* .seg arrives at .host */
	TCPSIM_EXPLORE_LOSS,      /* .seg from .host is lost */
	TCPSIM_EXPLORE_COPY,      /* .seg from .host is copied */
	TCPSIM_EXPLORE_FORGERY,   /* .seg enters the network in the name of .host */
	TCPSIM_EXPLORE_TIMER,     /* .timer of .host fires */
	TCPSIM_EXPLORE_CRASH,
	TCPSIM_EXPLORE_RESTART,
	TCPSIM_EXPLORE_MSL,       /* one MSL of .host's TIME-WAIT or quiet time has passed; the last one ends it */
};

#define TCPSIM_EXPLORE_SENT 8

/* One event of a counterexample. */
struct tcpsim_explore_step {
	enum tcpsim_explore_event event;
	uint8_t host;
	uint8_t call;      /* index in the host's script */
	uint8_t timer;     /* enum tcpsim_timer, of TIMER; 2MSL of MSL; else it means nothing */
	uint8_t before, after; /* enum tcpsim_state of .host */
	uint8_t signals, error;
	uint16_t rule;     /* that ended the engine's call, or TCPSIM_RULE_NONE */
	uint8_t is_last;   /* of MSL: TIME-WAIT or the quiet time is over */
	uint8_t is_quiet;  /* of MSL: it is a quiet time */
	uint8_t n_sent;
	uint32_t packet;   /* of the segment in ARRIVAL, LOSS, COPY, FORGERY: see .sent_packet; old ones are 1 to n_old */
	uint32_t copy;     /* of COPY: the number that the copy gets */
	struct tcpsim_segment seg;
	struct tcpsim_segment sent[TCPSIM_EXPLORE_SENT]; /* what the host sent in answer, in order */
	uint8_t purpose[TCPSIM_EXPLORE_SENT];            /* enum tcpsim_purpose of each */
	uint32_t sent_packet[TCPSIM_EXPLORE_SENT];       /* the number of each, counted over the whole counterexample */
	struct tcpsim_rule_set fired;
};

struct tcpsim_explore_result {
	enum tcpsim_explore_verdict verdict;
	int broken;            /* enum tcpsim_invariant; -1 for the user's property or none */
	const char *words;     /* of the user's property, or why the search is not finished; else NULL. Static storage */
	uint64_t states, transitions;
	uint64_t cut;          /* transitions not taken, because a bound was reached */
	uint64_t at_rest;      /* states in which nothing more happens */
	uint64_t walks;        /* of tcpsim_explore_walk(): so many were taken, up to the first that broke something */
	uint32_t depth;        /* of the deepest state */
	uint64_t octets;       /* of memory at the most */
	double omitted;        /* with hashes: bound on the probability that a state was left out */
	size_t n_steps;        /* of the counterexample: its first .loop steps lead to a cycle, if .loop < n_steps */
	size_t loop;
	const struct tcpsim_explore_step *steps;
	struct tcpsim_rule_set fired;     /* all rules that took effect on some path */
	uint32_t changes[TCPSIM_N_STATES]; /* by state: the set of states that it was left for, and itself if reached */
};

/* An exploration: its states, and what is known of them. */
struct tcpsim_explore;

/*
 * Make an exploration of a world that tcpsim_explore_world_check() has nothing against. The world and the options are
 * copied. Returns NULL if there is no memory. Free with tcpsim_explore_free().
 */
TCPSIM_API struct tcpsim_explore *tcpsim_explore_new(const struct tcpsim_explore_world *world,
	const struct tcpsim_explore_options *options);
/* Free an exploration and all that it knows; NULL is nothing. */
TCPSIM_API void tcpsim_explore_free(struct tcpsim_explore *explore);

/* Search, or go on searching after a stop. The result is the exploration's, valid until it is run again or freed. */
TCPSIM_API const struct tcpsim_explore_result *tcpsim_explore_run(struct tcpsim_explore *explore);

/*
 * Walk at random instead: `walks` walks of at most `length` events, from `seed`. The first that breaks something is
 * shortened until no event of it can be left out. Every state counts as often as it is visited.
 */
TCPSIM_API const struct tcpsim_explore_result *tcpsim_explore_walk(struct tcpsim_explore *explore, uint64_t walks,
	uint32_t length, uint64_t seed);

/*
 * Write what is known to a file, and read it again into an exploration of the same world, just made. Return 0, or
 * -1 with errno; reading what is no such file, or one of another world or version, fails with EINVAL.
 */
TCPSIM_API int tcpsim_explore_save(const struct tcpsim_explore *explore, FILE *file);
TCPSIM_API int tcpsim_explore_load(struct tcpsim_explore *explore, FILE *file);

#ifdef __cplusplus
}
#endif

#endif
