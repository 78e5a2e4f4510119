/* SPDX-License-Identifier: MIT */
/* When data is sent: the Nagle algorithm, RFC 9293 3.7.4, and sender SWS avoidance, 3.8.6.2.1, by its conditions (1) to (4). */
#include "tests/rfc/rows.h"

/* D octets wait, U are usable: [UNA, UNA + under_way) is under way, and the peer's window ends U behind it. */
#define WAITING(d, u, under_way) { QUEUED, (d) }, { SND_WND, (u) + (under_way) }

#define WIDE { MSS, 1460 } /* so that neither D nor U is a full segment */

/* Text of `octets` leaves from UNA + `under_way`. */
#define TEXT(octets, under_way) \
	{ .seq = UNA + (under_way), .ack = RCV, .ctl = ACK, .text = (octets), .at = SENT_OCTETS + (under_way) }

/* The override timeout: RTO, but no more than a second (3.8.6.2.1). */
#define OVERRIDE_DUE { DUE_PERSIST, NOW + SECOND }

static const struct row rows[] = {
	/* ---- 3.7.4 ---- */

	{ ROW("SHLD-7: a short segment waits for what is under way"),
	.in = TCPSIM_ESTABLISHED, .event = SEND, .octets = 10, .given = { OUTSTANDING(30U) },
	.then = { { QUEUED, 10 } },
	.rule = TCPSIM_RULE_SEND_ACCEPTED },

	{ ROW("MAY-16: what several SENDs leave waiting goes together, when it is a full segment: condition (1)"),
	.in = TCPSIM_ESTABLISHED, .event = SEND, .octets = 10, .given = { OUTSTANDING(30U), { QUEUED, PEER_MSS - 10 } },
	.sends = { TEXT(PEER_MSS, 30U) },
	.then = { { SND_NXT, UNA + 30U + PEER_MSS }, { QUEUED, 0 }, { RAISE, TCPSIM_FLAG_TIMING }, { RTT_SENT, NOW },
		{ RTT_SEQ, UNA + 30U } },
	.rule = TCPSIM_RULE_SEND_ACCEPTED },

	{ ROW("of more than a full segment the rest waits"),
	.in = TCPSIM_ESTABLISHED, .event = SEND, .octets = 2 * PEER_MSS + 1,
	.sends = { TEXT(PEER_MSS, 0U), TEXT(PEER_MSS, PEER_MSS) },
	.then = { { SND_NXT, UNA + 2U * PEER_MSS }, { QUEUED, 1 }, TIMED(UNA) },
	.rule = TCPSIM_RULE_SEND_ACCEPTED },

	{ ROW("the ACK of all that is under way lets it go: condition (2)"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA + 30U, .ctl = ACK },
	.given = { OUTSTANDING(30U), { QUEUED, 10 } },
	.sends = { TEXT(10, 30U) },
	.then = { ALL_ACKNOWLEDGED(UNA + 30U, 30), { SND_NXT, UNA + 40U }, { QUEUED, 0 }, TIMED(UNA + 30U) },
	.also = { TCPSIM_RULE_ACK_ADVANCES } },

	{ ROW("the ACK of a part does not"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA + 29U, .ctl = ACK },
	.given = { OUTSTANDING(30U), { QUEUED, 10 } },
	.then = { { SND_UNA, UNA + 29U }, { SND_OFFSET, SENT_OCTETS + 29 }, { SND_WL2, UNA + 29U },
		{ DUE_RETRANSMISSION, NOW + RTO }, { DUE_USER, NOW + 300 * SECOND } },
	.also = { TCPSIM_RULE_ACK_ADVANCES } },

	{ ROW("MUST-17: with Nagle off nothing waits but for the window"),
	.in = TCPSIM_ESTABLISHED, .event = SEND, .octets = 10, .given = { OUTSTANDING(30U) },
	.policy = { WITH(nagle, 0) },
	.sends = { TEXT(10, 30U) },
	.then = { { SND_NXT, UNA + 40U }, { RAISE, TCPSIM_FLAG_TIMING }, { RTT_SENT, NOW }, { RTT_SEQ, UNA + 30U } },
	.rule = TCPSIM_RULE_SEND_ACCEPTED },

	{ ROW("a user who turns Nagle off on an open connection sets free what waits"),
	.in = TCPSIM_ESTABLISHED, .event = POLICY_CHANGED, .given = { OUTSTANDING(30U), { QUEUED, 10 } },
	.policy = { WITH(nagle, 0) },
	.sends = { TEXT(10, 30U) },
	.then = { { SND_NXT, UNA + 40U }, { QUEUED, 0 }, { RAISE, TCPSIM_FLAG_TIMING }, { RTT_SENT, NOW },
		{ RTT_SEQ, UNA + 30U } },
	.rule = TCPSIM_RULE_POLICY_APPLIED },

	/* ---- what Linux makes of it: tcp_output.c tcp_nagle_check(), tcp_minshall_check() ---- */

	{ ROW("Linux: the tail of a long SEND follows its full segments"),
	.in = TCPSIM_ESTABLISHED, .event = SEND, .octets = 2 * PEER_MSS + 1,
	.policy = { WITH(nagle_tail, TCPSIM_TAIL_MINSHALL) },
	.sends = { TEXT(PEER_MSS, 0U), TEXT(PEER_MSS, PEER_MSS), TEXT(1, 2 * PEER_MSS) },
	.then = { { SND_NXT, UNA + 2U * PEER_MSS + 1U }, { SMALL, UNA + 2U * PEER_MSS + 1U },
		{ RAISE, TCPSIM_FLAG_SMALL }, TIMED(UNA) },
	.rule = TCPSIM_RULE_SEND_ACCEPTED },

	{ ROW("a small segment waits for one that is under way"),
	.in = TCPSIM_ESTABLISHED, .event = SEND, .octets = 10,
	.given = { OUTSTANDING(30U), { RAISE, TCPSIM_FLAG_SMALL }, { SMALL, UNA + 20U } },
	.policy = { WITH(nagle_tail, TCPSIM_TAIL_MINSHALL) },
	.then = { { QUEUED, 10 } },
	.rule = TCPSIM_RULE_SEND_ACCEPTED },

	{ ROW("until that is acknowledged, whatever else is not"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA + 20U, .ctl = ACK },
	.given = { OUTSTANDING(30U), { QUEUED, 10 }, { RAISE, TCPSIM_FLAG_SMALL }, { SMALL, UNA + 20U } },
	.policy = { WITH(nagle_tail, TCPSIM_TAIL_MINSHALL) },
	.sends = { { .seq = UNA + 30U, .ack = RCV, .ctl = ACK, .text = 10, .at = SENT_OCTETS + 30 } },
	.then = { { SND_UNA, UNA + 20U }, { SND_OFFSET, SENT_OCTETS + 20 }, { SND_WL2, UNA + 20U },
		{ SND_NXT, UNA + 40U }, { QUEUED, 0 }, { SMALL, UNA + 40U }, { RAISE, TCPSIM_FLAG_TIMING },
		{ RTT_SENT, NOW }, { RTT_SEQ, UNA + 30U }, { DUE_RETRANSMISSION, NOW + RTO },
		{ DUE_USER, NOW + 300 * SECOND } },
	.also = { TCPSIM_RULE_ACK_ADVANCES } },

	{ ROW("the ACK of a part of it changes nothing"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA + 19U, .ctl = ACK },
	.given = { OUTSTANDING(30U), { QUEUED, 10 }, { RAISE, TCPSIM_FLAG_SMALL }, { SMALL, UNA + 20U } },
	.policy = { WITH(nagle_tail, TCPSIM_TAIL_MINSHALL) },
	.then = { { SND_UNA, UNA + 19U }, { SND_OFFSET, SENT_OCTETS + 19 }, { SND_WL2, UNA + 19U },
		{ DUE_RETRANSMISSION, NOW + RTO }, { DUE_USER, NOW + 300 * SECOND } },
	.also = { TCPSIM_RULE_ACK_ADVANCES } },

	{ ROW("full segments under way are waited for by nobody"),
	.in = TCPSIM_ESTABLISHED, .event = SEND, .octets = 10, .given = { OUTSTANDING(PEER_MSS) },
	.policy = { WITH(nagle_tail, TCPSIM_TAIL_MINSHALL) },
	.sends = { TEXT(10, PEER_MSS) },
	.then = { { SND_NXT, UNA + PEER_MSS + 10U }, { SMALL, UNA + PEER_MSS + 10U }, { RAISE, TCPSIM_FLAG_SMALL },
		{ RAISE, TCPSIM_FLAG_TIMING }, { RTT_SENT, NOW }, { RTT_SEQ, UNA + PEER_MSS } },
	.rule = TCPSIM_RULE_SEND_ACCEPTED },

	{ ROW("a cork keeps the tail all the same"),
	.in = TCPSIM_ESTABLISHED, .event = SEND, .octets = PEER_MSS + 1,
	.policy = { WITH(cork, 1), WITH(nagle_tail, TCPSIM_TAIL_MINSHALL) },
	.sends = { TEXT(PEER_MSS, 0U) },
	.then = { { SND_NXT, UNA + PEER_MSS }, { QUEUED, 1 }, TIMED(UNA) },
	.rule = TCPSIM_RULE_SEND_ACCEPTED },

	/* ---- what FreeBSD makes of it: tcp_output.c tcp_default_output(), idle ---- */

	{ ROW("FreeBSD: the tail of a burst that began with nothing under way follows it"),
	.in = TCPSIM_ESTABLISHED, .event = SEND, .octets = 2 * PEER_MSS + 1,
	.policy = { WITH(nagle_tail, TCPSIM_TAIL_BURST) },
	.sends = { TEXT(PEER_MSS, 0U), TEXT(PEER_MSS, PEER_MSS), TEXT(1, 2 * PEER_MSS) },
	.then = { { SND_NXT, UNA + 2U * PEER_MSS + 1U }, TIMED(UNA) },
	.rule = TCPSIM_RULE_SEND_ACCEPTED },

	{ ROW("also where the batch does not take all of it"),
	.in = TCPSIM_ESTABLISHED, .event = POLL, .given = { OUTSTANDING(4 * PEER_MSS), { QUEUED, PEER_MSS + 1 },
		{ RAISE, TCPSIM_FLAG_BURST }, { SND_WND, 8 * PEER_MSS } },
	.policy = { WITH(nagle_tail, TCPSIM_TAIL_BURST) },
	.sends = { TEXT(PEER_MSS, 4 * PEER_MSS), TEXT(1, 5 * PEER_MSS) },
	.then = { { SND_NXT, UNA + 5U * PEER_MSS + 1U }, { QUEUED, 0 }, { LOWER, TCPSIM_FLAG_BURST },
		{ RAISE, TCPSIM_FLAG_TIMING }, { RTT_SENT, NOW }, { RTT_SEQ, UNA + 4U * PEER_MSS } },
	.rule = TCPSIM_RULE_POLLED },

	{ ROW("the tail of one that did not waits, whatever it follows"),
	.in = TCPSIM_ESTABLISHED, .event = SEND, .octets = PEER_MSS + 1, .given = { OUTSTANDING(PEER_MSS) },
	.policy = { WITH(nagle_tail, TCPSIM_TAIL_BURST) },
	.sends = { TEXT(PEER_MSS, PEER_MSS) },
	.then = { { SND_NXT, UNA + 2U * PEER_MSS }, { QUEUED, 1 }, { RAISE, TCPSIM_FLAG_TIMING }, { RTT_SENT, NOW },
		{ RTT_SEQ, UNA + PEER_MSS } },
	.rule = TCPSIM_RULE_SEND_ACCEPTED },

	/* ---- a cork: tcp(7) of Linux, TCP_CORK; of FreeBSD, TCP_NOPUSH ---- */

	{ ROW("a user who has corked the connection has pushed nothing: only the override timeout sends a part"),
	.in = TCPSIM_ESTABLISHED, .event = SEND, .octets = 10, .policy = { WITH(cork, 1) },
	.then = { { QUEUED, 10 }, OVERRIDE_DUE, { DUE_USER, NOW + 300 * SECOND } },
	.rule = TCPSIM_RULE_SEND_ACCEPTED },

	{ ROW("which it does"),
	.in = TCPSIM_ESTABLISHED, .event = TIMEOUT, .timer = TCPSIM_TIMER_PERSIST, .policy = { WITH(cork, 1) },
	.given = { { QUEUED, 10 }, { DUE_PERSIST, NOW }, { DUE_USER, USER_DUE } },
	.sends = { TEXT(10, 0U) },
	.then = { { SND_NXT, UNA + 10U }, { QUEUED, 0 }, TIMED(UNA), { DUE_PERSIST, NEVER }, { DUE_USER, USER_DUE } },
	.rule = TCPSIM_RULE_SWS_OVERRIDDEN },

	{ ROW("with Nagle off as well"),
	.in = TCPSIM_ESTABLISHED, .event = SEND, .octets = 10, .given = { OUTSTANDING(30U) },
	.policy = { WITH(cork, 1), WITH(nagle, 0) },
	.then = { { QUEUED, 10 } },
	.rule = TCPSIM_RULE_SEND_ACCEPTED },

	{ ROW("full segments leave"),
	.in = TCPSIM_ESTABLISHED, .event = SEND, .octets = PEER_MSS + 1, .policy = { WITH(cork, 1) },
	.sends = { TEXT(PEER_MSS, 0U) },
	.then = { { SND_NXT, UNA + PEER_MSS }, { QUEUED, 1 }, TIMED(UNA) },
	.rule = TCPSIM_RULE_SEND_ACCEPTED },

	{ ROW("and half of a window that never was larger: condition (3)"),
	.in = TCPSIM_ESTABLISHED, .event = SEND, .octets = 1400, .given = { WIDE, { SND_WND, PEER_WND / 2 } },
	.policy = { WITH(cork, 1) },
	.sends = { TEXT(PEER_WND / 2, 0U) },
	.then = { { SND_NXT, UNA + PEER_WND / 2 }, { QUEUED, 1400 - PEER_WND / 2 }, TIMED(UNA) },
	.rule = TCPSIM_RULE_SEND_ACCEPTED },

	{ ROW("taking the cork away sends the rest"),
	.in = TCPSIM_ESTABLISHED, .event = POLICY_CHANGED,
	.given = { { QUEUED, 10 }, OVERRIDE_DUE, { DUE_USER, USER_DUE } },
	.sends = { TEXT(10, 0U) },
	.then = { { SND_NXT, UNA + 10U }, { QUEUED, 0 }, TIMED(UNA), { DUE_PERSIST, NEVER }, { DUE_USER, USER_DUE } },
	.rule = TCPSIM_RULE_POLICY_APPLIED },

	{ ROW("so does CLOSE"),
	.in = TCPSIM_ESTABLISHED, .event = CLOSE, .given = { OUTSTANDING(30U), { QUEUED, 10 } },
	.policy = { WITH(cork, 1) },
	.sends = { { .seq = UNA + 30U, .ack = RCV, .ctl = FIN | ACK, .text = 10, .at = SENT_OCTETS + 30 } },
	.then = { { STATE, TCPSIM_FIN_WAIT_1 }, { SND_NXT, UNA + 41U }, { QUEUED, 0 },
		{ RAISE, TCPSIM_FLAG_CLOSE_CALLED | TCPSIM_FLAG_FIN_SENT | TCPSIM_FLAG_TIMING }, { RTT_SENT, NOW },
		{ RTT_SEQ, UNA + 30U } },
	.rule = TCPSIM_RULE_CLOSE_ESTABLISHED },

	/* ---- CLOSE ---- */

	{ ROW("CLOSE pushes (3.6): FIN goes with the last text, though something is under way"),
	.in = TCPSIM_ESTABLISHED, .event = CLOSE, .given = { OUTSTANDING(30U), { QUEUED, 10 } },
	.sends = { { .seq = UNA + 30U, .ack = RCV, .ctl = FIN | ACK, .text = 10, .at = SENT_OCTETS + 30 } },
	.then = { { STATE, TCPSIM_FIN_WAIT_1 }, { SND_NXT, UNA + 41U }, { QUEUED, 0 },
		{ RAISE, TCPSIM_FLAG_CLOSE_CALLED | TCPSIM_FLAG_FIN_SENT | TCPSIM_FLAG_TIMING }, { RTT_SENT, NOW },
		{ RTT_SEQ, UNA + 30U } },
	.rule = TCPSIM_RULE_CLOSE_ESTABLISHED },

	{ ROW("FIN alone waits for nothing"),
	.in = TCPSIM_CLOSE_WAIT, .event = CLOSE, .given = { OUTSTANDING(30U) },
	.sends = { { .seq = UNA + 30U, .ack = RCV, .ctl = FIN | ACK } },
	.then = { { STATE, TCPSIM_LAST_ACK }, { SND_NXT, UNA + 31U },
		{ RAISE, TCPSIM_FLAG_CLOSE_CALLED | TCPSIM_FLAG_FIN_SENT | TCPSIM_FLAG_TIMING }, { RTT_SENT, NOW },
		{ RTT_SEQ, UNA + 30U } },
	.rule = TCPSIM_RULE_CLOSE_CLOSE_WAIT },

	{ ROW("FIN takes a number in the window: where text fills it, FIN waits"),
	.in = TCPSIM_ESTABLISHED, .event = CLOSE, .given = { WAITING(10U, 10U, 30U), OUTSTANDING(30U) },
	.sends = { TEXT(10, 30U) },
	.then = { { STATE, TCPSIM_FIN_WAIT_1 }, { SND_NXT, UNA + 40U }, { QUEUED, 0 },
		{ RAISE, TCPSIM_FLAG_CLOSE_CALLED | TCPSIM_FLAG_TIMING }, { RTT_SENT, NOW }, { RTT_SEQ, UNA + 30U } },
	.rule = TCPSIM_RULE_CLOSE_ESTABLISHED },

	/* ---- 3.8.6.2.1 ---- */

	{ ROW("MUST-38: less than half of the largest window, and not all of the text, is not worth a segment"),
	.in = TCPSIM_ESTABLISHED, .event = SEND, .octets = 1400, .given = { WIDE, { SND_WND, PEER_WND / 2 - 1 } },
	.then = { { QUEUED, 1400 }, OVERRIDE_DUE, { DUE_USER, NOW + 300 * SECOND } },
	.rule = TCPSIM_RULE_SEND_ACCEPTED },

	{ ROW("condition (3): half of it is"),
	.in = TCPSIM_ESTABLISHED, .event = SEND, .octets = 1400, .given = { WIDE, { SND_WND, PEER_WND / 2 } },
	.sends = { TEXT(PEER_WND / 2, 0U) },
	.then = { { SND_NXT, UNA + PEER_WND / 2 }, { QUEUED, 1400 - PEER_WND / 2 }, TIMED(UNA) },
	.rule = TCPSIM_RULE_SEND_ACCEPTED },

	{ ROW("... if nothing is under way: the bracketed part is Nagle's"),
	.in = TCPSIM_ESTABLISHED, .event = SEND, .octets = 1400,
	.given = { WIDE, OUTSTANDING(30U), { SND_WND, PEER_WND / 2 + 30 } },
	.then = { { QUEUED, 1400 } },
	.rule = TCPSIM_RULE_SEND_ACCEPTED },

	{ ROW("... or Nagle is off"),
	.in = TCPSIM_ESTABLISHED, .event = SEND, .octets = 1400,
	.given = { WIDE, OUTSTANDING(30U), { SND_WND, PEER_WND / 2 + 30 } },
	.policy = { WITH(nagle, 0) },
	.sends = { TEXT(PEER_WND / 2, 30U) },
	.then = { { SND_NXT, UNA + 30U + PEER_WND / 2 }, { QUEUED, 1400 - PEER_WND / 2 }, { RAISE, TCPSIM_FLAG_TIMING },
		{ RTT_SENT, NOW }, { RTT_SEQ, UNA + 30U } },
	.rule = TCPSIM_RULE_SEND_ACCEPTED },

	{ ROW("CLOSE does not make a silly window larger: the rest has to wait in any case"),
	.in = TCPSIM_ESTABLISHED, .event = CLOSE, .given = { WIDE, OUTSTANDING(30U), WAITING(1400U, 100U, 30U) },
	.then = { { STATE, TCPSIM_FIN_WAIT_1 }, { RAISE, TCPSIM_FLAG_CLOSE_CALLED } },
	.rule = TCPSIM_RULE_CLOSE_ESTABLISHED },

	{ ROW("condition (4): the override timeout sends what the window takes"),
	.in = TCPSIM_ESTABLISHED, .event = TIMEOUT, .timer = TCPSIM_TIMER_PERSIST,
	.given = { WIDE, WAITING(1400, 100, 0), { DUE_PERSIST, NOW }, { DUE_USER, USER_DUE } },
	.sends = { TEXT(100, 0U) },
	.then = { { SND_NXT, UNA + 100U }, { QUEUED, 1300 }, { DUE_PERSIST, NEVER }, { RAISE, TCPSIM_FLAG_TIMING },
		{ RTT_SENT, NOW }, { RTT_SEQ, UNA }, { DUE_RETRANSMISSION, NOW + RTO } },
	.rule = TCPSIM_RULE_SWS_OVERRIDDEN, .never = TCPSIM_RULE_PERSIST_PROBE },

	{ ROW("the override timeout is an RTO, if that is a tenth of a second or more"),
	.in = TCPSIM_ESTABLISHED, .event = SEND, .octets = 1400,
	.given = { WIDE, { SND_WND, 10 }, { RTT_RTO, SECOND / 5 } },
	.then = { { QUEUED, 1400 }, { DUE_PERSIST, NOW + SECOND / 5 }, { DUE_USER, NOW + 300 * SECOND } },
	.rule = TCPSIM_RULE_SEND_ACCEPTED },

	{ ROW("... and a tenth of a second if it is less"),
	.in = TCPSIM_ESTABLISHED, .event = SEND, .octets = 1400,
	.given = { WIDE, { SND_WND, 10 }, { RTT_RTO, SECOND / 100 } },
	.then = { { QUEUED, 1400 }, { DUE_PERSIST, NOW + SECOND / 10 }, { DUE_USER, NOW + 300 * SECOND } },
	.rule = TCPSIM_RULE_SEND_ACCEPTED },

	{ ROW("a closed window that opens a little is not filled before the override timeout"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA, .ctl = ACK, .wnd = 10 },
	.given = { WIDE, WAITING(1400, 0, 0), { DUE_PERSIST, RTX_DUE + 5 * SECOND }, { RETRIES, 2 }, { PROBES, 2 } },
	.then = { { SND_WND, 10 }, { RETRIES, 0 }, { PROBES, 0 }, OVERRIDE_DUE, { DUE_USER, NOW + 300 * SECOND } },
	.rule = TCPSIM_RULE_WINDOW_UPDATED },

	{ ROW("... and by all that waits, if it opens far enough"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA, .ctl = ACK, .wnd = 1400 },
	.given = { WIDE, WAITING(1400, 0, 0), { DUE_PERSIST, RTX_DUE } },
	.sends = { TEXT(1400, 0U) },
	.then = { { SND_WND, 1400 }, { SND_NXT, UNA + 1400U }, { QUEUED, 0 }, { DUE_PERSIST, NEVER }, TIMED(UNA) },
	.rule = TCPSIM_RULE_WINDOW_UPDATED },

	{ ROW("a window that closes over text held back is probed when the timer was due anyway"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA, .ctl = ACK, .wnd = NO_WND },
	.given = { WIDE, WAITING(1400, 100, 0), { DUE_PERSIST, RTX_DUE }, { DUE_USER, USER_DUE } },
	.then = { { SND_WND, 0 }, { DUE_USER, NEVER } },
	.rule = TCPSIM_RULE_WINDOW_UPDATED },

	{ ROW("before ESTABLISHED nothing is held back: it waits for the SYN"),
	.in = TCPSIM_SYN_RECEIVED, .event = SEND, .octets = 10,
	.then = { { QUEUED, 10 } },
	.rule = TCPSIM_RULE_SEND_QUEUED },
};

int
main(void)
{
	return ROWS_MAIN("3.7.4, 3.8.6.2.1", rows);
}
