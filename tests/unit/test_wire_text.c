/* SPDX-License-Identifier: MIT */
/* Octets written in hexadecimal, and whether they are a frame of Ethernet. */
#include <string.h>

#include <tcpsim/wire.h>

#include "tests/suite.h"
#include "tests/unit/wire_mend.h"
#include "tests/unit/wire_packets.h"

#define N(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

/* The first 20 octets of this: 0x00 to 0x13. */
static void
assert_read(const char *text, size_t n)
{
	uint8_t octets[64];
	struct tcpsim_wire_hex_error error;
	long found = tcpsim_wire_hex(text, strlen(text), octets, sizeof octets, &error);

	ck_assert_msg(found == (long)n, "%ld octets, line %u column %u %s, of:\n%s", found, (unsigned)error.line,
		(unsigned)error.column, error.words, text);
	for (size_t i = 0; i < n; i++)
		ck_assert_msg(octets[i] == i, "octet %zu is %u, of:\n%s", i, octets[i], text);
}

START_TEST(octets_are_read_as_people_write_them)
{
	static const char *const texts[] = {
		"000102030405060708090a0b0c0d0e0f10111213",
		"00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F 10 11 12 13\n",
		"00:01:02:03:04:05:06:07:08:09:0a:0b:0c:0d:0e:0f:10:11:12:13",
		"00-01-02-03-04-05-06-07-08-09-0a-0b-0c-0d-0e-0f-10-11-12-13",
		("0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07,\r\n\t0x08, 0x09, 0X0a, 0x0b, 0x0c, 0x0d, 0x0e, "
		 "0x0f,\n"
		 "\t0x10, 0x11, 0x12, 0x13,\n"),
		"0x000102030405060708090a0b0c0d0e0f10111213",
		"\\x00\\x01\\x02\\x03\\x04\\x05\\x06\\x07\\x08\\x09\\x0a\\x0b\\x0c\\x0d\\x0e\\x0f\\x10\\x11\\x12\\x13",
		"# what it is\n0001 0203 # four\n\n0405 0607\n  # and so on: ff\n0809 0a0b 0c0d 0e0f 1011 1213",
		"0001 0203\n0405 0607\n0809 0a0b\n0c0d 0e0f\n1011 1213",
		"00010203\n04050607\n08090a0b\n0c0d0e0f\n10111213",
		"00010203:04050607:08090a0b:0c0d0e0f:10111213",
	};

	for (size_t i = 0; i < N(texts); i++)
		assert_read(texts[i], 20);
	assert_read("", 0);
	assert_read("\n\n# nothing\n", 0);
}
END_TEST

/* The last line of each has characters that are digits, too. */
START_TEST(octets_are_read_as_programs_dump_them)
{
	static const char *const texts[] = {
		/* xxd */
		"00000000: 0001 0203 0405 0607 0809 0a0b 0c0d 0e0f  abcdefabcdefabcd\n"
		"00000010: 1011 1213                                ....\n",
		/* tcpdump -x and -X */
		"\t0x0000:  0001 0203 0405 0607 0809 0a0b 0c0d 0e0f\n\t0x0010:  1011 1213\n",
		"12:34:56.789012 IP 192.0.2.1.49152 > 192.0.2.2.80: Flags [S], seq 1000\n"
		"\t0x0000:  0001 0203 0405 0607 0809 0a0b 0c0d 0e0f\n\t0x0010:  1011 1213\n",
		"\t0x0000:  0001 0203 0405 0607 0809 0a0b 0c0d 0e0f  abcdefabcdefabcd\n"
		"\t0x0010:  1011 1213                                abcd\n",
		/* hexdump -C */
		"00000000  00 01 02 03 04 05 06 07  08 09 0a 0b 0c 0d 0e 0f  |................|\n"
		"00000010  10 11 12 13                                       |abcd|\n00000014\n",
		/* od -A x -t x1 */
		"000000 00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f\n000010 10 11 12 13\n000014\n",
		/* Wireshark */
		"0000   00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f   ................\n0010   10 11 12 13   "
		"12ab\n",
		"0000  00 01 02 03 04 05 06 07  08 09 0a 0b 0c 0d 0e 0f   abcdefab cdefabcd\n0010  10 11 12 13  ab.d\n",
		/* Eight a line. */
		"000: 0001 0203 0405 0607  ........\n008: 0809 0a0b 0c0d 0e0f  ...:cdef\n010: 1011 1213  |abcd\n",
	};

	for (size_t i = 0; i < N(texts); i++)
		assert_read(texts[i], 20);
}
END_TEST

START_TEST(what_is_no_octets_is_told_where)
{
	static const struct {
		const char *text;
		size_t n;
		uint32_t line, column;
		const char *words;
	} rows[] = {
		{ "00 0g", 0, 1, 5, "this is no hexadecimal digit" },
		{ "zero", 0, 1, 1, "this is no hexadecimal digit" },
		{ "00\n01 2 03", 0, 2, 4, "an octet has two digits: here is an odd number of them" },
		{ "00 0x", 0, 1, 5, "this is no hexadecimal digit" },
		{ "00 \\q", 0, 1, 4, "this is no hexadecimal digit" },
		{ "00\0"
		  "01",
			5, 1, 3, "this is no hexadecimal digit" },
		{ "0000: 00 01\n0010: 02", 0, 2, 1, "this offset is not the number of octets before it" },
		{ "0000  00 01\n0010  02", 0, 2, 1, "this offset is not the number of octets before it" },
		{ "0000  00 01\nffffffffffff: 02", 0, 2, 1, "this offset is not the number of octets before it" },
		{ "00 01 02 03\n04 05 06 07 08", 0, 2, 13, "these are more octets than a packet may have" },
		{ "0x0000:  00OO 02\n0x0004:  04", 0, 1, 10,
			"these are no octets, but the next line's offset counts more than there are" },
		{ "0000: 00 01 ab.\n0004: 04", 0, 1, 13,
			"these are no octets, but the next line's offset counts more than there are" },
		{ "0000: 00 01\n0000: 02", 0, 2, 1,
			"a second packet begins here: give one only, as `tcpdump -c 1` does" },
		{ "0x0010: 00 01\n0x0000: 02", 0, 1, 1, "this offset is not the number of octets before it" },
		{ "a > b\n0x0000: 00 01\nc > d\n0x0000: 02", 0, 3, 1,
			"a line without an offset: if another packet begins here, give one only" },
		{ "\xc3\xa4", 0, 1, 1, "this is no hexadecimal digit" },
	};

	for (size_t i = 0; i < N(rows); i++) {
		uint8_t octets[8];
		struct tcpsim_wire_hex_error error;
		size_t n = rows[i].n != 0 ? rows[i].n : strlen(rows[i].text);

		ck_assert_int_eq(tcpsim_wire_hex(rows[i].text, n, octets, sizeof octets, &error), -1);
		ck_assert_str_eq(error.words, rows[i].words);
		ck_assert_uint_eq(error.line, rows[i].line);
		ck_assert_uint_eq(error.column, rows[i].column);
		ck_assert_int_eq(tcpsim_wire_hex(rows[i].text, n, octets, sizeof octets, NULL), -1);
	}
}
END_TEST

/* Any text of digits, blanks and marks comes to an end. */
START_TEST(no_text_is_read_for_ever)
{
	static const char alphabet[] = "0a9F x\\:,-|#\n\r\t\0g";
	uint32_t random = 1;

	for (unsigned round = 0; round < 20000; round++) {
		char text[40];
		uint8_t octets[16];

		for (size_t i = 0; i < sizeof text; i++) {
			random = random * 1664525U + 1013904223U;
			text[i] = alphabet[(random >> 16) % sizeof alphabet];
		}
		ck_assert_int_le(tcpsim_wire_hex(text, sizeof text, octets, sizeof octets, NULL), 16);
	}
}
END_TEST

/* ---- frames ---- */

static size_t
make_frame(uint8_t *octets, unsigned version, bool is_tagged, const uint8_t *packet, size_t n)
{
	size_t header = TCPSIM_WIRE_FRAME;

	tcpsim_wire_frame_encode(version, 1, 0x0203, octets);
	if (is_tagged) {
		memmove(octets + 16, octets + 12, 2);
		memcpy(octets + 12, (const uint8_t[]){ 0x81, 0x00, 0x60, 0x05 }, 4);
		header += 4;
	}
	memcpy(octets + header, packet, n);
	return header + n;
}

START_TEST(a_frame_is_known_by_its_type)
{
	for (unsigned version = 4; version <= 6; version += 2) {
		for (unsigned tagged = 0; tagged < 2; tagged++) {
			const uint8_t *packet = version == 4 ? packet_syn : packet_sack;
			size_t size = version == 4 ? sizeof packet_syn : sizeof packet_sack;
			uint8_t octets[256];
			struct tcpsim_wire_frame frame;
			size_t n = make_frame(octets, version, tagged != 0, packet, size);

			ck_assert(tcpsim_wire_frame_decode(octets, n, &frame));
			ck_assert_mem_eq(frame.destination, ((const uint8_t[]){ 2, 0, 0, 0, 2, 3 }), 6);
			ck_assert_mem_eq(frame.source, ((const uint8_t[]){ 2, 0, 0, 0, 0, 1 }), 6);
			ck_assert_uint_eq(frame.type, version == 4 ? 0x0800 : 0x86dd);
			ck_assert_uint_eq(frame.is_tagged, tagged);
			ck_assert_uint_eq(frame.tag, tagged != 0 ? 0x6005 : 0);
			ck_assert_uint_eq(frame.octets, tagged != 0 ? 18 : 14);
			/* Cut to its header it says nothing of what was in it. */
			ck_assert(!tcpsim_wire_frame_decode(octets, frame.octets, &frame));
		}
	}
}
END_TEST

/* An address of 8.0.x.x is no type: the packet's own checksum and lengths are right. */
START_TEST(a_packet_is_no_frame)
{
	uint8_t octets[] = {
		0x45,
		0x00,
		0x00,
		0x1c,
		0x00,
		0x00,
		0x00,
		0x00,
		0x40,
		0x2f,
		0x00,
		0x00,
		0x08,
		0x00,
		0x45,
		0x01,
		0xc0,
		0x00,
		0x02,
		0x02,
		1,
		2,
		3,
		4,
		5,
		6,
		7,
		8,
	};
	uint8_t ipv6[60] = { 0x60, [5] = 20, [6] = 59, [8] = 0x20, 1, 0, 0, 0x86, 0xdd, 0x60 };
	struct tcpsim_wire_frame frame;

	mend_ip(octets, 20);
	ck_assert(!tcpsim_wire_frame_decode(octets, sizeof octets, &frame));
	ck_assert_uint_eq(frame.octets, 0);
	ck_assert(!tcpsim_wire_frame_decode(ipv6, sizeof ipv6, &frame));
	ck_assert(!tcpsim_wire_frame_decode(packet_syn, sizeof packet_syn, &frame));
	ck_assert(!tcpsim_wire_frame_decode(packet_sack, sizeof packet_sack, &frame));
	for (size_t n = 0; n < 14; n++)
		ck_assert(!tcpsim_wire_frame_decode(packet_syn, n, &frame));
}
END_TEST

/* Of exactly their size, for those who watch over memory. */
START_TEST(no_frame_is_read_beyond_its_end)
{
	uint8_t whole[128];
	struct tcpsim_wire_frame frame;
	size_t n = make_frame(whole, 4, true, packet_syn, sizeof packet_syn);

	for (size_t cut = 0; cut <= n; cut++) {
		uint8_t *octets = malloc(cut > 0 ? cut : 1);

		memcpy(octets, whole, cut);
		ck_assert(tcpsim_wire_frame_decode(octets, cut, &frame) == (cut > 18));
		free(octets);
	}
}
END_TEST

/* A station of vendor 45:00:00 is no packet: what it carries fits better. */
START_TEST(a_frame_is_no_packet)
{
	uint8_t octets[128];
	struct tcpsim_wire_frame frame;
	size_t n = make_frame(octets, 4, false, packet_syn, sizeof packet_syn);

	memcpy(octets, (const uint8_t[]){ 0x45, 0x00, 0x00, 0x20, 0x00, 0x00 }, 6);
	ck_assert(tcpsim_wire_frame_decode(octets, n, &frame));
	octets[0] = 0x65;
	ck_assert(tcpsim_wire_frame_decode(octets, n, &frame));
	octets[0] = 0x41;
	ck_assert(tcpsim_wire_frame_decode(octets, n, &frame));
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("wire text");
	TCase *hex = tcase_create("hexadecimal"), *frames = tcase_create("frames");

	tcase_add_test(hex, octets_are_read_as_people_write_them);
	tcase_add_test(hex, octets_are_read_as_programs_dump_them);
	tcase_add_test(hex, what_is_no_octets_is_told_where);
	tcase_add_test(hex, no_text_is_read_for_ever);
	suite_add_tcase(suite, hex);
	tcase_add_test(frames, a_frame_is_known_by_its_type);
	tcase_add_test(frames, a_packet_is_no_frame);
	tcase_add_test(frames, no_frame_is_read_beyond_its_end);
	tcase_add_test(frames, a_frame_is_no_packet);
	suite_add_tcase(suite, frames);
	return suite_run(suite);
}
