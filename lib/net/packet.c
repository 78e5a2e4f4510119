/* SPDX-License-Identifier: MIT */
#include <tcpsim/wire.h>

#include "net_private.h"

#define LEAST_CAPACITY 128U

#define TCP_HEADER 20U
#define ICMP_HEADER 8U
/* The Timestamps option with what fills it up. */
#define TIMESTAMPS 12U
/* Octets of an ICMP message, at the most: RFC 1812 4.3.2.3, RFC 4443 2.4 (c). */
#define MOST_ICMP_4 576U
#define MOST_ICMP_6 1280U

void
tcpsim_packets_grow(struct tcpsim_net *net)
{
	uint32_t begin = net->n_packet_slots;
	uint32_t n_slabs = begin / TCPSIM_SLAB + 1;
	struct tcpsim_packet *slab;

	g_assert(begin + TCPSIM_SLAB <= TCPSIM_MAX_INDEX);
	net->packet_slabs = g_renew(struct tcpsim_packet *, net->packet_slabs, n_slabs);
	slab = net->packet_slabs[n_slabs - 1] = g_new0(struct tcpsim_packet, TCPSIM_SLAB);
	net->n_packet_slots = begin + TCPSIM_SLAB;
	for (uint32_t i = TCPSIM_SLAB; i-- > 0;) {
		slab[i].index = begin + i;
		slab[i].next = net->free_packet;
		net->free_packet = begin + i;
	}
}

uint8_t *
tcpsim_packet_reserve(struct tcpsim_packet *packet, uint32_t n)
{
	if (n > packet->capacity) {
		g_free(packet->room);
		packet->capacity = MAX(n, LEAST_CAPACITY);
		packet->room = g_malloc(packet->capacity);
	}
	packet->octets = packet->room;
	return packet->room;
}

void
tcpsim_packet_exchange(struct tcpsim_packet *kept, struct tcpsim_packet *packet)
{
	uint32_t index = kept->index, capacity = kept->capacity;
	uint8_t *room = kept->room;

	*kept = *packet;
	kept->index = index;
	kept->flags = 0;
	packet->room = room;
	packet->capacity = capacity;
	packet->chunk = NULL;
	packet->octets = NULL;
}

/* Its host has sent it: it is counted among those of its kinds. */
static void
count(struct tcpsim_host *host, uint16_t kinds)
{
	host->counts[kinds & 0xff]++;
	for (unsigned i = 0, rare = kinds >> 8U; rare != 0; i++, rare >>= 1)
		host->rare_counts[i] += rare & 1;
}

void
tcpsim_packet_send(struct tcpsim_net *net, struct tcpsim_packet *packet)
{
	packet->number = packet->original = ++net->n_packets;
	count(net->hosts[packet->from], packet->kinds);
	if (net->trace != NULL) {
		tcpsim_record_packet(net, TCPSIM_RECORD_SEND, packet);
		packet->cause = tcpsim_record_last(net);
	}
	tcpsim_link_carry(net, packet);
}

uint32_t
tcpsim_ip_header_octets(const struct tcpsim_policy *policy)
{
	return policy->ip == TCPSIM_IPV6 ? 40 : 20;
}

/* As many as tcpsim_wire_options() writes; what nearly all segments have is known. */
static uint32_t
option_octets(const struct tcpsim_packet *packet)
{
	const struct tcpsim_segment *seg = &packet->arriving.seg;
	uint8_t octets[TCPSIM_WIRE_MAX_OPTIONS];

	if (seg->options == 0)
		return 0;
	if (seg->options == TCPSIM_OPTION_TIMESTAMPS)
		return TIMESTAMPS;
	return (uint32_t)tcpsim_wire_options(seg, (enum tcpsim_option_layout)packet->option_layout, octets);
}

uint32_t
tcpsim_packet_octets(const struct tcpsim_net *net, const struct tcpsim_packet *packet)
{
	uint32_t ip = tcpsim_ip_header_octets(&net->hosts[packet->from]->policy);
	const struct tcpsim_segment *seg = &packet->arriving.seg;

	switch ((enum tcpsim_protocol)packet->protocol) {
	case TCPSIM_PROTOCOL_TCP:
		break;
	case TCPSIM_PROTOCOL_UDP:
		return ip + TCPSIM_UDP_HEADER + seg->text_bytes;
	case TCPSIM_PROTOCOL_ICMP:
		return MIN(ip == 20 ? MOST_ICMP_4 : MOST_ICMP_6, ip + ICMP_HEADER + packet->icmp.octets);
	}
	return ip + TCP_HEADER + option_octets(packet) + seg->text_bytes;
}

void
tcpsim_line_remove(struct tcpsim_net *net, struct tcpsim_line *line, struct tcpsim_packet *packet)
{
	uint32_t previous = TCPSIM_NO_INDEX;

	for (uint32_t i = line->first; i != packet->index; i = tcpsim_packet_at(net, i)->next)
		previous = i;
	if (previous == TCPSIM_NO_INDEX)
		line->first = packet->next;
	else
		tcpsim_packet_at(net, previous)->next = packet->next;
	if (line->last == packet->index)
		line->last = previous;
}
