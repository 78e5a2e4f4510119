/* SPDX-License-Identifier: MIT */
#include "net_private.h"

/*
 * ICMP, RFC 792 and RFC 4443: messages about packets that came to nothing. Hosts tell of ports that nobody has bound,
 * routers of what does not fit their next link, or lives no longer. A router stands at the far end of a link, and
 * what it says takes the way back, with all that may happen there; it counts among what that end's host sends.
 */

/* There must be no answer to an ICMP error, nor to what goes to a group or comes from one (RFC 1122 3.2.2). */
static bool
may_tell(const struct tcpsim_packet *about)
{
	return about->protocol != TCPSIM_PROTOCOL_ICMP && about->arriving.seg.addressed == 0;
}

void
tcpsim_icmp_tell(struct tcpsim_net *net, const struct tcpsim_packet *about, enum tcpsim_icmp_kind kind, uint32_t mtu,
	bool is_of_router)
{
	struct tcpsim_packet *packet;

	if (!may_tell(about))
		return;
	packet = tcpsim_packet_new(net);
	packet->protocol = TCPSIM_PROTOCOL_ICMP;
	packet->kinds = TCPSIM_KIND_ANY | TCPSIM_KIND_ICMP;
	packet->purpose = TCPSIM_PURPOSE_FIRST;
	packet->from = about->to;
	packet->from_port = about->to_port;
	packet->to = about->from;
	packet->to_port = about->from_port;
	packet->dscp = 0;
	packet->ttl = (uint8_t)net->hosts[about->to]->policy.ttl;
	packet->connection = 0;
	packet->cause = net->trace == NULL ? TCPSIM_NO_RECORD : tcpsim_record_last(net);
	packet->sent_us = net->now_us;
	packet->arriving.seg = (struct tcpsim_segment){ 0 };
	packet->icmp = (struct tcpsim_icmp_told){
		.icmp = { .kind = kind, .seq = about->arriving.seg.seq, .mtu = mtu },
		.protocol = about->protocol,
		.is_of_router = is_of_router,
		.octets = (uint16_t)MIN(UINT16_MAX, tcpsim_packet_octets(net, about)),
		.packet = about->number,
	};
	tcpsim_packet_send(net, packet);
}

enum tcpsim_error
tcpsim_icmp_error(enum tcpsim_icmp_kind kind)
{
	switch (kind) {
	case TCPSIM_ICMP_NET_UNREACHABLE:
		return TCPSIM_ERROR_NET_UNREACHABLE;
	case TCPSIM_ICMP_HOST_UNREACHABLE:
		return TCPSIM_ERROR_HOST_UNREACHABLE;
	case TCPSIM_ICMP_PROTOCOL_UNREACHABLE:
		return TCPSIM_ERROR_PROTOCOL_UNREACHABLE;
	case TCPSIM_ICMP_PORT_UNREACHABLE:
		return TCPSIM_ERROR_PORT_UNREACHABLE;
	case TCPSIM_ICMP_TOO_LARGE:
		return TCPSIM_ERROR_TOO_LARGE;
	case TCPSIM_ICMP_SOURCE_ROUTE_FAILED:
		return TCPSIM_ERROR_SOURCE_ROUTE_FAILED;
	case TCPSIM_ICMP_TIME_EXCEEDED:
		return TCPSIM_ERROR_TIME_EXCEEDED;
	case TCPSIM_ICMP_PARAMETER_PROBLEM:
		return TCPSIM_ERROR_PARAMETER_PROBLEM;
	case TCPSIM_ICMP_SOURCE_QUENCH:
		break;
	}
	return TCPSIM_OK;
}

/* It demultiplexes to the connection whose segment it quotes (MUST-54), and the engine decides what it means. */
static bool
tell_connection(struct tcpsim_net *net, const struct tcpsim_packet *packet)
{
	struct tcpsim_endpoint *endpoint = tcpsim_demux_find(net,
		tcpsim_pair(packet->to, packet->to_port, packet->from, packet->from_port));

	if (endpoint == NULL)
		return false;
	tcpsim_event_begin(net, endpoint);
	tcpsim_engine_icmp(endpoint->tcb, tcpsim_endpoint_policy(net, endpoint), &packet->icmp.icmp, net->now_us,
		&net->out);
	if (net->trace != NULL)
		tcpsim_record_note_packet(net, tcpsim_record_event(net, TCPSIM_RECORD_ARRIVE, endpoint), packet);
	tcpsim_event_end(net, endpoint, NULL);
	return true;
}

/* Only who has said whom it talks to hears of it: that is how it is known whose datagram it was (RFC 1122 4.1.3.3). */
static bool
tell_port(struct tcpsim_net *net, const struct tcpsim_packet *packet)
{
	struct tcpsim_datagrams *end = tcpsim_datagrams_for(net, packet, true);
	enum tcpsim_error error = tcpsim_icmp_error(packet->icmp.icmp.kind);

	if (end == NULL || error == TCPSIM_OK)
		return false;
	net->event = TCPSIM_NO_RECORD;
	if (net->trace != NULL) {
		tcpsim_record_note_packet(net, tcpsim_record_datagrams(net, TCPSIM_RECORD_ARRIVE, end), packet);
		net->event = tcpsim_record_last(net);
	}
	tcpsim_datagrams_hear(net, end, error);
	return true;
}

void
tcpsim_icmp_arrive(struct tcpsim_net *net, const struct tcpsim_packet *packet)
{
	bool is_told = packet->icmp.protocol == TCPSIM_PROTOCOL_UDP ? tell_port(net, packet) :
		tell_connection(net, packet);

	if (!is_told)
		tcpsim_link_lose(net, packet, TCPSIM_DROP_NOBODY, 0);
}
