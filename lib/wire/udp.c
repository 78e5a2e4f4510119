/* SPDX-License-Identifier: MIT */
#include "lib/wire/wire_private.h"

static void
check_checksum(struct wire_reader *reader, uint32_t at, uint32_t length)
{
	const struct tcpsim_wire_ip *ip = &reader->packet->ip;
	uint16_t is = wire_get16(reader->octets + at + 6);
	uint16_t over = wire_transport_checksum(ip, TCPSIM_WIRE_PROTOCOL_UDP, reader->octets + at, length);
	uint16_t should = wire_fold((uint64_t)(uint16_t)~over + (uint16_t)~is);

	if (should == 0)
		should = UINT16_MAX;
	if (is == 0 && ip->version == 6)
		wire_fault(reader, TCPSIM_WIRE_UDP_NO_CHECKSUM, at + 6, 0, should);
	else if (is != 0 && over != 0)
		wire_fault(reader, TCPSIM_WIRE_UDP_CHECKSUM, at + 6, is, should);
}

void
wire_udp_decode(struct wire_reader *reader)
{
	struct tcpsim_wire_packet *packet = reader->packet;
	uint32_t at = packet->at.transport, n = (uint32_t)reader->n - at, length;

	packet->kind = TCPSIM_WIRE_UDP;
	if (n < WIRE_UDP) {
		wire_fault(reader, TCPSIM_WIRE_UDP_TOO_SHORT, at, n, WIRE_UDP);
		return;
	}
	packet->source_port = wire_get16(reader->octets + at);
	packet->destination_port = wire_get16(reader->octets + at + 2);
	length = wire_get16(reader->octets + at + 4);
	if (length < WIRE_UDP || length > n) {
		wire_fault(reader, TCPSIM_WIRE_UDP_LENGTH, at + 4, length, length < WIRE_UDP ? WIRE_UDP : n);
		return;
	}
	check_checksum(reader, at, length);
	packet->at.octets = at + WIRE_UDP;
	packet->octets = reader->octets + packet->at.octets;
	packet->n_octets = length - WIRE_UDP;
}

void
wire_udp_encode(const struct tcpsim_wire_packet *packet, uint8_t *octets, size_t n)
{
	uint16_t checksum;

	wire_put16(octets, packet->source_port);
	wire_put16(octets + 2, packet->destination_port);
	wire_put16(octets + 4, (uint32_t)n);
	wire_put16(octets + 6, 0);
	checksum = wire_transport_checksum(&packet->ip, TCPSIM_WIRE_PROTOCOL_UDP, octets, n);
	/* 0 would say that there is none; its other form says the same to the sum (RFC 768). */
	wire_put16(octets + 6, checksum == 0 ? UINT16_MAX : checksum);
}
