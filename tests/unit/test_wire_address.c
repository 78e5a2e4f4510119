/* SPDX-License-Identifier: MIT */
/* Addresses of simulated hosts, and addresses as text (RFC 5952). */
#include <string.h>

#include <tcpsim/wire.h>

#include "tests/suite.h"

static void
assert_text(unsigned version, const uint8_t *address, const char *words)
{
	char text[TCPSIM_WIRE_ADDRESS_TEXT];

	ck_assert_uint_eq(tcpsim_wire_address_format(version, address, text, sizeof text), strlen(words));
	ck_assert_str_eq(text, words);
}

/* The table of wire.h. */
START_TEST(hosts_have_the_addresses_of_the_table)
{
	static const struct {
		uint16_t host;
		const char *ipv4, *ipv6;
	} rows[] = {
		{ 0, "192.0.2.1", "2001:db8::1" },
		{ 252, "192.0.2.253", "2001:db8::fd" },
		{ 253, "198.18.0.253", "2001:db8::fe" },
		{ 65534, "198.18.255.254", "2001:db8::ffff" },
		{ TCPSIM_WIRE_ROUTER, "192.0.2.254", "2001:db8::1:0" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		uint8_t address[TCPSIM_WIRE_ADDRESS];

		tcpsim_wire_host_address(4, rows[i].host, address);
		assert_text(4, address, rows[i].ipv4);
		tcpsim_wire_host_address(6, rows[i].host, address);
		assert_text(6, address, rows[i].ipv6);
	}
}
END_TEST

/* The way back from each is the way there: so no two are the same. */
START_TEST(no_two_hosts_have_the_same_address)
{
	for (uint32_t host = 0; host <= UINT16_MAX; host++) {
		uint8_t address[TCPSIM_WIRE_ADDRESS];

		tcpsim_wire_host_address(4, (uint16_t)host, address);
		ck_assert_int_eq(tcpsim_wire_host_number(4, address), (int32_t)host);
		tcpsim_wire_host_address(6, (uint16_t)host, address);
		ck_assert_int_eq(tcpsim_wire_host_number(6, address), (int32_t)host);
	}
}
END_TEST

START_TEST(other_addresses_are_no_hosts)
{
	static const uint8_t others_4[][TCPSIM_WIRE_ADDRESS] = {
		{ 192, 0, 2, 0 },
		{ 192, 0, 2, 255 },
		{ 192, 0, 3, 1 },
		{ 198, 18, 0, 252 },
		{ 198, 18, 255, 255 },
		{ 198, 19, 1, 0 },
		{ 10, 0, 0, 1 },
		{ 0 },
	};
	static const uint8_t others_6[][TCPSIM_WIRE_ADDRESS] = {
		{ 0x20, 0x01, 0x0d, 0xb8 },
		{ 0x20, 0x01, 0x0d, 0xb8, [13] = 1, [15] = 1 },
		{ 0x20, 0x01, 0x0d, 0xb8, [11] = 1, [15] = 1 },
		{ 0xfe, 0x80, [15] = 1 },
		{ [15] = 1 },
	};

	for (size_t i = 0; i < sizeof others_4 / sizeof others_4[0]; i++)
		ck_assert_int_eq(tcpsim_wire_host_number(4, others_4[i]), -1);
	for (size_t i = 0; i < sizeof others_6 / sizeof others_6[0]; i++)
		ck_assert_int_eq(tcpsim_wire_host_number(6, others_6[i]), -1);
}
END_TEST

/* RFC 5952 4.1: no leading zeros; 4.2: the longest run of two or more zero fields, the first of several; 4.3: small. */
START_TEST(ipv6_addresses_are_written_shortly)
{
	static const struct {
		uint8_t address[TCPSIM_WIRE_ADDRESS];
		const char *words;
	} rows[] = {
		{ { 0 }, "::" },
		{ { [15] = 1 }, "::1" },
		{ { [0] = 0xff, 0x02 }, "ff02::" },
		{ { 0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1 }, "2001:db8:0:1:1:1:1:1" },
		{ { 0x20, 0x01, 0x0d, 0xb8, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1 }, "2001:db8::1:0:0:1" },
		{ { 0x20, 0x01, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1 }, "2001:0:0:1::1" },
		{ { 0xab, 0xcd, 0, 0x0a, 0x10, 0, 0xff, 0xff, 1, 2, 3, 4, 5, 6, 7, 8 },
			"abcd:a:1000:ffff:102:304:506:708" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		assert_text(6, rows[i].address, rows[i].words);
}
END_TEST

START_TEST(a_text_without_room_is_cut_and_counted)
{
	static const uint8_t address[TCPSIM_WIRE_ADDRESS] = { 192, 0, 2, 1 };
	char text[8] = "-------";

	ck_assert_uint_eq(tcpsim_wire_address_format(4, address, text, 6), 9);
	ck_assert_str_eq(text, "192.0");
	ck_assert_uint_eq(tcpsim_wire_address_format(4, address, text, 1), 9);
	ck_assert_str_eq(text, "");
	ck_assert_uint_eq(tcpsim_wire_address_format(4, address, NULL, 0), 9);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("wire address");
	TCase *tcase = tcase_create("addresses");

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, hosts_have_the_addresses_of_the_table);
	tcase_add_test(tcase, no_two_hosts_have_the_same_address);
	tcase_add_test(tcase, other_addresses_are_no_hosts);
	tcase_add_test(tcase, ipv6_addresses_are_written_shortly);
	tcase_add_test(tcase, a_text_without_room_is_cut_and_counted);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
