/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_POLICY_H
#define TCPSIM_POLICY_H

#include <stddef.h>
#include <stdint.h>

#include <tcpsim/export.h>
#include <tcpsim/flaw.h>

#ifdef __cplusplus
extern "C" {
#endif

/* How a connection is opened: policy->handshake. */
enum tcpsim_handshake {
	TCPSIM_THREE_WAY, /* RFC 9293 3.5 */
	TCPSIM_TWO_WAY,   /* what it would be without the third message: docs/tcpsim-scenario.5 */
};

/* What becomes of the SYN,ACK of RFC 9293 figure 7, lines 6 and 7: policy->simultaneous_open. */
enum tcpsim_simultaneous_open {
	TCPSIM_AS_DRAWN, /* taken, as the figure draws it (MUST-10) */
	TCPSIM_LITERAL,  /* not acceptable by 3.10.7.4 first check, answered by an ACK that completes the opening */
};

/* How much may be under way at once: policy->congestion_control. */
enum tcpsim_congestion_control {
	TCPSIM_CONGESTION_NONE,    /* as much as the peer's window takes */
	TCPSIM_CONGESTION_NEWRENO, /* RFC 5681, RFC 6582; with SACK RFC 6675 */
	TCPSIM_CONGESTION_CUBIC,   /* RFC 9438 */
};

/* What ICMP's hard errors do to a synchronized connection: policy->hard_errors. */
enum tcpsim_hard_errors {
	TCPSIM_HARD_ERRORS_ABORT, /* SHLD-26 */
	TCPSIM_HARD_ERRORS_SOFT,  /* the user is told, and TCP goes on: RFC 5461 4.1 */
};

/* The order in which options stand in a header, and what fills the gaps: policy->option_layout. */
enum tcpsim_option_layout {
	TCPSIM_LAYOUT_LINUX,   /* MSS, SACK-permitted, timestamps, window scale...; NOPs stand in front */
	TCPSIM_LAYOUT_FREEBSD, /* MSS, window scale, SACK-permitted, timestamps...; NOPs in front, END behind */
};

/* What becomes of a receive buffer that is no multiple of the MSS: policy->buffer_rounding. */
enum tcpsim_buffer_rounding {
	TCPSIM_ROUNDING_NONE,
	TCPSIM_ROUNDING_DOWN, /* to a multiple of the MSS that was agreed on, as Linux */
	TCPSIM_ROUNDING_UP,   /* as FreeBSD */
};

/* What is shown of a window that the shift count does not divide: policy->window_rounding. */
enum tcpsim_window_rounding {
	TCPSIM_WINDOW_ROUNDED_UP, /* the right edge never moves left */
	TCPSIM_WINDOW_ROUNDED_DOWN,
};

/* When the right edge of our window moves, and when the peer is told of it: policy->window_updates. */
enum tcpsim_window_updates {
	TCPSIM_UPDATES_SEGMENT, /* by half of the buffer or a segment, which is told at once: 3.8.6.2.2 */
	TCPSIM_UPDATES_DOUBLED, /* with each ACK; one is sent for it if the window becomes twice what it was, as Linux */
	TCPSIM_UPDATES_QUARTER, /* with each ACK; one is sent if it grows by a quarter of the buffer, as FreeBSD */
};

/* What is sent to ask for a closed window, where nothing that was sent is left to be sent again: policy->window_probe. */
enum tcpsim_window_probe {
	TCPSIM_WINDOW_PROBE_OCTET, /* the next octet, or FIN: 3.8.6.1 */
	TCPSIM_WINDOW_PROBE_ACK,   /* an ACK of the number before SND.UNA, without text, as Linux */
};

/* What a small segment waits for, if Nagle is on: policy->nagle_tail. */
enum tcpsim_nagle_tail {
	TCPSIM_TAIL_WAITS,    /* all that is under way: 3.7.4 */
	TCPSIM_TAIL_MINSHALL, /* small segments under way, as Linux: a tail follows full segments at once */
	TCPSIM_TAIL_BURST,    /* all that was under way as the burst began that it ends, as FreeBSD */
};

/* ECN: policy->ecn. */
enum tcpsim_ecn_use {
	TCPSIM_ECN_OFF,
	TCPSIM_ECN_ON,
	TCPSIM_ECN_PASSIVE, /* agreed to where the peer offers it, never offered */
};

/* What a connection that is given up sends: policy->reset_give_up. */
enum tcpsim_reset_give_up {
	TCPSIM_RESET_NEVER,     /* nothing: RFC 9293 3.10.8 */
	TCPSIM_RESET_KEEPALIVE, /* RST where keepalive probes went unanswered */
	TCPSIM_RESET_ALWAYS,    /* and where retransmissions did, or the user timeout is over */
};

/* A SYN in TIME-WAIT that may not reopen the connection: policy->time_wait_syn. */
enum tcpsim_time_wait_syn {
	TCPSIM_TIME_WAIT_SYN_ACKED, /* as any segment outside of the window: 3.10.7.4 first check */
	TCPSIM_TIME_WAIT_SYN_DROPPED,
};

/* FIN in a SYN that LISTEN receives: policy->syn_fin. */
enum tcpsim_syn_fin {
	TCPSIM_SYN_FIN_TAKEN,   /* it is processed once the connection is open: 3.10.7.2 */
	TCPSIM_SYN_FIN_IGNORED, /* the SYN counts, the FIN does not */
	TCPSIM_SYN_FIN_DROPPED, /* neither counts */
};

/* What a port that nobody listens on does: policy->blackhole. */
enum tcpsim_blackhole {
	TCPSIM_BLACKHOLE_OFF, /* it answers by RST: 3.10.7.1 */
	TCPSIM_BLACKHOLE_SYN, /* a SYN is not answered */
	TCPSIM_BLACKHOLE_ALL, /* nothing is */
};

/* Fast Open: policy->fast_open. */
enum tcpsim_fast_open_use {
	TCPSIM_FAST_OPEN_OFF,
	TCPSIM_FAST_OPEN_CLIENT,
	TCPSIM_FAST_OPEN_SERVER, /* of listeners that ask for it */
	TCPSIM_FAST_OPEN_BOTH,
};

/* The network below: policy->ip. */
enum tcpsim_ip {
	TCPSIM_IPV4,
	TCPSIM_IPV6,
};

/* No limit, for counts and times in which 0 means something else. */
#define TCPSIM_UNLIMITED INT64_MAX

/*
 * What RFC 9293 leaves open, or what a variant does otherwise. Plain data, the
 * caller's; each engine call takes it as an argument, so that one policy serves
 * many connections and may change between two calls.
 *
 * Times are in microseconds of virtual time, sizes in octets. Booleans are 0 and 1.
 * Every field has its row in tcpsim_settings(): name, range, source and words.
 */
struct tcpsim_policy {
	int64_t handshake;         /* enum tcpsim_handshake */
	int64_t simultaneous_open; /* enum tcpsim_simultaneous_open */
	int64_t msl_us;
	int64_t time_wait_msl; /* TIME-WAIT lasts so many MSL: 0, 1, 2 */
	int64_t time_wait_reopen; /* a new SYN may reopen from TIME-WAIT (MAY-2) */
	int64_t quiet_time;       /* a restarted host keeps quiet for one MSL (3.4.3) */
	int64_t reset_unread;     /* CLOSE with octets that were not read sends a RST (SHLD-3) */
	int64_t reset_late_text;  /* text that comes after a CLOSE for both directions draws a RST (SHLD-3) */
	int64_t rfc1337;          /* RST is ignored in TIME-WAIT */
	int64_t rfc5961;          /* RST and SYN are challenged unless exact */
	int64_t ack_check;        /* SEG.ACK below SND.UNA - MAX.SND.WND is refused (MAY-12) */
	int64_t timestamps;       /* the Timestamps option is offered, and PAWS refuses what is too old (RFC 7323) */
	int64_t challenge_limit;  /* so many challenge ACKs in challenge_window_us */
	int64_t challenge_window_us;
	int64_t keepalive;
	int64_t keepalive_idle_us;
	int64_t keepalive_interval_us;
	int64_t keepalive_probes;
	int64_t user_timeout_us;
	int64_t rto_initial_us;
	int64_t rto_min_us;
	int64_t rto_max_us;
	int64_t syn_retries; /* R2 for a SYN, as a count of retransmissions */
	int64_t r1_retries;  /* R1: the user is told */
	int64_t r2_retries;  /* R2 for data and FIN: the connection is given up */
	int64_t mss;         /* the largest text we take in a segment, sent in the MSS option if the MTU allows it */
	int64_t ip;          /* enum tcpsim_ip */
	int64_t mtu;         /* octets of the largest IP packet that the interface takes */
	int64_t path_mtu_discovery; /* ICMP may lower the size of segments (RFC 1191, RFC 8201) */
	int64_t hard_errors; /* enum tcpsim_hard_errors */
	int64_t dscp;        /* of everything sent (MUST-48); the engine does not look at it */
	int64_t ttl;         /* or hop limit (MUST-49); likewise */
	int64_t window_scale; /* the Window Scale option is offered (RFC 7323 2) */
	int64_t sack;        /* SACK is offered (RFC 2018), and recovery uses it (RFC 6675) */
	int64_t dsack;       /* text that came twice is reported (RFC 2883) */
	int64_t ecn;         /* enum tcpsim_ecn_use (RFC 3168) */
	int64_t user_timeout_option; /* the user timeout is told to the peer, and the peer's is minded (RFC 5482) */
	int64_t time_wait_timestamps; /* timestamps may reopen from TIME-WAIT, too (RFC 6191) */
	int64_t congestion_control; /* enum tcpsim_congestion_control */
	int64_t initial_window; /* segments (RFC 6928) */
	int64_t limited_transmit; /* RFC 3042 */
	int64_t nagle;       /* small segments wait for the ACK of what is under way (SHLD-7) */
	int64_t cork;        /* nothing but full segments leaves: the user will send more (TCP_CORK, TCP_NOPUSH) */
	int64_t delayed_ack_us; /* 0 for none: each segment with text is acknowledged at once (SHLD-18) */
	int64_t send_buffer_bytes;
	int64_t receive_buffer_bytes;
	/* What TCPs do differently: see the table of profiles, lib/engine/profiles.def. */
	int64_t option_layout;   /* enum tcpsim_option_layout; the engine does not look at it */
	int64_t window_scale_bytes; /* the shift count is chosen for a buffer of so many octets; 0: the receive buffer */
	int64_t buffer_rounding; /* enum tcpsim_buffer_rounding */
	int64_t window_rounding; /* enum tcpsim_window_rounding */
	int64_t window_updates;  /* enum tcpsim_window_updates */
	int64_t window_probe;    /* enum tcpsim_window_probe */
	int64_t persist_min_us;  /* least time before a window probe; the greatest is rto_max_us */
	int64_t double_buffers;  /* SO_RCVBUF and SO_SNDBUF read as twice what was set; the engine does not look at it */
	int64_t syn_ack_retries; /* R2 for a SYN,ACK, as a count of retransmissions */
	int64_t syn_linear_retries; /* so many retransmissions of a SYN follow at the initial RTO before it backs off */
	int64_t mss_option;      /* our SYNs have the MSS option */
	int64_t syn_plain_retries;  /* from this retransmission on a SYN has no option but MSS; 0: never */
	int64_t open_timeout_us; /* time from the active OPEN on until it is given up */
	int64_t rto_variance_min_us; /* least value of 4*RTTVAR in the RTO */
	int64_t rto_slop_us;     /* added to every RTO */
	int64_t quick_acks;      /* so many segments with text, from the first on, are acknowledged at once */
	int64_t ack_second;      /* a segment that comes while an ACK waits is acknowledged at once, however small it is */
	int64_t fin_wait_2_timeout_us; /* in FIN-WAIT-2, once the user has closed for reading, too */
	int64_t reset_give_up;   /* enum tcpsim_reset_give_up */
	int64_t reset_with_ack;  /* the RST of an ABORT or of giving up has an ACK: <SEQ=SND.NXT><ACK=RCV.NXT><CTL=RST,ACK> */
	int64_t time_wait_syn;   /* enum tcpsim_time_wait_syn */
	int64_t syn_fin;         /* enum tcpsim_syn_fin */
	int64_t insecure_rst;    /* a RST counts anywhere in the window, whatever rfc5961 says */
	int64_t insecure_syn;    /* a SYN in the window ends the connection, whatever rfc5961 says */
	int64_t embryonic_reset; /* in SYN-RECEIVED any RST in the window ends the connection, and a SYN is answered by RST */
	int64_t blackhole;       /* enum tcpsim_blackhole */
	int64_t icmp_syn_sent;   /* ICMP's hard errors end a connection in SYN-SENT */
	int64_t missing_timestamps; /* a segment without the timestamp that was agreed on is taken all the same */
	int64_t fast_open;       /* enum tcpsim_fast_open_use (RFC 7413) */
	int64_t fast_open_experimental; /* the experimental option is used: kind 254, 0xf989 (RFC 7413 A) */
	int64_t fast_open_cookieless; /* no cookie is asked for and none is needed */
	int64_t syn_ack_again;   /* in SYN-RECEIVED of a passive OPEN the peer's SYN, come again, draws the SYN,ACK again */
	int64_t syn_sent_rst_exact; /* with rfc5961 a RST in SYN-SENT must have SEG.SEQ = RCV.NXT, which is 0 */
	int64_t fin_again;       /* while our FIN is not acknowledged, every ACK that is owed has it again */
	int64_t nagle_tail;      /* enum tcpsim_nagle_tail */
	int64_t abc_limit;       /* L, RFC 3465: in slow start an ACK lets cwnd grow by so many segments at the most */
	int64_t send_error;      /* SEND on a socket tells why a connection ended, once; the engine does not look at it */
	int64_t flaws;       /* mistakes made on purpose: a set of tcpsim_flaw_set(), empty in every profile */
};

/* How the value of a setting is written. */
enum tcpsim_setting_kind {
	TCPSIM_SETTING_SWITCH,   /* on or off */
	TCPSIM_SETTING_COUNT,    /* a whole number */
	TCPSIM_SETTING_BYTES,    /* a whole number of octets */
	TCPSIM_SETTING_DURATION, /* microseconds; written with a unit */
	TCPSIM_SETTING_CHOICE,   /* one of .choices; the value is its index */
	TCPSIM_SETTING_FLAW,     /* the name of an enum tcpsim_flaw, or `none`; the value is its number */
};

/* One field of the policy, by the name that scenarios use. */
struct tcpsim_setting {
	char name[24];       /* `keepalive-idle` */
	char words[64];      /* what it does, in one clause */
	char source[48];     /* the place in an RFC that it is from */
	char choices[4][12]; /* the first max + 1 of them, for TCPSIM_SETTING_CHOICE only; else empty */
	int64_t min, max;           /* the least and the greatest value allowed */
	size_t offset;              /* of the int64_t in struct tcpsim_policy */
	enum tcpsim_setting_kind kind;
	int may_be_unlimited; /* the word `unlimited` is TCPSIM_UNLIMITED, outside of max */
};

/* All settings, in the order of the struct's fields; `*n` gets their number. Static storage. */
TCPSIM_API const struct tcpsim_setting *tcpsim_settings(size_t *n);

/* The setting of that name, or NULL. */
TCPSIM_API const struct tcpsim_setting *tcpsim_setting_find(const char *name);

/* The value of a setting in a policy; of a TCPSIM_SETTING_FLAW the set of all. */
TCPSIM_API int64_t tcpsim_policy_get(const struct tcpsim_policy *policy, const struct tcpsim_setting *setting);

/*
 * Give a setting a value. Returns 0, or -1 and changes nothing if the value is
 * out of the setting's range. A flaw is added to the set of flaws; 0 empties it.
 */
TCPSIM_API int tcpsim_policy_set(struct tcpsim_policy *policy, const struct tcpsim_setting *setting, int64_t value);

/* A named policy. */
struct tcpsim_profile {
	char name[16];
	char words[80];
	struct tcpsim_policy policy;
};

/*
 * Where the value of a setting in a profile is from: an RFC with its section, a manual page, or a file and a function
 * of the system's source. Static storage.
 */
TCPSIM_API const char *tcpsim_profile_source(const struct tcpsim_profile *profile,
	const struct tcpsim_setting *setting);

/* All profiles, `rfc9293` first; `*n` gets their number. Static storage. */
TCPSIM_API const struct tcpsim_profile *tcpsim_profiles(size_t *n);

/* The profile of that name, or NULL. */
TCPSIM_API const struct tcpsim_profile *tcpsim_profile_find(const char *name);

#ifdef __cplusplus
}
#endif

#endif
