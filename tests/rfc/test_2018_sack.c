/* SPDX-License-Identifier: MIT */
#include "tests/suite.h"

#include "sender.h"

/* RFC 2018: the blocks that a receiver sends, and what a sender makes of those that come. */

static struct end b;

/* A receiver with SACK, RCV.NXT being octet 0; it has acknowledged nothing yet. */
static void
receiver_new(uint32_t flags)
{
	struct end a = end_new();

	b = end_new();
	ends_open(&a, &b, RTT);
	b.tcb.flags |= flags;
	if (flags & TCPSIM_FLAG_TIMESTAMPS)
		b.tcb.mss -= 12;
	end_receive(&b, TCPSIM_RECEIVE_ALL, SECOND);
}

static tcpsim_seq base;

/* Text [begin, end) arrives. */
static void
receives(uint32_t begin, uint32_t end)
{
	struct tcpsim_segment seg = end_peer_says(&b, TCPSIM_ACK, 0, end - begin);

	seg.seq = tcpsim_seq_add(base, begin);
	if (b.tcb.flags & TCPSIM_FLAG_TIMESTAMPS) {
		seg.options = TCPSIM_OPTION_TIMESTAMPS;
		seg.tsval = 1;
	}
	end_arrives(&b, seg, SECOND);
}

/* The blocks of the ACK that the last arrival drew, pairs of octets up to an empty one. */
static void
tells(const uint32_t (*blocks)[2], int line)
{
	struct tcpsim_segment ack = end_sent(&b);
	unsigned n = 0;

	while (n <= TCPSIM_MAX_SACK && blocks[n][0] != blocks[n][1])
		n++;
	ck_assert_msg(ack.n_sack == n, "line %d: %u blocks, not %u", line, ack.n_sack, n);
	ck_assert_int_eq((ack.options & TCPSIM_OPTION_SACK) != 0, n != 0);
	for (unsigned i = 0; i < n; i++) {
		uint32_t begin = tcpsim_seq_distance(base, ack.sack[i].begin);
		uint32_t end = tcpsim_seq_distance(base, ack.sack[i].end);

		ck_assert_msg(begin == blocks[i][0] && end == blocks[i][1], "line %d: block %u is %u to %u", line, i, begin,
			end);
	}
}
#define TELLS(...) tells((const uint32_t[TCPSIM_MAX_SACK + 2][2]){ __VA_ARGS__ }, __LINE__)

/* 4: the first block is the one with the segment that triggered the ACK, whole as it is held by now. */
START_TEST(the_first_block_has_what_has_just_arrived)
{
	receiver_new(TCPSIM_FLAG_SACK);
	base = b.tcb.rcv.nxt;
	receives(0, 100);
	TELLS({ 0, 0 });
	receives(200, 300);
	TELLS({ 200, 300 });
	ck_assert(tcpsim_rule_set_has(&b.out.fired, TCPSIM_RULE_SACK_SENT));
	receives(500, 600);
	TELLS({ 500, 600 }, { 200, 300 });
	receives(300, 350);
	TELLS({ 200, 350 }, { 500, 600 });
	receives(700, 800);
	TELLS({ 700, 800 }, { 500, 600 }, { 200, 350 });
	/* Two become one. */
	receives(600, 700);
	TELLS({ 500, 800 }, { 200, 350 });
	/* What fills the first gap advances the ACK; the others are told again. */
	receives(100, 200);
	TELLS({ 500, 800 });
	ck_assert_uint_eq(tcpsim_seq_distance(base, end_sent(&b).ack), 350);
	receives(350, 500);
	TELLS({ 0, 0 });
}
END_TEST

/* 3: four blocks at the most, and three beside timestamps. */
START_TEST(as_many_as_the_option_takes)
{
	for (unsigned with = 0; with < 2; with++) {
		receiver_new(TCPSIM_FLAG_SACK | (with ? TCPSIM_FLAG_TIMESTAMPS : 0U));
		base = b.tcb.rcv.nxt;
		for (uint32_t at = 100; at < 600; at += 100)
			receives(at, at + 50);
		if (with)
			TELLS({ 500, 550 }, { 400, 450 }, { 300, 350 });
		else
			TELLS({ 500, 550 }, { 400, 450 }, { 300, 350 }, { 200, 250 });
	}
}
END_TEST

/* 2: nothing unless both ends have said that they may. */
START_TEST(no_blocks_without_agreement)
{
	receiver_new(0);
	base = b.tcb.rcv.nxt;
	receives(200, 300);
	TELLS({ 0, 0 });
}
END_TEST

/* Text carries an ACK, and the ACK its blocks: 3, "with all ACK segments". */
START_TEST(text_carries_blocks_too)
{
	receiver_new(TCPSIM_FLAG_SACK);
	base = b.tcb.rcv.nxt;
	receives(200, 300);
	end_send(&b, 10, SECOND);
	ck_assert_uint_eq(end_sent(&b).text_bytes, 10);
	TELLS({ 200, 300 });
}
END_TEST

/* A FIN that is held has no number in a block: nothing but text is told. */
START_TEST(a_held_fin_is_not_told)
{
	struct tcpsim_segment fin;

	receiver_new(TCPSIM_FLAG_SACK);
	base = b.tcb.rcv.nxt;
	fin = end_peer_says(&b, TCPSIM_ACK | TCPSIM_FIN, 100, 0);
	end_arrives(&b, fin, SECOND);
	TELLS({ 0, 0 });
}
END_TEST

/* Held text and the scoreboard share 16 places, and leave each other four. */
START_TEST(held_text_leaves_room_for_the_scoreboard)
{
	receiver_new(TCPSIM_FLAG_SACK);
	base = b.tcb.rcv.nxt;
	for (uint32_t at = 100; at < 2000; at += 100)
		receives(at, at + 50);
	ck_assert_uint_eq(b.tcb.n_held, 12);
	ck_assert_int_eq(b.out.rule, TCPSIM_RULE_TEXT_HELD_FULL);
	receiver_new(0);
	base = b.tcb.rcv.nxt;
	for (uint32_t at = 100; at < 2000; at += 100)
		receives(at, at + 50);
	ck_assert_uint_eq(b.tcb.n_held, 16);
}
END_TEST

/* ---- the sender ---- */

static struct sender s;

static void
open_and_send(uint32_t octets)
{
	sender_new(&s, TCPSIM_CONGESTION_NEWRENO);
	s.end.policy.limited_transmit = 0;
	sender_open(&s, TCPSIM_FLAG_SACK);
	sender_send(&s, octets);
}

/* The i-th range of the scoreboard, from below. */
static void
has(unsigned i, uint32_t begin, uint32_t end)
{
	const struct tcpsim_range *range = &s.end.tcb.ranges[TCPSIM_MAX_RANGES - 1U - i];

	ck_assert_uint_lt(i, s.end.tcb.n_sacked);
	ck_assert_uint_eq(tcpsim_seq_distance(s.base, range->begin), begin);
	ck_assert_uint_eq(tcpsim_seq_distance(s.base, range->end), end);
}

/* 5: what overlaps or touches is one range; the order of telling makes no difference. */
START_TEST(blocks_become_ranges)
{
	open_and_send(10000);
	SENDER_HEARS_SACK(&s, 0, { 5000, 5100 });
	SENDER_HEARS_SACK(&s, 0, { 3000, 3100 }, { 5000, 5100 });
	ck_assert_uint_eq(s.end.tcb.n_sacked, 2);
	has(0, 3000, 3100);
	has(1, 5000, 5100);
	SENDER_HEARS_SACK(&s, 0, { 4000, 4100 });
	ck_assert_uint_eq(s.end.tcb.n_sacked, 3);
	has(1, 4000, 4100);
	SENDER_HEARS_SACK(&s, 0, { 4100, 5000 });
	ck_assert_uint_eq(s.end.tcb.n_sacked, 2);
	has(0, 3000, 3100);
	has(1, 4000, 5100);
	SENDER_HEARS_SACK(&s, 0, { 2000, 9000 });
	ck_assert_uint_eq(s.end.tcb.n_sacked, 1);
	has(0, 2000, 9000);
	SENDER_HEARS_SACK(&s, 0, { 1500, 2500 });
	has(0, 1500, 9000);
}
END_TEST

/* Blocks that cannot be are ignored: empty, reversed, beyond SND.NXT, at or below SND.UNA. */
START_TEST(nonsense_is_ignored)
{
	open_and_send(10000);
	sender_hears(&s, 2000);
	SENDER_HEARS_SACK(&s, 2000, { 5000, 4000 }, { 11000, 12001 }, { 500, 1500 }, { 1500, 3000 });
	FIRED(&s, TCPSIM_RULE_SACK_TELLS_NOTHING);
	ck_assert_uint_eq(s.end.tcb.n_sacked, 0);
	SENDER_HEARS_SACK(&s, 2000, { 2000, 3000 }, { 4000, 4000 + (UINT32_C(1) << 31) });
	ck_assert_uint_eq(s.end.tcb.n_sacked, 0);
	ck_assert_uint_eq(s.end.tcb.dup_acks, 0);
	/* Each edge is less than 2^31 behind the one before, and all together go around once. */
	SENDER_HEARS_SACK(&s, 2000, { UINT32_C(0x4c000000), UINT32_C(0xc4000000) });
	ck_assert_uint_eq(s.end.tcb.n_sacked, 0);
	/* One that makes sense counts among those that do not. */
	SENDER_HEARS_SACK(&s, 2000, { 20000, 21000 }, { 4000, 5000 });
	ck_assert_uint_eq(s.end.tcb.n_sacked, 1);
	/* More blocks than a segment can have, or blocks that it does not say to have. */
	{
		struct tcpsim_segment seg = sender_ack(&s, 2000);

		seg.n_sack = 255;
		seg.sack[0].begin = tcpsim_seq_add(s.base, 6000);
		seg.sack[0].end = tcpsim_seq_add(s.base, 7000);
		sender_hears_segment(&s, seg);
		ck_assert_uint_eq(s.end.tcb.n_sacked, 1);
		seg.options = TCPSIM_OPTION_SACK;
		sender_hears_segment(&s, seg);
		ck_assert_uint_eq(s.end.tcb.n_sacked, 2);
	}
}
END_TEST

/* Without agreement nothing is noted. */
START_TEST(blocks_without_agreement_are_ignored)
{
	open_and_send(10000);
	s.end.tcb.flags &= ~(uint32_t)TCPSIM_FLAG_SACK;
	SENDER_HEARS_SACK(&s, 0, { 4000, 5000 });
	ck_assert_uint_eq(s.end.tcb.n_sacked, 0);
	ck_assert_uint_eq(s.end.tcb.dup_acks, 1);
}
END_TEST

/* SND.UNA passes ranges, and they are gone. */
START_TEST(what_is_acknowledged_is_no_range_any_more)
{
	open_and_send(10000);
	SENDER_HEARS_SACK(&s, 0, { 5000, 5100 }, { 3000, 3100 }, { 1000, 1100 });
	sender_hears(&s, 3100);
	ck_assert_uint_eq(s.end.tcb.n_sacked, 1);
	has(0, 5000, 5100);
	sender_hears(&s, 10000);
	ck_assert_uint_eq(s.end.tcb.n_sacked, 0);
}
END_TEST

/* 8: the peer may take back what it told. SND.UNA then stops where that begins, and it goes out again. */
START_TEST(what_is_taken_back_is_sent_again)
{
	open_and_send(10000);
	SENDER_HEARS_SACK(&s, 0, { 1000, 4001 });
	IS(&s, TCPSIM_FLAG_RECOVERY);
	sender_hears(&s, 1000);
	ck_assert_uint_eq(s.end.tcb.n_sacked, 0);
	SENT(&s, 0);
	sender_times_out(&s);
	SENT_AGAIN(&s, 0, 1000);
	sender_hears(&s, 2000);
	SENT(&s, 2);
	SENT_AGAIN(&s, 0, 2000);
	SENT_AGAIN(&s, 1, 3000);
}
END_TEST

/* The scoreboard has twelve places; the lowest are kept, since those go out again first. */
START_TEST(a_full_scoreboard_keeps_the_lowest)
{
	open_and_send(10000);
	s.end.tcb.cc.recover = s.end.tcb.snd.nxt; /* no recovery */
	for (uint32_t at = 3000; at < 9000; at += 500)
		SENDER_HEARS_SACK(&s, 0, { at, at + 10 });
	ck_assert_uint_eq(s.end.tcb.n_sacked, 12);
	/* No room above. */
	SENDER_HEARS_SACK(&s, 0, { 9000, 9010 });
	FIRED(&s, TCPSIM_RULE_SACK_TELLS_NOTHING);
	has(11, 8500, 8510);
	/* Below, the highest gives way. */
	SENDER_HEARS_SACK(&s, 0, { 2000, 2010 });
	ck_assert_uint_eq(s.end.tcb.n_sacked, 12);
	has(0, 2000, 2010);
	has(11, 8000, 8010);
	/* What joins others needs no place. */
	SENDER_HEARS_SACK(&s, 0, { 2010, 3000 });
	ck_assert_uint_eq(s.end.tcb.n_sacked, 11);
	has(0, 2000, 3010);
	has(10, 8000, 8010);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("RFC 2018, SACK");
	TCase *receiver = tcase_create("receiver"), *sender = tcase_create("sender");

	suite_add_tcase(suite, receiver);
	tcase_add_test(receiver, the_first_block_has_what_has_just_arrived);
	tcase_add_test(receiver, as_many_as_the_option_takes);
	tcase_add_test(receiver, no_blocks_without_agreement);
	tcase_add_test(receiver, text_carries_blocks_too);
	tcase_add_test(receiver, a_held_fin_is_not_told);
	tcase_add_test(receiver, held_text_leaves_room_for_the_scoreboard);
	suite_add_tcase(suite, sender);
	tcase_add_test(sender, blocks_become_ranges);
	tcase_add_test(sender, nonsense_is_ignored);
	tcase_add_test(sender, blocks_without_agreement_are_ignored);
	tcase_add_test(sender, what_is_acknowledged_is_no_range_any_more);
	tcase_add_test(sender, what_is_taken_back_is_sent_again);
	tcase_add_test(sender, a_full_scoreboard_keeps_the_lowest);
	return suite_run(suite);
}
