/* SPDX-License-Identifier: MIT */
#include <string.h>

#include <tcpsim/wire.h>

#include "lib/render/render_private.h"

/* ---- which packet ---- */

static int
find_host(const struct tcpsim_trace *trace, const char *name)
{
	for (size_t i = 0; i < tcpsim_trace_n_hosts(trace); i++) {
		if (g_str_equal(tcpsim_trace_host_name(trace, (uint16_t)i), name))
			return (int)i;
	}
	return -1;
}

static int
find_kind(const char *name)
{
	for (unsigned i = 0; i < TCPSIM_N_KINDS; i++) {
		if (g_ascii_strcasecmp(tcpsim_kind_name((enum tcpsim_kind)(1U << i)), name) == 0)
			return 1 << i;
	}
	return -1;
}

static char *
no_host_error(const struct tcpsim_trace *trace, const char *name)
{
	GString *words = g_string_new(NULL);

	g_string_printf(words, "there is no host %s; there is", name);
	for (size_t i = 0; i < tcpsim_trace_n_hosts(trace); i++)
		g_string_append_printf(words, "%s %s", i > 0 ? " and" : "", tcpsim_trace_host_name(trace, (uint16_t)i));
	return g_string_free(words, FALSE);
}

static char *
no_kind_error(const char *name)
{
	GString *words = g_string_new(NULL);

	g_string_printf(words, "%s is no kind of packet; kinds are", name);
	for (unsigned i = 0; i < TCPSIM_N_KINDS; i++)
		g_string_append_printf(words, "%s %s", i > 0 ? "," : "", tcpsim_kind_name((enum tcpsim_kind)(1U << i)));
	return g_string_free(words, FALSE);
}

static char *
not_sent_error(const char *host, const char *kind, guint64 n)
{
	if (n == 0)
		return g_strdup_printf("%s has sent no packet of kind %s", host, kind);
	if (n == 1)
		return g_strdup_printf("%s has sent packets of kind %s once", host, kind);
	return g_strdup_printf("%s has sent packets of kind %s %" G_GUINT64_FORMAT " times", host, kind, n);
}

static uint32_t
find_sent(const struct tcpsim_trace *trace, int host, int kind, guint64 number, char **error)
{
	guint64 seen = 0;
	size_t n;
	const struct tcpsim_record *records = tcpsim_trace_records(trace, &n);

	for (size_t i = 0; i < n; i++) {
		if (records[i].kind != TCPSIM_RECORD_SEND || records[i].host != host || (records[i].kinds & kind) == 0)
			continue;
		if (++seen == number)
			return (uint32_t)i;
	}
	*error = not_sent_error(
		tcpsim_trace_host_name(trace, (uint16_t)host), tcpsim_kind_name((enum tcpsim_kind)kind), seen);
	return TCPSIM_NO_RECORD;
}

/* The words without blanks between them: host, kind, and a number or not. */
static uint32_t
find_words(const struct tcpsim_trace *trace, const GPtrArray *words, char **error)
{
	const char *last = words->len == 3 ? g_ptr_array_index(words, 2) : "#1";
	guint64 number;
	int host, kind;

	if (words->len < 2 || words->len > 3 ||
		!g_ascii_string_to_unsigned(last + (last[0] == '#'), 10, 1, G_MAXUINT32, &number, NULL)) {
		*error = g_strdup("a packet is named by a host, a kind and a number: client DATA #1");
		return TCPSIM_NO_RECORD;
	}
	host = find_host(trace, g_ptr_array_index(words, 0));
	kind = find_kind(g_ptr_array_index(words, 1));
	if (host >= 0 && kind >= 0)
		return find_sent(trace, host, kind, number, error);
	*error = host < 0 ? no_host_error(trace, g_ptr_array_index(words, 0))
			  : no_kind_error(g_ptr_array_index(words, 1));
	return TCPSIM_NO_RECORD;
}

uint32_t
tcpsim_render_find(const struct tcpsim_trace *trace, const char *words, char **error)
{
	char **parts = g_strsplit_set(words, " \t", -1);
	GPtrArray *some = g_ptr_array_new();
	uint32_t record;

	for (char **part = parts; *part != NULL; part++) {
		if (**part != '\0')
			g_ptr_array_add(some, *part);
	}
	record = find_words(trace, some, error);
	g_ptr_array_free(some, TRUE);
	g_strfreev(parts);
	return record;
}

/* ---- its octets ---- */

/* Who sent the packet of a record: that of an arrival is about who got it. */
static uint16_t
sender_of(const struct tcpsim_record *record)
{
	return record->kind == TCPSIM_RECORD_ARRIVE ? record->peer : record->host;
}

static uint16_t
receiver_of(const struct tcpsim_record *record)
{
	return record->kind == TCPSIM_RECORD_ARRIVE ? record->host : record->peer;
}

/*
 * What stands in the headers of a packet of TCP or UDP. Its identification is the number of what the sender sent: that
 * of a copy is the same, that of a retransmission another one, as it is on a wire.
 */
static struct tcpsim_wire_packet
packet_of(const struct tcpsim_trace *trace, const struct tcpsim_record *record)
{
	bool arrives = record->kind == TCPSIM_RECORD_ARRIVE;
	struct tcpsim_wire_packet packet = {
		.ip = {
			.version = record->ip_version,
			.identification = (uint16_t)record->original,
			.ttl = record->ttl,
			.dscp = record->dscp,
			.ecn = record->segment.ecn,
			.dont_fragment = record->dont_fragment,
		},
		.kind = record->protocol == TCPSIM_PROTOCOL_UDP ? TCPSIM_WIRE_UDP : TCPSIM_WIRE_TCP,
		.source_port = arrives ? record->peer_port : record->local_port,
		.destination_port = arrives ? record->local_port : record->peer_port,
		.segment = record->segment,
		.option_layout = (enum tcpsim_option_layout)record->option_layout,
		.octets = record->octets_n > 0 && record->octets_n >= record->segment.text_bytes ?
			tcpsim_trace_octets(trace, record) : NULL,
		.n_octets = record->segment.text_bytes,
	};

	tcpsim_wire_host_address(record->ip_version, sender_of(record), packet.ip.source);
	tcpsim_wire_host_address(record->ip_version, receiver_of(record), packet.ip.destination);
	return packet;
}

/* Written behind `before` octets that are left free; NULL if it is too large for any packet. */
static uint8_t *
encode(const struct tcpsim_wire_packet *packet, size_t before, size_t *n)
{
	size_t size = tcpsim_wire_encode(packet, NULL, 0);
	uint8_t *octets = size > 0 ? g_malloc(before + size) : NULL;

	if (octets == NULL)
		return NULL;
	tcpsim_wire_encode(packet, octets + before, size);
	*n = before + size;
	return octets;
}

/* The packet that an ICMP message is about: as it was sent, or with what the message knows of it. */
static struct tcpsim_record
quoted_by(const struct tcpsim_record *record, const struct tcpsim_record *sent)
{
	bool arrives = record->kind == TCPSIM_RECORD_ARRIVE;
	struct tcpsim_record quoted = *record;

	if (sent != NULL)
		return *sent;
	quoted.kind = TCPSIM_RECORD_SEND;
	quoted.host = receiver_of(record);
	quoted.peer = sender_of(record);
	quoted.local_port = arrives ? record->local_port : record->peer_port;
	quoted.peer_port = arrives ? record->peer_port : record->local_port;
	quoted.protocol = record->icmp.protocol;
	quoted.segment.seq = record->icmp.icmp.seq;
	return quoted;
}

static uint8_t *
icmp_octets(const struct tcpsim_trace *trace, const struct tcpsim_record *record, const struct tcpsim_record *sent,
	size_t before, size_t *n)
{
	const struct tcpsim_record quoted = quoted_by(record, sent);
	const struct tcpsim_wire_packet packet = packet_of(trace, &quoted);
	uint8_t source[TCPSIM_WIRE_ADDRESS];
	struct tcpsim_wire_packet message;
	size_t n_inside;
	uint8_t *inside = encode(&packet, 0, &n_inside), *octets = NULL;

	/* Of the version of what it quotes: no other message could. */
	tcpsim_wire_host_address(
		quoted.ip_version, record->icmp.is_of_router ? TCPSIM_WIRE_ROUTER : sender_of(record), source);
	if (inside != NULL &&
		tcpsim_wire_icmp_about(
			&message, record->icmp.icmp.kind, record->icmp.icmp.mtu, source, inside, n_inside)) {
		message.ip.ttl = record->ttl;
		message.ip.identification = (uint16_t)record->original;
		octets = encode(&message, before, n);
	}
	g_free(inside);
	return octets;
}

uint8_t *
tcpsim_octets_of(const struct tcpsim_trace *trace, const struct tcpsim_record *record,
	const struct tcpsim_record *quoted, size_t before, size_t *n)
{
	struct tcpsim_wire_packet packet;

	if (record->protocol == TCPSIM_PROTOCOL_ICMP)
		return icmp_octets(trace, record, quoted, before, n);
	packet = packet_of(trace, record);
	return encode(&packet, before, n);
}

/* The record of sending a packet; NULL if there is none. */
static const struct tcpsim_record *
find_packet(const struct tcpsim_record *records, size_t n, uint64_t packet)
{
	for (size_t i = 0; i < n && packet != 0; i++) {
		if (records[i].kind == TCPSIM_RECORD_SEND && records[i].packet == packet)
			return &records[i];
	}
	return NULL;
}

uint8_t *
tcpsim_render_octets(const struct tcpsim_trace *trace, uint32_t record, size_t *n)
{
	size_t n_records;
	const struct tcpsim_record *records = tcpsim_trace_records(trace, &n_records), *it = records, *quoted;
	uint8_t *octets;

	if (record >= n_records || (it[record].kind != TCPSIM_RECORD_SEND && it[record].kind != TCPSIM_RECORD_INJECT))
		return NULL;
	it += record;
	quoted = it->protocol == TCPSIM_PROTOCOL_ICMP ? find_packet(records, n_records, it->icmp.packet) : NULL;
	octets = tcpsim_octets_of(trace, it, quoted, TCPSIM_WIRE_FRAME, n);
	if (octets != NULL)
		tcpsim_wire_frame_encode(octets[TCPSIM_WIRE_FRAME] >> 4, it->host, it->peer, octets);
	return octets;
}
