/* SPDX-License-Identifier: MIT */
#include "lib/render/page_private.h"

/* The widths in which ladders are drawn: one for a screen with room, one for a narrow one. */
#define WIDE 900U
#define NARROW 340U

static size_t
count_packets(const struct tcpsim_trace *trace)
{
	size_t n, packets = 0;
	const struct tcpsim_record *records = tcpsim_trace_records(trace, &n);

	for (size_t i = 0; i < n; i++)
		packets += records[i].kind == TCPSIM_RECORD_SEND || records[i].kind == TCPSIM_RECORD_INJECT;
	return packets;
}

static void
put_ladder(struct page *page, size_t i, const char *class, uint32_t width)
{
	char *prefix = g_strdup_printf("c%" G_GSIZE_FORMAT "-%s-", i, class);
	const struct tcpsim_picture_options options = { .width = width, .prefix = prefix };
	char *svg = tcpsim_render_svg(page->recordings[i], &options);

	tcpsim_page_put(page, "<div class=\"drawing %s\">", class);
	tcpsim_page_raw(page, svg);
	tcpsim_page_raw(page, "</div>\n");
	g_free(svg);
	g_free(prefix);
}

/* The ladder, twice if it is not long; and what is left out of the page, if anything is. */
static void
put_ladders(struct page *page, size_t i)
{
	size_t packets = count_packets(page->recordings[i]->trace);
	bool is_twice = packets <= PAGE_PACKETS_TWICE;

	if (packets > PAGE_PACKETS) {
		tcpsim_page_put(page, "<p class=\"notice left-out\">The ladder is left out: it would have %" G_GSIZE_FORMAT
			" packets, and a page takes %u. `tcpsim convert --to svg` draws it.</p>\n", packets, PAGE_PACKETS);
		return;
	}
	if (!is_twice)
		tcpsim_page_put(page, "<p class=\"notice left-out\">The ladder has %" G_GSIZE_FORMAT " packets: it is drawn "
			"for wide screens only.</p>\n", packets);
	g_string_append_printf(page->html, "<div class=\"ladders%s\" role=\"region\" tabindex=\"0\" aria-label=\"Ladder",
		is_twice ? " twice" : "");
	if (page->recordings[i]->case_name[0] != '\0')
		tcpsim_page_put(page, " of case %s", page->recordings[i]->case_name);
	tcpsim_page_raw(page, "\">\n");
	put_ladder(page, i, "wide", WIDE);
	if (is_twice)
		put_ladder(page, i, "narrow", NARROW);
	tcpsim_page_raw(page, "</div>\n");
}

static void
put_title(struct page *page, size_t i)
{
	const struct tcpsim_recording *recording = page->recordings[i];

	tcpsim_page_put(page, "<h2 id=\"case-%" G_GSIZE_FORMAT "-title\"><span class=\"letter\" aria-hidden=\"true\"></span>%s%s "
		"<span class=\"verdict %s\">%s</span> <span class=\"stands\" aria-hidden=\"true\"></span></h2>\n", i,
		recording->case_name[0] != '\0' ? "Case " : "The run", recording->case_name,
		tcpsim_page_verdict_class(recording->verdict), tcpsim_page_verdict_words(recording->verdict));
	for (char **warning = recording->warnings; *warning != NULL; warning++)
		tcpsim_page_put(page, "<pre class=\"notice\">%s</pre>\n", *warning);
}

static void
put_hosts(struct page *page, size_t i)
{
	size_t n = tcpsim_trace_n_hosts(page->recordings[i]->trace);

	tcpsim_page_raw(page, "<div class=\"hosts\">\n");
	for (size_t host = 0; host < MIN(n, PAGE_HOSTS); host++)
		tcpsim_page_host(page, i, (uint16_t)host);
	tcpsim_page_raw(page, "</div>\n");
	if (n > PAGE_HOSTS)
		tcpsim_page_put(page, "<p class=\"notice left-out\">%" G_GSIZE_FORMAT " more hosts have no panel here.</p>\n",
			n - PAGE_HOSTS);
}

void
tcpsim_page_case(struct page *page, size_t i)
{
	tcpsim_page_put(page, "<section class=\"case\" id=\"case-%" G_GSIZE_FORMAT "\" data-case=\"%" G_GSIZE_FORMAT
		"\" data-name=\"%s\" data-text=\"%" G_GSIZE_FORMAT "\" aria-labelledby=\"case-%" G_GSIZE_FORMAT "-title\">\n",
		i, i, page->recordings[i]->case_name, tcpsim_page_text_of(page, i), i);
	put_title(page, i);
	tcpsim_page_raw(page, "<div class=\"panels\">\n<div class=\"seen\">\n");
	put_ladders(page, i);
	tcpsim_page_raw(page, "<section class=\"channel needs-script\" hidden><h3>In the network "
		"<span class=\"badge\"></span></h3><ul></ul></section>\n</div>\n<div class=\"known\">\n"
		"<section class=\"event needs-script\" hidden><h3>What happens, by which rule</h3><p class=\"what\"></p><p class=\"rule\"></p></section>\n");
	put_hosts(page, i);
	tcpsim_page_raw(page, "</div>\n<div class=\"judged\">\n");
	tcpsim_page_outcomes(page, page->recordings[i]);
	tcpsim_page_invariants(page, page->recordings[i]);
	tcpsim_page_raw(page, "</div>\n</div>\n</section>\n");
}
