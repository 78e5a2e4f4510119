/* SPDX-License-Identifier: MIT */
/* 3.10.7.4 seventh and eighth: text and FIN, in order and out of order. */
#include <stdio.h>
#include <string.h>

#include "tests/rfc/rows.h"
#include "tests/suite.h"

#define TEXT(offset, octets) .seg = { .seq = RCV + (offset), .ack = UNA, .ctl = ACK, .text = (octets) }
#define TEXT_FIN(offset, octets) .seg = { .seq = RCV + (offset), .ack = UNA, .ctl = FIN | ACK, .text = (octets) }
#define ACK_AT(offset) .sends = { { .seq = UNA, .ack = RCV + (offset), .ctl = ACK } }
#define HOLDS_1(from, to) { N_HELD, 1 }, { HELD_0_BEGIN, RCV + (from) }, { HELD_0_END, RCV + (to) }
#define HOLDS_2(from, to, from2, to2) \
	HOLDS_1(from, to), { N_HELD, 2 }, { HELD_1_BEGIN, RCV + (from2) }, { HELD_1_END, RCV + (to2) }
#define HOLDS_0 { N_HELD, 0 }, { HELD_0_BEGIN, 0 }, { HELD_0_END, 0 }
#define SECOND_FREE { HELD_1_BEGIN, 0 }, { HELD_1_END, 0 }
#define TAKEN(octets) \
	{ RCV_NXT, RCV + (octets) }, { RCV_OFFSET, RECEIVED_OCTETS + (octets) }, { RCV_WND, RCV_BUFFER - (octets) }
#define STORES(offset, octets) .stores = { RECEIVED_OCTETS + (offset), 0, (octets) }
#define DELIVERS(octets) .delivers = { RECEIVED_OCTETS, (octets) }
/* SEG.SEQ is news for the window, too. */
#define WL1(offset) { SND_WL1, RCV + (offset) }

static const struct row rows[] = {
	/* What of it the user gets. */
	{ ROW("a RECEIVE that waits gets text up to its size, and is done"),
	.in = TCPSIM_ESTABLISHED, TEXT(0U, 10), .given = { { WANTED, 4 } },
	ACK_AT(10U), STORES(0, 10), DELIVERS(4),
	.then = { TAKEN(10U), { UNREAD, 6 }, { WANTED, 0 } },
	.rule = TCPSIM_RULE_TEXT_ACCEPTED },

	{ ROW("a RECEIVE that gets less is done, too"),
	.in = TCPSIM_ESTABLISHED, TEXT(0U, 10), .given = { { WANTED, 100 } },
	ACK_AT(10U), STORES(0, 10), DELIVERS(10),
	.then = { TAKEN(10U), { WANTED, 0 } },
	.rule = TCPSIM_RULE_TEXT_ACCEPTED },

	{ ROW("without a RECEIVE text waits, acknowledged"),
	.in = TCPSIM_ESTABLISHED, TEXT(0U, 10), .given = { { WANTED, 0 } },
	ACK_AT(10U), STORES(0, 10),
	.then = { TAKEN(10U), { UNREAD, 10 } },
	.rule = TCPSIM_RULE_TEXT_ACCEPTED },

	{ ROW("what waits is delivered before what comes"),
	.in = TCPSIM_ESTABLISHED, TEXT(0U, 10), .given = { { WANTED, 7 }, { UNREAD, 5 }, { RCV_WND, RCV_BUFFER - 5 } },
	ACK_AT(10U), STORES(0, 10), .delivers = { RECEIVED_OCTETS - 5, 7 },
	.then = { TAKEN(10U), { RCV_WND, RCV_BUFFER - 15 }, { UNREAD, 8 }, { WANTED, 0 } },
	.rule = TCPSIM_RULE_TEXT_ACCEPTED },

	/* 3.8.6.2.2: 100 of 600 are used; all 1000 are free, and 500 of them are not offered: min(500, 536). */
	{ ROW("when half of the buffer is free behind the right edge, the edge moves with the ACK"),
	.in = TCPSIM_ESTABLISHED, TEXT(0U, 100), .given = { { RCV_WND, 600 } },
	ACK_AT(100U), STORES(0, 100), DELIVERS(100),
	.then = { TAKEN(100U), { RCV_WND, RCV_BUFFER } },
	.rule = TCPSIM_RULE_TEXT_ACCEPTED },

	{ ROW("with an octet less it stays"),
	.in = TCPSIM_ESTABLISHED, TEXT(0U, 99), .given = { { RCV_WND, 600 } },
	ACK_AT(99U), STORES(0, 99), DELIVERS(99),
	.then = { TAKEN(99U), { RCV_WND, 501 } },
	.rule = TCPSIM_RULE_TEXT_ACCEPTED },

	{ ROW("a buffer that was made smaller does not move the right edge left (SHLD-14)"),
	.in = TCPSIM_ESTABLISHED, TEXT(0U, 10), .policy = { WITH(receive_buffer_bytes, 50) },
	ACK_AT(10U), STORES(0, 10), DELIVERS(10),
	.then = { TAKEN(10U) },
	.rule = TCPSIM_RULE_TEXT_ACCEPTED },

	{ ROW("the ACK rides on text of ours that may go (MUST-58)"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA, .ctl = ACK, .text = 10, .wnd = 100 },
	.given = { { SND_WND, 0 }, { QUEUED, 20 }, { DUE_PERSIST, RTX_DUE } },
	.sends = { { .seq = UNA, .ack = RCV + 10U, .ctl = ACK, .text = 20, .at = SENT_OCTETS } },
	STORES(0, 10), DELIVERS(10),
	.then = { TAKEN(10U), { SND_WND, 100 }, { QUEUED, 0 }, { SND_NXT, UNA + 20U }, TIMED(UNA),
		{ DUE_PERSIST, NEVER } },
	.rule = TCPSIM_RULE_TEXT_ACCEPTED },

	/* Out of order: SHLD-31, MAY-13. */
	{ ROW("text behind a gap is held, and the ACK says where the gap begins"),
	.in = TCPSIM_ESTABLISHED, TEXT(10U, 10),
	ACK_AT(0U), STORES(10, 10),
	.then = { WL1(10U), HOLDS_1(10U, 20U) },
	.rule = TCPSIM_RULE_TEXT_HELD },

	{ ROW("the gap is filled: all goes to the user at once, with one ACK (MUST-59)"),
	.in = TCPSIM_ESTABLISHED, TEXT(0U, 10), .given = { HOLDS_1(10U, 20U) },
	ACK_AT(20U), STORES(0, 10), DELIVERS(20),
	.then = { TAKEN(20U), HOLDS_0 },
	.rule = TCPSIM_RULE_TEXT_ACCEPTED },

	{ ROW("text that fills the gap and more"),
	.in = TCPSIM_ESTABLISHED, TEXT(0U, 30), .given = { HOLDS_1(10U, 20U) },
	ACK_AT(30U), STORES(0, 30), DELIVERS(30),
	.then = { TAKEN(30U), HOLDS_0 },
	.rule = TCPSIM_RULE_TEXT_ACCEPTED },

	{ ROW("text that fills the gap to the middle of what is held"),
	.in = TCPSIM_ESTABLISHED, TEXT(0U, 15), .given = { HOLDS_1(10U, 20U) },
	ACK_AT(20U), STORES(0, 15), DELIVERS(20),
	.then = { TAKEN(20U), HOLDS_0 },
	.rule = TCPSIM_RULE_TEXT_ACCEPTED },

	{ ROW("text that fills one gap of two"),
	.in = TCPSIM_ESTABLISHED, TEXT(0U, 10), .given = { HOLDS_2(10U, 20U, 30U, 40U) },
	ACK_AT(20U), STORES(0, 10), DELIVERS(20),
	.then = { TAKEN(20U), HOLDS_1(30U, 40U), SECOND_FREE },
	.rule = TCPSIM_RULE_TEXT_ACCEPTED },

	{ ROW("text that does not reach the first range"),
	.in = TCPSIM_ESTABLISHED, TEXT(0U, 9), .given = { HOLDS_1(10U, 20U) },
	ACK_AT(9U), STORES(0, 9), DELIVERS(9),
	.then = { TAKEN(9U) },
	.rule = TCPSIM_RULE_TEXT_ACCEPTED },

	{ ROW("held text that comes again stays one range"),
	.in = TCPSIM_ESTABLISHED, TEXT(10U, 10), .given = { HOLDS_1(10U, 20U) },
	ACK_AT(0U), STORES(10, 10),
	.then = { WL1(10U) },
	.rule = TCPSIM_RULE_TEXT_HELD },

	{ ROW("text just behind a range lengthens it"),
	.in = TCPSIM_ESTABLISHED, TEXT(20U, 10), .given = { HOLDS_1(10U, 20U) },
	ACK_AT(0U), STORES(20, 10),
	.then = { WL1(20U), HOLDS_1(10U, 30U) },
	.rule = TCPSIM_RULE_TEXT_HELD },

	{ ROW("text just before a range lengthens it"),
	.in = TCPSIM_ESTABLISHED, TEXT(5U, 5), .given = { HOLDS_1(10U, 20U) },
	ACK_AT(0U), STORES(5, 5),
	.then = { WL1(5U), HOLDS_1(5U, 20U) },
	.rule = TCPSIM_RULE_TEXT_HELD },

	{ ROW("text before a range with a gap is a range of its own, in order"),
	.in = TCPSIM_ESTABLISHED, TEXT(5U, 4), .given = { HOLDS_1(10U, 20U) },
	ACK_AT(0U), STORES(5, 4),
	.then = { WL1(5U), HOLDS_2(5U, 9U, 10U, 20U) },
	.rule = TCPSIM_RULE_TEXT_HELD },

	{ ROW("text behind a range with a gap is a range of its own"),
	.in = TCPSIM_ESTABLISHED, TEXT(21U, 4), .given = { HOLDS_1(10U, 20U) },
	ACK_AT(0U), STORES(21, 4),
	.then = { WL1(21U), HOLDS_2(10U, 20U, 21U, 25U) },
	.rule = TCPSIM_RULE_TEXT_HELD },

	{ ROW("text between two ranges makes them one"),
	.in = TCPSIM_ESTABLISHED, TEXT(20U, 10), .given = { HOLDS_2(10U, 20U, 30U, 40U) },
	ACK_AT(0U), STORES(20, 10),
	.then = { WL1(20U), HOLDS_1(10U, 40U), SECOND_FREE },
	.rule = TCPSIM_RULE_TEXT_HELD },

	{ ROW("text over two ranges makes them one"),
	.in = TCPSIM_ESTABLISHED, TEXT(5U, 50), .given = { HOLDS_2(10U, 20U, 30U, 40U) },
	ACK_AT(0U), STORES(5, 50),
	.then = { WL1(5U), HOLDS_1(5U, 55U), SECOND_FREE },
	.rule = TCPSIM_RULE_TEXT_HELD },

	{ ROW("text within a range changes nothing"),
	.in = TCPSIM_ESTABLISHED, TEXT(12U, 5), .given = { HOLDS_2(10U, 20U, 30U, 40U) },
	ACK_AT(0U), STORES(12, 5),
	.then = { WL1(12U) },
	.rule = TCPSIM_RULE_TEXT_HELD },

	/* FIN */
	{ ROW("text and FIN in order are taken with one ACK"),
	.in = TCPSIM_ESTABLISHED, TEXT_FIN(0U, 10),
	ACK_AT(11U), STORES(0, 10), DELIVERS(10),
	.then = { TAKEN(10U), { RCV_NXT, RCV + 11U }, { RCV_WND, RCV_BUFFER - 11 }, { RCV_FIN, RCV + 10U },
		{ STATE, TCPSIM_CLOSE_WAIT }, { RAISE, TCPSIM_FLAG_FIN_SEEN | TCPSIM_FLAG_FIN_TAKEN } },
	.signals = TCPSIM_SIGNAL_CLOSING,
	.rule = TCPSIM_RULE_FIN_ESTABLISHED, .also = { TCPSIM_RULE_TEXT_ACCEPTED }, .never = TCPSIM_RULE_FIN_HELD },

	{ ROW("text and FIN behind a gap are held"),
	.in = TCPSIM_ESTABLISHED, TEXT_FIN(10U, 10),
	ACK_AT(0U), STORES(10, 10),
	.then = { WL1(10U), HOLDS_1(10U, 20U), { RCV_FIN, RCV + 20U }, { RAISE, TCPSIM_FLAG_FIN_SEEN } },
	.rule = TCPSIM_RULE_FIN_HELD, .also = { TCPSIM_RULE_TEXT_HELD } },

	{ ROW("the gap is filled, and the FIN is taken behind it"),
	.in = TCPSIM_ESTABLISHED, TEXT(0U, 10),
	.given = { HOLDS_1(10U, 20U), { RCV_FIN, RCV + 20U }, { RAISE, TCPSIM_FLAG_FIN_SEEN } },
	ACK_AT(21U), STORES(0, 10), DELIVERS(20),
	.then = { TAKEN(20U), { RCV_NXT, RCV + 21U }, { RCV_WND, RCV_BUFFER - 21 }, HOLDS_0,
		{ STATE, TCPSIM_CLOSE_WAIT }, { RAISE, TCPSIM_FLAG_FIN_TAKEN } },
	.signals = TCPSIM_SIGNAL_CLOSING,
	.rule = TCPSIM_RULE_FIN_ESTABLISHED, .also = { TCPSIM_RULE_TEXT_ACCEPTED } },

	{ ROW("nothing is taken behind a FIN that is known (fin-last)"),
	.in = TCPSIM_ESTABLISHED, TEXT(0U, 30),
	.given = { { RCV_FIN, RCV + 20U }, { RAISE, TCPSIM_FLAG_FIN_SEEN } },
	ACK_AT(21U), STORES(0, 20), DELIVERS(20),
	.then = { TAKEN(20U), { RCV_NXT, RCV + 21U }, { RCV_WND, RCV_BUFFER - 21 },
		{ STATE, TCPSIM_CLOSE_WAIT }, { RAISE, TCPSIM_FLAG_FIN_TAKEN } },
	.signals = TCPSIM_SIGNAL_CLOSING,
	.rule = TCPSIM_RULE_FIN_ESTABLISHED },

	{ ROW("the first FIN counts, not another one with another number"),
	.in = TCPSIM_ESTABLISHED, TEXT_FIN(30U, 0),
	.given = { { RCV_FIN, RCV + 20U }, { RAISE, TCPSIM_FLAG_FIN_SEEN } },
	ACK_AT(0U),
	.then = { WL1(30U) },
	.also = { TCPSIM_RULE_ACK_DUPLICATE }, .never = TCPSIM_RULE_FIN_HELD },

	{ ROW("a FIN before text that is held already is nonsense"),
	.in = TCPSIM_ESTABLISHED, TEXT_FIN(15U, 0), .given = { HOLDS_1(10U, 20U) },
	ACK_AT(0U),
	.then = { WL1(15U) },
	.also = { TCPSIM_RULE_ACK_DUPLICATE }, .never = TCPSIM_RULE_FIN_HELD },

	{ ROW("a FIN just beyond the window is cut off, and must come again"),
	.in = TCPSIM_ESTABLISHED, TEXT_FIN(0U, RCV_BUFFER), .given = { { WANTED, 0 } },
	ACK_AT(RCV_BUFFER), STORES(0, RCV_BUFFER),
	.then = { TAKEN(RCV_BUFFER), { UNREAD, RCV_BUFFER } },
	.rule = TCPSIM_RULE_TEXT_ACCEPTED },

	{ ROW("a FIN at the last number of the window is taken"),
	.in = TCPSIM_ESTABLISHED, TEXT_FIN(0U, RCV_BUFFER - 1), .given = { { WANTED, 0 } },
	ACK_AT(RCV_BUFFER), STORES(0, RCV_BUFFER - 1),
	.then = { TAKEN(RCV_BUFFER - 1), { UNREAD, RCV_BUFFER - 1 }, { RCV_NXT, RCV + RCV_BUFFER }, { RCV_WND, 0 },
		{ RCV_FIN, RCV + RCV_BUFFER - 1U }, { STATE, TCPSIM_CLOSE_WAIT },
		{ RAISE, TCPSIM_FLAG_FIN_SEEN | TCPSIM_FLAG_FIN_TAKEN } },
	.signals = TCPSIM_SIGNAL_CLOSING,
	.rule = TCPSIM_RULE_FIN_ESTABLISHED },

	{ ROW("text that comes again with the FIN behind it"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV - 10U, .ack = UNA, .ctl = FIN | ACK, .text = 10 },
	ACK_AT(1U),
	.then = { { RCV_NXT, RCV + 1U }, { RCV_WND, RCV_BUFFER - 1 }, { RCV_FIN, RCV },
		{ STATE, TCPSIM_CLOSE_WAIT }, { RAISE, TCPSIM_FLAG_FIN_SEEN | TCPSIM_FLAG_FIN_TAKEN } },
	.signals = TCPSIM_SIGNAL_CLOSING,
	.rule = TCPSIM_RULE_FIN_ESTABLISHED },

	/* Our FIN at UNA is not acknowledged by this segment. */
	{ ROW("FIN before ours is acknowledged: both close at once"),
	.in = TCPSIM_FIN_WAIT_1, TEXT_FIN(0U, 0),
	.sends = { { .seq = UNA + 1U, .ack = RCV + 1U, .ctl = ACK } },
	.then = { { STATE, TCPSIM_CLOSING }, { RCV_NXT, RCV + 1U }, { RCV_WND, RCV_BUFFER - 1 }, { RCV_FIN, RCV },
		{ RAISE, TCPSIM_FLAG_FIN_SEEN | TCPSIM_FLAG_FIN_TAKEN } },
	.signals = TCPSIM_SIGNAL_CLOSING,
	.rule = TCPSIM_RULE_FIN_FIN_WAIT_1, .also = { TCPSIM_RULE_ACK_DUPLICATE } },

	{ ROW("in FIN-WAIT-1 text is still taken"),
	.in = TCPSIM_FIN_WAIT_1, TEXT(0U, 10),
	.sends = { { .seq = UNA + 1U, .ack = RCV + 10U, .ctl = ACK } }, STORES(0, 10), DELIVERS(10),
	.then = { TAKEN(10U) },
	.rule = TCPSIM_RULE_TEXT_ACCEPTED },

	/* TIME-WAIT by policy. */
	{ ROW("TIME-WAIT may last one MSL"),
	.in = TCPSIM_FIN_WAIT_2, TEXT_FIN(0U, 0), .policy = { WITH(time_wait_msl, 1) },
	ACK_AT(1U),
	.then = { { STATE, TCPSIM_TIME_WAIT }, { RCV_NXT, RCV + 1U }, { RCV_WND, RCV_BUFFER - 1 }, { RCV_FIN, RCV },
		{ RAISE, TCPSIM_FLAG_FIN_SEEN | TCPSIM_FLAG_FIN_TAKEN }, { DUE_2MSL, NOW + MSL } },
	.signals = TCPSIM_SIGNAL_CLOSING,
	.rule = TCPSIM_RULE_FIN_FIN_WAIT_2 },

	{ ROW("TIME-WAIT stops the other timers"),
	.in = TCPSIM_FIN_WAIT_2, TEXT_FIN(0U, 0), .given = { { DUE_KEEPALIVE, RTX_DUE } },
	.policy = { WITH(keepalive, 1) },
	ACK_AT(1U),
	.then = { { STATE, TCPSIM_TIME_WAIT }, { RCV_NXT, RCV + 1U }, { RCV_WND, RCV_BUFFER - 1 }, { RCV_FIN, RCV },
		{ RAISE, TCPSIM_FLAG_FIN_SEEN | TCPSIM_FLAG_FIN_TAKEN }, { DUE_2MSL, NOW + 2 * MSL },
		{ DUE_KEEPALIVE, NEVER } },
	.signals = TCPSIM_SIGNAL_CLOSING,
	.rule = TCPSIM_RULE_FIN_FIN_WAIT_2 },

	/* Here there is no TCB left whose window the last ACK could tell. */
	{ ROW("without any TIME-WAIT the TCB is gone as soon as our FIN is acknowledged in CLOSING"),
	.in = TCPSIM_CLOSING, .seg = { .seq = RCV, .ack = UNA + 1U, .ctl = ACK }, .policy = { WITH(time_wait_msl, 0) },
	.then = { { INTO, TCPSIM_CLOSED } },
	.signals = TCPSIM_SIGNAL_CLOSE_OK,
	.rule = TCPSIM_RULE_TIME_WAIT_SHORT, .also = { TCPSIM_RULE_ACK_CLOSING } },
};

/* The policy grants no TIME-WAIT: the peer's FIN is acknowledged and the TCB is gone. */
START_TEST(without_time_wait_the_last_ack_is_sent_once)
{
	struct tcpsim_tcb tcb = row_tcb(TCPSIM_FIN_WAIT_2), closed = row_tcb(TCPSIM_CLOSED);
	struct tcpsim_policy policy = row_policy();
	struct tcpsim_arriving arriving;
	struct tcpsim_effects out;

	policy.time_wait_msl = 0;
	memset(&arriving, 0, sizeof arriving);
	arriving.seg.seq = tcpsim_seq_make(RCV);
	arriving.seg.ack = tcpsim_seq_make(UNA);
	arriving.seg.ctl = FIN | ACK;
	arriving.seg.wnd = PEER_WND;
	tcpsim_engine_arrives(&tcb, &policy, &arriving, NOW, &out);
	ck_assert_uint_eq(out.n_segments, 1);
	ck_assert_uint_eq(out.segments[0].ctl, ACK);
	ck_assert_uint_eq(out.segments[0].seq.n, UNA);
	ck_assert_uint_eq(out.segments[0].ack.n, RCV + 1U);
	ck_assert_uint_eq(tcb_compare(&tcb, &closed, "no TIME-WAIT"), 0);
	ck_assert(tcpsim_rule_set_has(&out.fired, TCPSIM_RULE_TIME_WAIT_SHORT));
	ck_assert(tcpsim_rule_set_has(&out.fired, TCPSIM_RULE_FIN_FIN_WAIT_2));
	ck_assert_uint_eq(out.signals, TCPSIM_SIGNAL_CLOSING);
}
END_TEST

static void
take_text(struct tcpsim_tcb *tcb, uint32_t offset, uint32_t octets, struct tcpsim_effects *out)
{
	struct tcpsim_policy policy = row_policy();
	struct tcpsim_arriving arriving;

	memset(&arriving, 0, sizeof arriving);
	arriving.seg.seq = tcpsim_seq_make(RCV + offset);
	arriving.seg.ack = tcpsim_seq_make(UNA);
	arriving.seg.ctl = ACK;
	arriving.seg.wnd = PEER_WND;
	arriving.seg.text_bytes = octets;
	tcpsim_engine_arrives(tcb, &policy, &arriving, NOW, out);
	ck_assert_ptr_null(tcpsim_tcb_check(tcb));
}

/* Sixteen ranges of 10 octets with gaps of 10 are held; the seventeenth is not, and loses nothing but time. */
START_TEST(the_seventeenth_range_is_dropped_and_comes_again)
{
	struct tcpsim_tcb tcb = row_tcb(TCPSIM_ESTABLISHED);
	struct tcpsim_effects out;

	for (uint32_t i = TCPSIM_MAX_RANGES; i > 0; i--) {
		take_text(&tcb, 20 * i - 10, 10, &out);
		ck_assert_uint_eq(out.rule, TCPSIM_RULE_TEXT_HELD);
		ck_assert_uint_eq(tcb.n_held, TCPSIM_MAX_RANGES + 1 - i);
		ck_assert_uint_eq(tcb.ranges[0].begin.n, RCV + 20 * i - 10);
	}
	take_text(&tcb, 20 * (TCPSIM_MAX_RANGES + 1) - 10, 10, &out);
	ck_assert_uint_eq(out.rule, TCPSIM_RULE_TEXT_HELD_FULL);
	ck_assert_uint_eq(out.store_bytes, 0);
	ck_assert_uint_eq(out.n_segments, 1);
	ck_assert_uint_eq(out.segments[0].ack.n, RCV);
	ck_assert_uint_eq(tcb.n_held, TCPSIM_MAX_RANGES);
	/* One that joins two of them still fits. */
	take_text(&tcb, 20, 10, &out);
	ck_assert_uint_eq(out.rule, TCPSIM_RULE_TEXT_HELD);
	ck_assert_uint_eq(tcb.n_held, TCPSIM_MAX_RANGES - 1);
	/* And now there is room for the one that was dropped. */
	take_text(&tcb, 20 * (TCPSIM_MAX_RANGES + 1) - 10, 10, &out);
	ck_assert_uint_eq(out.rule, TCPSIM_RULE_TEXT_HELD);
	ck_assert_uint_eq(tcb.n_held, TCPSIM_MAX_RANGES);
}
END_TEST

/* Text at RCV.NXT needs no room among the ranges. */
START_TEST(with_all_ranges_in_use_text_in_order_is_taken)
{
	struct tcpsim_tcb tcb = row_tcb(TCPSIM_ESTABLISHED);
	struct tcpsim_effects out;

	for (uint32_t i = 1; i <= TCPSIM_MAX_RANGES; i++)
		take_text(&tcb, 20 * i, 10, &out);
	take_text(&tcb, 0, 20, &out);
	ck_assert_uint_eq(out.rule, TCPSIM_RULE_TEXT_ACCEPTED);
	ck_assert_uint_eq(tcb.n_held, TCPSIM_MAX_RANGES - 1);
	ck_assert_uint_eq(tcb.rcv.nxt.n, RCV + 30);
	ck_assert_uint_eq(out.deliver_bytes, 30);
	for (unsigned i = 0; i < tcb.n_held; i++) {
		ck_assert_uint_eq(tcb.ranges[i].begin.n, RCV + 40 + 20 * i);
		ck_assert_uint_eq(tcb.ranges[i].end.n, RCV + 50 + 20 * i);
	}
	ck_assert_uint_eq(tcb.ranges[tcb.n_held].end.n, 0);
	take_text(&tcb, 30, RCV_BUFFER - 30, &out);
	ck_assert_uint_eq(tcb.n_held, 0);
	ck_assert_uint_eq(tcb.rcv.nxt.n, RCV + RCV_BUFFER);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("3.10.7.4 seventh, eighth");
	TCase *tcase = tcase_create("ranges");

	ROWS_ADD(suite, "rows", rows);
	tcase_add_test(tcase, without_time_wait_the_last_ack_is_sent_once);
	tcase_add_test(tcase, the_seventeenth_range_is_dropped_and_comes_again);
	tcase_add_test(tcase, with_all_ranges_in_use_text_in_order_is_taken);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
