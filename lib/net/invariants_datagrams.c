/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <string.h>

#include "invariants_private.h"

/*
 * datagram-whole: UDP promises neither that a datagram arrives, nor when, nor how often; but what arrives is what was
 * sent (RFC 768). Packets are known by their numbers, copies by that of their original.
 */

static gpointer
key_of(uint64_t packet)
{
	return GSIZE_TO_POINTER((gsize)packet);
}

static const struct tcpsim_record *
sent_as(const struct tcpsim_watcher *watcher, uint64_t packet)
{
	gpointer record;

	if (!g_hash_table_lookup_extended(watcher->datagrams, key_of(packet), NULL, &record))
		return NULL;
	return &watcher->records[GPOINTER_TO_UINT(record)];
}

static bool
is_same_way(const struct tcpsim_record *sent, const struct tcpsim_record *delivered)
{
	return sent->host == delivered->peer && sent->local_port == delivered->peer_port && sent->peer == delivered->host &&
		sent->peer_port == delivered->local_port;
}

/* The user has got the datagram, or its beginning; of both it is told how long the whole of it was. */
static bool
is_what_was_sent(const struct tcpsim_watcher *watcher, const struct tcpsim_record *sent,
	const struct tcpsim_record *delivered)
{
	return delivered->segment.text_bytes == sent->octets_n && delivered->octets_n <= sent->octets_n &&
		(delivered->octets_n == 0 || memcmp(tcpsim_trace_octets(watcher->trace, delivered),
			tcpsim_trace_octets(watcher->trace, sent), delivered->octets_n) == 0);
}

static void
judge(struct tcpsim_watcher *watcher, const struct tcpsim_record *record)
{
	const struct tcpsim_record *sent = sent_as(watcher, record->original);
	const char *host = tcpsim_trace_host_name(watcher->trace, record->host);

	if (!g_hash_table_add(watcher->delivered, key_of(record->packet)))
		tcpsim_watch_break(watcher, TCPSIM_DATAGRAM_WHOLE, record,
			"At %s %s delivered the packet number %" PRIu64 " a second time.",
			tcpsim_watch_moment(record->time_us).text, host, record->packet);
	if (sent == NULL || !is_same_way(sent, record))
		tcpsim_watch_break(watcher, TCPSIM_DATAGRAM_WHOLE, record,
			"At %s %s delivered a datagram of %" PRIu32 " octets on port %u that nobody has sent there.",
			tcpsim_watch_moment(record->time_us).text, host, record->segment.text_bytes,
			(unsigned)record->local_port);
	else if (!is_what_was_sent(watcher, sent, record))
		tcpsim_watch_break(watcher, TCPSIM_DATAGRAM_WHOLE, record,
			"At %s %s delivered a datagram that is not what %s has sent at %s: %" PRIu32 " octets of %" PRIu32 ".",
			tcpsim_watch_moment(record->time_us).text, host,
			tcpsim_trace_host_name(watcher->trace, sent->host), tcpsim_watch_moment(sent->time_us).text,
			record->octets_n, sent->octets_n);
}

/* Whether the record is about a datagram; TCP has nothing to do with it then. */
bool
tcpsim_watch_datagram(struct tcpsim_watcher *watcher, const struct tcpsim_record *record)
{
	if (record->protocol != TCPSIM_PROTOCOL_UDP)
		return false;
	if (record->kind == TCPSIM_RECORD_SEND || record->kind == TCPSIM_RECORD_INJECT)
		g_hash_table_insert(watcher->datagrams, key_of(record->packet),
			GUINT_TO_POINTER((guint)(record - watcher->records)));
	else if (record->kind == TCPSIM_RECORD_DELIVER)
		judge(watcher, record);
	return true;
}
