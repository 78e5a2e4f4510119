/* SPDX-License-Identifier: MIT */
/* SEGMENT ARRIVES in SYN-SENT, RFC 9293 3.10.7.3, beyond the grid. */
#include "tests/rfc/rows.h"

#define LAST UINT32_MAX

/* The peer's SYN with the number `seq` is taken. */
#define SYN_TAKEN(seq) \
	{ RCV_IRS, (seq) }, { RCV_NXT, (uint32_t)((seq) + 1U) }, { SND_WND, PEER_WND }, { MAX_SND_WND, PEER_WND }, \
	{ SND_WL1, (seq) }

/* ... and it acknowledges ours. */
#define ESTABLISHED_BY(seq) \
	{ STATE, TCPSIM_ESTABLISHED }, SYN_TAKEN(seq), { LOWER, TCPSIM_FLAG_SYN_OUT }, { SND_UNA, ISS + 1U }, \
	{ SND_WL2, ISS + 1U }, { DUE_RETRANSMISSION, NEVER }, { DUE_USER, NEVER }

#define REFUSES(words, number) \
	{ ROW("an ACK of " words " is answered by <SEQ=SEG.ACK><CTL=RST>"), \
	.in = TCPSIM_SYN_SENT, .seg = { .seq = IRS, .ack = (number), .ctl = SYN | ACK }, \
	.sends = { { .seq = (number), .ctl = RST, .purpose = TCPSIM_PURPOSE_RESET } }, \
	.rule = TCPSIM_RULE_SYN_SENT_ACK_RESET }, \
	{ ROW("... without SYN, too: " words), \
	.in = TCPSIM_SYN_SENT, .seg = { .seq = 0, .ack = (number), .ctl = ACK, .text = 10 }, \
	.sends = { { .seq = (number), .ctl = RST } }, .rule = TCPSIM_RULE_SYN_SENT_ACK_RESET }, \
	{ ROW("a RST that acknowledges " words " is dropped"), \
	.in = TCPSIM_SYN_SENT, .seg = { .seq = 0, .ack = (number), .ctl = RST | ACK }, \
	.rule = TCPSIM_RULE_SYN_SENT_ACK_RST_DROPPED }

static const struct row rows[] = {
	/* First: SEG.ACK =< ISS or SEG.ACK > SND.NXT. */
	REFUSES("the ISS itself", ISS),
	REFUSES("a number before the ISS", ISS - 1U),
	REFUSES("a number after SND.NXT", ISS + 2U),
	REFUSES("a number half of the space away", ISS + UINT32_C(0x80000000)),

	/* Second: RST. */
	{ ROW("without RFC 5961 a RST with a good ACK ends the attempt, whatever its number"),
	.in = TCPSIM_SYN_SENT, .seg = { .seq = 12345, .ack = ISS + 1U, .ctl = RST | ACK },
	.policy = { WITH(rfc5961, 0) },
	.then = { { INTO, TCPSIM_CLOSED } },
	.signals = TCPSIM_SIGNAL_ERROR, .error = TCPSIM_ERROR_RESET,
	.rule = TCPSIM_RULE_SYN_SENT_RESET },

	{ ROW("without RFC 5961 a RST without an ACK proves nothing, whatever its number"),
	.in = TCPSIM_SYN_SENT, .seg = { .seq = 12345, .ctl = RST },
	.policy = { WITH(rfc5961, 0) },
	.rule = TCPSIM_RULE_SYN_SENT_RST_DROPPED },

	{ ROW("a RST may have text (SHLD-2)"),
	.in = TCPSIM_SYN_SENT, .seg = { .seq = 0, .ack = ISS + 1U, .ctl = RST | ACK, .text = 10 },
	.then = { { INTO, TCPSIM_CLOSED } },
	.signals = TCPSIM_SIGNAL_ERROR, .error = TCPSIM_ERROR_RESET,
	.rule = TCPSIM_RULE_SYN_SENT_RESET },

	{ ROW("a RST that also has SYN is a RST"),
	.in = TCPSIM_SYN_SENT, .seg = { .seq = 0, .ack = ISS + 1U, .ctl = SYN | RST | ACK },
	.then = { { INTO, TCPSIM_CLOSED } },
	.signals = TCPSIM_SIGNAL_ERROR, .error = TCPSIM_ERROR_RESET,
	.rule = TCPSIM_RULE_SYN_SENT_RESET },

	/* Fourth: SYN. */
	{ ROW("our SYN has the last number there is: SND.NXT is 0"),
	.in = TCPSIM_SYN_SENT, .seg = { .seq = LAST, .ack = 0, .ctl = SYN | ACK },
	.given = { { SND_ISS, LAST }, { SND_UNA, LAST }, { SND_NXT, 0 } },
	.sends = { { .seq = 0, .ack = 0, .ctl = ACK } },
	.then = { ESTABLISHED_BY(LAST), { SND_UNA, 0 }, { SND_WL2, 0 } },
	.signals = TCPSIM_SIGNAL_OPENED,
	.rule = TCPSIM_RULE_SYN_SENT_SYN_ACK, .also = { TCPSIM_RULE_ACK_ADVANCES } },

	{ ROW("the peer's MSS is obeyed"),
	.in = TCPSIM_SYN_SENT, .seg = { .seq = IRS, .ack = ISS + 1U, .ctl = SYN | ACK, .mss = 1200 },
	.sends = { { .seq = ISS + 1U, .ack = IRS + 1U, .ctl = ACK } },
	.then = { ESTABLISHED_BY(IRS), { MSS, 1200 } },
	.signals = TCPSIM_SIGNAL_OPENED,
	.rule = TCPSIM_RULE_SYN_SENT_SYN_ACK },

	{ ROW("an MSS of 0 would stop everything and is not believed"),
	.in = TCPSIM_SYN_SENT, .seg = { .seq = IRS, .ack = ISS + 1U, .ctl = SYN | ACK, .mss = ZERO_MSS },
	.sends = { { .seq = ISS + 1U, .ack = IRS + 1U, .ctl = ACK } },
	.then = { ESTABLISHED_BY(IRS), { MSS, 536 } },
	.signals = TCPSIM_SIGNAL_OPENED,
	.rule = TCPSIM_RULE_SYN_SENT_SYN_ACK },

	/* RFC 6298 2.2: R = 2 s; SRTT = R, RTTVAR = R/2, RTO = SRTT + 4 RTTVAR = 6 s. */
	{ ROW("the SYN gives the first sample of the round trip"),
	.in = TCPSIM_SYN_SENT, .seg = { .seq = IRS, .ack = ISS + 1U, .ctl = SYN | ACK },
	.given = { { RAISE, TCPSIM_FLAG_TIMING }, { RTT_SEQ, ISS }, { RTT_SENT, NOW - 2 * SECOND } },
	.sends = { { .seq = ISS + 1U, .ack = IRS + 1U, .ctl = ACK } },
	.then = { ESTABLISHED_BY(IRS), { LOWER, TCPSIM_FLAG_TIMING }, { RTT_SRTT, 2 * SECOND }, { RTT_RTTVAR, SECOND },
		{ RTT_RTO, 6 * SECOND } },
	.signals = TCPSIM_SIGNAL_OPENED,
	.rule = TCPSIM_RULE_SYN_SENT_SYN_ACK, .also = { TCPSIM_RULE_RTT_SAMPLED } },

	/* RFC 6298 5.7 */
	{ ROW("a SYN that was sent twice gives none (Karn), and data begins with an RTO of 3 s"),
	.in = TCPSIM_SYN_SENT, .seg = { .seq = IRS, .ack = ISS + 1U, .ctl = SYN | ACK },
	.given = { { RAISE, TCPSIM_FLAG_SYN_RESENT }, { RETRIES, 3 }, { RTT_RTO, 8 * SECOND } },
	.sends = { { .seq = ISS + 1U, .ack = IRS + 1U, .ctl = ACK } },
	.then = { ESTABLISHED_BY(IRS), { RTT_RTO, 3 * SECOND }, { RETRIES, 0 } },
	.signals = TCPSIM_SIGNAL_OPENED,
	.rule = TCPSIM_RULE_SYN_SENT_SYN_ACK, .also = { TCPSIM_RULE_RTO_AFTER_SYN_LOSS } },

	{ ROW("text on the SYN,ACK is delivered, and one ACK answers both (MUST-58)"),
	.in = TCPSIM_SYN_SENT, .seg = { .seq = LAST - 4U, .ack = ISS + 1U, .ctl = SYN | ACK, .text = 10 },
	.sends = { { .seq = ISS + 1U, .ack = 6, .ctl = ACK } },
	.then = { ESTABLISHED_BY(LAST - 4U), { RCV_NXT, 6 }, { RCV_OFFSET, 10 }, { RCV_WND, RCV_BUFFER - 10 } },
	.stores = { 0, 0, 10 }, .delivers = { 0, 10 },
	.signals = TCPSIM_SIGNAL_OPENED,
	.rule = TCPSIM_RULE_TEXT_ACCEPTED, .also = { TCPSIM_RULE_SYN_SENT_SYN_ACK } },

	{ ROW("a SYN,ACK with FIN goes on to CLOSE-WAIT"),
	.in = TCPSIM_SYN_SENT, .seg = { .seq = IRS, .ack = ISS + 1U, .ctl = SYN | FIN | ACK },
	.sends = { { .seq = ISS + 1U, .ack = IRS + 2U, .ctl = ACK } },
	.then = { ESTABLISHED_BY(IRS), { STATE, TCPSIM_CLOSE_WAIT },
		{ RAISE, TCPSIM_FLAG_FIN_SEEN | TCPSIM_FLAG_FIN_TAKEN },
		{ RCV_FIN, IRS + 1U }, { RCV_NXT, IRS + 2U }, { RCV_WND, RCV_BUFFER - 1 } },
	.signals = TCPSIM_SIGNAL_OPENED | TCPSIM_SIGNAL_CLOSING,
	.rule = TCPSIM_RULE_FIN_ESTABLISHED, .also = { TCPSIM_RULE_SYN_SENT_SYN_ACK } },

	{ ROW("text that waited goes out with the ACK of the SYN"),
	.in = TCPSIM_SYN_SENT, .seg = { .seq = IRS, .ack = ISS + 1U, .ctl = SYN | ACK },
	.given = { { QUEUED, 10 } },
	.sends = { { .seq = ISS + 1U, .ack = IRS + 1U, .ctl = ACK, .text = 10 } },
	.then = { ESTABLISHED_BY(IRS), { QUEUED, 0 }, { SND_NXT, ISS + 11U }, { RAISE, TCPSIM_FLAG_TIMING },
		{ RTT_SENT, NOW }, { RTT_SEQ, ISS + 1U }, { DUE_RETRANSMISSION, NOW + SECOND },
		{ DUE_USER, NOW + 300 * SECOND } },
	.signals = TCPSIM_SIGNAL_OPENED,
	.rule = TCPSIM_RULE_SYN_SENT_SYN_ACK },

	{ ROW("a SYN,ACK with a closed window keeps the text back and starts the persist timer"),
	.in = TCPSIM_SYN_SENT, .seg = { .seq = IRS, .ack = ISS + 1U, .ctl = SYN | ACK, .wnd = NO_WND },
	.given = { { QUEUED, 10 } },
	.sends = { { .seq = ISS + 1U, .ack = IRS + 1U, .ctl = ACK } },
	.then = { ESTABLISHED_BY(IRS), { SND_WND, 0 }, { MAX_SND_WND, 0 }, { DUE_PERSIST, NOW + SECOND } },
	.signals = TCPSIM_SIGNAL_OPENED,
	.rule = TCPSIM_RULE_SYN_SENT_SYN_ACK },

	{ ROW("a SYN without an ACK is a simultaneous open; our SYN goes out a second time and cannot be timed (Karn)"),
	.in = TCPSIM_SYN_SENT, .seg = { .seq = LAST, .ctl = SYN },
	.given = { { RAISE, TCPSIM_FLAG_TIMING }, { RTT_SEQ, ISS } },
	.sends = { { .seq = ISS, .ack = 0, .ctl = SYN | ACK } },
	.then = { { STATE, TCPSIM_SYN_RECEIVED }, SYN_TAKEN(LAST), { SND_WL2, ISS }, { LOWER, TCPSIM_FLAG_TIMING } },
	.rule = TCPSIM_RULE_SYN_SENT_SYN },

	{ ROW("text on such a SYN waits for ESTABLISHED"),
	.in = TCPSIM_SYN_SENT, .seg = { .seq = IRS, .ctl = SYN, .text = 10 },
	.sends = { { .seq = ISS, .ack = IRS + 1U, .ctl = SYN | ACK } },
	.then = { { STATE, TCPSIM_SYN_RECEIVED }, SYN_TAKEN(IRS), { SND_WL2, ISS }, { N_HELD, 1 },
		{ HELD_0_BEGIN, IRS + 1U }, { HELD_0_END, IRS + 11U } },
	.stores = { 0, 0, 10 },
	.rule = TCPSIM_RULE_TEXT_ON_SYN_HELD, .also = { TCPSIM_RULE_SYN_SENT_SYN } },

	{ ROW("two-way: the SYN,ACK is not answered"),
	.in = TCPSIM_SYN_SENT, .seg = { .seq = IRS, .ack = ISS + 1U, .ctl = SYN | ACK },
	.policy = { WITH(handshake, TCPSIM_TWO_WAY) },
	.then = { ESTABLISHED_BY(IRS), { RCV_ACKED, IRS + 1U } },
	.signals = TCPSIM_SIGNAL_OPENED,
	.rule = TCPSIM_RULE_SYN_SENT_SYN_ACK_TWO_WAY },
};

int
main(void)
{
	return ROWS_MAIN("3.10.7.3", rows);
}
