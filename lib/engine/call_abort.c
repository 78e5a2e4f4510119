/* SPDX-License-Identifier: MIT */
#include "engine_private.h"

/* 3.10.5 ABORT */

static enum tcpsim_error
abort_quietly(struct event *e, enum tcpsim_rule rule)
{
	engine_delete(e);
	return engine_answer(e, rule, TCPSIM_OK);
}

enum tcpsim_error
tcpsim_engine_abort(struct tcpsim_tcb *tcb, const struct tcpsim_policy *policy, int64_t now_us,
		    struct tcpsim_effects *out)
{
	struct event e;

	engine_begin(&e, tcb, policy, now_us, out);
	switch ((enum tcpsim_state)tcb->state) {
	case TCPSIM_CLOSED:
		return engine_answer(&e, TCPSIM_RULE_ABORT_NO_CONNECTION, TCPSIM_ERROR_NO_CONNECTION);
	case TCPSIM_LISTEN:
	case TCPSIM_SYN_SENT:
		return abort_quietly(&e, TCPSIM_RULE_ABORT_QUIET);
	case TCPSIM_CLOSING:
	case TCPSIM_LAST_ACK:
	case TCPSIM_TIME_WAIT:
		return abort_quietly(&e, TCPSIM_RULE_ABORT_ENDING);
	case TCPSIM_SYN_RECEIVED:
	case TCPSIM_ESTABLISHED:
	case TCPSIM_FIN_WAIT_1:
	case TCPSIM_FIN_WAIT_2:
	case TCPSIM_CLOSE_WAIT:
		break;
	}
	engine_send_abort(&e);
	return abort_quietly(&e, TCPSIM_RULE_ABORT_RESETS);
}
