/* SPDX-License-Identifier: MIT */
#include "engine_private.h"

/* 3.8.6.2.1: the bounds of the timeout that overrides SWS avoidance. */
#define OVERRIDE_US_MIN INT64_C(100000)
#define OVERRIDE_US_MAX INT64_C(1000000)

/* SHLD-29: a closed window may open by itself within an RTO. What is held back waits no longer than the RFC allows. */
int64_t
engine_persist_us(const struct event *e)
{
	int64_t us = e->tcb->rtt.rto_us;

	if (is_held_back(e->tcb))
		us = earlier(later(us, OVERRIDE_US_MIN), OVERRIDE_US_MAX);
	return later(us, e->policy->persist_min_us);
}

/* SHLD-30: twice the time for each probe, up to the greatest RTO. */
static int64_t
interval_us(const struct event *e)
{
	int64_t us = e->tcb->rtt.rto_us;
	uint32_t i;

	for (i = 0; i < e->tcb->rtt.retries && us < e->policy->rto_max_us; i++)
		us *= 2;
	return later(earlier(us, later(e->policy->rto_max_us, e->tcb->rtt.rto_us)), e->policy->persist_min_us);
}

/*
 * 3.8.6.1. rtt.retries counts the probes of this closed window, for their
 * intervals; sent.probes those in a row that had no answer: a peer that answers
 * may keep its window closed for ever (MUST-37).
 */
void
engine_persist_timeout(struct event *e)
{
	struct tcpsim_tcb *tcb = e->tcb;

	if (is_held_back(tcb)) {
		engine_send_held_back(e);
		return;
	}
	if (tcb->sent.probes >= e->policy->r2_retries) {
		mark(e, TCPSIM_RULE_PERSIST_GIVES_UP);
		engine_give_up(e, TCPSIM_RESET_ALWAYS);
		return;
	}
	mark(e, TCPSIM_RULE_PERSIST_PROBE);
	engine_send_probe(e);
	tcb->sent.probes++;
	tcb->rtt.retries++;
	tcb->deadline_us[TCPSIM_TIMER_PERSIST] = after_us(e->now_us, interval_us(e));
}
