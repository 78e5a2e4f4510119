/* SPDX-License-Identifier: MIT */
#include <string.h>

#include <tcpsim/explore.h>

#include "tests/explore/stopper.h"
#include "tests/suite.h"

/*
 * Explorations of the engine itself: however a world is searched - by one thread or more, with hashes, stopped and read
 * again from a file - the figures and the counterexample are the same, event by event.
 */

#define CLIENT 0
#define SERVER 1

static void
both(struct tcpsim_explore_world *world, enum tcpsim_call call)
{
	tcpsim_explore_world_call(world, CLIENT, call, 0);
	tcpsim_explore_world_call(world, SERVER, call, 0);
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

/* Everything but what is judged over the graph as a whole. */
#define STATES_ONLY (~(1U << TCPSIM_NO_PACKET_WAR | 1U << TCPSIM_CAN_REST))

/* Hazard 1: a two-way handshake takes an old SYN for a connection. */
static void
phantom(struct tcpsim_explore_world *world)
{
	world->hosts[CLIENT].policy.handshake = world->hosts[SERVER].policy.handshake = TCPSIM_TWO_WAY;
	old_syn(world);
	world->losses = TCPSIM_EXPLORE_FREE;
	world->invariants = 1U << TCPSIM_NO_PHANTOM_CONNECTION;
}

/* The same under three-way: it holds. */
static void
no_phantom(struct tcpsim_explore_world *world)
{
	old_syn(world);
	world->losses = TCPSIM_EXPLORE_FREE;
	world->reorder = true;
	world->invariants = (1U << TCPSIM_NO_PHANTOM_CONNECTION | 1U << TCPSIM_ISN_AGREED | 1U << TCPSIM_DATA_IN_ORDER);
	tcpsim_explore_world_call(world, CLIENT, TCPSIM_CALL_SEND, 1);
	both(world, TCPSIM_CALL_CLOSE);
}

/* Hazard 8: a stale ACK cuts TIME-WAIT short (RFC 1337); the trace is long. */
static void
assassination(struct tcpsim_explore_world *world)
{
	world->hosts[CLIENT].policy.rfc5961 = world->hosts[SERVER].policy.rfc5961 = 0;
	world->reorder = true;
	world->copies = 1;
	world->losses = TCPSIM_EXPLORE_FREE;
	world->invariants = 1U << TCPSIM_TIME_WAIT_FULL;
	both(world, TCPSIM_CALL_CLOSE);
}

/* Hazard 13: a forged octet makes two ends contradict each other for ever. */
static void
war(struct tcpsim_explore_world *world)
{
	world->hosts[CLIENT].policy.challenge_limit = world->hosts[SERVER].policy.challenge_limit = TCPSIM_UNLIMITED;
	world->hosts[CLIENT].policy.ack_check = world->hosts[SERVER].policy.ack_check = 0;
	world->n_forged = 1;
	world->forged[0] = (struct tcpsim_explore_forged){
		.from = CLIENT, .count = 1, .seg = { .ctl = TCPSIM_ACK, .text_bytes = 1, .wnd = 1000 }
	};
	world->reorder = true;
	world->invariants = 1U << TCPSIM_NO_PACKET_WAR;
	tcpsim_explore_world_call(world, CLIENT, TCPSIM_CALL_SEND, 1);
}

/* A crash of the peer leaves FIN-WAIT-2 for ever (RFC 9293 3.3.2 has no timer for it): hazard 18. */
static void
for_ever(struct tcpsim_explore_world *world)
{
	world->hosts[SERVER].crashes = 1;
	world->reorder = true;
	world->losses = TCPSIM_EXPLORE_FREE;
	world->invariants = 1U << TCPSIM_CAN_REST;
	both(world, TCPSIM_CALL_CLOSE);
}

static void (*const worlds[])(
	struct tcpsim_explore_world *world) = { phantom, no_phantom, assassination, war, for_ever };
#define N_WORLDS (sizeof worlds / sizeof *worlds)

static void
make_world(struct tcpsim_explore_world *world, int which)
{
	tcpsim_explore_world_init(world);
	world->invariants &= STATES_ONLY;
	world->hosts[CLIENT].n_isns = world->hosts[SERVER].n_isns = 2;
	world->in_flight = which == 1 || which == 4 ? 2 : 3;
	tcpsim_explore_world_call(world, SERVER, TCPSIM_CALL_LISTEN, 0);
	tcpsim_explore_world_call(world, CLIENT, TCPSIM_CALL_CONNECT, 0);
	worlds[which](world);
}

static struct tcpsim_explore *
explorer(int which, struct tcpsim_explore_options options)
{
	struct tcpsim_explore_world world;
	struct tcpsim_explore *explore;

	make_world(&world, which);
	ck_assert_ptr_null(tcpsim_explore_world_check(&world));
	explore = tcpsim_explore_new(&world, &options);
	ck_assert_ptr_nonnull(explore);
	return explore;
}

/* ---- the same ---- */

static void
same_segment(const struct tcpsim_segment *a, const struct tcpsim_segment *b)
{
	char x[TCPSIM_SEGMENT_TEXT], y[TCPSIM_SEGMENT_TEXT];

	tcpsim_segment_format(a, x, sizeof x);
	tcpsim_segment_format(b, y, sizeof y);
	ck_assert_str_eq(x, y);
}

static void
same_step(const struct tcpsim_explore_step *a, const struct tcpsim_explore_step *b)
{
	ck_assert_int_eq(a->event, b->event);
	ck_assert_uint_eq(a->host, b->host);
	ck_assert_uint_eq(a->rule, b->rule);
	ck_assert_uint_eq(a->before, b->before);
	ck_assert_uint_eq(a->after, b->after);
	ck_assert_uint_eq(a->packet, b->packet);
	ck_assert_uint_eq(a->n_sent, b->n_sent);
	same_segment(&a->seg, &b->seg);
	for (unsigned i = 0; i < a->n_sent; i++)
		same_segment(&a->sent[i], &b->sent[i]);
}

static void
same_figures(const struct tcpsim_explore_result *a, const struct tcpsim_explore_result *b)
{
	ck_assert_int_eq(a->verdict, b->verdict);
	ck_assert_int_eq(a->broken, b->broken);
	ck_assert_uint_eq(a->states, b->states);
	ck_assert_uint_eq(a->transitions, b->transitions);
	ck_assert_uint_eq(a->cut, b->cut);
	ck_assert_uint_eq(a->at_rest, b->at_rest);
	ck_assert_uint_eq(a->depth, b->depth);
	ck_assert_mem_eq(&a->fired, &b->fired, sizeof a->fired);
	ck_assert_mem_eq(a->changes, b->changes, sizeof a->changes);
	ck_assert_uint_eq(a->loop, b->loop);
	ck_assert_uint_eq(a->n_steps, b->n_steps);
	for (size_t i = 0; i < a->n_steps; i++)
		same_step(&a->steps[i], &b->steps[i]);
}

START_TEST(each_world_has_its_verdict)
{
	static const struct {
		enum tcpsim_explore_verdict verdict;
		int broken;
	} wanted[N_WORLDS] = {
		{ TCPSIM_EXPLORE_BROKEN, TCPSIM_NO_PHANTOM_CONNECTION },
		{ TCPSIM_EXPLORE_HOLDS, -1 },
		{ TCPSIM_EXPLORE_BROKEN, TCPSIM_TIME_WAIT_FULL },
		{ TCPSIM_EXPLORE_BROKEN, TCPSIM_NO_PACKET_WAR },
		{ TCPSIM_EXPLORE_BROKEN, TCPSIM_CAN_REST },
	};
	struct tcpsim_explore *explore = explorer(_i, (struct tcpsim_explore_options){ 0 });
	const struct tcpsim_explore_result *result = tcpsim_explore_run(explore);

	ck_assert_ptr_null(result->words);
	ck_assert_int_eq(result->verdict, wanted[_i].verdict);
	ck_assert_int_eq(result->broken, wanted[_i].broken);
	ck_assert_int_eq(result->n_steps == 0, result->verdict == TCPSIM_EXPLORE_HOLDS);
	tcpsim_explore_free(explore);
}
END_TEST

START_TEST(threads_change_nothing)
{
	struct tcpsim_explore *one = explorer(_i, (struct tcpsim_explore_options){ 0 });
	const struct tcpsim_explore_result *wanted = tcpsim_explore_run(one);

	for (unsigned threads = 2; threads < 6; threads++) {
		struct tcpsim_explore *more = explorer(_i, (struct tcpsim_explore_options){ .threads = threads });

		same_figures(tcpsim_explore_run(more), wanted);
		tcpsim_explore_free(more);
	}
	tcpsim_explore_free(one);
}
END_TEST

/* Up to the graph as a whole, which cannot be judged then. */
START_TEST(hashes_change_nothing)
{
	struct tcpsim_explore *exact = explorer(_i, (struct tcpsim_explore_options){ .only_states = true });
	struct tcpsim_explore *hashed =
		explorer(_i, (struct tcpsim_explore_options){ .only_states = true, .hash_bits = 64, .threads = 2 });

	same_figures(tcpsim_explore_run(hashed), tcpsim_explore_run(exact));
	tcpsim_explore_free(exact);
	tcpsim_explore_free(hashed);
}
END_TEST

/* Without them - no order given to segments that overtake each other, nothing cleared - there are only more states. */
START_TEST(reductions_change_no_verdict)
{
	struct tcpsim_explore *reduced = explorer(_i, (struct tcpsim_explore_options){ .threads = 2 });
	struct tcpsim_explore *full = explorer(_i, (struct tcpsim_explore_options){ .threads = 2, .full = true });
	const struct tcpsim_explore_result *a = tcpsim_explore_run(reduced), *b = tcpsim_explore_run(full);

	ck_assert_int_eq(a->verdict, b->verdict);
	ck_assert_int_eq(a->broken, b->broken);
	ck_assert_uint_eq(a->n_steps, b->n_steps);
	ck_assert_uint_eq(a->loop, b->loop);
	ck_assert_uint_ge(b->states, a->states);
	if (a->verdict == TCPSIM_EXPLORE_HOLDS)
		ck_assert_uint_gt(b->states, a->states);
	tcpsim_explore_free(reduced);
	tcpsim_explore_free(full);
}
END_TEST

START_TEST(a_file_in_between_changes_nothing)
{
	struct stopper stopper = { .at = 3 };
	struct tcpsim_explore_options options = {
		.threads = 2, .stop = &stopper.stop, .progress = stop_at, .progress_data = &stopper
	};
	struct tcpsim_explore *whole = explorer(_i, (struct tcpsim_explore_options){ 0 });
	struct tcpsim_explore *parts = explorer(_i, options);
	const struct tcpsim_explore_result *result = tcpsim_explore_run(parts);

	while (result->words != NULL) {
		FILE *file = tmpfile();

		ck_assert_int_eq(tcpsim_explore_save(parts, file), 0);
		stopper.at = result->states * 2;
		stopper.stop = 0;
		tcpsim_explore_free(parts);
		parts = explorer(_i, options);
		rewind(file);
		ck_assert_int_eq(tcpsim_explore_load(parts, file), 0);
		fclose(file);
		result = tcpsim_explore_run(parts);
	}
	same_figures(result, tcpsim_explore_run(whole));
	tcpsim_explore_free(whole);
	tcpsim_explore_free(parts);
}
END_TEST

/* ---- random walks ---- */

/* What random walks find is what the search finds, at no less than its length, and the walks before it find nothing. */
START_TEST(a_walk_finds_the_phantom)
{
	struct tcpsim_explore *explore = explorer(0, (struct tcpsim_explore_options){ .threads = 2 });
	size_t shortest = tcpsim_explore_run(explore)->n_steps;
	uint64_t fewer;

	for (uint64_t seed = 1; seed < 6; seed++) {
		const struct tcpsim_explore_result *result = tcpsim_explore_walk(explore, 10000, 50, seed);

		ck_assert_int_eq(result->verdict, TCPSIM_EXPLORE_BROKEN);
		ck_assert_uint_ge(result->n_steps, shortest);
		ck_assert_uint_le(result->n_steps, 50);
		ck_assert_uint_ge(result->walks, 1);
		fewer = result->walks - 1;
		result = tcpsim_explore_walk(explore, fewer, 50, seed);
		ck_assert_int_eq(result->verdict, TCPSIM_EXPLORE_UNFINISHED);
		ck_assert_uint_eq(result->walks, fewer);
	}
	tcpsim_explore_free(explore);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("whole");
	TCase *tcase = tcase_create("whole");

	tcase_set_timeout(tcase, 240);
	tcase_add_loop_test(tcase, each_world_has_its_verdict, 0, (int)N_WORLDS);
	tcase_add_loop_test(tcase, threads_change_nothing, 0, (int)N_WORLDS);
	tcase_add_loop_test(tcase, hashes_change_nothing, 0, (int)N_WORLDS);
	tcase_add_loop_test(tcase, reductions_change_no_verdict, 0, (int)N_WORLDS);
	tcase_add_loop_test(tcase, a_file_in_between_changes_nothing, 0, (int)N_WORLDS);
	tcase_add_test(tcase, a_walk_finds_the_phantom);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
