/* SPDX-License-Identifier: MIT */
/* What an exploration takes of a scenario: hosts, scripts, what may happen; and what it refuses. */
#include <string.h>

#include <glib.h>

#include <tcpsim/exploration.h>

#include "tests/suite.h"

#define WORLD "scenario \"s\"\nhost client isn 100 then 1100\nhost server isn 300\nlink client <-> server delay 50ms\n"

static struct tcpsim_scenario *scenario;
static struct tcpsim_diagnostics *diagnostics;
static struct tcpsim_explore_world world;

static void
tear_down(void)
{
	tcpsim_scenario_free(scenario);
	tcpsim_diagnostics_free(diagnostics);
	scenario = NULL;
	diagnostics = NULL;
}

static void
parse(const char *before, const char *lines)
{
	char *text = g_strconcat(before, lines, "\n", NULL);

	tear_down();
	scenario = tcpsim_scenario_parse(text, strlen(text), "s.scn", &diagnostics);
	ck_assert_msg(scenario != NULL, "%s: %s", lines, tcpsim_diagnostics_n(diagnostics) == 0
			? "nothing said" : tcpsim_diagnostics_get(diagnostics, 0)->words);
	tcpsim_diagnostics_free(diagnostics);
	diagnostics = NULL;
	g_free(text);
}

/* The world of a case, which there is. */
static void
take(const char *lines, size_t the_case)
{
	bool is_good;

	parse(WORLD, lines);
	is_good = tcpsim_scenario_world(scenario, the_case, &world, &diagnostics);
	ck_assert_msg(is_good, "%s: %s", lines, is_good ? "" : tcpsim_diagnostics_get(diagnostics, 0)->words);
	ck_assert_uint_eq(tcpsim_diagnostics_n(diagnostics), 0);
}

START_TEST(without_a_word_the_world_is_that_of_the_library)
{
	struct tcpsim_explore_world first;

	parse("scenario \"s\"\nhost a\nhost b\nlink a <-> b\n", "");
	ck_assert(tcpsim_scenario_world(scenario, 0, &world, &diagnostics));
	tcpsim_explore_world_init(&first);
	ck_assert_mem_eq(&world, &first, sizeof world);
	ck_assert(!tcpsim_scenario_is_explored(scenario));
}
END_TEST

START_TEST(a_host_has_its_numbers_and_its_policy)
{
	take("set keepalive on\nset server rfc1337 on\nvary time-wait: 2MSL, none", 1);
	ck_assert_uint_eq(world.hosts[0].n_isns, 2);
	ck_assert_uint_eq(world.hosts[0].isns[0], 100);
	ck_assert_uint_eq(world.hosts[0].isns[1], 1100);
	ck_assert_uint_eq(world.hosts[1].n_isns, 1);
	ck_assert_uint_eq(world.hosts[1].isns[0], 300);
	ck_assert_int_eq(world.hosts[0].policy.keepalive, 1);
	ck_assert_int_eq(world.hosts[0].policy.rfc1337, 0);
	ck_assert_int_eq(world.hosts[1].policy.rfc1337, 1);
	ck_assert_int_eq(world.hosts[1].policy.time_wait_msl, 0);
}
END_TEST

START_TEST(calls_stand_in_order_of_time_then_of_lines)
{
	const struct tcpsim_explore_host *client = &world.hosts[0], *server = &world.hosts[1];

	take("at 2s client close\nat 1s client connect server:80\nat 1s client send \"hello\"\nat 0s server listen 80\n"
	     "at 3s client set keepalive on\nat 3s server receive 3 bytes\nat 4s server receive\n"
	     "at 5s server abort", 0);
	ck_assert_uint_eq(client->n_calls, 4);
	ck_assert_int_eq(client->calls[0].call, TCPSIM_CALL_CONNECT);
	ck_assert_int_eq(client->calls[1].call, TCPSIM_CALL_SEND);
	ck_assert_uint_eq(client->calls[1].octets, 5);
	ck_assert_int_eq(client->calls[2].call, TCPSIM_CALL_CLOSE);
	ck_assert_int_eq(client->calls[3].call, TCPSIM_CALL_SET);
	ck_assert_str_eq(client->calls[3].setting->name, "keepalive");
	ck_assert_int_eq(client->calls[3].value, 1);
	ck_assert(client->reads_at_once);
	ck_assert_uint_eq(server->n_calls, 4);
	ck_assert_int_eq(server->calls[0].call, TCPSIM_CALL_LISTEN);
	ck_assert_uint_eq(server->calls[1].octets, 3);
	ck_assert_uint_eq(server->calls[2].octets, TCPSIM_RECEIVE_ALL);
	ck_assert_int_eq(server->calls[3].call, TCPSIM_CALL_ABORT);
	ck_assert(!server->reads_at_once);
}
END_TEST

START_TEST(what_is_allowed_has_its_budget)
{
	take("allow loss\nallow duplicate 2\nallow crash client\nallow crash server 3", 0);
	ck_assert_int_eq(world.losses, TCPSIM_EXPLORE_FREE);
	ck_assert_int_eq(world.copies, 2);
	ck_assert_int_eq(world.hosts[0].crashes, 1);
	ck_assert_int_eq(world.hosts[1].crashes, 3);
	ck_assert(!world.reorder && !world.give_up);
	ck_assert_uint_eq(world.in_flight, 4);
	take("vary n: 1, 2\nallow loss $n\nallow duplicate\nallow reorder\nallow give-up\nallow in-flight 8", 1);
	ck_assert_int_eq(world.losses, 2);
	ck_assert_int_eq(world.copies, TCPSIM_EXPLORE_FREE);
	ck_assert(world.reorder && world.give_up);
	ck_assert_uint_eq(world.in_flight, 8);
	ck_assert(tcpsim_scenario_is_explored(scenario));
}
END_TEST

/* An old segment of a kind and the control bits that it must have, RFC 9293 3.1. */
START_TEST(an_old_segment_is_as_its_kind_says)
{
	static const struct {
		const char *kind;
		uint8_t ctl;
		uint32_t text_bytes;
	} kinds[] = {
		{ "SYN <SEQ=90>", TCPSIM_SYN, 0 },
		{ "SYN+ACK <SEQ=90><ACK=50>", TCPSIM_SYN | TCPSIM_ACK, 0 },
		{ "ACK <SEQ=90><ACK=50>", TCPSIM_ACK, 0 },
		{ "DATA <SEQ=90><ACK=50>", TCPSIM_ACK, 1 },
		{ "DATA <SEQ=90><ACK=50><DATA=5>", TCPSIM_ACK, 5 },
		{ "DATA <SEQ=90><ACK=50><CTL=FIN,PSH,ACK><DATA=\"PAY\">", TCPSIM_FIN | TCPSIM_PSH | TCPSIM_ACK, 3 },
		{ "FIN <SEQ=90><ACK=50>", TCPSIM_FIN | TCPSIM_ACK, 0 },
		{ "RST <SEQ=90>", TCPSIM_RST, 0 },
		{ "RST <SEQ=90><ACK=50>", TCPSIM_RST | TCPSIM_ACK, 0 },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
		char *line = g_strconcat("allow old server ", kinds[i].kind, NULL);

		take(line, 0);
		ck_assert_uint_eq(world.n_old, 1);
		ck_assert_uint_eq(world.old[0].from, 1);
		ck_assert_uint_eq(world.old[0].seg.seq.n, 90);
		ck_assert_uint_eq(world.old[0].seg.ack.n, strstr(line, "ACK=50") != NULL ? 50 : 0);
		ck_assert_uint_eq(world.old[0].seg.ctl, kinds[i].ctl);
		ck_assert_uint_eq(world.old[0].seg.text_bytes, kinds[i].text_bytes);
		ck_assert_uint_eq(world.old[0].seg.wnd, 65535);
		g_free(line);
	}
	take("allow old client SYN <SEQ=90><WND=7><MSS=500>", 0);
	ck_assert_uint_eq(world.old[0].seg.wnd, 7);
	ck_assert_uint_eq(world.old[0].seg.options, TCPSIM_OPTION_MSS);
	ck_assert_uint_eq(world.old[0].seg.mss, 500);
}
END_TEST

START_TEST(an_attacker_guesses_what_is_not_written)
{
	take("allow forge client RST\nallow forge server DATA 2 <SEQ=101>\nallow forge client ACK 0 <ACK=5>", 0);
	ck_assert_uint_eq(world.n_forged, 3);
	ck_assert_int_eq(world.forged[0].count, 1);
	ck_assert(!world.forged[0].has_seq && !world.forged[0].has_ack);
	ck_assert_uint_eq(world.forged[0].seg.ctl, TCPSIM_RST);
	ck_assert_uint_eq(world.forged[1].from, 1);
	ck_assert_int_eq(world.forged[1].count, 2);
	ck_assert(world.forged[1].has_seq && !world.forged[1].has_ack);
	ck_assert_uint_eq(world.forged[1].seg.seq.n, 101);
	ck_assert_uint_eq(world.forged[1].seg.text_bytes, 1);
	ck_assert_int_eq(world.forged[2].count, 0);
	ck_assert(!world.forged[2].has_seq && world.forged[2].has_ack);
	ck_assert_uint_eq(world.forged[2].seg.ack.n, 5);
}
END_TEST

START_TEST(invariants_are_all_or_those_that_are_named)
{
	const uint32_t all = (1U << TCPSIM_N_INVARIANTS) - 1;

	take("", 0);
	ck_assert_uint_eq(world.invariants, all);
	take("always invariant fin-last\nalways invariant isn-agreed", 0);
	ck_assert_uint_eq(world.invariants, 1U << TCPSIM_FIN_LAST | 1U << TCPSIM_ISN_AGREED);
	take("always invariant fin-last\nalways invariants", 0);
	ck_assert_uint_eq(world.invariants, all);
	/* What is expected to break is looked for, and nothing else, unless something else is said to hold. */
	take("expect exploration breaks can-rest", 0);
	ck_assert_uint_eq(world.invariants, 1U << TCPSIM_CAN_REST);
	take("expect exploration breaks can-rest\nalways invariants", 0);
	ck_assert_uint_eq(world.invariants, all);
	take("expect exploration holds", 0);
	ck_assert_uint_eq(world.invariants, all);
}
END_TEST

START_TEST(what_is_expected_depends_on_the_case)
{
	static const char lines[] = "vary n: 1, 2, 3\nin n=1 {\nexpect exploration holds\n}\nin n=2 {\n"
				    "  expect exploration breaks isn-agreed in 2 events\n}";
	struct tcpsim_expected expected;

	take(lines, 0);
	expected = tcpsim_scenario_expected(scenario, 0);
	ck_assert(expected.is_said && !expected.is_broken);
	expected = tcpsim_scenario_expected(scenario, 1);
	ck_assert(expected.is_said && expected.is_broken);
	ck_assert_int_eq(expected.invariant, TCPSIM_ISN_AGREED);
	ck_assert_uint_eq(expected.events, 2);
	ck_assert_uint_eq(expected.line, 10);
	ck_assert_uint_eq(expected.column, 3);
	ck_assert(!tcpsim_scenario_expected(scenario, 2).is_said);
	ck_assert(tcpsim_scenario_is_explored(scenario));
}
END_TEST

START_TEST(lines_of_a_run_alone_do_no_harm)
{
	take("note \"n\"\nat 0s server listen\nexpect server LISTEN\nexpect at 3s client never ESTABLISHED\n"
	     "vary n: 1, 2\nin n=1 {\ndrop client SYN #$n\n}\nrun for 1min", 1);
	ck_assert_uint_eq(world.hosts[1].n_calls, 1);
}
END_TEST

/* A line that an exploration cannot take, and what is said of it there. */
static const struct {
	const char *lines;
	uint32_t line;
	const char *words;
} refusals[] = {
	{ "drop client SYN", 5, "an exploration loses any segment: write allow loss in place of this line" },
	{ "corrupt client SYN", 5, "an exploration loses any segment: write allow loss in place of this line" },
	{ "hold client SYN until 3s", 5,
		"an exploration reorders any segments: write allow reorder in place of this line" },
	{ "delay client SYN by 3s", 5,
		"an exploration reorders any segments: write allow reorder in place of this line" },
	{ "reorder client SYN behind client ACK", 5,
		"an exploration reorders any segments: write allow reorder in place of this line" },
	{ "duplicate client SYN at 3s", 5,
		"an exploration copies any segment: write allow duplicate in place of this line" },
	{ "when client enters ESTABLISHED: client close", 5,
		"an exploration makes calls at any moment, in the order of at lines: write at in place of when" },
	{ "at 1s inject <SEQ=1><CTL=SYN> from client into server", 5,
		"an exploration lets segments arrive at any moment: write allow old or allow forge in place of this "
		"line" },
	{ "at 1s crash client", 5,
		"an exploration crashes a host at any moment: write allow crash client in place of this line" },
	{ "at 1s restart client", 5,
		"an exploration restarts a host at any moment: leave this line out, allow crash client includes the "
		"restart" },
	{ "at 1s cut client <-> server", 5,
		"an exploration cuts no link: write allow loss in place of this line" },
	{ "at 1s mend client <-> server", 5, "an exploration cuts no link: leave this line out" },
	{ "at 1s client timer retransmission fires", 5,
		"an exploration lets timers fire at any moment: leave this line out" },
	{ "at 1s inject icmp host-unreachable about client <SEQ=1>", 5,
		"an exploration has no ICMP: leave this line out" },
	{ "mark client SYN", 5, "an exploration has no ECN: leave this line out" },
	{ "at 1s server socket", 5,
		"an exploration makes the calls of RFC 9293: write listen 80, or connect, in place of this line" },
	{ "at 1s client send urgent \"!\"", 5,
		"an exploration sends nothing urgent: write send without urgent" },
	{ "at 1s client connection 1 close", 5,
		"a host has one connection at a time in an exploration: leave out its number" },
	{ "at 1s client connect server:80\nat 2s client connect server:81", 6,
		"an exploration has one pair of ports: write port 80 as above, not 81" },
	{ "at 0s server listen 81\nat 1s client connect server", 6,
		"an exploration has one pair of ports: write port 81 as above, not 80" },
	{ "at 1s client connect server from 5000\nat 2s client connect server from 5001", 6,
		"an exploration has one pair of ports: write port 5000 as above, not 5001" },
	{ "at 1s client send 60 bytes\nat 2s client send \"hello\"\nat 3s client send 1 bytes", 6,
		"client sends at most 64 octets in an exploration: send less" },
	{ "at 1s client set msl 10s", 5, "an exploration has one MSL: write set msl outside of the calls" },
	{ "set server msl 10s", 5, "an exploration has one MSL: set it for both hosts" },
	{ "allow old client SYN <SEQ=1>\nallow old client SYN <SEQ=2>\nallow old client SYN <SEQ=3>\n"
	  "allow old client SYN <SEQ=4>\nallow old client SYN <SEQ=5>", 9,
		"at most 4 segments are in an exploration from the beginning: leave this one out" },
	{ "allow forge client SYN\nallow forge client SYN\nallow forge client RST\nallow forge client ACK\n"
	  "allow forge client FIN", 9, "at most 4 sorts of segments are forged in an exploration: leave this one out" },
};

START_TEST(what_cannot_be_explored_is_refused_with_what_to_write)
{
	const struct tcpsim_diagnostic *said;

	parse(WORLD, refusals[_i].lines);
	ck_assert_msg(!tcpsim_scenario_world(scenario, 0, &world, &diagnostics), "%s", refusals[_i].lines);
	ck_assert_uint_eq(tcpsim_diagnostics_n(diagnostics), 1);
	said = tcpsim_diagnostics_get(diagnostics, 0);
	ck_assert_int_eq(said->severity, TCPSIM_SEVERITY_ERROR);
	ck_assert_str_eq(said->words, refusals[_i].words);
	ck_assert_uint_eq(said->line, refusals[_i].line);
}
END_TEST

/* The same for what stands in WORLD. */
static const struct {
	const char *text;
	uint32_t line;
	const char *words;
} bad_worlds[] = {
	{ "scenario \"s\"\nhost a\n", 2, "an exploration has two hosts: add another" },
	{ "scenario \"s\"\nhost a\nhost b\nhost c\nlink a <-> b\n", 4, "an exploration has two hosts: leave out c" },
	{ "scenario \"s\"\nhost a isn 1 then 2 then 3 then 4 then 5\nhost b\nlink a <-> b\n", 2,
		"a host has at most 4 initial sequence numbers in an exploration: leave out the others" },
	{ "scenario \"s\"\nhost a\nhost b\nlink a -> b\n", 4,
		"a link has both directions in an exploration: write <->" },
	{ "scenario \"s\"\nhost a\nhost b\nlink a <-> b loss 1%\n", 4,
		"an exploration leaves nothing to chance: leave out loss, and write a line allow loss" },
	{ "scenario \"s\"\nhost a\nhost b\nlink a <-> b corrupt 1%\n", 4,
		"an exploration leaves nothing to chance: leave out corrupt, and write a line allow loss" },
	{ "scenario \"s\"\nhost a\nhost b\nlink a <-> b duplicate 1%\n", 4,
		"an exploration leaves nothing to chance: leave out duplicate, and write a line allow duplicate" },
	{ "scenario \"s\"\nhost a\nhost b\nlink a <-> b jitter 1ms\n", 4,
		"an exploration leaves nothing to chance: leave out jitter, and write a line allow reorder" },
	{ "scenario \"s\"\nhost a\nhost b\nlink a <-> b reorder 1%\n", 4,
		"an exploration leaves nothing to chance: leave out reorder, and write a line allow reorder" },
	{ "scenario \"s\"\nhost a\nhost b\nlink a <-> b rate 1Mbit/s queue 3\n", 4,
		"a link has no bounds in an exploration: leave out queue, and write a line such as allow in-flight 4" },
	{ "scenario \"s\"\nhost a\nhost b\nlink a <-> b mtu 500\n", 4,
		"a link has no bounds in an exploration: leave out mtu, and write a line such as allow in-flight 4" },
	{ "scenario \"s\"\nhost a\nhost b\nlink a <-> b hops 3\n", 4,
		"a link has no bounds in an exploration: leave out hops, and write a line such as allow in-flight 4" },
	{ "scenario \"s\"\nhost a\nhost b\nlink a <-> b mark 1%\n", 4,
		"an exploration leaves nothing to chance: leave out mark, and write a line allow loss" },
	{ "scenario \"s\"\nhost a\nhost b\nlink a <-> b rate 1Mbit/s mark-behind 3\n", 4,
		"an exploration has no ECN: leave out mark-behind" },
	{ "scenario \"s\"\nhost a\nhost b\nlink a <-> b lifetime 1s\n", 4,
		"a segment lives for one MSL in an exploration: leave out lifetime" },
};

START_TEST(a_world_of_another_shape_is_refused)
{
	parse(bad_worlds[_i].text, "");
	ck_assert(!tcpsim_scenario_world(scenario, 0, &world, &diagnostics));
	ck_assert_uint_eq(tcpsim_diagnostics_n(diagnostics), 1);
	ck_assert_str_eq(tcpsim_diagnostics_get(diagnostics, 0)->words, bad_worlds[_i].words);
	ck_assert_uint_eq(tcpsim_diagnostics_get(diagnostics, 0)->line, bad_worlds[_i].line);
}
END_TEST

START_TEST(no_chance_is_no_reason_to_refuse)
{
	parse("scenario \"s\"\nhost a\nhost b\nlink a <-> b loss 0% delay 1s rate 1Mbit/s seed 4\n", "");
	ck_assert(tcpsim_scenario_world(scenario, 0, &world, &diagnostics));
}
END_TEST

START_TEST(a_script_has_an_end)
{
	GString *lines = g_string_new(NULL);

	for (int i = 0; i < TCPSIM_EXPLORE_CALLS + 2; i++)
		g_string_append_printf(lines, "at %ds client close\n", i + 1);
	parse(WORLD, lines->str);
	ck_assert(!tcpsim_scenario_world(scenario, 0, &world, &diagnostics));
	ck_assert_uint_eq(tcpsim_diagnostics_n(diagnostics), 2);
	ck_assert_str_eq(tcpsim_diagnostics_get(diagnostics, 0)->words,
		"client makes at most 16 calls in an exploration: leave this one out");
	ck_assert_uint_eq(tcpsim_diagnostics_get(diagnostics, 0)->line, 5 + TCPSIM_EXPLORE_CALLS);
	g_string_free(lines, TRUE);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("what is explored");
	TCase *tcase = tcase_create("worlds");

	tcase_add_checked_fixture(tcase, NULL, tear_down);
	tcase_add_test(tcase, without_a_word_the_world_is_that_of_the_library);
	tcase_add_test(tcase, a_host_has_its_numbers_and_its_policy);
	tcase_add_test(tcase, calls_stand_in_order_of_time_then_of_lines);
	tcase_add_test(tcase, what_is_allowed_has_its_budget);
	tcase_add_test(tcase, an_old_segment_is_as_its_kind_says);
	tcase_add_test(tcase, an_attacker_guesses_what_is_not_written);
	tcase_add_test(tcase, invariants_are_all_or_those_that_are_named);
	tcase_add_test(tcase, what_is_expected_depends_on_the_case);
	tcase_add_test(tcase, lines_of_a_run_alone_do_no_harm);
	tcase_add_loop_test(tcase, what_cannot_be_explored_is_refused_with_what_to_write, 0, G_N_ELEMENTS(refusals));
	tcase_add_loop_test(tcase, a_world_of_another_shape_is_refused, 0, G_N_ELEMENTS(bad_worlds));
	tcase_add_test(tcase, no_chance_is_no_reason_to_refuse);
	tcase_add_test(tcase, a_script_has_an_end);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
