/* SPDX-License-Identifier: MIT */
/*
 * docs/trace-format.md, held against one trace that was written by hand from it: tests/record/valid/handshake.json, the
 * beginning of RFC 9293 figure 6, of which the second segment is lost.
 */
#include <errno.h>
#include <string.h>

#include <glib.h>

#include <tcpsim/recording.h>

#include "tests/suite.h"

static char *text;
static struct tcpsim_recording **recordings;
static const struct tcpsim_recording *recording;
static const struct tcpsim_record *records;

static void
read_trace(void)
{
	const char *tree = g_getenv("TCPSIM_SRCDIR");
	char *path = g_build_filename(tree != NULL ? tree : ".", "tests/record/valid/handshake.json", NULL);
	struct tcpsim_diagnostics *diagnostics;
	size_t n;

	ck_assert(g_file_get_contents(path, &text, NULL, NULL));
	recordings = tcpsim_recordings_read(text, strlen(text), path, &diagnostics);
	if (recordings == NULL)
		ck_abort_msg("%s", tcpsim_diagnostics_format(diagnostics, 0));
	tcpsim_diagnostics_free(diagnostics);
	recording = recordings[0];
	records = tcpsim_trace_records(recording->trace, &n);
	ck_assert_uint_eq(n, 9);
	g_free(path);
}

static void
free_trace(void)
{
	tcpsim_recordings_free(recordings);
	g_free(text);
}

START_TEST(what_was_written_by_hand_is_written_again)
{
	char *again = tcpsim_recording_write(recording);

	ck_assert_str_eq(again, text);
	g_free(again);
}
END_TEST

START_TEST(a_head_says_what_was_run)
{
	ck_assert_str_eq(recording->title, "Figure 6");
	ck_assert_str_eq(recording->file, "figure.scn");
	ck_assert_str_eq(recording->notes[0], "RFC 9293 3.5");
	ck_assert_ptr_null(recording->notes[1]);
	ck_assert_str_eq(recording->case_name, "x");
	ck_assert(recording->seed == UINT64_MAX);
	ck_assert(recording->isn_wrap);
	ck_assert(recording->is_explored);
	ck_assert_str_eq(recording->text, "scenario \"\xc3\xa9\"\nhost A\n");
	ck_assert_uint_eq(tcpsim_trace_n_hosts(recording->trace), 2);
	ck_assert_str_eq(tcpsim_trace_host_name(recording->trace, 1), "B");
	ck_assert_uint_eq(recording->hosts[0].isn_shift, 0);
	ck_assert_uint_eq(recording->hosts[1].isn_shift, 7);
	ck_assert_int_eq(recording->hosts[0].policy.msl_us, 30000000);
	ck_assert_int_eq(recording->hosts[1].policy.msl_us, tcpsim_profile_find("rfc9293")->policy.msl_us);
}
END_TEST

START_TEST(a_record_says_what_happened)
{
	const struct tcpsim_record *syn = &records[2];

	ck_assert_int_eq(syn->kind, TCPSIM_RECORD_SEND);
	ck_assert_int_eq(syn->time_us, 1);
	ck_assert_uint_eq(syn->host, 0);
	ck_assert_uint_eq(syn->peer, 1);
	ck_assert_uint_eq(syn->connection, 1);
	ck_assert_uint_eq(syn->local_port, 49152);
	ck_assert_uint_eq(syn->peer_port, 80);
	ck_assert_uint_eq(syn->packet, 1);
	ck_assert_uint_eq(syn->original, 1);
	ck_assert_uint_eq(syn->kinds, TCPSIM_KIND_SYN | TCPSIM_KIND_ANY);
	ck_assert_uint_eq(syn->cause, 1);
	ck_assert_uint_eq(syn->ttl, 64);
	ck_assert_uint_eq(syn->ip_version, 4);
	ck_assert_uint_eq(syn->dont_fragment, 1);
	ck_assert_uint_eq(records[0].cause, TCPSIM_NO_RECORD);
	ck_assert_uint_eq(records[0].peer, TCPSIM_NO_HOST);
	ck_assert_uint_eq(records[0].line, 2);
	ck_assert_uint_eq(records[4].option_layout, TCPSIM_LAYOUT_FREEBSD);
	ck_assert_uint_eq(records[4].dont_fragment, 0);
}
END_TEST

/* Options are there by their member, even if it is 0 or empty. */
START_TEST(a_segment_has_the_options_that_have_a_member)
{
	const struct tcpsim_segment *syn = &records[2].segment, *syn_ack = &records[4].segment;

	ck_assert_uint_eq(syn->seq.n, 100);
	ck_assert_uint_eq(syn->ctl, TCPSIM_SYN);
	ck_assert_uint_eq(syn->wnd, 65535);
	ck_assert_uint_eq(syn->options,
		TCPSIM_OPTION_MSS | TCPSIM_OPTION_SACK_PERMITTED | TCPSIM_OPTION_TIMESTAMPS);
	ck_assert_uint_eq(syn->mss, 1460);
	ck_assert_uint_eq(syn_ack->seq.n, 300);
	ck_assert_uint_eq(syn_ack->ack.n, 101);
	ck_assert_uint_eq(syn_ack->ctl, TCPSIM_SYN | TCPSIM_ACK);
	ck_assert_uint_eq(syn_ack->options, TCPSIM_OPTION_SACK | TCPSIM_OPTION_FAST_OPEN);
	ck_assert_uint_eq(syn_ack->n_sack, 1);
	ck_assert_uint_eq(syn_ack->sack[0].begin.n, 1);
	ck_assert_uint_eq(syn_ack->sack[0].end.n, 2);
	ck_assert_uint_eq(syn_ack->cookie_octets, 0);
}
END_TEST

/* `before` goes on from what was told last of the same end, `after` from `before`; timers that do not run are NONE. */
START_TEST(a_tcb_is_told_by_what_changes)
{
	ck_assert_int_eq(records[0].before.state, TCPSIM_CLOSED);
	ck_assert_int_eq(records[0].before.deadline_us[TCPSIM_TIMER_USER], TCPSIM_TIME_NONE);
	ck_assert_int_eq(records[0].after.state, TCPSIM_LISTEN);
	ck_assert_int_eq(records[3].before.state, TCPSIM_LISTEN);
	ck_assert_uint_eq(records[3].after.rcv_wnd, 65535);
	ck_assert_uint_eq(records[3].after.is_synchronized, 1);
	ck_assert_int_eq(records[6].before.state, TCPSIM_SYN_SENT);
	ck_assert_int_eq(records[6].before.deadline_us[TCPSIM_TIMER_RETRANSMISSION], 1000001);
	ck_assert_uint_eq(records[6].after.snd_nxt.n, 101);
	ck_assert_int_eq(records[6].after.deadline_us[TCPSIM_TIMER_RETRANSMISSION], TCPSIM_TIME_NONE);
	/* A record that tells of no TCB has nothing there, not even timers that do not run. */
	ck_assert_int_eq(records[2].after.deadline_us[0], 0);
}
END_TEST

START_TEST(what_is_said_by_the_name_that_its_kind_has)
{
	ck_assert_int_eq(records[5].what, TCPSIM_DROP_LOSS);
	ck_assert_int_eq(records[6].what, TCPSIM_TIMER_RETRANSMISSION);
	ck_assert_int_eq(records[7].what, TCPSIM_SIGNAL_ERROR);
	ck_assert_int_eq(records[7].error, TCPSIM_ERROR_TIMED_OUT);
	ck_assert_int_eq(records[8].what, TCPSIM_SYS_CONNECT);
	ck_assert_int_eq(records[8].result, -ETIMEDOUT);
	ck_assert_int_eq(records[8].descriptor, 3);
	ck_assert_int_eq(records[8].again, 1);
	ck_assert_int_eq(records[3].rule, tcpsim_rule_find("listen-syn"));
	ck_assert(tcpsim_rule_set_has(&records[3].fired, tcpsim_rule_find("listen-syn")));
}
END_TEST

START_TEST(an_end_says_what_became_of_it)
{
	ck_assert_int_eq(recording->end_us, 2000000);
	ck_assert_int_eq(recording->verdict, TCPSIM_FAIL);
	ck_assert_uint_eq(recording->n_outcomes, 1);
	ck_assert_str_eq(recording->outcomes[0].text, "host A");
	ck_assert_str_eq(recording->outcomes[0].words, "No.");
	ck_assert_uint_eq(recording->outcomes[0].record, 5);
	ck_assert(recording->invariants[TCPSIM_FIN_LAST].is_broken);
	ck_assert_uint_eq(recording->invariants[TCPSIM_FIN_LAST].record, 7);
	ck_assert_uint_eq(recording->invariants[TCPSIM_CLEAN_CLOSE].record, TCPSIM_NO_RECORD);
	ck_assert(!recording->invariants[TCPSIM_NO_SILENT_STALL].is_broken);
	ck_assert_str_eq(recording->invariants[TCPSIM_NO_SILENT_STALL].words, "z");
	ck_assert_ptr_null(recording->invariants[TCPSIM_SEQ_WINDOW].words);
	ck_assert_str_eq(recording->warnings[0], "w\n");
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("format of saved traces");
	TCase *tcase = tcase_create("by hand");

	tcase_add_checked_fixture(tcase, read_trace, free_trace);
	tcase_add_test(tcase, what_was_written_by_hand_is_written_again);
	tcase_add_test(tcase, a_head_says_what_was_run);
	tcase_add_test(tcase, a_record_says_what_happened);
	tcase_add_test(tcase, a_segment_has_the_options_that_have_a_member);
	tcase_add_test(tcase, a_tcb_is_told_by_what_changes);
	tcase_add_test(tcase, what_is_said_by_the_name_that_its_kind_has);
	tcase_add_test(tcase, an_end_says_what_became_of_it);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
