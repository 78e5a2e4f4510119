/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "sim/command.h"

static void
print_overview(void)
{
	output_text("Usage:\n"
		"  tcpsim COMMAND [OPTION...] [ARGUMENT...]\n"
		"\n"
		"TCP as RFC 9293 has it, run in virtual time and drawn as a ladder.\n"
		"\n"
		"Commands:\n");
	for (const struct command *command = commands; command->name != NULL; command++)
		output_format("  %-8s %s\n", command->name, command->words);
	output_text("\n"
		"Options:\n"
		"  -h, --help     tell this\n"
		"  --version      tell the version\n"
		"\n"
		"Examples:\n"
		"  tcpsim list                          what there is to run\n"
		"  tcpsim run lesson/handshake          one scenario, drawn and judged\n"
		"  tcpsim run --explain lost-last-ack   another with the rule behind each step\n"
		"  tcpsim run *.scn                     several files, a line each\n"
		"  tcpsim step lesson/handshake         one event at a time, back, and what if\n"
		"  tcpsim explore 01-old-syn-phantom    every order of events, and what breaks\n"
		"  tcpsim drill scripts/                packetdrill scripts, a line each\n"
		"  tcpsim explain TIME-WAIT             what a state, a rule, an error is\n"
		"  tcpsim profile diff linux freebsd    what two TCPs do differently\n"
		"  tcpsim help run                      the options of a command\n"
		"\n"
		"Exit status: 0 all as expected, 1 something was not as expected, 2 a mistake on\n"
		"the command line or in a file, or output that cannot be written, 3 inconclusive:\n"
		"a line that names what never happened, or a run that was cut short.\n");
}

enum status
command_help(int argc, char **argv)
{
	char *arguments[] = { argc > 1 ? argv[1] : NULL, (char *)"--help", NULL };
	const struct command *command;

	if (argc > 1 && strcmp(argv[1], "--complete") == 0) /* docs/completion */
		return complete(argc - 2, argv + 2);
	if (argc > 2)
		return usage_error(NULL, "help takes one command, and %s is one too many", argv[2]);
	if (argc < 2 || argv[1][0] == '-' || strcmp(argv[1], argv[0]) == 0) {
		print_overview();
		return STATUS_PASSED;
	}
	command = command_find(argv[1]);
	return command != NULL ? command->run(2, arguments) : STATUS_USAGE;
}
