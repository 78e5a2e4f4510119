/* SPDX-License-Identifier: MIT */
#include <inttypes.h>

#include "claims_private.h"

static const char *const names[] = {
	[SCN_SND_UNA] = "SND.UNA",
	[SCN_SND_NXT] = "SND.NXT",
	[SCN_SND_WND] = "SND.WND",
	[SCN_RCV_NXT] = "RCV.NXT",
	[SCN_RCV_WND] = "RCV.WND",
	[SCN_ISS] = "ISS",
	[SCN_IRS] = "IRS",
};

/* The value of the variable in an event, and whose numbers it belongs to; a window is nobody's. */
static uint32_t
value_of(const struct claim *claim, const struct tcpsim_record *event, uint16_t *owner)
{
	const struct tcpsim_vars *vars = &event->after;

	*owner = event->host;
	switch (claim->expect->variable) {
	case SCN_SND_UNA:
		return vars->snd_una.n;
	case SCN_SND_NXT:
		return vars->snd_nxt.n;
	case SCN_ISS:
		return vars->iss.n;
	case SCN_RCV_NXT:
		*owner = event->peer;
		return vars->rcv_nxt.n;
	case SCN_IRS:
		*owner = event->peer;
		return vars->irs.n;
	case SCN_SND_WND:
		*owner = TCPSIM_NO_HOST;
		return vars->snd_wnd;
	case SCN_RCV_WND:
		*owner = TCPSIM_NO_HOST;
		return vars->rcv_wnd;
	}
	return 0;
}

/* What is written, shifted with the numbers of the host whose they are. */
static uint32_t
operand_of(const struct claim *claim, uint16_t owner)
{
	uint32_t shift = owner < claim->run->scenario->n_hosts ? claim->run->shifts[owner] : 0;

	return (uint32_t)tcpsim_run_number(claim->run, claim->expect->operand) + shift;
}

/* Before the first number is chosen, and after the TCB is deleted, there is nothing to compare. */
static bool
has_variables(uint8_t state)
{
	return state != TCPSIM_CLOSED && state != TCPSIM_LISTEN;
}

static bool
is_less(uint32_t a, uint32_t b, bool is_window)
{
	return is_window ? a < b : tcpsim_seq_lt(tcpsim_seq_make(a), tcpsim_seq_make(b));
}

static bool
holds(const struct claim *claim, const struct tcpsim_record *event)
{
	uint16_t owner;
	uint32_t value = value_of(claim, event, &owner), operand = operand_of(claim, owner);
	bool is_window = owner == TCPSIM_NO_HOST;

	if (!has_variables(event->after.state))
		return false;
	switch (claim->expect->relation) {
	case SCN_EQUAL:
		return value == operand;
	case SCN_NOT_EQUAL:
		return value != operand;
	case SCN_LESS:
		return is_less(value, operand, is_window);
	case SCN_LESS_OR_EQUAL:
		return value == operand || is_less(value, operand, is_window);
	case SCN_GREATER:
		return is_less(operand, value, is_window);
	case SCN_GREATER_OR_EQUAL:
		return value == operand || is_less(operand, value, is_window);
	}
	return false;
}

static struct claim_answer
fail_at(const struct claim *claim, const struct claim_step *step, int64_t time_us)
{
	const char *name = names[claim->expect->variable];
	const struct tcpsim_record *event;
	uint16_t owner;

	if (step == NULL)
		return tcpsim_claim_fail(TCPSIM_NO_RECORD, "%s had no connection at %s, and so no %s.",
			tcpsim_claim_name(claim).text, tcpsim_run_moment(time_us).text, name);
	event = &claim->records[step->record];
	if (!has_variables(step->after))
		return tcpsim_claim_fail(step->record, "%s was %s at %s, and so had no %s.",
			tcpsim_claim_name(claim).text, tcpsim_state_name((enum tcpsim_state)step->after),
			tcpsim_run_moment(time_us).text, name);
	return tcpsim_claim_fail(step->record, "%s had %s = %" PRIu32 " at %s (since %s).",
		tcpsim_claim_name(claim).text, name, value_of(claim, event, &owner), tcpsim_run_moment(time_us).text,
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
