/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "engine_private.h"

/* 3.10.6 STATUS, 3.9.1.5 */
enum tcpsim_error
tcpsim_engine_status(struct tcpsim_tcb *tcb, const struct tcpsim_policy *policy, struct tcpsim_status *status,
		     struct tcpsim_effects *out)
{
	struct event e;

	/* It changes nothing, so that any time will do; nor is anything sent. */
	engine_begin(&e, tcb, policy, 0, out);
	out->after = tcb->state;
	memset(status, 0, sizeof(*status));
	if (tcb->state == TCPSIM_CLOSED) {
		mark(&e, TCPSIM_RULE_STATUS_NO_CONNECTION);
		return TCPSIM_ERROR_NO_CONNECTION;
	}
	mark(&e, TCPSIM_RULE_STATUS);
	status->state = (enum tcpsim_state)tcb->state;
	status->rcv_wnd = tcb->rcv.wnd;
	status->snd_wnd = tcb->snd.wnd;
	status->unacknowledged_bytes = tcpsim_seq_distance(tcb->snd.una, tcb->snd.nxt);
	status->unsent_bytes = tcb->snd.queued_bytes;
	status->unread_bytes = tcb->rcv.unread_bytes;
	status->urgent_bytes = engine_urgent_ahead(tcb);
	status->user_timeout_us = engine_user_timeout_us(&e);
	return TCPSIM_OK;
}
