/* SPDX-License-Identifier: MIT */
#include "engine_private.h"

/* 3.10.7 SEGMENT ARRIVES: the switch over states and nothing else. */
void
tcpsim_engine_arrives(struct tcpsim_tcb *tcb, const struct tcpsim_policy *policy,
		      const struct tcpsim_arriving *arriving, int64_t now_us, struct tcpsim_effects *out)
{
	struct tcpsim_arriving seen;
	struct event e;

	engine_begin(&e, tcb, policy, now_us, out);
	e.arriving = arriving;
	e.seg = &arriving->seg;
	if (has_flaw(&e, TCPSIM_FLAW_NUMBER_SPACE_SMALL))
		engine_see_low_bits(&e, &seen);
	if (e.seg->addressed != 0) {
		/* 3.9.2.3: not even a RST goes to a broadcast or multicast address. */
		mark(&e, TCPSIM_RULE_ARRIVES_GROUP_DISCARDED);
		engine_end(&e);
		return;
	}
	switch ((enum tcpsim_state)tcb->state) {
	case TCPSIM_CLOSED:
		engine_arrives_closed(&e);
		break;
	case TCPSIM_LISTEN:
		engine_arrives_listen(&e);
		break;
	case TCPSIM_SYN_SENT:
		engine_arrives_syn_sent(&e);
		break;
	case TCPSIM_SYN_RECEIVED:
	case TCPSIM_ESTABLISHED:
	case TCPSIM_FIN_WAIT_1:
	case TCPSIM_FIN_WAIT_2:
	case TCPSIM_CLOSE_WAIT:
	case TCPSIM_CLOSING:
	case TCPSIM_LAST_ACK:
	case TCPSIM_TIME_WAIT:
		engine_arrives_other(&e);
		break;
	}
	engine_end(&e);
}
