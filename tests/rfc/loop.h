/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_TESTS_LOOP_H
#define TCPSIM_TESTS_LOOP_H

#include "ends.h"

/*
 * Two ends and a wire between them that takes its time and loses what a test wants lost: a is connected to b, and
 * all that both send is carried until nothing is left to do. Octets are not carried, but counted.
 */

#define LOOP_LARGEST 8192U /* segments on their way at once */

struct loop {
	struct end a, b;
	int64_t now_us;
	int64_t delay_us; /* one way */
	/* Whether segment number `n` (from 0) of those with text, SYN or FIN that a sends, or of those that b sends, is lost. */
	bool (*loses)(struct loop *loop, const struct tcpsim_segment *seg, bool is_of_a, uint32_t n);
	/* What else happens as a segment leaves; may change it. NULL for nothing. */
	void (*sees)(struct loop *loop, struct tcpsim_segment *seg, bool is_of_a, enum tcpsim_purpose purpose);
	void *data; /* of the test */
	uint32_t n_a, n_b;       /* what loses() counts */
	uint32_t n_sent, n_lost; /* of all segments */
	uint32_t n_again;        /* of those of a with text, that were sent again */
	uint32_t n_timeouts;     /* of a's retransmission timer */
	uint64_t delivered_a, delivered_b; /* octets that the users of a and b got */
	uint32_t first, n; /* of .wire */
	struct {
		struct tcpsim_segment seg;
		int64_t due_us;
		bool is_of_a;
	} wire[LOOP_LARGEST];
};

static inline void
loop_carry(struct loop *loop, struct end *end)
{
	bool is_of_a = end == &loop->a;

	for (unsigned i = 0; i < end->out.n_segments; i++) {
		struct tcpsim_segment seg = end->out.segments[i];
		bool counts = !is_of_a || tcpsim_segment_len(&seg) != 0;
		uint32_t n = is_of_a ? loop->n_a : loop->n_b;
		uint32_t at = (loop->first + loop->n) % LOOP_LARGEST;

		if (counts)
			*(is_of_a ? &loop->n_a : &loop->n_b) += 1;
		loop->n_sent++;
		if (is_of_a && seg.text_bytes != 0 && end->out.purpose[i] == TCPSIM_PURPOSE_RETRANSMISSION)
			loop->n_again++;
		if (loop->sees != NULL)
			loop->sees(loop, &seg, is_of_a, (enum tcpsim_purpose)end->out.purpose[i]);
		if (counts && loop->loses != NULL && loop->loses(loop, &seg, is_of_a, n)) {
			loop->n_lost++;
			continue;
		}
		ck_assert_msg(loop->n < LOOP_LARGEST, "the wire is full");
		loop->wire[at].seg = seg;
		loop->wire[at].due_us = loop->now_us + loop->delay_us;
		loop->wire[at].is_of_a = is_of_a;
		loop->n++;
	}
	*(is_of_a ? &loop->delivered_a : &loop->delivered_b) += end->out.deliver_bytes;
}

/* Carry what the last event of `end` sent, and fetch what did not fit into its batch. */
static inline void
loop_take(struct loop *loop, struct end *end)
{
	end_check(end);
	loop_carry(loop, end);
	while (end->out.more) {
		tcpsim_engine_poll(&end->tcb, &end->policy, loop->now_us, &end->out);
		end_check(end);
		loop_carry(loop, end);
	}
}

static inline void
loop_timer(struct loop *loop, struct end *end)
{
	int timer = end_next_timer(end, &loop->now_us);

	loop->n_timeouts += end == &loop->a && timer == TCPSIM_TIMER_RETRANSMISSION;
	loop_take(loop, end);
}

/* The next thing that happens: an arrival before a timer, a's timer before b's. False if nothing is left, or after `until_us`. */
static inline bool
loop_step(struct loop *loop, int64_t until_us)
{
	int64_t a_us = tcpsim_tcb_deadline_us(&loop->a.tcb), b_us = tcpsim_tcb_deadline_us(&loop->b.tcb);
	int64_t wire_us = loop->n != 0 ? loop->wire[loop->first].due_us : TCPSIM_TIME_NONE;
	int64_t timer_us = a_us < b_us ? a_us : b_us;
	int64_t next_us = wire_us < timer_us ? wire_us : timer_us;
	struct end *end;

	if (next_us == TCPSIM_TIME_NONE || next_us > until_us)
		return false;
	if (next_us < wire_us) {
		loop_timer(loop, a_us <= b_us ? &loop->a : &loop->b);
		return true;
	}
	loop->now_us = wire_us;
	end = loop->wire[loop->first].is_of_a ? &loop->b : &loop->a;
	end_arrives(end, loop->wire[loop->first].seg, loop->now_us);
	loop->first = (loop->first + 1) % LOOP_LARGEST;
	loop->n--;
	loop_take(loop, end);
	return true;
}

static inline void
loop_run(struct loop *loop, int64_t until_us)
{
	while (loop_step(loop, until_us))
		continue;
	if (loop->now_us < until_us && until_us != TCPSIM_TIME_NONE)
		loop->now_us = until_us;
}

/* Empty, and with the profile rfc9293 at both ends. */
static inline void
loop_new(struct loop *loop, int64_t delay_us)
{
	memset(loop, 0, sizeof *loop);
	loop->a = end_new();
	loop->b = end_new();
	loop->delay_us = delay_us;
}

/* Both ends ESTABLISHED, b's user reading all that comes. */
static inline void
loop_open(struct loop *loop)
{
	end_listen(&loop->b);
	end_receive(&loop->b, TCPSIM_RECEIVE_ALL, 0);
	end_connect(&loop->a, A_ISS, 0);
	loop_take(loop, &loop->a);
	while (loop->a.tcb.state != TCPSIM_ESTABLISHED || loop->b.tcb.state != TCPSIM_ESTABLISHED)
		ck_assert(loop_step(loop, TCPSIM_TIME_NONE));
	end_receive(&loop->a, TCPSIM_RECEIVE_ALL, loop->now_us);
}

static inline void
loop_send(struct loop *loop, struct end *end, uint32_t octets)
{
	end_send(end, octets, loop->now_us);
	loop_take(loop, end);
}

static inline void
loop_close(struct loop *loop, struct end *end)
{
	end_close(end, loop->now_us);
	loop_take(loop, end);
}

#endif
