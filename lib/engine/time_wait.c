/* SPDX-License-Identifier: MIT */
#include "engine_private.h"

void
engine_restart_2msl(struct event *e)
{
	e->tcb->deadline_us[TCPSIM_TIMER_2MSL] = after_us(e->now_us, e->policy->time_wait_msl * e->policy->msl_us);
}

void
engine_limit_fin_wait_2(struct event *e)
{
	int64_t *deadline_us = &e->tcb->deadline_us[TCPSIM_TIMER_FIN_WAIT_2];

	if (!has_flag(e->tcb, TCPSIM_FLAG_READER_GONE) || *deadline_us != TCPSIM_TIME_NONE)
		return;
	if (e->policy->fin_wait_2_timeout_us == TCPSIM_UNLIMITED)
		return;
	note(e, TCPSIM_RULE_FIN_WAIT_2_LIMITED);
	*deadline_us = after_us(e->now_us, e->policy->fin_wait_2_timeout_us);
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

/* A SYN on a port where somebody listens. */
static bool
is_request(const struct event *e)
{
	return e->policy->time_wait_reopen && e->arriving->is_listened &&
	       (e->seg->ctl & (TCPSIM_SYN | TCPSIM_ACK | TCPSIM_RST)) == TCPSIM_SYN;
}

/* 3.6.1, MAY-2: above everything that the peer used before. */
static bool
is_beyond(struct event *e)
{
	if (!tcpsim_seq_gt(e->seg->seq, e->tcb->rcv.nxt) && !has_flaw(e, TCPSIM_FLAW_REOPEN_UNCHECKED))
		return false;
	mark(e, TCPSIM_RULE_TIME_WAIT_SYN_REOPENS);
	return true;
}

/*
 * RFC 6191 2: where the new connection has timestamps, a newer one than the last of the old connection will do, and any
 * if that had none: then what is left of it has none either, and is dropped for that. Where they are equal, or there
 * are none, the number decides.
 */
static bool
is_new(struct event *e)
{
	const struct tcpsim_tcb *tcb = e->tcb;
	bool had = has_flag(tcb, TCPSIM_FLAG_TIMESTAMPS);
	bool has = e->policy->timestamps && (e->seg->options & TCPSIM_OPTION_TIMESTAMPS) != 0;

	if (had && has && engine_paws(e) == PAWS_OLD)
		return false;
	if (e->policy->time_wait_timestamps && has && (!had || e->seg->tsval != tcb->ts.recent)) {
		mark(e, TCPSIM_RULE_TIME_WAIT_TIMESTAMP_REOPENS);
		return true;
	}
	return is_beyond(e);
}

/* Open a new connection, with an ISS above everything that we used. */
static void
reopen(struct event *e)
{
	struct tcpsim_tcb *tcb = e->tcb;
	uint32_t wanted_bytes = tcb->rcv.wanted_bytes;
	tcpsim_seq snd_nxt = tcb->snd.nxt, rcv_nxt = tcb->rcv.nxt;
	uint32_t ts_recent = tcb->ts.recent;
	bool had_timestamps = has_flag(tcb, TCPSIM_FLAG_TIMESTAMPS);

	engine_init(tcb, e->policy);
	tcb->rcv.wanted_bytes = wanted_bytes;
	tcb->old.snd_nxt = snd_nxt;
	tcb->old.rcv_nxt = rcv_nxt;
	tcb->old.ts_recent = ts_recent;
	if (had_timestamps)
		set_flag(tcb, TCPSIM_FLAG_OLD_TIMESTAMPS);
	engine_accept_syn(e, TCPSIM_ORIGIN_REOPENED, tcpsim_seq_max(e->arriving->iss, snd_nxt));
}

/* A SYN that reopens nothing has no ACK, and an ACK in answer to it would draw a RST where it is a new one. */
static enum verdict
refuse_syn(struct event *e)
{
	if (e->policy->time_wait_syn == TCPSIM_TIME_WAIT_SYN_DROPPED &&
	    (e->seg->ctl & (TCPSIM_SYN | TCPSIM_ACK | TCPSIM_RST)) == TCPSIM_SYN)
		return done(e, TCPSIM_RULE_TIME_WAIT_SYN_UNANSWERED);
	return CONTINUE;
}

enum verdict
engine_time_wait_syn(struct event *e)
{
	if (!is_request(e))
		return refuse_syn(e);
	if (is_new(e)) {
		reopen(e);
		return DONE;
	}
	/* "Otherwise, silently drop": an ACK would draw a RST, which ends TIME-WAIT too early (RFC 1337). */
	if (e->policy->time_wait_timestamps && has_flag(e->tcb, TCPSIM_FLAG_TIMESTAMPS))
		return done(e, TCPSIM_RULE_TIME_WAIT_SYN_DROPPED);
	return refuse_syn(e);
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
