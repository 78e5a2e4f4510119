/* SPDX-License-Identifier: MIT */
#include "lib/net/socket_private.h"
#include "tests/unit/socket_world.h"

/* Sockets with Fast Open: RFC 7413, with the options and the flag of tcp(7) of Linux and tcp(4) of FreeBSD. */

/* What a SYN carries at the most: an MTU of 1500 less 40 octets of headers and 40 for options. */
#define MOST_TEXT 1420

static struct tcpsim_policy
fast_policy(void)
{
	struct tcpsim_policy policy = *world_policy();

	policy.fast_open = TCPSIM_FAST_OPEN_BOTH;
	return policy;
}

/* Both hosts want it, and the listener has a queue of that length. */
static struct sockets
fast_with(const struct tcpsim_policy *policy, int queue)
{
	struct sockets s = sockets_with(policy, 5);

	ck_assert_int_eq(sockets_set(s, SERVER, s.listener, TCPSIM_TCP_FASTOPEN, queue), 0);
	return s;
}

static struct sockets
fast_new(void)
{
	struct tcpsim_policy policy = fast_policy();

	return fast_with(&policy, 5);
}

/* sendto() of a new client with MSG_FASTOPEN. *client gets its descriptor. */
static int64_t
send_fast(struct sockets s, int *client, const char *text)
{
	*client = tcpsim_sys_socket(s.net, CLIENT, TCPSIM_PROTOCOL_TCP);
	return tcpsim_sys_sendto(
		s.net, CLIENT, *client, text, strlen(text), TCPSIM_MSG_FASTOPEN, at(SERVER, PORT));
}

/* The client has a cookie of the server, from a connection that is over. */
static void
get_cookie(struct sockets s)
{
	int client, server;

	ck_assert_int_eq(send_fast(s, &client, "hello"), -EINPROGRESS);
	sockets_run(s, 3 * DELAY_US);
	server = tcpsim_sys_accept(s.net, SERVER, s.listener, NULL);
	ck_assert_int_gt(server, 0);
	tcpsim_sys_close(s.net, CLIENT, client);
	tcpsim_sys_close(s.net, SERVER, server);
	sockets_run(s, 10 * SECOND_US);
}

/* The last segment of that kind from the host. */
static const struct tcpsim_segment *
last_sent(struct sockets s, uint16_t host, enum tcpsim_kind kind)
{
	size_t n;
	const struct tcpsim_record *records = tcpsim_trace_records(tcpsim_net_trace(s.net), &n);

	while (n-- > 0)
		if (records[n].kind == TCPSIM_RECORD_SEND && records[n].host == host && (records[n].kinds & kind) != 0)
			return &records[n].segment;
	ck_abort_msg("nothing of that kind was sent");
	return NULL;
}

static uint8_t
has_option(const struct tcpsim_segment *seg)
{
	return (seg->options & TCPSIM_OPTION_FAST_OPEN) != 0;
}

/* RFC 7413 3.1, figure 1, both halves. */
START_TEST(a_cookie_is_asked_for_once_and_then_used)
{
	struct sockets s = fast_new();
	int64_t last;
	int server;

	get_cookie(s);
	ck_assert_uint_eq(last_sent(s, CLIENT, TCPSIM_KIND_SYN)->cookie_octets, 0);
	ck_assert_uint_eq(last_sent(s, SERVER, TCPSIM_KIND_SYN_ACK)->cookie_octets, 8);
	ck_assert_int_eq(send_fast(s, &s.client, "hello"), 5);
	ck_assert_uint_eq(last_sent(s, CLIENT, TCPSIM_KIND_SYN)->cookie_octets, 8);
	sockets_run(s, DELAY_US);
	server = tcpsim_sys_accept(s.net, SERVER, s.listener, NULL);
	ck_assert_int_gt(server, 0);
	ck_assert_int_eq(sockets_state(s, SERVER, server), TCPSIM_SYN_RECEIVED);
	ck_assert_str_eq(sockets_read(s, SERVER, server, &last), "hello");
	ck_assert_int_eq(last, -EAGAIN);
	ck_assert_int_eq(sockets_send(s, SERVER, server, "good day"), 8);
	sockets_run(s, DELAY_US);
	/* One round trip after sendto() the answer is there. */
	ck_assert_str_eq(sockets_read(s, CLIENT, s.client, &last), "good day");
	sockets_run(s, DELAY_US);
	ck_assert_int_eq(sockets_state(s, SERVER, server), TCPSIM_ESTABLISHED);
	ck_assert_int_eq(tcpsim_sys_accept(s.net, SERVER, s.listener, NULL), -EAGAIN);
	sockets_free(s);
}
END_TEST

/* A wrong cookie: the text comes with the ACK, and the right one is kept for the next time (4.2.2). */
START_TEST(a_wrong_cookie_costs_a_round_trip)
{
	static const uint64_t other[2] = { 1, 2 };
	struct sockets s = fast_new();
	uint8_t before[8];
	int64_t last;
	int server;

	get_cookie(s);
	memcpy(before, last_sent(s, SERVER, TCPSIM_KIND_SYN_ACK)->cookie, 8);
	tcpsim_net_set_cookies(s.net, SERVER, other, NULL);
	ck_assert_int_eq(send_fast(s, &s.client, "hello"), 5);
	sockets_run(s, DELAY_US);
	ck_assert_int_eq(tcpsim_sys_accept(s.net, SERVER, s.listener, NULL), -EAGAIN);
	sockets_run(s, 2 * DELAY_US);
	server = tcpsim_sys_accept(s.net, SERVER, s.listener, NULL);
	ck_assert_str_eq(sockets_read(s, SERVER, server, &last), "hello");
	ck_assert_mem_ne(last_sent(s, SERVER, TCPSIM_KIND_SYN_ACK)->cookie, before, 8);
	ck_assert_int_eq(send_fast(s, &s.client, "hello"), 5);
	ck_assert_mem_eq(last_sent(s, CLIENT, TCPSIM_KIND_SYN)->cookie,
		last_sent(s, SERVER, TCPSIM_KIND_SYN_ACK)->cookie, 8);
	sockets_free(s);
}
END_TEST

/* 5.1: not more than the listener's queue; what is beyond it has an ordinary handshake, and no cookie. */
START_TEST(the_queue_of_those_in_haste_is_limited)
{
	struct tcpsim_policy policy = fast_policy();
	struct sockets s = fast_with(&policy, 1);
	int first, second;

	get_cookie(s);
	send_fast(s, &first, "a");
	send_fast(s, &second, "b");
	sockets_run(s, DELAY_US);
	ck_assert_int_gt(tcpsim_sys_accept(s.net, SERVER, s.listener, NULL), 0);
	ck_assert_int_eq(tcpsim_sys_accept(s.net, SERVER, s.listener, NULL), -EAGAIN);
	ck_assert_uint_eq(has_option(last_sent(s, SERVER, TCPSIM_KIND_SYN_ACK)), 0);
	sockets_run(s, 2 * DELAY_US);
	ck_assert_int_gt(tcpsim_sys_accept(s.net, SERVER, s.listener, NULL), 0);
	/* The first one's handshake is over: there is room again. */
	send_fast(s, &first, "c");
	sockets_run(s, DELAY_US);
	ck_assert_int_gt(tcpsim_sys_accept(s.net, SERVER, s.listener, NULL), 0);
	sockets_free(s);
}
END_TEST

/* Who does not want it gives no cookie: a listener without the option, or a host without the setting. */
START_TEST(a_listener_has_to_want_it)
{
	for (int i = 0; i <= 1; i++) {
		struct tcpsim_policy policy = fast_policy();
		struct sockets s;

		if (i == 1)
			policy.fast_open = TCPSIM_FAST_OPEN_CLIENT;
		s = fast_with(&policy, i);
		ck_assert_int_eq(send_fast(s, &s.client, "hello"), -EINPROGRESS);
		sockets_run(s, 3 * DELAY_US);
		ck_assert_uint_eq(has_option(last_sent(s, CLIENT, TCPSIM_KIND_SYN)), 1);
		ck_assert_uint_eq(has_option(last_sent(s, SERVER, TCPSIM_KIND_SYN_ACK)), 0);
		sockets_free(s);
	}
}
END_TEST

/* tcp(7): EOPNOTSUPP; a plain connect() asks for nothing. */
START_TEST(a_client_has_to_want_it)
{
	struct tcpsim_policy policy = fast_policy();
	struct sockets s;

	policy.fast_open = TCPSIM_FAST_OPEN_SERVER;
	s = fast_with(&policy, 5);
	ck_assert_int_eq(send_fast(s, &s.client, "hello"), -EOPNOTSUPP);
	sockets_connect(s);
	ck_assert_uint_eq(has_option(last_sent(s, CLIENT, TCPSIM_KIND_SYN)), 0);
	sockets_free(s);
}
END_TEST

/* Linux: only what has gone with the SYN is taken; 4.1.3: the MSS of the server bounds it. */
START_TEST(what_the_syn_has_no_room_for_is_not_taken)
{
	struct sockets s = fast_new();
	char text[2 * MOST_TEXT + 1];

	memset(text, 'x', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	get_cookie(s);
	ck_assert_int_eq(send_fast(s, &s.client, text), MOST_TEXT);
	ck_assert_uint_eq(last_sent(s, CLIENT, TCPSIM_KIND_SYN)->text_bytes, MOST_TEXT);
	sockets_run(s, 3 * DELAY_US);
	ck_assert_int_eq(sockets_send(s, CLIENT, s.client, text + MOST_TEXT), MOST_TEXT);
	sockets_free(s);
}
END_TEST

/* tcp(4) of FreeBSD: the option and an address are enough, and all is taken, with a cookie or without. */
START_TEST(an_option_and_an_address_are_enough)
{
	struct sockets s = fast_new();
	char text[2 * MOST_TEXT] = { 0 };
	int64_t last;

	for (int has_cookie = 0; has_cookie <= 1; has_cookie++) {
		s.client = tcpsim_sys_socket(s.net, CLIENT, TCPSIM_PROTOCOL_TCP);
		ck_assert_int_eq(sockets_set(s, CLIENT, s.client, TCPSIM_TCP_FASTOPEN, 1), 0);
		ck_assert_int_eq(tcpsim_sys_sendto(s.net, CLIENT, s.client, text, sizeof text, 0, at(SERVER, PORT)),
			sizeof text);
		ck_assert_uint_eq(last_sent(s, CLIENT, TCPSIM_KIND_SYN)->text_bytes, has_cookie ? MOST_TEXT : 0);
		sockets_run(s, 4 * DELAY_US);
		s.server = tcpsim_sys_accept(s.net, SERVER, s.listener, NULL);
		sockets_read(s, SERVER, s.server, &last);
		ck_assert_int_eq(last, -EAGAIN);
		ck_assert_uint_eq(tcpsim_net_tcb(s.net, tcpsim_sys_handle(s.net, SERVER, s.server))->rcv.nxt_offset,
			sizeof text);
	}
	sockets_free(s);
}
END_TEST

/* tcp(7), TCP_FASTOPEN_CONNECT: connect() answers at once where there is a cookie, and send() sends the SYN. */
START_TEST(connect_waits_for_what_goes_with_the_syn)
{
	struct sockets s = fast_new();
	struct tcpsim_tcp_info info;
	uint64_t n_sent;

	s.client = tcpsim_sys_socket(s.net, CLIENT, TCPSIM_PROTOCOL_TCP);
	ck_assert_int_eq(sockets_set(s, CLIENT, s.client, TCPSIM_TCP_FASTOPEN_CONNECT, 1), 0);
	ck_assert_int_eq(tcpsim_sys_connect(s.net, CLIENT, s.client, at(SERVER, PORT)), -EINPROGRESS);
	ck_assert_uint_eq(has_option(last_sent(s, CLIENT, TCPSIM_KIND_SYN)), 1);
	sockets_run(s, 3 * DELAY_US);
	s.client = tcpsim_sys_socket(s.net, CLIENT, TCPSIM_PROTOCOL_TCP);
	sockets_set(s, CLIENT, s.client, TCPSIM_TCP_FASTOPEN_CONNECT, 1);
	n_sent = tcpsim_net_n_sent(s.net);
	ck_assert_int_eq(tcpsim_sys_connect(s.net, CLIENT, s.client, at(SERVER, PORT)), 0);
	ck_assert_uint_eq(tcpsim_net_n_sent(s.net), n_sent);
	ck_assert_uint_eq(tcpsim_sys_poll(s.net, CLIENT, s.client), TCPSIM_POLLOUT);
	ck_assert_int_eq(tcpsim_sys_connect(s.net, CLIENT, s.client, at(SERVER, PORT)), -EISCONN);
	ck_assert_int_eq(tcpsim_sys_recv(s.net, CLIENT, s.client, NULL, 0, 0), -EAGAIN);
	ck_assert_int_eq(sockets_send(s, CLIENT, s.client, "hello"), 5);
	ck_assert_uint_eq(last_sent(s, CLIENT, TCPSIM_KIND_SYN)->text_bytes, 5);
	sockets_run(s, 2 * DELAY_US);
	tcpsim_sys_getsockopt(s.net, CLIENT, s.client, TCPSIM_TCP_INFO, &info, sizeof info);
	ck_assert_uint_eq(info.has_syn_text, 1);
	sockets_free(s);
}
END_TEST

/* Nothing was sent, and nothing is. */
START_TEST(a_connect_that_waits_may_be_closed)
{
	struct sockets s = fast_new();
	uint64_t n_sent;

	get_cookie(s);
	s.client = tcpsim_sys_socket(s.net, CLIENT, TCPSIM_PROTOCOL_TCP);
	sockets_set(s, CLIENT, s.client, TCPSIM_TCP_FASTOPEN_CONNECT, 1);
	n_sent = tcpsim_net_n_sent(s.net);
	tcpsim_sys_connect(s.net, CLIENT, s.client, at(SERVER, PORT));
	ck_assert_int_eq(tcpsim_sys_close(s.net, CLIENT, s.client), 0);
	sockets_run(s, SECOND_US);
	ck_assert_uint_eq(tcpsim_net_n_sent(s.net), n_sent);
	sockets_free(s);
}
END_TEST

/* TCP_FASTOPEN_NO_COOKIE at both ends: text at once, and no option. */
START_TEST(both_ends_may_do_without_cookies)
{
	struct sockets s = fast_new();
	int64_t last;

	ck_assert_int_eq(sockets_set(s, SERVER, s.listener, TCPSIM_TCP_FASTOPEN_NO_COOKIE, 1), 0);
	s.client = tcpsim_sys_socket(s.net, CLIENT, TCPSIM_PROTOCOL_TCP);
	ck_assert_int_eq(sockets_set(s, CLIENT, s.client, TCPSIM_TCP_FASTOPEN_NO_COOKIE, 1), 0);
	ck_assert_int_eq(
		tcpsim_sys_sendto(s.net, CLIENT, s.client, "hello", 5, TCPSIM_MSG_FASTOPEN, at(SERVER, PORT)), 5);
	ck_assert_uint_eq(has_option(last_sent(s, CLIENT, TCPSIM_KIND_SYN)), 0);
	sockets_run(s, DELAY_US);
	s.server = tcpsim_sys_accept(s.net, SERVER, s.listener, NULL);
	ck_assert_str_eq(sockets_read(s, SERVER, s.server, &last), "hello");
	sockets_free(s);
}
END_TEST

/* Errors are those of connect(). */
START_TEST(what_connect_refuses_is_refused)
{
	struct sockets s = fast_new();
	int other;

	get_cookie(s);
	ck_assert_int_eq(send_fast(s, &s.client, "hello"), 5);
	ck_assert_int_eq(tcpsim_sys_sendto(s.net, CLIENT, s.client, "x", 1, TCPSIM_MSG_FASTOPEN, at(SERVER, PORT)),
		-EALREADY);
	sockets_run(s, 3 * DELAY_US);
	ck_assert_int_eq(tcpsim_sys_sendto(s.net, CLIENT, s.client, "x", 1, TCPSIM_MSG_FASTOPEN, at(SERVER, PORT)),
		-EISCONN);
	other = tcpsim_sys_socket(s.net, CLIENT, TCPSIM_PROTOCOL_TCP);
	ck_assert_int_eq(
		tcpsim_sys_sendto(s.net, CLIENT, other, "x", 1, TCPSIM_MSG_FASTOPEN, at(SERVER, 0)), -EADDRNOTAVAIL);
	ck_assert_int_eq(tcpsim_sys_sendto(s.net, SERVER, s.listener, "x", 1, TCPSIM_MSG_FASTOPEN, at(CLIENT, 9)),
		-EOPNOTSUPP);
	sockets_free(s);
}
END_TEST

/* The experimental option has cookies of its own (appendix A). */
START_TEST(a_cookie_is_good_for_the_option_that_brought_it)
{
	const struct tcpsim_setting *setting = tcpsim_setting_find("fast-open-experimental");
	struct sockets s = fast_new();

	get_cookie(s);
	tcpsim_net_set(s.net, CLIENT, setting, 1, 0);
	ck_assert_int_eq(send_fast(s, &s.client, "hello"), -EINPROGRESS);
	ck_assert_uint_eq(last_sent(s, CLIENT, TCPSIM_KIND_SYN)->is_experimental, 1);
	sockets_run(s, 3 * DELAY_US);
	ck_assert_uint_eq(last_sent(s, SERVER, TCPSIM_KIND_SYN_ACK)->is_experimental, 1);
	ck_assert_int_eq(send_fast(s, &s.client, "hello"), 5);
	sockets_free(s);
}
END_TEST

/* What a host knows of others it forgets when it goes down; its own secret it keeps, or else all cookies were void. */
START_TEST(a_host_that_was_down_has_no_cookies)
{
	struct sockets s = fast_new();

	get_cookie(s);
	tcpsim_net_restart(s.net, CLIENT, 0);
	sockets_run(s, 1000 * SECOND_US);
	ck_assert_int_eq(send_fast(s, &s.client, "hello"), -EINPROGRESS);
	sockets_free(s);
}
END_TEST

/* A RST before the handshake has ended: who accepted the connection is told. */
START_TEST(a_connection_may_be_reset_before_its_handshake_ends)
{
	struct sockets s = fast_new();
	struct tcpsim_segment seg = { .ctl = TCPSIM_RST };
	char octet;

	get_cookie(s);
	send_fast(s, &s.client, "hello");
	sockets_run(s, DELAY_US);
	s.server = tcpsim_sys_accept(s.net, SERVER, s.listener, NULL);
	seg.seq = tcpsim_seq_add(last_sent(s, CLIENT, TCPSIM_KIND_SYN)->seq, 6);
	tcpsim_net_inject(s.net, CLIENT, 0, SERVER, PORT, &seg, NULL, 0);
	ck_assert_int_eq(tcpsim_sys_recv(s.net, SERVER, s.server, &octet, 1, 0), -ECONNRESET);
	sockets_run(s, SECOND_US);
	world_free(s.world);
}
END_TEST

/* IPv6 has other addresses, and other cookies (RFC 7413 4.1.2). */
START_TEST(cookies_are_made_of_addresses)
{
	static const uint64_t key[2] = { UINT64_C(0xb2b2b2b2a1a1a1a1), UINT64_C(0xd4d4d4d4c3c3c3c3) };
	static const uint8_t client[16] = { 192, 0, 2, 1 }, server[16] = { 192, 168, 0, 1 };
	static const uint8_t want[8] = { 0x30, 0x21, 0xb9, 0xd8, 0x89, 0x01, 0x7e, 0xeb };
	struct sockets s = fast_new();
	struct tcpsim_policy policy = fast_policy();

	tcpsim_net_set_cookies(s.net, CLIENT, NULL, client);
	tcpsim_net_set_cookies(s.net, SERVER, key, server);
	get_cookie(s);
	ck_assert_mem_eq(last_sent(s, SERVER, TCPSIM_KIND_SYN_ACK)->cookie, want, 8);
	sockets_free(s);
	policy.ip = TCPSIM_IPV6;
	s = fast_with(&policy, 5);
	get_cookie(s);
	ck_assert_int_eq(send_fast(s, &s.client, "hello"), 5);
	ck_assert_mem_ne(last_sent(s, SERVER, TCPSIM_KIND_SYN_ACK)->cookie, want, 8);
	sockets_free(s);
}
END_TEST

/* A listener that is no socket has no limit, and its user hears of the text at once. */
START_TEST(a_user_without_sockets_gets_the_text_at_once)
{
	struct tcpsim_policy policy = fast_policy();
	const struct tcpsim_link_options link = { .delay_us = DELAY_US };
	struct world world;
	struct sockets s = { .client = -1 };
	size_t n;
	const struct tcpsim_record *records;
	bool is_delivered = false;

	policy.fast_open_cookieless = 1;
	world = world_with(&policy, &link, 1);
	s.world = world;
	s.net = world.net;
	ck_assert_int_eq(send_fast(s, &s.client, "hello"), 5);
	sockets_run(s, DELAY_US);
	records = tcpsim_trace_records(tcpsim_net_trace(s.net), &n);
	for (size_t i = 0; i < n; i++)
		is_delivered |= records[i].kind == TCPSIM_RECORD_DELIVER && records[i].octets_n == 5;
	ck_assert(is_delivered);
	sockets_free(s);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("sockets with Fast Open");
	TCase *servers = tcase_create("servers"), *clients = tcase_create("clients");

	tcase_add_test(servers, a_cookie_is_asked_for_once_and_then_used);
	tcase_add_test(servers, a_wrong_cookie_costs_a_round_trip);
	tcase_add_test(servers, the_queue_of_those_in_haste_is_limited);
	tcase_add_test(servers, a_listener_has_to_want_it);
	tcase_add_test(servers, a_connection_may_be_reset_before_its_handshake_ends);
	tcase_add_test(servers, cookies_are_made_of_addresses);
	tcase_add_test(servers, a_user_without_sockets_gets_the_text_at_once);
	tcase_add_test(clients, a_client_has_to_want_it);
	tcase_add_test(clients, what_the_syn_has_no_room_for_is_not_taken);
	tcase_add_test(clients, an_option_and_an_address_are_enough);
	tcase_add_test(clients, connect_waits_for_what_goes_with_the_syn);
	tcase_add_test(clients, a_connect_that_waits_may_be_closed);
	tcase_add_test(clients, both_ends_may_do_without_cookies);
	tcase_add_test(clients, what_connect_refuses_is_refused);
	tcase_add_test(clients, a_cookie_is_good_for_the_option_that_brought_it);
	tcase_add_test(clients, a_host_that_was_down_has_no_cookies);
	suite_add_tcase(suite, servers);
	suite_add_tcase(suite, clients);
	return suite_run(suite);
}
