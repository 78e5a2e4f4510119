/* SPDX-License-Identifier: MIT */
/* The TCP User Timeout option, RFC 5482. */
#include <string.h>

#include "tests/rfc/ends.h"
#include "tests/rfc/rows.h"
#include "tests/suite.h"

#define ON WITH(user_timeout_option, 1)
#define OURS 300U /* what the rows' policy has: five minutes, in seconds */
#define MINUTES 0x8000U
#define OWED TCPSIM_FLAG_USER_TIMEOUT_OWED
#define TOLD(value) { RAISE, TCPSIM_FLAG_USER_TIMEOUT }, { USER_TIMEOUT, (value) }
#define SAYS(value) .in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA, .ctl = ACK, .user_timeout = (value) }

/* Section 3: when it is sent. */
static const struct row telling_rows[] = {
	{ ROW("a SYN tells it"),
	.in = TCPSIM_CLOSED, .event = OPEN, .is_active = true, .remote = TCPSIM_REMOTE_KNOWN, .policy = { ON },
	.sends = { { .seq = NEW_ISS, .ctl = SYN, .user_timeout = OURS } },
	.then = { OPENED_ACTIVELY, { WANTED, 0 }, { RAISE, OWED } }, .also = { TCPSIM_RULE_USER_TIMEOUT_TOLD } },
	{ ROW("a SYN,ACK does, whether or not the SYN did"),
	.in = TCPSIM_SYN_RECEIVED, .event = TIMEOUT, .timer = TCPSIM_TIMER_RETRANSMISSION, .now_us = RTX_DUE,
	.policy = { ON }, .sends = { { .seq = ISS, .ack = IRS + 1U, .ctl = SYN | ACK, .user_timeout = OURS } },
	.then = { { RETRIES, 1 }, { RTT_RTO, 2 * SECOND }, { DUE_RETRANSMISSION, RTX_DUE + 2 * SECOND },
		{ RAISE, TCPSIM_FLAG_SYN_RESENT | OWED } } },
	{ ROW("so does the first segment that has no SYN"),
	.in = TCPSIM_SYN_SENT, .seg = { .seq = IRS, .ack = ISS + 1U, .ctl = SYN | ACK, .user_timeout = 500 },
	.given = { { RAISE, OWED } }, .policy = { ON },
	.sends = { { .seq = ISS + 1U, .ack = IRS + 1U, .ctl = ACK, .user_timeout = OURS } },
	.then = { { STATE, TCPSIM_ESTABLISHED }, { RCV_IRS, IRS }, { RCV_NXT, IRS + 1U }, { SND_WND, PEER_WND },
		{ MAX_SND_WND, PEER_WND }, { SND_WL1, IRS }, { SND_WL2, ISS + 1U }, { SND_UNA, ISS + 1U },
		{ LOWER, TCPSIM_FLAG_SYN_OUT | OWED }, { DUE_RETRANSMISSION, NEVER }, { DUE_USER, NEVER }, TOLD(500) },
	.signals = TCPSIM_SIGNAL_OPENED, .also = { TCPSIM_RULE_USER_TIMEOUT_TAKEN, TCPSIM_RULE_USER_TIMEOUT_TOLD } },
	{ ROW("text has it if there is room"),
	.in = TCPSIM_ESTABLISHED, .event = SEND, .octets = PEER_MSS - 4, .given = { { RAISE, OWED } }, .policy = { ON },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK, .text = PEER_MSS - 4, .at = SENT_OCTETS, .user_timeout = OURS } },
	.then = { { LOWER, OWED }, { SND_NXT, UNA + PEER_MSS - 4U }, TIMED(UNA) }, .also = { TCPSIM_RULE_USER_TIMEOUT_TOLD } },
	/* MUST-16: a segment with its options is no larger than the peer takes. */
	{ ROW("and none if there is not: it waits"),
	.in = TCPSIM_ESTABLISHED, .event = SEND, .octets = PEER_MSS, .given = { { RAISE, OWED } }, .policy = { ON },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK, .text = PEER_MSS, .at = SENT_OCTETS } },
	.then = { { SND_NXT, UNA + PEER_MSS }, TIMED(UNA) }, .never = TCPSIM_RULE_USER_TIMEOUT_TOLD },
	{ ROW("once told it is not told again"),
	.in = TCPSIM_ESTABLISHED, .event = SEND, .octets = 5, .policy = { ON },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK, .text = 5, .at = SENT_OCTETS } },
	.then = { { SND_NXT, UNA + 5U }, TIMED(UNA) } },
	{ ROW("until the user changes it: at once, then"),
	.in = TCPSIM_ESTABLISHED, .event = POLICY_CHANGED, .policy = { ON, WITH(user_timeout_us, 400 * SECOND) },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK, .user_timeout = 400 } } },
	/* Section 3: from ESTABLISHED to LAST-ACK. */
	{ ROW("not in TIME-WAIT, where nothing waits"),
	.in = TCPSIM_TIME_WAIT, .event = POLICY_CHANGED, .policy = { ON, WITH(user_timeout_us, 400 * SECOND) },
	.rule = TCPSIM_RULE_POLICY_APPLIED },
	{ ROW("nor in SYN-RECEIVED, where the SYN,ACK has told it"),
	.in = TCPSIM_SYN_RECEIVED, .event = POLICY_CHANGED, .policy = { ON, WITH(user_timeout_us, 400 * SECOND) },
	.rule = TCPSIM_RULE_POLICY_APPLIED },
	{ ROW("a RST never tells it"),
	.in = TCPSIM_ESTABLISHED, .event = ABORT, .given = { { RAISE, OWED } }, .policy = { ON },
	.sends = { { .seq = UNA, .ctl = RST } }, .then = { { INTO, TCPSIM_CLOSED } } },
	{ ROW("without the policy nobody tells anything"),
	.in = TCPSIM_ESTABLISHED, .event = POLICY_CHANGED, .policy = { WITH(user_timeout_us, 400 * SECOND) },
	.rule = TCPSIM_RULE_POLICY_APPLIED },
};

/* Section 3.1: what becomes of it. The timer of the templates has run for 100 s of our five minutes. */
static const struct row taking_rows[] = {
	{ ROW("a longer one moves the timer that runs"), SAYS(400), .given = { OUTSTANDING(30U) }, .policy = { ON },
	.then = { TOLD(400), { DUE_USER, USER_DUE + 100 * SECOND } }, .also = { TCPSIM_RULE_USER_TIMEOUT_TAKEN } },
	{ ROW("it may be in minutes"), SAYS(MINUTES | 10), .given = { OUTSTANDING(30U) }, .policy = { ON },
	.then = { TOLD(MINUTES | 10), { DUE_USER, USER_DUE + 300 * SECOND } } },
	{ ROW("of a shorter one ours is the longer"), SAYS(200), .given = { OUTSTANDING(30U) }, .policy = { ON },
	.then = { TOLD(200) } },
	/* max(ADV_UTO, REMOTE_UTO, L_LIMIT): SHLD-11 has R2 be 100 s at the least. */
	{ ROW("of two short ones neither holds, but 100 s"), SAYS(20), .given = { OUTSTANDING(30U) },
	.policy = { ON, WITH(user_timeout_us, 10 * SECOND) }, .then = { TOLD(20), { DUE_USER, USER_DUE + 90 * SECOND } } },
	/* min(U_LIMIT, ...): no more than the option can say. */
	{ ROW("the longest is 32 767 minutes"), SAYS(400), .given = { { SND_NXT, UNA + 30U },
		{ DUE_RETRANSMISSION, RTX_DUE } },
	.policy = { ON, WITH(user_timeout_us, TCPSIM_UNLIMITED) },
	.then = { TOLD(400), { DUE_USER, NOW + 32767 * 60 * SECOND } } },
	{ ROW("0 is reserved and ignored"), SAYS(0), .given = { OUTSTANDING(30U), TOLD(400) }, .policy = { ON },
	.never = TCPSIM_RULE_USER_TIMEOUT_TAKEN },
	{ ROW("a second one counts"), SAYS(500), .given = { OUTSTANDING(30U), TOLD(400) }, .policy = { ON },
	.then = { TOLD(500), { DUE_USER, USER_DUE + 100 * SECOND } } },
	{ ROW("without the policy it is ignored"), SAYS(400), .given = { OUTSTANDING(30U) },
	.never = TCPSIM_RULE_USER_TIMEOUT_TAKEN },
	{ ROW("nothing is believed outside of the window"), .in = TCPSIM_ESTABLISHED, .policy = { ON },
	.seg = { .seq = RCV - 1U, .ack = UNA, .ctl = ACK, .user_timeout = 400 },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK } }, .then = { COUNTED },
	.rule = TCPSIM_RULE_SEQ_UNACCEPTABLE_ACKED },
	{ ROW("nor with an ACK of what was not sent"), .in = TCPSIM_ESTABLISHED, .policy = { ON },
	.seg = { .seq = RCV, .ack = UNA + 1U, .ctl = ACK, .user_timeout = 400 },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK } }, .then = { COUNTED }, .rule = TCPSIM_RULE_ACK_NOT_YET_SENT },
};

/* What it is for. */
static const struct row using_rows[] = {
	{ ROW("what both have told stands for R2"),
	.in = TCPSIM_ESTABLISHED, .event = TIMEOUT, .timer = TCPSIM_TIMER_RETRANSMISSION, .now_us = RTX_DUE,
	.given = { OUTSTANDING(30U), { RETRIES, 8 }, TOLD(400) }, .policy = { ON },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK, .text = 30, .at = SENT_OCTETS } },
	.then = { { RETRIES, 9 }, { RTT_RTO, 2 * RTO }, { DUE_RETRANSMISSION, RTX_DUE + 2 * RTO } },
	.rule = TCPSIM_RULE_RETRANSMISSION_TIMEOUT },
	{ ROW("the user timeout ends what it kept"),
	.in = TCPSIM_ESTABLISHED, .event = TIMEOUT, .timer = TCPSIM_TIMER_USER, .now_us = USER_DUE,
	.given = { OUTSTANDING(30U), { DUE_RETRANSMISSION, USER_DUE + 1 }, TOLD(400) }, .policy = { ON },
	.then = { { INTO, TCPSIM_CLOSED } }, .signals = TCPSIM_SIGNAL_ERROR, .error = TCPSIM_ERROR_TIMED_OUT,
	.rule = TCPSIM_RULE_USER_TIMEOUT },
	/* Section 3: in other than the synchronized states the default holds. */
	{ ROW("of a SYN R2 is R2"),
	.in = TCPSIM_SYN_RECEIVED, .event = TIMEOUT, .timer = TCPSIM_TIMER_RETRANSMISSION, .now_us = RTX_DUE,
	.given = { { RETRIES, 7 }, TOLD(400) }, .policy = { ON }, .then = { { INTO, TCPSIM_CLOSED } },
	.signals = TCPSIM_SIGNAL_ERROR, .error = TCPSIM_ERROR_TIMED_OUT, .rule = TCPSIM_RULE_SYN_R2 },
	/* Section 4.2: keepalive must not end sooner what the user timeout is to keep. */
	{ ROW("keepalive waits longer"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA, .ctl = ACK }, .given = { TOLD(400) },
	.policy = { ON, WITH(keepalive, 1), WITH(keepalive_idle_us, 400 * SECOND) },
	.then = { { DUE_KEEPALIVE, NOW + 400 * SECOND + 1 } } },
	{ ROW("and no longer than it does anyway"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA, .ctl = ACK }, .given = { TOLD(400) },
	.policy = { ON, WITH(keepalive, 1), WITH(keepalive_idle_us, 7200 * SECOND) },
	.then = { { DUE_KEEPALIVE, NOW + 7200 * SECOND } } },
};

/* Section 3: 15 bits, of seconds or of minutes; what cannot be said exactly is said no shorter. */
START_TEST(it_is_told_in_seconds_or_minutes)
{
	static const struct {
		int64_t us;
		uint16_t option;
	} cases[] = {
		{ 1, 1 }, { SECOND, 1 }, { SECOND + 1, 2 }, { 300 * SECOND, 300 }, { 32767 * SECOND, 32767 },
		{ 32767 * SECOND + 1, MINUTES | 547 }, { 32820 * SECOND, MINUTES | 547 }, { 32821 * SECOND, MINUTES | 548 },
		{ 32767 * 60 * SECOND, MINUTES | 32767 }, { 40000 * 60 * SECOND, MINUTES | 32767 },
		{ TCPSIM_UNLIMITED, MINUTES | 32767 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct end a = end_new();

		a.policy.user_timeout_option = 1;
		a.policy.user_timeout_us = cases[i].us;
		end_connect(&a, A_ISS, 0);
		ck_assert_uint_eq(end_sent(&a).user_timeout, cases[i].option);
	}
}
END_TEST

/* Both ends tell, in SYN and SYN,ACK, and both wait for the longer of the two. */
START_TEST(both_ends_adopt_the_longer_one)
{
	struct end a = end_new(), b = end_new();
	struct tcpsim_status status;

	a.policy.user_timeout_option = b.policy.user_timeout_option = 1;
	a.policy.user_timeout_us = 3600 * SECOND;
	ends_open(&a, &b, SECOND / 10);
	tcpsim_engine_status(&a.tcb, &a.policy, &status, &a.out);
	ck_assert_int_eq(status.user_timeout_us, 3600 * SECOND);
	tcpsim_engine_status(&b.tcb, &b.policy, &status, &b.out);
	ck_assert_int_eq(status.user_timeout_us, 3600 * SECOND);
}
END_TEST

/* A path that is gone for half an hour, of which R2 would have seen a few minutes. */
START_TEST(a_connection_outlives_half_an_hour_without_a_path)
{
	struct end a = end_new(), b = end_new();
	int64_t now_us = SECOND;

	a.policy.user_timeout_option = b.policy.user_timeout_option = 1;
	b.policy.user_timeout_us = 3600 * SECOND;
	ends_open(&a, &b, SECOND / 10);
	end_receive(&b, TCPSIM_RECEIVE_ALL, now_us);
	end_send(&a, 8, now_us);
	while (now_us < 1800 * SECOND)
		ck_assert_int_eq(end_next_timer(&a, &now_us), TCPSIM_TIMER_RETRANSMISSION);
	end_arrives(&b, end_sent(&a), now_us);
	ck_assert_uint_eq(b.out.deliver_bytes, 8);
	/* And without the option it would not have been there any more: SHLD-11, R2 is 8. */
	a = end_new();
	b = end_new();
	now_us = SECOND;
	ends_open(&a, &b, SECOND / 10);
	end_send(&a, 8, now_us);
	while (a.tcb.state != TCPSIM_CLOSED)
		end_next_timer(&a, &now_us);
	ck_assert_int_lt(now_us, 600 * SECOND);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("RFC 5482 user timeout");
	TCase *ends = tcase_create("two ends");

	ROWS_ADD(suite, "telling", telling_rows);
	ROWS_ADD(suite, "taking", taking_rows);
	ROWS_ADD(suite, "using", using_rows);
	tcase_add_test(ends, it_is_told_in_seconds_or_minutes);
	tcase_add_test(ends, both_ends_adopt_the_longer_one);
	tcase_add_test(ends, a_connection_outlives_half_an_hour_without_a_path);
	suite_add_tcase(suite, ends);
	return suite_run(suite);
}
