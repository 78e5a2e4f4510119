/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "net_private.h"

/* Datagrams on their way from one user to the other, RFC 768, RFC 1122 4.1: each is whole, or it is not there. */

struct tcpsim_record *
tcpsim_record_datagrams(struct tcpsim_net *net, enum tcpsim_record_kind kind, const struct tcpsim_datagrams *end)
{
	struct tcpsim_record *record = tcpsim_record_add(net, kind);

	record->cause = net->event;
	record->protocol = TCPSIM_PROTOCOL_UDP;
	record->host = end->host;
	record->local_port = end->port;
	record->peer = end->peer;
	record->peer_port = end->peer_port;
	return record;
}

static void
address(const struct tcpsim_net *net, const struct tcpsim_datagrams *end, struct tcpsim_packet *packet)
{
	const struct tcpsim_policy *policy = tcpsim_datagrams_policy(net, end);

	packet->protocol = TCPSIM_PROTOCOL_UDP;
	packet->kinds = TCPSIM_KIND_ANY | TCPSIM_KIND_DATAGRAM;
	packet->purpose = TCPSIM_PURPOSE_FIRST;
	packet->from = end->host;
	packet->from_port = end->port;
	packet->dscp = (uint8_t)policy->dscp;
	packet->ttl = (uint8_t)policy->ttl;
	packet->connection = 0;
	packet->cause = net->event;
	packet->sent_us = net->now_us;
}

enum tcpsim_error
tcpsim_datagrams_send(struct tcpsim_net *net, const struct tcpsim_datagrams *end, uint16_t peer, uint16_t peer_port,
	const void *octets, size_t n)
{
	struct tcpsim_packet *packet;

	if (n > tcpsim_datagrams_most(net, end))
		return TCPSIM_ERROR_TOO_LARGE;
	packet = tcpsim_packet_new(net);
	address(net, end, packet);
	packet->to = peer;
	packet->to_port = peer_port;
	packet->arriving.seg = (struct tcpsim_segment){ .text_bytes = (uint32_t)n };
	if (n > 0)
		memcpy(tcpsim_packet_reserve(packet, (uint32_t)n), octets, n);
	tcpsim_packet_send(net, packet);
	return TCPSIM_OK;
}

/* The user of the port gets one datagram, as far as there is room. */
static void
deliver(struct tcpsim_net *net, const struct tcpsim_datagrams *end, const struct tcpsim_packet *packet, uint32_t room,
	bool is_lasting)
{
	uint32_t n = MIN(room, packet->arriving.seg.text_bytes);
	const struct tcpsim_event event = {
		.socket = tcpsim_datagrams_handle(end),
		.protocol = TCPSIM_PROTOCOL_UDP,
		.host = end->host,
		.local_port = end->port,
		.peer = packet->from,
		.peer_port = packet->from_port,
		.octets = n > 0 ? packet->octets : NULL,
		.n_octets = n,
	};
	struct tcpsim_record *record;

	if (net->trace != NULL) {
		record = tcpsim_record_datagrams(net, TCPSIM_RECORD_DELIVER, end);
		tcpsim_record_note_packet(net, record, packet);
		record->cause = net->event;
		record->peer = packet->from;
		record->peer_port = packet->from_port;
		record->octets_n = n;
	}
	if (net->hosts[end->host]->user != NULL)
		tcpsim_user_tell(net, &event, is_lasting && !net->is_telling);
}

/* It keeps the octets, and the arriving packet gets memory that nobody needs: nothing is copied. */
static void
queue(struct tcpsim_net *net, struct tcpsim_datagrams *end, struct tcpsim_packet *packet)
{
	struct tcpsim_packet *kept = tcpsim_packet_new(net);

	tcpsim_packet_exchange(kept, packet);
	tcpsim_line_add(net, &end->queue, kept);
	end->queued_bytes += MAX(1, kept->arriving.seg.text_bytes);
}

static bool
has_room(const struct tcpsim_net *net, const struct tcpsim_datagrams *end, const struct tcpsim_packet *packet)
{
	uint64_t needed = end->queued_bytes + MAX(1, packet->arriving.seg.text_bytes);

	return needed <= (uint64_t)tcpsim_datagrams_policy(net, end)->receive_buffer_bytes;
}

/* The RECVFROM that has waited longest is over; returns its room. */
static uint32_t
take_room(struct tcpsim_datagrams *end)
{
	uint32_t room = g_array_index(end->rooms, uint32_t, 0);

	g_array_remove_index(end->rooms, 0);
	return room;
}

static bool
is_waited_for(const struct tcpsim_datagrams *end)
{
	return end->reads_at_once || (end->rooms != NULL && end->rooms->len > 0);
}

static void
record_arrival(struct tcpsim_net *net, const struct tcpsim_datagrams *end, const struct tcpsim_packet *packet)
{
	struct tcpsim_record *record;

	net->event = TCPSIM_NO_RECORD;
	if (net->trace == NULL)
		return;
	record = tcpsim_record_datagrams(net, TCPSIM_RECORD_ARRIVE, end);
	record->peer = packet->from;
	record->peer_port = packet->from_port;
	tcpsim_record_note_packet(net, record, packet);
	net->event = tcpsim_record_last(net);
}

/* Nobody is told of a datagram that finds no room; of a port that nobody has bound, the sender is (RFC 1122 4.1.3.1). */
void
tcpsim_datagrams_arrive(struct tcpsim_net *net, struct tcpsim_packet *packet)
{
	struct tcpsim_datagrams *end = tcpsim_datagrams_for(net, packet, false);

	if (end == NULL) {
		tcpsim_link_lose(net, packet, TCPSIM_DROP_NO_PORT, 0);
		tcpsim_icmp_tell(net, packet, TCPSIM_ICMP_PORT_UNREACHABLE, 0, false);
		return;
	}
	if (!is_waited_for(end) && !has_room(net, end, packet)) {
		tcpsim_link_lose(net, packet, TCPSIM_DROP_BUFFER, 0);
		return;
	}
	record_arrival(net, end, packet);
	if (is_waited_for(end))
		deliver(net, end, packet, end->reads_at_once ? UINT32_MAX : take_room(end), true);
	else
		queue(net, end, packet);
	if (end->told != NULL)
		end->told(net, end->owner, TCPSIM_OK);
}

const struct tcpsim_packet *
tcpsim_datagrams_first(const struct tcpsim_net *net, const struct tcpsim_datagrams *end)
{
	return end->queue.first == TCPSIM_NO_INDEX ? NULL : tcpsim_packet_at(net, end->queue.first);
}

void
tcpsim_datagrams_take(struct tcpsim_net *net, struct tcpsim_datagrams *end, uint32_t room)
{
	struct tcpsim_packet *packet = tcpsim_packet_at(net, end->queue.first);

	tcpsim_line_remove_first(net, &end->queue);
	end->queued_bytes -= MAX(1, packet->arriving.seg.text_bytes);
	deliver(net, end, packet, room, false);
	tcpsim_packet_free(net, packet);
}

/* The user hears it: at once, or by the next call. */
void
tcpsim_datagrams_hear(struct tcpsim_net *net, struct tcpsim_datagrams *end, enum tcpsim_error error)
{
	const struct tcpsim_event event = {
		.socket = tcpsim_datagrams_handle(end),
		.protocol = TCPSIM_PROTOCOL_UDP,
		.host = end->host,
		.local_port = end->port,
		.peer = end->peer,
		.peer_port = end->peer_port,
		.error = error,
	};
	struct tcpsim_record *record;

	if (end->told != NULL) {
		end->told(net, end->owner, error);
	} else if (!is_waited_for(end)) {
		end->error = error;
	} else {
		if (!end->reads_at_once)
			take_room(end);
		if (net->trace != NULL) {
			record = tcpsim_record_datagrams(net, TCPSIM_RECORD_SIGNAL, end);
			record->what = TCPSIM_SIGNAL_SOFT_ERROR;
			record->error = (uint8_t)error;
		}
		if (net->hosts[end->host]->user != NULL)
			tcpsim_user_tell(net, &event, true);
	}
}
