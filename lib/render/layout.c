/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <string.h>

#include "lib/render/render_private.h"

#define TIME_COLUMNS_MIN 6U  /* the words above the column */
#define TIME_COLUMNS_MAX 10U /* of 80, without the arrow; wider pages have more */
#define STATE_COLUMNS_MIN 6U
#define NAME_COLUMNS_MAX 12U

void
tcpsim_ladder_state_text(const struct ladder_end *end, uint32_t connection, uint8_t state, char text[32])
{
	if (end->is_numbered && connection != 0)
		snprintf(text, 32, "#%u %s", (unsigned)connection, tcpsim_state_name(state));
	else
		snprintf(text, 32, "%s", tcpsim_state_name(state));
}

/* Whether a record carries what the TCB said after it. */
static bool
has_state(const struct tcpsim_record *record)
{
	return record->kind == TCPSIM_RECORD_CALL || record->kind == TCPSIM_RECORD_ARRIVE ||
		record->kind == TCPSIM_RECORD_TIMER;
}

static void
measure_end(const struct ladder *ladder, struct ladder_end *end)
{
	const struct ladder_source *source = ladder->source;

	end->is_numbered = false;
	for (size_t i = 0; i < source->n_records; i++) {
		if (source->records[i].host == end->host && source->records[i].connection > 1)
			end->is_numbered = true;
	}
	end->state_columns = MAX(STATE_COLUMNS_MIN, MIN(tcpsim_text_width(end->name), NAME_COLUMNS_MAX));
	for (size_t i = 0; i < source->n_records; i++) {
		const struct tcpsim_record *record = &source->records[i];
		char text[32];

		if (record->host != end->host || !has_state(record))
			continue;
		tcpsim_ladder_state_text(end, record->connection, record->after.state, text);
		end->state_columns = MAX(end->state_columns, tcpsim_text_width(text));
	}
}

static void
measure_time(struct ladder *ladder)
{
	const struct ladder_source *source = ladder->source;
	GArray *rungs;
	char end[32];

	ladder->decimals = tcpsim_time_decimals(ladder->options->end_us);
	for (uint32_t i = 0; i < source->n_records; i++) {
		if (tcpsim_ladder_has(ladder, i))
			ladder->decimals = MAX(ladder->decimals, tcpsim_time_decimals(source->records[i].time_us));
	}
	/* What stands on one rung is the same in both character sets: a longer arrow is given its room. */
	ladder->time_columns_max = TIME_COLUMNS_MAX + tcpsim_text_width(ladder->glyphs->arrow) +
		MIN(ladder->canvas.columns - LADDER_COLUMNS_MIN, 20U);
	tcpsim_time_seconds(ladder->options->end_us, ladder->decimals, end);
	ladder->time_columns = MAX(TIME_COLUMNS_MIN, (uint32_t)strlen(end));
	rungs = tcpsim_ladder_rungs(ladder);
	for (guint i = 0; i < rungs->len; i++) {
		char *time = tcpsim_ladder_rung_time(ladder, &g_array_index(rungs, struct rung, i));

		ladder->time_columns = MAX(ladder->time_columns, tcpsim_text_width(time));
		g_free(time);
	}
	g_array_free(rungs, TRUE);
}

void
tcpsim_ladder_init_words(struct ladder *ladder, const struct ladder_source *source, const struct ladder_index *index,
	const struct tcpsim_ladder_options *options)
{
	*ladder = (struct ladder){
		.source = source,
		.options = options,
		.index = index,
		.glyphs = options->is_ascii ? &tcpsim_glyphs_ascii : &tcpsim_glyphs_utf8,
		.ends[RIGHT].line = LADDER_COLUMNS_MAX,
	};
}

void
tcpsim_ladder_layout(struct ladder *ladder)
{
	struct ladder_end *left = &ladder->ends[LEFT], *right = &ladder->ends[RIGHT];

	measure_end(ladder, left);
	measure_end(ladder, right);
	measure_time(ladder);
	/* Numbered states are wide: what can be spared goes to the segments. */
	left->state_column = ladder->time_columns + (left->is_numbered || right->is_numbered ? 1 : 2);
	left->line = left->state_column + left->state_columns + 1;
	right->state_column = ladder->canvas.columns - right->state_columns;
	right->line = right->state_column - 2;
}
