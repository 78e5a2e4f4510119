/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_RECOVERY_PRIVATE_H
#define TCPSIM_RECOVERY_PRIVATE_H

#include "engine_private.h"

/* What loss recovery and congestion control have in common, and nobody else sees. */

/* RFC 5681 3.2: so many duplicate ACKs in a row are taken for a loss. */
#define DUP_THRESH 3U

/* The largest window there is, RFC 7323 2.3; cwnd need not be larger. */
#define LARGEST_CWND ((uint32_t)65535 << 14)

/* cwnd limits the connection: the policy wants it, and our SYN is acknowledged. */
static inline bool
is_controlled(const struct event *e)
{
	return e->policy->congestion_control != TCPSIM_CONGESTION_NONE && e->tcb->cc.cwnd != 0;
}

/* FlightSize, RFC 5681 2. */
static inline uint32_t
flight_size(const struct tcpsim_tcb *tcb)
{
	return tcpsim_seq_distance(tcb->snd.una, tcb->snd.nxt);
}

/* Places for what the peer told by SACK: all but what held text takes, and the places that are kept for that. */
static inline unsigned
room_for_sacked(const struct tcpsim_tcb *tcb)
{
	return least(TCPSIM_MAX_RANGES - RANGES_KEPT, TCPSIM_MAX_RANGES - tcb->n_held);
}

/* ---- acknowledge.c ---- */

/* SND.UNA advanced by `acked` octets, and nothing was said of the window: SND.UNA + SND.WND stays where it is. */
void engine_keep_right_edge(struct event *e, uint32_t acked);

/* ---- congestion.c ---- */

/* `acked` octets were acknowledged, of `flight` that were under way: cwnd grows. */
void engine_congestion_acked(struct event *e, uint32_t acked, uint32_t flight);
/* Congestion was told of with `flight` octets under way: ssthresh, RFC 5681 equation (4) or RFC 9438 4.6. */
void engine_congestion_reduce(struct event *e, uint32_t flight);
/* The RTO: the loss window of one segment, RFC 5681 3.1. */
void engine_congestion_collapse(struct event *e);
/* Nothing is outstanding: what was learned of the path gets old, RFC 5681 4.1. */
void engine_congestion_rest(struct event *e);

/* ---- newreno.c, cubic.c: congestion avoidance ---- */

void engine_newreno_avoid(struct event *e, uint32_t acked);
/* ssthresh after a loss. */
uint32_t engine_newreno_ssthresh(const struct event *e, uint32_t flight);
void engine_cubic_avoid(struct event *e, uint32_t acked);
uint32_t engine_cubic_ssthresh(struct event *e, uint32_t flight);
/* No stage of avoidance goes on: the next one begins where cwnd is then. */
void engine_cubic_interrupt(struct tcpsim_tcb *tcb);

/* ---- recovery.c ---- */

/* SND.UNA advanced by `acked` octets, of `flight` that were under way. */
void engine_recovery_acked(struct event *e, uint32_t acked, uint32_t flight);
/* Whether the ACK of something new restarts the retransmission timer (RFC 6298 5.3, RFC 6582 3.2). */
bool engine_recovery_restarts_timer(const struct event *e, tcpsim_seq ack);
/* An ACK that passed the fifth check and acknowledged `acked` octets: what else it says. `is_duplicate` by RFC 5681 2. */
void engine_recovery_heard(struct event *e, uint32_t acked, bool is_duplicate);
/* The RTO expired. */
void engine_recovery_timeout(struct event *e);
/* The front was sent again by somebody else: do not send it once more. */
void engine_recovery_resent(struct event *e);

/* ---- scoreboard.c: what the peer told by SACK ---- */

/* Note the blocks of an ACK; whether they told anything new. */
bool engine_take_sack(struct event *e);
/* SND.UNA advanced. */
void engine_trim_sacked(struct tcpsim_tcb *tcb);
/* Forget all. */
void engine_forget_sacked(struct tcpsim_tcb *tcb);
/* IsLost(), RFC 6675 4. */
bool engine_is_lost(const struct tcpsim_tcb *tcb, tcpsim_seq seq);
/* The first octets from `from` on, below `limit`, that the peer has not told to have. False if there are none. */
bool engine_next_hole(const struct tcpsim_tcb *tcb, tcpsim_seq from, tcpsim_seq limit, struct tcpsim_range *hole);
/* The end of the highest range told, or SND.UNA. */
tcpsim_seq engine_highest_sacked(const struct tcpsim_tcb *tcb);
/* SetPipe(), RFC 6675 4: octets that are in the network, if all below `resent` was sent again. */
uint32_t engine_pipe(const struct tcpsim_tcb *tcb, tcpsim_seq resent);
/* Octets of [begin, end) that the peer has not told to have. */
uint32_t engine_unsacked(const struct tcpsim_tcb *tcb, tcpsim_seq begin, tcpsim_seq end);

/* ---- ecn.c ---- */

/* An ACK of `acked` octets may have ECE: reduce cwnd, once a window. */
void engine_ecn_echoed(struct event *e, uint32_t acked);

#endif
