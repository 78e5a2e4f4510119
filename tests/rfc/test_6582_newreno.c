/* SPDX-License-Identifier: MIT */
#include "tests/suite.h"

#include "sender.h"

/* RFC 6582 3.2, over RFC 5681 3.2: fast retransmit and fast recovery without SACK. Limited transmit is off: test_3042 has it. */

static struct sender s;

/* Ten segments are out, 0 to 10000. */
static void
open_and_send(uint32_t octets)
{
	sender_new(&s, TCPSIM_CONGESTION_NEWRENO);
	s.end.policy.limited_transmit = 0;
	sender_open(&s, 0);
	sender_send(&s, octets);
}

/* Step 2: the third duplicate, not the second; ssthresh = FlightSize / 2, cwnd = ssthresh + 3 * SMSS. */
START_TEST(the_third_duplicate_sends_the_front_again)
{
	open_and_send(30000);
	sender_hears_again(&s, 0, 2);
	SENT(&s, 0);
	CWND(&s, 10000);
	sender_hears(&s, 0);
	FIRED(&s, TCPSIM_RULE_FAST_RETRANSMIT);
	FIRED(&s, TCPSIM_RULE_RESENT);
	SENT(&s, 1);
	SENT_AGAIN(&s, 0, 0);
	SSTHRESH(&s, 5000);
	CWND(&s, 8000);
	IS(&s, TCPSIM_FLAG_RECOVERY);
	ck_assert_uint_eq(tcpsim_seq_distance(s.base, s.end.tcb.cc.recover), 10000);
}
END_TEST

/* Steps 4 and 5: each further duplicate inflates cwnd, and what it lets in leaves. */
START_TEST(further_duplicates_let_new_text_leave)
{
	open_and_send(30000);
	sender_hears_again(&s, 0, 5);
	CWND(&s, 10000);
	SENT(&s, 0);
	sender_hears(&s, 0);
	FIRED(&s, TCPSIM_RULE_RECOVERY_INFLATES);
	CWND(&s, 11000);
	SENT(&s, 1);
	SENT_NEW(&s, 0, 10000);
}
END_TEST

/* Step 3, full acknowledgments: cwnd = min(ssthresh, max(FlightSize, SMSS) + SMSS). */
START_TEST(a_full_ack_deflates)
{
	open_and_send(30000);
	sender_hears_again(&s, 0, 9);
	CWND(&s, 14000); /* 5000 + 3000 + 6 * 1000: 10000 to 14000 are new */
	sender_hears(&s, 10000);
	FIRED(&s, TCPSIM_RULE_RECOVERY_ENDS);
	IS_NOT(&s, TCPSIM_FLAG_RECOVERY);
	CWND(&s, 5000); /* min(5000, 4000 + 1000) */
	SENT(&s, 1);
	SENT_NEW(&s, 0, 14000);
	/* Nothing new was sent: no burst of five. */
	open_and_send(10000);
	sender_hears_again(&s, 0, 9);
	sender_hears(&s, 10000);
	CWND(&s, 2000); /* min(5000, max(0, 1000) + 1000) */
}
END_TEST

/* Step 3, partial acknowledgments: the next hole at once, cwnd less what was acknowledged, and one SMSS more. */
START_TEST(a_partial_ack_sends_the_next_hole)
{
	open_and_send(10000);
	sender_hears_again(&s, 0, 3);
	CWND(&s, 8000);
	sender_hears(&s, 3000);
	FIRED(&s, TCPSIM_RULE_PARTIAL_ACK);
	SENT(&s, 1);
	SENT_AGAIN(&s, 0, 3000);
	CWND(&s, 6000); /* 8000 - 3000 + 1000 */
	IS(&s, TCPSIM_FLAG_RECOVERY);
	/* Less than one SMSS gives none back. */
	sender_hears(&s, 3500);
	CWND(&s, 5500);
	SENT(&s, 1);
	SENT_AGAIN(&s, 0, 3500);
	/* An ACK of more than cwnd leaves one segment. */
	sender_hears(&s, 9500);
	CWND(&s, 1000);
	SENT(&s, 1);
	sender_check(&s, 0, 9500, 500, true, __LINE__);
	sender_hears(&s, 10000);
	IS_NOT(&s, TCPSIM_FLAG_RECOVERY);
}
END_TEST

/* Step 3: "for the first partial ACK that arrives during fast recovery, also reset the retransmit timer". */
START_TEST(only_the_first_partial_ack_restarts_the_timer)
{
	int64_t due_us;

	open_and_send(10000);
	s.now_us += RTT;
	sender_hears_again(&s, 0, 3);
	s.now_us += RTT;
	sender_hears(&s, 2000);
	due_us = s.end.tcb.deadline_us[TCPSIM_TIMER_RETRANSMISSION];
	ck_assert_int_eq(due_us, s.now_us + s.end.tcb.rtt.rto_us);
	s.now_us += RTT;
	sender_hears(&s, 4000);
	ck_assert_int_eq(s.end.tcb.deadline_us[TCPSIM_TIMER_RETRANSMISSION], due_us);
	/* The ACK that ends it restarts the timer as any ACK does, or stops it. */
	sender_hears(&s, 10000);
	ck_assert_int_eq(s.end.tcb.deadline_us[TCPSIM_TIMER_RETRANSMISSION], TCPSIM_TIME_NONE);
}
END_TEST

/* Step 2: no fast retransmit unless the ACK covers more than `recover`. */
START_TEST(what_does_not_cover_recover_begins_nothing)
{
	open_and_send(12000);
	sender_hears_again(&s, 0, 3);
	sender_hears(&s, 10000);
	IS_NOT(&s, TCPSIM_FLAG_RECOVERY);
	SENT(&s, 2);
	/* Just up to recover: duplicates of what was sent again without need would look like this. */
	sender_hears_again(&s, 10000, 4);
	IS_NOT(&s, TCPSIM_FLAG_RECOVERY);
	SENT(&s, 0);
	ck_assert_uint_eq(s.end.tcb.dup_acks, 4);
	/* Beyond it they count. */
	sender_send(&s, 10000);
	sender_hears(&s, 11000);
	sender_hears_again(&s, 11000, 3);
	IS(&s, TCPSIM_FLAG_RECOVERY);
	SENT_AGAIN(&s, 0, 11000);
}
END_TEST

/* Duplicates are counted up to 255 and not beyond, and begin with 0 after each ACK of something new. */
START_TEST(duplicates_are_counted_in_a_row)
{
	open_and_send(12000);
	sender_hears_again(&s, 0, 2);
	sender_hears(&s, 1000);
	ck_assert_uint_eq(s.end.tcb.dup_acks, 0);
	sender_hears_again(&s, 1000, 2);
	IS_NOT(&s, TCPSIM_FLAG_RECOVERY);
	sender_hears(&s, 1000);
	IS(&s, TCPSIM_FLAG_RECOVERY);
	sender_hears(&s, s.end.tcb.snd.nxt.n - s.base.n);
	sender_send(&s, 1000);
	sender_hears_again(&s, s.end.tcb.snd.una.n - s.base.n, 300);
	ck_assert_uint_eq(s.end.tcb.dup_acks, 255);
}
END_TEST

/* The RTO ends fast recovery; ssthresh comes from what is outstanding then (RFC 5681 equation (4)). */
START_TEST(the_rto_ends_fast_recovery)
{
	open_and_send(30000);
	sender_hears_again(&s, 0, 7);
	CWND(&s, 12000);
	sender_times_out(&s);
	IS_NOT(&s, TCPSIM_FLAG_RECOVERY);
	IS(&s, TCPSIM_FLAG_LOSS);
	SENT(&s, 1);
	SENT_AGAIN(&s, 0, 0);
	CWND(&s, 1000);
	SSTHRESH(&s, 6000); /* 12000 were outstanding */
	ck_assert_uint_eq(tcpsim_seq_distance(s.base, s.end.tcb.cc.recover), 12000);
}
END_TEST

/* What was lost and sent again is not timed (Karn), nor what was on its way meanwhile. */
START_TEST(what_is_sent_again_is_not_timed)
{
	open_and_send(10000);
	IS(&s, TCPSIM_FLAG_TIMING);
	sender_hears_again(&s, 0, 3);
	IS_NOT(&s, TCPSIM_FLAG_TIMING);
	s.now_us += 5 * SECOND / 10;
	sender_hears(&s, 10000);
	NOT_FIRED(&s, TCPSIM_RULE_RTT_SAMPLED);
	ck_assert_int_eq(s.end.tcb.rtt.srtt_us, RTT);
}
END_TEST

/* Many duplicates cannot inflate cwnd beyond the largest window there is. */
START_TEST(inflation_has_an_end)
{
	open_and_send(10000);
	sender_hears_again(&s, 0, 3);
	s.end.tcb.cc.cwnd = (UINT32_C(65535) << 14) - 500;
	sender_hears_again(&s, 0, 2);
	CWND(&s, UINT32_C(65535) << 14);
}
END_TEST

/* A full batch: what is to be sent again waits for the next one, and is not lost on the way. */
START_TEST(a_full_batch_delays_and_drops_nothing)
{
	struct tcpsim_segment seg;

	open_and_send(10000);
	sender_times_out(&s);
	for (uint32_t ack = 1000; ack <= 3000; ack += 1000)
		sender_hears(&s, ack);
	/* 7000 are sent again; a leap to 6000 frees 1000 and more: up to 10000 in one batch or in several. */
	s.end.tcb.cc.cwnd = 20000;
	seg = sender_ack(&s, 4000);
	seg.text_bytes = 5; /* so that an ACK is owed, too */
	sender_hears_segment(&s, seg);
	SENT(&s, 3);
	SENT_AGAIN(&s, 0, 7000);
	SENT_AGAIN(&s, 1, 8000);
	SENT_AGAIN(&s, 2, 9000);
	ck_assert_uint_eq(s.sent[2].seg.ack.n, s.end.tcb.rcv.nxt.n);
	/* From the beginning: ten segments do not fit into one batch. */
	open_and_send(10000);
	sender_times_out(&s);
	s.end.tcb.cc.cwnd = 20000;
	sender_hears(&s, 1000);
	SENT(&s, 9);
	SENT_AGAIN(&s, 0, 1000);
	SENT_AGAIN(&s, 8, 9000);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("RFC 6582, NewReno");
	TCase *recovery = tcase_create("recovery");

	suite_add_tcase(suite, recovery);
	tcase_add_test(recovery, the_third_duplicate_sends_the_front_again);
	tcase_add_test(recovery, further_duplicates_let_new_text_leave);
	tcase_add_test(recovery, a_full_ack_deflates);
	tcase_add_test(recovery, a_partial_ack_sends_the_next_hole);
	tcase_add_test(recovery, only_the_first_partial_ack_restarts_the_timer);
	tcase_add_test(recovery, what_does_not_cover_recover_begins_nothing);
	tcase_add_test(recovery, duplicates_are_counted_in_a_row);
	tcase_add_test(recovery, the_rto_ends_fast_recovery);
	tcase_add_test(recovery, what_is_sent_again_is_not_timed);
	tcase_add_test(recovery, inflation_has_an_end);
	tcase_add_test(recovery, a_full_batch_delays_and_drops_nothing);
	return suite_run(suite);
}
