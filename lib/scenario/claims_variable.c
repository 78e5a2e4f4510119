/* SPDX-License-Identifier: MIT */
#include <inttypes.h>

#include "claims_private.h"

/* The value of a variable of measure SEQ in an event, and whose numbers it belongs to. */
static uint32_t
seq_of(const struct claim *claim, const struct tcpsim_record *event, uint16_t *owner)
{
	const struct tcpsim_vars *vars = &event->after;

	*owner = event->host;
	switch (claim->expect->variable) {
	case SCN_SND_UNA:
		return vars->snd_una.n;
	case SCN_SND_NXT:
		return vars->snd_nxt.n;
	case SCN_SND_UP:
		return vars->snd_up.n;
	case SCN_ISS:
		return vars->iss.n;
	case SCN_RCV_NXT:
		*owner = event->peer;
		return vars->rcv_nxt.n;
	case SCN_RCV_UP:
		*owner = event->peer;
		return vars->rcv_up.n;
	case SCN_IRS:
		*owner = event->peer;
		return vars->irs.n;
	case SCN_SND_WND:
	case SCN_RCV_WND:
	case SCN_CWND:
	case SCN_SSTHRESH:
	case SCN_SMSS:
	case SCN_SND_SHIFT:
	case SCN_RCV_SHIFT:
	case SCN_RTO:
	case SCN_SRTT:
		break;
	}
	return 0;
}

/* The value of any variable; times in microseconds. */
static int64_t
value_of(const struct claim *claim, const struct tcpsim_record *event)
{
	const struct tcpsim_vars *vars = &event->after;
	uint16_t owner;

	switch (claim->expect->variable) {
	case SCN_SND_WND:
		return vars->snd_wnd;
	case SCN_RCV_WND:
		return vars->rcv_wnd;
	case SCN_CWND:
		return vars->cwnd;
	case SCN_SSTHRESH:
		return vars->ssthresh;
	case SCN_SMSS:
		return vars->mss;
	case SCN_SND_SHIFT:
		return vars->snd_scale;
	case SCN_RCV_SHIFT:
		return vars->rcv_scale;
	case SCN_RTO:
		return vars->rto_us;
	case SCN_SRTT:
		return vars->srtt_us;
	case SCN_SND_UNA:
	case SCN_SND_NXT:
	case SCN_SND_UP:
	case SCN_ISS:
	case SCN_RCV_NXT:
	case SCN_RCV_UP:
	case SCN_IRS:
		break;
	}
	return seq_of(claim, event, &owner);
}

/* What is written; a sequence number is shifted with those of the host whose it is. */
static int64_t
operand_of(const struct claim *claim, const struct tcpsim_record *event)
{
	const struct scn_sum alone = { claim->expect->operand, NULL };
	uint16_t owner = TCPSIM_NO_HOST;
	uint32_t shift;

	switch (tcpsim_scn_measure(claim->expect->variable)) {
	case SCN_MEASURE_TIME:
		return tcpsim_run_time(claim->run, &alone);
	case SCN_MEASURE_NUMBER:
		return tcpsim_run_number(claim->run, claim->expect->operand);
	case SCN_MEASURE_SEQ:
		break;
	}
	seq_of(claim, event, &owner);
	shift = owner < claim->run->scenario->n_hosts ? claim->run->shifts[owner] : 0;
	return (uint32_t)tcpsim_run_number(claim->run, claim->expect->operand) + shift;
}

/* Before the first number is chosen, and after the TCB is deleted, there is nothing to compare. */
static bool
has_variables(uint8_t state)
{
	return state != TCPSIM_CLOSED && state != TCPSIM_LISTEN;
}

static bool
is_less(int64_t a, int64_t b, bool is_seq)
{
	return is_seq ? tcpsim_seq_lt(tcpsim_seq_make((uint32_t)a), tcpsim_seq_make((uint32_t)b)) : a < b;
}

static bool
holds(const struct claim *claim, const struct tcpsim_record *event)
{
	int64_t value = value_of(claim, event), operand = operand_of(claim, event);
	bool is_seq = tcpsim_scn_measure(claim->expect->variable) == SCN_MEASURE_SEQ;

	if (!has_variables(event->after.state))
		return false;
	switch (claim->expect->relation) {
	case SCN_EQUAL:
		return value == operand;
	case SCN_NOT_EQUAL:
		return value != operand;
	case SCN_LESS:
		return is_less(value, operand, is_seq);
	case SCN_LESS_OR_EQUAL:
		return value == operand || is_less(value, operand, is_seq);
	case SCN_GREATER:
		return is_less(operand, value, is_seq);
	case SCN_GREATER_OR_EQUAL:
		return value == operand || is_less(operand, value, is_seq);
	}
	return false;
}

static struct run_text
written_value(const struct claim *claim, const struct tcpsim_record *event)
{
	struct run_text words;

	if (tcpsim_scn_measure(claim->expect->variable) == SCN_MEASURE_TIME)
		return tcpsim_run_length(value_of(claim, event));
	g_snprintf(words.text, sizeof words.text, "%" PRId64, value_of(claim, event));
	return words;
}

static struct claim_answer
fail_at(const struct claim *claim, const struct claim_step *step, int64_t time_us)
{
	const char *name = tcpsim_scn_variable_name(claim->expect->variable);
	const struct tcpsim_record *event;

	if (step == NULL)
		return tcpsim_claim_fail(TCPSIM_NO_RECORD, "%s had no connection at %s, and so no %s.",
			tcpsim_claim_name(claim).text, tcpsim_run_moment(time_us).text, name);
	event = &claim->records[step->record];
	if (!has_variables(step->after))
		return tcpsim_claim_fail(step->record, "%s was %s at %s, and so had no %s.",
			tcpsim_claim_name(claim).text, tcpsim_state_name((enum tcpsim_state)step->after),
			tcpsim_run_moment(time_us).text, name);
	return tcpsim_claim_fail(step->record, "%s had %s = %s at %s (since %s).", tcpsim_claim_name(claim).text, name,
		written_value(claim, event).text, tcpsim_run_moment(time_us).text,
		tcpsim_run_moment(step->time_us).text);
}

/* At one moment, or throughout a period: its first step is the last one before it. */
static struct claim_answer
judge_from(const struct claim *claim, const struct claim_life *life, int64_t from_us, int64_t to_us)
{
	const struct claim_step *step = tcpsim_claim_step_at(life, from_us);

	if (step == NULL || !holds(claim, &claim->records[step->record]))
		return fail_at(claim, step, from_us);
	for (size_t i = 0; i < life->n; i++)
		if (life->steps[i].time_us > from_us && life->steps[i].time_us <= to_us &&
			!holds(claim, &claim->records[life->steps[i].record]))
			return fail_at(claim, &life->steps[i], life->steps[i].time_us);
	return tcpsim_claim_pass(step->record);
}

static struct claim_answer
judge_by(const struct claim *claim, const struct claim_life *life)
{
	for (size_t i = 0; i < life->n && life->steps[i].time_us <= claim->to_us; i++)
		if (holds(claim, &claim->records[life->steps[i].record]))
			return tcpsim_claim_pass(life->steps[i].record);
	return fail_at(claim, tcpsim_claim_step_at(life, claim->to_us), claim->to_us);
}

struct claim_answer
tcpsim_claim_variable(const struct claim *claim)
{
	struct claim_life life = tcpsim_claim_life(claim);
	int64_t end_us = claim->run->end_us;
	struct claim_answer answer = tcpsim_claim_pass(TCPSIM_NO_RECORD);

	switch (claim->expect->moment.kind) {
	case SCN_MOMENT_NONE:
		answer = judge_from(claim, &life, end_us, end_us);
		break;
	case SCN_MOMENT_AT:
	case SCN_MOMENT_FROM:
		answer = judge_from(claim, &life, claim->from_us, claim->to_us);
		break;
	case SCN_MOMENT_BY:
		answer = judge_by(claim, &life);
		break;
	}
	g_free(life.steps);
	return answer;
}
