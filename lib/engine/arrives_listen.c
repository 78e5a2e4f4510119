/* SPDX-License-Identifier: MIT */
#include "engine_private.h"

/* The two-way handshake of docs/tcpsim-scenario.5: the SYN,ACK is sent once and taken for acknowledged. */
static void
believe_syn(struct event *e)
{
	struct tcpsim_tcb *tcb = e->tcb;

	mark(e, TCPSIM_RULE_LISTEN_SYN_TWO_WAY);
	tcb->snd.una = tcb->snd.nxt;
	clear_flag(tcb, TCPSIM_FLAG_SYN_OUT);
	engine_congestion_begin(e);
	engine_trim(e);
	tcb->state = TCPSIM_ESTABLISHED;
	e->out->signals |= TCPSIM_SIGNAL_OPENED;
	engine_keepalive_heard(e);
	engine_urgent_text_and_fin(e);
}

/* What Fast Open makes of the SYN: nothing of one that reopens a connection, to which no user listens. */
static enum tcpsim_fast_open
fast_open_of(const struct event *e, enum tcpsim_origin origin)
{
	if (origin != TCPSIM_ORIGIN_PASSIVE || e->policy->handshake == TCPSIM_TWO_WAY)
		return TCPSIM_FAST_OPEN_UNUSED;
	return e->arriving->fast_open;
}

void
engine_accept_syn(struct event *e, enum tcpsim_origin origin, tcpsim_seq iss)
{
	struct tcpsim_tcb *tcb = e->tcb;
	enum tcpsim_fast_open fast_open = fast_open_of(e, origin);

	tcb->origin = (uint8_t)origin;
	engine_choose_iss(e, iss);
	engine_take_syn(e);
	tcb->state = TCPSIM_SYN_RECEIVED;
	if (fast_open == TCPSIM_FAST_OPEN_GRANTED)
		engine_fast_open_accept(e);
	engine_send_syn(e, TCPSIM_PURPOSE_FIRST);
	if (e->policy->handshake == TCPSIM_TWO_WAY) {
		believe_syn(e);
		return;
	}
	engine_rtt_start(e, tcb->snd.iss);
	if (fast_open == TCPSIM_FAST_OPEN_ASKED)
		engine_fast_open_give(e);
	else
		engine_hold_with_syn(e);
}

/* A SYN. One with FIN is the trick of a firewall's enemy to some. */
static void
take_request(struct event *e)
{
	if ((e->seg->ctl & TCPSIM_FIN) != 0 && e->policy->syn_fin == TCPSIM_SYN_FIN_DROPPED) {
		mark(e, TCPSIM_RULE_LISTEN_SYN_FIN_DROPPED);
		return;
	}
	if (e->policy->handshake == TCPSIM_THREE_WAY)
		mark(e, TCPSIM_RULE_LISTEN_SYN);
	engine_accept_syn(e, TCPSIM_ORIGIN_PASSIVE, e->arriving->iss);
}

/* 3.10.7.2 LISTEN STATE, in the RFC's order; the security check of the third step: docs/deviations.md. */
void
engine_arrives_listen(struct event *e)
{
	uint8_t ctl = e->seg->ctl;

	if ((ctl & TCPSIM_RST) != 0) {
		mark(e, TCPSIM_RULE_LISTEN_RST_IGNORED);
	} else if ((ctl & TCPSIM_ACK) != 0) {
		if (engine_stays_dark(e))
			return;
		mark(e, TCPSIM_RULE_LISTEN_ACK_RESET);
		engine_send_reset(e, e->seg->ack);
	} else if ((ctl & TCPSIM_SYN) != 0) {
		take_request(e);
	} else {
		mark(e, TCPSIM_RULE_LISTEN_OTHER_DROPPED);
	}
}
