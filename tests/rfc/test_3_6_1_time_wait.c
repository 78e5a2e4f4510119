/* SPDX-License-Identifier: MIT */
/* TIME-WAIT reopened by a new SYN, RFC 9293 3.6.1, MAY-2. */
#include "tests/rfc/rows.h"

/* A TCB in TIME-WAIT becomes one in SYN-RECEIVED, with `iss` and the peer's SYN `irs`; it remembers what it was. */
#define REOPENED(iss, irs) \
	{ INTO, TCPSIM_SYN_RECEIVED }, { ORIGIN, TCPSIM_ORIGIN_REOPENED }, { OLD_SND_NXT, UNA }, { OLD_RCV_NXT, RCV }, \
	{ SND_ISS, (iss) }, { SND_UNA, (iss) }, { SND_NXT, (uint32_t)((iss) + 1U) }, { SND_WL1, (irs) }, \
	{ SND_WL2, (iss) }, { RCV_IRS, (irs) }, { RCV_NXT, (uint32_t)((irs) + 1U) }, { RAISE, TCPSIM_FLAG_TIMING }, \
	{ RTT_SENT, NOW }, { RTT_SEQ, (iss) }, { DUE_RETRANSMISSION, NOW + SECOND }, { DUE_USER, NOW + 300 * SECOND }

static const struct row rows[] = {
	{ ROW("a SYN above all that was used reopens the connection"),
	.in = TCPSIM_TIME_WAIT, .seg = { .seq = RCV + 5000U, .ctl = SYN }, .is_listened = true,
	.sends = { { .seq = NEW_ISS, .ack = RCV + 5001U, .ctl = SYN | ACK } },
	.then = { REOPENED(NEW_ISS, RCV + 5000U) },
	.rule = TCPSIM_RULE_TIME_WAIT_SYN_REOPENS },

	{ ROW("... just above all, too"),
	.in = TCPSIM_TIME_WAIT, .seg = { .seq = RCV + 1U, .ctl = SYN }, .is_listened = true,
	.sends = { { .seq = NEW_ISS, .ack = RCV + 2U, .ctl = SYN | ACK } },
	.then = { REOPENED(NEW_ISS, RCV + 1U) },
	.rule = TCPSIM_RULE_TIME_WAIT_SYN_REOPENS },

	/* (1): larger than the largest number used before, and that is SND.NXT - 1. */
	{ ROW("an ISN that lies below what we used is not taken"),
	.in = TCPSIM_TIME_WAIT, .seg = { .seq = RCV + 5000U, .ctl = SYN }, .is_listened = true,
	.given = { { SND_UNA, NEW_ISS + 7 }, { SND_NXT, NEW_ISS + 7 } },
	.sends = { { .seq = NEW_ISS + 7, .ack = RCV + 5001U, .ctl = SYN | ACK } },
	.then = { REOPENED(NEW_ISS + 7, RCV + 5000U), { OLD_SND_NXT, NEW_ISS + 7 } },
	.rule = TCPSIM_RULE_TIME_WAIT_SYN_REOPENS },

	{ ROW("text on that SYN is held like any other"),
	.in = TCPSIM_TIME_WAIT, .seg = { .seq = RCV + 5000U, .ctl = SYN, .text = 10 }, .is_listened = true,
	.sends = { { .seq = NEW_ISS, .ack = RCV + 5001U, .ctl = SYN | ACK } },
	.then = { REOPENED(NEW_ISS, RCV + 5000U), { N_HELD, 1 }, { HELD_0_BEGIN, RCV + 5001U },
		{ HELD_0_END, RCV + 5011U } },
	.stores = { 0, 0, 10 },
	.rule = TCPSIM_RULE_TEXT_ON_SYN_HELD, .also = { TCPSIM_RULE_TIME_WAIT_SYN_REOPENS } },

	{ ROW("an old SYN does not reopen it"),
	.in = TCPSIM_TIME_WAIT, .seg = { .seq = RCV - 100U, .ctl = SYN }, .is_listened = true,
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK } },
	.then = { COUNTED },
	.rule = TCPSIM_RULE_SEQ_UNACCEPTABLE_ACKED },

	/* It is above what was used, if only just; MAY-2 leaves it to us, and docs/deviations.md says "beyond RCV.NXT". */
	{ ROW("a SYN just at RCV.NXT does not reopen it either"),
	.in = TCPSIM_TIME_WAIT, .seg = { .seq = RCV, .ctl = SYN }, .is_listened = true,
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK, .purpose = TCPSIM_PURPOSE_CHALLENGE } },
	.then = { COUNTED },
	.rule = TCPSIM_RULE_SYN_CHALLENGED },

	{ ROW("a SYN,ACK does not reopen it"),
	.in = TCPSIM_TIME_WAIT, .seg = { .seq = RCV + 5U, .ack = UNA, .ctl = SYN | ACK }, .is_listened = true,
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK } },
	.then = { COUNTED },
	.rule = TCPSIM_RULE_SYN_CHALLENGED },

	{ ROW("where nobody listens nothing reopens"),
	.in = TCPSIM_TIME_WAIT, .seg = { .seq = RCV + 5U, .ctl = SYN },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK } },
	.then = { COUNTED },
	.rule = TCPSIM_RULE_SYN_CHALLENGED },

	{ ROW("where the policy says no nothing reopens"),
	.in = TCPSIM_TIME_WAIT, .seg = { .seq = RCV + 5U, .ctl = SYN }, .is_listened = true,
	.policy = { WITH(time_wait_reopen, 0) },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK } },
	.then = { COUNTED },
	.rule = TCPSIM_RULE_SYN_CHALLENGED },

	{ ROW("a RST that also has SYN is a RST"),
	.in = TCPSIM_TIME_WAIT, .seg = { .seq = RCV + 5U, .ctl = SYN | RST }, .is_listened = true,
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK } },
	.then = { COUNTED },
	.rule = TCPSIM_RULE_RST_CHALLENGED },

	/* (2): back to TIME-WAIT, for all of it. */
	{ ROW("the SYN was an old duplicate: back to TIME-WAIT, whose numbers are as they were"),
	.in = TCPSIM_SYN_RECEIVED, .seg = { .seq = IRS + 1U, .ctl = RST },
	.given = { { ORIGIN, TCPSIM_ORIGIN_REOPENED }, { OLD_SND_NXT, 4711 }, { OLD_RCV_NXT, 815 } },
	.then = { { INTO, TCPSIM_TIME_WAIT }, { ORIGIN, TCPSIM_ORIGIN_NONE }, { DUE_2MSL, NOW + 2 * MSL },
		{ LOWER, TCPSIM_FLAG_REMOTE_KNOWN },
		{ SND_UNA, 4711 }, { SND_NXT, 4711 }, { RCV_NXT, 815 }, { RCV_ACKED, 815 }, { RCV_FIN, 814 },
		/* All else is as in a new TCB: nothing of it matters in TIME-WAIT. */
		{ SND_ISS, 0 }, { SND_OFFSET, 0 }, { SND_WND, 0 }, { MAX_SND_WND, 0 }, { SND_WL1, 0 }, { SND_WL2, 0 },
		{ RCV_IRS, 0 }, { RCV_OFFSET, 0 }, { WANTED, 0 }, { RTT_SRTT, 0 }, { RTT_RTTVAR, 0 },
		{ RTT_RTO, SECOND } },
	.rule = TCPSIM_RULE_RST_SYN_RECEIVED_TIME_WAIT },

	{ ROW("... unless the policy has no TIME-WAIT"),
	.in = TCPSIM_SYN_RECEIVED, .seg = { .seq = IRS + 1U, .ctl = RST },
	.given = { { ORIGIN, TCPSIM_ORIGIN_REOPENED }, { OLD_SND_NXT, 4711 }, { OLD_RCV_NXT, 815 } },
	.policy = { WITH(time_wait_msl, 0) },
	.then = { { INTO, TCPSIM_CLOSED } },
	.also = { TCPSIM_RULE_RST_SYN_RECEIVED_TIME_WAIT, TCPSIM_RULE_TIME_WAIT_SHORT } },

	{ ROW("an ACK of our SYN makes a reopened connection ESTABLISHED"),
	.in = TCPSIM_SYN_RECEIVED, .seg = { .seq = IRS + 1U, .ack = ISS + 1U, .ctl = ACK },
	.given = { { ORIGIN, TCPSIM_ORIGIN_REOPENED }, { OLD_SND_NXT, 4711 }, { OLD_RCV_NXT, 815 } },
	.then = { { STATE, TCPSIM_ESTABLISHED }, { LOWER, TCPSIM_FLAG_SYN_OUT }, { SND_UNA, ISS + 1U },
		{ SND_WL1, IRS + 1U }, { SND_WL2, ISS + 1U }, { DUE_RETRANSMISSION, NEVER }, { DUE_USER, NEVER } },
	.signals = TCPSIM_SIGNAL_OPENED,
	.also = { TCPSIM_RULE_ACK_SYN_RECEIVED } },

	{ ROW("a SYN in the window of a reopened connection is challenged, like after an active OPEN"),
	.in = TCPSIM_SYN_RECEIVED, .seg = { .seq = IRS + 6U, .ctl = SYN },
	.given = { { ORIGIN, TCPSIM_ORIGIN_REOPENED }, { OLD_SND_NXT, 4711 }, { OLD_RCV_NXT, 815 } },
	.sends = { { .seq = ISS + 1U, .ack = IRS + 1U, .ctl = ACK } },
	.then = { COUNTED },
	.rule = TCPSIM_RULE_SYN_CHALLENGED },

	{ ROW("TIME-WAIT ends after 2MSL without a segment"),
	.in = TCPSIM_TIME_WAIT, .event = TIMEOUT, .now_us = TIME_WAIT_DUE, .timer = TCPSIM_TIMER_2MSL,
	.then = { { INTO, TCPSIM_CLOSED } },
	.rule = TCPSIM_RULE_TIME_WAIT_TIMEOUT },

	{ ROW("... and not before"),
	.in = TCPSIM_TIME_WAIT, .event = TIMEOUT, .now_us = TIME_WAIT_DUE - 1, .timer = -1,
	.rule = TCPSIM_RULE_NOTHING_DUE },
};

int
main(void)
{
	return ROWS_MAIN("3.6.1 TIME-WAIT", rows);
}
