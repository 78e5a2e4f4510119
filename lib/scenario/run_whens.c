/* SPDX-License-Identifier: MIT */
#include <inttypes.h>

#include "run_private.h"

/* Whether a change of state is what a `when` line waits for. */
static bool
is_seen(const struct tcpsim_run *run, const struct scn_when *when, const struct tcpsim_record *record)
{
	if (record->host != when->who.host)
		return false;
	if (when->who.connection != NULL &&
		record->connection != (uint32_t)tcpsim_run_number(run, when->who.connection))
		return false;
	return (when->is_leaves ? record->before.state : record->after.state) == when->state;
}

static void
look_for_whens(struct tcpsim_run *run, const struct tcpsim_record *record)
{
	if (record->before.state == record->after.state)
		return;
	for (guint i = 0; i < run->whens->len; i++) {
		const struct scn_line *line = (const struct scn_line *)g_ptr_array_index(run->whens, i);
		char *key;

		if (!is_seen(run, &line->when, record))
			continue;
		key = g_strdup_printf("%u:%u:%" PRIu32, i, record->host, record->connection);
		/* add() frees the key if it is there already */
		if (g_hash_table_add(run->whens_done, key))
			tcpsim_run_plan_act(run, line, &line->when.act,
				record->time_us + tcpsim_run_time(run, line->when.after), record->host,
				record->connection);
	}
}

/* W-MSL: a fault keeps a segment, or a copy of it, longer than any network may. */
static void
look_for_old(struct tcpsim_run *run, const struct tcpsim_record *record)
{
	int64_t age_us = record->until_us - record->sent_us;

	if (record->line == 0 || record->until_us == TCPSIM_TIME_NONE || age_us <= run->policy.msl_us)
		return;
	for (guint i = 0; i < run->faults->len; i++) {
		struct run_fault *fault = (struct run_fault *)g_ptr_array_index(run->faults, i);

		if (fault->is_warned || fault->line->loc.line != record->line)
			continue;
		fault->is_warned = true;
		tcpsim_diagnostics_add(run->warnings, TCPSIM_SEVERITY_WARNING, &fault->line->loc,
			g_strdup_printf(
				"W-MSL: %s%s is held for %s, longer than MSL (%s); no TCP promises anything then",
				record->kind == TCPSIM_RECORD_COPY ? "a copy of " : "",
				tcpsim_run_fault_name(run, &fault->line->fault.segment).text,
				tcpsim_run_length(age_us).text, tcpsim_run_length(run->policy.msl_us).text));
	}
}

/* The network gives out the handle of a connection while it is there; a call may come later than that. */
static void
note_sockets(struct tcpsim_run *run)
{
	for (size_t i = 0; i < run->scenario->n_hosts; i++)
		while (run->sockets[i]->len < tcpsim_net_n_connections(run->net, (uint16_t)i)) {
			tcpsim_socket socket = tcpsim_net_connection(run->net, (uint16_t)i, run->sockets[i]->len + 1);

			g_array_append_val(run->sockets[i], socket);
		}
}

void
tcpsim_run_look(struct tcpsim_run *run)
{
	size_t n;
	const struct tcpsim_record *records = tcpsim_trace_records(tcpsim_net_trace(run->net), &n);

	note_sockets(run);

	for (; run->n_seen < n; run->n_seen++) {
		const struct tcpsim_record *record = &records[run->n_seen];

		switch ((enum tcpsim_record_kind)record->kind) {
		case TCPSIM_RECORD_CALL:
		case TCPSIM_RECORD_ARRIVE:
		case TCPSIM_RECORD_TIMER:
		case TCPSIM_RECORD_LOST:
			look_for_whens(run, record);
			break;
		case TCPSIM_RECORD_HOLD:
		case TCPSIM_RECORD_COPY:
			look_for_old(run, record);
			break;
		case TCPSIM_RECORD_SEND:
		case TCPSIM_RECORD_INJECT:
		case TCPSIM_RECORD_DROP:
		case TCPSIM_RECORD_CORRUPT:
		case TCPSIM_RECORD_MARK:
		case TCPSIM_RECORD_SOCKET:
		case TCPSIM_RECORD_ARMED:
		case TCPSIM_RECORD_STOPPED:
		case TCPSIM_RECORD_DELIVER:
		case TCPSIM_RECORD_SIGNAL:
		case TCPSIM_RECORD_CRASH:
		case TCPSIM_RECORD_RESTART:
		case TCPSIM_RECORD_CUT:
		case TCPSIM_RECORD_MEND:
		case TCPSIM_RECORD_BROKEN:
			break;
		}
	}
}
