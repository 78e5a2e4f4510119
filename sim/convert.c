/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "sim/command.h"

static const char examples[] =
	"What one host of a run does and sees is written in another language. In\n"
	"packetdrill's its user makes socket calls, what arrived is injected, and what it\n"
	"sent is expected: `tcpsim drill` plays it, and a kernel can be held against it.\n"
	"\n"
	"Examples:\n"
	"  tcpsim convert --to packetdrill --host server lesson/handshake\n"
	"  tcpsim convert --to packetdrill --host client --case off -o a.pkt a.scn\n"
	"  tcpsim convert --to packetdrill --host server lesson/teardown | tcpsim drill -\n"
	"\n"
	"Exit status: 0 it is written, 2 it cannot be, or a mistake on the command line,\n"
	"3 the run was cut short.";

/* A run, and what of it is wanted. */
struct conversion {
	const struct tcpsim_scenario *scenario;
	const struct tcpsim_run *run;
	const char *source; /* the scenario and its case */
	uint16_t host;
	uint32_t connection; /* or 0 */
};

static char *
write_packetdrill(const struct conversion *conversion, char **error)
{
	const struct tcpsim_drill_write_options options = {
		.connection = conversion->connection,
		.title = tcpsim_scenario_title(conversion->scenario),
		.source = conversion->source,
	};
	struct tcpsim_policy policy;

	tcpsim_scenario_policy(conversion->scenario, tcpsim_run_case(conversion->run), conversion->host, &policy);
	return tcpsim_drill_write(tcpsim_run_trace(conversion->run), conversion->host, &policy, &options, error);
}

/* What --to may be. */
static const struct format {
	const char *name;
	/* The text, to be freed with g_free(); or NULL, and *error says why. */
	char *(*write)(const struct conversion *conversion, char **error);
} formats[] = {
	{ "packetdrill", write_packetdrill },
};

struct texts {
	char *to, *host, *wanted_case, *connection, *output;
};

#define OPTION(NAME, LETTER, FIELD, WORDS, VALUE) \
	{ NAME, LETTER, 0, G_OPTION_ARG_STRING, &texts->FIELD, WORDS, VALUE }

static bool
parse_options(int *argc, char ***argv, struct texts *texts, enum status *status)
{
	const GOptionEntry entries[] = {
		OPTION("to", 't', to, "the language: packetdrill", "FORMAT"),
		OPTION("host", 'H', host, "the host whose side is written", "NAME"),
		OPTION("case", 'c', wanted_case, "the case NAME, of a scenario that has several", "NAME"),
		OPTION("connection", 'n', connection, "of that host, from 1; the first without this", "N"),
		OPTION("output", 'o', output, "write to FILE, not to standard output", "FILE"),
		{ NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
	};

	return usage_parse("FILE|NAME", "Write one host's side of a run in another language.", examples, entries, argc,
		argv, status);
}

/* Tell that there is no such thing, and what was likely meant. */
static void
refuse(const char *what, const char *name, const char *const *names)
{
	const char *guess = tcpsim_word_nearest(name, names);

	if (guess != NULL) {
		usage_error("convert", "there is no %s %s, did you mean %s?", what, name, guess);
	} else {
		char *all = g_strjoinv(", ", (char **)names);

		usage_error("convert", "there is no %s %s, only %s", what, name, all);
		g_free(all);
	}
}

static const struct format *
find_format(const char *name)
{
	const char *names[G_N_ELEMENTS(formats) + 1] = { NULL };

	for (size_t i = 0; i < G_N_ELEMENTS(formats); i++) {
		names[i] = formats[i].name;
		if (g_strcmp0(name, names[i]) == 0)
			return &formats[i];
	}
	if (name == NULL)
		usage_error("convert", "--to is missing: it names the language, such as %s", names[0]);
	else
		refuse("format", name, names);
	return NULL;
}

/* Returns false, after a sentence on stderr, if there is no such host. */
static bool
find_host(const struct tcpsim_scenario *scenario, const char *name, uint16_t *host)
{
	GPtrArray *names = g_ptr_array_new();
	size_t n = tcpsim_scenario_n_hosts(scenario);
	bool is_found = false;

	for (size_t i = 0; i < n && !is_found; i++) {
		g_ptr_array_add(names, (gpointer)tcpsim_scenario_host_name(scenario, i));
		is_found = g_strcmp0(name, tcpsim_scenario_host_name(scenario, i)) == 0;
		*host = (uint16_t)i;
	}
	g_ptr_array_add(names, NULL);
	if (!is_found && name == NULL)
		usage_error("convert", "--host is missing: it names the host whose side is written");
	else if (!is_found)
		refuse("host", name, (const char *const *)names->pdata);
	g_ptr_array_free(names, TRUE);
	return is_found;
}

/* The one case that is wanted. Returns false, after a sentence on stderr, if there is not exactly one. */
static bool
find_case(const struct tcpsim_scenario *scenario, const struct source *source, const char *wanted, size_t *the_case)
{
	size_t n = cases_n_wanted(scenario, source, wanted);
	GString *names = g_string_new(NULL);

	for (*the_case = 0; n == 1 && !cases_is_wanted(scenario, *the_case, wanted);)
		++*the_case;
	for (size_t i = 0; n > 1 && i < tcpsim_scenario_n_cases(scenario); i++) {
		if (cases_is_wanted(scenario, i, wanted))
			g_string_append_printf(
				names, "%s%s", names->len > 0 ? "; " : "", tcpsim_scenario_case_name(scenario, i));
	}
	if (n > 1)
		complain_at_length("%s has %zu cases, of which --case chooses one: %s", source->file, n, names->str);
	g_string_free(names, TRUE);
	return n == 1;
}

static bool
read_connection(const char *text, uint32_t *connection)
{
	guint64 number = 0;

	if (text != NULL && !g_ascii_string_to_unsigned(text, 10, 1, UINT32_MAX, &number, NULL)) {
		usage_error("convert", "--connection is a whole number from 1 on, not %s", text);
		return false;
	}
	*connection = (uint32_t)number;
	return true;
}

static int
write_text(FILE *file, const void *data)
{
	return fputs(data, file) == EOF ? -1 : 0;
}

/* Write what there is of the run to where it is wanted. */
static enum status
convert_run(const struct format *format, const struct conversion *conversion, const char *output)
{
	char *error = NULL, *text = format->write(conversion, &error);
	enum status status = STATUS_PASSED;

	if (text == NULL) {
		complain_at_length("%s: %s", conversion->source, error);
		status = STATUS_USAGE;
	} else if (output == NULL || strcmp(output, "-") == 0) {
		output_text(text);
	} else if (!keep_file(output, write_text, text)) {
		status = STATUS_USAGE;
	}
	g_free(error);
	g_free(text);
	return status;
}

/* The sentence of a run that was given up, as `tcpsim run` has it, or NULL. */
static const char *
why_given_up(const struct tcpsim_run *run)
{
	for (size_t i = 0; i < tcpsim_run_n_outcomes(run); i++) {
		const struct tcpsim_outcome *outcome = tcpsim_run_outcome(run, i);

		if (outcome->verdict == TCPSIM_INCONCLUSIVE && g_str_has_prefix(outcome->words, "It goes on and on"))
			return outcome->words;
	}
	return NULL;
}

static enum status
convert_scenario(const struct format *format, const struct texts *texts, const struct source *source,
	const struct tcpsim_scenario *scenario)
{
	struct tcpsim_run_options options = { .stop = &watch_stop };
	struct conversion conversion = { .scenario = scenario };
	enum status status = STATUS_INCONCLUSIVE;
	struct tcpsim_run *run;
	const char *name;
	size_t the_case;
	char *words;

	if (!find_host(scenario, texts->host, &conversion.host) ||
		!find_case(scenario, source, texts->wanted_case, &the_case) ||
		!read_connection(texts->connection, &conversion.connection))
		return STATUS_USAGE;
	name = tcpsim_scenario_case_name(scenario, the_case);
	words = g_strdup_printf("%s%s%s", source->file, *name != '\0' ? ", case " : "", name);
	watch_begin(source->name);
	conversion.run = run = tcpsim_scenario_run(scenario, the_case, &options);
	watch_end();
	conversion.source = words;
	if (watch_stop)
		complain("interrupted");
	else if (why_given_up(run) != NULL)
		complain_at_length("%s: %s", words, why_given_up(run));
	else
		status = convert_run(format, &conversion, texts->output);
	tcpsim_run_free(run);
	g_free(words);
	return status;
}

static enum status
convert(const struct texts *texts, const char *argument)
{
	const struct format *format = find_format(texts->to);
	struct tcpsim_scenario *scenario;
	enum status status = STATUS_USAGE;
	struct source source;

	if (format == NULL || !source_find(argument, &source))
		return STATUS_USAGE;
	scenario = cases_parse(&source);
	if (keep_is_same(texts->output, source.path))
		complain("--output %s would overwrite the scenario itself", texts->output);
	else if (scenario != NULL)
		status = convert_scenario(format, texts, &source, scenario);
	tcpsim_scenario_free(scenario);
	source_clear(&source);
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
	return status;
}
