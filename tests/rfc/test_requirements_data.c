/* SPDX-License-Identifier: MIT */
/* The numbered requirements of RFC 9293 on text, windows and acknowledgments: 3.7, 3.8.6, 3.9.1.2, 3.10.7.4. */
#include "tests/rfc/ends.h"
#include "tests/suite.h"

#define RTT (SECOND / 10)

/* <SEQ=RCV.NXT><ACK=ack><CTL=ACK><WND=wnd> */
static void
hear_ack(struct end *end, tcpsim_seq ack, uint32_t wnd, int64_t now_us)
{
	struct tcpsim_segment seg = end_peer_says(end, TCPSIM_ACK, 0, 0);

	seg.ack = ack;
	seg.wnd = wnd;
	end_arrives(end, seg, now_us);
}

/* SHLD-28: text leaves in segments as large as can be. */
START_TEST(text_leaves_at_once_in_the_largest_segments)
{
	struct end a = end_new(), b = end_new();

	ends_open(&a, &b, RTT);
	a.policy.nagle = 0;
	end_send(&a, 3000, SECOND);
	ck_assert_uint_eq(a.out.n_segments, 3);
	ck_assert_uint_eq(a.out.segments[0].text_bytes, 1460);
	ck_assert_uint_eq(a.out.segments[1].text_bytes, 1460);
	ck_assert_uint_eq(a.out.segments[2].text_bytes, 80);
}
END_TEST

/* MUST-60: without PUSH nothing is held back for ever; what Nagle keeps leaves with the ACK of what is under way. */
START_TEST(no_text_is_held_back_for_ever)
{
	struct end a = end_new(), b = end_new();

	ends_open(&a, &b, RTT);
	end_send(&a, 1500, SECOND);
	ck_assert_uint_eq(end_sent(&a).text_bytes, 1460);
	hear_ack(&a, a.tcb.snd.nxt, 65535, 2 * SECOND);
	ck_assert_uint_eq(end_sent(&a).text_bytes, 40);
}
END_TEST

/* MUST-1, REC-1: the highest bit of the window is a bit like others. */
START_TEST(a_large_window_is_not_a_negative_one)
{
	struct end a = end_new(), b = end_new();

	a.policy.congestion_control = TCPSIM_CONGESTION_NONE; /* cwnd would let less leave */
	ends_open(&a, &b, RTT);
	a.policy.nagle = 0;
	a.policy.congestion_control = TCPSIM_CONGESTION_NONE;
	hear_ack(&a, a.tcb.snd.nxt, 65535, SECOND);
	ck_assert_uint_eq(a.tcb.snd.wnd, 65535);
	end_send(&a, 40000, SECOND);
	while (a.out.more)
		tcpsim_engine_poll(&a.tcb, &a.policy, SECOND, &a.out);
	ck_assert_uint_eq(a.tcb.snd.queued_bytes, 0);
}
END_TEST

/*
 * MUST-34: a window that shrinks below what is in flight makes the usable window negative, which is no window.
 * SHLD-15: nothing new goes out. SHLD-16: what lies within the window is sent again as ever.
 */
START_TEST(a_window_that_shrinks_does_no_harm)
{
	struct end a = end_new(), b = end_new();
	tcpsim_seq una;
	int64_t now_us;

	ends_open(&a, &b, RTT);
	una = a.tcb.snd.una;
	end_send(&a, 1000, SECOND);
	hear_ack(&a, una, 300, SECOND);
	ck_assert_uint_eq(a.tcb.snd.wnd, 300);
	end_send(&a, 1000, SECOND);
	ck_assert_uint_eq(a.out.n_segments, 0);
	ck_assert_int_eq(end_next_timer(&a, &now_us), TCPSIM_TIMER_RETRANSMISSION);
	ck_assert_uint_eq(end_sent(&a).seq.n, una.n);
	ck_assert_uint_eq(end_sent(&a).text_bytes, 300);
}
END_TEST

/* Let b's user not read, and a fill b's buffer of 1000 octets: the window is closed at both ends. */
static void
close_window(struct end *a, struct end *b)
{
	b->policy.receive_buffer_bytes = 1000;
	ends_open(a, b, RTT);
	end_send(a, 1500, SECOND);
	end_arrives(b, end_sent(a), SECOND);
	ck_assert_uint_eq(b->tcb.rcv.wnd, 0);
	end_arrives(a, end_sent(b), SECOND);
	ck_assert_uint_eq(a->tcb.snd.wnd, 0);
}

/*
 * MUST-36: a closed window is probed; SHLD-29: first after an RTO; SHLD-30: then each time after twice as long.
 * MUST-37: for ever, as long as there are answers; MAY-8: the receiver may be as slow as it likes.
 */
START_TEST(a_closed_window_is_probed_for_as_long_as_it_takes)
{
	struct end a = end_new(), b = end_new();
	int64_t before_us = SECOND, interval_us = SECOND, now_us = 0;

	close_window(&a, &b);
	while (now_us < 24 * HOUR) {
		ck_assert_int_eq(end_next_timer(&a, &now_us), TCPSIM_TIMER_PERSIST);
		ck_assert_int_eq(now_us - before_us, interval_us);
		before_us = now_us;
		interval_us = 2 * interval_us < MINUTE ? 2 * interval_us : MINUTE;
		ck_assert_int_eq(a.out.purpose[0], TCPSIM_PURPOSE_WINDOW_PROBE);
		end_arrives(&b, end_sent(&a), now_us);
		ck_assert_uint_eq(end_sent(&b).wnd, 0);
		end_arrives(&a, end_sent(&b), now_us);
	}
	ck_assert_int_eq(a.tcb.state, TCPSIM_ESTABLISHED);
}
END_TEST

/* MUST-36: once the window opens, what was waiting goes. */
START_TEST(a_window_that_opens_lets_text_go_on)
{
	struct end a = end_new(), b = end_new();

	close_window(&a, &b);
	end_receive(&b, TCPSIM_RECEIVE_ALL, MINUTE);
	ck_assert_uint_eq(end_sent(&b).wnd, 1000);
	end_arrives(&a, end_sent(&b), MINUTE);
	ck_assert_uint_eq(end_sent(&a).text_bytes, 500);
}
END_TEST

/* MUST-35: so is a window that shrank to nothing. SHLD-17: what lies beyond its edge does not time out. */
START_TEST(a_window_that_shrank_to_zero_is_probed)
{
	struct end a = end_new(), b = end_new();
	int64_t now_us = 0;
	tcpsim_seq una;

	ends_open(&a, &b, RTT);
	una = a.tcb.snd.una;
	end_send(&a, 1000, SECOND);
	hear_ack(&a, una, 0, SECOND);
	while (now_us < 24 * HOUR) {
		ck_assert_int_eq(end_next_timer(&a, &now_us), TCPSIM_TIMER_PERSIST);
		ck_assert_uint_eq(end_sent(&a).seq.n, una.n);
		ck_assert_uint_eq(end_sent(&a).text_bytes, 1);
		hear_ack(&a, una, 0, now_us);
	}
	ck_assert_int_eq(a.tcb.state, TCPSIM_ESTABLISHED);
}
END_TEST

/* MUST-66: with a receive window of zero a valid ACK and a RST still count. */
START_TEST(a_closed_window_takes_ack_and_rst)
{
	struct end a = end_new(), b = end_new();

	close_window(&a, &b);
	end_send(&b, 10, MINUTE);
	ck_assert_uint_ne(b.tcb.snd.una.n, b.tcb.snd.nxt.n);
	/* With text that there is no room for. */
	end_arrives(&b, end_peer_says(&b, TCPSIM_ACK, 0, 1), MINUTE);
	ck_assert_uint_eq(b.tcb.snd.una.n, b.tcb.snd.nxt.n);
	ck_assert_uint_eq(b.tcb.rcv.unread_bytes, 1000);
	end_arrives(&b, end_peer_says(&b, TCPSIM_RST, 0, 0), MINUTE);
	ck_assert_int_eq(b.tcb.state, TCPSIM_CLOSED);
	ck_assert_int_eq(b.out.error, TCPSIM_ERROR_RESET);
}
END_TEST

/*
 * SHLD-14: the right edge of the receive window never moves left. MUST-39: it moves right by a full segment or half
 * of the buffer, not by what a slow reader takes.
 */
START_TEST(the_right_edge_moves_in_large_steps_and_never_left)
{
	struct end a = end_new(), b = end_new();
	tcpsim_seq edge;
	uint32_t step;

	close_window(&a, &b);
	for (unsigned read = 0; read < 1000; read += 10) {
		edge = tcpsim_seq_add(b.tcb.rcv.nxt, b.tcb.rcv.wnd);
		end_receive(&b, 10, MINUTE);
		step = tcpsim_seq_distance(edge, tcpsim_seq_add(b.tcb.rcv.nxt, b.tcb.rcv.wnd));
		ck_assert_uint_lt(step, UINT32_C(1) << 31);
		ck_assert(step == 0 || step >= 500);
	}
	ck_assert_uint_eq(b.tcb.rcv.wnd, 1000);
}
END_TEST

/*
 * MAY-13, SHLD-31: text behind a gap is answered at once and held. MUST-58, MUST-59: what fills the gap is answered
 * once, for all that was held behind it.
 */
START_TEST(what_fills_a_gap_is_answered_once_for_all)
{
	struct end a = end_new(), b = end_new();
	struct tcpsim_segment first, rest;
	tcpsim_seq nxt;

	ends_open(&a, &b, RTT);
	nxt = b.tcb.rcv.nxt;
	first = end_peer_says(&b, TCPSIM_ACK, 0, 100);
	rest = end_peer_says(&b, TCPSIM_ACK | TCPSIM_FIN, 200, 100);
	end_arrives(&b, rest, SECOND);
	ck_assert_uint_eq(end_sent(&b).ack.n, nxt.n);
	end_arrives(&b, end_peer_says(&b, TCPSIM_ACK, 100, 100), SECOND);
	ck_assert_uint_eq(end_sent(&b).ack.n, nxt.n);
	end_arrives(&b, first, SECOND);
	ck_assert_uint_eq(end_sent(&b).ack.n, tcpsim_seq_add(nxt, 301).n);
	ck_assert_int_eq(b.tcb.state, TCPSIM_CLOSE_WAIT);
}
END_TEST

/* MUST-58: an ACK rides on text that is to be sent anyway. */
START_TEST(an_ack_rides_on_text)
{
	struct end a = end_new(), b = end_new();

	ends_open(&a, &b, RTT);
	end_send(&b, 1470, SECOND);
	/* The peer sends text and acknowledges ours, and Nagle lets the rest go. */
	end_arrives(&b, end_peer_says(&b, TCPSIM_ACK, 0, 5), SECOND);
	ck_assert_uint_eq(end_sent(&b).text_bytes, 10);
	ck_assert_uint_eq(end_sent(&b).ack.n, b.tcb.rcv.nxt.n);
}
END_TEST

/* MUST-40: no ACK is delayed by half a second or more; SHLD-19: at least every second segment is answered. */
START_TEST(text_is_acknowledged_at_once)
{
	struct end a = end_new(), b = end_new();

	ends_open(&a, &b, RTT);
	for (int i = 0; i < 10; i++) {
		end_arrives(&b, end_peer_says(&b, TCPSIM_ACK, 0, 1460), SECOND);
		ck_assert_uint_eq(end_sent(&b).ack.n, b.tcb.rcv.nxt.n);
	}
}
END_TEST

/* MAY-12: an ACK below SND.UNA - MAX.SND.WND is answered by an ACK, and its text is not taken. */
START_TEST(text_with_an_ack_too_old_is_refused)
{
	struct end a = end_new(), b = end_new();
	struct tcpsim_segment seg;
	tcpsim_seq nxt;

	ends_open(&a, &b, RTT);
	nxt = b.tcb.rcv.nxt;
	seg = end_peer_says(&b, TCPSIM_ACK, 0, 10);
	seg.ack = tcpsim_seq_make(b.tcb.snd.una.n - b.tcb.snd.max_wnd - 1);
	end_arrives(&b, seg, SECOND);
	ck_assert_uint_eq(end_sent(&b).ctl, TCPSIM_ACK);
	ck_assert_uint_eq(b.tcb.rcv.nxt.n, nxt.n);
	seg.ack = tcpsim_seq_make(seg.ack.n + 1);
	end_arrives(&b, seg, SECOND);
	ck_assert_uint_eq(b.tcb.rcv.nxt.n, tcpsim_seq_add(nxt, 10).n);
}
END_TEST

/*
 * MAY-12 after a CLOSE in SYN-RECEIVED: the SYN is not acknowledged, SND.UNA is ISS, and no ACK of ISS or below it was
 * ever due. Hazard 6: text that comes with one is of a dead incarnation.
 */
START_TEST(text_before_the_handshake_is_complete_is_refused)
{
	static const uint32_t below[] = { 0, 1, 100, 65535, 70000 };
	struct end a = end_new(), b = end_new();
	struct tcpsim_segment seg;
	tcpsim_seq nxt;

	end_listen(&b);
	end_connect(&a, A_ISS, 0);
	end_arrives(&b, a.out.segments[0], RTT);
	ck_assert_int_eq(tcpsim_engine_close(&b.tcb, &b.policy, RTT, &b.out), TCPSIM_OK);
	ck_assert_int_eq(b.tcb.state, TCPSIM_FIN_WAIT_1);
	nxt = b.tcb.rcv.nxt;
	seg = end_peer_says(&b, TCPSIM_ACK, 0, 10);
	for (size_t i = 0; i < sizeof(below) / sizeof(below[0]); i++) {
		seg.ack = tcpsim_seq_make(b.tcb.snd.iss.n - below[i]);
		end_arrives(&b, seg, RTT);
		ck_assert_int_eq(b.out.rule, TCPSIM_RULE_ACK_TOO_OLD);
		ck_assert_uint_eq(b.tcb.rcv.nxt.n, nxt.n);
	}
	seg.ack = tcpsim_seq_add(b.tcb.snd.iss, 1);
	end_arrives(&b, seg, RTT);
	ck_assert_uint_eq(b.tcb.rcv.nxt.n, tcpsim_seq_add(nxt, 10).n);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("requirements on data");
	TCase *text = tcase_create("text"), *windows = tcase_create("windows"), *acks = tcase_create("acknowledgments");

	suite_add_tcase(suite, text);
	tcase_add_test(text, text_leaves_at_once_in_the_largest_segments);
	tcase_add_test(text, no_text_is_held_back_for_ever);
	suite_add_tcase(suite, windows);
	tcase_add_test(windows, a_large_window_is_not_a_negative_one);
	tcase_add_test(windows, a_window_that_shrinks_does_no_harm);
	tcase_add_test(windows, a_closed_window_is_probed_for_as_long_as_it_takes);
	tcase_add_test(windows, a_window_that_opens_lets_text_go_on);
	tcase_add_test(windows, a_window_that_shrank_to_zero_is_probed);
	tcase_add_test(windows, a_closed_window_takes_ack_and_rst);
	tcase_add_test(windows, the_right_edge_moves_in_large_steps_and_never_left);
	suite_add_tcase(suite, acks);
	tcase_add_test(acks, what_fills_a_gap_is_answered_once_for_all);
	tcase_add_test(acks, an_ack_rides_on_text);
	tcase_add_test(acks, text_is_acknowledged_at_once);
	tcase_add_test(acks, text_with_an_ack_too_old_is_refused);
	tcase_add_test(acks, text_before_the_handshake_is_complete_is_refused);
	return suite_run(suite);
}
