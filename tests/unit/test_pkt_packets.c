/* SPDX-License-Identifier: MIT */
#include "lib/packetdrill/packets.h"
#include "pkt_play.h"
#include "tests/suite.h"

/* What scripts inject: segments with any options, ICMP, UDP; and what options and directives of a script change. */

/* ---- segments ---- */

START_TEST(options_go_in_as_they_stand_there)
{
	/* RFC 9293 MUST-6: unknown options are ignored; MUST-64: options stand in any order. The MSS counts. */
	passes("// tcpsim: set window-scale off\n"
		"0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n"
		"+0 bind(3, ..., ...) = 0\n"
		"+0 listen(3, 1) = 0\n"
		"+0 < S 0:0(0) win 65535 <md5 00112233445566778899aabbccddeeff,nop,mss 700,nop,nop,nop,eol>\n"
		"+0 > S. 0:0(0) ack 1 <mss 1460>\n"
		"+0 < . 1:1(0) ack 1 win 65535\n"
		"+0 accept(3, ..., ...) = 4\n"
		"+0 write(4, ..., 1400) = 1400\n"
		"+0 > . 1:701(700) ack 1\n"
		"+0 > P. 701:1401(700) ack 1\n");
}
END_TEST

START_TEST(sack_blocks_are_in_the_numbers_of_the_host)
{
	/* RFC 6675 5: with three segments behind it SACKed, the first is lost, and it alone is sent again. */
	passes("// tcpsim: set sack on\n"
		"0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n"
		"+0 bind(3, ..., ...) = 0\n"
		"+0 listen(3, 1) = 0\n"
		"+0 < S 0:0(0) win 65535 <mss 1000,sackOK,nop,nop>\n"
		"+0 > S. 0:0(0) ack 1 <...>\n"
		"+0 < . 1:1(0) ack 1 win 65535\n"
		"+0 accept(3, ..., ...) = 4\n"
		"+0 write(4, ..., 5000) = 5000\n"
		"+0 > P. 1:5001(5000) ack 1\n"
		"+.1 < . 1:1(0) ack 1 win 65535 <nop,nop,sack 1001:4001>\n"
		"+0 > . 1:1001(1000) ack 1\n");
}
END_TEST

START_TEST(an_urgent_pointer_means_urg)
{
	/* 3.8.5: the user is told that urgent octets are ahead. */
	passes(ACCEPTED
		"+0 < P. 1:11(10) ack 1 win 65535 urg 5\n"
		"+0 poll([{fd=4, events=POLLPRI, revents=POLLPRI}], 1, 0) = 1\n"
		"+0 < PU. 11:21(10) ack 1 win 65535 urg 5\n");
}
END_TEST

START_TEST(a_segment_before_any_socket_is_reset)
{
	/* 3.10.7.1 */
	passes(
		"0 < S 0:0(0) win 1000 <mss 1460>\n"
		"+0 > R. 0:0(0) ack 1\n"
		"+0 < . 1:101(100) ack 77 win 1000\n"
		"+0 > R 77:77(0)\n"
		"+0 < R 5:5(0) win 0\n");
}
END_TEST

START_TEST(marks_go_into_the_ip_header)
{
	/* RFC 3168 6.1.3: CE is told to the sender by ECE. */
	static const char script[] =
		"// tcpsim: set ecn on\n"
		"// tcpsim: set window-scale off\n"
		"// tcpsim: set delayed-ack 0s\n"
		"0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n"
		"+0 bind(3, ..., ...) = 0\n"
		"+0 listen(3, 1) = 0\n"
		"+0 < SEW 0:0(0) win 65535 <mss 1000>\n"
		"+0 > [noecn] SE. 0:0(0) ack 1 <...>\n"
		"+0 < . 1:1(0) ack 1 win 65535\n"
		"+0 < %s P. 1:101(100) ack 1 win 65535\n"
		"+0 > %s 1:1(0) ack 101\n";
	static const struct {
		const char *mark, *flags;
	} rows[] = {
		{ "[ce]", "E." }, { "[ect0]", "." }, { "[ect1]", "." }, { "[noecn]", "." }, { "[tos 0x3]", "E." },
		{ "[tos 0x2]", "." },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		char *text = g_strdup_printf(script, rows[i].mark, rows[i].flags);

		passes(text);
		g_free(text);
	}
}
END_TEST

START_TEST(dscp_and_ttl_stand_in_the_trace)
{
	struct tcpsim_drill_result *result = play("0 < [tos 0xb8] [ttl 7] S 0:0(0) win 1000\n");
	const struct tcpsim_record *records;
	size_t n;

	records = tcpsim_trace_records(tcpsim_drill_trace(result), &n);
	ck_assert_uint_gt(n, 0);
	ck_assert_uint_eq(records[0].kind, TCPSIM_RECORD_INJECT);
	ck_assert_uint_eq(records[0].dscp, 0xb8 >> 2);
	ck_assert_uint_eq(records[0].ttl, 7);
	ck_assert_uint_eq(records[0].line, 1);
	tcpsim_drill_result_free(result);
}
END_TEST

/* ---- ICMP ---- */

START_TEST(an_icmp_message_quotes_the_hosts_numbers)
{
	/* RFC 1191 6.4: what is too large is sent again in smaller pieces. The first quote is of nothing under way. */
	passes(ACCEPTED NODELAY
		"+0 write(4, ..., 900) = 900\n"
		"+0 > P. 1:901(900) ack 1\n"
		"+.01 < icmp unreachable frag_needed mtu 640 [2001:2901(900)]\n"
		"+.01 < icmp unreachable frag_needed mtu 640 [1:901(900)]\n"
		"+0 > . 1:601(600) ack 1\n"
		"+0 > P. 601:901(300) ack 1\n");
}
END_TEST

START_TEST(an_icmp_message_may_have_numbers_instead_of_words)
{
	/* RFC 1122 4.2.3.9: a port unreachable ends a connection that is being opened. */
	static const char script[] =
		"0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n"
		"0...0.1 connect(3, ..., ...) = -1 ECONNREFUSED\n"
		"0 > S 0:0(0) <...>\n"
		"0.1 < icmp %s [0:0(0)]\n";
	static const char types[2][32] = { "unreachable port_unreachable", "3 3" };

	for (size_t i = 0; i < G_N_ELEMENTS(types); i++) {
		char *text = g_strdup_printf(script, types[i]);

		passes(text);
		g_free(text);
	}
}
END_TEST

START_TEST(words_of_icmp_are_those_of_their_version)
{
	passes("--ip_version=ipv6\n"
		"0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n"
		"0...0.1 connect(3, ..., ...) = -1 ECONNREFUSED\n"
		"0 > S 0:0(0) <...>\n"
		"0.1 < icmp 1 4 [0:0(0)]\n");
	ends("--ip_version=ipv6\n0 < icmp source_quench [0:0(0)]\n", TCPSIM_DRILL_SKIP, 2,
		"ICMP message `source_quench` of IPv6");
	ends("0 < icmp redirect [0:0(0)]\n", TCPSIM_DRILL_SKIP, 1, "ICMP message 5/0 of IPv4");
}
END_TEST

START_TEST(a_closed_port_of_udp_is_told_by_icmp)
{
	/* RFC 1122 4.1.3.1 */
	passes("0 < udp (100)\n+0 > icmp unreachable port_unreachable [udp (100)]\n");
	fails("0 < udp (100)\n+0 > icmp unreachable host_unreachable [udp (100)]\n", 2, "icmp",
		"icmp unreachable host_unreachable", "icmp unreachable port_unreachable");
	fails("0 < udp (100)\n+0 > . 1:1(0) ack 1\n", 2, "packet", ". 1:1(0) ack 1", "icmp 3 3");
}
END_TEST

/* ---- UDP ---- */

START_TEST(datagrams_go_both_ways)
{
	passes("0 socket(..., SOCK_DGRAM, IPPROTO_UDP) = 3\n"
		"+0 bind(3, ..., ...) = 0\n"
		"+.1 < udp (100)\n"
		"+0 recvfrom(3, ..., 1000, 0, ..., ...) = 100\n"
		"+0 sendto(3, ..., 50, 0, ..., ...) = 50\n");
	fails("0 socket(..., SOCK_DGRAM, IPPROTO_UDP) = 3\n"
		"+0 connect(3, ..., ...) = 0\n"
		"+0 write(3, ..., 100) = 100\n"
		"+0 > udp (99)\n", 4, "length", "(99)", "(100)");
}
END_TEST

/* ---- options of the script ---- */

START_TEST(sizes_and_versions_are_those_of_the_script)
{
	/* 3.7.1: the MSS is the MTU without the headers. */
	static const struct {
		const char *option;
		unsigned mss;
	} rows[] = {
		{ "--mtu=1000", 960 }, { "--mss=800", 800 }, { "--ip_version=ipv6", 1440 },
		{ "--ip_version=ipv4", 1460 }, { "--ip_version=ipv4-mapped-ipv6", 1460 },
		{ "--local_ip=10.0.0.1 --remote_ip=10.0.0.2", 1460 },
		{ "--verbose --speed=1000000 --non_fatal=packet", 1460 },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		char *text = g_strdup_printf("%s\n// tcpsim: set window-scale off\n"
			"0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n"
			"+0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK) = 0\n"
			"+0 connect(3, ..., ...) = -1 EINPROGRESS\n"
			"+0 > S 0:0(0) <mss %u>\n", rows[i].option, rows[i].mss);

		passes(text);
		g_free(text);
	}
}
END_TEST

START_TEST(a_script_option_that_means_another_way_to_play_is_skipped)
{
	ends("--wire_client\n0 < S 0:0(0) win 1\n", TCPSIM_DRILL_SKIP, 1, "script option --wire_client");
	ends("--mtu=1\n0 < S 0:0(0) win 1\n", TCPSIM_DRILL_SKIP, 1, "script option --mtu: no such size is possible");
	ends("--ip_version=ipv5\n0 < S 0:0(0) win 1\n", TCPSIM_DRILL_SKIP, 1,
		"script option --ip_version: it is ipv4, ipv4-mapped-ipv6 or ipv6");
	ends("--bind_port=65536\n0 < S 0:0(0) win 1\n", TCPSIM_DRILL_SKIP, 1,
		"script option --bind_port: it needs a number that is not too large");
	ends("--tolerance_percent=x\n0 < S 0:0(0) win 1\n", TCPSIM_DRILL_SKIP, 1,
		"script option --tolerance_percent: it needs a number from 0 to 100");
}
END_TEST

START_TEST(nothing_is_played_in_a_dry_run)
{
	ends("--dry_run\n0 > S 0:0(0)\n", TCPSIM_DRILL_SKIP, 1, "dry run: nothing is played");
	ends("--dry_run=0\n0 > S 0:0(0)\n", TCPSIM_DRILL_FAIL, 2,
		"a packet was expected here, and none was sent until 0.004 s");
}
END_TEST

START_TEST(where_no_event_is_left_nothing_passes)
{
	/* As with --dry_run: what nobody plays was not shown. */
	ends("#ifdef NOBODY\n0 > S 0:0(0)\n#endif\n", TCPSIM_DRILL_SKIP, 1, "no event is left");
	ends("#ifndef RFC9293\n0 > S 0:0(0)\n#else\n// nothing\n#endif\n", TCPSIM_DRILL_SKIP, 1, "no event is left");
}
END_TEST

START_TEST(settings_of_the_caller_count_last)
{
	static const char text[] = "// tcpsim: set ttl 5\n0 < S 0:0(0) win 1000\n+0 > [ttl 6] R. 0:0(0) ack 1\n";
	static const char *const right[] = { "msl=1s", "ttl=6", NULL }, *const wrong[] = { "ttl=0", NULL };
	static const char *const unknown[] = { "time=6", NULL };
	struct tcpsim_drill_options options = { .policy = right };
	struct tcpsim_drill_result *result = play_with(text, &options);

	ck_assert_int_eq(result->verdict, TCPSIM_DRILL_PASS);
	tcpsim_drill_result_free(result);
	options.policy = wrong;
	result = play_with(text, &options);
	ck_assert_int_eq(result->verdict, TCPSIM_DRILL_FAIL);
	ck_assert_uint_eq(result->line, 0);
	tcpsim_drill_result_free(result);
	options.policy = unknown;
	result = play_with(text, &options);
	ck_assert_str_eq(result->words, "there is no setting time");
	tcpsim_drill_result_free(result);
}
END_TEST

START_TEST(a_play_can_be_stopped)
{
	const volatile int stop = 1;
	const struct tcpsim_drill_options options = { .stop = &stop };
	struct tcpsim_drill_result *result = play_with("0 < S 0:0(0) win 1000\n+0 > R. 0:0(0) ack 1\n", &options);

	ck_assert_int_eq(result->verdict, TCPSIM_DRILL_SKIP);
	ck_assert_str_eq(result->words, "it was stopped");
	tcpsim_drill_result_free(result);
}
END_TEST

/* ---- words ---- */

START_TEST(each_type_and_code_has_its_word)
{
	static const unsigned versions[] = { 4, 6 };
	unsigned n = 0;

	for (size_t i = 0; i < G_N_ELEMENTS(versions); i++) {
		for (unsigned type = 0; type <= UINT8_MAX; type++) {
			const char *word = tcpsim_pkt_icmp_type_word(versions[i], (uint8_t)type), *unknown = NULL;
			struct pkt_icmp icmp = { .type_word = (char *)word };
			uint8_t got_type = 0, got_code = 0;

			if (word == NULL)
				continue;
			n++;
			ck_assert(tcpsim_pkt_icmp_type(versions[i], &icmp, &got_type, &got_code, &unknown));
			ck_assert_uint_eq(got_type, type);
			ck_assert_uint_eq(got_code, 0);
			icmp.code_word = (char *)"nowhere";
			ck_assert(!tcpsim_pkt_icmp_type(versions[i], &icmp, &got_type, &got_code, &unknown));
			ck_assert_str_eq(unknown, "nowhere");
		}
	}
	ck_assert_uint_eq(n, 13 + 6);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("pkt_packets");
	TCase *tcase = tcase_create("pkt_packets");

	tcase_add_test(tcase, options_go_in_as_they_stand_there);
	tcase_add_test(tcase, sack_blocks_are_in_the_numbers_of_the_host);
	tcase_add_test(tcase, an_urgent_pointer_means_urg);
	tcase_add_test(tcase, a_segment_before_any_socket_is_reset);
	tcase_add_test(tcase, marks_go_into_the_ip_header);
	tcase_add_test(tcase, dscp_and_ttl_stand_in_the_trace);
	tcase_add_test(tcase, an_icmp_message_quotes_the_hosts_numbers);
	tcase_add_test(tcase, an_icmp_message_may_have_numbers_instead_of_words);
	tcase_add_test(tcase, words_of_icmp_are_those_of_their_version);
	tcase_add_test(tcase, a_closed_port_of_udp_is_told_by_icmp);
	tcase_add_test(tcase, datagrams_go_both_ways);
	tcase_add_test(tcase, sizes_and_versions_are_those_of_the_script);
	tcase_add_test(tcase, a_script_option_that_means_another_way_to_play_is_skipped);
	tcase_add_test(tcase, nothing_is_played_in_a_dry_run);
	tcase_add_test(tcase, where_no_event_is_left_nothing_passes);
	tcase_add_test(tcase, settings_of_the_caller_count_last);
	tcase_add_test(tcase, a_play_can_be_stopped);
	tcase_add_test(tcase, each_type_and_code_has_its_word);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
