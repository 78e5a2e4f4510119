/* SPDX-License-Identifier: MIT */
#include "lib/render/render_private.h"

/* One column. A wide character stands in its first column; the second one holds nothing. */
struct cell {
	gunichar character; /* 0 is nothing at all, not even a blank */
	enum style style;
};

/* SGR parameters. STYLE_PLAIN has none. */
static const char *const colors[] = {
	[STYLE_PLAIN] = "",
	[STYLE_FAINT] = "2",
	[STYLE_STATE] = "1",
	[STYLE_CALL] = "36",
	[STYLE_BAD] = "1;31",
	[STYLE_FORGED] = "35",
	[STYLE_RULE] = "33",
};

static void
clear(struct canvas *canvas)
{
	for (uint32_t i = 0; i < canvas->columns; i++)
		canvas->cells[i] = (struct cell){ .character = ' ', .style = STYLE_PLAIN };
}

void
tcpsim_canvas_init(struct canvas *canvas, uint32_t columns, bool has_color)
{
	canvas->text = g_string_new(NULL);
	canvas->cells = g_new(struct cell, columns);
	canvas->columns = columns;
	canvas->has_color = has_color;
	clear(canvas);
}

char *
tcpsim_canvas_finish(struct canvas *canvas)
{
	char *text = g_string_free(canvas->text, FALSE);

	g_free(canvas->cells);
	*canvas = (struct canvas){ 0 };
	return text;
}

uint32_t
tcpsim_canvas_put(struct canvas *canvas, uint32_t column, const char *text, enum style style)
{
	for (; *text != '\0'; text = g_utf8_next_char(text)) {
		gunichar c = g_utf8_get_char(text);
		uint32_t width = g_unichar_iswide(c) ? 2 : 1;

		if (width > canvas->columns || column > canvas->columns - width)
			break;
		canvas->cells[column] = (struct cell){ .character = c, .style = style };
		if (width == 2)
			canvas->cells[column + 1] = (struct cell){ .character = 0, .style = style };
		column += width;
	}
	return column;
}

void
tcpsim_canvas_fill(struct canvas *canvas, uint32_t from, uint32_t to, const char *text, enum style style)
{
	for (uint32_t column = from; column < to; column++)
		tcpsim_canvas_put(canvas, column, text, style);
}

static void
change_style(struct canvas *canvas, enum style from, enum style to)
{
	if (!canvas->has_color || from == to)
		return;
	if (from != STYLE_PLAIN)
		g_string_append(canvas->text, "\033[0m");
	if (to != STYLE_PLAIN)
		g_string_append_printf(canvas->text, "\033[%sm", colors[to]);
}

void
tcpsim_canvas_end_line(struct canvas *canvas)
{
	enum style style = STYLE_PLAIN;
	uint32_t n = canvas->columns;

	while (n > 0 && canvas->cells[n - 1].character == ' ')
		n--;
	for (uint32_t i = 0; i < n; i++) {
		const struct cell *cell = &canvas->cells[i];
		/* A blank shows no color: runs are not broken for it. */
		enum style next = cell->character == ' ' ? style : cell->style;

		if (cell->character == 0)
			continue;
		change_style(canvas, style, next);
		style = next;
		g_string_append_unichar(canvas->text, cell->character);
	}
	change_style(canvas, style, STYLE_PLAIN);
	g_string_append_c(canvas->text, '\n');
	clear(canvas);
}
