/* SPDX-License-Identifier: MIT */
#include <glib.h>

#include <tcpsim/net.h>

#include "tests/suite.h"

/*
 * A network that is warm allocates nothing. GLib's allocators are defined here anew, for all that is linked into
 * this program, and count.
 */
static unsigned long n_allocations;

static void *
counted(void *memory)
{
	n_allocations++;
	ck_assert_ptr_nonnull(memory);
	return memory;
}

gpointer
g_malloc(gsize n)
{
	return counted(malloc(n > 0 ? n : 1));
}

gpointer
g_malloc0(gsize n)
{
	return counted(calloc(1, n > 0 ? n : 1));
}

gpointer
g_malloc_n(gsize n, gsize size)
{
	return g_malloc(n * size);
}

gpointer
g_malloc0_n(gsize n, gsize size)
{
	return counted(calloc(n > 0 ? n : 1, size));
}

gpointer
g_realloc(gpointer memory, gsize n)
{
	return counted(realloc(memory, n > 0 ? n : 1));
}

gpointer
g_realloc_n(gpointer memory, gsize n, gsize size)
{
	return g_realloc(memory, n * size);
}

static void
client(struct tcpsim_net *net, const struct tcpsim_event *event, void *data)
{
	static const uint8_t text[3000];

	(void)data;
	if (event->signals & TCPSIM_SIGNAL_OPENED)
		tcpsim_net_send(net, event->socket, text, sizeof text, 0);
	if (event->n_octets > 0)
		tcpsim_net_close(net, event->socket, false, 0);
}

static void
server(struct tcpsim_net *net, const struct tcpsim_event *event, void *data)
{
	(void)data;
	if (event->n_octets > 0)
		tcpsim_net_send(net, event->socket, event->octets, event->n_octets, 0);
	if (event->signals & TCPSIM_SIGNAL_CLOSING)
		tcpsim_net_close(net, event->socket, false, 0);
}

/* Connections with text both ways, from the handshake to the end of TIME-WAIT. */
static void
run(struct tcpsim_net *net)
{
	enum tcpsim_error error;

	for (int i = 0; i < 1000; i++) {
		ck_assert(tcpsim_net_connect(net, 0, 0, 1, 80, &error, 0) != 0);
		tcpsim_net_run(net, tcpsim_net_now_us(net) + 50000);
	}
	while (tcpsim_net_step(net))
		continue;
	ck_assert_uint_eq(tcpsim_net_connection(net, 0, 0), 0);
	ck_assert_uint_eq(tcpsim_net_connection(net, 1, 0), 0);
}

static struct tcpsim_net *
net_new(struct tcpsim_link_options link)
{
	const struct tcpsim_net_options options = { .seed = 1 };
	const struct tcpsim_policy *policy = &tcpsim_profile_find("rfc9293")->policy;
	struct tcpsim_net *net = tcpsim_net_new(&options);
	enum tcpsim_error error;

	tcpsim_net_add_host(net, "client", policy);
	tcpsim_net_add_host(net, "server", policy);
	tcpsim_net_link(net, 0, 1, &link);
	tcpsim_net_link(net, 1, 0, &link);
	tcpsim_net_set_user(net, 0, client, NULL);
	tcpsim_net_set_user(net, 1, server, NULL);
	tcpsim_net_listen(net, 1, 80, &error, 0);
	return net;
}

START_TEST(connections_and_segments_cost_no_allocation_once_warm)
{
	struct tcpsim_net *net = net_new((struct tcpsim_link_options){ .delay_us = 10000 });

	run(net);
	ck_assert_uint_gt(n_allocations, 0);
	n_allocations = 0;
	run(net);
	ck_assert_uint_eq(n_allocations, 0);
	tcpsim_net_free(net);
}
END_TEST

START_TEST(nor_do_lost_late_and_doubled_ones)
{
	struct tcpsim_net *net = net_new((struct tcpsim_link_options){ .delay_us = 10000, .jitter_us = 10000,
		.loss_ppm = 20000, .duplicate_ppm = 20000, .reorder_ppm = 20000, .seed = 4 });

	for (int i = 0; i < 4; i++)
		run(net);
	n_allocations = 0;
	run(net);
	/* Of some 10 000 segments; there may be more under way at once than ever before. */
	ck_assert_uint_le(n_allocations, 4);
	tcpsim_net_free(net);
}
END_TEST

/* Octets of a stream, real or virtual: a megabyte in pieces, as fast as they are taken. */
static void
carry(struct tcpsim_net *net, tcpsim_socket socket, bool is_virtual)
{
	static const uint8_t text[65536];

	for (int i = 0; i < 16;) {
		if (tcpsim_net_tcb(net, socket)->snd.queued_bytes < sizeof text) {
			if (is_virtual)
				tcpsim_net_send_virtual(net, socket, sizeof text, 0);
			else
				tcpsim_net_send(net, socket, text, sizeof text, 0);
			i++;
		}
		tcpsim_net_step(net);
	}
	while (tcpsim_net_step(net))
		continue;
}

START_TEST(a_stream_costs_none_either)
{
	struct tcpsim_net *net = net_new((struct tcpsim_link_options){ .delay_us = 10000 });
	tcpsim_socket socket;

	tcpsim_net_set_user(net, 0, NULL, NULL);
	tcpsim_net_set_user(net, 1, NULL, NULL);
	for (int is_virtual = 0; is_virtual <= 1; is_virtual++) {
		socket = tcpsim_net_connect(net, 0, 0, 1, 80, NULL, 0);
		tcpsim_net_run(net, tcpsim_net_now_us(net) + 50000);
		for (int i = 0; i < 3; i++)
			carry(net, socket, is_virtual != 0);
		n_allocations = 0;
		carry(net, socket, is_virtual != 0);
		ck_assert_uint_eq(n_allocations, 0);
	}
	tcpsim_net_free(net);
}
END_TEST

/* Datagrams that are answered, that wait to be received, and that nobody is there for. */
static void
exchange_datagrams(struct tcpsim_net *net, const tcpsim_datagram_socket sockets[3])
{
	static const uint8_t text[1000];

	for (int i = 0; i < 1000; i++) {
		tcpsim_net_udp_sendto(net, sockets[0], 1, 37, text, sizeof text, 0);
		tcpsim_net_udp_sendto(net, sockets[0], 1, 38, text, (size_t)i, 0);
		tcpsim_net_udp_sendto(net, sockets[1], 0, 4000, text, 10, 0);
		tcpsim_net_udp_sendto(net, sockets[2], TCPSIM_NO_HOST, 0, text, 10, 0);
		tcpsim_net_run(net, tcpsim_net_now_us(net) + 15000);
		for (int k = i % 3; k > 0; k--)
			tcpsim_net_udp_recvfrom(net, sockets[1], 500, 0);
	}
	while (tcpsim_net_step(net))
		continue;
}

START_TEST(datagrams_cost_none_either)
{
	struct tcpsim_net *net = net_new((struct tcpsim_link_options){ .delay_us = 10000, .corrupt_ppm = 100000,
		.corrupt_bits = 2, .mark_ppm = 10000 });
	tcpsim_datagram_socket sockets[3];

	sockets[0] = tcpsim_net_udp_bind(net, 0, 4000, NULL, 0);
	sockets[2] = tcpsim_net_udp_bind(net, 0, 0, NULL, 0);
	tcpsim_net_udp_connect(net, sockets[2], 1, 39, 0); /* where nobody is */
	tcpsim_net_set_reading(net, 1, false);
	sockets[1] = tcpsim_net_udp_bind(net, 1, 37, NULL, 0);
	tcpsim_net_udp_bind(net, 1, 38, NULL, 0); /* whose buffer is full, soon */
	exchange_datagrams(net, sockets);
	exchange_datagrams(net, sockets);
	ck_assert_uint_gt(n_allocations, 0);
	n_allocations = 0;
	exchange_datagrams(net, sockets);
	ck_assert_uint_le(n_allocations, 4);
	tcpsim_net_free(net);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("lib/net: allocation");
	TCase *warm = tcase_create("warm");

	tcase_set_timeout(warm, 60);
	tcase_add_test(warm, connections_and_segments_cost_no_allocation_once_warm);
	tcase_add_test(warm, nor_do_lost_late_and_doubled_ones);
	tcase_add_test(warm, a_stream_costs_none_either);
	tcase_add_test(warm, datagrams_cost_none_either);
	suite_add_tcase(suite, warm);
	return suite_run(suite);
}
