/* SPDX-License-Identifier: MIT */
#include "explored.h"
#include "parse_private.h"

/* The world of a case: what an exploration takes of a scenario, and what it cannot take. */

/* One error a line is enough, and of all of them so many as the parser reports. */
static bool
is_worth_saying(const struct scn_maker *m, const struct tcpsim_place *loc)
{
	size_t n = tcpsim_diagnostics_n(m->diagnostics);

	for (size_t i = 0; i < n; i++)
		if (tcpsim_diagnostics_get(m->diagnostics, i)->line == loc->line)
			return false;
	return n < SCN_MAX_ERRORS;
}

void
tcpsim_scn_maker_refuse(struct scn_maker *m, const struct tcpsim_place *loc, const char *format, ...)
{
	va_list arguments;

	m->is_good = false;
	if (!is_worth_saying(m, loc))
		return;
	va_start(arguments, format);
	tcpsim_diagnostics_add(m->diagnostics, TCPSIM_SEVERITY_ERROR, loc, g_strdup_vprintf(format, arguments));
	va_end(arguments);
}

int64_t
tcpsim_scn_maker_number(const struct scn_maker *m, const struct scn_value *value, int64_t otherwise)
{
	if (value == NULL)
		return otherwise;
	return tcpsim_scn_number(m->explored.scenario, m->explored.the_case, value);
}

/* What `always` names; without such a line what is expected to break, or all. */
static uint32_t
invariants_of(const struct scn_maker *m)
{
	const struct tcpsim_scenario *scenario = m->explored.scenario;
	struct tcpsim_expected expected = tcpsim_scenario_expected(scenario, m->explored.the_case);
	uint32_t all = m->world->invariants, some = 0;

	for (size_t i = 0; i < scenario->n_lines; i++) {
		const struct scn_line *line = scenario->lines[i];

		if (line->kind != SCN_LINE_ALWAYS || !tcpsim_scn_applies(scenario, m->explored.the_case, line))
			continue;
		if (line->always.is_all)
			return all;
		some |= 1U << line->always.invariant;
	}
	if (some != 0)
		return some;
	return expected.is_said && expected.is_broken ? 1U << expected.invariant : all;
}

static void
fill(struct scn_maker *m)
{
	const struct tcpsim_scenario *scenario = m->explored.scenario;
	const char *words;

	if (!tcpsim_scn_maker_take_hosts(m))
		return;
	tcpsim_scn_maker_take_calls(m);
	for (size_t i = 0; i < scenario->n_lines; i++)
		if (tcpsim_scn_applies(scenario, m->explored.the_case, scenario->lines[i]))
			tcpsim_scn_maker_take_line(m, scenario->lines[i]);
	tcpsim_scn_maker_check_links(m);
	m->world->invariants = invariants_of(m);
	words = m->is_good ? tcpsim_explore_world_check(m->world) : NULL;
	if (words != NULL)
		tcpsim_scn_maker_refuse(m, &scenario->hosts[0]->loc, "%s", words);
}

bool
tcpsim_scenario_world(const struct tcpsim_scenario *scenario, size_t the_case, struct tcpsim_explore_world *world,
	struct tcpsim_diagnostics **diagnostics)
{
	struct scn_maker m = { .world = world, .is_good = true };

	m.diagnostics = tcpsim_scn_diagnostics_new(scenario);
	tcpsim_explore_world_init(world);
	tcpsim_scn_explored_read(scenario, the_case, &m.explored);
	fill(&m);
	tcpsim_scn_explored_clear(&m.explored);
	tcpsim_diagnostics_sort(m.diagnostics);
	*diagnostics = m.diagnostics;
	return m.is_good;
}

bool
tcpsim_scenario_is_explored(const struct tcpsim_scenario *scenario)
{
	for (size_t i = 0; i < scenario->n_lines; i++)
		if (scenario->lines[i]->kind == SCN_LINE_ALLOW || scenario->lines[i]->kind == SCN_LINE_EXPLORATION)
			return true;
	return false;
}

struct tcpsim_expected
tcpsim_scenario_expected(const struct tcpsim_scenario *scenario, size_t the_case)
{
	struct tcpsim_expected expected = { .is_said = false };

	for (size_t i = 0; i < scenario->n_lines; i++) {
		const struct scn_line *line = scenario->lines[i];

		if (line->kind != SCN_LINE_EXPLORATION || !tcpsim_scn_applies(scenario, the_case, line))
			continue;
		expected.is_said = true;
		expected.is_broken = line->exploration.is_broken;
		expected.invariant = line->exploration.invariant;
		expected.line = line->loc.line;
		expected.column = line->loc.column;
		if (line->exploration.events != NULL)
			expected.events = (uint32_t)tcpsim_scn_number(scenario, the_case, line->exploration.events);
	}
	return expected;
}
