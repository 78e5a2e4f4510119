/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "engine_private.h"

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
