/* SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <string.h>

#include "sim/command.h"

enum status
usage_error(const char *command, const char *format, ...)
{
	va_list arguments;
	char *text;

	va_start(arguments, format);
	text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	complain("%s", text);
	complain("`tcpsim help%s%s` tells more", command != NULL ? " " : "", command != NULL ? command : "");
	g_free(text);
	return STATUS_USAGE;
}

/* The option that was most likely meant, with its dashes, or NULL; `message` is GLib's. Free with g_free(). */
static char *
guess_option(char **argv, int argc, const GOptionEntry *entries)
{
	GPtrArray *names = g_ptr_array_new();
	char *guess = NULL;

	for (const GOptionEntry *entry = entries; entry->long_name != NULL; entry++) {
		if (entry->long_name[0] != '\0')
			g_ptr_array_add(names, (gpointer)entry->long_name);
	}
	g_ptr_array_add(names, (gpointer) "help");
	g_ptr_array_add(names, NULL);
	for (int i = 1; i < argc && guess == NULL; i++) {
		char *name = g_str_has_prefix(argv[i], "--") ? g_strndup(argv[i] + 2, strcspn(argv[i] + 2, "=")) : NULL;
		const char *best = name != NULL ? tcpsim_word_nearest(name, (const char *const *)names->pdata) : NULL;

		if (best != NULL && g_strcmp0(best, name) != 0)
			guess = g_strconcat("--", best, NULL);
		g_free(name);
	}
	g_ptr_array_free(names, TRUE);
	return guess;
}

static enum status
tell_error(const char *command, const GError *error, char **argv, int argc, const GOptionEntry *entries)
{
	/* GLib begins with a capital letter, we do not. */
	char *words = g_strdup(error->message);
	char *guess = NULL;
	enum status status;

	words[0] = g_ascii_tolower(words[0]);
	if (g_error_matches(error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION))
		guess = guess_option(argv, argc, entries);
	if (guess != NULL)
		status = usage_error(command, "%s, did you mean %s?", words, guess);
	else
		status = usage_error(command, "%s", words);
	g_free(words);
	g_free(guess);
	return status;
}

/* GLib writes an ellipsis whatever the locale's characters are. */
static void
print_help(GOptionContext *context)
{
	char *text = g_option_context_get_help(context, TRUE, NULL);
	char **parts = g_strsplit(text, "\xe2\x80\xa6", -1);
	char *plain = g_strjoinv("...", parts);

	output_text(plain);
	g_free(plain);
	g_strfreev(parts);
	g_free(text);
}

/* The `--` that ends the options is no argument; GLib leaves it there if one with a dash follows. */
static void
drop_separator(int *argc, char **argv)
{
	if (*argc < 2 || strcmp(argv[1], "--") != 0)
		return;
	memmove(argv + 1, argv + 2, sizeof(*argv) * (size_t)(*argc - 1));
	--*argc;
}

bool
usage_parse(const char *synopsis, const char *words, const char *examples, const GOptionEntry *entries, int *argc,
	char ***argv, enum status *status)
{
	GOptionContext *context = g_option_context_new(synopsis);
	const char *command = (*argv)[0];
	char *program = g_strconcat("tcpsim ", command, NULL);
	gboolean asks_help = FALSE;
	const GOptionEntry help[] = { { "help", 'h', 0, G_OPTION_ARG_NONE, &asks_help, "tell this", NULL },
		{ NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL } };
	GError *error = NULL;
	bool goes_on = false;

	if (complete_options(entries)) {
		g_option_context_free(context);
		g_free(program);
		*status = STATUS_PASSED;
		return false;
	}
	g_set_prgname(program);
	g_option_context_set_help_enabled(context, FALSE);
	g_option_context_set_summary(context, words);
	g_option_context_set_description(context, examples);
	g_option_context_add_main_entries(context, entries, NULL);
	g_option_context_add_main_entries(context, help, NULL);
	if (!g_option_context_parse(context, argc, argv, &error)) {
		*status = tell_error(command, error, *argv, *argc, entries);
		g_error_free(error);
	} else if (asks_help) {
		print_help(context);
		*status = STATUS_PASSED;
	} else {
		drop_separator(argc, *argv);
		goes_on = true;
	}
	g_option_context_free(context);
	g_free(program);
	return goes_on;
}
