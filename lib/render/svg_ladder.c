/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/render/svg_ladder_private.h"

/* How far a usual packet slants, in pixels: as much as one sees at once, and no more. */
#define SLANT 38.0
#define SLANT_NARROW 26.0

static int
compare_times(gconstpointer a, gconstpointer b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* The middle of some times, the shorter one of two, or 0. */
static int64_t
median(GArray *times)
{
	g_array_sort(times, compare_times);
	return times->len > 0 ? g_array_index(times, int64_t, (times->len - 1) / 2) : 0;
}

/* How long a packet took that was not held, and came as far as the other host; 0 of any other record. */
static int64_t
flight_time(const struct svg_ladder *svg, const struct tcpsim_record *record)
{
	struct svg_way way;

	if (!tcpsim_svg_ends(record) || record->packet == 0 || record->packet != record->original ||
		svg->index.departed[record->packet] == TCPSIM_NO_RECORD)
		return 0;
	if (!tcpsim_svg_find_way(svg, svg->index.departed[record->packet], 0, &way) || way.is_held ||
		(way.is_lost && !way.is_discarded))
		return 0;
	return record->time_us - svg->source.records[way.departs].time_us;
}

/* How long packets take usually; if none arrives, how long it takes until something happens. */
static int64_t
usual_time(const struct svg_ladder *svg)
{
	const struct tcpsim_record *records = svg->source.records;
	GArray *flights = g_array_new(FALSE, FALSE, sizeof(int64_t)), *pauses = g_array_new(FALSE, FALSE, sizeof(int64_t));
	int64_t time_us;

	for (size_t i = 0; i < svg->source.n_records; i++) {
		int64_t flight_us = flight_time(svg, &records[i]);
		int64_t pause_us = i > 0 ? records[i].time_us - records[i - 1].time_us : 0;

		if (flight_us > 0)
			g_array_append_val(flights, flight_us);
		if (pause_us > 0)
			g_array_append_val(pauses, pause_us);
	}
	time_us = median(flights);
	if (time_us == 0)
		time_us = median(pauses);
	g_array_free(flights, TRUE);
	g_array_free(pauses, TRUE);
	return time_us;
}

static void
clear_words(gpointer words)
{
	g_ptr_array_unref(((struct svg_words *)words)->lines);
}

static void
clear_line(gpointer line)
{
	g_free(((struct svg_line *)line)->words);
}

static void
init(struct svg_ladder *svg, const struct tcpsim_recording *recording, const struct tcpsim_picture_options *options)
{
	int64_t usual_us;

	*svg = (struct svg_ladder){ .recording = recording, .options = options };
	svg->prefix = options->prefix != NULL ? options->prefix : "";
	tcpsim_ladder_source_of(&svg->source, recording->trace);
	tcpsim_ladder_index_init(&svg->index, &svg->source);
	tcpsim_ladder_init_words(&svg->ladder, &svg->source, &svg->index, &svg->words_options);
	svg->names = tcpsim_packet_names_new(recording->trace);
	svg->n_hosts = svg->source.n_hosts;
	svg->hosts = g_new0(struct svg_host, svg->n_hosts + 1);
	svg->y = g_new0(double, svg->source.n_records + 1);
	svg->natural = g_new0(double, svg->source.n_records + 1);
	svg->slopes = g_new0(double, svg->source.n_records + 1);
	svg->labels = g_new0(guint, svg->source.n_records + 1);
	svg->words = g_array_new(FALSE, FALSE, sizeof(struct svg_words));
	svg->bars = g_array_new(FALSE, FALSE, sizeof(struct svg_bar));
	svg->outages = g_array_new(FALSE, FALSE, sizeof(struct svg_outage));
	svg->folds = g_array_new(FALSE, FALSE, sizeof(struct svg_line));
	svg->moments = g_array_new(FALSE, FALSE, sizeof(struct svg_line));
	g_array_set_clear_func(svg->words, clear_words);
	g_array_set_clear_func(svg->folds, clear_line);
	tcpsim_svg_page_init(svg);
	usual_us = usual_time(svg);
	svg->slant = svg->is_narrow ? SLANT_NARROW : SLANT;
	svg->scale = usual_us > 0 ? svg->slant / (double)usual_us : 0;
}

static void
clear(struct svg_ladder *svg)
{
	tcpsim_svg_page_clear(svg);
	if (svg->title != NULL) {
		g_ptr_array_unref(svg->title);
		g_ptr_array_unref(svg->subtitle);
	}
	g_array_free(svg->words, TRUE);
	g_array_free(svg->bars, TRUE);
	g_array_free(svg->outages, TRUE);
	g_array_free(svg->folds, TRUE);
	g_array_free(svg->moments, TRUE);
	g_free(svg->y);
	g_free(svg->natural);
	g_free(svg->slopes);
	g_free(svg->labels);
	tcpsim_packet_names_free(svg->names);
	tcpsim_ladder_index_clear(&svg->index);
}

char *
tcpsim_render_svg(const struct tcpsim_recording *recording, const struct tcpsim_picture_options *options)
{
	struct svg_ladder svg;
	char *text;

	init(&svg, recording, options);
	tcpsim_svg_head(&svg);
	tcpsim_svg_rows(&svg);
	tcpsim_svg_xml_init(&svg.xml);
	tcpsim_svg_write(&svg);
	text = tcpsim_svg_xml_finish(&svg.xml);
	clear(&svg);
	return text;
}
