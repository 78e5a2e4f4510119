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
	int64_t ecn;         /* ECN is offered (RFC 3168) */
	int64_t user_timeout_option; /* the user timeout is told to the peer, and the peer's is minded (RFC 5482) */
	int64_t time_wait_timestamps; /* timestamps may reopen from TIME-WAIT, too (RFC 6191) */
	int64_t congestion_control; /* enum tcpsim_congestion_control */
	int64_t initial_window; /* segments (RFC 6928) */
	int64_t limited_transmit; /* RFC 3042 */
	int64_t nagle;       /* small segments wait for the ACK of what is under way (SHLD-7) */
	int64_t delayed_ack_us; /* 0 for none: each segment with text is acknowledged at once (SHLD-18) */
	int64_t send_buffer_bytes;
	int64_t receive_buffer_bytes;
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

/* All profiles, `rfc9293` first; `*n` gets their number. Static storage. */
TCPSIM_API const struct tcpsim_profile *tcpsim_profiles(size_t *n);

/* The profile of that name, or NULL. */
TCPSIM_API const struct tcpsim_profile *tcpsim_profile_find(const char *name);

#ifdef __cplusplus
}
#endif

#endif
