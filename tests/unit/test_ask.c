/* SPDX-License-Identifier: MIT */
/* What the engine says when it is asked about a state: each answer is read in RFC 9293 3.10, not in the program. */
#include <string.h>

#include <glib.h>

#include <tcpsim/engine.h>
#include <tcpsim/render.h>

#include "tests/suite.h"

static const struct row {
	const char *state, *event;
	const char *way;     /* which of the ways it comes in, as its first line begins */
	const char *answers[4]; /* lines of that answer, in order */
} rows[] = {
	/* 3.10.7.1: no RST for a RST; an ACK is answered by its number, all else by zero and an ACK of it (3.5.2). */
	{ "CLOSED", "RST", "a RST", { "sends nothing" } },
	{ "CLOSED", "ACK", "an ACK", { "sends <SEQ=301><CTL=RST>" } },
	{ "CLOSED", "SYN", "a SYN", { "sends <SEQ=0><ACK=101><CTL=RST,ACK>", "stays in CLOSED" } },
	/* 3.10.7.2 */
	{ "LISTEN", "RST", "a RST", { "sends nothing", "stays in LISTEN" } },
	{ "LISTEN", "ACK", "an ACK", { "sends <SEQ=301><CTL=RST>", "stays in LISTEN" } },
	{ "LISTEN", "SYN", "a SYN", { "sends <SEQ=300><ACK=101><CTL=SYN,ACK>", "goes to SYN-RECEIVED" } },
	{ "LISTEN", "close", "its user says close", { "sends nothing", "goes to CLOSED" } },
	/* 3.10.7.3 */
	{ "SYN-SENT", "SYN", "a SYN", { "sends <SEQ=300><ACK=101><CTL=SYN,ACK>", "goes to SYN-RECEIVED" } },
	{ "SYN-SENT", "SYN,ACK", "a SYN,ACK that acknowledges the SYN",
		{ "sends <SEQ=301><ACK=101><CTL=ACK>", "tells its user: the connection is open", "goes to ESTABLISHED" } },
	{ "SYN-SENT", "syn+ack", "a SYN,ACK that acknowledges what", { "sends <SEQ=1301><CTL=RST>", "stays in SYN-SENT" } },
	{ "SYN-SENT", "RST", "a RST that acknowledges the SYN",
		{ "sends nothing", "tells its user: connection reset", "goes to CLOSED" } },
	{ "SYN-SENT", "RST", "a RST without an ACK", { "sends nothing", "stays in SYN-SENT" } },
	{ "SYN-SENT", "retransmission", "the retransmission timer fires", { "sends <SEQ=300><CTL=SYN>" } },
	/* 3.10.7.4, first: 3.10.7.4 fourth sends a passive SYN-RECEIVED back to LISTEN (MUST-11), RFC 5961 4 challenges. */
	{ "SYN-RECEIVED", "SYN", "a SYN with the number that is next", { "sends nothing", "goes to LISTEN" } },
	{ "SYN-RECEIVED", "RST", "a RST with exactly", { "sends nothing", "goes to LISTEN" } },
	{ "SYN-RECEIVED", "ACK", "an ACK of all", { "goes to ESTABLISHED" } },
	{ "SYN-RECEIVED", "ACK", "an ACK of what was never sent", { "sends <SEQ=1301><CTL=RST>", "stays in SYN-RECEIVED" } },
	{ "ESTABLISHED", "SYN", "a SYN with the number that is next",
		{ "sends <SEQ=301><ACK=101><CTL=ACK>", "stays in ESTABLISHED" } },
	{ "ESTABLISHED", "RST", "a RST with exactly", { "tells its user: connection reset", "goes to CLOSED" } },
	{ "ESTABLISHED", "RST", "a RST elsewhere", { "sends <SEQ=301><ACK=101><CTL=ACK>", "stays in ESTABLISHED" } },
	{ "ESTABLISHED", "RST", "a RST beyond", { "sends nothing", "stays in ESTABLISHED" } },
	{ "ESTABLISHED", "DATA", "the text that is next",
		{ "sends <SEQ=301><ACK=106><CTL=ACK>", "gives its user 5 octets", "stays in ESTABLISHED" } },
	{ "ESTABLISHED", "DATA", "text behind a gap", { "sends <SEQ=301><ACK=101><CTL=ACK>", "stays in ESTABLISHED" } },
	{ "ESTABLISHED", "FIN", "the peer's FIN",
		{ "sends <SEQ=301><ACK=102><CTL=ACK>", "tells its user: connection closing", "goes to CLOSE-WAIT" } },
	{ "ESTABLISHED", "close", "its user says close", { "sends <SEQ=301><ACK=101><CTL=FIN,ACK>", "goes to FIN-WAIT-1" } },
	{ "ESTABLISHED", "abort", "its user says abort", { "sends <SEQ=301><CTL=RST>", "goes to CLOSED" } },
	{ "ESTABLISHED", "connect", "its user says connect",
		{ "answers: connection already exists", "stays in ESTABLISHED" } },
	/* 3.8.4: SEG.SEQ = SND.NXT-1. 3.8.6.1: the probe has text. */
	{ "ESTABLISHED", "keepalive", "the keepalive timer fires", { "sends <SEQ=300><ACK=101><CTL=ACK>" } },
	{ "ESTABLISHED", "persist", "the persist timer fires", { "sends <SEQ=301><ACK=101><CTL=ACK><DATA=1>" } },
	{ "FIN-WAIT-1", "ACK", "an ACK of all", { "goes to FIN-WAIT-2" } },
	{ "FIN-WAIT-1", "FIN", "the peer's FIN, before", { "sends <SEQ=302><ACK=102><CTL=ACK>", "goes to CLOSING" } },
	{ "FIN-WAIT-1", "FIN", "the peer's FIN, and an ACK", { "sends <SEQ=302><ACK=102><CTL=ACK>", "goes to TIME-WAIT" } },
	{ "FIN-WAIT-2", "FIN", "the peer's FIN", { "sends <SEQ=302><ACK=102><CTL=ACK>", "goes to TIME-WAIT" } },
	{ "CLOSE-WAIT", "close", "its user says close", { "sends <SEQ=301><ACK=102><CTL=FIN,ACK>", "goes to LAST-ACK" } },
	{ "CLOSING", "ACK", "an ACK of all", { "goes to TIME-WAIT" } },
	{ "LAST-ACK", "ACK", "an ACK of all", { "goes to CLOSED" } },
	{ "TIME-WAIT", "FIN", "the peer's FIN again", { "sends <SEQ=302><ACK=102><CTL=ACK>", "stays in TIME-WAIT" } },
	{ "TIME-WAIT", "2MSL", "the 2MSL timer fires", { "sends nothing", "goes to CLOSED" } },
	/* 3.10.8: a new SYN beyond what was received reopens (MAY-2). */
	{ "TIME-WAIT", "SYN", "a SYN beyond", { "goes to SYN-RECEIVED" } },
	/* 3.9.2.2: a hard error is fatal where the SYN is out (MUST-54, RFC 5927 4.1), a soft one never is (MUST-56). */
	{ "SYN-SENT", "port-unreachable", "ICMP says", { "goes to CLOSED" } },
	{ "ESTABLISHED", "host-unreachable", "ICMP says", { "stays in ESTABLISHED" } },
};

/* From `at` on, the text behind a line that begins so, but for blanks; or NULL. Stops at an empty line if `within`. */
static const char *
find_line(const char *at, const char *wanted, bool within)
{
	while (*at != '\0') {
		const char *end = strchr(at, '\n');

		if (within && at == end)
			return NULL;
		at += strspn(at, " ");
		if (strncmp(at, wanted, strlen(wanted)) == 0)
			return end + 1;
		at = end + 1;
	}
	return NULL;
}

START_TEST(an_answer_is_what_the_rfc_says)
{
	const struct row *row = &rows[_i];
	const struct tcpsim_ladder_options options = { .columns = 80 };
	char *page = tcpsim_render_answer(row->state, row->event, &tcpsim_profile_find("rfc9293")->policy, &options);
	const char *at;

	ck_assert_ptr_nonnull(page);
	at = find_line(page, row->way, false);
	ck_assert_msg(at != NULL, "%s on %s: no \"%s\":\n%s", row->state, row->event, row->way, page);
	for (size_t i = 0; i < 4 && row->answers[i] != NULL; i++) {
		at = find_line(at, row->answers[i], true);
		ck_assert_msg(at != NULL, "%s on %s, %s: no \"%s\":\n%s", row->state, row->event, row->way,
			row->answers[i], page);
	}
	g_free(page);
}
END_TEST

START_TEST(every_event_is_answered_in_every_state_and_by_every_tcp)
{
	const struct tcpsim_ladder_options options = { .columns = 80 };
	char **events = tcpsim_render_events();
	size_t n;
	const struct tcpsim_profile *profiles = tcpsim_profiles(&n);

	for (int state = 0; state < TCPSIM_N_STATES; state++) {
		const char *name = tcpsim_state_name((enum tcpsim_state)state);

		for (char **event = events; *event != NULL; event++) {
			for (size_t i = 0; i < n; i++) {
				char *page = tcpsim_render_answer(name, *event, &profiles[i].policy, &options);

				/* The way into the state is the one that its name says. */
				ck_assert_ptr_nonnull(page);
				ck_assert(g_str_has_prefix(page, name));
				/* A rule or a reason stands in each. */
				ck_assert_ptr_nonnull(strchr(page, '.'));
				ck_assert_ptr_null(strstr(page, "none (none"));
				g_free(page);
			}
		}
	}
	g_strfreev(events);
}
END_TEST

START_TEST(what_is_no_state_and_no_event_is_refused)
{
	const struct tcpsim_ladder_options options = { .columns = 80 };
	const struct tcpsim_policy *policy = &tcpsim_profile_find("rfc9293")->policy;

	ck_assert_ptr_null(tcpsim_render_answer("ESTABLISHD", "SYN", policy, &options));
	ck_assert_ptr_null(tcpsim_render_answer("ESTABLISHED", "SIN", policy, &options));
	ck_assert_ptr_null(tcpsim_render_answer("", "", policy, &options));
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("asking");
	TCase *tcase = tcase_create("answers");

	tcase_add_loop_test(tcase, an_answer_is_what_the_rfc_says, 0, (int)(sizeof rows / sizeof rows[0]));
	tcase_add_test(tcase, every_event_is_answered_in_every_state_and_by_every_tcp);
	tcase_add_test(tcase, what_is_no_state_and_no_event_is_refused);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
