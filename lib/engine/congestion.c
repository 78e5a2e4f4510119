/* SPDX-License-Identifier: MIT */
#include "recovery_private.h"

/*
 * cwnd and ssthresh: 3.8.2 (MUST-19), RFC 5681. What sends asks engine_congestion_room() and nothing else; what
 * happens to segments comes in by the functions of recovery_private.h.
 */

/* RFC 6928 2: ten segments, but no more than 14600 octets if they are large; and one where the SYN was lost. */
static uint32_t
initial_window(const struct event *e)
{
	uint32_t mss = e->tcb->mss;
	int64_t octets = e->policy->initial_window * mss;

	if (has_flag(e->tcb, TCPSIM_FLAG_SYN_RESENT))
		return mss;
	if (e->policy->initial_window == 10)
		octets = earlier(octets, greatest(2 * mss, 14600));
	return octets > LARGEST_CWND ? LARGEST_CWND : (uint32_t)octets;
}

void
engine_congestion_begin(struct event *e)
{
	struct tcpsim_tcb *tcb = e->tcb;

	if (e->policy->congestion_control == TCPSIM_CONGESTION_NONE)
		return;
	note(e, TCPSIM_RULE_INITIAL_WINDOW);
	tcb->cc.cwnd = initial_window(e);
	/* RFC 5681 3.1: "arbitrarily high". RFC 6582 3.2: recover is the initial send sequence number. */
	tcb->cc.ssthresh = UINT32_MAX;
	tcb->cc.recover = tcb->snd.iss;
}

/* RFC 3042: the first two duplicate ACKs each let one segment leave beyond cwnd. With SACK it is pipe that says so. */
static uint32_t
limited_transmit(const struct event *e)
{
	const struct tcpsim_tcb *tcb = e->tcb;

	if (!e->policy->limited_transmit || (tcb->flags & (TCPSIM_FLAG_SACK | TCPSIM_FLAG_RECOVERY)) != 0 ||
	    tcb->dup_acks >= DUP_THRESH)
		return 0;
	return (uint32_t)tcb->dup_acks * tcb->mss;
}

/* What is in the network: FlightSize, less what SACK tells and what the RTO has written off. */
static uint32_t
in_network(const struct event *e)
{
	const struct tcpsim_tcb *tcb = e->tcb;

	if (has_flag(tcb, TCPSIM_FLAG_LOSS))
		return engine_unsacked(tcb, tcb->snd.una, tcb->snd.resend) +
		       engine_unsacked(tcb, tcb->cc.recover, tcb->snd.nxt);
	if (tcb->n_sacked == 0 && !has_flag(tcb, TCPSIM_FLAG_SACK))
		return flight_size(tcb);
	if (has_flag(tcb, TCPSIM_FLAG_RECOVERY))
		return engine_pipe(tcb, tcb->snd.resend);
	return e->policy->limited_transmit ? engine_pipe(tcb, tcb->snd.una) : flight_size(tcb);
}

uint32_t
engine_congestion_room(const struct event *e)
{
	const struct tcpsim_tcb *tcb = e->tcb;
	uint32_t cwnd, used;

	if (!is_controlled(e))
		return UINT32_MAX;
	cwnd = tcb->cc.cwnd + limited_transmit(e);
	/* A SYN takes no room. */
	used = in_network(e) - has_flag(tcb, TCPSIM_FLAG_SYN_OUT);
	if (used >= cwnd)
		return 0;
	/* RFC 6675 5 (C): whole segments only. */
	if (has_flag(tcb, TCPSIM_FLAG_RECOVERY) && has_flag(tcb, TCPSIM_FLAG_SACK) && cwnd - used < tcb->mss)
		return 0;
	return cwnd - used;
}

static void
avoid(struct event *e, uint32_t acked)
{
	switch ((enum tcpsim_congestion_control)e->policy->congestion_control) {
	case TCPSIM_CONGESTION_NONE: /* is not asked */
	case TCPSIM_CONGESTION_NEWRENO:
		engine_newreno_avoid(e, acked);
		break;
	case TCPSIM_CONGESTION_CUBIC:
		engine_cubic_avoid(e, acked);
		break;
	}
	e->tcb->cc.cwnd = least(e->tcb->cc.cwnd, LARGEST_CWND);
}

/*
 * Equation (2) of RFC 5681 3.1, or with another limit RFC 3465 2.2; 2.3 takes it back after an RTO, for the ACKs of what
 * is sent again may leap. Without a limit (Linux) slow start ends at ssthresh, and what is left is for avoidance.
 */
static void
slow_start(struct event *e, uint32_t acked)
{
	struct tcpsim_tcb *tcb = e->tcb;
	bool is_limited = e->policy->abc_limit != TCPSIM_UNLIMITED;
	int64_t segments = has_flag(tcb, TCPSIM_FLAG_LOSS) ? 1 : e->policy->abc_limit;
	uint32_t most = is_limited ? (uint32_t)earlier(segments * tcb->mss, LARGEST_CWND) : tcb->cc.ssthresh - tcb->cc.cwnd;

	note(e, TCPSIM_RULE_SLOW_START);
	tcb->cc.cwnd = least(tcb->cc.cwnd + least(acked, most), LARGEST_CWND);
	if (!is_limited && acked > most)
		avoid(e, acked - most);
}

/*
 * RFC 5681 3.1. A cwnd that was not used to the full says nothing of the path, and does not grow (RFC 9438 5.8): what the
 * user or the receiver held back would otherwise come as one burst later.
 */
void
engine_congestion_acked(struct event *e, uint32_t acked, uint32_t flight)
{
	struct tcpsim_tcb *tcb = e->tcb;
	bool is_used = has_flag(tcb, TCPSIM_FLAG_LOSS) || flight + tcb->mss > tcb->cc.cwnd;

	if (!is_used) {
		engine_cubic_interrupt(tcb);
	} else if (tcb->cc.cwnd < tcb->cc.ssthresh) {
		slow_start(e, acked);
	} else {
		avoid(e, acked);
	}
}

void
engine_congestion_reduce(struct event *e, uint32_t flight)
{
	struct tcpsim_tcb *tcb = e->tcb;

	switch ((enum tcpsim_congestion_control)e->policy->congestion_control) {
	case TCPSIM_CONGESTION_NONE: /* is not asked */
	case TCPSIM_CONGESTION_NEWRENO:
		tcb->cc.ssthresh = engine_newreno_ssthresh(e, flight);
		break;
	case TCPSIM_CONGESTION_CUBIC:
		tcb->cc.ssthresh = engine_cubic_ssthresh(e, flight);
		break;
	}
	tcb->cc.acked_bytes = 0;
	/* RFC 3168 6.1.2: for whatever reason it was. */
	if (has_flag(tcb, TCPSIM_FLAG_ECN))
		set_flag(tcb, TCPSIM_FLAG_CWR_OWED);
}

/*
 * ssthresh is halved at the first timeout of a segment only: RFC 5681 3.1. W_max is where the next stage of avoidance
 * will begin: RFC 9438 4.8.
 */
void
engine_congestion_collapse(struct event *e)
{
	struct tcpsim_tcb *tcb = e->tcb;

	note(e, TCPSIM_RULE_LOSS_WINDOW);
	if (tcb->rtt.retries == 0)
		engine_congestion_reduce(e, flight_size(tcb));
	tcb->cc.cwnd = tcb->mss;
	tcb->cc.w_max = 0;
	engine_cubic_interrupt(tcb);
}

/*
 * RFC 5681 4.1: after an RTO without sending, the restart window. When we last sent is not kept; it was no more than a
 * round trip after the last segment that was timed, as there is always one that is timed.
 */
void
engine_congestion_rest(struct event *e)
{
	struct tcpsim_tcb *tcb = e->tcb;
	uint32_t window = initial_window(e);

	if (tcb->snd.queued_bytes == 0 || tcb->cc.cwnd <= window ||
	    e->now_us - tcb->rtt.sent_us <= tcb->rtt.rto_us + tcb->rtt.srtt_us)
		return;
	note(e, TCPSIM_RULE_RESTART_WINDOW);
	tcb->cc.cwnd = window;
	engine_cubic_interrupt(tcb);
}
