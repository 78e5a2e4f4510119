/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "sim/drill.h"

/* In a description `#` begins a directive and `\` quotes; it is one line. */
static void
write_description(const char *text)
{
	GString *line = g_string_new(NULL);
	char *valid = g_utf8_make_valid(text, -1);

	for (const char *c = valid; *c != '\0'; c++) {
		if (*c == '#' || *c == '\\')
			g_string_append_c(line, '\\');
		g_string_append_c(line, g_ascii_iscntrl(*c) ? ' ' : *c);
	}
	output_text(line->str);
	g_free(valid);
	g_string_free(line, TRUE);
}

/* `  name: "text"`, in YAML's double quotes, which are those of JSON. */
static void
write_text(const char *name, const char *text)
{
	GString *quoted;
	char *valid;

	if (text == NULL)
		return;
	valid = g_utf8_make_valid(text, -1);
	quoted = g_string_new(NULL);
	for (const char *c = valid; *c != '\0'; c++) {
		if (*c == '"' || *c == '\\')
			g_string_append_printf(quoted, "\\%c", *c);
		else if (g_ascii_iscntrl(*c))
			g_string_append_printf(quoted, "\\u%04x", (unsigned)(unsigned char)*c);
		else
			g_string_append_c(quoted, *c);
	}
	output_format("  %s: \"%s\"\n", name, quoted->str);
	g_string_free(quoted, TRUE);
	g_free(valid);
}

/* Lines, as they are. */
static void
write_lines(const char *name, const char *text)
{
	char *valid = g_utf8_make_valid(text, -1);
	char **lines = g_strsplit(g_strchomp(valid), "\n", -1);

	output_format("  %s: |-\n", name);
	for (char **line = lines; *line != NULL; line++) {
		for (char *c = *line; *c != '\0'; c++) {
			if (g_ascii_iscntrl(*c))
				*c = ' ';
		}
		output_format("    %s\n", *line);
	}
	g_strfreev(lines);
	g_free(valid);
}

static void
write_block(const struct drill_outcome *outcome)
{
	output_text("  ---\n");
	if (outcome->words == NULL && outcome->trouble != NULL)
		write_lines("message", outcome->trouble);
	write_text("message", outcome->words);
	if (outcome->line > 0)
		output_format("  line: %u\n", (unsigned)outcome->line);
	write_text("field", outcome->field);
	write_text("expected", outcome->expected);
	write_text("got", outcome->got);
	output_text("  ...\n");
}

/* A ladder, or what code has printed, as lines that a harness passes over. */
static void
write_comment(const char *text)
{
	char **lines = g_strsplit(text, "\n", -1);

	for (char **line = lines; *line != NULL; line++) {
		if (line[1] != NULL || **line != '\0')
			output_format("# %s\n", *line);
	}
	g_strfreev(lines);
}

void
drill_tap_begin(size_t n)
{
	output_format("TAP version 14\n1..%zu%s\n", n, n == 0 ? " # SKIP there are no scripts" : "");
}

void
drill_tap(const struct drill_request *request, size_t number, const struct drill_outcome *outcome)
{
	bool is_good = outcome->ending == DRILL_PASSED || outcome->ending == DRILL_SKIPPED;

	output_format("%s %zu - ", is_good ? "ok" : "not ok", number);
	write_description(outcome->file);
	if (outcome->ending == DRILL_SKIPPED) {
		char *why = g_strdup_printf("line %u: %s", (unsigned)outcome->line, outcome->words);

		output_text(" # SKIP ");
		write_description(why);
		g_free(why);
	}
	output_text("\n");
	if (!is_good)
		write_block(outcome);
	if (outcome->said != NULL && !(request->is_quiet && is_good))
		write_comment(outcome->said);
	if (outcome->ladder != NULL)
		write_comment(outcome->ladder);
}
