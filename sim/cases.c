/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "sim/command.h"

struct tcpsim_scenario *
cases_parse(const struct source *source)
{
	struct tcpsim_diagnostics *diagnostics = NULL;
	struct tcpsim_scenario *scenario;

	if (tcpsim_recording_is_one(source->text, source->n)) {
		complain_at_length("%s is a saved trace, which run, convert, step and gallery show; here a scenario is wanted",
			source->file);
		return NULL;
	}
	scenario = tcpsim_scenario_parse(source->text, source->n, source->file, &diagnostics);
	complain_diagnostics(diagnostics);
	tcpsim_diagnostics_free(diagnostics);
	return scenario;
}

static bool
is_explored(const char *name)
{
	struct tcpsim_diagnostics *diagnostics = NULL;
	struct tcpsim_scenario *scenario;
	struct source source;
	bool is;

	if (!source_read_builtin(name, &source))
		return false;
	scenario = tcpsim_scenario_parse(source.text, source.n, source.file, &diagnostics);
	is = scenario != NULL && tcpsim_scenario_is_explored(scenario);
	tcpsim_scenario_free(scenario);
	tcpsim_diagnostics_free(diagnostics);
	source_clear(&source);
	return is;
}

void
cases_keep_explored(char **names)
{
	char **kept = names;

	for (char **name = names; *name != NULL; name++) {
		if (is_explored(*name))
			*kept++ = *name;
		else
			g_free(*name);
	}
	*kept = NULL;
}

bool
cases_is_meant(const char *name, const char *wanted)
{
	char **values = g_strsplit(name, ",", -1);
	bool is_one =
		wanted == NULL || strcmp(name, wanted) == 0 || g_strv_contains((const char *const *)values, wanted);

	g_strfreev(values);
	return is_one;
}

bool
cases_is_wanted(const struct tcpsim_scenario *scenario, size_t i, const char *wanted)
{
	return cases_is_meant(tcpsim_scenario_case_name(scenario, i), wanted);
}

void
cases_refuse(const GPtrArray *all, const char *file, const char *wanted)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	GString *cases = g_string_new(NULL);
	const char *guess;

	for (guint i = 0; i < all->len; i++) {
		const char *name = g_ptr_array_index(all, i);
		char **values = g_strsplit(name, ",", -1);

		for (char **value = values; *value != NULL; value++)
			g_ptr_array_add(names, g_strdup(*value));
		g_ptr_array_add(names, g_strdup(name));
		g_strfreev(values);
		g_string_append_printf(cases, "%s%s", i > 0 ? "; " : "", name);
	}
	g_ptr_array_add(names, NULL);
	guess = tcpsim_word_nearest(wanted, (const char *const *)names->pdata);
	if (cases->len == 0)
		complain("%s has no cases", file);
	else if (guess != NULL)
		complain("%s has no case %s, did you mean %s?", file, wanted, guess);
	else
		complain("%s has no case %s, only %s", file, wanted, cases->str);
	g_string_free(cases, TRUE);
	g_ptr_array_free(names, TRUE);
}

size_t
cases_n_wanted(const struct tcpsim_scenario *scenario, const struct source *source, const char *wanted)
{
	size_t n = 0;

	for (size_t i = 0; i < tcpsim_scenario_n_cases(scenario); i++)
		n += cases_is_wanted(scenario, i, wanted);
	if (n == 0) {
		GPtrArray *names = g_ptr_array_new();

		for (size_t i = 0; i < tcpsim_scenario_n_cases(scenario); i++)
			g_ptr_array_add(names, (gpointer)tcpsim_scenario_case_name(scenario, i));
		cases_refuse(names, source->file, wanted);
		g_ptr_array_free(names, TRUE);
	}
	return n;
}
