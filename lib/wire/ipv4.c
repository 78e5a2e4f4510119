/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/wire/wire_private.h"

/* RFC 791 3.1: flags and fragment offset. */
#define DONT_FRAGMENT 0x4000U
#define MORE_FRAGMENTS 0x2000U
#define FRAGMENT_OFFSET 0x1fffU

void
wire_ipv4_fields(const uint8_t *octets, struct tcpsim_wire_ip *ip)
{
	ip->version = 4;
	ip->dscp = octets[1] >> 2;
	ip->ecn = octets[1] & 3;
	ip->identification = wire_get16(octets + 4);
	ip->dont_fragment = (wire_get16(octets + 6) & DONT_FRAGMENT) != 0;
	ip->ttl = octets[8];
	ip->protocol = octets[9];
	memcpy(ip->source, octets + 12, 4);
	memcpy(ip->destination, octets + 16, 4);
}

/* What options say is not for TCP (MUST-50), but where each ends must be told. */
static void
check_options(struct wire_reader *reader, uint32_t header)
{
	const uint8_t *octets = reader->octets;
	uint32_t at = WIRE_IPV4;

	while (at < header && octets[at] != 0) {
		uint32_t length = octets[at] == 1 ? 1 : at + 1 < header ? octets[at + 1] : 0;

		if (octets[at] != 1 && (length < 2 || length > header - at)) {
			wire_fault(reader, TCPSIM_WIRE_IP_OPTION_LENGTH, at, length, length < 2 ? 2 : header - at);
			return;
		}
		at += length;
	}
}

static void
check_checksum(struct wire_reader *reader, uint32_t header)
{
	uint16_t is = wire_get16(reader->octets + 10);
	uint16_t should = wire_fold(wire_sum(wire_sum(0, reader->octets, 10), reader->octets + 12, header - 12));

	/* 0 and 0xffff are the same number to the sum. */
	if (tcpsim_wire_checksum(reader->octets, header) != 0)
		wire_fault(reader, TCPSIM_WIRE_IP_CHECKSUM, 10, is, should);
}

bool
wire_ipv4_decode(struct wire_reader *reader)
{
	const uint8_t *octets = reader->octets;
	uint32_t header = (octets[0] & 15U) * 4, total, part;

	if (reader->n < WIRE_IPV4) {
		wire_fault(reader, TCPSIM_WIRE_IP_TOO_SHORT, 0, (uint32_t)reader->n, WIRE_IPV4);
		return false;
	}
	wire_ipv4_fields(octets, &reader->packet->ip);
	if (header < WIRE_IPV4 || header > reader->n) {
		wire_fault(reader, TCPSIM_WIRE_IP_HEADER_LENGTH, 0, header,
			header < WIRE_IPV4 ? WIRE_IPV4 : (uint32_t)reader->n);
		return false;
	}
	check_checksum(reader, header);
	total = wire_get16(octets + 2);
	if (total < header || total > reader->n) {
		wire_fault(
			reader, TCPSIM_WIRE_IP_TOTAL_LENGTH, 2, total, total < header ? header : (uint32_t)reader->n);
		return false;
	}
	reader->n = total;
	reader->packet->at.end = total;
	check_options(reader, header);
	part = wire_get16(octets + 6);
	if ((part & (MORE_FRAGMENTS | FRAGMENT_OFFSET)) != 0) {
		wire_fault(reader, TCPSIM_WIRE_IP_FRAGMENT, 6, (part & FRAGMENT_OFFSET) * 8, 0);
		return false;
	}
	reader->packet->at.transport = header;
	return true;
}

void
wire_ipv4_encode(const struct tcpsim_wire_ip *ip, uint32_t total, uint8_t *octets)
{
	octets[0] = 0x45;
	octets[1] = (uint8_t)((ip->dscp & 63U) << 2 | (ip->ecn & 3U));
	wire_put16(octets + 2, total);
	wire_put16(octets + 4, ip->identification);
	wire_put16(octets + 6, ip->dont_fragment ? DONT_FRAGMENT : 0);
	octets[8] = ip->ttl;
	octets[9] = ip->protocol;
	wire_put16(octets + 10, 0);
	memcpy(octets + 12, ip->source, 4);
	memcpy(octets + 16, ip->destination, 4);
	wire_put16(octets + 10, tcpsim_wire_checksum(octets, WIRE_IPV4));
}
