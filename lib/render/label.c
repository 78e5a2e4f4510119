/* SPDX-License-Identifier: MIT */
#include <string.h>

#include <tcpsim/wire.h>

#include "lib/render/render_private.h"

/* What stands on the arrow of a packet. */

/* Columns of a datagram's octets that are shown at the most. */
#define DATAGRAM_COLUMNS 16U

/* What is said of a segment's purpose, where its numbers do not tell; NULL for nothing. */
static const char *
purpose_words(enum tcpsim_purpose purpose)
{
	switch (purpose) {
	case TCPSIM_PURPOSE_RETRANSMISSION:
		return "(again)";
	case TCPSIM_PURPOSE_WINDOW_PROBE:
	case TCPSIM_PURPOSE_KEEPALIVE_PROBE:
		return "(probe)";
	case TCPSIM_PURPOSE_CHALLENGE:
		return "(challenge)";
	case TCPSIM_PURPOSE_FIRST:
	case TCPSIM_PURPOSE_RESET:
		break;
	}
	return NULL;
}

/* The window stands on a segment where a reader would not guess it: it is closed, or the news. */
static bool
tells_window(const struct ladder *ladder, const struct tcpsim_record *record)
{
	if ((record->segment.ctl & (TCPSIM_RST | TCPSIM_ACK)) != TCPSIM_ACK)
		return false;
	return record->segment.wnd == 0 || ladder->index->is_update[record->original];
}

/* Fast Open: the cookie in full, for what matters is whether two are the same. */
static void
append_fast_open(GString *label, const struct tcpsim_segment *segment)
{
	g_string_append(label, segment->is_experimental ? "<FOEXP" : "<FO");
	for (unsigned i = 0; i < segment->cookie_octets; i++)
		g_string_append_printf(label, "%s%02x", i == 0 ? "=" : "", (unsigned)segment->cookie[i]);
	g_string_append_c(label, '>');
}

static void
append_sack(GString *label, const struct tcpsim_segment *segment)
{
	for (unsigned i = 0; i < segment->n_sack; i++)
		g_string_append_printf(label, "%s%u:%u", i == 0 ? "<SACK=" : ",", (unsigned)segment->sack[i].begin.n,
			(unsigned)segment->sack[i].end.n);
	if (segment->n_sack > 0)
		g_string_append_c(label, '>');
}

/* The MSS all SYNs have, and timestamps all segments of a connection that has them. */
static void
append_option(GString *label, const struct tcpsim_segment *segment, uint8_t kind)
{
	switch (kind) {
	case TCPSIM_WIRE_OPTION_WINDOW_SCALE:
		g_string_append_printf(label, "<WS=%u>", (unsigned)segment->window_scale);
		break;
	case TCPSIM_WIRE_OPTION_SACK_PERMITTED:
		g_string_append(label, "<SACK-PERMITTED>");
		break;
	case TCPSIM_WIRE_OPTION_TIMESTAMPS:
		if ((segment->ctl & TCPSIM_SYN) != 0)
			g_string_append(label, "<TS>");
		break;
	case TCPSIM_WIRE_OPTION_SACK:
		append_sack(label, segment);
		break;
	case TCPSIM_WIRE_OPTION_FAST_OPEN:
	case TCPSIM_WIRE_OPTION_EXPERIMENT:
		append_fast_open(label, segment);
		break;
	case TCPSIM_WIRE_OPTION_USER_TIMEOUT:
		g_string_append(label, "<UTO>");
		break;
	default:
		break;
	}
}

/* What a SYN offers, the blocks of a SACK, what user timeout is told; in the order of its octets. */
static void
append_options(GString *label, const struct tcpsim_record *record)
{
	uint8_t octets[TCPSIM_WIRE_MAX_OPTIONS];
	size_t n = tcpsim_wire_options(
		&record->segment, (enum tcpsim_option_layout)record->option_layout, octets);
	struct tcpsim_wire_option_at at = { 0 };

	while (tcpsim_wire_option_next(octets, n, &at))
		append_option(label, &record->segment, at.kind);
}

/* A segment in the RFC's notation. PSH is a matter of buffering, and not in the RFC's figures either. */
static void
append_segment(const struct ladder *ladder, const struct tcpsim_record *record, GString *label)
{
	struct tcpsim_segment segment = record->segment;
	const char *purpose = purpose_words(record->purpose);
	char text[TCPSIM_SEGMENT_TEXT];

	segment.ctl &= (uint8_t)~TCPSIM_PSH;
	tcpsim_segment_format(&segment, text, sizeof(text));
	g_string_append(label, text);
	if ((segment.ctl & TCPSIM_URG) != 0)
		g_string_append_printf(label, "<UP=%u>", (unsigned)segment.up);
	append_options(label, record);
	if (tells_window(ladder, record))
		g_string_append_printf(label, "<WND=%u>", (unsigned)segment.wnd);
	if (purpose != NULL)
		g_string_append(label, purpose);
}

/* A packet without numbers: words, broken at blanks. An ARRIVE stands at its destination, all others at the source. */
static char *
packet_words(const struct ladder *ladder, const struct tcpsim_record *record)
{
	const struct ladder_source *source = ladder->source;
	const struct tcpsim_icmp *icmp = &record->icmp.icmp;
	bool arrives = record->kind == TCPSIM_RECORD_ARRIVE;
	GString *words = g_string_new(tcpsim_protocol_name((enum tcpsim_protocol)record->protocol));

	if (record->protocol == TCPSIM_PROTOCOL_UDP) {
		char *quote = tcpsim_text_quote(source->octets(source->data, record), record->octets_n,
			DATAGRAM_COLUMNS, ladder->options->is_ascii);

		g_string_append_printf(words, " %u%s%u %s",
			(unsigned)(arrives ? record->peer_port : record->local_port), ladder->glyphs->arrow,
			(unsigned)(arrives ? record->local_port : record->peer_port), quote);
		g_free(quote);
		return g_string_free(words, FALSE);
	}
	g_string_append_printf(words, " %s", tcpsim_icmp_name(icmp->kind));
	if (icmp->mtu != 0)
		g_string_append_printf(words, " mtu %u", (unsigned)icmp->mtu);
	if (record->icmp.protocol == TCPSIM_PROTOCOL_TCP)
		g_string_append_printf(words, " about <SEQ=%u>", (unsigned)icmp->seq.n);
	return g_string_free(words, FALSE);
}

/* A label in lines of at most so many columns, broken between its fields. */
static GPtrArray *
break_fields(const char *at, uint32_t columns)
{
	GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);
	GString *line = g_string_new(NULL);

	while (*at != '\0') {
		const char *end = strpbrk(at, ">)");
		size_t n = end != NULL ? (size_t)(end - at) + 1 : strlen(at);

		if (line->len > 0 && line->len + n + (*at == '(') > columns) {
			g_ptr_array_add(lines, g_strdup(line->str));
			g_string_truncate(line, 0);
		}
		if (*at == '(' && line->len > 0)
			g_string_append_c(line, ' ');
		g_string_append_len(line, at, (gssize)n);
		at += n;
	}
	g_ptr_array_add(lines, g_string_free(line, FALSE));
	return lines;
}

GPtrArray *
tcpsim_ladder_label(const struct ladder *ladder, const struct tcpsim_record *record, uint32_t columns)
{
	GPtrArray *lines;

	if (record->protocol == TCPSIM_PROTOCOL_TCP) {
		GString *label = g_string_new(NULL);

		append_segment(ladder, record, label);
		lines = break_fields(label->str, columns);
		g_string_free(label, TRUE);
	} else {
		char *words = packet_words(ladder, record);

		lines = tcpsim_text_wrap(words, columns);
		g_free(words);
	}
	return lines;
}
