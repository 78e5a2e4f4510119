/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_WIRE_PRIVATE_H
#define TCPSIM_WIRE_PRIVATE_H

#include <tcpsim/wire.h>

/*
 * How octets become a packet: packet.c goes from header to header; ipv4.c, ipv6.c, tcp.c, udp.c and icmp.c read and
 * write one each, through a reader that knows where the packet ends, and note what is wrong.
 */

/* Octets of headers without options. */
#define WIRE_IPV4 20U
#define WIRE_IPV6 40U
#define WIRE_TCP 20U
#define WIRE_UDP 8U
#define WIRE_ICMP 8U
/* Octets of a SACK option with so many blocks, RFC 2018 3. */
#define WIRE_SACK(BLOCKS) (2U + 8U * (BLOCKS))

/* One packet on its way through the decoder. */
struct wire_reader {
	const uint8_t *octets;
	size_t n; /* octets there are; from the IP header on, those that the packet has */
	struct tcpsim_wire_packet *packet;
	struct tcpsim_wire_faults *faults;
};

/* What is read of the way from an IPv6 header to the transport header. */
struct wire_walk {
	uint32_t at;       /* where it stopped: the transport header, or an extension header that is cut */
	uint32_t fragment; /* where a fragment header is, or 0 */
	uint8_t protocol;  /* of what is at .at */
	bool is_cut;
	bool is_part;       /* the fragment header says that there is more of the packet elsewhere */
	bool is_later_part; /* and before this */
};

static inline uint16_t
wire_get16(const uint8_t *octets)
{
	return (uint16_t)(octets[0] << 8 | octets[1]);
}

static inline uint32_t
wire_get32(const uint8_t *octets)
{
	return (uint32_t)wire_get16(octets) << 16 | wire_get16(octets + 2);
}

static inline void
wire_put16(uint8_t *octets, uint32_t n)
{
	octets[0] = (uint8_t)(n >> 8);
	octets[1] = (uint8_t)n;
}

static inline void
wire_put32(uint8_t *octets, uint32_t n)
{
	wire_put16(octets, n >> 16);
	wire_put16(octets + 2, n);
}

/* ---- packet.c ---- */

/* Note what is wrong. Returns what was noted, to say more of it, or NULL if there was no room. */
struct tcpsim_wire_fault *wire_fault(
	struct wire_reader *reader, enum tcpsim_wire_error error, uint32_t offset, uint32_t is, uint32_t should);

/* ---- checksum.c ---- */

/* Add the 16-bit words of octets to a sum that is not folded yet; the last of an odd number is a high one. */
uint64_t wire_sum(uint64_t sum, const uint8_t *octets, size_t n);
/* The checksum of a sum. */
uint16_t wire_fold(uint64_t sum);
/* The checksum of a transport header and what is behind it, `n` octets, with the pseudo header of that IP version. */
uint16_t wire_transport_checksum(const struct tcpsim_wire_ip *ip, uint8_t protocol, const uint8_t *octets, size_t n);

/* ---- address.c ---- */

/* The address of a group (multicast, broadcast). */
bool wire_is_group(unsigned version, const uint8_t *address);
/* The address of nobody: all zeros. */
bool wire_is_nobody(const uint8_t *address);

/* ---- text.c: what snprintf() would do, which would be a call out of this layer ---- */

/* A text of limited room that is counted to its end. */
struct wire_text {
	char *at;
	size_t size;
	size_t n;
};

void wire_text_begin(struct wire_text *text, char *at, size_t size);
void wire_text_put(struct wire_text *text, const char *words);
/* A number to base 10 or 16. */
void wire_text_number(struct wire_text *text, uint32_t n, uint32_t base);
/* End it with a NUL, if it has room for one; returns the length of all that was put. */
size_t wire_text_end(struct wire_text *text);

/* ---- ipv4.c and ipv6.c: each returns whether there is a transport header to be read ---- */

bool wire_ipv4_decode(struct wire_reader *reader);
/* The fields of 20 octets, no matter what they say. */
void wire_ipv4_fields(const uint8_t *octets, struct tcpsim_wire_ip *ip);
/* Write the header of a packet of `total` octets. */
void wire_ipv4_encode(const struct tcpsim_wire_ip *ip, uint32_t total, uint8_t *octets);
bool wire_ipv6_decode(struct wire_reader *reader);
/* The fields of 40 octets; .protocol is the first header's. */
void wire_ipv6_fields(const uint8_t *octets, struct tcpsim_wire_ip *ip);
/* Go over the extension headers of a packet of `n` octets, 40 at least. */
struct wire_walk wire_ipv6_walk(const uint8_t *octets, size_t n);
void wire_ipv6_encode(const struct tcpsim_wire_ip *ip, uint32_t total, uint8_t *octets);

/* ---- tcp.c, udp.c, icmp.c: .at.transport and .ip are known; and the octets are there to be written ---- */

void wire_tcp_decode(struct wire_reader *reader);
/* `n` octets from the header on; the options are there already. */
void wire_tcp_encode(const struct tcpsim_wire_packet *packet, uint8_t *octets, size_t n, uint32_t header);
void wire_udp_decode(struct wire_reader *reader);
void wire_udp_encode(const struct tcpsim_wire_packet *packet, uint8_t *octets, size_t n);
void wire_icmp_decode(struct wire_reader *reader);
void wire_icmp_encode(const struct tcpsim_wire_packet *packet, uint8_t *octets, size_t n);

/* ---- options.c ---- */

/* Take the options of a segment that are known; note the wrong ones, of which the segment has none. */
void wire_options_decode(struct wire_reader *reader, uint32_t begin, uint32_t end);

#endif
