/* SPDX-License-Identifier: MIT */
/* What ICMP says: RFC 9293 3.9.2.2, with RFC 5461; what liars say is in test_5927_attacks.c. */
#include <string.h>

#include "tests/rfc/ends.h"
#include "tests/rfc/rows.h"
#include "tests/suite.h"

#define SOFT(what) \
	.then = { { SOFT_ERROR, TCPSIM_ERROR_##what } }, .signals = TCPSIM_SIGNAL_SOFT_ERROR, \
	.soft_error = TCPSIM_ERROR_##what
#define ENDED(what) .then = { { INTO, TCPSIM_CLOSED } }, .signals = TCPSIM_SIGNAL_ERROR, .error = TCPSIM_ERROR_##what
#define GONE(at) .sends = { { .seq = (at), .ctl = RST, .purpose = TCPSIM_PURPOSE_RESET } }
/* About the segment that a template of that state has under way; 30 octets of text in ESTABLISHED. */
#define ABOUT(what, number) .event = ICMP, .icmp = { TCPSIM_ICMP_##what, (number), 0 }
#define TEXT_OUT .in = TCPSIM_ESTABLISHED, .given = { OUTSTANDING(30U) }

static const struct row soft_rows[] = {
	/* 3.9.2.2: Destination Unreachable codes 0, 1, 5; Time Exceeded; Parameter Problem (MUST-56, SHLD-25). */
	{ ROW("an unreachable network is told to the user, and nothing else happens"), TEXT_OUT, ABOUT(NET_UNREACHABLE, UNA),
	SOFT(NET_UNREACHABLE), .rule = TCPSIM_RULE_ICMP_SOFT },
	{ ROW("an unreachable host is"), TEXT_OUT, ABOUT(HOST_UNREACHABLE, UNA),
	SOFT(HOST_UNREACHABLE), .rule = TCPSIM_RULE_ICMP_SOFT },
	{ ROW("a source route that failed is"), TEXT_OUT, ABOUT(SOURCE_ROUTE_FAILED, UNA),
	SOFT(SOURCE_ROUTE_FAILED), .rule = TCPSIM_RULE_ICMP_SOFT },
	{ ROW("a time to live that was exceeded is"), TEXT_OUT, ABOUT(TIME_EXCEEDED, UNA),
	SOFT(TIME_EXCEEDED), .rule = TCPSIM_RULE_ICMP_SOFT },
	{ ROW("a parameter problem is"), TEXT_OUT, ABOUT(PARAMETER_PROBLEM, UNA),
	SOFT(PARAMETER_PROBLEM), .rule = TCPSIM_RULE_ICMP_SOFT },

	{ ROW("the last one is remembered"), .in = TCPSIM_ESTABLISHED, ABOUT(TIME_EXCEEDED, UNA),
	.given = { OUTSTANDING(30U), { SOFT_ERROR, TCPSIM_ERROR_NET_UNREACHABLE } },
	SOFT(TIME_EXCEEDED), .rule = TCPSIM_RULE_ICMP_SOFT },

	/* MUST-56 has no exception for a connection that is being opened; that some have one: RFC 5461 4. */
	{ ROW("in SYN-SENT the attempt goes on"), .in = TCPSIM_SYN_SENT, ABOUT(HOST_UNREACHABLE, ISS),
	SOFT(HOST_UNREACHABLE), .rule = TCPSIM_RULE_ICMP_SOFT },
	{ ROW("in SYN-RECEIVED, too"), .in = TCPSIM_SYN_RECEIVED, ABOUT(HOST_UNREACHABLE, ISS),
	SOFT(HOST_UNREACHABLE), .rule = TCPSIM_RULE_ICMP_SOFT },
	{ ROW("in FIN-WAIT-1 it may be about the FIN"), .in = TCPSIM_FIN_WAIT_1, ABOUT(HOST_UNREACHABLE, UNA),
	SOFT(HOST_UNREACHABLE), .rule = TCPSIM_RULE_ICMP_SOFT },
	{ ROW("in CLOSING, too"), .in = TCPSIM_CLOSING, ABOUT(HOST_UNREACHABLE, UNA),
	SOFT(HOST_UNREACHABLE), .rule = TCPSIM_RULE_ICMP_SOFT },
	{ ROW("in LAST-ACK, too"), .in = TCPSIM_LAST_ACK, ABOUT(HOST_UNREACHABLE, UNA),
	SOFT(HOST_UNREACHABLE), .rule = TCPSIM_RULE_ICMP_SOFT },
	{ ROW("in CLOSE-WAIT it may be about text"), .in = TCPSIM_CLOSE_WAIT, ABOUT(HOST_UNREACHABLE, UNA),
	.given = { OUTSTANDING(30U) }, SOFT(HOST_UNREACHABLE), .rule = TCPSIM_RULE_ICMP_SOFT },

	/* MUST-55, in every state and about any number. */
	{ ROW("source quench is discarded"), TEXT_OUT, ABOUT(SOURCE_QUENCH, UNA),
	.rule = TCPSIM_RULE_ICMP_SOURCE_QUENCH_DISCARDED },
	{ ROW("... in SYN-SENT"), .in = TCPSIM_SYN_SENT, ABOUT(SOURCE_QUENCH, ISS),
	.rule = TCPSIM_RULE_ICMP_SOURCE_QUENCH_DISCARDED },
	{ ROW("... about a number of nobody"), TEXT_OUT, ABOUT(SOURCE_QUENCH, UNA + 1000U),
	.rule = TCPSIM_RULE_ICMP_SOURCE_QUENCH_DISCARDED },

	/* What is remembered is what the user is told when time is up. */
	{ ROW("R2 tells what ICMP said"), .in = TCPSIM_ESTABLISHED, .event = TIMEOUT, .timer = TCPSIM_TIMER_RETRANSMISSION,
	.now_us = RTX_DUE, .given = { OUTSTANDING(30U), { RETRIES, 8 }, { SOFT_ERROR, TCPSIM_ERROR_HOST_UNREACHABLE } },
	ENDED(HOST_UNREACHABLE), .rule = TCPSIM_RULE_RETRANSMISSION_R2 },
	{ ROW("R2 of a SYN does"), .in = TCPSIM_SYN_SENT, .event = TIMEOUT, .timer = TCPSIM_TIMER_RETRANSMISSION,
	.now_us = RTX_DUE, .given = { { RETRIES, 7 }, { SOFT_ERROR, TCPSIM_ERROR_NET_UNREACHABLE } },
	ENDED(NET_UNREACHABLE), .rule = TCPSIM_RULE_SYN_R2 },
	{ ROW("the user timeout does"), .in = TCPSIM_ESTABLISHED, .event = TIMEOUT, .timer = TCPSIM_TIMER_USER,
	.now_us = USER_DUE, .given = { OUTSTANDING(30U), { SOFT_ERROR, TCPSIM_ERROR_TIME_EXCEEDED },
		{ DUE_RETRANSMISSION, USER_DUE + 1 } },
	ENDED(TIME_EXCEEDED), .rule = TCPSIM_RULE_USER_TIMEOUT },
	{ ROW("probes of a closed window do"), .in = TCPSIM_ESTABLISHED, .event = TIMEOUT, .timer = TCPSIM_TIMER_PERSIST,
	.given = { { SND_WND, 0 }, { QUEUED, 5 }, { DUE_PERSIST, NOW }, { PROBES, 8 },
		{ SOFT_ERROR, TCPSIM_ERROR_HOST_UNREACHABLE } },
	ENDED(HOST_UNREACHABLE), .rule = TCPSIM_RULE_PERSIST_GIVES_UP },
	{ ROW("keepalive does"), .in = TCPSIM_ESTABLISHED, .event = TIMEOUT, .timer = TCPSIM_TIMER_KEEPALIVE,
	.given = { { DUE_KEEPALIVE, NOW }, { PROBES, 9 }, { SOFT_ERROR, TCPSIM_ERROR_HOST_UNREACHABLE } },
	.policy = { WITH(keepalive, 1) }, ENDED(HOST_UNREACHABLE), .rule = TCPSIM_RULE_KEEPALIVE_GIVES_UP },
	{ ROW("an ACK of something new proves that the path works"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA + 30U, .ctl = ACK },
	.given = { OUTSTANDING(30U), { SOFT_ERROR, TCPSIM_ERROR_HOST_UNREACHABLE } },
	.then = { ALL_ACKNOWLEDGED(UNA + 30U, 30), { SOFT_ERROR, TCPSIM_OK } }, .rule = TCPSIM_RULE_ACK_ADVANCES },
	{ ROW("one of nothing new does not"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA, .ctl = ACK },
	.given = { OUTSTANDING(30U), { SOFT_ERROR, TCPSIM_ERROR_HOST_UNREACHABLE } }, .rule = TCPSIM_RULE_ACK_DUPLICATE },
};

static const struct row hard_rows[] = {
	/* SHLD-26: codes 2 and 3; "abort" is 3.10.5. */
	{ ROW("an unreachable port aborts the connection"), TEXT_OUT, ABOUT(PORT_UNREACHABLE, UNA),
	GONE(UNA + 30U), ENDED(PORT_UNREACHABLE), .rule = TCPSIM_RULE_ICMP_HARD_ABORTS },
	{ ROW("an unreachable protocol does"), TEXT_OUT, ABOUT(PROTOCOL_UNREACHABLE, UNA),
	GONE(UNA + 30U), ENDED(PROTOCOL_UNREACHABLE), .rule = TCPSIM_RULE_ICMP_HARD_ABORTS },
	{ ROW("... in FIN-WAIT-1"), .in = TCPSIM_FIN_WAIT_1, ABOUT(PORT_UNREACHABLE, UNA),
	GONE(UNA + 1U), ENDED(PORT_UNREACHABLE), .rule = TCPSIM_RULE_ICMP_HARD_ABORTS },
	{ ROW("... in CLOSE-WAIT"), .in = TCPSIM_CLOSE_WAIT, ABOUT(PORT_UNREACHABLE, UNA),
	.given = { OUTSTANDING(30U) }, GONE(UNA + 30U), ENDED(PORT_UNREACHABLE), .rule = TCPSIM_RULE_ICMP_HARD_ABORTS },
	{ ROW("in CLOSING 3.10.5 sends no RST"), .in = TCPSIM_CLOSING, ABOUT(PORT_UNREACHABLE, UNA),
	ENDED(PORT_UNREACHABLE), .rule = TCPSIM_RULE_ICMP_HARD_ABORTS },
	{ ROW("nor in LAST-ACK"), .in = TCPSIM_LAST_ACK, ABOUT(PORT_UNREACHABLE, UNA),
	ENDED(PORT_UNREACHABLE), .rule = TCPSIM_RULE_ICMP_HARD_ABORTS },

	/* RFC 5461 4.1, which 3.9.2.2 points to: on a synchronized connection it may be taken for a soft one. */
	{ ROW("it may be taken for a soft error"), TEXT_OUT, ABOUT(PORT_UNREACHABLE, UNA),
	.policy = { WITH(hard_errors, TCPSIM_HARD_ERRORS_SOFT) },
	SOFT(PORT_UNREACHABLE), .rule = TCPSIM_RULE_ICMP_HARD_SOFTENED },
	{ ROW("but not before ESTABLISHED"), .in = TCPSIM_SYN_SENT, ABOUT(PORT_UNREACHABLE, ISS),
	.policy = { WITH(hard_errors, TCPSIM_HARD_ERRORS_SOFT) },
	ENDED(REFUSED), .rule = TCPSIM_RULE_ICMP_HARD_REFUSES },

	{ ROW("in SYN-SENT an unreachable port is a connection refused"), .in = TCPSIM_SYN_SENT, ABOUT(PORT_UNREACHABLE, ISS),
	ENDED(REFUSED), .rule = TCPSIM_RULE_ICMP_HARD_REFUSES },
	{ ROW("an unreachable protocol is what it is"), .in = TCPSIM_SYN_SENT, ABOUT(PROTOCOL_UNREACHABLE, ISS),
	ENDED(PROTOCOL_UNREACHABLE), .rule = TCPSIM_RULE_ICMP_HARD_REFUSES },
	/* The listener is no party to it: as a RST would (3.10.7.4 second, MUST-11). */
	{ ROW("after a passive OPEN the connection returns to LISTEN"), .in = TCPSIM_SYN_RECEIVED,
	ABOUT(PORT_UNREACHABLE, ISS), .then = { { INTO, TCPSIM_LISTEN } }, .rule = TCPSIM_RULE_ICMP_HARD_REFUSES },
	{ ROW("after a simultaneous open it is refused"), .in = TCPSIM_SYN_RECEIVED, ABOUT(PORT_UNREACHABLE, ISS),
	.given = { { ORIGIN, TCPSIM_ORIGIN_ACTIVE } }, ENDED(REFUSED), .rule = TCPSIM_RULE_ICMP_HARD_REFUSES },
	{ ROW("a TIME-WAIT that was reopened is TIME-WAIT again"), .in = TCPSIM_SYN_RECEIVED, ABOUT(PORT_UNREACHABLE, ISS),
	.given = { { ORIGIN, TCPSIM_ORIGIN_REOPENED }, { OLD_SND_NXT, 4711 }, { OLD_RCV_NXT, 815 } },
	.policy = { WITH(time_wait_msl, 0) }, .then = { { INTO, TCPSIM_CLOSED } },
	.also = { TCPSIM_RULE_ICMP_HARD_REFUSES, TCPSIM_RULE_TIME_WAIT_SHORT } },

	/* Code 4 is among the hard ones; with path MTU discovery it means something else (3.7.2). */
	{ ROW("too large a packet is a hard error to who does not look for the MTU"), TEXT_OUT, ABOUT(TOO_LARGE, UNA),
	.policy = { WITH(path_mtu_discovery, 0) },
	GONE(UNA + 30U), ENDED(TOO_LARGE), .rule = TCPSIM_RULE_ICMP_HARD_ABORTS },
	{ ROW("over IPv6 it is none: the user is told"), TEXT_OUT, ABOUT(TOO_LARGE, UNA),
	.policy = { WITH(path_mtu_discovery, 0), WITH(ip, TCPSIM_IPV6) },
	SOFT(TOO_LARGE), .rule = TCPSIM_RULE_ICMP_SOFT },
};

/* MUST-54 leads it to a connection; these are none that could have sent anything. */
static const struct row nobody_rows[] = {
	{ ROW("LISTEN has sent nothing"), .in = TCPSIM_LISTEN, ABOUT(PORT_UNREACHABLE, 0),
	.rule = TCPSIM_RULE_ICMP_NO_CONNECTION },
	{ ROW("CLOSED has not either"), .in = TCPSIM_CLOSED, ABOUT(PORT_UNREACHABLE, 0),
	.rule = TCPSIM_RULE_ICMP_NO_CONNECTION },
};

START_TEST(kinds_have_names)
{
	static const char *const names[TCPSIM_N_ICMP] = { "net-unreachable", "host-unreachable", "protocol-unreachable",
		"port-unreachable", "too-large", "source-route-failed", "time-exceeded", "parameter-problem", "source-quench" };

	for (int i = 0; i < TCPSIM_N_ICMP; i++)
		ck_assert_str_eq(tcpsim_icmp_name((enum tcpsim_icmp_kind)i), names[i]);
}
END_TEST

/* MUST-56: a connection outlives what ICMP says of its path, and delivers when the path is back. */
START_TEST(a_connection_outlives_soft_errors)
{
	struct end a = end_new(), b = end_new();
	struct tcpsim_icmp icmp = { .kind = TCPSIM_ICMP_HOST_UNREACHABLE };
	int64_t now_us = SECOND;

	ends_open(&a, &b, SECOND / 10);
	end_receive(&b, TCPSIM_RECEIVE_ALL, now_us);
	end_send(&a, 8, now_us);
	for (int i = 0; i < 5; i++) {
		icmp.seq = end_sent(&a).seq;
		tcpsim_engine_icmp(&a.tcb, &a.policy, &icmp, now_us, &a.out);
		ck_assert_uint_eq(a.out.signals, TCPSIM_SIGNAL_SOFT_ERROR);
		ck_assert_uint_eq(a.out.soft_error, TCPSIM_ERROR_HOST_UNREACHABLE);
		ck_assert_uint_eq(a.out.n_segments, 0);
		ck_assert_int_eq(end_next_timer(&a, &now_us), TCPSIM_TIMER_RETRANSMISSION);
	}
	end_arrives(&b, end_sent(&a), now_us);
	ck_assert_uint_eq(b.out.deliver_bytes, 8);
	end_arrives(&a, end_sent(&b), now_us);
	ck_assert_uint_eq(a.tcb.soft_error, TCPSIM_OK);
	ck_assert_int_eq(a.tcb.state, TCPSIM_ESTABLISHED);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("3.9.2.2 ICMP");
	TCase *more = tcase_create("more");

	ROWS_ADD(suite, "soft errors", soft_rows);
	ROWS_ADD(suite, "hard errors", hard_rows);
	ROWS_ADD(suite, "nobody's", nobody_rows);
	tcase_add_test(more, kinds_have_names);
	tcase_add_test(more, a_connection_outlives_soft_errors);
	suite_add_tcase(suite, more);
	return suite_run(suite);
}
