/* SPDX-License-Identifier: MIT */
#include "engine_private.h"

/* 3.10.1 OPEN */

static enum tcpsim_error
open_passive(struct event *e, const struct tcpsim_open *open)
{
	engine_init(e->tcb, e->policy);
	if (open->remote == TCPSIM_REMOTE_KNOWN)
		set_flag(e->tcb, TCPSIM_FLAG_REMOTE_KNOWN);
	e->tcb->state = TCPSIM_LISTEN;
	return engine_answer(e, TCPSIM_RULE_OPEN_PASSIVE, TCPSIM_OK);
}

void
engine_open_active(struct event *e, tcpsim_seq iss)
{
	uint32_t wanted_bytes = e->tcb->rcv.wanted_bytes;

	engine_init(e->tcb, e->policy);
	/* RECEIVEs that were queued in LISTEN wait on. */
	e->tcb->rcv.wanted_bytes = wanted_bytes;
	e->tcb->origin = TCPSIM_ORIGIN_ACTIVE;
	set_flag(e->tcb, TCPSIM_FLAG_REMOTE_KNOWN);
	engine_offer_options(e);
	engine_choose_iss(e, iss);
	e->tcb->state = TCPSIM_SYN_SENT;
	engine_rtt_start(e, iss);
	engine_send_syn(e, TCPSIM_PURPOSE_FIRST);
}

enum tcpsim_error
tcpsim_engine_open(struct tcpsim_tcb *tcb, const struct tcpsim_policy *policy, const struct tcpsim_open *open,
		   int64_t now_us, struct tcpsim_effects *out)
{
	bool is_listening = tcb->state == TCPSIM_LISTEN;
	struct event e;

	engine_begin(&e, tcb, policy, now_us, out);
	if (open->remote == TCPSIM_REMOTE_GROUP)
		return engine_answer(&e, TCPSIM_RULE_OPEN_REMOTE_INVALID, TCPSIM_ERROR_REMOTE_INVALID);
	if (tcb->state != TCPSIM_CLOSED && !(is_listening && open->is_active))
		return engine_answer(&e, TCPSIM_RULE_OPEN_EXISTS, TCPSIM_ERROR_EXISTS);
	if (!open->is_active)
		return open_passive(&e, open);
	if (open->remote == TCPSIM_REMOTE_UNSPECIFIED)
		return engine_answer(&e, TCPSIM_RULE_OPEN_REMOTE_UNSPECIFIED, TCPSIM_ERROR_REMOTE_UNSPECIFIED);
	if (open->octets > policy->send_buffer_bytes)
		return engine_answer(&e, TCPSIM_RULE_OPEN_NO_ROOM, TCPSIM_ERROR_NO_RESOURCES);
	engine_open_active(&e, open->iss);
	engine_open_fast(&e, open);
	return engine_answer(&e, is_listening ? TCPSIM_RULE_OPEN_LISTEN_ACTIVE : TCPSIM_RULE_OPEN_ACTIVE, TCPSIM_OK);
}
