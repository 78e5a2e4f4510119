/* SPDX-License-Identifier: MIT */
#include <check.h>
#include <string.h>

#include "tests/explore/naive.h"

struct search {
	const struct tcpsim_explore_world *world;
	struct naive_result *result;
	GQueue queue; /* of GBytes, owned by the set */
	GHashTable *depths;
	/* of the state that is expanded: */
	const struct naive_state *from;
	uint32_t depth;
	bool can_go_on; /* without a fault */
	bool is_cut;
};

/* ---- bags ---- */

static int
compare(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct naive_flight));
}

/* Segments that overtake each other have no order. */
static void
normalize(const struct search *search, struct naive_state *state)
{
	for (int host = 0; host < TCPSIM_EXPLORE_HOSTS; host++)
		if (search->world->reorder)
			qsort(state->bag[host], state->n[host], sizeof state->bag[host][0], compare);
}

static void
remove_at(struct naive_state *state, unsigned host, uint32_t i)
{
	uint32_t n = --state->n[host];

	memmove(&state->bag[host][i], &state->bag[host][i + 1], (n - i) * sizeof state->bag[host][0]);
	memset(&state->bag[host][n], 0, sizeof state->bag[host][n]);
}

static bool
insert_at(const struct search *search, struct naive_state *state, unsigned host, uint32_t i,
	const struct naive_flight *flight)
{
	if (state->n[host] == search->world->in_flight)
		return false;
	memmove(&state->bag[host][i + 1], &state->bag[host][i], (state->n[host] - i) * sizeof state->bag[host][0]);
	state->bag[host][i] = *flight;
	state->n[host]++;
	return true;
}

/* ---- clocks: the rules of explore.h, in other words ---- */

static bool
both_run(const struct naive_state *state)
{
	return state->end[0].clock != 0 && state->end[1].clock != 0;
}

static void
set_marks(struct naive_state *state, unsigned clock, uint8_t mark)
{
	for (int host = 0; host < TCPSIM_EXPLORE_HOSTS; host++)
		for (uint32_t i = 0; i < state->n[host]; i++)
			state->bag[host][i].mark[clock] = mark;
}

/* What was in flight an MSL ago is dead. */
static void
bury(struct naive_state *state, unsigned clock)
{
	for (unsigned host = 0; host < TCPSIM_EXPLORE_HOSTS; host++)
		for (uint32_t i = state->n[host]; i-- > 0;)
			if (state->bag[host][i].mark[clock])
				remove_at(state, host, i);
	set_marks(state, clock, 1);
}

/* ---- events ---- */

static void
judge(struct search *search, uint32_t broken, uint32_t depth)
{
	broken &= search->world->invariants;
	if (broken != 0 && search->result->broken == 0)
		search->result->depth = depth;
	search->result->broken |= broken;
}

static void
reach(struct search *search, struct naive_state *state, bool is_fault)
{
	GBytes *bytes;

	normalize(search, state);
	bytes = g_bytes_new(state, sizeof *state);
	if (!is_fault)
		search->can_go_on = true;
	if (!g_hash_table_contains(search->result->states, bytes)) {
		g_hash_table_add(search->result->states, g_bytes_ref(bytes));
		g_hash_table_insert(search->depths, bytes, GUINT_TO_POINTER(search->depth + 1));
		g_queue_push_tail(&search->queue, bytes);
		if (search->result->broken == 0)
			search->result->depth = search->depth + 1;
	}
	g_bytes_unref(bytes);
}

/* seq-window seen from both ends: what was taken, the peer that is there has sent. */
static bool
takes_too_much(const struct outcome *out, const struct end *peer)
{
	return (out->claim.flags & OUTCOME_TAKES) != 0 && peer->current != 0 && out->after.current != 0 &&
		peer->incarnations[peer->current - 1].iss == out->claim.irs &&
		tcpsim_seq_gt(out->after.tcb.rcv.nxt, peer->tcb.snd.nxt);
}

static bool
send_all(struct search *search, struct naive_state *state, unsigned host, const struct outcome *out)
{
	for (unsigned i = 0; i < out->n_sent; i++) {
		struct naive_flight flight;

		memset(&flight, 0, sizeof flight);
		flight.flight = out->sent[i];
		if (!insert_at(search, state, host, state->n[host], &flight))
			return false;
	}
	return true;
}

static void
happen(struct search *search, struct naive_state *state, unsigned host, const struct input *input, bool is_fault)
{
	const struct end *peer = &search->from->end[1 - host];
	struct outcome out;

	explore_step(search->world, host, false, &search->from->end[host], input, &out);
	if ((out.claim.flags & OUTCOME_CUT) || !send_all(search, state, host, &out)) {
		search->is_cut = true;
		return;
	}
	state->end[host] = out.after;
	if (out.claim.flags & OUTCOME_CLOCK_STOPS) {
		set_marks(state, host, 0);
		state->first_clock = 0;
	}
	if (out.claim.flags & OUTCOME_CLOCK_STARTS) {
		set_marks(state, host, 1);
		state->first_clock = both_run(state) ? (uint8_t)(1 - host) : 0;
	}
	judge(search, out.broken | explore_pair_broken(&out.claim, peer), search->depth + 1);
	if (takes_too_much(&out, peer))
		judge(search, 1U << TCPSIM_SEQ_WINDOW, search->depth + 1);
	reach(search, state, is_fault);
}

/* One less of what is not free. */
static void
spend(int8_t *count)
{
	if (*count != TCPSIM_EXPLORE_FREE)
		(*count)--;
}

static void
try_network(struct search *search, unsigned from, uint32_t i)
{
	const struct naive_flight *flight = &search->from->bag[from][i];
	struct input input = { .kind = INPUT_ARRIVAL, .flight = &flight->flight };
	struct naive_state state = *search->from;

	remove_at(&state, from, i);
	happen(search, &state, 1 - from, &input, false);
	if (search->from->losses != 0) {
		state = *search->from;
		spend(&state.losses);
		remove_at(&state, from, i);
		reach(search, &state, true);
	}
	if (search->from->copies != 0) {
		state = *search->from;
		spend(&state.copies);
		if (insert_at(search, &state, from, i, flight))
			reach(search, &state, true);
		else
			search->is_cut = true;
	}
}

static void
try_input(struct search *search, unsigned host, enum input_kind kind, enum tcpsim_timer timer)
{
	struct input input = { .kind = kind, .timer = timer };
	struct naive_state state = *search->from;

	happen(search, &state, host, &input, kind == INPUT_CRASH);
}

static bool
retransmits(const struct end *end)
{
	const int64_t *deadline_us = end->tcb.deadline_us;

	return end->tcb.state != TCPSIM_CLOSED && (deadline_us[TCPSIM_TIMER_RETRANSMISSION] != TCPSIM_TIME_NONE ||
		deadline_us[TCPSIM_TIMER_PERSIST] != TCPSIM_TIME_NONE);
}

static void
try_msl(struct search *search, unsigned host)
{
	struct input input = { .kind = INPUT_MSL };
	struct naive_state state = *search->from;

	if (retransmits(&state.end[0]) || retransmits(&state.end[1]) || (both_run(&state) && state.first_clock != host))
		return;
	bury(&state, host);
	if (both_run(&state))
		state.first_clock = (uint8_t)(1 - host);
	happen(search, &state, host, &input, false);
}

static void
try_host(struct search *search, unsigned host)
{
	const struct end *end = &search->from->end[host];
	uint32_t possible = explore_possible(search->world, host, end);

	if (possible & INPUT_BIT_CALL)
		try_input(search, host, INPUT_CALL, TCPSIM_TIMER_RETRANSMISSION);
	for (int i = 0; i < TCPSIM_N_TIMERS; i++)
		if (possible & (1U << i))
			try_input(search, host, INPUT_TIMER, (enum tcpsim_timer)i);
	if (end->clock != 0)
		try_msl(search, host);
	if (!end->is_up)
		try_input(search, host, INPUT_RESTART, TCPSIM_TIMER_RETRANSMISSION);
	if (possible & INPUT_BIT_CRASH)
		try_input(search, host, INPUT_CRASH, TCPSIM_TIMER_RETRANSMISSION);
}

/* A guess is the second number of the victim's window or its last; an ACK that is guessed is 2^30 below SND.UNA. */
static void
try_forgery(struct search *search, unsigned which, bool is_last)
{
	const struct tcpsim_explore_forged *forged = &search->world->forged[which];
	const struct tcpsim_tcb *victim = &search->from->end[1 - forged->from].tcb;
	struct naive_state state = *search->from;
	struct naive_flight flight;

	if (victim->state == TCPSIM_CLOSED || state.forged[which] == 0)
		return;
	memset(&flight, 0, sizeof flight);
	flight.flight.seg = forged->seg;
	flight.flight.origin = FLIGHT_FORGED;
	flight.flight.seg.seq = tcpsim_seq_add(victim->rcv.nxt, is_last ? victim->rcv.wnd - 1 : 1);
	if (forged->seg.ctl & TCPSIM_ACK)
		flight.flight.seg.ack = tcpsim_seq_make(victim->snd.una.n - (1U << 30));
	spend(&state.forged[which]);
	if (insert_at(search, &state, forged->from, state.n[forged->from], &flight))
		reach(search, &state, true);
	else
		search->is_cut = true;
}

/* A state in which nothing but faults can happen is a stall, unless both ends are at rest. */
static void
expand(struct search *search)
{
	const struct end *end = search->from->end;
	bool rests = explore_at_rest(&end[0], &end[1]) && explore_at_rest(&end[1], &end[0]);

	search->can_go_on = search->is_cut = false;
	for (unsigned host = 0; host < TCPSIM_EXPLORE_HOSTS; host++) {
		uint32_t n = search->world->reorder || search->from->n[host] == 0 ? search->from->n[host] : 1;

		for (uint32_t i = 0; i < n; i++)
			try_network(search, host, i);
		try_host(search, host);
	}
	for (unsigned i = 0; i < search->world->n_forged; i++) {
		try_forgery(search, i, false);
		try_forgery(search, i, true);
	}
	if (!search->can_go_on && !search->is_cut && !rests)
		judge(search, 1U << TCPSIM_NO_SILENT_STALL, search->depth);
}

static void
begin(struct search *search)
{
	struct naive_state state;
	GBytes *bytes;

	memset(&state, 0, sizeof state);
	for (unsigned host = 0; host < TCPSIM_EXPLORE_HOSTS; host++)
		explore_end_first(host, &state.end[host]);
	for (unsigned i = 0; i < search->world->n_old; i++) {
		unsigned from = search->world->old[i].from;
		struct flight *flight = &state.bag[from][state.n[from]++].flight;

		flight->seg = search->world->old[i].seg;
		flight->origin = FLIGHT_OLD;
	}
	state.losses = search->world->losses;
	state.copies = search->world->copies;
	for (unsigned i = 0; i < search->world->n_forged; i++)
		state.forged[i] = search->world->forged[i].count;
	normalize(search, &state);
	bytes = g_bytes_new(&state, sizeof state);
	g_hash_table_add(search->result->states, bytes);
	g_hash_table_insert(search->depths, bytes, GUINT_TO_POINTER(0));
	g_queue_push_tail(&search->queue, bytes);
}

struct naive_result *
naive_search(const struct tcpsim_explore_world *world, guint max)
{
	struct search search = { .world = world, .result = g_new0(struct naive_result, 1) };
	GBytes *bytes;

	search.result->states = g_hash_table_new_full(g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref, NULL);
	search.depths = g_hash_table_new(g_bytes_hash, g_bytes_equal);
	g_queue_init(&search.queue);
	begin(&search);
	while ((bytes = (GBytes *)g_queue_pop_head(&search.queue)) != NULL) {
		ck_assert_uint_le(g_hash_table_size(search.result->states), max);
		search.from = (const struct naive_state *)g_bytes_get_data(bytes, NULL);
		search.depth = GPOINTER_TO_UINT(g_hash_table_lookup(search.depths, bytes));
		expand(&search);
	}
	g_hash_table_unref(search.depths);
	return search.result;
}

void
naive_free(struct naive_result *result)
{
	g_hash_table_unref(result->states);
	g_free(result);
}
