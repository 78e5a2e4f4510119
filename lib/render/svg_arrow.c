/* SPDX-License-Identifier: MIT */
#include "lib/render/svg_ladder_private.h"

static void
write_head(struct svg_ladder *svg, const char *name, const char *data)
{
	struct svg_xml *xml = &svg->xml;

	tcpsim_svg_xml_open(xml, "marker");
	tcpsim_svg_xml_attributef(xml, "id", "%s%s", svg->prefix, name);
	tcpsim_svg_xml_attribute(xml, "viewBox", "-11 -6 12 12");
	tcpsim_svg_xml_attribute(xml, "markerWidth", "12");
	tcpsim_svg_xml_attribute(xml, "markerHeight", "12");
	tcpsim_svg_xml_attribute(xml, "markerUnits", "userSpaceOnUse");
	tcpsim_svg_xml_attribute(xml, "orient", "auto");
	tcpsim_svg_write_path(svg, name, data);
	tcpsim_svg_xml_close(xml);
}

static void
write_pattern(struct svg_ladder *svg, const char *name, const char *data)
{
	struct svg_xml *xml = &svg->xml;

	tcpsim_svg_xml_open(xml, "pattern");
	tcpsim_svg_xml_attributef(xml, "id", "%s%s", svg->prefix, name);
	tcpsim_svg_xml_attribute(xml, "width", "6");
	tcpsim_svg_xml_attribute(xml, "height", "6");
	tcpsim_svg_xml_attribute(xml, "patternUnits", "userSpaceOnUse");
	tcpsim_svg_write_path(svg, "texture", data);
	tcpsim_svg_xml_close(xml);
}

void
tcpsim_svg_write_definitions(struct svg_ladder *svg)
{
	tcpsim_svg_xml_open(&svg->xml, "defs");
	write_head(svg, "head", "M0 0L-10-4.2L-8 0L-10 4.2Z");
	write_head(svg, "head-held", "M0 0L-10-4.2L-8 0L-10 4.2Z");
	write_head(svg, "head-injected", "M0 0L-11-5.4L-8.5 0L-11 5.4Z");
	write_head(svg, "head-open", "M-9-4.2L-.8 0L-9 4.2");
	/* Bars of what opens, what closes, and what only waits. */
	write_pattern(svg, "opening", "M-1 1L1-1M0 6L6 0M5 7L7 5");
	write_pattern(svg, "closing", "M0 3H6");
	write_pattern(svg, "waiting", "M2 3a1 1 0 1 1 0 .01Z");
	tcpsim_svg_xml_close(&svg->xml);
}

static void
append_point(GString *data, char command, double x, double y)
{
	g_string_append_c(data, command);
	tcpsim_svg_append_number(data, x);
	g_string_append_c(data, ' ');
	tcpsim_svg_append_number(data, y);
}

static GString *
data_of(const struct svg_ladder *svg, const struct svg_way *way)
{
	GString *data = g_string_new(NULL);
	double far;

	append_point(data, 'M', way->x0, way->y0);
	if (way->from == way->to) {
		far = tcpsim_svg_between(svg, way->from, way->to, 0.5) * 2 - way->x0;
		append_point(data, 'C', far, way->y0);
		append_point(data, ' ', far, way->y1);
		append_point(data, ' ', way->x1, way->y1);
		return data;
	}
	if (way->bend >= 0) {
		append_point(data, 'L', way->bend, way->bend_y0);
		append_point(data, 'L', way->bend, way->bend_y1);
	}
	append_point(data, 'L', way->x1, way->y1);
	return data;
}

static const char *
head_of(const struct svg_ladder *svg, const struct svg_way *way)
{
	if (way->is_lost || way->is_under_way)
		return NULL;
	if (way->is_injected)
		return "head-injected";
	if (svg->source.records[way->departs].protocol != TCPSIM_PROTOCOL_TCP)
		return "head-open";
	return way->is_held ? "head-held" : "head";
}

static void
write_shaft(struct svg_ladder *svg, const struct svg_way *way, const char *data)
{
	struct svg_xml *xml = &svg->xml;
	const char *head = head_of(svg, way);
	bool is_icmp = svg->source.records[way->departs].protocol == TCPSIM_PROTOCOL_ICMP;

	tcpsim_svg_xml_open(xml, "path");
	tcpsim_svg_xml_attribute(xml, "class", is_icmp ? "shaft icmp" : "shaft");
	if (head != NULL && !way->is_injected)
		tcpsim_svg_xml_attributef(xml, "marker-end", "url(#%s%s)", svg->prefix, head);
	tcpsim_svg_xml_attribute(xml, "d", data);
	tcpsim_svg_xml_close(xml);
	if (!way->is_injected)
		return;
	/* A double line: its inside, with the head above both. */
	tcpsim_svg_xml_open(xml, "path");
	tcpsim_svg_xml_attribute(xml, "class", "core");
	if (head != NULL)
		tcpsim_svg_xml_attributef(xml, "marker-end", "url(#%s%s)", svg->prefix, head);
	tcpsim_svg_xml_attribute(xml, "d", data);
	tcpsim_svg_xml_close(xml);
}

/* What lets a pointer find a packet: its words, too. */
static void
write_hit(struct svg_ladder *svg, const struct svg_way *way, GString *data)
{
	for (guint i = svg->labels[way->departs]; i > 0 && i <= svg->words->len; i++) {
		const struct svg_words *words = &g_array_index(svg->words, struct svg_words, i - 1);
		double across = words->width * tcpsim_svg_cosine(words->slope);
		double x = words->anchor == SVG_END ? words->x - across : words->x, fall = words->slope * across;
		double top = words->y + words->slope * (x - words->x), height;

		if (words->packet != way->packet)
			break;
		height = tcpsim_svg_bottom_of(svg, words) - words->y;
		append_point(data, 'M', x, top);
		append_point(data, 'L', x + across, top + fall);
		append_point(data, 'L', x + across, top + fall + height);
		append_point(data, 'L', x, top + height);
		g_string_append_c(data, 'Z');
	}
	tcpsim_svg_write_path(svg, "hit", data->str);
}

/* A mark on the way: a path around 0, 0. */
static void
write_mark(struct svg_ladder *svg, const char *style, double x, double y, const char *data)
{
	GString *place = g_string_new("translate(");

	tcpsim_svg_append_number(place, x);
	g_string_append_c(place, ' ');
	tcpsim_svg_append_number(place, y);
	g_string_append_c(place, ')');
	tcpsim_svg_xml_open(&svg->xml, "path");
	tcpsim_svg_xml_attribute(&svg->xml, "class", style);
	tcpsim_svg_xml_attribute(&svg->xml, "transform", place->str);
	tcpsim_svg_xml_attribute(&svg->xml, "d", data);
	tcpsim_svg_xml_close(&svg->xml);
	g_string_free(place, TRUE);
}

/* A place on a packet's way: on its first leg, if it has several. */
static double
y_at(const struct svg_way *way, double x)
{
	double x1 = way->bend >= 0 ? way->bend : way->x1, y1 = way->bend >= 0 ? way->bend_y0 : way->y1;

	return x1 != way->x0 ? way->y0 + (y1 - way->y0) * (x - way->x0) / (x1 - way->x0) : way->y0;
}

static void
write_marks(struct svg_ladder *svg, const struct svg_way *way)
{
	double x1 = way->bend >= 0 ? way->bend : way->x1, middle = way->x0 + (x1 - way->x0) * 0.62;
	double x = way->bend >= 0 ? way->bend : middle, y = y_at(way, x);

	if (way->bend >= 0)
		y += MIN((way->bend_y1 - way->bend_y0) / 2, 18);
	if (way->is_held) {
		write_mark(svg, "disc", x, y, "M0-8A8 8 0 1 1-.01-8Z");
		write_mark(svg, "pause", x, y, "M-2.4-3.6V3.6M2.4-3.6V3.6");
	}
	if (way->is_copy)
		write_mark(svg, "sheets", way->x0, way->y0, "M-5-6H2V3H-5ZM-2-3H5V6H-2Z");
	if (way->is_injected)
		write_mark(svg, "bolt", way->x0, way->y0, "M1-9L-6 1.5H-1L-2 9L6-2H1Z");
	if (way->is_router)
		write_mark(svg, "router", way->x0, way->y0, "M-5-5H5V5H-5Z");
	if (way->is_corrupt)
		write_mark(svg, "damage", middle, y_at(way, middle), "M-9 0L-5-5L-2 5L2-5L5 5L9 0");
	if (way->is_marked)
		write_mark(svg, "flag", middle, y_at(way, middle), "M0 0V-13H11L8-9.5L11-6H0");
	if (way->is_lost) {
		write_mark(svg, "cross-halo", way->x1, way->y1, "M-6-6L6 6M-6 6L6-6");
		write_mark(svg, "cross", way->x1, way->y1, "M-6-6L6 6M-6 6L6-6");
	}
	if (way->is_under_way)
		write_mark(svg, "dots", way->x1, way->y1, "M-6 0h.01M0 0h.01M6 0h.01");
}

void
tcpsim_svg_write_arrow(struct svg_ladder *svg, const struct svg_way *way)
{
	GString *data = data_of(svg, way);

	write_shaft(svg, way, data->str);
	write_marks(svg, way);
	write_hit(svg, way, data);
	g_string_free(data, TRUE);
}
