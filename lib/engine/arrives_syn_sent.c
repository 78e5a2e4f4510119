/* SPDX-License-Identifier: MIT */
#include "engine_private.h"

/* 3.10.7.3 SYN-SENT STATE: five checks, each of which may finish the segment. */

static bool
has_ack(const struct event *e)
{
	return (e->seg->ctl & TCPSIM_ACK) != 0;
}

/* ISS < SEG.ACK =< SND.NXT, by offset. */
static bool
is_ack_of_syn(const struct event *e)
{
	const struct tcpsim_tcb *tcb = e->tcb;

	return tcpsim_seq_distance(tcb->snd.iss, e->seg->ack) - 1U < tcpsim_seq_distance(tcb->snd.iss, tcb->snd.nxt);
}

static enum verdict
check_1_ack(struct event *e)
{
	if (!has_ack(e) || has_flaw(e, TCPSIM_FLAW_SYN_SENT_IGNORES_ACK) || is_ack_of_syn(e))
		return CONTINUE;
	if ((e->seg->ctl & TCPSIM_RST) != 0)
		return done(e, TCPSIM_RULE_SYN_SENT_ACK_RST_DROPPED);
	engine_send_reset(e, e->seg->ack);
	return done(e, TCPSIM_RULE_SYN_SENT_ACK_RESET);
}

static enum verdict
check_2_reset(struct event *e)
{
	if ((e->seg->ctl & TCPSIM_RST) == 0)
		return CONTINUE;
	/* RCV.NXT is 0 as long as there was no SYN, and so is the number of a RST that answers ours (3.10.7.1). */
	if (e->policy->rfc5961 && e->policy->syn_sent_rst_exact && !tcpsim_seq_eq(e->seg->seq, e->tcb->rcv.nxt))
		return done(e, TCPSIM_RULE_SYN_SENT_RST_SEQ_DROPPED);
	if (!has_ack(e))
		return done(e, TCPSIM_RULE_SYN_SENT_RST_DROPPED);
	engine_delete_with(e, TCPSIM_ERROR_RESET);
	return done(e, TCPSIM_RULE_SYN_SENT_RESET);
}

/* Third, check the security: docs/deviations.md. */

/* Our SYN is acknowledged, too: ESTABLISHED, and on to the sixth step of 3.10.7.4. */
static enum verdict
establish(struct event *e)
{
	struct tcpsim_tcb *tcb = e->tcb;

	/* Whoever skips the first check takes anything for an ACK of all that was sent. */
	engine_advance_una(e, is_ack_of_syn(e) ? e->seg->ack : tcb->snd.nxt);
	engine_set_window(e);
	tcb->state = TCPSIM_ESTABLISHED;
	e->out->signals |= TCPSIM_SIGNAL_OPENED;
	engine_keepalive_heard(e);
	if (e->policy->handshake == TCPSIM_TWO_WAY) {
		mark(e, TCPSIM_RULE_SYN_SENT_SYN_ACK_TWO_WAY);
	} else {
		mark(e, TCPSIM_RULE_SYN_SENT_SYN_ACK);
		set_flag(tcb, TCPSIM_FLAG_ACK_NOW);
	}
	engine_fast_open_answered(e);
	engine_trim(e);
	engine_urgent_text_and_fin(e);
	return DONE;
}

/* A simultaneous open: figure 7. */
static enum verdict
open_at_once(struct event *e)
{
	struct tcpsim_tcb *tcb = e->tcb;

	tcb->state = TCPSIM_SYN_RECEIVED;
	clear_flag(tcb, TCPSIM_FLAG_FAST_OPEN);
	/* Which of the two SYNs an ACK is for nobody can tell: Karn. */
	engine_rtt_forget(e);
	engine_send_syn(e, TCPSIM_PURPOSE_FIRST);
	mark(e, TCPSIM_RULE_SYN_SENT_SYN);
	engine_hold_with_syn(e);
	return DONE;
}

static enum verdict
check_4_syn(struct event *e)
{
	if ((e->seg->ctl & TCPSIM_SYN) == 0)
		return CONTINUE;
	engine_take_syn(e);
	return has_ack(e) ? establish(e) : open_at_once(e);
}

void
engine_arrives_syn_sent(struct event *e)
{
	if (check_1_ack(e) == CONTINUE &&
	    check_2_reset(e) == CONTINUE &&
	    check_4_syn(e) == CONTINUE)
		mark(e, TCPSIM_RULE_SYN_SENT_OTHER_DROPPED); /* fifth: neither SYN nor RST */
}
