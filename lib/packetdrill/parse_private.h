/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_LIB_PACKETDRILL_PARSE_PRIVATE_H
#define TCPSIM_LIB_PACKETDRILL_PARSE_PRIVATE_H

#include <setjmp.h>

#include <glib.h>

#include <tcpsim/word.h>

#include "lib/packetdrill/ast.h"

/*
 * What the parts of the parser share: scan.l and token.c (words), parse.y (the grammar), build*.c (the tree and what a
 * grammar cannot say of it), check.c (what lines say together). The player needs ast.h only.
 */

/* Bounds, so that no text can take all memory or time. */
#define PKT_MAX_OCTETS (16 * 1024 * 1024)
#define PKT_MAX_ERRORS 20
#define PKT_MAX_DEPTH 100 /* of brackets */
#define PKT_MAX_EVENTS 100000
#define PKT_MAX_TOKENS 1000000
#define PKT_MAX_TIME_US (INT64_C(86400000000) * 1000000)

/* ---- memory.c ---- */

struct pkt_memory *tcpsim_pkt_memory_new(void);
void tcpsim_pkt_memory_free(struct pkt_memory *memory);
void *tcpsim_pkt_alloc(struct pkt_memory *memory, size_t octets);             /* zeroed */
char *tcpsim_pkt_copy(struct pkt_memory *memory, const char *text, size_t n); /* with a final NUL */
/* Arrays that are freed with all the rest; what is in them is not theirs. */
GPtrArray *tcpsim_pkt_list(struct pkt_memory *memory);
GArray *tcpsim_pkt_array(struct pkt_memory *memory, guint element_octets);
GByteArray *tcpsim_pkt_octets(struct pkt_memory *memory);

/* ---- tokens ---- */

/* A token as it stands there. */
struct pkt_lexeme {
	struct tcpsim_place loc;
	const char
		*text;  /* of a command, code or string: what is between its marks; of an option line without dashes */
	size_t octets;  /* of text */
	uint64_t value; /* of a whole number */
};

/* What may stand in a TCP option, or between brackets before a packet. */
enum pkt_item_kind {
	PKT_ITEM_WORD,
	PKT_ITEM_NUMBER,
	PKT_ITEM_OCTETS, /* begins with a digit and is no number: of a cookie */
	PKT_ITEM_RANGE,
	PKT_ITEM_OTHER, /* a sign that means nothing in options that are played */
};

struct pkt_item {
	struct tcpsim_place loc;
	enum pkt_item_kind kind;
	const char *text;         /* as it is written; of a range its begin */
	struct pkt_number number; /* .begin of a range */
	struct pkt_number end;
};

/* `1:1001(1000)` */
struct pkt_sequence {
	struct tcpsim_place loc;
	struct pkt_number seq, end, length;
};

/* What `#ifdef` has opened. */
struct pkt_condition {
	struct tcpsim_place loc;
	bool is_on;    /* this part is read */
	bool is_outer; /* what is around it is */
	bool has_else;
};

struct pkt_define {
	const char *name, *value; /* value: NULL where none is given */
};

struct pkt_parser {
	struct tcpsim_drill *drill;
	struct pkt_memory *memory;
	struct tcpsim_text *source;
	struct tcpsim_diagnostics *diagnostics;
	void *scanner;
	jmp_buf fatal;           /* where the scanner goes when it cannot go on */
	GHashTable *error_lines; /* lines that have an error */
	GHashTable *defines;     /* name -> struct pkt_define */
	GArray *conditions;      /* struct pkt_condition: those that are open */
	const char *profile;     /* what is known of it so far */
	unsigned n_errors;
	unsigned depth, n_tokens;
	struct tcpsim_place next;                /* where the scanner stands */
	uint32_t token_line;                /* that of the last token: what stands first on its line may be a time */
	struct pkt_lexeme current;          /* the last token */
	const struct pkt_define *replacing; /* the scanner reads its value, as if it stood at .replaced */
	struct tcpsim_place replaced;
	bool is_too_deep, is_too_long; /* that was said */
	bool at_packet;                /* a packet begins: its first word may name a protocol that is not played */
	bool eats;                     /* the rest of the event is to be swallowed */
	bool at_note;                  /* what follows is a text up to a closing parenthesis */
	struct pkt_event *event;       /* that is being read, or NULL */
	bool is_profile_given;         /* by the options, which the script cannot change */
	bool saw_event;
	bool has_dropped; /* lines that say something */
};

/* ---- script.c: say that something is wrong. Only the first error of a line is kept. ---- */

void tcpsim_pkt_error(struct pkt_parser *p, const struct tcpsim_place *loc, const char *format, ...) G_GNUC_PRINTF(3,
	4);
void tcpsim_pkt_error_take(struct pkt_parser *p, const struct tcpsim_place *loc, char *words);
/* `unknown WHAT WORD`, and what was meant; the same with the nearest of `all`, NULL-terminated. */
void tcpsim_pkt_unknown(
	struct pkt_parser *p, const struct tcpsim_place *loc, const char *what, const struct tcpsim_nearest *nearest);
void tcpsim_pkt_unknown_of(
	struct pkt_parser *p, const struct tcpsim_place *loc, const char *what, const char *word,
	const char *const *all);

/* ---- directives.c: `#ifdef` and its kin, `// tcpsim:` ---- */

/* A line that begins with `#`, as one that is read; returns whether what follows is read. */
bool tcpsim_pkt_condition(struct pkt_parser *p, const struct tcpsim_place *loc, const char *text);
/* A line that is not read. */
void tcpsim_pkt_dropped(struct pkt_parser *p, const char *text);
void tcpsim_pkt_conditions_end(struct pkt_parser *p);
/* A comment, from its `//` on. */
void tcpsim_pkt_comment(struct pkt_parser *p, const struct tcpsim_place *loc, const char *text);
/* `NAME` or `NAME=value`. */
void tcpsim_pkt_define(struct pkt_parser *p, const char *text);
/* What a script says of its profile, or NULL. */
const char *tcpsim_pkt_profile_of(const struct tcpsim_drill *drill);

/* ---- build.c: what the grammar calls; the event that is being read is p->event ---- */

enum pkt_between {
	PKT_ONE_MOMENT,
	PKT_RANGE,    /* `a~b` */
	PKT_BLOCKING, /* `a...b` */
};

/* An event begins with its time. `until`, or NULL, is relative if it has a `+` of its own. */
void tcpsim_pkt_build_time(struct pkt_parser *p, const struct tcpsim_place *loc, enum pkt_time_kind kind,
	const struct pkt_lexeme *at, enum pkt_between between, const struct pkt_lexeme *until, bool until_is_relative);
void tcpsim_pkt_build_option_line(struct pkt_parser *p, const struct pkt_lexeme *lexeme);
/* A command before the first event. */
void tcpsim_pkt_build_init(struct pkt_parser *p, const struct pkt_lexeme *lexeme);
/* A command or code. */
void tcpsim_pkt_build_text(struct pkt_parser *p, enum pkt_event_kind kind, const struct pkt_lexeme *lexeme);
/* The event is complete. */
void tcpsim_pkt_build_end(struct pkt_parser *p, const struct tcpsim_place *loc);
/* It will be parsed, and not played. The first construct counts; `construct` is static. */
void tcpsim_pkt_build_skipped(struct pkt_parser *p, const struct tcpsim_place *loc, const char *construct);

/* ---- build_packet.c ---- */

enum pkt_field {
	PKT_THE_ACK,
	PKT_THE_WIN,
	PKT_THE_URG,
};

void tcpsim_pkt_build_packet(struct pkt_parser *p, bool is_inbound);
void tcpsim_pkt_build_other(struct pkt_parser *p, const struct pkt_lexeme *word);
void tcpsim_pkt_build_tcp(struct pkt_parser *p, const struct tcpsim_place *loc, const struct pkt_sequence *sequence);
void tcpsim_pkt_build_flags(struct pkt_parser *p, const struct pkt_lexeme *flags);
void tcpsim_pkt_build_any_flags(struct pkt_parser *p, const struct tcpsim_place *loc);
struct pkt_number tcpsim_pkt_build_number(const struct pkt_lexeme *lexeme, bool is_literal);
/* NULL for numbers that are left open. */
struct pkt_sequence tcpsim_pkt_build_sequence(struct pkt_parser *p, const struct tcpsim_place *loc,
	const struct pkt_number *seq, const struct pkt_number *end, const struct pkt_lexeme *length, bool is_literal);
void tcpsim_pkt_build_field(
	struct pkt_parser *p, enum pkt_field field, const struct tcpsim_place *loc, const struct pkt_number *number);
void tcpsim_pkt_build_udp(struct pkt_parser *p, const struct pkt_lexeme *octets, const struct pkt_lexeme *source,
	const struct pkt_lexeme *destination);
/* The protocol that is parsed over and not played, by the word that begins its packet, or NULL. */
const char *tcpsim_pkt_unplayed(const char *word);

/* ---- build_option.c: one option, of items (struct pkt_item); what angle brackets hold ---- */

void tcpsim_pkt_build_option(struct pkt_parser *p, const struct tcpsim_place *loc, const GArray *items);
void tcpsim_pkt_build_options(struct pkt_parser *p, const struct tcpsim_place *loc, enum pkt_options options);

/* ---- build_mark.c: a mark of the IP header, of items ---- */

void tcpsim_pkt_build_mark(struct pkt_parser *p, const struct tcpsim_place *loc, const GArray *items);

/* ---- build_icmp.c ---- */

void tcpsim_pkt_build_icmp(struct pkt_parser *p, const struct tcpsim_place *loc);
void tcpsim_pkt_build_icmp_word(struct pkt_parser *p, const struct pkt_lexeme *lexeme, bool is_number);
void tcpsim_pkt_build_icmp_mtu(struct pkt_parser *p, const struct pkt_lexeme *lexeme);
void tcpsim_pkt_build_quote(struct pkt_parser *p, const struct tcpsim_place *loc, const struct pkt_sequence *sequence);
void tcpsim_pkt_build_quote_udp(struct pkt_parser *p, const struct tcpsim_place *loc, const struct pkt_lexeme *octets);

/* ---- build_call.c ---- */

void tcpsim_pkt_build_call(struct pkt_parser *p, const struct pkt_lexeme *name, GPtrArray *arguments);
void tcpsim_pkt_build_result(struct pkt_parser *p, const struct tcpsim_place *loc, struct pkt_expression *result);
void tcpsim_pkt_build_errno(struct pkt_parser *p, const struct pkt_lexeme *name);
void tcpsim_pkt_build_note(struct pkt_parser *p, const struct pkt_lexeme *note);
struct pkt_expression *tcpsim_pkt_build_integer(
	struct pkt_parser *p, const struct tcpsim_place *loc, const struct pkt_lexeme *lexeme, bool is_negative);
struct pkt_expression *tcpsim_pkt_build_real(
	struct pkt_parser *p, const struct tcpsim_place *loc, const struct pkt_lexeme *lexeme, bool is_negative);
struct pkt_expression *tcpsim_pkt_build_string(struct pkt_parser *p, const struct pkt_lexeme *lexeme);
/* Any other, `text` and `items` as its kind has them, or NULL. */
struct pkt_expression *tcpsim_pkt_build_expression(struct pkt_parser *p, enum pkt_expression_kind kind,
	const struct tcpsim_place *loc, const char *text, GPtrArray *items);
/* A list of one or two. */
GPtrArray *tcpsim_pkt_build_items(struct pkt_parser *p, GPtrArray *before, struct pkt_expression *item);

/* ---- check_packet.c ---- */

/* The packet is complete: can it be one? */
void tcpsim_pkt_check_packet(struct pkt_parser *p, const struct tcpsim_place *loc);

/* ---- check.c ---- */

/* Does time go backwards? */
void tcpsim_pkt_check_times(struct pkt_parser *p);

#endif
