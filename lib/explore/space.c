/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "space_private.h"

/* The greatest numbers of things; ends and budgets have their bits in the key. */
#define MAX_ENDS (1U << 24)
#define MAX_BUDGETS (1U << 16)
#define MAX_FLIGHTS (1U << 24)
#define MAX_BAGS (1U << 27)
#define MAX_SENTS (1U << 24)
#define MAX_EDGES (1U << 27)
#define MAX_CHANGES (1U << 28)

struct parts
space_parts(const struct key *key)
{
	struct parts parts = {
		.end = { (uint32_t)(key->w[0] & 0xffffff), (uint32_t)(key->w[0] >> 24 & 0xffffff) },
		.bag = { (uint32_t)key->w[1], (uint32_t)(key->w[1] >> 32) },
		.budget = (uint32_t)(key->w[0] >> 48),
	};

	return parts;
}

struct key
space_key(const struct parts *parts)
{
	struct key key = { {
		(uint64_t)parts->budget << 48 | (uint64_t)parts->end[1] << 24 | parts->end[0],
		(uint64_t)parts->bag[1] << 32 | parts->bag[0],
	} };

	return key;
}

/* ---- making ---- */

static bool
make_pools(struct space *space)
{
	return pool_init(&space->ends, sizeof(struct end), sizeof(struct end), MAX_ENDS) == 0 &&
	       pool_init(&space->flights, sizeof(struct flight), sizeof(struct flight), MAX_FLIGHTS) == 0 &&
	       pool_init(&space->bags, offsetof(struct bag, without), sizeof(struct bag), MAX_BAGS) == 0 &&
	       pool_init(&space->sents, sizeof(struct sent), sizeof(struct sent), MAX_SENTS) == 0 &&
	       pool_init(&space->budgets, sizeof(struct budget), sizeof(struct budget), MAX_BUDGETS) == 0 &&
	       pool_init(&space->edges, offsetof(struct edge, after), sizeof(struct edge), MAX_EDGES) == 0 &&
	       pool_init(&space->changes, offsetof(struct change, after), sizeof(struct change), MAX_CHANGES) == 0;
}

static uint8_t
rest_of(const struct end *end)
{
	const struct end nobody = { .is_up = 1 };

	if (end->tcb.state == TCPSIM_FIN_WAIT_2)
		return REST_ASK;
	return explore_at_rest(end, &nobody) ? REST_YES : REST_NO;
}

/* A new end: note what lookups ask of it. */
static void
note_facts(void *owner, uint32_t number)
{
	struct space *space = (struct space *)owner;
	const struct end *end = (const struct end *)pool_at(&space->ends, number);
	struct fact *fact = &space->facts[number];

	fact->possible = explore_possible(&space->world, end->host, end);
	fact->snd_nxt = end->tcb.snd.nxt.n;
	fact->rcv_nxt = end->tcb.rcv.nxt.n;
	fact->has_connection = end->current != 0;
	fact->iss = end->current != 0 ? end->incarnations[end->current - 1].iss : 0;
	fact->rest = rest_of(end);
	fact->clock = end->clock;
}

struct space *
space_new(const struct tcpsim_explore_world *world, bool full)
{
	struct space *space = (struct space *)calloc(1, sizeof *space);
	const struct sent nothing = { 0 };

	if (space == NULL)
		return NULL;
	space->world = *world;
	space->full = full;
	space->facts = (struct fact *)mmap(NULL, MAX_ENDS * sizeof(struct fact), PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (space->facts == MAP_FAILED || !make_pools(space) || pool_add(&space->sents, &nothing) != 0) {
		space_free(space);
		return NULL;
	}
	space->ends.added = note_facts;
	space->ends.owner = space;
	return space;
}

void
space_free(struct space *space)
{
	if (space == NULL)
		return;
	pool_clear(&space->ends);
	pool_clear(&space->flights);
	pool_clear(&space->bags);
	pool_clear(&space->sents);
	pool_clear(&space->budgets);
	pool_clear(&space->edges);
	pool_clear(&space->changes);
	if (space->facts != MAP_FAILED && space->facts != NULL)
		munmap(space->facts, MAX_ENDS * sizeof(struct fact));
	free(space);
}

/* What is in flight from a host before anything happens: segments of earlier incarnations. */
static uint32_t
first_bag(struct space *space, unsigned host)
{
	struct bag bag = { 0 };
	struct sent sent = { 0 };
	uint32_t list, number;

	for (unsigned i = 0; i < TCPSIM_EXPLORE_IN_FLIGHT; i++)
		atomic_init(&bag.without[i], POOL_NONE);
	number = pool_add(&space->bags, &bag);
	for (unsigned i = 0; i < space->world.n_old; i++) {
		struct flight flight = { .seg = space->world.old[i].seg, .origin = FLIGHT_OLD };

		if (space->world.old[i].from == host)
			sent.flight[sent.n++] = pool_add(&space->flights, &flight);
	}
	list = pool_add(&space->sents, &sent);
	return space_bag_change(space, number, list);
}

struct key
space_first(struct space *space)
{
	struct parts parts = { .budget = 0 };
	struct budget budget = { .losses = space->world.losses, .copies = space->world.copies };

	for (unsigned host = 0; host < TCPSIM_EXPLORE_HOSTS; host++) {
		struct end end;

		explore_end_first(host, &end);
		parts.end[host] = pool_add(&space->ends, &end);
		parts.bag[host] = first_bag(space, host);
	}
	for (unsigned i = 0; i < space->world.n_forged; i++)
		budget.forged[i] = space->world.forged[i].count;
	parts.budget = pool_add(&space->budgets, &budget);
	return space_key(&parts);
}

/* ---- steps ---- */

static struct input
input_of(const struct space *space, uint32_t code)
{
	struct input input = { .kind = INPUT_ARRIVAL };

	if ((code & CODE_OTHER) == 0) {
		input.flight = (const struct flight *)pool_at(&space->flights, code);
	} else {
		input.kind = (enum input_kind)(code >> 8 & 0xff);
		input.timer = (enum tcpsim_timer)(code & 0xff);
	}
	return input;
}

static uint32_t
list_of(struct space *space, const struct outcome *out)
{
	struct sent sent;

	memset(&sent, 0, sizeof sent);
	sent.n = out->n_sent;
	for (unsigned i = 0; i < out->n_sent; i++) {
		sent.flight[i] = pool_add(&space->flights, &out->sent[i]);
		if (sent.flight[i] == POOL_NONE)
			return POOL_NONE;
	}
	return pool_add(&space->sents, &sent);
}

static const struct edge *
make_edge(struct space *space, uint32_t end, uint32_t code)
{
	const struct end *before = (const struct end *)pool_at(&space->ends, end);
	struct input input = input_of(space, code);
	struct outcome out;
	struct edge edge;
	uint32_t number;

	explore_step(&space->world, before->host, space->full, before, &input, &out);
	memset(&edge, 0, sizeof edge);
	edge.end = end;
	edge.input = code;
	edge.claim = out.claim;
	edge.broken = out.broken;
	edge.fired = out.fired;
	edge.before_state = out.state_before;
	edge.after_state = out.state_after;
	if ((out.claim.flags & OUTCOME_CUT) == 0) {
		edge.after = pool_add(&space->ends, &out.after);
		edge.sent = list_of(space, &out);
		if (edge.after == POOL_NONE || edge.sent == POOL_NONE)
			return NULL;
	}
	number = pool_add(&space->edges, &edge);
	return number == POOL_NONE ? NULL : (const struct edge *)pool_at(&space->edges, number);
}

const struct edge *
space_edge(struct space *space, uint32_t end, uint32_t code)
{
	const uint32_t key[2] = { end, code };
	uint32_t number = pool_find(&space->edges, key);

	if (number == POOL_NONE)
		return make_edge(space, end, code);
	return (const struct edge *)pool_at(&space->edges, number);
}

uint64_t
space_octets(const struct space *space)
{
	return pool_octets(&space->ends) + (uint64_t)pool_n(&space->ends) * sizeof(struct fact) +
	       pool_octets(&space->flights) + pool_octets(&space->bags) + pool_octets(&space->sents) +
	       pool_octets(&space->budgets) + pool_octets(&space->edges) + pool_octets(&space->changes);
}

/* The steps made here, and what was covered before a search was taken up again. */
static void
space_cover(const struct space *space, struct coverage *covered)
{
	*covered = space->covered;
	for (uint32_t i = 0; i < pool_n(&space->edges); i++) {
		const struct edge *edge = (const struct edge *)pool_at(&space->edges, i);

		if (edge->claim.flags & OUTCOME_CUT)
			continue;
		for (unsigned k = 0; k < sizeof edge->fired.bits / sizeof edge->fired.bits[0]; k++)
			covered->fired.bits[k] |= edge->fired.bits[k];
		covered->changes[edge->before_state] |= 1U << edge->before_state | 1U << edge->after_state;
		covered->changes[edge->after_state] |= 1U << edge->after_state;
	}
}

void
space_coverage(const struct space *space, struct tcpsim_explore_result *result)
{
	struct coverage covered;

	space_cover(space, &covered);
	result->fired = covered.fired;
	memcpy(result->changes, covered.changes, sizeof result->changes);
}

void
space_view(const struct space *space, const struct key *key, struct tcpsim_explore_view *view)
{
	struct parts parts = space_parts(key);

	for (unsigned host = 0; host < TCPSIM_EXPLORE_HOSTS; host++) {
		const struct end *end = (const struct end *)pool_at(&space->ends, parts.end[host]);

		view->tcb[host] = &end->tcb;
		view->is_up[host] = end->is_up;
		view->is_listening[host] = end->is_listening;
		view->n_in_flight[host] = ((const struct bag *)pool_at(&space->bags, parts.bag[host]))->n;
	}
}

int
space_save(const struct space *space, FILE *file)
{
	const struct pool *const pools[] = { &space->ends, &space->flights, &space->bags, &space->sents, &space->budgets };
	struct coverage covered;

	for (unsigned i = 0; i < sizeof pools / sizeof pools[0]; i++)
		if (pool_save(pools[i], file) != 0)
			return -1;
	space_cover(space, &covered);
	return fwrite(&covered, sizeof covered, 1, file) == 1 ? 0 : -1;
}

int
space_load(struct space *space, FILE *file)
{
	struct pool *const pools[] = { &space->ends, &space->flights, &space->bags, &space->sents, &space->budgets };

	for (unsigned i = 0; i < sizeof pools / sizeof pools[0]; i++)
		if (pool_load(pools[i], file) != 0)
			return -1;
	if (fread(&space->covered, sizeof space->covered, 1, file) != 1) {
		errno = EINVAL;
		return -1;
	}
	return 0;
}
