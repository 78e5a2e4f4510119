/* SPDX-License-Identifier: MIT */
/* The Timestamps option and PAWS, RFC 7323 3 to 5. */
#include "tests/rfc/ends.h"
#include "tests/rfc/rows.h"
#include "tests/suite.h"

#define ON WITH(timestamps, 1)
/* Our clock: milliseconds. */
#define NOW_MS UINT32_C(10000)
#define NOW_S 10
/* TS.Recent of the rows, and how a segment of ours looks then: the clock of the peer wraps soon. */
#define RECENT UINT32_C(0xfffffff0)
#define HAS_RECENT { RAISE, TCPSIM_FLAG_TIMESTAMPS }, { TS_RECENT, RECENT }, { TS_RECENT_S, NOW_S }
#define STAMPED .has_ts = true, .tsval = NOW_MS, .tsecr = RECENT
#define AT(val) .has_ts = true, .tsval = (uint32_t)(val), .tsecr = NOW_MS
#define DAYS(n) ((n) * INT64_C(86400) * SECOND)

/* 3.10.7.3: the peer's SYN `IRS` is taken, and it acknowledges ours. */
#define ESTABLISHED_BY_SYN_ACK \
	{ STATE, TCPSIM_ESTABLISHED }, { RCV_IRS, IRS }, { RCV_NXT, IRS + 1U }, { SND_WND, PEER_WND }, \
	{ MAX_SND_WND, PEER_WND }, { SND_WL1, IRS }, { SND_WL2, ISS + 1U }, { SND_UNA, ISS + 1U }, \
	{ LOWER, TCPSIM_FLAG_SYN_OUT }, { DUE_RETRANSMISSION, NEVER }, { DUE_USER, NEVER }

/* 3.10.7.2 third: the SYN `IRS` is taken in LISTEN. */
#define SYN_RECEIVED_BY_SYN \
	{ INTO, TCPSIM_SYN_RECEIVED }, { SND_ISS, NEW_ISS }, { SND_UNA, NEW_ISS }, { SND_NXT, NEW_ISS + 1U }, \
	{ SND_WL2, NEW_ISS }, { RAISE, TCPSIM_FLAG_TIMING }, { RTT_SENT, NOW }, { RTT_SEQ, NEW_ISS }, \
	{ DUE_RETRANSMISSION, NOW + SECOND }, { DUE_USER, NOW + 300 * SECOND }

/* 3.2: both SYNs have the option, or nobody has it. */
static const struct row agreeing_rows[] = {
	{ ROW("a SYN offers timestamps; TSecr is 0 as long as there is no ACK"),
	.in = TCPSIM_CLOSED, .event = OPEN, .is_active = true, .remote = TCPSIM_REMOTE_KNOWN, .policy = { ON },
	.sends = { { .seq = NEW_ISS, .ctl = SYN, .has_ts = true, .tsval = NOW_MS } },
	.then = { OPENED_ACTIVELY, { RAISE, TCPSIM_FLAG_TIMESTAMPS }, { WANTED, 0 } },
	.rule = TCPSIM_RULE_OPEN_ACTIVE },

	{ ROW("it does not where the policy has none"),
	.in = TCPSIM_CLOSED, .event = OPEN, .is_active = true, .remote = TCPSIM_REMOTE_KNOWN,
	.sends = { { .seq = NEW_ISS, .ctl = SYN } },
	.then = { OPENED_ACTIVELY, { WANTED, 0 } },
	.rule = TCPSIM_RULE_OPEN_ACTIVE },

	{ ROW("a RST in SYN-SENT has none: nothing was agreed on"),
	.in = TCPSIM_SYN_SENT, .seg = { .seq = IRS, .ack = ISS + 9U, .ctl = ACK }, .policy = { ON },
	.given = { { RAISE, TCPSIM_FLAG_TIMESTAMPS } },
	.sends = { { .seq = ISS + 9U, .ctl = RST, .purpose = TCPSIM_PURPOSE_RESET } },
	.rule = TCPSIM_RULE_SYN_SENT_ACK_RESET },

	/* MUST-16: Eff.snd.MSS is less by the 12 octets of the option. */
	{ ROW("LISTEN: a SYN with timestamps is answered with timestamps"),
	.in = TCPSIM_LISTEN, .seg = { .seq = IRS, .ctl = SYN, .has_ts = true, .tsval = RECENT }, .policy = { ON },
	.sends = { { .seq = NEW_ISS, .ack = IRS + 1U, .ctl = SYN | ACK, STAMPED } },
	.then = { SYN_RECEIVED_BY_SYN, HAS_RECENT, { MSS, PEER_MSS - 12 } },
	.rule = TCPSIM_RULE_LISTEN_SYN, .also = { TCPSIM_RULE_TIMESTAMPS_AGREED } },

	{ ROW("LISTEN: a SYN without timestamps is answered without"),
	.in = TCPSIM_LISTEN, .seg = { .seq = IRS, .ctl = SYN }, .policy = { ON },
	.sends = { { .seq = NEW_ISS, .ack = IRS + 1U, .ctl = SYN | ACK } },
	.then = { SYN_RECEIVED_BY_SYN },
	.rule = TCPSIM_RULE_LISTEN_SYN, .never = TCPSIM_RULE_TIMESTAMPS_AGREED },

	{ ROW("LISTEN: where the policy has none the answer has none"),
	.in = TCPSIM_LISTEN, .seg = { .seq = IRS, .ctl = SYN, .has_ts = true, .tsval = RECENT },
	.sends = { { .seq = NEW_ISS, .ack = IRS + 1U, .ctl = SYN | ACK } },
	.then = { SYN_RECEIVED_BY_SYN },
	.rule = TCPSIM_RULE_LISTEN_SYN, .never = TCPSIM_RULE_TIMESTAMPS_AGREED },

	{ ROW("SYN-SENT: a SYN,ACK with timestamps agrees to ours"),
	.in = TCPSIM_SYN_SENT, .seg = { .seq = IRS, .ack = ISS + 1U, .ctl = SYN | ACK, AT(RECENT) },
	.given = { { RAISE, TCPSIM_FLAG_TIMESTAMPS } },
	.sends = { { .seq = ISS + 1U, .ack = IRS + 1U, .ctl = ACK, STAMPED } },
	.then = { ESTABLISHED_BY_SYN_ACK, HAS_RECENT, { MSS, PEER_MSS - 12 } }, .signals = TCPSIM_SIGNAL_OPENED,
	.rule = TCPSIM_RULE_SYN_SENT_SYN_ACK, .also = { TCPSIM_RULE_TIMESTAMPS_AGREED } },

	{ ROW("SYN-SENT: a SYN,ACK without timestamps takes them away"),
	.in = TCPSIM_SYN_SENT, .seg = { .seq = IRS, .ack = ISS + 1U, .ctl = SYN | ACK },
	.given = { { RAISE, TCPSIM_FLAG_TIMESTAMPS } },
	.sends = { { .seq = ISS + 1U, .ack = IRS + 1U, .ctl = ACK } },
	.then = { ESTABLISHED_BY_SYN_ACK, { LOWER, TCPSIM_FLAG_TIMESTAMPS } }, .signals = TCPSIM_SIGNAL_OPENED,
	.rule = TCPSIM_RULE_SYN_SENT_SYN_ACK },

	{ ROW("SYN-SENT: timestamps that nobody offered mean nothing, whatever the policy says by now"),
	.in = TCPSIM_SYN_SENT, .seg = { .seq = IRS, .ack = ISS + 1U, .ctl = SYN | ACK, AT(RECENT) }, .policy = { ON },
	.sends = { { .seq = ISS + 1U, .ack = IRS + 1U, .ctl = ACK } },
	.then = { ESTABLISHED_BY_SYN_ACK }, .signals = TCPSIM_SIGNAL_OPENED,
	.rule = TCPSIM_RULE_SYN_SENT_SYN_ACK },

	{ ROW("an MSS that is no more than the option leaves one octet"),
	.in = TCPSIM_LISTEN, .seg = { .seq = IRS, .ctl = SYN, .mss = 12, .has_ts = true, .tsval = RECENT },
	.policy = { ON },
	.sends = { { .seq = NEW_ISS, .ack = IRS + 1U, .ctl = SYN | ACK, STAMPED } },
	.then = { SYN_RECEIVED_BY_SYN, HAS_RECENT, { MSS, 1 } },
	.rule = TCPSIM_RULE_LISTEN_SYN },

	{ ROW("the SYN,ACK that is sent again has them, too"),
	.in = TCPSIM_SYN_RECEIVED, .event = TIMEOUT, .timer = TCPSIM_TIMER_RETRANSMISSION, .now_us = RTX_DUE,
	.given = { HAS_RECENT },
	.sends = { { .seq = ISS, .ack = IRS + 1U, .ctl = SYN | ACK, .has_ts = true, .tsval = 11000, .tsecr = RECENT } },
	.then = { { RAISE, TCPSIM_FLAG_SYN_RESENT }, { RETRIES, 1 }, { RTT_RTO, 2 * SECOND },
		{ DUE_RETRANSMISSION, RTX_DUE + 2 * SECOND } },
	.rule = TCPSIM_RULE_RETRANSMISSION_TIMEOUT },
};

#define TEXT_TAKEN(octets) \
	{ RCV_NXT, RCV + (octets) }, { RCV_OFFSET, RECEIVED_OCTETS + (octets) }, { RCV_WND, RCV_BUFFER - (octets) }

#define REFUSED_AS_OLD \
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK, STAMPED } }, .rule = TCPSIM_RULE_PAWS_REFUSED

/* 5.3: R1 to R5. */
static const struct row paws_rows[] = {
	{ ROW("text with the same timestamp is taken"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA, .ctl = ACK, .text = 5, AT(RECENT) },
	.given = { HAS_RECENT },
	.sends = { { .seq = UNA, .ack = RCV + 5U, .ctl = ACK, STAMPED } }, .then = { TEXT_TAKEN(5U) },
	.stores = { RECEIVED_OCTETS, 0, 5 }, .delivers = { RECEIVED_OCTETS, 5 },
	.rule = TCPSIM_RULE_TEXT_ACCEPTED },

	{ ROW("a newer one, even if the clock has wrapped, becomes TS.Recent and is echoed"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA, .ctl = ACK, .text = 5, AT(3) }, .given = { HAS_RECENT },
	.sends = { { .seq = UNA, .ack = RCV + 5U, .ctl = ACK, .has_ts = true, .tsval = NOW_MS, .tsecr = 3 } },
	.then = { TEXT_TAKEN(5U), { TS_RECENT, 3 } },
	.stores = { RECEIVED_OCTETS, 0, 5 }, .delivers = { RECEIVED_OCTETS, 5 },
	.rule = TCPSIM_RULE_TEXT_ACCEPTED },

	{ ROW("text with an older one is refused, just in the window though it is"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA, .ctl = ACK, .text = 5, AT(RECENT - 1U) },
	.given = { HAS_RECENT }, REFUSED_AS_OLD },

	{ ROW("an ACK with an older one is refused, and counted"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA, .ctl = ACK, AT(RECENT - 1U) },
	.given = { HAS_RECENT }, .then = { COUNTED }, REFUSED_AS_OLD },

	{ ROW("a FIN with an older one is refused"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA, .ctl = FIN | ACK, AT(RECENT - 1U) },
	.given = { HAS_RECENT }, .then = { COUNTED }, REFUSED_AS_OLD },

	{ ROW("a SYN with an older one, too"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV + 5U, .ctl = SYN, AT(RECENT - 1U) },
	.given = { HAS_RECENT }, .then = { COUNTED }, REFUSED_AS_OLD },

	/* "If ... the RST bit is not set": 5.2. */
	{ ROW("a RST is not tested"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ctl = RST, AT(RECENT - 1U) }, .given = { HAS_RECENT },
	.then = { { INTO, TCPSIM_CLOSED } }, .signals = TCPSIM_SIGNAL_ERROR, .error = TCPSIM_ERROR_RESET,
	.rule = TCPSIM_RULE_RST_RESETS },

	{ ROW("nor does it need a timestamp"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ctl = RST }, .given = { HAS_RECENT },
	.then = { { INTO, TCPSIM_CLOSED } }, .signals = TCPSIM_SIGNAL_ERROR, .error = TCPSIM_ERROR_RESET,
	.rule = TCPSIM_RULE_RST_RESETS },

	/* 3.2: "SHOULD silently drop the segment" */
	{ ROW("anything else without one is dropped without a word"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA, .ctl = ACK, .text = 5 }, .given = { HAS_RECENT },
	.rule = TCPSIM_RULE_TIMESTAMP_MISSING_DROPPED },

	{ ROW("... or taken, as Linux does; its ACK is stamped, and it is no news of TS.Recent"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA, .ctl = ACK, .text = 5 }, .given = { HAS_RECENT },
	.policy = { WITH(missing_timestamps, 1) },
	.sends = { { .seq = UNA, .ack = RCV + 5U, .ctl = ACK, STAMPED } },
	.then = { { RCV_NXT, RCV + 5U }, { RCV_OFFSET, RECEIVED_OCTETS + 5 }, { RCV_WND, RCV_BUFFER - 5 } },
	.stores = { RECEIVED_OCTETS, 0, 5 }, .delivers = { RECEIVED_OCTETS, 5 },
	.rule = TCPSIM_RULE_TEXT_ACCEPTED, .never = TCPSIM_RULE_TIMESTAMP_MISSING_DROPPED },

	{ ROW("without an echo there is no round trip in it"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA + 30U, .ctl = ACK },
	.given = { HAS_RECENT, OUTSTANDING(30U) }, .policy = { WITH(missing_timestamps, 1) },
	.then = { ALL_ACKNOWLEDGED(UNA + 30U, 30) },
	.rule = TCPSIM_RULE_ACK_ADVANCES, .never = TCPSIM_RULE_RTT_FROM_TIMESTAMP },

	{ ROW("but not a SYN, which is of another connection: it is challenged"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV + 5U, .ctl = SYN }, .given = { HAS_RECENT },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK, STAMPED } }, .then = { COUNTED },
	.rule = TCPSIM_RULE_SYN_CHALLENGED },

	{ ROW("where nobody agreed on timestamps they mean nothing"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA, .ctl = ACK, .text = 5, AT(RECENT) }, .policy = { ON },
	.sends = { { .seq = UNA, .ack = RCV + 5U, .ctl = ACK } }, .then = { TEXT_TAKEN(5U) },
	.stores = { RECEIVED_OCTETS, 0, 5 }, .delivers = { RECEIVED_OCTETS, 5 },
	.rule = TCPSIM_RULE_TEXT_ACCEPTED },

	/* 4.3 (2): SEG.SEQ =< Last.ACK.sent */
	{ ROW("text behind a gap does not move TS.Recent: its sender wants to hear when the gap was filled"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV + 10U, .ack = UNA, .ctl = ACK, .text = 5, AT(3) },
	.given = { HAS_RECENT },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK, STAMPED } },
	.then = { { SND_WL1, RCV + 10U }, { N_HELD, 1 }, { HELD_0_BEGIN, RCV + 10U }, { HELD_0_END, RCV + 15U } },
	.stores = { RECEIVED_OCTETS + 10, 0, 5 },
	.rule = TCPSIM_RULE_TEXT_HELD },

	{ ROW("text that overlaps what was acknowledged does"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV - 2U, .ack = UNA, .ctl = ACK, .text = 5, AT(3) },
	.given = { HAS_RECENT },
	.sends = { { .seq = UNA, .ack = RCV + 3U, .ctl = ACK, .has_ts = true, .tsval = NOW_MS, .tsecr = 3 } },
	.then = { TEXT_TAKEN(3U), { TS_RECENT, 3 } },
	.stores = { RECEIVED_OCTETS, 2, 3 }, .delivers = { RECEIVED_OCTETS, 3 },
	.rule = TCPSIM_RULE_TEXT_ACCEPTED },

	{ ROW("what lies outside of the window does not"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV - 10U, .ack = UNA, .ctl = ACK, .text = 5, AT(3) },
	.given = { HAS_RECENT },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK, STAMPED } },
	.rule = TCPSIM_RULE_SEQ_UNACCEPTABLE_ACKED },

	/* 5.5: after 24 days the peer's clock may have gone half of its way round. */
	{ ROW("for 24 days a timestamp is remembered"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA, .ctl = ACK, .text = 5, AT(RECENT - 1U) },
	.given = { HAS_RECENT }, .now_us = NOW + DAYS(24),
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK, .has_ts = true, .tsval = NOW_MS + 2073600000U, .tsecr = RECENT } },
	.rule = TCPSIM_RULE_PAWS_REFUSED },

	{ ROW("and no longer"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA, .ctl = ACK, .text = 5, AT(RECENT - 1U) },
	.given = { HAS_RECENT }, .now_us = NOW + DAYS(24) + SECOND,
	.sends = { { .seq = UNA, .ack = RCV + 5U, .ctl = ACK, .has_ts = true, .tsval = NOW_MS + 2073601000U,
		.tsecr = RECENT - 1U } },
	.then = { TEXT_TAKEN(5U), { TS_RECENT, RECENT - 1U }, { TS_RECENT_S, NOW_S + 24 * 86400 + 1 } },
	.stores = { RECEIVED_OCTETS, 0, 5 }, .delivers = { RECEIVED_OCTETS, 5 },
	.rule = TCPSIM_RULE_TEXT_ACCEPTED },

	{ ROW("a RST of ours has them (3.2: SHOULD)"),
	.in = TCPSIM_ESTABLISHED, .event = ABORT, .given = { HAS_RECENT },
	.sends = { { .seq = UNA, .ctl = RST, .has_ts = true, .tsval = NOW_MS } }, .then = { { INTO, TCPSIM_CLOSED } },
	.rule = TCPSIM_RULE_ABORT_RESETS },
};

/* TIME-WAIT: what is reopened remembers the timestamps of before, for the case that the SYN was an old one. */
#define REOPENED \
	{ INTO, TCPSIM_SYN_RECEIVED }, { ORIGIN, TCPSIM_ORIGIN_REOPENED }, { OLD_SND_NXT, UNA }, { OLD_RCV_NXT, RCV }, \
	{ OLD_TS_RECENT, RECENT }, { SND_ISS, NEW_ISS }, { SND_UNA, NEW_ISS }, { SND_NXT, NEW_ISS + 1U }, \
	{ SND_WL1, RCV + 9U }, { SND_WL2, NEW_ISS }, { RCV_IRS, RCV + 9U }, { RCV_NXT, RCV + 10U }, \
	{ RAISE, TCPSIM_FLAG_TIMING | TCPSIM_FLAG_OLD_TIMESTAMPS }, { RTT_SENT, NOW }, { RTT_SEQ, NEW_ISS }, \
	{ DUE_RETRANSMISSION, NOW + SECOND }, { DUE_USER, NOW + 300 * SECOND }

/* By number alone; what timestamps may do is in test_6191_time_wait.c. */
static const struct row time_wait_rows[] = {
	{ ROW("a SYN reopens with timestamps of its own"),
	.in = TCPSIM_TIME_WAIT, .seg = { .seq = RCV + 9U, .ctl = SYN, .has_ts = true, .tsval = 3 }, .is_listened = true,
	.given = { HAS_RECENT }, .policy = { ON, WITH(time_wait_timestamps, 0) },
	.sends = { { .seq = NEW_ISS, .ack = RCV + 10U, .ctl = SYN | ACK, .has_ts = true, .tsval = NOW_MS, .tsecr = 3 } },
	.then = { REOPENED, { RAISE, TCPSIM_FLAG_TIMESTAMPS }, { TS_RECENT, 3 }, { TS_RECENT_S, NOW_S },
		{ MSS, PEER_MSS - 12 } },
	.rule = TCPSIM_RULE_TIME_WAIT_SYN_REOPENS },

	{ ROW("or without any"),
	.in = TCPSIM_TIME_WAIT, .seg = { .seq = RCV + 9U, .ctl = SYN }, .is_listened = true,
	.given = { HAS_RECENT }, .policy = { ON },
	.sends = { { .seq = NEW_ISS, .ack = RCV + 10U, .ctl = SYN | ACK } },
	.then = { REOPENED },
	.rule = TCPSIM_RULE_TIME_WAIT_SYN_REOPENS },

	{ ROW("but not with an older timestamp"),
	.in = TCPSIM_TIME_WAIT, .seg = { .seq = RCV + 9U, .ctl = SYN, .has_ts = true, .tsval = RECENT - 1U },
	.is_listened = true, .given = { HAS_RECENT }, .policy = { ON, WITH(time_wait_timestamps, 0) }, .then = { COUNTED },
	REFUSED_AS_OLD },

	/* MUST-13: 2MSL after the last FIN that was seen; by PAWS it is as little acceptable as by its number. */
	{ ROW("the peer's FIN restarts 2MSL even if it is an old copy"),
	.in = TCPSIM_TIME_WAIT, .seg = { .seq = RCV - 1U, .ack = UNA, .ctl = FIN | ACK, AT(RECENT - 1U) },
	.given = { HAS_RECENT },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK, STAMPED } }, .then = { { DUE_2MSL, NOW + 2 * MSL } },
	.rule = TCPSIM_RULE_SEQ_TIME_WAIT_FIN_AGAIN },

	{ ROW("back in TIME-WAIT the old timestamps are in force again"),
	.in = TCPSIM_SYN_RECEIVED, .seg = { .seq = IRS + 1U, .ctl = RST },
	.given = { { ORIGIN, TCPSIM_ORIGIN_REOPENED }, { OLD_SND_NXT, UNA }, { OLD_RCV_NXT, RCV },
		{ OLD_TS_RECENT, RECENT }, { RAISE, TCPSIM_FLAG_OLD_TIMESTAMPS } },
	.then = { { INTO, TCPSIM_TIME_WAIT }, { ORIGIN, TCPSIM_ORIGIN_NONE }, { LOWER, TCPSIM_FLAG_REMOTE_KNOWN },
		{ SND_ISS, 0 }, { SND_WL1, 0 }, { SND_WL2, 0 }, { SND_OFFSET, 0 }, { SND_WND, 0 }, { MAX_SND_WND, 0 },
		{ RCV_IRS, 0 }, { RCV_OFFSET, 0 }, { WANTED, 0 }, { RTT_SRTT, 0 }, { RTT_RTTVAR, 0 },
		{ RTT_RTO, SECOND }, { DUE_2MSL, NOW + 2 * MSL }, { RAISE, TCPSIM_FLAG_TIMESTAMPS },
		{ TS_RECENT, RECENT }, { TS_RECENT_S, NOW_S } },
	.rule = TCPSIM_RULE_RST_SYN_RECEIVED_TIME_WAIT },
};

/*
 * 5.1: an old copy whose number is just what is expected, as the numbers have wrapped: only its timestamp tells. The
 * flaw number-space-small makes them wrap after 32.
 */
static void
old_copy_arrives(int64_t timestamps, struct end *b)
{
	struct end a = end_new();
	struct tcpsim_segment old, last;

	*b = end_new();
	a.policy.timestamps = b->policy.timestamps = timestamps;
	a.policy.flaws = b->policy.flaws = tcpsim_flaw_set(TCPSIM_FLAW_NUMBER_SPACE_SMALL);
	b->policy.receive_buffer_bytes = 15;
	ends_open(&a, b, SECOND / 10);
	end_receive(b, TCPSIM_RECEIVE_ALL, SECOND);
	end_send(&a, 8, SECOND);
	old = last = end_sent(&a);
	for (int i = 2; i <= 5; i++) {
		end_arrives(b, last, i * SECOND);
		end_arrives(&a, end_sent(b), i * SECOND);
		end_send(&a, 8, i * SECOND);
		last = end_sent(&a);
	}
	/* 32 octets have been delivered. */
	ck_assert_uint_eq(b->tcb.rcv.nxt_offset, 32);
	end_arrives(b, old, 6 * SECOND);
}

START_TEST(without_timestamps_a_wrapped_number_is_believed)
{
	struct end b;

	old_copy_arrives(0, &b);
	ck_assert_uint_eq(b.out.deliver_bytes, 8);
	ck_assert_uint_eq(b.out.rule, TCPSIM_RULE_TEXT_ACCEPTED);
}
END_TEST

START_TEST(paws_refuses_it)
{
	struct end b;

	old_copy_arrives(1, &b);
	ck_assert_uint_eq(b.out.deliver_bytes, 0);
	ck_assert_uint_eq(b.out.rule, TCPSIM_RULE_PAWS_REFUSED);
	ck_assert_uint_eq(b.tcb.rcv.nxt_offset, 32);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("RFC 7323 timestamps");
	TCase *wrapping = tcase_create("wrapping");

	ROWS_ADD(suite, "agreeing", agreeing_rows);
	ROWS_ADD(suite, "PAWS", paws_rows);
	ROWS_ADD(suite, "TIME-WAIT", time_wait_rows);
	tcase_add_test(wrapping, without_timestamps_a_wrapped_number_is_believed);
	tcase_add_test(wrapping, paws_refuses_it);
	suite_add_tcase(suite, wrapping);
	return suite_run(suite);
}
