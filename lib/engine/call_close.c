/* SPDX-License-Identifier: MIT */
#include "engine_private.h"

/* 3.10.4 CLOSE */

static enum tcpsim_error
close_to(struct event *e, enum tcpsim_state state, enum tcpsim_rule rule)
{
	set_flag(e->tcb, TCPSIM_FLAG_CLOSE_CALLED);
	e->tcb->state = (uint8_t)state;
	return engine_answer(e, rule, TCPSIM_OK);
}

/* Nothing was agreed with anybody yet. */
static enum tcpsim_error
close_quietly(struct event *e)
{
	engine_delete(e);
	return engine_answer(e, TCPSIM_RULE_CLOSE_QUIET, TCPSIM_OK);
}

/* SHLD-3: the peer must not think that its octets were read. */
static enum tcpsim_error
close_unread(struct event *e)
{
	engine_send_abort(e);
	engine_delete(e);
	return engine_answer(e, TCPSIM_RULE_CLOSE_UNREAD_RESETS, TCPSIM_OK);
}

static enum tcpsim_error
close_syn_received(struct event *e)
{
	if (e->tcb->snd.queued_bytes != 0 && !may_send_text(e->tcb))
		return close_to(e, TCPSIM_SYN_RECEIVED, TCPSIM_RULE_CLOSE_SYN_RECEIVED_QUEUED);
	return close_to(e, TCPSIM_FIN_WAIT_1, TCPSIM_RULE_CLOSE_SYN_RECEIVED);
}

/* MAY-1: nobody reads any more. It matters where text or FIN-WAIT-2 may still come, or that is there already. */
static void
leave_reading(struct event *e)
{
	if (e->policy->fin_wait_2_timeout_us == TCPSIM_UNLIMITED && !e->policy->reset_late_text)
		return;
	switch ((enum tcpsim_state)e->tcb->state) {
	case TCPSIM_SYN_RECEIVED:
	case TCPSIM_ESTABLISHED:
	case TCPSIM_FIN_WAIT_1:
		set_flag(e->tcb, TCPSIM_FLAG_READER_GONE);
		break;
	case TCPSIM_FIN_WAIT_2:
		set_flag(e->tcb, TCPSIM_FLAG_READER_GONE);
		engine_limit_fin_wait_2(e);
		break;
	case TCPSIM_CLOSED:
	case TCPSIM_LISTEN:
	case TCPSIM_SYN_SENT:
	case TCPSIM_CLOSE_WAIT:
	case TCPSIM_CLOSING:
	case TCPSIM_LAST_ACK:
	case TCPSIM_TIME_WAIT:
		break;
	}
}

/* The switch over states. */
static enum tcpsim_error
close_by_state(struct event *e, bool reads_on)
{
	struct tcpsim_tcb *tcb = e->tcb;
	bool leaves_unread = !reads_on && tcb->rcv.unread_bytes != 0 && e->policy->reset_unread;

	if (!reads_on)
		leave_reading(e);
	switch ((enum tcpsim_state)tcb->state) {
	case TCPSIM_CLOSED:
		return engine_answer(e, TCPSIM_RULE_CLOSE_NO_CONNECTION, TCPSIM_ERROR_NO_CONNECTION);
	case TCPSIM_LISTEN:
	case TCPSIM_SYN_SENT:
		return close_quietly(e);
	case TCPSIM_SYN_RECEIVED:
		/* Only Fast Open has left anything to be read. */
		if (leaves_unread)
			return close_unread(e);
		if (!has_flag(tcb, TCPSIM_FLAG_CLOSE_CALLED))
			return close_syn_received(e);
		break;
	case TCPSIM_ESTABLISHED:
		if (leaves_unread)
			return close_unread(e);
		return close_to(e, TCPSIM_FIN_WAIT_1, TCPSIM_RULE_CLOSE_ESTABLISHED);
	case TCPSIM_CLOSE_WAIT:
		if (leaves_unread)
			return close_unread(e);
		return close_to(e, TCPSIM_LAST_ACK, TCPSIM_RULE_CLOSE_CLOSE_WAIT);
	case TCPSIM_FIN_WAIT_1:
	case TCPSIM_FIN_WAIT_2:
	case TCPSIM_CLOSING:
	case TCPSIM_LAST_ACK:
	case TCPSIM_TIME_WAIT:
		break;
	}
	return engine_answer(e, TCPSIM_RULE_CLOSE_AGAIN, TCPSIM_ERROR_CLOSING);
}

enum tcpsim_error
tcpsim_engine_close(struct tcpsim_tcb *tcb, const struct tcpsim_policy *policy, int64_t now_us,
		    struct tcpsim_effects *out)
{
	struct event e;

	engine_begin(&e, tcb, policy, now_us, out);
	return close_by_state(&e, false);
}

enum tcpsim_error
tcpsim_engine_shutdown(struct tcpsim_tcb *tcb, const struct tcpsim_policy *policy, int64_t now_us,
		       struct tcpsim_effects *out)
{
	struct event e;

	engine_begin(&e, tcb, policy, now_us, out);
	return close_by_state(&e, true);
}
