/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_TCB_H
#define TCPSIM_TCB_H

#include <tcpsim/export.h>
#include <tcpsim/policy.h>
#include <tcpsim/seq.h>
#include <tcpsim/state.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A point in virtual time that never comes. Times are microseconds from 0. */
#define TCPSIM_TIME_NONE INT64_MAX

/* The timers of a connection. */
enum tcpsim_timer {
	TCPSIM_TIMER_RETRANSMISSION, /* RFC 6298 5 */
	TCPSIM_TIMER_PERSIST,        /* RFC 9293 3.8.6.1 */
	TCPSIM_TIMER_KEEPALIVE,      /* 3.8.4 */
	TCPSIM_TIMER_2MSL,           /* 3.6.1; it is called 2MSL whatever its length */
	TCPSIM_TIMER_USER,           /* 3.10.8 */
	TCPSIM_TIMER_ACK,            /* a delayed ACK, 3.8.6.3 */
	TCPSIM_TIMER_FIN_WAIT_2,     /* the user has closed for both directions, and the peer does not (MAY-1) */
};

#define TCPSIM_N_TIMERS 7

/* The name of a timer, such as `2MSL` or `retransmission`. Static storage. */
TCPSIM_API const char *tcpsim_timer_name(enum tcpsim_timer timer);

/* Ranges that a TCB has room for: text that it holds behind gaps, and what the peer said that it holds. */
#define TCPSIM_MAX_RANGES 16

/* A RECEIVE without end: text is delivered as it comes. */
#define TCPSIM_RECEIVE_ALL UINT32_MAX

/* How the connection came to be, for MUST-11: tcpsim_tcb.origin. */
enum tcpsim_origin {
	TCPSIM_ORIGIN_NONE,
	TCPSIM_ORIGIN_PASSIVE, /* from LISTEN */
	TCPSIM_ORIGIN_ACTIVE,  /* by an active OPEN */
	TCPSIM_ORIGIN_REOPENED, /* from TIME-WAIT by a new SYN (MAY-2) */
};

/* Facts that are true or not: tcpsim_tcb.flags. */
enum tcpsim_tcb_flag {
	TCPSIM_FLAG_CLOSE_CALLED = 0x01,   /* the user said CLOSE: FIN follows the last octet */
	TCPSIM_FLAG_FIN_SENT = 0x02,       /* FIN has its number, SND.NXT - 1 */
	TCPSIM_FLAG_FIN_SEEN = 0x04,       /* the peer's FIN is known, at rcv.fin */
	TCPSIM_FLAG_FIN_TAKEN = 0x08,      /* RCV.NXT is past the peer's FIN */
	TCPSIM_FLAG_TIMING = 0x10,         /* rtt.seq is being timed */
	TCPSIM_FLAG_ACK_NOW = 0x20,        /* an ACK is owed; cleared when something carries it */
	TCPSIM_FLAG_SYN_RESENT = 0x40,     /* the SYN was sent more than once (RFC 6298 5.7) */
	TCPSIM_FLAG_REMOTE_KNOWN = 0x80,   /* the remote socket is specified */
	TCPSIM_FLAG_SYN_OUT = 0x100,       /* our SYN is sent, at SND.UNA, and not acknowledged */
	TCPSIM_FLAG_DROPPED = 0x200,       /* the flaw shrink-drops: nothing from .dropped on is sent again */
	TCPSIM_FLAG_TIMESTAMPS = 0x400,    /* in SYN-SENT they are offered, later both ends have them */
	TCPSIM_FLAG_OLD_TIMESTAMPS = 0x800, /* the incarnation in .old had them */
	TCPSIM_FLAG_WINDOW_SCALE = 0x1000, /* in SYN-SENT it is offered, later both ends have it */
	TCPSIM_FLAG_SACK = 0x2000,         /* likewise, RFC 2018 2 */
	TCPSIM_FLAG_ECN = 0x4000,          /* likewise, RFC 3168 6.1.1 */
	TCPSIM_FLAG_ECE_OWED = 0x8000,     /* CE was seen, and no CWR since: ECE goes with every ACK */
	TCPSIM_FLAG_CWR_OWED = 0x10000,    /* the next new text says that the window was reduced */
	TCPSIM_FLAG_SND_URGENT = 0x20000,  /* snd.up is ahead of SND.UNA */
	TCPSIM_FLAG_RCV_URGENT = 0x40000,  /* rcv.up is ahead of what the user has got */
	TCPSIM_FLAG_RECOVERY = 0x80000,    /* fast recovery, until SND.UNA reaches cc.recover */
	TCPSIM_FLAG_LOSS = 0x100000,       /* slow start after the RTO, until SND.UNA reaches cc.recover */
	TCPSIM_FLAG_USER_TIMEOUT = 0x200000, /* the peer has told its user timeout, RFC 5482 */
	TCPSIM_FLAG_REDUCED = 0x400000,    /* cwnd was reduced for ECN, and not again until SND.UNA is beyond cc.recover */
	TCPSIM_FLAG_USER_TIMEOUT_OWED = 0x800000, /* ours goes with the next segment that has room */
	TCPSIM_FLAG_FAST_OPEN = 0x1000000,  /* SYN-SENT: our SYN has the option, or text; until our SYN,ACK is acknowledged:
	                                       the peer's cookie was right; later: text of a SYN was taken by its peer */
	TCPSIM_FLAG_READER_GONE = 0x2000000, /* CLOSE was for both directions, and that matters: see policy.h */
	TCPSIM_FLAG_SMALL = 0x4000000,     /* a small segment is under way: .small */
	TCPSIM_FLAG_BURST = 0x8000000,     /* what is being sent began with nothing under way; no longer than effects.more */
};

/*
 * The transmission control block, RFC 9293 3.3.1. Plain data: no pointer, no
 * hidden padding; copied by assignment. It holds numbers, ranges and deadlines,
 * not octets: those live in the caller's buffers, addressed by their offset in
 * the stream. Zeroed memory is a TCB in CLOSED.
 *
 * The send sequence space, in order:
 *     iss =< una =< nxt =< nxt + queued_bytes (+ 1 for a FIN that was called for)
 * and the receive sequence space:
 *     irs < nxt =< ranges[0].begin < ranges[0].end < ranges[1].begin ... =< nxt + wnd
 */
struct tcpsim_tcb {
	struct {
		uint64_t una_offset; /* the octet at SND.UNA, counted in the user's stream from 0 */
		tcpsim_seq una, nxt, wl1, wl2, iss;
		tcpsim_seq up;         /* the number behind the last urgent octet, with FLAG_SND_URGENT; else 0 */
		tcpsim_seq resend;     /* in recovery: from here on nothing was sent again (HighRxt + 1, RFC 6675 2); else 0 */
		uint32_t wnd;          /* octets from SND.UNA, scaled */
		uint32_t max_wnd;      /* MAX.SND.WND, RFC 5961 5 */
		uint32_t queued_bytes; /* the user's octets from SND.NXT on, not sent yet */
	} snd;
	struct {
		uint64_t nxt_offset; /* the octet at RCV.NXT, counted in the peer's stream from 0 */
		tcpsim_seq nxt, irs;
		tcpsim_seq fin;        /* the number of the peer's FIN, if FIN_SEEN */
		tcpsim_seq up;         /* RCV.UP, with FLAG_RCV_URGENT; else 0 */
		tcpsim_seq acked;      /* the last SEG.ACK sent (Last.ACK.sent, RFC 7323 4.3) */
		uint32_t wnd;          /* octets from RCV.NXT, as advertised */
		uint32_t unread_bytes; /* in order, before RCV.NXT, not delivered yet */
		uint32_t wanted_bytes; /* of RECEIVE calls that wait, or TCPSIM_RECEIVE_ALL */
	} rcv;
	int64_t deadline_us[TCPSIM_N_TIMERS]; /* virtual time, or TCPSIM_TIME_NONE; in CLOSED they mean nothing */
	struct {
		int64_t sent_us;     /* when rtt.seq was sent */
		int64_t srtt_us;     /* 0 until the first sample */
		int64_t rttvar_us;
		int64_t rto_us;      /* RFC 6298, with its backing off */
		tcpsim_seq seq;      /* an ACK beyond it ends the sample */
		uint32_t retries;    /* of the front segment, since SND.UNA moved */
	} rtt;
	struct {
		int64_t since_us; /* the window of challenge_window_us that is counted */
		uint32_t count;   /* sent in it */
		uint32_t probes;  /* keepalive or window probes without an answer */
	} sent;
	struct {
		uint32_t cwnd, ssthresh; /* octets, RFC 5681 2; 0 before the connection is synchronized */
		tcpsim_seq recover;      /* SND.NXT as recovery began, or as ECN was last answered (RFC 6582 3.2, 3168 6.1.2) */
		uint32_t acked_bytes;    /* acknowledged since cwnd last grew, RFC 5681 3.1 (3) */
		uint32_t w_max;          /* CUBIC, RFC 9438 4.1: octets; all four 0 for the others */
		uint32_t w_est;          /* octets */
		uint32_t epoch_ms;       /* when the current stage of avoidance began, milliseconds modulo 2^32; 0 for none */
		uint32_t k_ms;           /* K */
	} cc;
	struct {
		tcpsim_seq snd_nxt, rcv_nxt; /* of the incarnation in TIME-WAIT that was reopened */
		uint32_t ts_recent;          /* and its TS.Recent, with FLAG_OLD_TIMESTAMPS */
	} old;
	/*
	 * Two lists share the room, since octets seldom go both ways at once: what is held of the peer's text grows from
	 * the front, n_held of them, ascending and apart; what the peer has told by SACK grows from the back, n_sacked of
	 * them, the lowest at the very end. Zero between them.
	 */
	struct tcpsim_range ranges[TCPSIM_MAX_RANGES];
	struct {
		uint32_t recent;   /* TS.Recent, RFC 7323 4.3, with FLAG_TIMESTAMPS; else 0 */
		uint32_t recent_s; /* the second of virtual time, modulo 2^32, in which it was set */
	} ts;
	tcpsim_seq dropped; /* with FLAG_DROPPED; else 0 */
	uint16_t mss;   /* Eff.snd.MSS, octets of text in a segment (MUST-16) */
	uint16_t user_timeout; /* the peer's, as the option has it, with FLAG_USER_TIMEOUT; else 0 */
	uint32_t flags; /* a set of enum tcpsim_tcb_flag */
	uint8_t n_held;
	uint8_t n_sacked;
	uint8_t state;    /* enum tcpsim_state */
	uint8_t origin;   /* enum tcpsim_origin */
	uint8_t dup_acks; /* in a row, RFC 5681 2; no more than 255 */
	uint8_t snd_scale; /* Snd.Wind.Shift, RFC 7323 2.3 */
	uint8_t rcv_scale; /* Rcv.Wind.Shift */
	uint8_t soft_error; /* enum tcpsim_error: what ICMP said last, to be told if the connection times out */
	uint8_t quick_acks; /* segments with text that were acknowledged at once, no more than policy->quick_acks */
	uint8_t reserved_8[7]; /* 0 */
	uint32_t text_ms; /* when the last of those came, milliseconds modulo 2^32; 0 before the first */
	tcpsim_seq small; /* the number behind the last segment that was new and less than full, with FLAG_SMALL; else 0 */
};

/* The earliest deadline of all timers, or TCPSIM_TIME_NONE. Pure. */
TCPSIM_API int64_t tcpsim_tcb_deadline_us(const struct tcpsim_tcb *tcb);

/*
 * The offset in the user's stream of the octet with number `seq`, which lies
 * within 2^31 of SND.UNA; the SYN and the FIN have the offset of the octet behind them. Pure.
 */
TCPSIM_API uint64_t tcpsim_tcb_snd_offset(const struct tcpsim_tcb *tcb, tcpsim_seq seq);

/*
 * Check the TCB's invariants, which stand in prose in lib/engine/tcb_check.c.
 *
 * Pure. Returns NULL if all hold, else one sentence on the first that does not
 * (static storage). The engine never makes such a TCB; call it after every event in tests.
 */
TCPSIM_API const char *tcpsim_tcb_check(const struct tcpsim_tcb *tcb);

#ifdef __cplusplus
}
#endif

#endif
