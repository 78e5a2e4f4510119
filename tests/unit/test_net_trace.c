/* SPDX-License-Identifier: MIT */
#include "tests/unit/net_world.h"

/* What the trace says, and the names of what it says: <tcpsim/trace.h>. */

#define SEGMENT(CTL, OCTETS) (&(const struct tcpsim_segment){ .ctl = (CTL), .text_bytes = (OCTETS) })

static const struct {
	uint8_t ctl;
	uint32_t text_bytes;
	enum tcpsim_purpose purpose;
	unsigned kinds; /* besides ANY */
} kinds[] = {
	{ TCPSIM_SYN, 0, TCPSIM_PURPOSE_FIRST, TCPSIM_KIND_SYN },
	{ TCPSIM_SYN, 0, TCPSIM_PURPOSE_RETRANSMISSION, TCPSIM_KIND_SYN },
	{ TCPSIM_SYN, 9, TCPSIM_PURPOSE_FIRST, TCPSIM_KIND_SYN | TCPSIM_KIND_DATA },
	{ TCPSIM_SYN | TCPSIM_ACK, 0, TCPSIM_PURPOSE_FIRST, TCPSIM_KIND_SYN_ACK },
	{ TCPSIM_ACK, 0, TCPSIM_PURPOSE_FIRST, TCPSIM_KIND_ACK },
	{ TCPSIM_ACK, 0, TCPSIM_PURPOSE_CHALLENGE, TCPSIM_KIND_ACK },
	{ TCPSIM_ACK, 9, TCPSIM_PURPOSE_FIRST, TCPSIM_KIND_DATA },
	{ TCPSIM_ACK | TCPSIM_PSH, 9, TCPSIM_PURPOSE_RETRANSMISSION, TCPSIM_KIND_DATA },
	{ TCPSIM_FIN | TCPSIM_ACK, 0, TCPSIM_PURPOSE_FIRST, TCPSIM_KIND_FIN },
	{ TCPSIM_FIN | TCPSIM_ACK, 0, TCPSIM_PURPOSE_RETRANSMISSION, TCPSIM_KIND_FIN },
	{ TCPSIM_FIN | TCPSIM_ACK, 9, TCPSIM_PURPOSE_FIRST, TCPSIM_KIND_FIN | TCPSIM_KIND_DATA },
	{ TCPSIM_RST, 0, TCPSIM_PURPOSE_RESET, TCPSIM_KIND_RST },
	{ TCPSIM_RST | TCPSIM_ACK, 0, TCPSIM_PURPOSE_RESET, TCPSIM_KIND_RST },
	{ TCPSIM_ACK, 0, TCPSIM_PURPOSE_KEEPALIVE_PROBE, TCPSIM_KIND_PROBE },
	{ TCPSIM_ACK, 1, TCPSIM_PURPOSE_WINDOW_PROBE, TCPSIM_KIND_PROBE | TCPSIM_KIND_DATA },
	{ 0, 0, TCPSIM_PURPOSE_FIRST, 0 },
};

START_TEST(a_segment_is_of_these_kinds)
{
	unsigned found = tcpsim_kinds_of(SEGMENT(kinds[_i].ctl, kinds[_i].text_bytes), kinds[_i].purpose);

	ck_assert_uint_eq(found, kinds[_i].kinds | TCPSIM_KIND_ANY);
}
END_TEST

START_TEST(names_are_those_of_scenarios)
{
	ck_assert_str_eq(tcpsim_kind_name(TCPSIM_KIND_SYN), "SYN");
	ck_assert_str_eq(tcpsim_kind_name(TCPSIM_KIND_SYN_ACK), "SYN+ACK");
	ck_assert_str_eq(tcpsim_kind_name(TCPSIM_KIND_ACK), "ACK");
	ck_assert_str_eq(tcpsim_kind_name(TCPSIM_KIND_DATA), "DATA");
	ck_assert_str_eq(tcpsim_kind_name(TCPSIM_KIND_FIN), "FIN");
	ck_assert_str_eq(tcpsim_kind_name(TCPSIM_KIND_RST), "RST");
	ck_assert_str_eq(tcpsim_kind_name(TCPSIM_KIND_PROBE), "PROBE");
	ck_assert_str_eq(tcpsim_kind_name(TCPSIM_KIND_ANY), "ANY");
	ck_assert_str_eq(tcpsim_call_name(TCPSIM_CALL_LISTEN), "listen");
	ck_assert_str_eq(tcpsim_call_name(TCPSIM_CALL_CONNECT), "connect");
	ck_assert_str_eq(tcpsim_call_name(TCPSIM_CALL_SHUTDOWN), "shutdown");
	ck_assert_str_eq(tcpsim_call_name(TCPSIM_CALL_SET), "set");
	ck_assert_str_eq(tcpsim_socket_call_name(TCPSIM_SYS_SOCKET), "socket");
	ck_assert_str_eq(tcpsim_socket_call_name(TCPSIM_SYS_RECV), "recv");
	ck_assert_str_eq(tcpsim_socket_call_name(TCPSIM_SYS_GETSOCKOPT), "getsockopt");
	for (int i = 0; i <= TCPSIM_DROP_MTU; i++)
		ck_assert_uint_gt(strlen(tcpsim_drop_words((enum tcpsim_drop)i)), 0);
}
END_TEST

START_TEST(hosts_are_known_by_number)
{
	struct world world = world_new();
	const struct tcpsim_trace *trace = tcpsim_net_trace(world.net);

	ck_assert_uint_eq(tcpsim_trace_n_hosts(trace), 2);
	ck_assert_str_eq(tcpsim_trace_host_name(trace, CLIENT), "client");
	ck_assert_str_eq(tcpsim_trace_host_name(trace, SERVER), "server");
	world_free(world);
}
END_TEST

START_TEST(without_a_trace_there_is_none)
{
	const struct tcpsim_net_options options = { .seed = 1 };
	struct tcpsim_net *net = tcpsim_net_new(&options);

	ck_assert_ptr_null(tcpsim_net_trace(net));
	tcpsim_net_free(net);
	tcpsim_net_free(NULL);
}
END_TEST

START_TEST(an_event_has_what_was_before_and_after_and_why)
{
	/* 3.10.7.3 fourth: SYN,ACK in SYN-SENT. */
	struct world world = world_new();
	const struct tcpsim_record *arrival;

	world_open(world);
	arrival = world_record(world, TCPSIM_RECORD_ARRIVE, CLIENT, 1);
	ck_assert_int_eq(arrival->before.state, TCPSIM_SYN_SENT);
	ck_assert(!arrival->before.is_synchronized);
	ck_assert_uint_eq(arrival->before.iss.n, CLIENT_ISS);
	ck_assert_uint_eq(arrival->before.snd_una.n, CLIENT_ISS);
	ck_assert_uint_eq(arrival->before.snd_nxt.n, CLIENT_ISS + 1U);
	ck_assert_int_eq(arrival->after.state, TCPSIM_ESTABLISHED);
	ck_assert(arrival->after.is_synchronized);
	ck_assert_uint_eq(arrival->after.snd_una.n, CLIENT_ISS + 1U);
	ck_assert_uint_eq(arrival->after.irs.n, SERVER_ISS);
	ck_assert_uint_eq(arrival->after.rcv_nxt.n, SERVER_ISS + 1);
	ck_assert(tcpsim_rule_set_has(&arrival->fired, (enum tcpsim_rule)arrival->rule));
	ck_assert(tcpsim_rule_set_has(&arrival->fired, TCPSIM_RULE_SYN_SENT_SYN_ACK));
	ck_assert_uint_eq(arrival->kinds, TCPSIM_KIND_SYN_ACK | TCPSIM_KIND_ANY);
	world_free(world);
}
END_TEST

/* The record that a record follows from. */
static const struct tcpsim_record *
cause_of(struct world world, const struct tcpsim_record *record)
{
	size_t n;
	const struct tcpsim_record *records = tcpsim_trace_records(tcpsim_net_trace(world.net), &n);

	ck_assert_uint_lt(record->cause, n);
	return &records[record->cause];
}

START_TEST(each_record_knows_what_it_follows_from)
{
	struct world world = world_new();
	const struct tcpsim_record *signal, *arrival, *segment;

	world_open(world);
	signal = world_record(world, TCPSIM_RECORD_SIGNAL, SERVER, 1);
	ck_assert_int_eq(signal->what, TCPSIM_SIGNAL_OPENED);
	arrival = cause_of(world, signal);
	ck_assert_int_eq(arrival->kind, TCPSIM_RECORD_ARRIVE);
	segment = cause_of(world, arrival);
	ck_assert_int_eq(segment->kind, TCPSIM_RECORD_SEND);
	ck_assert_uint_eq(segment->host, CLIENT);
	ck_assert_int_eq(cause_of(world, segment)->kind, TCPSIM_RECORD_ARRIVE);
	ck_assert_int_eq(cause_of(world, world_sent(world, CLIENT, TCPSIM_KIND_SYN, 1))->kind, TCPSIM_RECORD_CALL);
	world_free(world);
}
END_TEST

START_TEST(timers_are_seen_to_start_restart_fire_and_stop)
{
	/* RFC 6298 5.1, 5.2, 5.5 and RFC 9293 3.10.8. */
	struct world world = world_new();
	const struct tcpsim_fault fault = {
		.kind = TCPSIM_FAULT_DROP, .host = CLIENT, .segment = TCPSIM_KIND_SYN, .first = 1, .last = 1,
	};
	const struct tcpsim_record *armed, *again, *fired, *stopped;

	tcpsim_net_add_fault(world.net, &fault);
	world_connect(world);
	armed = world_record(world, TCPSIM_RECORD_ARMED, CLIENT, 1);
	ck_assert_int_eq(armed->what, TCPSIM_TIMER_RETRANSMISSION);
	ck_assert_int_eq(armed->until_us, SECOND_US);
	ck_assert(!armed->again);
	world_run(world, SECOND_US);
	fired = world_record(world, TCPSIM_RECORD_TIMER, CLIENT, 1);
	ck_assert_int_eq(fired->what, TCPSIM_TIMER_RETRANSMISSION);
	ck_assert_int_eq(world_sent(world, CLIENT, TCPSIM_KIND_SYN, 2)->purpose, TCPSIM_PURPOSE_RETRANSMISSION);
	again = world_record(world, TCPSIM_RECORD_ARMED, CLIENT, world_count(world, TCPSIM_RECORD_ARMED, CLIENT));
	ck_assert_int_eq(again->until_us, 3 * SECOND_US);
	ck_assert(again->again);
	ck_assert_ptr_null(world_record(world, TCPSIM_RECORD_STOPPED, CLIENT, 1));
	world_run(world, SECOND_US);
	stopped = world_record(world, TCPSIM_RECORD_STOPPED, CLIENT, 1);
	ck_assert_int_eq(stopped->what, TCPSIM_TIMER_RETRANSMISSION);
	ck_assert_int_eq(stopped->time_us, SECOND_US + 2 * DELAY_US);
	world_free(world);
}
END_TEST

START_TEST(octets_are_kept_for_calls_segments_and_deliveries)
{
	struct world world = world_new();
	const struct tcpsim_trace *trace = tcpsim_net_trace(world.net);
	tcpsim_socket socket = world_open(world);
	const struct tcpsim_record *records[4];

	tcpsim_net_send(world.net, socket, "octets", 6, 0);
	world_run(world, DELAY_US);
	records[0] = world_record(world, TCPSIM_RECORD_CALL, CLIENT, 2);
	records[1] = world_sent(world, CLIENT, TCPSIM_KIND_DATA, 1);
	records[2] = world_record(world, TCPSIM_RECORD_ARRIVE, SERVER, 3);
	records[3] = world_record(world, TCPSIM_RECORD_DELIVER, SERVER, 1);
	for (int i = 0; i < 4; i++) {
		ck_assert_uint_eq(records[i]->octets_n, 6);
		ck_assert_mem_eq(tcpsim_trace_octets(trace, records[i]), "octets", 6);
	}
	world_free(world);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("lib/net/trace.c");
	TCase *trace = tcase_create("trace");

	tcase_add_loop_test(trace, a_segment_is_of_these_kinds, 0, (int)(sizeof kinds / sizeof *kinds));
	tcase_add_test(trace, names_are_those_of_scenarios);
	tcase_add_test(trace, hosts_are_known_by_number);
	tcase_add_test(trace, without_a_trace_there_is_none);
	tcase_add_test(trace, an_event_has_what_was_before_and_after_and_why);
	tcase_add_test(trace, each_record_knows_what_it_follows_from);
	tcase_add_test(trace, timers_are_seen_to_start_restart_fire_and_stop);
	tcase_add_test(trace, octets_are_kept_for_calls_segments_and_deliveries);
	suite_add_tcase(suite, trace);
	return suite_run(suite);
}
