/* SPDX-License-Identifier: MIT */
/* The CLOSE call, RFC 9293 3.10.4. */
#include "tests/rfc/rows.h"

#define AGAIN(state_name, state) \
	{ ROW("CLOSE in " state_name " is a second one, and sends no second FIN"), .in = (state), .event = CLOSE, \
	.answer = TCPSIM_ERROR_CLOSING, .rule = TCPSIM_RULE_CLOSE_AGAIN }

#define FIN_SENT \
	{ RAISE, TCPSIM_FLAG_CLOSE_CALLED | TCPSIM_FLAG_FIN_SENT }

/* Some of what arrived waits for RECEIVE. */
#define UNREAD_OCTETS { UNREAD, 20 }, { WANTED, 0 }

static const struct row rows[] = {
	{ ROW("CLOSE without a connection is an error"),
	.in = TCPSIM_CLOSED, .event = CLOSE,
	.answer = TCPSIM_ERROR_NO_CONNECTION,
	.rule = TCPSIM_RULE_CLOSE_NO_CONNECTION },

	{ ROW("CLOSE in LISTEN ends it quietly"),
	.in = TCPSIM_LISTEN, .event = CLOSE,
	.then = { { INTO, TCPSIM_CLOSED } },
	.rule = TCPSIM_RULE_CLOSE_QUIET },

	{ ROW("CLOSE in SYN-SENT ends it quietly"),
	.in = TCPSIM_SYN_SENT, .event = CLOSE,
	.given = { { QUEUED, 10 } },
	.then = { { INTO, TCPSIM_CLOSED } },
	.rule = TCPSIM_RULE_CLOSE_QUIET },

	{ ROW("CLOSE in SYN-RECEIVED with nothing to send sends FIN; the SYN is still unacknowledged"),
	.in = TCPSIM_SYN_RECEIVED, .event = CLOSE,
	.sends = { { .seq = ISS + 1U, .ack = IRS + 1U, .ctl = FIN | ACK } },
	.then = { { STATE, TCPSIM_FIN_WAIT_1 }, FIN_SENT, { SND_NXT, ISS + 2U }, { RAISE, TCPSIM_FLAG_TIMING },
		{ RTT_SENT, NOW }, { RTT_SEQ, ISS + 1U } },
	.rule = TCPSIM_RULE_CLOSE_SYN_RECEIVED },

	{ ROW("CLOSE in SYN-RECEIVED with text to send waits for ESTABLISHED"),
	.in = TCPSIM_SYN_RECEIVED, .event = CLOSE,
	.given = { { QUEUED, 10 } },
	.then = { { RAISE, TCPSIM_FLAG_CLOSE_CALLED } },
	.rule = TCPSIM_RULE_CLOSE_SYN_RECEIVED_QUEUED },

	{ ROW("a second CLOSE in SYN-RECEIVED is one"),
	.in = TCPSIM_SYN_RECEIVED, .event = CLOSE,
	.given = { { QUEUED, 10 }, { RAISE, TCPSIM_FLAG_CLOSE_CALLED } },
	.answer = TCPSIM_ERROR_CLOSING,
	.rule = TCPSIM_RULE_CLOSE_AGAIN },

	{ ROW("the ACK of the SYN sends the text that waited, and FIN behind it"),
	.in = TCPSIM_SYN_RECEIVED, .seg = { .seq = IRS + 1U, .ack = ISS + 1U, .ctl = ACK },
	.given = { { QUEUED, 10 }, { RAISE, TCPSIM_FLAG_CLOSE_CALLED } },
	.sends = { { .seq = ISS + 1U, .ack = IRS + 1U, .ctl = FIN | ACK, .text = 10 } },
	.then = { { STATE, TCPSIM_FIN_WAIT_1 }, { LOWER, TCPSIM_FLAG_SYN_OUT },
		{ RAISE, TCPSIM_FLAG_FIN_SENT | TCPSIM_FLAG_TIMING }, { SND_UNA, ISS + 1U }, { SND_NXT, ISS + 12U },
		{ QUEUED, 0 }, { SND_WL1, IRS + 1U }, { SND_WL2, ISS + 1U }, { RTT_SENT, NOW }, { RTT_SEQ, ISS + 1U },
		{ DUE_RETRANSMISSION, NOW + SECOND }, { DUE_USER, NOW + 300 * SECOND } },
	.signals = TCPSIM_SIGNAL_OPENED,
	.also = { TCPSIM_RULE_ACK_SYN_RECEIVED } },

	{ ROW("... and if that segment brings FIN, too, the state is LAST-ACK"),
	.in = TCPSIM_SYN_RECEIVED, .seg = { .seq = IRS + 1U, .ack = ISS + 1U, .ctl = FIN | ACK },
	.given = { { QUEUED, 10 }, { RAISE, TCPSIM_FLAG_CLOSE_CALLED } },
	.sends = { { .seq = ISS + 1U, .ack = IRS + 2U, .ctl = FIN | ACK, .text = 10 } },
	.then = { { STATE, TCPSIM_LAST_ACK }, { LOWER, TCPSIM_FLAG_SYN_OUT },
		{ RAISE, TCPSIM_FLAG_FIN_SENT | TCPSIM_FLAG_TIMING | TCPSIM_FLAG_FIN_SEEN | TCPSIM_FLAG_FIN_TAKEN },
		{ SND_UNA, ISS + 1U }, { SND_NXT, ISS + 12U }, { RCV_FIN, IRS + 1U }, { RCV_NXT, IRS + 2U },
		{ RCV_WND, RCV_BUFFER - 1 },
		{ QUEUED, 0 }, { SND_WL1, IRS + 1U }, { SND_WL2, ISS + 1U }, { RTT_SENT, NOW }, { RTT_SEQ, ISS + 1U },
		{ DUE_RETRANSMISSION, NOW + SECOND }, { DUE_USER, NOW + 300 * SECOND } },
	.signals = TCPSIM_SIGNAL_OPENED | TCPSIM_SIGNAL_CLOSING,
	.rule = TCPSIM_RULE_FIN_ESTABLISHED, .also = { TCPSIM_RULE_ACK_SYN_RECEIVED } },

	{ ROW("CLOSE in ESTABLISHED sends FIN"),
	.in = TCPSIM_ESTABLISHED, .event = CLOSE,
	.sends = { { .seq = UNA, .ack = RCV, .ctl = FIN | ACK } },
	.then = { { STATE, TCPSIM_FIN_WAIT_1 }, FIN_SENT, { SND_NXT, UNA + 1U }, TIMED(UNA) },
	.rule = TCPSIM_RULE_CLOSE_ESTABLISHED },

	{ ROW("FIN follows the text that waits, in the same segment if it fits"),
	.in = TCPSIM_ESTABLISHED, .event = CLOSE,
	.given = { OUTSTANDING(30U), { QUEUED, 0 } },
	.sends = { { .seq = UNA + 30U, .ack = RCV, .ctl = FIN | ACK } },
	.then = { { STATE, TCPSIM_FIN_WAIT_1 }, FIN_SENT, { SND_NXT, UNA + 31U }, { RAISE, TCPSIM_FLAG_TIMING },
		{ RTT_SENT, NOW }, { RTT_SEQ, UNA + 30U } },
	.rule = TCPSIM_RULE_CLOSE_ESTABLISHED },

	{ ROW("FIN has a number, and waits where the window has none for it"),
	.in = TCPSIM_ESTABLISHED, .event = CLOSE,
	.given = { OUTSTANDING(30U), { SND_WND, 30 } },
	.then = { { STATE, TCPSIM_FIN_WAIT_1 }, { RAISE, TCPSIM_FLAG_CLOSE_CALLED } },
	.rule = TCPSIM_RULE_CLOSE_ESTABLISHED },

	{ ROW("FIN waits behind text that the window keeps back; the state is FIN-WAIT-1 in any case"),
	.in = TCPSIM_ESTABLISHED, .event = CLOSE,
	.given = { OUTSTANDING(30U), { SND_WND, 30 }, { QUEUED, 5 } },
	.then = { { STATE, TCPSIM_FIN_WAIT_1 }, { RAISE, TCPSIM_FLAG_CLOSE_CALLED } },
	.rule = TCPSIM_RULE_CLOSE_ESTABLISHED },

	{ ROW("a FIN that cannot be sent into a closed window gets the persist timer"),
	.in = TCPSIM_ESTABLISHED, .event = CLOSE,
	.given = { { SND_WND, 0 } },
	.then = { { STATE, TCPSIM_FIN_WAIT_1 }, { RAISE, TCPSIM_FLAG_CLOSE_CALLED }, { DUE_PERSIST, NOW + RTO } },
	.rule = TCPSIM_RULE_CLOSE_ESTABLISHED },

	{ ROW("CLOSE in CLOSE-WAIT sends FIN: LAST-ACK"),
	.in = TCPSIM_CLOSE_WAIT, .event = CLOSE,
	.sends = { { .seq = UNA, .ack = RCV, .ctl = FIN | ACK } },
	.then = { { STATE, TCPSIM_LAST_ACK }, FIN_SENT, { SND_NXT, UNA + 1U }, TIMED(UNA) },
	.rule = TCPSIM_RULE_CLOSE_CLOSE_WAIT },

	/* 3.6.1, SHLD-3: RST where CLOSE leaves octets unread, so that the peer learns of it. */
	{ ROW("CLOSE with octets that were not read resets the connection"),
	.in = TCPSIM_ESTABLISHED, .event = CLOSE, .given = { UNREAD_OCTETS },
	.sends = { { .seq = UNA, .ctl = RST } }, .then = { { INTO, TCPSIM_CLOSED } },
	.rule = TCPSIM_RULE_CLOSE_UNREAD_RESETS },

	{ ROW("... after the peer's FIN, too"),
	.in = TCPSIM_CLOSE_WAIT, .event = CLOSE, .given = { UNREAD_OCTETS },
	.sends = { { .seq = UNA, .ctl = RST } }, .then = { { INTO, TCPSIM_CLOSED } },
	.rule = TCPSIM_RULE_CLOSE_UNREAD_RESETS },

	{ ROW("... and what waits to be sent is forgotten with it"),
	.in = TCPSIM_ESTABLISHED, .event = CLOSE, .given = { UNREAD_OCTETS, OUTSTANDING(30U), { QUEUED, 5 } },
	.sends = { { .seq = UNA + 30U, .ctl = RST } }, .then = { { INTO, TCPSIM_CLOSED } },
	.rule = TCPSIM_RULE_CLOSE_UNREAD_RESETS },

	{ ROW("text behind a gap was not received: nobody was told that it was"),
	.in = TCPSIM_ESTABLISHED, .event = CLOSE,
	.given = { { N_HELD, 1 }, { HELD_0_BEGIN, RCV + 10U }, { HELD_0_END, RCV + 20U } },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = FIN | ACK } },
	.then = { { STATE, TCPSIM_FIN_WAIT_1 }, FIN_SENT, { SND_NXT, UNA + 1U }, TIMED(UNA) },
	.rule = TCPSIM_RULE_CLOSE_ESTABLISHED },

	{ ROW("a policy without reset-unread closes over unread octets"),
	.in = TCPSIM_ESTABLISHED, .event = CLOSE, .given = { UNREAD_OCTETS }, .policy = { WITH(reset_unread, 0) },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = FIN | ACK } },
	.then = { { STATE, TCPSIM_FIN_WAIT_1 }, FIN_SENT, { SND_NXT, UNA + 1U }, TIMED(UNA) },
	.rule = TCPSIM_RULE_CLOSE_ESTABLISHED },

	/* 3.6: "The user who CLOSEs may continue to RECEIVE": it is not lost, then. */
	{ ROW("a user who goes on reading closes in ESTABLISHED and loses nothing"),
	.in = TCPSIM_ESTABLISHED, .event = SHUTDOWN, .given = { UNREAD_OCTETS },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = FIN | ACK } },
	.then = { { STATE, TCPSIM_FIN_WAIT_1 }, FIN_SENT, { SND_NXT, UNA + 1U }, TIMED(UNA) },
	.rule = TCPSIM_RULE_CLOSE_ESTABLISHED },

	{ ROW("... and in CLOSE-WAIT"),
	.in = TCPSIM_CLOSE_WAIT, .event = SHUTDOWN, .given = { UNREAD_OCTETS },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = FIN | ACK } },
	.then = { { STATE, TCPSIM_LAST_ACK }, FIN_SENT, { SND_NXT, UNA + 1U }, TIMED(UNA) },
	.rule = TCPSIM_RULE_CLOSE_CLOSE_WAIT },

	AGAIN("FIN-WAIT-1", TCPSIM_FIN_WAIT_1),
	AGAIN("FIN-WAIT-2", TCPSIM_FIN_WAIT_2),
	AGAIN("CLOSING", TCPSIM_CLOSING),
	AGAIN("LAST-ACK", TCPSIM_LAST_ACK),
	AGAIN("TIME-WAIT", TCPSIM_TIME_WAIT),
};

int
main(void)
{
	return ROWS_MAIN("3.10.4 CLOSE", rows);
}
