/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_RENDER_PRIVATE_H
#define TCPSIM_RENDER_PRIVATE_H

#include <glib.h>

#include <tcpsim/render.h>

/*
 * How a ladder comes to be: index.c finds out what belongs to what, rungs.c decides
 * what stands on one rung, layout.c measures the page, ladder.c goes through it,
 * segment.c, socket.c and event.c draw the rungs, label.c what stands on an arrow,
 * state.c their states, parts.c and explain.c write what stands below them; all of
 * them write through one canvas, which knows widths and colors and never lets a line
 * grow over the columns.
 */

/* Columns of a page, whatever is asked for. */
#define LADDER_COLUMNS_MIN 80U
#define LADDER_COLUMNS_MAX 1000U

/* ---- canvas.c: lines of cells ---- */

/* What a cell means; color is only ever an addition to what the text says. */
enum style {
	STYLE_PLAIN,
	STYLE_FAINT, /* time, lifelines, comments */
	STYLE_STATE,
	STYLE_CALL, /* what a user does or gets */
	STYLE_BAD,  /* what is lost, or goes wrong */
	STYLE_FORGED,
	STYLE_RULE,
};

/* A line in the making, and the text of the lines before it. */
struct canvas {
	GString *text;
	struct cell *cells; /* .columns of them */
	uint32_t columns;
	bool has_color;
};

void tcpsim_canvas_init(struct canvas *canvas, uint32_t columns, bool has_color);
/* The text so far, the caller's; the canvas is done with. */
char *tcpsim_canvas_finish(struct canvas *canvas);
/* Put text at a column, from 0; what would lie beyond the last column is left out. Returns the column behind it. */
uint32_t tcpsim_canvas_put(struct canvas *canvas, uint32_t column, const char *text, enum style style);
/* Put the same text, of one column, into the columns [from, to). */
void tcpsim_canvas_fill(struct canvas *canvas, uint32_t from, uint32_t to, const char *text, enum style style);
/* End the line, without blanks at its end, and begin an empty one. */
void tcpsim_canvas_end_line(struct canvas *canvas);

/* ---- text.c: words in columns ---- */

/* The columns that a text takes. */
uint32_t tcpsim_text_width(const char *text);
/* The longest beginning of a text that takes at most so many columns, in octets. */
size_t tcpsim_text_fit(const char *text, uint32_t columns);
/* A text without anything that moves the cursor: control characters, broken UTF-8, and in ASCII all else, as `\xNN`. */
char *tcpsim_text_clean(const char *text, bool is_ascii);
/* Octets in quotes, cleaned, at most `columns` wide; what is cut off is marked by an ellipsis behind the quotes. */
char *tcpsim_text_quote(const uint8_t *octets, size_t n, uint32_t columns, bool is_ascii);
/* A text in lines of at most so many columns, broken at blanks where there are some. */
GPtrArray *tcpsim_text_wrap(const char *text, uint32_t columns);

/* ---- time.c ---- */

/* Decimals, at most 6, that seconds need to say this time exactly. */
unsigned tcpsim_time_decimals(int64_t time_us);
/* A time in seconds with so many decimals, without a unit: `242.55`. */
void tcpsim_time_seconds(int64_t time_us, unsigned decimals, char text[32]);
/* The same with its unit and the decimals it needs, `242.55 s`. The caller's to free. */
char *tcpsim_time_moment(int64_t time_us);

/* ---- octets.c ---- */

/*
 * The octets of the IP packet that a record is about, as it was then, behind `before` octets that are left free.
 * `quoted` is the record of sending what an ICMP message quotes, or NULL. The caller's; NULL if no packet can be so.
 */
uint8_t *tcpsim_octets_of(const struct tcpsim_trace *trace, const struct tcpsim_record *record,
	const struct tcpsim_record *quoted, size_t before, size_t *n);

/* ---- rungs.c ---- */

/* What a ladder is drawn from: struct tcpsim_trace, or a test's own records. */
struct ladder_source {
	const struct tcpsim_record *records;
	size_t n_records;
	size_t n_hosts;
	const char *(*host_name)(const void *data, uint16_t host);
	const uint8_t *(*octets)(const void *data, const struct tcpsim_record *record);
	const void *data;
};

/* trace.c: what a trace has. */
void tcpsim_ladder_source_of(struct ladder_source *source, const struct tcpsim_trace *trace);

/*
 * One rung. A segment that leaves has .departs, one that arrives or is lost has .ends, and one that
 * does both before anything else happens has both. Anything else is an event of one host.
 */
struct rung {
	uint32_t departs; /* a SEND or an INJECT, or TCPSIM_NO_RECORD */
	uint32_t ends;    /* an ARRIVE or a DROP, or TCPSIM_NO_RECORD */
	uint32_t event;   /* any other record, or TCPSIM_NO_RECORD */
};

/* What belongs to what, found once for a trace. Indices of records; TCPSIM_NO_RECORD for none. */
struct ladder_index {
	size_t n_packets;
	uint32_t *departed;               /* by packet: its SEND, INJECT or COPY */
	bool *is_update;                  /* by packet: it tells a window, and nothing else that is new */
	uint32_t *ended;                  /* by packet: its ARRIVE or DROP */
	uint32_t *first_part, *next_part; /* by record: what is told below it */
	uint32_t *last_part;
};

void tcpsim_ladder_index_init(struct ladder_index *index, const struct ladder_source *source);
void tcpsim_ladder_index_clear(struct ladder_index *index);

/* A silence from which on a ladder is folded, and a segment under way so long stands on two rungs. */
#define LADDER_FOLD_US (30 * INT64_C(1000000))

/* Columns of a user's octets that are shown at the most. */
#define LADDER_QUOTE_COLUMNS 28U

/* ---- layout.c and ladder.c ---- */

enum {
	LEFT,
	RIGHT
};

/* How a segment stands at one side of the page. */
enum role {
	ROLE_DEPARTS,
	ROLE_ARRIVES,
	ROLE_UNDER_WAY, /* it is in the network before or after this rung */
	ROLE_LOST,      /* in the network */
	ROLE_DISCARDED, /* at the host */
	N_ROLES
};

/* What is drawn at one side, in columns from that side's lifeline. */
struct token {
	const char *text;
	int at;    /* where the text begins */
	int label; /* where the label may begin, or must have ended */
	int shaft; /* to where an arrow's shaft comes, at the right side */
};

/* The characters of a ladder, in UTF-8 or ASCII. */
struct glyphs {
	const char *lifeline, *down, *fold;
	const char *shaft; /* NULL: an arrow is blank between its ends */
	const char *ellipsis, *arrow, *both_ways;
	struct token tokens[2][N_ROLES];
};

/* One of the two hosts on the page. */
struct ladder_end {
	uint16_t host;
	char *name;
	uint32_t state_column, state_columns;
	uint32_t line; /* column of its lifeline */
	bool is_down;
	bool is_numbered;    /* it has a second connection: each state says whose it is */
	bool has_connected;  /* since it came up: its listener is told from its connections */
	uint32_t n_listeners;
	unsigned lines_to_listener; /* the so many-th line from here says that it listens still; 0 for none */
	char shown[32];      /* the state as last drawn */
};

struct ladder {
	const struct ladder_source *source;
	const struct tcpsim_ladder_options *options;
	const struct ladder_index *index;
	const struct glyphs *glyphs;
	struct canvas canvas;
	struct ladder_end ends[2];
	uint32_t time_columns;
	uint32_t time_columns_max; /* what does not fit in so many stands on two rungs */
	unsigned decimals;         /* of the time column */
};

extern const struct glyphs tcpsim_glyphs_utf8, tcpsim_glyphs_ascii;

/* Draw all that a source has. */
char *tcpsim_ladder_draw(const struct ladder_source *source, const struct tcpsim_ladder_options *options);

/* Measure the page for the two hosts in .ends: time and state columns, lifelines. */
void tcpsim_ladder_layout(struct ladder *ladder);
/* The state of a connection as it stands in its column. */
void tcpsim_ladder_state_text(const struct ladder_end *end, uint32_t connection, uint8_t state, char text[32]);

/* The name of a host, cleaned, or an empty text for no host. The caller's to free. */
char *tcpsim_ladder_name(const struct ladder *ladder, uint16_t host);
/* The side on which a host stands. */
int tcpsim_ladder_side(const struct ladder *ladder, uint16_t host);
/* The columns between the lifelines. */
uint32_t tcpsim_ladder_inner(const struct ladder *ladder);
/* Put both lifelines, and what a column of states still has to say. */
void tcpsim_ladder_lifelines(struct ladder *ladder);
/* Put a time into its column. */
void tcpsim_ladder_time(struct ladder *ladder, const char *text);
/*
 * Put the state that an event of a host left, if it is not the one drawn last there. What happens to no connection has
 * no state but the listener's, and where a connection ends a host that listens goes on to do so: `(LISTEN)`.
 */
void tcpsim_ladder_state(struct ladder *ladder, const struct tcpsim_record *event);
/* Put `(LISTEN)` where it is due, on the line behind the one with the connection's end. */
void tcpsim_ladder_listener(struct ladder *ladder, struct ladder_end *end);
/* End a rung, before it is explained: what its lines had no room for gets one. */
void tcpsim_ladder_end_rung(struct ladder *ladder);
/* Lines between the lifelines: at a side's lifeline, or with the labels of segments if `side` is neither. */
void tcpsim_ladder_words(struct ladder *ladder, int side, const char *words, enum style style);

/* Whether a record makes a rung of this page, alone or with another one. */
bool tcpsim_ladder_has(const struct ladder *ladder, uint32_t record);
/* The rungs between the two hosts of the page, in order, as struct rung. */
GArray *tcpsim_ladder_rungs(const struct ladder *ladder);
/*
 * The time column of a rung: `0.05`, or `0.00→0.05` if it departs and ends, which then may be too wide to stand on
 * one rung: NULL.
 */
char *tcpsim_ladder_rung_time(const struct ladder *ladder, const struct rung *rung);

/* ---- label.c ---- */

/* What stands on the arrow of a packet, in lines of at most so many columns; the caller's. */
GPtrArray *tcpsim_ladder_label(const struct ladder *ladder, const struct tcpsim_record *record, uint32_t columns);

/* ---- event.c, socket.c, parts.c: what there is to say of a record, whatever is drawn around it ---- */

/*
 * Of a ladder these need .source, .index, .options, .glyphs and the places of its lifelines, between which octets are
 * quoted: tcpsim_ladder_init_words() has all of them. Each appends words, and returns whether there are any.
 */
void tcpsim_ladder_init_words(struct ladder *ladder, const struct ladder_source *source,
	const struct ladder_index *index, const struct tcpsim_ladder_options *options);
/* Of a call, a timer that fires, a host that goes down or comes up, a link that is cut or mended. */
bool tcpsim_ladder_event_words(const struct ladder *ladder, uint32_t event, GString *words);
void tcpsim_ladder_socket_words(const struct ladder *ladder, const struct tcpsim_record *record, GString *words);
/* Of a fault, a delivery, a signal, 2MSL that starts, a bug: of what ladder_index has as a part of another record. */
bool tcpsim_ladder_part_words(const struct ladder *ladder, uint32_t part, GString *words);
/* Where a packet that arrives or is dropped has been, if it is not fresh from its sender. */
bool tcpsim_ladder_past_words(const struct ladder *ladder, const struct tcpsim_record *record, bool has_departure,
	GString *words);
/* Why a packet never arrived; that a packet was made by hand. */
void tcpsim_ladder_drop_words(const struct ladder *ladder, const struct tcpsim_record *record, GString *words);
void tcpsim_ladder_injected_words(const struct ladder *ladder, const struct tcpsim_record *record, GString *words);

/* ---- segment.c, event.c, socket.c, parts.c, explain.c ---- */

void tcpsim_ladder_segment(struct ladder *ladder, const struct rung *rung);
/* Whether a packet that was dropped has come to the host it was for; else it was lost on its way. */
bool tcpsim_ladder_is_discarded(const struct tcpsim_record *drop);
/* Whether an event made a segment that stands on a rung of its own: the state is drawn there, as in figure 12. */
bool tcpsim_ladder_is_followed(const struct ladder *ladder, uint32_t event);
/* Whether a record is what a call of POSIX asked of TCP or UDP: it is told with that call. */
bool tcpsim_ladder_is_of_socket(const struct ladder *ladder, const struct tcpsim_record *record);
void tcpsim_ladder_socket(struct ladder *ladder, uint32_t event);
void tcpsim_ladder_event(struct ladder *ladder, const struct rung *rung);
/* One record that is told below another one: a fault, a delivery, a signal. */
void tcpsim_ladder_part(struct ladder *ladder, uint32_t part);
/* All that is told below a record; whether its rung has a departure, too. */
void tcpsim_ladder_parts(struct ladder *ladder, uint32_t record, bool has_departure);
/* The rule and the variables of an event. */
void tcpsim_ladder_explain(struct ladder *ladder, uint32_t record);

#endif
