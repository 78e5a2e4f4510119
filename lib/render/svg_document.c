/* SPDX-License-Identifier: MIT */
#include "lib/render/svg_ladder_private.h"

/* The title is larger than the rest. */
#define TITLE_SIZE 1.3
#define MARGIN 10.0
#define BOX_LINES 1.7

static GPtrArray *
heading_lines(const struct svg_ladder *svg, const char *words, double scale)
{
	char *clean = tcpsim_text_clean(words, false);
	GPtrArray *lines =
		tcpsim_text_wrap(clean, (uint32_t)((svg->width - 2 * MARGIN) / (svg->column * scale)));

	g_free(clean);
	return lines;
}

void
tcpsim_svg_head(struct svg_ladder *svg)
{
	double y = MARGIN / 2;
	char *subtitle;

	if (svg->options->prefix == NULL) {
		svg->title = heading_lines(svg, svg->recording->title, TITLE_SIZE);
		subtitle = *svg->recording->case_name != '\0' ? g_strconcat("Case ", svg->recording->case_name, NULL) : NULL;
		svg->subtitle = heading_lines(svg, subtitle != NULL ? subtitle : "", 1);
		g_free(subtitle);
		y += svg->title->len * svg->line * TITLE_SIZE + svg->subtitle->len * svg->line + MARGIN;
	}
	svg->boxes = y;
	svg->top = y + svg->line * BOX_LINES;
}

static void
write_line(struct svg_ladder *svg, const char *style, double x0, double y0, double x1, double y1)
{
	tcpsim_svg_xml_open(&svg->xml, "line");
	tcpsim_svg_xml_attribute(&svg->xml, "class", style);
	tcpsim_svg_xml_number(&svg->xml, "x1", x0);
	tcpsim_svg_xml_number(&svg->xml, "y1", y0);
	tcpsim_svg_xml_number(&svg->xml, "x2", x1);
	tcpsim_svg_xml_number(&svg->xml, "y2", y1);
	tcpsim_svg_xml_close(&svg->xml);
}

static void
open_rectangle(struct svg_ladder *svg, double x, double y, double width, double height)
{
	tcpsim_svg_xml_open(&svg->xml, "rect");
	tcpsim_svg_xml_number(&svg->xml, "x", x);
	tcpsim_svg_xml_number(&svg->xml, "y", y);
	tcpsim_svg_xml_number(&svg->xml, "width", width);
	tcpsim_svg_xml_number(&svg->xml, "height", height);
}

/* A line of text whose middle, from top to bottom, is there. */
static void
write_text(struct svg_ladder *svg, const char *style, enum svg_anchor anchor, double x, double y, double size,
	const char *text)
{
	static const char *const anchors[] = { [SVG_START] = NULL, [SVG_MIDDLE] = "middle", [SVG_END] = "end" };
	struct svg_xml *xml = &svg->xml;

	tcpsim_svg_xml_open(xml, "text");
	tcpsim_svg_xml_attribute(xml, "class", style);
	tcpsim_svg_xml_number(xml, "x", x);
	tcpsim_svg_xml_number(xml, "y", y + size * 0.35);
	if (size != svg->size)
		tcpsim_svg_xml_number(xml, "font-size", size);
	if (anchors[anchor] != NULL)
		tcpsim_svg_xml_attribute(xml, "text-anchor", anchors[anchor]);
	tcpsim_svg_xml_text(xml, text);
	tcpsim_svg_xml_close(xml);
}

static void
write_heading(struct svg_ladder *svg)
{
	double y = MARGIN / 2 + svg->line * TITLE_SIZE / 2;

	for (guint i = 0; svg->title != NULL && i < svg->title->len; i++, y += svg->line * TITLE_SIZE)
		write_text(svg, "heading", SVG_START, MARGIN, y, svg->size * TITLE_SIZE, g_ptr_array_index(svg->title, i));
	for (guint i = 0; svg->subtitle != NULL && i < svg->subtitle->len; i++, y += svg->line)
		write_text(svg, "faint", SVG_START, MARGIN, y, svg->size, g_ptr_array_index(svg->subtitle, i));
}

/* The name of a host in a box, as much of it as there is room for. */
static void
write_box(struct svg_ladder *svg, uint16_t i)
{
	const struct svg_host *host = &svg->hosts[i];
	double lane = svg->n_hosts > 1 ? svg->hosts[1].x - svg->hosts[0].x : svg->width / 2;
	double edge = i == 0 ? host->x - svg->time_x - 5 : i + 1U == svg->n_hosts ? svg->width - host->x - 1 : lane / 2;
	double room = lane / 2 + MIN(edge, lane / 2) - 6;
	uint32_t columns = (uint32_t)(room / svg->column) - 2;
	double height, width, x;
	char *name = g_strdup(host->name);

	if (tcpsim_text_width(name) > columns) {
		char *cut;

		name[tcpsim_text_fit(name, columns - 1)] = '\0';
		cut = g_strconcat(name, "…", NULL);
		g_free(name);
		name = cut;
	}
	height = svg->line * (BOX_LINES - 0.3);
	width = MAX((tcpsim_text_width(name) + 2) * svg->column, height);
	x = CLAMP(host->x - width / 2, svg->time_x + 5, svg->width - width - 1);
	tcpsim_svg_xml_open(&svg->xml, "g");
	tcpsim_svg_xml_attribute(&svg->xml, "class", "host");
	tcpsim_svg_xml_attributef(&svg->xml, "data-host", "%u", (unsigned)i);
	tcpsim_svg_xml_leaf(&svg->xml, "title", host->name);
	open_rectangle(svg, x, svg->boxes, width, height);
	tcpsim_svg_xml_number(&svg->xml, "rx", 4);
	tcpsim_svg_xml_close(&svg->xml);
	write_text(svg, "strong", SVG_MIDDLE, x + width / 2, svg->boxes + height / 2, svg->size, name);
	tcpsim_svg_xml_close(&svg->xml);
	g_free(name);
}

/* The record with which an outage begins; they are in the order of their records, and `i` is that of the one before. */
static uint32_t
find_outage(const struct svg_ladder *svg, const struct svg_outage *outage, uint32_t i)
{
	uint8_t kind = outage->is_quiet ? TCPSIM_RECORD_RESTART : TCPSIM_RECORD_CRASH;

	while (i + 1 < svg->source.n_records && (svg->source.records[i].host != outage->host ||
		svg->source.records[i].kind != kind || svg->source.records[i].until_us != outage->until_us))
		i++;
	return i;
}

/* Lifelines; where a host is down, hatched: within a page, with the record from which it is. */
static void
write_rails(struct svg_ladder *svg)
{
	uint32_t record = 0;

	for (size_t i = 0; i < svg->n_hosts; i++)
		write_line(svg, "rail", svg->hosts[i].x, svg->top - svg->line * 0.3, svg->hosts[i].x, svg->height);
	for (guint i = 0; i < svg->outages->len; i++) {
		const struct svg_outage *outage = &g_array_index(svg->outages, struct svg_outage, i);
		double half = svg->hosts[outage->host].half;

		record = find_outage(svg, outage, record);
		if (outage->to - outage->from < 1)
			continue;
		open_rectangle(
			svg, svg->hosts[outage->host].x - half, outage->from, 2 * half, outage->to - outage->from);
		tcpsim_svg_xml_attribute(&svg->xml, "class", outage->is_quiet ? "quiet" : "down");
		if (svg->options->prefix != NULL)
			tcpsim_svg_xml_attributef(&svg->xml, "data-record", "%u", (unsigned)record);
		tcpsim_svg_xml_close(&svg->xml);
	}
}

/* What a bar has on it beside its color, or NULL. */
static const char *
texture_of(enum tcpsim_state state)
{
	switch (state) {
	case TCPSIM_SYN_SENT:
	case TCPSIM_SYN_RECEIVED:
		return "opening";
	case TCPSIM_FIN_WAIT_1:
	case TCPSIM_FIN_WAIT_2:
	case TCPSIM_CLOSING:
	case TCPSIM_CLOSE_WAIT:
	case TCPSIM_LAST_ACK:
		return "closing";
	case TCPSIM_TIME_WAIT:
		return "waiting";
	case TCPSIM_CLOSED:
	case TCPSIM_LISTEN:
	case TCPSIM_ESTABLISHED:
		break;
	}
	return NULL;
}

static void
write_bar(struct svg_ladder *svg, const struct svg_bar *bar)
{
	const struct svg_host *host = &svg->hosts[bar->host];
	double width = 2 * host->half / MAX(host->n_slots, 1), x = host->x - host->half + bar->slot * width;
	const char *texture = texture_of((enum tcpsim_state)bar->state);
	char *tooltip = tcpsim_svg_bar_tooltip(svg, bar);
	bool is_listener = bar->connection == 0;

	if (host->n_slots > 1)
		width -= 1;
	if (is_listener) {
		width = 5;
		x = host->x - width / 2;
	}
	tcpsim_svg_xml_open(&svg->xml, "g");
	tcpsim_svg_xml_attributef(&svg->xml, "class", "bar %s", tcpsim_svg_state_class((enum tcpsim_state)bar->state));
	tcpsim_svg_xml_attributef(&svg->xml, "data-record", "%u", (unsigned)bar->first);
	tcpsim_svg_xml_attributef(&svg->xml, "data-host", "%u", (unsigned)bar->host);
	tcpsim_svg_xml_attributef(&svg->xml, "data-connection", "%u", (unsigned)bar->connection);
	tcpsim_svg_xml_leaf(&svg->xml, "title", tooltip);
	open_rectangle(svg, x, bar->from, width, bar->to - bar->from);
	tcpsim_svg_xml_close(&svg->xml);
	if (texture != NULL) {
		open_rectangle(svg, x, bar->from, width, bar->to - bar->from);
		tcpsim_svg_xml_attributef(&svg->xml, "fill", "url(#%s%s)", svg->prefix, texture);
		tcpsim_svg_xml_close(&svg->xml);
	}
	tcpsim_svg_xml_close(&svg->xml);
	g_free(tooltip);
}

/* Listeners below connections. */
static void
write_bars(struct svg_ladder *svg)
{
	for (int pass = 0; pass < 2; pass++) {
		for (guint i = 0; i < svg->bars->len; i++) {
			const struct svg_bar *bar = &g_array_index(svg->bars, struct svg_bar, i);

			if ((bar->connection == 0) == (pass == 0) && bar->to - bar->from >= 1)
				write_bar(svg, bar);
		}
	}
}

/* A silence: the lifelines are broken, and words say for how long. */
static void
write_fold(struct svg_ladder *svg, const struct svg_line *fold)
{
	tcpsim_svg_xml_open(&svg->xml, "g");
	tcpsim_svg_xml_attribute(&svg->xml, "class", "fold");
	for (size_t i = 0; i < svg->n_hosts; i++) {
		double x = svg->hosts[i].x, half = svg->hosts[i].half + 3;

		write_line(svg, "gap", x - half, fold->y + 3, x + half, fold->y - 3);
		write_line(svg, "brink", x - half, fold->y + 0.5, x + half, fold->y - 5.5);
		write_line(svg, "brink", x - half, fold->y + 5.5, x + half, fold->y - 0.5);
	}
	if (svg->n_hosts > 0)
		write_text(svg, "faint halo", SVG_START, svg->hosts[0].x + svg->hosts[0].half + 10, fold->y, svg->size,
			fold->words);
	tcpsim_svg_xml_close(&svg->xml);
}

static void
write_words_lines(struct svg_ladder *svg, const struct svg_words *words)
{
	struct svg_xml *xml = &svg->xml;
	double cosine = tcpsim_svg_cosine(words->slope), sine = words->slope * cosine;
	char *style = g_strconcat(words->style, " halo", NULL);
	double bottom = tcpsim_svg_bottom_of(svg, words), height = words->lines->len * svg->line;

	if (words->slope != 0) {
		GString *turn = g_string_new("matrix(");
		const double numbers[] = { cosine, sine, -sine, cosine };

		for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++) {
			tcpsim_svg_append_fine_number(turn, numbers[i]);
			g_string_append_c(turn, ' ');
		}
		tcpsim_svg_append_number(turn, words->x);
		g_string_append_c(turn, ' ');
		tcpsim_svg_append_number(turn, bottom);
		g_string_append_c(turn, ')');
		tcpsim_svg_xml_open(xml, "g");
		tcpsim_svg_xml_attribute(xml, "transform", turn->str);
		g_string_free(turn, TRUE);
	}
	for (guint i = 0; i < words->lines->len; i++) {
		double y = (i + 0.5) * svg->line;

		write_text(svg, style, words->anchor, words->slope != 0 ? 0 : words->x,
			words->slope != 0 ? y - height : words->y + y, svg->size, g_ptr_array_index(words->lines, i));
	}
	if (words->slope != 0)
		tcpsim_svg_xml_close(xml);
	g_free(style);
}

static void
write_words(struct svg_ladder *svg, const struct svg_words *words)
{
	struct svg_xml *xml = &svg->xml;
	double x = words->anchor == SVG_END ? words->x + 9 : words->x - 9;

	tcpsim_svg_xml_open(xml, "g");
	tcpsim_svg_xml_attributef(xml, "class", "words %s", words->style);
	if (words->packet != 0)
		tcpsim_svg_xml_attributef(xml, "data-packet", "%" G_GUINT64_FORMAT, words->packet);
	if (words->record != TCPSIM_NO_RECORD)
		tcpsim_svg_xml_attributef(xml, "data-record", "%u", (unsigned)words->record);
	if (words->record != TCPSIM_NO_RECORD && words->packet == 0) {
		char *tooltip = tcpsim_svg_record_tooltip(svg, words->record);

		tcpsim_svg_xml_leaf(xml, "title", tooltip);
		g_free(tooltip);
	}
	write_words_lines(svg, words);
	tcpsim_svg_write_glyph(svg, words->glyph, x, words->y + svg->line / 2, words->anchor == SVG_END);
	tcpsim_svg_xml_close(xml);
}

/* What a reader hears who does not see. */
static void
write_description(struct svg_ladder *svg)
{
	GString *text = g_string_new(NULL);
	unsigned n = 0, dropped = 0;

	for (size_t i = 1; i <= svg->index.n_packets; i++) {
		uint32_t end = svg->index.ended[i];

		n += svg->index.departed[i] != TCPSIM_NO_RECORD;
		dropped += end != TCPSIM_NO_RECORD && svg->source.records[end].kind == TCPSIM_RECORD_DROP;
	}
	g_string_append_printf(text, "A ladder: time runs down, and each arrow is a packet. Hosts: ");
	for (size_t i = 0; i < svg->n_hosts; i++)
		g_string_append_printf(text, "%s%s", i == 0 ? "" : ", ", svg->hosts[i].name);
	g_string_append_printf(text, ". %u %s", n, n == 1 ? "packet" : "packets");
	if (dropped > 0)
		g_string_append_printf(text, ", of which %u never %s", dropped, dropped == 1 ? "arrives" : "arrive");
	g_string_append_c(text, '.');
	tcpsim_svg_xml_leaf(&svg->xml, "desc", text->str);
	g_string_free(text, TRUE);
}

static void
open_root(struct svg_ladder *svg)
{
	struct svg_xml *xml = &svg->xml;
	bool is_page = svg->options->prefix != NULL;
	char *title = *svg->recording->case_name == '\0' ?
		g_strdup(svg->recording->title) :
		g_strdup_printf("%s (%s)", svg->recording->title, svg->recording->case_name);

	if (!is_page)
		tcpsim_svg_xml_raw(xml, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	tcpsim_svg_xml_open(xml, "svg");
	tcpsim_svg_xml_attribute(xml, "xmlns", "http://www.w3.org/2000/svg");
	tcpsim_svg_xml_attribute(xml, "class", "picture ladder");
	tcpsim_svg_xml_number(xml, "width", svg->width);
	tcpsim_svg_xml_number(xml, "height", svg->height);
	g_string_append(xml->text, " viewBox=\"0 0 ");
	tcpsim_svg_append_number(xml->text, svg->width);
	g_string_append_c(xml->text, ' ');
	tcpsim_svg_append_number(xml->text, svg->height);
	g_string_append_c(xml->text, '"');
	tcpsim_svg_xml_number(xml, "font-size", svg->size);
	tcpsim_svg_xml_attribute(xml, "role", is_page ? "group" : "img");
	tcpsim_svg_xml_attributef(xml, "aria-labelledby", "%stitle", svg->prefix);
	tcpsim_svg_xml_open(xml, "title");
	tcpsim_svg_xml_attributef(xml, "id", "%stitle", svg->prefix);
	tcpsim_svg_xml_text(xml, title);
	tcpsim_svg_xml_close(xml);
	write_description(svg);
	if (!is_page) {
		tcpsim_svg_xml_open(xml, "style");
		tcpsim_svg_xml_raw(xml, tcpsim_svg_style(svg->options->theme));
		tcpsim_svg_xml_raw(xml, tcpsim_svg_ladder_style());
		tcpsim_svg_xml_close(xml);
		open_rectangle(svg, 0, 0, svg->width, svg->height);
		tcpsim_svg_xml_attribute(xml, "class", "paper");
		tcpsim_svg_xml_close(xml);
	}
	g_free(title);
}

void
tcpsim_svg_write(struct svg_ladder *svg)
{
	open_root(svg);
	tcpsim_svg_write_definitions(svg);
	write_heading(svg);
	for (guint i = 0; i < svg->moments->len; i++) {
		double y = g_array_index(svg->moments, struct svg_line, i).y;

		write_line(svg, "moment", svg->time_x + 4, y, svg->right, y);
	}
	write_rails(svg);
	write_bars(svg);
	for (guint i = 0; i < svg->folds->len; i++)
		write_fold(svg, &g_array_index(svg->folds, struct svg_line, i));
	tcpsim_svg_write_packets(svg);
	for (guint i = 0; i < svg->words->len; i++)
		write_words(svg, &g_array_index(svg->words, struct svg_words, i));
	write_text(svg, "faint", SVG_END, svg->time_x, svg->boxes + svg->line * 0.7, svg->size, "time/s");
	for (uint16_t i = 0; i < svg->n_hosts; i++)
		write_box(svg, i);
	tcpsim_svg_xml_close(&svg->xml);
}
