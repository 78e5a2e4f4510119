/* SPDX-License-Identifier: MIT */
/* The flaws of <tcpsim/flaw.h>: each row with a flaw stands beside what RFC 9293 has in its place. */
#include "tests/rfc/rows.h"
#include "tests/suite.h"

#define WITH_FLAW(flaw) .policy = { WITH(flaws, INT64_C(1) << (flaw)) }
#define AND_FLAW(flaw) WITH(flaws, INT64_C(1) << (flaw))

/* The peer's SYN with the number `seq` is taken in SYN-SENT, and it acknowledges ours: SND.UNA is ISS+1. */
#define ESTABLISHED_BY(seq, ack) \
	{ STATE, TCPSIM_ESTABLISHED }, { RCV_IRS, (seq) }, { RCV_NXT, (uint32_t)((seq) + 1U) }, { SND_WND, PEER_WND }, \
	{ MAX_SND_WND, PEER_WND }, { SND_WL1, (seq) }, { SND_WL2, (ack) }, { SND_UNA, ISS + 1U }, \
	{ LOWER, TCPSIM_FLAG_SYN_OUT }, { DUE_RETRANSMISSION, NEVER }, { DUE_USER, NEVER }

/* A SYN with the number `irs` is taken in LISTEN, 3.10.7.2 third. */
#define SYN_TAKEN(irs) \
	{ INTO, TCPSIM_SYN_RECEIVED }, { SND_ISS, NEW_ISS }, { SND_UNA, NEW_ISS }, { SND_NXT, NEW_ISS + 1U }, \
	{ SND_WL2, NEW_ISS }, { RCV_IRS, (irs) }, { RCV_NXT, (uint32_t)((irs) + 1U) }, { SND_WL1, (irs) }, \
	{ RAISE, TCPSIM_FLAG_TIMING }, { RTT_SENT, NOW }, { RTT_SEQ, NEW_ISS }, { DUE_USER, NOW + 300 * SECOND }

#define REFUSED { INTO, TCPSIM_CLOSED } }, .signals = TCPSIM_SIGNAL_ERROR, .error = TCPSIM_ERROR_REFUSED

static const struct row opening_rows[] = {
	/* 3.10.7.3 first: SEG.ACK > SND.NXT is answered by <SEQ=SEG.ACK><CTL=RST>. */
	{ ROW("SYN-SENT: a SYN,ACK of something never sent is refused"),
	.in = TCPSIM_SYN_SENT, .seg = { .seq = IRS, .ack = ISS + 500U, .ctl = SYN | ACK },
	.sends = { { .seq = ISS + 500U, .ctl = RST } },
	.rule = TCPSIM_RULE_SYN_SENT_ACK_RESET },

	{ ROW("syn-sent-ignores-ack: it is taken, and our SYN counts as acknowledged"),
	.in = TCPSIM_SYN_SENT, .seg = { .seq = IRS, .ack = ISS + 500U, .ctl = SYN | ACK },
	WITH_FLAW(TCPSIM_FLAW_SYN_SENT_IGNORES_ACK),
	.sends = { { .seq = ISS + 1U, .ack = IRS + 1U, .ctl = ACK } },
	.then = { ESTABLISHED_BY(IRS, ISS + 500U) }, .signals = TCPSIM_SIGNAL_OPENED,
	.rule = TCPSIM_RULE_SYN_SENT_SYN_ACK },

	{ ROW("syn-sent-ignores-ack: so is one of the ISS itself"),
	.in = TCPSIM_SYN_SENT, .seg = { .seq = IRS, .ack = ISS, .ctl = SYN | ACK },
	WITH_FLAW(TCPSIM_FLAW_SYN_SENT_IGNORES_ACK),
	.sends = { { .seq = ISS + 1U, .ack = IRS + 1U, .ctl = ACK } },
	.then = { ESTABLISHED_BY(IRS, ISS) }, .signals = TCPSIM_SIGNAL_OPENED,
	.rule = TCPSIM_RULE_SYN_SENT_SYN_ACK },

	{ ROW("syn-sent-ignores-ack: without SYN it is no more than nothing"),
	.in = TCPSIM_SYN_SENT, .seg = { .seq = IRS, .ack = ISS + 500U, .ctl = ACK },
	WITH_FLAW(TCPSIM_FLAW_SYN_SENT_IGNORES_ACK),
	.rule = TCPSIM_RULE_SYN_SENT_OTHER_DROPPED },

	/* 3.10.7.4 fifth: SND.UNA < SEG.ACK. */
	{ ROW("SYN-RECEIVED: an ACK of SND.UNA is refused"),
	.in = TCPSIM_SYN_RECEIVED, .seg = { .seq = IRS + 1U, .ack = ISS, .ctl = ACK },
	.sends = { { .seq = ISS, .ctl = RST } },
	.rule = TCPSIM_RULE_ACK_SYN_RECEIVED_RESET },

	{ ROW("syn-received-takes-una: it opens, and our SYN is still to be acknowledged"),
	.in = TCPSIM_SYN_RECEIVED, .seg = { .seq = IRS + 1U, .ack = ISS, .ctl = ACK },
	WITH_FLAW(TCPSIM_FLAW_SYN_RECEIVED_TAKES_UNA),
	.then = { { STATE, TCPSIM_ESTABLISHED }, { SND_WL1, IRS + 1U }, { SND_WL2, ISS } },
	.signals = TCPSIM_SIGNAL_OPENED,
	.rule = TCPSIM_RULE_ACK_SYN_RECEIVED },

	{ ROW("syn-received-takes-una: a number before SND.UNA is refused even so"),
	.in = TCPSIM_SYN_RECEIVED, .seg = { .seq = IRS + 1U, .ack = ISS - 1U, .ctl = ACK },
	WITH_FLAW(TCPSIM_FLAW_SYN_RECEIVED_TAKES_UNA),
	.sends = { { .seq = ISS - 1U, .ctl = RST } },
	.rule = TCPSIM_RULE_ACK_SYN_RECEIVED_RESET },

	{ ROW("syn-received-takes-una: the SYN,ACK is sent again from ESTABLISHED"),
	.in = TCPSIM_ESTABLISHED, .event = TIMEOUT, .timer = TCPSIM_TIMER_RETRANSMISSION, .now_us = RTX_DUE,
	.given = { { INTO, TCPSIM_SYN_RECEIVED }, { STATE, TCPSIM_ESTABLISHED } },
	WITH_FLAW(TCPSIM_FLAW_SYN_RECEIVED_TAKES_UNA),
	.sends = { { .seq = ISS, .ack = IRS + 1U, .ctl = SYN | ACK } },
	.then = { { RAISE, TCPSIM_FLAG_SYN_RESENT }, { RETRIES, 1 }, { RTT_RTO, 2 * SECOND },
		{ DUE_RETRANSMISSION, RTX_DUE + 2 * SECOND } },
	.rule = TCPSIM_RULE_RETRANSMISSION_TIMEOUT },

	/* Figure 7, lines 6 and 7. */
	{ ROW("the SYN,ACK of a simultaneous open is taken"),
	.in = TCPSIM_SYN_RECEIVED, .seg = { .seq = IRS, .ack = ISS + 1U, .ctl = SYN | ACK },
	.given = { { ORIGIN, TCPSIM_ORIGIN_ACTIVE } },
	.then = { { STATE, TCPSIM_ESTABLISHED }, { SND_UNA, ISS + 1U }, { SND_WL2, ISS + 1U },
		{ LOWER, TCPSIM_FLAG_SYN_OUT }, { DUE_RETRANSMISSION, NEVER }, { DUE_USER, NEVER } },
	.signals = TCPSIM_SIGNAL_OPENED,
	.rule = TCPSIM_RULE_ACK_SYN_RECEIVED, .also = { TCPSIM_RULE_SEQ_AS_DRAWN_SYN_ACK } },

	{ ROW("syn-ack-dropped: it is dropped"),
	.in = TCPSIM_SYN_RECEIVED, .seg = { .seq = IRS, .ack = ISS + 1U, .ctl = SYN | ACK },
	.given = { { ORIGIN, TCPSIM_ORIGIN_ACTIVE } }, WITH_FLAW(TCPSIM_FLAW_SYN_ACK_DROPPED),
	.rule = TCPSIM_RULE_FLAW_SYN_ACK_DROPPED },

	{ ROW("syn-ack-dropped: also where it would be answered by an ACK"),
	.in = TCPSIM_SYN_RECEIVED, .seg = { .seq = IRS, .ack = ISS + 1U, .ctl = SYN | ACK },
	.given = { { ORIGIN, TCPSIM_ORIGIN_ACTIVE } },
	.policy = { AND_FLAW(TCPSIM_FLAW_SYN_ACK_DROPPED), WITH(simultaneous_open, TCPSIM_LITERAL) },
	.rule = TCPSIM_RULE_FLAW_SYN_ACK_DROPPED },

	{ ROW("syn-ack-dropped: after a passive OPEN it is answered as ever"),
	.in = TCPSIM_SYN_RECEIVED, .seg = { .seq = IRS, .ack = ISS + 1U, .ctl = SYN | ACK },
	WITH_FLAW(TCPSIM_FLAW_SYN_ACK_DROPPED),
	.sends = { { .seq = ISS + 1U, .ack = IRS + 1U, .ctl = ACK } }, .then = { COUNTED },
	.rule = TCPSIM_RULE_SEQ_UNACCEPTABLE_ACKED },

	/* RFC 6298 5.1: every time something is sent, the timer is started. */
	{ ROW("LISTEN: a SYN,ACK is watched over"),
	.in = TCPSIM_LISTEN, .seg = { .seq = IRS, .ctl = SYN },
	.sends = { { .seq = NEW_ISS, .ack = IRS + 1U, .ctl = SYN | ACK } },
	.then = { SYN_TAKEN(IRS), { DUE_RETRANSMISSION, NOW + SECOND } },
	.rule = TCPSIM_RULE_LISTEN_SYN },

	{ ROW("syn-ack-once: it is not"),
	.in = TCPSIM_LISTEN, .seg = { .seq = IRS, .ctl = SYN }, WITH_FLAW(TCPSIM_FLAW_SYN_ACK_ONCE),
	.sends = { { .seq = NEW_ISS, .ack = IRS + 1U, .ctl = SYN | ACK } },
	.then = { SYN_TAKEN(IRS), { DUE_RETRANSMISSION, NEVER } },
	.rule = TCPSIM_RULE_LISTEN_SYN },

	{ ROW("syn-ack-once: a SYN is"),
	.in = TCPSIM_CLOSED, .event = OPEN, .is_active = true, .remote = TCPSIM_REMOTE_KNOWN,
	WITH_FLAW(TCPSIM_FLAW_SYN_ACK_ONCE),
	.sends = { { .seq = NEW_ISS, .ctl = SYN } },
	.then = { OPENED_ACTIVELY, { RCV_WND, RCV_BUFFER }, { WANTED, 0 } },
	.rule = TCPSIM_RULE_OPEN_ACTIVE },

	{ ROW("no-retransmission: not even a SYN is"),
	.in = TCPSIM_CLOSED, .event = OPEN, .is_active = true, .remote = TCPSIM_REMOTE_KNOWN,
	WITH_FLAW(TCPSIM_FLAW_NO_RETRANSMISSION),
	.sends = { { .seq = NEW_ISS, .ctl = SYN } },
	.then = { OPENED_ACTIVELY, { RCV_WND, RCV_BUFFER }, { WANTED, 0 }, { DUE_RETRANSMISSION, NEVER } },
	.rule = TCPSIM_RULE_OPEN_ACTIVE },

	/* Note 1 of figure 5, MUST-11. */
	{ ROW("SYN-RECEIVED after an active OPEN: a RST ends the attempt"),
	.in = TCPSIM_SYN_RECEIVED, .seg = { .seq = IRS + 1U, .ctl = RST },
	.given = { { ORIGIN, TCPSIM_ORIGIN_ACTIVE } },
	.then = { REFUSED, .rule = TCPSIM_RULE_RST_SYN_RECEIVED_REFUSED },

	{ ROW("syn-received-active-listens: it goes to LISTEN"),
	.in = TCPSIM_SYN_RECEIVED, .seg = { .seq = IRS + 1U, .ctl = RST },
	.given = { { ORIGIN, TCPSIM_ORIGIN_ACTIVE } }, WITH_FLAW(TCPSIM_FLAW_SYN_RECEIVED_ACTIVE_LISTENS),
	.then = { { INTO, TCPSIM_LISTEN } },
	.rule = TCPSIM_RULE_RST_SYN_RECEIVED_LISTENS },

	{ ROW("syn-received-active-listens: on a SYN in the window, too"),
	.in = TCPSIM_SYN_RECEIVED, .seg = { .seq = IRS + 5U, .ctl = SYN },
	.given = { { ORIGIN, TCPSIM_ORIGIN_ACTIVE } }, WITH_FLAW(TCPSIM_FLAW_SYN_RECEIVED_ACTIVE_LISTENS),
	.then = { { INTO, TCPSIM_LISTEN } },
	.rule = TCPSIM_RULE_SYN_SYN_RECEIVED_LISTENS },

	{ ROW("SYN-RECEIVED after a passive OPEN: a RST returns to LISTEN"),
	.in = TCPSIM_SYN_RECEIVED, .seg = { .seq = IRS + 1U, .ctl = RST },
	.then = { { INTO, TCPSIM_LISTEN } },
	.rule = TCPSIM_RULE_RST_SYN_RECEIVED_LISTENS },

	{ ROW("syn-received-passive-closes: it ends in CLOSED"),
	.in = TCPSIM_SYN_RECEIVED, .seg = { .seq = IRS + 1U, .ctl = RST },
	WITH_FLAW(TCPSIM_FLAW_SYN_RECEIVED_PASSIVE_CLOSES),
	.then = { REFUSED, .rule = TCPSIM_RULE_RST_SYN_RECEIVED_REFUSED },

	{ ROW("syn-received-passive-closes: what reopened from TIME-WAIT goes back to it"),
	.in = TCPSIM_SYN_RECEIVED, .seg = { .seq = IRS + 1U, .ctl = RST },
	.given = { { ORIGIN, TCPSIM_ORIGIN_REOPENED }, { OLD_SND_NXT, UNA }, { OLD_RCV_NXT, RCV } },
	WITH_FLAW(TCPSIM_FLAW_SYN_RECEIVED_PASSIVE_CLOSES),
	.then = { { INTO, TCPSIM_TIME_WAIT }, { ORIGIN, TCPSIM_ORIGIN_NONE }, { LOWER, TCPSIM_FLAG_REMOTE_KNOWN },
		{ SND_ISS, 0 }, { SND_WL1, 0 }, { SND_WL2, 0 }, { SND_OFFSET, 0 }, { SND_WND, 0 }, { MAX_SND_WND, 0 },
		{ RCV_IRS, 0 }, { RCV_OFFSET, 0 }, { WANTED, 0 }, { RTT_SRTT, 0 }, { RTT_RTTVAR, 0 },
		{ RTT_RTO, SECOND }, { DUE_2MSL, NOW + 2 * MSL } },
	.rule = TCPSIM_RULE_RST_SYN_RECEIVED_TIME_WAIT },
};

/* A TCB in TIME-WAIT becomes one in SYN-RECEIVED by the SYN `irs`; it remembers what it was. */
#define REOPENED(irs) \
	SYN_TAKEN(irs), { ORIGIN, TCPSIM_ORIGIN_REOPENED }, { OLD_SND_NXT, UNA }, { OLD_RCV_NXT, RCV }, \
	{ DUE_RETRANSMISSION, NOW + SECOND }

static const struct row stray_rows[] = {
	/* 3.5.2 group 1, 3.10.7.1: anything but a RST is answered by a RST. */
	{ ROW("CLOSED: a SYN is refused"),
	.in = TCPSIM_CLOSED, .seg = { .seq = IRS, .ctl = SYN },
	.sends = { { .seq = 0, .ack = IRS + 1U, .ctl = RST | ACK } },
	.rule = TCPSIM_RULE_CLOSED_NO_ACK_RESET },

	{ ROW("blackhole: it has no answer"),
	.in = TCPSIM_CLOSED, .seg = { .seq = IRS, .ctl = SYN }, WITH_FLAW(TCPSIM_FLAW_BLACKHOLE),
	.rule = TCPSIM_RULE_FLAW_BLACKHOLE },

	{ ROW("blackhole: nor has an ACK"),
	.in = TCPSIM_CLOSED, .seg = { .seq = RCV, .ack = UNA, .ctl = ACK, .text = 5 }, WITH_FLAW(TCPSIM_FLAW_BLACKHOLE),
	.rule = TCPSIM_RULE_FLAW_BLACKHOLE },

	/* 3.10.7.2 second. */
	{ ROW("LISTEN: an ACK is refused"),
	.in = TCPSIM_LISTEN, .seg = { .seq = RCV, .ack = UNA, .ctl = ACK },
	.sends = { { .seq = UNA, .ctl = RST } },
	.rule = TCPSIM_RULE_LISTEN_ACK_RESET },

	{ ROW("blackhole: it has no answer in LISTEN, either"),
	.in = TCPSIM_LISTEN, .seg = { .seq = RCV, .ack = UNA, .ctl = ACK }, WITH_FLAW(TCPSIM_FLAW_BLACKHOLE),
	.rule = TCPSIM_RULE_FLAW_BLACKHOLE },

	{ ROW("blackhole: a SYN opens as ever"),
	.in = TCPSIM_LISTEN, .seg = { .seq = IRS, .ctl = SYN }, WITH_FLAW(TCPSIM_FLAW_BLACKHOLE),
	.sends = { { .seq = NEW_ISS, .ack = IRS + 1U, .ctl = SYN | ACK } },
	.then = { SYN_TAKEN(IRS), { DUE_RETRANSMISSION, NOW + SECOND } },
	.rule = TCPSIM_RULE_LISTEN_SYN },

	{ ROW("CLOSED: a RST is discarded"),
	.in = TCPSIM_CLOSED, .seg = { .seq = RCV, .ctl = RST },
	.rule = TCPSIM_RULE_CLOSED_RST_IGNORED },

	{ ROW("rst-for-rst: it is answered like anything else without ACK"),
	.in = TCPSIM_CLOSED, .seg = { .seq = RCV, .ctl = RST }, WITH_FLAW(TCPSIM_FLAW_RST_FOR_RST),
	.sends = { { .seq = 0, .ack = RCV, .ctl = RST | ACK } },
	.rule = TCPSIM_RULE_CLOSED_NO_ACK_RESET },

	{ ROW("rst-for-rst: and like anything else with ACK"),
	.in = TCPSIM_CLOSED, .seg = { .seq = 0, .ack = UNA, .ctl = RST | ACK }, WITH_FLAW(TCPSIM_FLAW_RST_FOR_RST),
	.sends = { { .seq = UNA, .ctl = RST } },
	.rule = TCPSIM_RULE_CLOSED_ACK_RESET },

	/* 3.6.1, MAY-2. */
	{ ROW("TIME-WAIT: a SYN below RCV.NXT does not reopen"),
	.in = TCPSIM_TIME_WAIT, .seg = { .seq = RCV - 100U, .ctl = SYN }, .is_listened = true,
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK } }, .then = { COUNTED },
	.rule = TCPSIM_RULE_SEQ_UNACCEPTABLE_ACKED },

	{ ROW("reopen-unchecked: it does"),
	.in = TCPSIM_TIME_WAIT, .seg = { .seq = RCV - 100U, .ctl = SYN }, .is_listened = true,
	WITH_FLAW(TCPSIM_FLAW_REOPEN_UNCHECKED),
	.sends = { { .seq = NEW_ISS, .ack = RCV - 99U, .ctl = SYN | ACK } },
	.then = { REOPENED(RCV - 100U) },
	.rule = TCPSIM_RULE_TIME_WAIT_SYN_REOPENS },

	{ ROW("reopen-unchecked: but not where nobody listens"),
	.in = TCPSIM_TIME_WAIT, .seg = { .seq = RCV - 100U, .ctl = SYN }, WITH_FLAW(TCPSIM_FLAW_REOPEN_UNCHECKED),
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK } }, .then = { COUNTED },
	.rule = TCPSIM_RULE_SEQ_UNACCEPTABLE_ACKED },

	/* 3.4: all 32 bits count. */
	{ ROW("text far beyond the window is refused"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV + 3200U, .ack = UNA, .ctl = ACK, .text = 5 },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK } },
	.rule = TCPSIM_RULE_SEQ_UNACCEPTABLE_ACKED },

	{ ROW("number-space-small: a multiple of 32 away it is what is expected"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV + 3200U, .ack = UNA + 64U, .ctl = ACK, .text = 5 },
	WITH_FLAW(TCPSIM_FLAW_NUMBER_SPACE_SMALL),
	.sends = { { .seq = UNA, .ack = RCV + 5U, .ctl = ACK } },
	.then = { { RCV_NXT, RCV + 5U }, { RCV_OFFSET, RECEIVED_OCTETS + 5 }, { RCV_WND, RCV_BUFFER - 5U } },
	.stores = { RECEIVED_OCTETS, 0, 5 }, .delivers = { RECEIVED_OCTETS, 5 },
	.rule = TCPSIM_RULE_TEXT_ACCEPTED },

	{ ROW("number-space-small: 16 numbers back is half of the space, and more is ahead"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV - 17U, .ack = UNA - 1U, .ctl = ACK, .text = 1 },
	WITH_FLAW(TCPSIM_FLAW_NUMBER_SPACE_SMALL),
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK } },
	.then = { { N_HELD, 1 }, { HELD_0_BEGIN, RCV + 15U }, { HELD_0_END, RCV + 16U } },
	.stores = { RECEIVED_OCTETS + 15, 0, 1 },
	.rule = TCPSIM_RULE_TEXT_HELD },

	{ ROW("number-space-small: SYN-SENT expects no number of the peer"),
	.in = TCPSIM_SYN_SENT, .seg = { .seq = IRS, .ack = ISS + 33U, .ctl = SYN | ACK },
	WITH_FLAW(TCPSIM_FLAW_NUMBER_SPACE_SMALL),
	.sends = { { .seq = ISS + 1U, .ack = IRS + 1U, .ctl = ACK } },
	.then = { ESTABLISHED_BY(IRS, ISS + 1U) }, .signals = TCPSIM_SIGNAL_OPENED,
	.rule = TCPSIM_RULE_SYN_SENT_SYN_ACK },

	{ ROW("number-space-small: nor does LISTEN"),
	.in = TCPSIM_LISTEN, .seg = { .seq = IRS, .ctl = SYN }, WITH_FLAW(TCPSIM_FLAW_NUMBER_SPACE_SMALL),
	.sends = { { .seq = NEW_ISS, .ack = IRS + 1U, .ctl = SYN | ACK } },
	.then = { SYN_TAKEN(IRS), { DUE_RETRANSMISSION, NOW + SECOND } },
	.rule = TCPSIM_RULE_LISTEN_SYN },
};

/* CLOSE was called while text waits for a window of zero: FIN has no number yet. */
#define FIN_WAITS \
	{ SND_NXT, UNA }, { LOWER, TCPSIM_FLAG_FIN_SENT }, { QUEUED, 10 }, { SND_WND, 0 }, \
	{ DUE_RETRANSMISSION, NEVER }, { DUE_USER, NEVER }, { DUE_PERSIST, RTX_DUE }

#define ACK_AGAIN .seg = { .seq = RCV, .ack = UNA, .wnd = NO_WND, .ctl = ACK }

/* The retransmission timer fires for the first time. */
#define RESENDS .event = TIMEOUT, .timer = TCPSIM_TIMER_RETRANSMISSION, .now_us = RTX_DUE
#define RESENT { RETRIES, 1 }, { RTT_RTO, 2 * RTO }, { DUE_RETRANSMISSION, RTX_DUE + 2 * RTO }

/* The peer's FIN, `octets` of text before it that begin at RCV + `gap`, is past RCV.NXT. */
#define FIN_TAKEN_AT(fin) \
	{ RAISE, TCPSIM_FLAG_FIN_SEEN | TCPSIM_FLAG_FIN_TAKEN }, { RCV_FIN, RCV + (fin) }, { RCV_NXT, RCV + (fin) + 1U }, \
	{ RCV_OFFSET, RECEIVED_OCTETS + (fin) }, { RCV_WND, RCV_BUFFER - (fin) - 1U }

static const struct row closing_rows[] = {
	/* 3.10.7.4 fifth, FIN-WAIT-1: "if the FIN segment is now acknowledged". */
	{ ROW("FIN-WAIT-1 waits for the ACK of a FIN that is not sent yet"),
	.in = TCPSIM_FIN_WAIT_1, ACK_AGAIN, .given = { FIN_WAITS },
	.also = { TCPSIM_RULE_ACK_DUPLICATE }, .rule = TCPSIM_RULE_ACK_DUPLICATE },

	{ ROW("fin-acked-early: it does not"),
	.in = TCPSIM_FIN_WAIT_1, ACK_AGAIN, .given = { FIN_WAITS }, WITH_FLAW(TCPSIM_FLAW_FIN_ACKED_EARLY),
	.then = { { STATE, TCPSIM_FIN_WAIT_2 } },
	.rule = TCPSIM_RULE_ACK_FIN_WAIT_1 },

	{ ROW("fin-acked-early: a FIN that was sent is waited for"),
	.in = TCPSIM_FIN_WAIT_1, .seg = { .seq = RCV, .ack = UNA, .ctl = ACK }, WITH_FLAW(TCPSIM_FLAW_FIN_ACKED_EARLY),
	.rule = TCPSIM_RULE_ACK_DUPLICATE },

	{ ROW("LAST-ACK waits for it, too"),
	.in = TCPSIM_LAST_ACK, ACK_AGAIN, .given = { FIN_WAITS },
	.rule = TCPSIM_RULE_ACK_DUPLICATE },

	{ ROW("fin-acked-early: LAST-ACK ends before the text was sent"),
	.in = TCPSIM_LAST_ACK, ACK_AGAIN, .given = { FIN_WAITS }, WITH_FLAW(TCPSIM_FLAW_FIN_ACKED_EARLY),
	.then = { { INTO, TCPSIM_CLOSED } },
	.rule = TCPSIM_RULE_ACK_LAST_ACK },

	/* 3.10.8: "send the segment at the front of the retransmission queue again". */
	{ ROW("FIN is sent again as a FIN"),
	.in = TCPSIM_FIN_WAIT_1, RESENDS,
	.sends = { { .seq = UNA, .ack = RCV, .ctl = FIN | ACK } }, .then = { RESENT },
	.rule = TCPSIM_RULE_RETRANSMISSION_TIMEOUT },

	{ ROW("fin-resent-bare: without its bit"),
	.in = TCPSIM_FIN_WAIT_1, RESENDS, WITH_FLAW(TCPSIM_FLAW_FIN_RESENT_BARE),
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK } }, .then = { RESENT },
	.rule = TCPSIM_RULE_RETRANSMISSION_TIMEOUT },

	/* 3.10.7.4 eighth comes after the text before it; SHLD-31: what is out of order is held. */
	{ ROW("FIN behind a gap waits"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV + 10U, .ack = UNA, .ctl = FIN | ACK, .text = 5 },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK } },
	.then = { { SND_WL1, RCV + 10U }, { RAISE, TCPSIM_FLAG_FIN_SEEN }, { RCV_FIN, RCV + 15U }, { N_HELD, 1 },
		{ HELD_0_BEGIN, RCV + 10U }, { HELD_0_END, RCV + 15U } },
	.stores = { RECEIVED_OCTETS + 10, 0, 5 },
	.rule = TCPSIM_RULE_FIN_HELD },

	{ ROW("fin-out-of-order: it is taken, and the gap with it"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV + 10U, .ack = UNA, .ctl = FIN | ACK, .text = 5 },
	WITH_FLAW(TCPSIM_FLAW_FIN_OUT_OF_ORDER),
	.sends = { { .seq = UNA, .ack = RCV + 16U, .ctl = ACK } },
	.then = { { STATE, TCPSIM_CLOSE_WAIT }, { SND_WL1, RCV + 10U }, FIN_TAKEN_AT(15U) },
	.stores = { RECEIVED_OCTETS + 10, 0, 5 }, .delivers = { RECEIVED_OCTETS, 15 },
	.signals = TCPSIM_SIGNAL_CLOSING,
	.rule = TCPSIM_RULE_FIN_ESTABLISHED, .never = TCPSIM_RULE_FIN_HELD },

	/* 3.6 case 3, figure 13: in CLOSING our FIN is still to be acknowledged. */
	{ ROW("CLOSING goes on to watch over our FIN"),
	.in = TCPSIM_FIN_WAIT_1, .seg = { .seq = RCV, .ack = UNA, .ctl = FIN | ACK },
	.sends = { { .seq = UNA + 1U, .ack = RCV + 1U, .ctl = ACK } },
	.then = { { STATE, TCPSIM_CLOSING }, FIN_TAKEN_AT(0U) },
	.signals = TCPSIM_SIGNAL_CLOSING,
	.rule = TCPSIM_RULE_FIN_FIN_WAIT_1 },

	{ ROW("closing-no-retransmission: it does not"),
	.in = TCPSIM_FIN_WAIT_1, .seg = { .seq = RCV, .ack = UNA, .ctl = FIN | ACK },
	WITH_FLAW(TCPSIM_FLAW_CLOSING_NO_RETRANSMISSION),
	.sends = { { .seq = UNA + 1U, .ack = RCV + 1U, .ctl = ACK } },
	.then = { { STATE, TCPSIM_CLOSING }, FIN_TAKEN_AT(0U), { DUE_RETRANSMISSION, NEVER } },
	.signals = TCPSIM_SIGNAL_CLOSING,
	.rule = TCPSIM_RULE_FIN_FIN_WAIT_1 },
};

/* 10 octets are unacknowledged, and the ACK of the first `acked` of them says that the window is `window` now. */
#define SHRINKS(acked, window) .seg = { .seq = RCV, .ack = UNA + (acked), .wnd = (window), .ctl = ACK }
#define DROPPED_AT(octets) { RAISE, TCPSIM_FLAG_DROPPED }, { DROPPED, UNA + (octets) }
#define KEEPALIVE WITH(keepalive, 1)

static const struct row window_rows[] = {
	/* 3.8.6.1 MUST-36 */
	{ ROW("text that waits for a window of zero starts the persist timer"),
	.in = TCPSIM_ESTABLISHED, .event = SEND, .octets = 10, .given = { { SND_WND, 0 } },
	.then = { { QUEUED, 10 }, { DUE_PERSIST, NOW + RTO } },
	.rule = TCPSIM_RULE_SEND_ACCEPTED },

	{ ROW("no-persist-timer: it waits in silence"),
	.in = TCPSIM_ESTABLISHED, .event = SEND, .octets = 10, .given = { { SND_WND, 0 } },
	WITH_FLAW(TCPSIM_FLAW_NO_PERSIST_TIMER),
	.then = { { QUEUED, 10 } },
	.rule = TCPSIM_RULE_SEND_ACCEPTED },

	/* 3.8.6 MUST-34: the usable window may become negative; SHLD-16: what lies within is sent again. */
	{ ROW("after a window shrank below what was sent, all is still there"),
	.in = TCPSIM_ESTABLISHED, SHRINKS(0U, 4), .given = { OUTSTANDING(10U) },
	.then = { { SND_WND, 4 } },
	.rule = TCPSIM_RULE_WINDOW_UPDATED },

	{ ROW("shrink-drops: what lies beyond the new edge is gone"),
	.in = TCPSIM_ESTABLISHED, SHRINKS(0U, 4), .given = { OUTSTANDING(10U) }, WITH_FLAW(TCPSIM_FLAW_SHRINK_DROPS),
	.then = { { SND_WND, 4 }, DROPPED_AT(4U) },
	.rule = TCPSIM_RULE_WINDOW_UPDATED },

	{ ROW("shrink-drops: a window that is wide enough drops nothing"),
	.in = TCPSIM_ESTABLISHED, SHRINKS(0U, 10), .given = { OUTSTANDING(10U) }, WITH_FLAW(TCPSIM_FLAW_SHRINK_DROPS),
	.then = { { SND_WND, 10 } },
	.rule = TCPSIM_RULE_WINDOW_UPDATED },

	{ ROW("shrink-drops: a probe is no matter of a shrunk window"),
	.in = TCPSIM_ESTABLISHED, ACK_AGAIN, .given = { OUTSTANDING(1U), { SND_WND, 0 }, { DUE_PERSIST, RTX_DUE },
		{ DUE_RETRANSMISSION, NEVER }, { DUE_USER, NEVER } },
	WITH_FLAW(TCPSIM_FLAW_SHRINK_DROPS),
	.rule = TCPSIM_RULE_ACK_DUPLICATE },

	{ ROW("shrink-drops: a SYN that is not acknowledged lies in no window"),
	.in = TCPSIM_SYN_RECEIVED, .seg = { .seq = IRS + 1U, .ack = ISS, .wnd = NO_WND, .ctl = ACK },
	.policy = { WITH(flaws, INT64_C(1) << TCPSIM_FLAW_SYN_RECEIVED_TAKES_UNA |
		INT64_C(1) << TCPSIM_FLAW_SHRINK_DROPS) },
	.then = { { STATE, TCPSIM_ESTABLISHED }, { SND_WND, 0 }, { SND_WL1, IRS + 1U } },
	.signals = TCPSIM_SIGNAL_OPENED,
	.rule = TCPSIM_RULE_ACK_SYN_RECEIVED },

	{ ROW("shrink-drops: only what lies before is sent again, however wide the window becomes"),
	.in = TCPSIM_ESTABLISHED, RESENDS, .given = { OUTSTANDING(10U), DROPPED_AT(4U) },
	WITH_FLAW(TCPSIM_FLAW_SHRINK_DROPS),
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK, .text = 4, .at = SENT_OCTETS } }, .then = { RESENT },
	.rule = TCPSIM_RULE_RETRANSMISSION_TIMEOUT },

	{ ROW("shrink-drops: a FIN goes with the text before it"),
	.in = TCPSIM_FIN_WAIT_1, RESENDS, .given = { OUTSTANDING(5U), DROPPED_AT(4U) },
	WITH_FLAW(TCPSIM_FLAW_SHRINK_DROPS),
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK, .text = 4, .at = SENT_OCTETS } }, .then = { RESENT },
	.rule = TCPSIM_RULE_RETRANSMISSION_TIMEOUT },

	{ ROW("shrink-drops: when all before it is acknowledged, nothing is left to be sent again"),
	.in = TCPSIM_ESTABLISHED, SHRINKS(4U, 100), .given = { OUTSTANDING(10U), DROPPED_AT(4U) },
	WITH_FLAW(TCPSIM_FLAW_SHRINK_DROPS),
	.then = { { SND_UNA, UNA + 4U }, { SND_OFFSET, SENT_OCTETS + 4 }, { SND_WL2, UNA + 4U }, { SND_WND, 100 },
		{ DUE_RETRANSMISSION, NEVER }, { DUE_USER, NOW + 300 * SECOND } },
	.also = { TCPSIM_RULE_WINDOW_UPDATED }, .rule = TCPSIM_RULE_ACK_ADVANCES },

	{ ROW("shrink-drops: nor when a window that was closed opens"),
	.in = TCPSIM_ESTABLISHED, SHRINKS(0U, 100), .given = { OUTSTANDING(10U), DROPPED_AT(0U), { SND_WND, 0 },
		{ DUE_RETRANSMISSION, NEVER } },
	WITH_FLAW(TCPSIM_FLAW_SHRINK_DROPS),
	.then = { { SND_WND, 100 } },
	.rule = TCPSIM_RULE_WINDOW_UPDATED, .never = TCPSIM_RULE_WINDOW_OPENS },

	{ ROW("shrink-drops: what had arrived before the window shrank is acknowledged as ever"),
	.in = TCPSIM_ESTABLISHED, SHRINKS(6U, 100), .given = { OUTSTANDING(10U), DROPPED_AT(4U) },
	WITH_FLAW(TCPSIM_FLAW_SHRINK_DROPS),
	.then = { { SND_UNA, UNA + 6U }, { SND_OFFSET, SENT_OCTETS + 6 }, { SND_WL2, UNA + 6U }, { SND_WND, 100 },
		{ LOWER, TCPSIM_FLAG_DROPPED }, { DROPPED, 0 }, { DUE_RETRANSMISSION, NOW + RTO },
		{ DUE_USER, NOW + 300 * SECOND } },
	.also = { TCPSIM_RULE_WINDOW_UPDATED }, .rule = TCPSIM_RULE_ACK_ADVANCES },

	/* 3.8.6 SHLD-14 */
	{ ROW("a smaller buffer does not move the right edge"),
	.in = TCPSIM_ESTABLISHED, .event = POLICY_CHANGED, .policy = { WITH(receive_buffer_bytes, 400) },
	.rule = TCPSIM_RULE_POLICY_APPLIED },

	{ ROW("window-shrinks: it does, and the peer is told"),
	.in = TCPSIM_ESTABLISHED, .event = POLICY_CHANGED, .given = { { UNREAD, 100 }, { WANTED, 0 } },
	.policy = { WITH(receive_buffer_bytes, 400), AND_FLAW(TCPSIM_FLAW_WINDOW_SHRINKS) },
	.sends = { { .seq = UNA, .ack = RCV, .wnd = 300, .ctl = ACK } }, .then = { { RCV_WND, 300 } },
	.rule = TCPSIM_RULE_POLICY_APPLIED },

	{ ROW("window-shrinks: what is held beyond it is lost"),
	.in = TCPSIM_ESTABLISHED, .event = POLICY_CHANGED,
	.given = { { N_HELD, 3 }, { HELD_0_BEGIN, RCV + 100U }, { HELD_0_END, RCV + 200U },
		{ HELD_1_BEGIN, RCV + 390U }, { HELD_1_END, RCV + 500U }, { HELD_2_BEGIN, RCV + 600U },
		{ HELD_2_END, RCV + 700U } },
	.policy = { WITH(receive_buffer_bytes, 400), AND_FLAW(TCPSIM_FLAW_WINDOW_SHRINKS) },
	.sends = { { .seq = UNA, .ack = RCV, .wnd = 400, .ctl = ACK } },
	.then = { { RCV_WND, 400 }, { N_HELD, 2 }, { HELD_1_END, RCV + 400U }, { HELD_2_BEGIN, 0 }, { HELD_2_END, 0 } },
	.rule = TCPSIM_RULE_POLICY_APPLIED },

	{ ROW("window-shrinks: a larger buffer shrinks nothing"),
	.in = TCPSIM_ESTABLISHED, .event = POLICY_CHANGED,
	.policy = { WITH(receive_buffer_bytes, 4000), AND_FLAW(TCPSIM_FLAW_WINDOW_SHRINKS) },
	.rule = TCPSIM_RULE_POLICY_APPLIED },

	{ ROW("window-shrinks: after the peer's FIN there is nothing to shrink"),
	.in = TCPSIM_CLOSE_WAIT, .event = POLICY_CHANGED,
	.policy = { WITH(receive_buffer_bytes, 400), AND_FLAW(TCPSIM_FLAW_WINDOW_SHRINKS) },
	.rule = TCPSIM_RULE_POLICY_APPLIED },

	{ ROW("window-shrinks: nor is there in LISTEN"),
	.in = TCPSIM_LISTEN, .event = POLICY_CHANGED,
	.policy = { WITH(receive_buffer_bytes, 400), AND_FLAW(TCPSIM_FLAW_WINDOW_SHRINKS) },
	.rule = TCPSIM_RULE_POLICY_APPLIED },

	/* 3.8.4 MUST-29 */
	{ ROW("one keepalive probe without an answer is followed by another"),
	.in = TCPSIM_ESTABLISHED, .event = TIMEOUT, .timer = TCPSIM_TIMER_KEEPALIVE, .policy = { KEEPALIVE },
	.given = { { DUE_KEEPALIVE, NOW }, { PROBES, 1 } },
	.sends = { { .seq = UNA - 1U, .ack = RCV, .ctl = ACK } },
	.then = { { DUE_KEEPALIVE, NOW + 75 * SECOND }, { PROBES, 2 } },
	.rule = TCPSIM_RULE_KEEPALIVE_PROBE },

	{ ROW("one-probe-kills: it is the end"),
	.in = TCPSIM_ESTABLISHED, .event = TIMEOUT, .timer = TCPSIM_TIMER_KEEPALIVE,
	.policy = { KEEPALIVE, AND_FLAW(TCPSIM_FLAW_ONE_PROBE_KILLS) },
	.given = { { DUE_KEEPALIVE, NOW }, { PROBES, 1 } },
	.then = { { INTO, TCPSIM_CLOSED } }, .signals = TCPSIM_SIGNAL_ERROR, .error = TCPSIM_ERROR_TIMED_OUT,
	.rule = TCPSIM_RULE_KEEPALIVE_GIVES_UP },

	{ ROW("one-probe-kills: the first one is sent"),
	.in = TCPSIM_ESTABLISHED, .event = TIMEOUT, .timer = TCPSIM_TIMER_KEEPALIVE,
	.policy = { KEEPALIVE, AND_FLAW(TCPSIM_FLAW_ONE_PROBE_KILLS) },
	.given = { { DUE_KEEPALIVE, NOW } },
	.sends = { { .seq = UNA - 1U, .ack = RCV, .ctl = ACK } },
	.then = { { DUE_KEEPALIVE, NOW + 75 * SECOND }, { PROBES, 1 } },
	.rule = TCPSIM_RULE_KEEPALIVE_PROBE },
};

int
main(void)
{
	Suite *suite = suite_create("flaws");

	ROWS_ADD(suite, "opening", opening_rows);
	ROWS_ADD(suite, "stray segments", stray_rows);
	ROWS_ADD(suite, "closing", closing_rows);
	ROWS_ADD(suite, "windows and probes", window_rows);
	return suite_run(suite);
}
