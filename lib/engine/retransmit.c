/* SPDX-License-Identifier: MIT */
#include "recovery_private.h"

/* Nobody sends again what is outstanding. */
static bool
is_forgotten(const struct event *e)
{
	bool is_syn_ack = has_flag(e->tcb, TCPSIM_FLAG_SYN_OUT) && e->tcb->state != TCPSIM_SYN_SENT;
	bool is_closing = e->tcb->state == TCPSIM_CLOSING;

	if (e->policy->flaws == 0)
		return false;
	return has_flaw(e, TCPSIM_FLAW_NO_RETRANSMISSION) ||
	       (is_closing && has_flaw(e, TCPSIM_FLAW_CLOSING_NO_RETRANSMISSION)) ||
	       (is_syn_ack && has_flaw(e, TCPSIM_FLAW_SYN_ACK_ONCE));
}

static void
start(struct event *e, enum tcpsim_timer timer, int64_t span_us)
{
	if (e->tcb->deadline_us[timer] == TCPSIM_TIME_NONE)
		e->tcb->deadline_us[timer] = after_us(e->now_us, span_us);
}

/* How long nothing may be acknowledged: an active OPEN may have less time than what follows it. */
static int64_t
patience_us(const struct event *e)
{
	int64_t us = engine_user_timeout_us(e);

	return e->tcb->state == TCPSIM_SYN_SENT ? earlier(us, e->policy->open_timeout_us) : us;
}

/*
 * Which timers watch over what is outstanding: a closed window is probed for as
 * long as the peer answers (MUST-37), anything else is given up at R2 or when
 * the user's patience ends. RFC 6298 5.1: a timer that runs goes on.
 */
void
engine_settle_timers(struct event *e)
{
	struct tcpsim_tcb *tcb = e->tcb;
	bool is_closed = tcb->snd.wnd == 0 && !has_flag(tcb, TCPSIM_FLAG_SYN_OUT);
	bool has_kept = is_kept(tcb), may_persist = has_kept || is_waiting(tcb);
	bool persists = is_closed && may_persist;
	bool retransmits = !is_closed && has_kept && !is_forgotten(e);
	bool is_watched = !persists && (is_outstanding(tcb) || may_persist);

	if ((persists && !has_flaw(e, TCPSIM_FLAW_NO_PERSIST_TIMER)) || is_held_back(tcb))
		start(e, TCPSIM_TIMER_PERSIST, engine_persist_us(e));
	else
		tcb->deadline_us[TCPSIM_TIMER_PERSIST] = TCPSIM_TIME_NONE;
	if (retransmits)
		start(e, TCPSIM_TIMER_RETRANSMISSION, tcb->rtt.rto_us);
	else
		tcb->deadline_us[TCPSIM_TIMER_RETRANSMISSION] = TCPSIM_TIME_NONE;
	if (!is_watched)
		tcb->deadline_us[TCPSIM_TIMER_USER] = TCPSIM_TIME_NONE;
	else if (tcb->deadline_us[TCPSIM_TIMER_USER] == TCPSIM_TIME_NONE)
		start(e, TCPSIM_TIMER_USER, patience_us(e));
}

/*
 * R2 for our SYN, or for the SYN,ACK that answers a peer's. That of a simultaneous open is our SYN still. The first
 * SYNs that come at even intervals are not counted (Linux, tcp_write_timeout()).
 */
static bool
may_resend_syn(const struct event *e)
{
	int64_t retries = e->tcb->rtt.retries;

	if (e->tcb->state == TCPSIM_SYN_SENT)
		retries -= e->policy->syn_linear_retries;
	return retries < (e->tcb->origin == TCPSIM_ORIGIN_ACTIVE ? e->policy->syn_retries : e->policy->syn_ack_retries);
}

static bool
gives_up(struct event *e)
{
	struct tcpsim_tcb *tcb = e->tcb;

	if (has_flag(tcb, TCPSIM_FLAG_SYN_OUT)) {
		if (may_resend_syn(e))
			return false;
		mark(e, TCPSIM_RULE_SYN_R2);
	} else {
		/* R2 may be a count or a time: what both ends have told is one. */
		if (tcb->rtt.retries < e->policy->r2_retries || engine_has_peers_user_timeout(e))
			return false;
		mark(e, TCPSIM_RULE_RETRANSMISSION_R2);
	}
	engine_give_up(e, TCPSIM_RESET_ALWAYS);
	return true;
}

/* The first repetitions of a SYN may come at even intervals: Linux, tcp_syn_linear_timeouts. */
static bool
is_linear(const struct event *e)
{
	return e->tcb->state == TCPSIM_SYN_SENT && e->tcb->rtt.retries < e->policy->syn_linear_retries;
}

void
engine_retransmission_timeout(struct event *e)
{
	struct tcpsim_tcb *tcb = e->tcb;

	if (gives_up(e))
		return;
	mark(e, TCPSIM_RULE_RETRANSMISSION_TIMEOUT);
	engine_recovery_timeout(e);
	/* SHLD-16: what lies within the window; a SYN goes out in any case. */
	engine_send_again(e, tcb->snd.wnd, TCPSIM_PURPOSE_RETRANSMISSION);
	engine_recovery_resent(e);
	engine_rto_back_off(e, is_linear(e) ? 1 : 2);
	tcb->rtt.retries++;
	tcb->deadline_us[TCPSIM_TIMER_RETRANSMISSION] = after_us(e->now_us, tcb->rtt.rto_us);
	if (tcb->rtt.retries == e->policy->r1_retries) {
		mark(e, TCPSIM_RULE_RETRANSMISSION_R1);
		e->out->signals |= TCPSIM_SIGNAL_PROBLEM;
	}
}
