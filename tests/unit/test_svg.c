/* SPDX-License-Identifier: MIT */
/*
 * The ladder as a picture. What must hold of every picture is derived from what it is: down is time, each packet is one
 * arrow from its departure to its end, no two texts touch, and all of them lie within the view box.
 */
#include <string.h>

#include <tcpsim/render.h>

#include "tests/unit/recordings.h"
#include "tests/unit/scenario_files.h"

/* A font's columns as they are usually, and its height: less than what the picture leaves room for. */
#define COLUMN 0.6
#define HEIGHT 0.9

struct point {
	double x, y;
};

/* A line of text, as a rectangle that may be turned. */
struct box {
	struct point corners[4];
	char *text;
};

struct arrow {
	uint64_t packet;
	uint32_t from, to; /* TCPSIM_NO_RECORD for none */
	struct point first, last;
	bool has_shaft, has_cross, is_dropped;
	char *title;
};

/* What stands at a time: the end of an arrow, words of what a host does, a time at the edge. */
struct place {
	int64_t time_us;
	double y;
	char *what;
};

struct seen {
	double width, height, font;
	double turn[6]; /* of the element around */
	bool is_turned, is_text, is_packet, is_title, is_time, is_event;
	uint32_t record; /* whose words come next */
	double x, y, size;
	char anchor;
	GString *text;
	GArray *boxes, *arrows, *times, *events; /* struct place; of an event its record in place of its time */
	unsigned depth, packet_depth, turn_depth;
};

static const char *
value_of(const char *name, const char **names, const char **values)
{
	for (; *names != NULL; names++, values++) {
		if (strcmp(*names, name) == 0)
			return *values;
	}
	return NULL;
}

static double
number_of(const char *name, const char **names, const char **values)
{
	const char *value = value_of(name, names, values);

	return value != NULL ? g_ascii_strtod(value, NULL) : 0;
}

static uint32_t
record_of(const char *name, const char **names, const char **values)
{
	const char *value = value_of(name, names, values);

	return value != NULL ? (uint32_t)g_ascii_strtoull(value, NULL, 10) : TCPSIM_NO_RECORD;
}

static struct arrow *
last_arrow(const struct seen *seen)
{
	return &g_array_index(seen->arrows, struct arrow, seen->arrows->len - 1);
}

/* The first and the last point of a path of straight lines and one curve: pairs of numbers. */
static void
see_shaft(struct arrow *arrow, const char *data)
{
	bool is_first = true;

	while (*data != '\0') {
		char *end;
		struct point point;

		data += strspn(data, "MLC ");
		point.x = g_ascii_strtod(data, &end);
		ck_assert(end != data);
		data = end;
		point.y = g_ascii_strtod(data, &end);
		ck_assert(end != data);
		data = end;
		if (is_first)
			arrow->first = point;
		arrow->last = point;
		is_first = false;
	}
	arrow->has_shaft = true;
}

static void
see_group(struct seen *seen, const char *style, const char **names, const char **values)
{
	const char *turn = value_of("transform", names, values);

	if (style != NULL && g_str_has_prefix(style, "words ")) {
		seen->is_time = strcmp(style, "words time") == 0;
		seen->record = record_of("data-record", names, values);
		seen->is_event = seen->record != TCPSIM_NO_RECORD && value_of("data-packet", names, values) == NULL &&
			strcmp(style, "words state") != 0;
	}
	if (style != NULL && (g_str_has_prefix(style, "packet ") || strcmp(style, "packet") == 0)) {
		struct arrow arrow = {
			.packet = g_ascii_strtoull(value_of("data-packet", names, values), NULL, 10),
			.from = record_of("data-from", names, values),
			.to = record_of("data-to", names, values),
			.is_dropped = strstr(style, " dropped") != NULL,
		};

		g_array_append_val(seen->arrows, arrow);
		seen->is_packet = true;
		seen->packet_depth = seen->depth;
	}
	if (turn != NULL && g_str_has_prefix(turn, "matrix(")) {
		char *at = (char *)turn + strlen("matrix(");

		for (int i = 0; i < 6; i++)
			seen->turn[i] = g_ascii_strtod(at, &at);
		seen->is_turned = true;
		seen->turn_depth = seen->depth;
	}
}

static void
see_path(struct seen *seen, const char *style, const char **names, const char **values)
{
	if (!seen->is_packet || style == NULL)
		return;
	if (g_str_has_prefix(style, "shaft"))
		see_shaft(last_arrow(seen), value_of("d", names, values));
	if (strcmp(style, "cross") == 0)
		last_arrow(seen)->has_cross = true;
}

static void
begin_element(GMarkupParseContext *context, const char *element, const char **names, const char **values, void *data,
	GError **error)
{
	struct seen *seen = data;
	const char *style = value_of("class", names, values);

	(void)context;
	(void)error;
	seen->depth++;
	if (strcmp(element, "svg") == 0) {
		char *at = (char *)value_of("viewBox", names, values) + strlen("0 0 ");

		seen->width = g_ascii_strtod(at, &at);
		seen->height = g_ascii_strtod(at, &at);
		seen->font = number_of("font-size", names, values);
	} else if (strcmp(element, "g") == 0) {
		see_group(seen, style, names, values);
	} else if (strcmp(element, "path") == 0) {
		see_path(seen, style, names, values);
	} else if (strcmp(element, "text") == 0) {
		const char *anchor = value_of("text-anchor", names, values);

		seen->is_text = true;
		seen->x = number_of("x", names, values);
		seen->y = number_of("y", names, values);
		seen->size = value_of("font-size", names, values) != NULL ? number_of("font-size", names, values) : seen->font;
		seen->anchor = anchor == NULL ? 's' : anchor[0];
		g_string_truncate(seen->text, 0);
	} else if (strcmp(element, "title") == 0) {
		seen->is_title = true;
		g_string_truncate(seen->text, 0);
	}
}

static uint32_t
columns_of(const char *text)
{
	uint32_t columns = 0;

	for (; *text != '\0'; text = g_utf8_next_char(text))
		columns += g_unichar_iszerowidth(g_utf8_get_char(text)) ? 0 : g_unichar_iswide(g_utf8_get_char(text)) ? 2 : 1;
	return columns;
}

static struct point
turned(const struct seen *seen, double x, double y)
{
	const double *m = seen->turn;

	if (!seen->is_turned)
		return (struct point){ x, y };
	return (struct point){ m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5] };
}

/* The first line of words at a lifeline or at the edge: its middle is beside the row. */
static void
see_place(struct seen *seen)
{
	struct place place = { .y = seen->y - 0.35 * seen->size, .what = g_strdup(seen->text->str) };

	if (seen->is_time) {
		place.time_us = (int64_t)(g_ascii_strtod(seen->text->str, NULL) * 1e6 + 0.5);
		g_array_append_val(seen->times, place);
	} else if (seen->is_event) {
		place.time_us = seen->record;
		g_array_append_val(seen->events, place);
	} else {
		g_free(place.what);
	}
	seen->is_time = seen->is_event = false;
}

static void
end_text(struct seen *seen)
{
	double width = columns_of(seen->text->str) * seen->size * COLUMN, x = seen->x;
	double bottom = seen->y + 0.2 * seen->size, top = bottom - HEIGHT * seen->size;
	struct box box;

	if (seen->anchor == 'e')
		x -= width;
	else if (seen->anchor == 'm')
		x -= width / 2;
	box.corners[0] = turned(seen, x, top);
	box.corners[1] = turned(seen, x + width, top);
	box.corners[2] = turned(seen, x + width, bottom);
	box.corners[3] = turned(seen, x, bottom);
	box.text = g_strdup(seen->text->str);
	g_array_append_val(seen->boxes, box);
	seen->is_text = false;
	see_place(seen);
}

static void
end_element(GMarkupParseContext *context, const char *element, void *data, GError **error)
{
	struct seen *seen = data;

	(void)context;
	(void)error;
	if (strcmp(element, "text") == 0) {
		end_text(seen);
	} else if (strcmp(element, "title") == 0) {
		if (seen->is_packet && last_arrow(seen)->title == NULL)
			last_arrow(seen)->title = g_strdup(seen->text->str);
		seen->is_title = false;
	} else if (strcmp(element, "g") == 0) {
		if (seen->is_packet && seen->packet_depth == seen->depth)
			seen->is_packet = false;
		if (seen->is_turned && seen->turn_depth == seen->depth)
			seen->is_turned = false;
	}
	seen->depth--;
}

static void
see_text(GMarkupParseContext *context, const char *text, gsize n, void *data, GError **error)
{
	struct seen *seen = data;

	(void)context;
	(void)error;
	if (seen->is_text || seen->is_title)
		g_string_append_len(seen->text, text, (gssize)n);
}

static void
clear_box(void *box)
{
	g_free(((struct box *)box)->text);
}

static void
clear_arrow(void *arrow)
{
	g_free(((struct arrow *)arrow)->title);
}

static void
clear_place(void *place)
{
	g_free(((struct place *)place)->what);
}

/* Read a picture, which must be well-formed. */
static struct seen
see(const char *svg)
{
	static const GMarkupParser parser = { begin_element, end_element, see_text, NULL, NULL };
	struct seen seen = { .text = g_string_new(NULL) };
	GMarkupParseContext *context;
	GError *error = NULL;

	seen.boxes = g_array_new(FALSE, FALSE, sizeof(struct box));
	seen.arrows = g_array_new(FALSE, FALSE, sizeof(struct arrow));
	seen.times = g_array_new(FALSE, FALSE, sizeof(struct place));
	seen.events = g_array_new(FALSE, FALSE, sizeof(struct place));
	g_array_set_clear_func(seen.times, clear_place);
	g_array_set_clear_func(seen.events, clear_place);
	g_array_set_clear_func(seen.boxes, clear_box);
	g_array_set_clear_func(seen.arrows, clear_arrow);
	context = g_markup_parse_context_new(&parser, 0, &seen, NULL);
	ck_assert_msg(g_markup_parse_context_parse(context, svg, -1, &error) &&
			g_markup_parse_context_end_parse(context, &error),
		"%s", error != NULL ? error->message : "");
	g_markup_parse_context_free(context);
	return seen;
}

static void
forget_seen(struct seen *seen)
{
	g_string_free(seen->text, TRUE);
	g_array_free(seen->boxes, TRUE);
	g_array_free(seen->arrows, TRUE);
	g_array_free(seen->times, TRUE);
	g_array_free(seen->events, TRUE);
}

/* ---- what must hold of all pictures ---- */

/* Whether a side of one box has all of the other one beyond it: then they are apart. */
static bool
is_apart(const struct box *a, const struct box *b)
{
	for (int i = 0; i < 4; i++) {
		const struct point *p = &a->corners[i], *q = &a->corners[(i + 1) % 4];
		bool is_beyond = true;

		for (int k = 0; k < 4; k++) {
			const struct point *r = &b->corners[k];

			if ((q->x - p->x) * (r->y - p->y) - (q->y - p->y) * (r->x - p->x) > 0)
				is_beyond = false;
		}
		if (is_beyond)
			return true;
	}
	return false;
}

static double
extreme_y(const struct box *box, bool is_bottom)
{
	double y = box->corners[0].y;

	for (int i = 1; i < 4; i++)
		y = is_bottom ? MAX(y, box->corners[i].y) : MIN(y, box->corners[i].y);
	return y;
}

static int
compare_tops(gconstpointer a, gconstpointer b)
{
	double x = extreme_y(a, false), y = extreme_y(b, false);

	return (x > y) - (x < y);
}

static void
assert_texts_are_apart(struct seen *seen, const char *what)
{
	g_array_sort(seen->boxes, compare_tops);
	for (guint i = 0; i < seen->boxes->len; i++) {
		const struct box *box = &g_array_index(seen->boxes, struct box, i);

		for (guint k = i + 1; k < seen->boxes->len; k++) {
			const struct box *other = &g_array_index(seen->boxes, struct box, k);

			if (extreme_y(other, false) > extreme_y(box, true))
				break;
			ck_assert_msg(is_apart(box, other) || is_apart(other, box), "%s: `%s` at %g,%g lies upon `%s` at %g,%g",
				what, box->text, box->corners[0].x, box->corners[0].y, other->text, other->corners[0].x,
				other->corners[0].y);
		}
	}
}

static void
assert_texts_are_inside(const struct seen *seen, const char *what)
{
	for (guint i = 0; i < seen->boxes->len; i++) {
		const struct box *box = &g_array_index(seen->boxes, struct box, i);

		for (int k = 0; k < 4; k++)
			ck_assert_msg(box->corners[k].x >= 0 && box->corners[k].x <= seen->width && box->corners[k].y >= 0 &&
					box->corners[k].y <= seen->height,
				"%s: `%s` at %g,%g is outside of %g x %g", what, box->text, box->corners[k].x, box->corners[k].y,
				seen->width, seen->height);
	}
}

/* Each packet of the trace has one arrow, from its departure to where it ends, which is further down. */
static void
assert_packets(const struct seen *seen, const struct tcpsim_recording *recording, const char *what)
{
	size_t n, departures = 0;
	const struct tcpsim_record *records = tcpsim_trace_records(recording->trace, &n);
	GHashTable *drawn = g_hash_table_new(NULL, NULL);

	for (size_t i = 0; i < n; i++)
		departures += records[i].packet != 0 && (records[i].kind == TCPSIM_RECORD_SEND ||
			records[i].kind == TCPSIM_RECORD_INJECT || records[i].kind == TCPSIM_RECORD_COPY);
	ck_assert_msg(seen->arrows->len == departures, "%s: %u arrows of %zu packets", what, seen->arrows->len, departures);
	for (guint i = 0; i < seen->arrows->len; i++) {
		const struct arrow *arrow = &g_array_index(seen->arrows, struct arrow, i);

		ck_assert_msg(g_hash_table_add(drawn, GSIZE_TO_POINTER((gsize)arrow->packet)), "%s: drawn twice", what);
		ck_assert_msg(arrow->has_shaft && arrow->last.y > arrow->first.y, "%s: packet %u does not go down", what,
			(unsigned)arrow->packet);
		ck_assert_uint_lt(arrow->from, n);
		ck_assert(records[arrow->from].packet == arrow->packet);
		ck_assert(arrow->title != NULL && arrow->title[0] != '\0');
		if (arrow->to != TCPSIM_NO_RECORD) {
			ck_assert_uint_lt(arrow->to, n);
			ck_assert(records[arrow->to].packet == arrow->packet);
			ck_assert(records[arrow->to].kind == TCPSIM_RECORD_ARRIVE || records[arrow->to].kind == TCPSIM_RECORD_DROP);
		}
		ck_assert_msg(arrow->is_dropped == arrow->has_cross && arrow->is_dropped == (arrow->to != TCPSIM_NO_RECORD &&
				records[arrow->to].kind == TCPSIM_RECORD_DROP),
			"%s: packet %u has a cross, or none", what, (unsigned)arrow->packet);
	}
	g_hash_table_destroy(drawn);
}

static void
add_place(GArray *places, int64_t time_us, double y, const char *what)
{
	const struct place place = { .time_us = time_us, .y = y, .what = g_strdup(what) };

	g_array_append_val(places, place);
}

/* All that stands at a time: what is lost on its way ends somewhere between hosts, and does not count. */
static GArray *
places_of(const struct seen *seen, const struct tcpsim_record *records)
{
	GArray *places = g_array_new(FALSE, FALSE, sizeof(struct place));

	g_array_set_clear_func(places, clear_place);
	for (guint i = 0; i < seen->times->len; i++) {
		const struct place *time = &g_array_index(seen->times, struct place, i);

		add_place(places, time->time_us, time->y, time->what);
	}
	for (guint i = 0; i < seen->events->len; i++) {
		const struct place *event = &g_array_index(seen->events, struct place, i);
		const struct tcpsim_record *record = &records[event->time_us];

		if (record->kind == TCPSIM_RECORD_CALL || record->kind == TCPSIM_RECORD_TIMER ||
			record->kind == TCPSIM_RECORD_SOCKET || record->kind == TCPSIM_RECORD_CRASH ||
			record->kind == TCPSIM_RECORD_RESTART)
			add_place(places, record->time_us, event->y, event->what);
	}
	for (guint i = 0; i < seen->arrows->len; i++) {
		const struct arrow *arrow = &g_array_index(seen->arrows, struct arrow, i);

		add_place(places, records[arrow->from].time_us, arrow->first.y, arrow->title);
		if (arrow->to != TCPSIM_NO_RECORD && records[arrow->to].kind == TCPSIM_RECORD_ARRIVE)
			add_place(places, records[arrow->to].time_us, arrow->last.y, arrow->title);
	}
	return places;
}

static int
compare_places(gconstpointer a, gconstpointer b)
{
	const struct place *p = a, *q = b;

	if (p->time_us != q->time_us)
		return p->time_us > q->time_us ? 1 : -1;
	return (p->y > q->y) - (p->y < q->y);
}

/* Down is time: whatever comes later, at whichever host, is further down than all that came before. */
static void
assert_time_goes_down(const struct seen *seen, const struct tcpsim_recording *recording, const char *what)
{
	size_t n;
	GArray *places = places_of(seen, tcpsim_trace_records(recording->trace, &n));

	g_array_sort(places, compare_places);
	for (guint i = 1; i < places->len; i++) {
		const struct place *before = &g_array_index(places, struct place, i - 1);
		const struct place *place = &g_array_index(places, struct place, i);

		ck_assert_msg(place->y > before->y - 0.02, "%s: `%s` of %g s at %g is above `%s` of %g s at %g", what, place->what,
			(double)place->time_us / 1e6, place->y, before->what, (double)before->time_us / 1e6, before->y);
	}
	g_array_free(places, TRUE);
}

static void
check_picture(const struct tcpsim_recording *recording, const char *what)
{
	static const uint32_t widths[] = { 340, 960, 1600 };

	for (size_t i = 0; i < G_N_ELEMENTS(widths); i++) {
		const struct tcpsim_picture_options options = { .width = widths[i] };
		char *svg = tcpsim_render_svg(recording, &options);
		char *where = g_strdup_printf("%s, %u wide", what, (unsigned)widths[i]);
		struct seen seen = see(svg);

		assert_packets(&seen, recording, where);
		assert_texts_are_inside(&seen, where);
		assert_texts_are_apart(&seen, where);
		assert_time_goes_down(&seen, recording, where);
		forget_seen(&seen);
		g_free(where);
		g_free(svg);
	}
}

static void
check_scenario(const char *path)
{
	struct tcpsim_diagnostics *diagnostics;
	struct tcpsim_scenario *scenario;
	char *text;
	gsize n;

	ck_assert(g_file_get_contents(path, &text, &n, NULL));
	scenario = tcpsim_scenario_parse(text, n, path, &diagnostics);
	ck_assert(scenario != NULL);
	for (size_t i = 0; i < tcpsim_scenario_n_cases(scenario); i++) {
		struct tcpsim_run *run = tcpsim_scenario_run(scenario, i, NULL);
		struct tcpsim_recording *recording = tcpsim_recording_of_run(run);
		size_t n_records;

		tcpsim_trace_records(recording->trace, &n_records);
		/* Of longer ones the middle is left out. */
		if (n_records < 4000)
			check_picture(recording, path);
		tcpsim_recording_free(recording);
		tcpsim_run_free(run);
	}
	tcpsim_scenario_free(scenario);
	tcpsim_diagnostics_free(diagnostics);
	g_free(text);
}

START_TEST(all_scenarios)
{
	GPtrArray *files = scenario_files_find("docs/scenarios", ".scn");

	ck_assert_uint_gt(files->len, 50);
	for (guint i = 0; i < files->len; i++)
		check_scenario(g_ptr_array_index(files, i));
	g_ptr_array_free(files, TRUE);
}
END_TEST

/* RFC 9293 figure 6: three arrows of 50 ms, the first to the right; all slant alike. */
START_TEST(a_handshake_is_to_scale)
{
	struct recorded_run recorded = record(FIGURE_6);
	const struct tcpsim_picture_options options = { .width = 960 };
	char *svg = tcpsim_render_svg(recorded.recording, &options);
	struct seen seen = see(svg);
	double fall[3];

	ck_assert_uint_eq(seen.arrows->len, 3);
	for (guint i = 0; i < 3; i++) {
		const struct arrow *arrow = &g_array_index(seen.arrows, struct arrow, i);

		ck_assert((arrow->last.x > arrow->first.x) == (i != 1));
		fall[i] = arrow->last.y - arrow->first.y;
		ck_assert_double_ge(fall[i], 20);
	}
	ck_assert_double_eq_tol(fall[0], fall[1], 0.1);
	ck_assert_double_eq_tol(fall[0], fall[2], 0.1);
	ck_assert(g_str_has_prefix(g_array_index(seen.arrows, struct arrow, 0).title, "A SYN #1\n<SEQ=100><CTL=SYN>\n"));
	forget_seen(&seen);
	g_free(svg);
	forget(&recorded);
}
END_TEST

/* Whatever names and titles are, they stay text; a trace of nothing, and one of a hundred hosts, are pictures, too. */
START_TEST(odd_traces_are_pictures)
{
	static const char hostile[] = "<\"'&>]]>\x01\xff\xf0\x9f\x98\x80\xe6\xbc\xa2";
	struct tcpsim_trace *trace = tcpsim_trace_new();
	struct tcpsim_recording *recording = recording_of(trace, hostile);
	struct tcpsim_record record = { .kind = TCPSIM_RECORD_CRASH, .until_us = TCPSIM_TIME_NONE, .peer = TCPSIM_NO_HOST };

	check_picture(recording, "without hosts");
	for (int i = 0; i < 100; i++)
		tcpsim_trace_add_host(trace, hostile);
	check_picture(recording, "a hundred hosts");
	record.cause = TCPSIM_NO_RECORD;
	for (uint16_t i = 0; i < 100; i++) {
		record.host = i;
		record.time_us = INT64_C(10) * 365 * 86400 * 1000000 + i;
		tcpsim_trace_append(trace, &record, NULL);
	}
	check_picture(recording, "in ten years");
	tcpsim_recording_free(recording);
}
END_TEST

/* ---- what is longer than is drawn ---- */

/*
 * The `i`-th of `n` packets, from 0: each takes 1 ms, and the next one answers it. In the middle B leaves ESTABLISHED
 * for CLOSE-WAIT.
 */
static void
add_exchange(struct tcpsim_trace *trace, uint64_t i, uint64_t n)
{
	struct tcpsim_record record = {
		.kind = TCPSIM_RECORD_SEND,
		.protocol = TCPSIM_PROTOCOL_TCP,
		.connection = 1,
		.packet = i + 1,
		.original = i + 1,
		.time_us = (int64_t)i * 1000,
		.until_us = TCPSIM_TIME_NONE,
		.cause = TCPSIM_NO_RECORD,
		.host = (uint16_t)(i % 2),
		.peer = (uint16_t)((i + 1) % 2),
		.local_port = 49152,
		.peer_port = 80,
		.sent_us = (int64_t)i * 1000,
	};

	record.segment.seq = tcpsim_seq_make((uint32_t)i);
	record.segment.ctl = TCPSIM_ACK;
	record.before.state = record.after.state = TCPSIM_ESTABLISHED;
	tcpsim_trace_append(trace, &record, NULL);
	record.kind = TCPSIM_RECORD_ARRIVE;
	record.time_us += 1000;
	record.host = record.peer;
	record.peer = (uint16_t)(i % 2);
	if (record.host == 1 && i >= n / 2)
		record.before.state = record.after.state = TCPSIM_CLOSE_WAIT;
	tcpsim_trace_append(trace, &record, NULL);
}

static struct tcpsim_recording *
long_recording(uint64_t n)
{
	struct tcpsim_trace *trace = tcpsim_trace_new();

	tcpsim_trace_add_host(trace, "A");
	tcpsim_trace_add_host(trace, "B");
	for (uint64_t i = 0; i < n; i++)
		add_exchange(trace, i, n);
	return recording_of(trace, "long");
}

static unsigned
count_texts(const struct seen *seen, const char *wanted)
{
	unsigned n = 0;

	for (guint i = 0; i < seen->boxes->len; i++)
		n += strcmp(g_array_index(seen->boxes, struct box, i).text, wanted) == 0;
	return n;
}

/*
 * Each packet has two rows, where it leaves and where it arrives: of 2 n rows 2000 are drawn, the others left out, and
 * that is said once. The picture is no longer than the 2000 rows take, and takes no longer to draw than a megabyte of
 * it a second. What changed in what is left out is told behind it.
 */
static void
check_long_one(uint64_t n)
{
	struct tcpsim_recording *recording = long_recording(n);
	const struct tcpsim_picture_options options = { .width = 960 };
	char *wanted = g_strdup_printf("⋮ %u rows are left out", (unsigned)(2 * n - 2000));
	gint64 begin_us = g_get_monotonic_time();
	char *svg = tcpsim_render_svg(recording, &options);
	double taken = (double)(g_get_monotonic_time() - begin_us) / G_USEC_PER_SEC;
	struct seen seen = see(svg);

	ck_assert_uint_eq(count_texts(&seen, wanted), 1);
	ck_assert_uint_eq(count_texts(&seen, "CLOSE-WAIT"), 1);
	ck_assert_uint_ge(seen.arrows->len, 1000);
	ck_assert_uint_le(seen.arrows->len, 1002);
	assert_texts_are_inside(&seen, "a long one");
	assert_texts_are_apart(&seen, "a long one");
	for (guint i = 0; i < seen.arrows->len; i++) {
		const struct arrow *arrow = &g_array_index(seen.arrows, struct arrow, i);

		ck_assert(arrow->has_shaft && arrow->last.y > arrow->first.y && arrow->last.y <= seen.height);
	}
	ck_assert_double_lt(taken, 1 + (double)strlen(svg) / 1e6);
	ck_assert_uint_lt(strlen(svg), 2500000);
	forget_seen(&seen);
	g_free(svg);
	g_free(wanted);
	tcpsim_recording_free(recording);
}

START_TEST(the_middle_of_a_long_one_is_left_out)
{
	check_long_one(3000);
	check_long_one(100000);
}
END_TEST

/* Within a page a picture has no declaration and no style of its own, and all its ids begin so. */
START_TEST(a_page_has_its_own_style)
{
	struct recorded_run recorded = record(FIGURE_6);
	const struct tcpsim_picture_options options = { .prefix = "c1-" };
	char *svg = tcpsim_render_svg(recorded.recording, &options);
	const char *id = svg;

	ck_assert(g_str_has_prefix(svg, "<svg "));
	ck_assert(strstr(svg, "<style") == NULL);
	while ((id = strstr(id, " id=\"")) != NULL) {
		id += strlen(" id=\"");
		ck_assert(g_str_has_prefix(id, "c1-"));
	}
	ck_assert(strstr(svg, "url(#c1-head)") != NULL);
	g_free(svg);
	forget(&recorded);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("svg");
	TCase *tcase = tcase_create("svg");

	tcase_set_timeout(tcase, 300);
	tcase_add_test(tcase, all_scenarios);
	tcase_add_test(tcase, a_handshake_is_to_scale);
	tcase_add_test(tcase, odd_traces_are_pictures);
	tcase_add_test(tcase, the_middle_of_a_long_one_is_left_out);
	tcase_add_test(tcase, a_page_has_its_own_style);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
