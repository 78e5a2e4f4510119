/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_EXPLORATION_H
#define TCPSIM_EXPLORATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tcpsim/explore.h>
#include <tcpsim/export.h>
#include <tcpsim/scenario.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What a scenario says to `tcpsim explore`: its world, what is expected of it, and a counterexample as a scenario. */

/* Whether the scenario has an `allow` line or expects something of an exploration. */
TCPSIM_API bool tcpsim_scenario_is_explored(const struct tcpsim_scenario *scenario);

/*
 * The world of one case. Returns true and fills *world, or false; *diagnostics, the caller's to free, gets what there is to
 * say in both cases: a scenario has lines that an exploration cannot take.
 */
TCPSIM_API bool tcpsim_scenario_world(const struct tcpsim_scenario *scenario, size_t the_case,
	struct tcpsim_explore_world *world, struct tcpsim_diagnostics **diagnostics);

/* What `expect exploration` says in a case. */
struct tcpsim_expected {
	bool is_said;      /* there is such a line; else nothing below is meant */
	bool is_broken;    /* `breaks`; else `holds` */
	int invariant;     /* enum tcpsim_invariant that is broken */
	uint32_t events;   /* in so many; 0: not said */
	uint32_t line, column;
};

TCPSIM_API struct tcpsim_expected tcpsim_scenario_expected(const struct tcpsim_scenario *scenario, size_t the_case);

/*
 * A counterexample as a scenario that tcpsim_scenario_run() replays to the same end: the calls of the world at their
 * moments, each segment held until it arrives, dropped or copied, each timer fired by name, and `expect invariant
 * ... broken`. Returns its text, to be freed with g_free().
 */
TCPSIM_API char *tcpsim_scenario_counterexample(const struct tcpsim_scenario *scenario, size_t the_case,
	const struct tcpsim_explore_world *world, const struct tcpsim_explore_result *result);

#ifdef __cplusplus
}
#endif

#endif
