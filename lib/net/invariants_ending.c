/* SPDX-License-Identifier: MIT */
#include <inttypes.h>

#include "invariants_private.h"

/* The FIN of the peer that ends its stream: RCV.NXT is right behind it. Others are old or forged. */
static bool
is_its_fin(const struct tcpsim_record *record)
{
	return record->kind == TCPSIM_RECORD_ARRIVE && (record->segment.ctl & TCPSIM_FIN) != 0 &&
		tcpsim_seq_eq(tcpsim_segment_end(&record->segment),
			record->after.state == TCPSIM_CLOSED ? record->before.rcv_nxt : record->after.rcv_nxt);
}

void
tcpsim_watch_closing(struct tcpsim_watcher *watcher, const struct tcpsim_record *record, struct watch_end *end,
	enum tcpsim_state before)
{
	int64_t full_us = 2 * tcpsim_net_policy(watcher->net, record->host)->msl_us;

	if (is_its_fin(record)) {
		end->has_seen_fin = true;
		end->fin_us = record->time_us;
	}
	if (record->after.state != TCPSIM_CLOSED || before == TCPSIM_CLOSED || tcpsim_watch_is_forgotten(record))
		return;
	if (tcpsim_rule_set_has(&record->fired, TCPSIM_RULE_TIME_WAIT_SHORT)) {
		tcpsim_watch_break(watcher, TCPSIM_TIME_WAIT_FULL, record,
			"%s went from %s to CLOSED at %s and spent no time in TIME-WAIT; 2MSL is %s.",
			tcpsim_watch_name(watcher, end).text, tcpsim_state_name(before),
			tcpsim_watch_moment(record->time_us).text, tcpsim_watch_length(full_us).text);
		return;
	}
	if (before != TCPSIM_TIME_WAIT || !end->has_seen_fin || record->time_us - end->fin_us >= full_us)
		return;
	tcpsim_watch_break(watcher, TCPSIM_TIME_WAIT_FULL, record,
		"%s left TIME-WAIT at %s by the rule %s, %s after the last FIN seen; 2MSL is %s.",
		tcpsim_watch_name(watcher, end).text, tcpsim_watch_moment(record->time_us).text,
		tcpsim_rule_info((enum tcpsim_rule)record->rule)->name,
		tcpsim_watch_length(record->time_us - end->fin_us).text, tcpsim_watch_length(full_us).text);
}

/* What an end in FIN-WAIT-2 can still hope for. */
static bool
has_fin_to_come(const struct tcpsim_watcher *watcher, const struct watch_end *end)
{
	const struct watch_end *peer = tcpsim_watch_peer(watcher, end, true);

	return peer != NULL && (peer->now.state == TCPSIM_CLOSE_WAIT || peer->now.state == TCPSIM_ESTABLISHED);
}

/* What an end that hangs is waiting for, or NULL if it does not hang. Free with g_free(). */
static char *
waits_for(const struct tcpsim_watcher *watcher, const struct watch_end *end)
{
	const char *peer = tcpsim_trace_host_name(watcher->trace, end->pair.peer);
	enum tcpsim_state state = (enum tcpsim_state)end->now.state;
	bool is_owed = end->now.snd_una.n != end->now.snd_nxt.n || end->now.unsent_bytes > 0;

	switch (state) {
	case TCPSIM_CLOSED:
	case TCPSIM_LISTEN:
		return NULL;
	case TCPSIM_SYN_SENT:
		return g_strdup_printf("for an answer of %s to its SYN", peer);
	case TCPSIM_ESTABLISHED:
	case TCPSIM_CLOSE_WAIT:
		if (!is_owed)
			return NULL;
		break;
	case TCPSIM_FIN_WAIT_2:
		if (has_fin_to_come(watcher, end))
			return NULL;
		return g_strdup_printf("for a FIN that %s will never send", peer);
	case TCPSIM_SYN_RECEIVED:
	case TCPSIM_FIN_WAIT_1:
	case TCPSIM_CLOSING:
	case TCPSIM_LAST_ACK:
		break;
	case TCPSIM_TIME_WAIT:
		return g_strdup("for the end of 2MSL");
	}
	if (end->now.unsent_bytes > 0)
		return g_strdup_printf("to send %" PRIu32 " octets more to %s", end->now.unsent_bytes, peer);
	return g_strdup_printf("for ACK=%" PRIu32 " of %s", end->now.snd_nxt.n, peer);
}

/* A user that never says CLOSE breaks nothing, but it should be said who is kept waiting. */
static void
note_leak(struct tcpsim_watcher *watcher, const struct watch_end *end)
{
	struct tcpsim_invariant_verdict *verdict = &watcher->verdicts[TCPSIM_NO_SILENT_STALL];

	if (end->now.state == TCPSIM_CLOSE_WAIT && verdict->words == NULL)
		verdict->words = g_strdup_printf("%s is still in CLOSE-WAIT: its user has not said CLOSE.",
			tcpsim_watch_name(watcher, end).text);
}

/* no-silent-stall, once nothing will ever happen again. */
void
tcpsim_watch_quiet(struct tcpsim_watcher *watcher)
{
	for (guint i = 0; i < watcher->ends->len; i++) {
		const struct watch_end *end = (const struct watch_end *)g_ptr_array_index(watcher->ends, i);
		char *what = waits_for(watcher, end);

		if (what != NULL)
			tcpsim_watch_break(watcher, TCPSIM_NO_SILENT_STALL, NULL,
				"From %s on all is quiet, but %s is %s and waits %s, and no timer runs.",
				tcpsim_watch_moment(tcpsim_net_now_us(watcher->net)).text,
				tcpsim_watch_name(watcher, end).text,
				tcpsim_state_name((enum tcpsim_state)end->now.state), what);
		else
			note_leak(watcher, end);
		g_free(what);
	}
}
