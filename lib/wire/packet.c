/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/wire/wire_private.h"

struct tcpsim_wire_fault *
wire_fault(struct wire_reader *reader, enum tcpsim_wire_error error, uint32_t offset, uint32_t is, uint32_t should)
{
	struct tcpsim_wire_fault *fault;

	if (reader->faults->n == TCPSIM_WIRE_MAX_FAULTS)
		return NULL;
	fault = &reader->faults->list[reader->faults->n++];
	fault->error = (uint8_t)error;
	fault->offset = offset;
	fault->is = is;
	fault->should = should;
	return fault;
}

/* ---- decode ---- */

/* What a protocol is, over a version of IP. */
static enum tcpsim_wire_kind
kind_of(unsigned version, uint8_t protocol)
{
	switch (protocol) {
	case TCPSIM_WIRE_PROTOCOL_TCP:
		return TCPSIM_WIRE_TCP;
	case TCPSIM_WIRE_PROTOCOL_UDP:
		return TCPSIM_WIRE_UDP;
	case TCPSIM_WIRE_PROTOCOL_ICMP:
		return version == 4 ? TCPSIM_WIRE_ICMP : TCPSIM_WIRE_OTHER;
	case TCPSIM_WIRE_PROTOCOL_ICMPV6:
		return version == 6 ? TCPSIM_WIRE_ICMP : TCPSIM_WIRE_OTHER;
	default:
		return TCPSIM_WIRE_OTHER;
	}
}

static void
decode_transport(struct wire_reader *reader)
{
	struct tcpsim_wire_packet *packet = reader->packet;

	switch (kind_of(packet->ip.version, packet->ip.protocol)) {
	case TCPSIM_WIRE_TCP:
		wire_tcp_decode(reader);
		break;
	case TCPSIM_WIRE_UDP:
		wire_udp_decode(reader);
		break;
	case TCPSIM_WIRE_ICMP:
		wire_icmp_decode(reader);
		break;
	case TCPSIM_WIRE_OTHER:
		packet->at.octets = packet->at.transport;
		packet->octets = reader->octets + packet->at.transport;
		packet->n_octets = packet->at.end - packet->at.transport;
		break;
	}
}

static bool
decode_ip(struct wire_reader *reader)
{
	if (reader->n == 0) {
		wire_fault(reader, TCPSIM_WIRE_IP_TOO_SHORT, 0, 0, WIRE_IPV4);
		return false;
	}
	switch (reader->octets[0] >> 4) {
	case 4:
		return wire_ipv4_decode(reader);
	case 6:
		return wire_ipv6_decode(reader);
	default:
		wire_fault(reader, TCPSIM_WIRE_IP_VERSION, 0, reader->octets[0] >> 4, 0);
		return false;
	}
}

enum tcpsim_wire_error
tcpsim_wire_decode(
	const uint8_t *octets, size_t n, struct tcpsim_wire_packet *packet, struct tcpsim_wire_faults *faults)
{
	struct tcpsim_wire_faults own;
	struct wire_reader reader = { octets, n < UINT32_MAX ? n : UINT32_MAX, packet, faults != NULL ? faults : &own };

	memset(packet, 0, sizeof *packet);
	memset(reader.faults, 0, sizeof *reader.faults);
	if (decode_ip(&reader))
		decode_transport(&reader);
	return (enum tcpsim_wire_error)reader.faults->list[0].error;
}

/* ---- encode ---- */

/* Octets of the transport header, without options. */
static uint32_t
fixed_octets(enum tcpsim_wire_kind kind)
{
	switch (kind) {
	case TCPSIM_WIRE_TCP:
		return WIRE_TCP;
	case TCPSIM_WIRE_UDP:
		return WIRE_UDP;
	case TCPSIM_WIRE_ICMP:
		return WIRE_ICMP;
	case TCPSIM_WIRE_OTHER:
		break;
	}
	return 0;
}

/* The options of a segment, in `own` if they are not raw ones; false if no header can have them. */
static bool
find_options(const struct tcpsim_wire_packet *packet, uint8_t own[TCPSIM_WIRE_MAX_OPTIONS], const uint8_t **options,
	uint32_t *n)
{
	*options = own;
	*n = 0;
	if (packet->kind != TCPSIM_WIRE_TCP)
		return true;
	if (packet->segment.wnd > UINT16_MAX)
		return false;
	if (packet->options == NULL) {
		*n = (uint32_t)tcpsim_wire_options(&packet->segment, packet->option_layout, own);
		return true;
	}
	*options = packet->options;
	*n = packet->n_options;
	return *n <= TCPSIM_WIRE_MAX_OPTIONS && *n % 4 == 0;
}

static void
encode_transport(const struct tcpsim_wire_packet *packet, uint8_t *octets, size_t n, uint32_t header)
{
	switch (packet->kind) {
	case TCPSIM_WIRE_TCP:
		wire_tcp_encode(packet, octets, n, header);
		break;
	case TCPSIM_WIRE_UDP:
		wire_udp_encode(packet, octets, n);
		break;
	case TCPSIM_WIRE_ICMP:
		wire_icmp_encode(packet, octets, n);
		break;
	case TCPSIM_WIRE_OTHER:
		break;
	}
}

/* The IP header as it will be: what follows from the kind of packet is not asked of the caller. */
static struct tcpsim_wire_ip
ip_of(const struct tcpsim_wire_packet *packet)
{
	struct tcpsim_wire_ip ip = packet->ip;

	switch (packet->kind) {
	case TCPSIM_WIRE_TCP:
		ip.protocol = TCPSIM_WIRE_PROTOCOL_TCP;
		ip.ecn = packet->segment.ecn;
		break;
	case TCPSIM_WIRE_UDP:
		ip.protocol = TCPSIM_WIRE_PROTOCOL_UDP;
		break;
	case TCPSIM_WIRE_ICMP:
		ip.protocol = ip.version == 6 ? TCPSIM_WIRE_PROTOCOL_ICMPV6 : TCPSIM_WIRE_PROTOCOL_ICMP;
		break;
	case TCPSIM_WIRE_OTHER:
		break;
	}
	return ip;
}

size_t
tcpsim_wire_encode(const struct tcpsim_wire_packet *packet, uint8_t *octets, size_t size)
{
	struct tcpsim_wire_ip ip = ip_of(packet);
	uint32_t before = ip.version == 4 ? WIRE_IPV4 : WIRE_IPV6, header, n_options;
	uint8_t own[TCPSIM_WIRE_MAX_OPTIONS];
	const uint8_t *options;
	uint64_t total;

	if ((ip.version != 4 && ip.version != 6) || !find_options(packet, own, &options, &n_options))
		return 0;
	header = fixed_octets(packet->kind) + n_options;
	total = (uint64_t)before + header + packet->n_octets;
	/* IPv4 counts its header, IPv6 does not; more needs an option (RFC 2675). */
	if (total - (ip.version == 6 ? WIRE_IPV6 : 0) > UINT16_MAX)
		return 0;
	if (total > size)
		return (size_t)total;
	if (ip.version == 4)
		wire_ipv4_encode(&ip, (uint32_t)total, octets);
	else
		wire_ipv6_encode(&ip, (uint32_t)total, octets);
	if (n_options > 0)
		memcpy(octets + before + WIRE_TCP, options, n_options);
	if (packet->octets == NULL)
		memset(octets + before + header, 0, packet->n_octets);
	else if (packet->n_octets > 0)
		memcpy(octets + before + header, packet->octets, packet->n_octets);
	encode_transport(packet, octets + before, (size_t)total - before, header);
	return (size_t)total;
}
