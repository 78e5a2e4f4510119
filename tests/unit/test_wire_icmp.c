/* SPDX-License-Identifier: MIT */
/* ICMP about packets: what means what (RFC 792, RFC 1122 3.2.2, RFC 4443), and what may be answered. */
#include <string.h>

#include <tcpsim/wire.h>

#include "tests/suite.h"
#include "tests/unit/wire_mend.h"
#include "tests/unit/wire_packets.h"

#define N(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

/* engine.h has the numbers, beside each kind. */
START_TEST(types_and_codes_have_their_kinds)
{
	static const struct {
		uint8_t version, type, code;
		int kind;
	} rows[] = {
		{ 4, 3, 0, TCPSIM_ICMP_NET_UNREACHABLE },
		{ 4, 3, 1, TCPSIM_ICMP_HOST_UNREACHABLE },
		{ 4, 3, 2, TCPSIM_ICMP_PROTOCOL_UNREACHABLE },
		{ 4, 3, 3, TCPSIM_ICMP_PORT_UNREACHABLE },
		{ 4, 3, 4, TCPSIM_ICMP_TOO_LARGE },
		{ 4, 3, 5, TCPSIM_ICMP_SOURCE_ROUTE_FAILED },
		{ 4, 3, 9, TCPSIM_ICMP_HOST_UNREACHABLE },
		{ 4, 3, 10, TCPSIM_ICMP_HOST_UNREACHABLE },
		{ 4, 3, 13, TCPSIM_ICMP_HOST_UNREACHABLE },
		{ 4, 4, 0, TCPSIM_ICMP_SOURCE_QUENCH },
		{ 4, 11, 0, TCPSIM_ICMP_TIME_EXCEEDED },
		{ 4, 11, 1, TCPSIM_ICMP_TIME_EXCEEDED },
		{ 4, 12, 0, TCPSIM_ICMP_PARAMETER_PROBLEM },
		{ 4, 12, 1, TCPSIM_ICMP_PARAMETER_PROBLEM },
		{ 4, 0, 0, -1 },
		{ 4, 5, 0, -1 },
		{ 4, 8, 0, -1 },
		{ 4, 1, 0, -1 },
		{ 6, 1, 0, TCPSIM_ICMP_NET_UNREACHABLE },
		{ 6, 1, 1, TCPSIM_ICMP_HOST_UNREACHABLE },
		{ 6, 1, 3, TCPSIM_ICMP_HOST_UNREACHABLE },
		{ 6, 1, 4, TCPSIM_ICMP_PORT_UNREACHABLE },
		{ 6, 2, 0, TCPSIM_ICMP_TOO_LARGE },
		{ 6, 3, 0, TCPSIM_ICMP_TIME_EXCEEDED },
		{ 6, 4, 0, TCPSIM_ICMP_PARAMETER_PROBLEM },
		{ 6, 4, 1, TCPSIM_ICMP_PROTOCOL_UNREACHABLE },
		{ 6, 4, 2, TCPSIM_ICMP_PARAMETER_PROBLEM },
		{ 6, 128, 0, -1 },
		{ 6, 135, 0, -1 },
		{ 6, 11, 0, -1 },
	};

	for (size_t i = 0; i < N(rows); i++)
		ck_assert_int_eq(tcpsim_wire_icmp_kind(rows[i].version, rows[i].type, rows[i].code), rows[i].kind);
}
END_TEST

/* engine.h has the numbers, the first of each kind. */
START_TEST(each_kind_has_a_type_and_code)
{
	static const struct {
		uint8_t ipv4[2], ipv6[2];
	} rows[TCPSIM_N_ICMP] = {
		[TCPSIM_ICMP_NET_UNREACHABLE] = { { 3, 0 }, { 1, 0 } },
		[TCPSIM_ICMP_HOST_UNREACHABLE] = { { 3, 1 }, { 1, 3 } },
		[TCPSIM_ICMP_PROTOCOL_UNREACHABLE] = { { 3, 2 }, { 4, 1 } },
		[TCPSIM_ICMP_PORT_UNREACHABLE] = { { 3, 3 }, { 1, 4 } },
		[TCPSIM_ICMP_TOO_LARGE] = { { 3, 4 }, { 2, 0 } },
		[TCPSIM_ICMP_SOURCE_ROUTE_FAILED] = { { 3, 5 }, { 0, 0 } },
		[TCPSIM_ICMP_TIME_EXCEEDED] = { { 11, 0 }, { 3, 0 } },
		[TCPSIM_ICMP_PARAMETER_PROBLEM] = { { 12, 0 }, { 4, 0 } },
		[TCPSIM_ICMP_SOURCE_QUENCH] = { { 4, 0 }, { 0, 0 } },
	};

	for (int i = 0; i < TCPSIM_N_ICMP; i++) {
		uint8_t found[2] = { 0, 0 };

		ck_assert(tcpsim_wire_icmp_type(4, (enum tcpsim_icmp_kind)i, &found[0], &found[1]));
		ck_assert_mem_eq(found, rows[i].ipv4, 2);
		found[0] = found[1] = 0;
		ck_assert(tcpsim_wire_icmp_type(6, (enum tcpsim_icmp_kind)i, &found[0], &found[1]) ==
			(rows[i].ipv6[0] != 0));
		ck_assert_mem_eq(found, rows[i].ipv6, 2);
	}
}
END_TEST

START_TEST(each_kind_is_sent_as_it_is_read)
{
	for (unsigned version = 4; version <= 6; version += 2) {
		for (int i = 0; i < TCPSIM_N_ICMP; i++) {
			enum tcpsim_icmp_kind kind = (enum tcpsim_icmp_kind)i;
			bool is_of_4_only =
				kind == TCPSIM_ICMP_SOURCE_ROUTE_FAILED || kind == TCPSIM_ICMP_SOURCE_QUENCH;
			uint8_t type, code;

			ck_assert(
				tcpsim_wire_icmp_type(version, kind, &type, &code) == (version == 4 || !is_of_4_only));
			if (version == 4 || !is_of_4_only)
				ck_assert_int_eq(tcpsim_wire_icmp_kind(version, type, code), i);
		}
	}
}
END_TEST

/* The known message of wire_packets.h, but for identification, is what is made about the packet that it quotes. */
START_TEST(port_unreachable_is_made_about_a_datagram)
{
	struct tcpsim_wire_packet message;
	uint8_t octets[128], source[TCPSIM_WIRE_ADDRESS] = { 192, 0, 2, 2 };

	ck_assert(tcpsim_wire_icmp_about(
		&message, TCPSIM_ICMP_PORT_UNREACHABLE, 99, source, packet_icmp + 28, sizeof packet_icmp - 28));
	ck_assert_uint_eq(message.icmp.quoted_destination_port, 37);
	ck_assert_uint_eq(message.icmp.mtu, 0);
	message.ip.identification = 3;
	ck_assert_uint_eq(tcpsim_wire_encode(&message, octets, sizeof octets), sizeof packet_icmp);
	ck_assert_mem_eq(octets, packet_icmp, sizeof packet_icmp);
}
END_TEST

START_TEST(too_big_is_made_about_a_segment)
{
	struct tcpsim_wire_packet message;
	uint8_t octets[128], source[TCPSIM_WIRE_ADDRESS];

	tcpsim_wire_host_address(6, TCPSIM_WIRE_ROUTER, source);
	ck_assert(tcpsim_wire_icmp_about(
		&message, TCPSIM_ICMP_TOO_LARGE, 1280, source, packet_icmp6 + 48, sizeof packet_icmp6 - 48));
	ck_assert_uint_eq(message.icmp.mtu, 1280);
	ck_assert_uint_eq(message.icmp.quoted_seq.n, 0xfffffff0);
	ck_assert_uint_eq(tcpsim_wire_encode(&message, octets, sizeof octets), sizeof packet_icmp6);
	ck_assert_mem_eq(octets, packet_icmp6, sizeof packet_icmp6);
}
END_TEST

/* RFC 1191 4: 16 bits for the MTU; RFC 8201: 32. */
START_TEST(an_mtu_too_large_for_its_field_is_the_largest)
{
	struct tcpsim_wire_packet message;
	static const uint8_t source[TCPSIM_WIRE_ADDRESS];

	ck_assert(
		tcpsim_wire_icmp_about(&message, TCPSIM_ICMP_TOO_LARGE, 70000, source, packet_syn, sizeof packet_syn));
	ck_assert_uint_eq(message.icmp.mtu, 65535);
	ck_assert(tcpsim_wire_icmp_about(
		&message, TCPSIM_ICMP_TOO_LARGE, 70000, source, packet_sack, sizeof packet_sack));
	ck_assert_uint_eq(message.icmp.mtu, 70000);
}
END_TEST

/* RFC 1812 4.3.2.3: 576 octets; RFC 4443 2.4 (c): 1280. A segment is known by its first octets alone. */
START_TEST(no_more_is_quoted_than_is_usual)
{
	static const struct {
		uint8_t version;
		uint32_t message;
	} rows[] = { { 4, 576 }, { 6, 1280 } };

	for (size_t i = 0; i < N(rows); i++) {
		struct tcpsim_wire_packet packet, message, again;
		static uint8_t octets[3000], answer[1500];
		uint8_t source[TCPSIM_WIRE_ADDRESS];
		size_t n;

		memset(&packet, 0, sizeof packet);
		packet.kind = TCPSIM_WIRE_TCP;
		packet.ip.version = rows[i].version;
		packet.segment.seq = tcpsim_seq_make(7);
		packet.source_port = 1;
		packet.destination_port = 2;
		packet.n_octets = 2000;
		tcpsim_wire_host_address(rows[i].version, 0, packet.ip.source);
		tcpsim_wire_host_address(rows[i].version, 1, packet.ip.destination);
		tcpsim_wire_host_address(rows[i].version, TCPSIM_WIRE_ROUTER, source);
		n = tcpsim_wire_encode(&packet, octets, sizeof octets);
		ck_assert(tcpsim_wire_icmp_about(&message, TCPSIM_ICMP_TIME_EXCEEDED, 0, source, octets, n));
		n = tcpsim_wire_encode(&message, answer, sizeof answer);
		ck_assert_uint_eq(n, rows[i].message);
		ck_assert_int_eq(tcpsim_wire_decode(answer, n, &again, NULL), TCPSIM_WIRE_OK);
		ck_assert_uint_eq(again.icmp.quoted_seq.n, 7);
		ck_assert_uint_eq(again.icmp.quoted_source_port, 1);
		ck_assert_uint_eq(again.icmp.quoted_destination_port, 2);
		ck_assert_mem_eq(again.ip.destination, packet.ip.source, TCPSIM_WIRE_ADDRESS);
		ck_assert_mem_eq(again.icmp.quoted.destination, packet.ip.destination, TCPSIM_WIRE_ADDRESS);
	}
}
END_TEST

/* RFC 1122 3.2.2 and RFC 4443 2.4 (e): what is never answered. */
START_TEST(some_packets_are_never_answered)
{
	static const struct {
		const uint8_t *octets;
		size_t n;
		struct {
			uint8_t at, octet;
		} changes[2];
	} rows[] = {
		{ packet_icmp, sizeof packet_icmp, { { 0, 0x45 } } },   /* an error */
		{ packet_icmp, sizeof packet_icmp, { { 20, 5 } } },     /* a redirect */
		{ packet_icmp6, sizeof packet_icmp6, { { 40, 1 } } },   /* an error */
		{ packet_icmp6, sizeof packet_icmp6, { { 40, 127 } } }, /* an error, whatever it is for */
		{ packet_icmp6, 40, { { 0, 0x60 } } },                  /* one whose type nobody sees */
		{ packet_icmp, 20, { { 0, 0x45 } } },                   /* likewise */
		{ packet_syn, sizeof packet_syn, { { 7, 1 } } },        /* a later fragment */
		{ packet_syn, sizeof packet_syn, { { 16, 224 } } },     /* to a group */
		{ packet_syn, sizeof packet_syn, { { 12, 224 } } },     /* from a group */
		{ packet_sack, sizeof packet_sack, { { 24, 0xff } } },  /* to a group */
		{ packet_sack, sizeof packet_sack, { { 8, 0xff } } },   /* from a group */
		{ packet_syn, 27, { { 0, 0x45 } } },                    /* too little of it */
		{ packet_syn, 19, { { 0, 0x45 } } },
		{ packet_sack, 39, { { 0, 0x60 } } },
		{ packet_syn, sizeof packet_syn, { { 0, 0x75 } } }, /* no IP packet */
		{ packet_syn, sizeof packet_syn, { { 0, 0x43 } } },
	};
	static const uint8_t source[TCPSIM_WIRE_ADDRESS] = { 192, 0, 2, 254 };

	for (size_t i = 0; i < N(rows); i++) {
		struct tcpsim_wire_packet message;
		uint8_t octets[256];

		memcpy(octets, rows[i].octets, rows[i].n);
		octets[rows[i].changes[0].at] = rows[i].changes[0].octet;
		ck_assert_msg(
			!tcpsim_wire_icmp_about(&message, TCPSIM_ICMP_HOST_UNREACHABLE, 0, source, octets, rows[i].n),
			"row %zu is answered", i);
	}
}
END_TEST

/* From nobody: 0.0.0.0 and :: are no host's (RFC 1122 3.2.2, RFC 4443 2.4 (e.6)). */
START_TEST(nobody_is_never_answered)
{
	static const uint8_t source[TCPSIM_WIRE_ADDRESS] = { 192, 0, 2, 254 };
	struct tcpsim_wire_packet message;
	uint8_t octets[sizeof packet_sack];

	memcpy(octets, packet_syn, sizeof packet_syn);
	memset(octets + 12, 0, 4);
	ck_assert(
		!tcpsim_wire_icmp_about(&message, TCPSIM_ICMP_HOST_UNREACHABLE, 0, source, octets, sizeof packet_syn));
	memcpy(octets, packet_sack, sizeof packet_sack);
	memset(octets + 8, 0, 16);
	ck_assert(
		!tcpsim_wire_icmp_about(&message, TCPSIM_ICMP_HOST_UNREACHABLE, 0, source, octets, sizeof packet_sack));
}
END_TEST

/* A group may be told of an MTU over IPv6 (RFC 4443 2.4 (e.3)); an echo may be answered; and other protocols. */
START_TEST(other_packets_are_answered)
{
	static const uint8_t source[TCPSIM_WIRE_ADDRESS] = { 192, 0, 2, 254 };
	struct tcpsim_wire_packet message;
	uint8_t octets[sizeof packet_icmp6];

	memcpy(octets, packet_sack, sizeof packet_sack);
	octets[24] = 0xff;
	ck_assert(tcpsim_wire_icmp_about(&message, TCPSIM_ICMP_TOO_LARGE, 1280, source, octets, sizeof packet_sack));
	memcpy(octets, packet_icmp6, sizeof packet_icmp6);
	octets[40] = 128;
	ck_assert(
		tcpsim_wire_icmp_about(&message, TCPSIM_ICMP_NET_UNREACHABLE, 0, source, octets, sizeof packet_icmp6));
	memcpy(octets, packet_icmp, sizeof packet_icmp);
	octets[20] = 8;
	ck_assert(tcpsim_wire_icmp_about(&message, TCPSIM_ICMP_NET_UNREACHABLE, 0, source, octets, sizeof packet_icmp));
	octets[9] = 47;
	ck_assert(tcpsim_wire_icmp_about(&message, TCPSIM_ICMP_PROTOCOL_UNREACHABLE, 0, source, octets, 20));
	/* ICMPv6 has no source quench. */
	ck_assert(!tcpsim_wire_icmp_about(
		&message, TCPSIM_ICMP_SOURCE_QUENCH, 0, source, packet_sack, sizeof packet_sack));
}
END_TEST

/* A segment behind extension headers is found in a quote, too: hop-by-hop (0), the first of two fragments (44), TCP. */
START_TEST(a_quote_may_have_extension_headers)
{
	uint8_t quoted[40 + 8 + 8 + 20] = { 0x60, [5] = 36, [6] = 0, [7] = 64, [23] = 1, [39] = 2 };
	static const uint8_t source[TCPSIM_WIRE_ADDRESS] = { 0x20, 1, [15] = 3 };
	struct tcpsim_wire_packet message;

	quoted[8] = quoted[24] = 0x20;
	quoted[40] = 44; /* next header */
	quoted[48] = 6;  /* and of the fragment header; more of the packet follows */
	quoted[51] = 1;
	quoted[56] = 0x12; /* the source port */
	quoted[57] = 0x34;
	quoted[63] = 9; /* SEQ */
	ck_assert(tcpsim_wire_icmp_about(&message, TCPSIM_ICMP_HOST_UNREACHABLE, 0, source, quoted, sizeof quoted));
	ck_assert_uint_eq(message.icmp.quoted.protocol, 6);
	ck_assert_uint_eq(message.icmp.quoted_source_port, 0x1234);
	ck_assert_uint_eq(message.icmp.quoted_seq.n, 9);
	quoted[51] = 8; /* a later one */
	ck_assert(!tcpsim_wire_icmp_about(&message, TCPSIM_ICMP_HOST_UNREACHABLE, 0, source, quoted, sizeof quoted));
}
END_TEST

/* RFC 8200 4.1: hop-by-hop, destination, routing, an atomic fragment (RFC 6946), authentication; then a datagram. */
START_TEST(extension_headers_are_walked)
{
	uint8_t octets[40 + 8 + 16 + 8 + 8 + 12 + 10] = { 0x60, [5] = 62, [6] = 0, [7] = 64, [23] = 1, [39] = 2 };
	struct tcpsim_wire_packet packet;

	octets[8] = octets[24] = 0x20;
	octets[40] = 60;
	octets[48] = 43;
	octets[49] = 1; /* 16 octets */
	octets[64] = 44;
	octets[72] = 51;
	octets[80] = 17;
	octets[81] = 1; /* 12 octets: RFC 4302 2.2 */
	octets[92] = 0x12;
	octets[97] = 10;
	mend_transport(octets, 92, 10, 6, 17);
	ck_assert_int_eq(tcpsim_wire_decode(octets, sizeof octets, &packet, NULL), TCPSIM_WIRE_OK);
	ck_assert_int_eq(packet.kind, TCPSIM_WIRE_UDP);
	ck_assert_uint_eq(packet.ip.protocol, 17);
	ck_assert_uint_eq(packet.at.transport, 92);
	ck_assert_uint_eq(packet.source_port, 0x1200);
	ck_assert_uint_eq(packet.n_octets, 2);
}
END_TEST

/* RFC 8200 4.7: nothing follows; the extension header ends where the packet does. */
START_TEST(extension_headers_may_be_all)
{
	static const uint8_t octets[40 + 8] = { 0x60, [5] = 8, [6] = 60, [7] = 64, [8] = 0x20, [24] = 0x20, [40] = 59 };
	struct tcpsim_wire_packet packet;

	ck_assert_int_eq(tcpsim_wire_decode(octets, sizeof octets, &packet, NULL), TCPSIM_WIRE_OK);
	ck_assert_int_eq(packet.kind, TCPSIM_WIRE_OTHER);
	ck_assert_uint_eq(packet.ip.protocol, 59);
	ck_assert_uint_eq(packet.at.transport, 48);
	ck_assert_uint_eq(packet.n_octets, 0);
}
END_TEST

/* MUST-50: IP options that TCP does not know are no matter of its. Record route (7) and NOPs, then a SYN's header. */
START_TEST(options_of_ip_are_skipped)
{
	/* Up to the last octet of the header; and behind an end of options nothing is one. */
	static const uint8_t options[][8] = { { 1, 7, 7, 0, 0, 0, 0, 0 }, { 1, 1, 7, 3, 4, 0, 7, 9 },
		{ 7, 8, 0, 0, 0, 0, 0, 0 } };

	for (size_t i = 0; i < N(options); i++) {
		uint8_t octets[28 + 20] = { 0x47, [3] = 48, [8] = 64, [9] = 6, [12] = 192, 0, 2, 1, 192, 0, 2, 2 };
		struct tcpsim_wire_packet packet;

		memcpy(octets + 20, options[i], 8);
		octets[29] = 80;
		octets[40] = 0x50;
		octets[41] = TCPSIM_SYN;
		mend_ip(octets, 28);
		mend_transport(octets, 28, 20, 16, 6);
		ck_assert_int_eq(tcpsim_wire_decode(octets, sizeof octets, &packet, NULL), TCPSIM_WIRE_OK);
		ck_assert_uint_eq(packet.at.transport, 28);
		ck_assert_uint_eq(packet.source_port, 80);
		ck_assert_uint_eq(packet.segment.ctl, TCPSIM_SYN);
	}
}
END_TEST

/* RFC 6946: a fragment header that says that all of the packet is here, behind the octets of an address. */
START_TEST(a_part_that_is_all_is_no_part)
{
	uint8_t octets[40 + 8 + 8] = {
		0x60, [5] = 16, [6] = 44, [7] = 64, [8] = 0x20, [23] = 1, [24] = 0x20, [39] = 0xff
	};
	struct tcpsim_wire_packet packet;

	octets[40] = 17;
	octets[45] = 7; /* its identification */
	octets[53] = 8;
	mend_transport(octets, 48, 8, 6, 17);
	ck_assert_int_eq(tcpsim_wire_decode(octets, sizeof octets, &packet, NULL), TCPSIM_WIRE_OK);
	ck_assert_int_eq(packet.kind, TCPSIM_WIRE_UDP);
	octets[43] = 1; /* more of it elsewhere */
	ck_assert_int_eq(tcpsim_wire_decode(octets, sizeof octets, &packet, NULL), TCPSIM_WIRE_IP_FRAGMENT);
	octets[43] = 8; /* and before this */
	ck_assert_int_eq(tcpsim_wire_decode(octets, sizeof octets, &packet, NULL), TCPSIM_WIRE_IP_FRAGMENT);
	octets[43] = 6; /* reserved bits say nothing */
	ck_assert_int_eq(tcpsim_wire_decode(octets, sizeof octets, &packet, NULL), TCPSIM_WIRE_OK);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("wire icmp");
	TCase *icmp = tcase_create("ICMP"), *ip = tcase_create("IP");

	tcase_add_test(icmp, types_and_codes_have_their_kinds);
	tcase_add_test(icmp, each_kind_has_a_type_and_code);
	tcase_add_test(icmp, each_kind_is_sent_as_it_is_read);
	tcase_add_test(icmp, port_unreachable_is_made_about_a_datagram);
	tcase_add_test(icmp, too_big_is_made_about_a_segment);
	tcase_add_test(icmp, an_mtu_too_large_for_its_field_is_the_largest);
	tcase_add_test(icmp, no_more_is_quoted_than_is_usual);
	tcase_add_test(icmp, some_packets_are_never_answered);
	tcase_add_test(icmp, nobody_is_never_answered);
	tcase_add_test(icmp, other_packets_are_answered);
	tcase_add_test(icmp, a_quote_may_have_extension_headers);
	suite_add_tcase(suite, icmp);
	tcase_add_test(ip, extension_headers_are_walked);
	tcase_add_test(ip, extension_headers_may_be_all);
	tcase_add_test(ip, a_part_that_is_all_is_no_part);
	tcase_add_test(ip, options_of_ip_are_skipped);
	suite_add_tcase(suite, ip);
	return suite_run(suite);
}
