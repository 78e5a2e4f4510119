/* SPDX-License-Identifier: MIT */
#include "tests/suite.h"

#include "sender.h"

/* RFC 5681: slow start, congestion avoidance, the loss window, the restart window, and what a duplicate ACK is. */

static struct sender s;

static void
open_and_send(uint32_t octets)
{
	sender_new(&s, TCPSIM_CONGESTION_NEWRENO);
	sender_open(&s, 0);
	sender_send(&s, octets);
}

/* 3.1: cwnd += min(N, SMSS), N being what the ACK acknowledges. */
START_TEST(slow_start_grows_by_what_is_acknowledged)
{
	open_and_send(50000);
	sender_hears(&s, 1000);
	FIRED(&s, TCPSIM_RULE_SLOW_START);
	CWND(&s, 11000);
	/* One has left, and cwnd lets one more in. */
	SENT(&s, 2);
	SENT_NEW(&s, 0, 10000);
	SENT_NEW(&s, 1, 11000);
	/* No more than a segment for an ACK of two. */
	sender_hears(&s, 3000);
	CWND(&s, 12000);
	/* An ACK of half a segment counts half. */
	sender_hears(&s, 3500);
	CWND(&s, 12500);
}
END_TEST

/* RFC 3465 2.2: min(N, L*SMSS). */
START_TEST(with_a_limit_of_two_an_ack_of_two_counts)
{
	sender_new(&s, TCPSIM_CONGESTION_NEWRENO);
	s.end.policy.abc_limit = 2;
	sender_open(&s, 0);
	sender_send(&s, 50000);
	sender_hears(&s, 2000);
	CWND(&s, 12000);
	SENT(&s, 4);
	sender_hears(&s, 6000);
	CWND(&s, 14000);
}
END_TEST

/* RFC 3465 2.3: L is 1 after an RTO. */
START_TEST(after_the_rto_the_limit_is_one)
{
	sender_new(&s, TCPSIM_CONGESTION_NEWRENO);
	s.end.policy.abc_limit = 2;
	sender_open(&s, 0);
	sender_send(&s, 10000);
	sender_times_out(&s);
	sender_hears(&s, 2000);
	CWND(&s, 2000);
}
END_TEST

/* Linux, tcp_cong.c tcp_slow_start(), tcp_reno_cong_avoid(): all counts, up to ssthresh, and the rest for avoidance. */
START_TEST(without_a_limit_all_counts_up_to_ssthresh)
{
	sender_new(&s, TCPSIM_CONGESTION_NEWRENO);
	s.end.policy.abc_limit = TCPSIM_UNLIMITED;
	sender_open(&s, 0);
	sender_send(&s, 50000);
	sender_hears(&s, 5000);
	CWND(&s, 15000);
	SENT(&s, 10);
	s.end.tcb.cc.ssthresh = 17000;
	sender_hears(&s, 15000);
	CWND(&s, 17000);
	FIRED(&s, TCPSIM_RULE_CONGESTION_AVOIDANCE);
	ck_assert_uint_eq(s.end.tcb.cc.acked_bytes, 8000);
}
END_TEST

/* 3.1: one SMSS for each cwnd acknowledged, whatever the ACKs are like: octets are counted. */
START_TEST(avoidance_grows_by_a_segment_a_round_trip)
{
	open_and_send(50000);
	s.end.tcb.cc.ssthresh = 10000;
	for (uint32_t ack = 1000; ack <= 9000; ack += 1000) {
		sender_hears(&s, ack);
		FIRED(&s, TCPSIM_RULE_CONGESTION_AVOIDANCE);
		CWND(&s, 10000);
		SENT(&s, 1);
	}
	sender_hears(&s, 10000);
	CWND(&s, 11000);
	SENT(&s, 2);
	/* 11000 in two ACKs. */
	sender_hears(&s, 15000);
	CWND(&s, 11000);
	sender_hears(&s, 21000);
	CWND(&s, 12000);
}
END_TEST

/* RFC 9438 5.8 and RFC 7661 have the reasons: what was not used says nothing of the path. */
START_TEST(a_window_that_is_not_used_does_not_grow)
{
	open_and_send(3000);
	sender_hears(&s, 1000);
	sender_hears(&s, 3000);
	CWND(&s, 10000);
	NOT_FIRED(&s, TCPSIM_RULE_SLOW_START);
}
END_TEST

/* 3.1 equation (4), and the loss window of one segment; "held constant" when the same segment times out again. */
START_TEST(the_rto_halves_once_and_begins_anew)
{
	open_and_send(50000);
	sender_times_out(&s);
	FIRED(&s, TCPSIM_RULE_LOSS_WINDOW);
	SENT(&s, 1);
	SENT_AGAIN(&s, 0, 0);
	SSTHRESH(&s, 5000);
	CWND(&s, 1000);
	sender_times_out(&s);
	SENT(&s, 1);
	SENT_AGAIN(&s, 0, 0);
	SSTHRESH(&s, 5000);
	CWND(&s, 1000);
	/* FlightSize / 2, but two segments at the least. */
	open_and_send(2000);
	sender_times_out(&s);
	SSTHRESH(&s, 2000);
	CWND(&s, 1000);
}
END_TEST

/* 3.1: after the RTO slow start goes over all that was outstanding, ACK by ACK, not one segment an RTO. */
START_TEST(what_was_outstanding_goes_out_again_in_slow_start)
{
	open_and_send(10000);
	sender_times_out(&s);
	IS(&s, TCPSIM_FLAG_LOSS);
	sender_hears(&s, 1000);
	CWND(&s, 2000);
	FIRED(&s, TCPSIM_RULE_RESENT);
	SENT(&s, 2);
	SENT_AGAIN(&s, 0, 1000);
	SENT_AGAIN(&s, 1, 2000);
	sender_hears(&s, 2000);
	CWND(&s, 3000);
	SENT(&s, 2);
	SENT_AGAIN(&s, 0, 3000);
	SENT_AGAIN(&s, 1, 4000);
	/* The rest had arrived before: the ACK leaps, and nothing is sent again any more. */
	sender_hears(&s, 10000);
	CWND(&s, 4000);
	SENT(&s, 0);
	FIRED(&s, TCPSIM_RULE_RECOVERY_ENDS);
	IS_NOT(&s, TCPSIM_FLAG_LOSS);
}
END_TEST

/* What is new waits until what was lost has gone out, and then shares cwnd with it. */
START_TEST(new_text_follows_what_is_sent_again)
{
	open_and_send(12000);
	SENT(&s, 10);
	sender_times_out(&s);
	for (uint32_t ack = 1000; ack <= 4000; ack += 1000)
		sender_hears(&s, ack);
	/* cwnd 5000 is ssthresh; 4000 to 9000 are out again. */
	CWND(&s, 5000);
	SENT(&s, 2);
	SENT_AGAIN(&s, 1, 8000);
	sender_hears(&s, 5000);
	SENT(&s, 1);
	SENT_AGAIN(&s, 0, 9000);
	sender_hears(&s, 6000);
	SENT(&s, 1);
	SENT_NEW(&s, 0, 10000);
	sender_hears(&s, 7000);
	SENT(&s, 1);
	SENT_NEW(&s, 0, 11000);
	sender_hears(&s, 10000);
	IS_NOT(&s, TCPSIM_FLAG_LOSS);
}
END_TEST

/* An ACK beyond what was sent again so far: that need not be sent again. */
START_TEST(an_ack_that_leaps_is_not_gone_behind)
{
	open_and_send(10000);
	sender_times_out(&s);
	sender_hears(&s, 5000);
	CWND(&s, 2000);
	SENT(&s, 2);
	SENT_AGAIN(&s, 0, 5000);
	SENT_AGAIN(&s, 1, 6000);
}
END_TEST

/* Duplicates after the RTO are answers to what was sent again without need: no fast retransmit (RFC 6582 3.2). */
START_TEST(duplicates_after_the_rto_mean_nothing)
{
	open_and_send(10000);
	sender_times_out(&s);
	sender_hears(&s, 5000);
	sender_hears_again(&s, 5000, 5);
	SENT(&s, 0);
	CWND(&s, 2000);
	IS_NOT(&s, TCPSIM_FLAG_RECOVERY);
}
END_TEST

/* SHLD-16: what lies beyond the window that the peer has shrunk to is not sent again. */
START_TEST(a_window_that_shrank_bounds_what_is_sent_again)
{
	struct tcpsim_segment seg;

	open_and_send(10000);
	seg = sender_ack(&s, 0);
	seg.wnd = 2500;
	sender_hears_segment(&s, seg);
	sender_times_out(&s);
	SENT_AGAIN(&s, 0, 0);
	seg = sender_ack(&s, 1000);
	seg.wnd = 1500;
	sender_hears_segment(&s, seg);
	SENT(&s, 2);
	SENT_AGAIN(&s, 0, 1000);
	sender_check(&s, 1, 2000, 500, true, __LINE__);
	sender_hears_segment(&s, seg);
	SENT(&s, 0);
}
END_TEST

/* A FIN is sent again as the text before it is, in one segment with it where that has room. */
START_TEST(fin_is_sent_again_with_the_text)
{
	open_and_send(3000);
	end_close(&s.end, s.now_us);
	sender_collect(&s);
	sender_times_out(&s);
	SENT_AGAIN(&s, 0, 0);
	sender_hears(&s, 1000);
	SENT(&s, 2);
	SENT_AGAIN(&s, 0, 1000);
	SENT_AGAIN(&s, 1, 2000);
	ck_assert(s.sent[1].seg.ctl & TCPSIM_FIN);
	sender_hears(&s, 3001);
	ck_assert_int_eq(s.end.tcb.state, TCPSIM_FIN_WAIT_2);
	IS_NOT(&s, TCPSIM_FLAG_LOSS);
}
END_TEST

/* A FIN alone that is lost is no special case. */
START_TEST(fin_alone_is_sent_again)
{
	open_and_send(1000);
	sender_hears(&s, 1000);
	end_close(&s.end, s.now_us);
	sender_collect(&s);
	sender_times_out(&s);
	SENT(&s, 1);
	ck_assert(s.sent[0].seg.ctl & TCPSIM_FIN);
	sender_hears(&s, 1001);
	ck_assert_int_eq(s.end.tcb.state, TCPSIM_FIN_WAIT_2);
}
END_TEST

/* 4.1: no more than the restart window, min(IW, cwnd), if nothing was sent for longer than the RTO. */
START_TEST(after_a_rest_the_window_is_the_first_one)
{
	for (int rests = 0; rests < 2; rests++) {
		open_and_send(20000);
		sender_hears(&s, 1000);
		for (uint32_t ack = 2000; ack <= 20000; ack += 1000)
			sender_hears(&s, ack);
		ck_assert_uint_gt(s.end.tcb.cc.cwnd, 15000);
		ck_assert_int_eq(s.end.tcb.rtt.rto_us, SECOND);
		/* The RTO, and the round trip that the last segment may have been sent later than it was timed. */
		s.now_us += SECOND + (rests ? RTT + 1 : 0);
		sender_send(&s, 30000);
		SENT(&s, rests ? 10 : s.end.tcb.cc.cwnd / SMSS);
		if (rests)
			FIRED(&s, TCPSIM_RULE_RESTART_WINDOW);
	}
}
END_TEST

/* 2: an ACK is a duplicate if all of (a) to (e) hold; of each that lacks one three do nothing. */
START_TEST(five_conditions_make_a_duplicate)
{
	for (int lacks = 0; lacks < 6; lacks++) {
		open_and_send(10000);
		if (lacks == 1) /* (a): nothing is outstanding */
			sender_hears(&s, 10000);
		for (int i = 0; i < 3; i++) {
			struct tcpsim_segment seg = sender_ack(&s, lacks == 1 ? 10000 : 0);

			if (lacks == 2) /* (b): it carries text */
				seg.text_bytes = 10;
			if (lacks == 3) /* (c): FIN, behind a gap so that it changes nothing else */
				seg.ctl |= TCPSIM_FIN, seg.seq = tcpsim_seq_add(seg.seq, 100);
			if (lacks == 4) /* (d): it is not the greatest so far */
				seg.ack = tcpsim_seq_add(seg.ack, UINT32_MAX);
			if (lacks == 5) /* (e): another window */
				seg.wnd -= 100;
			sender_hears_segment(&s, seg);
		}
		ck_assert_uint_eq(s.end.tcb.dup_acks, lacks == 0 ? 3 : 0);
		ck_assert_int_eq((s.end.tcb.flags & TCPSIM_FLAG_RECOVERY) != 0, lacks == 0);
	}
}
END_TEST

/* Answers to window probes fulfil all five conditions, and tell of no loss. */
START_TEST(answers_to_window_probes_are_no_duplicates)
{
	struct tcpsim_segment seg;

	open_and_send(1000);
	seg = sender_ack(&s, 1000);
	seg.wnd = 0;
	sender_hears_segment(&s, seg);
	sender_send(&s, 5000);
	for (int i = 0; i < 5; i++) {
		ck_assert_int_eq(end_next_timer(&s.end, &s.now_us), TCPSIM_TIMER_PERSIST);
		ck_assert_int_eq(s.end.out.purpose[0], TCPSIM_PURPOSE_WINDOW_PROBE);
		sender_hears_segment(&s, seg);
		SENT(&s, 0);
	}
	ck_assert_uint_eq(s.end.tcb.dup_acks, 0);
	CWND(&s, 10000);
	/* The window opens: the probe's octet is sent again, and the rest behind it. */
	seg.wnd = 60000;
	sender_hears_segment(&s, seg);
	ck_assert_uint_ge(s.n, 5);
	ck_assert_int_eq(s.sent[0].purpose, TCPSIM_PURPOSE_RETRANSMISSION);
}
END_TEST

/* A window that closes after the RTO and opens again: recovery goes on from there. */
START_TEST(recovery_waits_for_the_window)
{
	struct tcpsim_segment seg;

	open_and_send(10000);
	sender_times_out(&s);
	seg = sender_ack(&s, 1000);
	seg.wnd = 0;
	sender_hears_segment(&s, seg);
	SENT(&s, 0);
	ck_assert_int_eq(end_next_timer(&s.end, &s.now_us), TCPSIM_TIMER_PERSIST);
	seg.wnd = 60000;
	sender_hears_segment(&s, seg);
	SENT(&s, 2);
	SENT_AGAIN(&s, 0, 1000);
	SENT_AGAIN(&s, 1, 2000);
}
END_TEST

/* The policy may change between two calls: what has no cwnd is not limited, and what is limited may be freed. */
START_TEST(congestion_control_may_be_turned_on_and_off)
{
	open_and_send(30000);
	SENT(&s, 10);
	s.end.policy.congestion_control = TCPSIM_CONGESTION_NONE;
	sender_hears(&s, 1000);
	SENT(&s, 20);
	sender_new(&s, TCPSIM_CONGESTION_NONE);
	sender_open(&s, 0);
	s.end.policy.congestion_control = TCPSIM_CONGESTION_NEWRENO;
	sender_send(&s, 30000);
	SENT(&s, 30);
	sender_times_out(&s);
	CWND(&s, 0);
	/* A recovery that goes on as it is turned off ends as it would have. */
	open_and_send(20000);
	s.end.tcb.flags |= TCPSIM_FLAG_SACK;
	SENDER_HEARS_SACK(&s, 0, { 1000, 5000 });
	IS(&s, TCPSIM_FLAG_RECOVERY);
	s.end.policy.congestion_control = TCPSIM_CONGESTION_NONE;
	sender_hears(&s, 5000);
	sender_times_out(&s);
	sender_hears(&s, 20000);
	IS_NOT(&s, TCPSIM_FLAG_RECOVERY);
	ck_assert_uint_eq(s.end.tcb.n_sacked, 0);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("RFC 5681, congestion control");
	TCase *growth = tcase_create("growth"), *timeout = tcase_create("timeout"), *duplicate = tcase_create("duplicates");

	suite_add_tcase(suite, growth);
	tcase_add_test(growth, slow_start_grows_by_what_is_acknowledged);
	tcase_add_test(growth, with_a_limit_of_two_an_ack_of_two_counts);
	tcase_add_test(growth, after_the_rto_the_limit_is_one);
	tcase_add_test(growth, without_a_limit_all_counts_up_to_ssthresh);
	tcase_add_test(growth, avoidance_grows_by_a_segment_a_round_trip);
	tcase_add_test(growth, a_window_that_is_not_used_does_not_grow);
	tcase_add_test(growth, after_a_rest_the_window_is_the_first_one);
	tcase_add_test(growth, congestion_control_may_be_turned_on_and_off);
	suite_add_tcase(suite, timeout);
	tcase_add_test(timeout, the_rto_halves_once_and_begins_anew);
	tcase_add_test(timeout, what_was_outstanding_goes_out_again_in_slow_start);
	tcase_add_test(timeout, new_text_follows_what_is_sent_again);
	tcase_add_test(timeout, an_ack_that_leaps_is_not_gone_behind);
	tcase_add_test(timeout, duplicates_after_the_rto_mean_nothing);
	tcase_add_test(timeout, a_window_that_shrank_bounds_what_is_sent_again);
	tcase_add_test(timeout, fin_is_sent_again_with_the_text);
	tcase_add_test(timeout, fin_alone_is_sent_again);
	tcase_add_test(timeout, recovery_waits_for_the_window);
	suite_add_tcase(suite, duplicate);
	tcase_add_test(duplicate, five_conditions_make_a_duplicate);
	tcase_add_test(duplicate, answers_to_window_probes_are_no_duplicates);
	return suite_run(suite);
}
