/* SPDX-License-Identifier: MIT */
/* The retransmission timeout, RFC 9293 3.8.1: RFC 6298 with Karn's algorithm. All numbers are computed by hand. */
#include "tests/rfc/rows.h"

/* 30 octets are out; the one numbered `seq` was sent at `sent` and is timed. */
#define TIMED_AT(seq, sent) OUTSTANDING(30U), { RAISE, TCPSIM_FLAG_TIMING }, { RTT_SEQ, (seq) }, { RTT_SENT, (sent) }
#define ALL_ACKED .seg = { .seq = RCV, .ack = UNA + 30U, .ctl = ACK }
#define SAMPLED(srtt, rttvar, rto) \
	ALL_ACKNOWLEDGED(UNA + 30U, 30), { LOWER, TCPSIM_FLAG_TIMING }, { RTT_SRTT, (srtt) }, \
	{ RTT_RTTVAR, (rttvar) }, \
	{ RTT_RTO, (rto) }
#define MS INT64_C(1000)

static const struct row rows[] = {
	/* 2.2: R = 2 s. SRTT = 2 s, RTTVAR = 1 s, RTO = 2 + 4 = 6 s. */
	{ ROW("the first sample"),
	.in = TCPSIM_ESTABLISHED, ALL_ACKED,
	.given = { TIMED_AT(UNA, NOW - 2 * SECOND), { RTT_SRTT, 0 }, { RTT_RTTVAR, 0 }, { RTT_RTO, SECOND } },
	.then = { SAMPLED(2 * SECOND, SECOND, 6 * SECOND) },
	.also = { TCPSIM_RULE_RTT_SAMPLED } },

	/* 2.4: 10 ms would give 10 + 4 * 5 = 30 ms. */
	{ ROW("a small first sample leaves the RTO at its least, 1 s"),
	.in = TCPSIM_ESTABLISHED, ALL_ACKED,
	.given = { TIMED_AT(UNA, NOW - 10 * MS), { RTT_SRTT, 0 }, { RTT_RTTVAR, 0 } },
	.then = { SAMPLED(10 * MS, 5 * MS, SECOND) },
	.also = { TCPSIM_RULE_RTT_SAMPLED } },

	{ ROW("... which the policy may set"),
	.in = TCPSIM_ESTABLISHED, ALL_ACKED,
	.given = { TIMED_AT(UNA, NOW - 10 * MS), { RTT_SRTT, 0 }, { RTT_RTTVAR, 0 } },
	.policy = { WITH(rto_min_us, 20 * MS) },
	.then = { SAMPLED(10 * MS, 5 * MS, 30 * MS) },
	.also = { TCPSIM_RULE_RTT_SAMPLED } },

	/* 2.5: 30 + 4 * 15 = 90 s. */
	{ ROW("a great sample leaves it at its greatest, 60 s"),
	.in = TCPSIM_ESTABLISHED, ALL_ACKED,
	.given = { TIMED_AT(UNA, NOW - 30 * SECOND + 20 * SECOND), { RTT_SRTT, 0 }, { RTT_RTTVAR, 0 } },
	.now_us = NOW + 20 * SECOND,
	.then = { SAMPLED(30 * SECOND, 15 * SECOND, 60 * SECOND) },
	.also = { TCPSIM_RULE_RTT_SAMPLED } },

	/*
	 * 2.3 with SRTT = 1 s, RTTVAR = 0.5 s, R' = 2 s:
	 * RTTVAR = 3/4 * 0.5 + 1/4 * |1 - 2| = 0.625 s, with the old SRTT;
	 * SRTT = 7/8 * 1 + 1/8 * 2 = 1.125 s; RTO = 1.125 + 4 * 0.625 = 3.625 s.
	 */
	{ ROW("a later sample that is longer"),
	.in = TCPSIM_ESTABLISHED, ALL_ACKED, .given = { TIMED_AT(UNA, NOW - 2 * SECOND) },
	.then = { SAMPLED(1125 * MS, 625 * MS, 3625 * MS) },
	.also = { TCPSIM_RULE_RTT_SAMPLED } },

	/* R' = 0.2 s: RTTVAR = 0.375 + 1/4 * 0.8 = 0.575 s; SRTT = 0.875 + 0.025 = 0.9 s; RTO = 0.9 + 2.3 = 3.2 s. */
	{ ROW("a later sample that is shorter"),
	.in = TCPSIM_ESTABLISHED, ALL_ACKED, .given = { TIMED_AT(UNA, NOW - 200 * MS) },
	.then = { SAMPLED(900 * MS, 575 * MS, 3200 * MS) },
	.also = { TCPSIM_RULE_RTT_SAMPLED } },

	/* R' = 1 s: RTTVAR = 0.375 s; SRTT = 1 s; RTO = 2.5 s. */
	{ ROW("a later sample that is the same"),
	.in = TCPSIM_ESTABLISHED, ALL_ACKED, .given = { TIMED_AT(UNA, NOW - SECOND) },
	.then = { SAMPLED(SECOND, 375 * MS, 2500 * MS) },
	.also = { TCPSIM_RULE_RTT_SAMPLED } },

	/* Everything small: RTTVAR = 0 makes it SRTT + G, and the least RTO is above that. With G = 1 us: 1 + 1 us. */
	{ ROW("a round trip of no time is one tick of the clock"),
	.in = TCPSIM_ESTABLISHED, ALL_ACKED, .given = { TIMED_AT(UNA, NOW), { RTT_SRTT, 0 }, { RTT_RTTVAR, 0 } },
	.policy = { WITH(rto_min_us, 1) },
	.then = { SAMPLED(1, 0, 2) },
	.also = { TCPSIM_RULE_RTT_SAMPLED } },

	/* Linux, __tcp_set_rto(): R = 10 ms, 4 * 5 = 20 ms is less than 200 ms: 10 + 200 = 210 ms. */
	{ ROW("the term of the variance may have a least value"),
	.in = TCPSIM_ESTABLISHED, ALL_ACKED,
	.given = { TIMED_AT(UNA, NOW - 10 * MS), { RTT_SRTT, 0 }, { RTT_RTTVAR, 0 } },
	.policy = { WITH(rto_min_us, 1), WITH(rto_variance_min_us, 200 * MS) },
	.then = { SAMPLED(10 * MS, 5 * MS, 210 * MS) },
	.also = { TCPSIM_RULE_RTT_SAMPLED } },

	/* R = 2 s: 4 * 1 s is more: 6 s. */
	{ ROW("... and is what it is above that"),
	.in = TCPSIM_ESTABLISHED, ALL_ACKED,
	.given = { TIMED_AT(UNA, NOW - 2 * SECOND), { RTT_SRTT, 0 }, { RTT_RTTVAR, 0 } },
	.policy = { WITH(rto_variance_min_us, 200 * MS) },
	.then = { SAMPLED(2 * SECOND, SECOND, 6 * SECOND) },
	.also = { TCPSIM_RULE_RTT_SAMPLED } },

	/* FreeBSD, TCPT_RANGESET(): R = 10 ms gives 30 ms, and 200 ms more. */
	{ ROW("something may be added to every RTO"),
	.in = TCPSIM_ESTABLISHED, ALL_ACKED,
	.given = { TIMED_AT(UNA, NOW - 10 * MS), { RTT_SRTT, 0 }, { RTT_RTTVAR, 0 } },
	.policy = { WITH(rto_min_us, 30 * MS), WITH(rto_slop_us, 200 * MS) },
	.then = { SAMPLED(10 * MS, 5 * MS, 230 * MS) },
	.also = { TCPSIM_RULE_RTT_SAMPLED } },

	/* TCP_REXMTVAL() is at the least t_rttmin: 1 s, and 200 ms more. */
	{ ROW("... after the least RTO was seen to"),
	.in = TCPSIM_ESTABLISHED, ALL_ACKED,
	.given = { TIMED_AT(UNA, NOW - 10 * MS), { RTT_SRTT, 0 }, { RTT_RTTVAR, 0 } },
	.policy = { WITH(rto_slop_us, 200 * MS) },
	.then = { SAMPLED(10 * MS, 5 * MS, 1200 * MS) },
	.also = { TCPSIM_RULE_RTT_SAMPLED } },

	{ ROW("... and before the greatest"),
	.in = TCPSIM_ESTABLISHED, ALL_ACKED,
	.given = { TIMED_AT(UNA, NOW - 10 * MS), { RTT_SRTT, 0 }, { RTT_RTTVAR, 0 } },
	.policy = { WITH(rto_slop_us, 200 * MS), WITH(rto_max_us, 1100 * MS) },
	.then = { SAMPLED(10 * MS, 5 * MS, 1100 * MS) },
	.also = { TCPSIM_RULE_RTT_SAMPLED } },

	{ ROW("an ACK that ends before the timed octet is no sample"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA + 20U, .ctl = ACK },
	.given = { TIMED_AT(UNA + 20U, NOW - 2 * SECOND) },
	.then = { { SND_UNA, UNA + 20U }, { SND_OFFSET, SENT_OCTETS + 20 }, { SND_WL2, UNA + 20U },
		{ DUE_RETRANSMISSION, NOW + RTO }, { DUE_USER, NOW + 300 * SECOND } },
	.rule = TCPSIM_RULE_ACK_ADVANCES, .also = { TCPSIM_RULE_WINDOW_UPDATED } },

	{ ROW("an ACK of the timed octet is one, and what is left gets the new RTO"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA + 21U, .ctl = ACK },
	.given = { TIMED_AT(UNA + 20U, NOW - 2 * SECOND) },
	.then = { { SND_UNA, UNA + 21U }, { SND_OFFSET, SENT_OCTETS + 21 }, { SND_WL2, UNA + 21U },
		{ LOWER, TCPSIM_FLAG_TIMING }, { RTT_SRTT, 1125 * MS }, { RTT_RTTVAR, 625 * MS },
		{ RTT_RTO, 3625 * MS },
		{ DUE_RETRANSMISSION, NOW + 3625 * MS }, { DUE_USER, NOW + 300 * SECOND } },
	.also = { TCPSIM_RULE_RTT_SAMPLED, TCPSIM_RULE_ACK_ADVANCES } },

	{ ROW("what was sent again is not timed (Karn), and the RTO stays backed off until something is"),
	.in = TCPSIM_ESTABLISHED, ALL_ACKED, .given = { OUTSTANDING(30U), { RETRIES, 2 }, { RTT_RTO, 4 * RTO } },
	.then = { ALL_ACKNOWLEDGED(UNA + 30U, 30), { RETRIES, 0 } },
	.rule = TCPSIM_RULE_ACK_ADVANCES, .also = { TCPSIM_RULE_WINDOW_UPDATED } },

	{ ROW("one segment is timed at a time"),
	.in = TCPSIM_ESTABLISHED, .event = SEND, .octets = 10, .given = { TIMED_AT(UNA, NOW - SECOND) },
	.policy = { WITH(nagle, 0) },
	.sends = { { .seq = UNA + 30U, .ack = RCV, .ctl = ACK, .text = 10, .at = SENT_OCTETS + 30 } },
	.then = { { SND_NXT, UNA + 40U } },
	.rule = TCPSIM_RULE_SEND_ACCEPTED },

	{ ROW("a timer that runs is not restarted by sending more (RFC 6298 5.1)"),
	.in = TCPSIM_ESTABLISHED, .event = SEND, .octets = 10, .given = { OUTSTANDING(30U) },
	.policy = { WITH(nagle, 0) },
	.sends = { { .seq = UNA + 30U, .ack = RCV, .ctl = ACK, .text = 10, .at = SENT_OCTETS + 30 } },
	.then = { { SND_NXT, UNA + 40U }, { RAISE, TCPSIM_FLAG_TIMING }, { RTT_SENT, NOW }, { RTT_SEQ, UNA + 30U } },
	.rule = TCPSIM_RULE_SEND_ACCEPTED },

	{ ROW("the passive end's SYN,ACK is sampled by the ACK of it"),
	.in = TCPSIM_SYN_RECEIVED, .seg = { .seq = IRS + 1U, .ack = ISS + 1U, .ctl = ACK },
	.given = { { RAISE, TCPSIM_FLAG_TIMING }, { RTT_SEQ, ISS }, { RTT_SENT, NOW - 2 * SECOND } },
	.then = { { STATE, TCPSIM_ESTABLISHED }, { LOWER, TCPSIM_FLAG_SYN_OUT | TCPSIM_FLAG_TIMING },
		{ SND_UNA, ISS + 1U }, { SND_WL1, IRS + 1U }, { SND_WL2, ISS + 1U }, { DUE_RETRANSMISSION, NEVER },
		{ DUE_USER, NEVER }, { RTT_SRTT, 2 * SECOND }, { RTT_RTTVAR, SECOND }, { RTT_RTO, 6 * SECOND } },
	.signals = TCPSIM_SIGNAL_OPENED,
	.also = { TCPSIM_RULE_RTT_SAMPLED, TCPSIM_RULE_ACK_SYN_RECEIVED } },

	{ ROW("... and after a SYN,ACK that was sent twice data begins with 3 s (RFC 6298 5.7)"),
	.in = TCPSIM_SYN_RECEIVED, .seg = { .seq = IRS + 1U, .ack = ISS + 1U, .ctl = ACK },
	.given = { { RAISE, TCPSIM_FLAG_SYN_RESENT }, { RETRIES, 1 }, { RTT_RTO, 2 * SECOND } },
	.then = { { STATE, TCPSIM_ESTABLISHED }, { LOWER, TCPSIM_FLAG_SYN_OUT }, { RETRIES, 0 },
		{ SND_UNA, ISS + 1U }, { SND_WL1, IRS + 1U }, { SND_WL2, ISS + 1U }, { DUE_RETRANSMISSION, NEVER },
		{ DUE_USER, NEVER }, { RTT_RTO, 3 * SECOND } },
	.signals = TCPSIM_SIGNAL_OPENED,
	.also = { TCPSIM_RULE_RTO_AFTER_SYN_LOSS, TCPSIM_RULE_ACK_SYN_RECEIVED } },

	{ ROW("... or with the initial RTO, if that is more"),
	.in = TCPSIM_SYN_RECEIVED, .seg = { .seq = IRS + 1U, .ack = ISS + 1U, .ctl = ACK },
	.given = { { RAISE, TCPSIM_FLAG_SYN_RESENT }, { RETRIES, 1 }, { RTT_RTO, 10 * SECOND } },
	.policy = { WITH(rto_initial_us, 5 * SECOND) },
	.then = { { STATE, TCPSIM_ESTABLISHED }, { LOWER, TCPSIM_FLAG_SYN_OUT }, { RETRIES, 0 },
		{ SND_UNA, ISS + 1U }, { SND_WL1, IRS + 1U }, { SND_WL2, ISS + 1U }, { DUE_RETRANSMISSION, NEVER },
		{ DUE_USER, NEVER }, { RTT_RTO, 5 * SECOND } },
	.signals = TCPSIM_SIGNAL_OPENED,
	.also = { TCPSIM_RULE_RTO_AFTER_SYN_LOSS, TCPSIM_RULE_ACK_SYN_RECEIVED } },
};

int
main(void)
{
	return ROWS_MAIN("3.8.1 RTO", rows);
}
