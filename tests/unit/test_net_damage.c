/* SPDX-License-Identifier: MIT */
#include <glib.h>

#include <tcpsim/watcher.h>
#include <tcpsim/wire.h>

#include "tests/unit/net_world.h"

#include "lib/net/net_private.h"

/* What is damaged on a link, and what of it a receiver can notice: MUST-3, RFC 1122 4.1.3.4, RFC 1071. */

#define CLOCK 37
#define OCTETS 500

static uint8_t text[OCTETS];

static struct world
world_damaging(enum tcpsim_ip ip, struct tcpsim_link_options link, uint64_t seed)
{
	struct tcpsim_policy policy = *world_policy();
	struct world world;

	policy.ip = ip;
	link.delay_us = DELAY_US;
	world = world_with(&policy, &link, seed);
	ck_assert(tcpsim_net_udp_bind(world.net, SERVER, CLOCK, NULL, 0) != 0);
	/* No octet is like the next ones, so that damage at two places may cancel out. */
	for (uint32_t i = 0, x = 1; i < OCTETS; i++, x = x * 1664525U + 1013904223U)
		text[i] = (uint8_t)(x >> 24);
	return world;
}

static void
send_many(struct world world, unsigned n)
{
	tcpsim_datagram_socket socket = tcpsim_net_udp_bind(world.net, CLIENT, 0, NULL, 0);

	for (unsigned i = 0; i < n; i++)
		tcpsim_net_udp_sendto(world.net, socket, SERVER, CLOCK, text, OCTETS, 0);
	world_run(world, DELAY_US);
}

/* A sum of ones' complement sees every single bit, and in IPv4 one sum or the other covers all octets. */
START_TEST(one_bit_is_always_noticed)
{
	struct world world = world_damaging(TCPSIM_IPV4, (struct tcpsim_link_options){ .corrupt_ppm = 1000000 }, 1);

	for (uint16_t port = 1; port <= 500; port++)
		tcpsim_net_connect(world.net, CLIENT, port, SERVER, PORT, NULL, 0);
	send_many(world, 500);
	ck_assert_uint_eq(world_count(world, TCPSIM_RECORD_CORRUPT, CLIENT), 1000);
	ck_assert_uint_eq(world_count(world, TCPSIM_RECORD_ARRIVE, SERVER), 0);
	for (unsigned i = 1; i <= 1000; i++) {
		const struct tcpsim_record *drop = world_record(world, TCPSIM_RECORD_DROP, CLIENT, i);

		ck_assert(drop->what == TCPSIM_DROP_CHECKSUM || drop->what == TCPSIM_DROP_MALFORMED);
		ck_assert_ptr_nonnull(drop->words);
	}
	world_free(world);
}
END_TEST

/* RFC 8200 has no checksum over its own header: traffic class, flow label and hop limit may change, what is sent may not. */
START_TEST(one_bit_over_ipv6_harms_no_octet)
{
	struct world world = world_damaging(TCPSIM_IPV6, (struct tcpsim_link_options){ .corrupt_ppm = 1000000 }, 1);
	unsigned n;

	send_many(world, 3000);
	n = world_count(world, TCPSIM_RECORD_DELIVER, SERVER);
	/* 8 + 20 + 8 of (40 + 8 + 500) * 8 bits: 25 of 3000 are expected, and six standard deviations are 30. */
	ck_assert_uint_ge(n, 1);
	ck_assert_uint_le(n, 55);
	for (unsigned i = 1; i <= n; i++) {
		const struct tcpsim_record *record = world_record(world, TCPSIM_RECORD_DELIVER, SERVER, i);

		ck_assert_uint_eq(record->octets_n, OCTETS);
		ck_assert_mem_eq(tcpsim_trace_octets(tcpsim_net_trace(world.net), record), text, OCTETS);
	}
	world_free(world);
}
END_TEST

/*
 * Two bits are not noticed if they stand at the same place of two words, 1 of 16, and one was 0 and the other 1,
 * 1 of 2: of 3200 datagrams about 100 arrive, six standard deviations are 60. The invariant sees that they were not sent.
 */
START_TEST(two_bits_may_make_up_for_each_other)
{
	struct world world = world_damaging(TCPSIM_IPV4, (struct tcpsim_link_options){ .corrupt_ppm = 1000000,
		.corrupt_bits = 2 }, 1);
	struct tcpsim_watcher *watcher = tcpsim_watcher_new(world.net);
	unsigned n;

	send_many(world, 3200);
	n = world_count(world, TCPSIM_RECORD_DELIVER, SERVER);
	ck_assert_uint_ge(n, 40);
	ck_assert_uint_le(n, 160);
	tcpsim_watcher_end(watcher);
	ck_assert(tcpsim_watcher_verdict(watcher, TCPSIM_DATAGRAM_WHOLE)->is_broken);
	ck_assert_ptr_nonnull(strstr(tcpsim_watcher_verdict(watcher, TCPSIM_DATAGRAM_WHOLE)->words,
		"is not what client has sent at 0.000 s"));
	tcpsim_watcher_free(watcher);
	world_free(world);
}
END_TEST

static const struct tcpsim_record *
records_of(struct world world, size_t *n)
{
	return tcpsim_trace_records(tcpsim_net_trace(world.net), n);
}

START_TEST(the_same_seed_damages_the_same_bits)
{
	const struct tcpsim_link_options link = { .corrupt_ppm = 500000, .corrupt_bits = 2 };
	struct world first = world_damaging(TCPSIM_IPV4, link, 1), second = world_damaging(TCPSIM_IPV4, link, 1);
	struct world third = world_damaging(TCPSIM_IPV4, link, 2);
	size_t n, n_second, n_third;
	const struct tcpsim_record *a, *b;

	send_many(first, 1000);
	send_many(second, 1000);
	send_many(third, 1000);
	a = records_of(first, &n);
	b = records_of(second, &n_second);
	ck_assert_uint_eq(n, n_second);
	for (size_t i = 0; i < n; i++) {
		ck_assert_int_eq(a[i].kind, b[i].kind);
		ck_assert_int_eq(a[i].what, b[i].what);
		ck_assert(g_strcmp0(a[i].words, b[i].words) == 0);
	}
	records_of(third, &n_third);
	ck_assert_uint_ne(n, n_third);
	tcpsim_net_free(first.net);
	tcpsim_net_free(second.net);
	tcpsim_net_free(third.net);
}
END_TEST

/* What a scenario damages by name is noticed by the checksum, whatever it is and over either version of IP. */
START_TEST(damage_by_name_is_always_noticed)
{
	static const enum tcpsim_ip versions[] = { TCPSIM_IPV4, TCPSIM_IPV6 };
	const struct tcpsim_fault faults[] = {
		{ .kind = TCPSIM_FAULT_CORRUPT, .host = CLIENT, .segment = TCPSIM_KIND_ANY, .first = 1, .last = UINT32_MAX },
		{ .kind = TCPSIM_FAULT_CORRUPT, .host = SERVER, .segment = TCPSIM_KIND_ICMP, .first = 1, .last = 1 },
	};

	for (size_t v = 0; v < G_N_ELEMENTS(versions); v++) {
		struct world world = world_damaging(versions[v], (struct tcpsim_link_options){ 0 }, 1);
		tcpsim_datagram_socket socket = tcpsim_net_udp_bind(world.net, CLIENT, 0, NULL, 0);

		tcpsim_net_udp_sendto(world.net, socket, SERVER, CLOCK + 1, "nobody", 6, 0);
		world_run(world, DELAY_US);
		tcpsim_net_add_fault(world.net, &faults[0]);
		tcpsim_net_add_fault(world.net, &faults[1]);
		send_many(world, 100);
		world_connect(world);
		world_run(world, 2 * DELAY_US);
		ck_assert_uint_eq(world_count(world, TCPSIM_RECORD_ARRIVE, SERVER), 0);
		ck_assert_uint_eq(world_count(world, TCPSIM_RECORD_DELIVER, SERVER), 0);
		for (unsigned i = 2; world_record(world, TCPSIM_RECORD_DROP, CLIENT, i) != NULL; i++)
			ck_assert_int_eq(world_record(world, TCPSIM_RECORD_DROP, CLIENT, i)->what, TCPSIM_DROP_CHECKSUM);
		world_free(world);
	}
}
END_TEST

/* A link's idea of the size of a packet is that of lib/wire, which writes it. */
START_TEST(packets_have_the_sizes_that_they_have_on_the_wire)
{
	struct world world = world_damaging(TCPSIM_IPV4, (struct tcpsim_link_options){ 0 }, 1);
	struct world six = world_damaging(TCPSIM_IPV6, (struct tcpsim_link_options){ 0 }, 1);

	for (unsigned options = 0; options < 0x40; options++) {
		for (uint8_t n_sack = 1; n_sack <= TCPSIM_MAX_SACK; n_sack++) {
			const struct tcpsim_segment seg = { .options = (uint8_t)options, .ctl = TCPSIM_ACK, .text_bytes = 10,
				.mss = 1, .n_sack = (options & TCPSIM_OPTION_SACK) != 0 ? n_sack : 0 };
			const struct tcpsim_packet packet = { .arriving.seg = seg };
			const struct tcpsim_packet datagram = { .arriving.seg.text_bytes = 10,
				.protocol = TCPSIM_PROTOCOL_UDP };
			struct tcpsim_wire_packet wire = { .ip = { .version = 4, .protocol = TCPSIM_WIRE_PROTOCOL_TCP },
				.kind = TCPSIM_WIRE_TCP, .segment = seg, .n_octets = 10 };

			ck_assert_uint_eq(tcpsim_packet_octets(world.net, &packet), tcpsim_wire_encode(&wire, NULL, 0));
			wire.ip.version = 6;
			ck_assert_uint_eq(tcpsim_packet_octets(six.net, &packet), tcpsim_wire_encode(&wire, NULL, 0));
			wire.kind = TCPSIM_WIRE_UDP;
			wire.ip.protocol = TCPSIM_WIRE_PROTOCOL_UDP;
			ck_assert_uint_eq(tcpsim_packet_octets(six.net, &datagram), tcpsim_wire_encode(&wire, NULL, 0));
		}
	}
	world_free(world);
	world_free(six);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("lib/net/damage.c");
	TCase *damage = tcase_create("damage");

	tcase_set_timeout(damage, 60);
	tcase_add_test(damage, one_bit_is_always_noticed);
	tcase_add_test(damage, one_bit_over_ipv6_harms_no_octet);
	tcase_add_test(damage, two_bits_may_make_up_for_each_other);
	tcase_add_test(damage, the_same_seed_damages_the_same_bits);
	tcase_add_test(damage, damage_by_name_is_always_noticed);
	tcase_add_test(damage, packets_have_the_sizes_that_they_have_on_the_wire);
	suite_add_tcase(suite, damage);
	return suite_run(suite);
}
