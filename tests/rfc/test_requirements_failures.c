/* SPDX-License-Identifier: MIT */
/* The numbered requirements of RFC 9293 on what fails: retransmission (3.8.1), R1 and R2 (3.8.3), keepalive (3.8.4). */
#include "tests/rfc/ends.h"
#include "tests/suite.h"

#define RTT (SECOND / 10)

/* MUST-18: RFC 6298 2.2: the first sample R gives an RTO of R + 4 R/2, and 2.3: the next ones are smoothed in. */
START_TEST(the_rto_is_computed_as_rfc_6298_has_it)
{
	struct end a = end_new(), b = end_new();

	a.policy.rto_min_us = 1;
	ends_open(&a, &b, 4 * SECOND);
	ck_assert_int_eq(a.tcb.rtt.rto_us, 12 * SECOND);
	end_send(&a, 10, 10 * SECOND);
	end_arrives(&b, end_sent(&a), 14 * SECOND);
	end_arrives(&a, end_sent(&b), 18 * SECOND);
	/* RTTVAR = 3/4 2 + 1/4 |4 - 8| = 2.5; SRTT = 7/8 4 + 1/8 8 = 4.5 */
	ck_assert_int_eq(a.tcb.rtt.rto_us, 4500000 + 4 * 2500000);
}
END_TEST

/* MUST-18, Karn: the ACK of what was sent twice says nothing about the round trip; RFC 6298 5.5: RTO doubles. */
START_TEST(what_was_sent_twice_is_not_timed)
{
	struct end a = end_new(), b = end_new();
	int64_t now_us, srtt_us;

	ends_open(&a, &b, RTT);
	srtt_us = a.tcb.rtt.srtt_us;
	end_send(&a, 10, SECOND);
	ck_assert_int_eq(end_next_timer(&a, &now_us), TCPSIM_TIMER_RETRANSMISSION);
	ck_assert_int_eq(now_us, 2 * SECOND);
	ck_assert_int_eq(a.tcb.rtt.rto_us, 2 * SECOND);
	end_arrives(&b, end_sent(&a), now_us);
	end_arrives(&a, end_sent(&b), now_us + 3 * SECOND);
	ck_assert_int_eq(a.tcb.rtt.srtt_us, srtt_us);
}
END_TEST

/* Let timers fire until the connection is gone; returns when. *told_us is when the user heard of a problem, or -1. */
static int64_t
until_given_up(struct end *end, unsigned *sent, int64_t *told_us)
{
	int64_t now_us = 0;

	*sent = 0;
	*told_us = -1;
	while (end->tcb.state != TCPSIM_CLOSED) {
		end_next_timer(end, &now_us);
		*sent += end->out.n_segments;
		if ((end->out.signals & TCPSIM_SIGNAL_PROBLEM) != 0)
			*told_us = now_us;
	}
	ck_assert_uint_eq(end->out.signals, TCPSIM_SIGNAL_ERROR);
	ck_assert_int_eq(end->out.error, TCPSIM_ERROR_TIMED_OUT);
	return now_us;
}

/*
 * MUST-20, SHLD-9, MUST-47: at R1 the user is told, at R2 the connection ends. SHLD-10: R1 is 3 retransmissions.
 * SHLD-11: R2 is at least 100 s; here 1 + 2 + 4 + 8 + 16 + 32 + 60 + 60 + 60 s.
 */
START_TEST(r1_tells_the_user_and_r2_gives_up)
{
	struct end a = end_new(), b = end_new();
	int64_t told_us;
	unsigned sent;

	ends_open(&a, &b, RTT);
	end_send(&a, 10, SECOND);
	ck_assert_int_eq(until_given_up(&a, &sent, &told_us), SECOND + 243 * SECOND);
	ck_assert_uint_eq(sent, 8);
	ck_assert_int_eq(told_us, SECOND + (1 + 2 + 4) * SECOND);
}
END_TEST

/* MUST-21: the user sets R2, up to never. What ends it then is the user timeout, which may be unlimited as well. */
START_TEST(the_user_can_set_r2)
{
	struct end a = end_new(), b = end_new();
	int64_t told_us, now_us;
	unsigned sent;

	ends_open(&a, &b, RTT);
	a.policy.r2_retries = 5;
	end_send(&a, 10, SECOND);
	ck_assert_int_eq(until_given_up(&a, &sent, &told_us), SECOND + (1 + 2 + 4 + 8 + 16 + 32) * SECOND);
	ck_assert_uint_eq(sent, 5);

	a = end_new();
	b = end_new();
	ends_open(&a, &b, RTT);
	a.policy.r2_retries = a.policy.user_timeout_us = TCPSIM_UNLIMITED;
	end_send(&a, 10, SECOND);
	for (int i = 0; i < 1000; i++)
		ck_assert_int_eq(end_next_timer(&a, &now_us), TCPSIM_TIMER_RETRANSMISSION);
	ck_assert_int_eq(a.tcb.state, TCPSIM_ESTABLISHED);
}
END_TEST

/* SHLD-20 */
START_TEST(the_user_can_do_without_reports)
{
	struct end a = end_new(), b = end_new();
	int64_t told_us;
	unsigned sent;

	ends_open(&a, &b, RTT);
	a.policy.r1_retries = TCPSIM_UNLIMITED;
	end_send(&a, 10, SECOND);
	until_given_up(&a, &sent, &told_us);
	ck_assert_int_eq(told_us, -1);
}
END_TEST

/* MUST-22: a SYN is sent again and reported like text; MUST-23: for at least three minutes. */
START_TEST(a_syn_is_tried_for_three_minutes)
{
	struct end a = end_new();
	int64_t told_us;
	unsigned sent;

	end_connect(&a, A_ISS, 0);
	ck_assert_int_ge(until_given_up(&a, &sent, &told_us), 3 * MINUTE);
	ck_assert_uint_ge(sent, 3);
	ck_assert_int_eq(told_us, 7 * SECOND);
}
END_TEST

/* MUST-22, MUST-23: so is a SYN,ACK. */
START_TEST(a_syn_ack_is_tried_for_three_minutes)
{
	struct end a = end_new(), b = end_new();
	int64_t told_us;
	unsigned sent;

	end_listen(&b);
	end_connect(&a, A_ISS, 0);
	end_arrives(&b, end_sent(&a), 0);
	ck_assert_int_ge(until_given_up(&b, &sent, &told_us), 3 * MINUTE);
	ck_assert_uint_ge(sent, 3);
}
END_TEST

/* An open connection; b, which keeps it alive, last heard of its peer at `heard_us`. */
static void
open_and_keep_alive(struct end *a, struct end *b, int64_t heard_us)
{
	b->policy.keepalive = 1;
	ends_open(a, b, RTT);
	end_send(a, 2, heard_us);
	end_arrives(b, end_sent(a), heard_us);
}

/* MUST-25: off unless asked for. MUST-24: the user turns it on and off while the connection is open. */
START_TEST(keepalive_is_off_until_the_user_wants_it)
{
	struct end a = end_new(), b = end_new();

	ck_assert_int_eq(b.policy.keepalive, 0);
	ends_open(&a, &b, RTT);
	ck_assert_int_eq(tcpsim_tcb_deadline_us(&b.tcb), TCPSIM_TIME_NONE);
	b.policy.keepalive = 1;
	tcpsim_engine_policy_changed(&b.tcb, &b.policy, SECOND, &b.out);
	ck_assert_int_eq(tcpsim_tcb_deadline_us(&b.tcb), SECOND + 2 * HOUR);
	b.policy.keepalive = 0;
	tcpsim_engine_policy_changed(&b.tcb, &b.policy, 2 * SECOND, &b.out);
	ck_assert_int_eq(tcpsim_tcb_deadline_us(&b.tcb), TCPSIM_TIME_NONE);
}
END_TEST

/* MAY-5, MUST-26, MUST-28, SHLD-12: two hours after the last segment came, <SEQ=SND.NXT-1> without text. */
START_TEST(an_idle_peer_is_asked_after_two_hours)
{
	struct end a = end_new(), b = end_new();
	int64_t now_us;

	open_and_keep_alive(&a, &b, MINUTE);
	ck_assert_int_eq(end_next_timer(&b, &now_us), TCPSIM_TIMER_KEEPALIVE);
	ck_assert_int_eq(now_us, MINUTE + 2 * HOUR);
	ck_assert_uint_eq(end_sent(&b).seq.n, b.tcb.snd.nxt.n - 1);
	ck_assert_uint_eq(end_sent(&b).ctl, TCPSIM_ACK);
	ck_assert_uint_eq(end_sent(&b).text_bytes, 0);
	/* The peer lives: its answer starts the two hours anew. */
	end_arrives(&a, end_sent(&b), now_us);
	end_arrives(&b, end_sent(&a), now_us + SECOND);
	ck_assert_int_eq(tcpsim_tcb_deadline_us(&b.tcb), now_us + SECOND + 2 * HOUR);
}
END_TEST

/* MUST-27 */
START_TEST(the_idle_time_is_a_setting)
{
	struct end a = end_new(), b = end_new();
	int64_t now_us;

	b.policy.keepalive_idle_us = 10 * MINUTE;
	open_and_keep_alive(&a, &b, MINUTE);
	ck_assert_int_eq(end_next_timer(&b, &now_us), TCPSIM_TIMER_KEEPALIVE);
	ck_assert_int_eq(now_us, 11 * MINUTE);
}
END_TEST

/* MUST-26: with something unacknowledged, retransmission watches over the peer, and no probe is sent. */
START_TEST(a_connection_with_text_under_way_is_not_idle)
{
	struct end a = end_new(), b = end_new();
	int64_t now_us = 0;

	b.policy.keepalive_idle_us = 10 * SECOND;
	b.policy.r2_retries = b.policy.user_timeout_us = TCPSIM_UNLIMITED;
	open_and_keep_alive(&a, &b, MINUTE);
	end_send(&b, 10, MINUTE);
	while (now_us < HOUR) {
		end_next_timer(&b, &now_us);
		for (unsigned i = 0; i < b.out.n_segments; i++)
			ck_assert_int_ne(b.out.purpose[i], TCPSIM_PURPOSE_KEEPALIVE_PROBE);
	}
}
END_TEST

/* MUST-29: an answer to any probe, even the last, will do; only silence after all of them ends the connection. */
START_TEST(one_lost_probe_does_not_kill)
{
	struct end a = end_new(), b = end_new();
	unsigned probes = 0;
	int64_t now_us = 0;

	open_and_keep_alive(&a, &b, MINUTE);
	for (int64_t i = 0; i < b.policy.keepalive_probes; i++)
		ck_assert_int_eq(end_next_timer(&b, &now_us), TCPSIM_TIMER_KEEPALIVE);
	end_arrives(&a, end_sent(&b), now_us);
	end_arrives(&b, end_sent(&a), now_us);
	ck_assert_int_eq(b.tcb.state, TCPSIM_ESTABLISHED);
	while (b.tcb.state != TCPSIM_CLOSED) {
		ck_assert_int_eq(end_next_timer(&b, &now_us), TCPSIM_TIMER_KEEPALIVE);
		probes += b.out.n_segments;
	}
	ck_assert_uint_gt(probes, 1);
	ck_assert_int_eq(b.out.error, TCPSIM_ERROR_TIMED_OUT);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("requirements on failures");
	TCase *again = tcase_create("retransmission"), *keepalive = tcase_create("keepalive");

	suite_add_tcase(suite, again);
	tcase_add_test(again, the_rto_is_computed_as_rfc_6298_has_it);
	tcase_add_test(again, what_was_sent_twice_is_not_timed);
	tcase_add_test(again, r1_tells_the_user_and_r2_gives_up);
	tcase_add_test(again, the_user_can_set_r2);
	tcase_add_test(again, the_user_can_do_without_reports);
	tcase_add_test(again, a_syn_is_tried_for_three_minutes);
	tcase_add_test(again, a_syn_ack_is_tried_for_three_minutes);
	suite_add_tcase(suite, keepalive);
	tcase_add_test(keepalive, keepalive_is_off_until_the_user_wants_it);
	tcase_add_test(keepalive, an_idle_peer_is_asked_after_two_hours);
	tcase_add_test(keepalive, the_idle_time_is_a_setting);
	tcase_add_test(keepalive, a_connection_with_text_under_way_is_not_idle);
	tcase_add_test(keepalive, one_lost_probe_does_not_kill);
	return suite_run(suite);
}
