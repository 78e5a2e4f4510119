/* SPDX-License-Identifier: MIT */
/*
 * What is skipped is skipped by the name that docs/packetdrill.md has for it: each script in tests/packetdrill/skipped has
 * its name in a comment, `// skipped as splice()`, and each name of the table there has a script; so do the socket
 * options that are known and not played.
 */
#include <stdio.h>

#include "lib/packetdrill/socket_options.h"
#include "tests/packetdrill/corpus.h"
#include "tests/suite.h"

#define MARK "// skipped as "

static char *document;

static struct tcpsim_drill_result *
play(const char *path, const char *text, const char *profile)
{
	const struct tcpsim_drill_options options = { .profile = profile, .has_python = true };
	struct tcpsim_diagnostics *diagnostics = NULL;
	struct tcpsim_drill *drill = tcpsim_drill_parse(text, strlen(text), path, &options, &diagnostics);
	struct tcpsim_drill_result *result;

	ck_assert_msg(drill != NULL, "%s does not parse", path);
	result = tcpsim_drill_run(drill, &options);
	tcpsim_drill_free(drill);
	tcpsim_diagnostics_free(diagnostics);
	return result;
}

/* The name by which a script says that it is skipped. Free with g_free(). */
static char *
name_of(const char *path, const char *text)
{
	const char *mark = strstr(text, MARK);

	ck_assert_msg(mark != NULL, "%s does not say as what it is skipped", path);
	mark += strlen(MARK);
	return g_strndup(mark, strcspn(mark, "\n"));
}

static void
check_script(const char *path, GHashTable *names)
{
	struct tcpsim_drill_result *result;
	char *text, *name;

	ck_assert(g_file_get_contents(path, &text, NULL, NULL));
	name = name_of(path, text);
	result = play(path, text, NULL);
	ck_assert_msg(result->verdict == TCPSIM_DRILL_SKIP && g_str_has_prefix(result->words, name),
		"%s is not skipped as %s: %s", path, name, result->words != NULL ? result->words : "it passes");
	g_hash_table_add(names, name);
	tcpsim_drill_result_free(result);
	g_free(text);
}

/* All names of scripts. Free with g_hash_table_unref(). */
static GHashTable *
check_scripts(void)
{
	GHashTable *names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	GPtrArray *files = corpus_files("skipped");

	for (guint i = 0; i < files->len; i++)
		check_script((const char *)g_ptr_array_index(files, i), names);
	ck_assert_uint_gt(files->len, 30);
	g_ptr_array_unref(files);
	return names;
}

/* Whether a row of the table has that name in backquotes. */
static bool
is_documented(const char *name)
{
	char *quoted = g_strdup_printf("`%s`", name);
	bool is = strstr(document, quoted) != NULL;

	g_free(quoted);
	return is;
}

START_TEST(what_the_document_names_is_skipped_by_that_name)
{
	GHashTable *names = check_scripts();
	const char *table = strstr(document, "| skipped as |");
	char **lines;

	ck_assert_ptr_nonnull(table);
	lines = g_strsplit(table, "\n", -1);
	for (char **line = lines + 2; g_str_has_prefix(*line, "| `"); line++) {
		char **cells = g_strsplit(*line, " | ", 2);
		char **parts = g_strsplit(cells[0], "`", -1);

		/* Every second part stands between backquotes. */
		for (guint i = 1; i < g_strv_length(parts); i += 2)
			ck_assert_msg(g_hash_table_contains(names, parts[i]), "no script in tests/packetdrill/skipped is skipped as %s", parts[i]);
		g_strfreev(parts);
		g_strfreev(cells);
	}
	g_strfreev(lines);
	g_hash_table_unref(names);
}
END_TEST

START_TEST(what_is_skipped_by_name_stands_in_the_document)
{
	GHashTable *names = check_scripts();
	GHashTableIter iter;
	gpointer name;

	g_hash_table_iter_init(&iter, names);
	while (g_hash_table_iter_next(&iter, &name, NULL)) {
		/* What is not known at all has no row. */
		bool is_unknown = strstr((const char *)name, "wonder") != NULL || strstr((const char *)name, "WONDER") != NULL ||
			g_str_has_prefix(name, "the call") || g_str_has_prefix(name, "the command");

		ck_assert_msg(is_unknown || is_documented(name), "docs/packetdrill.md does not say that `%s` is skipped",
			(const char *)name);
	}
	g_hash_table_unref(names);
}
END_TEST

static const char *
level_of(enum pkt_option_level level)
{
	switch (level) {
	case PKT_LEVEL_SOCKET:
		return "SOL_SOCKET";
	case PKT_LEVEL_TCP:
		return "IPPROTO_TCP";
	case PKT_LEVEL_IP:
		return "IPPROTO_IP";
	case PKT_LEVEL_IPV6:
		break;
	}
	return "IPPROTO_IPV6";
}

/* Under Linux's profile or FreeBSD's, whichever has the option. */
static void
check_option(const struct pkt_socket_option *option)
{
	const char *name = tcpsim_pkt_constant_name(option->name);
	char *text = g_strdup_printf("0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 setsockopt(3, %s, %s, [1], 4) = 0\n",
		level_of(option->level), name);
	struct tcpsim_drill_result *linux_result = play(name, text, "linux");
	struct tcpsim_drill_result *freebsd_result = play(name, text, "freebsd");
	char *beginning = g_strconcat(name, ": ", NULL);

	ck_assert_msg(g_str_has_prefix(linux_result->words, beginning) || g_str_has_prefix(freebsd_result->words, beginning),
		"%s is skipped as %s and %s", name, linux_result->words, freebsd_result->words);
	ck_assert_msg(is_documented(name), "docs/packetdrill.md does not say that `%s` is skipped", name);
	g_free(beginning);
	g_free(text);
	tcpsim_drill_result_free(linux_result);
	tcpsim_drill_result_free(freebsd_result);
}

START_TEST(socket_options_that_are_not_played_are_skipped_by_name)
{
	size_t n;
	const struct pkt_socket_option *options = tcpsim_pkt_socket_options(&n);
	unsigned checked = 0;

	for (size_t i = 0; i < n; i++) {
		if (options[i].kind != PKT_SOCKOPT_UNPLAYED)
			continue;
		check_option(&options[i]);
		checked++;
	}
	ck_assert_uint_gt(checked, 0);
}
END_TEST

static void
read_document(void)
{
	const char *tree = g_getenv("TCPSIM_SRCDIR");
	char *path = g_build_filename(tree != NULL ? tree : ".", "docs/packetdrill.md", NULL);

	ck_assert_msg(g_file_get_contents(path, &document, NULL, NULL), "%s cannot be read", path);
	g_free(path);
}

static void
free_document(void)
{
	g_free(document);
}

int
main(void)
{
	Suite *suite = suite_create("packetdrill skipped");
	TCase *tcase = tcase_create("skipped");

	tcase_add_unchecked_fixture(tcase, read_document, free_document);
	tcase_add_test(tcase, what_the_document_names_is_skipped_by_that_name);
	tcase_add_test(tcase, what_is_skipped_by_name_stands_in_the_document);
	tcase_add_test(tcase, socket_options_that_are_not_played_are_skipped_by_name);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
