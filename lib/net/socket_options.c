/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <limits.h>
#include <string.h>

#include "socket_private.h"

/* setsockopt() and getsockopt(). Most options are settings of the policy, in a unit of their own. */

#define KEEP 1
#define MILLISECOND 1000
#define SECOND 1000000

enum option_kind {
	SETTING,    /* a number in a unit */
	INVERTED,   /* a switch, the other way round */
	DSCP,       /* the upper six bits */
	FLAG,       /* of the socket */
	LINGER,
	STATUS,     /* an int to be got only */
	INFO,
};

static const struct option {
	char name[20];
	char setting[24];
	int64_t unit; /* so many units of the setting are one of the option */
	enum option_kind kind;
	bool is_of_tcp;
} options[] = {
	[TCPSIM_SO_REUSEADDR] = { "SO_REUSEADDR", "", 0, FLAG, false },
	[TCPSIM_SO_LINGER] = { "SO_LINGER", "", 0, LINGER, false },
	[TCPSIM_SO_RCVBUF] = { "SO_RCVBUF", "receive-buffer", KEEP, SETTING, false },
	[TCPSIM_SO_SNDBUF] = { "SO_SNDBUF", "send-buffer", KEEP, SETTING, false },
	[TCPSIM_SO_KEEPALIVE] = { "SO_KEEPALIVE", "keepalive", KEEP, SETTING, false },
	[TCPSIM_SO_ERROR] = { "SO_ERROR", "", 0, STATUS, false },
	[TCPSIM_SO_PROTOCOL] = { "SO_PROTOCOL", "", 0, STATUS, false },
	[TCPSIM_SO_ACCEPTCONN] = { "SO_ACCEPTCONN", "", 0, STATUS, false },
	[TCPSIM_TCP_NODELAY] = { "TCP_NODELAY", "nagle", 0, INVERTED, true },
	[TCPSIM_TCP_MAXSEG] = { "TCP_MAXSEG", "mss", KEEP, SETTING, true },
	[TCPSIM_TCP_KEEPIDLE] = { "TCP_KEEPIDLE", "keepalive-idle", SECOND, SETTING, true },
	[TCPSIM_TCP_KEEPINTVL] = { "TCP_KEEPINTVL", "keepalive-interval", SECOND, SETTING, true },
	[TCPSIM_TCP_KEEPCNT] = { "TCP_KEEPCNT", "keepalive-probes", KEEP, SETTING, true },
	[TCPSIM_TCP_USER_TIMEOUT] = { "TCP_USER_TIMEOUT", "user-timeout", MILLISECOND, SETTING, true },
	[TCPSIM_TCP_SYNCNT] = { "TCP_SYNCNT", "syn-retries", KEEP, SETTING, true },
	[TCPSIM_TCP_CONGESTION] = { "TCP_CONGESTION", "congestion-control", KEEP, SETTING, true },
	[TCPSIM_TCP_INFO] = { "TCP_INFO", "", 0, INFO, true },
	[TCPSIM_IP_TOS] = { "IP_TOS", "dscp", 0, DSCP, false },
	[TCPSIM_IP_TTL] = { "IP_TTL", "ttl", KEEP, SETTING, false },
};

G_STATIC_ASSERT(G_N_ELEMENTS(options) == TCPSIM_N_OPTION_NAMES);

/* The option, if this kind of socket has it. */
static const struct option *
option_of(const struct tcpsim_sock *sock, enum tcpsim_option_name name)
{
	if ((unsigned)name >= G_N_ELEMENTS(options))
		return NULL;
	return options[name].is_of_tcp && sock->protocol != TCPSIM_PROTOCOL_TCP ? NULL : &options[name];
}

static size_t
size_of(const struct option *option)
{
	switch (option->kind) {
	case LINGER:
		return sizeof(struct tcpsim_linger);
	case INFO:
		return sizeof(struct tcpsim_tcp_info);
	case SETTING:
	case INVERTED:
	case DSCP:
	case FLAG:
	case STATUS:
		break;
	}
	return sizeof(int);
}

static void
set_flag(struct tcpsim_sock *sock, enum tcpsim_sock_flag flag, bool is_on)
{
	sock->flags = is_on ? sock->flags | (uint32_t)flag : sock->flags & ~(uint32_t)flag;
}

static int
set_linger(struct tcpsim_sock *sock, const struct tcpsim_linger *linger)
{
	if (linger->seconds < 0)
		return -EINVAL;
	set_flag(sock, TCPSIM_SOCK_LINGERS, linger->is_on != 0);
	sock->linger_s = linger->seconds;
	return 0;
}

/*
 * A switch takes any number; a user timeout of 0 is none of one's own. Without any room to receive nothing would ever
 * come, not even what makes TCP reset a connection that is closed: it would last for ever.
 */
static int
set_setting(struct tcpsim_net *net, struct tcpsim_sock *sock, const struct option *option, int value)
{
	const struct tcpsim_setting *setting = tcpsim_setting_find(option->setting);

	if (option == &options[TCPSIM_TCP_USER_TIMEOUT] && value == 0) {
		tcpsim_sock_unset(net, sock, setting);
		return 0;
	}
	if (option == &options[TCPSIM_SO_RCVBUF] && value == 0)
		return -EINVAL;
	if (setting->kind == TCPSIM_SETTING_SWITCH)
		value = value != 0;
	return tcpsim_sock_set(net, sock, setting, value * option->unit);
}

static int
set_option(struct tcpsim_net *net, struct tcpsim_sock *sock, const struct option *option, const void *value)
{
	int number = 0;

	if (size_of(option) == sizeof number)
		memcpy(&number, value, sizeof number);
	switch (option->kind) {
	case FLAG:
		set_flag(sock, TCPSIM_SOCK_REUSES, number != 0);
		return 0;
	case LINGER:
		return set_linger(sock, (const struct tcpsim_linger *)value);
	case SETTING:
		return set_setting(net, sock, option, number);
	case INVERTED:
		return tcpsim_sock_set(net, sock, tcpsim_setting_find(option->setting), number == 0);
	case DSCP:
		return number < 0 || number > UINT8_MAX ? -EINVAL :
			tcpsim_sock_set(net, sock, tcpsim_setting_find(option->setting), number >> 2);
	case STATUS:
	case INFO:
		break;
	}
	return -ENOPROTOOPT;
}

static void
note(struct tcpsim_net *net, const struct option *option, const void *value)
{
	const struct tcpsim_linger *linger = (const struct tcpsim_linger *)value;
	int number;
	char *words;

	if (option->kind == LINGER) {
		words = g_strdup_printf("%s=%s,%ds", option->name, linger->is_on != 0 ? "on" : "off", linger->seconds);
	} else {
		memcpy(&number, value, sizeof number);
		words = g_strdup_printf("%s=%d", option->name, number);
	}
	tcpsim_sys_note_words(net, words);
	g_free(words);
}

int
tcpsim_sys_setsockopt(struct tcpsim_net *net, uint16_t host, int descriptor, enum tcpsim_option_name name,
	const void *value, size_t size)
{
	struct tcpsim_sock *sock = tcpsim_sys_begin(net, host, descriptor, TCPSIM_SYS_SETSOCKOPT, 0);
	const struct option *option = sock == NULL ? NULL : option_of(sock, name);
	int result = -ENOPROTOOPT;

	if (sock == NULL) {
		result = -EBADF;
	} else if (option != NULL && option->kind != INFO) {
		result = size == size_of(option) ? set_option(net, sock, option, value) : -EINVAL;
		if (size == size_of(option))
			note(net, option, value);
	}
	if (result == -ENOPROTOOPT && (unsigned)name < G_N_ELEMENTS(options))
		tcpsim_sys_note_words(net, options[name].name);
	return (int)tcpsim_sys_finish(net, result);
}

static int
get_status(struct tcpsim_sock *sock, const struct option *option)
{
	int error;

	if (option == &options[TCPSIM_SO_PROTOCOL])
		return sock->protocol;
	if (option == &options[TCPSIM_SO_ACCEPTCONN])
		return tcpsim_sock_has(sock, TCPSIM_SOCK_LISTENS);
	error = sock->error != 0 ? sock->error : sock->soft_error;
	sock->error = sock->soft_error = 0;
	return error;
}

/* Rounded up: a time of less than one unit is not none. */
static int
get_setting(const struct tcpsim_net *net, const struct tcpsim_sock *sock, const struct option *option)
{
	const struct tcpsim_policy *policy = tcpsim_sock_policy(sock, &net->hosts[sock->host]->policy);
	int64_t value = tcpsim_policy_get(policy, tcpsim_setting_find(option->setting));
	const struct tcpsim_endpoint *endpoint = tcpsim_sock_end(net, sock);

	if (option == &options[TCPSIM_TCP_MAXSEG] && endpoint != NULL && tcpsim_sock_has(sock, TCPSIM_SOCK_OPENED))
		value = endpoint->tcb->mss;
	return (int)MIN(value / option->unit + (value % option->unit != 0), INT_MAX);
}

static int
get_number(const struct tcpsim_net *net, struct tcpsim_sock *sock, const struct option *option)
{
	const struct tcpsim_policy *policy = tcpsim_sock_policy(sock, &net->hosts[sock->host]->policy);

	switch (option->kind) {
	case SETTING:
		return get_setting(net, sock, option);
	case INVERTED:
		return tcpsim_policy_get(policy, tcpsim_setting_find(option->setting)) == 0;
	case DSCP:
		return (int)policy->dscp << 2;
	case STATUS:
		return get_status(sock, option);
	case FLAG:
	case LINGER:
	case INFO:
		break;
	}
	return tcpsim_sock_has(sock, TCPSIM_SOCK_REUSES);
}

int
tcpsim_sys_getsockopt(struct tcpsim_net *net, uint16_t host, int descriptor, enum tcpsim_option_name name, void *value,
	size_t size)
{
	struct tcpsim_sock *sock = tcpsim_sock_at(net, host, descriptor);
	const struct option *option = sock == NULL ? NULL : option_of(sock, name);
	int number;

	if (sock == NULL)
		return -EBADF;
	if (option == NULL)
		return -ENOPROTOOPT;
	if (size != size_of(option))
		return -EINVAL;
	if (option->kind == INFO) {
		tcpsim_sock_info(net, sock, (struct tcpsim_tcp_info *)value);
	} else if (option->kind == LINGER) {
		*(struct tcpsim_linger *)value =
			(struct tcpsim_linger){ tcpsim_sock_has(sock, TCPSIM_SOCK_LINGERS), sock->linger_s };
	} else {
		number = get_number(net, sock, option);
		memcpy(value, &number, sizeof number);
	}
	return 0;
}
