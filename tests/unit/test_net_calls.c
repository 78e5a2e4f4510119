/* SPDX-License-Identifier: MIT */
#include "tests/unit/net_world.h"

/* User calls, the octets that they move, and the handles that they take. */

START_TEST(octets_arrive_as_they_were_sent)
{
	struct world world = world_new();
	tcpsim_socket socket = world_open(world);

	ck_assert_int_eq(tcpsim_net_send(world.net, socket, "one, ", 5, 0), TCPSIM_OK);
	ck_assert_int_eq(tcpsim_net_send(world.net, socket, "two", 3, 0), TCPSIM_OK);
	ck_assert_int_eq(tcpsim_net_send(world.net, world_child(world), "three", 5, 0), TCPSIM_OK);
	world_run(world, SECOND_US / 2);
	ck_assert_str_eq(world_delivered(world, SERVER), "one, two");
	ck_assert_str_eq(world_delivered(world, CLIENT), "three");
	world_free(world);
}
END_TEST

START_TEST(what_is_sent_before_established_waits)
{
	/* 3.10.2, SYN-SENT: queued until ESTABLISHED. */
	struct world world = world_new();
	tcpsim_socket socket = world_connect(world);

	tcpsim_net_send(world.net, socket, "early", 5, 0);
	tcpsim_net_close(world.net, socket, false, 0);
	world_run(world, SECOND_US / 2);
	ck_assert_ptr_null(world_sent(world, CLIENT, TCPSIM_KIND_DATA, 1));
	world_free(world);
	world = world_new();
	socket = world_connect(world);
	tcpsim_net_send(world.net, socket, "early", 5, 0);
	world_run(world, SECOND_US / 2);
	ck_assert_str_eq(world_delivered(world, SERVER), "early");
	world_free(world);
}
END_TEST

/* Octets that are all different from their neighbors, more than fit into a window. */
#define MUCH 300000U

static void
fill(uint8_t *octets, size_t n, size_t from)
{
	for (size_t i = 0; i < n; i++)
		octets[i] = (uint8_t)((from + i) * 2654435761U >> 13);
}

static size_t
check_delivered(struct world world, uint16_t host)
{
	const struct tcpsim_record *record;
	uint8_t *wanted = malloc(MUCH);
	size_t n = 0;

	fill(wanted, MUCH, 0);
	for (unsigned i = 1; (record = world_record(world, TCPSIM_RECORD_DELIVER, host, i)) != NULL; i++) {
		ck_assert_mem_eq(tcpsim_trace_octets(tcpsim_net_trace(world.net), record), wanted + n, record->octets_n);
		n += record->octets_n;
	}
	free(wanted);
	return n;
}

START_TEST(much_text_arrives_in_order_through_a_bad_network)
{
	const struct tcpsim_link_options link = {
		.delay_us = DELAY_US, .jitter_us = 5000, .loss_ppm = 20000, .duplicate_ppm = 20000, .corrupt_ppm = 10000,
	};
	struct world world = world_with(world_policy(), &link, 3);
	tcpsim_socket socket = world_connect(world);
	uint8_t octets[1000];
	size_t n = 0;

	for (unsigned turns = 0; n < MUCH && turns < 100000; turns++) {
		fill(octets, sizeof octets, n);
		if (tcpsim_net_send(world.net, socket, octets, sizeof octets, 0) == TCPSIM_OK)
			n += sizeof octets;
		else
			world_run(world, SECOND_US / 10);
	}
	world_until_quiet(world);
	ck_assert_uint_eq(check_delivered(world, SERVER), MUCH);
	world_is_sound(world);
	world_free(world);
}
END_TEST

START_TEST(without_reading_text_waits_for_receive)
{
	struct world world = world_new();
	tcpsim_socket client, server;
	const struct tcpsim_record *call;

	tcpsim_net_set_reading(world.net, SERVER, false);
	client = world_open(world);
	server = world_child(world);
	tcpsim_net_send(world.net, client, "abcdef", 6, 0);
	world_run(world, SECOND_US / 2);
	ck_assert_str_eq(world_delivered(world, SERVER), "");
	ck_assert_uint_eq(tcpsim_net_tcb(world.net, server)->rcv.unread_bytes, 6);
	ck_assert_int_eq(tcpsim_net_receive(world.net, server, 4, 2), TCPSIM_OK);
	ck_assert_str_eq(world_delivered(world, SERVER), "abcd");
	call = world_record(world, TCPSIM_RECORD_CALL, SERVER, 2);
	ck_assert_int_eq(call->what, TCPSIM_CALL_RECEIVE);
	ck_assert_uint_eq(call->segment.text_bytes, 4);
	tcpsim_net_receive(world.net, server, TCPSIM_RECEIVE_ALL, 0);
	ck_assert_str_eq(world_delivered(world, SERVER), "abcdef");
	/* The client's end reads at once, as before. */
	tcpsim_net_send(world.net, server, "x", 1, 0);
	world_run(world, SECOND_US / 2);
	ck_assert_str_eq(world_delivered(world, CLIENT), "x");
	world_free(world);
}
END_TEST

START_TEST(text_that_comes_with_a_syn_waits_for_established)
{
	/* 3.10.7.2: kept until ESTABLISHED; then it is delivered. */
	struct world world = world_new();
	const struct tcpsim_segment syn = { .seq = { 90 }, .wnd = 1000, .ctl = TCPSIM_SYN, .text_bytes = 5 };
	const struct tcpsim_segment ack = { .seq = { 96 }, .ack = { SERVER_ISS + 1 }, .wnd = 1000, .ctl = TCPSIM_ACK };

	tcpsim_net_inject(world.net, CLIENT, 5000, SERVER, PORT, &syn, "hello", 0);
	ck_assert_str_eq(world_delivered(world, SERVER), "");
	tcpsim_net_inject(world.net, CLIENT, 5000, SERVER, PORT, &ack, NULL, 0);
	ck_assert_int_eq(world_state(world, world_child(world)), TCPSIM_ESTABLISHED);
	ck_assert_str_eq(world_delivered(world, SERVER), "hello");
	world_is_sound(world);
	world_free(world);
}
END_TEST

START_TEST(a_reopened_connection_begins_with_new_streams)
{
	/* 3.6.1, MAY-2: a SYN above all that the old connection used reopens it; here the server closed first. */
	struct world world = world_new();
	const uint32_t server_isns[] = { 300, 100000 };
	enum tcpsim_error error;
	tcpsim_socket client, server;

	tcpsim_net_set_isns(world.net, SERVER, server_isns, 2);
	client = tcpsim_net_connect(world.net, CLIENT, 5000, SERVER, PORT, &error, 0);
	world_run(world, 3 * DELAY_US);
	server = world_child(world);
	tcpsim_net_send(world.net, client, "old", 3, 0);
	tcpsim_net_send(world.net, server, "elder", 5, 0);
	world_run(world, 3 * DELAY_US);
	tcpsim_net_close(world.net, server, false, 0);
	world_run(world, 2 * DELAY_US);
	tcpsim_net_close(world.net, client, false, 0);
	world_run(world, 2 * DELAY_US);
	ck_assert_int_eq(world_state(world, server), TCPSIM_TIME_WAIT);
	client = tcpsim_net_connect(world.net, CLIENT, 5000, SERVER, PORT, &error, 0);
	world_run(world, 3 * DELAY_US);
	ck_assert_int_eq(world_state(world, server), TCPSIM_ESTABLISHED);
	ck_assert_int_eq(tcpsim_net_tcb(world.net, server)->origin, TCPSIM_ORIGIN_REOPENED);
	ck_assert_uint_eq(tcpsim_net_n_connections(world.net, SERVER), 1);
	tcpsim_net_send(world.net, client, "new", 3, 0);
	tcpsim_net_send(world.net, server, "newer", 5, 0);
	world_run(world, 3 * DELAY_US);
	ck_assert_str_eq(world_delivered(world, SERVER), "oldnew");
	ck_assert_str_eq(world_delivered(world, CLIENT), "eldernewer");
	world_is_sound(world);
	world_free(world);
}
END_TEST

/* A connection of port 5000 that the server has closed first, and its client after it: the server is in TIME-WAIT. */
static tcpsim_socket
server_in_time_wait(struct world world)
{
	enum tcpsim_error error;
	tcpsim_socket client = tcpsim_net_connect(world.net, CLIENT, 5000, SERVER, PORT, &error, 0), server;

	world_run(world, 3 * DELAY_US);
	server = world_child(world);
	tcpsim_net_close(world.net, server, false, 0);
	world_run(world, 2 * DELAY_US);
	tcpsim_net_close(world.net, client, false, 0);
	world_run(world, 2 * DELAY_US);
	ck_assert_int_eq(world_state(world, server), TCPSIM_TIME_WAIT);
	return server;
}

START_TEST(a_reopened_connection_does_not_read_either_if_its_host_does_not)
{
	struct world world = world_new();
	enum tcpsim_error error;
	tcpsim_socket client, server;

	tcpsim_net_set_reading(world.net, SERVER, false);
	server = server_in_time_wait(world);
	client = tcpsim_net_connect(world.net, CLIENT, 5000, SERVER, PORT, &error, 0);
	tcpsim_net_send(world.net, client, "new", 3, 0);
	world_run(world, 5 * DELAY_US);
	ck_assert_int_eq(world_state(world, server), TCPSIM_ESTABLISHED);
	ck_assert_str_eq(world_delivered(world, SERVER), "");
	tcpsim_net_receive(world.net, server, 3, 0);
	ck_assert_str_eq(world_delivered(world, SERVER), "new");
	world_is_sound(world);
	world_free(world);
}
END_TEST

START_TEST(a_handle_of_a_socket_that_is_gone_is_refused)
{
	struct world world = world_new();
	tcpsim_socket gone = world_open(world), next;
	const struct tcpsim_record *call;

	ck_assert_int_eq(tcpsim_net_abort(world.net, gone, 0), TCPSIM_OK);
	world_run(world, DELAY_US);
	next = world_open(world);
	ck_assert(next != gone);
	ck_assert_ptr_null(tcpsim_net_tcb(world.net, gone));
	/* 3.10.2 to 3.10.5, CLOSED: "connection does not exist". */
	ck_assert_int_eq(tcpsim_net_send(world.net, gone, "x", 1, 0), TCPSIM_ERROR_NO_CONNECTION);
	ck_assert_int_eq(tcpsim_net_receive(world.net, gone, 1, 0), TCPSIM_ERROR_NO_CONNECTION);
	ck_assert_int_eq(tcpsim_net_abort(world.net, gone, 0), TCPSIM_ERROR_NO_CONNECTION);
	ck_assert_int_eq(tcpsim_net_close(world.net, gone, false, 6), TCPSIM_ERROR_NO_CONNECTION);
	for (unsigned i = 1; (call = world_record(world, TCPSIM_RECORD_CALL, CLIENT, i)) != NULL && call->line != 6;)
		i++;
	ck_assert_ptr_nonnull(call);
	ck_assert_int_eq(call->error, TCPSIM_ERROR_NO_CONNECTION);
	ck_assert_int_eq(call->rule, TCPSIM_RULE_CLOSE_NO_CONNECTION);
	ck_assert_uint_eq(call->connection, 0);
	ck_assert_int_eq(world_state(world, next), TCPSIM_ESTABLISHED);
	world_free(world);
}
END_TEST

START_TEST(no_socket_and_no_such_socket_are_refused)
{
	struct world world = world_new();

	ck_assert_int_eq(tcpsim_net_close(world.net, 0, false, 0), TCPSIM_ERROR_NO_CONNECTION);
	ck_assert_int_eq(tcpsim_net_abort(world.net, UINT64_MAX, 0), TCPSIM_ERROR_NO_CONNECTION);
	ck_assert_int_eq(tcpsim_net_send(world.net, 0, "", 0, 0), TCPSIM_ERROR_NO_CONNECTION);
	ck_assert_int_eq(tcpsim_net_receive(world.net, 12345, 1, 0), TCPSIM_ERROR_NO_CONNECTION);
	ck_assert_int_eq(tcpsim_net_receive(world.net, 0, 1, 0), TCPSIM_ERROR_NO_CONNECTION);
	ck_assert_ptr_null(tcpsim_net_tcb(world.net, 0));
	world_free(world);
}
END_TEST

START_TEST(who_does_not_ask_for_the_error_is_not_told)
{
	struct tcpsim_net *net = tcpsim_net_new(NULL);
	uint16_t host = tcpsim_net_add_host(net, "alone", world_policy());

	ck_assert_uint_ne(tcpsim_net_listen(net, host, 80, NULL, 0), 0);
	ck_assert_uint_eq(tcpsim_net_listen(net, host, 80, NULL, 0), 0);
	ck_assert_uint_ne(tcpsim_net_connect(net, host, 5000, host, 80, NULL, 0), 0);
	ck_assert_uint_eq(tcpsim_net_connect(net, host, 5000, host, 80, NULL, 0), 0);
	ck_assert_ptr_null(tcpsim_net_trace(net));
	tcpsim_net_free(net);
}
END_TEST

START_TEST(shutdown_is_close_by_another_name)
{
	struct world world = world_new();
	tcpsim_socket socket = world_open(world);
	const struct tcpsim_record *call;

	tcpsim_net_close(world.net, socket, true, 0);
	call = world_record(world, TCPSIM_RECORD_CALL, CLIENT, 2);
	ck_assert_int_eq(call->what, TCPSIM_CALL_SHUTDOWN);
	ck_assert_int_eq(call->after.state, TCPSIM_FIN_WAIT_1);
	ck_assert_int_eq(tcpsim_net_send(world.net, socket, "x", 1, 0), TCPSIM_ERROR_CLOSING);
	ck_assert_int_eq(tcpsim_net_close(world.net, socket, false, 0), TCPSIM_ERROR_CLOSING);
	world_free(world);
}
END_TEST

START_TEST(what_does_not_fit_into_the_send_buffer_is_refused_wholly)
{
	struct tcpsim_policy policy = *world_policy();
	const struct tcpsim_link_options link = { .delay_us = DELAY_US };
	struct world world;
	tcpsim_socket socket;

	policy.send_buffer_bytes = 10;
	world = world_with(&policy, &link, 1);
	socket = world_open(world);
	ck_assert_int_eq(tcpsim_net_send(world.net, socket, "0123456", 7, 0), TCPSIM_OK);
	ck_assert_int_eq(tcpsim_net_send(world.net, socket, "789a", 4, 0), TCPSIM_ERROR_NO_RESOURCES);
#if SIZE_MAX > UINT32_MAX
	ck_assert_int_eq(tcpsim_net_send(world.net, socket, "789", (size_t)UINT32_MAX + 1, 0),
		TCPSIM_ERROR_NO_RESOURCES);
#endif
	ck_assert_int_eq(tcpsim_net_send(world.net, socket, "789", 3, 0), TCPSIM_OK);
	world_run(world, SECOND_US / 2);
	ck_assert_str_eq(world_delivered(world, SERVER), "0123456789");
	world_free(world);
}
END_TEST

static TCase *
sockets(void)
{
	TCase *tcase = tcase_create("sockets");

	tcase_add_test(tcase, a_handle_of_a_socket_that_is_gone_is_refused);
	tcase_add_test(tcase, no_socket_and_no_such_socket_are_refused);
	tcase_add_test(tcase, who_does_not_ask_for_the_error_is_not_told);
	tcase_add_test(tcase, shutdown_is_close_by_another_name);
	return tcase;
}

int
main(void)
{
	Suite *suite = suite_create("lib/net/calls.c");
	TCase *octets = tcase_create("octets");

	tcase_add_test(octets, octets_arrive_as_they_were_sent);
	tcase_add_test(octets, what_is_sent_before_established_waits);
	tcase_add_test(octets, much_text_arrives_in_order_through_a_bad_network);
	tcase_add_test(octets, without_reading_text_waits_for_receive);
	tcase_add_test(octets, text_that_comes_with_a_syn_waits_for_established);
	tcase_add_test(octets, a_reopened_connection_begins_with_new_streams);
	tcase_add_test(octets, a_reopened_connection_does_not_read_either_if_its_host_does_not);
	tcase_add_test(octets, what_does_not_fit_into_the_send_buffer_is_refused_wholly);
	suite_add_tcase(suite, octets);
	suite_add_tcase(suite, sockets());
	return suite_run(suite);
}
