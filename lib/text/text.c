/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/text/text_private.h"

/*
 * Any octets whatever come in; text that can be shown comes out. What is no UTF-8, and control characters, which
 * could play tricks on a terminal, become U+FFFD, one for each octet or character, so that columns stay right.
 */

#define REPLACEMENT "\xef\xbf\xbd"

/* Places where an octet was no text that are remembered. */
#define MAX_DAMAGE 20

static const char byte_order_mark[] = "\xef\xbb\xbf";

/* The octets of the character at `text`, or 0 if it is none that may stand in a text. */
static size_t
good_character(const char *text, size_t n)
{
	unsigned char c = (unsigned char)text[0];
	gunichar u;

	if (c < 0x80)
		return c >= 0x20 ? c != 0x7f : c == '\t' || c == '\n';
	u = g_utf8_get_char_validated(text, (gssize)(n < 6 ? n : 6));
	if (u == (gunichar)-1 || u == (gunichar)-2 || u < 0xa0)
		return 0;
	return (size_t)g_unichar_to_utf8(u, NULL);
}

/* How many octets are replaced together: a whole control character of C1, or one octet that is no UTF-8. */
static size_t
bad_character(const char *text, size_t n)
{
	gunichar u;

	if ((unsigned char)text[0] < 0x80)
		return 1;
	u = g_utf8_get_char_validated(text, (gssize)(n < 6 ? n : 6));
	return u == (gunichar)-1 || u == (gunichar)-2 ? 1 : (size_t)g_unichar_to_utf8(u, NULL);
}

/* Where the copy stands. */
struct copying {
	GString *text;
	uint32_t line, column;
	struct tcpsim_text *whole;
};

static void
put(struct copying *to, const char *text, size_t n)
{
	g_string_append_len(to->text, text, (gssize)n);
	to->column++;
	if (text[0] == '\n') {
		size_t start = to->text->len;

		g_array_append_val(to->whole->starts, start);
		to->line++;
		to->column = 1;
	}
}

static void
put_damage(struct copying *to)
{
	struct tcpsim_place place = { to->line, to->column, 1 };
	GArray *damage = to->whole->damage;

	if (damage->len < MAX_DAMAGE &&
		(damage->len == 0 || g_array_index(damage, struct tcpsim_place, damage->len - 1).line != to->line))
		g_array_append_val(damage, place);
	put(to, REPLACEMENT, strlen(REPLACEMENT));
}

struct tcpsim_text *
tcpsim_text_new(const char *octets, size_t n, const char *name)
{
	struct tcpsim_text *text = g_new0(struct tcpsim_text, 1);
	struct copying to = { g_string_sized_new(n + 1), 1, 1, text };
	size_t start = 0;

	text->n_references = 1;
	text->name = g_utf8_make_valid(name, -1);
	text->starts = g_array_new(FALSE, FALSE, sizeof(size_t));
	text->damage = g_array_new(FALSE, FALSE, sizeof(struct tcpsim_place));
	g_array_append_val(text->starts, start);
	if (n >= 3 && memcmp(octets, byte_order_mark, 3) == 0)
		start = 3;
	for (size_t i = start; i < n;) {
		size_t good = good_character(octets + i, n - i);

		if (good > 0) {
			put(&to, octets + i, good);
		} else if (octets[i] == '\r' && (i + 1 == n || octets[i + 1] == '\n')) {
			good = 1;
		} else {
			good = bad_character(octets + i, n - i);
			put_damage(&to);
		}
		i += good;
	}
	if (to.text->len == 0 || to.text->str[to.text->len - 1] != '\n')
		put(&to, "\n", 1);
	text->n = to.text->len;
	text->all = g_string_free(to.text, FALSE);
	return text;
}

struct tcpsim_text *
tcpsim_text_ref(struct tcpsim_text *text)
{
	g_atomic_int_inc(&text->n_references);
	return text;
}

void
tcpsim_text_unref(struct tcpsim_text *text)
{
	if (text == NULL || !g_atomic_int_dec_and_test(&text->n_references))
		return;
	g_free(text->name);
	g_free(text->all);
	g_array_free(text->starts, TRUE);
	g_array_free(text->damage, TRUE);
	g_free(text);
}

const char *
tcpsim_text_all(const struct tcpsim_text *text, size_t *n)
{
	*n = text->n;
	return text->all;
}

const char *
tcpsim_text_name(const struct tcpsim_text *text)
{
	return text->name;
}

uint32_t
tcpsim_text_n_lines(const struct tcpsim_text *text)
{
	return text->starts->len - 1; /* the last start is that of the line behind the last \n */
}

const char *
tcpsim_text_line(const struct tcpsim_text *text, uint32_t line, size_t *n)
{
	size_t begin, end;

	if (line < 1 || line > tcpsim_text_n_lines(text)) {
		*n = 0;
		return "";
	}
	begin = g_array_index(text->starts, size_t, line - 1);
	end = g_array_index(text->starts, size_t, line) - 1;
	*n = end - begin;
	return text->all + begin;
}

const char *
tcpsim_text_at(const struct tcpsim_text *text, const struct tcpsim_place *place, size_t *n)
{
	const char *whole = tcpsim_text_line(text, place->line, n);
	const char *end = whole + *n;
	const char *begin = whole;
	const char *stop;

	for (uint32_t i = 1; i < place->column && begin < end; i++)
		begin = g_utf8_next_char(begin);
	stop = begin;
	for (uint32_t i = 0; i < place->length && stop < end; i++)
		stop = g_utf8_next_char(stop);
	*n = (size_t)(stop - begin);
	return begin;
}

int
tcpsim_text_damage(const struct tcpsim_text *text, size_t i, struct tcpsim_place *place)
{
	if (i >= text->damage->len)
		return 0;
	*place = g_array_index(text->damage, struct tcpsim_place, i);
	return 1;
}

struct tcpsim_place
tcpsim_place_span(const struct tcpsim_place *first, const struct tcpsim_place *last)
{
	struct tcpsim_place span = *first;

	if (last->line == first->line && last->column >= first->column)
		span.length = last->column + last->length - first->column;
	return span;
}

struct tcpsim_place
tcpsim_place_after(const struct tcpsim_place *before)
{
	return (struct tcpsim_place){ before->line, before->column + before->length, 1 };
}
