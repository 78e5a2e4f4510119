/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "engine_private.h"

static tcpsim_seq
right_edge(const struct tcpsim_tcb *tcb)
{
	return tcpsim_seq_add(tcb->rcv.nxt, tcb->rcv.wnd);
}

/* FIN on the SYN that a passive OPEN took. */
static bool
is_fin_ignored(struct event *e)
{
	bool is_request = (e->seg->ctl & TCPSIM_SYN) != 0 && e->tcb->state == TCPSIM_SYN_RECEIVED &&
			  e->tcb->origin != TCPSIM_ORIGIN_ACTIVE;

	if (!is_request || e->policy->syn_fin != TCPSIM_SYN_FIN_IGNORED)
		return false;
	note(e, TCPSIM_RULE_SYN_FIN_IGNORED);
	return true;
}

/*
 * 3.10.7.4 first check: "the idealized segment that begins at RCV.NXT and does
 * not exceed the window". A SYN or a FIN outside of the window is cut off, too.
 */
void
engine_trim(struct event *e)
{
	const struct tcpsim_tcb *tcb = e->tcb;
	const struct tcpsim_segment *seg = e->seg;
	tcpsim_seq text = tcpsim_seq_add(seg->seq, (seg->ctl & TCPSIM_SYN) != 0);
	tcpsim_seq text_end = tcpsim_seq_add(text, seg->text_bytes);

	e->begin = tcpsim_seq_max(text, tcb->rcv.nxt);
	e->end = tcpsim_seq_min(text_end, right_edge(tcb));
	/* Beyond a FIN that is known there is no text. */
	if (has_flag(tcb, TCPSIM_FLAG_FIN_SEEN))
		e->end = tcpsim_seq_min(e->end, tcb->rcv.fin);
	if (tcpsim_seq_gt(e->begin, e->end))
		e->end = e->begin;
	e->has_syn = (seg->ctl & TCPSIM_SYN) != 0 && tcpsim_seq_in(seg->seq, tcb->rcv.nxt, tcb->rcv.wnd);
	e->has_fin = (seg->ctl & TCPSIM_FIN) != 0 && tcpsim_seq_in(text_end, tcb->rcv.nxt, tcb->rcv.wnd) &&
		     !is_fin_ignored(e);
}

/* The octets [e->begin, e->end) of the segment are to be stored. */
static void
store(struct event *e)
{
	tcpsim_seq text = tcpsim_seq_add(e->seg->seq, (e->seg->ctl & TCPSIM_SYN) != 0);

	e->out->store_offset = e->tcb->rcv.nxt_offset + tcpsim_seq_distance(e->tcb->rcv.nxt, e->begin);
	e->out->store_skip = tcpsim_seq_distance(text, e->begin);
	e->out->store_bytes = tcpsim_seq_distance(e->begin, e->end);
}

/* Put [begin, end) among the held ranges, which stay ascending and apart. False if there is no room. */
static bool
insert(struct tcpsim_tcb *tcb, tcpsim_seq begin, tcpsim_seq end)
{
	struct tcpsim_range *held = tcb->ranges;
	unsigned first = 0, past;

	while (first < tcb->n_held && tcpsim_seq_lt(held[first].end, begin))
		first++;
	for (past = first; past < tcb->n_held && tcpsim_seq_le(held[past].begin, end); past++) {
		/* It overlaps or touches: one range instead of two. */
		begin = tcpsim_seq_min(begin, held[past].begin);
		end = tcpsim_seq_max(end, held[past].end);
	}
	if (first == past && tcb->n_held >= room_for_held(tcb))
		return false;
	memmove(&held[first + 1], &held[past], (tcb->n_held - past) * sizeof(held[0]));
	held[first].begin = begin;
	held[first].end = end;
	memset(&held[tcb->n_held + 1 + first - past], 0, past > first + 1 ? (past - first - 1) * sizeof(held[0]) : 0);
	tcb->n_held = (uint8_t)(tcb->n_held + 1 + first - past);
	return true;
}

bool
engine_hold_text(struct event *e)
{
	if (!insert(e->tcb, e->begin, e->end))
		return false;
	store(e);
	return true;
}

bool
engine_hold_fin(struct event *e)
{
	struct tcpsim_tcb *tcb = e->tcb;
	tcpsim_seq text = tcpsim_seq_add(e->seg->seq, (e->seg->ctl & TCPSIM_SYN) != 0);
	tcpsim_seq fin = tcpsim_seq_add(text, e->seg->text_bytes);

	/* The first FIN counts; one that cuts off text which came before it is nonsense. */
	if (has_flag(tcb, TCPSIM_FLAG_FIN_SEEN) ||
	    (tcb->n_held != 0 && tcpsim_seq_gt(tcb->ranges[tcb->n_held - 1].end, fin)))
		return false;
	tcb->rcv.fin = fin;
	set_flag(tcb, TCPSIM_FLAG_FIN_SEEN);
	return true;
}

void
engine_hold_with_syn(struct event *e)
{
	bool is_held;

	engine_trim(e);
	engine_hold_urgent(e);
	is_held = !tcpsim_seq_eq(e->begin, e->end);
	if (is_held)
		engine_hold_text(e);
	if (e->has_fin && engine_hold_fin(e))
		is_held = true;
	if (is_held)
		mark(e, TCPSIM_RULE_TEXT_ON_SYN_HELD);
}

void
engine_advance_rcv(struct event *e, tcpsim_seq end)
{
	struct tcpsim_tcb *tcb = e->tcb;
	unsigned past = 0;
	uint32_t octets;

	if (tcpsim_seq_lt(tcb->rcv.nxt, end))
		store(e);
	while (past < tcb->n_held && tcpsim_seq_le(tcb->ranges[past].begin, end))
		end = tcpsim_seq_max(end, tcb->ranges[past++].end);
	if (past != 0) {
		tcb->n_held = (uint8_t)(tcb->n_held - past);
		memmove(&tcb->ranges[0], &tcb->ranges[past], tcb->n_held * sizeof(tcb->ranges[0]));
		memset(&tcb->ranges[tcb->n_held], 0, past * sizeof(tcb->ranges[0]));
	}
	octets = tcpsim_seq_distance(tcb->rcv.nxt, end);
	tcb->rcv.nxt = end;
	tcb->rcv.nxt_offset += octets;
	tcb->rcv.wnd -= octets;
	tcb->rcv.unread_bytes += octets;
}

void
engine_deliver(struct event *e)
{
	struct tcpsim_tcb *tcb = e->tcb;
	uint32_t octets = least(tcb->rcv.unread_bytes, tcb->rcv.wanted_bytes);

	if (octets == 0)
		return;
	e->out->deliver_offset = tcb->rcv.nxt_offset - tcb->rcv.unread_bytes;
	e->out->deliver_bytes = octets;
	tcb->rcv.unread_bytes -= octets;
	if (tcb->rcv.wanted_bytes != TCPSIM_RECEIVE_ALL)
		tcb->rcv.wanted_bytes = 0;
}

/* What the buffer has left for text to come, as far as the field of the header can show. */
static uint32_t
room_left(const struct event *e)
{
	const struct tcpsim_tcb *tcb = e->tcb;
	uint32_t buffer = engine_receive_buffer(e->tcb, e->policy);
	uint32_t room = buffer > tcb->rcv.unread_bytes ? buffer - tcb->rcv.unread_bytes : 0;

	return least(room, (uint32_t)UINT16_MAX << tcb->rcv_scale);
}

/* What both Linux (__tcp_select_window()) and FreeBSD take for SWS avoidance: the window is not opened a little. */
static bool
is_no_silly_room(const struct event *e, uint32_t room)
{
	return room >= least(engine_receive_buffer(e->tcb, e->policy) / 4, e->tcb->mss);
}

/*
 * Whether the window may grow to `room` though the peer would not hear of it otherwise. It never moves left (SHLD-14).
 *
 * 3.8.6.2.2: by the lesser of half of the buffer and a full segment. Linux, tcp_cleanup_rbuf(): if it becomes twice
 * what it is. FreeBSD, tcp_default_output(): by two segments and a quarter of the buffer, or what is much otherwise;
 * and never while an ACK waits, which will tell of it.
 */
static bool
is_worth_telling(const struct event *e, uint32_t room)
{
	const struct tcpsim_tcb *tcb = e->tcb;
	uint32_t buffer = engine_receive_buffer(tcb, e->policy), grows = room > tcb->rcv.wnd ? room - tcb->rcv.wnd : 0;
	uint32_t segment = tcb->mss + engine_option_octets(tcb);
	bool is_much = grows >= buffer / 4 || room <= buffer / 8 || buffer <= 8 * segment;

	if (grows == 0)
		return false;
	switch ((enum tcpsim_window_updates)e->policy->window_updates) {
	case TCPSIM_UPDATES_SEGMENT:
		return grows >= least((buffer + 1) / 2, tcb->mss);
	case TCPSIM_UPDATES_DOUBLED:
		return is_no_silly_room(e, room) && room / 2 >= tcb->rcv.wnd;
	case TCPSIM_UPDATES_QUARTER:
		if (tcb->deadline_us[TCPSIM_TIMER_ACK] != TCPSIM_TIME_NONE || !is_no_silly_room(e, room))
			return false;
		return grows >= (buffer + 1) / 2 || (grows >= 2 * segment && is_much);
	}
	return false;
}

bool
engine_open_window(struct event *e)
{
	uint32_t room = room_left(e);

	if (!is_worth_telling(e, room))
		return false;
	e->tcb->rcv.wnd = room;
	return true;
}

/* A segment leaves that tells of the window in any case. */
static void
show_room(struct event *e)
{
	struct tcpsim_tcb *tcb = e->tcb;
	uint32_t room;

	if (e->policy->window_updates == TCPSIM_UPDATES_SEGMENT) {
		engine_open_window(e);
		return;
	}
	room = room_left(e);
	if (room > tcb->rcv.wnd && is_no_silly_room(e, room))
		tcb->rcv.wnd = room;
}

/*
 * RFC 7323 2.4: where the shift does not divide the window, it is rounded up, so that the right edge does not move left.
 * Rounding up again and again would fill the buffer beyond its end by more than the one unit that is granted: then it
 * is rounded down, and what lies before the old edge is taken all the same.
 *
 * TCPs that always round down (FreeBSD: recwin >> rcv_scale in tcp_output()) may seem to move the edge left by less
 * than one unit. RCV.WND remembers the whole window, so that the edge stays where it is (SHLD-14).
 */
uint32_t
engine_advertise(struct event *e)
{
	struct tcpsim_tcb *tcb = e->tcb;
	uint32_t unit = UINT32_C(1) << tcb->rcv_scale;
	uint32_t up;

	/* After the peer's FIN no text will come that needs the room. */
	if (!has_flag(tcb, TCPSIM_FLAG_FIN_TAKEN))
		show_room(e);
	if (tcb->rcv_scale == 0)
		return tcb->rcv.wnd;
	up = (tcb->rcv.wnd + unit - 1) & ~(unit - 1);
	if (e->policy->window_rounding == TCPSIM_WINDOW_ROUNDED_DOWN || up == tcb->rcv.wnd || up >= room_left(e) + unit)
		return tcb->rcv.wnd >> tcb->rcv_scale;
	tcb->rcv.wnd = up;
	return up >> tcb->rcv_scale;
}

void
engine_shrink_window(struct event *e)
{
	struct tcpsim_tcb *tcb = e->tcb;
	uint32_t room = room_left(e);

	if (!tcpsim_state_is_synchronized((enum tcpsim_state)tcb->state) || has_flag(tcb, TCPSIM_FLAG_FIN_TAKEN) ||
	    room >= tcb->rcv.wnd)
		return;
	tcb->rcv.wnd = room;
	while (tcb->n_held != 0 && tcpsim_seq_ge(tcb->ranges[tcb->n_held - 1].begin, right_edge(tcb)))
		memset(&tcb->ranges[--tcb->n_held], 0, sizeof(tcb->ranges[0]));
	if (tcb->n_held != 0)
		tcb->ranges[tcb->n_held - 1].end = tcpsim_seq_min(tcb->ranges[tcb->n_held - 1].end, right_edge(tcb));
	set_flag(tcb, TCPSIM_FLAG_ACK_NOW);
}
