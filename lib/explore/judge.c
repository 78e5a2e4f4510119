/* SPDX-License-Identifier: MIT */
#include "step_private.h"

/* The invariants that one event at one end can break alone. Their statements: tcpsim_invariant_words(). */

static void
breaks(struct step *s, enum tcpsim_invariant invariant)
{
	s->out->broken |= 1U << invariant;
}

/* ---- octets ---- */

/* Bits for the octets [begin, begin + n) of a stream; all beyond the last bit share it. */
static uint64_t
bits_of(uint64_t begin, uint32_t n)
{
	uint64_t bits = 0;

	for (uint64_t i = begin; i < begin + n; i++)
		bits |= UINT64_C(1) << (i < TCPSIM_EXPLORE_STREAM ? i : TCPSIM_EXPLORE_STREAM - 1);
	return bits;
}

/* The TCB is gone if its last octets came with a FIN and there is no TIME-WAIT. */
static bool
is_deleted(const struct step *s)
{
	return s->out->after.tcb.state == TCPSIM_CLOSED;
}

/* Octets are known by who sent them, and as which of his stream. */
static bool
is_genuine(const struct step *s, const struct tcpsim_effects *effects)
{
	const struct flight *flight = s->flight;
	uint32_t irs = is_deleted(s) ? s->out->claim.irs : s->out->after.tcb.rcv.irs.n;

	return flight->origin == FLIGHT_SENT && flight->iss == irs &&
	       flight->seg.text_offset + effects->store_skip == effects->store_offset;
}

static void
judge_delivery(struct step *s, const struct tcpsim_effects *effects)
{
	struct end *end = &s->out->after;
	uint64_t bits = bits_of(effects->deliver_offset, effects->deliver_bytes);
	uint64_t end_of_delivery = effects->deliver_offset + effects->deliver_bytes;

	s->out->claim.flags |= OUTCOME_DELIVERS;
	if (end->foreign & bits)
		breaks(s, TCPSIM_DATA_IN_ORDER);
	end->foreign |= bits;
	/* What is on hand after this lies between what was delivered and RCV.NXT. */
	if (!is_deleted(s) && end_of_delivery + end->tcb.rcv.unread_bytes > end->tcb.rcv.nxt_offset)
		breaks(s, TCPSIM_DATA_DELIVERED_ONCE);
	if (!is_deleted(s) && end_of_delivery + end->tcb.rcv.unread_bytes < end->tcb.rcv.nxt_offset)
		breaks(s, TCPSIM_DATA_IN_ORDER);
	if (!s->before->is_told_of_fin)
		return;
	if (effects->deliver_bytes > end->readable)
		breaks(s, TCPSIM_FIN_LAST);
	else
		end->readable = (uint8_t)(end->readable - effects->deliver_bytes);
}

void
explore_judge_octets(struct step *s, const struct tcpsim_effects *effects)
{
	struct end *end = &s->out->after;

	if (effects->store_bytes > 0 && s->flight != NULL) {
		uint64_t bits = bits_of(effects->store_offset, effects->store_bytes);

		if (is_genuine(s, effects))
			end->foreign &= ~bits;
		else
			end->foreign |= bits;
	}
	if (effects->deliver_bytes > 0)
		judge_delivery(s, effects);
	if ((effects->signals & TCPSIM_SIGNAL_CLOSING) && !end->is_told_of_fin) {
		end->is_told_of_fin = 1;
		end->readable = (uint8_t)(end->tcb.rcv.unread_bytes < UINT8_MAX ? end->tcb.rcv.unread_bytes : UINT8_MAX);
	}
}

/* data-delivered-once: no other incarnation had octets of the same stream. */
static void
judge_once(struct step *s)
{
	struct end *end = &s->out->after;
	unsigned mine = end->current;

	if ((s->out->claim.flags & OUTCOME_DELIVERS) == 0 || mine == 0)
		return;
	for (unsigned i = 0; i < end->n_incarnations; i++) {
		const struct incarnation *other = &end->incarnations[i];

		if (i + 1 != mine && other->knows_irs && other->delivered && other->irs == s->out->claim.irs)
			breaks(s, TCPSIM_DATA_DELIVERED_ONCE);
	}
	end->incarnations[mine - 1].delivered = 1;
}

/* ---- states and segments ---- */

static bool
is_after_syn(uint8_t state)
{
	return state != TCPSIM_CLOSED && state != TCPSIM_LISTEN;
}

static void
judge_transition(struct step *s)
{
	uint8_t from = s->out->state_before, to = s->out->after.tcb.state;

	if (tcpsim_rule_set_has(&s->out->fired, TCPSIM_RULE_LISTEN_SYN_TWO_WAY))
		from = TCPSIM_ESTABLISHED;
	if (from != to && tcpsim_state_change_source((enum tcpsim_state)from, (enum tcpsim_state)to) == NULL)
		breaks(s, TCPSIM_TRANSITIONS_LEGAL);
}

/* seq-window as far as one end goes, right-edge-not-shrunk, and whether RCV.NXT moved. */
static void
judge_windows(struct step *s)
{
	const struct tcpsim_tcb *old = &s->before->tcb, *new = &s->out->after.tcb;
	bool is_same = s->before->current == s->out->after.current && s->before->current != 0;

	if (!is_after_syn(new->state))
		return;
	/* Whoever asked for a flaw knows that the engine has one; what it breaks is to be seen from outside. */
	if (s->policy.flaws == 0 ? tcpsim_tcb_check(new) != NULL : tcpsim_seq_gt(new->snd.una, new->snd.nxt))
		breaks(s, TCPSIM_SEQ_WINDOW);
	if (!tcpsim_seq_eq(new->rcv.nxt, s->rcv_nxt))
		s->out->claim.flags |= OUTCOME_TAKES;
	if (is_same && tcpsim_state_is_synchronized((enum tcpsim_state)old->state) &&
		tcpsim_state_is_synchronized((enum tcpsim_state)new->state) &&
		tcpsim_seq_lt(tcpsim_seq_add(new->rcv.nxt, new->rcv.wnd), tcpsim_seq_add(old->rcv.nxt, old->rcv.wnd)))
		breaks(s, TCPSIM_RIGHT_EDGE_NOT_SHRUNK);
}

/* no-rst-for-rst; and a retransmission of nothing at all is a FIN without its bit: fin-accounted. */
static void
judge_sent(struct step *s)
{
	bool is_rst = s->flight != NULL && (s->flight->seg.ctl & TCPSIM_RST) != 0;

	for (unsigned i = 0; i < s->out->n_sent; i++) {
		const struct tcpsim_segment *seg = &s->out->sent[i].seg;

		if (is_rst && (seg->ctl & TCPSIM_RST))
			breaks(s, TCPSIM_NO_RST_FOR_RST);
		if (s->out->purpose[i] == TCPSIM_PURPOSE_RETRANSMISSION && tcpsim_segment_len(seg) == 0)
			breaks(s, TCPSIM_FIN_ACCOUNTED);
	}
	if (s->out->after.tcb.sent.count > 0 && s->policy.challenge_limit != TCPSIM_UNLIMITED)
		s->out->claim.flags |= OUTCOME_LIMITED;
}

static bool
has_sent_reset(const struct outcome *out)
{
	for (unsigned i = 0; i < out->n_sent; i++)
		if (out->sent[i].seg.ctl & TCPSIM_RST)
			return true;
	return false;
}

static bool
is_fin_done(const struct tcpsim_tcb *tcb)
{
	return (tcb->flags & TCPSIM_FLAG_FIN_SENT) != 0 && tcpsim_seq_eq(tcb->snd.una, tcb->snd.nxt);
}

/* ---- how connections end ---- */

static void
judge_fin(struct step *s)
{
	const struct tcpsim_tcb *tcb = &s->out->after.tcb;
	bool waits = tcb->state == TCPSIM_FIN_WAIT_2 || tcb->state == TCPSIM_TIME_WAIT;

	if (waits && !is_fin_done(tcb))
		breaks(s, TCPSIM_FIN_ACCOUNTED);
	if (s->out->state_before == TCPSIM_LAST_ACK && tcb->state == TCPSIM_CLOSED && s->kind == INPUT_ARRIVAL &&
		(s->out->signals & TCPSIM_SIGNAL_ERROR) == 0 && (s->before->tcb.flags & TCPSIM_FLAG_FIN_SENT) == 0)
		breaks(s, TCPSIM_FIN_ACCOUNTED);
}

/* A FIN of the peer in TIME-WAIT after which 2MSL did not begin anew. */
static void
judge_fin_again(struct step *s)
{
	struct end *end = &s->out->after;

	if (s->out->state_before != TCPSIM_TIME_WAIT || end->tcb.state != TCPSIM_TIME_WAIT || s->flight == NULL)
		return;
	if ((s->flight->seg.ctl & TCPSIM_FIN) && tcpsim_seq_eq(tcpsim_segment_end(&s->flight->seg), s->rcv_nxt))
		end->is_short = 1;
}

static void
judge_time_wait(struct step *s)
{
	bool is_excused = s->kind == INPUT_CRASH || s->call == TCPSIM_CALL_ABORT;
	bool is_timed = s->kind == INPUT_MSL && s->policy.time_wait_msl >= 2 && !s->out->after.is_short;

	judge_fin_again(s);
	if (s->out->after.tcb.state != TCPSIM_CLOSED || is_excused)
		return;
	if (tcpsim_rule_set_has(&s->out->fired, TCPSIM_RULE_TIME_WAIT_SHORT) ||
		(s->out->state_before == TCPSIM_TIME_WAIT && !is_timed))
		breaks(s, TCPSIM_TIME_WAIT_FULL);
}

/* listen-by-user, no-forged-reset: what a segment may do to a connection. */
static void
judge_arrival(struct step *s)
{
	uint8_t from = s->out->state_before, to = s->out->after.tcb.state;
	bool is_active = s->before->tcb.origin == TCPSIM_ORIGIN_ACTIVE;
	bool is_reset = (s->flight->seg.ctl & (TCPSIM_RST | TCPSIM_SYN)) != 0 || (s->out->signals & TCPSIM_SIGNAL_ERROR);

	if (!is_after_syn(from) || is_after_syn(to))
		return;
	if (s->flight->origin != FLIGHT_SENT && is_reset)
		breaks(s, TCPSIM_NO_FORGED_RESET);
	if (from == TCPSIM_SYN_RECEIVED &&
		((is_active && to == TCPSIM_LISTEN) ||
			(s->before->tcb.origin == TCPSIM_ORIGIN_PASSIVE && to == TCPSIM_CLOSED)))
		breaks(s, TCPSIM_LISTEN_BY_USER);
	if ((s->out->signals & TCPSIM_SIGNAL_ERROR) && s->out->error == TCPSIM_ERROR_RESET &&
		(s->before->tcb.flags & TCPSIM_FLAG_CLOSE_CALLED))
		s->out->claim.flags |= OUTCOME_RESET;
}

/* read-before-close, probes-used-up */
static void
judge_end(struct step *s)
{
	const struct tcpsim_tcb *old = &s->before->tcb;
	bool is_over = is_after_syn(old->state) && s->out->after.tcb.state == TCPSIM_CLOSED;
	bool is_good = is_over && (s->out->signals & TCPSIM_SIGNAL_ERROR) == 0 && !has_sent_reset(s->out) &&
		       s->kind != INPUT_CRASH && s->call != TCPSIM_CALL_ABORT;

	if (s->call == TCPSIM_CALL_CLOSE && old->rcv.unread_bytes > 0)
		s->out->after.has_left_unread = 1;
	if (is_good && s->before->has_left_unread && old->rcv.unread_bytes > 0)
		breaks(s, TCPSIM_READ_BEFORE_CLOSE);
	if (tcpsim_rule_set_has(&s->out->fired, TCPSIM_RULE_KEEPALIVE_GIVES_UP) &&
		old->sent.probes < s->policy.keepalive_probes)
		breaks(s, TCPSIM_PROBES_USED_UP);
}

void
explore_judge_step(struct step *s)
{
	judge_once(s);
	if (s->kind == INPUT_CRASH || s->kind == INPUT_RESTART)
		return;
	judge_transition(s);
	judge_windows(s);
	judge_sent(s);
	judge_fin(s);
	judge_time_wait(s);
	if (s->kind == INPUT_ARRIVAL)
		judge_arrival(s);
	judge_end(s);
}
