/* SPDX-License-Identifier: MIT */
#define _XOPEN_SOURCE 700 /* kill() */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sim/drill.h"

/* Assertions over numbers take no time; what takes longer than this never ends. */
#define MOST_US (10 * G_USEC_PER_SEC)
/* Enough of what it prints to tell by. */
#define MOST_OCTETS 65536
#define MOST_AT_ONCE 4096
/* As much of it is shown. */
#define MOST_SHOWN 4096
/* Of a script that is no Python: its program has ended with that. */
#define STATUS_NO_PYTHON 2
/* How often it is looked whether it shall go on. */
#define LOOK_MS 50

enum { OUT, ERR, N_PIPES };

/* A python3 that runs. */
struct child {
	GPid pid;
	int pipes[N_PIPES];
	GString *said[N_PIPES];
	int64_t deadline_us;
	const volatile int *stop;
	int status; /* as of waitpid(), where it has ended */
	bool has_ended, is_late;
};

/* The code in a file without a name, to be read from its beginning; NULL with errno. */
static FILE *
file_of(const char *code)
{
	FILE *file = tmpfile();

	if (file == NULL)
		return NULL;
	if (fputs(code, file) != EOF && fflush(file) == 0 && fseek(file, 0, SEEK_SET) == 0)
		return file;
	fclose(file);
	return NULL;
}

static bool
start(struct child *child, const char *python, FILE *code, GError **error)
{
	const char *argv[] = { python, "-I", "-B", "-", NULL };

	return g_spawn_async_with_pipes_and_fds(NULL, argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, fileno(code),
		-1, -1, NULL, NULL, 0, &child->pid, NULL, &child->pipes[OUT], &child->pipes[ERR], error);
}

static bool
may_go_on(struct child *child)
{
	child->is_late = g_get_monotonic_time() >= child->deadline_us;
	return !child->is_late && (child->stop == NULL || !*child->stop);
}

/* Take what is there. Returns false at the end of it. */
static bool
take(int descriptor, GString *said)
{
	char block[MOST_AT_ONCE];
	ssize_t n = read(descriptor, block, sizeof(block));

	if (n < 0)
		return errno == EINTR || errno == EAGAIN;
	if (said->len < MOST_OCTETS)
		g_string_append_len(said, block, n);
	return n > 0;
}

/* Take what it says within that time. Returns whether there was something. */
static bool
look(struct child *child, struct pollfd *polled, int wait_ms)
{
	if (poll(polled, N_PIPES, wait_ms) <= 0)
		return false;
	for (int i = 0; i < N_PIPES; i++) {
		/* A descriptor below 0 is not looked at. */
		if (polled[i].fd >= 0 && polled[i].revents != 0 && !take(polled[i].fd, child->said[i]))
			polled[i].fd = -1;
	}
	return true;
}

static bool
has_ended(struct child *child)
{
	if (!child->has_ended)
		child->has_ended = waitpid(child->pid, &child->status, WNOHANG) == child->pid;
	return child->has_ended;
}

/*
 * All that it says, until it has closed both pipes, has ended, or shall not go on. What it left behind may keep the
 * pipes open: what is in them is all that counts.
 */
static void
listen_to(struct child *child)
{
	struct pollfd polled[N_PIPES] = {
		{ .fd = child->pipes[OUT], .events = POLLIN },
		{ .fd = child->pipes[ERR], .events = POLLIN },
	};
	int most_left = MOST_OCTETS / MOST_AT_ONCE;

	while ((polled[OUT].fd >= 0 || polled[ERR].fd >= 0) && may_go_on(child)) {
		if (!look(child, polled, LOOK_MS) && has_ended(child))
			break;
	}
	while (child->has_ended && most_left-- > 0 && look(child, polled, 0))
		continue;
}

/* Let it end, by force if need be. */
static void
end(struct child *child)
{
	while (!has_ended(child) && may_go_on(child))
		g_usleep(1000);
	if (!child->has_ended) {
		kill(child->pid, SIGKILL);
		while (waitpid(child->pid, &child->status, 0) < 0 && errno == EINTR)
			continue;
	}
}

/* The last line of a text that has one, or NULL: of Python's traces it says what is wrong. */
static char *
last_line(const char *text)
{
	char *stripped = g_strchomp(g_strdup(text));
	const char *newline = strrchr(stripped, '\n');
	char *line = *stripped != '\0' ? g_strdup(newline != NULL ? newline + 1 : stripped) : NULL;

	g_free(stripped);
	return line;
}

/* `12: words` is where in the script, and what. */
static bool
read_place(const char *said, uint32_t *line, char **words)
{
	char *rest;
	guint64 number = g_ascii_strtoull(said, &rest, 10);

	if (rest == said || !g_str_has_prefix(rest, ": ") || number > UINT32_MAX)
		return false;
	*line = (uint32_t)number;
	*words = g_strchomp(g_utf8_make_valid(rest + 2, -1));
	return true;
}

/* Why it did not end well, where it does not say so itself. */
static char *
why_not(const struct child *child)
{
	char *said = last_line(child->said[ERR]->str), *words;

	if (said != NULL) {
		char *valid = g_utf8_make_valid(said, -1);

		words = g_strdup_printf("its code does not run: %s", valid);
		g_free(valid);
	} else if (WIFSIGNALED(child->status)) {
		words = g_strdup_printf("its code was ended by signal %d", WTERMSIG(child->status));
	} else {
		words = g_strdup_printf("its code ended with status %d", WEXITSTATUS(child->status));
	}
	g_free(said);
	return words;
}

static enum drill_ending
judge(const struct child *child, uint32_t *line, char **words)
{
	const char *said = child->said[OUT]->str;

	if (child->is_late) {
		*words = g_strdup_printf("its code does not end within %d s", (int)(MOST_US / G_USEC_PER_SEC));
		return DRILL_FAILED;
	}
	if (child->status == 0) {
		if (strstr(said, TCPSIM_DRILL_CODE_END "\n") != NULL)
			return DRILL_PASSED;
		*words = g_strdup("the code ended before its end");
		return DRILL_FAILED;
	}
	if (!read_place(said, line, words))
		*words = why_not(child);
	else if (WIFEXITED(child->status) && WEXITSTATUS(child->status) == STATUS_NO_PYTHON)
		return DRILL_WRONG;
	return DRILL_FAILED;
}

/* What it said, as lines that a terminal may show, and not without end; NULL for nothing. */
static char *
words_said(const GString *said)
{
	char *valid = g_utf8_make_valid(said->str, (gssize)MIN(said->len, MOST_SHOWN));
	char *lines;

	for (char *c = valid; *c != '\0'; c++) {
		if (g_ascii_iscntrl(*c) && *c != '\n')
			*c = ' ';
	}
	g_strchomp(valid);
	lines = *valid == '\0' ? NULL : g_strconcat(valid, "\n", said->len > MOST_SHOWN ? "...\n" : "", NULL);
	g_free(valid);
	return lines;
}

enum drill_ending
drill_python(const struct drill_request *request, const char *code, uint32_t *line, char **words, char **said)
{
	struct child child = { .stop = request->options.stop, .deadline_us = g_get_monotonic_time() + MOST_US };
	FILE *file = file_of(code);
	enum drill_ending ending = DRILL_FAILED;
	GError *error = NULL;

	if (file == NULL) {
		*words = g_strdup_printf("its code cannot be run: %s", g_strerror(errno));
	} else if (!start(&child, request->python, file, &error)) {
		*words = g_strdup_printf("its code cannot be run: %s", error->message);
		g_error_free(error);
	} else {
		for (int i = 0; i < N_PIPES; i++)
			child.said[i] = g_string_new(NULL);
		listen_to(&child);
		end(&child);
		ending = judge(&child, line, words);
		*said = words_said(child.said[ERR]);
		for (int i = 0; i < N_PIPES; i++) {
			close(child.pipes[i]);
			g_string_free(child.said[i], TRUE);
		}
	}
	if (file != NULL)
		fclose(file);
	return ending;
}
