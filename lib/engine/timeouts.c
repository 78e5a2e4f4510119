/* SPDX-License-Identifier: MIT */
#include "engine_private.h"

/* 3.10.8 USER TIMEOUT, or that of an active OPEN (FreeBSD, keepinit), where it is less. */
static void
user_timeout(struct event *e)
{
	const struct tcpsim_tcb *tcb = e->tcb;
	bool is_opening = tcb->origin == TCPSIM_ORIGIN_ACTIVE && has_flag(tcb, TCPSIM_FLAG_SYN_OUT);

	if (is_opening && e->policy->open_timeout_us < engine_user_timeout_us(e))
		mark(e, TCPSIM_RULE_OPEN_TIMEOUT);
	else
		mark(e, TCPSIM_RULE_USER_TIMEOUT);
	engine_give_up(e, TCPSIM_RESET_ALWAYS);
}

/* 3.10.8 TIME-WAIT TIMEOUT */
static void
time_wait_timeout(struct event *e)
{
	mark(e, TCPSIM_RULE_TIME_WAIT_TIMEOUT);
	engine_delete(e);
}

/* No timeout of RFC 9293, which lets FIN-WAIT-2 wait for ever. */
static void
fin_wait_2_timeout(struct event *e)
{
	mark(e, TCPSIM_RULE_FIN_WAIT_2_TIMEOUT);
	engine_delete(e);
}

static void
expire(struct event *e, enum tcpsim_timer timer)
{
	switch (timer) {
	case TCPSIM_TIMER_RETRANSMISSION:
		engine_retransmission_timeout(e);
		break;
	case TCPSIM_TIMER_PERSIST:
		engine_persist_timeout(e);
		break;
	case TCPSIM_TIMER_KEEPALIVE:
		engine_keepalive_timeout(e);
		break;
	case TCPSIM_TIMER_2MSL:
		time_wait_timeout(e);
		break;
	case TCPSIM_TIMER_USER:
		user_timeout(e);
		break;
	case TCPSIM_TIMER_ACK:
		engine_delayed_ack_timeout(e);
		break;
	case TCPSIM_TIMER_FIN_WAIT_2:
		fin_wait_2_timeout(e);
		break;
	}
}

/* The timer with the earliest deadline, if that is not beyond now; else -1. Of equals, the first. */
static int
due(const struct tcpsim_tcb *tcb, int64_t now_us)
{
	int64_t deadline_us = tcpsim_tcb_deadline_us(tcb);
	int i = 0;

	if (deadline_us > now_us || deadline_us == TCPSIM_TIME_NONE)
		return -1;
	while (tcb->deadline_us[i] != deadline_us)
		i++;
	return i;
}

void
tcpsim_engine_timeout(struct tcpsim_tcb *tcb, const struct tcpsim_policy *policy, int64_t now_us, int *timer,
		      struct tcpsim_effects *out)
{
	struct event e;
	int which = due(tcb, now_us);

	engine_begin(&e, tcb, policy, now_us, out);
	if (timer != NULL)
		*timer = which;
	if (which < 0)
		mark(&e, TCPSIM_RULE_NOTHING_DUE);
	else
		expire(&e, (enum tcpsim_timer)which);
	engine_end(&e);
}
