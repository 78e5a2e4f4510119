/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "sim/drill.h"

/* What XML 1.0 has no name for is not written. */
static char *
plain(const char *text)
{
	char *valid = g_utf8_make_valid(text, -1);
	GString *kept = g_string_new(NULL);

	for (const char *at = valid; *at != '\0'; at = g_utf8_next_char(at)) {
		gunichar c = g_utf8_get_char(at);

		if ((c >= 0x20 || c == '\n' || c == '\t') && c != 0xfffe && c != 0xffff)
			g_string_append_unichar(kept, c);
		else
			g_string_append_c(kept, '?');
	}
	g_free(valid);
	return g_string_free(kept, FALSE);
}

/* ` name="text"`, or with no name text between tags. */
static void
add_text(GString *xml, const char *name, const char *text)
{
	char *kept = plain(text), *markup = g_markup_escape_text(kept, -1);
	GString *escaped = g_string_new(markup);

	if (name != NULL) {
		/* As they stand in an attribute they would be read as blanks. */
		g_string_replace(escaped, "\n", "&#10;", 0);
		g_string_replace(escaped, "\t", "&#9;", 0);
		g_string_append_printf(xml, " %s=\"%s\"", name, escaped->str);
	} else {
		g_string_append(xml, escaped->str);
	}
	g_string_free(escaped, TRUE);
	g_free(markup);
	g_free(kept);
}

static void
add_seconds(GString *xml, int64_t us)
{
	char seconds[G_ASCII_DTOSTR_BUF_SIZE];

	g_ascii_formatd(seconds, sizeof(seconds), "%.6f", (double)us * 1e-6);
	g_string_append_printf(xml, " time=\"%s\"", seconds);
}

/* Both sides with their marks, the ladder: what people read. */
static void
add_details(GString *xml, const struct drill_outcome *outcome)
{
	GString *text = g_string_new(NULL);
	char *expected = drill_carets(outcome->expected_at, outcome->expected_n);
	char *got = drill_carets(outcome->got_at, outcome->got_n);

	if (outcome->line > 0)
		g_string_append_printf(text, "%s:%u\n", outcome->file, (unsigned)outcome->line);
	if (outcome->expected != NULL)
		g_string_append_printf(text, "expected %s\n         %s\n", outcome->expected, expected);
	if (outcome->got != NULL)
		g_string_append_printf(text, "got      %s\n         %s\n", outcome->got, got);
	if (outcome->trouble != NULL)
		g_string_append(text, outcome->trouble);
	if (outcome->ladder != NULL)
		g_string_append_printf(text, "\n%s", outcome->ladder);
	add_text(xml, NULL, text->str);
	g_string_free(text, TRUE);
	g_free(expected);
	g_free(got);
}

static const char *
element_of(enum drill_ending ending)
{
	switch (ending) {
	case DRILL_PASSED:
		return NULL;
	case DRILL_FAILED:
		return "failure";
	case DRILL_WRONG:
		return "error";
	case DRILL_SKIPPED:
	case DRILL_CUT:
		break;
	}
	return "skipped";
}

static void
add_case(GString *xml, const struct drill_outcome *outcome)
{
	const char *element = element_of(outcome->ending);
	char *folder = g_path_get_dirname(outcome->file), *name = g_path_get_basename(outcome->file);

	g_string_append(xml, "    <testcase");
	add_text(xml, "classname", folder);
	add_text(xml, "name", name);
	add_text(xml, "file", outcome->file);
	add_seconds(xml, outcome->elapsed_us);
	g_string_append(xml, ">\n");
	if (element != NULL) {
		g_string_append_printf(xml, "      <%s", element);
		add_text(xml, "message", outcome->words != NULL ? outcome->words :
				outcome->ending == DRILL_CUT            ? "interrupted"
								        : "it cannot be read, or does not parse");
		if (outcome->field != NULL)
			add_text(xml, "type", outcome->field);
		g_string_append_c(xml, '>');
		add_details(xml, outcome);
		g_string_append_printf(xml, "</%s>\n", element);
	}
	g_string_append(xml, "    </testcase>\n");
	g_free(folder);
	g_free(name);
}

/* The figures of all, as attributes. */
static void
add_figures(GString *xml, const GPtrArray *outcomes)
{
	unsigned failures = 0, errors = 0, skipped = 0;
	int64_t elapsed_us = 0;

	for (guint i = 0; i < outcomes->len; i++) {
		const struct drill_outcome *outcome = g_ptr_array_index(outcomes, i);

		failures += outcome->ending == DRILL_FAILED;
		errors += outcome->ending == DRILL_WRONG;
		skipped += outcome->ending == DRILL_SKIPPED || outcome->ending == DRILL_CUT;
		elapsed_us += outcome->elapsed_us;
	}
	g_string_append_printf(xml, " tests=\"%u\" failures=\"%u\" errors=\"%u\" skipped=\"%u\"", outcomes->len, failures,
		errors, skipped);
	add_seconds(xml, elapsed_us);
}

static int
write_xml(FILE *file, const void *data)
{
	return fputs(data, file) == EOF ? -1 : 0;
}

bool
drill_junit_is_apart(const struct drill_request *request, const GPtrArray *files)
{
	/* Standard output has the verdicts. */
	if (g_strcmp0(request->junit, "-") == 0) {
		usage_error("drill", "--junit=FILE is a file, and not standard output, which tells of each script");
		return false;
	}
	for (guint i = 0; i < files->len; i++) {
		const char *file = g_ptr_array_index(files, i);

		if (strcmp(file, "-") != 0 && keep_is_same(request->junit, file)) {
			complain("--junit %s would overwrite the script %s", request->junit, file);
			return false;
		}
	}
	return true;
}

bool
drill_junit(const struct drill_request *request, const GPtrArray *outcomes)
{
	GString *xml = g_string_new("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"tcpsim drill\"");
	const char *profile = request->options.profile;
	bool is_written;

	add_figures(xml, outcomes);
	g_string_append(xml, ">\n  <testsuite");
	add_text(xml, "name", profile != NULL ? profile : "tcpsim drill");
	add_figures(xml, outcomes);
	g_string_append(xml, ">\n");
	for (guint i = 0; i < outcomes->len; i++)
		add_case(xml, g_ptr_array_index(outcomes, i));
	g_string_append(xml, "  </testsuite>\n</testsuites>\n");
	is_written = keep_file(request->junit, write_xml, xml->str);
	g_string_free(xml, TRUE);
	return is_written;
}
