/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/packetdrill/commands_private.h"

/* A command line taken to pieces: commands between ;, &, &&, ||, | and newlines; words by the shell's quoting. */

/* What stands behind a command. */
enum follows {
	FOLLOWS_END,   /* or ;, or a newline */
	FOLLOWS_AND,
	FOLLOWS_OR,
	FOLLOWS_PIPE,
};

/* Behind an opening quote: where it is closed. */
static const char *
skip_quoted(const char *at)
{
	char quote = *at++;

	while (*at != '\0' && *at != quote)
		at += *at == '\\' && quote == '"' && at[1] != '\0' ? 2 : 1;
	return *at == '\0' ? at : at + 1;
}

/* The end of the command that begins here. */
static const char *
end_of(const char *at)
{
	char before = '\0';

	for (; *at != '\0' && strchr(";|\n", *at) == NULL && !(*at == '&' && at[1] != '>' && before != '>');) {
		before = *at;
		if (*at == '\'' || *at == '"')
			at = skip_quoted(at);
		else
			at += *at == '\\' && at[1] != '\0' ? 2 : 1;
	}
	return at;
}

static enum follows
what_follows(const char *at, size_t *n)
{
	*n = 0;
	if (*at == '\0')
		return FOLLOWS_END;
	*n = at[1] == at[0] && *at != '\n' && *at != ';' ? 2 : 1;
	if (*at == '|')
		return *n == 2 ? FOLLOWS_OR : FOLLOWS_PIPE;
	return *at == '&' && *n == 2 ? FOLLOWS_AND : FOLLOWS_END;
}

/* Where output goes is all the same: nobody reads it. The file may stand behind a blank. */
static void
drop_redirections(char **words)
{
	static const char *const signs[] = { "2>&1", "2>", "1>", "&>", ">>", ">", NULL };
	size_t n = 0;

	for (size_t i = 0; words[i] != NULL; i++) {
		const char *found = NULL;

		for (size_t k = 0; signs[k] != NULL && found == NULL; k++)
			if (g_str_has_prefix(words[i], signs[k]))
				found = signs[k];
		if (found == NULL) {
			words[n++] = words[i];
			continue;
		}
		if (strcmp(words[i], found) == 0 && strcmp(found, "2>&1") != 0 && words[i + 1] != NULL)
			g_free(words[i++]);
		g_free(words[i]);
	}
	words[n] = NULL;
}

/* `!` is of the whole pipeline, whose status the last command has. */
static bool
do_words(struct pkt_shell *shell, char **words)
{
	if (words[0] != NULL && strcmp(words[0], "!") == 0) {
		shell->is_inverted = true;
		words++;
	}
	shell->has_failed = false;
	return words[0] == NULL || tcpsim_pkt_do(shell, words);
}

/* `echo 1 > /proc/sys/net/ipv4/tcp_sack` is sysctl in other words: seen before the redirection is dropped. */
static bool
do_echo(struct pkt_shell *shell, char **words, bool *is_done)
{
	static const char root[] = "/proc/sys/";
	size_t n = g_strv_length(words);
	const char *file = n < 3 || words[n - 2][0] != '>' ? NULL : words[n - 1];
	char *name;
	bool goes_on;

	*is_done = file != NULL && strcmp(words[0], "echo") == 0 && g_str_has_prefix(file, root);
	if (!*is_done)
		return true;
	name = g_strdelimit(g_strdup(file + strlen(root)), "/", '.');
	shell->has_failed = false;
	goes_on = tcpsim_pkt_sysctl_set(shell, name, n == 3 ? "" : words[1]);
	g_free(name);
	return goes_on;
}

/* The words, or NULL if there are none, but blanks or a comment. What only a shell knows is skipped. */
static bool
read_words(struct pkt_shell *shell, const char *text, char ***words)
{
	GError *error = NULL;

	*words = NULL;
	if (strpbrk(text, "$`") != NULL)
		return tcpsim_pkt_skip(
			shell->play, shell->loc, "the command `%s`: there is no shell that would expand it", text);
	if (g_shell_parse_argv(text, NULL, words, &error))
		return true;
	if (g_error_matches(error, G_SHELL_ERROR, G_SHELL_ERROR_EMPTY_STRING)) {
		g_error_free(error);
		return true;
	}
	g_error_free(error);
	return tcpsim_pkt_skip(shell->play, shell->loc, "the command `%s`: a quotation mark is not closed", text);
}

static bool
do_command(struct pkt_shell *shell, const char *text)
{
	char **words = NULL;
	bool is_done = false, goes_on;

	if (!read_words(shell, text, &words))
		return false;
	if (words == NULL)
		return true;
	goes_on = do_echo(shell, words, &is_done);
	if (!is_done) {
		drop_redirections(words);
		goes_on = do_words(shell, words);
	}
	g_strfreev(words);
	return goes_on;
}

/* Whether the next command is done, by how the one before ended. */
static bool
is_next(const struct pkt_shell *shell, enum follows before)
{
	if (before == FOLLOWS_AND)
		return !shell->has_failed;
	return before != FOLLOWS_OR || shell->has_failed;
}

bool
tcpsim_pkt_shell(struct pkt_shell *shell, const char *text)
{
	enum follows before = FOLLOWS_END;

	for (const char *at = text; *at != '\0';) {
		const char *end = end_of(at);
		char *command = g_strndup(at, (size_t)(end - at));
		size_t n;
		bool goes_on = true;

		if (before != FOLLOWS_PIPE)
			g_string_truncate(shell->piped, 0);
		if (*g_strstrip(command) != '\0' && is_next(shell, before))
			goes_on = do_command(shell, command);
		g_free(command);
		if (!goes_on)
			return false;
		before = what_follows(end, &n);
		if (before != FOLLOWS_PIPE) {
			shell->has_failed ^= shell->is_inverted;
			shell->is_inverted = false;
		}
		at = end + n;
	}
	return true;
}
