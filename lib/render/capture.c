/* SPDX-License-Identifier: MIT */
#include <tcpsim/wire.h>

#include "lib/render/capture_private.h"

#define NS_PER_US 1000

/* ---- what a tap sees ---- */

/*
 * Whether a record is of a packet that passes the tap: what its host sends, but for messages of the router at the far
 * end of its link, which count as the host's; and what comes to the host, whether it is up, and takes it, or not.
 */
static bool
is_seen(const struct capture *capture, const struct tcpsim_record *record, bool *is_inbound)
{
	*is_inbound = record->kind != TCPSIM_RECORD_SEND;
	if (record->packet == 0)
		return false;
	if (record->kind == TCPSIM_RECORD_SEND)
		return record->host == capture->host &&
			!(record->protocol == TCPSIM_PROTOCOL_ICMP && record->icmp.is_of_router);
	if (record->kind == TCPSIM_RECORD_ARRIVE)
		return record->host == capture->host;
	return record->kind == TCPSIM_RECORD_DROP && record->peer == capture->host &&
		tcpsim_ladder_is_discarded(record);
}

/* What departed under a packet's number, or NULL. */
static const struct tcpsim_record *
departed(const struct capture *capture, uint64_t packet)
{
	uint32_t record = packet != 0 && packet <= capture->index.n_packets ?
		capture->index.departed[packet] : TCPSIM_NO_RECORD;

	return record != TCPSIM_NO_RECORD ? &capture->source.records[record] : NULL;
}

/* ---- the file ---- */

/* Room for a block at the end of the file. */
static uint8_t *
add_room(GByteArray *file, size_t n)
{
	guint before = file->len;

	g_byte_array_set_size(file, before + (guint)n);
	return file->data + before;
}

static void
add_packet(GByteArray *file, const struct capture_frame *frame, const uint8_t *octets, size_t n,
	const GPtrArray *comments)
{
	const struct tcpsim_wire_captured captured = {
		.time_ns = (uint64_t)MAX(frame->record->time_us, 0) * NS_PER_US,
		.packet_id = frame->record->packet,
		.direction = frame->is_inbound ? TCPSIM_WIRE_INBOUND : TCPSIM_WIRE_OUTBOUND,
		.octets = octets,
		.n = (uint32_t)n,
		.comments = (const char *const *)comments->pdata,
		.n_comments = comments->len,
	};
	size_t size = tcpsim_wire_pcapng_packet(&captured, NULL, 0);

	tcpsim_wire_pcapng_packet(&captured, add_room(file, size), size);
}

/* As it arrived: with the bit that was the other way round. */
static void
damage(const struct tcpsim_record *record, uint8_t *octets, size_t n)
{
	uint32_t bit = record->flipped - 1;

	if (record->kind == TCPSIM_RECORD_DROP && record->flipped != 0 && bit / 8 < n)
		octets[bit / 8] ^= (uint8_t)(0x80 >> bit % 8);
}

static void
add_frame(struct capture *capture, GByteArray *file, const struct tcpsim_record *record, bool is_inbound)
{
	const struct tcpsim_record *quoted =
		record->protocol == TCPSIM_PROTOCOL_ICMP ? departed(capture, record->icmp.packet) : NULL;
	size_t n;
	uint8_t *octets = tcpsim_octets_of(capture->recording->trace, record, quoted, 0, &n);
	struct capture_frame frame = {
		.record = record,
		.departed = departed(capture, record->packet),
		.is_inbound = is_inbound,
	};
	GPtrArray *comments;

	if (octets == NULL) {
		capture->n_left_out++;
		return;
	}
	damage(record, octets, n);
	frame.number = ++capture->n_frames;
	frame.carried = tcpsim_capture_carry(capture->streams, &frame);
	comments = tcpsim_capture_comments(capture, &frame);
	add_packet(file, &frame, octets, n, comments);
	g_ptr_array_unref(comments);
	g_free(octets);
	if (is_inbound && capture->arrived[record->original] == 0)
		capture->arrived[record->original] = frame.number;
}

/* What there is to say of the whole file. Free with g_free(). */
static char *
section_comment(const struct capture *capture, const char *host)
{
	const struct tcpsim_recording *recording = capture->recording;
	GString *words = g_string_new(recording->title);

	g_string_append_printf(words, "%s%s%s%s\nAs a tap at %s saw it. Times are virtual: the run began at 0, 1970-01-01 "
		"00:00:00 UTC.", *recording->title != '\0' ? "\n" : "", recording->file,
		*recording->case_name != '\0' ? ", case " : "", recording->case_name, host);
	if (capture->n_left_out > 0)
		g_string_append_printf(words, "\n%u of the packets are not here: no IP packet can be like them.",
			(unsigned)capture->n_left_out);
	return g_string_free(words, FALSE);
}

/* The blocks that a file begins with. */
static GByteArray *
begin_file(const struct capture *capture)
{
	GByteArray *file = g_byte_array_new();
	char *host = tcpsim_text_clean(
		capture->source.host_name(capture->source.data, capture->host), false);
	char *comment = section_comment(capture, host);
	char *description = g_strdup_printf("all that leaves and reaches %s", host);
	size_t n = tcpsim_wire_pcapng_section("tcpsim", comment, NULL, 0);

	tcpsim_wire_pcapng_section("tcpsim", comment, add_room(file, n), n);
	n = tcpsim_wire_pcapng_interface(TCPSIM_WIRE_LINKTYPE_RAW, host, description, NULL, 0);
	tcpsim_wire_pcapng_interface(TCPSIM_WIRE_LINKTYPE_RAW, host, description, add_room(file, n), n);
	g_free(description);
	g_free(comment);
	g_free(host);
	return file;
}

uint8_t *
tcpsim_render_capture(const struct tcpsim_recording *recording, uint16_t host, size_t *n)
{
	struct capture capture = { .recording = recording, .host = host };
	GByteArray *packets, *file;

	if (host >= tcpsim_trace_n_hosts(recording->trace))
		return NULL;
	tcpsim_ladder_source_of(&capture.source, recording->trace);
	tcpsim_ladder_index_init(&capture.index, &capture.source);
	capture.names = tcpsim_packet_names_new(recording->trace);
	capture.arrived = g_new0(uint32_t, capture.index.n_packets + 1);
	capture.streams = tcpsim_capture_streams_new();
	packets = g_byte_array_new();
	for (size_t i = 0; i < capture.source.n_records; i++) {
		const struct tcpsim_record *record = &capture.source.records[i];
		bool is_inbound;

		if (is_seen(&capture, record, &is_inbound))
			add_frame(&capture, packets, record, is_inbound);
	}
	file = begin_file(&capture);
	g_byte_array_append(file, packets->data, packets->len);
	g_byte_array_unref(packets);
	g_hash_table_unref(capture.streams);
	g_free(capture.arrived);
	tcpsim_packet_names_free(capture.names);
	tcpsim_ladder_index_clear(&capture.index);
	*n = file->len;
	return g_byte_array_free(file, FALSE);
}
