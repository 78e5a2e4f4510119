/* SPDX-License-Identifier: MIT */
#include "engine_private.h"

/*
 * The communication of urgent information, RFC 9293 3.8.5. Both pointers are the number of the octet behind the urgent
 * ones (MUST-62, RFC 6093); what is urgent is as long as the user likes (MUST-31).
 */

/* The number of the first octet that the user has not got. */
static tcpsim_seq
consumed(const struct tcpsim_tcb *tcb)
{
	return tcpsim_seq_add(tcb->rcv.nxt, 0U - tcb->rcv.unread_bytes - has_flag(tcb, TCPSIM_FLAG_FIN_TAKEN));
}

uint32_t
engine_urgent_ahead(const struct tcpsim_tcb *tcb)
{
	return has_flag(tcb, TCPSIM_FLAG_RCV_URGENT) ? tcpsim_seq_distance(consumed(tcb), tcb->rcv.up) : 0;
}

/* 3.10.2 has SND.UP <- SND.NXT, as if the text had left already. */
void
engine_urge(struct event *e)
{
	struct tcpsim_tcb *tcb = e->tcb;

	tcb->snd.up = tcpsim_seq_add(tcb->snd.nxt, tcb->snd.queued_bytes);
	set_flag(tcb, TCPSIM_FLAG_SND_URGENT);
	note(e, TCPSIM_RULE_SEND_URGENT);
	/* The pointer is for a peer who does not read: it leaves at once, whatever becomes of the text. */
	if (tcb->state == TCPSIM_ESTABLISHED || tcb->state == TCPSIM_CLOSE_WAIT)
		set_flag(tcb, TCPSIM_FLAG_ACK_NOW);
}

void
engine_point_to_urgent(const struct event *e, struct tcpsim_segment *seg)
{
	if (!tcpsim_seq_lt(seg->seq, e->tcb->snd.up))
		return;
	seg->ctl |= TCPSIM_URG;
	/* As far as the field reaches: later segments reach farther. */
	seg->up = (uint16_t)least(tcpsim_seq_distance(seg->seq, e->tcb->snd.up), UINT16_MAX);
}

/* RCV.UP <- max(RCV.UP,SEG.UP); whether it advances. A pointer to what the user has got already says nothing. */
static bool
advance(struct event *e)
{
	struct tcpsim_tcb *tcb = e->tcb;
	tcpsim_seq up = tcpsim_seq_add(e->seg->seq, e->seg->up);

	if ((e->seg->ctl & TCPSIM_URG) == 0 ||
	    !tcpsim_seq_gt(up, has_flag(tcb, TCPSIM_FLAG_RCV_URGENT) ? tcb->rcv.up : consumed(tcb)))
		return false;
	tcb->rcv.up = up;
	set_flag(tcb, TCPSIM_FLAG_RCV_URGENT);
	return true;
}

/*
 * 3.10.7.4 sixth check. The user is told of each advance (MUST-32), also where the check would rather keep silent:
 * docs/deviations.md.
 */
void
engine_take_urgent(struct event *e)
{
	if (!advance(e))
		return;
	e->out->signals |= TCPSIM_SIGNAL_URGENT;
	note(e, TCPSIM_RULE_URGENT_ADVANCES);
}

void
engine_hold_urgent(struct event *e)
{
	advance(e);
}

void
engine_settle_urgent(struct tcpsim_tcb *tcb)
{
	if (has_flag(tcb, TCPSIM_FLAG_SND_URGENT) && tcpsim_seq_ge(tcb->snd.una, tcb->snd.up)) {
		clear_flag(tcb, TCPSIM_FLAG_SND_URGENT);
		tcb->snd.up = tcpsim_seq_make(0);
	}
	if (!has_flag(tcb, TCPSIM_FLAG_RCV_URGENT))
		return;
	/* A pointer that lies (3.8.5): behind the FIN there is nothing. */
	if (has_flag(tcb, TCPSIM_FLAG_FIN_SEEN))
		tcb->rcv.up = tcpsim_seq_min(tcb->rcv.up, tcb->rcv.fin);
	if (tcpsim_seq_le(tcb->rcv.up, consumed(tcb))) {
		clear_flag(tcb, TCPSIM_FLAG_RCV_URGENT);
		tcb->rcv.up = tcpsim_seq_make(0);
	}
}
