/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/wire/wire_private.h"

/* Extension headers, RFC 8200 4; the authentication header counts its length otherwise (RFC 4302 2.2). */
enum {
	HOP_BY_HOP = 0,
	ROUTING = 43,
	FRAGMENT = 44,
	AUTHENTICATION = 51,
	DESTINATION = 60,
};

void
wire_ipv6_fields(const uint8_t *octets, struct tcpsim_wire_ip *ip)
{
	uint32_t first = wire_get32(octets);

	ip->version = 6;
	ip->dscp = (uint8_t)(first >> 22 & 63);
	ip->ecn = (uint8_t)(first >> 20 & 3);
	ip->flow_label = first & 0xfffff;
	ip->protocol = octets[6];
	ip->ttl = octets[7];
	memcpy(ip->source, octets + 8, TCPSIM_WIRE_ADDRESS);
	memcpy(ip->destination, octets + 24, TCPSIM_WIRE_ADDRESS);
}

/* The octets of an extension header, or 0 if the protocol is none. Two octets of it are there. */
static uint32_t
extension_octets(uint8_t protocol, uint8_t length)
{
	switch (protocol) {
	case HOP_BY_HOP:
	case ROUTING:
	case DESTINATION:
		return (length + 1U) * 8;
	case FRAGMENT:
		return 8;
	case AUTHENTICATION:
		return (length + 2U) * 4;
	default:
		return 0;
	}
}

struct wire_walk
wire_ipv6_walk(const uint8_t *octets, size_t n)
{
	struct wire_walk walk = { .at = WIRE_IPV6, .protocol = octets[6] };

	while (extension_octets(walk.protocol, 0) != 0) {
		const uint8_t *header = octets + walk.at;
		uint32_t there = (uint32_t)n - walk.at;
		uint32_t length = there < 2 ? 2 : extension_octets(walk.protocol, header[1]);

		if (length > there) {
			walk.is_cut = true;
			return walk;
		}
		if (walk.protocol == FRAGMENT) {
			/* One that says "all of it is here" is none (RFC 6946). */
			walk.fragment = walk.at;
			walk.is_part = (wire_get16(header + 2) & 0xfff9) != 0;
			walk.is_later_part = (wire_get16(header + 2) & 0xfff8) != 0;
			if (walk.is_part)
				return walk;
		}
		walk.protocol = header[0];
		walk.at += length;
	}
	return walk;
}

bool
wire_ipv6_decode(struct wire_reader *reader)
{
	const uint8_t *octets = reader->octets;
	struct tcpsim_wire_packet *packet = reader->packet;
	struct wire_walk walk;
	uint32_t payload;

	if (reader->n < WIRE_IPV6) {
		wire_fault(reader, TCPSIM_WIRE_IP_TOO_SHORT, 0, (uint32_t)reader->n, WIRE_IPV6);
		return false;
	}
	wire_ipv6_fields(octets, &packet->ip);
	payload = wire_get16(octets + 4);
	if (payload > reader->n - WIRE_IPV6) {
		wire_fault(reader, TCPSIM_WIRE_IP_TOTAL_LENGTH, 4, payload, (uint32_t)reader->n - WIRE_IPV6);
		return false;
	}
	reader->n = WIRE_IPV6 + payload;
	packet->at.end = WIRE_IPV6 + payload;
	walk = wire_ipv6_walk(octets, reader->n);
	packet->ip.protocol = walk.protocol;
	if (walk.is_cut) {
		uint32_t there = packet->at.end - walk.at;

		wire_fault(reader, TCPSIM_WIRE_IP_EXTENSION, walk.at,
			there < 2 ? 8 : extension_octets(walk.protocol, octets[walk.at + 1]), there);
		return false;
	}
	if (walk.is_part) {
		wire_fault(reader, TCPSIM_WIRE_IP_FRAGMENT, walk.fragment,
			wire_get16(octets + walk.fragment + 2) & 0xfff8, 0);
		return false;
	}
	packet->at.transport = walk.at;
	return true;
}

void
wire_ipv6_encode(const struct tcpsim_wire_ip *ip, uint32_t total, uint8_t *octets)
{
	wire_put32(octets,
		UINT32_C(6) << 28 | (ip->dscp & UINT32_C(63)) << 22 | (ip->ecn & UINT32_C(3)) << 20 |
			(ip->flow_label & 0xfffff));
	wire_put16(octets + 4, total - WIRE_IPV6);
	octets[6] = ip->protocol;
	octets[7] = ip->ttl;
	memcpy(octets + 8, ip->source, TCPSIM_WIRE_ADDRESS);
	memcpy(octets + 24, ip->destination, TCPSIM_WIRE_ADDRESS);
}
