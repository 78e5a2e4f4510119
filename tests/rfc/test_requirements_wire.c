/* SPDX-License-Identifier: MIT */
/* The numbered requirements of RFC 9293 on octets: 3.1, 3.7.1 (options), 3.9.1.9, 3.9.2 (IP), 3.9.2.2 (ICMP). */
#include <string.h>

#include <tcpsim/net.h>
#include <tcpsim/wire.h>

#include "tests/rfc/ends.h"
#include "tests/suite.h"

#define TEXT "no text at all"

/* A segment between hosts 0 and 1 with raw options, or its own for n_options 0, as a packet; returns its octets. */
static size_t
encode(const struct tcpsim_segment *seg, const uint8_t *options, uint32_t n_options, uint8_t octets[256])
{
	struct tcpsim_wire_packet packet;

	memset(&packet, 0, sizeof packet);
	packet.kind = TCPSIM_WIRE_TCP;
	packet.ip.version = 4;
	packet.ip.protocol = TCPSIM_WIRE_PROTOCOL_TCP;
	packet.ip.ttl = 64;
	tcpsim_wire_host_address(4, 0, packet.ip.source);
	tcpsim_wire_host_address(4, 1, packet.ip.destination);
	packet.source_port = 49152;
	packet.destination_port = 80;
	packet.segment = *seg;
	packet.options = n_options != 0 ? options : NULL;
	packet.n_options = n_options;
	packet.octets = (const uint8_t *)TEXT;
	packet.n_octets = seg->text_bytes;
	return tcpsim_wire_encode(&packet, octets, 256);
}

static struct tcpsim_segment
some_text(void)
{
	struct tcpsim_segment seg;

	memset(&seg, 0, sizeof seg);
	seg.seq = tcpsim_seq_make(301);
	seg.ack = tcpsim_seq_make(101);
	seg.ctl = TCPSIM_ACK | TCPSIM_PSH;
	seg.wnd = 1000;
	seg.text_bytes = sizeof TEXT - 1;
	return seg;
}

/* 3.1: the sum of all 16-bit words, pseudo-header, header and text, modulo 2^16 - 1, which is 0 if all is right. */
static uint32_t
sum_of(const uint8_t *octets, size_t n)
{
	uint32_t sum = 6U + (uint32_t)n - 20U;

	for (size_t i = 12; i < n; i++)
		sum += (uint32_t)octets[i] << (i % 2 == 0 ? 8 : 0);
	return sum % 65535U;
}

/* MUST-2: the sender makes it. MUST-3: the receiver tests it, and finds whatever one bit is wrong. */
START_TEST(a_checksum_is_made_and_tested)
{
	struct tcpsim_segment seg = some_text();
	struct tcpsim_wire_packet packet;
	uint8_t octets[256];
	size_t n = encode(&seg, NULL, 0, octets);

	ck_assert_uint_eq(n, 20 + 20 + sizeof TEXT - 1);
	ck_assert_uint_eq(sum_of(octets, n), 0);
	ck_assert_int_eq(tcpsim_wire_decode(octets, n, &packet, NULL), TCPSIM_WIRE_OK);
	for (size_t bit = 20 * 8; bit < n * 8; bit++) {
		octets[bit / 8] ^= (uint8_t)(1 << bit % 8);
		ck_assert_int_ne(tcpsim_wire_decode(octets, n, &packet, NULL), TCPSIM_WIRE_OK);
		octets[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
}
END_TEST

/* Two hosts with a link of 50 ms that does what `link` says besides. */
static struct tcpsim_net *
two_hosts(struct tcpsim_link_options link)
{
	struct tcpsim_net *net = tcpsim_net_new(&(struct tcpsim_net_options){ .seed = 1, .has_trace = true });

	link.delay_us = SECOND / 20;
	ck_assert_uint_eq(tcpsim_net_add_host(net, "a", &tcpsim_profile_find("rfc9293")->policy), 0);
	ck_assert_uint_eq(tcpsim_net_add_host(net, "b", &tcpsim_profile_find("rfc9293")->policy), 1);
	tcpsim_net_link(net, 0, 1, &link);
	tcpsim_net_link(net, 1, 0, &(struct tcpsim_link_options){ .delay_us = SECOND / 20 });
	return net;
}

/* The n-th record of a kind that `host` is in, from 0, or NULL. */
static const struct tcpsim_record *
nth_record(const struct tcpsim_net *net, enum tcpsim_record_kind kind, uint16_t host, size_t n)
{
	size_t n_records;
	const struct tcpsim_record *records = tcpsim_trace_records(tcpsim_net_trace(net), &n_records);

	for (size_t i = 0; i < n_records; i++)
		if (records[i].kind == kind && records[i].host == host && n-- == 0)
			return &records[i];
	return NULL;
}

/* MUST-3: what was damaged on its way never gets as far as the connection. */
START_TEST(a_damaged_segment_does_not_arrive)
{
	struct tcpsim_net *net = two_hosts((struct tcpsim_link_options){ .corrupt_ppm = 1000000 });
	enum tcpsim_error error;
	tcpsim_socket socket;

	ck_assert_uint_ne(tcpsim_net_listen(net, 1, 80, &error, 0), 0);
	socket = tcpsim_net_connect(net, 0, 0, 1, 80, &error, 0);
	tcpsim_net_run(net, 5 * SECOND);
	ck_assert_int_eq(tcpsim_net_tcb(net, socket)->state, TCPSIM_SYN_SENT);
	ck_assert_ptr_nonnull(nth_record(net, TCPSIM_RECORD_DROP, 0, 0));
	ck_assert_ptr_null(nth_record(net, TCPSIM_RECORD_ARRIVE, 1, 0));
	tcpsim_net_free(net);
}
END_TEST

/* What is read of these options; the error is returned. */
static enum tcpsim_wire_error
read_options(const uint8_t *options, uint32_t n_options, struct tcpsim_segment *read)
{
	struct tcpsim_segment seg = some_text();
	struct tcpsim_wire_packet packet;
	uint8_t octets[256];
	size_t n = encode(&seg, options, n_options, octets);
	enum tcpsim_wire_error error = tcpsim_wire_decode(octets, n, &packet, NULL);

	*read = packet.segment;
	return error;
}

/* MUST-4: end of list, no-operation, MSS. MUST-5: in a segment with text, too. */
START_TEST(the_mandatory_options_are_read_anywhere)
{
	static const uint8_t options[] = { 1, 1, 1, 1, 2, 4, 0x02, 0x18, 0, 0, 0, 0 };
	struct tcpsim_segment seg;

	ck_assert_int_eq(read_options(options, sizeof options, &seg), TCPSIM_WIRE_OK);
	ck_assert_uint_eq(seg.options, TCPSIM_OPTION_MSS);
	ck_assert_uint_eq(seg.mss, 0x0218);
	ck_assert_uint_eq(seg.text_bytes, sizeof TEXT - 1);
}
END_TEST

/* MUST-5: an option that belongs to a SYN does no harm elsewhere: the text is taken. */
START_TEST(an_option_in_any_segment_is_received)
{
	struct end a = end_new(), b = end_new();
	struct tcpsim_segment seg;

	ends_open(&a, &b, SECOND / 10);
	end_receive(&b, TCPSIM_RECEIVE_ALL, SECOND);
	seg = end_peer_says(&b, TCPSIM_ACK, 0, 5);
	seg.options = TCPSIM_OPTION_MSS | TCPSIM_OPTION_WINDOW_SCALE | TCPSIM_OPTION_SACK_PERMITTED |
		TCPSIM_OPTION_TIMESTAMPS | TCPSIM_OPTION_USER_TIMEOUT;
	seg.mss = 1;
	seg.window_scale = 14;
	seg.user_timeout = 1;
	end_arrives(&b, seg, SECOND);
	ck_assert_uint_eq(b.out.deliver_bytes, 5);
	ck_assert_uint_eq(b.tcb.snd.wnd, seg.wnd);
	ck_assert_uint_gt(b.tcb.mss, 1);
}
END_TEST

/* MUST-6: a kind that nobody knows is skipped by its length. MUST-64: so that the next one stands at an odd place. */
START_TEST(unknown_options_are_skipped)
{
	static const uint8_t options[] = { 77, 3, 0xff, 2, 4, 0x02, 0x18, 78, 2, 1, 0, 0 };
	struct tcpsim_segment seg;

	ck_assert_int_eq(read_options(options, sizeof options, &seg), TCPSIM_WIRE_OK);
	ck_assert_uint_eq(seg.options, TCPSIM_OPTION_MSS);
	ck_assert_uint_eq(seg.mss, 0x0218);
}
END_TEST

/* MUST-7: 3.2 names zero; and one is shorter than kind and length, and 41 is longer than any header. */
START_TEST(illegal_lengths_do_no_harm)
{
	static const uint8_t lengths[] = { 0, 1, 41, 255 };
	struct tcpsim_segment seg;

	for (size_t i = 0; i < sizeof lengths; i++) {
		const uint8_t options[] = { 2, lengths[i], 0x02, 0x18 }, unknown[] = { 1, 77, lengths[i], 0 };

		ck_assert_int_ne(read_options(options, sizeof options, &seg), TCPSIM_WIRE_OK);
		ck_assert_uint_eq(seg.options, 0);
		ck_assert_int_ne(read_options(unknown, sizeof unknown, &seg), TCPSIM_WIRE_OK);
		ck_assert_uint_eq(seg.options, 0);
	}
}
END_TEST

/* A segment with the options of a set, each with some value. */
static struct tcpsim_segment
with_options(uint8_t set)
{
	struct tcpsim_segment seg = some_text();

	seg.options = set;
	seg.mss = (set & TCPSIM_OPTION_MSS) != 0 ? 536 : 0;
	seg.tsval = seg.tsecr = (set & TCPSIM_OPTION_TIMESTAMPS) != 0 ? 0x01010101 : 0;
	seg.window_scale = (set & TCPSIM_OPTION_WINDOW_SCALE) != 0 ? 7 : 0;
	seg.user_timeout = (set & TCPSIM_OPTION_USER_TIMEOUT) != 0 ? 300 : 0;
	if ((set & TCPSIM_OPTION_SACK) != 0) {
		seg.n_sack = 1;
		seg.sack[0].begin = tcpsim_seq_make(1);
		seg.sack[0].end = tcpsim_seq_make(2);
	}
	return seg;
}

/*
 * MUST-68: every option but end and no-operation tells its length, of which the next one is reached. MUST-69: the header
 * is filled up with zeros to a whole number of words. Of all sets of options that there are.
 */
START_TEST(options_have_lengths_and_end_in_zeros)
{
	for (unsigned set = 0; set < 64; set++) {
		struct tcpsim_segment seg = with_options((uint8_t)set);
		uint8_t octets[256];
		size_t n = encode(&seg, NULL, 0, octets), end, i = 40;
		unsigned kinds = 0, wanted = 0;

		for (unsigned left = set; left != 0; left &= left - 1)
			wanted++;
		ck_assert_uint_gt(n, 40);
		end = 20 + (octets[32] >> 4) * 4U;
		ck_assert_uint_eq(end % 4, 0);
		while (i < end && octets[i] != 0) {
			if (octets[i] == 1) {
				i++;
				continue;
			}
			kinds++;
			ck_assert_uint_ge(octets[i + 1], 2);
			i += octets[i + 1];
		}
		ck_assert_uint_eq(kinds, wanted);
		for (; i < end; i++)
			ck_assert_uint_eq(octets[i], 0);
		ck_assert_uint_eq(i, end);
	}
}
END_TEST

/* MUST-50: record route (7), timestamp (68) and one that nobody knows (77) in the IP header are no matter of TCP's. */
START_TEST(ip_options_are_ignored)
{
	static const uint8_t ip_options[] = { 7, 3, 4, 1, 68, 4, 5, 0, 77, 3, 0, 0 };
	struct tcpsim_segment seg = some_text();
	struct tcpsim_wire_packet packet;
	uint8_t plain[256], octets[256 + sizeof ip_options];
	size_t n = encode(&seg, NULL, 0, plain);
	uint16_t checksum;

	memcpy(octets, plain, 20);
	memcpy(octets + 20, ip_options, sizeof ip_options);
	memcpy(octets + 20 + sizeof ip_options, plain + 20, n - 20);
	n += sizeof ip_options;
	octets[0] = 0x45 + sizeof ip_options / 4;
	octets[3] = (uint8_t)n;
	octets[10] = octets[11] = 0;
	checksum = tcpsim_wire_checksum(octets, 20 + sizeof ip_options);
	octets[10] = (uint8_t)(checksum >> 8);
	octets[11] = (uint8_t)checksum;
	ck_assert_int_eq(tcpsim_wire_decode(octets, n, &packet, NULL), TCPSIM_WIRE_OK);
	ck_assert_uint_eq(packet.segment.seq.n, 301);
	ck_assert_uint_eq(packet.segment.text_bytes, sizeof TEXT - 1);
}
END_TEST

/*
 * MUST-48: what goes out has the Diffserv field that the user wants, SHLD-22: unchanged, SHLD-21: and another one when he
 * wants another one. MUST-49: likewise the TTL.
 */
START_TEST(the_user_sets_diffserv_and_ttl)
{
	struct tcpsim_net *net = two_hosts((struct tcpsim_link_options){ .loss_ppm = 0 });
	enum tcpsim_error error;
	tcpsim_socket socket;

	ck_assert_int_eq(tcpsim_net_set(net, 0, tcpsim_setting_find("dscp"), 46, 0), 0);
	ck_assert_int_eq(tcpsim_net_set(net, 0, tcpsim_setting_find("ttl"), 9, 0), 0);
	ck_assert_uint_ne(tcpsim_net_listen(net, 1, 80, &error, 0), 0);
	socket = tcpsim_net_connect(net, 0, 0, 1, 80, &error, 0);
	tcpsim_net_run(net, SECOND);
	ck_assert_uint_eq(nth_record(net, TCPSIM_RECORD_SEND, 0, 0)->dscp, 46);
	ck_assert_uint_eq(nth_record(net, TCPSIM_RECORD_SEND, 0, 0)->ttl, 9);
	ck_assert_uint_eq(nth_record(net, TCPSIM_RECORD_SEND, 0, 1)->dscp, 46);
	ck_assert_uint_eq(nth_record(net, TCPSIM_RECORD_ARRIVE, 1, 0)->dscp, 46);
	ck_assert_uint_eq(nth_record(net, TCPSIM_RECORD_SEND, 1, 0)->dscp, 0);
	ck_assert_int_eq(tcpsim_net_set(net, 0, tcpsim_setting_find("dscp"), 8, 0), 0);
	ck_assert_int_eq(tcpsim_net_send(net, socket, TEXT, 5, 0), TCPSIM_OK);
	ck_assert_uint_eq(nth_record(net, TCPSIM_RECORD_SEND, 0, 2)->dscp, 8);
	tcpsim_net_free(net);
}
END_TEST

/* MUST-54: of two connections the one hears of it that sent the segment. */
START_TEST(icmp_reaches_the_connection_that_it_is_about)
{
	struct tcpsim_net *net = two_hosts((struct tcpsim_link_options){ .loss_ppm = 0 });
	struct tcpsim_icmp icmp = { .kind = TCPSIM_ICMP_HOST_UNREACHABLE };
	enum tcpsim_error error;
	tcpsim_socket first, second;

	ck_assert_uint_ne(tcpsim_net_listen(net, 1, 80, &error, 0), 0);
	first = tcpsim_net_connect(net, 0, 1001, 1, 80, &error, 0);
	second = tcpsim_net_connect(net, 0, 1002, 1, 80, &error, 0);
	tcpsim_net_run(net, SECOND);
	tcpsim_net_send(net, first, TEXT, 5, 0);
	tcpsim_net_send(net, second, TEXT, 5, 0);
	icmp.seq = tcpsim_net_tcb(net, first)->snd.una;
	tcpsim_net_inject_icmp(net, 1, 80, 0, 1001, TCPSIM_PROTOCOL_TCP, &icmp, 0);
	ck_assert_uint_eq(tcpsim_net_tcb(net, first)->soft_error, TCPSIM_ERROR_HOST_UNREACHABLE);
	ck_assert_uint_eq(tcpsim_net_tcb(net, second)->soft_error, TCPSIM_OK);
	tcpsim_net_free(net);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("requirements: octets");
	TCase *tcase = tcase_create("octets");

	tcase_add_test(tcase, a_checksum_is_made_and_tested);
	tcase_add_test(tcase, a_damaged_segment_does_not_arrive);
	tcase_add_test(tcase, the_mandatory_options_are_read_anywhere);
	tcase_add_test(tcase, an_option_in_any_segment_is_received);
	tcase_add_test(tcase, unknown_options_are_skipped);
	tcase_add_test(tcase, illegal_lengths_do_no_harm);
	tcase_add_test(tcase, options_have_lengths_and_end_in_zeros);
	tcase_add_test(tcase, ip_options_are_ignored);
	tcase_add_test(tcase, the_user_sets_diffserv_and_ttl);
	tcase_add_test(tcase, icmp_reaches_the_connection_that_it_is_about);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
