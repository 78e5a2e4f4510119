/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/scenario/check_private.h"

/* Calls, each for itself: their hosts, ports, octets and options. */

#define MAX_32 INT64_C(0xffffffff)

static void
check_peer(struct scn_parser *p, struct scn_call *call, const char *verb)
{
	if (tcpsim_scn_resolve_host(p, &call->peer) && call->peer.host == call->who.host)
		tcpsim_scn_error(p, &call->peer.loc, "%.40s cannot %s to itself", call->peer.name, verb);
}

static void
check_payload(struct scn_parser *p, const struct scn_in *in, struct scn_call *call, int64_t most)
{
	tcpsim_scn_check_text(p, in, call->text);
	tcpsim_scn_check_number(p, in, call->octets, 1, most, "a number of octets");
}

/* The value of an option as it is written. */
static void
check_option(struct scn_parser *p, const struct scn_in *in, const struct scn_call *call)
{
	const struct scn_value *value = call->value;

	if (value == NULL)
		return;
	switch (call->option->kind) {
	case SCN_OPTION_SWITCH:
		tcpsim_scn_check_switch(p, in, value);
		return;
	case SCN_OPTION_NUMBER:
		tcpsim_scn_check_number(p, in, value, 0, INT32_MAX, "a number of 31 bits");
		return;
	case SCN_OPTION_LINGER:
		if (value->kind == SCN_WORD && strcmp(value->text, "off") == 0)
			return;
		tcpsim_scn_check_time(p, in, value);
		return;
	case SCN_OPTION_SECONDS:
	case SCN_OPTION_MILLISECONDS:
		tcpsim_scn_check_time(p, in, value);
		return;
	}
}

static void
check_socket_call(struct scn_parser *p, const struct scn_in *in, struct scn_call *call)
{
	switch (call->socket_call) {
	case SCN_SOCKET_LISTEN:
		tcpsim_scn_check_number(p, in, call->backlog, 0, INT32_MAX, "a backlog");
		return;
	case SCN_SOCKET_RECV:
	case SCN_SOCKET_RECVFROM:
		tcpsim_scn_check_number(p, in, call->octets, 1, SCN_MAX_SEND_BYTES, "a number of octets");
		return;
	case SCN_SOCKET_SENDTO:
		check_peer(p, call, "send");
		check_payload(p, in, call, SCN_MAX_SEND_BYTES);
		return;
	case SCN_SOCKET_REPLY:
		check_payload(p, in, call, SCN_MAX_SEND_BYTES);
		return;
	case SCN_SOCKET_SETSOCKOPT:
	case SCN_SOCKET_GETSOCKOPT:
		check_option(p, in, call);
		return;
	case SCN_SOCKET_NONE:
	case SCN_SOCKET_SOCKET:
	case SCN_SOCKET_BIND:
	case SCN_SOCKET_ACCEPT:
	case SCN_SOCKET_CONNECT:
	case SCN_SOCKET_SEND:
	case SCN_SOCKET_SHUTDOWN:
	case SCN_SOCKET_CLOSE:
		return;
	}
}

/* A call of RFC 9293, of whatever host; returns whether it is one of the host, not of a connection. */
static bool
check_rfc_call(struct scn_parser *p, const struct scn_in *in, struct scn_call *call)
{
	switch (call->call) {
	case TCPSIM_CALL_CONNECT:
		tcpsim_scn_check_port(p, in, call->from);
		check_peer(p, call, "connect");
		return true;
	case TCPSIM_CALL_SEND:
		check_payload(p, in, call, SCN_MAX_SEND_BYTES);
		return false;
	case TCPSIM_CALL_RECEIVE:
		tcpsim_scn_check_number(p, in, call->octets, 1, MAX_32 - 1, "a number of octets");
		return false;
	case TCPSIM_CALL_SET:
		tcpsim_scn_check_set(p, in, (struct scn_set *)call->set);
		return true;
	case TCPSIM_CALL_LISTEN:
		return true;
	case TCPSIM_CALL_CLOSE:
	case TCPSIM_CALL_SHUTDOWN:
	case TCPSIM_CALL_ABORT:
		break;
	}
	return false;
}

void
tcpsim_scn_check_call(struct scn_parser *p, const struct scn_in *in, struct scn_call *call)
{
	bool is_of_host = call->call == TCPSIM_CALL_SET && call->is_of_rfc;

	if (is_of_host)
		tcpsim_scn_resolve_host(p, &call->who);
	else
		tcpsim_scn_resolve_owner(p, &call->who);
	tcpsim_scn_check_number(p, in, call->who.connection, 1, MAX_32, "the number of a connection");
	tcpsim_scn_check_port(p, in, call->port);
	if (!call->is_of_rfc)
		check_socket_call(p, in, call);
	else if (check_rfc_call(p, in, call) && call->who.connection != NULL)
		tcpsim_scn_error(p, &call->who.connection->loc, "%s is a call of the host, not of a connection",
			tcpsim_call_name(call->call));
}

void
tcpsim_scn_check_returns(struct scn_parser *p, const struct scn_in *in, struct scn_expect *expect)
{
	const struct scn_value *returned = expect->returned;

	tcpsim_scn_resolve_owner(p, &expect->who);
	if (expect->who.connection != NULL)
		tcpsim_scn_error(p, &expect->who.connection->loc,
			"a call is one of a socket: write %.40s, or %.40s.NAME for one that has a name",
			expect->who.name, expect->who.name);
	if (returned == NULL)
		return;
	if (returned->kind == SCN_TEXT && expect->socket_call != SCN_SOCKET_RECV &&
		expect->socket_call != SCN_SOCKET_RECVFROM)
		tcpsim_scn_error(p, &returned->loc, "%s returns a number",
			tcpsim_scn_socket_call_name(expect->socket_call));
	else if (returned->kind != SCN_TEXT)
		tcpsim_scn_check_returned(p, in, returned);
}
