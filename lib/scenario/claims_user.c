/* SPDX-License-Identifier: MIT */
#include <inttypes.h>

#include "claims_private.h"

static bool
is_in_time(const struct claim *claim, const struct tcpsim_record *record)
{
	return record->time_us >= claim->from_us && record->time_us <= claim->to_us;
}

static bool
is_whose(const struct claim *claim, const struct tcpsim_record *record)
{
	return record->host == claim->expect->who.host &&
		(claim->connection == 0 || record->connection == claim->connection);
}

/* A passive end begins with a SYN in LISTEN, or in TIME-WAIT when that is reopened. */
static bool
is_passive_begin(const struct tcpsim_record *record)
{
	if (record->before.state != TCPSIM_LISTEN && record->before.state != TCPSIM_TIME_WAIT)
		return false;
	return record->kind == TCPSIM_RECORD_ARRIVE && record->after.state != record->before.state &&
		record->after.state != TCPSIM_CLOSED;
}

/* Connections from passive opens that became ESTABLISHED, or went beyond it in the same event. */
struct claim_answer
tcpsim_claim_accepts(const struct claim *claim)
{
	uint32_t wanted = (uint32_t)tcpsim_run_number(claim->run, claim->expect->count);
	uint32_t n = 0, last = TCPSIM_NO_RECORD;
	GHashTable *opening = g_hash_table_new(g_direct_hash, g_direct_equal);

	for (uint32_t i = 0; i < claim->n_records; i++) {
		const struct tcpsim_record *record = &claim->records[i];
		gpointer key = GUINT_TO_POINTER(record->connection);

		if (record->connection == 0 || !is_whose(claim, record) || !is_in_time(claim, record))
			continue;
		if (is_passive_begin(record))
			g_hash_table_add(opening, key);
		if (!tcpsim_state_is_synchronized((enum tcpsim_state)record->after.state) ||
			!g_hash_table_remove(opening, key) || record->after.state == TCPSIM_TIME_WAIT)
			continue;
		n++;
		last = i;
	}
	g_hash_table_unref(opening);
	if (n == wanted)
		return tcpsim_claim_pass(last);
	return tcpsim_claim_fail(last, "%s accepted %s, not %s%s%s.", claim->expect->who.name, tcpsim_run_times(n).text,
		tcpsim_run_times(wanted).text, n == 0 ? "" : "; the last time at ",
		n == 0 ? "" : tcpsim_run_moment(claim->records[last].time_us).text);
}

/* The user is told of an error by a signal, or by the answer to a call; one of POSIX has answers of its own. */
static bool
is_error(const struct claim *claim, const struct tcpsim_record *record)
{
	bool is_signal = record->kind == TCPSIM_RECORD_SIGNAL && record->what == TCPSIM_SIGNAL_ERROR;
	bool is_answer = record->kind == TCPSIM_RECORD_CALL && record->error != TCPSIM_OK &&
		record->cause == TCPSIM_NO_RECORD;

	return (is_signal || is_answer) && is_whose(claim, record);
}

struct claim_answer
tcpsim_claim_error(const struct claim *claim)
{
	enum tcpsim_error wanted = claim->expect->error;
	GString *seen = g_string_new(NULL);
	struct claim_answer answer;
	uint32_t last = TCPSIM_NO_RECORD;
	bool holds = wanted == TCPSIM_OK;

	for (uint32_t i = 0; i < claim->n_records; i++) {
		const struct tcpsim_record *record = &claim->records[i];

		if (!is_error(claim, record))
			continue;
		g_string_append_printf(seen, "%s %s at %s", seen->len == 0 ? "" : ",",
			tcpsim_error_name((enum tcpsim_error)record->error), tcpsim_run_moment(record->time_us).text);
		last = i;
		if (!is_in_time(claim, record))
			continue;
		holds = wanted != TCPSIM_OK && (holds || record->error == wanted);
		if (wanted == TCPSIM_OK)
			break;
	}
	if (holds)
		answer = tcpsim_claim_pass(last);
	else if (seen->len == 0)
		answer = tcpsim_claim_fail(
			last, "The user of %s was told of no error at all.", tcpsim_claim_name(claim).text);
	else
		answer = tcpsim_claim_fail(
			last, "The user of %s was told of%s.", tcpsim_claim_name(claim).text, seen->str);
	g_string_free(seen, TRUE);
	return answer;
}

/* What a record tells the user, for those whom a signal is told: a name as `told` has it. */
static const char *
telling_name(const struct tcpsim_record *record)
{
	switch ((enum tcpsim_signal)record->what) {
	case TCPSIM_SIGNAL_OPENED:
		return "opened";
	case TCPSIM_SIGNAL_CLOSING:
		return "closing";
	case TCPSIM_SIGNAL_CLOSE_OK:
		return "close-ok";
	case TCPSIM_SIGNAL_PROBLEM:
		return "problem";
	case TCPSIM_SIGNAL_URGENT:
		return "urgent";
	case TCPSIM_SIGNAL_ERROR:
	case TCPSIM_SIGNAL_SOFT_ERROR:
		break;
	}
	return tcpsim_error_name((enum tcpsim_error)record->error);
}

struct claim_answer
tcpsim_claim_told(const struct claim *claim)
{
	bool is_soft = claim->expect->signal == TCPSIM_SIGNAL_SOFT_ERROR;
	GString *seen = g_string_new(NULL);
	struct claim_answer answer;
	uint32_t found = TCPSIM_NO_RECORD, last = TCPSIM_NO_RECORD;

	for (uint32_t i = 0; i < claim->n_records && found == TCPSIM_NO_RECORD; i++) {
		const struct tcpsim_record *record = &claim->records[i];

		if (record->kind != TCPSIM_RECORD_SIGNAL || !is_whose(claim, record))
			continue;
		if (seen->len < 300)
			g_string_append_printf(seen, "%s %s at %s", seen->len == 0 ? "" : ",", telling_name(record),
				tcpsim_run_moment(record->time_us).text);
		last = i;
		if (is_in_time(claim, record) && record->what == claim->expect->signal &&
			(!is_soft || record->error == claim->expect->error))
			found = i;
	}
	if (found != TCPSIM_NO_RECORD)
		answer = tcpsim_claim_pass(found);
	else
		answer = tcpsim_claim_fail(last, "The user of %s was told of%s%s.", tcpsim_claim_name(claim).text,
			seen->len == 0 ? " nothing at all" : "", seen->str);
	g_string_free(seen, TRUE);
	return answer;
}

/* Whether a timer record is what the claim speaks of: a start, a restart, or either of them for `never`. */
static bool
is_armed_so(const struct claim *claim, const struct tcpsim_record *record)
{
	switch (claim->expect->timer_event) {
	case SCN_TIMER_STARTS:
		return record->again == 0;
	case SCN_TIMER_RESTARTS:
		return record->again != 0;
	case SCN_TIMER_NEVER:
		return true;
	}
	return false;
}

struct claim_answer
tcpsim_claim_timer(const struct claim *claim)
{
	const char *name = tcpsim_timer_name(claim->expect->timer);
	uint32_t connection = claim->connection == 0 ? 1 : claim->connection;
	bool is_never = claim->expect->timer_event == SCN_TIMER_NEVER;
	GString *seen = g_string_new(NULL);
	struct claim_answer answer = tcpsim_claim_pass(TCPSIM_NO_RECORD);
	uint32_t last = TCPSIM_NO_RECORD, found = TCPSIM_NO_RECORD;

	for (uint32_t i = 0; i < claim->n_records; i++) {
		const struct tcpsim_record *record = &claim->records[i];

		if (record->kind != TCPSIM_RECORD_ARMED || record->host != claim->expect->who.host ||
			record->connection != connection || record->what != claim->expect->timer)
			continue;
		if (seen->len < 300)
			g_string_append_printf(seen, "%s %s at %s", seen->len == 0 ? "" : ",",
				record->again ? "restarted" : "started", tcpsim_run_moment(record->time_us).text);
		last = i;
		if (found == TCPSIM_NO_RECORD && is_in_time(claim, record) && is_armed_so(claim, record))
			found = i;
	}
	if (is_never ? found != TCPSIM_NO_RECORD : found == TCPSIM_NO_RECORD)
		answer = tcpsim_claim_fail(last, "The %s timer of %s%s.", name, tcpsim_claim_name(claim).text,
			seen->len == 0 ? " never started" : seen->str);
	else
		answer.record = found;
	g_string_free(seen, TRUE);
	return answer;
}

struct claim_answer
tcpsim_claim_invariant(const struct claim *claim)
{
	const struct tcpsim_invariant_verdict *verdict = tcpsim_run_invariant(claim->run, claim->expect->invariant);
	const char *name = tcpsim_invariant_name(claim->expect->invariant);
	bool is_broken = verdict->is_broken && verdict->time_us >= claim->from_us && verdict->time_us <= claim->to_us;

	if (is_broken == claim->expect->is_broken)
		return tcpsim_claim_pass(verdict->record);
	if (is_broken)
		return tcpsim_claim_fail(verdict->record, "%s is broken. %s", name, verdict->words);
	return tcpsim_claim_fail(TCPSIM_NO_RECORD, "%s holds%s.%s%s", name, verdict->is_broken ? " in that time" : "",
		verdict->is_broken ? " " : "", verdict->is_broken ? verdict->words : "");
}
