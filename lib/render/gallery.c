/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/render/page_private.h"
#include "lib/render/svg_private.h"

/* The page of all pages. */

/* Cases that a card names; of more it tells how many. */
#define CASES_NAMED 6U

static const struct tcpsim_page_options no_options;

/* The folders of the shipped scenarios, in the order in which somebody would read them. */
static const struct {
	const char *folder, *title, *words;
} known[] = {
	{ "", "To begin with", "A few runs that show what there is." },
	{ "lesson", "Lessons", "One question each, and what happens." },
	{ "figure", "The figures of RFC 9293", "Exchanges as the RFC draws them, with the same numbers." },
	{ "data", "Data", "Windows, acknowledgments, loss and recovery." },
	{ "common", "Common errors", "What is often said of TCP and is not so." },
	{ "hazard", "Hazards", "What goes wrong where a TCP leaves something out, or somebody means harm." },
};

struct section {
	char *folder;
	GString *cards;
	unsigned n;
};

struct tcpsim_gallery {
	GPtrArray *sections; /* struct section: those that are known first */
	unsigned n_scenarios, n_cases, n_others; /* cases that did not end as expected */
};

static void
free_section(void *data)
{
	struct section *section = data;

	g_free(section->folder);
	g_string_free(section->cards, TRUE);
	g_free(section);
}

static struct section *
add_section(struct tcpsim_gallery *gallery, const char *folder)
{
	struct section *section = g_new0(struct section, 1);

	section->folder = g_strdup(folder);
	section->cards = g_string_new(NULL);
	g_ptr_array_add(gallery->sections, section);
	return section;
}

struct tcpsim_gallery *
tcpsim_gallery_new(void)
{
	struct tcpsim_gallery *gallery = g_new0(struct tcpsim_gallery, 1);

	gallery->sections = g_ptr_array_new_with_free_func(free_section);
	for (size_t i = 0; i < G_N_ELEMENTS(known); i++)
		add_section(gallery, known[i].folder);
	return gallery;
}

void
tcpsim_gallery_free(struct tcpsim_gallery *gallery)
{
	if (gallery == NULL)
		return;
	g_ptr_array_unref(gallery->sections);
	g_free(gallery);
}

/* The section of a name, which is added behind all others if there is none yet. */
static struct section *
section_of(struct tcpsim_gallery *gallery, const char *name)
{
	const char *slash = strrchr(name, '/');
	char *folder = slash != NULL ? g_strndup(name, (size_t)(slash - name)) : g_strdup("");
	struct section *section = NULL;

	for (guint i = 0; i < gallery->sections->len && section == NULL; i++) {
		struct section *each = g_ptr_array_index(gallery->sections, i);

		if (strcmp(each->folder, folder) == 0)
			section = each;
	}
	if (section == NULL)
		section = add_section(gallery, folder);
	g_free(folder);
	return section;
}

/* ---- a card ---- */

static void
put_case(struct page *page, const struct tcpsim_recording *recording)
{
	const char *words = tcpsim_page_verdict_words(recording->verdict);
	bool is_named = recording->case_name[0] != '\0';

	tcpsim_page_put(page, "<li class=\"verdict %s\">%s", tcpsim_page_verdict_class(recording->verdict),
		is_named ? recording->case_name : words);
	if (is_named)
		tcpsim_page_put(page, "<span class=\"sr\">: %s</span>", words);
	tcpsim_page_raw(page, "</li>\n");
}

/* The cases, those first that did not end as expected. */
static void
put_cases(struct page *page)
{
	unsigned left = CASES_NAMED;

	tcpsim_page_raw(page, "<ul class=\"cases\" aria-label=\"Cases\">\n");
	for (int passes = 0; passes <= 1; passes++) {
		for (size_t i = 0; i < page->n && left > 0; i++) {
			if ((page->recordings[i]->verdict == TCPSIM_PASS) != passes)
				continue;
			put_case(page, page->recordings[i]);
			left--;
		}
	}
	if (page->n > CASES_NAMED)
		tcpsim_page_put(page, "<li>and %u more</li>\n", (unsigned)page->n - CASES_NAMED);
	tcpsim_page_raw(page, "</ul>\n");
}

/* `7 segments, 2 hosts, 24 h`: of the first case. */
static void
put_size(struct page *page)
{
	const struct tcpsim_recording *recording = page->recordings[0];
	size_t n, n_hosts = tcpsim_trace_n_hosts(recording->trace);
	const struct tcpsim_record *records = tcpsim_trace_records(recording->trace, &n);
	unsigned segments = 0;
	char time[48];

	for (size_t i = 0; i < n; i++)
		segments += records[i].kind == TCPSIM_RECORD_SEND || records[i].kind == TCPSIM_RECORD_INJECT;
	tcpsim_render_time(recording->end_us, time);
	tcpsim_page_put(page, "<p class=\"size\">%u %s, %u %s, %s%s</p>\n", segments,
		segments == 1 ? "packet" : "packets", (unsigned)n_hosts, n_hosts == 1 ? "host" : "hosts", time,
		page->n > 1 ? " in the first case" : "");
}

static void
put_card(struct page *page, const char *name, const char *file)
{
	const struct tcpsim_recording *recording = page->recordings[0];
	const char *title = recording->title[0] != '\0' ? recording->title : name;

	tcpsim_page_put(page, "<li class=\"card\">\n<h3><a href=\"%s\">%s</a></h3>\n", file, title);
	tcpsim_gallery_picture(page, recording);
	if (recording->notes[0] != NULL)
		tcpsim_page_put(page, "<p class=\"about\">%s</p>\n", recording->notes[0]);
	if (recording->is_explored)
		tcpsim_page_raw(page, "<p class=\"explored\">For exploring: the page plays one order of events of many.</p>\n");
	put_cases(page);
	put_size(page);
	tcpsim_page_put(page, "<p class=\"name\"><code>%s</code></p>\n</li>\n", name);
}

void
tcpsim_gallery_add(struct tcpsim_gallery *gallery, const char *name, const char *file,
	const struct tcpsim_recording *const *recordings, size_t n)
{
	struct section *section = section_of(gallery, name);
	struct page page = { .html = section->cards, .recordings = recordings, .n = n, .options = &no_options };

	put_card(&page, name, file);
	section->n++;
	gallery->n_scenarios++;
	gallery->n_cases += (unsigned)n;
	for (size_t i = 0; i < n; i++)
		gallery->n_others += recordings[i]->verdict != TCPSIM_PASS;
}

/* ---- the page ---- */

static const char *
title_of(const struct section *section)
{
	for (size_t i = 0; i < G_N_ELEMENTS(known); i++) {
		if (strcmp(known[i].folder, section->folder) == 0)
			return known[i].title;
	}
	return section->folder;
}

static const char *
words_of(const struct section *section)
{
	for (size_t i = 0; i < G_N_ELEMENTS(known); i++) {
		if (strcmp(known[i].folder, section->folder) == 0)
			return known[i].words;
	}
	return "";
}

static void
put_section(struct page *page, const struct section *section, guint i)
{
	if (section->n == 0)
		return;
	tcpsim_page_put(page, "<section id=\"section-%u\" aria-labelledby=\"section-%u-title\">\n"
		"<h2 id=\"section-%u-title\">%s</h2>\n<p class=\"about\">%s</p>\n<ul class=\"cards\">\n",
		i, i, i, title_of(section), words_of(section));
	tcpsim_page_raw(page, section->cards->str);
	tcpsim_page_raw(page, "</ul>\n</section>\n");
}

/* What the pictures mean. */
static void
put_key(struct page *page)
{
	tcpsim_page_raw(page, "<details class=\"key\">\n<summary>How to read the pictures</summary>\n"
		"<p>Time goes to the right. Each host is a bar in the colors of its states, the first of the scenario at the top; "
		"a slanted line is a packet on its way, from when it leaves to when it arrives. One that ends in a cross is lost, "
		"a dashed one was held or copied, a dotted one was made by hand.</p>\n<ul class=\"states\">\n");
	for (int state = 0; state < TCPSIM_N_STATES; state++)
		tcpsim_page_put(page,
			"<li><svg class=\"picture\" width=\"22\" height=\"12\" aria-hidden=\"true\"><rect class=\"%s\" "
			"width=\"22\" height=\"12\"/></svg> %s</li>\n",
			tcpsim_svg_state_class((enum tcpsim_state)state), tcpsim_state_name((enum tcpsim_state)state));
	tcpsim_page_raw(page, "</ul>\n</details>\n");
}

static void
put_intro(struct page *page, const struct tcpsim_gallery *gallery)
{
	tcpsim_page_raw(page, "<body>\n<a class=\"skip\" href=\"#main\">To the scenarios</a>\n<header class=\"top\">\n"
		"<button type=\"button\" id=\"theme\" hidden>Dark</button>\n<h1>What TCP does, and why</h1>\n"
		"<p class=\"about\">Runs of TCP as RFC 9293 has it, in virtual time. Each page plays one: forward and back, with the "
		"ladder, the states and all that the two ends know.</p>\n");
	tcpsim_page_put(page, "<p class=\"sum\">%u %s, %u %s: ", gallery->n_scenarios,
		gallery->n_scenarios == 1 ? "scenario" : "scenarios", gallery->n_cases,
		gallery->n_cases == 1 ? "case" : "cases");
	if (gallery->n_others > 0)
		tcpsim_page_put(page, "%u did not end as expected</p>\n", gallery->n_others);
	else
		tcpsim_page_raw(page, "all ended as expected</p>\n");
	put_key(page);
	tcpsim_page_raw(page, "</header>\n<div class=\"controls\">\n<nav aria-label=\"Sections\"><ul>\n");
	for (guint i = 0; i < gallery->sections->len; i++) {
		const struct section *section = g_ptr_array_index(gallery->sections, i);

		if (section->n > 0)
			tcpsim_page_put(page, "<li><a href=\"#section-%u\">%s</a> <span class=\"faint\">%u</span></li>\n", i,
				title_of(section), section->n);
	}
	tcpsim_page_raw(page, "</ul></nav>\n<div id=\"search\" role=\"search\" hidden>\n<label for=\"filter\">Filter</label>\n"
		"<input type=\"search\" id=\"filter\" placeholder=\"TIME-WAIT, lost, RST ...\" autocomplete=\"off\" "
		"spellcheck=\"false\" title=\"Filter (/)\">\n<output id=\"shown\" for=\"filter\"></output>\n</div>\n</div>\n");
}

char *
tcpsim_render_gallery(const struct tcpsim_gallery *gallery, enum tcpsim_theme theme)
{
	const struct tcpsim_page_options options = { .theme = theme };
	struct page page = { .html = g_string_new(NULL), .options = &options };
	char *style = g_strconcat(tcpsim_svg_style(TCPSIM_THEME_AUTO), tcpsim_gallery_style(), NULL);
	const char *script = tcpsim_gallery_script();

	tcpsim_page_head(&page, "What TCP does, and why", "tcpsim gallery", style, script);
	put_intro(&page, gallery);
	tcpsim_page_raw(&page, "<main id=\"main\">\n<p id=\"none\" hidden>No scenario has all of these words.</p>\n");
	for (guint i = 0; i < gallery->sections->len; i++)
		put_section(&page, g_ptr_array_index(gallery->sections, i), i);
	tcpsim_page_raw(&page, "</main>\n<footer><p class=\"faint\">Drawn by tcpsim.</p></footer>\n");
	g_string_append_printf(page.html, "<script type=\"module\">%s</script>\n</body>\n</html>\n", script);
	g_free(style);
	return g_string_free(page.html, FALSE);
}
