/* SPDX-License-Identifier: MIT */
#include <inttypes.h>

#include "claims_private.h"

struct claim_answer
tcpsim_claim_sends_count(const struct claim *claim)
{
	uint32_t wanted = (uint32_t)tcpsim_run_number(claim->run, claim->expect->count);
	uint32_t n = 0, last = TCPSIM_NO_RECORD;
	struct claim_answer answer;
	char *list;

	for (uint32_t i = 0; i < claim->n_records; i++) {
		const struct tcpsim_record *record = &claim->records[i];

		if (!tcpsim_claim_is_sent(claim, record) || record->time_us < claim->from_us ||
			record->time_us > claim->to_us)
			continue;
		n++;
		last = i;
	}
	if (n == wanted)
		return tcpsim_claim_pass(last);
	list = tcpsim_claim_sent_list(claim);
	if (claim->expect->moment.kind == SCN_MOMENT_NONE)
		answer = tcpsim_claim_fail(last, "Expected %s, but %s", tcpsim_run_times(wanted).text, list);
	else
		answer = tcpsim_claim_fail(last, "%s sent %s %s in that time, not %s. %s",
			tcpsim_claim_name(claim).text, tcpsim_kind_name(claim->expect->segment_kind),
			tcpsim_run_times(n).text, tcpsim_run_times(wanted).text, list);
	g_free(list);
	return answer;
}

struct claim_answer
tcpsim_claim_sends_nothing(const struct claim *claim)
{
	for (uint32_t i = 0; i < claim->n_records; i++) {
		const struct tcpsim_record *record = &claim->records[i];

		/* What a router on the way tells is not the host's. */
		if (record->kind != TCPSIM_RECORD_SEND || record->host != claim->expect->who.host ||
			record->icmp.is_of_router ||
			(claim->connection != 0 && record->connection != claim->connection) ||
			record->time_us < claim->from_us || record->time_us > claim->to_us)
			continue;
		return tcpsim_claim_fail(i, "%s sent %s at %s.", tcpsim_claim_name(claim).text,
			tcpsim_run_packet(record).text, tcpsim_run_moment(record->time_us).text);
	}
	return tcpsim_claim_pass(TCPSIM_NO_RECORD);
}
