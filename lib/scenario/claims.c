/* SPDX-License-Identifier: MIT */
#include "claims_private.h"

struct claim_answer
tcpsim_claim_pass(uint32_t record)
{
	return (struct claim_answer){ .verdict = TCPSIM_PASS, .record = record };
}

struct claim_answer
tcpsim_claim_fail(uint32_t record, const char *format, ...)
{
	struct claim_answer answer = { .verdict = TCPSIM_FAIL, .record = record };
	va_list arguments;

	va_start(arguments, format);
	answer.words = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	return answer;
}

/* What the claim is about, in time. */
static void
set_period(struct claim *claim)
{
	const struct scn_moment *moment = &claim->expect->moment;

	claim->from_us = INT64_MIN;
	claim->to_us = INT64_MAX;
	switch (moment->kind) {
	case SCN_MOMENT_NONE:
		break;
	case SCN_MOMENT_AT:
		claim->from_us = claim->to_us = tcpsim_run_time(claim->run, moment->from);
		break;
	case SCN_MOMENT_BY:
		claim->to_us = tcpsim_run_time(claim->run, moment->from);
		break;
	case SCN_MOMENT_FROM:
		claim->from_us = tcpsim_run_time(claim->run, moment->from);
		claim->to_us = tcpsim_run_time(claim->run, moment->to);
		break;
	}
	/* What is delivered, accepted or broken by then counts, not what happens at that very instant. */
	if (moment->kind == SCN_MOMENT_AT &&
		(claim->expect->kind == SCN_CLAIM_DELIVERS || claim->expect->kind == SCN_CLAIM_DATAGRAMS ||
			claim->expect->kind == SCN_CLAIM_ACCEPTS || claim->expect->kind == SCN_CLAIM_INVARIANT))
		claim->from_us = INT64_MIN;
}

static struct claim_answer
judge(const struct claim *claim)
{
	switch (claim->expect->kind) {
	case SCN_CLAIM_STATE:
		return tcpsim_claim_state(claim);
	case SCN_CLAIM_NEVER:
		return tcpsim_claim_never(claim);
	case SCN_CLAIM_PATH:
		return tcpsim_claim_path(claim);
	case SCN_CLAIM_SENDS:
		return tcpsim_claim_sends(claim);
	case SCN_CLAIM_SENDS_COUNT:
		return tcpsim_claim_sends_count(claim);
	case SCN_CLAIM_SENDS_NOTHING:
		return tcpsim_claim_sends_nothing(claim);
	case SCN_CLAIM_DELIVERS:
		return tcpsim_claim_delivers(claim);
	case SCN_CLAIM_DELIVERS_NOTHING:
		return tcpsim_claim_delivers_nothing(claim);
	case SCN_CLAIM_DATAGRAMS:
		return tcpsim_claim_datagrams(claim);
	case SCN_CLAIM_RETURNS:
		return tcpsim_claim_returns(claim);
	case SCN_CLAIM_FAILS:
		return tcpsim_claim_fails(claim);
	case SCN_CLAIM_WAITS:
		return tcpsim_claim_waits(claim);
	case SCN_CLAIM_ACCEPTS:
		return tcpsim_claim_accepts(claim);
	case SCN_CLAIM_ERROR:
		return tcpsim_claim_error(claim);
	case SCN_CLAIM_TOLD:
		return tcpsim_claim_told(claim);
	case SCN_CLAIM_VARIABLE:
		return tcpsim_claim_variable(claim);
	case SCN_CLAIM_TIMER:
		return tcpsim_claim_timer(claim);
	case SCN_CLAIM_INVARIANT:
		return tcpsim_claim_invariant(claim);
	}
	return tcpsim_claim_pass(TCPSIM_NO_RECORD);
}

/*
 * Whether the run ended too early to tell. What has happened by then stays so: a `by` that holds and a `from .. to`
 * that does not are decided.
 */
static bool
is_open(const struct claim *claim, enum tcpsim_verdict verdict)
{
	enum scn_moment_kind kind = claim->expect->moment.kind;

	if (claim->run->end == RUN_END_QUIET)
		return false;
	if (kind == SCN_MOMENT_NONE)
		return verdict == TCPSIM_FAIL && claim->run->end != RUN_END_TIME;
	if (claim->to_us <= claim->run->end_us)
		return false;
	if (kind == SCN_MOMENT_BY && verdict == TCPSIM_PASS)
		return false;
	return kind != SCN_MOMENT_FROM || verdict == TCPSIM_PASS || claim->expect->kind == SCN_CLAIM_SENDS ||
		claim->from_us > claim->run->end_us;
}

struct claim_answer
tcpsim_claim_judge(struct tcpsim_run *run, const struct scn_expect *expect)
{
	struct claim claim = { .run = run, .expect = expect };
	struct claim_answer answer;

	claim.records = tcpsim_trace_records(tcpsim_run_trace(run), &claim.n_records);
	if (expect->kind != SCN_CLAIM_INVARIANT && expect->who.connection != NULL)
		claim.connection = (uint32_t)tcpsim_run_number(run, expect->who.connection);
	set_period(&claim);
	answer = judge(&claim);
	if (is_open(&claim, answer.verdict)) {
		g_free(answer.words);
		answer.verdict = TCPSIM_INCONCLUSIVE;
		answer.words =
			g_strdup_printf("The run ended at %s, too early to tell.", tcpsim_run_moment(run->end_us).text);
	}
	return answer;
}
