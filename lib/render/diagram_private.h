/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_RENDER_DIAGRAM_PRIVATE_H
#define TCPSIM_RENDER_DIAGRAM_PRIVATE_H

#include "lib/render/render_private.h"

/* ---- diagram.c: RFC 9293 figure 5, and what of it happened ---- */

/* A change of state. */
struct diagram_edge {
	enum tcpsim_state from, to;
	char *event;    /* `rcv SYN`, or the name of a rule for what is not in figure 5 */
	char *action;   /* `snd SYN,ACK`, or "" */
	uint32_t count; /* how often it happened; of one that is not in figure 5 once at least */
	GArray *records; /* uint32_t: the records in which it did */
};

/* All of figure 5 and its notes, and what else happened to the connections of a host. */
struct diagram {
	bool is_visited[TCPSIM_N_STATES];
	uint32_t visited_at[TCPSIM_N_STATES]; /* the first record that tells of it */
	GArray *drawn;  /* struct diagram_edge: figure 5's, by the numbers of their states */
	GArray *beyond; /* those that happened and are not there, in the order in which they first did */
};

/* Count what happened to a host, or with TCPSIM_NO_HOST to all of them. */
void tcpsim_diagram_init(struct diagram *diagram, const struct tcpsim_trace *trace, uint16_t host);
void tcpsim_diagram_clear(struct diagram *diagram);
/* The edge of figure 5 between two states, which it has. */
const struct diagram_edge *tcpsim_diagram_edge(const struct diagram *diagram, enum tcpsim_state from,
	enum tcpsim_state to);
/* Whether a host has anything to do with TCP. */
bool tcpsim_diagram_is_empty(const struct diagram *diagram);
/* `rcv SYN, snd SYN,ACK`. Free with g_free(). */
char *tcpsim_diagram_label(const struct diagram_edge *edge);

/* ---- sequence.c: what happened as messages and notes, for languages of sequence diagrams ---- */

enum sequence_kind {
	SEQUENCE_MESSAGE, /* it goes straight from host to host */
	SEQUENCE_LATE,    /* it was held, copied, or long under way */
	SEQUENCE_LOST,    /* it never arrives, or is not taken there */
	SEQUENCE_NOTE,    /* something that happens at .from */
	SEQUENCE_LINK,    /* something that happens between .from and .to */
	SEQUENCE_STATE,   /* .from comes into a state */
	SEQUENCE_SILENCE, /* nothing happens; .from and .to are none */
};

struct sequence_step {
	enum sequence_kind kind;
	uint16_t from, to; /* hosts; .from is TCPSIM_NO_HOST for what was made by hand */
	char *text;        /* any text; lines are separated by newlines */
};

/* What happened in a trace, struct sequence_step in order. Free with g_array_unref(). */
GArray *tcpsim_sequence_of(const struct tcpsim_trace *trace);
/* Whether anything was made by hand, or is about no host: it has a participant of its own. */
bool tcpsim_sequence_has_forged(const GArray *steps);

#endif
