/* SPDX-License-Identifier: MIT */
#include "engine_private.h"

/*
 * The flaw number-space-small: a space of 2^LOW_BITS numbers, which wraps while old segments are still in the
 * network. A receiver that sees no more of a number takes it for the one next to what it expects. Windows have to be
 * smaller than half of the space; for PAWS no more than a quarter, as RFC 7323 2.3 has it for the whole space.
 */
#define LOW_BITS 5
#define WRAPS_AFTER (UINT32_C(1) << LOW_BITS)

static tcpsim_seq
nearest(tcpsim_seq seq, tcpsim_seq expected)
{
	uint32_t ahead = tcpsim_seq_distance(expected, seq) % WRAPS_AFTER;

	return tcpsim_seq_add(expected, ahead < WRAPS_AFTER / 2 ? ahead : ahead - WRAPS_AFTER);
}

void
engine_see_low_bits(struct event *e, struct tcpsim_arriving *seen)
{
	const struct tcpsim_tcb *tcb = e->tcb;

	*seen = *e->arriving;
	e->arriving = seen;
	e->seg = &seen->seg;
	/* Nothing was sent, so nothing is expected. */
	if (tcb->state == TCPSIM_CLOSED || tcb->state == TCPSIM_LISTEN)
		return;
	seen->seg.ack = nearest(seen->seg.ack, tcb->snd.una);
	/* RCV.NXT means nothing before a SYN was taken. */
	if (tcb->state != TCPSIM_SYN_SENT)
		seen->seg.seq = nearest(seen->seg.seq, tcb->rcv.nxt);
}
