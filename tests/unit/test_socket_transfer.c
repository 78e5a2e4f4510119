/* SPDX-License-Identifier: MIT */
#include "tests/unit/socket_world.h"

/* send(), recv() and their kin: POSIX (IEEE Std 1003.1-2017) XSH send, recv; RFC 9293 3.9.1.2, 3.9.1.3. */

START_TEST(octets_go_both_ways)
{
	struct sockets s = sockets_open();
	int64_t last;

	ck_assert_int_eq(sockets_send(s, CLIENT, s.client, "ping"), 4);
	sockets_run(s, SECOND_US);
	ck_assert_str_eq(sockets_read(s, SERVER, s.server, &last), "ping");
	ck_assert_int_eq(last, -EAGAIN);
	ck_assert_int_eq(sockets_send(s, SERVER, s.server, "pong"), 4);
	sockets_run(s, SECOND_US);
	ck_assert_str_eq(sockets_read(s, CLIENT, s.client, &last), "pong");
	ck_assert_int_eq(last, -EAGAIN);
	sockets_free(s);
}
END_TEST

START_TEST(a_stream_has_no_messages)
{
	/* XSH recv: for stream-based sockets message boundaries are ignored; what is there is returned at once. */
	struct sockets s = sockets_open();
	char octets[3];

	sockets_send(s, CLIENT, s.client, "ab");
	sockets_send(s, CLIENT, s.client, "cd");
	sockets_run(s, SECOND_US);
	ck_assert_int_eq(tcpsim_sys_recv(s.net, SERVER, s.server, octets, 3, 0), 3);
	ck_assert_mem_eq(octets, "abc", 3);
	ck_assert_int_eq(tcpsim_sys_recv(s.net, SERVER, s.server, octets, 3, 0), 1);
	ck_assert_mem_eq(octets, "d", 1);
	sockets_free(s);
}
END_TEST

START_TEST(peeking_leaves_the_octets_there)
{
	struct sockets s = sockets_open();
	char octets[8];

	sockets_send(s, CLIENT, s.client, "abcd");
	sockets_run(s, SECOND_US);
	ck_assert_int_eq(tcpsim_sys_recv(s.net, SERVER, s.server, octets, 2, TCPSIM_MSG_PEEK), 2);
	ck_assert_int_eq(tcpsim_sys_recv(s.net, SERVER, s.server, octets, 8, TCPSIM_MSG_PEEK), 4);
	ck_assert_mem_eq(octets, "abcd", 4);
	ck_assert_int_eq(tcpsim_sys_recv(s.net, SERVER, s.server, octets, 8, 0), 4);
	ck_assert_int_eq(tcpsim_sys_recv(s.net, SERVER, s.server, octets, 8, TCPSIM_MSG_PEEK), -EAGAIN);
	sockets_free(s);
}
END_TEST

START_TEST(octets_of_no_length_change_nothing)
{
	struct sockets s = sockets_open();
	char octets[1];

	ck_assert_int_eq(tcpsim_sys_send(s.net, CLIENT, s.client, "", 0, 0), 0);
	sockets_send(s, CLIENT, s.client, "x");
	sockets_run(s, SECOND_US);
	ck_assert_int_eq(tcpsim_sys_recv(s.net, SERVER, s.server, octets, 0, 0), 0);
	ck_assert_int_eq(tcpsim_sys_recv(s.net, SERVER, s.server, octets, 1, 0), 1);
	sockets_free(s);
}
END_TEST

START_TEST(a_send_takes_what_there_is_room_for)
{
	/* XSH send, with O_NONBLOCK: as many octets as there is room for; EAGAIN if there is none. */
	struct tcpsim_policy policy = *world_policy();
	struct sockets s;

	policy.send_buffer_bytes = 6;
	s = sockets_open_with(&policy);
	ck_assert_int_eq(sockets_send(s, CLIENT, s.client, "abcd"), 4);
	ck_assert_int_eq(sockets_send(s, CLIENT, s.client, "efgh"), 2);
	ck_assert_int_eq(sockets_send(s, CLIENT, s.client, "ij"), -EAGAIN);
	ck_assert_uint_eq(tcpsim_sys_poll(s.net, CLIENT, s.client) & TCPSIM_POLLOUT, 0);
	sockets_run(s, SECOND_US);
	ck_assert_uint_eq(tcpsim_sys_poll(s.net, CLIENT, s.client) & TCPSIM_POLLOUT, TCPSIM_POLLOUT);
	ck_assert_int_eq(sockets_send(s, CLIENT, s.client, "ghijkl"), 6);
	sockets_free(s);
}
END_TEST

START_TEST(unread_octets_close_the_window)
{
	/* RFC 9293 3.8.6: the window is the room that is left, and nobody reads. */
	struct tcpsim_policy policy = *world_policy();
	char octets[100];
	struct sockets s;

	policy.receive_buffer_bytes = 100;
	s = sockets_open_with(&policy);
	memset(octets, 'x', sizeof octets);
	ck_assert_int_eq(tcpsim_sys_send(s.net, CLIENT, s.client, octets, 100, 0), 100);
	ck_assert_int_eq(tcpsim_sys_send(s.net, CLIENT, s.client, "y", 1, 0), 1);
	sockets_run(s, SECOND_US / 2);
	ck_assert_uint_eq(tcpsim_net_tcb(s.net, tcpsim_sys_handle(s.net, CLIENT, s.client))->snd.wnd, 0);
	ck_assert_int_eq(tcpsim_sys_recv(s.net, SERVER, s.server, octets, 100, 0), 100);
	sockets_run(s, SECOND_US / 2);
	ck_assert_int_eq(tcpsim_sys_recv(s.net, SERVER, s.server, octets, 100, 0), 1);
	ck_assert_int_eq(octets[0], 'y');
	sockets_free(s);
}
END_TEST

START_TEST(recv_returns_0_after_the_fin)
{
	/* XSH recv: if the peer has performed an orderly shutdown, 0 is returned, again and again. */
	struct sockets s = sockets_open();
	int64_t last;

	sockets_send(s, CLIENT, s.client, "bye");
	tcpsim_sys_close(s.net, CLIENT, s.client);
	sockets_run(s, SECOND_US);
	ck_assert_str_eq(sockets_read(s, SERVER, s.server, &last), "bye");
	ck_assert_int_eq(last, 0);
	ck_assert_str_eq(sockets_read(s, SERVER, s.server, &last), "");
	ck_assert_int_eq(last, 0);
	ck_assert_uint_eq(tcpsim_sys_poll(s.net, SERVER, s.server), TCPSIM_POLLIN | TCPSIM_POLLOUT);
	sockets_free(s);
}
END_TEST

START_TEST(what_came_before_the_fin_outlives_the_connection)
{
	/* RFC 9293 3.6: the server is in LAST-ACK, then CLOSED, before its user reads what is there. */
	struct sockets s = sockets_open();
	int64_t last;
	char octets[4];

	sockets_send(s, CLIENT, s.client, "the end");
	tcpsim_sys_close(s.net, CLIENT, s.client);
	sockets_run(s, SECOND_US);
	ck_assert_int_eq(tcpsim_sys_shutdown(s.net, SERVER, s.server, TCPSIM_SHUT_WR), 0);
	sockets_run(s, SECOND_US);
	ck_assert_int_eq(sockets_state(s, SERVER, s.server), TCPSIM_CLOSED);
	ck_assert_int_eq(tcpsim_sys_recv(s.net, SERVER, s.server, octets, 4, TCPSIM_MSG_PEEK), 4);
	ck_assert_int_eq(tcpsim_sys_recv(s.net, SERVER, s.server, octets, 4, 0), 4);
	ck_assert_mem_eq(octets, "the ", 4);
	ck_assert_str_eq(sockets_read(s, SERVER, s.server, &last), "end");
	ck_assert_int_eq(last, 0);
	ck_assert_int_eq(sockets_send(s, SERVER, s.server, "x"), -EPIPE);
	ck_assert_int_eq(tcpsim_sys_shutdown(s.net, SERVER, s.server, TCPSIM_SHUT_WR), -ENOTCONN);
	ck_assert_uint_eq(tcpsim_sys_poll(s.net, SERVER, s.server), TCPSIM_POLLIN | TCPSIM_POLLHUP);
	sockets_free(s);
}
END_TEST

START_TEST(who_sends_is_told_of_a_reset_where_linux_tells_it)
{
	/* Linux, net/core/stream.c sk_stream_error(): the error of the socket goes before EPIPE, and is told once. */
	struct sockets s = sockets_open_with(&tcpsim_profile_find("linux")->policy);
	const struct tcpsim_linger at_once = { 1, 0 };
	char octets[4];

	tcpsim_sys_setsockopt(s.net, CLIENT, s.client, TCPSIM_SO_LINGER, &at_once, sizeof at_once);
	tcpsim_sys_close(s.net, CLIENT, s.client);
	sockets_run(s, SECOND_US);
	ck_assert_int_eq(sockets_send(s, SERVER, s.server, "x"), -ECONNRESET);
	ck_assert_int_eq(sockets_send(s, SERVER, s.server, "x"), -EPIPE);
	ck_assert_int_eq(tcpsim_sys_recv(s.net, SERVER, s.server, octets, 4, 0), 0);
	sockets_free(s);
}
END_TEST

START_TEST(a_reset_is_told_once)
{
	/* XSH recv: ECONNRESET, a connection was forcibly closed by a peer. RFC 9293 3.10.7.4: queues are flushed. */
	struct sockets s = sockets_open();
	const struct tcpsim_linger at_once = { 1, 0 };
	char octets[4];

	sockets_send(s, CLIENT, s.client, "lost");
	sockets_run(s, SECOND_US);
	tcpsim_sys_setsockopt(s.net, CLIENT, s.client, TCPSIM_SO_LINGER, &at_once, sizeof at_once);
	tcpsim_sys_close(s.net, CLIENT, s.client);
	sockets_run(s, SECOND_US);
	ck_assert_uint_eq(tcpsim_sys_poll(s.net, SERVER, s.server), TCPSIM_POLLIN | TCPSIM_POLLERR | TCPSIM_POLLHUP);
	ck_assert_int_eq(sockets_send(s, SERVER, s.server, "x"), -EPIPE);
	ck_assert_int_eq(tcpsim_sys_recv(s.net, SERVER, s.server, octets, 4, 0), -ECONNRESET);
	ck_assert_int_eq(tcpsim_sys_recv(s.net, SERVER, s.server, octets, 4, 0), 0);
	ck_assert_int_eq(sockets_option(s, SERVER, s.server, TCPSIM_SO_ERROR), 0);
	ck_assert_int_eq(sockets_send(s, SERVER, s.server, "x"), -EPIPE);
	sockets_free(s);
}
END_TEST

START_TEST(the_option_so_error_takes_the_error)
{
	struct sockets s = sockets_open();
	char octets[4];

	tcpsim_net_abort(s.net, tcpsim_sys_handle(s.net, CLIENT, s.client), 0);
	sockets_run(s, SECOND_US);
	ck_assert_int_eq(sockets_option(s, SERVER, s.server, TCPSIM_SO_ERROR), ECONNRESET);
	ck_assert_int_eq(sockets_option(s, SERVER, s.server, TCPSIM_SO_ERROR), 0);
	ck_assert_int_eq(tcpsim_sys_recv(s.net, SERVER, s.server, octets, 4, 0), 0);
	/* One's own ABORT is no error. */
	ck_assert_int_eq(tcpsim_sys_recv(s.net, CLIENT, s.client, octets, 4, 0), 0);
	sockets_free(s);
}
END_TEST

START_TEST(a_peer_that_is_gone_times_out)
{
	/* RFC 9293 3.8.3: R2; XSH recv: ETIMEDOUT, the connection timed out. */
	struct sockets s = sockets_open();
	char octets[4];

	tcpsim_net_crash(s.net, SERVER, 0);
	sockets_send(s, CLIENT, s.client, "anybody?");
	world_until_quiet(s.world);
	ck_assert_int_eq(tcpsim_sys_recv(s.net, CLIENT, s.client, octets, 4, 0), -ETIMEDOUT);
	ck_assert_int_eq(tcpsim_sys_recv(s.net, CLIENT, s.client, octets, 4, 0), 0);
	sockets_free(s);
}
END_TEST

START_TEST(calls_need_a_connection)
{
	/* XSH send, recv: ENOTCONN; EBADF. */
	struct sockets s = sockets_new();
	int client = tcpsim_sys_socket(s.net, CLIENT, TCPSIM_PROTOCOL_TCP);
	char octets[4];

	ck_assert_int_eq(tcpsim_sys_send(s.net, CLIENT, client, "x", 1, 0), -ENOTCONN);
	ck_assert_int_eq(tcpsim_sys_recv(s.net, CLIENT, client, octets, 4, 0), -ENOTCONN);
	ck_assert_int_eq(tcpsim_sys_send(s.net, SERVER, s.listener, "x", 1, 0), -ENOTCONN);
	ck_assert_int_eq(tcpsim_sys_recv(s.net, SERVER, s.listener, octets, 4, 0), -ENOTCONN);
	ck_assert_int_eq(tcpsim_sys_send(s.net, CLIENT, client + 1, "x", 1, 0), -EBADF);
	ck_assert_int_eq(tcpsim_sys_recv(s.net, CLIENT, 0, octets, 4, 0), -EBADF);
	ck_assert_int_eq(tcpsim_sys_recvfrom(s.net, CLIENT, -1, octets, 4, 0, NULL), -EBADF);
	ck_assert_int_eq(tcpsim_sys_sendto(s.net, CLIENT, 1000, "x", 1, 0, at(SERVER, PORT)), -EBADF);
	ck_assert_uint_eq(tcpsim_sys_poll(s.net, CLIENT, client), 0);
	sockets_free(s);
}
END_TEST

START_TEST(calls_wait_while_the_connection_is_being_opened)
{
	struct sockets s = sockets_new();
	int client = sockets_connect(s);
	char octets[4];

	ck_assert_int_eq(sockets_send(s, CLIENT, client, "x"), -EAGAIN);
	ck_assert_int_eq(tcpsim_sys_recv(s.net, CLIENT, client, octets, 4, 0), -EAGAIN);
	ck_assert_uint_eq(tcpsim_sys_poll(s.net, CLIENT, client), 0);
	sockets_run(s, 2 * DELAY_US);
	ck_assert_uint_eq(tcpsim_sys_poll(s.net, CLIENT, client), TCPSIM_POLLOUT);
	ck_assert_int_eq(sockets_send(s, CLIENT, client, "x"), 1);
	sockets_free(s);
}
END_TEST

START_TEST(virtual_octets_can_be_received)
{
	/* <tcpsim/net.h>: they are those of tcpsim_virtual_octet(). */
	struct sockets s = sockets_open();
	uint8_t octets[3];

	tcpsim_net_send_virtual(s.net, tcpsim_sys_handle(s.net, CLIENT, s.client), 1000, 0);
	sockets_run(s, SECOND_US);
	for (unsigned i = 0; i < 2; i++) {
		ck_assert_int_eq(tcpsim_sys_recv(s.net, SERVER, s.server, octets, 3, 0), 3);
		ck_assert_uint_eq(octets[2], tcpsim_virtual_octet(3 * i + 2));
	}
	sockets_free(s);
}
END_TEST

START_TEST(sendto_and_recvfrom_of_a_stream_ignore_the_address)
{
	/* XSH sendto: if the socket is connection-mode, dest_addr shall be ignored. */
	struct sockets s = sockets_open();
	struct tcpsim_address peer = at(77, 77);
	char octets[4];

	ck_assert_int_eq(tcpsim_sys_sendto(s.net, CLIENT, s.client, "abcd", 4, 0, at(CLIENT, 5)), 4);
	sockets_run(s, SECOND_US);
	ck_assert_int_eq(tcpsim_sys_recvfrom(s.net, SERVER, s.server, octets, 4, 0, &peer), 4);
	ck_assert_mem_eq(octets, "abcd", 4);
	ck_assert_uint_eq(peer.host, 77);
	sockets_free(s);
}
END_TEST

START_TEST(urgent_octets_stay_in_line)
{
	/* RFC 9293 3.8.5, RFC 6093 3; XSH recv: EINVAL, MSG_OOB is set and no out-of-band data is available. */
	struct sockets s = sockets_open();
	struct tcpsim_tcp_info info;
	char octets[8];

	ck_assert_int_eq(tcpsim_sys_send(s.net, CLIENT, s.client, "ab!", 3, TCPSIM_MSG_OOB), 3);
	ck_assert_str_eq(world_record(s.world, TCPSIM_RECORD_SOCKET, CLIENT, 3)->words, "MSG_OOB");
	sockets_run(s, SECOND_US);
	ck_assert_uint_eq(tcpsim_sys_poll(s.net, SERVER, s.server),
		TCPSIM_POLLIN | TCPSIM_POLLPRI | TCPSIM_POLLOUT);
	tcpsim_sys_getsockopt(s.net, SERVER, s.server, TCPSIM_TCP_INFO, &info, sizeof info);
	ck_assert_uint_eq(info.urgent_bytes, 3);
	ck_assert_int_eq(tcpsim_sys_recv(s.net, SERVER, s.server, octets, 8, TCPSIM_MSG_OOB), -EINVAL);
	ck_assert_int_eq(tcpsim_sys_recv(s.net, SERVER, s.server, octets, 8, 0), 3);
	ck_assert_uint_eq(tcpsim_sys_poll(s.net, SERVER, s.server), TCPSIM_POLLOUT);
	sockets_free(s);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("lib/net/socket_transfer.c");
	TCase *transfer = tcase_create("transfer"), *ends = tcase_create("ends");

	tcase_add_test(transfer, octets_go_both_ways);
	tcase_add_test(transfer, a_stream_has_no_messages);
	tcase_add_test(transfer, peeking_leaves_the_octets_there);
	tcase_add_test(transfer, octets_of_no_length_change_nothing);
	tcase_add_test(transfer, a_send_takes_what_there_is_room_for);
	tcase_add_test(transfer, unread_octets_close_the_window);
	tcase_add_test(transfer, virtual_octets_can_be_received);
	tcase_add_test(transfer, sendto_and_recvfrom_of_a_stream_ignore_the_address);
	tcase_add_test(transfer, urgent_octets_stay_in_line);
	suite_add_tcase(suite, transfer);
	tcase_add_test(ends, recv_returns_0_after_the_fin);
	tcase_add_test(ends, what_came_before_the_fin_outlives_the_connection);
	tcase_add_test(ends, a_reset_is_told_once);
	tcase_add_test(ends, who_sends_is_told_of_a_reset_where_linux_tells_it);
	tcase_add_test(ends, the_option_so_error_takes_the_error);
	tcase_add_test(ends, a_peer_that_is_gone_times_out);
	tcase_add_test(ends, calls_need_a_connection);
	tcase_add_test(ends, calls_wait_while_the_connection_is_being_opened);
	suite_add_tcase(suite, ends);
	return suite_run(suite);
}
