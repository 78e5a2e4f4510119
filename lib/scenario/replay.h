/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_SCENARIO_REPLAY_H
#define TCPSIM_SCENARIO_REPLAY_H

#include "explored.h"

/*
 * A counterexample as a scenario: replay_times.c gives each of its events an instant, replay_segments.c follows the
 * segments, replay_lines.c writes the events down, replay_world.c what stands above them, replay.c the rest.
 */

/* Where a segment came from. */
enum replay_source {
	REPLAY_SENT,
	REPLAY_OLD, /* it was there from the beginning */
	REPLAY_FORGED,
};

/* A segment with all of its copies: they are one transmission. */
struct replay_segment {
	enum replay_source source;
	uint16_t host;         /* that sent it, or in whose name it was */
	uint32_t number;       /* of OLD: which of them, from 0 */
	size_t step;           /* that sent it */
	enum tcpsim_kind kind; /* its name in a fault: `client FIN #2` */
	uint32_t nth;
	unsigned n_arrivals; /* of it and of its copies */
	unsigned n_written;  /* of these, so many have their line */
	bool is_missing;     /* nothing arrives, and the line that says so is written */
	struct tcpsim_segment seg;
};

struct replay {
	const struct tcpsim_explore_world *world;
	const struct tcpsim_explore_result *result;
	struct scn_explored explored;
	struct tcpsim_policy policy; /* the scenario's: what the lifetime of its links is from */
	GPtrArray *segments;         /* struct replay_segment * */
	GHashTable *packets;         /* from the number of a packet to its segment: a copy is its original */
	int64_t *times_us;           /* of each step */
	int64_t gap_us;              /* the least time between two steps */
	size_t n_stem;               /* steps before those that go on for ever, or all */
	GPtrArray *lines;            /* char *: what is written */
	GPtrArray *comments;         /* char *, or NULL: what stands behind it */
};

/* Add a line; both become the replay's. A NULL comment is none. */
void tcpsim_replay_add(struct replay *replay, char *line, char *comment);
const char *tcpsim_replay_host(const struct replay *replay, uint16_t host);

/* The segment of a packet, or NULL. */
struct replay_segment *tcpsim_replay_segment(const struct replay *replay, uint32_t packet);
void tcpsim_replay_find_segments(struct replay *replay);

/* Give each step its time. */
void tcpsim_replay_find_times(struct replay *replay);
/* A time as it is written: `1.5ms`. The caller's to free. */
char *tcpsim_replay_time(int64_t time_us);

/*
 * Whether the user timers must not fire: a run waits until all is quiet, and they would end what stalls. In an
 * exploration without `allow give-up` they never fire.
 */
bool tcpsim_replay_is_patient(const struct replay *replay);

/* Title, notes, policies, hosts, the link. */
void tcpsim_replay_write_world(struct replay *replay);
/* A text in quotes. The caller's to free. */
char *tcpsim_replay_quoted(const char *octets, size_t n);

/* All events. */
void tcpsim_replay_write_steps(struct replay *replay);

#endif
