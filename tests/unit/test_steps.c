/* SPDX-License-Identifier: MIT */
#include "tests/unit/recordings.h"

/* How a trace is parted into steps, docs/trace-format.md, and how the world is at a moment: <tcpsim/recording.h>. */

#define RECORD(...) ((struct tcpsim_record){ .descriptor = -1, .peer = TCPSIM_NO_HOST, __VA_ARGS__ })
#define NONE TCPSIM_NO_RECORD

static struct tcpsim_trace *
trace_of(const struct tcpsim_record *records, size_t n)
{
	struct tcpsim_trace *trace = tcpsim_trace_new();

	tcpsim_trace_add_host(trace, "A");
	tcpsim_trace_add_host(trace, "B");
	for (size_t i = 0; i < n; i++)
		tcpsim_trace_append(trace, &records[i], NULL);
	return trace;
}

/* A kind at a time with a cause, behind an event at 0; whether it goes on with that event's step. */
static const struct {
	enum tcpsim_record_kind event, kind;
	int64_t time_us;
	uint32_t cause;
	bool goes_on;
} pairs[] = {
	{ TCPSIM_RECORD_CALL, TCPSIM_RECORD_SEND, 0, 0, true },
	{ TCPSIM_RECORD_ARRIVE, TCPSIM_RECORD_ARMED, 0, 0, true },
	{ TCPSIM_RECORD_ARRIVE, TCPSIM_RECORD_STOPPED, 0, 0, true },
	{ TCPSIM_RECORD_ARRIVE, TCPSIM_RECORD_DELIVER, 0, 0, true },
	{ TCPSIM_RECORD_TIMER, TCPSIM_RECORD_SIGNAL, 0, 0, true },
	{ TCPSIM_RECORD_CRASH, TCPSIM_RECORD_LOST, 0, 0, true }, { TCPSIM_RECORD_CALL, TCPSIM_RECORD_DROP, 0, 0, true },
	{ TCPSIM_RECORD_CALL, TCPSIM_RECORD_HOLD, 0, 0, true }, { TCPSIM_RECORD_CALL, TCPSIM_RECORD_COPY, 0, 0, true },
	{ TCPSIM_RECORD_SOCKET, TCPSIM_RECORD_CALL, 0, 0, true },
	{ TCPSIM_RECORD_CALL, TCPSIM_RECORD_CALL, 0, 0, false },
	{ TCPSIM_RECORD_CALL, TCPSIM_RECORD_CALL, 0, NONE, false },
	{ TCPSIM_RECORD_CALL, TCPSIM_RECORD_SOCKET, 0, 0, false },
	{ TCPSIM_RECORD_CALL, TCPSIM_RECORD_ARRIVE, 0, 0, false },
	{ TCPSIM_RECORD_CALL, TCPSIM_RECORD_TIMER, 0, NONE, false },
	{ TCPSIM_RECORD_CALL, TCPSIM_RECORD_INJECT, 0, NONE, false },
	{ TCPSIM_RECORD_CALL, TCPSIM_RECORD_CRASH, 0, NONE, false },
	{ TCPSIM_RECORD_CALL, TCPSIM_RECORD_CUT, 0, NONE, false },
	{ TCPSIM_RECORD_CALL, TCPSIM_RECORD_DELIVER, 0, NONE, false },
	{ TCPSIM_RECORD_CALL, TCPSIM_RECORD_SEND, 1, 0, false },
	{ TCPSIM_RECORD_CALL, TCPSIM_RECORD_DROP, 1, 0, false },
	{ TCPSIM_RECORD_CALL, TCPSIM_RECORD_SEND, 0, 7, false }, /* of a cause that is not there yet */
};

START_TEST(what_follows_at_once_is_of_the_same_step)
{
	const struct tcpsim_record records[] = {
		RECORD(.kind = (uint8_t)pairs[_i].event, .cause = NONE),
		RECORD(.kind = (uint8_t)pairs[_i].kind, .time_us = pairs[_i].time_us, .cause = pairs[_i].cause),
	};
	struct tcpsim_trace *trace = trace_of(records, G_N_ELEMENTS(records));
	struct tcpsim_steps *steps = tcpsim_steps_new(trace);

	ck_assert_uint_eq(tcpsim_steps_n(steps), pairs[_i].goes_on ? 1 : 2);
	ck_assert_uint_eq(tcpsim_steps_get(steps, 0).first, 0);
	ck_assert_uint_eq(tcpsim_steps_get(steps, 0).behind, pairs[_i].goes_on ? 2 : 1);
	ck_assert_uint_eq(tcpsim_steps_find(steps, 1), pairs[_i].goes_on ? 0 : 1);
	tcpsim_steps_free(steps);
	tcpsim_trace_free(trace);
}
END_TEST

START_TEST(nothing_has_no_steps)
{
	struct tcpsim_trace *trace = trace_of(NULL, 0);
	struct tcpsim_steps *steps = tcpsim_steps_new(trace);
	struct tcpsim_moment *moment = tcpsim_moment_new(trace, 9);

	ck_assert_uint_eq(tcpsim_steps_n(steps), 0);
	ck_assert_uint_eq(moment->n_ends + moment->n_packets + moment->n_cuts, 0);
	ck_assert_int_eq(moment->time_us, 0);
	ck_assert(!moment->is_down[0] && !moment->is_down[1]);
	tcpsim_moment_free(moment);
	tcpsim_steps_free(steps);
	tcpsim_trace_free(trace);
}
END_TEST

/* The packets of figure 6 that are under way after each step, by when the first of them was sent; -1 for none. */
static const struct {
	int64_t time_us;
	int sent_ms, ends_ms;
} figure_6[] = {
	{ 0, -1, 0 }, /* B listens */
	{ 0, 0, 50 }, /* A connects */
	{ 50000, 50, 100 },
	{ 100000, 100, 150 },
	{ 150000, -1, 0 },
};

START_TEST(one_segment_of_a_handshake_is_under_way_at_a_time)
{
	struct recorded_run recorded = record(FIGURE_6 "run until quiet\n");
	const struct tcpsim_trace *trace = recorded.recording->trace;
	struct tcpsim_steps *steps = tcpsim_steps_new(trace);
	size_t n;
	const struct tcpsim_record *records = tcpsim_trace_records(trace, &n);

	ck_assert_uint_eq(tcpsim_steps_n(steps), G_N_ELEMENTS(figure_6));
	for (size_t i = 0; i < G_N_ELEMENTS(figure_6); i++) {
		struct tcpsim_moment *moment = tcpsim_moment_new(trace, tcpsim_steps_get(steps, i).behind);

		ck_assert_int_eq(moment->time_us, figure_6[i].time_us);
		ck_assert_uint_eq(moment->n_packets, figure_6[i].sent_ms >= 0 ? 1 : 0);
		if (moment->n_packets == 1) {
			ck_assert_int_eq(records[moment->packets[0].departed].time_us, figure_6[i].sent_ms * 1000);
			ck_assert_int_eq(records[moment->packets[0].ends].time_us, figure_6[i].ends_ms * 1000);
			ck_assert_uint_eq(moment->packets[0].fault, NONE);
		}
		tcpsim_moment_free(moment);
	}
	tcpsim_steps_free(steps);
	forget(&recorded);
}
END_TEST

/* A has connection 1, B a listener and then connection 1 (3.10.7.2); which numbers each has is in figure 6. */
START_TEST(ends_are_as_their_last_event_left_them)
{
	struct recorded_run recorded = record(FIGURE_6 "run until quiet\n");
	const struct tcpsim_trace *trace = recorded.recording->trace;
	struct tcpsim_moment *moment = tcpsim_moment_new(trace, SIZE_MAX);
	const struct tcpsim_moment_end *a = tcpsim_moment_find(moment, 0, 1, 0);
	const struct tcpsim_moment_end *listener = tcpsim_moment_find(moment, 1, 0, 80);
	const struct tcpsim_moment_end *b = tcpsim_moment_find(moment, 1, 1, 0);

	ck_assert_uint_eq(moment->n_ends, 3);
	ck_assert_ptr_nonnull(a);
	ck_assert_ptr_nonnull(b);
	ck_assert_ptr_nonnull(listener);
	ck_assert_uint_eq(a->vars.state, TCPSIM_ESTABLISHED);
	ck_assert_uint_eq(a->vars.snd_nxt.n, 101);
	ck_assert_uint_eq(a->vars.rcv_nxt.n, 301);
	ck_assert_uint_eq(b->vars.state, TCPSIM_ESTABLISHED);
	ck_assert_uint_eq(b->peer, 0);
	ck_assert_uint_eq(listener->vars.state, TCPSIM_LISTEN);
	ck_assert_uint_eq(listener->peer, TCPSIM_NO_HOST);
	ck_assert_ptr_null(tcpsim_moment_find(moment, 0, 2, 0));
	ck_assert_ptr_null(tcpsim_moment_find(moment, 1, 0, 81));
	tcpsim_moment_free(moment);
	forget(&recorded);
}
END_TEST

START_TEST(a_crash_forgets_and_a_cut_link_stays_cut)
{
	struct recorded_run recorded =
		record(FIGURE_6 "at 1s crash B\nat 2s cut A -> B\nat 3s restart B\nat 4s mend A -> B\nrun until 5s\n");
	const struct tcpsim_trace *trace = recorded.recording->trace;
	size_t n;
	const struct tcpsim_record *records = tcpsim_trace_records(trace, &n);

	for (size_t i = 0; i < n; i++) {
		struct tcpsim_moment *moment = tcpsim_moment_new(trace, i + 1);
		int64_t now_us = records[i].time_us;

		ck_assert_int_eq(moment->is_down[1], now_us >= 1000000 && now_us < 3000000);
		ck_assert_uint_eq(moment->n_cuts, now_us >= 2000000 && now_us < 4000000 ? 1 : 0);
		for (size_t k = 0; now_us > 1000000 && k < moment->n_ends; k++)
			ck_assert(moment->ends[k].host == 0 || moment->ends[k].vars.state == TCPSIM_CLOSED);
		tcpsim_moment_free(moment);
	}
	forget(&recorded);
}
END_TEST

START_TEST(faults_are_told_of_packets_under_way)
{
	struct recorded_run recorded =
		record(FIGURE_6 "hold A SYN #1 until 9s\nduplicate B SYN+ACK #1 at 20s\ndrop A ACK #1\nrun until 5s\n");
	const struct tcpsim_trace *trace = recorded.recording->trace;
	struct tcpsim_moment *moment = tcpsim_moment_new(trace, 4);
	size_t n;
	const struct tcpsim_record *records = tcpsim_trace_records(trace, &n);

	/* A listens, B connects, its SYN is sent, and held until after the run has ended. */
	ck_assert_uint_eq(moment->n_packets, 1);
	ck_assert_uint_eq(records[moment->packets[0].fault].kind, TCPSIM_RECORD_HOLD);
	ck_assert_uint_eq(moment->packets[0].ends, NONE);
	tcpsim_moment_free(moment);
	forget(&recorded);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("steps");
	TCase *tcase = tcase_create("steps");

	tcase_add_loop_test(tcase, what_follows_at_once_is_of_the_same_step, 0, G_N_ELEMENTS(pairs));
	tcase_add_test(tcase, nothing_has_no_steps);
	tcase_add_test(tcase, one_segment_of_a_handshake_is_under_way_at_a_time);
	tcase_add_test(tcase, ends_are_as_their_last_event_left_them);
	tcase_add_test(tcase, a_crash_forgets_and_a_cut_link_stays_cut);
	tcase_add_test(tcase, faults_are_told_of_packets_under_way);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
