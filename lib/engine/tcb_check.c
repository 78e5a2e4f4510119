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
 * 7. TIME-WAIT runs its one timer and no other; no other state runs it. The timer of FIN-WAIT-2 runs there only, and
 *    only if nobody reads.
 * 8. What is outstanding has a timer: retransmission, or persist where the window is closed.
 * 9. Eff.snd.MSS is not 0, and the RTO is positive.
 * 10. SND.UP lies beyond SND.UNA and no further than what the user has sent; RCV.UP beyond what the user has got and
 *    no further than the peer's FIN. Without its flag either is 0.
 * 11. Last.ACK.sent is not beyond RCV.NXT. The ACK timer runs only where RCV.NXT is beyond it, and for no ACK that is
 *    owed at once.
 * 12. What the peer told by SACK are ranges that are not empty, ascend, do not touch each other, and lie beyond SND.UNA
 *    and no further than SND.NXT; there are none without SACK. Between the two lists all is zero.
 * 13. Congestion control is there or not: without cwnd nothing of it is remembered. With it cwnd is at least a segment.
 * 14. Fast recovery and slow start after the RTO exclude each other. In either SND.UNA =< snd.resend =< SND.NXT, and
 *    cc.recover lies beyond SND.UNA and no further than SND.NXT; in neither snd.resend is 0.
 * 15. What was not agreed on, or not offered in SYN-SENT, leaves nothing: shift counts, which are 14 at the most,
 *    TS.Recent, what ECN owes, the peer's user timeout.
 * 16. The error that is remembered is one of ICMP's.
 * 17. In SYN-RECEIVED something was taken, or after a passive OPEN sent, by Fast Open only.
 * 18. No ACK was quick before any text came. What is reserved is zero.
 * 19. A small segment that is under way ends beyond SND.UNA and no further than SND.NXT. A burst goes on only where
 *    something was sent.
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

/* Without its flag a number is 0. */
static bool
is_stale(const struct tcpsim_tcb *tcb, enum tcpsim_tcb_flag flag, uint32_t n)
{
	return n != 0 && !has_flag(tcb, flag);
}

static const char *
check_urgent(const struct tcpsim_tcb *tcb)
{
	uint32_t sent = tcpsim_seq_distance(tcb->snd.una, tcb->snd.nxt) + tcb->snd.queued_bytes;
	uint32_t pending = tcb->rcv.unread_bytes + has_flag(tcb, TCPSIM_FLAG_FIN_TAKEN);
	tcpsim_seq got = tcpsim_seq_add(tcb->rcv.nxt, 0U - pending);

	if (is_stale(tcb, TCPSIM_FLAG_SND_URGENT, tcb->snd.up.n) || is_stale(tcb, TCPSIM_FLAG_RCV_URGENT, tcb->rcv.up.n))
		return "an urgent pointer is remembered and means nothing";
	if (has_flag(tcb, TCPSIM_FLAG_SND_URGENT) && (!tcpsim_seq_gt(tcb->snd.up, tcb->snd.una) ||
						      tcpsim_seq_distance(tcb->snd.una, tcb->snd.up) > sent))
		return "SND.UP is not ahead of SND.UNA, or beyond all that was sent";
	if (!has_flag(tcb, TCPSIM_FLAG_RCV_URGENT))
		return NULL;
	if (!tcpsim_seq_gt(tcb->rcv.up, got) ||
	    (has_flag(tcb, TCPSIM_FLAG_FIN_SEEN) && tcpsim_seq_gt(tcb->rcv.up, tcb->rcv.fin)))
		return "RCV.UP is not ahead of what the user has got, or behind the peer's FIN";
	return NULL;
}

/* The i-th of the ranges that the peer told by SACK, from below. */
static const struct tcpsim_range *
sacked(const struct tcpsim_tcb *tcb, unsigned i)
{
	return &tcb->ranges[TCPSIM_MAX_RANGES - 1 - i];
}

static const char *
check_scoreboard(const struct tcpsim_tcb *tcb)
{
	uint32_t sent = tcpsim_seq_distance(tcb->snd.una, tcb->snd.nxt), least_offset = 1;
	unsigned i;

	if (tcb->n_held + tcb->n_sacked > TCPSIM_MAX_RANGES || is_stale(tcb, TCPSIM_FLAG_SACK, tcb->n_sacked))
		return "ranges are told by SACK that there is no room or no reason for";
	for (i = 0; i < tcb->n_sacked; i++) {
		uint32_t begin = tcpsim_seq_distance(tcb->snd.una, sacked(tcb, i)->begin);
		uint32_t end = tcpsim_seq_distance(tcb->snd.una, sacked(tcb, i)->end);

		if (begin < least_offset || end <= begin || end > sent)
			return "a range told by SACK is empty, out of order, or not of what was sent";
		least_offset = end + 1;
	}
	for (i = tcb->n_held; i < (unsigned)(TCPSIM_MAX_RANGES - tcb->n_sacked); i++)
		if ((tcb->ranges[i].begin.n | tcb->ranges[i].end.n) != 0)
			return "a range that is in no list is remembered";
	return NULL;
}

static const char *
check_recovery(const struct tcpsim_tcb *tcb)
{
	bool recovers = has_flag(tcb, TCPSIM_FLAG_RECOVERY), resumes = has_flag(tcb, TCPSIM_FLAG_LOSS);
	uint32_t sent = tcpsim_seq_distance(tcb->snd.una, tcb->snd.nxt);
	uint32_t recover = tcpsim_seq_distance(tcb->snd.una, tcb->cc.recover);

	if (recovers && resumes)
		return "fast recovery and slow start after the RTO at once";
	if (!recovers && !resumes)
		return tcb->snd.resend.n != 0 ? "nothing is recovered, but some of it was sent again" : NULL;
	if (tcpsim_seq_distance(tcb->snd.una, tcb->snd.resend) > sent)
		return "what was sent again is not outstanding";
	if (recover == 0 || recover > sent)
		return "a recovery goes on beyond what it is to recover";
	return NULL;
}

static const char *
check_congestion(const struct tcpsim_tcb *tcb)
{
	uint32_t flags = TCPSIM_FLAG_RECOVERY | TCPSIM_FLAG_LOSS | TCPSIM_FLAG_REDUCED | TCPSIM_FLAG_CWR_OWED;

	if (tcb->cc.cwnd != 0)
		return tcb->cc.cwnd < tcb->mss ? "cwnd is less than a segment" : check_recovery(tcb);
	if ((tcb->cc.ssthresh | tcb->cc.recover.n | tcb->cc.acked_bytes | tcb->cc.w_max | tcb->cc.w_est |
	     tcb->cc.epoch_ms | tcb->cc.k_ms | tcb->dup_acks | tcb->snd.resend.n | tcb->n_sacked) != 0 ||
	    (tcb->flags & flags) != 0)
		return "there is no congestion control, but something of it is remembered";
	return NULL;
}

static const char *
check_agreements(const struct tcpsim_tcb *tcb)
{
	bool owes_ecn = (tcb->flags & (TCPSIM_FLAG_ECE_OWED | TCPSIM_FLAG_CWR_OWED | TCPSIM_FLAG_REDUCED)) != 0;

	if (tcb->snd_scale > 14 || tcb->rcv_scale > 14)
		return "a shift count is larger than 14";
	if (is_stale(tcb, TCPSIM_FLAG_WINDOW_SCALE, tcb->snd_scale | (uint32_t)tcb->rcv_scale) ||
	    is_stale(tcb, TCPSIM_FLAG_TIMESTAMPS, tcb->ts.recent | tcb->ts.recent_s) ||
	    is_stale(tcb, TCPSIM_FLAG_ECN, owes_ecn) || is_stale(tcb, TCPSIM_FLAG_DROPPED, tcb->dropped.n))
		return "something is remembered of what was not agreed on";
	if (has_flag(tcb, TCPSIM_FLAG_USER_TIMEOUT) != (tcb->user_timeout != 0))
		return "the peer's user timeout is 0, or it never told one";
	if (tcb->soft_error != TCPSIM_OK &&
	    (tcb->soft_error < TCPSIM_ERROR_NET_UNREACHABLE || tcb->soft_error > TCPSIM_ERROR_PARAMETER_PROBLEM))
		return "ICMP has no such error";
	return NULL;
}

static const char *
check_fast_open(const struct tcpsim_tcb *tcb)
{
	bool is_sent = tcb->origin != TCPSIM_ORIGIN_ACTIVE && outstanding_text(tcb) != 0;

	if (tcb->state != TCPSIM_SYN_RECEIVED || has_flag(tcb, TCPSIM_FLAG_FAST_OPEN))
		return NULL;
	return is_sent || tcb->rcv.nxt_offset != 0 ? "text was taken or sent before ESTABLISHED" : NULL;
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

	if (tcpsim_seq_gt(tcb->rcv.acked, tcb->rcv.nxt))
		return "something was acknowledged that is not there";
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
check_rest(const struct tcpsim_tcb *tcb)
{
	unsigned i;

	if (tcb->quick_acks != 0 && tcb->rcv.nxt_offset == 0 && tcb->n_held == 0)
		return "ACKs of text were quick, and there was no text";
	if (tcb->quick_acks == 0 && tcb->text_ms != 0)
		return "text came whose ACK was quick, and none was";
	for (i = 0; i < sizeof(tcb->reserved_8); i++)
		if (tcb->reserved_8[i] != 0)
			return "what is reserved is not zero";
	return NULL;
}

static const char *
check_nagle(const struct tcpsim_tcb *tcb)
{
	if (is_stale(tcb, TCPSIM_FLAG_SMALL, tcb->small.n))
		return "a small segment is remembered that is not under way";
	if (has_flag(tcb, TCPSIM_FLAG_SMALL) &&
	    (!tcpsim_seq_gt(tcb->small, tcb->snd.una) || tcpsim_seq_gt(tcb->small, tcb->snd.nxt)))
		return "a small segment is under way that is not outstanding";
	if (has_flag(tcb, TCPSIM_FLAG_BURST) && !is_outstanding(tcb))
		return "a burst goes on that sent nothing";
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
	if (tcb->deadline_us[TCPSIM_TIMER_FIN_WAIT_2] != TCPSIM_TIME_NONE && tcb->state != TCPSIM_FIN_WAIT_2)
		return "the timer of FIN-WAIT-2 runs elsewhere";
	if (tcb->deadline_us[TCPSIM_TIMER_FIN_WAIT_2] != TCPSIM_TIME_NONE && !has_flag(tcb, TCPSIM_FLAG_READER_GONE))
		return "the timer of FIN-WAIT-2 runs, and somebody reads";
	if (tcb->deadline_us[TCPSIM_TIMER_ACK] != TCPSIM_TIME_NONE && has_flag(tcb, TCPSIM_FLAG_ACK_NOW))
		return "an ACK is owed at once, and its timer runs";
	if (tcb->deadline_us[TCPSIM_TIMER_ACK] != TCPSIM_TIME_NONE && tcpsim_seq_eq(tcb->rcv.acked, tcb->rcv.nxt))
		return "the ACK timer runs, and no ACK is owed";
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
		broken = check_fast_open(tcb);
	if (broken == NULL)
		broken = check_receive_side(tcb);
	if (broken == NULL)
		broken = check_timers(tcb);
	if (broken == NULL)
		broken = check_urgent(tcb);
	if (broken == NULL)
		broken = check_scoreboard(tcb);
	if (broken == NULL)
		broken = check_congestion(tcb);
	if (broken == NULL)
		broken = check_rest(tcb);
	if (broken == NULL)
		broken = check_nagle(tcb);
	return broken == NULL ? check_agreements(tcb) : broken;
}
