/* SPDX-License-Identifier: MIT */
#include "tests/unit/socket_world.h"

/* Sockets of UDP: POSIX (IEEE Std 1003.1-2017) XSH sendto, recvfrom, connect; RFC 768, RFC 1122 4.1. */

#define TIME_PORT 37

/* A server whose datagram socket is bound, and a client's that is not. */
struct datagrams {
	struct sockets s;
	int client, server;
};

static struct datagrams
datagrams_with(const struct tcpsim_policy *policy)
{
	struct datagrams d = { .s = sockets_with(policy, 1) };

	d.client = tcpsim_sys_socket(d.s.net, CLIENT, TCPSIM_PROTOCOL_UDP);
	d.server = tcpsim_sys_socket(d.s.net, SERVER, TCPSIM_PROTOCOL_UDP);
	ck_assert_int_eq(tcpsim_sys_bind(d.s.net, SERVER, d.server, at(SERVER, TIME_PORT)), 0);
	return d;
}

static struct datagrams
datagrams_new(void)
{
	return datagrams_with(world_policy());
}

static int64_t
ask(struct datagrams d, const char *words)
{
	return tcpsim_sys_sendto(d.s.net, CLIENT, d.client, words, strlen(words), 0, at(SERVER, TIME_PORT));
}

START_TEST(a_server_answers_whoever_asks)
{
	struct datagrams d = datagrams_new();
	int other = tcpsim_sys_socket(d.s.net, CLIENT, TCPSIM_PROTOCOL_UDP);
	struct tcpsim_address peer, address;
	char octets[16];

	ck_assert_int_eq(ask(d, "time?"), 5);
	ck_assert_int_eq(tcpsim_sys_sendto(d.s.net, CLIENT, other, "and for me?", 11, 0, at(SERVER, TIME_PORT)), 11);
	ck_assert_uint_eq(tcpsim_sys_poll(d.s.net, SERVER, d.server), TCPSIM_POLLOUT);
	sockets_run(d.s, SECOND_US);
	ck_assert_uint_eq(tcpsim_sys_poll(d.s.net, SERVER, d.server), TCPSIM_POLLIN | TCPSIM_POLLOUT);
	for (int i = 0; i < 2; i++) {
		ck_assert_int_eq(tcpsim_sys_recvfrom(d.s.net, SERVER, d.server, octets, 16, 0, &peer), i == 0 ? 5 : 11);
		tcpsim_sys_getsockname(d.s.net, CLIENT, i == 0 ? d.client : other, &address);
		ck_assert_uint_eq(peer.host, CLIENT);
		ck_assert_uint_eq(peer.port, address.port);
		ck_assert_int_eq(tcpsim_sys_sendto(d.s.net, SERVER, d.server, "noon", 4, 0, peer), 4);
	}
	ck_assert_int_eq(tcpsim_sys_recvfrom(d.s.net, SERVER, d.server, octets, 16, 0, &peer), -EAGAIN);
	sockets_run(d.s, SECOND_US);
	ck_assert_int_eq(tcpsim_sys_recv(d.s.net, CLIENT, d.client, octets, 16, 0), 4);
	ck_assert_mem_eq(octets, "noon", 4);
	ck_assert_int_eq(tcpsim_sys_recv(d.s.net, CLIENT, other, octets, 16, 0), 4);
	sockets_free(d.s);
}
END_TEST

START_TEST(a_datagram_is_whole_or_cut_and_never_joined)
{
	/* XSH recv: for message-based sockets the excess octets are discarded. */
	struct datagrams d = datagrams_new();
	char octets[16];

	ask(d, "ab");
	ask(d, "cdef");
	ask(d, "");
	ask(d, "ghij");
	sockets_run(d.s, SECOND_US);
	ck_assert_int_eq(tcpsim_sys_recv(d.s.net, SERVER, d.server, octets, 16, TCPSIM_MSG_PEEK), 2);
	ck_assert_int_eq(tcpsim_sys_recv(d.s.net, SERVER, d.server, octets, 16, 0), 2);
	ck_assert_int_eq(tcpsim_sys_recv(d.s.net, SERVER, d.server, octets, 3, 0), 3);
	ck_assert_mem_eq(octets, "cde", 3);
	ck_assert_int_eq(tcpsim_sys_recv(d.s.net, SERVER, d.server, octets, 16, 0), 0);
	ck_assert_int_eq(tcpsim_sys_recv(d.s.net, SERVER, d.server, octets, 1, TCPSIM_MSG_TRUNC), 4);
	ck_assert_int_eq(tcpsim_sys_recv(d.s.net, SERVER, d.server, octets, 16, 0), -EAGAIN);
	sockets_free(d.s);
}
END_TEST

START_TEST(a_connected_socket_has_one_peer)
{
	/* XSH connect: the peer for send(), and only datagrams from it are received; a null address dissolves it. */
	struct datagrams d = datagrams_new();
	int stranger = tcpsim_sys_socket(d.s.net, SERVER, TCPSIM_PROTOCOL_UDP);
	struct tcpsim_address address;
	char octets[16];

	ck_assert_int_eq(tcpsim_sys_send(d.s.net, CLIENT, d.client, "x", 1, 0), -EDESTADDRREQ);
	ck_assert_int_eq(tcpsim_sys_getpeername(d.s.net, CLIENT, d.client, &address), -ENOTCONN);
	ck_assert_int_eq(tcpsim_sys_shutdown(d.s.net, CLIENT, d.client, TCPSIM_SHUT_WR), -ENOTCONN);
	ck_assert_int_eq(tcpsim_sys_connect(d.s.net, CLIENT, d.client, at(SERVER, TIME_PORT)), 0);
	ck_assert_int_eq(tcpsim_sys_getpeername(d.s.net, CLIENT, d.client, &address), 0);
	ck_assert_uint_eq(address.port, TIME_PORT);
	ck_assert_int_eq(ask(d, "x"), -EISCONN);
	ck_assert_int_eq(tcpsim_sys_send(d.s.net, CLIENT, d.client, "time?", 5, 0), 5);
	tcpsim_sys_getsockname(d.s.net, CLIENT, d.client, &address);
	tcpsim_sys_sendto(d.s.net, SERVER, stranger, "midnight", 8, 0, address);
	sockets_run(d.s, SECOND_US);
	ck_assert_int_eq(tcpsim_sys_recv(d.s.net, CLIENT, d.client, octets, 16, 0), -EAGAIN);
	ck_assert_int_eq(tcpsim_sys_connect(d.s.net, CLIENT, d.client, at(TCPSIM_NO_HOST, 0)), 0);
	ck_assert_int_eq(ask(d, "x"), 1);
	sockets_free(d.s);
}
END_TEST

START_TEST(nobody_there_is_told_by_the_next_call)
{
	/* RFC 1122 4.1.3.1, 4.1.3.3: port unreachable, told to who is connected. XSH send, recv: ECONNREFUSED. */
	struct datagrams d = datagrams_new();
	char octets[16];

	tcpsim_sys_connect(d.s.net, CLIENT, d.client, at(SERVER, TIME_PORT + 1));
	ck_assert_int_eq(tcpsim_sys_send(d.s.net, CLIENT, d.client, "x", 1, 0), 1);
	sockets_run(d.s, SECOND_US);
	ck_assert_uint_eq(tcpsim_sys_poll(d.s.net, CLIENT, d.client), TCPSIM_POLLIN | TCPSIM_POLLOUT | TCPSIM_POLLERR);
	ck_assert_int_eq(tcpsim_sys_send(d.s.net, CLIENT, d.client, "y", 1, 0), -ECONNREFUSED);
	ck_assert_int_eq(tcpsim_sys_send(d.s.net, CLIENT, d.client, "z", 1, 0), 1);
	sockets_run(d.s, SECOND_US);
	ck_assert_int_eq(tcpsim_sys_recv(d.s.net, CLIENT, d.client, octets, 16, 0), -ECONNREFUSED);
	ck_assert_int_eq(tcpsim_sys_recv(d.s.net, CLIENT, d.client, octets, 16, 0), -EAGAIN);
	sockets_free(d.s);
}
END_TEST

START_TEST(what_cannot_be_sent_is_refused)
{
	/* XSH sendto: EMSGSIZE, EADDRNOTAVAIL, ENETUNREACH; XSH listen, accept: EOPNOTSUPP. */
	struct datagrams d = datagrams_new();
	static char octets[70000];
	struct tcpsim_address peer = at(SERVER, TIME_PORT);

	/* MTU 1500 less 20 and 8 of headers: nothing is fragmented here. */
	ck_assert_int_eq(tcpsim_sys_sendto(d.s.net, CLIENT, d.client, octets, 1472, 0, peer), 1472);
	ck_assert_int_eq(tcpsim_sys_sendto(d.s.net, CLIENT, d.client, octets, 1473, 0, peer), -EMSGSIZE);
	ck_assert_int_eq(tcpsim_sys_sendto(d.s.net, CLIENT, d.client, octets, 70000, 0, peer), -EMSGSIZE);
	sockets_set(d.s, CLIENT, d.client, TCPSIM_SO_SNDBUF, 100);
	ck_assert_int_eq(tcpsim_sys_sendto(d.s.net, CLIENT, d.client, octets, 101, 0, peer), -EMSGSIZE);
	ck_assert_int_eq(tcpsim_sys_sendto(d.s.net, CLIENT, d.client, octets, 1, 0, at(SERVER, 0)), -EADDRNOTAVAIL);
	ck_assert_int_eq(tcpsim_sys_sendto(d.s.net, CLIENT, d.client, octets, 1, 0, at(9, 9)), -ENETUNREACH);
	ck_assert_int_eq(tcpsim_sys_connect(d.s.net, CLIENT, d.client, at(9, 9)), -ENETUNREACH);
	ck_assert_int_eq(tcpsim_sys_sendto(d.s.net, CLIENT, d.client, octets, 1, TCPSIM_MSG_OOB, peer), -EOPNOTSUPP);
	ck_assert_int_eq(tcpsim_sys_recv(d.s.net, CLIENT, d.client, octets, 1, TCPSIM_MSG_OOB), -EOPNOTSUPP);
	ck_assert_int_eq(tcpsim_sys_listen(d.s.net, CLIENT, d.client, 1), -EOPNOTSUPP);
	ck_assert_int_eq(tcpsim_sys_accept(d.s.net, CLIENT, d.client, NULL), -EOPNOTSUPP);
	sockets_free(d.s);
}
END_TEST

START_TEST(a_full_buffer_drops)
{
	struct tcpsim_policy policy = *world_policy();
	struct datagrams d;
	char octets[16];

	policy.receive_buffer_bytes = 10;
	d = datagrams_with(&policy);
	ask(d, "01234567");
	ask(d, "89abcdef");
	sockets_run(d.s, SECOND_US);
	ck_assert_int_eq(tcpsim_sys_recv(d.s.net, SERVER, d.server, octets, 16, 0), 8);
	ck_assert_int_eq(tcpsim_sys_recv(d.s.net, SERVER, d.server, octets, 16, 0), -EAGAIN);
	/* The socket's own option is what counts. */
	sockets_set(d.s, SERVER, d.server, TCPSIM_SO_RCVBUF, 20);
	ask(d, "01234567");
	ask(d, "89abcdef");
	sockets_run(d.s, SECOND_US);
	ck_assert_int_eq(tcpsim_sys_recv(d.s.net, SERVER, d.server, octets, 16, 0), 8);
	ck_assert_int_eq(tcpsim_sys_recv(d.s.net, SERVER, d.server, octets, 16, 0), 8);
	sockets_free(d.s);
}
END_TEST

START_TEST(options_of_ip_are_in_the_datagram)
{
	struct datagrams d = datagrams_new();

	sockets_set(d.s, CLIENT, d.client, TCPSIM_IP_TTL, 3);
	sockets_set(d.s, CLIENT, d.client, TCPSIM_IP_TOS, 0xb8);
	ask(d, "x");
	ck_assert_uint_eq(world_sent(d.s.world, CLIENT, TCPSIM_KIND_DATAGRAM, 1)->ttl, 3);
	ck_assert_uint_eq(world_sent(d.s.world, CLIENT, TCPSIM_KIND_DATAGRAM, 1)->dscp, 0x2e);
	sockets_free(d.s);
}
END_TEST

START_TEST(ports_of_udp_are_apart)
{
	struct datagrams d = datagrams_new();
	int second = tcpsim_sys_socket(d.s.net, SERVER, TCPSIM_PROTOCOL_UDP);
	int stream = tcpsim_sys_socket(d.s.net, SERVER, TCPSIM_PROTOCOL_TCP);

	ck_assert_int_eq(tcpsim_sys_bind(d.s.net, SERVER, second, at(SERVER, PORT)), 0);
	ck_assert_int_eq(tcpsim_sys_bind(d.s.net, SERVER, stream, at(SERVER, TIME_PORT)), 0);
	tcpsim_sys_close(d.s.net, SERVER, second);
	second = tcpsim_sys_socket(d.s.net, SERVER, TCPSIM_PROTOCOL_UDP);
	ck_assert_int_eq(tcpsim_sys_bind(d.s.net, SERVER, second, at(SERVER, TIME_PORT)), -EADDRINUSE);
	sockets_set(d.s, SERVER, second, TCPSIM_SO_REUSEADDR, 1);
	ck_assert_int_eq(tcpsim_sys_bind(d.s.net, SERVER, second, at(SERVER, TIME_PORT)), -EADDRINUSE);
	sockets_set(d.s, SERVER, d.server, TCPSIM_SO_REUSEADDR, 1);
	ck_assert_int_eq(tcpsim_sys_bind(d.s.net, SERVER, second, at(SERVER, TIME_PORT)), 0);
	tcpsim_net_udp_bind(d.s.net, SERVER, 1000, NULL, 0);
	stream = tcpsim_sys_socket(d.s.net, SERVER, TCPSIM_PROTOCOL_UDP);
	sockets_set(d.s, SERVER, stream, TCPSIM_SO_REUSEADDR, 1);
	ck_assert_int_eq(tcpsim_sys_bind(d.s.net, SERVER, stream, at(SERVER, 1000)), -EADDRINUSE);
	sockets_free(d.s);
}
END_TEST

START_TEST(a_datagram_socket_may_be_shut)
{
	struct datagrams d = datagrams_new();
	char octets[4];

	tcpsim_sys_connect(d.s.net, CLIENT, d.client, at(SERVER, TIME_PORT));
	ck_assert_int_eq(tcpsim_sys_shutdown(d.s.net, CLIENT, d.client, TCPSIM_SHUT_WR), 0);
	ck_assert_int_eq(tcpsim_sys_send(d.s.net, CLIENT, d.client, "x", 1, 0), -EPIPE);
	ck_assert_uint_eq(tcpsim_sys_poll(d.s.net, CLIENT, d.client), 0);
	ck_assert_int_eq(tcpsim_sys_shutdown(d.s.net, CLIENT, d.client, TCPSIM_SHUT_RD), 0);
	ck_assert_int_eq(tcpsim_sys_recv(d.s.net, CLIENT, d.client, octets, 4, 0), 0);
	ck_assert_uint_eq(tcpsim_sys_poll(d.s.net, CLIENT, d.client), TCPSIM_POLLIN | TCPSIM_POLLHUP);
	tcpsim_net_crash(d.s.net, SERVER, 0);
	sockets_free(d.s);
}
END_TEST

/* ---- a program that waits for a datagram ---- */

struct waiter {
	int socket, n_steps;
	char octets[16];
	int64_t n;
};

static void
wait_for_one(struct tcpsim_net *net, uint16_t host, void *data)
{
	struct waiter *me = (struct waiter *)data;

	me->n_steps++;
	if (me->socket == 0) {
		me->socket = tcpsim_sys_socket(net, host, TCPSIM_PROTOCOL_UDP);
		tcpsim_sys_bind(net, host, me->socket, at(host, TIME_PORT + 1));
	}
	me->n = tcpsim_sys_recv(net, host, me->socket, me->octets, sizeof me->octets, 0);
}

START_TEST(a_program_hears_of_datagrams)
{
	struct datagrams d = datagrams_new();
	struct waiter waiter = { 0 };

	tcpsim_net_set_program(d.s.net, SERVER, wait_for_one, &waiter);
	ck_assert_int_eq(waiter.n, -EAGAIN);
	tcpsim_sys_sendto(d.s.net, CLIENT, d.client, "wake up", 7, 0, at(SERVER, TIME_PORT + 1));
	sockets_run(d.s, SECOND_US);
	ck_assert_int_eq(waiter.n, 7);
	ck_assert_int_eq(waiter.n_steps, 2);
	sockets_free(d.s);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("lib/net/socket_datagram.c");
	TCase *datagrams = tcase_create("datagrams");

	tcase_add_test(datagrams, a_server_answers_whoever_asks);
	tcase_add_test(datagrams, a_datagram_is_whole_or_cut_and_never_joined);
	tcase_add_test(datagrams, a_connected_socket_has_one_peer);
	tcase_add_test(datagrams, nobody_there_is_told_by_the_next_call);
	tcase_add_test(datagrams, what_cannot_be_sent_is_refused);
	tcase_add_test(datagrams, a_full_buffer_drops);
	tcase_add_test(datagrams, options_of_ip_are_in_the_datagram);
	tcase_add_test(datagrams, ports_of_udp_are_apart);
	tcase_add_test(datagrams, a_datagram_socket_may_be_shut);
	tcase_add_test(datagrams, a_program_hears_of_datagrams);
	suite_add_tcase(suite, datagrams);
	return suite_run(suite);
}
