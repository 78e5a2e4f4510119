/* SPDX-License-Identifier: MIT */
/*
 * Two little programs that run against each other in virtual time: a server that sends back what it gets, and a client
 * that says something and reads the answer. The link between them loses every tenth packet; nobody notices. Then the
 * ladder of it all.
 *
 *     cc echo.c -o echo $(pkg-config --cflags --libs tcpsim glib-2.0) && ./echo
 */
#include <stdio.h>
#include <string.h>

#include <glib.h>
#include <tcpsim/tcpsim.h>

#define ECHO_PORT 7

/* What a program knows from one step to the next. */
struct server {
	int listener, client;
};

struct client {
	int socket;
	bool has_asked, is_done;
	char answer[64];
	size_t n;
};

static const char question[] = "Is anybody there?";

/* The server: whoever connects gets back what it sends, until it has sent all. */
static void
serve(struct tcpsim_net *net, uint16_t host, void *data)
{
	struct server *me = data;
	char octets[8];
	int64_t n;

	if (me->listener == 0) {
		me->listener = tcpsim_sys_socket(net, host, TCPSIM_PROTOCOL_TCP);
		tcpsim_sys_bind(net, host, me->listener, (struct tcpsim_address){ TCPSIM_NO_HOST, ECHO_PORT });
		tcpsim_sys_listen(net, host, me->listener, 5);
	}
	if (me->client <= 0)
		me->client = tcpsim_sys_accept(net, host, me->listener, NULL); /* or -EAGAIN: the step comes again */
	while (me->client > 0 && (n = tcpsim_sys_recv(net, host, me->client, octets, sizeof octets, 0)) >= 0) {
		if (n > 0) {
			tcpsim_sys_send(net, host, me->client, octets, (size_t)n, 0);
			continue;
		}
		tcpsim_sys_close(net, host, me->client);
		me->client = 0;
	}
}

/* The client: connects, asks, says that this was all, and reads until the server has said all, too. */
static void
ask(struct tcpsim_net *net, uint16_t host, void *data)
{
	struct client *me = data;
	int64_t n = 1;

	if (me->socket == 0) {
		me->socket = tcpsim_sys_socket(net, host, TCPSIM_PROTOCOL_TCP);
		tcpsim_sys_connect(net, host, me->socket, (struct tcpsim_address){ 1, ECHO_PORT }); /* -EINPROGRESS */
	}
	if (!me->has_asked && (tcpsim_sys_poll(net, host, me->socket) & TCPSIM_POLLOUT) != 0) {
		tcpsim_sys_send(net, host, me->socket, question, strlen(question), 0);
		tcpsim_sys_shutdown(net, host, me->socket, TCPSIM_SHUT_WR);
		me->has_asked = true;
	}
	while (me->has_asked && !me->is_done && n > 0) {
		n = tcpsim_sys_recv(net, host, me->socket, me->answer + me->n, sizeof me->answer - 1 - me->n, 0);
		me->n += n > 0 ? (size_t)n : 0;
		me->is_done = n == 0;
	}
	if (me->is_done)
		tcpsim_sys_close(net, host, me->socket);
}

int
main(void)
{
	const struct tcpsim_net_options options = { .seed = 1, .has_trace = true };
	const struct tcpsim_link_options link = { .delay_us = 50000, .loss_ppm = 100000 };
	const struct tcpsim_policy *policy = &tcpsim_profile_find("rfc9293")->policy;
	struct tcpsim_net *net = tcpsim_net_new(&options);
	struct server server = { 0 };
	struct client client = { 0 };
	char *ladder;

	tcpsim_net_add_host(net, "client", policy);
	tcpsim_net_add_host(net, "server", policy);
	tcpsim_net_link(net, 0, 1, &link);
	tcpsim_net_link(net, 1, 0, &link);
	tcpsim_net_set_program(net, 1, serve, &server);
	tcpsim_net_set_program(net, 0, ask, &client);
	tcpsim_net_run(net, TCPSIM_TIME_NONE); /* until nothing is left to happen */

	ladder = tcpsim_render_ladder(tcpsim_net_trace(net), &(struct tcpsim_ladder_options){ 0 });
	printf("%s\nThe answer: %s\n", ladder, client.answer);
	g_free(ladder);
	tcpsim_net_free(net);
	return client.is_done && strcmp(client.answer, question) == 0 ? 0 : 1;
}
