/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <string.h>

#include "invariants_private.h"

/* no-forged-reset: what was made by hand takes an end away. An ACK that ends LAST-ACK does not reset it. */
void
tcpsim_watch_forged(struct tcpsim_watcher *watcher, const struct tcpsim_record *record, const struct watch_end *end)
{
	const struct tcpsim_record *origin;
	char segment[TCPSIM_SEGMENT_TEXT];

	if (record->kind != TCPSIM_RECORD_ARRIVE || !tcpsim_watch_is_end(record))
		return;
	origin = tcpsim_watch_origin(watcher, record);
	if (origin == NULL || origin->kind != TCPSIM_RECORD_INJECT)
		return;
	if ((record->segment.ctl & (TCPSIM_RST | TCPSIM_SYN)) == 0 && tcpsim_watch_error(watcher, record) == TCPSIM_OK)
		return;
	if (record->protocol == TCPSIM_PROTOCOL_ICMP)
		g_snprintf(segment, sizeof segment, "message of ICMP, %s,", tcpsim_icmp_name(record->icmp.icmp.kind));
	else
		tcpsim_segment_format(&record->segment, segment, sizeof segment);
	tcpsim_watch_break(watcher, TCPSIM_NO_FORGED_RESET, record,
		"%s went from %s to %s at %s by the rule %s, because of a %s that its peer never sent.",
		tcpsim_watch_name(watcher, end).text, tcpsim_state_name((enum tcpsim_state)record->before.state),
		tcpsim_state_name((enum tcpsim_state)record->after.state), tcpsim_watch_moment(record->time_us).text,
		tcpsim_rule_info((enum tcpsim_rule)record->rule)->name, segment);
}

/* ---- probes-used-up ---- */

/* Any segment that is taken shows that the peer is there, and lets the keepalive timer begin anew. */
static bool
has_heard(const struct tcpsim_record *record)
{
	return record->kind == TCPSIM_RECORD_ARRIVE &&
		record->before.deadline_us[TCPSIM_TIMER_KEEPALIVE] != record->after.deadline_us[TCPSIM_TIMER_KEEPALIVE];
}

/* Which sockets have the option from whom is not told: from now on any may have given up as early. */
void
tcpsim_watch_option(struct tcpsim_watcher *watcher, const struct tcpsim_record *record)
{
	static const char name[] = "TCP_KEEPCNT=";

	if (record->what == TCPSIM_SYS_SETSOCKOPT && record->result == 0 && g_str_has_prefix(record->words, name))
		watcher->least_probes = MIN(watcher->least_probes,
			g_ascii_strtoll(record->words + strlen(name), NULL, 10));
}

void
tcpsim_watch_heard(struct tcpsim_watcher *watcher, const struct tcpsim_record *record, struct watch_end *end)
{
	int64_t probes = MIN(watcher->least_probes,
		tcpsim_net_policy(watcher->net, record->host)->keepalive_probes);

	if (has_heard(record))
		end->probes = 0;
	if (!tcpsim_rule_set_has(&record->fired, TCPSIM_RULE_KEEPALIVE_GIVES_UP) || end->probes >= probes)
		return;
	tcpsim_watch_break(watcher, TCPSIM_PROBES_USED_UP, record,
		"%s gave up its peer at %s after %" PRIu32 " keepalive probe%s without an answer; keepalive-probes is %" PRId64
		".",
		tcpsim_watch_name(watcher, end).text, tcpsim_watch_moment(record->time_us).text, end->probes,
		end->probes == 1 ? "" : "s", probes);
}

void
tcpsim_watch_probe_sent(struct tcpsim_watcher *watcher, const struct tcpsim_record *record)
{
	struct watch_end *end = tcpsim_watch_end_of(watcher, record);

	if (end != NULL && record->purpose == TCPSIM_PURPOSE_KEEPALIVE_PROBE)
		end->probes++;
}

/* ---- no-packet-war ---- */

/* Arrivals at both ends after which all is as it was, at the most: shorter wars than this are seen. */
#define LONGEST_ROUND 8
/* Rounds without a limit that are a war. */
#define ROUNDS 3

/* The arrival that the arriving segment answers, or NULL. */
static const struct tcpsim_record *
answered(const struct tcpsim_watcher *watcher, const struct tcpsim_record *arrival)
{
	const struct tcpsim_record *origin = tcpsim_watch_origin(watcher, arrival);

	if (origin == NULL || origin->kind != TCPSIM_RECORD_SEND || origin->cause >= watcher->n_records)
		return NULL;
	origin = &watcher->records[origin->cause];
	return origin->kind == TCPSIM_RECORD_ARRIVE ? origin : NULL;
}

/* In a recovery the ACKs of what is sent again differ by what SACK tells. */
static bool
is_same_segment(const struct tcpsim_segment *a, const struct tcpsim_segment *b)
{
	return tcpsim_seq_eq(a->seq, b->seq) && tcpsim_seq_eq(a->ack, b->ack) && a->ctl == b->ctl && a->wnd == b->wnd &&
		a->text_bytes == b->text_bytes && memcmp(a->sack, b->sack, sizeof a->sack) == 0;
}

static bool
is_same_end(const struct tcpsim_vars *a, const struct tcpsim_vars *b)
{
	return a->state == b->state && tcpsim_seq_eq(a->iss, b->iss) && tcpsim_seq_eq(a->irs, b->irs) &&
		tcpsim_seq_eq(a->snd_una, b->snd_una) && tcpsim_seq_eq(a->snd_nxt, b->snd_nxt) &&
		tcpsim_seq_eq(a->rcv_nxt, b->rcv_nxt) && a->snd_wnd == b->snd_wnd && a->rcv_wnd == b->rcv_wnd;
}

/* Whether the same has happened before. */
static bool
is_same(const struct tcpsim_record *a, const struct tcpsim_record *b)
{
	return a->host == b->host && a->local_port == b->local_port && a->peer == b->peer &&
		a->peer_port == b->peer_port && is_same_segment(&a->segment, &b->segment) &&
		is_same_end(&a->before, &b->before);
}

/* Whether the answer to an arrival is one of those that challenge-limit counts. */
static bool
is_counted(const struct tcpsim_record *arrival)
{
	return tcpsim_rule_set_has(&arrival->fired, TCPSIM_RULE_RST_CHALLENGED) ||
		tcpsim_rule_set_has(&arrival->fired, TCPSIM_RULE_SYN_CHALLENGED) ||
		tcpsim_rule_set_has(&arrival->fired, TCPSIM_RULE_ACK_NOT_YET_SENT) ||
		tcpsim_rule_set_has(&arrival->fired, TCPSIM_RULE_ACK_TOO_OLD) ||
		(tcpsim_rule_set_has(&arrival->fired, TCPSIM_RULE_SEQ_UNACCEPTABLE_ACKED) &&
			(arrival->segment.text_bytes == 0 || (arrival->segment.ctl & TCPSIM_SYN) != 0));
}

/* How many rounds there may be if an end answers this arrival. */
static int64_t
rounds_allowed(const struct tcpsim_watcher *watcher, const struct tcpsim_record *arrival)
{
	int64_t limit = tcpsim_net_policy(watcher->net, arrival->host)->challenge_limit;

	return is_counted(arrival) && limit != TCPSIM_UNLIMITED ? MAX(2 * limit, ROUNDS - 1) : ROUNDS - 1;
}

static guint
rounds_of(const struct tcpsim_watcher *watcher, const struct tcpsim_record *arrival)
{
	return GPOINTER_TO_UINT(g_hash_table_lookup(watcher->rounds, GUINT_TO_POINTER(arrival - watcher->records)));
}

/* Each arrival knows how often it has come round, so that it is enough to look back for the last time. */
void
tcpsim_watch_war(struct tcpsim_watcher *watcher, const struct tcpsim_record *record)
{
	const struct tcpsim_record *before = answered(watcher, record);
	int64_t allowed = ROUNDS - 1;
	guint rounds;

	for (int i = 1; before != NULL; before = answered(watcher, before), i++) {
		allowed = MAX(allowed, rounds_allowed(watcher, before));
		if (is_same(record, before))
			break;
		if (i == LONGEST_ROUND)
			return;
	}
	if (before == NULL)
		return;
	rounds = rounds_of(watcher, before) + 1;
	g_hash_table_insert(watcher->rounds, GUINT_TO_POINTER(record - watcher->records), GUINT_TO_POINTER(rounds));
	if (rounds <= allowed)
		return;
	tcpsim_watch_break(watcher, TCPSIM_NO_PACKET_WAR, record,
		"At %s the same segment came to %s for the time number %u, each in answer to an answer to the one before, "
		"and nothing has changed.",
		tcpsim_watch_moment(record->time_us).text, tcpsim_trace_host_name(watcher->trace, record->host),
		rounds + 1);
}
