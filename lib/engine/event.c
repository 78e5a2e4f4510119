/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "engine_private.h"

void
engine_begin(struct event *e, struct tcpsim_tcb *tcb, const struct tcpsim_policy *policy, int64_t now_us,
	     struct tcpsim_effects *out)
{
	e->tcb = tcb;
	e->policy = policy;
	e->now_us = now_us;
	e->out = out;
	e->arriving = NULL;
	e->seg = NULL;
	e->begin = e->end = tcpsim_seq_make(0);
	e->twice.begin = e->twice.end = tcpsim_seq_make(0);
	e->has_syn = false;
	e->has_fin = false;
	/* All but the segments, which n_segments makes meaningless. */
	memset((char *)out + offsetof(struct tcpsim_effects, purpose), 0,
	       sizeof(*out) - offsetof(struct tcpsim_effects, purpose));
	out->before = tcb->state;
}

/*
 * 3.10.4: a CLOSE that was queued in SYN-RECEIVED is processed as soon as the
 * connection is ESTABLISHED, or CLOSE-WAIT if the peer's FIN came with the ACK.
 */
static void
close_as_queued(struct tcpsim_tcb *tcb)
{
	if (!has_flag(tcb, TCPSIM_FLAG_CLOSE_CALLED))
		return;
	if (tcb->state == TCPSIM_ESTABLISHED)
		tcb->state = TCPSIM_FIN_WAIT_1;
	else if (tcb->state == TCPSIM_CLOSE_WAIT)
		tcb->state = TCPSIM_LAST_ACK;
}

void
engine_end(struct event *e)
{
	if (e->tcb->state != TCPSIM_CLOSED && e->tcb->state != TCPSIM_LISTEN) {
		close_as_queued(e->tcb);
		engine_output(e);
		engine_settle_timers(e);
		if ((e->tcb->flags & (TCPSIM_FLAG_SND_URGENT | TCPSIM_FLAG_RCV_URGENT)) != 0)
			engine_settle_urgent(e->tcb);
	}
	e->out->after = e->tcb->state;
}

enum tcpsim_error
engine_answer(struct event *e, enum tcpsim_rule rule, enum tcpsim_error error)
{
	mark(e, rule);
	if (error == TCPSIM_OK)
		engine_end(e);
	e->out->after = e->tcb->state;
	return error;
}

void
tcpsim_engine_poll(struct tcpsim_tcb *tcb, const struct tcpsim_policy *policy, int64_t now_us,
		   struct tcpsim_effects *out)
{
	struct event e;

	engine_begin(&e, tcb, policy, now_us, out);
	mark(&e, TCPSIM_RULE_POLLED);
	engine_end(&e);
}

void
tcpsim_engine_policy_changed(struct tcpsim_tcb *tcb, const struct tcpsim_policy *policy, int64_t now_us,
			     struct tcpsim_effects *out)
{
	struct event e;

	engine_begin(&e, tcb, policy, now_us, out);
	mark(&e, TCPSIM_RULE_POLICY_APPLIED);
	if (tcb->state != TCPSIM_CLOSED)
		engine_keepalive_changed(&e);
	engine_user_timeout_changed(&e);
	if (has_flaw(&e, TCPSIM_FLAW_WINDOW_SHRINKS))
		engine_shrink_window(&e);
	engine_end(&e);
}
