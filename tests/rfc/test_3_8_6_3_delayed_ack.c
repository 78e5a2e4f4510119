/* SPDX-License-Identifier: MIT */
/* Delayed acknowledgments: RFC 9293 3.8.6.3, RFC 5681 4.2. */
#include "tests/rfc/rows.h"
#include "tests/suite.h"

#define DELAY (SECOND / 5)
#define DELAYED WITH(delayed_ack_us, DELAY)
#define MS INT64_C(1000)
/* A buffer so large that half of it is more than two segments, and its window. */
#define LARGE 10000U
#define LARGE_BUFFER WITH(receive_buffer_bytes, LARGE)

/* Text of `octets` at RCV.NXT. */
#define NEXT_TEXT(octets) .seg = { .seq = RCV, .ack = UNA, .ctl = ACK, .text = (octets) }
#define STORED(octets) .stores = { RECEIVED_OCTETS, 0, (octets) }, .delivers = { RECEIVED_OCTETS, (octets) }
#define TAKEN(octets) { RCV_NXT, RCV + (octets) }, { RCV_OFFSET, RECEIVED_OCTETS + (octets) }
/* An ACK waits for so many octets. */
#define OWED(octets) { RCV_ACKED, RCV - (octets) }, { DUE_ACK, RTX_DUE }

static const struct row rows[] = {
	{ ROW("SHLD-18: the ACK of a segment waits"),
	.in = TCPSIM_ESTABLISHED, NEXT_TEXT(10), .policy = { DELAYED },
	.then = { TAKEN(10U), { RCV_WND, RCV_BUFFER - 10 }, { DUE_ACK, NOW + DELAY } },
	STORED(10), .rule = TCPSIM_RULE_TEXT_ACCEPTED, .also = { TCPSIM_RULE_ACK_DELAYED },
	.never = TCPSIM_RULE_TEXT_HELD },

	{ ROW("without a delay nothing waits"),
	.in = TCPSIM_ESTABLISHED, NEXT_TEXT(10),
	.sends = { { .seq = UNA, .ack = RCV + 10U, .ctl = ACK } },
	.then = { TAKEN(10U), { RCV_WND, RCV_BUFFER - 10 } },
	STORED(10), .rule = TCPSIM_RULE_TEXT_ACCEPTED, .never = TCPSIM_RULE_ACK_DELAYED },

	{ ROW("an ACK that waits already does not wait longer"),
	.in = TCPSIM_FIN_WAIT_1, NEXT_TEXT(10), .given = { OWED(5U), { RCV_WND, RCV_BUFFER - 5 } }, .policy = { DELAYED },
	.then = { TAKEN(10U), { RCV_WND, RCV_BUFFER - 15 } },
	STORED(10), .rule = TCPSIM_RULE_TEXT_ACCEPTED, .also = { TCPSIM_RULE_ACK_DELAYED } },

	{ ROW("SHLD-19: the octets of two full segments are acknowledged at once; theirs is as large as ours"),
	.in = TCPSIM_ESTABLISHED, NEXT_TEXT(PEER_MSS), .given = { OWED(PEER_MSS), { RCV_WND, LARGE - PEER_MSS } },
	.policy = { DELAYED, LARGE_BUFFER },
	.sends = { { .seq = UNA, .ack = RCV + PEER_MSS, .ctl = ACK } },
	.then = { TAKEN(PEER_MSS), { RCV_WND, LARGE }, { DUE_ACK, NEVER } },
	STORED(PEER_MSS), .rule = TCPSIM_RULE_TEXT_ACCEPTED, .never = TCPSIM_RULE_ACK_DELAYED },

	{ ROW("one octet less is not, and the window is not moved before it can be told"),
	.in = TCPSIM_ESTABLISHED, NEXT_TEXT(PEER_MSS - 1), .given = { OWED(PEER_MSS), { RCV_WND, LARGE - PEER_MSS } },
	.policy = { DELAYED, LARGE_BUFFER },
	.then = { TAKEN(PEER_MSS - 1U), { RCV_WND, LARGE - 2 * PEER_MSS + 1 } },
	STORED(PEER_MSS - 1), .rule = TCPSIM_RULE_TEXT_ACCEPTED, .also = { TCPSIM_RULE_ACK_DELAYED } },

	{ ROW("full segments are no larger than what we announced: 2*RMSS"),
	.in = TCPSIM_ESTABLISHED, NEXT_TEXT(100), .given = { OWED(100U), { RCV_WND, LARGE - 100 } },
	.policy = { DELAYED, LARGE_BUFFER, WITH(mss, 100) },
	.sends = { { .seq = UNA, .ack = RCV + 100U, .ctl = ACK } },
	.then = { TAKEN(100U), { RCV_WND, LARGE - 200 }, { DUE_ACK, NEVER } },
	STORED(100), .rule = TCPSIM_RULE_TEXT_ACCEPTED },

	{ ROW("... less the options that each of them has"),
	.in = TCPSIM_ESTABLISHED,
	.seg = { .seq = RCV, .ack = UNA, .ctl = ACK, .text = 88, .has_ts = true, .tsval = 5 },
	.given = { OWED(88U), { RCV_WND, LARGE - 88 }, { RAISE, TCPSIM_FLAG_TIMESTAMPS } },
	.policy = { DELAYED, LARGE_BUFFER, WITH(mss, 100) },
	.sends = { { .seq = UNA, .ack = RCV + 88U, .ctl = ACK, .has_ts = true, .tsval = NOW / 1000 } },
	.then = { TAKEN(88U), { RCV_WND, LARGE - 176 }, { DUE_ACK, NEVER } },
	STORED(88), .rule = TCPSIM_RULE_TEXT_ACCEPTED },

	{ ROW("... and where options leave none, segments of one octet are full"),
	.in = TCPSIM_ESTABLISHED,
	.seg = { .seq = RCV, .ack = UNA, .ctl = ACK, .text = 1, .has_ts = true, .tsval = 5 },
	.given = { { RCV_WND, LARGE }, { RAISE, TCPSIM_FLAG_TIMESTAMPS } },
	.policy = { DELAYED, LARGE_BUFFER, WITH(mss, 12) },
	.then = { TAKEN(1U), { RCV_WND, LARGE - 1 }, { DUE_ACK, NOW + DELAY }, { TS_RECENT, 5 },
		{ TS_RECENT_S, NOW / SECOND } },
	STORED(1), .rule = TCPSIM_RULE_TEXT_ACCEPTED, .also = { TCPSIM_RULE_ACK_DELAYED } },

	{ ROW("RFC 7323 4.3: SEG.SEQ is beyond Last.ACK.sent, so that TS.Recent is the first segment's of those waiting"),
	.in = TCPSIM_ESTABLISHED,
	.seg = { .seq = RCV, .ack = UNA, .ctl = ACK, .text = 10, .has_ts = true, .tsval = 5 },
	.given = { OWED(10U), { RAISE, TCPSIM_FLAG_TIMESTAMPS }, { TS_RECENT, 4 } }, .policy = { DELAYED },
	.then = { TAKEN(10U), { RCV_WND, RCV_BUFFER - 10 } },
	STORED(10), .rule = TCPSIM_RULE_TEXT_ACCEPTED, .also = { TCPSIM_RULE_ACK_DELAYED } },

	{ ROW("... and is the next one's when nothing waits"),
	.in = TCPSIM_ESTABLISHED,
	.seg = { .seq = RCV, .ack = UNA, .ctl = ACK, .text = 10, .has_ts = true, .tsval = 5 },
	.given = { { RAISE, TCPSIM_FLAG_TIMESTAMPS }, { TS_RECENT, 4 } }, .policy = { DELAYED },
	.then = { TAKEN(10U), { RCV_WND, RCV_BUFFER - 10 }, { DUE_ACK, NOW + DELAY }, { TS_RECENT, 5 },
		{ TS_RECENT_S, NOW / SECOND } },
	STORED(10), .rule = TCPSIM_RULE_TEXT_ACCEPTED, .also = { TCPSIM_RULE_ACK_DELAYED } },

	{ ROW("half of a small buffer is not kept waiting: its window would stand still"),
	.in = TCPSIM_ESTABLISHED, NEXT_TEXT(400), .given = { OWED(100U), { RCV_WND, RCV_BUFFER - 100 } },
	.policy = { DELAYED },
	.sends = { { .seq = UNA, .ack = RCV + 400U, .ctl = ACK } },
	.then = { TAKEN(400U), { RCV_WND, RCV_BUFFER }, { DUE_ACK, NEVER } },
	STORED(400), .rule = TCPSIM_RULE_TEXT_ACCEPTED },

	/* Linux, quickack mode: the sender's slow start needs them. */
	{ ROW("the first segments are acknowledged at once, if the policy says so"),
	.in = TCPSIM_ESTABLISHED, NEXT_TEXT(10), .given = { { QUICK_ACKS, 1 } }, .policy = { DELAYED, WITH(quick_acks, 2) },
	.sends = { { .seq = UNA, .ack = RCV + 10U, .ctl = ACK } },
	.then = { TAKEN(10U), { RCV_WND, RCV_BUFFER - 10 }, { QUICK_ACKS, 2 }, { TEXT_MS, NOW / MS } },
	STORED(10), .rule = TCPSIM_RULE_TEXT_ACCEPTED, .also = { TCPSIM_RULE_ACK_QUICK },
	.never = TCPSIM_RULE_ACK_DELAYED },

	{ ROW("those after them wait"),
	.in = TCPSIM_ESTABLISHED, NEXT_TEXT(10), .given = { { QUICK_ACKS, 2 } }, .policy = { DELAYED, WITH(quick_acks, 2) },
	.then = { TAKEN(10U), { RCV_WND, RCV_BUFFER - 10 }, { DUE_ACK, NOW + DELAY } },
	STORED(10), .rule = TCPSIM_RULE_TEXT_ACCEPTED, .also = { TCPSIM_RULE_ACK_DELAYED },
	.never = TCPSIM_RULE_ACK_QUICK },

	{ ROW("a segment that would not have waited counts as one"),
	.in = TCPSIM_ESTABLISHED, NEXT_TEXT(500), .policy = { DELAYED, WITH(quick_acks, 2) },
	.sends = { { .seq = UNA, .ack = RCV + 500U, .ctl = ACK } },
	.then = { TAKEN(500U), { RCV_WND, RCV_BUFFER }, { QUICK_ACKS, 1 }, { TEXT_MS, NOW / MS } },
	STORED(500), .rule = TCPSIM_RULE_TEXT_ACCEPTED, .never = TCPSIM_RULE_ACK_QUICK },

	/* Linux, tcp_event_data_sent(): within icsk_ack.ato of the last text. */
	{ ROW("who replies before the delay is over is interactive: no ACK is quick any more"),
	.in = TCPSIM_ESTABLISHED, .event = SEND, .octets = 5,
	.given = { { QUICK_ACKS, 1 }, { TEXT_MS, (NOW - DELAY) / MS + 1 } }, .policy = { DELAYED, WITH(quick_acks, 16) },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK, .text = 5, .at = SENT_OCTETS } },
	.then = { { SND_NXT, UNA + 5U }, TIMED(UNA), { QUICK_ACKS, 16 } },
	.rule = TCPSIM_RULE_SEND_ACCEPTED },

	{ ROW("who sends later is not"),
	.in = TCPSIM_ESTABLISHED, .event = SEND, .octets = 5,
	.given = { { QUICK_ACKS, 1 }, { TEXT_MS, (NOW - DELAY) / MS } }, .policy = { DELAYED, WITH(quick_acks, 16) },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK, .text = 5, .at = SENT_OCTETS } },
	.then = { { SND_NXT, UNA + 5U }, TIMED(UNA) },
	.rule = TCPSIM_RULE_SEND_ACCEPTED },

	{ ROW("without a delay nobody counts"),
	.in = TCPSIM_ESTABLISHED, NEXT_TEXT(10), .policy = { WITH(quick_acks, 2) },
	.sends = { { .seq = UNA, .ack = RCV + 10U, .ctl = ACK } },
	.then = { TAKEN(10U), { RCV_WND, RCV_BUFFER - 10 } },
	STORED(10), .rule = TCPSIM_RULE_TEXT_ACCEPTED, .never = TCPSIM_RULE_ACK_QUICK },

	/* FreeBSD, DELAY_ACK(): not while TT_DELACK runs. */
	{ ROW("a second segment may get its ACK at once, however small both are"),
	.in = TCPSIM_ESTABLISHED, NEXT_TEXT(10), .given = { OWED(5U), { RCV_WND, RCV_BUFFER - 5 } },
	.policy = { DELAYED, WITH(ack_second, 1) },
	.sends = { { .seq = UNA, .ack = RCV + 10U, .ctl = ACK } },
	.then = { TAKEN(10U), { RCV_WND, RCV_BUFFER - 15 }, { DUE_ACK, NEVER } },
	STORED(10), .rule = TCPSIM_RULE_TEXT_ACCEPTED, .never = TCPSIM_RULE_ACK_DELAYED },

	{ ROW("... and the first waits all the same"),
	.in = TCPSIM_ESTABLISHED, NEXT_TEXT(10), .policy = { DELAYED, WITH(ack_second, 1) },
	.then = { TAKEN(10U), { RCV_WND, RCV_BUFFER - 10 }, { DUE_ACK, NOW + DELAY } },
	STORED(10), .rule = TCPSIM_RULE_TEXT_ACCEPTED, .also = { TCPSIM_RULE_ACK_DELAYED } },

	{ ROW("text behind a gap is answered at once (RFC 5681 4.2)"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV + 10U, .ack = UNA, .ctl = ACK, .text = 10 },
	.given = { OWED(5U) }, .policy = { DELAYED },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK } },
	.then = { { N_HELD, 1 }, { HELD_0_BEGIN, RCV + 10U }, { HELD_0_END, RCV + 20U }, { SND_WL1, RCV + 10U },
		{ DUE_ACK, NEVER } },
	.stores = { RECEIVED_OCTETS + 10, 0, 10 }, .rule = TCPSIM_RULE_TEXT_HELD },

	{ ROW("text that fills a part of a gap is answered at once"),
	.in = TCPSIM_ESTABLISHED, NEXT_TEXT(5),
	.given = { { N_HELD, 1 }, { HELD_0_BEGIN, RCV + 10U }, { HELD_0_END, RCV + 20U } }, .policy = { DELAYED },
	.sends = { { .seq = UNA, .ack = RCV + 5U, .ctl = ACK } },
	.then = { TAKEN(5U), { RCV_WND, RCV_BUFFER - 5 } },
	STORED(5), .rule = TCPSIM_RULE_TEXT_ACCEPTED },

	{ ROW("so is text that fills it whole"),
	.in = TCPSIM_ESTABLISHED, NEXT_TEXT(10),
	.given = { { N_HELD, 1 }, { HELD_0_BEGIN, RCV + 10U }, { HELD_0_END, RCV + 20U } }, .policy = { DELAYED },
	.sends = { { .seq = UNA, .ack = RCV + 20U, .ctl = ACK } },
	.then = { TAKEN(20U), { RCV_WND, RCV_BUFFER - 20 }, { N_HELD, 0 }, { HELD_0_BEGIN, 0 }, { HELD_0_END, 0 } },
	.stores = { RECEIVED_OCTETS, 0, 10 }, .delivers = { RECEIVED_OCTETS, 20 },
	.rule = TCPSIM_RULE_TEXT_ACCEPTED },

	{ ROW("text that came before in part tells of a lost ACK: it is answered at once"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV - 5U, .ack = UNA, .ctl = ACK, .text = 10 }, .policy = { DELAYED },
	.sends = { { .seq = UNA, .ack = RCV + 5U, .ctl = ACK } },
	.then = { TAKEN(5U), { RCV_WND, RCV_BUFFER - 5 } },
	.stores = { RECEIVED_OCTETS, 5, 5 }, .delivers = { RECEIVED_OCTETS, 5 },
	.rule = TCPSIM_RULE_TEXT_ACCEPTED },

	{ ROW("text that came before as a whole is, too"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV - 10U, .ack = UNA, .ctl = ACK, .text = 10 },
	.given = { OWED(5U) }, .policy = { DELAYED },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK } },
	.then = { { DUE_ACK, NEVER } },
	.rule = TCPSIM_RULE_SEQ_UNACCEPTABLE_ACKED },

	{ ROW("FIN is answered at once"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA, .ctl = FIN | ACK, .text = 10 }, .policy = { DELAYED },
	.sends = { { .seq = UNA, .ack = RCV + 11U, .ctl = ACK } },
	.then = { { STATE, TCPSIM_CLOSE_WAIT }, TAKEN(11U), { RCV_OFFSET, RECEIVED_OCTETS + 10 },
		{ RCV_WND, RCV_BUFFER - 11 }, { RCV_FIN, RCV + 10U },
		{ RAISE, TCPSIM_FLAG_FIN_SEEN | TCPSIM_FLAG_FIN_TAKEN }, { DUE_ACK, NEVER } },
	STORED(10), .signals = TCPSIM_SIGNAL_CLOSING, .rule = TCPSIM_RULE_FIN_ESTABLISHED },

	{ ROW("MUST-40: the ACK goes when it has waited as long as it may"),
	.in = TCPSIM_ESTABLISHED, .event = TIMEOUT, .timer = TCPSIM_TIMER_ACK,
	.given = { { RCV_ACKED, RCV - 10U }, { DUE_ACK, NOW } }, .policy = { DELAYED },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK } },
	.then = { { DUE_ACK, NEVER } },
	.rule = TCPSIM_RULE_DELAYED_ACK_TIMEOUT },

	{ ROW("with the window that the user has made by then, if it is worth telling"),
	.in = TCPSIM_ESTABLISHED, .event = TIMEOUT, .timer = TCPSIM_TIMER_ACK,
	.given = { { RCV_ACKED, RCV - 499U }, { RCV_WND, RCV_BUFFER - 500 }, { DUE_ACK, NOW } }, .policy = { DELAYED },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK } },
	.then = { { DUE_ACK, NEVER }, { RCV_WND, RCV_BUFFER } },
	.rule = TCPSIM_RULE_DELAYED_ACK_TIMEOUT },

	{ ROW("text that leaves takes the ACK along (MUST-58)"),
	.in = TCPSIM_ESTABLISHED, .event = SEND, .octets = 5, .given = { OWED(10U) }, .policy = { DELAYED },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK, .text = 5, .at = SENT_OCTETS } },
	.then = { { SND_NXT, UNA + 5U }, { DUE_ACK, NEVER }, TIMED(UNA) },
	.rule = TCPSIM_RULE_SEND_ACCEPTED },

	{ ROW("so does the news of a window"),
	.in = TCPSIM_ESTABLISHED, .event = RECEIVE, .octets = 600,
	.given = { OWED(10U), { WANTED, 0 }, { UNREAD, 600 }, { RCV_WND, RCV_BUFFER - 600 } }, .policy = { DELAYED },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK } },
	.then = { { UNREAD, 0 }, { RCV_WND, RCV_BUFFER }, { DUE_ACK, NEVER } },
	.delivers = { RECEIVED_OCTETS - 600, 600 },
	.rule = TCPSIM_RULE_WINDOW_REOPENED },

	{ ROW("a RST needs none"),
	.in = TCPSIM_ESTABLISHED, .event = ABORT, .given = { OWED(10U) }, .policy = { DELAYED },
	.sends = { { .seq = UNA, .ctl = RST } },
	.then = { { INTO, TCPSIM_CLOSED } },
	.rule = TCPSIM_RULE_ABORT_RESETS },
};

/* MUST-40: less than half a second. */
START_TEST(no_delay_is_half_a_second)
{
	const struct tcpsim_setting *setting = tcpsim_setting_find("delayed-ack");
	struct tcpsim_policy policy = row_policy();

	ck_assert_int_eq(tcpsim_policy_set(&policy, setting, SECOND / 2), -1);
	ck_assert_int_eq(tcpsim_policy_set(&policy, setting, SECOND / 2 - 1), 0);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("3.8.6.3");
	TCase *tcase = tcase_create("the setting");

	ROWS_ADD(suite, "rows", rows);
	tcase_add_test(tcase, no_delay_is_half_a_second);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
