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

/* What is common to all that is made by hand. It was not sent by the host: its kinds do not count. */
static void
make(struct tcpsim_net *net, struct tcpsim_packet *packet, enum tcpsim_protocol protocol)
{
	packet->protocol = (uint8_t)protocol;
	packet->number = packet->original = ++net->n_packets;
	packet->sent_us = net->now_us;
	packet->purpose = TCPSIM_PURPOSE_FIRST;
	packet->connection = 0;
	packet->dscp = 0;
	packet->ttl = (uint8_t)net->hosts[packet->from]->policy.ttl;
	packet->option_layout = (uint8_t)net->hosts[packet->from]->policy.option_layout;
}

/* It arrives; no link touches it. */
static void
arrive(struct tcpsim_net *net, struct tcpsim_packet *packet, uint32_t line)
{
	if (net->trace != NULL) {
		tcpsim_record_packet(net, TCPSIM_RECORD_INJECT, packet)->line = line;
		packet->cause = tcpsim_record_last(net);
	}
	tcpsim_net_arrive(net, packet);
	tcpsim_net_settle(net);
	tcpsim_packet_free(net, packet);
}

static void
fill(struct tcpsim_packet *packet, const struct tcpsim_segment *seg, const void *octets)
{
	packet->arriving.seg = *seg;
	if (seg->text_bytes == 0)
		return;
	if (octets != NULL)
		memcpy(tcpsim_packet_reserve(packet, seg->text_bytes), octets, seg->text_bytes);
	else
		memset(tcpsim_packet_reserve(packet, seg->text_bytes), 0, seg->text_bytes);
}

static struct tcpsim_packet *
address(struct tcpsim_net *net, const struct tcpsim_injection *injection)
{
	struct tcpsim_packet *packet = tcpsim_packet_new(net);

	packet->from = injection->from;
	packet->from_port = injection->from_port;
	packet->to = injection->into;
	packet->to_port = injection->into_port;
	return packet;
}

/* What only the IP header has. */
static void
mark(struct tcpsim_packet *packet, const struct tcpsim_injection *injection)
{
	packet->dscp = injection->dscp;
	if (injection->ttl != 0)
		packet->ttl = injection->ttl;
}

void
tcpsim_net_inject_segment(struct tcpsim_net *net, const struct tcpsim_injection *injection,
	const struct tcpsim_segment *seg, const void *octets)
{
	struct tcpsim_packet *packet = address(net, injection);

	find_ports(net, packet);
	make(net, packet, TCPSIM_PROTOCOL_TCP);
	mark(packet, injection);
	packet->kinds = tcpsim_kinds_of(seg, TCPSIM_PURPOSE_FIRST);
	fill(packet, seg, octets);
	arrive(net, packet, injection->line);
}

void
tcpsim_net_inject(struct tcpsim_net *net, uint16_t from, uint16_t from_port, uint16_t into, uint16_t into_port,
	const struct tcpsim_segment *seg, const void *octets, uint32_t line)
{
	const struct tcpsim_injection injection = {
		.from = from,
		.from_port = from_port,
		.into = into,
		.into_port = into_port,
		.line = line,
	};

	tcpsim_net_inject_segment(net, &injection, seg, octets);
}

/* Ports of UDP that were left open. */
static void
find_datagram_ports(const struct tcpsim_net *net, struct tcpsim_packet *packet)
{
	const struct tcpsim_datagrams *sender = tcpsim_datagrams_newest(net, packet->from, packet->from_port);
	const struct tcpsim_datagrams *receiver = tcpsim_datagrams_newest(net, packet->to, packet->to_port);

	if (packet->to_port == 0 && receiver != NULL)
		packet->to_port = receiver->port;
	if (packet->from_port == 0 && receiver != NULL && receiver->peer == packet->from)
		packet->from_port = receiver->peer_port;
	else if (packet->from_port == 0 && sender != NULL)
		packet->from_port = sender->port;
}

void
tcpsim_net_inject_datagram(struct tcpsim_net *net, const struct tcpsim_injection *injection, const void *octets,
	size_t n)
{
	const struct tcpsim_segment seg = { .text_bytes = (uint32_t)n, .ecn = injection->ecn };
	struct tcpsim_packet *packet = address(net, injection);

	find_datagram_ports(net, packet);
	make(net, packet, TCPSIM_PROTOCOL_UDP);
	mark(packet, injection);
	packet->kinds = TCPSIM_KIND_ANY | TCPSIM_KIND_DATAGRAM;
	fill(packet, &seg, octets);
	arrive(net, packet, injection->line);
}

void
tcpsim_net_inject_icmp(struct tcpsim_net *net, uint16_t from, uint16_t from_port, uint16_t into, uint16_t into_port,
	enum tcpsim_protocol about, const struct tcpsim_icmp *icmp, uint32_t line)
{
	struct tcpsim_packet *packet = tcpsim_packet_new(net);

	packet->from = from;
	packet->from_port = from_port;
	packet->to = into;
	packet->to_port = into_port;
	if (about == TCPSIM_PROTOCOL_UDP)
		find_datagram_ports(net, packet);
	else
		find_ports(net, packet);
	make(net, packet, TCPSIM_PROTOCOL_ICMP);
	packet->arriving.seg = (struct tcpsim_segment){ 0 };
	packet->kinds = TCPSIM_KIND_ANY | TCPSIM_KIND_ICMP;
	packet->icmp = (struct tcpsim_icmp_told){ .icmp = *icmp, .protocol = (uint8_t)about };
	arrive(net, packet, line);
}
