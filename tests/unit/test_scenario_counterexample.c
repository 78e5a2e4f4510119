/* SPDX-License-Identifier: MIT */
/*
 * A counterexample as a scenario: what an exploration tells is written down, read again, run, and goes the same way,
 * event by event, to the same end.
 */
#include <string.h>

#include <glib.h>

#include <tcpsim/exploration.h>

#include "tests/suite.h"

#define HOSTS "scenario \"s\"\nhost client isn 100 then 1100\nhost server isn 300 then 1300\nlink client <-> server\n"
#define OPEN "at 0s server listen 80\nat 1s client connect server:80\n"

static struct tcpsim_scenario *explored, *replayed;
static struct tcpsim_explore_world world;
static struct tcpsim_explore *explore;
static struct tcpsim_run *run;
static char *text;

static void
tear_down(void)
{
	tcpsim_run_free(run);
	tcpsim_scenario_free(replayed);
	tcpsim_scenario_free(explored);
	tcpsim_explore_free(explore);
	g_free(text);
	run = NULL;
	explored = replayed = NULL;
	explore = NULL;
	text = NULL;
}

static struct tcpsim_scenario *
parse(const char *scenario)
{
	struct tcpsim_diagnostics *diagnostics;
	struct tcpsim_scenario *parsed = tcpsim_scenario_parse(scenario, strlen(scenario), "s.scn", &diagnostics);

	ck_assert_msg(tcpsim_diagnostics_n(diagnostics) == 0, "%s\n%s", tcpsim_diagnostics_format(diagnostics, 0),
		scenario);
	tcpsim_diagnostics_free(diagnostics);
	return parsed;
}

static void
take_world(const char *scenario)
{
	struct tcpsim_diagnostics *diagnostics;
	bool is_good;

	explored = parse(scenario);
	is_good = tcpsim_scenario_world(explored, 0, &world, &diagnostics);
	ck_assert_msg(is_good, "%s", is_good ? "" : tcpsim_diagnostics_format(diagnostics, 0));
	tcpsim_diagnostics_free(diagnostics);
}

/* ---- whether a run goes as an exploration has told ---- */

/* The next record that is an event, from *at on; NULL at the end. */
static const struct tcpsim_record *
next_event(size_t *at)
{
	size_t n;
	const struct tcpsim_record *records = tcpsim_trace_records(tcpsim_run_trace(run), &n);

	while (*at < n) {
		const struct tcpsim_record *record = &records[(*at)++];

		if (record->kind == TCPSIM_RECORD_CALL || record->kind == TCPSIM_RECORD_ARRIVE ||
			record->kind == TCPSIM_RECORD_TIMER || record->kind == TCPSIM_RECORD_CRASH ||
			record->kind == TCPSIM_RECORD_RESTART)
			return record;
	}
	return NULL;
}

/* What record an event of an exploration is in a run; -1 for none. */
static int
kind_of(const struct tcpsim_explore_step *step)
{
	switch (step->event) {
	case TCPSIM_EXPLORE_CALL:
		return TCPSIM_RECORD_CALL;
	case TCPSIM_EXPLORE_ARRIVAL:
		return step->rule == TCPSIM_RULE_NONE ? -1 : TCPSIM_RECORD_ARRIVE; /* at a host that is down */
	case TCPSIM_EXPLORE_TIMER:
		return TCPSIM_RECORD_TIMER;
	case TCPSIM_EXPLORE_CRASH:
		return TCPSIM_RECORD_CRASH;
	case TCPSIM_EXPLORE_RESTART:
		return TCPSIM_RECORD_RESTART;
	case TCPSIM_EXPLORE_MSL:
		return step->is_last && !step->is_quiet ? TCPSIM_RECORD_TIMER : -1;
	case TCPSIM_EXPLORE_LOSS:
	case TCPSIM_EXPLORE_COPY:
	case TCPSIM_EXPLORE_FORGERY:
		break;
	}
	return -1;
}

static void
check_segment(const struct tcpsim_record *record, const struct tcpsim_segment *seg, size_t i)
{
	char was[TCPSIM_SEGMENT_TEXT], should[TCPSIM_SEGMENT_TEXT];

	tcpsim_segment_format(&record->segment, was, sizeof was);
	tcpsim_segment_format(seg, should, sizeof should);
	ck_assert_msg(strcmp(was, should) == 0, "event %zu: %s arrives, not %s\n%s", i + 1, was, should, text);
}

static void
check_step(const struct tcpsim_explore_step *step, const struct tcpsim_record *record, size_t i)
{
	ck_assert_msg(record != NULL, "event %zu did not happen\n%s", i + 1, text);
	ck_assert_msg(record->kind == kind_of(step), "event %zu is of another kind\n%s", i + 1, text);
	ck_assert_msg(record->host == step->host, "event %zu is at the other host\n%s", i + 1, text);
	if (record->kind == TCPSIM_RECORD_ARRIVE)
		check_segment(record, &step->seg, i);
	if (record->kind == TCPSIM_RECORD_TIMER)
		ck_assert_int_eq(record->what, step->timer);
	if (record->kind == TCPSIM_RECORD_CRASH || record->kind == TCPSIM_RECORD_RESTART)
		return;
	/* A setting is the host's, not a connection's. */
	if (record->kind == TCPSIM_RECORD_CALL && record->what == TCPSIM_CALL_SET)
		return;
	ck_assert_msg(record->rule == step->rule, "event %zu ends by %s, not by %s\n%s", i + 1,
		tcpsim_rule_info((enum tcpsim_rule)record->rule)->name,
		tcpsim_rule_info((enum tcpsim_rule)step->rule)->name, text);
	ck_assert_msg(record->kind == TCPSIM_RECORD_CALL || record->after.state == step->after,
		"event %zu leads to %s, not to %s\n%s", i + 1,
		tcpsim_state_name((enum tcpsim_state)record->after.state),
		tcpsim_state_name((enum tcpsim_state)step->after), text);
}

static void
check_steps(const struct tcpsim_explore_result *result)
{
	size_t at = 0;

	for (size_t i = 0; i < MIN(result->loop, result->n_steps); i++)
		if (kind_of(&result->steps[i]) >= 0)
			check_step(&result->steps[i], next_event(&at), i);
}

static void
check_outcomes(void)
{
	for (size_t i = 0; i < tcpsim_run_n_outcomes(run); i++) {
		const struct tcpsim_outcome *outcome = tcpsim_run_outcome(run, i);

		ck_assert_msg(outcome->verdict == TCPSIM_PASS, "%s: %s\n%s", outcome->text, outcome->words, text);
	}
	ck_assert_uint_eq(tcpsim_diagnostics_n(tcpsim_run_warnings(run)), 0);
	ck_assert_msg(!tcpsim_run_invariant(run, TCPSIM_NETWORK_HONEST)->is_broken, "a segment is too old\n%s", text);
}

/* Write a counterexample down, run it, and compare. */
static void
replay(const struct tcpsim_explore_result *result)
{
	text = tcpsim_scenario_counterexample(explored, 0, &world, result);
	replayed = parse(text);
	run = tcpsim_scenario_run(replayed, 0, NULL);
	check_outcomes();
	check_steps(result);
}

/* ---- told by hand ---- */

#define NUMBER(n_) { n_ }
#define SYN(s) { .seq = NUMBER(s), .ctl = TCPSIM_SYN }
#define SYN_ACK(s, a) { .seq = NUMBER(s), .ack = NUMBER(a), .ctl = TCPSIM_SYN | TCPSIM_ACK }
#define ACK(s, a) { .seq = NUMBER(s), .ack = NUMBER(a), .ctl = TCPSIM_ACK }
#define FIN(s, a) { .seq = NUMBER(s), .ack = NUMBER(a), .ctl = TCPSIM_FIN | TCPSIM_ACK }
#define CALL(host_, call_, after_) .event = TCPSIM_EXPLORE_CALL, .host = host_, .call = call_, .after = TCPSIM_##after_
#define ARRIVES(host_, packet_, before_, after_) .event = TCPSIM_EXPLORE_ARRIVAL, .host = host_, .packet = packet_, \
	.before = TCPSIM_##before_, .after = TCPSIM_##after_
#define SENDS(packet_, ...) .n_sent = 1, .sent_packet = { packet_ }, .sent = { __VA_ARGS__ }
#define ENDS(rule_) .rule = TCPSIM_RULE_##rule_, \
	.fired = { { [TCPSIM_RULE_##rule_ / 64] = UINT64_C(1) << TCPSIM_RULE_##rule_ % 64 } }
#define RESENDS(host_, packet_, ...) \
	{ .event = TCPSIM_EXPLORE_TIMER, .host = host_, .timer = TCPSIM_TIMER_RETRANSMISSION, \
	SENDS(packet_, __VA_ARGS__), .purpose = { TCPSIM_PURPOSE_RETRANSMISSION }, \
	.before = TCPSIM_LAST_ACK, .after = TCPSIM_LAST_ACK, ENDS(RETRANSMISSION_TIMEOUT) }
#define MSL(host_) { .event = TCPSIM_EXPLORE_MSL, .host = host_, .timer = TCPSIM_TIMER_2MSL, \
	.before = TCPSIM_TIME_WAIT, .after = TCPSIM_TIME_WAIT }
#define LAST_MSL(host_) { .event = TCPSIM_EXPLORE_MSL, .host = host_, .timer = TCPSIM_TIMER_2MSL, .is_last = 1, \
	.before = TCPSIM_TIME_WAIT, .after = TCPSIM_CLOSED, ENDS(TIME_WAIT_TIMEOUT) }

/* RFC 9293 figure 12, up to TIME-WAIT, as an exploration tells it: ten events, and the last ACK is under way. */
#define FIGURE_12 \
	{ CALL(1, 0, CLOSED), ENDS(OPEN_PASSIVE) }, \
	{ CALL(0, 0, SYN_SENT), SENDS(1, SYN(100)), ENDS(OPEN_ACTIVE) }, \
	{ ARRIVES(1, 1, LISTEN, SYN_RECEIVED), .seg = SYN(100), SENDS(2, SYN_ACK(300, 101)), ENDS(LISTEN_SYN) }, \
	{ ARRIVES(0, 2, SYN_SENT, ESTABLISHED), .seg = SYN_ACK(300, 101), SENDS(3, ACK(101, 301)), \
		ENDS(SYN_SENT_SYN_ACK) }, \
	{ ARRIVES(1, 3, SYN_RECEIVED, ESTABLISHED), .seg = ACK(101, 301), ENDS(ACK_SYN_RECEIVED) }, \
	{ CALL(0, 1, FIN_WAIT_1), SENDS(4, FIN(101, 301)), ENDS(CLOSE_ESTABLISHED) }, \
	{ ARRIVES(1, 4, ESTABLISHED, CLOSE_WAIT), .seg = FIN(101, 301), SENDS(5, ACK(301, 102)), \
		ENDS(FIN_ESTABLISHED) }, \
	{ ARRIVES(0, 5, FIN_WAIT_1, FIN_WAIT_2), .seg = ACK(301, 102), ENDS(ACK_FIN_WAIT_1) }, \
	{ CALL(1, 1, LAST_ACK), SENDS(6, FIN(301, 102)), ENDS(CLOSE_CLOSE_WAIT) }, \
	{ ARRIVES(0, 6, FIN_WAIT_2, TIME_WAIT), .seg = FIN(301, 102), SENDS(7, ACK(102, 302)), ENDS(FIN_FIN_WAIT_2) }
#define CLOSE "at 2s client close\nat 3s server close\n"

/* A counterexample to a property of a user's own. */
static struct tcpsim_explore_result
told(const struct tcpsim_explore_step *steps, size_t n)
{
	struct tcpsim_explore_result result = {
		.verdict = TCPSIM_EXPLORE_BROKEN,
		.broken = -1,
		.words = "The pair is opened again.",
		.n_steps = n,
		.loop = n,
		.steps = steps,
	};

	return result;
}

/* When the FIN comes again 2MSL begin anew (3.10.7.4, eighth check). When they are over the pair is opened again. */
START_TEST(time_wait_lasts_from_the_last_fin_on)
{
	static const struct tcpsim_explore_step steps[] = {
		FIGURE_12,
		{ .event = TCPSIM_EXPLORE_LOSS, .host = 0, .packet = 7, .seg = ACK(102, 302) },
		RESENDS(1, 8, FIN(301, 102)),
		{ ARRIVES(0, 8, TIME_WAIT, TIME_WAIT), .seg = FIN(301, 102), SENDS(9, ACK(102, 302)),
			ENDS(SEQ_TIME_WAIT_FIN_AGAIN) },
		{ ARRIVES(1, 9, LAST_ACK, CLOSED), .seg = ACK(102, 302), ENDS(ACK_LAST_ACK) },
		MSL(0),
		LAST_MSL(0),
		{ CALL(0, 2, SYN_SENT), SENDS(10, SYN(1100)), ENDS(OPEN_ACTIVE) },
		{ ARRIVES(1, 10, LISTEN, SYN_RECEIVED), .seg = SYN(1100), SENDS(11, SYN_ACK(1300, 1101)),
			ENDS(LISTEN_SYN) },
	};
	struct tcpsim_explore_result result = told(steps, G_N_ELEMENTS(steps));

	take_world(HOSTS OPEN CLOSE "at 9s client connect server:80\n");
	replay(&result);
	ck_assert_ptr_nonnull(strstr(text, "drop client ACK #2 "));
	ck_assert_ptr_nonnull(strstr(text, "at 12ms server timer retransmission fires "));
	ck_assert_ptr_nonnull(strstr(text, "hold server FIN #2 until 13ms "));
	/* TIME-WAIT began anew at 13 ms and is over at 240.013 s. */
	ck_assert_ptr_nonnull(strstr(text, "at 240.014s client connect server:80 from 5000 "));
	ck_assert_ptr_nonnull(strstr(text, "hold client SYN #2 until 240.015s "));
	ck_assert_ptr_nonnull(strstr(text, "server SYN+ACK #2 "));
	ck_assert_ptr_null(strstr(text, "expect"));
}
END_TEST

/*
 * What was sent when TIME-WAIT had begun may arrive when its first MSL has passed, but not older than an MSL: two FINs
 * arrive in the other order then, and the older one cannot have been sent at once.
 */
START_TEST(nothing_arrives_that_is_older_than_msl)
{
	static const struct tcpsim_explore_step steps[] = {
		FIGURE_12,
		RESENDS(1, 8, FIN(301, 102)),
		RESENDS(1, 9, FIN(301, 102)),
		{ ARRIVES(1, 7, LAST_ACK, CLOSED), .seg = ACK(102, 302), ENDS(ACK_LAST_ACK) },
		MSL(0),
		{ ARRIVES(0, 9, TIME_WAIT, TIME_WAIT), .seg = FIN(301, 102), SENDS(10, ACK(102, 302)),
			ENDS(SEQ_TIME_WAIT_FIN_AGAIN) },
		{ ARRIVES(0, 8, TIME_WAIT, TIME_WAIT), .seg = FIN(301, 102), SENDS(11, ACK(102, 302)),
			ENDS(SEQ_TIME_WAIT_FIN_AGAIN) },
		MSL(0),
		LAST_MSL(0),
	};
	struct tcpsim_explore_result result = told(steps, G_N_ELEMENTS(steps));

	take_world(HOSTS OPEN CLOSE "allow reorder\n");
	replay(&result);
	/* TIME-WAIT began at 10 ms. */
	ck_assert_ptr_nonnull(strstr(text, "at 12ms server timer retransmission fires "));
	ck_assert_ptr_nonnull(strstr(text, "at 13ms server timer retransmission fires "));
	ck_assert_ptr_nonnull(strstr(text, "hold server FIN #3 until 120.011s "));
	ck_assert_ptr_nonnull(strstr(text, "hold server FIN #2 until 120.012s "));
	ck_assert_ptr_nonnull(strstr(text, "// 360.012s: the TIME-WAIT of client is over\n"));
}
END_TEST

/* Two ends in TIME-WAIT, as after figure 13, which began one after the other: the MSLs of both pass in turns. */
static const struct tcpsim_explore_step both_wait[] = {
	{ CALL(0, 0, SYN_SENT), SENDS(1, SYN(100)), ENDS(OPEN_ACTIVE) },
	{ CALL(1, 0, SYN_SENT), SENDS(2, SYN(300)), ENDS(OPEN_ACTIVE) },
	{ ARRIVES(1, 1, SYN_SENT, SYN_RECEIVED), .seg = SYN(100), SENDS(3, SYN_ACK(300, 101)), ENDS(SYN_SENT_SYN) },
	{ ARRIVES(0, 2, SYN_SENT, SYN_RECEIVED), .seg = SYN(300), SENDS(4, SYN_ACK(100, 301)), ENDS(SYN_SENT_SYN) },
	{ ARRIVES(0, 3, SYN_RECEIVED, ESTABLISHED), .seg = SYN_ACK(300, 101), ENDS(ACK_SYN_RECEIVED) },
	{ ARRIVES(1, 4, SYN_RECEIVED, ESTABLISHED), .seg = SYN_ACK(100, 301), ENDS(ACK_SYN_RECEIVED) },
	{ CALL(0, 1, FIN_WAIT_1), SENDS(5, FIN(101, 301)), ENDS(CLOSE_ESTABLISHED) },
	{ CALL(1, 1, FIN_WAIT_1), SENDS(6, FIN(301, 101)), ENDS(CLOSE_ESTABLISHED) },
	{ ARRIVES(1, 5, FIN_WAIT_1, CLOSING), .seg = FIN(101, 301), SENDS(7, ACK(302, 102)), ENDS(FIN_FIN_WAIT_1) },
	{ ARRIVES(0, 6, FIN_WAIT_1, CLOSING), .seg = FIN(301, 101), SENDS(8, ACK(102, 302)), ENDS(FIN_FIN_WAIT_1) },
	{ ARRIVES(1, 8, CLOSING, TIME_WAIT), .seg = ACK(102, 302), ENDS(ACK_CLOSING) },
	{ .event = TCPSIM_EXPLORE_COPY, .host = 1, .packet = 7, .copy = 9, .seg = ACK(302, 102) },
	{ ARRIVES(0, 7, CLOSING, TIME_WAIT), .seg = ACK(302, 102), ENDS(ACK_CLOSING) },
	{ ARRIVES(0, 9, TIME_WAIT, TIME_WAIT), .seg = ACK(302, 102), ENDS(ACK_TIME_WAIT) },
	MSL(1),
	MSL(0),
	LAST_MSL(1),
	LAST_MSL(0),
};

START_TEST(two_clocks_run_side_by_side)
{
	struct tcpsim_explore_result result = told(both_wait, G_N_ELEMENTS(both_wait));

	take_world(HOSTS "at 0s client connect server:80 from 5000\nat 0s server connect client:5000 from 80\n"
			 "at 2s client close\nat 2s server close\n");
	replay(&result);
	ck_assert_ptr_nonnull(strstr(text, "hold server ACK #1 until 13ms "));
	ck_assert_ptr_nonnull(strstr(text, "duplicate server ACK #1 at 14ms "));
	ck_assert_ptr_nonnull(strstr(text, "// 240.011s: the TIME-WAIT of server is over"));
	ck_assert_ptr_nonnull(strstr(text, "// 240.013s: the TIME-WAIT of client is over"));
	ck_assert_int_eq(tcpsim_run_end_us(run), 240013000);
}
END_TEST

/* A restarted host keeps quiet for one MSL (3.4.3), and opens then. */
static const struct tcpsim_explore_step quiet_restart[] = {
	{ CALL(0, 0, SYN_SENT), SENDS(1, SYN(100)), ENDS(OPEN_ACTIVE) },
	{ .event = TCPSIM_EXPLORE_CRASH, .host = 0, .before = TCPSIM_SYN_SENT, .after = TCPSIM_CLOSED },
	{ .event = TCPSIM_EXPLORE_RESTART, .host = 0 },
	{ .event = TCPSIM_EXPLORE_MSL, .host = 0, .is_last = 1, .is_quiet = 1 },
	{ CALL(0, 1, SYN_SENT), SENDS(2, SYN(1100)), ENDS(OPEN_ACTIVE) },
};

START_TEST(a_quiet_time_is_an_msl)
{
	struct tcpsim_explore_result result = told(quiet_restart, G_N_ELEMENTS(quiet_restart));

	take_world(HOSTS "set client quiet-time on\nset msl 30s\nallow crash client\nat 1s client connect server:80\n"
			 "at 2s client connect server:80\n");
	replay(&result);
	ck_assert_ptr_nonnull(strstr(text, "set client quiet-time on\n"));
	ck_assert_ptr_nonnull(strstr(text, "set msl 30s\n"));
	ck_assert_ptr_nonnull(strstr(text, "at 3ms restart client"));
	ck_assert_ptr_nonnull(strstr(text, "// 30.003s: the quiet time of client is over"));
	ck_assert_ptr_nonnull(strstr(text, "at 30.004s client connect server:80 from 5000 "));
}
END_TEST

START_TEST(what_is_sent_shows_who_sent_it)
{
	static const struct tcpsim_explore_step steps[] = {
		{ CALL(0, 0, SYN_SENT), SENDS(1, SYN(100)), ENDS(OPEN_ACTIVE) },
		{ CALL(0, 1, SYN_SENT), ENDS(SEND_QUEUED) },
		{ CALL(0, 2, SYN_SENT), ENDS(SEND_QUEUED) },
		{ CALL(0, 3, SYN_SENT), ENDS(SEND_QUEUED) },
		{ CALL(0, 4, SYN_SENT), ENDS(POLICY_APPLIED) },
		{ CALL(0, 5, SYN_SENT), ENDS(POLICY_APPLIED) },
		{ CALL(0, 6, SYN_SENT), ENDS(POLICY_APPLIED) },
	};
	struct tcpsim_explore_result result = told(steps, G_N_ELEMENTS(steps));

	take_world(HOSTS "at 1s client connect server:80\nat 2s client send 3 bytes\n"
			 "at 3s client send \"\\\"\\\\\\n\\xc3\\xb6\"\nat 4s client send 2 bytes\n"
			 "at 5s client set user-timeout unlimited\nat 6s client set keepalive-idle 90s\n"
			 "at 7s client set time-wait 1MSL\nat 8s server receive\n");
	text = tcpsim_scenario_counterexample(explored, 0, &world, &result);
	replayed = parse(text);
	ck_assert_ptr_nonnull(strstr(text, "client send \"abc\" "));
	ck_assert_ptr_nonnull(strstr(text, "client send \"\\\"\\\\\\x0a\\xc3\\xb6\" "));
	ck_assert_ptr_nonnull(strstr(text, "client send \"ij\" "));
	ck_assert_ptr_nonnull(strstr(text, "client set user-timeout unlimited "));
	ck_assert_ptr_nonnull(strstr(text, "client set keepalive-idle 90s "));
	ck_assert_ptr_nonnull(strstr(text, "client set time-wait 1MSL "));
	/* The server reads only when it is told to, though it was not told. */
	ck_assert_ptr_nonnull(strstr(text, "server receive "));
}
END_TEST

START_TEST(a_property_of_the_state_at_the_start_has_no_events)
{
	struct tcpsim_explore_result result = told(NULL, 0);

	take_world("scenario \"\"\nhost client\nhost server\nlink client <-> server\n");
	replay(&result);
	ck_assert(g_str_has_prefix(text, "scenario \"a property breaks in 0 events\"\n"));
}
END_TEST

/* ---- told by explorations ---- */

/* Worlds, what is broken in them and in how many events; 0 where that is for others to say. */
static const struct {
	const char *lines;
	enum tcpsim_invariant broken;
	uint32_t events;
} worlds[] = {
	/* An old SYN opens what nobody asked for (3.5): LISTEN, and its arrival. */
	{ HOSTS OPEN "set handshake two-way\nallow old client SYN <SEQ=90>\nallow loss 1\n"
	  "always invariant no-phantom-connection", TCPSIM_NO_PHANTOM_CONNECTION, 2 },
	{ HOSTS OPEN "set handshake two-way\nallow old client SYN <SEQ=90>\nallow loss 1\nalways invariant isn-agreed",
		TCPSIM_ISN_AGREED, 2 },
	/* And old text is delivered. */
	{ HOSTS OPEN "set handshake two-way\nallow old client SYN <SEQ=90>\n"
	  "allow old client DATA <SEQ=91><ACK=301><DATA=\"PAY 100\">\nalways invariant data-in-order",
		TCPSIM_DATA_IN_ORDER, 3 },
	/* RFC 1337: a segment that comes late draws a RST, which ends TIME-WAIT. */
	{ HOSTS OPEN "at 2s client close\nat 2s server close\nallow reorder\nalways invariant time-wait-full",
		TCPSIM_TIME_WAIT_FULL, 0 },
	/* 3.6.1: without TIME-WAIT a FIN that comes again is answered by a RST. */
	{ HOSTS OPEN "set time-wait none\nat 2s client close\nat 2s server close\nallow loss 1\n"
	  "allow in-flight 2\nalways invariant clean-close", TCPSIM_CLEAN_CLOSE, 0 },
	/* 3.8.1: nothing is sent again. */
	{ HOSTS OPEN "set flaw no-retransmission\nat 2s client close\nat 2s server close\nallow loss 1\n"
	  "allow in-flight 2\nalways invariant no-silent-stall", TCPSIM_NO_SILENT_STALL, 0 },
	/* SHLD-3: CLOSE over octets that were not read. */
	{ HOSTS OPEN "set reset-unread off\nat 2s client send \"hello\"\nat 3s client close\nat 3s server close\n"
	  "at 9s server receive\nallow in-flight 3\nalways invariant read-before-close",
		TCPSIM_READ_BEFORE_CLOSE, 0 },
	/* RFC 5961: without challenges a blind RST in the window is enough. */
	{ HOSTS OPEN "set rfc5961 off\nallow forge server RST\nallow in-flight 2\nalways invariant no-forged-reset",
		TCPSIM_NO_FORGED_RESET, 0 },
	/* Two ends with different numbers that answer each other for ever (3.10.7.4, first check). */
	{ HOSTS OPEN "set challenge-limit unlimited\nallow forge client DATA <SEQ=101><ACK=301>\nallow in-flight 2\n"
	  "always invariant no-packet-war", TCPSIM_NO_PACKET_WAR, 0 },
	/* 3.10.7.1: a RST is never answered. */
	{ HOSTS OPEN "set flaw rst-for-rst\nallow old client RST <SEQ=90>\nalways invariant no-rst-for-rst",
		TCPSIM_NO_RST_FOR_RST, 0 },
	/* 3.10.7.3: an old SYN,ACK is taken for the answer. */
	{ HOSTS OPEN "set flaw syn-sent-ignores-ack\nallow old server SYN+ACK <SEQ=250><ACK=90>\n"
	  "always invariant isn-agreed", TCPSIM_ISN_AGREED, 0 },
	/* MUST-11: who listened listens again. */
	{ HOSTS OPEN "set flaw syn-received-active-listens\nat 2s server connect client:5000 from 80\n"
	  "allow forge server RST 1 <SEQ=301>\nalways invariant listen-by-user", TCPSIM_LISTEN_BY_USER, 0 },
	/* What was set on the way: a window that goes back, and a user timer that exploring does not let fire. */
	{ HOSTS OPEN "set flaw window-shrinks\nat 2s server set receive-buffer 2\n"
	  "always invariant right-edge-not-shrunk", TCPSIM_RIGHT_EDGE_NOT_SHRUNK, 0 },
	{ HOSTS OPEN "set flaw no-retransmission\nat 2s client set user-timeout 5min\nallow loss\n"
	  "always invariant no-silent-stall", TCPSIM_NO_SILENT_STALL, 0 },
	/* Exploring does not count challenge ACKs. */
	{ HOSTS OPEN "set challenge-limit 1\nallow old server SYN <SEQ=299>\nallow old server ACK <SEQ=299><ACK=105>\n"
	  "always invariant isn-agreed", TCPSIM_ISN_AGREED, 0 },
};

static const struct tcpsim_explore_result *
explore_it(const struct tcpsim_explore_options *options)
{
	explore = tcpsim_explore_new(&world, options);
	ck_assert_ptr_nonnull(explore);
	return tcpsim_explore_run(explore);
}

START_TEST(a_counterexample_breaks_the_same_when_it_is_run)
{
	const struct tcpsim_explore_options options = { .threads = 1 };
	const struct tcpsim_explore_result *result;
	char *expectation;

	take_world(worlds[_i].lines);
	result = explore_it(&options);
	ck_assert_msg(result->verdict == TCPSIM_EXPLORE_BROKEN, "%s", worlds[_i].lines);
	ck_assert_int_eq(result->broken, worlds[_i].broken);
	if (worlds[_i].events != 0)
		ck_assert_uint_eq(result->n_steps, worlds[_i].events);
	replay(result);
	expectation = g_strdup_printf("expect invariant %s broken\n", tcpsim_invariant_name(worlds[_i].broken));
	ck_assert_ptr_nonnull(strstr(text, expectation));
	g_free(expectation);
}
END_TEST

/* A property for the sake of a path: the server is open to a second incarnation of the client. */
static const char *
is_opened_twice(const struct tcpsim_explore_view *view, void *data)
{
	(void)data;
	if (view->tcb[1]->state == TCPSIM_ESTABLISHED && view->tcb[1]->rcv.irs.n == 1100)
		return "The server is open to the second incarnation";
	return NULL;
}

static const char *const roads[] = {
	/* Over TIME-WAIT at the client. */
	"at 2s client close\nat 3s server close\nat 4s client connect server:80",
	/* Over TIME-WAIT at the server, for which the client waits. */
	"set time-wait-reopen off\nat 2s server close\nat 3s client close\nat 4s client connect server:80",
	/* Over a crash, with a quiet time. */
	"set quiet-time on\nat 4s client connect server:80\nallow crash client",
	/* Over a reset. */
	"at 4s client abort\nat 5s client connect server:80",
	/* With a loss, and what is sent again. */
	("at 2s client send \"hello\"\nat 3s client close\nat 3s server close\nat 4s client connect server:80\n"
	 "allow loss 1"),
};

START_TEST(a_second_connection_comes_after_the_first)
{
	const struct tcpsim_explore_options options = {
		.threads = 1,
		.property = is_opened_twice,
		.only_states = true,
	};
	const struct tcpsim_explore_result *result;
	char *lines = g_strconcat(HOSTS OPEN, roads[_i], "\nallow in-flight 2\nalways invariant data-in-order\n", NULL);
	size_t n;
	const struct tcpsim_record *records;

	take_world(lines);
	result = explore_it(&options);
	ck_assert_msg(result->verdict == TCPSIM_EXPLORE_BROKEN && result->broken == -1, "%s", lines);
	replay(result);
	records = tcpsim_trace_records(tcpsim_run_trace(run), &n);
	while (n > 0 && records[n - 1].kind != TCPSIM_RECORD_ARRIVE)
		n--;
	ck_assert_uint_gt(n, 0);
	ck_assert_uint_eq(records[n - 1].after.state, TCPSIM_ESTABLISHED);
	ck_assert_uint_eq(records[n - 1].after.irs.n, 1100);
	g_free(lines);
}
END_TEST

/* ---- told by explorations of worlds at random ---- */

#define N_WORLDS 500
#define MAX_DEPTH 14

/* Lines of which a world has some, at random. */
static const char *const some_lines[] = {
	"set handshake two-way",
	"set simultaneous-open literal",
	"set time-wait none",
	"set rfc1337 on",
	"set rfc5961 off",
	"set ack-check off",
	"set challenge-limit unlimited",
	"set reset-unread off",
	"set quiet-time on",
	"set timestamps on",
	"set server receive-buffer 2",
	"set client mss 1",
	"set client flaw syn-sent-ignores-ack",
	"set flaw no-retransmission",
	"set server flaw fin-resent-bare",
	"set server flaw fin-out-of-order",
	"set server flaw window-shrinks",
	"set flaw rst-for-rst",
	"at 2s client send \"x\"",
	"at 3s client send 2 bytes",
	"at 4s client close",
	"at 5s client connect server:80",
	"at 6s client abort",
	"at 6s client set keepalive on",
	"at 2s server send 3 bytes",
	"at 3s server receive 1 bytes",
	"at 4s server set receive-buffer 1",
	"at 4s server close",
	"at 5s server connect client:5000 from 80",
	"allow loss",
	"allow duplicate 1",
	"allow reorder",
	"allow crash client",
	"allow crash server",
	"allow give-up",
	"allow old client SYN <SEQ=90>",
	"allow old client DATA <SEQ=91><ACK=301><DATA=\"old\">",
	"allow old server SYN+ACK <SEQ=250><ACK=90>",
	"allow forge server RST",
	"allow forge client DATA <DATA=2>",
};

/* Numbers that look random, the same on every machine: Knuth's MMIX. */
static uint32_t
next_random(uint64_t *seed)
{
	*seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(*seed >> 33);
}

static char *
random_world(uint64_t seed)
{
	GString *lines = g_string_new(HOSTS "at 0s client connect server:80 from 5000\nallow in-flight 2\n");

	seed *= 1000003;
	if (next_random(&seed) % 4 != 0)
		g_string_append(lines, "at 0s server listen 80\n");
	for (size_t i = 0; i < G_N_ELEMENTS(some_lines); i++)
		if (next_random(&seed) % 5 == 0)
			g_string_append_printf(lines, "%s\n", some_lines[i]);
	if (next_random(&seed) % 2 == 0)
		g_string_append_printf(lines, "always invariant %s\n",
			tcpsim_invariant_name((enum tcpsim_invariant)(next_random(&seed) % TCPSIM_N_INVARIANTS)));
	return g_string_free(lines, FALSE);
}

START_TEST(whatever_is_found_can_be_replayed)
{
	const struct tcpsim_explore_options options = { .threads = 1, .max_depth = MAX_DEPTH };
	unsigned n_replayed = 0;

	for (uint64_t seed = 1; seed <= N_WORLDS; seed++) {
		const struct tcpsim_explore_result *result;
		char *lines = random_world(seed);

		take_world(lines);
		result = explore_it(&options);
		if (result->verdict == TCPSIM_EXPLORE_BROKEN) {
			replay(result);
			n_replayed++;
		}
		tear_down();
		g_free(lines);
	}
	ck_assert_uint_gt(n_replayed, N_WORLDS / 5);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("counterexamples");
	TCase *by_hand = tcase_create("told by hand"), *by_exploring = tcase_create("told by explorations");

	tcase_add_checked_fixture(by_hand, NULL, tear_down);
	tcase_add_test(by_hand, time_wait_lasts_from_the_last_fin_on);
	tcase_add_test(by_hand, nothing_arrives_that_is_older_than_msl);
	tcase_add_test(by_hand, two_clocks_run_side_by_side);
	tcase_add_test(by_hand, a_quiet_time_is_an_msl);
	tcase_add_test(by_hand, what_is_sent_shows_who_sent_it);
	tcase_add_test(by_hand, a_property_of_the_state_at_the_start_has_no_events);
	tcase_add_checked_fixture(by_exploring, NULL, tear_down);
	tcase_set_timeout(by_exploring, 60);
	tcase_add_loop_test(by_exploring, a_counterexample_breaks_the_same_when_it_is_run, 0, G_N_ELEMENTS(worlds));
	tcase_add_test(by_exploring, whatever_is_found_can_be_replayed);
	tcase_add_loop_test(by_exploring, a_second_connection_comes_after_the_first, 0, G_N_ELEMENTS(roads));
	suite_add_tcase(suite, by_hand);
	suite_add_tcase(suite, by_exploring);
	return suite_run(suite);
}
