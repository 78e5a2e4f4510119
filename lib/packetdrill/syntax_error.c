/* SPDX-License-Identifier: MIT */
#include <string.h>

#include <tcpsim/word.h>

#include "lib/packetdrill/syntax_error.h"

/* Syntax errors as sentences. */

/* More are not listed. */
#define MAX_LISTED 6

/* The token as it is quoted: its first line, and not all of a long one. */
static char *
quoted(const struct pkt_parser *p, const struct tcpsim_place *loc, bool is_at_end)
{
	struct tcpsim_place front = { loc->line, loc->column, MIN(loc->length, 40) };
	size_t n;
	const char *text;
	char *copy, *fit;

	if (is_at_end)
		return g_strdup("the end of the script");
	if (p->replacing != NULL)
		return g_strdup(p->replacing->value);
	text = tcpsim_text_at(p->source, &front, &n);
	copy = g_strndup(text, n);
	fit = g_strstrip(g_utf8_make_valid(copy, -1));
	g_free(copy);
	return fit;
}

/* One of the words that could stand there, which this is nearly. */
static const char *
meant(const char *word, const char *const *expected)
{
	const char *words[32];
	size_t n = 0;

	if (!g_ascii_isalpha(word[0]))
		return NULL;
	for (size_t i = 0; expected[i] != NULL && n < G_N_ELEMENTS(words) - 1; i++)
		if (g_ascii_isalpha(expected[i][0]) && strchr(expected[i], ' ') == NULL)
			words[n++] = expected[i];
	words[n] = NULL;
	return tcpsim_word_nearest(word, words);
}

/* A sign that would be read as one of the sentence is called by its name. */
static const char *
called(const char *sign)
{
	if (strcmp(sign, ",") == 0)
		return "a comma";
	return strcmp(sign, ".") == 0 ? "a dot" : sign;
}

static void
append_expected(GString *out, const char *const *expected)
{
	size_t n = 0;

	while (expected[n] != NULL)
		n++;
	if (n == 0 || n > MAX_LISTED)
		return;
	g_string_append(out, ": expected ");
	for (size_t i = 0; i < n; i++)
		g_string_append_printf(out, "%s%s", i == 0 ? "" : i + 1 < n ? ", " : " or ", called(expected[i]));
}

void
tcpsim_pkt_syntax_error(struct pkt_parser *p, const struct tcpsim_place *loc, bool is_at_end,
	const char *const *expected)
{
	char *found = quoted(p, loc, is_at_end);
	const char *best = is_at_end ? NULL : meant(found, expected);
	GString *out = g_string_new(NULL);

	if (is_at_end)
		g_string_append(out, "the script ends within an event");
	else if (p->event == NULL)
		g_string_append_printf(out, "%s cannot stand here, where an event begins with its time", found);
	else
		g_string_append_printf(out, "%s cannot stand here", found);
	if (best != NULL)
		g_string_append_printf(out, ", did you mean %s?", best);
	else if (p->event != NULL || is_at_end)
		append_expected(out, expected);
	g_free(found);
	tcpsim_pkt_error_take(p, loc, g_string_free(out, FALSE));
}
