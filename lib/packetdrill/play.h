/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_LIB_PACKETDRILL_PLAY_H
#define TCPSIM_LIB_PACKETDRILL_PLAY_H

#include <tcpsim/socket.h>

#include "lib/packetdrill/ast.h"

/*
 * Playing a script: the host under test is an ordinary host with sockets, the script is the one at the other end of its
 * link. Files that deal with packets know nothing of calls, and the other way round: this header is what they share.
 */

#define PKT_TESTED 0 /* the host under test */
#define PKT_SCRIPT 1 /* the script: nothing answers there but its lines */

/* What options of the script say, or their defaults. */
struct pkt_config {
	int64_t tolerance_us;     /* --tolerance_usecs: 4000 */
	double tolerance_percent; /* --tolerance_percent: 12.5 */
	uint32_t mtu, mss;        /* --mtu, --mss; 0 for the profile's */
	uint16_t bind_port, connect_port; /* 8080 and 8080 */
	uint8_t ip;               /* enum tcpsim_ip of the packets */
	bool is_mapped;           /* --ip_version=ipv4-mapped-ipv6: sockets are AF_INET6, packets IPv4 */
	bool strict_segments;
	int64_t ts_tick_us;       /* --tcp_ts_tick_usecs; 0: timestamps are not compared */
	bool is_dry;              /* --dry_run: nothing is played */
};

/*
 * The two ends of the connection that is under test, and how the script's numbers become the engine's. Whoever makes a
 * socket says so by tcpsim_pkt_flow_new(); whoever binds one sets .local_port, else it is --bind_port.
 */
struct pkt_flow {
	bool is_known;            /* a packet has gone either way */
	uint16_t local_port, remote_port; /* the former 0 if nobody has bound it yet, the latter only if it is known */
	bool has_local_isn, has_remote_isn;
	uint32_t local_isn, remote_isn;               /* of the engine's numbers */
	uint32_t script_local_isn, script_remote_isn; /* and of the script's */
	GHashTable *timestamps;   /* script's outbound value -> engine's; packets only */
	bool has_timestamp;       /* and the first of them */
	uint32_t script_timestamp, timestamp;
};

struct pkt_calls; /* calls.c: descriptors, the call that blocks, poll sets */

/* One play. */
struct play {
	const struct tcpsim_drill *drill;
	const struct tcpsim_drill_options *options;
	const struct tcpsim_profile *profile;
	struct tcpsim_drill_result *result;
	struct tcpsim_net *net;
	struct pkt_config config;
	struct pkt_flow flow;
	size_t next_record;       /* of the trace: packets before it were compared, or skipped */
	int64_t anchor_us;        /* when the last event was over: what `+` counts from */
	uint16_t n_remote_ports;  /* ephemeral ports that the script has used so far */
	bool is_over;             /* it has a verdict */
	struct pkt_calls *calls;
	GString *code;            /* Python so far, or NULL */
};

/* ---- play.c: the events in order ---- */

/* Let virtual time pass up to and including `until_us`; calls that block are asked again after each event. */
void tcpsim_pkt_run_to(struct play *play, int64_t until_us);
/* Do what comes next in the network. False if all is quiet. */
bool tcpsim_pkt_step(struct play *play);

/* ---- flow.c ---- */

/* Another socket is under test from now on: what is known of the connection of the one before is forgotten. */
void tcpsim_pkt_flow_new(struct play *play);

/* ---- verdict.c ---- */

/*
 * The play fails here. Both lines and the places of the field in them are NULL and 0 where nothing is compared. Returns
 * false, so that it can be returned. The first verdict counts.
 */
struct pkt_difference {
	const char *field;          /* see struct tcpsim_drill_result */
	const char *expected, *got; /* whole lines */
	uint32_t expected_at, expected_n, got_at, got_n; /* characters */
};
bool tcpsim_pkt_fail(struct play *play, const struct tcpsim_place *loc, const struct pkt_difference *difference,
	const char *format, ...) G_GNUC_PRINTF(4, 5);
/* The script cannot be played: the construct by name, and why if that is not plain. Returns false. */
bool tcpsim_pkt_skip(struct play *play, const struct tcpsim_place *loc, const char *format, ...) G_GNUC_PRINTF(3, 4);

/*
 * Whether something at `got_us` is in time: both ends and the tolerance, which grows with the time since the last
 * event. If not, the play fails with the field `time`.
 */
bool tcpsim_pkt_check_time(struct play *play, const struct tcpsim_place *loc, const struct pkt_time *time,
	int64_t got_us,
	const char *what);
/* When a time is, counted from the last event; `*`: now. And how much earlier or later is in time still. */
int64_t tcpsim_pkt_due_us(const struct play *play, const struct pkt_time *time);
int64_t tcpsim_pkt_tolerance_us(const struct play *play, const struct pkt_time *time);

/* ---- packets_in.c, packets_out.c ---- */

bool tcpsim_pkt_inject(struct play *play, const struct pkt_event *event);
/* Wait for the packet that the line tells of, and compare it. */
bool tcpsim_pkt_expect(struct play *play, const struct pkt_event *event);

/* ---- calls.c: each returns false once the play is over ---- */

void tcpsim_pkt_calls_new(struct play *play);
void tcpsim_pkt_calls_free(struct play *play);
/* The call happens now. One that blocks goes on by itself, or if the line is not `a...b`, until it returns. */
bool tcpsim_pkt_call(struct play *play, const struct pkt_event *event);
/* Something happened: does the call that blocks return? */
bool tcpsim_pkt_calls_poll(struct play *play);
/* The script is at its end: a call that should have returned fails; all descriptors are closed. */
bool tcpsim_pkt_calls_end(struct play *play);

/* ---- commands.c, code.c ---- */

bool tcpsim_pkt_command(struct play *play, const struct pkt_event *event);
bool tcpsim_pkt_code(struct play *play, const struct pkt_event *event);
/* Make play->result->code of what was gathered. */
void tcpsim_pkt_code_end(struct play *play);

#endif
