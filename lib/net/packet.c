/* SPDX-License-Identifier: MIT */
#include "net_private.h"

#define LEAST_CAPACITY 128U

static void
grow(struct tcpsim_net *net)
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

struct tcpsim_packet *
tcpsim_packet_new(struct tcpsim_net *net)
{
	struct tcpsim_packet *packet;

	if (net->free_packet == TCPSIM_NO_INDEX)
		grow(net);
	packet = tcpsim_packet_at(net, net->free_packet);
	net->free_packet = packet->next;
	packet->next = TCPSIM_NO_INDEX;
	packet->cause = TCPSIM_NO_RECORD;
	packet->flags = 0;
	return packet;
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
tcpsim_line_add(struct tcpsim_net *net, struct tcpsim_line *line, struct tcpsim_packet *packet)
{
	packet->next = TCPSIM_NO_INDEX;
	if (line->first == TCPSIM_NO_INDEX)
		line->first = packet->index;
	else
		tcpsim_packet_at(net, line->last)->next = packet->index;
	line->last = packet->index;
}

void
tcpsim_line_remove_first(struct tcpsim_net *net, struct tcpsim_line *line)
{
	line->first = tcpsim_packet_at(net, line->first)->next;
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
