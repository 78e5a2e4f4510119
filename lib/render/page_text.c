/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/render/page_private.h"

size_t
tcpsim_page_text_of(const struct page *page, size_t i)
{
	for (size_t first = 0; first < i; first++) {
		if (g_strcmp0(page->recordings[first]->text, page->recordings[i]->text) == 0)
			return first;
	}
	return i;
}

/* Where the comment of a line begins, or where the line ends: `//` within quotes begins none. */
static size_t
find_comment(const char *line)
{
	bool is_quoted = false;
	size_t i;

	for (i = 0; line[i] != '\0'; i++) {
		if (is_quoted && line[i] == '\\' && line[i + 1] != '\0')
			i++;
		else if (line[i] == '"')
			is_quoted = !is_quoted;
		else if (!is_quoted && line[i] == '/' && line[i + 1] == '/')
			break;
	}
	return i;
}

static void
put_lines(struct page *page, const char *text)
{
	char **lines = g_strsplit(text, "\n", -1);

	for (guint i = 0; lines[i] != NULL && (lines[i][0] != '\0' || lines[i + 1] != NULL); i++) {
		size_t comment = find_comment(lines[i]);
		char *code = g_strndup(lines[i], comment);

		tcpsim_page_put(page, "<li class=\"line\" data-line=\"%u\"><code>%s", i + 1, code);
		if (lines[i][comment] != '\0')
			tcpsim_page_put(page, "<span class=\"comment\">%s</span>", lines[i] + comment);
		tcpsim_page_raw(page, "</code></li>\n");
		g_free(code);
	}
	g_strfreev(lines);
}

void
tcpsim_page_texts(struct page *page)
{
	for (size_t i = 0; i < page->n; i++) {
		const struct tcpsim_recording *recording = page->recordings[i];

		if (recording->text == NULL || tcpsim_page_text_of(page, i) != i)
			continue;
		tcpsim_page_put(page, "<section class=\"scenario\" data-text=\"%" G_GSIZE_FORMAT "\" aria-labelledby=\"text-%"
			G_GSIZE_FORMAT "-title\"><h2 id=\"text-%" G_GSIZE_FORMAT "-title\">The scenario <code>%s</code></h2>\n"
			"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Text of the scenario\">\n<ol class=\"lines\">\n",
			i, i, i, recording->file);
		put_lines(page, recording->text);
		tcpsim_page_raw(page, "</ol></div></section>\n");
	}
}
