/* SPDX-License-Identifier: MIT */
/* The TCB: its size, its timers, its offsets, and that each of its invariants is found broken when it is. */
#include <string.h>

#include "tests/rfc/rows.h"
#include "tests/suite.h"

/* One way to break a TCB of a state. */
static const struct {
	const char *name;
	enum tcpsim_state state;
	struct change changes[4];
} broken[] = {
	{ "CLOSED remembers nothing", TCPSIM_CLOSED, { { SND_UNA, 1 } } },
	{ "SND.UNA =< SND.NXT", TCPSIM_ESTABLISHED, { { SND_UNA, UNA + 1U } } },
	{ "in SYN-SENT a SYN is outstanding", TCPSIM_SYN_SENT, { { LOWER, TCPSIM_FLAG_SYN_OUT } } },
	{ "in SYN-RECEIVED a SYN is outstanding", TCPSIM_SYN_RECEIVED, { { LOWER, TCPSIM_FLAG_SYN_OUT } } },
	{ "in ESTABLISHED none is", TCPSIM_ESTABLISHED, { { RAISE, TCPSIM_FLAG_SYN_OUT } } },
	{ "in LAST-ACK none is", TCPSIM_LAST_ACK, { { RAISE, TCPSIM_FLAG_SYN_OUT }, { SND_ISS, UNA } } },
	{ "in CLOSE-WAIT none is", TCPSIM_CLOSE_WAIT, { { RAISE, TCPSIM_FLAG_SYN_OUT }, { SND_ISS, UNA } } },
	{ "a SYN that is outstanding is at SND.UNA", TCPSIM_SYN_SENT, { { SND_ISS, ISS - 1U } } },
	{ "FIN is sent after CLOSE", TCPSIM_ESTABLISHED, { { RAISE, TCPSIM_FLAG_FIN_SENT } } },
	{ "no text waits behind FIN", TCPSIM_FIN_WAIT_1, { { QUEUED, 1 } } },
	{ "ESTABLISHED is before CLOSE", TCPSIM_ESTABLISHED, { { RAISE, TCPSIM_FLAG_CLOSE_CALLED } } },
	{ "ESTABLISHED is before the peer's FIN", TCPSIM_ESTABLISHED, { { RAISE, TCPSIM_FLAG_FIN_TAKEN } } },
	{ "SYN-RECEIVED is before the peer's FIN", TCPSIM_SYN_RECEIVED, { { RAISE, TCPSIM_FLAG_FIN_TAKEN } } },
	{ "FIN-WAIT-1 is after CLOSE", TCPSIM_FIN_WAIT_1, {
		{ LOWER, TCPSIM_FLAG_CLOSE_CALLED | TCPSIM_FLAG_FIN_SENT } } },
	{ "FIN-WAIT-1 is before the peer's FIN", TCPSIM_FIN_WAIT_1, { { RAISE, TCPSIM_FLAG_FIN_TAKEN } } },
	{ "FIN-WAIT-2 is after the ACK of our FIN", TCPSIM_FIN_WAIT_2, { OUTSTANDING(1U) } },
	{ "FIN-WAIT-2 is before the peer's FIN", TCPSIM_FIN_WAIT_2, { { RAISE, TCPSIM_FLAG_FIN_TAKEN } } },
	{ "CLOSE-WAIT is before CLOSE", TCPSIM_CLOSE_WAIT, { { RAISE, TCPSIM_FLAG_CLOSE_CALLED } } },
	{ "CLOSE-WAIT is after the peer's FIN", TCPSIM_CLOSE_WAIT, { { LOWER, TCPSIM_FLAG_FIN_TAKEN } } },
	{ "CLOSING waits for the ACK of our FIN", TCPSIM_CLOSING, { { SND_UNA, UNA + 1U } } },
	{ "LAST-ACK is after the peer's FIN", TCPSIM_LAST_ACK, { { LOWER, TCPSIM_FLAG_FIN_TAKEN } } },
	{ "TIME-WAIT is after both FINs", TCPSIM_TIME_WAIT, { { LOWER, TCPSIM_FLAG_FIN_TAKEN } } },
	{ "there is no twelfth state", TCPSIM_ESTABLISHED, { { STATE, TCPSIM_N_STATES } } },
	{ "no more ranges than there is room for", TCPSIM_ESTABLISHED, { { N_HELD, TCPSIM_MAX_RANGES + 1 } } },
	{ "no range is empty", TCPSIM_ESTABLISHED, { { N_HELD, 1 }, { HELD_0_BEGIN, RCV + 5U },
		{ HELD_0_END, RCV + 5U } } },
	{ "no range touches RCV.NXT", TCPSIM_ESTABLISHED, { { N_HELD, 1 }, { HELD_0_BEGIN, RCV },
		{ HELD_0_END, RCV + 5U } } },
	{ "no range is beyond the window", TCPSIM_ESTABLISHED,
		{ { N_HELD, 1 }, { HELD_0_BEGIN, RCV + 5U }, { HELD_0_END, RCV + RCV_BUFFER + 1U } } },
	{ "the 2MSL timer runs in TIME-WAIT", TCPSIM_TIME_WAIT, { { DUE_2MSL, NEVER } } },
	{ "the 2MSL timer runs nowhere else", TCPSIM_ESTABLISHED, { { DUE_2MSL, NOW } } },
	{ "no other timer runs in TIME-WAIT", TCPSIM_TIME_WAIT, { { DUE_KEEPALIVE, NOW } } },
	{ "what is outstanding has a timer", TCPSIM_ESTABLISHED, { { SND_NXT, UNA + 1U } } },
	{ "Eff.snd.MSS is not 0", TCPSIM_ESTABLISHED, { { MSS, 0 } } },
	{ "the RTO is positive", TCPSIM_ESTABLISHED, { { RTT_RTO, 0 } } },
};

START_TEST(each_broken_invariant_is_found)
{
	struct tcpsim_tcb tcb = row_tcb(broken[_i].state);

	ck_assert_ptr_null(tcpsim_tcb_check(&tcb));
	for (size_t i = 0; i < 4 && broken[_i].changes[i].field != NO_FIELD; i++)
		row_change(&tcb, &broken[_i].changes[i]);
	ck_assert_msg(tcpsim_tcb_check(&tcb) != NULL, "not found: %s", broken[_i].name);
	ck_assert_str_ne(tcpsim_tcb_check(&tcb), "");
}
END_TEST

/* 3.10.4: CLOSE in SYN-RECEIVED enters FIN-WAIT-1, and from there CLOSING, before our SYN is acknowledged. */
START_TEST(after_an_early_close_a_syn_may_be_outstanding)
{
	static const enum tcpsim_state states[] = { TCPSIM_FIN_WAIT_1, TCPSIM_CLOSING };

	for (size_t i = 0; i < 2; i++) {
		struct tcpsim_tcb tcb = row_tcb(states[i]);

		tcb.snd.iss = tcb.snd.una;
		tcb.flags |= TCPSIM_FLAG_SYN_OUT;
		ck_assert_ptr_null(tcpsim_tcb_check(&tcb));
		/* What came with the peer's SYN waits at RCV.NXT. */
		tcb.n_held = 1;
		tcb.ranges[0].begin = tcb.rcv.nxt;
		tcb.ranges[0].end = tcpsim_seq_add(tcb.rcv.nxt, 5);
		ck_assert(states[i] != TCPSIM_FIN_WAIT_1 || tcpsim_tcb_check(&tcb) == NULL);
	}
}
END_TEST

START_TEST(ranges_must_ascend_apart)
{
	struct tcpsim_tcb tcb = row_tcb(TCPSIM_ESTABLISHED);

	tcb.n_held = 2;
	tcb.ranges[0].begin = tcpsim_seq_make(RCV + 10);
	tcb.ranges[0].end = tcpsim_seq_make(RCV + 20);
	tcb.ranges[1].begin = tcpsim_seq_make(RCV + 21);
	tcb.ranges[1].end = tcpsim_seq_make(RCV + 30);
	ck_assert_ptr_null(tcpsim_tcb_check(&tcb));
	tcb.ranges[1].begin = tcpsim_seq_make(RCV + 20);
	ck_assert_ptr_nonnull(tcpsim_tcb_check(&tcb));
	tcb.ranges[1].begin = tcpsim_seq_make(RCV + 5);
	ck_assert_ptr_nonnull(tcpsim_tcb_check(&tcb));
	/* Behind the peer's FIN there is no text. */
	tcb.ranges[1].begin = tcpsim_seq_make(RCV + 21);
	tcb.flags |= TCPSIM_FLAG_FIN_SEEN;
	tcb.rcv.fin = tcpsim_seq_make(RCV + 30);
	ck_assert_ptr_null(tcpsim_tcb_check(&tcb));
	tcb.rcv.fin = tcpsim_seq_make(RCV + 29);
	ck_assert_ptr_nonnull(tcpsim_tcb_check(&tcb));
}
END_TEST

/* A TCB is plain data: small enough to be kept a million at a time. */
START_TEST(it_is_small_and_zero_is_closed)
{
	struct tcpsim_tcb tcb;

	memset(&tcb, 0, sizeof tcb);
	ck_assert_uint_le(sizeof tcb, 448);
	ck_assert_int_eq(tcb.state, TCPSIM_CLOSED);
	ck_assert_ptr_null(tcpsim_tcb_check(&tcb));
}
END_TEST

START_TEST(the_next_deadline_is_the_earliest)
{
	struct tcpsim_tcb tcb = row_tcb(TCPSIM_ESTABLISHED);

	ck_assert_int_eq(tcpsim_tcb_deadline_us(&tcb), NEVER);
	for (int i = 0; i < TCPSIM_N_TIMERS; i++) {
		for (int j = 0; j < TCPSIM_N_TIMERS; j++)
			tcb.deadline_us[j] = j == i ? NOW : NOW + 1 + j;
		ck_assert_int_eq(tcpsim_tcb_deadline_us(&tcb), NOW);
	}
	memset(&tcb, 0, sizeof tcb);
	ck_assert_int_eq(tcpsim_tcb_deadline_us(&tcb), NEVER);
}
END_TEST

START_TEST(timers_have_names)
{
	static const char *const names[TCPSIM_N_TIMERS] = { "retransmission", "persist", "keepalive", "2MSL", "user",
		"delayed-ack" };

	for (int i = 0; i < TCPSIM_N_TIMERS; i++)
		ck_assert_str_eq(tcpsim_timer_name((enum tcpsim_timer)i), names[i]);
}
END_TEST

/* SYN and FIN have numbers but no octets: the octet behind them has their offset. */
START_TEST(a_number_has_the_offset_of_its_octet)
{
	struct tcpsim_tcb tcb = row_tcb(TCPSIM_SYN_RECEIVED);

	ck_assert_uint_eq(tcpsim_tcb_snd_offset(&tcb, tcpsim_seq_make(ISS)), 0);
	ck_assert_uint_eq(tcpsim_tcb_snd_offset(&tcb, tcpsim_seq_make(ISS + 1)), 0);
	tcb = row_tcb(TCPSIM_ESTABLISHED);
	tcb.snd.nxt = tcpsim_seq_make(UNA + 30);
	ck_assert_uint_eq(tcpsim_tcb_snd_offset(&tcb, tcpsim_seq_make(UNA)), SENT_OCTETS);
	ck_assert_uint_eq(tcpsim_tcb_snd_offset(&tcb, tcpsim_seq_make(UNA + 30)), SENT_OCTETS + 30);
	ck_assert_uint_eq(tcpsim_tcb_snd_offset(&tcb, tcpsim_seq_make(UNA - 10)), SENT_OCTETS - 10);
	tcb = row_tcb(TCPSIM_FIN_WAIT_1);
	ck_assert_uint_eq(tcpsim_tcb_snd_offset(&tcb, tcpsim_seq_make(UNA)), SENT_OCTETS);
	ck_assert_uint_eq(tcpsim_tcb_snd_offset(&tcb, tcpsim_seq_make(UNA + 1)), SENT_OCTETS);
	/* The FIN is acknowledged: SND.UNA is behind it, and its offset counts octets only. */
	tcb = row_tcb(TCPSIM_FIN_WAIT_2);
	ck_assert_uint_eq(tcpsim_tcb_snd_offset(&tcb, tcpsim_seq_make(UNA)), tcb.snd.una_offset);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("tcb");
	TCase *tcase = tcase_create("tcb");

	tcase_add_loop_test(tcase, each_broken_invariant_is_found, 0, (int)(sizeof broken / sizeof broken[0]));
	tcase_add_test(tcase, after_an_early_close_a_syn_may_be_outstanding);
	tcase_add_test(tcase, ranges_must_ascend_apart);
	tcase_add_test(tcase, it_is_small_and_zero_is_closed);
	tcase_add_test(tcase, the_next_deadline_is_the_earliest);
	tcase_add_test(tcase, timers_have_names);
	tcase_add_test(tcase, a_number_has_the_offset_of_its_octet);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
