/* SPDX-License-Identifier: MIT */
#include "engine_private.h"

void
engine_restart_2msl(struct event *e)
{
	e->tcb->deadline_us[TCPSIM_TIMER_2MSL] = after_us(e->now_us, e->policy->time_wait_msl * e->policy->msl_us);
}

void
engine_enter_time_wait(struct event *e)
{
	struct tcpsim_tcb *tcb = e->tcb;
	unsigned i;

	if (e->policy->time_wait_msl == 0) {
		mark(e, TCPSIM_RULE_TIME_WAIT_SHORT);
		/* The peer's FIN is acknowledged even so. */
		if (has_flag(tcb, TCPSIM_FLAG_ACK_NOW))
			engine_send_ack(e, TCPSIM_PURPOSE_FIRST);
		engine_delete(e);
		return;
	}
	tcb->state = TCPSIM_TIME_WAIT;
	for (i = 0; i < TCPSIM_N_TIMERS; i++)
		tcb->deadline_us[i] = TCPSIM_TIME_NONE;
	engine_restart_2msl(e);
}

/*
 * 3.6.1, MAY-2: a SYN above everything that the peer used before, on a port where
 * somebody listens, opens a new connection with an ISS above everything that we used.
 */
bool
engine_reopens(struct event *e)
{
	struct tcpsim_tcb *tcb = e->tcb;
	uint32_t wanted_bytes = tcb->rcv.wanted_bytes;
	tcpsim_seq snd_nxt = tcb->snd.nxt, rcv_nxt = tcb->rcv.nxt;
	uint32_t ts_recent = tcb->ts.recent;
	bool had_timestamps = has_flag(tcb, TCPSIM_FLAG_TIMESTAMPS);

	if (!e->policy->time_wait_reopen || !e->arriving->is_listened ||
	    (e->seg->ctl & (TCPSIM_SYN | TCPSIM_ACK | TCPSIM_RST)) != TCPSIM_SYN ||
	    !(tcpsim_seq_gt(e->seg->seq, rcv_nxt) || has_flaw(e, TCPSIM_FLAW_REOPEN_UNCHECKED)))
		return false;
	mark(e, TCPSIM_RULE_TIME_WAIT_SYN_REOPENS);
	engine_init(tcb, e->policy);
	tcb->rcv.wanted_bytes = wanted_bytes;
	tcb->old.snd_nxt = snd_nxt;
	tcb->old.rcv_nxt = rcv_nxt;
	tcb->old.ts_recent = ts_recent;
	if (had_timestamps)
		set_flag(tcb, TCPSIM_FLAG_OLD_TIMESTAMPS);
	engine_accept_syn(e, TCPSIM_ORIGIN_REOPENED, tcpsim_seq_max(e->arriving->iss, snd_nxt));
	return true;
}

void
engine_return_to_time_wait(struct event *e)
{
	struct tcpsim_tcb *tcb = e->tcb;
	tcpsim_seq snd_nxt = tcb->old.snd_nxt, rcv_nxt = tcb->old.rcv_nxt;
	uint32_t ts_recent = tcb->old.ts_recent;
	bool had_timestamps = has_flag(tcb, TCPSIM_FLAG_OLD_TIMESTAMPS);

	engine_init(tcb, e->policy);
	tcb->snd.una = snd_nxt;
	tcb->snd.nxt = snd_nxt;
	tcb->rcv.nxt = rcv_nxt;
	tcb->rcv.acked = rcv_nxt;
	tcb->rcv.fin = tcpsim_seq_add(rcv_nxt, UINT32_MAX);
	tcb->flags = TCPSIM_FLAG_CLOSE_CALLED | TCPSIM_FLAG_FIN_SENT | TCPSIM_FLAG_FIN_SEEN | TCPSIM_FLAG_FIN_TAKEN;
	if (had_timestamps)
		engine_restore_timestamps(e, ts_recent);
	engine_enter_time_wait(e);
}
