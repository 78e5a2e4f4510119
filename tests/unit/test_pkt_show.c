/* SPDX-License-Identifier: MIT */
#include "lib/packetdrill/packets.h"
#include "pkt_play.h"
#include "tests/suite.h"

/* Packets as lines of scripts: what was parsed is written as it stood there, and each part where it is said to be. */

static struct tcpsim_drill *
parse(const char *line)
{
	struct tcpsim_diagnostics *diagnostics;
	struct tcpsim_drill *drill = tcpsim_drill_parse(line, strlen(line), "test.pkt", NULL, &diagnostics);

	ck_assert_msg(drill != NULL, "%s", line);
	tcpsim_diagnostics_free(diagnostics);
	ck_assert_uint_eq(drill->events->len, 1);
	return drill;
}

static struct pkt_shown
show(const struct tcpsim_drill *drill)
{
	const struct pkt_event *event = (const struct pkt_event *)g_ptr_array_index(drill->events, 0);
	struct pkt_shown shown;

	tcpsim_pkt_show(&shown, "+0", &event->packet);
	return shown;
}

static const char *const lines[] = {
	"+0 > S 0:0(0) <mss 1460,sackOK,TS val 100 ecr 0,nop,wscale 7>",
	"+0 < S. 0:0(0) ack 1 win 5792 <mss 1460,nop,nop,sackOK>",
	"+0 > . 1:1(0) ack 1",
	"+0 > SE. 0:0(0) ack 1 <...>",
	"+0 < SEW 0:0(0) win 100",
	"+0 < FP. 1:1001(1000) ack 1 win 257",
	"+0 > RW. 1:1(0) ack 1",
	"+0 < - 1:1(0) win 0",
	"+0 > ... 1:1(0) ack 1",
	"+0 < PU. 1:11(10) ack 1 win 257 urg 5",
	"+0 > . 1:...(100) ack 1",
	"+0 > . ...(100) ack 1",
	"+0 > R. 0!:0!(0) ack 1!",
	"+0 > . 1:1(0) ack 1 <nop,nop,sack 2001:3001 4001:5001>",
	"+0 > . 1:1(0) ack 1 <nop,nop,TS val 5! ecr 6>",
	"+0 > S 0:0(0) <FO,nop,nop>",
	"+0 > S 0:0(0) <FO 3021b9d889017eeb,nop,nop>",
	"+0 > S 0:0(0) <FOEXP 0011223344556677>",
	"+0 < S 0:0(0) win 1 <md5 00112233445566778899aabbccddeeff,eol,eol>",
	"+0 < S 0:0(0) win 1 <md5,nop,nop>",
	"+0 < S 0:0(0) win 1 <kind 99 0102>",
	"+0 > [ect0] . 1:1(0) ack 1",
	"+0 < [ce] . 1:1(0) ack 1 win 1",
	"+0 > [noecn] . 1:1(0) ack 1",
	"+0 > [ect01] . 1:1(0) ack 1",
	"+0 < [ect1] . 1:1(0) ack 1 win 1",
	"+0 > [tos 0x10] . 1:1(0) ack 1",
	"+0 > [ttl 64] . 1:1(0) ack 1",
	"+0 < udp (100)",
	"+0 < icmp unreachable frag_needed mtu 1400 [1:1001(1000)]",
	"+0 < icmp 3 3 [udp (100)]",
	"+0 > icmp unreachable port_unreachable [udp (100)]",
};

START_TEST(a_line_is_written_as_it_stands)
{
	struct tcpsim_drill *drill = parse(lines[_i]);
	struct pkt_shown shown = show(drill);

	ck_assert_str_eq(shown.text->str, lines[_i]);
	g_string_free(shown.text, TRUE);
	tcpsim_drill_free(drill);
}
END_TEST

START_TEST(each_part_is_where_it_is_said_to_be)
{
	static const struct {
		enum pkt_part part;
		const char *text;
	} rows[] = {
		{ PKT_PART_TIME, "+0" },
		{ PKT_PART_ECN, "[ect0] " },
		{ PKT_PART_TOS, "" },
		{ PKT_PART_FLAGS, "PU." },
		{ PKT_PART_SEQ, "1:11" },
		{ PKT_PART_LENGTH, "(10)" },
		{ PKT_PART_ACK, "ack 2" },
		{ PKT_PART_WIN, "win 3" },
		{ PKT_PART_URG, "urg 4" },
		{ PKT_PART_OPTIONS, "<nop,nop,sackOK>" },
		{ PKT_PART_ICMP, "" },
	};
	struct tcpsim_drill *drill = parse("+0 < [ect0] PU. 1:11(10) ack 2 win 3 urg 4 <nop,nop,sackOK>");
	struct pkt_shown shown = show(drill);

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		char *text = g_strndup(shown.text->str + shown.parts[rows[i].part].at, shown.parts[rows[i].part].n);

		ck_assert_str_eq(text, rows[i].text);
		g_free(text);
	}
	g_string_free(shown.text, TRUE);
	tcpsim_drill_free(drill);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("pkt_show");
	TCase *tcase = tcase_create("pkt_show");

	tcase_add_loop_test(tcase, a_line_is_written_as_it_stands, 0, (int)G_N_ELEMENTS(lines));
	tcase_add_test(tcase, each_part_is_where_it_is_said_to_be);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
