/* SPDX-License-Identifier: MIT */
#include "tests/suite.h"

#include "sender.h"

/* RFC 6928 2: the initial window is min(10 * MSS, max(2 * MSS, 14600)); RFC 5681 3.1: one segment if the SYN was lost. */

static uint32_t
cwnd_with(int64_t mss, int64_t segments)
{
	static struct sender s;

	sender_new(&s, TCPSIM_CONGESTION_NEWRENO);
	s.end.policy.mtu = 65535;
	s.end.policy.mss = mss;
	s.end.policy.initial_window = segments;
	sender_open(&s, 0);
	return s.end.tcb.cc.cwnd;
}

START_TEST(ten_segments_bounded_by_14600_octets)
{
	ck_assert_uint_eq(cwnd_with(536, 10), 5360);
	ck_assert_uint_eq(cwnd_with(1460, 10), 14600);
	/* 10 * 1500 are more than 14600. */
	ck_assert_uint_eq(cwnd_with(1500, 10), 14600);
	/* Two segments are more than 14600 octets. */
	ck_assert_uint_eq(cwnd_with(9000, 10), 18000);
}
END_TEST

START_TEST(the_policy_may_say_otherwise)
{
	ck_assert_uint_eq(cwnd_with(1000, 1), 1000);
	ck_assert_uint_eq(cwnd_with(1000, 4), 4000);
	ck_assert_uint_eq(cwnd_with(9000, 9), 81000);
	/* No window is larger than 65535 * 2^14: RFC 7323 2.3. */
	ck_assert_uint_eq(cwnd_with(9000, 1000000), UINT32_C(65535) << 14);
}
END_TEST

START_TEST(that_much_leaves_and_no_more)
{
	static struct sender s;

	sender_new(&s, TCPSIM_CONGESTION_NEWRENO);
	sender_open(&s, 0);
	ck_assert_uint_eq(s.end.tcb.cc.ssthresh, UINT32_MAX); /* RFC 5681 3.1: arbitrarily high */
	CWND(&s, 10000);
	sender_send(&s, 30000);
	SENT(&s, 10);
	SENT_NEW(&s, 0, 0);
	SENT_NEW(&s, 9, 9000);
	ck_assert_uint_eq(s.end.tcb.snd.queued_bytes, 20000);
}
END_TEST

START_TEST(a_lost_syn_makes_it_one_segment)
{
	static struct sender s;
	struct tcpsim_segment seg = { .seq = { B_ISS }, .ack = { A_ISS + 1U }, .wnd = 60000, .ctl = TCPSIM_SYN | TCPSIM_ACK,
		.options = TCPSIM_OPTION_MSS, .mss = 1000 };

	sender_new(&s, TCPSIM_CONGESTION_NEWRENO);
	end_connect(&s.end, A_ISS, 0);
	ck_assert_int_eq(end_next_timer(&s.end, &s.now_us), TCPSIM_TIMER_RETRANSMISSION);
	CWND(&s, 0);
	end_arrives(&s.end, seg, s.now_us + RTT);
	ck_assert(tcpsim_rule_set_has(&s.end.out.fired, TCPSIM_RULE_INITIAL_WINDOW));
	CWND(&s, SMSS);
}
END_TEST

/* The ACK of a SYN,ACK lets nothing grow (RFC 5681 3.1); the passive end has the same window, and one segment if it was lost. */
START_TEST(the_passive_end_has_it_too)
{
	for (int is_lost = 0; is_lost < 2; is_lost++) {
		struct end a = end_new(), b = end_new();
		struct tcpsim_segment ack;
		int64_t now_us = 0;

		end_listen(&b);
		end_connect(&a, A_ISS, 0);
		end_arrives(&b, end_sent(&a), 0);
		if (is_lost)
			ck_assert_int_eq(end_next_timer(&b, &now_us), TCPSIM_TIMER_RETRANSMISSION);
		end_arrives(&a, end_sent(&b), now_us);
		ack = end_sent(&a);
		ck_assert_uint_eq(b.tcb.cc.cwnd, 0);
		end_arrives(&b, ack, now_us);
		ck_assert_uint_eq(b.tcb.cc.cwnd, is_lost ? 1460 : 14600);
	}
}
END_TEST

START_TEST(two_messages_do_as_well_as_three)
{
	struct end a = end_new(), b = end_new();

	b.policy.handshake = TCPSIM_TWO_WAY;
	end_listen(&b);
	end_connect(&a, A_ISS, 0);
	end_arrives(&b, end_sent(&a), 0);
	ck_assert_int_eq(b.tcb.state, TCPSIM_ESTABLISHED);
	ck_assert_uint_eq(b.tcb.cc.cwnd, 14600);
}
END_TEST

START_TEST(without_congestion_control_there_is_none)
{
	static struct sender s;

	sender_new(&s, TCPSIM_CONGESTION_NONE);
	sender_open(&s, 0);
	sender_send(&s, 60000);
	SENT(&s, 60);
	CWND(&s, 0);
	SSTHRESH(&s, 0);
	sender_hears(&s, 1000);
	sender_hears_again(&s, 1000, 9);
	SENT(&s, 0);
	ck_assert_uint_eq(s.end.tcb.dup_acks, 0);
	sender_times_out(&s);
	SENT(&s, 1);
	SENT_AGAIN(&s, 0, 1000);
	CWND(&s, 0);
	/* One segment an RTO, no more. */
	sender_hears(&s, 2000);
	SENT(&s, 0);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("RFC 6928, the initial window");
	TCase *window = tcase_create("window");

	suite_add_tcase(suite, window);
	tcase_add_test(window, ten_segments_bounded_by_14600_octets);
	tcase_add_test(window, the_policy_may_say_otherwise);
	tcase_add_test(window, that_much_leaves_and_no_more);
	tcase_add_test(window, a_lost_syn_makes_it_one_segment);
	tcase_add_test(window, the_passive_end_has_it_too);
	tcase_add_test(window, two_messages_do_as_well_as_three);
	tcase_add_test(window, without_congestion_control_there_is_none);
	return suite_run(suite);
}
