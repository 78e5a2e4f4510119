/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_ENGINE_PRIVATE_H
#define TCPSIM_ENGINE_PRIVATE_H

#include <tcpsim/engine.h>

/*
 * One event on its way through the engine: what lwIP keeps in file variables.
 * User calls and timeouts have no segment; .arriving is NULL.
 */
struct event {
	struct tcpsim_tcb *tcb;
	const struct tcpsim_policy *policy;
	int64_t now_us;
	struct tcpsim_effects *out;

	/* Of an arriving segment only. */
	const struct tcpsim_arriving *arriving;
	const struct tcpsim_segment *seg;
	/* The idealized segment of 3.10.7.4: what of it is new and in the window. */
	tcpsim_seq begin, end; /* its text, [begin, end) */
	bool has_syn, has_fin;
	/* And what of it we have, to be told by DSACK; empty if nothing. */
	struct tcpsim_range twice;
};

/* Whether processing of a segment goes on with the next check. */
enum verdict {
	CONTINUE,
	DONE,
};

/* A rule took effect by the way: it ends the call only if no other does. */
static inline void
note(struct event *e, enum tcpsim_rule rule)
{
	if (e->out->rule == TCPSIM_RULE_NONE)
		e->out->rule = (uint16_t)rule;
	e->out->fired.bits[rule / 64U] |= UINT64_C(1) << (rule % 64U);
}

/* A rule took effect. The last one marked is the one that ended the call. */
static inline void
mark(struct event *e, enum tcpsim_rule rule)
{
	note(e, rule);
	e->out->rule = (uint16_t)rule;
}

/* The only way to stop processing a segment: every arrival ends with a rule. */
static inline enum verdict
done(struct event *e, enum tcpsim_rule rule)
{
	mark(e, rule);
	return DONE;
}

static inline bool
has_flag(const struct tcpsim_tcb *tcb, enum tcpsim_tcb_flag flag)
{
	return (tcb->flags & flag) != 0;
}

static inline void
set_flag(struct tcpsim_tcb *tcb, enum tcpsim_tcb_flag flag)
{
	tcb->flags = tcb->flags | (uint32_t)flag;
}

static inline void
clear_flag(struct tcpsim_tcb *tcb, enum tcpsim_tcb_flag flag)
{
	tcb->flags = tcb->flags & ~(uint32_t)flag;
}

/* Whether the engine is to make this mistake. Each is asked for at one place. */
static inline bool
has_flaw(const struct event *e, enum tcpsim_flaw flaw)
{
	return (e->policy->flaws & tcpsim_flaw_set(flaw)) != 0;
}

static inline int64_t
earlier(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static inline int64_t
later(int64_t a, int64_t b)
{
	return a < b ? b : a;
}

static inline uint32_t
least(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

static inline uint32_t
greatest(uint32_t a, uint32_t b)
{
	return a < b ? b : a;
}

/* `now_us` + `span_us`, or TCPSIM_TIME_NONE where that is beyond all time. */
static inline int64_t
after_us(int64_t now_us, int64_t span_us)
{
	return span_us > TCPSIM_TIME_NONE - now_us ? TCPSIM_TIME_NONE : now_us + span_us;
}

/* FIN follows the last octet, and has not been sent yet. */
static inline bool
owes_fin(const struct tcpsim_tcb *tcb)
{
	return has_flag(tcb, TCPSIM_FLAG_CLOSE_CALLED) && !has_flag(tcb, TCPSIM_FLAG_FIN_SENT);
}

/* Something was sent and is not acknowledged. */
static inline bool
is_outstanding(const struct tcpsim_tcb *tcb)
{
	return !tcpsim_seq_eq(tcb->snd.una, tcb->snd.nxt);
}

/* Text or FIN that has not been sent yet. */
static inline bool
is_waiting(const struct tcpsim_tcb *tcb)
{
	return tcb->snd.queued_bytes != 0 || owes_fin(tcb);
}

/*
 * Whether text and FIN may leave: 3.10.2 queues them until ESTABLISHED, but for the FIN of a CLOSE in SYN-RECEIVED, and
 * what goes to a client whose cookie was right (RFC 7413 4.2.2).
 */
static inline bool
may_send_text(const struct tcpsim_tcb *tcb)
{
	if (tcb->state == TCPSIM_SYN_RECEIVED)
		return has_flag(tcb, TCPSIM_FLAG_FAST_OPEN);
	return tcb->state != TCPSIM_SYN_SENT;
}

/* SWS avoidance holds text back though nothing is under way: nobody but the persist timer will send it. */
static inline bool
is_held_back(const struct tcpsim_tcb *tcb)
{
	return tcb->snd.queued_bytes != 0 && !is_outstanding(tcb) && tcb->snd.wnd != 0 && may_send_text(tcb);
}

/* Something was sent and is not acknowledged, and is there to be sent again. */
static inline bool
is_kept(const struct tcpsim_tcb *tcb)
{
	return is_outstanding(tcb) &&
	       !(has_flag(tcb, TCPSIM_FLAG_DROPPED) && tcpsim_seq_eq(tcb->snd.una, tcb->dropped));
}

/* Octets of text that were sent and are not acknowledged: SYN and FIN have numbers, but are no text. */
static inline uint32_t
outstanding_text(const struct tcpsim_tcb *tcb)
{
	return tcpsim_seq_distance(tcb->snd.una, tcb->snd.nxt) - has_flag(tcb, TCPSIM_FLAG_SYN_OUT) -
	       (has_flag(tcb, TCPSIM_FLAG_FIN_SENT) && is_outstanding(tcb));
}

/* SEG.WND in octets: scaled as both ends agreed, but for that of a SYN (RFC 7323 2.2). */
static inline uint32_t
advertised_window(const struct event *e)
{
	return (e->seg->ctl & TCPSIM_SYN) != 0 ? e->seg->wnd : e->seg->wnd << e->tcb->snd_scale;
}

/* Places among the ranges that held text and what SACK told leave each other. */
#define RANGES_KEPT 4U

/* Places for held text. */
static inline unsigned
room_for_held(const struct tcpsim_tcb *tcb)
{
	if (!has_flag(tcb, TCPSIM_FLAG_SACK))
		return TCPSIM_MAX_RANGES;
	return TCPSIM_MAX_RANGES - (tcb->n_sacked > RANGES_KEPT ? tcb->n_sacked : RANGES_KEPT);
}

/* ---- event.c: the frame of every event ---- */

/* Empty the batch and begin an event. */
void engine_begin(struct event *e, struct tcpsim_tcb *tcb, const struct tcpsim_policy *policy, int64_t now_us,
	struct tcpsim_effects *out);
/* Do what is due after it: a CLOSE that waited, output, timers; and note the state reached. */
void engine_end(struct event *e);
/* The same for a user call that answers at once. */
enum tcpsim_error engine_answer(struct event *e, enum tcpsim_rule rule, enum tcpsim_error error);

/* ---- tcb.c ---- */

/* Give a TCB its initial values; the state is still CLOSED. */
void engine_init(struct tcpsim_tcb *tcb, const struct tcpsim_policy *policy);
/* Delete the TCB: CLOSED, and nothing is remembered. */
void engine_delete(struct event *e);
/* The connection ends and the user is told how. */
void engine_delete_with(struct event *e, enum tcpsim_error error);
/* "Return this connection to LISTEN state": as the passive OPEN left it. */
void engine_return_to_listen(struct event *e);
/*
 * Time is up: the user is told what ICMP said last, or that nobody answered; and the peer, if it knows of us and the
 * policy wants it told of this: `least` is TCPSIM_RESET_KEEPALIVE for who asked whether it lives, else
 * TCPSIM_RESET_ALWAYS.
 */
void engine_give_up(struct event *e, enum tcpsim_reset_give_up least);
/* Note a SYN of the peer, after ISS was chosen: IRS, RCV.NXT, its window, its MSS. */
void engine_take_syn(struct event *e);
/* Choose `iss`: SND.UNA is ISS and SND.NXT is ISS+1. */
void engine_choose_iss(struct event *e, tcpsim_seq iss);
/* Everything that was sent, FIN included, is acknowledged. */
bool engine_fin_is_acked(const struct tcpsim_tcb *tcb);

/* ---- call_open.c ---- */

/* Become an active connection: SYN is sent, SYN-SENT. */
void engine_open_active(struct event *e, tcpsim_seq iss);

/* ---- output.c: how segments are formed ---- */

/* <SEQ=SND.NXT><ACK=RCV.NXT><CTL=ACK> */
void engine_send_ack(struct event *e, enum tcpsim_purpose purpose);
/*
 * <SEQ=seq><ACK=RCV.NXT><CTL=ACK> with text, and FIN where asked for: of SND.NXT, or again. Sets PSH, URG, SACK blocks
 * and stamps; SND.NXT and the timers are the caller's.
 */
struct tcpsim_segment *engine_send_text(struct event *e, tcpsim_seq seq, uint32_t octets, bool fin,
	enum tcpsim_purpose purpose);
/* <SEQ=ISS><CTL=SYN>, or <SEQ=ISS><ACK=RCV.NXT><CTL=SYN,ACK> where the peer's SYN is known. */
void engine_send_syn(struct event *e, enum tcpsim_purpose purpose);
/* <SEQ=seq><CTL=RST> */
void engine_send_reset(struct event *e, tcpsim_seq seq);
/* The reset of who ends a connection by himself, 3.10.5: <SEQ=SND.NXT><CTL=RST>, or by policy with ACK. */
void engine_send_abort(struct event *e);
/* The reset that makes itself acceptable to the sender of the segment, 3.10.7.1. */
void engine_reset_segment(struct event *e);
/* <SEQ=SND.NXT-1><ACK=RCV.NXT><CTL=ACK>, 3.8.4 */
void engine_send_keepalive(struct event *e);
/* Send what is at SND.UNA again: SYN, or up to `octets` of text and FIN behind it. */
void engine_send_again(struct event *e, uint32_t octets, enum tcpsim_purpose purpose);
/* Ask whether a closed window has opened: by one octet, or FIN, beyond it, or as policy->window_probe says. */
void engine_send_probe(struct event *e);
/* Whether Nagle lets a short segment go, if its switch is on. */
bool engine_may_be_short(const struct event *e);
/* Send what is_held_back(): 3.8.6.2.1 (4). */
void engine_send_held_back(struct event *e);
/* Send what is new and owed, as far as window and batch allow; says in the batch if there is more. */
void engine_output(struct event *e);

/* ---- timers: retransmit.c, persist.c, keepalive.c, time_wait.c ---- */

/* Start, go on with, or stop retransmission, persist and user timers, as what is outstanding asks for. */
void engine_settle_timers(struct event *e);
void engine_retransmission_timeout(struct event *e);
/* How long a closed window, or text that is held back, waits for the persist timer. */
int64_t engine_persist_us(const struct event *e);
void engine_persist_timeout(struct event *e);
/* Something was heard from the peer: the idle time begins anew. */
void engine_keepalive_heard(struct event *e);
/* The policy is another one. */
void engine_keepalive_changed(struct event *e);
void engine_keepalive_timeout(struct event *e);
/* TIME-WAIT: the one timer starts and all others stop; or no TIME-WAIT by policy. */
void engine_enter_time_wait(struct event *e);
void engine_restart_2msl(struct event *e);
/* FIN-WAIT-2, and nobody reads any more: its timer starts, if the policy has one and it does not run. */
void engine_limit_fin_wait_2(struct event *e);
/* Reopen from TIME-WAIT if the segment is a SYN that may (MAY-2, SHLD-4), or drop it if timestamps show it to be old. */
enum verdict engine_time_wait_syn(struct event *e);
/* The SYN that reopened was an old one: back to TIME-WAIT. */
void engine_return_to_time_wait(struct event *e);

/* ---- path_mtu.c: RFC 1191, RFC 8201 ---- */

/* A packet was too large: lower Eff.snd.MSS, and send again what was lost. */
void engine_lower_path_mtu(struct event *e, const struct tcpsim_icmp *icmp);

/* ---- user_timeout.c: RFC 5482 ---- */

/* The user timeout in force. */
int64_t engine_user_timeout_us(const struct event *e);
/* Whether that is what both ends have told, so that it stands for R2. */
bool engine_has_peers_user_timeout(const struct event *e);
/* Put the option into a segment that is formed otherwise, if it is owed and there is room. */
void engine_tell_user_timeout(struct event *e, struct tcpsim_segment *seg);
/* The peer's SYN, or an acceptable segment with an acceptable ACK, may have it. */
void engine_take_user_timeout(struct event *e);
/* The user has changed it: the peer is told. */
void engine_user_timeout_changed(struct event *e);

/* ---- rtt.c: RFC 6298 ---- */

void engine_rtt_start(struct event *e, tcpsim_seq seq);
/* SND.UNA will be `ack`: take the sample if it covers the segment that is timed. */
void engine_rtt_acked(struct event *e, tcpsim_seq ack);
/* The RTO expired, and is so many times as long the next time. */
void engine_rto_back_off(struct event *e, unsigned times);
/* Karn: what is sent again is not timed. */
void engine_rtt_forget(struct event *e);

/* ---- timestamps.c: RFC 7323 ---- */

/* What the test of an arriving segment's timestamp says. */
enum paws {
	PAWS_PASSES,
	PAWS_MISSING, /* it has none, though both ends agreed on them */
	PAWS_OLD,     /* it was sent before something that has arrived */
};

/* Put the option into a segment that is sent. */
void engine_stamp(struct event *e, struct tcpsim_segment *seg);
/* Both SYNs have the option; the peer's has arrived. */
void engine_begin_timestamps(struct event *e);
/* A former incarnation is in force again, with its TS.Recent. */
void engine_restore_timestamps(struct event *e, uint32_t recent);
/* Both for a connection with timestamps only. */
enum paws engine_paws(const struct event *e);
/* An acceptable segment may tell a newer TS.Recent. */
void engine_take_timestamp(struct event *e);

/* ---- acknowledge.c: the send side of an acceptable ACK ---- */

/* SND.UNA <- `ack`: SEG.ACK, or what it must be where it was tested before. */
void engine_advance_una(struct event *e, tcpsim_seq ack);
void engine_set_window(struct event *e);

/* ---- options.c: what SYNs offer and agree on ---- */

/* What an end has before it has seen a SYN: the window of its own, and the peer's default MSS. */
void engine_init_options(struct tcpsim_tcb *tcb, const struct tcpsim_policy *policy);
/* An active OPEN: what the policy wants to be offered. */
void engine_offer_options(struct event *e);
/* Put into a SYN or SYN,ACK what is offered, or agreed on. */
void engine_add_syn_options(struct event *e, struct tcpsim_segment *syn);
/* Our SYN goes out again: perhaps with less. */
void engine_offer_less(struct event *e);
/* Whether our SYN has no option but MSS by now. */
bool engine_is_plain_syn(const struct event *e);
/* The peer's SYN has arrived: what both ends want is in force from now on. */
void engine_agree_on_options(struct event *e);
/* In SYN-RECEIVED, the peer's SYN once more. */
void engine_take_syn_again(struct event *e);
/* The receive buffer, as policy->buffer_rounding counts it. */
uint32_t engine_rounded_buffer(const struct tcpsim_tcb *tcb, const struct tcpsim_policy *policy);
static inline uint32_t
engine_receive_buffer(const struct tcpsim_tcb *tcb, const struct tcpsim_policy *policy)
{
	return policy->buffer_rounding == TCPSIM_ROUNDING_NONE ? (uint32_t)policy->receive_buffer_bytes :
	       engine_rounded_buffer(tcb, policy);
}
/* Octets of the fixed headers of IP and TCP. */
uint32_t engine_header_octets(const struct tcpsim_policy *policy);
/* Octets of the options that every segment with text has. */
uint32_t engine_option_octets(const struct tcpsim_tcb *tcb);
/* The most text that fits into a segment beside the SACK blocks that the next one will have. */
uint32_t engine_text_beside_sack(const struct event *e);
/* The most text that fits into the next segment: Eff.snd.MSS, less those. */
static inline uint32_t
engine_text_limit(const struct event *e)
{
	return has_flag(e->tcb, TCPSIM_FLAG_SACK) ? engine_text_beside_sack(e) : e->tcb->mss;
}

/* Text of a full-sized segment of the peer, as far as we can know: RMSS less options, or our own Eff.snd.MSS. */
uint32_t engine_full_segment(const struct event *e);

/* ---- fast_open.c: RFC 7413 ---- */

/* The SYN of an active OPEN was formed: what the user sends with it goes along, or waits. */
void engine_open_fast(struct event *e, const struct tcpsim_open *open);
/* Our SYN is sent again: without cookie and text. */
void engine_fast_open_falls_back(struct event *e);
/* A SYN,ACK or ACK has opened the connection: what it left out of our SYN's text is sent again. */
void engine_fast_open_answered(struct event *e);
/* Our SYN is acknowledged. */
void engine_fast_open_ends(struct event *e);
/* A SYN whose cookie is right: take its text. Before the SYN,ACK is formed. */
void engine_fast_open_accept(struct event *e);
/* Put the host's cookie into the SYN,ACK that was formed. */
void engine_fast_open_give(struct event *e);

/* ---- siphash.c ---- */

/* SipHash-2-4 of words, of which the first octet is the lowest. */
uint64_t engine_siphash(const uint64_t secret[2], const uint64_t *words, unsigned n);

/* ---- delayed_ack.c: 3.8.6.3 ---- */

/* An ACK is owed: at once, or within policy->delayed_ack_us. */
void engine_owe_ack(struct event *e, bool is_urgent);
/* New text leaves, where text has come whose ACK was quick. */
void engine_replied(struct event *e);
void engine_delayed_ack_timeout(struct event *e);

/* ---- urgent.c: 3.8.5 ---- */

/* All that SEND has taken so far is urgent. */
void engine_urge(struct event *e);
/* Set URG and SEG.UP while SND.UP is ahead of SEG.SEQ; with FLAG_SND_URGENT only. */
void engine_point_to_urgent(const struct event *e, struct tcpsim_segment *seg);
/* A segment that may have URG, where text may come. */
void engine_take_urgent(struct event *e);
/* A SYN that may have URG: the user is told when the connection is ESTABLISHED. */
void engine_hold_urgent(struct event *e);
/* Leave urgent mode where SND.UNA, or the user's reading, has reached the pointer. */
void engine_settle_urgent(struct tcpsim_tcb *tcb);
/* Octets of the peer's, up to RCV.UP, that the user has not got (MUST-33). */
uint32_t engine_urgent_ahead(const struct tcpsim_tcb *tcb);

/* ---- congestion.c: cwnd and ssthresh ---- */

/* The connection is synchronized: the initial window. */
void engine_congestion_begin(struct event *e);
/* Octets that cwnd lets leave now; UINT32_MAX without congestion control. */
uint32_t engine_congestion_room(const struct event *e);

/* ---- recovery.c: what is sent again before the RTO says so, or after it did ---- */

/* Send one segment that recovery wants sent again, if cwnd lets it; whether it did. The batch has room for it. */
bool engine_send_recovery(struct event *e);

/* ---- sack.c ---- */

/* Put SACK and DSACK blocks on an ACK; with FLAG_SACK only. */
void engine_add_sack(struct event *e, struct tcpsim_segment *seg);
/* What of an arriving segment with text we have: the next ACK reports it (RFC 2883). With FLAG_SACK only. */
void engine_note_duplicate(struct event *e);

/* ---- ecn.c: RFC 3168 ---- */

/* A segment that passed the first check, with its ECN field, ECE and CWR. */
void engine_ecn_arrived(struct event *e);
/* Set ECN field, ECE and CWR of a segment that is formed otherwise; with FLAG_ECN only, and on neither SYN nor RST. */
void engine_ecn_mark(struct event *e, struct tcpsim_segment *seg);

/* ---- reassembly.c: the receive side ---- */

/* Cut the segment to what is new and in the window. */
void engine_trim(struct event *e);
/* Keep text and FIN for later, without advancing RCV.NXT. False if there is no room. */
bool engine_hold_text(struct event *e);
bool engine_hold_fin(struct event *e);
/* Hold what came with a SYN until ESTABLISHED. */
void engine_hold_with_syn(struct event *e);
/* Advance RCV.NXT to `end`, and over the held text behind it. */
void engine_advance_rcv(struct event *e, tcpsim_seq end);
/* Deliver text on hand to RECEIVE calls that wait. */
void engine_deliver(struct event *e);
/* Move the right edge if it may move far enough; whether it did. */
bool engine_open_window(struct event *e);
/* SEG.WND for a segment that is no SYN; RCV.WND becomes what that tells the peer. */
uint32_t engine_advertise(struct event *e);
/* Move the right edge left to where the buffer ends now. */
void engine_shrink_window(struct event *e);

/* ---- challenge.c: RFC 5961 7 ---- */

/* Whether one more ACK in answer to something unacceptable may be sent; counts it. */
bool engine_may_challenge(struct event *e);
/* Send a challenge ACK, or none if there were too many; ends the segment. */
enum verdict engine_challenge(struct event *e, enum tcpsim_rule rule);

/* ---- low_bits.c ---- */

/* See no more than the low bits of the arriving segment's numbers; `seen` is where to keep what is seen. */
void engine_see_low_bits(struct event *e, struct tcpsim_arriving *seen);

/* ---- arrives_*.c: 3.10.7.1 to .4 ---- */

void engine_arrives_closed(struct event *e);
/* Whether no RST answers a segment that belongs to no connection. */
bool engine_stays_dark(struct event *e);
void engine_arrives_listen(struct event *e);
/* A SYN opens a connection, from LISTEN or again from TIME-WAIT. */
void engine_accept_syn(struct event *e, enum tcpsim_origin origin, tcpsim_seq iss);
void engine_arrives_syn_sent(struct event *e);
void engine_arrives_other(struct event *e);
/* The last steps of 3.10.7.4, where LISTEN and SYN-SENT go on. */
void engine_urgent_text_and_fin(struct event *e);

#endif
