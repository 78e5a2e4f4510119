/* SPDX-License-Identifier: MIT */
/* TCP options: RFC 9293 3.1 and 3.2, RFC 7323, RFC 2018, RFC 5482. */
#include <string.h>

#include <tcpsim/wire.h>

#include "tests/suite.h"
#include "tests/unit/wire_mend.h"

#define N(ROWS) (sizeof(ROWS) / sizeof((ROWS)[0]))

/* A segment whose options are these `n` octets, a multiple of 4, over IPv4, read by the library. */
static enum tcpsim_wire_error
read_options(
	const uint8_t *options, size_t n, uint8_t ctl, struct tcpsim_segment *seg, struct tcpsim_wire_faults *faults)
{
	uint8_t octets[80] = { 0x45, [3] = (uint8_t)(40 + n), [8] = 64, [9] = 6, [12] = 192, 0, 2, 1, 192, 0, 2, 2 };
	struct tcpsim_wire_packet packet;
	enum tcpsim_wire_error error;

	octets[32] = (uint8_t)((20 + n) * 4);
	octets[33] = ctl;
	memcpy(octets + 40, options, n);
	mend_ip(octets, 20);
	mend_transport(octets, 20, 20 + n, 16, 6);
	error = tcpsim_wire_decode(octets, 40 + n, &packet, faults);
	ck_assert_uint_eq(packet.n_options, n);
	*seg = packet.segment;
	return error;
}

/* Each option as its RFC draws it, and what a segment has of it. */
static const struct {
	uint8_t octets[34];
	size_t n;
	struct tcpsim_segment want;
} known[] = {
	{ { 2, 4, 0x05, 0xb4 }, 4, { .options = TCPSIM_OPTION_MSS, .mss = 1460 } },
	{ { 3, 3, 14 }, 3, { .options = TCPSIM_OPTION_WINDOW_SCALE, .window_scale = 14 } },
	{ { 4, 2 }, 2, { .options = TCPSIM_OPTION_SACK_PERMITTED } },
	{ { 5, 10, 0, 0, 0, 1, 0xff, 0xff, 0xff, 0xff }, 10,
		{ .options = TCPSIM_OPTION_SACK, .n_sack = 1, .sack = { { { 1 }, { UINT32_MAX } } } } },
	{ { 8, 10, 0xde, 0xad, 0xbe, 0xef, 1, 2, 3, 4 }, 10,
		{ .options = TCPSIM_OPTION_TIMESTAMPS, .tsval = 0xdeadbeef, .tsecr = 0x01020304 } },
	{ { 28, 4, 0x80, 0x05 }, 4, { .options = TCPSIM_OPTION_USER_TIMEOUT, .user_timeout = 0x8005 } },
	/* Of kinds that nobody knows here: nothing (MUST-6); 254 is for experiments (RFC 6994), and no SYN has this one. */
	{ { 254, 6, 0xf9, 0x89, 1, 2 }, 6, { .options = 0 } },
	{ { 200, 2 }, 2, { .options = 0 } },
};

static void
assert_same_options(const struct tcpsim_segment *seg, const struct tcpsim_segment *want)
{
	ck_assert_uint_eq(seg->options, want->options);
	ck_assert_uint_eq(seg->mss, want->mss);
	ck_assert_uint_eq(seg->window_scale, want->window_scale);
	ck_assert_uint_eq(seg->tsval, want->tsval);
	ck_assert_uint_eq(seg->tsecr, want->tsecr);
	ck_assert_uint_eq(seg->user_timeout, want->user_timeout);
	ck_assert_uint_eq(seg->n_sack, want->n_sack);
	ck_assert_mem_eq(seg->sack, want->sack, sizeof want->sack);
}

/* MUST-64: at every offset there is, behind NOPs, with END or NOPs or nothing behind it. */
START_TEST(an_option_is_read_wherever_it_stands)
{
	for (size_t i = 0; i < N(known); i++) {
		for (size_t at = 0; at + known[i].n <= 40; at++) {
			for (uint8_t filling = 0; filling < 2; filling++) {
				uint8_t octets[40];
				size_t end = at + known[i].n;
				struct tcpsim_segment seg;

				memset(octets, TCPSIM_WIRE_OPTION_NOP, at);
				memcpy(octets + at, known[i].octets, known[i].n);
				memset(octets + end, filling, sizeof octets - end);
				ck_assert_int_eq(read_options(octets, (end + 3) / 4 * 4, TCPSIM_ACK, &seg, NULL),
					TCPSIM_WIRE_OK);
				assert_same_options(&seg, &known[i].want);
			}
		}
	}
}
END_TEST

/* In any order, two at a time. */
START_TEST(options_are_read_in_any_order)
{
	for (size_t i = 0; i < N(known); i++) {
		for (size_t j = 0; j < N(known); j++) {
			uint8_t octets[40] = { 0 };
			struct tcpsim_segment seg, reverse;

			memcpy(octets, known[i].octets, known[i].n);
			memcpy(octets + known[i].n, known[j].octets, known[j].n);
			ck_assert_int_eq(read_options(octets, 40, TCPSIM_ACK, &seg, NULL), TCPSIM_WIRE_OK);
			memset(octets, 0, sizeof octets);
			memcpy(octets, known[j].octets, known[j].n);
			memcpy(octets + known[j].n, known[i].octets, known[i].n);
			ck_assert_int_eq(read_options(octets, 40, TCPSIM_ACK, &reverse, NULL), TCPSIM_WIRE_OK);
			assert_same_options(&seg, &reverse);
			ck_assert_uint_eq(seg.options, known[i].want.options | known[j].want.options);
		}
	}
}
END_TEST

/* RFC 9293 3.1: END stops the list; what is behind it is padding, and need not be zero to be taken. */
START_TEST(nothing_is_read_behind_the_end)
{
	static const uint8_t octets[] = { 1, 0, 2, 0, 3, 3, 7, 0xff };
	struct tcpsim_segment seg;

	ck_assert_int_eq(read_options(octets, sizeof octets, 0, &seg, NULL), TCPSIM_WIRE_OK);
	ck_assert_uint_eq(seg.options, 0);
}
END_TEST

/* RFC 7323 3.2: without ACK the echo means nothing. */
START_TEST(without_ack_nothing_is_echoed)
{
	static const uint8_t octets[] = { 1, 1, 8, 10, 0, 0, 0, 9, 0, 0, 0, 8 };
	struct tcpsim_segment seg;

	ck_assert_int_eq(read_options(octets, sizeof octets, TCPSIM_SYN, &seg, NULL), TCPSIM_WIRE_OK);
	ck_assert_uint_eq(seg.tsval, 9);
	ck_assert_uint_eq(seg.tsecr, 0);
}
END_TEST

START_TEST(of_two_options_of_a_kind_the_later_one_counts)
{
	static const uint8_t octets[] = { 2, 4, 1, 0, 5, 18, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4, 2, 4, 2, 0,
		5, 10, 0, 0, 0, 7, 0, 0, 0, 8 };
	struct tcpsim_segment seg;

	ck_assert_int_eq(read_options(octets, sizeof octets, 0, &seg, NULL), TCPSIM_WIRE_OK);
	ck_assert_uint_eq(seg.mss, 0x200);
	ck_assert_uint_eq(seg.n_sack, 1);
	ck_assert_uint_eq(seg.sack[0].begin.n, 7);
	ck_assert_uint_eq(seg.sack[1].begin.n, 0);
}
END_TEST

/* MUST-7: every kind with every length, at every place where it may end the list: an error, or the option. */
START_TEST(no_length_is_too_odd_to_be_told)
{
	for (unsigned kind = 2; kind < 256; kind++) {
		for (unsigned length = 0; length < 256; length++) {
			uint8_t octets[40] = { 0 };
			bool is_right = length >= 2 && length <= 40;
			struct tcpsim_segment seg;

			octets[0] = (uint8_t)kind;
			octets[1] = (uint8_t)length;
			for (size_t i = 0; i < N(known); i++) {
				if (known[i].octets[0] == kind && known[i].n != length && kind < 200)
					is_right = kind == 5 && (length == 18 || length == 26 || length == 34);
			}
			ck_assert((read_options(octets, 40, 0, &seg, NULL) == TCPSIM_WIRE_OK) == is_right);
			if (!is_right)
				ck_assert_uint_eq(seg.options, 0);
		}
	}
}
END_TEST

/* Behind a wrong length that leads somewhere the rest is read. */
START_TEST(options_behind_a_wrong_one_are_read)
{
	static const uint8_t octets[] = { 3, 4, 7, 0, 2, 4, 2, 0 };
	struct tcpsim_segment seg;
	struct tcpsim_wire_faults faults;

	ck_assert_int_eq(read_options(octets, sizeof octets, 0, &seg, &faults), TCPSIM_WIRE_TCP_OPTION_LENGTH);
	ck_assert_uint_eq(faults.n, 1);
	ck_assert_uint_eq(faults.list[0].option, 3);
	ck_assert_uint_eq(seg.options, TCPSIM_OPTION_MSS);
	ck_assert_uint_eq(seg.mss, 0x200);
}
END_TEST

START_TEST(options_are_found_one_after_the_other)
{
	static const uint8_t octets[] = { 1, 2, 4, 5, 6, 77, 3, 0, 3, 9, 0, 1 };
	static const struct tcpsim_wire_option_at want[] = {
		{ 0, 1, 1, TCPSIM_WIRE_OK, 0 },
		{ 1, 4, 2, TCPSIM_WIRE_OK, 0 },
		{ 5, 3, 77, TCPSIM_WIRE_OK, 0 },
		{ 8, 4, 3, TCPSIM_WIRE_TCP_OPTION_CUT, 0 },
	};
	struct tcpsim_wire_option_at at = { 0 };

	for (size_t i = 0; i < N(want); i++) {
		ck_assert(tcpsim_wire_option_next(octets, sizeof octets, &at));
		ck_assert_mem_eq(&at, &want[i], sizeof at);
	}
	ck_assert(!tcpsim_wire_option_next(octets, sizeof octets, &at));
	memset(&at, 0, sizeof at);
	ck_assert(!tcpsim_wire_option_next(octets, 0, &at));
	ck_assert(tcpsim_wire_option_next((const uint8_t[]){ 0, 1 }, 2, &at));
	ck_assert_uint_eq(at.kind, TCPSIM_WIRE_OPTION_END);
	ck_assert(!tcpsim_wire_option_next((const uint8_t[]){ 0, 1 }, 2, &at));
}
END_TEST

START_TEST(kinds_have_names)
{
	ck_assert_str_eq(tcpsim_wire_option_name(0), "end of options");
	ck_assert_str_eq(tcpsim_wire_option_name(1), "no operation");
	ck_assert_str_eq(tcpsim_wire_option_name(2), "maximum segment size");
	ck_assert_str_eq(tcpsim_wire_option_name(3), "window scale");
	ck_assert_str_eq(tcpsim_wire_option_name(4), "SACK permitted");
	ck_assert_str_eq(tcpsim_wire_option_name(5), "SACK");
	ck_assert_str_eq(tcpsim_wire_option_name(8), "timestamps");
	ck_assert_str_eq(tcpsim_wire_option_name(19), "MD5 signature");
	ck_assert_str_eq(tcpsim_wire_option_name(28), "user timeout");
	ck_assert_str_eq(tcpsim_wire_option_name(34), "Fast Open");
	ck_assert_str_eq(tcpsim_wire_option_name(254), "experiment");
	ck_assert_str_eq(tcpsim_wire_option_name(30), "unknown");
}
END_TEST

/* ---- writing ---- */

static const struct tcpsim_segment everything = {
	.options = TCPSIM_OPTION_MSS | TCPSIM_OPTION_WINDOW_SCALE | TCPSIM_OPTION_SACK_PERMITTED |
		TCPSIM_OPTION_TIMESTAMPS | TCPSIM_OPTION_USER_TIMEOUT | TCPSIM_OPTION_SACK,
	.ctl = TCPSIM_ACK,
	.mss = 0x0102,
	.window_scale = 3,
	.tsval = 0x0a0b0c0d,
	.tsecr = 0x0e0f1011,
	.user_timeout = 0x1213,
	.n_sack = 4,
	.sack = { { { 1 }, { 2 } }, { { 3 }, { 4 } }, { { 5 }, { 6 } }, { { 7 }, { 8 } } },
};

static void
assert_written(uint8_t options, enum tcpsim_option_layout layout, const uint8_t *want, size_t n)
{
	struct tcpsim_segment seg = everything;
	uint8_t octets[TCPSIM_WIRE_MAX_OPTIONS];

	seg.options = options;
	ck_assert_uint_eq(tcpsim_wire_options(&seg, layout, octets), n);
	ck_assert_mem_eq(octets, want, n);
}

#define WRITTEN(OPTIONS, LAYOUT, ...) \
	assert_written(OPTIONS, TCPSIM_LAYOUT_##LAYOUT, (const uint8_t[]){ __VA_ARGS__ }, \
		sizeof((const uint8_t[]){ __VA_ARGS__ }))

/* Kind, length and value of some of them, as `everything` has them. */
#define MSS 2, 4, 1, 2
#define SCALE 3, 3, 3
#define PERMITTED 4, 2
#define STAMPS 8, 10, 0x0a, 0x0b, 0x0c, 0x0d, 0x0e, 0x0f, 0x10, 0x11
#define USER_TIMEOUT 28, 4, 0x12, 0x13
#define COOKIE 0xa0, 0xa1, 0xa2, 0xa3, 0xa4, 0xa5, 0xa6, 0xa7

/* RFC 7323 appendix A: values begin at words, and NOPs fill up in front. Linux: net/ipv4/tcp_output.c, tcp_options_write(). */
START_TEST(linux_writes_whole_words)
{
	const uint8_t syn = TCPSIM_OPTION_MSS | TCPSIM_OPTION_WINDOW_SCALE | TCPSIM_OPTION_SACK_PERMITTED;

	assert_written(0, TCPSIM_LAYOUT_LINUX, (const uint8_t[]){ 0 }, 0);
	WRITTEN(TCPSIM_OPTION_MSS, LINUX, MSS);
	WRITTEN(TCPSIM_OPTION_MSS | TCPSIM_OPTION_WINDOW_SCALE, LINUX, MSS, 1, SCALE);
	WRITTEN(TCPSIM_OPTION_SACK_PERMITTED, LINUX, 1, 1, PERMITTED);
	WRITTEN(TCPSIM_OPTION_TIMESTAMPS, LINUX, 1, 1, STAMPS);
	WRITTEN(syn, LINUX, MSS, 1, 1, PERMITTED, 1, SCALE);
	WRITTEN(syn | TCPSIM_OPTION_TIMESTAMPS, LINUX, MSS, PERMITTED, STAMPS, 1, SCALE);
	WRITTEN(syn | TCPSIM_OPTION_USER_TIMEOUT, LINUX, MSS, 1, 1, PERMITTED, 1, SCALE, USER_TIMEOUT);
	WRITTEN(TCPSIM_OPTION_USER_TIMEOUT, LINUX, USER_TIMEOUT);
	WRITTEN(TCPSIM_OPTION_SACK, LINUX, 1, 1, 5, 34, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0, 5, 0,
		0, 0, 6, 0, 0, 0, 7, 0, 0, 0, 8);
}
END_TEST

/* FreeBSD: sys/netinet/tcp_output.c, tcp_addoptions(): MSS, scale, SACK, timestamps; END fills up (MUST-69). */
START_TEST(freebsd_fills_up_behind)
{
	const uint8_t syn = TCPSIM_OPTION_MSS | TCPSIM_OPTION_WINDOW_SCALE | TCPSIM_OPTION_SACK_PERMITTED;

	assert_written(0, TCPSIM_LAYOUT_FREEBSD, (const uint8_t[]){ 0 }, 0);
	WRITTEN(TCPSIM_OPTION_MSS, FREEBSD, MSS);
	WRITTEN(TCPSIM_OPTION_MSS | TCPSIM_OPTION_WINDOW_SCALE, FREEBSD, MSS, 1, SCALE);
	WRITTEN(TCPSIM_OPTION_MSS | TCPSIM_OPTION_SACK_PERMITTED, FREEBSD, MSS, PERMITTED, 0, 0);
	WRITTEN(TCPSIM_OPTION_MSS | TCPSIM_OPTION_TIMESTAMPS, FREEBSD, MSS, 1, 1, STAMPS);
	WRITTEN(syn, FREEBSD, MSS, 1, SCALE, PERMITTED, 0, 0);
	WRITTEN(syn | TCPSIM_OPTION_TIMESTAMPS, FREEBSD, MSS, 1, SCALE, PERMITTED, STAMPS);
	WRITTEN(syn | TCPSIM_OPTION_USER_TIMEOUT, FREEBSD, MSS, 1, SCALE, PERMITTED, USER_TIMEOUT, 0, 0);
	WRITTEN(TCPSIM_OPTION_TIMESTAMPS, FREEBSD, 1, 1, STAMPS);
	WRITTEN(TCPSIM_OPTION_SACK, FREEBSD, 1, 1, 5, 34, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0, 5, 0,
		0, 0, 6, 0, 0, 0, 7, 0, 0, 0, 8);
}
END_TEST

/* ---- Fast Open, RFC 7413 4.1.1 and appendix A ---- */

static void
assert_cookie_written(uint8_t others, unsigned octets, bool is_experimental, enum tcpsim_option_layout layout,
	const uint8_t *want, size_t n)
{
	struct tcpsim_segment seg = everything;
	uint8_t written[TCPSIM_WIRE_MAX_OPTIONS];

	seg.options = others | TCPSIM_OPTION_FAST_OPEN;
	seg.cookie_octets = (uint8_t)octets;
	seg.is_experimental = is_experimental;
	for (unsigned i = 0; i < octets; i++)
		seg.cookie[i] = (uint8_t)(0xa0 + i);
	ck_assert_uint_eq(tcpsim_wire_options(&seg, layout, written), n);
	ck_assert_mem_eq(written, want, n);
}

#define COOKIE_WRITTEN(OTHERS, OCTETS, IS_EXPERIMENTAL, LAYOUT, ...) \
	assert_cookie_written(OTHERS, OCTETS, IS_EXPERIMENTAL, TCPSIM_LAYOUT_##LAYOUT, \
		(const uint8_t[]){ __VA_ARGS__ }, sizeof((const uint8_t[]){ __VA_ARGS__ }))

/* Linux fills up behind with NOPs, FreeBSD puts it where it happens to be. */
START_TEST(fast_open_stands_behind)
{
	const uint8_t syn = TCPSIM_OPTION_MSS | TCPSIM_OPTION_WINDOW_SCALE | TCPSIM_OPTION_SACK_PERMITTED;

	COOKIE_WRITTEN(TCPSIM_OPTION_MSS, 0, false, LINUX, MSS, 34, 2, 1, 1);
	COOKIE_WRITTEN(TCPSIM_OPTION_MSS, 8, false, LINUX, MSS, 34, 10, COOKIE, 1, 1);
	COOKIE_WRITTEN(TCPSIM_OPTION_MSS, 0, true, LINUX, MSS, 254, 4, 0xf9, 0x89);
	COOKIE_WRITTEN(TCPSIM_OPTION_MSS, 8, true, LINUX, MSS, 254, 12, 0xf9, 0x89, COOKIE);
	COOKIE_WRITTEN(syn | TCPSIM_OPTION_TIMESTAMPS, 8, false, LINUX, MSS, PERMITTED, STAMPS, 1, SCALE, 34, 10,
		COOKIE, 1, 1);
	COOKIE_WRITTEN(syn, 8, false, FREEBSD, MSS, 1, SCALE, PERMITTED, 34, 10, COOKIE);
	COOKIE_WRITTEN(syn, 0, false, FREEBSD, MSS, 1, SCALE, PERMITTED, 34, 2);
	COOKIE_WRITTEN(syn | TCPSIM_OPTION_TIMESTAMPS, 8, false, FREEBSD, MSS, 1, SCALE, PERMITTED, STAMPS, 34, 10,
		COOKIE, 0, 0);
	/* No option says a cookie of five octets. */
	COOKIE_WRITTEN(TCPSIM_OPTION_MSS, 5, false, LINUX, MSS);
}
END_TEST

/* What is read of a segment with these control bits and a cookie of so many octets; the bits of its options. */
static uint8_t
read_cookie(uint8_t ctl, bool is_experimental, unsigned octets, struct tcpsim_segment *seg)
{
	uint8_t options[TCPSIM_WIRE_MAX_OPTIONS] = { 0 };
	uint8_t *at = options;

	*at++ = is_experimental ? 254 : 34;
	*at++ = (uint8_t)(octets + (is_experimental ? 4 : 2));
	if (is_experimental) {
		*at++ = 0xf9;
		*at++ = 0x89;
	}
	for (unsigned i = 0; i < octets; i++)
		at[i] = (uint8_t)(0xa0 + i);
	ck_assert_int_eq(read_options(options, sizeof options, ctl, seg, NULL), TCPSIM_WIRE_OK);
	return seg->options;
}

/* A cookie has 4 to 16 octets, an even number; any other is ignored, and so is the option without SYN: 4.1.1. */
START_TEST(a_cookie_is_read_if_it_may_be_one)
{
	for (unsigned octets = 0; octets <= 20; octets++) {
		bool is_one = octets == 0 || (octets >= 4 && octets <= 16 && octets % 2 == 0);

		for (int is_experimental = 0; is_experimental <= 1; is_experimental++) {
			struct tcpsim_segment seg;

			ck_assert_uint_eq(read_cookie(TCPSIM_SYN, is_experimental, octets, &seg),
				is_one ? TCPSIM_OPTION_FAST_OPEN : 0);
			ck_assert_uint_eq(seg.cookie_octets, is_one ? octets : 0);
			ck_assert_uint_eq(seg.is_experimental, is_one && is_experimental);
			ck_assert(!is_one || octets == 0 || seg.cookie[octets - 1] == 0xa0 + octets - 1);
			ck_assert_uint_eq(read_cookie(TCPSIM_ACK, is_experimental, octets, &seg), 0);
		}
	}
}
END_TEST

/* RFC 6994 3: another experiment has other two octets. */
START_TEST(another_experiment_is_no_fast_open)
{
	static const uint8_t other[] = { 254, 6, 0xf9, 0x88, 1, 2, 0, 0 }, none[] = { 254, 3, 0xf9, 0 };
	struct tcpsim_segment seg;

	ck_assert_int_eq(read_options(other, sizeof other, TCPSIM_SYN, &seg, NULL), TCPSIM_WIRE_OK);
	ck_assert_uint_eq(seg.options, 0);
	ck_assert_int_eq(read_options(none, sizeof none, TCPSIM_SYN, &seg, NULL), TCPSIM_WIRE_OK);
	ck_assert_uint_eq(seg.options, 0);
}
END_TEST

/* RFC 2018 3: beside timestamps there is room for three blocks; the first ones are the ones that matter (4). */
START_TEST(sack_has_as_many_blocks_as_there_is_room_for)
{
	static const struct {
		uint8_t others;
		unsigned blocks;
	} rows[] = {
		{ 0, 4 },
		{ TCPSIM_OPTION_TIMESTAMPS, 3 },
		{ TCPSIM_OPTION_TIMESTAMPS | TCPSIM_OPTION_USER_TIMEOUT, 2 },
		{ TCPSIM_OPTION_MSS | TCPSIM_OPTION_WINDOW_SCALE | TCPSIM_OPTION_SACK_PERMITTED |
				TCPSIM_OPTION_TIMESTAMPS | TCPSIM_OPTION_USER_TIMEOUT,
			1 },
	};

	for (size_t i = 0; i < N(rows); i++) {
		struct tcpsim_segment seg = everything, again;
		uint8_t octets[TCPSIM_WIRE_MAX_OPTIONS];
		size_t n;

		seg.options = rows[i].others | TCPSIM_OPTION_SACK;
		for (int layout = TCPSIM_LAYOUT_LINUX; layout <= TCPSIM_LAYOUT_FREEBSD; layout++) {
			n = tcpsim_wire_options(&seg, (enum tcpsim_option_layout)layout, octets);
			ck_assert_int_eq(read_options(octets, n, TCPSIM_ACK, &again, NULL), TCPSIM_WIRE_OK);
			ck_assert_uint_eq(again.options, seg.options);
			ck_assert_uint_eq(again.n_sack, rows[i].blocks);
			ck_assert_mem_eq(again.sack, seg.sack, rows[i].blocks * sizeof seg.sack[0]);
		}
	}
}
END_TEST

/* A SACK option without a block would be of an illegal length. */
START_TEST(sack_without_blocks_is_left_out)
{
	struct tcpsim_segment seg = { .options = TCPSIM_OPTION_SACK };
	uint8_t octets[TCPSIM_WIRE_MAX_OPTIONS];

	ck_assert_uint_eq(tcpsim_wire_options(&seg, TCPSIM_LAYOUT_LINUX, octets), 0);
	ck_assert_uint_eq(tcpsim_wire_options(&seg, TCPSIM_LAYOUT_FREEBSD, octets), 0);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("wire options");
	TCase *reading = tcase_create("reading"), *writing = tcase_create("writing");

	tcase_set_timeout(reading, 60);
	tcase_add_test(reading, an_option_is_read_wherever_it_stands);
	tcase_add_test(reading, options_are_read_in_any_order);
	tcase_add_test(reading, nothing_is_read_behind_the_end);
	tcase_add_test(reading, without_ack_nothing_is_echoed);
	tcase_add_test(reading, of_two_options_of_a_kind_the_later_one_counts);
	tcase_add_test(reading, no_length_is_too_odd_to_be_told);
	tcase_add_test(reading, options_behind_a_wrong_one_are_read);
	tcase_add_test(reading, a_cookie_is_read_if_it_may_be_one);
	tcase_add_test(reading, another_experiment_is_no_fast_open);
	tcase_add_test(reading, options_are_found_one_after_the_other);
	tcase_add_test(reading, kinds_have_names);
	suite_add_tcase(suite, reading);
	tcase_add_test(writing, linux_writes_whole_words);
	tcase_add_test(writing, freebsd_fills_up_behind);
	tcase_add_test(writing, fast_open_stands_behind);
	tcase_add_test(writing, sack_has_as_many_blocks_as_there_is_room_for);
	tcase_add_test(writing, sack_without_blocks_is_left_out);
	suite_add_tcase(suite, writing);
	return suite_run(suite);
}
