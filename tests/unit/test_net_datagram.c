/* SPDX-License-Identifier: MIT */
#include <glib.h>

#include <tcpsim/invariant.h>
#include <tcpsim/watcher.h>

#include "tests/unit/net_world.h"

#include "lib/net/net_private.h"

/* UDP, RFC 768 and RFC 1122 4.1: what it promises, and what it does not. */

#define CLOCK 37 /* the port of a server */

static tcpsim_datagram_socket
bound(struct world world, uint16_t host, uint16_t port)
{
	enum tcpsim_error error;
	tcpsim_datagram_socket socket = tcpsim_net_udp_bind(world.net, host, port, &error, 0);

	ck_assert_int_eq(error, TCPSIM_OK);
	ck_assert(socket != 0);
	return socket;
}

static void
send_to(struct world world, tcpsim_datagram_socket from, uint16_t peer, uint16_t port, const char *text)
{
	ck_assert_int_eq(tcpsim_net_udp_sendto(world.net, from, peer, port, text, strlen(text), 0), TCPSIM_OK);
}

/* The n-th delivery at a host, from 1, is of these octets, and came from there. */
static void
delivers(struct world world, uint16_t host, unsigned n, const char *text, uint16_t peer, uint16_t peer_port)
{
	const struct tcpsim_record *record = world_record(world, TCPSIM_RECORD_DELIVER, host, n);

	ck_assert_ptr_nonnull(record);
	ck_assert_int_eq(record->protocol, TCPSIM_PROTOCOL_UDP);
	ck_assert_uint_eq(record->octets_n, strlen(text));
	ck_assert_mem_eq(tcpsim_trace_octets(tcpsim_net_trace(world.net), record), text, strlen(text));
	ck_assert_uint_eq(record->peer, peer);
	ck_assert_uint_eq(record->peer_port, peer_port);
}

/* No named invariant is broken; those of TCP have nothing to say about UDP. */
static void
is_honest(struct world world)
{
	struct tcpsim_watcher *watcher = tcpsim_watcher_new(world.net);

	tcpsim_watcher_end(watcher);
	for (int i = 0; i < TCPSIM_N_INVARIANTS; i++)
		ck_assert_msg(!tcpsim_watcher_verdict(watcher, (enum tcpsim_invariant)i)->is_broken, "%s: %s",
			tcpsim_invariant_name((enum tcpsim_invariant)i),
			tcpsim_watcher_verdict(watcher, (enum tcpsim_invariant)i)->words);
	tcpsim_watcher_free(watcher);
}

/* ---- whole datagrams ---- */

START_TEST(one_datagram_is_one_delivery)
{
	struct world world = world_new();
	tcpsim_datagram_socket client = bound(world, CLIENT, 0);

	bound(world, SERVER, CLOCK);
	send_to(world, client, SERVER, CLOCK, "ab");
	send_to(world, client, SERVER, CLOCK, "cd");
	world_run(world, DELAY_US);
	ck_assert_uint_eq(world_count(world, TCPSIM_RECORD_DELIVER, SERVER), 2);
	delivers(world, SERVER, 1, "ab", CLIENT, 49152);
	delivers(world, SERVER, 2, "cd", CLIENT, 49152);
	/* No handshake, no acknowledgment, no connection (RFC 768). */
	ck_assert_uint_eq(world_count(world, TCPSIM_RECORD_SEND, CLIENT), 2);
	ck_assert_uint_eq(world_count(world, TCPSIM_RECORD_SEND, SERVER), 0);
	ck_assert_uint_eq(tcpsim_net_n_connections(world.net, SERVER), 0);
	ck_assert_int_eq(world_record(world, TCPSIM_RECORD_ARRIVE, SERVER, 1)->time_us, DELAY_US);
	is_honest(world);
	world_free(world);
}
END_TEST

/* The length of RFC 768 counts the eight octets of the header: a datagram may have none but those. */
START_TEST(an_empty_datagram_is_one_too)
{
	struct world world = world_new();
	tcpsim_datagram_socket client = bound(world, CLIENT, 0);

	bound(world, SERVER, CLOCK);
	send_to(world, client, SERVER, CLOCK, "");
	world_run(world, DELAY_US);
	delivers(world, SERVER, 1, "", CLIENT, 49152);
	is_honest(world);
	world_free(world);
}
END_TEST

/* 65535 octets of an IPv4 packet, less 20 of IP and 8 of UDP, are 65507; with the MTU of Ethernet 1472. */
START_TEST(what_does_not_fit_into_one_packet_is_refused)
{
	static const uint8_t octets[65508];
	struct tcpsim_policy policy = *world_policy();
	const struct tcpsim_link_options link = { .delay_us = DELAY_US };
	static const struct {
		int64_t mtu, ip;
		size_t most;
	} cases[] = {
		{ 1500, TCPSIM_IPV4, 1472 },
		{ 65535, TCPSIM_IPV4, 65507 },
		{ 1280, TCPSIM_IPV6, 1280 - 40 - 8 },
	};

	policy.receive_buffer_bytes = 100000;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct world world;
		tcpsim_datagram_socket client;

		policy.mtu = cases[i].mtu;
		policy.ip = cases[i].ip;
		world = world_with(&policy, &link, 1);
		client = bound(world, CLIENT, 0);
		bound(world, SERVER, CLOCK);
		ck_assert_int_eq(tcpsim_net_udp_sendto(world.net, client, SERVER, CLOCK, octets, cases[i].most, 0), TCPSIM_OK);
		ck_assert_int_eq(tcpsim_net_udp_sendto(world.net, client, SERVER, CLOCK, octets, cases[i].most + 1, 0),
			TCPSIM_ERROR_TOO_LARGE);
		ck_assert_uint_eq(world_count(world, TCPSIM_RECORD_SEND, CLIENT), 1);
		ck_assert_int_eq(world_record(world, TCPSIM_RECORD_CALL, CLIENT, 3)->error, TCPSIM_ERROR_TOO_LARGE);
		world_run(world, DELAY_US);
		ck_assert_uint_eq(world_record(world, TCPSIM_RECORD_DELIVER, SERVER, 1)->octets_n, cases[i].most);
		world_free(world);
	}
}
END_TEST

/* ---- receiving ---- */

/* POSIX recvfrom(): what does not fit into the user's buffer is discarded. The next call gets the next datagram. */
START_TEST(what_is_not_read_of_a_datagram_is_gone)
{
	struct world world = world_new();
	tcpsim_datagram_socket client = bound(world, CLIENT, 0), server;

	tcpsim_net_set_reading(world.net, SERVER, false);
	server = bound(world, SERVER, CLOCK);
	send_to(world, client, SERVER, CLOCK, "hello");
	send_to(world, client, SERVER, CLOCK, "world");
	world_run(world, DELAY_US);
	ck_assert_uint_eq(world_count(world, TCPSIM_RECORD_DELIVER, SERVER), 0);
	ck_assert_int_eq(tcpsim_net_udp_recvfrom(world.net, server, 2, 0), TCPSIM_OK);
	ck_assert_int_eq(tcpsim_net_udp_recvfrom(world.net, server, 100, 0), TCPSIM_OK);
	delivers(world, SERVER, 1, "he", CLIENT, 49152);
	delivers(world, SERVER, 2, "world", CLIENT, 49152);
	/* The trace tells how much there was. */
	ck_assert_uint_eq(world_record(world, TCPSIM_RECORD_DELIVER, SERVER, 1)->segment.text_bytes, 5);
	is_honest(world);
	world_free(world);
}
END_TEST

START_TEST(who_reads_too_early_waits)
{
	struct world world = world_new();
	tcpsim_datagram_socket client = bound(world, CLIENT, 0), server;

	tcpsim_net_set_reading(world.net, SERVER, false);
	server = bound(world, SERVER, CLOCK);
	ck_assert_int_eq(tcpsim_net_udp_recvfrom(world.net, server, 3, 0), TCPSIM_OK);
	ck_assert_int_eq(tcpsim_net_udp_recvfrom(world.net, server, 100, 0), TCPSIM_OK);
	for (int i = 0; i < 3; i++)
		send_to(world, client, SERVER, CLOCK, "datagram");
	world_run(world, DELAY_US);
	/* Two calls waited, in their order; the third datagram waits for a call. */
	ck_assert_uint_eq(world_count(world, TCPSIM_RECORD_DELIVER, SERVER), 2);
	delivers(world, SERVER, 1, "dat", CLIENT, 49152);
	delivers(world, SERVER, 2, "datagram", CLIENT, 49152);
	world_free(world);
}
END_TEST

/* RFC 768 has no flow control: what finds no room is lost, and nobody is told. */
START_TEST(a_full_buffer_drops_in_silence)
{
	struct tcpsim_policy policy = *world_policy();
	const struct tcpsim_link_options link = { .delay_us = DELAY_US };
	struct world world;
	tcpsim_datagram_socket client, server;

	policy.receive_buffer_bytes = 10;
	world = world_with(&policy, &link, 1);
	client = bound(world, CLIENT, 0);
	tcpsim_net_set_reading(world.net, SERVER, false);
	server = bound(world, SERVER, CLOCK);
	send_to(world, client, SERVER, CLOCK, "12345");
	send_to(world, client, SERVER, CLOCK, "6789");
	send_to(world, client, SERVER, CLOCK, "ab");
	send_to(world, client, SERVER, CLOCK, "c");
	world_run(world, 2 * DELAY_US);
	ck_assert_uint_eq(world_count(world, TCPSIM_RECORD_DROP, CLIENT), 1);
	ck_assert_int_eq(world_record(world, TCPSIM_RECORD_DROP, CLIENT, 1)->what, TCPSIM_DROP_BUFFER);
	ck_assert_uint_eq(world_record(world, TCPSIM_RECORD_DROP, CLIENT, 1)->packet, 3);
	ck_assert_uint_eq(world_count(world, TCPSIM_RECORD_SEND, SERVER), 0);
	/* Who reads makes room. */
	tcpsim_net_udp_recvfrom(world.net, server, 100, 0);
	send_to(world, client, SERVER, CLOCK, "ab");
	world_run(world, DELAY_US);
	ck_assert_uint_eq(world_count(world, TCPSIM_RECORD_DROP, CLIENT), 1);
	for (int i = 0; i < 3; i++)
		tcpsim_net_udp_recvfrom(world.net, server, 100, 0);
	ck_assert_str_eq(world_delivered(world, SERVER), "123456789cab");
	is_honest(world);
	world_free(world);
}
END_TEST

/* ---- ports ---- */

START_TEST(one_server_has_several_clients)
{
	struct world world = world_new();
	uint16_t third = tcpsim_net_add_host(world.net, "third", world_policy());
	const struct tcpsim_link_options link = { .delay_us = 2 * DELAY_US };
	tcpsim_datagram_socket one = bound(world, CLIENT, 0), two = bound(world, CLIENT, 0), server;
	tcpsim_datagram_socket other = bound(world, third, 9);

	tcpsim_net_link(world.net, third, SERVER, &link);
	tcpsim_net_link(world.net, SERVER, third, &link);
	server = bound(world, SERVER, CLOCK);
	send_to(world, one, SERVER, CLOCK, "one");
	send_to(world, two, SERVER, CLOCK, "two");
	send_to(world, other, SERVER, CLOCK, "three");
	world_run(world, 2 * DELAY_US);
	delivers(world, SERVER, 1, "one", CLIENT, 49152);
	delivers(world, SERVER, 2, "two", CLIENT, 49153);
	delivers(world, SERVER, 3, "three", third, 9);
	send_to(world, server, third, 9, "answer");
	world_run(world, 2 * DELAY_US);
	delivers(world, third, 1, "answer", SERVER, CLOCK);
	world_free(world);
}
END_TEST

START_TEST(a_port_is_bound_once)
{
	struct world world = world_new();
	tcpsim_datagram_socket first = bound(world, SERVER, CLOCK);
	enum tcpsim_error error;

	ck_assert_uint_eq(tcpsim_net_udp_bind(world.net, SERVER, CLOCK, &error, 0), 0);
	ck_assert_int_eq(error, TCPSIM_ERROR_EXISTS);
	/* TCP listens on its own ports: on 80 in this world. */
	bound(world, SERVER, PORT);
	ck_assert_int_eq(tcpsim_net_udp_close(world.net, first, 0), TCPSIM_OK);
	ck_assert_int_eq(tcpsim_net_udp_close(world.net, first, 0), TCPSIM_ERROR_NO_CONNECTION);
	bound(world, SERVER, CLOCK);
	ck_assert_uint_eq(tcpsim_net_udp_port(world.net, first), 0);
	ck_assert_uint_eq(tcpsim_net_udp_port(world.net, tcpsim_net_udp_socket(world.net, SERVER, 0)), CLOCK);
	world_free(world);
}
END_TEST

START_TEST(handles_of_one_protocol_are_not_good_for_the_other)
{
	struct world world = world_new();
	tcpsim_socket stream = world_open(world);
	tcpsim_datagram_socket datagrams = bound(world, CLIENT, 0);

	ck_assert_int_eq(tcpsim_net_send(world.net, datagrams, "x", 1, 0), TCPSIM_ERROR_NO_CONNECTION);
	ck_assert_int_eq(tcpsim_net_udp_sendto(world.net, stream, SERVER, CLOCK, "x", 1, 0), TCPSIM_ERROR_NO_CONNECTION);
	ck_assert_int_eq(tcpsim_net_udp_sendto(world.net, 0, SERVER, CLOCK, "x", 1, 0), TCPSIM_ERROR_NO_CONNECTION);
	world_free(world);
}
END_TEST

START_TEST(a_crash_frees_all_ports)
{
	struct world world = world_new();
	tcpsim_datagram_socket client = bound(world, CLIENT, 0), server;
	enum tcpsim_error error;

	tcpsim_net_set_reading(world.net, SERVER, false);
	server = bound(world, SERVER, CLOCK);
	send_to(world, client, SERVER, CLOCK, "unread");
	world_run(world, DELAY_US);
	tcpsim_net_crash(world.net, SERVER, 0);
	ck_assert_uint_eq(tcpsim_net_udp_bind(world.net, SERVER, CLOCK, &error, 0), 0);
	ck_assert_int_eq(error, TCPSIM_ERROR_NO_RESOURCES);
	tcpsim_net_restart(world.net, SERVER, 0);
	ck_assert_int_eq(tcpsim_net_udp_recvfrom(world.net, server, 10, 0), TCPSIM_ERROR_NO_CONNECTION);
	server = bound(world, SERVER, CLOCK);
	ck_assert_int_eq(tcpsim_net_udp_recvfrom(world.net, server, 10, 0), TCPSIM_OK);
	ck_assert_uint_eq(world_count(world, TCPSIM_RECORD_DELIVER, SERVER), 0);
	world_free(world);
}
END_TEST

/* ---- connected sockets ---- */

START_TEST(a_connected_socket_has_one_peer)
{
	struct world world = world_new();
	tcpsim_datagram_socket client = bound(world, CLIENT, 0), server, stranger;

	server = bound(world, SERVER, CLOCK);
	stranger = bound(world, SERVER, 9);
	ck_assert_int_eq(tcpsim_net_udp_sendto(world.net, client, TCPSIM_NO_HOST, 0, "x", 1, 0),
		TCPSIM_ERROR_REMOTE_UNSPECIFIED);
	ck_assert_int_eq(tcpsim_net_udp_connect(world.net, client, SERVER, CLOCK, 0), TCPSIM_OK);
	send_to(world, client, TCPSIM_NO_HOST, 0, "x");
	send_to(world, server, CLIENT, 49152, "right");
	send_to(world, stranger, CLIENT, 49152, "wrong");
	world_run(world, 2 * DELAY_US);
	delivers(world, SERVER, 1, "x", CLIENT, 49152);
	ck_assert_str_eq(world_delivered(world, CLIENT), "right");
	/* For the stranger there is nobody at that port. */
	ck_assert_int_eq(world_record(world, TCPSIM_RECORD_DROP, SERVER, 1)->what, TCPSIM_DROP_NO_PORT);
	tcpsim_net_udp_connect(world.net, client, TCPSIM_NO_HOST, 0, 0);
	send_to(world, stranger, CLIENT, 49152, "!");
	world_run(world, DELAY_US);
	ck_assert_str_eq(world_delivered(world, CLIENT), "right!");
	world_free(world);
}
END_TEST

/* ---- shared ports: for sockets with SO_REUSEADDR ---- */

static const struct tcpsim_datagrams *
receiver_of(struct world world, uint16_t from, uint16_t from_port)
{
	const struct tcpsim_packet packet = { .from = from, .from_port = from_port, .to = SERVER, .to_port = CLOCK };

	return tcpsim_datagrams_for(world.net, &packet, false);
}

START_TEST(who_is_connected_comes_first_then_who_was_bound_last)
{
	struct world world = world_new();
	struct tcpsim_datagrams *first = tcpsim_datagrams_open(world.net, SERVER, CLOCK);
	struct tcpsim_datagrams *friend = tcpsim_datagrams_open(world.net, SERVER, CLOCK);
	struct tcpsim_datagrams *last = tcpsim_datagrams_open(world.net, SERVER, CLOCK);

	friend->peer = CLIENT;
	friend->peer_port = 9;
	ck_assert_ptr_eq(receiver_of(world, CLIENT, 9), friend);
	ck_assert_ptr_eq(receiver_of(world, CLIENT, 10), last);
	ck_assert_ptr_eq(tcpsim_datagrams_newest(world.net, SERVER, CLOCK), last);
	tcpsim_datagrams_close(world.net, last);
	ck_assert_ptr_eq(receiver_of(world, CLIENT, 10), first);
	tcpsim_datagrams_close(world.net, first);
	ck_assert_ptr_null(receiver_of(world, CLIENT, 10));
	ck_assert_ptr_eq(receiver_of(world, CLIENT, 9), friend);
	tcpsim_datagrams_close(world.net, friend);
	ck_assert_ptr_null(tcpsim_datagrams_at(world.net, SERVER, CLOCK));
	world_free(world);
}
END_TEST

START_TEST(any_of_those_that_share_a_port_may_go_first)
{
	for (unsigned gone = 0; gone < 4; gone++) {
		struct world world = world_new();
		struct tcpsim_datagrams *ends[4];
		unsigned n = 0;

		for (unsigned i = 0; i < 4; i++)
			ends[i] = tcpsim_datagrams_open(world.net, SERVER, CLOCK);
		tcpsim_datagrams_close(world.net, ends[gone]);
		for (const struct tcpsim_datagrams *end = tcpsim_datagrams_at(world.net, SERVER, CLOCK); end != NULL;
			end = end->next, n++)
			ck_assert_ptr_ne(end, ends[gone]);
		ck_assert_uint_eq(n, 3);
		/* What is free is used again, under another name. */
		ck_assert_ptr_eq(tcpsim_datagrams_open(world.net, SERVER, CLOCK + 1), ends[gone]);
		ck_assert_uint_eq(ends[gone]->generation, 2);
		world_free(world);
	}
}
END_TEST

/* ---- the network is that of TCP ---- */

static const struct tcpsim_record *
dropped(struct world world, enum tcpsim_drop why)
{
	const struct tcpsim_record *record;

	for (unsigned i = 1; (record = world_record(world, TCPSIM_RECORD_DROP, CLIENT, i)) != NULL; i++)
		if (record->what == why)
			return record;
	return NULL;
}

START_TEST(faults_name_datagrams)
{
	struct world world = world_new();
	tcpsim_datagram_socket client = bound(world, CLIENT, 0);
	const struct tcpsim_fault faults[] = {
		{ .kind = TCPSIM_FAULT_DROP, .host = CLIENT, .segment = TCPSIM_KIND_DATAGRAM, .first = 2, .last = 2 },
		{ .kind = TCPSIM_FAULT_DUPLICATE, .host = CLIENT, .segment = TCPSIM_KIND_DATAGRAM, .first = 3, .last = 3,
			.time_us = SECOND_US },
		{ .kind = TCPSIM_FAULT_REORDER, .host = CLIENT, .segment = TCPSIM_KIND_DATAGRAM, .first = 4, .last = 4,
			.behind_host = CLIENT, .behind_segment = TCPSIM_KIND_DATAGRAM, .behind_number = 5 },
		{ .kind = TCPSIM_FAULT_CORRUPT, .host = CLIENT, .segment = TCPSIM_KIND_DATAGRAM, .first = 6, .last = 6 },
	};

	bound(world, SERVER, CLOCK);
	for (size_t i = 0; i < 4; i++)
		tcpsim_net_add_fault(world.net, &faults[i]);
	world_connect(world); /* a SYN is not a datagram, and is not counted among them */
	for (int i = 1; i <= 6; i++) {
		char text[2] = { (char)('0' + i), '\0' };

		send_to(world, client, SERVER, CLOCK, text);
	}
	world_run(world, 2 * SECOND_US);
	/* UDP mends nothing: lost is lost, twice is twice, and order is what came. */
	ck_assert_str_eq(world_delivered(world, SERVER), "13543");
	ck_assert_ptr_nonnull(dropped(world, TCPSIM_DROP_FAULT));
	ck_assert_ptr_nonnull(dropped(world, TCPSIM_DROP_CHECKSUM));
	is_honest(world);
	world_free(world);
}
END_TEST

/* 28 octets of headers: 972 of data fit into 1000. */
START_TEST(links_know_the_size_of_a_datagram)
{
	static const uint8_t octets[973];
	struct tcpsim_policy policy = *world_policy();
	const struct tcpsim_link_options link = { .delay_us = DELAY_US, .mtu = 1000 };
	const struct tcpsim_link_options slow = { .delay_us = DELAY_US, .rate_bps = 1000000 };
	struct world world;
	tcpsim_datagram_socket client;

	policy.path_mtu_discovery = 0;
	world = world_with(&policy, &link, 1);
	client = bound(world, CLIENT, 0);
	bound(world, SERVER, CLOCK);
	tcpsim_net_udp_sendto(world.net, client, SERVER, CLOCK, octets, 972, 0);
	ck_assert_ptr_null(dropped(world, TCPSIM_DROP_MTU));
	tcpsim_net_udp_sendto(world.net, client, SERVER, CLOCK, octets, 973, 0);
	ck_assert_ptr_nonnull(dropped(world, TCPSIM_DROP_MTU));
	world_free(world);
	world = world_with(&policy, &slow, 1);
	client = bound(world, CLIENT, 0);
	bound(world, SERVER, CLOCK);
	tcpsim_net_udp_sendto(world.net, client, SERVER, CLOCK, octets, 97, 0);
	world_run(world, SECOND_US);
	/* (97 + 28) * 8 bits at 1 Mbit/s: 1 ms. */
	ck_assert_int_eq(world_record(world, TCPSIM_RECORD_ARRIVE, SERVER, 1)->time_us, 1000 + DELAY_US);
	world_free(world);
}
END_TEST

START_TEST(packets_carry_the_policys_ttl_and_dscp)
{
	struct tcpsim_policy policy = *world_policy();
	const struct tcpsim_link_options link = { .delay_us = DELAY_US };
	struct world world;
	const struct tcpsim_record *syn, *datagram;

	policy.ttl = 7;
	policy.dscp = 46;
	world = world_with(&policy, &link, 1);
	bound(world, SERVER, CLOCK);
	world_connect(world);
	send_to(world, bound(world, CLIENT, 0), SERVER, CLOCK, "x");
	syn = world_sent(world, CLIENT, TCPSIM_KIND_SYN, 1);
	datagram = world_sent(world, CLIENT, TCPSIM_KIND_DATAGRAM, 1);
	ck_assert_uint_eq(syn->ttl, 7);
	ck_assert_uint_eq(syn->dscp, 46);
	ck_assert_uint_eq(datagram->ttl, 7);
	ck_assert_uint_eq(datagram->dscp, 46);
	world_free(world);
}
END_TEST

/* ---- users in C ---- */

struct echo {
	tcpsim_datagram_socket socket;
	unsigned n_datagrams, n_octets;
};

/* Answers each datagram with its own octets, from within. */
static void
echo(struct tcpsim_net *net, const struct tcpsim_event *event, void *data)
{
	struct echo *me = (struct echo *)data;

	ck_assert_int_eq(event->protocol, TCPSIM_PROTOCOL_UDP);
	ck_assert_int_eq(event->error, TCPSIM_OK);
	me->n_datagrams++;
	me->n_octets += (unsigned)event->n_octets;
	if (event->host == SERVER)
		tcpsim_net_udp_sendto(net, event->socket, event->peer, event->peer_port, event->octets, event->n_octets, 0);
}

START_TEST(users_in_c_hear_of_datagrams)
{
	struct world world = world_new();
	tcpsim_datagram_socket client = bound(world, CLIENT, 0);
	struct echo server = { .socket = bound(world, SERVER, 7) }, mine = { .socket = client };

	tcpsim_net_set_user(world.net, SERVER, echo, &server);
	tcpsim_net_set_user(world.net, CLIENT, echo, &mine);
	send_to(world, client, SERVER, 7, "hello");
	send_to(world, client, SERVER, 7, "");
	world_run(world, 2 * DELAY_US);
	ck_assert_uint_eq(mine.n_datagrams, 2);
	ck_assert_uint_eq(mine.n_octets, 5);
	ck_assert_str_eq(world_delivered(world, CLIENT), "hello");
	is_honest(world);
	world_free(world);
}
END_TEST

/* Calls of users get the right octets, too, where they receive one by one. */
static void
reader(struct tcpsim_net *net, const struct tcpsim_event *event, void *data)
{
	GString *text = (GString *)data;

	(void)net;
	g_string_append_len(text, (const char *)event->octets, (gssize)event->n_octets);
	g_string_append_c(text, '|');
}

START_TEST(a_user_that_receives_gets_the_octets_of_its_call)
{
	struct world world = world_new();
	tcpsim_datagram_socket client = bound(world, CLIENT, 0), server;
	GString *text = g_string_new(NULL);

	tcpsim_net_set_reading(world.net, SERVER, false);
	server = bound(world, SERVER, CLOCK);
	tcpsim_net_set_user(world.net, SERVER, reader, text);
	send_to(world, client, SERVER, CLOCK, "first");
	send_to(world, client, SERVER, CLOCK, "second");
	world_run(world, DELAY_US);
	tcpsim_net_udp_recvfrom(world.net, server, 4, 0);
	tcpsim_net_udp_recvfrom(world.net, server, 100, 0);
	ck_assert_str_eq(text->str, "firs|second|");
	g_string_free(text, TRUE);
	world_free(world);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("lib/net: UDP");
	TCase *datagrams = tcase_create("datagrams");
	TCase *ports = tcase_create("ports");
	TCase *network = tcase_create("network");

	tcase_add_test(datagrams, one_datagram_is_one_delivery);
	tcase_add_test(datagrams, an_empty_datagram_is_one_too);
	tcase_add_test(datagrams, what_does_not_fit_into_one_packet_is_refused);
	tcase_add_test(datagrams, what_is_not_read_of_a_datagram_is_gone);
	tcase_add_test(datagrams, who_reads_too_early_waits);
	tcase_add_test(datagrams, a_full_buffer_drops_in_silence);
	tcase_add_test(ports, one_server_has_several_clients);
	tcase_add_test(ports, a_port_is_bound_once);
	tcase_add_test(ports, handles_of_one_protocol_are_not_good_for_the_other);
	tcase_add_test(ports, a_crash_frees_all_ports);
	tcase_add_test(ports, a_connected_socket_has_one_peer);
	tcase_add_test(ports, who_is_connected_comes_first_then_who_was_bound_last);
	tcase_add_test(ports, any_of_those_that_share_a_port_may_go_first);
	tcase_add_test(network, faults_name_datagrams);
	tcase_add_test(network, links_know_the_size_of_a_datagram);
	tcase_add_test(network, packets_carry_the_policys_ttl_and_dscp);
	tcase_add_test(network, users_in_c_hear_of_datagrams);
	tcase_add_test(network, a_user_that_receives_gets_the_octets_of_its_call);
	suite_add_tcase(suite, datagrams);
	suite_add_tcase(suite, ports);
	suite_add_tcase(suite, network);
	return suite_run(suite);
}
