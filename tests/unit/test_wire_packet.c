/* SPDX-License-Identifier: MIT */
/* Known packets, read and written: RFC 791, 8200, 9293 3.1, 768, 792, 4443. */
#include <string.h>

#include <tcpsim/wire.h>

#include "tests/suite.h"
#include "tests/unit/wire_packets.h"

static void
assert_address(unsigned version, const uint8_t *address, const char *words)
{
	char text[TCPSIM_WIRE_ADDRESS_TEXT];

	tcpsim_wire_address_format(version, address, text, sizeof text);
	ck_assert_str_eq(text, words);
}

static void
decode(const uint8_t *octets, size_t n, struct tcpsim_wire_packet *packet)
{
	struct tcpsim_wire_faults faults;

	ck_assert_int_eq(tcpsim_wire_decode(octets, n, packet, &faults), TCPSIM_WIRE_OK);
	ck_assert_uint_eq(faults.n, 0);
	ck_assert_uint_eq(packet->at.end, n);
	ck_assert_ptr_eq(packet->octets, octets + packet->at.octets);
}

/* Encoding what was read gives the same octets; `packet` is read without its raw options, too. */
static void
assert_encodes(struct tcpsim_wire_packet packet, const uint8_t *octets, size_t n)
{
	uint8_t again[256];

	ck_assert_uint_eq(tcpsim_wire_encode(&packet, again, sizeof again), n);
	ck_assert_mem_eq(again, octets, n);
	packet.options = NULL;
	memset(again, 0xee, sizeof again);
	ck_assert_uint_eq(tcpsim_wire_encode(&packet, again, n), n);
	ck_assert_mem_eq(again, octets, n);
	ck_assert_uint_eq(again[n], 0xee);
	/* What has no room is not written, but its size is told. */
	memset(again, 0xee, sizeof again);
	ck_assert_uint_eq(tcpsim_wire_encode(&packet, again, n - 1), n);
	for (size_t i = 0; i < sizeof again; i++)
		ck_assert_uint_eq(again[i], 0xee);
	ck_assert_uint_eq(tcpsim_wire_encode(&packet, NULL, 0), n);
}

START_TEST(a_syn_over_ipv4)
{
	struct tcpsim_wire_packet packet;
	const struct tcpsim_segment *seg = &packet.segment;

	decode(packet_syn, sizeof packet_syn, &packet);
	ck_assert_int_eq(packet.kind, TCPSIM_WIRE_TCP);
	ck_assert_uint_eq(packet.ip.version, 4);
	ck_assert_uint_eq(packet.ip.protocol, 6);
	ck_assert_uint_eq(packet.ip.ttl, 64);
	ck_assert_uint_eq(packet.ip.dscp, 0);
	ck_assert_uint_eq(packet.ip.ecn, TCPSIM_ECN_NOT_ECT);
	ck_assert_uint_eq(packet.ip.dont_fragment, 1);
	ck_assert_uint_eq(packet.ip.identification, 1);
	assert_address(4, packet.ip.source, "192.0.2.1");
	assert_address(4, packet.ip.destination, "192.0.2.2");
	ck_assert_uint_eq(packet.source_port, 49152);
	ck_assert_uint_eq(packet.destination_port, 80);
	ck_assert_uint_eq(seg->seq.n, 100);
	ck_assert_uint_eq(seg->ack.n, 0);
	ck_assert_uint_eq(seg->ctl, TCPSIM_SYN);
	ck_assert_uint_eq(seg->wnd, 65535);
	ck_assert_uint_eq(seg->up, 0);
	ck_assert_uint_eq(seg->options,
		TCPSIM_OPTION_MSS | TCPSIM_OPTION_TIMESTAMPS | TCPSIM_OPTION_WINDOW_SCALE |
			TCPSIM_OPTION_SACK_PERMITTED);
	ck_assert_uint_eq(seg->mss, 1460);
	ck_assert_uint_eq(seg->tsval, 1000);
	ck_assert_uint_eq(seg->tsecr, 0);
	ck_assert_uint_eq(seg->window_scale, 7);
	ck_assert_uint_eq(seg->text_bytes, 0);
	ck_assert_uint_eq(seg->addressed, 0);
	ck_assert_uint_eq(packet.n_options, 20);
	ck_assert_ptr_eq(packet.options, packet_syn + 40);
	ck_assert_uint_eq(packet.at.transport, 20);
	ck_assert_uint_eq(packet.at.octets, 60);
	assert_encodes(packet, packet_syn, sizeof packet_syn);
}
END_TEST

START_TEST(text_with_sack_over_ipv6)
{
	struct tcpsim_wire_packet packet;
	const struct tcpsim_segment *seg = &packet.segment;

	decode(packet_sack, sizeof packet_sack, &packet);
	ck_assert_uint_eq(packet.ip.version, 6);
	ck_assert_uint_eq(packet.ip.dscp, 46);
	ck_assert_uint_eq(packet.ip.ecn, TCPSIM_ECN_ECT_0);
	ck_assert_uint_eq(packet.ip.flow_label, 0x12345);
	ck_assert_uint_eq(packet.ip.ttl, 64);
	assert_address(6, packet.ip.source, "2001:db8::2");
	assert_address(6, packet.ip.destination, "2001:db8::1");
	ck_assert_uint_eq(seg->ctl, TCPSIM_PSH | TCPSIM_ACK);
	ck_assert_uint_eq(seg->ecn, TCPSIM_ECN_ECT_0);
	ck_assert_uint_eq(seg->seq.n, 301);
	ck_assert_uint_eq(seg->ack.n, 101);
	ck_assert_uint_eq(seg->wnd, 512);
	ck_assert_uint_eq(seg->options, TCPSIM_OPTION_TIMESTAMPS | TCPSIM_OPTION_SACK);
	ck_assert_uint_eq(seg->tsval, 0x01020304);
	ck_assert_uint_eq(seg->tsecr, 0x05060708);
	ck_assert_uint_eq(seg->n_sack, 2);
	ck_assert_uint_eq(seg->sack[0].begin.n, 0x3000);
	ck_assert_uint_eq(seg->sack[0].end.n, 0x3100);
	ck_assert_uint_eq(seg->sack[1].begin.n, 0x4000);
	ck_assert_uint_eq(seg->sack[1].end.n, 0x4200);
	ck_assert_uint_eq(seg->sack[2].end.n, 0);
	ck_assert_uint_eq(seg->text_bytes, 2);
	ck_assert_mem_eq(packet.octets, "hi", 2);
	assert_encodes(packet, packet_sack, sizeof packet_sack);
}
END_TEST

/* RFC 768: a checksum that comes to 0 is sent as all ones, since 0 says that there is none. */
START_TEST(a_datagram_whose_checksum_would_be_0)
{
	struct tcpsim_wire_packet packet;

	decode(packet_udp, sizeof packet_udp, &packet);
	ck_assert_int_eq(packet.kind, TCPSIM_WIRE_UDP);
	ck_assert_uint_eq(packet.source_port, 5000);
	ck_assert_uint_eq(packet.destination_port, 37);
	ck_assert_uint_eq(packet.n_octets, 2);
	ck_assert_mem_eq(packet.octets, "h)", 2);
	ck_assert_uint_eq(packet.ip.dont_fragment, 0);
	assert_encodes(packet, packet_udp, sizeof packet_udp);
}
END_TEST

START_TEST(a_datagram_over_ipv6)
{
	struct tcpsim_wire_packet packet;

	decode(packet_udp6, sizeof packet_udp6, &packet);
	ck_assert_int_eq(packet.kind, TCPSIM_WIRE_UDP);
	ck_assert_uint_eq(packet.n_octets, 5);
	ck_assert_mem_eq(packet.octets, "now?!", 5);
	assert_encodes(packet, packet_udp6, sizeof packet_udp6);
}
END_TEST

START_TEST(port_unreachable_tells_whose_datagram_it_was)
{
	struct tcpsim_wire_packet packet;

	decode(packet_icmp, sizeof packet_icmp, &packet);
	ck_assert_int_eq(packet.kind, TCPSIM_WIRE_ICMP);
	ck_assert_uint_eq(packet.icmp.type, 3);
	ck_assert_uint_eq(packet.icmp.code, 3);
	ck_assert_uint_eq(packet.icmp.is_error, 1);
	ck_assert_int_eq(packet.icmp.kind, TCPSIM_ICMP_PORT_UNREACHABLE);
	ck_assert_uint_eq(packet.icmp.quoted.protocol, TCPSIM_WIRE_PROTOCOL_UDP);
	assert_address(4, packet.icmp.quoted.source, "192.0.2.1");
	assert_address(4, packet.icmp.quoted.destination, "192.0.2.2");
	ck_assert_uint_eq(packet.icmp.quoted_source_port, 5000);
	ck_assert_uint_eq(packet.icmp.quoted_destination_port, 37);
	ck_assert_uint_eq(packet.n_octets, 29);
	assert_encodes(packet, packet_icmp, sizeof packet_icmp);
}
END_TEST

START_TEST(packet_too_big_tells_the_mtu_and_the_segment)
{
	struct tcpsim_wire_packet packet;

	decode(packet_icmp6, sizeof packet_icmp6, &packet);
	ck_assert_int_eq(packet.kind, TCPSIM_WIRE_ICMP);
	ck_assert_int_eq(packet.icmp.kind, TCPSIM_ICMP_TOO_LARGE);
	ck_assert_uint_eq(packet.icmp.mtu, 1280);
	ck_assert_uint_eq(packet.icmp.quoted.protocol, TCPSIM_WIRE_PROTOCOL_TCP);
	ck_assert_uint_eq(packet.icmp.quoted_source_port, 49152);
	ck_assert_uint_eq(packet.icmp.quoted_destination_port, 80);
	ck_assert_uint_eq(packet.icmp.quoted_seq.n, 0xfffffff0);
	assert_encodes(packet, packet_icmp6, sizeof packet_icmp6);
}
END_TEST

/* An echo is no error: nothing is quoted. RFC 792; the checksum of 08 00 .. 12 34 00 01 is ~(0800 + 1234 + 0001). */
START_TEST(an_echo_is_no_error)
{
	static const uint8_t octets[] = {
		0x45,
		0x00,
		0x00,
		0x1c,
		0x00,
		0x00,
		0x00,
		0x00,
		0x40,
		0x01,
		0xf6,
		0xdd,
		0xc0,
		0x00,
		0x02,
		0x01,
		0xc0,
		0x00,
		0x02,
		0x02,
		0x08,
		0x00,
		0xe5,
		0xca,
		0x12,
		0x34,
		0x00,
		0x01,
	};
	struct tcpsim_wire_packet packet;

	decode(octets, sizeof octets, &packet);
	ck_assert_int_eq(packet.kind, TCPSIM_WIRE_ICMP);
	ck_assert_uint_eq(packet.icmp.is_error, 0);
	ck_assert_uint_eq(packet.icmp.rest, 0x12340001);
	assert_encodes(packet, octets, sizeof octets);
}
END_TEST

/* Another protocol is no error: 47 is GRE. Over the wrong version of IP the two ICMPs are such, too. */
START_TEST(what_is_none_of_them_is_left_as_it_is)
{
	static const struct {
		uint8_t version, protocol;
	} rows[] = { { 4, 47 }, { 6, 47 }, { 4, TCPSIM_WIRE_PROTOCOL_ICMPV6 }, { 6, TCPSIM_WIRE_PROTOCOL_ICMP },
		{ 6, 59 } };

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct tcpsim_wire_packet packet, again;
		uint8_t octets[64];
		size_t n;

		memset(&packet, 0, sizeof packet);
		packet.kind = TCPSIM_WIRE_OTHER;
		packet.ip.version = rows[i].version;
		packet.ip.protocol = rows[i].protocol;
		packet.ip.ecn = TCPSIM_ECN_CE;
		packet.octets = (const uint8_t *)"anything";
		packet.n_octets = 8;
		n = tcpsim_wire_encode(&packet, octets, sizeof octets);
		ck_assert_uint_eq(n, rows[i].version == 4 ? 28 : 48);
		decode(octets, n, &again);
		ck_assert_int_eq(again.kind, TCPSIM_WIRE_OTHER);
		ck_assert_uint_eq(again.ip.protocol, rows[i].protocol);
		ck_assert_uint_eq(again.ip.ecn, TCPSIM_ECN_CE);
		ck_assert_uint_eq(again.n_octets, 8);
		ck_assert_mem_eq(again.octets, "anything", 8);
	}
}
END_TEST

/* What the link adds behind a packet, to fill a frame, does not belong to it (RFC 1122 2.3.3). */
START_TEST(padding_of_the_link_is_no_text)
{
	uint8_t octets[64] = { 0 };
	struct tcpsim_wire_packet packet;

	memcpy(octets, packet_syn, sizeof packet_syn);
	octets[63] = 0xff;
	ck_assert_int_eq(tcpsim_wire_decode(octets, sizeof octets, &packet, NULL), TCPSIM_WIRE_OK);
	ck_assert_uint_eq(packet.at.end, sizeof packet_syn);
	ck_assert_uint_eq(packet.segment.text_bytes, 0);
}
END_TEST

/* Octets behind UDP's own length are none of the datagram. */
START_TEST(a_datagram_may_be_shorter_than_its_packet)
{
	uint8_t octets[sizeof packet_udp6 + 3];
	struct tcpsim_wire_packet packet;

	memcpy(octets, packet_udp6, sizeof packet_udp6);
	memset(octets + sizeof packet_udp6, 0xaa, 3);
	octets[5] = 16; /* the payload of IPv6 */
	ck_assert_int_eq(tcpsim_wire_decode(octets, sizeof octets, &packet, NULL), TCPSIM_WIRE_OK);
	ck_assert_uint_eq(packet.n_octets, 5);
}
END_TEST

/* RFC 768: a checksum of 0 over IPv4 says that the sender has made none. */
START_TEST(a_datagram_over_ipv4_may_have_no_checksum)
{
	uint8_t octets[sizeof packet_udp];
	struct tcpsim_wire_packet packet;

	memcpy(octets, packet_udp, sizeof octets);
	octets[26] = octets[27] = 0;
	octets[29] = 'i';
	ck_assert_int_eq(tcpsim_wire_decode(octets, sizeof octets, &packet, NULL), TCPSIM_WIRE_OK);
	ck_assert_mem_eq(packet.octets, "hi", 2);
}
END_TEST

/* The ECN field of a segment is the IP header's (RFC 3168 5). */
START_TEST(the_ecn_field_of_a_segment_is_that_of_its_packet)
{
	for (unsigned version = 4; version <= 6; version += 2) {
		for (uint8_t ecn = 0; ecn < 4; ecn++) {
			struct tcpsim_wire_packet packet, again;
			uint8_t octets[64];
			size_t n;

			memset(&packet, 0, sizeof packet);
			packet.kind = TCPSIM_WIRE_TCP;
			packet.ip.version = (uint8_t)version;
			packet.ip.dscp = 63;
			packet.segment.ecn = ecn;
			n = tcpsim_wire_encode(&packet, octets, sizeof octets);
			decode(octets, n, &again);
			ck_assert_uint_eq(again.ip.ecn, ecn);
			ck_assert_uint_eq(again.segment.ecn, ecn);
			ck_assert_uint_eq(again.ip.dscp, 63);
		}
	}
}
END_TEST

/* MUST-57, MUST-63: what the engine is told of the addresses. */
START_TEST(addresses_of_groups_are_told)
{
	static const struct {
		uint8_t version;
		uint8_t source[TCPSIM_WIRE_ADDRESS], destination[TCPSIM_WIRE_ADDRESS];
		uint8_t addressed;
	} rows[] = {
		{ 4, { 192, 0, 2, 1 }, { 192, 0, 2, 2 }, 0 },
		{ 4, { 192, 0, 2, 1 }, { 224, 0, 0, 1 }, TCPSIM_ADDRESSED_TO_GROUP },
		{ 4, { 192, 0, 2, 1 }, { 239, 255, 255, 255 }, TCPSIM_ADDRESSED_TO_GROUP },
		{ 4, { 192, 0, 2, 1 }, { 255, 255, 255, 255 }, TCPSIM_ADDRESSED_TO_GROUP },
		{ 4, { 192, 0, 2, 1 }, { 240, 0, 0, 1 }, 0 },
		{ 4, { 223, 255, 255, 255 }, { 192, 0, 2, 2 }, 0 },
		{ 4, { 224, 0, 0, 1 }, { 192, 0, 2, 2 }, TCPSIM_ADDRESSED_FROM_GROUP },
		{ 4, { 255, 255, 255, 255 }, { 192, 0, 2, 2 }, TCPSIM_ADDRESSED_FROM_GROUP },
		{ 4, { 0 }, { 255, 255, 255, 255 }, TCPSIM_ADDRESSED_FROM_GROUP | TCPSIM_ADDRESSED_TO_GROUP },
		{ 6, { 0x20, 1, [15] = 1 }, { 0xff, 2, [15] = 1 }, TCPSIM_ADDRESSED_TO_GROUP },
		{ 6, { 0xff, 2, [15] = 1 }, { 0x20, 1, [15] = 1 }, TCPSIM_ADDRESSED_FROM_GROUP },
		{ 6, { 0 }, { 0x20, 1, [15] = 1 }, TCPSIM_ADDRESSED_FROM_GROUP },
		{ 6, { 0xfe, 0x80, [15] = 1 }, { 0x20, 1, [15] = 1 }, 0 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct tcpsim_wire_packet packet, again;
		uint8_t octets[64];

		memset(&packet, 0, sizeof packet);
		packet.kind = TCPSIM_WIRE_TCP;
		packet.ip.version = rows[i].version;
		memcpy(packet.ip.source, rows[i].source, TCPSIM_WIRE_ADDRESS);
		memcpy(packet.ip.destination, rows[i].destination, TCPSIM_WIRE_ADDRESS);
		decode(octets, tcpsim_wire_encode(&packet, octets, sizeof octets), &again);
		ck_assert_uint_eq(again.segment.addressed, rows[i].addressed);
	}
}
END_TEST

/* wire.h: what no header can say. */
START_TEST(what_no_header_can_say_is_refused)
{
	static const uint8_t options[44];
	static uint8_t octets[70000];
	struct tcpsim_wire_packet packet;

	memset(&packet, 0, sizeof packet);
	packet.kind = TCPSIM_WIRE_TCP;
	for (unsigned version = 0; version < 16; version++) {
		packet.ip.version = (uint8_t)version;
		ck_assert((tcpsim_wire_encode(&packet, octets, sizeof octets) != 0) == (version == 4 || version == 6));
	}
	packet.ip.version = 4;
	packet.segment.wnd = 65536;
	ck_assert_uint_eq(tcpsim_wire_encode(&packet, octets, sizeof octets), 0);
	packet.segment.wnd = 65535;
	packet.options = options;
	packet.n_options = 3;
	ck_assert_uint_eq(tcpsim_wire_encode(&packet, octets, sizeof octets), 0);
	packet.n_options = 44;
	ck_assert_uint_eq(tcpsim_wire_encode(&packet, octets, sizeof octets), 0);
	packet.n_options = 40;
	ck_assert_uint_eq(tcpsim_wire_encode(&packet, octets, sizeof octets), 80);
}
END_TEST

/* RFC 791 3.1 counts the header, RFC 8200 3 does not. Octets that are not given are zeros. */
START_TEST(the_largest_packets)
{
	static uint8_t octets[70000];
	struct tcpsim_wire_packet packet, again;

	memset(&packet, 0, sizeof packet);
	packet.kind = TCPSIM_WIRE_UDP;
	packet.ip.version = 4;
	packet.n_octets = 65535 - 28;
	ck_assert_uint_eq(tcpsim_wire_encode(&packet, octets, sizeof octets), 65535);
	decode(octets, 65535, &again);
	ck_assert_uint_eq(again.n_octets, 65535 - 28);
	packet.n_octets++;
	ck_assert_uint_eq(tcpsim_wire_encode(&packet, octets, sizeof octets), 0);
	packet.n_octets = UINT32_MAX;
	ck_assert_uint_eq(tcpsim_wire_encode(&packet, octets, sizeof octets), 0);
	packet.ip.version = 6;
	packet.n_octets = 65535 - 8;
	memset(octets, 0xee, sizeof octets);
	ck_assert_uint_eq(tcpsim_wire_encode(&packet, octets, sizeof octets), 65575);
	decode(octets, 65575, &again);
	for (size_t i = 0; i < again.n_octets; i++)
		ck_assert_uint_eq(again.octets[i], 0);
	packet.n_octets++;
	ck_assert_uint_eq(tcpsim_wire_encode(&packet, octets, sizeof octets), 0);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("wire packet");
	TCase *known = tcase_create("known packets"), *limits = tcase_create("limits");

	tcase_add_test(known, a_syn_over_ipv4);
	tcase_add_test(known, text_with_sack_over_ipv6);
	tcase_add_test(known, a_datagram_whose_checksum_would_be_0);
	tcase_add_test(known, a_datagram_over_ipv6);
	tcase_add_test(known, port_unreachable_tells_whose_datagram_it_was);
	tcase_add_test(known, packet_too_big_tells_the_mtu_and_the_segment);
	tcase_add_test(known, an_echo_is_no_error);
	tcase_add_test(known, what_is_none_of_them_is_left_as_it_is);
	tcase_add_test(known, padding_of_the_link_is_no_text);
	tcase_add_test(known, a_datagram_may_be_shorter_than_its_packet);
	tcase_add_test(known, a_datagram_over_ipv4_may_have_no_checksum);
	tcase_add_test(known, the_ecn_field_of_a_segment_is_that_of_its_packet);
	tcase_add_test(known, addresses_of_groups_are_told);
	suite_add_tcase(suite, known);
	tcase_add_test(limits, what_no_header_can_say_is_refused);
	tcase_add_test(limits, the_largest_packets);
	suite_add_tcase(suite, limits);
	return suite_run(suite);
}
