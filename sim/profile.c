/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "sim/command.h"

static const char examples[] = "Without an argument the profiles are listed. A profile has a value for each\n"
			       "setting of a TCP; scenarios choose one by `use profile NAME`, or for one host by\n"
			       "`host HOST profile NAME`, and change what they want otherwise by `set`.\n"
			       "\n"
			       "Examples:\n"
			       "  tcpsim profile                       what there is\n"
			       "  tcpsim profile show linux            each value, and where it is from\n"
			       "  tcpsim profile diff linux freebsd    what two TCPs do differently\n"
			       "\n"
			       "Exit status: 0 always, but 2 for a mistake on the command line.";

/* Columns of a table, but the last: all cells are as wide as the widest. */
#define N_COLUMNS 3
/* What stands in a line of its own is that far in. */
#define OWN_LINE_INDENT 4

/* A table is printed twice: once to see how wide it is. */
struct table {
	size_t widths[N_COLUMNS];
	bool is_printed;
};

/*
 * Print a row, or measure it. What is behind the columns goes on below itself where a terminal is too narrow; where the
 * columns leave it less than half of one, it stands in lines of its own.
 */
static void
row(struct table *table, const char *const cells[N_COLUMNS], const char *rest)
{
	uint32_t columns = terminal_columns();
	struct tcpsim_ladder_options options = {
		.is_ascii = !terminal_is_utf8(),
		.columns = columns > 0 ? columns : UINT32_MAX,
	};
	GString *line = g_string_new(NULL);
	uint32_t indent = 0;

	for (size_t i = 0; i < N_COLUMNS && cells[i] != NULL; i++) {
		if (!table->is_printed)
			table->widths[i] = MAX(table->widths[i], strlen(cells[i]));
		g_string_append_printf(line, "%-*s  ", (int)table->widths[i], cells[i]);
		indent += (uint32_t)table->widths[i] + 2;
	}
	if (table->is_printed && indent <= options.columns / 2) {
		output_text(line->str);
		output_hanging(&options, rest, indent);
	} else if (table->is_printed) {
		output_format("%s\n", g_strchomp(line->str));
		output_words(&options, rest, OWN_LINE_INDENT);
	}
	g_string_free(line, TRUE);
}

static void
rows_of_profiles(struct table *table)
{
	size_t n;
	const struct tcpsim_profile *profiles = tcpsim_profiles(&n);

	for (size_t i = 0; i < n; i++)
		row(table, (const char *const[N_COLUMNS]){ profiles[i].name }, profiles[i].words);
}

static void
rows_of_one(struct table *table, const struct tcpsim_profile *profile)
{
	size_t n;
	const struct tcpsim_setting *settings = tcpsim_settings(&n);

	row(table, (const char *const[N_COLUMNS]){ "setting", "value" }, "what it is; where the value is from");
	for (size_t i = 0; i < n; i++) {
		char *value = tcpsim_setting_format(&settings[i], tcpsim_policy_get(&profile->policy, &settings[i]));
		char *rest = g_strdup_printf("%s; %s", settings[i].words, tcpsim_profile_source(profile, &settings[i]));

		row(table, (const char *const[N_COLUMNS]){ settings[i].name, value }, rest);
		g_free(rest);
		g_free(value);
	}
}

static size_t
rows_of_two(struct table *table, const struct tcpsim_profile *a, const struct tcpsim_profile *b)
{
	size_t n, differ = 0;
	const struct tcpsim_setting *settings = tcpsim_settings(&n);

	row(table, (const char *const[N_COLUMNS]){ "setting", a->name, b->name }, "where the values are from");
	for (size_t i = 0; i < n; i++) {
		int64_t one = tcpsim_policy_get(&a->policy, &settings[i]);
		int64_t two = tcpsim_policy_get(&b->policy, &settings[i]);
		char *value = tcpsim_setting_format(&settings[i], one), *other = tcpsim_setting_format(&settings[i], two);
		char *rest = g_strdup_printf("%s: %s; %s: %s", a->name, tcpsim_profile_source(a, &settings[i]),
			b->name, tcpsim_profile_source(b, &settings[i]));

		if (one != two) {
			row(table, (const char *const[N_COLUMNS]){ settings[i].name, value, other }, rest);
			differ++;
		}
		g_free(rest);
		g_free(other);
		g_free(value);
	}
	return differ;
}

/* The profile of that name, or NULL after a sentence on stderr. */
static const struct tcpsim_profile *
find(const char *name)
{
	const struct tcpsim_profile *profile = tcpsim_profile_find(name);
	const char *names[16] = { NULL };
	const char *guess;
	size_t n;
	const struct tcpsim_profile *profiles = tcpsim_profiles(&n);

	if (profile != NULL)
		return profile;
	for (size_t i = 0; i < n && i + 1 < G_N_ELEMENTS(names); i++)
		names[i] = profiles[i].name;
	guess = tcpsim_word_nearest(name, names);
	if (guess != NULL)
		usage_error("profile", "no profile is called %s, did you mean %s?", name, guess);
	else
		usage_error("profile", "no profile is called %s; `tcpsim profile` lists them", name);
	return NULL;
}

static enum status
list(void)
{
	struct table table = { 0 };

	rows_of_profiles(&table);
	table.is_printed = true;
	rows_of_profiles(&table);
	return STATUS_PASSED;
}

static enum status
show(const struct tcpsim_profile *profile)
{
	struct table table = { 0 };

	if (profile == NULL)
		return STATUS_USAGE;
	rows_of_one(&table, profile);
	table.is_printed = true;
	rows_of_one(&table, profile);
	return STATUS_PASSED;
}

static enum status
diff(const struct tcpsim_profile *a, const struct tcpsim_profile *b)
{
	struct table table = { 0 };

	if (a == NULL || b == NULL)
		return STATUS_USAGE;
	if (rows_of_two(&table, a, b) == 0)
		return STATUS_PASSED;
	table.is_printed = true;
	rows_of_two(&table, a, b);
	return STATUS_PASSED;
}

/* Neither show nor diff: the name of a profile alone shows it. */
static enum status
other_word(int argc, char **argv)
{
	static const char *const words[] = { "show", "diff", NULL };
	const char *guess = tcpsim_word_nearest(argv[1], words);

	if (argc == 2 && tcpsim_profile_find(argv[1]) != NULL)
		return show(tcpsim_profile_find(argv[1]));
	if (guess != NULL)
		return usage_error("profile", "profile takes show or diff, and not %s, did you mean %s?", argv[1], guess);
	return usage_error("profile", "profile takes show or diff, and not %s", argv[1]);
}

enum status
command_profile(int argc, char **argv)
{
	const GOptionEntry entries[] = { { NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL } };
	enum status status = STATUS_PASSED;

	if (!usage_parse("[show NAME|diff NAME NAME]", "Tell of profiles: the settings of TCPs that are in use.",
		    examples, entries, &argc, &argv, &status))
		return status;
	if (argc < 2)
		return list();
	if (strcmp(argv[1], "show") == 0) {
		if (argc != 3)
			return usage_error("profile", "show takes the NAME of one profile");
		return show(find(argv[2]));
	}
	if (strcmp(argv[1], "diff") == 0) {
		if (argc != 4)
			return usage_error("profile", "diff takes the NAMEs of two profiles");
		return diff(find(argv[2]), find(argv[3]));
	}
	return other_word(argc, argv);
}
