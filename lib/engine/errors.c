/* SPDX-License-Identifier: MIT */
#include <tcpsim/engine.h>

static const struct {
	char name[24];
	char words[32];
} errors[TCPSIM_N_ERRORS] = {
	[TCPSIM_OK] = { "none", "ok" },
	[TCPSIM_ERROR_NO_CONNECTION] = { "no-connection", "connection does not exist" },
	[TCPSIM_ERROR_EXISTS] = { "connection-exists", "connection already exists" },
	[TCPSIM_ERROR_CLOSING] = { "connection-closing", "connection closing" },
	[TCPSIM_ERROR_REMOTE_UNSPECIFIED] = { "remote-unspecified", "remote socket unspecified" },
	[TCPSIM_ERROR_REMOTE_INVALID] = { "remote-invalid", "remote address is no host's" },
	[TCPSIM_ERROR_NO_RESOURCES] = { "no-resources", "insufficient resources" },
	[TCPSIM_ERROR_RESET] = { "connection-reset", "connection reset" },
	[TCPSIM_ERROR_REFUSED] = { "connection-refused", "connection refused" },
	[TCPSIM_ERROR_TIMED_OUT] = { "timed-out", "connection timed out" },
	[TCPSIM_ERROR_NET_UNREACHABLE] = { "net-unreachable", "network is unreachable" },
	[TCPSIM_ERROR_HOST_UNREACHABLE] = { "host-unreachable", "host is unreachable" },
	[TCPSIM_ERROR_PROTOCOL_UNREACHABLE] = { "protocol-unreachable", "protocol is unreachable" },
	[TCPSIM_ERROR_PORT_UNREACHABLE] = { "port-unreachable", "port is unreachable" },
	[TCPSIM_ERROR_TOO_LARGE] = { "too-large", "packet is too large" },
	[TCPSIM_ERROR_SOURCE_ROUTE_FAILED] = { "source-route-failed", "source route failed" },
	[TCPSIM_ERROR_TIME_EXCEEDED] = { "time-exceeded", "time to live exceeded" },
	[TCPSIM_ERROR_PARAMETER_PROBLEM] = { "parameter-problem", "header has a problem" },
};

const char *
tcpsim_error_name(enum tcpsim_error error)
{
	return errors[error].name;
}

const char *
tcpsim_error_words(enum tcpsim_error error)
{
	return errors[error].words;
}
