/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "explore_private.h"
#include "step_private.h"

/*
 * One event at one end. The host around the engine is what lib/net makes of it: a listener stays behind its
 * connections, a segment for nobody meets a TCB in CLOSED, a host that reads at once has a RECEIVE waiting.
 *
 * A timer that runs is due LATER, the one that fires is due now. Now is as many milliseconds as the end has used
 * numbers: so a clock for timestamps need not run any faster, and it is no part of the state (RFC 7323 5.4).
 */

#define US_OF_A_NUMBER INT64_C(1000)
#define NUMBERS_OF_AN_INCARNATION (2 * TCPSIM_EXPLORE_STREAM) /* more than it uses */

void
explore_policy(const struct tcpsim_explore_world *world, unsigned host, const struct end *end,
	struct tcpsim_policy *policy)
{
	const struct tcpsim_explore_host *owner = &world->hosts[host];

	*policy = owner->policy;
	for (unsigned i = 0; i < owner->n_calls; i++)
		if (end->sets & 1U << i)
			tcpsim_policy_set(policy, owner->calls[i].setting, owner->calls[i].value);
}

void
explore_end_first(unsigned host, struct end *end)
{
	memset(end, 0, sizeof *end);
	end->host = (uint8_t)host;
	end->is_up = 1;
}

/* ---- what an engine call did ---- */

static bool
is_gone(const struct tcpsim_tcb *tcb)
{
	return tcb->state == TCPSIM_CLOSED || tcb->state == TCPSIM_LISTEN;
}

static void
add_sent(struct step *s, const struct tcpsim_effects *effects)
{
	struct outcome *out = s->out;

	if (s->before->is_quiet || (s->kind == INPUT_MSL && s->out->after.is_quiet))
		return;
	for (unsigned i = 0; i < effects->n_segments; i++) {
		struct flight *flight;

		if (out->n_sent == TCPSIM_EXPLORE_SENT) {
			out->claim.flags |= OUTCOME_CUT;
			return;
		}
		flight = &out->sent[out->n_sent];
		memset(flight, 0, sizeof *flight);
		flight->seg = effects->segments[i];
		if (flight->seg.text_bytes > 0)
			flight->iss = out->after.tcb.snd.iss.n;
		else
			flight->seg.text_offset = 0;
		out->purpose[out->n_sent++] = effects->purpose[i];
	}
}

/* Take up one batch of effects. */
static void
take_effects(struct step *s, const struct tcpsim_effects *effects)
{
	struct outcome *out = s->out;

	for (unsigned i = 0; i < sizeof out->fired.bits / sizeof out->fired.bits[0]; i++)
		out->fired.bits[i] |= effects->fired.bits[i];
	out->signals |= effects->signals;
	if (effects->signals & TCPSIM_SIGNAL_ERROR)
		out->error = effects->error;
	explore_judge_octets(s, effects);
	add_sent(s, effects);
}

/* The engine call has filled s->effects: take them, and all that is left to be sent. */
static void
carry_out(struct step *s)
{
	struct tcpsim_effects more;

	take_effects(s, &s->effects);
	more = s->effects;
	while (more.more && (s->out->claim.flags & OUTCOME_CUT) == 0) {
		tcpsim_engine_poll(&s->out->after.tcb, &s->policy, s->now_us, &more);
		take_effects(s, &more);
	}
}

static void
read_at_once(struct step *s)
{
	struct tcpsim_effects effects;

	if (!s->host->reads_at_once || is_gone(&s->out->after.tcb))
		return;
	tcpsim_engine_receive(&s->out->after.tcb, &s->policy, TCPSIM_RECEIVE_ALL, s->now_us, &effects);
	take_effects(s, &effects);
}

/* ---- incarnations ---- */

static struct incarnation *
current(struct end *end)
{
	return &end->incarnations[end->current - 1];
}

/* A connection begins: it uses up an ISN. */
static void
begin_incarnation(struct step *s)
{
	struct end *end = &s->out->after;

	if (end->n_incarnations == s->host->n_isns) {
		s->out->claim.flags |= OUTCOME_CUT;
		return;
	}
	end->current = ++end->n_incarnations;
	current(end)->iss = end->tcb.snd.iss.n;
	end->is_told_of_fin = end->readable = end->was_synchronized = end->has_left_unread = 0;
	end->foreign = UINT64_MAX;
}

static tcpsim_seq
next_isn(const struct step *s)
{
	unsigned n = s->out->after.n_incarnations;

	return tcpsim_seq_make(n < s->host->n_isns ? s->host->isns[n] : 0);
}

/* What its user still wanted to do with a connection that is gone is forgotten, up to the CLOSE. */
static void
forget_calls(struct step *s)
{
	struct end *end = &s->out->after;

	while (end->next_call < s->host->n_calls) {
		enum tcpsim_call call = s->host->calls[end->next_call].call;

		if (call == TCPSIM_CALL_LISTEN || call == TCPSIM_CALL_CONNECT || call == TCPSIM_CALL_SET)
			return;
		end->next_call++;
		if (call == TCPSIM_CALL_CLOSE || call == TCPSIM_CALL_ABORT || call == TCPSIM_CALL_SHUTDOWN)
			return;
	}
}

static bool
has_ended_well(const struct step *s)
{
	const struct outcome *out = s->out;

	if ((out->signals & TCPSIM_SIGNAL_ERROR) || s->kind == INPUT_CRASH || s->call == TCPSIM_CALL_ABORT)
		return false;
	return out->state_before == TCPSIM_LAST_ACK || (out->state_before == TCPSIM_TIME_WAIT && s->kind == INPUT_MSL) ||
	       tcpsim_rule_set_has(&out->fired, TCPSIM_RULE_TIME_WAIT_SHORT);
}

/* The connection is over; the host may still listen. */
static void
end_incarnation(struct step *s)
{
	struct end *end = &s->out->after;
	bool was_closed = (s->before->tcb.flags & TCPSIM_FLAG_CLOSE_CALLED) != 0 || s->call == TCPSIM_CALL_ABORT ||
			  s->call == TCPSIM_CALL_CLOSE || s->call == TCPSIM_CALL_SHUTDOWN;
	bool is_child = s->before->tcb.origin == TCPSIM_ORIGIN_PASSIVE && !end->was_synchronized;

	if (has_ended_well(s))
		current(end)->is_clean = 1;
	if (!was_closed && !is_child)
		forget_calls(s);
	end->current = end->previous = 0;
	end->is_told_of_fin = end->readable = end->is_short = end->was_synchronized = end->has_left_unread = 0;
	end->foreign = 0;
	memset(&end->tcb, 0, sizeof end->tcb);
}

/* A reopened TIME-WAIT is a new incarnation; a RST may show that its SYN was an old one, and it is the former again. */
static bool
is_reopened(const struct step *s)
{
	uint8_t after = s->out->after.tcb.state;

	return s->out->state_before == TCPSIM_TIME_WAIT &&
	       (after == TCPSIM_SYN_RECEIVED || after == TCPSIM_ESTABLISHED || after == TCPSIM_CLOSE_WAIT);
}

static void
reopen(struct step *s)
{
	struct end *end = &s->out->after;
	uint8_t old = end->current;

	begin_incarnation(s);
	if (s->out->claim.flags & OUTCOME_CUT)
		return;
	end->incarnations[old - 1].is_clean = 1;
	end->previous = end->tcb.state == TCPSIM_SYN_RECEIVED ? old : 0;
}

static void
return_to_time_wait(struct step *s)
{
	struct end *end = &s->out->after;

	if (s->out->state_before != TCPSIM_SYN_RECEIVED || end->tcb.state != TCPSIM_TIME_WAIT || end->previous == 0)
		return;
	end->current = end->previous;
	end->previous = 0;
	end->was_synchronized = 1;
}

static void
note_numbers(struct step *s)
{
	struct end *end = &s->out->after;
	uint8_t state = end->tcb.state;

	if (end->current == 0 || is_gone(&end->tcb))
		return;
	s->out->claim.iss = current(end)->iss;
	if (state != TCPSIM_SYN_SENT) {
		current(end)->irs = end->tcb.rcv.irs.n;
		current(end)->knows_irs = 1;
	}
	s->out->claim.irs = current(end)->irs;
	if (state == TCPSIM_SYN_RECEIVED || state == TCPSIM_SYN_SENT)
		return;
	if (!end->was_synchronized && s->kind == INPUT_ARRIVAL)
		s->out->claim.flags |= OUTCOME_AGREES | (end->tcb.origin == TCPSIM_ORIGIN_ACTIVE ? 0 : OUTCOME_PASSIVE);
	end->was_synchronized = 1;
	end->previous = 0;
}

/* ---- clocks ---- */

/* The engine arms 2MSL anew: then it is not due LATER any more. */
static void
follow_clock(struct step *s)
{
	struct end *end = &s->out->after;
	const struct tcpsim_tcb *tcb = &end->tcb;

	if (tcb->state == TCPSIM_TIME_WAIT) {
		if (s->out->state_before == TCPSIM_TIME_WAIT && tcb->deadline_us[TCPSIM_TIMER_2MSL] == LATER)
			return;
		end->clock = (uint8_t)s->policy.time_wait_msl;
		end->is_short = 0;
		s->out->claim.flags |= OUTCOME_CLOCK_STARTS;
	} else if (end->clock != 0 && !end->is_quiet) {
		end->clock = 0;
		s->out->claim.flags |= OUTCOME_CLOCK_STOPS;
	}
}

/* ---- the events ---- */

static void
arrive(struct step *s)
{
	struct end *end = &s->out->after;
	struct tcpsim_arriving arriving = { .seg = s->flight->seg, .iss = next_isn(s), .is_listened = end->is_listening };
	bool is_child = end->tcb.state == TCPSIM_CLOSED && end->is_listening;
	struct tcpsim_open open = { .remote = TCPSIM_REMOTE_UNSPECIFIED };

	if (is_child) {
		tcpsim_engine_open(&end->tcb, &s->policy, &open, s->now_us, &s->effects);
		if (s->host->reads_at_once)
			tcpsim_engine_receive(&end->tcb, &s->policy, TCPSIM_RECEIVE_ALL, s->now_us, &s->effects);
	}
	s->out->state_before = end->tcb.state;
	s->rcv_nxt = end->tcb.rcv.nxt;
	tcpsim_engine_arrives(&end->tcb, &s->policy, &arriving, s->now_us, &s->effects);
	s->out->rule = s->effects.rule;
	if (is_child && !is_gone(&end->tcb))
		begin_incarnation(s);
	else if (is_reopened(s))
		reopen(s);
	carry_out(s);
	if (is_reopened(s))
		read_at_once(s);
	return_to_time_wait(s);
}

static enum tcpsim_error
call_engine(struct step *s, const struct tcpsim_explore_call *call)
{
	struct tcpsim_tcb *tcb = &s->out->after.tcb;
	struct tcpsim_open open = { .remote = TCPSIM_REMOTE_KNOWN, .is_active = 1, .iss = next_isn(s) };

	switch (call->call) {
	case TCPSIM_CALL_CONNECT:
		return tcpsim_engine_open(tcb, &s->policy, &open, s->now_us, &s->effects);
	case TCPSIM_CALL_SEND:
		return tcpsim_engine_send(tcb, &s->policy, call->octets, tcpsim_seq_make(0), s->now_us, &s->effects);
	case TCPSIM_CALL_RECEIVE:
		return tcpsim_engine_receive(tcb, &s->policy, call->octets, s->now_us, &s->effects);
	case TCPSIM_CALL_SHUTDOWN:
		return tcpsim_engine_shutdown(tcb, &s->policy, s->now_us, &s->effects);
	case TCPSIM_CALL_CLOSE:
		return tcpsim_engine_close(tcb, &s->policy, s->now_us, &s->effects);
	case TCPSIM_CALL_ABORT:
		return tcpsim_engine_abort(tcb, &s->policy, s->now_us, &s->effects);
	case TCPSIM_CALL_SET:
		tcpsim_engine_policy_changed(tcb, &s->policy, s->now_us, &s->effects);
		return TCPSIM_OK;
	case TCPSIM_CALL_LISTEN:
		break;
	}
	open.is_active = 0;
	open.remote = TCPSIM_REMOTE_UNSPECIFIED;
	return tcpsim_engine_open(&s->listener, &s->policy, &open, s->now_us, &s->effects);
}

static void
call(struct step *s)
{
	struct end *end = &s->out->after;
	const struct tcpsim_explore_call *next = &s->host->calls[end->next_call++];

	s->call = next->call;
	if (next->call == TCPSIM_CALL_SET) {
		end->sets |= (uint16_t)(1U << (end->next_call - 1));
		explore_policy(s->world, s->host_number, end, &s->policy);
	}
	s->out->error = (uint8_t)call_engine(s, next);
	s->out->rule = s->effects.rule;
	if (next->call == TCPSIM_CALL_LISTEN)
		end->is_listening = 1;
	if (next->call == TCPSIM_CALL_CONNECT)
		begin_incarnation(s);
	carry_out(s);
	if (next->call == TCPSIM_CALL_CONNECT)
		read_at_once(s);
}

static void
fire(struct step *s, enum tcpsim_timer timer)
{
	s->out->after.tcb.deadline_us[timer] = s->now_us;
	tcpsim_engine_timeout(&s->out->after.tcb, &s->policy, s->now_us, NULL, &s->effects);
	s->out->rule = s->effects.rule;
	carry_out(s);
}

/* No event of TCP, and nothing is sent. The program that made the calls is gone with its host. */
static void
crash(struct step *s)
{
	struct end *end = &s->out->after;

	while (end->next_call < s->host->n_calls && s->host->calls[end->next_call].call != TCPSIM_CALL_LISTEN &&
		s->host->calls[end->next_call].call != TCPSIM_CALL_CONNECT)
		end->next_call++;
	if (s->host->crashes != TCPSIM_EXPLORE_FREE)
		end->n_crashes++;
	end->is_up = end->is_listening = 0;
	if (end->clock != 0)
		s->out->claim.flags |= OUTCOME_CLOCK_STOPS;
	end->clock = end->is_quiet = 0;
	memset(&end->tcb, 0, sizeof end->tcb);
}

static void
restart(struct step *s)
{
	struct end *end = &s->out->after;

	end->is_up = 1;
	if (s->policy.quiet_time == 0)
		return;
	end->clock = end->is_quiet = 1;
	s->out->claim.flags |= OUTCOME_CLOCK_STARTS;
}

static void
pass_msl(struct step *s)
{
	struct end *end = &s->out->after;

	if (--end->clock > 0)
		return;
	s->out->claim.flags |= OUTCOME_CLOCK_STOPS;
	if (end->is_quiet)
		end->is_quiet = 0;
	else
		fire(s, TCPSIM_TIMER_2MSL);
}

static void
happen(struct step *s, const struct input *input)
{
	switch (input->kind) {
	case INPUT_ARRIVAL:
		arrive(s);
		break;
	case INPUT_CALL:
		call(s);
		break;
	case INPUT_TIMER:
		fire(s, input->timer);
		break;
	case INPUT_CRASH:
		crash(s);
		break;
	case INPUT_RESTART:
		restart(s);
		break;
	case INPUT_MSL:
		pass_msl(s);
		break;
	}
}

/* After the event: which incarnation is it now, and what of it must be kept? */
static void
settle(struct step *s, bool full)
{
	struct end *end = &s->out->after;

	s->out->state_after = end->tcb.state;
	note_numbers(s);
	explore_judge_step(s);
	follow_clock(s);
	if (end->current != 0 && is_gone(&end->tcb)) {
		end_incarnation(s);
		return;
	}
	if (is_gone(&end->tcb)) {
		memset(&end->tcb, 0, sizeof end->tcb);
		return;
	}
	explore_canonical(&s->policy, full, &end->tcb);
}

/* It never runs backwards: another incarnation begins above all numbers of the one before. */
static int64_t
now(const struct end *end)
{
	unsigned begun = end->n_incarnations + (end->current == 0);

	return US_OF_A_NUMBER * (NUMBERS_OF_AN_INCARNATION * (int64_t)begun +
		tcpsim_seq_distance(end->tcb.snd.iss, end->tcb.snd.nxt));
}

void
explore_step(const struct tcpsim_explore_world *world, unsigned host, bool full, const struct end *before,
	const struct input *input, struct outcome *out)
{
	struct step s = {
		.world = world,
		.host = &world->hosts[host],
		.host_number = host,
		.before = before,
		.kind = input->kind,
		.flight = input->flight,
		.out = out,
		.call = TCPSIM_CALL_LISTEN,
	};

	memset(out, 0, sizeof *out);
	out->after = *before;
	if (input->kind == INPUT_ARRIVAL && !before->is_up)
		return;
	explore_policy(world, host, before, &s.policy);
	out->state_before = before->tcb.state;
	s.rcv_nxt = before->tcb.rcv.nxt;
	s.now_us = now(before);
	if (before->current != 0) {
		out->claim.iss = before->incarnations[before->current - 1].iss;
		out->claim.irs = before->incarnations[before->current - 1].irs;
	}
	happen(&s, input);
	if ((out->claim.flags & OUTCOME_CUT) == 0)
		settle(&s, full);
}

/* ---- what is possible ---- */

static bool
may_call(const struct tcpsim_explore_host *host, const struct end *end)
{
	if (end->next_call == host->n_calls || !end->is_up)
		return false;
	switch (host->calls[end->next_call].call) {
	case TCPSIM_CALL_LISTEN:
		return !end->is_listening;
	case TCPSIM_CALL_CONNECT:
		return !end->is_quiet && end->tcb.state == TCPSIM_CLOSED;
	case TCPSIM_CALL_SET:
		return true;
	case TCPSIM_CALL_SEND:
	case TCPSIM_CALL_RECEIVE:
	case TCPSIM_CALL_CLOSE:
	case TCPSIM_CALL_SHUTDOWN:
	case TCPSIM_CALL_ABORT:
		break;
	}
	return end->tcb.state != TCPSIM_CLOSED;
}

static bool
may_crash(const struct tcpsim_explore_host *host, const struct end *end)
{
	bool has_something = end->tcb.state != TCPSIM_CLOSED || end->is_listening;

	return has_something && (host->crashes == TCPSIM_EXPLORE_FREE || end->n_crashes < host->crashes);
}

uint32_t
explore_possible(const struct tcpsim_explore_world *world, unsigned host, const struct end *end)
{
	const struct tcpsim_explore_host *owner = &world->hosts[host];
	uint32_t possible = 0;

	for (int i = 0; end->tcb.state != TCPSIM_CLOSED && i < TCPSIM_N_TIMERS; i++) {
		bool fires = i != TCPSIM_TIMER_2MSL && (i != TCPSIM_TIMER_USER || world->give_up);

		if (fires && end->tcb.deadline_us[i] != TCPSIM_TIME_NONE)
			possible |= 1U << i;
	}
	if (possible & (1U << TCPSIM_TIMER_RETRANSMISSION | 1U << TCPSIM_TIMER_PERSIST))
		possible |= INPUT_BIT_RETRANSMITS;
	if (may_call(owner, end))
		possible |= INPUT_BIT_CALL;
	if (!end->is_up)
		possible |= INPUT_BIT_RESTART;
	else if (may_crash(owner, end))
		possible |= INPUT_BIT_CRASH;
	if (end->clock != 0)
		possible |= INPUT_BIT_MSL;
	return possible;
}
