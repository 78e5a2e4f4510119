/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_TESTS_EXPLORE_STOPPER_H
#define TCPSIM_TESTS_EXPLORE_STOPPER_H

#include <tcpsim/explore.h>

/* Stops a search when it has found so many states: &stopper as options.progress_data, &stopper.stop as options.stop. */
struct stopper {
	volatile int stop;
	uint64_t at; /* states */
};

static inline void
stop_at(const struct tcpsim_explore_progress *progress, void *data)
{
	struct stopper *stopper = data;

	if (progress->states >= stopper->at)
		stopper->stop = 1;
}

#endif
