/* SPDX-License-Identifier: MIT */
/* Forged ICMP messages, RFC 5927: what an attacker who knows addresses and ports, but no numbers, can do. */
#include <string.h>

#include "tests/rfc/ends.h"
#include "tests/rfc/rows.h"
#include "tests/suite.h"

#define SOFT(what) \
	.then = { { SOFT_ERROR, TCPSIM_ERROR_##what } }, .signals = TCPSIM_SIGNAL_SOFT_ERROR, \
	.soft_error = TCPSIM_ERROR_##what
#define ABOUT(what, number) .event = ICMP, .icmp = { TCPSIM_ICMP_##what, (number), 0 }
#define TEXT_OUT .in = TCPSIM_ESTABLISHED, .given = { OUTSTANDING(30U) }

/* RFC 5927 4.1: SND.UNA =< SEG.SEQ < SND.NXT, or it is about nothing that is under way. */
#define REFUSED .rule = TCPSIM_RULE_ICMP_NUMBER_REFUSED
static const struct row number_rows[] = {
	{ ROW("SND.UNA - 1 is not under way"), TEXT_OUT, ABOUT(PORT_UNREACHABLE, UNA - 1U), REFUSED },
	{ ROW("SND.NXT is not"), TEXT_OUT, ABOUT(PORT_UNREACHABLE, UNA + 30U), REFUSED },
	{ ROW("SND.NXT - 1 is"), TEXT_OUT, ABOUT(HOST_UNREACHABLE, UNA + 29U), SOFT(HOST_UNREACHABLE),
	.rule = TCPSIM_RULE_ICMP_SOFT },
	{ ROW("what is half of all numbers away is not"), TEXT_OUT, ABOUT(PORT_UNREACHABLE, UNA + 0x80000000U), REFUSED },
	{ ROW("nothing is under way on an idle connection"), .in = TCPSIM_ESTABLISHED, ABOUT(HOST_UNREACHABLE, UNA), REFUSED },
	{ ROW("nor in FIN-WAIT-2"), .in = TCPSIM_FIN_WAIT_2, ABOUT(PORT_UNREACHABLE, UNA), REFUSED },
	{ ROW("nor in TIME-WAIT"), .in = TCPSIM_TIME_WAIT, ABOUT(PORT_UNREACHABLE, UNA), REFUSED },
	{ ROW("in SYN-SENT the SYN is, and no more"), .in = TCPSIM_SYN_SENT, ABOUT(PORT_UNREACHABLE, ISS + 1U), REFUSED },
	{ ROW("the same for a packet that was too large"), TEXT_OUT, ABOUT(TOO_LARGE, UNA - 1U), REFUSED },
};

/* An event of no number that is under way changes no TCB, whatever it says. */
static void
attack(struct end *end, uint32_t seq, int64_t now_us)
{
	struct tcpsim_tcb before = end->tcb;

	for (int kind = 0; kind < TCPSIM_N_ICMP; kind++) {
		struct tcpsim_icmp icmp = { (enum tcpsim_icmp_kind)kind, tcpsim_seq_make(seq), 68 };

		tcpsim_engine_icmp(&end->tcb, &end->policy, &icmp, now_us, &end->out);
		ck_assert_int_eq(memcmp(&before, &end->tcb, sizeof before), 0);
		ck_assert_uint_eq(end->out.n_segments + end->out.signals, 0);
	}
}

/* Section 4.1: on a connection with nothing under way no number at all is of use. */
START_TEST(an_idle_connection_cannot_be_hurt)
{
	struct end a = end_new(), b = end_new();

	ends_open(&a, &b, SECOND / 10);
	for (uint32_t seq = 0; seq < 2000; seq++) {
		attack(&a, seq * 2147483U, SECOND);
		attack(&a, a.tcb.snd.nxt.n + seq - 1000U, SECOND);
	}
}
END_TEST

/* With a full window of 65 535 octets under way, one number in 65 536 of all is: 2^32 / 65 535. */
START_TEST(a_busy_one_is_hit_once_in_65536_times)
{
	struct end a = end_new(), b = end_new();
	unsigned hits = 0;

	a.policy.congestion_control = TCPSIM_CONGESTION_NONE;
	ends_open(&a, &b, SECOND / 10);
	a.policy.nagle = 0;
	end_send(&a, 65535, SECOND);
	while (a.out.more)
		tcpsim_engine_poll(&a.tcb, &a.policy, SECOND, &a.out);
	ck_assert_uint_eq(tcpsim_seq_distance(a.tcb.snd.una, a.tcb.snd.nxt), 65535);
	for (uint32_t i = 0; i < 65536; i++) {
		struct tcpsim_icmp icmp = { TCPSIM_ICMP_HOST_UNREACHABLE, tcpsim_seq_make(a.tcb.snd.una.n + 65536U * i), 0 };

		tcpsim_engine_icmp(&a.tcb, &a.policy, &icmp, SECOND, &a.out);
		hits += a.out.signals != 0;
	}
	ck_assert_uint_eq(hits, 1);
}
END_TEST

#define MAX_SENT 100

/* All that the last event sent, behind the n segments that are under way; returns how many that makes. */
static unsigned
take_sent(struct end *end, struct tcpsim_segment way[MAX_SENT], unsigned n)
{
	for (;;) {
		for (unsigned i = 0; i < end->out.n_segments; i++) {
			ck_assert_uint_lt(n, MAX_SENT);
			way[n++] = end->out.segments[i];
		}
		if (!end->out.more)
			return n;
		tcpsim_engine_poll(&end->tcb, &end->policy, SECOND, &end->out);
	}
}

/*
 * Section 7: who hits makes segments small for a while, but no smaller than 68 octets of IPv4 allow, and nothing is
 * lost by it.
 */
START_TEST(the_smallest_path_still_delivers)
{
	struct end a = end_new(), b = end_new();
	struct tcpsim_icmp icmp = { .kind = TCPSIM_ICMP_TOO_LARGE, .mtu = 1 };
	struct tcpsim_segment way[MAX_SENT];
	unsigned n;

	ends_open(&a, &b, SECOND / 10);
	end_receive(&b, TCPSIM_RECEIVE_ALL, SECOND);
	end_send(&a, 500, SECOND);
	icmp.seq = a.tcb.snd.una;
	tcpsim_engine_icmp(&a.tcb, &a.policy, &icmp, SECOND, &a.out);
	ck_assert_uint_eq(a.tcb.mss, 68 - 40);
	n = take_sent(&a, way, 0);
	for (unsigned i = 0; i < n; i++) {
		ck_assert_uint_le(way[i].text_bytes, 68 - 40);
		end_arrives(&b, way[i], SECOND);
		end_arrives(&a, end_sent(&b), SECOND);
		n = take_sent(&a, way, n);
	}
	ck_assert_uint_eq(b.tcb.rcv.nxt_offset, 500);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("RFC 5927 attacks");
	TCase *ends = tcase_create("two ends");

	ROWS_ADD(suite, "numbers", number_rows);
	tcase_add_test(ends, an_idle_connection_cannot_be_hurt);
	tcase_add_test(ends, a_busy_one_is_hit_once_in_65536_times);
	tcase_add_test(ends, the_smallest_path_still_delivers);
	suite_add_tcase(suite, ends);
	return suite_run(suite);
}
