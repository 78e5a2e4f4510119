/* SPDX-License-Identifier: MIT */
#include "tests/suite.h"

#include "sender.h"

/* RFC 3168 6.1, once the SYNs have agreed on it. */

static struct sender s;

static void
open_and_send(uint32_t octets, uint32_t flags)
{
	sender_new(&s, TCPSIM_CONGESTION_NEWRENO);
	s.end.policy.limited_transmit = 0;
	sender_open(&s, TCPSIM_FLAG_ECN | flags);
	sender_send(&s, octets);
}

static void
hears_ece(uint32_t ack)
{
	struct tcpsim_segment seg = sender_ack(&s, ack);

	seg.ctl |= TCPSIM_ECE;
	sender_hears_segment(&s, seg);
}

/* 5, 6.1.2: ECT(0) on new text. 6.1.4, 6.1.5, 6.1.6: not on pure ACKs, nor on what is sent again, nor on window probes. */
START_TEST(new_text_is_ect_and_nothing_else)
{
	struct tcpsim_segment seg;

	open_and_send(10000, 0);
	for (unsigned i = 0; i < 10; i++)
		ck_assert_int_eq(s.sent[i].seg.ecn, TCPSIM_ECN_ECT_0);
	sender_hears_again(&s, 0, 3);
	SENT_AGAIN(&s, 0, 0);
	ck_assert_int_eq(s.sent[0].seg.ecn, TCPSIM_ECN_NOT_ECT);
	sender_times_out(&s);
	ck_assert_int_eq(s.sent[0].seg.ecn, TCPSIM_ECN_NOT_ECT);
	seg = sender_ack(&s, 10000);
	seg.text_bytes = 10;
	sender_hears_segment(&s, seg);
	SENT(&s, 1);
	ck_assert_int_eq(s.sent[0].seg.ecn, TCPSIM_ECN_NOT_ECT);
	seg = sender_ack(&s, 10000);
	seg.wnd = 0;
	sender_hears_segment(&s, seg);
	sender_send(&s, 1000);
	ck_assert_int_eq(end_next_timer(&s.end, &s.now_us), TCPSIM_TIMER_PERSIST);
	ck_assert_uint_eq(end_sent(&s.end).text_bytes, 1);
	ck_assert_int_eq(end_sent(&s.end).ecn, TCPSIM_ECN_NOT_ECT);
}
END_TEST

START_TEST(nothing_is_marked_without_agreement)
{
	struct tcpsim_segment seg;

	sender_new(&s, TCPSIM_CONGESTION_NEWRENO);
	sender_open(&s, 0);
	sender_send(&s, 10000);
	ck_assert_int_eq(s.sent[0].seg.ecn, TCPSIM_ECN_NOT_ECT);
	hears_ece(1000);
	CWND(&s, 11000);
	seg = sender_ack(&s, 1000);
	seg.text_bytes = 10;
	seg.ecn = TCPSIM_ECN_CE;
	sender_hears_segment(&s, seg);
	IS_NOT(&s, TCPSIM_FLAG_ECE_OWED);
}
END_TEST

/* A sender without cwnd does not answer ECE, and so does not say that it would. It echoes CE all the same. */
START_TEST(without_congestion_control_no_ect)
{
	struct tcpsim_segment seg;

	sender_new(&s, TCPSIM_CONGESTION_NONE);
	sender_open(&s, TCPSIM_FLAG_ECN);
	sender_send(&s, 1000);
	ck_assert_int_eq(s.sent[0].seg.ecn, TCPSIM_ECN_NOT_ECT);
	seg = sender_ack(&s, 0);
	seg.text_bytes = 10;
	seg.ecn = TCPSIM_ECN_CE;
	sender_hears_segment(&s, seg);
	ck_assert(s.sent[0].seg.ctl & TCPSIM_ECE);
}
END_TEST

/* 6.1.2: cwnd is halved as for a loss, once for all ACKs of one window; the next new text has CWR, once. */
START_TEST(ece_reduces_once_a_window)
{
	open_and_send(30000, 0);
	hears_ece(1000);
	FIRED(&s, TCPSIM_RULE_ECN_REDUCED);
	CWND(&s, 5000);
	SSTHRESH(&s, 5000);
	SENT(&s, 0);
	for (uint32_t ack = 2000; ack <= 5000; ack += 1000) {
		hears_ece(ack);
		CWND(&s, 5000);
		SENT(&s, 0);
	}
	hears_ece(6000);
	CWND(&s, 5000);
	SENT(&s, 1);
	SENT_NEW(&s, 0, 10000);
	ck_assert(s.sent[0].seg.ctl & TCPSIM_CWR);
	FIRED(&s, TCPSIM_RULE_ECN_CWR_SENT);
	hears_ece(7000);
	SENT(&s, 1);
	ck_assert(!(s.sent[0].seg.ctl & TCPSIM_CWR));
	hears_ece(10000);
	CWND(&s, 5000);
	/* Beyond what was under way then: another window. FlightSize is 5000. */
	hears_ece(11000);
	CWND(&s, 2500);
}
END_TEST

/* A loss in the window that ECN has reduced is recovered from at once, without a second reduction. */
START_TEST(a_loss_in_the_same_window_reduces_no_more)
{
	open_and_send(30000, 0);
	hears_ece(1000);
	SSTHRESH(&s, 5000);
	sender_hears_again(&s, 1000, 3);
	FIRED(&s, TCPSIM_RULE_FAST_RETRANSMIT);
	SENT_AGAIN(&s, 0, 1000);
	SSTHRESH(&s, 5000);
	CWND(&s, 8000);
	open_and_send(30000, TCPSIM_FLAG_SACK);
	hears_ece(1000);
	SENDER_HEARS_SACK(&s, 1000, { 2000, 5000 });
	FIRED(&s, TCPSIM_RULE_SACK_RECOVERY);
	SSTHRESH(&s, 5000);
	CWND(&s, 5000);
}
END_TEST

/* And a window in which something was lost is not reduced for ECE as well. Losses are answered by CWR, too. */
START_TEST(ece_in_recovery_changes_nothing)
{
	struct tcpsim_segment seg;

	open_and_send(30000, 0);
	sender_hears_again(&s, 0, 3);
	CWND(&s, 8000);
	seg = sender_ack(&s, 0);
	seg.ctl |= TCPSIM_ECE;
	for (int i = 0; i < 3; i++)
		sender_hears_segment(&s, seg);
	CWND(&s, 11000);
	SENT(&s, 1);
	ck_assert(s.sent[0].seg.ctl & TCPSIM_CWR);
	hears_ece(10000);
	SSTHRESH(&s, 5000);
	sender_times_out(&s);
	IS(&s, TCPSIM_FLAG_CWR_OWED);
	hears_ece(s.end.tcb.snd.una.n - s.base.n + 500);
	NOT_FIRED(&s, TCPSIM_RULE_ECN_REDUCED);
}
END_TEST

/* An ACK with ECE lets nothing grow; one without does, again. */
START_TEST(growth_goes_on_after_a_window)
{
	open_and_send(30000, 0);
	hears_ece(1000);
	for (uint32_t ack = 2000; ack <= 10000; ack += 1000)
		sender_hears(&s, ack);
	IS(&s, TCPSIM_FLAG_REDUCED);
	sender_hears(&s, 11000);
	IS_NOT(&s, TCPSIM_FLAG_REDUCED);
	ck_assert_uint_eq(s.end.tcb.cc.cwnd, 6000);
}
END_TEST

/* ---- the receiver, 6.1.3 ---- */

static struct tcpsim_segment
answer_to(uint8_t ctl, uint8_t ecn)
{
	struct tcpsim_segment seg = end_peer_says(&s.end, TCPSIM_ACK | ctl, 0, 10);

	seg.ecn = ecn;
	sender_hears_segment(&s, seg);
	SENT(&s, 1);
	return s.sent[0].seg;
}

START_TEST(ce_is_echoed_until_cwr)
{
	sender_new(&s, TCPSIM_CONGESTION_NEWRENO);
	sender_open(&s, TCPSIM_FLAG_ECN);
	ck_assert(!(answer_to(0, TCPSIM_ECN_ECT_0).ctl & TCPSIM_ECE));
	ck_assert(answer_to(0, TCPSIM_ECN_CE).ctl & TCPSIM_ECE);
	FIRED(&s, TCPSIM_RULE_ECN_CE_TAKEN);
	ck_assert(answer_to(0, TCPSIM_ECN_ECT_0).ctl & TCPSIM_ECE);
	ck_assert(answer_to(0, TCPSIM_ECN_NOT_ECT).ctl & TCPSIM_ECE);
	/* Text that carries the ACK carries ECE. */
	sender_send(&s, 1000);
	ck_assert(s.sent[0].seg.ctl & TCPSIM_ECE);
	ck_assert(!(answer_to(TCPSIM_CWR, TCPSIM_ECN_ECT_0).ctl & TCPSIM_ECE));
	FIRED(&s, TCPSIM_RULE_ECN_CWR_TAKEN);
	ck_assert(!(answer_to(0, TCPSIM_ECN_ECT_0).ctl & TCPSIM_ECE));
	/* CE on the segment with CWR is new. */
	ck_assert(answer_to(0, TCPSIM_ECN_CE).ctl & TCPSIM_ECE);
	ck_assert(answer_to(TCPSIM_CWR, TCPSIM_ECN_CE).ctl & TCPSIM_ECE);
}
END_TEST

/* 6.1.5: what lies outside of the window says nothing. */
START_TEST(ce_outside_of_the_window_is_ignored)
{
	struct tcpsim_segment seg;

	sender_new(&s, TCPSIM_CONGESTION_NEWRENO);
	sender_open(&s, TCPSIM_FLAG_ECN);
	seg = end_peer_says(&s.end, TCPSIM_ACK, 100000, 10);
	seg.ecn = TCPSIM_ECN_CE;
	sender_hears_segment(&s, seg);
	IS_NOT(&s, TCPSIM_FLAG_ECE_OWED);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("RFC 3168, ECN");
	TCase *sender = tcase_create("sender"), *receiver = tcase_create("receiver");

	suite_add_tcase(suite, sender);
	tcase_add_test(sender, new_text_is_ect_and_nothing_else);
	tcase_add_test(sender, nothing_is_marked_without_agreement);
	tcase_add_test(sender, without_congestion_control_no_ect);
	tcase_add_test(sender, ece_reduces_once_a_window);
	tcase_add_test(sender, a_loss_in_the_same_window_reduces_no_more);
	tcase_add_test(sender, ece_in_recovery_changes_nothing);
	tcase_add_test(sender, growth_goes_on_after_a_window);
	suite_add_tcase(suite, receiver);
	tcase_add_test(receiver, ce_is_echoed_until_cwr);
	tcase_add_test(receiver, ce_outside_of_the_window_is_ignored);
	return suite_run(suite);
}
