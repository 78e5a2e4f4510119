/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "sim/command.h"

const struct command commands[] = {
	{ "run", "run scenarios, draw what happens, judge what was expected", command_run, ARGUMENTS_SCENARIOS },
	{ "step", "step through a run, forwards and back, and branch from it", command_step, ARGUMENTS_SCENARIOS },
	{ "explore", "try every order of events within the bounds that a scenario sets", command_explore, ARGUMENTS_EXPLORED },
	{ "drill", "play packetdrill scripts in virtual time, without a kernel", command_drill, ARGUMENTS_SCRIPTS },
	{ "convert", "draw a run, or write it in another language", command_convert, ARGUMENTS_SCENARIOS },
	{ "gallery", "write a page for each scenario, and one that leads to all of them", command_gallery, ARGUMENTS_SCENARIOS },
	{ "explain", "tell of a name, or of a packet octet by octet", command_explain, ARGUMENTS_TERMS },
	{ "profile", "tell of the profiles, TCPs in use, and how they differ", command_profile, ARGUMENTS_PROFILES },
	{ "list", "list the built-in scenarios", command_list, ARGUMENTS_NONE },
	{ "help", "tell of a command and its options", command_help, ARGUMENTS_COMMANDS },
	{ NULL, NULL, NULL, ARGUMENTS_NONE },
};

const struct command *
command_find(const char *name)
{
	const char *names[G_N_ELEMENTS(commands)] = { NULL };
	const char *guess;

	for (size_t i = 0; commands[i].name != NULL; i++) {
		if (strcmp(name, commands[i].name) == 0)
			return &commands[i];
		names[i] = commands[i].name;
	}
	guess = tcpsim_word_nearest(name, names);
	if (guess != NULL)
		usage_error(NULL, "unknown command %s, did you mean %s?", name, guess);
	else
		usage_error(NULL, "unknown command %s", name);
	return NULL;
}

enum status
status_worst(enum status a, enum status b)
{
	static const int badness[] = {
		[STATUS_PASSED] = 0, [STATUS_INCONCLUSIVE] = 1, [STATUS_FAILED] = 2, [STATUS_USAGE] = 3,
	};

	return badness[a] >= badness[b] ? a : b;
}
