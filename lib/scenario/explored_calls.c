/* SPDX-License-Identifier: MIT */
#include <inttypes.h>

#include "explored.h"

/* The hosts of a world, and their scripts. */

static void
take_isns(struct scn_maker *m, const struct scn_host *line, struct tcpsim_explore_host *host)
{
	if (line->n_isns > TCPSIM_EXPLORE_ISNS) {
		tcpsim_scn_maker_refuse(m, &line->isns[TCPSIM_EXPLORE_ISNS]->loc,
			"a host has at most %d initial sequence numbers in an exploration: leave out the others",
			TCPSIM_EXPLORE_ISNS);
		return;
	}
	if (line->n_isns == 0)
		return;
	host->n_isns = (uint8_t)line->n_isns;
	for (size_t i = 0; i < line->n_isns; i++)
		host->isns[i] = (uint32_t)tcpsim_scn_maker_number(m, line->isns[i], 0);
}

/* The last line that gives this host an MSL of its own, or the line of the host. */
static const struct tcpsim_place *
line_of_msl(const struct scn_maker *m, uint16_t host)
{
	const struct tcpsim_scenario *scenario = m->explored.scenario;

	for (size_t i = scenario->n_lines; i > 0; i--) {
		const struct scn_line *line = scenario->lines[i - 1];

		if (line->kind == SCN_LINE_SET && line->set.has_host && line->set.host.host == host &&
			line->set.setting->offset == offsetof(struct tcpsim_policy, msl_us) &&
			tcpsim_scn_applies(scenario, m->explored.the_case, line))
			return &line->set.loc;
	}
	return &scenario->hosts[host]->loc;
}

bool
tcpsim_scn_maker_take_hosts(struct scn_maker *m)
{
	const struct tcpsim_scenario *scenario = m->explored.scenario;

	if (scenario->n_hosts < TCPSIM_EXPLORE_HOSTS) {
		tcpsim_scn_maker_refuse(m, &scenario->hosts[0]->loc, "an exploration has two hosts: add another");
		return false;
	}
	if (scenario->n_hosts > TCPSIM_EXPLORE_HOSTS) {
		tcpsim_scn_maker_refuse(m, &scenario->hosts[TCPSIM_EXPLORE_HOSTS]->loc,
			"an exploration has two hosts: leave out %.40s", scenario->hosts[TCPSIM_EXPLORE_HOSTS]->name);
		return false;
	}
	for (uint16_t i = 0; i < TCPSIM_EXPLORE_HOSTS; i++) {
		tcpsim_scn_policy(scenario, m->explored.the_case, i, &m->world->hosts[i].policy);
		m->world->hosts[i].policy.congestion_control = TCPSIM_CONGESTION_NONE;
		take_isns(m, scenario->hosts[i], &m->world->hosts[i]);
	}
	if (m->world->hosts[0].policy.msl_us != m->world->hosts[1].policy.msl_us)
		tcpsim_scn_maker_refuse(m, line_of_msl(m, 1), "an exploration has one MSL: set it for both hosts");
	return true;
}

static void
take_port(struct scn_maker *m, const struct tcpsim_place *loc, uint16_t host, uint16_t port)
{
	if (port != 0 && m->ports[host] != 0 && m->ports[host] != port)
		tcpsim_scn_maker_refuse(m, loc,
			"an exploration has one pair of ports: write port %" PRIu16 " as above, not %" PRIu16,
			m->ports[host], port);
	else if (port != 0)
		m->ports[host] = port;
}

static void
take_ports(struct scn_maker *m, const struct tcpsim_place *loc, const struct scn_call *call)
{
	uint16_t port = tcpsim_scn_explored_port(&m->explored, call->port);

	if (port == 0)
		port = SCN_DEFAULT_PORT;
	if (call->call == TCPSIM_CALL_LISTEN)
		take_port(m, loc, call->who.host, port);
	if (call->call != TCPSIM_CALL_CONNECT)
		return;
	take_port(m, loc, call->peer.host, port);
	take_port(m, loc, call->who.host, tcpsim_scn_explored_port(&m->explored, call->from));
}

/* How many octets a SEND or RECEIVE is about. */
static uint32_t
octets_of(const struct scn_maker *m, const struct scn_call *call)
{
	if (call->text != NULL)
		return (uint32_t)tcpsim_scn_value(m->explored.scenario, m->explored.the_case, call->text)->text_n;
	return (uint32_t)tcpsim_scn_maker_number(
		m, call->octets, call->call == TCPSIM_CALL_RECEIVE ? TCPSIM_RECEIVE_ALL : 0);
}

static void
take_send(struct scn_maker *m, const struct tcpsim_place *loc, const struct scn_call *call)
{
	uint64_t *octets = &m->octets[call->who.host];

	if (*octets <= TCPSIM_EXPLORE_STREAM && *octets + octets_of(m, call) > TCPSIM_EXPLORE_STREAM)
		tcpsim_scn_maker_refuse(m, loc, "%.40s sends at most %d octets in an exploration: send less",
			call->who.name, TCPSIM_EXPLORE_STREAM);
	*octets += octets_of(m, call);
}

/* A SET goes into force in its turn. */
static void
take_set(struct scn_maker *m, struct tcpsim_explore_call *made, const struct scn_set *set)
{
	if (set->setting->offset == offsetof(struct tcpsim_policy, msl_us))
		tcpsim_scn_maker_refuse(m, &set->loc, "an exploration has one MSL: write set msl outside of the calls");
	made->setting = set->setting;
	made->value = tcpsim_scn_setting_value(m->explored.scenario, m->explored.the_case, set);
}

static void
take_call(struct scn_maker *m, const struct tcpsim_place *loc, const struct scn_call *call)
{
	struct tcpsim_explore_host *host = &m->world->hosts[call->who.host];

	if (call->who.connection != NULL) {
		tcpsim_scn_maker_refuse(m, &call->who.connection->loc,
			"a host has one connection at a time in an exploration: leave out its number");
		return;
	}
	if (call->is_urgent) {
		tcpsim_scn_maker_refuse(m, loc, "an exploration sends nothing urgent: write send without urgent");
		return;
	}
	take_ports(m, loc, call);
	if (call->call == TCPSIM_CALL_SEND)
		take_send(m, loc, call);
	if (call->call == TCPSIM_CALL_RECEIVE)
		host->reads_at_once = false;
	if (tcpsim_explore_world_call(m->world, call->who.host, call->call, octets_of(m, call)) != 0)
		tcpsim_scn_maker_refuse(m, loc, "%.40s makes at most %d calls in an exploration: leave this one out",
			call->who.name, TCPSIM_EXPLORE_CALLS);
	else if (call->call == TCPSIM_CALL_SET)
		take_set(m, &host->calls[host->n_calls - 1], call->set);
}

/* The call of RFC 9293 that stands for one of sockets. */
static const char *
rfc_call_of(enum scn_socket_call call)
{
	switch (call) {
	case SCN_SOCKET_SOCKET:
	case SCN_SOCKET_BIND:
	case SCN_SOCKET_LISTEN:
	case SCN_SOCKET_ACCEPT:
		return "listen 80, or connect,";
	case SCN_SOCKET_CONNECT:
		return "connect";
	case SCN_SOCKET_SEND:
	case SCN_SOCKET_SENDTO:
	case SCN_SOCKET_REPLY:
		return "send";
	case SCN_SOCKET_RECV:
	case SCN_SOCKET_RECVFROM:
		return "receive";
	case SCN_SOCKET_SHUTDOWN:
		return "shutdown";
	case SCN_SOCKET_CLOSE:
		return "close";
	case SCN_SOCKET_NONE:
	case SCN_SOCKET_SETSOCKOPT:
	case SCN_SOCKET_GETSOCKOPT:
		break;
	}
	return "set NAME";
}

/* An act at a time, but no call: whatever happens may happen at any moment. */
static void
refuse_act(struct scn_maker *m, const struct tcpsim_place *loc, const struct scn_act *act)
{
	switch (act->kind) {
	case SCN_ACT_CALL:
		break;
	case SCN_ACT_SOCKET:
		tcpsim_scn_maker_refuse(m, loc,
			"an exploration makes the calls of RFC 9293: write %s in place of this line",
			rfc_call_of(act->call.socket_call));
		break;
	case SCN_ACT_ICMP:
		tcpsim_scn_maker_refuse(m, loc, "an exploration has no ICMP: leave this line out");
		break;
	case SCN_ACT_CRASH:
		tcpsim_scn_maker_refuse(m, loc,
			"an exploration crashes a host at any moment: write allow crash %.40s in place of this line",
			act->a.name);
		break;
	case SCN_ACT_RESTART:
		tcpsim_scn_maker_refuse(m, loc,
			"an exploration restarts a host at any moment: leave this line out, allow crash %.40s includes "
			"the restart",
			act->a.name);
		break;
	case SCN_ACT_CUT:
		tcpsim_scn_maker_refuse(
			m, loc, "an exploration cuts no link: write allow loss in place of this line");
		break;
	case SCN_ACT_MEND:
		tcpsim_scn_maker_refuse(m, loc, "an exploration cuts no link: leave this line out");
		break;
	case SCN_ACT_INJECT:
		tcpsim_scn_maker_refuse(m, loc,
			"an exploration lets segments arrive at any moment: write allow old or allow forge in place of "
			"this line");
		break;
	case SCN_ACT_TIMER:
		tcpsim_scn_maker_refuse(
			m, loc, "an exploration lets timers fire at any moment: leave this line out");
		break;
	}
}

void
tcpsim_scn_maker_take_calls(struct scn_maker *m)
{
	for (size_t i = 0; i < m->explored.n_planned; i++) {
		const struct scn_line *line = m->explored.planned[i].line;

		if (line->at.act.kind == SCN_ACT_CALL)
			take_call(m, &line->loc, &line->at.act.call);
		else
			refuse_act(m, &line->loc, &line->at.act);
	}
}
