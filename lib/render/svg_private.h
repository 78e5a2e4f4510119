/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_RENDER_SVG_PRIVATE_H
#define TCPSIM_RENDER_SVG_PRIVATE_H

#include "lib/render/render_private.h"

/*
 * What pictures have in common: svg_xml.c writes elements, whatever stands in their texts, and measures text;
 * svg_style.c has the colors.
 */

/* Elements within one another, at the most. */
#define SVG_DEPTH 16U

/* Room for text: a column of the monospaced font is so much of its size, whichever font it is in the end. */
#define SVG_EM_PER_COLUMN 0.62

/* ---- svg_xml.c ---- */

/* A document in the making. Lines are broken between elements, but not within one that has text. */
struct svg_xml {
	GString *text;
	const char *elements[SVG_DEPTH]; /* those that are open, of them .depth */
	bool has_text[SVG_DEPTH], has_elements[SVG_DEPTH];
	unsigned depth;
	bool takes_attributes; /* the start tag of the innermost element is not ended */
};

void tcpsim_svg_xml_init(struct svg_xml *xml);
/* The document, the caller's; all elements must be closed. */
char *tcpsim_svg_xml_finish(struct svg_xml *xml);
/* Begin an element, whose name must outlive it; its attributes come next, then text and elements. */
void tcpsim_svg_xml_open(struct svg_xml *xml, const char *element);
void tcpsim_svg_xml_close(struct svg_xml *xml);
/* An attribute of the element that was begun last. The value may be anything: it is escaped, and made UTF-8. */
void tcpsim_svg_xml_attribute(struct svg_xml *xml, const char *name, const char *value);
void tcpsim_svg_xml_attributef(struct svg_xml *xml, const char *name, const char *format, ...) G_GNUC_PRINTF(3, 4);
/* A coordinate, or a length, of two decimals at the most, whatever the locale. */
void tcpsim_svg_xml_number(struct svg_xml *xml, const char *name, double number);
/* Text within the innermost element: anything, as above. */
void tcpsim_svg_xml_text(struct svg_xml *xml, const char *text);
/* An element with nothing but text in it. */
void tcpsim_svg_xml_leaf(struct svg_xml *xml, const char *element, const char *text);
/* What is no XML element, as it is: a declaration, a style. Nothing in it is escaped. */
void tcpsim_svg_xml_raw(struct svg_xml *xml, const char *raw);

/* Append a number as above, for the data of a path. */
void tcpsim_svg_append_number(GString *text, double number);
/* The same to four decimals, for what is multiplied with numbers. */
void tcpsim_svg_append_fine_number(GString *text, double number);
/* Append any text, escaped as above. */
void tcpsim_svg_append_escaped(GString *text, const char *any);

/* The width of a text in pixels, in the monospaced font of that size. */
double tcpsim_svg_text_width(const char *text, double size);

/* ---- svg_style.c ---- */

/*
 * The rules of CSS that all pictures share, without a <style> element around them: custom properties on :root, and
 * classes. A page that holds pictures has them once. With AUTO colors follow who looks at it, and :root[data-theme],
 * "light" or "dark", where there is one. Static storage.
 */
const char *tcpsim_svg_style(enum tcpsim_theme theme);
/* What ladders need beside that. Static storage. */
const char *tcpsim_svg_ladder_style(void);
/* What state diagrams add to it, likewise; whatever the theme. Static storage. */
const char *tcpsim_svg_states_style(void);
/* The class of what is filled with the color of a state, `state-time-wait`: var(--state-time-wait). Static storage. */
const char *tcpsim_svg_state_class(enum tcpsim_state state);

#endif
