/* SPDX-License-Identifier: MIT */
#include "step_private.h"

/*
 * The canonical form of a TCB: two that will do the same are the same octets.
 *
 * Nothing is to be done about congestion control and recovery: without cwnd all of it is zero (tcb_check.c, 13), and
 * worlds with it are refused. Nor about what ICMP said, which no world has, or Last.ACK.sent, which is RCV.NXT wherever
 * no ACK is delayed, or the segments whose ACK was quick, which are counted only where ACKs are delayed.
 */

/* A count that some limit ends, if that is small enough to be followed. */
static uint32_t
counted(uint32_t n, int64_t limit)
{
	if (limit > TCPSIM_EXPLORE_COUNTED)
		return 0;
	return n < limit ? n : (uint32_t)limit;
}

/*
 * Retransmissions of what is outstanding: up to R2, or where that is too far, for a SYN to the one that has fewer
 * options.
 */
static uint32_t
counted_retries(const struct tcpsim_policy *policy, const struct tcpsim_tcb *tcb)
{
	int64_t limit = tcb->origin == TCPSIM_ORIGIN_ACTIVE ? policy->syn_retries : policy->syn_ack_retries;
	uint32_t n;

	if ((tcb->flags & TCPSIM_FLAG_SYN_OUT) == 0)
		return counted(tcb->rtt.retries, policy->r2_retries);
	if (tcb->state == TCPSIM_SYN_SENT && limit <= TCPSIM_EXPLORE_COUNTED)
		limit += policy->syn_linear_retries;
	n = counted(tcb->rtt.retries, limit);
	return n != 0 ? n : counted(tcb->rtt.retries, policy->syn_plain_retries);
}

/* Time is abstracted: round trips, and what is counted over time. */
static void
abstract_time(const struct tcpsim_policy *policy, struct tcpsim_tcb *tcb)
{
	bool persists = tcb->deadline_us[TCPSIM_TIMER_PERSIST] != TCPSIM_TIME_NONE;

	for (int i = 0; i < TCPSIM_N_TIMERS; i++)
		if (tcb->deadline_us[i] != TCPSIM_TIME_NONE)
			tcb->deadline_us[i] = LATER;
	tcb->rtt.retries = persists ? 0 : counted_retries(policy, tcb);
	tcb->sent.probes = counted(tcb->sent.probes, persists ? policy->r2_retries : policy->keepalive_probes);
	tcb->rtt.sent_us = tcb->rtt.srtt_us = tcb->rtt.rttvar_us = 0;
	tcb->rtt.rto_us = policy->rto_initial_us;
	tcb->rtt.seq = tcpsim_seq_make(0);
	tcb->flags &= ~(uint32_t)(TCPSIM_FLAG_TIMING | TCPSIM_FLAG_SYN_RESENT);
	tcb->sent.since_us = 0;
	tcb->sent.count = 0;
	tcb->ts.recent_s = 0;
	tcb->text_ms = 0;
	/* That there is one stands for R2; how long it is nobody can see. */
	if (tcb->user_timeout != 0)
		tcb->user_timeout = 1;
}

/* What a state never looks at again. */
static void
clear_unused(struct tcpsim_tcb *tcb)
{
	if (tcb->state != TCPSIM_SYN_RECEIVED) {
		tcb->old.snd_nxt = tcb->old.rcv_nxt = tcpsim_seq_make(0);
		tcb->old.ts_recent = 0;
		tcb->flags &= ~(uint32_t)TCPSIM_FLAG_OLD_TIMESTAMPS;
		if (tcpsim_state_is_synchronized((enum tcpsim_state)tcb->state))
			tcb->origin = TCPSIM_ORIGIN_NONE;
	}
	/* That nobody reads counts until the peer's FIN is there. */
	if (tcb->state != TCPSIM_SYN_RECEIVED && tcb->state != TCPSIM_FIN_WAIT_1 && tcb->state != TCPSIM_FIN_WAIT_2)
		tcb->flags &= ~(uint32_t)TCPSIM_FLAG_READER_GONE;
	if (tcb->state == TCPSIM_TIME_WAIT) {
		/* Nothing is sent any more but ACKs, and nothing is delivered that was not on hand. */
		tcb->snd.wl1 = tcb->snd.wl2 = tcpsim_seq_make(0);
		tcb->snd.wnd = 0;
		tcb->snd_scale = 0;
		tcb->user_timeout = 0;
		tcb->flags &= ~(uint32_t)TCPSIM_FLAG_USER_TIMEOUT;
	}
}

void
explore_canonical(const struct tcpsim_policy *policy, bool full, struct tcpsim_tcb *tcb)
{
	abstract_time(policy, tcb);
	if (!policy->nagle) {
		/* Nothing waits for it. */
		tcb->small = tcpsim_seq_make(0);
		tcb->flags &= ~(uint32_t)TCPSIM_FLAG_SMALL;
	}
	if (!full)
		clear_unused(tcb);
}
