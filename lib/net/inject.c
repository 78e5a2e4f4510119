/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "net_private.h"

/* The newest connection of `host` with `peer`, or NULL. One that waits in LISTEN is with nobody. */
static const struct tcpsim_endpoint *
newest(const struct tcpsim_net *net, uint16_t host, uint16_t peer)
{
	for (uint32_t i = tcpsim_host_at(net, host)->last; i != TCPSIM_NO_INDEX;) {
		const struct tcpsim_endpoint *endpoint = tcpsim_endpoint_asleep(net, i);

		if (endpoint->connection != 0 && tcpsim_endpoint_peer(endpoint) == peer &&
			(endpoint->flags & TCPSIM_ENDPOINT_WAITING) == 0)
			return endpoint;
		i = endpoint->previous;
	}
	return NULL;
}

/* The port that the host listens on, the first if there are several; else the one that it would use next. */
static uint16_t
port_without_connection(const struct tcpsim_net *net, uint16_t host)
{
	for (uint32_t i = tcpsim_host_at(net, host)->first; i != TCPSIM_NO_INDEX;) {
		const struct tcpsim_endpoint *endpoint = tcpsim_endpoint_asleep(net, i);

		if (endpoint->flags & TCPSIM_ENDPOINT_LISTENER)
			return tcpsim_endpoint_port(endpoint);
		i = endpoint->next;
	}
	return tcpsim_host_at(net, host)->next_port;
}

/* Ports that were left open. Both ends may know the connection, or only one of them. */
static void
find_ports(const struct tcpsim_net *net, struct tcpsim_packet *packet)
{
	const struct tcpsim_endpoint *sender = newest(net, packet->from, packet->to);
	const struct tcpsim_endpoint *receiver = newest(net, packet->to, packet->from);
	uint16_t from_port, to_port;

	if (receiver != NULL && (sender == NULL || sender->number < receiver->number)) {
		from_port = tcpsim_endpoint_peer_port(receiver);
		to_port = tcpsim_endpoint_port(receiver);
	} else if (sender != NULL) {
		from_port = tcpsim_endpoint_port(sender);
		to_port = tcpsim_endpoint_peer_port(sender);
	} else {
		from_port = port_without_connection(net, packet->from);
		to_port = port_without_connection(net, packet->to);
	}
	if (packet->from_port == 0)
		packet->from_port = from_port;
	if (packet->to_port == 0)
		packet->to_port = to_port;
}

static void
fill(struct tcpsim_net *net, struct tcpsim_packet *packet, const struct tcpsim_segment *seg, const void *octets)
{
	packet->arriving.seg = *seg;
	packet->number = packet->original = ++net->n_packets;
	packet->sent_us = net->now_us;
	packet->purpose = TCPSIM_PURPOSE_FIRST;
	packet->kinds = tcpsim_kinds_of(seg, TCPSIM_PURPOSE_FIRST);
	packet->connection = 0;
	packet->protocol = TCPSIM_PROTOCOL_TCP;
	packet->dscp = packet->ttl = 0;
	if (seg->text_bytes == 0)
		return;
	if (octets != NULL)
		memcpy(tcpsim_packet_reserve(packet, seg->text_bytes), octets, seg->text_bytes);
	else
		memset(tcpsim_packet_reserve(packet, seg->text_bytes), 0, seg->text_bytes);
}

/* It was not sent by the host: its kinds do not count, and no link touches it. */
void
tcpsim_net_inject(struct tcpsim_net *net, uint16_t from, uint16_t from_port, uint16_t into, uint16_t into_port,
	const struct tcpsim_segment *seg, const void *octets, uint32_t line)
{
	struct tcpsim_packet *packet = tcpsim_packet_new(net);

	packet->from = from;
	packet->from_port = from_port;
	packet->to = into;
	packet->to_port = into_port;
	find_ports(net, packet);
	fill(net, packet, seg, octets);
	if (net->trace != NULL) {
		tcpsim_record_packet(net, TCPSIM_RECORD_INJECT, packet)->line = line;
		packet->cause = tcpsim_record_last(net);
	}
	tcpsim_net_arrive(net, packet);
	tcpsim_net_settle(net);
	tcpsim_packet_free(net, packet);
}
