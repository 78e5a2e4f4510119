/* SPDX-License-Identifier: MIT */
/* The numbered requirements of RFC 9293 on closing a connection: 3.5.3, 3.6, 3.6.1. */
#include "tests/rfc/ends.h"
#include "tests/suite.h"

/* Close both ends, a first, at `now_us`; a is in TIME-WAIT. Returns b's FIN. */
static struct tcpsim_segment
close_both(struct end *a, struct end *b, int64_t now_us)
{
	struct tcpsim_segment fin;

	end_close(a, now_us);
	end_arrives(b, end_sent(a), now_us);
	end_arrives(a, end_sent(b), now_us);
	end_close(b, now_us);
	fin = end_sent(b);
	end_arrives(a, fin, now_us);
	ck_assert_int_eq(a->tcb.state, TCPSIM_TIME_WAIT);
	return fin;
}

/* SHLD-2: text in a RST does no harm, be it within the window or beyond it. */
START_TEST(a_rst_may_carry_text)
{
	static const uint32_t texts[] = { 0, 1, 100, 65535 };

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct end a = end_new(), b = end_new();

		ends_open(&a, &b, SECOND / 10);
		end_arrives(&b, end_peer_says(&b, TCPSIM_RST, 0, texts[i]), SECOND);
		ck_assert_int_eq(b.tcb.state, TCPSIM_CLOSED);
		ck_assert_int_eq(b.out.error, TCPSIM_ERROR_RESET);
		ck_assert_uint_eq(b.out.n_segments, 0);
	}
}
END_TEST

/* MUST-12: FIN says "connection closing" and RST "connection reset", so that nobody takes one for the other. */
START_TEST(the_user_is_told_whether_the_peer_closed_or_aborted)
{
	struct end a = end_new(), b = end_new();

	ends_open(&a, &b, SECOND / 10);
	end_close(&a, SECOND);
	end_arrives(&b, end_sent(&a), SECOND);
	ck_assert_uint_eq(b.out.signals, TCPSIM_SIGNAL_CLOSING);
	end_close(&b, SECOND);
	end_arrives(&b, end_peer_says(&b, TCPSIM_ACK, 0, 0), SECOND);
	ck_assert_int_eq(b.tcb.state, TCPSIM_CLOSED);
	ck_assert_uint_eq(b.out.signals, TCPSIM_SIGNAL_CLOSE_OK);

	a = end_new();
	b = end_new();
	ends_open(&a, &b, SECOND / 10);
	ck_assert_int_eq(tcpsim_engine_abort(&a.tcb, &a.policy, SECOND, &a.out), TCPSIM_OK);
	end_arrives(&b, end_sent(&a), SECOND);
	ck_assert_int_eq(b.tcb.state, TCPSIM_CLOSED);
	ck_assert_uint_eq(b.out.signals, TCPSIM_SIGNAL_ERROR);
	ck_assert_int_eq(b.out.error, TCPSIM_ERROR_RESET);
}
END_TEST

/* MUST-12, 3.5.3: also where our FIN waits for its ACK. */
START_TEST(a_rst_in_last_ack_is_told_to_the_user)
{
	struct end a = end_new(), b = end_new();

	ends_open(&a, &b, SECOND / 10);
	close_both(&a, &b, SECOND);
	ck_assert_int_eq(b.tcb.state, TCPSIM_LAST_ACK);
	end_arrives(&b, end_peer_says(&b, TCPSIM_RST, 0, 0), SECOND);
	ck_assert_int_eq(b.tcb.state, TCPSIM_CLOSED);
	ck_assert_int_eq(b.out.error, TCPSIM_ERROR_RESET);
}
END_TEST

/* MUST-13: 2MSL after the peer's FIN, counted anew when it comes again, and nothing else ends it. */
START_TEST(the_active_closer_lingers_for_2msl)
{
	struct end a = end_new(), b = end_new();
	struct tcpsim_segment fin;
	int64_t now_us;

	ends_open(&a, &b, SECOND / 10);
	fin = close_both(&a, &b, SECOND);
	ck_assert_int_eq(tcpsim_tcb_deadline_us(&a.tcb), SECOND + 2 * 2 * MINUTE);
	end_arrives(&a, fin, MINUTE);
	ck_assert_uint_eq(end_sent(&a).ctl, TCPSIM_ACK);
	ck_assert_uint_eq(end_sent(&a).ack.n, tcpsim_seq_add(fin.seq, 1).n);
	ck_assert_int_eq(end_next_timer(&a, &now_us), TCPSIM_TIMER_2MSL);
	ck_assert_int_eq(now_us, MINUTE + 2 * 2 * MINUTE);
	ck_assert_int_eq(a.tcb.state, TCPSIM_CLOSED);
	ck_assert_uint_eq(a.out.signals, 0);
}
END_TEST

static struct tcpsim_segment
syn(tcpsim_seq seq)
{
	struct tcpsim_segment seg;

	memset(&seg, 0, sizeof(seg));
	seg.seq = seq;
	seg.wnd = 65535;
	seg.ctl = TCPSIM_SYN;
	return seg;
}

/* MAY-2 (1): an ISS no less than all that the old connection used; (2): back to TIME-WAIT if it was an old SYN. */
START_TEST(a_higher_syn_reopens_from_time_wait)
{
	struct end a = end_new(), b = end_new();
	tcpsim_seq used;

	ends_open(&a, &b, SECOND / 10);
	close_both(&a, &b, SECOND);
	used = a.tcb.snd.nxt;
	end_arrives(&a, syn(tcpsim_seq_add(a.tcb.rcv.nxt, 1000)), MINUTE);
	ck_assert_int_eq(a.tcb.state, TCPSIM_SYN_RECEIVED);
	ck_assert_uint_eq(end_sent(&a).ctl, TCPSIM_SYN | TCPSIM_ACK);
	ck_assert(tcpsim_seq_ge(a.tcb.snd.iss, used));
	end_arrives(&a, end_peer_says(&a, TCPSIM_RST, 0, 0), MINUTE + SECOND);
	ck_assert_int_eq(a.tcb.state, TCPSIM_TIME_WAIT);
	ck_assert_int_eq(tcpsim_tcb_deadline_us(&a.tcb), MINUTE + SECOND + 2 * 2 * MINUTE);
}
END_TEST

/* MAY-2: a SYN no higher than what was used is an old one, and is answered like anything old. */
START_TEST(an_old_syn_does_not_reopen_from_time_wait)
{
	struct end a = end_new(), b = end_new();

	ends_open(&a, &b, SECOND / 10);
	close_both(&a, &b, SECOND);
	end_arrives(&a, syn(tcpsim_seq_add(a.tcb.rcv.nxt, UINT32_MAX)), MINUTE);
	ck_assert_int_eq(a.tcb.state, TCPSIM_TIME_WAIT);
	ck_assert_uint_eq(end_sent(&a).ctl, TCPSIM_ACK);
}
END_TEST

/* SHLD-3: a close over octets that nobody read is a RST, and the sender learns that they are lost. */
START_TEST(closing_over_unread_octets_resets)
{
	struct end a = end_new(), b = end_new();

	ends_open(&a, &b, SECOND / 10);
	end_send(&a, 10, SECOND);
	end_arrives(&b, end_sent(&a), SECOND);
	end_arrives(&a, end_sent(&b), SECOND);
	ck_assert_uint_eq(b.tcb.rcv.unread_bytes, 10);
	end_close(&b, SECOND);
	ck_assert_int_eq(b.tcb.state, TCPSIM_CLOSED);
	ck_assert_uint_eq(b.out.signals, 0);
	ck_assert_uint_eq(b.out.rule, TCPSIM_RULE_CLOSE_UNREAD_RESETS);
	end_arrives(&a, end_sent(&b), SECOND);
	ck_assert_int_eq(a.tcb.state, TCPSIM_CLOSED);
	ck_assert_int_eq(a.out.error, TCPSIM_ERROR_RESET);
}
END_TEST

/* ... but not where they were read, or where the user goes on reading (3.6). */
START_TEST(closing_after_reading_does_not_reset)
{
	struct end a = end_new(), b = end_new();

	ends_open(&a, &b, SECOND / 10);
	end_send(&a, 10, SECOND);
	end_arrives(&b, end_sent(&a), SECOND);
	end_receive(&b, 10, SECOND);
	end_close(&b, SECOND);
	ck_assert_int_eq(b.tcb.state, TCPSIM_FIN_WAIT_1);

	a = end_new();
	b = end_new();
	ends_open(&a, &b, SECOND / 10);
	end_send(&a, 10, SECOND);
	end_arrives(&b, end_sent(&a), SECOND);
	ck_assert_int_eq(tcpsim_engine_shutdown(&b.tcb, &b.policy, SECOND, &b.out), TCPSIM_OK);
	ck_assert_int_eq(b.tcb.state, TCPSIM_FIN_WAIT_1);
	end_receive(&b, 10, SECOND);
	ck_assert_uint_eq(b.out.deliver_bytes, 10);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("requirements on closing");
	TCase *resets = tcase_create("resets"), *time_wait = tcase_create("time-wait");

	suite_add_tcase(suite, resets);
	tcase_add_test(resets, a_rst_may_carry_text);
	tcase_add_test(resets, the_user_is_told_whether_the_peer_closed_or_aborted);
	tcase_add_test(resets, a_rst_in_last_ack_is_told_to_the_user);
	tcase_add_test(resets, closing_over_unread_octets_resets);
	tcase_add_test(resets, closing_after_reading_does_not_reset);
	suite_add_tcase(suite, time_wait);
	tcase_add_test(time_wait, the_active_closer_lingers_for_2msl);
	tcase_add_test(time_wait, a_higher_syn_reopens_from_time_wait);
	tcase_add_test(time_wait, an_old_syn_does_not_reopen_from_time_wait);
	return suite_run(suite);
}
