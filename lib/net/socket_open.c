/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include "socket_private.h"

/* bind(), listen(), accept(), connect(): how connections come to be. */

#define MOST_BACKLOG 4096

/* It has a connection, or had one. */
static bool
was_connected(const struct tcpsim_sock *sock)
{
	return sock->end != 0 || tcpsim_sock_has(sock, TCPSIM_SOCK_OPENED);
}

static int
bind_port(struct tcpsim_net *net, struct tcpsim_sock *sock, struct tcpsim_address address)
{
	int result;

	if (tcpsim_sock_has(sock, TCPSIM_SOCK_BOUND) || was_connected(sock))
		return -EINVAL;
	if (address.host != TCPSIM_NO_HOST && address.host != sock->host)
		return -EADDRNOTAVAIL;
	if (address.port == 0)
		return tcpsim_port_take_any(net, sock);
	result = tcpsim_port_check(net, sock, address.port);
	if (result == 0)
		tcpsim_port_take(net, sock, address.port);
	return result;
}

int
tcpsim_sys_bind(struct tcpsim_net *net, uint16_t host, int descriptor, struct tcpsim_address address)
{
	struct tcpsim_sock *sock = tcpsim_sys_begin(net, host, descriptor, TCPSIM_SYS_BIND, address.port);

	return (int)tcpsim_sys_finish(net, sock == NULL ? -EBADF : bind_port(net, sock, address));
}

static int
listen_at(struct tcpsim_net *net, struct tcpsim_sock *sock, int backlog)
{
	const struct tcpsim_open open = { .remote = TCPSIM_REMOTE_UNSPECIFIED };
	uint32_t limit = (uint32_t)CLAMP(backlog, 1, MOST_BACKLOG);
	enum tcpsim_error error = TCPSIM_OK;
	int result = 0;

	if (sock->protocol != TCPSIM_PROTOCOL_TCP)
		return -EOPNOTSUPP;
	if (tcpsim_sock_has(sock, TCPSIM_SOCK_LISTENS)) {
		sock->backlog = limit;
		return 0;
	}
	if (was_connected(sock))
		return -EINVAL;
	if (!tcpsim_sock_has(sock, TCPSIM_SOCK_BOUND))
		result = tcpsim_port_take_any(net, sock);
	if (result < 0)
		return result;
	sock->end = tcpsim_call_open(net, tcpsim_pair_listener(sock->host, sock->port), &open, sock, &error, net->line);
	if (error == TCPSIM_OK)
		tcpsim_sock_listen(sock, limit);
	return -tcpsim_errno_of(error, false);
}

int
tcpsim_sys_listen(struct tcpsim_net *net, uint16_t host, int descriptor, int backlog)
{
	struct tcpsim_sock *sock = tcpsim_sys_begin(net, host, descriptor, TCPSIM_SYS_LISTEN, backlog);

	return (int)tcpsim_sys_finish(net, sock == NULL ? -EBADF : listen_at(net, sock, backlog));
}

static int
accept_first(struct tcpsim_net *net, struct tcpsim_sock *listener, struct tcpsim_address *peer)
{
	struct tcpsim_sock *sock;
	int result;

	if (listener->protocol != TCPSIM_PROTOCOL_TCP)
		return -EOPNOTSUPP;
	if (!tcpsim_sock_has(listener, TCPSIM_SOCK_LISTENS))
		return -EINVAL;
	if (listener->unaccepted->length == 0)
		return -EAGAIN;
	sock = (struct tcpsim_sock *)listener->unaccepted->head->data;
	result = sock->end != 0 ? tcpsim_sock_describe(net, sock) : -ECONNABORTED;
	if (result == -EMFILE)
		return result;
	tcpsim_sock_unqueue(sock);
	if (peer != NULL && result >= 0)
		*peer = (struct tcpsim_address){ sock->peer, sock->peer_port };
	if (result < 0)
		tcpsim_sock_free(net, sock);
	return result;
}

int
tcpsim_sys_accept(struct tcpsim_net *net, uint16_t host, int descriptor, struct tcpsim_address *peer)
{
	struct tcpsim_sock *sock = tcpsim_sys_begin(net, host, descriptor, TCPSIM_SYS_ACCEPT, 0);

	return (int)tcpsim_sys_finish(net, sock == NULL ? -EBADF : accept_first(net, sock, peer));
}

int
tcpsim_sock_check_peer(const struct tcpsim_net *net, const struct tcpsim_sock *sock, struct tcpsim_address peer)
{
	const struct tcpsim_link *link = peer.host < net->n_hosts ?
		tcpsim_link_between(net, sock->host, peer.host) : NULL;

	if (peer.port == 0)
		return -EADDRNOTAVAIL;
	if (link == NULL || !link->is_linked)
		return -ENETUNREACH;
	return net->now_us < net->hosts[sock->host]->quiet_until_us ? -ENOBUFS : 0;
}

int
tcpsim_sock_open_to(struct tcpsim_net *net, struct tcpsim_sock *sock, struct tcpsim_address peer,
	struct tcpsim_open *open, const void *octets)
{
	bool is_bound = tcpsim_sock_has(sock, TCPSIM_SOCK_BOUND);
	uint16_t port = is_bound ? sock->port : tcpsim_host_free_port(net, sock->host, peer.host, peer.port);
	uint64_t pair = tcpsim_pair(sock->host, port, peer.host, peer.port);
	enum tcpsim_error error = TCPSIM_OK;

	if (port == 0)
		return -EADDRNOTAVAIL;
	sock->counts = (struct tcpsim_sock_counts){ 0 };
	sock->end = tcpsim_call_connect(net, pair, open, octets, sock, &error, net->line);
	if (error != TCPSIM_OK)
		return -tcpsim_errno_of(error, false);
	if (!is_bound) {
		sock->port = port;
		net->hosts[sock->host]->next_port = tcpsim_port_after(port);
	}
	sock->peer = peer.host;
	sock->peer_port = peer.port;
	sock->soft_error = 0;
	return -EINPROGRESS;
}

int
tcpsim_sock_check_connect(const struct tcpsim_net *net, struct tcpsim_sock *sock, struct tcpsim_address peer)
{
	if (tcpsim_sock_has(sock, TCPSIM_SOCK_LISTENS))
		return -EOPNOTSUPP;
	if (tcpsim_sock_is_opening(net, sock))
		return -EALREADY;
	if (sock->end != 0)
		return -EISCONN;
	if (tcpsim_sock_has(sock, TCPSIM_SOCK_OPENED))
		return -EINVAL;
	if (sock->error != 0)
		return tcpsim_sock_take_error(sock);
	return tcpsim_sock_check_peer(net, sock, peer);
}

int
tcpsim_sys_connect(struct tcpsim_net *net, uint16_t host, int descriptor, struct tcpsim_address peer)
{
	struct tcpsim_sock *sock = tcpsim_sys_begin(net, host, descriptor, TCPSIM_SYS_CONNECT, 0);
	int result = -EBADF;

	tcpsim_sys_note_peer(net, peer);
	if (sock != NULL && sock->protocol == TCPSIM_PROTOCOL_UDP)
		result = tcpsim_sock_connect_datagrams(net, sock, peer);
	else if (sock != NULL)
		result = tcpsim_sock_connect_fast(net, sock, peer);
	return (int)tcpsim_sys_finish(net, result);
}
