/* SPDX-License-Identifier: MIT */
#include "tests/suite.h"

#include "sender.h"

/* RFC 2883: what has arrived twice is the first block of the ACK, once. */

static struct end b;
static tcpsim_seq base;

static void
receiver_new(bool reports)
{
	struct end a = end_new();

	b = end_new();
	b.policy.dsack = reports;
	ends_open(&a, &b, RTT);
	b.tcb.flags |= TCPSIM_FLAG_SACK;
	base = b.tcb.rcv.nxt;
	end_receive(&b, TCPSIM_RECEIVE_ALL, SECOND);
}

static void
receives(uint32_t begin, uint32_t end)
{
	struct tcpsim_segment seg = end_peer_says(&b, TCPSIM_ACK, 0, end - begin);

	seg.seq = tcpsim_seq_add(base, begin);
	end_arrives(&b, seg, SECOND);
}

static void
tells(unsigned n, unsigned i, uint32_t begin, uint32_t end)
{
	struct tcpsim_segment ack = end_sent(&b);

	ck_assert_uint_eq(ack.n_sack, n);
	ck_assert_uint_eq(tcpsim_seq_distance(base, ack.sack[i].begin), begin);
	ck_assert_uint_eq(tcpsim_seq_distance(base, ack.sack[i].end), end);
}

/* 4.1.1: a whole segment that was acknowledged before. */
START_TEST(a_segment_below_rcv_nxt_is_reported)
{
	receiver_new(true);
	receives(0, 500);
	receives(0, 500);
	ck_assert_int_eq(b.out.rule, TCPSIM_RULE_SEQ_UNACCEPTABLE_ACKED);
	ck_assert(tcpsim_rule_set_has(&b.out.fired, TCPSIM_RULE_DSACK_SENT));
	tells(1, 0, 0, 500);
	ck_assert_uint_eq(tcpsim_seq_distance(base, end_sent(&b).ack), 500);
	/* Once: 4, "each duplicate contiguous sequence ... is reported in at most one D-SACK block". */
	receives(700, 800);
	tells(1, 0, 700, 800);
}
END_TEST

/* 4.1.2: and something is held besides. */
START_TEST(the_report_comes_before_what_is_held)
{
	receiver_new(true);
	receives(0, 500);
	receives(700, 800);
	receives(0, 500);
	tells(2, 0, 0, 500);
	tells(2, 1, 700, 800);
}
END_TEST

/* 4.1.3: out of order, twice; 4 (4): the second block is the whole range that it lies in. */
START_TEST(what_is_held_is_reported_with_its_range)
{
	receiver_new(true);
	receives(100, 200);
	receives(300, 400);
	receives(200, 250);
	receives(150, 200);
	tells(3, 0, 150, 200);
	tells(3, 1, 100, 250);
	tells(3, 2, 300, 400);
}
END_TEST

/* 4.2.1 and 4.2.2: of a segment that is partly new the part that is not. */
START_TEST(a_part_is_reported)
{
	receiver_new(true);
	receives(0, 500);
	receives(400, 600);
	tells(1, 0, 400, 500);
	ck_assert_uint_eq(tcpsim_seq_distance(base, end_sent(&b).ack), 600);
	receives(700, 800);
	receives(750, 900);
	tells(2, 0, 750, 800);
	tells(2, 1, 700, 900);
	/* The first of two parts: 4, "only the first". */
	receives(1000, 1100);
	receives(850, 1200);
	tells(2, 0, 850, 900);
	tells(2, 1, 700, 1200);
}
END_TEST

START_TEST(nothing_new_nothing_twice)
{
	receiver_new(true);
	receives(100, 200);
	receives(300, 400);
	/* Between two held ranges: new. */
	receives(200, 300);
	tells(1, 0, 100, 400);
	ck_assert(!tcpsim_rule_set_has(&b.out.fired, TCPSIM_RULE_DSACK_SENT));
}
END_TEST

START_TEST(not_if_the_policy_says_no)
{
	receiver_new(false);
	receives(0, 500);
	receives(0, 500);
	ck_assert_uint_eq(end_sent(&b).n_sack, 0);
}
END_TEST

/* A RST is no text, whatever it carries (MUST-66), and no ACK answers it. */
START_TEST(text_in_a_rst_is_not_reported)
{
	struct tcpsim_segment seg;

	receiver_new(true);
	receives(0, 500);
	seg = end_peer_says(&b, TCPSIM_RST | TCPSIM_ACK, 0, 10);
	seg.seq = tcpsim_seq_add(base, 490);
	end_arrives(&b, seg, SECOND);
	ck_assert_uint_eq(b.out.n_segments, 0);
}
END_TEST

/* 5: a sender takes a report for no news: it lies below SND.UNA, or within what was told before. */
START_TEST(a_report_is_no_duplicate_ack)
{
	static struct sender s;

	sender_new(&s, TCPSIM_CONGESTION_NEWRENO);
	sender_open(&s, TCPSIM_FLAG_SACK);
	sender_send(&s, 10000);
	sender_hears(&s, 3000);
	SENDER_HEARS_SACK(&s, 3000, { 1000, 2000 });
	SENDER_HEARS_SACK(&s, 3000, { 0, 1000 });
	SENDER_HEARS_SACK(&s, 3000, { 2000, 3000 });
	ck_assert_uint_eq(s.end.tcb.dup_acks, 0);
	SENDER_HEARS_SACK(&s, 3000, { 5000, 6000 });
	SENDER_HEARS_SACK(&s, 3000, { 5500, 6000 }, { 5000, 6000 });
	ck_assert_uint_eq(s.end.tcb.dup_acks, 1);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("RFC 2883, DSACK");
	TCase *reports = tcase_create("reports");

	suite_add_tcase(suite, reports);
	tcase_add_test(reports, a_segment_below_rcv_nxt_is_reported);
	tcase_add_test(reports, the_report_comes_before_what_is_held);
	tcase_add_test(reports, what_is_held_is_reported_with_its_range);
	tcase_add_test(reports, a_part_is_reported);
	tcase_add_test(reports, nothing_new_nothing_twice);
	tcase_add_test(reports, not_if_the_policy_says_no);
	tcase_add_test(reports, text_in_a_rst_is_not_reported);
	tcase_add_test(reports, a_report_is_no_duplicate_ack);
	return suite_run(suite);
}
