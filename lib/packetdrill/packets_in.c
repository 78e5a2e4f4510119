/* SPDX-License-Identifier: MIT */
#include "lib/packetdrill/packets.h"

/*
 * A `<` line becomes a packet that arrives. A segment is written out and read again, so that its options mean what they
 * mean on the wire, and those that make no sense mean nothing.
 */

/* Octets of the longest headers: IPv6, TCP with all options. */
#define MOST_HEADERS (40U + 20U + TCPSIM_WIRE_MAX_OPTIONS)

static unsigned
version_of(const struct play *play)
{
	return play->config.ip == TCPSIM_IPV6 ? 6 : 4;
}

/* The ECN field that the marks of a line say. */
static uint8_t
ecn_of(const struct pkt_ip *ip)
{
	switch (ip->ecn) {
	case PKT_ECN_UNSAID:
		return ip->tos.is_given ? (uint8_t)(ip->tos.value & 3) : (uint8_t)TCPSIM_ECN_NOT_ECT;
	case PKT_ECN_NONE:
		break;
	case PKT_ECN_ECT0:
	case PKT_ECN_ECT01:
		return TCPSIM_ECN_ECT_0;
	case PKT_ECN_ECT1:
		return TCPSIM_ECN_ECT_1;
	case PKT_ECN_CE:
		return TCPSIM_ECN_CE;
	}
	return TCPSIM_ECN_NOT_ECT;
}

static struct tcpsim_injection
injection_of(const struct play *play, const struct pkt_event *event)
{
	const struct pkt_ip *ip = &event->packet.ip;

	return (struct tcpsim_injection){
		.from = PKT_SCRIPT,
		.from_port = play->flow.remote_port,
		.into = PKT_TESTED,
		.into_port = play->flow.local_port,
		.dscp = (uint8_t)(ip->tos.value >> 2 & 0x3f),
		.ttl = (uint8_t)ip->ttl.value,
		.ecn = ecn_of(ip),
		.line = event->loc.line,
	};
}

/* A packet that comes before any other makes a connection known, if only to be refused. */
static void
know_flow(struct play *play, const struct pkt_packet *packet)
{
	if (!play->flow.is_known)
		tcpsim_pkt_flow_make(play, (uint16_t)packet->destination_port.value,
			(uint16_t)packet->source_port.value);
}

/* ---- TCP ---- */

/* A timestamp that is echoed must be one that was sent. */
static bool
check_echo(struct play *play, const struct pkt_tcp *tcp)
{
	const struct pkt_option *option = tcpsim_pkt_timestamps(tcp);
	uint32_t value;

	if (option == NULL || (tcp->ctl & TCPSIM_ACK) == 0 || option->ts_ecr.is_literal)
		return true;
	value = (uint32_t)option->ts_ecr.value;
	if (tcpsim_pkt_find_timestamp(&play->flow, value, &value))
		return true;
	return tcpsim_pkt_fail(play, &option->loc, NULL,
		"the timestamp %u is echoed here, and no packet that was sent above has it", value);
}

/* The segment as it comes from the wire. False: no header can say it. */
static bool
read_segment(const struct play *play, const struct pkt_packet *packet, const struct pkt_octets *options,
	struct tcpsim_segment *seg)
{
	const struct pkt_flow *flow = &play->flow;
	const struct pkt_tcp *tcp = &packet->tcp;
	bool is_syn = (tcp->ctl & TCPSIM_SYN) != 0;
	struct tcpsim_wire_packet wire = {
		.ip = { .version = (uint8_t)version_of(play), .protocol = TCPSIM_WIRE_PROTOCOL_TCP, .ttl = 64 },
		.kind = TCPSIM_WIRE_TCP,
		.segment = {
			.seq = tcpsim_pkt_to_engine(flow, PKT_REMOTE, &tcp->seq, is_syn),
			.wnd = (uint32_t)tcp->win.value,
			.up = (uint16_t)tcp->urg.value,
			.ctl = tcpsim_pkt_ctl(tcp),
			.ecn = ecn_of(&packet->ip),
		},
		.options = options->octets,
		.n_options = options->n,
	};
	uint8_t octets[MOST_HEADERS];
	size_t n;

	if (tcp->ctl & TCPSIM_ACK)
		wire.segment.ack = tcpsim_pkt_to_engine(flow, PKT_LOCAL, &tcp->ack, is_syn);
	tcpsim_wire_host_address(wire.ip.version, PKT_SCRIPT, wire.ip.source);
	tcpsim_wire_host_address(wire.ip.version, PKT_TESTED, wire.ip.destination);
	n = tcpsim_wire_encode(&wire, octets, sizeof octets);
	if (n == 0)
		return false;
	tcpsim_wire_decode(octets, n, &wire, NULL);
	*seg = wire.segment;
	seg->text_bytes = (uint32_t)tcp->length.value;
	return true;
}

static bool
inject_segment(struct play *play, const struct pkt_event *event)
{
	const struct pkt_tcp *tcp = &event->packet.tcp;
	struct tcpsim_injection injection;
	struct pkt_octets options;
	struct tcpsim_segment seg;

	know_flow(play, &event->packet);
	tcpsim_pkt_learn_remote(&play->flow, tcp);
	if (!check_echo(play, tcp))
		return false;
	if (!tcpsim_pkt_encode_options(&play->flow, PKT_LOCAL, tcp, &options))
		return tcpsim_pkt_fail(play, &event->loc, NULL,
			"the options take %u octets, and a header has room for %d", options.n, TCPSIM_WIRE_MAX_OPTIONS);
	if (!read_segment(play, &event->packet, &options, &seg))
		return tcpsim_pkt_fail(play, &event->loc, NULL, "no header has room for this window");
	injection = injection_of(play, event);
	tcpsim_net_inject_segment(play->net, &injection, &seg, NULL);
	return true;
}

/* ---- UDP ---- */

static bool
inject_datagram(struct play *play, const struct pkt_event *event)
{
	struct tcpsim_injection injection;

	know_flow(play, &event->packet);
	injection = injection_of(play, event);
	tcpsim_net_inject_datagram(play->net, &injection, NULL, (size_t)event->packet.udp_octets.value);
	return true;
}

/* ---- ICMP ---- */

/* It is about a packet of the TCP, which has the TCP's numbers. */
static struct tcpsim_icmp
icmp_of(const struct play *play, const struct pkt_packet *packet, enum tcpsim_icmp_kind kind)
{
	const struct pkt_flow *flow = &play->flow;
	struct tcpsim_icmp icmp = { .kind = kind, .mtu = (uint32_t)packet->icmp.mtu.value };

	if (packet->icmp.has_quote)
		icmp.seq = tcpsim_pkt_to_engine(flow, PKT_LOCAL, &packet->tcp.seq, (packet->tcp.ctl & TCPSIM_SYN) != 0);
	else
		icmp.seq = tcpsim_seq_make(flow->local_isn);
	return icmp;
}

/* Messages that are no errors are nothing to TCP and UDP: a host answers some, and no script here is about that. */
static bool
inject_icmp(struct play *play, const struct pkt_event *event)
{
	const struct pkt_packet *packet = &event->packet;
	const char *unknown = NULL;
	struct tcpsim_icmp icmp;
	uint8_t type, code;
	unsigned version = version_of(play);
	int kind;

	if (!tcpsim_pkt_icmp_type(version, &packet->icmp, &type, &code, &unknown))
		return tcpsim_pkt_skip(play, &packet->icmp.loc, "ICMP message `%s` of IPv%u", unknown, version);
	kind = tcpsim_wire_icmp_kind(version, type, code);
	if (kind < 0)
		return tcpsim_pkt_skip(play, &packet->icmp.loc, "ICMP message %u/%u of IPv%u", type, code, version);
	know_flow(play, packet);
	icmp = icmp_of(play, packet, (enum tcpsim_icmp_kind)kind);
	tcpsim_net_inject_icmp(play->net, PKT_SCRIPT, play->flow.remote_port, PKT_TESTED, play->flow.local_port,
		packet->icmp.quoted == PKT_UDP ? TCPSIM_PROTOCOL_UDP : TCPSIM_PROTOCOL_TCP, &icmp, event->loc.line);
	return true;
}

bool
tcpsim_pkt_inject(struct play *play, const struct pkt_event *event)
{
	switch (event->packet.protocol) {
	case PKT_TCP:
		return inject_segment(play, event);
	case PKT_UDP:
		return inject_datagram(play, event);
	case PKT_ICMP:
		break;
	}
	return inject_icmp(play, event);
}
