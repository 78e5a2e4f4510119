/* SPDX-License-Identifier: MIT */
#include "recovery_private.h"

/*
 * RFC 5681 3.1: one full-sized segment a round trip, by counting octets, so that neither delayed ACKs nor ACKs of
 * little make a difference: equation (2) and its relatives do.
 */
void
engine_newreno_avoid(struct event *e, uint32_t acked)
{
	struct tcpsim_tcb *tcb = e->tcb;

	note(e, TCPSIM_RULE_CONGESTION_AVOIDANCE);
	tcb->cc.acked_bytes += acked;
	if (tcb->cc.acked_bytes < tcb->cc.cwnd)
		return;
	tcb->cc.acked_bytes -= tcb->cc.cwnd;
	tcb->cc.cwnd += tcb->mss;
}

/* RFC 5681 equation (4) */
uint32_t
engine_newreno_ssthresh(const struct event *e, uint32_t flight)
{
	return greatest(flight / 2, 2U * e->tcb->mss);
}
