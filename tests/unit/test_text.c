/* SPDX-License-Identifier: MIT */
/*
 * Words in columns: what a terminal is sent moves no cursor, is as wide as was asked for, and loses nothing that it
 * does not say it has lost.
 */
#include <string.h>

#include "lib/render/render_private.h"
#include "tests/suite.h"

static const struct {
	const char *text;
	const char *utf8, *ascii;
} cleaned[] = {
	{ "plain", "plain", "plain" }, { "caf\xc3\xa9", "caf\xc3\xa9", "caf\\xc3\\xa9" },
	{ "a\tb\nc\rd", "a\\tb\\nc\\rd", "a\\tb\\nc\\rd" }, { "\x1b[2J", "\\x1b[2J", "\\x1b[2J" },
	{ "\xff\xfe", "\\xff\\xfe", "\\xff\\xfe" },
	{ "e\xcc\x81", "e\\xcc\\x81", "e\\xcc\\x81" }, /* a combining accent has no column of its own */
	{ "\xe2\x80\xae"
	  "evil",
		"\\xe2\\x80\\xae"
		"evil",
		"\\xe2\\x80\\xae"
		"evil" }, /* right-to-left override */
	{ "\xc2\x9b"
	  "1m",
		"\\xc2\\x9b"
		"1m",
		"\\xc2\\x9b"
		"1m" }, /* CSI as one character of C1 */
};

START_TEST(what_could_move_the_cursor_is_escaped)
{
	char *utf8 = tcpsim_text_clean(cleaned[_i].text, false), *ascii = tcpsim_text_clean(cleaned[_i].text, true);

	ck_assert_str_eq(utf8, cleaned[_i].utf8);
	ck_assert_str_eq(ascii, cleaned[_i].ascii);
	g_free(utf8);
	g_free(ascii);
}
END_TEST

static const struct {
	const char *octets;
	uint32_t columns;
	const char *quote;
} quotes[] = {
	{ "hello", 7, "\"hello\"" },
	{ "hello", 6, "\"hel\"…" },
	{ "", 7, "\"\"" },
	{ "say \"hi\"", 20, "\"say \\\"hi\\\"\"" },
	{ "back\\slash", 20, "\"back\\\\slash\"" },
	{ "日本語", 8, "\"日本語\"" },
	{ "日本語", 7, "\"日本\"…" },
	{ "\x01\x02\x03\x04", 10, "\"\\x01\"…" },
};

START_TEST(quotes_say_what_is_cut_off)
{
	size_t n = strlen(quotes[_i].octets);
	char *quote = tcpsim_text_quote((const uint8_t *)quotes[_i].octets, n, quotes[_i].columns, false);

	ck_assert_str_eq(quote, quotes[_i].quote);
	g_free(quote);
}
END_TEST

START_TEST(a_quote_of_anything_is_as_wide_as_asked_for_at_the_most)
{
	GRand *random = g_rand_new_with_seed((guint32)_i);
	uint8_t octets[64];

	for (uint32_t columns = 8; columns < 80; columns++) {
		size_t n = (size_t)g_rand_int_range(random, 0, (gint32)sizeof(octets));
		char *quote;

		for (size_t i = 0; i < n; i++)
			octets[i] = (uint8_t)g_rand_int(random);
		quote = tcpsim_text_quote(octets, n, columns, _i % 2 == 0);
		ck_assert(g_utf8_validate(quote, -1, NULL));
		ck_assert_uint_le(tcpsim_text_width(quote), columns);
		g_free(quote);
	}
	g_rand_free(random);
}
END_TEST

START_TEST(lines_break_at_blanks_and_in_words_that_are_too_long)
{
	GPtrArray *lines = tcpsim_text_wrap("one two  three fourteen 日本語", 6);
	static const char *const wanted[] = { "one", "two", "three", "fourte", "en", "日本語" };

	ck_assert_uint_eq(lines->len, G_N_ELEMENTS(wanted));
	for (guint i = 0; i < lines->len; i++) {
		char *line = g_strchomp(g_ptr_array_index(lines, i));

		ck_assert_str_eq(line, wanted[i]);
	}
	g_ptr_array_free(lines, TRUE);
}
END_TEST

START_TEST(a_number_stays_with_its_unit)
{
	static const char *const wanted[] = { "due at", "241.1 s. It", "took 2 h", "5 min more" };
	GPtrArray *lines = tcpsim_text_wrap("due at 241.1 s. It took 2 h 5 min more", 12);

	ck_assert_uint_eq(lines->len, G_N_ELEMENTS(wanted));
	for (guint i = 0; i < lines->len; i++)
		ck_assert_str_eq(g_ptr_array_index(lines, i), wanted[i]);
	g_ptr_array_free(lines, TRUE);
}
END_TEST

START_TEST(a_character_that_is_too_wide_for_its_line_ends_nothing)
{
	GPtrArray *lines = tcpsim_text_wrap("日本", 1);

	ck_assert_uint_eq(lines->len, 2);
	g_ptr_array_free(lines, TRUE);
}
END_TEST

START_TEST(words_are_indented_paragraph_by_paragraph)
{
	struct tcpsim_ladder_options options = { 0 };
	char *words = tcpsim_render_words("first\nsecond \x1b", 4, &options);

	ck_assert_str_eq(words, "    first\n    second \\x1b\n");
	g_free(words);
}
END_TEST

START_TEST(words_are_as_wide_as_the_page)
{
	char text[400];
	struct tcpsim_ladder_options wide = { .columns = 120 }, narrow = { .columns = 1 };
	char *words;

	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	words = tcpsim_render_words(text, 10, &wide);
	ck_assert_ptr_eq(strchr(words, '\n'), words + 120);
	g_free(words);
	words = tcpsim_render_words(text, 0, &narrow); /* fewer than 80 are 80 */
	ck_assert_ptr_eq(strchr(words, '\n'), words + 80);
	g_free(words);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("text");
	TCase *texts = tcase_create("text");

	tcase_add_loop_test(texts, what_could_move_the_cursor_is_escaped, 0, (int)G_N_ELEMENTS(cleaned));
	tcase_add_loop_test(texts, quotes_say_what_is_cut_off, 0, (int)G_N_ELEMENTS(quotes));
	tcase_add_loop_test(texts, a_quote_of_anything_is_as_wide_as_asked_for_at_the_most, 0, 50);
	tcase_add_test(texts, lines_break_at_blanks_and_in_words_that_are_too_long);
	tcase_add_test(texts, a_number_stays_with_its_unit);
	tcase_add_test(texts, a_character_that_is_too_wide_for_its_line_ends_nothing);
	tcase_add_test(texts, words_are_indented_paragraph_by_paragraph);
	tcase_add_test(texts, words_are_as_wide_as_the_page);
	suite_add_tcase(suite, texts);
	return suite_run(suite);
}
