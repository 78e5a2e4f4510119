/* SPDX-License-Identifier: MIT */
/* The Internet checksum: RFC 1071, and its change by parts, RFC 1624. */
#include <tcpsim/wire.h>

#include "tests/suite.h"
#include "tests/unit/wire_packets.h"

/* The example of RFC 1071 3: 00 01 f2 03 f4 f5 f6 f7 have the sum ddf2. */
START_TEST(the_sum_is_that_of_the_rfc)
{
	static const uint8_t octets[] = { 0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7 };

	ck_assert_uint_eq(tcpsim_wire_checksum(octets, sizeof octets), 0xffff & ~0xddf2);
}
END_TEST

/* An odd octet at the end counts as if a zero followed it (RFC 1071 4.1). */
START_TEST(an_odd_octet_is_a_high_one)
{
	static const uint8_t odd[] = { 0x12, 0x34, 0xab };
	static const uint8_t even[] = { 0x12, 0x34, 0xab, 0x00 };

	ck_assert_uint_eq(tcpsim_wire_checksum(odd, sizeof odd), 0xffff & ~(0x1234 + 0xab00));
	ck_assert_uint_eq(tcpsim_wire_checksum(odd, sizeof odd), tcpsim_wire_checksum(even, sizeof even));
	ck_assert_uint_eq(tcpsim_wire_checksum(odd, 0), 0xffff);
}
END_TEST

START_TEST(octets_with_their_checksum_have_none)
{
	ck_assert_uint_eq(tcpsim_wire_checksum(packet_syn, 20), 0);
	ck_assert_uint_eq(tcpsim_wire_checksum(packet_udp, 20), 0);
	ck_assert_uint_eq(tcpsim_wire_checksum(packet_icmp + 20, sizeof packet_icmp - 20), 0);
}
END_TEST

/* The carries of a large sum come around more than once. */
START_TEST(carries_come_around)
{
	static uint8_t octets[65536];

	for (size_t i = 0; i < sizeof octets; i++)
		octets[i] = 0xff;
	ck_assert_uint_eq(tcpsim_wire_checksum(octets, sizeof octets), 0);
	octets[1] = 0xfe;
	ck_assert_uint_eq(tcpsim_wire_checksum(octets, sizeof octets), 1);
}
END_TEST

/* The example of RFC 1624 4, where the older equation gives 0xffff: HC = dd2f, m = 5555, m' = 3285. */
START_TEST(an_update_does_what_rfc_1624_asks)
{
	ck_assert_uint_eq(tcpsim_wire_checksum_update(0xdd2f, 0x5555, 0x3285), 0x0000);
}
END_TEST

/* A change of each word to many others gives the checksum of the changed octets. */
START_TEST(an_update_is_the_same_as_a_new_checksum)
{
	uint8_t octets[20];

	for (size_t at = 0; at < sizeof octets; at += 2) {
		for (uint32_t value = 0; value <= UINT16_MAX; value += 257) {
			uint16_t checksum, before;

			for (size_t i = 0; i < sizeof octets; i++)
				octets[i] = (uint8_t)(i * 37 + at);
			checksum = tcpsim_wire_checksum(octets, sizeof octets);
			before = (uint16_t)(octets[at] << 8 | octets[at + 1]);
			octets[at] = (uint8_t)(value >> 8);
			octets[at + 1] = (uint8_t)value;
			ck_assert_uint_eq(tcpsim_wire_checksum_update(checksum, before, (uint16_t)value),
				tcpsim_wire_checksum(octets, sizeof octets));
		}
	}
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("wire checksum");
	TCase *tcase = tcase_create("RFC 1071, RFC 1624");

	tcase_add_test(tcase, the_sum_is_that_of_the_rfc);
	tcase_add_test(tcase, an_odd_octet_is_a_high_one);
	tcase_add_test(tcase, octets_with_their_checksum_have_none);
	tcase_add_test(tcase, carries_come_around);
	tcase_add_test(tcase, an_update_does_what_rfc_1624_asks);
	tcase_add_test(tcase, an_update_is_the_same_as_a_new_checksum);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
