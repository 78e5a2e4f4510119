/* SPDX-License-Identifier: MIT */
#include "tests/unit/socket_world.h"

/* Programs in C: an echo server, and clients that talk to it, in virtual time. */

#define MAX_CLIENTS 4
#define ECHO_PORT 7

/* ---- an echo server: it sends back what it gets, in pieces, and closes when its client has ---- */

struct echo {
	int listener;
	int clients[MAX_CLIENTS];
	unsigned n_steps, n_served;
};

/* Read a little, send it back; what does not fit now is read later. */
static void
serve(struct tcpsim_net *net, uint16_t host, struct echo *me, int *client)
{
	char octets[5];
	int64_t n = 0;

	while ((tcpsim_sys_poll(net, host, *client) & TCPSIM_POLLOUT) != 0) {
		n = tcpsim_sys_recv(net, host, *client, octets, sizeof octets, 0);
		if (n <= 0)
			break;
		n = tcpsim_sys_send(net, host, *client, octets, (size_t)n, 0);
		ck_assert_int_gt(n, 0);
	}
	if (n != 0)
		return;
	ck_assert_int_eq(tcpsim_sys_close(net, host, *client), 0);
	*client = 0;
	me->n_served++;
}

static void
echo(struct tcpsim_net *net, uint16_t host, void *data)
{
	struct echo *me = (struct echo *)data;
	int client;

	me->n_steps++;
	if (me->listener == 0) {
		me->listener = tcpsim_sys_socket(net, host, TCPSIM_PROTOCOL_TCP);
		ck_assert_int_eq(tcpsim_sys_bind(net, host, me->listener, at(TCPSIM_NO_HOST, ECHO_PORT)), 0);
		ck_assert_int_eq(tcpsim_sys_listen(net, host, me->listener, MAX_CLIENTS), 0);
	}
	while ((client = tcpsim_sys_accept(net, host, me->listener, NULL)) > 0) {
		int i = 0;

		while (me->clients[i] != 0)
			i++;
		me->clients[i] = client;
	}
	for (int i = 0; i < MAX_CLIENTS; i++)
		if (me->clients[i] != 0)
			serve(net, host, me, &me->clients[i]);
}

/* ---- a client: it says something after a while, and checks that the same comes back ---- */

struct client {
	const char *words;
	int64_t begins_us;
	int socket;
	size_t n_sent, n_read;
	char answer[64];
	bool is_done;
};

static void
begin(struct tcpsim_net *net, uint16_t host, struct client *me)
{
	if (tcpsim_net_now_us(net) < me->begins_us) {
		tcpsim_program_wake_at(net, host, me->begins_us);
		return;
	}
	me->socket = tcpsim_sys_socket(net, host, TCPSIM_PROTOCOL_TCP);
	ck_assert_int_eq(tcpsim_sys_connect(net, host, me->socket, at(SERVER, ECHO_PORT)), -EINPROGRESS);
}

static void
say(struct tcpsim_net *net, uint16_t host, struct client *me)
{
	size_t n = strlen(me->words) - me->n_sent;

	ck_assert_int_eq(tcpsim_sys_send(net, host, me->socket, me->words + me->n_sent, n, 0), (int64_t)n);
	me->n_sent += n;
	tcpsim_sys_shutdown(net, host, me->socket, TCPSIM_SHUT_WR);
}

static void
client(struct tcpsim_net *net, uint16_t host, void *data)
{
	struct client *me = (struct client *)data;
	int64_t n;

	if (me->is_done)
		return;
	if (me->socket == 0)
		begin(net, host, me);
	else if (me->n_sent == 0 && (tcpsim_sys_poll(net, host, me->socket) & TCPSIM_POLLOUT) != 0)
		say(net, host, me);
	while (me->n_sent > 0 && (n = tcpsim_sys_recv(net, host, me->socket, me->answer + me->n_read, 3, 0)) >= 0) {
		me->n_read += (size_t)n;
		if (n > 0)
			continue;
		tcpsim_sys_close(net, host, me->socket);
		me->is_done = true;
		break;
	}
}

/* Two clients that know nothing of each other run as one program. */
struct two {
	struct client first, second;
};

static void
two_clients(struct tcpsim_net *net, uint16_t host, void *data)
{
	struct two *me = (struct two *)data;

	client(net, host, &me->first);
	client(net, host, &me->second);
}

/* ---- the tests ---- */

static struct tcpsim_net *
net_with(bool has_trace)
{
	const struct tcpsim_net_options options = { .has_trace = has_trace };
	const struct tcpsim_link_options link = { .delay_us = DELAY_US };
	struct tcpsim_net *net = tcpsim_net_new(&options);

	tcpsim_net_add_host(net, "client", world_policy());
	tcpsim_net_add_host(net, "server", world_policy());
	tcpsim_net_link(net, CLIENT, SERVER, &link);
	tcpsim_net_link(net, SERVER, CLIENT, &link);
	return net;
}

static struct tcpsim_net *
net_new(void)
{
	return net_with(true);
}

/* Whether it is watched or not. */
START_TEST(an_echo_server_serves_two_clients)
{
	struct tcpsim_net *net = net_with(_i != 0);
	struct echo server = { 0 };
	struct two clients = {
		{ .words = "What goes out comes back." },
		{ .words = "Later, and through another connection.", .begins_us = 5 * DELAY_US },
	};

	tcpsim_net_set_program(net, SERVER, echo, &server);
	tcpsim_net_set_program(net, CLIENT, two_clients, &clients);
	ck_assert_uint_eq(server.n_steps, 1);
	tcpsim_net_run(net, TCPSIM_TIME_NONE);
	ck_assert(clients.first.is_done && clients.second.is_done);
	ck_assert_str_eq(clients.first.answer, clients.first.words);
	ck_assert_str_eq(clients.second.answer, clients.second.words);
	ck_assert_uint_eq(server.n_served, 2);
	ck_assert_int_eq(tcpsim_net_tcb(net, tcpsim_net_connection(net, SERVER, 1)) == NULL, 1);
	tcpsim_net_free(net);
}
END_TEST

/* ---- when programs are called ---- */

struct alarm {
	int64_t at_us[8], wants_us;
	unsigned turns[8]; /* counted over all */
	unsigned n, n_more;
	bool is_busy;
};

static void
note_time(struct tcpsim_net *net, uint16_t host, void *data)
{
	struct alarm *me = (struct alarm *)data;
	static unsigned turn;

	ck_assert(!me->is_busy);
	me->is_busy = true;
	ck_assert_uint_lt(me->n, 8);
	me->turns[me->n] = turn++;
	me->at_us[me->n++] = tcpsim_net_now_us(net);
	if (me->n_more > 0) {
		me->n_more--;
		tcpsim_program_wake_at(net, host, tcpsim_net_now_us(net) + me->wants_us);
	}
	me->is_busy = false;
}

START_TEST(a_program_is_called_when_it_asked_to_be)
{
	struct tcpsim_net *net = net_new();
	struct alarm first = { .wants_us = 3000, .n_more = 2 }, second = { .wants_us = 2000, .n_more = 1 };

	tcpsim_net_set_program(net, CLIENT, note_time, &first);
	tcpsim_net_set_program(net, SERVER, note_time, &second);
	ck_assert_int_eq(tcpsim_net_next_us(net), 2000);
	ck_assert(tcpsim_net_step(net));
	ck_assert_int_eq(tcpsim_net_now_us(net), 2000);
	tcpsim_net_run(net, 3000);
	ck_assert_uint_eq(first.n, 2);
	while (tcpsim_net_step(net))
		continue;
	ck_assert_uint_eq(first.n, 3);
	ck_assert_int_eq(first.at_us[0], 0);
	ck_assert_int_eq(first.at_us[1], 3000);
	ck_assert_int_eq(first.at_us[2], 6000);
	ck_assert_uint_eq(second.n, 2);
	tcpsim_net_free(net);
}
END_TEST

START_TEST(programs_that_asked_for_one_time_are_called_in_the_order_of_their_hosts)
{
	struct tcpsim_net *net = net_new();
	struct alarm first = { .wants_us = 3000, .n_more = 1 }, second = { .wants_us = 3000, .n_more = 1 };

	tcpsim_net_set_program(net, SERVER, note_time, &second);
	tcpsim_net_set_program(net, CLIENT, note_time, &first);
	ck_assert(tcpsim_net_step(net));
	ck_assert_uint_eq(first.n, 2);
	ck_assert_uint_eq(second.n, 2);
	ck_assert_uint_lt(first.turns[1], second.turns[1]);
	ck_assert(!tcpsim_net_step(net));
	tcpsim_net_free(net);
}
END_TEST

START_TEST(a_time_that_is_past_is_now_and_one_may_be_forgotten)
{
	struct tcpsim_net *net = net_new();
	struct alarm alarm = { 0 };

	tcpsim_net_run(net, 10000);
	tcpsim_net_set_program(net, CLIENT, note_time, &alarm);
	tcpsim_program_wake_at(net, CLIENT, 500);
	ck_assert(tcpsim_net_step(net));
	ck_assert_int_eq(alarm.at_us[1], 10000);
	tcpsim_program_wake_at(net, CLIENT, 20000);
	tcpsim_program_wake_at(net, CLIENT, TCPSIM_TIME_NONE);
	ck_assert(!tcpsim_net_step(net));
	tcpsim_program_wake_at(net, CLIENT, 20000);
	tcpsim_net_set_program(net, CLIENT, NULL, NULL);
	ck_assert(!tcpsim_net_step(net));
	ck_assert_uint_eq(alarm.n, 2);
	tcpsim_net_free(net);
}
END_TEST

START_TEST(a_program_sleeps_while_its_host_is_down)
{
	struct tcpsim_net *net = net_new();
	struct alarm alarm = { .wants_us = 1000, .n_more = 1 };

	tcpsim_net_set_program(net, CLIENT, note_time, &alarm);
	tcpsim_net_crash(net, CLIENT, 0);
	ck_assert(!tcpsim_net_step(net));
	tcpsim_net_run(net, 5000);
	tcpsim_net_restart(net, CLIENT, 0);
	ck_assert_uint_eq(alarm.n, 2);
	ck_assert_int_eq(alarm.at_us[1], 5000);
	tcpsim_net_free(net);
}
END_TEST

/* ---- a program starts another, and a user in C beside it ---- */

struct starter {
	struct alarm alarm;
	unsigned n_seen;
};

static void
start_other(struct tcpsim_net *net, uint16_t host, void *data)
{
	struct starter *me = (struct starter *)data;

	(void)host;
	tcpsim_net_set_program(net, SERVER, note_time, &me->alarm);
	/* Not from within. */
	me->n_seen = me->alarm.n;
}

START_TEST(a_program_hears_of_what_others_do_to_its_sockets)
{
	struct tcpsim_net *net = net_new();
	struct echo server = { 0 };
	unsigned n_steps;
	int socket;

	tcpsim_net_set_program(net, SERVER, echo, &server);
	socket = tcpsim_sys_socket(net, CLIENT, TCPSIM_PROTOCOL_TCP);
	tcpsim_sys_connect(net, CLIENT, socket, at(SERVER, ECHO_PORT));
	tcpsim_net_run(net, 3 * DELAY_US);
	n_steps = server.n_steps;
	ck_assert_int_eq(tcpsim_sys_shutdown(net, SERVER, server.clients[0], TCPSIM_SHUT_RD), 0);
	ck_assert_uint_eq(server.n_steps, n_steps + 1);
	ck_assert_uint_eq(server.n_served, 1);
	tcpsim_net_free(net);
}
END_TEST

START_TEST(steps_do_not_nest)
{
	struct tcpsim_net *net = net_new();
	struct starter starter = { .n_seen = 77 };

	tcpsim_net_set_program(net, CLIENT, start_other, &starter);
	ck_assert_uint_eq(starter.n_seen, 0);
	ck_assert_uint_eq(starter.alarm.n, 1);
	tcpsim_net_free(net);
}
END_TEST

static void
take_away(struct tcpsim_net *net, const struct tcpsim_event *event, void *data)
{
	(void)data;
	if (event->after == TCPSIM_ESTABLISHED)
		tcpsim_net_set_program(net, event->host, NULL, NULL);
}

START_TEST(a_program_may_be_taken_away_before_its_step)
{
	struct tcpsim_net *net = net_new();
	struct echo server = { 0 };
	struct client mine = { .words = "never said" };

	tcpsim_net_set_user(net, CLIENT, take_away, NULL);
	tcpsim_net_set_program(net, SERVER, echo, &server);
	tcpsim_net_set_program(net, CLIENT, client, &mine);
	tcpsim_net_run(net, TCPSIM_TIME_NONE);
	ck_assert_uint_eq(mine.n_sent, 0);
	ck_assert_int_gt(server.clients[0], 0);
	tcpsim_net_free(net);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("lib/net/program.c");
	TCase *programs = tcase_create("programs");

	tcase_add_loop_test(programs, an_echo_server_serves_two_clients, 0, 2);
	tcase_add_test(programs, a_program_is_called_when_it_asked_to_be);
	tcase_add_test(programs, programs_that_asked_for_one_time_are_called_in_the_order_of_their_hosts);
	tcase_add_test(programs, a_time_that_is_past_is_now_and_one_may_be_forgotten);
	tcase_add_test(programs, a_program_sleeps_while_its_host_is_down);
	tcase_add_test(programs, a_program_hears_of_what_others_do_to_its_sockets);
	tcase_add_test(programs, steps_do_not_nest);
	tcase_add_test(programs, a_program_may_be_taken_away_before_its_step);
	suite_add_tcase(suite, programs);
	return suite_run(suite);
}
