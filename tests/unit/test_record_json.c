/* SPDX-License-Identifier: MIT */
/*
 * Saved traces: every shipped scenario and every one of tests/scenarios comes back as it was, field by field, and is
 * written again to the same octets.
 */
#include <string.h>

#include <tcpsim/recording.h>

#include "tests/suite.h"
#include "tests/unit/scenario_files.h"

static GPtrArray *files;

static void
compare_texts(char **a, char **b)
{
	ck_assert(g_strv_equal((const char *const *)a, (const char *const *)b));
}

/* All of a record but where its octets stand: .words and the octets by what they say, the rest octet by octet. */
static void
compare_record(const struct tcpsim_recording *a, const struct tcpsim_recording *b, size_t i)
{
	size_t n;
	const struct tcpsim_record *old = &tcpsim_trace_records(a->trace, &n)[i];
	const struct tcpsim_record *new = &tcpsim_trace_records(b->trace, &n)[i];
	struct tcpsim_record left = *old, right = *new;

	ck_assert_str_eq(old->words != NULL ? old->words : "(none)", new->words != NULL ? new->words : "(none)");
	ck_assert_uint_eq(old->octets_n, new->octets_n);
	if (old->octets_n > 0)
		ck_assert_mem_eq(tcpsim_trace_octets(a->trace, old), tcpsim_trace_octets(b->trace, new), old->octets_n);
	left.words = right.words = NULL;
	left.octets_at = right.octets_at = 0;
	ck_assert_msg(memcmp(&left, &right, sizeof(left)) == 0, "%s, case %s: record %zu is another", a->file,
		a->case_name, i);
}

static void
compare_traces(const struct tcpsim_recording *a, const struct tcpsim_recording *b)
{
	size_t n_a, n_b;

	tcpsim_trace_records(a->trace, &n_a);
	tcpsim_trace_records(b->trace, &n_b);
	ck_assert_uint_eq(n_a, n_b);
	for (size_t i = 0; i < n_a; i++)
		compare_record(a, b, i);
	ck_assert_uint_eq(tcpsim_trace_n_hosts(a->trace), tcpsim_trace_n_hosts(b->trace));
	for (uint16_t i = 0; i < tcpsim_trace_n_hosts(a->trace); i++) {
		ck_assert_str_eq(tcpsim_trace_host_name(a->trace, i), tcpsim_trace_host_name(b->trace, i));
		ck_assert_mem_eq(&a->hosts[i].policy, &b->hosts[i].policy, sizeof(struct tcpsim_policy));
		ck_assert_uint_eq(a->hosts[i].isn_shift, b->hosts[i].isn_shift);
	}
}

static void
compare_outcomes(const struct tcpsim_recording *a, const struct tcpsim_recording *b)
{
	ck_assert_int_eq(a->verdict, b->verdict);
	ck_assert_uint_eq(a->n_outcomes, b->n_outcomes);
	for (size_t i = 0; i < a->n_outcomes; i++) {
		ck_assert_int_eq(a->outcomes[i].verdict, b->outcomes[i].verdict);
		ck_assert_uint_eq(a->outcomes[i].line, b->outcomes[i].line);
		ck_assert_uint_eq(a->outcomes[i].column, b->outcomes[i].column);
		ck_assert_uint_eq(a->outcomes[i].record, b->outcomes[i].record);
		ck_assert_str_eq(a->outcomes[i].text, b->outcomes[i].text);
		ck_assert(g_strcmp0(a->outcomes[i].words, b->outcomes[i].words) == 0);
	}
	for (int i = 0; i < TCPSIM_N_INVARIANTS; i++) {
		ck_assert(a->invariants[i].is_broken == b->invariants[i].is_broken);
		ck_assert_uint_eq(a->invariants[i].record, b->invariants[i].record);
		ck_assert_int_eq(a->invariants[i].time_us, b->invariants[i].time_us);
		ck_assert(g_strcmp0(a->invariants[i].words, b->invariants[i].words) == 0);
	}
}

static void
compare(const struct tcpsim_recording *a, const struct tcpsim_recording *b)
{
	ck_assert_str_eq(a->title, b->title);
	ck_assert_str_eq(a->file, b->file);
	ck_assert_str_eq(a->text, b->text);
	ck_assert_str_eq(a->case_name, b->case_name);
	ck_assert_uint_eq(a->seed, b->seed);
	ck_assert(a->isn_wrap == b->isn_wrap);
	ck_assert(a->is_explored == b->is_explored);
	ck_assert_int_eq(a->end_us, b->end_us);
	compare_texts(a->notes, b->notes);
	compare_texts(a->warnings, b->warnings);
	compare_traces(a, b);
	compare_outcomes(a, b);
}

static void
save_and_read(const struct tcpsim_scenario *scenario, size_t the_case, bool is_wrapped)
{
	struct tcpsim_run_options options = { .isn_wrap = is_wrapped };
	struct tcpsim_run *run = tcpsim_scenario_run(scenario, the_case, &options);
	struct tcpsim_recording *recording = tcpsim_recording_of_run(run), **again;
	struct tcpsim_diagnostics *diagnostics;
	char *text = tcpsim_recording_write(recording), *same;

	ck_assert(tcpsim_recording_is_one(text, strlen(text)));
	again = tcpsim_recordings_read(text, strlen(text), "saved.json", &diagnostics);
	if (again == NULL)
		ck_abort_msg("%s", tcpsim_diagnostics_format(diagnostics, 0));
	ck_assert_uint_eq(tcpsim_diagnostics_n(diagnostics), 0);
	ck_assert_ptr_nonnull(again[0]);
	ck_assert_ptr_null(again[1]);
	compare(recording, again[0]);
	same = tcpsim_recording_write(again[0]);
	ck_assert_str_eq(text, same);
	g_free(same);
	g_free(text);
	tcpsim_diagnostics_free(diagnostics);
	tcpsim_recordings_free(again);
	tcpsim_recording_free(recording);
	tcpsim_run_free(run);
}

START_TEST(a_saved_run_comes_back_as_it_was)
{
	const char *path = g_ptr_array_index(files, _i);
	struct tcpsim_diagnostics *diagnostics;
	struct tcpsim_scenario *scenario;
	char *text;
	gsize n;

	ck_assert(g_file_get_contents(path, &text, &n, NULL));
	scenario = tcpsim_scenario_parse(text, n, path, &diagnostics);
	tcpsim_diagnostics_free(diagnostics);
	g_free(text);
	ck_assert_ptr_nonnull(scenario);
	for (size_t i = 0; i < tcpsim_scenario_n_cases(scenario); i++) {
		save_and_read(scenario, i, false);
		save_and_read(scenario, i, true);
	}
	tcpsim_scenario_free(scenario);
}
END_TEST

/* A policy is saved as what differs from that of rfc9293, and a profile differs in much. */
START_TEST(all_profiles_and_settings_come_back)
{
	size_t n_profiles, n_settings;
	const struct tcpsim_profile *profile = &tcpsim_profiles(&n_profiles)[(size_t)_i / 2];
	const struct tcpsim_setting *settings = tcpsim_settings(&n_settings);
	struct tcpsim_recorded_host host = { profile->policy, 4294967295U };
	struct tcpsim_trace *trace = tcpsim_trace_new();
	struct tcpsim_recording recording = { .title = (char *)"", .file = (char *)"", .case_name = (char *)"",
		.trace = trace, .hosts = &host, .seed = UINT64_MAX };
	struct tcpsim_recording **again;
	struct tcpsim_diagnostics *diagnostics;
	char *text;

	/* The least of each setting, or the greatest; of flaws all there are. */
	for (size_t i = 0; i < n_settings; i++) {
		int64_t value = _i % 2 == 0 ? settings[i].min : settings[i].max;

		ck_assert_int_eq(tcpsim_policy_set(&host.policy, &settings[i], value), 0);
		for (int64_t flaw = 1; settings[i].kind == TCPSIM_SETTING_FLAW && flaw < TCPSIM_N_FLAWS; flaw++)
			ck_assert_int_eq(tcpsim_policy_set(&host.policy, &settings[i], flaw), 0);
		if (_i % 2 == 1 && settings[i].may_be_unlimited)
			ck_assert_int_eq(tcpsim_policy_set(&host.policy, &settings[i], TCPSIM_UNLIMITED), 0);
	}
	tcpsim_trace_add_host(trace, "only \"<&>\" \xf0\x9f\x90\x8c");
	text = tcpsim_recording_write(&recording);
	again = tcpsim_recordings_read(text, strlen(text), "saved.json", &diagnostics);
	if (again == NULL)
		ck_abort_msg("%s", tcpsim_diagnostics_format(diagnostics, 0));
	compare_traces(&recording, again[0]);
	ck_assert(again[0]->seed == UINT64_MAX);
	ck_assert_ptr_null(again[0]->text);
	tcpsim_recordings_free(again);
	tcpsim_diagnostics_free(diagnostics);
	tcpsim_trace_free(trace);
	g_free(text);
}
END_TEST

START_TEST(there_are_scenarios)
{
	ck_assert_uint_gt(files->len, 80);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("saved traces");
	TCase *tcase = tcase_create("round trip");
	GPtrArray *others = scenario_files_find("tests/scenarios/valid", ".scn");
	size_t n_profiles;
	int status;

	files = scenario_files_find("docs/scenarios", ".scn");
	for (guint i = 0; i < others->len; i++)
		g_ptr_array_add(files, g_strdup(g_ptr_array_index(others, i)));
	g_ptr_array_free(others, TRUE);
	tcpsim_profiles(&n_profiles);
	tcase_set_timeout(tcase, 120);
	tcase_add_test(tcase, there_are_scenarios);
	tcase_add_loop_test(tcase, a_saved_run_comes_back_as_it_was, 0, (int)files->len);
	tcase_add_loop_test(tcase, all_profiles_and_settings_come_back, 0, (int)n_profiles * 2);
	suite_add_tcase(suite, tcase);
	status = suite_run(suite);
	g_ptr_array_free(files, TRUE);
	return status;
}
