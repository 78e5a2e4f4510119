/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "sim/command.h"

/* What a search among the built-ins has found. */
struct match {
	const char *name;
	unsigned n;
	GString *all; /* their names, for the case that there are several */
};

static const char *
last_component(const char *name)
{
	const char *slash = strrchr(name, '/');

	return slash != NULL ? slash + 1 : name;
}

static bool
is_same(const char *name, const char *wanted)
{
	return strcmp(name, wanted) == 0;
}

static bool
is_same_at_end(const char *name, const char *wanted)
{
	return strcmp(last_component(name), wanted) == 0;
}

static bool
has_beginning(const char *name, const char *wanted)
{
	return g_str_has_prefix(name, wanted) || g_str_has_prefix(last_component(name), wanted);
}

static struct match
search(char **names, const char *wanted, bool (*matches)(const char *, const char *))
{
	struct match match = { .all = g_string_new(NULL) };

	for (char **name = names; *name != NULL; name++) {
		if (!matches(*name, wanted))
			continue;
		match.name = *name;
		g_string_append_printf(match.all, "%s%s", match.n > 0 ? ", " : "", *name);
		match.n++;
	}
	return match;
}

/* Tell that nothing has that name, and what might have been meant. */
static void
complain_unknown(char **names, const char *wanted)
{
	GPtrArray *candidates = g_ptr_array_new();
	const char *guess;

	for (char **name = names; *name != NULL; name++)
		g_ptr_array_add(candidates, *name);
	for (char **name = names; *name != NULL; name++)
		g_ptr_array_add(candidates, (gpointer)last_component(*name));
	g_ptr_array_add(candidates, NULL);
	guess = tcpsim_word_nearest(wanted, (const char *const *)candidates->pdata);
	if (names[0] == NULL) {
		char *places = builtin_places();

		complain_at_length("no file is called %s, and there are no built-in scenarios: %s", wanted, places);
		g_free(places);
	} else if (guess != NULL) {
		complain("no file and no built-in scenario is called %s, did you mean %s?", wanted, guess);
	} else {
		complain("no file and no built-in scenario is called %s; `tcpsim list` has the built-in ones", wanted);
	}
	g_ptr_array_free(candidates, TRUE);
}

/* The built-in's whole name first, then its last component, then a beginning that only one has. */
static bool
find_builtin(char **names, const char *wanted, struct source *source)
{
	bool (*const ways[])(const char *, const char *) = { is_same, is_same_at_end, has_beginning };

	for (size_t i = 0; i < G_N_ELEMENTS(ways) && *wanted != '\0'; i++) {
		struct match match = search(names, wanted, ways[i]);
		bool is_found = match.n == 1 && source_read_builtin(match.name, source);

		if (match.n > 1)
			complain_at_length("%s may be any of %s", wanted, match.all->str);
		g_string_free(match.all, TRUE);
		if (match.n > 0)
			return is_found;
	}
	complain_unknown(names, wanted);
	return false;
}

bool
source_find(const char *argument, struct source *source)
{
	bool is_directory = g_file_test(argument, G_FILE_TEST_IS_DIR);
	bool is_named_as_file =
		g_str_has_suffix(argument, ".scn") || g_path_is_absolute(argument) || argument[0] == '.';
	char **names;
	char *wanted;
	bool is_found;

	if (strcmp(argument, "-") == 0 || (!is_directory && g_file_test(argument, G_FILE_TEST_EXISTS)))
		return source_read_file(argument, source);
	names = builtin_names();
	wanted = g_str_has_suffix(argument, ".scn") ? g_strndup(argument, strlen(argument) - 4) : g_strdup(argument);
	if (is_named_as_file && !g_strv_contains((const char *const *)names, wanted))
		is_found = source_read_file(argument, source);
	else if (is_directory && !g_strv_contains((const char *const *)names, wanted))
		is_found = source_read_file(argument, source);
	else
		is_found = find_builtin(names, wanted, source);
	g_free(wanted);
	g_strfreev(names);
	return is_found;
}
