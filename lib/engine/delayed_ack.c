/* SPDX-License-Identifier: MIT */
#include "engine_private.h"

/*
 * Delayed acknowledgments, RFC 9293 3.8.6.3, RFC 5681 4.2. What is owed is the ACK of [rcv.acked, RCV.NXT); whatever
 * carries an ACK pays for it.
 */

/*
 * SHLD-19: the octets of two full-sized segments are not kept waiting. Nor is what fills half of the buffer: a smaller
 * window than that of two segments would stand still until the timer fires.
 */
static bool
is_enough(const struct event *e)
{
	const struct tcpsim_tcb *tcb = e->tcb;
	uint32_t half = engine_receive_buffer(tcb, e->policy) / 2;

	return tcpsim_seq_distance(tcb->rcv.acked, tcb->rcv.nxt) >= least(2 * engine_full_segment(e), half);
}

/*
 * The first segments with text are counted, whatever becomes of their ACKs: the peer's slow start needs these (Linux,
 * quickack mode of tcp_event_data_recv()).
 */
static bool
is_quick(struct event *e)
{
	if (e->tcb->quick_acks >= e->policy->quick_acks)
		return false;
	e->tcb->quick_acks++;
	e->tcb->text_ms = (uint32_t)(e->now_us / 1000);
	return true;
}

/*
 * Who replies as long as an ACK may wait is interactive: what it sends carries its ACKs from now on, and none is quick
 * any more (Linux, tcp_event_data_sent()).
 */
void
engine_replied(struct event *e)
{
	struct tcpsim_tcb *tcb = e->tcb;
	uint32_t ms = (uint32_t)(e->now_us / 1000) - tcb->text_ms;

	if (tcb->quick_acks < e->policy->quick_acks && ms * INT64_C(1000) < e->policy->delayed_ack_us)
		tcb->quick_acks = (uint8_t)e->policy->quick_acks;
}

void
engine_owe_ack(struct event *e, bool is_urgent)
{
	int64_t *deadline_us = &e->tcb->deadline_us[TCPSIM_TIMER_ACK];
	bool may_wait = e->policy->delayed_ack_us != 0, is_first = may_wait && is_quick(e);

	if (!may_wait || is_urgent || is_enough(e) || (e->policy->ack_second && *deadline_us != TCPSIM_TIME_NONE)) {
		set_flag(e->tcb, TCPSIM_FLAG_ACK_NOW);
		return;
	}
	if (is_first) {
		note(e, TCPSIM_RULE_ACK_QUICK);
		set_flag(e->tcb, TCPSIM_FLAG_ACK_NOW);
		return;
	}
	note(e, TCPSIM_RULE_ACK_DELAYED);
	if (*deadline_us == TCPSIM_TIME_NONE)
		*deadline_us = after_us(e->now_us, e->policy->delayed_ack_us);
}

void
engine_delayed_ack_timeout(struct event *e)
{
	mark(e, TCPSIM_RULE_DELAYED_ACK_TIMEOUT);
	/* Which stops the timer, when it is sent. */
	set_flag(e->tcb, TCPSIM_FLAG_ACK_NOW);
}
