/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/scenario/parse_private.h"

/*
 * Any octets whatever come in; text that can be shown comes out. What is no UTF-8, and control characters, which
 * could play tricks on a terminal, become U+FFFD, one for each octet or character, so that columns stay right.
 */

#define REPLACEMENT "\xef\xbf\xbd"

static const char byte_order_mark[] = "\xef\xbb\xbf";

/* The octets of the character at `text`, or 0 if it is none that may stand in a scenario. */
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
	struct scn_source *source;
};

static void
put(struct copying *to, const char *text, size_t n)
{
	g_string_append_len(to->text, text, (gssize)n);
	to->column++;
	if (text[0] == '\n') {
		size_t start = to->text->len;

		g_array_append_val(to->source->starts, start);
		to->line++;
		to->column = 1;
	}
}

static void
put_damage(struct copying *to)
{
	struct scn_loc loc = { to->line, to->column, 1 };
	GArray *damage = to->source->damage;

	if (damage->len < SCN_MAX_ERRORS &&
		(damage->len == 0 || g_array_index(damage, struct scn_loc, damage->len - 1).line != to->line))
		g_array_append_val(damage, loc);
	put(to, REPLACEMENT, strlen(REPLACEMENT));
}

struct scn_source *
tcpsim_scn_source_new(const char *text, size_t n, const char *file)
{
	struct scn_source *source = g_new0(struct scn_source, 1);
	struct copying to = { g_string_sized_new(n + 1), 1, 1, source };
	size_t start = 0;

	source->n_references = 1;
	source->file = g_utf8_make_valid(file, -1);
	source->starts = g_array_new(FALSE, FALSE, sizeof(size_t));
	source->damage = g_array_new(FALSE, FALSE, sizeof(struct scn_loc));
	g_array_append_val(source->starts, start);
	if (n >= 3 && memcmp(text, byte_order_mark, 3) == 0)
		start = 3;
	for (size_t i = start; i < n;) {
		size_t octets = good_character(text + i, n - i);

		if (octets > 0) {
			put(&to, text + i, octets);
		} else if (text[i] == '\r' && (i + 1 == n || text[i + 1] == '\n')) {
			octets = 1;
		} else {
			octets = bad_character(text + i, n - i);
			put_damage(&to);
		}
		i += octets;
	}
	if (to.text->len == 0 || to.text->str[to.text->len - 1] != '\n')
		put(&to, "\n", 1);
	source->text_n = to.text->len;
	source->text = g_string_free(to.text, FALSE);
	return source;
}

struct scn_source *
tcpsim_scn_source_ref(struct scn_source *source)
{
	g_atomic_int_inc(&source->n_references);
	return source;
}

void
tcpsim_scn_source_unref(struct scn_source *source)
{
	if (source == NULL || !g_atomic_int_dec_and_test(&source->n_references))
		return;
	g_free(source->file);
	g_free(source->text);
	g_array_free(source->starts, TRUE);
	g_array_free(source->damage, TRUE);
	g_free(source);
}

uint32_t
tcpsim_scn_source_n_lines(const struct scn_source *source)
{
	return source->starts->len - 1; /* the last start is that of the line behind the last \n */
}

const char *
tcpsim_scn_source_line(const struct scn_source *source, uint32_t line, size_t *n)
{
	size_t begin, end;

	if (line < 1 || line > tcpsim_scn_source_n_lines(source)) {
		*n = 0;
		return "";
	}
	begin = g_array_index(source->starts, size_t, line - 1);
	end = g_array_index(source->starts, size_t, line) - 1;
	*n = end - begin;
	return source->text + begin;
}

const char *
tcpsim_scn_source_at(const struct scn_source *source, const struct scn_loc *loc, size_t *n)
{
	const char *text = tcpsim_scn_source_line(source, loc->line, n);
	const char *end = text + *n;
	const char *begin = text;
	const char *stop;

	for (uint32_t i = 1; i < loc->column && begin < end; i++)
		begin = g_utf8_next_char(begin);
	stop = begin;
	for (uint32_t i = 0; i < loc->length && stop < end; i++)
		stop = g_utf8_next_char(stop);
	*n = (size_t)(stop - begin);
	return begin;
}
