/* SPDX-License-Identifier: MIT */
#include <string.h>

#include <tcpsim/trace.h>

#include "lib/render/ask_private.h"

#define STEP_US 10000
#define WINDOW 65535U
#define SOME_OCTETS 5U

void
tcpsim_ask_arrive(struct asked *asked, const struct tcpsim_segment *seg)
{
	const struct tcpsim_arriving arriving = {
		.seg = *seg,
		.iss = tcpsim_seq_make(ASK_ISS + (asked->tcb.state == TCPSIM_TIME_WAIT ? 100000U : 0)),
		.is_listened = asked->tcb.state == TCPSIM_TIME_WAIT,
	};

	asked->now_us += STEP_US;
	asked->error = TCPSIM_OK;
	tcpsim_engine_arrives(&asked->tcb, &asked->policy, &arriving, asked->now_us, &asked->out);
}

/* A segment of the peer's, offsets from its ISN and from ours. */
static void
arrive(struct asked *asked, uint8_t ctl, uint32_t from_irs, uint32_t from_iss, uint32_t wnd)
{
	const struct tcpsim_segment seg = {
		.seq = tcpsim_seq_make(ASK_IRS + from_irs),
		.ack = tcpsim_seq_make((ctl & TCPSIM_ACK) != 0 ? ASK_ISS + from_iss : 0),
		.ctl = ctl,
		.wnd = wnd,
	};

	tcpsim_ask_arrive(asked, &seg);
}

static enum tcpsim_error
open_tcb(struct asked *asked, bool is_active)
{
	const struct tcpsim_open open = {
		.remote = is_active ? TCPSIM_REMOTE_KNOWN : TCPSIM_REMOTE_UNSPECIFIED,
		.is_active = is_active,
		.iss = tcpsim_seq_make(ASK_ISS),
	};

	return tcpsim_engine_open(&asked->tcb, &asked->policy, &open, asked->now_us, &asked->out);
}

static enum tcpsim_error
call(struct asked *asked, int call)
{
	struct tcpsim_tcb *tcb = &asked->tcb;
	const struct tcpsim_policy *policy = &asked->policy;
	struct tcpsim_status status;

	switch (call) {
	case TCPSIM_CALL_LISTEN:
	case TCPSIM_CALL_CONNECT:
		return open_tcb(asked, call == TCPSIM_CALL_CONNECT);
	case TCPSIM_CALL_SEND:
		return tcpsim_engine_send(
			tcb, policy, SOME_OCTETS, tcpsim_seq_make(ASK_ISS), asked->now_us, &asked->out);
	case TCPSIM_CALL_RECEIVE:
		return tcpsim_engine_receive(tcb, policy, SOME_OCTETS, asked->now_us, &asked->out);
	case TCPSIM_CALL_CLOSE:
		return tcpsim_engine_close(tcb, policy, asked->now_us, &asked->out);
	case TCPSIM_CALL_SHUTDOWN:
		return tcpsim_engine_shutdown(tcb, policy, asked->now_us, &asked->out);
	case TCPSIM_CALL_ABORT:
		return tcpsim_engine_abort(tcb, policy, asked->now_us, &asked->out);
	}
	return tcpsim_engine_status(tcb, policy, &status, &asked->out);
}

void
tcpsim_ask_call(struct asked *asked, int number)
{
	asked->now_us += STEP_US;
	asked->error = call(asked, number);
}

void
tcpsim_ask_reach(struct asked *asked, enum tcpsim_state state, bool is_active)
{
	switch (state) {
	case TCPSIM_CLOSED:
		memset(&asked->tcb, 0, sizeof(asked->tcb));
		break;
	case TCPSIM_LISTEN:
		tcpsim_ask_reach(asked, TCPSIM_CLOSED, false);
		tcpsim_ask_call(asked, TCPSIM_CALL_LISTEN);
		break;
	case TCPSIM_SYN_SENT:
		tcpsim_ask_reach(asked, TCPSIM_CLOSED, false);
		tcpsim_ask_call(asked, TCPSIM_CALL_CONNECT);
		break;
	case TCPSIM_SYN_RECEIVED:
		tcpsim_ask_reach(asked, is_active ? TCPSIM_SYN_SENT : TCPSIM_LISTEN, false);
		arrive(asked, TCPSIM_SYN, 0, 0, WINDOW);
		break;
	case TCPSIM_ESTABLISHED:
		tcpsim_ask_reach(asked, TCPSIM_SYN_SENT, false);
		arrive(asked, TCPSIM_SYN | TCPSIM_ACK, 0, 1, WINDOW);
		tcpsim_engine_receive(
			&asked->tcb, &asked->policy, TCPSIM_RECEIVE_ALL, asked->now_us, &asked->out);
		break;
	case TCPSIM_FIN_WAIT_1:
		tcpsim_ask_reach(asked, TCPSIM_ESTABLISHED, false);
		tcpsim_ask_call(asked, TCPSIM_CALL_CLOSE);
		break;
	case TCPSIM_FIN_WAIT_2:
		tcpsim_ask_reach(asked, TCPSIM_FIN_WAIT_1, false);
		arrive(asked, TCPSIM_ACK, 1, 2, WINDOW);
		break;
	case TCPSIM_CLOSE_WAIT:
		tcpsim_ask_reach(asked, TCPSIM_ESTABLISHED, false);
		arrive(asked, TCPSIM_FIN | TCPSIM_ACK, 1, 1, WINDOW);
		break;
	case TCPSIM_CLOSING:
		tcpsim_ask_reach(asked, TCPSIM_FIN_WAIT_1, false);
		arrive(asked, TCPSIM_FIN | TCPSIM_ACK, 1, 1, WINDOW);
		break;
	case TCPSIM_LAST_ACK:
		tcpsim_ask_reach(asked, TCPSIM_CLOSE_WAIT, false);
		tcpsim_ask_call(asked, TCPSIM_CALL_CLOSE);
		break;
	case TCPSIM_TIME_WAIT:
		tcpsim_ask_reach(asked, TCPSIM_FIN_WAIT_2, false);
		arrive(asked, TCPSIM_FIN | TCPSIM_ACK, 1, 2, WINDOW);
		break;
	}
}

static bool
runs(const struct asked *asked, enum tcpsim_timer timer)
{
	return asked->tcb.state != TCPSIM_CLOSED && asked->tcb.deadline_us[timer] != TCPSIM_TIME_NONE;
}

/* What makes a timer run in a synchronized state: text to send, a window that closes, text that comes. */
static void
provoke(struct asked *asked, enum tcpsim_timer timer)
{
	struct tcpsim_segment seg = { .seq = asked->tcb.rcv.nxt, .ack = asked->tcb.snd.nxt, .ctl = TCPSIM_ACK };

	switch (timer) {
	case TCPSIM_TIMER_RETRANSMISSION:
	case TCPSIM_TIMER_USER:
		tcpsim_ask_call(asked, TCPSIM_CALL_SEND);
		break;
	case TCPSIM_TIMER_PERSIST:
		tcpsim_ask_arrive(asked, &seg);
		tcpsim_ask_call(asked, TCPSIM_CALL_SEND);
		break;
	case TCPSIM_TIMER_ACK:
		seg.wnd = WINDOW;
		seg.text_bytes = SOME_OCTETS;
		tcpsim_ask_arrive(asked, &seg);
		break;
	case TCPSIM_TIMER_KEEPALIVE:
	case TCPSIM_TIMER_2MSL:
	case TCPSIM_TIMER_FIN_WAIT_2:
		break;
	}
}

bool
tcpsim_ask_fire(struct asked *asked, enum tcpsim_timer timer)
{
	if (!runs(asked, timer) && tcpsim_state_is_synchronized(asked->tcb.state))
		provoke(asked, timer);
	if (!runs(asked, timer))
		return false;
	/* It is this one that is asked about, whichever would be due before. */
	for (int other = 0; other < TCPSIM_N_TIMERS; other++) {
		if (other != (int)timer)
			asked->tcb.deadline_us[other] = MAX(asked->tcb.deadline_us[other], asked->tcb.deadline_us[timer] + 1);
	}
	asked->now_us = asked->tcb.deadline_us[timer];
	asked->error = TCPSIM_OK;
	tcpsim_engine_timeout(&asked->tcb, &asked->policy, asked->now_us, NULL, &asked->out);
	return true;
}
