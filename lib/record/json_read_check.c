/* SPDX-License-Identifier: MIT */
#include "lib/record/record_private.h"

/* What a record must be like to fit those before it: whoever draws a trace relies on this. */

/* What a record has to do with packets. */
enum part {
	PART_NONE,
	PART_DEPARTS, /* a packet gets its number */
	PART_PASSES,  /* something happens to one on its way, as it is seen from its sender */
	PART_ARRIVES, /* as it is seen from its receiver */
	PART_DELIVERS, /* likewise, of a datagram */
};

static enum part
part_of(const struct tcpsim_record *record)
{
	switch ((enum tcpsim_record_kind)record->kind) {
	case TCPSIM_RECORD_SEND:
	case TCPSIM_RECORD_INJECT:
	case TCPSIM_RECORD_COPY:
		return PART_DEPARTS;
	case TCPSIM_RECORD_DROP:
	case TCPSIM_RECORD_HOLD:
	case TCPSIM_RECORD_CORRUPT:
	case TCPSIM_RECORD_MARK:
		return PART_PASSES;
	case TCPSIM_RECORD_ARRIVE:
		return PART_ARRIVES;
	case TCPSIM_RECORD_DELIVER:
		return record->protocol == TCPSIM_PROTOCOL_UDP ? PART_DELIVERS : PART_NONE;
	case TCPSIM_RECORD_CALL:
	case TCPSIM_RECORD_TIMER:
	case TCPSIM_RECORD_ARMED:
	case TCPSIM_RECORD_STOPPED:
	case TCPSIM_RECORD_SIGNAL:
	case TCPSIM_RECORD_CRASH:
	case TCPSIM_RECORD_LOST:
	case TCPSIM_RECORD_RESTART:
	case TCPSIM_RECORD_CUT:
	case TCPSIM_RECORD_MEND:
	case TCPSIM_RECORD_BROKEN:
	case TCPSIM_RECORD_SOCKET:
		break;
	}
	return PART_NONE;
}

static bool
check_times(struct reader *reader, const struct tcpsim_record *record)
{
	if (record->time_us == TCPSIM_TIME_NONE)
		return tcpsim_read_fail_member(reader, "time_us", "nothing happens as late as this");
	if (record->time_us < reader->now_us)
		return tcpsim_read_fail_member(reader, "time_us",
			"time_us is %" G_GINT64_FORMAT ", and the record before was at %" G_GINT64_FORMAT
			": time does not run backwards",
			(gint64)record->time_us, (gint64)reader->now_us);
	if (record->sent_us > record->time_us)
		return tcpsim_read_fail_member(reader, "sent_us", "a packet is not sent after what happens to it");
	return true;
}

/* Who must be there. */
static bool
check_hosts(struct reader *reader, const struct tcpsim_record *record)
{
	bool needs_peer = part_of(record) != PART_NONE || record->kind == TCPSIM_RECORD_CUT ||
		record->kind == TCPSIM_RECORD_MEND;

	if (record->host == TCPSIM_NO_HOST)
		return tcpsim_read_fail(reader, "host is missing");
	if (needs_peer && record->peer == TCPSIM_NO_HOST)
		return tcpsim_read_fail(reader, "peer is missing");
	return true;
}

/* `what` is a number only of some kinds, and then it is always there: 0 is a name. */
static bool
check_what(struct reader *reader, const struct tcpsim_record *record, const json_t *line)
{
	return tcpsim_names_of_what(record) == NULL || tcpsim_read_needed(reader, line, "what") != NULL;
}

/* Kinds, an IP header and as many octets as the segment says: all this is said of a packet, and of nothing else. */
static bool
check_packet(struct reader *reader, const struct tcpsim_record *record, enum part part)
{
	bool is_short = record->octets_n < record->segment.text_bytes && part == PART_DELIVERS;

	if (record->kinds == 0)
		return tcpsim_read_fail(reader, "kinds is missing");
	if (record->ip_version != 4 && record->ip_version != 6)
		return tcpsim_read_fail(reader, "ip is missing, with a version that is 4 or 6");
	if (record->segment.text_bytes > UINT16_MAX)
		return tcpsim_read_fail_member(reader, "segment", "no packet has so much text");
	if (record->octets_n != record->segment.text_bytes && !is_short)
		return tcpsim_read_fail(reader, "there are %u octets, and segment.text_bytes is %u", record->octets_n,
			record->segment.text_bytes);
	if (record->icmp.packet >= reader->departures->len)
		return tcpsim_read_fail_member(reader, "icmp", "packet cannot be %" G_GUINT64_FORMAT
			": it was not sent before", (guint64)record->icmp.packet);
	return true;
}

/* What was never sent has no number: quiet time keeps it back. */
static bool
is_never_sent(const struct tcpsim_record *record)
{
	return record->kind == TCPSIM_RECORD_DROP && record->what == TCPSIM_DROP_QUIET && record->packet == 0;
}

static const struct departure *
departure_of(const struct reader *reader, uint64_t packet)
{
	const struct departure *departure;

	if (packet == 0 || packet >= reader->departures->len)
		return NULL;
	departure = &g_array_index(reader->departures, struct departure, packet);
	return departure->from != TCPSIM_NO_HOST ? departure : NULL;
}

/* Numbers go up, and are no more than there are records: a list by number stays small. */
static bool
check_departing(struct reader *reader, const struct tcpsim_record *record)
{
	struct departure departure = { record->host, record->peer, record->protocol, record->ip_version };
	struct departure none = { .from = TCPSIM_NO_HOST };

	if (record->packet < reader->departures->len || record->packet > reader->n_records + 1U)
		return tcpsim_read_fail_member(reader, "packet", "packet cannot be %" G_GUINT64_FORMAT
			": the next one is %u, and a number that is left out was of a record",
			(guint64)record->packet, reader->departures->len);
	if (record->kind == TCPSIM_RECORD_COPY && departure_of(reader, record->original) == NULL)
		return tcpsim_read_fail_member(reader, "original", "there is no packet %" G_GUINT64_FORMAT
			" of which this could be a copy", (guint64)record->original);
	if (record->kind != TCPSIM_RECORD_COPY && record->original != record->packet)
		return tcpsim_read_fail_member(reader, "original", "only a copy is one of another packet");
	while (reader->departures->len < record->packet)
		g_array_append_val(reader->departures, none);
	g_array_append_val(reader->departures, departure);
	return true;
}

/* What happens to a packet is told of the one that was sent. */
static bool
check_passing(struct reader *reader, const struct tcpsim_record *record, enum part part)
{
	const struct departure *departure = departure_of(reader, record->packet);
	uint16_t from = part == PART_PASSES ? record->host : record->peer;
	uint16_t to = part == PART_PASSES ? record->peer : record->host;

	if (departure == NULL)
		return tcpsim_read_fail_member(reader, "packet", "packet %" G_GUINT64_FORMAT " was not sent before",
			(guint64)record->packet);
	if (departure_of(reader, record->original) == NULL)
		return tcpsim_read_fail_member(reader, "original", "packet %" G_GUINT64_FORMAT " was not sent before",
			(guint64)record->original);
	if (departure->from != from || departure->to != to)
		return tcpsim_read_fail_member(reader, "packet", "packet %" G_GUINT64_FORMAT " was sent from %.40s to %.40s",
			(guint64)record->packet, tcpsim_trace_host_name(reader->recording->trace, departure->from),
			tcpsim_trace_host_name(reader->recording->trace, departure->to));
	if (departure->protocol != record->protocol || departure->ip_version != record->ip_version)
		return tcpsim_read_fail_member(reader, "packet", "packet %" G_GUINT64_FORMAT
			" was sent with another protocol", (guint64)record->packet);
	return true;
}

bool
tcpsim_read_check(struct reader *reader, const struct tcpsim_record *record, const json_t *line)
{
	enum part part = part_of(record);

	if (!check_times(reader, record) || !check_hosts(reader, record) || !check_what(reader, record, line))
		return false;
	reader->now_us = record->time_us;
	if (part == PART_NONE) {
		if (record->packet != 0 || record->kinds != 0)
			return tcpsim_read_fail_member(reader, record->packet != 0 ? "packet" : "kinds",
				"a record of kind %s is about no packet", tcpsim_names_records.get(record->kind));
		return true;
	}
	if (!check_packet(reader, record, part))
		return false;
	if (is_never_sent(record))
		return true;
	return part == PART_DEPARTS ? check_departing(reader, record) : check_passing(reader, record, part);
}
