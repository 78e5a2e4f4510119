/* SPDX-License-Identifier: MIT */
#include "lib/packetdrill/packets.h"

/*
 * A `>` line takes the next packet that was sent: it may have been sent a while ago, since lines that expect packets do
 * not wait but for what is not there yet. What was sent stands in the trace.
 */

/* A packet that is too late is still looked for, so that it can be said when it came: one more RTO, at the most. */
#define LATE_US (INT64_C(120) * 1000000)

/* ---- what was sent ---- */

/* The first packet of a connection that nobody knew of tells its ports. */
static bool
begins_flow(const struct tcpsim_record *record)
{
	if (record->protocol == TCPSIM_PROTOCOL_TCP)
		return (record->segment.ctl & (TCPSIM_SYN | TCPSIM_ACK)) == TCPSIM_SYN;
	return record->protocol == TCPSIM_PROTOCOL_UDP;
}

/* Packets of other connections are nothing to the script. */
static bool
belongs(struct play *play, const struct tcpsim_record *record)
{
	const struct pkt_flow *flow = &play->flow;

	if (record->kind != TCPSIM_RECORD_SEND || record->host != PKT_TESTED)
		return false;
	if (!flow->is_known) {
		if (!begins_flow(record))
			return false;
		tcpsim_pkt_flow_make(play, record->local_port, record->peer_port);
	}
	return record->local_port == flow->local_port && record->peer_port == flow->remote_port;
}

/* The flags that need not be the same in what is merged. */
#define EXEMPT (TCPSIM_FIN | TCPSIM_PSH | TCPSIM_CWR)

/*
 * Whether a segment goes on where what is merged ends, as those do that a network card would have made of one: all but
 * the last of a size.
 */
static bool
goes_on(const struct pkt_sent *sent, uint32_t size, uint64_t most, const struct tcpsim_segment *seg)
{
	const struct tcpsim_segment *merged = &sent->segment;

	if (seg->text_bytes == 0 || seg->text_bytes > size || merged->text_bytes % size != 0)
		return false;
	if (merged->text_bytes + (uint64_t)seg->text_bytes > most || (merged->ctl & TCPSIM_FIN) != 0)
		return false;
	return seg->seq.n == merged->seq.n + merged->text_bytes && seg->ack.n == merged->ack.n &&
		seg->wnd == merged->wnd && ((seg->ctl ^ merged->ctl) & ~(unsigned)EXEMPT) == 0 &&
		seg->options == merged->options;
}

/* Merge what follows until it is as long as the script has it. */
static void
merge(struct play *play, struct pkt_sent *sent, uint64_t most)
{
	uint32_t size = sent->segment.text_bytes;
	const struct tcpsim_record *records;
	size_t n;

	records = tcpsim_trace_records(tcpsim_net_trace(play->net), &n);
	for (size_t i = play->next_record; i < n; i++) {
		if (!belongs(play, &records[i]))
			continue;
		if (records[i].protocol != TCPSIM_PROTOCOL_TCP || !goes_on(sent, size, most, &records[i].segment))
			break;
		sent->segment.text_bytes += records[i].segment.text_bytes;
		sent->segment.ctl |= records[i].segment.ctl & EXEMPT;
		play->next_record = i + 1;
	}
}

static void
fill(const struct tcpsim_record *record, struct pkt_sent *sent)
{
	*sent = (struct pkt_sent){
		.time_us = record->time_us,
		.protocol = record->protocol,
		.dscp = record->dscp,
		.ttl = record->ttl,
		.segment = record->segment,
		.icmp = record->icmp,
	};
	if (record->protocol == TCPSIM_PROTOCOL_TCP)
		sent->options.n = (uint32_t)tcpsim_wire_options(&record->segment,
			(enum tcpsim_option_layout)record->option_layout, sent->options.octets);
}

/* Take the next packet, if one was sent. */
static bool
take(struct play *play, const struct pkt_packet *expected, struct pkt_sent *sent)
{
	const struct tcpsim_record *records;
	size_t n;

	records = tcpsim_trace_records(tcpsim_net_trace(play->net), &n);
	while (play->next_record < n) {
		const struct tcpsim_record *record = &records[play->next_record++];

		if (!belongs(play, record))
			continue;
		fill(record, sent);
		if (expected->protocol == PKT_TCP && sent->protocol == TCPSIM_PROTOCOL_TCP &&
			sent->segment.text_bytes > 0 && !play->config.strict_segments)
			merge(play, sent, expected->tcp.length.value);
		return true;
	}
	return false;
}

/* Take the next packet, and let time pass until one is sent, but not beyond `until_us`. */
static bool
wait(struct play *play, const struct pkt_packet *expected, int64_t until_us, struct pkt_sent *sent)
{
	while (!play->is_over && !tcpsim_pkt_is_stopped(play)) {
		if (take(play, expected, sent))
			return true;
		if (tcpsim_net_next_us(play->net) > until_us || !tcpsim_pkt_step(play))
			break;
	}
	return false;
}

/* ---- what there is to say ---- */

/* The time as the script has it. */
static char *
written_time(const struct play *play, const struct pkt_time *time)
{
	size_t n;
	const char *text = tcpsim_text_at(play->drill->text, &time->loc, &n);

	return g_strndup(text, n);
}

/* Fail with both packets as lines. */
static bool
fail(struct play *play, const struct pkt_event *event, const struct pkt_sent *sent, enum pkt_part part,
	const char *words)
{
	char *expected_time = written_time(play, &event->time);
	char *seen_time = tcpsim_pkt_show_time(play, &event->time, sent->time_us);
	struct pkt_packet packet = tcpsim_pkt_seen(play, sent, &event->packet);
	struct pkt_difference difference = { .field = tcpsim_pkt_part_name(part) };
	struct pkt_shown expected, seen;

	if (packet.protocol == PKT_TCP)
		tcpsim_pkt_seen_options(play, sent, &packet);
	tcpsim_pkt_show(&expected, expected_time, &event->packet);
	tcpsim_pkt_show(&seen, seen_time, &packet);
	difference.expected = expected.text->str;
	difference.got = seen.text->str;
	difference.expected_at = expected.parts[part].at;
	difference.expected_n = expected.parts[part].n;
	difference.got_at = seen.parts[part].at;
	difference.got_n = seen.parts[part].n;
	tcpsim_pkt_fail(play, &event->loc, &difference, "%s", words);
	g_string_free(expected.text, TRUE);
	g_string_free(seen.text, TRUE);
	tcpsim_pkt_seen_clear(&packet);
	g_free(seen_time);
	g_free(expected_time);
	return false;
}

/* Nothing came that could be compared. */
static bool
fail_alone(struct play *play, const struct pkt_event *event, int64_t until_us)
{
	char *time = written_time(play, &event->time), *until = tcpsim_pkt_seconds(until_us);
	struct pkt_difference difference = {
		.field = tcpsim_pkt_part_name(PKT_PART_PACKET),
		.got = "nothing",
		.got_n = 7,
	};
	struct pkt_shown expected;

	tcpsim_pkt_show(&expected, time, &event->packet);
	difference.expected = expected.text->str;
	difference.expected_at = expected.parts[PKT_PART_PACKET].at;
	difference.expected_n = expected.parts[PKT_PART_PACKET].n;
	tcpsim_pkt_fail(play, &event->loc, &difference, "a packet was expected here, and none was sent until %s s",
		until);
	g_string_free(expected.text, TRUE);
	g_free(until);
	g_free(time);
	return false;
}

static const char *
words_for(enum pkt_part part)
{
	switch (part) {
	case PKT_PART_PACKET:
		return "another kind of packet was sent";
	case PKT_PART_FLAGS:
		return "the flags are others";
	case PKT_PART_SEQ:
		return "the sequence number is another";
	case PKT_PART_LENGTH:
		return "the length of the text is another";
	case PKT_PART_ACK:
		return "the acknowledgment number is another";
	case PKT_PART_WIN:
		return "the window is another";
	case PKT_PART_URG:
		return "the urgent pointer is another";
	case PKT_PART_OPTIONS:
		return "the options are others, or in another order";
	case PKT_PART_ECN:
		return "the ECN field is another";
	case PKT_PART_TOS:
		return "the type of service is another";
	case PKT_PART_TTL:
		return "the time to live is another";
	case PKT_PART_ICMP:
		return "the ICMP message says something else";
	case PKT_PART_TIME:
	case PKT_N_PARTS:
		break;
	}
	return "the time is another";
}

/* ---- the line ---- */

static enum pkt_part
compare(struct play *play, const struct pkt_event *event, const struct pkt_sent *sent)
{
	const struct pkt_packet *expected = &event->packet;
	struct pkt_packet seen;

	if (expected->protocol == PKT_TCP && sent->protocol == TCPSIM_PROTOCOL_TCP)
		tcpsim_pkt_learn_local(&play->flow, &expected->tcp, &sent->segment);
	seen = tcpsim_pkt_seen(play, sent, expected);
	return tcpsim_pkt_compare(play, expected, &seen, sent);
}

static void
learn_timestamp(struct play *play, const struct pkt_event *event, const struct pkt_sent *sent)
{
	const struct pkt_option *option = NULL;

	if (event->packet.protocol == PKT_TCP)
		option = tcpsim_pkt_timestamps(&event->packet.tcp);
	if (option != NULL)
		tcpsim_pkt_learn_timestamp(&play->flow, (uint32_t)option->ts_val.value, sent->segment.tsval);
}

/* It is the packet; was it in time? */
static bool
check_time(struct play *play, const struct pkt_event *event, const struct pkt_sent *sent)
{
	char *words = tcpsim_pkt_time_words(play, &event->time, sent->time_us, "the packet was sent");

	if (words == NULL)
		return true;
	fail(play, event, sent, PKT_PART_TIME, words);
	g_free(words);
	return false;
}

/* No packet came in time: does the right one come later? */
static bool
look_beyond(struct play *play, const struct pkt_event *event, int64_t until_us)
{
	int64_t late_us = MAX(LATE_US, until_us - play->anchor_us);
	struct pkt_sent sent;

	if (!wait(play, &event->packet, until_us + late_us, &sent) || compare(play, event, &sent) != PKT_N_PARTS)
		return !tcpsim_pkt_is_stopped(play) && fail_alone(play, event, until_us);
	return check_time(play, event, &sent);
}

bool
tcpsim_pkt_expect(struct play *play, const struct pkt_event *event)
{
	int64_t until_us = tcpsim_pkt_until_us(play, &event->time);
	const struct pkt_ip *ip = &event->packet.ip;
	struct pkt_sent sent;
	enum pkt_part part;

	if (ip->flow_label.is_given) /* no host here makes one: RFC 6437 */
		return tcpsim_pkt_skip(play, &ip->loc, "flow label of what is sent");
	if (!wait(play, &event->packet, until_us, &sent))
		return !play->is_over && look_beyond(play, event, until_us);
	part = compare(play, event, &sent);
	if (part != PKT_N_PARTS)
		return fail(play, event, &sent, part, words_for(part));
	learn_timestamp(play, event, &sent);
	return check_time(play, event, &sent);
}
