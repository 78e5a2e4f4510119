/* SPDX-License-Identifier: MIT */
#include <stdarg.h>

#include "lib/render/packet_private.h"

/* Octets of one row, and where its parts begin. */
#define ROW_OCTETS 8U
#define HEX_COLUMN 7U
#define NAME_COLUMN 32U
#define VALUE_COLUMN 50U
/* Octets of data that are shown; the rest is counted. */
#define MOST_DATA 256U

void
tcpsim_page_words(struct packet_page *page, const char *words, enum style style)
{
	GPtrArray *lines = tcpsim_text_wrap(words, page->canvas.columns);

	for (guint i = 0; i < lines->len; i++) {
		tcpsim_canvas_put(&page->canvas, 0, g_ptr_array_index(lines, i), style);
		tcpsim_canvas_end_line(&page->canvas);
	}
	g_ptr_array_free(lines, TRUE);
}

void
tcpsim_page_layer(
	struct packet_page *page, const char *layer, const char *osi, const char *what, uint32_t at, uint32_t octets)
{
	GString *words = g_string_new(NULL);

	tcpsim_canvas_end_line(&page->canvas);
	g_string_printf(words, "%s layer: %s", layer, what);
	if (octets > 0)
		g_string_append_printf(words, ", octets %u to %u", (unsigned)at, (unsigned)(at + octets - 1));
	tcpsim_page_words(page, words->str, STYLE_STATE);
	g_string_printf(words, "  in OSI's words: %s", osi);
	tcpsim_page_words(page, words->str, STYLE_FAINT);
	g_string_free(words, TRUE);
}

/* ---- faults ---- */

static void
tell_fault(struct packet_page *page, unsigned i)
{
	const struct tcpsim_wire_fault *fault = &page->faults->list[i];
	char text[TCPSIM_WIRE_FAULT_TEXT];
	char *words;
	GPtrArray *lines;

	page->told |= 1U << i;
	tcpsim_wire_fault_format(fault, text, sizeof text);
	words = g_strdup_printf("wrong: %s (%s)", text, tcpsim_wire_error_source((enum tcpsim_wire_error)fault->error));
	lines = tcpsim_text_wrap(words, page->canvas.columns - HEX_COLUMN - 2);
	for (guint j = 0; j < lines->len; j++) {
		if (j == 0)
			tcpsim_canvas_put(&page->canvas, HEX_COLUMN, "^", STYLE_BAD);
		tcpsim_canvas_put(&page->canvas, HEX_COLUMN + 2, g_ptr_array_index(lines, j), STYLE_BAD);
		tcpsim_canvas_end_line(&page->canvas);
	}
	g_ptr_array_free(lines, TRUE);
	g_free(words);
}

static void
tell_faults_of(struct packet_page *page, uint32_t at, uint32_t octets)
{
	for (unsigned i = 0; i < page->faults->n; i++) {
		uint32_t offset = page->faults->list[i].offset;

		if ((page->told >> i & 1) == 0 && offset >= at && offset < at + octets)
			tell_fault(page, i);
	}
}

void
tcpsim_page_faults(struct packet_page *page)
{
	tell_faults_of(page, 0, UINT32_MAX);
}

/* ---- rows ---- */

static void
put_octets(struct packet_page *page, uint32_t at, uint32_t octets)
{
	char text[16];
	uint32_t column = HEX_COLUMN;

	g_snprintf(text, sizeof text, "%5u", (unsigned)(page->begin + at));
	tcpsim_canvas_put(&page->canvas, 0, text, STYLE_FAINT);
	for (uint32_t i = 0; i < octets; i++) {
		g_snprintf(text, sizeof text, "%02x", (unsigned)page->octets[at + i]);
		column = tcpsim_canvas_put(&page->canvas, column, text, STYLE_PLAIN) + 1;
	}
	page->shown = at + octets;
}

/* The rows of a field: its octets left, its value right, each in as many lines as it takes. */
static void
put_field(struct packet_page *page, uint32_t at, uint32_t octets, const char *name, const char *value)
{
	GPtrArray *lines = tcpsim_text_wrap(value, page->canvas.columns - VALUE_COLUMN);
	uint32_t done = 0;

	tcpsim_canvas_put(&page->canvas, NAME_COLUMN, name, STYLE_FAINT);
	for (guint i = 0; i == 0 || i < lines->len || done < octets; i++) {
		uint32_t part = MIN(octets - done, ROW_OCTETS);

		if (part > 0)
			put_octets(page, at + done, part);
		done += part;
		if (i < lines->len)
			tcpsim_canvas_put(&page->canvas, VALUE_COLUMN, g_ptr_array_index(lines, i), STYLE_PLAIN);
		tcpsim_canvas_end_line(&page->canvas);
	}
	g_ptr_array_free(lines, TRUE);
}

void
tcpsim_page_field(struct packet_page *page, uint32_t at, uint32_t octets, const char *name, const char *format, ...)
{
	va_list arguments;
	char *value;

	if (at > page->n || octets > page->n - at)
		return;
	va_start(arguments, format);
	value = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	put_field(page, at, octets, name, value);
	g_free(value);
	tell_faults_of(page, at, octets);
}

void
tcpsim_page_checksum(struct packet_page *page, uint32_t at, enum tcpsim_wire_error error)
{
	uint32_t is = at + 2 <= page->n ? (uint32_t)page->octets[at] << 8 | page->octets[at + 1] : 0;
	bool is_wrong = false;

	for (unsigned i = 0; i < page->faults->n; i++) {
		if (page->faults->list[i].error == error && page->faults->list[i].offset == at)
			is_wrong = true;
	}
	tcpsim_page_field(page, at, 2, "checksum", "0x%04x, %s", (unsigned)is, is_wrong ? "wrong" : "right");
}

/* The characters of a row of data; what cannot be printed in one column is a dot. */
static void
quote(const uint8_t *octets, uint32_t n, char text[ROW_OCTETS + 3])
{
	uint32_t i;

	text[0] = '"';
	for (i = 0; i < n; i++)
		text[i + 1] = g_ascii_isprint((char)octets[i]) ? (char)octets[i] : '.';
	text[i + 1] = '"';
	text[i + 2] = '\0';
}

void
tcpsim_page_data(struct packet_page *page, uint32_t at, uint32_t octets)
{
	uint32_t shown = MIN(octets, MOST_DATA);

	for (uint32_t i = 0; i < shown; i += ROW_OCTETS) {
		uint32_t part = MIN(shown - i, ROW_OCTETS);
		char text[ROW_OCTETS + 3];

		quote(page->octets + at + i, part, text);
		put_field(page, at + i, part, i == 0 ? "data" : "", text);
	}
	if (shown < octets) {
		char *rest = g_strdup_printf("and %u octets more", (unsigned)(octets - shown));

		tcpsim_canvas_put(&page->canvas, HEX_COLUMN, rest, STYLE_FAINT);
		tcpsim_canvas_end_line(&page->canvas);
		g_free(rest);
		page->shown = at + octets;
	}
}

void
tcpsim_page_rest(struct packet_page *page, const char *words)
{
	if (page->shown >= page->n)
		return;
	tcpsim_page_words(page, words, STYLE_FAINT);
	tcpsim_page_data(page, page->shown, (uint32_t)page->n - page->shown);
}
