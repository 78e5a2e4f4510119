/* SPDX-License-Identifier: MIT */
#include "tests/suite.h"

#include "loop.h"

/*
 * Losses at chosen places between two ends, with and without SACK, with each congestion control: all arrives, what
 * was not lost is not sent again, and the RTO is not needed where duplicate ACKs can tell.
 */

#define SEGMENTS 40U
#define OCTETS (SEGMENTS * 1460U)

static struct loop loop;

/* The variants, as the number of a loop test. */
enum { WITH_SACK = 1, WITH_CUBIC = 2, WITH_TIMESTAMPS = 4, VARIANTS = 8 };

/* What is lost: the first sending of the octets [begin, end) of either range, from a, and ACKs of b by number. */
static struct {
	uint32_t begin[2], end[2];
	uint32_t times; /* so many sendings of them, not just the first */
	uint32_t first_ack, past_ack;
	uint32_t highest; /* end of what was sent */
	uint32_t lost;
} plan;

static uint32_t
octet(const struct loop *l, const struct tcpsim_segment *seg)
{
	return tcpsim_seq_distance(l->a.tcb.snd.iss, seg->seq) - 1U;
}

static bool
loses(struct loop *l, const struct tcpsim_segment *seg, bool is_of_a, uint32_t n)
{
	if (!is_of_a)
		return n >= plan.first_ack && n < plan.past_ack;
	if (seg->text_bytes == 0)
		return false;
	for (int i = 0; i < 2; i++) {
		if (octet(l, seg) < plan.begin[i] || octet(l, seg) >= plan.end[i])
			continue;
		if (octet(l, seg) >= plan.highest || plan.lost < plan.times) {
			if (octet(l, seg) >= plan.highest)
				plan.highest = octet(l, seg) + seg->text_bytes;
			plan.lost++;
			return true;
		}
	}
	if (octet(l, seg) >= plan.highest)
		plan.highest = octet(l, seg) + seg->text_bytes;
	return false;
}

static void
open_loop(int variant)
{
	uint32_t flags = (variant & WITH_SACK) ? TCPSIM_FLAG_SACK : 0U;

	loop_new(&loop, 10000);
	loop.a.policy.congestion_control = (variant & WITH_CUBIC) ? TCPSIM_CONGESTION_CUBIC : TCPSIM_CONGESTION_NEWRENO;
	loop.a.policy.timestamps = loop.b.policy.timestamps = (variant & WITH_TIMESTAMPS) != 0;
	loop.a.policy.sack = loop.b.policy.sack = (variant & WITH_SACK) != 0;
	loop_open(&loop);
	loop.a.tcb.flags |= flags;
	loop.b.tcb.flags |= flags;
	loop.a.tcb.mss = 1460 - ((variant & WITH_TIMESTAMPS) ? 12 : 0);
	memset(&plan, 0, sizeof plan);
	loop.loses = loses;
}

static void
transfer(void)
{
	loop_send(&loop, &loop.a, OCTETS);
	loop_close(&loop, &loop.a);
	loop_run(&loop, loop.now_us + 100 * SECOND);
	ck_assert_uint_eq(loop.delivered_b, OCTETS);
	ck_assert_int_eq(loop.a.tcb.state, TCPSIM_FIN_WAIT_2);
	ck_assert_int_eq(loop.b.tcb.state, TCPSIM_CLOSE_WAIT);
	ck_assert_uint_eq(loop.a.tcb.flags & (TCPSIM_FLAG_RECOVERY | TCPSIM_FLAG_LOSS), 0);
	ck_assert_uint_eq(loop.a.tcb.n_sacked, 0);
}

static void
lose(unsigned i, uint32_t from, uint32_t n)
{
	plan.begin[i] = from * loop.a.tcb.mss;
	plan.end[i] = (from + n) * loop.a.tcb.mss;
}

START_TEST(nothing_is_lost)
{
	open_loop(_i);
	transfer();
	ck_assert_uint_eq(loop.n_again, 0);
	/* Ten segments, twenty, forty: handshake, three round trips of 20 ms. */
	ck_assert_int_le(loop.now_us, 80000 + 100 * SECOND);
}
END_TEST

/* Any one segment: it alone is sent again; by duplicate ACKs, if three segments follow it. */
START_TEST(one_segment_is_lost)
{
	for (uint32_t at = 0; at < SEGMENTS; at++) {
		open_loop(_i);
		lose(0, at, 1);
		transfer();
		ck_assert_msg(loop.n_again == 1, "segment %u: %u were sent again", at, loop.n_again);
		if (at + 4 <= SEGMENTS)
			ck_assert_msg(loop.n_timeouts == 0, "segment %u needed the RTO", at);
	}
}
END_TEST

/*
 * Any two: with SACK both go out again in one recovery, or in two, and nothing else does. Without, the RTO is needed
 * where the second is the first of a new window: its duplicates do not cover more than `recover` (RFC 6582 3.2).
 */
START_TEST(two_segments_are_lost)
{
	for (uint32_t first = 0; first < SEGMENTS; first++) {
		for (uint32_t second = first + 1; second < SEGMENTS; second++) {
			open_loop(_i);
			lose(0, first, 1);
			lose(1, second, 1);
			transfer();
			if (_i & WITH_SACK)
				ck_assert_msg(loop.n_again == 2, "%u and %u: %u were sent again", first, second, loop.n_again);
			if ((_i & WITH_SACK) ? second + 4 <= SEGMENTS : second < 10)
				ck_assert_msg(loop.n_timeouts == 0, "%u and %u needed the RTO", first, second);
		}
	}
}
END_TEST

/* Several in a row, up to all of a window. */
START_TEST(a_row_is_lost)
{
	for (uint32_t n = 3; n <= 12; n++) {
		for (uint32_t at = 0; at + n < SEGMENTS; at++) {
			open_loop(_i);
			lose(0, at, n);
			transfer();
			ck_assert_uint_ge(loop.n_again, n);
			/* With SACK no more than what was lost, but for what the RTO makes go out before SACK tells. */
			if ((_i & WITH_SACK) && loop.n_timeouts == 0)
				ck_assert_uint_eq(loop.n_again, n);
		}
	}
}
END_TEST

/* What was sent again is lost, too, several times: the RTO, and its backing off. */
START_TEST(what_is_sent_again_is_lost)
{
	for (uint32_t times = 2; times <= 5; times++) {
		for (uint32_t at = 0; at < SEGMENTS; at += 3) {
			open_loop(_i);
			lose(0, at, 1);
			plan.times = times;
			transfer();
			ck_assert_uint_ge(loop.n_timeouts, times - 1);
		}
	}
}
END_TEST

/* ACKs say what those before them said: a lost one, or ten, change nothing. */
START_TEST(acks_are_lost)
{
	for (uint32_t at = 2; at < 30; at++) {
		for (uint32_t n = 1; n < 10; n += 3) {
			open_loop(_i);
			plan.first_ack = at;
			plan.past_ack = at + n;
			transfer();
			if (loop.n_timeouts == 0)
				ck_assert_uint_eq(loop.n_again, 0);
		}
	}
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("recovery between two ends");
	TCase *losses = tcase_create("losses");

	tcase_set_timeout(losses, 600);
	suite_add_tcase(suite, losses);
	tcase_add_loop_test(losses, nothing_is_lost, 0, VARIANTS);
	tcase_add_loop_test(losses, one_segment_is_lost, 0, VARIANTS);
	tcase_add_loop_test(losses, two_segments_are_lost, 0, VARIANTS);
	tcase_add_loop_test(losses, a_row_is_lost, 0, VARIANTS);
	tcase_add_loop_test(losses, what_is_sent_again_is_lost, 0, VARIANTS);
	tcase_add_loop_test(losses, acks_are_lost, 0, VARIANTS);
	return suite_run(suite);
}
