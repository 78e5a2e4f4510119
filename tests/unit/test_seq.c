/* SPDX-License-Identifier: MIT */
/* Sequence numbers, RFC 9293 3.4: all arithmetic is modulo 2^32. */
#include <tcpsim/seq.h>

#include "tests/suite.h"

#define HALF UINT32_C(0x80000000)

/* Numbers around every corner of the space. */
static const uint32_t corners[] = {
	0, 1, 2, 100, HALF - 2, HALF - 1, HALF, HALF + 1, HALF + 2, UINT32_MAX - 100, UINT32_MAX - 1, UINT32_MAX,
};

#define N_CORNERS (sizeof corners / sizeof corners[0])

static tcpsim_seq
s(uint32_t n)
{
	return tcpsim_seq_make(n);
}

START_TEST(the_space_wraps)
{
	ck_assert_uint_eq(tcpsim_seq_add(s(UINT32_MAX), 1).n, 0);
	ck_assert_uint_eq(tcpsim_seq_add(s(UINT32_MAX - 4), 10).n, 5);
	ck_assert_uint_eq(tcpsim_seq_add(s(0), (uint32_t)-1).n, UINT32_MAX);
	ck_assert_uint_eq(tcpsim_seq_distance(s(UINT32_MAX), s(0)), 1);
	ck_assert_uint_eq(tcpsim_seq_distance(s(0), s(UINT32_MAX)), UINT32_MAX);
	ck_assert_uint_eq(tcpsim_seq_distance(s(7), s(7)), 0);
}
END_TEST

START_TEST(a_number_is_before_the_next_one_across_the_wrap)
{
	ck_assert(tcpsim_seq_lt(s(UINT32_MAX), s(0)));
	ck_assert(tcpsim_seq_le(s(UINT32_MAX), s(0)));
	ck_assert(!tcpsim_seq_lt(s(0), s(UINT32_MAX)));
	ck_assert(tcpsim_seq_gt(s(0), s(UINT32_MAX)));
	ck_assert(tcpsim_seq_ge(s(0), s(UINT32_MAX)));
	ck_assert(!tcpsim_seq_gt(s(UINT32_MAX), s(0)));
}
END_TEST

START_TEST(a_number_equals_itself_only)
{
	for (size_t i = 0; i < N_CORNERS; i++) {
		for (size_t j = 0; j < N_CORNERS; j++)
			ck_assert_int_eq(tcpsim_seq_eq(s(corners[i]), s(corners[j])), i == j);
		ck_assert(tcpsim_seq_le(s(corners[i]), s(corners[i])));
		ck_assert(tcpsim_seq_ge(s(corners[i]), s(corners[i])));
		ck_assert(!tcpsim_seq_lt(s(corners[i]), s(corners[i])));
		ck_assert(!tcpsim_seq_gt(s(corners[i]), s(corners[i])));
	}
}
END_TEST

START_TEST(at_a_distance_of_2_to_the_31_neither_is_before_the_other)
{
	for (size_t i = 0; i < N_CORNERS; i++) {
		tcpsim_seq a = s(corners[i]), b = s(corners[i] + HALF);

		ck_assert(!tcpsim_seq_lt(a, b));
		ck_assert(!tcpsim_seq_lt(b, a));
		ck_assert(!tcpsim_seq_le(a, b));
		ck_assert(!tcpsim_seq_le(b, a));
		ck_assert(!tcpsim_seq_gt(a, b));
		ck_assert(!tcpsim_seq_gt(b, a));
		ck_assert(!tcpsim_seq_ge(a, b));
		ck_assert(!tcpsim_seq_ge(b, a));
	}
}
END_TEST

START_TEST(before_means_less_than_2_to_the_31_ahead)
{
	static const uint32_t ways[] = { 1, 2, 1000, 65535, HALF - 2, HALF - 1 };

	for (size_t i = 0; i < N_CORNERS; i++) {
		for (size_t j = 0; j < sizeof ways / sizeof ways[0]; j++) {
			tcpsim_seq a = s(corners[i]), b = s(corners[i] + ways[j]);

			ck_assert(tcpsim_seq_lt(a, b) && tcpsim_seq_le(a, b));
			ck_assert(tcpsim_seq_gt(b, a) && tcpsim_seq_ge(b, a));
			ck_assert(!tcpsim_seq_lt(b, a) && !tcpsim_seq_le(b, a));
			ck_assert(!tcpsim_seq_gt(a, b) && !tcpsim_seq_ge(a, b));
			ck_assert_uint_eq(tcpsim_seq_max(a, b).n, b.n);
			ck_assert_uint_eq(tcpsim_seq_max(b, a).n, b.n);
			ck_assert_uint_eq(tcpsim_seq_min(a, b).n, a.n);
			ck_assert_uint_eq(tcpsim_seq_min(b, a).n, a.n);
		}
	}
}
END_TEST

/* Of two numbers just one is true: equal, before, after, or 2^31 apart; and shifting both changes nothing. */
START_TEST(comparison_depends_on_the_distance_alone)
{
	uint32_t n = 12345;

	for (int i = 0; i < 200000; i++) {
		tcpsim_seq a, b;
		uint32_t shift;

		n = n * 1664525U + 1013904223U;
		a = s(n);
		n = n * 1664525U + 1013904223U;
		b = s((i & 1) != 0 ? n : a.n + (n >> 20)); /* anywhere, or near */
		n = n * 1664525U + 1013904223U;
		shift = n;
		ck_assert_int_eq(tcpsim_seq_eq(a, b) + tcpsim_seq_lt(a, b) + tcpsim_seq_gt(a, b) +
			(tcpsim_seq_distance(a, b) == HALF), 1);
		ck_assert_int_eq(tcpsim_seq_le(a, b), tcpsim_seq_lt(a, b) || tcpsim_seq_eq(a, b));
		ck_assert_int_eq(tcpsim_seq_lt(a, b),
			tcpsim_seq_lt(tcpsim_seq_add(a, shift), tcpsim_seq_add(b, shift)));
		ck_assert_uint_eq(tcpsim_seq_add(a, tcpsim_seq_distance(a, b)).n, b.n);
	}
}
END_TEST

START_TEST(a_window_has_its_first_and_its_last_number_and_not_the_next)
{
	static const uint32_t sizes[] = { 1, 2, 100, 65535, HALF, UINT32_MAX };

	for (size_t i = 0; i < N_CORNERS; i++) {
		for (size_t j = 0; j < sizeof sizes / sizeof sizes[0]; j++) {
			tcpsim_seq begin = s(corners[i]);

			ck_assert(tcpsim_seq_in(begin, begin, sizes[j]));
			ck_assert(tcpsim_seq_in(tcpsim_seq_add(begin, sizes[j] - 1), begin, sizes[j]));
			ck_assert(!tcpsim_seq_in(tcpsim_seq_add(begin, sizes[j]), begin, sizes[j]));
			ck_assert(!tcpsim_seq_in(tcpsim_seq_add(begin, UINT32_MAX), begin, sizes[j]));
		}
	}
}
END_TEST

START_TEST(nothing_is_in_a_window_of_zero)
{
	for (size_t i = 0; i < N_CORNERS; i++)
		for (size_t j = 0; j < N_CORNERS; j++)
			ck_assert(!tcpsim_seq_in(s(corners[i]), s(corners[j]), 0));
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("seq");
	TCase *tcase = tcase_create("3.4");

	tcase_add_test(tcase, the_space_wraps);
	tcase_add_test(tcase, a_number_is_before_the_next_one_across_the_wrap);
	tcase_add_test(tcase, a_number_equals_itself_only);
	tcase_add_test(tcase, at_a_distance_of_2_to_the_31_neither_is_before_the_other);
	tcase_add_test(tcase, before_means_less_than_2_to_the_31_ahead);
	tcase_add_test(tcase, comparison_depends_on_the_distance_alone);
	tcase_add_test(tcase, a_window_has_its_first_and_its_last_number_and_not_the_next);
	tcase_add_test(tcase, nothing_is_in_a_window_of_zero);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
