/* SPDX-License-Identifier: MIT */
/* The tree that a scenario becomes: every sort of line, its hosts, times, blocks and cases. */
#include <tcpsim/scenario.h>

#include "lib/scenario/ast.h"
#include "tests/suite.h"
#include "tests/unit/scenario_files.h"

#define WORLD "scenario \"s\"\nhost client isn 100\nhost server isn 300 then 700\nlink client <-> server delay 50ms\n"

static struct tcpsim_scenario *scenario;
static struct tcpsim_diagnostics *diagnostics;

static void
parse(const char *text)
{
	scenario = tcpsim_scenario_parse(text, strlen(text), "s.scn", &diagnostics);
	ck_assert_msg(scenario != NULL, "%s",
		tcpsim_diagnostics_n(diagnostics) == 0 ? "nothing said"
						       : tcpsim_diagnostics_get(diagnostics, 0)->words);
}

static void
tear_down(void)
{
	tcpsim_scenario_free(scenario);
	tcpsim_diagnostics_free(diagnostics);
	scenario = NULL;
	diagnostics = NULL;
}

/* The line of the tree behind those of WORLD. */
static const struct scn_line *
line_of(const char *line)
{
	char *text = g_strconcat(WORLD, line, "\n", NULL);

	tear_down();
	parse(text);
	g_free(text);
	ck_assert_uint_ge(scenario->n_lines, 2);
	return scenario->lines[1];
}

static int64_t
time_of(const struct scn_sum *sum)
{
	struct tcpsim_policy policy;

	tcpsim_scn_policy(scenario, 0, TCPSIM_NO_HOST, &policy);
	return tcpsim_scn_time(scenario, 0, sum, &policy);
}

START_TEST(the_public_functions_tell_what_was_written)
{
	char *line;

	parse(WORLD "note \"first\"\nnote \"sec\xc3\xb6nd\"\n\trun for 1s  // end");
	ck_assert_str_eq(tcpsim_scenario_title(scenario), "s");
	ck_assert_str_eq(tcpsim_scenario_file(scenario), "s.scn");
	ck_assert_uint_eq(tcpsim_scenario_n_notes(scenario), 2);
	ck_assert_str_eq(tcpsim_scenario_note(scenario, 1), "sec\xc3\xb6nd");
	ck_assert_uint_eq(tcpsim_scenario_n_hosts(scenario), 2);
	ck_assert_str_eq(tcpsim_scenario_host_name(scenario, 1), "server");
	ck_assert_ptr_null(tcpsim_scenario_host_name(scenario, 2));
	ck_assert_uint_eq(tcpsim_scenario_n_cases(scenario), 1);
	ck_assert_str_eq(tcpsim_scenario_case_name(scenario, 0), "");
	line = tcpsim_scenario_line(scenario, 7);
	ck_assert_str_eq(line, "\trun for 1s  // end");
	g_free(line);
	line = tcpsim_scenario_line(scenario, 8);
	ck_assert_str_eq(line, "");
	g_free(line);
}
END_TEST

START_TEST(a_host_has_its_numbers_in_order)
{
	parse(WORLD);
	ck_assert_uint_eq(scenario->n_hosts, 2);
	ck_assert_str_eq(scenario->hosts[1]->name, "server");
	ck_assert_uint_eq(scenario->hosts[1]->n_isns, 2);
	ck_assert_int_eq(tcpsim_scn_number(scenario, 0, scenario->hosts[1]->isns[0]), 300);
	ck_assert_int_eq(tcpsim_scn_number(scenario, 0, scenario->hosts[1]->isns[1]), 700);
}
END_TEST

START_TEST(a_link_has_what_is_written_and_no_more)
{
	const struct scn_link *link;

	parse(WORLD);
	link = &scenario->lines[0]->link;
	ck_assert(link->is_both);
	ck_assert_uint_eq(link->a.host, 0);
	ck_assert_uint_eq(link->b.host, 1);
	ck_assert_int_eq(time_of(link->delay), 50000);
	ck_assert_ptr_null(link->jitter);
	ck_assert_ptr_null(link->loss);
	ck_assert_int_eq(time_of(link->jitter), 0);
}
END_TEST

START_TEST(a_time_is_a_sum_with_the_units_of_the_policy)
{
	const struct scn_line *line = line_of("at 2.55s + 2MSL + 1RTO client close");

	ck_assert_int_eq(line->kind, SCN_LINE_AT);
	ck_assert_int_eq(time_of(line->at.time), 2550000 + INT64_C(240000000) + 1000000);
	ck_assert_int_eq(line->at.act.call.call, TCPSIM_CALL_CLOSE);
	line = line_of("at 2MSL client close\nset msl 30s");
	ck_assert_int_eq(time_of(line->at.time), 60000000);
	line = line_of("at 1000000d + 1000000MSL + 1000000MSL client close\nset msl 87600h");
	ck_assert_int_eq(time_of(line->at.time), SCN_TIME_MAX_US);
}
END_TEST

START_TEST(calls_have_their_arguments)
{
	const struct scn_call *call = &line_of("at 0s client connect server:8080 from 5000")->at.act.call;

	ck_assert_int_eq(call->call, TCPSIM_CALL_CONNECT);
	ck_assert_uint_eq(call->who.host, 0);
	ck_assert_uint_eq(call->peer.host, 1);
	ck_assert_int_eq(tcpsim_scn_number(scenario, 0, call->port), 8080);
	ck_assert_int_eq(tcpsim_scn_number(scenario, 0, call->from), 5000);
	call = &line_of("at 0s server connection 2 send 5 bytes")->at.act.call;
	ck_assert_int_eq(tcpsim_scn_number(scenario, 0, call->who.connection), 2);
	ck_assert_int_eq(tcpsim_scn_number(scenario, 0, call->octets), 5);
	ck_assert_ptr_null(call->text);
	call = &line_of("at 0s server set keepalive-idle 2h")->at.act.call;
	ck_assert_str_eq(call->set->setting->name, "keepalive-idle");
	ck_assert_int_eq(tcpsim_scn_setting_value(scenario, 0, call->set), INT64_C(7200000000));
}
END_TEST

START_TEST(when_lines_have_state_delay_and_act)
{
	const struct scn_when *when =
		&line_of("when server connection 2 leaves SYN-RECEIVED after 450ms: crash client")->when;

	ck_assert(when->is_leaves);
	ck_assert_int_eq(when->state, TCPSIM_SYN_RECEIVED);
	ck_assert_uint_eq(when->who.host, 1);
	ck_assert_int_eq(time_of(when->after), 450000);
	ck_assert_int_eq(when->act.kind, SCN_ACT_CRASH);
	ck_assert_uint_eq(when->act.a.host, 0);
}
END_TEST

START_TEST(faults_name_segments)
{
	const struct scn_fault *fault = &line_of("hold client SYN+ACK until 60s")->fault;

	ck_assert_int_eq(fault->kind, TCPSIM_FAULT_HOLD);
	ck_assert_int_eq(fault->segment.kind, TCPSIM_KIND_SYN_ACK);
	ck_assert_ptr_null(fault->segment.first);
	ck_assert_int_eq(time_of(fault->time), 60000000);
	fault = &line_of("drop client DATA #2->5")->fault;
	ck_assert_int_eq(tcpsim_scn_number(scenario, 0, fault->segment.first), 2);
	ck_assert_int_eq(tcpsim_scn_number(scenario, 0, fault->segment.last), 5);
	fault = &line_of("reorder every client ANY behind server FIN #3")->fault;
	ck_assert(fault->segment.is_every);
	ck_assert_int_eq(fault->segment.kind, TCPSIM_KIND_ANY);
	ck_assert_uint_eq(fault->behind.who.host, 1);
	ck_assert_int_eq(tcpsim_scn_number(scenario, 0, fault->behind.first), 3);
}
END_TEST

START_TEST(segments_have_the_fields_that_are_written)
{
	const struct scn_act *act =
		&line_of("at 5s inject <SEQ=90> <CTL=SYN, ACK><DATA=\"a>b\"> from client into server")->at.act;

	ck_assert_int_eq(act->kind, SCN_ACT_INJECT);
	ck_assert_uint_eq(act->segment->has, SCN_FIELD_SEQ | SCN_FIELD_CTL | SCN_FIELD_DATA);
	ck_assert_uint_eq(act->segment->ctl, TCPSIM_SYN | TCPSIM_ACK);
	ck_assert_int_eq(tcpsim_scn_number(scenario, 0, act->segment->seq), 90);
	ck_assert_str_eq(act->segment->text->text, "a>b");
	ck_assert_ptr_null(act->segment->ack);
	ck_assert_uint_eq(line_of("expect client sends RST <CTL=none>")->expect.segment->ctl, 0);
	ck_assert_uint_eq(scenario->lines[1]->expect.segment->has, SCN_FIELD_CTL);
}
END_TEST

START_TEST(claims_are_told_apart)
{
	static const struct {
		const char *text;
		enum scn_claim_kind kind;
		enum scn_moment_kind moment;
	} rows[] = {
		{ "expect at 1s client TIME-WAIT", SCN_CLAIM_STATE, SCN_MOMENT_AT },
		{ "expect by 1s client never TIME-WAIT", SCN_CLAIM_NEVER, SCN_MOMENT_BY },
		{ "expect client path CLOSED -> SYN-SENT", SCN_CLAIM_PATH, SCN_MOMENT_NONE },
		{ "expect from 1s to 2s client sends ACK #2 <ACK=5>", SCN_CLAIM_SENDS, SCN_MOMENT_FROM },
		{ "expect client sends ACK once", SCN_CLAIM_SENDS_COUNT, SCN_MOMENT_NONE },
		{ "expect client sends ACK 2 times", SCN_CLAIM_SENDS_COUNT, SCN_MOMENT_NONE },
		{ "expect client sends nothing", SCN_CLAIM_SENDS_NOTHING, SCN_MOMENT_NONE },
		{ "expect client delivers \"x\" once", SCN_CLAIM_DELIVERS, SCN_MOMENT_NONE },
		{ "expect client delivers nothing", SCN_CLAIM_DELIVERS_NOTHING, SCN_MOMENT_NONE },
		{ "expect server accepts 2", SCN_CLAIM_ACCEPTS, SCN_MOMENT_NONE },
		{ "expect server error none", SCN_CLAIM_ERROR, SCN_MOMENT_NONE },
		{ "expect server connection 2 RCV.NXT >= 5", SCN_CLAIM_VARIABLE, SCN_MOMENT_NONE },
		{ "expect server timer 2MSL never", SCN_CLAIM_TIMER, SCN_MOMENT_NONE },
		{ "expect at 1s invariant fin-last holds", SCN_CLAIM_INVARIANT, SCN_MOMENT_AT },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		const struct scn_line *line = line_of(rows[i].text);

		ck_assert_int_eq(line->kind, SCN_LINE_EXPECT);
		ck_assert_int_eq(line->expect.kind, rows[i].kind);
		ck_assert_int_eq(line->expect.moment.kind, rows[i].moment);
		ck_assert_uint_eq(line->loc.line, 5);
		ck_assert_uint_eq(line->loc.column, 1);
		ck_assert_uint_eq(line->loc.length, strlen(rows[i].text));
	}
}
END_TEST

START_TEST(relations_of_claims_are_told_apart)
{
	static const struct {
		const char *text;
		enum scn_relation relation;
	} rows[] = {
		{ "=", SCN_EQUAL },
		{ "!=", SCN_NOT_EQUAL },
		{ "<", SCN_LESS },
		{ "<=", SCN_LESS_OR_EQUAL },
		{ "=<", SCN_LESS_OR_EQUAL },
		{ ">", SCN_GREATER },
		{ ">=", SCN_GREATER_OR_EQUAL },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		char *text = g_strdup_printf("expect client ISS %s 5", rows[i].text);

		ck_assert_int_eq(line_of(text)->expect.relation, rows[i].relation);
		ck_assert_int_eq(scenario->lines[1]->expect.variable, SCN_ISS);
		g_free(text);
	}
}
END_TEST

START_TEST(keywords_may_be_names)
{
	parse("scenario \"s\"\nhost host\nhost note\nhost set\nlink host <-> note\nlink note -> set delay 1s\n"
	      "at 0s host connect note\nset note keepalive on\nset keepalive off\n"
	      "vary error: in, run\nin in {\n}\nin error=run {\n}\nexpect host connection 1 sends SYN once\n");
	ck_assert_uint_eq(scenario->n_hosts, 3);
	ck_assert_uint_eq(scenario->n_cases, 2);
	ck_assert_str_eq(tcpsim_scenario_case_name(scenario, 1), "run");
}
END_TEST

START_TEST(cases_are_the_product_in_order)
{
	static const char *const names[] = { "9,on", "9,off", "10,on", "10,off", "8,on", "8,off" };

	parse(WORLD "vary probes: 9, 10, 8\nvary keepalive: on, off\nat 0s server set keepalive-probes $probes\n"
		    "in 10 {\n  in off {\n    run for 5s\n  }\n}\nin keepalive=on {\n  run for 6s\n}\n");
	ck_assert_uint_eq(tcpsim_scenario_n_cases(scenario), 6);
	for (size_t i = 0; i < 6; i++) {
		struct tcpsim_policy policy;

		ck_assert_str_eq(tcpsim_scenario_case_name(scenario, i), names[i]);
		ck_assert_int_eq(tcpsim_scn_setting_value(scenario, i, scenario->lines[1]->at.act.call.set),
			i < 2           ? 9
				: i < 4 ? 10
					: 8);
		tcpsim_scn_policy(scenario, i, 1, &policy);
		ck_assert_int_eq(policy.keepalive, i % 2 == 0);
		ck_assert_int_eq(tcpsim_scn_applies(scenario, i, scenario->lines[2]), i == 3);
		ck_assert_int_eq(tcpsim_scn_applies(scenario, i, scenario->lines[3]), i % 2 == 0);
	}
}
END_TEST

START_TEST(what_is_nearer_to_the_host_counts)
{
	struct tcpsim_policy policy;

	parse(WORLD "set server msl 3s\nset msl 5s\nset mss 100\nset client mss 200\nvary msl: 7s, 8s\n");
	tcpsim_scn_policy(scenario, 1, 0, &policy);
	ck_assert_int_eq(policy.msl_us, 8000000);
	ck_assert_int_eq(policy.mss, 200);
	tcpsim_scn_policy(scenario, 1, 1, &policy);
	ck_assert_int_eq(policy.msl_us, 3000000);
	ck_assert_int_eq(policy.mss, 100);
	tcpsim_scn_policy(scenario, 0, TCPSIM_NO_HOST, &policy);
	ck_assert_int_eq(policy.msl_us, 7000000);
	ck_assert_uint_eq(tcpsim_diagnostics_n(diagnostics), 2);
	ck_assert_int_eq(tcpsim_diagnostics_get(diagnostics, 0)->severity, TCPSIM_SEVERITY_WARNING);
	ck_assert_str_eq(
		tcpsim_diagnostics_get(diagnostics, 0)->words, "msl is varied, but for this host this line counts");
	ck_assert_str_eq(
		tcpsim_diagnostics_get(diagnostics, 1)->words, "msl is varied, so that this line does not count");
}
END_TEST

START_TEST(what_is_odd_but_right_draws_a_warning)
{
	static const struct {
		const char *text, *words;
	} rows[] = {
		{ "at 0s inject <SEQ=1><ACK=2><CTL=SYN> from client into server",
			"ACK means nothing without the control bit ACK" },
		{ "vary x: 1, 2\nin 1 {\n  in 2 {\n  }\n}", "this block never holds: around it x is 1" },
		{ "host third\nlink client -> third queue 5", "nothing waits in the queue of a link without rate" },
		{ "host third\nlink client -> third\nat 0s client connect third",
			"there is no link from third to client, so that nothing is answered" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		char *text = g_strconcat(WORLD, rows[i].text, "\n", NULL);

		parse(text);
		ck_assert_uint_eq(tcpsim_diagnostics_n(diagnostics), 1);
		ck_assert_int_eq(tcpsim_diagnostics_get(diagnostics, 0)->severity, TCPSIM_SEVERITY_WARNING);
		ck_assert_str_eq(tcpsim_diagnostics_get(diagnostics, 0)->words, rows[i].words);
		tear_down();
		g_free(text);
	}
}
END_TEST

START_TEST(line_ends_of_all_systems_are_taken)
{
	parse("scenario \"s\"\r\nhost a\r\nrun for 1s\r");
	ck_assert_uint_eq(scenario->n_lines, 1);
	tear_down();
	parse("\xef\xbb\xbfscenario \"s\"\nhost a");
	ck_assert_uint_eq(scenario->n_hosts, 1);
}
END_TEST

/* A text that is refused; returns its first diagnostic. */
static const struct tcpsim_diagnostic *
refused(const char *text, size_t n)
{
	tear_down();
	scenario = tcpsim_scenario_parse(text, n, "s.scn", &diagnostics);
	ck_assert_ptr_null(scenario);
	ck_assert_uint_gt(tcpsim_diagnostics_n(diagnostics), 0);
	return tcpsim_diagnostics_get(diagnostics, 0);
}

/* A scenario with a piece of text many times over. */
static GString *
many(const char *piece, size_t times, const char *behind)
{
	GString *text = g_string_new(WORLD "vary x: 1, 2\n");

	for (size_t i = 0; i < times; i++)
		g_string_append(text, piece);
	return g_string_append(text, behind);
}

START_TEST(what_is_too_much_is_refused)
{
	static const struct {
		const char *piece;
		size_t times;
		const char *behind, *words;
	} rows[] = {
		{ "in 1 {\n", 101, "", "blocks are nested more than 100 deep" },
		{ "in 1 {\n", 5000, "", "blocks are nested more than 100 deep" },
		{ "at 0s client close\n", 20000, "", "this is more than the 20000 lines that a scenario may have" },
		{ "// a comment\n", 2000000, "", "a scenario has at most 16 MiB" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		GString *text = many(rows[i].piece, rows[i].times, rows[i].behind);

		ck_assert_str_eq(refused(text->str, text->len)->words, rows[i].words);
		g_string_free(text, TRUE);
	}
}
END_TEST

START_TEST(no_segment_holds_more_than_a_datagram)
{
	GString *text = g_string_new(WORLD "expect client sends DATA <DATA=\"");

	for (size_t i = 0; i < 65536; i++)
		g_string_append_c(text, 'a');
	g_string_append(text, "\">\n");
	ck_assert_str_eq(refused(text->str, text->len)->words, "no segment holds so much text");
	g_string_free(text, TRUE);
}
END_TEST

START_TEST(a_long_line_is_shown_in_part)
{
	GString *text = g_string_new("scenario \"s\"\nhost a\nnote \"");
	char *formatted;

	for (size_t i = 0; i < 300; i++)
		g_string_append(text, "\xc3\xa4");
	g_string_append(text, "\" now");
	ck_assert_uint_eq(refused(text->str, text->len)->column, 309);
	formatted = tcpsim_diagnostics_format(diagnostics, 0);
	g_string_assign(text, "s.scn:3:309: error: unexpected now, expected end of line\n    3 | \xe2\x80\xa6");
	for (size_t i = 0; i < 58; i++)
		g_string_append(text, "\xc3\xa4");
	g_string_append_printf(text, "\" now\n      | %61s^~~\n", "");
	ck_assert_str_eq(formatted, text->str);
	g_free(formatted);
	g_string_free(text, TRUE);
	formatted = tcpsim_diagnostics_format(diagnostics, 1);
	ck_assert_str_eq(formatted, "");
	g_free(formatted);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("the tree of a scenario");
	TCase *tcase = tcase_create("tree");

	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, NULL, tear_down);
	tcase_add_test(tcase, the_public_functions_tell_what_was_written);
	tcase_add_test(tcase, a_host_has_its_numbers_in_order);
	tcase_add_test(tcase, a_link_has_what_is_written_and_no_more);
	tcase_add_test(tcase, a_time_is_a_sum_with_the_units_of_the_policy);
	tcase_add_test(tcase, calls_have_their_arguments);
	tcase_add_test(tcase, when_lines_have_state_delay_and_act);
	tcase_add_test(tcase, faults_name_segments);
	tcase_add_test(tcase, segments_have_the_fields_that_are_written);
	tcase_add_test(tcase, claims_are_told_apart);
	tcase_add_test(tcase, relations_of_claims_are_told_apart);
	tcase_add_test(tcase, keywords_may_be_names);
	tcase_add_test(tcase, cases_are_the_product_in_order);
	tcase_add_test(tcase, what_is_nearer_to_the_host_counts);
	tcase_add_test(tcase, what_is_odd_but_right_draws_a_warning);
	tcase_add_test(tcase, line_ends_of_all_systems_are_taken);
	tcase_add_test(tcase, what_is_too_much_is_refused);
	tcase_add_test(tcase, no_segment_holds_more_than_a_datagram);
	tcase_add_test(tcase, a_long_line_is_shown_in_part);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
