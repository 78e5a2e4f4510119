/* SPDX-License-Identifier: MIT */
/*
 * Any octets whatever as a packetdrill script: the parser refuses them with words and a place, or they are played,
 * which ends with a verdict. A target for libFuzzer (compile with -fsanitize=fuzzer -DTCPSIM_LIBFUZZER), and a program that
 * tries the files and folders given to it, or else the corpus and all scripts of the source tree.
 */
#include <stdlib.h>
#include <string.h>

#include <tcpsim/drill.h>

#include "tests/fuzz/files.h"
#include "tests/fuzz/late.h"
#include "tests/fuzz/said.h"

/* A play is stopped after so long. */
#define PLAY_US 50000

static void
play(const struct tcpsim_drill *drill, const struct tcpsim_drill_options *options)
{
	struct tcpsim_drill_result *result;

	set_alarm(PLAY_US);
	result = tcpsim_drill_run(drill, options);
	set_alarm(0);
	assert((result->verdict == TCPSIM_DRILL_PASS) == (result->words == NULL));
	assert((result->expected == NULL) == (result->got == NULL));
	tcpsim_drill_result_free(result);
}

static void
try_with(const uint8_t *octets, size_t n, const struct tcpsim_drill_options *options)
{
	struct tcpsim_diagnostics *diagnostics = NULL;
	struct tcpsim_drill *drill = tcpsim_drill_parse((const char *)octets, n, "fuzz.pkt", options, &diagnostics);

	check_diagnostics(diagnostics, "fuzz.pkt");
	assert(drill != NULL || tcpsim_diagnostics_n(diagnostics) > 0);
	if (drill != NULL)
		play(drill, options);
	tcpsim_drill_free(drill);
	tcpsim_diagnostics_free(diagnostics);
}

int
LLVMFuzzerTestOneInput(const uint8_t *octets, size_t n)
{
	static const char *const defines[] = { "TFO_COOKIE=3021b9d889017eeb", "LINES=\n`x", "OPEN={", "MINUS=-", "NONE",
		NULL };
	struct tcpsim_drill_options plain = { .stop = &stop };
	struct tcpsim_drill_options other = {
		.profile = "freebsd", .defines = defines, .has_python = true, .stop = &stop
	};

	try_with(octets, n, &plain);
	try_with(octets, n, &other);
	return 0;
}

#ifndef TCPSIM_LIBFUZZER
/* Inputs that no file should hold: one line of a megabyte, and brackets without end. */
static void
try_large(const char *begin, const char *piece, size_t times)
{
	GString *text = g_string_new(begin);

	for (size_t i = 0; i < times; i++)
		g_string_append(text, piece);
	LLVMFuzzerTestOneInput((const uint8_t *)text->str, text->len);
	g_string_free(text, TRUE);
}

int
main(int argc, char **argv)
{
	static const char *const folders[] = { "tests/fuzz/corpus/packetdrill", "tests/packetdrill", NULL };
	unsigned n = try_paths(argc, argv, folders);

	try_large("+0 f(", "[", 1000000);
	try_large("+0 f(", "~", 1000000);
	try_large("+0 f(", "1|", 1000000);
	try_large("+0 f(", "1,", 1000000);
	try_large("+0 > . 1:1(0) <sack ", "1:2 ", 250000);
	try_large("", "#ifdef A\n", 100000);
	try_large("", "+0 close(3) = 0\n", 120000);
	try_large("", "+0 clsoe(3 = 0\n", 120000);
	try_large("", "--mtu=1\n", 120000);
	try_large("", "a", 1000000);
	try_large("", "\"", 1000000);
	try_large("`", "x\n", 500000);
	try_large("+0 %{", "}}", 500000);
	try_large("/*", "**", 500000);
	try_large("+0 > sctp: ", "x\n", 500000);
	return n > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
#endif
