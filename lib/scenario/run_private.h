/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_LIB_SCENARIO_RUN_PRIVATE_H
#define TCPSIM_LIB_SCENARIO_RUN_PRIVATE_H

#include <glib.h>

#include <tcpsim/net.h>
#include <tcpsim/scenario.h>
#include <tcpsim/watcher.h>

#include "ast.h"

/*
 * A run plays one case of a scenario: run_build.c makes the network, run.c drives it, run_acts.c does what the
 * script says. Afterwards the claims are judged, by the trace alone.
 */

/* An act that waits for its time. */
struct run_act {
	int64_t time_us;
	uint64_t number; /* in order of becoming known: ties of one line are broken by it */
	const struct scn_line *line;
	const struct scn_act *act;
	uint16_t host;       /* of the connection that a `when` line saw, or TCPSIM_NO_HOST */
	uint32_t connection; /* and its number */
};

/* A named fault of the script, and its number in the network. */
struct run_fault {
	const struct scn_line *line;
	size_t number;
	bool is_warned; /* of MSL */
};

/* Something that an act could not do. */
struct run_trouble {
	const struct scn_line *line;
	char *words;
};

/* A call of sockets: when it was made, and what it returned. */
struct run_return {
	const struct scn_line *line;
	const struct scn_call *call;
	uint16_t host;
	int descriptor;        /* or -1 */
	gint64 queue;          /* the same for those that wait at one socket for the same */
	const char *name;      /* of the socket then, or NULL */
	int64_t called_us;
	int64_t returned_us;   /* or TCPSIM_TIME_NONE: it waits */
	int64_t result;        /* as in <tcpsim/socket.h>: below 0 -errno */
	uint8_t *octets;       /* SEND: to be sent, .n of them; RECV: room for .n, of which .result were received */
	size_t n, n_sent;
	uint32_t record;       /* the last of the trace when it returned, or TCPSIM_NO_RECORD */
};

/* A socket of a host. */
struct run_descriptor {
	int descriptor;
	bool listens;
	const char *name;           /* or NULL */
	struct tcpsim_address from; /* where the last datagram came from; its port is 0 before there was one */
};

/* Why the run is over. */
enum run_end {
	RUN_END_QUIET,
	RUN_END_TIME,    /* the scenario's `run until` */
	RUN_END_LIMIT,   /* too many records or too much time */
	RUN_END_STOPPED, /* by the caller */
};

struct tcpsim_run {
	const struct tcpsim_scenario *scenario;
	size_t the_case;
	uint64_t seed;
	bool has_seed;
	bool is_wrapped;
	volatile int *stop;
	struct tcpsim_policy policy; /* the scenario's: what MSL and RTO mean in it */
	struct tcpsim_net *net;
	struct tcpsim_watcher *watcher;
	GArray **sockets; /* of each host, tcpsim_socket of its connections, also of those that are gone */
	GArray **descriptors; /* of each host, struct run_descriptor, those that are open, in order of their making */
	GPtrArray *returns;   /* struct run_return *, in order of the calls */
	GPtrArray *waiting;   /* those of them that have not returned, in that order; not owned */
	GHashTable *queues;   /* those that were met while the waiting ones are gone through; keys are of .waiting */
	uint32_t *shifts; /* of each host's sequence numbers, with is_wrapped */
	GSequence *acts;  /* struct run_act *, in order of time, then line, then number */
	uint64_t n_acts;
	GPtrArray *whens;       /* the `when` lines of this case, not owned */
	GHashTable *whens_done; /* of which connections they have seen: "line:host:connection" */
	GPtrArray *faults;      /* struct run_fault * */
	GPtrArray *troubles;    /* struct run_trouble * */
	size_t n_seen;          /* records that were looked at for `when` and W-MSL */
	const struct scn_line *until_line;
	int64_t until_us; /* or TCPSIM_TIME_NONE: quiet */
	int64_t end_us;
	enum run_end end;
	GPtrArray *outcomes; /* struct tcpsim_outcome * */
	enum tcpsim_verdict verdict;
	struct tcpsim_diagnostics *warnings;
};

/* A short text that fits into an expression. */
struct run_text {
	char text[128];
};

/* ---- run_text.c ---- */

struct run_text tcpsim_run_moment(int64_t time_us); /* `3.100 s` */
struct run_text tcpsim_run_length(int64_t us);      /* `150 s`, `0.05 s` */
struct run_text tcpsim_run_packet(const struct tcpsim_record *record); /* `<SEQ=100><CTL=SYN>`, `UDP <DATA=5>` */
struct run_text tcpsim_run_times(uint64_t n); /* `once`, `2 times` */

/* `client SYN #1`, as a fault names it. */
struct run_text tcpsim_run_fault_name(const struct tcpsim_run *run, const struct scn_name *name);

/* ---- run_build.c ---- */

/* Make hosts, links and faults of the case. */
void tcpsim_run_build(struct tcpsim_run *run);

/* The first to the last number of the segments that a name means. */
void tcpsim_run_name_numbers(const struct tcpsim_run *run, const struct scn_name *name, uint32_t *first,
	uint32_t *last);

/* ---- run.c ---- */

/* Whoever waits for the run wants it to end. */
bool tcpsim_run_is_stopped(const struct tcpsim_run *run);

/* ---- run_acts.c ---- */

/* Put the acts of all `at` lines in order, and remember all `when` lines. */
void tcpsim_run_plan(struct tcpsim_run *run);

/* The time of the next act, or TCPSIM_TIME_NONE. */
int64_t tcpsim_run_next_act_us(const struct tcpsim_run *run);

/* The port that is written, or another. */
uint16_t tcpsim_run_port(const struct tcpsim_run *run, const struct scn_value *port, uint16_t otherwise);

/* An act could not be carried out at all. */
void tcpsim_run_add_trouble(struct tcpsim_run *run, const struct scn_line *line, const char *format, ...)
	G_GNUC_PRINTF(3, 4);

/* The octets that a call sends: its text, or so many of the alphabet over and over, so that a shift shows. */
uint8_t *tcpsim_run_payload(const struct tcpsim_run *run, const struct scn_call *call, size_t *n);

/* Do the next act. */
void tcpsim_run_act(struct tcpsim_run *run);

/* Plan an act for a connection that a `when` line saw. */
void tcpsim_run_plan_act(struct tcpsim_run *run, const struct scn_line *line, const struct scn_act *act,
	int64_t time_us, uint16_t host, uint32_t connection);

/* ---- run_whens.c ---- */

/* Look at the records since the last time: `when` lines, and faults that keep a segment longer than MSL. */
void tcpsim_run_look(struct tcpsim_run *run);

/* ---- run.c ---- */

/* Shorthands for this case. */
int64_t tcpsim_run_number(const struct tcpsim_run *run, const struct scn_value *value);
int64_t tcpsim_run_time(const struct tcpsim_run *run, const struct scn_sum *sum);

/* SEQ and ACK of a written segment, 0 if they are not written, shifted with the numbers of the host whose they are. */
tcpsim_seq tcpsim_run_seq(const struct tcpsim_run *run, const struct scn_segment *written, uint16_t sender);
tcpsim_seq tcpsim_run_ack(const struct tcpsim_run *run, const struct scn_segment *written, uint16_t receiver);

/* The blocks of a written SACK option, shifted with the numbers of the host that gets them; .n_sack of them. */
void tcpsim_run_sack(const struct tcpsim_run *run, const struct scn_segment *written, uint16_t receiver,
	struct tcpsim_range *blocks);

/* ---- run_sockets.c ---- */

void tcpsim_run_sockets_init(struct tcpsim_run *run);
void tcpsim_run_sockets_clear(struct tcpsim_run *run);

/* Make a call of POSIX; one that cannot be done yet waits. */
void tcpsim_run_socket_call(struct tcpsim_run *run, const struct run_act *act);

/* Whatever happened: calls that wait may return now. */
void tcpsim_run_wake(struct tcpsim_run *run);

/* A host went down, and all its sockets with it. */
void tcpsim_run_forget_sockets(struct tcpsim_run *run, uint16_t host);

/* ---- run_inject.c ---- */

/* Let an ICMP message made by hand arrive. */
void tcpsim_run_inject_icmp(struct tcpsim_run *run, const struct run_act *act);

/* Let a segment made by hand arrive. */
void tcpsim_run_inject(struct tcpsim_run *run, const struct run_act *act);

/* ---- run_outcomes.c ---- */

/* Add the outcome of a line. `words` becomes the run's; NULL for a pass. */
void tcpsim_run_outcome_add(struct tcpsim_run *run, enum tcpsim_verdict verdict, const struct scn_line *line,
	char *words, uint32_t record);

/* Judge everything after the run, in order of the lines. */
void tcpsim_run_judge(struct tcpsim_run *run);

#endif
