/* SPDX-License-Identifier: MIT */
/* A packet octet by octet: every octet has its row, once and in order, whatever the octets are. */
#include <stdio.h>
#include <string.h>

#include <glib.h>

#include <tcpsim/net.h>
#include <tcpsim/render.h>
#include <tcpsim/wire.h>

#include "tests/suite.h"
#include "tests/unit/wire_mend.h"
#include "tests/unit/wire_packets.h"

static const struct tcpsim_ladder_options plain = { .is_ascii = true };

/* The octets of a row, `   12  08 00 ...`, and where they are; 0 octets for a line that is none. */
static size_t
read_row(const char *line, unsigned *at, uint8_t octets[8])
{
	size_t n = 0;
	unsigned octet;

	if (strspn(line, " 0123456789") < 5 || sscanf(line, "%5u", at) != 1 || strncmp(line + 5, "  ", 2) != 0)
		return 0;
	while (n < 8 && strlen(line) >= 9 + 3 * n && line[7 + 3 * n] != ' ' &&
		sscanf(line + 7 + 3 * n, "%2x", &octet) == 1)
		octets[n++] = (uint8_t)octet;
	return n;
}

/* The page, of which every line has 80 columns and every octet a row. Free with g_free(). */
static char *
page_of(const uint8_t *octets, size_t n)
{
	char *page = tcpsim_render_packet(octets, n, &plain);
	char **lines = g_strsplit(page, "\n", -1);
	unsigned next = 0;

	for (char **line = lines; *line != NULL; line++) {
		uint8_t row[8];
		unsigned at, left_out;
		size_t found;

		ck_assert_msg(strlen(*line) <= 80, "too wide: %s", *line);
		if (sscanf(*line, " and %u octets more", &left_out) == 1)
			next += left_out;
		found = read_row(*line, &at, row);
		if (found == 0)
			continue;
		ck_assert_msg(at == next, "octet %u is next, not %u:\n%s", next, at, page);
		ck_assert_uint_le(at + found, n);
		ck_assert_mem_eq(row, octets + at, found);
		next += (unsigned)found;
	}
	ck_assert_msg(next == n, "%u of %zu octets have rows:\n%s", next, n, page);
	g_strfreev(lines);
	return page;
}

static void
assert_says(const uint8_t *octets, size_t n, const char *const *words)
{
	char *page = page_of(octets, n);

	for (; *words != NULL; words++)
		ck_assert_msg(strstr(page, *words) != NULL, "no \"%s\" in:\n%s", *words, page);
	g_free(page);
}

#define SAYS(OCTETS, N, ...) assert_says(OCTETS, N, (const char *const[]){ __VA_ARGS__, NULL })

/* wire_packets.h says what each field says. */
START_TEST(known_packets_are_told)
{
	SAYS(packet_syn, sizeof packet_syn, "Internet layer: IPv4, octets 0 to 19\n", "layer 3, network",
		"don't fragment; 0", "0xb6b7, right", "192.0.2.1\n", "Transport layer: TCP, octets 20 to 59\n",
		"layer 4, transport", "49152\n", "100: that of the SYN", "0, unused: no ACK", "10 words, 40 octets",
		"maximum segment size 1460\n", "SACK permitted\n", "TSval 1000", "no operation",
		"window scale 7: times 128", "Application layer: no octets\n");
	SAYS(packet_sack, sizeof packet_sack, "Internet layer: IPv6", "46; ECT(0)", "0x12345", "2001:db8::2\n",
		"12288-12544", "16384-16896", "101: the next expected", "data              \"hi\"");
	SAYS(packet_udp, sizeof packet_udp, "Transport layer: UDP", "may be fragmented", "10 octets, header and data",
		"0xffff, right", "\"h)\"");
	SAYS(packet_udp6, sizeof packet_udp6, "Transport layer: UDP", "\"now?!\"");
	SAYS(packet_icmp, sizeof packet_icmp, "Internet layer: ICMP", "3, 3: port-unreachable", "0x811b, right",
		"of the packet that it is about:", "5000\n", "37\n", "and the rest of it:");
	SAYS(packet_icmp6, sizeof packet_icmp6, "Internet layer: ICMPv6", "2, 0: too-large", "1280 octets",
		"4294967280\n");
}
END_TEST

START_TEST(frames_have_a_link_layer)
{
	uint8_t octets[128] = { 0 };

	tcpsim_wire_frame_encode(4, 0, 1, octets);
	memcpy(octets + 14, packet_udp, sizeof packet_udp);
	SAYS(octets, 60, "Link layer: Ethernet, octets 0 to 13\n", "layer 2, data link", "02:00:00:00:00:01\n",
		"Internet layer: IPv4, octets 14 to 33\n", "Link layer: padding, octets 44 to 59\n");
	memmove(octets + 18, octets + 14, sizeof packet_udp);
	memcpy(octets + 12, (const uint8_t[]){ 0x81, 0x00, 0x60, 0x05, 0x08, 0x00 }, 6);
	SAYS(octets, 48, "priority 3, VLAN 5", "0x0800, IPv4", "Internet layer: IPv4, octets 18 to 37\n");
}
END_TEST

/* RFC 7413 4.1.1 and appendix A, RFC 6994: a cookie, the wish for one, one that is none; and what else is tried. */
START_TEST(fast_open_is_told)
{
	uint8_t syn[sizeof packet_syn];

	memcpy(syn, packet_syn, sizeof syn);
	memset(syn + 40, 1, 20);
	memcpy(syn + 40, (const uint8_t[]){ 34, 10, 1, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef, 34, 2, 34, 5, 1, 2, 3 }, 17);
	SAYS(syn, sizeof syn, "Fast Open cookie\n", "0123456789abcdef\n", "Fast Open asks for a cookie\n",
		"Fast Open cookie 010203: no\n", "cookie has 3 octets, it is\n");
	memset(syn + 40, 1, 20);
	memcpy(syn + 40, (const uint8_t[]){ 254, 8, 0xf9, 0x89, 1, 2, 3, 4, 254, 4, 0xf9, 0x89, 254, 4, 1, 2 }, 16);
	SAYS(syn, sizeof syn, "experiment 0xf989: Fast Open\n", "cookie 01020304\n", "asks for a cookie\n",
		"experiment 0x0102, unknown: it\n");
}
END_TEST

/* What is rare: options of IP, extension headers, parts of packets, other protocols, unknown options, long data. */
START_TEST(rare_things_are_told)
{
	uint8_t ip_options[48] = { 0x47, [3] = 48, [8] = 64, [9] = 6, [12] = 192, 0, 2, 1, 192, 0, 2, 2, 1, 7, 3, 4, 0,
		9 };
	uint8_t extensions[40 + 8 + 8 + 4] = { 0x60, [5] = 20, [7] = 9, [40] = 44, [48] = 47 };
	uint8_t part[sizeof packet_syn], unknown[sizeof packet_syn], echo[28] = { 0x45, [3] = 28, [9] = 1, [20] = 8 };
	struct tcpsim_wire_packet packet = { .kind = TCPSIM_WIRE_UDP, .ip.version = 6, .n_octets = 1000 };
	uint8_t large[1048];

	ip_options[40] = 0x50;
	ip_options[41] = TCPSIM_FIN | TCPSIM_ACK;
	SAYS(ip_options, sizeof ip_options, "7 words, 28 octets", "not for TCP (MUST-50)", "no operation",
		"end of options", "0: that of the FIN");
	SAYS(extensions, sizeof extensions, "hop-by-hop options; then 44,", "offset 0; then 47, another",
		"Transport layer: another protocol, octets 56 to 59\n");
	memcpy(part, packet_syn, sizeof part);
	part[6] = 0x20;
	part[7] = 1;
	SAYS(part, sizeof part, "fragments; 8\n", "^ wrong: this is a part of a packet", "not read:");
	memcpy(unknown, packet_syn, sizeof unknown);
	memcpy(unknown + 40, (const uint8_t[]){ 30, 4, 1, 2, 3, 3, 99, 28, 4, 0x80, 2, 0, 7, 7, 7, 7 }, 16);
	SAYS(unknown, sizeof unknown, "30, unknown: it is skipped", "window scale 99\n", "user timeout 2 minutes",
		"end of options", "padding", "up to a whole word");
	SAYS(echo, sizeof echo, "8, 0: echo request", "^ wrong: the checksum of the IP header", "rest");
	tcpsim_wire_encode(&packet, large, sizeof large);
	SAYS(large, sizeof large, "and 744 octets more");
}
END_TEST

/* What is wrong stands below its field, and octets that nobody can read are there all the same. */
START_TEST(what_is_wrong_is_told_at_its_place)
{
	uint8_t octets[sizeof packet_syn];

	SAYS(packet_syn, 0, "from  octets", "Internet layer: not to be read\n", "^ wrong: here are 0 octets");
	SAYS(packet_syn, 10, "Internet layer: not to be read, octets 0 to 9\n", "^ wrong: here are 10 octets",
		"not read:");
	SAYS(packet_syn, 59, "60 octets\n       ^ wrong: the length is 60 octets, and here are only 59");
	memcpy(octets, packet_syn, sizeof octets);
	octets[32] = 0x40;
	SAYS(octets, sizeof octets, "0xff5f, wrong\n       ^ wrong: the checksum of the segment",
		"4 words, 16 octets\n       ^ wrong: the data offset is 16 octets", "not read:");
	octets[0] = 0x75;
	SAYS(octets, sizeof octets, "^ wrong: the version is 7");
	memcpy(octets, packet_udp, sizeof packet_udp);
	octets[26] = octets[27] = 0;
	SAYS(octets, sizeof packet_udp, "0: none was made");
}
END_TEST

/* Any octets: packets in which a few are others, and some are cut. */
START_TEST(every_octet_has_its_row)
{
	static const struct {
		const uint8_t *octets;
		size_t n;
	} packets[] = {
		{ packet_syn, sizeof packet_syn },
		{ packet_sack, sizeof packet_sack },
		{ packet_udp, sizeof packet_udp },
		{ packet_udp6, sizeof packet_udp6 },
		{ packet_icmp, sizeof packet_icmp },
		{ packet_icmp6, sizeof packet_icmp6 },
	};
	uint32_t random = 1;

	for (unsigned round = 0; round < 1200; round++) {
		size_t n = packets[round % 6].n;
		uint8_t octets[160];

		memcpy(octets, packets[round % 6].octets, n);
		for (unsigned change = 0; change < round / 6 % 4; change++) {
			random = random * 1664525U + 1013904223U;
			octets[(random >> 16) % n] = (uint8_t)(random >> 8);
		}
		random = random * 1664525U + 1013904223U;
		if (round % 5 == 0)
			n = (random >> 16) % n;
		if (octets[0] == 0x45 && n >= 20)
			mend_ip(octets, 20);
		g_free(page_of(octets, n));
	}
}
END_TEST

/* ---- packets of a run ---- */

/* A datagram to a port that nobody has bound, and the answer; and a connection that is refused. */
static struct tcpsim_net *
run_net(void)
{
	const struct tcpsim_policy *policy = &tcpsim_profile_find("rfc9293")->policy;
	const struct tcpsim_net_options options = { .has_trace = true };
	const struct tcpsim_link_options link = { .delay_us = 1000 };
	struct tcpsim_net *net = tcpsim_net_new(&options);
	const uint32_t isns[] = { 100 };

	tcpsim_net_add_host(net, "a", policy);
	tcpsim_net_add_host(net, "b", policy);
	tcpsim_net_link(net, 0, 1, &link);
	tcpsim_net_link(net, 1, 0, &link);
	tcpsim_net_set_isns(net, 0, isns, 1);
	tcpsim_net_connect(net, 0, 5000, 1, 80, NULL, 0);
	tcpsim_net_udp_sendto(net, tcpsim_net_udp_bind(net, 0, 6000, NULL, 0), 1, 37, "time?", 5, 0);
	tcpsim_net_run(net, 1000000);
	return net;
}

START_TEST(a_packet_is_found_by_its_name)
{
	static const char *const wrong[] = { "", "a", "a SYN #0", "a SYN #x", "a SYN #1 #2", "c SYN #1", "a SYM #1",
		"a SYN #2", "b SYN" };
	struct tcpsim_net *net = run_net();
	const struct tcpsim_trace *trace = tcpsim_net_trace(net);
	const struct tcpsim_record *records = tcpsim_trace_records(trace, &(size_t){ 0 });
	char *error = NULL;
	uint32_t syn = tcpsim_render_find(trace, "a SYN", &error),
		 rst = tcpsim_render_find(trace, " b\trst  #1 ", &error);

	ck_assert_ptr_null(error);
	ck_assert_uint_eq(records[syn].segment.ctl, TCPSIM_SYN);
	ck_assert_uint_eq(records[rst].segment.ctl, TCPSIM_RST | TCPSIM_ACK);
	for (size_t i = 0; i < G_N_ELEMENTS(wrong); i++) {
		ck_assert_uint_eq(tcpsim_render_find(trace, wrong[i], &error), TCPSIM_NO_RECORD);
		ck_assert_ptr_nonnull(error);
		g_clear_pointer(&error, g_free);
	}
	tcpsim_net_free(net);
}
END_TEST

/* Decode a packet of the run that is named so. Its octets are the caller's. */
static uint8_t *
octets_of(struct tcpsim_net *net, const char *words, struct tcpsim_wire_packet *packet)
{
	const struct tcpsim_trace *trace = tcpsim_net_trace(net);
	char *error = NULL;
	size_t n = 0;
	uint8_t *octets = tcpsim_render_octets(trace, tcpsim_render_find(trace, words, &error), &n);

	ck_assert_ptr_null(error);
	ck_assert_ptr_nonnull(octets);
	ck_assert_int_eq(tcpsim_wire_decode(octets + 14, n - 14, packet, NULL), TCPSIM_WIRE_OK);
	return octets;
}

/* RFC 792: the answer to a datagram that nobody wants quotes it. */
START_TEST(datagrams_and_icmp_have_octets_too)
{
	struct tcpsim_net *net = run_net();
	struct tcpsim_wire_packet datagram, message;
	uint8_t *first = octets_of(net, "a DATAGRAM #1", &datagram), *second = octets_of(net, "b ICMP", &message);

	ck_assert_int_eq(datagram.kind, TCPSIM_WIRE_UDP);
	ck_assert_uint_eq(datagram.source_port, 6000);
	ck_assert_uint_eq(datagram.n_octets, 5);
	ck_assert_mem_eq(datagram.octets, "time?", 5);
	ck_assert_int_eq(message.icmp.kind, TCPSIM_ICMP_PORT_UNREACHABLE);
	ck_assert_uint_eq(message.icmp.quoted_source_port, 6000);
	ck_assert_uint_eq(message.icmp.quoted_destination_port, 37);
	ck_assert_uint_eq(message.n_octets, 20 + 8 + 5);
	ck_assert_mem_eq(message.octets + 28, "time?", 5);
	ck_assert_int_eq(tcpsim_wire_host_number(4, message.ip.source), 1);
	g_free(first);
	g_free(second);
	tcpsim_net_free(net);
}
END_TEST

/* RFC 5927: somebody says that a segment was too large, and quotes what he cannot have seen. */
START_TEST(a_message_made_by_hand_quotes_what_it_says)
{
	struct tcpsim_net *net = run_net();
	const struct tcpsim_icmp icmp = { .kind = TCPSIM_ICMP_TOO_LARGE, .seq = { 77 }, .mtu = 600 };
	struct tcpsim_wire_packet message;
	const struct tcpsim_record *records;
	uint8_t *octets;
	size_t n, n_octets, at = 0;

	tcpsim_net_inject_icmp(net, 1, 80, 0, 5000, TCPSIM_PROTOCOL_TCP, &icmp, 0);
	records = tcpsim_trace_records(tcpsim_net_trace(net), &n);
	while (at < n && records[at].kind != TCPSIM_RECORD_INJECT)
		at++;
	octets = tcpsim_render_octets(tcpsim_net_trace(net), (uint32_t)at, &n_octets);
	ck_assert_ptr_nonnull(octets);
	ck_assert_int_eq(tcpsim_wire_decode(octets + 14, n_octets - 14, &message, NULL), TCPSIM_WIRE_OK);
	ck_assert_int_eq(message.icmp.kind, TCPSIM_ICMP_TOO_LARGE);
	ck_assert_uint_eq(message.icmp.mtu, 600);
	ck_assert_uint_eq(message.icmp.quoted_seq.n, 77);
	ck_assert_uint_eq(message.icmp.quoted_source_port, 5000);
	ck_assert_uint_eq(message.icmp.quoted_destination_port, 80);
	ck_assert_int_eq(tcpsim_wire_host_number(4, message.icmp.quoted.source), 0);
	g_free(octets);
	tcpsim_net_free(net);
}
END_TEST

/* wire.h has the addresses, RFC 9293 3.1 the rest. */
START_TEST(a_packet_of_a_run_has_octets)
{
	struct tcpsim_net *net = run_net();
	const struct tcpsim_trace *trace = tcpsim_net_trace(net);
	char *error = NULL;
	uint32_t syn = tcpsim_render_find(trace, "a SYN #1", &error);
	size_t n = 0;
	uint8_t *octets = tcpsim_render_octets(trace, syn, &n);
	struct tcpsim_wire_frame frame;
	struct tcpsim_wire_packet packet;

	ck_assert_ptr_nonnull(octets);
	ck_assert(tcpsim_wire_frame_decode(octets, n, &frame));
	ck_assert_int_eq(tcpsim_wire_decode(octets + 14, n - 14, &packet, NULL), TCPSIM_WIRE_OK);
	ck_assert_int_eq(tcpsim_wire_host_number(4, packet.ip.source), 0);
	ck_assert_int_eq(tcpsim_wire_host_number(4, packet.ip.destination), 1);
	ck_assert_uint_eq(packet.source_port, 5000);
	ck_assert_uint_eq(packet.destination_port, 80);
	ck_assert_uint_eq(packet.segment.seq.n, 100);
	ck_assert_uint_eq(packet.segment.mss, 1460);
	g_free(octets);
	/* A call is no packet, and neither is what is not there. */
	ck_assert_ptr_null(tcpsim_render_octets(trace, 0, &n));
	ck_assert_ptr_null(tcpsim_render_octets(trace, TCPSIM_NO_RECORD, &n));
	tcpsim_net_free(net);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("packet page");
	TCase *pages = tcase_create("pages"), *runs = tcase_create("runs");

	tcase_set_timeout(pages, 60);
	tcase_add_test(pages, known_packets_are_told);
	tcase_add_test(pages, frames_have_a_link_layer);
	tcase_add_test(pages, rare_things_are_told);
	tcase_add_test(pages, fast_open_is_told);
	tcase_add_test(pages, what_is_wrong_is_told_at_its_place);
	tcase_add_test(pages, every_octet_has_its_row);
	suite_add_tcase(suite, pages);
	tcase_add_test(runs, a_packet_is_found_by_its_name);
	tcase_add_test(runs, a_packet_of_a_run_has_octets);
	tcase_add_test(runs, datagrams_and_icmp_have_octets_too);
	tcase_add_test(runs, a_message_made_by_hand_quotes_what_it_says);
	suite_add_tcase(suite, runs);
	return suite_run(suite);
}
