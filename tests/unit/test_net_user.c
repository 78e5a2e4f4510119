/* SPDX-License-Identifier: MIT */
#include "tests/unit/net_world.h"

/* Users in C: struct tcpsim_event and tcpsim_net_set_user() in <tcpsim/net.h>. */

struct note {
	struct tcpsim_event event;
	char octets[16];
	unsigned depth; /* how many callbacks were running */
};

/* A user that writes down all that it hears, and answers as told. */
struct notebook {
	struct note notes[64];
	unsigned n, depth;
	bool sends_when_opened, closes_when_opened, closes_when_closing, echoes, injects;
};

static void
take_note(struct notebook *book, const struct tcpsim_event *event)
{
	struct note *note = &book->notes[book->n++];

	ck_assert_uint_lt(book->n, 64);
	note->event = *event;
	note->depth = book->depth;
	ck_assert_uint_lt(event->n_octets, sizeof note->octets);
	memset(note->octets, 0, sizeof note->octets);
	if (event->n_octets > 0)
		memcpy(note->octets, event->octets, event->n_octets);
}

static void
user(struct tcpsim_net *net, const struct tcpsim_event *event, void *data)
{
	struct notebook *book = (struct notebook *)data;

	take_note(book, event);
	book->depth++;
	if (book->injects && event->n_octets > 0) {
		const struct tcpsim_tcb *tcb = tcpsim_net_tcb(net, event->socket);
		const struct tcpsim_segment more = { .seq = tcb->rcv.nxt, .ack = tcb->snd.nxt, .wnd = 1000,
			.ctl = TCPSIM_ACK, .text_bytes = 4 };

		book->injects = false;
		tcpsim_net_inject(net, CLIENT, 0, SERVER, 0, &more, "more", 0);
	}
	if (book->echoes && event->n_octets > 0)
		tcpsim_net_send(net, event->socket, event->octets, event->n_octets, 0);
	if (event->signals & TCPSIM_SIGNAL_OPENED) {
		if (book->sends_when_opened)
			tcpsim_net_send(net, event->socket, "hello", 5, 0);
		if (book->closes_when_opened)
			tcpsim_net_close(net, event->socket, false, 0);
	}
	if (book->closes_when_closing && (event->signals & TCPSIM_SIGNAL_CLOSING) != 0)
		tcpsim_net_close(net, event->socket, false, 0);
	book->depth--;
}

static bool
is_change(const struct note *note, enum tcpsim_state before, enum tcpsim_state after)
{
	return note->event.before == before && note->event.after == after;
}

START_TEST(users_hear_all_and_run_the_whole_connection)
{
	/* RFC 9293 figure 12, by two users. */
	struct world world = world_new();
	static struct notebook client = { .sends_when_opened = true, .closes_when_opened = true };
	static struct notebook server = { .echoes = true, .closes_when_closing = true };
	tcpsim_socket socket;

	tcpsim_net_set_user(world.net, CLIENT, user, &client);
	tcpsim_net_set_user(world.net, SERVER, user, &server);
	socket = world_connect(world);
	world_run(world, SECOND_US);
	ck_assert_uint_eq(client.notes[0].event.socket, socket);
	ck_assert(is_change(&client.notes[0], TCPSIM_CLOSED, TCPSIM_SYN_SENT));
	ck_assert(is_change(&client.notes[1], TCPSIM_SYN_SENT, TCPSIM_ESTABLISHED));
	ck_assert_int_eq(client.notes[1].event.signals, TCPSIM_SIGNAL_OPENED);
	ck_assert(!client.notes[1].event.is_passive);
	ck_assert(is_change(&client.notes[2], TCPSIM_ESTABLISHED, TCPSIM_FIN_WAIT_1));
	ck_assert(is_change(&client.notes[client.n - 1], TCPSIM_FIN_WAIT_2, TCPSIM_TIME_WAIT) ||
		is_change(&client.notes[client.n - 1], TCPSIM_CLOSING, TCPSIM_TIME_WAIT));
	ck_assert(is_change(&server.notes[0], TCPSIM_LISTEN, TCPSIM_SYN_RECEIVED));
	ck_assert(server.notes[0].event.is_passive);
	/* Each end names the other. */
	ck_assert_uint_eq(server.notes[0].event.peer, CLIENT);
	ck_assert_uint_eq(server.notes[0].event.peer_port, client.notes[0].event.local_port);
	ck_assert_uint_eq(client.notes[0].event.peer_port, server.notes[0].event.local_port);
	ck_assert_int_eq(server.notes[server.n - 1].event.after, TCPSIM_CLOSED);
	/* The last event of a connection is told of a socket that is gone. */
	ck_assert_ptr_null(tcpsim_net_tcb(world.net, server.notes[server.n - 1].event.socket));
	ck_assert_str_eq(world_delivered(world, SERVER), "hello");
	ck_assert_str_eq(world_delivered(world, CLIENT), "hello");
	ck_assert_int_eq(world_state(world, socket), TCPSIM_TIME_WAIT);
	world_free(world);
}
END_TEST

START_TEST(events_of_calls_in_a_callback_come_after_it)
{
	struct world world = world_new();
	static struct notebook client = { .closes_when_opened = true };

	tcpsim_net_set_user(world.net, CLIENT, user, &client);
	world_connect(world);
	world_run(world, 2 * DELAY_US);
	ck_assert_uint_eq(client.n, 3);
	for (unsigned i = 0; i < client.n; i++)
		ck_assert_uint_eq(client.notes[i].depth, 0);
	world_free(world);
}
END_TEST

START_TEST(octets_stay_while_a_callback_makes_others_arrive)
{
	struct world world = world_new();
	static struct notebook server = { .injects = true, .echoes = true };
	tcpsim_socket socket;

	tcpsim_net_set_user(world.net, SERVER, user, &server);
	socket = world_open(world);
	tcpsim_net_send(world.net, socket, "first", 5, 0);
	world_run(world, DELAY_US);
	/* The echo of the first text was made after the other had arrived. */
	ck_assert_str_eq(world_delivered(world, SERVER), "firstmore");
	ck_assert_str_eq(server.notes[server.n - 2].octets, "first");
	ck_assert_str_eq(server.notes[server.n - 1].octets, "more");
	ck_assert_mem_eq(tcpsim_trace_octets(tcpsim_net_trace(world.net),
		world_sent(world, SERVER, TCPSIM_KIND_DATA, 1)), "first", 5);
	ck_assert_mem_eq(tcpsim_trace_octets(tcpsim_net_trace(world.net),
		world_sent(world, SERVER, TCPSIM_KIND_DATA, 2)), "more", 4);
	world_free(world);
}
END_TEST

static void
cutter(struct tcpsim_net *net, const struct tcpsim_event *event, void *data)
{
	(void)data;
	if (event->n_octets > 0)
		tcpsim_net_cut(net, CLIENT, SERVER, 0);
}

START_TEST(a_cut_in_a_callback_reaches_what_is_next)
{
	/* The ACK waits for the text; when that arrives, the user cuts the link between the two. */
	struct world world = world_new();
	const struct tcpsim_fault late = {
		.kind = TCPSIM_FAULT_REORDER, .host = CLIENT, .segment = TCPSIM_KIND_ACK, .first = 1, .last = 1,
		.behind_host = CLIENT, .behind_segment = TCPSIM_KIND_DATA, .behind_number = 1,
	};
	tcpsim_socket socket;

	tcpsim_net_add_fault(world.net, &late);
	tcpsim_net_set_user(world.net, SERVER, cutter, NULL);
	socket = world_open(world);
	tcpsim_net_send(world.net, socket, "x", 1, 0);
	world_run(world, DELAY_US);
	/* The text brought the ACK of the handshake; the ACK itself was to come right behind it, and is gone. */
	ck_assert_str_eq(world_delivered(world, SERVER), "x");
	ck_assert_uint_eq(world_count(world, TCPSIM_RECORD_ARRIVE, SERVER), 2);
	ck_assert_int_eq(world_record(world, TCPSIM_RECORD_DROP, CLIENT, 1)->what, TCPSIM_DROP_CUT);
	ck_assert_uint_eq(world_record(world, TCPSIM_RECORD_DROP, CLIENT, 1)->kinds,
		TCPSIM_KIND_ACK | TCPSIM_KIND_ANY);
	world_free(world);
}
END_TEST

static void
storm(struct tcpsim_net *net, const struct tcpsim_event *event, void *data)
{
	unsigned *left = (unsigned *)data;
	enum tcpsim_error error;

	for (unsigned i = 0; i < 3 && *left > 0; i++, --*left)
		tcpsim_net_connect(net, event->host, 0, SERVER, PORT, &error, 0);
}

START_TEST(many_events_may_wait)
{
	struct world world = world_new();
	unsigned left = 500;

	tcpsim_net_set_user(world.net, CLIENT, storm, &left);
	world_connect(world);
	ck_assert_uint_eq(left, 0);
	ck_assert_uint_eq(tcpsim_net_n_connections(world.net, CLIENT), 501);
	tcpsim_net_set_user(world.net, CLIENT, NULL, NULL);
	world_run(world, SECOND_US);
	ck_assert_uint_eq(tcpsim_net_n_connections(world.net, SERVER), 501);
	world_free(world);
}
END_TEST

START_TEST(text_from_a_receive_is_told_too)
{
	struct world world = world_new();
	static struct notebook server;
	tcpsim_socket socket;

	tcpsim_net_set_reading(world.net, SERVER, false);
	tcpsim_net_set_user(world.net, SERVER, user, &server);
	socket = world_open(world);
	tcpsim_net_send(world.net, socket, "text", 4, 0);
	world_run(world, SECOND_US / 2);
	tcpsim_net_receive(world.net, world_child(world), 100, 0);
	ck_assert_str_eq(server.notes[server.n - 1].octets, "text");
	world_free(world);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("lib/net/user.c");
	TCase *users = tcase_create("users");

	tcase_add_test(users, users_hear_all_and_run_the_whole_connection);
	tcase_add_test(users, events_of_calls_in_a_callback_come_after_it);
	tcase_add_test(users, octets_stay_while_a_callback_makes_others_arrive);
	tcase_add_test(users, a_cut_in_a_callback_reaches_what_is_next);
	tcase_add_test(users, many_events_may_wait);
	tcase_add_test(users, text_from_a_receive_is_told_too);
	suite_add_tcase(suite, users);
	return suite_run(suite);
}
