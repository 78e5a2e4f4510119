/* SPDX-License-Identifier: MIT */
/* Sequence diagrams: which messages and notes there are, and that Mermaid, PlantUML and Graphviz get any text unharmed. */
#include <tcpsim/render.h>

#include "lib/render/diagram_private.h"
#include "tests/unit/recordings.h"

/* The steps of some kinds, a bit each: `A>B <SEQ=100><CTL=SYN>`, a line each; lines of one step are joined by a bar. */
static char *
steps_of(const char *text, unsigned kinds)
{
	struct recorded_run recorded = record(text);
	GArray *steps = tcpsim_sequence_of(recorded.recording->trace);
	GString *lines = g_string_new(NULL);

	for (guint i = 0; i < steps->len; i++) {
		const struct sequence_step *step = &g_array_index(steps, struct sequence_step, i);
		char *words = g_strdelimit(g_strdup(step->text), "\n", '|');

		if ((kinds >> step->kind & 1) != 0)
			g_string_append_printf(lines, "%s>%s %s\n", step->from == 0 ? "A" : step->from == 1 ? "B" : "?",
				step->to == 0 ? "A" : step->to == 1 ? "B" : "?", words);
		g_free(words);
	}
	g_array_unref(steps);
	forget(&recorded);
	return g_string_free(lines, FALSE);
}

#define KIND(NAME) (1U << SEQUENCE_##NAME)

static void
assert_steps(const char *text, unsigned kinds, const char *wanted)
{
	char *lines = steps_of(text, kinds);

	ck_assert_str_eq(lines, wanted);
	g_free(lines);
}

START_TEST(test_figure_6_has_three_messages)
{
	assert_steps(FIGURE_6, KIND(MESSAGE) | KIND(LATE) | KIND(LOST),
		"A>B <SEQ=100><CTL=SYN>\n"
		"B>A <SEQ=300><ACK=101><CTL=SYN,ACK>\n"
		"A>B <SEQ=101><ACK=301><CTL=ACK>\n");
}
END_TEST

START_TEST(test_figure_6_has_the_states_at_both_sides)
{
	assert_steps(FIGURE_6, KIND(STATE) | KIND(MESSAGE),
		"B>B LISTEN\n"
		"A>A SYN-SENT\n"
		"A>B <SEQ=100><CTL=SYN>\n"
		"B>B SYN-RECEIVED\n"
		"B>A <SEQ=300><ACK=101><CTL=SYN,ACK>\n"
		"A>A ESTABLISHED\n"
		"A>B <SEQ=101><ACK=301><CTL=ACK>\n"
		"B>B ESTABLISHED\n");
}
END_TEST

/* Figure 13: both FINs are under way before either arrives, and both ends are in CLOSING before either ACK does. */
START_TEST(test_figure_13_crosses)
{
	assert_steps(FIGURE_6 "at 1s A close\nat 1s B close\nrun until 2s\n", KIND(STATE) | KIND(MESSAGE),
		"B>B LISTEN\n"
		"A>A SYN-SENT\n"
		"A>B <SEQ=100><CTL=SYN>\n"
		"B>B SYN-RECEIVED\n"
		"B>A <SEQ=300><ACK=101><CTL=SYN,ACK>\n"
		"A>A ESTABLISHED\n"
		"A>B <SEQ=101><ACK=301><CTL=ACK>\n"
		"B>B ESTABLISHED\n"
		"A>A FIN-WAIT-1\n"
		"B>B FIN-WAIT-1\n"
		"A>B <SEQ=101><ACK=301><CTL=FIN,ACK>\n"
		"B>B CLOSING\n"
		"B>A <SEQ=301><ACK=101><CTL=FIN,ACK>\n"
		"A>A CLOSING\n"
		"B>A <SEQ=302><ACK=102><CTL=ACK>\n"
		"A>A TIME-WAIT\n"
		"A>B <SEQ=102><ACK=302><CTL=ACK>\n"
		"B>B TIME-WAIT\n");
}
END_TEST

/* RFC 6298 2.1: the first RTO is 1 s. The run ends as the SYN,ACK arrives at 1.1 s: its ACK never does. */
START_TEST(test_a_lost_segment_is_lost_and_sent_again)
{
	assert_steps(FIGURE_6 "drop A SYN #1\nrun until 1100ms\n",
		KIND(MESSAGE) | KIND(LOST) | KIND(LATE) | KIND(NOTE),
		"B>B listen 80\n"
		"A>A connect B:80\n"
		"A>B <SEQ=100><CTL=SYN>|(dropped by line 7)\n"
		"A>A 1 s: retransmission timer expires\n"
		"A>B <SEQ=100><CTL=SYN> (again)\n"
		"B>A <SEQ=300><ACK=101><CTL=SYN,ACK>\n"
		"A>B <SEQ=101><ACK=301><CTL=ACK>|(under way when the run ends)\n");
}
END_TEST

START_TEST(test_a_held_segment_is_told_twice)
{
	assert_steps(TWO_HOSTS "at 0s B listen 80\nat 0s A connect B:80\nhold A SYN #1 until 40s\nat 10ms A abort\n",
		KIND(LATE) | KIND(NOTE) | KIND(SILENCE) | KIND(LOST) | KIND(MESSAGE),
		"B>B listen 80\n"
		"A>A connect B:80\n"
		"A>A <SEQ=100><CTL=SYN>|(held until 40 s by line 7)\n"
		"A>A 10 ms: abort\n"
		"?>? 39.99 s later\n"
		"A>B <SEQ=100><CTL=SYN>|(sent at 0 s, held)\n"
		"B>A <SEQ=300><ACK=101><CTL=SYN,ACK>\n"
		"A>B <SEQ=101><CTL=RST>\n");
}
END_TEST

START_TEST(test_a_segment_made_by_hand_comes_from_nobody)
{
	char *lines = steps_of(FIGURE_6 "at 1s inject <SEQ=101><CTL=RST> from A into B\n", KIND(MESSAGE) | KIND(LATE));

	ck_assert_ptr_nonnull(strstr(lines, "\n?>B <SEQ=101><CTL=RST>|(injected by line 7) as if from A\n"));
	g_free(lines);
}
END_TEST

/* ---- any text ---- */

static const char *const hostile[] = {
	"<b>bold</b>",
	"a; b # c",
	"\"quoted\" 'x' \\n \\",
	"end",
	"%%{init: {}}%%",
	"style x:#a;",
	"**b** //i// __u__ ~~w~~ [[http://x]] <&key> $x %date()",
	"-- .. == ## ||",
	"\xf0\x9f\x98\x80 \xc3\xa9",
	"two\nlines",
	"",
	"&lt; &#60;",
	"title\x01\x7f",
	"note over h0 : x",
};

/* A trace of a host, of that name, that calls and delivers something of that name. */
static struct tcpsim_recording *
recording_named(const char *name)
{
	struct tcpsim_trace *trace = tcpsim_trace_new();
	struct tcpsim_record record = { .kind = TCPSIM_RECORD_BROKEN, .cause = TCPSIM_NO_RECORD, .peer = TCPSIM_NO_HOST };

	tcpsim_trace_add_host(trace, name);
	record.words = name;
	tcpsim_trace_append(trace, &record, NULL);
	return recording_of(trace, name);
}

/* In a line of Mermaid `#` begins a reference and `;` ends it, `<` is that of `<br/>`, and nothing else of HTML is there. */
static void
assert_mermaid(const char *text)
{
	ck_assert(g_str_has_prefix(text, "sequenceDiagram\n"));
	for (const char *at = text; *at != '\0'; at++) {
		if (*at == '#')
			ck_assert_ptr_nonnull(memchr(at, ';', strcspn(at, " \n") + 1));
		if (*at == ';')
			ck_assert(g_ascii_isalnum(at[-1]));
		if (*at == '<')
			ck_assert(g_str_has_prefix(at, "<br/>"));
		ck_assert(strchr("&%{}\"\\$`", *at) == NULL);
	}
}

START_TEST(test_mermaid_gets_any_text_unharmed)
{
	struct tcpsim_recording *recording = recording_named(hostile[_i]);
	char *text = tcpsim_render_mermaid(recording);

	assert_mermaid(text);
	ck_assert(g_utf8_validate(text, -1, NULL));
	g_free(text);
	tcpsim_recording_free(recording);
}
END_TEST

/* All that could be markup is a reference; what is left of `<` begins `<U+`. */
START_TEST(test_plantuml_gets_any_text_unharmed)
{
	struct tcpsim_recording *recording = recording_named(hostile[_i]);
	char *text = tcpsim_render_plantuml(recording);

	ck_assert(g_str_has_prefix(text, "@startuml\n"));
	ck_assert(g_str_has_suffix(text, "\n@enduml\n"));
	for (const char *at = text; *at != '\0'; at++) {
		ck_assert((*at & 0x80) == 0);
		if (*at == '<')
			ck_assert(g_str_has_prefix(at, "<U+"));
		if (*at == '&')
			ck_assert(at[1] == '#');
		ck_assert(strchr("%$~*[]|'_{}", *at) == NULL);
		if (strchr("-/.=", *at) != NULL)
			ck_assert(at[1] != *at);
	}
	g_free(text);
	tcpsim_recording_free(recording);
}
END_TEST

/* Quotes come in pairs once those behind a backslash are left out, and `&` begins `&amp;`. */
START_TEST(test_graphviz_gets_any_text_unharmed)
{
	struct tcpsim_recording *recording = recording_named(hostile[_i]);
	char *text = tcpsim_render_dot(recording, 0);
	unsigned quotes = 0;

	for (const char *at = text; *at != '\0'; at++) {
		if (*at == '\\') {
			at++;
			continue;
		}
		quotes += *at == '"';
		if (*at == '&')
			ck_assert(g_str_has_prefix(at, "&amp;"));
		if (*at == '\n')
			ck_assert_uint_eq(quotes % 2, 0);
	}
	g_free(text);
	tcpsim_recording_free(recording);
}
END_TEST

/* Mermaid's `maxTextSize` is 50 000 characters where nobody has set another. */
START_TEST(test_mermaid_gets_no_more_than_it_takes)
{
	struct tcpsim_trace *trace = tcpsim_trace_new();
	struct tcpsim_recording *recording;
	char *text;

	tcpsim_trace_add_host(trace, "host");
	for (int i = 0; i < 100000; i++) {
		const struct tcpsim_record record = {
			.kind = TCPSIM_RECORD_TIMER,
			.time_us = i,
			.cause = TCPSIM_NO_RECORD,
			.peer = TCPSIM_NO_HOST,
		};

		tcpsim_trace_append(trace, &record, NULL);
	}
	recording = recording_of(trace, "long");
	text = tcpsim_render_mermaid(recording);
	ck_assert_uint_le(strlen(text), 50000);
	ck_assert_uint_ge(strlen(text), 45000);
	ck_assert_ptr_nonnull(strstr(text, "1 ms: retransmission timer expires\n"));
	ck_assert_ptr_nonnull(strstr(text, "99.999 ms: retransmission timer expires\n"));
	ck_assert_ptr_nonnull(strstr(text, " steps are left out, for Mermaid takes no longer text\n"));
	g_free(text);
	tcpsim_recording_free(recording);
}
END_TEST

START_TEST(test_nothing_makes_diagrams_of_nothing)
{
	struct tcpsim_recording *recording = recording_of(tcpsim_trace_new(), "");
	const struct tcpsim_picture_options options = { .width = 340 };
	char *mermaid = tcpsim_render_mermaid(recording), *plantuml = tcpsim_render_plantuml(recording);
	char *states = tcpsim_render_states(recording, TCPSIM_NO_HOST, &options);

	ck_assert_str_eq(mermaid, "sequenceDiagram\n");
	ck_assert_str_eq(plantuml, "@startuml\n@enduml\n");
	ck_assert_ptr_nonnull(strstr(states, "No state was visited."));
	g_free(mermaid);
	g_free(plantuml);
	g_free(states);
	tcpsim_recording_free(recording);
}
END_TEST

/* ---- golden files: tests/render/golden ---- */

static void
assert_golden(const char *name, char *text)
{
	char *path = g_build_filename(g_getenv("TCPSIM_SRCDIR"), "tests/render/golden", name, NULL);
	char *wanted = NULL;

	ck_assert_msg(g_file_get_contents(path, &wanted, NULL, NULL), "%s cannot be read", path);
	ck_assert_str_eq(text, wanted);
	g_free(wanted);
	g_free(path);
	g_free(text);
}

START_TEST(test_a_lost_fin_is_written_as_in_the_golden_files)
{
	struct recorded_run recorded = record(TWO_HOSTS "at 0s B listen 80\nat 0s A connect B:80\ndrop A FIN #1\n"
		"at 1s A close\nat 40s B abort\n");

	assert_golden("lost-fin.mmd", tcpsim_render_mermaid(recorded.recording));
	assert_golden("lost-fin.puml", tcpsim_render_plantuml(recorded.recording));
	assert_golden("lost-fin.dot", tcpsim_render_dot(recorded.recording, 1));
	forget(&recorded);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("sequence");
	TCase *tcase = tcase_create("sequence");
	int n = (int)G_N_ELEMENTS(hostile);

	tcase_add_test(tcase, test_figure_6_has_three_messages);
	tcase_add_test(tcase, test_figure_6_has_the_states_at_both_sides);
	tcase_add_test(tcase, test_figure_13_crosses);
	tcase_add_test(tcase, test_a_lost_segment_is_lost_and_sent_again);
	tcase_add_test(tcase, test_a_held_segment_is_told_twice);
	tcase_add_test(tcase, test_a_segment_made_by_hand_comes_from_nobody);
	tcase_add_loop_test(tcase, test_mermaid_gets_any_text_unharmed, 0, n);
	tcase_add_loop_test(tcase, test_plantuml_gets_any_text_unharmed, 0, n);
	tcase_add_loop_test(tcase, test_graphviz_gets_any_text_unharmed, 0, n);
	tcase_add_test(tcase, test_mermaid_gets_no_more_than_it_takes);
	tcase_add_test(tcase, test_nothing_makes_diagrams_of_nothing);
	tcase_add_test(tcase, test_a_lost_fin_is_written_as_in_the_golden_files);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
