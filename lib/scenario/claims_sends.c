/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <string.h>

#include "claims_private.h"

/* So many transmissions are told at the most. */
#define MAX_TOLD 6

bool
tcpsim_claim_is_sent(const struct claim *claim, const struct tcpsim_record *record)
{
	enum tcpsim_kind kind = claim->expect->segment_kind;

	return record->kind == TCPSIM_RECORD_SEND && record->host == claim->expect->who.host &&
		(claim->connection == 0 || record->connection == claim->connection) &&
		(kind == TCPSIM_KIND_ANY || (record->kinds & kind) != 0);
}

char *
tcpsim_claim_sent_list(const struct claim *claim)
{
	const char *kind = tcpsim_kind_name(claim->expect->segment_kind);
	GString *words = g_string_new(NULL);
	uint32_t n = 0;

	for (size_t i = 0; i < claim->n_records; i++) {
		const struct tcpsim_record *record = &claim->records[i];

		if (!tcpsim_claim_is_sent(claim, record) || ++n > MAX_TOLD)
			continue;
		g_string_append_printf(words, "%s #%" PRIu32 " %s at %s", n == 1 ? "" : ",", n,
			tcpsim_run_packet(record).text, tcpsim_run_moment(record->time_us).text);
	}
	if (n == 0)
		g_string_printf(words, "%s sent no %s at all.", tcpsim_claim_name(claim).text, kind);
	else {
		char *start = g_strdup_printf(
			"%s sent %s %s:", tcpsim_claim_name(claim).text, kind, tcpsim_run_times(n).text);

		g_string_prepend(words, start);
		g_free(start);
		if (n > MAX_TOLD)
			g_string_append_printf(words, " and %" PRIu32 " more", n - MAX_TOLD);
		g_string_append_c(words, '.');
	}
	return g_string_free(words, FALSE);
}

/* ` at 3.000 s`, ` until 3.000 s`, ` from 1.000 s to 3.000 s`, or nothing. */
static struct run_text
period_of(const struct claim *claim)
{
	struct run_text words = { "" };

	switch (claim->expect->moment.kind) {
	case SCN_MOMENT_NONE:
		break;
	case SCN_MOMENT_AT:
		g_snprintf(words.text, sizeof words.text, " at %s", tcpsim_run_moment(claim->to_us).text);
		break;
	case SCN_MOMENT_BY:
		g_snprintf(words.text, sizeof words.text, " until %s", tcpsim_run_moment(claim->to_us).text);
		break;
	case SCN_MOMENT_FROM:
		g_snprintf(words.text, sizeof words.text, " from %s to %s", tcpsim_run_moment(claim->from_us).text,
			tcpsim_run_moment(claim->to_us).text);
		break;
	}
	return words;
}

static struct claim_answer
fail_by_fields(const struct claim *claim, uint32_t at, uint32_t number, const char *difference)
{
	const struct tcpsim_record *record = &claim->records[at];
	const struct tcpsim_record *cause = record->cause < at ? &claim->records[record->cause] : record;
	GString *rule = g_string_new(NULL);
	struct claim_answer answer;

	tcpsim_claim_append_rule(rule, cause->rule);
	answer = tcpsim_claim_fail(at, "%s sent %s #%" PRIu32 " %s at %s: %s.%s", tcpsim_claim_name(claim).text,
		tcpsim_kind_name(claim->expect->segment_kind), number, tcpsim_run_packet(record).text,
		tcpsim_run_moment(record->time_us).text, difference, rule->str);
	g_string_free(rule, TRUE);
	return answer;
}

/* What the host sent at the very moment instead. Free with g_free(). */
static char *
sent_instead(const struct claim *claim)
{
	GString *words = g_string_new(NULL);

	for (size_t i = 0; i < claim->n_records && claim->expect->moment.kind == SCN_MOMENT_AT; i++) {
		const struct tcpsim_record *record = &claim->records[i];

		if (record->kind != TCPSIM_RECORD_SEND || record->host != claim->expect->who.host ||
			record->time_us != claim->to_us || tcpsim_claim_is_sent(claim, record) || words->len > 200)
			continue;
		g_string_append_printf(words, words->len == 0 ? " (it sent %s then)" : " (and %s)",
			tcpsim_run_packet(record).text);
	}
	return g_string_free(words, FALSE);
}

/* Nothing of the kind, or not that number, was sent in time. */
static struct claim_answer
fail_by_time(const struct claim *claim, uint32_t wanted, uint32_t nearest)
{
	char *list = tcpsim_claim_sent_list(claim), *instead = sent_instead(claim);
	char number[16] = "";
	struct claim_answer answer;

	if (wanted != 0)
		g_snprintf(number, sizeof number, " #%" PRIu32, wanted);
	answer = tcpsim_claim_fail(nearest, "%s sent no %s%s%s%s. %s", tcpsim_claim_name(claim).text,
		tcpsim_kind_name(claim->expect->segment_kind), number, period_of(claim).text, instead, list);
	g_free(instead);
	g_free(list);
	return answer;
}

struct claim_answer
tcpsim_claim_sends(const struct claim *claim)
{
	uint32_t wanted =
		claim->expect->number == NULL ? 0 : (uint32_t)tcpsim_run_number(claim->run, claim->expect->number);
	uint32_t n = 0, nearest = TCPSIM_NO_RECORD, near = TCPSIM_NO_RECORD, near_number = 0;
	struct claim_answer answer;
	GString *difference;

	for (uint32_t i = 0; i < claim->n_records; i++) {
		const struct tcpsim_record *record = &claim->records[i];
		bool is_same;

		if (!tcpsim_claim_is_sent(claim, record) || (++n != wanted && wanted != 0))
			continue;
		nearest = i;
		if (record->time_us < claim->from_us || record->time_us > claim->to_us)
			continue;
		difference = tcpsim_claim_differences(claim, record);
		is_same = difference->len == 0;
		g_string_free(difference, TRUE);
		if (is_same)
			return tcpsim_claim_pass(i);
		near = near == TCPSIM_NO_RECORD ? i : near;
		near_number = near == i ? n : near_number;
	}
	if (near == TCPSIM_NO_RECORD)
		return fail_by_time(claim, wanted, nearest);
	difference = tcpsim_claim_differences(claim, &claim->records[near]);
	answer = fail_by_fields(claim, near, near_number, difference->str);
	g_string_free(difference, TRUE);
	return answer;
}
