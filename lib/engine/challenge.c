/* SPDX-License-Identifier: MIT */
#include "engine_private.h"

/*
 * RFC 5961 7: so many ACKs in answer to what is not acceptable in so much time,
 * for each connection. Without a limit two ends that disagree answer each other
 * for ever.
 */
bool
engine_may_challenge(struct event *e)
{
	struct tcpsim_tcb *tcb = e->tcb;

	if (e->policy->challenge_limit == TCPSIM_UNLIMITED)
		return true;
	if (tcb->sent.count == 0 || e->now_us - tcb->sent.since_us >= e->policy->challenge_window_us) {
		tcb->sent.since_us = e->now_us;
		tcb->sent.count = 0;
	}
	if (tcb->sent.count >= e->policy->challenge_limit)
		return false;
	tcb->sent.count++;
	return true;
}

enum verdict
engine_challenge(struct event *e, enum tcpsim_rule rule)
{
	if (!engine_may_challenge(e))
		return done(e, TCPSIM_RULE_CHALLENGE_THROTTLED);
	engine_send_ack(e, TCPSIM_PURPOSE_CHALLENGE);
	return done(e, rule);
}
