/* SPDX-License-Identifier: MIT */
#include "engine_private.h"

/* 3.9.2.2: what ICMP says of a segment that we sent. */

static const char names[TCPSIM_N_ICMP][24] = {
	[TCPSIM_ICMP_NET_UNREACHABLE] = "net-unreachable",
	[TCPSIM_ICMP_HOST_UNREACHABLE] = "host-unreachable",
	[TCPSIM_ICMP_PROTOCOL_UNREACHABLE] = "protocol-unreachable",
	[TCPSIM_ICMP_PORT_UNREACHABLE] = "port-unreachable",
	[TCPSIM_ICMP_TOO_LARGE] = "too-large",
	[TCPSIM_ICMP_SOURCE_ROUTE_FAILED] = "source-route-failed",
	[TCPSIM_ICMP_TIME_EXCEEDED] = "time-exceeded",
	[TCPSIM_ICMP_PARAMETER_PROBLEM] = "parameter-problem",
	[TCPSIM_ICMP_SOURCE_QUENCH] = "source-quench",
};

const char *
tcpsim_icmp_name(enum tcpsim_icmp_kind kind)
{
	return names[kind];
}

static const uint8_t errors[TCPSIM_N_ICMP] = {
	[TCPSIM_ICMP_NET_UNREACHABLE] = TCPSIM_ERROR_NET_UNREACHABLE,
	[TCPSIM_ICMP_HOST_UNREACHABLE] = TCPSIM_ERROR_HOST_UNREACHABLE,
	[TCPSIM_ICMP_PROTOCOL_UNREACHABLE] = TCPSIM_ERROR_PROTOCOL_UNREACHABLE,
	[TCPSIM_ICMP_PORT_UNREACHABLE] = TCPSIM_ERROR_PORT_UNREACHABLE,
	[TCPSIM_ICMP_TOO_LARGE] = TCPSIM_ERROR_TOO_LARGE,
	[TCPSIM_ICMP_SOURCE_ROUTE_FAILED] = TCPSIM_ERROR_SOURCE_ROUTE_FAILED,
	[TCPSIM_ICMP_TIME_EXCEEDED] = TCPSIM_ERROR_TIME_EXCEEDED,
	[TCPSIM_ICMP_PARAMETER_PROBLEM] = TCPSIM_ERROR_PARAMETER_PROBLEM,
	[TCPSIM_ICMP_SOURCE_QUENCH] = TCPSIM_OK, /* nobody is told */
};

/* The user is told now, and if the connection times out once more (SHLD-25). */
static void
soften(struct event *e, enum tcpsim_icmp_kind kind)
{
	e->tcb->soft_error = errors[kind];
	e->out->soft_error = errors[kind];
	e->out->signals |= TCPSIM_SIGNAL_SOFT_ERROR;
}

static void
take_soft(struct event *e, enum tcpsim_icmp_kind kind)
{
	mark(e, TCPSIM_RULE_ICMP_SOFT);
	soften(e, kind);
}

/* As 3.10.5 ABORT does: the peer learns of it, should it be there after all. */
static void
abort_synchronized(struct event *e, enum tcpsim_error error)
{
	uint8_t state = e->tcb->state;

	/* Where both ends have closed there is nothing to be aborted. */
	if (state != TCPSIM_CLOSING && state != TCPSIM_LAST_ACK && state != TCPSIM_TIME_WAIT)
		engine_send_abort(e);
	engine_delete_with(e, error);
}

/* Before ESTABLISHED it is what a RST would be: the attempt is refused, or the passive OPEN waits for another. */
static void
refuse_opening(struct event *e, enum tcpsim_error error)
{
	bool is_refused = error == TCPSIM_ERROR_PORT_UNREACHABLE;

	switch ((enum tcpsim_origin)e->tcb->origin) {
	case TCPSIM_ORIGIN_NONE:
	case TCPSIM_ORIGIN_PASSIVE:
		engine_return_to_listen(e);
		return;
	case TCPSIM_ORIGIN_REOPENED:
		engine_return_to_time_wait(e);
		return;
	case TCPSIM_ORIGIN_ACTIVE:
		break;
	}
	engine_delete_with(e, is_refused ? TCPSIM_ERROR_REFUSED : error);
}

static void
harden(struct event *e, enum tcpsim_icmp_kind kind)
{
	bool is_synchronized = tcpsim_state_is_synchronized((enum tcpsim_state)e->tcb->state);

	if (e->tcb->state == TCPSIM_SYN_SENT && !e->policy->icmp_syn_sent) {
		mark(e, TCPSIM_RULE_ICMP_SYN_SENT_SOFTENED);
		soften(e, kind);
	} else if (!is_synchronized) {
		mark(e, TCPSIM_RULE_ICMP_HARD_REFUSES);
		refuse_opening(e, (enum tcpsim_error)errors[kind]);
	} else if (e->policy->hard_errors == TCPSIM_HARD_ERRORS_ABORT) {
		mark(e, TCPSIM_RULE_ICMP_HARD_ABORTS);
		abort_synchronized(e, (enum tcpsim_error)errors[kind]);
	} else {
		mark(e, TCPSIM_RULE_ICMP_HARD_SOFTENED);
		soften(e, kind);
	}
}

/* Code 4 is one of the hard errors to who does not look for the path's MTU; ICMPv6 has a message of its own for it. */
static void
too_large(struct event *e, const struct tcpsim_icmp *icmp)
{
	if (e->policy->path_mtu_discovery)
		engine_lower_path_mtu(e, icmp);
	else if (e->policy->ip == TCPSIM_IPV4)
		harden(e, icmp->kind);
	else
		take_soft(e, icmp->kind);
}

static void
judge(struct event *e, const struct tcpsim_icmp *icmp)
{
	switch (icmp->kind) {
	case TCPSIM_ICMP_NET_UNREACHABLE:
	case TCPSIM_ICMP_HOST_UNREACHABLE:
	case TCPSIM_ICMP_SOURCE_ROUTE_FAILED:
	case TCPSIM_ICMP_TIME_EXCEEDED:
	case TCPSIM_ICMP_PARAMETER_PROBLEM:
		take_soft(e, icmp->kind);
		break;
	case TCPSIM_ICMP_PROTOCOL_UNREACHABLE:
	case TCPSIM_ICMP_PORT_UNREACHABLE:
		harden(e, icmp->kind);
		break;
	case TCPSIM_ICMP_TOO_LARGE:
		too_large(e, icmp);
		break;
	case TCPSIM_ICMP_SOURCE_QUENCH:
		mark(e, TCPSIM_RULE_ICMP_SOURCE_QUENCH_DISCARDED);
		break;
	}
}

/* RFC 5927 4.1: SND.UNA =< SEG.SEQ < SND.NXT. What is said of anything else comes too late, or from nobody on the way. */
static bool
is_under_way(const struct tcpsim_tcb *tcb, tcpsim_seq seq)
{
	return tcpsim_seq_in(seq, tcb->snd.una, tcpsim_seq_distance(tcb->snd.una, tcb->snd.nxt));
}

void
tcpsim_engine_icmp(struct tcpsim_tcb *tcb, const struct tcpsim_policy *policy, const struct tcpsim_icmp *icmp,
		   int64_t now_us, struct tcpsim_effects *out)
{
	struct event e;

	engine_begin(&e, tcb, policy, now_us, out);
	if (tcb->state == TCPSIM_CLOSED || tcb->state == TCPSIM_LISTEN)
		mark(&e, TCPSIM_RULE_ICMP_NO_CONNECTION);
	else if (icmp->kind != TCPSIM_ICMP_SOURCE_QUENCH && !is_under_way(tcb, icmp->seq))
		mark(&e, TCPSIM_RULE_ICMP_NUMBER_REFUSED);
	else
		judge(&e, icmp);
	engine_end(&e);
}
