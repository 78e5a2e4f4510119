/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_SIM_STEP_H
#define TCPSIM_SIM_STEP_H

#include "sim/command.h"

/*
 * Stepping is a cursor over the steps (<tcpsim/recording.h>) of a finished run, so that back is as cheap as forward and
 * shows the same. A branch is the scenario with a line more, run again; those that it came from wait below it.
 *
 *     step.c           options              step_world.c    a run, its steps
 *     step_input.c     lines from people    step_commands.c what they mean
 *     step_cursor.c    where to go          step_find.c     what to look for
 *     step_show.c      one step             step_about.c    where one is, what follows from what
 *     step_tcb.c       variables            step_network.c  packets, links, timers
 *     step_branch.c    lines that are added step_save.c     and kept
 */

/* A run, and how far it has been stepped through. */
struct world {
	char *text; /* of the scenario, with all lines that were added; NULL of a saved trace */
	size_t n;
	char *line;                         /* the line that parts it from the world below, or NULL */
	struct tcpsim_scenario *scenario;   /* NULL of a saved trace */
	struct tcpsim_run *run;             /* likewise */
	struct tcpsim_recording *recording; /* of its own if there is a run */
	const struct tcpsim_record *records;
	size_t n_records;
	struct tcpsim_steps *steps;
	struct tcpsim_packet_names *names;
	struct tcpsim_teller *teller;
	unsigned decimals; /* that times need */
	size_t at;         /* so many steps have happened */
};

struct stepper {
	struct source source;
	struct tcpsim_ladder_options look; /* how everything is shown */
	struct tcpsim_run_options options;
	struct tcpsim_scenario *scenario; /* as it was read; NULL of a saved trace */
	struct tcpsim_recording **saved;  /* the cases of a saved trace, or NULL */
	size_t the_case;
	GPtrArray *worlds;    /* struct world: the last is looked at, those before it are what `undo` goes back to */
	bool is_conversation; /* with somebody at a terminal */
	bool is_over;
	char *again;    /* the line that an empty one stands for, or NULL */
	bool has_erred; /* a command was not understood, or could not be done */
};

/* ---- step_world.c ---- */

/* The world that is looked at. */
struct world *step_world(const struct stepper *stepper);
/* The trace of a world. */
const struct tcpsim_trace *step_trace(const struct world *world);
/* The record with which its i-th step begins, from 1. */
const struct tcpsim_record *step_event(const struct world *world, size_t i);
/* How many records have happened. */
uint32_t step_happened(const struct world *world);
/* When that was; 0 at the beginning. */
int64_t step_now_us(const struct world *world);
/*
 * Run a text as a scenario. Returns the world, or NULL: after its diagnostics if it is none, or after a sentence if the
 * run was interrupted.
 */
struct world *step_world_run(const struct stepper *stepper, const char *text, size_t n);
struct world *step_world_of_saved(const struct stepper *stepper, struct tcpsim_recording *recording);
void step_world_free(struct world *world);
/* How many cases there are, and the name of one. */
size_t step_n_cases(const struct stepper *stepper);
const char *step_case_name(const struct stepper *stepper, size_t i);
/* Begin a case anew. Returns false, after a sentence, if that cannot be; then nothing has changed. */
bool step_begin(struct stepper *stepper, size_t the_case);

/* ---- step_commands.c ---- */

/* A command: a row of the table. Its words are those of its line behind the name; `rest` is them as written. */
struct step_command {
	const char *name;
	const char *arguments;
	const char *words;
	bool repeats; /* an empty line does it again */
	bool (*run)(struct stepper *stepper, char **words, const char *rest);
};

/* All of them, ended by one without a name. */
extern const struct step_command step_commands[];
/* Do what a line says. */
void step_obey(struct stepper *stepper, const char *line);
/* Tell of a mistake; returns false. */
bool step_refuse(struct stepper *stepper, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* The same where something was meant to be one of some names. */
bool step_refuse_name(struct stepper *stepper, const char *what, const char *name, const char *const *names);
/* A whole number from `least` on, or `otherwise` if there is none. Returns false after a sentence. */
bool step_number(struct stepper *stepper, const char *word, guint64 least, guint64 otherwise, guint64 *number);
/* Tell if there are more than so many words. */
bool step_takes(struct stepper *stepper, char **words, guint most);

bool step_do_help(struct stepper *stepper, char **words, const char *rest);
bool step_do_quit(struct stepper *stepper, char **words, const char *rest);

/* ---- step_cursor.c ---- */

/* Stand behind the i-th step, and show it. */
void step_go(struct stepper *stepper, size_t i);
bool step_do_next(struct stepper *stepper, char **words, const char *rest);
bool step_do_back(struct stepper *stepper, char **words, const char *rest);
bool step_do_start(struct stepper *stepper, char **words, const char *rest);
bool step_do_end(struct stepper *stepper, char **words, const char *rest);
bool step_do_go(struct stepper *stepper, char **words, const char *rest);
bool step_do_time(struct stepper *stepper, char **words, const char *rest);
bool step_do_case(struct stepper *stepper, char **words, const char *rest);

/* ---- step_find.c ---- */

/* A host of that name, or TCPSIM_NO_HOST. */
uint16_t step_host(const struct world *world, const char *name);
/* The names of all hosts, NULL-terminated, to be freed with g_free(). */
const char **step_host_names(const struct world *world);
/* A time as scenarios write it, or a number of seconds. Returns false if it is none. */
bool step_read_time(const char *text, int64_t *time_us);
/* Whether an event leaves a connection, or a listener, in the state of .after. */
bool step_has_state(const struct tcpsim_record *record);
bool step_do_state(struct stepper *stepper, char **words, const char *rest);
bool step_do_segment(struct stepper *stepper, char **words, const char *rest);
bool step_do_until(struct stepper *stepper, char **words, const char *rest);

/* ---- step_show.c ---- */

/* How a line is colored, where there is color. */
enum step_color {
	STEP_PLAIN,
	STEP_FAINT,
	STEP_STATE,
	STEP_USER,
	STEP_BAD,
	STEP_FORGED,
};

/* Write words in lines, the first behind `head`, all others as far indented. */
void step_put(const struct stepper *stepper, const char *head, const char *words, enum step_color color);
/* The same with parts, in as few lines as hold them; no part is broken that fits in one. */
void step_put_parts(const struct stepper *stepper, const char *head, const GPtrArray *parts, enum step_color color);
/* A name from a file in one line, without anything that would move the cursor. Free with g_free(). */
char *step_clean(const struct stepper *stepper, const char *text);
/* `   3  0.05  `, the beginning of a line about a step; of 0 the run's beginning. Free with g_free(). */
char *step_head(const struct world *world, size_t i);
/* The seconds of a time with as many decimals as it needs, `0.05 s`. */
void step_seconds(int64_t time_us, char text[32]);
/* `->`, or as an arrow. */
const char *step_arrow(const struct stepper *stepper);
/* A step in a few words, as in a list. Free with g_free(). */
char *step_words(const struct stepper *stepper, size_t i);
/* Show a step with all that belongs to it; 0 is the beginning of the run. */
void step_show(const struct stepper *stepper, size_t i);
/* Say that the run ends, and how it was judged. */
void step_show_end(const struct stepper *stepper);

/* ---- step_records.c: the lines of one step ---- */

/* What a step is, in a few words: `server gets client SYN #1`; and a packet's notation. Free with g_free(). */
char *step_event_words(const struct stepper *stepper, uint32_t record);
enum step_color step_event_color(const struct tcpsim_record *record);
void step_show_records(const struct stepper *stepper, const char *indent, size_t i);

/* ---- step_variables.c ---- */

/* A variable of TCBs. */
enum step_measure {
	STEP_SEQ,
	STEP_COUNT,
	STEP_TIME,
};

struct step_variable {
	const char *name;
	bool is_told; /* in a step that changes it; all others only in the table */
	enum step_measure measure;
	bool receives; /* known only with the peer's number */
	bool hides_zero;
	size_t offset, size; /* in struct tcpsim_vars */
};

extern const struct step_variable step_variables[];
/* Its value, or "" where there is none. */
void step_variable_text(const struct step_variable *variable, const struct tcpsim_vars *vars, char text[32]);

/* ---- step_tcb.c, step_network.c, step_about.c, step_views.c ---- */

bool step_do_tcb(struct stepper *stepper, char **words, const char *rest);
bool step_do_timers(struct stepper *stepper, char **words, const char *rest);
bool step_do_channel(struct stepper *stepper, char **words, const char *rest);
bool step_do_where(struct stepper *stepper, char **words, const char *rest);
bool step_do_list(struct stepper *stepper, char **words, const char *rest);
bool step_do_cause(struct stepper *stepper, char **words, const char *rest);
bool step_do_ladder(struct stepper *stepper, char **words, const char *rest);
bool step_do_explain(struct stepper *stepper, char **words, const char *rest);
bool step_do_octets(struct stepper *stepper, char **words, const char *rest);
bool step_do_verdict(struct stepper *stepper, char **words, const char *rest);
bool step_do_scenario(struct stepper *stepper, char **words, const char *rest);

/* ---- step_branch.c, step_save.c ---- */

bool step_do_drop(struct stepper *stepper, char **words, const char *rest);
bool step_do_corrupt(struct stepper *stepper, char **words, const char *rest);
bool step_do_mark(struct stepper *stepper, char **words, const char *rest);
bool step_do_hold(struct stepper *stepper, char **words, const char *rest);
bool step_do_delay(struct stepper *stepper, char **words, const char *rest);
bool step_do_duplicate(struct stepper *stepper, char **words, const char *rest);
bool step_do_do(struct stepper *stepper, char **words, const char *rest);
bool step_do_inject(struct stepper *stepper, char **words, const char *rest);
bool step_do_undo(struct stepper *stepper, char **words, const char *rest);
bool step_do_save(struct stepper *stepper, char **words, const char *rest);

/* ---- step_input.c ---- */

/* Obey lines from standard input until it ends or somebody quits. */
void step_converse(struct stepper *stepper);
/* Obey commands that are parted by `;`. */
void step_obey_all(struct stepper *stepper, const char *commands);

#endif
