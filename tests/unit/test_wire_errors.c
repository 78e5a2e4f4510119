/* SPDX-License-Identifier: MIT */
/* Each error of the decoder: a good packet, one thing of it changed, and what is said of it where. */
#include <string.h>

#include <tcpsim/wire.h>

#include "tests/suite.h"
#include "tests/unit/wire_mend.h"
#include "tests/unit/wire_packets.h"

/* Which checksums are made right again after the change. */
enum mends {
	MENDS_IP = 1,
	MENDS_TCP = 2,
	MENDS_UDP = 4,
	MENDS_ICMP = 8,
};

/* What is done to a packet, and what must be found first. */
struct row {
	enum tcpsim_wire_error error;
	const uint8_t *octets;
	size_t n; /* octets that are left of it */
	struct {
		uint8_t at, octet;
	} changes[3]; /* at 0 only as the first */
	unsigned mends;
	uint32_t offset;
	const char *words;
};

#define PACKET(NAME) packet_##NAME, sizeof packet_##NAME

/* The IP headers: RFC 791 3.1, RFC 8200 3 and 4. */
static const struct row ip_rows[] = {
	{ TCPSIM_WIRE_IP_TOO_SHORT, packet_syn, 0, { { 0, 0x45 } }, 0, 0,
		"here are 0 octets, and an IP header has at least 20" },
	{ TCPSIM_WIRE_IP_TOO_SHORT, packet_syn, 1, { { 0, 0x45 } }, 0, 0,
		"here are 1 octets, and an IP header has at least 20" },
	{ TCPSIM_WIRE_IP_TOO_SHORT, packet_syn, 19, { { 0, 0x45 } }, 0, 0,
		"here are 19 octets, and an IP header has at least 20" },
	{ TCPSIM_WIRE_IP_TOO_SHORT, packet_sack, 39, { { 0, 0x6b } }, 0, 0,
		"here are 39 octets, and an IP header has at least 40" },
	{ TCPSIM_WIRE_IP_VERSION, PACKET(syn), { { 0, 0x55 } }, 0, 0,
		"the version is 5, neither 4 nor 6: this is no IP packet" },
	{ TCPSIM_WIRE_IP_HEADER_LENGTH, PACKET(syn), { { 0, 0x44 } }, 0, 0,
		"the header length is 16 octets, and an IP header has at least 20" },
	{ TCPSIM_WIRE_IP_HEADER_LENGTH, packet_syn, 59, { { 0, 0x4f } }, 0, 0,
		"the header length is 60 octets, and here are only 59" },
	{ TCPSIM_WIRE_IP_TOTAL_LENGTH, packet_syn, 59, { { 0, 0x45 } }, 0, 2,
		"the length is 60 octets, and here are only 59" },
	{ TCPSIM_WIRE_IP_TOTAL_LENGTH, PACKET(syn), { { 0, 0x45 }, { 3, 19 } }, MENDS_IP, 2,
		"the total length is 19 octets, less than the 20 of the header" },
	{ TCPSIM_WIRE_IP_TOTAL_LENGTH, packet_sack, 93, { { 0, 0x6b } }, 0, 4,
		"the length is 54 octets, and here are only 53" },
	/* TTL 63 in place of 64: the sum lacks 0x0100. */
	{ TCPSIM_WIRE_IP_CHECKSUM, PACKET(syn), { { 0, 0x45 }, { 8, 63 } }, 0, 10,
		"the checksum of the IP header is 0xb6b7, and should be 0xb7b7" },
	/* The last word of a longer header as an option: of length 1; of length 5; and a kind at its very end. */
	{ TCPSIM_WIRE_IP_OPTION_LENGTH, PACKET(syn), { { 0, 0x46 }, { 21, 1 } }, MENDS_IP, 20,
		"an IP option has the length 1, and none is shorter than 2" },
	{ TCPSIM_WIRE_IP_OPTION_LENGTH, PACKET(syn), { { 0, 0x46 }, { 21, 5 } }, MENDS_IP, 20,
		"an IP option has the length 5, and the header has only 4 octets more" },
	{ TCPSIM_WIRE_IP_OPTION_LENGTH, PACKET(syn), { { 0, 0x46 }, { 21, 3 } }, MENDS_IP, 23,
		"an IP option has the length 0, and none is shorter than 2" },
	{ TCPSIM_WIRE_IP_OPTION_LENGTH, PACKET(syn), { { 0, 0x46 }, { 21, 3 }, { 24, 1 } }, MENDS_IP, 23,
		"an IP option has the length 0, and none is shorter than 2" },
	/* Hop-by-hop options whose length is 1 + 255 units of 8 octets: c0 is no length here, 0x50 is. */
	{ TCPSIM_WIRE_IP_EXTENSION, PACKET(sack), { { 0, 0x6b }, { 6, 0 } }, 0, 40,
		"an extension header has at least 648 octets, and the packet has only 54 more" },
	{ TCPSIM_WIRE_IP_EXTENSION, packet_sack, 41, { { 5, 1 }, { 6, 60 } }, 0, 40,
		"an extension header has at least 8 octets, and the packet has only 1 more" },
	/* RFC 791 3.2: more fragments; an offset of 1, which is 8 octets. */
	{ TCPSIM_WIRE_IP_FRAGMENT, PACKET(syn), { { 0, 0x45 }, { 6, 0x20 } }, MENDS_IP, 6,
		"this is a part of a packet, from its octet 0 on, and parts are not put together here" },
	{ TCPSIM_WIRE_IP_FRAGMENT, PACKET(syn), { { 0, 0x45 }, { 7, 1 } }, MENDS_IP, 6,
		"this is a part of a packet, from its octet 8 on, and parts are not put together here" },
	/* RFC 8200 4.5: octets 2 and 3 of the header are those of the destination port, 0xc000. */
	{ TCPSIM_WIRE_IP_FRAGMENT, PACKET(sack), { { 0, 0x60 }, { 6, 44 } }, 0, 40,
		"this is a part of a packet, from its octet 49152 on, and parts are not put together here" },
};

/* RFC 9293 3.1. Of the SYN the TCP header is at 20, its options at 40. */
static const struct row tcp_rows[] = {
	{ TCPSIM_WIRE_TCP_TOO_SHORT, PACKET(syn), { { 0, 0x45 }, { 3, 39 } }, MENDS_IP, 20,
		"the segment has 19 octets, and a TCP header has at least 20" },
	{ TCPSIM_WIRE_TCP_TOO_SHORT, PACKET(sack), { { 0, 0x6b }, { 5, 0 } }, 0, 40,
		"the segment has 0 octets, and a TCP header has at least 20" },
	{ TCPSIM_WIRE_TCP_DATA_OFFSET, PACKET(syn), { { 0, 0x45 }, { 32, 0x40 } }, MENDS_TCP, 32,
		"the data offset is 16 octets, and a TCP header has at least 20" },
	{ TCPSIM_WIRE_TCP_DATA_OFFSET, PACKET(syn), { { 0, 0x45 }, { 32, 0xb0 } }, MENDS_TCP, 32,
		"the data offset is 44 octets, and the segment has only 40" },
	/* MUST-3. SEQ 101 in place of 100: the sum lacks 1. */
	{ TCPSIM_WIRE_TCP_CHECKSUM, PACKET(syn), { { 0, 0x45 }, { 27, 101 } }, 0, 36,
		"the checksum of the segment is 0xff5f, and should be 0xff5e" },
	{ TCPSIM_WIRE_TCP_CHECKSUM, PACKET(sack), { { 0, 0x6b }, { 93, 'j' } }, 0, 56,
		"the checksum of the segment is 0xa5b6, and should be 0xa5b5" },
	/* MUST-7 */
	{ TCPSIM_WIRE_TCP_OPTION_LENGTH, PACKET(syn), { { 0, 0x45 }, { 41, 0 } }, MENDS_TCP, 40,
		"the option maximum segment size (kind 2) has the length 0, and none is shorter than 2" },
	{ TCPSIM_WIRE_TCP_OPTION_LENGTH, PACKET(syn), { { 0, 0x45 }, { 45, 1 } }, MENDS_TCP, 44,
		"the option SACK permitted (kind 4) has the length 1, and none is shorter than 2" },
	{ TCPSIM_WIRE_TCP_OPTION_LENGTH, PACKET(syn), { { 0, 0x45 }, { 41, 6 } }, MENDS_TCP, 40,
		"the option maximum segment size (kind 2) has the length 6, and can only have 4" },
	{ TCPSIM_WIRE_TCP_OPTION_LENGTH, PACKET(syn), { { 0, 0x45 }, { 45, 12 } }, MENDS_TCP, 44,
		"the option SACK permitted (kind 4) has the length 12, and can only have 2" },
	{ TCPSIM_WIRE_TCP_OPTION_LENGTH, PACKET(syn), { { 0, 0x45 }, { 47, 9 } }, MENDS_TCP, 46,
		"the option timestamps (kind 8) has the length 9, and can only have 10" },
	{ TCPSIM_WIRE_TCP_OPTION_LENGTH, PACKET(syn), { { 0, 0x45 }, { 58, 2 } }, MENDS_TCP, 57,
		"the option window scale (kind 3) has the length 2, and can only have 3" },
	{ TCPSIM_WIRE_TCP_OPTION_LENGTH, PACKET(sack), { { 0, 0x6b }, { 75, 17 } }, MENDS_TCP, 74,
		"the option SACK (kind 5) has the length 17, and can only have 2 and 8 for each of 1 to 4 blocks" },
	{ TCPSIM_WIRE_TCP_OPTION_LENGTH, PACKET(sack), { { 0, 0x6b }, { 75, 2 } }, MENDS_TCP, 74,
		"the option SACK (kind 5) has the length 2, and can only have 2 and 8 for each of 1 to 4 blocks" },
	{ TCPSIM_WIRE_TCP_OPTION_LENGTH, PACKET(sack), { { 62, 253 }, { 63, 0 } }, MENDS_TCP, 62,
		"the option unknown (kind 253) has the length 0, and none is shorter than 2" },
	{ TCPSIM_WIRE_TCP_OPTION_CUT, PACKET(syn), { { 0, 0x45 }, { 58, 4 } }, MENDS_TCP, 57,
		"the option window scale (kind 3) has the length 4, and the header has only 3 octets more" },
	{ TCPSIM_WIRE_TCP_OPTION_CUT, PACKET(syn), { { 57, 1 }, { 58, 4 }, { 59, 3 } }, MENDS_TCP, 58,
		"the option SACK permitted (kind 4) has the length 3, and the header has only 2 octets more" },
	{ TCPSIM_WIRE_TCP_OPTION_CUT, PACKET(syn), { { 57, 1 }, { 58, 1 } }, MENDS_TCP, 59,
		"the option unknown (kind 7) has no length: the header ends behind its kind" },
};

/* RFC 768, RFC 8200 8.1; RFC 792, RFC 4443. */
static const struct row other_rows[] = {
	{ TCPSIM_WIRE_UDP_TOO_SHORT, PACKET(udp), { { 0, 0x45 }, { 3, 27 } }, MENDS_IP, 20,
		"the datagram has 7 octets, and a UDP header has 8" },
	{ TCPSIM_WIRE_UDP_LENGTH, PACKET(udp), { { 0, 0x45 }, { 25, 7 } }, MENDS_UDP, 24,
		"the length is 7 octets, less than the 8 of the header" },
	{ TCPSIM_WIRE_UDP_LENGTH, PACKET(udp), { { 0, 0x45 }, { 25, 11 } }, MENDS_UDP, 24,
		"the length is 11 octets, and the packet has only 10" },
	/* 0xffff was the other form of 0, and the sum lacks 1: ~1. */
	{ TCPSIM_WIRE_UDP_CHECKSUM, PACKET(udp), { { 0, 0x45 }, { 29, 0x2a } }, 0, 26,
		"the checksum of the datagram is 0xffff, and should be 0xfffe" },
	{ TCPSIM_WIRE_UDP_CHECKSUM, PACKET(udp), { { 0, 0x45 }, { 27, 0xfe } }, 0, 26,
		"the checksum of the datagram is 0xfffe, and should be 0xffff" },
	{ TCPSIM_WIRE_UDP_NO_CHECKSUM, PACKET(udp6), { { 46, 0 }, { 47, 0 } }, 0, 46,
		"the checksum is 0, which says that there is none; over IPv6 there must be one, 0x8a03" },
	{ TCPSIM_WIRE_ICMP_TOO_SHORT, PACKET(icmp), { { 0, 0x45 }, { 3, 27 } }, MENDS_IP, 20,
		"the message has 7 octets, and an ICMP header has 8" },
	{ TCPSIM_WIRE_ICMP_CHECKSUM, PACKET(icmp), { { 0, 0x45 }, { 27, 1 } }, 0, 22,
		"the checksum of the message is 0x811b, and should be 0x811a" },
	{ TCPSIM_WIRE_ICMP_CHECKSUM, PACKET(icmp6), { { 0, 0x60 }, { 111, 'c' } }, 0, 42,
		"the checksum of the message is 0x36cf, and should be 0x36d0" },
	/*
	 * 7 of the 8 octets that there must be of the quoted packet; none of a header; a later part; headers that are
	 * none, or not there; the other version; an extension header beyond it.
	 */
	{ TCPSIM_WIRE_ICMP_QUOTE, PACKET(icmp), { { 0, 0x45 }, { 3, 55 } }, MENDS_IP | MENDS_ICMP, 28,
		"the 27 octets quoted do not tell whose packet the message is about" },
	{ TCPSIM_WIRE_ICMP_QUOTE, PACKET(icmp), { { 0, 0x45 }, { 3, 28 } }, MENDS_IP | MENDS_ICMP, 28,
		"the 0 octets quoted do not tell whose packet the message is about" },
	{ TCPSIM_WIRE_ICMP_QUOTE, PACKET(icmp), { { 0, 0x45 }, { 35, 1 } }, MENDS_ICMP, 28,
		"the 29 octets quoted do not tell whose packet the message is about" },
	{ TCPSIM_WIRE_ICMP_QUOTE, PACKET(icmp), { { 0, 0x45 }, { 28, 0x44 } }, MENDS_ICMP, 28,
		"the 29 octets quoted do not tell whose packet the message is about" },
	{ TCPSIM_WIRE_ICMP_QUOTE, PACKET(icmp), { { 0, 0x45 }, { 28, 0x48 } }, MENDS_ICMP, 28,
		"the 29 octets quoted do not tell whose packet the message is about" },
	{ TCPSIM_WIRE_ICMP_QUOTE, PACKET(icmp6), { { 0, 0x60 }, { 48, 0x45 } }, MENDS_ICMP, 48,
		"the 64 octets quoted do not tell whose packet the message is about" },
	{ TCPSIM_WIRE_ICMP_QUOTE, PACKET(icmp6), { { 54, 0 }, { 89, 9 } }, MENDS_ICMP, 48,
		"the 64 octets quoted do not tell whose packet the message is about" },
};

/* Make right again what the row asks for, of a packet as long as its header says. */
static void
mend(uint8_t *octets, unsigned mends)
{
	bool is_ipv4 = octets[0] / 16 == 4;
	size_t at = is_ipv4 ? 20 : 40;
	size_t n = is_ipv4 ? octets[2] * 256U + octets[3] - 20U : octets[4] * 256U + octets[5];

	if ((mends & MENDS_IP) != 0)
		mend_ip(octets, octets[0] % 16 * 4U);
	if ((mends & MENDS_TCP) != 0)
		mend_transport(octets, at, n, 16, 6);
	if ((mends & MENDS_UDP) != 0)
		mend_transport(octets, at, n, 6, 17);
	if ((mends & MENDS_ICMP) != 0)
		mend_transport(octets, at, n, 2, is_ipv4 ? 1 : 58);
}

/* wire.h: how far a packet is read in which this was the only fault. */
static void
assert_reached(enum tcpsim_wire_error error, const struct tcpsim_wire_packet *packet)
{
	bool is_of_ip = error < TCPSIM_WIRE_TCP_TOO_SHORT;
	bool goes_on = error == TCPSIM_WIRE_IP_CHECKSUM || error == TCPSIM_WIRE_IP_OPTION_LENGTH;

	if (is_of_ip && !goes_on) {
		ck_assert_uint_eq(packet->at.transport, 0);
		ck_assert_int_eq(packet->kind, TCPSIM_WIRE_OTHER);
	} else if (!is_of_ip) {
		ck_assert_uint_ne(packet->at.transport, 0);
		goes_on = error == TCPSIM_WIRE_TCP_OPTION_LENGTH || error == TCPSIM_WIRE_TCP_OPTION_CUT ||
			error == TCPSIM_WIRE_TCP_CHECKSUM || error == TCPSIM_WIRE_UDP_CHECKSUM ||
			error == TCPSIM_WIRE_UDP_NO_CHECKSUM || error >= TCPSIM_WIRE_ICMP_CHECKSUM;
		ck_assert((packet->at.octets != 0) == goes_on);
	}
}

static void
assert_row(const struct row *row)
{
	/* Of exactly that size, for those who watch over memory. */
	uint8_t whole[256], *octets = malloc(row->n > 0 ? row->n : 1);
	struct tcpsim_wire_packet packet;
	struct tcpsim_wire_faults faults;
	char text[TCPSIM_WIRE_FAULT_TEXT];

	ck_assert_ptr_nonnull(octets);
	memcpy(whole, row->octets, row->n);
	for (size_t i = 0; i < 3; i++) {
		if (i == 0 || row->changes[i].at != 0)
			whole[row->changes[i].at] = row->changes[i].octet;
	}
	mend(whole, row->mends);
	memcpy(octets, whole, row->n);
	ck_assert_msg(tcpsim_wire_decode(octets, row->n, &packet, &faults) == row->error, "%s is found, not %s: %s",
		tcpsim_wire_error_name((enum tcpsim_wire_error)faults.list[0].error),
		tcpsim_wire_error_name(row->error), row->words);
	ck_assert_uint_ge(faults.n, 1);
	ck_assert_int_eq(faults.list[0].error, row->error);
	tcpsim_wire_fault_format(&faults.list[0], text, sizeof text);
	ck_assert_str_eq(text, row->words);
	ck_assert_uint_eq(faults.list[0].offset, row->offset);
	ck_assert_int_eq(tcpsim_wire_decode(octets, row->n, &packet, NULL), row->error);
	assert_reached(row->error, &packet);
	free(octets);
}

#define N(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

START_TEST(what_is_wrong_with_ip_is_told)
{
	for (size_t i = 0; i < N(ip_rows); i++)
		assert_row(&ip_rows[i]);
}
END_TEST

START_TEST(what_is_wrong_with_tcp_is_told)
{
	for (size_t i = 0; i < N(tcp_rows); i++)
		assert_row(&tcp_rows[i]);
}
END_TEST

START_TEST(what_is_wrong_with_udp_and_icmp_is_told)
{
	for (size_t i = 0; i < N(other_rows); i++)
		assert_row(&other_rows[i]);
}
END_TEST

/* No packet that is cut anywhere is good; only the first octets decide what is told. */
START_TEST(no_packet_is_good_without_its_end)
{
	static const struct {
		const uint8_t *octets;
		size_t n;
	} packets[] = { { PACKET(syn) }, { PACKET(sack) }, { PACKET(udp) }, { PACKET(udp6) }, { PACKET(icmp) },
		{ PACKET(icmp6) } };

	for (size_t i = 0; i < N(packets); i++) {
		for (size_t n = 0; n < packets[i].n; n++) {
			uint8_t *octets = malloc(n > 0 ? n : 1);
			struct tcpsim_wire_packet packet;
			enum tcpsim_wire_error error;

			memcpy(octets, packets[i].octets, n);
			error = tcpsim_wire_decode(octets, n, &packet, NULL);
			ck_assert(error == TCPSIM_WIRE_IP_TOO_SHORT || error == TCPSIM_WIRE_IP_TOTAL_LENGTH);
			free(octets);
		}
	}
}
END_TEST

/* wire.h: wrong checksums and options do not end decoding. */
START_TEST(what_can_be_told_beside_a_fault_is_told)
{
	uint8_t octets[sizeof packet_syn];
	struct tcpsim_wire_packet packet;
	struct tcpsim_wire_faults faults;

	memcpy(octets, packet_syn, sizeof octets);
	octets[8] = 1;  /* TTL: the checksum of the header */
	octets[41] = 6; /* MSS: of a wrong length, and so behind it "08 0a ..." */
	ck_assert_int_eq(tcpsim_wire_decode(octets, sizeof octets, &packet, &faults), TCPSIM_WIRE_IP_CHECKSUM);
	ck_assert_uint_eq(faults.n, 3);
	ck_assert_int_eq(faults.list[1].error, TCPSIM_WIRE_TCP_CHECKSUM);
	ck_assert_int_eq(faults.list[2].error, TCPSIM_WIRE_TCP_OPTION_LENGTH);
	ck_assert_uint_eq(faults.list[2].option, TCPSIM_WIRE_OPTION_MSS);
	ck_assert_uint_eq(packet.segment.seq.n, 100);
	ck_assert_uint_eq(packet.segment.options, TCPSIM_OPTION_TIMESTAMPS | TCPSIM_OPTION_WINDOW_SCALE);
	ck_assert_uint_eq(packet.segment.mss, 0);
	ck_assert_uint_eq(packet.segment.tsval, 1000);
	ck_assert_uint_eq(packet.segment.window_scale, 7);
}
END_TEST

/* There is room for four. */
START_TEST(no_more_faults_are_noted_than_there_is_room_for)
{
	uint8_t octets[sizeof packet_syn];
	struct tcpsim_wire_packet packet;
	struct tcpsim_wire_faults faults;

	memcpy(octets, packet_syn, sizeof octets);
	for (size_t i = 40; i < 60; i += 2) {
		octets[i] = TCPSIM_WIRE_OPTION_WINDOW_SCALE;
		octets[i + 1] = 2;
	}
	ck_assert_int_eq(tcpsim_wire_decode(octets, sizeof octets, &packet, &faults), TCPSIM_WIRE_TCP_CHECKSUM);
	ck_assert_uint_eq(faults.n, TCPSIM_WIRE_MAX_FAULTS);
	ck_assert_uint_eq(faults.list[3].offset, 44);
	ck_assert_uint_eq(packet.segment.options, 0);
}
END_TEST

START_TEST(every_error_has_a_name_and_words_of_its_own)
{
	for (int i = 0; i < TCPSIM_N_WIRE_ERRORS; i++) {
		enum tcpsim_wire_error error = (enum tcpsim_wire_error)i;
		struct tcpsim_wire_fault fault = { .error = (uint8_t)i };
		char text[TCPSIM_WIRE_FAULT_TEXT];

		ck_assert_uint_gt(strlen(tcpsim_wire_error_name(error)), 0);
		ck_assert_uint_gt(strlen(tcpsim_wire_error_words(error)), 0);
		ck_assert(error == TCPSIM_WIRE_OK || strstr(tcpsim_wire_error_source(error), "RFC ") != NULL);
		ck_assert_uint_lt(tcpsim_wire_fault_format(&fault, text, sizeof text), sizeof text);
		for (int j = 0; j < i; j++)
			ck_assert_str_ne(
				tcpsim_wire_error_name(error), tcpsim_wire_error_name((enum tcpsim_wire_error)j));
	}
	ck_assert_str_eq(tcpsim_wire_error_name(TCPSIM_WIRE_TCP_OPTION_LENGTH), "tcp-option-length");
}
END_TEST

/* The longest sentence of all has room. */
START_TEST(sentences_fit)
{
	struct tcpsim_wire_fault fault = { .is = UINT32_MAX, .should = UINT32_MAX };
	char text[TCPSIM_WIRE_FAULT_TEXT];

	for (unsigned error = 0; error < TCPSIM_N_WIRE_ERRORS; error++) {
		for (unsigned kind = 0; kind < 256; kind++) {
			fault.error = (uint8_t)error;
			fault.option = (uint8_t)kind;
			ck_assert_uint_lt(tcpsim_wire_fault_format(&fault, text, sizeof text), sizeof text);
		}
	}
	ck_assert_uint_gt(tcpsim_wire_fault_format(&fault, NULL, 0), 20);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("wire errors");
	TCase *tcase = tcase_create("errors");

	tcase_add_test(tcase, what_is_wrong_with_ip_is_told);
	tcase_add_test(tcase, what_is_wrong_with_tcp_is_told);
	tcase_add_test(tcase, what_is_wrong_with_udp_and_icmp_is_told);
	tcase_add_test(tcase, no_packet_is_good_without_its_end);
	tcase_add_test(tcase, what_can_be_told_beside_a_fault_is_told);
	tcase_add_test(tcase, no_more_faults_are_noted_than_there_is_room_for);
	tcase_add_test(tcase, every_error_has_a_name_and_words_of_its_own);
	tcase_add_test(tcase, sentences_fit);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
