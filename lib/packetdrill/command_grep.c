/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/packetdrill/commands_private.h"

/* grep, over what the command before it printed: its status says whether there was a line. */

struct options {
	bool is_fixed, is_extended, is_inverted, counts;
	GRegexCompileFlags flags;
	const char *pattern;
};

/* In a basic expression + ? { | ( ) are themselves, and mean something with a \ before them (grep(1)). */
static char *
from_basic(const char *pattern)
{
	GString *out = g_string_new(NULL);

	for (const char *at = pattern; *at != '\0'; at++) {
		bool is_special = strchr("+?{}|()", *at) != NULL;

		if (*at == '\\' && at[1] != '\0' && strchr("+?{}|()", at[1]) != NULL) {
			g_string_append_c(out, *++at);
		} else if (*at == '\\' && at[1] != '\0') {
			g_string_append_c(out, *at++);
			g_string_append_c(out, *at);
		} else {
			if (is_special)
				g_string_append_c(out, '\\');
			g_string_append_c(out, *at);
		}
	}
	return g_string_free(out, FALSE);
}

/* A word of letters; what is left is the pattern, and then nothing. */
static bool
read_options(struct options *options, char **words)
{
	size_t i;

	for (i = 1; words[i] != NULL && words[i][0] == '-' && words[i][1] != '\0'; i++) {
		const char *letters = words[i] + 1;

		if (strspn(letters, "qcviEFesw") != strlen(letters))
			return false;
		options->is_fixed |= strchr(letters, 'F') != NULL;
		options->is_extended |= strchr(letters, 'E') != NULL;
		options->is_inverted |= strchr(letters, 'v') != NULL;
		options->counts |= strchr(letters, 'c') != NULL;
		if (strchr(letters, 'w') != NULL)
			return false;
		if (strchr(letters, 'i') != NULL)
			options->flags = (GRegexCompileFlags)(options->flags | G_REGEX_CASELESS);
	}
	options->pattern = words[i];
	return words[i] != NULL && words[i + 1] == NULL;
}

static GRegex *
compile(const struct options *options)
{
	char *pattern = options->is_fixed ? g_regex_escape_string(options->pattern, -1) :
		options->is_extended ? g_strdup(options->pattern) : from_basic(options->pattern);
	GRegex *regex = g_regex_new(pattern, options->flags, (GRegexMatchFlags)0, NULL);

	g_free(pattern);
	return regex;
}

static void
filter(struct pkt_shell *shell, const struct options *options, const GRegex *regex)
{
	char **lines = g_strsplit(shell->piped->str, "\n", -1);
	uint32_t n = 0;

	g_string_truncate(shell->piped, 0);
	for (size_t i = 0; lines[i] != NULL; i++) {
		if (*lines[i] == '\0' ||
			g_regex_match(regex, lines[i], (GRegexMatchFlags)0, NULL) == (gboolean)options->is_inverted)
			continue;
		n++;
		if (!options->counts)
			g_string_append_printf(shell->piped, "%s\n", lines[i]);
	}
	if (options->counts)
		g_string_append_printf(shell->piped, "%u\n", n);
	shell->has_failed = n == 0;
	g_strfreev(lines);
}

bool
tcpsim_pkt_do_grep(struct pkt_shell *shell, char **words)
{
	struct options options = { .is_extended = strcmp(words[0], "egrep") == 0 };
	GRegex *regex = read_options(&options, words) ? compile(&options) : NULL;

	if (regex != NULL) {
		filter(shell, &options, regex);
		g_regex_unref(regex);
		return true;
	}
	return tcpsim_pkt_skip_command(shell, words);
}
