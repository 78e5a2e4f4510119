/* SPDX-License-Identifier: MIT */
/* Timeouts, RFC 9293 3.10.8 and 3.8.3, with the backing off of RFC 6298 5.5. */
#include <string.h>

#include "tests/rfc/rows.h"
#include "tests/suite.h"

#define RETRANSMISSION .event = TIMEOUT, .timer = TCPSIM_TIMER_RETRANSMISSION, .now_us = RTX_DUE
#define USER .event = TIMEOUT, .timer = TCPSIM_TIMER_USER, .now_us = USER_DUE
#define GIVEN_UP .then = { { INTO, TCPSIM_CLOSED } }, .signals = TCPSIM_SIGNAL_ERROR, .error = TCPSIM_ERROR_TIMED_OUT

/* Sent again: the RTO is doubled, and what was timed is not any more (Karn). */
#define BACKED_OFF(rto) \
	{ RETRIES, 1 }, { RTT_RTO, 2 * (rto) }, { DUE_RETRANSMISSION, RTX_DUE + 2 * (rto) }, \
	{ LOWER, TCPSIM_FLAG_TIMING }

/* A row's RTX_DUE lies after NOW; the timers of the template are due then. */
static const struct row rows[] = {
	{ ROW("nothing is due before its time"),
	.in = TCPSIM_ESTABLISHED, .event = TIMEOUT, .timer = -1, .now_us = RTX_DUE - 1, .given = { OUTSTANDING(30U) },
	.rule = TCPSIM_RULE_NOTHING_DUE },

	{ ROW("nothing is ever due in CLOSED"),
	.in = TCPSIM_CLOSED, .event = TIMEOUT, .timer = -1, .now_us = INT64_MAX - 1,
	.rule = TCPSIM_RULE_NOTHING_DUE },

	{ ROW("nothing is ever due in LISTEN"),
	.in = TCPSIM_LISTEN, .event = TIMEOUT, .timer = -1, .now_us = INT64_MAX - 1,
	.rule = TCPSIM_RULE_NOTHING_DUE },

	/* RETRANSMISSION TIMEOUT */
	{ ROW("what is outstanding is sent again from SND.UNA"),
	.in = TCPSIM_ESTABLISHED, RETRANSMISSION,
	.given = { OUTSTANDING(30U), { RAISE, TCPSIM_FLAG_TIMING }, { RTT_SEQ, UNA } },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK, .text = 30, .at = SENT_OCTETS,
		.purpose = TCPSIM_PURPOSE_RETRANSMISSION } },
	.then = { BACKED_OFF(RTO) },
	.rule = TCPSIM_RULE_RETRANSMISSION_TIMEOUT },

	{ ROW("the front only, a full segment of it"),
	.in = TCPSIM_ESTABLISHED, RETRANSMISSION, .given = { OUTSTANDING(1000U) },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK, .text = PEER_MSS, .at = SENT_OCTETS,
		.purpose = TCPSIM_PURPOSE_RETRANSMISSION } },
	.then = { BACKED_OFF(RTO) },
	.rule = TCPSIM_RULE_RETRANSMISSION_TIMEOUT },

	{ ROW("what lies within a window that shrank (SHLD-16)"),
	.in = TCPSIM_ESTABLISHED, RETRANSMISSION, .given = { OUTSTANDING(30U), { SND_WND, 10 } },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK, .text = 10, .at = SENT_OCTETS,
		.purpose = TCPSIM_PURPOSE_RETRANSMISSION } },
	.then = { BACKED_OFF(RTO) },
	.rule = TCPSIM_RULE_RETRANSMISSION_TIMEOUT },

	{ ROW("a SYN is sent again"),
	.in = TCPSIM_SYN_SENT, RETRANSMISSION, .given = { { RAISE, TCPSIM_FLAG_TIMING }, { RTT_SEQ, ISS } },
	.sends = { { .seq = ISS, .ctl = SYN, .purpose = TCPSIM_PURPOSE_RETRANSMISSION } },
	.then = { BACKED_OFF(SECOND), { RAISE, TCPSIM_FLAG_SYN_RESENT } },
	.rule = TCPSIM_RULE_RETRANSMISSION_TIMEOUT },

	{ ROW("a SYN,ACK is sent again"),
	.in = TCPSIM_SYN_RECEIVED, RETRANSMISSION,
	.sends = { { .seq = ISS, .ack = IRS + 1U, .ctl = SYN | ACK, .purpose = TCPSIM_PURPOSE_RETRANSMISSION } },
	.then = { BACKED_OFF(SECOND), { RAISE, TCPSIM_FLAG_SYN_RESENT } },
	.rule = TCPSIM_RULE_RETRANSMISSION_TIMEOUT },

	{ ROW("a SYN goes into a window of zero, too"),
	.in = TCPSIM_SYN_RECEIVED, RETRANSMISSION, .given = { { SND_WND, 0 } },
	.sends = { { .seq = ISS, .ack = IRS + 1U, .ctl = SYN | ACK, .purpose = TCPSIM_PURPOSE_RETRANSMISSION } },
	.then = { BACKED_OFF(SECOND), { RAISE, TCPSIM_FLAG_SYN_RESENT } },
	.rule = TCPSIM_RULE_RETRANSMISSION_TIMEOUT },

	{ ROW("after CLOSE in SYN-RECEIVED the SYN,ACK comes first"),
	.in = TCPSIM_FIN_WAIT_1, RETRANSMISSION,
	.given = { { SND_UNA, ISS }, { SND_NXT, ISS + 2U }, { SND_OFFSET, 0 }, { RAISE, TCPSIM_FLAG_SYN_OUT } },
	.sends = { { .seq = ISS, .ack = RCV, .ctl = SYN | ACK, .purpose = TCPSIM_PURPOSE_RETRANSMISSION } },
	.then = { BACKED_OFF(RTO), { RAISE, TCPSIM_FLAG_SYN_RESENT } },
	.rule = TCPSIM_RULE_RETRANSMISSION_TIMEOUT },

	{ ROW("a FIN is sent again"),
	.in = TCPSIM_FIN_WAIT_1, RETRANSMISSION,
	.sends = { { .seq = UNA, .ack = RCV, .ctl = FIN | ACK, .purpose = TCPSIM_PURPOSE_RETRANSMISSION } },
	.then = { BACKED_OFF(RTO) },
	.rule = TCPSIM_RULE_RETRANSMISSION_TIMEOUT },

	{ ROW("a FIN is sent again in CLOSING"),
	.in = TCPSIM_CLOSING, RETRANSMISSION,
	.sends = { { .seq = UNA, .ack = RCV, .ctl = FIN | ACK, .purpose = TCPSIM_PURPOSE_RETRANSMISSION } },
	.then = { BACKED_OFF(RTO) },
	.rule = TCPSIM_RULE_RETRANSMISSION_TIMEOUT },

	{ ROW("a FIN is sent again in LAST-ACK"),
	.in = TCPSIM_LAST_ACK, RETRANSMISSION,
	.sends = { { .seq = UNA, .ack = RCV, .ctl = FIN | ACK, .purpose = TCPSIM_PURPOSE_RETRANSMISSION } },
	.then = { BACKED_OFF(RTO) },
	.rule = TCPSIM_RULE_RETRANSMISSION_TIMEOUT },

	{ ROW("a FIN is sent again with the text before it"),
	.in = TCPSIM_FIN_WAIT_1, RETRANSMISSION, .given = { { SND_NXT, UNA + 11U } },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = FIN | ACK, .text = 10, .at = SENT_OCTETS,
		.purpose = TCPSIM_PURPOSE_RETRANSMISSION } },
	.then = { BACKED_OFF(RTO) },
	.rule = TCPSIM_RULE_RETRANSMISSION_TIMEOUT },

	{ ROW("... and without it if the text fills the segment"),
	.in = TCPSIM_FIN_WAIT_1, RETRANSMISSION, .given = { { SND_NXT, UNA + PEER_MSS + 2U } },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK, .text = PEER_MSS, .at = SENT_OCTETS,
		.purpose = TCPSIM_PURPOSE_RETRANSMISSION } },
	.then = { BACKED_OFF(RTO) },
	.rule = TCPSIM_RULE_RETRANSMISSION_TIMEOUT },

	{ ROW("the RTO is not doubled beyond its greatest value"),
	.in = TCPSIM_ESTABLISHED, RETRANSMISSION, .given = { OUTSTANDING(30U), { RTT_RTO, 40 * SECOND } },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK, .text = 30, .at = SENT_OCTETS } },
	.then = { { RETRIES, 1 }, { RTT_RTO, 60 * SECOND }, { DUE_RETRANSMISSION, RTX_DUE + 60 * SECOND } },
	.rule = TCPSIM_RULE_RETRANSMISSION_TIMEOUT },

	/* 3.8.3: R1 = 3 and R2 = 8 retransmissions. */
	{ ROW("the third retransmission is R1: the user hears of a problem (SHLD-9, SHLD-10)"),
	.in = TCPSIM_ESTABLISHED, RETRANSMISSION, .given = { OUTSTANDING(30U), { RETRIES, 2 } },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK, .text = 30, .at = SENT_OCTETS } },
	.then = { BACKED_OFF(RTO), { RETRIES, 3 } },
	.signals = TCPSIM_SIGNAL_PROBLEM,
	.rule = TCPSIM_RULE_RETRANSMISSION_R1, .also = { TCPSIM_RULE_RETRANSMISSION_TIMEOUT } },

	{ ROW("the fourth is not told again"),
	.in = TCPSIM_ESTABLISHED, RETRANSMISSION, .given = { OUTSTANDING(30U), { RETRIES, 3 } },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK, .text = 30, .at = SENT_OCTETS } },
	.then = { BACKED_OFF(RTO), { RETRIES, 4 } },
	.rule = TCPSIM_RULE_RETRANSMISSION_TIMEOUT },

	{ ROW("the eighth is the last"),
	.in = TCPSIM_ESTABLISHED, RETRANSMISSION, .given = { OUTSTANDING(30U), { RETRIES, 7 } },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK, .text = 30, .at = SENT_OCTETS } },
	.then = { BACKED_OFF(RTO), { RETRIES, 8 } },
	.rule = TCPSIM_RULE_RETRANSMISSION_TIMEOUT },

	{ ROW("then R2 is reached (MUST-20)"),
	.in = TCPSIM_ESTABLISHED, RETRANSMISSION, .given = { OUTSTANDING(30U), { RETRIES, 8 } },
	GIVEN_UP,
	.rule = TCPSIM_RULE_RETRANSMISSION_R2 },

	{ ROW("the application may set R2 (MUST-21)"),
	.in = TCPSIM_ESTABLISHED, RETRANSMISSION, .given = { OUTSTANDING(30U), { RETRIES, 4 } },
	.policy = { WITH(r2_retries, 4) },
	GIVEN_UP,
	.rule = TCPSIM_RULE_RETRANSMISSION_R2 },

	{ ROW("... even to infinity"),
	.in = TCPSIM_ESTABLISHED, RETRANSMISSION, .given = { OUTSTANDING(30U), { RETRIES, 1000 } },
	.policy = { WITH(r2_retries, TCPSIM_UNLIMITED) },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK, .text = 30, .at = SENT_OCTETS } },
	.then = { BACKED_OFF(RTO), { RETRIES, 1001 } },
	.rule = TCPSIM_RULE_RETRANSMISSION_TIMEOUT },

	{ ROW("a SYN is sent seven more times"),
	.in = TCPSIM_SYN_SENT, RETRANSMISSION, .given = { { RETRIES, 6 } },
	.sends = { { .seq = ISS, .ctl = SYN } },
	.then = { BACKED_OFF(SECOND), { RETRIES, 7 }, { RAISE, TCPSIM_FLAG_SYN_RESENT } },
	.rule = TCPSIM_RULE_RETRANSMISSION_TIMEOUT },

	{ ROW("then the attempt is given up"),
	.in = TCPSIM_SYN_SENT, RETRANSMISSION, .given = { { RETRIES, 7 } },
	GIVEN_UP,
	.rule = TCPSIM_RULE_SYN_R2 },

	{ ROW("... that of the passive end, too"),
	.in = TCPSIM_SYN_RECEIVED, RETRANSMISSION, .given = { { RETRIES, 7 } },
	GIVEN_UP,
	.rule = TCPSIM_RULE_SYN_R2 },

	/* USER TIMEOUT */
	{ ROW("the user timeout ends the connection"),
	.in = TCPSIM_ESTABLISHED, USER, .given = { OUTSTANDING(30U), { DUE_RETRANSMISSION, USER_DUE + 1 },
		{ QUEUED, 10 } },
	GIVEN_UP,
	.rule = TCPSIM_RULE_USER_TIMEOUT },

	{ ROW("the user timeout ends an attempt"),
	.in = TCPSIM_SYN_SENT, USER, .given = { { DUE_RETRANSMISSION, USER_DUE + 1 } },
	GIVEN_UP,
	.rule = TCPSIM_RULE_USER_TIMEOUT },

	{ ROW("the user timeout ends a close that nobody acknowledges"),
	.in = TCPSIM_LAST_ACK, USER, .given = { { DUE_RETRANSMISSION, USER_DUE + 1 } },
	GIVEN_UP,
	.rule = TCPSIM_RULE_USER_TIMEOUT },

	{ ROW("of two timers the earlier one fires, and the other waits for the next call"),
	.in = TCPSIM_ESTABLISHED, .event = TIMEOUT, .timer = TCPSIM_TIMER_RETRANSMISSION, .now_us = USER_DUE,
	.given = { OUTSTANDING(30U) },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK, .text = 30, .at = SENT_OCTETS } },
	.then = { { RETRIES, 1 }, { RTT_RTO, 2 * RTO }, { DUE_RETRANSMISSION, USER_DUE + 2 * RTO } },
	.rule = TCPSIM_RULE_RETRANSMISSION_TIMEOUT },
};

/* ---- series ---- */

/*
 * Let the timers of a TCB fire until it is CLOSED, at most `n`; times get when something was sent. Returns how often.
 */
static unsigned
let_time_pass(struct tcpsim_tcb *tcb, const struct tcpsim_policy *policy, int64_t *times, unsigned n,
	struct tcpsim_effects *out, int64_t *end_us)
{
	unsigned sent = 0;

	while (tcb->state != TCPSIM_CLOSED) {
		*end_us = tcpsim_tcb_deadline_us(tcb);
		ck_assert_int_ne(*end_us, NEVER);
		tcpsim_engine_timeout(tcb, policy, *end_us, NULL, out);
		ck_assert_ptr_null(tcpsim_tcb_check(tcb));
		if (out->n_segments == 0)
			continue;
		ck_assert_uint_lt(sent, n);
		times[sent++] = *end_us;
	}
	return sent;
}

/*
 * RFC 6298 5.5, 2.5: 1 s doubles to 2, 4, 8, 16, 32 and then 60 s, the greatest. The SYN goes out again at
 * 1, 3, 7, 15, 31, 63, 123 s, and it is given up at 183 s: 3 minutes at the least (MUST-23).
 */
START_TEST(a_syn_is_tried_for_three_minutes)
{
	static const int64_t at[] = { 1, 3, 7, 15, 31, 63, 123 };
	struct tcpsim_policy policy = tcpsim_profile_find("rfc9293")->policy;
	struct tcpsim_open open = { .remote = TCPSIM_REMOTE_KNOWN, .is_active = 1, .iss = { 100 } };
	struct tcpsim_tcb tcb;
	struct tcpsim_effects out;
	int64_t times[10], end_us;

	memset(&tcb, 0, sizeof tcb);
	ck_assert_int_eq(tcpsim_engine_open(&tcb, &policy, &open, 0, &out), TCPSIM_OK);
	ck_assert_uint_eq(let_time_pass(&tcb, &policy, times, 10, &out, &end_us), 7);
	for (size_t i = 0; i < 7; i++)
		ck_assert_int_eq(times[i], at[i] * SECOND);
	ck_assert_int_eq(end_us, 183 * SECOND);
	ck_assert_uint_eq(out.rule, TCPSIM_RULE_SYN_R2);
	ck_assert_uint_eq(out.signals, TCPSIM_SIGNAL_ERROR);
	ck_assert_uint_eq(out.error, TCPSIM_ERROR_TIMED_OUT);
}
END_TEST

/* An OPEN that nobody answers; what it sends again, and when, and how it ends. */
struct unanswered {
	struct tcpsim_policy policy;
	struct tcpsim_tcb tcb;
	struct tcpsim_effects out;
	int64_t times[20], end_us;
	unsigned n;
};

static void
open_in_vain(struct unanswered *u)
{
	struct tcpsim_open open = { .remote = TCPSIM_REMOTE_KNOWN, .is_active = 1, .iss = { 100 } };

	memset(&u->tcb, 0, sizeof u->tcb);
	ck_assert_int_eq(tcpsim_engine_open(&u->tcb, &u->policy, &open, 0, &u->out), TCPSIM_OK);
	u->n = let_time_pass(&u->tcb, &u->policy, u->times, 20, &u->out, &u->end_us);
}

/*
 * Linux, ip-sysctl tcp_syn_linear_timeouts 4: the SYN goes out again at intervals of 1, 1, 1, 1, 1, 2, 4, 8, ... seconds;
 * tcp_syn_retries 6: the last one does so after 67 s, and 131 s is when it is given up.
 */
START_TEST(the_first_syns_may_come_at_even_intervals)
{
	static const int64_t at[] = { 1, 2, 3, 4, 5, 7, 11, 19, 35, 67 };
	struct unanswered u = { .policy = tcpsim_profile_find("rfc9293")->policy };

	u.policy.syn_retries = 6;
	u.policy.syn_linear_retries = 4;
	u.policy.rto_max_us = 120 * SECOND;
	open_in_vain(&u);
	ck_assert_uint_eq(u.n, 10);
	for (size_t i = 0; i < 10; i++)
		ck_assert_int_eq(u.times[i], at[i] * SECOND);
	ck_assert_int_eq(u.end_us, 131 * SECOND);
}
END_TEST

/* FreeBSD, tcp_timer_rexmt(): 1 s, then tcp_rexmit_initial * 2, * 4, ... with 200 ms more each time. */
START_TEST(the_slop_is_not_backed_off)
{
	static const int64_t at_ms[] = { 1000, 3200, 7400, 15600 };
	struct unanswered u = { .policy = tcpsim_profile_find("rfc9293")->policy };

	u.policy.rto_slop_us = SECOND / 5;
	u.policy.syn_retries = 4;
	open_in_vain(&u);
	ck_assert_uint_eq(u.n, 4);
	for (size_t i = 0; i < 4; i++)
		ck_assert_int_eq(u.times[i], at_ms[i] * 1000);
	ck_assert_int_eq(u.end_us, 31800 * INT64_C(1000));
}
END_TEST

/* Nor is that of text: 30 ms + 200 ms, 60 + 200, 120 + 200. */
START_TEST(nor_after_a_sample)
{
	static const int64_t at_ms[] = { 230, 490, 810 };
	struct tcpsim_policy policy = row_policy();
	struct tcpsim_tcb tcb = row_tcb(TCPSIM_ESTABLISHED);
	struct tcpsim_effects out;
	int64_t times[3], end_us;

	policy.rto_slop_us = SECOND / 5;
	policy.r2_retries = 3;
	tcb.rtt.srtt_us = 10000;
	tcb.rtt.rttvar_us = 5000;
	tcb.rtt.rto_us = 230000;
	ck_assert_int_eq(tcpsim_engine_send(&tcb, &policy, 10, tcpsim_seq_make(0), NOW, &out), TCPSIM_OK);
	ck_assert_uint_eq(let_time_pass(&tcb, &policy, times, 3, &out, &end_us), 3);
	for (size_t i = 0; i < 3; i++)
		ck_assert_int_eq(times[i], NOW + at_ms[i] * 1000);
}
END_TEST

/* FreeBSD, tcp_keepinit: 75 s, whatever is left to be tried. */
START_TEST(an_open_may_have_less_time_than_what_follows)
{
	struct unanswered u = { .policy = tcpsim_profile_find("rfc9293")->policy };

	u.policy.open_timeout_us = 75 * SECOND;
	open_in_vain(&u);
	ck_assert_uint_eq(u.n, 6);
	ck_assert_int_eq(u.end_us, 75 * SECOND);
	ck_assert_uint_eq(u.out.rule, TCPSIM_RULE_OPEN_TIMEOUT);
	ck_assert_uint_eq(u.out.signals, TCPSIM_SIGNAL_ERROR);
	ck_assert_uint_eq(u.out.error, TCPSIM_ERROR_TIMED_OUT);
	/* A user timeout that is less is the one that is over. */
	u.policy.user_timeout_us = 10 * SECOND;
	open_in_vain(&u);
	ck_assert_int_eq(u.end_us, 10 * SECOND);
	ck_assert_uint_eq(u.out.rule, TCPSIM_RULE_USER_TIMEOUT);
}
END_TEST

/* A SYN,ACK has an R2 of its own (Linux, tcp_synack_retries); that of a simultaneous open is our SYN's still. */
START_TEST(a_syn_ack_has_retries_of_its_own)
{
	static const struct {
		enum tcpsim_origin origin;
		unsigned n;
	} cases[] = { { TCPSIM_ORIGIN_PASSIVE, 2 }, { TCPSIM_ORIGIN_REOPENED, 2 }, { TCPSIM_ORIGIN_ACTIVE, 3 } };
	struct tcpsim_policy policy = row_policy();

	policy.syn_retries = 3;
	policy.syn_ack_retries = 2;
	for (size_t i = 0; i < 3; i++) {
		struct tcpsim_tcb tcb = row_tcb(TCPSIM_SYN_RECEIVED);
		struct tcpsim_effects out;
		int64_t times[10], end_us;

		tcb.origin = (uint8_t)cases[i].origin;
		ck_assert_uint_eq(let_time_pass(&tcb, &policy, times, 10, &out, &end_us), cases[i].n);
		ck_assert_uint_eq(out.rule, TCPSIM_RULE_SYN_R2);
	}
}
END_TEST

/* With RTO = 3 s: 3, 6, 12, 24, 48, 60, 60, 60 s between them, and 60 s more: 333 s, over SHLD-11's 100 s. */
START_TEST(text_is_tried_eight_times_more)
{
	static const int64_t at[] = { 3, 9, 21, 45, 93, 153, 213, 273 };
	struct tcpsim_policy policy = row_policy();
	struct tcpsim_tcb tcb = row_tcb(TCPSIM_ESTABLISHED);
	struct tcpsim_effects out;
	int64_t times[10], end_us;

	policy.user_timeout_us = TCPSIM_UNLIMITED;
	ck_assert_int_eq(tcpsim_engine_send(&tcb, &policy, 10, tcpsim_seq_make(0), NOW, &out), TCPSIM_OK);
	ck_assert_uint_eq(let_time_pass(&tcb, &policy, times, 10, &out, &end_us), 8);
	for (size_t i = 0; i < 8; i++)
		ck_assert_int_eq(times[i], NOW + at[i] * SECOND);
	ck_assert_int_eq(end_us, NOW + 333 * SECOND);
	ck_assert_uint_eq(out.rule, TCPSIM_RULE_RETRANSMISSION_R2);
}
END_TEST

/* The user timeout of 300 s comes before R2 there: 3.9.1.1's default of five minutes. */
START_TEST(the_user_timeout_counts_from_the_first_octet)
{
	struct tcpsim_policy policy = row_policy();
	struct tcpsim_tcb tcb = row_tcb(TCPSIM_ESTABLISHED);
	struct tcpsim_effects out;
	int64_t times[10], end_us;

	ck_assert_int_eq(tcpsim_engine_send(&tcb, &policy, 10, tcpsim_seq_make(0), NOW, &out), TCPSIM_OK);
	ck_assert_int_eq(tcpsim_engine_send(&tcb, &policy, 10, tcpsim_seq_make(0), NOW + SECOND, &out), TCPSIM_OK);
	let_time_pass(&tcb, &policy, times, 10, &out, &end_us);
	ck_assert_int_eq(end_us, NOW + 300 * SECOND);
	ck_assert_uint_eq(out.rule, TCPSIM_RULE_USER_TIMEOUT);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("3.10.8 timeouts");
	TCase *tcase = tcase_create("series");

	ROWS_ADD(suite, "rows", rows);
	tcase_add_test(tcase, a_syn_is_tried_for_three_minutes);
	tcase_add_test(tcase, the_first_syns_may_come_at_even_intervals);
	tcase_add_test(tcase, the_slop_is_not_backed_off);
	tcase_add_test(tcase, nor_after_a_sample);
	tcase_add_test(tcase, an_open_may_have_less_time_than_what_follows);
	tcase_add_test(tcase, a_syn_ack_has_retries_of_its_own);
	tcase_add_test(tcase, text_is_tried_eight_times_more);
	tcase_add_test(tcase, the_user_timeout_counts_from_the_first_octet);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
