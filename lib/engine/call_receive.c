/* SPDX-License-Identifier: MIT */
#include "engine_private.h"

/* 3.10.3 RECEIVE */

static void
want(struct tcpsim_tcb *tcb, uint32_t octets)
{
	uint64_t wanted = (uint64_t)tcb->rcv.wanted_bytes + octets;

	tcb->rcv.wanted_bytes = wanted < TCPSIM_RECEIVE_ALL ? (uint32_t)wanted : TCPSIM_RECEIVE_ALL;
}

/* What is on hand is delivered now; the peer is told of the room that this makes. */
static enum tcpsim_error
receive(struct event *e, uint32_t octets)
{
	struct tcpsim_tcb *tcb = e->tcb;

	want(tcb, octets);
	if (tcb->rcv.unread_bytes == 0)
		return engine_answer(e, TCPSIM_RULE_RECEIVE_QUEUED, TCPSIM_OK);
	mark(e, TCPSIM_RULE_RECEIVE_DELIVERED);
	engine_deliver(e);
	/* After the peer's FIN no text will come that needs the room. */
	if (!has_flag(tcb, TCPSIM_FLAG_FIN_TAKEN) && engine_open_window(e)) {
		mark(e, TCPSIM_RULE_WINDOW_REOPENED);
		set_flag(tcb, TCPSIM_FLAG_ACK_NOW);
	}
	engine_end(e);
	return TCPSIM_OK;
}

enum tcpsim_error
tcpsim_engine_receive(struct tcpsim_tcb *tcb, const struct tcpsim_policy *policy, uint32_t octets, int64_t now_us,
		      struct tcpsim_effects *out)
{
	struct event e;

	engine_begin(&e, tcb, policy, now_us, out);
	switch ((enum tcpsim_state)tcb->state) {
	case TCPSIM_CLOSED:
		return engine_answer(&e, TCPSIM_RULE_RECEIVE_NO_CONNECTION, TCPSIM_ERROR_NO_CONNECTION);
	case TCPSIM_LISTEN:
	case TCPSIM_SYN_SENT:
	case TCPSIM_SYN_RECEIVED:
	case TCPSIM_ESTABLISHED:
	case TCPSIM_FIN_WAIT_1:
	case TCPSIM_FIN_WAIT_2:
		return receive(&e, octets);
	case TCPSIM_CLOSE_WAIT:
	case TCPSIM_CLOSING:
	case TCPSIM_LAST_ACK:
	case TCPSIM_TIME_WAIT:
		/* 3.6: text that came before the FIN can still be read in all of them; docs/deviations.md. */
		if (tcb->rcv.unread_bytes != 0)
			return receive(&e, octets);
		break;
	}
	return engine_answer(&e, TCPSIM_RULE_RECEIVE_CLOSING, TCPSIM_ERROR_CLOSING);
}
