/* SPDX-License-Identifier: MIT */
/*
 * A script with one expectation changed fails on that line and names that field: for each expectation of each script of
 * the corpus, under each profile that the script is for.
 */
#include <stdio.h>

#include "tests/packetdrill/change.h"
#include "tests/packetdrill/corpus.h"
#include "tests/suite.h"

/* What is counted over all trials. */
struct count {
	const char *path, *profile;
	unsigned tried, found;
};

static const char *const verdicts[] = {
	[TCPSIM_DRILL_PASS] = "passes",
	[TCPSIM_DRILL_FAIL] = "fails",
	[TCPSIM_DRILL_SKIP] = "is skipped",
};

static void
tell(const struct trial *trial, const struct tcpsim_drill_result *result, const char *field, uint32_t line,
	const char *what)
{
	const struct count *count = (const struct count *)trial->data;

	fprintf(stderr, "%s:%u: under %s, with another value of %s: %s, line %u, field %s instead of %s: %s\n",
		count->path, (unsigned)line, count->profile, what, verdicts[result->verdict], (unsigned)result->line,
		result->field != NULL ? result->field : "none", field, result->words != NULL ? result->words : "");
}

static void
play(struct trial *trial, const char *field, uint32_t line, const char *what)
{
	struct count *count = (struct count *)trial->data;
	const struct tcpsim_drill_options options = { .profile = count->profile, .has_python = true };
	struct tcpsim_drill_result *result = tcpsim_drill_run(trial->drill, &options);
	bool is_there = result->line == line || result->line == trial->event->loc.line;

	count->tried++;
	if (result->verdict == TCPSIM_DRILL_FAIL && is_there && g_strcmp0(result->field, field) == 0)
		count->found++;
	else
		tell(trial, result, field, line, what);
	tcpsim_drill_result_free(result);
}

/* What does not pass as it stands says nothing when it is changed. */
static bool
passes(const struct tcpsim_drill *drill, const char *profile)
{
	const struct tcpsim_drill_options options = { .profile = profile, .has_python = true };
	struct tcpsim_drill_result *result = tcpsim_drill_run(drill, &options);
	bool is_passed = result->verdict == TCPSIM_DRILL_PASS;

	tcpsim_drill_result_free(result);
	return is_passed;
}

static void
change_all(struct tcpsim_drill *drill, struct count *count)
{
	struct trial trial = { .drill = drill, .play = play, .data = count };

	for (guint i = 0; i < drill->events->len; i++) {
		struct pkt_event *event = (struct pkt_event *)g_ptr_array_index(drill->events, i);

		trial.event = event;
		switch (event->kind) {
		case PKT_EVENT_PACKET:
			change_packet(&trial, event);
			break;
		case PKT_EVENT_CALL:
			change_call(&trial, event);
			break;
		case PKT_EVENT_COMMAND:
		case PKT_EVENT_CODE:
			break;
		}
	}
}

static void
try_script(const char *path, struct count *count)
{
	struct tcpsim_diagnostics *diagnostics = NULL;
	struct tcpsim_drill *drill;
	char **profiles;
	char *text;
	gsize n;

	ck_assert(g_file_get_contents(path, &text, &n, NULL));
	drill = tcpsim_drill_parse(text, n, path, NULL, &diagnostics);
	tcpsim_diagnostics_free(diagnostics);
	if (drill == NULL) {
		fprintf(stderr, "%s: does not parse, see test_corpus\n", path);
		g_free(text);
		return;
	}
	profiles = corpus_profiles(drill);
	tcpsim_drill_free(drill);
	count->path = path;
	for (char **profile = profiles; *profile != NULL; profile++) {
		const struct tcpsim_drill_options options = { .profile = *profile };

		if (**profile == '\0')
			continue;
		drill = tcpsim_drill_parse(text, n, path, &options, &diagnostics);
		tcpsim_diagnostics_free(diagnostics);
		ck_assert_msg(drill != NULL, "%s does not parse under %s", path, *profile);
		count->profile = *profile;
		if (passes(drill, *profile))
			change_all(drill, count);
		else
			fprintf(stderr, "%s: does not pass under %s, see test_corpus\n", path, *profile);
		tcpsim_drill_free(drill);
	}
	g_strfreev(profiles);
	g_free(text);
}

START_TEST(a_changed_expectation_fails_where_it_stands)
{
	GPtrArray *files = corpus_files(NULL);
	struct count count = { 0 };

	for (guint i = 0; i < files->len; i++)
		try_script((const char *)g_ptr_array_index(files, i), &count);
	printf("%u of %u changes were found, in %u scripts\n", count.found, count.tried, files->len);
	g_ptr_array_unref(files);
	ck_assert_uint_gt(count.tried, 1000);
	ck_assert_msg(count.found == count.tried, "%u changes were not found as they should", count.tried - count.found);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("packetdrill mutants");
	TCase *tcase = tcase_create("mutants");

	tcase_set_timeout(tcase, 600);
	tcase_add_test(tcase, a_changed_expectation_fails_where_it_stands);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
