/* SPDX-License-Identifier: MIT */
/*
 * What SYNs offer and agree on: MSS, RFC 9293 3.7.1; Window Scale, RFC 7323 2; SACK-Permitted, RFC 2018 2; Timestamps, RFC
 * 7323 3.2; ECN, RFC 3168 6.1.1.
 */
#include "tests/rfc/ends.h"
#include "tests/suite.h"

#define RTT (SECOND / 10)
/* ECN-setup SYN and SYN,ACK have these bits. */
#define SETUP_SYN (TCPSIM_SYN | TCPSIM_ECE | TCPSIM_CWR)
#define SETUP_SYN_ACK (TCPSIM_SYN | TCPSIM_ACK | TCPSIM_ECE)

static bool
has_fired(const struct end *end, enum tcpsim_rule rule)
{
	return tcpsim_rule_set_has(&end->out.fired, rule);
}

/* An end that wants all of them. */
static struct end
end_with_all(void)
{
	struct end end = end_new();

	end.policy.window_scale = end.policy.sack = end.policy.timestamps = end.policy.ecn = 1;
	end.policy.receive_buffer_bytes = 1 << 20;
	return end;
}

/* ---- agreeing ---- */

static const struct {
	size_t setting; /* offset in the policy */
	enum tcpsim_option option;
	enum tcpsim_tcb_flag flag;
	enum tcpsim_rule rule;
} options[] = {
	{ offsetof(struct tcpsim_policy, window_scale), TCPSIM_OPTION_WINDOW_SCALE, TCPSIM_FLAG_WINDOW_SCALE,
		TCPSIM_RULE_WINDOW_SCALE_AGREED },
	{ offsetof(struct tcpsim_policy, sack), TCPSIM_OPTION_SACK_PERMITTED, TCPSIM_FLAG_SACK, TCPSIM_RULE_SACK_AGREED },
	{ offsetof(struct tcpsim_policy, timestamps), TCPSIM_OPTION_TIMESTAMPS, TCPSIM_FLAG_TIMESTAMPS,
		TCPSIM_RULE_TIMESTAMPS_AGREED },
};

#define N_OPTIONS ((int)(sizeof(options) / sizeof(options[0])))

static struct end
end_that(size_t setting, bool wants)
{
	struct end end = end_new();
	int64_t value = wants;

	end.policy.receive_buffer_bytes = 1 << 20;
	memcpy((char *)&end.policy + setting, &value, sizeof(value));
	return end;
}

/* Each option stands in the SYN if A wants it, in the SYN,ACK if both do, and is in force if both do. */
START_TEST(an_option_is_in_force_if_both_syns_have_it)
{
	bool a_wants = (_i & 1) != 0, b_wants = (_i & 2) != 0, both = a_wants && b_wants;
	size_t setting = options[_i / 4].setting;
	unsigned option = options[_i / 4].option;
	struct end a = end_that(setting, a_wants), b = end_that(setting, b_wants);

	end_listen(&b);
	end_connect(&a, A_ISS, 0);
	ck_assert_uint_eq(end_sent(&a).options, TCPSIM_OPTION_MSS | (a_wants ? option : 0U));
	end_arrives(&b, end_sent(&a), RTT / 2);
	ck_assert_uint_eq(end_sent(&b).options, TCPSIM_OPTION_MSS | (both ? option : 0U));
	ck_assert_int_eq(has_fired(&b, options[_i / 4].rule), both);
	end_arrives(&a, end_sent(&b), RTT);
	ck_assert_int_eq(has_fired(&a, options[_i / 4].rule), both);
	/* Only timestamps stand in other segments, too. */
	ck_assert_uint_eq(end_sent(&a).options, both ? option & TCPSIM_OPTION_TIMESTAMPS : 0U);
	end_arrives(&b, end_sent(&a), RTT + RTT / 2);
	ck_assert_int_eq((a.tcb.flags & (uint32_t)options[_i / 4].flag) != 0, both);
	ck_assert_int_eq((b.tcb.flags & (uint32_t)options[_i / 4].flag) != 0, both);
	/* 65535 is less than 2^20 by a factor between 2^4 and 2^5. */
	ck_assert_uint_eq(a.tcb.rcv_scale, both && option == TCPSIM_OPTION_WINDOW_SCALE ? 5 : 0);
	ck_assert_uint_eq(b.tcb.rcv_scale, a.tcb.rcv_scale);
}
END_TEST

/* The same where the SYNs cross (figure 7): each SYN,ACK has what both SYNs had. */
START_TEST(an_option_is_in_force_if_both_of_two_crossing_syns_have_it)
{
	bool a_wants = (_i & 1) != 0, b_wants = (_i & 2) != 0, both = a_wants && b_wants;
	size_t setting = options[_i / 4].setting;
	unsigned option = options[_i / 4].option;
	struct end a = end_that(setting, a_wants), b = end_that(setting, b_wants);
	struct tcpsim_segment of_a, of_b;

	end_connect(&a, A_ISS, 0);
	end_connect(&b, B_ISS, 0);
	of_a = end_sent(&a);
	of_b = end_sent(&b);
	end_arrives(&a, of_b, RTT / 2);
	end_arrives(&b, of_a, RTT / 2);
	of_a = end_sent(&a);
	of_b = end_sent(&b);
	ck_assert_uint_eq(of_a.options, TCPSIM_OPTION_MSS | (both ? option : 0U));
	ck_assert_uint_eq(of_b.options, TCPSIM_OPTION_MSS | (both ? option : 0U));
	end_arrives(&a, of_b, RTT);
	end_arrives(&b, of_a, RTT);
	ck_assert_int_eq(a.tcb.state, TCPSIM_ESTABLISHED);
	ck_assert_int_eq((a.tcb.flags & (uint32_t)options[_i / 4].flag) != 0, both);
	ck_assert_int_eq((b.tcb.flags & (uint32_t)options[_i / 4].flag) != 0, both);
}
END_TEST

/* RFC 3168 6.1.1: ECE and CWR on the SYN, ECE alone on the SYN,ACK; never ECT on either. */
START_TEST(ecn_is_in_force_if_both_are_setup_packets)
{
	bool a_wants = (_i & 1) != 0, b_wants = (_i & 2) != 0, both = a_wants && b_wants;
	struct end a = end_new(), b = end_new();

	a.policy.ecn = a_wants;
	b.policy.ecn = b_wants;
	end_listen(&b);
	end_connect(&a, A_ISS, 0);
	ck_assert_uint_eq(end_sent(&a).ctl, a_wants ? SETUP_SYN : TCPSIM_SYN);
	ck_assert_uint_eq(end_sent(&a).ecn, TCPSIM_ECN_NOT_ECT);
	end_arrives(&b, end_sent(&a), RTT / 2);
	ck_assert_uint_eq(end_sent(&b).ctl, both ? SETUP_SYN_ACK : TCPSIM_SYN | TCPSIM_ACK);
	ck_assert_uint_eq(end_sent(&b).ecn, TCPSIM_ECN_NOT_ECT);
	end_arrives(&a, end_sent(&b), RTT);
	ck_assert_int_eq((a.tcb.flags & TCPSIM_FLAG_ECN) != 0, both);
	ck_assert_int_eq((b.tcb.flags & TCPSIM_FLAG_ECN) != 0, both);
	ck_assert_int_eq(has_fired(&a, TCPSIM_RULE_ECN_AGREED), both);
}
END_TEST

/* Who is passive agrees, and never offers: Linux, ip-sysctl tcp_ecn 2. */
START_TEST(ecn_may_be_agreed_to_and_not_offered)
{
	struct end a = end_new(), b = end_new();

	b.policy.ecn = TCPSIM_ECN_PASSIVE;
	end_connect(&b, A_ISS, 0);
	ck_assert_uint_eq(end_sent(&b).ctl, TCPSIM_SYN);
	b = end_new();
	b.policy.ecn = TCPSIM_ECN_PASSIVE;
	a.policy.ecn = TCPSIM_ECN_ON;
	end_listen(&b);
	end_connect(&a, A_ISS, 0);
	end_arrives(&b, end_sent(&a), RTT / 2);
	ck_assert_uint_eq(end_sent(&b).ctl, SETUP_SYN_ACK);
	end_arrives(&a, end_sent(&b), RTT);
	ck_assert_uint_ne(a.tcb.flags & TCPSIM_FLAG_ECN, 0);
	ck_assert_uint_ne(b.tcb.flags & TCPSIM_FLAG_ECN, 0);
}
END_TEST

/* A peer that reflects the bits it does not know sends ECE and CWR back: that is no ECN-setup SYN,ACK. */
START_TEST(reflected_bits_are_no_agreement)
{
	static const struct {
		uint8_t syn, syn_ack;
	} cases[] = {
		{ TCPSIM_ECE, TCPSIM_ECE | TCPSIM_CWR },
		{ TCPSIM_CWR, TCPSIM_CWR },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct end a = end_new(), b = end_new();
		struct tcpsim_segment syn, syn_ack;

		a.policy.ecn = b.policy.ecn = 1;
		end_listen(&b);
		end_connect(&a, A_ISS, 0);
		syn = end_sent(&a);
		syn.ctl = TCPSIM_SYN | cases[i].syn;
		end_arrives(&b, syn, 0);
		syn_ack = end_sent(&b);
		ck_assert_uint_eq(syn_ack.ctl, TCPSIM_SYN | TCPSIM_ACK);
		syn_ack.ctl |= cases[i].syn_ack;
		end_arrives(&a, syn_ack, 0);
		ck_assert_uint_eq(a.tcb.flags & TCPSIM_FLAG_ECN, 0);
	}
}
END_TEST

/* ---- sending again ---- */

static void
is_the_same(struct tcpsim_segment again, struct tcpsim_segment first)
{
	again.tsval = first.tsval;
	ck_assert_mem_eq(&again, &first, sizeof(first));
}

START_TEST(a_syn_that_is_sent_again_offers_the_same)
{
	struct end a = end_with_all(), b = end_with_all();
	struct tcpsim_segment syn, syn_ack;
	int64_t now_us;

	end_listen(&b);
	end_connect(&a, A_ISS, 0);
	syn = end_sent(&a);
	/* The user may do what he likes meanwhile. */
	a.policy.receive_buffer_bytes = 100;
	a.policy.sack = 0;
	ck_assert_int_eq(end_next_timer(&a, &now_us), TCPSIM_TIMER_RETRANSMISSION);
	is_the_same(end_sent(&a), syn);
	end_arrives(&b, syn, 0);
	syn_ack = end_sent(&b);
	ck_assert_int_eq(end_next_timer(&b, &now_us), TCPSIM_TIMER_RETRANSMISSION);
	is_the_same(end_sent(&b), syn_ack);
}
END_TEST

/* RFC 3168 6.1.1.1: after that it goes out without ECN, which is what some firewalls dropped it for. */
START_TEST(a_syn_that_nobody_answers_does_without_ecn)
{
	struct end a = end_with_all(), b = end_with_all();
	struct tcpsim_segment first, last;
	int64_t now_us;

	end_listen(&b);
	end_connect(&a, A_ISS, 0);
	first = end_sent(&a);
	end_next_timer(&a, &now_us);
	ck_assert_uint_eq(end_sent(&a).ctl, SETUP_SYN);
	end_next_timer(&a, &now_us);
	last = end_sent(&a);
	ck_assert_uint_eq(last.ctl, TCPSIM_SYN);
	ck_assert_uint_eq(last.options, first.options);
	ck_assert(has_fired(&a, TCPSIM_RULE_ECN_NOT_OFFERED_AGAIN));
	end_next_timer(&a, &now_us);
	ck_assert_uint_eq(end_sent(&a).ctl, TCPSIM_SYN);
	/* 6.1.1: who has sent a SYN without ECN does not use it, whatever is said of the one before. */
	end_arrives(&b, first, now_us);
	ck_assert_uint_eq(end_sent(&b).ctl, SETUP_SYN_ACK);
	end_arrives(&a, end_sent(&b), now_us);
	ck_assert_int_eq(a.tcb.state, TCPSIM_ESTABLISHED);
	ck_assert_uint_eq(a.tcb.flags & TCPSIM_FLAG_ECN, 0);
}
END_TEST

/*
 * FreeBSD, rexmit_drop_options: from the third repetition on a SYN has MSS only, and what was not in the last SYN is not
 * agreed on, whatever the peer has answered to an earlier one.
 */
START_TEST(a_syn_that_nobody_answers_may_do_without_options)
{
	struct end a = end_with_all(), b = end_with_all();
	struct tcpsim_segment first;
	int64_t now_us;

	a.policy.ecn = 0;
	a.policy.user_timeout_option = 1;
	a.policy.syn_plain_retries = 3;
	end_listen(&b);
	end_connect(&a, A_ISS, 0);
	first = end_sent(&a);
	for (int i = 1; i <= 2; i++) {
		end_next_timer(&a, &now_us);
		ck_assert_uint_eq(end_sent(&a).options, first.options);
		ck_assert(!has_fired(&a, TCPSIM_RULE_SYN_PLAIN));
	}
	for (int i = 3; i <= 4; i++) {
		end_next_timer(&a, &now_us);
		ck_assert_uint_eq(end_sent(&a).ctl, TCPSIM_SYN);
		ck_assert_uint_eq(end_sent(&a).options, TCPSIM_OPTION_MSS);
		ck_assert_uint_eq(end_sent(&a).mss, first.mss);
		ck_assert_uint_eq(end_sent(&a).wnd, first.wnd);
		ck_assert(has_fired(&a, TCPSIM_RULE_SYN_PLAIN));
	}
	end_arrives(&b, first, now_us);
	end_arrives(&a, end_sent(&b), now_us);
	ck_assert_int_eq(a.tcb.state, TCPSIM_ESTABLISHED);
	ck_assert_uint_eq(a.tcb.flags & (TCPSIM_FLAG_TIMESTAMPS | TCPSIM_FLAG_SACK | TCPSIM_FLAG_WINDOW_SCALE), 0);
	ck_assert_uint_eq(a.tcb.snd_scale, 0);
}
END_TEST

/* 3.7.1 SHLD-5, MUST-15: who tells nothing is sent 536 octets at the most, and hears of the other's MSS all the same. */
START_TEST(a_syn_may_tell_no_mss)
{
	struct end a = end_new(), b = end_new();

	a.policy.mss_option = 0;
	end_listen(&b);
	end_connect(&a, A_ISS, 0);
	ck_assert_uint_eq(end_sent(&a).options, 0);
	end_arrives(&b, end_sent(&a), 0);
	ck_assert_uint_eq(b.tcb.mss, 536);
	ck_assert_uint_eq(end_sent(&b).options, TCPSIM_OPTION_MSS);
	end_arrives(&a, end_sent(&b), 0);
	ck_assert_int_eq(a.tcb.state, TCPSIM_ESTABLISHED);
	ck_assert_uint_eq(a.tcb.mss, 1460);
}
END_TEST

/* 6.1.1: nor does who has received one. */
START_TEST(a_syn_that_comes_again_without_ecn_takes_it_back)
{
	struct end a = end_with_all(), b = end_with_all();
	struct tcpsim_segment syn;

	end_listen(&b);
	end_connect(&a, A_ISS, 0);
	syn = end_sent(&a);
	end_arrives(&b, syn, 0);
	end_arrives(&b, syn, 0);
	ck_assert_uint_ne(b.tcb.flags & TCPSIM_FLAG_ECN, 0);
	/* What it has marked so far is forgotten, too. */
	b.tcb.flags |= TCPSIM_FLAG_ECE_OWED;
	syn.ctl = TCPSIM_SYN;
	end_arrives(&b, syn, 0);
	ck_assert_uint_eq(b.tcb.flags & (TCPSIM_FLAG_ECN | TCPSIM_FLAG_ECE_OWED), 0);
	ck_assert(has_fired(&b, TCPSIM_RULE_ECN_TAKEN_BACK));
	end_arrives(&b, syn, 0);
	ck_assert(!has_fired(&b, TCPSIM_RULE_ECN_TAKEN_BACK));
}
END_TEST

/* A RST has no options but the timestamp of RFC 7323 3.2 (SHOULD), no window, no pointer and no ECN. */
START_TEST(a_reset_is_bare)
{
	struct end a = end_with_all(), b = end_with_all();
	struct tcpsim_segment rst;

	ends_open(&a, &b, RTT);
	ck_assert_int_eq(tcpsim_engine_send_urgent(&a.tcb, &a.policy, 10, tcpsim_seq_make(0), SECOND, &a.out), TCPSIM_OK);
	ck_assert_int_eq(tcpsim_engine_abort(&a.tcb, &a.policy, SECOND, &a.out), TCPSIM_OK);
	rst = end_sent(&a);
	ck_assert_uint_eq(rst.ctl, TCPSIM_RST);
	ck_assert_uint_eq(rst.options, TCPSIM_OPTION_TIMESTAMPS);
	ck_assert_uint_eq(rst.wnd + rst.up + rst.ecn + rst.mss, 0);
}
END_TEST

/* ---- MSS ---- */

/* MUST-67, SHLD-6: the MSS is what the MTU takes besides the fixed headers of 40 or 60 octets, or what the user wants. */
START_TEST(the_mss_follows_the_mtu)
{
	static const struct {
		int64_t ip, mtu, mss;
		uint32_t announced;
	} cases[] = {
		{ TCPSIM_IPV4, 1500, 65495, 1460 }, { TCPSIM_IPV6, 1500, 65495, 1440 }, { TCPSIM_IPV4, 576, 1460, 536 },
		{ TCPSIM_IPV6, 1280, 1460, 1220 }, { TCPSIM_IPV4, 1500, 1000, 1000 }, { TCPSIM_IPV4, 68, 1460, 28 },
		{ TCPSIM_IPV4, 65535, 65495, 65495 }, { TCPSIM_IPV6, 65535, 65495, 65475 },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct end a = end_new(), b = end_new();

		a.policy.ip = b.policy.ip = cases[i].ip;
		a.policy.mtu = b.policy.mtu = cases[i].mtu;
		a.policy.mss = b.policy.mss = cases[i].mss;
		ends_open(&a, &b, RTT);
		ck_assert_uint_eq(a.tcb.mss, cases[i].announced);
		ck_assert_uint_eq(b.tcb.mss, cases[i].announced);
	}
}
END_TEST

/* What the SYN says is that, too, timestamps or not: 3.7.1 has options left out of it. */
START_TEST(the_mss_is_announced_without_regard_to_options)
{
	struct end a = end_with_all();

	a.policy.mtu = 1000;
	end_connect(&a, A_ISS, 0);
	ck_assert_uint_eq(end_sent(&a).mss, 960);
}
END_TEST

/* MUST-15: a peer that sends no MSS takes 536 octets over IPv4 and 1220 over IPv6; MUST-16: less what options take. */
START_TEST(a_peer_without_mss_takes_the_default)
{
	static const struct {
		int64_t ip, timestamps;
		uint32_t mss;
	} cases[] = {
		{ TCPSIM_IPV4, 0, 536 }, { TCPSIM_IPV6, 0, 1220 }, { TCPSIM_IPV4, 1, 536 - 12 }, { TCPSIM_IPV6, 1, 1220 - 12 },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct end a = end_new(), b = end_new();
		struct tcpsim_segment syn;

		a.policy.ip = b.policy.ip = cases[i].ip;
		a.policy.timestamps = b.policy.timestamps = cases[i].timestamps;
		end_listen(&b);
		end_connect(&a, A_ISS, 0);
		syn = end_sent(&a);
		syn.options &= (uint8_t)~TCPSIM_OPTION_MSS;
		syn.mss = 100; /* what is no option says nothing */
		end_arrives(&b, syn, 0);
		ck_assert_uint_eq(b.tcb.mss, cases[i].mss);
	}
}
END_TEST

/* MUST-16, RFC 2018 3: a segment that has SACK blocks has room for less text, by 4 octets and 8 for each block. */
START_TEST(sack_blocks_take_their_room_from_the_text)
{
	static const uint32_t less[] = { 0, 12, 20, 28, 28 }; /* beside timestamps three blocks fit */
	struct end a = end_with_all(), b = end_with_all();

	ends_open(&a, &b, RTT);
	ck_assert_uint_eq(b.tcb.mss, 1460 - 12);
	for (unsigned holes = 0; holes < sizeof(less) / sizeof(less[0]); holes++) {
		struct end c = b;

		for (unsigned i = 0; i < holes; i++) {
			struct tcpsim_segment seg = end_peer_says(&b, TCPSIM_ACK, 100 + 200 * i, 100);

			seg.options = TCPSIM_OPTION_TIMESTAMPS;
			seg.wnd = 65535;
			seg.tsval = RTT / 1000;
			end_arrives(&c, seg, SECOND);
		}
		end_send(&c, 1460 - 12, SECOND);
		ck_assert_uint_eq(end_sent(&c).text_bytes, 1460 - 12 - less[holes]);
		ck_assert_uint_eq(end_sent(&c).n_sack, holes < 3 ? holes : 3);
	}
}
END_TEST

/* RFC 2883 4: so does the block of what arrived twice. */
START_TEST(a_duplicate_sack_takes_its_room_from_the_text)
{
	struct end a = end_with_all(), b = end_with_all();
	struct tcpsim_segment seg;

	ends_open(&a, &b, RTT);
	seg = end_peer_says(&b, TCPSIM_ACK, 0, 10);
	seg.options = TCPSIM_OPTION_TIMESTAMPS;
	seg.tsval = RTT / 1000;
	seg.wnd = 0;
	end_arrives(&b, seg, SECOND);
	end_send(&b, 1460 - 12, SECOND);
	ck_assert_uint_eq(b.out.n_segments, 0);
	/* Five of its octets come again, with five that are new, and with a window. */
	seg.seq = tcpsim_seq_add(seg.seq, 5);
	seg.wnd = 65535;
	end_arrives(&b, seg, SECOND);
	ck_assert_uint_eq(end_sent(&b).n_sack, 1);
	ck_assert_uint_eq(end_sent(&b).text_bytes, 1460 - 12 - 12);
}
END_TEST

/* A segment that options fill leaves one octet, or nothing would ever be sent. */
START_TEST(blocks_that_fill_a_segment_leave_one_octet)
{
	struct end a = end_with_all(), b = end_with_all();
	struct tcpsim_segment seg;

	a.policy.mss = 24; /* 12 for timestamps, 12 for one block */
	ends_open(&a, &b, RTT);
	seg = end_peer_says(&b, TCPSIM_ACK, 100, 10);
	seg.options = TCPSIM_OPTION_TIMESTAMPS;
	seg.tsval = RTT / 1000;
	seg.wnd = 65535;
	end_arrives(&b, seg, SECOND);
	b.policy.nagle = 0;
	end_send(&b, 1, SECOND);
	ck_assert_uint_eq(end_sent(&b).text_bytes, 1);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("3.7.1, options");
	TCase *agree = tcase_create("agreeing"), *again = tcase_create("again"), *mss = tcase_create("mss");

	tcase_add_loop_test(agree, an_option_is_in_force_if_both_syns_have_it, 0, 4 * N_OPTIONS);
	tcase_add_loop_test(agree, an_option_is_in_force_if_both_of_two_crossing_syns_have_it, 0, 4 * N_OPTIONS);
	tcase_add_loop_test(agree, ecn_is_in_force_if_both_are_setup_packets, 0, 4);
	tcase_add_test(agree, ecn_may_be_agreed_to_and_not_offered);
	tcase_add_test(agree, reflected_bits_are_no_agreement);
	tcase_add_test(again, a_syn_that_is_sent_again_offers_the_same);
	tcase_add_test(again, a_syn_that_nobody_answers_does_without_ecn);
	tcase_add_test(again, a_syn_that_nobody_answers_may_do_without_options);
	tcase_add_test(again, a_syn_that_comes_again_without_ecn_takes_it_back);
	tcase_add_test(again, a_reset_is_bare);
	tcase_add_test(mss, a_syn_may_tell_no_mss);
	tcase_add_test(mss, the_mss_follows_the_mtu);
	tcase_add_test(mss, the_mss_is_announced_without_regard_to_options);
	tcase_add_test(mss, a_peer_without_mss_takes_the_default);
	tcase_add_test(mss, sack_blocks_take_their_room_from_the_text);
	tcase_add_test(mss, a_duplicate_sack_takes_its_room_from_the_text);
	tcase_add_test(mss, blocks_that_fill_a_segment_leave_one_octet);
	suite_add_tcase(suite, agree);
	suite_add_tcase(suite, again);
	suite_add_tcase(suite, mss);
	return suite_run(suite);
}
