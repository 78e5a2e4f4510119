/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "lib/scenario/build_private.h"

/* Calls of POSIX, and what they return. */

struct scn_call *
tcpsim_scn_build_socket_call(struct scn_parser *p, enum scn_socket_call kind, const struct scn_value *octets)
{
	struct scn_call *call = tcpsim_scn_alloc(p->memory, sizeof(*call));

	call->socket_call = kind;
	call->octets = octets;
	return call;
}

struct scn_who
tcpsim_scn_build_who(struct scn_parser *p, const struct tcpsim_place *loc, const char *word)
{
	struct scn_who who = { .loc = *loc, .name = word, .host = TCPSIM_NO_HOST };
	const char *point = strchr(word, '.');

	if (point == NULL)
		return who;
	who.name = tcpsim_scn_copy(p->memory, word, (size_t)(point - word));
	who.socket = point + 1;
	return who;
}

struct scn_call *
tcpsim_scn_build_named(struct scn_parser *p, const struct tcpsim_place *loc, const char *name)
{
	struct scn_call *call = tcpsim_scn_build_socket_call(p, SCN_SOCKET_SOCKET, NULL);

	call->as = name;
	call->as_loc = *loc;
	if (strchr(name, '.') != NULL)
		tcpsim_scn_error(p, loc, "the name of a socket has no point");
	return call;
}

struct scn_call *
tcpsim_scn_build_sendto(struct scn_parser *p, const struct scn_who *peer, const struct scn_value *port,
	const struct scn_payload *payload)
{
	enum scn_socket_call kind = peer == NULL ? SCN_SOCKET_REPLY : SCN_SOCKET_SENDTO;
	struct scn_call *call = tcpsim_scn_build_socket_call(p, kind, payload->octets);

	call->text = payload->text;
	call->port = port;
	if (peer != NULL)
		call->peer = *peer;
	return call;
}

static const struct scn_option options[] = {
	{ "SO_REUSEADDR", TCPSIM_SO_REUSEADDR, SCN_OPTION_SWITCH, false },
	{ "SO_LINGER", TCPSIM_SO_LINGER, SCN_OPTION_LINGER, false },
	{ "SO_RCVBUF", TCPSIM_SO_RCVBUF, SCN_OPTION_NUMBER, false },
	{ "SO_SNDBUF", TCPSIM_SO_SNDBUF, SCN_OPTION_NUMBER, false },
	{ "SO_KEEPALIVE", TCPSIM_SO_KEEPALIVE, SCN_OPTION_SWITCH, false },
	{ "SO_ERROR", TCPSIM_SO_ERROR, SCN_OPTION_NUMBER, true },
	{ "SO_ACCEPTCONN", TCPSIM_SO_ACCEPTCONN, SCN_OPTION_SWITCH, true },
	{ "TCP_NODELAY", TCPSIM_TCP_NODELAY, SCN_OPTION_SWITCH, false },
	{ "TCP_MAXSEG", TCPSIM_TCP_MAXSEG, SCN_OPTION_NUMBER, false },
	{ "TCP_KEEPIDLE", TCPSIM_TCP_KEEPIDLE, SCN_OPTION_SECONDS, false },
	{ "TCP_KEEPINTVL", TCPSIM_TCP_KEEPINTVL, SCN_OPTION_SECONDS, false },
	{ "TCP_KEEPCNT", TCPSIM_TCP_KEEPCNT, SCN_OPTION_NUMBER, false },
	{ "TCP_USER_TIMEOUT", TCPSIM_TCP_USER_TIMEOUT, SCN_OPTION_MILLISECONDS, false },
	{ "TCP_SYNCNT", TCPSIM_TCP_SYNCNT, SCN_OPTION_NUMBER, false },
	{ "TCP_FASTOPEN", TCPSIM_TCP_FASTOPEN, SCN_OPTION_NUMBER, false },
	{ "TCP_FASTOPEN_CONNECT", TCPSIM_TCP_FASTOPEN_CONNECT, SCN_OPTION_SWITCH, false },
	{ "IP_TOS", TCPSIM_IP_TOS, SCN_OPTION_NUMBER, false },
	{ "IP_TTL", TCPSIM_IP_TTL, SCN_OPTION_NUMBER, false },
};

struct scn_call *
tcpsim_scn_build_socket_option(
	struct scn_parser *p, const struct tcpsim_place *loc, const char *name, const struct scn_value *value)
{
	enum scn_socket_call kind = value == NULL ? SCN_SOCKET_GETSOCKOPT : SCN_SOCKET_SETSOCKOPT;
	struct scn_call *call = tcpsim_scn_build_socket_call(p, kind, NULL);
	struct tcpsim_nearest nearest = tcpsim_nearest_of(name);

	call->value = value;
	for (size_t i = 0; i < G_N_ELEMENTS(options); i++) {
		call->option = &options[i];
		if (strcmp(options[i].name, name) != 0) {
			tcpsim_nearest_try(&nearest, options[i].name);
			continue;
		}
		if (value != NULL && options[i].is_told_only)
			tcpsim_scn_error(p, loc, "%s can only be asked for, with getsockopt", name);
		return call;
	}
	tcpsim_scn_error_take(p, loc, tcpsim_scn_unknown("option", &nearest));
	return call;
}

/* What calls of sockets fail with. */
static const struct {
	const char *name;
	int number;
} errors[] = {
	{ "EADDRINUSE", EADDRINUSE },
	{ "EADDRNOTAVAIL", EADDRNOTAVAIL },
	{ "EALREADY", EALREADY },
	{ "EBADF", EBADF },
	{ "ECONNABORTED", ECONNABORTED },
	{ "ECONNREFUSED", ECONNREFUSED },
	{ "ECONNRESET", ECONNRESET },
	{ "EDESTADDRREQ", EDESTADDRREQ },
	{ "EHOSTUNREACH", EHOSTUNREACH },
	{ "EINVAL", EINVAL },
	{ "EISCONN", EISCONN },
	{ "EMSGSIZE", EMSGSIZE },
	{ "ENETUNREACH", ENETUNREACH },
	{ "ENOBUFS", ENOBUFS },
	{ "ENOPROTOOPT", ENOPROTOOPT },
	{ "ENOTCONN", ENOTCONN },
	{ "EOPNOTSUPP", EOPNOTSUPP },
	{ "EPIPE", EPIPE },
	{ "EPROTO", EPROTO },
	{ "ETIMEDOUT", ETIMEDOUT },
};

const char *
tcpsim_scn_errno_name(int number)
{
	for (size_t i = 0; i < G_N_ELEMENTS(errors); i++)
		if (errors[i].number == number)
			return errors[i].name;
	return "another error";
}

struct scn_expect *
tcpsim_scn_build_fails(struct scn_parser *p, const struct scn_who *who, enum scn_socket_call call,
	const struct tcpsim_place *loc, const char *name)
{
	struct scn_expect *claim = tcpsim_scn_build_claim(p, SCN_CLAIM_FAILS, who);
	struct tcpsim_nearest nearest = tcpsim_nearest_of(name);

	claim->socket_call = call;
	for (size_t i = 0; i < G_N_ELEMENTS(errors); i++) {
		claim->error_number = errors[i].number;
		claim->error_name = errors[i].name;
		if (strcmp(errors[i].name, name) == 0)
			return claim;
		tcpsim_nearest_try(&nearest, errors[i].name);
	}
	if (strcmp(name, "EAGAIN") == 0 || strcmp(name, "EINPROGRESS") == 0)
		tcpsim_scn_error(p, loc, "a call does not fail with %s here, it waits: write %s waits", name,
			tcpsim_scn_socket_call_name(call));
	else
		tcpsim_scn_error_take(p, loc, tcpsim_scn_unknown("error", &nearest));
	return claim;
}

struct scn_expect *
tcpsim_scn_build_returns(struct scn_parser *p, const struct scn_who *who, enum scn_socket_call call,
	const struct scn_value *returned)
{
	struct scn_expect *claim = tcpsim_scn_build_claim(p, SCN_CLAIM_RETURNS, who);

	claim->socket_call = call;
	claim->returned = returned;
	return claim;
}

struct scn_expect *
tcpsim_scn_build_datagrams(struct scn_parser *p, const struct scn_who *who, const struct tcpsim_place *kind_loc,
	enum tcpsim_kind kind, const struct scn_value *text)
{
	struct scn_expect *claim = tcpsim_scn_build_claim(p, SCN_CLAIM_DATAGRAMS, who);

	claim->text = text;
	if (kind != TCPSIM_KIND_DATAGRAM)
		tcpsim_scn_error(p, kind_loc, "a user gets octets or a DATAGRAM, but no %s", tcpsim_kind_name(kind));
	return claim;
}
