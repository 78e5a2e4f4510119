/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/engine/recovery_private.h"
#include "tests/suite.h"

/*
 * The scoreboard against RFC 6675 4 read octet by octet: 120 octets are under way, SMSS is 10, and SACK blocks come by
 * chance. Numbers wrap around 2^32 in the middle.
 */

#define OCTETS 120U
#define SMSS 10U
#define UNA UINT32_C(0xffffffc4)

static struct tcpsim_tcb tcb;
static struct tcpsim_policy policy;
static bool has[OCTETS]; /* octet UNA + i was told */
static uint64_t state;

static uint32_t
below(uint32_t n)
{
	state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(state >> 33) % n;
}

static void
begin(unsigned held)
{
	memset(&tcb, 0, sizeof tcb);
	memset(has, 0, sizeof has);
	tcb.mss = SMSS;
	tcb.flags = TCPSIM_FLAG_SACK;
	tcb.snd.una = tcpsim_seq_make(UNA);
	tcb.snd.nxt = tcpsim_seq_make(UNA + OCTETS);
	tcb.n_held = (uint8_t)held;
	for (unsigned i = 0; i < held; i++)
		tcb.ranges[i].begin = tcb.ranges[i].end = tcpsim_seq_make(7);
}

static unsigned
n_ranges(uint32_t above)
{
	unsigned n = 0;

	for (uint32_t i = above; i < OCTETS; i++)
		n += has[i] && (i == 0 || !has[i - 1]);
	return n;
}

/* "DupThresh discontiguous SACKed sequences ... or more than (DupThresh - 1) * SMSS bytes" above an octet that is missing. */
static bool
is_lost(uint32_t octet)
{
	uint32_t octets = 0;

	for (uint32_t i = octet + 1; i < OCTETS; i++)
		octets += has[i];
	return n_ranges(octet + 1) >= 3 || octets > 2 * SMSS;
}

static uint32_t
pipe_of(uint32_t una, uint32_t resent)
{
	uint32_t pipe = 0;

	for (uint32_t i = una; i < OCTETS; i++) {
		if (has[i])
			continue;
		pipe += !is_lost(i);
		pipe += i < resent;
	}
	return pipe;
}

static void
take(uint32_t from, uint32_t to)
{
	struct tcpsim_segment seg = { .options = TCPSIM_OPTION_SACK, .n_sack = 1 };
	struct tcpsim_effects out;
	struct event e = { .tcb = &tcb, .policy = &policy, .out = &out, .seg = &seg };
	bool is_new = false;

	memset(&out, 0, sizeof out);
	seg.sack[0].begin = tcpsim_seq_make(UNA + from);
	seg.sack[0].end = tcpsim_seq_make(UNA + to);
	for (uint32_t i = from; i < to; i++) {
		is_new |= !has[i];
		has[i] = true;
	}
	ck_assert_int_eq(engine_take_sack(&e), is_new);
}

static void
compare(uint32_t una)
{
	uint32_t resent = una + below(OCTETS - una + 1), from = una + below(OCTETS - una);
	uint32_t first = from, last, missing = 0;
	struct tcpsim_range hole;
	bool is_right = true;

	ck_assert_uint_eq(tcb.n_sacked, n_ranges(0));
	ck_assert_uint_eq(engine_pipe(&tcb, tcpsim_seq_make(UNA + resent)), pipe_of(una, resent));
	for (uint32_t i = una; i < OCTETS; i++) {
		missing += !has[i] && i >= from;
		is_right &= has[i] || engine_is_lost(&tcb, tcpsim_seq_make(UNA + i)) == is_lost(i);
	}
	ck_assert(is_right);
	ck_assert_uint_eq(engine_unsacked(&tcb, tcpsim_seq_make(UNA + from), tcb.snd.nxt), missing);
	while (first < OCTETS && has[first])
		first++;
	ck_assert_int_eq(engine_next_hole(&tcb, tcpsim_seq_make(UNA + from), tcb.snd.nxt, &hole), first < OCTETS);
	if (first == OCTETS)
		return;
	for (last = first; last < OCTETS && !has[last];)
		last++;
	ck_assert_uint_eq(hole.begin.n, UNA + first);
	ck_assert_uint_eq(hole.end.n, UNA + last);
	for (last = OCTETS; last > una && !has[last - 1];)
		last--;
	ck_assert_uint_eq(engine_highest_sacked(&tcb).n, UNA + last);
}

/* SND.UNA goes on to an octet that is missing: the ranges below are gone. */
static uint32_t
advance(uint32_t una)
{
	uint32_t to = una + below(20);

	while (to < OCTETS - 1 && has[to])
		to++;
	if (to >= OCTETS - 1)
		return una;
	memset(has, 0, to);
	tcb.snd.una = tcpsim_seq_make(UNA + to);
	engine_trim_sacked(&tcb);
	return to;
}

START_TEST(it_is_what_the_rfc_says_octet_by_octet)
{
	for (uint64_t seed = 0; seed < 400; seed++) {
		uint32_t una = 0;

		state = seed;
		begin(0);
		for (int i = 0; i < 20; i++) {
			uint32_t from = una + 1 + below(OCTETS - una - 1), to = from + 1 + below(12);
			bool was[OCTETS];

			memcpy(was, has, sizeof was);
			for (uint32_t j = from; j < to && j < OCTETS; j++)
				has[j] = true;
			/* A full scoreboard is the matter of the next test. */
			if (n_ranges(0) > 12) {
				memcpy(has, was, sizeof was);
				continue;
			}
			memcpy(has, was, sizeof was);
			take(from, to < OCTETS ? to : OCTETS);
			compare(una);
			if (below(5) == 0) {
				una = advance(una);
				compare(una);
			}
		}
		engine_forget_sacked(&tcb);
		memset(has, 0, sizeof has);
		compare(una);
	}
}
END_TEST

/* However full it is, what it has was told, it leaves held text alone, and all between the two lists is zero. */
START_TEST(it_never_claims_more_than_was_told)
{
	for (uint64_t seed = 0; seed < 400; seed++) {
		unsigned held;

		state = seed;
		held = below(13);
		begin(held);
		for (int i = 0; i < 60; i++) {
			struct tcpsim_segment seg = { .options = TCPSIM_OPTION_SACK, .n_sack = 1 };
			struct tcpsim_effects out = { .n_segments = 0 };
			struct event e = { .tcb = &tcb, .policy = &policy, .out = &out, .seg = &seg };
			uint32_t from = 1 + below(OCTETS - 2), to = from + 1 + below(2);
			bool is_right = true;

			seg.sack[0].begin = tcpsim_seq_make(UNA + from);
			seg.sack[0].end = tcpsim_seq_make(UNA + to);
			for (uint32_t j = from; j < to && j < OCTETS; j++)
				has[j] = true;
			engine_take_sack(&e);
			ck_assert_uint_le(tcb.n_sacked, 16U - held);
			ck_assert_uint_le(tcb.n_sacked, 12U);
			for (unsigned j = held; j < 16U - tcb.n_sacked; j++)
				is_right &= (tcb.ranges[j].begin.n | tcb.ranges[j].end.n) == 0;
			for (unsigned j = 16U - tcb.n_sacked; j < 16; j++)
				for (uint32_t n = tcb.ranges[j].begin.n; n != tcb.ranges[j].end.n; n++)
					is_right &= has[n - UNA];
			for (unsigned j = 0; j < held; j++)
				is_right &= tcb.ranges[j].begin.n == 7;
			ck_assert_msg(is_right, "seed %u, block %d", (unsigned)seed, i);
		}
	}
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("scoreboard");
	TCase *naive = tcase_create("against octets");

	tcase_set_timeout(naive, 60);
	suite_add_tcase(suite, naive);
	tcase_add_test(naive, it_is_what_the_rfc_says_octet_by_octet);
	tcase_add_test(naive, it_never_claims_more_than_was_told);
	return suite_run(suite);
}
