/* SPDX-License-Identifier: MIT */
#include "engine_private.h"

/* 3.8.4 is about connections that are open and wait for the peer; elsewhere retransmission or 2MSL watches. */
static bool
may_be_idle(const struct tcpsim_tcb *tcb)
{
	return tcb->state == TCPSIM_ESTABLISHED || tcb->state == TCPSIM_CLOSE_WAIT || tcb->state == TCPSIM_FIN_WAIT_2;
}

void
engine_keepalive_heard(struct event *e)
{
	struct tcpsim_tcb *tcb = e->tcb;

	tcb->sent.probes = 0;
	tcb->deadline_us[TCPSIM_TIMER_KEEPALIVE] =
		e->policy->keepalive && may_be_idle(tcb) ? after_us(e->now_us, e->policy->keepalive_idle_us)
							 : TCPSIM_TIME_NONE;
}

void
engine_keepalive_timeout(struct event *e)
{
	struct tcpsim_tcb *tcb = e->tcb;

	if (is_outstanding(tcb) || tcb->snd.queued_bytes != 0) {
		mark(e, TCPSIM_RULE_KEEPALIVE_POSTPONED);
		tcb->deadline_us[TCPSIM_TIMER_KEEPALIVE] = after_us(e->now_us, e->policy->keepalive_idle_us);
		return;
	}
	if (tcb->sent.probes >= (has_flaw(e, TCPSIM_FLAW_ONE_PROBE_KILLS) ? 1 : e->policy->keepalive_probes)) {
		mark(e, TCPSIM_RULE_KEEPALIVE_GIVES_UP);
		engine_delete_with(e, TCPSIM_ERROR_TIMED_OUT);
		return;
	}
	mark(e, TCPSIM_RULE_KEEPALIVE_PROBE);
	engine_send_keepalive(e);
	tcb->sent.probes++;
	tcb->deadline_us[TCPSIM_TIMER_KEEPALIVE] = after_us(e->now_us, e->policy->keepalive_interval_us);
}
