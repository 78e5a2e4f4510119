/* SPDX-License-Identifier: MIT */
#include "lib/render/diagram_private.h"
#include "lib/render/page_private.h"
#include "lib/render/svg_private.h"

/*
 * A miniature says at a glance how much happens and what kind of it: a ladder that lies on its side, without words. All
 * that happens is as far apart as anything else, whatever the clock says.
 */

#define WIDTH 288.0
#define HEIGHT 84.0
/* Hosts, and moments, that there is room for. */
#define HOSTS 4U
#define MOMENTS 56U
/* Of a host's bar, of what is around everything, and of a cross. */
#define BAR 8.0
#define MARGIN 4.0
#define CROSS 3.5
/* A packet that is lost comes so far. */
#define LOST_AT 0.62

struct miniature {
	struct svg_xml xml;
	struct ladder_source source;
	struct ladder_index index;
	uint32_t *moments; /* by record: which moment it is, or that of the record before it */
	uint32_t n_moments, n_records; /* those that are drawn */
	uint32_t n_hosts;
};

/* Whether something that is drawn happens with a record: else it takes no room. */
static bool
is_moment(const struct tcpsim_record *record)
{
	return record->kind == TCPSIM_RECORD_SEND || record->kind == TCPSIM_RECORD_INJECT ||
		record->kind == TCPSIM_RECORD_ARRIVE || record->kind == TCPSIM_RECORD_DROP ||
		record->kind == TCPSIM_RECORD_CRASH || record->before.state != record->after.state;
}

/* Number the moments, as many as there is room for. */
static void
find_moments(struct miniature *miniature)
{
	const struct ladder_source *source = &miniature->source;

	miniature->moments = g_new0(uint32_t, source->n_records + 1);
	for (uint32_t i = 0; i < source->n_records; i++) {
		if (is_moment(&source->records[i])) {
			if (miniature->n_moments == MOMENTS)
				break;
			miniature->n_moments++;
		}
		miniature->moments[i] = miniature->n_moments;
		miniature->n_records = i + 1;
	}
}

static double
x_of(const struct miniature *miniature, uint32_t moment)
{
	return MARGIN + (WIDTH - 2 * MARGIN) * moment / (miniature->n_moments + 1);
}

static double
y_of(const struct miniature *miniature, uint32_t host)
{
	double room = HEIGHT - 2 * MARGIN - BAR;

	return MARGIN + BAR / 2 + (miniature->n_hosts > 1 ? room * host / (miniature->n_hosts - 1) : room / 2);
}

static void
draw_bar(struct miniature *miniature, uint16_t host, uint8_t state, uint32_t from, uint32_t to)
{
	double x = x_of(miniature, from);

	tcpsim_svg_xml_open(&miniature->xml, "rect");
	tcpsim_svg_xml_attribute(&miniature->xml, "class", tcpsim_svg_state_class((enum tcpsim_state)state));
	tcpsim_svg_xml_number(&miniature->xml, "x", x);
	tcpsim_svg_xml_number(&miniature->xml, "y", y_of(miniature, host) - BAR / 2);
	tcpsim_svg_xml_number(&miniature->xml, "width", x_of(miniature, to) - x);
	tcpsim_svg_xml_number(&miniature->xml, "height", BAR);
	tcpsim_svg_xml_close(&miniature->xml);
}

/* A host's bar, in the color of that state into which any of its connections came last. */
static void
draw_host(struct miniature *miniature, uint16_t host)
{
	uint32_t since = 0;
	uint8_t state = TCPSIM_CLOSED;

	for (uint32_t i = 0; i < miniature->n_records; i++) {
		const struct tcpsim_record *record = &miniature->source.records[i];

		if (record->host != host || record->before.state == record->after.state)
			continue;
		draw_bar(miniature, host, state, since, miniature->moments[i]);
		since = miniature->moments[i];
		state = record->after.state;
	}
	draw_bar(miniature, host, state, since, miniature->n_moments + 1);
}

static void
draw_line(struct miniature *miniature, const char *class, double x1, double y1, double x2, double y2)
{
	tcpsim_svg_xml_open(&miniature->xml, "line");
	if (class != NULL)
		tcpsim_svg_xml_attribute(&miniature->xml, "class", class);
	tcpsim_svg_xml_number(&miniature->xml, "x1", x1);
	tcpsim_svg_xml_number(&miniature->xml, "y1", y1);
	tcpsim_svg_xml_number(&miniature->xml, "x2", x2);
	tcpsim_svg_xml_number(&miniature->xml, "y2", y2);
	tcpsim_svg_xml_close(&miniature->xml);
}

static void
draw_cross(struct miniature *miniature, double x, double y)
{
	draw_line(miniature, "lost", x - CROSS, y - CROSS, x + CROSS, y + CROSS);
	draw_line(miniature, "lost", x - CROSS, y + CROSS, x + CROSS, y - CROSS);
}

/* How a packet that left is drawn: by hand, late, or as any. */
static const char *
class_of(const struct miniature *miniature, uint32_t departed)
{
	const struct tcpsim_record *record = &miniature->source.records[departed];

	if (record->kind == TCPSIM_RECORD_INJECT)
		return "forged";
	if (record->kind == TCPSIM_RECORD_COPY)
		return "late";
	for (uint32_t i = miniature->index.first_part[departed]; i != TCPSIM_NO_RECORD;
		i = miniature->index.next_part[i]) {
		if (miniature->source.records[i].kind == TCPSIM_RECORD_HOLD)
			return "late";
	}
	return NULL;
}

static void
draw_packet(struct miniature *miniature, uint32_t departed)
{
	const struct tcpsim_record *record = &miniature->source.records[departed];
	uint32_t ended = miniature->index.ended[record->packet];
	bool is_lost = ended != TCPSIM_NO_RECORD && miniature->source.records[ended].kind == TCPSIM_RECORD_DROP;
	uint32_t until = ended < miniature->n_records ? miniature->moments[ended] : miniature->n_moments + 1;
	double x1 = x_of(miniature, miniature->moments[departed]), x2 = x_of(miniature, until), y1, y2;

	if (record->host >= miniature->n_hosts || record->peer >= miniature->n_hosts || record->host == record->peer)
		return;
	y1 = y_of(miniature, record->host) + (record->host < record->peer ? BAR : -BAR) / 2;
	y2 = y_of(miniature, record->peer) + (record->host < record->peer ? -BAR : BAR) / 2;
	if (is_lost && ended < miniature->n_records)
		y2 = y1 + LOST_AT * (y2 - y1);
	draw_line(miniature, class_of(miniature, departed), x1, y1, x2, y2);
	if (is_lost && ended < miniature->n_records)
		draw_cross(miniature, x2, y2);
}

static void
draw_packets(struct miniature *miniature)
{
	for (uint32_t i = 0; i < miniature->n_records; i++) {
		const struct tcpsim_record *record = &miniature->source.records[i];

		if (record->packet != 0 && miniature->index.departed[record->packet] == i)
			draw_packet(miniature, i);
	}
}

void
tcpsim_gallery_picture(struct page *page, const struct tcpsim_recording *recording)
{
	struct miniature miniature = { .moments = NULL };
	char *svg;

	tcpsim_ladder_source_of(&miniature.source, recording->trace);
	tcpsim_ladder_index_init(&miniature.index, &miniature.source);
	miniature.n_hosts = (uint32_t)MIN(miniature.source.n_hosts, HOSTS);
	find_moments(&miniature);
	tcpsim_svg_xml_init(&miniature.xml);
	tcpsim_svg_xml_open(&miniature.xml, "svg");
	tcpsim_svg_xml_attribute(&miniature.xml, "class", "picture miniature");
	tcpsim_svg_xml_attributef(&miniature.xml, "viewBox", "0 0 %u %u", (unsigned)WIDTH, (unsigned)HEIGHT);
	tcpsim_svg_xml_attribute(&miniature.xml, "aria-hidden", "true");
	for (uint16_t host = 0; host < miniature.n_hosts; host++)
		draw_host(&miniature, host);
	draw_packets(&miniature);
	tcpsim_svg_xml_close(&miniature.xml);
	svg = tcpsim_svg_xml_finish(&miniature.xml);
	tcpsim_page_raw(page, svg);
	g_free(svg);
	g_free(miniature.moments);
	tcpsim_ladder_index_clear(&miniature.index);
}
