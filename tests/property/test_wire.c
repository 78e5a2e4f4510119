/* SPDX-License-Identifier: MIT */
/*
 * Packets at random: what is written is read as it was, and what is read without an error is written as it was. The
 * seed is printed first; TCPSIM_SEED and TCPSIM_PACKETS ask for others, and for more of them.
 */
#include <stdio.h>
#include <string.h>

#include <tcpsim/wire.h>

#include "tests/suite.h"

static uint64_t state;
static unsigned long n_packets = 20000;

/* SplitMix64. */
static uint64_t
chance(void)
{
	uint64_t z = (state += UINT64_C(0x9e3779b97f4a7c15));

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

static uint32_t
below(uint32_t n)
{
	return (uint32_t)(chance() % n);
}

static uint8_t octets_of_text[2000];

static void
make_ip(struct tcpsim_wire_ip *ip)
{
	ip->version = below(2) == 0 ? 4 : 6;
	for (unsigned i = 0; i < (ip->version == 4 ? 4 : 16); i++) {
		ip->source[i] = (uint8_t)chance();
		ip->destination[i] = (uint8_t)chance();
	}
	ip->ttl = (uint8_t)chance();
	ip->dscp = (uint8_t)below(64);
	ip->ecn = (uint8_t)below(4);
	if (ip->version == 4) {
		ip->identification = (uint16_t)chance();
		ip->dont_fragment = (uint8_t)below(2);
	} else {
		ip->flow_label = below(1U << 20);
	}
}

/* Fast Open, with a cookie that leaves room for all options but SACK (RFC 7413 4.1.1). */
static void
make_cookie(struct tcpsim_segment *seg)
{
	seg->options |= TCPSIM_OPTION_FAST_OPEN;
	seg->is_experimental = (uint8_t)below(2);
	seg->cookie_octets = (uint8_t)(below(4) == 0 ? 0 : 4 + 2 * below(3));
	for (unsigned i = 0; i < seg->cookie_octets; i++)
		seg->cookie[i] = (uint8_t)chance();
}

/* Any segment that an engine may send, and more. */
static void
make_segment(struct tcpsim_segment *seg)
{
	seg->seq = tcpsim_seq_make((uint32_t)chance());
	seg->ack = tcpsim_seq_make((uint32_t)chance());
	seg->wnd = below(65536);
	seg->up = (uint16_t)chance();
	seg->ctl = (uint8_t)chance();
	seg->options = (uint8_t)below(64);
	if ((seg->ctl & TCPSIM_SYN) != 0 && below(2) == 0)
		make_cookie(seg);
	if ((seg->options & TCPSIM_OPTION_MSS) != 0)
		seg->mss = (uint16_t)chance();
	if ((seg->options & TCPSIM_OPTION_WINDOW_SCALE) != 0)
		seg->window_scale = (uint8_t)chance();
	if ((seg->options & TCPSIM_OPTION_USER_TIMEOUT) != 0)
		seg->user_timeout = (uint16_t)chance();
	if ((seg->options & TCPSIM_OPTION_TIMESTAMPS) != 0) {
		seg->tsval = (uint32_t)chance();
		if ((seg->ctl & TCPSIM_ACK) != 0)
			seg->tsecr = (uint32_t)chance();
	}
	if ((seg->options & TCPSIM_OPTION_SACK) != 0) {
		seg->n_sack = (uint8_t)(1 + below(TCPSIM_MAX_SACK));
		for (unsigned i = 0; i < seg->n_sack; i++) {
			seg->sack[i].begin = tcpsim_seq_make((uint32_t)chance());
			seg->sack[i].end = tcpsim_seq_make((uint32_t)chance());
		}
	}
}

static void
make_packet(struct tcpsim_wire_packet *packet)
{
	memset(packet, 0, sizeof *packet);
	make_ip(&packet->ip);
	packet->n_octets = below(4) == 0 ? 0 : below(sizeof octets_of_text);
	for (size_t i = 0; i < packet->n_octets; i++)
		octets_of_text[i] = (uint8_t)chance();
	packet->octets = octets_of_text;
	switch (below(4)) {
	case 0:
		packet->kind = TCPSIM_WIRE_UDP;
		packet->source_port = (uint16_t)chance();
		packet->destination_port = (uint16_t)chance();
		break;
	case 1: /* an echo: nothing is quoted */
		packet->kind = TCPSIM_WIRE_ICMP;
		packet->icmp.type = packet->ip.version == 4 ? 8 : 128;
		packet->icmp.rest = (uint32_t)chance();
		break;
	default:
		packet->kind = TCPSIM_WIRE_TCP;
		packet->option_layout = below(2) == 0 ? TCPSIM_LAYOUT_LINUX : TCPSIM_LAYOUT_FREEBSD;
		packet->source_port = (uint16_t)chance();
		packet->destination_port = (uint16_t)chance();
		make_segment(&packet->segment);
		break;
	}
}

static unsigned
up_to(unsigned n, unsigned of, unsigned rest)
{
	while (n % of != rest)
		n++;
	return n;
}

/* Octets before the blocks of a SACK: sizes from the RFCs, in whole words; or as FreeBSD's tcp_addoptions() puts them. */
static unsigned
octets_before_blocks(const struct tcpsim_segment *seg, enum tcpsim_option_layout layout)
{
	bool has_stamps = (seg->options & TCPSIM_OPTION_TIMESTAMPS) != 0;
	bool permits = (seg->options & TCPSIM_OPTION_SACK_PERMITTED) != 0;
	unsigned n = (seg->options & TCPSIM_OPTION_MSS) != 0 ? 4 : 0;

	if ((seg->options & TCPSIM_OPTION_WINDOW_SCALE) != 0)
		n += 4;
	if (layout == TCPSIM_LAYOUT_LINUX)
		return n + (has_stamps ? 12 : permits ? 4 : 0) + 4;
	if (permits)
		n += 2;
	if (has_stamps)
		n = up_to(n, 4, 2) + 10;
	return up_to(n, 4, 2) + 2;
}

static unsigned
octets_behind_blocks(const struct tcpsim_segment *seg)
{
	unsigned n = (seg->options & TCPSIM_OPTION_USER_TIMEOUT) != 0 ? 4 : 0;

	if ((seg->options & TCPSIM_OPTION_FAST_OPEN) != 0)
		n += up_to((seg->is_experimental ? 4U : 2U) + seg->cookie_octets, 4, 0);
	return n;
}

/* How many SACK blocks 40 octets leave room for, RFC 2018 3. */
static unsigned
most_blocks(const struct tcpsim_segment *seg, enum tcpsim_option_layout layout)
{
	unsigned octets = octets_before_blocks(seg, layout) + octets_behind_blocks(seg);

	return octets > 40 ? 0 : (40 - octets) / 8;
}

static void
assert_same(const struct tcpsim_wire_packet *a, const struct tcpsim_wire_packet *b)
{
	ck_assert_int_eq(a->kind, b->kind);
	ck_assert_mem_eq(a->ip.source, b->ip.source, TCPSIM_WIRE_ADDRESS);
	ck_assert_mem_eq(a->ip.destination, b->ip.destination, TCPSIM_WIRE_ADDRESS);
	ck_assert_uint_eq(a->ip.ttl, b->ip.ttl);
	ck_assert_uint_eq(a->ip.dscp, b->ip.dscp);
	ck_assert_uint_eq(a->ip.identification, b->ip.identification);
	ck_assert_uint_eq(a->ip.dont_fragment, b->ip.dont_fragment);
	ck_assert_uint_eq(a->ip.flow_label, b->ip.flow_label);
	ck_assert_uint_eq(a->source_port, b->source_port);
	ck_assert_uint_eq(a->destination_port, b->destination_port);
	ck_assert_uint_eq(a->icmp.type, b->icmp.type);
	ck_assert_uint_eq(a->icmp.rest, b->icmp.rest);
	ck_assert_uint_eq(a->n_octets, b->n_octets);
	ck_assert(a->n_octets == 0 || memcmp(a->octets, b->octets, a->n_octets) == 0);
}

/* A segment as it must be read: what is not on the wire is not told, and what had no room is not there. */
static struct tcpsim_segment
expected(const struct tcpsim_wire_packet *sent, const struct tcpsim_segment *read)
{
	struct tcpsim_segment want = sent->segment;
	unsigned most;

	want.ecn = read->ecn;
	want.addressed = read->addressed;
	want.text_bytes = sent->n_octets;
	most = most_blocks(&want, sent->option_layout);
	if (want.n_sack > most) {
		want.n_sack = (uint8_t)most;
		memset(want.sack + most, 0, (TCPSIM_MAX_SACK - most) * sizeof want.sack[0]);
	}
	if (want.n_sack == 0)
		want.options &= (uint8_t)~TCPSIM_OPTION_SACK;
	return want;
}

START_TEST(what_is_written_is_read)
{
	for (unsigned long i = 0; i < n_packets; i++) {
		struct tcpsim_wire_packet packet, again;
		static uint8_t octets[4096];
		size_t n;

		make_packet(&packet);
		n = tcpsim_wire_encode(&packet, octets, sizeof octets);
		ck_assert_uint_gt(n, 0);
		ck_assert_int_eq(tcpsim_wire_decode(octets, n, &again, NULL), TCPSIM_WIRE_OK);
		assert_same(&packet, &again);
		if (packet.kind == TCPSIM_WIRE_TCP) {
			struct tcpsim_segment want = expected(&packet, &again.segment);

			ck_assert_mem_eq(&again.segment, &want, sizeof want);
			ck_assert_uint_eq(again.ip.ecn, packet.segment.ecn);
		} else {
			ck_assert_uint_eq(again.ip.ecn, packet.ip.ecn);
		}
	}
}
END_TEST

/* Options of any kinds and values, as octets: what is read without an error is written again octet by octet. */
START_TEST(what_is_read_is_written)
{
	unsigned long n_good = 0;

	for (unsigned long i = 0; i < n_packets; i++) {
		struct tcpsim_wire_packet packet, again, third;
		static uint8_t octets[4096], written[4096];
		uint8_t options[40];
		size_t n;

		make_packet(&packet);
		packet.n_options = below(11) * 4;
		for (size_t j = 0; j < packet.n_options; j++)
			options[j] = (uint8_t)(below(3) == 0 ? chance() : below(12));
		packet.options = options;
		n = tcpsim_wire_encode(&packet, octets, sizeof octets);
		if (tcpsim_wire_decode(octets, n, &again, NULL) != TCPSIM_WIRE_OK)
			continue;
		n_good++;
		ck_assert_uint_eq(tcpsim_wire_encode(&again, written, sizeof written), n);
		ck_assert_mem_eq(written, octets, n);
		/* And without the octets of the options it says the same, if there is room for all. */
		again.options = NULL;
		again.option_layout = packet.option_layout;
		if (octets_before_blocks(&again.segment, again.option_layout) + octets_behind_blocks(&again.segment) > 40 ||
			again.segment.n_sack > most_blocks(&again.segment, again.option_layout))
			continue;
		n = tcpsim_wire_encode(&again, written, sizeof written);
		ck_assert_int_eq(tcpsim_wire_decode(written, n, &third, NULL), TCPSIM_WIRE_OK);
		ck_assert_mem_eq(&third.segment, &again.segment, sizeof third.segment);
	}
	ck_assert_uint_gt(n_good, n_packets / 4);
}
END_TEST

/* One bit of the octets that a checksum covers is wrong: it is seen (RFC 1071 2; of TCP MUST-3). */
START_TEST(no_wrong_bit_is_overlooked)
{
	for (unsigned long i = 0; i < n_packets; i++) {
		struct tcpsim_wire_packet packet;
		static uint8_t octets[4096];
		uint32_t bit;
		size_t n;

		make_packet(&packet);
		packet.ip.version = 4;
		n = tcpsim_wire_encode(&packet, octets, sizeof octets);
		bit = below((uint32_t)n * 8);
		octets[bit / 8] ^= (uint8_t)(1U << bit % 8);
		/* UDP may say that there is no checksum. */
		if (packet.kind == TCPSIM_WIRE_UDP && octets[26] == 0 && octets[27] == 0)
			continue;
		ck_assert_int_ne(tcpsim_wire_decode(octets, n, &packet, NULL), TCPSIM_WIRE_OK);
	}
}
END_TEST

int
main(void)
{
	const char *seed = getenv("TCPSIM_SEED"), *number = getenv("TCPSIM_PACKETS");
	Suite *suite = suite_create("wire");
	TCase *tcase = tcase_create("round trips");

	state = seed != NULL ? strtoull(seed, NULL, 10) : 4;
	if (number != NULL)
		n_packets = strtoul(number, NULL, 10);
	printf("TCPSIM_SEED=%llu TCPSIM_PACKETS=%lu\n", (unsigned long long)state, n_packets);
	tcase_set_timeout(tcase, 0);
	tcase_add_test(tcase, what_is_written_is_read);
	tcase_add_test(tcase, what_is_read_is_written);
	tcase_add_test(tcase, no_wrong_bit_is_overlooked);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
