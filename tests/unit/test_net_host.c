/* SPDX-License-Identifier: MIT */
#include "tests/unit/net_world.h"

/* Hosts: crash and restart, quiet time, ports, settings, and segments made by hand. */

START_TEST(a_crashed_host_forgets_all_and_says_nothing)
{
	struct world world = world_new();
	tcpsim_socket client = world_open(world), server = world_child(world);
	const struct tcpsim_record *crash, *lost;
	unsigned n_sent = world_count(world, TCPSIM_RECORD_SEND, SERVER);

	tcpsim_net_crash(world.net, SERVER, 4);
	ck_assert_ptr_null(tcpsim_net_tcb(world.net, server));
	ck_assert_ptr_null(tcpsim_net_tcb(world.net, world.listener));
	crash = world_record(world, TCPSIM_RECORD_CRASH, SERVER, 1);
	lost = world_record(world, TCPSIM_RECORD_LOST, SERVER, 2);
	ck_assert_uint_eq(crash->line, 4);
	ck_assert_uint_eq(world_record(world, TCPSIM_RECORD_LOST, SERVER, 1)->connection, 0);
	ck_assert_uint_eq(lost->connection, 1);
	ck_assert_int_eq(lost->before.state, TCPSIM_ESTABLISHED);
	ck_assert_int_eq(lost->after.state, TCPSIM_CLOSED);
	ck_assert_ptr_eq(&crash[1], world_record(world, TCPSIM_RECORD_LOST, SERVER, 1));
	tcpsim_net_send(world.net, client, "x", 1, 0);
	world_run(world, 2 * DELAY_US);
	ck_assert_int_eq(world_record(world, TCPSIM_RECORD_DROP, CLIENT, 1)->what, TCPSIM_DROP_HOST_DOWN);
	ck_assert_uint_eq(world_count(world, TCPSIM_RECORD_SEND, SERVER), n_sent);
	world_free(world);
}
END_TEST

START_TEST(a_restarted_host_answers_a_stale_end_with_rst)
{
	/* RFC 9293 3.5.1, figure 10: the half-open end sends, and is reset. */
	struct world world = world_new();
	tcpsim_socket client = world_open(world);
	const struct tcpsim_record *restart, *reset;

	tcpsim_net_restart(world.net, SERVER, 9);
	restart = world_record(world, TCPSIM_RECORD_RESTART, SERVER, 1);
	ck_assert_ptr_nonnull(world_record(world, TCPSIM_RECORD_CRASH, SERVER, 1));
	ck_assert_int_eq(restart->until_us, tcpsim_net_now_us(world.net));
	tcpsim_net_send(world.net, client, "x", 1, 0);
	world_run(world, 2 * DELAY_US);
	reset = world_sent(world, SERVER, TCPSIM_KIND_RST, 1);
	ck_assert_uint_eq(reset->segment.seq.n, SERVER_ISS + 1);
	ck_assert_int_eq(world_state(world, client), TCPSIM_CLOSED);
	world_free(world);
}
END_TEST

START_TEST(a_restarted_client_uses_the_same_port_again)
{
	struct world world = world_new();
	enum tcpsim_error error;
	tcpsim_socket socket;
	uint16_t port;

	world_open(world);
	port = world_sent(world, CLIENT, TCPSIM_KIND_SYN, 1)->local_port;
	ck_assert_uint_eq(port, 49152);
	tcpsim_net_restart(world.net, CLIENT, 0);
	socket = tcpsim_net_connect(world.net, CLIENT, 0, SERVER, PORT, &error, 0);
	ck_assert_int_eq(world_state(world, socket), TCPSIM_SYN_SENT);
	ck_assert_uint_eq(world_sent(world, CLIENT, TCPSIM_KIND_SYN, 2)->local_port, port);
	ck_assert_uint_eq(tcpsim_net_n_connections(world.net, CLIENT), 2);
	world_free(world);
}
END_TEST

START_TEST(a_host_that_is_down_takes_no_calls)
{
	struct world world = world_new();
	enum tcpsim_error error;

	tcpsim_net_crash(world.net, CLIENT, 0);
	tcpsim_net_crash(world.net, CLIENT, 0);
	ck_assert_uint_eq(world_count(world, TCPSIM_RECORD_CRASH, CLIENT), 1);
	ck_assert_uint_eq(tcpsim_net_connect(world.net, CLIENT, 0, SERVER, PORT, &error, 0), 0);
	ck_assert_int_eq(error, TCPSIM_ERROR_NO_RESOURCES);
	ck_assert_uint_eq(tcpsim_net_listen(world.net, CLIENT, PORT, &error, 0), 0);
	ck_assert_int_eq(error, TCPSIM_ERROR_NO_RESOURCES);
	world_free(world);
}
END_TEST

START_TEST(in_quiet_time_nothing_is_sent)
{
	/* 3.4.3: for one MSL after a restart. */
	struct tcpsim_policy policy = *world_policy();
	const struct tcpsim_link_options link = { .delay_us = DELAY_US };
	const struct tcpsim_segment stray = { .seq = { 90 }, .ctl = TCPSIM_SYN };
	struct world world;
	enum tcpsim_error error;

	policy.quiet_time = 1;
	world = world_with(&policy, &link, 1);
	tcpsim_net_restart(world.net, CLIENT, 0);
	ck_assert_int_eq(world_record(world, TCPSIM_RECORD_RESTART, CLIENT, 1)->until_us, policy.msl_us);
	ck_assert_uint_eq(tcpsim_net_connect(world.net, CLIENT, 0, SERVER, PORT, &error, 0), 0);
	ck_assert_int_eq(error, TCPSIM_ERROR_NO_RESOURCES);
	tcpsim_net_inject(world.net, SERVER, 5000, CLIENT, 5001, &stray, NULL, 0);
	ck_assert_uint_eq(world_count(world, TCPSIM_RECORD_SEND, CLIENT), 0);
	ck_assert_int_eq(world_record(world, TCPSIM_RECORD_DROP, CLIENT, 1)->what, TCPSIM_DROP_QUIET);
	tcpsim_net_run(world.net, policy.msl_us);
	world_connect(world);
	ck_assert_uint_eq(world_count(world, TCPSIM_RECORD_SEND, CLIENT), 1);
	/* Quiet time is nothing that an ISN was used up in. */
	ck_assert_uint_eq(world_sent(world, CLIENT, TCPSIM_KIND_SYN, 1)->segment.seq.n, CLIENT_ISS);
	world_free(world);
}
END_TEST

START_TEST(the_isns_of_a_host_go_on_after_a_restart)
{
	struct world world = world_new();
	const uint32_t isns[] = { 100, 200 };

	tcpsim_net_set_isns(world.net, CLIENT, isns, 2);
	world_connect(world);
	tcpsim_net_restart(world.net, CLIENT, 0);
	world_connect(world);
	ck_assert_uint_eq(world_sent(world, CLIENT, TCPSIM_KIND_SYN, 2)->segment.seq.n, 200);
	world_free(world);
}
END_TEST

START_TEST(a_pair_of_sockets_in_use_is_refused_time_wait_included)
{
	struct world world = world_new();
	enum tcpsim_error error;
	tcpsim_socket socket;

	socket = tcpsim_net_connect(world.net, CLIENT, 5000, SERVER, PORT, &error, 0);
	world_run(world, 3 * DELAY_US);
	ck_assert_uint_eq(tcpsim_net_connect(world.net, CLIENT, 5000, SERVER, PORT, &error, 0), 0);
	ck_assert_int_eq(error, TCPSIM_ERROR_EXISTS);
	tcpsim_net_close(world.net, socket, false, 0);
	world_run(world, 2 * DELAY_US);
	tcpsim_net_close(world.net, world_child(world), false, 0);
	world_run(world, 2 * DELAY_US);
	ck_assert_int_eq(world_state(world, socket), TCPSIM_TIME_WAIT);
	ck_assert_uint_eq(tcpsim_net_connect(world.net, CLIENT, 5000, SERVER, PORT, &error, 0), 0);
	ck_assert_int_eq(error, TCPSIM_ERROR_EXISTS);
	/* 3.6.1: 2MSL of 2 min each. */
	world_run(world, 240 * SECOND_US);
	ck_assert(tcpsim_net_connect(world.net, CLIENT, 5000, SERVER, PORT, &error, 0) != 0);
	ck_assert_uint_eq(tcpsim_net_n_connections(world.net, CLIENT), 2);
	world_free(world);
}
END_TEST

START_TEST(ports_are_taken_in_turn_and_those_in_use_are_skipped)
{
	struct world world = world_new();
	enum tcpsim_error error;

	tcpsim_net_connect(world.net, CLIENT, 49153, SERVER, PORT, &error, 0);
	for (unsigned i = 0; i < 16383; i++)
		ck_assert(tcpsim_net_connect(world.net, CLIENT, 0, SERVER, PORT, &error, 0) != 0);
	ck_assert_uint_eq(world_sent(world, CLIENT, TCPSIM_KIND_SYN, 2)->local_port, 49152);
	ck_assert_uint_eq(world_sent(world, CLIENT, TCPSIM_KIND_SYN, 3)->local_port, 49154);
	ck_assert_uint_eq(world_sent(world, CLIENT, TCPSIM_KIND_SYN, 16384)->local_port, 65535);
	ck_assert_uint_eq(tcpsim_net_connect(world.net, CLIENT, 0, SERVER, PORT, &error, 0), 0);
	ck_assert_int_eq(error, TCPSIM_ERROR_NO_RESOURCES);
	/* Another peer port makes another pair. */
	ck_assert(tcpsim_net_connect(world.net, CLIENT, 0, SERVER, PORT + 1, &error, 0) != 0);
	tcpsim_net_close(world.net, tcpsim_net_connection(world.net, CLIENT, 1), false, 0);
	ck_assert(tcpsim_net_connect(world.net, CLIENT, 0, SERVER, PORT, &error, 0) != 0);
	world_free(world);
}
END_TEST

START_TEST(a_setting_takes_effect_on_connections_that_are_there)
{
	/* MUST-24: keepalive can be switched on for a connection; the idle time is 2 h or more (MUST-28). */
	struct world world = world_new();
	const struct tcpsim_setting *keepalive = tcpsim_setting_find("keepalive");
	const struct tcpsim_record *call;

	world_open(world);
	ck_assert_int_eq(tcpsim_net_next_us(world.net), TCPSIM_TIME_NONE);
	ck_assert_int_eq(tcpsim_net_set(world.net, CLIENT, keepalive, 1, 8), 0);
	ck_assert_int_ge(tcpsim_net_next_us(world.net), 7200 * SECOND_US);
	ck_assert_int_lt(tcpsim_net_next_us(world.net), TCPSIM_TIME_NONE);
	call = world_record(world, TCPSIM_RECORD_CALL, CLIENT, 2);
	ck_assert_int_eq(call->what, TCPSIM_CALL_SET);
	ck_assert_uint_eq(call->line, 8);
	ck_assert_str_eq(call->words, "keepalive=1");
	ck_assert_int_eq(tcpsim_net_set(world.net, CLIENT, keepalive, 2, 8), -1);
	ck_assert_int_eq(tcpsim_net_policy(world.net, CLIENT)->keepalive, 1);
	ck_assert_int_eq(tcpsim_net_policy(world.net, SERVER)->keepalive, 0);
	tcpsim_net_set(world.net, CLIENT, keepalive, 0, 0);
	ck_assert_int_eq(tcpsim_net_next_us(world.net), TCPSIM_TIME_NONE);
	world_free(world);
}
END_TEST

START_TEST(a_setting_takes_effect_on_connections_that_a_listener_will_have)
{
	/* The window, the MSS and the timeout of a connection are those of the setting in force when its SYN comes. */
	struct world world = world_new();
	const struct tcpsim_record *syn_ack, *again;

	tcpsim_net_set_reading(world.net, SERVER, false);
	ck_assert_int_eq(tcpsim_net_receive(world.net, world.listener, 7, 0), TCPSIM_OK);
	ck_assert_int_eq(tcpsim_net_set(world.net, SERVER, tcpsim_setting_find("receive-buffer"), 1000, 1), 0);
	ck_assert_int_eq(tcpsim_net_set(world.net, SERVER, tcpsim_setting_find("mss"), 600, 2), 0);
	ck_assert_int_eq(tcpsim_net_set(world.net, SERVER, tcpsim_setting_find("rto-initial"), 5 * SECOND_US, 3), 0);
	tcpsim_net_cut(world.net, SERVER, CLIENT, 0);
	world_connect(world);
	world_run(world, DELAY_US);
	syn_ack = world_sent(world, SERVER, TCPSIM_KIND_SYN_ACK, 1);
	ck_assert_uint_eq(syn_ack->segment.wnd, 1000);
	ck_assert_uint_eq(syn_ack->segment.mss, 600);
	ck_assert_uint_eq(tcpsim_net_tcb(world.net, world_child(world))->rcv.wanted_bytes, 7);
	/* RFC 6298 5.1: the first segment is sent again after the initial RTO. */
	again = world_record(world, TCPSIM_RECORD_ARMED, SERVER, 1);
	ck_assert_int_eq(again->what, TCPSIM_TIMER_RETRANSMISSION);
	ck_assert_int_eq(again->until_us, DELAY_US + 5 * SECOND_US);
	world_free(world);
}
END_TEST

START_TEST(an_injected_segment_arrives_now_and_is_not_counted)
{
	struct world world = world_new();
	const struct tcpsim_segment syn = { .seq = { 90 }, .wnd = 1000, .ctl = TCPSIM_SYN };
	const struct tcpsim_record *inject, *arrival;
	const struct tcpsim_fault fault = {
		.kind = TCPSIM_FAULT_DROP, .host = CLIENT, .segment = TCPSIM_KIND_SYN, .first = 1, .last = 1,
	};
	size_t number = tcpsim_net_add_fault(world.net, &fault);

	world_run(world, SECOND_US);
	tcpsim_net_inject(world.net, CLIENT, 0, SERVER, 0, &syn, NULL, 5);
	inject = world_record(world, TCPSIM_RECORD_INJECT, CLIENT, 1);
	arrival = world_record(world, TCPSIM_RECORD_ARRIVE, SERVER, 1);
	ck_assert_uint_eq(inject->line, 5);
	ck_assert_uint_ne(inject->packet, 0);
	ck_assert_ptr_eq(arrival, inject + 1);
	ck_assert_uint_eq(arrival->packet, inject->packet);
	ck_assert_int_eq(arrival->time_us, SECOND_US);
	/* Without a connection: where the server listens, and what the client would use next. */
	ck_assert_uint_eq(arrival->local_port, PORT);
	ck_assert_uint_eq(arrival->peer_port, 49152);
	ck_assert_uint_eq(tcpsim_net_fault_fired(world.net, number), 0);
	world_connect(world);
	ck_assert_uint_eq(tcpsim_net_fault_fired(world.net, number), 1);
	world_free(world);
}
END_TEST

START_TEST(an_injected_segment_finds_the_newest_connection)
{
	struct world world = world_new();
	const struct tcpsim_segment data = {
		.seq = { CLIENT_ISS + 1U }, .ack = { SERVER_ISS + 1 }, .wnd = 1000, .ctl = TCPSIM_ACK, .text_bytes = 3,
	};

	world_open(world);
	tcpsim_net_inject(world.net, CLIENT, 0, SERVER, 0, &data, "abc", 0);
	ck_assert_str_eq(world_delivered(world, SERVER), "abc");
	/* The server's end alone still knows the ports. */
	tcpsim_net_crash(world.net, CLIENT, 0);
	tcpsim_net_inject(world.net, CLIENT, 0, SERVER, 0, &data, NULL, 0);
	ck_assert_uint_eq(world_record(world, TCPSIM_RECORD_INJECT, CLIENT, 2)->local_port, 49152);
	ck_assert_uint_eq(world_record(world, TCPSIM_RECORD_INJECT, CLIENT, 2)->peer_port, PORT);
	world_free(world);
}
END_TEST

START_TEST(an_injected_segment_finds_a_listener_among_others)
{
	struct world world = world_new();
	const struct tcpsim_segment syn = { .seq = { 90 }, .wnd = 1000, .ctl = TCPSIM_SYN };
	enum tcpsim_error error;
	uint16_t third = tcpsim_net_add_host(world.net, "third", world_policy());

	tcpsim_net_connect(world.net, CLIENT, 0, third, PORT, &error, 0);
	tcpsim_net_listen(world.net, CLIENT, 7, &error, 0);
	tcpsim_net_inject(world.net, SERVER, 0, CLIENT, 0, &syn, NULL, 0);
	ck_assert_uint_eq(world_record(world, TCPSIM_RECORD_INJECT, SERVER, 1)->peer_port, 7);
	ck_assert_uint_eq(world_record(world, TCPSIM_RECORD_INJECT, SERVER, 1)->local_port, PORT);
	world_free(world);
}
END_TEST

START_TEST(all_of_this_works_without_a_trace)
{
	const struct tcpsim_net_options options = { .seed = 1 };
	const struct tcpsim_link_options link = { .delay_us = DELAY_US, .corrupt_ppm = 1000, .lifetime_us = SECOND_US };
	const struct tcpsim_fault faults[] = {
		{ .kind = TCPSIM_FAULT_DROP, .host = CLIENT, .segment = TCPSIM_KIND_SYN, .first = 1, .last = 1 },
		{ .kind = TCPSIM_FAULT_CORRUPT, .host = CLIENT, .segment = TCPSIM_KIND_SYN, .first = 2, .last = 2 },
		{ .kind = TCPSIM_FAULT_DELAY, .host = CLIENT, .segment = TCPSIM_KIND_SYN, .first = 3, .last = 3, .time_us = 1 },
		{ .kind = TCPSIM_FAULT_DUPLICATE, .host = CLIENT, .segment = TCPSIM_KIND_SYN, .first = 3, .last = 3,
			.time_us = 4 * SECOND_US },
	};
	struct tcpsim_net *net = tcpsim_net_new(&options);
	const struct tcpsim_segment syn = { .seq = { 90 }, .wnd = 1000, .ctl = TCPSIM_SYN };
	enum tcpsim_error error;
	tcpsim_socket socket;

	tcpsim_net_add_host(net, "client", world_policy());
	tcpsim_net_add_host(net, "server", world_policy());
	tcpsim_net_link(net, CLIENT, SERVER, &link);
	tcpsim_net_link(net, SERVER, CLIENT, &link);
	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
		tcpsim_net_add_fault(net, &faults[i]);
	tcpsim_net_listen(net, SERVER, PORT, &error, 1);
	socket = tcpsim_net_connect(net, CLIENT, 0, SERVER, PORT, &error, 1);
	tcpsim_net_run(net, 10 * SECOND_US);
	ck_assert_int_eq(tcpsim_net_tcb(net, socket)->state, TCPSIM_ESTABLISHED);
	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
		ck_assert_uint_eq(tcpsim_net_fault_fired(net, i), 1);
	tcpsim_net_set(net, CLIENT, tcpsim_setting_find("keepalive"), 1, 1);
	tcpsim_net_inject(net, CLIENT, 0, SERVER, 0, &syn, NULL, 1);
	tcpsim_net_cut(net, CLIENT, SERVER, 1);
	tcpsim_net_mend(net, CLIENT, SERVER, 1);
	tcpsim_net_restart(net, SERVER, 1);
	tcpsim_net_send(net, socket, "x", 1, 1);
	tcpsim_net_run(net, 11 * SECOND_US);
	ck_assert_ptr_null(tcpsim_net_tcb(net, socket));
	tcpsim_net_free(net);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("lib/net/host.c");
	TCase *hosts = tcase_create("hosts");

	tcase_add_test(hosts, a_crashed_host_forgets_all_and_says_nothing);
	tcase_add_test(hosts, a_restarted_host_answers_a_stale_end_with_rst);
	tcase_add_test(hosts, a_restarted_client_uses_the_same_port_again);
	tcase_add_test(hosts, a_host_that_is_down_takes_no_calls);
	tcase_add_test(hosts, in_quiet_time_nothing_is_sent);
	tcase_add_test(hosts, the_isns_of_a_host_go_on_after_a_restart);
	tcase_add_test(hosts, a_pair_of_sockets_in_use_is_refused_time_wait_included);
	tcase_add_test(hosts, ports_are_taken_in_turn_and_those_in_use_are_skipped);
	tcase_add_test(hosts, a_setting_takes_effect_on_connections_that_are_there);
	tcase_add_test(hosts, a_setting_takes_effect_on_connections_that_a_listener_will_have);
	tcase_add_test(hosts, an_injected_segment_arrives_now_and_is_not_counted);
	tcase_add_test(hosts, an_injected_segment_finds_the_newest_connection);
	tcase_add_test(hosts, an_injected_segment_finds_a_listener_among_others);
	tcase_add_test(hosts, all_of_this_works_without_a_trace);
	suite_add_tcase(suite, hosts);
	return suite_run(suite);
}
