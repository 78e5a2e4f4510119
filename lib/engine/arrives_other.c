/* SPDX-License-Identifier: MIT */
#include "recovery_private.h"

/* 3.10.7.4 OTHER STATES: eight checks in the RFC's order, which matters. */

/* ---- first, check sequence number ---- */

/* Table 6. A RST is tested by its number alone, so that text in it does no harm (SHLD-2, MUST-66). */
static bool
is_acceptable(const struct event *e)
{
	const struct tcpsim_tcb *tcb = e->tcb;
	tcpsim_seq seq = e->seg->seq;
	uint32_t len = (e->seg->ctl & TCPSIM_RST) != 0 ? 0 : tcpsim_segment_len(e->seg);

	if (len == 0 && tcb->rcv.wnd == 0)
		return tcpsim_seq_eq(seq, tcb->rcv.nxt);
	return tcpsim_seq_in(seq, tcb->rcv.nxt, tcb->rcv.wnd) ||
	       (len != 0 && tcpsim_seq_in(tcpsim_seq_add(seq, len - 1), tcb->rcv.nxt, tcb->rcv.wnd));
}

/*
 * Figure 7, lines 6 and 7: both SYNs have crossed, and the SYN,ACK that answers
 * ours begins with the SYN that we have. Cut off what is old, as for any
 * segment, and its ACK remains. Table 6 tests before it cuts: docs/deviations.md.
 */
static bool
is_syn_ack_of_figure_7(const struct event *e)
{
	const struct tcpsim_tcb *tcb = e->tcb;

	return tcb->state == TCPSIM_SYN_RECEIVED && tcb->origin == TCPSIM_ORIGIN_ACTIVE &&
	       (e->seg->ctl & (TCPSIM_SYN | TCPSIM_ACK | TCPSIM_RST)) == (TCPSIM_SYN | TCPSIM_ACK) &&
	       tcpsim_seq_eq(e->seg->seq, tcb->rcv.irs);
}

static bool
is_syn_ack_as_drawn(const struct event *e)
{
	return e->policy->simultaneous_open == TCPSIM_AS_DRAWN && is_syn_ack_of_figure_7(e);
}

/* What fifth and eighth check say of TIME-WAIT is about a segment that the first would refuse: docs/deviations.md. */
static bool
is_fin_again(const struct event *e)
{
	return e->tcb->state == TCPSIM_TIME_WAIT && (e->seg->ctl & TCPSIM_FIN) != 0 &&
	       tcpsim_seq_eq(tcpsim_segment_end(e->seg), e->tcb->rcv.nxt);
}

/* "If the RCV.WND is zero, ... special allowance should be made to accept valid ACKs": a probe, with its ACK. */
static bool
is_ack_into_zero_window(const struct event *e)
{
	return e->tcb->rcv.wnd == 0 && (e->seg->ctl & (TCPSIM_ACK | TCPSIM_SYN)) == TCPSIM_ACK &&
	       tcpsim_seq_eq(e->seg->seq, e->tcb->rcv.nxt);
}

/*
 * A peer that has sent all that our window takes sends its ACKs from the number behind it, which Table 6 refuses unless
 * the window is 0. Two such ends would never hear each other's ACKs again: docs/deviations.md.
 */
static bool
is_ack_at_right_edge(const struct event *e)
{
	const struct tcpsim_tcb *tcb = e->tcb;

	return tcpsim_segment_len(e->seg) == 0 && (e->seg->ctl & TCPSIM_ACK) != 0 &&
	       tcpsim_seq_eq(e->seg->seq, tcpsim_seq_add(tcb->rcv.nxt, tcb->rcv.wnd));
}

/* A SYN of LISTEN that comes again: its SYN,ACK was lost, or is late. */
static bool
is_request_again(const struct event *e)
{
	return e->tcb->state == TCPSIM_SYN_RECEIVED && e->tcb->origin != TCPSIM_ORIGIN_ACTIVE &&
	       (e->seg->ctl & (TCPSIM_SYN | TCPSIM_ACK | TCPSIM_RST)) == TCPSIM_SYN &&
	       tcpsim_seq_eq(e->seg->seq, e->tcb->rcv.irs);
}

static enum verdict
send_syn_ack_again(struct event *e)
{
	engine_send_again(e, 0, TCPSIM_PURPOSE_RETRANSMISSION);
	e->tcb->deadline_us[TCPSIM_TIMER_RETRANSMISSION] = after_us(e->now_us, e->tcb->rtt.rto_us);
	return done(e, TCPSIM_RULE_SEQ_SYN_ACK_AGAIN);
}

/*
 * RFC 5961 7: text is always answered, so that a sender whose ACK was lost
 * learns of it; what carries none may be one half of a war of ACKs.
 */
static enum verdict
refuse(struct event *e, enum tcpsim_rule rule)
{
	bool may_be_war = e->seg->text_bytes == 0 || (e->seg->ctl & TCPSIM_SYN) != 0;

	if ((e->seg->ctl & TCPSIM_SYN) != 0 && e->tcb->state == TCPSIM_SYN_RECEIVED)
		engine_take_syn_again(e);
	if (may_be_war && !engine_may_challenge(e))
		return done(e, TCPSIM_RULE_SEQ_UNACCEPTABLE_THROTTLED);
	if (e->policy->syn_ack_again && is_request_again(e))
		return send_syn_ack_again(e);
	set_flag(e->tcb, TCPSIM_FLAG_ACK_NOW);
	return done(e, rule);
}

/* RFC 7323 5.3: PAWS goes before all that is about numbers. */
static enum verdict
check_timestamp(struct event *e)
{
	switch (engine_paws(e)) {
	case PAWS_PASSES:
		break;
	case PAWS_MISSING:
		return done(e, TCPSIM_RULE_TIMESTAMP_MISSING_DROPPED);
	case PAWS_OLD:
		/* It is not acceptable in any case, and TIME-WAIT has an answer of its own to it. */
		if (is_fin_again(e))
			break;
		return refuse(e, TCPSIM_RULE_PAWS_REFUSED);
	}
	return CONTINUE;
}

static enum verdict
check_1_sequence(struct event *e)
{
	struct tcpsim_tcb *tcb = e->tcb;

	if (tcb->state == TCPSIM_TIME_WAIT && engine_time_wait_syn(e) == DONE)
		return DONE;
	if (has_flag(tcb, TCPSIM_FLAG_TIMESTAMPS) && check_timestamp(e) == DONE)
		return DONE;
	engine_trim(e);
	if (has_flag(tcb, TCPSIM_FLAG_SACK) && e->seg->text_bytes != 0)
		engine_note_duplicate(e);
	if (is_acceptable(e)) {
		if (has_flag(tcb, TCPSIM_FLAG_TIMESTAMPS))
			engine_take_timestamp(e);
		return CONTINUE;
	}
	if ((e->seg->ctl & TCPSIM_RST) != 0)
		return done(e, TCPSIM_RULE_SEQ_UNACCEPTABLE_RST_DROPPED);
	if (has_flaw(e, TCPSIM_FLAW_SYN_ACK_DROPPED) && is_syn_ack_of_figure_7(e))
		return done(e, TCPSIM_RULE_FLAW_SYN_ACK_DROPPED);
	if (is_syn_ack_as_drawn(e)) {
		mark(e, TCPSIM_RULE_SEQ_AS_DRAWN_SYN_ACK);
		return CONTINUE;
	}
	if (is_fin_again(e)) {
		engine_restart_2msl(e);
		set_flag(tcb, TCPSIM_FLAG_ACK_NOW);
		return done(e, TCPSIM_RULE_SEQ_TIME_WAIT_FIN_AGAIN);
	}
	if (is_ack_into_zero_window(e)) {
		mark(e, TCPSIM_RULE_SEQ_ZERO_WINDOW_ACK);
		set_flag(tcb, TCPSIM_FLAG_ACK_NOW);
		return CONTINUE;
	}
	if (is_ack_at_right_edge(e)) {
		mark(e, TCPSIM_RULE_SEQ_RIGHT_EDGE_ACK);
		return CONTINUE;
	}
	return refuse(e, TCPSIM_RULE_SEQ_UNACCEPTABLE_ACKED);
}

/* ---- second, check the RST bit ---- */

/* Note 1 of figure 5, MUST-11: whether SYN-RECEIVED came of a passive or of an active OPEN is to be kept track of. */
static enum tcpsim_origin
opened_by(const struct event *e)
{
	enum tcpsim_origin origin = (enum tcpsim_origin)e->tcb->origin;

	if (origin == TCPSIM_ORIGIN_ACTIVE && has_flaw(e, TCPSIM_FLAW_SYN_RECEIVED_ACTIVE_LISTENS))
		return TCPSIM_ORIGIN_PASSIVE;
	if (origin == TCPSIM_ORIGIN_PASSIVE && has_flaw(e, TCPSIM_FLAW_SYN_RECEIVED_PASSIVE_CLOSES))
		return TCPSIM_ORIGIN_ACTIVE;
	return origin;
}

static enum verdict
reset_syn_received(struct event *e)
{
	/* Its user knows of the connection already, and is told. */
	if (has_flag(e->tcb, TCPSIM_FLAG_FAST_OPEN)) {
		engine_delete_with(e, TCPSIM_ERROR_RESET);
		return done(e, TCPSIM_RULE_FAST_OPEN_RESET);
	}
	switch (opened_by(e)) {
	case TCPSIM_ORIGIN_NONE:
	case TCPSIM_ORIGIN_PASSIVE:
		engine_return_to_listen(e);
		return done(e, TCPSIM_RULE_RST_SYN_RECEIVED_LISTENS);
	case TCPSIM_ORIGIN_REOPENED:
		engine_return_to_time_wait(e);
		return done(e, TCPSIM_RULE_RST_SYN_RECEIVED_TIME_WAIT);
	case TCPSIM_ORIGIN_ACTIVE:
		break;
	}
	engine_delete_with(e, TCPSIM_ERROR_REFUSED);
	return done(e, TCPSIM_RULE_RST_SYN_RECEIVED_REFUSED);
}

static enum verdict
reset_by_state(struct event *e)
{
	switch ((enum tcpsim_state)e->tcb->state) {
	case TCPSIM_SYN_RECEIVED:
		return reset_syn_received(e);
	case TCPSIM_CLOSING:
	case TCPSIM_LAST_ACK:
		/* 3.5.3 and MUST-12 advise the user where 3.10.7.4 is silent: docs/deviations.md. */
		engine_delete_with(e, TCPSIM_ERROR_RESET);
		return done(e, TCPSIM_RULE_RST_CLOSING);
	case TCPSIM_TIME_WAIT:
		engine_delete(e);
		return done(e, TCPSIM_RULE_RST_TIME_WAIT);
	case TCPSIM_CLOSED:
	case TCPSIM_LISTEN:
	case TCPSIM_SYN_SENT:
	case TCPSIM_ESTABLISHED:
	case TCPSIM_FIN_WAIT_1:
	case TCPSIM_FIN_WAIT_2:
	case TCPSIM_CLOSE_WAIT:
		break;
	}
	engine_delete_with(e, TCPSIM_ERROR_RESET);
	return done(e, TCPSIM_RULE_RST_RESETS);
}

/* A connection that nobody has accepted yet: some TCPs keep no more of it than a request, and let it go easily. */
static bool
is_embryonic(const struct event *e)
{
	return e->policy->embryonic_reset && e->tcb->state == TCPSIM_SYN_RECEIVED && opened_by(e) == TCPSIM_ORIGIN_PASSIVE;
}

/* RFC 5961 3, and who does not follow it. */
static bool
may_reset_inexactly(struct event *e)
{
	if (!e->policy->rfc5961)
		return true;
	if (e->policy->insecure_rst) {
		note(e, TCPSIM_RULE_RST_INSECURE);
		return true;
	}
	if (is_embryonic(e)) {
		note(e, TCPSIM_RULE_RST_EMBRYONIC);
		return true;
	}
	return false;
}

static enum verdict
check_2_reset(struct event *e)
{
	if ((e->seg->ctl & TCPSIM_RST) == 0)
		return CONTINUE;
	if (e->tcb->state == TCPSIM_TIME_WAIT && e->policy->rfc1337)
		return done(e, TCPSIM_RULE_RST_TIME_WAIT_IGNORED);
	if (!tcpsim_seq_eq(e->seg->seq, e->tcb->rcv.nxt) && !may_reset_inexactly(e))
		return engine_challenge(e, TCPSIM_RULE_RST_CHALLENGED);
	return reset_by_state(e);
}

/* ---- third, check security: segments have no compartment here; docs/deviations.md ---- */

/* ---- fourth, check the SYN bit ---- */

/* Who is told by a switch to forget RFC 5961 4 gives the connection up by himself. */
static enum verdict
abort_for_syn(struct event *e)
{
	engine_send_abort(e);
	engine_delete_with(e, TCPSIM_ERROR_RESET);
	return done(e, TCPSIM_RULE_SYN_INSECURE);
}

static enum verdict
check_4_syn(struct event *e)
{
	bool is_passive = e->tcb->state == TCPSIM_SYN_RECEIVED && opened_by(e) == TCPSIM_ORIGIN_PASSIVE &&
		!has_flag(e->tcb, TCPSIM_FLAG_FAST_OPEN);

	if ((e->seg->ctl & TCPSIM_SYN) == 0 || is_syn_ack_as_drawn(e))
		return CONTINUE;
	if (is_passive && e->has_syn) {
		if (e->policy->embryonic_reset) {
			note(e, TCPSIM_RULE_SYN_EMBRYONIC);
			engine_reset_segment(e);
		}
		engine_return_to_listen(e);
		return done(e, TCPSIM_RULE_SYN_SYN_RECEIVED_LISTENS);
	}
	if (e->policy->rfc5961 && e->policy->insecure_syn && e->has_syn)
		return abort_for_syn(e);
	/* RFC 5961 4: whatever its number is. */
	if (e->policy->rfc5961 && !is_passive)
		return engine_challenge(e, TCPSIM_RULE_SYN_CHALLENGED);
	/* A SYN that is our peer's own, sent again with text in the window, was cut off. */
	if (!e->has_syn)
		return CONTINUE;
	engine_reset_segment(e);
	engine_delete_with(e, TCPSIM_ERROR_RESET);
	return done(e, TCPSIM_RULE_SYN_RESETS);
}

/* ---- fifth, check the ACK field ---- */

/* How far SEG.ACK lies ahead of SND.UNA, if it is no more than what was sent. */
static bool
is_within_sent(const struct event *e)
{
	const struct tcpsim_tcb *tcb = e->tcb;

	return tcpsim_seq_distance(tcb->snd.una, e->seg->ack) <= tcpsim_seq_distance(tcb->snd.una, tcb->snd.nxt);
}

static enum verdict
ack_in_syn_received(struct event *e)
{
	struct tcpsim_tcb *tcb = e->tcb;
	bool is_new = !tcpsim_seq_eq(e->seg->ack, tcb->snd.una);

	/* SND.UNA < SEG.ACK =< SND.NXT. With "=<" for "<" an old ACK of ISS would do: RFC 793 errata 3301. */
	if (!is_within_sent(e) || !(is_new || has_flaw(e, TCPSIM_FLAW_SYN_RECEIVED_TAKES_UNA))) {
		engine_send_reset(e, e->seg->ack);
		return done(e, TCPSIM_RULE_ACK_SYN_RECEIVED_RESET);
	}
	if (is_new)
		engine_advance_una(e, e->seg->ack);
	engine_set_window(e);
	tcb->state = TCPSIM_ESTABLISHED;
	e->out->signals |= TCPSIM_SIGNAL_OPENED;
	/* MUST-32: what came with the SYN. */
	if (has_flag(tcb, TCPSIM_FLAG_RCV_URGENT))
		e->out->signals |= TCPSIM_SIGNAL_URGENT;
	mark(e, TCPSIM_RULE_ACK_SYN_RECEIVED);
	engine_fast_open_answered(e);
	engine_keepalive_heard(e);
	return CONTINUE;
}

/*
 * RFC 5961 5: SND.UNA - MAX.SND.WND =< SEG.ACK. After a CLOSE in SYN-RECEIVED our SYN may be out still: then nothing was
 * ever acknowledged, and an ACK that does not acknowledge it is from no time of this connection (docs/findings.md).
 */
static bool
is_too_old(const struct event *e)
{
	const struct tcpsim_tcb *tcb = e->tcb;

	if (!e->policy->ack_check)
		return false;
	if (has_flag(tcb, TCPSIM_FLAG_SYN_OUT))
		return tcpsim_seq_le(e->seg->ack, tcb->snd.una);
	return tcpsim_seq_distance(e->seg->ack, tcb->snd.una) > tcb->snd.max_wnd;
}

/* SND.WL1 < SEG.SEQ or (SND.WL1 = SEG.SEQ and SND.WL2 =< SEG.ACK): it is no older than the last that said it. */
static bool
is_window_news(const struct event *e)
{
	const struct tcpsim_tcb *tcb = e->tcb;

	return tcpsim_seq_lt(tcb->snd.wl1, e->seg->seq) ||
	       (tcpsim_seq_eq(tcb->snd.wl1, e->seg->seq) && tcpsim_seq_le(tcb->snd.wl2, e->seg->ack));
}

/*
 * RFC 5681 2, duplicate acknowledgment: (a) something is outstanding, (b) no text, (c) neither SYN nor FIN, (d) the
 * greatest ACK so far, (e) the same window. The answer to a window probe is none: what it was sent for is no loss.
 */
static bool
is_duplicate_ack(const struct event *e)
{
	const struct tcpsim_tcb *tcb = e->tcb;

	return is_outstanding(tcb) && e->seg->text_bytes == 0 && (e->seg->ctl & (TCPSIM_SYN | TCPSIM_FIN)) == 0 &&
	       tcpsim_seq_eq(e->seg->ack, tcb->snd.una) && advertised_window(e) == tcb->snd.wnd && tcb->snd.wnd != 0;
}

/* "ESTABLISHED STATE", which the states after it have in common. */
static enum verdict
ack_in_established(struct event *e)
{
	struct tcpsim_tcb *tcb = e->tcb;
	bool is_within = is_within_sent(e);
	bool is_news = is_within && is_window_news(e);
	bool is_duplicate = is_duplicate_ack(e);
	uint32_t acked = is_within ? tcpsim_seq_distance(tcb->snd.una, e->seg->ack) : 0;

	if (!is_within && !tcpsim_seq_lt(e->seg->ack, tcb->snd.una))
		return engine_challenge(e, TCPSIM_RULE_ACK_NOT_YET_SENT);
	if ((!is_within || tcpsim_seq_eq(e->seg->ack, tcb->snd.una)) && is_too_old(e))
		return engine_challenge(e, TCPSIM_RULE_ACK_TOO_OLD);
	if (acked != 0)
		engine_advance_una(e, e->seg->ack);
	else if (!is_news || advertised_window(e) == tcb->snd.wnd)
		note(e, TCPSIM_RULE_ACK_DUPLICATE);
	if (is_controlled(e))
		engine_recovery_heard(e, acked, is_duplicate);
	if (is_news)
		engine_set_window(e);
	else
		engine_keep_right_edge(e, acked);
	engine_keepalive_heard(e);
	return CONTINUE;
}

static bool
is_fin_acked(const struct event *e)
{
	return engine_fin_is_acked(e->tcb) || (has_flaw(e, TCPSIM_FLAW_FIN_ACKED_EARLY) && !is_outstanding(e->tcb));
}

static enum verdict
ack_in_closing(struct event *e)
{
	if (!is_fin_acked(e))
		return done(e, TCPSIM_RULE_ACK_CLOSING_IGNORED);
	mark(e, TCPSIM_RULE_ACK_CLOSING);
	engine_enter_time_wait(e);
	return DONE;
}

static enum verdict
ack_by_state(struct event *e)
{
	struct tcpsim_tcb *tcb = e->tcb;

	switch ((enum tcpsim_state)tcb->state) {
	case TCPSIM_FIN_WAIT_1:
		if (is_fin_acked(e)) {
			tcb->state = TCPSIM_FIN_WAIT_2;
			mark(e, TCPSIM_RULE_ACK_FIN_WAIT_1);
			engine_limit_fin_wait_2(e);
			engine_keepalive_heard(e);
		}
		return CONTINUE;
	case TCPSIM_CLOSING:
		return ack_in_closing(e);
	case TCPSIM_LAST_ACK:
		if (!is_fin_acked(e))
			return CONTINUE;
		engine_delete(e);
		return done(e, TCPSIM_RULE_ACK_LAST_ACK);
	case TCPSIM_TIME_WAIT:
		/* Two ends in TIME-WAIT that acknowledged each other's ACKs would not stop: docs/deviations.md. */
		return e->has_fin ? CONTINUE : done(e, TCPSIM_RULE_ACK_TIME_WAIT);
	case TCPSIM_CLOSED:
	case TCPSIM_LISTEN:
	case TCPSIM_SYN_SENT:
	case TCPSIM_SYN_RECEIVED:
	case TCPSIM_ESTABLISHED:
	case TCPSIM_FIN_WAIT_2:
	case TCPSIM_CLOSE_WAIT:
		break;
	}
	return CONTINUE;
}

static enum verdict
check_5_ack(struct event *e)
{
	enum verdict verdict;

	if ((e->seg->ctl & TCPSIM_ACK) == 0)
		return done(e, TCPSIM_RULE_NO_ACK_DROPPED);
	engine_ecn_arrived(e);
	if (e->tcb->state == TCPSIM_SYN_RECEIVED)
		verdict = ack_in_syn_received(e);
	else
		verdict = ack_in_established(e);
	return verdict == DONE ? DONE : ack_by_state(e);
}

/* ---- before text is taken: is there anybody who reads it? ---- */

static bool
may_take_text(const struct tcpsim_tcb *tcb)
{
	return tcb->state == TCPSIM_ESTABLISHED || tcb->state == TCPSIM_FIN_WAIT_1 || tcb->state == TCPSIM_FIN_WAIT_2;
}

/* Text for a user who has closed for both directions, SHLD-3: its sender must not think that it was read. */
static enum verdict
check_reader(struct event *e)
{
	uint32_t octets = e->seg->text_bytes + ((e->seg->ctl & TCPSIM_SYN) != 0 ? 1 : 0);
	bool has_new = e->seg->text_bytes != 0 && tcpsim_seq_lt(e->tcb->rcv.nxt, tcpsim_seq_add(e->seg->seq, octets));

	if (!e->policy->reset_late_text || !has_flag(e->tcb, TCPSIM_FLAG_READER_GONE) || !has_new)
		return CONTINUE;
	if (!may_take_text(e->tcb))
		return CONTINUE;
	engine_reset_segment(e);
	engine_delete_with(e, TCPSIM_ERROR_RESET);
	return done(e, TCPSIM_RULE_LATE_TEXT_RESETS);
}

/* ---- sixth, check the URG bit ---- */

static void
process_6_urgent(struct event *e)
{
	if ((e->seg->ctl & TCPSIM_URG) == 0)
		return;
	if (may_take_text(e->tcb))
		engine_take_urgent(e);
	else
		note(e, TCPSIM_RULE_URGENT_IGNORED);
}

/* ---- seventh, process the segment text ---- */

/* Text that came with a SYN waits just at RCV.NXT. */
static bool
has_held_at_nxt(const struct tcpsim_tcb *tcb)
{
	return tcb->n_held != 0 && tcpsim_seq_eq(tcb->ranges[0].begin, tcb->rcv.nxt);
}

static void
process_7_text(struct event *e)
{
	struct tcpsim_tcb *tcb = e->tcb;
	uint32_t octets = tcpsim_seq_distance(e->begin, e->end);
	bool has_text = octets != 0;
	bool is_next = has_text && tcpsim_seq_eq(e->begin, tcb->rcv.nxt);
	/* RFC 5681 4.2: what comes out of order, fills a gap, or comes again in part is answered at once. */
	bool is_plain = is_next && tcb->n_held == 0 && octets == e->seg->text_bytes;

	if (!may_take_text(tcb)) {
		if (e->seg->text_bytes != 0)
			mark(e, TCPSIM_RULE_TEXT_IGNORED);
		return;
	}
	if (!has_text && !has_held_at_nxt(tcb))
		return;
	if (has_text && !is_next)
		mark(e, engine_hold_text(e) ? TCPSIM_RULE_TEXT_HELD : TCPSIM_RULE_TEXT_HELD_FULL);
	if (is_next || has_held_at_nxt(tcb)) {
		mark(e, TCPSIM_RULE_TEXT_ACCEPTED);
		engine_advance_rcv(e, is_next ? e->end : tcb->rcv.nxt);
		engine_deliver(e);
	}
	engine_owe_ack(e, !is_plain);
}

/* ---- eighth, check the FIN bit ---- */

static void
take_fin(struct event *e)
{
	struct tcpsim_tcb *tcb = e->tcb;

	set_flag(tcb, TCPSIM_FLAG_FIN_TAKEN);
	set_flag(tcb, TCPSIM_FLAG_ACK_NOW);
	tcb->rcv.nxt = tcpsim_seq_add(tcb->rcv.nxt, 1);
	tcb->rcv.wnd--;
	e->out->signals |= TCPSIM_SIGNAL_CLOSING;
	if (tcb->state == TCPSIM_ESTABLISHED) {
		mark(e, TCPSIM_RULE_FIN_ESTABLISHED);
		tcb->state = TCPSIM_CLOSE_WAIT;
		engine_keepalive_heard(e);
	} else if (tcb->state == TCPSIM_FIN_WAIT_1) {
		/* An ACK of our FIN has made it FIN-WAIT-2 by now. */
		mark(e, TCPSIM_RULE_FIN_FIN_WAIT_1);
		tcb->state = TCPSIM_CLOSING;
	} else {
		mark(e, TCPSIM_RULE_FIN_FIN_WAIT_2);
		engine_enter_time_wait(e);
	}
}

/* A FIN behind a gap waits until the gap is filled. */
static void
hold_or_skip(struct event *e)
{
	if (!has_flaw(e, TCPSIM_FLAW_FIN_OUT_OF_ORDER)) {
		mark(e, TCPSIM_RULE_FIN_HELD);
		return;
	}
	engine_advance_rcv(e, e->tcb->rcv.fin);
	engine_deliver(e);
}

static void
process_8_fin(struct event *e)
{
	struct tcpsim_tcb *tcb = e->tcb;

	if (!may_take_text(tcb)) {
		if (!e->has_fin)
			return;
		mark(e, TCPSIM_RULE_FIN_AGAIN);
		set_flag(tcb, TCPSIM_FLAG_ACK_NOW);
		if (tcb->state == TCPSIM_TIME_WAIT)
			engine_restart_2msl(e);
		return;
	}
	if (e->has_fin) {
		set_flag(tcb, TCPSIM_FLAG_ACK_NOW);
		if (engine_hold_fin(e) && !tcpsim_seq_eq(tcb->rcv.fin, tcb->rcv.nxt))
			hold_or_skip(e);
	}
	if (has_flag(tcb, TCPSIM_FLAG_FIN_SEEN) && tcpsim_seq_eq(tcb->rcv.fin, tcb->rcv.nxt))
		take_fin(e);
}

void
engine_urgent_text_and_fin(struct event *e)
{
	process_6_urgent(e);
	process_7_text(e);
	process_8_fin(e);
}

/* Each check may finish the segment; the order is the RFC's and it matters. */
void
engine_arrives_other(struct event *e)
{
	if (check_1_sequence(e) == CONTINUE &&
	    check_2_reset(e) == CONTINUE &&
	    check_4_syn(e) == CONTINUE &&
	    check_5_ack(e) == CONTINUE &&
	    check_reader(e) == CONTINUE) {
		engine_take_user_timeout(e);
		engine_urgent_text_and_fin(e);
	}
}
