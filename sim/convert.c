/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "sim/convert.h"

static const char examples[] =
	"What holds one case, or one host's side of it, is written to standard output or\n"
	"to a file. Of several cases or hosts -o NAME makes a file each, NAME-CASE-HOST\n"
	"with the suffix of NAME, and tells their names.\n"
	"\n"
	"Examples:\n"
	"  tcpsim convert --to packetdrill --host server lesson/handshake\n"
	"  tcpsim convert --to packetdrill --host client --case off -o a.pkt a.scn\n"
	"  tcpsim convert --to packetdrill --host server lesson/teardown | tcpsim drill -\n"
	"\n"
	"Exit status: 0 it is written, 2 it cannot be, or a mistake on the command line,\n"
	"3 the run was cut short.";

/* The options as they stand on the command line. */
struct texts {
	char *to, *host, *wanted_case, *connection, *output, *width, *theme, *seed;
	gboolean isn_wrap;
};

#define OPTION(NAME, LETTER, KIND, FIELD, WORDS, VALUE) \
	{ NAME, LETTER, 0, G_OPTION_ARG_##KIND, &texts->FIELD, WORDS, VALUE }

/* The formats, a line each, and what else there is to say. Free with g_free(). */
static char *
help_text(void)
{
	GString *text = g_string_new("Formats:\n");

	for (const struct format *format = convert_formats; format->name != NULL; format++)
		g_string_append_printf(text, "  %-13s %s\n", format->name, format->words);
	g_string_append_printf(text, "\n%s", examples);
	return g_string_free(text, FALSE);
}

static bool
parse_options(int *argc, char ***argv, struct texts *texts, enum status *status)
{
	const GOptionEntry entries[] = {
		OPTION("to", 't', STRING, to, "the format, one of those below", "FORMAT"),
		OPTION("output", 'o', STRING, output, "write to FILE, not to standard output", "FILE"),
		OPTION("case", 'c', STRING, wanted_case, "the case NAME, or those with that value", "NAME"),
		OPTION("host", 'H', STRING, host, "the host whose side is written", "NAME"),
		OPTION("connection", 'n', STRING, connection, "of that host, from 1; the first without this", "N"),
		OPTION("width", 0, STRING, width, "of a picture, in pixels: 960 without this", "N"),
		OPTION("theme", 0, STRING, theme, "of a picture: auto, light or dark", "WHICH"),
		OPTION("isn-wrap", 'w', NONE, isn_wrap, "begin just below 2^32, so that sequence numbers wrap", NULL),
		OPTION("seed", 's', STRING, seed, "the seed of all chance, in place of the scenario's own", "N"),
		{ NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
	};
	char *help = help_text();
	bool goes_on = usage_parse("FILE|NAME", "Draw a run, or write it in another language.", help, entries, argc,
		argv, status);

	g_free(help);
	return goes_on;
}

static const struct format *
find_format(const char *name)
{
	GPtrArray *names = g_ptr_array_new();
	const struct format *found = NULL;
	const char *guess;

	for (const struct format *format = convert_formats; format->name != NULL; format++) {
		g_ptr_array_add(names, (gpointer)format->name);
		if (g_strcmp0(name, format->name) == 0)
			found = format;
	}
	g_ptr_array_add(names, NULL);
	guess = name != NULL ? tcpsim_word_nearest(name, (const char *const *)names->pdata) : NULL;
	if (name == NULL) {
		usage_error("convert", "--to is missing: it names the format, such as svg or html; "
			"`tcpsim convert --help` has all");
	} else if (found == NULL && guess != NULL) {
		usage_error("convert", "there is no format %s, did you mean %s?", name, guess);
	} else if (found == NULL) {
		char *all = g_strjoinv(", ", (char **)names->pdata);

		usage_error("convert", "there is no format %s, only %s", name, all);
		g_free(all);
	}
	g_ptr_array_free(names, TRUE);
	return found;
}

/* A whole number of an option in [least, most], 0 for none. Returns false after a sentence on stderr. */
static bool
read_number(const char *option, const char *text, guint64 least, guint64 most, guint64 *number)
{
	*number = 0;
	if (text == NULL || g_ascii_string_to_unsigned(text, 10, least, most, number, NULL))
		return true;
	usage_error("convert", "%s is a whole number from %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT ", not %s", option,
		least, most, text);
	return false;
}

static bool
read_theme(const char *text, enum tcpsim_theme *theme)
{
	static const char *const names[] = {
		[TCPSIM_THEME_AUTO] = "auto",
		[TCPSIM_THEME_LIGHT] = "light",
		[TCPSIM_THEME_DARK] = "dark",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		if (text == NULL || strcmp(text, names[i]) == 0) {
			*theme = (enum tcpsim_theme)i;
			return true;
		}
	}
	usage_error("convert", "--theme is auto, light or dark, not %s", text);
	return false;
}

/* Whether the format has a use for an option, if that was given; else a sentence tells which formats have. */
static bool
is_taken(const struct format *wanted, enum taken option, const char *name, const char *value)
{
	GString *others = g_string_new(NULL);
	bool is_good = value == NULL || (wanted->takes & option) != 0;

	for (const struct format *format = convert_formats; format->name != NULL; format++) {
		if ((format->takes & option) != 0)
			g_string_append_printf(others, "%s%s", others->len > 0 ? ", " : "", format->name);
	}
	if (!is_good)
		usage_error("convert", "%s says nothing to %s: it is for %s", name, wanted->name, others->str);
	g_string_free(others, TRUE);
	return is_good;
}

static bool
are_taken(const struct texts *texts, const struct format *format)
{
	return is_taken(format, TAKES_HOST, "--host", texts->host) &&
		is_taken(format, TAKES_CONNECTION, "--connection", texts->connection) &&
		is_taken(format, TAKES_WIDTH, "--width", texts->width) &&
		is_taken(format, TAKES_THEME, "--theme", texts->theme);
}

static bool
read_values(const struct texts *texts, struct convert_request *request, struct tcpsim_run_options *options)
{
	guint64 connection, width, seed;

	request->format = find_format(texts->to);
	if (request->format == NULL || !are_taken(texts, request->format) ||
		!read_number("--connection", texts->connection, 1, UINT32_MAX, &connection) ||
		!read_number("--width", texts->width, 320, 10000, &width) ||
		!read_number("--seed", texts->seed, 0, UINT64_MAX, &seed) ||
		!read_theme(texts->theme, &request->picture.theme))
		return false;
	request->host = texts->host;
	request->output = texts->output;
	request->connection = (uint32_t)connection;
	request->picture.width = (uint32_t)width;
	options->isn_wrap = texts->isn_wrap;
	options->has_seed = texts->seed != NULL;
	options->seed = seed;
	options->stop = &watch_stop;
	return true;
}

static enum status
convert(const struct texts *texts, const char *argument)
{
	struct tcpsim_run_options options = { 0 };
	struct convert_request request = { 0 };
	struct recorded recorded;
	enum status status;

	if (!read_values(texts, &request, &options))
		return STATUS_USAGE;
	recorded_init(&recorded);
	status = recorded_take(&recorded, argument, texts->wanted_case, &options);
	if (status != STATUS_USAGE && !watch_stop)
		status = status_worst(status, convert_write(&request, &recorded));
	recorded_clear(&recorded);
	return status;
}

enum status
command_convert(int argc, char **argv)
{
	struct texts texts = { 0 };
	enum status status;

	if (parse_options(&argc, &argv, &texts, &status)) {
		if (argc != 2)
			status = usage_error("convert", argc < 2 ? "a FILE or the NAME of a built-in scenario is missing" :
								   "convert takes one scenario");
		else
			status = convert(&texts, argv[1]);
	}
	g_free(texts.to);
	g_free(texts.host);
	g_free(texts.wanted_case);
	g_free(texts.connection);
	g_free(texts.output);
	g_free(texts.width);
	g_free(texts.theme);
	g_free(texts.seed);
	return status;
}
