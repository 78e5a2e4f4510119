/* SPDX-License-Identifier: MIT */
#include "lib/render/page_private.h"

static void
put_title(struct page *page, size_t i)
{
	const struct tcpsim_recording *recording = page->recordings[i];

	tcpsim_page_put(page, "<h2 id=\"case-%" G_GSIZE_FORMAT "-title\"><span class=\"letter\" aria-hidden=\"true\"></span>%s%s "
		"<span class=\"verdict %s\">%s</span></h2>\n", i,
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
	tcpsim_page_raw(page, "</div>\n<div class=\"known\">\n"
		"<section class=\"event needs-script\" hidden><h3>What happens</h3><p class=\"what\"></p><p class=\"rule\"></p></section>\n"
		"<section class=\"channel needs-script\" hidden><h3>In the network <span class=\"badge\"></span></h3><ul></ul></section>\n");
	put_hosts(page, i);
	tcpsim_page_raw(page, "</div>\n<div class=\"judged\">\n");
	tcpsim_page_outcomes(page, page->recordings[i]);
	tcpsim_page_invariants(page, page->recordings[i]);
	tcpsim_page_raw(page, "</div>\n</div>\n</section>\n");
}
