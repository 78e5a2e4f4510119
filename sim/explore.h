/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_SIM_EXPLORE_H
#define TCPSIM_SIM_EXPLORE_H

#include "sim/command.h"

/* What the user of `tcpsim explore` asked for. */
struct explore_request {
	const char *wanted_case;
	bool is_alone; /* the only file: it is told at length */
	bool is_quiet, is_verbose, isn_wrap;
	bool tells_coverage, tells_never_fired;
	struct tcpsim_ladder_options ladder;
	struct tcpsim_explore_options options;
	uint64_t walks; /* at random; 0 searches */
	uint32_t length;
	uint64_t seed;
	const char *output, *checkpoint, *resume; /* files, or NULL */
};

/* A counterexample, run as the scenario that it is. */
struct replay {
	char *text; /* of the scenario; NULL if nothing is broken */
	struct tcpsim_scenario *scenario;
	struct tcpsim_run *run;
	GString *trouble; /* why it does not break what it should; empty if it does */
};

/* The exploration of one case, and what came of it. */
struct exploration {
	const struct explore_request *request;
	const struct source *source;
	const struct tcpsim_scenario *scenario;
	size_t the_case;
	GHashTable *told; /* what was said of the scenario's text already, in another case */
	struct tcpsim_explore_world world;
	struct tcpsim_expected expected;
	struct tcpsim_explore *explore;
	const struct tcpsim_explore_result *result;
	uint64_t known_states, known_transitions; /* by a checkpoint, before it went on */
	uint32_t known_depth;
	bool is_saved; /* a checkpoint holds all that is known */
	int64_t took_us;
	struct replay replay;
	enum tcpsim_verdict verdict;
};

/* What all explorations of a command reached together. */
struct reached {
	unsigned n_explorations;
	struct tcpsim_rule_set fired;
	uint32_t changes[TCPSIM_N_STATES]; /* as in struct tcpsim_explore_result */
};

/* ---- explore_request.c: the options as values ---- */

/* The options as they stand on the command line. */
struct explore_texts {
	char *wanted_case, *output, *memory, *threads, *depth, *hash, *checkpoint, *resume, *walks, *length, *seed, *color;
	gboolean is_full, only_states, tells_never_fired, tells_coverage, is_ascii, is_quiet, is_verbose, isn_wrap, is_brief;
};

/* Returns false, after a sentence on stderr, if an option has no such value or does not go with another. */
bool explore_request_read(const struct explore_texts *texts, struct explore_request *request);

/* ---- explore_suite.c ---- */

/*
 * Explore what the arguments, NULL-terminated, stand for, and tell of it. Without any: all built-in scenarios that say
 * something to explorers.
 */
enum status explore_suite(struct explore_request *request, char **arguments);

/* ---- explore_search.c: one exploration ---- */

/* Fill .world and .expected from the scenario. Returns false after a sentence on stderr. */
bool explore_begin(struct exploration *exploration);
/* Explore: fill .explore, .result, .took_us. Returns false after a sentence on stderr. */
bool explore_search(struct exploration *exploration);

/* ---- explore_progress.c: how far it is, on stderr ---- */

struct progress {
	const struct explore_request *request;
	const char *name;
	int64_t began_us, told_us, kept_us; /* when it began, when last something was told or a checkpoint written */
	uint64_t known_states; /* when it began */
	bool is_terminal, is_told;
};

void progress_begin(struct progress *progress, const struct explore_request *request, const char *name);
/* The callback of the search; `data` is the progress. It asks for a pause when a checkpoint is due. */
void progress_tell(const struct tcpsim_explore_progress *now, void *data);
void progress_end(struct progress *progress);

/* ---- explore_replay.c ---- */

/* Run the counterexample of a broken exploration. */
void replay_run(struct exploration *exploration);
void replay_clear(struct replay *replay);

/* ---- explore_verdict.c ---- */

/* How the exploration ended, measured by what was expected of it. */
enum tcpsim_verdict explore_judge(const struct exploration *exploration);
/* `isn-agreed is broken in 3 events, as expected`. Free with g_free(). */
char *explore_verdict_words(const struct exploration *exploration);

/* Whether a search ended early for lack of memory or of patience, and so for the world's size. */
bool explore_is_too_large(const struct exploration *exploration);

/* ---- explore_known.c ---- */

/* If what is broken is known to break, the shipped hazard that shows it. */
void explore_tell_known(const struct exploration *exploration);

/* ---- explore_inputs.c ---- */

/* Whether no file to be written is one that is read, or another one. Returns false after a sentence on stderr. */
bool explore_inputs_are_safe(const struct explore_request *request, const struct source *source);

/* ---- explore_bounds.c ---- */

/* Within which bounds every order of events is tried, a few lines. */
void explore_tell_bounds(const struct exploration *exploration);

/* ---- explore_report.c ---- */

/* Title and notes, where they are told. */
void explore_report_head(const struct explore_request *request, const struct tcpsim_scenario *scenario);
/* What stands above an exploration that may last. */
void explore_report_begin(const struct exploration *exploration);
void explore_report(const struct exploration *exploration);

/* ---- explore_reached.c ---- */

void reached_add(struct reached *reached, const struct tcpsim_explore_result *result);
void reached_tell_coverage(const struct explore_request *request, const struct reached *reached);
void reached_tell_never_fired(const struct explore_request *request, const struct reached *reached);

/* ---- figures.c: numbers for people ---- */

/* `1,234`: in groups of three digits. */
void figures_add(GString *text, uint64_t n);
/* `1,234 states`: with one of the two nouns. */
void figures_count(GString *text, uint64_t n, const char *one, const char *many);
/* `18 MiB`. */
void figures_add_octets(GString *text, uint64_t n);

#endif
