/* SPDX-License-Identifier: MIT */
/* The Window Scale option, RFC 7323 2: shift counts, and windows that are advertised and believed by them. */
#include "tests/rfc/ends.h"
#include "tests/rfc/rows.h"
#include "tests/suite.h"

#define RTT (SECOND / 10)

/* A unit of 16 octets. */
#define SCALED { RAISE, TCPSIM_FLAG_WINDOW_SCALE }, { RCV_SCALE, 4 }, { SND_SCALE, 3 }

static const struct row rows[] = {
	{ ROW("2.3: SND.WND is SEG.WND shifted left"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA, .ctl = ACK, .wnd = 65535 },
	.given = { SCALED },
	.then = { { SND_WND, 65535 << 3 }, { MAX_SND_WND, 65535 << 3 } },
	.rule = TCPSIM_RULE_WINDOW_UPDATED },

	{ ROW("2.2: but not that of a SYN,ACK"),
	.in = TCPSIM_SYN_SENT,
	.seg = { .seq = IRS, .ack = ISS + 1U, .ctl = SYN | ACK, .wnd = 65535, .has_scale = true, .scale = 3 },
	.given = { { RAISE, TCPSIM_FLAG_WINDOW_SCALE }, { RCV_SCALE, 4 }, { RCV_WND, 16 } },
	.policy = { WITH(receive_buffer_bytes, 16) },
	.sends = { { .seq = ISS + 1U, .ack = IRS + 1U, .ctl = ACK, .wnd = 1 } },
	.then = { { STATE, TCPSIM_ESTABLISHED }, { LOWER, TCPSIM_FLAG_SYN_OUT }, { SND_UNA, ISS + 1U }, { SND_WND, 65535 },
		{ MAX_SND_WND, 65535 }, { SND_WL1, IRS }, { SND_WL2, ISS + 1U }, { RCV_IRS, IRS }, { RCV_NXT, IRS + 1U },
		{ SND_SCALE, 3 }, { DUE_RETRANSMISSION, NEVER }, { DUE_USER, NEVER } },
	.signals = TCPSIM_SIGNAL_OPENED,
	.rule = TCPSIM_RULE_SYN_SENT_SYN_ACK, .also = { TCPSIM_RULE_WINDOW_SCALE_AGREED } },

	{ ROW("2.3: a shift count above 14 is taken for 14"),
	.in = TCPSIM_SYN_SENT,
	.seg = { .seq = IRS, .ack = ISS + 1U, .ctl = SYN | ACK, .has_scale = true, .scale = 255 },
	.given = { { RAISE, TCPSIM_FLAG_WINDOW_SCALE } },
	.sends = { { .seq = ISS + 1U, .ack = IRS + 1U, .ctl = ACK } },
	.then = { { STATE, TCPSIM_ESTABLISHED }, { LOWER, TCPSIM_FLAG_SYN_OUT }, { SND_UNA, ISS + 1U }, { SND_WND, PEER_WND },
		{ MAX_SND_WND, PEER_WND }, { SND_WL1, IRS }, { SND_WL2, ISS + 1U }, { RCV_IRS, IRS }, { RCV_NXT, IRS + 1U },
		{ SND_SCALE, 14 }, { DUE_RETRANSMISSION, NEVER }, { DUE_USER, NEVER } },
	.signals = TCPSIM_SIGNAL_OPENED,
	.rule = TCPSIM_RULE_SYN_SENT_SYN_ACK, .also = { TCPSIM_RULE_WINDOW_SCALE_LIMITED } },

	{ ROW("14 itself is no larger"),
	.in = TCPSIM_SYN_SENT,
	.seg = { .seq = IRS, .ack = ISS + 1U, .ctl = SYN | ACK, .has_scale = true, .scale = 14 },
	.given = { { RAISE, TCPSIM_FLAG_WINDOW_SCALE } },
	.sends = { { .seq = ISS + 1U, .ack = IRS + 1U, .ctl = ACK } },
	.then = { { STATE, TCPSIM_ESTABLISHED }, { LOWER, TCPSIM_FLAG_SYN_OUT }, { SND_UNA, ISS + 1U }, { SND_WND, PEER_WND },
		{ MAX_SND_WND, PEER_WND }, { SND_WL1, IRS }, { SND_WL2, ISS + 1U }, { RCV_IRS, IRS }, { RCV_NXT, IRS + 1U },
		{ SND_SCALE, 14 }, { DUE_RETRANSMISSION, NEVER }, { DUE_USER, NEVER } },
	.signals = TCPSIM_SIGNAL_OPENED,
	.rule = TCPSIM_RULE_SYN_SENT_SYN_ACK, .never = TCPSIM_RULE_WINDOW_SCALE_LIMITED },

	{ ROW("a window that the unit divides is told as it is"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA, .ctl = ACK, .text = 8 },
	.given = { SCALED, { SND_WND, PEER_WND << 3 }, { MAX_SND_WND, PEER_WND << 3 } },
	.sends = { { .seq = UNA, .ack = RCV + 8U, .ctl = ACK, .wnd = (RCV_BUFFER - 8) / 16 } },
	.then = { { RCV_NXT, RCV + 8U }, { RCV_OFFSET, RECEIVED_OCTETS + 8 }, { RCV_WND, RCV_BUFFER - 8 } },
	.stores = { RECEIVED_OCTETS, 0, 8 }, .delivers = { RECEIVED_OCTETS, 8 },
	.rule = TCPSIM_RULE_TEXT_ACCEPTED },

	{ ROW("2.4: any other is rounded up, so that the right edge does not move left (SHLD-14)"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA, .ctl = ACK, .text = 5 },
	.given = { SCALED, { SND_WND, PEER_WND << 3 }, { MAX_SND_WND, PEER_WND << 3 } },
	.sends = { { .seq = UNA, .ack = RCV + 5U, .ctl = ACK, .wnd = 1008 / 16 } }, /* 995 octets, in whole units */
	.then = { { RCV_NXT, RCV + 5U }, { RCV_OFFSET, RECEIVED_OCTETS + 5 }, { RCV_WND, 1008 } },
	.stores = { RECEIVED_OCTETS, 0, 5 }, .delivers = { RECEIVED_OCTETS, 5 },
	.rule = TCPSIM_RULE_TEXT_ACCEPTED },

	{ ROW("up to the last octet of a unit beyond the buffer"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA, .ctl = ACK, .text = 7 },
	.given = { SCALED, { SND_WND, PEER_WND << 3 }, { MAX_SND_WND, PEER_WND << 3 }, { WANTED, 0 }, { UNREAD, 496 },
		{ RCV_WND, 507 } },
	/* There is room for 1000 - 503 = 497, and 512 is 15 more. */
	.sends = { { .seq = UNA, .ack = RCV + 7U, .ctl = ACK, .wnd = 512 / 16 } },
	.then = { { RCV_NXT, RCV + 7U }, { RCV_OFFSET, RECEIVED_OCTETS + 7 }, { RCV_WND, 512 }, { UNREAD, 503 } },
	.stores = { RECEIVED_OCTETS, 0, 7 },
	.rule = TCPSIM_RULE_TEXT_ACCEPTED },

	{ ROW("but no farther: then it is rounded down, and what lies before the old edge is taken all the same"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA, .ctl = ACK, .text = 8 },
	.given = { SCALED, { SND_WND, PEER_WND << 3 }, { MAX_SND_WND, PEER_WND << 3 }, { WANTED, 0 }, { UNREAD, 496 },
		{ RCV_WND, 507 } },
	/* There is room for 496, and 512 would be a whole unit more: the edge at 499 stays, 496 are told. */
	.sends = { { .seq = UNA, .ack = RCV + 8U, .ctl = ACK, .wnd = 496 / 16 } },
	.then = { { RCV_NXT, RCV + 8U }, { RCV_OFFSET, RECEIVED_OCTETS + 8 }, { RCV_WND, 499 }, { UNREAD, 504 } },
	.stores = { RECEIVED_OCTETS, 0, 8 },
	.rule = TCPSIM_RULE_TEXT_ACCEPTED },

	/* FreeBSD, tcp_output(): recwin >> rcv_scale. RCV.WND is what it was, so that the right edge does not move left. */
	{ ROW("or always down: 995 octets are 62 units, and three are granted besides"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA, .ctl = ACK, .text = 5 },
	.given = { SCALED, { SND_WND, PEER_WND << 3 }, { MAX_SND_WND, PEER_WND << 3 } },
	.policy = { WITH(window_rounding, TCPSIM_WINDOW_ROUNDED_DOWN) },
	.sends = { { .seq = UNA, .ack = RCV + 5U, .ctl = ACK, .wnd = 62 } },
	.then = { { RCV_NXT, RCV + 5U }, { RCV_OFFSET, RECEIVED_OCTETS + 5 }, { RCV_WND, 995 } },
	.stores = { RECEIVED_OCTETS, 0, 5 }, .delivers = { RECEIVED_OCTETS, 5 },
	.rule = TCPSIM_RULE_TEXT_ACCEPTED },

	{ ROW("without scaling no window is told that the field cannot hold"),
	.in = TCPSIM_ESTABLISHED, .event = RECEIVE, .octets = 60000,
	.given = { { WANTED, 0 }, { UNREAD, 60000 }, { RCV_WND, 5535 } },
	.policy = { WITH(receive_buffer_bytes, 1 << 20) },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK, .wnd = 65535 } },
	.then = { { UNREAD, 0 }, { RCV_WND, 65535 } },
	.delivers = { RECEIVED_OCTETS - 60000, 60000 },
	.rule = TCPSIM_RULE_WINDOW_REOPENED },

	{ ROW("a buffer that the user makes larger later is told as far as the shift count reaches"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA, .ctl = ACK, .text = 16 },
	.given = { SCALED, { SND_WND, PEER_WND << 3 }, { MAX_SND_WND, PEER_WND << 3 } },
	.policy = { WITH(receive_buffer_bytes, 1 << 24) },
	.sends = { { .seq = UNA, .ack = RCV + 16U, .ctl = ACK, .wnd = 65535 } },
	.then = { { RCV_NXT, RCV + 16U }, { RCV_OFFSET, RECEIVED_OCTETS + 16 }, { RCV_WND, 65535 << 4 } },
	.stores = { RECEIVED_OCTETS, 0, 16 }, .delivers = { RECEIVED_OCTETS, 16 },
	.rule = TCPSIM_RULE_TEXT_ACCEPTED },
};

static struct end
end_with(int64_t buffer)
{
	struct end end = end_new();

	end.policy.window_scale = 1;
	end.policy.receive_buffer_bytes = buffer;
	return end;
}

/* 2.3: the shift count lets 16 bits show all of the buffer, and is no larger than that needs. */
START_TEST(the_shift_count_fits_the_buffer)
{
	static const struct {
		int64_t buffer;
		uint8_t shift;
	} cases[] = {
		{ 0, 0 }, { 65535, 0 }, { 65536, 1 }, { 131071, 1 }, { 131072, 2 }, { 1 << 20, 5 },
		{ INT64_C(65535) << 14, 14 },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct end a = end_with(cases[i].buffer);

		end_connect(&a, A_ISS, 0);
		ck_assert_uint_eq(end_sent(&a).window_scale, cases[i].shift);
		ck_assert_uint_eq(end_sent(&a).wnd, cases[i].buffer < 65535 ? cases[i].buffer : 65535);
	}
}
END_TEST

/*
 * Or one that the buffer may become. FreeBSD: kern.ipc.maxsockbuf is 2 MiB, 6; Linux: tcp_rmem[2] is 6 MiB, 7. It is no
 * smaller than the buffer itself needs.
 */
START_TEST(the_shift_count_may_be_for_a_larger_buffer)
{
	static const struct {
		int64_t largest, buffer;
		uint8_t shift;
	} cases[] = { { 2 << 20, 65536, 6 }, { 6 << 20, 65536, 7 }, { 65536, 1 << 20, 5 } };

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct end a = end_with(cases[i].buffer), b = end_with(cases[i].buffer);

		b.policy.window_scale_bytes = a.policy.window_scale_bytes = cases[i].largest;
		end_listen(&b);
		end_connect(&a, A_ISS, 0);
		ck_assert_uint_eq(end_sent(&a).window_scale, cases[i].shift);
		end_arrives(&b, end_sent(&a), RTT / 2);
		ck_assert_uint_eq(end_sent(&b).window_scale, cases[i].shift);
	}
}
END_TEST

/* Both ends alike, and what both show: A in its SYN and its first ACK, B in its SYN,ACK and the ACK of 100 octets. */
static void
show_windows(int64_t buffer, enum tcpsim_buffer_rounding rounding, bool timestamps, const uint32_t *want)
{
	struct end a = end_with(buffer), b;
	uint32_t got[4];

	a.policy.buffer_rounding = rounding;
	a.policy.timestamps = timestamps;
	a.policy.window_rounding = rounding == TCPSIM_ROUNDING_UP;
	a.policy.window_updates = rounding == TCPSIM_ROUNDING_UP ? TCPSIM_UPDATES_QUARTER : TCPSIM_UPDATES_DOUBLED;
	a.policy.window_scale_bytes = rounding == TCPSIM_ROUNDING_UP ? 2 << 20 : 6 << 20;
	b = a;
	end_listen(&b);
	end_connect(&a, A_ISS, 0);
	got[0] = end_sent(&a).wnd;
	end_arrives(&b, end_sent(&a), RTT / 2);
	got[1] = end_sent(&b).wnd;
	end_arrives(&a, end_sent(&b), RTT);
	got[2] = end_sent(&a).wnd;
	end_arrives(&b, end_sent(&a), RTT);
	end_send(&a, 100, RTT);
	end_arrives(&b, end_sent(&a), 2 * RTT);
	got[3] = end_sent(&b).wnd;
	for (unsigned i = 0; i < 4; i++)
		ck_assert_msg(got[i] == want[i], "buffer %d: window %u is %u, not %u", (int)buffer, i, got[i], want[i]);
}

/*
 * Linux, tcp_select_initial_window(): 44 segments of 1460 fit into 65535 and 65536, 45 of 1448. The SYN knows nothing of
 * timestamps yet. Then the window is shown in units of 128, rounded up: 64240 is 502, 65160 is 510, 65060 is 509.
 */
START_TEST(a_buffer_may_be_rounded_down)
{
	show_windows(65535, TCPSIM_ROUNDING_DOWN, true, (const uint32_t[]){ 64240, 65160, 502, 509 });
	show_windows(65536, TCPSIM_ROUNDING_DOWN, true, (const uint32_t[]){ 64240, 65160, 502, 509 });
	show_windows(65535, TCPSIM_ROUNDING_DOWN, false, (const uint32_t[]){ 64240, 64240, 502, 502 });
	/* 89 segments of 1460 are 129940, 90 of 1448 are 130320: more than a SYN shows. */
	show_windows(131072, TCPSIM_ROUNDING_DOWN, true, (const uint32_t[]){ 65535, 65535, 1016, 1018 });
	/* Less than a segment. */
	show_windows(1400, TCPSIM_ROUNDING_DOWN, true, (const uint32_t[]){ 1400, 1400, 11, 11 });
}
END_TEST

/*
 * FreeBSD, tcp_mss(): 45 segments of 1460 are 65700, options or not, once the SYNs were exchanged; in units of 64, rounded
 * down, that is 1026. 65600 is 1025.
 */
START_TEST(a_buffer_may_be_rounded_up)
{
	show_windows(65536, TCPSIM_ROUNDING_UP, true, (const uint32_t[]){ 65535, 65535, 1026, 1025 });
	show_windows(65536, TCPSIM_ROUNDING_UP, false, (const uint32_t[]){ 65535, 65535, 1026, 1025 });
	show_windows(5000, TCPSIM_ROUNDING_UP, true, (const uint32_t[]){ 5000, 5000, 5840 / 64, 5740 / 64 });
	show_windows(1400, TCPSIM_ROUNDING_UP, true, (const uint32_t[]){ 1400, 1400, 1400 / 64, 1300 / 64 });
}
END_TEST

/* Of 1 MiB the SYNs can show 65535; the first ACK shows all, in units of 32. */
START_TEST(a_large_window_is_opened_after_the_syns)
{
	struct end a = end_with(1 << 20), b = end_with(1 << 20);

	end_listen(&b);
	end_connect(&a, A_ISS, 0);
	end_arrives(&b, end_sent(&a), RTT / 2);
	ck_assert_uint_eq(end_sent(&b).wnd, 65535);
	ck_assert_uint_eq(end_sent(&b).window_scale, 5);
	end_arrives(&a, end_sent(&b), RTT);
	ck_assert_uint_eq(end_sent(&a).wnd, (1 << 20) / 32);
	ck_assert_uint_eq(a.tcb.rcv.wnd, 1 << 20);
	end_arrives(&b, end_sent(&a), 2 * RTT);
	ck_assert_uint_eq(b.tcb.snd.wnd, 1 << 20);
	/* B opens its own with the next ACK that it sends. */
	ck_assert_uint_eq(a.tcb.snd.wnd, 65535);
	end_receive(&b, TCPSIM_RECEIVE_ALL, 2 * RTT);
	end_send(&a, 10, 2 * RTT);
	end_arrives(&b, end_sent(&a), 3 * RTT);
	end_arrives(&a, end_sent(&b), 3 * RTT);
	ck_assert_uint_eq(a.tcb.snd.wnd, 1 << 20);
}
END_TEST

/* A SYN,ACK that is sent again after the window was opened is not scaled, either. */
START_TEST(a_syn_ack_is_never_scaled)
{
	struct end a = end_with(1 << 20), b = end_with(1 << 20);
	struct tcpsim_segment syn;
	int64_t now_us;

	end_listen(&b);
	end_connect(&a, A_ISS, 0);
	syn = end_sent(&a);
	end_arrives(&b, syn, 0);
	end_arrives(&b, syn, 0);
	ck_assert_uint_eq(end_sent(&b).ctl, TCPSIM_ACK);
	ck_assert_uint_eq(end_sent(&b).wnd, (1 << 20) / 32);
	end_next_timer(&b, &now_us);
	ck_assert_uint_eq(end_sent(&b).ctl, TCPSIM_SYN | TCPSIM_ACK);
	ck_assert_uint_eq(end_sent(&b).wnd, 65535);
}
END_TEST

/*
 * A user who does not read, and a peer that sends odd octets: what is taken never goes a whole unit beyond the buffer,
 * and no octet is refused that was granted once (2.4).
 */
START_TEST(rounding_never_runs_away)
{
	const int64_t buffer = 100003;
	const uint32_t sizes[] = { 1, 1459, 3, 17, 536 };
	struct end a = end_with(buffer), b = end_with(buffer);
	uint32_t unit, granted, sent = 0;

	ends_open(&a, &b, RTT);
	unit = 1U << b.tcb.rcv_scale;
	ck_assert_uint_eq(unit, 2);
	granted = b.tcb.rcv.wnd;
	for (unsigned i = 0; sent < granted; i++) {
		uint32_t octets = sizes[i % 5] < granted - sent ? sizes[i % 5] : granted - sent;
		struct tcpsim_segment seg = end_peer_says(&b, TCPSIM_ACK, 0, octets);

		seg.wnd = 65535;
		end_arrives(&b, seg, SECOND);
		sent += octets;
		ck_assert_uint_eq(b.tcb.rcv.unread_bytes, sent);
		if (sent + end_sent(&b).wnd * unit > granted)
			granted = sent + end_sent(&b).wnd * unit;
		ck_assert_uint_eq(sent + b.tcb.rcv.wnd, granted);
		ck_assert_int_lt(granted, buffer + unit);
	}
	ck_assert_uint_eq(end_sent(&b).wnd, 0);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("RFC 7323 2");
	TCase *tcase = tcase_create("exchanges");

	ROWS_ADD(suite, "rows", rows);
	tcase_add_test(tcase, the_shift_count_fits_the_buffer);
	tcase_add_test(tcase, the_shift_count_may_be_for_a_larger_buffer);
	tcase_add_test(tcase, a_buffer_may_be_rounded_down);
	tcase_add_test(tcase, a_buffer_may_be_rounded_up);
	tcase_add_test(tcase, a_large_window_is_opened_after_the_syns);
	tcase_add_test(tcase, a_syn_ack_is_never_scaled);
	tcase_add_test(tcase, rounding_never_runs_away);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
