/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "sim/command.h"

static const char examples[] =
	"Examples:\n"
	"  tcpsim list              what there is to run, with a line on each\n"
	"  tcpsim list --explored   what there is to explore\n"
	"  tcpsim run lesson/handshake";

/* The title of a built-in, or an empty text after a word on stderr. */
static char *
title_of(const char *name, enum status *status)
{
	struct tcpsim_diagnostics *diagnostics = NULL;
	struct tcpsim_scenario *scenario;
	struct source source;
	char *title = NULL;

	if (source_read_builtin(name, &source)) {
		scenario = tcpsim_scenario_parse(source.text, source.n, source.file, &diagnostics);
		if (scenario != NULL)
			title = g_strdup(tcpsim_scenario_title(scenario));
		else
			complain("%s is no scenario: `tcpsim run %s` says why", source.file, name);
		tcpsim_scenario_free(scenario);
		tcpsim_diagnostics_free(diagnostics);
		source_clear(&source);
	}
	if (title == NULL)
		*status = STATUS_USAGE;
	return title != NULL ? title : g_strdup("");
}

/*
 * The titles below each other. On a terminal a title too long for the line goes on below itself; for other programs
 * each is one line.
 */
static void
print(const char *name, const char *title, size_t width)
{
	uint32_t columns = terminal_columns();
	struct tcpsim_ladder_options options = {
		.is_ascii = !terminal_is_utf8(),
		.columns = columns > 0 ? columns : UINT32_MAX,
	};
	char *words = tcpsim_render_words(title, (uint32_t)width + 2, &options);

	if (*words == '\0')
		output_format("%s\n", name);
	else
		output_format("%-*s  %s", (int)width, name, words + width + 2);
	g_free(words);
}

enum status
command_list(int argc, char **argv)
{
	gboolean only_names = FALSE, only_explored = FALSE;
	const GOptionEntry entries[] = {
		{ "names", 0, 0, G_OPTION_ARG_NONE, &only_names, "names only, for scripts", NULL },
		{ "explored", 0, 0, G_OPTION_ARG_NONE, &only_explored, "those that `tcpsim explore` has bounds for", NULL },
		{ NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL }
	};
	enum status status = STATUS_PASSED;
	char **names;
	size_t width = 0;

	if (!usage_parse("", "List the built-in scenarios.", examples, entries, &argc, &argv, &status))
		return status;
	if (argc > 1)
		return usage_error("list", "list takes no arguments, and %s is one", argv[1]);
	names = builtin_names();
	if (names[0] == NULL) {
		char *places = builtin_places();

		complain_at_length("there are no built-in scenarios: %s", places);
		g_free(places);
		status = STATUS_USAGE;
	}
	if (only_explored)
		cases_keep_explored(names);
	for (char **name = names; *name != NULL; name++)
		width = MAX(width, strlen(*name));
	for (char **name = names; *name != NULL; name++) {
		char *title = only_names ? g_strdup("") : title_of(*name, &status);

		print(*name, title, width);
		g_free(title);
	}
	g_strfreev(names);
	return status;
}
