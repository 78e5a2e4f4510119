/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/scenario/build_private.h"

/* What happens: calls, acts of the world, faults. */

/* The call of sockets that has the name of one of RFC 9293. */
static enum scn_socket_call
socket_call_of(enum tcpsim_call kind)
{
	switch (kind) {
	case TCPSIM_CALL_LISTEN:
		return SCN_SOCKET_LISTEN;
	case TCPSIM_CALL_CONNECT:
		return SCN_SOCKET_CONNECT;
	case TCPSIM_CALL_SEND:
		return SCN_SOCKET_SEND;
	case TCPSIM_CALL_CLOSE:
		return SCN_SOCKET_CLOSE;
	case TCPSIM_CALL_SHUTDOWN:
		return SCN_SOCKET_SHUTDOWN;
	case TCPSIM_CALL_RECEIVE:
	case TCPSIM_CALL_ABORT:
	case TCPSIM_CALL_SET:
		break;
	}
	return SCN_SOCKET_NONE;
}

struct scn_call *
tcpsim_scn_build_call(struct scn_parser *p, enum tcpsim_call kind, const struct scn_value *octets)
{
	struct scn_call *call = tcpsim_scn_alloc(p->memory, sizeof(*call));

	call->call = kind;
	call->is_of_rfc = true;
	call->socket_call = socket_call_of(kind);
	call->how = TCPSIM_SHUT_WR;
	call->octets = octets;
	return call;
}

struct scn_call *
tcpsim_scn_build_send(struct scn_parser *p, const struct scn_payload *payload, bool is_urgent)
{
	struct scn_call *call = tcpsim_scn_build_call(p, TCPSIM_CALL_SEND, payload->octets);

	call->text = payload->text;
	call->is_urgent = is_urgent;
	return call;
}

struct scn_call *
tcpsim_scn_build_connect(
	struct scn_parser *p, const struct scn_who *peer, const struct scn_value *port, const struct scn_value *from)
{
	struct scn_call *call = tcpsim_scn_build_call(p, TCPSIM_CALL_CONNECT, NULL);

	call->peer = *peer;
	call->port = port;
	call->from = from;
	return call;
}

static struct scn_act *
new_act(struct scn_parser *p, const struct tcpsim_place *loc, enum scn_act_kind kind)
{
	struct scn_act *act = tcpsim_scn_alloc(p->memory, sizeof(*act));

	act->loc = *loc;
	act->kind = kind;
	return act;
}

struct scn_act *
tcpsim_scn_build_call_act(
	struct scn_parser *p, const struct tcpsim_place *loc, const struct scn_who *who, const struct scn_call *call)
{
	struct scn_act *act = new_act(p, loc, SCN_ACT_CALL);

	act->call = *call;
	act->call.who = *who;
	return act;
}

struct scn_act *
tcpsim_scn_build_host_act(
	struct scn_parser *p, const struct tcpsim_place *loc, enum scn_act_kind kind, const struct scn_who *host)
{
	struct scn_act *act = new_act(p, loc, kind);

	act->a = *host;
	return act;
}

struct scn_act *
tcpsim_scn_build_pair_act(
	struct scn_parser *p, const struct tcpsim_place *loc, enum scn_act_kind kind, const struct scn_who_pair *pair)
{
	struct scn_act *act = new_act(p, loc, kind);

	act->a = pair->a;
	act->b = pair->b;
	act->is_both = pair->is_both;
	return act;
}

struct scn_act *
tcpsim_scn_build_inject(struct scn_parser *p, const struct tcpsim_place *loc, const struct scn_segment *segment,
	const struct scn_who *from, const struct scn_value *from_port, const struct scn_who *into,
	const struct scn_value *into_port)
{
	struct scn_act *act = new_act(p, loc, SCN_ACT_INJECT);

	act->segment = segment;
	act->a = *from;
	act->a_port = from_port;
	act->b = *into;
	act->b_port = into_port;
	return act;
}

struct scn_act *
tcpsim_scn_build_icmp(struct scn_parser *p, const struct tcpsim_place *loc, const struct tcpsim_place *name_loc,
	const char *name, const struct scn_value *mtu)
{
	struct scn_act *act = new_act(p, loc, SCN_ACT_ICMP);
	struct tcpsim_nearest nearest = tcpsim_nearest_of(name);

	act->mtu = mtu;
	for (int i = 0; i < TCPSIM_N_ICMP; i++) {
		act->icmp = (enum tcpsim_icmp_kind)i;
		if (strcmp(tcpsim_icmp_name(act->icmp), name) == 0)
			return act;
		tcpsim_nearest_try(&nearest, tcpsim_icmp_name(act->icmp));
	}
	tcpsim_scn_error_take(p, name_loc, tcpsim_scn_unknown("message", &nearest));
	return act;
}

struct scn_act *
tcpsim_scn_build_timer_act(struct scn_parser *p, const struct tcpsim_place *loc, const struct scn_who *who,
	const struct tcpsim_place *name_loc, const char *name)
{
	struct scn_act *act = new_act(p, loc, SCN_ACT_TIMER);

	act->a = *who;
	tcpsim_scn_build_find_timer(p, name_loc, name, &act->timer);
	return act;
}

void
tcpsim_scn_build_at(
	struct scn_parser *p, const struct tcpsim_place *loc, const struct scn_sum *time, const struct scn_act *act)
{
	struct scn_line *line = tcpsim_scn_build_line(p, loc, SCN_LINE_AT);

	line->at.time = time;
	line->at.act = *act;
}

void
tcpsim_scn_build_when(struct scn_parser *p, const struct tcpsim_place *loc, const struct scn_who *who, bool is_leaves,
	enum tcpsim_state state, const struct scn_sum *after, const struct scn_act *act)
{
	struct scn_line *line = tcpsim_scn_build_line(p, loc, SCN_LINE_WHEN);

	line->when.who = *who;
	line->when.is_leaves = is_leaves;
	line->when.state = state;
	line->when.after = after;
	line->when.act = *act;
}

void
tcpsim_scn_build_fault(struct scn_parser *p, const struct tcpsim_place *loc, enum tcpsim_fault_kind kind,
	const struct scn_name *segment, const struct scn_sum *time, const struct scn_name *behind)
{
	struct scn_line *line = tcpsim_scn_build_line(p, loc, SCN_LINE_FAULT);

	line->fault.kind = kind;
	line->fault.segment = *segment;
	line->fault.time = time;
	if (behind != NULL)
		line->fault.behind = *behind;
}
