/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/explore/space_private.h"
#include "tests/explore/naive.h"
#include "tests/suite.h"

/*
 * The explorer against a second search, on worlds small enough for it: the sets of states are equal, the same
 * invariants are broken, at the same depth.
 */

#define CLIENT 0
#define SERVER 1
#define MAX_STATES 60000
#define LEAST_STATES 1000 /* fewer would be no test */

/* ---- the first search, over keys ---- */

static struct naive_state
whole(const struct space *space, const struct key *key)
{
	struct parts parts = space_parts(key);
	const struct budget *budget = (const struct budget *)pool_at(&space->budgets, parts.budget);
	struct naive_state state;

	memset(&state, 0, sizeof state);
	for (unsigned host = 0; host < TCPSIM_EXPLORE_HOSTS; host++) {
		const struct bag *bag = (const struct bag *)pool_at(&space->bags, parts.bag[host]);

		state.end[host] = *(const struct end *)pool_at(&space->ends, parts.end[host]);
		state.n[host] = bag->n;
		for (uint32_t i = 0; i < bag->n; i++) {
			struct naive_flight *flight = &state.bag[host][i];

			flight->flight = *(const struct flight *)pool_at(&space->flights, ENTRY_FLIGHT(bag->entry[i]));
			flight->mark[0] = (bag->entry[i] & ENTRY_MARK(0)) != 0;
			flight->mark[1] = (bag->entry[i] & ENTRY_MARK(1)) != 0;
		}
	}
	state.losses = budget->losses;
	state.copies = budget->copies;
	memcpy(state.forged, budget->forged, sizeof state.forged);
	state.first_clock = budget->first_clock;
	return state;
}

struct keys {
	GHashTable *set;
	GArray *queue;
	uint32_t broken;
	uint32_t depth;
};

static void
meet(struct keys *keys, const struct key *key)
{
	GBytes *bytes = g_bytes_new(key, sizeof *key);

	if (g_hash_table_add(keys->set, bytes))
		g_array_append_val(keys->queue, *key);
}

static void
judge(struct keys *keys, uint32_t broken, uint32_t depth)
{
	if (broken != 0 && keys->broken == 0)
		keys->depth = depth;
	keys->broken |= broken;
}

static struct keys
search_keys(struct space *space)
{
	struct keys keys = {
		.set = g_hash_table_new_full(g_bytes_hash, g_bytes_equal, (GDestroyNotify)g_bytes_unref, NULL),
		.queue = g_array_new(FALSE, FALSE, sizeof(struct key)),
	};
	struct key first = space_first(space);
	guint level_end = 1;
	uint32_t depth = 0;

	meet(&keys, &first);
	for (guint i = 0; i < keys.queue->len; i++) {
		struct key key = g_array_index(keys.queue, struct key, i);
		struct successors list;

		if (i == level_end) {
			level_end = keys.queue->len;
			depth++;
		}
		ck_assert_int_eq(space_expand(space, &key, &list), 0);
		judge(&keys, list.broken, depth);
		for (uint32_t k = 0; k < list.n; k++) {
			judge(&keys, list.list[k].broken, depth + 1);
			meet(&keys, &list.list[k].key);
		}
	}
	if (keys.broken == 0)
		keys.depth = depth;
	return keys;
}

static void
compare(const struct tcpsim_explore_world *world)
{
	struct naive_result *naive = naive_search(world, MAX_STATES);
	struct space *space = space_new(world, false);
	struct keys keys = search_keys(space);

	ck_assert_uint_ge(keys.queue->len, LEAST_STATES);
	ck_assert_uint_eq(keys.queue->len, g_hash_table_size(naive->states));
	for (guint i = 0; i < keys.queue->len; i++) {
		struct naive_state state = whole(space, &g_array_index(keys.queue, struct key, i));
		GBytes *bytes = g_bytes_new_static(&state, sizeof state);

		ck_assert_msg(g_hash_table_contains(naive->states, bytes), "state %u of %u is not in the other set", i,
			keys.queue->len);
		g_bytes_unref(bytes);
	}
	ck_assert_uint_eq(keys.broken, naive->broken);
	ck_assert_uint_eq(keys.depth, naive->depth);
	g_hash_table_unref(keys.set);
	g_array_unref(keys.queue);
	space_free(space);
	naive_free(naive);
}

/* ---- the worlds ---- */

static struct tcpsim_explore_world
open_world(unsigned in_flight)
{
	struct tcpsim_explore_world world;

	tcpsim_explore_world_init(&world);
	world.hosts[CLIENT].n_isns = world.hosts[SERVER].n_isns = 2;
	world.in_flight = (uint8_t)in_flight;
	tcpsim_explore_world_call(&world, SERVER, TCPSIM_CALL_LISTEN, 0);
	tcpsim_explore_world_call(&world, CLIENT, TCPSIM_CALL_CONNECT, 0);
	return world;
}

static void
close_both(struct tcpsim_explore_world *world)
{
	tcpsim_explore_world_call(world, SERVER, TCPSIM_CALL_CLOSE, 0);
	tcpsim_explore_world_call(world, CLIENT, TCPSIM_CALL_CLOSE, 0);
}

static void
old_syn(struct tcpsim_explore_world *world)
{
	struct tcpsim_explore_old *old = &world->old[world->n_old++];

	old->from = CLIENT;
	old->seg.seq = tcpsim_seq_make(90);
	old->seg.ctl = TCPSIM_SYN;
	old->seg.wnd = 1000;
}

START_TEST(order_alone)
{
	struct tcpsim_explore_world world = open_world(2);

	close_both(&world);
	compare(&world);
}
END_TEST

START_TEST(losses_and_copies_on_a_budget)
{
	struct tcpsim_explore_world world = open_world(2);

	close_both(&world);
	world.losses = 1;
	world.copies = 1;
	compare(&world);
}
END_TEST

START_TEST(free_faults_and_reordering)
{
	struct tcpsim_explore_world world = open_world(2);

	close_both(&world);
	world.losses = TCPSIM_EXPLORE_FREE;
	world.copies = TCPSIM_EXPLORE_FREE;
	world.reorder = true;
	compare(&world);
}
END_TEST

START_TEST(two_way_and_an_old_syn)
{
	struct tcpsim_explore_world world = open_world(3);

	world.hosts[CLIENT].policy.handshake = world.hosts[SERVER].policy.handshake = TCPSIM_TWO_WAY;
	old_syn(&world);
	world.reorder = true;
	world.losses = TCPSIM_EXPLORE_FREE;
	compare(&world);
}
END_TEST

START_TEST(crash_and_quiet_time)
{
	struct tcpsim_explore_world world = open_world(2);

	world.hosts[CLIENT].crashes = 1;
	world.hosts[CLIENT].policy.quiet_time = 1;
	tcpsim_explore_world_call(&world, CLIENT, TCPSIM_CALL_CONNECT, 0);
	close_both(&world);
	world.reorder = true;
	compare(&world);
}
END_TEST

/* Both clocks run: a simultaneous close. */
START_TEST(two_clocks)
{
	struct tcpsim_explore_world world = open_world(2);

	tcpsim_explore_world_call(&world, CLIENT, TCPSIM_CALL_SEND, 1);
	close_both(&world);
	tcpsim_explore_world_call(&world, CLIENT, TCPSIM_CALL_CONNECT, 0);
	world.reorder = true;
	compare(&world);
}
END_TEST

START_TEST(a_forged_segment)
{
	struct tcpsim_explore_world world = open_world(2);

	tcpsim_explore_world_call(&world, CLIENT, TCPSIM_CALL_SEND, 2);
	world.n_forged = 2;
	world.forged[0] = (struct tcpsim_explore_forged){ .from = SERVER, .count = 1, .seg = { .ctl = TCPSIM_RST } };
	world.forged[1] = (struct tcpsim_explore_forged){ .from = CLIENT, .count = 1,
		.seg = { .ctl = TCPSIM_ACK, .text_bytes = 1, .wnd = 1000 } };
	world.hosts[SERVER].policy.ack_check = 0;
	world.reorder = true;
	compare(&world);
}
END_TEST

/* Options of SYNs, ACKs that wait, holes told by SACK: what a TCB has of them is part of the state, or abstracted. */
START_TEST(options_and_delayed_acks)
{
	struct tcpsim_explore_world world = open_world(2);

	for (unsigned host = 0; host < TCPSIM_EXPLORE_HOSTS; host++) {
		struct tcpsim_policy *policy = &world.hosts[host].policy;

		policy->timestamps = policy->sack = policy->window_scale = policy->user_timeout_option = policy->ecn = 1;
		policy->receive_buffer_bytes = 70000;
		policy->delayed_ack_us = 40000;
	}
	world.hosts[CLIENT].policy.nagle = 0;
	world.hosts[CLIENT].n_isns = world.hosts[SERVER].n_isns = 1;
	tcpsim_explore_world_call(&world, CLIENT, TCPSIM_CALL_SEND, 1);
	tcpsim_explore_world_call(&world, CLIENT, TCPSIM_CALL_SEND, 1);
	compare(&world);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("naive");
	TCase *tcase = tcase_create("naive");

	tcase_set_timeout(tcase, 120);
	tcase_add_test(tcase, order_alone);
	tcase_add_test(tcase, losses_and_copies_on_a_budget);
	tcase_add_test(tcase, free_faults_and_reordering);
	tcase_add_test(tcase, two_way_and_an_old_syn);
	tcase_add_test(tcase, crash_and_quiet_time);
	tcase_add_test(tcase, two_clocks);
	tcase_add_test(tcase, a_forged_segment);
	tcase_add_test(tcase, options_and_delayed_acks);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
