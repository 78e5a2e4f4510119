/* SPDX-License-Identifier: MIT */
#include "tests/unit/net_world.h"

/* Faults that name a segment: docs/tcpsim-scenario.5, "Faults". The times are those of a link of 10 ms each way. */

static size_t
add(struct world world, enum tcpsim_fault_kind kind, uint16_t host, enum tcpsim_kind segment, uint32_t number,
	int64_t time_us)
{
	const struct tcpsim_fault fault = {
		.kind = kind, .host = host, .segment = segment, .first = number, .last = number, .time_us = time_us,
		.line = 7,
	};

	return tcpsim_net_add_fault(world.net, &fault);
}

START_TEST(a_dropped_syn_is_sent_again_after_the_first_rto)
{
	/* RFC 6298 2.1: the first RTO is 1 s. */
	struct world world = world_new();
	size_t fault = add(world, TCPSIM_FAULT_DROP, CLIENT, TCPSIM_KIND_SYN, 1, 0);
	const struct tcpsim_record *drop;

	world_connect(world);
	world_run(world, SECOND_US);
	drop = world_record(world, TCPSIM_RECORD_DROP, CLIENT, 1);
	ck_assert_ptr_nonnull(drop);
	ck_assert_int_eq(drop->what, TCPSIM_DROP_FAULT);
	ck_assert_uint_eq(drop->line, 7);
	ck_assert_uint_eq(drop->packet, 1);
	ck_assert_int_eq(world_sent(world, CLIENT, TCPSIM_KIND_SYN, 2)->time_us, SECOND_US);
	ck_assert_uint_eq(tcpsim_net_fault_fired(world.net, fault), 1);
	world_run(world, 3 * DELAY_US);
	ck_assert_int_eq(world_state(world, world_child(world)), TCPSIM_ESTABLISHED);
	world_is_sound(world);
	world_free(world);
}
END_TEST

START_TEST(a_fault_may_name_several_in_a_row)
{
	struct world world = world_new();
	const struct tcpsim_fault fault = {
		.kind = TCPSIM_FAULT_DROP, .host = CLIENT, .segment = TCPSIM_KIND_SYN, .first = 1, .last = 2,
	};
	size_t number = tcpsim_net_add_fault(world.net, &fault);

	world_connect(world);
	/* SYNs leave at 0 s, 1 s and 3 s: RFC 6298 5.5 doubles the RTO. */
	world_run(world, 3 * SECOND_US + DELAY_US);
	ck_assert_uint_eq(tcpsim_net_fault_fired(world.net, number), 2);
	ck_assert_uint_eq(world_count(world, TCPSIM_RECORD_DROP, CLIENT), 2);
	ck_assert_uint_eq(world_record(world, TCPSIM_RECORD_ARRIVE, SERVER, 1)->packet, 3);
	world_free(world);
}
END_TEST

START_TEST(a_held_segment_arrives_exactly_then)
{
	struct world world = world_new();
	size_t fault = add(world, TCPSIM_FAULT_HOLD, CLIENT, TCPSIM_KIND_SYN, 1, 500000);
	const struct tcpsim_record *arrival, *hold;

	world_connect(world);
	world_run(world, 500000);
	arrival = world_record(world, TCPSIM_RECORD_ARRIVE, SERVER, 1);
	hold = world_record(world, TCPSIM_RECORD_HOLD, CLIENT, 1);
	ck_assert_ptr_nonnull(arrival);
	ck_assert_int_eq(arrival->time_us, 500000);
	ck_assert_int_eq(arrival->sent_us, 0);
	ck_assert_int_eq(hold->until_us, 500000);
	ck_assert_uint_eq(tcpsim_net_fault_fired(world.net, fault), 1);
	ck_assert_uint_eq(tcpsim_net_fault_too_early(world.net, fault), 0);
	ck_assert_int_eq(tcpsim_net_fault_normal_us(world.net, fault), TCPSIM_TIME_NONE);
	world_free(world);
}
END_TEST

START_TEST(a_hold_before_the_normal_arrival_is_too_early)
{
	struct world world = world_new();
	size_t fault = add(world, TCPSIM_FAULT_HOLD, CLIENT, TCPSIM_KIND_SYN, 1, DELAY_US - 1);

	world_connect(world);
	world_run(world, SECOND_US / 2);
	ck_assert_int_eq(world_record(world, TCPSIM_RECORD_ARRIVE, SERVER, 1)->time_us, DELAY_US);
	ck_assert_uint_eq(tcpsim_net_fault_fired(world.net, fault), 0);
	ck_assert_uint_eq(tcpsim_net_fault_too_early(world.net, fault), 1);
	ck_assert_int_eq(tcpsim_net_fault_normal_us(world.net, fault), DELAY_US);
	world_free(world);
}
END_TEST

/* The lifetime is the network's; a fault by name is the scenario's, and does what it says. */
START_TEST(a_fault_by_name_is_not_limited_by_the_lifetime)
{
	const struct tcpsim_link_options link = { .delay_us = DELAY_US, .lifetime_us = SECOND_US / 4 };
	struct world held = world_with(world_policy(), &link, 1), delayed = world_with(world_policy(), &link, 1);

	add(held, TCPSIM_FAULT_HOLD, CLIENT, TCPSIM_KIND_SYN, 1, SECOND_US / 2);
	add(delayed, TCPSIM_FAULT_DELAY, CLIENT, TCPSIM_KIND_SYN, 1, SECOND_US / 2);
	world_connect(held);
	world_connect(delayed);
	world_run(held, 3 * SECOND_US / 4);
	world_run(delayed, 3 * SECOND_US / 4);
	ck_assert_int_eq(world_record(held, TCPSIM_RECORD_ARRIVE, SERVER, 1)->time_us, SECOND_US / 2);
	ck_assert_int_eq(world_record(delayed, TCPSIM_RECORD_ARRIVE, SERVER, 1)->time_us, SECOND_US / 2 + DELAY_US);
	world_free(held);
	world_free(delayed);
}
END_TEST

START_TEST(a_delayed_segment_arrives_later_by_that_time)
{
	struct world world = world_new();
	size_t fault = add(world, TCPSIM_FAULT_DELAY, SERVER, TCPSIM_KIND_SYN_ACK, 1, 70000);

	world_connect(world);
	world_run(world, SECOND_US / 2);
	ck_assert_int_eq(world_record(world, TCPSIM_RECORD_ARRIVE, CLIENT, 1)->time_us, 2 * DELAY_US + 70000);
	ck_assert_uint_eq(tcpsim_net_fault_fired(world.net, fault), 1);
	world_free(world);
}
END_TEST

START_TEST(a_copy_arrives_exactly_then_and_knows_its_original)
{
	struct world world = world_new();
	size_t fault = add(world, TCPSIM_FAULT_DUPLICATE, CLIENT, TCPSIM_KIND_SYN, 1, 300000);
	const struct tcpsim_record *copy, *arrival;

	world_connect(world);
	world_run(world, SECOND_US / 2);
	copy = world_record(world, TCPSIM_RECORD_COPY, CLIENT, 1);
	arrival = world_record(world, TCPSIM_RECORD_ARRIVE, SERVER, 3);
	ck_assert_int_eq(world_record(world, TCPSIM_RECORD_ARRIVE, SERVER, 1)->time_us, DELAY_US);
	ck_assert_int_eq(arrival->time_us, 300000);
	ck_assert_uint_eq(arrival->packet, copy->packet);
	ck_assert_uint_gt(copy->packet, 1);
	ck_assert_uint_eq(arrival->original, 1);
	ck_assert_int_eq(arrival->sent_us, 0);
	ck_assert_int_eq(copy->until_us, 300000);
	ck_assert_uint_eq(tcpsim_net_fault_fired(world.net, fault), 1);
	/* A copy is not a transmission: the client has sent one SYN. */
	ck_assert_ptr_null(world_sent(world, CLIENT, TCPSIM_KIND_SYN, 2));
	world_is_sound(world);
	world_free(world);
}
END_TEST

START_TEST(a_copy_before_the_original_is_too_early)
{
	struct world world = world_new();
	size_t fault = add(world, TCPSIM_FAULT_DUPLICATE, CLIENT, TCPSIM_KIND_SYN, 1, DELAY_US / 2);

	world_connect(world);
	world_run(world, SECOND_US / 2);
	ck_assert_uint_eq(tcpsim_net_fault_fired(world.net, fault), 0);
	ck_assert_uint_eq(tcpsim_net_fault_too_early(world.net, fault), 1);
	ck_assert_int_eq(tcpsim_net_fault_normal_us(world.net, fault), DELAY_US);
	ck_assert_ptr_null(world_record(world, TCPSIM_RECORD_COPY, CLIENT, 1));
	world_free(world);
}
END_TEST

/* "Too early" is before it would have arrived without any fault, whatever other faults do to it. */
START_TEST(a_copy_may_overtake_a_segment_that_is_held)
{
	struct world world = world_new();
	size_t copied;

	add(world, TCPSIM_FAULT_HOLD, CLIENT, TCPSIM_KIND_SYN, 1, SECOND_US / 2);
	copied = add(world, TCPSIM_FAULT_DUPLICATE, CLIENT, TCPSIM_KIND_SYN, 1, SECOND_US / 4);
	world_connect(world);
	world_run(world, SECOND_US);
	ck_assert_uint_eq(tcpsim_net_fault_fired(world.net, copied), 1);
	ck_assert_uint_eq(tcpsim_net_fault_too_early(world.net, copied), 0);
	world_free(world);
}
END_TEST

START_TEST(a_damaged_segment_fails_its_checksum)
{
	/* RFC 9293 3.1, MUST-3: the receiver checks. */
	struct world world = world_new();
	size_t fault = add(world, TCPSIM_FAULT_CORRUPT, CLIENT, TCPSIM_KIND_SYN, 1, 0);
	const struct tcpsim_record *drop;

	world_connect(world);
	world_run(world, SECOND_US / 2);
	drop = world_record(world, TCPSIM_RECORD_DROP, CLIENT, 1);
	ck_assert_ptr_nonnull(world_record(world, TCPSIM_RECORD_CORRUPT, CLIENT, 1));
	ck_assert_int_eq(drop->what, TCPSIM_DROP_CHECKSUM);
	ck_assert_int_eq(drop->time_us, DELAY_US);
	ck_assert_uint_eq(world_count(world, TCPSIM_RECORD_ARRIVE, SERVER), 0);
	ck_assert_uint_eq(tcpsim_net_fault_fired(world.net, fault), 1);
	world_free(world);
}
END_TEST

static size_t
add_reorder(struct world world, enum tcpsim_kind what, uint32_t number, enum tcpsim_kind behind, uint32_t behind_number)
{
	const struct tcpsim_fault fault = {
		.kind = TCPSIM_FAULT_REORDER, .host = CLIENT, .segment = what, .first = number, .last = number,
		.behind_host = CLIENT, .behind_segment = behind, .behind_number = behind_number,
	};

	return tcpsim_net_add_fault(world.net, &fault);
}

START_TEST(a_reordered_segment_arrives_right_behind_the_other)
{
	struct world world = world_new();
	size_t fault = add_reorder(world, TCPSIM_KIND_DATA, 1, TCPSIM_KIND_DATA, 2);
	tcpsim_socket socket = world_open(world);
	int64_t begin_us = tcpsim_net_now_us(world.net);
	const struct tcpsim_record *first, *second;
	unsigned n = world_count(world, TCPSIM_RECORD_ARRIVE, SERVER);

	tcpsim_net_send(world.net, socket, "ab", 2, 0);
	world_run(world, 5000);
	tcpsim_net_send(world.net, socket, "cd", 2, 0);
	world_run(world, SECOND_US / 2);
	first = world_record(world, TCPSIM_RECORD_ARRIVE, SERVER, n + 1);
	second = world_record(world, TCPSIM_RECORD_ARRIVE, SERVER, n + 2);
	ck_assert_int_eq(first->time_us, begin_us + 5000 + DELAY_US);
	ck_assert_int_eq(second->time_us, first->time_us);
	ck_assert_uint_gt(first->packet, second->packet);
	ck_assert_uint_eq(tcpsim_net_fault_fired(world.net, fault), 1);
	/* 3.10.7.4 seventh: text behind a gap is held, and the user gets it in order. */
	ck_assert_str_eq(world_delivered(world, SERVER), "abcd");
	world_is_sound(world);
	world_free(world);
}
END_TEST

START_TEST(behind_one_that_is_there_already_is_where_it_is_anyway)
{
	/* The SYN has arrived when the first text is sent: nothing is reordered, so the fault has not fired. */
	struct world world = world_new();
	size_t fault = add_reorder(world, TCPSIM_KIND_DATA, 1, TCPSIM_KIND_SYN, 1);
	tcpsim_socket socket = world_open(world);

	tcpsim_net_send(world.net, socket, "ab", 2, 0);
	world_run(world, DELAY_US);
	ck_assert_str_eq(world_delivered(world, SERVER), "ab");
	ck_assert_uint_eq(tcpsim_net_fault_fired(world.net, fault), 0);
	world_free(world);
}
END_TEST

START_TEST(behind_one_that_comes_too_soon_is_when_it_would_come)
{
	/* Nothing travels faster by being behind another: the server's text arrives 5 ms after the client's is sent. */
	struct world world = world_new();
	const struct tcpsim_fault fault = {
		.kind = TCPSIM_FAULT_REORDER, .host = CLIENT, .segment = TCPSIM_KIND_DATA, .first = 1, .last = 1,
		.behind_host = SERVER, .behind_segment = TCPSIM_KIND_DATA, .behind_number = 1,
	};
	tcpsim_socket socket;

	tcpsim_net_add_fault(world.net, &fault);
	socket = world_open(world);
	tcpsim_net_send(world.net, world_child(world), "x", 1, 0);
	world_run(world, DELAY_US / 2);
	tcpsim_net_send(world.net, socket, "ab", 2, 0);
	world_run(world, DELAY_US - 1);
	ck_assert_str_eq(world_delivered(world, CLIENT), "x");
	ck_assert_str_eq(world_delivered(world, SERVER), "");
	world_run(world, 1);
	ck_assert_str_eq(world_delivered(world, SERVER), "ab");
	world_free(world);
}
END_TEST

START_TEST(those_that_wait_are_set_free_each_by_its_own)
{
	struct world world = world_new();
	tcpsim_socket socket;

	add_reorder(world, TCPSIM_KIND_DATA, 1, TCPSIM_KIND_DATA, 4);
	add_reorder(world, TCPSIM_KIND_DATA, 2, TCPSIM_KIND_DATA, 3);
	socket = world_open(world);
	for (int i = 0; i < 4; i++)
		tcpsim_net_send(world.net, socket, &"abcd"[i], 1, 0);
	world_run(world, DELAY_US);
	ck_assert_str_eq(world_delivered(world, SERVER), "abcd");
	ck_assert_uint_eq(world_record(world, TCPSIM_RECORD_ARRIVE, SERVER, 3)->segment.text_offset, 2);
	ck_assert_uint_eq(world_record(world, TCPSIM_RECORD_ARRIVE, SERVER, 4)->segment.text_offset, 1);
	ck_assert_uint_eq(world_record(world, TCPSIM_RECORD_ARRIVE, SERVER, 5)->segment.text_offset, 3);
	ck_assert_uint_eq(world_record(world, TCPSIM_RECORD_ARRIVE, SERVER, 6)->segment.text_offset, 0);
	world_free(world);
}
END_TEST

START_TEST(a_segment_whose_other_never_comes_never_arrives)
{
	struct world world = world_new();

	add_reorder(world, TCPSIM_KIND_SYN, 1, TCPSIM_KIND_DATA, 1);
	world_connect(world);
	world_run(world, SECOND_US / 2);
	ck_assert_uint_eq(world_count(world, TCPSIM_RECORD_ARRIVE, SERVER), 0);
	ck_assert_int_eq(world_record(world, TCPSIM_RECORD_HOLD, CLIENT, 1)->until_us, TCPSIM_TIME_NONE);
	world_free(world);
}
END_TEST

START_TEST(a_segment_that_waits_expires_with_its_lifetime)
{
	const struct tcpsim_link_options link = { .delay_us = DELAY_US, .lifetime_us = SECOND_US / 4 };
	struct world world = world_with(world_policy(), &link, 1);

	add_reorder(world, TCPSIM_KIND_SYN, 1, TCPSIM_KIND_DATA, 1);
	world_connect(world);
	world_run(world, SECOND_US / 2);
	ck_assert_int_eq(world_record(world, TCPSIM_RECORD_DROP, CLIENT, 1)->what, TCPSIM_DROP_EXPIRED);
	ck_assert_int_eq(world_record(world, TCPSIM_RECORD_DROP, CLIENT, 1)->time_us, SECOND_US / 4);
	world_free(world);
}
END_TEST

START_TEST(a_fault_that_meets_nothing_has_not_fired)
{
	struct world world = world_new();
	size_t fault = add(world, TCPSIM_FAULT_DROP, CLIENT, TCPSIM_KIND_RST, 1, 0);

	world_open(world);
	ck_assert_uint_eq(tcpsim_net_fault_fired(world.net, fault), 0);
	world_free(world);
}
END_TEST

START_TEST(drop_wins_over_faults_that_were_added_before)
{
	struct world world = world_new();
	size_t hold = add(world, TCPSIM_FAULT_HOLD, CLIENT, TCPSIM_KIND_SYN, 1, SECOND_US / 2);
	size_t drop = add(world, TCPSIM_FAULT_DROP, CLIENT, TCPSIM_KIND_ANY, 1, 0);

	world_connect(world);
	world_run(world, 3 * SECOND_US / 4);
	ck_assert_uint_eq(tcpsim_net_fault_fired(world.net, hold), 0);
	ck_assert_uint_eq(tcpsim_net_fault_fired(world.net, drop), 1);
	ck_assert_uint_eq(world_count(world, TCPSIM_RECORD_ARRIVE, SERVER), 0);
	world_free(world);
}
END_TEST

START_TEST(kinds_are_counted_for_each_host)
{
	/* The first ACK of the server is the answer to the client's data; the client's first ends the handshake. */
	struct world world = world_new();
	size_t fault = add(world, TCPSIM_FAULT_DROP, SERVER, TCPSIM_KIND_ACK, 1, 0);
	tcpsim_socket socket = world_open(world);

	ck_assert_uint_eq(tcpsim_net_fault_fired(world.net, fault), 0);
	tcpsim_net_send(world.net, socket, "x", 1, 0);
	world_run(world, 2 * DELAY_US);
	ck_assert_uint_eq(tcpsim_net_fault_fired(world.net, fault), 1);
	world_free(world);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("lib/net/fault.c");
	TCase *named = tcase_create("named segments");

	tcase_add_test(named, a_dropped_syn_is_sent_again_after_the_first_rto);
	tcase_add_test(named, a_fault_may_name_several_in_a_row);
	tcase_add_test(named, a_held_segment_arrives_exactly_then);
	tcase_add_test(named, a_hold_before_the_normal_arrival_is_too_early);
	tcase_add_test(named, a_fault_by_name_is_not_limited_by_the_lifetime);
	tcase_add_test(named, a_delayed_segment_arrives_later_by_that_time);
	tcase_add_test(named, a_copy_arrives_exactly_then_and_knows_its_original);
	tcase_add_test(named, a_copy_before_the_original_is_too_early);
	tcase_add_test(named, a_copy_may_overtake_a_segment_that_is_held);
	tcase_add_test(named, a_damaged_segment_fails_its_checksum);
	tcase_add_test(named, a_reordered_segment_arrives_right_behind_the_other);
	tcase_add_test(named, behind_one_that_is_there_already_is_where_it_is_anyway);
	tcase_add_test(named, behind_one_that_comes_too_soon_is_when_it_would_come);
	tcase_add_test(named, those_that_wait_are_set_free_each_by_its_own);
	tcase_add_test(named, a_segment_whose_other_never_comes_never_arrives);
	tcase_add_test(named, a_segment_that_waits_expires_with_its_lifetime);
	tcase_add_test(named, a_fault_that_meets_nothing_has_not_fired);
	tcase_add_test(named, drop_wins_over_faults_that_were_added_before);
	tcase_add_test(named, kinds_are_counted_for_each_host);
	suite_add_tcase(suite, named);
	return suite_run(suite);
}
