/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "net_private.h"

#define MAX_GENERATION 0xffffffU

/* A slab more; its slots are free, the lowest index first. */
static void
grow(struct tcpsim_net *net)
{
	uint32_t begin = net->n_endpoints;
	uint32_t n_slabs = begin / TCPSIM_SLAB + 1;
	struct tcpsim_endpoint *slab;

	g_assert(begin + TCPSIM_SLAB <= TCPSIM_MAX_INDEX);
	net->endpoint_slabs = g_renew(struct tcpsim_endpoint *, net->endpoint_slabs, n_slabs);
	slab = net->endpoint_slabs[n_slabs - 1] = g_new0(struct tcpsim_endpoint, TCPSIM_SLAB);
	net->n_endpoints = begin + TCPSIM_SLAB;
	tcpsim_queue_reserve(&net->timers, net->n_endpoints);
	for (uint32_t i = TCPSIM_SLAB; i-- > 0;) {
		slab[i].index = begin + i;
		slab[i].generation = 1;
		slab[i].next = net->free_endpoint;
		net->free_endpoint = begin + i;
	}
}

struct tcpsim_endpoint *
tcpsim_endpoint_new(struct tcpsim_net *net, uint64_t pair)
{
	struct tcpsim_endpoint *endpoint;

	if (net->free_endpoint == TCPSIM_NO_INDEX)
		grow(net);
	endpoint = tcpsim_endpoint_asleep(net, net->free_endpoint);
	net->free_endpoint = endpoint->next;
	tcpsim_tcb_give(net->tcbs, endpoint);
	*endpoint->tcb = (struct tcpsim_tcb){ .state = TCPSIM_CLOSED };
	endpoint->pair = pair;
	endpoint->number = 0;
	endpoint->connection = 0;
	endpoint->sock = NULL;
	endpoint->next = endpoint->previous = TCPSIM_NO_INDEX;
	endpoint->chained = endpoint->waiting = TCPSIM_NO_INDEX;
	endpoint->flags = 0;
	return endpoint;
}

void
tcpsim_endpoint_keep(struct tcpsim_net *net, struct tcpsim_endpoint *endpoint)
{
	struct tcpsim_host *host = tcpsim_host_of(net, endpoint);

	endpoint->number = ++net->n_made;
	endpoint->previous = host->last;
	if (host->last != TCPSIM_NO_INDEX)
		tcpsim_endpoint_asleep(net, host->last)->next = endpoint->index;
	else
		host->first = endpoint->index;
	host->last = endpoint->index;
	if ((endpoint->flags & TCPSIM_ENDPOINT_LISTENER) == 0)
		endpoint->connection = ++host->n_connections;
	tcpsim_demux_add(net, endpoint);
}

static void
unlist(struct tcpsim_net *net, struct tcpsim_endpoint *endpoint)
{
	struct tcpsim_host *host = tcpsim_host_of(net, endpoint);

	if (endpoint->number == 0)
		return;
	if (endpoint->previous != TCPSIM_NO_INDEX)
		tcpsim_endpoint_asleep(net, endpoint->previous)->next = endpoint->next;
	else
		host->first = endpoint->next;
	if (endpoint->next != TCPSIM_NO_INDEX)
		tcpsim_endpoint_asleep(net, endpoint->next)->previous = endpoint->previous;
	else
		host->last = endpoint->previous;
}

/* It waits at its listener no more; the listener may be gone already. */
static void
stop_waiting(struct tcpsim_net *net, const struct tcpsim_endpoint *endpoint)
{
	uint64_t pair = tcpsim_pair_listener(tcpsim_endpoint_host(endpoint), tcpsim_endpoint_port(endpoint));
	struct tcpsim_endpoint *listener = tcpsim_demux_find(net, pair);
	uint32_t *place = listener == NULL ? NULL : &listener->waiting;

	while (place != NULL && *place != TCPSIM_NO_INDEX) {
		if (*place == endpoint->index) {
			*place = endpoint->chained;
			return;
		}
		place = &tcpsim_endpoint_asleep(net, *place)->chained;
	}
}

void
tcpsim_endpoint_free(struct tcpsim_net *net, struct tcpsim_endpoint *endpoint)
{
	if (endpoint->sock != NULL)
		tcpsim_sock_part(net, endpoint);
	if (endpoint->flags & TCPSIM_ENDPOINT_WAITING)
		stop_waiting(net, endpoint);
	tcpsim_demux_remove(net, endpoint);
	unlist(net, endpoint);
	tcpsim_buffer_drop(net, &endpoint->sent);
	tcpsim_buffer_drop(net, &endpoint->taken);
	tcpsim_queue_disarm(&net->timers, endpoint->index);
	tcpsim_tcb_take(net->tcbs, endpoint);
	endpoint->flags = 0;
	if (endpoint->number != 0 && endpoint->generation++ == MAX_GENERATION)
		return;
	endpoint->next = net->free_endpoint;
	net->free_endpoint = endpoint->index;
}

struct tcpsim_endpoint *
tcpsim_endpoint_nobody(struct tcpsim_net *net, uint64_t pair)
{
	struct tcpsim_endpoint *nobody = &net->nobody;

	memset(nobody, 0, sizeof *nobody);
	net->tcb_of_nobody = (struct tcpsim_tcb){ .state = TCPSIM_CLOSED };
	nobody->tcb = &net->tcb_of_nobody;
	nobody->pair = pair;
	nobody->flags = TCPSIM_ENDPOINT_NOBODY;
	return nobody;
}

struct tcpsim_endpoint *
tcpsim_endpoint_of(const struct tcpsim_net *net, tcpsim_socket socket)
{
	uint32_t index = (uint32_t)(socket & TCPSIM_MAX_INDEX);
	struct tcpsim_endpoint *endpoint;

	if (index >= net->n_endpoints)
		return NULL;
	endpoint = tcpsim_endpoint_at(net, index);
	return endpoint->generation == socket >> 40 && endpoint->tcb != NULL ? endpoint : NULL;
}

uint16_t
tcpsim_socket_host(const struct tcpsim_net *net, tcpsim_socket socket)
{
	uint16_t host = (uint16_t)(socket >> 24);

	return socket != 0 && host < net->n_hosts ? host : TCPSIM_NO_HOST;
}
