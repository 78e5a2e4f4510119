/* SPDX-License-Identifier: MIT */
/* SEGMENT ARRIVES in CLOSED and LISTEN, RFC 9293 3.10.7.1 and 3.10.7.2, beyond the grid. */
#include "tests/rfc/rows.h"

/* A SYN with the number `seq` makes a connection of a listening one. */
#define OPENED_PASSIVELY(seq) \
	{ STATE, TCPSIM_SYN_RECEIVED }, { ORIGIN, TCPSIM_ORIGIN_PASSIVE }, { SND_ISS, NEW_ISS }, { SND_UNA, NEW_ISS }, \
	{ SND_NXT, NEW_ISS + 1 }, { SND_WL1, (seq) }, { SND_WL2, NEW_ISS }, { SND_WND, PEER_WND }, \
	{ MAX_SND_WND, PEER_WND }, { RCV_IRS, (seq) }, { RCV_NXT, (uint32_t)((seq) + 1U) }, \
	{ RAISE, TCPSIM_FLAG_SYN_OUT | TCPSIM_FLAG_TIMING }, { RTT_SENT, NOW }, { RTT_SEQ, NEW_ISS }, \
	{ DUE_RETRANSMISSION, NOW + SECOND }, { DUE_USER, NOW + 300 * SECOND }

/* The last number there is: what follows the SYN is 0. */
#define LAST UINT32_MAX

static const struct row rows[] = {
	{ ROW("a RST from CLOSED acknowledges SYN, text and FIN: SEG.SEQ + SEG.LEN"),
	.in = TCPSIM_CLOSED, .seg = { .seq = LAST - 4U, .ctl = SYN | FIN, .text = 10 },
	.sends = { { .seq = 0, .ack = 7, .ctl = RST | ACK, .purpose = TCPSIM_PURPOSE_RESET } },
	.rule = TCPSIM_RULE_CLOSED_NO_ACK_RESET },

	{ ROW("a RST from CLOSED takes its number from the ACK, whatever else there is"),
	.in = TCPSIM_CLOSED, .seg = { .seq = 5, .ack = LAST, .ctl = SYN | FIN | ACK, .text = 10 },
	.sends = { { .seq = LAST, .ctl = RST, .purpose = TCPSIM_PURPOSE_RESET } },
	.rule = TCPSIM_RULE_CLOSED_ACK_RESET },

	{ ROW("a segment to a group is discarded in CLOSED without a RST (MUST-57)"),
	.in = TCPSIM_CLOSED, .seg = { .seq = 5, .ctl = SYN, .addressed = TCPSIM_ADDRESSED_TO_GROUP },
	.rule = TCPSIM_RULE_ARRIVES_GROUP_DISCARDED },

	{ ROW("a SYN to a group opens nothing (MUST-57)"),
	.in = TCPSIM_LISTEN, .seg = { .seq = 5, .ctl = SYN, .addressed = TCPSIM_ADDRESSED_TO_GROUP },
	.rule = TCPSIM_RULE_ARRIVES_GROUP_DISCARDED },

	{ ROW("a SYN from a group opens nothing (MUST-63)"),
	.in = TCPSIM_LISTEN, .seg = { .seq = 5, .ctl = SYN, .addressed = TCPSIM_ADDRESSED_FROM_GROUP },
	.rule = TCPSIM_RULE_ARRIVES_GROUP_DISCARDED },

	{ ROW("a RST from a group resets nothing (MUST-63)"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ctl = RST, .addressed = TCPSIM_ADDRESSED_FROM_GROUP },
	.rule = TCPSIM_RULE_ARRIVES_GROUP_DISCARDED },

	{ ROW("a SYN with the last number there is"),
	.in = TCPSIM_LISTEN, .seg = { .seq = LAST, .ctl = SYN },
	.sends = { { .seq = NEW_ISS, .ack = 0, .ctl = SYN | ACK } },
	.then = { OPENED_PASSIVELY(LAST) },
	.rule = TCPSIM_RULE_LISTEN_SYN },

	{ ROW("the peer's MSS option is obeyed (MUST-14, MUST-16)"),
	.in = TCPSIM_LISTEN, .seg = { .seq = IRS, .ctl = SYN, .mss = 1000 },
	.sends = { { .seq = NEW_ISS, .ack = IRS + 1U, .ctl = SYN | ACK } },
	.then = { OPENED_PASSIVELY(IRS), { MSS, 1000 } },
	.rule = TCPSIM_RULE_LISTEN_SYN },

	{ ROW("more than we can send ourselves is not sent, whatever the peer takes"),
	.in = TCPSIM_LISTEN, .seg = { .seq = IRS, .ctl = SYN, .mss = 9000 },
	.sends = { { .seq = NEW_ISS, .ack = IRS + 1U, .ctl = SYN | ACK } },
	.then = { OPENED_PASSIVELY(IRS), { MSS, 1460 } },
	.rule = TCPSIM_RULE_LISTEN_SYN },

	{ ROW("without the option it is 536 (MUST-15)"),
	.in = TCPSIM_LISTEN, .seg = { .seq = IRS, .ctl = SYN },
	.sends = { { .seq = NEW_ISS, .ack = IRS + 1U, .ctl = SYN | ACK } },
	.then = { OPENED_PASSIVELY(IRS), { MSS, 536 } },
	.rule = TCPSIM_RULE_LISTEN_SYN },

	{ ROW("text on a SYN is held, not delivered (3.5)"),
	.in = TCPSIM_LISTEN, .seg = { .seq = LAST - 4U, .ctl = SYN, .text = 10 },
	.sends = { { .seq = NEW_ISS, .ack = LAST - 3U, .ctl = SYN | ACK } },
	.then = { OPENED_PASSIVELY(LAST - 4U), { N_HELD, 1 }, { HELD_0_BEGIN, LAST - 3U }, { HELD_0_END, 6 } },
	.stores = { 0, 0, 10 },
	.rule = TCPSIM_RULE_TEXT_ON_SYN_HELD, .also = { TCPSIM_RULE_LISTEN_SYN } },

	{ ROW("text on a SYN is cut at the right edge of the window, and a FIN beyond it with it"),
	.in = TCPSIM_LISTEN, .seg = { .seq = 99, .ctl = SYN | FIN, .text = RCV_BUFFER + 1 },
	.sends = { { .seq = NEW_ISS, .ack = 100, .ctl = SYN | ACK } },
	.then = { OPENED_PASSIVELY(99), { N_HELD, 1 }, { HELD_0_BEGIN, 100 }, { HELD_0_END, 100 + RCV_BUFFER } },
	.stores = { 0, 0, RCV_BUFFER },
	.rule = TCPSIM_RULE_TEXT_ON_SYN_HELD, .also = { TCPSIM_RULE_LISTEN_SYN } },

	{ ROW("text and FIN on a SYN are both held"),
	.in = TCPSIM_LISTEN, .seg = { .seq = 99, .ctl = SYN | FIN, .text = 10 },
	.sends = { { .seq = NEW_ISS, .ack = 100, .ctl = SYN | ACK } },
	.then = { OPENED_PASSIVELY(99), { N_HELD, 1 }, { HELD_0_BEGIN, 100 }, { HELD_0_END, 110 },
		{ RAISE, TCPSIM_FLAG_FIN_SEEN }, { RCV_FIN, 110 } },
	.stores = { 0, 0, 10 },
	.rule = TCPSIM_RULE_TEXT_ON_SYN_HELD, .also = { TCPSIM_RULE_LISTEN_SYN } },

	{ ROW("the ACK of our SYN brings the text that was held to the user, with one ACK (MUST-59)"),
	.in = TCPSIM_SYN_RECEIVED, .seg = { .seq = IRS + 11U, .ack = ISS + 1U, .ctl = ACK },
	.given = { { N_HELD, 1 }, { HELD_0_BEGIN, IRS + 1U }, { HELD_0_END, IRS + 11U } },
	.sends = { { .seq = ISS + 1U, .ack = IRS + 11U, .ctl = ACK } },
	.then = { { STATE, TCPSIM_ESTABLISHED }, { LOWER, TCPSIM_FLAG_SYN_OUT }, { SND_UNA, ISS + 1U },
		{ SND_WL1, IRS + 11U }, { SND_WL2, ISS + 1U }, { DUE_RETRANSMISSION, NEVER }, { DUE_USER, NEVER },
		{ N_HELD, 0 }, { HELD_0_BEGIN, 0 }, { HELD_0_END, 0 }, { RCV_NXT, IRS + 11U }, { RCV_OFFSET, 10 },
		{ RCV_WND, RCV_BUFFER - 10 } },
	.signals = TCPSIM_SIGNAL_OPENED, .delivers = { 0, 10 },
	.rule = TCPSIM_RULE_TEXT_ACCEPTED, .also = { TCPSIM_RULE_ACK_SYN_RECEIVED } },

	{ ROW("... and the FIN that was held behind it"),
	.in = TCPSIM_SYN_RECEIVED, .seg = { .seq = IRS + 1U, .ack = ISS + 1U, .ctl = ACK },
	.given = { { N_HELD, 1 }, { HELD_0_BEGIN, IRS + 1U }, { HELD_0_END, IRS + 11U },
		{ RAISE, TCPSIM_FLAG_FIN_SEEN },
		{ RCV_FIN, IRS + 11U } },
	.sends = { { .seq = ISS + 1U, .ack = IRS + 12U, .ctl = ACK } },
	.then = { { STATE, TCPSIM_CLOSE_WAIT }, { LOWER, TCPSIM_FLAG_SYN_OUT }, { RAISE, TCPSIM_FLAG_FIN_TAKEN },
		{ SND_UNA, ISS + 1U },
		{ SND_WL1, IRS + 1U }, { SND_WL2, ISS + 1U }, { DUE_RETRANSMISSION, NEVER }, { DUE_USER, NEVER },
		{ N_HELD, 0 }, { HELD_0_BEGIN, 0 }, { HELD_0_END, 0 }, { RCV_NXT, IRS + 12U }, { RCV_OFFSET, 10 },
		{ RCV_WND, RCV_BUFFER - 11 } },
	.signals = TCPSIM_SIGNAL_OPENED | TCPSIM_SIGNAL_CLOSING, .delivers = { 0, 10 },
	.rule = TCPSIM_RULE_FIN_ESTABLISHED, .also = { TCPSIM_RULE_ACK_SYN_RECEIVED, TCPSIM_RULE_TEXT_ACCEPTED } },

	{ ROW("a FIN that came with the SYN, and no text, is acknowledged with it"),
	.in = TCPSIM_SYN_RECEIVED, .seg = { .seq = IRS + 1U, .ack = ISS + 1U, .ctl = ACK },
	.given = { { RAISE, TCPSIM_FLAG_FIN_SEEN }, { RCV_FIN, IRS + 1U } },
	.sends = { { .seq = ISS + 1U, .ack = IRS + 2U, .ctl = ACK } },
	.then = { { STATE, TCPSIM_CLOSE_WAIT }, { LOWER, TCPSIM_FLAG_SYN_OUT }, { RAISE, TCPSIM_FLAG_FIN_TAKEN },
		{ SND_UNA, ISS + 1U }, { SND_WL1, IRS + 1U }, { SND_WL2, ISS + 1U }, { DUE_RETRANSMISSION, NEVER },
		{ DUE_USER, NEVER }, { RCV_NXT, IRS + 2U }, { RCV_WND, RCV_BUFFER - 1 } },
	.signals = TCPSIM_SIGNAL_OPENED | TCPSIM_SIGNAL_CLOSING,
	.rule = TCPSIM_RULE_FIN_ESTABLISHED, .also = { TCPSIM_RULE_ACK_SYN_RECEIVED } },

	/* The variant without the third message: docs/tcpsim-scenario.5. */
	{ ROW("two-way: a SYN is believed at once"),
	.in = TCPSIM_LISTEN, .seg = { .seq = LAST, .ctl = SYN },
	.policy = { WITH(handshake, TCPSIM_TWO_WAY) },
	.sends = { { .seq = NEW_ISS, .ack = 0, .ctl = SYN | ACK } },
	.then = { OPENED_PASSIVELY(LAST), { STATE, TCPSIM_ESTABLISHED }, { SND_UNA, NEW_ISS + 1 },
		{ LOWER, TCPSIM_FLAG_SYN_OUT | TCPSIM_FLAG_TIMING }, { RTT_SENT, 0 }, { RTT_SEQ, 0 },
		{ DUE_RETRANSMISSION, NEVER }, { DUE_USER, NEVER } },
	.signals = TCPSIM_SIGNAL_OPENED,
	.rule = TCPSIM_RULE_LISTEN_SYN_TWO_WAY },

	{ ROW("two-way: text on that SYN is delivered at once, and acknowledged behind the SYN,ACK"),
	.in = TCPSIM_LISTEN, .seg = { .seq = IRS, .ctl = SYN, .text = 10 },
	.policy = { WITH(handshake, TCPSIM_TWO_WAY), WITH(keepalive, 1) },
	.sends = {
		{ .seq = NEW_ISS, .ack = IRS + 1U, .ctl = SYN | ACK, .wnd = RCV_BUFFER },
		{ .seq = NEW_ISS + 1, .ack = IRS + 11U, .ctl = ACK },
	},
	.then = { OPENED_PASSIVELY(IRS), { STATE, TCPSIM_ESTABLISHED }, { SND_UNA, NEW_ISS + 1 },
		{ LOWER, TCPSIM_FLAG_SYN_OUT | TCPSIM_FLAG_TIMING }, { RTT_SENT, 0 }, { RTT_SEQ, 0 },
		{ DUE_RETRANSMISSION, NEVER }, { DUE_USER, NEVER }, { DUE_KEEPALIVE, NOW + 7200 * SECOND },
		{ RCV_NXT, IRS + 11U }, { RCV_OFFSET, 10 }, { RCV_WND, RCV_BUFFER - 10 } },
	.signals = TCPSIM_SIGNAL_OPENED, .stores = { 0, 0, 10 }, .delivers = { 0, 10 },
	.rule = TCPSIM_RULE_TEXT_ACCEPTED, .also = { TCPSIM_RULE_LISTEN_SYN_TWO_WAY } },

	{ ROW("two-way: what a RST or an ACK says to LISTEN is the same"),
	.in = TCPSIM_LISTEN, .seg = { .seq = 5, .ack = 77, .ctl = SYN | ACK },
	.policy = { WITH(handshake, TCPSIM_TWO_WAY) },
	.sends = { { .seq = 77, .ctl = RST } },
	.rule = TCPSIM_RULE_LISTEN_ACK_RESET },
};

int
main(void)
{
	return ROWS_MAIN("3.10.7.1, 3.10.7.2", rows);
}
