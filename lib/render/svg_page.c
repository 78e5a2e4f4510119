/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/render/svg_ladder_private.h"

/* Pixels between what stands beside each other. */
#define MARGIN 12.0
#define GAP 8.0

/* A lane has room for so many columns at the least; with many hosts the picture gets wider than it was to be. */
#define LANE_COLUMNS_MIN 13U

/* How wide a bar is, with its gap; beside others it is narrower. */
#define BAR 10.0
#define BAR_OF_MANY 8.0

static void
choose_font(struct svg_ladder *svg)
{
	svg->is_narrow = svg->width < 600;
	svg->size = svg->width < 480 ? 10 : svg->is_narrow ? 11 : 12.5;
	svg->line = svg->size * 1.36;
	svg->column = svg->size * SVG_EM_PER_COLUMN;
}

/* Columns of the time that takes most of them. */
static uint32_t
measure_times(struct svg_ladder *svg)
{
	uint32_t columns = (uint32_t)strlen("time/s");
	char text[32];

	svg->decimals = tcpsim_time_decimals(svg->recording->end_us);
	for (size_t i = 0; i < svg->source.n_records; i++)
		svg->decimals = MAX(svg->decimals, tcpsim_time_decimals(svg->source.records[i].time_us));
	tcpsim_time_seconds(svg->recording->end_us, svg->decimals, text);
	columns = MAX(columns, (uint32_t)strlen(text));
	if (svg->source.n_records > 0) {
		tcpsim_time_seconds(svg->source.records[svg->source.n_records - 1].time_us, svg->decimals, text);
		columns = MAX(columns, (uint32_t)strlen(text));
	}
	return columns;
}

/* Room for the names of all states that a host is in, beyond its lifeline. */
static double
measure_states(const struct svg_ladder *svg, uint16_t host)
{
	uint32_t columns = (uint32_t)strlen("(LISTEN)");

	for (size_t i = 0; i < svg->source.n_records; i++) {
		const struct tcpsim_record *record = &svg->source.records[i];
		char number[16] = "";

		if (record->host != host || record->after.state >= TCPSIM_N_STATES)
			continue;
		if (svg->hosts[host].is_numbered && record->connection != 0)
			g_snprintf(number, sizeof(number), "#%u ", (unsigned)record->connection);
		columns = MAX(columns,
			(uint32_t)(strlen(number) + strlen(tcpsim_state_name((enum tcpsim_state)record->after.state))));
	}
	return columns * svg->column;
}

static void
init_host(struct svg_ladder *svg, uint16_t host)
{
	struct svg_host *it = &svg->hosts[host];

	it->name = tcpsim_ladder_name(&svg->ladder, host);
	it->open = g_hash_table_new(NULL, NULL);
	it->goes_left = host > 0 && host + 1U == svg->n_hosts;
	it->is_outside = !svg->is_narrow && (host == 0 || it->goes_left);
}

/* Give lifelines their places, with as much between them as there is. */
static void
place_hosts(struct svg_ladder *svg)
{
	size_t n = svg->n_hosts;
	struct svg_host *first = &svg->hosts[0], *last = &svg->hosts[n - 1];
	double from = svg->left + first->half, to = svg->right - last->half, lane;

	if (first->is_outside && first->has_names)
		from += measure_states(svg, 0) + GAP;
	else if (first->is_outside)
		from += 3 * GAP;
	if (n > 1 && last->is_outside && last->has_names)
		to -= measure_states(svg, (uint16_t)(n - 1)) + GAP;
	else if (n > 1 && last->is_outside)
		to -= 3 * GAP;
	lane = n > 1 ? (to - from) / (double)(n - 1) : to - from;
	if (n > 1 && lane < LANE_COLUMNS_MIN * svg->column) {
		double wider = (LANE_COLUMNS_MIN * svg->column - lane) * (double)(n - 1);

		svg->width += wider;
		svg->right += wider;
		lane = LANE_COLUMNS_MIN * svg->column;
	}
	for (size_t i = 0; i < n; i++) {
		svg->hosts[i].x = from + lane * (double)i;
		svg->hosts[i].state_x = svg->hosts[i].x + (svg->hosts[i].half + GAP) * (i == 0 ? -1 : 1);
	}
	for (size_t i = 0; i < n; i++) {
		double near = tcpsim_svg_edge(svg, (uint16_t)i, !svg->hosts[i].goes_left), far = svg->right;

		if (svg->hosts[i].goes_left)
			far = tcpsim_svg_edge(svg, (uint16_t)(i - 1), true);
		else if (i + 1 < n)
			far = tcpsim_svg_edge(svg, (uint16_t)(i + 1), false);
		svg->hosts[i].room = far > near ? far - near : near - far;
	}
}

void
tcpsim_svg_page_init(struct svg_ladder *svg)
{
	double margin;
	size_t n_sky;

	svg->width = MAX(svg->options->width == 0 ? 960 : svg->options->width, 320);
	choose_font(svg);
	margin = svg->is_narrow ? 4 : MARGIN;
	for (uint16_t host = 0; host < svg->n_hosts; host++)
		init_host(svg, host);
	tcpsim_svg_states_init(svg);
	for (uint16_t host = 0; host < svg->n_hosts; host++)
		svg->hosts[host].half =
			svg->hosts[host].n_slots > 1 ? svg->hosts[host].n_slots * BAR_OF_MANY / 2 : BAR / 2;
	svg->time_x = margin + measure_times(svg) * svg->column;
	svg->left = svg->time_x + (svg->is_narrow ? GAP : 2 * GAP);
	svg->right = svg->width - margin;
	if (svg->n_hosts > 0)
		place_hosts(svg);
	n_sky = (size_t)(svg->width / SVG_SKY) + 2;
	svg->sky = g_new0(double, n_sky);
	svg->n_sky = n_sky;
}

void
tcpsim_svg_page_clear(struct svg_ladder *svg)
{
	for (size_t host = 0; host < svg->n_hosts; host++) {
		g_free(svg->hosts[host].name);
		g_hash_table_destroy(svg->hosts[host].open);
	}
	g_free(svg->hosts);
	g_free(svg->sky);
}

double
tcpsim_svg_edge(const struct svg_ladder *svg, uint16_t host, bool is_right)
{
	const struct svg_host *it = &svg->hosts[host];

	return is_right ? it->x + it->half : it->x - it->half;
}
