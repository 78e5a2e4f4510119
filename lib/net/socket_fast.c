/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include "socket_private.h"

/* Sockets that are connected by what they send: RFC 7413 4.2.1, as tcp(7) of Linux and tcp(4) of FreeBSD have it. */

static const struct tcpsim_policy *
policy_of(const struct tcpsim_net *net, const struct tcpsim_sock *sock)
{
	return tcpsim_sock_policy(sock, &net->hosts[sock->host]->policy);
}

static bool
is_client(const struct tcpsim_policy *policy)
{
	return policy->fast_open == TCPSIM_FAST_OPEN_CLIENT || policy->fast_open == TCPSIM_FAST_OPEN_BOTH;
}

/* There is a cookie: the SYN waits for the first send(), as in tcp_fastopen_defer_connect() of Linux. */
static int
put_off(struct tcpsim_sock *sock, struct tcpsim_address peer)
{
	sock->flags |= TCPSIM_SOCK_DEFERRED;
	sock->peer = peer.host;
	sock->peer_port = peer.port;
	return 0;
}

int
tcpsim_sock_connect_fast(struct tcpsim_net *net, struct tcpsim_sock *sock, struct tcpsim_address peer)
{
	const struct tcpsim_policy *policy = policy_of(net, sock);
	struct tcpsim_open open = { 0 };
	int result;

	if (tcpsim_sock_has(sock, TCPSIM_SOCK_DEFERRED))
		return -EISCONN;
	result = tcpsim_sock_check_connect(net, sock, peer);
	if (result != 0)
		return result;
	if (is_client(policy) && tcpsim_kept_get(sock, TCPSIM_KEPT_FAST_OPEN_CONNECT) != 0 &&
		tcpsim_cookies_find(net, sock->host, peer.host, policy, &open))
		return put_off(sock, peer);
	return tcpsim_sock_open_to(net, sock, peer, &open, NULL);
}

/* FreeBSD has no flag, but an option, and connects where there is an address. */
static bool
connects_by_address(const struct tcpsim_sock *sock)
{
	return sock->end == 0 && (sock->flags & (TCPSIM_SOCK_OPENED | TCPSIM_SOCK_LISTENS)) == 0 &&
		tcpsim_kept_get(sock, TCPSIM_KEPT_FAST_OPEN) != 0;
}

bool
tcpsim_sock_opens_by_send(const struct tcpsim_sock *sock, unsigned flags, const struct tcpsim_address *to)
{
	return tcpsim_sock_has(sock, TCPSIM_SOCK_DEFERRED) ||
		(to != NULL && ((flags & TCPSIM_MSG_FASTOPEN) != 0 || connects_by_address(sock)));
}

/*
 * With a cookie the SYN takes what it has room for, and the rest is not taken: so Linux. FreeBSD takes what the buffer has
 * room for, and has it wait.
 */
int64_t
tcpsim_sock_send_fast(struct tcpsim_net *net, struct tcpsim_sock *sock, const void *octets, size_t n, unsigned flags,
	const struct tcpsim_address *to)
{
	bool is_put_off = tcpsim_sock_has(sock, TCPSIM_SOCK_DEFERRED);
	bool takes_all = !is_put_off && (flags & TCPSIM_MSG_FASTOPEN) == 0, has_cookie;
	struct tcpsim_address peer = is_put_off ? (struct tcpsim_address){ sock->peer, sock->peer_port } : *to;
	const struct tcpsim_policy *policy = policy_of(net, sock);
	struct tcpsim_open open = { 0 };
	int result;

	if (!is_client(policy) && !takes_all)
		return -EOPNOTSUPP;
	sock->flags &= ~(uint32_t)TCPSIM_SOCK_DEFERRED;
	result = tcpsim_sock_check_connect(net, sock, peer);
	if (result != 0)
		return result;
	has_cookie = tcpsim_cookies_find(net, sock->host, peer.host, policy, &open);
	open.octets = (uint32_t)MIN(n, (uint64_t)policy->send_buffer_bytes);
	if (!takes_all)
		open.octets = has_cookie ? MIN(open.octets, tcpsim_fast_open_room(policy, open.peer_mss)) : 0;
	tcpsim_sys_note_octets(net, octets, open.octets);
	result = tcpsim_sock_open_to(net, sock, peer, &open, octets);
	return result == -EINPROGRESS && open.octets > 0 ? (int64_t)open.octets : result;
}
