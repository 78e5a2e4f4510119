/* SPDX-License-Identifier: MIT */
#include "pkt_play.h"
#include "tests/suite.h"

/* Code: the program that is made of it. That it says what it should is tests/packetdrill/code's and tests/program's to show. */

static const struct tcpsim_drill_options with_python = { .has_python = true };

START_TEST(code_is_skipped_where_nobody_runs_it)
{
	ends(ACCEPTED "+0 %{ assert tcpi_state == 1 }%\n", TCPSIM_DRILL_SKIP, LINE(1), "code: there is no python3 to run it");
}
END_TEST

static void
gives(const char *profile, const char *text, enum tcpsim_drill_verdict verdict, const char *words)
{
	const struct tcpsim_drill_options options = { .profile = profile, .has_python = true };
	struct tcpsim_drill_result *result = play_with(text, &options);

	ck_assert_int_eq(result->verdict, verdict);
	ck_assert_str_eq(result->words, words);
	ck_assert_ptr_null(result->code);
	tcpsim_drill_result_free(result);
}

START_TEST(a_member_that_cannot_be_told_is_skipped_by_its_name)
{
	gives("rfc9293", ACCEPTED "+0 %{ assert tcpi_pacing_rate > 0 }%\n", TCPSIM_DRILL_SKIP,
		"tcpi_pacing_rate in code: it cannot be told here");
	gives("freebsd", ACCEPTED "+0 %{ assert __tcpi_unacked == 0 }%\n", TCPSIM_DRILL_SKIP,
		"tcpi_unacked in code: it cannot be told here");
}
END_TEST

START_TEST(code_needs_a_socket)
{
	gives("rfc9293", "0 %{ assert True }%\n", TCPSIM_DRILL_FAIL, "code wants to know of a socket, and none is open");
}
END_TEST

static char *
code_of(const char *profile, const char *text)
{
	const struct tcpsim_drill_options options = { .profile = profile, .has_python = true };
	struct tcpsim_drill_result *result = play_with(text, &options);
	char *code = g_strdup(result->code);

	ck_assert_int_eq(result->verdict, TCPSIM_DRILL_PASS);
	tcpsim_drill_result_free(result);
	return code;
}

static void
has(const char *profile, const char *text, const char *part)
{
	char *code = code_of(profile, text);

	ck_assert_ptr_nonnull(code);
	ck_assert_msg(strstr(code, part) != NULL, "%s is not in\n%s", part, code);
	g_free(code);
}

START_TEST(numbers_are_the_systems)
{
	/* <linux/tcp.h>: TCP_ESTABLISHED is 1, the window counts segments; <netinet/tcp_fsm.h>: 4, and octets. */
	has("linux", ACCEPTED "+0 %{ assert tcpi_state == TCP_ESTABLISHED }%\n", "space['TCP_ESTABLISHED'] = 1\n");
	has("linux", ACCEPTED "+0 %{ assert tcpi_state == TCP_ESTABLISHED }%\n", "'tcpi_state': 1,");
	has("linux", ACCEPTED "+0 %{ assert tcpi_snd_cwnd == 10 }%\n", "'tcpi_snd_cwnd': 10,");
	has("freebsd", ACCEPTED "+0 %{ assert tcpi_state == TCPS_ESTABLISHED }%\n", "'tcpi_state': 4,");
	has("freebsd", ACCEPTED "+0 %{ assert tcpi_snd_cwnd == 10000 }%\n", "'tcpi_snd_cwnd': 10000,");
}
END_TEST

START_TEST(text_is_a_literal_whatever_it_is)
{
	/* Quotes, a backslash, a character of two octets: each octet is written as one. */
	has("rfc9293", ACCEPTED "+0 %{ x = '\\n\"\xc3\xa9' }%\n",
		"run(9, {");
	has("rfc9293", ACCEPTED "+0 %{ x = '\\n\"\xc3\xa9' }%\n",
		"b' x \\x3d \\x27\\x5cn\\x22\\xc3\\xa9\\x27 '.decode(");
}
END_TEST

START_TEST(its_end_is_written_once_and_last)
{
	char *code = code_of("rfc9293", ACCEPTED "+0 %{ x = 1 }%\n+0 %{ assert x == 1 }%\n");
	const char *mark = strstr(code, TCPSIM_DRILL_CODE_END);

	ck_assert_ptr_nonnull(mark);
	ck_assert_ptr_null(strstr(mark + 1, TCPSIM_DRILL_CODE_END));
	ck_assert_ptr_null(strstr(mark, "\nrun("));
	g_free(code);
}
END_TEST

START_TEST(a_script_without_code_has_none)
{
	struct tcpsim_drill_result *result = play_with(ACCEPTED, &with_python);

	ck_assert_int_eq(result->verdict, TCPSIM_DRILL_PASS);
	ck_assert_ptr_null(result->code);
	tcpsim_drill_result_free(result);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("pkt_code");
	TCase *tcase = tcase_create("pkt_code");

	tcase_add_test(tcase, code_is_skipped_where_nobody_runs_it);
	tcase_add_test(tcase, a_member_that_cannot_be_told_is_skipped_by_its_name);
	tcase_add_test(tcase, code_needs_a_socket);
	tcase_add_test(tcase, numbers_are_the_systems);
	tcase_add_test(tcase, text_is_a_literal_whatever_it_is);
	tcase_add_test(tcase, its_end_is_written_once_and_last);
	tcase_add_test(tcase, a_script_without_code_has_none);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
