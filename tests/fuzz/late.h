/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_TESTS_FUZZ_LATE_H
#define TCPSIM_TESTS_FUZZ_LATE_H

#include <signal.h>
#include <sys/time.h>

/* What may last is stopped after a while. */

static volatile int stop;

static void
be_late(int signal)
{
	(void)signal;
	stop = 1;
}

/* Set `stop` after so long, or with 0 never. */
static inline void
set_alarm(suseconds_t us)
{
	struct itimerval after = { .it_value = { 0, us } };

	stop = 0;
	signal(SIGALRM, be_late);
	setitimer(ITIMER_REAL, &after, NULL);
}

#endif
