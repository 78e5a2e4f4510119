/* SPDX-License-Identifier: MIT */
#include "pkt_play.h"
#include "tests/suite.h"

/*
 * How scripts are played: time, numbers, which packets count, and each field that is compared. The profile is rfc9293;
 * what it does in these scripts is RFC 9293's: a SYN is answered (3.10.7.2), text is acknowledged, a RST answers what
 * belongs nowhere (3.10.7.1).
 */

/* ---- numbers ---- */

START_TEST(numbers_count_from_the_isns)
{
	passes(ACCEPTED
		"+0 write(4, ..., 500) = 500\n"
		"+0 > P. 1:501(500) ack 1\n"
		"+0 < P. 1:101(100) ack 501 win 65535\n");
}
END_TEST

START_TEST(numbers_beside_a_syn_are_absolute)
{
	passes(
		"// tcpsim: set window-scale off\n"
		"0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n"
		"+0 bind(3, ..., ...) = 0\n"
		"+0 listen(3, 1) = 0\n"
		"+0 < S 1000:1000(0) win 65535 <mss 1000>\n"
		"+0 > S. 7000:7000(0) ack 1001 <...>\n"
		"+1 > S. 7000:7000(0) ack 1001 <...>\n"
		"+.1 < . 1:1(0) ack 1 win 65535\n"
		"+0 accept(3, ..., ...) = 4\n"
		"+0 write(4, ..., 500) = 500\n"
		"+0 > P. 1:501(500) ack 1\n");
}
END_TEST

START_TEST(literal_numbers_are_those_of_the_wire)
{
	/* 3.10.7.1: a segment without ACK is answered by SEQ=0, ACK=SEG.SEQ+SEG.LEN; one with ACK by SEQ=SEG.ACK. */
	passes(
		"0 < S 100:100(0) win 1000\n"
		"+0 > R. 0:0(0)! ack 101!\n"
		"+0 < . 5:5(0)! ack 4294967295! win 1000\n"
		"+0 > R 4294967295:4294967295(0)!\n");
}
END_TEST

START_TEST(numbers_may_be_left_open)
{
	passes(ACCEPTED NODELAY
		"+0 write(4, ..., 500) = 500\n"
		"+0 > P. 1:...(500) ack 1\n"
		"+0 write(4, ..., 500) = 500\n"
		"+0 > P. ...(500) ack 1\n");
}
END_TEST

START_TEST(what_follows_a_reset_is_a_new_connection_with_another_isn)
{
	passes(ACCEPTED
		"+0 < R 1:1(0) win 0\n"
		"+.1 < S 0:0(0) win 65535 <mss 1000>\n"
		"+0 > S. 0:0(0) ack 1 <...>\n"
		"+0 < . 1:1(0) ack 1 win 65535\n"
		"+0 accept(3, ..., ...) = 5\n"
		"+0 write(5, ..., 10) = 10\n"
		"+0 > P. 1:11(10) ack 1\n");
}
END_TEST

/* ---- fields ---- */

START_TEST(each_field_that_differs_is_named)
{
	static const char text[] = ACCEPTED "+0 write(4, ..., 500) = 500\n+0 > %s\n";
	static const struct {
		const char *line, *field, *expected, *got;
	} rows[] = {
		{ ". 1:501(500) ack 1", "flags", ".", "P." },
		{ "FP. 1:501(500) ack 1", "flags", "FP.", "P." },
		{ "P. 2:502(500) ack 1", "seq", "2:502", "1:501" },
		{ "P. 1:502(501) ack 1", "length", "(501)", "(500)" },
		{ "P. 1:500(499) ack 1", "length", "(499)", "(500)" },
		{ "P. 1:501(500) ack 2", "ack", "ack 2", "ack 1" },
		{ "P. 1:501(500)", "ack", "", "ack 1" },
		{ "P. 1:501(500) ack 1 win 1", "win", "win 1", "win 65535" },
		{ "P. 1:501(500) ack 1 urg 1", "flags", "PU.", "P." },
		{ "P. 1:501(500) ack 1 <nop,nop,nop,nop>", "options", "<nop,nop,nop,nop>", "" },
		{ "[ect0] P. 1:501(500) ack 1", "ecn", "[ect0] ", "[noecn] " },
		{ "[tos 0x10] P. 1:501(500) ack 1", "tos", "[tos 0x10] ", "[tos 0x00] " },
		{ "[ttl 3] P. 1:501(500) ack 1", "ttl", "[ttl 3] ", "[ttl 64] " },
		{ "udp (500)", "packet", "udp (500)", "P. 1:501(500) ack 1 win 65535" },
	};
	char *script = g_strdup_printf(text, rows[_i].line);

	fails(script, LINE(2), rows[_i].field, rows[_i].expected, rows[_i].got);
	g_free(script);
}
END_TEST

#define N_FIELDS 14

START_TEST(what_is_left_out_is_not_compared)
{
	passes(ACCEPTED NODELAY
		"+0 write(4, ..., 500) = 500\n"
		"+0 > ... 1:501(500) <...>\n"
		"+0 write(4, ..., 500) = 500\n"
		"+0 > [noecn] P. 501:1001(500) ack 1 win 65535\n");
}
END_TEST

START_TEST(options_are_compared_in_their_order)
{
	/* The layout `linux` of <tcpsim/wire.h>. */
	static const char syn[] =
		"// tcpsim: set sack on\n"
		"// tcpsim: set window-scale on\n"
		"0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n"
		"+0 bind(3, ..., ...) = 0\n"
		"+0 listen(3, 1) = 0\n"
		"+0 < S 0:0(0) win 65535 <nop,wscale 3,mss 1000,sackOK,nop,nop>\n"
		"+0 > S. 0:0(0) ack 1 %s\n";
	char *right = g_strdup_printf(syn, "<mss 1460,nop,nop,sackOK,nop,wscale 0>");
	char *order = g_strdup_printf(syn, "<nop,nop,sackOK,mss 1460,nop,wscale 0>");
	char *value = g_strdup_printf(syn, "<mss 1461,nop,nop,sackOK,nop,wscale 0>");
	char *none = g_strdup_printf(syn, "");

	passes(right);
	fails(order, 7, "options", "<nop,nop,sackOK,mss 1460,nop,wscale 0>", "<mss 1460,nop,nop,sackOK,nop,wscale 0>");
	fails(value, 7, "options", "<mss 1461,nop,nop,sackOK,nop,wscale 0>", "<mss 1460,nop,nop,sackOK,nop,wscale 0>");
	fails(none, 7, "options", "", "<mss 1460,nop,nop,sackOK,nop,wscale 0>");
	g_free(none);
	g_free(value);
	g_free(order);
	g_free(right);
}
END_TEST

START_TEST(sack_blocks_shift_with_the_peers_numbers)
{
	static const char script[] =
		"// tcpsim: set sack on\n"
		"0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n"
		"+0 bind(3, ..., ...) = 0\n"
		"+0 listen(3, 1) = 0\n"
		"+0 < S 4000000000:4000000000(0) win 65535 <mss 1000,sackOK,nop,nop>\n"
		"+0 > S. 0:0(0) ack 4000000001 <mss 1460,nop,nop,sackOK>\n"
		"+0 < . 1:1(0) ack 1 win 65535\n"
		"+0 < . 1001:2001(1000) ack 1 win 65535\n"
		"+0 > . 1:1(0) ack 1 <nop,nop,sack 1001:%d>\n";
	char *right = g_strdup_printf(script, 2001), *wrong = g_strdup_printf(script, 2002);

	passes(right);
	fails(wrong, 9, "options", "<nop,nop,sack 1001:2002>", "<nop,nop,sack 1001:2001>");
	g_free(wrong);
	g_free(right);
}
END_TEST

/* ---- merging ---- */

START_TEST(segments_of_one_burst_are_one_line)
{
	static const char script[] = "%s" ACCEPTED NODELAY
		"+0 write(4, ..., 2500) = 2500\n"
		"+0 > P. 1:2501(2500) ack 1\n";
	char *merged = g_strdup_printf(script, ""), *strict = g_strdup_printf(script, "--strict_segments\n");

	passes(merged);
	fails(strict, LINE(4), "flags", "P.", ".");
	passes(ACCEPTED NODELAY
		"+0 write(4, ..., 2500) = 2500\n"
		"+0 > . 1:1001(1000) ack 1\n"
		"+0 > P. 1001:2501(1500) ack 1\n");
	g_free(strict);
	g_free(merged);
}
END_TEST

START_TEST(what_is_not_as_long_as_its_forerunner_ends_a_burst)
{
	fails(ACCEPTED NODELAY
		"+0 write(4, ..., 500) = 500\n"
		"+0 write(4, ..., 300) = 300\n"
		"+0 write(4, ..., 300) = 300\n"
		"+0 > P. 1:1101(1100) ack 1\n", LINE(5), "length", "(1100)", "(800)");
}
END_TEST

/* ---- which packets ---- */

START_TEST(a_packet_in_between_that_is_not_listed_fails_the_next_line)
{
	fails(ACCEPTED
		"+0 < P. 1:11(10) ack 1 win 65535\n"
		"+1 write(4, ..., 500) = 500\n"
		"+0 > P. 1:501(500) ack 11\n", LINE(3), "flags", "P.", ".");
}
END_TEST

START_TEST(what_is_sent_behind_the_last_line_does_not_matter)
{
	passes(ACCEPTED "+0 write(4, ..., 500) = 500\n");
}
END_TEST

START_TEST(another_socket_is_another_connection)
{
	passes(ACCEPTED
		"+0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 5\n"
		"+0 fcntl(5, F_SETFL, O_RDWR|O_NONBLOCK) = 0\n"
		"+0 connect(5, ..., ...) = -1 EINPROGRESS\n"
		"+0 write(4, ..., 500) = 500\n"
		"+0 > S 0:0(0) <...>\n"
		"+0 < S. 0:0(0) ack 1 win 65535 <mss 1000>\n"
		"+0 > . 1:1(0) ack 1\n");
}
END_TEST

START_TEST(where_nothing_comes_that_is_said)
{
	ends(ACCEPTED "+1 > . 1:1(0) ack 1\n", TCPSIM_DRILL_FAIL, LINE(1),
		"a packet was expected here, and none was sent until 1.225 s");
}
END_TEST

/* ---- time ---- */

START_TEST(a_packet_may_be_early_or_late_by_the_tolerance)
{
	/* 3.8.1, RFC 6298 2: the first RTO is 1 s after a sample of 0.1 s, since 1 s is the least. */
	static const char script[] = "%s" ACCEPTED
		"+0 write(4, ..., 500) = 500\n"
		"+0 > P. 1:501(500) ack 1\n"
		"+%s > P. 1:501(500) ack 1\n";
	static const struct {
		const char *options, *time;
		const char *words; /* or NULL: it passes */
	} rows[] = {
		{ "", "1", NULL },
		{ "", "1.14", NULL }, /* 12.5 % of the time since the last event */
		{ "", "1.15", "the packet was sent at 1.100 s, 0.150 s too early" },
		{ "", "0.9", NULL },
		{ "", "0.88", "the packet was sent at 1.100 s, 0.120 s too late" },
		{ "", "0.5~+1.5", NULL },
		{ "", "1.2~+1.5", "the packet was sent at 1.100 s, 0.200 s too early" },
		{ "--tolerance_percent=0\n", "1.004", NULL },
		{ "--tolerance_percent=0\n", "1.005", "the packet was sent at 1.100 s, 0.005 s too early" },
		{ "--tolerance_percent=0 --tolerance_usecs=10000\n", "0.99", NULL },
		{ "--tolerance_percent=0 --tolerance_usecs=10000\n", "0.989",
			"the packet was sent at 1.100 s, 0.011 s too late" },
	};
	char *text = g_strdup_printf(script, rows[_i].options, rows[_i].time);
	struct tcpsim_drill_result *result = play(text);

	if (rows[_i].words != NULL)
		ck_assert_str_eq(result->field, "time");
	ck_assert_pstr_eq(result->words, rows[_i].words);
	tcpsim_drill_result_free(result);
	g_free(text);
}
END_TEST

#define N_TIMES 11

START_TEST(absolute_times_count_from_the_start)
{
	passes(ACCEPTED
		"0.5 write(4, ..., 500) = 500\n"
		"0.5 > P. 1:501(500) ack 1\n"
		"1.5 > P. 1:501(500) ack 1\n");
	fails(ACCEPTED
		"0.5 write(4, ..., 500) = 500\n"
		"0.5 > P. 1:501(500) ack 1\n"
		"2.5 > P. 1:501(500) ack 1\n", LINE(3), "time", "2.5", "1.500");
}
END_TEST

START_TEST(a_star_is_any_time)
{
	passes(ACCEPTED
		"+0 write(4, ..., 500) = 500\n"
		"* > P. 1:501(500) ack 1\n"
		"* > P. 1:501(500) ack 1\n"
		"+2 > P. 1:501(500) ack 1\n");
}
END_TEST

START_TEST(a_line_takes_what_was_sent_before_its_time)
{
	fails(ACCEPTED
		"+0 write(4, ..., 500) = 500\n"
		"+.5 > P. 1:501(500) ack 1\n", LINE(2), "time", "+.5", "+0.000");
}
END_TEST

START_TEST(what_comes_too_late_fails_with_its_line)
{
	/* The packet was late, but in time; and then it is too late for what should have followed. */
	fails(ACCEPTED
		"+0 write(4, ..., 500) = 500\n"
		"+0 > P. 1:501(500) ack 1\n"
		"1 > P. 1:501(500) ack 1\n"
		"1.05 write(4, ..., 500) = 500\n", LINE(4), "time", "1.05", "1.100");
	ends(ACCEPTED
		"+0 write(4, ..., 500) = 500\n"
		"+0 > P. 1:501(500) ack 1\n"
		"1 > P. 1:501(500) ack 1\n"
		"1.05 < . 1:1(0) ack 501 win 65535\n", TCPSIM_DRILL_FAIL, LINE(4),
		"the packet would arrive at 1.100 s, 0.050 s too late");
}
END_TEST

/* ---- timestamps ---- */

#define WITH_TIMESTAMPS \
	"// tcpsim: set window-scale off\n" \
	"// tcpsim: set sack on\n" \
	"// tcpsim: set timestamps on\n" \
	"0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n" \
	"+0 bind(3, ..., ...) = 0\n" \
	"+0 listen(3, 1) = 0\n" \
	"+0 < S 0:0(0) win 65535 <mss 1000,sackOK,TS val 700 ecr 0>\n" \
	"+0 > S. 0:0(0) ack 1 <mss 1460,sackOK,TS val 100 ecr 700>\n"

START_TEST(timestamps_that_are_echoed_are_those_that_were_sent)
{
	passes(WITH_TIMESTAMPS
		"+.1 < . 1:1(0) ack 1 win 65535 <nop,nop,TS val 800 ecr 100>\n"
		"+0 accept(3, ..., ...) = 4\n"
		"+0 write(4, ..., 10) = 10\n"
		"+0 > P. 1:11(10) ack 1 <nop,nop,TS val 12345 ecr 0>\n"
		"+0 < . 1:1(0) ack 11 win 65535 <nop,nop,TS val 900 ecr 12345>\n");
	ends(WITH_TIMESTAMPS "+.1 < . 1:1(0) ack 1 win 65535 <nop,nop,TS val 800 ecr 101>\n", TCPSIM_DRILL_FAIL, 9,
		"the timestamp 101 is echoed here, and no packet that was sent above has it");
	passes(WITH_TIMESTAMPS "+.1 < . 1:1(0) ack 1 win 65535 <nop,nop,TS val 800 ecr 101!>\n");
}
END_TEST

START_TEST(timestamps_are_compared_where_ticks_are_told)
{
	static const char script[] = "--tcp_ts_tick_usecs=1000\n" WITH_TIMESTAMPS
		"+.1 < . 1:1(0) ack 1 win 65535 <nop,nop,TS val 800 ecr 100>\n"
		"+0 accept(3, ..., ...) = 4\n"
		"+.1 write(4, ..., 10) = 10\n"
		"+0 > P. 1:11(10) ack 1 <nop,nop,TS val %d ecr 800>\n";
	/* RFC 7323 5.4: here the clock ticks in milliseconds, and 200 of them are over; the tolerance is 4. */
	char *right = g_strdup_printf(script, 300), *close = g_strdup_printf(script, 304);
	char *wrong = g_strdup_printf(script, 305);
	struct tcpsim_drill_result *result = play(wrong);

	passes(right);
	passes(close);
	ck_assert_str_eq(result->field, "options");
	tcpsim_drill_result_free(result);
	g_free(wrong);
	g_free(close);
	g_free(right);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("pkt_play");
	TCase *tcase = tcase_create("pkt_play");

	tcase_add_test(tcase, numbers_count_from_the_isns);
	tcase_add_test(tcase, numbers_beside_a_syn_are_absolute);
	tcase_add_test(tcase, literal_numbers_are_those_of_the_wire);
	tcase_add_test(tcase, numbers_may_be_left_open);
	tcase_add_test(tcase, what_follows_a_reset_is_a_new_connection_with_another_isn);
	tcase_add_loop_test(tcase, each_field_that_differs_is_named, 0, N_FIELDS);
	tcase_add_test(tcase, what_is_left_out_is_not_compared);
	tcase_add_test(tcase, options_are_compared_in_their_order);
	tcase_add_test(tcase, sack_blocks_shift_with_the_peers_numbers);
	tcase_add_test(tcase, segments_of_one_burst_are_one_line);
	tcase_add_test(tcase, what_is_not_as_long_as_its_forerunner_ends_a_burst);
	tcase_add_test(tcase, a_packet_in_between_that_is_not_listed_fails_the_next_line);
	tcase_add_test(tcase, what_is_sent_behind_the_last_line_does_not_matter);
	tcase_add_test(tcase, another_socket_is_another_connection);
	tcase_add_test(tcase, where_nothing_comes_that_is_said);
	tcase_add_loop_test(tcase, a_packet_may_be_early_or_late_by_the_tolerance, 0, N_TIMES);
	tcase_add_test(tcase, absolute_times_count_from_the_start);
	tcase_add_test(tcase, a_star_is_any_time);
	tcase_add_test(tcase, a_line_takes_what_was_sent_before_its_time);
	tcase_add_test(tcase, what_comes_too_late_fails_with_its_line);
	tcase_add_test(tcase, timestamps_that_are_echoed_are_those_that_were_sent);
	tcase_add_test(tcase, timestamps_are_compared_where_ticks_are_told);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
