/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_RECORD_PRIVATE_H
#define TCPSIM_RECORD_PRIVATE_H

#include <glib.h>
#include <jansson.h>

#include <tcpsim/recording.h>

/*
 * Saved traces, docs/trace-format.md. names.c knows what numbers are called, members.c which members there are: one
 * table, by which json_write_*.c write and json_read_*.c read, so that nothing can be written that is not read.
 */

/* ---- names.c ---- */

/* A set of names for the numbers from 0 on. */
struct names {
	const char *what; /* of one of them, for sentences: `state` */
	unsigned n;
	const char *(*get)(unsigned number);
};

extern const struct names tcpsim_names_calls, tcpsim_names_drops, tcpsim_names_ecn, tcpsim_names_errors,
	tcpsim_names_icmp, tcpsim_names_invariants, tcpsim_names_layouts, tcpsim_names_protocols, tcpsim_names_purposes,
	tcpsim_names_records, tcpsim_names_rules, tcpsim_names_socket_calls, tcpsim_names_states, tcpsim_names_timers,
	tcpsim_names_verdicts;
/* Of bits, by their place: the first is that of 0x01. */
extern const struct names tcpsim_names_addressed, tcpsim_names_ctl, tcpsim_names_kinds, tcpsim_names_signals;

/* The number of a name, or -1. */
int tcpsim_names_find(const struct names *names, const char *name);
/* What .what means in a record of its kind: NULL if nothing, and it is 0. */
const struct names *tcpsim_names_of_what(const struct tcpsim_record *record);

/* ---- members.c ---- */

enum member_kind {
	MEMBER_NUMBER,
	MEMBER_TIME,   /* null is TCPSIM_TIME_NONE */
	MEMBER_SWITCH, /* true or false, 1 or 0 */
	MEMBER_NAME,   /* one of .names */
	MEMBER_OPTION, /* a number that is there if .option is; of 0 octets `true` */
	MEMBER_UNSIGNED, /* 64 bits that all count: a number in a string */
	MEMBER_OBJECT, /* of the members in .members; left out if it would be empty */
	MEMBER_SPECIAL, /* .write and .read know more */
};

struct writer;
struct reader;

/* A member of a JSON object, and where it is in struct tcpsim_record or in struct tcpsim_vars. */
struct member {
	const char *name;
	enum member_kind kind;
	uint8_t octets; /* of the field: 1, 2, 4 or 8 */
	bool is_signed; /* the field is; else 8 octets have 63 bits that count */
	bool is_always; /* it is there even if it is 0 */
	size_t offset;
	int64_t most;   /* a limit below that of the field, or 0 */
	uint8_t option; /* enum tcpsim_option */
	const struct names *names;
	const struct member *members;
	void (*write)(struct writer *writer, const struct tcpsim_record *record);
	/* `thing` is what has the member, such as a record. Returns false after a diagnostic. */
	bool (*read)(struct reader *reader, const json_t *value, void *thing);
};

/* The members of a record, and those of a TCB; each ended by one without a name. */
extern const struct member tcpsim_members_record[], tcpsim_members_vars[];

int64_t tcpsim_member_get(const struct member *member, const void *thing);
void tcpsim_member_set(const struct member *member, void *thing, int64_t value);

/* ---- vars.c: what was told of each TCB last ---- */

struct told {
	GHashTable *last;
};

void tcpsim_told_init(struct told *told);
void tcpsim_told_clear(struct told *told);
/* The last .after of the record's connection; at first CLOSED, 0 in all, without timers. The caller changes it. */
struct tcpsim_vars *tcpsim_told_vars(struct told *told, const struct tcpsim_record *record);

/* ---- json_write_*.c ---- */

struct writer {
	GString *text;
	const struct tcpsim_recording *recording;
	const struct tcpsim_record *records;
	struct tcpsim_packet_names *names;
	struct told told;
};

/* A comma where one is needed, the name and a colon, in a line's object or one in it. */
void tcpsim_json_name(struct writer *writer, const char *name);
void tcpsim_json_number(struct writer *writer, int64_t number);
/* `null` is never. */
void tcpsim_json_time(struct writer *writer, int64_t time_us);
/* A text in quotes; what is no UTF-8 in it becomes U+FFFD. */
void tcpsim_json_text(struct writer *writer, const char *text);
/* Octets in quotes, each a character. */
void tcpsim_json_octets(struct writer *writer, const uint8_t *octets, size_t n);
/* Begin an object or a list behind what there is, with a comma where one is needed. */
void tcpsim_json_open(struct writer *writer, char bracket);
void tcpsim_json_close(struct writer *writer, char bracket);
/* A list of texts, NULL-terminated, as a member; nothing if it is empty. */
void tcpsim_json_member_texts(struct writer *writer, const char *name, char **texts);
/* Members with a value: a text, which may be NULL: then nothing; a number and a time even if 0. */
void tcpsim_json_member_text(struct writer *writer, const char *name, const char *text);
void tcpsim_json_member_number(struct writer *writer, const char *name, int64_t number);

void tcpsim_json_write_head(struct writer *writer);
void tcpsim_json_write_record(struct writer *writer, const struct tcpsim_record *record);
void tcpsim_json_write_end(struct writer *writer);

/* Those of the members that are MEMBER_SPECIAL. */
void tcpsim_write_line(struct writer *writer, const struct tcpsim_record *record);
void tcpsim_write_n(struct writer *writer, const struct tcpsim_record *record);
void tcpsim_write_what(struct writer *writer, const struct tcpsim_record *record);
void tcpsim_write_host(struct writer *writer, const struct tcpsim_record *record);
void tcpsim_write_peer(struct writer *writer, const struct tcpsim_record *record);
void tcpsim_write_original(struct writer *writer, const struct tcpsim_record *record);
void tcpsim_write_name(struct writer *writer, const struct tcpsim_record *record);
void tcpsim_write_kinds(struct writer *writer, const struct tcpsim_record *record);
void tcpsim_write_notation(struct writer *writer, const struct tcpsim_record *record);
void tcpsim_write_ctl(struct writer *writer, const struct tcpsim_record *record);
void tcpsim_write_addressed(struct writer *writer, const struct tcpsim_record *record);
void tcpsim_write_sack(struct writer *writer, const struct tcpsim_record *record);
void tcpsim_write_fast_open(struct writer *writer, const struct tcpsim_record *record);
void tcpsim_write_about(struct writer *writer, const struct tcpsim_record *record);
void tcpsim_write_octets(struct writer *writer, const struct tcpsim_record *record);
void tcpsim_write_result(struct writer *writer, const struct tcpsim_record *record);
void tcpsim_write_cause(struct writer *writer, const struct tcpsim_record *record);
void tcpsim_write_fired(struct writer *writer, const struct tcpsim_record *record);
void tcpsim_write_before(struct writer *writer, const struct tcpsim_record *record);
void tcpsim_write_after(struct writer *writer, const struct tcpsim_record *record);
void tcpsim_write_words(struct writer *writer, const struct tcpsim_record *record);

/* ---- json_read_*.c ---- */

/* A step on the way from a line's object to what is being read: a member, or an element of a list. */
struct step {
	const char *name; /* NULL: an element */
	size_t index;
};

#define READER_MAX_DEPTH 8

/* What is known of a packet since it departed. */
struct departure {
	uint16_t from, to;
	uint8_t protocol, ip_version;
};

struct reader {
	const char *text, *end; /* all */
	const char *file;
	const char *at, *line_end; /* the line that is being read, without its \n */
	uint32_t line;             /* from 1 */
	struct step path[READER_MAX_DEPTH];
	unsigned depth;
	struct tcpsim_diagnostics *diagnostics; /* NULL until something is wrong */
	GPtrArray *recordings;
	/* of the run that is being read */
	struct tcpsim_recording *recording;
	GHashTable *hosts;  /* by name, the number + 1 */
	GArray *departures; /* struct departure, by packet; of those that never departed .from is TCPSIM_NO_HOST */
	struct told told;
	uint32_t n_records;
	uint32_t n_lines; /* of the scenario; 0 if there is none */
	int64_t now_us;
	GByteArray *octets; /* of the record that is being read */
	bool has_before;    /* likewise: it says what its TCB was */
};

/* Steps on the way, for the places of diagnostics. */
void tcpsim_read_enter(struct reader *reader, const char *name);
void tcpsim_read_element(struct reader *reader, size_t index);
void tcpsim_read_leave(struct reader *reader);

/* Tell what is wrong with the value that the path leads to; with the name of its member; at a column. Returns false. */
bool tcpsim_read_fail(struct reader *reader, const char *format, ...) G_GNUC_PRINTF(2, 3);
bool tcpsim_read_fail_name(struct reader *reader, const char *format, ...) G_GNUC_PRINTF(2, 3);
bool tcpsim_read_fail_at(struct reader *reader, uint32_t column, uint32_t length, const char *format, ...)
	G_GNUC_PRINTF(4, 5);
/* Tell that the member `name` of what the path leads to is wrong, and of no other. Returns false. */
bool tcpsim_read_fail_member(struct reader *reader, const char *name, const char *format, ...) G_GNUC_PRINTF(3, 4);

/* Values of a kind; false after a diagnostic. */
bool tcpsim_read_number(struct reader *reader, const json_t *value, int64_t least, int64_t most, int64_t *number);
bool tcpsim_read_switch(struct reader *reader, const json_t *value, int64_t *is_true);
/* A text without NUL. It lives as long as `value`. */
bool tcpsim_read_text(struct reader *reader, const json_t *value, const char **text);
/* The same, copied: what *copy held is freed. */
bool tcpsim_read_copy(struct reader *reader, const json_t *value, char **copy);
/* A list of texts, NULL-terminated. */
bool tcpsim_read_texts(struct reader *reader, const json_t *value, char ***texts);
/* A number of 64 bits in a text. */
bool tcpsim_read_unsigned(struct reader *reader, const json_t *value, uint64_t *number);
bool tcpsim_read_octets_of(struct reader *reader, const json_t *value, size_t most, GByteArray *octets);
bool tcpsim_read_name_of(struct reader *reader, const json_t *value, const struct names *names, int64_t *number);
/* A list of names of bits. */
bool tcpsim_read_set(struct reader *reader, const json_t *value, const struct names *names, unsigned *set);
bool tcpsim_read_is(struct reader *reader, const json_t *value, json_type type, const char *what);
/* A record that there is. */
bool tcpsim_read_record_number(struct reader *reader, const json_t *value, uint32_t *record);
/* A line of the scenario. */
bool tcpsim_read_line_number(struct reader *reader, const json_t *value, uint32_t *line);

/* Whether something is an object, and all its members are in the table. */
bool tcpsim_read_known(struct reader *reader, const json_t *object, const struct member *members);
/* Read all members of such an object, in the order of the table. */
bool tcpsim_read_members(struct reader *reader, const json_t *object, const struct member *members, void *thing);
/* The member that an object must have, or NULL after a diagnostic. */
const json_t *tcpsim_read_needed(struct reader *reader, const json_t *object, const char *name);

/* A line of each kind. */
bool tcpsim_read_head(struct reader *reader, const json_t *line);
bool tcpsim_read_record(struct reader *reader, const json_t *line);
bool tcpsim_read_end(struct reader *reader, const json_t *line);
/* Whether a record fits what was read before. */
bool tcpsim_read_check(struct reader *reader, const struct tcpsim_record *record, const json_t *line);

/* Those of the members that are MEMBER_SPECIAL. */
bool tcpsim_read_n(struct reader *reader, const json_t *value, void *thing);
bool tcpsim_read_what(struct reader *reader, const json_t *value, void *thing);
bool tcpsim_read_host(struct reader *reader, const json_t *value, void *thing);
bool tcpsim_read_peer(struct reader *reader, const json_t *value, void *thing);
bool tcpsim_read_original(struct reader *reader, const json_t *value, void *thing);
bool tcpsim_read_derived(struct reader *reader, const json_t *value, void *thing);
bool tcpsim_read_kinds(struct reader *reader, const json_t *value, void *thing);
bool tcpsim_read_ctl(struct reader *reader, const json_t *value, void *thing);
bool tcpsim_read_addressed(struct reader *reader, const json_t *value, void *thing);
bool tcpsim_read_sack(struct reader *reader, const json_t *value, void *thing);
bool tcpsim_read_fast_open(struct reader *reader, const json_t *value, void *thing);
bool tcpsim_read_about(struct reader *reader, const json_t *value, void *thing);
bool tcpsim_read_octets(struct reader *reader, const json_t *value, void *thing);
bool tcpsim_read_result(struct reader *reader, const json_t *value, void *thing);
bool tcpsim_read_cause(struct reader *reader, const json_t *value, void *thing);
bool tcpsim_read_line(struct reader *reader, const json_t *value, void *thing);
bool tcpsim_read_fired(struct reader *reader, const json_t *value, void *thing);
bool tcpsim_read_before(struct reader *reader, const json_t *value, void *thing);
bool tcpsim_read_after(struct reader *reader, const json_t *value, void *thing);
bool tcpsim_read_timers(struct reader *reader, const json_t *value, void *thing);
bool tcpsim_read_words(struct reader *reader, const json_t *value, void *thing);

#endif
