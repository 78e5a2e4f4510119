/* SPDX-License-Identifier: MIT */
#include "lib/render/svg_ladder_private.h"

/* A silence that would take more than so many usual packets' slants is folded, to so many lines. */
#define FOLD_SLANTS 3.0
#define FOLD_LINES 2.4

/* Rows of different moments are so many pixels apart at the least. */
#define STEP 4.0

/* Pixels from words along an arrow to what is below the arrow. */
#define BELOW_ARROW 6.0

struct svg_words *
tcpsim_svg_add(struct svg_ladder *svg, GPtrArray *lines, const char *style, double top)
{
	struct svg_words words = {
		.lines = lines,
		.style = style,
		.y = top,
		.record = TCPSIM_NO_RECORD,
	};

	for (guint i = 0; i < lines->len; i++)
		words.width = MAX(words.width, tcpsim_text_width(g_ptr_array_index(lines, i)) * svg->column);
	g_array_append_val(svg->words, words);
	return &g_array_index(svg->words, struct svg_words, svg->words->len - 1);
}

double
tcpsim_svg_cosine(double slope)
{
	double square = 1 + slope * slope, root = square;

	for (int i = 0; i < 6; i++)
		root = (root + square / root) / 2;
	return 1 / root;
}

double
tcpsim_svg_bottom_of(const struct svg_ladder *svg, const struct svg_words *words)
{
	return words->y + words->lines->len * svg->line / tcpsim_svg_cosine(words->slope);
}

void
tcpsim_svg_begin_row(struct svg_ladder *svg)
{
	svg->row_words = svg->words->len;
}

/* From left to right, whatever their slope. */
static double
width_of(const struct svg_words *words)
{
	return words->width * tcpsim_svg_cosine(words->slope);
}

static double
left_of(const struct svg_words *words)
{
	switch (words->anchor) {
	case SVG_START:
		return words->x;
	case SVG_MIDDLE:
		return words->x - width_of(words) / 2;
	case SVG_END:
		return words->x - width_of(words);
	}
	return words->x;
}

static size_t
column_of(const struct svg_ladder *svg, double x)
{
	return x <= 0 ? 0 : MIN((size_t)(x / SVG_SKY), svg->n_sky - 1);
}

void
tcpsim_svg_reserve(struct svg_ladder *svg, double x0, double x1, double y)
{
	for (size_t i = column_of(svg, MIN(x0, x1)); i <= column_of(svg, MAX(x0, x1)); i++)
		svg->sky[i] = MAX(svg->sky[i], y);
}

double
tcpsim_svg_bottom(const struct svg_ladder *svg)
{
	double y = svg->cursor;

	for (size_t i = 0; i < svg->n_sky; i++)
		y = MAX(y, svg->sky[i]);
	return y;
}

void
tcpsim_svg_fold(struct svg_ladder *svg, char *words)
{
	struct svg_line line = { .words = words, .time_us = TCPSIM_TIME_NONE };

	line.y = tcpsim_svg_bottom(svg) + svg->line * FOLD_LINES / 2;
	g_array_append_val(svg->folds, line);
	svg->cursor = line.y + svg->line * FOLD_LINES / 2;
	tcpsim_svg_reserve(svg, 0, svg->width, line.y + svg->line * 0.8);
}

/* Where a moment is: as much below the one before as time has passed at the least, or below a fold. */
static double
find_moment(struct svg_ladder *svg, int64_t time_us)
{
	double way;
	char time[48];

	if (svg->moment_us == TCPSIM_TIME_NONE)
		return svg->cursor;
	/* Below all rows of what came before, whichever host's they are: time never goes back. */
	way = ((double)time_us - (double)svg->moment_us) * svg->scale;
	if (way <= svg->slant * FOLD_SLANTS)
		return MAX(svg->moment + way, svg->cursor + STEP);
	tcpsim_render_time(time_us - svg->moment_us, time);
	tcpsim_svg_fold(svg, g_strdup_printf("⋮ %s later", time));
	return svg->cursor;
}

/* How far below the line through words' own place a column of the sky is, at its left or right side. */
static double
fall(const struct svg_words *words, size_t column, bool is_right)
{
	return words->slope * ((double)(column + is_right) * SVG_SKY - words->x);
}

/* The highest place for a row on which words touch nothing above them. */
static double
find_room(const struct svg_ladder *svg, const struct svg_words *words)
{
	double left = left_of(words), y = 0;

	for (size_t i = column_of(svg, left); i <= column_of(svg, left + width_of(words)); i++)
		y = MAX(y, svg->sky[i] - words->y - MIN(fall(words, i, false), fall(words, i, true)));
	return y;
}

static void
take_room(struct svg_ladder *svg, const struct svg_words *words)
{
	double left = left_of(words) - svg->column / 2, right = left + width_of(words) + svg->column;
	/* What stands along an arrow keeps others from the arrow, too. */
	double bottom = tcpsim_svg_bottom_of(svg, words) + (words->slope != 0 ? BELOW_ARROW : 0);

	for (size_t i = column_of(svg, left); i <= column_of(svg, right); i++)
		svg->sky[i] = MAX(svg->sky[i], bottom + MAX(fall(words, i, false), fall(words, i, true)));
}

/* Tell the time at the edge. */
static void
add_time(struct svg_ladder *svg, int64_t time_us)
{
	GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);
	char *text = g_malloc(32);
	struct svg_words *words;

	tcpsim_time_seconds(time_us, svg->decimals, text);
	g_ptr_array_add(lines, text);
	words = tcpsim_svg_add(svg, lines, "time", -svg->line / 2);
	words->anchor = SVG_END;
	words->x = svg->time_x;
}

/* Put the words of the row in the making where they are to be. */
static void
settle(struct svg_ladder *svg, double y)
{
	for (guint i = svg->row_words; i < svg->words->len; i++) {
		g_array_index(svg->words, struct svg_words, i).y += y;
		take_room(svg, &g_array_index(svg->words, struct svg_words, i));
	}
}

void
tcpsim_svg_end_loose_row(struct svg_ladder *svg, double y)
{
	for (guint i = svg->row_words; i < svg->words->len; i++)
		y = MAX(y, find_room(svg, &g_array_index(svg->words, struct svg_words, i)));
	settle(svg, y);
}

double
tcpsim_svg_end_row(struct svg_ladder *svg, uint16_t host, int64_t time_us, double least)
{
	bool is_new = svg->moment_us == TCPSIM_TIME_NONE || time_us > svg->moment_us;
	double y = svg->moment;

	if (is_new) {
		add_time(svg, time_us);
		y = find_moment(svg, time_us);
	}
	y = MAX(MAX(y, svg->hosts[host].cursor), least);
	for (guint i = svg->row_words; i < svg->words->len; i++)
		y = MAX(y, find_room(svg, &g_array_index(svg->words, struct svg_words, i)));
	settle(svg, y);
	if (is_new) {
		struct svg_line moment = { .y = y, .time_us = time_us };

		g_array_append_val(svg->moments, moment);
		svg->moment_us = time_us;
		svg->moment = y;
	}
	svg->hosts[host].cursor = y;
	svg->cursor = MAX(svg->cursor, y);
	return y;
}
