/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_SIM_COMMAND_H
#define TCPSIM_SIM_COMMAND_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include <glib.h>

#include <tcpsim/tcpsim.h>

/* Exit status, docs/tcpsim.1. The worst of several is the first of 2, 1, 3, 0. */
enum status {
	STATUS_PASSED = 0,
	STATUS_FAILED = 1,
	STATUS_USAGE = 2, /* or syntax, or a file that cannot be read, or an output that cannot be written */
	STATUS_INCONCLUSIVE = 3,
};

enum status status_worst(enum status a, enum status b);

/* What a command takes beside options, for who completes command lines. */
enum arguments {
	ARGUMENTS_NONE,
	ARGUMENTS_SCENARIOS, /* built-in ones, and files */
	ARGUMENTS_EXPLORED,  /* those that say something to explorers */
	ARGUMENTS_SCRIPTS,   /* of packetdrill */
	ARGUMENTS_TERMS,     /* names that can be explained */
	ARGUMENTS_PROFILES,
	ARGUMENTS_COMMANDS,
};

/* A command: its arguments begin with its own name. */
struct command {
	const char *name;
	const char *words; /* what it does, in a few words */
	enum status (*run)(int argc, char **argv);
	enum arguments arguments;
};

/* All commands, in the order of `tcpsim --help`; ended by one without a name. */
extern const struct command commands[];

/* The command of that name, or NULL after a sentence on stderr. */
const struct command *command_find(const char *name);

enum status command_run(int argc, char **argv);
enum status command_step(int argc, char **argv);
enum status command_explore(int argc, char **argv);
enum status command_explain(int argc, char **argv);
enum status command_drill(int argc, char **argv);
enum status command_convert(int argc, char **argv);
enum status command_gallery(int argc, char **argv);
enum status command_profile(int argc, char **argv);
enum status command_list(int argc, char **argv);
enum status command_help(int argc, char **argv);

/* ---- usage.c: options and what is said of them ---- */

/*
 * Parse a command's options. Returns true if the command is to go on; else *status is what it ends with, and
 * help was printed or a misuse told. `examples` stand at the end of the help.
 */
bool usage_parse(const char *synopsis, const char *words, const char *examples, const GOptionEntry *entries, int *argc,
	char ***argv, enum status *status);
/* Tell of a misuse on stderr, and how to learn more. Returns STATUS_USAGE. */
enum status usage_error(const char *command, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* ---- complete.c: what may stand at the cursor ---- */

/* Tell what may stand at the end of a command line, `n` words behind `tcpsim`, of which the last is being written. */
enum status complete(int n, char **words);
/* Called with a command's options: if complete() asked for it, tell of them and return true: there is no more to do. */
bool complete_options(const GOptionEntry *entries);

/* ---- output.c: standard output, checked ---- */

/* Write text. After a failure nothing more is written; output_end() tells of it. */
void output_text(const char *text);
void output_octets(const void *octets, size_t n);
/* Let what is written from now on be put behind a text; with NULL it goes to standard output again. */
void output_keep(GString *text);
void output_format(const char *format, ...) G_GNUC_PRINTF(1, 2);
/* The end of a command line: ` --case NAME FILE`, quoted where a shell needs it. */
void output_subject(const char *case_name, const char *file);
/* Let what was written so far be seen. */
void output_flush(void);
/* Write words in lines as wide as a ladder, after `indent` blanks; all lines, or all but the first. */
void output_words(const struct tcpsim_ladder_options *options, const char *words, uint32_t indent);
void output_hanging(const struct tcpsim_ladder_options *options, const char *words, uint32_t indent);
/*
 * Write what is left. Returns STATUS_USAGE, after a sentence on stderr, if anything got lost; but a closed pipe is
 * nobody's fault.
 */
enum status output_end(void);
/* A line on stderr, behind all that was written so far: `tcpsim: ...`. */
void complain(const char *format, ...) G_GNUC_PRINTF(1, 2);
/* The same in lines of 80 columns at most, for what may be long. */
void complain_at_length(const char *format, ...) G_GNUC_PRINTF(1, 2);
/* Lines on stderr as they are, behind all that was written so far; `text` ends with a newline or not. */
void complain_plainly(const char *text);
/* What there is to say of a scenario's text. */
void complain_diagnostics(const struct tcpsim_diagnostics *diagnostics);

/* ---- terminal.c: what the environment and the locale say ---- */

enum color_choice {
	COLOR_AUTO,
	COLOR_ALWAYS,
	COLOR_NEVER,
};

/* What --color asks for, `auto`, `always` or `never`; NULL is auto. False if it is none of them. */
bool terminal_choice(const char *text, enum color_choice *choice);
bool terminal_has_color(enum color_choice choice);
bool terminal_is_utf8(void);
/* The columns of the terminal that standard output is; 0 if it is none. */
uint32_t terminal_columns(void);
/* The same of standard error. */
uint32_t terminal_error_columns(void);

/* ---- scenarios.c: files and built-ins ---- */

/* A scenario's text. */
struct source {
	char *name; /* by which `tcpsim run` finds it again */
	char *file; /* for diagnostics: the name with its suffix */
	char *path; /* of the file, or NULL for standard input */
	char *text;
	size_t n;
};

/*
 * The names of all built-ins, such as `lesson/handshake`, in bytewise order, NULL-terminated; g_strfreev() frees
 * them.
 */
char **builtin_names(void);
/* Where they were looked for, for the case that there are none: `none in ...`. Free with g_free(). */
char *builtin_places(void);
/* The path of a file that lies beside the built-ins, be it there or not. Free with g_free(). */
char *builtin_path(const char *file);
/* Read a built-in by its whole name. Returns false after a sentence on stderr. */
bool source_read_builtin(const char *name, struct source *source);
/* The same without a word on stderr: *words gets the sentence, to be freed with g_free(), and ends with a newline. */
bool source_read(const char *path, struct source *source, char **words);
/* Read the file of that path, or `-`, standard input. As a built-in. */
bool source_read_file(const char *path, struct source *source);
void source_clear(struct source *source);

/* ---- keep.c: files that are there as a whole or not at all ---- */

/* Write what there is into an open file; 0, or -1 with errno. */
typedef int (*keep_writer)(FILE *file, const void *data);

/* Let a file have that content, in one instant. Returns false after a sentence on stderr. */
bool keep_file(const char *path, keep_writer writer, const void *data);
/*
 * Whether two names are of one file: one that is there, by whatever names, or one that nothing has yet. A device can be
 * both read and written. NULL is no file.
 */
bool keep_is_same(const char *a, const char *b);

/* ---- find.c ---- */

/*
 * Read what an argument of `tcpsim run` stands for: a file, `-` or a built-in. Returns false after a sentence on
 * stderr.
 */
bool source_find(const char *argument, struct source *source);

/* ---- cases.c: a scenario and its cases ---- */

/* Parse a scenario and tell of its diagnostics on stderr. NULL if there was an error. */
struct tcpsim_scenario *cases_parse(const struct source *source);
/* Of built-in scenarios, NULL-terminated, keep those that say something to explorers. */
void cases_keep_explored(char **names);
/* Whether a case is wanted: by its name, or by one of its values; `wanted` is NULL for all. */
bool cases_is_meant(const char *name, const char *wanted);
bool cases_is_wanted(const struct tcpsim_scenario *scenario, size_t i, const char *wanted);
/* How many cases are wanted; 0 after a sentence on stderr. */
size_t cases_n_wanted(const struct tcpsim_scenario *scenario, const struct source *source, const char *wanted);
/* Tell that a file has no such case, of all that it has, an array of names. */
void cases_refuse(const GPtrArray *all, const char *file, const char *wanted);

/* ---- verdict.c: how something ended, and how many ended how ---- */

/* Of two verdicts the one that counts: fail, then inconclusive, then pass. */
enum tcpsim_verdict verdict_worst(enum tcpsim_verdict a, enum tcpsim_verdict b);
void verdict_print(enum tcpsim_verdict verdict, bool has_color);
/* `PASS  case two-way: WORDS`, in several lines if it is too long for one; a case without a name is not told. */
void verdict_tell(const struct tcpsim_ladder_options *options, enum tcpsim_verdict verdict, const char *case_name,
	const char *words);

struct tally {
	unsigned passed, failed, inconclusive, wrong;
};

/* Count, and return the exit status of that one. */
enum status tally_count(struct tally *tally, enum tcpsim_verdict verdict);
enum status tally_wrong(struct tally *tally);
/* `2 passed, 1 failed, 0 inconclusive, 1 could not be run`; `done` is `run`. */
void tally_print(const struct tally *tally, const char *done);

/* ---- watch.c: signals and progress ---- */

/* Ctrl-C sets this. */
extern volatile int watch_stop;
/* Take care of Ctrl-C and of closed pipes. */
void watch_signals(void);
/* Something begins that may last: after a second a terminal is told what. */
void watch_begin(const char *what);
void watch_end(void);
/* Stop what is under way, to do something else for a moment. watch_resume() says whether it may go on: not after Ctrl-C. */
void watch_pause(void);
bool watch_resume(void);
/* Ctrl-C was heard, and nothing is to stop any more. */
void watch_forget(void);
/* That file vanishes if the program is ended by a second Ctrl-C; NULL for none. */
void watch_temporary(const char *path);

/* What the user of `tcpsim run` asked for. */
struct run_request {
	const char *wanted_case; /* or NULL */
	const char *octets;      /* the packet to be told of octet by octet, or NULL */
	bool only_failures, is_quiet;
	bool opens;    /* a page is written, and opened in a browser */
	bool is_alone; /* the only file: it is told at length */
	struct tcpsim_ladder_options ladder;
	struct tcpsim_run_options options;
};

/* ---- summary.c: what a run comes to ---- */

/* `5 of 5 expectations met, ended at 24 h, seed 0`. Free with g_free(). */
char *summary_words(const struct tcpsim_recording *recording);
/* What there is to say of a broken invariant beside that it is: whether a line expects it. Static storage. */
const char *summary_of_broken(const struct tcpsim_recording *recording, enum tcpsim_invariant invariant);
/* A sentence on how much higher the numbers of each host are than in the file. Free with g_free(). */
char *summary_shifts(const struct tcpsim_recording *recording);

/* ---- report.c: what a run says ---- */

/* The title and the notes of a scenario, by any of its runs. */
void report_head(const struct run_request *request, const struct tcpsim_recording *recording);
/*
 * A run at length: ladder, expectations, invariants, verdict. `again` is the name by which `tcpsim run` finds the scenario
 * again, or NULL: it is not told how to.
 */
void report_case(const struct run_request *request, const char *again, const struct tcpsim_recording *recording);
/* The packet that was asked for, octet by octet. Returns false, after a sentence on stderr, if it was never sent. */
bool report_octets(const struct run_request *request, const struct tcpsim_recording *recording);
/* A line on a file, and what its runs, an array of struct tcpsim_recording, did not do as expected. */
void report_file(const struct run_request *request, const struct source *source, const char *again,
	const GPtrArray *recordings);
/* The worst verdict of all runs. */
enum tcpsim_verdict report_worst(const GPtrArray *recordings);

/* ---- open.c: pages in a browser ---- */

/*
 * Write a page of some runs, an array of struct tcpsim_recording, into the user's cache, print its path, and open it if there
 * is where. Returns false, after a sentence on stderr, if it cannot be written.
 */
bool open_page(const struct source *source, const GPtrArray *recordings);

/* ---- suite.c ---- */

/* Run what the arguments, NULL-terminated, stand for, and tell of it. */
enum status suite_run(struct run_request *request, char **arguments);

#endif
