/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "socket_private.h"

static const struct {
	int number;
	char name[16];
} names[] = {
	{ 0, "0" },
	{ EADDRINUSE, "EADDRINUSE" },
	{ EADDRNOTAVAIL, "EADDRNOTAVAIL" },
	{ EAGAIN, "EAGAIN" },
	{ EALREADY, "EALREADY" },
	{ EBADF, "EBADF" },
	{ ECONNABORTED, "ECONNABORTED" },
	{ ECONNREFUSED, "ECONNREFUSED" },
	{ ECONNRESET, "ECONNRESET" },
	{ EDESTADDRREQ, "EDESTADDRREQ" },
	{ EHOSTUNREACH, "EHOSTUNREACH" },
	{ EINPROGRESS, "EINPROGRESS" },
	{ EINVAL, "EINVAL" },
	{ EISCONN, "EISCONN" },
	{ EMFILE, "EMFILE" },
	{ EMSGSIZE, "EMSGSIZE" },
	{ ENETUNREACH, "ENETUNREACH" },
	{ ENOBUFS, "ENOBUFS" },
	{ ENOPROTOOPT, "ENOPROTOOPT" },
	{ ENOTCONN, "ENOTCONN" },
	{ EOPNOTSUPP, "EOPNOTSUPP" },
	{ EPIPE, "EPIPE" },
	{ EPROTO, "EPROTO" },
	{ EPROTONOSUPPORT, "EPROTONOSUPPORT" },
	{ ETIMEDOUT, "ETIMEDOUT" },
};

const char *
tcpsim_errno_name(int number)
{
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (names[i].number == number)
			return names[i].name;
	return "another errno";
}

int
tcpsim_errno_find(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (strcmp(names[i].name, name) == 0)
			return names[i].number;
	return -1;
}

/* POSIX connect(), recv(), send(); where it has no word for what ICMP says, what is commonly answered. */
int
tcpsim_errno_of(enum tcpsim_error error, bool is_open)
{
	switch (error) {
	case TCPSIM_OK:
		return 0;
	case TCPSIM_ERROR_RESET:
		return is_open ? ECONNRESET : ECONNREFUSED;
	case TCPSIM_ERROR_REFUSED:
	case TCPSIM_ERROR_PORT_UNREACHABLE:
		return ECONNREFUSED;
	case TCPSIM_ERROR_TIMED_OUT:
		return ETIMEDOUT;
	case TCPSIM_ERROR_NO_CONNECTION:
		return ENOTCONN;
	case TCPSIM_ERROR_EXISTS:
		return EADDRINUSE;
	case TCPSIM_ERROR_CLOSING:
		return EPIPE;
	case TCPSIM_ERROR_REMOTE_UNSPECIFIED:
		return EDESTADDRREQ;
	case TCPSIM_ERROR_REMOTE_INVALID:
		return EADDRNOTAVAIL;
	case TCPSIM_ERROR_NO_RESOURCES:
		return ENOBUFS;
	case TCPSIM_ERROR_NET_UNREACHABLE:
		return ENETUNREACH;
	case TCPSIM_ERROR_HOST_UNREACHABLE:
	case TCPSIM_ERROR_SOURCE_ROUTE_FAILED:
	case TCPSIM_ERROR_TIME_EXCEEDED:
		return EHOSTUNREACH;
	case TCPSIM_ERROR_PROTOCOL_UNREACHABLE:
		return ENOPROTOOPT;
	case TCPSIM_ERROR_TOO_LARGE:
		return EMSGSIZE;
	case TCPSIM_ERROR_PARAMETER_PROBLEM:
		return EPROTO;
	}
	return EPROTO;
}

int
tcpsim_sock_take_error(struct tcpsim_sock *sock)
{
	int error = sock->error;

	sock->error = 0;
	return -error;
}
