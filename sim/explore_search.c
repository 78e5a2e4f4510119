/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "sim/explore.h"

/* Let each host's first ISN be the last numbers before 2^32, as `tcpsim run --isn-wrap` does. */
static void
wrap_isns(struct tcpsim_explore_world *world)
{
	uint32_t shift[TCPSIM_EXPLORE_HOSTS];

	for (uint32_t i = 0; i < TCPSIM_EXPLORE_HOSTS; i++) {
		struct tcpsim_explore_host *host = &world->hosts[i];

		shift[i] = UINT32_MAX - 2 * i - host->isns[0];
		for (unsigned k = 0; k < host->n_isns; k++)
			host->isns[k] += shift[i];
	}
	for (unsigned i = 0; i < world->n_old; i++) {
		world->old[i].seg.seq.n += shift[world->old[i].from];
		world->old[i].seg.ack.n += shift[!world->old[i].from];
	}
	for (unsigned i = 0; i < world->n_forged; i++) {
		world->forged[i].seg.seq.n += shift[world->forged[i].from];
		world->forged[i].seg.ack.n += shift[!world->forged[i].from];
	}
}

/* What lines of several cases have in common is told once. */
static void
tell_diagnostics(struct exploration *exploration, const struct tcpsim_diagnostics *diagnostics)
{
	for (size_t i = 0; i < tcpsim_diagnostics_n(diagnostics); i++) {
		char *text = tcpsim_diagnostics_format(diagnostics, i);

		if (!g_hash_table_contains(exploration->told, text))
			complain_plainly(text);
		g_hash_table_add(exploration->told, text);
	}
}

bool
explore_begin(struct exploration *exploration)
{
	struct tcpsim_diagnostics *diagnostics = NULL;
	bool is_made = tcpsim_scenario_world(
		exploration->scenario, exploration->the_case, &exploration->world, &diagnostics);
	const char *trouble;

	tell_diagnostics(exploration, diagnostics);
	tcpsim_diagnostics_free(diagnostics);
	if (!is_made)
		return false;
	if (exploration->request->isn_wrap)
		wrap_isns(&exploration->world);
	exploration->expected = tcpsim_scenario_expected(exploration->scenario, exploration->the_case);
	trouble = tcpsim_explore_world_check(&exploration->world);
	if (trouble != NULL)
		complain("%s: %s", exploration->source->file, trouble);
	return trouble == NULL;
}

static int
write_checkpoint(FILE *file, const void *data)
{
	return tcpsim_explore_save(data, file);
}

static bool
keep(const struct exploration *exploration)
{
	return keep_file(exploration->request->checkpoint, write_checkpoint, exploration->explore);
}

/* How much is known already says a search that is stopped as soon as it begins. */
static void
look(struct exploration *exploration)
{
	const struct tcpsim_explore_result *result;

	watch_pause();
	result = tcpsim_explore_run(exploration->explore);
	exploration->known_states = result->states;
	exploration->known_transitions = result->transitions;
	exploration->known_depth = result->depth;
	watch_resume();
}

/* Go on from the user's checkpoint. Returns false after a sentence on stderr. */
static bool
resume(struct exploration *exploration)
{
	const char *path = exploration->request->resume;
	FILE *file = fopen(path, "rb");
	int error = file == NULL ? errno : 0;

	if (file != NULL) {
		if (tcpsim_explore_load(exploration->explore, file) != 0)
			error = errno;
		fclose(file);
	}
	if (error == EINVAL)
		complain("%s is no checkpoint of %s with these options", path, exploration->source->file);
	else if (error != 0)
		complain("cannot read %s: %s", path, g_strerror(error));
	else
		look(exploration);
	return error == 0;
}

/* Search to the end, or to where it must stop, with checkpoints on the way. What cannot be saved is told all the same. */
static void
search(struct exploration *exploration)
{
	do {
		exploration->result = tcpsim_explore_run(exploration->explore);
		if (exploration->request->checkpoint != NULL &&
			exploration->result->verdict == TCPSIM_EXPLORE_UNFINISHED)
			exploration->is_saved = keep(exploration);
	} while (exploration->result->verdict == TCPSIM_EXPLORE_UNFINISHED && watch_stop && watch_resume());
}

/* With too little memory for the program itself not even the first state is looked at. */
static bool
has_begun(const struct exploration *exploration)
{
	const struct tcpsim_explore_result *result = exploration->result;
	bool is_walk = exploration->request->walks > 0;
	GString *size;

	if (result->verdict != TCPSIM_EXPLORE_UNFINISHED || watch_stop ||
		(is_walk ? result->walks > 0 : result->transitions > 0))
		return true;
	size = g_string_new(NULL);
	figures_add_octets(size, exploration->request->options.memory_octets);
	complain_at_length("%s of memory are too little to begin: %s needs a greater --memory", size->str,
		exploration->source->file);
	g_string_free(size, TRUE);
	return false;
}

static void
explore(struct exploration *exploration)
{
	const struct explore_request *request = exploration->request;

	if (request->walks == 0)
		search(exploration);
	else
		exploration->result =
			tcpsim_explore_walk(exploration->explore, request->walks, request->length, request->seed);
}

bool
explore_search(struct exploration *exploration)
{
	const struct explore_request *request = exploration->request;
	struct tcpsim_explore_options options = request->options;
	struct progress progress;

	options.progress = progress_tell;
	options.progress_data = &progress;
	exploration->explore = tcpsim_explore_new(&exploration->world, &options);
	if (exploration->explore == NULL) {
		complain("there is no memory to explore %s", exploration->source->file);
		return false;
	}
	progress_begin(&progress, request, exploration->source->name);
	if (request->resume != NULL) {
		if (!resume(exploration))
			return false;
		progress_begin(&progress, request, exploration->source->name);
		progress.known_states = exploration->known_states;
	}
	explore(exploration);
	progress_end(&progress);
	exploration->took_us = g_get_monotonic_time() - progress.began_us;
	return has_begun(exploration);
}
