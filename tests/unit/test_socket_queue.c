/* SPDX-License-Identifier: MIT */
#include "tests/unit/socket_world.h"

/* The backlog: POSIX (IEEE Std 1003.1-2017) XSH listen, accept. */

static unsigned
dropped(struct sockets s)
{
	unsigned n = 0;

	for (unsigned i = 1; world_record(s.world, TCPSIM_RECORD_DROP, CLIENT, i) != NULL; i++)
		n += world_record(s.world, TCPSIM_RECORD_DROP, CLIENT, i)->what == TCPSIM_DROP_BACKLOG;
	return n;
}

START_TEST(clients_are_connected_before_they_are_accepted)
{
	struct sockets s = sockets_new();
	int client = sockets_connect(s);
	int64_t last;

	sockets_run(s, 3 * DELAY_US);
	ck_assert_int_eq(sockets_state(s, CLIENT, client), TCPSIM_ESTABLISHED);
	ck_assert_int_eq(sockets_send(s, CLIENT, client, "hello?"), 6);
	sockets_run(s, SECOND_US);
	s.server = tcpsim_sys_accept(s.net, SERVER, s.listener, NULL);
	ck_assert_str_eq(sockets_read(s, SERVER, s.server, &last), "hello?");
	sockets_free(s);
}
END_TEST

START_TEST(connections_are_accepted_in_the_order_of_their_opening)
{
	/* XSH accept: the first connection on the queue of pending connections. */
	struct sockets s = sockets_new();
	int clients[3];

	for (int i = 0; i < 3; i++)
		clients[i] = sockets_connect(s);
	sockets_run(s, SECOND_US);
	for (int i = 0; i < 3; i++) {
		struct tcpsim_address peer, address;

		ck_assert_int_gt(tcpsim_sys_accept(s.net, SERVER, s.listener, &peer), 0);
		tcpsim_sys_getsockname(s.net, CLIENT, clients[i], &address);
		ck_assert_uint_eq(peer.port, address.port);
	}
	ck_assert_int_eq(tcpsim_sys_accept(s.net, SERVER, s.listener, NULL), -EAGAIN);
	sockets_free(s);
}
END_TEST

START_TEST(a_syn_beyond_the_backlog_is_dropped_and_comes_again)
{
	/* XSH listen: implementations may count incomplete connections. RFC 6298 2.1: the SYN comes again after 1 s. */
	struct sockets s = sockets_with(world_policy(), 2);
	struct tcpsim_tcp_info info;
	int clients[3];

	for (int i = 0; i < 3; i++)
		clients[i] = sockets_connect(s);
	sockets_run(s, DELAY_US);
	tcpsim_sys_getsockopt(s.net, SERVER, s.listener, TCPSIM_TCP_INFO, &info, sizeof info);
	ck_assert_uint_eq(info.n_opening, 2);
	ck_assert_uint_eq(info.n_unaccepted, 0);
	ck_assert_uint_eq(info.backlog, 2);
	ck_assert_uint_eq(dropped(s), 1);
	sockets_run(s, SECOND_US / 2);
	tcpsim_sys_getsockopt(s.net, SERVER, s.listener, TCPSIM_TCP_INFO, &info, sizeof info);
	ck_assert_uint_eq(info.n_opening, 0);
	ck_assert_uint_eq(info.n_unaccepted, 2);
	ck_assert_int_eq(sockets_state(s, CLIENT, clients[1]), TCPSIM_ESTABLISHED);
	ck_assert_int_eq(sockets_state(s, CLIENT, clients[2]), TCPSIM_SYN_SENT);
	/* No RST: the client is not refused. */
	ck_assert_ptr_null(world_sent(s.world, SERVER, TCPSIM_KIND_RST, 1));
	ck_assert_int_gt(tcpsim_sys_accept(s.net, SERVER, s.listener, NULL), 0);
	sockets_run(s, SECOND_US);
	ck_assert_int_eq(sockets_state(s, CLIENT, clients[2]), TCPSIM_ESTABLISHED);
	ck_assert_uint_eq(dropped(s), 1);
	sockets_free(s);
}
END_TEST

START_TEST(a_backlog_of_0_is_one_of_1_and_may_be_changed)
{
	/* XSH listen: with 0, the length may be set to an implementation-defined minimum; less than 0 is as 0. */
	struct sockets s = sockets_with(world_policy(), -3);
	struct tcpsim_tcp_info info;

	sockets_connect(s);
	sockets_connect(s);
	sockets_run(s, SECOND_US / 2);
	ck_assert_uint_eq(dropped(s), 1);
	ck_assert_int_eq(tcpsim_sys_listen(s.net, SERVER, s.listener, 1000000), 0);
	tcpsim_sys_getsockopt(s.net, SERVER, s.listener, TCPSIM_TCP_INFO, &info, sizeof info);
	ck_assert_uint_eq(info.backlog, 4096);
	sockets_run(s, 2 * SECOND_US);
	tcpsim_sys_getsockopt(s.net, SERVER, s.listener, TCPSIM_TCP_INFO, &info, sizeof info);
	ck_assert_uint_eq(info.n_unaccepted, 2);
	sockets_free(s);
}
END_TEST

START_TEST(a_connection_that_was_reset_meanwhile_is_aborted)
{
	/* XSH accept: ECONNABORTED, a connection has been aborted. */
	struct sockets s = sockets_new();
	int client = sockets_connect(s);

	sockets_connect(s);
	sockets_run(s, 3 * DELAY_US);
	tcpsim_net_abort(s.net, tcpsim_sys_handle(s.net, CLIENT, client), 0);
	sockets_run(s, 3 * DELAY_US);
	ck_assert_int_eq(tcpsim_sys_accept(s.net, SERVER, s.listener, NULL), -ECONNABORTED);
	ck_assert_int_gt(tcpsim_sys_accept(s.net, SERVER, s.listener, NULL), 0);
	ck_assert_int_eq(tcpsim_sys_accept(s.net, SERVER, s.listener, NULL), -EAGAIN);
	sockets_free(s);
}
END_TEST

START_TEST(a_connection_that_was_reset_before_it_was_open_is_none)
{
	/* RFC 9293 figure 8: back to LISTEN. It takes no room in the backlog any more, and serves the next SYN. */
	struct sockets s = sockets_with(world_policy(), 1);
	const struct tcpsim_segment old_syn = { .seq = { 90 }, .wnd = 1000, .ctl = TCPSIM_SYN };
	const struct tcpsim_segment reset = { .seq = { 91 }, .ctl = TCPSIM_RST };
	struct tcpsim_tcp_info info;
	int client;

	tcpsim_net_inject(s.net, CLIENT, 5000, SERVER, PORT, &old_syn, NULL, 0);
	tcpsim_net_inject(s.net, CLIENT, 5000, SERVER, PORT, &reset, NULL, 0);
	tcpsim_sys_getsockopt(s.net, SERVER, s.listener, TCPSIM_TCP_INFO, &info, sizeof info);
	ck_assert_uint_eq(info.n_opening, 0);
	client = sockets_connect(s);
	sockets_run(s, 3 * DELAY_US);
	ck_assert_int_eq(sockets_state(s, CLIENT, client), TCPSIM_ESTABLISHED);
	sockets_connect(s);
	sockets_run(s, 3 * DELAY_US);
	ck_assert_uint_eq(dropped(s), 1);
	ck_assert_int_gt(tcpsim_sys_accept(s.net, SERVER, s.listener, NULL), 0);
	sockets_free(s);
}
END_TEST

START_TEST(one_that_is_the_listener_again_opens_nothing_without_room)
{
	/* RFC 9293 figure 8, then a SYN that is dropped: the endpoint that waits is in LISTEN as before. */
	struct sockets s = sockets_with(world_policy(), 1);
	const struct tcpsim_segment old_syn = { .seq = { 90 }, .wnd = 1000, .ctl = TCPSIM_SYN };
	const struct tcpsim_segment reset = { .seq = { 91 }, .ctl = TCPSIM_RST };

	sockets_connect(s);
	tcpsim_net_inject(s.net, CLIENT, 5000, SERVER, PORT, &old_syn, NULL, 0);
	tcpsim_net_inject(s.net, CLIENT, 5000, SERVER, PORT, &reset, NULL, 0);
	sockets_run(s, 3 * DELAY_US);
	tcpsim_net_inject(s.net, CLIENT, 5001, SERVER, PORT, &old_syn, NULL, 0);
	tcpsim_net_inject(s.net, CLIENT, 5001, SERVER, PORT, &reset, NULL, 0);
	tcpsim_sys_listen(s.net, SERVER, s.listener, 2);
	tcpsim_net_inject(s.net, CLIENT, 5002, SERVER, PORT, &old_syn, NULL, 0);
	tcpsim_net_inject(s.net, CLIENT, 5002, SERVER, PORT, &reset, NULL, 0);
	tcpsim_sys_listen(s.net, SERVER, s.listener, 1);
	tcpsim_net_inject(s.net, CLIENT, 5003, SERVER, PORT, &old_syn, NULL, 0);
	ck_assert_int_eq(world_state(s.world, tcpsim_net_connection(s.net, SERVER, 2)), TCPSIM_LISTEN);
	tcpsim_sys_close(s.net, SERVER, s.listener);
	ck_assert_ptr_null(world_sent(s.world, SERVER, TCPSIM_KIND_FIN, 1));
	sockets_free(s);
}
END_TEST

START_TEST(what_opens_nothing_takes_no_room)
{
	/* RFC 9293 3.10.7.2: an ACK is answered by a RST, whatever the backlog. */
	struct sockets s = sockets_with(world_policy(), 1);
	const struct tcpsim_segment ack = { .seq = { 90 }, .ack = { 500 }, .ctl = TCPSIM_ACK };
	int client = sockets_connect(s);

	sockets_run(s, 3 * DELAY_US);
	tcpsim_net_inject(s.net, CLIENT, 5000, SERVER, PORT, &ack, NULL, 0);
	ck_assert_uint_eq(world_sent(s.world, SERVER, TCPSIM_KIND_RST, 1)->segment.seq.n, 500);
	ck_assert_uint_eq(dropped(s), 0);
	ck_assert_int_eq(sockets_state(s, CLIENT, client), TCPSIM_ESTABLISHED);
	sockets_free(s);
}
END_TEST

START_TEST(a_closed_listener_resets_what_waits)
{
	struct sockets s = sockets_new();
	int opened = sockets_connect(s), opening, accepted = opened;
	char octet;

	sockets_run(s, 3 * DELAY_US);
	s.server = tcpsim_sys_accept(s.net, SERVER, s.listener, NULL);
	opened = sockets_connect(s);
	sockets_run(s, 3 * DELAY_US);
	opening = sockets_connect(s);
	sockets_run(s, DELAY_US);
	ck_assert_int_eq(tcpsim_sys_close(s.net, SERVER, s.listener), 0);
	sockets_run(s, SECOND_US);
	ck_assert_int_eq(tcpsim_sys_recv(s.net, CLIENT, opened, &octet, 1, 0), -ECONNRESET);
	/* RFC 9293 3.10.5: in SYN-RECEIVED, too, a RST is sent; the client is ESTABLISHED when it comes, or not yet. */
	ck_assert_int_eq(tcpsim_sys_recv(s.net, CLIENT, opening, &octet, 1, 0), -ECONNRESET);
	ck_assert_int_eq(sockets_state(s, CLIENT, accepted), TCPSIM_ESTABLISHED);
	ck_assert_int_eq(sockets_send(s, SERVER, s.server, "x"), 1);
	sockets_free(s);
}
END_TEST

START_TEST(queues_vanish_with_their_host)
{
	struct sockets s = sockets_new();

	sockets_connect(s);
	sockets_run(s, 3 * DELAY_US);
	sockets_connect(s);
	sockets_run(s, DELAY_US);
	tcpsim_net_crash(s.net, SERVER, 0);
	tcpsim_net_restart(s.net, SERVER, 0);
	sockets_free(s);
}
END_TEST

START_TEST(queues_are_freed_with_the_network)
{
	struct sockets s = sockets_new();

	sockets_connect(s);
	sockets_run(s, 3 * DELAY_US);
	sockets_connect(s);
	sockets_run(s, DELAY_US);
	sockets_free(s);
}
END_TEST

/* A connection from port 5000 of the client whose server is in TIME-WAIT. */
static struct sockets
in_time_wait(const struct tcpsim_policy *policy)
{
	struct sockets s = sockets_with(policy, 1);
	int client = tcpsim_sys_socket(s.net, CLIENT, TCPSIM_PROTOCOL_TCP);

	tcpsim_sys_bind(s.net, CLIENT, client, at(CLIENT, 5000));
	tcpsim_sys_connect(s.net, CLIENT, client, at(SERVER, PORT));
	sockets_run(s, 3 * DELAY_US);
	s.server = tcpsim_sys_accept(s.net, SERVER, s.listener, NULL);
	tcpsim_sys_send(s.net, CLIENT, client, "first", 5, 0);
	tcpsim_sys_shutdown(s.net, SERVER, s.server, TCPSIM_SHUT_WR);
	sockets_run(s, SECOND_US);
	tcpsim_sys_close(s.net, CLIENT, client);
	sockets_run(s, SECOND_US);
	ck_assert_int_eq(sockets_state(s, SERVER, s.server), TCPSIM_TIME_WAIT);
	return s;
}

START_TEST(a_connection_reopened_from_time_wait_is_the_listeners)
{
	/* RFC 9293 3.6.1, MAY-2. The old socket has what it had; the new connection is another's. */
	struct sockets s = in_time_wait(world_policy());
	int client = tcpsim_sys_socket(s.net, CLIENT, TCPSIM_PROTOCOL_TCP), server;
	int64_t last;

	tcpsim_sys_bind(s.net, CLIENT, client, at(CLIENT, 5000));
	tcpsim_sys_connect(s.net, CLIENT, client, at(SERVER, PORT));
	sockets_run(s, SECOND_US);
	server = tcpsim_sys_accept(s.net, SERVER, s.listener, NULL);
	ck_assert_int_gt(server, s.server);
	sockets_send(s, CLIENT, client, "second");
	sockets_run(s, SECOND_US);
	ck_assert_str_eq(sockets_read(s, SERVER, s.server, &last), "first");
	ck_assert_int_eq(last, 0);
	ck_assert_str_eq(sockets_read(s, SERVER, server, &last), "second");
	ck_assert_int_eq(last, -EAGAIN);
	sockets_free(s);
}
END_TEST

START_TEST(a_full_backlog_reopens_nothing)
{
	struct sockets s = in_time_wait(world_policy());
	int client = tcpsim_sys_socket(s.net, CLIENT, TCPSIM_PROTOCOL_TCP);

	sockets_connect(s);
	sockets_run(s, 3 * DELAY_US);
	tcpsim_sys_bind(s.net, CLIENT, client, at(CLIENT, 5000));
	tcpsim_sys_connect(s.net, CLIENT, client, at(SERVER, PORT));
	sockets_run(s, SECOND_US / 2);
	ck_assert_int_eq(sockets_state(s, SERVER, s.server), TCPSIM_TIME_WAIT);
	ck_assert_int_eq(sockets_state(s, CLIENT, client), TCPSIM_SYN_SENT);
	sockets_free(s);
}
END_TEST

START_TEST(an_old_syn_that_reopened_leaves_nothing_behind)
{
	/* RFC 9293 3.6.1 (2): a SYN that turns out to be an old duplicate returns the connection to TIME-WAIT. */
	struct sockets s = in_time_wait(world_policy());
	const struct tcpsim_tcb *tcb = tcpsim_net_tcb(s.net, tcpsim_sys_handle(s.net, SERVER, s.server));
	struct tcpsim_segment syn = { .seq = tcpsim_seq_add(tcb->rcv.nxt, 1000), .wnd = 1000, .ctl = TCPSIM_SYN };
	struct tcpsim_segment reset = { .seq = tcpsim_seq_add(syn.seq, 1), .ctl = TCPSIM_RST };
	struct tcpsim_tcp_info info;
	int64_t last;

	tcpsim_net_inject(s.net, CLIENT, 5000, SERVER, PORT, &syn, NULL, 0);
	tcpsim_sys_getsockopt(s.net, SERVER, s.listener, TCPSIM_TCP_INFO, &info, sizeof info);
	ck_assert_uint_eq(info.n_opening, 1);
	tcpsim_net_inject(s.net, CLIENT, 5000, SERVER, PORT, &reset, NULL, 0);
	tcpsim_sys_getsockopt(s.net, SERVER, s.listener, TCPSIM_TCP_INFO, &info, sizeof info);
	ck_assert_uint_eq(info.n_opening, 0);
	ck_assert_str_eq(sockets_read(s, SERVER, s.server, &last), "first");
	ck_assert_int_eq(last, 0);
	sockets_free(s);
}
END_TEST

START_TEST(a_two_way_handshake_is_open_at_once)
{
	struct tcpsim_policy policy = *world_policy();
	struct sockets s;

	policy.handshake = TCPSIM_TWO_WAY;
	s = sockets_with(&policy, 1);
	sockets_connect(s);
	sockets_run(s, DELAY_US);
	ck_assert_int_gt(tcpsim_sys_accept(s.net, SERVER, s.listener, NULL), 0);
	sockets_free(s);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("lib/net/socket_queue.c");
	TCase *queue = tcase_create("queue"), *reopen = tcase_create("reopen");

	tcase_add_test(queue, clients_are_connected_before_they_are_accepted);
	tcase_add_test(queue, connections_are_accepted_in_the_order_of_their_opening);
	tcase_add_test(queue, a_syn_beyond_the_backlog_is_dropped_and_comes_again);
	tcase_add_test(queue, a_backlog_of_0_is_one_of_1_and_may_be_changed);
	tcase_add_test(queue, a_connection_that_was_reset_meanwhile_is_aborted);
	tcase_add_test(queue, a_connection_that_was_reset_before_it_was_open_is_none);
	tcase_add_test(queue, one_that_is_the_listener_again_opens_nothing_without_room);
	tcase_add_test(queue, what_opens_nothing_takes_no_room);
	tcase_add_test(queue, a_closed_listener_resets_what_waits);
	tcase_add_test(queue, queues_vanish_with_their_host);
	tcase_add_test(queue, queues_are_freed_with_the_network);
	tcase_add_test(queue, a_two_way_handshake_is_open_at_once);
	suite_add_tcase(suite, queue);
	tcase_add_test(reopen, a_connection_reopened_from_time_wait_is_the_listeners);
	tcase_add_test(reopen, a_full_backlog_reopens_nothing);
	tcase_add_test(reopen, an_old_syn_that_reopened_leaves_nothing_behind);
	suite_add_tcase(suite, reopen);
	return suite_run(suite);
}
