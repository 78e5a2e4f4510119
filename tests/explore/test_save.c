/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "tests/explore/stopper.h"
#include "tests/suite.h"
#include "toy.h"

/* Files of explorations: what is read again is gone on with as if nothing had happened; what is damaged is refused. */

static struct tcpsim_explore_world world;

static struct tcpsim_explore *
explorer(struct stopper *stopper, unsigned threads, unsigned hash_bits)
{
	struct tcpsim_explore_options options = {
		.threads = threads,
		.hash_bits = hash_bits,
		.stop = &stopper->stop,
		.progress = stop_at,
		.progress_data = stopper,
	};
	struct tcpsim_explore *explore = tcpsim_explore_new(&world, &options);

	ck_assert_ptr_nonnull(explore);
	return explore;
}

/* A grid with ways back; its far corner is broken if the test says so. */
#define WIDTH 250

static bool corner_is_broken;

static void
grid(uint32_t index, struct toy_node *node)
{
	uint32_t x = index % WIDTH, y = index / WIDTH;

	if (x < WIDTH - 1)
		toy_edge(node, index + 1)->flags = (x ^ y) & 1 ? SUCCESSOR_FAULT : 0;
	if (y < WIDTH - 1)
		toy_edge(node, index + WIDTH)->flags = (x + y) % 3 ? SUCCESSOR_FAULT : 0;
	toy_edge(node, 0);
	node->is_at_rest = index == WIDTH * WIDTH - 1;
	node->broken = node->is_at_rest && corner_is_broken;
}

static struct tcpsim_explore *
reload(const struct tcpsim_explore *explore, struct stopper *stopper, unsigned threads, unsigned hash_bits)
{
	struct tcpsim_explore *again = explorer(stopper, threads, hash_bits);
	FILE *file = tmpfile();

	ck_assert_int_eq(tcpsim_explore_save(explore, file), 0);
	rewind(file);
	ck_assert_int_eq(tcpsim_explore_load(again, file), 0);
	fclose(file);
	return again;
}

static void
same_results(const struct tcpsim_explore_result *a, const struct tcpsim_explore_result *b)
{
	ck_assert_int_eq(a->verdict, b->verdict);
	ck_assert_int_eq(a->broken, b->broken);
	ck_assert_uint_eq(a->states, b->states);
	ck_assert_uint_eq(a->transitions, b->transitions);
	ck_assert_uint_eq(a->at_rest, b->at_rest);
	ck_assert_uint_eq(a->depth, b->depth);
	ck_assert_uint_eq(a->n_steps, b->n_steps);
	for (size_t i = 0; i < a->n_steps; i++)
		ck_assert_uint_eq(a->steps[i].packet, b->steps[i].packet);
}

/* Stop, save, read again, and so on, until it is done. */
static void
compare(unsigned threads, unsigned hash_bits)
{
	struct stopper never = { .at = UINT64_MAX }, stopper = { .at = 5000 };
	struct tcpsim_explore *whole, *parts;
	const struct tcpsim_explore_result *result;

	toy = (struct toy){ .n = WIDTH * WIDTH, .node = grid };
	tcpsim_explore_world_init(&world);
	whole = explorer(&never, 1, hash_bits);
	parts = explorer(&stopper, threads, hash_bits);
	result = tcpsim_explore_run(parts);
	while (result->verdict == TCPSIM_EXPLORE_UNFINISHED) {
		struct tcpsim_explore *stopped = parts;

		stopper.at = result->states + 10000;
		stopper.stop = 0;
		parts = reload(stopped, &stopper, threads, hash_bits);
		tcpsim_explore_free(stopped);
		result = tcpsim_explore_run(parts);
	}
	same_results(result, tcpsim_explore_run(whole));
	ck_assert_uint_eq(result->states, WIDTH * WIDTH);
	tcpsim_explore_free(whole);
	tcpsim_explore_free(parts);
}

START_TEST(a_search_that_is_read_again_ends_as_if_never_stopped)
{
	corner_is_broken = _i & 1;
	compare(1 + _i / 2, 0);
	compare(1 + _i / 2, 64);
}
END_TEST

/* What ran out of memory goes on where there is more. */
START_TEST(a_search_that_is_out_of_memory_goes_on_with_more)
{
	struct stopper never = { .at = UINT64_MAX };
	struct tcpsim_explore_options options = { .threads = 2, .memory_octets = 3 << 19 };
	struct tcpsim_explore *small, *large;
	const struct tcpsim_explore_result *result;

	corner_is_broken = true;
	toy = (struct toy){ .n = WIDTH * WIDTH, .node = grid };
	tcpsim_explore_world_init(&world);
	small = tcpsim_explore_new(&world, &options);
	result = tcpsim_explore_run(small);
	ck_assert_int_eq(result->verdict, TCPSIM_EXPLORE_UNFINISHED);
	ck_assert_uint_gt(result->states, 1000);
	large = reload(small, &never, 1, 0);
	result = tcpsim_explore_run(large);
	ck_assert_int_eq(result->verdict, TCPSIM_EXPLORE_BROKEN);
	ck_assert_uint_eq(result->states, WIDTH * WIDTH);
	ck_assert_uint_eq(result->n_steps, 2 * (WIDTH - 1));
	tcpsim_explore_free(small);
	tcpsim_explore_free(large);
}
END_TEST

/* Nor is a greater depth another world. */
START_TEST(a_search_at_its_greatest_depth_goes_on_deeper)
{
	struct stopper never = { .at = UINT64_MAX };
	struct tcpsim_explore_options options = { .max_depth = 100, .hash_bits = 64 * (unsigned)_i };
	struct tcpsim_explore *shallow, *deep;
	const struct tcpsim_explore_result *result;

	corner_is_broken = false;
	toy = (struct toy){ .n = WIDTH * WIDTH, .node = grid };
	tcpsim_explore_world_init(&world);
	shallow = tcpsim_explore_new(&world, &options);
	result = tcpsim_explore_run(shallow);
	ck_assert_int_eq(result->verdict, TCPSIM_EXPLORE_UNFINISHED);
	ck_assert_uint_eq(result->states, 101 * 102 / 2);
	ck_assert_uint_eq(result->depth, 100);
	deep = reload(shallow, &never, 1, options.hash_bits);
	result = tcpsim_explore_run(deep);
	ck_assert_int_eq(result->verdict, TCPSIM_EXPLORE_HOLDS);
	ck_assert_uint_eq(result->states, WIDTH * WIDTH);
	/* Each node leads back to the first one, and all but those at the edges to two more. */
	ck_assert_uint_eq(result->transitions, 3 * WIDTH * WIDTH - 2 * WIDTH);
	tcpsim_explore_free(shallow);
	tcpsim_explore_free(deep);
}
END_TEST

/* ---- damage ---- */

static size_t
saved(uint8_t *octets, size_t max, unsigned hash_bits)
{
	struct stopper stopper = { .at = 100 };
	struct tcpsim_explore *explore;
	FILE *file = tmpfile();
	size_t n;

	toy = (struct toy){ .n = WIDTH * WIDTH, .node = grid };
	tcpsim_explore_world_init(&world);
	explore = explorer(&stopper, 1, hash_bits);
	ck_assert_int_eq(tcpsim_explore_run(explore)->verdict, TCPSIM_EXPLORE_UNFINISHED);
	ck_assert_int_eq(tcpsim_explore_save(explore, file), 0);
	tcpsim_explore_free(explore);
	rewind(file);
	n = fread(octets, 1, max, file);
	ck_assert_uint_lt(n, max);
	fclose(file);
	return n;
}

static void
is_refused(const uint8_t *octets, size_t n, unsigned hash_bits)
{
	struct stopper never = { .at = UINT64_MAX };
	struct tcpsim_explore *explore = explorer(&never, 1, hash_bits);
	FILE *file = tmpfile();

	ck_assert_uint_eq(fwrite(octets, 1, n, file), n);
	rewind(file);
	errno = 0;
	ck_assert_int_eq(tcpsim_explore_load(explore, file), -1);
	ck_assert_int_eq(errno, EINVAL);
	fclose(file);
	tcpsim_explore_free(explore);
}

static uint8_t octets[1 << 21];

START_TEST(a_truncated_file_is_refused)
{
	unsigned hash_bits = 64 * _i;
	size_t n = saved(octets, sizeof octets, hash_bits);

	for (size_t i = 0; i < 400 && i < n; i++)
		is_refused(octets, i, hash_bits);
	for (size_t i = 400; i < n; i += n / 50)
		is_refused(octets, i, hash_bits);
	is_refused(octets, n - 1, hash_bits);
}
END_TEST

START_TEST(a_file_with_a_flipped_bit_is_refused)
{
	unsigned hash_bits = 64 * _i;
	size_t n = saved(octets, sizeof octets, hash_bits);

	for (size_t i = 0; i < n; i += i < 400 ? 1 : n / 100) {
		octets[i] ^= 1U << i % 8;
		is_refused(octets, n, hash_bits);
		octets[i] ^= 1U << i % 8;
	}
}
END_TEST

static void
little(uint32_t index, struct toy_node *node)
{
	if (index < 9)
		toy_edge(node, index + 1);
	node->is_at_rest = 1;
}

START_TEST(after_a_refusal_the_search_can_be_made)
{
	struct stopper never = { .at = UINT64_MAX };
	struct tcpsim_explore *explore;
	FILE *file = tmpfile();
	size_t n = saved(octets, sizeof octets, 64 * _i);

	octets[n - 100] ^= 1;
	ck_assert_uint_eq(fwrite(octets, 1, n, file), n);
	rewind(file);
	explore = explorer(&never, 1, 64 * _i);
	ck_assert_int_eq(tcpsim_explore_load(explore, file), -1);
	fclose(file);
	toy = (struct toy){ .n = 10, .node = little };
	ck_assert_int_eq(tcpsim_explore_run(explore)->verdict, TCPSIM_EXPLORE_HOLDS);
	ck_assert_uint_eq(tcpsim_explore_run(explore)->states, 10);
	tcpsim_explore_free(explore);
}
END_TEST

START_TEST(a_file_of_another_world_is_refused)
{
	size_t n = saved(octets, sizeof octets, 0);

	world.losses++;
	is_refused(octets, n, 0);
	world.losses--;
	world.hosts[1].isns[2]++;
	is_refused(octets, n, 0);
	world.hosts[1].isns[2]--;
	world.hosts[0].policy.rfc1337 ^= 1;
	is_refused(octets, n, 0);
	world.hosts[0].policy.rfc1337 ^= 1;
	ck_assert_int_eq(tcpsim_explore_world_call(&world, 1, TCPSIM_CALL_CLOSE, 0), 0);
	is_refused(octets, n, 0);
	tcpsim_explore_world_init(&world);
	/* Nor are hashes states. */
	is_refused(octets, n, 64);
}
END_TEST

START_TEST(what_has_begun_is_not_read_into)
{
	struct stopper stopper = { .at = 100 };
	struct tcpsim_explore *explore;
	FILE *file = tmpfile();

	toy = (struct toy){ .n = WIDTH * WIDTH, .node = grid };
	tcpsim_explore_world_init(&world);
	explore = explorer(&stopper, 1, 0);
	ck_assert_int_eq(tcpsim_explore_save(explore, file), -1);
	tcpsim_explore_run(explore);
	ck_assert_int_eq(tcpsim_explore_save(explore, file), 0);
	rewind(file);
	ck_assert_int_eq(tcpsim_explore_load(explore, file), -1);
	ck_assert_int_eq(errno, EINVAL);
	fclose(file);
	tcpsim_explore_free(explore);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("save");
	TCase *tcase = tcase_create("save");

	tcase_set_timeout(tcase, 240);
	tcase_add_loop_test(tcase, a_search_that_is_read_again_ends_as_if_never_stopped, 0, 6);
	tcase_add_test(tcase, a_search_that_is_out_of_memory_goes_on_with_more);
	tcase_add_loop_test(tcase, a_search_at_its_greatest_depth_goes_on_deeper, 0, 2);
	tcase_add_loop_test(tcase, a_truncated_file_is_refused, 0, 2);
	tcase_add_loop_test(tcase, a_file_with_a_flipped_bit_is_refused, 0, 2);
	tcase_add_loop_test(tcase, after_a_refusal_the_search_can_be_made, 0, 2);
	tcase_add_test(tcase, a_file_of_another_world_is_refused);
	tcase_add_test(tcase, what_has_begun_is_not_read_into);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
