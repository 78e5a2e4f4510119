/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <string.h>

#include "invariants_private.h"

/* What a user gives to SEND, or to an OPEN with text, is what the peer's user may get. */
void
tcpsim_watch_given(struct tcpsim_watcher *watcher, const struct tcpsim_record *record, struct watch_end *end)
{
	if (record->kind != TCPSIM_RECORD_CALL || record->error != TCPSIM_OK ||
		(record->what != TCPSIM_CALL_SEND && record->what != TCPSIM_CALL_CONNECT))
		return;
	g_byte_array_append(end->given, tcpsim_trace_octets(watcher->trace, record), record->octets_n);
}

/*
 * data-in-order: a prefix of what the peer's incarnation was given. By Fast Open an end gets text of a peer that does not
 * know it yet.
 */
static void
judge_order(struct tcpsim_watcher *watcher, const struct tcpsim_record *record, const struct watch_end *end)
{
	const struct watch_end *peer = tcpsim_watch_peer(watcher, end, end->was_synchronized);
	const uint8_t *octets = tcpsim_trace_octets(watcher->trace, record);
	uint64_t at = end->delivered_bytes;

	if (peer == NULL) {
		tcpsim_watch_break(watcher, TCPSIM_DATA_IN_ORDER, record,
			"At %s %s delivered %" PRIu32 " octets of a connection with IRS=%" PRIu32 " and ISS=%" PRIu32
			" that %s never had.",
			tcpsim_watch_moment(record->time_us).text, tcpsim_watch_name(watcher, end).text,
			record->octets_n, end->irs.n, end->iss.n,
			tcpsim_trace_host_name(watcher->trace, end->pair.peer));
		return;
	}
	if (at + record->octets_n > peer->given->len) {
		tcpsim_watch_break(watcher, TCPSIM_DATA_IN_ORDER, record,
			"At %s %s had delivered %" PRIu64 " octets, but %s was given only %u to send.",
			tcpsim_watch_moment(record->time_us).text, tcpsim_watch_name(watcher, end).text,
			at + record->octets_n, tcpsim_watch_name(watcher, peer).text, peer->given->len);
		return;
	}
	for (uint32_t i = 0; i < record->octets_n; i++) {
		if (octets[i] == peer->given->data[at + i])
			continue;
		tcpsim_watch_break(watcher, TCPSIM_DATA_IN_ORDER, record,
			"At %s %s delivered 0x%02x as the octet number %" PRIu64
			" of the stream, but %s was given 0x%02x there.",
			tcpsim_watch_moment(record->time_us).text, tcpsim_watch_name(watcher, end).text, octets[i],
			at + i, tcpsim_watch_name(watcher, peer).text, peer->given->data[at + i]);
		return;
	}
}

/* The other incarnation, if there is one, to which octets of the same stream were delivered: streams begin at 0. */
static const struct watch_end *
other_receiver(const struct tcpsim_watcher *watcher, const struct watch_end *end)
{
	const GPtrArray *same = (const GPtrArray *)g_hash_table_lookup(watcher->by_pair, &end->pair);

	for (guint i = 0; i < same->len; i++) {
		const struct watch_end *other = (const struct watch_end *)g_ptr_array_index(same, i);

		if (other != end && other->knows_irs && tcpsim_seq_eq(other->irs, end->irs) &&
			other->delivered_bytes > 0)
			return other;
	}
	return NULL;
}

/* data-delivered-once, on this connection and over all that took the same SYN. */
static void
judge_once(struct tcpsim_watcher *watcher, const struct tcpsim_record *record, const struct watch_end *end)
{
	const struct watch_end *other = other_receiver(watcher, end);
	uint32_t taken = tcpsim_seq_distance(tcpsim_seq_add(end->irs, 1), end->now.rcv_nxt);
	uint32_t total = (uint32_t)(end->delivered_bytes + record->octets_n);

	if (other != NULL)
		tcpsim_watch_break(watcher, TCPSIM_DATA_DELIVERED_ONCE, record,
			"At %s %s, %s, delivered octets from %" PRIu64 " on of the stream with IRS=%" PRIu32
			"; connection %" PRIu32 " has delivered the first %" PRIu64 " of them already.",
			tcpsim_watch_moment(record->time_us).text,
			tcpsim_trace_host_name(watcher->trace, end->pair.host),
			end->number == other->number ? "reopened" : "on a new connection", end->delivered_bytes,
			end->irs.n, other->number, other->delivered_bytes);
	if (tcpsim_watch_is_alive(end) && tcpsim_seq_gt(tcpsim_seq_make(total), tcpsim_seq_make(taken)))
		tcpsim_watch_break(watcher, TCPSIM_DATA_DELIVERED_ONCE, record,
			"At %s %s had delivered %" PRIu32 " octets, but taken only %" PRIu32 ".",
			tcpsim_watch_moment(record->time_us).text, tcpsim_watch_name(watcher, end).text, total, taken);
}

/* fin-last. What was on hand when the FIN was taken stands before it, and may be read at leisure. */
static void
judge_fin(struct tcpsim_watcher *watcher, const struct tcpsim_record *record, struct watch_end *end)
{
	if (!end->is_told_of_fin || end->fin_cause == record->cause)
		return;
	if (record->octets_n <= end->readable_bytes) {
		end->readable_bytes -= record->octets_n;
		return;
	}
	tcpsim_watch_break(watcher, TCPSIM_FIN_LAST, record,
		"At %s %s delivered %" PRIu32 " octets from behind the FIN.", tcpsim_watch_moment(record->time_us).text,
		tcpsim_watch_name(watcher, end).text, (uint32_t)(record->octets_n - end->readable_bytes));
}

void
tcpsim_watch_delivered(struct tcpsim_watcher *watcher, const struct tcpsim_record *record)
{
	struct watch_end *end = tcpsim_watch_end_of(watcher, record);

	if (end == NULL || record->octets_n == 0)
		return;
	judge_order(watcher, record, end);
	judge_once(watcher, record, end);
	judge_fin(watcher, record, end);
	end->delivered_bytes += record->octets_n;
}

void
tcpsim_watch_signaled(struct tcpsim_watcher *watcher, const struct tcpsim_record *record)
{
	struct watch_end *end = tcpsim_watch_end_of(watcher, record);

	if (end == NULL || record->what != TCPSIM_SIGNAL_CLOSING || end->is_told_of_fin)
		return;
	end->is_told_of_fin = true;
	end->fin_cause = record->cause;
	end->readable_bytes = end->now.unread_bytes;
}
