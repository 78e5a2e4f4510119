/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/render/states_private.h"

/* The radius of a line's corners, and the length of an arrow's head. */
#define CORNER 7.0
#define HEAD 8.0
/* The strip of a state's color in its box. */
#define STRIP 6.0
/* From one line of text to the next, in sizes of the font; how far its baseline is below its middle. */
#define LINE 1.2
#define BASELINE 0.35
/* From one line of the caption to the next, likewise. */
#define CAPTION 1.5
/* How far a label stands above its line. */
#define RISE 0.5
/* The list of changes that figure 5 does not have: at most so wide, each so many lines high. */
#define LIST_WIDTH 640.0
#define LIST_LINES 3.6

struct picture {
	struct svg_xml xml;
	struct states_layout layout;
	struct diagram diagram;
	const struct tcpsim_picture_options *options;
	GPtrArray *caption; /* lines, or NULL */
	double y; /* where the lists below the figure have come to */
};

static const char style[] = ".states .edge path{fill:none;stroke:var(--rail)}\n"
	".states .edge .head{fill:var(--rail);stroke:none}\n"
	".states .edge text{fill:var(--faint)}\n"
	".states .happened path{stroke:var(--ink);stroke-width:2.5}\n"
	".states .happened .head{fill:var(--ink);stroke:none}\n"
	".states .happened text{fill:var(--ink);font-weight:700}\n"
	".states .beyond path{stroke:var(--bad);stroke-dasharray:7 4}\n"
	".states .beyond .head{fill:var(--bad)}\n"
	".states .node .box{fill:var(--paper);stroke:var(--rail)}\n"
	".states .node text{fill:var(--faint);font-weight:400}\n"
	".states .visited .box{fill:var(--wash);stroke:var(--ink);stroke-width:2}\n"
	".states .visited text{fill:var(--ink);font-weight:700}\n"
	".states .node.current .box{stroke:var(--accent);stroke-width:5}\n"
	".states .edge.current path{stroke:var(--accent);stroke-width:4}\n"
	".states .edge.current .head{fill:var(--accent);stroke:none}\n";

const char *
tcpsim_svg_states_style(void)
{
	return style;
}

/* ---- lines ---- */

static double
sign(double number)
{
	return (number > 0) - (number < 0);
}

/* The point so far from `at` on the way to `to`; lines are level or upright. */
static struct states_point
toward(struct states_point at, struct states_point to, double distance)
{
	return (struct states_point){ at.x + sign(to.x - at.x) * distance, at.y + sign(to.y - at.y) * distance };
}

static void
append_point(GString *data, const char *command, struct states_point point)
{
	g_string_append(data, command);
	tcpsim_svg_append_number(data, point.x);
	g_string_append_c(data, ' ');
	tcpsim_svg_append_number(data, point.y);
}

/* A line with round corners and an arrow's head. */
static void
draw_line(struct picture *picture, const struct states_point *points, unsigned n)
{
	struct states_point end = points[n - 1], neck = toward(end, points[n - 2], HEAD);
	double dx = sign(end.x - neck.x) * HEAD / 2, dy = sign(end.y - neck.y) * HEAD / 2;
	GString *data = g_string_new(NULL);

	append_point(data, "M", points[0]);
	for (unsigned i = 1; i + 1 < n; i++) {
		append_point(data, "L", toward(points[i], points[i - 1], CORNER));
		append_point(data, "Q", points[i]);
		append_point(data, " ", toward(points[i], points[i + 1], CORNER));
	}
	append_point(data, "L", neck);
	tcpsim_svg_xml_open(&picture->xml, "path");
	tcpsim_svg_xml_attribute(&picture->xml, "d", data->str);
	tcpsim_svg_xml_close(&picture->xml);
	g_string_truncate(data, 0);
	append_point(data, "M", end);
	append_point(data, "L", (struct states_point){ neck.x - dy, neck.y + dx });
	append_point(data, "L", (struct states_point){ neck.x + dy, neck.y - dx });
	g_string_append_c(data, 'Z');
	tcpsim_svg_xml_open(&picture->xml, "path");
	tcpsim_svg_xml_attribute(&picture->xml, "class", "head");
	tcpsim_svg_xml_attribute(&picture->xml, "d", data->str);
	tcpsim_svg_xml_close(&picture->xml);
	g_string_free(data, TRUE);
}

/* ---- text ---- */

static void
draw_text(struct picture *picture, double x, double y, const char *anchor, const char *class, const char *text)
{
	tcpsim_svg_xml_open(&picture->xml, "text");
	tcpsim_svg_xml_number(&picture->xml, "x", x);
	tcpsim_svg_xml_number(&picture->xml, "y", y);
	tcpsim_svg_xml_number(&picture->xml, "font-size", picture->layout.font);
	tcpsim_svg_xml_attribute(&picture->xml, "text-anchor", anchor);
	if (class != NULL)
		tcpsim_svg_xml_attribute(&picture->xml, "class", class);
	tcpsim_svg_xml_text(&picture->xml, text);
	tcpsim_svg_xml_close(&picture->xml);
}

static GPtrArray *
wrap(const struct picture *picture, const char *text, double width)
{
	double column = tcpsim_svg_text_width(" ", picture->layout.font);

	return tcpsim_text_wrap(text, (uint32_t)MAX(width / column, 8));
}

/* A label in lines, at its place. */
static void
draw_label(struct picture *picture, const struct states_edge *edge, const char *text)
{
	double size = picture->layout.font, y = edge->label.y;
	GPtrArray *lines = wrap(picture, text, edge->label_width);
	const char *anchor = "middle";

	switch (edge->anchor) {
	case ANCHOR_START:
	case ANCHOR_END:
		anchor = edge->anchor == ANCHOR_START ? "start" : "end";
		y += size * (BASELINE - LINE * (lines->len - 1) / 2);
		break;
	case ANCHOR_ABOVE:
		y -= size * (RISE + LINE * (lines->len - 1));
		break;
	case ANCHOR_BELOW:
		y += size * LINE;
		break;
	}
	for (guint i = 0; i < lines->len; i++)
		draw_text(picture, edge->label.x, y + i * LINE * size, anchor, "halo", g_ptr_array_index(lines, i));
	g_ptr_array_free(lines, TRUE);
}

/* `rcv SYN, snd SYN,ACK ×2`. Free with g_free(). */
static char *
counted(const char *label, uint32_t count)
{
	return count > 0 ? g_strdup_printf("%s ×%u", label, (unsigned)count) : g_strdup(label);
}

/* ---- edges and boxes ---- */

/* Within a page, which steps: the records in which something happened, by number. */
static void
put_records(struct picture *picture, const GArray *records)
{
	GString *numbers;

	if (!picture->options->is_brief)
		return;
	numbers = g_string_new(NULL);
	for (guint i = 0; i < records->len; i++)
		g_string_append_printf(numbers, "%s%u", i > 0 ? " " : "", (unsigned)g_array_index(records, uint32_t, i));
	tcpsim_svg_xml_attribute(&picture->xml, "data-at", numbers->str);
	g_string_free(numbers, TRUE);
}

static void
open_edge(struct picture *picture, const struct diagram_edge *edge, const char *class)
{
	const char *from = tcpsim_state_name(edge->from), *to = tcpsim_state_name(edge->to);
	char *label = tcpsim_diagram_label(edge);
	char *words = g_strdup_printf("%s to %s: %s, %u %s", from, to, label, (unsigned)edge->count,
		edge->count == 1 ? "time" : "times");

	tcpsim_svg_xml_open(&picture->xml, "g");
	tcpsim_svg_xml_attribute(&picture->xml, "class", class);
	tcpsim_svg_xml_attributef(&picture->xml, "data-edge", "%s %s", from, to);
	put_records(picture, edge->records);
	tcpsim_svg_xml_leaf(&picture->xml, "title", words);
	g_free(words);
	g_free(label);
}

static void
draw_edge(struct picture *picture, unsigned i)
{
	const struct diagram_edge *edge;
	struct states_edge lies;
	char *label, *text;

	tcpsim_states_edge(&picture->layout, i, &lies);
	edge = tcpsim_diagram_edge(&picture->diagram, lies.from, lies.to);
	label = tcpsim_diagram_label(edge);
	text = picture->layout.is_narrow ? g_strdup_printf("%u", i + 1) : counted(label, edge->count);
	open_edge(picture, edge, edge->count > 0 ? "edge happened" : "edge");
	draw_line(picture, lies.points, lies.n_points);
	draw_label(picture, &lies, text);
	tcpsim_svg_xml_close(&picture->xml);
	g_free(text);
	g_free(label);
}

static void
draw_rectangle(struct picture *picture, const char *class, double x, double width, double y)
{
	double height = 2 * picture->layout.half_height;

	tcpsim_svg_xml_open(&picture->xml, "rect");
	tcpsim_svg_xml_attribute(&picture->xml, "class", class);
	tcpsim_svg_xml_number(&picture->xml, "x", x);
	tcpsim_svg_xml_number(&picture->xml, "y", y);
	tcpsim_svg_xml_number(&picture->xml, "width", width);
	tcpsim_svg_xml_number(&picture->xml, "height", height);
	tcpsim_svg_xml_attribute(&picture->xml, "rx", "4");
	tcpsim_svg_xml_close(&picture->xml);
}

static void
draw_box(struct picture *picture, enum tcpsim_state state, bool is_visited, struct states_point center)
{
	double x = center.x - picture->layout.half_width, y = center.y - picture->layout.half_height;

	tcpsim_svg_xml_open(&picture->xml, "g");
	tcpsim_svg_xml_attribute(&picture->xml, "class", is_visited ? "node visited" : "node");
	tcpsim_svg_xml_attribute(&picture->xml, "data-state", tcpsim_state_name(state));
	if (picture->options->is_brief && picture->diagram.is_visited[state])
		tcpsim_svg_xml_attributef(&picture->xml, "data-at", "%u", (unsigned)picture->diagram.visited_at[state]);
	draw_rectangle(picture, "box", x, 2 * picture->layout.half_width, y);
	draw_rectangle(picture, tcpsim_svg_state_class(state), x, STRIP, y);
	draw_text(picture, center.x + STRIP / 2, center.y + BASELINE * picture->layout.font, "middle", NULL,
		tcpsim_state_name(state));
	tcpsim_svg_xml_close(&picture->xml);
}

/* ---- what stands below the figure ---- */

/* A change that figure 5 does not have: two boxes and a dashed line with the rule that made it. */
static void
draw_beyond(struct picture *picture, const struct diagram_edge *edge)
{
	const struct states_layout *layout = &picture->layout;
	double width = MIN(layout->width, LIST_WIDTH), x = (layout->width - width) / 2;
	double y = picture->y + LIST_LINES * layout->font / 2;
	double inset = STRIP + layout->half_width;
	struct states_point from = { x + inset, y }, to = { x + width - inset, y };
	struct states_point line[] = { { from.x + layout->half_width, y }, { to.x - layout->half_width, y } };
	char *text = counted(edge->event, edge->count);
	GPtrArray *lines = wrap(picture, text, line[1].x - line[0].x - HEAD);

	open_edge(picture, edge, "edge happened beyond");
	draw_line(picture, line, 2);
	draw_box(picture, edge->from, true, from);
	draw_box(picture, edge->to, true, to);
	for (guint i = 0; i < lines->len; i++)
		draw_text(picture, (line[0].x + line[1].x) / 2,
			y + (i == 0 ? -RISE : LINE * i) * layout->font, "middle", "halo", g_ptr_array_index(lines, i));
	tcpsim_svg_xml_close(&picture->xml);
	picture->y += LIST_LINES * layout->font;
	g_ptr_array_free(lines, TRUE);
	g_free(text);
}

static double
beyond_height(const struct picture *picture)
{
	unsigned n = picture->diagram.beyond->len;

	return n > 0 ? (2 + n * LIST_LINES) * picture->layout.font : 0;
}

static void
draw_all_beyond(struct picture *picture)
{
	const GArray *beyond = picture->diagram.beyond;

	if (beyond->len == 0)
		return;
	picture->y += 1.5 * picture->layout.font;
	draw_text(picture, picture->layout.width / 2, picture->y, "middle",
		picture->options->is_brief ? "beyond-title" : NULL, "Not in figure 5:");
	picture->y += picture->layout.font / 2;
	for (guint i = 0; i < beyond->len; i++)
		draw_beyond(picture, &g_array_index(beyond, struct diagram_edge, i));
}

static bool
is_listed(const struct picture *picture, const struct diagram_edge *edge)
{
	return edge->count > 0 || !picture->options->is_brief;
}

static double
key_height(const struct picture *picture)
{
	unsigned listed = 0;

	for (guint i = 0; i < picture->diagram.drawn->len; i++)
		listed += is_listed(picture, &g_array_index(picture->diagram.drawn, struct diagram_edge, i));
	return (listed + 1) * 1.5 * picture->layout.font;
}

/* Where there is no room for labels: what the numbers are. */
static void
draw_key(struct picture *picture)
{
	double size = picture->layout.font;

	for (unsigned i = 0; picture->layout.is_narrow && i < tcpsim_states_n_edges(); i++) {
		const struct diagram_edge *edge;
		struct states_edge lies;
		char *label, *text, *line;

		tcpsim_states_edge(&picture->layout, i, &lies);
		edge = tcpsim_diagram_edge(&picture->diagram, lies.from, lies.to);
		if (!is_listed(picture, edge))
			continue;
		label = tcpsim_diagram_label(edge);
		text = counted(label, edge->count);
		line = g_strdup_printf("%2u  %s", i + 1, text);
		picture->y += 1.5 * size;
		tcpsim_svg_xml_open(&picture->xml, "g");
		tcpsim_svg_xml_attribute(&picture->xml, "class", "key");
		put_records(picture, edge->records);
		draw_text(picture, STRIP, picture->y, "start", edge->count > 0 ? "strong" : "faint", line);
		tcpsim_svg_xml_close(&picture->xml);
		g_free(line);
		g_free(text);
		g_free(label);
	}
}

/* ---- the whole ---- */

/* What somebody who does not see the picture is told: the states that were visited, and the changes. */
static char *
describe(const struct picture *picture)
{
	const struct diagram *diagram = &picture->diagram;
	GString *words = g_string_new(NULL);

	for (int state = 0; state < TCPSIM_N_STATES; state++)
		if (diagram->is_visited[state])
			g_string_append_printf(words, "%s%s", words->len == 0 ? "Visited: " : ", ",
				tcpsim_state_name((enum tcpsim_state)state));
	g_string_append(words, words->len == 0 ? "No state was visited." : ".");
	for (guint i = 0; i < diagram->drawn->len + diagram->beyond->len; i++) {
		const struct diagram_edge *edge = i < diagram->drawn->len ?
			&g_array_index(diagram->drawn, struct diagram_edge, i) :
			&g_array_index(diagram->beyond, struct diagram_edge, i - diagram->drawn->len);
		char *label = tcpsim_diagram_label(edge);

		if (edge->count > 0)
			g_string_append_printf(words, " %s to %s by %s, ×%u.", tcpsim_state_name(edge->from),
				tcpsim_state_name(edge->to), label, (unsigned)edge->count);
		g_free(label);
	}
	return g_string_free(words, FALSE);
}

static char *
title_of(const struct picture *picture, const struct tcpsim_recording *recording, uint16_t host)
{
	bool is_one = host < tcpsim_trace_n_hosts(recording->trace), is_case = *recording->case_name != '\0';

	return g_strdup_printf("States of %s: %s%s%s%s%s",
		is_one ? tcpsim_trace_host_name(recording->trace, host) : "all hosts", recording->title,
		is_case ? " (" : "", recording->case_name, is_case ? ")" : "",
		tcpsim_diagram_is_empty(&picture->diagram) ? ". Nothing of TCP happens here." : "");
}

/* What stands below a picture that is alone: what it is. NULL within a page, which says so itself. */
static GPtrArray *
caption_of(const struct picture *picture, const char *title)
{
	char *clean;
	GPtrArray *lines;

	if (picture->options->prefix != NULL)
		return NULL;
	clean = tcpsim_text_clean(title, false);
	lines = wrap(picture, clean, picture->layout.width - 4 * STRIP);
	g_free(clean);
	return lines;
}

static void
draw_caption(struct picture *picture)
{
	picture->y += picture->layout.font;
	for (guint i = 0; picture->caption != NULL && i < picture->caption->len; i++) {
		picture->y += CAPTION * picture->layout.font;
		draw_text(picture, picture->layout.width / 2, picture->y, "middle", "strong",
			g_ptr_array_index(picture->caption, i));
	}
}

static void
open_picture(struct picture *picture, const char *title)
{
	const char *prefix = picture->options->prefix != NULL ? picture->options->prefix : "";
	uint32_t shown = picture->options->width != 0 ? picture->options->width : STATES_WIDTH_MAX;
	double width = picture->layout.width, height = picture->layout.height;
	double scale = shown > STATES_WIDTH_MAX ? shown / width : 1;
	char *description = describe(picture);

	tcpsim_svg_xml_open(&picture->xml, "svg");
	tcpsim_svg_xml_attribute(&picture->xml, "xmlns", "http://www.w3.org/2000/svg");
	tcpsim_svg_xml_attribute(&picture->xml, "class", "picture states");
	tcpsim_svg_xml_attribute(&picture->xml, "role", "img");
	tcpsim_svg_xml_attributef(&picture->xml, "aria-labelledby", "%sstates-title %sstates-words", prefix, prefix);
	tcpsim_svg_xml_number(&picture->xml, "width", width * scale);
	tcpsim_svg_xml_number(&picture->xml, "height", height * scale);
	tcpsim_svg_xml_attributef(&picture->xml, "viewBox", "0 0 %u %u", (unsigned)width, (unsigned)height);
	tcpsim_svg_xml_open(&picture->xml, "title");
	tcpsim_svg_xml_attributef(&picture->xml, "id", "%sstates-title", prefix);
	tcpsim_svg_xml_text(&picture->xml, title);
	tcpsim_svg_xml_close(&picture->xml);
	tcpsim_svg_xml_open(&picture->xml, "desc");
	tcpsim_svg_xml_attributef(&picture->xml, "id", "%sstates-words", prefix);
	tcpsim_svg_xml_text(&picture->xml, description);
	tcpsim_svg_xml_close(&picture->xml);
	g_free(description);
}

/* Find out how much stands below the figure. */
static void
measure(struct picture *picture)
{
	picture->y = picture->layout.height;
	picture->layout.height += beyond_height(picture) + picture->layout.font;
	if (picture->layout.is_narrow)
		picture->layout.height += key_height(picture);
	if (picture->caption != NULL)
		picture->layout.height += (1 + picture->caption->len * CAPTION) * picture->layout.font;
	picture->layout.height = (unsigned)picture->layout.height;
}

/* The CLOSED at the bottom is where connections end that came all the way. */
static bool
is_box_visited(const struct picture *picture, unsigned i)
{
	const struct diagram *diagram = &picture->diagram;

	if (i < STATES_BOXES - 1)
		return diagram->is_visited[picture->layout.boxes[i].state];
	return tcpsim_diagram_edge(diagram, TCPSIM_LAST_ACK, TCPSIM_CLOSED)->count > 0 ||
		tcpsim_diagram_edge(diagram, TCPSIM_TIME_WAIT, TCPSIM_CLOSED)->count > 0;
}

static void
draw_all(struct picture *picture)
{
	for (unsigned i = 0; i < tcpsim_states_n_edges(); i++)
		draw_edge(picture, i);
	for (unsigned i = 0; i < STATES_BOXES; i++)
		draw_box(picture, picture->layout.boxes[i].state, is_box_visited(picture, i),
			picture->layout.boxes[i].center);
	draw_all_beyond(picture);
	draw_key(picture);
	draw_caption(picture);
}

char *
tcpsim_render_states(const struct tcpsim_recording *recording, uint16_t host,
	const struct tcpsim_picture_options *options)
{
	struct picture picture = { .options = options };
	char *title;

	tcpsim_svg_xml_init(&picture.xml);
	tcpsim_states_layout_init(&picture.layout, options->width != 0 ? options->width : STATES_WIDTH_MAX);
	tcpsim_diagram_init(&picture.diagram, recording->trace, host);
	title = title_of(&picture, recording, host);
	picture.caption = caption_of(&picture, title);
	measure(&picture);
	if (options->prefix == NULL)
		tcpsim_svg_xml_raw(&picture.xml, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	open_picture(&picture, title);
	if (options->prefix == NULL) {
		tcpsim_svg_xml_open(&picture.xml, "style");
		tcpsim_svg_xml_raw(&picture.xml, tcpsim_svg_style(options->theme));
		tcpsim_svg_xml_raw(&picture.xml, tcpsim_svg_states_style());
		tcpsim_svg_xml_close(&picture.xml);
	}
	draw_all(&picture);
	tcpsim_svg_xml_close(&picture.xml);
	tcpsim_diagram_clear(&picture.diagram);
	if (picture.caption != NULL)
		g_ptr_array_unref(picture.caption);
	g_free(title);
	return tcpsim_svg_xml_finish(&picture.xml);
}
