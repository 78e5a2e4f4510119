/* SPDX-License-Identifier: MIT */
#include "lib/render/svg_ladder_private.h"

/* How far a packet has come when it is lost on its way, when one that nobody at the end of the link sent begins. */
#define LOST_AT 0.56
#define MADE_AT 0.14
#define ROUTER_AT 0.5

/* A packet that takes so many times as long as usual waits in the middle of its way. */
#define BEND_SLANTS 2.5

/* Words along an arrow are no steeper than that: what is, is read from its side. */
#define SLOPE_MAX 0.3

bool
tcpsim_svg_departs(const struct tcpsim_record *record)
{
	return record->kind == TCPSIM_RECORD_SEND || record->kind == TCPSIM_RECORD_INJECT ||
		record->kind == TCPSIM_RECORD_COPY;
}

bool
tcpsim_svg_ends(const struct tcpsim_record *record)
{
	return record->kind == TCPSIM_RECORD_ARRIVE || record->kind == TCPSIM_RECORD_DROP;
}

void
tcpsim_svg_hosts_of(const struct svg_ladder *svg, const struct tcpsim_record *record, uint16_t *from, uint16_t *to)
{
	bool arrives = record->kind == TCPSIM_RECORD_ARRIVE;

	*from = arrives ? record->peer : record->host;
	*to = arrives ? record->host : record->peer;
	if (*from >= svg->n_hosts)
		*from = *to;
	if (*to >= svg->n_hosts)
		*to = *from;
}

double
tcpsim_svg_between(const struct svg_ladder *svg, uint16_t from, uint16_t to, double part)
{
	bool goes_right = to >= from;
	double x0 = tcpsim_svg_edge(svg, from, goes_right), x1 = tcpsim_svg_edge(svg, to, !goes_right);

	if (from == to) {
		/* To itself: out, and back. */
		double out = svg->hosts[from].room * (svg->hosts[from].goes_left ? -0.25 : 0.25);

		x0 = tcpsim_svg_edge(svg, from, !svg->hosts[from].goes_left);
		return x0 + out * (part < 0.5 ? 2 * part : 2 - 2 * part);
	}
	return x0 + (x1 - x0) * part;
}

double
tcpsim_svg_begins_at(const struct tcpsim_record *departs)
{
	if (departs->kind != TCPSIM_RECORD_SEND)
		return MADE_AT;
	return departs->protocol == TCPSIM_PROTOCOL_ICMP && departs->icmp.is_of_router ? ROUTER_AT : 0;
}

double
tcpsim_svg_lost_at(const struct svg_ladder *svg, const struct tcpsim_record *drop)
{
	uint32_t departs = drop->packet <= svg->index.n_packets ? svg->index.departed[drop->packet] : TCPSIM_NO_RECORD;
	double begins = departs != TCPSIM_NO_RECORD ? tcpsim_svg_begins_at(&svg->source.records[departs]) : 0;

	if (tcpsim_ladder_is_discarded(drop))
		return 1;
	return MAX(LOST_AT, begins + 0.25);
}

/* What befell a packet that left with this record. */
static void
find_fate(const struct svg_ladder *svg, struct svg_way *way)
{
	const struct tcpsim_record *records = svg->source.records;
	const uint32_t *next = svg->index.next_part;

	for (uint32_t i = svg->index.first_part[way->departs]; i != TCPSIM_NO_RECORD; i = next[i]) {
		if (records[i].packet != way->packet)
			continue;
		way->is_held |= records[i].kind == TCPSIM_RECORD_HOLD;
		way->is_corrupt |= records[i].kind == TCPSIM_RECORD_CORRUPT;
		way->is_marked |= records[i].kind == TCPSIM_RECORD_MARK;
	}
	way->is_copy = records[way->departs].kind == TCPSIM_RECORD_COPY;
	way->is_injected = records[way->departs].kind == TCPSIM_RECORD_INJECT;
	way->is_router = tcpsim_svg_begins_at(&records[way->departs]) == ROUTER_AT;
}

/* Where it ends: at the other host, on its way there, or not at all. */
static void
find_end(const struct svg_ladder *svg, struct svg_way *way)
{
	const struct tcpsim_record *end;
	double part = 0.85;

	if (way->ends == TCPSIM_NO_RECORD) {
		way->is_under_way = true;
		way->y1 = svg->height;
	} else {
		end = &svg->source.records[way->ends];
		way->y1 = svg->y[way->ends];
		way->is_lost = end->kind == TCPSIM_RECORD_DROP;
		way->is_discarded = way->is_lost && tcpsim_ladder_is_discarded(end);
		part = way->is_lost ? tcpsim_svg_lost_at(svg, end) : 1;
	}
	way->x1 = tcpsim_svg_between(svg, way->from, way->to, part);
}

bool
tcpsim_svg_waits(const struct svg_ladder *svg, uint32_t departs)
{
	const struct tcpsim_record *record = &svg->source.records[departs];
	uint32_t ends = svg->index.ended[record->packet];
	int64_t end_us = ends != TCPSIM_NO_RECORD ? svg->source.records[ends].time_us : svg->recording->end_us;

	return record->host != record->peer &&
		((double)end_us - (double)record->time_us) * svg->scale > svg->slant * BEND_SLANTS;
}

/* One that waits long does so in the middle: `n` of them beside each other. */
static void
find_bend(const struct svg_ladder *svg, struct svg_way *way, unsigned n)
{
	double half = MIN(svg->slant, way->y1 - way->y0) / 2, width = way->x1 - way->x0;
	static const double parts[] = { 0.5, 0.54, 0.46, 0.58, 0.42 };

	way->bend = -1;
	if (!tcpsim_svg_waits(svg, way->departs) || way->from == way->to)
		return;
	way->bend = way->x0 + width * parts[n % G_N_ELEMENTS(parts)];
	way->bend_y0 = way->y0 + half;
	way->bend_y1 = way->y1 - half;
}

static void
write_packet(struct svg_ladder *svg, const struct svg_way *way)
{
	struct svg_xml *xml = &svg->xml;
	GString *style = g_string_new("packet");
	char *tooltip = tcpsim_svg_packet_tooltip(svg, way);

	g_string_append(style, way->is_lost ? " dropped" : way->is_under_way ? " under-way" : "");
	g_string_append(style, way->is_held ? " held" : "");
	g_string_append(style, way->is_copy ? " copy" : "");
	g_string_append(style, way->is_injected ? " injected" : "");
	g_string_append(style, way->is_corrupt ? " corrupt" : "");
	g_string_append(style, way->is_marked ? " marked" : "");
	tcpsim_svg_xml_open(xml, "g");
	tcpsim_svg_xml_attribute(xml, "class", style->str);
	tcpsim_svg_xml_attributef(xml, "data-packet", "%" G_GUINT64_FORMAT, way->packet);
	tcpsim_svg_xml_attributef(xml, "data-from", "%u", (unsigned)way->departs);
	if (way->ends != TCPSIM_NO_RECORD)
		tcpsim_svg_xml_attributef(xml, "data-to", "%u", (unsigned)way->ends);
	tcpsim_svg_xml_attribute(xml, "role", "img");
	tcpsim_svg_xml_attribute(xml, "tabindex", "0");
	tcpsim_svg_xml_leaf(xml, "title", tooltip);
	tcpsim_svg_write_arrow(svg, way);
	tcpsim_svg_xml_close(xml);
	g_free(tooltip);
	g_string_free(style, TRUE);
}

bool
tcpsim_svg_find_way(const struct svg_ladder *svg, uint32_t departs, unsigned n, struct svg_way *way)
{
	const struct tcpsim_record *record = &svg->source.records[departs];

	*way = (struct svg_way){ .packet = record->packet, .departs = departs };
	if (!tcpsim_svg_departs(record) || record->packet == 0 || svg->index.departed[record->packet] != departs)
		return false;
	way->ends = svg->index.ended[record->packet];
	if (way->ends != TCPSIM_NO_RECORD && way->ends < departs)
		return false;
	tcpsim_svg_hosts_of(svg, record, &way->from, &way->to);
	if (way->from >= svg->n_hosts)
		return false;
	way->y0 = svg->y[departs];
	way->x0 = tcpsim_svg_between(svg, way->from, way->to, tcpsim_svg_begins_at(record));
	find_fate(svg, way);
	find_end(svg, way);
	find_bend(svg, way, n);
	return true;
}

/* How steep a packet's arrow is where it begins; 0 if that says nothing. */
static double
find_slope(const struct svg_way *way)
{
	double dx = way->bend >= 0 ? way->bend - way->x0 : way->x1 - way->x0;
	double dy = way->bend >= 0 ? way->bend_y0 - way->y0 : way->y1 - way->y0;

	if (way->from == way->to || ABS(dx) < 1 || (way->is_lost && !way->is_discarded))
		return 0;
	return CLAMP(dy / dx, -SLOPE_MAX, SLOPE_MAX);
}

void
tcpsim_svg_find_slopes(struct svg_ladder *svg)
{
	uint32_t fellow = TCPSIM_NO_RECORD;
	struct svg_way way;

	for (uint32_t i = 0; i < svg->source.n_records; i++) {
		const struct tcpsim_record *record = &svg->source.records[i];
		const struct tcpsim_record *before = fellow != TCPSIM_NO_RECORD ? &svg->source.records[fellow] : NULL;
		double slope;

		if (!tcpsim_svg_find_way(svg, i, 0, &way))
			continue;
		slope = find_slope(&way);
		/* Halfway from what it was, so that two places that ask for each other come to rest. */
		svg->slopes[i] = slope != 0 && svg->pass > SVG_PASSES_LEVEL ? (svg->slopes[i] + slope) / 2 : slope;
		/* One that is lost would have taken the way of the one before it. */
		if (svg->slopes[i] != 0)
			fellow = i;
		else if (before != NULL && before->time_us == record->time_us && before->host == record->host &&
			before->peer == record->peer)
			svg->slopes[i] = svg->slopes[fellow];
	}
}

void
tcpsim_svg_write_packets(struct svg_ladder *svg)
{
	unsigned n_bent = 0;
	struct svg_way way;

	for (uint32_t i = 0; i < svg->source.n_records; i++) {
		/* What begins and ends in what is left out has no way. */
		if (!tcpsim_svg_find_way(svg, i, n_bent, &way) || way.y1 - way.y0 < 1)
			continue;
		if (way.bend >= 0)
			n_bent++;
		write_packet(svg, &way);
	}
}
