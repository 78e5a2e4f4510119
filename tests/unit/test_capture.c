/* SPDX-License-Identifier: MIT */
/* Blocks of pcapng (draft-ietf-opsawg-pcapng) and captures made of them, read without any other program. */
#include <string.h>

#include <glib.h>

#include <tcpsim/recording.h>
#include <tcpsim/render.h>
#include <tcpsim/scenario.h>
#include <tcpsim/wire.h>

#include "tests/suite.h"
#include "tests/unit/scenario_files.h"

static uint32_t
get32(const uint8_t *octets)
{
	return (uint32_t)octets[0] << 24 | (uint32_t)octets[1] << 16 | (uint32_t)octets[2] << 8 | octets[3];
}

static uint32_t
get16(const uint8_t *octets)
{
	return (uint32_t)octets[0] << 8 | octets[1];
}

static void
assert_octets(const uint8_t *octets, size_t n, const char *hex)
{
	uint8_t wanted[256];
	long n_wanted = tcpsim_wire_hex(hex, strlen(hex), wanted, sizeof wanted, NULL);

	ck_assert_int_eq((long)n, n_wanted);
	ck_assert_mem_eq(octets, wanted, n);
}

/* ---- blocks ---- */

/* 4.1: 24 octets, an option of 4 + 6 + 2, the end of options, the length again. */
START_TEST(section_header_has_magic_version_and_no_length)
{
	uint8_t octets[64];
	size_t n = tcpsim_wire_pcapng_section("tcpsim", NULL, octets, sizeof octets);

	assert_octets(octets, n, "0a0d0d0a 0000002c 1a2b3c4d 0001 0000 ffffffff ffffffff"
		"0004 0006 746370 73696d 0000  0000 0000  0000002c");
}
END_TEST

/* 3.5: without options there is no end of them either. */
START_TEST(section_header_without_options_has_28_octets)
{
	uint8_t octets[64];
	size_t n = tcpsim_wire_pcapng_section(NULL, NULL, octets, sizeof octets);

	assert_octets(octets, n, "0a0d0d0a 0000001c 1a2b3c4d 0001 0000 ffffffff ffffffff 0000001c");
}
END_TEST

/* 4.2: if_name 2, if_description 3, if_tsresol 9. */
START_TEST(interface_has_its_link_type_and_nanoseconds)
{
	uint8_t octets[64];
	size_t n = tcpsim_wire_pcapng_interface(TCPSIM_WIRE_LINKTYPE_RAW, "a", "tap", octets, sizeof octets);

	assert_octets(octets, n, "00000001 00000030 0065 0000 00000000"
		"0002 0001 61000000  0003 0003 74617000  0009 0001 09000000  0000 0000  00000030");
}
END_TEST

/* 4.3: the upper half of the time stands first; epb_flags 2, epb_packetid 5. */
START_TEST(packet_has_time_lengths_data_and_options)
{
	static const uint8_t data[] = { 0x45, 0x46, 0x47, 0x48, 0x49 };
	const char *const comments[] = { "x", "four" };
	const struct tcpsim_wire_captured captured = {
		.time_ns = UINT64_C(0x123456789abcdef0),
		.packet_id = 7,
		.direction = TCPSIM_WIRE_INBOUND,
		.octets = data,
		.n = sizeof data,
		.comments = comments,
		.n_comments = 2,
	};
	uint8_t octets[128];
	size_t n = tcpsim_wire_pcapng_packet(&captured, octets, sizeof octets);

	assert_octets(octets, n, "00000006 00000050 00000000 12345678 9abcdef0 00000005 00000005 45464748 49000000"
		"0001 0001 78000000  0001 0004 666f7572  0002 0004 00000001  0005 0008 00000000 00000007"
		"0000 0000  00000050");
}
END_TEST

/* 3.1: a block has a multiple of 4 octets, and its length stands at both ends. */
START_TEST(blocks_are_padded_and_have_their_length_twice)
{
	static const uint8_t data[9] = { 1, 2, 3, 4, 5, 6, 7, 8, 9 };

	for (uint32_t i = 0; i <= sizeof data; i++) {
		const struct tcpsim_wire_captured captured = { .octets = data, .n = i };
		uint8_t octets[64];
		size_t n;

		memset(octets, 0xee, sizeof octets);
		n = tcpsim_wire_pcapng_packet(&captured, octets, sizeof octets);
		ck_assert_uint_eq(n, 32 + (i + 3) / 4 * 4);
		ck_assert_uint_eq(get32(octets + 4), n);
		ck_assert_uint_eq(get32(octets + n - 4), n);
		ck_assert_uint_eq(get32(octets + 20), i);
		ck_assert_uint_eq(get32(octets + 24), i);
		ck_assert_mem_eq(octets + 28, data, i);
		for (size_t at = 28 + i; at < n - 4; at++)
			ck_assert_uint_eq(octets[at], 0);
		ck_assert_uint_eq(octets[n], 0xee);
	}
}
END_TEST

START_TEST(without_room_nothing_is_written)
{
	const struct tcpsim_wire_captured captured = { .n = 0 };
	uint8_t octets[64];

	memset(octets, 0xee, sizeof octets);
	ck_assert_uint_eq(tcpsim_wire_pcapng_section("tcpsim", NULL, octets, 43), 44);
	ck_assert_uint_eq(tcpsim_wire_pcapng_interface(101, NULL, NULL, octets, 31), 32);
	ck_assert_uint_eq(tcpsim_wire_pcapng_packet(&captured, octets, 31), 32);
	ck_assert_uint_eq(tcpsim_wire_pcapng_packet(&captured, NULL, 0), 32);
	for (size_t i = 0; i < sizeof octets; i++)
		ck_assert_uint_eq(octets[i], 0xee);
}
END_TEST

/* 3.5: an option's length has 16 bits. 65534 letters and one of two octets make one octet too many. */
START_TEST(too_long_a_comment_is_cut_between_characters)
{
	GString *text = g_string_new(NULL);
	const struct tcpsim_wire_captured captured = {
		.comments = (const char *const *)&text->str,
		.n_comments = 1,
	};
	size_t n;
	uint8_t *octets;

	while (text->len < UINT16_MAX - 1)
		g_string_append_c(text, 'x');
	g_string_append(text, "\xc3\xa9 and more");
	n = tcpsim_wire_pcapng_packet(&captured, NULL, 0);
	octets = g_malloc(n);
	ck_assert_uint_eq(tcpsim_wire_pcapng_packet(&captured, octets, n), n);
	ck_assert_uint_eq(get16(octets + 28), 1);
	ck_assert_uint_eq(get16(octets + 30), UINT16_MAX - 1);
	ck_assert_uint_eq(octets[32 + UINT16_MAX - 2], 'x');
	ck_assert_uint_eq(octets[32 + UINT16_MAX - 1], 0);
	g_free(octets);
	g_string_free(text, TRUE);
}
END_TEST

/* ---- captures ---- */

struct played {
	struct tcpsim_scenario *scenario;
	struct tcpsim_run *run;
	struct tcpsim_recording *recording;
};

static struct played
play(const char *text, const char *file, size_t the_case)
{
	struct tcpsim_diagnostics *diagnostics;
	struct played played;

	played.scenario = tcpsim_scenario_parse(text, strlen(text), file, &diagnostics);
	if (played.scenario == NULL)
		ck_abort_msg("%s", tcpsim_diagnostics_format(diagnostics, 0));
	tcpsim_diagnostics_free(diagnostics);
	played.run = tcpsim_scenario_run(played.scenario, the_case, NULL);
	played.recording = tcpsim_recording_of_run(played.run);
	return played;
}

static void
forget(struct played *played)
{
	tcpsim_recording_free(played->recording);
	tcpsim_run_free(played->run);
	tcpsim_scenario_free(played->scenario);
}

static char *
read_file(const char *folder, const char *name, size_t *n)
{
	const char *tree = g_getenv("TCPSIM_SRCDIR");
	char *path = g_build_filename(tree != NULL ? tree : ".", folder, name, NULL), *text;

	if (!g_file_get_contents(path, &text, n, NULL))
		ck_abort_msg("%s cannot be read", path);
	g_free(path);
	return text;
}

/* tests/captures/one-syn.hex says what each octet is. */
START_TEST(a_syn_is_as_the_specifications_have_it)
{
	uint8_t wanted[1024];
	size_t n;
	char *text = read_file("tests/captures", "one-syn.scn", &n);
	struct played played = play(text, "one-syn.scn", 0);
	uint8_t *octets = tcpsim_render_capture(played.recording, 0, &n);
	size_t n_hex;
	char *hex = read_file("tests/captures", "one-syn.hex", &n_hex);
	long n_wanted = tcpsim_wire_hex(hex, n_hex, wanted, sizeof wanted, NULL);

	ck_assert_int_eq((long)n, n_wanted);
	ck_assert_mem_eq(octets, wanted, n);
	g_free(hex);
	g_free(octets);
	g_free(text);
	forget(&played);
}
END_TEST

/* What a file has in it, as far as it is the same for all. */
struct census {
	unsigned packets;
	unsigned damaged; /* with a wrong checksum, or worse */
	uint64_t last_ns;
};

static void
count_packet(const uint8_t *block, size_t n, struct census *census)
{
	uint64_t time_ns = (uint64_t)get32(block + 12) << 32 | get32(block + 16);
	struct tcpsim_wire_packet packet;
	struct tcpsim_wire_faults faults;

	ck_assert_uint_le(28 + get32(block + 20), n - 4);
	ck_assert_uint_ge(time_ns, census->last_ns);
	census->last_ns = time_ns;
	census->packets++;
	if (tcpsim_wire_decode(block + 28, get32(block + 20), &packet, &faults) != TCPSIM_WIRE_OK)
		census->damaged++;
	else
		ck_assert_uint_eq(packet.at.end, get32(block + 20));
}

/* Go over all blocks: lengths, order, packets. */
static struct census
count(const uint8_t *octets, size_t n)
{
	struct census census = { 0 };
	unsigned blocks = 0;

	for (size_t at = 0; at < n; blocks++) {
		uint32_t type = get32(octets + at), length = get32(octets + at + 4);

		ck_assert_uint_eq(length % 4, 0);
		ck_assert_uint_ge(length, 12);
		ck_assert_uint_le(length, n - at);
		ck_assert_uint_eq(get32(octets + at + length - 4), length);
		ck_assert_uint_eq(type, blocks == 0 ? 0x0a0d0d0a : blocks == 1 ? 1 : 6);
		if (type == 6)
			count_packet(octets + at, length, &census);
		at += length;
	}
	ck_assert_uint_ge(blocks, 2);
	return census;
}

static struct census
count_at(const struct played *played, uint16_t host)
{
	size_t n;
	uint8_t *octets = tcpsim_render_capture(played->recording, host, &n);
	struct census census = count(octets, n);

	g_free(octets);
	return census;
}

START_TEST(all_shipped_scenarios_can_be_captured)
{
	GPtrArray *files = scenario_files_find("docs/scenarios", ".scn");

	ck_assert_uint_gt(files->len, 0);
	for (guint i = 0; i < files->len; i++) {
		const char *path = g_ptr_array_index(files, i);
		char *text;
		size_t the_case = 0;

		ck_assert(g_file_get_contents(path, &text, NULL, NULL));
		do {
			struct played played = play(text, path, the_case);

			for (uint16_t host = 0; host < tcpsim_trace_n_hosts(played.recording->trace); host++)
				ck_assert_uint_eq(count_at(&played, host).damaged, 0);
			the_case = the_case + 1 < tcpsim_scenario_n_cases(played.scenario) ? the_case + 1 : 0;
			forget(&played);
		} while (the_case != 0);
		g_free(text);
	}
	g_ptr_array_unref(files);
}
END_TEST

#define STORY \
	"scenario \"a test\"\n" \
	"host client isn 100\n" \
	"host server isn 300\n" \
	"link client <-> server delay 50ms\n" \
	"at 0s server listen 80\n" \
	"at 0s client connect server:80\n"

/* The SYN, its answer and the ACK; a SYN that nobody sent is seen where it arrives, with the ACK that answers it. */
START_TEST(what_nobody_sent_is_seen_where_it_arrives)
{
	struct played played = play(STORY "at 1s inject <SEQ=700><CTL=SYN> from client into server\n"
		"at 2s client abort\n", "a.scn", 0);

	ck_assert_uint_eq(count_at(&played, 0).packets + 1, count_at(&played, 1).packets);
	forget(&played);
}
END_TEST

START_TEST(what_is_dropped_on_its_way_is_the_senders_alone)
{
	struct played played = play(STORY "drop client SYN #1\n", "a.scn", 0);

	/* SYN, SYN, SYN+ACK, ACK; and at the server all but the first. */
	ck_assert_uint_eq(count_at(&played, 0).packets, 4);
	ck_assert_uint_eq(count_at(&played, 1).packets, 3);
	forget(&played);
}
END_TEST

START_TEST(a_copy_is_the_receivers_alone)
{
	struct played played = play(STORY "duplicate client SYN #1 at 5s\n", "a.scn", 0);

	/* SYN, SYN+ACK, ACK; the server has the SYN twice, and both have its answer to that. */
	ck_assert_uint_eq(count_at(&played, 0).packets, 4);
	ck_assert_uint_eq(count_at(&played, 1).packets, 5);
	forget(&played);
}
END_TEST

/* MUST-3: it has a wrong checksum where it arrives, and is right where it left. */
START_TEST(what_arrives_damaged_has_a_wrong_checksum)
{
	struct played played = play(STORY "at 1s client send \"hello\"\ncorrupt client DATA #1\n", "a.scn", 0);

	ck_assert_uint_eq(count_at(&played, 0).damaged, 0);
	ck_assert_uint_eq(count_at(&played, 1).damaged, 1);
	forget(&played);
}
END_TEST

START_TEST(no_host_has_no_capture)
{
	struct played played = play(STORY, "a.scn", 0);
	size_t n;

	ck_assert_ptr_null(tcpsim_render_capture(played.recording, 2, &n));
	forget(&played);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("capture");
	TCase *blocks = tcase_create("blocks"), *captures = tcase_create("captures");

	tcase_add_test(blocks, section_header_has_magic_version_and_no_length);
	tcase_add_test(blocks, section_header_without_options_has_28_octets);
	tcase_add_test(blocks, interface_has_its_link_type_and_nanoseconds);
	tcase_add_test(blocks, packet_has_time_lengths_data_and_options);
	tcase_add_test(blocks, blocks_are_padded_and_have_their_length_twice);
	tcase_add_test(blocks, without_room_nothing_is_written);
	tcase_add_test(blocks, too_long_a_comment_is_cut_between_characters);
	suite_add_tcase(suite, blocks);
	tcase_set_timeout(captures, 120);
	tcase_add_test(captures, a_syn_is_as_the_specifications_have_it);
	tcase_add_test(captures, all_shipped_scenarios_can_be_captured);
	tcase_add_test(captures, what_nobody_sent_is_seen_where_it_arrives);
	tcase_add_test(captures, what_is_dropped_on_its_way_is_the_senders_alone);
	tcase_add_test(captures, a_copy_is_the_receivers_alone);
	tcase_add_test(captures, what_arrives_damaged_has_a_wrong_checksum);
	tcase_add_test(captures, no_host_has_no_capture);
	suite_add_tcase(suite, captures);
	return suite_run(suite);
}
