/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "sim/explain.h"

/* Tell of a line of the table, if it is that of the name: `NAME\tNUMBER\tSCENARIO...`. */
static bool
tell_line(const struct explain_request *request, const char *line, const char *name)
{
	char **parts = g_strsplit(line, "\t", 3);
	bool is_it = g_strv_length(parts) == 3 && g_ascii_strcasecmp(parts[0], name) == 0;

	if (is_it) {
		char **scenarios = g_strsplit(parts[2], " ", -1), *names = g_strjoinv(", ", scenarios);
		guint64 n = g_ascii_strtoull(parts[1], NULL, 10), more = n - MIN(n, g_strv_length(scenarios));
		GString *words = g_string_new(NULL);

		g_string_append_printf(words, "To be seen with tcpsim run: %s", names);
		if (more > 0)
			g_string_append_printf(words, ", and %" G_GUINT64_FORMAT " more", more);
		output_words(&request->page, words->str, 2);
		g_string_free(words, TRUE);
		g_free(names);
		g_strfreev(scenarios);
	}
	g_strfreev(parts);
	return is_it;
}

void
explain_shown(const struct explain_request *request, const char *name)
{
	char *path = builtin_path("shown.tsv"), *text = NULL;

	if (g_file_get_contents(path, &text, NULL, NULL)) {
		char **lines = g_strsplit(text, "\n", -1);

		for (char **line = lines; *line != NULL && !tell_line(request, *line, name);)
			line++;
		g_strfreev(lines);
	}
	g_free(text);
	g_free(path);
}
