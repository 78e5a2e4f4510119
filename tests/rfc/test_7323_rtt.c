/* SPDX-License-Identifier: MIT */
#include "tests/suite.h"

#include "sender.h"

/* RFC 7323 4: round trips told by timestamps where Karn's algorithm has none. */

static struct sender s;

static void
open_and_send(uint32_t octets)
{
	sender_new(&s, TCPSIM_CONGESTION_NEWRENO);
	sender_open(&s, TCPSIM_FLAG_TIMESTAMPS);
	s.now_us = 5 * SECOND;
	sender_send(&s, octets);
}

static void
hears_echo(uint32_t ack, uint32_t tsecr)
{
	struct tcpsim_segment seg = sender_ack(&s, ack);

	seg.options = TCPSIM_OPTION_TIMESTAMPS;
	seg.tsval = 1;
	seg.tsecr = tsecr;
	sender_hears_segment(&s, seg);
}

/* What is timed is timed to the microsecond; the echo, which knows milliseconds only, adds nothing. */
START_TEST(what_is_timed_needs_no_echo)
{
	open_and_send(1000);
	s.now_us += 10500;
	hears_echo(1000, 5000);
	FIRED(&s, TCPSIM_RULE_RTT_SAMPLED);
	NOT_FIRED(&s, TCPSIM_RULE_RTT_FROM_TIMESTAMP);
	/* RFC 6298 2.3: 7/8 * 20 ms + 1/8 * 10.5 ms, and RTTVAR from 10 ms: 3/4 * 10 ms + 1/4 * 9.5 ms. */
	ck_assert_int_eq(s.end.tcb.rtt.srtt_us, (7 * 20000 + 10500) / 8);
	ck_assert_int_eq(s.end.tcb.rtt.rttvar_us, (3 * 10000 + 9500) / 4);
}
END_TEST

/* RFC 6298 3: with timestamps, what is sent again may be timed, since the echo tells which sending is meant. */
START_TEST(what_is_sent_again_is_timed_by_its_echo)
{
	open_and_send(1000);
	sender_times_out(&s);
	ck_assert_int_eq(s.end.tcb.rtt.rto_us, 2 * SECOND);
	ck_assert_uint_eq(s.sent[0].seg.tsval, 6000);
	s.now_us += 40 * 1000;
	hears_echo(1000, 6000);
	FIRED(&s, TCPSIM_RULE_RTT_FROM_TIMESTAMP);
	ck_assert_int_eq(s.end.tcb.rtt.srtt_us, (7 * 20000 + 40000) / 8);
	/* The RTO is backed off no more. */
	ck_assert_int_eq(s.end.tcb.rtt.rto_us, SECOND);
}
END_TEST

/* A round trip below the clock's tick is one tick, as SRTT 0 would be none. */
START_TEST(no_time_at_all_is_a_tick)
{
	open_and_send(1000);
	sender_times_out(&s);
	hears_echo(1000, 6000);
	ck_assert_int_eq(s.end.tcb.rtt.srtt_us, (7 * 20000 + 1000) / 8);
}
END_TEST

/* What was not sent yet nobody has heard: such an echo is no sample. */
START_TEST(an_echo_of_the_future_is_none)
{
	open_and_send(1000);
	sender_times_out(&s);
	hears_echo(1000, 6001);
	NOT_FIRED(&s, TCPSIM_RULE_RTT_SAMPLED);
	ck_assert_int_eq(s.end.tcb.rtt.rto_us, 2 * SECOND);
}
END_TEST

/* RFC 7323 4.1: "only ... if the ACK advances SND.UNA". */
START_TEST(a_duplicate_is_no_sample)
{
	open_and_send(2000);
	sender_times_out(&s);
	s.now_us += 40 * 1000;
	hears_echo(0, 6000);
	NOT_FIRED(&s, TCPSIM_RULE_RTT_SAMPLED);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("RFC 7323, round trips");
	TCase *echo = tcase_create("echo");

	suite_add_tcase(suite, echo);
	tcase_add_test(echo, what_is_timed_needs_no_echo);
	tcase_add_test(echo, what_is_sent_again_is_timed_by_its_echo);
	tcase_add_test(echo, no_time_at_all_is_a_tick);
	tcase_add_test(echo, an_echo_of_the_future_is_none);
	tcase_add_test(echo, a_duplicate_is_no_sample);
	return suite_run(suite);
}
