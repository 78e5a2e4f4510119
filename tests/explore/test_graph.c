/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "tests/suite.h"
#include "toy_search.h"

/*
 * The properties of the graph as a whole, against definitions: a packet war is a state that deliveries alone lead back
 * to, found by following them from each state; a state can rest if one that rests is found by following all events.
 */

#define N_SEEDS 150

static const unsigned thread_counts[] = { 1, 2, 5 };

static struct tcpsim_explore_world world;

static const struct tcpsim_explore_result *
explore(struct tcpsim_explore **made, unsigned threads, uint32_t invariants)
{
	struct tcpsim_explore_options options = { .threads = threads };

	tcpsim_explore_world_init(&world);
	world.invariants = invariants;
	*made = tcpsim_explore_new(&world, &options);
	ck_assert_ptr_nonnull(*made);
	return tcpsim_explore_run(*made);
}

/* How many events (deliveries only, if so asked) lead from a node back to itself at the least; 0: none do. */
static uint32_t
shortest_cycle(uint32_t from)
{
	uint32_t *queue = calloc(toy.n, sizeof *queue), *distance = calloc(toy.n, sizeof *distance);
	uint32_t n = 1, found = 0;

	queue[0] = from;
	for (uint32_t head = 0; head < n && found == 0; head++) {
		struct toy_node node;

		toy_node(queue[head], &node);
		for (uint32_t i = 0; i < node.n && found == 0; i++) {
			uint32_t to = node.edges[i].to;

			if ((node.edges[i].flags & SUCCESSOR_DELIVERY) == 0)
				continue;
			if (to == from)
				found = distance[queue[head]] + 1;
			else if (distance[to] == 0) {
				distance[to] = distance[queue[head]] + 1;
				queue[n++] = to;
			}
		}
	}
	free(queue);
	free(distance);
	return found;
}

static bool
can_rest(uint32_t from)
{
	uint32_t *queue = calloc(toy.n, sizeof *queue);
	uint8_t *is_met = calloc(toy.n, 1);
	uint32_t n = 1;
	bool is_found = false;

	queue[0] = from;
	is_met[from] = 1;
	for (uint32_t head = 0; head < n; head++) {
		struct toy_node node;

		toy_node(queue[head], &node);
		is_found |= node.is_at_rest;
		for (uint32_t i = 0; i < node.n; i++)
			if (!is_met[node.edges[i].to]) {
				is_met[node.edges[i].to] = 1;
				queue[n++] = node.edges[i].to;
			}
	}
	free(queue);
	free(is_met);
	return is_found;
}

static void
same_way(const struct tcpsim_explore_result *result, const struct naive_path *path)
{
	ck_assert_int_eq(result->verdict, TCPSIM_EXPLORE_BROKEN);
	ck_assert_uint_eq(result->loop, path->n);
	for (uint32_t i = 0; i < path->n; i++)
		ck_assert_uint_eq(result->steps[i].packet, path->nodes[i]);
}

/* After the way there: the cycle is of deliveries alone, comes back to where it began, and is a shortest one. */
static void
is_cycle(const struct tcpsim_explore_result *result, uint32_t begin)
{
	ck_assert_uint_eq(result->n_steps - result->loop, shortest_cycle(begin));
	ck_assert_uint_eq(result->steps[result->n_steps - 1].packet, begin);
	for (size_t i = result->loop; i < result->n_steps; i++)
		ck_assert_uint_ne(result->steps[i].copy & SUCCESSOR_DELIVERY, 0);
}

static void
compare(unsigned threads)
{
	struct tcpsim_explore *made;
	struct naive_path path;
	uint8_t *targets = calloc(toy.n, 1);
	const struct tcpsim_explore_result *result = explore(&made, threads, 1U << TCPSIM_NO_PACKET_WAR);

	for (uint32_t i = 0; i < toy.n; i++)
		targets[i] = shortest_cycle(i) > 0;
	if (naive_nearest(&(struct naive_aim){ .nodes = targets }, &path)) {
		ck_assert_int_eq(result->broken, TCPSIM_NO_PACKET_WAR);
		same_way(result, &path);
		is_cycle(result, path.n == 0 ? 0 : path.nodes[path.n - 1]);
	} else
		ck_assert_int_eq(result->verdict, TCPSIM_EXPLORE_HOLDS);
	tcpsim_explore_free(made);

	result = explore(&made, threads, 1U << TCPSIM_CAN_REST);
	for (uint32_t i = 0; i < toy.n; i++)
		targets[i] = !can_rest(i);
	if (naive_nearest(&(struct naive_aim){ .nodes = targets }, &path)) {
		ck_assert_int_eq(result->broken, TCPSIM_CAN_REST);
		same_way(result, &path);
		ck_assert_uint_eq(result->n_steps, result->loop);
	} else
		ck_assert_int_eq(result->verdict, TCPSIM_EXPLORE_HOLDS);
	tcpsim_explore_free(made);
	free(targets);
}

START_TEST(cycles_and_traps_are_those_of_the_definitions)
{
	static const struct toy_odds odds[] = {
		{ .degree = 3, .fault = 200, .delivery = 600, .backwards = 5, .at_rest = 150 },
		{ .degree = 4, .fault = 200, .delivery = 300, .backwards = 50, .at_rest = 300 },
		{ .degree = 2, .fault = 100, .delivery = 900, .backwards = 1, .at_rest = 500 },
		{ .degree = 5, .fault = 100, .delivery = 500, .backwards = 0, .at_rest = 20 },
		{ .degree = 3, .fault = 100, .delivery = 900, .backwards = 300, .at_rest = 20 },
	};

	for (uint64_t seed = 1; seed <= N_SEEDS; seed++) {
		uint32_t n = 2 + (uint32_t)seed * 2;
		struct toy_node *nodes = toy_random_graph(n, seed * 104729, &odds[seed % 5]);

		toy = (struct toy){ .n = n, .nodes = nodes };
		compare(thread_counts[_i]);
		free(nodes);
	}
}
END_TEST

/* A ring of events by which every state can rest, but only the long way round. */
#define RING 3000

static void
ring(uint32_t index, struct toy_node *node)
{
	toy_edge(node, (index + 1) % RING);
	node->is_at_rest = index == 0;
	if (index == 1500)
		toy_edge(node, RING)->flags = SUCCESSOR_FAULT;
	if (index >= RING)
		node->n = 0;
}

START_TEST(a_trap_in_a_long_ring_is_found)
{
	struct tcpsim_explore *made;
	const struct tcpsim_explore_result *result;

	toy = (struct toy){ .n = RING + 1, .node = ring };
	result = explore(&made, thread_counts[_i], UINT32_MAX);
	ck_assert_int_eq(result->verdict, TCPSIM_EXPLORE_BROKEN);
	ck_assert_int_eq(result->broken, TCPSIM_CAN_REST);
	ck_assert_uint_eq(result->n_steps, 1501);
	ck_assert_uint_eq(result->steps[1500].packet, RING);
	tcpsim_explore_free(made);
}
END_TEST

/* Two states that answer each other for ever, deep in a graph; before them, one that leads there but is on no cycle. */
static void
war(uint32_t index, struct toy_node *node)
{
	toy_edge(node, index < 20 ? index + 1 : 19)->flags = index >= 15 ? SUCCESSOR_DELIVERY : 0;
	toy_edge(node, 21);
	if (index == 21)
		node->n = 0;
	node->is_at_rest = index == 21;
}

START_TEST(a_war_has_a_stem_and_a_cycle)
{
	struct tcpsim_explore *made;
	const struct tcpsim_explore_result *result;

	toy = (struct toy){ .n = 22, .node = war };
	result = explore(&made, thread_counts[_i], UINT32_MAX);
	ck_assert_int_eq(result->broken, TCPSIM_NO_PACKET_WAR);
	ck_assert_uint_eq(result->loop, 19);
	ck_assert_uint_eq(result->n_steps, 21);
	tcpsim_explore_free(made);
}
END_TEST

START_TEST(what_the_world_does_not_want_is_not_judged)
{
	struct tcpsim_explore_options options = { .only_states = true };
	struct tcpsim_explore *made;

	toy = (struct toy){ .n = 22, .node = war };
	ck_assert_int_eq(explore(&made, 1, 1U << TCPSIM_CAN_REST)->verdict, TCPSIM_EXPLORE_HOLDS);
	tcpsim_explore_free(made);
	tcpsim_explore_world_init(&world);
	made = tcpsim_explore_new(&world, &options);
	ck_assert_int_eq(tcpsim_explore_run(made)->verdict, TCPSIM_EXPLORE_HOLDS);
	ck_assert_ptr_null(tcpsim_explore_run(made)->words);
	tcpsim_explore_free(made);
	/* Hashes cannot be swept: it is said. */
	options = (struct tcpsim_explore_options){ .hash_bits = 64 };
	made = tcpsim_explore_new(&world, &options);
	ck_assert_int_eq(tcpsim_explore_run(made)->verdict, TCPSIM_EXPLORE_HOLDS);
	ck_assert_ptr_nonnull(tcpsim_explore_run(made)->words);
	ck_assert(tcpsim_explore_run(made)->omitted > 0);
	tcpsim_explore_free(made);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("graph");
	TCase *tcase = tcase_create("graph");

	tcase_set_timeout(tcase, 120);
	tcase_add_loop_test(tcase, cycles_and_traps_are_those_of_the_definitions, 0, 3);
	tcase_add_loop_test(tcase, a_trap_in_a_long_ring_is_found, 0, 3);
	tcase_add_loop_test(tcase, a_war_has_a_stem_and_a_cycle, 0, 3);
	tcase_add_test(tcase, what_the_world_does_not_want_is_not_judged);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
