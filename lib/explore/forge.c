/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "space_private.h"

/* Far below whatever was acknowledged: half of half of the number space. */
#define FAR_BELOW 0x40000000U

/*
 * A blind attacker knows the sockets and no number. What he guesses is in the victim's window, at its beginning or at
 * its end, but not just RCV.NXT: that would be one chance in 2^32, and no protocol could tell.
 */
static tcpsim_seq
guess(const struct tcpsim_tcb *victim, unsigned alternative)
{
	return tcpsim_seq_add(victim->rcv.nxt, alternative == 0 ? 1 : victim->rcv.wnd - 1);
}

uint32_t
space_forged(struct space *space, unsigned which, unsigned alternative, uint32_t end)
{
	const struct tcpsim_explore_forged *forged = &space->world.forged[which];
	const struct tcpsim_tcb *victim = &((const struct end *)pool_at(&space->ends, end))->tcb;
	bool guesses = !forged->has_seq || ((forged->seg.ctl & TCPSIM_ACK) && !forged->has_ack);
	struct flight flight;
	struct sent sent;

	if ((forged->has_seq && alternative > 0) || (guesses && victim->state == TCPSIM_CLOSED))
		return POOL_NONE;
	memset(&flight, 0, sizeof flight);
	flight.seg = forged->seg;
	flight.origin = FLIGHT_FORGED;
	if (!forged->has_seq)
		flight.seg.seq = guess(victim, alternative);
	if ((forged->seg.ctl & TCPSIM_ACK) && !forged->has_ack)
		flight.seg.ack = tcpsim_seq_add(victim->snd.una, 0U - FAR_BELOW);
	memset(&sent, 0, sizeof sent);
	sent.n = 1;
	sent.flight[0] = pool_add(&space->flights, &flight);
	return sent.flight[0] == POOL_NONE ? POOL_NONE : pool_add(&space->sents, &sent);
}
