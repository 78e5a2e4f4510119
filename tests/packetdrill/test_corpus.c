/* SPDX-License-Identifier: MIT */
/* Every script of the corpus passes under every profile that it is for. All that do not are told of. */
#include <stdio.h>

#include "tests/packetdrill/corpus.h"
#include "tests/suite.h"

static const char *const verdicts[] = {
	[TCPSIM_DRILL_PASS] = "passes",
	[TCPSIM_DRILL_FAIL] = "fails",
	[TCPSIM_DRILL_SKIP] = "is skipped",
};

static void
tell(const char *path, const char *profile, const struct tcpsim_drill_result *result)
{
	fprintf(stderr, "%s:%u: %s under %s: %s\n", path, (unsigned)result->line, verdicts[result->verdict], profile,
		result->words);
	if (result->expected != NULL)
		fprintf(stderr, "  expected %s\n", result->expected);
	if (result->got != NULL)
		fprintf(stderr, "  got      %s\n", result->got);
}

static struct tcpsim_drill *
parse(const char *path, const char *text, gsize n, const struct tcpsim_drill_options *options)
{
	struct tcpsim_diagnostics *diagnostics = NULL;
	struct tcpsim_drill *drill = tcpsim_drill_parse(text, n, path, options, &diagnostics);

	for (size_t i = 0; i < tcpsim_diagnostics_n(diagnostics); i++) {
		char *words = tcpsim_diagnostics_format(diagnostics, i);

		fprintf(stderr, "%s\n", words);
		g_free(words);
	}
	tcpsim_diagnostics_free(diagnostics);
	return drill;
}

/* Returns how many failures there are: 0 or 1. Twice, for a play leaves nothing behind. */
static unsigned
play(const char *path, const char *text, gsize n, const char *profile)
{
	const struct tcpsim_drill_options options = { .profile = profile, .has_python = true };
	struct tcpsim_drill *drill = parse(path, text, n, &options);
	unsigned failed = drill == NULL;

	for (int i = 0; i < 2 && failed == 0; i++) {
		struct tcpsim_drill_result *result = tcpsim_drill_run(drill, &options);

		if (result->verdict != TCPSIM_DRILL_PASS) {
			tell(path, profile, result);
			failed = 1;
		}
		tcpsim_drill_result_free(result);
	}
	tcpsim_drill_free(drill);
	return failed;
}

static unsigned
play_all(const char *path)
{
	struct tcpsim_drill *drill;
	unsigned failed = 0;
	char **profiles;
	char *text;
	gsize n;

	ck_assert(g_file_get_contents(path, &text, &n, NULL));
	drill = parse(path, text, n, NULL);
	if (drill == NULL) {
		g_free(text);
		return 1;
	}
	profiles = corpus_profiles(drill);
	for (char **profile = profiles; *profile != NULL; profile++) {
		if (**profile == '\0')
			continue;
		ck_assert_msg(tcpsim_profile_find(*profile) != NULL, "%s: no profile %s", path, *profile);
		failed += play(path, text, n, *profile);
	}
	g_strfreev(profiles);
	tcpsim_drill_free(drill);
	g_free(text);
	return failed;
}

START_TEST(every_script_passes)
{
	GPtrArray *files = corpus_files(NULL);
	unsigned failed = 0;

	for (guint i = 0; i < files->len; i++)
		failed += play_all((const char *)g_ptr_array_index(files, i));
	printf("%u scripts\n", files->len);
	ck_assert_msg(files->len >= 150, "%u scripts are fewer than 150", files->len);
	g_ptr_array_unref(files);
	ck_assert_msg(failed == 0, "%u plays do not pass", failed);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("packetdrill corpus");
	TCase *tcase = tcase_create("corpus");

	tcase_set_timeout(tcase, 300);
	tcase_add_test(tcase, every_script_passes);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
