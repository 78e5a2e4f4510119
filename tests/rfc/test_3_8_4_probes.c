/* SPDX-License-Identifier: MIT */
/* Keepalive, RFC 9293 3.8.4, and zero-window probes, 3.8.6.1. */
#include "tests/rfc/rows.h"
#include "tests/suite.h"

#define HOUR (3600 * SECOND)
#define ON WITH(keepalive, 1)
#define KEEPALIVE .event = TIMEOUT, .timer = TCPSIM_TIMER_KEEPALIVE
#define PROBE { .seq = UNA - 1U, .ack = RCV, .ctl = ACK, .purpose = TCPSIM_PURPOSE_KEEPALIVE_PROBE }
#define GIVEN_UP .then = { { INTO, TCPSIM_CLOSED } }, .signals = TCPSIM_SIGNAL_ERROR, .error = TCPSIM_ERROR_TIMED_OUT

static const struct row keepalive_rows[] = {
	{ ROW("keepalive is off unless somebody turns it on (MUST-25)"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA, .ctl = ACK },
	.also = { TCPSIM_RULE_ACK_DUPLICATE } },

	{ ROW("turned on, it waits for two hours from now (MUST-24, MUST-28)"),
	.in = TCPSIM_ESTABLISHED, .event = POLICY_CHANGED, .policy = { ON },
	.then = { { DUE_KEEPALIVE, NOW + 2 * HOUR } },
	.rule = TCPSIM_RULE_POLICY_APPLIED },

	{ ROW("turned off, it stops (MUST-24)"),
	.in = TCPSIM_ESTABLISHED, .event = POLICY_CHANGED, .given = { { DUE_KEEPALIVE, NOW + HOUR }, { PROBES, 3 } },
	.then = { { DUE_KEEPALIVE, NEVER }, { PROBES, 0 } },
	.rule = TCPSIM_RULE_POLICY_APPLIED },

	{ ROW("a change of policy is nothing to a connection that does not exist"),
	.in = TCPSIM_CLOSED, .event = POLICY_CHANGED, .policy = { ON },
	.rule = TCPSIM_RULE_POLICY_APPLIED },

	{ ROW("an attempt to connect has a timer already"),
	.in = TCPSIM_SYN_SENT, .event = POLICY_CHANGED, .policy = { ON },
	.rule = TCPSIM_RULE_POLICY_APPLIED },

	{ ROW("it begins with ESTABLISHED"),
	.in = TCPSIM_SYN_RECEIVED, .seg = { .seq = IRS + 1U, .ack = ISS + 1U, .ctl = ACK }, .policy = { ON },
	.then = { { STATE, TCPSIM_ESTABLISHED }, { LOWER, TCPSIM_FLAG_SYN_OUT }, { SND_UNA, ISS + 1U },
		{ SND_WL1, IRS + 1U }, { SND_WL2, ISS + 1U }, { DUE_RETRANSMISSION, NEVER }, { DUE_USER, NEVER },
		{ DUE_KEEPALIVE, NOW + 2 * HOUR } },
	.signals = TCPSIM_SIGNAL_OPENED,
	.also = { TCPSIM_RULE_ACK_SYN_RECEIVED } },

	{ ROW("whatever is heard puts it off (MUST-26), and what was asked is answered"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA, .ctl = ACK }, .policy = { ON },
	.given = { { DUE_KEEPALIVE, NOW + SECOND }, { PROBES, 3 } },
	.then = { { DUE_KEEPALIVE, NOW + 2 * HOUR }, { PROBES, 0 } },
	.also = { TCPSIM_RULE_ACK_DUPLICATE } },

	{ ROW("... in CLOSE-WAIT, too"),
	.in = TCPSIM_CLOSE_WAIT, .seg = { .seq = RCV, .ack = UNA, .ctl = ACK }, .policy = { ON },
	.then = { { DUE_KEEPALIVE, NOW + 2 * HOUR } },
	.also = { TCPSIM_RULE_ACK_DUPLICATE } },

	{ ROW("... and in FIN-WAIT-2, from its beginning"),
	.in = TCPSIM_FIN_WAIT_1, .seg = { .seq = RCV, .ack = UNA + 1U, .ctl = ACK }, .policy = { ON },
	.then = { { STATE, TCPSIM_FIN_WAIT_2 }, { SND_UNA, UNA + 1U }, { SND_WL2, UNA + 1U },
		{ DUE_RETRANSMISSION, NEVER }, { DUE_USER, NEVER }, { DUE_KEEPALIVE, NOW + 2 * HOUR } },
	.signals = TCPSIM_SIGNAL_CLOSE_OK,
	.also = { TCPSIM_RULE_ACK_FIN_WAIT_1 } },

	{ ROW("in FIN-WAIT-1, where a FIN is outstanding, it does not run"),
	.in = TCPSIM_FIN_WAIT_1, .seg = { .seq = RCV, .ack = UNA, .ctl = ACK }, .policy = { ON },
	.given = { { DUE_KEEPALIVE, NOW + SECOND } },
	.then = { { DUE_KEEPALIVE, NEVER } },
	.also = { TCPSIM_RULE_ACK_DUPLICATE } },

	{ ROW("it begins with the SYN,ACK for who called"),
	.in = TCPSIM_SYN_SENT, .seg = { .seq = IRS, .ack = ISS + 1U, .ctl = SYN | ACK }, .policy = { ON },
	.sends = { { .seq = ISS + 1U, .ack = IRS + 1U, .ctl = ACK } },
	.then = { { STATE, TCPSIM_ESTABLISHED }, { LOWER, TCPSIM_FLAG_SYN_OUT }, { SND_UNA, ISS + 1U },
		{ RCV_IRS, IRS }, { RCV_NXT, IRS + 1U }, { SND_WND, PEER_WND }, { MAX_SND_WND, PEER_WND },
		{ SND_WL1, IRS }, { SND_WL2, ISS + 1U }, { DUE_RETRANSMISSION, NEVER }, { DUE_USER, NEVER },
		{ DUE_KEEPALIVE, NOW + 2 * HOUR } },
	.signals = TCPSIM_SIGNAL_OPENED,
	.rule = TCPSIM_RULE_SYN_SENT_SYN_ACK },

	{ ROW("the interval can be set (MUST-27)"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA, .ctl = ACK },
	.policy = { ON, WITH(keepalive_idle_us, 10 * SECOND) },
	.then = { { DUE_KEEPALIVE, NOW + 10 * SECOND } },
	.also = { TCPSIM_RULE_ACK_DUPLICATE } },

	{ ROW("a time that runs is not begun anew by a setting that is none of its own"),
	.in = TCPSIM_ESTABLISHED, .event = POLICY_CHANGED, .given = { { DUE_KEEPALIVE, NOW + HOUR } },
	.policy = { ON, WITH(nagle, 0) },
	.rule = TCPSIM_RULE_POLICY_APPLIED },

	{ ROW("nor are the probes that had no answer forgotten"),
	.in = TCPSIM_ESTABLISHED, .event = POLICY_CHANGED, .given = { { DUE_KEEPALIVE, NOW + SECOND }, { PROBES, 3 } },
	.policy = { ON, WITH(keepalive_probes, 4) },
	.rule = TCPSIM_RULE_POLICY_APPLIED },

	{ ROW("a shorter time is in force at once"),
	.in = TCPSIM_ESTABLISHED, .event = POLICY_CHANGED, .given = { { DUE_KEEPALIVE, NOW + HOUR } },
	.policy = { ON, WITH(keepalive_idle_us, 10 * SECOND) },
	.then = { { DUE_KEEPALIVE, NOW + 10 * SECOND } },
	.rule = TCPSIM_RULE_POLICY_APPLIED },

	{ ROW("so is a shorter interval, while probes are sent"),
	.in = TCPSIM_ESTABLISHED, .event = POLICY_CHANGED, .given = { { DUE_KEEPALIVE, NOW + HOUR }, { PROBES, 3 } },
	.policy = { ON, WITH(keepalive_interval_us, 10 * SECOND) },
	.then = { { DUE_KEEPALIVE, NOW + 10 * SECOND } },
	.rule = TCPSIM_RULE_POLICY_APPLIED },

	{ ROW("a probe is an ACK of the number before SND.NXT, without text (SHLD-12)"),
	.in = TCPSIM_ESTABLISHED, KEEPALIVE, .policy = { ON }, .given = { { DUE_KEEPALIVE, NOW } },
	.sends = { PROBE },
	.then = { { DUE_KEEPALIVE, NOW + 75 * SECOND }, { PROBES, 1 } },
	.rule = TCPSIM_RULE_KEEPALIVE_PROBE },

	{ ROW("a probe in CLOSE-WAIT"),
	.in = TCPSIM_CLOSE_WAIT, KEEPALIVE, .policy = { ON }, .given = { { DUE_KEEPALIVE, NOW } },
	.sends = { PROBE },
	.then = { { DUE_KEEPALIVE, NOW + 75 * SECOND }, { PROBES, 1 } },
	.rule = TCPSIM_RULE_KEEPALIVE_PROBE },

	{ ROW("a probe in FIN-WAIT-2, where nothing else watches"),
	.in = TCPSIM_FIN_WAIT_2, KEEPALIVE, .policy = { ON }, .given = { { DUE_KEEPALIVE, NOW } },
	.sends = { PROBE },
	.then = { { DUE_KEEPALIVE, NOW + 75 * SECOND }, { PROBES, 1 } },
	.rule = TCPSIM_RULE_KEEPALIVE_PROBE },

	{ ROW("the ninth probe without an answer is the last"),
	.in = TCPSIM_ESTABLISHED, KEEPALIVE, .policy = { ON }, .given = { { DUE_KEEPALIVE, NOW }, { PROBES, 8 } },
	.sends = { PROBE },
	.then = { { DUE_KEEPALIVE, NOW + 75 * SECOND }, { PROBES, 9 } },
	.rule = TCPSIM_RULE_KEEPALIVE_PROBE },

	{ ROW("only then, not after one of them, the peer is given up (MUST-29)"),
	.in = TCPSIM_ESTABLISHED, KEEPALIVE, .policy = { ON }, .given = { { DUE_KEEPALIVE, NOW }, { PROBES, 9 } },
	GIVEN_UP,
	.rule = TCPSIM_RULE_KEEPALIVE_GIVES_UP },

	{ ROW("while something is outstanding there is no probe (MUST-26)"),
	.in = TCPSIM_ESTABLISHED, KEEPALIVE, .policy = { ON }, .given = { OUTSTANDING(30U), { DUE_KEEPALIVE, NOW } },
	.then = { { DUE_KEEPALIVE, NOW + 2 * HOUR } },
	.rule = TCPSIM_RULE_KEEPALIVE_POSTPONED },

	{ ROW("while text waits for a window there is none, either"),
	.in = TCPSIM_ESTABLISHED, KEEPALIVE, .policy = { ON },
	.given = { { QUEUED, 30 }, { SND_WND, 0 }, { DUE_PERSIST, RTX_DUE }, { DUE_KEEPALIVE, NOW } },
	.then = { { DUE_KEEPALIVE, NOW + 2 * HOUR } },
	.rule = TCPSIM_RULE_KEEPALIVE_POSTPONED },
};

#define PERSIST .event = TIMEOUT, .timer = TCPSIM_TIMER_PERSIST
#define CLOSED_WINDOW { SND_WND, 0 }, { DUE_PERSIST, NOW }
#define WINDOW_PROBE(...) { .seq = UNA, .ack = RCV, .purpose = TCPSIM_PURPOSE_WINDOW_PROBE, __VA_ARGS__ }

static const struct row persist_rows[] = {
	/* SHLD-30: the next one after twice the time. */
	{ ROW("the first probe is one octet of new text"),
	.in = TCPSIM_ESTABLISHED, PERSIST, .given = { CLOSED_WINDOW, { QUEUED, 10 } },
	.sends = { WINDOW_PROBE(.ctl = ACK, .text = 1, .at = SENT_OCTETS) },
	.then = { { SND_NXT, UNA + 1U }, { QUEUED, 9 }, { PROBES, 1 }, { RETRIES, 1 }, { DUE_PERSIST, NOW + 2 * RTO },
		{ RAISE, TCPSIM_FLAG_TIMING }, { RTT_SENT, NOW }, { RTT_SEQ, UNA } },
	.rule = TCPSIM_RULE_PERSIST_PROBE },

	{ ROW("the next ones are the same octet, which is not timed (Karn)"),
	.in = TCPSIM_ESTABLISHED, PERSIST,
	.given = { CLOSED_WINDOW, { QUEUED, 9 }, { SND_NXT, UNA + 1U }, { PROBES, 1 }, { RETRIES, 1 },
		{ RAISE, TCPSIM_FLAG_TIMING }, { RTT_SEQ, UNA } },
	.sends = { WINDOW_PROBE(.ctl = ACK, .text = 1, .at = SENT_OCTETS) },
	.then = { { PROBES, 2 }, { RETRIES, 2 }, { DUE_PERSIST, NOW + 4 * RTO }, { LOWER, TCPSIM_FLAG_TIMING } },
	.rule = TCPSIM_RULE_PERSIST_PROBE },

	/* Linux, tcp_xmit_probe_skb(). */
	{ ROW("or it is an ACK of a number that the peer has, which it answers"),
	.in = TCPSIM_ESTABLISHED, PERSIST, .given = { CLOSED_WINDOW, { QUEUED, 10 } },
	.policy = { WITH(window_probe, TCPSIM_WINDOW_PROBE_ACK) },
	.sends = { { .seq = UNA - 1U, .ack = RCV, .ctl = ACK, .purpose = TCPSIM_PURPOSE_WINDOW_PROBE } },
	.then = { { PROBES, 1 }, { RETRIES, 1 }, { DUE_PERSIST, NOW + 2 * RTO } },
	.rule = TCPSIM_RULE_PERSIST_PROBE },

	{ ROW("... but where something was sent that is to be sent again"),
	.in = TCPSIM_ESTABLISHED, PERSIST, .given = { CLOSED_WINDOW, { SND_NXT, UNA + 30U } },
	.policy = { WITH(window_probe, TCPSIM_WINDOW_PROBE_ACK) },
	.sends = { WINDOW_PROBE(.ctl = ACK, .text = 1, .at = SENT_OCTETS) },
	.then = { { PROBES, 1 }, { RETRIES, 1 }, { DUE_PERSIST, NOW + 2 * RTO } },
	.rule = TCPSIM_RULE_PERSIST_PROBE },

	/* FreeBSD, tcp_setpersist(): persmin is 5 s. */
	{ ROW("probes may have a least interval"),
	.in = TCPSIM_ESTABLISHED, PERSIST, .given = { CLOSED_WINDOW, { QUEUED, 10 }, { RTT_RTO, SECOND } },
	.policy = { WITH(persist_min_us, 5 * SECOND), WITH(window_probe, TCPSIM_WINDOW_PROBE_ACK) },
	.sends = { { .seq = UNA - 1U, .ack = RCV, .ctl = ACK, .purpose = TCPSIM_PURPOSE_WINDOW_PROBE } },
	.then = { { PROBES, 1 }, { RETRIES, 1 }, { DUE_PERSIST, NOW + 5 * SECOND } },
	.rule = TCPSIM_RULE_PERSIST_PROBE },

	{ ROW("... and so may the first of them"),
	.in = TCPSIM_ESTABLISHED, .event = SEND, .octets = 10, .given = { { SND_WND, 0 }, { RTT_RTO, SECOND } },
	.policy = { WITH(persist_min_us, 5 * SECOND) },
	.then = { { QUEUED, 10 }, { DUE_PERSIST, NOW + 5 * SECOND } },
	.rule = TCPSIM_RULE_SEND_ACCEPTED },

	/* 3 s * 2^5 = 96 s. */
	{ ROW("up to the greatest RTO"),
	.in = TCPSIM_ESTABLISHED, PERSIST,
	.given = { CLOSED_WINDOW, { SND_NXT, UNA + 1U }, { PROBES, 4 }, { RETRIES, 4 } },
	.sends = { WINDOW_PROBE(.ctl = ACK, .text = 1, .at = SENT_OCTETS) },
	.then = { { PROBES, 5 }, { RETRIES, 5 }, { DUE_PERSIST, NOW + 60 * SECOND } },
	.rule = TCPSIM_RULE_PERSIST_PROBE },

	{ ROW("of text that was sent before the window closed one octet is the probe"),
	.in = TCPSIM_ESTABLISHED, PERSIST, .given = { CLOSED_WINDOW, { SND_NXT, UNA + 30U } },
	.sends = { WINDOW_PROBE(.ctl = ACK, .text = 1, .at = SENT_OCTETS) },
	.then = { { PROBES, 1 }, { RETRIES, 1 }, { DUE_PERSIST, NOW + 2 * RTO } },
	.rule = TCPSIM_RULE_PERSIST_PROBE },

	{ ROW("a FIN that waits is a probe, too"),
	.in = TCPSIM_FIN_WAIT_1, PERSIST,
	.given = { CLOSED_WINDOW, { SND_NXT, UNA }, { DUE_RETRANSMISSION, NEVER }, { DUE_USER, NEVER },
		{ LOWER, TCPSIM_FLAG_FIN_SENT } },
	.sends = { WINDOW_PROBE(.ctl = FIN | ACK) },
	.then = { { SND_NXT, UNA + 1U }, { RAISE, TCPSIM_FLAG_FIN_SENT | TCPSIM_FLAG_TIMING }, { PROBES, 1 },
		{ RETRIES, 1 }, { DUE_PERSIST, NOW + 2 * RTO }, { RTT_SENT, NOW }, { RTT_SEQ, UNA } },
	.rule = TCPSIM_RULE_PERSIST_PROBE },

	{ ROW("a FIN behind one octet waits on"),
	.in = TCPSIM_FIN_WAIT_1, PERSIST,
	.given = { CLOSED_WINDOW, { SND_NXT, UNA + 5U }, { DUE_RETRANSMISSION, NEVER }, { DUE_USER, NEVER } },
	.sends = { WINDOW_PROBE(.ctl = ACK, .text = 1, .at = SENT_OCTETS) },
	.then = { { PROBES, 1 }, { RETRIES, 1 }, { DUE_PERSIST, NOW + 2 * RTO } },
	.rule = TCPSIM_RULE_PERSIST_PROBE },

	{ ROW("R2 probes without any answer, and the peer is given up"),
	.in = TCPSIM_ESTABLISHED, PERSIST,
	.given = { CLOSED_WINDOW, { SND_NXT, UNA + 1U }, { PROBES, 8 }, { RETRIES, 20 } },
	GIVEN_UP,
	.rule = TCPSIM_RULE_PERSIST_GIVES_UP },
};

/*
 * MUST-37: a peer that answers every probe with its closed window is waited for, here for ten thousand
 * probes, a week of virtual time, which neither R2 nor the user timeout ends.
 */
START_TEST(a_peer_that_answers_is_never_given_up)
{
	struct tcpsim_tcb tcb = row_tcb(TCPSIM_ESTABLISHED);
	struct tcpsim_policy policy = row_policy();
	struct tcpsim_arriving arriving = {
		.seg = { .seq = { RCV }, .ack = { UNA }, .wnd = 0, .ctl = ACK },
	};
	struct tcpsim_effects out;
	int64_t now_us = NOW;
	int timer;

	policy.nagle = 0;
	tcb.snd.wnd = 0;
	ck_assert_int_eq(tcpsim_engine_send(&tcb, &policy, 10, tcpsim_seq_make(0), now_us, &out), TCPSIM_OK);
	for (int i = 0; i < 10000; i++) {
		now_us = tcpsim_tcb_deadline_us(&tcb);
		tcpsim_engine_timeout(&tcb, &policy, now_us, &timer, &out);
		ck_assert_int_eq(timer, TCPSIM_TIMER_PERSIST);
		ck_assert_uint_eq(out.n_segments, 1);
		tcpsim_engine_arrives(&tcb, &policy, &arriving, now_us, &out);
		ck_assert_int_eq(tcb.state, TCPSIM_ESTABLISHED);
		ck_assert_ptr_null(tcpsim_tcb_check(&tcb));
	}
	ck_assert_int_gt(now_us, 6 * 24 * HOUR);
	/* The window opens: all is sent. */
	arriving.seg.wnd = PEER_WND;
	tcpsim_engine_arrives(&tcb, &policy, &arriving, now_us, &out);
	ck_assert_uint_eq(out.n_segments, 2);
	ck_assert_uint_eq(tcb.snd.nxt.n, UNA + 10U);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("3.8.4, 3.8.6.1");
	TCase *tcase = tcase_create("series");

	ROWS_ADD(suite, "keepalive", keepalive_rows);
	ROWS_ADD(suite, "zero window", persist_rows);
	tcase_add_test(tcase, a_peer_that_answers_is_never_given_up);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
