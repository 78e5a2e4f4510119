/* SPDX-License-Identifier: MIT */
#include "tests/suite.h"

#include <math.h>

#include "loop.h"

/*
 * RFC 9438 against its own formulas in floating point, segments and seconds, step by step beside the engine: cwnd must
 * stay within a segment of them. The sender is a of a loop that loses what a test says.
 */

#define SMSS 1000.0
#define C 0.4    /* 5.1 */
#define BETA 0.7 /* 4.6 */
#define RTT_S 0.1

static struct loop loop;

/* What the formulas make of the ACKs that the sender has heard. */
static struct model {
	double cwnd, ssthresh, w_max, w_est, cwnd_prior, k, epoch_s; /* segments, seconds; epoch_s < 0: no stage */
} model;

/* 4.2 to 4.5, for an ACK of `acked` segments at `now_s`, in congestion avoidance. */
static void
model_avoids(double acked, double now_s, double srtt_s)
{
	double t, target, w_cubic, alpha;

	if (model.epoch_s < 0) {
		if (model.w_max < model.cwnd)
			model.w_max = model.cwnd;
		model.k = cbrt((model.w_max - model.cwnd) / C);
		model.w_est = model.cwnd;
		model.epoch_s = now_s;
	}
	t = now_s - model.epoch_s;
	alpha = model.w_est >= model.cwnd_prior ? 1 : 3 * (1 - BETA) / (1 + BETA);
	model.w_est += alpha * acked / model.cwnd;
	w_cubic = C * pow(t - model.k, 3) + model.w_max;
	if (w_cubic < model.w_est) {
		model.cwnd = fmax(model.cwnd, model.w_est);
		return;
	}
	target = C * pow(t + srtt_s - model.k, 3) + model.w_max;
	target = fmin(fmax(target, model.cwnd), 1.5 * model.cwnd);
	model.cwnd += (target - model.cwnd) / model.cwnd * acked;
}

/* 4.6 and 4.7, with `flight` segments under way. */
static void
model_loses(double flight)
{
	model.w_max = model.cwnd < model.w_max ? model.cwnd * (1 + BETA) / 2 : model.cwnd;
	model.cwnd_prior = model.cwnd;
	model.ssthresh = fmax(flight * BETA, 2);
	model.cwnd = model.ssthresh;
	model.epoch_s = -1;
}

static bool
loses_none(struct loop *unused, const struct tcpsim_segment *seg, bool is_of_a, uint32_t n)
{
	(void)unused;
	(void)seg;
	(void)is_of_a;
	(void)n;
	return false;
}

static void
open_cubic(double cwnd, double w_max)
{
	loop_new(&loop, (int64_t)(RTT_S / 2 * 1e6));
	loop.loses = loses_none;
	loop.a.policy.congestion_control = TCPSIM_CONGESTION_CUBIC;
	loop.a.policy.mss = loop.b.policy.mss = (int64_t)SMSS;
	loop.a.policy.nagle = 0;
	loop.a.policy.send_buffer_bytes = INT64_C(1) << 31;
	loop_open(&loop);
	/* A window that never limits. */
	loop.a.tcb.snd.wnd = loop.a.tcb.snd.max_wnd = UINT32_C(1) << 30;
	loop.a.tcb.cc.cwnd = loop.a.tcb.cc.ssthresh = (uint32_t)(cwnd * SMSS);
	loop.a.tcb.cc.w_max = (uint32_t)(w_max * SMSS);
	model = (struct model){ .cwnd = cwnd, .ssthresh = cwnd, .w_max = w_max, .cwnd_prior = cwnd / BETA, .epoch_s = -1 };
}

/* ACK by ACK, as the sender hears them: one segment each, `n` of them in each round trip of RTT_S. */
static void
hears_acks(double seconds)
{
	double begin_s = (double)loop.now_us / 1e6;

	for (int64_t now_us = loop.now_us; (double)now_us / 1e6 < begin_s + seconds;) {
		uint32_t cwnd = loop.a.tcb.cc.cwnd;
		struct tcpsim_segment seg = end_peer_says(&loop.a, TCPSIM_ACK, 0, 0);

		/* The user has always something to send; all that cwnd lets leave is under way. */
		if (loop.a.tcb.snd.queued_bytes < 4 * cwnd)
			end_send(&loop.a, 8 * cwnd / 1000 * 1000, now_us);
		do
			tcpsim_engine_poll(&loop.a.tcb, &loop.a.policy, now_us, &loop.a.out);
		while (loop.a.out.more);
		seg.ack = tcpsim_seq_add(loop.a.tcb.snd.una, (uint32_t)SMSS);
		now_us += (int64_t)(RTT_S * 1e6 * SMSS / cwnd);
		end_arrives(&loop.a, seg, now_us);
		model_avoids(1, (double)now_us / 1e6, (double)loop.a.tcb.rtt.srtt_us / 1e6);
		ck_assert_msg(fabs(loop.a.tcb.cc.cwnd / SMSS - model.cwnd) < 1 + model.cwnd / 100,
			"at %f s cwnd is %f, want %f", (double)now_us / 1e6 - begin_s, loop.a.tcb.cc.cwnd / SMSS, model.cwnd);
		loop.now_us = now_us;
	}
}

/* 4.4: up to W_max, concave; 4.5: beyond it, convex. K = cbrt((100 - 70) / 0.4) is 4.2 s. */
START_TEST(concave_then_convex)
{
	open_cubic(70, 100);
	hears_acks(4.2);
	ck_assert_uint_le(loop.a.tcb.cc.k_ms, 4217);
	ck_assert_uint_ge(loop.a.tcb.cc.k_ms, 4216);
	ck_assert(fabs(model.cwnd - 100) < 2);
	hears_acks(4.2);
	ck_assert(model.cwnd > 125);
	ck_assert(tcpsim_rule_set_has(&loop.a.out.fired, TCPSIM_RULE_CUBIC));
}
END_TEST

/* 4.3: a short window grows as Reno's does, and by a whole segment a round trip once it is where it was before. */
START_TEST(a_short_window_is_as_friendly_as_reno)
{
	open_cubic(7, 10);
	hears_acks(0.5);
	ck_assert(tcpsim_rule_set_has(&loop.a.out.fired, TCPSIM_RULE_CUBIC_FRIENDLY));
	hears_acks(3);
	ck_assert_uint_gt(loop.a.tcb.cc.cwnd, 20000);
}
END_TEST

/* K is more than two minutes: the window goes on from where it is, as Reno's at first. */
START_TEST(a_long_way_up_begins_slowly)
{
	open_cubic(4, 1000000);
	hears_acks(3);
	ck_assert_uint_gt(loop.a.tcb.cc.k_ms, 135000); /* cbrt(999996 / 0.4) is 135.72 s */
	ck_assert_uint_lt(loop.a.tcb.cc.k_ms, 136000);
}
END_TEST

/* 4.2: where cwnd is beyond W_max, as without any congestion before, W_max is cwnd and K is 0. */
START_TEST(the_first_stage_begins_at_w_max)
{
	open_cubic(50, 0);
	hears_acks(2);
	ck_assert_uint_eq(loop.a.tcb.cc.k_ms, 0);
	ck_assert_uint_eq(loop.a.tcb.cc.w_max, 50000);
}
END_TEST

static void
send_and_lose(uint32_t segments)
{
	struct tcpsim_segment seg;

	end_send(&loop.a, segments * 1000, loop.now_us);
	while (loop.a.out.more)
		tcpsim_engine_poll(&loop.a.tcb, &loop.a.policy, loop.now_us, &loop.a.out);
	seg = end_peer_says(&loop.a, TCPSIM_ACK, 0, 0);
	seg.ack = loop.a.tcb.snd.una;
	for (int i = 0; i < 3; i++)
		end_arrives(&loop.a, seg, loop.now_us);
	ck_assert(loop.a.tcb.flags & TCPSIM_FLAG_RECOVERY);
}

/* 4.6: seven tenths are kept. 4.7: who loses below W_max makes room for others. */
START_TEST(a_loss_keeps_seven_tenths)
{
	open_cubic(100, 90);
	loop.a.policy.limited_transmit = 0;
	model_loses(100);
	send_and_lose(100);
	ck_assert_uint_eq(loop.a.tcb.cc.ssthresh, (uint32_t)(model.ssthresh * SMSS));
	ck_assert_uint_eq(loop.a.tcb.cc.w_max, (uint32_t)(model.w_max * SMSS));
	ck_assert_uint_eq(loop.a.tcb.cc.w_max, 100000);
	open_cubic(80, 100);
	model_loses(80);
	send_and_lose(80);
	ck_assert(tcpsim_rule_set_has(&loop.a.out.fired, TCPSIM_RULE_CUBIC_FAST_CONVERGENCE));
	ck_assert_uint_eq(loop.a.tcb.cc.ssthresh, 56000);
	ck_assert_uint_eq(loop.a.tcb.cc.w_max, 68000); /* 80 * 1.7 / 2 */
	ck_assert(fabs(model.w_max - 68) < 1e-9);
	/* Two segments at the least. */
	open_cubic(2, 0);
	loop.a.policy.limited_transmit = 0;
	send_and_lose(2);
	ck_assert_uint_eq(loop.a.tcb.cc.ssthresh, 2000);
}
END_TEST

/* 4.8: the RTO keeps seven tenths in ssthresh, too; the next stage begins with K = 0 and W_max = cwnd. */
START_TEST(the_rto_begins_anew)
{
	int64_t now_us;

	open_cubic(100, 120);
	end_send(&loop.a, 100000, loop.now_us);
	while (loop.a.out.more)
		tcpsim_engine_poll(&loop.a.tcb, &loop.a.policy, loop.now_us, &loop.a.out);
	ck_assert_int_eq(end_next_timer(&loop.a, &now_us), TCPSIM_TIMER_RETRANSMISSION);
	ck_assert_uint_eq(loop.a.tcb.cc.ssthresh, 70000);
	ck_assert_uint_eq(loop.a.tcb.cc.cwnd, 1000);
	ck_assert_uint_eq(loop.a.tcb.cc.w_max, 0);
}
END_TEST

/* A stage is interrupted where cwnd is not used, and goes on from where it is: 5.8. */
START_TEST(idle_time_is_not_counted)
{
	struct tcpsim_segment seg;

	open_cubic(70, 100);
	hears_acks(1);
	ck_assert_uint_ne(loop.a.tcb.cc.epoch_ms, 0);
	/* All is acknowledged at once, and then one segment alone. */
	while (loop.a.tcb.snd.queued_bytes != 0 || loop.a.tcb.snd.una.n != loop.a.tcb.snd.nxt.n) {
		seg = end_peer_says(&loop.a, TCPSIM_ACK, 0, 0);
		end_arrives(&loop.a, seg, loop.now_us);
		while (loop.a.out.more)
			tcpsim_engine_poll(&loop.a.tcb, &loop.a.policy, loop.now_us, &loop.a.out);
	}
	end_send(&loop.a, 1000, loop.now_us);
	seg = end_peer_says(&loop.a, TCPSIM_ACK, 0, 0);
	end_arrives(&loop.a, seg, loop.now_us + 100000);
	ck_assert_uint_eq(loop.a.tcb.cc.epoch_ms, 0);
}
END_TEST

/* However long a stage lasts and however large windows are, nothing overflows: cwnd only grows, up to the largest. */
START_TEST(nothing_overflows)
{
	struct tcpsim_segment seg;
	uint32_t before = 0;
	int64_t now_us = SECOND;

	open_cubic(1000000, 1073000);
	loop.a.tcb.mss = 60000; /* so that a window is sent in no time */
	for (int i = 0; i < 100; i++) {
		now_us += (INT64_C(1) << i % 40) * 1000;
		end_send(&loop.a, loop.a.tcb.snd.queued_bytes == 0 ? 1100000000 : 0, now_us);
		while (loop.a.out.more)
			tcpsim_engine_poll(&loop.a.tcb, &loop.a.policy, now_us, &loop.a.out);
		seg = end_peer_says(&loop.a, TCPSIM_ACK, 0, 0);
		seg.ack = tcpsim_seq_add(loop.a.tcb.snd.una, 1000000);
		loop.a.tcb.deadline_us[TCPSIM_TIMER_USER] = TCPSIM_TIME_NONE;
		end_arrives(&loop.a, seg, now_us);
		ck_assert_uint_ge(loop.a.tcb.cc.cwnd, before);
		ck_assert_uint_le(loop.a.tcb.cc.cwnd, UINT32_C(65535) << 14);
		before = loop.a.tcb.cc.cwnd;
	}
	ck_assert_uint_gt(before, 1000000000);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("RFC 9438, CUBIC");
	TCase *growth = tcase_create("growth"), *losses = tcase_create("losses");

	tcase_set_timeout(growth, 60);
	suite_add_tcase(suite, growth);
	tcase_add_test(growth, concave_then_convex);
	tcase_add_test(growth, a_short_window_is_as_friendly_as_reno);
	tcase_add_test(growth, a_long_way_up_begins_slowly);
	tcase_add_test(growth, the_first_stage_begins_at_w_max);
	tcase_add_test(growth, idle_time_is_not_counted);
	tcase_add_test(growth, nothing_overflows);
	suite_add_tcase(suite, losses);
	tcase_add_test(losses, a_loss_keeps_seven_tenths);
	tcase_add_test(losses, the_rto_begins_anew);
	return suite_run(suite);
}
