/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_TESTS_NET_WORLD_H
#define TCPSIM_TESTS_NET_WORLD_H

#include <string.h>

#include <tcpsim/net.h>

#include "tests/suite.h"

/* A client, host 0, and a server, host 1, 10 ms apart; the server listens on port 80. There is a trace. */
#define CLIENT 0
#define SERVER 1
#define PORT 80
#define DELAY_US 10000
#define SECOND_US INT64_C(1000000)

/* The client's numbers wrap right behind the SYN: that must be the normal case. */
#define CLIENT_ISS UINT32_MAX
#define SERVER_ISS 300U

struct world {
	struct tcpsim_net *net;
	tcpsim_socket listener;
};

static inline struct world
world_with(const struct tcpsim_policy *policy, const struct tcpsim_link_options *link, uint64_t seed)
{
	const struct tcpsim_net_options options = { .seed = seed, .has_trace = true };
	const uint32_t client_isns[] = { CLIENT_ISS }, server_isns[] = { SERVER_ISS };
	struct world world = { .net = tcpsim_net_new(&options) };
	enum tcpsim_error error;

	tcpsim_net_add_host(world.net, "client", policy);
	tcpsim_net_add_host(world.net, "server", policy);
	tcpsim_net_link(world.net, CLIENT, SERVER, link);
	tcpsim_net_link(world.net, SERVER, CLIENT, link);
	tcpsim_net_set_isns(world.net, CLIENT, client_isns, 1);
	tcpsim_net_set_isns(world.net, SERVER, server_isns, 1);
	world.listener = tcpsim_net_listen(world.net, SERVER, PORT, &error, 0);
	ck_assert_int_eq(error, TCPSIM_OK);
	return world;
}

static inline const struct tcpsim_policy *
world_policy(void)
{
	static struct tcpsim_policy policy;

	policy = tcpsim_profile_find("rfc9293")->policy;
	policy.nagle = 0; /* one SEND, one segment */
	return &policy;
}

static inline struct world
world_new(void)
{
	const struct tcpsim_link_options link = { .delay_us = DELAY_US };

	return world_with(world_policy(), &link, 1);
}

static inline void
world_free(struct world world)
{
	tcpsim_net_free(world.net);
}

/* The client begins to connect. */
static inline tcpsim_socket
world_connect(struct world world)
{
	enum tcpsim_error error;
	tcpsim_socket socket = tcpsim_net_connect(world.net, CLIENT, 0, SERVER, PORT, &error, 0);

	ck_assert_int_eq(error, TCPSIM_OK);
	ck_assert(socket != 0);
	return socket;
}

static inline void
world_run(struct world world, int64_t us)
{
	tcpsim_net_run(world.net, tcpsim_net_now_us(world.net) + us);
}

/* The client connects, and both ends are ESTABLISHED. */
static inline tcpsim_socket
world_open(struct world world)
{
	tcpsim_socket socket = world_connect(world);

	world_run(world, 3 * DELAY_US);
	return socket;
}

static inline enum tcpsim_state
world_state(struct world world, tcpsim_socket socket)
{
	const struct tcpsim_tcb *tcb = tcpsim_net_tcb(world.net, socket);

	return tcb == NULL ? TCPSIM_CLOSED : (enum tcpsim_state)tcb->state;
}

/* The newest connection of the server. */
static inline tcpsim_socket
world_child(struct world world)
{
	return tcpsim_net_connection(world.net, SERVER, 0);
}

static inline void
world_until_quiet(struct world world)
{
	while (tcpsim_net_step(world.net))
		continue;
}

/* The n-th record of a kind at a host, from 1, or NULL. */
static inline const struct tcpsim_record *
world_record(struct world world, enum tcpsim_record_kind kind, uint16_t host, unsigned n)
{
	size_t n_records;
	const struct tcpsim_record *records = tcpsim_trace_records(tcpsim_net_trace(world.net), &n_records);

	for (size_t i = 0; i < n_records; i++)
		if (records[i].kind == kind && records[i].host == host && --n == 0)
			return &records[i];
	return NULL;
}

static inline unsigned
world_count(struct world world, enum tcpsim_record_kind kind, uint16_t host)
{
	unsigned n = 0;

	while (world_record(world, kind, host, n + 1) != NULL)
		n++;
	return n;
}

/* The n-th segment of a kind that a host sent, from 1, or NULL. */
static inline const struct tcpsim_record *
world_sent(struct world world, uint16_t host, enum tcpsim_kind kind, unsigned n)
{
	size_t n_records;
	const struct tcpsim_record *records = tcpsim_trace_records(tcpsim_net_trace(world.net), &n_records);

	for (size_t i = 0; i < n_records; i++)
		if (records[i].kind == TCPSIM_RECORD_SEND && records[i].host == host &&
			(records[i].kinds & kind) != 0 && --n == 0)
			return &records[i];
	return NULL;
}

/* All that the user of a host got, as a string. Static storage. */
static inline const char *
world_delivered(struct world world, uint16_t host)
{
	static char text[4096];
	size_t n = 0;

	for (unsigned i = 1; world_record(world, TCPSIM_RECORD_DELIVER, host, i) != NULL; i++) {
		const struct tcpsim_record *record = world_record(world, TCPSIM_RECORD_DELIVER, host, i);

		ck_assert_uint_lt(n + record->octets_n, sizeof text);
		memcpy(text + n, tcpsim_trace_octets(tcpsim_net_trace(world.net), record), record->octets_n);
		n += record->octets_n;
	}
	text[n] = '\0';
	return text;
}

/* No TCB broke its own invariants. */
static inline void
world_is_sound(struct world world)
{
	ck_assert_ptr_null(world_record(world, TCPSIM_RECORD_BROKEN, CLIENT, 1));
	ck_assert_ptr_null(world_record(world, TCPSIM_RECORD_BROKEN, SERVER, 1));
}

#endif
