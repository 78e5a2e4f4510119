/* SPDX-License-Identifier: MIT */
#include "tests/suite.h"

#include "sender.h"

/* RFC 3042 2: the first two duplicate ACKs let one new segment each leave, up to cwnd + 2 * SMSS; cwnd stays. */

static struct sender s;

static void
open_and_send(uint32_t octets, uint32_t flags)
{
	sender_new(&s, TCPSIM_CONGESTION_NEWRENO);
	sender_open(&s, flags);
	sender_send(&s, octets);
}

START_TEST(two_duplicates_send_two_segments)
{
	open_and_send(30000, 0);
	sender_hears(&s, 0);
	FIRED(&s, TCPSIM_RULE_LIMITED_TRANSMIT);
	SENT(&s, 1);
	SENT_NEW(&s, 0, 10000);
	sender_hears(&s, 0);
	SENT(&s, 1);
	SENT_NEW(&s, 0, 11000);
	CWND(&s, 10000);
	/* RFC 5681 3.2 step 2: what limited transmit has sent is not in FlightSize. */
	sender_hears(&s, 0);
	SENT(&s, 1);
	SENT_AGAIN(&s, 0, 0);
	SSTHRESH(&s, 5000);
	CWND(&s, 8000);
	ck_assert_uint_eq(tcpsim_seq_distance(s.base, s.end.tcb.cc.recover), 12000);
}
END_TEST

START_TEST(not_if_the_policy_says_no)
{
	sender_new(&s, TCPSIM_CONGESTION_NEWRENO);
	s.end.policy.limited_transmit = 0;
	sender_open(&s, 0);
	sender_send(&s, 30000);
	sender_hears_again(&s, 0, 2);
	SENT(&s, 0);
	NOT_FIRED(&s, TCPSIM_RULE_LIMITED_TRANSMIT);
}
END_TEST

/* "The receiver's advertised window allows". */
START_TEST(not_beyond_the_peers_window)
{
	struct tcpsim_segment seg;

	open_and_send(5000, 0);
	seg = sender_ack(&s, 5000);
	seg.wnd = 10000;
	sender_hears_segment(&s, seg);
	sender_send(&s, 30000);
	SENT(&s, 10);
	sender_hears_again(&s, 5000, 2);
	SENT(&s, 0);
}
END_TEST

/* With SACK a duplicate is one only if it tells something new, and what has arrived leaves the pipe (RFC 6675 5 (3)). */
START_TEST(with_sack_only_news_count)
{
	open_and_send(30000, TCPSIM_FLAG_SACK);
	sender_hears(&s, 0);
	SENT(&s, 0);
	SENDER_HEARS_SACK(&s, 0, { 1000, 2000 });
	SENT(&s, 1);
	SENT_NEW(&s, 0, 10000);
	/* The same once more tells nothing. */
	SENDER_HEARS_SACK(&s, 0, { 1000, 2000 });
	SENT(&s, 0);
	SENDER_HEARS_SACK(&s, 0, { 1000, 3000 });
	SENT(&s, 1);
	SENT_NEW(&s, 0, 11000);
	SENDER_HEARS_SACK(&s, 0, { 1000, 4000 });
	IS(&s, TCPSIM_FLAG_RECOVERY);
	SENT_AGAIN(&s, 0, 0);
	SSTHRESH(&s, 5000);
}
END_TEST

START_TEST(with_sack_not_if_the_policy_says_no)
{
	sender_new(&s, TCPSIM_CONGESTION_NEWRENO);
	s.end.policy.limited_transmit = 0;
	sender_open(&s, TCPSIM_FLAG_SACK);
	sender_send(&s, 30000);
	SENDER_HEARS_SACK(&s, 0, { 1000, 2000 });
	SENT(&s, 0);
	SENDER_HEARS_SACK(&s, 0, { 1000, 3000 });
	SENT(&s, 0);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("RFC 3042, limited transmit");
	TCase *transmit = tcase_create("transmit");

	suite_add_tcase(suite, transmit);
	tcase_add_test(transmit, two_duplicates_send_two_segments);
	tcase_add_test(transmit, not_if_the_policy_says_no);
	tcase_add_test(transmit, not_beyond_the_peers_window);
	tcase_add_test(transmit, with_sack_only_news_count);
	tcase_add_test(transmit, with_sack_not_if_the_policy_says_no);
	return suite_run(suite);
}
