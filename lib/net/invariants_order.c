/* SPDX-License-Identifier: MIT */
#include <inttypes.h>

#include "invariants_private.h"

/* Whether a connection ends with this event as it should, both FINs sent and acknowledged. */
static bool
is_in_good_order(const struct tcpsim_watcher *watcher, const struct tcpsim_record *record)
{
	if (record->after.state != TCPSIM_CLOSED || tcpsim_watch_is_forgotten(record) ||
		tcpsim_watch_error(watcher, record) != TCPSIM_OK)
		return false;
	if (tcpsim_rule_set_has(&record->fired, TCPSIM_RULE_TIME_WAIT_SHORT))
		return true;
	return record->kind == TCPSIM_RECORD_TIMER ? record->before.state == TCPSIM_TIME_WAIT
						   : record->before.state == TCPSIM_LAST_ACK;
}

static bool
is_close(const struct tcpsim_record *record)
{
	return record->kind == TCPSIM_RECORD_CALL && record->error == TCPSIM_OK &&
		(record->what == TCPSIM_CALL_CLOSE || record->what == TCPSIM_CALL_SHUTDOWN);
}

/* clean-close, at the end that is reset. */
static void
judge_reset(struct tcpsim_watcher *watcher, const struct tcpsim_record *record, const struct watch_end *end)
{
	const struct watch_end *peer = tcpsim_watch_peer(watcher, end, true);

	if (!end->has_said_close || record->kind != TCPSIM_RECORD_ARRIVE || peer == NULL || !peer->is_closed_well ||
		tcpsim_watch_error(watcher, record) != TCPSIM_ERROR_RESET)
		return;
	tcpsim_watch_break(watcher, TCPSIM_CLEAN_CLOSE, record,
		"%s was told of a reset in %s at %s, but it had said CLOSE, and %s was closed in good order by then.",
		tcpsim_watch_name(watcher, end).text, tcpsim_state_name((enum tcpsim_state)record->before.state),
		tcpsim_watch_moment(record->time_us).text, tcpsim_watch_name(watcher, peer).text);
}

/* read-before-close. Who sends a RST owns up to it; who is told of an error need not read on. */
static void
judge_unread(struct tcpsim_watcher *watcher, const struct tcpsim_record *record, const struct watch_end *end)
{
	if (!end->has_left_unread || record->after.state != TCPSIM_CLOSED || record->before.unread_bytes == 0 ||
		tcpsim_watch_is_forgotten(record) || tcpsim_watch_error(watcher, record) != TCPSIM_OK ||
		tcpsim_watch_has_reset(watcher, record))
		return;
	tcpsim_watch_break(watcher, TCPSIM_READ_BEFORE_CLOSE, record,
		"%s went from %s to CLOSED at %s as if all were well, but its user never read the last %" PRIu32
		" octets that came.",
		tcpsim_watch_name(watcher, end).text, tcpsim_state_name((enum tcpsim_state)record->before.state),
		tcpsim_watch_moment(record->time_us).text, record->before.unread_bytes);
}

/* Up to where all is acknowledged after the event. What the TCB says is gone if the connection ends with it. */
static tcpsim_seq
acknowledged(const struct tcpsim_record *record)
{
	if (record->after.state != TCPSIM_CLOSED)
		return record->after.snd_una;
	if (record->kind != TCPSIM_RECORD_ARRIVE || (record->segment.ctl & TCPSIM_ACK) == 0)
		return record->before.snd_una;
	return tcpsim_seq_max(record->before.snd_una, record->segment.ack);
}

/* The first half of fin-accounted. */
static void
judge_fin(struct tcpsim_watcher *watcher, const struct tcpsim_record *record, const struct watch_end *end)
{
	bool is_done = record->after.state == TCPSIM_FIN_WAIT_2 || record->after.state == TCPSIM_TIME_WAIT ||
		is_in_good_order(watcher, record);

	if (!is_done || (end->has_sent_fin && tcpsim_seq_gt(acknowledged(record), end->fin)))
		return;
	tcpsim_watch_break(watcher, TCPSIM_FIN_ACCOUNTED, record, "%s went from %s to %s at %s, but its FIN %s.",
		tcpsim_watch_name(watcher, end).text, tcpsim_state_name((enum tcpsim_state)record->before.state),
		tcpsim_state_name((enum tcpsim_state)record->after.state), tcpsim_watch_moment(record->time_us).text,
		end->has_sent_fin ? "is not acknowledged" : "was never sent");
}

void
tcpsim_watch_order(struct tcpsim_watcher *watcher, const struct tcpsim_record *record, struct watch_end *end)
{
	if (is_close(record)) {
		end->has_said_close = true;
		end->has_left_unread = record->what == TCPSIM_CALL_CLOSE && record->before.unread_bytes > 0;
	}
	judge_fin(watcher, record, end);
	if (!tcpsim_watch_is_end(record))
		return;
	judge_reset(watcher, record, end);
	judge_unread(watcher, record, end);
	if (is_in_good_order(watcher, record))
		end->is_closed_well = true;
}

/* The other half of fin-accounted. Where a FIN is outstanding, what is sent again is its text, or the FIN, or both. */
static void
judge_fin_again(struct tcpsim_watcher *watcher, const struct tcpsim_record *record, const struct watch_end *end)
{
	bool is_again = record->purpose == TCPSIM_PURPOSE_RETRANSMISSION ||
		record->purpose == TCPSIM_PURPOSE_WINDOW_PROBE;

	if (!is_again || !end->has_sent_fin || tcpsim_segment_len(&record->segment) != 0)
		return;
	tcpsim_watch_break(watcher, TCPSIM_FIN_ACCOUNTED, record,
		"At %s %s sent nothing at all again with SEQ=%" PRIu32 "; its FIN has the number %" PRIu32 ".",
		tcpsim_watch_moment(record->time_us).text, tcpsim_watch_name(watcher, end).text, record->segment.seq.n,
		end->fin.n);
}

void
tcpsim_watch_fin_sent(struct tcpsim_watcher *watcher, const struct tcpsim_record *record)
{
	struct watch_end *end = tcpsim_watch_end_of(watcher, record);

	if (end == NULL)
		return;
	judge_fin_again(watcher, record, end);
	if ((record->segment.ctl & TCPSIM_FIN) == 0 || end->has_sent_fin)
		return;
	end->has_sent_fin = true;
	end->fin = tcpsim_seq_add(tcpsim_segment_end(&record->segment), UINT32_MAX);
}
