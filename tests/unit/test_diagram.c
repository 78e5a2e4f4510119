/* SPDX-License-Identifier: MIT */
/* Which states were visited, and which changes of RFC 9293 figure 5 happened. */
#include "lib/render/diagram_private.h"
#include "tests/unit/recordings.h"

/* What happened to a host of a scenario, in the order of the states' numbers: `CLOSED>SYN-SENT=1`, ... */
static char *
changes(const char *text, uint16_t host)
{
	struct recorded_run recorded = record(text);
	GString *all = g_string_new(NULL);
	struct diagram diagram;

	tcpsim_diagram_init(&diagram, recorded.recording->trace, host);
	for (guint i = 0; i < diagram.drawn->len + diagram.beyond->len; i++) {
		bool is_drawn = i < diagram.drawn->len;
		const struct diagram_edge *edge = is_drawn ?
			&g_array_index(diagram.drawn, struct diagram_edge, i) :
			&g_array_index(diagram.beyond, struct diagram_edge, i - diagram.drawn->len);

		if (edge->count > 0)
			g_string_append_printf(all, "%s%s>%s=%u%s%s", all->len > 0 ? " " : "", tcpsim_state_name(edge->from),
				tcpsim_state_name(edge->to), (unsigned)edge->count, is_drawn ? "" : " by ",
				is_drawn ? "" : edge->event);
	}
	tcpsim_diagram_clear(&diagram);
	forget(&recorded);
	return g_string_free(all, FALSE);
}

static void
assert_changes(const char *text, uint16_t host, const char *wanted)
{
	char *seen = changes(text, host);

	ck_assert_str_eq(seen, wanted);
	g_free(seen);
}

/* Figure 5 has twenty arrows, and note 2 one more. */
START_TEST(test_figure_5_has_its_edges)
{
	struct tcpsim_trace *trace = tcpsim_trace_new();
	struct diagram diagram;

	tcpsim_diagram_init(&diagram, trace, TCPSIM_NO_HOST);
	ck_assert_uint_eq(diagram.drawn->len, 21);
	ck_assert_uint_eq(diagram.beyond->len, 0);
	ck_assert(tcpsim_diagram_is_empty(&diagram));
	ck_assert_str_eq(tcpsim_diagram_edge(&diagram, TCPSIM_SYN_SENT, TCPSIM_ESTABLISHED)->event, "rcv SYN,ACK");
	ck_assert_str_eq(tcpsim_diagram_edge(&diagram, TCPSIM_SYN_SENT, TCPSIM_ESTABLISHED)->action, "snd ACK");
	ck_assert_str_eq(tcpsim_diagram_edge(&diagram, TCPSIM_LAST_ACK, TCPSIM_CLOSED)->event, "rcv ACK of FIN");
	ck_assert_str_eq(tcpsim_diagram_edge(&diagram, TCPSIM_LAST_ACK, TCPSIM_CLOSED)->action, "");
	tcpsim_diagram_clear(&diagram);
	tcpsim_trace_free(trace);
}
END_TEST

START_TEST(test_figure_6_opens)
{
	assert_changes(FIGURE_6, 0, "CLOSED>SYN-SENT=1 SYN-SENT>ESTABLISHED=1");
	assert_changes(FIGURE_6, 1, "CLOSED>LISTEN=1 LISTEN>SYN-RECEIVED=1 SYN-RECEIVED>ESTABLISHED=1");
	assert_changes(FIGURE_6, TCPSIM_NO_HOST,
		"CLOSED>LISTEN=1 CLOSED>SYN-SENT=1 LISTEN>SYN-RECEIVED=1 SYN-SENT>ESTABLISHED=1 SYN-RECEIVED>ESTABLISHED=1");
}
END_TEST

START_TEST(test_figure_12_closes_on_two_ways)
{
	static const char text[] = FIGURE_6 "at 1s A close\nat 2s B close\nrun until 1h\n";

	assert_changes(text, 0,
		"CLOSED>SYN-SENT=1 SYN-SENT>ESTABLISHED=1 ESTABLISHED>FIN-WAIT-1=1 FIN-WAIT-1>FIN-WAIT-2=1 "
		"FIN-WAIT-2>TIME-WAIT=1 TIME-WAIT>CLOSED=1");
	assert_changes(text, 1,
		"CLOSED>LISTEN=1 LISTEN>SYN-RECEIVED=1 SYN-RECEIVED>ESTABLISHED=1 ESTABLISHED>CLOSE-WAIT=1 "
		"CLOSE-WAIT>LAST-ACK=1 LAST-ACK>CLOSED=1");
}
END_TEST

START_TEST(test_figure_13_closes_on_one)
{
	static const char text[] = FIGURE_6 "at 1s A close\nat 1s B close\nrun until 1h\n";

	assert_changes(text, 0,
		"CLOSED>SYN-SENT=1 SYN-SENT>ESTABLISHED=1 ESTABLISHED>FIN-WAIT-1=1 FIN-WAIT-1>CLOSING=1 CLOSING>TIME-WAIT=1 "
		"TIME-WAIT>CLOSED=1");
	assert_changes(text, 1,
		"CLOSED>LISTEN=1 LISTEN>SYN-RECEIVED=1 SYN-RECEIVED>ESTABLISHED=1 ESTABLISHED>FIN-WAIT-1=1 "
		"FIN-WAIT-1>CLOSING=1 CLOSING>TIME-WAIT=1 TIME-WAIT>CLOSED=1");
}
END_TEST

/* ABORT, RST and a crash are not in figure 5: 3.10.5, 3.10.7.4 second. */
START_TEST(test_what_figure_5_does_not_have_is_beyond)
{
	assert_changes(FIGURE_6 "at 1s A abort\n", 0,
		"CLOSED>SYN-SENT=1 SYN-SENT>ESTABLISHED=1 ESTABLISHED>CLOSED=1 by abort-resets");
	assert_changes(FIGURE_6 "at 1s A abort\n", 1,
		"CLOSED>LISTEN=1 LISTEN>SYN-RECEIVED=1 SYN-RECEIVED>ESTABLISHED=1 ESTABLISHED>CLOSED=1 by rst-resets");
	assert_changes(FIGURE_6 "at 1s crash A\n", 0,
		"CLOSED>SYN-SENT=1 SYN-SENT>ESTABLISHED=1 ESTABLISHED>CLOSED=1 by crash");
}
END_TEST

/* From SYN-SENT a CLOSE leads to CLOSED in figure 5; a RST leads there, too, by 3.10.7.3 second. */
START_TEST(test_one_edge_may_come_about_in_two_ways)
{
	assert_changes(TWO_HOSTS "at 0s A connect B:80\nat 10ms A close\n", 0, "CLOSED>SYN-SENT=1 SYN-SENT>CLOSED=1");
	assert_changes(TWO_HOSTS "at 0s A connect B:80\n", 0,
		"CLOSED>SYN-SENT=1 SYN-SENT>CLOSED=1 by syn-sent-reset");
}
END_TEST

START_TEST(test_only_what_was_visited_is)
{
	struct recorded_run recorded = record(FIGURE_6);
	struct diagram diagram;

	tcpsim_diagram_init(&diagram, recorded.recording->trace, 0);
	for (int state = 0; state < TCPSIM_N_STATES; state++)
		ck_assert_int_eq(diagram.is_visited[state],
			state == TCPSIM_CLOSED || state == TCPSIM_SYN_SENT || state == TCPSIM_ESTABLISHED);
	tcpsim_diagram_clear(&diagram);
	forget(&recorded);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("diagram");
	TCase *tcase = tcase_create("diagram");

	tcase_add_test(tcase, test_figure_5_has_its_edges);
	tcase_add_test(tcase, test_figure_6_opens);
	tcase_add_test(tcase, test_figure_12_closes_on_two_ways);
	tcase_add_test(tcase, test_figure_13_closes_on_one);
	tcase_add_test(tcase, test_what_figure_5_does_not_have_is_beyond);
	tcase_add_test(tcase, test_one_edge_may_come_about_in_two_ways);
	tcase_add_test(tcase, test_only_what_was_visited_is);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
