/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_SCENARIO_PARSE_PRIVATE_H
#define TCPSIM_SCENARIO_PARSE_PRIVATE_H

#include <setjmp.h>

#include <glib.h>

#include <tcpsim/word.h>

#include "lib/scenario/ast.h"

/*
 * What the parts of the parser share: scan.l and parse.y (the grammar), build.c (the tree), check*.c (what a
 * grammar cannot say). The runner needs ast.h only.
 */

/* Bounds, so that no text can take all memory or time. */
#define SCN_MAX_OCTETS (16 * 1024 * 1024)
#define SCN_MAX_ERRORS 20
#define SCN_MAX_HOSTS 64
#define SCN_MAX_HOST_NAME 32
#define SCN_MAX_LINES 20000
#define SCN_MAX_CASES 1000
#define SCN_MAX_VARIES 32
#define SCN_MAX_DEPTH 100
#define SCN_MAX_SEND_BYTES (16 * 1024 * 1024)

/* The index of no vary line: what could not be resolved, which is an error that has been reported. */
#define SCN_NO_VARY UINT32_MAX

/* ---- memory.c ---- */

struct scn_memory *tcpsim_scn_memory_new(void);
void tcpsim_scn_memory_free(struct scn_memory *memory);
void *tcpsim_scn_alloc(struct scn_memory *memory, size_t octets);             /* zeroed */
char *tcpsim_scn_copy(struct scn_memory *memory, const char *text, size_t n); /* with a final NUL */

/* ---- the parser ---- */

/* A list as the grammar reads it; build.c makes arrays of it. */
struct scn_list {
	struct scn_list *previous;
	size_t n; /* this one included */
	struct scn_value *value;
	struct scn_value *other; /* the second of a pair */
	enum tcpsim_state state;
};

struct scn_who_pair {
	struct scn_who a, b;
	bool is_both;
};

/* `SEQ=100`, `CTL=SYN,ACK` or `SACK=501:601,701:801`. */
struct scn_field_value {
	struct tcpsim_place loc;
	const char *name;
	struct scn_value *value;
	struct scn_list *controls; /* words */
	struct scn_list *blocks;   /* pairs of numbers: .value and .other */
};

/* What is sent: a text, or so many octets. */
struct scn_payload {
	const struct scn_value *text, *octets;
};

/* A token that has been read, for the diagnostic of the one after it. */
struct scn_token {
	int token;
	struct tcpsim_place loc;
};

struct scn_parser {
	struct tcpsim_scenario *scenario;
	struct tcpsim_diagnostics *diagnostics;
	struct scn_memory *memory;
	struct tcpsim_text *source;
	void *scanner;
	jmp_buf fatal;                                    /* where the scanner goes when it cannot go on */
	GPtrArray *hosts, *varies, *lines, *notes, *uses; /* uses: every value that is `$x` */
	GPtrArray *ins;                                   /* every block */
	GPtrArray *blocks;       /* those that are open: their struct scn_in, or NULL for one that is wrong */
	GHashTable *error_lines; /* lines that have an error */
	GHashTable *host_index, *vary_index; /* by name; the index + 1 */
	GHashTable *unknown_hosts;           /* names that were reported */
	unsigned n_errors;
	unsigned n_lost_blocks;                    /* beginnings of blocks that could not be read */
	struct tcpsim_place next;                       /* where the scanner stands */
	struct scn_token first, previous, current; /* first: of the line */
	bool hosts_unsure, varies_unsure;          /* lines of that sort could not be read */
};

/* Say that something is wrong, or odd. Only the first error of a line is kept. */
void tcpsim_scn_error(struct scn_parser *p, const struct tcpsim_place *loc, const char *format, ...) G_GNUC_PRINTF(3,
	4);
void tcpsim_scn_warning(struct scn_parser *p, const struct tcpsim_place *loc, const char *format, ...)
	G_GNUC_PRINTF(3, 4);

/* The same with words that become the list's. */
void tcpsim_scn_error_take(struct scn_parser *p, const struct tcpsim_place *loc, char *words);

/* Whether `which`, a line's struct tcpsim_place, has an error. */
bool tcpsim_scn_has_error(const struct scn_parser *p, const struct tcpsim_place *loc);

/* ---- literal.c: numbers, times, percentages, rates and texts ---- */

/*
 * Read something that begins with a digit. Returns the value, or NULL with *words, the caller's, saying what
 * is wrong with it.
 */
struct scn_value *tcpsim_scn_literal(
	struct scn_parser *p, const struct tcpsim_place *loc, const char *text, size_t n, char **words);

/* Read what stands between quotes. Returns the value, and in *words what is wrong with it, or NULL. */
struct scn_value *tcpsim_scn_text(
	struct scn_parser *p, const struct tcpsim_place *loc, const char *text, size_t n, char **words);

/* ---- nearest.c ---- */

/* `unknown STATE WORD`, and `, did you mean BEST?` if there is one. */
char *tcpsim_scn_unknown(const char *what, const struct tcpsim_nearest *nearest);

/* The same, and all that there are if none is near. */
char *tcpsim_scn_unknown_of(const char *what, const struct tcpsim_nearest *nearest, const char *const *all, size_t n);

/* ---- words.c ---- */

/* The keyword of that name as a token, or 0. */
int tcpsim_scn_keyword(const char *word);
/* The i-th of all keywords, in alphabetical order, or NULL: for who colors scenarios. */
const char *tcpsim_scn_keyword_at(size_t i);

/* The state, kind or variable of that name; false if there is none. */
bool tcpsim_scn_find_state(const char *word, enum tcpsim_state *state);
bool tcpsim_scn_find_kind(const char *word, enum tcpsim_kind *kind);
bool tcpsim_scn_find_variable(const char *word, enum scn_variable *variable);
/* The kind whose bit is 1 << i. */
const char *tcpsim_scn_kind_name(size_t i);

/* ---- build*.c: what the grammar calls ---- */

struct scn_value *tcpsim_scn_build_value(
	struct scn_parser *p, const struct tcpsim_place *loc, enum scn_value_kind kind, const char *text, size_t n);
struct scn_value *tcpsim_scn_build_word(struct scn_parser *p, const struct tcpsim_place *loc, const char *word);
struct scn_value *tcpsim_scn_build_number(struct scn_parser *p, const struct tcpsim_place *loc, int64_t number);
struct scn_list *tcpsim_scn_build_item(struct scn_parser *p, struct scn_list *list, struct scn_value *value);
struct scn_list *tcpsim_scn_build_pair_item(
	struct scn_parser *p, struct scn_list *list, struct scn_value *value, struct scn_value *other);
struct scn_list *tcpsim_scn_build_state_item(struct scn_parser *p, struct scn_list *list, enum tcpsim_state state);
struct scn_sum *tcpsim_scn_build_term(struct scn_parser *p, struct scn_value *value);
struct scn_sum *tcpsim_scn_build_sum(struct scn_parser *p, struct scn_sum *sum, struct scn_sum *term);
struct scn_name *tcpsim_scn_build_name(struct scn_parser *p, const struct tcpsim_place *loc, const struct scn_who *who,
	enum tcpsim_kind kind, const struct scn_value *first, const struct scn_value *last);
struct scn_segment *tcpsim_scn_build_field(struct scn_parser *p, struct scn_segment *segment,
	const struct tcpsim_place *loc,
	const struct scn_field_value *field);

void tcpsim_scn_build_title(struct scn_parser *p, const struct scn_value *title);
void tcpsim_scn_build_note(struct scn_parser *p, const struct scn_value *note);
void tcpsim_scn_build_block(
	struct scn_parser *p, const struct tcpsim_place *loc, const char *name, const struct scn_value *value);
void tcpsim_scn_build_block_end(struct scn_parser *p);
void tcpsim_scn_build_use(struct scn_parser *p, const struct tcpsim_place *loc, const struct scn_value *profile);
void tcpsim_scn_build_set(struct scn_parser *p, const struct tcpsim_place *loc, const struct tcpsim_place *host_loc,
	const char *host, const struct tcpsim_place *name_loc, const char *name, const struct scn_value *value);
void tcpsim_scn_build_vary(struct scn_parser *p, const struct tcpsim_place *loc, const char *name,
	struct scn_list *values);
void tcpsim_scn_build_always(
	struct scn_parser *p, const struct tcpsim_place *loc, const struct tcpsim_place *name_loc, const char *name);
void tcpsim_scn_build_run(struct scn_parser *p, const struct tcpsim_place *loc, const struct scn_sum *until);

struct scn_host *tcpsim_scn_build_new_host(struct scn_parser *p, const struct tcpsim_place *loc, const char *name);
void tcpsim_scn_build_isns(
	struct scn_parser *p, struct scn_host *host, const struct tcpsim_place *loc, struct scn_list *isns);
void tcpsim_scn_build_host_profile(
	struct scn_parser *p, struct scn_host *host, const struct tcpsim_place *loc, const struct scn_value *profile);
void tcpsim_scn_build_host(struct scn_parser *p, struct scn_host *host);

struct scn_link *tcpsim_scn_build_new_link(struct scn_parser *p, const struct scn_who_pair *pair);
void tcpsim_scn_build_link_time(
	struct scn_parser *p, const struct scn_sum **place, const struct tcpsim_place *loc, const struct scn_sum *time);
void tcpsim_scn_build_link_value(
	struct scn_parser *p, const struct scn_value **place, const struct tcpsim_place *loc,
		const struct scn_value *value);
void tcpsim_scn_build_link(struct scn_parser *p, const struct tcpsim_place *loc, const struct scn_link *link);

struct scn_call *tcpsim_scn_build_call(struct scn_parser *p, enum tcpsim_call call, const struct scn_value *octets);
struct scn_call *tcpsim_scn_build_connect(
	struct scn_parser *p, const struct scn_who *peer, const struct scn_value *port, const struct scn_value *from);
struct scn_call *tcpsim_scn_build_set_call(
	struct scn_parser *p, const struct tcpsim_place *loc, const char *name, const struct scn_value *value);
struct scn_act *tcpsim_scn_build_call_act(
	struct scn_parser *p, const struct tcpsim_place *loc, const struct scn_who *who, const struct scn_call *call);
struct scn_call *tcpsim_scn_build_socket_call(
	struct scn_parser *p, enum scn_socket_call kind, const struct scn_value *octets);
struct scn_call *tcpsim_scn_build_named(struct scn_parser *p, const struct tcpsim_place *loc, const char *name);
struct scn_call *tcpsim_scn_build_send(struct scn_parser *p, const struct scn_payload *payload, bool is_urgent);
/* A peer of NULL is who sent the last datagram. */
struct scn_call *tcpsim_scn_build_sendto(struct scn_parser *p, const struct scn_who *peer, const struct scn_value *port,
	const struct scn_payload *payload);
/* Without a value it is asked for. */
struct scn_call *tcpsim_scn_build_socket_option(
	struct scn_parser *p, const struct tcpsim_place *loc, const char *name, const struct scn_value *value);
/* `client`, or `client.a` in which the name of a socket stands behind the point. */
struct scn_who tcpsim_scn_build_who(struct scn_parser *p, const struct tcpsim_place *loc, const char *word);
struct scn_act *tcpsim_scn_build_icmp(struct scn_parser *p, const struct tcpsim_place *loc,
	const struct tcpsim_place *name_loc,
	const char *name, const struct scn_value *mtu);
struct scn_act *tcpsim_scn_build_host_act(
	struct scn_parser *p, const struct tcpsim_place *loc, enum scn_act_kind kind, const struct scn_who *host);
struct scn_act *tcpsim_scn_build_pair_act(
	struct scn_parser *p, const struct tcpsim_place *loc, enum scn_act_kind kind, const struct scn_who_pair *pair);
struct scn_act *tcpsim_scn_build_inject(struct scn_parser *p, const struct tcpsim_place *loc,
	const struct scn_segment *segment, const struct scn_who *from, const struct scn_value *from_port,
	const struct scn_who *into, const struct scn_value *into_port);
void tcpsim_scn_build_at(
	struct scn_parser *p, const struct tcpsim_place *loc, const struct scn_sum *time, const struct scn_act *act);
void tcpsim_scn_build_when(struct scn_parser *p, const struct tcpsim_place *loc, const struct scn_who *who,
	bool is_leaves,
	enum tcpsim_state state, const struct scn_sum *after, const struct scn_act *act);
void tcpsim_scn_build_fault(struct scn_parser *p, const struct tcpsim_place *loc, enum tcpsim_fault_kind kind,
	const struct scn_name *segment, const struct scn_sum *time, const struct scn_name *behind);

struct scn_act *tcpsim_scn_build_timer_act(struct scn_parser *p, const struct tcpsim_place *loc,
	const struct scn_who *who,
	const struct tcpsim_place *name_loc, const char *name);

struct scn_allow *tcpsim_scn_build_allowed(
	struct scn_parser *p, enum scn_allow_kind kind, const struct scn_who *host, const struct scn_value *budget);
struct scn_allow *tcpsim_scn_build_old(struct scn_parser *p, const struct scn_who *host,
	const struct tcpsim_place *kind_loc,
	enum tcpsim_kind segment_kind, const struct scn_segment *segment);
struct scn_allow *tcpsim_scn_build_forged(struct scn_parser *p, const struct scn_who *host,
	const struct tcpsim_place *kind_loc, enum tcpsim_kind segment_kind);
void tcpsim_scn_build_allow(struct scn_parser *p, const struct tcpsim_place *loc, const struct tcpsim_place *allow_loc,
	const struct scn_allow *allow);
void tcpsim_scn_build_exploration(struct scn_parser *p, const struct tcpsim_place *loc,
	const struct tcpsim_place *name_loc,
	const char *name, const struct scn_value *events);

struct scn_expect *tcpsim_scn_build_claim(struct scn_parser *p, enum scn_claim_kind kind, const struct scn_who *who);
struct scn_expect *tcpsim_scn_build_path_claim(struct scn_parser *p, const struct scn_who *who, struct scn_list *path);
struct scn_expect *tcpsim_scn_build_sends(struct scn_parser *p, const struct scn_who *who, enum tcpsim_kind kind,
	const struct scn_value *number, const struct scn_segment *segment);
struct scn_expect *tcpsim_scn_build_sends_count(
	struct scn_parser *p, const struct scn_who *who, enum tcpsim_kind kind, const struct scn_value *count);
struct scn_expect *tcpsim_scn_build_delivers(
	struct scn_parser *p, const struct scn_who *who, const struct scn_value *text, const struct scn_value *count);
struct scn_expect *tcpsim_scn_build_datagrams(struct scn_parser *p, const struct scn_who *who,
	const struct tcpsim_place *kind_loc, enum tcpsim_kind kind, const struct scn_value *text);
struct scn_expect *tcpsim_scn_build_returns(struct scn_parser *p, const struct scn_who *who, enum scn_socket_call call,
	const struct scn_value *returned);
struct scn_expect *tcpsim_scn_build_fails(struct scn_parser *p, const struct scn_who *who, enum scn_socket_call call,
	const struct tcpsim_place *loc, const char *name);
struct scn_expect *tcpsim_scn_build_error_claim(
	struct scn_parser *p, const struct scn_who *who, const struct tcpsim_place *loc, const char *name);
struct scn_expect *tcpsim_scn_build_told_claim(
	struct scn_parser *p, const struct scn_who *who, const struct tcpsim_place *loc, const char *name);
struct scn_expect *tcpsim_scn_build_variable_claim(struct scn_parser *p, const struct scn_who *who,
	enum scn_variable variable, enum scn_relation relation, const struct scn_value *operand);
struct scn_expect *tcpsim_scn_build_timer_claim(struct scn_parser *p, const struct scn_who *who,
	const struct tcpsim_place *loc, const char *name, enum scn_timer_event event);
struct scn_expect *tcpsim_scn_build_invariant_claim(
	struct scn_parser *p, const struct tcpsim_place *loc, const char *name, bool is_broken);
void tcpsim_scn_build_expect(struct scn_parser *p, const struct tcpsim_place *loc, const struct tcpsim_place *claim_loc,
	const struct scn_moment *moment, struct scn_expect *claim);

/* ---- check*.c: what a grammar cannot say; in this order ---- */

void tcpsim_scn_check_varies(struct scn_parser *p);   /* blocks, `$x`, the number of cases */
void tcpsim_scn_check_lines(struct scn_parser *p);    /* each line for itself */
void tcpsim_scn_check_together(struct scn_parser *p); /* lines with each other */

/* check_values.c: whether a value, in all cases in which `in` holds, is what its place needs. `what` names it. */
void tcpsim_scn_check_number(struct scn_parser *p, const struct scn_in *in, const struct scn_value *value, int64_t min,
	int64_t max, const char *what);
void tcpsim_scn_check_returned(struct scn_parser *p, const struct scn_in *in, const struct scn_value *value);
void tcpsim_scn_check_switch(struct scn_parser *p, const struct scn_in *in, const struct scn_value *value);
void tcpsim_scn_check_percent(struct scn_parser *p, const struct scn_in *in, const struct scn_value *value);
void tcpsim_scn_check_rate(struct scn_parser *p, const struct scn_in *in, const struct scn_value *value);
void tcpsim_scn_check_text(struct scn_parser *p, const struct scn_in *in, const struct scn_value *value);
void tcpsim_scn_check_time(struct scn_parser *p, const struct scn_in *in, const struct scn_value *value);
void tcpsim_scn_check_sum(struct scn_parser *p, const struct scn_in *in, const struct scn_sum *sum);
void tcpsim_scn_check_profile(struct scn_parser *p, const struct scn_in *in, const struct scn_value *value);
void tcpsim_scn_check_setting(struct scn_parser *p, const struct scn_in *in, const struct tcpsim_setting *setting,
	const struct scn_value *value);

/* Whether two sets of blocks can hold in one case. */
bool tcpsim_scn_compatible(const struct scn_in *a, const struct scn_in *b);

/* cases.c: what a literal gives a setting. NULL and the value, or what is wrong with it, the caller's to free. */
char *tcpsim_scn_setting_of(const struct tcpsim_setting *setting, const struct scn_value *value, int64_t *result);

#endif
