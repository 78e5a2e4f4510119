/* SPDX-License-Identifier: MIT */
#include "lib/net/net_private.h"
#include "tests/suite.h"

/*
 * Anything at any time: three hosts, links with all that chance may do, and calls, faults, crashes, cuts and forged
 * segments drawn at random, half of them made inside of callbacks. Whatever happens, the network keeps its promises.
 */
#define RUNS 300U
#define ACTS 300U
#define HOSTS 3U
#define SOCKETS 64U
#define MOST_OCTETS 5000U

struct turmoil {
	struct tcpsim_net *net;
	struct tcpsim_prng prng;
	tcpsim_socket sockets[SOCKETS]; /* that were there once */
};

static const uint8_t octets[MOST_OCTETS];

static uint32_t
draw(struct turmoil *turmoil, uint32_t bound)
{
	return (uint32_t)tcpsim_prng_below(&turmoil->prng, bound);
}

static bool
toss(struct turmoil *turmoil)
{
	return draw(turmoil, 2) == 1;
}

static uint16_t
draw_host(struct turmoil *turmoil)
{
	return (uint16_t)draw(turmoil, HOSTS);
}

static tcpsim_socket *
draw_socket(struct turmoil *turmoil)
{
	return &turmoil->sockets[draw(turmoil, SOCKETS)];
}

/* OPEN, with few ports, so that pairs meet. */
static void
act_open(struct turmoil *turmoil)
{
	uint16_t host = draw_host(turmoil), peer = draw_host(turmoil);
	uint16_t port = (uint16_t)(80 + draw(turmoil, 2));
	enum tcpsim_error error;
	tcpsim_socket socket;

	if (host == peer)
		socket = tcpsim_net_listen(turmoil->net, host, port, &error, 0);
	else
		socket = tcpsim_net_connect(turmoil->net, host, toss(turmoil) ? 0 : (uint16_t)(5000 + draw(turmoil, 3)),
			peer, port, &error, 0);
	ck_assert((socket != 0) == (error == TCPSIM_OK));
	if (socket != 0)
		*draw_socket(turmoil) = socket;
}

static void
act_call(struct turmoil *turmoil)
{
	tcpsim_socket socket = *draw_socket(turmoil);

	switch (draw(turmoil, 8)) {
	case 0:
		tcpsim_net_abort(turmoil->net, socket, 0);
		break;
	case 1:
		tcpsim_net_receive(turmoil->net, socket, toss(turmoil) ? draw(turmoil, 1000) : TCPSIM_RECEIVE_ALL, 0);
		break;
	case 2:
	case 3:
		tcpsim_net_close(turmoil->net, socket, toss(turmoil), 0);
		break;
	default:
		tcpsim_net_send(turmoil->net, socket, octets, draw(turmoil, MOST_OCTETS), 0);
		break;
	}
}

/* What goes wrong with hosts and links; seldom enough that something goes right, too. */
static void
act_world(struct turmoil *turmoil)
{
	uint16_t host = draw_host(turmoil), peer = draw_host(turmoil);

	switch (draw(turmoil, 16)) {
	case 0:
		tcpsim_net_crash(turmoil->net, host, 0);
		break;
	case 1:
	case 2:
		tcpsim_net_restart(turmoil->net, host, 0);
		break;
	case 3:
		tcpsim_net_cut(turmoil->net, host, peer, 0);
		break;
	case 4:
	case 5:
		tcpsim_net_mend(turmoil->net, host, peer, 0);
		break;
	case 6:
		tcpsim_net_set_reading(turmoil->net, host, toss(turmoil));
		break;
	case 7:
		tcpsim_net_set(turmoil->net, host, tcpsim_setting_find(toss(turmoil) ? "keepalive" : "quiet-time"),
			toss(turmoil), 0);
		break;
	default:
		break;
	}
}

static void
act_fault(struct turmoil *turmoil)
{
	struct tcpsim_fault fault = {
		.kind = (enum tcpsim_fault_kind)draw(turmoil, TCPSIM_FAULT_MARK + 1),
		.host = draw_host(turmoil),
		.segment = (enum tcpsim_kind)(1U << draw(turmoil, TCPSIM_N_KINDS)),
		.first = 1 + draw(turmoil, 30),
		.time_us = tcpsim_net_now_us(turmoil->net) + draw(turmoil, 3000000),
		.behind_host = draw_host(turmoil),
		.behind_segment = (enum tcpsim_kind)(1U << draw(turmoil, TCPSIM_N_KINDS)),
		.behind_number = 1 + draw(turmoil, 40),
	};

	fault.last = fault.first + draw(turmoil, 3);
	tcpsim_net_add_fault(turmoil->net, &fault);
}

/* A forged segment; often with numbers that fit the newest connection of its victim. */
static void
act_forge(struct turmoil *turmoil)
{
	uint16_t from = draw_host(turmoil), into = draw_host(turmoil);
	const struct tcpsim_tcb *tcb = tcpsim_net_tcb(turmoil->net, tcpsim_net_connection(turmoil->net, into, 0));
	struct tcpsim_segment seg = {
		.wnd = draw(turmoil, 70000),
		.text_bytes = toss(turmoil) ? 0 : draw(turmoil, 2000),
		.ctl = (uint8_t)draw(turmoil, 64),
		.options = (uint8_t)draw(turmoil, 2),
		.mss = (uint16_t)draw(turmoil, 1500),
	};

	seg.seq = tcpsim_seq_make(tcb != NULL ? tcb->rcv.nxt.n + draw(turmoil, 3) : draw(turmoil, UINT32_MAX));
	seg.ack = tcpsim_seq_make(tcb != NULL ? tcb->snd.nxt.n - draw(turmoil, 2) : draw(turmoil, UINT32_MAX));
	tcpsim_net_inject(turmoil->net, from, 0, into, 0, &seg, toss(turmoil) ? octets : NULL, 0);
}

/* UDP, with few ports; a handle may be old, or one of TCP. */
static void
act_datagram(struct turmoil *turmoil)
{
	uint16_t host = draw_host(turmoil), peer = toss(turmoil) ? TCPSIM_NO_HOST : draw_host(turmoil);
	uint16_t port = (uint16_t)(80 + draw(turmoil, 3));
	tcpsim_datagram_socket socket = toss(turmoil) ? *draw_socket(turmoil) : tcpsim_net_udp_socket(turmoil->net, host, 0);

	switch (draw(turmoil, 8)) {
	case 0:
	case 1:
		*draw_socket(turmoil) = tcpsim_net_udp_bind(turmoil->net, host, toss(turmoil) ? 0 : port, NULL, 0);
		break;
	case 2:
		tcpsim_net_udp_connect(turmoil->net, socket, peer, port, 0);
		break;
	case 3:
		tcpsim_net_udp_recvfrom(turmoil->net, socket, draw(turmoil, 1000), 0);
		break;
	case 4:
		if (draw(turmoil, 4) == 0)
			tcpsim_net_udp_close(turmoil->net, socket, 0);
		break;
	default:
		tcpsim_net_udp_sendto(turmoil->net, socket, peer, port, octets, draw(turmoil, 1600), 0);
		break;
	}
}

/* A message about something that may be there. */
static void
act_icmp(struct turmoil *turmoil)
{
	uint16_t from = draw_host(turmoil), into = draw_host(turmoil);
	const struct tcpsim_tcb *tcb = tcpsim_net_tcb(turmoil->net, tcpsim_net_connection(turmoil->net, into, 0));
	const struct tcpsim_icmp icmp = {
		.kind = (enum tcpsim_icmp_kind)draw(turmoil, TCPSIM_N_ICMP),
		.seq = tcpsim_seq_make(tcb != NULL ? tcb->snd.una.n + draw(turmoil, 2) : draw(turmoil, UINT32_MAX)),
		.mtu = draw(turmoil, 1600),
	};

	tcpsim_net_inject_icmp(turmoil->net, from, 0, into, 0,
		toss(turmoil) ? TCPSIM_PROTOCOL_UDP : TCPSIM_PROTOCOL_TCP, &icmp, 0);
}

static void
act(struct turmoil *turmoil)
{
	static void (*const acts[])(struct turmoil *) = {
		act_open, act_open, act_call, act_call, act_call, act_world, act_fault, act_forge, act_datagram, act_datagram,
		act_icmp,
	};

	acts[draw(turmoil, sizeof acts / sizeof *acts)](turmoil);
}

static void
user(struct tcpsim_net *net, const struct tcpsim_event *event, void *data)
{
	struct turmoil *turmoil = (struct turmoil *)data;
	uint8_t sum = 0, again = 0;

	ck_assert_ptr_eq(net, turmoil->net);
	if (event->socket != 0)
		*draw_socket(turmoil) = event->socket;
	for (size_t i = 0; i < event->n_octets; i++)
		sum = (uint8_t)(sum + event->octets[i] + i);
	if (draw(turmoil, 4) == 0)
		act(turmoil);
	for (size_t i = 0; i < event->n_octets; i++)
		again = (uint8_t)(again + event->octets[i] + i);
	ck_assert_uint_eq(sum, again);
}

static struct tcpsim_link_options
draw_link(struct turmoil *turmoil)
{
	return (struct tcpsim_link_options){
		.delay_us = toss(turmoil) ? 0 : draw(turmoil, 50000),
		.jitter_us = toss(turmoil) ? 0 : draw(turmoil, 30000),
		.rate_bps = toss(turmoil) ? 0 : 100000 + draw(turmoil, 1000000),
		.queue = draw(turmoil, 10),
		.loss_ppm = toss(turmoil) ? 0 : 50000,
		.duplicate_ppm = toss(turmoil) ? 0 : 50000,
		.reorder_ppm = toss(turmoil) ? 0 : 50000,
		.corrupt_ppm = toss(turmoil) ? 0 : 20000,
		.corrupt_bits = draw(turmoil, 4),
		.mark_ppm = toss(turmoil) ? 0 : 50000,
		.mark_queue = draw(turmoil, 5),
		.mtu = toss(turmoil) ? 0 : 600,
		.hops = draw(turmoil, 3),
		.is_silent = toss(turmoil),
		.lifetime_us = toss(turmoil) ? 0 : 1000000,
	};
}

static void
build(struct turmoil *turmoil, uint64_t seed, bool has_trace)
{
	const struct tcpsim_net_options options = { .seed = seed, .has_trace = has_trace };
	const char *const names[HOSTS] = { "one", "two", "three" };

	*turmoil = (struct turmoil){ .net = tcpsim_net_new(&options) };
	tcpsim_prng_seed(&turmoil->prng, seed);
	for (uint16_t i = 0; i < HOSTS; i++) {
		struct tcpsim_policy policy = tcpsim_profile_find("rfc9293")->policy;

		policy.ttl = 2 + draw(turmoil, 2);
		policy.ip = draw(turmoil, 2);
		policy.ecn = policy.sack = policy.window_scale = policy.timestamps = toss(turmoil);
		policy.receive_buffer_bytes = 5000;
		tcpsim_net_add_host(turmoil->net, names[i], &policy);
		tcpsim_net_set_user(turmoil->net, i, user, turmoil);
	}
	for (uint16_t from = 0; from < HOSTS; from++) {
		for (uint16_t to = 0; to < HOSTS; to++) {
			struct tcpsim_link_options link = draw_link(turmoil);

			if (from != to)
				tcpsim_net_link(turmoil->net, from, to, &link);
		}
	}
}

static void
run(struct turmoil *turmoil)
{
	for (unsigned i = 0; i < ACTS; i++) {
		act(turmoil);
		for (uint32_t steps = draw(turmoil, 20); steps > 0; steps--)
			tcpsim_net_step(turmoil->net);
	}
	for (uint32_t steps = 0; steps < 5000 && tcpsim_net_step(turmoil->net); steps++)
		continue;
}

/* What must be true of any trace. Each packet ends at most once: it arrives or is dropped. */
static void
judge(const struct tcpsim_net *net, uint64_t seed)
{
	size_t n;
	const struct tcpsim_record *records = tcpsim_trace_records(tcpsim_net_trace(net), &n);
	uint8_t *ends = g_new0(uint8_t, net->n_packets + 1);

	for (size_t i = 0; i < n; i++) {
		const struct tcpsim_record *record = &records[i];
		enum tcpsim_state before = (enum tcpsim_state)record->before.state;
		enum tcpsim_state after = (enum tcpsim_state)record->after.state;

		ck_assert_msg(record->kind != TCPSIM_RECORD_BROKEN, "seed %" G_GUINT64_FORMAT ", record %zu: %s", seed, i,
			record->words);
		ck_assert_msg(i == 0 || record->time_us >= records[i - 1].time_us, "seed %" G_GUINT64_FORMAT, seed);
		ck_assert_msg(record->cause == TCPSIM_NO_RECORD || record->cause < i, "seed %" G_GUINT64_FORMAT, seed);
		ck_assert_msg(record->kind == TCPSIM_RECORD_LOST || before == after ||
			tcpsim_state_change_source(before, after) != NULL, "seed %" G_GUINT64_FORMAT ": %s to %s", seed,
			tcpsim_state_name(before), tcpsim_state_name(after));
		if (record->packet == 0 || (record->kind != TCPSIM_RECORD_ARRIVE && record->kind != TCPSIM_RECORD_DROP))
			continue;
		ck_assert_msg(ends[record->packet]++ == 0, "seed %" G_GUINT64_FORMAT ", packet %" G_GUINT64_FORMAT, seed,
			record->packet);
	}
	g_free(ends);
}

START_TEST(the_network_keeps_its_promises)
{
	for (uint64_t seed = 1; seed <= RUNS; seed++) {
		struct turmoil turmoil;

		build(&turmoil, seed, seed % 3 != 0);
		run(&turmoil);
		if (tcpsim_net_trace(turmoil.net) != NULL)
			judge(turmoil.net, seed);
		tcpsim_net_free(turmoil.net);
	}
}
END_TEST

START_TEST(a_trace_changes_nothing)
{
	/* The same acts with and without a trace end in the same states at the same time. */
	for (uint64_t seed = 1; seed <= 20; seed++) {
		struct turmoil with, without;

		build(&with, seed, true);
		build(&without, seed, false);
		run(&with);
		run(&without);
		ck_assert_int_eq(tcpsim_net_now_us(with.net), tcpsim_net_now_us(without.net));
		ck_assert_uint_eq(with.net->n_packets, without.net->n_packets);
		for (unsigned i = 0; i < SOCKETS; i++) {
			const struct tcpsim_tcb *a = tcpsim_net_tcb(with.net, with.sockets[i]);
			const struct tcpsim_tcb *b = tcpsim_net_tcb(without.net, without.sockets[i]);

			ck_assert_uint_eq(with.sockets[i], without.sockets[i]);
			ck_assert((a == NULL) == (b == NULL));
			if (a != NULL)
				ck_assert_mem_eq(a, b, sizeof *a);
		}
		tcpsim_net_free(with.net);
		tcpsim_net_free(without.net);
	}
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("lib/net: anything");
	TCase *random = tcase_create("random");

	tcase_set_timeout(random, 120);
	tcase_add_test(random, the_network_keeps_its_promises);
	tcase_add_test(random, a_trace_changes_nothing);
	suite_add_tcase(suite, random);
	return suite_run(suite);
}
