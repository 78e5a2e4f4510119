/* SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <string.h>

#include "lib/render/page_private.h"
#include "lib/render/svg_private.h"

void
tcpsim_page_put(struct page *page, const char *format, ...)
{
	va_list arguments;
	char *html, **parts, *whole;

	va_start(arguments, format);
	html = g_markup_vprintf_escaped(format, arguments);
	va_end(arguments);
	/* A browser takes a carriage return in its source for the end of a line. */
	parts = g_strsplit(html, "\r", -1);
	whole = g_strjoinv("&#13;", parts);
	g_string_append(page->html, whole);
	g_free(whole);
	g_strfreev(parts);
	g_free(html);
}

void
tcpsim_page_raw(struct page *page, const char *html)
{
	g_string_append(page->html, html);
}

/* What a browser lets run, and show: text that stands on the page may be anything, and can do nothing. */
static void
put_source(GString *policy, const char *directive, const char *text)
{
	guint8 digest[32];
	gsize n = sizeof(digest);
	GChecksum *checksum = g_checksum_new(G_CHECKSUM_SHA256);
	char *base64;

	g_checksum_update(checksum, (const guchar *)text, -1);
	g_checksum_get_digest(checksum, digest, &n);
	base64 = g_base64_encode(digest, n);
	g_string_append_printf(policy, "; %s 'sha256-%s'", directive, base64);
	g_free(base64);
	g_checksum_free(checksum);
}

static const char *
theme_name(enum tcpsim_theme theme)
{
	switch (theme) {
	case TCPSIM_THEME_LIGHT:
		return "light";
	case TCPSIM_THEME_DARK:
		return "dark";
	case TCPSIM_THEME_AUTO:
		break;
	}
	return NULL;
}

/* The title of all that is on the page. */
static const char *
title_of(const struct page *page)
{
	const struct tcpsim_recording *recording = page->n > 0 ? page->recordings[0] : NULL;

	if (recording == NULL)
		return "Nothing was run";
	return recording->title[0] != '\0' ? recording->title : recording->file;
}

void
tcpsim_page_head(
	struct page *page, const char *title, const char *generator, const char *style, const char *script)
{
	const char *theme = theme_name(page->options->theme);
	GString *policy = g_string_new("default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'");

	put_source(policy, "style-src", style);
	put_source(policy, "script-src", script);
	tcpsim_page_raw(page, "<!DOCTYPE html>\n<html lang=\"en\"");
	if (theme != NULL)
		tcpsim_page_put(page, " data-theme=\"%s\"", theme);
	tcpsim_page_raw(page, ">\n<head>\n<meta charset=\"utf-8\">\n");
	g_string_append_printf(page->html, "<meta http-equiv=\"Content-Security-Policy\" content=\"%s\">\n", policy->str);
	tcpsim_page_raw(page, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		"<meta name=\"color-scheme\" content=\"light dark\">\n");
	tcpsim_page_put(page, "<meta name=\"generator\" content=\"%s\">\n<title>%s</title>\n", generator, title);
	g_string_append_printf(page->html, "<style>%s</style>\n</head>\n", style);
	g_string_free(policy, TRUE);
}

static void
put_intro(struct page *page)
{
	tcpsim_page_raw(page, "<header class=\"top\">\n");
	if (page->options->home != NULL)
		tcpsim_page_put(page, "<nav aria-label=\"Gallery\"><a href=\"%s\">All pages</a></nav>\n",
			page->options->home);
	tcpsim_page_put(page, "<h1>%s</h1>\n", title_of(page));
	for (char **note = page->n > 0 ? page->recordings[0]->notes : NULL; note != NULL && *note != NULL; note++)
		tcpsim_page_put(page, "<p class=\"note\">%s</p>\n", *note);
	if (page->n > 0 && page->recordings[0]->is_explored)
		tcpsim_page_put(page, "<p class=\"notice explored\">This scenario is for <code>tcpsim explore %s</code>: what is "
			"here is one order of events of many.</p>\n", page->recordings[0]->file);
	tcpsim_page_raw(page, "</header>\n");
}

/* Which cases stand side by side: for the script to show where there are several. */
static void
put_choice(struct page *page)
{
	if (page->n < 2)
		return;
	tcpsim_page_raw(page, "<fieldset class=\"choice\" id=\"choice\" hidden>\n<legend>Cases</legend>\n");
	for (size_t i = 0; i < page->n; i++)
		tcpsim_page_put(page,
			"<label><input type=\"checkbox\" name=\"case\" value=\"%" G_GSIZE_FORMAT "\"> "
			"<span class=\"letter\" aria-hidden=\"true\"></span>%s</label>\n",
			i, page->recordings[i]->case_name);
	tcpsim_page_raw(page, "</fieldset>\n");
}

/*
 * The saved trace of a case. `<` stands within strings only; where it could be taken for the end of the element, or
 * for the beginning of a comment, it is written as JSON may have it, too.
 */
static void
put_trace(struct page *page, size_t i)
{
	char *trace = tcpsim_recording_write(page->recordings[i]);

	g_string_append_printf(
		page->html, "<script type=\"application/jsonl\" class=\"trace\" data-case=\"%" G_GSIZE_FORMAT "\">\n", i);
	for (const char *rest = trace; *rest != '\0';) {
		size_t n = strcspn(rest, "<");

		g_string_append_len(page->html, rest, (gssize)n);
		rest += n;
		if (*rest == '\0')
			break;
		g_string_append(page->html, rest[1] == '/' || rest[1] == '!' ? "\\u003c" : "<");
		rest++;
	}
	tcpsim_page_raw(page, "</script>\n");
	g_free(trace);
}

static void
put_body(struct page *page)
{
	tcpsim_page_raw(page, "<body>\n<a class=\"skip\" href=\"#main\">To the run</a>\n");
	put_intro(page);
	tcpsim_page_raw(page, tcpsim_page_controls());
	tcpsim_page_raw(page, "<main id=\"main\">\n");
	put_choice(page);
	g_string_append_printf(page->html, "<div class=\"cases\" data-n=\"%" G_GSIZE_FORMAT "\">\n", page->n);
	for (size_t i = 0; i < page->n; i++)
		tcpsim_page_case(page, i);
	tcpsim_page_raw(page, "</div>\n");
	tcpsim_page_texts(page);
	tcpsim_page_rules(page);
	tcpsim_page_raw(page, "</main>\n<footer><p class=\"faint\">Drawn by tcpsim. Sections named are those of RFC 9293 "
		"where no other is named.</p></footer>\n");
}

char *
tcpsim_render_page(const struct tcpsim_recording *const *recordings, size_t n, const struct tcpsim_page_options *options)
{
	struct page page = {
		.html = g_string_new(NULL),
		.recordings = recordings,
		.n = n,
		.options = options,
	};
	char *style = g_strconcat(
		tcpsim_svg_style(TCPSIM_THEME_AUTO), tcpsim_svg_ladder_style(), tcpsim_svg_states_style(),
		tcpsim_page_style(), NULL);
	const char *script = tcpsim_page_script();

	tcpsim_page_head(&page, title_of(&page), "tcpsim", style, script);
	put_body(&page);
	for (size_t i = 0; i < n; i++)
		put_trace(&page, i);
	g_string_append_printf(page.html, "<script type=\"module\">%s</script>\n</body>\n</html>\n", script);
	g_free(style);
	return g_string_free(page.html, FALSE);
}
