/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "engine_private.h"

/*
 * How segments are formed. Answers to a segment (RST, challenge ACK, SYN,ACK,
 * what is sent again) are formed on the spot; text, FIN and the ACK that is owed
 * are formed once, at the end of the event, so that one segment carries what it
 * can (MUST-58, MUST-59).
 *
 * How much of what may be sent is sent now is decided in next_segment(): the peer's window, cwnd, sender SWS avoidance
 * and Nagle. When an ACK may wait is decided in delayed_ack.c.
 */

/* What only some connections have in their segments. */
static void
add_rest(struct event *e, struct tcpsim_segment *seg)
{
	const struct tcpsim_tcb *tcb = e->tcb;

	/* RFC 7323 3.2: a RST may have the option once it was negotiated, and in SYN-SENT it is only offered. */
	if (has_flag(tcb, TCPSIM_FLAG_TIMESTAMPS) && !((seg->ctl & TCPSIM_RST) != 0 && tcb->state == TCPSIM_SYN_SENT))
		engine_stamp(e, seg);
	if ((seg->ctl & TCPSIM_RST) != 0)
		return;
	if ((seg->ctl & TCPSIM_SYN) == 0) {
		if (has_flag(tcb, TCPSIM_FLAG_SACK))
			engine_add_sack(e, seg);
		if (has_flag(tcb, TCPSIM_FLAG_ECN))
			engine_ecn_mark(e, seg);
		if (has_flag(tcb, TCPSIM_FLAG_SND_URGENT))
			engine_point_to_urgent(e, seg);
	}
	engine_tell_user_timeout(e, seg);
}

/* In two parts, for each of which compilers have a few stores: the whole, as large as it is, would be a loop. */
static void
clear(struct tcpsim_segment *seg)
{
	size_t half = offsetof(struct tcpsim_segment, sack);

	memset(seg, 0, half);
	memset((unsigned char *)seg + half, 0, sizeof(*seg) - half);
}

static struct tcpsim_segment *
add_segment(struct event *e, tcpsim_seq seq, uint32_t octets, uint8_t ctl, enum tcpsim_purpose purpose)
{
	static const uint32_t rest = TCPSIM_FLAG_TIMESTAMPS | TCPSIM_FLAG_SACK | TCPSIM_FLAG_ECN | TCPSIM_FLAG_SND_URGENT;
	struct tcpsim_tcb *tcb = e->tcb;
	struct tcpsim_segment *seg = &e->out->segments[e->out->n_segments];

	e->out->purpose[e->out->n_segments++] = (uint8_t)purpose;
	clear(seg);
	seg->seq = seq;
	seg->ctl = ctl;
	seg->text_bytes = octets;
	/* RFC 7323 2.2: the window of a SYN is not scaled. */
	if ((ctl & TCPSIM_SYN) != 0)
		seg->wnd = least(tcb->rcv.wnd, UINT16_MAX);
	else if ((ctl & TCPSIM_RST) == 0)
		seg->wnd = engine_advertise(e);
	if ((ctl & (TCPSIM_ACK | TCPSIM_RST)) == TCPSIM_ACK) {
		seg->ack = tcb->rcv.nxt;
		tcb->rcv.acked = seg->ack;
		tcb->deadline_us[TCPSIM_TIMER_ACK] = TCPSIM_TIME_NONE;
		clear_flag(tcb, TCPSIM_FLAG_ACK_NOW);
	}
	if ((tcb->flags & rest) != 0 || e->policy->user_timeout_option)
		add_rest(e, seg);
	return seg;
}

void
engine_send_ack(struct event *e, enum tcpsim_purpose purpose)
{
	add_segment(e, e->tcb->snd.nxt, 0, TCPSIM_ACK, purpose);
}

void
engine_send_keepalive(struct event *e)
{
	add_segment(e, tcpsim_seq_add(e->tcb->snd.nxt, UINT32_MAX), 0, TCPSIM_ACK, TCPSIM_PURPOSE_KEEPALIVE_PROBE);
}

void
engine_send_syn(struct event *e, enum tcpsim_purpose purpose)
{
	uint8_t ctl = e->tcb->state == TCPSIM_SYN_SENT ? TCPSIM_SYN : TCPSIM_SYN | TCPSIM_ACK;

	engine_add_syn_options(e, add_segment(e, e->tcb->snd.iss, 0, ctl, purpose));
}

void
engine_send_reset(struct event *e, tcpsim_seq seq)
{
	add_segment(e, seq, 0, TCPSIM_RST, TCPSIM_PURPOSE_RESET);
}

void
engine_send_abort(struct event *e)
{
	struct tcpsim_segment *reset;

	if (!e->policy->reset_with_ack) {
		engine_send_reset(e, e->tcb->snd.nxt);
		return;
	}
	note(e, TCPSIM_RULE_RESET_HAS_ACK);
	reset = add_segment(e, e->tcb->snd.nxt, 0, TCPSIM_RST | TCPSIM_ACK, TCPSIM_PURPOSE_RESET);
	reset->ack = e->tcb->rcv.nxt;
}

void
engine_reset_segment(struct event *e)
{
	struct tcpsim_segment *reset;

	if ((e->seg->ctl & TCPSIM_ACK) != 0) {
		engine_send_reset(e, e->seg->ack);
		return;
	}
	reset = add_segment(e, tcpsim_seq_make(0), 0, TCPSIM_RST | TCPSIM_ACK, TCPSIM_PURPOSE_RESET);
	reset->ack = tcpsim_segment_end(e->seg);
}

/* The text ends where all that the user has sent so far ends. */
static bool
is_last_text(const struct tcpsim_tcb *tcb, tcpsim_seq end)
{
	uint32_t fin = has_flag(tcb, TCPSIM_FLAG_FIN_SENT);

	return tcpsim_seq_eq(end, tcpsim_seq_add(tcb->snd.nxt, tcb->snd.queued_bytes - fin));
}

struct tcpsim_segment *
engine_send_text(struct event *e, tcpsim_seq seq, uint32_t octets, bool fin, enum tcpsim_purpose purpose)
{
	uint64_t offset = tcpsim_tcb_snd_offset(e->tcb, seq);
	uint8_t ctl = fin ? TCPSIM_FIN | TCPSIM_ACK : TCPSIM_ACK;
	struct tcpsim_segment *seg = add_segment(e, seq, octets, ctl, purpose);

	seg->text_offset = offset;
	/* MUST-61; so that all that SEND takes is pushed, and successive pushes are one (SHLD-27). */
	if (octets != 0 && is_last_text(e->tcb, tcpsim_seq_add(seq, octets)))
		seg->ctl |= TCPSIM_PSH;
	return seg;
}

void
engine_send_again(struct event *e, uint32_t octets, enum tcpsim_purpose purpose)
{
	struct tcpsim_tcb *tcb = e->tcb;
	uint32_t text = outstanding_text(tcb);
	bool is_whole = !has_flag(tcb, TCPSIM_FLAG_DROPPED);
	uint32_t kept = is_whole ? text : least(text, tcpsim_seq_distance(tcb->snd.una, tcb->dropped));
	uint32_t front = least(kept, least(octets, engine_text_limit(e)));
	bool fin = has_flag(tcb, TCPSIM_FLAG_FIN_SENT) && is_whole && front == text;

	engine_rtt_forget(e);
	if (has_flag(tcb, TCPSIM_FLAG_SYN_OUT)) {
		set_flag(tcb, TCPSIM_FLAG_SYN_RESENT);
		engine_fast_open_falls_back(e);
		engine_offer_less(e);
		engine_send_syn(e, purpose);
		return;
	}
	engine_send_text(e, tcb->snd.una, front, fin && !has_flaw(e, TCPSIM_FLAW_FIN_RESENT_BARE), purpose);
}

/* SND.UNA + SND.WND - SND.NXT: 3.8.6.2.1. A peer that shrank its window makes it negative (MUST-34): nothing, then. */
static uint32_t
usable_window(const struct tcpsim_tcb *tcb)
{
	uint32_t outstanding = tcpsim_seq_distance(tcb->snd.una, tcb->snd.nxt);

	/* A SYN says how much may come behind the one that it answers. */
	if (has_flag(tcb, TCPSIM_FLAG_FAST_OPEN) && has_flag(tcb, TCPSIM_FLAG_SYN_OUT))
		outstanding--;
	return tcb->snd.wnd > outstanding ? tcb->snd.wnd - outstanding : 0;
}

/* Send `octets` of new text, with FIN behind them or not. */
static void
send_new(struct event *e, uint32_t octets, bool fin, enum tcpsim_purpose purpose)
{
	struct tcpsim_tcb *tcb = e->tcb;

	engine_send_text(e, tcb->snd.nxt, octets, fin, purpose);
	if (tcb->quick_acks != 0 && octets != 0)
		engine_replied(e);
	engine_rtt_start(e, tcb->snd.nxt);
	tcb->snd.queued_bytes -= octets;
	if (e->policy->nagle_tail == TCPSIM_TAIL_MINSHALL && octets != 0 && octets < engine_text_limit(e)) {
		set_flag(tcb, TCPSIM_FLAG_SMALL);
		tcb->small = tcpsim_seq_add(tcb->snd.nxt, octets);
	}
	tcb->snd.nxt = tcpsim_seq_add(tcb->snd.nxt, octets + fin);
	if (fin)
		set_flag(tcb, TCPSIM_FLAG_FIN_SENT);
}

void
engine_send_probe(struct event *e)
{
	struct tcpsim_tcb *tcb = e->tcb;

	if (is_kept(tcb))
		engine_send_again(e, 1, TCPSIM_PURPOSE_WINDOW_PROBE);
	else if (e->policy->window_probe == TCPSIM_WINDOW_PROBE_ACK)
		add_segment(e, tcpsim_seq_add(tcb->snd.una, UINT32_MAX), 0, TCPSIM_ACK, TCPSIM_PURPOSE_WINDOW_PROBE);
	else
		send_new(e, least(tcb->snd.queued_bytes, 1), tcb->snd.queued_bytes == 0, TCPSIM_PURPOSE_WINDOW_PROBE);
}

/* min(D,U), and no more than a segment takes. cwnd limits U as the peer's window does. */
static uint32_t
sendable_text(const struct event *e, uint32_t limit)
{
	uint32_t room = least(usable_window(e->tcb), engine_congestion_room(e));

	return least(least(e->tcb->snd.queued_bytes, limit), room);
}

/* 3.7.4, and what Linux and FreeBSD make of it. */
bool
engine_may_be_short(const struct event *e)
{
	const struct tcpsim_tcb *tcb = e->tcb;

	if (outstanding_text(tcb) == 0 || !e->policy->nagle)
		return true;
	switch ((enum tcpsim_nagle_tail)e->policy->nagle_tail) {
	case TCPSIM_TAIL_WAITS:
		break;
	case TCPSIM_TAIL_MINSHALL:
		return !has_flag(tcb, TCPSIM_FLAG_SMALL);
	case TCPSIM_TAIL_BURST:
		return has_flag(tcb, TCPSIM_FLAG_BURST);
	}
	return false;
}

/*
 * 3.8.6.2.1, when to send data: (1) a full segment, (2) all that is queued, for all that the user sends is pushed, or (3)
 * half of the largest window that the peer has offered; the latter two only where Nagle lets a short segment go. A user who has corked the connection has pushed nothing. A CLOSE takes from both what they wait for, since
 * nothing more can come: then FIN and what is left go together.
 */
static bool
is_worth_sending(const struct event *e, uint32_t octets, uint32_t limit)
{
	const struct tcpsim_tcb *tcb = e->tcb;
	bool may_be_short = engine_may_be_short(e);

	if (octets >= limit)
		return true;
	if (octets == tcb->snd.queued_bytes)
		return (may_be_short && !e->policy->cork) || owes_fin(tcb);
	return octets != 0 && may_be_short && 2 * octets >= tcb->snd.max_wnd;
}

/* How much of the text waiting goes into the next segment, and whether FIN does; false if nothing does. */
static bool
next_segment(const struct event *e, uint32_t *octets, bool *fin)
{
	const struct tcpsim_tcb *tcb = e->tcb;
	uint32_t limit = engine_text_limit(e);

	*octets = 0;
	if (tcb->snd.queued_bytes != 0) {
		*octets = sendable_text(e, limit);
		if (!is_worth_sending(e, *octets, limit))
			return false;
	}
	*fin = owes_fin(tcb) && *octets == tcb->snd.queued_bytes && *octets < usable_window(tcb);
	return *octets != 0 || *fin;
}

void
engine_send_held_back(struct event *e)
{
	uint32_t octets = sendable_text(e, engine_text_limit(e));

	mark(e, TCPSIM_RULE_SWS_OVERRIDDEN);
	send_new(e, octets, false, TCPSIM_PURPOSE_FIRST);
}

/* No more fits into the batch: the rest is fetched. */
static bool
is_full(struct event *e)
{
	e->out->more = e->out->n_segments == TCPSIM_MAX_OUT;
	return e->out->more != 0;
}

/* What recovery wants to be sent again, and then what is new. */
static void
output_text(struct event *e)
{
	uint32_t octets;
	bool fin;

	do
		if (is_full(e))
			return;
	while (engine_send_recovery(e));
	if (e->policy->nagle_tail == TCPSIM_TAIL_BURST && !is_outstanding(e->tcb))
		set_flag(e->tcb, TCPSIM_FLAG_BURST);
	while (may_send_text(e->tcb) && next_segment(e, &octets, &fin)) {
		if (is_full(e))
			return;
		send_new(e, octets, fin, TCPSIM_PURPOSE_FIRST);
	}
	clear_flag(e->tcb, TCPSIM_FLAG_BURST);
}

/* Some TCPs form an ACK as they form everything else: with the FIN that is still out. A SYN is answered by a plain one. */
static bool
repeats_fin(const struct event *e)
{
	return e->policy->fin_again && has_flag(e->tcb, TCPSIM_FLAG_FIN_SENT) && is_outstanding(e->tcb) &&
	       (e->seg == NULL || (e->seg->ctl & TCPSIM_SYN) == 0);
}

static void
send_owed_ack(struct event *e)
{
	if (!repeats_fin(e)) {
		engine_send_ack(e, TCPSIM_PURPOSE_FIRST);
		return;
	}
	note(e, TCPSIM_RULE_FIN_SENT_AGAIN);
	engine_rtt_forget(e);
	engine_send_text(e, tcpsim_seq_add(e->tcb->snd.nxt, UINT32_MAX), 0, true, TCPSIM_PURPOSE_RETRANSMISSION);
}

void
engine_output(struct event *e)
{
	const struct tcpsim_tcb *tcb = e->tcb;

	/* Recovery asks for a look after a pause, too: when there is something new to be sent. */
	if (is_waiting(tcb) || (tcb->flags & (TCPSIM_FLAG_RECOVERY | TCPSIM_FLAG_LOSS)) != 0)
		output_text(e);
	/* Any segment with text has carried it. There is room: what an event forms before this is one segment. */
	if (has_flag(tcb, TCPSIM_FLAG_ACK_NOW))
		send_owed_ack(e);
}
