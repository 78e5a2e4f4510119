/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_SCENARIO_AST_H
#define TCPSIM_SCENARIO_AST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tcpsim/net.h>
#include <tcpsim/policy.h>
#include <tcpsim/scenario.h>
#include <tcpsim/socket.h>
#include <tcpsim/state.h>
#include <tcpsim/tcb.h>
#include <tcpsim/trace.h>

/*
 * A scenario as parsed: plain data that never changes again. tcpsim_scenario_parse() returns one only if it is
 * right in every case: names are resolved, numbers are in range, each `$x` fits its place with all of its values.
 * So nothing that is looked up below can fail when a case is run.
 *
 * All memory hangs on the scenario and goes with it. Strings end with NUL.
 */

/* A length of time before it is known how long MSL and RTO are: us + msl x MSL / 1000 + rto x RTO / 1000. */
struct scn_time {
	int64_t us;
	int64_t msl_millis;
	int64_t rto_millis;
};

enum scn_value_kind {
	SCN_WORD,    /* two-way, on, unlimited */
	SCN_NUMBER,  /* 9 */
	SCN_TIME,    /* 2h, 2MSL, 1h30min */
	SCN_PERCENT, /* 0.5% */
	SCN_RATE,    /* 10Mbit/s */
	SCN_TEXT,    /* "PAY 100" */
	SCN_VARY,    /* $probes */
};

/*
 * What can stand for a number, a time, a percentage, a rate, a text or a word. Outside of the parser nobody
 * reads .number and its like, which would miss what `$x` stands for, but calls tcpsim_scn_number() and its like.
 */
struct scn_value {
	struct tcpsim_place loc;
	enum scn_value_kind kind;
	const char *text; /* as it is written; of a text its octets, of `$x` the name x */
	size_t text_n;    /* octets of .text, without the final NUL; a text may hold NULs */
	union {
		int64_t number;       /* SCN_NUMBER */
		struct scn_time time; /* SCN_TIME */
		uint32_t ppm;         /* SCN_PERCENT: of a million */
		int64_t rate_bps;     /* SCN_RATE: bits a second */
		uint32_t vary;        /* SCN_VARY: index of the vary line */
	};
};

/* A time as it is written: the sum of one or more values. */
struct scn_sum {
	const struct scn_value *value;
	const struct scn_sum *next; /* NULL: that was the last */
};

/* A host, or one of its connections. */
struct scn_who {
	struct tcpsim_place loc;
	const char *name;
	uint16_t host;                      /* its number, in the order of host lines, from 0 */
	const struct scn_value *connection; /* `connection INT`, 1 to 2^32-1; NULL where it is not written */
	const char *socket;                 /* `HOST.NAME`: the name of one of its sockets, or NULL */
};

/* `in value {` or `in NAME=value {`: what holds for the lines inside. */
struct scn_in {
	struct tcpsim_place loc;
	const struct scn_value *value;
	const char *name;            /* of the vary line, where it is written; else NULL */
	uint32_t vary;               /* index of the vary line */
	uint32_t choice;             /* index of its value */
	const struct scn_in *parent; /* the block around this one, or NULL */
};

/* `vary NAME: value, value` */
struct scn_vary {
	struct tcpsim_place loc; /* of the name */
	const char *name;
	const struct tcpsim_setting *setting; /* of that name, which it sets for all hosts; else NULL */
	size_t n_values;
	const struct scn_value *const *values;
	bool is_used; /* as `$name` or by a block */
};

/* `host HOST isn INT then INT profile NAME`. Its number is its place in the array. */
struct scn_host {
	struct tcpsim_place loc;
	const char *name;
	size_t n_isns;
	const struct scn_value *const *isns; /* numbers, 0 to 2^32-1 */
	const struct scn_value *profile;     /* word, or NULL: that of `use profile` */
};

/* `link HOST <-> HOST ...`. What is not written is NULL: no limit, no delay, no faults, a seed of the network's. */
struct scn_link {
	struct scn_who a, b;
	bool is_both; /* `<->`; else from a to b only */
	const struct scn_sum *delay, *jitter;
	const struct scn_sum *lifetime;
	const struct scn_value *rate;                                 /* rate, > 0 */
	const struct scn_value *queue;                                /* number, 32 bits */
	const struct scn_value *mtu;                                  /* number, 41 to 65535 */
	const struct scn_value *loss, *duplicate, *reorder, *corrupt; /* percentages */
	const struct scn_value *seed;                                 /* number */
	const struct scn_value *mark;                                 /* percentage */
	const struct scn_value *mark_queue;                           /* number, 32 bits */
	const struct scn_value *hops;                                 /* number, up to 255 */
	bool is_silent;                                               /* no router tells of anything */
};

/* `set NAME value` and `set HOST NAME value`, also as a call. The value: tcpsim_scn_setting_value(). */
struct scn_set {
	bool has_host;
	struct scn_who host; /* of a line only; a call has its own */
	struct tcpsim_place loc;  /* of the name */
	const char *name;
	const struct tcpsim_setting *setting;
	const struct scn_value *value;
};

/* A segment as it is written between < and >. The fields that stand there are in .has. */
enum scn_field {
	SCN_FIELD_SEQ = 0x01,
	SCN_FIELD_ACK = 0x02,
	SCN_FIELD_CTL = 0x04,
	SCN_FIELD_DATA = 0x08, /* <DATA=5>: .data is set; <DATA="hello">: .text is set */
	SCN_FIELD_WND = 0x10,
	SCN_FIELD_MSS = 0x20,
	SCN_FIELD_UP = 0x40,
	SCN_FIELD_WS = 0x80,
	SCN_FIELD_TSVAL = 0x100,
	SCN_FIELD_TSECR = 0x200,
	SCN_FIELD_SACK = 0x400,
	SCN_FIELD_OPT = 0x800, /* exactly these options, whatever their values */
	SCN_FIELD_ECN = 0x1000,
};

struct scn_segment {
	struct tcpsim_place loc;
	uint16_t has;                      /* a set of enum scn_field; 0: nothing is written */
	uint8_t ctl;                       /* a set of enum tcpsim_ctl */
	const struct scn_value *seq, *ack; /* numbers, 32 bits */
	const struct scn_value *data;      /* number, 0 to 65535 */
	const struct scn_value *text;      /* text */
	const struct scn_value *wnd, *mss; /* numbers, 0 to 65535 */
	const struct scn_value *up;        /* number, 0 to 65535 */
	const struct scn_value *ws;        /* number, 0 to 14 */
	const struct scn_value *tsval, *tsecr; /* numbers, 32 bits */
	size_t n_sack;                     /* blocks, at most TCPSIM_MAX_SACK */
	const struct scn_value *sack[TCPSIM_MAX_SACK][2]; /* numbers, 32 bits: from, and behind the last */
	uint8_t options;                   /* OPT: a set of enum tcpsim_option */
	uint8_t ecn;                       /* enum tcpsim_ecn */
};

/* A segment by name: `client SYN #1`, `client DATA #2->5`, `every client ACK`. */
struct scn_name {
	struct tcpsim_place loc;
	struct scn_who who; /* without a connection */
	enum tcpsim_kind kind;
	bool is_every;                        /* all of that kind: numbers 1 to 2^32-1 */
	const struct scn_value *first, *last; /* numbers from 1; both NULL: #1; .last NULL: only the first */
};

/* ---- what happens ---- */

enum scn_act_kind {
	SCN_ACT_CALL,
	SCN_ACT_CRASH,
	SCN_ACT_RESTART,
	SCN_ACT_CUT,
	SCN_ACT_MEND,
	SCN_ACT_INJECT,
	SCN_ACT_TIMER,
	SCN_ACT_SOCKET, /* a call of a host with sockets */
	SCN_ACT_ICMP,
};

/* The calls of POSIX. */
enum scn_socket_call {
	SCN_SOCKET_NONE, /* not one of them */
	SCN_SOCKET_SOCKET,
	SCN_SOCKET_BIND,
	SCN_SOCKET_LISTEN,
	SCN_SOCKET_ACCEPT,
	SCN_SOCKET_CONNECT,
	SCN_SOCKET_SEND,
	SCN_SOCKET_RECV,
	SCN_SOCKET_SENDTO,
	SCN_SOCKET_REPLY, /* sendto() to where the last datagram came from */
	SCN_SOCKET_RECVFROM,
	SCN_SOCKET_SHUTDOWN,
	SCN_SOCKET_CLOSE,
	SCN_SOCKET_SETSOCKOPT,
	SCN_SOCKET_GETSOCKOPT,
};

#define SCN_N_SOCKET_CALLS 15

/* words.c: the name of such a call. */
const char *tcpsim_scn_socket_call_name(enum scn_socket_call call);

/* build_socket.c: the name of a number of <errno.h>. */
const char *tcpsim_scn_errno_name(int number);

/* How the value of an option of a socket is written. */
enum scn_option_kind {
	SCN_OPTION_SWITCH,       /* on, off */
	SCN_OPTION_NUMBER,
	SCN_OPTION_SECONDS,      /* a time */
	SCN_OPTION_MILLISECONDS, /* likewise */
	SCN_OPTION_LINGER,       /* off, or a time */
};

struct scn_option {
	const char *name; /* as POSIX and Linux have it */
	enum tcpsim_option_name option;
	enum scn_option_kind kind;
	bool is_told_only; /* getsockopt() alone */
};

/*
 * A call as it is written. On a host without sockets it is one of RFC 9293, .call; on one with sockets it is one of
 * POSIX, .socket_call. Some are both.
 */
struct scn_call {
	struct scn_who who; /* the caller; a .connection or .socket where the call is for one that exists */
	enum tcpsim_call call;
	bool is_of_rfc;
	enum scn_socket_call socket_call;
	const struct scn_value *port;   /* LISTEN, CONNECT, BIND, SENDTO: number 1 to 65535; NULL: SCN_DEFAULT_PORT */
	const struct scn_value *from;   /* CONNECT: the local port; NULL: a free one */
	struct scn_who peer;            /* CONNECT, SENDTO */
	const struct scn_value *text;   /* SEND, SENDTO, REPLY: text, or NULL */
	const struct scn_value *octets; /* those, RECEIVE, RECV, RECVFROM: number from 1; NULL: .text, or all */
	bool is_urgent;                 /* SEND */
	const struct scn_set *set;      /* SET */
	const struct scn_value *backlog; /* LISTEN: number, or NULL: SCN_DEFAULT_BACKLOG */
	bool is_udp;                    /* SOCKET */
	const char *as;                 /* SOCKET, ACCEPT: the name that it gets, or NULL */
	struct tcpsim_place as_loc;
	enum tcpsim_how how;            /* SHUTDOWN */
	const struct scn_option *option; /* SETSOCKOPT, GETSOCKOPT */
	const struct scn_value *value;  /* SETSOCKOPT: as the option's kind is */
};

/* The backlog of `listen` without one, as Linux has it. */
#define SCN_DEFAULT_BACKLOG 128

/* The room of `recv` and `recvfrom` without a number. */
#define SCN_DEFAULT_ROOM 65535

/* The port of `listen` and `connect HOST` without one. */
#define SCN_DEFAULT_PORT 80

struct scn_act {
	enum scn_act_kind kind;
	struct tcpsim_place loc;
	struct scn_call call;                    /* CALL */
	struct scn_who a;                        /* CRASH, RESTART; CUT, MEND; INJECT: as if it came from here; TIMER */
	struct scn_who b;                        /* CUT, MEND: to; INJECT: into */
	bool is_both;                            /* CUT, MEND: `<->` */
	const struct scn_segment *segment;       /* INJECT */
	const struct scn_value *a_port, *b_port; /* INJECT: `port INT`, or NULL */
	enum tcpsim_timer timer;                 /* TIMER: that fires; .a may have a .connection */
	enum tcpsim_icmp_kind icmp;              /* ICMP */
	const struct scn_value *mtu;             /* ICMP: number, or NULL */
	const struct scn_name *about;            /* ICMP: one segment; NULL: .segment of .a, which has SEQ alone */
};

/* `at time act` */
struct scn_at {
	const struct scn_sum *time;
	struct scn_act act;
};

/* `when HOST enters STATE after DUR: act`. It is done once for each connection. */
struct scn_when {
	struct scn_who who;
	bool is_leaves;
	enum tcpsim_state state;
	const struct scn_sum *after; /* NULL: at once */
	struct scn_act act;
};

/* drop, hold, delay, duplicate, reorder, corrupt, mark: as struct tcpsim_fault. */
struct scn_fault {
	enum tcpsim_fault_kind kind;
	struct scn_name segment;
	const struct scn_sum *time; /* HOLD until, DELAY by, DUPLICATE at */
	struct scn_name behind;     /* REORDER: one segment */
};

/* ---- what must be true ---- */

enum scn_moment_kind {
	SCN_MOMENT_NONE, /* over the whole run, or at its end */
	SCN_MOMENT_AT,   /* after all events of that instant */
	SCN_MOMENT_BY,   /* at some moment until then, that one included */
	SCN_MOMENT_FROM, /* from .from to .to, both included */
};

struct scn_moment {
	enum scn_moment_kind kind;
	const struct scn_sum *from; /* AT, BY, FROM */
	const struct scn_sum *to;   /* FROM */
};

enum scn_claim_kind {
	SCN_CLAIM_STATE,            /* who STATE */
	SCN_CLAIM_NEVER,            /* who never STATE */
	SCN_CLAIM_PATH,             /* who path STATE -> STATE */
	SCN_CLAIM_SENDS,            /* who sends KIND [#n] [segment] */
	SCN_CLAIM_SENDS_COUNT,      /* who sends KIND count */
	SCN_CLAIM_SENDS_NOTHING,    /* who sends nothing */
	SCN_CLAIM_DELIVERS,         /* who delivers STRING count */
	SCN_CLAIM_DELIVERS_NOTHING, /* who delivers nothing */
	SCN_CLAIM_DATAGRAMS,        /* who delivers DATAGRAM [STRING] count */
	SCN_CLAIM_RETURNS,          /* who CALL returns [INT | STRING] */
	SCN_CLAIM_FAILS,            /* who CALL fails ERRNO */
	SCN_CLAIM_WAITS,            /* who CALL waits */
	SCN_CLAIM_ACCEPTS,          /* HOST accepts INT */
	SCN_CLAIM_ERROR,            /* who error NAME */
	SCN_CLAIM_TOLD,             /* who told NAME */
	SCN_CLAIM_VARIABLE,         /* who VARIABLE relop INT */
	SCN_CLAIM_TIMER,            /* who timer NAME starts|restarts|never */
	SCN_CLAIM_INVARIANT,        /* invariant NAME holds|broken */
};

enum scn_variable {
	SCN_SND_UNA,
	SCN_SND_NXT,
	SCN_SND_WND,
	SCN_RCV_NXT,
	SCN_RCV_WND,
	SCN_ISS,
	SCN_IRS,
	SCN_SND_UP,
	SCN_RCV_UP,
	SCN_CWND,
	SCN_SSTHRESH,
	SCN_SMSS,
	SCN_SND_SHIFT,
	SCN_RCV_SHIFT,
	SCN_RTO,
	SCN_SRTT,
};

#define SCN_N_VARIABLES 16

/* How the values of a variable are compared. */
enum scn_measure {
	SCN_MEASURE_SEQ,    /* sequence numbers: `=` and `!=` are exact, the rest is tcpsim_seq_lt() and its like */
	SCN_MEASURE_NUMBER,
	SCN_MEASURE_TIME,
};

/* words.c: the name of a variable, as the RFCs write it, and its measure. */
const char *tcpsim_scn_variable_name(enum scn_variable variable);
enum scn_measure tcpsim_scn_measure(enum scn_variable variable);

enum scn_relation {
	SCN_EQUAL,
	SCN_NOT_EQUAL,
	SCN_LESS,
	SCN_LESS_OR_EQUAL,
	SCN_GREATER,
	SCN_GREATER_OR_EQUAL,
};

enum scn_timer_event {
	SCN_TIMER_STARTS,
	SCN_TIMER_RESTARTS,
	SCN_TIMER_NEVER, /* neither */
};

struct scn_expect {
	struct scn_moment moment;
	enum scn_claim_kind kind;
	struct tcpsim_place loc;      /* of the claim */
	struct scn_who who;      /* all but INVARIANT */
	enum tcpsim_state state; /* STATE, NEVER */
	size_t n_path;           /* PATH: at least 1 */
	const enum tcpsim_state *path;
	enum tcpsim_kind segment_kind;     /* SENDS, SENDS_COUNT */
	const struct scn_value *number;    /* SENDS: `#n`, or NULL: any */
	const struct scn_segment *segment; /* SENDS: or NULL */
	const struct scn_value *text;      /* DELIVERS, DATAGRAMS: text; or NULL: any datagram */
	const struct scn_value *count;     /* SENDS_COUNT, DELIVERS, DATAGRAMS, ACCEPTS: number; `once` is one, too */
	enum scn_socket_call socket_call;  /* RETURNS, FAILS, WAITS */
	const struct scn_value *returned;  /* RETURNS: number or text, or NULL: whatever */
	int error_number;                  /* FAILS: one of <errno.h> */
	const char *error_name;
	enum tcpsim_error error;           /* ERROR; TCPSIM_OK is `none` */
	enum scn_variable variable;        /* VARIABLE */
	enum scn_relation relation;
	const struct scn_value *operand; /* VARIABLE: number, 32 bits, or a time, as its measure is */
	enum tcpsim_signal signal;       /* TOLD; with TCPSIM_SIGNAL_SOFT_ERROR .error says of what */
	enum tcpsim_timer timer;         /* TIMER */
	enum scn_timer_event timer_event;
	enum tcpsim_invariant invariant; /* INVARIANT */
	bool is_broken;
};

/*
 * `always invariants`: all of them hold, but for those that an `expect invariant NAME broken` of the same case
 * names. `always invariant NAME`: that one holds.
 */
struct scn_always {
	bool is_all;
	enum tcpsim_invariant invariant;
};

/* `run until quiet`, `run until time`, `run for time`. There is at most one in each case; without one: until quiet. */
struct scn_run {
	const struct scn_sum *until; /* NULL: quiet */
};

/* ---- what an exploration may do, and what comes of it; a run takes no notice ---- */

enum scn_allow_kind {
	SCN_ALLOW_LOSS,
	SCN_ALLOW_DUPLICATE,
	SCN_ALLOW_REORDER,
	SCN_ALLOW_CRASH,
	SCN_ALLOW_GIVE_UP,
	SCN_ALLOW_IN_FLIGHT,
	SCN_ALLOW_OLD,
	SCN_ALLOW_FORGE,
};

/* `allow loss 1`, `allow old client SYN <SEQ=90>` */
struct scn_allow {
	enum scn_allow_kind kind;
	struct tcpsim_place loc;             /* of what is allowed */
	struct scn_who host;            /* CRASH, OLD, FORGE */
	const struct scn_value *budget; /* LOSS, DUPLICATE, CRASH, IN_FLIGHT, FORGE: number, or NULL: not written */
	enum tcpsim_kind segment_kind;  /* OLD, FORGE: not PROBE, not ANY */
	struct tcpsim_place kind_loc;
	const struct scn_segment *segment; /* OLD, FORGE: or NULL */
	uint8_t ctl;                       /* OLD, FORGE: as written, or what the kind has */
};

/* `expect exploration holds`, `expect exploration breaks NAME in INT events`. At most one in each case. */
struct scn_exploration {
	bool is_broken;
	enum tcpsim_invariant invariant;
	const struct scn_value *events; /* number, or NULL */
};

/* ---- lines ---- */

/* Lines that declare something (host, vary, note) are not in the list of lines, but in arrays of their own. */
enum scn_line_kind {
	SCN_LINE_USE,
	SCN_LINE_SET,
	SCN_LINE_LINK,
	SCN_LINE_AT,
	SCN_LINE_WHEN,
	SCN_LINE_FAULT,
	SCN_LINE_EXPECT,
	SCN_LINE_ALWAYS,
	SCN_LINE_RUN,
	SCN_LINE_ALLOW,
	SCN_LINE_EXPLORATION,
};

struct scn_line {
	struct tcpsim_place loc; /* from its first word to its last in that line */
	enum scn_line_kind kind;
	const struct scn_in *in; /* the innermost block around it, or NULL */
	union {
		const struct scn_value *profile; /* USE: word */
		struct scn_set set;
		struct scn_link link;
		struct scn_at at;
		struct scn_when when;
		struct scn_fault fault;
		struct scn_expect expect;
		struct scn_always always;
		struct scn_run run;
		struct scn_allow allow;
		struct scn_exploration exploration;
	};
};

/* All that the parser allocates. */
struct scn_memory;

struct tcpsim_scenario {
	struct tcpsim_text *source;
	const char *title;
	size_t n_notes;
	const char **notes;
	size_t n_hosts; /* at least 1 */
	const struct scn_host **hosts;
	size_t n_varies;
	struct scn_vary **varies;
	size_t n_lines; /* in order of the text */
	struct scn_line **lines;
	size_t n_cases;
	char **case_names;
	struct scn_memory *memory; /* owns all that the pointers above lead to, but for the source */
};

/* ---- looking things up in one case: none of these fails or allocates ---- */

/* Which value a vary line has in a case. */
size_t tcpsim_scn_choice(const struct tcpsim_scenario *scenario, size_t the_case, size_t vary);

/* Whether a line counts in a case: all blocks around it hold. */
bool tcpsim_scn_applies(const struct tcpsim_scenario *scenario, size_t the_case, const struct scn_line *line);

/* The value itself, or what `$x` stands for in this case: never of kind SCN_VARY. */
const struct scn_value *tcpsim_scn_value(
	const struct tcpsim_scenario *scenario, size_t the_case, const struct scn_value *value);

/* A number; a percentage in millionths; a rate in bits a second. `value` must not be NULL. */
int64_t tcpsim_scn_number(const struct tcpsim_scenario *scenario, size_t the_case, const struct scn_value *value);
uint32_t tcpsim_scn_ppm(const struct tcpsim_scenario *scenario, size_t the_case, const struct scn_value *value);
int64_t tcpsim_scn_rate(const struct tcpsim_scenario *scenario, size_t the_case, const struct scn_value *value);

/* A time in microseconds, with MSL and the initial RTO of a policy; at most SCN_TIME_MAX_US. NULL is 0. */
int64_t tcpsim_scn_time(const struct tcpsim_scenario *scenario, size_t the_case, const struct scn_sum *sum,
	const struct tcpsim_policy *policy);

#define SCN_TIME_MAX_US (INT64_C(1) << 61)

/* What a `set` gives its setting. */
int64_t tcpsim_scn_setting_value(const struct tcpsim_scenario *scenario, size_t the_case, const struct scn_set *set);

/*
 * The policy that a host starts with; of TCPSIM_NO_HOST that of the scenario, which has no host's own lines.
 * It is the host's profile or that of `use profile` or rfc9293, then all `set NAME`, then all settings that are
 * varied, then all `set HOST NAME`, each in order of the text.
 */
void tcpsim_scn_policy(
	const struct tcpsim_scenario *scenario, size_t the_case, uint16_t host, struct tcpsim_policy *policy);

/* An empty list of diagnostics of a scenario, for warnings while it runs. Free with tcpsim_diagnostics_free(). */
static inline struct tcpsim_diagnostics *
tcpsim_scn_diagnostics_new(const struct tcpsim_scenario *scenario)
{
	return tcpsim_diagnostics_new(scenario->source);
}

#endif
