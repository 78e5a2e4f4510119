/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "engine_private.h"

_Static_assert(sizeof(struct tcpsim_tcb) <= 448, "a million TCBs fit into memory");
_Static_assert(sizeof(struct tcpsim_tcb) ==
		       8 + 7 * 4 + 3 * 4 + /* snd */
		       8 + 5 * 4 + 3 * 4 + /* rcv */
		       TCPSIM_N_TIMERS * 8 + 4 * 8 + 2 * 4 + /* deadlines, rtt */
		       8 + 2 * 4 + 8 * 4 + 3 * 4 + /* sent, cc, old */
		       TCPSIM_MAX_RANGES * 8 + 3 * 4 + 2 * 2 + 4 + 8, "no hidden padding");

/* RFC 9293 3.7.1: what a peer takes that sent no MSS option, over IPv4 (MUST-15). */
#define DEFAULT_MSS 536

static const char timer_names[TCPSIM_N_TIMERS][16] = {
	[TCPSIM_TIMER_RETRANSMISSION] = "retransmission",
	[TCPSIM_TIMER_PERSIST] = "persist",
	[TCPSIM_TIMER_KEEPALIVE] = "keepalive",
	[TCPSIM_TIMER_2MSL] = "2MSL",
	[TCPSIM_TIMER_USER] = "user",
	[TCPSIM_TIMER_ACK] = "delayed-ack",
};

const char *
tcpsim_timer_name(enum tcpsim_timer timer)
{
	return timer_names[timer];
}

int64_t
tcpsim_tcb_deadline_us(const struct tcpsim_tcb *tcb)
{
	int64_t first = TCPSIM_TIME_NONE;
	unsigned i;

	if (tcb->state == TCPSIM_CLOSED)
		return TCPSIM_TIME_NONE;
	for (i = 0; i < TCPSIM_N_TIMERS; i++)
		first = earlier(first, tcb->deadline_us[i]);
	return first;
}

uint64_t
tcpsim_tcb_snd_offset(const struct tcpsim_tcb *tcb, tcpsim_seq seq)
{
	/* Signed, for numbers below SND.UNA. */
	int64_t octets = (int32_t)tcpsim_seq_distance(tcb->snd.una, seq);

	if (octets > 0 && has_flag(tcb, TCPSIM_FLAG_SYN_OUT))
		octets--;
	if (has_flag(tcb, TCPSIM_FLAG_FIN_SENT) && tcpsim_seq_eq(seq, tcb->snd.nxt) && octets > 0)
		octets--;
	return tcb->snd.una_offset + (uint64_t)octets;
}

void
engine_init(struct tcpsim_tcb *tcb, const struct tcpsim_policy *policy)
{
	unsigned i;

	memset(tcb, 0, sizeof(*tcb));
	for (i = 0; i < TCPSIM_N_TIMERS; i++)
		tcb->deadline_us[i] = TCPSIM_TIME_NONE;
	tcb->rtt.rto_us = policy->rto_initial_us;
	tcb->rcv.wnd = (uint32_t)policy->receive_buffer_bytes;
	tcb->mss = (uint16_t)least(DEFAULT_MSS, (uint32_t)policy->mss);
}

void
engine_delete(struct event *e)
{
	memset(e->tcb, 0, sizeof(*e->tcb));
}

void
engine_delete_with(struct event *e, enum tcpsim_error error)
{
	e->out->signals |= TCPSIM_SIGNAL_ERROR;
	e->out->error = (uint8_t)error;
	engine_delete(e);
}

/* Destination Unreachable may be why nobody answered, and is what the user is to know then: docs/deviations.md. */
void
engine_give_up(struct event *e)
{
	enum tcpsim_error soft = (enum tcpsim_error)e->tcb->soft_error;

	engine_delete_with(e, soft != TCPSIM_OK ? soft : TCPSIM_ERROR_TIMED_OUT);
}

void
engine_return_to_listen(struct event *e)
{
	uint32_t wanted_bytes = e->tcb->rcv.wanted_bytes;
	uint32_t known = e->tcb->flags & TCPSIM_FLAG_REMOTE_KNOWN;

	engine_init(e->tcb, e->policy);
	e->tcb->rcv.wanted_bytes = wanted_bytes;
	e->tcb->flags = known;
	e->tcb->state = TCPSIM_LISTEN;
}

void
engine_take_syn(struct event *e)
{
	struct tcpsim_tcb *tcb = e->tcb;
	const struct tcpsim_segment *seg = e->seg;
	uint32_t mss = (seg->options & TCPSIM_OPTION_MSS) != 0 ? seg->mss : DEFAULT_MSS;

	tcb->rcv.irs = seg->seq;
	tcb->rcv.nxt = tcpsim_seq_add(seg->seq, 1);
	/* Whatever answers it acknowledges it; under a two-way handshake nothing may. */
	tcb->rcv.acked = tcb->rcv.nxt;
	/* SND.WL2 has no ACK to come from: ISS is below any to come. */
	tcb->snd.wnd = seg->wnd;
	tcb->snd.max_wnd = seg->wnd;
	tcb->snd.wl1 = seg->seq;
	tcb->snd.wl2 = tcb->snd.iss;
	/* MUST-16: no more than the peer takes, nor than we can send; an MSS of 0 would stop all. */
	tcb->mss = (uint16_t)least(mss != 0 ? mss : DEFAULT_MSS, (uint32_t)e->policy->mss);
	engine_agree_on_timestamps(e, tcb->state == TCPSIM_SYN_SENT ? has_flag(tcb, TCPSIM_FLAG_TIMESTAMPS)
								    : e->policy->timestamps != 0);
	engine_take_user_timeout(e);
}

void
engine_choose_iss(struct event *e, tcpsim_seq iss)
{
	struct tcpsim_tcb *tcb = e->tcb;

	tcb->snd.iss = iss;
	tcb->snd.una = iss;
	tcb->snd.nxt = tcpsim_seq_add(iss, 1);
	set_flag(tcb, TCPSIM_FLAG_SYN_OUT);
}

bool
engine_fin_is_acked(const struct tcpsim_tcb *tcb)
{
	return has_flag(tcb, TCPSIM_FLAG_FIN_SENT) && tcpsim_seq_eq(tcb->snd.una, tcb->snd.nxt);
}

/*
 * The invariants of a TCB.
 *
 * 1. In CLOSED nothing is remembered.
 * 2. SND.UNA =< SND.NXT, less than 2^31 apart.
 * 3. A SYN is outstanding in SYN-SENT and SYN-RECEIVED; after that only where CLOSE came first (FIN-WAIT-1, CLOSING).
 * 4. FIN has a number only after CLOSE; states after CLOSE are entered by CLOSE only, and those after the
 *    peer's FIN only by the peer's FIN.
 * 5. No text waits behind a FIN that was sent.
 * 6. Held ranges are not empty, ascend, do not touch each other, and lie between RCV.NXT and the peer's
 *    FIN or the right edge; they touch RCV.NXT only while text that came with a SYN waits for ESTABLISHED.
 * 7. TIME-WAIT runs its one timer and no other; no other state runs it.
 * 8. What is outstanding has a timer: retransmission, or persist where the window is closed.
 * 9. Eff.snd.MSS is not 0, the RTO is positive, and reserved fields are 0.
 */
static const char *
check_closed(const struct tcpsim_tcb *tcb)
{
	static const struct tcpsim_tcb closed;

	return memcmp(tcb, &closed, sizeof(closed)) == 0 ? NULL : "a TCB in CLOSED remembers something";
}

static bool
may_have_syn_out(const struct tcpsim_tcb *tcb)
{
	return tcb->state == TCPSIM_SYN_SENT || tcb->state == TCPSIM_SYN_RECEIVED ||
	       tcb->state == TCPSIM_FIN_WAIT_1 || tcb->state == TCPSIM_CLOSING;
}

static const char *
check_send_side(const struct tcpsim_tcb *tcb)
{
	bool syn_out = has_flag(tcb, TCPSIM_FLAG_SYN_OUT);
	bool opening = tcb->state == TCPSIM_SYN_SENT || tcb->state == TCPSIM_SYN_RECEIVED;

	if (tcpsim_seq_gt(tcb->snd.una, tcb->snd.nxt))
		return "SND.UNA is beyond SND.NXT";
	if (opening && !syn_out)
		return "no SYN is outstanding while the connection is being opened";
	if (syn_out && (!may_have_syn_out(tcb) || !tcpsim_seq_eq(tcb->snd.una, tcb->snd.iss)))
		return "a SYN is outstanding in a state that knows it to be acknowledged";
	if (has_flag(tcb, TCPSIM_FLAG_FIN_SENT) && !has_flag(tcb, TCPSIM_FLAG_CLOSE_CALLED))
		return "FIN was sent without CLOSE";
	if (has_flag(tcb, TCPSIM_FLAG_FIN_SENT) && tcb->snd.queued_bytes != 0)
		return "text waits behind a FIN that was sent";
	if (tcb->mss == 0 || tcb->rtt.rto_us <= 0)
		return "Eff.snd.MSS is 0, or the RTO is not positive";
	return NULL;
}

static const char *
check_closing_flags(const struct tcpsim_tcb *tcb)
{
	bool closed = has_flag(tcb, TCPSIM_FLAG_CLOSE_CALLED);
	bool fin_taken = has_flag(tcb, TCPSIM_FLAG_FIN_TAKEN);

	switch ((enum tcpsim_state)tcb->state) {
	case TCPSIM_CLOSED:
	case TCPSIM_LISTEN:
	case TCPSIM_SYN_SENT:
	case TCPSIM_ESTABLISHED:
		return closed || fin_taken ? "a FIN of either end is known before it can be" : NULL;
	case TCPSIM_SYN_RECEIVED:
		return fin_taken ? "the peer's FIN was taken before ESTABLISHED" : NULL;
	case TCPSIM_FIN_WAIT_1:
		return !closed || fin_taken ? "FIN-WAIT-1 is after CLOSE and before the peer's FIN" : NULL;
	case TCPSIM_FIN_WAIT_2:
		return !engine_fin_is_acked(tcb) || fin_taken ? "FIN-WAIT-2 is after the ACK of our FIN only" : NULL;
	case TCPSIM_CLOSE_WAIT:
		return closed || !fin_taken ? "CLOSE-WAIT is after the peer's FIN and before CLOSE" : NULL;
	case TCPSIM_CLOSING:
	case TCPSIM_LAST_ACK:
		return !closed || !fin_taken || engine_fin_is_acked(tcb) ? "our FIN is not waited for" : NULL;
	case TCPSIM_TIME_WAIT:
		return !fin_taken || !engine_fin_is_acked(tcb) ? "TIME-WAIT is after both FINs" : NULL;
	}
	return "no such state";
}

static const char *
check_receive_side(const struct tcpsim_tcb *tcb)
{
	uint32_t least_offset = tcb->state == TCPSIM_SYN_RECEIVED ? 0 : 1;
	uint32_t limit = tcb->rcv.wnd;
	unsigned i;

	if (tcb->n_held > TCPSIM_MAX_RANGES)
		return "more ranges are held than there is room for";
	if (has_flag(tcb, TCPSIM_FLAG_FIN_SEEN) && !has_flag(tcb, TCPSIM_FLAG_FIN_TAKEN))
		limit = tcpsim_seq_distance(tcb->rcv.nxt, tcb->rcv.fin);
	/* After a CLOSE in SYN-RECEIVED what came with the SYN may still wait. */
	if (has_flag(tcb, TCPSIM_FLAG_SYN_OUT))
		least_offset = 0;
	for (i = 0; i < tcb->n_held; i++) {
		uint32_t begin = tcpsim_seq_distance(tcb->rcv.nxt, tcb->ranges[i].begin);
		uint32_t end = tcpsim_seq_distance(tcb->rcv.nxt, tcb->ranges[i].end);

		if (begin < least_offset || end <= begin || end > limit)
			return "a held range is empty, out of order, or outside of the window";
		least_offset = end + 1;
	}
	return NULL;
}

static const char *
check_timers(const struct tcpsim_tcb *tcb)
{
	bool has_2msl = tcb->deadline_us[TCPSIM_TIMER_2MSL] != TCPSIM_TIME_NONE;
	bool resends = tcb->deadline_us[TCPSIM_TIMER_RETRANSMISSION] != TCPSIM_TIME_NONE ||
		       tcb->deadline_us[TCPSIM_TIMER_PERSIST] != TCPSIM_TIME_NONE;

	if (has_2msl != (tcb->state == TCPSIM_TIME_WAIT))
		return "the 2MSL timer runs in TIME-WAIT and nowhere else";
	if (has_2msl && tcpsim_tcb_deadline_us(tcb) != tcb->deadline_us[TCPSIM_TIMER_2MSL])
		return "another timer runs in TIME-WAIT";
	if (!tcpsim_seq_eq(tcb->snd.una, tcb->snd.nxt) && !resends)
		return "something is outstanding and no timer will send it again";
	return NULL;
}

const char *
tcpsim_tcb_check(const struct tcpsim_tcb *tcb)
{
	const char *broken;

	if (tcb->state == TCPSIM_CLOSED)
		return check_closed(tcb);
	broken = check_send_side(tcb);
	if (broken == NULL)
		broken = check_closing_flags(tcb);
	if (broken == NULL)
		broken = check_receive_side(tcb);
	if (broken == NULL)
		broken = check_timers(tcb);
	return broken;
}
