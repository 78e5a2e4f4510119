/* SPDX-License-Identifier: MIT */
#include "sim/explore.h"

void
reached_add(struct reached *reached, const struct tcpsim_explore_result *result)
{
	reached->n_explorations++;
	for (size_t i = 0; i < G_N_ELEMENTS(reached->fired.bits); i++)
		reached->fired.bits[i] |= result->fired.bits[i];
	for (unsigned state = 0; state < TCPSIM_N_STATES; state++)
		reached->changes[state] |= result->changes[state];
}

/* Tell of the rules that fired, or of those that did not; how many those were. */
static unsigned
tell_rules(const struct explore_request *request, const struct reached *reached, bool has_fired, bool is_counted_only)
{
	GString *line = g_string_new(NULL);
	unsigned n = 0;

	for (int i = TCPSIM_RULE_NONE + 1; i < TCPSIM_N_RULES; i++) {
		const struct tcpsim_rule_info *info = tcpsim_rule_info((enum tcpsim_rule)i);

		if ((tcpsim_rule_set_has(&reached->fired, (enum tcpsim_rule)i) != 0) != has_fired)
			continue;
		n++;
		if (is_counted_only)
			continue;
		g_string_printf(line, "%s (%s)", info->name, info->place);
		output_words(&request->ladder, line->str, 2);
		output_words(&request->ladder, info->words, 6);
	}
	g_string_free(line, TRUE);
	return n;
}

/* `ESTABLISHED to FIN-WAIT-1, CLOSE-WAIT`. */
static void
tell_changes(const struct explore_request *request, const struct reached *reached, enum tcpsim_state from)
{
	GString *line = g_string_new(tcpsim_state_name(from));
	bool is_first = true;

	for (unsigned to = 0; to < TCPSIM_N_STATES; to++) {
		if (to == (unsigned)from || (reached->changes[from] >> to & 1) == 0)
			continue;
		g_string_append_printf(line, "%s%s", is_first ? " to " : ", ", tcpsim_state_name((enum tcpsim_state)to));
		is_first = false;
	}
	output_words(&request->ladder, line->str, 2);
	g_string_free(line, TRUE);
}

void
reached_tell_coverage(const struct explore_request *request, const struct reached *reached)
{
	unsigned n_states = 0;

	output_text("\nChanges of state:\n");
	for (unsigned state = 0; state < TCPSIM_N_STATES; state++) {
		if (reached->changes[state] == 0)
			continue;
		n_states++;
		tell_changes(request, reached, (enum tcpsim_state)state);
	}
	output_text("Rules that took effect:\n");
	tell_rules(request, reached, true, false);
	output_format("%u of %u states, %u of %u rules in ", n_states, (unsigned)TCPSIM_N_STATES,
		tell_rules(request, reached, true, true), (unsigned)TCPSIM_N_RULES - 1);
	output_format("%u %s\n", reached->n_explorations, reached->n_explorations == 1 ? "exploration" : "explorations");
}

void
reached_tell_never_fired(const struct explore_request *request, const struct reached *reached)
{
	unsigned n = tell_rules(request, reached, false, true);

	output_text(n > 0 ? "\nRules that no path came upon:\n" : "\nEvery rule took effect on some path.\n");
	tell_rules(request, reached, false, false);
	output_format("%u of %u rules in %u %s\n", n, (unsigned)TCPSIM_N_RULES - 1, reached->n_explorations,
		reached->n_explorations == 1 ? "exploration" : "explorations");
}
