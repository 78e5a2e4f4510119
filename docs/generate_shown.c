/* SPDX-License-Identifier: MIT */
/*
 * Write docs/scenarios/shown.tsv: which shipped scenarios show a state, a timer, a rule, an error, a kind of packet, a
 * setting, a flaw or a broken invariant. `tcpsim explain` reads it.
 *
 *     generate_shown docs/scenarios NAME... >shown.tsv
 *
 * A line is a name, a tab, how many scenarios show it, a tab, and the first few of them: lessons before figures, what
 * explains before what goes wrong, and short ones before long ones.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include <tcpsim/tcpsim.h>

/* So many of a term's scenarios are named. */
#define MOST 3U

/* A scenario, and what makes it come before another one. */
struct shower {
	char *name;
	size_t rank, n_records;
	GHashTable *terms; /* a set of static strings */
};

static const char *const folders[] = { "lesson/", "figure/", "common/", "data/", "hazard/" };

static void
note(const struct shower *shower, const char *term)
{
	g_hash_table_add(shower->terms, (gpointer)term);
}

static void
note_vars(const struct shower *shower, const struct tcpsim_record *record)
{
	if (record->rule == TCPSIM_RULE_NONE)
		return;
	note(shower, tcpsim_state_name((enum tcpsim_state)record->before.state));
	note(shower, tcpsim_state_name((enum tcpsim_state)record->after.state));
	for (int rule = 1; rule < TCPSIM_N_RULES; rule++) {
		if (tcpsim_rule_set_has(&record->fired, (enum tcpsim_rule)rule))
			note(shower, tcpsim_rule_info((enum tcpsim_rule)rule)->name);
	}
}

static void
note_kinds(const struct shower *shower, const struct tcpsim_record *record)
{
	for (int bit = 0; bit < TCPSIM_N_KINDS; bit++) {
		if ((record->kinds >> bit & 1) != 0)
			note(shower, tcpsim_kind_name((enum tcpsim_kind)(1U << bit)));
	}
}

static void
note_record(const struct shower *shower, const struct tcpsim_record *record)
{
	note_vars(shower, record);
	if (record->kind == TCPSIM_RECORD_TIMER)
		note(shower, tcpsim_timer_name((enum tcpsim_timer)record->what));
	if (record->kind == TCPSIM_RECORD_SEND)
		note_kinds(shower, record);
	if (record->kind == TCPSIM_RECORD_SOCKET && record->result < 0)
		note(shower, tcpsim_errno_name(-record->result));
	if (record->error != TCPSIM_OK)
		note(shower, tcpsim_error_name((enum tcpsim_error)record->error));
}

/* What a host has otherwise than RFC 9293. */
static void
note_policy(const struct shower *shower, const struct tcpsim_policy *policy)
{
	const struct tcpsim_policy *plain = &tcpsim_profile_find("rfc9293")->policy;
	size_t n;
	const struct tcpsim_setting *settings = tcpsim_settings(&n);

	for (size_t i = 0; i < n; i++) {
		if (tcpsim_policy_get(policy, &settings[i]) != tcpsim_policy_get(plain, &settings[i]))
			note(shower, settings[i].name);
	}
	for (int flaw = 1; flaw < TCPSIM_N_FLAWS; flaw++) {
		if ((policy->flaws & tcpsim_flaw_set((enum tcpsim_flaw)flaw)) != 0)
			note(shower, tcpsim_flaw_name((enum tcpsim_flaw)flaw));
	}
}

static void
note_run(struct shower *shower, const struct tcpsim_run *run)
{
	struct tcpsim_recording *recording = tcpsim_recording_of_run(run);
	size_t n;
	const struct tcpsim_record *records = tcpsim_trace_records(recording->trace, &n);

	shower->n_records += n;
	for (size_t i = 0; i < n; i++)
		note_record(shower, &records[i]);
	for (size_t host = 0; host < tcpsim_trace_n_hosts(recording->trace); host++)
		note_policy(shower, &recording->hosts[host].policy);
	for (int i = 0; i < TCPSIM_N_INVARIANTS; i++) {
		if (recording->invariants[i].is_broken)
			note(shower, tcpsim_invariant_name((enum tcpsim_invariant)i));
	}
	tcpsim_recording_free(recording);
}

static void
run_all(struct shower *shower, const char *folder)
{
	char *path = g_strdup_printf("%s/%s.scn", folder, shower->name), *text;
	struct tcpsim_diagnostics *diagnostics = NULL;
	struct tcpsim_scenario *scenario = NULL;
	gsize n;

	if (g_file_get_contents(path, &text, &n, NULL)) {
		scenario = tcpsim_scenario_parse(text, n, path, &diagnostics);
		g_free(text);
	}
	if (scenario == NULL) {
		fprintf(stderr, "generate_shown: %s cannot be read\n", path);
		exit(EXIT_FAILURE);
	}
	for (size_t i = 0; i < tcpsim_scenario_n_cases(scenario); i++) {
		struct tcpsim_run *run = tcpsim_scenario_run(scenario, i, NULL);

		note_run(shower, run);
		tcpsim_run_free(run);
	}
	tcpsim_scenario_free(scenario);
	tcpsim_diagnostics_free(diagnostics);
	g_free(path);
}

static int
by_worth(gconstpointer a, gconstpointer b)
{
	const struct shower *first = a, *second = b;

	if (first->rank != second->rank)
		return first->rank < second->rank ? -1 : 1;
	if (first->n_records != second->n_records)
		return first->n_records < second->n_records ? -1 : 1;
	return strcmp(first->name, second->name);
}

static size_t
rank_of(const char *name)
{
	size_t rank = 0;

	while (rank < G_N_ELEMENTS(folders) && !g_str_has_prefix(name, folders[rank]))
		rank++;
	return rank;
}

static void
print_term(const char *term, const GArray *showers)
{
	unsigned n = 0;
	GString *names = g_string_new(NULL);

	for (guint i = 0; i < showers->len; i++) {
		const struct shower *shower = &g_array_index(showers, struct shower, i);

		if (!g_hash_table_contains(shower->terms, term))
			continue;
		if (n++ < MOST)
			g_string_append_printf(names, "%s%s", names->len > 0 ? " " : "", shower->name);
	}
	printf("%s\t%u\t%s\n", term, n, names->str);
	g_string_free(names, TRUE);
}

static int
by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void
print_all(const GArray *showers)
{
	GHashTable *all = g_hash_table_new(g_str_hash, g_str_equal);
	guint n;
	gpointer *terms;

	for (guint i = 0; i < showers->len; i++) {
		GHashTableIter iter;
		gpointer term;

		g_hash_table_iter_init(&iter, g_array_index(showers, struct shower, i).terms);
		while (g_hash_table_iter_next(&iter, &term, NULL))
			g_hash_table_add(all, term);
	}
	terms = g_hash_table_get_keys_as_array(all, &n);
	qsort(terms, n, sizeof(*terms), by_name);
	for (guint i = 0; i < n; i++)
		print_term(terms[i], showers);
	g_free(terms);
	g_hash_table_unref(all);
}

int
main(int argc, char **argv)
{
	GArray *showers = g_array_new(FALSE, TRUE, sizeof(struct shower));

	for (int i = 2; i < argc; i++) {
		struct shower shower = {
			.name = argv[i],
			.rank = rank_of(argv[i]),
			.terms = g_hash_table_new(g_str_hash, g_str_equal),
		};

		run_all(&shower, argv[1]);
		g_array_append_vals(showers, &shower, 1);
	}
	g_array_sort(showers, by_worth);
	print_all(showers);
	for (guint i = 0; i < showers->len; i++)
		g_hash_table_unref(g_array_index(showers, struct shower, i).terms);
	g_array_free(showers, TRUE);
	return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
