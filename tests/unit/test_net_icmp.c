/* SPDX-License-Identifier: MIT */
#include "tests/unit/net_world.h"

/* ICMP in a network: who tells what to whom (RFC 792, RFC 1122 3.2.2, 4.1.3.3), and whom it reaches (MUST-54). */

#define CLOCK 37

static tcpsim_datagram_socket
bound(struct world world, uint16_t host, uint16_t port)
{
	tcpsim_datagram_socket socket = tcpsim_net_udp_bind(world.net, host, port, NULL, 0);

	ck_assert(socket != 0);
	return socket;
}

static enum tcpsim_error
send_to(struct world world, tcpsim_datagram_socket socket, const char *text)
{
	return tcpsim_net_udp_sendto(world.net, socket, SERVER, CLOCK, text, strlen(text), 0);
}

static struct world
world_of(struct tcpsim_policy policy, struct tcpsim_link_options link)
{
	link.delay_us = DELAY_US;
	return world_with(&policy, &link, 1);
}

static const struct tcpsim_record *
told(struct world world, unsigned n)
{
	return world_sent(world, SERVER, TCPSIM_KIND_ICMP, n);
}

static bool
is_dropped(struct world world, uint16_t host, enum tcpsim_drop why)
{
	const struct tcpsim_record *record;

	for (unsigned i = 1; (record = world_record(world, TCPSIM_RECORD_DROP, host, i)) != NULL; i++)
		if (record->what == why)
			return true;
	return false;
}

/* ---- ports that nobody has bound ---- */

/* RFC 1122 4.1.3.1: "UDP SHOULD send an ICMP Port Unreachable message." */
START_TEST(a_datagram_to_nobody_is_answered)
{
	struct world world = world_new();
	tcpsim_datagram_socket client = bound(world, CLIENT, 4000);
	const struct tcpsim_record *record, *datagram;

	send_to(world, client, "anybody there?");
	world_run(world, DELAY_US);
	datagram = world_sent(world, CLIENT, TCPSIM_KIND_DATAGRAM, 1);
	ck_assert(is_dropped(world, CLIENT, TCPSIM_DROP_NO_PORT));
	record = told(world, 1);
	ck_assert_ptr_nonnull(record);
	ck_assert_int_eq(record->protocol, TCPSIM_PROTOCOL_ICMP);
	ck_assert_int_eq(record->icmp.icmp.kind, TCPSIM_ICMP_PORT_UNREACHABLE);
	ck_assert_int_eq(record->icmp.protocol, TCPSIM_PROTOCOL_UDP);
	ck_assert_uint_eq(record->icmp.packet, datagram->packet);
	ck_assert_uint_eq(record->icmp.octets, 20 + 8 + 14);
	ck_assert(!record->icmp.is_of_router);
	ck_assert_uint_eq(record->local_port, CLOCK);
	ck_assert_uint_eq(record->peer_port, 4000);
	world_run(world, DELAY_US);
	/* Who has not said whom it talks to is not told: it could not know which of its datagrams is meant. */
	ck_assert(is_dropped(world, SERVER, TCPSIM_DROP_NOBODY));
	ck_assert_int_eq(send_to(world, client, "again"), TCPSIM_OK);
	world_free(world);
}
END_TEST

START_TEST(a_connected_socket_is_told_once_by_its_next_call)
{
	struct world world = world_new();
	tcpsim_datagram_socket client;

	tcpsim_net_set_reading(world.net, CLIENT, false);
	client = bound(world, CLIENT, 0);
	tcpsim_net_udp_connect(world.net, client, SERVER, CLOCK, 0);
	send_to(world, client, "1");
	world_run(world, 2 * DELAY_US);
	ck_assert_uint_eq(world_count(world, TCPSIM_RECORD_ARRIVE, CLIENT), 1);
	ck_assert_int_eq(send_to(world, client, "2"), TCPSIM_ERROR_PORT_UNREACHABLE);
	/* That call did nothing else, and the next one knows of nothing. */
	ck_assert_ptr_null(world_sent(world, CLIENT, TCPSIM_KIND_DATAGRAM, 2));
	ck_assert_int_eq(tcpsim_net_udp_recvfrom(world.net, client, 10, 0), TCPSIM_OK);
	/* Now it waits for something to receive, and hears at once. */
	ck_assert_int_eq(send_to(world, client, "3"), TCPSIM_OK);
	world_run(world, 2 * DELAY_US);
	ck_assert_int_eq(world_record(world, TCPSIM_RECORD_SIGNAL, CLIENT, 1)->error, TCPSIM_ERROR_PORT_UNREACHABLE);
	ck_assert_int_eq(world_record(world, TCPSIM_RECORD_SIGNAL, CLIENT, 1)->protocol, TCPSIM_PROTOCOL_UDP);
	ck_assert_int_eq(send_to(world, client, "4"), TCPSIM_OK);
	world_free(world);
}
END_TEST

static void
hear(struct tcpsim_net *net, const struct tcpsim_event *event, void *data)
{
	(void)net;
	*(enum tcpsim_error *)data = event->error;
}

START_TEST(a_user_in_c_is_told_at_once)
{
	struct world world = world_new();
	tcpsim_datagram_socket client = bound(world, CLIENT, 0);
	enum tcpsim_error heard = TCPSIM_OK;

	tcpsim_net_set_user(world.net, CLIENT, hear, &heard);
	tcpsim_net_udp_connect(world.net, client, SERVER, CLOCK, 0);
	send_to(world, client, "1");
	world_run(world, 2 * DELAY_US);
	ck_assert_int_eq(heard, TCPSIM_ERROR_PORT_UNREACHABLE);
	world_free(world);
}
END_TEST

START_TEST(a_message_can_be_lost_as_anything_else)
{
	struct world world = world_new();
	const struct tcpsim_fault drop = { .kind = TCPSIM_FAULT_DROP, .host = SERVER, .segment = TCPSIM_KIND_ICMP,
		.first = 1, .last = 1 };
	tcpsim_datagram_socket client = bound(world, CLIENT, 0);

	tcpsim_net_add_fault(world.net, &drop);
	tcpsim_net_udp_connect(world.net, client, SERVER, CLOCK, 0);
	send_to(world, client, "1");
	send_to(world, client, "2");
	world_run(world, 2 * DELAY_US);
	ck_assert_ptr_nonnull(told(world, 2));
	ck_assert_uint_eq(world_count(world, TCPSIM_RECORD_SIGNAL, CLIENT), 1);
	world_free(world);
}
END_TEST

/* ---- routers ---- */

/* RFC 1191 4: what is too large for the next link and must not be fragmented is told of, with that link's MTU. */
START_TEST(what_is_too_large_is_told_with_the_mtu)
{
	static const uint8_t octets[1460];
	struct world world = world_of(*world_policy(), (struct tcpsim_link_options){ .mtu = 1000 });
	tcpsim_socket socket = world_open(world);
	const struct tcpsim_record *data, *record;

	tcpsim_net_send(world.net, socket, octets, sizeof octets, 0);
	data = world_sent(world, CLIENT, TCPSIM_KIND_DATA, 1);
	ck_assert_uint_eq(data->segment.text_bytes, 1460);
	record = told(world, 1);
	ck_assert_ptr_nonnull(record);
	ck_assert_int_eq(record->icmp.icmp.kind, TCPSIM_ICMP_TOO_LARGE);
	ck_assert_uint_eq(record->icmp.icmp.mtu, 1000);
	ck_assert_uint_eq(record->icmp.icmp.seq.n, data->segment.seq.n);
	ck_assert_uint_eq(record->icmp.octets, 1500);
	ck_assert(record->icmp.is_of_router);
	/* TCP hears of it, and sends what fits: all of it arrives. */
	world_run(world, 60 * SECOND_US);
	ck_assert_uint_eq(tcpsim_net_tcb(world.net, world_child(world))->rcv.nxt_offset, sizeof octets);
	ck_assert_uint_le(tcpsim_net_tcb(world.net, socket)->mss, 960);
	world_is_sound(world);
	world_free(world);
}
END_TEST

/* RFC 2923 2.1: where no message comes, TCP sends in vain. */
START_TEST(a_silent_link_is_a_black_hole)
{
	static const uint8_t octets[1460];
	struct world world = world_of(*world_policy(), (struct tcpsim_link_options){ .mtu = 1000, .is_silent = true });
	tcpsim_socket socket = world_open(world);

	tcpsim_net_send(world.net, socket, octets, sizeof octets, 0);
	world_run(world, 20 * SECOND_US);
	ck_assert_ptr_null(told(world, 1));
	ck_assert_uint_eq(tcpsim_net_tcb(world.net, world_child(world))->rcv.nxt_offset, 0);
	ck_assert_ptr_nonnull(world_sent(world, CLIENT, TCPSIM_KIND_DATA, 2));
	world_free(world);
}
END_TEST

/* Without DF a router would cut it in pieces and say nothing (RFC 791 3.2). Here nothing is cut. */
START_TEST(without_df_nothing_is_told)
{
	static const uint8_t octets[1460];
	struct tcpsim_policy policy = *world_policy();
	struct world world;

	policy.path_mtu_discovery = 0;
	world = world_of(policy, (struct tcpsim_link_options){ .mtu = 1000 });
	tcpsim_net_send(world.net, world_open(world), octets, sizeof octets, 0);
	ck_assert(is_dropped(world, CLIENT, TCPSIM_DROP_MTU));
	ck_assert_ptr_null(told(world, 1));
	world_free(world);
}
END_TEST

/* RFC 791 3.1: every router takes one; whoever makes it 0 discards the packet. */
START_TEST(each_hop_takes_one_from_the_ttl)
{
	struct tcpsim_policy policy = *world_policy();
	struct world world;
	const struct tcpsim_record *syn;

	policy.ttl = 3;
	world = world_of(policy, (struct tcpsim_link_options){ .hops = 2 });
	world_connect(world);
	world_run(world, DELAY_US);
	syn = world_record(world, TCPSIM_RECORD_ARRIVE, SERVER, 1);
	ck_assert_uint_eq(syn->ttl, 1);
	ck_assert_uint_eq(world_sent(world, CLIENT, TCPSIM_KIND_SYN, 1)->ttl, 3);
	world_free(world);
}
END_TEST

/* The router's message starts with the same TTL and dies on the way back: of that nobody tells (RFC 1122 3.2.2). */
START_TEST(no_message_is_about_a_message)
{
	struct tcpsim_policy policy = *world_policy();
	struct world world;

	policy.ttl = 3;
	world = world_of(policy, (struct tcpsim_link_options){ .hops = 3 });
	world_connect(world);
	ck_assert(is_dropped(world, CLIENT, TCPSIM_DROP_TTL));
	ck_assert_int_eq(told(world, 1)->icmp.icmp.kind, TCPSIM_ICMP_TIME_EXCEEDED);
	ck_assert(is_dropped(world, SERVER, TCPSIM_DROP_TTL));
	ck_assert_uint_eq(world_count(world, TCPSIM_RECORD_SEND, SERVER), 1);
	ck_assert_uint_eq(world_count(world, TCPSIM_RECORD_SEND, CLIENT), 1);
	world_free(world);
}
END_TEST

/* ---- made by hand ---- */

static enum tcpsim_state
after_icmp(enum tcpsim_icmp_kind kind, uint32_t seq)
{
	struct world world = world_new();
	const struct tcpsim_icmp icmp = { .kind = kind, .seq = tcpsim_seq_make(seq) };
	tcpsim_socket socket = world_connect(world);
	enum tcpsim_state state;

	tcpsim_net_inject_icmp(world.net, SERVER, 0, CLIENT, 0, TCPSIM_PROTOCOL_TCP, &icmp, 7);
	ck_assert_uint_eq(world_record(world, TCPSIM_RECORD_INJECT, SERVER, 1)->line, 7);
	state = world_state(world, socket);
	world_is_sound(world);
	world_free(world);
	return state;
}

START_TEST(what_a_message_means_is_the_engines_to_say)
{
	/* 3.9.2.2: hard errors end a connection that is being opened (SHLD-26), soft ones must not (MUST-56). */
	ck_assert_int_eq(after_icmp(TCPSIM_ICMP_PORT_UNREACHABLE, CLIENT_ISS), TCPSIM_CLOSED);
	ck_assert_int_eq(after_icmp(TCPSIM_ICMP_HOST_UNREACHABLE, CLIENT_ISS), TCPSIM_SYN_SENT);
	ck_assert_int_eq(after_icmp(TCPSIM_ICMP_SOURCE_QUENCH, CLIENT_ISS), TCPSIM_SYN_SENT);
	/* RFC 5927 4.1: a number that is not under way is an attacker's. */
	ck_assert_int_eq(after_icmp(TCPSIM_ICMP_PORT_UNREACHABLE, CLIENT_ISS + 1000), TCPSIM_SYN_SENT);
}
END_TEST

/* MUST-54. */
START_TEST(a_message_finds_its_connection_by_the_quoted_ports)
{
	struct world world = world_new();
	tcpsim_socket first = tcpsim_net_connect(world.net, CLIENT, 1000, SERVER, PORT, NULL, 0);
	tcpsim_socket second = tcpsim_net_connect(world.net, CLIENT, 2000, SERVER, PORT, NULL, 0);
	struct tcpsim_icmp icmp = { .kind = TCPSIM_ICMP_PORT_UNREACHABLE };
	const struct tcpsim_record *record;

	icmp.seq = tcpsim_net_tcb(world.net, first)->snd.iss;
	tcpsim_net_inject_icmp(world.net, SERVER, PORT, CLIENT, 1000, TCPSIM_PROTOCOL_TCP, &icmp, 0);
	ck_assert_int_eq(world_state(world, first), TCPSIM_CLOSED);
	ck_assert_int_eq(world_state(world, second), TCPSIM_SYN_SENT);
	record = world_record(world, TCPSIM_RECORD_ARRIVE, CLIENT, 1);
	ck_assert_int_eq(record->protocol, TCPSIM_PROTOCOL_ICMP);
	ck_assert_int_eq(record->icmp.protocol, TCPSIM_PROTOCOL_TCP);
	ck_assert_uint_eq(record->connection, 1);
	/* Of a connection that is not there nobody hears. */
	tcpsim_net_inject_icmp(world.net, SERVER, PORT, CLIENT, 3000, TCPSIM_PROTOCOL_TCP, &icmp, 0);
	ck_assert(is_dropped(world, SERVER, TCPSIM_DROP_NOBODY));
	world_free(world);
}
END_TEST

START_TEST(a_message_made_by_hand_finds_a_socket_of_udp)
{
	struct world world = world_new();
	tcpsim_datagram_socket client = bound(world, CLIENT, 4000);
	const struct tcpsim_icmp icmp = { .kind = TCPSIM_ICMP_HOST_UNREACHABLE };

	tcpsim_net_udp_connect(world.net, client, SERVER, CLOCK, 0);
	tcpsim_net_inject_icmp(world.net, SERVER, 0, CLIENT, 0, TCPSIM_PROTOCOL_UDP, &icmp, 0);
	ck_assert_int_eq(world_record(world, TCPSIM_RECORD_SIGNAL, CLIENT, 1)->error, TCPSIM_ERROR_HOST_UNREACHABLE);
	/* RFC 6633 5: source quench is history, for UDP as for TCP. */
	tcpsim_net_inject_icmp(world.net, SERVER, 0, CLIENT, 0, TCPSIM_PROTOCOL_UDP,
		&(struct tcpsim_icmp){ .kind = TCPSIM_ICMP_SOURCE_QUENCH }, 0);
	ck_assert_uint_eq(world_count(world, TCPSIM_RECORD_SIGNAL, CLIENT), 1);
	world_free(world);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("lib/net: ICMP");
	TCase *hosts = tcase_create("hosts");
	TCase *routers = tcase_create("routers");
	TCase *forged = tcase_create("made by hand");

	tcase_add_test(hosts, a_datagram_to_nobody_is_answered);
	tcase_add_test(hosts, a_connected_socket_is_told_once_by_its_next_call);
	tcase_add_test(hosts, a_user_in_c_is_told_at_once);
	tcase_add_test(hosts, a_message_can_be_lost_as_anything_else);
	tcase_add_test(routers, what_is_too_large_is_told_with_the_mtu);
	tcase_add_test(routers, a_silent_link_is_a_black_hole);
	tcase_add_test(routers, without_df_nothing_is_told);
	tcase_add_test(routers, each_hop_takes_one_from_the_ttl);
	tcase_add_test(routers, no_message_is_about_a_message);
	tcase_add_test(forged, what_a_message_means_is_the_engines_to_say);
	tcase_add_test(forged, a_message_finds_its_connection_by_the_quoted_ports);
	tcase_add_test(forged, a_message_made_by_hand_finds_a_socket_of_udp);
	suite_add_tcase(suite, hosts);
	suite_add_tcase(suite, routers);
	suite_add_tcase(suite, forged);
	return suite_run(suite);
}
