/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_RENDER_PAGE_PRIVATE_H
#define TCPSIM_RENDER_PAGE_PRIVATE_H

#include <glib.h>

#include <tcpsim/render.h>

/*
 * How a page comes to be: page.c puts it together, page_case.c writes a case, page_host.c what there is of a host,
 * page_tables.c verdicts and rules, page_text.c the scenario, page_source.c has the script and the style of
 * lib/render/page, which are one file's worth of text in the end. All of it is there without the script, which fills
 * in what changes from the saved trace.
 */

/* Hosts of a case that have a panel of their own. */
#define PAGE_HOSTS 8U
/* Packets from which on only one picture of a case is drawn, and from which on none is. */
#define PAGE_PACKETS_TWICE 400U
#define PAGE_PACKETS 5000U

/* A page in the making. */
struct page {
	GString *html;
	const struct tcpsim_recording *const *recordings;
	size_t n;
	const struct tcpsim_page_options *options;
};

/* Append HTML; all that stands in for a %s is text, and escaped. */
void tcpsim_page_put(struct page *page, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* Append HTML as it is. */
void tcpsim_page_raw(struct page *page, const char *html);

/* Append all up to the body; the browser lets this style and this script be, and no other. */
void tcpsim_page_head(
	struct page *page, const char *title, const char *generator, const char *style, const char *script);

/* ---- gallery_picture.c, gallery_source.c ---- */

/* A run in miniature: time goes to the right, hosts are lines in the colors of their states. */
void tcpsim_gallery_picture(struct page *page, const struct tcpsim_recording *recording);
/* Static storage. */
const char *tcpsim_gallery_style(void);
const char *tcpsim_gallery_script(void);

/* ---- page_case.c, page_host.c ---- */

void tcpsim_page_case(struct page *page, size_t i);
/* The panel of a host: its state, the diagram, its TCB, its timers. Blank where the script fills in. */
void tcpsim_page_host(struct page *page, size_t i, uint16_t host);

/* ---- page_tables.c ---- */

void tcpsim_page_outcomes(struct page *page, const struct tcpsim_recording *recording);
void tcpsim_page_invariants(struct page *page, const struct tcpsim_recording *recording);
/* The rules that had a part in any case, with their words. */
void tcpsim_page_rules(struct page *page);
/* `as expected`, and what its class is called: `pass`. Static storage. */
const char *tcpsim_page_verdict_words(enum tcpsim_verdict verdict);
const char *tcpsim_page_verdict_class(enum tcpsim_verdict verdict);

/* ---- page_text.c ---- */

/* The scenarios that there are, a line an element; a case's is that of the first case with the same text. */
void tcpsim_page_texts(struct page *page);
size_t tcpsim_page_text_of(const struct page *page, size_t i);

/* ---- page_source.c: static storage ---- */

const char *tcpsim_page_controls(void);
const char *tcpsim_page_style(void);
const char *tcpsim_page_script(void);

#endif
