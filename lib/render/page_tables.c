/* SPDX-License-Identifier: MIT */
#include "lib/render/page_private.h"

const char *
tcpsim_page_verdict_words(enum tcpsim_verdict verdict)
{
	switch (verdict) {
	case TCPSIM_PASS:
		return "as expected";
	case TCPSIM_FAIL:
		return "not as expected";
	case TCPSIM_INCONCLUSIVE:
		break;
	}
	return "inconclusive";
}

const char *
tcpsim_page_verdict_class(enum tcpsim_verdict verdict)
{
	switch (verdict) {
	case TCPSIM_PASS:
		return "pass";
	case TCPSIM_FAIL:
		return "fail";
	case TCPSIM_INCONCLUSIVE:
		break;
	}
	return "inconclusive";
}

static const char *
verdict_mark(enum tcpsim_verdict verdict)
{
	switch (verdict) {
	case TCPSIM_PASS:
		return "✓";
	case TCPSIM_FAIL:
		return "✗";
	case TCPSIM_INCONCLUSIVE:
		break;
	}
	return "?";
}

void
tcpsim_page_outcomes(struct page *page, const struct tcpsim_recording *recording)
{
	size_t passed = 0;

	if (recording->n_outcomes == 0)
		return;
	for (size_t i = 0; i < recording->n_outcomes; i++)
		passed += recording->outcomes[i].verdict == TCPSIM_PASS;
	tcpsim_page_put(page, "<section class=\"outcomes\"><h3>Expectations <span class=\"badge\">%" G_GSIZE_FORMAT " of %"
		G_GSIZE_FORMAT " met</span></h3>\n<ul>\n", passed, recording->n_outcomes);
	for (size_t i = 0; i < recording->n_outcomes; i++) {
		const struct tcpsim_outcome *outcome = &recording->outcomes[i];

		tcpsim_page_put(page, "<li class=\"outcome %s\" data-line=\"%u\"", tcpsim_page_verdict_class(outcome->verdict),
			outcome->line);
		if (outcome->record != TCPSIM_NO_RECORD)
			tcpsim_page_put(page, " data-at=\"%u\"", outcome->record);
		tcpsim_page_put(page, "><span class=\"mark\" aria-hidden=\"true\">%s</span> <span class=\"sr\">%s: </span>"
			"<span class=\"number\">%u</span> <code>%s</code>", verdict_mark(outcome->verdict),
			tcpsim_page_verdict_words(outcome->verdict), outcome->line, outcome->text);
		if (outcome->words != NULL)
			tcpsim_page_put(page, "<p class=\"why\">%s</p>", outcome->words);
		tcpsim_page_raw(page, "</li>\n");
	}
	tcpsim_page_raw(page, "</ul></section>\n");
}

static void
put_invariant(struct page *page, const struct tcpsim_recording *recording, int i)
{
	const struct tcpsim_invariant_verdict *verdict = &recording->invariants[i];
	const char *name = tcpsim_invariant_name((enum tcpsim_invariant)i);

	tcpsim_page_put(page, "<li class=\"invariant\" data-name=\"%s\" data-status=\"%s\"", name,
		verdict->is_broken ? "broken" : "hold");
	if (verdict->is_broken && verdict->record != TCPSIM_NO_RECORD)
		tcpsim_page_put(page, " data-at=\"%u\"", verdict->record);
	tcpsim_page_put(page, "><span class=\"mark\" aria-hidden=\"true\"></span> <code>%s</code> <span class=\"status\">%s</span>"
		"<p class=\"statement\">%s</p>", name, verdict->is_broken ? "broken" : "holds",
		tcpsim_invariant_words((enum tcpsim_invariant)i));
	if (verdict->words != NULL)
		tcpsim_page_put(page, "<p class=\"why\">%s</p>", verdict->words);
	tcpsim_page_raw(page, "</li>\n");
}

void
tcpsim_page_invariants(struct page *page, const struct tcpsim_recording *recording)
{
	unsigned broken = 0;

	for (int i = 0; i < TCPSIM_N_INVARIANTS; i++)
		broken += recording->invariants[i].is_broken;
	tcpsim_page_raw(page, "<section class=\"invariants\"><h3>Invariants <span class=\"badge\">");
	if (broken > 0)
		tcpsim_page_put(page, "%u broken, %u hold", broken, TCPSIM_N_INVARIANTS - broken);
	else
		tcpsim_page_put(page, "all %u hold", TCPSIM_N_INVARIANTS);
	tcpsim_page_raw(page, "</span></h3>\n<ul class=\"broken-ones\">\n");
	for (int i = 0; i < TCPSIM_N_INVARIANTS; i++) {
		if (recording->invariants[i].is_broken)
			put_invariant(page, recording, i);
	}
	tcpsim_page_raw(page, "</ul>\n<details><summary>Those that hold all the time</summary>\n<ul>\n");
	for (int i = 0; i < TCPSIM_N_INVARIANTS; i++) {
		if (!recording->invariants[i].is_broken)
			put_invariant(page, recording, i);
	}
	tcpsim_page_raw(page, "</ul></details></section>\n");
}

/* Count how often each rule had a part in anything. */
static void
count_rules(const struct tcpsim_trace *trace, unsigned counts[TCPSIM_N_RULES])
{
	size_t n;
	const struct tcpsim_record *records = tcpsim_trace_records(trace, &n);

	for (size_t i = 0; i < n; i++) {
		for (int rule = 1; rule < TCPSIM_N_RULES; rule++)
			counts[rule] += tcpsim_rule_set_has(&records[i].fired, (enum tcpsim_rule)rule) ||
				records[i].rule == rule;
	}
}

void
tcpsim_page_rules(struct page *page)
{
	unsigned counts[TCPSIM_N_RULES] = { 0 };

	for (size_t i = 0; i < page->n; i++)
		count_rules(page->recordings[i]->trace, counts);
	tcpsim_page_raw(page, "<section class=\"rules\" aria-labelledby=\"rules-title\"><h2 id=\"rules-title\">Rules that had a "
		"part</h2>\n<div class=\"scroll\"><table><thead><tr><th scope=\"col\">Rule</th><th scope=\"col\">Times</th>"
		"<th scope=\"col\">Where</th><th scope=\"col\">What it says</th></tr></thead><tbody>\n");
	for (int i = 1; i < TCPSIM_N_RULES; i++) {
		const struct tcpsim_rule_info *info = tcpsim_rule_info((enum tcpsim_rule)i);

		if (counts[i] > 0)
			tcpsim_page_put(page, "<tr data-rule=\"%s\"><th scope=\"row\"><code>%s</code></th><td>%u</td>"
				"<td class=\"place\">%s</td><td class=\"words\">%s</td></tr>\n",
				info->name, info->name, counts[i], info->place, info->words);
	}
	tcpsim_page_raw(page, "</tbody></table></div></section>\n");
}
