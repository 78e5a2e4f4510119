/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_LIB_EXPLORE_STEP_PRIVATE_H
#define TCPSIM_LIB_EXPLORE_STEP_PRIVATE_H

#include "explore_private.h"

/* When all timers are due that run. */
#define LATER INT64_C(1000000000000000)

/* One event on its way: step.c makes it happen, judge.c judges it. */
struct step {
	const struct tcpsim_explore_world *world;
	const struct tcpsim_explore_host *host;
	unsigned host_number;
	const struct end *before;
	enum input_kind kind;
	enum tcpsim_call call;       /* of INPUT_CALL; else LISTEN */
	const struct flight *flight; /* of INPUT_ARRIVAL */
	struct tcpsim_policy policy; /* in force */
	struct tcpsim_effects effects; /* of the engine call that the event is */
	struct tcpsim_tcb listener;  /* for the rule of a LISTEN: what a host keeps of it is a bit */
	tcpsim_seq rcv_nxt;          /* before the event */
	int64_t now_us;
	struct outcome *out;
};

/* Time is abstracted, and what will never be looked at again cleared, unless `full`. */
void explore_canonical(const struct tcpsim_policy *policy, bool full, struct tcpsim_tcb *tcb);

/* Text that was stored or delivered: data-in-order, data-delivered-once, fin-last. */
void explore_judge_octets(struct step *s, const struct tcpsim_effects *effects);
/* All other invariants that one end can break alone. The TCB is not canonical yet. */
void explore_judge_step(struct step *s);

#endif
