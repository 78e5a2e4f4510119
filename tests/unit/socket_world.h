/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_TESTS_SOCKET_WORLD_H
#define TCPSIM_TESTS_SOCKET_WORLD_H

#include <errno.h>

#include <tcpsim/socket.h>

#include "tests/unit/net_world.h"

/* The world of net_world.h, but that nobody listens yet: the server has its own listening socket. */
struct sockets {
	struct world world;
	struct tcpsim_net *net;
	int listener;        /* of the server */
	int client, server;  /* the two ends of a connection */
};

static inline struct tcpsim_address
at(uint16_t host, uint16_t port)
{
	return (struct tcpsim_address){ host, port };
}

/* A server that listens, with a backlog. */
static inline struct sockets
sockets_with(const struct tcpsim_policy *policy, int backlog)
{
	const struct tcpsim_link_options link = { .delay_us = DELAY_US };
	struct sockets s = { .world = world_with(policy, &link, 1), .client = -1, .server = -1 };

	s.net = s.world.net;
	tcpsim_net_close(s.net, s.world.listener, false, 0);
	s.listener = tcpsim_sys_socket(s.net, SERVER, TCPSIM_PROTOCOL_TCP);
	ck_assert_int_eq(tcpsim_sys_bind(s.net, SERVER, s.listener, at(TCPSIM_NO_HOST, PORT)), 0);
	ck_assert_int_eq(tcpsim_sys_listen(s.net, SERVER, s.listener, backlog), 0);
	return s;
}

/* The profile's policy, but that a connection in TIME-WAIT lasts no longer than needed. */
static inline struct sockets
sockets_new(void)
{
	return sockets_with(world_policy(), 5);
}

static inline void
sockets_free(struct sockets s)
{
	world_is_sound(s.world);
	world_free(s.world);
}

static inline void
sockets_run(struct sockets s, int64_t us)
{
	world_run(s.world, us);
}

/* A client that has begun to connect. */
static inline int
sockets_connect(struct sockets s)
{
	int client = tcpsim_sys_socket(s.net, CLIENT, TCPSIM_PROTOCOL_TCP);

	ck_assert_int_eq(tcpsim_sys_connect(s.net, CLIENT, client, at(SERVER, PORT)), -EINPROGRESS);
	return client;
}

/* Both ends of a connection. */
static inline struct sockets
sockets_open_with(const struct tcpsim_policy *policy)
{
	struct sockets s = sockets_with(policy, 5);

	s.client = sockets_connect(s);
	sockets_run(s, 3 * DELAY_US);
	s.server = tcpsim_sys_accept(s.net, SERVER, s.listener, NULL);
	ck_assert_int_gt(s.server, 0);
	return s;
}

static inline struct sockets
sockets_open(void)
{
	return sockets_open_with(world_policy());
}

static inline int64_t
sockets_send(struct sockets s, uint16_t host, int descriptor, const char *text)
{
	return tcpsim_sys_send(s.net, host, descriptor, text, strlen(text), 0);
}

/* All that recv() gives now, as a string; static storage. *last gets the answer that ended it. */
static inline const char *
sockets_read(struct sockets s, uint16_t host, int descriptor, int64_t *last)
{
	static char text[70000];
	size_t n = 0;

	for (;;) {
		*last = tcpsim_sys_recv(s.net, host, descriptor, text + n, sizeof text - 1 - n, 0);
		if (*last <= 0)
			break;
		n += (size_t)*last;
	}
	text[n] = '\0';
	return text;
}

static inline enum tcpsim_state
sockets_state(struct sockets s, uint16_t host, int descriptor)
{
	return world_state(s.world, tcpsim_sys_handle(s.net, host, descriptor));
}

static inline int
sockets_option(struct sockets s, uint16_t host, int descriptor, enum tcpsim_option_name option)
{
	int value = -1;

	ck_assert_int_eq(tcpsim_sys_getsockopt(s.net, host, descriptor, option, &value, sizeof value), 0);
	return value;
}

static inline int
sockets_set(struct sockets s, uint16_t host, int descriptor, enum tcpsim_option_name option, int value)
{
	return tcpsim_sys_setsockopt(s.net, host, descriptor, option, &value, sizeof value);
}

#endif
