/* SPDX-License-Identifier: MIT */
/* The picture of the states: whatever happened and however wide it is, nothing lies upon anything else. */
#include <math.h>
#include <stdio.h>

#include <tcpsim/render.h>

#include "lib/render/states_private.h"
#include "tests/unit/recordings.h"

/* What stands in a picture: boxes of states and lines of text, as rectangles. */
struct thing {
	double x, y, width, height;
	char *text; /* NULL for a box */
};

struct seen {
	GArray *things;
	double width, height; /* of the view box */
	GHashTable *edges, *states;
	double text_x, text_y, font;
	const char *anchor;
	bool is_in_text;
};

static void
clear_thing(void *data)
{
	g_free(((struct thing *)data)->text);
}

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

static void
see_box(struct seen *seen, const char **names, const char **values)
{
	const struct thing box = {
		.x = number_of("x", names, values),
		.y = number_of("y", names, values),
		.width = number_of("width", names, values),
		.height = number_of("height", names, values),
	};

	g_array_append_val(seen->things, box);
}

static void
start(GMarkupParseContext *context, const char *element, const char **names, const char **values, void *data, GError **error)
{
	struct seen *seen = data;
	const char *class = value_of("class", names, values), *anchor = value_of("text-anchor", names, values);

	(void)context;
	(void)error;
	if (strcmp(element, "svg") == 0)
		sscanf(value_of("viewBox", names, values), "0 0 %lf %lf", &seen->width, &seen->height);
	if (strcmp(element, "rect") == 0 && strcmp(class, "box") == 0)
		see_box(seen, names, values);
	if (value_of("data-edge", names, values) != NULL)
		g_hash_table_add(seen->edges, g_strdup(value_of("data-edge", names, values)));
	if (value_of("data-state", names, values) != NULL)
		g_hash_table_add(seen->states, g_strdup(value_of("data-state", names, values)));
	seen->is_in_text = strcmp(element, "text") == 0;
	if (seen->is_in_text) {
		seen->text_x = number_of("x", names, values);
		seen->text_y = number_of("y", names, values);
		seen->font = number_of("font-size", names, values);
		seen->anchor = strcmp(anchor, "start") == 0 ? "start" : strcmp(anchor, "end") == 0 ? "end" : "middle";
	}
}

static void
text(GMarkupParseContext *context, const char *words, gsize n, void *data, GError **error)
{
	struct seen *seen = data;
	struct thing line = { .text = g_strndup(words, n), .height = seen->font };

	(void)context;
	(void)error;
	if (!seen->is_in_text) {
		g_free(line.text);
		return;
	}
	/* A monospaced font: six tenths of its size a column, four fifths of it above the baseline. */
	line.width = 0.6 * seen->font * (double)g_utf8_strlen(line.text, -1);
	line.x = seen->text_x - (*seen->anchor == 's' ? 0 : *seen->anchor == 'e' ? line.width : line.width / 2);
	line.y = seen->text_y - 0.8 * seen->font;
	g_array_append_val(seen->things, line);
	seen->is_in_text = false;
}

static void
see(struct seen *seen, const char *svg)
{
	const GMarkupParser parser = { .start_element = start, .text = text };
	GMarkupParseContext *context = g_markup_parse_context_new(&parser, 0, seen, NULL);
	GError *error = NULL;

	*seen = (struct seen){ .things = g_array_new(FALSE, FALSE, sizeof(struct thing)) };
	seen->edges = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	seen->states = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_array_set_clear_func(seen->things, clear_thing);
	ck_assert_msg(g_markup_parse_context_parse(context, svg, -1, &error), "%s", error != NULL ? error->message : "");
	ck_assert(g_markup_parse_context_end_parse(context, NULL));
	g_markup_parse_context_free(context);
}

static void
forget_seen(struct seen *seen)
{
	g_array_unref(seen->things);
	g_hash_table_destroy(seen->edges);
	g_hash_table_destroy(seen->states);
}

/* Whether two things have more than half a pixel in common; a text may lie wholly within a box. */
static bool
collide(const struct thing *a, const struct thing *b)
{
	double x = fmin(a->x + a->width, b->x + b->width) - fmax(a->x, b->x);
	double y = fmin(a->y + a->height, b->y + b->height) - fmax(a->y, b->y);
	bool is_label = a->text == NULL && b->text != NULL && b->x >= a->x && b->x + b->width <= a->x + a->width &&
		b->y >= a->y && b->y + b->height <= a->y + a->height;

	return x > 0.5 && y > 0.5 && !is_label;
}

static void
assert_apart(const struct seen *seen, unsigned width)
{
	for (guint i = 0; i < seen->things->len; i++) {
		const struct thing *a = &g_array_index(seen->things, struct thing, i);

		ck_assert_msg(a->x >= 0 && a->y >= 0 && a->x + a->width <= seen->width && a->y + a->height <= seen->height,
			"%s leaves the picture at width %u", a->text != NULL ? a->text : "a box", width);
		for (guint k = 0; k < seen->things->len; k++) {
			const struct thing *b = &g_array_index(seen->things, struct thing, k);
			bool is_pair = a->text == NULL ? b->text != NULL || i < k : b->text != NULL && i < k;

			/* An assertion that holds costs time, too. */
			if (is_pair && collide(a, b))
				ck_abort_msg("%s lies upon %s at width %u", b->text != NULL ? b->text : "a box",
					a->text != NULL ? a->text : "a box", width);
		}
	}
}

/* A trace in which each change that there is happened so often. */
static struct tcpsim_recording *
recording_of_all(unsigned times)
{
	struct tcpsim_trace *trace = tcpsim_trace_new();

	tcpsim_trace_add_host(trace, "host");
	for (unsigned i = 0; i < times * TCPSIM_N_STATES * TCPSIM_N_STATES; i++) {
		struct tcpsim_record record = {
			.kind = TCPSIM_RECORD_ARRIVE,
			.cause = TCPSIM_NO_RECORD,
			.peer = TCPSIM_NO_HOST,
			.connection = 1,
			.rule = TCPSIM_RULE_RST_RESETS,
			.before.state = (uint8_t)(i / times / TCPSIM_N_STATES),
			.after.state = (uint8_t)(i / times % TCPSIM_N_STATES),
		};

		if (tcpsim_state_change_source(record.before.state, record.after.state) != NULL)
			tcpsim_trace_append(trace, &record, NULL);
	}
	return recording_of(trace, "all");
}

static void
assert_fits(const struct tcpsim_recording *recording, uint16_t host)
{
	for (uint32_t width = 320; width <= 1000; width += 40) {
		const struct tcpsim_picture_options options = { .width = width };
		char *svg = tcpsim_render_states(recording, host, &options);
		struct seen seen;

		see(&seen, svg);
		assert_apart(&seen, width);
		ck_assert_uint_eq(g_hash_table_size(seen.states), TCPSIM_N_STATES);
		ck_assert(g_hash_table_contains(seen.edges, "SYN-SENT ESTABLISHED"));
		forget_seen(&seen);
		g_free(svg);
	}
}

START_TEST(test_nothing_lies_upon_anything_else)
{
	static const unsigned times[] = { 0, 1, 999 };
	struct tcpsim_recording *recording = recording_of_all(times[_i]);

	assert_fits(recording, 0);
	tcpsim_recording_free(recording);
}
END_TEST

/* All edges of figure 5 lie somewhere, once, each from the edge of one of its boxes to that of the other. */
START_TEST(test_edges_join_their_boxes)
{
	static const uint32_t widths[] = { 320, 500, 720, 960 };
	struct states_layout layout;
	bool is_drawn[TCPSIM_N_STATES][TCPSIM_N_STATES] = { { false } };

	tcpsim_states_layout_init(&layout, widths[_i]);
	for (unsigned i = 0; i < tcpsim_states_n_edges(); i++) {
		struct states_edge edge;
		unsigned ends = 0;

		tcpsim_states_edge(&layout, i, &edge);
		ck_assert(!is_drawn[edge.from][edge.to]);
		is_drawn[edge.from][edge.to] = true;
		for (unsigned b = 0; b < STATES_BOXES; b++) {
			const struct states_box *box = &layout.boxes[b];
			const struct states_point *point =
				&edge.points[box->state == edge.from ? 0 : edge.n_points - 1];
			double dx = fabs(point->x - box->center.x), dy = fabs(point->y - box->center.y);

			if (box->state == edge.from || box->state == edge.to)
				ends += (fabs(dx - layout.half_width) < 0.01 && dy <= layout.half_height) ||
					(fabs(dy - layout.half_height) < 0.01 && dx <= layout.half_width);
		}
		ck_assert_uint_eq(ends, 2);
		for (unsigned k = 1; k < edge.n_points; k++)
			ck_assert(edge.points[k].x == edge.points[k - 1].x || edge.points[k].y == edge.points[k - 1].y);
	}
	ck_assert_uint_eq(tcpsim_states_n_edges(), 21);
	for (int from = 0; from < TCPSIM_N_STATES; from++) {
		for (int to = 0; to < TCPSIM_N_STATES; to++) {
			const char *source = tcpsim_state_change_source((enum tcpsim_state)from, (enum tcpsim_state)to);

			ck_assert_int_eq(is_drawn[from][to], source != NULL && g_str_has_prefix(source, "figure 5"));
		}
	}
}
END_TEST

START_TEST(test_what_happened_is_bold_and_counted)
{
	struct recorded_run recorded = record(FIGURE_6);
	const struct tcpsim_picture_options options = { .width = 960 };
	char *svg = tcpsim_render_states(recorded.recording, 0, &options);

	ck_assert_ptr_nonnull(strstr(svg, "<g class=\"edge happened\" data-edge=\"SYN-SENT ESTABLISHED\">"));
	ck_assert_ptr_nonnull(strstr(svg, ">rcv SYN,ACK, snd ACK ×1</text>"));
	ck_assert_ptr_nonnull(strstr(svg, "<g class=\"edge\" data-edge=\"CLOSED LISTEN\">"));
	ck_assert_ptr_nonnull(strstr(svg, "<g class=\"node visited\" data-state=\"ESTABLISHED\">"));
	ck_assert_ptr_nonnull(strstr(svg, "<g class=\"node\" data-state=\"LISTEN\">"));
	ck_assert_ptr_null(strstr(svg, "Not in figure 5"));
	g_free(svg);
	forget(&recorded);
}
END_TEST

/* What is put into a page has ids of its own, and no style. */
START_TEST(test_within_a_page_there_is_no_style)
{
	struct tcpsim_recording *recording = recording_of_all(1);
	const struct tcpsim_picture_options options = { .prefix = "case-0-" };
	char *svg = tcpsim_render_states(recording, 0, &options);

	ck_assert(g_str_has_prefix(svg, "<svg "));
	ck_assert_ptr_null(strstr(svg, "<style"));
	ck_assert_ptr_nonnull(strstr(svg, "<title id=\"case-0-states-title\">States of host: all</title>"));
	ck_assert_ptr_nonnull(strstr(svg, "Not in figure 5"));
	g_free(svg);
	tcpsim_recording_free(recording);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("states_svg");
	TCase *tcase = tcase_create("states_svg");

	tcase_add_loop_test(tcase, test_nothing_lies_upon_anything_else, 0, 3);
	tcase_add_loop_test(tcase, test_edges_join_their_boxes, 0, 4);
	tcase_add_test(tcase, test_what_happened_is_bold_and_counted);
	tcase_add_test(tcase, test_within_a_page_there_is_no_style);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
