/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/render/render_private.h"

static uint32_t
width_of(gunichar c)
{
	if (g_unichar_iszerowidth(c))
		return 0;
	return g_unichar_iswide(c) ? 2 : 1;
}

uint32_t
tcpsim_text_width(const char *text)
{
	uint32_t width = 0;

	for (; *text != '\0'; text = g_utf8_next_char(text))
		width += width_of(g_utf8_get_char(text));
	return width;
}

size_t
tcpsim_text_fit(const char *text, uint32_t columns)
{
	const char *at = text;

	for (; *at != '\0'; at = g_utf8_next_char(at)) {
		uint32_t width = width_of(g_utf8_get_char(at));

		if (width > columns)
			break;
		columns -= width;
	}
	return (size_t)(at - text);
}

/* Whether a character may stand on a line as it is: what has no width could hide, or change what stands before it. */
static bool
is_plain(gunichar c, bool is_ascii)
{
	if (c < 0x80)
		return c >= 0x20 && c != 0x7f;
	return !is_ascii && g_unichar_isprint(c) && !g_unichar_iszerowidth(c) && c != 0x2028 && c != 0x2029;
}

/* Append one character of the n octets, or an escape for one octet. Returns the octets that it took. */
static size_t
append_clean(GString *clean, const char *octets, size_t n, bool is_ascii)
{
	gunichar c = g_utf8_get_char_validated(octets, (gssize)n);
	size_t taken;

	if (c == (gunichar)-1 || c == (gunichar)-2 || c == 0)
		taken = 1;
	else
		taken = (size_t)(g_utf8_next_char(octets) - octets);
	if (c != (gunichar)-1 && c != (gunichar)-2 && is_plain(c, is_ascii)) {
		g_string_append_len(clean, octets, (gssize)taken);
	} else if (c == '\n') {
		g_string_append(clean, "\\n");
	} else if (c == '\r') {
		g_string_append(clean, "\\r");
	} else if (c == '\t') {
		g_string_append(clean, "\\t");
	} else {
		for (size_t i = 0; i < taken; i++)
			g_string_append_printf(clean, "\\x%02x", (unsigned)(unsigned char)octets[i]);
	}
	return taken;
}

char *
tcpsim_text_clean(const char *text, bool is_ascii)
{
	GString *clean = g_string_new(NULL);
	size_t n = strlen(text);

	for (size_t i = 0; i < n;)
		i += append_clean(clean, text + i, n - i, is_ascii);
	return g_string_free(clean, FALSE);
}

char *
tcpsim_text_quote(const uint8_t *octets, size_t n, uint32_t columns, bool is_ascii)
{
	const char *ellipsis = is_ascii ? "..." : "…";
	uint32_t spare = 2 + tcpsim_text_width(ellipsis);
	GString *clean = g_string_new("\"");
	uint32_t width = 0;
	size_t i = 0;

	while (i < n) {
		size_t before = clean->len;

		if (octets[i] == '"' || octets[i] == '\\')
			g_string_append_c(clean, '\\');
		i += append_clean(clean, (const char *)octets + i, n - i, is_ascii);
		width += tcpsim_text_width(clean->str + before);
		if (width + (i < n ? spare : 2) > columns) {
			g_string_truncate(clean, before);
			g_string_append_c(clean, '"');
			g_string_append(clean, ellipsis);
			return g_string_free(clean, FALSE);
		}
	}
	g_string_append_c(clean, '"');
	return g_string_free(clean, FALSE);
}

/* Whether a blank stands between a number and its unit, which stay together. */
static bool
is_bound(const char *text, size_t blank)
{
	static const char *const units[] = { "us", "ms", "s", "min", "h", "d" };
	size_t n = strcspn(text + blank + 1, " ,.;:)");

	if (blank == 0 || !g_ascii_isdigit(text[blank - 1]))
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
		if (strlen(units[i]) == n && strncmp(units[i], text + blank + 1, n) == 0)
			return true;
	}
	return false;
}

/* The last place before `n`, or `n` itself, where a line may end; 0 for none. */
static size_t
find_break(const char *text, size_t n)
{
	while (n > 0 && (text[n] != ' ' || is_bound(text, n)))
		n--;
	return n;
}

GPtrArray *
tcpsim_text_wrap(const char *text, uint32_t columns)
{
	GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);

	while (*text != '\0') {
		size_t n = tcpsim_text_fit(text, columns);

		if (text[n] != '\0') {
			size_t blank = find_break(text, n);

			if (blank > 0)
				n = blank;
		}
		if (n == 0) /* not even one character fits: it is left to the canvas to leave it out */
			n = (size_t)(g_utf8_next_char(text) - text);
		g_ptr_array_add(lines, g_strndup(text, n));
		text += n;
		while (*text == ' ')
			text++;
	}
	return lines;
}

char *
tcpsim_render_words(const char *words, uint32_t indent, const struct tcpsim_ladder_options *options)
{
	uint32_t columns = CLAMP(options->columns, LADDER_COLUMNS_MIN, LADDER_COLUMNS_MAX);
	char **paragraphs = g_strsplit(words, "\n", -1);
	GString *text = g_string_new(NULL);

	indent = MIN(indent, columns / 2);
	for (char **paragraph = paragraphs; *paragraph != NULL; paragraph++) {
		char *clean = tcpsim_text_clean(*paragraph, options->is_ascii);
		GPtrArray *lines = tcpsim_text_wrap(clean, columns - indent);

		for (guint i = 0; i < lines->len; i++)
			g_string_append_printf(
				text, "%*s%s\n", (int)indent, "", (const char *)g_ptr_array_index(lines, i));
		g_ptr_array_free(lines, TRUE);
		g_free(clean);
	}
	g_strfreev(paragraphs);
	return g_string_free(text, FALSE);
}
