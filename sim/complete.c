/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "sim/convert.h"

/*
 * What may stand at the cursor of a command line, for the shells: docs/completion. A line is a word, a tab, and what it
 * means; `:files` says that names of files may stand there, of those suffixes if there are some, `:directories` likewise.
 */

/* What was asked for; without .command nothing was. */
static struct {
	const struct command *command;
	char **words; /* behind the command, the last of them being written; NULL-terminated */
	size_t n;
} asked;

/* The word at the cursor: what stays as it is, `--color=`, and what is to be completed. */
static const char *kept = "", *begun = "";

static void
offer(const char *word, const char *words)
{
	if (g_str_has_prefix(word, begun))
		output_format("%.*s%s\t%s\n", (int)strcspn(kept, "=") + (strchr(kept, '=') != NULL), kept, word, words);
}

static void
offer_all(const char *const *list, const char *words)
{
	for (; *list != NULL; list++)
		offer(*list, words);
}

static void
offer_commands(void)
{
	for (const struct command *command = commands; command->name != NULL; command++)
		offer(command->name, command->words);
}

static void
offer_formats(void)
{
	for (const struct format *format = convert_formats; format->name != NULL; format++)
		offer(format->name, format->words);
}

static void
offer_profiles(void)
{
	size_t n;
	const struct tcpsim_profile *profiles = tcpsim_profiles(&n);

	for (size_t i = 0; i < n; i++)
		offer(profiles[i].name, profiles[i].words);
}

static void
offer_settings(void)
{
	size_t n;
	const struct tcpsim_setting *settings = tcpsim_settings(&n);

	for (size_t i = 0; i < n; i++) {
		char *text = g_strconcat(settings[i].name, "=", NULL);

		offer(text, settings[i].words);
		g_free(text);
	}
}

static void
offer_scenarios(bool only_explored)
{
	char **names = builtin_names();

	if (only_explored)
		cases_keep_explored(names);
	offer_all((const char *const *)names, "built-in scenario");
	g_strfreev(names);
}

static void
offer_terms(void)
{
	char **names = tcpsim_render_terms();

	offer_all((const char *const *)names, "name");
	g_strfreev(names);
}

static void
offer_events(void)
{
	char **names = tcpsim_render_events();

	offer_all((const char *const *)names, "event");
	g_strfreev(names);
}

static void
offer_states(void)
{
	for (int state = 0; state < TCPSIM_N_STATES; state++)
		offer(tcpsim_state_name((enum tcpsim_state)state), "state");
}

/* Whether the option stands there already: `--on SYN` or `--on=SYN`. */
static bool
has_option(const char *name)
{
	for (size_t i = 0; i + 1 < asked.n; i++) {
		size_t n = strcspn(asked.words[i], "=");

		if (n == strlen(name) && strncmp(asked.words[i], name, n) == 0)
			return true;
	}
	return false;
}

/* The scenario that the command line names so far, or NULL. */
static struct tcpsim_scenario *
scenario_named(void)
{
	struct tcpsim_scenario *scenario = NULL;

	for (size_t i = 0; i + 1 < asked.n && scenario == NULL; i++) {
		struct source source;

		if (asked.words[i][0] == '-' || !source_find(asked.words[i], &source))
			continue;
		scenario = cases_parse(&source);
		source_clear(&source);
	}
	return scenario;
}

static void
offer_cases(void)
{
	struct tcpsim_scenario *scenario = scenario_named();

	for (size_t i = 0; scenario != NULL && i < tcpsim_scenario_n_cases(scenario); i++)
		offer(tcpsim_scenario_case_name(scenario, i), "case");
	tcpsim_scenario_free(scenario);
}

static void
offer_hosts(void)
{
	struct tcpsim_scenario *scenario = scenario_named();

	for (size_t i = 0; scenario != NULL && i < tcpsim_scenario_n_hosts(scenario); i++)
		offer(tcpsim_scenario_host_name(scenario, i), "host");
	tcpsim_scenario_free(scenario);
}

/* The values of an option, by its name or by what its help calls them. */
static void
offer_values(const GOptionEntry *entry)
{
	static const struct {
		const char *name;
		void (*offer)(void);
		const char *words[4];
	} table[] = {
		{ "to", offer_formats, { NULL } },
		{ "profile", offer_profiles, { NULL } },
		{ "set", offer_settings, { NULL } },
		{ "case", offer_cases, { NULL } },
		{ "host", offer_hosts, { NULL } },
		{ "on", offer_events, { NULL } },
		{ "hash", NULL, { "64", NULL } },
		{ "theme", NULL, { "auto", "light", "dark", NULL } },
		{ "WHEN", NULL, { "auto", "always", "never", NULL } },
		{ "FILE", NULL, { ":files", NULL } },
		{ "DIR", NULL, { ":directories", NULL } },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
		if (strcmp(table[i].name, entry->long_name) != 0 && g_strcmp0(table[i].name, entry->arg_description) != 0)
			continue;
		if (table[i].offer != NULL)
			table[i].offer();
		else if (table[i].words[0][0] == ':')
			output_format("%s\n", table[i].words[0]);
		else
			offer_all(table[i].words, entry->description);
		break;
	}
}

static void
offer_arguments(enum arguments arguments)
{
	switch (arguments) {
	case ARGUMENTS_NONE:
		break;
	case ARGUMENTS_SCENARIOS:
	case ARGUMENTS_EXPLORED:
		offer_scenarios(arguments == ARGUMENTS_EXPLORED);
		output_text(":files .scn .json\n");
		break;
	case ARGUMENTS_SCRIPTS:
		output_text(":files .pkt\n");
		break;
	case ARGUMENTS_TERMS:
		/* A question is asked of states, octets are in files or on the line. */
		if (has_option("--on")) {
			offer_states();
			break;
		}
		if (!has_option("--hex") && !has_option("-x"))
			offer_terms();
		output_text(":files\n");
		break;
	case ARGUMENTS_PROFILES:
		if (asked.n == 1)
			offer_all((const char *const[]){ "show", "diff", NULL }, "profiles");
		offer_profiles();
		break;
	case ARGUMENTS_COMMANDS:
		offer_commands();
		break;
	}
}

/* Whether that word is the option: `--case`, `--case=two-way` or `-c`. */
static bool
is_option(const GOptionEntry *entry, const char *word)
{
	size_t n = strlen(entry->long_name);

	if (g_str_has_prefix(word, "--"))
		return strncmp(word + 2, entry->long_name, n) == 0 && (word[n + 2] == '\0' || word[n + 2] == '=');
	return word[0] == '-' && entry->short_name != 0 && word[1] == entry->short_name && word[2] == '\0';
}

/* The option whose value stands at the cursor, or NULL. */
static const GOptionEntry *
option_at_cursor(const GOptionEntry *entries)
{
	const char *word = asked.words[asked.n - 1], *before = asked.n > 1 ? asked.words[asked.n - 2] : "";
	bool has_value = g_str_has_prefix(word, "--") && strchr(word, '=') != NULL;

	for (const GOptionEntry *entry = entries; entry->long_name != NULL; entry++) {
		if (entry->arg == G_OPTION_ARG_NONE)
			continue;
		if (has_value && is_option(entry, word)) {
			kept = word;
			begun = strchr(word, '=') + 1;
			return entry;
		}
		if (strchr(before, '=') == NULL && is_option(entry, before))
			return entry;
	}
	return NULL;
}

bool
complete_options(const GOptionEntry *entries)
{
	/* Options of packetdrill are no entries. */
	static const char *const of_scripts[] = { "--ladder=always", "--ip_version=", "--mtu=", "--mss=", "--tolerance_usecs=",
		"--tolerance_percent=", NULL };
	const GOptionEntry *entry;

	if (asked.command == NULL)
		return false;
	entry = option_at_cursor(entries);
	if (entry != NULL) {
		offer_values(entry);
	} else if (begun[0] == '-') {
		for (entry = entries; entry->long_name != NULL; entry++) {
			char *option = g_strconcat("--", entry->long_name, NULL);

			offer(option, entry->description);
			g_free(option);
		}
		if (asked.command->arguments == ARGUMENTS_SCRIPTS)
			offer_all(of_scripts, "as in a script");
		offer("--help", "tell of the options");
	} else {
		offer_arguments(asked.command->arguments);
	}
	return true;
}

enum status
complete(int n, char **words)
{
	if (n <= 1) {
		begun = n == 1 ? words[0] : "";
		offer_commands();
		offer("--help", "tell of the commands");
		offer("--version", "tell the version");
		return STATUS_PASSED;
	}
	for (const struct command *command = commands; command->name != NULL; command++) {
		char *alone[] = { words[0], NULL };

		if (strcmp(command->name, words[0]) != 0)
			continue;
		asked.command = command;
		asked.words = words + 1;
		asked.n = (size_t)n - 1;
		begun = words[n - 1];
		if (command->run != command_help)
			return command->run(1, alone);
		offer_arguments(command->arguments);
	}
	return STATUS_PASSED;
}
