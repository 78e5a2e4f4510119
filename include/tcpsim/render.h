/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_RENDER_H
#define TCPSIM_RENDER_H

#include <stdbool.h>
#include <stdint.h>

#include <tcpsim/export.h>
#include <tcpsim/recording.h>
#include <tcpsim/trace.h>

#ifdef __cplusplus
extern "C" {
#endif

/* How a ladder is drawn. All false and 0 is UTF-8, without color, 80 columns, without explanations. */
struct tcpsim_ladder_options {
	bool is_ascii;   /* no character beyond ASCII */
	bool has_color;  /* ANSI escapes */
	bool explains;   /* the rule and SND.UNA, SND.NXT, RCV.NXT before and after, below each rung; windows that change */
	bool hides_lines; /* nobody wrote the scenario: no word of its lines, nor of holding, which is in all of them */
	uint32_t columns; /* of the screen; 0 is 80, fewer than 80 are 80 */
	uint32_t first, last; /* records to draw, [first, last); last = 0 is all */
	int64_t end_us;       /* when the run ended: a last rung has the states then; 0 for none */
	uint32_t most_rungs;  /* of a page with more the middle is left out, and how much is told; 0 is no limit.
	                         There is none for a part of a trace, .first or .last */
	const char *left_out; /* what a reader may do about it, `--all draws them`; may be NULL */
	uint32_t happened;    /* so many records; what comes behind them is not known yet. 0 is all */
};

/*
 * Draw a trace as a ladder: both ends' states left and right, times, segments in the RFC's notation, what was
 * dropped, held, released, copied, injected, timers and calls. Sees the trace and nothing else.
 * Returns text that ends with a newline; free it with g_free().
 */
TCPSIM_API char *tcpsim_render_ladder(const struct tcpsim_trace *trace, const struct tcpsim_ladder_options *options);

/*
 * What there is to say of single records, one line each, in the words of a ladder: of a packet its notation and what
 * became of it, of a call, a timer, a fault, a delivery what stands there. Of the options only .is_ascii and
 * .hides_lines count. The trace must outlive it and not grow. Free with tcpsim_teller_free().
 */
struct tcpsim_teller;
TCPSIM_API struct tcpsim_teller *tcpsim_teller_new(const struct tcpsim_trace *trace,
	const struct tcpsim_ladder_options *options);
/* The words of a record, "" where a ladder has none. Free with g_free(). */
TCPSIM_API char *tcpsim_teller_words(const struct tcpsim_teller *teller, uint32_t record);
/* Free a teller, not the trace; NULL is nothing. */
TCPSIM_API void tcpsim_teller_free(struct tcpsim_teller *teller);

/* In which colors a picture is drawn; AUTO follows who looks at it (prefers-color-scheme). */
enum tcpsim_theme {
	TCPSIM_THEME_AUTO,
	TCPSIM_THEME_LIGHT,
	TCPSIM_THEME_DARK,
};

/* How a picture is drawn. All 0 is a file of its own, in the colors of who looks at it, 960 wide. */
struct tcpsim_picture_options {
	enum tcpsim_theme theme;
	uint32_t width;     /* in CSS pixels; 0 is 960; less than 320 is 320 */
	const char *prefix; /* within a page: no XML declaration and no style of its own, and all ids begin so; or NULL */
	bool is_brief;      /* below a diagram of states only the changes that happened are listed */
};

/* How a page is written. All 0 is one of its own, in the colors of who looks at it. */
struct tcpsim_page_options {
	enum tcpsim_theme theme; /* with which it begins; who looks at it can choose another */
	const char *home;        /* the page of all pages, to which a link leads; or NULL */
};

/*
 * Write a page, HTML in one file that needs no other and asks no network for anything: the cases of one scenario side
 * by side, to play and to step through. In it are the saved traces, docs/trace-format.md. Free with g_free().
 */
TCPSIM_API char *tcpsim_render_page(const struct tcpsim_recording *const *recordings, size_t n,
	const struct tcpsim_page_options *options);

/*
 * A gallery: a page that leads to the pages of many scenarios, with a card for each. What is added is looked at at once
 * and not kept, so that it may be freed before the page is written.
 */
struct tcpsim_gallery;

TCPSIM_API struct tcpsim_gallery *tcpsim_gallery_new(void);
/* Free a gallery; NULL is nothing. */
TCPSIM_API void tcpsim_gallery_free(struct tcpsim_gallery *gallery);
/*
 * Add the recordings of a scenario, `n` of them, one at least. What stands in its name before the last slash is its
 * section: `lesson/handshake` is one of the lessons. `file` is that of its page, beside the gallery's.
 */
TCPSIM_API void tcpsim_gallery_add(struct tcpsim_gallery *gallery, const char *name, const char *file,
	const struct tcpsim_recording *const *recordings, size_t n);
/* Write the page, likewise in one file. Within its first 1024 octets stands TCPSIM_GALLERY_MARK. Free with g_free(). */
TCPSIM_API char *tcpsim_render_gallery(const struct tcpsim_gallery *gallery, enum tcpsim_theme theme);
#define TCPSIM_GALLERY_MARK "<meta name=\"generator\" content=\"tcpsim gallery\">"

/*
 * Draw the states of a host, or with TCPSIM_NO_HOST those of all hosts, as RFC 9293 figure 5 has them: an SVG in which
 * what was visited is bold, and each change is counted. What figure 5 does not have, a RST or a crash, is dashed and
 * stands below, if it happened. A state is an element with data-state="SYN-SENT", a change one with
 * data-edge="SYN-SENT ESTABLISHED". From 720 pixels on labels stand at the lines, else in a list below. Free with g_free().
 */
TCPSIM_API char *tcpsim_render_states(const struct tcpsim_recording *recording, uint16_t host,
	const struct tcpsim_picture_options *options);

/* The same in Graphviz's language, DOT: a cluster a host. Free with g_free(). */
TCPSIM_API char *tcpsim_render_dot(const struct tcpsim_recording *recording, uint16_t host);

/*
 * Write what happened as a sequence diagram of Mermaid, or of PlantUML: a message for each packet, where it arrives or is
 * lost; notes for calls, states and faults. Mermaid takes 50 000 characters, so of a longer one the middle is left out.
 * Free with g_free().
 */
TCPSIM_API char *tcpsim_render_mermaid(const struct tcpsim_recording *recording);
TCPSIM_API char *tcpsim_render_plantuml(const struct tcpsim_recording *recording);

/*
 * Draw a recording as a ladder in SVG: time runs down to scale, silences are folded, each packet is a slanted arrow, each
 * connection's states are bars along its host's lifeline. What is about a record has its number as data-record, a
 * packet's arrow its own as data-packet, and those of its departure and end as data-from and data-to. Free with g_free().
 */
TCPSIM_API char *tcpsim_render_svg(const struct tcpsim_recording *recording,
	const struct tcpsim_picture_options *options);

/* Write a time for people: `50 ms`, `1.05 s`, `2 h 11 min 16.05 s`. At most 48 octets with the final NUL. */
TCPSIM_API void tcpsim_render_time(int64_t time_us, char text[48]);

/*
 * Write words in lines of at most .columns columns, each after `indent` blanks and ended by a newline, without
 * anything that would move a terminal's cursor; in ASCII if .is_ascii. Any text in UTF-8; a newline in it is kept.
 * Free with g_free().
 */
TCPSIM_API char *tcpsim_render_words(const char *words, uint32_t indent, const struct tcpsim_ladder_options *options);

/*
 * Tell of `n` octets, layer by layer, what each of them says: an Ethernet frame or an IP packet, with what is wrong
 * below the field that is. Of the options only .is_ascii, .has_color and .columns count. Text as above.
 */
TCPSIM_API char *tcpsim_render_packet(const uint8_t *octets, size_t n, const struct tcpsim_ladder_options *options);

/*
 * The packet that somebody means by words, `client DATA #1`: the record of its sending, the first if there is no
 * number. Returns TCPSIM_NO_RECORD and a sentence in *error, to be freed with g_free(), if there is none.
 */
TCPSIM_API uint32_t tcpsim_render_find(const struct tcpsim_trace *trace, const char *words, char **error);

/*
 * The octets of the packet that a record of sending is about, in a frame of Ethernet, as they would be on a wire: the
 * hosts have the addresses of <tcpsim/wire.h>. `*n` gets their number. Free with g_free(); NULL if there is no such
 * packet.
 */
TCPSIM_API uint8_t *tcpsim_render_octets(const struct tcpsim_trace *trace, uint32_t record, size_t *n);

/*
 * The capture that a tap at a host would have taken: a pcapng file of raw IP packets, each when it left the host or came
 * to it. What was dropped on its way is in the sender's only, what was injected where it arrived, and what arrived
 * damaged has a wrong checksum. Comments say what each is, what really happened to it and by which rule. `*n` gets the
 * octets. Free with g_free(); NULL if there is no such host.
 */
TCPSIM_API uint8_t *tcpsim_render_capture(const struct tcpsim_recording *recording, uint16_t host, size_t *n);

/*
 * Tell of whatever has that name, in capitals or not: a state, a timer, an invariant, an error, a setting, a flaw, a
 * rule, or one of RFC 9293's ids, `MUST-7`, by its rules. Text as of tcpsim_render_words(), or NULL if nothing has it.
 */
TCPSIM_API char *tcpsim_render_term(const char *name, const struct tcpsim_ladder_options *options);

/*
 * Tell what an end in a state does when something happens to it, and by which rule, by asking the engine: the shortest
 * way into the state is taken with that policy, and then comes the event, one of tcpsim_render_events(), in capitals or
 * not: `SYN`, `close`, `retransmission`, `host-unreachable`. A segment comes in all the ways that make a difference there.
 * Text as of tcpsim_render_words(), or NULL if there is no such state or event.
 */
TCPSIM_API char *tcpsim_render_answer(const char *state, const char *event, const struct tcpsim_policy *policy,
	const struct tcpsim_ladder_options *options);
/* What can happen: kinds of segments, calls, timers, ICMP messages; NULL-terminated; g_strfreev() frees them. */
TCPSIM_API char **tcpsim_render_events(void);

/* All names that it knows but the RFC's ids, NULL-terminated; g_strfreev() frees them. */
TCPSIM_API char **tcpsim_render_terms(void);

#ifdef __cplusplus
}
#endif

#endif
