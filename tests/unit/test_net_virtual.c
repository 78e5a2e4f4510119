/* SPDX-License-Identifier: MIT */
#include <tcpsim/watcher.h>

#include "lib/net/net_private.h"
#include "tests/suite.h"

/* Octets that are known by their place only. */
#define TEXT_BYTES 200000U

struct reader {
	uint64_t bytes; /* that were delivered, one behind the other */
	bool is_closed;
};

static void
see(struct tcpsim_net *net, const struct tcpsim_event *event, void *data)
{
	struct reader *reader = (struct reader *)data;

	(void)net;
	if (event->signals & TCPSIM_SIGNAL_CLOSING)
		reader->is_closed = true;
	if (event->n_octets == 0)
		return;
	ck_assert_ptr_null(event->octets);
	ck_assert_uint_eq(event->offset, reader->bytes);
	reader->bytes += event->n_octets;
}

static struct tcpsim_net *
net_new(struct tcpsim_link_options link, bool has_trace, struct reader *reader)
{
	const struct tcpsim_net_options options = { .seed = 1, .has_trace = has_trace };
	const struct tcpsim_policy *policy = &tcpsim_profile_find("rfc9293")->policy;
	struct tcpsim_net *net = tcpsim_net_new(&options);

	*reader = (struct reader){ 0, false };
	tcpsim_net_add_host(net, "client", policy);
	tcpsim_net_add_host(net, "server", policy);
	tcpsim_net_link(net, 0, 1, &link);
	tcpsim_net_link(net, 1, 0, &link);
	tcpsim_net_set_user(net, 1, see, reader);
	ck_assert(tcpsim_net_listen(net, 1, 80, NULL, 0) != 0);
	return net;
}

static tcpsim_socket
connect_and_send(struct tcpsim_net *net)
{
	tcpsim_socket socket = tcpsim_net_connect(net, 0, 0, 1, 80, NULL, 0);

	ck_assert(socket != 0);
	ck_assert_int_eq(tcpsim_net_send_virtual(net, socket, TEXT_BYTES, 0), TCPSIM_OK);
	return socket;
}

START_TEST(they_arrive_all_and_in_order_whatever_is_lost)
{
	struct reader reader;
	struct tcpsim_net *net = net_new((struct tcpsim_link_options){ .delay_us = 10000, .jitter_us = 5000,
		.loss_ppm = 20000, .duplicate_ppm = 20000, .reorder_ppm = 20000 }, false, &reader);
	tcpsim_socket socket = connect_and_send(net);

	tcpsim_net_run(net, 1000000);
	tcpsim_net_close(net, socket, false, 0);
	while (tcpsim_net_step(net)) {
		ck_assert_ptr_null(tcpsim_endpoint_asleep(net, 1)->sent);
		ck_assert_ptr_null(tcpsim_endpoint_asleep(net, 1)->taken);
	}
	ck_assert_uint_eq(reader.bytes, TEXT_BYTES);
	ck_assert(reader.is_closed);
	ck_assert_uint_eq(tcpsim_net_n_misplaced(net), 0);
	tcpsim_net_free(net);
}
END_TEST

/* With a trace the invariants over the data see real octets. */
START_TEST(copies_of_them_are_copies_of_nothing)
{
	struct reader reader;
	struct tcpsim_net *net = net_new((struct tcpsim_link_options){ .delay_us = 10000, .duplicate_ppm = 1000000 }, false,
		&reader);

	tcpsim_net_run(net, 1000000);
	connect_and_send(net);
	tcpsim_net_run(net, 100000000);
	ck_assert_uint_eq(reader.bytes, TEXT_BYTES);
	ck_assert_uint_eq(tcpsim_net_n_misplaced(net), 0);
	tcpsim_net_free(net);
}
END_TEST

START_TEST(what_is_refused_is_not_written_down)
{
	struct reader reader;
	struct tcpsim_net *net = net_new((struct tcpsim_link_options){ .delay_us = 10000 }, true, &reader);
	tcpsim_socket socket = connect_and_send(net);
	const struct tcpsim_record *records;
	size_t n;

	ck_assert_int_eq(tcpsim_net_send_virtual(net, socket, 0xfffffff0U, 0), TCPSIM_ERROR_NO_RESOURCES);
	records = tcpsim_trace_records(tcpsim_net_trace(net), &n);
	ck_assert_int_eq(records[n - 1].kind, TCPSIM_RECORD_CALL);
	ck_assert_uint_eq(records[n - 1].octets_n, 0);
	tcpsim_net_free(net);
}
END_TEST

START_TEST(in_a_trace_they_are_those_of_their_places)
{
	struct reader reader;
	struct tcpsim_net *net = net_new((struct tcpsim_link_options){ .delay_us = 10000, .loss_ppm = 20000,
		.reorder_ppm = 20000 }, true, &reader);
	struct tcpsim_watcher *watcher = tcpsim_watcher_new(net);
	tcpsim_socket socket = connect_and_send(net);
	const struct tcpsim_record *records;
	uint64_t delivered = 0;
	size_t n;

	tcpsim_net_run(net, 1000000);
	tcpsim_net_close(net, socket, false, 0);
	while (tcpsim_net_step(net))
		tcpsim_watcher_read(watcher);
	tcpsim_watcher_end(watcher);
	for (int i = 0; i < TCPSIM_N_INVARIANTS; i++)
		ck_assert(!tcpsim_watcher_verdict(watcher, (enum tcpsim_invariant)i)->is_broken);
	records = tcpsim_trace_records(tcpsim_net_trace(net), &n);
	for (size_t i = 0; i < n; i++) {
		if (records[i].kind != TCPSIM_RECORD_DELIVER)
			continue;
		for (uint32_t j = 0; j < records[i].octets_n; j++)
			ck_assert_uint_eq(tcpsim_trace_octets(tcpsim_net_trace(net), &records[i])[j],
				tcpsim_virtual_octet(delivered++));
	}
	ck_assert_uint_eq(delivered, TEXT_BYTES);
	ck_assert_uint_eq(reader.bytes, TEXT_BYTES);
	tcpsim_watcher_free(watcher);
	tcpsim_net_free(net);
}
END_TEST

START_TEST(a_direction_is_virtual_or_not)
{
	struct reader reader;
	struct tcpsim_net *net = net_new((struct tcpsim_link_options){ .delay_us = 10000 }, false, &reader);
	tcpsim_socket socket = connect_and_send(net), other;

	ck_assert_int_eq(tcpsim_net_send(net, socket, "abc", 3, 0), TCPSIM_ERROR_NO_RESOURCES);
	ck_assert_int_eq(tcpsim_net_send_virtual(net, socket, 3, 0), TCPSIM_OK);
	tcpsim_net_run(net, 1000000);
	ck_assert_int_eq(tcpsim_net_send(net, socket, "abc", 3, 0), TCPSIM_ERROR_NO_RESOURCES);
	ck_assert_uint_eq(reader.bytes, TEXT_BYTES + 3);
	/* The other direction is one of its own. */
	other = tcpsim_net_connection(net, 1, 0);
	ck_assert_int_eq(tcpsim_net_send(net, other, "abc", 3, 0), TCPSIM_OK);
	ck_assert_int_eq(tcpsim_net_send_virtual(net, other, 3, 0), TCPSIM_ERROR_NO_RESOURCES);
	ck_assert_int_eq(tcpsim_net_send_virtual(net, other + 1, 3, 0), TCPSIM_ERROR_NO_CONNECTION);
	tcpsim_net_free(net);
}
END_TEST

START_TEST(what_somebody_else_slips_in_is_counted)
{
	struct reader reader;
	struct tcpsim_net *net = net_new((struct tcpsim_link_options){ .delay_us = 10000 }, false, &reader);
	struct tcpsim_segment seg = { .ctl = TCPSIM_ACK, .wnd = 1000, .text_bytes = 7 };
	tcpsim_socket socket = connect_and_send(net);
	const struct tcpsim_tcb *tcb;

	tcpsim_net_run(net, 1000000);
	ck_assert_uint_eq(tcpsim_net_n_misplaced(net), 0);
	tcb = tcpsim_net_tcb(net, socket);
	seg.seq = tcb->snd.nxt;
	seg.ack = tcb->rcv.nxt;
	tcpsim_net_inject(net, 0, 0, 1, 0, &seg, "forged!", 0);
	ck_assert_uint_eq(tcpsim_net_n_misplaced(net), 7);
	ck_assert_uint_eq(reader.bytes, TEXT_BYTES + 7);
	tcpsim_net_free(net);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("lib/net: virtual octets");
	TCase *octets = tcase_create("virtual octets");

	tcase_add_test(octets, they_arrive_all_and_in_order_whatever_is_lost);
	tcase_add_test(octets, copies_of_them_are_copies_of_nothing);
	tcase_add_test(octets, what_is_refused_is_not_written_down);
	tcase_add_test(octets, in_a_trace_they_are_those_of_their_places);
	tcase_add_test(octets, a_direction_is_virtual_or_not);
	tcase_add_test(octets, what_somebody_else_slips_in_is_counted);
	suite_add_tcase(suite, octets);
	return suite_run(suite);
}
