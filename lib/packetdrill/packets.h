/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_LIB_PACKETDRILL_PACKETS_H
#define TCPSIM_LIB_PACKETDRILL_PACKETS_H

#include <tcpsim/wire.h>

#include "lib/packetdrill/play.h"

/* What the files that deal with packets share. */

/* ---- config.c ---- */

/* Read all script options into play->config and the policy that is played with. False: the play is over. */
bool tcpsim_pkt_configure(struct play *play, struct tcpsim_policy *policy);

/* ---- flow.c ---- */

/* Whose numbers: those that the TCP under test gives its octets, or those that the script does. */
enum pkt_side {
	PKT_LOCAL,
	PKT_REMOTE,
};

void tcpsim_pkt_flow_free(struct pkt_flow *flow);
/* The ports are known from now on; of 0 that which was bound, and the next ephemeral one. */
void tcpsim_pkt_flow_make(struct play *play, uint16_t local_port, uint16_t remote_port);
/* What is to be added to a number of the script to have the engine's; `is_syn`: it stands in a segment with SYN. */
uint32_t tcpsim_pkt_offset(const struct pkt_flow *flow, enum pkt_side side, bool is_syn);
tcpsim_seq tcpsim_pkt_to_engine(const struct pkt_flow *flow, enum pkt_side side, const struct pkt_number *number,
	bool is_syn);
struct pkt_number tcpsim_pkt_to_script(const struct pkt_flow *flow, enum pkt_side side, tcpsim_seq seq, bool is_syn,
	bool is_literal);
/* Take the ISN of a line of the script, if it has one; of a line and the segment that was sent. */
void tcpsim_pkt_learn_remote(struct pkt_flow *flow, const struct pkt_tcp *tcp);
void tcpsim_pkt_learn_local(struct pkt_flow *flow, const struct pkt_tcp *tcp, const struct tcpsim_segment *seg);
/* Timestamps of the TCP: what the script calls one. */
void tcpsim_pkt_learn_timestamp(struct pkt_flow *flow, uint32_t script, uint32_t engine);
bool tcpsim_pkt_find_timestamp(const struct pkt_flow *flow, uint32_t script, uint32_t *engine);

/* ---- verdict.c ---- */

/* Why something at `got_us` is not in time, as a sentence about `what`; NULL if it is. Free with g_free(). */
char *tcpsim_pkt_time_words(const struct play *play, const struct pkt_time *time, int64_t got_us, const char *what);
/* A time in seconds, `1.204`; and as the script would write it where it wrote `time`, `+1.204`. Free with g_free(). */
char *tcpsim_pkt_seconds(int64_t us);
char *tcpsim_pkt_show_time(const struct play *play, const struct pkt_time *time, int64_t us);

#endif
