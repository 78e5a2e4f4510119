/* SPDX-License-Identifier: MIT */
#include "lib/packetdrill/write_private.h"

/* Packets: what arrives is injected, what is sent is expected. Numbers count from both ISNs, as scripts have them. */

static void
know(struct pkt_flow *flow, enum pkt_side side, uint32_t isn)
{
	if (side == PKT_LOCAL) {
		flow->has_local_isn = true;
		flow->local_isn = isn;
	} else {
		flow->has_remote_isn = true;
		flow->remote_isn = isn;
	}
}

/* Both directions are shown as if they were sent: to the one that arrives the host is remote. */
static void
know_isn(struct pkt_writer *writer, bool is_hosts, uint32_t isn)
{
	know(&writer->out.flow, is_hosts ? PKT_LOCAL : PKT_REMOTE, isn);
	know(&writer->in.flow, is_hosts ? PKT_REMOTE : PKT_LOCAL, isn);
}

void
tcpsim_pkt_write_isns(struct pkt_writer *writer)
{
	size_t n;
	const struct tcpsim_record *records = tcpsim_trace_records(writer->trace, &n);
	const struct pkt_flow *flow = &writer->out.flow;

	for (size_t i = writer->begin; i < writer->end; i++) {
		const struct tcpsim_record *record = &records[i];
		bool is_hosts = record->kind == TCPSIM_RECORD_SEND;

		if (record->host != writer->host || record->protocol != TCPSIM_PROTOCOL_TCP ||
			record->peer_port != writer->peer_port || record->local_port != writer->local_port ||
			(!is_hosts && record->kind != TCPSIM_RECORD_ARRIVE) || !(record->segment.ctl & TCPSIM_SYN))
			continue;
		if (is_hosts ? !flow->has_local_isn : !flow->has_remote_isn)
			know_isn(writer, is_hosts, record->segment.seq.n);
	}
}

static struct pkt_number
given(uint64_t value)
{
	return (struct pkt_number){ .value = value, .is_given = true };
}

/* A timer of the host may expire then. */
static bool
is_due(const struct pkt_writer *writer, int64_t time_us)
{
	size_t n;
	const struct tcpsim_record *records = tcpsim_trace_records(writer->trace, &n);

	for (size_t i = 0; i < n && records[i].time_us < time_us; i++)
		if (records[i].kind == TCPSIM_RECORD_ARMED && records[i].host == writer->host &&
			records[i].until_us == time_us)
			return true;
	return false;
}

/*
 * Of the window of what the host sends nothing is said: how much of its buffer is free depends on when a program reads,
 * which calls of sockets cannot do within the arrival of a segment as RECEIVE does.
 */
bool
tcpsim_pkt_write_packet(struct pkt_writer *writer, const struct tcpsim_record *record)
{
	bool is_inbound = record->kind == TCPSIM_RECORD_ARRIVE;
	const struct play *play = is_inbound ? &writer->in : &writer->out;
	struct pkt_packet like = { .is_inbound = is_inbound };
	struct pkt_packet packet;
	struct pkt_shown shown;
	struct pkt_sent sent = { .time_us = record->time_us,
		.protocol = record->protocol,
		.dscp = record->dscp,
		.ttl = record->ttl,
		.segment = record->segment };

	if (record->segment.addressed != 0)
		return tcpsim_pkt_refuse(
			writer, "a segment to or from a group of hosts arrives, which no script can say");
	if (record->segment.ecn != TCPSIM_ECN_NOT_ECT)
		like.ip.ecn = PKT_ECN_ECT0;
	like.ip.tos = record->dscp != 0 ? given(0) : (struct pkt_number){ 0 };
	sent.options.n = (uint32_t)tcpsim_wire_options(
		&record->segment, (enum tcpsim_option_layout)record->option_layout, sent.options.octets);
	/* The RST for a segment without ACK has no number of its own: <SEQ=0>, RFC 9293 3.10.7.1. */
	like.tcp.seq.is_literal = (record->segment.ctl & TCPSIM_RST) != 0 && record->segment.seq.n == 0;
	packet = tcpsim_pkt_seen(play, &sent, &like);
	packet.is_inbound = is_inbound;
	packet.tcp.win.is_given = is_inbound;
	tcpsim_pkt_seen_options(play, &sent, &packet);
	tcpsim_pkt_write_time(writer, is_inbound && writer->arrives_early && is_due(writer, record->time_us)
		? MAX(writer->last_us, record->time_us - 1) : record->time_us);
	tcpsim_pkt_show(&shown, "", &packet);
	g_string_append_printf(writer->text, "%s\n", g_strchug(shown.text->str));
	g_string_free(shown.text, TRUE);
	tcpsim_pkt_seen_clear(&packet);
	return true;
}
