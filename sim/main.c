/* SPDX-License-Identifier: MIT */
#include <locale.h>
#include <string.h>

#include "sim/command.h"

static enum status
unknown_option(const char *option)
{
	const char *guess = tcpsim_word_nearest(option, (const char *const[]){ "--help", "--version", NULL });

	if (guess != NULL)
		return usage_error(NULL, "unknown option %s, did you mean %s?", option, guess);
	return usage_error(NULL, "unknown option %s", option);
}

static enum status
dispatch(int argc, char **argv)
{
	const struct command *command;

	if (argc < 2)
		return usage_error(NULL, "a command is missing");
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
		return command_help(1, argv);
	if (strcmp(argv[1], "--version") == 0) {
		output_format("tcpsim %s\n", TCPSIM_VERSION);
		return STATUS_PASSED;
	}
	if (argv[1][0] == '-')
		return unknown_option(argv[1]);
	command = command_find(argv[1]);
	return command != NULL ? command->run(argc - 1, argv + 1) : STATUS_USAGE;
}

int
main(int argc, char **argv)
{
	enum status status;

	/* Which characters there are, and no more: numbers are written as everywhere. */
	setlocale(LC_CTYPE, "");
	watch_signals();
	status = dispatch(argc, argv);
	return (int)status_worst(status, output_end());
}
