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

/* When a window update is sent: 3.8.6.2.2, or as other TCPs do. */
#define LARGE_BUFFER WITH(receive_buffer_bytes, 10000)
#define DOUBLED WITH(window_updates, TCPSIM_UPDATES_DOUBLED)
#define QUARTER WITH(window_updates, TCPSIM_UPDATES_QUARTER)

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

	/* Linux, tcp_cleanup_rbuf(): 2 * rcv_window_now =< new_window. */
	{ ROW("or what is left of it must double"),
	.in = TCPSIM_ESTABLISHED, .event = RECEIVE, .octets = 5000,
	.given = { { RCV_OFFSET, 6000 }, { WANTED, 0 }, { UNREAD, 5000 }, { RCV_WND, 5000 } },
	.policy = { LARGE_BUFFER, DOUBLED },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK } },
	.then = { { UNREAD, 0 }, { RCV_WND, 10000 } },
	.delivers = { 1000, 5000 },
	.rule = TCPSIM_RULE_WINDOW_REOPENED, .also = { TCPSIM_RULE_RECEIVE_DELIVERED } },

	{ ROW("... otherwise nothing is sent for it, though many segments were read"),
	.in = TCPSIM_ESTABLISHED, .event = RECEIVE, .octets = 4999,
	.given = { { RCV_OFFSET, 6000 }, { WANTED, 0 }, { UNREAD, 4999 }, { RCV_WND, 5001 } },
	.policy = { LARGE_BUFFER, DOUBLED },
	.then = { { UNREAD, 0 } },
	.delivers = { 1001, 4999 },
	.rule = TCPSIM_RULE_RECEIVE_DELIVERED, .never = TCPSIM_RULE_WINDOW_REOPENED },

	{ ROW("... nor while the room is less than a segment and a quarter of the buffer"),
	.in = TCPSIM_ESTABLISHED, .event = RECEIVE, .octets = PEER_MSS - 1,
	.given = { { RCV_OFFSET, 10000 }, { WANTED, 0 }, { UNREAD, 10000 }, { RCV_WND, 0 } },
	.policy = { LARGE_BUFFER, DOUBLED },
	.then = { { UNREAD, 10000 - (PEER_MSS - 1) } },
	.delivers = { 0, PEER_MSS - 1 },
	.rule = TCPSIM_RULE_RECEIVE_DELIVERED, .never = TCPSIM_RULE_WINDOW_REOPENED },

	/* FreeBSD, tcp_default_output(): adv >= 2 * t_maxseg and adv >= sb_hiwat / 4. */
	{ ROW("or it must grow by a quarter of the buffer"),
	.in = TCPSIM_ESTABLISHED, .event = RECEIVE, .octets = 2500,
	.given = { { RCV_OFFSET, 6000 }, { WANTED, 0 }, { UNREAD, 2500 }, { RCV_WND, 7500 } },
	.policy = { LARGE_BUFFER, QUARTER },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK } },
	.then = { { UNREAD, 0 }, { RCV_WND, 10000 } },
	.delivers = { 3500, 2500 },
	.rule = TCPSIM_RULE_WINDOW_REOPENED, .also = { TCPSIM_RULE_RECEIVE_DELIVERED } },

	{ ROW("... otherwise nothing is sent for it"),
	.in = TCPSIM_ESTABLISHED, .event = RECEIVE, .octets = 2499,
	.given = { { RCV_OFFSET, 6000 }, { WANTED, 0 }, { UNREAD, 2499 }, { RCV_WND, 7501 } },
	.policy = { LARGE_BUFFER, QUARTER },
	.then = { { UNREAD, 0 } },
	.delivers = { 3501, 2499 },
	.rule = TCPSIM_RULE_RECEIVE_DELIVERED, .never = TCPSIM_RULE_WINDOW_REOPENED },

	/* recwin =< sb_hiwat / 8, and two segments. */
	{ ROW("... unless there was hardly any"),
	.in = TCPSIM_ESTABLISHED, .event = RECEIVE, .octets = 2 * PEER_MSS,
	.given = { { RCV_OFFSET, 10000 }, { WANTED, 0 }, { UNREAD, 10000 }, { RCV_WND, 0 } },
	.policy = { LARGE_BUFFER, QUARTER },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK } },
	.then = { { UNREAD, 10000 - 2 * PEER_MSS }, { RCV_WND, 2 * PEER_MSS } },
	.delivers = { 0, 2 * PEER_MSS },
	.rule = TCPSIM_RULE_WINDOW_REOPENED, .also = { TCPSIM_RULE_RECEIVE_DELIVERED } },

	{ ROW("... or the buffer takes eight segments at the most"),
	.in = TCPSIM_ESTABLISHED, .event = RECEIVE, .octets = 2 * 100,
	.given = { { RCV_OFFSET, 1000 }, { WANTED, 0 }, { UNREAD, 300 }, { RCV_WND, 500 }, { MSS, 100 } },
	.policy = { WITH(receive_buffer_bytes, 800), QUARTER },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK } },
	.then = { { UNREAD, 100 }, { RCV_WND, 700 } },
	.delivers = { 700, 200 },
	.rule = TCPSIM_RULE_WINDOW_REOPENED, .also = { TCPSIM_RULE_RECEIVE_DELIVERED } },

	{ ROW("... and never while an ACK waits that will tell of it"),
	.in = TCPSIM_ESTABLISHED, .event = RECEIVE, .octets = 2500,
	.given = { { RCV_OFFSET, 6000 }, { WANTED, 0 }, { UNREAD, 2500 }, { RCV_WND, 7500 }, { RCV_ACKED, RCV - 10U },
		{ DUE_ACK, RTX_DUE } },
	.policy = { LARGE_BUFFER, QUARTER },
	.then = { { UNREAD, 0 } },
	.delivers = { 3500, 2500 },
	.rule = TCPSIM_RULE_RECEIVE_DELIVERED, .never = TCPSIM_RULE_WINDOW_REOPENED },

	{ ROW("either way the next segment tells of all the room"),
	.in = TCPSIM_ESTABLISHED, .event = SEND, .octets = 10, .given = { { RCV_WND, 9990 } },
	.policy = { LARGE_BUFFER, DOUBLED },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK, .wnd = 10000, .text = 10, .at = SENT_OCTETS } },
	.then = { { SND_NXT, UNA + 10U }, { RCV_WND, 10000 }, TIMED(UNA) },
	.rule = TCPSIM_RULE_SEND_ACCEPTED },

	{ ROW("... by 3.8.6.2.2 it does not"),
	.in = TCPSIM_ESTABLISHED, .event = SEND, .octets = 10, .given = { { RCV_WND, 9990 } },
	.policy = { LARGE_BUFFER },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK, .wnd = 9990, .text = 10, .at = SENT_OCTETS } },
	.then = { { SND_NXT, UNA + 10U }, TIMED(UNA) },
	.rule = TCPSIM_RULE_SEND_ACCEPTED },

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
