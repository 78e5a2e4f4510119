/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "tests/explore/stopper.h"
#include "tests/suite.h"
#include "toy_search.h"

/*
 * The search against a naive one, over graphs in place of the engine. "Same result for any number of threads" is
 * tested by asking it for what is the same for the naive one.
 */

#define N_SEEDS 60

static const unsigned thread_counts[] = { 1, 2, 5 };

static struct tcpsim_explore_world world;

static const struct tcpsim_explore_result *
explore(struct tcpsim_explore **made, struct tcpsim_explore_options options)
{
	tcpsim_explore_world_init(&world);
	*made = tcpsim_explore_new(&world, &options);
	ck_assert_ptr_nonnull(*made);
	return tcpsim_explore_run(*made);
}

static void
same_counts(const struct tcpsim_explore_result *result, const struct naive *naive)
{
	ck_assert_uint_eq(result->states, naive->states);
	ck_assert_uint_eq(result->transitions, naive->transitions);
	ck_assert_uint_eq(result->cut, naive->cut);
	ck_assert_uint_eq(result->at_rest, naive->at_rest);
	ck_assert_uint_eq(result->depth, naive->depth);
}

/* All that is in reach, with that many threads, exactly and as hashes. */
static void
compare_counts(unsigned threads)
{
	for (unsigned hash_bits = 0; hash_bits <= 64; hash_bits += 64) {
		struct naive naive;
		struct tcpsim_explore *made;
		const struct tcpsim_explore_result *result = explore(&made,
			(struct tcpsim_explore_options){
				.threads = threads, .hash_bits = hash_bits, .only_states = true });

		naive_search(&naive, UINT32_MAX);
		ck_assert_int_eq(result->verdict, TCPSIM_EXPLORE_HOLDS);
		same_counts(result, &naive);
		tcpsim_explore_free(made);
		naive_free(&naive);
	}
}

START_TEST(random_graphs_have_the_states_of_the_naive_search)
{
	static const struct toy_odds odds = { .degree = 3, .fault = 300, .at_rest = 100 };

	for (uint64_t seed = 1; seed <= N_SEEDS; seed++) {
		struct toy_node *nodes = toy_random_graph(1 + (uint32_t)seed * 37, seed, &odds);

		toy = (struct toy){ .n = 1 + (uint32_t)seed * 37, .nodes = nodes };
		compare_counts(thread_counts[_i]);
		free(nodes);
	}
}
END_TEST

/* 700 by 700, so that the table grows several times, with loops and ways back. */
#define WIDTH 700

static void
grid(uint32_t index, struct toy_node *node)
{
	uint32_t x = index % WIDTH, y = index / WIDTH;

	node->n_cut = x == WIDTH - 1 || y == WIDTH - 1;
	if (x < WIDTH - 1)
		toy_edge(node, index + 1);
	if (y < WIDTH - 1)
		toy_edge(node, index + WIDTH)->flags = SUCCESSOR_FAULT;
	if (x > 0)
		toy_edge(node, index - 1);
	toy_edge(node, 0);
	toy_edge(node, index);
	node->is_at_rest = index == WIDTH * WIDTH - 1;
}

START_TEST(a_grid_has_all_its_states_when_the_table_grows)
{
	toy = (struct toy){ .n = WIDTH * WIDTH, .node = grid };
	compare_counts(thread_counts[_i]);
}
END_TEST

/* One long chain: a level has one state. */
static void
chain(uint32_t index, struct toy_node *node)
{
	if (index + 1 < toy.n)
		toy_edge(node, index + 1);
}

START_TEST(a_chain_has_as_many_levels_as_states)
{
	toy = (struct toy){ .n = 5000, .node = chain };
	compare_counts(thread_counts[_i]);
}
END_TEST

/* ---- counterexamples ---- */

static void
same_path(const struct tcpsim_explore_result *result, const struct naive_path *path)
{
	ck_assert_int_eq(result->verdict, TCPSIM_EXPLORE_BROKEN);
	ck_assert_ptr_null(result->words);
	ck_assert_uint_eq(result->n_steps, path->n);
	ck_assert_uint_eq(result->loop, path->n);
	for (uint32_t i = 0; i < path->n; i++)
		ck_assert_uint_eq(result->steps[i].packet, path->nodes[i]);
}

/* Nodes that are broken by themselves, as targets; only those in reach, by the naive search, are. */
static void
broken_nodes(uint8_t *targets)
{
	for (uint32_t i = 0; i < toy.n; i++) {
		struct toy_node node;

		toy_node(i, &node);
		targets[i] = node.broken != 0;
	}
}

static int
lowest(uint32_t set)
{
	int bit = 0;

	while ((set >> bit & 1) == 0)
		bit++;
	return bit;
}

/* The nearest of the edges that break something; of the invariants that as near an edge breaks, the first. */
static bool
nearest_edge(struct naive_path *path)
{
	struct naive_path any;
	uint32_t bit = 1;

	if (!naive_nearest(&(struct naive_aim){ .broken_edges = UINT32_MAX }, &any))
		return false;
	while (!naive_nearest(&(struct naive_aim){ .broken_edges = bit }, path) || path->n != any.n)
		bit <<= 1;
	return true;
}

static void
compare_counterexample(unsigned threads, unsigned hash_bits)
{
	struct tcpsim_explore *made;
	struct naive_path to_edge, to_node;
	struct toy_node last;
	uint8_t *targets = calloc(toy.n, 1);
	const struct tcpsim_explore_result *result = explore(&made,
		(struct tcpsim_explore_options){ .threads = threads, .hash_bits = hash_bits, .only_states = true });
	bool has_edge = nearest_edge(&to_edge), has_node;

	broken_nodes(targets);
	has_node = naive_nearest(&(struct naive_aim){ .nodes = targets }, &to_node);
	/* A transition is judged when the level of its beginning is expanded, a state when its own is. */
	if (has_edge && (!has_node || to_edge.n <= to_node.n)) {
		same_path(result, &to_edge);
		ck_assert_int_eq(result->broken, lowest(to_edge.broken));
	} else if (has_node) {
		same_path(result, &to_node);
		toy_node(to_node.n == 0 ? 0 : to_node.nodes[to_node.n - 1], &last);
		ck_assert_int_eq(result->broken, lowest(last.broken));
	} else
		ck_assert_int_eq(result->verdict, TCPSIM_EXPLORE_HOLDS);
	tcpsim_explore_free(made);
	free(targets);
}

START_TEST(a_counterexample_is_shortest_then_has_fewest_faults_then_is_the_first)
{
	static const struct toy_odds odds[] = {
		{ .degree = 3, .fault = 500, .broken_edge = 5 },
		{ .degree = 3, .fault = 500, .broken_node = 5 },
		{ .degree = 4, .fault = 300, .broken_node = 2, .broken_edge = 2 },
		{ .degree = 8, .fault = 700, .broken_node = 2, .broken_edge = 1 },
	};

	for (uint64_t seed = 1; seed <= N_SEEDS; seed++) {
		uint32_t n = 1 + (uint32_t)seed * 29;
		struct toy_node *nodes = toy_random_graph(n, seed * 7919, &odds[seed % 4]);

		toy = (struct toy){ .n = n, .nodes = nodes };
		compare_counterexample(thread_counts[_i], 0);
		compare_counterexample(thread_counts[_i], 64);
		free(nodes);
	}
}
END_TEST

/* A grid without ways back, in which many ways are shortest: faults, then the order of events, choose one. */
static void
ways(uint32_t index, struct toy_node *node)
{
	uint32_t x = index % 64, y = index / 64;

	if (x < 63)
		toy_edge(node, index + 1)->flags = (x * 7 + y * 3) % 5 < 3 ? SUCCESSOR_FAULT : 0;
	if (y < 63)
		toy_edge(node, index + 64)->flags = (x * 5 + y * 11) % 7 < 4 ? SUCCESSOR_FAULT : 0;
	node->broken = x == 50 && y == 60 ? 1U << TCPSIM_NO_SILENT_STALL : 0;
}

START_TEST(of_many_shortest_ways_the_one_with_fewest_faults_is_told)
{
	toy = (struct toy){ .n = 64 * 64, .node = ways };
	compare_counterexample(thread_counts[_i], 0);
}
END_TEST

/* ---- the user's property ---- */

static const char *
below_limit(const struct tcpsim_explore_view *view, void *data)
{
	const uint32_t *limit = data;

	return view->n_in_flight[0] % 101 == *limit ? "a node of that remainder was reached" : NULL;
}

START_TEST(a_property_of_the_users_own_names_its_words)
{
	for (uint32_t limit = 0; limit < 101; limit += 10) {
		struct naive_path path;
		struct tcpsim_explore *made;
		uint8_t *targets = calloc(64 * 64, 1);
		const struct tcpsim_explore_result *result;

		toy = (struct toy){ .n = 64 * 64, .node = ways };
		for (uint32_t i = limit; i < toy.n; i += 101)
			targets[i] = 1;
		ck_assert(naive_nearest(&(struct naive_aim){ .nodes = targets }, &path));
		result = explore(&made,
			(struct tcpsim_explore_options){
				.threads = thread_counts[_i], .property = below_limit, .property_data = &limit });
		ck_assert_str_eq(result->words, "a node of that remainder was reached");
		ck_assert_int_eq(result->verdict, TCPSIM_EXPLORE_BROKEN);
		ck_assert_int_eq(result->broken, -1);
		ck_assert_uint_eq(result->n_steps, path.n);
		for (uint32_t i = 0; i < path.n; i++)
			ck_assert_uint_eq(result->steps[i].packet, path.nodes[i]);
		tcpsim_explore_free(made);
		free(targets);
	}
}
END_TEST

/* ---- bounds ---- */

START_TEST(at_the_greatest_depth_the_search_is_not_finished)
{
	for (uint32_t depth = 1; depth < 40; depth += 13) {
		struct naive naive;
		struct tcpsim_explore *made;
		const struct tcpsim_explore_result *result;

		toy = (struct toy){ .n = WIDTH * WIDTH, .node = grid };
		naive_search(&naive, depth);
		result = explore(
			&made, (struct tcpsim_explore_options){ .threads = thread_counts[_i], .max_depth = depth });
		ck_assert_int_eq(result->verdict, TCPSIM_EXPLORE_UNFINISHED);
		ck_assert_ptr_nonnull(result->words);
		same_counts(result, &naive);
		tcpsim_explore_free(made);
		naive_free(&naive);
	}
}
END_TEST

/* A chain whose last node is broken: in the last event that may be taken, and not in one more. */
static void
broken_chain(uint32_t index, struct toy_node *node)
{
	chain(index, node);
	if (index + 1 == toy.n)
		node->broken = 1U << TCPSIM_NO_SILENT_STALL;
}

START_TEST(a_state_at_the_greatest_depth_is_judged)
{
	for (unsigned hash_bits = 0; hash_bits <= 64; hash_bits += 64)
		for (uint32_t depth = 98; depth <= 100; depth++) {
			struct tcpsim_explore *made;
			const struct tcpsim_explore_result *result;

			toy = (struct toy){ .n = 100, .node = broken_chain };
			result = explore(&made,
				(struct tcpsim_explore_options){
					.threads = thread_counts[_i], .max_depth = depth, .hash_bits = hash_bits });
			ck_assert_int_eq(
				result->verdict, depth < 99 ? TCPSIM_EXPLORE_UNFINISHED : TCPSIM_EXPLORE_BROKEN);
			ck_assert_uint_eq(result->n_steps, depth < 99 ? 0 : 99);
			ck_assert_uint_eq(result->states, depth < 99 ? 99 : 100);
			result = tcpsim_explore_run(made);
			ck_assert_int_eq(
				result->verdict, depth < 99 ? TCPSIM_EXPLORE_UNFINISHED : TCPSIM_EXPLORE_BROKEN);
			tcpsim_explore_free(made);
		}
}
END_TEST

START_TEST(the_limit_of_memory_is_kept)
{
	for (unsigned hash_bits = 0; hash_bits <= 64; hash_bits += 64)
		for (uint64_t limit = 1 << 16; limit < 9 << 20; limit += 1 << 20) {
			struct tcpsim_explore *made;
			const struct tcpsim_explore_result *result;

			toy = (struct toy){ .n = WIDTH * WIDTH, .node = grid, .octets = 100000 };
			result = explore(&made,
				(struct tcpsim_explore_options){ .threads = thread_counts[_i],
					.memory_octets = limit,
					.hash_bits = hash_bits,
					.only_states = true });
			if (hash_bits == 0) {
				ck_assert_int_eq(result->verdict, TCPSIM_EXPLORE_UNFINISHED);
				ck_assert_ptr_nonnull(result->words);
			}
			/* What it takes to begin at all may be more than a very small limit. */
			if (limit > 4 << 20)
				ck_assert_uint_le(result->octets, limit);
			tcpsim_explore_free(made);
		}
}
END_TEST

START_TEST(a_state_takes_less_than_32_octets)
{
	struct tcpsim_explore *made;
	const struct tcpsim_explore_result *result;

	toy = (struct toy){ .n = WIDTH * WIDTH, .node = grid };
	result = explore(&made, (struct tcpsim_explore_options){ .threads = 1, .only_states = true });
	ck_assert_uint_eq(result->states, WIDTH * WIDTH);
	ck_assert_uint_lt(result->octets, 32 * WIDTH * WIDTH);
	tcpsim_explore_free(made);
}
END_TEST

START_TEST(a_full_pool_leaves_the_search_unfinished)
{
	struct tcpsim_explore *made;
	const struct tcpsim_explore_result *result;

	toy = (struct toy){ .n = 5000, .node = chain, .full_at = 2500 };
	result = explore(&made, (struct tcpsim_explore_options){ .threads = thread_counts[_i] });
	ck_assert_int_eq(result->verdict, TCPSIM_EXPLORE_UNFINISHED);
	ck_assert_ptr_nonnull(result->words);
	ck_assert_uint_eq(result->states, 2501);
	/* It does not go on as if nothing were missing. */
	result = tcpsim_explore_run(made);
	ck_assert_int_eq(result->verdict, TCPSIM_EXPLORE_UNFINISHED);
	ck_assert_uint_eq(result->states, 2501);
	tcpsim_explore_free(made);
}
END_TEST

/* ---- stopping ---- */

START_TEST(a_stopped_search_goes_on)
{
	for (unsigned hash_bits = 0; hash_bits <= 64; hash_bits += 64) {
		struct naive naive;
		struct stopper stopper = { .at = 1000 };
		struct tcpsim_explore *made;
		const struct tcpsim_explore_result *result;
		unsigned stops = 0;

		toy = (struct toy){ .n = WIDTH * WIDTH, .node = grid };
		naive_search(&naive, UINT32_MAX);
		result = explore(&made,
			(struct tcpsim_explore_options){ .threads = thread_counts[_i],
				.hash_bits = hash_bits,
				.stop = &stopper.stop,
				.progress = stop_at,
				.progress_data = &stopper });
		for (; result->verdict == TCPSIM_EXPLORE_UNFINISHED; stops++) {
			ck_assert_str_eq(result->words, "stopped");
			stopper.at = result->states + 50000;
			stopper.stop = 0;
			result = tcpsim_explore_run(made);
		}
		ck_assert_uint_ge(stops, 9);
		same_counts(result, &naive);
		tcpsim_explore_free(made);
		naive_free(&naive);
	}
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("search");
	TCase *counts = tcase_create("counts"), *traces = tcase_create("traces"), *bounds = tcase_create("bounds");

	tcase_set_timeout(counts, 120);
	tcase_set_timeout(traces, 120);
	tcase_set_timeout(bounds, 120);
	tcase_add_loop_test(counts, random_graphs_have_the_states_of_the_naive_search, 0, 3);
	tcase_add_loop_test(counts, a_grid_has_all_its_states_when_the_table_grows, 0, 3);
	tcase_add_loop_test(counts, a_chain_has_as_many_levels_as_states, 0, 3);
	tcase_add_loop_test(traces, a_counterexample_is_shortest_then_has_fewest_faults_then_is_the_first, 0, 3);
	tcase_add_loop_test(traces, of_many_shortest_ways_the_one_with_fewest_faults_is_told, 0, 3);
	tcase_add_loop_test(traces, a_property_of_the_users_own_names_its_words, 0, 3);
	tcase_add_loop_test(bounds, at_the_greatest_depth_the_search_is_not_finished, 0, 3);
	tcase_add_loop_test(bounds, a_state_at_the_greatest_depth_is_judged, 0, 3);
	tcase_add_loop_test(bounds, the_limit_of_memory_is_kept, 0, 3);
	tcase_add_test(bounds, a_state_takes_less_than_32_octets);
	tcase_add_loop_test(bounds, a_full_pool_leaves_the_search_unfinished, 0, 3);
	tcase_add_loop_test(bounds, a_stopped_search_goes_on, 0, 3);
	suite_add_tcase(suite, counts);
	suite_add_tcase(suite, traces);
	suite_add_tcase(suite, bounds);
	return suite_run(suite);
}
