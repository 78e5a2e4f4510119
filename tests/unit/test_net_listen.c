/* SPDX-License-Identifier: MIT */
#include "tests/unit/net_world.h"

/* Listeners and what they accept: RFC 9293 3.10.1, 3.10.7.2, 3.10.7.4 second check. */

START_TEST(each_accepted_connection_is_a_child_and_the_listener_stays)
{
	struct world world = world_new();
	tcpsim_socket first, second;

	world_connect(world);
	world_connect(world);
	world_run(world, 3 * DELAY_US);
	first = tcpsim_net_connection(world.net, SERVER, 1);
	second = tcpsim_net_connection(world.net, SERVER, 2);
	ck_assert_int_eq(world_state(world, first), TCPSIM_ESTABLISHED);
	ck_assert_int_eq(world_state(world, second), TCPSIM_ESTABLISHED);
	ck_assert(first != second);
	ck_assert_int_eq(world_state(world, world.listener), TCPSIM_LISTEN);
	ck_assert_uint_eq(tcpsim_net_n_connections(world.net, SERVER), 2);
	ck_assert_uint_eq(tcpsim_net_n_connections(world.net, CLIENT), 2);
	ck_assert_uint_eq(tcpsim_net_connection(world.net, SERVER, 0), second);
	ck_assert_uint_eq(tcpsim_net_connection(world.net, SERVER, 3), 0);
	world_free(world);
}
END_TEST

START_TEST(numbers_go_on_when_connections_are_gone)
{
	struct world world = world_new();
	tcpsim_socket first = world_open(world);

	tcpsim_net_abort(world.net, first, 0);
	world_run(world, 3 * DELAY_US);
	ck_assert_uint_eq(tcpsim_net_connection(world.net, CLIENT, 1), 0);
	ck_assert_uint_eq(tcpsim_net_connection(world.net, SERVER, 1), 0);
	world_open(world);
	ck_assert(tcpsim_net_connection(world.net, CLIENT, 2) != 0);
	ck_assert_uint_eq(tcpsim_net_connection(world.net, CLIENT, 0),
		tcpsim_net_connection(world.net, CLIENT, 2));
	ck_assert_uint_eq(tcpsim_net_n_connections(world.net, SERVER), 2);
	world_free(world);
}
END_TEST

START_TEST(the_first_record_of_a_child_begins_in_listen)
{
	struct world world = world_new();
	const struct tcpsim_record *call, *arrival;

	world_open(world);
	call = world_record(world, TCPSIM_RECORD_CALL, SERVER, 1);
	arrival = world_record(world, TCPSIM_RECORD_ARRIVE, SERVER, 1);
	ck_assert_uint_eq(call->connection, 0);
	ck_assert_int_eq(call->what, TCPSIM_CALL_LISTEN);
	ck_assert_int_eq(call->after.state, TCPSIM_LISTEN);
	ck_assert_uint_eq(arrival->connection, 1);
	ck_assert_int_eq(arrival->before.state, TCPSIM_LISTEN);
	ck_assert_int_eq(arrival->after.state, TCPSIM_SYN_RECEIVED);
	ck_assert_int_eq(arrival->rule, TCPSIM_RULE_LISTEN_SYN);
	world_free(world);
}
END_TEST

START_TEST(what_opens_nothing_is_no_connection)
{
	/* 3.10.7.2 second: an ACK to a listener is answered by <SEQ=SEG.ACK><CTL=RST>. */
	struct world world = world_new();
	const struct tcpsim_segment seg = { .seq = { 90 }, .ack = { 500 }, .ctl = TCPSIM_ACK };
	const struct tcpsim_record *arrival, *answer;

	tcpsim_net_inject(world.net, CLIENT, 5000, SERVER, PORT, &seg, NULL, 3);
	arrival = world_record(world, TCPSIM_RECORD_ARRIVE, SERVER, 1);
	answer = world_sent(world, SERVER, TCPSIM_KIND_RST, 1);
	ck_assert_uint_eq(arrival->connection, 0);
	ck_assert_int_eq(arrival->rule, TCPSIM_RULE_LISTEN_ACK_RESET);
	ck_assert_uint_eq(answer->segment.seq.n, 500);
	ck_assert_uint_eq(answer->peer_port, 5000);
	ck_assert_uint_eq(tcpsim_net_n_connections(world.net, SERVER), 0);
	ck_assert_int_eq(world_state(world, world.listener), TCPSIM_LISTEN);
	world_free(world);
}
END_TEST

START_TEST(nobody_answers_for_a_port_without_a_listener)
{
	/* 3.10.7.1: a SYN draws <SEQ=0><ACK=SEG.SEQ+SEG.LEN><CTL=RST,ACK>; that ends the client's attempt. */
	struct world world = world_new();
	enum tcpsim_error error;
	tcpsim_socket socket = tcpsim_net_connect(world.net, CLIENT, 0, SERVER, PORT + 1, &error, 0);
	const struct tcpsim_record *answer, *signal;

	world_run(world, 2 * DELAY_US);
	answer = world_sent(world, SERVER, TCPSIM_KIND_RST, 1);
	signal = world_record(world, TCPSIM_RECORD_SIGNAL, CLIENT, 1);
	ck_assert_uint_eq(answer->segment.seq.n, 0);
	ck_assert_uint_eq(answer->segment.ack.n, CLIENT_ISS + 1U);
	ck_assert_int_eq(answer->segment.ctl, TCPSIM_RST | TCPSIM_ACK);
	ck_assert_int_eq(signal->what, TCPSIM_SIGNAL_ERROR);
	ck_assert_int_eq(signal->error, TCPSIM_ERROR_RESET);
	ck_assert_ptr_null(tcpsim_net_tcb(world.net, socket));
	world_free(world);
}
END_TEST

START_TEST(a_reset_child_is_the_listener_again_and_takes_the_next_syn)
{
	/* RFC 9293 figure 8: LISTEN, SYN-RECEIVED by an old SYN, LISTEN by a RST, SYN-RECEIVED, ESTABLISHED. */
	static const uint8_t path[] = {
		TCPSIM_LISTEN, TCPSIM_SYN_RECEIVED, TCPSIM_LISTEN, TCPSIM_SYN_RECEIVED, TCPSIM_ESTABLISHED,
	};
	struct world world = world_new();
	const struct tcpsim_segment old_syn = { .seq = { 90 }, .wnd = 1000, .ctl = TCPSIM_SYN };
	const struct tcpsim_segment reset = { .seq = { 91 }, .ctl = TCPSIM_RST };
	tcpsim_socket socket;

	tcpsim_net_inject(world.net, CLIENT, 5000, SERVER, PORT, &old_syn, NULL, 0);
	socket = world_child(world);
	ck_assert_int_eq(world_state(world, socket), TCPSIM_SYN_RECEIVED);
	tcpsim_net_inject(world.net, CLIENT, 5000, SERVER, PORT, &reset, NULL, 0);
	ck_assert_int_eq(world_state(world, socket), TCPSIM_LISTEN);
	world_open(world);
	ck_assert_int_eq(world_state(world, socket), TCPSIM_ESTABLISHED);
	ck_assert_uint_eq(tcpsim_net_n_connections(world.net, SERVER), 1);
	for (unsigned i = 1, step = 0; step < 4; i++) {
		const struct tcpsim_record *record = world_record(world, TCPSIM_RECORD_ARRIVE, SERVER, i);

		ck_assert_ptr_nonnull(record);
		if (record->connection == 0)
			continue; /* the client's RST for the SYN,ACK that it never asked for */
		ck_assert_int_eq(record->before.state, path[step]);
		ck_assert_int_eq(record->after.state, path[++step]);
	}
	world_is_sound(world);
	world_free(world);
}
END_TEST

START_TEST(children_that_wait_take_syns_in_turn)
{
	struct world world = world_new();
	const struct tcpsim_segment old_syn = { .seq = { 90 }, .wnd = 1000, .ctl = TCPSIM_SYN };
	const struct tcpsim_segment reset = { .seq = { 91 }, .ctl = TCPSIM_RST };
	const struct tcpsim_segment stray = { .seq = { 91 }, .ctl = TCPSIM_FIN };

	for (uint16_t port = 5000; port <= 5001; port++)
		tcpsim_net_inject(world.net, CLIENT, port, SERVER, PORT, &old_syn, NULL, 0);
	for (uint16_t port = 5000; port <= 5001; port++)
		tcpsim_net_inject(world.net, CLIENT, port, SERVER, PORT, &reset, NULL, 0);
	/* 3.10.7.2 fourth: dropped, and nothing changes. */
	tcpsim_net_inject(world.net, CLIENT, 5002, SERVER, PORT, &stray, NULL, 0);
	ck_assert_uint_eq(world_record(world, TCPSIM_RECORD_ARRIVE, SERVER, 5)->connection, 0);
	world_open(world);
	ck_assert_int_eq(world_state(world, tcpsim_net_connection(world.net, SERVER, 1)), TCPSIM_ESTABLISHED);
	ck_assert_int_eq(world_state(world, tcpsim_net_connection(world.net, SERVER, 2)), TCPSIM_LISTEN);
	world_open(world);
	ck_assert_int_eq(world_state(world, tcpsim_net_connection(world.net, SERVER, 2)), TCPSIM_ESTABLISHED);
	world_open(world);
	ck_assert_uint_eq(tcpsim_net_n_connections(world.net, SERVER), 3);
	world_is_sound(world);
	world_free(world);
}
END_TEST

START_TEST(a_child_that_waits_may_be_closed_by_its_user)
{
	struct world world = world_new();
	const struct tcpsim_segment old_syn = { .seq = { 90 }, .wnd = 1000, .ctl = TCPSIM_SYN };
	const struct tcpsim_segment reset = { .seq = { 91 }, .ctl = TCPSIM_RST };

	for (uint16_t port = 5000; port <= 5002; port++)
		tcpsim_net_inject(world.net, CLIENT, port, SERVER, PORT, &old_syn, NULL, 0);
	for (uint16_t port = 5000; port <= 5002; port++)
		tcpsim_net_inject(world.net, CLIENT, port, SERVER, PORT, &reset, NULL, 0);
	ck_assert_int_eq(tcpsim_net_close(world.net, tcpsim_net_connection(world.net, SERVER, 2), false, 0), TCPSIM_OK);
	ck_assert_int_eq(tcpsim_net_abort(world.net, tcpsim_net_connection(world.net, SERVER, 1), 0), TCPSIM_OK);
	world_open(world);
	ck_assert_int_eq(world_state(world, tcpsim_net_connection(world.net, SERVER, 3)), TCPSIM_ESTABLISHED);
	world_open(world);
	ck_assert_int_eq(world_state(world, tcpsim_net_connection(world.net, SERVER, 4)), TCPSIM_ESTABLISHED);
	ck_assert_uint_eq(tcpsim_net_n_connections(world.net, SERVER), 4);
	world_is_sound(world);
	world_free(world);
}
END_TEST

START_TEST(children_that_wait_are_closed_with_their_listener)
{
	struct world world = world_new();
	const struct tcpsim_segment old_syn = { .seq = { 90 }, .wnd = 1000, .ctl = TCPSIM_SYN };
	const struct tcpsim_segment reset = { .seq = { 91 }, .ctl = TCPSIM_RST };
	tcpsim_socket socket;

	tcpsim_net_inject(world.net, CLIENT, 5000, SERVER, PORT, &old_syn, NULL, 0);
	socket = world_child(world);
	tcpsim_net_inject(world.net, CLIENT, 5000, SERVER, PORT, &reset, NULL, 0);
	ck_assert_int_eq(tcpsim_net_close(world.net, world.listener, false, 0), TCPSIM_OK);
	ck_assert_ptr_null(tcpsim_net_tcb(world.net, socket));
	ck_assert_ptr_null(tcpsim_net_tcb(world.net, world.listener));
	world_free(world);
}
END_TEST

START_TEST(a_child_without_a_listener_to_go_back_to_is_closed)
{
	struct world world = world_new();
	const struct tcpsim_segment old_syn = { .seq = { 90 }, .wnd = 1000, .ctl = TCPSIM_SYN };
	const struct tcpsim_segment reset = { .seq = { 91 }, .ctl = TCPSIM_RST };
	tcpsim_socket socket;

	tcpsim_net_inject(world.net, CLIENT, 5000, SERVER, PORT, &old_syn, NULL, 0);
	socket = world_child(world);
	tcpsim_net_close(world.net, world.listener, false, 0);
	ck_assert_int_eq(world_state(world, socket), TCPSIM_SYN_RECEIVED);
	tcpsim_net_inject(world.net, CLIENT, 5000, SERVER, PORT, &reset, NULL, 0);
	ck_assert_ptr_null(tcpsim_net_tcb(world.net, socket));
	world_until_quiet(world);
	world_is_sound(world);
	world_free(world);
}
END_TEST

START_TEST(a_port_is_listened_on_once)
{
	/* MUST-41 lets listeners be many, each on its own port; a second OPEN of the same one is an error. */
	struct world world = world_new();
	enum tcpsim_error error;

	ck_assert_uint_eq(tcpsim_net_listen(world.net, SERVER, PORT, &error, 0), 0);
	ck_assert_int_eq(error, TCPSIM_ERROR_EXISTS);
	ck_assert(tcpsim_net_listen(world.net, SERVER, PORT + 1, &error, 0) != 0);
	ck_assert_int_eq(error, TCPSIM_OK);
	tcpsim_net_close(world.net, world.listener, false, 0);
	ck_assert(tcpsim_net_listen(world.net, SERVER, PORT, &error, 0) != 0);
	world_free(world);
}
END_TEST

START_TEST(isns_are_used_in_order_and_only_when_a_connection_opens)
{
	struct world world = world_new();
	const uint32_t isns[] = { 300, 700 };
	const struct tcpsim_segment stray = { .seq = { 90 }, .ctl = TCPSIM_ACK };
	const struct tcpsim_record *third;

	tcpsim_net_set_isns(world.net, SERVER, isns, 2);
	tcpsim_net_inject(world.net, CLIENT, 5000, SERVER, PORT, &stray, NULL, 0);
	world_open(world);
	ck_assert_uint_eq(world_sent(world, SERVER, TCPSIM_KIND_SYN_ACK, 1)->segment.seq.n, 300);
	world_open(world);
	ck_assert_uint_eq(world_sent(world, SERVER, TCPSIM_KIND_SYN_ACK, 2)->segment.seq.n, 700);
	/* Then the clock goes on from the last, one every 4 us (3.4.1): 30 ms later. */
	world_open(world);
	third = world_sent(world, SERVER, TCPSIM_KIND_SYN_ACK, 3);
	ck_assert_uint_eq(third->segment.seq.n, 700 + 3 * DELAY_US / 4);
	world_free(world);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("lib/net/arrive.c");
	TCase *listeners = tcase_create("listeners");

	tcase_add_test(listeners, each_accepted_connection_is_a_child_and_the_listener_stays);
	tcase_add_test(listeners, numbers_go_on_when_connections_are_gone);
	tcase_add_test(listeners, the_first_record_of_a_child_begins_in_listen);
	tcase_add_test(listeners, what_opens_nothing_is_no_connection);
	tcase_add_test(listeners, nobody_answers_for_a_port_without_a_listener);
	tcase_add_test(listeners, a_reset_child_is_the_listener_again_and_takes_the_next_syn);
	tcase_add_test(listeners, children_that_wait_take_syns_in_turn);
	tcase_add_test(listeners, a_child_that_waits_may_be_closed_by_its_user);
	tcase_add_test(listeners, children_that_wait_are_closed_with_their_listener);
	tcase_add_test(listeners, a_child_without_a_listener_to_go_back_to_is_closed);
	tcase_add_test(listeners, a_port_is_listened_on_once);
	tcase_add_test(listeners, isns_are_used_in_order_and_only_when_a_connection_opens);
	suite_add_tcase(suite, listeners);
	return suite_run(suite);
}
