/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <string.h>

#include "claims_private.h"

/* What became of one packet: the first record that ends its way. */
static const struct tcpsim_record *
find_fate(const struct claim *claim, uint32_t sent)
{
	uint64_t packet = claim->records[sent].packet;

	for (size_t i = sent + 1; i < claim->n_records; i++) {
		const struct tcpsim_record *record = &claim->records[i];

		if (record->packet == packet &&
			(record->kind == TCPSIM_RECORD_ARRIVE || record->kind == TCPSIM_RECORD_DROP))
			return record;
	}
	return NULL;
}

struct run_text
tcpsim_claim_fate(const struct claim *claim, uint32_t sent)
{
	const struct tcpsim_record *fate = find_fate(claim, sent);
	struct run_text words;

	if (fate == NULL)
		g_snprintf(words.text, sizeof words.text, "was still under way when the run ended");
	else if (fate->kind == TCPSIM_RECORD_ARRIVE)
		g_snprintf(words.text, sizeof words.text, "arrived at %s", tcpsim_run_moment(fate->time_us).text);
	else if (fate->what == TCPSIM_DROP_FAULT && fate->line != 0)
		g_snprintf(words.text, sizeof words.text, "dropped by line %" PRIu32, fate->line);
	else
		g_snprintf(words.text, sizeof words.text, "dropped at %s (%.60s)",
			tcpsim_run_moment(fate->time_us).text, tcpsim_drop_words((enum tcpsim_drop)fate->what));
	return words;
}

/* A segment that a connection waits for. */
struct awaited {
	const char *name; /* `SYN,ACK`; NULL: an ACK of .ack */
	uint8_t ctl;      /* bits that it has */
	bool has_ack;
	tcpsim_seq ack;
};

/* What a state waits for; returns false if for nothing in particular. */
static bool
find_awaited(const struct tcpsim_vars *vars, struct awaited *awaited)
{
	memset(awaited, 0, sizeof *awaited);
	switch ((enum tcpsim_state)vars->state) {
	case TCPSIM_SYN_SENT:
		awaited->name = "SYN,ACK";
		awaited->ctl = TCPSIM_SYN | TCPSIM_ACK;
		return true;
	case TCPSIM_FIN_WAIT_2:
		awaited->name = "FIN";
		awaited->ctl = TCPSIM_FIN;
		return true;
	case TCPSIM_SYN_RECEIVED:
	case TCPSIM_FIN_WAIT_1:
	case TCPSIM_CLOSING:
	case TCPSIM_LAST_ACK:
		awaited->ctl = TCPSIM_ACK;
		awaited->has_ack = true;
		awaited->ack = vars->snd_nxt;
		return true;
	case TCPSIM_CLOSED:
	case TCPSIM_LISTEN:
	case TCPSIM_ESTABLISHED:
	case TCPSIM_CLOSE_WAIT:
	case TCPSIM_TIME_WAIT:
		return false;
	}
	return false;
}

static bool
is_awaited(const struct awaited *awaited, const struct tcpsim_record *event, const struct tcpsim_record *record)
{
	return record->kind == TCPSIM_RECORD_SEND && record->host == event->peer && record->peer == event->host &&
		record->local_port == event->peer_port && record->peer_port == event->local_port &&
		(record->segment.ctl & awaited->ctl) == awaited->ctl &&
		(!awaited->has_ack || tcpsim_seq_eq(record->segment.ack, awaited->ack));
}

/* So many of the segments that were waited for are told at the most: the last ones. */
#define MAX_AWAITED 4

/* `ACK=302 was sent at 2.050 s and dropped by line 12, at 3.050 s and arrived at 3.100 s.` */
static void
append_sent(const struct claim *claim, const GArray *sent, const char *name, GString *words)
{
	guint first = sent->len > MAX_AWAITED ? sent->len - MAX_AWAITED : 0;

	if (sent->len == 1)
		g_string_append_printf(words, "the only %s was sent ", name);
	else if (first == 0)
		g_string_append_printf(words, "%s was sent ", name);
	else
		g_string_append_printf(words, "the last %s of %u were sent ", name, sent->len);
	for (guint i = first; i < sent->len; i++) {
		uint32_t record = g_array_index(sent, uint32_t, i);

		g_string_append_printf(words, "%sat %s and %s", i == first ? "" : ", ",
			tcpsim_run_moment(claim->records[record].time_us).text, tcpsim_claim_fate(claim, record).text);
	}
	g_string_append_c(words, '.');
}

/* ` It waits for ACK=302; the only ACK=302 was sent at 2.050 s and dropped by line 12.` */
static void
append_awaited(const struct claim *claim, const struct tcpsim_record *event, int64_t time_us, GString *words)
{
	GArray *sent = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	struct awaited awaited;
	char name[32];
	bool is_waiting = find_awaited(&event->after, &awaited);

	for (uint32_t i = 0; is_waiting && i < claim->n_records && claim->records[i].time_us <= time_us; i++)
		if (is_awaited(&awaited, event, &claim->records[i]))
			g_array_append_val(sent, i);
	if (is_waiting) {
		if (awaited.name != NULL)
			g_snprintf(name, sizeof name, "%s", awaited.name);
		else
			g_snprintf(name, sizeof name, "ACK=%" PRIu32, awaited.ack.n);
		g_string_append_printf(words, " It waits for %s%s; ", awaited.name == NULL ? "" : "a ", name);
		if (sent->len == 0)
			g_string_append_printf(words, "%s has sent none.",
				tcpsim_trace_host_name(tcpsim_run_trace(claim->run), event->peer));
		else
			append_sent(claim, sent, name, words);
	}
	g_array_unref(sent);
}

void
tcpsim_claim_append_rule(GString *words, uint16_t rule)
{
	const struct tcpsim_rule_info *info = tcpsim_rule_info((enum tcpsim_rule)rule);

	if (rule != TCPSIM_RULE_NONE)
		g_string_append_printf(words, "\nRule: %s%s, %s: %s",
			g_str_has_prefix(info->place, "RFC ") ? "" : "RFC 9293 ", info->place, info->name, info->words);
}

/* The rule that ended the last event of the connection that ended with one. */
static void
append_last_rule(const struct claim *claim, const struct claim_life *life, int64_t time_us, GString *words)
{
	uint16_t last = TCPSIM_RULE_NONE;

	for (size_t i = 0; i < life->n && life->steps[i].time_us <= time_us; i++) {
		uint16_t rule = claim->records[life->steps[i].record].rule;

		if (rule != TCPSIM_RULE_NONE)
			last = rule;
	}
	tcpsim_claim_append_rule(words, last);
}

/* A connection is LOST with its host; its listener has only the CRASH itself. */
static bool
is_lost(const struct tcpsim_record *record)
{
	return record->kind == TCPSIM_RECORD_LOST || record->kind == TCPSIM_RECORD_CRASH;
}

char *
tcpsim_claim_why(const struct claim *claim, const struct claim_life *life, int64_t time_us)
{
	const struct claim_step *step = tcpsim_claim_step_at(life, time_us);
	GString *words = g_string_new(NULL);

	if (step != NULL && is_lost(&claim->records[step->record])) {
		g_string_append_printf(
			words, " It vanished with its host at %s.", tcpsim_run_moment(step->time_us).text);
	} else if (step != NULL) {
		const struct tcpsim_record *event = &claim->records[step->record];
		int64_t end_us = event->after.deadline_us[TCPSIM_TIMER_2MSL];

		if (life->connection != 0)
			append_awaited(claim, event, time_us, words);
		if (event->after.state == TCPSIM_TIME_WAIT && end_us != TCPSIM_TIME_NONE)
			g_string_append_printf(words, " Its 2MSL timer is due at %s.", tcpsim_run_moment(end_us).text);
		append_last_rule(claim, life, time_us, words);
	}
	return g_string_free(words, FALSE);
}
