/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "engine_private.h"

_Static_assert(sizeof(struct tcpsim_tcb) <= 448, "a million TCBs fit into memory");
_Static_assert(sizeof(struct tcpsim_tcb) ==
		       8 + 7 * 4 + 3 * 4 + /* snd */
		       8 + 5 * 4 + 3 * 4 + /* rcv */
		       TCPSIM_N_TIMERS * 8 + 4 * 8 + 2 * 4 + /* deadlines, rtt */
		       8 + 2 * 4 + 8 * 4 + 3 * 4 + /* sent, cc, old */
		       TCPSIM_MAX_RANGES * 8 + 3 * 4 + 2 * 2 + 4 + 24, "no hidden padding");

static const char timer_names[TCPSIM_N_TIMERS][16] = {
	[TCPSIM_TIMER_RETRANSMISSION] = "retransmission",
	[TCPSIM_TIMER_PERSIST] = "persist",
	[TCPSIM_TIMER_KEEPALIVE] = "keepalive",
	[TCPSIM_TIMER_2MSL] = "2MSL",
	[TCPSIM_TIMER_USER] = "user",
	[TCPSIM_TIMER_ACK] = "delayed-ack",
	[TCPSIM_TIMER_FIN_WAIT_2] = "FIN-WAIT-2",
};

const char *
tcpsim_timer_name(enum tcpsim_timer timer)
{
	return timer_names[timer];
}

int64_t
tcpsim_tcb_deadline_us(const struct tcpsim_tcb *tcb)
{
	const int64_t *us = tcb->deadline_us;

	_Static_assert(TCPSIM_N_TIMERS == 7, "all timers are looked at");
	if (tcb->state == TCPSIM_CLOSED)
		return TCPSIM_TIME_NONE;
	/* In pairs: it is asked after every event. */
	return earlier(earlier(earlier(us[0], us[1]), earlier(us[2], us[3])), earlier(earlier(us[4], us[5]), us[6]));
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
	engine_init_options(tcb, policy);
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

/* A passive OPEN in SYN-RECEIVED goes without a word: who never answered the SYN,ACK is no peer yet. */
static bool
is_known_to_peer(const struct tcpsim_tcb *tcb)
{
	return tcpsim_state_is_synchronized((enum tcpsim_state)tcb->state) ||
	       (tcb->state == TCPSIM_SYN_RECEIVED && tcb->origin == TCPSIM_ORIGIN_ACTIVE);
}

static bool
is_to_be_told(const struct event *e, enum tcpsim_reset_give_up least)
{
	switch ((enum tcpsim_reset_give_up)e->policy->reset_give_up) {
	case TCPSIM_RESET_NEVER:
		break;
	case TCPSIM_RESET_KEEPALIVE:
		return least == TCPSIM_RESET_KEEPALIVE;
	case TCPSIM_RESET_ALWAYS:
		return true;
	}
	return false;
}

/* What ICMP said may be why nobody answered, and is what the user is to know then: docs/deviations.md. */
void
engine_give_up(struct event *e, enum tcpsim_reset_give_up least)
{
	enum tcpsim_error soft = (enum tcpsim_error)e->tcb->soft_error;

	if (is_to_be_told(e, least) && is_known_to_peer(e->tcb)) {
		note(e, TCPSIM_RULE_GIVING_UP_RESETS);
		engine_send_abort(e);
	}
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

	tcb->rcv.irs = seg->seq;
	tcb->rcv.nxt = tcpsim_seq_add(seg->seq, 1);
	/* Whatever answers it acknowledges it; under a two-way handshake nothing may. */
	tcb->rcv.acked = tcb->rcv.nxt;
	/* SND.WL2 has no ACK to come from: ISS is below any to come. */
	tcb->snd.wnd = seg->wnd;
	tcb->snd.max_wnd = seg->wnd;
	tcb->snd.wl1 = seg->seq;
	tcb->snd.wl2 = tcb->snd.iss;
	engine_agree_on_options(e);
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
