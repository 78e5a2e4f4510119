/* SPDX-License-Identifier: MIT */
#include "tests/unit/net_world.h"

/* What happens when: the promise at the head of <tcpsim/net.h>. */

/* A run with everything that chance may do, and text both ways. */
static struct world
turmoil(uint64_t seed)
{
	const struct tcpsim_link_options link = {
		.delay_us = DELAY_US, .jitter_us = 20000, .rate_bps = 10000000, .queue = 20, .loss_ppm = 100000,
		.duplicate_ppm = 100000, .reorder_ppm = 100000, .corrupt_ppm = 50000, .lifetime_us = 120 * SECOND_US,
	};
	struct world world = world_with(world_policy(), &link, seed);
	static const uint8_t text[10000];

	for (int i = 0; i < 10; i++) {
		tcpsim_socket socket = world_connect(world);

		world_run(world, SECOND_US);
		tcpsim_net_send(world.net, socket, text, sizeof text, 0);
		tcpsim_net_send(world.net, world_child(world), text, 100, 0);
		world_run(world, SECOND_US);
		tcpsim_net_close(world.net, socket, false, 0);
		tcpsim_net_close(world.net, world_child(world), false, 0);
	}
	world_until_quiet(world);
	return world;
}

static bool
is_same(const struct tcpsim_record *a, const struct tcpsim_record *b)
{
	return a->time_us == b->time_us && a->until_us == b->until_us && a->packet == b->packet &&
		a->original == b->original && a->cause == b->cause && a->connection == b->connection &&
		a->host == b->host && a->kind == b->kind && a->what == b->what && a->rule == b->rule &&
		a->octets_n == b->octets_n && memcmp(&a->segment, &b->segment, sizeof a->segment) == 0 &&
		memcmp(&a->before, &b->before, sizeof a->before) == 0 &&
		memcmp(&a->after, &b->after, sizeof a->after) == 0;
}

START_TEST(the_same_seed_gives_the_same_trace)
{
	struct world one = turmoil(5), two = turmoil(5), other = turmoil(6);
	size_t n_one, n_two, n_other, i;
	const struct tcpsim_record *a = tcpsim_trace_records(tcpsim_net_trace(one.net), &n_one);
	const struct tcpsim_record *b = tcpsim_trace_records(tcpsim_net_trace(two.net), &n_two);
	const struct tcpsim_record *c = tcpsim_trace_records(tcpsim_net_trace(other.net), &n_other);

	ck_assert_uint_eq(n_one, n_two);
	for (i = 0; i < n_one; i++)
		ck_assert(is_same(&a[i], &b[i]));
	for (i = 0; i < n_one && i < n_other && is_same(&a[i], &c[i]); i++)
		continue;
	ck_assert_uint_lt(i, n_one);
	world_is_sound(one);
	world_is_sound(other);
	world_free(one);
	world_free(two);
	world_free(other);
}
END_TEST

START_TEST(time_never_runs_backwards_and_causes_come_first)
{
	struct world world = turmoil(7);
	size_t n;
	const struct tcpsim_record *records = tcpsim_trace_records(tcpsim_net_trace(world.net), &n);

	ck_assert_uint_gt(n, 100);
	for (size_t i = 1; i < n; i++) {
		ck_assert_int_ge(records[i].time_us, records[i - 1].time_us);
		if (records[i].cause != TCPSIM_NO_RECORD)
			ck_assert_uint_lt(records[i].cause, i);
	}
	world_free(world);
}
END_TEST

START_TEST(each_packet_that_was_sent_arrives_or_is_dropped_once)
{
	struct world world = turmoil(8);
	size_t n;
	const struct tcpsim_record *records = tcpsim_trace_records(tcpsim_net_trace(world.net), &n);
	static uint8_t ends[100000];
	uint64_t last = 0;

	memset(ends, 0, sizeof ends);
	for (size_t i = 0; i < n; i++) {
		if (records[i].kind == TCPSIM_RECORD_ARRIVE || records[i].kind == TCPSIM_RECORD_DROP)
			ends[records[i].packet]++;
		if (records[i].kind == TCPSIM_RECORD_SEND || records[i].kind == TCPSIM_RECORD_COPY)
			ck_assert_uint_eq(records[i].packet, ++last);
	}
	for (uint64_t i = 1; i <= last; i++)
		ck_assert_uint_eq(ends[i], 1);
	world_free(world);
}
END_TEST

START_TEST(arrivals_come_before_timers_and_in_order_of_sending)
{
	/*
	 * The client's SYN is sent again at 1 s. The SYN,ACK that is held until then comes first, and completes the
	 * handshake, so that there is nothing to send again.
	 */
	struct world world = world_new();
	const struct tcpsim_fault hold = { .kind = TCPSIM_FAULT_HOLD, .host = SERVER, .segment = TCPSIM_KIND_SYN_ACK,
		.first = 1, .last = 2, .time_us = SECOND_US };
	enum tcpsim_error error;
	tcpsim_socket first, second;

	tcpsim_net_add_fault(world.net, &hold);
	first = world_connect(world);
	second = tcpsim_net_connect(world.net, CLIENT, 0, SERVER, PORT, &error, 0);
	world_run(world, SECOND_US);
	ck_assert_int_eq(world_state(world, first), TCPSIM_ESTABLISHED);
	ck_assert_int_eq(world_state(world, second), TCPSIM_ESTABLISHED);
	ck_assert_ptr_null(world_sent(world, CLIENT, TCPSIM_KIND_SYN, 3));
	ck_assert_uint_eq(world_record(world, TCPSIM_RECORD_ARRIVE, CLIENT, 1)->connection, 1);
	ck_assert_uint_eq(world_record(world, TCPSIM_RECORD_ARRIVE, CLIENT, 2)->connection, 2);
	world_free(world);
}
END_TEST

START_TEST(timers_of_one_instant_fire_in_order_of_making)
{
	struct world world = world_new();
	enum tcpsim_error error;

	tcpsim_net_cut(world.net, CLIENT, SERVER, 0);
	for (int i = 0; i < 50; i++)
		tcpsim_net_connect(world.net, CLIENT, 0, SERVER, PORT, &error, 0);
	world_run(world, SECOND_US);
	for (unsigned i = 1; i <= 50; i++) {
		const struct tcpsim_record *timer = world_record(world, TCPSIM_RECORD_TIMER, CLIENT, i);

		ck_assert_uint_eq(timer->connection, i);
		ck_assert_int_eq(timer->what, TCPSIM_TIMER_RETRANSMISSION);
		ck_assert_int_eq(timer->time_us, SECOND_US);
	}
	world_free(world);
}
END_TEST

START_TEST(a_step_is_one_event_and_the_next_one_is_known)
{
	struct world world = world_new();

	ck_assert_int_eq(tcpsim_net_next_us(world.net), TCPSIM_TIME_NONE);
	ck_assert(!tcpsim_net_step(world.net));
	world_connect(world);
	ck_assert_int_eq(tcpsim_net_next_us(world.net), DELAY_US);
	ck_assert(tcpsim_net_step(world.net));
	ck_assert_int_eq(tcpsim_net_now_us(world.net), DELAY_US);
	ck_assert_int_eq(tcpsim_net_next_us(world.net), 2 * DELAY_US);
	tcpsim_net_step(world.net);
	tcpsim_net_step(world.net);
	/* An idle connection has no timer (3.8.4, MUST-25): all is quiet. */
	ck_assert_int_eq(tcpsim_net_next_us(world.net), TCPSIM_TIME_NONE);
	ck_assert(!tcpsim_net_step(world.net));
	ck_assert_int_eq(tcpsim_net_now_us(world.net), 3 * DELAY_US);
	tcpsim_net_run(world.net, SECOND_US);
	ck_assert_int_eq(tcpsim_net_now_us(world.net), SECOND_US);
	tcpsim_net_run(world.net, SECOND_US / 2);
	ck_assert_int_eq(tcpsim_net_now_us(world.net), SECOND_US);
	world_free(world);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("lib/net/net.c");
	TCase *order = tcase_create("order");

	tcase_add_test(order, the_same_seed_gives_the_same_trace);
	tcase_add_test(order, time_never_runs_backwards_and_causes_come_first);
	tcase_add_test(order, each_packet_that_was_sent_arrives_or_is_dropped_once);
	tcase_add_test(order, arrivals_come_before_timers_and_in_order_of_sending);
	tcase_add_test(order, timers_of_one_instant_fire_in_order_of_making);
	tcase_add_test(order, a_step_is_one_event_and_the_next_one_is_known);
	suite_add_tcase(suite, order);
	return suite_run(suite);
}
