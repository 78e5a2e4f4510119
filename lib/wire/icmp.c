/* SPDX-License-Identifier: MIT */
#include "lib/wire/wire_private.h"

/* Octets of a message about a packet, at the most: RFC 1812 4.3.2.3, RFC 4443 2.4 (c). */
#define MOST_OCTETS_4 576U
#define MOST_OCTETS_6 1280U

/* A type and code for any code. */
#define ANY_CODE 256

struct meaning {
	uint8_t version, type;
	uint16_t code; /* or ANY_CODE */
	uint8_t kind;  /* enum tcpsim_icmp_kind */
};

/*
 * What means what: RFC 792, RFC 1122 3.2.2, RFC 1812 5.2.7.1, RFC 4443. Of a kind and version the first is the one
 * that is sent.
 */
static const struct meaning meanings[] = {
	{ 4, 3, 0, TCPSIM_ICMP_NET_UNREACHABLE },
	{ 4, 3, 1, TCPSIM_ICMP_HOST_UNREACHABLE },
	{ 4, 3, 2, TCPSIM_ICMP_PROTOCOL_UNREACHABLE },
	{ 4, 3, 3, TCPSIM_ICMP_PORT_UNREACHABLE },
	{ 4, 3, 4, TCPSIM_ICMP_TOO_LARGE },
	{ 4, 3, 5, TCPSIM_ICMP_SOURCE_ROUTE_FAILED },
	{ 4, 3, 6, TCPSIM_ICMP_NET_UNREACHABLE },         /* network unknown */
	{ 4, 3, 11, TCPSIM_ICMP_NET_UNREACHABLE },        /* for this type of service */
	{ 4, 3, ANY_CODE, TCPSIM_ICMP_HOST_UNREACHABLE }, /* unknown, isolated, prohibited */
	{ 4, 11, 0, TCPSIM_ICMP_TIME_EXCEEDED },
	{ 4, 11, ANY_CODE, TCPSIM_ICMP_TIME_EXCEEDED },
	{ 4, 12, 0, TCPSIM_ICMP_PARAMETER_PROBLEM },
	{ 4, 12, ANY_CODE, TCPSIM_ICMP_PARAMETER_PROBLEM },
	{ 4, 4, 0, TCPSIM_ICMP_SOURCE_QUENCH },
	{ 4, 4, ANY_CODE, TCPSIM_ICMP_SOURCE_QUENCH },
	{ 6, 1, 0, TCPSIM_ICMP_NET_UNREACHABLE },
	{ 6, 1, 3, TCPSIM_ICMP_HOST_UNREACHABLE },
	{ 6, 1, 4, TCPSIM_ICMP_PORT_UNREACHABLE },
	{ 6, 1, 6, TCPSIM_ICMP_NET_UNREACHABLE },         /* the route rejects */
	{ 6, 1, ANY_CODE, TCPSIM_ICMP_HOST_UNREACHABLE }, /* prohibited, beyond the scope, by policy */
	{ 6, 2, 0, TCPSIM_ICMP_TOO_LARGE },
	{ 6, 2, ANY_CODE, TCPSIM_ICMP_TOO_LARGE },
	{ 6, 3, 0, TCPSIM_ICMP_TIME_EXCEEDED },
	{ 6, 3, ANY_CODE, TCPSIM_ICMP_TIME_EXCEEDED },
	{ 6, 4, 1, TCPSIM_ICMP_PROTOCOL_UNREACHABLE },
	{ 6, 4, 0, TCPSIM_ICMP_PARAMETER_PROBLEM },
	{ 6, 4, ANY_CODE, TCPSIM_ICMP_PARAMETER_PROBLEM },
};

#define N_MEANINGS (sizeof meanings / sizeof meanings[0])

bool
tcpsim_wire_icmp_type(unsigned version, enum tcpsim_icmp_kind kind, uint8_t *type, uint8_t *code)
{
	for (size_t i = 0; i < N_MEANINGS; i++) {
		if (meanings[i].version == version && meanings[i].kind == kind) {
			*type = meanings[i].type;
			*code = (uint8_t)meanings[i].code;
			return true;
		}
	}
	return false;
}

int
tcpsim_wire_icmp_kind(unsigned version, uint8_t type, uint8_t code)
{
	for (size_t i = 0; i < N_MEANINGS; i++) {
		if (meanings[i].version == version && meanings[i].type == type &&
			(meanings[i].code == code || meanings[i].code == ANY_CODE))
			return meanings[i].kind;
	}
	return -1;
}

/* ---- what a message quotes ---- */

/* What can be told of the beginning of a packet, of which the rest need not be there. */
struct beginning {
	struct tcpsim_wire_ip ip;
	uint32_t transport;
	bool is_later_part; /* a fragment that does not begin with the transport header */
};

/* Returns whether the headers of IP can be told. */
static bool
read_beginning(const uint8_t *octets, size_t n, struct beginning *beginning)
{
	*beginning = (struct beginning){ .transport = 0 };
	if (n >= WIRE_IPV4 && octets[0] >> 4 == 4) {
		wire_ipv4_fields(octets, &beginning->ip);
		beginning->transport = (octets[0] & 15U) * 4;
		beginning->is_later_part = (wire_get16(octets + 6) & 0x1fff) != 0;
		return beginning->transport >= WIRE_IPV4 && beginning->transport <= n;
	}
	if (n >= WIRE_IPV6 && octets[0] >> 4 == 6) {
		struct wire_walk walk = wire_ipv6_walk(octets, n);

		wire_ipv6_fields(octets, &beginning->ip);
		beginning->ip.protocol = walk.protocol;
		beginning->transport = walk.at;
		beginning->is_later_part = walk.is_later_part;
		/* The first part of several goes on behind its fragment header. */
		if (walk.is_part && !walk.is_later_part) {
			beginning->ip.protocol = octets[walk.fragment];
			beginning->transport = walk.fragment + 8;
		}
		return !walk.is_cut;
	}
	return false;
}

static bool
has_ports(uint8_t protocol)
{
	return protocol == TCPSIM_WIRE_PROTOCOL_TCP || protocol == TCPSIM_WIRE_PROTOCOL_UDP;
}

/* Fill in what a message quotes; whether it is enough to know whose packet that was. */
static bool
read_quote(unsigned version, const uint8_t *octets, size_t n, struct tcpsim_wire_icmp *icmp)
{
	struct beginning quoted;

	if (!read_beginning(octets, n, &quoted) || quoted.is_later_part || quoted.ip.version != version)
		return false;
	icmp->quoted = quoted.ip;
	if (!has_ports(quoted.ip.protocol))
		return true;
	/* The 8 octets that RFC 792 promises. */
	if (n - quoted.transport < 8)
		return false;
	icmp->quoted_source_port = wire_get16(octets + quoted.transport);
	icmp->quoted_destination_port = wire_get16(octets + quoted.transport + 2);
	if (quoted.ip.protocol == TCPSIM_WIRE_PROTOCOL_TCP)
		icmp->quoted_seq = tcpsim_seq_make(wire_get32(octets + quoted.transport + 4));
	return true;
}

static uint32_t
next_mtu(unsigned version, uint8_t kind, uint32_t rest)
{
	if (kind != TCPSIM_ICMP_TOO_LARGE)
		return 0;
	return version == 6 ? rest : rest & 0xffff;
}

/* ---- decode and encode ---- */

static uint16_t
checksum_over(const struct tcpsim_wire_ip *ip, const uint8_t *octets, size_t n)
{
	if (ip->version == 6)
		return wire_transport_checksum(ip, TCPSIM_WIRE_PROTOCOL_ICMPV6, octets, n);
	return tcpsim_wire_checksum(octets, n);
}

void
wire_icmp_decode(struct wire_reader *reader)
{
	struct tcpsim_wire_packet *packet = reader->packet;
	struct tcpsim_wire_icmp *icmp = &packet->icmp;
	uint32_t at = packet->at.transport, n = (uint32_t)reader->n - at;
	const uint8_t *header = reader->octets + at;
	uint16_t over;
	int kind;

	packet->kind = TCPSIM_WIRE_ICMP;
	if (n < WIRE_ICMP) {
		wire_fault(reader, TCPSIM_WIRE_ICMP_TOO_SHORT, at, n, WIRE_ICMP);
		return;
	}
	icmp->type = header[0];
	icmp->code = header[1];
	icmp->rest = wire_get32(header + 4);
	over = checksum_over(&packet->ip, header, n);
	if (over != 0)
		wire_fault(reader, TCPSIM_WIRE_ICMP_CHECKSUM, at + 2, wire_get16(header + 2),
			wire_fold((uint64_t)(uint16_t)~over + (uint16_t)~wire_get16(header + 2)));
	packet->at.octets = at + WIRE_ICMP;
	packet->octets = header + WIRE_ICMP;
	packet->n_octets = n - WIRE_ICMP;
	kind = tcpsim_wire_icmp_kind(packet->ip.version, icmp->type, icmp->code);
	if (kind < 0)
		return;
	icmp->is_error = 1;
	icmp->kind = (uint8_t)kind;
	icmp->mtu = next_mtu(packet->ip.version, icmp->kind, icmp->rest);
	if (!read_quote(packet->ip.version, packet->octets, packet->n_octets, icmp))
		wire_fault(reader, TCPSIM_WIRE_ICMP_QUOTE, packet->at.octets, packet->n_octets, 0);
}

void
wire_icmp_encode(const struct tcpsim_wire_packet *packet, uint8_t *octets, size_t n)
{
	octets[0] = packet->icmp.type;
	octets[1] = packet->icmp.code;
	wire_put16(octets + 2, 0);
	wire_put32(octets + 4, packet->icmp.rest);
	wire_put16(octets + 2, checksum_over(&packet->ip, octets, n));
}

/* ---- answers ---- */

/* Whether the packet is an ICMP error itself, as far as its type tells. */
static bool
is_icmp_error(const struct beginning *about, const uint8_t *octets, size_t n)
{
	if (about->ip.version == 4 && about->ip.protocol == TCPSIM_WIRE_PROTOCOL_ICMP)
		return about->transport >= n || tcpsim_wire_icmp_kind(4, octets[about->transport], 0) >= 0 ||
			octets[about->transport] == 5; /* a redirect */
	if (about->ip.version == 6 && about->ip.protocol == TCPSIM_WIRE_PROTOCOL_ICMPV6)
		return about->transport >= n || octets[about->transport] < 128;
	return false;
}

static bool
may_answer(const struct beginning *about, enum tcpsim_icmp_kind kind, const uint8_t *octets, size_t n)
{
	const struct tcpsim_wire_ip *ip = &about->ip;

	if (about->is_later_part || is_icmp_error(about, octets, n))
		return false;
	if (wire_is_group(ip->version, ip->source) || wire_is_nobody(ip->source))
		return false;
	/* Of IPv6 those in a group may learn their path's MTU (RFC 4443 2.4 (e.3)). */
	if (wire_is_group(ip->version, ip->destination) && !(ip->version == 6 && kind == TCPSIM_ICMP_TOO_LARGE))
		return false;
	return !has_ports(ip->protocol) || n - about->transport >= 8;
}

/* What is quoted of a packet of `n` octets. */
static uint32_t
quote_octets(unsigned version, size_t n)
{
	uint32_t most = version == 6 ? MOST_OCTETS_6 - WIRE_IPV6 - WIRE_ICMP : MOST_OCTETS_4 - WIRE_IPV4 - WIRE_ICMP;

	return n < most ? (uint32_t)n : most;
}

bool
tcpsim_wire_icmp_about(struct tcpsim_wire_packet *message, enum tcpsim_icmp_kind kind, uint32_t mtu,
	const uint8_t source[TCPSIM_WIRE_ADDRESS], const uint8_t *octets, size_t n)
{
	struct tcpsim_wire_icmp icmp = { .is_error = 1, .kind = (uint8_t)kind };
	struct beginning about;
	uint8_t version;

	if (!read_beginning(octets, n, &about) || !may_answer(&about, kind, octets, n))
		return false;
	version = about.ip.version;
	if (!tcpsim_wire_icmp_type(version, kind, &icmp.type, &icmp.code))
		return false;
	icmp.rest = kind != TCPSIM_ICMP_TOO_LARGE ? 0 : version == 6 || mtu < 0xffff ? mtu : 0xffff;
	icmp.mtu = next_mtu(version, icmp.kind, icmp.rest);
	*message = (struct tcpsim_wire_packet){
		.kind = TCPSIM_WIRE_ICMP,
		.ip = { .version = version, .ttl = 64 },
		.octets = octets,
		.n_octets = quote_octets(version, n),
	};
	message->ip.protocol = version == 6 ? TCPSIM_WIRE_PROTOCOL_ICMPV6 : TCPSIM_WIRE_PROTOCOL_ICMP;
	for (size_t i = 0; i < TCPSIM_WIRE_ADDRESS; i++) {
		message->ip.source[i] = source[i];
		message->ip.destination[i] = about.ip.source[i];
	}
	read_quote(version, octets, message->n_octets, &icmp);
	message->icmp = icmp;
	return true;
}
