/* SPDX-License-Identifier: MIT */
/* The RECEIVE call, RFC 9293 3.10.3, and the receive window that it opens, 3.8.6.2.2. */
#include "tests/rfc/rows.h"

#define WAITS(state_name, state) \
	{ ROW("RECEIVE in " state_name " waits"), .in = (state), .event = RECEIVE, .octets = 10, \
	.given = { { WANTED, 5 } }, .then = { { WANTED, 15 } }, .rule = TCPSIM_RULE_RECEIVE_QUEUED }

#define AFTER_FIN(state_name, state) \
	{ ROW("RECEIVE in " state_name " with no text left is told that the connection is closing"), \
	.in = (state), .event = RECEIVE, .octets = 10, .given = { { WANTED, 0 } }, \
	.answer = TCPSIM_ERROR_CLOSING, .rule = TCPSIM_RULE_RECEIVE_CLOSING }, \
	{ ROW("RECEIVE in " state_name " gets what came before the FIN (3.6)"), \
	.in = (state), .event = RECEIVE, .octets = 10, \
	.given = { { WANTED, 0 }, { UNREAD, 12 }, { RCV_WND, RCV_BUFFER - 12 } }, \
	.then = { { UNREAD, 2 } }, .delivers = { RECEIVED_OCTETS - 1 - 12, 10 }, .rule = TCPSIM_RULE_RECEIVE_DELIVERED }

/* Text on hand, the window smaller by it. */
#define ON_HAND(octets) { WANTED, 0 }, { UNREAD, (octets) }, { RCV_WND, RCV_BUFFER - (octets) }

#define DELIVERS_IN(state_name, state, received) \
	{ ROW("RECEIVE in " state_name " gets what is on hand"), .in = (state), .event = RECEIVE, .octets = 10, \
	.given = { ON_HAND(30) }, .then = { { UNREAD, 20 } }, .delivers = { (received) - 30, 10 }, \
	.rule = TCPSIM_RULE_RECEIVE_DELIVERED }

static const struct row rows[] = {
	{ ROW("RECEIVE without a connection is an error"),
	.in = TCPSIM_CLOSED, .event = RECEIVE, .octets = 10,
	.answer = TCPSIM_ERROR_NO_CONNECTION,
	.rule = TCPSIM_RULE_RECEIVE_NO_CONNECTION },

	WAITS("LISTEN", TCPSIM_LISTEN),
	WAITS("SYN-SENT", TCPSIM_SYN_SENT),
	WAITS("SYN-RECEIVED", TCPSIM_SYN_RECEIVED),
	WAITS("ESTABLISHED", TCPSIM_ESTABLISHED),
	WAITS("FIN-WAIT-1", TCPSIM_FIN_WAIT_1),
	WAITS("FIN-WAIT-2", TCPSIM_FIN_WAIT_2),

	{ ROW("a RECEIVE without end swallows the others"),
	.in = TCPSIM_ESTABLISHED, .event = RECEIVE, .octets = TCPSIM_RECEIVE_ALL,
	.given = { { WANTED, 5 } },
	.then = { { WANTED, TCPSIM_RECEIVE_ALL } },
	.rule = TCPSIM_RULE_RECEIVE_QUEUED },

	DELIVERS_IN("ESTABLISHED", TCPSIM_ESTABLISHED, RECEIVED_OCTETS),
	DELIVERS_IN("FIN-WAIT-1", TCPSIM_FIN_WAIT_1, RECEIVED_OCTETS),
	DELIVERS_IN("FIN-WAIT-2", TCPSIM_FIN_WAIT_2, RECEIVED_OCTETS),

	{ ROW("RECEIVE for more than is on hand gets that, and is done"),
	.in = TCPSIM_ESTABLISHED, .event = RECEIVE, .octets = 100,
	.given = { ON_HAND(30) },
	.then = { { UNREAD, 0 } },
	.delivers = { 0, 30 },
	.rule = TCPSIM_RULE_RECEIVE_DELIVERED },

	{ ROW("a RECEIVE without end gets what is on hand and waits on"),
	.in = TCPSIM_ESTABLISHED, .event = RECEIVE, .octets = TCPSIM_RECEIVE_ALL,
	.given = { ON_HAND(30) },
	.then = { { UNREAD, 0 }, { WANTED, TCPSIM_RECEIVE_ALL } },
	.delivers = { 0, 30 },
	.rule = TCPSIM_RULE_RECEIVE_DELIVERED },

	/* 3.8.6.2.2: RCV.BUFF - RCV.USER - RCV.WND >= min(RCV.BUFF/2, Eff.snd.MSS) = min(500, 536) = 500. */
	{ ROW("the right edge stays while the room gained is less than half of the buffer"),
	.in = TCPSIM_ESTABLISHED, .event = RECEIVE, .octets = 499,
	.given = { { RCV_OFFSET, 1000 }, ON_HAND(1000) },
	.then = { { UNREAD, 501 } },
	.delivers = { 0, 499 },
	.rule = TCPSIM_RULE_RECEIVE_DELIVERED },

	{ ROW("with half of the buffer free the window reopens, and the peer is told (MUST-39)"),
	.in = TCPSIM_ESTABLISHED, .event = RECEIVE, .octets = 500,
	.given = { { RCV_OFFSET, 1000 }, ON_HAND(1000) },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK } },
	.then = { { UNREAD, 500 }, { RCV_WND, 500 } },
	.delivers = { 0, 500 },
	.rule = TCPSIM_RULE_WINDOW_REOPENED, .also = { TCPSIM_RULE_RECEIVE_DELIVERED } },

	{ ROW("with a full segment's room the window reopens, too"),
	.in = TCPSIM_ESTABLISHED, .event = RECEIVE, .octets = 100,
	.given = { { RCV_OFFSET, 1000 }, ON_HAND(1000), { MSS, 100 } },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK } },
	.then = { { UNREAD, 900 }, { RCV_WND, 100 } },
	.delivers = { 0, 100 },
	.rule = TCPSIM_RULE_WINDOW_REOPENED, .also = { TCPSIM_RULE_RECEIVE_DELIVERED } },

	{ ROW("... and not with an octet less"),
	.in = TCPSIM_ESTABLISHED, .event = RECEIVE, .octets = 99,
	.given = { { RCV_OFFSET, 1000 }, ON_HAND(1000), { MSS, 100 } },
	.then = { { UNREAD, 901 } },
	.delivers = { 0, 99 },
	.rule = TCPSIM_RULE_RECEIVE_DELIVERED },

	AFTER_FIN("CLOSE-WAIT", TCPSIM_CLOSE_WAIT),
	AFTER_FIN("CLOSING", TCPSIM_CLOSING),
	AFTER_FIN("LAST-ACK", TCPSIM_LAST_ACK),
	AFTER_FIN("TIME-WAIT", TCPSIM_TIME_WAIT),

	{ ROW("after the peer's FIN no window update is owed"),
	.in = TCPSIM_CLOSE_WAIT, .event = RECEIVE, .octets = 1000,
	.given = { { RCV_OFFSET, 1000 }, ON_HAND(1000) },
	.then = { { UNREAD, 0 } },
	.delivers = { 0, 1000 },
	.rule = TCPSIM_RULE_RECEIVE_DELIVERED },
};

int
main(void)
{
	return ROWS_MAIN("3.10.3 RECEIVE", rows);
}
