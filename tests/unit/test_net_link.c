/* SPDX-License-Identifier: MIT */
#include "tests/unit/net_world.h"

#include "lib/net/net_private.h"

/* What links do by themselves: struct tcpsim_link_options in <tcpsim/net.h>. */

static const uint8_t text[961];

static struct world
with_link(struct tcpsim_link_options link)
{
	link.delay_us = DELAY_US;
	return world_with(world_policy(), &link, 1);
}

/* How many drops of the client's segments there were for a reason. */
static unsigned
count_drops(struct world world, enum tcpsim_drop why)
{
	const struct tcpsim_record *record;
	unsigned count = 0;

	for (unsigned i = 1; (record = world_record(world, TCPSIM_RECORD_DROP, CLIENT, i)) != NULL; i++)
		count += record->what == why;
	return count;
}

START_TEST(segments_take_the_delay)
{
	struct world world = with_link((struct tcpsim_link_options){ 0 });

	world_connect(world);
	ck_assert_int_eq(tcpsim_net_next_us(world.net), DELAY_US);
	world_run(world, DELAY_US);
	ck_assert_int_eq(world_record(world, TCPSIM_RECORD_ARRIVE, SERVER, 1)->time_us, DELAY_US);
	world_free(world);
}
END_TEST

START_TEST(a_rate_makes_segments_leave_one_after_another)
{
	/* 1 Mbit/s: a SYN of 44 octets, 20 of IP, 20 of TCP and 4 of its MSS option (3.1), takes 352 us. */
	struct world world = with_link((struct tcpsim_link_options){ .rate_bps = 1000000 });
	enum tcpsim_error error;

	world_connect(world);
	tcpsim_net_connect(world.net, CLIENT, 0, SERVER, PORT, &error, 0);
	world_run(world, SECOND_US / 2);
	ck_assert_int_eq(world_record(world, TCPSIM_RECORD_ARRIVE, SERVER, 1)->time_us, 352 + DELAY_US);
	ck_assert_int_eq(world_record(world, TCPSIM_RECORD_ARRIVE, SERVER, 2)->time_us, 704 + DELAY_US);
	world_free(world);
}
END_TEST

START_TEST(a_full_queue_drops)
{
	/* At one instant five SYNs: one leaves, two wait, two find no room. */
	struct world world = with_link((struct tcpsim_link_options){ .rate_bps = 1000000, .queue = 2 });
	enum tcpsim_error error;

	for (int i = 0; i < 5; i++)
		tcpsim_net_connect(world.net, CLIENT, 0, SERVER, PORT, &error, 0);
	ck_assert_uint_eq(count_drops(world, TCPSIM_DROP_QUEUE), 2);
	ck_assert_uint_eq(world_record(world, TCPSIM_RECORD_DROP, CLIENT, 1)->packet, 4);
	/* After 352 us the second one leaves: there is room for one more. */
	world_run(world, 352);
	tcpsim_net_connect(world.net, CLIENT, 0, SERVER, PORT, &error, 0);
	ck_assert_uint_eq(count_drops(world, TCPSIM_DROP_QUEUE), 2);
	tcpsim_net_connect(world.net, CLIENT, 0, SERVER, PORT, &error, 0);
	ck_assert_uint_eq(count_drops(world, TCPSIM_DROP_QUEUE), 3);
	world_free(world);
}
END_TEST

START_TEST(a_segment_beyond_the_mtu_is_dropped)
{
	/* 40 octets of headers: 960 of text fit into 1000, 961 do not. The MSS of 1460 allows both. */
	struct world world = with_link((struct tcpsim_link_options){ .mtu = 1000 });
	tcpsim_socket socket = world_open(world);

	tcpsim_net_send(world.net, socket, text, 960, 0);
	ck_assert_uint_eq(count_drops(world, TCPSIM_DROP_MTU), 0);
	world_run(world, 2 * DELAY_US);
	tcpsim_net_send(world.net, socket, text, 961, 0);
	ck_assert_uint_eq(count_drops(world, TCPSIM_DROP_MTU), 1);
	world_free(world);
}
END_TEST

START_TEST(a_million_in_a_million_is_always)
{
	struct world lossy = with_link((struct tcpsim_link_options){ .loss_ppm = 1000000 });
	struct world damaging = with_link((struct tcpsim_link_options){ .corrupt_ppm = 1000000 });
	struct world doubling = with_link((struct tcpsim_link_options){ .duplicate_ppm = 1000000 });
	struct world late = with_link((struct tcpsim_link_options){ .reorder_ppm = 1000000 });

	world_connect(lossy);
	ck_assert_uint_eq(count_drops(lossy, TCPSIM_DROP_LOSS), 1);
	world_connect(damaging);
	world_run(damaging, DELAY_US);
	ck_assert_uint_eq(count_drops(damaging, TCPSIM_DROP_CHECKSUM), 1);
	world_connect(doubling);
	world_run(doubling, DELAY_US);
	ck_assert_uint_eq(world_count(doubling, TCPSIM_RECORD_ARRIVE, SERVER), 2);
	ck_assert_uint_eq(world_record(doubling, TCPSIM_RECORD_ARRIVE, SERVER, 1)->packet, 1);
	world_connect(late);
	ck_assert_int_eq(tcpsim_net_next_us(late.net), 2 * DELAY_US);
	world_free(lossy);
	world_free(damaging);
	world_free(doubling);
	world_free(late);
}
END_TEST

START_TEST(loss_is_about_as_frequent_as_asked)
{
	/* Of 10 000 SYNs with 10 % loss, 1000 are lost; six standard deviations are 180. */
	struct world world = with_link((struct tcpsim_link_options){ .loss_ppm = 100000 });
	enum tcpsim_error error;
	unsigned lost;

	for (uint16_t port = 1; port <= 10000; port++)
		tcpsim_net_connect(world.net, CLIENT, port, SERVER, PORT, &error, 0);
	lost = count_drops(world, TCPSIM_DROP_LOSS);
	ck_assert_uint_ge(lost, 820);
	ck_assert_uint_le(lost, 1180);
	world_free(world);
}
END_TEST

START_TEST(jitter_lies_within_its_bounds_and_reorders)
{
	struct world world = with_link((struct tcpsim_link_options){ .jitter_us = 5000 });
	const struct tcpsim_record *record;
	bool is_reordered = false;
	uint64_t last = 0;

	for (uint16_t port = 1; port <= 100; port++) {
		enum tcpsim_error error;

		tcpsim_net_connect(world.net, CLIENT, port, SERVER, PORT, &error, 0);
	}
	world_run(world, DELAY_US + 5000);
	for (unsigned i = 1; (record = world_record(world, TCPSIM_RECORD_ARRIVE, SERVER, i)) != NULL; i++) {
		ck_assert_int_ge(record->time_us, DELAY_US);
		is_reordered = is_reordered || record->packet < last;
		last = record->packet;
	}
	ck_assert_uint_eq(world_count(world, TCPSIM_RECORD_ARRIVE, SERVER), 100);
	ck_assert(is_reordered);
	world_free(world);
}
END_TEST

static unsigned
lost_of_100(struct tcpsim_link_options link, uint64_t seed, char *which)
{
	struct world world;
	const struct tcpsim_record *record;
	unsigned n = 0;

	link.delay_us = DELAY_US;
	link.loss_ppm = 300000;
	world = world_with(world_policy(), &link, seed);
	memset(which, '.', 100);
	for (uint16_t port = 1; port <= 100; port++) {
		enum tcpsim_error error;

		tcpsim_net_connect(world.net, CLIENT, port, SERVER, PORT, &error, 0);
	}
	while ((record = world_record(world, TCPSIM_RECORD_DROP, CLIENT, n + 1)) != NULL) {
		which[record->local_port - 1] = 'x';
		n++;
	}
	world_free(world);
	return n;
}

START_TEST(one_kind_of_chance_does_not_shift_another)
{
	char plain[100], jittery[100], other[100], own[100];

	lost_of_100((struct tcpsim_link_options){ 0 }, 1, plain);
	lost_of_100((struct tcpsim_link_options){ .jitter_us = 100, .reorder_ppm = 1000 }, 1, jittery);
	lost_of_100((struct tcpsim_link_options){ 0 }, 2, other);
	ck_assert_mem_eq(plain, jittery, 100);
	ck_assert_mem_ne(plain, other, 100);
	lost_of_100((struct tcpsim_link_options){ .seed = 9 }, 1, own);
	lost_of_100((struct tcpsim_link_options){ .seed = 9 }, 2, other);
	ck_assert_mem_eq(own, other, 100);
}
END_TEST

START_TEST(what_waits_longer_than_its_lifetime_is_gone)
{
	/* At 1 kbit/s a SYN takes 320 ms: the second one has 640 ms to wait, and 500 ms to live. */
	struct world world = with_link((struct tcpsim_link_options){ .rate_bps = 1000, .lifetime_us = 500000 });
	enum tcpsim_error error;

	world_connect(world);
	tcpsim_net_connect(world.net, CLIENT, 0, SERVER, PORT, &error, 0);
	world_run(world, 900000);
	ck_assert_uint_eq(world_count(world, TCPSIM_RECORD_ARRIVE, SERVER), 1);
	ck_assert_uint_eq(count_drops(world, TCPSIM_DROP_EXPIRED), 1);
	ck_assert_int_eq(world_record(world, TCPSIM_RECORD_DROP, CLIENT, 1)->time_us, 500000);
	world_free(world);
}
END_TEST

START_TEST(a_cut_link_loses_what_is_under_way_and_what_comes)
{
	struct world world = with_link((struct tcpsim_link_options){ 0 });
	const struct tcpsim_record *cut, *drop;

	world_connect(world);
	world_run(world, DELAY_US / 2);
	tcpsim_net_cut(world.net, CLIENT, SERVER, 5);
	cut = world_record(world, TCPSIM_RECORD_CUT, CLIENT, 1);
	drop = world_record(world, TCPSIM_RECORD_DROP, CLIENT, 1);
	ck_assert_uint_eq(cut->peer, SERVER);
	ck_assert_uint_eq(cut->line, 5);
	ck_assert_int_eq(drop->what, TCPSIM_DROP_CUT);
	ck_assert_int_eq(drop->time_us, DELAY_US / 2);
	/* The SYN of 1 s is lost, the one of 3 s arrives. */
	world_run(world, SECOND_US);
	ck_assert_uint_eq(count_drops(world, TCPSIM_DROP_CUT), 2);
	tcpsim_net_mend(world.net, CLIENT, SERVER, 6);
	world_run(world, 2 * SECOND_US + DELAY_US);
	ck_assert_int_eq(world_record(world, TCPSIM_RECORD_ARRIVE, SERVER, 1)->time_us, 3 * SECOND_US + DELAY_US);
	ck_assert_uint_eq(world_record(world, TCPSIM_RECORD_MEND, CLIENT, 1)->line, 6);
	world_free(world);
}
END_TEST

START_TEST(a_cut_is_of_one_direction_only_and_finds_all_that_is_under_way)
{
	/* With jitter some are in line and some are not; one is held, one waits for another that never comes. */
	struct world world = with_link((struct tcpsim_link_options){ .jitter_us = 5000 });
	const struct tcpsim_fault hold = { .kind = TCPSIM_FAULT_HOLD, .host = CLIENT, .segment = TCPSIM_KIND_SYN,
		.first = 3, .last = 3, .time_us = SECOND_US / 2 };
	const struct tcpsim_fault wait = { .kind = TCPSIM_FAULT_REORDER, .host = CLIENT, .segment = TCPSIM_KIND_SYN,
		.first = 5, .last = 5, .behind_host = CLIENT, .behind_segment = TCPSIM_KIND_FIN, .behind_number = 1 };
	const struct tcpsim_segment seg = { .seq = { 1 }, .ctl = TCPSIM_SYN };

	tcpsim_net_add_fault(world.net, &hold);
	tcpsim_net_add_fault(world.net, &wait);
	for (uint16_t port = 1; port <= 20; port++) {
		enum tcpsim_error error;

		tcpsim_net_connect(world.net, CLIENT, port, SERVER, PORT, &error, 0);
	}
	/* The server answers a stray SYN; that answer is in the other direction. */
	tcpsim_net_inject(world.net, CLIENT, 99, SERVER, 99, &seg, NULL, 0);
	tcpsim_net_cut(world.net, CLIENT, SERVER, 0);
	ck_assert_uint_eq(count_drops(world, TCPSIM_DROP_CUT), 20);
	for (unsigned i = 1; i <= 20; i++)
		ck_assert_uint_eq(world_record(world, TCPSIM_RECORD_DROP, CLIENT, i)->packet, i);
	world_run(world, SECOND_US / 2);
	ck_assert_uint_eq(world_count(world, TCPSIM_RECORD_ARRIVE, SERVER), 1);
	ck_assert_uint_eq(world_count(world, TCPSIM_RECORD_ARRIVE, CLIENT), 1);
	world_free(world);
}
END_TEST

START_TEST(without_a_link_there_is_no_route)
{
	const struct tcpsim_net_options options = { .has_trace = true };
	struct world world = { .net = tcpsim_net_new(&options) };
	enum tcpsim_error error;

	tcpsim_net_add_host(world.net, "client", world_policy());
	tcpsim_net_add_host(world.net, "server", world_policy());
	tcpsim_net_connect(world.net, CLIENT, 0, SERVER, PORT, &error, 0);
	ck_assert_uint_eq(count_drops(world, TCPSIM_DROP_NO_ROUTE), 1);
	world_free(world);
}
END_TEST

START_TEST(random_numbers_are_those_of_the_published_generators)
{
	/* splitmix64 from 0, as its authors give it. */
	uint64_t state = 0;
	struct tcpsim_prng prng = { .state = { 1, 2, 3, 4 } };

	ck_assert_uint_eq(tcpsim_splitmix(&state), UINT64_C(0xe220a8397b1dcdaf));
	ck_assert_uint_eq(tcpsim_splitmix(&state), UINT64_C(0x6e789e6aa1b965f4));
	/* xoshiro256** from 1, 2, 3, 4; below 2^63 nothing is refused. */
	ck_assert_uint_eq(tcpsim_prng_below(&prng, UINT64_C(1) << 63), 11520);
	ck_assert_uint_eq(tcpsim_prng_below(&prng, UINT64_C(1) << 63), 0);
	ck_assert_uint_eq(tcpsim_prng_below(&prng, UINT64_C(1) << 63), 1509978240);
	ck_assert_uint_eq(tcpsim_prng_below(&prng, UINT64_C(1) << 63), UINT64_C(1215971899390074240));
}
END_TEST

static TCase *
chance(void)
{
	TCase *tcase = tcase_create("chance");

	tcase_add_test(tcase, a_million_in_a_million_is_always);
	tcase_add_test(tcase, loss_is_about_as_frequent_as_asked);
	tcase_add_test(tcase, jitter_lies_within_its_bounds_and_reorders);
	tcase_add_test(tcase, one_kind_of_chance_does_not_shift_another);
	tcase_add_test(tcase, random_numbers_are_those_of_the_published_generators);
	return tcase;
}

int
main(void)
{
	Suite *suite = suite_create("lib/net/link.c");
	TCase *plain = tcase_create("without chance");

	tcase_add_test(plain, segments_take_the_delay);
	tcase_add_test(plain, a_rate_makes_segments_leave_one_after_another);
	tcase_add_test(plain, a_full_queue_drops);
	tcase_add_test(plain, a_segment_beyond_the_mtu_is_dropped);
	tcase_add_test(plain, what_waits_longer_than_its_lifetime_is_gone);
	tcase_add_test(plain, a_cut_link_loses_what_is_under_way_and_what_comes);
	tcase_add_test(plain, a_cut_is_of_one_direction_only_and_finds_all_that_is_under_way);
	tcase_add_test(plain, without_a_link_there_is_no_route);
	suite_add_tcase(suite, plain);
	suite_add_tcase(suite, chance());
	return suite_run(suite);
}
