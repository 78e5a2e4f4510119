/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/render/render_private.h"

char *
tcpsim_ladder_name(const struct ladder *ladder, uint16_t host)
{
	const struct ladder_source *source = ladder->source;

	return tcpsim_text_clean(
		host < source->n_hosts ? source->host_name(source->data, host) : "", ladder->options->is_ascii);
}

int
tcpsim_ladder_side(const struct ladder *ladder, uint16_t host)
{
	return host == ladder->ends[RIGHT].host ? RIGHT : LEFT;
}

uint32_t
tcpsim_ladder_inner(const struct ladder *ladder)
{
	return ladder->ends[RIGHT].line - ladder->ends[LEFT].line - 1;
}

void
tcpsim_ladder_lifelines(struct ladder *ladder)
{
	for (int side = LEFT; side <= RIGHT; side++) {
		struct ladder_end *end = &ladder->ends[side];

		tcpsim_canvas_put(&ladder->canvas, end->line,
			end->is_down ? ladder->glyphs->down : ladder->glyphs->lifeline, STYLE_FAINT);
		tcpsim_ladder_listener(ladder, end);
	}
}

void
tcpsim_ladder_time(struct ladder *ladder, const char *text)
{
	tcpsim_canvas_put(&ladder->canvas, 0, text, STYLE_FAINT);
}

void
tcpsim_ladder_words(struct ladder *ladder, int side, const char *words, enum style style)
{
	uint32_t left = ladder->ends[LEFT].line + 2, right = ladder->ends[RIGHT].line - 1;
	uint32_t indent = side == LEFT || side == RIGHT ? 0 : 1; /* below the labels */
	GPtrArray *lines = tcpsim_text_wrap(words, right - left - indent);

	for (guint i = 0; i < lines->len; i++) {
		const char *line = g_ptr_array_index(lines, i);
		uint32_t column = side == RIGHT ? right - tcpsim_text_width(line) : left + indent;

		tcpsim_ladder_lifelines(ladder);
		tcpsim_canvas_put(&ladder->canvas, column, line, style);
		tcpsim_canvas_end_line(&ladder->canvas);
	}
	g_ptr_array_free(lines, TRUE);
}

/* The names of the hosts, and the states before anything is drawn. */
static void
draw_head(struct ladder *ladder)
{
	tcpsim_ladder_time(ladder, "time/s");
	for (int side = LEFT; side <= RIGHT; side++) {
		struct ladder_end *end = &ladder->ends[side];
		size_t n = tcpsim_text_fit(end->name, end->state_columns);
		char *name = g_strndup(end->name, n);

		tcpsim_canvas_put(&ladder->canvas, end->state_column, name, STYLE_STATE);
		g_free(name);
	}
	tcpsim_canvas_end_line(&ladder->canvas);
	tcpsim_ladder_lifelines(ladder);
	for (int side = LEFT; side <= RIGHT; side++)
		tcpsim_canvas_put(
			&ladder->canvas, ladder->ends[side].state_column, ladder->ends[side].shown, STYLE_STATE);
	tcpsim_canvas_end_line(&ladder->canvas);
}

/* A line in place of what is not drawn. */
static void
draw_gap(struct ladder *ladder, const char *words)
{
	char *line = g_strdup_printf("%s %s", ladder->glyphs->fold, words);
	uint32_t column = ladder->ends[LEFT].line + 3;

	line[tcpsim_text_fit(line, ladder->ends[RIGHT].line - column - 1)] = '\0';
	for (int side = LEFT; side <= RIGHT; side++)
		tcpsim_canvas_put(&ladder->canvas, ladder->ends[side].line, ladder->glyphs->fold, STYLE_FAINT);
	tcpsim_canvas_put(&ladder->canvas, column, line, STYLE_FAINT);
	tcpsim_canvas_end_line(&ladder->canvas);
	g_free(line);
}

/* Say how long nothing happened, if it is long. */
static void
draw_fold(struct ladder *ladder, int64_t silence_us)
{
	char time[48];
	char *words;

	if (silence_us < LADDER_FOLD_US)
		return;
	tcpsim_render_time(silence_us, time);
	words = g_strconcat(time, " later", NULL);
	draw_gap(ladder, words);
	g_free(words);
}

/* Say how many rungs are not drawn. */
static void
draw_left_out(struct ladder *ladder, guint n)
{
	char *words = g_strdup_printf("%u rungs are left out", n);

	draw_gap(ladder, words);
	if (ladder->options->left_out != NULL)
		draw_gap(ladder, ladder->options->left_out);
	g_free(words);
}

/* The states at the end of the run, if it is later than the last rung. */
static void
draw_end(struct ladder *ladder, int64_t last_us)
{
	int64_t end_us = ladder->options->end_us;
	char time[32];

	if (end_us == 0 || (last_us != TCPSIM_TIME_NONE && end_us <= last_us))
		return;
	draw_fold(ladder, last_us == TCPSIM_TIME_NONE ? end_us : end_us - last_us);
	tcpsim_time_seconds(end_us, ladder->decimals, time);
	tcpsim_ladder_time(ladder, time);
	for (int side = LEFT; side <= RIGHT; side++)
		tcpsim_canvas_put(
			&ladder->canvas, ladder->ends[side].state_column, ladder->ends[side].shown, STYLE_STATE);
	tcpsim_ladder_words(ladder, -1, "(the run ends)", STYLE_FAINT);
}

static bool
is_wanted(const struct tcpsim_ladder_options *options, const struct rung *rung)
{
	uint32_t record = MIN(rung->departs, MIN(rung->ends, rung->event));

	return record >= options->first && (options->last == 0 || record < options->last);
}

/* Where the time of a rung begins, or where it ends. */
static int64_t
rung_us(const struct ladder *ladder, const struct rung *rung, bool ends)
{
	const struct tcpsim_record *records = ladder->source->records;
	uint32_t first = MIN(rung->departs, MIN(rung->ends, rung->event));

	return records[ends && rung->ends != TCPSIM_NO_RECORD ? rung->ends : first].time_us;
}

static void
draw_rung(struct ladder *ladder, const struct rung *rung)
{
	if (rung->event == TCPSIM_NO_RECORD)
		tcpsim_ladder_segment(ladder, rung);
	else
		tcpsim_ladder_event(ladder, rung);
	tcpsim_ladder_end_rung(ladder);
}

/* The rungs in the middle that are left out: [*first, returned). Who asks for a part of a trace gets it whole. */
static guint
find_left_out(const struct ladder *ladder, const GArray *rungs, guint *first)
{
	const struct tcpsim_ladder_options *options = ladder->options;
	uint32_t most = options->most_rungs;
	bool is_whole = most == 0 || rungs->len <= most || options->first != 0 || options->last != 0;

	/* At least one stands before the gap. */
	*first = most / 2 + most % 2;
	return is_whole ? *first : rungs->len - (most - *first);
}

/* Draw nothing; but what happens there changes the states that the next rung begins with. */
static void
skip_rung(struct ladder *ladder, const struct rung *rung)
{
	gsize before = ladder->canvas.text->len;

	draw_rung(ladder, rung);
	g_string_truncate(ladder->canvas.text, before);
}

static void
draw_rungs(struct ladder *ladder)
{
	GArray *rungs = tcpsim_ladder_rungs(ladder);
	int64_t last_us = TCPSIM_TIME_NONE;
	guint first, behind = find_left_out(ladder, rungs, &first);

	for (guint i = 0; i < rungs->len; i++) {
		const struct rung *rung = &g_array_index(rungs, struct rung, i);

		if (!is_wanted(ladder->options, rung) || (i >= first && i < behind)) {
			skip_rung(ladder, rung);
			continue;
		}
		if (last_us == TCPSIM_TIME_NONE)
			draw_head(ladder);
		else if (i == behind && behind > first)
			draw_left_out(ladder, behind - first);
		else
			draw_fold(ladder, rung_us(ladder, rung, false) - last_us);
		draw_rung(ladder, rung);
		last_us = rung_us(ladder, rung, true);
	}
	if (last_us == TCPSIM_TIME_NONE)
		draw_head(ladder);
	if (behind > first && behind == rungs->len)
		draw_left_out(ladder, behind - first);
	draw_end(ladder, last_us);
	g_array_free(rungs, TRUE);
}

/* Whether all that a host does is UDP, which has no states, or it is scripted: no rule says what it does. */
static bool
has_no_state(const struct ladder_source *source, uint16_t host)
{
	bool has_packets = false;

	for (size_t i = 0; i < source->n_records; i++) {
		const struct tcpsim_record *record = &source->records[i];
		bool is_packet = record->kind == TCPSIM_RECORD_SEND || record->kind == TCPSIM_RECORD_ARRIVE;

		if (record->host != host || !(is_packet || record->kind == TCPSIM_RECORD_CALL))
			continue;
		if (record->protocol == TCPSIM_PROTOCOL_TCP &&
			!(record->kind == TCPSIM_RECORD_ARRIVE && record->connection == 0 &&
				record->rule == TCPSIM_RULE_NONE))
			return false;
		has_packets = true;
	}
	return has_packets;
}

/* One page for two hosts. */
static void
draw_page(struct ladder *ladder, uint16_t left, uint16_t right)
{
	const uint16_t hosts[2] = { left, right };

	for (int side = LEFT; side <= RIGHT; side++) {
		ladder->ends[side] = (struct ladder_end){
			.host = hosts[side],
			.name = tcpsim_ladder_name(ladder, hosts[side]),
			.shown = "CLOSED",
		};
		if (has_no_state(ladder->source, hosts[side]))
			ladder->ends[side].shown[0] = '\0';
	}
	tcpsim_ladder_layout(ladder);
	if (ladder->canvas.text->len > 0)
		tcpsim_canvas_end_line(&ladder->canvas);
	draw_rungs(ladder);
	for (int side = LEFT; side <= RIGHT; side++)
		g_free(ladder->ends[side].name);
}

/* Whether two hosts have anything to do with each other. */
static bool
have_met(const struct ladder_source *source, uint16_t a, uint16_t b)
{
	for (size_t i = 0; i < source->n_records; i++) {
		const struct tcpsim_record *record = &source->records[i];

		if ((record->host == a && record->peer == b) || (record->host == b && record->peer == a))
			return true;
	}
	return false;
}

static void
draw_pages(struct ladder *ladder)
{
	const struct ladder_source *source = ladder->source;
	bool is_drawn = false;

	for (uint16_t a = 0; source->n_hosts > 2 && a < source->n_hosts; a++) {
		for (uint16_t b = a + 1; b < source->n_hosts; b++) {
			if (!have_met(source, a, b))
				continue;
			draw_page(ladder, a, b);
			is_drawn = true;
		}
	}
	if (!is_drawn)
		draw_page(ladder, 0, 1);
}

char *
tcpsim_ladder_draw(const struct ladder_source *source, const struct tcpsim_ladder_options *options)
{
	struct ladder_index index;
	struct ladder ladder = {
		.source = source,
		.options = options,
		.index = &index,
		.glyphs = options->is_ascii ? &tcpsim_glyphs_ascii : &tcpsim_glyphs_utf8,
	};

	tcpsim_ladder_index_init(&index, source);
	tcpsim_canvas_init(
		&ladder.canvas, CLAMP(options->columns, LADDER_COLUMNS_MIN, LADDER_COLUMNS_MAX), options->has_color);
	draw_pages(&ladder);
	tcpsim_ladder_index_clear(&index);
	return tcpsim_canvas_finish(&ladder.canvas);
}
