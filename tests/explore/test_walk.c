/* SPDX-License-Identifier: MIT */
#include "tests/suite.h"
#include "toy.h"

/* Random walks, and how what they find is shortened, over graphs in place of the engine. */

static struct tcpsim_explore_world world;

static struct tcpsim_explore *
explorer(struct tcpsim_explore_options options)
{
	struct tcpsim_explore *explore;

	tcpsim_explore_world_init(&world);
	explore = tcpsim_explore_new(&world, &options);
	ck_assert_ptr_nonnull(explore);
	return explore;
}

/*
 * A combination lock: digits 0 to 5 may be pressed in any order, and do nothing but that 1, 3 and 5 in this order open
 * it. A node is how many of them were pressed; the event's name is the digit.
 */
static void
lock(uint32_t index, struct toy_node *node)
{
	for (uint32_t digit = 0; digit < 6; digit++)
		toy_edge(node, digit == 2 * index + 1 ? index + 1 : index)->name = digit;
	node->edges[5].broken = index == 2 ? 1U << TCPSIM_DATA_IN_ORDER | 1U << TCPSIM_FIN_LAST : 0;
}

START_TEST(what_a_walk_found_is_shortened_to_what_is_needed)
{
	for (uint64_t seed = 0; seed < 50; seed++) {
		struct tcpsim_explore *explore;
		const struct tcpsim_explore_result *result;

		toy = (struct toy){ .n = 4, .node = lock };
		explore = explorer((struct tcpsim_explore_options){ .threads = 1 + seed % 3 });
		result = tcpsim_explore_walk(explore, 1000, 100, seed);
		ck_assert_int_eq(result->verdict, TCPSIM_EXPLORE_BROKEN);
		ck_assert_int_eq(result->broken, TCPSIM_DATA_IN_ORDER);
		ck_assert_uint_eq(result->n_steps, 3);
		ck_assert_uint_eq(result->steps[0].packet, 1);
		ck_assert_uint_eq(result->steps[1].packet, 2);
		ck_assert_uint_eq(result->steps[2].packet, 3);
		tcpsim_explore_free(explore);
	}
}
END_TEST

/*
 * The events' places in the list differ from node to node, and one of them is possible only after another: to take the
 * key, to switch on the light, to go through the door, behind which nothing happens.
 */
static void
shuffled(uint32_t index, struct toy_node *node)
{
	bool has_key = index & 1, has_light = index & 2;
	uint32_t key = has_key ? index : index | 1, light = index | 2;

	if (index == 4)
		return;
	if (has_light)
		toy_edge(node, light)->name = 20;
	toy_edge(node, key)->name = 10;
	if (!has_light)
		toy_edge(node, light)->name = 20;
	if (has_key) {
		toy_edge(node, 4)->name = 30;
		node->edges[node->n - 1].broken = has_light ? 1U << TCPSIM_SEQ_WINDOW : 0;
	}
}

START_TEST(events_are_known_by_name_when_others_are_left_out)
{
	for (uint64_t seed = 0; seed < 50; seed++) {
		struct tcpsim_explore *explore;
		const struct tcpsim_explore_result *result;

		toy = (struct toy){ .n = 5, .node = shuffled };
		explore = explorer((struct tcpsim_explore_options){ 0 });
		result = tcpsim_explore_walk(explore, 1000, 100, seed);
		ck_assert_int_eq(result->broken, TCPSIM_SEQ_WINDOW);
		/* The key and the light in any order, then the door. */
		ck_assert_uint_eq(result->n_steps, 3);
		tcpsim_explore_free(explore);
	}
}
END_TEST

static void
same_results(const struct tcpsim_explore_result *a, const struct tcpsim_explore_result *b)
{
	ck_assert_int_eq(a->verdict, b->verdict);
	ck_assert_int_eq(a->broken, b->broken);
	ck_assert_uint_eq(a->states, b->states);
	ck_assert_uint_eq(a->transitions, b->transitions);
	ck_assert_uint_eq(a->cut, b->cut);
	ck_assert_uint_eq(a->depth, b->depth);
	ck_assert_uint_eq(a->walks, b->walks);
	ck_assert_uint_eq(a->n_steps, b->n_steps);
	for (size_t i = 0; i < a->n_steps; i++)
		ck_assert_uint_eq(a->steps[i].packet, b->steps[i].packet);
}

START_TEST(a_seed_walks_the_same_way_with_any_number_of_threads)
{
	static const struct toy_odds odds = {
		.degree = 4, .fault = 300, .broken_edge = 2, .broken_node = 1, .at_rest = 50
	};

	for (uint64_t seed = 1; seed < 40; seed++) {
		struct toy_node *nodes = toy_random_graph(2000, seed, &odds);
		struct tcpsim_explore *one, *three;

		toy = (struct toy){ .n = 2000, .nodes = nodes };
		one = explorer((struct tcpsim_explore_options){ .threads = 1 });
		three = explorer((struct tcpsim_explore_options){ .threads = 3 });
		same_results(tcpsim_explore_walk(one, 700, 40, seed), tcpsim_explore_walk(three, 700, 40, seed));
		tcpsim_explore_free(one);
		tcpsim_explore_free(three);
		free(nodes);
	}
}
END_TEST

START_TEST(another_seed_walks_another_way)
{
	struct tcpsim_explore *explore;
	size_t first;

	toy = (struct toy){ .n = 4, .node = lock };
	explore = explorer((struct tcpsim_explore_options){ 0 });
	first = tcpsim_explore_walk(explore, 1, 1000, 1)->transitions;
	ck_assert_uint_ne(tcpsim_explore_walk(explore, 1, 1000, 2)->transitions, first);
	tcpsim_explore_free(explore);
}
END_TEST

static void
harmless(uint32_t index, struct toy_node *node)
{
	if (index < 9)
		toy_edge(node, index + 1);
	node->is_at_rest = index == 9;
}

START_TEST(walks_that_find_nothing_prove_nothing)
{
	struct tcpsim_explore *explore;
	const struct tcpsim_explore_result *result;

	toy = (struct toy){ .n = 10, .node = harmless };
	explore = explorer((struct tcpsim_explore_options){ 0 });
	result = tcpsim_explore_walk(explore, 1000, 100, 1);
	ck_assert_int_eq(result->verdict, TCPSIM_EXPLORE_UNFINISHED);
	ck_assert_ptr_nonnull(result->words);
	/* Every state counts as often as it is visited. */
	ck_assert_uint_eq(result->states, 10000);
	ck_assert_uint_eq(result->transitions, 9000);
	ck_assert_uint_eq(result->at_rest, 1000);
	ck_assert_uint_eq(result->depth, 9);
	/* The exploration itself is still to be done. */
	ck_assert_int_eq(tcpsim_explore_run(explore)->verdict, TCPSIM_EXPLORE_HOLDS);
	tcpsim_explore_free(explore);
}
END_TEST

START_TEST(a_walk_ends_after_its_length)
{
	struct tcpsim_explore *explore;

	toy = (struct toy){ .n = 10, .node = harmless };
	explore = explorer((struct tcpsim_explore_options){ 0 });
	ck_assert_uint_eq(tcpsim_explore_walk(explore, 10, 5, 1)->transitions, 50);
	tcpsim_explore_free(explore);
}
END_TEST

static const char *
not_seven(const struct tcpsim_explore_view *view, void *data)
{
	(void)data;
	return view->n_in_flight[0] == 7 ? "seven" : NULL;
}

START_TEST(a_property_of_the_users_own_is_looked_at_on_walks)
{
	struct tcpsim_explore *explore;
	const struct tcpsim_explore_result *result;

	toy = (struct toy){ .n = 10, .node = harmless };
	explore = explorer((struct tcpsim_explore_options){ .property = not_seven });
	result = tcpsim_explore_walk(explore, 1000, 100, 1);
	ck_assert_int_eq(result->verdict, TCPSIM_EXPLORE_BROKEN);
	ck_assert_int_eq(result->broken, -1);
	ck_assert_str_eq(result->words, "seven");
	ck_assert_uint_eq(result->n_steps, 7);
	tcpsim_explore_free(explore);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("walk");
	TCase *tcase = tcase_create("walk");

	tcase_set_timeout(tcase, 120);
	tcase_add_test(tcase, what_a_walk_found_is_shortened_to_what_is_needed);
	tcase_add_test(tcase, events_are_known_by_name_when_others_are_left_out);
	tcase_add_test(tcase, a_seed_walks_the_same_way_with_any_number_of_threads);
	tcase_add_test(tcase, another_seed_walks_another_way);
	tcase_add_test(tcase, walks_that_find_nothing_prove_nothing);
	tcase_add_test(tcase, a_walk_ends_after_its_length);
	tcase_add_test(tcase, a_property_of_the_users_own_is_looked_at_on_walks);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
