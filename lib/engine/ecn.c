/* SPDX-License-Identifier: MIT */
#include "recovery_private.h"

/* Explicit congestion notification of a connection whose SYNs have agreed on it: RFC 3168 6.1. */

/*
 * 6.1.3: ECE goes with every ACK from the first CE on until CWR says that the sender has heard; a CE that comes with CWR,
 * or after it, is another.
 */
void
engine_ecn_arrived(struct event *e)
{
	struct tcpsim_tcb *tcb = e->tcb;

	if (!has_flag(tcb, TCPSIM_FLAG_ECN) || (e->seg->ctl & TCPSIM_SYN) != 0)
		return;
	if ((e->seg->ctl & TCPSIM_CWR) != 0 && has_flag(tcb, TCPSIM_FLAG_ECE_OWED)) {
		note(e, TCPSIM_RULE_ECN_CWR_TAKEN);
		clear_flag(tcb, TCPSIM_FLAG_ECE_OWED);
	}
	if (e->seg->ecn == TCPSIM_ECN_CE) {
		note(e, TCPSIM_RULE_ECN_CE_TAKEN);
		set_flag(tcb, TCPSIM_FLAG_ECE_OWED);
	}
}

/* 6.1.2: no more than once a window, and not for what was lost in it besides. */
void
engine_ecn_echoed(struct event *e, uint32_t acked)
{
	struct tcpsim_tcb *tcb = e->tcb;

	if ((e->seg->ctl & (TCPSIM_ECE | TCPSIM_SYN)) != TCPSIM_ECE ||
	    (tcb->flags & (TCPSIM_FLAG_RECOVERY | TCPSIM_FLAG_LOSS)) != 0 ||
	    !tcpsim_seq_gt(tcb->snd.una, tcb->cc.recover))
		return;
	note(e, TCPSIM_RULE_ECN_REDUCED);
	engine_congestion_reduce(e, least(flight_size(tcb) + acked, tcb->cc.cwnd));
	tcb->cc.cwnd = least(tcb->cc.cwnd, tcb->cc.ssthresh);
	tcb->cc.recover = tcb->snd.nxt;
	set_flag(tcb, TCPSIM_FLAG_REDUCED);
}

/* New text within the window: 6.1.4 to 6.1.6 leave out pure ACKs, what is sent again, and window probes. */
static bool
is_new_text(const struct tcpsim_tcb *tcb, const struct tcpsim_segment *seg)
{
	return seg->text_bytes != 0 && tcpsim_seq_eq(seg->seq, tcb->snd.nxt) && tcb->snd.wnd != 0;
}

/* A sender that does not answer ECE, as it has no cwnd, does not say that it would. */
void
engine_ecn_mark(struct event *e, struct tcpsim_segment *seg)
{
	struct tcpsim_tcb *tcb = e->tcb;

	if (has_flag(tcb, TCPSIM_FLAG_ECE_OWED))
		seg->ctl |= TCPSIM_ECE;
	if (!is_controlled(e) || !is_new_text(tcb, seg))
		return;
	seg->ecn = TCPSIM_ECN_ECT_0;
	if (has_flag(tcb, TCPSIM_FLAG_CWR_OWED)) {
		note(e, TCPSIM_RULE_ECN_CWR_SENT);
		seg->ctl |= TCPSIM_CWR;
		clear_flag(tcb, TCPSIM_FLAG_CWR_OWED);
	}
}
