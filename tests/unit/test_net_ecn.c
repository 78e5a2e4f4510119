/* SPDX-License-Identifier: MIT */
#include "tests/unit/net_world.h"

/* Congestion on a link: marks where the packet can carry them, drops where it cannot (RFC 3168 5). */

static const uint8_t text[14600];

static struct world
world_ecn(bool ecn, struct tcpsim_link_options link)
{
	struct tcpsim_policy policy = *world_policy();
	const struct tcpsim_link_options plain = { .delay_us = DELAY_US };
	struct world world;

	policy.ecn = ecn;
	world = world_with(&policy, &plain, 1);
	link.delay_us = DELAY_US;
	/* A SYN is never ECN-capable (RFC 3168 6.1.1): the link is congested only from then on. */
	world_open(world);
	tcpsim_net_link(world.net, CLIENT, SERVER, &link);
	return world;
}

static unsigned
count_drops(struct world world, enum tcpsim_drop why)
{
	const struct tcpsim_record *record;
	unsigned n = 0;

	for (unsigned i = 1; (record = world_record(world, TCPSIM_RECORD_DROP, CLIENT, i)) != NULL; i++)
		n += record->what == why;
	return n;
}

static tcpsim_socket
client_of(struct world world)
{
	return tcpsim_net_connection(world.net, CLIENT, 1);
}

/* Text of an ECN-capable connection leaves with ECT, and arrives with CE. */
START_TEST(what_can_be_marked_is_marked)
{
	struct world world = world_ecn(true, (struct tcpsim_link_options){ .mark_ppm = 1000000 });
	const struct tcpsim_record *sent, *mark, *arrival;

	tcpsim_net_send(world.net, client_of(world), text, 100, 0);
	world_run(world, DELAY_US);
	sent = world_sent(world, CLIENT, TCPSIM_KIND_DATA, 1);
	mark = world_record(world, TCPSIM_RECORD_MARK, CLIENT, 1);
	arrival = world_record(world, TCPSIM_RECORD_ARRIVE, SERVER, world_count(world, TCPSIM_RECORD_ARRIVE, SERVER));
	ck_assert_ptr_nonnull(mark);
	ck_assert_uint_eq(mark->packet, sent->packet);
	ck_assert(sent->segment.ecn == TCPSIM_ECN_ECT_0 || sent->segment.ecn == TCPSIM_ECN_ECT_1);
	ck_assert_uint_eq(arrival->packet, sent->packet);
	ck_assert_uint_eq(arrival->segment.ecn, TCPSIM_ECN_CE);
	ck_assert_uint_eq(count_drops(world, TCPSIM_DROP_CONGESTION), 0);
	world_free(world);
}
END_TEST

START_TEST(what_cannot_be_marked_is_dropped)
{
	struct world world = world_ecn(false, (struct tcpsim_link_options){ .mark_ppm = 1000000 });

	tcpsim_net_send(world.net, client_of(world), text, 100, 0);
	world_run(world, DELAY_US);
	ck_assert_uint_eq(count_drops(world, TCPSIM_DROP_CONGESTION), 1);
	ck_assert_uint_eq(world_count(world, TCPSIM_RECORD_MARK, CLIENT), 0);
	world_free(world);
}
END_TEST

/* RFC 3168 6.1: the receiver says ECE until it sees CWR; no octet had to be sent again. */
START_TEST(the_sender_hears_of_the_mark)
{
	struct world world = world_ecn(true, (struct tcpsim_link_options){ .mark_ppm = 1000000 });
	const struct tcpsim_record *answer;

	tcpsim_net_send(world.net, client_of(world), text, 100, 0);
	world_run(world, 2 * DELAY_US);
	answer = world_sent(world, SERVER, TCPSIM_KIND_ECE, 1);
	ck_assert_ptr_nonnull(answer);
	ck_assert_uint_eq(answer->segment.ctl & TCPSIM_SYN, 0);
	tcpsim_net_send(world.net, client_of(world), text, 100, 0);
	world_run(world, 2 * DELAY_US);
	ck_assert_ptr_nonnull(world_sent(world, CLIENT, TCPSIM_KIND_CWR, 1));
	ck_assert_uint_eq(tcpsim_net_tcb(world.net, world_child(world))->rcv.nxt_offset, 200);
	ck_assert_ptr_null(world_sent(world, CLIENT, TCPSIM_KIND_DATA, 3));
	world_is_sound(world);
	world_free(world);
}
END_TEST

/* Offers in SYNs are no marks: the kinds ECE and CWR are for what comes later. */
START_TEST(an_offer_of_ecn_is_not_counted_as_a_mark)
{
	const struct tcpsim_segment offer = { .ctl = TCPSIM_SYN | TCPSIM_ECE | TCPSIM_CWR };
	const struct tcpsim_segment echo = { .ctl = TCPSIM_ACK | TCPSIM_ECE };
	const struct tcpsim_segment reduced = { .ctl = TCPSIM_ACK | TCPSIM_CWR, .text_bytes = 1 };
	const struct tcpsim_segment urgent = { .ctl = TCPSIM_ACK | TCPSIM_URG | TCPSIM_FIN };

	ck_assert_uint_eq(tcpsim_kinds_of(&offer, TCPSIM_PURPOSE_FIRST), TCPSIM_KIND_ANY | TCPSIM_KIND_SYN);
	ck_assert_uint_eq(tcpsim_kinds_of(&echo, TCPSIM_PURPOSE_FIRST),
		TCPSIM_KIND_ANY | TCPSIM_KIND_ACK | TCPSIM_KIND_ECE);
	ck_assert_uint_eq(tcpsim_kinds_of(&reduced, TCPSIM_PURPOSE_FIRST),
		TCPSIM_KIND_ANY | TCPSIM_KIND_DATA | TCPSIM_KIND_CWR);
	ck_assert_uint_eq(tcpsim_kinds_of(&urgent, TCPSIM_PURPOSE_FIRST),
		TCPSIM_KIND_ANY | TCPSIM_KIND_FIN | TCPSIM_KIND_URG);
}
END_TEST

/* At 1 Mbit/s, of ten datagrams at one instant the first leaves, the next two wait, and the rest finds two waiting. */
START_TEST(a_long_queue_signals_congestion)
{
	/* Whether or not it has a limit itself. */
	struct world world = world_ecn(true, (struct tcpsim_link_options){ .rate_bps = 1000000,
		.queue = _i == 0 ? 100 : 0, .mark_queue = 2 });
	tcpsim_datagram_socket socket = tcpsim_net_udp_bind(world.net, CLIENT, 0, NULL, 0);

	tcpsim_net_udp_bind(world.net, SERVER, 37, NULL, 0);
	for (int i = 0; i < 10; i++)
		tcpsim_net_udp_sendto(world.net, socket, SERVER, 37, text, 100, 0);
	ck_assert_uint_eq(count_drops(world, TCPSIM_DROP_CONGESTION), 7);
	ck_assert_uint_eq(count_drops(world, TCPSIM_DROP_QUEUE), 0);
	world_run(world, SECOND_US);
	ck_assert_uint_eq(world_count(world, TCPSIM_RECORD_DELIVER, SERVER), 3);
	/* TCP with ECN is marked instead: all of it arrives, and nothing was dropped. */
	tcpsim_net_send(world.net, client_of(world), text, 10 * 1460, 0);
	world_run(world, 10 * SECOND_US);
	ck_assert_uint_eq(count_drops(world, TCPSIM_DROP_CONGESTION), 7);
	ck_assert_uint_ge(world_count(world, TCPSIM_RECORD_MARK, CLIENT), 1);
	ck_assert_uint_eq(tcpsim_net_tcb(world.net, world_child(world))->rcv.nxt_offset, 10 * 1460);
	world_free(world);
}
END_TEST

/* At 1 Mbit/s a datagram of 97 octets takes 1 ms: of 41 at once, 40 wait, one less each ms. */
START_TEST(a_queue_without_a_limit_is_counted_in_full)
{
	struct world world = world_ecn(false, (struct tcpsim_link_options){ .rate_bps = 1000000, .mark_queue = 40 });
	tcpsim_datagram_socket socket = tcpsim_net_udp_bind(world.net, CLIENT, 0, NULL, 0);

	for (int i = 0; i < 41; i++)
		tcpsim_net_udp_sendto(world.net, socket, SERVER, 37, text, 97, 0);
	ck_assert_uint_eq(count_drops(world, TCPSIM_DROP_CONGESTION), 0);
	for (unsigned ms = 1; ms <= 60; ms++) {
		/* One more finds 40 others, but not when another of them has begun to leave. */
		tcpsim_net_udp_sendto(world.net, socket, SERVER, 37, text, 97, 0);
		ck_assert_uint_eq(count_drops(world, TCPSIM_DROP_CONGESTION), ms);
		world_run(world, 1000);
		tcpsim_net_udp_sendto(world.net, socket, SERVER, 37, text, 97, 0);
		ck_assert_uint_eq(count_drops(world, TCPSIM_DROP_CONGESTION), ms);
	}
	world_free(world);
}
END_TEST

START_TEST(marks_are_about_as_frequent_as_asked)
{
	/* Of 10 000 datagrams 10 % are dropped; six standard deviations are 180. */
	struct world world = world_ecn(false, (struct tcpsim_link_options){ .mark_ppm = 100000 });
	tcpsim_datagram_socket socket = tcpsim_net_udp_bind(world.net, CLIENT, 0, NULL, 0);

	for (int i = 0; i < 10000; i++)
		tcpsim_net_udp_sendto(world.net, socket, SERVER, 37, text, 1, 0);
	ck_assert_uint_ge(count_drops(world, TCPSIM_DROP_CONGESTION), 820);
	ck_assert_uint_le(count_drops(world, TCPSIM_DROP_CONGESTION), 1180);
	world_free(world);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("lib/net: congestion");
	TCase *congestion = tcase_create("congestion");

	tcase_add_test(congestion, what_can_be_marked_is_marked);
	tcase_add_test(congestion, what_cannot_be_marked_is_dropped);
	tcase_add_test(congestion, the_sender_hears_of_the_mark);
	tcase_add_test(congestion, an_offer_of_ecn_is_not_counted_as_a_mark);
	tcase_add_loop_test(congestion, a_long_queue_signals_congestion, 0, 2);
	tcase_add_test(congestion, a_queue_without_a_limit_is_counted_in_full);
	tcase_add_test(congestion, marks_are_about_as_frequent_as_asked);
	suite_add_tcase(suite, congestion);
	return suite_run(suite);
}
