/* SPDX-License-Identifier: MIT */
#include "lib/scenario/parse_private.h"

/* What a scenario says in one of its cases. The last vary line turns fastest. */

size_t
tcpsim_scn_choice(const struct tcpsim_scenario *scenario, size_t the_case, size_t vary)
{
	for (size_t i = scenario->n_varies; i > vary + 1; i--)
		the_case /= scenario->varies[i - 1]->n_values;
	return the_case % scenario->varies[vary]->n_values;
}

bool
tcpsim_scn_applies(const struct tcpsim_scenario *scenario, size_t the_case, const struct scn_line *line)
{
	for (const struct scn_in *in = line->in; in != NULL; in = in->parent)
		if (tcpsim_scn_choice(scenario, the_case, in->vary) != in->choice)
			return false;
	return true;
}

const struct scn_value *
tcpsim_scn_value(const struct tcpsim_scenario *scenario, size_t the_case, const struct scn_value *value)
{
	if (value->kind != SCN_VARY)
		return value;
	return scenario->varies[value->vary]->values[tcpsim_scn_choice(scenario, the_case, value->vary)];
}

int64_t
tcpsim_scn_number(const struct tcpsim_scenario *scenario, size_t the_case, const struct scn_value *value)
{
	return tcpsim_scn_value(scenario, the_case, value)->number;
}

uint32_t
tcpsim_scn_ppm(const struct tcpsim_scenario *scenario, size_t the_case, const struct scn_value *value)
{
	return tcpsim_scn_value(scenario, the_case, value)->ppm;
}

int64_t
tcpsim_scn_rate(const struct tcpsim_scenario *scenario, size_t the_case, const struct scn_value *value)
{
	return tcpsim_scn_value(scenario, the_case, value)->rate_bps;
}

static int64_t
add(int64_t a, int64_t b)
{
	return a > SCN_TIME_MAX_US - b ? SCN_TIME_MAX_US : a + b;
}

/* millis / 1000 x unit_us, for both at least 0. */
static int64_t
scale(int64_t millis, int64_t unit_us)
{
	int64_t whole = unit_us / 1000, rest = unit_us % 1000;

	if (millis == 0)
		return 0;
	if (whole >= SCN_TIME_MAX_US / millis)
		return SCN_TIME_MAX_US;
	return add(whole * millis, rest * millis / 1000);
}

int64_t
tcpsim_scn_time(const struct tcpsim_scenario *scenario, size_t the_case, const struct scn_sum *sum,
	const struct tcpsim_policy *policy)
{
	int64_t time_us = 0;

	for (; sum != NULL; sum = sum->next) {
		const struct scn_time *time = &tcpsim_scn_value(scenario, the_case, sum->value)->time;

		time_us = add(time_us, time->us);
		time_us = add(time_us, scale(time->msl_millis, policy->msl_us));
		time_us = add(time_us, scale(time->rto_millis, policy->rto_initial_us));
	}
	return time_us;
}

int64_t
tcpsim_scn_setting_value(const struct tcpsim_scenario *scenario, size_t the_case, const struct scn_set *set)
{
	int64_t result = 0;
	char *words = tcpsim_scn_setting_of(set->setting, tcpsim_scn_value(scenario, the_case, set->value), &result);

	g_free(words);
	return result;
}

/* The profile that `use profile` names in this case: the last one that applies. */
static const char *
profile_in_use(const struct tcpsim_scenario *scenario, size_t the_case)
{
	const char *name = "rfc9293";

	for (size_t i = 0; i < scenario->n_lines; i++)
		if (scenario->lines[i]->kind == SCN_LINE_USE &&
			tcpsim_scn_applies(scenario, the_case, scenario->lines[i]))
			name = tcpsim_scn_value(scenario, the_case, scenario->lines[i]->profile)->text;
	return name;
}

static void
set_varied(const struct tcpsim_scenario *scenario, size_t the_case, struct tcpsim_policy *policy)
{
	for (size_t i = 0; i < scenario->n_varies; i++) {
		const struct scn_vary *vary = scenario->varies[i];
		int64_t result = 0;

		if (vary->setting == NULL)
			continue;
		g_free(tcpsim_scn_setting_of(
			vary->setting, vary->values[tcpsim_scn_choice(scenario, the_case, i)], &result));
		tcpsim_policy_set(policy, vary->setting, result);
	}
}

/* All `set` lines for all hosts, or all for this one. */
static void
set_lines(const struct tcpsim_scenario *scenario, size_t the_case, bool has_host, uint16_t host,
	struct tcpsim_policy *policy)
{
	for (size_t i = 0; i < scenario->n_lines; i++) {
		const struct scn_line *line = scenario->lines[i];

		if (line->kind != SCN_LINE_SET || line->set.has_host != has_host ||
			!tcpsim_scn_applies(scenario, the_case, line))
			continue;
		if (!has_host || line->set.host.host == host)
			tcpsim_policy_set(
				policy, line->set.setting, tcpsim_scn_setting_value(scenario, the_case, &line->set));
	}
}

void
tcpsim_scn_policy(const struct tcpsim_scenario *scenario, size_t the_case, uint16_t host, struct tcpsim_policy *policy)
{
	const char *name = profile_in_use(scenario, the_case);

	if (host < scenario->n_hosts && scenario->hosts[host]->profile != NULL)
		name = tcpsim_scn_value(scenario, the_case, scenario->hosts[host]->profile)->text;
	*policy = tcpsim_profile_find(name)->policy;
	set_lines(scenario, the_case, false, TCPSIM_NO_HOST, policy);
	set_varied(scenario, the_case, policy);
	if (host != TCPSIM_NO_HOST)
		set_lines(scenario, the_case, true, host, policy);
}

char *
tcpsim_scenario_only_in(const struct tcpsim_scenario *scenario, size_t the_case, const char *line)
{
	GString *text = g_string_new(NULL);
	unsigned depth = 0;

	for (size_t i = 0; i < scenario->n_varies; i++) {
		const struct scn_vary *vary = scenario->varies[i];
		const struct scn_value *value = vary->values[tcpsim_scn_choice(scenario, the_case, i)];
		size_t n;
		const char *written = tcpsim_text_at(scenario->source, &value->loc, &n);

		if (vary->n_values > 1)
			g_string_append_printf(text, "%*sin %s=%.*s {\n", (int)(2 * depth++), "", vary->name, (int)n, written);
	}
	g_string_append_printf(text, "%*s%s\n", (int)(2 * depth), "", line);
	while (depth > 0)
		g_string_append_printf(text, "%*s}\n", (int)(2 * --depth), "");
	return g_string_free(text, FALSE);
}
