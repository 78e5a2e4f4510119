/* SPDX-License-Identifier: MIT */
#include <string.h>

#include <tcpsim/explore.h>

#include "tests/suite.h"

/* Worlds that cannot be explored are refused, and what a world says is what is explored. */

static struct tcpsim_explore_world
open_world(void)
{
	struct tcpsim_explore_world world;

	tcpsim_explore_world_init(&world);
	tcpsim_explore_world_call(&world, 1, TCPSIM_CALL_LISTEN, 0);
	tcpsim_explore_world_call(&world, 0, TCPSIM_CALL_CONNECT, 0);
	return world;
}

static void
spoil(struct tcpsim_explore_world *world, int how)
{
	switch (how) {
	case 0: world->in_flight = 0; break;
	case 1: world->in_flight = TCPSIM_EXPLORE_IN_FLIGHT + 1; break;
	case 2: world->hosts[0].n_isns = 0; break;
	case 3: world->hosts[1].n_isns = TCPSIM_EXPLORE_ISNS + 1; break;
	case 4: world->hosts[0].n_calls = TCPSIM_EXPLORE_CALLS + 1; break;
	case 5: world->n_old = TCPSIM_EXPLORE_OLD + 1; break;
	case 6: world->n_forged = TCPSIM_EXPLORE_FORGED + 1; break;
	case 7: world->n_old = 1; world->old[0].from = 2; break;
	case 8: world->n_forged = 1; world->forged[0].from = 2; break;
	case 9: world->n_forged = 1; world->forged[0].count = -2; break;
	case 10: world->losses = -2; break;
	case 11: world->copies = -2; break;
	case 12: world->hosts[0].crashes = -2; break;
	case 13: tcpsim_explore_world_call(world, 0, TCPSIM_CALL_SET, 0); break;
	case 14: tcpsim_explore_world_call(world, 0, TCPSIM_CALL_SEND, TCPSIM_EXPLORE_STREAM + 1); break;
	case 15: world->n_old = 3; world->in_flight = 2; break; /* all from host 0 */
	case 16: world->hosts[1].policy.congestion_control = TCPSIM_CONGESTION_CUBIC; break;
	case 17:
		tcpsim_explore_world_call(world, 0, TCPSIM_CALL_SET, 0);
		world->hosts[0].calls[world->hosts[0].n_calls - 1].setting = tcpsim_setting_find("congestion-control");
		world->hosts[0].calls[world->hosts[0].n_calls - 1].value = TCPSIM_CONGESTION_NEWRENO;
		break;
	}
}

START_TEST(what_cannot_be_explored_is_refused)
{
	struct tcpsim_explore_world world = open_world();

	ck_assert_ptr_null(tcpsim_explore_world_check(&world));
	spoil(&world, _i);
	ck_assert_ptr_nonnull(tcpsim_explore_world_check(&world));
}
END_TEST

START_TEST(a_call_needs_a_host_and_a_place)
{
	struct tcpsim_explore_world world = open_world();

	ck_assert_int_eq(tcpsim_explore_world_call(&world, 2, TCPSIM_CALL_CLOSE, 0), -1);
	for (int i = 1; i < TCPSIM_EXPLORE_CALLS; i++)
		ck_assert_int_eq(tcpsim_explore_world_call(&world, 0, TCPSIM_CALL_CLOSE, 0), 0);
	ck_assert_int_eq(tcpsim_explore_world_call(&world, 0, TCPSIM_CALL_CLOSE, 0), -1);
}
END_TEST

/* Whether the world breaks something, with a flaw that its server's user would set in the middle. */
static bool
breaks(int8_t crashes, bool is_set)
{
	const struct tcpsim_explore_options options = { .threads = 1 };
	struct tcpsim_explore_world world;
	struct tcpsim_explore *explore;
	struct tcpsim_explore_call *call;
	bool is_broken;

	tcpsim_explore_world_init(&world);
	world.hosts[0].n_isns = world.hosts[1].n_isns = 1;
	world.hosts[1].crashes = crashes;
	world.invariants = 1U << TCPSIM_NO_RST_FOR_RST;
	tcpsim_explore_world_call(&world, 1, TCPSIM_CALL_CONNECT, 0);
	tcpsim_explore_world_call(&world, 1, TCPSIM_CALL_SEND, 1);
	if (is_set) {
		tcpsim_explore_world_call(&world, 1, TCPSIM_CALL_SET, 0);
		call = &world.hosts[1].calls[world.hosts[1].n_calls - 1];
		call->setting = tcpsim_setting_find("flaw");
		call->value = TCPSIM_FLAW_RST_FOR_RST;
	}
	explore = tcpsim_explore_new(&world, &options);
	is_broken = tcpsim_explore_run(explore)->verdict == TCPSIM_EXPLORE_BROKEN;
	tcpsim_explore_free(explore);
	return is_broken;
}

/* Nobody listens: the client answers the SYN by a RST, and a server with the flaw answers that (3.5.2). */
START_TEST(a_set_counts_when_it_is_made)
{
	ck_assert(!breaks(1, false));
	ck_assert(breaks(0, true));
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("world");
	TCase *tcase = tcase_create("world");

	tcase_add_loop_test(tcase, what_cannot_be_explored_is_refused, 0, 18);
	tcase_add_test(tcase, a_call_needs_a_host_and_a_place);
	tcase_add_test(tcase, a_set_counts_when_it_is_made);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
