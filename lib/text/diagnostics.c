/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/text/text_private.h"

/* A list of diagnostics, and the text that they are about. */
struct tcpsim_diagnostics {
	struct tcpsim_text *text;
	GPtrArray *all; /* struct tcpsim_diagnostic */
};

/* A longer line is shown in part, around the place. */
#define SHOWN_COLUMNS 160
#define SHOWN_BEFORE 60

static void
free_diagnostic(gpointer data)
{
	struct tcpsim_diagnostic *diagnostic = data;

	g_free(diagnostic->words);
	g_free(diagnostic);
}

struct tcpsim_diagnostics *
tcpsim_diagnostics_new(struct tcpsim_text *text)
{
	struct tcpsim_diagnostics *list = g_new0(struct tcpsim_diagnostics, 1);

	list->text = tcpsim_text_ref(text);
	list->all = g_ptr_array_new_with_free_func(free_diagnostic);
	return list;
}

void
tcpsim_diagnostics_add(struct tcpsim_diagnostics *list, enum tcpsim_severity severity,
	const struct tcpsim_place *place, char *words)
{
	struct tcpsim_diagnostic *diagnostic = g_new0(struct tcpsim_diagnostic, 1);

	diagnostic->severity = severity;
	diagnostic->line = place->line;
	diagnostic->column = place->column;
	diagnostic->length = place->length > 0 ? place->length : 1;
	diagnostic->words = words;
	g_ptr_array_add(list->all, diagnostic);
}

static int
compare(gconstpointer a, gconstpointer b)
{
	const struct tcpsim_diagnostic *left = *(struct tcpsim_diagnostic *const *)a;
	const struct tcpsim_diagnostic *right = *(struct tcpsim_diagnostic *const *)b;

	if (left->line != right->line)
		return left->line < right->line ? -1 : 1;
	if (left->column != right->column)
		return left->column < right->column ? -1 : 1;
	return strcmp(left->words, right->words);
}

/* In order of the text: no two are equal in all three, so that the order does not hang on how GLib sorts. */
void
tcpsim_diagnostics_sort(struct tcpsim_diagnostics *list)
{
	g_ptr_array_sort(list->all, compare);
}

size_t
tcpsim_diagnostics_n(const struct tcpsim_diagnostics *list)
{
	return list != NULL ? list->all->len : 0;
}

const struct tcpsim_diagnostic *
tcpsim_diagnostics_get(const struct tcpsim_diagnostics *list, size_t i)
{
	return i < tcpsim_diagnostics_n(list) ? g_ptr_array_index(list->all, i) : NULL;
}

/* How many columns of a terminal a character takes. */
static unsigned
width(const char *text)
{
	gunichar u = g_utf8_get_char(text);

	return g_unichar_iszerowidth(u) ? 0 : g_unichar_iswide(u) ? 2 : 1;
}

/* The line, and below it blanks up to the place and a caret with tildes under the rest of it. */
static void
show_line(GString *out, const struct tcpsim_text *whole, const struct tcpsim_diagnostic *diagnostic)
{
	size_t n;
	const char *text = tcpsim_text_line(whole, diagnostic->line, &n);
	const char *end = text + n;
	uint32_t first = 1, column = 1;
	GString *below = g_string_new("      | ");

	if (g_utf8_strlen(text, (gssize)n) > SHOWN_COLUMNS && diagnostic->column > SHOWN_BEFORE)
		first = diagnostic->column - SHOWN_BEFORE;
	g_string_append_printf(out, "%5u | ", diagnostic->line);
	if (first > 1) {
		g_string_append(out, "…");
		g_string_append_c(below, ' ');
	}
	for (; text < end && column < first + SHOWN_COLUMNS; text = g_utf8_next_char(text), column++) {
		if (column < first)
			continue;
		g_string_append_len(out, text, g_utf8_next_char(text) - text);
		if (column < diagnostic->column)
			g_string_append(below, *text == '\t' ? "\t" : &"  "[2 - width(text)]);
		else if (column > diagnostic->column && column - diagnostic->column < diagnostic->length)
			g_string_append(below, &"~~"[2 - width(text)]);
		else if (column == diagnostic->column)
			g_string_append(below, width(text) == 2 ? "^~" : "^");
	}
	if (text < end)
		g_string_append(out, "…");
	if (column <= diagnostic->column) /* at the end of the line */
		g_string_append_c(below, '^');
	g_string_append_printf(out, "\n%s\n", below->str);
	g_string_free(below, TRUE);
}

char *
tcpsim_diagnostics_format(const struct tcpsim_diagnostics *list, size_t i)
{
	const struct tcpsim_diagnostic *diagnostic = tcpsim_diagnostics_get(list, i);
	GString *out = g_string_new(NULL);

	if (diagnostic == NULL)
		return g_string_free(out, FALSE);
	g_string_append_printf(out, "%s:%u:%u: %s: %s\n", list->text->name, diagnostic->line, diagnostic->column,
		diagnostic->severity == TCPSIM_SEVERITY_ERROR ? "error" : "warning", diagnostic->words);
	show_line(out, list->text, diagnostic);
	return g_string_free(out, FALSE);
}

void
tcpsim_diagnostics_free(struct tcpsim_diagnostics *list)
{
	if (list == NULL)
		return;
	tcpsim_text_unref(list->text);
	g_ptr_array_free(list->all, TRUE);
	g_free(list);
}
