/* SPDX-License-Identifier: MIT */
#include "lib/render/packet_private.h"

/* ---- TCP, RFC 9293 3.1 ---- */

/* A cookie, or the wish for one (RFC 7413 4.1.1); `octets` behind kind and length, and what makes it experimental. */
static char *
cookie_value(const uint8_t *cookie, uint32_t octets)
{
	GString *value = g_string_new(octets == 0 ? "asks for a cookie" : "cookie ");

	for (uint32_t i = 0; i < octets; i++)
		g_string_append_printf(value, "%02x", (unsigned)cookie[i]);
	if (!tcpsim_wire_is_cookie(octets))
		g_string_append_printf(value, ": no cookie has %u octets, it is ignored", (unsigned)octets);
	return g_string_free(value, FALSE);
}

/* RFC 6994: two octets say whose experiment it is. */
static char *
experiment_value(const uint8_t *option, uint32_t octets)
{
	unsigned id = octets < 4 ? 0 : (unsigned)option[2] << 8 | option[3];
	char *cookie, *value;

	if (octets < 4)
		return NULL;
	if (id != TCPSIM_WIRE_FAST_OPEN_EXPERIMENT)
		return g_strdup_printf("0x%04x, unknown: it is skipped (MUST-6)", id);
	cookie = cookie_value(option + 4, octets - 4);
	value = g_strdup_printf("0x%04x: Fast Open %s", id, cookie);
	g_free(cookie);
	return value;
}

/* What an option says; NULL for those whose name says all. Free with g_free(). */
static char *
option_value(const struct tcpsim_segment *seg, const uint8_t *option, const struct tcpsim_wire_option_at *at)
{
	GString *blocks;

	switch (at->kind) {
	case TCPSIM_WIRE_OPTION_MSS:
		return g_strdup_printf("%u", (unsigned)seg->mss);
	case TCPSIM_WIRE_OPTION_WINDOW_SCALE:
		return option[2] < 32 ? g_strdup_printf("%u: times %lu", (unsigned)option[2], 1UL << option[2])
				      : g_strdup_printf("%u", (unsigned)option[2]);
	case TCPSIM_WIRE_OPTION_TIMESTAMPS:
		return g_strdup_printf("TSval %u, TSecr %u", (unsigned)seg->tsval,
			(unsigned)option[6] << 24 | (unsigned)option[7] << 16 | (unsigned)option[8] << 8 | option[9]);
	case TCPSIM_WIRE_OPTION_USER_TIMEOUT:
		return g_strdup_printf("%u %s", (unsigned)seg->user_timeout & 0x7fff,
			(seg->user_timeout & 0x8000) != 0 ? "minutes" : "seconds");
	case TCPSIM_WIRE_OPTION_SACK:
		blocks = g_string_new(NULL);
		for (unsigned i = 0; i < seg->n_sack; i++)
			g_string_append_printf(blocks, "%s%u-%u", i > 0 ? ", " : "", (unsigned)seg->sack[i].begin.n,
				(unsigned)seg->sack[i].end.n);
		return g_string_free(blocks, FALSE);
	case TCPSIM_WIRE_OPTION_FAST_OPEN:
		return cookie_value(option + 2, at->octets - 2);
	case TCPSIM_WIRE_OPTION_EXPERIMENT:
		return experiment_value(option, at->octets);
	default:
		return NULL;
	}
}

static void
put_option(struct packet_page *page, uint32_t begin, const struct tcpsim_wire_option_at *at)
{
	const uint8_t *option = page->packet->options + at->offset;
	bool is_unknown = g_str_equal(tcpsim_wire_option_name(at->kind), "unknown");
	char *value = at->error == TCPSIM_WIRE_OK ? option_value(&page->packet->segment, option, at) : NULL;

	if (is_unknown)
		tcpsim_page_field(page, begin + at->offset, at->octets, "option", "%u, unknown: it is skipped (MUST-6)",
			(unsigned)at->kind);
	else
		tcpsim_page_field(page, begin + at->offset, at->octets, "option", "%s%s%s",
			tcpsim_wire_option_name(at->kind), value != NULL ? " " : "", value != NULL ? value : "");
	g_free(value);
}

static void
put_options(struct packet_page *page, uint32_t begin)
{
	struct tcpsim_wire_option_at at = { 0 };
	uint32_t end = 0;

	while (tcpsim_wire_option_next(page->packet->options, page->packet->n_options, &at)) {
		put_option(page, begin, &at);
		end = at.offset + at.octets;
	}
	if (end < page->packet->n_options)
		tcpsim_page_field(page, begin + end, page->packet->n_options - end, "padding", "up to a whole word");
}

static const char *
seq_words(const struct tcpsim_segment *seg)
{
	if ((seg->ctl & TCPSIM_SYN) != 0)
		return "that of the SYN";
	if (seg->text_bytes > 0)
		return "that of the first octet";
	return (seg->ctl & TCPSIM_FIN) != 0 ? "that of the FIN" : "the next to be used";
}

static const char *
ack_words(const struct tcpsim_segment *seg)
{
	return (seg->ctl & TCPSIM_ACK) != 0 ? ": the next expected" : ", unused: no ACK";
}

static void
put_control_bits(struct packet_page *page, uint32_t at)
{
	char text[32];

	tcpsim_ctl_format(page->packet->segment.ctl, text, sizeof text);
	tcpsim_page_field(page, at, 1, "control bits", "%s", text);
}

void
tcpsim_page_tcp(struct packet_page *page)
{
	const struct tcpsim_wire_packet *packet = page->packet;
	const struct tcpsim_segment *seg = &packet->segment;
	uint32_t at = packet->at.transport, header;

	if (page->n < at + 20)
		return;
	header = page->octets[at + 12] >> 4;
	tcpsim_page_field(page, at, 2, "source port", "%u", (unsigned)packet->source_port);
	tcpsim_page_field(page, at + 2, 2, "destination port", "%u", (unsigned)packet->destination_port);
	tcpsim_page_field(page, at + 4, 4, "SEQ", "%u: %s", (unsigned)seg->seq.n, seq_words(seg));
	tcpsim_page_field(page, at + 8, 4, "ACK", "%u%s", (unsigned)seg->ack.n, ack_words(seg));
	tcpsim_page_field(
		page, at + 12, 1, "data offset", "%u words, %u octets", (unsigned)header, (unsigned)header * 4);
	put_control_bits(page, at + 13);
	tcpsim_page_field(page, at + 14, 2, "window", "%u", (unsigned)seg->wnd);
	tcpsim_page_checksum(page, at + 16, TCPSIM_WIRE_TCP_CHECKSUM);
	tcpsim_page_field(page, at + 18, 2, "urgent pointer", "%u%s", (unsigned)seg->up,
		(seg->ctl & TCPSIM_URG) != 0 ? "" : ", unused: no URG");
	if (packet->at.octets != 0)
		put_options(page, at + 20);
}

/* ---- UDP, RFC 768 ---- */

void
tcpsim_page_udp(struct packet_page *page)
{
	const struct tcpsim_wire_packet *packet = page->packet;
	uint32_t at = packet->at.transport;

	if (page->n < at + 8)
		return;
	tcpsim_page_field(page, at, 2, "source port", "%u", (unsigned)packet->source_port);
	tcpsim_page_field(page, at + 2, 2, "destination port", "%u", (unsigned)packet->destination_port);
	tcpsim_page_field(page, at + 4, 2, "length", "%u octets, header and data",
		(unsigned)page->octets[at + 4] << 8 | page->octets[at + 5]);
	if (page->octets[at + 6] == 0 && page->octets[at + 7] == 0)
		tcpsim_page_field(page, at + 6, 2, "checksum", "0: none was made");
	else
		tcpsim_page_checksum(page, at + 6, TCPSIM_WIRE_UDP_CHECKSUM);
}

/* ---- ICMP, RFC 792, RFC 4443 ---- */

static const char *
icmp_words(const struct tcpsim_wire_packet *packet)
{
	if (packet->icmp.is_error)
		return tcpsim_icmp_name((enum tcpsim_icmp_kind)packet->icmp.kind);
	if (packet->icmp.type == (packet->ip.version == 4 ? 8 : 128))
		return "echo request";
	return packet->icmp.type == (packet->ip.version == 4 ? 0 : 129) ? "echo reply" : "no error of a packet";
}

/* The packet that a message is about, as far as it is quoted. */
static void
put_quoted(struct packet_page *page, uint32_t at)
{
	const struct tcpsim_wire_icmp *icmp = &page->packet->icmp;
	bool is_tcp = icmp->quoted.protocol == TCPSIM_WIRE_PROTOCOL_TCP;

	tcpsim_page_words(page, "  of the packet that it is about:", STYLE_FAINT);
	at = page->packet->ip.version == 4 ? tcpsim_page_ipv4(page, at) : tcpsim_page_ipv6(page, at);
	if (is_tcp || icmp->quoted.protocol == TCPSIM_WIRE_PROTOCOL_UDP) {
		tcpsim_page_field(page, at, 2, "source port", "%u", (unsigned)icmp->quoted_source_port);
		tcpsim_page_field(page, at + 2, 2, "destination port", "%u", (unsigned)icmp->quoted_destination_port);
	}
	if (is_tcp)
		tcpsim_page_field(page, at + 4, 4, "SEQ", "%u", (unsigned)icmp->quoted_seq.n);
}

void
tcpsim_page_icmp(struct packet_page *page)
{
	const struct tcpsim_wire_icmp *icmp = &page->packet->icmp;
	uint32_t at = page->packet->at.transport;

	if (page->n < at + 8)
		return;
	tcpsim_page_field(page, at, 2, "type, code", "%u, %u: %s", (unsigned)icmp->type, (unsigned)icmp->code,
		icmp_words(page->packet));
	tcpsim_page_checksum(page, at + 2, TCPSIM_WIRE_ICMP_CHECKSUM);
	if (icmp->is_error && icmp->kind == TCPSIM_ICMP_TOO_LARGE)
		tcpsim_page_field(page, at + 4, 4, "MTU", "%u octets%s", (unsigned)icmp->mtu,
			icmp->mtu == 0 ? ": it is not told" : "");
	else
		tcpsim_page_field(page, at + 4, 4, icmp->is_error ? "unused" : "rest", "0x%08x", (unsigned)icmp->rest);
	if (icmp->is_error)
		put_quoted(page, at + 8);
	tcpsim_page_faults(page);
	tcpsim_page_rest(page, icmp->is_error ? "  and the rest of it:" : "  and data:");
}
