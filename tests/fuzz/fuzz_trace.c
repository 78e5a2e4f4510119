/* SPDX-License-Identifier: MIT */
/*
 * Any octets whatever as a saved trace: the reader refuses them with words and a place; or they are runs, which can be
 * written and read again, and of which every view can be drawn: UTF-8, and XML that is whole. A target for libFuzzer
 * (compile with -fsanitize=fuzzer -DTCPSIM_LIBFUZZER), and a program that tries the files and folders given to it, or
 * else the corpus; each file also with its lines and values changed, which the reader lets in often enough.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <tcpsim/recording.h>
#include <tcpsim/render.h>

#include "tests/fuzz/files.h"
#include "tests/fuzz/said.h"

/* A longer one is only read: what is drawn of it says nothing new. */
#define MAX_DRAWN_OCTETS 300000

/* ---- views ---- */

static void
check_text(char *text)
{
	assert(text != NULL && g_utf8_validate(text, -1, NULL));
	g_free(text);
}

/* Whether it is XML without a mistake: GLib knows no more of it than tags, attributes and entities. */
static void
check_xml(char *text)
{
	static const GMarkupParser nothing;
	GMarkupParseContext *context = g_markup_parse_context_new(&nothing, 0, NULL, NULL);
	GError *error = NULL;
	bool is_good = g_markup_parse_context_parse(context, text, -1, &error) &&
		g_markup_parse_context_end_parse(context, &error);

	if (!is_good)
		fprintf(stderr, "%s\n", error->message);
	assert(is_good);
	g_markup_parse_context_free(context);
	check_text(text);
}

static void
draw_hosts(const struct tcpsim_recording *recording)
{
	const struct tcpsim_picture_options dark = { .theme = TCPSIM_THEME_DARK, .width = 320 };

	for (uint16_t host = 0; host < tcpsim_trace_n_hosts(recording->trace) && host < 4; host++) {
		size_t n;

		check_xml(tcpsim_render_states(recording, host, &dark));
		check_text(tcpsim_render_dot(recording, host));
		g_free(tcpsim_render_capture(recording, host, &n));
	}
}

static void
draw_records(const struct tcpsim_recording *recording)
{
	const struct tcpsim_ladder_options options = { .explains = true };
	struct tcpsim_teller *teller = tcpsim_teller_new(recording->trace, &options);
	struct tcpsim_packet_names *names = tcpsim_packet_names_new(recording->trace);
	struct tcpsim_steps *steps = tcpsim_steps_new(recording->trace);
	size_t n;
	const struct tcpsim_record *records = tcpsim_trace_records(recording->trace, &n);

	for (size_t i = 0; i < n; i++) {
		size_t octets;

		check_text(tcpsim_teller_words(teller, (uint32_t)i));
		if (records[i].packet != 0)
			assert(g_utf8_validate(tcpsim_packet_names_get(names, records[i].packet), -1, NULL));
		if (records[i].kinds != 0)
			g_free(tcpsim_render_octets(recording->trace, (uint32_t)i, &octets));
		assert(tcpsim_steps_find(steps, (uint32_t)i) < tcpsim_steps_n(steps));
	}
	for (size_t i = 0; i <= n; i += n / 5 + 1)
		tcpsim_moment_free(tcpsim_moment_new(recording->trace, i));
	tcpsim_steps_free(steps);
	tcpsim_packet_names_free(names);
	tcpsim_teller_free(teller);
}

static void
draw(const struct tcpsim_recording *recording)
{
	const struct tcpsim_ladder_options ladder = { .explains = true, .end_us = recording->end_us };
	const struct tcpsim_ladder_options ascii = { .is_ascii = true, .has_color = true, .columns = 132 };
	const struct tcpsim_picture_options picture = { .theme = TCPSIM_THEME_AUTO };
	const struct tcpsim_page_options page = { .theme = TCPSIM_THEME_LIGHT };

	check_text(tcpsim_render_ladder(recording->trace, &ladder));
	check_text(tcpsim_render_ladder(recording->trace, &ascii));
	check_text(tcpsim_render_mermaid(recording));
	check_text(tcpsim_render_plantuml(recording));
	check_xml(tcpsim_render_svg(recording, &picture));
	check_text(tcpsim_render_page(&recording, 1, &page));
	draw_hosts(recording);
	draw_records(recording);
}

/* ---- reading ---- */

/* What was read is written, and read to the same. */
static void
save(const struct tcpsim_recording *recording)
{
	char *text = tcpsim_recording_write(recording), *again;
	struct tcpsim_diagnostics *diagnostics;
	struct tcpsim_recording **same = tcpsim_recordings_read(text, strlen(text), "fuzz.json", &diagnostics);

	assert(same != NULL && same[0] != NULL && same[1] == NULL);
	again = tcpsim_recording_write(same[0]);
	assert(strcmp(text, again) == 0);
	tcpsim_diagnostics_free(diagnostics);
	tcpsim_recordings_free(same);
	g_free(again);
	g_free(text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *octets, size_t n)
{
	struct tcpsim_diagnostics *diagnostics = NULL;
	struct tcpsim_recording **recordings =
		tcpsim_recordings_read((const char *)octets, n, "fuzz.json", &diagnostics);

	check_diagnostics(diagnostics, "fuzz.json");
	assert(recordings != NULL || tcpsim_diagnostics_n(diagnostics) > 0);
	for (size_t i = 0; recordings != NULL && recordings[i] != NULL; i++) {
		save(recordings[i]);
		if (n <= MAX_DRAWN_OCTETS)
			draw(recordings[i]);
	}
	tcpsim_recordings_free(recordings);
	tcpsim_diagnostics_free(diagnostics);
	return 0;
}

#ifndef TCPSIM_LIBFUZZER

/* ---- changes ---- */

/* A file with [from, to) replaced. */
static void
try_changed(const char *text, size_t from, size_t to, const char *by)
{
	char *changed = g_strdup_printf("%.*s%s%s", (int)from, text, by, text + to);

	LLVMFuzzerTestOneInput((const uint8_t *)changed, strlen(changed));
	g_free(changed);
}

/* Each line gone, each twice, and the file cut off behind it. */
static void
change_lines(const char *text)
{
	for (size_t begin = 0, end; text[begin] != '\0'; begin = end) {
		char *line;

		end = begin + strcspn(text + begin, "\n");
		end += text[end] != '\0';
		line = g_strndup(text + begin, end - begin);
		try_changed(text, begin, end, "");
		try_changed(text, end, end, line);
		LLVMFuzzerTestOneInput((const uint8_t *)text, end);
		LLVMFuzzerTestOneInput((const uint8_t *)text, begin + (end - begin) / 2);
		g_free(line);
	}
}

/* The end of the value that begins there, as far as it is a number, a string or a word. */
static size_t
value_end(const char *text, size_t begin)
{
	size_t end = begin;

	if (text[begin] != '"')
		return begin + strspn(text + begin, "-0123456789.eEtruefalsn");
	for (end++; text[end] != '\0' && text[end] != '"' && text[end] != '\n'; end++)
		end += text[end] == '\\';
	return text[end] == '"' ? end + 1 : end;
}

/* Each value another one, of its kind and of others; each member gone. `chosen` takes one change of so many. */
static void
change_values(const char *text, unsigned chosen)
{
	static const char *const others[] = { "0", "1", "2", "7", "-1", "255", "65535", "4294967295", "9223372036854775806",
		"null", "true", "\"\"", "\"<&>\\\"'\"", "\"\\u00ff\\u0000\"", "\"\xf0\x9f\x90\x8c\"", "[]", "{}",
		"\"LISTEN\"", "\"server\"", "\"client\"", "\"UDP\"", "\"ICMP\"", "\"drop\"", "\"arrive\"", "\"queue\"",
		"\"MSS\"", "[\"RST\"]", "\"2MSL\"", "\"18446744073709551615\"" };
	unsigned number = 0;

	for (size_t i = 1; text[i] != '\0'; i++) {
		size_t end = value_end(text, i);

		if ((text[i - 1] != ':' && text[i - 1] != '[') || end == i || text[i - 1] == '\\')
			continue;
		for (size_t other = 0; other < G_N_ELEMENTS(others); other++)
			if (number++ % chosen == 0)
				try_changed(text, i, end, others[other]);
	}
}

/* Inputs that no file should hold. */
static void
try_large(const char *begin, const char *piece, size_t times)
{
	GString *text = g_string_new(begin);

	for (size_t i = 0; i < times; i++)
		g_string_append(text, piece);
	LLVMFuzzerTestOneInput((const uint8_t *)text->str, text->len);
	g_string_free(text, TRUE);
}

static void
try_corpus(const char *folder)
{
	const char *tree = g_getenv("TCPSIM_SRCDIR");
	char *path = g_build_filename(tree != NULL ? tree : ".", folder, NULL);
	GDir *dir = g_dir_open(path, 0, NULL);
	const char *name;

	assert(dir != NULL);
	while ((name = g_dir_read_name(dir)) != NULL) {
		char *file = g_build_filename(path, name, NULL), *text;

		if (g_file_get_contents(file, &text, NULL, NULL)) {
			change_lines(text);
			change_values(text, strlen(text) / 500 + 1);
			g_free(text);
		}
		g_free(file);
	}
	g_dir_close(dir);
	g_free(path);
}

int
main(int argc, char **argv)
{
	static const char *const folders[] = { "tests/fuzz/corpus/trace", NULL };
	static const char head[] = "{\"tcpsim-trace\":3,\"hosts\":[{\"name\":\"a\"}]}\n";
	unsigned n = try_paths(argc, argv, folders);

	if (argc == 1)
		try_corpus(folders[0]);
	try_large("", "[", 1000000);
	try_large("", "{\"a\":", 1000000);
	try_large("", "\n", 1000000);
	try_large("", head, 100000);
	try_large(head, "{\"n\":0}\n", 100000);
	try_large("{\"tcpsim-trace\":3,\"hosts\":[", "{\"name\":\"a\"},", 100000);
	return n > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
#endif
