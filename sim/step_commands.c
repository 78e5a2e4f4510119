/* SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <string.h>

#include "sim/step.h"

const struct step_command step_commands[] = {
	{ "next", "[N]", "go N steps on, or one", true, step_do_next },
	{ "back", "[N]", "go N steps back, or one", true, step_do_back },
	{ "start", "", "go to the beginning of the run", false, step_do_start },
	{ "end", "", "go to its end", false, step_do_end },
	{ "go", "N", "go to the step of that number", false, step_do_go },
	{ "time", "[TIME]", "go to a time, `time 1.5s`, all of whose events have happened; or tell it", false,
		step_do_time },
	{ "state", "STATE [HOST]", "go on to where somebody, or HOST, enters a state", true, step_do_state },
	{ "segment", "PACKET [arrives]",
		"go to where a packet is sent, `segment client SYN #1`, or to the end of its way", false,
		step_do_segment },
	{ "until", "NAME [HOST]", "go on to the next such thing: a timer that fires, a call, a kind of packet, a rule",
		true, step_do_until },
	{ "where", "", "show the step again", false, step_do_where },
	{ "list", "[N]", "list N steps before this one, and as many behind", false, step_do_list },
	{ "tcb", "[HOST [CONNECTION]]", "show the variables of each end, and what this step changed", false,
		step_do_tcb },
	{ "timers", "", "show the timers that run, and how much of their time is left", false, step_do_timers },
	{ "channel", "", "show the packets that are under way, and links that are cut", false, step_do_channel },
	{ "cause", "", "tell what the step follows from, back to the scenario's line", false, step_do_cause },
	{ "why", "", "the same: another name of cause", false, step_do_cause },
	{ "ladder", "[N]", "draw the ladder of the run so far, or of its last N steps", false, step_do_ladder },
	{ "explain", "NAME", "tell of a state, a rule, a timer, a variable; without a NAME of this step's rule", false,
		step_do_explain },
	{ "octets", "[PACKET]", "tell of a packet octet by octet, or of this step's", false, step_do_octets },
	{ "scenario", "", "show the scenario, and which line is at work", false, step_do_scenario },
	{ "verdict", "", "tell what became of each expectation of the run", false, step_do_verdict },
	{ "case", "[NAME]", "list the cases, or begin another one", false, step_do_case },
	{ "drop", "[PACKET]", "branch: lose a packet that is under way; without a name the only one", false,
		step_do_drop },
	{ "hold", "[PACKET] until TIME", "branch: let it arrive then", false, step_do_hold },
	{ "delay", "[PACKET] by TIME", "branch: let it arrive so much later", false, step_do_delay },
	{ "duplicate", "[PACKET] at TIME", "branch: let a copy of it arrive then", false, step_do_duplicate },
	{ "corrupt", "[PACKET]", "branch: damage it", false, step_do_corrupt },
	{ "mark", "[PACKET]", "branch: mark it CE, if it is ECN-capable", false, step_do_mark },
	{ "do", "ACT", "branch: do something now, as behind `at`: `do client close`, `do crash server`", false,
		step_do_do },
	{ "inject", "<SEQ=...> from HOST into HOST", "branch: let a segment made by hand arrive now", false,
		step_do_inject },
	{ "undo", "", "leave the last branch for where it began", false, step_do_undo },
	{ "save", "FILE", "write the branch as a scenario that `tcpsim run` plays", false, step_do_save },
	{ "help", "[COMMAND]", "tell of the commands, or of one", false, step_do_help },
	{ "quit", "", "end", false, step_do_quit },
	{ NULL, NULL, NULL, false, NULL },
};

bool
step_refuse(struct stepper *stepper, const char *format, ...)
{
	va_list arguments;
	char *text;

	va_start(arguments, format);
	text = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	complain_at_length("%s", text);
	g_free(text);
	stepper->has_erred = true;
	return false;
}

bool
step_refuse_name(struct stepper *stepper, const char *what, const char *name, const char *const *names)
{
	const char *guess = tcpsim_word_nearest(name, names);
	char *all = NULL;

	if (guess != NULL) {
		step_refuse(stepper, "there is no %s %s, did you mean %s?", what, name, guess);
	} else if (g_strv_length((char **)names) <= 12) {
		all = g_strjoinv(", ", (char **)names);
		step_refuse(stepper, "there is no %s %s, only %s", what, name, all);
	} else {
		step_refuse(stepper, "there is no %s %s", what, name);
	}
	g_free(all);
	return false;
}

bool
step_number(struct stepper *stepper, const char *word, guint64 least, guint64 otherwise, guint64 *number)
{
	*number = otherwise;
	if (word == NULL || g_ascii_string_to_unsigned(word, 10, least, G_MAXINT64, number, NULL))
		return true;
	return step_refuse(stepper, "%s is no whole number from %" G_GUINT64_FORMAT " on", word, least);
}

bool
step_takes(struct stepper *stepper, char **words, guint most)
{
	if (g_strv_length(words) <= most)
		return true;
	return step_refuse(stepper, "%s is one word too many", words[most]);
}

/* The command that a word stands for: its name, or a beginning that no other has. NULL after a sentence. */
static const struct step_command *
find(struct stepper *stepper, const char *word)
{
	const struct step_command *found = NULL;
	const char *names[G_N_ELEMENTS(step_commands)] = { NULL };
	GString *all = g_string_new(NULL);
	unsigned n = 0;

	for (size_t i = 0; step_commands[i].name != NULL; i++) {
		names[i] = step_commands[i].name;
		if (!g_str_has_prefix(names[i], word))
			continue;
		found = &step_commands[i];
		g_string_append_printf(all, "%s%s", n++ > 0 ? ", " : "", names[i]);
		if (strcmp(names[i], word) == 0) {
			n = 1;
			break;
		}
	}
	if (n > 1)
		step_refuse(stepper, "%s may be any of %s", word, all->str);
	else if (n == 0 && tcpsim_word_nearest(word, names) != NULL)
		step_refuse(
			stepper, "there is no command %s, did you mean %s?", word, tcpsim_word_nearest(word, names));
	else if (n == 0)
		step_refuse(stepper, "there is no command %s; `help` has all", word);
	g_string_free(all, TRUE);
	return n == 1 ? found : NULL;
}

/* The words of a line, without empty ones. Free with g_strfreev(). */
static char **
words_of(const char *line)
{
	GPtrArray *words = g_ptr_array_new();

	while (*line != '\0') {
		size_t n = strcspn(line, " \t");

		if (n > 0)
			g_ptr_array_add(words, g_strndup(line, n));
		line += n + (line[n] != '\0');
	}
	g_ptr_array_add(words, NULL);
	return (char **)g_ptr_array_free(words, FALSE);
}

void
step_obey(struct stepper *stepper, const char *line)
{
	const struct step_command *command;
	char *clean = g_strstrip(g_strdup(line)), **words;
	const char *rest;

	if (*clean == '\0' && stepper->again != NULL) {
		g_free(clean);
		clean = g_strdup(stepper->again);
	}
	words = words_of(clean);
	rest = clean + strcspn(clean, " \t");
	rest += strspn(rest, " \t");
	/* A comment, in a file of commands. */
	command = words[0] != NULL && words[0][0] != '#' ? find(stepper, words[0]) : NULL;
	if (words[0] != NULL) {
		g_free(stepper->again);
		stepper->again = command != NULL && command->repeats ? g_strdup(clean) : NULL;
	}
	if (command != NULL)
		command->run(stepper, words + 1, rest);
	g_free(clean);
	g_strfreev(words);
}

/* `  hold [PACKET] until TIME   branch: ...` */
static void
show_help(const struct stepper *stepper, const struct step_command *command)
{
	char *usage = g_strdup_printf("  %s %s", command->name, command->arguments);
	char *head = g_strdup_printf("%-27s ", g_strchomp(usage));

	if (strlen(usage) > 26) {
		output_format("%s\n", usage);
		memset(head, ' ', strlen(head));
		head[28] = '\0';
	}
	step_put(stepper, head, command->words, STEP_PLAIN);
	g_free(head);
	g_free(usage);
}

bool
step_do_help(struct stepper *stepper, char **words, const char *rest)
{
	const struct step_command *one = NULL;

	(void)rest;
	if (!step_takes(stepper, words, 1))
		return false;
	if (words[0] != NULL && (one = find(stepper, words[0])) == NULL)
		return false;
	for (const struct step_command *command = step_commands; command->name != NULL; command++) {
		if (one == NULL || one == command)
			show_help(stepper, command);
	}
	if (one == NULL)
		step_put(stepper, "",
			"The beginning of a name is enough if no other has it; an empty line repeats a command that "
			"goes on.",
			STEP_FAINT);
	return true;
}

bool
step_do_quit(struct stepper *stepper, char **words, const char *rest)
{
	(void)rest;
	if (!step_takes(stepper, words, 0))
		return false;
	stepper->is_over = true;
	return true;
}
