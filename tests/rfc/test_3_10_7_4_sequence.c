/* SPDX-License-Identifier: MIT */
/* 3.10.7.4 first: the sequence number, beyond the grid. */
#include "tests/rfc/rows.h"

/* The window is closed: all of the buffer is full of text that nobody has read. */
#define ZERO_WINDOW { RCV_OFFSET, 1000 }, { UNREAD, 1000 }, { RCV_WND, 0 }, { WANTED, 0 }
#define PURE_ACK_OF(number) { { .seq = (number), .ack = RCV, .ctl = ACK } }

static const struct row rows[] = {
	/* Table 6, row by row, where the grid does not reach. */
	{ ROW("of text that begins before the window the new part is taken"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV - 5U, .ack = UNA, .ctl = ACK, .text = 10 },
	.sends = { { .seq = UNA, .ack = RCV + 5U, .ctl = ACK } },
	.then = { { RCV_NXT, RCV + 5U }, { RCV_OFFSET, RECEIVED_OCTETS + 5 }, { RCV_WND, RCV_BUFFER - 5 } },
	.stores = { RECEIVED_OCTETS, 5, 5 }, .delivers = { RECEIVED_OCTETS, 5 },
	.rule = TCPSIM_RULE_TEXT_ACCEPTED },

	{ ROW("text that ends just before the window is old"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV - 10U, .ack = UNA, .ctl = ACK, .text = 10 },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK } },
	.rule = TCPSIM_RULE_SEQ_UNACCEPTABLE_ACKED },

	{ ROW("of text that goes beyond the window the inner part is taken"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA, .ctl = ACK, .text = RCV_BUFFER + 5 },
	.given = { { WANTED, 0 } },
	.sends = { { .seq = UNA, .ack = RCV + RCV_BUFFER, .ctl = ACK } },
	.then = { { RCV_NXT, RCV + RCV_BUFFER }, { RCV_OFFSET, RECEIVED_OCTETS + RCV_BUFFER }, { RCV_WND, 0 },
		{ UNREAD, RCV_BUFFER } },
	.stores = { RECEIVED_OCTETS, 0, RCV_BUFFER },
	.rule = TCPSIM_RULE_TEXT_ACCEPTED },

	{ ROW("text that covers the window and more on both sides fails both tests of table 6"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV - 5U, .ack = UNA, .ctl = ACK, .text = RCV_BUFFER + 10 },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK } },
	.rule = TCPSIM_RULE_SEQ_UNACCEPTABLE_ACKED },

	{ ROW("a keepalive probe is old and is answered"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV - 1U, .ack = UNA, .ctl = ACK },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK } },
	.then = { COUNTED },
	.rule = TCPSIM_RULE_SEQ_UNACCEPTABLE_ACKED },

	{ ROW("a keepalive probe with its garbage octet, too"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV - 1U, .ack = UNA, .ctl = ACK, .text = 1 },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK } },
	.rule = TCPSIM_RULE_SEQ_UNACCEPTABLE_ACKED },

	{ ROW("the ACK of an unacceptable segment is not looked at"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV - 1U, .ack = UNA + 30U, .ctl = ACK },
	.given = { OUTSTANDING(30U) },
	.sends = { { .seq = UNA + 30U, .ack = RCV, .ctl = ACK } },
	.then = { COUNTED },
	.rule = TCPSIM_RULE_SEQ_UNACCEPTABLE_ACKED },

	/* A window of zero. */
	{ ROW("into a window of zero an ACK at RCV.NXT is acceptable"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA + 10U, .ctl = ACK },
	.given = { ZERO_WINDOW, OUTSTANDING(10U) },
	.then = { ALL_ACKNOWLEDGED(UNA + 10U, 10) },
	.also = { TCPSIM_RULE_ACK_ADVANCES } },

	{ ROW("into a window of zero no other number is"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV + 1U, .ack = UNA + 10U, .ctl = ACK },
	.given = { ZERO_WINDOW, OUTSTANDING(10U) },
	.sends = PURE_ACK_OF(UNA + 10U),
	.then = { COUNTED },
	.rule = TCPSIM_RULE_SEQ_UNACCEPTABLE_ACKED },

	{ ROW("a probe of a window of zero: the text is not taken, its ACK is, and it is answered"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA + 10U, .ctl = ACK, .text = 1 },
	.given = { ZERO_WINDOW, OUTSTANDING(10U) },
	.sends = PURE_ACK_OF(UNA + 10U),
	.then = { ALL_ACKNOWLEDGED(UNA + 10U, 10) },
	.also = { TCPSIM_RULE_SEQ_ZERO_WINDOW_ACK, TCPSIM_RULE_ACK_ADVANCES } },

	/* Against Table 6: docs/deviations.md, "An ACK just behind the window". */
	{ ROW("a peer that has filled our window sends its ACKs from behind it, and is heard"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV + RCV_BUFFER, .ack = UNA + 10U, .ctl = ACK },
	.given = { OUTSTANDING(10U) },
	.then = { ALL_ACKNOWLEDGED(UNA + 10U, 10), { SND_WL1, RCV + RCV_BUFFER } },
	.also = { TCPSIM_RULE_SEQ_RIGHT_EDGE_ACK, TCPSIM_RULE_ACK_ADVANCES } },

	{ ROW("one number further on nobody is heard"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV + RCV_BUFFER + 1U, .ack = UNA + 10U, .ctl = ACK },
	.given = { OUTSTANDING(10U) },
	.sends = { { .seq = UNA + 10U, .ack = RCV, .ctl = ACK } },
	.then = { COUNTED },
	.rule = TCPSIM_RULE_SEQ_UNACCEPTABLE_ACKED },

	{ ROW("text behind the window is not heard, whatever it acknowledges"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV + RCV_BUFFER, .ack = UNA + 10U, .ctl = ACK, .text = 1 },
	.given = { OUTSTANDING(10U) },
	.sends = { { .seq = UNA + 10U, .ack = RCV, .ctl = ACK } },
	.rule = TCPSIM_RULE_SEQ_UNACCEPTABLE_ACKED },

	{ ROW("a FIN into a window of zero must come again"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA, .ctl = FIN | ACK },
	.given = { ZERO_WINDOW },
	.sends = PURE_ACK_OF(UNA),
	.also = { TCPSIM_RULE_SEQ_ZERO_WINDOW_ACK, TCPSIM_RULE_ACK_DUPLICATE } },

	{ ROW("text without an ACK into a window of zero"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ctl = 0, .text = 1 },
	.given = { ZERO_WINDOW },
	.sends = PURE_ACK_OF(UNA),
	.rule = TCPSIM_RULE_SEQ_UNACCEPTABLE_ACKED },

	{ ROW("a SYN into a window of zero is not acceptable"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA, .ctl = SYN | ACK },
	.given = { ZERO_WINDOW },
	.sends = PURE_ACK_OF(UNA),
	.then = { COUNTED },
	.rule = TCPSIM_RULE_SEQ_UNACCEPTABLE_ACKED },

	{ ROW("a RST at RCV.NXT is processed even then (MUST-66)"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ctl = RST },
	.given = { ZERO_WINDOW },
	.then = { { INTO, TCPSIM_CLOSED } },
	.signals = TCPSIM_SIGNAL_ERROR, .error = TCPSIM_ERROR_RESET,
	.rule = TCPSIM_RULE_RST_RESETS },

	{ ROW("... with text in it, too (SHLD-2)"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ctl = RST, .text = 20 },
	.given = { ZERO_WINDOW },
	.then = { { INTO, TCPSIM_CLOSED } },
	.signals = TCPSIM_SIGNAL_ERROR, .error = TCPSIM_ERROR_RESET,
	.rule = TCPSIM_RULE_RST_RESETS },

	{ ROW("... and no other RST is"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV + 1U, .ctl = RST },
	.given = { ZERO_WINDOW },
	.rule = TCPSIM_RULE_SEQ_UNACCEPTABLE_RST_DROPPED },

	/* The limit, RFC 5961 7: 10 in 5 s. */
	{ ROW("the tenth answer in 5 s is sent"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV - 1U, .ack = UNA, .ctl = ACK },
	.given = { { CHALLENGED_SINCE, NOW - 4999999 }, { CHALLENGED, 9 } },
	.sends = PURE_ACK_OF(UNA),
	.then = { { CHALLENGED, 10 } },
	.rule = TCPSIM_RULE_SEQ_UNACCEPTABLE_ACKED },

	{ ROW("the eleventh is not"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV - 1U, .ack = UNA, .ctl = ACK },
	.given = { { CHALLENGED_SINCE, NOW - 4999999 }, { CHALLENGED, 10 } },
	.rule = TCPSIM_RULE_SEQ_UNACCEPTABLE_THROTTLED },

	{ ROW("a SYN counts, with or without text"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV - 100U, .ctl = SYN, .text = 10 },
	.given = { { CHALLENGED_SINCE, NOW - SECOND }, { CHALLENGED, 10 } },
	.rule = TCPSIM_RULE_SEQ_UNACCEPTABLE_THROTTLED },

	{ ROW("text is always answered: its ACK may have been lost"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV - 100U, .ack = UNA, .ctl = ACK, .text = 10 },
	.given = { { CHALLENGED_SINCE, NOW - SECOND }, { CHALLENGED, 10 } },
	.sends = PURE_ACK_OF(UNA),
	.rule = TCPSIM_RULE_SEQ_UNACCEPTABLE_ACKED },

	{ ROW("after 5 s counting begins again"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV - 1U, .ack = UNA, .ctl = ACK },
	.given = { { CHALLENGED_SINCE, NOW - 5 * SECOND }, { CHALLENGED, 10 } },
	.sends = PURE_ACK_OF(UNA),
	.then = { COUNTED },
	.rule = TCPSIM_RULE_SEQ_UNACCEPTABLE_ACKED },

	{ ROW("without a limit nothing is counted"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV - 1U, .ack = UNA, .ctl = ACK },
	.policy = { WITH(challenge_limit, TCPSIM_UNLIMITED) },
	.sends = PURE_ACK_OF(UNA),
	.rule = TCPSIM_RULE_SEQ_UNACCEPTABLE_ACKED },

	{ ROW("with a limit of zero nothing is answered"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV - 1U, .ack = UNA, .ctl = ACK },
	.policy = { WITH(challenge_limit, 0) },
	.then = { { CHALLENGED_SINCE, NOW } },
	.rule = TCPSIM_RULE_SEQ_UNACCEPTABLE_THROTTLED },

	/* Figure 7, lines 6 and 7: the SYN,ACK repeats the SYN, whose number is RCV.NXT - 1. */
	{ ROW("as drawn: the SYN,ACK of a simultaneous open completes it"),
	.in = TCPSIM_SYN_RECEIVED, .seg = { .seq = IRS, .ack = ISS + 1U, .ctl = SYN | ACK },
	.given = { { ORIGIN, TCPSIM_ORIGIN_ACTIVE } },
	.then = { { STATE, TCPSIM_ESTABLISHED }, { LOWER, TCPSIM_FLAG_SYN_OUT }, { SND_UNA, ISS + 1U },
		{ SND_WL2, ISS + 1U }, { DUE_RETRANSMISSION, NEVER }, { DUE_USER, NEVER } },
	.signals = TCPSIM_SIGNAL_OPENED,
	.also = { TCPSIM_RULE_SEQ_AS_DRAWN_SYN_ACK, TCPSIM_RULE_ACK_SYN_RECEIVED } },

	{ ROW("as drawn: one that acknowledges something else is reset"),
	.in = TCPSIM_SYN_RECEIVED, .seg = { .seq = IRS, .ack = ISS + 2U, .ctl = SYN | ACK },
	.given = { { ORIGIN, TCPSIM_ORIGIN_ACTIVE } },
	.sends = { { .seq = ISS + 2U, .ctl = RST } },
	.rule = TCPSIM_RULE_ACK_SYN_RECEIVED_RESET, .also = { TCPSIM_RULE_SEQ_AS_DRAWN_SYN_ACK } },

	{ ROW("as drawn: text behind the SYN is in the window and is taken"),
	.in = TCPSIM_SYN_RECEIVED, .seg = { .seq = IRS, .ack = ISS + 1U, .ctl = SYN | ACK, .text = 10 },
	.given = { { ORIGIN, TCPSIM_ORIGIN_ACTIVE } },
	.sends = { { .seq = ISS + 1U, .ack = IRS + 11U, .ctl = ACK } },
	.then = { { STATE, TCPSIM_ESTABLISHED }, { LOWER, TCPSIM_FLAG_SYN_OUT }, { SND_UNA, ISS + 1U },
		{ SND_WL2, ISS + 1U }, { DUE_RETRANSMISSION, NEVER }, { DUE_USER, NEVER }, { RCV_NXT, IRS + 11U },
		{ RCV_OFFSET, 10 }, { RCV_WND, RCV_BUFFER - 10 } },
	.signals = TCPSIM_SIGNAL_OPENED, .stores = { 0, 0, 10 }, .delivers = { 0, 10 },
	.rule = TCPSIM_RULE_TEXT_ACCEPTED, .also = { TCPSIM_RULE_ACK_SYN_RECEIVED } },

	{ ROW("literally: the SYN,ACK is below the window and is answered (A.2)"),
	.in = TCPSIM_SYN_RECEIVED, .seg = { .seq = IRS, .ack = ISS + 1U, .ctl = SYN | ACK },
	.given = { { ORIGIN, TCPSIM_ORIGIN_ACTIVE } },
	.policy = { WITH(simultaneous_open, TCPSIM_LITERAL) },
	.sends = { { .seq = ISS + 1U, .ack = IRS + 1U, .ctl = ACK } },
	.then = { COUNTED },
	.rule = TCPSIM_RULE_SEQ_UNACCEPTABLE_ACKED },

	{ ROW("who listened did not open at once with anybody"),
	.in = TCPSIM_SYN_RECEIVED, .seg = { .seq = IRS, .ack = ISS + 1U, .ctl = SYN | ACK },
	.sends = { { .seq = ISS + 1U, .ack = IRS + 1U, .ctl = ACK } },
	.then = { COUNTED },
	.rule = TCPSIM_RULE_SEQ_UNACCEPTABLE_ACKED },

	{ ROW("the peer's SYN again, our SYN,ACK being lost, is below the window and is answered"),
	.in = TCPSIM_SYN_RECEIVED, .seg = { .seq = IRS, .ctl = SYN },
	.sends = { { .seq = ISS + 1U, .ack = IRS + 1U, .ctl = ACK } },
	.then = { COUNTED },
	.rule = TCPSIM_RULE_SEQ_UNACCEPTABLE_ACKED },

	/* TIME-WAIT: the FIN again is below the window, and yet it is what this state waits for (fifth, eighth). */
	{ ROW("the peer's FIN again in TIME-WAIT is acknowledged and restarts 2MSL (MUST-13)"),
	.in = TCPSIM_TIME_WAIT, .seg = { .seq = RCV - 1U, .ack = UNA, .ctl = FIN | ACK },
	.sends = PURE_ACK_OF(UNA),
	.then = { { DUE_2MSL, NOW + 2 * MSL } },
	.rule = TCPSIM_RULE_SEQ_TIME_WAIT_FIN_AGAIN },

	{ ROW("... with the text that came before it, too"),
	.in = TCPSIM_TIME_WAIT, .seg = { .seq = RCV - 11U, .ack = UNA, .ctl = FIN | ACK, .text = 10 },
	.sends = PURE_ACK_OF(UNA),
	.then = { { DUE_2MSL, NOW + 2 * MSL } },
	.rule = TCPSIM_RULE_SEQ_TIME_WAIT_FIN_AGAIN },

	{ ROW("... and not throttled"),
	.in = TCPSIM_TIME_WAIT, .seg = { .seq = RCV - 1U, .ack = UNA, .ctl = FIN | ACK },
	.given = { { CHALLENGED_SINCE, NOW - SECOND }, { CHALLENGED, 10 } },
	.sends = PURE_ACK_OF(UNA),
	.then = { { DUE_2MSL, NOW + 2 * MSL } },
	.rule = TCPSIM_RULE_SEQ_TIME_WAIT_FIN_AGAIN },

	{ ROW("another old FIN in TIME-WAIT is only answered"),
	.in = TCPSIM_TIME_WAIT, .seg = { .seq = RCV - 2U, .ack = UNA, .ctl = FIN | ACK },
	.sends = PURE_ACK_OF(UNA),
	.then = { COUNTED },
	.rule = TCPSIM_RULE_SEQ_UNACCEPTABLE_ACKED },

	{ ROW("the peer's FIN again before TIME-WAIT is answered, and that is all"),
	.in = TCPSIM_CLOSE_WAIT, .seg = { .seq = RCV - 1U, .ack = UNA, .ctl = FIN | ACK },
	.sends = PURE_ACK_OF(UNA),
	.then = { COUNTED },
	.rule = TCPSIM_RULE_SEQ_UNACCEPTABLE_ACKED },
};

int
main(void)
{
	return ROWS_MAIN("3.10.7.4 first", rows);
}
