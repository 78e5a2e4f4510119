/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_TESTS_UNIT_PKT_PLAY_H
#define TCPSIM_TESTS_UNIT_PKT_PLAY_H

#include <check.h>
#include <string.h>

#include <glib.h>

#include <tcpsim/drill.h>

/* Scripts in strings, and what became of them. */

/* A listener on its port, and a connection that somebody accepts: 8 lines. Nobody offers an option but the MSS. */
#define ACCEPTED \
	"// tcpsim: set window-scale off\n" \
	"0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n" \
	"+0 bind(3, ..., ...) = 0\n" \
	"+0 listen(3, 1) = 0\n" \
	"+0 < S 0:0(0) win 65535 <mss 1000>\n" \
	"+0 > S. 0:0(0) ack 1 <...>\n" \
	"+.1 < . 1:1(0) ack 1 win 65535\n" \
	"+0 accept(3, ..., ...) = 4\n"

#define NODELAY "+0 setsockopt(4, SOL_TCP, TCP_NODELAY, [1], 4) = 0\n"

/* The line of a script that begins with ACCEPTED, counted from 1 behind it. */
#define LINE(N) (8 + (N))

static inline struct tcpsim_drill_result *
play_with(const char *text, const struct tcpsim_drill_options *options)
{
	struct tcpsim_diagnostics *diagnostics;
	struct tcpsim_drill *drill = tcpsim_drill_parse(text, strlen(text), "test.pkt", options, &diagnostics);
	struct tcpsim_drill_result *result;

	for (size_t i = 0; i < tcpsim_diagnostics_n(diagnostics); i++) {
		char *words = tcpsim_diagnostics_format(diagnostics, i);

		ck_assert_msg(drill != NULL, "%s", words);
		g_free(words);
	}
	tcpsim_diagnostics_free(diagnostics);
	result = tcpsim_drill_run(drill, options);
	ck_assert_ptr_nonnull(tcpsim_drill_trace(result));
	tcpsim_drill_free(drill);
	return result;
}

static inline struct tcpsim_drill_result *
play(const char *text)
{
	return play_with(text, NULL);
}

/* The script passes. */
#define passes(TEXT) \
	do { \
		struct tcpsim_drill_result *result_ = play(TEXT); \
		ck_assert_msg(result_->verdict == TCPSIM_DRILL_PASS, "line %u: %s\n%s\n%s", result_->line, \
			result_->words, result_->expected, result_->got); \
		ck_assert_ptr_null(result_->words); \
		ck_assert_uint_eq(result_->line, 0); \
		tcpsim_drill_result_free(result_); \
	} while (0)

/* The script fails in a line, and what differs is a field, which stands as `EXPECTED` and as `GOT`. */
#define fails(TEXT, IN_LINE, FIELD, EXPECTED, GOT) \
	do { \
		struct tcpsim_drill_result *result_ = play(TEXT); \
		char *expected_, *got_; \
		ck_assert_int_eq(result_->verdict, TCPSIM_DRILL_FAIL); \
		ck_assert_str_eq(result_->field, FIELD); \
		ck_assert_uint_eq(result_->line, IN_LINE); \
		expected_ = g_strndup(result_->expected + result_->expected_at, result_->expected_n); \
		got_ = g_strndup(result_->got + result_->got_at, result_->got_n); \
		ck_assert_str_eq(expected_, EXPECTED); \
		ck_assert_str_eq(got_, GOT); \
		g_free(expected_); \
		g_free(got_); \
		tcpsim_drill_result_free(result_); \
	} while (0)

/* The script is over in a line for a reason in words. */
#define ends(TEXT, VERDICT, IN_LINE, WORDS) \
	do { \
		struct tcpsim_drill_result *result_ = play(TEXT); \
		ck_assert_int_eq(result_->verdict, VERDICT); \
		ck_assert_str_eq(result_->words, WORDS); \
		ck_assert_uint_eq(result_->line, IN_LINE); \
		tcpsim_drill_result_free(result_); \
	} while (0)

#endif
