/* SPDX-License-Identifier: MIT */
#include <inttypes.h>

#include "invariants_private.h"

/*
 * can-rest, as far as a run can show that two ends never will: one of them sends the same again and again at even
 * intervals, hears nothing, and no limit will stop it. Nothing changes from one time to the next but the time.
 */

/* So many intervals of one length in a row: RTO is at its greatest by then. */
#define EVEN_ENOUGH 3

void
tcpsim_watch_resent(const struct tcpsim_record *record, struct watch_end *end)
{
	int64_t gap_us = record->time_us - end->resent_us;

	if (record->kind == TCPSIM_RECORD_ARRIVE) {
		end->n_even = 0;
		end->resent_gap_us = 0;
	}
	if (record->kind != TCPSIM_RECORD_TIMER ||
		(record->what != TCPSIM_TIMER_RETRANSMISSION && record->what != TCPSIM_TIMER_PERSIST))
		return;
	end->n_even = gap_us == end->resent_gap_us ? end->n_even + 1 : 0;
	end->resent_gap_us = gap_us;
	end->resent_us = record->time_us;
}

static bool
is_limited(const struct tcpsim_watcher *watcher, const struct watch_end *end)
{
	const struct tcpsim_policy *policy = tcpsim_net_policy(watcher->net, end->pair.host);
	int64_t retries = policy->r2_retries;

	if (end->now.state == TCPSIM_SYN_SENT)
		retries = policy->syn_retries;
	else if (end->now.state == TCPSIM_SYN_RECEIVED)
		retries = policy->syn_ack_retries;
	return policy->user_timeout_us != TCPSIM_UNLIMITED || retries != TCPSIM_UNLIMITED;
}

void
tcpsim_watch_restless(struct tcpsim_watcher *watcher)
{
	for (guint i = 0; i < watcher->ends->len; i++) {
		const struct watch_end *end = (const struct watch_end *)g_ptr_array_index(watcher->ends, i);

		if (!tcpsim_watch_is_alive(end) || end->n_even < EVEN_ENOUGH || is_limited(watcher, end))
			continue;
		tcpsim_watch_break(watcher, TCPSIM_CAN_REST, NULL,
			"%s is %s and sends the same again every %s, the last time at %s: nobody answers, and nothing "
			"will ever make it stop.",
			tcpsim_watch_name(watcher, end).text, tcpsim_state_name((enum tcpsim_state)end->now.state),
			tcpsim_watch_length(end->resent_gap_us).text, tcpsim_watch_moment(end->resent_us).text);
	}
}
