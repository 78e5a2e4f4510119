/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "sim/drill.h"

#define MOST_THREADS 256
/* A longer ladder is nobody's to read. */
#define MOST_RUNGS 2000U

static const char examples[] =
	"A directory is searched for *.pkt; `-` is standard input. Options of packetdrill\n"
	"with an underscore in their name, and --mtu, --mss and --speed, come before what\n"
	"a script says of them: --tolerance_usecs=10000 --ip_version=ipv6.\n"
	"\n"
	"Examples:\n"
	"  tcpsim drill tests/packetdrill/segments     all scripts there, a line each\n"
	"  tcpsim drill --profile=linux --ladder a.pkt what a script did until it failed\n"
	"  tcpsim drill -D MSS=1460 --set=msl=1s a.pkt words and settings of one's own\n"
	"\n"
	"Exit status: 0 nothing failed, though scripts may have been skipped, 1 a script\n"
	"failed, or was skipped under --no-skips, 2 one cannot be read or does not parse,\n"
	"its code neither, a mistake on the command line, or output that cannot be\n"
	"written, 3 cut short.";

/* The options as they stand on the command line. */
struct texts {
	char *profile, *junit, *color, *threads;
	char **defines, **policy;
	GPtrArray *settings; /* of packetdrill */
	GPtrArray *split;    /* `-j4` as GLib reads it */
	const char *ladders; /* what `--ladder=` asks for, or NULL */
	gboolean only_parses, is_quiet, is_tap, is_ascii, draws, counts_skips;
};

#define OPTION(NAME, LETTER, KIND, FIELD, WORDS, VALUE) \
	{ NAME, LETTER, 0, G_OPTION_ARG_##KIND, &texts->FIELD, WORDS, VALUE }

static bool
parse_options(int *argc, char ***argv, struct texts *texts, enum status *status)
{
	const GOptionEntry entries[] = {
		OPTION("profile", 'p', STRING, profile, "the TCP under test, in place of the script's own", "NAME"),
		OPTION("define", 'D', STRING_ARRAY, defines, "replace a word, and let #ifdef see it", "NAME[=VALUE]"),
		OPTION("set", 's', STRING_ARRAY, policy, "change a setting of the profile", "NAME=VALUE"),
		OPTION("parse-only", 'n', NONE, only_parses, "parse, and do not play", NULL),
		OPTION("ladder", 'l', NONE, draws, "draw those that fail, =always: all", NULL),
		OPTION("no-skips", 0, NONE, counts_skips, "let the exit status be 1 for a skip, too", NULL),
		OPTION("jobs", 'j', STRING, threads, "play so many at a time", "N"),
		OPTION("quiet", 'q', NONE, is_quiet, "be silent about what passes", NULL),
		OPTION("tap", 't', NONE, is_tap, "write TAP version 14 in place of lines", NULL),
		OPTION("junit", 'J', STRING, junit, "write JUnit's XML, too", "FILE"),
		OPTION("ascii", 'a', NONE, is_ascii, "draw with ASCII characters only", NULL),
		OPTION("color", 0, STRING, color, "auto (on a terminal), always or never", "WHEN"),
		{ NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
	};

	return usage_parse("FILE|DIRECTORY...", "Play packetdrill scripts in virtual time, without a kernel.", examples,
		entries, argc, argv, status);
}

/* `--tolerance_usecs=10000`, `--mtu=1400`: packetdrill's, not ours. */
static bool
is_of_packetdrill(const char *argument)
{
	static const char *const plain[] = { "mtu", "mss", "speed", "verbose", "debug", NULL };
	char *name;
	bool is;

	if (!g_str_has_prefix(argument, "--"))
		return false;
	name = g_strndup(argument + 2, strcspn(argument + 2, "="));
	is = strchr(name, '_') != NULL || g_strv_contains(plain, name);
	g_free(name);
	return is;
}

/* `-j4`, `-DNAME`: GLib wants a blank there. */
static char *
split(char *argument, struct texts *texts)
{
	const char *name = g_str_has_prefix(argument, "-j") ? "--jobs=" :
		g_str_has_prefix(argument, "-D")            ? "--define=" :
							      NULL;
	char *whole;

	if (name == NULL || argument[2] == '\0')
		return argument;
	whole = g_strconcat(name, argument + 2, NULL);
	g_ptr_array_add(texts->split, whole);
	return whole;
}

/* Take those options out of the command line that GLib would not know, up to `--`. */
static void
take_own(int *argc, char **argv, struct texts *texts)
{
	int n = 1;

	for (int i = 1; i < *argc; i++) {
		bool goes_on = strcmp(argv[i], "--") != 0;

		if (goes_on && is_of_packetdrill(argv[i]))
			g_ptr_array_add(texts->settings, argv[i]);
		else if (goes_on && g_str_has_prefix(argv[i], "--ladder="))
			texts->ladders = argv[i] + strlen("--ladder=");
		else
			argv[n++] = goes_on ? split(argv[i], texts) : argv[i];
		while (!goes_on && i + 1 < *argc)
			argv[n++] = argv[++i];
	}
	argv[n] = NULL;
	*argc = n;
	g_ptr_array_add(texts->settings, NULL);
}

/* `there are A, B and C`. Free with g_free(). */
static char *
list_of(const GPtrArray *names)
{
	GString *list = g_string_new("there are ");

	for (guint i = 0; i < names->len; i++)
		g_string_append_printf(list, "%s%s", i == 0 ? "" : i + 1 < names->len ? ", " : " and ",
			(const char *)g_ptr_array_index(names, i));
	return g_string_free(list, FALSE);
}

/* Tell that there is no such name, and which was meant, or which others there are. Takes the names, and returns false. */
static bool
refuse_name(const char *what, const char *name, GPtrArray *names, const char *others)
{
	const char *guess;

	g_ptr_array_add(names, NULL);
	guess = tcpsim_word_nearest(name, (const char *const *)names->pdata);
	if (guess != NULL)
		usage_error("drill", "unknown %s %s, did you mean %s?", what, name, guess);
	else
		usage_error("drill", "unknown %s %s; %s", what, name, others);
	g_ptr_array_free(names, TRUE);
	return false;
}

static bool
read_profile(const char *name)
{
	GPtrArray *names;
	char *list;
	size_t n;

	if (name == NULL || tcpsim_profile_find(name) != NULL)
		return true;
	names = g_ptr_array_new();
	tcpsim_profiles(&n);
	for (size_t i = 0; i < n; i++)
		g_ptr_array_add(names, (gpointer)tcpsim_profiles(&n)[i].name);
	list = list_of(names);
	refuse_name("profile", name, names, list);
	g_free(list);
	return false;
}

/* The name of `msl=1s`; its value is the player's to read, but must be there. */
static bool
read_setting(const char *text)
{
	size_t n, length = strcspn(text, "=");
	const struct tcpsim_setting *settings = tcpsim_settings(&n);
	GPtrArray *names = g_ptr_array_new();
	char *name = g_strndup(text, length);
	bool is_known = tcpsim_setting_find(name) != NULL;

	for (size_t i = 0; i < n; i++)
		g_ptr_array_add(names, (gpointer)settings[i].name);
	if (!is_known) {
		refuse_name("setting", name, names, "`tcpsim profile show NAME` lists them");
	} else {
		g_ptr_array_free(names, TRUE);
		if (text[length] == '\0')
			usage_error("drill", "--set=%s has no value: it is --set=%s=VALUE", name, name);
	}
	g_free(name);
	return is_known && text[length] == '=';
}

/* `NAME` or `NAME=VALUE`, of a name that can stand in a script. */
static bool
read_define(const char *text)
{
	size_t length = strcspn(text, "=");
	bool is_name = g_ascii_isalpha(text[0]) || text[0] == '_';

	for (size_t i = 0; i < length; i++)
		is_name = is_name && (g_ascii_isalnum(text[i]) || text[i] == '_');
	if (!is_name)
		usage_error("drill", "--define is NAME or NAME=VALUE, of letters, digits and _, not '%s'", text);
	return is_name;
}

/* All settings, and that it is no dry run. Free with g_free(): the texts are not its own. */
static const char **
settings_without_dry_run(const char *const *settings)
{
	guint n = g_strv_length((char **)settings);
	const char **all = g_new0(const char *, n + 2);

	for (guint i = 0; i < n; i++)
		all[i] = settings[i];
	all[n] = "--dry_run=0";
	return all;
}

/* Words, settings and packetdrill's options are judged once, by a script that does nothing else. */
static bool
read_for_scripts(const struct tcpsim_drill_options *given)
{
	static const char nothing[] = "0 `true`\n";
	const char **settings = settings_without_dry_run(given->settings);
	struct tcpsim_drill_options options = *given;
	struct tcpsim_diagnostics *diagnostics = NULL;
	struct tcpsim_drill_result *result;
	struct tcpsim_drill *drill;
	bool is_good;

	options.settings = settings;
	drill = tcpsim_drill_parse(nothing, strlen(nothing), "command line", &options, &diagnostics);
	result = drill != NULL ? tcpsim_drill_run(drill, &options) : NULL;
	is_good = result != NULL && result->verdict == TCPSIM_DRILL_PASS;
	if (!is_good && result != NULL)
		usage_error("drill", "%s", result->words);
	else if (!is_good)
		usage_error("drill", "%s", tcpsim_diagnostics_get(diagnostics, 0)->words);
	tcpsim_drill_result_free(result);
	tcpsim_drill_free(drill);
	tcpsim_diagnostics_free(diagnostics);
	g_free(settings);
	return is_good;
}

/* Of which scripts a ladder is drawn. */
static bool
read_ladders(const struct texts *texts, struct drill_request *request)
{
	bool is_always = g_strcmp0(texts->ladders, "always") == 0;

	if (texts->ladders != NULL && !is_always) {
		usage_error("drill", "--ladder stands alone, or it is --ladder=always, not %s", texts->ladders);
		return false;
	}
	request->ladders = is_always ? LADDERS_ALWAYS : texts->draws ? LADDERS_FAILED : LADDERS_NEVER;
	return true;
}

/* Returns false, after a sentence on stderr, if an option has no such value. */
static bool
read_values(const struct texts *texts, struct drill_request *request)
{
	enum color_choice choice;
	guint64 threads = g_get_num_processors();

	if (!terminal_choice(texts->color, &choice)) {
		usage_error("drill", "--color is auto, always or never, not %s", texts->color);
		return false;
	}
	if (texts->threads != NULL &&
		!g_ascii_string_to_unsigned(texts->threads, 10, 1, MOST_THREADS, &threads, NULL)) {
		usage_error("drill", "--jobs is a whole number from 1 to %d, not %s", MOST_THREADS, texts->threads);
		return false;
	}
	request->options = (struct tcpsim_drill_options){
		.profile = texts->profile,
		.defines = (const char *const *)texts->defines,
		.settings = (const char *const *)texts->settings->pdata,
		.policy = (const char *const *)texts->policy,
		.stop = &watch_stop,
	};
	request->threads = (unsigned)MIN(threads, MOST_THREADS);
	request->junit = texts->junit;
	request->only_parses = texts->only_parses;
	request->is_quiet = texts->is_quiet;
	request->is_tap = texts->is_tap;
	request->counts_skips = texts->counts_skips;
	request->ladder.is_ascii = texts->is_ascii || !terminal_is_utf8();
	request->ladder.most_rungs = MOST_RUNGS;
	request->ladder.hides_lines = true;
	request->ladder.has_color = !texts->is_tap && terminal_has_color(choice);
	for (char **text = texts->policy; text != NULL && *text != NULL; text++)
		if (!read_setting(*text))
			return false;
	for (char **text = texts->defines; text != NULL && *text != NULL; text++)
		if (!read_define(*text))
			return false;
	return read_ladders(texts, request) && read_profile(texts->profile) && read_for_scripts(&request->options);
}

enum status
command_drill(int argc, char **argv)
{
	struct texts texts = { .settings = g_ptr_array_new(), .split = g_ptr_array_new_with_free_func(g_free) };
	struct drill_request request = { 0 };
	enum status status;

	take_own(&argc, argv, &texts);
	if (parse_options(&argc, &argv, &texts, &status)) {
		if (argc < 2) {
			status = usage_error("drill", "a FILE or a DIRECTORY with scripts is missing");
		} else if (!read_values(&texts, &request)) {
			status = STATUS_USAGE;
		} else {
			request.python = g_find_program_in_path("python3");
			request.options.has_python = request.python != NULL;
			status = drill_suite(&request, argv + 1);
		}
	}
	g_free(request.python);
	g_free(texts.profile);
	g_free(texts.junit);
	g_free(texts.color);
	g_free(texts.threads);
	g_strfreev(texts.defines);
	g_strfreev(texts.policy);
	g_ptr_array_unref(texts.settings);
	g_ptr_array_unref(texts.split);
	return status;
}
