/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_LIB_NET_INVARIANTS_PRIVATE_H
#define TCPSIM_LIB_NET_INVARIANTS_PRIVATE_H

#include <glib.h>

#include <tcpsim/watcher.h>

/*
 * The watcher of the named invariants. It reads the trace record by record and keeps, for each incarnation
 * of each connection, what the invariants need to remember; each file invariants_*.c judges a few of them.
 */

/* Two sockets, as one of the two ends sees them. */
struct watch_pair {
	uint16_t host, local_port, peer, peer_port;
};

/* One incarnation of one connection at one host. A connection that is reopened from TIME-WAIT has several. */
struct watch_end {
	struct watch_pair pair;
	uint32_t number;            /* of the connection at its host, from 1 */
	struct watch_end *previous; /* the incarnation in TIME-WAIT that this one reopened, or NULL */
	bool is_passive;            /* it began with a SYN from LISTEN or TIME-WAIT */
	bool was_synchronized;      /* it has been ESTABLISHED or later */
	bool is_news;               /* and the last event was the first to make it so */
	bool knows_iss, knows_irs;
	bool is_told_of_fin; /* the user was told "connection closing" */
	bool has_seen_fin;
	bool has_left_unread; /* its user said CLOSE over octets on hand, and the connection went on */
	bool has_said_close;
	bool has_sent_fin;
	bool is_closed_well; /* it came to its end in good order */
	tcpsim_seq iss, irs;
	tcpsim_seq snd_top;       /* the highest SND.NXT it ever had: what it has sent lies below */
	struct tcpsim_vars now;   /* as the last event left it */
	GByteArray *given;        /* the octets that its user gave to SEND */
	uint64_t delivered_bytes; /* octets that its user got */
	uint64_t readable_bytes;  /* octets that were on hand when the user was told of the FIN */
	uint32_t fin_cause;       /* the event that told it so */
	int64_t resent_us, resent_gap_us; /* when it last sent again by a timer, and how long after the time before */
	uint32_t n_even;          /* such intervals of one length in a row, without an arrival */
	int64_t fin_us;           /* when the peer's FIN, or the last repetition of it, arrived */
	tcpsim_seq fin;           /* the number of the FIN that it has sent */
	uint32_t probes;          /* keepalive probes that it has sent since it last heard of its peer */
};

struct tcpsim_watcher {
	const struct tcpsim_net *net;
	const struct tcpsim_trace *trace;
	const struct tcpsim_record *records; /* while they are read */
	size_t n_records;
	size_t next;                         /* the first record that was not read yet */
	GPtrArray *ends;                     /* all incarnations, in order of appearance; owned */
	GHashTable *by_number;               /* host and number -> the last incarnation */
	GHashTable *by_pair;                 /* struct watch_pair -> GPtrArray of its incarnations, in order */
	GHashTable *datagrams;               /* packet of UDP -> record of its sending: datagram-whole */
	GHashTable *delivered;               /* packets of UDP that users got */
	GHashTable *rounds;                  /* record of an arrival -> how often it has come round: no-packet-war */
	int64_t least_probes;                /* the fewest that a socket was given by an option: probes-used-up */
	struct tcpsim_invariant_verdict verdicts[TCPSIM_N_INVARIANTS];
};

/* A text of some words that fits into an expression. */
struct watch_text {
	char text[64];
};

/* ---- invariants_ends.c: who is there ---- */

void tcpsim_watch_ends_new(struct tcpsim_watcher *watcher);
void tcpsim_watch_ends_free(struct tcpsim_watcher *watcher);

/* The incarnation that a record is about, after taking note of the record's event; NULL if it is about none. */
struct watch_end *tcpsim_watch_event(struct tcpsim_watcher *watcher, const struct tcpsim_record *record);

/* The incarnation that a record is about, or NULL. */
struct watch_end *tcpsim_watch_end_of(const struct tcpsim_watcher *watcher, const struct tcpsim_record *record);

/* All incarnations, in order of appearance, that the peer's host had on the same pair of sockets; NULL if none. */
const GPtrArray *tcpsim_watch_peers(const struct tcpsim_watcher *watcher, const struct watch_end *end);

/* The latest of the peers whose ISS is the end's IRS, or NULL; with is_mutual its IRS must be the end's ISS, too. */
struct watch_end *tcpsim_watch_peer(const struct tcpsim_watcher *watcher, const struct watch_end *end, bool is_mutual);

/* Whether the end is there: neither CLOSED nor back in LISTEN. */
bool tcpsim_watch_is_alive(const struct watch_end *end);

/* ---- invariants_event.c: what an event was, seen with all that followed from it ---- */

/* Whether there is a connection before the event, and none after it: it is CLOSED or back in LISTEN. */
bool tcpsim_watch_is_end(const struct tcpsim_record *event);
/* The error that the user was told of, or TCPSIM_OK. */
enum tcpsim_error tcpsim_watch_error(const struct tcpsim_watcher *watcher, const struct tcpsim_record *event);
/* Whether a RST was sent. */
bool tcpsim_watch_has_reset(const struct tcpsim_watcher *watcher, const struct tcpsim_record *event);
/* Whether the connection was forgotten at once: it was aborted, or vanished with its host. */
bool tcpsim_watch_is_forgotten(const struct tcpsim_record *event);
/* The record that the segment of an arrival came from, through all copies: SEND or INJECT; NULL if it is not known. */
const struct tcpsim_record *tcpsim_watch_origin(const struct tcpsim_watcher *watcher, const struct tcpsim_record *arrival);

/* ---- invariants_words.c: what to say ---- */

/* `server`, or `server connection 2`. */
struct watch_text tcpsim_watch_name(const struct tcpsim_watcher *watcher, const struct watch_end *end);
/* A moment, such as `3.100 s`; a length of time, such as `120 s`. */
struct watch_text tcpsim_watch_moment(int64_t time_us);
struct watch_text tcpsim_watch_length(int64_t us);

/* The invariant is broken after the record `at`, or at the end; only the first time counts. */
void tcpsim_watch_break(struct tcpsim_watcher *watcher, enum tcpsim_invariant invariant, const struct tcpsim_record *at,
	const char *format, ...) G_GNUC_PRINTF(4, 5);

/* ---- the invariants: each call judges one record ---- */

/* invariants_opening.c: transitions-legal, isn-agreed, no-phantom-connection, listen-by-user */
void tcpsim_watch_opening(struct tcpsim_watcher *watcher, const struct tcpsim_record *record,
	const struct watch_end *end);

/* invariants_segments.c: seq-window, no-rst-for-rst, network-honest, right-edge-not-shrunk */
void tcpsim_watch_variables(struct tcpsim_watcher *watcher, const struct tcpsim_record *record,
	const struct watch_end *end, const struct tcpsim_vars *before);
void tcpsim_watch_segment_sent(struct tcpsim_watcher *watcher, const struct tcpsim_record *record);
void tcpsim_watch_segment_arrived(struct tcpsim_watcher *watcher, const struct tcpsim_record *record);
void tcpsim_watch_tcb_broken(struct tcpsim_watcher *watcher, const struct tcpsim_record *record);

/* invariants_data.c: data-in-order, data-delivered-once, fin-last */
void tcpsim_watch_given(struct tcpsim_watcher *watcher, const struct tcpsim_record *record, struct watch_end *end);
void tcpsim_watch_delivered(struct tcpsim_watcher *watcher, const struct tcpsim_record *record);
void tcpsim_watch_signaled(struct tcpsim_watcher *watcher, const struct tcpsim_record *record);

/* invariants_datagrams.c: datagram-whole. Whether the record is about UDP */
bool tcpsim_watch_datagram(struct tcpsim_watcher *watcher, const struct tcpsim_record *record);

/* invariants_ending.c: time-wait-full, no-silent-stall */
void tcpsim_watch_closing(struct tcpsim_watcher *watcher, const struct tcpsim_record *record, struct watch_end *end,
	enum tcpsim_state before);
void tcpsim_watch_quiet(struct tcpsim_watcher *watcher);

/* invariants_resting.c: can-rest */
void tcpsim_watch_resent(const struct tcpsim_record *record, struct watch_end *end);
void tcpsim_watch_restless(struct tcpsim_watcher *watcher);

/* invariants_order.c: clean-close, fin-accounted, read-before-close */
void tcpsim_watch_order(struct tcpsim_watcher *watcher, const struct tcpsim_record *record, struct watch_end *end);
void tcpsim_watch_fin_sent(struct tcpsim_watcher *watcher, const struct tcpsim_record *record);

/* invariants_answers.c: no-forged-reset, probes-used-up, no-packet-war */
void tcpsim_watch_forged(struct tcpsim_watcher *watcher, const struct tcpsim_record *record,
	const struct watch_end *end);
void tcpsim_watch_heard(struct tcpsim_watcher *watcher, const struct tcpsim_record *record, struct watch_end *end);
/* A socket is given an option. */
void tcpsim_watch_option(struct tcpsim_watcher *watcher, const struct tcpsim_record *record);
void tcpsim_watch_probe_sent(struct tcpsim_watcher *watcher, const struct tcpsim_record *record);
void tcpsim_watch_war(struct tcpsim_watcher *watcher, const struct tcpsim_record *record);

#endif
