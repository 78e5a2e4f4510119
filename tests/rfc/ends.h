/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_TESTS_ENDS_H
#define TCPSIM_TESTS_ENDS_H

#include <check.h>
#include <string.h>

#include <tcpsim/engine.h>

/*
 * Two ends of a connection without a network: the test itself carries each segment to the other end. Numbers
 * wrap around 2^32 a few octets after the opening.
 */
struct end {
	struct tcpsim_tcb tcb;
	struct tcpsim_policy policy;
	struct tcpsim_effects out; /* what the last event of this end did */
};

#define A_ISS UINT32_C(0xfffffffa)
#define B_ISS UINT32_C(0xfffffff0)

#define SECOND INT64_C(1000000)
#define MINUTE (60 * SECOND)
#define HOUR (60 * MINUTE)

/* An end in CLOSED, with the profile rfc9293. */
static inline struct end
end_new(void)
{
	struct end end;

	memset(&end, 0, sizeof(end));
	end.policy = tcpsim_profile_find("rfc9293")->policy;
	return end;
}

static inline void
end_check(const struct end *end)
{
	const char *broken = tcpsim_tcb_check(&end->tcb);

	ck_assert_msg(broken == NULL, "%s", broken);
}

/* A passive OPEN. */
static inline void
end_listen(struct end *end)
{
	struct tcpsim_open open = { .remote = TCPSIM_REMOTE_UNSPECIFIED };

	ck_assert_int_eq(tcpsim_engine_open(&end->tcb, &end->policy, &open, 0, &end->out), TCPSIM_OK);
	end_check(end);
}

/* An active OPEN. */
static inline void
end_connect(struct end *end, uint32_t iss, int64_t now_us)
{
	struct tcpsim_open open = { .remote = TCPSIM_REMOTE_KNOWN, .is_active = 1, .iss = tcpsim_seq_make(iss) };

	ck_assert_int_eq(tcpsim_engine_open(&end->tcb, &end->policy, &open, now_us, &end->out), TCPSIM_OK);
	end_check(end);
}

static inline void
end_send(struct end *end, uint32_t octets, int64_t now_us)
{
	ck_assert_int_eq(tcpsim_engine_send(&end->tcb, &end->policy, octets, tcpsim_seq_make(0), now_us, &end->out),
		TCPSIM_OK);
	end_check(end);
}

static inline void
end_receive(struct end *end, uint32_t octets, int64_t now_us)
{
	ck_assert_int_eq(tcpsim_engine_receive(&end->tcb, &end->policy, octets, now_us, &end->out), TCPSIM_OK);
	end_check(end);
}

static inline void
end_close(struct end *end, int64_t now_us)
{
	ck_assert_int_eq(tcpsim_engine_close(&end->tcb, &end->policy, now_us, &end->out), TCPSIM_OK);
	end_check(end);
}

/* A segment arrives; somebody listens on the port, and B_ISS is the next ISN. */
static inline void
end_arrives(struct end *end, struct tcpsim_segment seg, int64_t now_us)
{
	struct tcpsim_arriving arriving = { .seg = seg, .iss = tcpsim_seq_make(B_ISS), .is_listened = 1 };

	tcpsim_engine_arrives(&end->tcb, &end->policy, &arriving, now_us, &end->out);
	end_check(end);
}

/* The next timer fires, when it is due. Returns which; *now_us becomes that time. */
static inline int
end_next_timer(struct end *end, int64_t *now_us)
{
	int timer;

	*now_us = tcpsim_tcb_deadline_us(&end->tcb);
	ck_assert_msg(*now_us != TCPSIM_TIME_NONE, "no timer runs");
	tcpsim_engine_timeout(&end->tcb, &end->policy, *now_us, &timer, &end->out);
	end_check(end);
	return timer;
}

/* The only segment that the last event sent. */
static inline struct tcpsim_segment
end_sent(const struct end *end)
{
	ck_assert_uint_eq(end->out.n_segments, 1);
	return end->out.segments[0];
}

/* Both ends ESTABLISHED after a three-way handshake within `rtt_us`, a having opened actively at 0. */
static inline void
ends_open(struct end *a, struct end *b, int64_t rtt_us)
{
	end_listen(b);
	end_connect(a, A_ISS, 0);
	end_arrives(b, end_sent(a), rtt_us / 2);
	end_arrives(a, end_sent(b), rtt_us);
	end_arrives(b, end_sent(a), rtt_us + rtt_us / 2);
	ck_assert_int_eq(a->tcb.state, TCPSIM_ESTABLISHED);
	ck_assert_int_eq(b->tcb.state, TCPSIM_ESTABLISHED);
}

/* <SEQ=RCV.NXT + offset><ACK=SND.NXT><CTL=ctl> with so many octets of text, as the peer of `end` would send it. */
static inline struct tcpsim_segment
end_peer_says(const struct end *end, uint8_t ctl, uint32_t offset, uint32_t octets)
{
	struct tcpsim_segment seg;

	memset(&seg, 0, sizeof(seg));
	seg.seq = tcpsim_seq_add(end->tcb.rcv.nxt, offset);
	seg.ack = end->tcb.snd.nxt;
	seg.wnd = end->tcb.snd.wnd;
	seg.ctl = ctl;
	seg.text_bytes = octets;
	return seg;
}

#endif
