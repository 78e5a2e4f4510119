/* SPDX-License-Identifier: MIT */
/* TCP Fast Open, RFC 7413: what client and server do with a cookie, and what becomes of the text of a SYN. */
#include "tests/rfc/ends.h"
#include "tests/suite.h"

#define RTT (SECOND / 10)
/* The MSS that both ends tell: an MTU of 1500 less 40 octets of headers. */
#define MSS 1460U
/* What a SYN carries at the most: room is left for 40 octets of options. */
#define MOST_TEXT (MSS - 40)

static const uint8_t cookie[8] = { 1, 2, 3, 4, 5, 6, 7, 8 };
static const uint8_t long_cookie[TCPSIM_MAX_COOKIE] = { 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1 };

static struct end
client_new(void)
{
	struct end end = end_new();

	end.policy.fast_open = TCPSIM_FAST_OPEN_CLIENT;
	end.policy.congestion_control = TCPSIM_CONGESTION_NEWRENO;
	end.policy.initial_window = 10;
	return end;
}

static struct end
server_new(void)
{
	struct end end = client_new();

	end.policy.fast_open = TCPSIM_FAST_OPEN_SERVER;
	end_listen(&end);
	return end;
}

/* An active OPEN with a cookie of so many octets, none for the wish for one, and text. Returns the SYN. */
static struct tcpsim_segment
connect_fast(struct end *end, unsigned cookie_octets, uint32_t octets, uint16_t peer_mss)
{
	struct tcpsim_open open = { .remote = TCPSIM_REMOTE_KNOWN, .is_active = 1, .iss = tcpsim_seq_make(A_ISS),
		.fast_open = 1, .octets = octets, .peer_mss = peer_mss, .cookie_octets = (uint8_t)cookie_octets };

	memcpy(open.cookie, long_cookie, cookie_octets);
	ck_assert_int_eq(tcpsim_engine_open(&end->tcb, &end->policy, &open, 0, &end->out), TCPSIM_OK);
	end_check(end);
	return end_sent(end);
}

/* A SYN arrives, of which the host says that. */
static void
syn_arrives(struct end *end, struct tcpsim_segment seg, enum tcpsim_fast_open fast_open, int64_t now_us)
{
	struct tcpsim_arriving arriving = { .seg = seg, .iss = tcpsim_seq_make(B_ISS), .is_listened = 1,
		.fast_open = fast_open };

	if (fast_open == TCPSIM_FAST_OPEN_ASKED) {
		memcpy(arriving.cookie, cookie, sizeof cookie);
		arriving.cookie_octets = sizeof cookie;
	}
	tcpsim_engine_arrives(&end->tcb, &end->policy, &arriving, now_us, &end->out);
	end_check(end);
}

static bool
has_fired(const struct end *end, enum tcpsim_rule rule)
{
	return (end->out.fired.bits[rule / 64U] >> (rule % 64U) & 1) != 0;
}

#define FIRED(END, RULE) ck_assert_msg(has_fired(END, TCPSIM_RULE_##RULE), "%s did not take effect", #RULE)

/* <SEQ=seq><ACK=ack><CTL=ctl> from B, with a window of 10000 octets. */
static struct tcpsim_segment
from_b(uint32_t seq, uint32_t ack, uint8_t ctl)
{
	struct tcpsim_segment seg = { .seq = tcpsim_seq_make(seq), .ack = tcpsim_seq_make(ack), .ctl = ctl, .wnd = 10000 };

	if ((ctl & TCPSIM_SYN) != 0) {
		seg.options = TCPSIM_OPTION_MSS;
		seg.mss = MSS;
	}
	return seg;
}

/* ---- cookies, 4.1 ---- */

/* The published test vector of SipHash-2-4: with the key 00 01 ... 0f the octets 00 01 ... 07 give 62 24 93 9a 79 f5 f5 93. */
START_TEST(a_cookie_is_siphash_of_the_addresses)
{
	static const uint64_t secret[2] = { UINT64_C(0x0706050403020100), UINT64_C(0x0f0e0d0c0b0a0908) };
	static const uint8_t want[8] = { 0x62, 0x24, 0x93, 0x9a, 0x79, 0xf5, 0xf5, 0x93 };
	static const uint8_t octets[8] = { 0, 1, 2, 3, 4, 5, 6, 7 };
	uint8_t got[8];

	tcpsim_fast_open_cookie(secret, octets, sizeof octets, got);
	ck_assert_mem_eq(got, want, sizeof want);
}
END_TEST

/*
 * What Linux gives to 192.0.2.1 at 192.168.0.1 with net.ipv4.tcp_fastopen_key=a1a1a1a1-b2b2b2b2-c3c3c3c3-d4d4d4d4, and
 * with a key of zeros: TFO_COOKIE and TFO_COOKIE_ZERO of its selftests, net/packetdrill/ksft_runner.sh.
 */
START_TEST(a_cookie_is_that_of_linux)
{
	static const uint64_t key[2] = { UINT64_C(0xb2b2b2b2a1a1a1a1), UINT64_C(0xd4d4d4d4c3c3c3c3) }, zero[2] = { 0, 0 };
	static const uint8_t addresses[8] = { 192, 0, 2, 1, 192, 168, 0, 1 };
	static const uint8_t want[8] = { 0x30, 0x21, 0xb9, 0xd8, 0x89, 0x01, 0x7e, 0xeb };
	static const uint8_t want_zero[8] = { 0xb7, 0xc1, 0x23, 0x50, 0xa9, 0x0d, 0xc8, 0xf5 };
	uint8_t got[8];

	tcpsim_fast_open_cookie(key, addresses, sizeof addresses, got);
	ck_assert_mem_eq(got, want, sizeof want);
	tcpsim_fast_open_cookie(zero, addresses, sizeof addresses, got);
	ck_assert_mem_eq(got, want_zero, sizeof want_zero);
}
END_TEST

/* Figure 1 of section 3.1: SYN with an empty option, SYN,ACK with the cookie; no text before the handshake has ended. */
START_TEST(a_cookie_is_asked_for_and_given)
{
	struct end a = client_new(), b = server_new();
	struct tcpsim_segment syn = connect_fast(&a, 0, 100, 0), syn_ack, ack;

	FIRED(&a, FAST_OPEN_ASKS);
	ck_assert_uint_ne(syn.options & TCPSIM_OPTION_FAST_OPEN, 0);
	ck_assert_uint_eq(syn.cookie_octets, 0);
	ck_assert_uint_eq(syn.text_bytes, 0);
	ck_assert_uint_eq(a.tcb.snd.queued_bytes, 100);
	syn_arrives(&b, syn, TCPSIM_FAST_OPEN_ASKED, RTT / 2);
	FIRED(&b, FAST_OPEN_GIVEN);
	syn_ack = end_sent(&b);
	ck_assert_uint_ne(syn_ack.options & TCPSIM_OPTION_FAST_OPEN, 0);
	ck_assert_uint_eq(syn_ack.cookie_octets, sizeof cookie);
	ck_assert_mem_eq(syn_ack.cookie, cookie, sizeof cookie);
	ck_assert_uint_eq(syn_ack.ack.n, A_ISS + 1U);
	end_arrives(&a, syn_ack, RTT);
	ack = end_sent(&a);
	ck_assert_uint_eq(ack.text_bytes, 100);
	ck_assert_uint_eq(a.tcb.flags & TCPSIM_FLAG_FAST_OPEN, 0);
	end_arrives(&b, ack, RTT + RTT / 2);
	ck_assert_int_eq(b.tcb.state, TCPSIM_ESTABLISHED);
	ck_assert_uint_eq(b.tcb.rcv.unread_bytes, 100);
}
END_TEST

/* Appendix A: a server answers with the kind of option that it was asked by. */
START_TEST(the_experimental_option_is_answered_by_itself)
{
	struct end a = client_new(), b = server_new();
	struct tcpsim_segment syn;

	a.policy.fast_open_experimental = 1;
	syn = connect_fast(&a, 0, 0, 0);
	ck_assert_uint_eq(syn.is_experimental, 1);
	syn_arrives(&b, syn, TCPSIM_FAST_OPEN_ASKED, RTT / 2);
	ck_assert_uint_eq(end_sent(&b).is_experimental, 1);
}
END_TEST

/* 4.2.2: a wrong cookie is answered by the right one, and the SYN's text is nothing. */
START_TEST(text_with_a_wrong_cookie_is_not_taken)
{
	struct end a = client_new(), b = server_new();
	struct tcpsim_segment syn = connect_fast(&a, 8, 100, MSS), syn_ack;

	syn_arrives(&b, syn, TCPSIM_FAST_OPEN_ASKED, RTT / 2);
	syn_ack = end_sent(&b);
	ck_assert_uint_eq(syn_ack.ack.n, A_ISS + 1U);
	ck_assert_uint_eq(b.out.store_bytes, 0);
	ck_assert_uint_eq(b.tcb.n_held, 0);
	end_arrives(&a, syn_ack, RTT);
	FIRED(&a, FAST_OPEN_TEXT_AGAIN);
	ck_assert_uint_eq(end_sent(&a).text_bytes, 100);
	end_arrives(&b, end_sent(&a), RTT + RTT / 2);
	ck_assert_uint_eq(b.tcb.rcv.unread_bytes, 100);
}
END_TEST

/* ---- the client, 4.2.1 ---- */

/* Figure 1, the second connection: data in the SYN, acknowledged by the SYN,ACK. */
START_TEST(a_syn_with_a_cookie_carries_text)
{
	struct end a = client_new();
	struct tcpsim_segment syn = connect_fast(&a, 16, 100, MSS);

	FIRED(&a, FAST_OPEN_SYN);
	ck_assert_uint_eq(syn.ctl, TCPSIM_SYN);
	ck_assert_uint_eq(syn.text_bytes, 100);
	ck_assert_uint_eq(syn.text_offset, 0);
	ck_assert_uint_eq(syn.cookie_octets, 16);
	ck_assert_mem_eq(syn.cookie, long_cookie, 16);
	ck_assert_uint_eq(a.tcb.snd.nxt.n, A_ISS + 101U);
	end_arrives(&a, from_b(B_ISS, A_ISS + 101U, TCPSIM_SYN | TCPSIM_ACK), RTT);
	FIRED(&a, FAST_OPEN_TEXT_ACKED);
	ck_assert_uint_eq(end_sent(&a).text_bytes, 0);
	ck_assert_uint_eq(a.tcb.snd.una_offset, 100);
	ck_assert_uint_ne(a.tcb.flags & TCPSIM_FLAG_FAST_OPEN, 0);
}
END_TEST

/* 4.1.3: the MSS that came with the cookie bounds the text; without one it is 536 octets, as in 3.7.1 of RFC 9293. */
START_TEST(the_mss_bounds_the_text_of_a_syn)
{
	static const struct {
		uint32_t octets;
		uint16_t peer_mss;
		uint32_t text;
	} rows[] = {
		{ 5000, MSS, MOST_TEXT }, { MOST_TEXT, MSS, MOST_TEXT }, { 5000, 9000, MOST_TEXT }, { 5000, 1000, 960 },
		{ 5000, 0, 496 }, { 10, 40, 0 }, { 0, MSS, 0 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct end a = client_new();
		struct tcpsim_segment syn = connect_fast(&a, 8, rows[i].octets, rows[i].peer_mss);

		ck_assert_uint_eq(syn.text_bytes, rows[i].text);
		ck_assert_uint_eq(a.tcb.snd.queued_bytes, rows[i].octets - rows[i].text);
	}
}
END_TEST

/* What did not fit into the SYN follows the SYN,ACK. */
START_TEST(the_rest_follows_the_syn_ack)
{
	struct end a = client_new();

	connect_fast(&a, 8, MOST_TEXT + 500, MSS);
	end_arrives(&a, from_b(B_ISS, A_ISS + 1U + MOST_TEXT, TCPSIM_SYN | TCPSIM_ACK), RTT);
	ck_assert_uint_eq(end_sent(&a).text_bytes, 500);
	ck_assert_uint_eq(end_sent(&a).text_offset, MOST_TEXT);
}
END_TEST

/* "The client will retransmit any unacknowledged data in the first ACK packet": all of it, or the end of it. */
START_TEST(text_that_is_left_out_goes_with_the_ack)
{
	for (uint32_t taken = 0; taken < 100; taken += 40) {
		struct end a = client_new();

		connect_fast(&a, 8, 100, MSS);
		end_arrives(&a, from_b(B_ISS, A_ISS + 1U + taken, TCPSIM_SYN | TCPSIM_ACK), RTT);
		FIRED(&a, FAST_OPEN_TEXT_AGAIN);
		ck_assert_uint_eq(end_sent(&a).seq.n, A_ISS + 1U + taken);
		ck_assert_uint_eq(end_sent(&a).text_bytes, 100 - taken);
		ck_assert_uint_eq(end_sent(&a).ack.n, B_ISS + 1U);
		ck_assert_uint_eq(a.out.purpose[0], TCPSIM_PURPOSE_RETRANSMISSION);
		ck_assert_uint_eq(a.tcb.flags & TCPSIM_FLAG_FAST_OPEN, taken == 0 ? 0 : TCPSIM_FLAG_FAST_OPEN);
	}
}
END_TEST

/* A peer that takes less in a segment than it said before: the text goes in several. */
START_TEST(text_that_is_left_out_is_cut_as_the_peer_wants_it)
{
	struct end a = client_new();
	struct tcpsim_segment syn_ack = from_b(B_ISS, A_ISS + 1U, TCPSIM_SYN | TCPSIM_ACK);

	syn_ack.mss = 500;
	connect_fast(&a, 8, 1200, MSS);
	end_arrives(&a, syn_ack, RTT);
	ck_assert_uint_eq(a.out.n_segments, 3);
	ck_assert_uint_eq(a.out.segments[0].text_bytes, 500);
	ck_assert_uint_eq(a.out.segments[2].text_bytes, 200);
	end_arrives(&a, from_b(B_ISS + 1U, A_ISS + 1201U, TCPSIM_ACK), 2 * RTT);
	ck_assert_uint_eq(a.tcb.flags & TCPSIM_FLAG_LOSS, 0);
	ck_assert_uint_eq(a.tcb.snd.una_offset, 1200);
}
END_TEST

/* Nothing passes a closed window but a probe. */
START_TEST(text_that_is_left_out_waits_for_the_window)
{
	struct end a = client_new();
	struct tcpsim_segment syn_ack = from_b(B_ISS, A_ISS + 1U, TCPSIM_SYN | TCPSIM_ACK);

	syn_ack.wnd = 0;
	connect_fast(&a, 8, 100, MSS);
	end_arrives(&a, syn_ack, RTT);
	ck_assert_uint_eq(end_sent(&a).text_bytes, 0);
	ck_assert_int_ne(a.tcb.deadline_us[TCPSIM_TIMER_PERSIST], TCPSIM_TIME_NONE);
	end_arrives(&a, from_b(B_ISS + 1U, A_ISS + 1U, TCPSIM_ACK), 2 * RTT);
	ck_assert_uint_eq(end_sent(&a).text_bytes, 100);
}
END_TEST

/* 4.2.1: the SYN that is sent again is a regular one. Whichever of the two arrives, what is acknowledged is acknowledged. */
START_TEST(a_syn_that_is_sent_again_is_plain)
{
	for (int first_arrived = 0; first_arrived <= 1; first_arrived++) {
		struct end a = client_new();
		struct tcpsim_segment syn;
		int64_t now_us;

		connect_fast(&a, 8, 100, MSS);
		ck_assert_int_eq(end_next_timer(&a, &now_us), TCPSIM_TIMER_RETRANSMISSION);
		FIRED(&a, FAST_OPEN_FALLS_BACK);
		syn = end_sent(&a);
		ck_assert_uint_eq(syn.options & TCPSIM_OPTION_FAST_OPEN, 0);
		ck_assert_uint_eq(syn.text_bytes, 0);
		ck_assert_uint_eq(syn.seq.n, A_ISS);
		end_arrives(&a, from_b(B_ISS, A_ISS + (first_arrived ? 101U : 1U), TCPSIM_SYN | TCPSIM_ACK), now_us + RTT);
		ck_assert_int_eq(a.tcb.state, TCPSIM_ESTABLISHED);
		ck_assert_uint_eq(end_sent(&a).text_bytes, first_arrived ? 0 : 100);
	}
}
END_TEST

/* 3.10.7.3 first: what was not sent is not acknowledged. */
START_TEST(an_ack_of_more_than_the_syn_had_is_reset)
{
	struct end a = client_new();

	connect_fast(&a, 8, 100, MSS);
	end_arrives(&a, from_b(B_ISS, A_ISS + 102U, TCPSIM_SYN | TCPSIM_ACK), RTT);
	ck_assert_uint_eq(end_sent(&a).ctl, TCPSIM_RST);
	ck_assert_int_eq(a.tcb.state, TCPSIM_SYN_SENT);
}
END_TEST

/* A RST that acknowledges the SYN and its text: refused, as any. */
START_TEST(a_syn_with_text_may_be_refused)
{
	struct end a = client_new();
	struct tcpsim_segment reset = from_b(0, A_ISS + 101U, TCPSIM_RST | TCPSIM_ACK);

	connect_fast(&a, 8, 100, MSS);
	end_arrives(&a, reset, RTT);
	ck_assert_int_eq(a.tcb.state, TCPSIM_CLOSED);
	ck_assert_int_eq(a.out.error, TCPSIM_ERROR_RESET);
}
END_TEST

/* Both SYNs cross, and ours has text: the peer has taken it, or has not. */
START_TEST(a_simultaneous_open_may_have_text)
{
	for (int is_taken = 0; is_taken <= 1; is_taken++) {
		struct end a = client_new();

		connect_fast(&a, 8, 100, MSS);
		end_arrives(&a, from_b(B_ISS, 0, TCPSIM_SYN), RTT / 2);
		ck_assert_int_eq(a.tcb.state, TCPSIM_SYN_RECEIVED);
		ck_assert_uint_eq(end_sent(&a).text_bytes, 0);
		end_arrives(&a, from_b(B_ISS + 1U, A_ISS + (is_taken ? 101U : 1U), TCPSIM_ACK), RTT);
		ck_assert_int_eq(a.tcb.state, TCPSIM_ESTABLISHED);
		ck_assert_uint_eq(a.out.n_segments, is_taken ? 0 : 1);
	}
}
END_TEST

/* No cookie is asked for and none is needed: text goes at once, and no option (5.1, what a server may do without). */
START_TEST(without_cookies_text_goes_at_once)
{
	struct end a = client_new();
	struct tcpsim_segment syn;

	a.policy.fast_open_cookieless = 1;
	syn = connect_fast(&a, 0, 100, MSS);
	ck_assert_uint_eq(syn.options & TCPSIM_OPTION_FAST_OPEN, 0);
	ck_assert_uint_eq(syn.text_bytes, 100);
}
END_TEST

/* The policy, or the user, does not want it: the text waits, and there is no option. */
START_TEST(who_does_not_want_it_does_without)
{
	struct end a = client_new(), b = client_new();
	struct tcpsim_open open = { .remote = TCPSIM_REMOTE_KNOWN, .is_active = 1, .octets = 100 };

	a.policy.fast_open = TCPSIM_FAST_OPEN_SERVER;
	ck_assert_uint_eq(connect_fast(&a, 8, 100, MSS).options & TCPSIM_OPTION_FAST_OPEN, 0);
	ck_assert_uint_eq(a.tcb.snd.queued_bytes, 100);
	ck_assert_int_eq(tcpsim_engine_open(&b.tcb, &b.policy, &open, 0, &b.out), TCPSIM_OK);
	ck_assert_uint_eq(end_sent(&b).options & TCPSIM_OPTION_FAST_OPEN, 0);
	ck_assert_uint_eq(b.tcb.snd.queued_bytes, 100);
}
END_TEST

START_TEST(an_open_may_have_too_much_to_send)
{
	struct end a = client_new(), before = a;
	struct tcpsim_open open = { .remote = TCPSIM_REMOTE_KNOWN, .is_active = 1, .fast_open = 1, .octets = 101 };

	a.policy.send_buffer_bytes = 100;
	ck_assert_int_eq(tcpsim_engine_open(&a.tcb, &a.policy, &open, 0, &a.out), TCPSIM_ERROR_NO_RESOURCES);
	FIRED(&a, OPEN_NO_ROOM);
	ck_assert_mem_eq(&a.tcb, &before.tcb, sizeof a.tcb);
}
END_TEST

/* 40 octets are all: MSS, SACK-permitted, timestamps, window scale and the longest cookie fit, a user timeout does not. */
START_TEST(the_option_is_left_out_where_it_has_no_room)
{
	for (int tells = 0; tells <= 1; tells++) {
		struct end a = client_new();
		struct tcpsim_segment syn;

		a.policy.timestamps = a.policy.sack = a.policy.window_scale = 1;
		a.policy.user_timeout_option = tells;
		syn = connect_fast(&a, 16, 100, MSS);
		ck_assert_uint_eq((syn.options & TCPSIM_OPTION_FAST_OPEN) != 0, !tells);
		ck_assert_uint_eq(syn.text_bytes, tells ? 0 : 100);
	}
}
END_TEST

/* ---- the server, 4.2.2 ---- */

/* A server in SYN-RECEIVED that has taken 100 octets with the SYN. */
static struct end
accepted(void)
{
	struct end a = client_new(), b = server_new();

	syn_arrives(&b, connect_fast(&a, 8, 100, MSS), TCPSIM_FAST_OPEN_GRANTED, RTT / 2);
	ck_assert_int_eq(b.tcb.state, TCPSIM_SYN_RECEIVED);
	return b;
}

/* <SEQ=A_ISS + 101 + at><ACK=B_ISS + acked><CTL=ctl> */
static struct tcpsim_segment
from_a(uint32_t at, uint32_t acked, uint8_t ctl)
{
	return (struct tcpsim_segment){ .seq = tcpsim_seq_make(A_ISS + 101U + at), .ack = tcpsim_seq_make(B_ISS + acked),
		.ctl = ctl, .wnd = 10000 };
}

START_TEST(the_text_of_a_syn_is_taken_at_once)
{
	struct end b = accepted();

	FIRED(&b, FAST_OPEN_ACCEPTED);
	ck_assert_uint_eq(b.out.store_bytes, 100);
	ck_assert_uint_eq(b.out.store_skip, 0);
	ck_assert_uint_eq(b.tcb.rcv.unread_bytes, 100);
	ck_assert_uint_eq(end_sent(&b).ctl, TCPSIM_SYN | TCPSIM_ACK);
	ck_assert_uint_eq(end_sent(&b).ack.n, A_ISS + 101U);
	ck_assert_uint_eq(end_sent(&b).options & TCPSIM_OPTION_FAST_OPEN, 0);
	end_receive(&b, 100, RTT / 2);
	ck_assert_uint_eq(b.out.deliver_bytes, 100);
	ck_assert_uint_eq(b.out.n_segments, 0);
	end_arrives(&b, from_a(0, 1, TCPSIM_ACK), RTT);
	ck_assert_int_eq(b.tcb.state, TCPSIM_ESTABLISHED);
	ck_assert_uint_eq(b.out.signals, TCPSIM_SIGNAL_OPENED);
	ck_assert_uint_ne(b.tcb.flags & TCPSIM_FLAG_FAST_OPEN, 0);
}
END_TEST

/* Who waits for text gets it before the SYN,ACK is out. */
START_TEST(a_user_who_waits_gets_the_text_of_a_syn)
{
	struct end a = client_new(), b = server_new();

	end_receive(&b, TCPSIM_RECEIVE_ALL, 0);
	syn_arrives(&b, connect_fast(&a, 8, 100, MSS), TCPSIM_FAST_OPEN_GRANTED, RTT / 2);
	ck_assert_uint_eq(b.out.deliver_bytes, 100);
	ck_assert_uint_eq(b.out.deliver_offset, 0);
}
END_TEST

/* "the server can send data before the handshake ends", by the initial congestion window: ten segments, RFC 6928. */
START_TEST(a_server_may_send_before_the_handshake_has_ended)
{
	struct end b = accepted();
	unsigned n = 0;
	uint32_t seq = B_ISS + 1U;

	b.tcb.snd.wnd = b.tcb.snd.max_wnd = 60000;
	end_send(&b, 20 * MSS, RTT / 2);
	FIRED(&b, FAST_OPEN_SEND);
	for (;;) {
		for (unsigned i = 0; i < b.out.n_segments; i++, n++) {
			ck_assert_uint_eq(b.out.segments[i].seq.n, seq);
			ck_assert_uint_eq(b.out.segments[i].text_bytes, MSS);
			ck_assert_uint_eq(b.out.segments[i].ctl, TCPSIM_ACK);
			ck_assert_uint_eq(b.out.segments[i].ack.n, A_ISS + 101U);
			seq += MSS;
		}
		if (!b.out.more)
			break;
		tcpsim_engine_poll(&b.tcb, &b.policy, RTT / 2, &b.out);
		end_check(&b);
	}
	ck_assert_uint_eq(n, 10);
	end_arrives(&b, from_a(0, 1, TCPSIM_ACK), RTT);
	ck_assert_int_eq(b.tcb.state, TCPSIM_ESTABLISHED);
	ck_assert_uint_eq(tcpsim_seq_distance(b.tcb.snd.una, b.tcb.snd.nxt), 10 * MSS);
}
END_TEST

/* The window of the SYN counts from behind our own SYN; a short segment needs no ACK of that SYN (3.7.4). */
START_TEST(the_window_of_the_syn_bounds_what_is_sent_early)
{
	struct end b = accepted();

	b.tcb.snd.wnd = b.tcb.snd.max_wnd = 300;
	end_send(&b, 1000, RTT / 2);
	ck_assert_uint_eq(end_sent(&b).text_bytes, 300);
	b = accepted();
	end_send(&b, 10, RTT / 2);
	ck_assert_uint_eq(end_sent(&b).text_bytes, 10);
	ck_assert_uint_eq(end_sent(&b).ctl, TCPSIM_ACK | TCPSIM_PSH);
}
END_TEST

/* "a SYN-ACK segment with neither data nor Fast Open options": what was sent behind it comes later. */
START_TEST(a_syn_ack_that_is_sent_again_is_plain)
{
	struct end b = accepted();
	int64_t now_us;

	end_send(&b, 10, RTT / 2);
	ck_assert_int_eq(end_next_timer(&b, &now_us), TCPSIM_TIMER_RETRANSMISSION);
	ck_assert_uint_eq(end_sent(&b).ctl, TCPSIM_SYN | TCPSIM_ACK);
	ck_assert_uint_eq(end_sent(&b).seq.n, B_ISS);
	ck_assert_uint_eq(end_sent(&b).ack.n, A_ISS + 101U);
	ck_assert_uint_eq(end_sent(&b).text_bytes, 0);
	/* The ACK of the SYN,ACK alone: then it is the text's turn. */
	end_arrives(&b, from_a(0, 1, TCPSIM_ACK), now_us + RTT);
	ck_assert_uint_eq(b.out.n_segments, 0);
	ck_assert_int_eq(end_next_timer(&b, &now_us), TCPSIM_TIMER_RETRANSMISSION);
	ck_assert_uint_eq(end_sent(&b).seq.n, B_ISS + 1U);
	ck_assert_uint_eq(end_sent(&b).text_bytes, 10);
}
END_TEST

/* The client's SYN, sent again without its text, is an old one: an ACK says so. */
START_TEST(the_syn_once_more_changes_nothing)
{
	struct end b = accepted();
	struct tcpsim_segment syn = { .seq = tcpsim_seq_make(A_ISS), .ctl = TCPSIM_SYN, .wnd = 10000 };

	end_arrives(&b, syn, 3 * SECOND);
	ck_assert_int_eq(b.tcb.state, TCPSIM_SYN_RECEIVED);
	ck_assert_uint_eq(end_sent(&b).ctl, TCPSIM_ACK);
	ck_assert_uint_eq(end_sent(&b).ack.n, A_ISS + 101U);
}
END_TEST

/* The user knows of the connection: nothing returns to LISTEN, and the user is told. */
START_TEST(a_reset_ends_a_connection_that_the_user_knows)
{
	struct end b = accepted();

	end_arrives(&b, from_a(0, 0, TCPSIM_RST), RTT);
	FIRED(&b, FAST_OPEN_RESET);
	ck_assert_int_eq(b.tcb.state, TCPSIM_CLOSED);
	ck_assert_int_eq(b.out.error, TCPSIM_ERROR_RESET);
}
END_TEST

/* A SYN in the window: challenged, or with a RST the end (RFC 5961 4, 3.10.7.4 fourth), but no way back to LISTEN. */
START_TEST(another_syn_does_not_return_to_listen)
{
	for (int64_t rfc5961 = 0; rfc5961 <= 1; rfc5961++) {
		struct end b = accepted();
		struct tcpsim_segment syn = { .seq = tcpsim_seq_make(A_ISS + 200U), .ctl = TCPSIM_SYN, .wnd = 10000 };

		b.policy.rfc5961 = rfc5961;
		end_arrives(&b, syn, RTT);
		ck_assert_int_eq(b.tcb.state, rfc5961 ? TCPSIM_SYN_RECEIVED : TCPSIM_CLOSED);
	}
}
END_TEST

/* 3.10.4: FIN follows the last octet, which may be out before the handshake has ended. */
START_TEST(close_in_syn_received_sends_what_is_left)
{
	struct end b = accepted();

	end_receive(&b, 100, RTT / 2);
	end_send(&b, 10, RTT / 2);
	end_close(&b, RTT / 2);
	ck_assert_int_eq(b.tcb.state, TCPSIM_FIN_WAIT_1);
	ck_assert_uint_eq(end_sent(&b).ctl, TCPSIM_FIN | TCPSIM_ACK);
	ck_assert_uint_eq(end_sent(&b).seq.n, B_ISS + 11U);
	end_arrives(&b, from_a(0, 12, TCPSIM_ACK), RTT);
	ck_assert_int_eq(b.tcb.state, TCPSIM_FIN_WAIT_2);
	end_arrives(&b, from_a(0, 12, TCPSIM_FIN | TCPSIM_ACK), RTT);
	ck_assert_int_eq(b.tcb.state, TCPSIM_TIME_WAIT);
}
END_TEST

/* The same with text that the window has held back: it goes before the FIN. */
START_TEST(close_in_syn_received_sends_text_before_the_fin)
{
	struct end b = accepted();

	end_receive(&b, 100, RTT / 2);
	b.tcb.snd.wnd = b.tcb.snd.max_wnd = 300;
	end_send(&b, 400, RTT / 2);
	ck_assert_uint_eq(b.tcb.snd.queued_bytes, 100);
	end_close(&b, RTT / 2);
	ck_assert_uint_eq(b.out.n_segments, 0);
	end_arrives(&b, from_a(0, 301, TCPSIM_ACK), RTT);
	ck_assert_int_eq(b.tcb.state, TCPSIM_FIN_WAIT_1);
	ck_assert_uint_eq(end_sent(&b).text_bytes, 100);
	ck_assert_uint_ne(end_sent(&b).ctl & TCPSIM_FIN, 0);
}
END_TEST

/* SHLD-3: text of the SYN that nobody has read. */
START_TEST(close_with_unread_text_of_a_syn_resets)
{
	struct end b = accepted();

	end_close(&b, RTT / 2);
	ck_assert_int_eq(b.tcb.state, TCPSIM_CLOSED);
	ck_assert_uint_ne(end_sent(&b).ctl & TCPSIM_RST, 0);
	b = accepted();
	b.policy.reset_unread = 0;
	end_close(&b, RTT / 2);
	ck_assert_int_eq(b.tcb.state, TCPSIM_FIN_WAIT_1);
}
END_TEST

/* 3.10.5: RST behind what was sent. */
START_TEST(abort_in_syn_received_resets)
{
	struct end b = accepted();

	end_send(&b, 10, RTT / 2);
	ck_assert_int_eq(tcpsim_engine_abort(&b.tcb, &b.policy, RTT / 2, &b.out), TCPSIM_OK);
	ck_assert_uint_ne(end_sent(&b).ctl & TCPSIM_RST, 0);
	ck_assert_uint_eq(end_sent(&b).seq.n, B_ISS + 11U);
}
END_TEST

/* More text and a FIN may follow with the ACK of the handshake. */
START_TEST(text_and_fin_may_follow_with_the_ack)
{
	struct end b = accepted();
	struct tcpsim_segment seg = from_a(0, 1, TCPSIM_FIN | TCPSIM_ACK);

	seg.text_bytes = 50;
	end_arrives(&b, seg, RTT);
	ck_assert_int_eq(b.tcb.state, TCPSIM_CLOSE_WAIT);
	ck_assert_uint_eq(b.tcb.rcv.unread_bytes, 150);
}
END_TEST

/* A FIN with the SYN waits for ESTABLISHED, as of any SYN (3.10.7.2); the text in front of it does not. */
START_TEST(a_fin_with_the_syn_waits)
{
	struct end a = client_new(), b = server_new();
	struct tcpsim_segment syn = connect_fast(&a, 8, 100, MSS);

	syn.ctl |= TCPSIM_FIN;
	syn_arrives(&b, syn, TCPSIM_FAST_OPEN_GRANTED, RTT / 2);
	ck_assert_int_eq(b.tcb.state, TCPSIM_SYN_RECEIVED);
	ck_assert_uint_eq(end_sent(&b).ack.n, A_ISS + 101U);
	end_arrives(&b, from_a(1, 1, TCPSIM_ACK), RTT);
	ck_assert_int_eq(b.tcb.state, TCPSIM_CLOSE_WAIT);
}
END_TEST

/* A cookie without text: the user may know of the connection, and text comes as usual. */
START_TEST(a_cookie_may_come_without_text)
{
	struct end a = client_new(), b = server_new();

	syn_arrives(&b, connect_fast(&a, 8, 0, MSS), TCPSIM_FAST_OPEN_GRANTED, RTT / 2);
	ck_assert_uint_eq(end_sent(&b).ack.n, A_ISS + 1U);
	end_send(&b, 10, RTT / 2);
	ck_assert_uint_eq(end_sent(&b).text_bytes, 10);
	end_arrives(&b, from_b(A_ISS + 1U, B_ISS + 11U, TCPSIM_ACK), RTT);
	ck_assert_int_eq(b.tcb.state, TCPSIM_ESTABLISHED);
	ck_assert_uint_eq(b.tcb.flags & TCPSIM_FLAG_FAST_OPEN, 0);
}
END_TEST

/* A SYN that reopens from TIME-WAIT has no listener, whose user could be told: it is any SYN. */
START_TEST(time_wait_is_not_reopened_by_fast_open)
{
	struct end a = client_new(), b = accepted();
	struct tcpsim_segment syn = connect_fast(&a, 8, 100, MSS);

	end_receive(&b, 100, RTT / 2);
	end_close(&b, RTT / 2);
	end_arrives(&b, from_a(0, 2, TCPSIM_FIN | TCPSIM_ACK), RTT);
	ck_assert_int_eq(b.tcb.state, TCPSIM_TIME_WAIT);
	syn.seq = tcpsim_seq_add(syn.seq, 5000);
	syn_arrives(&b, syn, TCPSIM_FAST_OPEN_GRANTED, SECOND);
	ck_assert_int_eq(b.tcb.state, TCPSIM_SYN_RECEIVED);
	ck_assert_uint_eq(end_sent(&b).ack.n, A_ISS + 5001U);
	ck_assert_uint_eq(b.tcb.flags & TCPSIM_FLAG_FAST_OPEN, 0);
}
END_TEST

static void
add_server(TCase *server)
{
	tcase_add_test(server, the_text_of_a_syn_is_taken_at_once);
	tcase_add_test(server, a_user_who_waits_gets_the_text_of_a_syn);
	tcase_add_test(server, a_server_may_send_before_the_handshake_has_ended);
	tcase_add_test(server, the_window_of_the_syn_bounds_what_is_sent_early);
	tcase_add_test(server, a_syn_ack_that_is_sent_again_is_plain);
	tcase_add_test(server, the_syn_once_more_changes_nothing);
	tcase_add_test(server, a_reset_ends_a_connection_that_the_user_knows);
	tcase_add_test(server, another_syn_does_not_return_to_listen);
	tcase_add_test(server, close_in_syn_received_sends_what_is_left);
	tcase_add_test(server, close_in_syn_received_sends_text_before_the_fin);
	tcase_add_test(server, close_with_unread_text_of_a_syn_resets);
	tcase_add_test(server, abort_in_syn_received_resets);
	tcase_add_test(server, text_and_fin_may_follow_with_the_ack);
	tcase_add_test(server, a_fin_with_the_syn_waits);
	tcase_add_test(server, a_cookie_may_come_without_text);
	tcase_add_test(server, time_wait_is_not_reopened_by_fast_open);
}

static void
add_client(TCase *client)
{
	tcase_add_test(client, a_syn_with_a_cookie_carries_text);
	tcase_add_test(client, the_mss_bounds_the_text_of_a_syn);
	tcase_add_test(client, the_rest_follows_the_syn_ack);
	tcase_add_test(client, text_that_is_left_out_goes_with_the_ack);
	tcase_add_test(client, text_that_is_left_out_is_cut_as_the_peer_wants_it);
	tcase_add_test(client, text_that_is_left_out_waits_for_the_window);
	tcase_add_test(client, a_syn_that_is_sent_again_is_plain);
	tcase_add_test(client, an_ack_of_more_than_the_syn_had_is_reset);
	tcase_add_test(client, a_syn_with_text_may_be_refused);
	tcase_add_test(client, a_simultaneous_open_may_have_text);
	tcase_add_test(client, without_cookies_text_goes_at_once);
	tcase_add_test(client, who_does_not_want_it_does_without);
	tcase_add_test(client, an_open_may_have_too_much_to_send);
	tcase_add_test(client, the_option_is_left_out_where_it_has_no_room);
}

int
main(void)
{
	Suite *suite = suite_create("RFC 7413 Fast Open");
	TCase *cookies = tcase_create("cookies"), *client = tcase_create("client"), *server = tcase_create("server");

	tcase_add_test(cookies, a_cookie_is_siphash_of_the_addresses);
	tcase_add_test(cookies, a_cookie_is_that_of_linux);
	tcase_add_test(cookies, a_cookie_is_asked_for_and_given);
	tcase_add_test(cookies, the_experimental_option_is_answered_by_itself);
	tcase_add_test(cookies, text_with_a_wrong_cookie_is_not_taken);
	add_client(client);
	add_server(server);
	suite_add_tcase(suite, cookies);
	suite_add_tcase(suite, client);
	suite_add_tcase(suite, server);
	return suite_run(suite);
}
