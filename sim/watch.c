/* SPDX-License-Identifier: MIT */
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "sim/command.h"

volatile int watch_stop;

/* What is under way, ready for a signal handler; and whether it was told. */
static char progress[160];
static volatile sig_atomic_t is_told;

static volatile sig_atomic_t is_interrupted;
/* A file that nobody shall find half written; its name is good while .is_temporary. */
static char temporary[4096];
static volatile sig_atomic_t is_temporary;

/* The second Ctrl-C ends the program at once. */
static void
on_interrupt(int number)
{
	watch_stop = 1;
	if (!is_interrupted) {
		is_interrupted = 1;
		return;
	}
	if (is_temporary)
		unlink(temporary);
	signal(number, SIG_DFL);
	raise(number);
}

static void
on_alarm(int number)
{
	ssize_t written = write(STDERR_FILENO, progress, strlen(progress));

	(void)number;
	is_told = written > 0;
}

void
watch_signals(void)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN };
	struct sigaction interrupt = { .sa_handler = on_interrupt };
	struct sigaction alarmed = { .sa_handler = on_alarm, .sa_flags = SA_RESTART };

	sigaction(SIGPIPE, &ignore, NULL);
	sigaction(SIGINT, &interrupt, NULL);
	sigaction(SIGALRM, &alarmed, NULL);
}

void
watch_begin(const char *what)
{
	is_told = 0;
	if (!isatty(STDERR_FILENO))
		return;
	g_snprintf(progress, sizeof(progress), "\rtcpsim: running %s ...", what);
	alarm(1);
}

void
watch_end(void)
{
	static const char wipe[] = "\r\033[K";

	alarm(0);
	if (is_told && write(STDERR_FILENO, wipe, sizeof(wipe) - 1) < 0)
		is_told = 0;
}

void
watch_pause(void)
{
	watch_stop = 1;
}

bool
watch_resume(void)
{
	watch_stop = 0;
	/* Ctrl-C may have come just before. */
	if (is_interrupted)
		watch_stop = 1;
	return watch_stop == 0;
}

void
watch_forget(void)
{
	watch_stop = 0;
	is_interrupted = 0;
}

void
watch_temporary(const char *path)
{
	is_temporary = 0;
	if (path != NULL && g_strlcpy(temporary, path, sizeof(temporary)) < sizeof(temporary))
		is_temporary = 1;
}
