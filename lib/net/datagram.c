/* SPDX-License-Identifier: MIT */
#include "net_private.h"

/* Ports of UDP, RFC 768: who has bound which. An endpoint has no TCB, and knows nothing of its peer but the address. */

#define MAX_GENERATION 0xffffffU

static gpointer
key_of(uint16_t host, uint16_t port)
{
	return GUINT_TO_POINTER((guint)host << 16 | port);
}

/* A place that nobody has; what was there before is known by its generation. */
static struct tcpsim_datagrams *
find_place(struct tcpsim_net *net)
{
	struct tcpsim_datagrams *end = net->free_datagrams;

	if (end != NULL) {
		net->free_datagrams = end->next;
		return end;
	}
	if (net->datagrams == NULL) {
		net->datagrams = g_ptr_array_new();
		net->ports = g_hash_table_new(NULL, NULL);
	}
	end = g_new0(struct tcpsim_datagrams, 1);
	end->index = net->datagrams->len;
	g_ptr_array_add(net->datagrams, end);
	return end;
}

struct tcpsim_datagrams *
tcpsim_datagrams_open(struct tcpsim_net *net, uint16_t host, uint16_t port)
{
	struct tcpsim_datagrams *end = find_place(net);

	end->generation++;
	end->number = ++net->n_bound;
	end->is_open = true;
	end->host = host;
	end->port = port;
	end->peer = TCPSIM_NO_HOST;
	end->peer_port = 0;
	end->queue.first = end->queue.last = TCPSIM_NO_INDEX;
	end->queued_bytes = 0;
	end->policy = NULL;
	end->told = NULL;
	end->owner = NULL;
	end->error = TCPSIM_OK;
	end->reads_at_once = false;
	end->next = tcpsim_datagrams_at(net, host, port);
	g_hash_table_insert(net->ports, key_of(host, port), end);
	return end;
}

/* The port is without it. */
static void
unchain(struct tcpsim_net *net, struct tcpsim_datagrams *end)
{
	struct tcpsim_datagrams *first = tcpsim_datagrams_at(net, end->host, end->port);
	struct tcpsim_datagrams *before = first;

	if (first == end && end->next != NULL)
		g_hash_table_insert(net->ports, key_of(end->host, end->port), end->next);
	else if (first == end)
		g_hash_table_remove(net->ports, key_of(end->host, end->port));
	while (first != end && before->next != end)
		before = before->next;
	if (first != end)
		before->next = end->next;
}

void
tcpsim_datagrams_close(struct tcpsim_net *net, struct tcpsim_datagrams *end)
{
	unchain(net, end);
	while (end->queue.first != TCPSIM_NO_INDEX) {
		struct tcpsim_packet *packet = tcpsim_packet_at(net, end->queue.first);

		tcpsim_line_remove_first(net, &end->queue);
		tcpsim_packet_free(net, packet);
	}
	if (end->rooms != NULL)
		g_array_set_size(end->rooms, 0);
	end->is_open = false;
	if (end->generation == MAX_GENERATION)
		return;
	end->next = net->free_datagrams;
	net->free_datagrams = end;
}

void
tcpsim_datagrams_crash(struct tcpsim_net *net, uint16_t host)
{
	for (guint i = 0; net->datagrams != NULL && i < net->datagrams->len; i++) {
		struct tcpsim_datagrams *end = (struct tcpsim_datagrams *)g_ptr_array_index(net->datagrams, i);

		if (end->is_open && end->host == host)
			tcpsim_datagrams_close(net, end);
	}
}

/* The packets that are queued have their slots, as all others have: they go with those. */
void
tcpsim_datagrams_free(struct tcpsim_net *net)
{
	for (guint i = 0; net->datagrams != NULL && i < net->datagrams->len; i++) {
		struct tcpsim_datagrams *end = (struct tcpsim_datagrams *)g_ptr_array_index(net->datagrams, i);

		if (end->rooms != NULL)
			g_array_unref(end->rooms);
		g_free(end);
	}
	if (net->datagrams == NULL)
		return;
	g_ptr_array_unref(net->datagrams);
	g_hash_table_unref(net->ports);
}

struct tcpsim_datagrams *
tcpsim_datagrams_at(const struct tcpsim_net *net, uint16_t host, uint16_t port)
{
	return net->ports == NULL ? NULL :
		(struct tcpsim_datagrams *)g_hash_table_lookup(net->ports, key_of(host, port));
}

struct tcpsim_datagrams *
tcpsim_datagrams_for(const struct tcpsim_net *net, const struct tcpsim_packet *packet, bool only_connected)
{
	struct tcpsim_datagrams *open = NULL;

	for (struct tcpsim_datagrams *end = tcpsim_datagrams_at(net, packet->to, packet->to_port); end != NULL;
		end = end->next) {
		if (end->peer == packet->from && end->peer_port == packet->from_port)
			return end;
		if (end->peer == TCPSIM_NO_HOST && open == NULL)
			open = end;
	}
	return only_connected ? NULL : open;
}

struct tcpsim_datagrams *
tcpsim_datagrams_newest(const struct tcpsim_net *net, uint16_t host, uint16_t port)
{
	struct tcpsim_datagrams *newest = NULL;

	for (guint i = 0; net->datagrams != NULL && i < net->datagrams->len; i++) {
		struct tcpsim_datagrams *end = (struct tcpsim_datagrams *)g_ptr_array_index(net->datagrams, i);

		if (end->is_open && end->host == host && (port == 0 || end->port == port) &&
			(newest == NULL || newest->number < end->number))
			newest = end;
	}
	return newest;
}

uint16_t
tcpsim_datagrams_free_port(const struct tcpsim_net *net, uint16_t host)
{
	uint16_t port = tcpsim_host_at(net, host)->next_datagram_port;

	for (uint32_t i = TCPSIM_FIRST_PORT; i <= UINT16_MAX; i++) {
		if (tcpsim_datagrams_at(net, host, port) == NULL)
			return port;
		port = tcpsim_port_after(port);
	}
	return 0;
}

/* A handle is one of TCP, see endpoint.c, but that indices are counted from the other end: neither is good for both. */
tcpsim_datagram_socket
tcpsim_datagrams_handle(const struct tcpsim_datagrams *end)
{
	return (uint64_t)end->generation << 40 | (uint64_t)end->host << 24 | (TCPSIM_MAX_INDEX - end->index);
}

struct tcpsim_datagrams *
tcpsim_datagrams_of(const struct tcpsim_net *net, tcpsim_datagram_socket socket)
{
	uint32_t index = TCPSIM_MAX_INDEX - (uint32_t)(socket & TCPSIM_MAX_INDEX);
	struct tcpsim_datagrams *end;

	if (net->datagrams == NULL || index >= net->datagrams->len)
		return NULL;
	end = (struct tcpsim_datagrams *)g_ptr_array_index(net->datagrams, index);
	return end->is_open && tcpsim_datagrams_handle(end) == socket ? end : NULL;
}

const struct tcpsim_policy *
tcpsim_datagrams_policy(const struct tcpsim_net *net, const struct tcpsim_datagrams *end)
{
	return end->policy != NULL ? end->policy : &net->hosts[end->host]->policy;
}

/* No header may say more than 65535, and the greatest MTU is that: 65507 octets over IPv4. */
uint32_t
tcpsim_datagrams_most(const struct tcpsim_net *net, const struct tcpsim_datagrams *end)
{
	const struct tcpsim_policy *policy = tcpsim_datagrams_policy(net, end);
	uint32_t headers = tcpsim_ip_header_octets(policy) + TCPSIM_UDP_HEADER;

	return policy->mtu > (int64_t)headers ? (uint32_t)policy->mtu - headers : 0;
}
