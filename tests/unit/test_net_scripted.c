/* SPDX-License-Identifier: MIT */
/*
 * A host that has no protocols: what it says is injected, what it hears is in the trace. RFC 9293 3.10.7.1 does not
 * hold there, nor RFC 1122 4.1.3.1: nothing is answered.
 */
#include <glib.h>

#include <tcpsim/render.h>

#include "tests/unit/socket_world.h"

#define SCRIPT SERVER

/* The client's only peer is a script; they are no time apart. */
static struct world
scripted_world(void)
{
	const struct tcpsim_net_options options = { .seed = 1, .has_trace = true };
	const struct tcpsim_link_options link = { .delay_us = 0 };
	const uint32_t isns[] = { CLIENT_ISS };
	struct world world = { .net = tcpsim_net_new(&options) };

	tcpsim_net_add_host(world.net, "tested", world_policy());
	tcpsim_net_add_host(world.net, "script", world_policy());
	tcpsim_net_set_scripted(world.net, SCRIPT);
	tcpsim_net_link(world.net, CLIENT, SCRIPT, &link);
	tcpsim_net_set_isns(world.net, CLIENT, isns, 1);
	return world;
}

static void
check_silence(struct world world)
{
	ck_assert_uint_eq(world_count(world, TCPSIM_RECORD_SEND, SCRIPT), 0);
	ck_assert_uint_eq(world_count(world, TCPSIM_RECORD_DROP, SCRIPT), 0);
	ck_assert_uint_eq(world_count(world, TCPSIM_RECORD_DROP, CLIENT), 0);
}

START_TEST(what_arrives_at_a_script_ends_there)
{
	struct world world = scripted_world();
	const struct tcpsim_record *arrival;

	tcpsim_net_connect(world.net, CLIENT, 1000, SCRIPT, PORT, NULL, 0);
	world_run(world, 0);
	arrival = world_record(world, TCPSIM_RECORD_ARRIVE, SCRIPT, 1);
	ck_assert_ptr_nonnull(arrival);
	ck_assert_int_eq(arrival->time_us, 0);
	ck_assert_uint_eq(arrival->peer, CLIENT);
	ck_assert_uint_eq(arrival->peer_port, 1000);
	ck_assert_uint_eq(arrival->local_port, PORT);
	ck_assert_uint_eq(arrival->connection, 0);
	ck_assert_uint_eq(arrival->rule, TCPSIM_RULE_NONE);
	ck_assert_uint_eq(arrival->segment.ctl, TCPSIM_SYN);
	ck_assert_uint_eq(arrival->packet, world_sent(world, CLIENT, TCPSIM_KIND_SYN, 1)->packet);
	check_silence(world);
	world_free(world);
}
END_TEST

START_TEST(a_connection_with_a_script_opens_by_what_is_injected)
{
	struct world world = scripted_world();
	tcpsim_socket socket = tcpsim_net_connect(world.net, CLIENT, 1000, SCRIPT, PORT, NULL, 0);
	const struct tcpsim_segment answer = {
		.seq = { 7 }, .ack = { CLIENT_ISS + 1U }, .wnd = 1000, .ctl = TCPSIM_SYN | TCPSIM_ACK,
	};
	const struct tcpsim_segment text = {
		.seq = { 8 }, .ack = { CLIENT_ISS + 1U }, .wnd = 1000, .ctl = TCPSIM_ACK, .text_bytes = 5,
	};

	world_run(world, SECOND_US / 10);
	tcpsim_net_inject(world.net, SCRIPT, PORT, CLIENT, 1000, &answer, NULL, 0);
	world_run(world, 0);
	ck_assert_int_eq(world_state(world, socket), TCPSIM_ESTABLISHED);
	tcpsim_net_inject(world.net, SCRIPT, PORT, CLIENT, 1000, &text, "hello", 0);
	world_run(world, SECOND_US);
	ck_assert_str_eq(world_delivered(world, CLIENT), "hello");
	ck_assert_uint_eq(world_count(world, TCPSIM_RECORD_ARRIVE, SCRIPT), 3); /* SYN and two ACKs */
	check_silence(world);
	world_free(world);
}
END_TEST

START_TEST(datagrams_and_messages_to_a_script_draw_nothing)
{
	struct world world = scripted_world();
	tcpsim_datagram_socket socket = tcpsim_net_udp_bind(world.net, CLIENT, 1000, NULL, 0);
	const struct tcpsim_icmp icmp = { .kind = TCPSIM_ICMP_PORT_UNREACHABLE };

	ck_assert_int_eq(tcpsim_net_udp_sendto(world.net, socket, SCRIPT, 9, "x", 1, 0), TCPSIM_OK);
	tcpsim_net_inject_icmp(world.net, CLIENT, 1000, SCRIPT, 9, TCPSIM_PROTOCOL_UDP, &icmp, 0);
	world_run(world, SECOND_US);
	ck_assert_uint_eq(world_count(world, TCPSIM_RECORD_ARRIVE, SCRIPT), 2);
	check_silence(world);
	world_free(world);
}
END_TEST

START_TEST(an_injected_datagram_is_delivered_and_sound)
{
	struct world world = scripted_world();
	const struct tcpsim_injection injection = {
		.from = SCRIPT, .from_port = 9, .into = CLIENT, .into_port = 1000, .dscp = 46, .ttl = 3,
		.ecn = TCPSIM_ECN_CE, .line = 4,
	};
	const struct tcpsim_record *arrival;

	tcpsim_net_udp_bind(world.net, CLIENT, 1000, NULL, 0);
	tcpsim_net_inject_datagram(world.net, &injection, "time?", 5);
	ck_assert_str_eq(world_delivered(world, CLIENT), "time?");
	arrival = world_record(world, TCPSIM_RECORD_ARRIVE, CLIENT, 1);
	ck_assert_uint_eq(arrival->protocol, TCPSIM_PROTOCOL_UDP);
	ck_assert_uint_eq(arrival->peer_port, 9);
	ck_assert_uint_eq(arrival->dscp, 46);
	ck_assert_uint_eq(arrival->ttl, 3);
	ck_assert_uint_eq(arrival->segment.ecn, TCPSIM_ECN_CE);
	ck_assert_uint_eq(world_record(world, TCPSIM_RECORD_INJECT, SCRIPT, 1)->line, 4);
	tcpsim_net_inject_datagram(world.net, &injection, NULL, 0);
	ck_assert_uint_eq(world_count(world, TCPSIM_RECORD_DELIVER, CLIENT), 2);
	world_is_sound(world);
	world_free(world);
}
END_TEST

START_TEST(an_injected_segment_has_the_marks_that_it_is_given)
{
	struct world world = scripted_world();
	const struct tcpsim_segment syn = { .seq = { 7 }, .wnd = 1000, .ctl = TCPSIM_SYN, .ecn = TCPSIM_ECN_ECT_0 };
	struct tcpsim_injection injection = {
		.from = SCRIPT, .from_port = 5000, .into = CLIENT, .into_port = PORT, .dscp = 10, .ttl = 1,
	};
	const struct tcpsim_record *arrival;

	tcpsim_net_inject_segment(world.net, &injection, &syn, NULL);
	arrival = world_record(world, TCPSIM_RECORD_ARRIVE, CLIENT, 1);
	ck_assert_uint_eq(arrival->dscp, 10);
	ck_assert_uint_eq(arrival->ttl, 1);
	ck_assert_uint_eq(arrival->segment.ecn, TCPSIM_ECN_ECT_0);
	injection.ttl = 0;
	tcpsim_net_inject_segment(world.net, &injection, &syn, NULL);
	ck_assert_uint_eq(world_record(world, TCPSIM_RECORD_ARRIVE, CLIENT, 2)->ttl, (uint8_t)world_policy()->ttl);
	world_free(world);
}
END_TEST

START_TEST(the_ladder_shows_arrivals_at_a_script_and_no_state_of_it)
{
	struct world world = scripted_world();
	const struct tcpsim_ladder_options options = { .columns = 80, .is_ascii = true };
	char *page;

	tcpsim_net_connect(world.net, CLIENT, 1000, SCRIPT, PORT, NULL, 0);
	world_run(world, 0);
	page = tcpsim_render_ladder(tcpsim_net_trace(world.net), &options);
	ck_assert_ptr_nonnull(strstr(page, "-->"));
	ck_assert_ptr_nonnull(strstr(page, "<CTL=SYN>"));
	ck_assert_ptr_null(strstr(page, "no listener"));
	/* One column says CLOSED at first, that of the host that has TCP. */
	ck_assert_ptr_eq(strstr(page, "CLOSED"), g_strrstr(page, "CLOSED"));
	g_free(page);
	world_free(world);
}
END_TEST

START_TEST(the_invariants_take_a_script_for_nobody)
{
	struct world world = scripted_world();

	tcpsim_net_connect(world.net, CLIENT, 1000, SCRIPT, PORT, NULL, 0);
	world_run(world, 3 * SECOND_US);
	world_is_sound(world);
	world_free(world);
}
END_TEST

START_TEST(a_script_works_without_a_trace)
{
	const struct tcpsim_net_options options = { .seed = 1 };
	const struct tcpsim_link_options link = { .delay_us = 0 };
	struct tcpsim_net *net = tcpsim_net_new(&options);
	tcpsim_socket socket;

	tcpsim_net_add_host(net, "tested", world_policy());
	tcpsim_net_add_host(net, "script", world_policy());
	tcpsim_net_set_scripted(net, SCRIPT);
	tcpsim_net_link(net, CLIENT, SCRIPT, &link);
	socket = tcpsim_net_connect(net, CLIENT, 1000, SCRIPT, PORT, NULL, 0);
	tcpsim_net_run(net, SECOND_US / 2);
	ck_assert_int_eq(tcpsim_net_tcb(net, socket)->state, TCPSIM_SYN_SENT);
	ck_assert_uint_eq(tcpsim_net_n_sent(net), 1);
	tcpsim_net_free(net);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("a scripted host");
	TCase *hosts = tcase_create("hosts");

	tcase_add_test(hosts, what_arrives_at_a_script_ends_there);
	tcase_add_test(hosts, a_connection_with_a_script_opens_by_what_is_injected);
	tcase_add_test(hosts, datagrams_and_messages_to_a_script_draw_nothing);
	tcase_add_test(hosts, an_injected_datagram_is_delivered_and_sound);
	tcase_add_test(hosts, an_injected_segment_has_the_marks_that_it_is_given);
	tcase_add_test(hosts, the_ladder_shows_arrivals_at_a_script_and_no_state_of_it);
	tcase_add_test(hosts, the_invariants_take_a_script_for_nobody);
	tcase_add_test(hosts, a_script_works_without_a_trace);
	suite_add_tcase(suite, hosts);
	return suite_run(suite);
}
