/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_ENGINE_H
#define TCPSIM_ENGINE_H

#include <tcpsim/export.h>
#include <tcpsim/policy.h>
#include <tcpsim/rules.h>
#include <tcpsim/segment.h>
#include <tcpsim/tcb.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * RFC 9293 3.10, event processing: one call an event. Input in, effects out.
 *
 * Every call takes a TCB, a policy, one input and the time; it changes the TCB
 * and fills the caller's batch of effects, emptied first. It allocates nothing,
 * reads no clock, keeps no pointer and calls nothing back. Time never runs
 * backwards from one call to the next on one TCB.
 *
 * After any call with out->more set, call tcpsim_engine_poll() until it is not.
 *
 * To begin: zeroed memory is a TCB in CLOSED, &tcpsim_profile_find("rfc9293")->policy is a policy, and
 * tcpsim_engine_open() opens. The engine needs no other library: link with libtcpsim.a alone.
 */

/* What a user call answers, and what a connection ends with (RFC 9293 3.9.1, 3.10). */
enum tcpsim_error {
	TCPSIM_OK,
	TCPSIM_ERROR_NO_CONNECTION,      /* "connection does not exist" */
	TCPSIM_ERROR_EXISTS,             /* "connection already exists" */
	TCPSIM_ERROR_CLOSING,            /* "connection closing" */
	TCPSIM_ERROR_REMOTE_UNSPECIFIED, /* "remote socket unspecified" */
	TCPSIM_ERROR_REMOTE_INVALID,     /* a broadcast or multicast address (MUST-46) */
	TCPSIM_ERROR_NO_RESOURCES,       /* "insufficient resources" */
	TCPSIM_ERROR_RESET,              /* "connection reset" */
	TCPSIM_ERROR_REFUSED,            /* "connection refused" */
	TCPSIM_ERROR_TIMED_OUT,          /* user timeout, R2, or keepalive */
	TCPSIM_ERROR_NET_UNREACHABLE,    /* the rest is what ICMP says (3.9.2.2), in the order of enum tcpsim_icmp_kind */
	TCPSIM_ERROR_HOST_UNREACHABLE,
	TCPSIM_ERROR_PROTOCOL_UNREACHABLE,
	TCPSIM_ERROR_PORT_UNREACHABLE,
	TCPSIM_ERROR_TOO_LARGE,
	TCPSIM_ERROR_SOURCE_ROUTE_FAILED,
	TCPSIM_ERROR_TIME_EXCEEDED,
	TCPSIM_ERROR_PARAMETER_PROBLEM,
};

#define TCPSIM_N_ERRORS 18

/* The name of an error, such as `connection-reset`; `none` for TCPSIM_OK. Static storage. */
TCPSIM_API const char *tcpsim_error_name(enum tcpsim_error error);

/* The error as a sentence for people, in the RFC's words where it has some. Static storage. */
TCPSIM_API const char *tcpsim_error_words(enum tcpsim_error error);

/* What the user is told without having asked (RFC 9293 3.9.1.8, 3.10.7): a set of bits in tcpsim_effects.signals. */
enum tcpsim_signal {
	TCPSIM_SIGNAL_OPENED = 0x01,   /* the connection is ESTABLISHED */
	TCPSIM_SIGNAL_CLOSING = 0x02,  /* "connection closing": the peer's FIN was taken */
	TCPSIM_SIGNAL_CLOSE_OK = 0x04, /* our FIN is acknowledged: all that was sent has arrived */
	TCPSIM_SIGNAL_PROBLEM = 0x08,  /* R1: a delivery problem (SHLD-9) */
	TCPSIM_SIGNAL_ERROR = 0x10,    /* the connection ended; tcpsim_effects.error says how */
	TCPSIM_SIGNAL_URGENT = 0x20,   /* urgent data is ahead, or more of it than before (MUST-32) */
	TCPSIM_SIGNAL_SOFT_ERROR = 0x40, /* ICMP told of trouble; tcpsim_effects.soft_error says which (SHLD-25) */
};

/* Why a segment is sent, for those who name, count or draw it. The engine itself never asks. */
enum tcpsim_purpose {
	TCPSIM_PURPOSE_FIRST,           /* something new, or a plain ACK */
	TCPSIM_PURPOSE_RETRANSMISSION,
	TCPSIM_PURPOSE_WINDOW_PROBE,
	TCPSIM_PURPOSE_KEEPALIVE_PROBE,
	TCPSIM_PURPOSE_CHALLENGE,       /* a challenge ACK, RFC 5961 */
	TCPSIM_PURPOSE_RESET,
};

/* Segments in one batch. A larger window is sent in several: see .more. */
#define TCPSIM_MAX_OUT 4

/*
 * What a call did. The caller's, of fixed size; only the first n_segments of
 * .segments mean anything. A change of state is the difference of .before and
 * .after: it cannot be forgotten.
 */
struct tcpsim_effects {
	struct tcpsim_segment segments[TCPSIM_MAX_OUT]; /* to be sent, in this order */
	uint8_t purpose[TCPSIM_MAX_OUT];                /* enum tcpsim_purpose of each */
	uint8_t n_segments;
	uint8_t more;    /* there is more to send: call tcpsim_engine_poll() */
	uint8_t before;  /* enum tcpsim_state */
	uint8_t after;   /* enum tcpsim_state */
	uint8_t signals; /* a set of enum tcpsim_signal */
	uint8_t error;   /* enum tcpsim_error, with TCPSIM_SIGNAL_ERROR */
	uint16_t rule;   /* enum tcpsim_rule that ended the call */
	uint8_t soft_error; /* enum tcpsim_error, with TCPSIM_SIGNAL_SOFT_ERROR */
	uint8_t reserved_8[3]; /* 0 */
	/*
	 * Text of the arriving segment that is to be stored: the store_bytes octets
	 * after its first store_skip, at store_offset of the peer's stream. It may
	 * lie behind a gap, or over octets stored before.
	 */
	uint64_t store_offset;
	uint32_t store_skip;
	uint32_t store_bytes;
	/* Octets that the user gets now: deliver_bytes from deliver_offset of the peer's stream. */
	uint64_t deliver_offset;
	uint32_t deliver_bytes;
	uint32_t reserved; /* 0 */
	struct tcpsim_rule_set fired; /* all rules that took effect, the last one too */
};

/* What is known of the remote socket in an OPEN. */
enum tcpsim_remote {
	TCPSIM_REMOTE_UNSPECIFIED,
	TCPSIM_REMOTE_KNOWN,
	TCPSIM_REMOTE_GROUP, /* a broadcast or multicast address */
};

/* The arguments of OPEN. */
struct tcpsim_open {
	enum tcpsim_remote remote;
	int is_active;  /* else passive */
	tcpsim_seq iss; /* for an active OPEN: the ISN to use, from tcpsim_isn() or a script */
	/*
	 * For an active OPEN with policy->fast_open (RFC 7413 4.1.3, 4.2.1): the SYN carries the option, with this cookie or,
	 * if that has no octets, the wish for one. `octets` of the user's stream are SENT by this call, and as many as
	 * fit go with the SYN if there is a cookie, or none is needed (policy->fast_open_cookieless).
	 */
	int fast_open;
	uint32_t octets;
	uint16_t peer_mss;     /* that the peer told when it gave the cookie, or 0: the SYN has no more text (4.1.3) */
	uint8_t cookie_octets;
	uint8_t cookie[TCPSIM_MAX_COOKIE];
};

/* What a host says of the cookie in a SYN that arrives at a listener with Fast Open: tcpsim_arriving.fast_open. */
enum tcpsim_fast_open {
	TCPSIM_FAST_OPEN_UNUSED,  /* no option, or nobody here wants it: the SYN is any SYN */
	TCPSIM_FAST_OPEN_ASKED,   /* a cookie is asked for, or the one that came is not ours: the SYN,ACK brings .cookie */
	TCPSIM_FAST_OPEN_GRANTED, /* the cookie is right, or none is needed: text goes to the user in SYN-RECEIVED */
};

/*
 * OPEN, RFC 9293 3.10.1. Passive: LISTEN. Active: a SYN is sent, SYN-SENT.
 * Returns TCPSIM_OK, or with the TCB unchanged TCPSIM_ERROR_EXISTS, _REMOTE_UNSPECIFIED, _REMOTE_INVALID, or
 * _NO_RESOURCES when policy->send_buffer_bytes has no room for open->octets.
 */
TCPSIM_API enum tcpsim_error tcpsim_engine_open(struct tcpsim_tcb *tcb, const struct tcpsim_policy *policy,
	const struct tcpsim_open *open, int64_t now_us, struct tcpsim_effects *out);

/*
 * SEND, 3.10.2: `octets` more of the user's stream, which the caller keeps until
 * SND.UNA has passed them. `iss` is used only when a SEND opens a connection in LISTEN.
 * Returns TCPSIM_OK, or with nothing taken TCPSIM_ERROR_NO_CONNECTION, _CLOSING,
 * _REMOTE_UNSPECIFIED, or _NO_RESOURCES when policy->send_buffer_bytes would be exceeded.
 */
TCPSIM_API enum tcpsim_error tcpsim_engine_send(struct tcpsim_tcb *tcb, const struct tcpsim_policy *policy,
	uint32_t octets, tcpsim_seq iss, int64_t now_us, struct tcpsim_effects *out);

/*
 * The same with the URGENT flag: all up to the end of these octets is urgent (3.8.5, MUST-30, MUST-31). Octets of 0
 * move nothing. Returns what tcpsim_engine_send() does.
 */
TCPSIM_API enum tcpsim_error tcpsim_engine_send_urgent(struct tcpsim_tcb *tcb, const struct tcpsim_policy *policy,
	uint32_t octets, tcpsim_seq iss, int64_t now_us, struct tcpsim_effects *out);

/*
 * RECEIVE, 3.10.3: the user wants `octets` more, or all that will ever come with
 * TCPSIM_RECEIVE_ALL. What is on hand is delivered now, up to that number; if nothing is,
 * the call waits and text is delivered as it arrives. A RECEIVE that got some text is done.
 * Returns TCPSIM_OK, TCPSIM_ERROR_NO_CONNECTION, or TCPSIM_ERROR_CLOSING after the peer's FIN.
 */
TCPSIM_API enum tcpsim_error tcpsim_engine_receive(struct tcpsim_tcb *tcb, const struct tcpsim_policy *policy,
	uint32_t octets, int64_t now_us, struct tcpsim_effects *out);

/*
 * CLOSE, 3.10.4: no more to send; FIN follows the last octet. Receiving goes on.
 * Returns TCPSIM_OK, TCPSIM_ERROR_NO_CONNECTION or TCPSIM_ERROR_CLOSING.
 */
TCPSIM_API enum tcpsim_error tcpsim_engine_close(struct tcpsim_tcb *tcb, const struct tcpsim_policy *policy,
	int64_t now_us, struct tcpsim_effects *out);

/*
 * CLOSE of a user who goes on reading: the same, but that octets which were not read yet are no reason for a RST.
 * After tcpsim_engine_close() they are, with policy->reset_unread (3.6.1, SHLD-3): the connection ends there and then.
 */
TCPSIM_API enum tcpsim_error tcpsim_engine_shutdown(struct tcpsim_tcb *tcb, const struct tcpsim_policy *policy,
	int64_t now_us, struct tcpsim_effects *out);

/* ABORT, 3.10.5: RST where the peer may know of us, then CLOSED. Returns TCPSIM_OK or TCPSIM_ERROR_NO_CONNECTION. */
TCPSIM_API enum tcpsim_error tcpsim_engine_abort(struct tcpsim_tcb *tcb, const struct tcpsim_policy *policy,
	int64_t now_us, struct tcpsim_effects *out);

/* What STATUS tells, 3.9.1.5. Sizes in octets, time in microseconds. */
struct tcpsim_status {
	enum tcpsim_state state;
	uint32_t rcv_wnd, snd_wnd;
	uint32_t unacknowledged_bytes; /* SND.NXT - SND.UNA, SYN and FIN included */
	uint32_t unsent_bytes;
	uint32_t unread_bytes;
	uint32_t urgent_bytes; /* of the peer's, up to RCV.UP, that the user has not got (MUST-33) */
	uint32_t reserved;     /* 0 */
	int64_t user_timeout_us; /* in force, RFC 5482 included */
};

/* STATUS, 3.10.6. Fills *status; returns TCPSIM_OK or TCPSIM_ERROR_NO_CONNECTION. */
TCPSIM_API enum tcpsim_error tcpsim_engine_status(struct tcpsim_tcb *tcb, const struct tcpsim_policy *policy,
	struct tcpsim_status *status, struct tcpsim_effects *out);

/* A segment as it arrives, with what the engine cannot know of the host. */
struct tcpsim_arriving {
	struct tcpsim_segment seg;
	tcpsim_seq iss;    /* the ISN to use if the segment opens a connection */
	int is_listened;   /* somebody listens on the port: TIME-WAIT may be reopened (MAY-2) */
	enum tcpsim_fast_open fast_open; /* of a SYN that opens a connection */
	uint8_t cookie[TCPSIM_MAX_COOKIE]; /* what the host gives this peer, with ASKED: cookie_octets of it */
	uint8_t cookie_octets;
};

/*
 * The Fast Open cookie that a host gives a peer (RFC 7413 4.1.2): 8 octets, SipHash-2-4 of the addresses of client and
 * server, in this order, as IP headers have them: `octets` of them, 8 or 32. Pure. A server recognizes its own by making
 * it again. It is what Linux gives (__tcp_fastopen_cookie_gen_cipher()), if `secret` is its key read as two
 * little-endian numbers.
 */
TCPSIM_API void tcpsim_fast_open_cookie(const uint64_t secret[2], const uint8_t *addresses, size_t octets,
	uint8_t cookie[8]);

/*
 * Octets that go with a SYN at the most, to a peer that told `peer_mss` with its cookie, or nothing: 0. Pure; with
 * more in tcpsim_open.octets the rest waits.
 */
TCPSIM_API uint32_t tcpsim_fast_open_room(const struct tcpsim_policy *policy, uint16_t peer_mss);

/*
 * SEGMENT ARRIVES, 3.10.7. A TCB in CLOSED stands for a connection that does not
 * exist. `arriving` is any segment whatever: no value of it is an error.
 */
TCPSIM_API void tcpsim_engine_arrives(struct tcpsim_tcb *tcb, const struct tcpsim_policy *policy,
	const struct tcpsim_arriving *arriving, int64_t now_us, struct tcpsim_effects *out);

/* What an ICMP message about a segment says, whatever the version of IP. */
enum tcpsim_icmp_kind {
	TCPSIM_ICMP_NET_UNREACHABLE,      /* IPv4 3/0, IPv6 1/0 */
	TCPSIM_ICMP_HOST_UNREACHABLE,     /* 3/1, 1/3; and what forbids it: 3/9, 3/10, 3/13, 1/1 */
	TCPSIM_ICMP_PROTOCOL_UNREACHABLE, /* 3/2, 4/1 */
	TCPSIM_ICMP_PORT_UNREACHABLE,     /* 3/3, 1/4 */
	TCPSIM_ICMP_TOO_LARGE,            /* 3/4, 2/0: fragmentation is needed and not allowed */
	TCPSIM_ICMP_SOURCE_ROUTE_FAILED,  /* 3/5 */
	TCPSIM_ICMP_TIME_EXCEEDED,        /* 11/0, 3/0 */
	TCPSIM_ICMP_PARAMETER_PROBLEM,    /* 12/0, 4/0 */
	TCPSIM_ICMP_SOURCE_QUENCH,        /* 4/0 of IPv4 */
};

#define TCPSIM_N_ICMP 9

/* The name of a kind, such as `host-unreachable`. Static storage. */
TCPSIM_API const char *tcpsim_icmp_name(enum tcpsim_icmp_kind kind);

/* An ICMP message, with what it quotes of the segment that it is about. */
struct tcpsim_icmp {
	enum tcpsim_icmp_kind kind;
	tcpsim_seq seq;   /* SEG.SEQ of that segment */
	uint32_t mtu;     /* of the next hop, octets, with TOO_LARGE; 0 if it was not told */
};

/*
 * An ICMP message about a segment of this connection, 3.9.2.2 (MUST-54). Whatever it says, a number outside of what
 * is under way is an attacker's, and nothing happens (RFC 5927 4.1).
 */
TCPSIM_API void tcpsim_engine_icmp(struct tcpsim_tcb *tcb, const struct tcpsim_policy *policy,
	const struct tcpsim_icmp *icmp, int64_t now_us, struct tcpsim_effects *out);

/*
 * Timeouts, 3.10.8: handle the one timer that is due first at `now_us`. Call again
 * while tcpsim_tcb_deadline_us() =< now_us. The timer is returned in *timer, if that is
 * not NULL; -1 if none was due.
 */
TCPSIM_API void tcpsim_engine_timeout(struct tcpsim_tcb *tcb, const struct tcpsim_policy *policy, int64_t now_us,
	int *timer, struct tcpsim_effects *out);

/* Fetch the rest of what a call had to send. */
TCPSIM_API void tcpsim_engine_poll(struct tcpsim_tcb *tcb, const struct tcpsim_policy *policy, int64_t now_us,
	struct tcpsim_effects *out);

/*
 * Take note that the user changed the policy of this connection: keepalive goes on or off (MUST-24), and what may be sent
 * now is. A keepalive time that runs goes on, unless the new one would be over sooner; to begin it anew, tell of a policy
 * without keepalive before.
 */
TCPSIM_API void tcpsim_engine_policy_changed(struct tcpsim_tcb *tcb, const struct tcpsim_policy *policy,
	int64_t now_us, struct tcpsim_effects *out);

/* The two sockets of a connection and a secret, for tcpsim_isn(). */
struct tcpsim_isn_key {
	uint64_t secret[2];
	uint64_t local, remote; /* address and port of each end, in any injective encoding */
};

/*
 * An initial sequence number: ISN = M + F(local, remote, secret), 3.4.1 (MUST-8, SHLD-1, MUST-9).
 * M is a clock of 4 microseconds, F is SipHash-2-4. Pure.
 */
TCPSIM_API tcpsim_seq tcpsim_isn(const struct tcpsim_isn_key *key, int64_t now_us);

#ifdef __cplusplus
}
#endif

#endif
