/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "space_private.h"

/* All that can happen in a state, in an order that depends on its contents only. */

struct expansion {
	struct space *space;
	struct parts parts;
	struct budget budget;
	const struct bag *bag[TCPSIM_EXPLORE_HOSTS];
	const struct fact *fact[TCPSIM_EXPLORE_HOSTS];
	struct successors *out;
	bool is_end;  /* nothing but faults so far */
	bool is_used_up; /* something could go on, but for a bound */
	bool is_full; /* a pool is */
};

static void
add(struct expansion *x, const struct parts *parts, unsigned event, uint32_t broken, unsigned flags)
{
	struct successor *successor = &x->out->list[x->out->n++];

	successor->key = space_key(parts);
	successor->broken = broken & x->space->world.invariants;
	successor->event = (uint16_t)event;
	successor->flags = (uint16_t)flags;
	if ((flags & SUCCESSOR_FAULT) == 0)
		x->is_end = false;
}

/* Both bags learn that a clock starts, steps or stops. */
static void
tell_bags(struct expansion *x, struct parts *parts, enum change_what what, unsigned host)
{
	for (unsigned from = 0; from < TCPSIM_EXPLORE_HOSTS; from++)
		parts->bag[from] = space_bag_change(x->space, parts->bag[from], (uint32_t)what | host);
}

static void
set_budget(struct expansion *x, struct parts *parts, const struct budget *budget)
{
	parts->budget = pool_add(&x->space->budgets, budget);
	if (parts->budget == POOL_NONE)
		x->is_full = true;
}

/* Where both clocks run they step in turns: which is next. */
static void
set_first_clock(struct expansion *x, struct parts *parts, unsigned host)
{
	struct budget budget = x->budget;
	bool both = x->space->facts[parts->end[0]].clock != 0 && x->space->facts[parts->end[1]].clock != 0;

	budget.first_clock = both ? (uint8_t)host : 0;
	parts->budget = x->parts.budget;
	if (budget.first_clock != x->budget.first_clock)
		set_budget(x, parts, &budget);
}

static uint32_t
judge_pair(const struct expansion *x, const struct edge *edge, unsigned host)
{
	const struct fact *peer = x->fact[1 - host], *after = &x->space->facts[edge->after];
	uint32_t broken = 0;

	if (edge->claim.flags & (OUTCOME_AGREES | OUTCOME_DELIVERS | OUTCOME_RESET))
		broken = explore_pair_broken(&edge->claim,
			(const struct end *)pool_at(&x->space->ends, x->parts.end[1 - host]));
	if ((edge->claim.flags & OUTCOME_TAKES) && peer->has_connection && peer->iss == edge->claim.irs &&
		after->has_connection && tcpsim_seq_gt(tcpsim_seq_make(after->rcv_nxt), tcpsim_seq_make(peer->snd_nxt)))
		broken |= 1U << TCPSIM_SEQ_WINDOW;
	return broken;
}

/* What a step at one end leads to. `parts` is the state less what was used up. */
static void
add_step(struct expansion *x, struct parts parts, unsigned host, uint32_t code, unsigned event, unsigned flags)
{
	const struct edge *edge = space_edge(x->space, x->parts.end[host], code);

	if (edge == NULL) {
		x->is_full = true;
		return;
	}
	if ((edge->claim.flags & OUTCOME_CUT) == 0 && edge->sent != 0)
		parts.bag[host] = space_bag_change(x->space, parts.bag[host], edge->sent);
	if ((edge->claim.flags & OUTCOME_CUT) || parts.bag[host] == POOL_NONE) {
		x->out->n_cut++;
		/* But a retransmission that finds no room is no way to rest. */
		x->is_used_up |= (edge->claim.flags & OUTCOME_CUT) != 0 || EVENT_KIND(event) != EVENT_TIMER;
		return;
	}
	parts.end[host] = edge->after;
	if (edge->claim.flags & OUTCOME_CLOCK_STOPS) {
		tell_bags(x, &parts, CHANGE_CLEAR, host);
		set_first_clock(x, &parts, 0);
	}
	if (edge->claim.flags & OUTCOME_CLOCK_STARTS) {
		tell_bags(x, &parts, CHANGE_MARK, host);
		set_first_clock(x, &parts, 1 - host);
	}
	if (code < CODE_OTHER && (edge->claim.flags & OUTCOME_LIMITED) == 0)
		flags |= SUCCESSOR_DELIVERY;
	add(x, &parts, event, edge->broken | judge_pair(x, edge, host), flags);
}

/* ---- the network ---- */

static bool
is_again(const struct bag *bag, unsigned i)
{
	return i > 0 && bag->entry[i] == bag->entry[i - 1];
}

/* One less of a fault that is not free. */
static void
spend(struct expansion *x, struct parts *parts, int8_t *count, const struct budget *budget)
{
	if (*count == TCPSIM_EXPLORE_FREE)
		return;
	(*count)--;
	set_budget(x, parts, budget);
}

static void
add_loss(struct expansion *x, unsigned from, unsigned i)
{
	struct parts parts = x->parts;
	struct budget budget = x->budget;

	if (budget.losses == 0)
		return;
	spend(x, &parts, &budget.losses, &budget);
	parts.bag[from] = space_bag_without(x->space, parts.bag[from], i);
	add(x, &parts, EVENT(EVENT_LOSS, from, i), 0, SUCCESSOR_FAULT);
}

static void
add_copy(struct expansion *x, unsigned from, unsigned i)
{
	struct parts parts = x->parts;
	struct budget budget = x->budget;

	if (budget.copies == 0)
		return;
	spend(x, &parts, &budget.copies, &budget);
	parts.bag[from] = space_bag_change(x->space, parts.bag[from], (uint32_t)CHANGE_COPY | x->bag[from]->entry[i]);
	if (parts.bag[from] == POOL_NONE)
		x->out->n_cut++;
	else
		add(x, &parts, EVENT(EVENT_COPY, from, i), 0, SUCCESSOR_FAULT);
}

static void
add_network(struct expansion *x, unsigned from)
{
	const struct bag *bag = x->bag[from];
	unsigned n = x->space->world.reorder || bag->n == 0 ? bag->n : 1;

	for (unsigned i = 0; i < n; i++) {
		struct parts parts = x->parts;

		if (is_again(bag, i))
			continue;
		parts.bag[from] = space_bag_without(x->space, parts.bag[from], i);
		add_step(x, parts, 1 - from, ENTRY_FLIGHT(bag->entry[i]), EVENT(EVENT_ARRIVAL, from, i), 0);
		add_loss(x, from, i);
		add_copy(x, from, i);
	}
}

/* ---- the hosts ---- */

/* One MSL more for the clock of a host: what was in flight at its last step is gone. */
static void
add_msl(struct expansion *x, unsigned host)
{
	bool both = x->fact[0]->clock != 0 && x->fact[1]->clock != 0;
	struct parts parts = x->parts;

	if (((x->fact[0]->possible | x->fact[1]->possible) & INPUT_BIT_RETRANSMITS) ||
		(both && x->budget.first_clock != host))
		return;
	tell_bags(x, &parts, CHANGE_STEP, host);
	if (both)
		set_first_clock(x, &parts, 1 - host);
	add_step(x, parts, host, CODE(INPUT_MSL, 0), EVENT(EVENT_MSL, host, 0), 0);
}

static void
add_host(struct expansion *x, unsigned host)
{
	uint32_t possible = x->fact[host]->possible;

	if (possible & INPUT_BIT_CALL)
		add_step(x, x->parts, host, CODE(INPUT_CALL, 0), EVENT(EVENT_CALL, host, 0), 0);
	for (unsigned i = 0; i < TCPSIM_N_TIMERS; i++)
		if (possible & (1U << i))
			add_step(x, x->parts, host, CODE(INPUT_TIMER, i), EVENT(EVENT_TIMER, host, i), 0);
	if (possible & INPUT_BIT_MSL)
		add_msl(x, host);
	if (possible & INPUT_BIT_RESTART)
		add_step(x, x->parts, host, CODE(INPUT_RESTART, 0), EVENT(EVENT_RESTART, host, 0), 0);
	if (possible & INPUT_BIT_CRASH)
		add_step(x, x->parts, host, CODE(INPUT_CRASH, 0), EVENT(EVENT_CRASH, host, 0), SUCCESSOR_FAULT);
}

static void
add_forgery(struct expansion *x, unsigned which)
{
	unsigned from = x->space->world.forged[which].from;

	for (unsigned k = 0; x->budget.forged[which] != 0 && k < 2; k++) {
		struct parts parts = x->parts;
		struct budget budget = x->budget;
		uint32_t list = space_forged(x->space, which, k, parts.end[1 - from]);

		if (list == POOL_NONE)
			continue;
		spend(x, &parts, &budget.forged[which], &budget);
		parts.bag[from] = space_bag_change(x->space, parts.bag[from], list);
		if (parts.bag[from] == POOL_NONE)
			x->out->n_cut++;
		else
			add(x, &parts, EVENT(EVENT_FORGERY, from, 2 * which + k), 0, SUCCESSOR_FAULT);
	}
}

/* ---- the state as such ---- */

static bool
is_at_rest(const struct expansion *x, unsigned host)
{
	if (x->fact[host]->rest != REST_ASK)
		return x->fact[host]->rest == REST_YES;
	return explore_at_rest((const struct end *)pool_at(&x->space->ends, x->parts.end[host]),
		(const struct end *)pool_at(&x->space->ends, x->parts.end[1 - host]));
}

/* What was cut off might have led to rest. */
static void
judge_state(struct expansion *x)
{
	bool rests = is_at_rest(x, 0) && is_at_rest(x, 1);

	x->out->is_end = x->is_end && x->out->n_cut == 0;
	x->out->is_at_rest = rests || x->is_used_up || (x->is_end && x->out->n_cut > 0);
	if (x->out->is_end && !rests)
		x->out->broken = (1U << TCPSIM_NO_SILENT_STALL) & x->space->world.invariants;
}

int
space_expand(struct space *space, const struct key *key, struct successors *out)
{
	struct expansion x = { .space = space, .parts = space_parts(key), .out = out, .is_end = true };

	out->n = out->n_cut = out->broken = 0;
	x.budget = *(const struct budget *)pool_at(&space->budgets, x.parts.budget);
	for (unsigned host = 0; host < TCPSIM_EXPLORE_HOSTS; host++) {
		x.bag[host] = (const struct bag *)pool_at(&space->bags, x.parts.bag[host]);
		x.fact[host] = &space->facts[x.parts.end[host]];
	}
	for (unsigned host = 0; host < TCPSIM_EXPLORE_HOSTS; host++)
		add_network(&x, host);
	for (unsigned host = 0; host < TCPSIM_EXPLORE_HOSTS; host++)
		add_host(&x, host);
	for (unsigned i = 0; i < space->world.n_forged; i++)
		add_forgery(&x, i);
	judge_state(&x);
	return x.is_full ? -1 : 0;
}
