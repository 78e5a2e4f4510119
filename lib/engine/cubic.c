/* SPDX-License-Identifier: MIT */
#include "recovery_private.h"

/*
 * RFC 9438, in octets and milliseconds where the RFC has segments and seconds. C is 2/5 (5.1), beta 7/10 (4.6).
 * cwnd_prior, which 4.3 compares with, is what ssthresh was made of: ssthresh / beta.
 */

/* No K is as long, and by then cwnd is all that a window can be. Its cube is less than 2^63. */
#define LONGEST_MS 2000000

static uint32_t
now_ms(const struct event *e)
{
	uint32_t ms = (uint32_t)(e->now_us / 1000);

	/* 0 stands for no stage. */
	return ms != 0 ? ms : 1U;
}

/* The integer part of the cube root, bit by bit. */
static uint32_t
cube_root(uint64_t x)
{
	uint64_t root = 0;
	int bit;

	/* 2642245 is the cube root of 2^64 - 1. */
	for (bit = 21; bit >= 0; bit--) {
		uint64_t more = root | UINT64_C(1) << bit;

		if (more <= 2642245U && more * more * more <= x)
			root = more;
	}
	return (uint32_t)root;
}

/* 4.2: K = cbrt((W_max - cwnd_epoch) / C), and 0 where cwnd is beyond W_max, as after an RTO (4.8). */
static void
begin_stage(struct event *e)
{
	struct tcpsim_tcb *tcb = e->tcb;
	uint64_t below;

	if (tcb->cc.w_max < tcb->cc.cwnd)
		tcb->cc.w_max = tcb->cc.cwnd;
	below = tcb->cc.w_max - tcb->cc.cwnd;
	tcb->cc.k_ms = cube_root(below * UINT64_C(2500000000) / tcb->mss);
	tcb->cc.w_est = tcb->cc.cwnd;
	tcb->cc.acked_bytes = 0;
	tcb->cc.epoch_ms = now_ms(e);
}

/* 4.2: W_cubic(t) = C * (t - K)^3 + W_max. */
static uint32_t
w_cubic(const struct tcpsim_tcb *tcb, int64_t t_ms)
{
	int64_t off_ms = earlier(t_ms - tcb->cc.k_ms, LONGEST_MS);
	/* C is 2/5, and a cubic second 10^9 cubic milliseconds. At -K it is where the stage began, which is no less than 0. */
	int64_t octets = off_ms * off_ms * off_ms / 1000000 * 2 * tcb->mss / 5000 + tcb->cc.w_max;

	return (uint32_t)earlier(octets, LARGEST_CWND);
}

/*
 * 4.3: W_est grows by alpha segments for each cwnd that is acknowledged; alpha is 3 * (1 - beta) / (1 + beta),
 * which is 9/17, and 1 once W_est has reached cwnd_prior. What does not make a whole octet is kept for the next ACK.
 */
static void
grow_estimate(struct tcpsim_tcb *tcb, uint32_t acked)
{
	bool has_caught_up = tcb->cc.w_est >= (uint64_t)tcb->cc.ssthresh * 10 / 7;
	uint64_t cwnd = has_caught_up ? tcb->cc.cwnd : (uint64_t)tcb->cc.cwnd * 17;
	uint64_t alpha_mss = has_caught_up ? tcb->mss : (uint64_t)tcb->mss * 9;
	uint64_t counted = (uint64_t)tcb->cc.acked_bytes + acked;
	uint64_t more = counted * alpha_mss / cwnd;

	tcb->cc.w_est = least(tcb->cc.w_est + (uint32_t)more, LARGEST_CWND);
	tcb->cc.acked_bytes = (uint32_t)(counted - more * cwnd / alpha_mss);
}

void
engine_cubic_avoid(struct event *e, uint32_t acked)
{
	struct tcpsim_tcb *tcb = e->tcb;
	uint32_t cwnd = tcb->cc.cwnd, target;
	int64_t t_ms;

	note(e, TCPSIM_RULE_CUBIC);
	if (tcb->cc.epoch_ms == 0)
		begin_stage(e);
	t_ms = now_ms(e) - tcb->cc.epoch_ms;
	grow_estimate(tcb, acked);
	if (w_cubic(tcb, t_ms) < tcb->cc.w_est) {
		note(e, TCPSIM_RULE_CUBIC_FRIENDLY);
		tcb->cc.cwnd = greatest(cwnd, tcb->cc.w_est);
		return;
	}
	/* 4.4 and 4.5: target is where cwnd is to be one round trip later, and no more than half as much again. */
	target = w_cubic(tcb, t_ms + tcb->rtt.srtt_us / 1000);
	target = least(greatest(target, cwnd), cwnd + cwnd / 2);
	tcb->cc.cwnd = cwnd + (uint32_t)((uint64_t)(target - cwnd) * acked / cwnd);
}

/* 4.6 and 4.7: less than half is given up; who lost at less than before makes room for others. */
uint32_t
engine_cubic_ssthresh(struct event *e, uint32_t flight)
{
	struct tcpsim_tcb *tcb = e->tcb;

	if (tcb->cc.cwnd < tcb->cc.w_max) {
		note(e, TCPSIM_RULE_CUBIC_FAST_CONVERGENCE);
		tcb->cc.w_max = (uint32_t)((uint64_t)tcb->cc.cwnd * 17 / 20);
	} else {
		tcb->cc.w_max = tcb->cc.cwnd;
	}
	engine_cubic_interrupt(tcb);
	return greatest((uint32_t)((uint64_t)flight * 7 / 10), 2U * tcb->mss);
}

void
engine_cubic_interrupt(struct tcpsim_tcb *tcb)
{
	if (tcb->cc.epoch_ms == 0)
		return;
	tcb->cc.epoch_ms = 0;
	tcb->cc.k_ms = 0;
	tcb->cc.w_est = 0;
	tcb->cc.acked_bytes = 0;
}
