/* SPDX-License-Identifier: MIT */
#include "sim/explore.h"

static const char examples[] =
	"What may go wrong, and what is expected to come of it, says the scenario: its\n"
	"`allow` and `expect exploration` lines. A NAME is as in `tcpsim run`.\n"
	"\n"
	"Examples:\n"
	"  tcpsim explore hazard/01-old-syn-phantom              every order of events\n"
	"  tcpsim explore -o why.scn hazard/01-old-syn-phantom   keep what breaks it\n"
	"  tcpsim run --explain why.scn                          and run that again\n"
	"  tcpsim explore --random 10000 hazard/18               chance, if too large\n"
	"  tcpsim list --explored                                what there is to explore\n"
	"\n"
	"Exit status: 0 all as expected, or nothing broken where nothing is said, 1 not\n"
	"as expected, or broken where nothing is said, 2 a mistake on the command line or\n"
	"in a file, or output that cannot be written, 3 not finished: out of memory, at a\n"
	"limit, or cut short.";

#define OPTION(NAME, LETTER, KIND, FIELD, WORDS, VALUE) \
	{ NAME, LETTER, 0, G_OPTION_ARG_##KIND, &texts->FIELD, WORDS, VALUE }

static bool
parse_options(int *argc, char ***argv, struct explore_texts *texts, enum status *status)
{
	const GOptionEntry entries[] = {
		OPTION("case", 'c', STRING, wanted_case, "explore the case NAME, or those with that value", "NAME"),
		OPTION("output", 'o', FILENAME, output, "write the counterexample as a scenario", "FILE"),
		OPTION("memory", 'm', STRING, memory, "give up beyond so much: 500M, 8G", "SIZE"),
		OPTION("threads", 't', STRING, threads, "so many at a time; the result is the same", "N"),
		OPTION("depth", 'd', STRING, depth, "orders of at most N events", "N"),
		OPTION("hash", 0, STRING, hash, "keep states as hashes of 64 bits", "64"),
		OPTION("full", 0, NONE, is_full, "without reductions: the same verdict, more states", NULL),
		OPTION("states-only", 0, NONE, only_states, "judge states, not the graph as a whole", NULL),
		OPTION("checkpoint", 0, FILENAME, checkpoint, "save what is known when it does not finish", "FILE"),
		OPTION("resume", 0, FILENAME, resume, "go on from a checkpoint", "FILE"),
		OPTION("random", 'r', STRING, walks, "N walks at random in place of a search", "N"),
		OPTION("length", 'l', STRING, length, "of a walk: at most N events, 200 if not said", "N"),
		OPTION("seed", 's', STRING, seed, "the seed of the walks, 1 if not said", "N"),
		OPTION("never-fired", 0, NONE, tells_never_fired, "list the rules that no path came upon", NULL),
		OPTION("coverage", 0, NONE, tells_coverage, "list the rules, states and changes reached", NULL),
		OPTION("isn-wrap", 'w', NONE, isn_wrap, "begin just below 2^32", NULL),
		OPTION("brief", 'b', NONE, is_brief, "draw the ladder without the rule of each rung", NULL),
		OPTION("ascii", 'a', NONE, is_ascii, "draw with ASCII characters only", NULL),
		OPTION("color", 0, STRING, color, "auto (on a terminal), always or never", "WHEN"),
		OPTION("quiet", 'q', NONE, is_quiet, "verdicts, and what was not as expected", NULL),
		OPTION("verbose", 'v', NONE, is_verbose, "tell how far it is even without a terminal", NULL),
		{ NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
	};

	return usage_parse("FILE|NAME...", "Try every order of events of a scenario, within its bounds.", examples,
		entries, argc, argv, status);
}

static void
free_texts(struct explore_texts *texts)
{
	char *all[] = { texts->wanted_case, texts->output, texts->memory, texts->threads, texts->depth, texts->hash,
		texts->checkpoint, texts->resume, texts->walks, texts->length, texts->seed, texts->color };

	for (size_t i = 0; i < G_N_ELEMENTS(all); i++)
		g_free(all[i]);
}

enum status
command_explore(int argc, char **argv)
{
	struct explore_texts texts = { 0 };
	struct explore_request request = { 0 };
	enum status status;

	if (parse_options(&argc, &argv, &texts, &status)) {
		if (argc < 2 && !texts.tells_never_fired)
			status = usage_error("explore", "a FILE or the NAME of a built-in scenario is missing");
		else if (!explore_request_read(&texts, &request))
			status = STATUS_USAGE;
		else
			status = explore_suite(&request, argv + 1);
	}
	free_texts(&texts);
	return status;
}
