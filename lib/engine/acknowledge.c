/* SPDX-License-Identifier: MIT */
#include "recovery_private.h"

/* "SND.UNA <- SEG.ACK. Any segments that are thereby entirely acknowledged are removed." */
void
engine_advance_una(struct event *e, tcpsim_seq ack)
{
	struct tcpsim_tcb *tcb = e->tcb;
	bool is_opening = has_flag(tcb, TCPSIM_FLAG_SYN_OUT);
	uint32_t flight = flight_size(tcb), acked = tcpsim_seq_distance(tcb->snd.una, ack);

	engine_rtt_acked(e, ack);
	mark(e, TCPSIM_RULE_ACK_ADVANCES);
	tcb->snd.una_offset = tcpsim_tcb_snd_offset(tcb, ack);
	tcb->snd.una = ack;
	if (has_flag(tcb, TCPSIM_FLAG_DROPPED) && tcpsim_seq_gt(ack, tcb->dropped)) {
		/* It had arrived before the window shrank. */
		clear_flag(tcb, TCPSIM_FLAG_DROPPED);
		tcb->dropped = tcpsim_seq_make(0);
	}
	if (has_flag(tcb, TCPSIM_FLAG_SMALL) && tcpsim_seq_ge(ack, tcb->small)) {
		clear_flag(tcb, TCPSIM_FLAG_SMALL);
		tcb->small = tcpsim_seq_make(0);
	}
	clear_flag(tcb, TCPSIM_FLAG_SYN_OUT);
	engine_fast_open_ends(e);
	/* The path works: what ICMP said of it is over. */
	tcb->soft_error = TCPSIM_OK;
	tcb->rtt.retries = 0;
	/* RFC 6298 5.2 and 5.3: off, and on again from now if something is left; see engine_settle_timers(). */
	if (engine_recovery_restarts_timer(e, ack))
		tcb->deadline_us[TCPSIM_TIMER_RETRANSMISSION] = TCPSIM_TIME_NONE;
	tcb->deadline_us[TCPSIM_TIMER_PERSIST] = TCPSIM_TIME_NONE;
	tcb->deadline_us[TCPSIM_TIMER_USER] = TCPSIM_TIME_NONE;
	if (engine_fin_is_acked(tcb))
		e->out->signals |= TCPSIM_SIGNAL_CLOSE_OK;
	/* RFC 5681 3.1: the ACK of a SYN lets nothing grow. */
	if (is_opening)
		engine_congestion_begin(e);
	else if (tcb->cc.cwnd != 0)
		engine_recovery_acked(e, acked, flight); /* whatever the policy says by now: a recovery must end */
}

/* What was sent and lies beyond SND.UNA + SND.WND leaves the retransmission queue; its numbers stay in use. */
static void
drop_beyond(struct tcpsim_tcb *tcb)
{
	if (has_flag(tcb, TCPSIM_FLAG_SYN_OUT) || tcpsim_seq_distance(tcb->snd.una, tcb->snd.nxt) <= tcb->snd.wnd)
		return;
	tcb->dropped = tcpsim_seq_add(tcb->snd.una, tcb->snd.wnd);
	set_flag(tcb, TCPSIM_FLAG_DROPPED);
}

void
engine_set_window(struct event *e)
{
	struct tcpsim_tcb *tcb = e->tcb;
	bool was_closed = tcb->snd.wnd == 0;

	tcb->snd.wnd = advertised_window(e);
	tcb->snd.wl1 = e->seg->seq;
	tcb->snd.wl2 = e->seg->ack;
	if (tcb->snd.max_wnd < tcb->snd.wnd)
		tcb->snd.max_wnd = tcb->snd.wnd;
	note(e, TCPSIM_RULE_WINDOW_UPDATED);
	/* Only a probe is ever sent beyond the edge. */
	if (!was_closed && has_flaw(e, TCPSIM_FLAW_SHRINK_DROPS))
		drop_beyond(tcb);
	if (!was_closed || tcb->snd.wnd == 0 || has_flag(tcb, TCPSIM_FLAG_SYN_OUT))
		return;
	tcb->deadline_us[TCPSIM_TIMER_PERSIST] = TCPSIM_TIME_NONE;
	tcb->rtt.retries = 0;
	if (is_kept(tcb)) {
		mark(e, TCPSIM_RULE_WINDOW_OPENS);
		engine_send_again(e, tcb->snd.wnd, TCPSIM_PURPOSE_RETRANSMISSION);
		engine_recovery_resent(e);
	}
}

void
engine_keep_right_edge(struct event *e, uint32_t acked)
{
	if (acked == 0 || e->tcb->snd.wnd == 0)
		return;
	note(e, TCPSIM_RULE_RIGHT_EDGE_KEPT);
	e->tcb->snd.wnd -= least(e->tcb->snd.wnd, acked);
}
