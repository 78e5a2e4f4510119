/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/render/render_private.h"

bool
tcpsim_ladder_is_discarded(const struct tcpsim_record *drop)
{
	switch ((enum tcpsim_drop)drop->what) {
	case TCPSIM_DROP_HOST_DOWN:
	case TCPSIM_DROP_CHECKSUM:
	case TCPSIM_DROP_MALFORMED:
	case TCPSIM_DROP_BUFFER:
	case TCPSIM_DROP_NO_PORT:
	case TCPSIM_DROP_BACKLOG:
	case TCPSIM_DROP_NOBODY:
		return true;
	case TCPSIM_DROP_FAULT:
	case TCPSIM_DROP_LOSS:
	case TCPSIM_DROP_CUT:
	case TCPSIM_DROP_EXPIRED:
	case TCPSIM_DROP_QUEUE:
	case TCPSIM_DROP_NO_ROUTE:
	case TCPSIM_DROP_MTU:
	case TCPSIM_DROP_QUIET:
	case TCPSIM_DROP_TTL:
	case TCPSIM_DROP_CONGESTION:
		break;
	}
	return false;
}

/* How the segment of a rung ends, where it goes to. */
static enum role
ending(const struct ladder *ladder, const struct rung *rung)
{
	const struct tcpsim_record *end;

	if (rung->ends == TCPSIM_NO_RECORD)
		return ROLE_UNDER_WAY;
	end = &ladder->source->records[rung->ends];
	if (end->kind == TCPSIM_RECORD_ARRIVE)
		return ROLE_ARRIVES;
	return tcpsim_ladder_is_discarded(end) ? ROLE_DISCARDED : ROLE_LOST;
}

/* How the segment of a rung begins, where it comes from. */
static enum role
beginning(const struct ladder *ladder, const struct rung *rung)
{
	if (rung->departs == TCPSIM_NO_RECORD || ladder->source->records[rung->departs].kind == TCPSIM_RECORD_INJECT)
		return ROLE_UNDER_WAY;
	return ROLE_DEPARTS;
}

/* The segment's source and destination; an ARRIVE stands at its destination, everything else at its source. */
static void
find_way(const struct tcpsim_record *record, uint16_t *from, uint16_t *to)
{
	bool arrives = record->kind == TCPSIM_RECORD_ARRIVE;

	*from = arrives ? record->peer : record->host;
	*to = arrives ? record->host : record->peer;
}

/* The line with the arrow: what stands at either side, and a shaft from behind the label on. */
static void
draw_shaft(
	struct ladder *ladder, const struct token *left, const struct token *right, uint32_t behind, enum style style)
{
	int at[2] = { (int)ladder->ends[LEFT].line, (int)ladder->ends[RIGHT].line };

	tcpsim_canvas_put(&ladder->canvas, (uint32_t)(at[LEFT] + left->at), left->text, style);
	tcpsim_canvas_put(&ladder->canvas, (uint32_t)(at[RIGHT] + right->at), right->text, style);
	if (ladder->glyphs->shaft != NULL)
		tcpsim_canvas_fill(
			&ladder->canvas, behind, (uint32_t)(at[RIGHT] + right->shaft), ladder->glyphs->shaft, style);
}

static void
draw_arrow(struct ladder *ladder, const struct tcpsim_record *record, const struct token *left,
	const struct token *right, enum style style)
{
	uint32_t at = ladder->ends[LEFT].line + (uint32_t)left->label;
	uint32_t limit = (uint32_t)((int)ladder->ends[RIGHT].line + right->label);
	GPtrArray *lines = tcpsim_ladder_label(ladder, record, limit - at);

	for (guint i = 0; i < lines->len; i++) {
		uint32_t behind;

		tcpsim_ladder_lifelines(ladder);
		behind = tcpsim_canvas_put(&ladder->canvas, at, g_ptr_array_index(lines, i), style) + 1;
		if (i == 0)
			draw_shaft(ladder, left, right, behind, style);
		tcpsim_canvas_end_line(&ladder->canvas);
	}
	g_ptr_array_free(lines, TRUE);
}

/* The state that the sender is in after the event that made it send. */
static void
draw_sender(struct ladder *ladder, const struct tcpsim_record *sent)
{
	const struct ladder_source *source = ladder->source;

	if (sent->kind == TCPSIM_RECORD_SEND && sent->cause < source->n_records &&
		source->records[sent->cause].host == sent->host)
		tcpsim_ladder_state(ladder, &source->records[sent->cause]);
}

void
tcpsim_ladder_segment(struct ladder *ladder, const struct rung *rung)
{
	const struct tcpsim_record *records = ladder->source->records;
	const struct tcpsim_record *first = &records[MIN(rung->departs, rung->ends)];
	const struct token *begins, *ends;
	enum role role = ending(ladder, rung);
	enum style style = STYLE_PLAIN;
	uint16_t from, to;
	char *time = tcpsim_ladder_rung_time(ladder, rung);
	bool goes_right;

	find_way(first, &from, &to);
	goes_right = tcpsim_ladder_side(ladder, from) == LEFT;
	begins = &ladder->glyphs->tokens[goes_right ? LEFT : RIGHT][beginning(ladder, rung)];
	ends = &ladder->glyphs->tokens[goes_right ? RIGHT : LEFT][role];
	tcpsim_ladder_time(ladder, time);
	g_free(time);
	if (rung->departs != TCPSIM_NO_RECORD)
		draw_sender(ladder, &records[rung->departs]);
	if (role == ROLE_ARRIVES)
		tcpsim_ladder_state(ladder, &records[rung->ends]);
	if (role == ROLE_LOST || role == ROLE_DISCARDED)
		style = STYLE_BAD;
	else if (first->kind == TCPSIM_RECORD_INJECT)
		style = STYLE_FORGED;
	draw_arrow(ladder, first, goes_right ? begins : ends, goes_right ? ends : begins, style);
	if (rung->departs != TCPSIM_NO_RECORD)
		tcpsim_ladder_parts(ladder, rung->departs, true);
	if (rung->ends != TCPSIM_NO_RECORD) {
		tcpsim_ladder_parts(ladder, rung->ends, rung->departs != TCPSIM_NO_RECORD);
		tcpsim_ladder_end_rung(ladder);
		tcpsim_ladder_explain(ladder, rung->ends);
	}
}
