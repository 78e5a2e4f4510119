/* SPDX-License-Identifier: MIT */
#include <string.h>

#include <tcpsim/wire.h>

#include "net_private.h"

/*
 * Damage: bits of a packet that arrive the other way round. The packet is written out, damaged and read again, so that
 * the receiver notices what its checksums show (MUST-3, RFC 1122 4.1.3.4) and nothing else. One bit is always noticed,
 * but in the few octets of an IPv6 header that no checksum covers; two or more may make up for each other.
 */

void
tcpsim_damage_draw(struct tcpsim_link *link, struct tcpsim_packet *packet, uint32_t n_bits)
{
	packet->flags |= TCPSIM_PACKET_DAMAGED;
	packet->damage = tcpsim_prng_below(&link->streams[TCPSIM_STREAM_BITS], UINT64_MAX);
	packet->n_damaged = n_bits;
}

/* ---- written out ---- */

static struct tcpsim_wire_packet
written(const struct tcpsim_net *net, const struct tcpsim_packet *packet)
{
	const struct tcpsim_policy *policy = &net->hosts[packet->from]->policy;
	struct tcpsim_wire_packet wire = {
		.ip = {
			.version = policy->ip == TCPSIM_IPV6 ? 6 : 4,
			.identification = (uint16_t)packet->original,
			.ttl = packet->ttl,
			.dscp = packet->dscp,
			.ecn = packet->arriving.seg.ecn,
			.dont_fragment = policy->path_mtu_discovery != 0,
		},
		.kind = packet->protocol == TCPSIM_PROTOCOL_TCP ? TCPSIM_WIRE_TCP : TCPSIM_WIRE_UDP,
		.source_port = packet->from_port,
		.destination_port = packet->to_port,
		.segment = packet->arriving.seg,
		.option_layout = (enum tcpsim_option_layout)packet->option_layout,
		.n_octets = packet->arriving.seg.text_bytes,
		.octets = packet->octets,
	};

	wire.ip.protocol = packet->protocol == TCPSIM_PROTOCOL_TCP ? TCPSIM_WIRE_PROTOCOL_TCP :
		TCPSIM_WIRE_PROTOCOL_UDP;
	tcpsim_wire_host_address(wire.ip.version, packet->from, wire.ip.source);
	tcpsim_wire_host_address(wire.ip.version, packet->to, wire.ip.destination);
	return wire;
}

/* Octets of the packet in net->octets. */
static size_t
encode(struct tcpsim_net *net, const struct tcpsim_wire_packet *wire)
{
	size_t n = tcpsim_wire_encode(wire, NULL, 0);

	g_byte_array_set_size(net->octets, (guint)n);
	return tcpsim_wire_encode(wire, net->octets->data, n);
}

static void
flip(uint8_t *octets, uint64_t bit)
{
	octets[bit / 8] ^= (uint8_t)(0x80 >> bit % 8);
}

/*
 * A fault by name is one that is noticed: it is in the ports, which every checksum covers. Chance may strike anywhere.
 * Returns the bit, from 1, if there was only one; else 0.
 */
static uint32_t
flip_bits(const struct tcpsim_packet *packet, uint32_t header, uint8_t *octets, size_t n)
{
	uint64_t state = packet->damage, bit;

	if (packet->n_damaged == 0) {
		bit = header * 8U + tcpsim_splitmix(&state) % 32;
		flip(octets, bit);
		return (uint32_t)bit + 1;
	}
	for (uint32_t i = 0; i < packet->n_damaged; i++) {
		bit = tcpsim_splitmix(&state) % (n * 8);
		flip(octets, bit);
	}
	return packet->n_damaged == 1 ? (uint32_t)bit + 1 : 0;
}

/* ICMP messages are not written out: the bit is somewhere behind the IP header, in what their checksum covers. */
static uint32_t
choose_bit(const struct tcpsim_net *net, const struct tcpsim_packet *packet, uint32_t header)
{
	uint64_t state = packet->damage;
	uint32_t n = packet->n_damaged == 0 ? 4 : tcpsim_packet_octets(net, packet) - header;

	return packet->n_damaged > 1 ? 0 : header * 8U + (uint32_t)(tcpsim_splitmix(&state) % (n * 8U)) + 1;
}

/* ---- read again ---- */

static bool
is_checksum(enum tcpsim_wire_error error)
{
	return error == TCPSIM_WIRE_IP_CHECKSUM || error == TCPSIM_WIRE_TCP_CHECKSUM || error == TCPSIM_WIRE_UDP_CHECKSUM;
}

static void
refuse(struct tcpsim_net *net, const struct tcpsim_packet *packet, uint32_t flipped, bool is_checksum,
	const char *words)
{
	struct tcpsim_record *record;

	tcpsim_link_lose(net, packet, is_checksum ? TCPSIM_DROP_CHECKSUM : TCPSIM_DROP_MALFORMED, 0);
	if (net->trace == NULL)
		return;
	record = tcpsim_record_at(net, tcpsim_record_last(net));
	record->flipped = flipped;
	if (words != NULL)
		record->words = tcpsim_trace_words(net->trace, words);
}

static void
refuse_faulty(struct tcpsim_net *net, const struct tcpsim_packet *packet, uint32_t flipped,
	const struct tcpsim_wire_faults *faults)
{
	const struct tcpsim_wire_fault *worst = &faults->list[0];
	char words[TCPSIM_WIRE_FAULT_TEXT];

	for (uint32_t i = 0; i < faults->n; i++) {
		if (is_checksum((enum tcpsim_wire_error)faults->list[i].error)) {
			worst = &faults->list[i];
			break;
		}
	}
	tcpsim_wire_fault_format(worst, words, sizeof words);
	refuse(net, packet, flipped, is_checksum((enum tcpsim_wire_error)worst->error), words);
}

/* Whether it is still between the same hosts and of the same protocol; else nobody here would take it. */
static bool
is_still_ours(const struct tcpsim_wire_packet *before, const struct tcpsim_wire_packet *after)
{
	return before->kind == after->kind && before->ip.version == after->ip.version &&
		memcmp(before->ip.source, after->ip.source, sizeof before->ip.source) == 0 &&
		memcmp(before->ip.destination, after->ip.destination, sizeof before->ip.destination) == 0;
}

/* The packet is what was read. Where its text stands in the sender's stream is not written in it. */
static void
take_over(struct tcpsim_net *net, struct tcpsim_packet *packet, const struct tcpsim_wire_packet *wire)
{
	uint64_t text_offset = packet->arriving.seg.text_offset;

	packet->from_port = wire->source_port;
	packet->to_port = wire->destination_port;
	packet->ttl = wire->ip.ttl;
	packet->dscp = wire->ip.dscp;
	packet->arriving.seg = wire->segment;
	packet->arriving.seg.text_offset = text_offset;
	packet->arriving.seg.text_bytes = wire->n_octets;
	packet->arriving.seg.ecn = wire->ip.ecn;
	if (packet->chunk != NULL) {
		tcpsim_chunk_release(net, packet->chunk);
		packet->chunk = NULL;
	}
	if (wire->n_octets > 0)
		memcpy(tcpsim_packet_reserve(packet, wire->n_octets), wire->octets, wire->n_octets);
}

bool
tcpsim_damage_passes(struct tcpsim_net *net, struct tcpsim_packet *packet)
{
	struct tcpsim_wire_packet before, after;
	struct tcpsim_wire_faults faults = { 0 };
	uint32_t header = tcpsim_ip_header_octets(&net->hosts[packet->from]->policy), flipped;
	size_t n;

	packet->flags &= (uint8_t)~TCPSIM_PACKET_DAMAGED;
	if (packet->protocol == TCPSIM_PROTOCOL_ICMP) {
		refuse(net, packet, choose_bit(net, packet, header), true, NULL);
		return false;
	}
	before = written(net, packet);
	n = encode(net, &before);
	if (n == 0) {
		refuse(net, packet, 0, true, NULL);
		return false;
	}
	flipped = flip_bits(packet, header, net->octets->data, n);
	if (tcpsim_wire_decode(net->octets->data, n, &after, &faults) != TCPSIM_WIRE_OK) {
		refuse_faulty(net, packet, flipped, &faults);
		return false;
	}
	if (!is_still_ours(&before, &after)) {
		refuse(net, packet, flipped, false, "its addresses or its protocol are others");
		return false;
	}
	take_over(net, packet, &after);
	return true;
}
