/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_LIB_PACKETDRILL_AST_H
#define TCPSIM_LIB_PACKETDRILL_AST_H

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include <tcpsim/drill.h>

/*
 * A packetdrill script as it was parsed: what stands there, and where. Both dialects make the same tree; what a word or
 * a number means for the play is the player's to know. All of it is owned by the script.
 *
 * What can be parsed but not played says so here (.skipped): nothing is lost silently.
 */

/* ---- time ---- */

enum pkt_time_kind {
	PKT_TIME_ABSOLUTE, /* `1.5`: from the start of the script */
	PKT_TIME_RELATIVE, /* `+1.5`: from the end of the event before it */
	PKT_TIME_ANY,      /* `*`: whenever; of outbound packets only */
};

/* When. A range `a~b` has both ends by the same anchor; else until_us is at_us. */
struct pkt_time {
	struct tcpsim_place loc;
	enum pkt_time_kind kind;
	bool is_range;
	int64_t at_us, until_us;
};

/* ---- packets ---- */

/* A number that the script may have left open, or means as it stands. */
struct pkt_number {
	struct tcpsim_place loc;
	uint64_t value;
	bool is_given;    /* it stands there; `...` and what is left out do not */
	bool is_literal;  /* `!`: of the wire, not of the script's own counting */
};

enum pkt_ecn {
	PKT_ECN_UNSAID, /* inbound: not ECT; outbound: not compared */
	PKT_ECN_NONE,   /* [noecn] */
	PKT_ECN_ECT0,
	PKT_ECN_ECT1,
	PKT_ECN_ECT01,  /* either of them */
	PKT_ECN_CE,
};

/* What stands in brackets before a packet: marks of its IP header. */
struct pkt_ip {
	struct tcpsim_place loc;
	enum pkt_ecn ecn;
	struct pkt_number tos, ttl, flow_label;
};

enum pkt_option_kind {
	PKT_OPTION_MSS,     /* .value */
	PKT_OPTION_WSCALE,  /* .value */
	PKT_OPTION_SACK_OK,
	PKT_OPTION_SACK,    /* .blocks */
	PKT_OPTION_TS,      /* .ts_val, .ts_ecr */
	PKT_OPTION_FAST_OPEN, /* FO, .octets is the cookie */
	PKT_OPTION_FAST_OPEN_EXPERIMENTAL, /* FOEXP */
	PKT_OPTION_MD5,     /* .octets, of the wire; none: 16 zeros */
	PKT_OPTION_NOP,
	PKT_OPTION_EOL,
	PKT_OPTION_OTHER,   /* .value is the kind, .octets what is behind the length */
};

/* Two ends of a SACK block, or of what is urgent. */
struct pkt_range {
	struct pkt_number begin, end;
};

struct pkt_option {
	struct tcpsim_place loc;
	enum pkt_option_kind kind;
	uint32_t value;
	struct pkt_number ts_val, ts_ecr;
	GArray *blocks;     /* struct pkt_range, or NULL */
	GByteArray *octets; /* or NULL */
};

enum pkt_options {
	PKT_OPTIONS_NONE,   /* no angle brackets, or nothing between them */
	PKT_OPTIONS_LISTED,
	PKT_OPTIONS_ANY,    /* `<...>` */
};

enum pkt_protocol {
	PKT_TCP,
	PKT_UDP,
	PKT_ICMP,
};

/* `S. 0:0(0) ack 1 win 65535 urg 1 <mss 1460>` */
struct pkt_tcp {
	struct tcpsim_place flags_loc;
	uint8_t ctl;               /* a set of enum tcpsim_ctl */
	bool any_flags;            /* flags were left open: `...` */
	struct pkt_number seq, end; /* .end is not given with `seq:...` and `...(n)` */
	struct pkt_number length;  /* octets of text; not given in the quote of an ICMP message that has none */
	struct pkt_number ack, win, urg;
	struct tcpsim_place options_loc;
	enum pkt_options options;
	GPtrArray *option_list;    /* struct pkt_option; never NULL */
};

/* What an ICMP message says; what it quotes is the packet's .tcp, or .udp_octets. */
struct pkt_icmp {
	struct tcpsim_place loc;
	struct pkt_number type, code; /* by number, or by the words that stand there for this version of IP */
	char *type_word, *code_word;  /* as written, or NULL */
	struct pkt_number mtu;
	enum pkt_protocol quoted;
	bool has_quote;
};

struct pkt_packet {
	bool is_inbound;           /* `<`, else `>` */
	enum pkt_protocol protocol;
	struct pkt_ip ip;
	struct pkt_tcp tcp;
	struct pkt_icmp icmp;
	struct pkt_number udp_octets;
	struct pkt_number source_port, destination_port; /* `udp(4000 > 5000)`, where they are told */
};

/* ---- calls ---- */

enum pkt_expression_kind {
	PKT_ELLIPSIS, /* `...` */
	PKT_INTEGER,  /* .value; of a negative one as two's complement */
	PKT_REAL,     /* .real */
	PKT_WORD,     /* .text: SOCK_STREAM */
	PKT_STRING,   /* .text, its escapes resolved; .octets of them, which may hold NUL */
	PKT_OR,       /* .items: a | b | c */
	PKT_NOT,      /* ~a: .items has one */
	PKT_LIST,     /* [a, b]: .items */
	PKT_STRUCT,   /* {a=1, 2}: .items; a named one is a PKT_FIELD */
	PKT_FIELD,    /* name=value: .text is the name, .items has one */
	PKT_APPLIED,  /* name(a, b): htons(8080), inet_addr("..."), msg_iov(1) = ...: .text, .items are the arguments */
	PKT_ASSIGNED, /* name(n)=value inside of a struct: .items are the PKT_APPLIED and the value */
};

struct pkt_expression {
	struct tcpsim_place loc;
	enum pkt_expression_kind kind;
	uint64_t value;
	double real;
	char *text;
	uint32_t octets;
	GPtrArray *items; /* struct pkt_expression, or NULL */
};

struct pkt_call {
	struct tcpsim_place loc;     /* of the name */
	char *name;
	GPtrArray *arguments;   /* struct pkt_expression */
	struct tcpsim_place result_loc;
	struct pkt_expression *result; /* or NULL: `= ?` and nothing at all compare nothing, as `...` */
	char *error_name;       /* `EAGAIN`, or NULL */
	struct tcpsim_place error_loc;
	char *note;             /* the text behind it, without its parentheses, or NULL */
	bool is_blocking;       /* the time was `a...b` */
	struct pkt_time returns; /* .b then; by the same anchor as the call */
};

/* ---- events ---- */

enum pkt_event_kind {
	PKT_EVENT_PACKET,
	PKT_EVENT_CALL,
	PKT_EVENT_COMMAND, /* `...` in backquotes: .text */
	PKT_EVENT_CODE,    /* %{ ... }%: .text, and .loc is that of its first line */
};

struct pkt_event {
	struct tcpsim_place loc;
	enum pkt_event_kind kind;
	struct pkt_time time;
	struct pkt_packet packet;
	struct pkt_call call;
	char *text;
	struct tcpsim_place text_loc;
	const char *skipped;   /* it is parsed, and cannot be played: the construct's name, such as `GRE`; static storage */
	struct tcpsim_place skipped_loc;
};

/* `--name=value`, on the first lines or on the command line. */
struct pkt_option_line {
	struct tcpsim_place loc;    /* line 0: of the command line */
	char *name;            /* without the dashes */
	char *value;           /* or NULL */
};

struct tcpsim_drill {
	char *file;
	GPtrArray *options;    /* struct pkt_option_line, in order; the command line's last */
	GPtrArray *events;     /* struct pkt_event; an init command before the first is one at time 0 */
	GPtrArray *directives; /* char *: what stands in comments of the form `// tcpsim: ...`, in order */
	GPtrArray *directive_locs; /* struct tcpsim_place of each */
	char **defines;        /* of the command line, copied; or NULL */
	struct tcpsim_text *text; /* as it was read, for quoting lines */
	struct pkt_memory *memory; /* all that the tree is made of */
};

#endif
