/* SPDX-License-Identifier: MIT */
#include "lib/wire/wire_private.h"

/* What the addresses of the packet say of who may be meant (MUST-57, MUST-63). */
static uint8_t
addressed(const struct tcpsim_wire_ip *ip)
{
	uint8_t set = 0;

	if (wire_is_group(ip->version, ip->destination))
		set |= TCPSIM_ADDRESSED_TO_GROUP;
	if (wire_is_group(ip->version, ip->source) || wire_is_nobody(ip->source))
		set |= TCPSIM_ADDRESSED_FROM_GROUP;
	return set;
}

static void
read_fields(const uint8_t *header, struct tcpsim_wire_packet *packet)
{
	struct tcpsim_segment *seg = &packet->segment;

	packet->source_port = wire_get16(header);
	packet->destination_port = wire_get16(header + 2);
	seg->seq = tcpsim_seq_make(wire_get32(header + 4));
	seg->ack = tcpsim_seq_make(wire_get32(header + 8));
	seg->ctl = header[13];
	seg->wnd = wire_get16(header + 14);
	seg->up = wire_get16(header + 18);
	seg->ecn = packet->ip.ecn;
	seg->addressed = addressed(&packet->ip);
}

static void
check_checksum(struct wire_reader *reader, uint32_t at, size_t n)
{
	const struct tcpsim_wire_ip *ip = &reader->packet->ip;
	uint16_t is = wire_get16(reader->octets + at + 16);
	uint16_t over = wire_transport_checksum(ip, TCPSIM_WIRE_PROTOCOL_TCP, reader->octets + at, n);

	/* What the sum lacks is what the field lacks. */
	if (over != 0)
		wire_fault(reader, TCPSIM_WIRE_TCP_CHECKSUM, at + 16, is,
			wire_fold((uint64_t)(uint16_t)~over + (uint16_t)~is));
}

void
wire_tcp_decode(struct wire_reader *reader)
{
	struct tcpsim_wire_packet *packet = reader->packet;
	uint32_t at = packet->at.transport, n = (uint32_t)reader->n - at, header;

	packet->kind = TCPSIM_WIRE_TCP;
	if (n < WIRE_TCP) {
		wire_fault(reader, TCPSIM_WIRE_TCP_TOO_SHORT, at, n, WIRE_TCP);
		return;
	}
	read_fields(reader->octets + at, packet);
	header = (reader->octets[at + 12] >> 4) * 4U;
	check_checksum(reader, at, n);
	if (header < WIRE_TCP || header > n) {
		wire_fault(reader, TCPSIM_WIRE_TCP_DATA_OFFSET, at + 12, header, header < WIRE_TCP ? WIRE_TCP : n);
		return;
	}
	packet->options = reader->octets + at + WIRE_TCP;
	packet->n_options = header - WIRE_TCP;
	wire_options_decode(reader, at + WIRE_TCP, at + header);
	packet->at.octets = at + header;
	packet->octets = reader->octets + packet->at.octets;
	packet->n_octets = n - header;
	packet->segment.text_bytes = n - header;
}

void
wire_tcp_encode(const struct tcpsim_wire_packet *packet, uint8_t *octets, size_t n, uint32_t header)
{
	const struct tcpsim_segment *seg = &packet->segment;

	wire_put16(octets, packet->source_port);
	wire_put16(octets + 2, packet->destination_port);
	wire_put32(octets + 4, seg->seq.n);
	wire_put32(octets + 8, seg->ack.n);
	octets[12] = (uint8_t)(header / 4 << 4);
	octets[13] = seg->ctl;
	wire_put16(octets + 14, seg->wnd);
	wire_put16(octets + 16, 0);
	wire_put16(octets + 18, seg->up);
	wire_put16(octets + 16, wire_transport_checksum(&packet->ip, TCPSIM_WIRE_PROTOCOL_TCP, octets, n));
}
