/* SPDX-License-Identifier: MIT */
#include "tests/unit/socket_world.h"

/* close(), shutdown(): POSIX (IEEE Std 1003.1-2017) XSH; RFC 9293 3.6, 3.6.1 with MAY-1 and SHLD-3. */

START_TEST(close_sends_what_was_taken_and_fin_behind_it)
{
	struct sockets s = sockets_open();
	int64_t last;

	sockets_send(s, CLIENT, s.client, "all of it");
	ck_assert_int_eq(tcpsim_sys_close(s.net, CLIENT, s.client), 0);
	ck_assert_int_eq(sockets_send(s, CLIENT, s.client, "x"), -EBADF);
	sockets_run(s, SECOND_US);
	ck_assert_str_eq(sockets_read(s, SERVER, s.server, &last), "all of it");
	ck_assert_int_eq(last, 0);
	ck_assert_ptr_null(world_sent(s.world, CLIENT, TCPSIM_KIND_RST, 1));
	ck_assert_int_eq(tcpsim_sys_close(s.net, SERVER, s.server), 0);
	sockets_run(s, SECOND_US);
	ck_assert_int_eq(world_state(s.world, tcpsim_net_connection(s.net, CLIENT, 1)), TCPSIM_TIME_WAIT);
	ck_assert_ptr_null(tcpsim_net_tcb(s.net, tcpsim_net_connection(s.net, SERVER, 1)));
	sockets_free(s);
}
END_TEST

START_TEST(octets_left_unread_reset_the_connection)
{
	/* SHLD-3, RFC 2525 2.17. */
	struct sockets s = sockets_open();
	char octet;

	sockets_send(s, CLIENT, s.client, "never read");
	sockets_run(s, SECOND_US);
	tcpsim_sys_close(s.net, SERVER, s.server);
	sockets_run(s, SECOND_US);
	ck_assert_ptr_nonnull(world_sent(s.world, SERVER, TCPSIM_KIND_RST, 1));
	ck_assert_ptr_null(world_sent(s.world, SERVER, TCPSIM_KIND_FIN, 1));
	ck_assert_int_eq(tcpsim_sys_recv(s.net, CLIENT, s.client, &octet, 1, 0), -ECONNRESET);
	sockets_free(s);
}
END_TEST

START_TEST(octets_that_come_after_close_reset_it_too)
{
	/* SHLD-3: "or if new data is received after CLOSE is called". */
	struct sockets s = sockets_open();
	const struct tcpsim_record *abort;
	char octet;

	tcpsim_sys_close(s.net, SERVER, s.server);
	sockets_run(s, SECOND_US);
	ck_assert_int_eq(tcpsim_sys_recv(s.net, CLIENT, s.client, &octet, 1, 0), 0);
	ck_assert_int_eq(sockets_send(s, CLIENT, s.client, "late"), 4);
	sockets_run(s, SECOND_US);
	ck_assert_ptr_nonnull(world_sent(s.world, SERVER, TCPSIM_KIND_RST, 1));
	ck_assert_int_eq(sockets_send(s, CLIENT, s.client, "later"), -EPIPE);
	ck_assert_int_eq(sockets_option(s, CLIENT, s.client, TCPSIM_SO_ERROR), ECONNRESET);
	abort = world_record(s.world, TCPSIM_RECORD_CALL, SERVER, world_count(s.world, TCPSIM_RECORD_CALL, SERVER));
	ck_assert_int_eq(abort->what, TCPSIM_CALL_ABORT);
	ck_assert_uint_ne(abort->cause, TCPSIM_NO_RECORD);
	sockets_free(s);
}
END_TEST

/* RFC 2525 2.17 as Linux and FreeBSD have it: what comes late is not acknowledged, and one RST tells so. */
START_TEST(octets_that_come_late_reset_it_without_an_ack)
{
	struct tcpsim_policy policy = *world_policy();
	struct sockets s;
	tcpsim_socket socket;
	unsigned sent;

	policy.reset_late_text = 1;
	policy.reset_unread = _i % 2;
	s = sockets_open_with(&policy);
	socket = world_child(s.world);
	if (_i >= 2)
		tcpsim_sys_shutdown(s.net, SERVER, s.server, TCPSIM_SHUT_WR);
	sockets_run(s, SECOND_US);
	tcpsim_sys_close(s.net, SERVER, s.server);
	sockets_run(s, SECOND_US);
	ck_assert_int_eq(world_state(s.world, socket), TCPSIM_FIN_WAIT_2);
	sent = world_count(s.world, TCPSIM_RECORD_SEND, SERVER);
	ck_assert_int_eq(sockets_send(s, CLIENT, s.client, "late"), 4);
	sockets_run(s, SECOND_US);
	ck_assert_ptr_null(tcpsim_net_tcb(s.net, socket));
	ck_assert_uint_eq(world_count(s.world, TCPSIM_RECORD_SEND, SERVER), sent + 1);
	ck_assert_ptr_nonnull(world_sent(s.world, SERVER, TCPSIM_KIND_RST, 1));
	ck_assert_int_eq(sockets_option(s, CLIENT, s.client, TCPSIM_SO_ERROR), ECONNRESET);
	sockets_free(s);
}
END_TEST

START_TEST(without_reset_unread_the_window_just_closes)
{
	/* 3.10.4 to the letter: FIN, and nobody reads. */
	struct tcpsim_policy policy = *world_policy();
	struct sockets s;

	policy.reset_unread = 0;
	s = sockets_open_with(&policy);
	sockets_send(s, CLIENT, s.client, "never read");
	sockets_run(s, SECOND_US);
	tcpsim_sys_close(s.net, SERVER, s.server);
	sockets_send(s, CLIENT, s.client, "nor this");
	sockets_run(s, SECOND_US);
	ck_assert_ptr_null(world_sent(s.world, SERVER, TCPSIM_KIND_RST, 1));
	ck_assert_ptr_nonnull(world_sent(s.world, SERVER, TCPSIM_KIND_FIN, 1));
	ck_assert_int_eq(world_state(s.world, world_child(s.world)), TCPSIM_FIN_WAIT_2);
	sockets_free(s);
}
END_TEST

START_TEST(unread_octets_are_no_matter_where_the_fin_came_with_them)
{
	struct sockets s = sockets_open();

	tcpsim_sys_shutdown(s.net, SERVER, s.server, TCPSIM_SHUT_WR);
	sockets_send(s, CLIENT, s.client, "the end");
	tcpsim_sys_shutdown(s.net, CLIENT, s.client, TCPSIM_SHUT_WR);
	sockets_run(s, SECOND_US);
	ck_assert_int_eq(sockets_state(s, SERVER, s.server), TCPSIM_TIME_WAIT);
	tcpsim_sys_close(s.net, SERVER, s.server);
	ck_assert_int_eq(world_state(s.world, world_child(s.world)), TCPSIM_TIME_WAIT);
	sockets_free(s);
}
END_TEST

START_TEST(octets_unread_after_a_half_close_reset_when_it_is_whole)
{
	struct sockets s = sockets_open();

	tcpsim_sys_shutdown(s.net, SERVER, s.server, TCPSIM_SHUT_WR);
	sockets_send(s, CLIENT, s.client, "on and on");
	sockets_run(s, SECOND_US);
	ck_assert_ptr_null(world_sent(s.world, SERVER, TCPSIM_KIND_RST, 1));
	tcpsim_sys_close(s.net, SERVER, s.server);
	ck_assert_ptr_nonnull(world_sent(s.world, SERVER, TCPSIM_KIND_RST, 1));
	sockets_free(s);
}
END_TEST

/* 3.6.1 MAY-1; systems end such a FIN-WAIT-2 after a time, as fin-wait-2-timeout says. */
static struct sockets
limited(void)
{
	static struct tcpsim_policy policy;

	policy = *world_policy();
	policy.fin_wait_2_timeout_us = 60 * SECOND_US;
	return sockets_open_with(&policy);
}

START_TEST(fin_wait_2_ends_some_time_after_close)
{
	struct sockets s = limited();
	tcpsim_socket socket = tcpsim_sys_handle(s.net, CLIENT, s.client);

	tcpsim_sys_close(s.net, CLIENT, s.client);
	sockets_run(s, 2 * DELAY_US);
	ck_assert_int_eq(world_state(s.world, socket), TCPSIM_FIN_WAIT_2);
	sockets_run(s, 60 * SECOND_US - 1);
	ck_assert_int_eq(world_state(s.world, socket), TCPSIM_FIN_WAIT_2);
	sockets_run(s, 1);
	ck_assert_ptr_null(tcpsim_net_tcb(s.net, socket));
	sockets_free(s);
}
END_TEST

START_TEST(fin_wait_2_has_all_its_time_after_a_half_close)
{
	/* Shut for writing alone, or for both: only close() leaves nobody who could read. */
	struct sockets s = limited();
	tcpsim_socket socket = tcpsim_sys_handle(s.net, CLIENT, s.client);

	tcpsim_sys_shutdown(s.net, CLIENT, s.client, _i == 0 ? TCPSIM_SHUT_WR : TCPSIM_SHUT_RDWR);
	sockets_run(s, 500 * SECOND_US);
	ck_assert_int_eq(world_state(s.world, socket), TCPSIM_FIN_WAIT_2);
	tcpsim_sys_close(s.net, CLIENT, s.client);
	sockets_run(s, 60 * SECOND_US - 1);
	ck_assert_int_eq(world_state(s.world, socket), TCPSIM_FIN_WAIT_2);
	sockets_run(s, 1);
	ck_assert_ptr_null(tcpsim_net_tcb(s.net, socket));
	sockets_free(s);
}
END_TEST

START_TEST(close_while_the_fin_is_under_way_limits_fin_wait_2_too)
{
	struct sockets s = limited();
	tcpsim_socket socket = tcpsim_sys_handle(s.net, CLIENT, s.client);

	tcpsim_sys_shutdown(s.net, CLIENT, s.client, TCPSIM_SHUT_WR);
	sockets_run(s, DELAY_US);
	ck_assert_int_eq(world_state(s.world, socket), TCPSIM_FIN_WAIT_1);
	tcpsim_sys_close(s.net, CLIENT, s.client);
	sockets_run(s, DELAY_US);
	ck_assert_int_eq(world_state(s.world, socket), TCPSIM_FIN_WAIT_2);
	sockets_run(s, 60 * SECOND_US);
	ck_assert_ptr_null(tcpsim_net_tcb(s.net, socket));
	sockets_free(s);
}
END_TEST

START_TEST(a_socket_may_have_a_time_of_its_own_in_fin_wait_2)
{
	/* tcp(7) of Linux, TCP_LINGER2. */
	struct sockets s = limited();
	tcpsim_socket socket = tcpsim_sys_handle(s.net, CLIENT, s.client);

	sockets_set(s, CLIENT, s.client, TCPSIM_TCP_LINGER2, 3);
	tcpsim_sys_close(s.net, CLIENT, s.client);
	sockets_run(s, 2 * DELAY_US + 3 * SECOND_US);
	ck_assert_ptr_null(tcpsim_net_tcb(s.net, socket));
	sockets_free(s);
}
END_TEST

START_TEST(octets_unread_in_time_wait_can_be_read_after_it)
{
	/* XSH recv(): what was received in good order is there until it is read. */
	struct sockets s = sockets_open();
	int64_t last;

	tcpsim_sys_shutdown(s.net, SERVER, s.server, TCPSIM_SHUT_WR);
	sockets_send(s, CLIENT, s.client, "the end");
	tcpsim_sys_shutdown(s.net, CLIENT, s.client, TCPSIM_SHUT_WR);
	world_until_quiet(s.world);
	ck_assert_int_eq(tcpsim_sys_handle(s.net, SERVER, s.server), 0);
	ck_assert_str_eq(sockets_read(s, SERVER, s.server, &last), "the end");
	ck_assert_int_eq(last, 0);
	sockets_free(s);
}
END_TEST

START_TEST(lingering_for_no_time_is_an_abort)
{
	/* XSH 2.10.16 SO_LINGER; RFC 9293 3.10.5. */
	struct sockets s = sockets_open();
	struct tcpsim_linger linger = { 1, 0 };
	int other;

	ck_assert_int_eq(tcpsim_sys_setsockopt(s.net, CLIENT, s.client, TCPSIM_SO_LINGER, &linger, sizeof linger), 0);
	sockets_send(s, CLIENT, s.client, "dropped?");
	tcpsim_sys_close(s.net, CLIENT, s.client);
	ck_assert_ptr_nonnull(world_sent(s.world, CLIENT, TCPSIM_KIND_RST, 1));
	ck_assert_ptr_null(tcpsim_net_tcb(s.net, tcpsim_net_connection(s.net, CLIENT, 1)));
	linger.seconds = 5;
	other = sockets_connect(s);
	sockets_run(s, SECOND_US);
	tcpsim_sys_setsockopt(s.net, CLIENT, other, TCPSIM_SO_LINGER, &linger, sizeof linger);
	tcpsim_sys_close(s.net, CLIENT, other);
	ck_assert_ptr_nonnull(world_sent(s.world, CLIENT, TCPSIM_KIND_FIN, 1));
	sockets_free(s);
}
END_TEST

START_TEST(close_before_the_connection_is_open_is_quiet)
{
	/* RFC 9293 3.10.4, SYN-SENT: the TCB is deleted. */
	struct sockets s = sockets_new();
	int client = sockets_connect(s);

	ck_assert_int_eq(tcpsim_sys_close(s.net, CLIENT, client), 0);
	ck_assert_ptr_null(world_sent(s.world, CLIENT, TCPSIM_KIND_FIN, 1));
	ck_assert_ptr_null(tcpsim_net_tcb(s.net, tcpsim_net_connection(s.net, CLIENT, 1)));
	ck_assert_int_eq(tcpsim_sys_close(s.net, CLIENT, tcpsim_sys_socket(s.net, CLIENT, TCPSIM_PROTOCOL_TCP)), 0);
	sockets_free(s);
}
END_TEST

START_TEST(shut_for_writing_it_goes_on_reading)
{
	/* RFC 9293 3.6: the half-closed connection. XSH shutdown, send: EPIPE. */
	struct sockets s = sockets_open();
	int64_t last;

	ck_assert_int_eq(tcpsim_sys_shutdown(s.net, CLIENT, s.client, TCPSIM_SHUT_WR), 0);
	ck_assert_int_eq(tcpsim_sys_shutdown(s.net, CLIENT, s.client, TCPSIM_SHUT_WR), 0);
	ck_assert_int_eq(sockets_send(s, CLIENT, s.client, "x"), -EPIPE);
	sockets_run(s, SECOND_US);
	ck_assert_str_eq(sockets_read(s, SERVER, s.server, &last), "");
	ck_assert_int_eq(last, 0);
	ck_assert_int_eq(sockets_send(s, SERVER, s.server, "still here"), 10);
	sockets_run(s, SECOND_US);
	ck_assert_str_eq(sockets_read(s, CLIENT, s.client, &last), "still here");
	ck_assert_int_eq(last, -EAGAIN);
	ck_assert_uint_eq(tcpsim_sys_poll(s.net, CLIENT, s.client), 0);
	tcpsim_sys_close(s.net, SERVER, s.server);
	sockets_run(s, SECOND_US);
	ck_assert_uint_eq(tcpsim_sys_poll(s.net, CLIENT, s.client), TCPSIM_POLLIN | TCPSIM_POLLHUP);
	ck_assert_int_eq(tcpsim_sys_close(s.net, CLIENT, s.client), 0);
	sockets_free(s);
}
END_TEST

START_TEST(shut_for_reading_it_throws_away)
{
	/* XSH shutdown: SHUT_RD disables further receive operations. */
	struct tcpsim_policy policy = *world_policy();
	struct sockets s;
	char octets[100];

	policy.receive_buffer_bytes = 100;
	s = sockets_open_with(&policy);
	memset(octets, 'x', sizeof octets);
	tcpsim_sys_send(s.net, CLIENT, s.client, octets, 100, 0);
	sockets_run(s, SECOND_US);
	ck_assert_int_eq(tcpsim_sys_shutdown(s.net, SERVER, s.server, TCPSIM_SHUT_RD), 0);
	ck_assert_int_eq(tcpsim_sys_shutdown(s.net, SERVER, s.server, TCPSIM_SHUT_RD), 0);
	ck_assert_int_eq(tcpsim_sys_recv(s.net, SERVER, s.server, octets, 100, 0), 0);
	for (int i = 0; i < 3; i++) {
		ck_assert_int_eq(tcpsim_sys_send(s.net, CLIENT, s.client, octets, 100, 0), 100);
		sockets_run(s, SECOND_US);
	}
	ck_assert_uint_eq(tcpsim_net_tcb(s.net, tcpsim_sys_handle(s.net, CLIENT, s.client))->snd.wnd, 100);
	ck_assert_int_eq(tcpsim_sys_recv(s.net, SERVER, s.server, octets, 100, 0), 0);
	ck_assert_uint_eq(world_count(s.world, TCPSIM_RECORD_DELIVER, SERVER), 0);
	ck_assert_int_eq(sockets_send(s, SERVER, s.server, "x"), 1);
	sockets_free(s);
}
END_TEST

START_TEST(octets_thrown_away_after_close_reset_it_too)
{
	/* SHLD-3 again: the reading direction was shut before. */
	struct sockets s = sockets_open();

	tcpsim_sys_shutdown(s.net, SERVER, s.server, TCPSIM_SHUT_RD);
	tcpsim_sys_close(s.net, SERVER, s.server);
	sockets_run(s, SECOND_US);
	ck_assert_int_eq(world_state(s.world, world_child(s.world)), TCPSIM_FIN_WAIT_2);
	sockets_send(s, CLIENT, s.client, "late");
	sockets_run(s, SECOND_US);
	ck_assert_ptr_nonnull(world_sent(s.world, SERVER, TCPSIM_KIND_RST, 1));
	sockets_free(s);
}
END_TEST

START_TEST(shut_for_both_it_hangs_up)
{
	struct sockets s = sockets_open();

	ck_assert_int_eq(tcpsim_sys_shutdown(s.net, SERVER, s.server, TCPSIM_SHUT_RDWR), 0);
	ck_assert_uint_eq(tcpsim_sys_poll(s.net, SERVER, s.server), TCPSIM_POLLIN | TCPSIM_POLLHUP);
	ck_assert_int_eq(sockets_send(s, SERVER, s.server, "x"), -EPIPE);
	ck_assert_ptr_nonnull(world_sent(s.world, SERVER, TCPSIM_KIND_FIN, 1));
	sockets_free(s);
}
END_TEST

START_TEST(shutdown_needs_a_connection)
{
	/* XSH shutdown: ENOTCONN, EINVAL, EBADF. */
	struct sockets s = sockets_open();
	int fresh = tcpsim_sys_socket(s.net, CLIENT, TCPSIM_PROTOCOL_TCP), opening = sockets_connect(s);

	ck_assert_int_eq(tcpsim_sys_shutdown(s.net, CLIENT, fresh, TCPSIM_SHUT_WR), -ENOTCONN);
	ck_assert_int_eq(tcpsim_sys_shutdown(s.net, CLIENT, opening, TCPSIM_SHUT_WR), -ENOTCONN);
	ck_assert_int_eq(tcpsim_sys_shutdown(s.net, SERVER, s.listener, TCPSIM_SHUT_WR), -ENOTCONN);
	ck_assert_int_eq(tcpsim_sys_shutdown(s.net, CLIENT, s.client, (enum tcpsim_how)7), -EINVAL);
	ck_assert_int_eq(tcpsim_sys_shutdown(s.net, CLIENT, 77, TCPSIM_SHUT_WR), -EBADF);
	sockets_free(s);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("lib/net/socket_close.c");
	TCase *closing = tcase_create("close"), *shutting = tcase_create("shutdown");

	tcase_add_test(closing, close_sends_what_was_taken_and_fin_behind_it);
	tcase_add_test(closing, octets_left_unread_reset_the_connection);
	tcase_add_test(closing, octets_that_come_after_close_reset_it_too);
	tcase_add_loop_test(closing, octets_that_come_late_reset_it_without_an_ack, 0, 4);
	tcase_add_test(closing, without_reset_unread_the_window_just_closes);
	tcase_add_test(closing, unread_octets_are_no_matter_where_the_fin_came_with_them);
	tcase_add_test(closing, octets_unread_after_a_half_close_reset_when_it_is_whole);
	tcase_add_test(closing, lingering_for_no_time_is_an_abort);
	tcase_add_test(closing, fin_wait_2_ends_some_time_after_close);
	tcase_add_loop_test(closing, fin_wait_2_has_all_its_time_after_a_half_close, 0, 2);
	tcase_add_test(closing, close_while_the_fin_is_under_way_limits_fin_wait_2_too);
	tcase_add_test(closing, a_socket_may_have_a_time_of_its_own_in_fin_wait_2);
	tcase_add_test(closing, octets_unread_in_time_wait_can_be_read_after_it);
	tcase_add_test(closing, close_before_the_connection_is_open_is_quiet);
	suite_add_tcase(suite, closing);
	tcase_add_test(shutting, shut_for_writing_it_goes_on_reading);
	tcase_add_test(shutting, shut_for_reading_it_throws_away);
	tcase_add_test(shutting, octets_thrown_away_after_close_reset_it_too);
	tcase_add_test(shutting, shut_for_both_it_hangs_up);
	tcase_add_test(shutting, shutdown_needs_a_connection);
	suite_add_tcase(suite, shutting);
	return suite_run(suite);
}
