/* SPDX-License-Identifier: MIT */
#include "recovery_private.h"

/*
 * What is lost is sent again before the RTO expires (fast recovery: RFC 5681 3.2, RFC 6582; with SACK RFC 6675), and
 * after it did (slow start from SND.UNA on: RFC 5681 3.1). snd.resend is how far that has come; engine_output() calls
 * engine_send_recovery() before it sends anything new. FLAG_RECOVERY and FLAG_LOSS exclude each other; both end when
 * SND.UNA reaches cc.recover.
 *
 * Not here is the rescue retransmission of RFC 6675 4, NextSeg rule 4: it needs one more number, RescueRxt, in every
 * TCB, and what it is for, a loss at the very end of a window that has been lost before, is healed by the RTO.
 */

static bool
has_sack(const struct tcpsim_tcb *tcb)
{
	return has_flag(tcb, TCPSIM_FLAG_SACK);
}

/* ---- what an ACK says of losses ---- */

/*
 * RFC 6582 3.2 step 2: duplicates of an ACK that is not beyond `recover` may be answers to what was sent again without
 * need. With SACK they cannot (RFC 6675 5.1), and where ECN set `recover` nothing was sent again.
 */
static bool
may_enter(const struct tcpsim_tcb *tcb)
{
	if (has_flag(tcb, TCPSIM_FLAG_REDUCED))
		return true;
	return has_sack(tcb) ? tcpsim_seq_ge(tcb->snd.una, tcb->cc.recover) : tcpsim_seq_gt(tcb->snd.una, tcb->cc.recover);
}

/*
 * RFC 5681 3.2 steps 2 and 3, RFC 6675 5 (4). What limited transmit has sent is not in FlightSize: it lies beyond cwnd.
 * A window that ECN has reduced is not reduced again (RFC 3168 6.1.2).
 */
static void
enter(struct event *e)
{
	struct tcpsim_tcb *tcb = e->tcb;

	if (!has_flag(tcb, TCPSIM_FLAG_REDUCED))
		engine_congestion_reduce(e, least(flight_size(tcb), tcb->cc.cwnd));
	clear_flag(tcb, TCPSIM_FLAG_REDUCED);
	set_flag(tcb, TCPSIM_FLAG_RECOVERY);
	tcb->cc.recover = tcb->snd.nxt;
	tcb->snd.resend = tcb->snd.una;
	if (has_sack(tcb)) {
		note(e, TCPSIM_RULE_SACK_RECOVERY);
		tcb->cc.cwnd = tcb->cc.ssthresh;
	} else {
		note(e, TCPSIM_RULE_FAST_RETRANSMIT);
		/* Three segments have left the network: they are the duplicates. */
		tcb->cc.cwnd = least(tcb->cc.ssthresh + DUP_THRESH * tcb->mss, LARGEST_CWND);
	}
}

static void
take_duplicate(struct event *e)
{
	struct tcpsim_tcb *tcb = e->tcb;
	bool is_enough;

	if (has_flag(tcb, TCPSIM_FLAG_LOSS))
		return;
	if (has_flag(tcb, TCPSIM_FLAG_RECOVERY)) {
		/* RFC 6582 3.2 step 4: another segment has left the network. Pipe knows that by itself. */
		if (!has_sack(tcb)) {
			note(e, TCPSIM_RULE_RECOVERY_INFLATES);
			tcb->cc.cwnd = least(tcb->cc.cwnd + tcb->mss, LARGEST_CWND);
		}
		return;
	}
	if (tcb->dup_acks != UINT8_MAX)
		tcb->dup_acks++;
	if (has_sack(tcb))
		is_enough = tcb->dup_acks >= DUP_THRESH || engine_is_lost(tcb, tcb->snd.una);
	else
		is_enough = tcb->dup_acks == DUP_THRESH;
	if (is_enough && may_enter(tcb))
		enter(e);
	else if (e->policy->limited_transmit && tcb->dup_acks < DUP_THRESH)
		note(e, TCPSIM_RULE_LIMITED_TRANSMIT);
}

void
engine_recovery_heard(struct event *e, uint32_t acked, bool is_duplicate)
{
	if (has_sack(e->tcb)) {
		/* RFC 6675 2: what tells something new is one, whatever else it does. */
		if (e->seg->n_sack == 0 || !engine_take_sack(e))
			is_duplicate = false;
		else
			is_duplicate = e->tcb->snd.wnd != 0;
	}
	if (has_flag(e->tcb, TCPSIM_FLAG_ECN))
		engine_ecn_echoed(e, acked);
	if (is_duplicate)
		take_duplicate(e);
}

/* ---- the ACK of something new ---- */

static void
leave(struct event *e)
{
	struct tcpsim_tcb *tcb = e->tcb;

	note(e, TCPSIM_RULE_RECOVERY_ENDS);
	/* RFC 6582 3.2 step 3: no burst of what the inflated window would let leave at once. */
	if (has_flag(tcb, TCPSIM_FLAG_RECOVERY) && !has_sack(tcb))
		tcb->cc.cwnd = least(tcb->cc.ssthresh, greatest(flight_size(tcb), tcb->mss) + tcb->mss);
	clear_flag(tcb, TCPSIM_FLAG_RECOVERY);
	clear_flag(tcb, TCPSIM_FLAG_LOSS);
	tcb->snd.resend = tcpsim_seq_make(0);
}

/* RFC 6582 3.2 step 3, partial acknowledgments: what begins at SND.UNA now is lost, too. */
static void
take_partial_ack(struct event *e, uint32_t acked)
{
	struct tcpsim_tcb *tcb = e->tcb;
	uint32_t cwnd = tcb->cc.cwnd > acked ? tcb->cc.cwnd - acked : 0;

	note(e, TCPSIM_RULE_PARTIAL_ACK);
	tcb->cc.cwnd = greatest(acked >= tcb->mss ? cwnd + tcb->mss : cwnd, tcb->mss);
	tcb->snd.resend = tcb->snd.una;
}

void
engine_recovery_acked(struct event *e, uint32_t acked, uint32_t flight)
{
	struct tcpsim_tcb *tcb = e->tcb;
	bool recovers = has_flag(tcb, TCPSIM_FLAG_RECOVERY);

	tcb->dup_acks = 0;
	if (tcb->n_sacked != 0)
		engine_trim_sacked(tcb);
	/* RFC 3168 6.1.2: an ACK with ECE lets nothing grow. */
	if (!recovers && !(has_flag(tcb, TCPSIM_FLAG_ECN) && (e->seg->ctl & TCPSIM_ECE) != 0))
		engine_congestion_acked(e, acked, flight);
	if (has_flag(tcb, TCPSIM_FLAG_REDUCED) && tcpsim_seq_gt(tcb->snd.una, tcb->cc.recover))
		clear_flag(tcb, TCPSIM_FLAG_REDUCED);
	if (!recovers && !has_flag(tcb, TCPSIM_FLAG_LOSS))
		return;
	if (tcpsim_seq_ge(tcb->snd.una, tcb->cc.recover))
		leave(e);
	else if (recovers && !has_sack(tcb))
		take_partial_ack(e, acked);
	else
		tcb->snd.resend = tcpsim_seq_max(tcb->snd.resend, tcb->snd.una);
}

/* RFC 6582 3.2 step 3: of the partial ACKs only the first, so that one segment a round trip is not gone on with for long. */
bool
engine_recovery_restarts_timer(const struct event *e, tcpsim_seq ack)
{
	const struct tcpsim_tcb *tcb = e->tcb;

	return !has_flag(tcb, TCPSIM_FLAG_RECOVERY) || has_sack(tcb) || tcb->dup_acks != 0 ||
	       tcpsim_seq_ge(ack, tcb->cc.recover);
}

/* ---- the RTO ---- */

/*
 * RFC 5681 3.1, RFC 6582 3.2 (retransmit timeouts), RFC 6675 5.1: all that is outstanding counts as lost. RFC 2018 8:
 * what SACK told is forgotten, since the peer may have taken it back; the next ACKs tell it again.
 */
void
engine_recovery_timeout(struct event *e)
{
	struct tcpsim_tcb *tcb = e->tcb;

	if (!is_controlled(e) || has_flag(tcb, TCPSIM_FLAG_SYN_OUT))
		return;
	engine_congestion_collapse(e);
	clear_flag(tcb, TCPSIM_FLAG_RECOVERY);
	clear_flag(tcb, TCPSIM_FLAG_REDUCED);
	set_flag(tcb, TCPSIM_FLAG_LOSS);
	tcb->dup_acks = 0;
	tcb->cc.recover = tcb->snd.nxt;
	tcb->snd.resend = tcb->snd.una;
	engine_forget_sacked(tcb);
}

void
engine_recovery_resent(struct event *e)
{
	struct tcpsim_tcb *tcb = e->tcb;

	if ((tcb->flags & (TCPSIM_FLAG_RECOVERY | TCPSIM_FLAG_LOSS)) != 0)
		tcb->snd.resend = tcpsim_seq_max(tcb->snd.resend,
						 tcpsim_segment_end(&e->out->segments[e->out->n_segments - 1]));
}

/* ---- what is sent again ---- */

/* Something new leaves instead: NextSeg rule 2 goes before rule 3. A small rest that is held back does not. */
static bool
has_new_text(const struct event *e)
{
	const struct tcpsim_tcb *tcb = e->tcb;
	bool is_full_only = !engine_may_be_short(e) || e->policy->cork;

	return tcb->snd.queued_bytes >= (is_full_only ? tcb->mss : 1U) && tcb->snd.wnd > flight_size(tcb);
}

/* RFC 5681 3.2 step 2, RFC 6582 3.2 step 3, RFC 6675 5 (4.3): at once, whatever cwnd says. */
static bool
is_front_due(const struct tcpsim_tcb *tcb)
{
	return tcpsim_seq_eq(tcb->snd.resend, tcb->snd.una) && (!has_sack(tcb) || tcb->dup_acks != 0);
}

/* NextSeg(), RFC 6675 4, rules 1 and 3: the first hole below what has arrived, lost or not. */
static bool
next_by_sack(const struct event *e, struct tcpsim_range *hole)
{
	const struct tcpsim_tcb *tcb = e->tcb;

	return engine_congestion_room(e) >= tcb->mss &&
	       engine_next_hole(tcb, tcb->snd.resend, engine_highest_sacked(tcb), hole) &&
	       (engine_is_lost(tcb, hole->begin) || !has_new_text(e));
}

/* After the RTO: what was outstanding then, but for what has arrived, as slow start lets it. */
static bool
next_after_timeout(struct event *e, struct tcpsim_range *hole)
{
	struct tcpsim_tcb *tcb = e->tcb;
	uint32_t in_network = engine_unsacked(tcb, tcb->snd.una, tcb->snd.resend) +
			      engine_unsacked(tcb, tcb->cc.recover, tcb->snd.nxt);

	if (!engine_next_hole(tcb, tcb->snd.resend, tcb->cc.recover, hole)) {
		tcb->snd.resend = tcb->cc.recover;
		return false;
	}
	return in_network + least(tcpsim_seq_distance(hole->begin, hole->end), tcb->mss) <= tcb->cc.cwnd;
}

static bool
next_to_resend(struct event *e, struct tcpsim_range *hole)
{
	struct tcpsim_tcb *tcb = e->tcb;

	if (has_flag(tcb, TCPSIM_FLAG_LOSS))
		return next_after_timeout(e, hole);
	if (is_front_due(tcb))
		return engine_next_hole(tcb, tcb->snd.una, tcb->snd.nxt, hole);
	return has_sack(tcb) && next_by_sack(e, hole);
}

/* Nothing beyond the peer's window (SHLD-16), nor what was dropped with it. */
static tcpsim_seq
sending_edge(const struct tcpsim_tcb *tcb)
{
	tcpsim_seq edge = tcpsim_seq_min(tcpsim_seq_add(tcb->snd.una, tcb->snd.wnd), tcb->snd.nxt);

	return has_flag(tcb, TCPSIM_FLAG_DROPPED) ? tcpsim_seq_min(edge, tcb->dropped) : edge;
}

/* Send the beginning of the hole again, with FIN if it is next and there is room. */
static void
resend(struct event *e, struct tcpsim_range hole)
{
	struct tcpsim_tcb *tcb = e->tcb;
	uint32_t octets = tcpsim_seq_distance(hole.begin, hole.end), limit = engine_text_limit(e);
	bool fin = has_flag(tcb, TCPSIM_FLAG_FIN_SENT) && tcpsim_seq_eq(hole.end, tcb->snd.nxt) && octets <= limit + 1;
	uint32_t text = least(octets - fin, limit);

	note(e, TCPSIM_RULE_RESENT);
	engine_rtt_forget(e);
	engine_send_text(e, hole.begin, text, fin, TCPSIM_PURPOSE_RETRANSMISSION);
	tcb->snd.resend = tcpsim_seq_add(hole.begin, text + fin);
}

bool
engine_send_recovery(struct event *e)
{
	struct tcpsim_tcb *tcb = e->tcb;
	struct tcpsim_range hole;

	if (!is_controlled(e))
		return false;
	if (!is_outstanding(tcb)) {
		engine_congestion_rest(e);
		return false;
	}
	if ((tcb->flags & (TCPSIM_FLAG_RECOVERY | TCPSIM_FLAG_LOSS)) == 0 || !next_to_resend(e, &hole))
		return false;
	hole.end = tcpsim_seq_min(hole.end, sending_edge(tcb));
	if (!tcpsim_seq_lt(hole.begin, hole.end))
		return false;
	resend(e, hole);
	return true;
}
