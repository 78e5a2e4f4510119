/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_SIM_DRILL_H
#define TCPSIM_SIM_DRILL_H

#include "sim/command.h"

/* What `tcpsim drill` shares among its files. */

/* Of which scripts a ladder is drawn. */
enum drill_ladders {
	LADDERS_NEVER,
	LADDERS_FAILED, /* and skipped, up to there */
	LADDERS_ALWAYS,
};

/* What the user of `tcpsim drill` asked for. */
struct drill_request {
	struct tcpsim_drill_options options;
	char *python;       /* where python3 is, or NULL */
	const char *junit;  /* a file to be written, or NULL */
	unsigned threads;
	enum drill_ladders ladders;
	bool only_parses, is_quiet, is_tap;
	bool counts_skips; /* as failures, in the exit status */
	struct tcpsim_ladder_options ladder;
};

enum drill_ending {
	DRILL_PASSED,
	DRILL_FAILED,
	DRILL_SKIPPED,
	DRILL_WRONG, /* it cannot be read, or does not parse, or its code is no Python */
	DRILL_CUT,   /* Ctrl-C came before its end */
};

/* What became of one file, in words: nothing of the play is kept. */
struct drill_outcome {
	char *file;
	enum drill_ending ending;
	char *trouble; /* of reading and parsing, lines for stderr; or NULL */
	uint32_t line; /* 0: of no line */
	char *words;   /* why it did not pass */
	char *field, *expected, *got; /* or NULL, as in struct tcpsim_drill_result */
	uint32_t expected_at, expected_n, got_at, got_n;
	char *said;         /* what its code has printed, as lines; or NULL */
	char *ladder;       /* or NULL */
	int64_t elapsed_us; /* on the clock of this machine */
};

struct drill_tally {
	unsigned passed, failed, skipped, wrong, cut;
};

/* ---- drill_files.c ---- */

/*
 * The files that arguments, NULL-terminated, stand for: a directory is searched for *.pkt, in bytewise order. A
 * directory without any is told of, and makes *status worse. Free with g_ptr_array_unref().
 */
GPtrArray *drill_files(char **arguments, enum status *status);

/* ---- drill_play.c ---- */

/* Play one file. May be called by several threads at a time. Free with drill_outcome_free(). */
struct drill_outcome *drill_play(const struct drill_request *request, const char *file);
void drill_outcome_free(gpointer outcome);

/* ---- drill_python.c ---- */

/*
 * Run the code of a script by python3. Returns DRILL_PASSED if it holds, DRILL_FAILED, or DRILL_WRONG if it is no Python;
 * *words gets why not, to be freed, and *line the line of the script, or 0. *said gets the lines that it has printed, to
 * be freed, or NULL.
 */
enum drill_ending drill_python(
	const struct drill_request *request, const char *code, uint32_t *line, char **words, char **said);

/* ---- drill_suite.c ---- */

/* Play what the arguments stand for, and tell of it. */
enum status drill_suite(const struct drill_request *request, char **arguments);

/* ---- drill_report.c: a line each, or more ---- */

void drill_report(const struct drill_request *request, const struct drill_outcome *outcome);
void drill_report_end(const struct drill_request *request, const struct drill_tally *tally);
/* Lines of marks below what is marked: `n` of them from `at`, after as many blanks. Free with g_free(). */
char *drill_carets(uint32_t at, uint32_t n);

/* ---- drill_tap.c: the Test Anything Protocol, version 14 ---- */

void drill_tap_begin(size_t n);
void drill_tap(const struct drill_request *request, size_t number, const struct drill_outcome *outcome);

/* ---- drill_junit.c ---- */

/* Whether the file to be written, if any, is none of those that are read; else a sentence is on stderr. */
bool drill_junit_is_apart(const struct drill_request *request, const GPtrArray *files);
/* Write what became of all, struct drill_outcome, as JUnit's XML. Returns false after a sentence on stderr. */
bool drill_junit(const struct drill_request *request, const GPtrArray *outcomes);

/* ---- drill_progress.c ---- */

/* How far it is, on a terminal from the second second on. */
struct drill_progress {
	bool is_terminal, is_told;
	int64_t told_us;
};

void drill_progress_begin(struct drill_progress *progress);
void drill_progress_tell(struct drill_progress *progress, size_t done, size_t n);
/* Make room for other lines. */
void drill_progress_wipe(struct drill_progress *progress);

#endif
