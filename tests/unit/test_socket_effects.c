/* SPDX-License-Identifier: MIT */
#include <sys/socket.h>

#include "tests/unit/socket_world.h"

/* Options of sockets and flags of calls that systems have beside POSIX: what each does, or that it is only kept. */

START_TEST(what_changes_nothing_here_is_kept)
{
	/* socket(7), ip(7), ipv6(7) of Linux: the values at first, and that a switch is 0 or 1. */
	static const struct {
		enum tcpsim_option_name option;
		int before, value, after;
	} rows[] = {
		{ TCPSIM_SO_REUSEPORT, 0, 5, 1 },
		{ TCPSIM_SO_RCVLOWAT, 1, 100, 100 },
		{ TCPSIM_SO_RCVLOWAT, 100, 0, 1 },
		{ TCPSIM_SO_SNDLOWAT, 1, 2048, 2048 },
		{ TCPSIM_SO_OOBINLINE, 1, 1, 1 },
		{ TCPSIM_SO_BROADCAST, 0, 3, 1 },
		{ TCPSIM_SO_DEBUG, 0, 1, 1 },
		{ TCPSIM_SO_DONTROUTE, 0, 1, 1 },
		{ TCPSIM_SO_PRIORITY, 0, 6, 6 },
		{ TCPSIM_SO_MARK, 0, 123, 123 },
		{ TCPSIM_TCP_CORK, 0, 7, 1 },
		{ TCPSIM_TCP_NOPUSH, 1, 0, 0 }, /* it is the same */
		{ TCPSIM_TCP_QUICKACK, 1, 0, 0 },
		{ TCPSIM_TCP_QUICKACK, 0, 1, 1 },
		{ TCPSIM_TCP_LINGER2, 0x7fffffff, 30, 30 },
		{ TCPSIM_TCP_LINGER2, 30, 0, 0x7fffffff },
		{ TCPSIM_TCP_NOTSENT_LOWAT, 0, 4096, 4096 },
		{ TCPSIM_TCP_KEEPINIT, 0x7fffffff, 75, 75 },
		{ TCPSIM_TCP_MAXUNACKTIME, 300, 20, 20 },
		{ TCPSIM_TCP_USER_TIMEOUT, 20000, 0, 300000 },
		{ TCPSIM_IP_MTU_DISCOVER, 1, 2, 2 },
		{ TCPSIM_IPV6_MTU_DISCOVER, 2, 0, 0 },
		{ TCPSIM_IP_RECVERR, 0, 1, 1 },
		{ TCPSIM_IP_RECVTOS, 0, 1, 1 },
		{ TCPSIM_IP_RECVTTL, 0, 1, 1 },
		{ TCPSIM_IPV6_TCLASS, 0, 0xb9, 0xb8 },
		{ TCPSIM_IP_TOS, 0xb8, 0, 0 },
		{ TCPSIM_IPV6_UNICAST_HOPS, 64, 9, 9 },
		{ TCPSIM_IP_TTL, 9, -1, 64 },
		{ TCPSIM_IPV6_V6ONLY, 0, 1, 1 },
	};
	struct tcpsim_policy policy = tcpsim_profile_find("rfc9293")->policy;
	struct sockets s;
	int client;

	policy.path_mtu_discovery = 1;
	policy.fin_wait_2_timeout_us = policy.open_timeout_us = TCPSIM_UNLIMITED;
	s = sockets_with(&policy, 1);
	client = tcpsim_sys_socket(s.net, CLIENT, TCPSIM_PROTOCOL_TCP);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		ck_assert_msg(sockets_option(s, CLIENT, client, rows[i].option) == rows[i].before, "row %zu: %d", i,
			sockets_option(s, CLIENT, client, rows[i].option));
		ck_assert_int_eq(sockets_set(s, CLIENT, client, rows[i].option, rows[i].value), 0);
		ck_assert_msg(sockets_option(s, CLIENT, client, rows[i].option) == rows[i].after, "row %zu: %d", i,
			sockets_option(s, CLIENT, client, rows[i].option));
	}
	sockets_free(s);
}
END_TEST

START_TEST(what_cannot_be_is_refused)
{
	static const struct {
		enum tcpsim_option_name option;
		int value, result;
	} rows[] = {
		{ TCPSIM_SO_RCVLOWAT, -1, -EINVAL },
		{ TCPSIM_SO_OOBINLINE, 0, -EINVAL },
		{ TCPSIM_SO_PRIORITY, -1, -EINVAL },
		{ TCPSIM_TCP_LINGER2, -1, -EINVAL },
		{ TCPSIM_TCP_NOTSENT_LOWAT, -1, -EINVAL },
		{ TCPSIM_IP_MTU_DISCOVER, 3, -EINVAL },
		{ TCPSIM_IP_MTU_DISCOVER, -1, -EINVAL },
		{ TCPSIM_IPV6_TCLASS, -1, -EINVAL },
		{ TCPSIM_IPV6_UNICAST_HOPS, -2, -EINVAL },
		{ TCPSIM_IPV6_V6ONLY, 1, -EINVAL }, /* it is bound */
		{ TCPSIM_SO_TYPE, 1, -ENOPROTOOPT },
		{ TCPSIM_SO_DOMAIN, 1, -ENOPROTOOPT },
		{ TCPSIM_SO_RCVTIMEO, 1, -EINVAL }, /* its size is another */
	};
	struct sockets s = sockets_new();
	int datagrams = tcpsim_sys_socket(s.net, SERVER, TCPSIM_PROTOCOL_UDP);

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		ck_assert_int_eq(sockets_set(s, SERVER, s.listener, rows[i].option, rows[i].value), rows[i].result);
	ck_assert_int_eq(sockets_set(s, SERVER, datagrams, TCPSIM_TCP_CORK, 1), -ENOPROTOOPT);
	ck_assert_int_eq(sockets_set(s, SERVER, datagrams, TCPSIM_SO_BROADCAST, 1), 0);
	sockets_free(s);
}
END_TEST

START_TEST(a_socket_knows_what_it_is)
{
	struct tcpsim_policy policy = *world_policy();
	struct sockets s = sockets_new();
	int datagrams = tcpsim_sys_socket(s.net, CLIENT, TCPSIM_PROTOCOL_UDP);

	ck_assert_int_eq(sockets_option(s, SERVER, s.listener, TCPSIM_SO_TYPE), SOCK_STREAM);
	ck_assert_int_eq(sockets_option(s, CLIENT, datagrams, TCPSIM_SO_TYPE), SOCK_DGRAM);
	ck_assert_int_eq(sockets_option(s, CLIENT, datagrams, TCPSIM_SO_DOMAIN), AF_INET);
	sockets_free(s);
	policy.ip = TCPSIM_IPV6;
	s = sockets_with(&policy, 1);
	ck_assert_int_eq(sockets_option(s, SERVER, s.listener, TCPSIM_SO_DOMAIN), AF_INET6);
	sockets_free(s);
}
END_TEST

START_TEST(timeouts_are_kept_as_microseconds)
{
	struct sockets s = sockets_new();
	int64_t time_us = INT64_C(5000000000), got = -1;

	ck_assert_int_eq(tcpsim_sys_getsockopt(s.net, SERVER, s.listener, TCPSIM_SO_SNDTIMEO, &got, sizeof got), 0);
	ck_assert_int_eq(got, 0);
	ck_assert_int_eq(
		tcpsim_sys_setsockopt(s.net, SERVER, s.listener, TCPSIM_SO_SNDTIMEO, &time_us, sizeof time_us), 0);
	ck_assert_str_eq(world_record(s.world, TCPSIM_RECORD_SOCKET, SERVER, 4)->words, "SO_SNDTIMEO=5000000000");
	ck_assert_int_eq(tcpsim_sys_getsockopt(s.net, SERVER, s.listener, TCPSIM_SO_SNDTIMEO, &got, sizeof got), 0);
	ck_assert_int_eq(got, time_us);
	time_us = -1;
	ck_assert_int_eq(
		tcpsim_sys_setsockopt(s.net, SERVER, s.listener, TCPSIM_SO_SNDTIMEO, &time_us, sizeof time_us),
		-EINVAL);
	sockets_free(s);
}
END_TEST

START_TEST(what_is_accepted_has_what_its_listener_keeps)
{
	struct sockets s = sockets_new();

	sockets_set(s, SERVER, s.listener, TCPSIM_SO_RCVLOWAT, 4);
	sockets_set(s, SERVER, s.listener, TCPSIM_SO_MARK, 9);
	sockets_connect(s);
	sockets_run(s, SECOND_US);
	s.server = tcpsim_sys_accept(s.net, SERVER, s.listener, NULL);
	ck_assert_int_eq(sockets_option(s, SERVER, s.server, TCPSIM_SO_RCVLOWAT), 4);
	sockets_set(s, SERVER, s.server, TCPSIM_SO_MARK, 10);
	ck_assert_int_eq(sockets_option(s, SERVER, s.listener, TCPSIM_SO_MARK), 9);
	sockets_free(s);
}
END_TEST

START_TEST(two_sockets_share_a_port_if_both_say_so_in_the_same_manner)
{
	/* socket(7): SO_REUSEPORT must be set on both. */
	struct sockets s = sockets_new();
	int fd[4];

	for (int i = 0; i < 4; i++)
		fd[i] = tcpsim_sys_socket(s.net, CLIENT, i < 2 ? TCPSIM_PROTOCOL_TCP : TCPSIM_PROTOCOL_UDP);
	for (int i = 0; i < 4; i += 2) {
		sockets_set(s, CLIENT, fd[i], TCPSIM_SO_REUSEPORT, 1);
		ck_assert_int_eq(tcpsim_sys_bind(s.net, CLIENT, fd[i], at(TCPSIM_NO_HOST, 7)), 0);
		sockets_set(s, CLIENT, fd[i + 1], TCPSIM_SO_REUSEADDR, 1);
		ck_assert_int_eq(tcpsim_sys_bind(s.net, CLIENT, fd[i + 1], at(TCPSIM_NO_HOST, 7)), -EADDRINUSE);
		sockets_set(s, CLIENT, fd[i + 1], TCPSIM_SO_REUSEPORT, 1);
		ck_assert_int_eq(tcpsim_sys_bind(s.net, CLIENT, fd[i + 1], at(TCPSIM_NO_HOST, 7)), 0);
	}
	ck_assert_int_eq(tcpsim_sys_listen(s.net, CLIENT, fd[0], 1), 0);
	ck_assert_int_eq(tcpsim_sys_listen(s.net, CLIENT, fd[1], 1), -EADDRINUSE);
	sockets_free(s);
}
END_TEST

START_TEST(fewer_octets_than_wanted_are_no_pollin)
{
	/* socket(7), SO_RCVLOWAT; the FIN and less than half of a small buffer are enough all the same. */
	struct sockets s = sockets_open();

	sockets_set(s, SERVER, s.server, TCPSIM_SO_RCVLOWAT, 4);
	sockets_send(s, CLIENT, s.client, "abc");
	sockets_run(s, SECOND_US);
	ck_assert_uint_eq(tcpsim_sys_poll(s.net, SERVER, s.server) & TCPSIM_POLLIN, 0);
	sockets_send(s, CLIENT, s.client, "d");
	sockets_run(s, SECOND_US);
	ck_assert_uint_eq(tcpsim_sys_poll(s.net, SERVER, s.server) & TCPSIM_POLLIN, TCPSIM_POLLIN);
	sockets_set(s, SERVER, s.server, TCPSIM_SO_RCVLOWAT, 1 << 20);
	sockets_set(s, SERVER, s.server, TCPSIM_SO_RCVBUF, 8);
	ck_assert_uint_eq(tcpsim_sys_poll(s.net, SERVER, s.server) & TCPSIM_POLLIN, TCPSIM_POLLIN);
	sockets_set(s, SERVER, s.server, TCPSIM_SO_RCVBUF, 100);
	ck_assert_uint_eq(tcpsim_sys_poll(s.net, SERVER, s.server) & TCPSIM_POLLIN, 0);
	tcpsim_sys_close(s.net, CLIENT, s.client);
	sockets_run(s, SECOND_US);
	ck_assert_uint_eq(tcpsim_sys_poll(s.net, SERVER, s.server) & TCPSIM_POLLIN, TCPSIM_POLLIN);
	sockets_free(s);
}
END_TEST

START_TEST(less_room_than_wanted_is_no_pollout)
{
	struct sockets s = sockets_open();

	tcpsim_net_cut(s.net, CLIENT, SERVER, 0);
	sockets_set(s, CLIENT, s.client, TCPSIM_SO_SNDBUF, 10);
	sockets_set(s, CLIENT, s.client, TCPSIM_SO_SNDLOWAT, 6);
	ck_assert_uint_eq(tcpsim_sys_poll(s.net, CLIENT, s.client), TCPSIM_POLLOUT);
	ck_assert_int_eq(sockets_send(s, CLIENT, s.client, "abcd"), 4);
	ck_assert_uint_eq(tcpsim_sys_poll(s.net, CLIENT, s.client), TCPSIM_POLLOUT);
	ck_assert_int_eq(sockets_send(s, CLIENT, s.client, "e"), 1);
	ck_assert_uint_eq(tcpsim_sys_poll(s.net, CLIENT, s.client), 0);
	sockets_set(s, CLIENT, s.client, TCPSIM_SO_SNDLOWAT, 5);
	ck_assert_uint_eq(tcpsim_sys_poll(s.net, CLIENT, s.client), TCPSIM_POLLOUT);
	sockets_free(s);
}
END_TEST

START_TEST(with_enough_that_is_not_sent_send_takes_no_more)
{
	/* tcp(7), TCP_NOTSENT_LOWAT. RFC 5681 3.1: the first window is some segments; what follows waits for it. */
	struct sockets s = sockets_open();
	static const uint8_t octets[60000];

	sockets_set(s, CLIENT, s.client, TCPSIM_TCP_NOTSENT_LOWAT, 1000);
	ck_assert_int_eq(tcpsim_sys_send(s.net, CLIENT, s.client, octets, sizeof octets, 0), sizeof octets);
	ck_assert_uint_eq(tcpsim_sys_poll(s.net, CLIENT, s.client), 0);
	ck_assert_int_eq(sockets_send(s, CLIENT, s.client, "x"), -EAGAIN);
	/* tcp_stream_memory_free(), __sk_stream_is_writeable(): it takes more, but calls nobody for that yet. */
	sockets_set(s, CLIENT, s.client, TCPSIM_TCP_NOTSENT_LOWAT, 60000);
	ck_assert_uint_eq(tcpsim_sys_poll(s.net, CLIENT, s.client), 0);
	ck_assert_int_eq(sockets_send(s, CLIENT, s.client, "x"), 1);
	sockets_set(s, CLIENT, s.client, TCPSIM_TCP_NOTSENT_LOWAT, 120000);
	ck_assert_uint_eq(tcpsim_sys_poll(s.net, CLIENT, s.client), TCPSIM_POLLOUT);
	sockets_free(s);
}
END_TEST

START_TEST(icmp_is_an_error_that_waits_for_who_asked)
{
	/* ip(7), IP_RECVERR: all errors are reported; without it only SO_ERROR tells of what TCP goes on over. */
	const struct tcpsim_icmp icmp = { .kind = TCPSIM_ICMP_HOST_UNREACHABLE, .seq = { CLIENT_ISS + 1U } };
	struct sockets s = sockets_open();

	sockets_set(s, CLIENT, s.client, TCPSIM_IP_RECVERR, _i);
	tcpsim_net_cut(s.net, CLIENT, SERVER, 0);
	sockets_send(s, CLIENT, s.client, "x");
	tcpsim_net_inject_icmp(s.net, SERVER, 0, CLIENT, 0, TCPSIM_PROTOCOL_TCP, &icmp, 0);
	ck_assert_uint_eq(tcpsim_sys_poll(s.net, CLIENT, s.client) & TCPSIM_POLLERR, _i == 1 ? TCPSIM_POLLERR : 0);
	ck_assert_int_eq(sockets_option(s, CLIENT, s.client, TCPSIM_SO_ERROR), EHOSTUNREACH);
	ck_assert_int_eq(sockets_state(s, CLIENT, s.client), TCPSIM_ESTABLISHED);
	sockets_free(s);
}
END_TEST

START_TEST(a_delayed_ack_leaves_when_quickack_is_set)
{
	/* tcp(7), TCP_QUICKACK; RFC 9293 3.8.6.3: else it may wait for the host's 200 ms. */
	struct tcpsim_policy policy = *world_policy();
	struct sockets s;

	policy.delayed_ack_us = 200000;
	policy.quick_acks = 0;
	s = sockets_open_with(&policy);
	sockets_send(s, CLIENT, s.client, "x");
	sockets_run(s, DELAY_US);
	ck_assert_ptr_null(world_sent(s.world, SERVER, TCPSIM_KIND_ACK, 1));
	ck_assert_int_eq(sockets_set(s, SERVER, s.server, TCPSIM_TCP_QUICKACK, 1), 0);
	ck_assert_ptr_nonnull(world_sent(s.world, SERVER, TCPSIM_KIND_ACK, 1));
	ck_assert_int_eq(sockets_set(s, SERVER, s.server, TCPSIM_TCP_QUICKACK, 1), 0);
	ck_assert_ptr_null(world_sent(s.world, SERVER, TCPSIM_KIND_ACK, 2));
	sockets_free(s);
}
END_TEST

START_TEST(without_quickack_the_first_acks_wait_too)
{
	struct tcpsim_policy policy = *world_policy();
	struct sockets s;

	policy.delayed_ack_us = 200000;
	policy.quick_acks = 3;
	s = sockets_open_with(&policy);
	if (_i == 1)
		sockets_set(s, SERVER, s.server, TCPSIM_TCP_QUICKACK, 0);
	sockets_send(s, CLIENT, s.client, "x");
	sockets_run(s, DELAY_US);
	ck_assert_int_eq(world_sent(s.world, SERVER, TCPSIM_KIND_ACK, 1) == NULL, _i == 1);
	sockets_free(s);
}
END_TEST

START_TEST(a_cork_holds_back_what_is_not_full)
{
	/* tcp(7), TCP_CORK: no partial frames are sent; what is queued leaves when the option is cleared. */
	struct sockets s = sockets_open();
	static const uint8_t octets[1460];

	sockets_set(s, CLIENT, s.client, TCPSIM_TCP_CORK, 1);
	sockets_send(s, CLIENT, s.client, "abc");
	ck_assert_ptr_null(world_sent(s.world, CLIENT, TCPSIM_KIND_DATA, 1));
	tcpsim_sys_send(s.net, CLIENT, s.client, octets, sizeof octets, 0);
	ck_assert_uint_eq(world_sent(s.world, CLIENT, TCPSIM_KIND_DATA, 1)->segment.text_bytes, 1460);
	ck_assert_ptr_null(world_sent(s.world, CLIENT, TCPSIM_KIND_DATA, 2));
	sockets_set(s, CLIENT, s.client, TCPSIM_TCP_CORK, 0);
	ck_assert_uint_eq(world_sent(s.world, CLIENT, TCPSIM_KIND_DATA, 2)->segment.text_bytes, 3);
	sockets_free(s);
}
END_TEST

START_TEST(nodelay_pushes_once_through_a_cork)
{
	/* tcp(7): setting TCP_NODELAY forces an explicit flush of pending output, even if TCP_CORK is currently set. */
	struct sockets s = sockets_open();

	sockets_set(s, CLIENT, s.client, TCPSIM_TCP_CORK, 1);
	sockets_send(s, CLIENT, s.client, "abc");
	sockets_set(s, CLIENT, s.client, TCPSIM_TCP_NODELAY, 1);
	ck_assert_uint_eq(world_sent(s.world, CLIENT, TCPSIM_KIND_DATA, 1)->segment.text_bytes, 3);
	ck_assert_int_eq(sockets_option(s, CLIENT, s.client, TCPSIM_TCP_CORK), 1);
	sockets_send(s, CLIENT, s.client, "de");
	ck_assert_ptr_null(world_sent(s.world, CLIENT, TCPSIM_KIND_DATA, 2));
	sockets_set(s, CLIENT, s.client, TCPSIM_TCP_CORK, 0);
	ck_assert_uint_eq(world_sent(s.world, CLIENT, TCPSIM_KIND_DATA, 2)->segment.text_bytes, 2);
	sockets_free(s);
}
END_TEST

START_TEST(msg_more_is_a_cork_for_one_call)
{
	/* send(2), MSG_MORE; with it or without a policy of its own, what was set stays. */
	struct sockets s = sockets_open();

	if (_i == 1)
		sockets_set(s, CLIENT, s.client, TCPSIM_IP_TTL, 7);
	ck_assert_int_eq(tcpsim_sys_send(s.net, CLIENT, s.client, "abc", 3, TCPSIM_MSG_MORE), 3);
	ck_assert_ptr_null(world_sent(s.world, CLIENT, TCPSIM_KIND_DATA, 1));
	ck_assert_int_eq(sockets_option(s, CLIENT, s.client, TCPSIM_TCP_CORK), 0);
	ck_assert_int_eq(sockets_option(s, CLIENT, s.client, TCPSIM_IP_TTL), _i == 1 ? 7 : 64);
	sockets_send(s, CLIENT, s.client, "d");
	ck_assert_uint_eq(world_sent(s.world, CLIENT, TCPSIM_KIND_DATA, 1)->segment.text_bytes, 4);
	sockets_free(s);
}
END_TEST

START_TEST(octets_may_be_thrown_away_unseen)
{
	/* tcp(7), MSG_TRUNC. */
	struct sockets s = sockets_open();
	char octets[8] = "";
	int64_t last;

	sockets_send(s, CLIENT, s.client, "abcdef");
	sockets_run(s, SECOND_US);
	ck_assert_int_eq(
		tcpsim_sys_recv(s.net, SERVER, s.server, octets, 2, TCPSIM_MSG_PEEK | TCPSIM_MSG_TRUNC), 2);
	ck_assert_str_eq(octets, "");
	ck_assert_int_eq(tcpsim_sys_recv(s.net, SERVER, s.server, NULL, 2, TCPSIM_MSG_TRUNC), 2);
	ck_assert_str_eq(sockets_read(s, SERVER, s.server, &last), "cdef");
	/* The same of what TCP has left behind. */
	sockets_send(s, CLIENT, s.client, "ghij");
	tcpsim_sys_close(s.net, CLIENT, s.client);
	tcpsim_sys_shutdown(s.net, SERVER, s.server, TCPSIM_SHUT_WR);
	world_until_quiet(s.world);
	ck_assert_int_eq(tcpsim_sys_handle(s.net, SERVER, s.server), 0);
	ck_assert_int_eq(tcpsim_sys_recv(s.net, SERVER, s.server, NULL, 3, TCPSIM_MSG_TRUNC), 3);
	ck_assert_str_eq(sockets_read(s, SERVER, s.server, &last), "j");
	sockets_free(s);
}
END_TEST

START_TEST(flags_that_do_nothing_are_taken_and_told)
{
	struct sockets s = sockets_open();
	const unsigned quiet = TCPSIM_MSG_DONTWAIT | TCPSIM_MSG_NOSIGNAL | TCPSIM_MSG_EOR;
	char octets[8];

	ck_assert_int_eq(tcpsim_sys_send(s.net, CLIENT, s.client, "abc", 3, quiet), 3);
	ck_assert_str_eq(world_record(s.world, TCPSIM_RECORD_SOCKET, CLIENT, 3)->words,
		"MSG_DONTWAIT|MSG_NOSIGNAL|MSG_EOR");
	sockets_run(s, SECOND_US);
	ck_assert_int_eq(
		tcpsim_sys_recv(s.net, SERVER, s.server, octets, sizeof octets, TCPSIM_MSG_ERRQUEUE), -EAGAIN);
	ck_assert_int_eq(tcpsim_sys_recv(s.net, SERVER, s.server, octets, sizeof octets, TCPSIM_MSG_WAITALL), 3);
	sockets_free(s);
}
END_TEST

START_TEST(buffers_read_as_twice_what_was_set_where_the_system_has_it_so)
{
	/* socket(7) of Linux: the kernel doubles this value, and the doubled value is returned. */
	struct tcpsim_policy policy = *world_policy();
	struct sockets s;

	policy.double_buffers = 1;
	s = sockets_open_with(&policy);
	ck_assert_int_eq(sockets_set(s, CLIENT, s.client, TCPSIM_SO_RCVBUF, 5000), 0);
	ck_assert_int_eq(sockets_option(s, CLIENT, s.client, TCPSIM_SO_RCVBUF), 10000);
	ck_assert_int_eq(sockets_set(s, CLIENT, s.client, TCPSIM_SO_SNDBUF, 7000), 0);
	ck_assert_int_eq(sockets_option(s, CLIENT, s.client, TCPSIM_SO_SNDBUF), 14000);
	tcpsim_net_cut(s.net, CLIENT, SERVER, 0);
	ck_assert_int_eq(tcpsim_sys_send(s.net, CLIENT, s.client, (const uint8_t[9000]){ 0 }, 9000, 0), 7000);
	sockets_free(s);
}
END_TEST

START_TEST(connect_is_given_up_after_the_sockets_own_time)
{
	/* tcp(4) of FreeBSD, TCP_KEEPINIT. */
	struct sockets s = sockets_new();
	int client = tcpsim_sys_socket(s.net, CLIENT, TCPSIM_PROTOCOL_TCP);

	tcpsim_net_cut(s.net, CLIENT, SERVER, 0);
	sockets_set(s, CLIENT, client, TCPSIM_TCP_KEEPINIT, 10);
	ck_assert_int_eq(tcpsim_sys_connect(s.net, CLIENT, client, at(SERVER, PORT)), -EINPROGRESS);
	sockets_run(s, 10 * SECOND_US - 1);
	ck_assert_int_eq(sockets_option(s, CLIENT, client, TCPSIM_SO_ERROR), 0);
	sockets_run(s, 1);
	ck_assert_int_eq(sockets_option(s, CLIENT, client, TCPSIM_SO_ERROR), ETIMEDOUT);
	sockets_free(s);
}
END_TEST

START_TEST(syns_may_have_no_options_at_all)
{
	/* tcp(4) of FreeBSD, TCP_NOOPT; what a listener was given is good for what it accepts. */
	struct tcpsim_policy policy = *world_policy();
	struct sockets s;
	int client;

	policy.timestamps = policy.sack = policy.window_scale = policy.user_timeout_option = 1;
	s = sockets_with(&policy, 1);
	client = tcpsim_sys_socket(s.net, CLIENT, TCPSIM_PROTOCOL_TCP);
	ck_assert_int_eq(sockets_option(s, CLIENT, client, TCPSIM_TCP_NOOPT), 0);
	ck_assert_int_eq(sockets_set(s, CLIENT, client, TCPSIM_TCP_NOOPT, 2), 0);
	ck_assert_int_eq(sockets_option(s, CLIENT, client, TCPSIM_TCP_NOOPT), 1);
	if (_i == 1)
		sockets_set(s, CLIENT, client, TCPSIM_TCP_NOOPT, 0);
	sockets_set(s, SERVER, s.listener, TCPSIM_TCP_NOOPT, 1);
	tcpsim_sys_connect(s.net, CLIENT, client, at(SERVER, PORT));
	sockets_run(s, SECOND_US);
	ck_assert_int_eq(world_sent(s.world, CLIENT, TCPSIM_KIND_SYN, 1)->segment.options == 0, _i == 0);
	ck_assert_uint_eq(world_sent(s.world, SERVER, TCPSIM_KIND_SYN_ACK, 1)->segment.options, 0);
	s.server = tcpsim_sys_accept(s.net, SERVER, s.listener, NULL);
	sockets_send(s, SERVER, s.server, "x");
	ck_assert_uint_eq(world_sent(s.world, SERVER, TCPSIM_KIND_DATA, 1)->segment.options, 0);
	ck_assert_int_eq(sockets_option(s, SERVER, s.server, TCPSIM_TCP_NOOPT), 1);
	sockets_free(s);
}
END_TEST

START_TEST(segments_and_octets_are_counted)
{
	/* RFC 9293 figure 6, then text that is lost once: SYN, ACK and two segments with text went out. */
	const struct tcpsim_fault fault = {
		.kind = TCPSIM_FAULT_DROP, .host = CLIENT, .segment = TCPSIM_KIND_DATA, .first = 1, .last = 1,
	};
	struct sockets s = sockets_open();
	struct tcpsim_tcp_info info;

	tcpsim_net_add_fault(s.net, &fault);
	sockets_send(s, CLIENT, s.client, "abc");
	sockets_run(s, 5 * SECOND_US);
	tcpsim_sys_getsockopt(s.net, CLIENT, s.client, TCPSIM_TCP_INFO, &info, sizeof info);
	ck_assert_uint_eq(info.segments_out, 4);
	ck_assert_uint_eq(info.data_segments_out, 2);
	ck_assert_uint_eq(info.segments_in, 2); /* SYN,ACK and ACK */
	ck_assert_uint_eq(info.data_segments_in, 0);
	ck_assert_uint_eq(info.retransmits, 1);
	ck_assert_uint_eq(info.retransmitted_bytes, 3);
	ck_assert_uint_eq(info.acked_bytes, 3);
	ck_assert_uint_eq(info.received_bytes, 0);
	ck_assert_uint_eq(info.advmss, 1460);
	ck_assert_uint_eq(info.reordering, 3);
	ck_assert_uint_eq(info.is_quick_ack, 1);
	tcpsim_sys_getsockopt(s.net, SERVER, s.server, TCPSIM_TCP_INFO, &info, sizeof info);
	ck_assert_uint_eq(info.segments_in, 3); /* SYN, ACK, and the text that came */
	ck_assert_uint_eq(info.data_segments_in, 1);
	ck_assert_uint_eq(info.segments_out, 2);
	ck_assert_uint_eq(info.received_bytes, 3);
	ck_assert_uint_eq(info.acked_bytes, 0);
	sockets_free(s);
}
END_TEST

START_TEST(octets_that_the_peer_has_told_by_sack_are_counted)
{
	/* RFC 2018 3: of three segments the first is lost, and two ACKs tell of one range. */
	const struct tcpsim_fault fault = {
		.kind = TCPSIM_FAULT_DROP, .host = CLIENT, .segment = TCPSIM_KIND_DATA, .first = 1, .last = 1,
	};
	struct tcpsim_policy policy = *world_policy();
	struct tcpsim_tcp_info info;
	struct sockets s;

	policy.sack = 1;
	s = sockets_open_with(&policy);
	tcpsim_net_add_fault(s.net, &fault);
	sockets_send(s, CLIENT, s.client, "abc");
	sockets_send(s, CLIENT, s.client, "de");
	sockets_send(s, CLIENT, s.client, "f");
	sockets_run(s, 3 * DELAY_US);
	tcpsim_sys_getsockopt(s.net, CLIENT, s.client, TCPSIM_TCP_INFO, &info, sizeof info);
	ck_assert_uint_eq(info.sacked_ranges, 1);
	ck_assert_uint_eq(info.sacked_bytes, 3);
	sockets_free(s);
}
END_TEST

static TCase *
options(void)
{
	TCase *tcase = tcase_create("options");

	tcase_add_test(tcase, what_changes_nothing_here_is_kept);
	tcase_add_test(tcase, what_cannot_be_is_refused);
	tcase_add_test(tcase, a_socket_knows_what_it_is);
	tcase_add_test(tcase, timeouts_are_kept_as_microseconds);
	tcase_add_test(tcase, what_is_accepted_has_what_its_listener_keeps);
	tcase_add_test(tcase, two_sockets_share_a_port_if_both_say_so_in_the_same_manner);
	tcase_add_test(tcase, fewer_octets_than_wanted_are_no_pollin);
	tcase_add_test(tcase, less_room_than_wanted_is_no_pollout);
	tcase_add_test(tcase, with_enough_that_is_not_sent_send_takes_no_more);
	tcase_add_loop_test(tcase, icmp_is_an_error_that_waits_for_who_asked, 0, 2);
	tcase_add_test(tcase, a_delayed_ack_leaves_when_quickack_is_set);
	tcase_add_loop_test(tcase, without_quickack_the_first_acks_wait_too, 0, 2);
	tcase_add_test(tcase, a_cork_holds_back_what_is_not_full);
	tcase_add_test(tcase, nodelay_pushes_once_through_a_cork);
	tcase_add_test(tcase, buffers_read_as_twice_what_was_set_where_the_system_has_it_so);
	tcase_add_loop_test(tcase, syns_may_have_no_options_at_all, 0, 2);
	tcase_add_test(tcase, connect_is_given_up_after_the_sockets_own_time);
	return tcase;
}

int
main(void)
{
	Suite *suite = suite_create("options and flags of sockets");
	TCase *flags = tcase_create("flags");

	suite_add_tcase(suite, options());
	tcase_add_loop_test(flags, msg_more_is_a_cork_for_one_call, 0, 2);
	tcase_add_test(flags, octets_may_be_thrown_away_unseen);
	tcase_add_test(flags, flags_that_do_nothing_are_taken_and_told);
	tcase_add_test(flags, segments_and_octets_are_counted);
	tcase_add_test(flags, octets_that_the_peer_has_told_by_sack_are_counted);
	suite_add_tcase(suite, flags);
	return suite_run(suite);
}
