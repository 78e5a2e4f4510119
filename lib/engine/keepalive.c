/* SPDX-License-Identifier: MIT */
#include "engine_private.h"

/* 3.8.4 is about connections that are open and wait for the peer; elsewhere retransmission or 2MSL watches. */
static bool
may_be_idle(const struct tcpsim_tcb *tcb)
{
	return tcb->state == TCPSIM_ESTABLISHED || tcb->state == TCPSIM_CLOSE_WAIT || tcb->state == TCPSIM_FIN_WAIT_2;
}

/* RFC 5482 4.2: longer than a user timeout that was agreed on, or probes would end what that is to keep. */
static int64_t
idle_us(const struct event *e)
{
	int64_t us = e->policy->keepalive_idle_us;

	return engine_has_peers_user_timeout(e) ? later(us, engine_user_timeout_us(e) + 1) : us;
}

void
engine_keepalive_heard(struct event *e)
{
	struct tcpsim_tcb *tcb = e->tcb;

	tcb->sent.probes = 0;
	tcb->deadline_us[TCPSIM_TIMER_KEEPALIVE] =
		e->policy->keepalive && may_be_idle(tcb) ? after_us(e->now_us, idle_us(e)) : TCPSIM_TIME_NONE;
}

/*
 * When the peer was last heard is not kept: a time that runs goes on, unless the one that is in force now would be over
 * sooner.
 */
void
engine_keepalive_changed(struct event *e)
{
	struct tcpsim_tcb *tcb = e->tcb;
	int64_t *deadline_us = &tcb->deadline_us[TCPSIM_TIMER_KEEPALIVE];
	bool is_probing = tcb->sent.probes != 0, runs = *deadline_us != TCPSIM_TIME_NONE;

	if (runs != (e->policy->keepalive && may_be_idle(tcb)))
		engine_keepalive_heard(e);
	else if (runs)
		*deadline_us = earlier(*deadline_us, after_us(e->now_us,
				       is_probing ? e->policy->keepalive_interval_us : idle_us(e)));
}

void
engine_keepalive_timeout(struct event *e)
{
	struct tcpsim_tcb *tcb = e->tcb;

	if (is_outstanding(tcb) || tcb->snd.queued_bytes != 0) {
		mark(e, TCPSIM_RULE_KEEPALIVE_POSTPONED);
		tcb->deadline_us[TCPSIM_TIMER_KEEPALIVE] = after_us(e->now_us, idle_us(e));
		return;
	}
	if (tcb->sent.probes >= (has_flaw(e, TCPSIM_FLAW_ONE_PROBE_KILLS) ? 1 : e->policy->keepalive_probes)) {
		mark(e, TCPSIM_RULE_KEEPALIVE_GIVES_UP);
		engine_give_up(e, TCPSIM_RESET_KEEPALIVE);
		return;
	}
	mark(e, TCPSIM_RULE_KEEPALIVE_PROBE);
	engine_send_keepalive(e);
	tcb->sent.probes++;
	tcb->deadline_us[TCPSIM_TIMER_KEEPALIVE] = after_us(e->now_us, e->policy->keepalive_interval_us);
}
