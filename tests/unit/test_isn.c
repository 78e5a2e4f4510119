/* SPDX-License-Identifier: MIT */
/* Initial sequence numbers, RFC 9293 3.4.1: ISN = M + F(local, remote, secret) (MUST-8, SHLD-1). */
#include <tcpsim/engine.h>

#include "tests/suite.h"

static const struct tcpsim_isn_key a_key = {
	.secret = { UINT64_C(0x0123456789abcdef), UINT64_C(0xfedcba9876543210) },
	.local = UINT64_C(0x0a0000010050),
	.remote = UINT64_C(0x0a000002c000),
};

/*
 * The published test vector of SipHash-2-4: with the key 00 01 ... 0f the 16 octets 00 01 ... 0f
 * give the octets db 9b c2 57 7f cc 2a 3f, which read as a little-endian number end in 57c29bdb.
 */
START_TEST(f_is_siphash_2_4)
{
	struct tcpsim_isn_key key = {
		.secret = { UINT64_C(0x0706050403020100), UINT64_C(0x0f0e0d0c0b0a0908) },
		.local = UINT64_C(0x0706050403020100),
		.remote = UINT64_C(0x0f0e0d0c0b0a0908),
	};

	ck_assert_uint_eq(tcpsim_isn(&key, 0).n, UINT32_C(0x57c29bdb));
}
END_TEST

/* MUST-8 */
START_TEST(the_clock_ticks_every_4_microseconds)
{
	uint32_t first = tcpsim_isn(&a_key, 0).n;

	ck_assert_uint_eq(tcpsim_isn(&a_key, 3).n, first);
	ck_assert_uint_eq(tcpsim_isn(&a_key, 4).n, first + 1);
	ck_assert_uint_eq(tcpsim_isn(&a_key, 7).n, first + 1);
	ck_assert_uint_eq(tcpsim_isn(&a_key, 1000000).n, first + 250000);
}
END_TEST

/* 2^32 ticks of 4 us. */
START_TEST(numbers_come_again_after_2_to_the_32_ticks_and_not_before)
{
	uint32_t first = tcpsim_isn(&a_key, 12345).n;

	ck_assert_uint_eq(tcpsim_isn(&a_key, 12345 + (INT64_C(4) << 32)).n, first);
	ck_assert_uint_ne(tcpsim_isn(&a_key, 12345 + (INT64_C(2) << 32)).n, first);
}
END_TEST

START_TEST(each_part_of_the_key_matters)
{
	uint32_t first = tcpsim_isn(&a_key, 0).n;

	for (unsigned bit = 0; bit < 64; bit++) {
		struct tcpsim_isn_key key = a_key;

		key.local ^= UINT64_C(1) << bit;
		ck_assert_uint_ne(tcpsim_isn(&key, 0).n, first);
		key = a_key;
		key.remote ^= UINT64_C(1) << bit;
		ck_assert_uint_ne(tcpsim_isn(&key, 0).n, first);
		key = a_key;
		key.secret[0] ^= UINT64_C(1) << bit;
		ck_assert_uint_ne(tcpsim_isn(&key, 0).n, first);
		key = a_key;
		key.secret[1] ^= UINT64_C(1) << bit;
		ck_assert_uint_ne(tcpsim_isn(&key, 0).n, first);
	}
}
END_TEST

START_TEST(the_two_ends_are_not_interchangeable)
{
	struct tcpsim_isn_key key = a_key;

	key.local = a_key.remote;
	key.remote = a_key.local;
	ck_assert_uint_ne(tcpsim_isn(&key, 0).n, tcpsim_isn(&a_key, 0).n);
}
END_TEST

/* 3.4.1: numbers of one pair of sockets grow with time, so that incarnations do not overlap. */
START_TEST(numbers_of_one_connection_only_grow)
{
	tcpsim_seq last = tcpsim_isn(&a_key, 0);

	for (int64_t now_us = 1000; now_us < INT64_C(20000000000); now_us += 999999999) {
		tcpsim_seq next = tcpsim_isn(&a_key, now_us);

		ck_assert(tcpsim_seq_lt(last, next));
		last = next;
	}
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("isn");
	TCase *tcase = tcase_create("3.4.1");

	tcase_add_test(tcase, f_is_siphash_2_4);
	tcase_add_test(tcase, the_clock_ticks_every_4_microseconds);
	tcase_add_test(tcase, numbers_come_again_after_2_to_the_32_ticks_and_not_before);
	tcase_add_test(tcase, each_part_of_the_key_matters);
	tcase_add_test(tcase, the_two_ends_are_not_interchangeable);
	tcase_add_test(tcase, numbers_of_one_connection_only_grow);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
