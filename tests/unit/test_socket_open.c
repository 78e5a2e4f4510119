/* SPDX-License-Identifier: MIT */
#include "lib/net/socket_private.h"
#include "tests/unit/socket_world.h"

/* socket(), bind(), listen(), accept(), connect(): POSIX (IEEE Std 1003.1-2017) XSH under these names. */

START_TEST(the_lowest_descriptor_is_taken)
{
	/* XSH 2.14: the lowest numbered that is not open. */
	struct sockets s = sockets_new();
	int first = tcpsim_sys_socket(s.net, CLIENT, TCPSIM_PROTOCOL_TCP);

	ck_assert_int_eq(first, 3);
	ck_assert_int_eq(tcpsim_sys_socket(s.net, CLIENT, TCPSIM_PROTOCOL_TCP), 4);
	ck_assert_int_eq(tcpsim_sys_socket(s.net, CLIENT, TCPSIM_PROTOCOL_UDP), 5);
	ck_assert_int_eq(tcpsim_sys_close(s.net, CLIENT, 4), 0);
	ck_assert_int_eq(tcpsim_sys_close(s.net, CLIENT, 4), -EBADF);
	ck_assert_int_eq(tcpsim_sys_socket(s.net, CLIENT, TCPSIM_PROTOCOL_TCP), 4);
	for (int i = 6; i < 100; i++)
		ck_assert_int_eq(tcpsim_sys_socket(s.net, CLIENT, TCPSIM_PROTOCOL_TCP), i);
	ck_assert_int_eq(tcpsim_sys_socket(s.net, CLIENT, TCPSIM_PROTOCOL_ICMP), -EPROTONOSUPPORT);
	ck_assert_uint_eq(tcpsim_sys_poll(s.net, CLIENT, 1000), TCPSIM_POLLNVAL);
	sockets_free(s);
}
END_TEST

START_TEST(descriptors_may_run_out)
{
	/* XSH socket, accept: EMFILE. What cannot be accepted waits on. */
	struct tcpsim_net *net = tcpsim_net_new(NULL);
	const struct tcpsim_link_options link = { .delay_us = DELAY_US };
	int listener, client, last = 0;

	for (uint16_t i = 0; i < 2; i++)
		tcpsim_net_add_host(net, "host", world_policy());
	for (uint16_t i = 0; i < 2; i++)
		tcpsim_net_link(net, i, !i, &link);
	listener = tcpsim_sys_socket(net, SERVER, TCPSIM_PROTOCOL_TCP);
	tcpsim_sys_bind(net, SERVER, listener, at(SERVER, PORT));
	tcpsim_sys_listen(net, SERVER, listener, 1);
	client = tcpsim_sys_socket(net, CLIENT, TCPSIM_PROTOCOL_TCP);
	tcpsim_sys_connect(net, CLIENT, client, at(SERVER, PORT));
	tcpsim_net_run(net, SECOND_US);
	for (int i = 1; i < TCPSIM_MAX_DESCRIPTORS; i++)
		last = tcpsim_sys_socket(net, SERVER, TCPSIM_PROTOCOL_UDP);
	ck_assert_int_eq(last, TCPSIM_MAX_DESCRIPTORS + TCPSIM_FIRST_DESCRIPTOR - 1);
	ck_assert_int_eq(tcpsim_sys_socket(net, SERVER, TCPSIM_PROTOCOL_TCP), -EMFILE);
	ck_assert_int_eq(tcpsim_sys_accept(net, SERVER, listener, NULL), -EMFILE);
	tcpsim_sys_close(net, SERVER, last);
	ck_assert_int_eq(tcpsim_sys_accept(net, SERVER, listener, NULL), last);
	tcpsim_net_free(net);
}
END_TEST

START_TEST(a_host_that_is_down_has_no_sockets)
{
	struct sockets s = sockets_open();

	tcpsim_net_crash(s.net, SERVER, 0);
	ck_assert_int_eq(tcpsim_sys_socket(s.net, SERVER, TCPSIM_PROTOCOL_TCP), -ENOBUFS);
	ck_assert_int_eq(tcpsim_sys_close(s.net, SERVER, s.server), -EBADF);
	tcpsim_net_restart(s.net, SERVER, 0);
	ck_assert_int_eq(tcpsim_sys_accept(s.net, SERVER, s.listener, NULL), -EBADF);
	ck_assert_int_eq(tcpsim_sys_socket(s.net, SERVER, TCPSIM_PROTOCOL_TCP), 3);
	sockets_free(s);
}
END_TEST

START_TEST(connect_and_accept_make_a_connection)
{
	/* XSH connect: EINPROGRESS, then EALREADY, then EISCONN; XSH accept: EAGAIN. */
	struct sockets s = sockets_new();
	int client = sockets_connect(s);
	struct tcpsim_address peer, address;

	ck_assert_int_eq(tcpsim_sys_accept(s.net, SERVER, s.listener, &peer), -EAGAIN);
	ck_assert_int_eq(tcpsim_sys_connect(s.net, CLIENT, client, at(SERVER, PORT)), -EALREADY);
	ck_assert_int_eq(tcpsim_sys_getpeername(s.net, CLIENT, client, &address), -ENOTCONN);
	sockets_run(s, 3 * DELAY_US);
	ck_assert_int_eq(tcpsim_sys_connect(s.net, CLIENT, client, at(SERVER, PORT)), -EISCONN);
	ck_assert_uint_eq(tcpsim_sys_poll(s.net, SERVER, s.listener), TCPSIM_POLLIN);
	s.server = tcpsim_sys_accept(s.net, SERVER, s.listener, &peer);
	ck_assert_int_gt(s.server, s.listener);
	ck_assert_uint_eq(tcpsim_sys_poll(s.net, SERVER, s.listener), 0);
	ck_assert_int_eq(tcpsim_sys_getsockname(s.net, CLIENT, client, &address), 0);
	ck_assert_uint_eq(address.host, CLIENT);
	ck_assert_uint_eq(peer.host, CLIENT);
	ck_assert_uint_eq(peer.port, address.port);
	ck_assert_int_eq(tcpsim_sys_getsockname(s.net, SERVER, s.server, &address), 0);
	ck_assert_uint_eq(address.port, PORT);
	ck_assert_int_eq(tcpsim_sys_getpeername(s.net, CLIENT, client, &address), 0);
	ck_assert_uint_eq(address.host, SERVER);
	ck_assert_uint_eq(address.port, PORT);
	ck_assert_int_eq(tcpsim_sys_descriptor(s.net, tcpsim_sys_handle(s.net, SERVER, s.server)), s.server);
	sockets_free(s);
}
END_TEST

START_TEST(who_listens_or_is_connected_cannot_connect_bind_or_listen)
{
	struct sockets s = sockets_open();

	ck_assert_int_eq(tcpsim_sys_connect(s.net, SERVER, s.listener, at(CLIENT, 9)), -EOPNOTSUPP);
	ck_assert_int_eq(tcpsim_sys_listen(s.net, CLIENT, s.client, 1), -EINVAL);
	ck_assert_int_eq(tcpsim_sys_listen(s.net, SERVER, s.listener, 1), 0);
	ck_assert_int_eq(tcpsim_sys_bind(s.net, CLIENT, s.client, at(CLIENT, 9)), -EINVAL);
	ck_assert_int_eq(tcpsim_sys_bind(s.net, SERVER, s.server, at(SERVER, 9)), -EINVAL);
	ck_assert_int_eq(tcpsim_sys_accept(s.net, CLIENT, s.client, NULL), -EINVAL);
	ck_assert_int_eq(tcpsim_sys_accept(s.net, CLIENT, 77, NULL), -EBADF);
	ck_assert_int_eq(tcpsim_sys_listen(s.net, CLIENT, 77, 1), -EBADF);
	ck_assert_int_eq(tcpsim_sys_bind(s.net, CLIENT, 77, at(CLIENT, 9)), -EBADF);
	ck_assert_int_eq(tcpsim_sys_connect(s.net, CLIENT, 77, at(SERVER, PORT)), -EBADF);
	sockets_free(s);
}
END_TEST

START_TEST(a_refused_connection_may_be_tried_again)
{
	/* RFC 9293 3.10.7.3: a RST in SYN-SENT; XSH connect: ECONNREFUSED. */
	struct sockets s = sockets_new();
	int client = tcpsim_sys_socket(s.net, CLIENT, TCPSIM_PROTOCOL_TCP);
	char octet;

	tcpsim_sys_connect(s.net, CLIENT, client, at(SERVER, PORT + 1));
	sockets_run(s, SECOND_US);
	ck_assert_uint_eq(tcpsim_sys_poll(s.net, CLIENT, client), TCPSIM_POLLIN | TCPSIM_POLLERR | TCPSIM_POLLHUP);
	ck_assert_int_eq(tcpsim_sys_connect(s.net, CLIENT, client, at(SERVER, PORT)), -ECONNREFUSED);
	ck_assert_int_eq(sockets_send(s, CLIENT, client, "x"), -ENOTCONN);
	ck_assert_int_eq(tcpsim_sys_recv(s.net, CLIENT, client, &octet, 1, 0), -ENOTCONN);
	ck_assert_int_eq(tcpsim_sys_connect(s.net, CLIENT, client, at(SERVER, PORT)), -EINPROGRESS);
	sockets_run(s, SECOND_US);
	ck_assert_int_eq(sockets_send(s, CLIENT, client, "x"), 1);
	tcpsim_net_abort(s.net, tcpsim_sys_handle(s.net, CLIENT, client), 0);
	ck_assert_int_eq(tcpsim_sys_connect(s.net, CLIENT, client, at(SERVER, PORT)), -EINVAL);
	sockets_free(s);
}
END_TEST

START_TEST(a_peer_that_does_not_answer_times_out)
{
	/* RFC 9293 3.8.3, MUST-23: R2 for a SYN; XSH connect: ETIMEDOUT. */
	struct sockets s = sockets_new();
	int client;

	tcpsim_net_crash(s.net, SERVER, 0);
	client = sockets_connect(s);
	world_until_quiet(s.world);
	ck_assert_int_eq(sockets_option(s, CLIENT, client, TCPSIM_SO_ERROR), ETIMEDOUT);
	ck_assert_int_eq(tcpsim_sys_connect(s.net, CLIENT, client, at(SERVER, PORT)), -EINPROGRESS);
	sockets_free(s);
}
END_TEST

static void
tell(struct sockets s, int client, enum tcpsim_icmp_kind kind)
{
	const struct tcpsim_icmp icmp = { .kind = kind, .seq = tcpsim_seq_make(CLIENT_ISS) };
	struct tcpsim_address address;

	tcpsim_sys_getsockname(s.net, CLIENT, client, &address);
	tcpsim_net_inject_icmp(s.net, SERVER, PORT, CLIENT, address.port, TCPSIM_PROTOCOL_TCP, &icmp, 0);
}

START_TEST(a_soft_error_is_known_and_is_why_the_attempt_ends)
{
	/*
	 * RFC 9293 3.9.2.2, SHLD-25, MUST-56: net unreachable ends nothing, but the user can ask; RFC 5461 4.1: what
	 * is told at last is that, not only that time was up. XSH connect: ENETUNREACH.
	 */
	struct sockets s = sockets_new();
	int client;

	tcpsim_net_cut(s.net, CLIENT, SERVER, 0);
	client = sockets_connect(s);
	tell(s, client, TCPSIM_ICMP_NET_UNREACHABLE);
	ck_assert_int_eq(sockets_state(s, CLIENT, client), TCPSIM_SYN_SENT);
	ck_assert_uint_eq(tcpsim_sys_poll(s.net, CLIENT, client), 0);
	ck_assert_int_eq(sockets_option(s, CLIENT, client, TCPSIM_SO_ERROR), ENETUNREACH);
	ck_assert_int_eq(sockets_option(s, CLIENT, client, TCPSIM_SO_ERROR), 0);
	world_until_quiet(s.world);
	ck_assert_int_eq(tcpsim_sys_connect(s.net, CLIENT, client, at(SERVER, PORT)), -ENETUNREACH);
	sockets_free(s);
}
END_TEST

START_TEST(a_hard_error_ends_the_attempt)
{
	/* RFC 9293 3.9.2.2, SHLD-26. XSH connect: ECONNREFUSED. */
	struct sockets s = sockets_new();
	int client = sockets_connect(s);

	tell(s, client, TCPSIM_ICMP_PORT_UNREACHABLE);
	ck_assert_uint_eq(tcpsim_sys_poll(s.net, CLIENT, client), TCPSIM_POLLIN | TCPSIM_POLLERR | TCPSIM_POLLHUP);
	ck_assert_int_eq(sockets_option(s, CLIENT, client, TCPSIM_SO_ERROR), ECONNREFUSED);
	sockets_free(s);
}
END_TEST

START_TEST(every_end_has_its_errno)
{
	static const struct {
		enum tcpsim_error error;
		int number;
	} rows[] = {
		{ TCPSIM_OK, 0 },
		{ TCPSIM_ERROR_RESET, ECONNRESET },
		{ TCPSIM_ERROR_REFUSED, ECONNREFUSED },
		{ TCPSIM_ERROR_TIMED_OUT, ETIMEDOUT },
		{ TCPSIM_ERROR_NO_CONNECTION, ENOTCONN },
		{ TCPSIM_ERROR_EXISTS, EADDRINUSE },
		{ TCPSIM_ERROR_CLOSING, EPIPE },
		{ TCPSIM_ERROR_REMOTE_UNSPECIFIED, EDESTADDRREQ },
		{ TCPSIM_ERROR_REMOTE_INVALID, EADDRNOTAVAIL },
		{ TCPSIM_ERROR_NO_RESOURCES, ENOBUFS },
		{ TCPSIM_ERROR_NET_UNREACHABLE, ENETUNREACH },
		{ TCPSIM_ERROR_HOST_UNREACHABLE, EHOSTUNREACH },
		{ TCPSIM_ERROR_PROTOCOL_UNREACHABLE, ENOPROTOOPT },
		{ TCPSIM_ERROR_PORT_UNREACHABLE, ECONNREFUSED },
		{ TCPSIM_ERROR_TOO_LARGE, EMSGSIZE },
		{ TCPSIM_ERROR_SOURCE_ROUTE_FAILED, EHOSTUNREACH },
		{ TCPSIM_ERROR_TIME_EXCEEDED, EHOSTUNREACH },
		{ TCPSIM_ERROR_PARAMETER_PROBLEM, EPROTO },
	};

	ck_assert_uint_eq(sizeof rows / sizeof *rows, TCPSIM_N_ERRORS);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		ck_assert_int_eq(tcpsim_errno_of(rows[i].error, true), rows[i].number);
	ck_assert_int_eq(tcpsim_errno_of(TCPSIM_ERROR_RESET, false), ECONNREFUSED);
}
END_TEST

START_TEST(some_addresses_lead_nowhere)
{
	/* XSH connect: EADDRNOTAVAIL, ENETUNREACH; XSH bind: EADDRNOTAVAIL. */
	struct sockets s = sockets_new();
	int client = tcpsim_sys_socket(s.net, CLIENT, TCPSIM_PROTOCOL_TCP);
	uint16_t island = tcpsim_net_add_host(s.net, "island", world_policy());

	ck_assert_int_eq(tcpsim_sys_connect(s.net, CLIENT, client, at(SERVER, 0)), -EADDRNOTAVAIL);
	ck_assert_int_eq(tcpsim_sys_connect(s.net, CLIENT, client, at(island, PORT)), -ENETUNREACH);
	ck_assert_int_eq(tcpsim_sys_connect(s.net, CLIENT, client, at(99, PORT)), -ENETUNREACH);
	ck_assert_int_eq(tcpsim_sys_connect(s.net, CLIENT, client, at(TCPSIM_NO_HOST, PORT)), -ENETUNREACH);
	ck_assert_int_eq(tcpsim_sys_bind(s.net, CLIENT, client, at(SERVER, 1000)), -EADDRNOTAVAIL);
	ck_assert_int_eq(tcpsim_sys_bind(s.net, CLIENT, client, at(CLIENT, 1000)), 0);
	ck_assert_int_eq(tcpsim_sys_bind(s.net, CLIENT, client, at(CLIENT, 1001)), -EINVAL);
	sockets_free(s);
}
END_TEST

START_TEST(nobody_connects_in_quiet_time)
{
	/* RFC 9293 3.4.3. */
	struct tcpsim_policy policy = *world_policy();
	struct sockets s;
	int client;

	policy.quiet_time = 1;
	s = sockets_with(&policy, 1);
	tcpsim_net_restart(s.net, CLIENT, 0);
	client = tcpsim_sys_socket(s.net, CLIENT, TCPSIM_PROTOCOL_TCP);
	ck_assert_int_eq(tcpsim_sys_connect(s.net, CLIENT, client, at(SERVER, PORT)), -ENOBUFS);
	sockets_run(s, policy.msl_us);
	ck_assert_int_eq(tcpsim_sys_connect(s.net, CLIENT, client, at(SERVER, PORT)), -EINPROGRESS);
	sockets_free(s);
}
END_TEST

START_TEST(both_ends_may_connect)
{
	/* RFC 9293 figure 7: simultaneous open of two bound sockets. */
	struct sockets s = sockets_new();
	int client = tcpsim_sys_socket(s.net, CLIENT, TCPSIM_PROTOCOL_TCP);
	int server = tcpsim_sys_socket(s.net, SERVER, TCPSIM_PROTOCOL_TCP);

	tcpsim_sys_bind(s.net, CLIENT, client, at(CLIENT, 5000));
	tcpsim_sys_bind(s.net, SERVER, server, at(SERVER, 6000));
	ck_assert_int_eq(tcpsim_sys_connect(s.net, CLIENT, client, at(SERVER, 6000)), -EINPROGRESS);
	ck_assert_int_eq(tcpsim_sys_connect(s.net, SERVER, server, at(CLIENT, 5000)), -EINPROGRESS);
	sockets_run(s, SECOND_US);
	ck_assert_int_eq(tcpsim_sys_connect(s.net, CLIENT, client, at(SERVER, 6000)), -EISCONN);
	ck_assert_int_eq(tcpsim_sys_connect(s.net, SERVER, server, at(CLIENT, 5000)), -EISCONN);
	sockets_free(s);
}
END_TEST

START_TEST(calls_are_in_the_trace)
{
	struct sockets s = sockets_open();
	const struct tcpsim_record *record = world_record(s.world, TCPSIM_RECORD_SOCKET, CLIENT, 1);
	const struct tcpsim_record *call;

	ck_assert_int_eq(record->what, TCPSIM_SYS_SOCKET);
	ck_assert_int_eq(record->result, s.client);
	record = world_record(s.world, TCPSIM_RECORD_SOCKET, CLIENT, 2);
	ck_assert_int_eq(record->what, TCPSIM_SYS_CONNECT);
	ck_assert_int_eq(record->descriptor, s.client);
	ck_assert_int_eq(record->result, -EINPROGRESS);
	ck_assert_str_eq(tcpsim_errno_name(-record->result), "EINPROGRESS");
	ck_assert_str_eq(tcpsim_errno_name(0), "0");
	ck_assert_str_eq(tcpsim_errno_name(-1), "another errno");
	ck_assert_uint_eq(record->peer, SERVER);
	ck_assert_uint_eq(record->peer_port, PORT);
	ck_assert_uint_eq(record->connection, 1);
	call = world_record(s.world, TCPSIM_RECORD_CALL, CLIENT, 1);
	ck_assert_int_eq(call->what, TCPSIM_CALL_CONNECT);
	ck_assert_ptr_eq(call - 1, record);
	ck_assert_uint_ne(call->cause, TCPSIM_NO_RECORD);
	tcpsim_sys_line(s.net, 12);
	sockets_send(s, CLIENT, s.client, "abc");
	record = world_record(s.world, TCPSIM_RECORD_SOCKET, CLIENT, 3);
	ck_assert_int_eq(record->what, TCPSIM_SYS_SEND);
	ck_assert_int_eq(record->asked, 3);
	ck_assert_int_eq(record->result, 3);
	ck_assert_uint_eq(record->line, 12);
	ck_assert_mem_eq(tcpsim_trace_octets(tcpsim_net_trace(s.net), record), "abc", 3);
	ck_assert_uint_eq(world_record(s.world, TCPSIM_RECORD_CALL, CLIENT, 2)->line, 12);
	sockets_free(s);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("lib/net/socket_open.c");
	TCase *open = tcase_create("open");

	tcase_add_test(open, the_lowest_descriptor_is_taken);
	tcase_add_test(open, descriptors_may_run_out);
	tcase_add_test(open, a_host_that_is_down_has_no_sockets);
	tcase_add_test(open, connect_and_accept_make_a_connection);
	tcase_add_test(open, who_listens_or_is_connected_cannot_connect_bind_or_listen);
	tcase_add_test(open, a_refused_connection_may_be_tried_again);
	tcase_add_test(open, a_peer_that_does_not_answer_times_out);
	tcase_add_test(open, a_soft_error_is_known_and_is_why_the_attempt_ends);
	tcase_add_test(open, a_hard_error_ends_the_attempt);
	tcase_add_test(open, every_end_has_its_errno);
	tcase_add_test(open, some_addresses_lead_nowhere);
	tcase_add_test(open, nobody_connects_in_quiet_time);
	tcase_add_test(open, both_ends_may_connect);
	tcase_add_test(open, calls_are_in_the_trace);
	suite_add_tcase(suite, open);
	return suite_run(suite);
}
