/* SPDX-License-Identifier: MIT */
/* The TCB: its size, its timers, its offsets, and that each of its invariants is found broken when it is. */
#include <string.h>

#include "tests/rfc/rows.h"
#include "tests/suite.h"

/* 100 octets are outstanding, and cwnd takes them. */
#define SENT_AND_CONTROLLED OUTSTANDING(100U), { CWND, 5360 }
#define WITH_SACK SENT_AND_CONTROLLED, { RAISE, TCPSIM_FLAG_SACK }
/* The i-th range that was told, from below: they stand at the back. */
#define TOLD(i, from, to) { PLACE_##i##_BEGIN, UNA + (from) }, { PLACE_##i##_END, UNA + (to) }
#define PLACE_0_BEGIN HELD_15_BEGIN
#define PLACE_0_END HELD_15_END
#define PLACE_1_BEGIN HELD_14_BEGIN
#define PLACE_1_END HELD_14_END

/* One way to break a TCB of a state. */
static const struct {
	const char *name;
	enum tcpsim_state state;
	struct change changes[10];
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
	{ "the timer of FIN-WAIT-2 runs nowhere else", TCPSIM_FIN_WAIT_1, { { DUE_FIN_WAIT_2, NOW } } },
	{ "no ACK is quick before text", TCPSIM_ESTABLISHED, { { RCV_OFFSET, 0 }, { QUICK_ACKS, 1 } } },
	{ "nor did one come at any time", TCPSIM_ESTABLISHED, { { TEXT_MS, 1 } } },
	{ "what is reserved is zero", TCPSIM_ESTABLISHED, { { RESERVED_2, 1 } } },
	{ "no small segment is remembered without its flag", TCPSIM_ESTABLISHED, { { SMALL, UNA } } },
	{ "a small segment that is under way is not acknowledged", TCPSIM_ESTABLISHED,
		{ OUTSTANDING(5U), { RAISE, TCPSIM_FLAG_SMALL }, { SMALL, UNA } } },
	{ "and was sent", TCPSIM_ESTABLISHED,
		{ OUTSTANDING(5U), { RAISE, TCPSIM_FLAG_SMALL }, { SMALL, UNA + 6U } } },
	{ "a burst has sent something", TCPSIM_ESTABLISHED, { { RAISE, TCPSIM_FLAG_BURST } } },
	{ "what is outstanding has a timer", TCPSIM_ESTABLISHED, { { SND_NXT, UNA + 1U } } },
	{ "Eff.snd.MSS is not 0", TCPSIM_ESTABLISHED, { { MSS, 0 } } },
	{ "the RTO is positive", TCPSIM_ESTABLISHED, { { RTT_RTO, 0 } } },

	/* 3.8.5 */
	{ "SND.UP is nothing without its flag", TCPSIM_ESTABLISHED, { { SND_UP, UNA + 1U } } },
	{ "SND.UP is ahead of SND.UNA", TCPSIM_ESTABLISHED, { { RAISE, TCPSIM_FLAG_SND_URGENT }, { SND_UP, UNA },
		{ QUEUED, 5 } } },
	{ "SND.UP is not beyond what was sent", TCPSIM_ESTABLISHED, { { RAISE, TCPSIM_FLAG_SND_URGENT },
		{ SND_UP, UNA + 6U }, { QUEUED, 5 } } },
	{ "RCV.UP is nothing without its flag", TCPSIM_ESTABLISHED, { { RCV_UP, RCV + 1U } } },
	{ "RCV.UP is ahead of what the user has got", TCPSIM_ESTABLISHED, { { RAISE, TCPSIM_FLAG_RCV_URGENT },
		{ RCV_UP, RCV } } },
	{ "RCV.UP is ahead of what the user has got, unread octets counted", TCPSIM_ESTABLISHED,
		{ { RAISE, TCPSIM_FLAG_RCV_URGENT }, { RCV_UP, RCV - 5U }, { UNREAD, 5 } } },
	{ "RCV.UP is not behind the peer's FIN", TCPSIM_ESTABLISHED, { { RAISE, TCPSIM_FLAG_RCV_URGENT },
		{ RCV_UP, RCV + 3U }, { RAISE, TCPSIM_FLAG_FIN_SEEN }, { RCV_FIN, RCV + 2U } } },

	/* RFC 7323 4.3, RFC 9293 3.8.6.3 */
	{ "nothing is acknowledged that is not there", TCPSIM_ESTABLISHED, { { RCV_ACKED, RCV + 1U } } },
	{ "the ACK timer runs for an ACK", TCPSIM_ESTABLISHED, { { RCV_ACKED, RCV }, { DUE_ACK, NOW } } },
	{ "and for none that is due", TCPSIM_ESTABLISHED, { { RCV_ACKED, RCV - 1U }, { DUE_ACK, NOW },
		{ RAISE, TCPSIM_FLAG_ACK_NOW } } },

	/* RFC 2018, RFC 6675 3 */
	{ "SACK tells nothing without SACK", TCPSIM_ESTABLISHED, { SENT_AND_CONTROLLED, TOLD(0, 10U, 20U), { N_SACKED, 1 } } },
	{ "no range told is empty", TCPSIM_ESTABLISHED, { WITH_SACK, TOLD(0, 10U, 10U), { N_SACKED, 1 } } },
	{ "none is at SND.UNA", TCPSIM_ESTABLISHED, { WITH_SACK, TOLD(0, 0U, 10U), { N_SACKED, 1 } } },
	{ "none is beyond SND.NXT", TCPSIM_ESTABLISHED, { WITH_SACK, TOLD(0, 90U, 101U), { N_SACKED, 1 } } },
	{ "they ascend from the back", TCPSIM_ESTABLISHED, { WITH_SACK, TOLD(0, 50U, 60U), TOLD(1, 10U, 20U),
		{ N_SACKED, 2 } } },
	{ "they do not touch", TCPSIM_ESTABLISHED, { WITH_SACK, TOLD(0, 10U, 20U), TOLD(1, 20U, 30U), { N_SACKED, 2 } } },
	{ "both lists fit", TCPSIM_ESTABLISHED, { WITH_SACK, { N_SACKED, TCPSIM_MAX_RANGES + 1 } } },
	{ "between the lists all is zero", TCPSIM_ESTABLISHED, { { HELD_7_END, 1 } } },

	/* RFC 5681, RFC 6582 */
	{ "cwnd is a segment at the least", TCPSIM_ESTABLISHED, { { CWND, PEER_MSS - 1 } } },
	{ "without cwnd there is no ssthresh", TCPSIM_ESTABLISHED, { { SSTHRESH, 1 } } },
	{ "nor a duplicate that was counted", TCPSIM_ESTABLISHED, { { DUP_ACKS, 1 } } },
	{ "nor a recovery", TCPSIM_ESTABLISHED, { OUTSTANDING(5U), { RAISE, TCPSIM_FLAG_LOSS }, { RESEND, UNA },
		{ RECOVER, UNA + 5U } } },
	{ "there is one recovery at a time", TCPSIM_ESTABLISHED, { SENT_AND_CONTROLLED, { RECOVER, UNA + 5U },
		{ RESEND, UNA }, { RAISE, TCPSIM_FLAG_LOSS | TCPSIM_FLAG_RECOVERY } } },
	{ "without one nothing is sent again", TCPSIM_ESTABLISHED, { SENT_AND_CONTROLLED, { RESEND, UNA } } },
	{ "what was sent again is outstanding", TCPSIM_ESTABLISHED, { SENT_AND_CONTROLLED, { RECOVER, UNA + 5U },
		{ RESEND, UNA - 1U }, { RAISE, TCPSIM_FLAG_LOSS } } },
	{ "a recovery has an end ahead", TCPSIM_ESTABLISHED, { SENT_AND_CONTROLLED, { RECOVER, UNA }, { RESEND, UNA },
		{ RAISE, TCPSIM_FLAG_RECOVERY } } },
	{ "which was sent", TCPSIM_ESTABLISHED, { SENT_AND_CONTROLLED, { RECOVER, UNA + 101U }, { RESEND, UNA },
		{ RAISE, TCPSIM_FLAG_RECOVERY } } },

	/* RFC 7323 2, RFC 3168 6.1, RFC 5482, 3.9.2.2 */
	{ "a shift count is at most 14", TCPSIM_ESTABLISHED, { { RAISE, TCPSIM_FLAG_WINDOW_SCALE }, { SND_SCALE, 15 } } },
	{ "ours, too", TCPSIM_ESTABLISHED, { { RAISE, TCPSIM_FLAG_WINDOW_SCALE }, { RCV_SCALE, 15 } } },
	{ "there is none that was not agreed on", TCPSIM_ESTABLISHED, { { SND_SCALE, 1 } } },
	{ "nor a timestamp", TCPSIM_ESTABLISHED, { { TS_RECENT, 1 } } },
	{ "nor an ECE that is owed", TCPSIM_ESTABLISHED, { { RAISE, TCPSIM_FLAG_ECE_OWED } } },
	{ "nor a number of what was dropped", TCPSIM_ESTABLISHED, { { DROPPED, 1 } } },
	{ "a user timeout was told", TCPSIM_ESTABLISHED, { { USER_TIMEOUT, 1 } } },
	{ "what was told is not 0", TCPSIM_ESTABLISHED, { { RAISE, TCPSIM_FLAG_USER_TIMEOUT } } },
	{ "what is remembered is one of ICMP's errors", TCPSIM_ESTABLISHED, { { SOFT_ERROR, TCPSIM_ERROR_TIMED_OUT } } },
	{ "and there is no other", TCPSIM_ESTABLISHED, { { SOFT_ERROR, TCPSIM_N_ERRORS } } },
};

START_TEST(each_broken_invariant_is_found)
{
	struct tcpsim_tcb tcb = row_tcb(broken[_i].state);

	ck_assert_ptr_null(tcpsim_tcb_check(&tcb));
	for (size_t i = 0; i < 10 && broken[_i].changes[i].field != NO_FIELD; i++)
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

/* What the data path leaves in a TCB that is sound: urgent data both ways, holes at both ends, a recovery. */
START_TEST(a_busy_tcb_is_sound)
{
	static const struct change changes[] = {
		WITH_SACK, TOLD(0, 10U, 20U), TOLD(1, 21U, 100U), { N_SACKED, 2 },
		{ N_HELD, 1 }, { HELD_0_BEGIN, RCV + 5U }, { HELD_0_END, RCV + 9U },
		{ RAISE, TCPSIM_FLAG_RECOVERY | TCPSIM_FLAG_SND_URGENT | TCPSIM_FLAG_RCV_URGENT },
		{ RECOVER, UNA + 100U }, { RESEND, UNA + 10U }, { DUP_ACKS, 3 }, { SSTHRESH, 2680 },
		{ QUEUED, 7 }, { SND_UP, UNA + 107U }, { UNREAD, 5 }, { RCV_UP, RCV - 4U },
		{ RCV_ACKED, RCV - 5U }, { DUE_ACK, NOW },
		{ RAISE, TCPSIM_FLAG_WINDOW_SCALE | TCPSIM_FLAG_TIMESTAMPS | TCPSIM_FLAG_ECN | TCPSIM_FLAG_USER_TIMEOUT },
		{ SND_SCALE, 14 }, { RCV_SCALE, 14 }, { TS_RECENT, 1 }, { TS_RECENT_S, 1 }, { USER_TIMEOUT, 1 },
		{ RAISE, TCPSIM_FLAG_ECE_OWED | TCPSIM_FLAG_CWR_OWED },
		{ SOFT_ERROR, TCPSIM_ERROR_NET_UNREACHABLE },
	};
	struct tcpsim_tcb tcb = row_tcb(TCPSIM_ESTABLISHED);

	for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++)
		row_change(&tcb, &changes[i]);
	ck_assert_ptr_null(tcpsim_tcb_check(&tcb));
	tcb.soft_error = TCPSIM_ERROR_PARAMETER_PROBLEM;
	ck_assert_ptr_null(tcpsim_tcb_check(&tcb));
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
		"delayed-ack", "FIN-WAIT-2" };

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
	tcase_add_test(tcase, a_busy_tcb_is_sound);
	tcase_add_test(tcase, ranges_must_ascend_apart);
	tcase_add_test(tcase, it_is_small_and_zero_is_closed);
	tcase_add_test(tcase, the_next_deadline_is_the_earliest);
	tcase_add_test(tcase, timers_have_names);
	tcase_add_test(tcase, a_number_has_the_offset_of_its_octet);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
