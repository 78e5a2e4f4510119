/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <unistd.h>

#include "sim/drill.h"

/* How long it is silent, and how often the line is written anew. */
#define SILENT_US G_USEC_PER_SEC
#define REWRITE_US (G_USEC_PER_SEC / 5)

void
drill_progress_begin(struct drill_progress *progress)
{
	*progress = (struct drill_progress){
		.is_terminal = isatty(STDERR_FILENO) != 0,
		.told_us = g_get_monotonic_time() + SILENT_US - REWRITE_US,
	};
}

void
drill_progress_tell(struct drill_progress *progress, size_t done, size_t n)
{
	int64_t now_us = g_get_monotonic_time();

	if (!progress->is_terminal || now_us - progress->told_us < REWRITE_US)
		return;
	/* What stands on the same screen comes first. */
	output_flush();
	fprintf(stderr, "\rtcpsim: %zu of %zu scripts ...\033[K", done, n);
	progress->told_us = now_us;
	progress->is_told = true;
}

void
drill_progress_wipe(struct drill_progress *progress)
{
	if (progress->is_told)
		fputs("\r\033[K", stderr);
	progress->is_told = false;
}
