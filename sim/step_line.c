/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#ifdef HAVE_LIBEDIT
#include <editline/readline.h>
#endif

#include "sim/step_line.h"

#ifdef HAVE_LIBEDIT

/* Lines that are remembered. */
#define HISTORY_LINES 1000

/* Whose commands are completed, and what may stand there. */
static struct stepper *completed;
static char **candidates;
static size_t next_candidate;
/* Where lines are kept, or NULL. */
static char *history_path;

/* $XDG_STATE_HOME/tcpsim/history, or where that is by custom; NULL if nobody has a home. */
static char *
find_history(void)
{
	const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");

	if (state != NULL && g_path_is_absolute(state))
		return g_build_filename(state, "tcpsim", "history", NULL);
	if (home != NULL && g_path_is_absolute(home))
		return g_build_filename(home, ".local", "state", "tcpsim", "history", NULL);
	return NULL;
}

static char *
generate(const char *text, int state)
{
	const char *candidate;

	(void)text;
	if (state == 0)
		next_candidate = 0;
	candidate = candidates != NULL ? candidates[next_candidate] : NULL;
	if (candidate == NULL)
		return NULL;
	next_candidate++;
	return strdup(candidate);
}

static char **
complete_word(const char *text, int start, int end)
{
	char *before = g_strndup(rl_line_buffer, (size_t)end);
	char **matches;

	g_strfreev(candidates);
	candidates = step_complete(completed, before, (size_t)start);
	/* Files are completed where nothing else can be. */
	rl_attempted_completion_over = candidates != NULL;
	matches = candidates != NULL ? rl_completion_matches(text, generate) : NULL;
	g_free(before);
	return matches;
}

void
step_line_begin(struct stepper *stepper)
{
	completed = stepper;
	rl_readline_name = "tcpsim";
	rl_initialize();
	rl_attempted_completion_function = complete_word;
	rl_completer_word_break_characters = " \t";
	using_history();
	stifle_history(HISTORY_LINES);
	history_path = find_history();
	if (history_path != NULL)
		read_history(history_path);
}

static char *
read_edited(const char *prompt)
{
	char *line = readline(prompt);
	HIST_ENTRY *last = history_length > 0 ? history_get(history_base + history_length - 1) : NULL;

	if (line != NULL && *line != '\0' && (last == NULL || strcmp(last->line, line) != 0))
		add_history(line);
	return line;
}

/* That nothing can be kept is no reason to say anything. */
void
step_line_end(void)
{
	char *folder = history_path != NULL ? g_path_get_dirname(history_path) : NULL;

	if (folder != NULL && g_mkdir_with_parents(folder, 0700) == 0 && write_history(history_path) == 0)
		chmod(history_path, 0600);
	g_free(folder);
	g_free(history_path);
	g_strfreev(candidates);
	history_path = NULL;
	candidates = NULL;
}

#else

void
step_line_begin(struct stepper *stepper)
{
	(void)stepper;
}

static char *
read_edited(const char *prompt)
{
	char *line = NULL;
	size_t size = 0;

	output_text(prompt);
	output_flush();
	if (getline(&line, &size, stdin) < 0) {
		free(line);
		return NULL;
	}
	line[strcspn(line, "\n")] = '\0';
	return line;
}

void
step_line_end(void)
{
}

#endif

char *
step_line_read(const char *prompt)
{
	for (bool was_interrupted = false;; was_interrupted = true) {
		char *line = read_edited(prompt);

		if (line != NULL)
			return line;
		output_text("\n");
		output_flush();
		/* Ctrl-C takes back what was typed; twice in a row it ends all. */
		if (!watch_stop || was_interrupted)
			return NULL;
		clearerr(stdin);
		watch_forget();
	}
}
