/* SPDX-License-Identifier: MIT */
/* A segment: its length in the sequence space (RFC 9293 3.4) and its notation (figures 6 to 13). */
#include <string.h>

#include <tcpsim/segment.h>

#include "tests/suite.h"

static struct tcpsim_segment
segment(uint32_t seq, uint32_t ack, uint8_t ctl, uint32_t text_bytes)
{
	struct tcpsim_segment seg;

	memset(&seg, 0, sizeof seg);
	seg.seq = tcpsim_seq_make(seq);
	seg.ack = tcpsim_seq_make(ack);
	seg.ctl = ctl;
	seg.text_bytes = text_bytes;
	return seg;
}

START_TEST(syn_and_fin_count_and_ack_and_rst_do_not)
{
	static const struct {
		uint8_t ctl;
		uint32_t text_bytes, len;
	} rows[] = {
		{ 0, 0, 0 },
		{ TCPSIM_ACK, 0, 0 },
		{ TCPSIM_RST | TCPSIM_ACK, 0, 0 },
		{ TCPSIM_PSH | TCPSIM_URG | TCPSIM_ACK, 0, 0 },
		{ TCPSIM_SYN, 0, 1 },
		{ TCPSIM_FIN | TCPSIM_ACK, 0, 1 },
		{ TCPSIM_SYN | TCPSIM_FIN, 0, 2 },
		{ TCPSIM_ACK, 10, 10 },
		{ TCPSIM_SYN, 10, 11 },
		{ TCPSIM_SYN | TCPSIM_FIN | TCPSIM_ACK, 10, 12 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct tcpsim_segment seg = segment(UINT32_MAX, 0, rows[i].ctl, rows[i].text_bytes);

		ck_assert_uint_eq(tcpsim_segment_len(&seg), rows[i].len);
		ck_assert_uint_eq(tcpsim_segment_end(&seg).n, UINT32_MAX + rows[i].len);
	}
}
END_TEST

/* The notation is that of the figures of 3.5 and 3.6. */
START_TEST(a_segment_is_written_as_in_the_figures)
{
	static const struct {
		uint32_t seq, ack;
		uint8_t ctl;
		uint32_t text_bytes;
		const char *words;
	} rows[] = {
		{ 100, 7, TCPSIM_SYN, 0, "<SEQ=100><CTL=SYN>" },
		{ 300, 101, TCPSIM_SYN | TCPSIM_ACK, 0, "<SEQ=300><ACK=101><CTL=SYN,ACK>" },
		{ 101, 301, TCPSIM_ACK, 0, "<SEQ=101><ACK=301><CTL=ACK>" },
		{ 101, 301, TCPSIM_ACK, 5, "<SEQ=101><ACK=301><CTL=ACK><DATA=5>" },
		{ 101, 301, TCPSIM_PSH | TCPSIM_ACK, 5, "<SEQ=101><ACK=301><CTL=ACK><DATA=5>" },
		{ 101, 301, TCPSIM_URG | TCPSIM_ACK, 5, "<SEQ=101><ACK=301><CTL=URG,ACK><DATA=5>" },
		{ 100, 0, TCPSIM_SYN | TCPSIM_ECE | TCPSIM_CWR, 0, "<SEQ=100><CTL=SYN,ECE,CWR>" },
		{ 100, 300, TCPSIM_FIN | TCPSIM_ACK, 0, "<SEQ=100><ACK=300><CTL=FIN,ACK>" },
		{ 91, 7, TCPSIM_RST, 0, "<SEQ=91><CTL=RST>" },
		{ 0, 11, TCPSIM_RST | TCPSIM_ACK, 0, "<SEQ=0><ACK=11><CTL=RST,ACK>" },
		{ UINT32_MAX, UINT32_MAX, TCPSIM_ACK, UINT32_MAX,
			"<SEQ=4294967295><ACK=4294967295><CTL=ACK><DATA=4294967295>" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct tcpsim_segment seg = segment(rows[i].seq, rows[i].ack, rows[i].ctl, rows[i].text_bytes);
		char text[TCPSIM_SEGMENT_TEXT];

		ck_assert_uint_eq(tcpsim_segment_format(&seg, text, sizeof text), strlen(rows[i].words));
		ck_assert_str_eq(text, rows[i].words);
	}
}
END_TEST

START_TEST(the_longest_segment_fits_and_a_short_buffer_gets_a_beginning)
{
	struct tcpsim_segment seg = segment(UINT32_MAX, UINT32_MAX, 0xff, UINT32_MAX);
	char text[TCPSIM_SEGMENT_TEXT], part[16];
	size_t length = tcpsim_segment_format(&seg, text, sizeof text);

	ck_assert_uint_lt(length, sizeof text);
	ck_assert_uint_eq(length, strlen(text));
	for (size_t size = 1; size <= sizeof part; size++) {
		memset(part, '#', sizeof part);
		ck_assert_uint_eq(tcpsim_segment_format(&seg, part, size), length);
		ck_assert_uint_eq(strlen(part), size - 1);
		ck_assert_int_eq(strncmp(part, text, size - 1), 0);
		ck_assert(size == sizeof part || part[size] == '#');
	}
	ck_assert_uint_eq(tcpsim_segment_format(&seg, part, 0), length);
}
END_TEST

START_TEST(control_bits_stand_before_ack)
{
	char text[32];

	ck_assert_uint_eq(tcpsim_ctl_format(0, text, sizeof text), 4);
	ck_assert_str_eq(text, "none");
	tcpsim_ctl_format(TCPSIM_SYN | TCPSIM_ACK, text, sizeof text);
	ck_assert_str_eq(text, "SYN,ACK");
	tcpsim_ctl_format(TCPSIM_FIN | TCPSIM_ACK, text, sizeof text);
	ck_assert_str_eq(text, "FIN,ACK");
	tcpsim_ctl_format(TCPSIM_RST | TCPSIM_ACK, text, sizeof text);
	ck_assert_str_eq(text, "RST,ACK");
	for (unsigned ctl = 0; ctl < 256; ctl++) {
		size_t length = tcpsim_ctl_format((uint8_t)ctl, text, sizeof text);

		ck_assert_uint_eq(length, strlen(text));
		ck_assert_int_eq(strstr(text, "SYN") != NULL, (ctl & TCPSIM_SYN) != 0);
		ck_assert_int_eq(strstr(text, "FIN") != NULL, (ctl & TCPSIM_FIN) != 0);
		ck_assert_int_eq(strstr(text, "RST") != NULL, (ctl & TCPSIM_RST) != 0);
		ck_assert_int_eq(strstr(text, "PSH") != NULL, (ctl & TCPSIM_PSH) != 0);
		ck_assert_int_eq(strstr(text, "ECE") != NULL, (ctl & TCPSIM_ECE) != 0);
		ck_assert_int_eq(strstr(text, "CWR") != NULL, (ctl & TCPSIM_CWR) != 0);
		ck_assert_int_eq(strstr(text, "ACK") != NULL, (ctl & TCPSIM_ACK) != 0);
	}
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("segment");
	TCase *tcase = tcase_create("3.4");

	tcase_add_test(tcase, syn_and_fin_count_and_ack_and_rst_do_not);
	tcase_add_test(tcase, a_segment_is_written_as_in_the_figures);
	tcase_add_test(tcase, the_longest_segment_fits_and_a_short_buffer_gets_a_beginning);
	tcase_add_test(tcase, control_bits_stand_before_ack);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
