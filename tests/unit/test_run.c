/* SPDX-License-Identifier: MIT */
/* The runner and its claims: what a line of a scenario means, and what is said when it does not hold. */
#include <errno.h>
#include <string.h>

#include <glib.h>
#include <tcpsim/scenario.h>

#include "tests/suite.h"

/* Two hosts, 50 ms apart, connected at 150 ms; RFC 9293 MSL, RTO 1 s. Lines 1 to 6 of every text. */
#define STORY \
	"scenario \"a test\"\n" \
	"host client isn 100\n" \
	"host server isn 300\n" \
	"link client <-> server delay 50ms\n" \
	"at 0s server listen 80\n" \
	"at 0s client connect server:80\n"

static struct tcpsim_scenario *scenario;
static struct tcpsim_run *run;

static void
forget(void)
{
	tcpsim_run_free(run);
	tcpsim_scenario_free(scenario);
	run = NULL;
	scenario = NULL;
}

static void
play_case(const char *text, size_t the_case, const struct tcpsim_run_options *options)
{
	struct tcpsim_diagnostics *diagnostics;

	forget();
	scenario = tcpsim_scenario_parse(text, strlen(text), "test.scn", &diagnostics);
	if (scenario == NULL)
		ck_abort_msg("%s", tcpsim_diagnostics_format(diagnostics, 0));
	tcpsim_diagnostics_free(diagnostics);
	run = tcpsim_scenario_run(scenario, the_case, options);
}

static void
play(const char *text)
{
	play_case(text, 0, NULL);
}

/* The first outcome that is no pass. */
static const struct tcpsim_outcome *
first_trouble(void)
{
	for (size_t i = 0; i < tcpsim_run_n_outcomes(run); i++)
		if (tcpsim_run_outcome(run, i)->verdict != TCPSIM_PASS)
			return tcpsim_run_outcome(run, i);
	return NULL;
}

static void
assert_passes(void)
{
	const struct tcpsim_outcome *trouble = first_trouble();

	ck_assert_msg(
		trouble == NULL, "%s: %s", trouble == NULL ? "" : trouble->text, trouble == NULL ? "" : trouble->words);
	ck_assert_int_eq(tcpsim_run_verdict(run), TCPSIM_PASS);
}

/* Line 7 has that outcome, and is told why. */
static void
assert_line_7(enum tcpsim_verdict verdict, const char *words)
{
	const struct tcpsim_outcome *trouble = first_trouble();

	ck_assert_ptr_nonnull(trouble);
	ck_assert_uint_eq(trouble->line, 7);
	ck_assert_int_eq(trouble->verdict, verdict);
	ck_assert_int_eq(tcpsim_run_verdict(run), verdict);
	ck_assert_msg(g_str_has_prefix(trouble->words, words), "%s", trouble->words);
}

/* Each of these lines, alone, is line 7 of the story: it holds. */
static const char *const holding[] = {
	/* states: at after all events of the instant, by at some moment, from .. to throughout, else at the end */
	"expect client ESTABLISHED",
	"expect at 0s client SYN-SENT",
	"expect at 0s server LISTEN",
	"expect at 49ms server LISTEN",
	"expect at 50ms server SYN-RECEIVED",
	"expect at 150ms server ESTABLISHED",
	"expect at 30h server ESTABLISHED", /* after the end all stays as it is */
	"expect by 150ms server ESTABLISHED",
	"expect by 10s server SYN-RECEIVED",
	"expect from 50ms to 149ms server SYN-RECEIVED",
	"expect server never CLOSE-WAIT",
	"expect from 100ms to 200ms client never SYN-SENT",
	"expect server connection 1 ESTABLISHED",
	/* a path begins with CLOSED; that of a child with its listener */
	"expect client path CLOSED -> SYN-SENT -> ESTABLISHED",
	"expect server path CLOSED -> LISTEN -> SYN-RECEIVED -> ESTABLISHED",
	/* segments: figure 6 of RFC 9293 */
	"expect at 0s client sends SYN <SEQ=100><CTL=SYN>",
	"expect at 50ms server sends SYN+ACK #1 <SEQ=300><ACK=101><CTL=SYN,ACK>",
	"expect at 100ms client sends ACK <SEQ=101><ACK=301><CTL=ACK>",
	"expect client sends SYN #1",
	"expect by 1s client sends ACK #1",
	"expect from 40ms to 60ms server sends SYN+ACK",
	"expect client sends ANY 2 times",
	"expect client sends SYN once",
	"expect client sends RST 0 times",
	"expect from 50ms to 100ms client sends ANY once",
	"expect from 1ms to 99ms client sends nothing",
	"expect server connection 1 sends SYN+ACK once",
	/* users */
	"expect server accepts 1",
	"expect at 149ms server accepts 0",
	"expect at 150ms server accepts 1",
	"expect client accepts 0", /* its own connection was no passive open */
	"expect client error none",
	"expect server delivers nothing",
	"expect server delivers \"x\" 0 times",
	/* variables: 3.3.1 */
	"expect client ISS = 100",
	"expect client IRS = 300",
	"expect at 0s client SND.UNA = 100",
	"expect client SND.UNA = 101",
	"expect client SND.NXT = 101",
	"expect client RCV.NXT = 301",
	"expect client RCV.NXT > 300",
	"expect client SND.NXT <= 101",
	"expect client SND.NXT != 102",
	"expect from 100ms to 1s client SND.UNA = 101",
	"expect by 200ms server SND.UNA >= 301",
	"expect client RCV.WND >= 1",
	/* timers */
	"expect at 0s client timer retransmission starts",
	"expect client timer persist never",
	/* invariants */
	"expect invariant seq-window holds",
	"expect at 1s invariant no-phantom-connection holds",
	"always invariants",
	"always invariant isn-agreed",
};

START_TEST(a_line_holds)
{
	char *text = g_strdup_printf("%s%s\n", STORY, holding[_i]);
	struct tcpsim_run_options wrapped = { .isn_wrap = true };

	play(text);
	assert_passes();
	ck_assert_uint_eq(tcpsim_run_n_outcomes(run), 1);
	play_case(text, 0, &wrapped);
	assert_passes();
	g_free(text);
}
END_TEST

/* Each of these lines, alone, is line 7 of the story: it fails, and this is said first. */
static const struct {
	const char *line, *words;
} failing[] = {
	{ "expect at 49ms server ESTABLISHED",
		"server was LISTEN at 0.049 s. It was ESTABLISHED from 0.150 s on.\nRule: RFC 9293 3.10.1 CLOSED, "
		"open-passive" },
	{ "expect at 60ms client ESTABLISHED",
		"client was SYN-SENT at 0.060 s. It was ESTABLISHED from 0.100 s on. "
		"It waits for a SYN,ACK; the only SYN,ACK was sent at 0.050 s and arrived at 0.100 s." },
	{ "expect at 120ms server ESTABLISHED",
		"server was SYN-RECEIVED at 0.120 s. It was ESTABLISHED from 0.150 s on. "
		"It waits for ACK=301; the only ACK=301 was sent at 0.100 s and arrived at 0.150 s." },
	{ "expect client CLOSED", "client was ESTABLISHED at 0.150 s. It was never CLOSED again." },
	{ "expect by 1s client CLOSED", "client was ESTABLISHED at 1.000 s. It was never CLOSED again." },
	{ "expect from 50ms to 150ms server SYN-RECEIVED", "server was ESTABLISHED at 0.150 s." },
	{ "expect server never ESTABLISHED", "server became ESTABLISHED at 0.150 s." },
	{ "expect server connection 2 LISTEN", "server never had a connection 2." },
	{ "expect server path CLOSED -> LISTEN -> ESTABLISHED",
		"server went CLOSED -> LISTEN -> SYN-RECEIVED -> ESTABLISHED." },
	{ "expect at 1s client sends SYN #2",
		"client sent no SYN #2 at 1.000 s. "
		"client sent SYN once: #1 <SEQ=100><CTL=SYN> at 0.000 s." },
	{ "expect at 100ms client sends FIN",
		"client sent no FIN at 0.100 s "
		"(it sent <SEQ=101><ACK=301><CTL=ACK> then). client sent no FIN at all." },
	{ "expect at 50ms server sends SYN+ACK <SEQ=301><ACK=100><CTL=SYN,ACK>",
		"server sent SYN+ACK #1 <SEQ=300><ACK=101><CTL=SYN,ACK> at 0.050 s: SEQ is 300, not 301, "
		"ACK is 101, not 100.\nRule: RFC 9293 3.10.7.2 third, listen-syn: " },
	{ "expect client sends SYN <ACK=5>", "client sent SYN #1 <SEQ=100><CTL=SYN> at 0.000 s: it has no ACK." },
	{ "expect client sends SYN 2 times",
		"Expected 2 times, but client sent SYN once: #1 <SEQ=100><CTL=SYN> at 0.000 s." },
	{ "expect from 1s to 2s client sends SYN once", "client sent SYN 0 times in that time, not once." },
	{ "expect at 50ms server sends nothing", "server sent <SEQ=300><ACK=101><CTL=SYN,ACK> at 0.050 s." },
	{ "expect server accepts 2", "server accepted once, not 2 times; the last time at 0.150 s." },
	{ "expect client error connection-reset", "The user of client was told of no error at all." },
	{ "expect server delivers \"x\" once", "server delivered \"x\" 0 times, not once: nothing was delivered." },
	{ "expect client SND.NXT = 105", "client had SND.NXT = 101 at 0.150 s (since 0.100 s)." },
	{ "expect at 1ms server SND.NXT = 1", "server was LISTEN at 0.001 s, and so had no SND.NXT." },
	{ "expect client timer persist starts", "The persist timer of client never started." },
	{ "expect client timer retransmission never", "The retransmission timer of client started at 0.000 s." },
	{ "expect invariant isn-agreed broken", "isn-agreed holds." },
	{ "hold client SYN #1 until 10ms", "client SYN #1 would have arrived at 0.050 s anyway, later than 0.010 s" },
};

START_TEST(a_line_fails)
{
	char *text = g_strdup_printf("%s%s\n", STORY, failing[_i].line);

	play(text);
	assert_line_7(TCPSIM_FAIL, failing[_i].words);
	ck_assert_str_eq(first_trouble()->text, failing[_i].line);
	g_free(text);
}
END_TEST

/* What could not be tried proves nothing. */
static const struct {
	const char *lines, *words;
} inconclusive[] = {
	{ "drop client FIN #1", "client FIN #1 was never sent, so this line changed nothing." },
	{ "drop every client RST", "client RST was never sent, so this line changed nothing." },
	{ "drop client SYN #2->3", "client SYN #2->3 was never sent, so this line changed nothing." },
	{ "at 10ms server close", "server had no connection yet at 0.010 s, so that this line did nothing." },
	{ "at 1s server connection 2 close", "server had no such connection at 1.000 s" },
	{ "at 10s client close\nrun until 5s", "The run ended at 5.000 s, before this could happen at 10.000 s." },
	{ "expect at 10s client ESTABLISHED\nrun until 5s", "The run ended at 5.000 s, too early to tell." },
	{ "expect by 10s client CLOSED\nrun until 5s", "The run ended at 5.000 s, too early to tell." },
	{ "expect from 1s to 10s client ESTABLISHED\nrun until 5s", "The run ended at 5.000 s, too early to tell." },
};

START_TEST(a_line_proves_nothing)
{
	char *text = g_strdup_printf("%s%s\n", STORY, inconclusive[_i].lines);

	play(text);
	assert_line_7(TCPSIM_INCONCLUSIVE, inconclusive[_i].words);
	g_free(text);
}
END_TEST

/* A failure weighs more than what proves nothing. */
START_TEST(a_run_fails_if_any_line_does)
{
	play(STORY "drop client FIN #1\nexpect client CLOSED\n");
	ck_assert_int_eq(tcpsim_run_verdict(run), TCPSIM_FAIL);
}
END_TEST

/* The model of scenario-language.md: what happened by the end of a run that was cut short is decided. */
START_TEST(what_is_decided_before_the_end_is_told)
{
	play(STORY "expect by 10s client ESTABLISHED\nrun until 5s\n");
	assert_passes();
	ck_assert_int_eq(tcpsim_run_end_us(run), 5000000);
	play(STORY "expect from 10ms to 10s client SYN-SENT\nrun until 5s\n");
	assert_line_7(TCPSIM_FAIL, "client was ESTABLISHED at 0.100 s.");
}
END_TEST

/* 3.8.4: keepalive goes on as long as the peer answers. Such a run is given up after ten years. */
START_TEST(a_run_without_end_is_given_up)
{
	play(STORY "at 0s client set keepalive on\nrun until quiet\n");
	ck_assert_int_eq(tcpsim_run_verdict(run), TCPSIM_INCONCLUSIVE);
	ck_assert_uint_eq(first_trouble()->line, 8);
	ck_assert(g_str_has_prefix(first_trouble()->words, "It goes on and on: "));
	ck_assert(g_str_has_suffix(first_trouble()->words, "`run until` with a time ends it."));
}
END_TEST

START_TEST(a_run_that_is_given_up_has_a_place_in_the_file)
{
	play(STORY "at 0s client set keepalive on\n");
	ck_assert_uint_eq(first_trouble()->line, 1);
	ck_assert_uint_eq(first_trouble()->column, 1);
}
END_TEST

/* The way out is not what the file has already. */
START_TEST(a_run_with_an_end_that_is_too_far_away_is_not_told_to_have_one)
{
	play(STORY "at 0s client set keepalive on\nat 0s client set keepalive-idle 1s\nrun until 80000h\n");
	ck_assert_int_eq(tcpsim_run_verdict(run), TCPSIM_INCONCLUSIVE);
	ck_assert_uint_eq(first_trouble()->line, 9);
	ck_assert_ptr_null(strstr(first_trouble()->words, "with a time"));
}
END_TEST

START_TEST(a_run_can_be_stopped)
{
	volatile int stop = 1;
	struct tcpsim_run_options options = { .stop = &stop };

	play_case(STORY "expect client ESTABLISHED\n", 0, &options);
	ck_assert_int_eq(tcpsim_run_verdict(run), TCPSIM_INCONCLUSIVE);
}
END_TEST

START_TEST(a_segment_held_longer_than_msl_is_warned_of)
{
	const struct tcpsim_diagnostic *warning;

	play(STORY "hold client SYN #1 until 150s\nduplicate client SYN #1 at 160s\nrun until 200s\n");
	ck_assert_uint_eq(tcpsim_diagnostics_n(tcpsim_run_warnings(run)), 2);
	for (size_t i = 0; i < 2; i++) {
		warning = tcpsim_diagnostics_get(tcpsim_run_warnings(run), i);
		ck_assert_int_eq(warning->severity, TCPSIM_SEVERITY_WARNING);
		ck_assert_uint_eq(warning->column, 1);
		ck_assert_str_eq(warning->words,
			warning->line == 7
				? "W-MSL: client SYN #1 is held for 150 s, longer than MSL (120 s); no TCP promises "
				  "anything then"
				: "W-MSL: a copy of client SYN #1 is held for 160 s, longer than MSL (120 s); "
				  "no TCP promises anything then");
	}
	ck_assert(tcpsim_run_invariant(run, TCPSIM_NETWORK_HONEST)->is_broken);
}
END_TEST

/* "It arrives so much later": what a fault asks for by name happens, however dishonest it makes the network. */
START_TEST(a_segment_delayed_longer_than_msl_arrives_and_is_warned_of)
{
	play(STORY "delay client SYN #1 by 150s\nat 1s client abort\nexpect at 150.05s server SYN-RECEIVED\n"
		   "run until 150.06s\n");
	assert_passes();
	ck_assert_uint_eq(tcpsim_diagnostics_n(tcpsim_run_warnings(run)), 1);
	ck_assert(tcpsim_run_invariant(run, TCPSIM_NETWORK_HONEST)->is_broken);
}
END_TEST

/* MUST-37: however short the user's patience, a peer that answers the probes of its closed window is waited for. */
START_TEST(a_closed_window_is_waited_for_longer_than_the_user_timeout)
{
	play(STORY "set server receive-buffer 1000\nset client user-timeout 20s\nat 500ms server receive 1 bytes\n"
		   "at 1s client send 5000 bytes\nat 10min server receive\nexpect at 9min client ESTABLISHED\n"
		   "expect client error none\nrun for 20min\n");
	assert_passes();
}
END_TEST

/* A segment that waits for another which is never sent has arrived behind nothing. */
START_TEST(a_reordering_behind_nothing_is_inconclusive)
{
	play(STORY "at 1s client send \"hello\"\nreorder client DATA #1 behind client RST\n");
	ck_assert_int_eq(tcpsim_run_verdict(run), TCPSIM_INCONCLUSIVE);
	ck_assert_str_eq(tcpsim_run_outcome(run, 0)->words,
		"client DATA #1 did not arrive behind client RST #1: one of them was never sent, or the other was there "
		"already.");
}
END_TEST

/* The two-way handshake is one wherever it begins: in TIME-WAIT that a SYN reopens (MAY-2), too. */
START_TEST(a_two_way_handshake_reopens_in_two_messages)
{
	play("scenario \"a test\"\nset handshake two-way\nhost client isn 100 then 900\nhost server isn 300 then 700\n"
	     "link client <-> server delay 50ms\nat 0s server listen 80\nat 0s client connect server:80 from 5000\n"
	     "at 1s server close\nat 2s client close\nat 3s client connect server:80 from 5000\n"
	     "expect at 2.05s server TIME-WAIT\nexpect at 3.05s server ESTABLISHED\n"
	     "expect at 3.05s server sends SYN+ACK #2 <SEQ=700><ACK=901>\nexpect server sends SYN+ACK 2 times\n"
	     "always invariant transitions-legal\n");
	assert_passes();
}
END_TEST

/* RFC 9293 3.10.7.4 second: back in LISTEN it is the listener again, and CLOSE takes both away. */
START_TEST(a_connection_that_is_back_in_listen_can_be_closed)
{
	play("scenario \"a test\"\nhost client isn 100\nhost server isn 300\nlink client <-> server delay 50ms\n"
	     "at 0s server listen 80\nat 10ms inject <SEQ=500><CTL=SYN> from client port 5000 into server port 80\n"
	     "at 500ms server close\nat 1s server listen 81\n"
	     "at 2s inject <SEQ=600><CTL=FIN> from client port 5001 into server port 80\nrun for 10s\n");
	ck_assert_int_ne(tcpsim_run_verdict(run), TCPSIM_FAIL);
}
END_TEST

/* Thousands of acts that wait are put in order without looking at each. */
START_TEST(many_acts_may_wait)
{
	play("scenario \"a test\"\nhost client\nhost server\nlink client <-> server\n"
	     "at 0s client connect server:80\nwhen client enters SYN-SENT after 1s: client connect server:80\n"
	     "when client enters CLOSED: client connect server:80\nrun for 500ms\n");
	ck_assert_int_eq(tcpsim_run_verdict(run), TCPSIM_INCONCLUSIVE);
}
END_TEST

START_TEST(a_segment_held_for_msl_is_in_order)
{
	play(STORY "hold client SYN #1 until 120s\nrun until 200s\n");
	ck_assert_uint_eq(tcpsim_diagnostics_n(tcpsim_run_warnings(run)), 0);
	ck_assert(!tcpsim_run_invariant(run, TCPSIM_NETWORK_HONEST)->is_broken);
}
END_TEST

/* Both lines stand at the same instant: calls in script order, and what they cause goes first. */
START_TEST(acts_of_one_instant_go_in_script_order)
{
	play(STORY "at 1s client send \"a\"\nat 1s client send \"b\"\nat 1s client close\n"
		   "expect server delivers \"ab\" once\nexpect client sends FIN once\nalways invariants\n");
	assert_passes();
}
END_TEST

START_TEST(a_when_line_is_done_once_for_each_connection)
{
	play(STORY "at 1s client connect server:80\nwhen client enters ESTABLISHED after 100ms: client send \"x\"\n"
		   "when server leaves ESTABLISHED: server close\nat 2s client connection 1 close\n"
		   "at 3s client connection 2 close\n"
		   "expect at 250ms server connection 1 delivers \"x\" once\n"
		   "expect at 1.25s server connection 2 delivers \"x\" once\n"
		   "expect server delivers \"x\" 2 times\nexpect server accepts 2\n"
		   "expect at 2.15s server connection 1 CLOSED\nexpect at 3.15s server connection 2 CLOSED\n"
		   "always invariants\n");
	assert_passes();
}
END_TEST

/* 3.10.3: a host whose script says RECEIVE reads only then, and no more than it says. */
START_TEST(a_host_that_receives_by_script_reads_only_then)
{
	play(STORY "at 1s client send \"abcdef\"\nat 5s server receive 2 bytes\nat 6s server receive\n"
		   "expect at 4s server delivers nothing\nexpect at 5s server delivers \"ab\" once\n"
		   "expect at 5s server delivers \"abc\" 0 times\nexpect at 6s server delivers \"abcdef\" once\n"
		   "always invariants\n");
	assert_passes();
}
END_TEST

/* The newest that is not CLOSED is meant; if there is none, the newest, and the call is told so. */
START_TEST(a_call_is_about_the_newest_connection_that_is_open)
{
	play(STORY "at 1s client connect server:80\nat 2s client connection 2 abort\nat 3s client send \"x\"\n"
		   "expect server connection 1 delivers \"x\" once\nexpect at 2.05s server error connection-reset\n"
		   "expect server connection 2 error connection-reset\nexpect by 4s server connection 1 error none\n"
		   "at 4s client abort\nat 5s client send \"y\"\nexpect server delivers \"y\" 0 times\n");
	assert_passes();
}
END_TEST

/* RFC 9293 3.10.7.1: a segment to a connection that does not exist draws a RST from the place that it acknowledges. */
START_TEST(a_segment_can_be_injected)
{
	static const char text[] =
		"scenario \"a test\"\nhost client isn 100\nhost server isn 300\nlink client <-> server delay 50ms\n"
		"at 1s inject <SEQ=5><ACK=900><CTL=ACK> from client into server\n"
		"at 2s inject <SEQ=7><CTL=SYN> from client into server\n"
		"expect at 1s server sends RST <SEQ=900><CTL=RST>\n"
		"expect at 2s server sends RST <SEQ=0><ACK=8><CTL=RST,ACK>\n"
		"expect client sends nothing\nalways invariants\n";
	struct tcpsim_run_options wrapped = { .isn_wrap = true };

	play(text);
	assert_passes();
	play_case(text, 0, &wrapped);
	assert_passes();
}
END_TEST

/* 3.10.2: "connection closing" after CLOSE; 3.10.1: "connection already exists"; 3.10.4: "does not exist" once it is gone. */
START_TEST(the_answer_to_a_call_tells_the_user_of_an_error)
{
	play(STORY "at 1s client close\nat 2s client send \"late\"\nat 3s client abort\nat 4s client close\n"
		   "expect at 2s client error connection-closing\nexpect at 4s client error no-connection\n"
		   "expect by 1999ms client error none\nexpect server error connection-exists\nat 1s server listen 80\n");
	assert_passes();
}
END_TEST

/* A crash says nothing; the connection is gone, and so is the listener. */
START_TEST(a_crash_closes_without_a_word)
{
	play(STORY "at 1s crash server\nexpect at 1s server CLOSED\nexpect from 500ms to 2s server sends nothing\n"
		   "expect server error none\nexpect server path CLOSED -> LISTEN -> SYN-RECEIVED -> ESTABLISHED -> "
		   "CLOSED\n");
	assert_passes();
	play("scenario \"a test\"\nhost server\nhost client\nat 0s server listen\nat 1s crash server\n"
	     "expect at 999ms server LISTEN\nexpect at 1s server CLOSED\nexpect server path CLOSED -> LISTEN -> "
	     "CLOSED\n");
	assert_passes();
}
END_TEST

/* 3.10.7.4 second: a passive end returns to LISTEN, and is accepted only when it is ESTABLISHED. */
START_TEST(a_refused_half_connection_is_not_accepted)
{
	play(STORY "at 60ms inject <SEQ=101><CTL=RST> from client into server\n"
		   "expect at 60ms server LISTEN\nexpect server accepts 0\nrun until 90ms\n");
	assert_passes();
}
END_TEST

/* What breaks is expected to: the rest of `always invariants` still holds. */
START_TEST(always_spares_what_is_expected_to_break)
{
	static const char text[] = STORY "vary handshake: two-way, three-way\n"
					 "hold client SYN #1 until 60s\nat 500ms client close\n"
					 "in two-way {\n expect invariant no-phantom-connection broken\n"
					 " expect invariant isn-agreed broken\n}\n"
					 "always invariants\n";

	play_case(text, 0, NULL);
	assert_passes();
	ck_assert(tcpsim_run_invariant(run, TCPSIM_NO_PHANTOM_CONNECTION)->is_broken);
	play_case(text, 1, NULL);
	assert_passes();
	ck_assert(!tcpsim_run_invariant(run, TCPSIM_NO_PHANTOM_CONNECTION)->is_broken);
}
END_TEST

START_TEST(always_fails_when_an_invariant_breaks)
{
	play(STORY "always invariants\nset handshake two-way\nhold client SYN #1 until 60s\nat 500ms client close\n"
		   "expect invariant isn-agreed broken\n");
	assert_line_7(TCPSIM_FAIL,
		"no-phantom-connection is broken. server became ESTABLISHED at 60.000 s with "
		"IRS=100 and ISS=300, but nobody at the other end knows of that connection: client has no connection "
		"on "
		"these sockets.");
}
END_TEST

/* 3.4: numbers wrap. The first host's first ISN is 2^32 - 1, the second's 2^32 - 3. */
START_TEST(isns_lie_just_below_the_wrap)
{
	struct tcpsim_run_options wrapped = { .isn_wrap = true };
	const struct tcpsim_record *records;
	size_t n;

	play_case(STORY, 0, &wrapped);
	records = tcpsim_trace_records(tcpsim_run_trace(run), &n);
	for (size_t i = 0; i < n; i++)
		if (records[i].kind == TCPSIM_RECORD_SEND && (records[i].segment.ctl & TCPSIM_SYN) != 0)
			ck_assert_uint_eq(records[i].segment.seq.n, records[i].host == 0 ? UINT32_MAX : UINT32_MAX - 2);
}
END_TEST

START_TEST(the_same_seed_gives_the_same_run)
{
	static const char text[] =
		"scenario \"a test\"\nhost client\nhost server\n"
		"link client <-> server delay 50ms loss 20% jitter 30ms\n"
		"at 0s server listen\nat 0s client connect server\nat 10s client send 5000 bytes\nrun until 60s\n";
	struct tcpsim_run_options seeds[] = { { .has_seed = true, .seed = 7 }, { .has_seed = true, .seed = 7 },
		{ .has_seed = true, .seed = 8 } };
	uint64_t sums[3] = { 0 };

	for (int i = 0; i < 3; i++) {
		const struct tcpsim_record *records;
		size_t n;

		play_case(text, 0, &seeds[i]);
		ck_assert_uint_eq(tcpsim_run_seed(run), seeds[i].seed);
		records = tcpsim_trace_records(tcpsim_run_trace(run), &n);
		for (size_t k = 0; k < n; k++)
			sums[i] = sums[i] * 31 + (uint64_t)records[k].time_us + records[k].segment.seq.n;
	}
	ck_assert_uint_eq(sums[0], sums[1]);
	ck_assert_uint_ne(sums[0], sums[2]);
}
END_TEST

/* The n-th call of that kind at a descriptor of which only the result is told, from 1. */
static const struct tcpsim_record *
returned(enum tcpsim_socket_call call, int n)
{
	size_t n_records;
	const struct tcpsim_record *records = tcpsim_trace_records(tcpsim_run_trace(run), &n_records);

	for (size_t i = 0; i < n_records; i++)
		if (records[i].kind == TCPSIM_RECORD_SOCKET && records[i].what == call && records[i].again && --n == 0)
			return &records[i];
	return NULL;
}

START_TEST(the_trace_has_what_a_call_that_waited_returned)
{
	/* XSH connect(), getsockopt(), sendto(). The handshake of figure 6 and the RST of 3.10.7.1 take 100 ms. */
	play("scenario \"a test\"\nhost client isn 100 then 500\nhost server isn 300\n"
	     "link client <-> server delay 50ms\n"
	     "at 0s server socket\nat 0s server bind 80\nat 0s server listen\n"
	     "at 0s client socket as c\nat 0s client.c connect server:80\n"
	     "at 1s client.c getsockopt SO_RCVBUF\n"
	     "at 2s client socket as d\nat 2s client.d connect server:81\n"
	     "at 3s client socket udp as u\nat 3s client.u reply \"x\"\n"
	     "expect at 100ms client.c connect returns 0\n"
	     "expect at 2.1s client.d connect fails ECONNREFUSED\n"
	     "expect at 3s client.u reply fails EDESTADDRREQ\n"
	     "run until 10s\n");
	assert_passes();
	ck_assert_int_eq(returned(TCPSIM_SYS_CONNECT, 1)->time_us, 100000);
	ck_assert_int_eq(returned(TCPSIM_SYS_CONNECT, 1)->result, 0);
	ck_assert_uint_eq(returned(TCPSIM_SYS_CONNECT, 1)->line, 9);
	ck_assert_int_eq(returned(TCPSIM_SYS_CONNECT, 2)->time_us, 2100000);
	ck_assert_int_eq(returned(TCPSIM_SYS_CONNECT, 2)->result, -ECONNREFUSED);
	ck_assert_ptr_null(returned(TCPSIM_SYS_CONNECT, 3));
	ck_assert_int_eq(returned(TCPSIM_SYS_GETSOCKOPT, 1)->result, 65535);
	ck_assert_str_eq(returned(TCPSIM_SYS_GETSOCKOPT, 1)->words, "SO_RCVBUF");
	ck_assert_int_eq(returned(TCPSIM_SYS_SENDTO, 1)->result, -EDESTADDRREQ);
}
END_TEST

int
main(void)
{
	TCase *tests = tcase_create("run");
	Suite *suite = suite_create("run");

	tcase_add_checked_fixture(tests, NULL, forget);
	tcase_set_timeout(tests, 60);
	tcase_add_loop_test(tests, a_line_holds, 0, (int)G_N_ELEMENTS(holding));
	tcase_add_loop_test(tests, a_line_fails, 0, (int)G_N_ELEMENTS(failing));
	tcase_add_loop_test(tests, a_line_proves_nothing, 0, (int)G_N_ELEMENTS(inconclusive));
	tcase_add_test(tests, a_run_fails_if_any_line_does);
	tcase_add_test(tests, what_is_decided_before_the_end_is_told);
	tcase_add_test(tests, a_run_without_end_is_given_up);
	tcase_add_test(tests, a_run_that_is_given_up_has_a_place_in_the_file);
	tcase_add_test(tests, a_run_with_an_end_that_is_too_far_away_is_not_told_to_have_one);
	tcase_add_test(tests, a_run_can_be_stopped);
	tcase_add_test(tests, a_segment_held_longer_than_msl_is_warned_of);
	tcase_add_test(tests, a_segment_delayed_longer_than_msl_arrives_and_is_warned_of);
	tcase_add_test(tests, a_closed_window_is_waited_for_longer_than_the_user_timeout);
	tcase_add_test(tests, a_reordering_behind_nothing_is_inconclusive);
	tcase_add_test(tests, a_two_way_handshake_reopens_in_two_messages);
	tcase_add_test(tests, a_connection_that_is_back_in_listen_can_be_closed);
	tcase_add_test(tests, many_acts_may_wait);
	tcase_add_test(tests, a_segment_held_for_msl_is_in_order);
	tcase_add_test(tests, acts_of_one_instant_go_in_script_order);
	tcase_add_test(tests, a_when_line_is_done_once_for_each_connection);
	tcase_add_test(tests, a_host_that_receives_by_script_reads_only_then);
	tcase_add_test(tests, a_call_is_about_the_newest_connection_that_is_open);
	tcase_add_test(tests, a_segment_can_be_injected);
	tcase_add_test(tests, the_answer_to_a_call_tells_the_user_of_an_error);
	tcase_add_test(tests, a_crash_closes_without_a_word);
	tcase_add_test(tests, a_refused_half_connection_is_not_accepted);
	tcase_add_test(tests, always_spares_what_is_expected_to_break);
	tcase_add_test(tests, always_fails_when_an_invariant_breaks);
	tcase_add_test(tests, isns_lie_just_below_the_wrap);
	tcase_add_test(tests, the_same_seed_gives_the_same_run);
	tcase_add_test(tests, the_trace_has_what_a_call_that_waited_returned);
	suite_add_tcase(suite, tests);
	return suite_run(suite);
}
