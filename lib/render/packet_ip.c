/* SPDX-License-Identifier: MIT */
#include "lib/render/packet_private.h"

static uint32_t
get16(const struct packet_page *page, uint32_t at)
{
	return at + 2 <= page->n ? (uint32_t)page->octets[at] << 8 | page->octets[at + 1] : 0;
}

static uint32_t
get8(const struct packet_page *page, uint32_t at)
{
	return at < page->n ? page->octets[at] : 0;
}

static const char *
ecn_words(uint32_t ecn)
{
	static const char *const words[] = { "not-ECT", "ECT(1)", "ECT(0)", "CE: congestion experienced" };

	return words[ecn & 3];
}

const char *
tcpsim_protocol_words(uint8_t protocol)
{
	switch (protocol) {
	case TCPSIM_WIRE_PROTOCOL_ICMP:
		return "ICMP";
	case TCPSIM_WIRE_PROTOCOL_TCP:
		return "TCP";
	case TCPSIM_WIRE_PROTOCOL_UDP:
		return "UDP";
	case TCPSIM_WIRE_PROTOCOL_ICMPV6:
		return "ICMPv6";
	case 0:
		return "hop-by-hop options";
	case 43:
		return "routing header";
	case 44:
		return "fragment header";
	case 51:
		return "authentication header";
	case 59:
		return "nothing";
	case 60:
		return "destination options";
	default:
		return "another protocol";
	}
}

/* An address, and which simulated host has it. */
static void
put_address(struct packet_page *page, uint32_t at, unsigned version, const char *name)
{
	uint8_t address[TCPSIM_WIRE_ADDRESS] = { 0 };
	char text[TCPSIM_WIRE_ADDRESS_TEXT];
	uint32_t octets = version == 4 ? 4 : TCPSIM_WIRE_ADDRESS;

	if (at + octets > page->n)
		return;
	memcpy(address, page->octets + at, octets);
	tcpsim_wire_address_format(version, address, text, sizeof text);
	tcpsim_page_field(page, at, octets, name, "%s", text);
}

/* ---- IPv4, RFC 791 3.1 ---- */

static void
put_ipv4_options(struct packet_page *page, uint32_t at, uint32_t end)
{
	while (at < end) {
		uint32_t kind = get8(page, at);
		uint32_t length = kind < 2 ? 1 : MAX(get8(page, at + 1), 1);

		length = MIN(length, end - at);
		if (kind == 0)
			length = end - at;
		tcpsim_page_field(page, at, length, "option", "%s",
			kind == 0           ? "end of options"
				: kind == 1 ? "no operation"
					    : "not for TCP (MUST-50)");
		at += length;
	}
}

static void
put_ipv4_flags(struct packet_page *page, uint32_t at)
{
	uint32_t flags = get16(page, at), offset = (flags & 0x1fff) * 8;
	const char *may = (flags & 0x4000) != 0 ? "don't fragment" : "may be fragmented";

	if ((flags & 0x2000) != 0)
		tcpsim_page_field(page, at, 2, "flags, offset", "%s, more fragments; %u", may, (unsigned)offset);
	else
		tcpsim_page_field(page, at, 2, "flags, offset", "%s; %u", may, (unsigned)offset);
}

uint32_t
tcpsim_page_ipv4(struct packet_page *page, uint32_t at)
{
	uint32_t first = get8(page, at), header = (first & 15) * 4, service = get8(page, at + 1);

	tcpsim_page_field(page, at, 1, "version, length", "%u; %u words, %u octets", (unsigned)(first >> 4),
		(unsigned)(first & 15), (unsigned)header);
	tcpsim_page_field(page, at + 1, 1, "DSCP, ECN", "%u; %s", (unsigned)(service >> 2), ecn_words(service));
	tcpsim_page_field(page, at + 2, 2, "total length", "%u octets", (unsigned)get16(page, at + 2));
	tcpsim_page_field(page, at + 4, 2, "identification", "%u", (unsigned)get16(page, at + 4));
	put_ipv4_flags(page, at + 6);
	tcpsim_page_field(page, at + 8, 1, "time to live", "%u", (unsigned)get8(page, at + 8));
	tcpsim_page_field(page, at + 9, 1, "protocol", "%u, %s", (unsigned)get8(page, at + 9),
		tcpsim_protocol_words((uint8_t)get8(page, at + 9)));
	/* That of a quoted packet was right when it was sent, and has been changed on the way. */
	if (at == 0)
		tcpsim_page_checksum(page, at + 10, TCPSIM_WIRE_IP_CHECKSUM);
	else
		tcpsim_page_field(page, at + 10, 2, "checksum", "0x%04x", (unsigned)get16(page, at + 10));
	put_address(page, at + 12, 4, "source");
	put_address(page, at + 16, 4, "destination");
	if (header > 20 && at + header <= page->n)
		put_ipv4_options(page, at + 20, at + header);
	return at + MAX(header, 20);
}

/* ---- IPv6, RFC 8200 3 and 4 ---- */

/* An extension header, as long as it says, and what is behind it. Returns where it ends; 0 if it goes too far. */
static uint32_t
put_extension(struct packet_page *page, uint32_t at, uint8_t protocol, uint8_t *next)
{
	uint32_t length = get8(page, at + 1);
	uint32_t octets = protocol == 44 ? 8 : protocol == 51 ? (length + 2) * 4 : (length + 1) * 8;

	if (at + octets > page->n)
		return 0;
	*next = (uint8_t)get8(page, at);
	if (protocol == 44)
		tcpsim_page_field(page, at, 8, "fragment header", "offset %u%s; then %u, %s",
			(unsigned)(get16(page, at + 2) & 0xfff8), (get16(page, at + 2) & 1) != 0 ? ", more follow" : "",
			(unsigned)*next, tcpsim_protocol_words(*next));
	else
		tcpsim_page_field(page, at, octets, "extension header", "%s; then %u, %s",
			tcpsim_protocol_words(protocol), (unsigned)*next, tcpsim_protocol_words(*next));
	return at + octets;
}

static bool
is_extension(uint8_t protocol)
{
	return protocol == 0 || protocol == 43 || protocol == 44 || protocol == 51 || protocol == 60;
}

uint32_t
tcpsim_page_ipv6(struct packet_page *page, uint32_t at)
{
	uint32_t first = get16(page, at), label = (first & 15) << 16 | get16(page, at + 2), end = at + 40;
	uint8_t next = (uint8_t)get8(page, at + 6);

	tcpsim_page_field(page, at, 4, "version", "%u", (unsigned)(first >> 12));
	tcpsim_page_field(page, at + 4, 0, "DSCP, ECN", "%u; %s", (unsigned)(first >> 6 & 63), ecn_words(first >> 4));
	tcpsim_page_field(page, at + 4, 0, "flow label", "0x%05x", (unsigned)label);
	tcpsim_page_field(
		page, at + 4, 2, "payload length", "%u octets behind this header", (unsigned)get16(page, at + 4));
	tcpsim_page_field(page, at + 6, 1, "next header", "%u, %s", (unsigned)next, tcpsim_protocol_words(next));
	tcpsim_page_field(page, at + 7, 1, "hop limit", "%u", (unsigned)get8(page, at + 7));
	put_address(page, at + 8, 6, "source");
	put_address(page, at + 24, 6, "destination");
	while (is_extension(next)) {
		uint32_t behind = put_extension(page, end, next, &next);

		if (behind == 0)
			break;
		end = behind;
	}
	return end;
}
