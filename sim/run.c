/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "sim/command.h"

/* A longer ladder is nobody's to read: its middle is left out unless --all asks for it. */
#define MOST_RUNGS 2000U

static const char examples[] =
	"A NAME is that of a built-in scenario, as `tcpsim list` has it; its last part,\n"
	"or a beginning, is enough if no other has it. `-` is standard input. A FILE may\n"
	"also be a saved trace, which `tcpsim convert --to json` wrote: nothing is run.\n"
	"\n"
	"Examples:\n"
	"  tcpsim run lesson/handshake                 one scenario, drawn and judged\n"
	"  tcpsim run --case two-way two-way-old-syn   only one of its cases\n"
	"  tcpsim run --explain figure/06              with the rule behind each step\n"
	"  tcpsim run --open two-way-old-syn           a page in a browser, to play with\n"
	"  tcpsim run --isn-wrap *.scn                 a line each, sequence numbers wrap\n"
	"\n"
	"Exit status: 0 all as expected, 1 something was not as expected, 2 a mistake on\n"
	"the command line or in a file, or output that cannot be written, 3 inconclusive:\n"
	"a line that names what never happened, or a run that was cut short.";

/* The options as they stand on the command line. */
struct texts {
	char *wanted_case, *seed, *color, *octets;
	gboolean only_failures, explains, isn_wrap, is_ascii, is_quiet, draws_all, opens;
};

#define OPTION(NAME, LETTER, KIND, FIELD, WORDS, VALUE) \
	{ NAME, LETTER, 0, G_OPTION_ARG_##KIND, &texts->FIELD, WORDS, VALUE }

static bool
parse_options(int *argc, char ***argv, struct texts *texts, enum status *status)
{
	const GOptionEntry entries[] = {
		OPTION("case", 'c', STRING, wanted_case, "run the case NAME, or those with that value", "NAME"),
		OPTION("only-failures", 'f', NONE, only_failures, "be silent about what passes", NULL),
		OPTION("explain", 'e', NONE, explains, "tell the rule behind each step, and its numbers", NULL),
		OPTION("isn-wrap", 'w', NONE, isn_wrap, "begin just below 2^32, so that sequence numbers wrap", NULL),
		OPTION("seed", 's', STRING, seed, "the seed of all chance, in place of the scenario's own", "N"),
		OPTION("ascii", 'a', NONE, is_ascii, "draw with ASCII characters only", NULL),
		OPTION("color", 0, STRING, color, "auto (on a terminal), always or never", "WHEN"),
		OPTION("octets", 'o', STRING, octets, "tell of a packet octet by octet: 'client DATA #1'", "PACKET"),
		OPTION("quiet", 'q', NONE, is_quiet, "no ladders: verdicts, and what was not as expected", NULL),
		OPTION("open", 'O', NONE, opens, "write a page to play with, and open it in a browser", NULL),
		OPTION("all", 'A', NONE, draws_all, "draw all rungs of a ladder, however long it is", NULL),
		{ NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
	};

	return usage_parse("FILE|NAME...", "Run scenarios, draw what happens, judge what was expected.", examples,
		entries, argc, argv, status);
}

/* Returns false, after a sentence on stderr, if an option has no such value. */
static bool
read_values(const struct texts *texts, struct run_request *request)
{
	enum color_choice choice;

	if (texts->seed != NULL) {
		guint64 seed;

		if (!g_ascii_string_to_unsigned(texts->seed, 10, 0, UINT64_MAX, &seed, NULL)) {
			usage_error("run", "--seed is a whole number from 0 to 2^64-1, not %s", texts->seed);
			return false;
		}
		request->options.has_seed = true;
		request->options.seed = seed;
	}
	if (!terminal_choice(texts->color, &choice)) {
		usage_error("run", "--color is auto, always or never, not %s", texts->color);
		return false;
	}
	request->wanted_case = texts->wanted_case;
	request->octets = texts->octets;
	request->only_failures = texts->only_failures;
	request->is_quiet = texts->is_quiet;
	request->opens = texts->opens;
	request->options.isn_wrap = texts->isn_wrap;
	request->options.stop = &watch_stop;
	request->ladder.explains = texts->explains;
	request->ladder.is_ascii = texts->is_ascii || !terminal_is_utf8();
	request->ladder.most_rungs = texts->draws_all ? 0 : MOST_RUNGS;
	request->ladder.left_out = "run --all draws them";
	request->ladder.has_color = terminal_has_color(choice);
	return true;
}

enum status
command_run(int argc, char **argv)
{
	struct texts texts = { 0 };
	struct run_request request = { 0 };
	enum status status;

	if (parse_options(&argc, &argv, &texts, &status)) {
		if (argc < 2)
			status = usage_error("run", "a FILE or the NAME of a built-in scenario is missing");
		else if (texts.octets != NULL && argc > 2)
			status = usage_error("run", "--octets tells of one packet, and here are several scenarios");
		else if (texts.opens && argc > 2)
			status = usage_error("run", "--open opens one page, and here are several scenarios");
		else if (!read_values(&texts, &request))
			status = STATUS_USAGE;
		else
			status = suite_run(&request, argv + 1);
	}
	g_free(texts.wanted_case);
	g_free(texts.seed);
	g_free(texts.color);
	g_free(texts.octets);
	return status;
}
