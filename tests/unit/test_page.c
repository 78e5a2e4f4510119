/* SPDX-License-Identifier: MIT */
/*
 * A page: all that there is to tell stands in it, whatever is told stays text, and it is one file of HTML in which each
 * element ends. What it does is tested in a browser, tests/browser.
 */
#include <string.h>

#include <glib.h>
#include <tcpsim/render.h>

#include "tests/suite.h"
#include "tests/unit/recordings.h"

/* What would run, or end what it stands in, if any of it were taken for more than text. */
#define HOSTILE "</script><script>alert(1)</script><!--<script>\"'&amp;<img src=x onerror=alert(2)>]]>"

static const struct tcpsim_page_options plain = { .home = NULL };

static char *
page_of(const struct tcpsim_recording *recording)
{
	return tcpsim_render_page(&recording, 1, &plain);
}

static unsigned
count(const char *text, const char *part)
{
	unsigned n = 0;

	for (const char *at = strstr(text, part); at != NULL; at = strstr(at + 1, part))
		n++;
	return n;
}

/* ---- HTML, as far as a page of ours needs it ---- */

/* Elements that have no end tag (HTML 13.1.2, void elements). */
static bool
is_void(const char *name)
{
	static const char *const names[] = { "br", "col", "hr", "img", "input", "link", "meta", NULL };

	return g_strv_contains(names, name);
}

/* Behind the value of an attribute in double quotes, in which nothing else ends it. */
static const char *
skip_attributes(const char *at)
{
	while (*at != '>' && *at != '\0') {
		ck_assert_msg(*at != '<', "a tag within a tag: %.60s", at);
		if (*at == '"') {
			at = strchr(at + 1, '"');
			ck_assert_ptr_nonnull(at);
		}
		at++;
	}
	return at;
}

/* Behind what is no markup: the text of a script or a style goes to its end tag. */
static const char *
skip_raw(const char *at, const char *name)
{
	char *end = g_strdup_printf("</%s>", name);
	const char *found = strstr(at, end);

	ck_assert_msg(found != NULL, "%s does not end", name);
	g_free(end);
	return found;
}

/* One tag, from its `<`: elements are opened and closed in order. Returns what is behind it. */
static const char *
take_tag(const char *at, GPtrArray *open)
{
	bool is_end = at[1] == '/';
	size_t n = strspn(at + 1 + is_end, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
	char *name = g_strndup(at + 1 + is_end, n);
	const char *end = skip_attributes(at + 1 + is_end + n);

	ck_assert_msg(n > 0 && *end == '>', "no tag: %.60s", at);
	if (is_end) {
		ck_assert_msg(open->len > 0, "</%s> ends nothing", name);
		ck_assert_str_eq(name, g_ptr_array_index(open, open->len - 1));
		g_ptr_array_remove_index(open, open->len - 1);
	} else if (end[-1] != '/' && !is_void(name)) {
		g_ptr_array_add(open, g_strdup(name));
		if (strcmp(name, "script") == 0 || strcmp(name, "style") == 0)
			end = skip_raw(end, name) - 1;
	}
	g_free(name);
	return end + 1;
}

/* Every element of a page ends, and begins within another one but the first. */
static void
assert_well_formed(const char *page)
{
	GPtrArray *open = g_ptr_array_new_with_free_func(g_free);
	const char *at = page;

	ck_assert(g_utf8_validate(page, -1, NULL));
	ck_assert(g_str_has_prefix(page, "<!DOCTYPE html>\n"));
	at += strlen("<!DOCTYPE html>");
	for (at = strchr(at, '<'); at != NULL; at = strchr(at, '<'))
		at = take_tag(at, open);
	ck_assert_uint_eq(open->len, 0);
	g_ptr_array_unref(open);
}

/* The saved trace in a page, as its script reads it. Free with g_free(). */
static char *
trace_in(const char *page, unsigned i)
{
	char *begin = g_strdup_printf("class=\"trace\" data-case=\"%u\">\n", i);
	const char *at = strstr(page, begin);
	char *trace;

	ck_assert_msg(at != NULL, "case %u has no trace", i);
	at += strlen(begin);
	trace = g_strndup(at, (gsize)(strstr(at, "</script>") - at));
	g_free(begin);
	return trace;
}

/* What a page tells of a run, saved anew: the same as of the run itself. */
static void
assert_has_trace(const char *page, unsigned i, const struct tcpsim_recording *recording)
{
	char *trace = trace_in(page, i), *expected = tcpsim_recording_write(recording), *again;
	struct tcpsim_diagnostics *diagnostics;
	struct tcpsim_recording **read = tcpsim_recordings_read(trace, strlen(trace), "page", &diagnostics);

	ck_assert_msg(read != NULL, "%s", tcpsim_diagnostics_n(diagnostics) > 0 ?
		tcpsim_diagnostics_format(diagnostics, 0) : "");
	again = tcpsim_recording_write(read[0]);
	ck_assert_str_eq(again, expected);
	g_free(again);
	tcpsim_recordings_free(read);
	tcpsim_diagnostics_free(diagnostics);
	g_free(expected);
	g_free(trace);
}

START_TEST(test_a_handshake_is_all_there)
{
	struct recorded_run run = record(FIGURE_6 "expect at 150ms B ESTABLISHED\n");
	char *page = page_of(run.recording);

	assert_well_formed(page);
	assert_has_trace(page, 0, run.recording);
	/* Without a script: the pictures, the text line by line, what was expected, and the rules of 3.10.7.2 and 3.10.7.3. */
	ck_assert_uint_eq(count(page, "<svg "), 10); /* the ladder twice, two diagrams, six buttons */
	ck_assert_ptr_nonnull(strstr(page, "<h1>a test</h1>"));
	ck_assert_ptr_nonnull(strstr(page, "<li class=\"line\" data-line=\"5\"><code>at 0s B listen 80</code></li>"));
	ck_assert_ptr_nonnull(strstr(page, "<li class=\"outcome pass\" data-line=\"7\""));
	ck_assert_ptr_nonnull(strstr(page, "data-rule=\"listen-syn\""));
	ck_assert_ptr_nonnull(strstr(page, "data-rule=\"syn-sent-syn-ack\""));
	ck_assert_uint_eq(count(page, "class=\"invariant\""), TCPSIM_N_INVARIANTS);
	ck_assert_uint_eq(count(page, "<section class=\"host\" "), 2);
	g_free(page);
	forget(&run);
}
END_TEST

START_TEST(test_a_page_of_twelve_segments_is_small)
{
	/* Issue 6 wants less than 300 KB: handshake 3, text and ACK 5 times 2, at 100 ms each. */
	struct recorded_run run = record(FIGURE_6
		"at 1s A send \"1\"\nat 2s A send \"2\"\nat 3s A send \"3\"\nat 4s A send \"4\"\nat 5s A send \"5\"\n");
	char *page = page_of(run.recording);

	ck_assert_uint_lt(strlen(page), 300000);
	g_free(page);
	forget(&run);
}
END_TEST

START_TEST(test_nothing_is_fetched_and_nothing_else_runs)
{
	struct recorded_run run = record(FIGURE_6);
	char *page = page_of(run.recording);

	ck_assert_ptr_nonnull(strstr(page, "content=\"default-src 'none'; img-src data:; base-uri 'none'; "
		"form-action 'none'; style-src 'sha256-"));
	ck_assert_uint_eq(count(page, "unsafe-"), 0);
	ck_assert_uint_eq(count(page, " src="), 0);
	ck_assert_uint_eq(count(page, "<link"), 0);
	ck_assert_uint_eq(count(page, "url("), count(page, "url(#")); /* a pattern of the same page */
	ck_assert_uint_eq(count(page, "@import"), 0);
	ck_assert_uint_eq(count(page, " style=\""), 0);
	g_free(page);
	forget(&run);
}
END_TEST

/* A recording of a trace that no network wrote, which can be saved: its hosts are those of a profile. */
static struct tcpsim_recording *
savable_recording(struct tcpsim_trace *trace, const char *title)
{
	struct tcpsim_recording *recording = recording_of(trace, title);

	for (size_t i = 0; i < tcpsim_trace_n_hosts(trace); i++)
		recording->hosts[i].policy = tcpsim_profile_find("rfc9293")->policy;
	return recording;
}

/* A recording of which every text is hostile. */
static struct tcpsim_recording *
hostile_recording(void)
{
	struct tcpsim_trace *trace = tcpsim_trace_new();
	struct tcpsim_record broken = { .kind = TCPSIM_RECORD_BROKEN, .host = 0, .peer = TCPSIM_NO_HOST,
		.cause = TCPSIM_NO_RECORD, .words = HOSTILE, .descriptor = -1, .until_us = 0 };
	struct tcpsim_recording *recording;

	tcpsim_trace_add_host(trace, HOSTILE);
	tcpsim_trace_add_host(trace, "\xf0\x9f\x90\xa2 \"b\" & 'c'");
	tcpsim_trace_append(trace, &broken, NULL);
	recording = savable_recording(trace, HOSTILE);
	g_free(recording->file);
	g_free(recording->case_name);
	g_strfreev(recording->notes);
	g_strfreev(recording->warnings);
	recording->file = g_strdup(HOSTILE);
	recording->case_name = g_strdup(HOSTILE);
	recording->text = g_strdup(HOSTILE "\n// " HOSTILE "\n");
	recording->notes = g_strsplit(HOSTILE "|" HOSTILE, "|", -1);
	recording->warnings = g_strsplit(HOSTILE, "|", -1);
	recording->outcomes = g_new0(struct tcpsim_outcome, 1);
	recording->n_outcomes = 1;
	recording->outcomes[0] = (struct tcpsim_outcome){ .verdict = TCPSIM_FAIL, .line = 1, .column = 1,
		.text = g_strdup(HOSTILE), .words = g_strdup(HOSTILE), .record = 0 };
	recording->verdict = TCPSIM_FAIL;
	recording->invariants[0] = (struct tcpsim_invariant_verdict){ true, 0, 0, g_strdup(HOSTILE) };
	return recording;
}

/* A page less what its saved traces say: text in an element whose only end is `</script`. */
static char *
without_traces(const char *page, unsigned n)
{
	GString *rest = g_string_new(page);

	for (unsigned i = 0; i < n; i++) {
		char *trace = trace_in(page, i);

		ck_assert_ptr_null(strstr(trace, "<!--"));
		g_string_replace(rest, trace, "", 1);
		g_free(trace);
	}
	return g_string_free(rest, FALSE);
}

START_TEST(test_whatever_is_told_stays_text)
{
	struct tcpsim_recording *recording = hostile_recording();
	const struct tcpsim_page_options options = { .home = "javascript:" HOSTILE };
	const struct tcpsim_recording *const both[] = { recording, recording };
	char *page = tcpsim_render_page(both, 2, &options), *rest = without_traces(page, 2);

	assert_well_formed(page);
	ck_assert_uint_eq(count(rest, "<script>"), 0);
	ck_assert_uint_eq(count(rest, "<script "), 3); /* two traces and the page's own */
	ck_assert_uint_eq(count(page, "</script"), 3);
	ck_assert_uint_eq(count(rest, "<img"), 0);
	ck_assert_uint_eq(count(rest, "<!--"), 0);
	assert_has_trace(page, 1, recording);
	g_free(rest);
	g_free(page);
	tcpsim_recording_free(recording);
}
END_TEST

START_TEST(test_there_may_be_nothing_to_tell)
{
	struct tcpsim_trace *trace = tcpsim_trace_new();
	struct tcpsim_recording *empty;
	char *page;

	tcpsim_trace_add_host(trace, "alone");
	empty = savable_recording(trace, "");
	page = page_of(empty);
	assert_well_formed(page);
	assert_has_trace(page, 0, empty);
	g_free(page);
	page = tcpsim_render_page(NULL, 0, &plain);
	assert_well_formed(page);
	g_free(page);
	tcpsim_recording_free(empty);
}
END_TEST

START_TEST(test_a_hundred_hosts_have_eight_panels)
{
	struct tcpsim_trace *trace = tcpsim_trace_new();
	struct tcpsim_recording *recording;
	char *page;

	for (int i = 0; i < 100; i++) {
		char *name = g_strdup_printf("host-%d", i);

		tcpsim_trace_add_host(trace, name);
		g_free(name);
	}
	recording = recording_of(trace, "many");
	page = page_of(recording);
	assert_well_formed(page);
	ck_assert_uint_eq(count(page, "<section class=\"host\" "), 8);
	ck_assert_ptr_nonnull(strstr(page, "92 more hosts have no panel here."));
	g_free(page);
	tcpsim_recording_free(recording);
}
END_TEST

START_TEST(test_a_page_says_what_it_leaves_out)
{
	struct tcpsim_trace *trace = tcpsim_trace_new();
	struct tcpsim_record sent = { .kind = TCPSIM_RECORD_SEND, .host = 0, .peer = 1, .cause = TCPSIM_NO_RECORD,
		.connection = 1, .local_port = 1, .peer_port = 2, .kinds = TCPSIM_KIND_ACK, .descriptor = -1,
		.ttl = 64, .ip_version = 4, .segment.ctl = TCPSIM_ACK };
	struct tcpsim_recording *recording;
	char *page;

	tcpsim_trace_add_host(trace, "a");
	tcpsim_trace_add_host(trace, "b");
	for (uint64_t i = 1; i <= 6000; i++) {
		sent.packet = sent.original = i;
		sent.time_us = sent.sent_us = (int64_t)i;
		tcpsim_trace_append(trace, &sent, NULL);
	}
	recording = recording_of(trace, "long");
	page = page_of(recording);
	assert_well_formed(page);
	ck_assert_ptr_nonnull(strstr(page, "The ladder is left out: it would have 6000 packets"));
	g_free(page);
	tcpsim_recording_free(recording);
}
END_TEST

START_TEST(test_a_scenario_for_exploring_says_so)
{
	struct recorded_run run = record(FIGURE_6);
	char *page = page_of(run.recording);

	ck_assert_ptr_null(strstr(page, "one order of events of many"));
	g_free(page);
	run.recording->is_explored = true;
	page = page_of(run.recording);
	assert_well_formed(page);
	ck_assert_ptr_nonnull(strstr(page, "This scenario is for <code>tcpsim explore "));
	g_free(page);
	forget(&run);
}
END_TEST

START_TEST(test_diagrams_say_when)
{
	/* Figure 6: B is in LISTEN with its call, in SYN-RECEIVED with the SYN; what never happens has no record. */
	struct recorded_run run = record(FIGURE_6);
	char *page = page_of(run.recording);

	ck_assert_uint_ge(count(page, "data-edge=\"LISTEN SYN-RECEIVED\" data-at=\"\""), 1); /* A's */
	ck_assert_uint_eq(count(page, "data-edge=\"LISTEN SYN-RECEIVED\" data-at=\""), 2);
	ck_assert_uint_eq(count(page, "data-edge=\"ESTABLISHED CLOSE-WAIT\" data-at=\"\""), 2);
	g_free(page);
	forget(&run);
}
END_TEST

static Suite *
page_suite(void)
{
	Suite *suite = suite_create("page");
	TCase *tcase = tcase_create("page");

	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, test_a_handshake_is_all_there);
	tcase_add_test(tcase, test_a_page_of_twelve_segments_is_small);
	tcase_add_test(tcase, test_nothing_is_fetched_and_nothing_else_runs);
	tcase_add_test(tcase, test_whatever_is_told_stays_text);
	tcase_add_test(tcase, test_there_may_be_nothing_to_tell);
	tcase_add_test(tcase, test_a_hundred_hosts_have_eight_panels);
	tcase_add_test(tcase, test_a_page_says_what_it_leaves_out);
	tcase_add_test(tcase, test_a_scenario_for_exploring_says_so);
	tcase_add_test(tcase, test_diagrams_say_when);
	suite_add_tcase(suite, tcase);
	return suite;
}

int
main(void)
{
	return suite_run(page_suite());
}
