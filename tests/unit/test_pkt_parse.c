/* SPDX-License-Identifier: MIT */
/* Scripts and the tree that they make: both dialects of packetdrill, docs/packetdrill.md. */
#include <string.h>

#include "tests/suite.h"
#include "tests/unit/pkt_told.h"

/* Parse what must be right. */
static struct tcpsim_drill *
parse_with(const char *text, const char *const *defines, const char *profile)
{
	struct tcpsim_drill_options options = { .defines = defines, .profile = profile };
	struct tcpsim_diagnostics *diagnostics = NULL;
	struct tcpsim_drill *drill = tcpsim_drill_parse(text, strlen(text), "test.pkt", &options, &diagnostics);
	char *words = tcpsim_diagnostics_n(diagnostics) > 0 ? tcpsim_diagnostics_format(diagnostics, 0) : NULL;

	ck_assert_msg(drill != NULL && words == NULL, "%s", words);
	tcpsim_diagnostics_free(diagnostics);
	return drill;
}

static const struct pkt_event *
event_of(const struct tcpsim_drill *drill, guint i)
{
	ck_assert_uint_lt(i, drill->events->len);
	return g_ptr_array_index(drill->events, i);
}

static const struct {
	const char *line, *told;
} rows[] = {
	/* times */
	{ "0 close(3) = 0", "0 close(3) = 0" },
	{ ".1 close(3) = 0", "100000 close(3) = 0" },
	{ "0.1234567 close(3) = 0", "123457 close(3) = 0" },
	{ "0.12345649 close(3) = 0", "123456 close(3) = 0" },
	{ "+0 close(3) = 0", "+0 close(3) = 0" },
	{ "+.1 close(3) = 0", "+100000 close(3) = 0" },
	{ "+0~+.2 > . 1:1(0) ack 1", "+0~200000 > tcp 10 seq=1 end=1 length=0 ack=1" },
	{ "0.1~0.3 > . 1:1(0) ack 1", "100000~300000 > tcp 10 seq=1 end=1 length=0 ack=1" },
	{ "* > . 1:1(0) ack 1", "* > tcp 10 seq=1 end=1 length=0 ack=1" },
	{ "+0...0.5 read(4, ..., 10) = 10", "+0...500000 read(4, ..., 10) = 10" },
	{ "0...0.2 read(4, ..., 10) = 10", "0...200000 read(4, ..., 10) = 10" },
	{ "0.100...0.200 accept(3, ..., ...) = 4", "100000...200000 accept(3, ..., ...) = 4" },
	/* flags: FIN 01, SYN 02, RST 04, PSH 08, ACK 10, URG 20, ECE 40, CWR 80 (RFC 9293 3.1, RFC 3168 23.2) */
	{ "+0 < S 0:0(0) win 100", "+0 < tcp 02 seq=0 end=0 length=0 win=100" },
	{ "+0 > SEW 0:0(0)", "+0 > tcp c2 seq=0 end=0 length=0" },
	{ "+0 > SE. 0:0(0) ack 1", "+0 > tcp 52 seq=0 end=0 length=0 ack=1" },
	{ "+0 > FP. 1:11(10) ack 1", "+0 > tcp 19 seq=1 end=11 length=10 ack=1" },
	{ "+0 > R 1:1(0)", "+0 > tcp 04 seq=1 end=1 length=0" },
	{ "+0 > U. 1:2(1) ack 1 urg 1", "+0 > tcp 30 seq=1 end=2 length=1 ack=1 urg=1" },
	{ "+0 < - 1:11(10) win 100", "+0 < tcp 00 seq=1 end=11 length=10 win=100" },
	{ "+0 > ... 1:1(0)", "+0 > tcp 00 any-flags seq=1 end=1 length=0" },
	{ "+0 > SA 0:0(0)", "+0 skipped AccECN > tcp 02 seq=0 end=0 length=0" },
	{ "+0 > P5. 1:11(10) ack 1", "+0 skipped AccECN > tcp 18 seq=1 end=11 length=10 ack=1" },
	{ "+0 > 5. 1:11(10) ack 1", "+0 skipped AccECN > tcp 10 seq=1 end=11 length=10 ack=1" },
	/* numbers */
	{ "+0 > . 4294967295:9(10) ack 0", "+0 > tcp 10 seq=4294967295 end=9 length=10 ack=0" },
	{ "+0 > . 1:... ack 1", "+0 > tcp 10 seq=1 ack=1" },
	{ "+0 > . 1:...(20) ack 1", "+0 > tcp 10 seq=1 length=20 ack=1" },
	{ "+0 > . ...(20) ack 1", "+0 > tcp 10 length=20 ack=1" },
	{ "+0 < R 0:0(0)! win 0", "+0 < tcp 04 seq=0! end=0! length=0 win=0" },
	{ "+0 < R 7!:7!(0) ack 5! win 0", "+0 < tcp 04 seq=7! end=7! length=0 ack=5! win=0" },
	{ "+0 < . 1:1(0) ack 0x10 win 0xffff", "+0 < tcp 10 seq=1 end=1 length=0 ack=16 win=65535" },
	/* options */
	{ "+0 > . 1:1(0) ack 1 <>", "+0 > tcp 10 seq=1 end=1 length=0 ack=1" },
	{ "+0 > . 1:1(0) ack 1 <...>", "+0 > tcp 10 seq=1 end=1 length=0 ack=1 <...>" },
	{ "+0 < S 0:0(0) win 100 <mss 1460,sackOK,TS val 100 ecr 0,nop,wscale 7>",
		"+0 < tcp 02 seq=0 end=0 length=0 win=100 < mss 1460 sackOK TS val=100 ecr=0 nop wscale 7>" },
	{ "+0 > . 1:1(0) ack 1 <nop,nop,sack 1:11 21:31>",
		"+0 > tcp 10 seq=1 end=1 length=0 ack=1 < nop nop sack 1:11 21:31>" },
	{ "+0 > . 1:1(0) ack 1 <nop,nop,TS val 1! ecr 2!>",
		"+0 > tcp 10 seq=1 end=1 length=0 ack=1 < nop nop TS val=1! ecr=2!>" },
	{ "+0 > S 0:0(0) <FO>", "+0 > tcp 02 seq=0 end=0 length=0 < FO>" },
	{ "+0 > S 0:0(0) <FO 01234567>", "+0 > tcp 02 seq=0 end=0 length=0 < FO 01234567>" },
	{ "+0 > S 0:0(0) <FO 9abc,nop>", "+0 > tcp 02 seq=0 end=0 length=0 < FO 9abc nop>" },
	{ "+0 > S 0:0(0) <FO abcdef98,eol>", "+0 > tcp 02 seq=0 end=0 length=0 < FO abcdef98 eol>" },
	{ "+0 > S 0:0(0) <FOEXP 0xabcd>", "+0 > tcp 02 seq=0 end=0 length=0 < FOEXP abcd>" },
	{ "+0 > S 0:0(0) <md5>", "+0 > tcp 02 seq=0 end=0 length=0 < md5>" },
	{ "+0 > S 0:0(0) <kind 30 00ff>", "+0 > tcp 02 seq=0 end=0 length=0 < kind 30 00ff>" },
	{ "+0 > S 0:0(0) <mp_capable a b, mss 10>",
		"+0 skipped Multipath TCP > tcp 02 seq=0 end=0 length=0 < mss 10>" },
	/* marks of the IP header */
	{ "+0 > [ect0] . 1:1(0) ack 1", "+0 > ect0 tcp 10 seq=1 end=1 length=0 ack=1" },
	{ "+0 < [ce] . 1:1(0) ack 1 win 1", "+0 < ce tcp 10 seq=1 end=1 length=0 ack=1 win=1" },
	{ "+0 > [noecn] . 1:1(0) ack 1", "+0 > noecn tcp 10 seq=1 end=1 length=0 ack=1" },
	{ "+0 > [ect01,tos 0x2] . 1:1(0) ack 1", "+0 > ect01 tos=2 tcp 10 seq=1 end=1 length=0 ack=1" },
	{ "+0 > (ttl 64) . 1:1(0) ack 1", "+0 > ttl=64 tcp 10 seq=1 end=1 length=0 ack=1" },
	{ "+0 > [flowlabel 0x12345, ect1] . 1:1(0) ack 1",
		"+0 > ect1 flowlabel=74565 tcp 10 seq=1 end=1 length=0 ack=1" },
	/* ICMP */
	{ "+0 < icmp unreachable host_unreachable", "+0 < icmp unreachable host_unreachable" },
	{ "+0 < icmp unreachable frag_needed mtu 1200 [1:1461(1460)]",
		"+0 < icmp unreachable frag_needed mtu=1200 about tcp seq=1 end=1461 length=1460" },
	{ "+0 < [1:1461(1460)] icmp unreachable frag_needed mtu 1200",
		"+0 < icmp unreachable frag_needed mtu=1200 about tcp seq=1 end=1461 length=1460" },
	{ "+0 < icmp 3 4", "+0 < icmp type=3 code=4" },
	{ "+0 < [udp (100)] icmp unreachable port_unreachable",
		"+0 < icmp unreachable port_unreachable about udp octets=100" },
	{ "+0 < icmp echo_request id 5", "+0 skipped ICMP echo < icmp echo_request" },
	/* UDP and what is not played */
	{ "+0 < udp (100)", "+0 < udp octets=100" },
	{ "+0 > udp(4000 > 5000) (100)", "+0 > udp from=4000 to=5000 octets=100" },
	{ "+0 > sctp: INIT[flgs=0, tag=1,\n\tos=10]", "+0 skipped SCTP > tcp 00" },
	{ "+0 > ipv4 1.1.1.1 > 2.2.2.2: gre: . 1:1(0) ack 1", "+0 skipped IP in IP > tcp 00" },
	{ "+0 > [ect0] gre: . 1:1(0) ack 1", "+0 skipped GRE > ect0 tcp 00" },
	{ "+0 < S/udp(1 > 2) 0:0(0)", "+0 skipped TCP in UDP < tcp 02" },
	{ "+0 < S 0:0(0) win 1 /udp(1 > 2)", "+0 skipped TCP in UDP < tcp 02 seq=0 end=0 length=0 win=1" },
	/* calls */
	{ "+0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3", "+0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3" },
	{ "+0 setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0",
		"+0 setsockopt(3, SOL_SOCKET, SO_REUSEADDR, list(1), 4) = 0" },
	{ "+0 fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK | 0x4) = 0", "+0 fcntl(3, F_SETFL, or(O_RDWR, O_NONBLOCK, 4)) = 0" },
	{ "+0 fcntl(3, F_GETFL) = 0x2 (flags O_RDWR)", "+0 fcntl(3, F_GETFL) = 2 (flags O_RDWR)" },
	{ "+0 connect(3, ..., ...) = -1 EINPROGRESS (Operation now in progress)",
		"+0 connect(3, ..., ...) = -1 EINPROGRESS (Operation now in progress)" },
	{ "+0 bind(3, ..., ...) = -1 EADDRNOTAVAIL (Can't assign (any) address)",
		"+0 bind(3, ..., ...) = -1 EADDRNOTAVAIL (Can't assign (any) address)" },
	{ "+0 read(3, ..., 1) = -1 EAGAIN", "+0 read(3, ..., 1) = -1 EAGAIN" },
	{ "+0 read(3, ..., 1) = ?", "+0 read(3, ..., 1)" },
	{ "+0 read(3, ..., 1) = ...", "+0 read(3, ..., 1)" },
	{ "+0 read(3, ..., 1)", "+0 read(3, ..., 1)" },
	{ "+0 poll([{fd=3, events=POLLIN, revents=~POLLIN}], 1, 0) = 1",
		"+0 poll(list(struct(field fd(3), field events(POLLIN), field revents(not(POLLIN)))), 1, 0) = 1" },
	{ "+0 bind(3, {sa_family = AF_INET, sin_port = htons(8080), sin_addr = inet_addr(\"1.2.3.4\")}, 16) = 0",
		"+0 bind(3, struct(field sa_family(AF_INET), field sin_port(htons(8080)), field sin_addr("
		"inet_addr(\"1.2.3.4\"))), 16) = 0" },
	{ "+0 sendmsg(3, {msg_name(...)=..., msg_iov(1)=[{..., 10}], msg_flags=0}, 0) = 10",
		"+0 sendmsg(3, struct(assigned(msg_name(...), ...), assigned(msg_iov(1), list(struct(..., 10))),"
		" field msg_flags(0)), 0) = 10" },
	{ "+0 f(-1, 0.5, -0.25, (2), [], {}, {1, 2,}) = -5",
		"+0 f(-1, 0.500, -0.250, 2, list(), struct(), struct(1, 2)) = -5" },
	{ "+0 f(ack, win, urg, mtu, icmp, udp) = 18446744073709551615", "+0 f(ack, win, urg, mtu, icmp, udp) = -1" },
	{ "+0 f(1,\n   2)\n  = 3", "+0 f(1, 2) = 3" },
	/* commands and code */
	{ "+0 `sysctl -w net.ipv4.tcp_sack=0`", "+0 command {sysctl -w net.ipv4.tcp_sack=0}" },
	{ "+0 %{ assert tcpi_state == 1 }%", "+0 code { assert tcpi_state == 1 }" },
	{ "+0 %{\na = {1: '}}'}\n#else // no comment\n}%", "+0 code {\na = {1: '}}'}\n#else // no comment\n}" },
};

START_TEST(an_event)
{
	struct tcpsim_drill *drill = parse_with(rows[_i].line, NULL, NULL);
	char *told = told_event(event_of(drill, 0));
	const char *expected = rows[_i].told;

	ck_assert_uint_eq(drill->events->len, 1);
	ck_assert_str_eq(told, expected);
	g_free(told);
	tcpsim_drill_free(drill);
}
END_TEST

START_TEST(a_string_may_hold_any_octet)
{
	struct tcpsim_drill *drill = parse_with("0 write(3, \"a\\n\\x41\\102\\0c\\\"\", 7) = 7", NULL, NULL);
	const struct pkt_expression *text = g_ptr_array_index(event_of(drill, 0)->call.arguments, 1);

	ck_assert_uint_eq(text->octets, 7);
	ck_assert_mem_eq(text->text, "a\nAB\0c\"", 7);
	tcpsim_drill_free(drill);
}
END_TEST

START_TEST(options_stand_at_the_top)
{
	static const char text[] = "--tolerance_usecs=10000 --mtu=1500\n// a comment\n--strict_segments\n"
				   "--local_ip=\"1.2.3.4\"\n`init`\n0 close(3) = 0\n";
	static const char *const names[] = { "tolerance_usecs", "mtu", "strict_segments", "local_ip" };
	static const char *const values[] = { "10000", "1500", NULL, "1.2.3.4" };
	struct tcpsim_drill *drill = parse_with(text, NULL, NULL);
	char *init = told_event(event_of(drill, 0));

	ck_assert_uint_eq(drill->options->len, 4);
	for (guint i = 0; i < drill->options->len; i++) {
		const struct pkt_option_line *line = g_ptr_array_index(drill->options, i);

		ck_assert_str_eq(line->name, names[i]);
		ck_assert_pstr_eq(line->value, values[i]);
	}
	ck_assert_str_eq(init, "0 command {init}");
	ck_assert_uint_eq(drill->events->len, 2);
	g_free(init);
	tcpsim_drill_free(drill);
}
END_TEST

START_TEST(words_are_replaced)
{
	static const char *const defines[] = { "COOKIE=9abcdef0", "NUMBER=1460", "MINUS=-1", "WHO=close", "ALONE",
		NULL };
	static const char *const lines[][2] = {
		{ "0 > S 0:0(0) <mss NUMBER,FO COOKIE>", "0 > tcp 02 seq=0 end=0 length=0 < mss 1460 FO 9abcdef0>" },
		{ "0 WHO(NUMBER, \"NUMBER\", ALONE) = MINUS", "0 close(1460, \"NUMBER\", ALONE) = -1" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(lines); i++) {
		struct tcpsim_drill *drill = parse_with(lines[i][0], defines, NULL);
		char *told = told_event(event_of(drill, 0));

		ck_assert_str_eq(told, lines[i][1]);
		g_free(told);
		tcpsim_drill_free(drill);
	}
}
END_TEST

/* What is left out may be anything, but for nested conditions. */
static const char conditional[] = "#ifdef LINUX\n"
				  "0 linux() = 0\n"
				  "#ifdef INNER\n"
				  "+0 inner() = 0\n"
				  "#else\n"
				  "+0 outer() = 0\n"
				  "#endif\n"
				  "#else\n"
				  "0 other() = 0 }}} ` %{ \" {\n"
				  "  #ifndef INNER\n"
				  "#else\n"
				  "  #endif\n"
				  "#endif\n"
				  "# a comment\n"
				  "#comment, too\n"
				  "+0 close(3) = 0 # and here\n";

static const struct {
	const char *profile, *define, *names;
} conditions[] = {
	{ "linux", NULL, "linux outer close " },
	{ "linux", "INNER", "linux inner close " },
	{ NULL, "LINUX=1", "linux outer close " },
};

START_TEST(a_part_is_left_out)
{
	const char *const defines[] = { conditions[_i].define, NULL };
	struct tcpsim_drill *drill = parse_with(conditional, defines, conditions[_i].profile);
	GString *names = g_string_new(NULL);

	for (guint i = 0; i < drill->events->len; i++)
		g_string_append_printf(names, "%s ", event_of(drill, i)->call.name);
	ck_assert_str_eq(names->str, conditions[_i].names);
	g_string_free(names, TRUE);
	tcpsim_drill_free(drill);
}
END_TEST

START_TEST(directives_are_kept_and_name_the_profile)
{
	static const char text[] = "// tcpsim: profile linux\n//tcpsim:  set   msl 30s\n// tcpsimulator: no\n"
				   "#ifndef LINUX\n// tcpsim: profile freebsd\n#endif\n0 close(3) = 0\n";
	struct tcpsim_drill *drill = parse_with(text, NULL, NULL);
	struct tcpsim_drill_options options = { .profile = "freebsd" };

	ck_assert_uint_eq(drill->directives->len, 2);
	ck_assert_str_eq(g_ptr_array_index(drill->directives, 0), "profile linux");
	ck_assert_str_eq(g_ptr_array_index(drill->directives, 1), "set msl 30s");
	ck_assert_str_eq(tcpsim_drill_profile(drill, NULL)->name, "linux");
	ck_assert_str_eq(tcpsim_drill_profile(drill, &options)->name, "freebsd");
	tcpsim_drill_free(drill);
}
END_TEST

START_TEST(events_know_their_places)
{
	static const char text[] = "0 socket(...,\n  2, 3) = 3\n  +0 > . 1:1(0) ack 1 <nop> // ä\n\t+0 `x`";
	struct tcpsim_drill *drill = parse_with(text, NULL, NULL);
	const struct pkt_event *packet = event_of(drill, 1);

	ck_assert_uint_eq(event_of(drill, 0)->loc.line, 1);
	ck_assert_uint_eq(event_of(drill, 0)->loc.column, 1);
	ck_assert_uint_eq(packet->loc.line, 3);
	ck_assert_uint_eq(packet->loc.column, 3);
	ck_assert_uint_eq(packet->loc.length, strlen("+0 > . 1:1(0) ack 1 <nop>"));
	ck_assert_uint_eq(packet->packet.tcp.ack.loc.column, 21);
	ck_assert_uint_eq(packet->packet.tcp.options_loc.column, 23);
	ck_assert_uint_eq(event_of(drill, 2)->text_loc.column, 5);
	tcpsim_drill_free(drill);
}
END_TEST

/* A second error is found, too, and one that follows from the first is not told. */
START_TEST(errors_of_several_lines_are_told)
{
	static const char text[] = "0 close(3 = 0\n+0 > S 0:0(0)\n+0 close(4) = 0\n+0 > X 0:0(0)\n";
	struct tcpsim_diagnostics *diagnostics = NULL;
	struct tcpsim_drill *drill = tcpsim_drill_parse(text, strlen(text), "test.pkt", NULL, &diagnostics);

	ck_assert_ptr_null(drill);
	ck_assert_uint_eq(tcpsim_diagnostics_n(diagnostics), 2);
	ck_assert_uint_eq(tcpsim_diagnostics_get(diagnostics, 0)->line, 1);
	ck_assert_uint_eq(tcpsim_diagnostics_get(diagnostics, 1)->line, 4);
	tcpsim_diagnostics_free(diagnostics);
}
END_TEST

START_TEST(a_script_that_is_too_long_is_refused)
{
	size_t n = (size_t)16 * 1024 * 1024 + 1;
	char *text = g_malloc0(n);
	struct tcpsim_diagnostics *diagnostics = NULL;

	ck_assert_ptr_null(tcpsim_drill_parse(text, n, "test.pkt", NULL, &diagnostics));
	ck_assert_str_eq(tcpsim_diagnostics_get(diagnostics, 0)->words, "a script has at most 16 MiB");
	tcpsim_diagnostics_free(diagnostics);
	g_free(text);
}
END_TEST

START_TEST(a_script_without_an_event_is_refused)
{
	static const char *const texts[] = { "", "\n\n", "// nothing\n", "--mtu=1400\n",
		"#ifdef NOBODY\n// nothing\n#endif\n" };
	struct tcpsim_diagnostics *diagnostics = NULL;
	const char *text = texts[_i];

	ck_assert_ptr_null(tcpsim_drill_parse(text, strlen(text), "test.pkt", NULL, &diagnostics));
	ck_assert_uint_eq(tcpsim_diagnostics_n(diagnostics), 1);
	ck_assert_str_eq(tcpsim_diagnostics_get(diagnostics, 0)->words, "a script has at least one event");
	ck_assert_uint_eq(tcpsim_diagnostics_get(diagnostics, 0)->line, 1);
	tcpsim_diagnostics_free(diagnostics);
	tcpsim_drill_free(NULL);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("packetdrill scripts");
	TCase *tcase = tcase_create("tree");

	tcase_add_loop_test(tcase, an_event, 0, (int)G_N_ELEMENTS(rows));
	tcase_add_test(tcase, a_string_may_hold_any_octet);
	tcase_add_test(tcase, options_stand_at_the_top);
	tcase_add_test(tcase, words_are_replaced);
	tcase_add_loop_test(tcase, a_part_is_left_out, 0, (int)G_N_ELEMENTS(conditions));
	tcase_add_test(tcase, directives_are_kept_and_name_the_profile);
	tcase_add_test(tcase, events_know_their_places);
	tcase_add_test(tcase, errors_of_several_lines_are_told);
	tcase_add_test(tcase, a_script_that_is_too_long_is_refused);
	tcase_add_loop_test(tcase, a_script_without_an_event_is_refused, 0, 5);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
