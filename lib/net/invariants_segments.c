/* SPDX-License-Identifier: MIT */
#include <inttypes.h>

#include "invariants_private.h"

static bool
has_variables(const struct tcpsim_vars *vars)
{
	return vars->state != TCPSIM_CLOSED && vars->state != TCPSIM_LISTEN;
}

/* The first half of seq-window: SND.UNA =< SND.NXT. */
static void
judge_send_space(struct tcpsim_watcher *watcher, const struct tcpsim_record *record, const struct watch_end *end)
{
	if (!has_variables(&end->now) || tcpsim_seq_le(end->now.snd_una, end->now.snd_nxt))
		return;
	tcpsim_watch_break(watcher, TCPSIM_SEQ_WINDOW, record,
		"At %s the SND.UNA of %s was %" PRIu32 ", beyond its SND.NXT, %" PRIu32 ".",
		tcpsim_watch_moment(record->time_us).text, tcpsim_watch_name(watcher, end).text, end->now.snd_una.n,
		end->now.snd_nxt.n);
}

/* right-edge-not-shrunk, from before an event to after it, while synchronized. */
static void
judge_right_edge(struct tcpsim_watcher *watcher, const struct tcpsim_record *record, const struct watch_end *end,
	const struct tcpsim_vars *before)
{
	tcpsim_seq old = tcpsim_seq_add(before->rcv_nxt, before->rcv_wnd);
	tcpsim_seq new = tcpsim_seq_add(end->now.rcv_nxt, end->now.rcv_wnd);

	if (!tcpsim_state_is_synchronized((enum tcpsim_state)before->state) ||
		!tcpsim_state_is_synchronized((enum tcpsim_state)end->now.state) || !tcpsim_seq_lt(new, old))
		return;
	tcpsim_watch_break(watcher, TCPSIM_RIGHT_EDGE_NOT_SHRUNK, record,
		"At %s the right edge of the receive window of %s went back from %" PRIu32 " to %" PRIu32
		" (RCV.NXT=%" PRIu32 ", RCV.WND=%" PRIu32 ").",
		tcpsim_watch_moment(record->time_us).text, tcpsim_watch_name(watcher, end).text, old.n, new.n,
		end->now.rcv_nxt.n, end->now.rcv_wnd);
}

void
tcpsim_watch_variables(struct tcpsim_watcher *watcher, const struct tcpsim_record *record, const struct watch_end *end,
	const struct tcpsim_vars *before)
{
	judge_send_space(watcher, record, end);
	judge_right_edge(watcher, record, end, before);
}

/* Whether a segment follows from a setting of its host, with its record or without: an event of no connection. */
static bool
follows_from_setting(const struct tcpsim_watcher *watcher, const struct tcpsim_record *record)
{
	const struct tcpsim_record *cause;

	if (record->cause >= watcher->next)
		return true;
	cause = &watcher->records[record->cause];
	return cause->kind == TCPSIM_RECORD_CALL && cause->what == TCPSIM_CALL_SET && cause->words != NULL;
}

/* What a setting lets leave, Nagle being off for instance, is sent without an event that says so. */
static void
note_sent_by_setting(struct tcpsim_watcher *watcher, const struct tcpsim_record *record)
{
	struct watch_end *end = tcpsim_watch_end_of(watcher, record);

	if (end != NULL && end->knows_iss && follows_from_setting(watcher, record))
		end->snd_top = tcpsim_seq_max(end->snd_top, tcpsim_segment_end(&record->segment));
}

/* right-edge-not-shrunk from before a setting to after it, as the segment that goes out at once announces it. */
static void
judge_announced_edge(struct tcpsim_watcher *watcher, const struct tcpsim_record *record)
{
	struct watch_end *end = tcpsim_watch_end_of(watcher, record);
	struct tcpsim_vars before;

	if (end == NULL || (record->segment.ctl & (TCPSIM_ACK | TCPSIM_RST)) != TCPSIM_ACK ||
		!follows_from_setting(watcher, record))
		return;
	before = end->now;
	end->now.rcv_nxt = record->segment.ack;
	/* In whole units; less than one may be lost by that (RFC 7323 2.4). */
	end->now.rcv_wnd = ((record->segment.wnd + 1) << end->now.rcv_scale) - 1;
	judge_right_edge(watcher, record, end, &before);
}

/* The other half of seq-window: what is acknowledged was sent. Without a matching peer there is nothing to compare. */
static void
judge_acknowledged(struct tcpsim_watcher *watcher, const struct tcpsim_record *record)
{
	const struct watch_end *end = tcpsim_watch_end_of(watcher, record);
	const struct watch_end *peer;

	if (end == NULL || (record->segment.ctl & TCPSIM_ACK) == 0)
		return;
	peer = tcpsim_watch_peer(watcher, end, false);
	if (peer == NULL || !tcpsim_seq_gt(record->segment.ack, peer->snd_top))
		return;
	tcpsim_watch_break(watcher, TCPSIM_SEQ_WINDOW, record,
		"At %s %s acknowledged up to ACK=%" PRIu32 ", but %s has sent nothing from %" PRIu32 " on.",
		tcpsim_watch_moment(record->time_us).text, tcpsim_watch_name(watcher, end).text, record->segment.ack.n,
		tcpsim_watch_name(watcher, peer).text, peer->snd_top.n);
}

static void
judge_rst(struct tcpsim_watcher *watcher, const struct tcpsim_record *record)
{
	const struct tcpsim_record *cause;

	if ((record->segment.ctl & TCPSIM_RST) == 0 || record->cause >= watcher->next)
		return;
	cause = &watcher->records[record->cause];
	if (cause->kind != TCPSIM_RECORD_ARRIVE || (cause->segment.ctl & TCPSIM_RST) == 0)
		return;
	tcpsim_watch_break(watcher, TCPSIM_NO_RST_FOR_RST, record,
		"At %s %s answered the RST with SEQ=%" PRIu32 " by a RST with SEQ=%" PRIu32 ".",
		tcpsim_watch_moment(record->time_us).text, tcpsim_trace_host_name(watcher->trace, record->host),
		cause->segment.seq.n, record->segment.seq.n);
}

void
tcpsim_watch_segment_sent(struct tcpsim_watcher *watcher, const struct tcpsim_record *record)
{
	judge_announced_edge(watcher, record);
	note_sent_by_setting(watcher, record);
	judge_acknowledged(watcher, record);
	judge_rst(watcher, record);
}

/* network-honest, by the MSL that the receiving host believes in. */
void
tcpsim_watch_segment_arrived(struct tcpsim_watcher *watcher, const struct tcpsim_record *record)
{
	int64_t age_us = record->time_us - record->sent_us;
	int64_t msl_us = tcpsim_net_policy(watcher->net, record->host)->msl_us;
	char segment[TCPSIM_SEGMENT_TEXT];

	if (age_us <= msl_us || record->protocol != TCPSIM_PROTOCOL_TCP)
		return;
	tcpsim_segment_format(&record->segment, segment, sizeof segment);
	tcpsim_watch_break(watcher, TCPSIM_NETWORK_HONEST, record,
		"The %s that reached %s at %s was sent at %s: it is %s old, and MSL is %s.", segment,
		tcpsim_trace_host_name(watcher->trace, record->host), tcpsim_watch_moment(record->time_us).text,
		tcpsim_watch_moment(record->sent_us).text, tcpsim_watch_length(age_us).text,
		tcpsim_watch_length(msl_us).text);
}

/* A TCB that fails its own check has a send or receive space that is not one. */
void
tcpsim_watch_tcb_broken(struct tcpsim_watcher *watcher, const struct tcpsim_record *record)
{
	tcpsim_watch_break(watcher, TCPSIM_SEQ_WINDOW, record, "At %s the TCB of %s broke its own invariants: %s",
		tcpsim_watch_moment(record->time_us).text, tcpsim_trace_host_name(watcher->trace, record->host),
		record->words);
}
