/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_RENDER_SVG_LADDER_PRIVATE_H
#define TCPSIM_RENDER_SVG_LADDER_PRIVATE_H

#include <tcpsim/recording.h>

#include "lib/render/svg_private.h"

/*
 * The ladder as a picture. svg_page.c places the lifelines; svg_rows.c goes through the trace once and gives each
 * record that has something to say a row, svg_place.c how far down; svg_states.c keeps the bars, svg_packets.c knows
 * the way of each packet. Then svg_document.c, svg_arrow.c, svg_glyph.c and svg_tooltip.c write what was placed.
 *
 * Down is time: a moment is as far below the one before as time has passed, at svg_ladder.scale, or below all of its rows
 * where it has more than there is room for; a silence is folded. So what comes later is never above what came before,
 * at whichever host. What a host does stands below what it did before; at one moment hosts are beside each other.
 */

/* Records with rows that are drawn at the most: of more the middle is left out. */
#define SVG_ROWS_MAX 2000U

/*
 * All is placed so often, since each time more is known of what comes later: before this pass as if all arrows
 * were as steep as usual.
 */
#define SVG_PASSES 9U
#define SVG_PASSES_LEVEL 2U

/* Bars beside each other at one lifeline; more connections at a time share them. */
#define SVG_SLOTS 6U

/* Pixels of a column of the sky, svg_ladder.sky. */
#define SVG_SKY 4.0

/* A small picture before words, at the lifeline. */
enum svg_glyph {
	SVG_GLYPH_NONE,
	SVG_GLYPH_CALL,    /* a triangle towards the lifeline: the user tells */
	SVG_GLYPH_TELL,    /* and away from it: the user is told */
	SVG_GLYPH_CLOCK,
	SVG_GLYPH_POWER,   /* a host goes down, or comes up */
	SVG_GLYPH_WARNING,
};

enum svg_anchor {
	SVG_START,
	SVG_MIDDLE,
	SVG_END,
};

/* Lines of text that stand together. */
struct svg_words {
	GPtrArray *lines;   /* which it owns */
	const char *style;  /* a class of CSS */
	enum svg_anchor anchor;
	enum svg_glyph glyph;
	double x;           /* where the lines begin, are centered or end */
	double y;           /* their top; of a row in the making from the row on */
	double width;       /* of the longest */
	double slope;       /* lines go down so much a pixel to the right: along an arrow */
	uint32_t record;    /* TCPSIM_NO_RECORD for none */
	uint64_t packet;    /* whose label it is; 0 for none */
};

/* A part of a lifeline during which a connection is in one state. */
struct svg_bar {
	uint16_t host;
	uint8_t state, slot;
	uint32_t connection; /* 0 for a listener */
	uint32_t first;      /* the record that began it */
	double from, to;     /* `to` is below 0 as long as it goes on */
};

/* A time in which a host is down, or keeps quiet. */
struct svg_outage {
	uint16_t host;
	bool is_quiet;
	int64_t until_us; /* of quiet time */
	double from, to;
};

struct svg_host {
	char *name;
	double x;           /* of its lifeline */
	double half;        /* of the width of all its bars */
	double room;        /* for words between it and its neighbor */
	bool goes_left;     /* words stand left of it: it is the last one */
	bool has_states;    /* TCP does something there */
	bool has_names;     /* that, or power goes: there are states to name */
	bool is_numbered;   /* it has a second connection */
	bool is_outside;    /* states stand beyond the lifelines */
	unsigned n_slots;
	uint8_t taken;      /* slots, a set of bits */
	unsigned n_listeners;
	double state_x;     /* where names of states begin, or end */
	GHashTable *open;   /* by connection: the number of its bar, from 1 */
	guint last_outage;  /* from 1; 0 for none */
	double cursor;      /* its last row */
	uint32_t arrived;   /* the record with which a packet came there last */
	uint32_t departure; /* the record with which one left last */
};

/* A line across the page. */
struct svg_line {
	double y;
	int64_t time_us;
	char *words; /* of a fold, or of what is left out; NULL for a moment */
};

struct svg_ladder {
	const struct tcpsim_recording *recording;
	const struct tcpsim_picture_options *options;
	const char *prefix; /* never NULL */
	struct ladder_source source;
	struct ladder_index index;
	struct tcpsim_ladder_options words_options;
	struct ladder ladder; /* for words */
	struct tcpsim_packet_names *names;

	double size, line, column; /* of the font: its size, lines apart, a column */
	double width, height;
	double left, right;  /* where lifelines may be, and words */
	double time_x;       /* where times end */
	unsigned decimals;
	bool is_narrow;
	struct svg_host *hosts;
	size_t n_hosts;

	double *y;          /* by record: how far down */
	double *natural;    /* the same, as it was when all was placed first */
	unsigned pass;      /* how often all was placed */
	double *slopes;     /* by record that makes a packet leave: of its arrow, as it was when all was placed last */
	guint *labels;      /* by record that makes a packet leave: the first of its words, from 1 */
	GArray *words;      /* struct svg_words */
	GArray *bars;       /* struct svg_bar */
	GArray *outages;    /* struct svg_outage */
	GArray *folds, *moments; /* struct svg_line */
	uint32_t left_out_from, left_out_to; /* records [from, to) have no rows; none if equal */
	guint n_left_out;

	double scale;       /* pixels a microsecond */
	double slant;       /* of a usual packet, in pixels */
	GPtrArray *title, *subtitle; /* lines; NULL within a page */
	double boxes, top;  /* where the names of hosts are, and where lifelines begin */
	double cursor;      /* the last row */
	double moment;      /* the first row of the present moment */
	int64_t moment_us;  /* TCPSIM_TIME_NONE before the first */
	double *sky;        /* by columns of SVG_SKY pixels: below what there is room */
	size_t n_sky;
	guint row_words;    /* words from this number on are of the row in the making */

	struct svg_xml xml;
};

/* ---- svg_page.c: what stands where, from left to right ---- */

void tcpsim_svg_page_init(struct svg_ladder *svg);
void tcpsim_svg_page_clear(struct svg_ladder *svg);
/* A side of a host's bars, from where words begin, or arrows. */
double tcpsim_svg_edge(const struct svg_ladder *svg, uint16_t host, bool is_right);

/* ---- svg_place.c: how far down ---- */

/* Add lines, which become its own, to the row in the making; `top` is where they begin, from the row on. */
struct svg_words *tcpsim_svg_add(struct svg_ladder *svg, GPtrArray *lines, const char *style, double top);
/* Begin a row, and end it: it is settled where there is room for its words, but not above `least`. Returns where. */
void tcpsim_svg_begin_row(struct svg_ladder *svg);
double tcpsim_svg_end_row(struct svg_ladder *svg, uint16_t host, int64_t time_us, double least);
/* End a row that belongs to no host: at `y`, or below it. */
void tcpsim_svg_end_loose_row(struct svg_ladder *svg, double y);
/* Of the angle of a slope. */
double tcpsim_svg_cosine(double slope);
/* Where words end, below the place that they are tied to. */
double tcpsim_svg_bottom_of(const struct svg_ladder *svg, const struct svg_words *words);
/* Keep words from [x0, x1], down to y. */
void tcpsim_svg_reserve(struct svg_ladder *svg, double x0, double x1, double y);
/* A line across the page in place of what is not drawn. */
void tcpsim_svg_fold(struct svg_ladder *svg, char *words);
/* Below everything so far. */
double tcpsim_svg_bottom(const struct svg_ladder *svg);

/* ---- svg_rows.c ---- */

/* Go through the trace, and place everything. */
void tcpsim_svg_rows(struct svg_ladder *svg);

/* ---- svg_states.c ---- */

/* Count bars at each lifeline, and find whose states there are to show. */
void tcpsim_svg_states_init(struct svg_ladder *svg);
/* The lines that tell of the state after a record, the caller's; NULL if it is the one before. */
GPtrArray *tcpsim_svg_state_lines(struct svg_ladder *svg, uint32_t record);
/* And the bars from there on. */
void tcpsim_svg_state_change(struct svg_ladder *svg, uint32_t record, double y);
/* The lines that tell of the states that connections of a host came to at y or below it and are in still, the caller's. */
GPtrArray *tcpsim_svg_states_since(const struct svg_ladder *svg, uint16_t host, double y);
/* End all bars. */
void tcpsim_svg_states_end(struct svg_ladder *svg, double y);

/* ---- svg_packets.c ---- */

/* The way of a packet. */
struct svg_way {
	uint64_t packet;
	uint32_t departs, ends;  /* records; TCPSIM_NO_RECORD if it is still under way */
	uint16_t from, to;       /* hosts */
	double x0, y0, x1, y1;
	double bend;             /* where it waits in between, x; below 0 if it does not */
	double bend_y0, bend_y1;
	bool is_lost, is_discarded, is_held, is_copy, is_injected, is_corrupt, is_marked, is_under_way, is_router;
};

/* Whether a record makes a packet's way begin, or end; and between which hosts. */
bool tcpsim_svg_departs(const struct tcpsim_record *record);
bool tcpsim_svg_ends(const struct tcpsim_record *record);
void tcpsim_svg_hosts_of(const struct svg_ladder *svg, const struct tcpsim_record *record, uint16_t *from, uint16_t *to);
/* Where a packet from one host to another is when it has gone a part of its way. */
double tcpsim_svg_between(const struct svg_ladder *svg, uint16_t from, uint16_t to, double part);
/* The part of its way at which a packet's line begins, or a lost one ends. */
double tcpsim_svg_begins_at(const struct tcpsim_record *departs);
double tcpsim_svg_lost_at(const struct svg_ladder *svg, const struct tcpsim_record *drop);
/* Whether the packet that leaves with a record takes so long that it waits somewhere. */
bool tcpsim_svg_waits(const struct svg_ladder *svg, uint32_t departs);
/* The way of the packet that leaves with a record, the `n`-th of those that wait in between; false if there is none. */
bool tcpsim_svg_find_way(const struct svg_ladder *svg, uint32_t departs, unsigned n, struct svg_way *way);
/* How steep arrows are where they begin. */
void tcpsim_svg_find_slopes(struct svg_ladder *svg);
/* Write all packets. */
void tcpsim_svg_write_packets(struct svg_ladder *svg);

/* ---- svg_document.c ---- */

/* Place the title and the names of the hosts. */
void tcpsim_svg_head(struct svg_ladder *svg);
/* Write all that was placed. */
void tcpsim_svg_write(struct svg_ladder *svg);

/* ---- svg_arrow.c, svg_glyph.c ---- */

/* The ends of arrows and the patterns of bars, which others refer to by their ids. */
void tcpsim_svg_write_definitions(struct svg_ladder *svg);
void tcpsim_svg_write_arrow(struct svg_ladder *svg, const struct svg_way *way);
/* A small picture whose middle is there; `flips` if the lifeline is to its right. */
void tcpsim_svg_write_glyph(struct svg_ladder *svg, enum svg_glyph glyph, double x, double y, bool flips);
/* A path of these data. */
void tcpsim_svg_write_path(struct svg_ladder *svg, const char *style, const char *data);

/* ---- svg_tooltip.c: more than there is room for ---- */

char *tcpsim_svg_packet_tooltip(const struct svg_ladder *svg, const struct svg_way *way);
char *tcpsim_svg_record_tooltip(const struct svg_ladder *svg, uint32_t record);
char *tcpsim_svg_bar_tooltip(const struct svg_ladder *svg, const struct svg_bar *bar);

#endif
