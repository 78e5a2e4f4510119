/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_TESTS_DAMAGE_H
#define TCPSIM_TESTS_DAMAGE_H

#include <check.h>
#include <string.h>

#include <glib.h>

#include <tcpsim/diagnostic.h>

/* Texts with one token removed, doubled, or misspelt by one letter; and what must be true of what is said of them. */

enum damage {
	REMOVED,
	DOUBLED,
	LETTER_DROPPED,
	LETTER_CHANGED,
	LETTERS_SWAPPED,
	N_DAMAGES,
};

static inline uint32_t
damage_count_lines(const char *text)
{
	uint32_t n = 1;

	for (; *text != '\0'; text++)
		n += *text == '\n';
	return n;
}

/* A diagnostic stands at a place of the text and begins as compilers' do. */
static inline void
damage_check_diagnostic(const struct tcpsim_diagnostics *list, size_t i, const char *text, const char *name)
{
	const struct tcpsim_diagnostic *diagnostic = tcpsim_diagnostics_get(list, i);
	char *formatted = tcpsim_diagnostics_format(list, i);
	char *begin = g_strdup_printf("%s:%u:%u: %s: ", name, diagnostic->line, diagnostic->column,
		diagnostic->severity == TCPSIM_SEVERITY_ERROR ? "error" : "warning");
	char **lines = g_strsplit(text, "\n", -1);

	ck_assert_uint_ge(diagnostic->line, 1);
	ck_assert_uint_le(diagnostic->line, damage_count_lines(text));
	ck_assert_uint_ge(diagnostic->column, 1);
	ck_assert_uint_le(diagnostic->column, g_utf8_strlen(lines[diagnostic->line - 1], -1) + 1);
	ck_assert_uint_ge(diagnostic->length, 1);
	ck_assert_msg(g_str_has_prefix(formatted, begin), "%s", formatted);
	ck_assert(diagnostic->words[0] != '\0' && !g_str_has_suffix(diagnostic->words, "."));
	g_strfreev(lines);
	g_free(begin);
	g_free(formatted);
}

static inline gboolean
damage_is_word(char c)
{
	return g_ascii_isalnum(c) || c == '_' || c == '.' || c == '%' || c == '$';
}

/* The end of the token that begins at `c`. A dash or a plus belongs to a word if a letter or digit follows it. */
static inline const char *
damage_token_end(const char *c)
{
	const char *next = c + 1;

	if (*c == '"') {
		while (*next != '"' && *next != '\n' && *next != '\0')
			next++;
		return *next == '"' ? next + 1 : next;
	}
	if (!damage_is_word(*c))
		return strncmp(c, "<->", 3) == 0 ? c + 3 : strncmp(c, "->", 2) == 0 ? c + 2 : next;
	while (damage_is_word(*next) || ((*next == '-' || *next == '+') && damage_is_word(next[1])))
		next++;
	return next;
}

/* The token, damaged. */
static inline char *
damage_token(const char *token, size_t n, enum damage damage, unsigned number)
{
	GString *out = g_string_new_len(token, (gssize)n);
	size_t at = number % n;

	switch (damage) {
	case REMOVED:
		g_string_truncate(out, 0);
		break;
	case DOUBLED:
		g_string_append_c(out, ' ');
		g_string_append_len(out, token, (gssize)n);
		break;
	case LETTER_DROPPED:
		g_string_erase(out, (gssize)at, 1);
		break;
	case LETTER_CHANGED:
		out->str[at] = out->str[at] == 'x' ? 'y' : 'x';
		break;
	case LETTERS_SWAPPED:
		if (n > 1) {
			at = number % (n - 1);
			out->str[at] = token[at + 1];
			out->str[at + 1] = token[at];
		}
		break;
	case N_DAMAGES:
		break;
	}
	return g_string_free(out, FALSE);
}

/*
 * Try a text with each of its tokens outside of comments damaged in each way; the number that `attempt` gets is another
 * one each time.
 */
static inline void
damage_each_token(const char *text, unsigned number, void (*attempt)(const char *damaged, unsigned number, void *data),
	void *data)
{
	for (const char *c = text; *c != '\0';) {
		size_t n;

		if (strncmp(c, "//", 2) == 0)
			c += strcspn(c, "\n");
		if (*c == '\0' || g_ascii_isspace(*c)) {
			c += *c != '\0';
			continue;
		}
		n = (size_t)(damage_token_end(c) - c);
		for (int damage = 0; damage < N_DAMAGES; damage++) {
			char *other = damage_token(c, n, (enum damage)damage, number++);
			char *damaged = g_strdup_printf("%.*s%s%s", (int)(c - text), text, other, c + n);

			attempt(damaged, number, data);
			g_free(damaged);
			g_free(other);
		}
		c += n;
	}
}

#endif
