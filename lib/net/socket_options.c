/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/socket.h>

#include "socket_private.h"

/* setsockopt() and getsockopt(). Most options are settings of the policy, in a unit of their own. */

#define KEEP 1
#define MILLISECOND 1000
#define SECOND 1000000

/* IP_PMTUDISC_DONT and its like, ip(7) of Linux. */
#define MTU_DISCOVER_DONT 0
#define MTU_DISCOVER_WANT 1
#define MTU_DISCOVER_DO 2

enum option_kind {
	SETTING,    /* a number in a unit */
	OWN,        /* the same; 0 is the host's */
	HOPS,       /* the same; -1 is the host's */
	BUFFER,     /* likewise octets, which a setting may double */
	INVERTED,   /* a switch, the other way round */
	DSCP,       /* the upper six bits */
	PATH_MTU,   /* a switch that has more than two values */
	FLAG,       /* of the socket */
	QUICKACK,
	NO_OPTIONS, /* several settings at once */
	KEPT,       /* a number of the socket that is not below 0 */
	KEPT_SWITCH,
	KEPT_LEAST, /* a number that is not below 1: 0 is */
	KEPT_TIME,  /* an int64_t */
	INLINE,     /* always on */
	LINGER,
	STATUS,     /* an int to be got only */
	INFO,
};

static const struct option {
	char name[24];
	char setting[24];
	/* So many units of the setting are one of the option; or enum tcpsim_sock_flag; or enum tcpsim_kept_name. */
	int64_t detail;
	enum option_kind kind;
	bool is_of_tcp;
} options[] = {
	[TCPSIM_SO_REUSEADDR] = { "SO_REUSEADDR", "", TCPSIM_SOCK_REUSES, FLAG, false },
	[TCPSIM_SO_LINGER] = { "SO_LINGER", "", 0, LINGER, false },
	[TCPSIM_SO_RCVBUF] = { "SO_RCVBUF", "receive-buffer", KEEP, BUFFER, false },
	[TCPSIM_SO_SNDBUF] = { "SO_SNDBUF", "send-buffer", KEEP, BUFFER, false },
	[TCPSIM_SO_KEEPALIVE] = { "SO_KEEPALIVE", "keepalive", KEEP, SETTING, false },
	[TCPSIM_SO_ERROR] = { "SO_ERROR", "", 0, STATUS, false },
	[TCPSIM_SO_PROTOCOL] = { "SO_PROTOCOL", "", 0, STATUS, false },
	[TCPSIM_SO_ACCEPTCONN] = { "SO_ACCEPTCONN", "", 0, STATUS, false },
	[TCPSIM_TCP_NODELAY] = { "TCP_NODELAY", "nagle", 0, INVERTED, true },
	[TCPSIM_TCP_MAXSEG] = { "TCP_MAXSEG", "mss", KEEP, SETTING, true },
	[TCPSIM_TCP_KEEPIDLE] = { "TCP_KEEPIDLE", "keepalive-idle", SECOND, SETTING, true },
	[TCPSIM_TCP_KEEPINTVL] = { "TCP_KEEPINTVL", "keepalive-interval", SECOND, SETTING, true },
	[TCPSIM_TCP_KEEPCNT] = { "TCP_KEEPCNT", "keepalive-probes", KEEP, SETTING, true },
	[TCPSIM_TCP_USER_TIMEOUT] = { "TCP_USER_TIMEOUT", "user-timeout", MILLISECOND, OWN, true },
	[TCPSIM_TCP_SYNCNT] = { "TCP_SYNCNT", "syn-retries", KEEP, SETTING, true },
	[TCPSIM_TCP_CONGESTION] = { "TCP_CONGESTION", "congestion-control", KEEP, SETTING, true },
	[TCPSIM_TCP_INFO] = { "TCP_INFO", "", 0, INFO, true },
	[TCPSIM_IP_TOS] = { "IP_TOS", "dscp", 0, DSCP, false },
	[TCPSIM_IP_TTL] = { "IP_TTL", "ttl", KEEP, HOPS, false },
	[TCPSIM_SO_REUSEPORT] = { "SO_REUSEPORT", "", TCPSIM_SOCK_SHARES, FLAG, false },
	[TCPSIM_SO_TYPE] = { "SO_TYPE", "", 0, STATUS, false },
	[TCPSIM_SO_DOMAIN] = { "SO_DOMAIN", "", 0, STATUS, false },
	[TCPSIM_SO_RCVLOWAT] = { "SO_RCVLOWAT", "", TCPSIM_KEPT_RCVLOWAT, KEPT_LEAST, false },
	[TCPSIM_SO_SNDLOWAT] = { "SO_SNDLOWAT", "", TCPSIM_KEPT_SNDLOWAT, KEPT_LEAST, false },
	[TCPSIM_SO_RCVTIMEO] = { "SO_RCVTIMEO", "", TCPSIM_KEPT_RCVTIMEO, KEPT_TIME, false },
	[TCPSIM_SO_SNDTIMEO] = { "SO_SNDTIMEO", "", TCPSIM_KEPT_SNDTIMEO, KEPT_TIME, false },
	[TCPSIM_SO_OOBINLINE] = { "SO_OOBINLINE", "", 0, INLINE, false },
	[TCPSIM_SO_BROADCAST] = { "SO_BROADCAST", "", TCPSIM_KEPT_BROADCAST, KEPT_SWITCH, false },
	[TCPSIM_SO_DEBUG] = { "SO_DEBUG", "", TCPSIM_KEPT_DEBUG, KEPT_SWITCH, false },
	[TCPSIM_SO_DONTROUTE] = { "SO_DONTROUTE", "", TCPSIM_KEPT_DONTROUTE, KEPT_SWITCH, false },
	[TCPSIM_SO_PRIORITY] = { "SO_PRIORITY", "", TCPSIM_KEPT_PRIORITY, KEPT, false },
	[TCPSIM_SO_MARK] = { "SO_MARK", "", TCPSIM_KEPT_MARK, KEPT, false },
	[TCPSIM_TCP_CORK] = { "TCP_CORK", "cork", KEEP, SETTING, true },
	[TCPSIM_TCP_NOPUSH] = { "TCP_NOPUSH", "cork", KEEP, SETTING, true },
	[TCPSIM_TCP_QUICKACK] = { "TCP_QUICKACK", "quick-acks", TCPSIM_SOCK_SLOW_ACK, QUICKACK, true },
	[TCPSIM_TCP_LINGER2] = { "TCP_LINGER2", "fin-wait-2-timeout", SECOND, OWN, true },
	[TCPSIM_TCP_NOTSENT_LOWAT] = { "TCP_NOTSENT_LOWAT", "", TCPSIM_KEPT_NOTSENT_LOWAT, KEPT, true },
	[TCPSIM_TCP_KEEPINIT] = { "TCP_KEEPINIT", "open-timeout", SECOND, OWN, true },
	[TCPSIM_TCP_MAXUNACKTIME] = { "TCP_MAXUNACKTIME", "user-timeout", SECOND, OWN, true },
	[TCPSIM_IP_MTU_DISCOVER] =
		{ "IP_MTU_DISCOVER", "path-mtu-discovery", TCPSIM_KEPT_MTU_DISCOVER, PATH_MTU, false },
	[TCPSIM_IP_RECVERR] = { "IP_RECVERR", "", TCPSIM_SOCK_HEARS, FLAG, false },
	[TCPSIM_IP_RECVTOS] = { "IP_RECVTOS", "", TCPSIM_KEPT_RECVTOS, KEPT_SWITCH, false },
	[TCPSIM_IP_RECVTTL] = { "IP_RECVTTL", "", TCPSIM_KEPT_RECVTTL, KEPT_SWITCH, false },
	[TCPSIM_IPV6_TCLASS] = { "IPV6_TCLASS", "dscp", 0, DSCP, false },
	[TCPSIM_IPV6_UNICAST_HOPS] = { "IPV6_UNICAST_HOPS", "ttl", KEEP, HOPS, false },
	[TCPSIM_IPV6_V6ONLY] = { "IPV6_V6ONLY", "", TCPSIM_KEPT_V6ONLY, KEPT_SWITCH, false },
	[TCPSIM_IPV6_MTU_DISCOVER] =
		{ "IPV6_MTU_DISCOVER", "path-mtu-discovery", TCPSIM_KEPT_MTU_DISCOVER, PATH_MTU, false },
	[TCPSIM_TCP_FASTOPEN] = { "TCP_FASTOPEN", "", TCPSIM_KEPT_FAST_OPEN, KEPT, true },
	[TCPSIM_TCP_FASTOPEN_CONNECT] = { "TCP_FASTOPEN_CONNECT", "", TCPSIM_KEPT_FAST_OPEN_CONNECT, KEPT_SWITCH, true },
	[TCPSIM_TCP_FASTOPEN_NO_COOKIE] = { "TCP_FASTOPEN_NO_COOKIE", "fast-open-cookieless", KEEP, SETTING, true },
	[TCPSIM_TCP_NOOPT] = { "TCP_NOOPT", "", TCPSIM_SOCK_PLAIN, NO_OPTIONS, true },
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
	case KEPT_TIME:
		return sizeof(int64_t);
	case SETTING:
	case OWN:
	case HOPS:
	case BUFFER:
	case INVERTED:
	case DSCP:
	case PATH_MTU:
	case FLAG:
	case QUICKACK:
	case NO_OPTIONS:
	case KEPT:
	case KEPT_SWITCH:
	case KEPT_LEAST:
	case INLINE:
	case STATUS:
		break;
	}
	return sizeof(int);
}

static int
set_flag(struct tcpsim_sock *sock, enum tcpsim_sock_flag flag, bool is_on)
{
	sock->flags = is_on ? sock->flags | (uint32_t)flag : sock->flags & ~(uint32_t)flag;
	return 0;
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

/* A switch takes any number. */
static int
set_setting(struct tcpsim_net *net, struct tcpsim_sock *sock, const struct option *option, int value)
{
	const struct tcpsim_setting *setting = tcpsim_setting_find(option->setting);

	if (setting->kind == TCPSIM_SETTING_SWITCH)
		value = value != 0;
	return tcpsim_sock_set(net, sock, setting, value * option->detail);
}

/* One value means that the socket has none of its own. */
static int
set_or_unset(struct tcpsim_net *net, struct tcpsim_sock *sock, const struct option *option, int value, int none)
{
	if (value != none)
		return set_setting(net, sock, option, value);
	tcpsim_sock_unset(net, sock, tcpsim_setting_find(option->setting));
	return 0;
}

/*
 * Without any room to receive nothing would ever come, not even what makes TCP reset a connection that is closed: it
 * would last for ever.
 */
static int
set_buffer(struct tcpsim_net *net, struct tcpsim_sock *sock, const struct option *option, int value)
{
	return value == 0 ? -EINVAL : set_setting(net, sock, option, value);
}

static int
set_dscp(struct tcpsim_net *net, struct tcpsim_sock *sock, const struct option *option, int value)
{
	return value < 0 || value > UINT8_MAX ? -EINVAL :
		tcpsim_sock_set(net, sock, tcpsim_setting_find(option->setting), value >> 2);
}

/* IP_PMTUDISC_PROBE and what follows it minds no ICMP and fragments nothing all the same: there is no such policy. */
static int
set_path_mtu(struct tcpsim_net *net, struct tcpsim_sock *sock, const struct option *option, int value)
{
	if (value < 0 || value > MTU_DISCOVER_DO)
		return -EINVAL;
	tcpsim_kept_set(sock, (enum tcpsim_kept_name)option->detail, value + 1);
	return tcpsim_sock_set(net, sock, tcpsim_setting_find(option->setting), value != MTU_DISCOVER_DONT);
}

/* tcp(7) of Linux. The first ACKs are quick as the host has it, or none is. */
static int
set_quickack(struct tcpsim_net *net, struct tcpsim_sock *sock, const struct option *option, int value)
{
	const struct tcpsim_setting *setting = tcpsim_setting_find(option->setting);
	struct tcpsim_endpoint *endpoint;

	set_flag(sock, TCPSIM_SOCK_SLOW_ACK, value == 0);
	if (value == 0)
		return tcpsim_sock_set(net, sock, setting, 0);
	tcpsim_sock_unset(net, sock, setting);
	endpoint = tcpsim_sock_end(net, sock);
	if (endpoint != NULL)
		tcpsim_net_fire(net, endpoint, TCPSIM_TIMER_ACK, net->line);
	return 0;
}

/* TF_NOOPT of FreeBSD, tcp_output(), syncache_add(). */
static int
set_no_options(struct tcpsim_net *net, struct tcpsim_sock *sock, bool is_on)
{
	static const char names[][24] = {
		"mss-option", "window-scale", "sack", "timestamps", "user-timeout-option", "fast-open",
	};

	set_flag(sock, TCPSIM_SOCK_PLAIN, is_on);
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		if (is_on)
			tcpsim_sock_set(net, sock, tcpsim_setting_find(names[i]), 0);
		else
			tcpsim_sock_unset(net, sock, tcpsim_setting_find(names[i]));
	}
	return 0;
}

static int
keep(struct tcpsim_sock *sock, const struct option *option, int64_t value)
{
	if (value < 0)
		return -EINVAL;
	if (option == &options[TCPSIM_IPV6_V6ONLY] && tcpsim_sock_has(sock, TCPSIM_SOCK_BOUND))
		return -EINVAL;
	if (option->kind == KEPT_SWITCH)
		value = value != 0;
	if (option->kind == KEPT_LEAST)
		value = MAX(value, 1);
	tcpsim_kept_set(sock, (enum tcpsim_kept_name)option->detail, value);
	return 0;
}

/* The value of an option that is a number, of either size. */
static int64_t
number_of(const struct option *option, const void *value)
{
	int64_t large = 0;
	int number = 0;

	if (size_of(option) == sizeof large)
		memcpy(&large, value, sizeof large);
	else
		memcpy(&number, value, sizeof number);
	return size_of(option) == sizeof large ? large : number;
}

static int
set_number(struct tcpsim_net *net, struct tcpsim_sock *sock, const struct option *option, int64_t number)
{
	switch (option->kind) {
	case FLAG:
		return set_flag(sock, (enum tcpsim_sock_flag)option->detail, number != 0);
	case SETTING:
		return set_setting(net, sock, option, (int)number);
	case OWN:
		return set_or_unset(net, sock, option, (int)number, 0);
	case HOPS:
		return set_or_unset(net, sock, option, (int)number, -1);
	case BUFFER:
		return set_buffer(net, sock, option, (int)number);
	case INVERTED:
		return tcpsim_sock_set(net, sock, tcpsim_setting_find(option->setting), number == 0);
	case DSCP:
		return set_dscp(net, sock, option, (int)number);
	case PATH_MTU:
		return set_path_mtu(net, sock, option, (int)number);
	case QUICKACK:
		return set_quickack(net, sock, option, (int)number);
	case NO_OPTIONS:
		return set_no_options(net, sock, number != 0);
	case KEPT:
	case KEPT_SWITCH:
	case KEPT_LEAST:
	case KEPT_TIME:
		return keep(sock, option, number);
	case INLINE:
		return number == 0 ? -EINVAL : 0;
	case LINGER:
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
	char *words;

	if (option->kind == LINGER)
		words = g_strdup_printf("%s=%s,%ds", option->name, linger->is_on != 0 ? "on" : "off", linger->seconds);
	else
		words = g_strdup_printf("%s=%" G_GINT64_FORMAT, option->name, (gint64)number_of(option, value));
	tcpsim_sys_note_words(net, words);
	g_free(words);
}

static int
set_option(struct tcpsim_net *net, struct tcpsim_sock *sock, const struct option *option, const void *value)
{
	note(net, option, value);
	if (option->kind == LINGER)
		return set_linger(sock, (const struct tcpsim_linger *)value);
	return set_number(net, sock, option, number_of(option, value));
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
	}
	if (result == -ENOPROTOOPT && (unsigned)name < G_N_ELEMENTS(options))
		tcpsim_sys_note_words(net, options[name].name);
	return (int)tcpsim_sys_finish(net, result);
}

static int
take_error(struct tcpsim_sock *sock)
{
	int error = sock->error != 0 ? sock->error : sock->soft_error;

	sock->error = sock->soft_error = 0;
	return error;
}

static int
get_status(const struct tcpsim_net *net, struct tcpsim_sock *sock, const struct option *option)
{
	bool is_udp = sock->protocol == TCPSIM_PROTOCOL_UDP;

	if (option == &options[TCPSIM_SO_PROTOCOL])
		return sock->protocol;
	if (option == &options[TCPSIM_SO_TYPE])
		return is_udp ? SOCK_DGRAM : SOCK_STREAM;
	if (option == &options[TCPSIM_SO_DOMAIN])
		return net->hosts[sock->host]->policy.ip == TCPSIM_IPV6 ? AF_INET6 : AF_INET;
	if (option == &options[TCPSIM_SO_ACCEPTCONN])
		return tcpsim_sock_has(sock, TCPSIM_SOCK_LISTENS);
	return take_error(sock);
}

/* Rounded up: a time of less than one unit is not none. */
static int64_t
get_setting(const struct tcpsim_net *net, const struct tcpsim_sock *sock, const struct option *option)
{
	const struct tcpsim_policy *policy = tcpsim_sock_policy(sock, &net->hosts[sock->host]->policy);
	int64_t value = tcpsim_policy_get(policy, tcpsim_setting_find(option->setting));
	const struct tcpsim_endpoint *endpoint = tcpsim_sock_end(net, sock);

	if (option == &options[TCPSIM_TCP_MAXSEG] && endpoint != NULL && tcpsim_sock_has(sock, TCPSIM_SOCK_OPENED))
		value = endpoint->tcb->mss;
	if (option->kind == BUFFER && policy->double_buffers != 0)
		value *= 2;
	return value / option->detail + (value % option->detail != 0);
}

static int64_t
get_path_mtu(const struct tcpsim_sock *sock, const struct tcpsim_policy *policy, const struct option *option)
{
	int64_t kept = tcpsim_kept_get(sock, (enum tcpsim_kept_name)option->detail);

	if (kept != 0)
		return kept - 1;
	return policy->path_mtu_discovery != 0 ? MTU_DISCOVER_WANT : MTU_DISCOVER_DONT;
}

static int64_t
get_number(const struct tcpsim_net *net, struct tcpsim_sock *sock, const struct option *option)
{
	const struct tcpsim_policy *policy = tcpsim_sock_policy(sock, &net->hosts[sock->host]->policy);

	switch (option->kind) {
	case SETTING:
	case OWN:
	case HOPS:
	case BUFFER:
		return get_setting(net, sock, option);
	case INVERTED:
		return tcpsim_policy_get(policy, tcpsim_setting_find(option->setting)) == 0;
	case DSCP:
		return policy->dscp << 2;
	case PATH_MTU:
		return get_path_mtu(sock, policy, option);
	case STATUS:
		return get_status(net, sock, option);
	case QUICKACK:
		return !tcpsim_sock_has(sock, TCPSIM_SOCK_SLOW_ACK);
	case KEPT:
	case KEPT_SWITCH:
	case KEPT_LEAST:
	case KEPT_TIME:
		return tcpsim_kept_get(sock, (enum tcpsim_kept_name)option->detail);
	case FLAG:
	case NO_OPTIONS:
		return tcpsim_sock_has(sock, (enum tcpsim_sock_flag)option->detail);
	case INLINE:
	case LINGER:
	case INFO:
		break;
	}
	return 1;
}

int
tcpsim_sys_getsockopt(struct tcpsim_net *net, uint16_t host, int descriptor, enum tcpsim_option_name name, void *value,
	size_t size)
{
	struct tcpsim_sock *sock = tcpsim_sock_at(net, host, descriptor);
	const struct option *option = sock == NULL ? NULL : option_of(sock, name);
	int64_t number;
	int narrow;

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
		narrow = (int)MIN(number, INT_MAX);
		memcpy(value, size == sizeof number ? (const void *)&number : (const void *)&narrow, size);
	}
	return 0;
}
