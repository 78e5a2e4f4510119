/* SPDX-License-Identifier: MIT */
#include "engine_private.h"

/*
 * The retransmission timeout, RFC 6298, in integer microseconds. One segment is timed at a time, to the microsecond.
 * Karn's algorithm ends that when something is sent again; until new text is timed, timestamps tell the round trip to
 * the millisecond, if there are any: RFC 7323 4. So there is about one sample a round trip, as RFC 6298 assumes,
 * and no need for the weights of RFC 7323 appendix G.
 */

/* RFC 6298 2: the granularity of our clock. */
#define GRANULARITY_US 1
/* RFC 6298 5.7 */
#define RTO_AFTER_SYN_LOSS_US INT64_C(3000000)

/* What is added stands above the least RTO and below the greatest: FreeBSD's TCPT_RANGESET() of TCP_REXMTVAL(). */
static int64_t
clamp_rto(const struct tcpsim_policy *policy, int64_t rto_us, int64_t slop_us)
{
	return earlier(later(rto_us, policy->rto_min_us) + slop_us, policy->rto_max_us);
}

/*
 * RFC 6298 5.5. FreeBSD multiplies the RTO without its slop, and adds that again (tcp_timer_rexmt()); the RTO before
 * the first sample has none the first time.
 */
void
engine_rto_back_off(struct event *e, unsigned times)
{
	struct tcpsim_tcb *tcb = e->tcb;
	int64_t slop_us = e->policy->rto_slop_us, base_us = tcb->rtt.rto_us;
	bool is_initial = tcb->rtt.srtt_us == 0 && tcb->rtt.retries == 0;

	if (!is_initial && base_us > slop_us)
		base_us -= slop_us;
	tcb->rtt.rto_us = earlier(times * base_us + slop_us, later(e->policy->rto_max_us, tcb->rtt.rto_us));
}

void
engine_rtt_start(struct event *e, tcpsim_seq seq)
{
	struct tcpsim_tcb *tcb = e->tcb;

	if (has_flag(tcb, TCPSIM_FLAG_TIMING))
		return;
	set_flag(tcb, TCPSIM_FLAG_TIMING);
	tcb->rtt.seq = seq;
	tcb->rtt.sent_us = e->now_us;
}

void
engine_rtt_forget(struct event *e)
{
	clear_flag(e->tcb, TCPSIM_FLAG_TIMING);
}

/* RFC 6298 2.2 and 2.3 */
static void
take_sample(struct event *e, int64_t r_us)
{
	struct tcpsim_tcb *tcb = e->tcb;
	int64_t srtt_us = tcb->rtt.srtt_us;
	int64_t off_us = srtt_us > r_us ? srtt_us - r_us : r_us - srtt_us;
	int64_t variance_us;

	if (srtt_us == 0) {
		tcb->rtt.srtt_us = r_us;
		tcb->rtt.rttvar_us = r_us / 2;
	} else {
		/* In this order: RTTVAR is computed from the old SRTT. */
		tcb->rtt.rttvar_us = (3 * tcb->rtt.rttvar_us + off_us) / 4;
		tcb->rtt.srtt_us = (7 * srtt_us + r_us) / 8;
	}
	/* Linux (__tcp_set_rto()) has a least value for this, and none for the sum. */
	variance_us = later(later(GRANULARITY_US, e->policy->rto_variance_min_us), 4 * tcb->rtt.rttvar_us);
	tcb->rtt.rto_us = clamp_rto(e->policy, tcb->rtt.srtt_us + variance_us, e->policy->rto_slop_us);
	note(e, TCPSIM_RULE_RTT_SAMPLED);
}

/* RFC 7323 4.1: the time since the segment that the ACK answers was sent. One of no time is one tick of that clock. */
static void
take_echo(struct event *e)
{
	uint32_t ms = (uint32_t)(e->now_us / 1000) - e->seg->tsecr;

	/* What we have not sent yet nobody can echo. */
	if (ms > INT32_MAX)
		return;
	note(e, TCPSIM_RULE_RTT_FROM_TIMESTAMP);
	take_sample(e, INT64_C(1000) * (ms != 0 ? ms : 1));
}

void
engine_rtt_acked(struct event *e, tcpsim_seq ack)
{
	struct tcpsim_tcb *tcb = e->tcb;

	if (has_flag(tcb, TCPSIM_FLAG_TIMING) && tcpsim_seq_gt(ack, tcb->rtt.seq)) {
		clear_flag(tcb, TCPSIM_FLAG_TIMING);
		/* A round trip of no time at all is one tick of the clock: 0 stands for "no sample yet". */
		take_sample(e, later(e->now_us - tcb->rtt.sent_us, GRANULARITY_US));
	} else if (has_flag(tcb, TCPSIM_FLAG_SYN_OUT)) {
		if (!has_flag(tcb, TCPSIM_FLAG_SYN_RESENT))
			return;
		tcb->rtt.rto_us = clamp_rto(e->policy, later(RTO_AFTER_SYN_LOSS_US, e->policy->rto_initial_us), 0);
		note(e, TCPSIM_RULE_RTO_AFTER_SYN_LOSS);
	} else if ((e->seg->options & TCPSIM_OPTION_TIMESTAMPS) != 0 && has_flag(tcb, TCPSIM_FLAG_TIMESTAMPS) &&
		   !has_flag(tcb, TCPSIM_FLAG_TIMING)) {
		take_echo(e);
	}
}
