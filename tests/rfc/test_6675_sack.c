/* SPDX-License-Identifier: MIT */
#include "tests/suite.h"

#include "sender.h"

/* RFC 6675: recovery by what SACK tells. Ten segments are out, 0 to 10000; limited transmit is off but where it says so. */

static struct sender s;

static void
open_and_send(uint32_t octets)
{
	sender_new(&s, TCPSIM_CONGESTION_NEWRENO);
	s.end.policy.limited_transmit = 0;
	sender_open(&s, TCPSIM_FLAG_SACK);
	sender_send(&s, octets);
}

/* 5 (4): ssthresh = cwnd = FlightSize / 2, RecoveryPoint = HighData, and the front goes out at once. */
START_TEST(the_third_duplicate_begins_recovery)
{
	open_and_send(10000);
	SENDER_HEARS_SACK(&s, 0, { 1000, 1500 });
	FIRED(&s, TCPSIM_RULE_SACK_TAKEN);
	SENDER_HEARS_SACK(&s, 0, { 1000, 2000 });
	IS_NOT(&s, TCPSIM_FLAG_RECOVERY);
	/* 2500 octets are more than two segments, but it is the third duplicate, too. */
	SENDER_HEARS_SACK(&s, 0, { 1000, 2500 });
	FIRED(&s, TCPSIM_RULE_SACK_RECOVERY);
	IS(&s, TCPSIM_FLAG_RECOVERY);
	SENT(&s, 1);
	SENT_AGAIN(&s, 0, 0);
	SSTHRESH(&s, 5000);
	CWND(&s, 5000);
	ck_assert_uint_eq(tcpsim_seq_distance(s.base, s.end.tcb.cc.recover), 10000);
	ck_assert_uint_eq(tcpsim_seq_distance(s.base, s.end.tcb.snd.resend), 1000);
}
END_TEST

/* 4 IsLost(): more than (DupThresh - 1) * SMSS octets above, in one ACK; exactly so many are not enough. */
START_TEST(octets_above_make_it_lost)
{
	open_and_send(10000);
	SENDER_HEARS_SACK(&s, 0, { 1000, 3000 });
	IS_NOT(&s, TCPSIM_FLAG_RECOVERY);
	open_and_send(10000);
	SENDER_HEARS_SACK(&s, 0, { 1000, 3001 });
	IS(&s, TCPSIM_FLAG_RECOVERY);
	SENT_AGAIN(&s, 0, 0);
}
END_TEST

/* 4 IsLost(): DupThresh discontiguous ranges above. */
START_TEST(ranges_above_make_it_lost)
{
	open_and_send(10000);
	SENDER_HEARS_SACK(&s, 0, { 1000, 1100 }, { 3000, 3100 });
	IS_NOT(&s, TCPSIM_FLAG_RECOVERY);
	SENDER_HEARS_SACK(&s, 0, { 5000, 5100 }, { 3000, 3100 }, { 1000, 1100 });
	IS(&s, TCPSIM_FLAG_RECOVERY);
	/* Of what is above the front only 2000 has less than three ranges above it: 1100 to 3000 is not lost yet. */
	SENT_AGAIN(&s, 0, 0);
}
END_TEST

/* 2: what tells something new is a duplicate even if it acknowledges, has text, or changes the window. */
START_TEST(news_count_whatever_else_the_ack_does)
{
	struct tcpsim_segment seg;

	open_and_send(20000);
	SENDER_HEARS_SACK(&s, 0, { 5000, 6000 });
	ck_assert_uint_eq(s.end.tcb.dup_acks, 1);
	/* "If the incoming ACK is a cumulative acknowledgment, the TCP MUST reset DupAcks to zero", and it is the first. */
	SENDER_HEARS_SACK(&s, 1000, { 5000, 7000 });
	ck_assert_uint_eq(s.end.tcb.dup_acks, 1);
	seg = sender_ack(&s, 1000);
	seg.wnd += 77;
	seg.options |= TCPSIM_OPTION_SACK;
	seg.n_sack = 1;
	seg.sack[0].begin = tcpsim_seq_add(s.base, 9000);
	seg.sack[0].end = tcpsim_seq_add(s.base, 9100);
	sender_hears_segment(&s, seg);
	ck_assert_uint_eq(s.end.tcb.dup_acks, 2);
}
END_TEST

/* 4 SetPipe() and NextSeg() rule 1, 5 (C): what is lost goes out from the lowest hole up, as pipe lets it. */
START_TEST(lost_holes_go_out_as_pipe_lets_them)
{
	open_and_send(20000);
	/* 0, 1000 and 3000 are missing, 4000 to 8000 are there: all three are lost. 8000 to 10000 are on their way. */
	SENDER_HEARS_SACK(&s, 0, { 4000, 8000 }, { 2000, 3000 });
	IS(&s, TCPSIM_FLAG_RECOVERY);
	CWND(&s, 5000);
	/* pipe = 2000 + what is sent again: 0, 1000 and 3000 fill it up to 5000. */
	SENT(&s, 3);
	SENT_AGAIN(&s, 0, 0);
	SENT_AGAIN(&s, 1, 1000);
	SENT_AGAIN(&s, 2, 3000);
	/* Each that arrives lets one more in: rule 2, something new. */
	SENDER_HEARS_SACK(&s, 0, { 4000, 9000 }, { 2000, 3000 });
	SENT(&s, 1);
	SENT_NEW(&s, 0, 10000);
	/* 5 (A): a cumulative ACK of RecoveryPoint ends it; cwnd is ssthresh. */
	sender_hears(&s, 10000);
	FIRED(&s, TCPSIM_RULE_RECOVERY_ENDS);
	IS_NOT(&s, TCPSIM_FLAG_RECOVERY);
	CWND(&s, 5000);
	SENT(&s, 4); /* 1000 are under way */
	ck_assert_uint_eq(s.end.tcb.n_sacked, 0);
	ck_assert_uint_eq(s.end.tcb.snd.resend.n, 0);
}
END_TEST

/* 5 (B): a partial ACK changes pipe and nothing else; what is lost above goes on. */
START_TEST(a_partial_ack_goes_on)
{
	open_and_send(10000);
	SENDER_HEARS_SACK(&s, 0, { 5000, 10000 });
	/* All of 0 to 5000 is lost, and five segments are cwnd. */
	SENT(&s, 5);
	SENT_AGAIN(&s, 4, 4000);
	SENDER_HEARS_SACK(&s, 2000, { 5000, 10000 });
	SENT(&s, 0);
	IS(&s, TCPSIM_FLAG_RECOVERY);
	sender_hears(&s, 10000);
	IS_NOT(&s, TCPSIM_FLAG_RECOVERY);
}
END_TEST

/* A segment is sent again once in a recovery: 4 NextSeg() (1.a), S2 > HighRxt. The RTO is for what gets lost twice. */
START_TEST(nothing_goes_out_again_twice)
{
	open_and_send(10000);
	SENDER_HEARS_SACK(&s, 0, { 1000, 4001 });
	SENT_AGAIN(&s, 0, 0);
	for (uint32_t end = 5000; end <= 10000; end += 1000) {
		SENDER_HEARS_SACK(&s, 0, { 1000, end });
		SENT(&s, 0);
	}
	sender_times_out(&s);
	SENT_AGAIN(&s, 0, 0);
}
END_TEST

/* 4 NextSeg() rule 3: below what has arrived, not lost yet by IsLost(), and nothing new to send instead. */
START_TEST(what_may_be_lost_goes_out_where_nothing_is_new)
{
	for (int has_new = 0; has_new < 2; has_new++) {
		open_and_send(has_new ? 20000 : 10000);
		/* 0 to 5000 are there but for the first; 6000 is missing, and 1000 octets above it are there. */
		SENDER_HEARS_SACK(&s, 0, { 7000, 8000 }, { 1000, 6000 });
		SENT_AGAIN(&s, 0, 0);
		/* pipe: 6000 to 7000, 8000 to 10000, and 0 again: 4000 of 5000. One more may leave. */
		SENT(&s, 2);
		if (has_new)
			SENT_NEW(&s, 1, 10000);
		else
			SENT_AGAIN(&s, 1, 6000);
	}
}
END_TEST

/* Rule 3 again: a rest that Nagle (SHLD-7) holds back is not new text that could leave instead. */
START_TEST(what_nagle_holds_back_stands_in_nobodys_way)
{
	for (int nagle = 0; nagle < 2; nagle++) {
		open_and_send(10000);
		s.end.policy.nagle = nagle;
		sender_send(&s, 500);
		SENDER_HEARS_SACK(&s, 0, { 7000, 8000 }, { 1000, 6000 });
		SENT_AGAIN(&s, 0, 0);
		SENT(&s, 2);
		if (nagle)
			SENT_AGAIN(&s, 1, 6000);
		else
			sender_check(&s, 1, 10000, 500, false, __LINE__);
	}
}
END_TEST

/* RFC 2018 8, RFC 6675 5.1: after the RTO what was told is forgotten, and what is told from then on is minded. */
START_TEST(the_rto_forgets_and_learns_anew)
{
	open_and_send(10000);
	SENDER_HEARS_SACK(&s, 0, { 1000, 2000 });
	ck_assert_uint_eq(s.end.tcb.n_sacked, 1);
	sender_times_out(&s);
	ck_assert_uint_eq(s.end.tcb.n_sacked, 0);
	SENT(&s, 1);
	SENT_AGAIN(&s, 0, 0);
	CWND(&s, 1000);
	/* The front has arrived, and so had 2000 to 6000 and 7000 to 9000. */
	SENDER_HEARS_SACK(&s, 1000, { 7000, 9000 }, { 2000, 6000 });
	CWND(&s, 2000);
	SENT(&s, 2);
	SENT_AGAIN(&s, 0, 1000);
	SENT_AGAIN(&s, 1, 6000);
	SENDER_HEARS_SACK(&s, 6000, { 7000, 9000 });
	CWND(&s, 3000);
	SENT(&s, 1);
	SENT_AGAIN(&s, 0, 9000);
	sender_hears(&s, 10000);
	IS_NOT(&s, TCPSIM_FLAG_LOSS);
}
END_TEST

/* All above the front had arrived: after the RTO only the front goes out again, and what is new may follow. */
START_TEST(after_the_rto_what_has_arrived_stays)
{
	open_and_send(12000);
	sender_times_out(&s);
	SENT_AGAIN(&s, 0, 0);
	SENDER_HEARS_SACK(&s, 1000, { 2000, 10000 });
	SENT(&s, 2);
	SENT_AGAIN(&s, 0, 1000);
	SENT_NEW(&s, 1, 10000);
}
END_TEST

/* 5.1: no new recovery until HighACK has reached what was sent before the RTO; then, unlike RFC 6582, at once. */
START_TEST(recovery_waits_for_the_recovery_point)
{
	open_and_send(30000);
	sender_times_out(&s);
	SENDER_HEARS_SACK(&s, 1000, { 4000, 9000 });
	SENDER_HEARS_SACK(&s, 1000, { 4000, 10000 });
	IS_NOT(&s, TCPSIM_FLAG_RECOVERY);
	IS(&s, TCPSIM_FLAG_LOSS);
	sender_hears(&s, 10000);
	IS_NOT(&s, TCPSIM_FLAG_LOSS);
	CWND(&s, 3000);
	SENT(&s, 3);
	sender_hears(&s, 11000);
	SENT(&s, 2);
	SENDER_HEARS_SACK(&s, 11000, { 12000, 15000 });
	IS(&s, TCPSIM_FLAG_RECOVERY);
}
END_TEST

/* The window has shrunk, or is closed: nothing beyond it goes out again, and answers to probes begin nothing. */
START_TEST(nothing_beyond_the_window_goes_out_again)
{
	struct tcpsim_segment seg;

	open_and_send(10000);
	seg = sender_ack(&s, 0);
	seg.wnd = 500;
	sender_hears_segment(&s, seg);
	SENDER_HEARS_SACK(&s, 0, { 1000, 5000 });
	SENT(&s, 1);
	sender_check(&s, 0, 0, 500, true, __LINE__);
	open_and_send(10000);
	seg = sender_ack(&s, 0);
	seg.wnd = 0;
	sender_hears_segment(&s, seg);
	SENDER_HEARS_SACK(&s, 0, { 1000, 5000 });
	SENT(&s, 0);
	IS_NOT(&s, TCPSIM_FLAG_RECOVERY);
}
END_TEST

/* FIN is a number like others, and the last. */
START_TEST(a_lost_fin_goes_out_with_the_text_before_it)
{
	open_and_send(5000);
	end_close(&s.end, s.now_us);
	sender_collect(&s);
	SENDER_HEARS_SACK(&s, 0, { 1000, 4000 });
	/* Rule 3 does not go beyond what has arrived: the last segment and the FIN wait. */
	SENT(&s, 1);
	SENT_AGAIN(&s, 0, 0);
	sender_hears(&s, 4000);
	IS(&s, TCPSIM_FLAG_RECOVERY);
	SENT(&s, 0);
	sender_times_out(&s);
	SENT(&s, 1);
	SENT_AGAIN(&s, 0, 4000);
	ck_assert(s.sent[0].seg.ctl & TCPSIM_FIN);
	sender_hears(&s, 5001);
	ck_assert_int_eq(s.end.tcb.state, TCPSIM_FIN_WAIT_2);
	IS_NOT(&s, TCPSIM_FLAG_LOSS);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("RFC 6675, recovery with SACK");
	TCase *begin = tcase_create("beginning"), *next = tcase_create("going on"), *timeout = tcase_create("timeout");

	suite_add_tcase(suite, begin);
	tcase_add_test(begin, the_third_duplicate_begins_recovery);
	tcase_add_test(begin, octets_above_make_it_lost);
	tcase_add_test(begin, ranges_above_make_it_lost);
	tcase_add_test(begin, news_count_whatever_else_the_ack_does);
	suite_add_tcase(suite, next);
	tcase_add_test(next, lost_holes_go_out_as_pipe_lets_them);
	tcase_add_test(next, a_partial_ack_goes_on);
	tcase_add_test(next, nothing_goes_out_again_twice);
	tcase_add_test(next, what_may_be_lost_goes_out_where_nothing_is_new);
	tcase_add_test(next, what_nagle_holds_back_stands_in_nobodys_way);
	tcase_add_test(next, nothing_beyond_the_window_goes_out_again);
	tcase_add_test(next, a_lost_fin_goes_out_with_the_text_before_it);
	suite_add_tcase(suite, timeout);
	tcase_add_test(timeout, the_rto_forgets_and_learns_anew);
	tcase_add_test(timeout, after_the_rto_what_has_arrived_stays);
	tcase_add_test(timeout, recovery_waits_for_the_recovery_point);
	return suite_run(suite);
}
