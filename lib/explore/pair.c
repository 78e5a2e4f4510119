/* SPDX-License-Identifier: MIT */
#include "explore_private.h"

/* The invariants that it takes both ends to judge. */

/* The peer's incarnation that has run with just these numbers: its ISS is our IRS, and its IRS our ISS. */
static const struct incarnation *
partner(const struct claim *claim, const struct end *peer)
{
	for (unsigned i = peer->n_incarnations; i-- > 0;) {
		const struct incarnation *other = &peer->incarnations[i];

		if (other->iss == claim->irs && other->knows_irs && other->irs == claim->iss)
			return other;
	}
	return NULL;
}

/* The peer's SYN is out, and it has not heard of any answer yet: it may still learn of this one. */
static bool
may_still_learn(const struct claim *claim, const struct end *peer)
{
	const struct incarnation *now;

	if (peer->current == 0)
		return false;
	now = &peer->incarnations[peer->current - 1];
	return now->iss == claim->irs && !now->knows_irs;
}

uint32_t
explore_pair_broken(const struct claim *claim, const struct end *peer)
{
	const struct incarnation *other = partner(claim, peer);
	uint32_t broken = 0;

	if ((claim->flags & OUTCOME_AGREES) && other == NULL) {
		broken |= 1U << TCPSIM_ISN_AGREED;
		if ((claim->flags & OUTCOME_PASSIVE) && !may_still_learn(claim, peer))
			broken |= 1U << TCPSIM_NO_PHANTOM_CONNECTION;
	}
	if ((claim->flags & OUTCOME_DELIVERS) && other == NULL)
		broken |= 1U << TCPSIM_DATA_IN_ORDER;
	if ((claim->flags & OUTCOME_RESET) && other != NULL && other->is_clean)
		broken |= 1U << TCPSIM_CLEAN_CLOSE;
	return broken;
}

/* Whether an end waits for nothing, or for its user; in FIN-WAIT-2 for a FIN that the peer's user can still cause. */
bool
explore_at_rest(const struct end *end, const struct end *peer)
{
	const struct tcpsim_tcb *tcb = &end->tcb;

	switch ((enum tcpsim_state)tcb->state) {
	case TCPSIM_CLOSED:
	case TCPSIM_LISTEN:
		return true;
	case TCPSIM_ESTABLISHED:
	case TCPSIM_CLOSE_WAIT:
		return tcpsim_seq_eq(tcb->snd.una, tcb->snd.nxt) && tcb->snd.queued_bytes == 0;
	case TCPSIM_FIN_WAIT_2:
		return (peer->tcb.state == TCPSIM_CLOSE_WAIT || peer->tcb.state == TCPSIM_ESTABLISHED) &&
		       tcpsim_seq_eq(peer->tcb.snd.iss, tcb->rcv.irs) && tcpsim_seq_eq(peer->tcb.rcv.irs, tcb->snd.iss);
	case TCPSIM_SYN_SENT:
	case TCPSIM_SYN_RECEIVED:
	case TCPSIM_FIN_WAIT_1:
	case TCPSIM_CLOSING:
	case TCPSIM_LAST_ACK:
	case TCPSIM_TIME_WAIT:
		break;
	}
	return false;
}
