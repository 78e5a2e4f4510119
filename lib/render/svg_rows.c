/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/render/svg_ladder_private.h"

/* Pixels between a lifeline and words, and between an arrow and what stands on it. */
#define PAD 7.0
#define GLYPH 13.0
#define ABOVE 3.5

/* How far below the end of an arrow its words are, and what leaves from there. */
#define BELOW 3.0

/* Rows that a packet takes on its way at the least, in pixels. */
#define FALL_MIN 12.0

/* Arrowheads at one lifeline are so far apart. */
#define APART 9.0

/* What leaves together may wait for the other end so many lines each. */
#define PITCH_LINES 4.0

/* Break whatever is wider than so many columns still. */
static GPtrArray *
fit(GPtrArray *lines, uint32_t columns)
{
	GPtrArray *fitting = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < lines->len; i++) {
		const char *at = g_ptr_array_index(lines, i);

		do {
			size_t n = tcpsim_text_fit(at, columns);

			if (n == 0 && *at != '\0')
				n = (size_t)(g_utf8_next_char(at) - at);
			g_ptr_array_add(fitting, g_strndup(at, n));
			at += n;
		} while (*at != '\0');
	}
	g_ptr_array_unref(lines);
	return fitting;
}

static uint32_t
columns_in(const struct svg_ladder *svg, double room)
{
	return room > 8 * svg->column ? (uint32_t)(room / svg->column) : 8;
}

/* Words in lines; they are used up. */
static GPtrArray *
wrap(const struct svg_ladder *svg, GString *words, double room)
{
	GPtrArray *lines = fit(tcpsim_text_wrap(words->str, columns_in(svg, room)), columns_in(svg, room));

	g_string_truncate(words, 0);
	return lines;
}

/* ---- words at a lifeline ---- */

/* Where words beside a lifeline stand in the row in the making, one below the other. */
struct side {
	uint16_t host;
	bool is_left;
	double top;
};

static void
put_at(struct svg_ladder *svg, struct side *side, GString *text, const char *style, enum svg_glyph glyph, uint32_t i)
{
	double pad = PAD + (glyph != SVG_GLYPH_NONE ? GLYPH : 0);
	GPtrArray *lines = wrap(svg, text, svg->hosts[side->host].room - pad - PAD);
	struct svg_words *words = tcpsim_svg_add(svg, lines, style, side->top);

	words->anchor = side->is_left ? SVG_END : SVG_START;
	words->x = tcpsim_svg_edge(svg, side->host, !side->is_left) + (side->is_left ? -pad : pad);
	words->glyph = glyph;
	words->record = i;
	side->top += words->lines->len * svg->line;
}

static bool
is_bad_signal(const struct tcpsim_record *record)
{
	return record->what == TCPSIM_SIGNAL_ERROR || record->what == TCPSIM_SIGNAL_PROBLEM;
}

/* What is told with a record: deliveries, signals, 2MSL that starts, bugs; not what befell a packet on its way. */
static void
put_parts(struct svg_ladder *svg, struct side *side, uint32_t record)
{
	GString *text = g_string_new(NULL);

	for (uint32_t i = svg->index.first_part[record]; i != TCPSIM_NO_RECORD; i = svg->index.next_part[i]) {
		const struct tcpsim_record *part = &svg->source.records[i];

		if (part->kind == TCPSIM_RECORD_DELIVER && tcpsim_ladder_part_words(&svg->ladder, i, text))
			put_at(svg, side, text, "told", SVG_GLYPH_TELL, i);
		else if (part->kind == TCPSIM_RECORD_SIGNAL && tcpsim_ladder_part_words(&svg->ladder, i, text))
			put_at(svg, side, text, is_bad_signal(part) ? "told bad" : "told", SVG_GLYPH_TELL, i);
		else if (part->kind == TCPSIM_RECORD_ARMED && tcpsim_ladder_part_words(&svg->ladder, i, text))
			put_at(svg, side, text, "timer", SVG_GLYPH_CLOCK, i);
		else if (part->kind == TCPSIM_RECORD_BROKEN && tcpsim_ladder_part_words(&svg->ladder, i, text))
			put_at(svg, side, text, "broken bad", SVG_GLYPH_WARNING, i);
	}
	g_string_free(text, TRUE);
}

/* Where the name of a state stands: beyond the outermost lifelines, or where words do. */
static void
stand_by(const struct svg_ladder *svg, struct svg_words *words, const struct svg_host *host)
{
	words->x = host->state_x;
	words->anchor = host == &svg->hosts[0] ? SVG_END : SVG_START;
	if (!host->is_outside) {
		words->anchor = host->goes_left ? SVG_END : SVG_START;
		words->x = host->x + (host->half + PAD) * (host->goes_left ? -1 : 1);
	}
}

/* The top of words that stand below those of the same row at their side, if there are any. */
static double
below_others(const struct svg_ladder *svg, const struct svg_words *words, double top)
{
	for (guint i = svg->row_words; i + 1 < svg->words->len; i++) {
		const struct svg_words *other = &g_array_index(svg->words, struct svg_words, i);

		if (ABS(other->x - words->x) <= GLYPH + PAD)
			top = MAX(top, other->y + other->lines->len * svg->line);
	}
	return top;
}

static void
put_state(struct svg_ladder *svg, uint32_t i)
{
	const struct svg_host *host = &svg->hosts[svg->source.records[i].host];
	GPtrArray *lines = tcpsim_svg_state_lines(svg, i);
	struct svg_words *words;

	if (lines == NULL)
		return;
	words = tcpsim_svg_add(svg, fit(lines, columns_in(svg, host->room - 2 * PAD)), "state", -svg->line / 2);
	words->record = i;
	stand_by(svg, words, host);
	if (!host->is_outside)
		words->y = below_others(svg, words, tcpsim_svg_ends(&svg->source.records[i]) ? BELOW : -svg->line / 2);
}

/* ---- rows ---- */

static enum svg_glyph
glyph_of(const struct tcpsim_record *record)
{
	if (record->kind == TCPSIM_RECORD_TIMER)
		return SVG_GLYPH_CLOCK;
	if (record->kind == TCPSIM_RECORD_CRASH || record->kind == TCPSIM_RECORD_RESTART)
		return SVG_GLYPH_POWER;
	return SVG_GLYPH_CALL;
}

static const char *
style_of(const struct tcpsim_record *record)
{
	if (record->kind == TCPSIM_RECORD_TIMER)
		return "timer";
	if (record->kind == TCPSIM_RECORD_CRASH)
		return "power bad";
	if (record->kind == TCPSIM_RECORD_RESTART)
		return "power";
	return record->error != TCPSIM_OK ? "call bad" : "call";
}

/* A call, a timer, power: words at the lifeline, the first line beside the row. */
static void
row_event(struct svg_ladder *svg, uint32_t i)
{
	const struct tcpsim_record *record = &svg->source.records[i];
	struct side side = { .host = record->host, .top = -svg->line / 2 };
	GString *text = g_string_new(NULL);

	side.is_left = svg->hosts[side.host].goes_left;
	tcpsim_ladder_event_words(&svg->ladder, i, text);
	put_at(svg, &side, text, style_of(record), glyph_of(record), i);
	put_parts(svg, &side, i);
	g_string_free(text, TRUE);
}

/* A link is cut or mended: words between its ends. */
static void
row_link(struct svg_ladder *svg, uint32_t i)
{
	const struct tcpsim_record *record = &svg->source.records[i];
	uint16_t from, to;
	GString *text = g_string_new(NULL);
	struct svg_words *words;
	double room;

	tcpsim_svg_hosts_of(svg, record, &from, &to);
	tcpsim_ladder_event_words(&svg->ladder, i, text);
	room = ABS(svg->hosts[from].x - svg->hosts[to].x) - 4 * PAD;
	words = tcpsim_svg_add(svg, wrap(svg, text, room), record->kind == TCPSIM_RECORD_CUT ? "link bad" : "link",
		-svg->line / 2);
	words->anchor = SVG_MIDDLE;
	words->x = tcpsim_svg_between(svg, from, to, 0.5);
	words->record = i;
	g_string_free(text, TRUE);
}

/* Words along an arrow, above its beginning: the last line ends there. */
struct along {
	double x, room, slope;
	bool goes_left;
	double height;
	guint first; /* of its words */
	uint64_t packet;
};

static void
put_along(struct svg_ladder *svg, struct along *along, GPtrArray *lines, const char *style, uint32_t i)
{
	struct svg_words *words = tcpsim_svg_add(svg, lines, style, along->height);

	words->anchor = along->goes_left ? SVG_END : SVG_START;
	words->x = along->x;
	words->slope = along->slope;
	words->record = i;
	words->packet = along->packet;
	along->height += words->lines->len * svg->line;
}

/* What befalls a packet on its way, and where it is from. */
static void
put_fate(struct svg_ladder *svg, struct along *along, uint32_t i)
{
	const struct tcpsim_record *records = svg->source.records;
	GString *text = g_string_new(NULL);

	if (records[i].kind == TCPSIM_RECORD_INJECT) {
		tcpsim_ladder_injected_words(&svg->ladder, &records[i], text);
		put_along(svg, along, wrap(svg, text, along->room), "forged", i);
	}
	if (records[i].kind == TCPSIM_RECORD_COPY && tcpsim_ladder_part_words(&svg->ladder, i, text))
		put_along(svg, along, wrap(svg, text, along->room), "fate", i);
	for (uint32_t part = svg->index.first_part[i]; part != TCPSIM_NO_RECORD; part = svg->index.next_part[part]) {
		bool is_fate = records[part].kind == TCPSIM_RECORD_HOLD || records[part].kind == TCPSIM_RECORD_CORRUPT ||
			records[part].kind == TCPSIM_RECORD_MARK;

		if (is_fate && tcpsim_ladder_part_words(&svg->ladder, part, text))
			put_along(svg, along, wrap(svg, text, along->room), "fate", part);
	}
	g_string_free(text, TRUE);
}

static void
row_departure(struct svg_ladder *svg, uint32_t i)
{
	const struct tcpsim_record *record = &svg->source.records[i];
	struct along along = { .first = svg->words->len, .packet = record->packet, .slope = svg->slopes[i] };
	uint16_t from, to;

	tcpsim_svg_hosts_of(svg, record, &from, &to);
	along.x = tcpsim_svg_between(svg, from, to, tcpsim_svg_begins_at(record));
	along.room = ABS(tcpsim_svg_between(svg, from, to, from == to ? 0.5 : 1) - along.x) - 2 * PAD;
	along.goes_left = from == to ? svg->hosts[from].goes_left : to < from;
	along.x += along.goes_left ? -PAD : PAD;
	if (along.slope == 0 && from != to)
		along.slope = svg->slant / (tcpsim_svg_between(svg, from, to, 1) - tcpsim_svg_between(svg, from, to, 0));
	put_along(svg, &along,
		fit(tcpsim_ladder_label(&svg->ladder, record, columns_in(svg, along.room)), columns_in(svg, along.room)),
		"label", i);
	put_fate(svg, &along, i);
	svg->labels[i] = along.first + 1;
	for (guint k = along.first; k < svg->words->len; k++) {
		struct svg_words *words = &g_array_index(svg->words, struct svg_words, k);

		words->y = (words->y - along.height - ABOVE) / tcpsim_svg_cosine(along.slope);
	}
}

static void
row_arrival(struct svg_ladder *svg, uint32_t i)
{
	const struct tcpsim_record *record = &svg->source.records[i];
	GString *text = g_string_new(NULL);
	struct side side = { .top = BELOW };
	uint16_t from;

	tcpsim_svg_hosts_of(svg, record, &from, &side.host);
	side.is_left = from == side.host ? svg->hosts[from].goes_left : from < side.host;
	if (tcpsim_ladder_past_words(&svg->ladder, record, false, text))
		put_at(svg, &side, text, "fate", SVG_GLYPH_NONE, i);
	if (record->kind == TCPSIM_RECORD_DROP) {
		tcpsim_ladder_drop_words(&svg->ladder, record, text);
		put_at(svg, &side, text, "bad", SVG_GLYPH_NONE, i);
	} else if (record->protocol == TCPSIM_PROTOCOL_TCP && record->connection == 0 &&
		record->after.state == TCPSIM_CLOSED && record->rule != TCPSIM_RULE_NONE) {
		g_string_append(text, "no connection, no listener");
		put_at(svg, &side, text, "faint", SVG_GLYPH_NONE, i);
	}
	put_parts(svg, &side, i);
	g_string_free(text, TRUE);
}

/* Lost on its way: words beside the place. */
static void
row_loss(struct svg_ladder *svg, uint32_t i)
{
	const struct tcpsim_record *record = &svg->source.records[i];
	GString *text = g_string_new(NULL);
	struct svg_words *words;
	uint16_t from, to;
	double x, room;

	tcpsim_svg_hosts_of(svg, record, &from, &to);
	x = tcpsim_svg_between(svg, from, to, record->packet == 0 ? 0 : tcpsim_svg_lost_at(svg, record));
	x += to < from ? -2 * PAD : 2 * PAD;
	room = ABS(tcpsim_svg_between(svg, from, to, from == to ? 0.5 : 1) - x) - PAD;
	tcpsim_ladder_past_words(&svg->ladder, record, false, text);
	if (text->len > 0)
		g_string_append_c(text, ' ');
	tcpsim_ladder_drop_words(&svg->ladder, record, text);
	words = tcpsim_svg_add(svg, wrap(svg, text, room), "bad", -svg->line / 2);
	words->anchor = to < from ? SVG_END : SVG_START;
	words->x = x;
	words->record = i;
	g_string_free(text, TRUE);
}

/* Add the words of a record to its row. Returns whether it has a row whatever there is to say. */
static bool
fill_row(struct svg_ladder *svg, uint32_t i)
{
	const struct tcpsim_record *record = &svg->source.records[i];

	switch ((enum tcpsim_record_kind)record->kind) {
	case TCPSIM_RECORD_CALL:
		if (tcpsim_ladder_is_of_socket(&svg->ladder, record)) {
			struct side side = { .host = record->host, .is_left = svg->hosts[record->host].goes_left };

			side.top = svg->line / 2;
			put_parts(svg, &side, i);
			return false;
		}
		/* fall through */
	case TCPSIM_RECORD_SOCKET:
	case TCPSIM_RECORD_TIMER:
	case TCPSIM_RECORD_CRASH:
	case TCPSIM_RECORD_RESTART:
		row_event(svg, i);
		return true;
	case TCPSIM_RECORD_CUT:
	case TCPSIM_RECORD_MEND:
		row_link(svg, i);
		return true;
	case TCPSIM_RECORD_SEND:
	case TCPSIM_RECORD_INJECT:
	case TCPSIM_RECORD_COPY:
		row_departure(svg, i);
		return true;
	case TCPSIM_RECORD_ARRIVE:
		row_arrival(svg, i);
		return true;
	case TCPSIM_RECORD_DROP:
		if (tcpsim_ladder_is_discarded(record))
			row_arrival(svg, i);
		else
			row_loss(svg, i);
		return true;
	case TCPSIM_RECORD_DELIVER:
	case TCPSIM_RECORD_SIGNAL:
	case TCPSIM_RECORD_BROKEN:
	case TCPSIM_RECORD_HOLD:
	case TCPSIM_RECORD_CORRUPT:
	case TCPSIM_RECORD_MARK:
	case TCPSIM_RECORD_ARMED:
	case TCPSIM_RECORD_STOPPED:
	case TCPSIM_RECORD_LOST:
		break;
	}
	return false;
}

/* The record with which the packet left that ends with this one, or TCPSIM_NO_RECORD. */
static uint32_t
departure_of(const struct svg_ladder *svg, const struct tcpsim_record *record)
{
	uint32_t departs;

	if (!tcpsim_svg_ends(record) || record->packet == 0)
		return TCPSIM_NO_RECORD;
	departs = svg->index.departed[record->packet];
	return departs != TCPSIM_NO_RECORD && record > &svg->source.records[departs] ? departs : TCPSIM_NO_RECORD;
}

/* How far a packet falls on its way at the least. */
static double
fall_of(const struct svg_ladder *svg, uint32_t departs, const struct tcpsim_record *end)
{
	double way = ((double)end->time_us - (double)svg->source.records[departs].time_us) * svg->scale;

	return tcpsim_svg_waits(svg, departs) ? 1.5 * svg->slant : MAX(way, FALL_MIN);
}

/*
 * Of those that leave together none leaves before the other end has time for it, as far as that was seen when all was
 * placed first: so they stay parallel.
 */
static double
least_departure(const struct svg_ladder *svg, uint32_t i)
{
	const struct tcpsim_record *records = svg->source.records;
	uint32_t before = svg->hosts[records[i].host].departure, end, end_before;

	if (svg->pass == 0 || before == TCPSIM_NO_RECORD || records[i].packet == 0 || records[before].packet == 0 ||
		records[before].peer != records[i].peer || records[before].time_us != records[i].time_us)
		return 0;
	end = svg->index.ended[records[i].packet];
	end_before = svg->index.ended[records[before].packet];
	if (end == TCPSIM_NO_RECORD || end_before == TCPSIM_NO_RECORD || end < i || end_before < i ||
		records[end].time_us != records[end_before].time_us)
		return 0;
	return svg->y[before] + CLAMP(svg->natural[end] - svg->natural[end_before], 0, PITCH_LINES * svg->line);
}

/* The host that a packet comes to with this record, if only to be discarded there; or NULL. */
static struct svg_host *
goal_of(const struct svg_ladder *svg, const struct tcpsim_record *record)
{
	uint16_t from, to;

	if (record->kind != TCPSIM_RECORD_ARRIVE &&
		(record->kind != TCPSIM_RECORD_DROP || !tcpsim_ladder_is_discarded(record)))
		return NULL;
	tcpsim_svg_hosts_of(svg, record, &from, &to);
	return to < svg->n_hosts ? &svg->hosts[to] : NULL;
}

/* Below the arrowhead before; packets that left together and arrive together do so as far apart as they left. */
static double
least_arrival(const struct svg_ladder *svg, const struct tcpsim_record *record)
{
	const struct tcpsim_record *records = svg->source.records;
	const struct svg_host *goal = goal_of(svg, record);
	const struct tcpsim_record *before;
	uint32_t departs, departs_before;
	double apart = APART;

	if (goal == NULL || goal->arrived == TCPSIM_NO_RECORD)
		return 0;
	before = &records[goal->arrived];
	departs = departure_of(svg, record);
	departs_before = departure_of(svg, before);
	if (departs != TCPSIM_NO_RECORD && departs_before != TCPSIM_NO_RECORD && before->time_us == record->time_us &&
		records[departs].host == records[departs_before].host &&
		records[departs].time_us == records[departs_before].time_us)
		apart = MAX(apart, svg->y[departs] - svg->y[departs_before]);
	return svg->y[goal->arrived] + apart;
}

/* Where a record may stand at the highest: what ends is below its beginning, and arrowheads are apart. */
static double
least_of(const struct svg_ladder *svg, uint32_t i)
{
	const struct tcpsim_record *record = &svg->source.records[i];
	uint32_t departs = departure_of(svg, record);
	double least;

	if (tcpsim_svg_departs(record))
		return least_departure(svg, i);
	least = least_arrival(svg, record);
	if (departs == TCPSIM_NO_RECORD)
		return least;
	return MAX(least, svg->y[departs] + fall_of(svg, departs, record));
}

/* Whether a packet is lost as it leaves: that is drawn further on, beside its fellows, and nothing waits for it. */
static bool
is_lost_at_once(const struct svg_ladder *svg, const struct tcpsim_record *record)
{
	uint32_t departs = departure_of(svg, record);

	return departs != TCPSIM_NO_RECORD && record->kind == TCPSIM_RECORD_DROP && !tcpsim_ladder_is_discarded(record) &&
		svg->source.records[departs].time_us == record->time_us;
}

/* Where: on the line along which it left. */
static double
place_of_loss(const struct svg_ladder *svg, const struct tcpsim_record *record)
{
	uint32_t departs = svg->index.departed[record->packet];
	double part = tcpsim_svg_lost_at(svg, record) - tcpsim_svg_begins_at(&svg->source.records[departs]), way;
	uint16_t from, to;

	tcpsim_svg_hosts_of(svg, record, &from, &to);
	way = tcpsim_svg_between(svg, from, to, 1) - tcpsim_svg_between(svg, from, to, 0);
	return svg->y[departs] + MAX(ABS(svg->slopes[departs] != 0 ? svg->slopes[departs] * way : svg->slant) * part, FALL_MIN);
}

/* What stands at the end of an arrow is below it. */
static void
reserve_end(struct svg_ladder *svg, const struct tcpsim_record *record, double y)
{
	uint16_t from, to;

	if (!tcpsim_svg_ends(record))
		return;
	tcpsim_svg_hosts_of(svg, record, &from, &to);
	tcpsim_svg_reserve(svg, tcpsim_svg_between(svg, from, to, 0.7), tcpsim_svg_between(svg, from, to, 1), y + BELOW);
}

static void
place_record(struct svg_ladder *svg, uint32_t i)
{
	const struct tcpsim_record *record = &svg->source.records[i];
	bool has_row;

	tcpsim_svg_begin_row(svg);
	has_row = record->host < svg->n_hosts && fill_row(svg, i);
	if (record->host < svg->n_hosts)
		put_state(svg, i);
	if (is_lost_at_once(svg, record)) {
		svg->y[i] = place_of_loss(svg, record);
		tcpsim_svg_end_loose_row(svg, svg->y[i]);
	} else if (has_row || svg->words->len > svg->row_words) {
		svg->y[i] = tcpsim_svg_end_row(svg, record->host, record->time_us, least_of(svg, i));
		reserve_end(svg, record, svg->y[i]);
		if (goal_of(svg, record) != NULL)
			goal_of(svg, record)->arrived = i;
		if (tcpsim_svg_departs(record))
			svg->hosts[record->host].departure = i;
	} else {
		svg->y[i] = svg->cursor;
		if (record->host < svg->n_hosts && record->time_us == svg->moment_us)
			svg->y[i] = MAX(svg->moment, svg->hosts[record->host].cursor);
	}
}

/* ---- all of them ---- */

/* Begin anew, below the heads of the lifelines. */
static void
reset(struct svg_ladder *svg)
{
	g_array_set_size(svg->words, 0);
	g_array_set_size(svg->folds, 0);
	g_array_set_size(svg->moments, 0);
	tcpsim_svg_states_init(svg);
	svg->cursor = svg->moment = svg->top;
	svg->moment_us = TCPSIM_TIME_NONE;
	for (size_t i = 0; i < svg->n_sky; i++)
		svg->sky[i] = svg->top;
	for (size_t i = 0; i < svg->n_hosts; i++) {
		svg->hosts[i].cursor = svg->top;
		svg->hosts[i].departure = svg->hosts[i].arrived = TCPSIM_NO_RECORD;
	}
}

/* The first states, before anything happens. */
static void
place_beginning(struct svg_ladder *svg)
{
	for (uint16_t host = 0; host < svg->n_hosts; host++) {
		const struct svg_host *it = &svg->hosts[host];
		GPtrArray *lines;
		struct svg_words *words;

		if (!it->has_states)
			continue;
		lines = g_ptr_array_new_with_free_func(g_free);
		g_ptr_array_add(lines, g_strdup(tcpsim_state_name(TCPSIM_CLOSED)));
		tcpsim_svg_begin_row(svg);
		words = tcpsim_svg_add(svg, lines, "state", 0);
		stand_by(svg, words, it);
		tcpsim_svg_end_loose_row(svg, svg->top);
	}
	svg->cursor = svg->top + svg->line * 1.7;
}

/* When the run ended, if that is later. */
static void
place_end(struct svg_ladder *svg)
{
	GPtrArray *lines;
	struct svg_words *words;

	if (svg->n_hosts == 0 || (svg->moment_us != TCPSIM_TIME_NONE && svg->recording->end_us <= svg->moment_us))
		return;
	lines = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(lines, g_strdup("(the run ends)"));
	tcpsim_svg_begin_row(svg);
	words = tcpsim_svg_add(svg, lines, "faint", -svg->line / 2);
	words->x = tcpsim_svg_edge(svg, 0, true) + PAD;
	tcpsim_svg_end_row(svg, 0, svg->recording->end_us, 0);
}

/* Behind what is left out: the states that came of it. */
static void
end_gap(struct svg_ladder *svg)
{
	double y = svg->cursor;

	for (uint16_t host = 0; host < svg->n_hosts; host++) {
		GPtrArray *lines = fit(tcpsim_svg_states_since(svg, host, y), columns_in(svg, svg->hosts[host].room - 2 * PAD));

		tcpsim_svg_begin_row(svg);
		if (lines->len > 0)
			stand_by(svg, tcpsim_svg_add(svg, lines, "state", -svg->line / 2), &svg->hosts[host]);
		else
			g_ptr_array_unref(lines);
		tcpsim_svg_end_loose_row(svg, y);
	}
	/* How long it is since then, the fold does not tell. */
	svg->moment_us = TCPSIM_TIME_NONE;
}

static void
place_all(struct svg_ladder *svg)
{
	reset(svg);
	place_beginning(svg);
	for (uint32_t i = 0; i < svg->source.n_records; i++) {
		if (i == svg->left_out_from && svg->left_out_to > i)
			tcpsim_svg_fold(svg, g_strdup_printf("⋮ %u rows are left out", svg->n_left_out));
		if (i >= svg->left_out_from && i < svg->left_out_to)
			svg->y[i] = svg->cursor;
		else
			place_record(svg, i);
		if (svg->source.records[i].host < svg->n_hosts)
			tcpsim_svg_state_change(svg, i, svg->y[i]);
		if (i + 1 == svg->left_out_to)
			end_gap(svg);
	}
	place_end(svg);
	svg->height = tcpsim_svg_bottom(svg) + svg->line;
	tcpsim_svg_states_end(svg, svg->height);
}

/* Whether a record has a row; what is only told with another one does not count. */
static bool
counts(const struct svg_ladder *svg, const struct tcpsim_record *record)
{
	return tcpsim_svg_departs(record) || tcpsim_svg_ends(record) || record->kind == TCPSIM_RECORD_TIMER ||
		record->kind == TCPSIM_RECORD_SOCKET || record->kind == TCPSIM_RECORD_CRASH ||
		record->kind == TCPSIM_RECORD_RESTART || record->kind == TCPSIM_RECORD_CUT ||
		record->kind == TCPSIM_RECORD_MEND ||
		(record->kind == TCPSIM_RECORD_CALL && !tcpsim_ladder_is_of_socket(&svg->ladder, record));
}

/* Leave out the middle of what is too long. */
static void
leave_out(struct svg_ladder *svg)
{
	guint n = 0, seen = 0;

	for (size_t i = 0; i < svg->source.n_records; i++)
		n += counts(svg, &svg->source.records[i]);
	if (n <= SVG_ROWS_MAX)
		return;
	svg->n_left_out = n - SVG_ROWS_MAX;
	for (uint32_t i = 0; i < svg->source.n_records; i++) {
		if (!counts(svg, &svg->source.records[i]))
			continue;
		if (seen == SVG_ROWS_MAX / 2)
			svg->left_out_from = i;
		if (seen == SVG_ROWS_MAX / 2 + svg->n_left_out)
			svg->left_out_to = i;
		seen++;
	}
}

void
tcpsim_svg_rows(struct svg_ladder *svg)
{
	leave_out(svg);
	for (svg->pass = 0; svg->pass < SVG_PASSES; svg->pass++) {
		/* First as if all were as steep as usual, then so that those that leave together are. */
		if (svg->pass >= SVG_PASSES_LEVEL)
			tcpsim_svg_find_slopes(svg);
		place_all(svg);
		if (svg->pass == 0)
			memcpy(svg->natural, svg->y, svg->source.n_records * sizeof(*svg->y));
	}
}
