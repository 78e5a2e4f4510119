/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <unistd.h>

#include "sim/explore.h"

#define SECOND_US G_USEC_PER_SEC
/* How often a line is written anew, and where no terminal is, how often one more is written. */
#define REWRITE_US (SECOND_US / 2)
#define REPEAT_US (10 * SECOND_US)
#define CHECKPOINT_US (180 * SECOND_US)

void
progress_begin(struct progress *progress, const struct explore_request *request, const char *name)
{
	*progress = (struct progress){
		.request = request,
		.name = name,
		.is_terminal = isatty(STDERR_FILENO) != 0,
		.began_us = g_get_monotonic_time(),
	};
	progress->kept_us = progress->began_us;
	progress->told_us = progress->began_us + SECOND_US - REWRITE_US;
}

/* `NAME: 1,234,567 states, 812,000/s, depth 31, queue 98,123, 123 MiB`. */
static char *
words_of(const struct progress *progress, const struct tcpsim_explore_progress *now, int64_t now_us)
{
	GString *words = g_string_new(NULL);
	int64_t lasted_us = MAX(now_us - progress->began_us, 1);
	uint64_t found = now->states > progress->known_states ? now->states - progress->known_states : 0;

	g_string_append_printf(words, "%s: ", progress->name);
	figures_count(words, now->states, "state", "states");
	if (now->sweep > 0) {
		g_string_append_printf(words, ", sweep %u over all of them", now->sweep);
	} else {
		g_string_append(words, ", ");
		figures_add(words, (uint64_t)((double)found * SECOND_US / (double)lasted_us));
		g_string_append_printf(words, "/s, depth %u, queue ", (unsigned)now->depth);
		figures_add(words, now->queue);
	}
	g_string_append(words, ", ");
	figures_add_octets(words, now->octets);
	return g_string_free(words, FALSE);
}

/* A line that is written anew must not go on in the next. */
static void
rewrite(const char *words)
{
	char *valid = g_utf8_make_valid(words, -1);
	char *line = g_utf8_substring(valid, 0, MIN((glong)terminal_error_columns() - 1, g_utf8_strlen(valid, -1)));

	fprintf(stderr, "\r%s\033[K", line);
	g_free(line);
	g_free(valid);
}

void
progress_tell(const struct tcpsim_explore_progress *now, void *data)
{
	struct progress *progress = data;
	int64_t now_us = g_get_monotonic_time();
	char *words;

	if (progress->request->checkpoint != NULL && now_us - progress->kept_us >= CHECKPOINT_US) {
		progress->kept_us = now_us;
		watch_pause();
	}
	if (!progress->is_terminal && !progress->request->is_verbose)
		return;
	if (now_us - progress->told_us < (progress->is_terminal || !progress->is_told ? REWRITE_US : REPEAT_US))
		return;
	words = words_of(progress, now, now_us);
	if (progress->is_terminal)
		rewrite(words);
	else
		fprintf(stderr, "tcpsim: %s\n", words);
	progress->told_us = now_us;
	progress->is_told = true;
	g_free(words);
}

void
progress_end(struct progress *progress)
{
	if (progress->is_terminal && progress->is_told)
		fputs("\r\033[K", stderr);
}
