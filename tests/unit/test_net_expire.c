/* SPDX-License-Identifier: MIT */
#include "tests/unit/net_world.h"

/* tcpsim_net_expire(): a timer that fires by command, as explorations have it. RTO is 1 s at first (RFC 6298 2.1). */

static size_t
n_records(struct world world)
{
	size_t n;

	tcpsim_trace_records(tcpsim_net_trace(world.net), &n);
	return n;
}

START_TEST(a_timer_fires_before_its_time)
{
	struct world world = world_new();
	tcpsim_socket socket = world_connect(world);
	const struct tcpsim_record *timer, *again;

	world_run(world, DELAY_US / 2);
	ck_assert_int_eq(tcpsim_net_expire(world.net, socket, TCPSIM_TIMER_RETRANSMISSION, 7), 0);
	timer = world_record(world, TCPSIM_RECORD_TIMER, CLIENT, 1);
	ck_assert_int_eq(timer->time_us, DELAY_US / 2);
	ck_assert_int_eq(timer->what, TCPSIM_TIMER_RETRANSMISSION);
	ck_assert_uint_eq(timer->line, 7);
	ck_assert_int_eq(timer->rule, TCPSIM_RULE_RETRANSMISSION_TIMEOUT);
	/* Before it fired it was to fire at 1 s; RFC 6298 5.4 and 5.5: the SYN again, and twice the time from now. */
	ck_assert_int_eq(timer->before.deadline_us[TCPSIM_TIMER_RETRANSMISSION], SECOND_US);
	ck_assert_int_eq(timer->after.deadline_us[TCPSIM_TIMER_RETRANSMISSION], DELAY_US / 2 + 2 * SECOND_US);
	again = world_sent(world, CLIENT, TCPSIM_KIND_SYN, 2);
	ck_assert_int_eq(again->time_us, DELAY_US / 2);
	ck_assert_int_eq(again->purpose, TCPSIM_PURPOSE_RETRANSMISSION);
	world_until_quiet(world);
	ck_assert_int_eq(world_state(world, socket), TCPSIM_ESTABLISHED);
	ck_assert_ptr_null(world_record(world, TCPSIM_RECORD_TIMER, CLIENT, 2));
	world_is_sound(world);
	world_free(world);
}
END_TEST

START_TEST(a_timer_that_does_not_run_changes_nothing)
{
	struct world world = world_new();
	tcpsim_socket socket = world_connect(world);
	size_t n = n_records(world);

	ck_assert_int_eq(tcpsim_net_expire(world.net, socket, TCPSIM_TIMER_KEEPALIVE, 7), -1);
	ck_assert_int_eq(tcpsim_net_expire(world.net, socket, TCPSIM_TIMER_2MSL, 7), -1);
	ck_assert_int_eq(tcpsim_net_expire(world.net, world.listener, TCPSIM_TIMER_USER, 7), -1);
	ck_assert_int_eq(tcpsim_net_expire(world.net, 0, TCPSIM_TIMER_USER, 7), -1);
	tcpsim_net_abort(world.net, socket, 0);
	n++;
	ck_assert_int_eq(tcpsim_net_expire(world.net, socket, TCPSIM_TIMER_RETRANSMISSION, 7), -1);
	/* ABORT is one record more, and one for each of the two timers that it stopped. */
	ck_assert_uint_eq(n_records(world), n + 2);
	world_free(world);
}
END_TEST

START_TEST(another_timer_that_is_due_waits)
{
	struct world world = world_new();
	tcpsim_socket first = world_connect(world), second;
	const struct tcpsim_record *timer;
	enum tcpsim_error error;

	second = tcpsim_net_connect(world.net, CLIENT, 0, SERVER, PORT, &error, 0);
	tcpsim_net_cut(world.net, CLIENT, SERVER, 0);
	ck_assert(tcpsim_net_step(world.net));
	/* Both are to send their SYN again at 1 s, and the first has done so. */
	ck_assert_int_eq(tcpsim_net_now_us(world.net), SECOND_US);
	ck_assert_int_eq(world_state(world, first), TCPSIM_SYN_SENT);
	ck_assert_int_eq(tcpsim_net_expire(world.net, second, TCPSIM_TIMER_USER, 0), 0);
	timer = world_record(world, TCPSIM_RECORD_TIMER, CLIENT, 2);
	ck_assert_int_eq(timer->what, TCPSIM_TIMER_USER);
	ck_assert_int_eq(timer->rule, TCPSIM_RULE_USER_TIMEOUT);
	ck_assert_int_eq(world_state(world, second), TCPSIM_CLOSED);
	world_is_sound(world);
	world_free(world);
}
END_TEST

START_TEST(at_time_0_a_timer_can_fire_too)
{
	struct world world = world_new();
	tcpsim_socket socket = world_connect(world);

	ck_assert_int_eq(tcpsim_net_expire(world.net, socket, TCPSIM_TIMER_USER, 0), 0);
	/* 3.10.8: "connection aborted due to user timeout", CLOSED. */
	ck_assert_int_eq(world_record(world, TCPSIM_RECORD_SIGNAL, CLIENT, 1)->error, TCPSIM_ERROR_TIMED_OUT);
	ck_assert_int_eq(tcpsim_net_now_us(world.net), 0);
	ck_assert_int_eq(world_state(world, socket), TCPSIM_CLOSED);
	world_free(world);
}
END_TEST

static void
count(struct tcpsim_net *net, const struct tcpsim_event *event, void *data)
{
	unsigned *n = data;

	(void)net;
	*n += event->error == TCPSIM_ERROR_TIMED_OUT;
}

START_TEST(the_user_hears_of_it_at_once)
{
	const struct tcpsim_link_options link = { .delay_us = DELAY_US };
	struct tcpsim_policy policy = *world_policy();
	struct world world;
	tcpsim_socket socket;
	unsigned n = 0;

	/* 3.8.4: after as many probes as there may be, the peer is dead. */
	policy.keepalive = 1;
	policy.keepalive_probes = 1;
	world = world_with(&policy, &link, 1);
	socket = world_open(world);
	tcpsim_net_set_user(world.net, CLIENT, count, &n);
	ck_assert_int_eq(tcpsim_net_expire(world.net, socket, TCPSIM_TIMER_KEEPALIVE, 0), 0);
	ck_assert_ptr_nonnull(world_sent(world, CLIENT, TCPSIM_KIND_PROBE, 1));
	ck_assert_uint_eq(n, 0);
	ck_assert_int_eq(tcpsim_net_expire(world.net, socket, TCPSIM_TIMER_KEEPALIVE, 0), 0);
	ck_assert_uint_eq(n, 1);
	ck_assert_int_eq(world_state(world, socket), TCPSIM_CLOSED);
	world_free(world);
}
END_TEST

START_TEST(a_network_without_a_trace_has_it_too)
{
	struct tcpsim_net *net = tcpsim_net_new(NULL);
	uint16_t host = tcpsim_net_add_host(net, "alone", world_policy());
	tcpsim_socket socket = tcpsim_net_connect(net, host, 5000, host, 80, NULL, 0);

	ck_assert_int_eq(tcpsim_net_expire(net, socket, TCPSIM_TIMER_RETRANSMISSION, 0), 0);
	ck_assert_int_eq(tcpsim_net_tcb(net, socket)->deadline_us[TCPSIM_TIMER_RETRANSMISSION], 2 * SECOND_US);
	ck_assert_int_eq(tcpsim_net_next_us(net), 2 * SECOND_US);
	tcpsim_net_free(net);
}
END_TEST

int
main(void)
{
	TCase *tests = tcase_create("expire");
	Suite *suite = suite_create("timers by command");

	tcase_add_test(tests, a_timer_fires_before_its_time);
	tcase_add_test(tests, a_timer_that_does_not_run_changes_nothing);
	tcase_add_test(tests, another_timer_that_is_due_waits);
	tcase_add_test(tests, at_time_0_a_timer_can_fire_too);
	tcase_add_test(tests, the_user_hears_of_it_at_once);
	tcase_add_test(tests, a_network_without_a_trace_has_it_too);
	suite_add_tcase(suite, tests);
	return suite_run(suite);
}
