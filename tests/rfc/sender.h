/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_TESTS_SENDER_H
#define TCPSIM_TESTS_SENDER_H

#include "ends.h"

/*
 * One sender whose peer is the test: SMSS is 1000, so that windows are easy to count. Numbers in tests are octets from
 * the first of the user's stream. The initial window is ten segments (RFC 6928 2), and so is cwnd after the opening.
 */

#define SMSS 1000U
#define RTT (20 * INT64_C(1000)) /* 20 ms */

struct sender {
	struct end end;
	tcpsim_seq base; /* the number of octet 0 */
	int64_t now_us;
	/* What the last event sent, all of it: at most this many segments. */
	unsigned n;
	struct {
		struct tcpsim_segment seg;
		uint32_t at; /* from base */
		enum tcpsim_purpose purpose;
	} sent[256];
	struct tcpsim_rule_set fired;
};

static inline void
sender_collect(struct sender *s)
{
	s->n = 0;
	memset(&s->fired, 0, sizeof s->fired);
	for (;;) {
		end_check(&s->end);
		for (unsigned i = 0; i < TCPSIM_RULE_WORDS; i++)
			s->fired.bits[i] |= s->end.out.fired.bits[i];
		for (unsigned i = 0; i < s->end.out.n_segments; i++, s->n++) {
			ck_assert_uint_lt(s->n, sizeof s->sent / sizeof s->sent[0]);
			s->sent[s->n].seg = s->end.out.segments[i];
			s->sent[s->n].at = tcpsim_seq_distance(s->base, s->end.out.segments[i].seq);
			s->sent[s->n].purpose = (enum tcpsim_purpose)s->end.out.purpose[i];
		}
		if (!s->end.out.more)
			return;
		tcpsim_engine_poll(&s->end.tcb, &s->end.policy, s->now_us, &s->end.out);
	}
}

/* Not open yet, so that a test may change the policy. */
static inline void
sender_new(struct sender *s, enum tcpsim_congestion_control control)
{
	memset(s, 0, sizeof *s);
	s->end = end_new();
	s->end.policy.congestion_control = control;
	s->end.policy.mss = SMSS;
	s->end.policy.nagle = 0;
}

/* ESTABLISHED by an active OPEN, with a round trip of RTT; the peer has a window of 60000 octets. */
static inline void
sender_open(struct sender *s, uint32_t flags)
{
	struct tcpsim_segment seg = {
		.seq = tcpsim_seq_make(B_ISS), .ack = tcpsim_seq_make(A_ISS + 1U), .wnd = 60000,
		.ctl = TCPSIM_SYN | TCPSIM_ACK, .options = TCPSIM_OPTION_MSS, .mss = (uint16_t)s->end.policy.mss,
	};

	end_connect(&s->end, A_ISS, 0);
	s->now_us = RTT;
	end_arrives(&s->end, seg, s->now_us);
	ck_assert_int_eq(s->end.tcb.state, TCPSIM_ESTABLISHED);
	s->base = tcpsim_seq_make(A_ISS + 1U);
	/* As if the SYNs had agreed on it: how they do is the matter of other tests. */
	s->end.tcb.flags |= flags;
}

static inline void
sender_send(struct sender *s, uint32_t octets)
{
	end_send(&s->end, octets, s->now_us);
	sender_collect(s);
}

/* <SEQ=RCV.NXT><ACK=base + ack><CTL=ACK>, with the window that the peer had last. */
static inline struct tcpsim_segment
sender_ack(const struct sender *s, uint32_t ack)
{
	struct tcpsim_segment seg = end_peer_says(&s->end, TCPSIM_ACK, 0, 0);

	seg.ack = tcpsim_seq_add(s->base, ack);
	return seg;
}

static inline void
sender_hears_segment(struct sender *s, struct tcpsim_segment seg)
{
	end_arrives(&s->end, seg, s->now_us);
	sender_collect(s);
}

static inline void
sender_hears(struct sender *s, uint32_t ack)
{
	sender_hears_segment(s, sender_ack(s, ack));
}

/* The same so many times: the last is what was sent. */
static inline void
sender_hears_again(struct sender *s, uint32_t ack, unsigned times)
{
	while (times-- != 0)
		sender_hears(s, ack);
}

/* An ACK with SACK blocks: pairs of octets, up to one that is empty. */
#define SENDER_HEARS_SACK(s, ack, ...) \
	sender_hears_sack((s), (ack), (const uint32_t[TCPSIM_MAX_SACK + 1][2]){ __VA_ARGS__ })
static inline void
sender_hears_sack(struct sender *s, uint32_t ack, const uint32_t (*blocks)[2])
{
	struct tcpsim_segment seg = sender_ack(s, ack);

	seg.options |= TCPSIM_OPTION_SACK;
	while (seg.n_sack < TCPSIM_MAX_SACK && blocks[seg.n_sack][0] != blocks[seg.n_sack][1]) {
		seg.sack[seg.n_sack].begin = tcpsim_seq_add(s->base, blocks[seg.n_sack][0]);
		seg.sack[seg.n_sack].end = tcpsim_seq_add(s->base, blocks[seg.n_sack][1]);
		seg.n_sack++;
	}
	sender_hears_segment(s, seg);
}

/* The retransmission timer fires. */
static inline void
sender_times_out(struct sender *s)
{
	ck_assert_int_eq(end_next_timer(&s->end, &s->now_us), TCPSIM_TIMER_RETRANSMISSION);
	sender_collect(s);
}

/* Segment i of what the last event sent: where its text begins, how much it is, and whether it was sent before. */
static inline void
sender_check(const struct sender *s, unsigned i, uint32_t at, uint32_t octets, bool again, int line)
{
	ck_assert_msg(i < s->n, "line %d: only %u segments were sent", line, s->n);
	ck_assert_msg(s->sent[i].at == at, "line %d: segment %u begins at %u, not at %u", line, i, s->sent[i].at, at);
	ck_assert_msg(s->sent[i].seg.text_bytes == octets, "line %d: segment %u has %u octets, not %u", line, i,
		s->sent[i].seg.text_bytes, octets);
	ck_assert_msg(s->sent[i].purpose == (again ? TCPSIM_PURPOSE_RETRANSMISSION : TCPSIM_PURPOSE_FIRST),
		"line %d: segment %u has the purpose %d", line, i, (int)s->sent[i].purpose);
}

#define SENT_NEW(s, i, at) sender_check((s), (i), (at), SMSS, false, __LINE__)
#define SENT_AGAIN(s, i, at) sender_check((s), (i), (at), SMSS, true, __LINE__)
#define SENT(s, count) ck_assert_uint_eq((s)->n, (count))
#define CWND(s, octets) ck_assert_uint_eq((s)->end.tcb.cc.cwnd, (octets))
#define SSTHRESH(s, octets) ck_assert_uint_eq((s)->end.tcb.cc.ssthresh, (octets))
#define FIRED(s, rule) ck_assert_msg(tcpsim_rule_set_has(&(s)->fired, (rule)), "%s", #rule)
#define NOT_FIRED(s, rule) ck_assert_msg(!tcpsim_rule_set_has(&(s)->fired, (rule)), "%s", #rule)
#define IS(s, flag) ck_assert_msg(((s)->end.tcb.flags & (flag)) != 0, "%s", #flag)
#define IS_NOT(s, flag) ck_assert_msg(((s)->end.tcb.flags & (flag)) == 0, "%s", #flag)

#endif
