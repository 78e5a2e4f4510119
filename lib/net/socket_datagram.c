/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "socket_private.h"

/* Sockets of UDP, over the ports of datagram.c. */

static void
told(struct tcpsim_net *net, void *owner, enum tcpsim_error error)
{
	struct tcpsim_sock *sock = (struct tcpsim_sock *)owner;

	if (error != TCPSIM_OK)
		sock->error = tcpsim_errno_of(error, true);
	tcpsim_program_hear(net, sock->host);
}

void
tcpsim_sock_open_datagrams(struct tcpsim_net *net, struct tcpsim_sock *sock)
{
	sock->datagrams = tcpsim_datagrams_open(net, sock->host, sock->port);
	sock->datagrams->owner = sock;
	sock->datagrams->told = told;
	sock->datagrams->policy = sock->own != NULL ? &sock->own->policy : NULL;
}

void
tcpsim_sock_close_datagrams(struct tcpsim_net *net, struct tcpsim_sock *sock)
{
	if (sock->datagrams != NULL)
		tcpsim_datagrams_close(net, sock->datagrams);
	sock->datagrams = NULL;
}

bool
tcpsim_datagrams_are_in_the_way(const struct tcpsim_net *net, const struct tcpsim_sock *sock, uint16_t port)
{
	const struct tcpsim_datagrams *end = tcpsim_datagrams_at(net, sock->host, port);

	for (; end != NULL; end = end->next) {
		const struct tcpsim_sock *other = (const struct tcpsim_sock *)end->owner;

		if (other == NULL || !tcpsim_sock_share(sock, other))
			return true;
	}
	return false;
}

/* A socket that sends has a port. */
static int
make_bound(struct tcpsim_net *net, struct tcpsim_sock *sock)
{
	return tcpsim_sock_has(sock, TCPSIM_SOCK_BOUND) ? 0 : tcpsim_port_take_any(net, sock);
}

int
tcpsim_sock_connect_datagrams(struct tcpsim_net *net, struct tcpsim_sock *sock, struct tcpsim_address peer)
{
	bool is_none = peer.host == TCPSIM_NO_HOST;
	int result = is_none ? 0 : tcpsim_sock_check_peer(net, sock, peer);

	if (result == 0)
		result = make_bound(net, sock);
	if (result < 0)
		return result;
	sock->error = 0;
	sock->peer = sock->datagrams->peer = peer.host;
	sock->peer_port = sock->datagrams->peer_port = is_none ? 0 : peer.port;
	return 0;
}

/* What speaks against sending so many octets to the peer, or 0. */
static int
check_send(struct tcpsim_net *net, struct tcpsim_sock *sock, struct tcpsim_address peer, size_t n, unsigned flags)
{
	const struct tcpsim_policy *policy = tcpsim_sock_policy(sock, &net->hosts[sock->host]->policy);
	int result;

	if (flags & TCPSIM_MSG_OOB)
		return -EOPNOTSUPP;
	if (tcpsim_sock_has(sock, TCPSIM_SOCK_SHUT_WRITE))
		return -EPIPE;
	if (sock->error != 0)
		return tcpsim_sock_take_error(sock);
	if (peer.host == TCPSIM_NO_HOST)
		return -EDESTADDRREQ;
	result = tcpsim_sock_check_peer(net, sock, peer);
	if (result == 0)
		result = make_bound(net, sock);
	if (result == 0 && ((int64_t)n > policy->send_buffer_bytes || n > tcpsim_datagrams_most(net, sock->datagrams)))
		result = -EMSGSIZE;
	return result;
}

int64_t
tcpsim_sock_send_datagram(struct tcpsim_net *net, struct tcpsim_sock *sock, const void *octets, size_t n,
	unsigned flags, const struct tcpsim_address *to)
{
	struct tcpsim_address peer = { sock->peer, sock->peer_port };
	int result;

	if (to != NULL && to->host != TCPSIM_NO_HOST && peer.host != TCPSIM_NO_HOST)
		return -EISCONN;
	if (to != NULL && to->host != TCPSIM_NO_HOST)
		peer = *to;
	result = check_send(net, sock, peer, n, flags);
	if (result < 0)
		return result;
	tcpsim_sys_note_peer(net, peer);
	tcpsim_sys_note_octets(net, octets, n);
	net->event = net->calling;
	tcpsim_datagrams_send(net, sock->datagrams, peer.host, peer.port, octets, n);
	return (int64_t)n;
}

/* Without a datagram: 0 if none is wanted any more. */
static int
why_none(struct tcpsim_sock *sock)
{
	if (sock->error != 0)
		return tcpsim_sock_take_error(sock);
	return tcpsim_sock_has(sock, TCPSIM_SOCK_SHUT_READ) ? 0 : -EAGAIN;
}

int64_t
tcpsim_sock_receive_datagram(struct tcpsim_net *net, struct tcpsim_sock *sock, void *octets, size_t n, unsigned flags,
	struct tcpsim_address *from)
{
	const struct tcpsim_packet *packet =
		sock->datagrams == NULL ? NULL : tcpsim_datagrams_first(net, sock->datagrams);
	struct tcpsim_address peer;
	uint32_t whole, given;

	if (flags & TCPSIM_MSG_OOB)
		return -EOPNOTSUPP;
	if (packet == NULL || sock->error != 0 || tcpsim_sock_has(sock, TCPSIM_SOCK_SHUT_READ))
		return why_none(sock);
	whole = packet->arriving.seg.text_bytes;
	given = (uint32_t)MIN(n, whole);
	peer = (struct tcpsim_address){ packet->from, packet->from_port };
	if (given > 0)
		memcpy(octets, packet->octets, given);
	if (from != NULL)
		*from = peer;
	tcpsim_sys_note_peer(net, peer);
	net->event = net->calling;
	if ((flags & TCPSIM_MSG_PEEK) == 0)
		tcpsim_datagrams_take(net, sock->datagrams, given);
	tcpsim_sys_note_octets(net, octets, given);
	return (flags & TCPSIM_MSG_TRUNC) != 0 ? whole : given;
}

int
tcpsim_sock_shut_datagrams(struct tcpsim_sock *sock, enum tcpsim_how how)
{
	if (sock->peer == TCPSIM_NO_HOST)
		return -ENOTCONN;
	if (how != TCPSIM_SHUT_WR)
		sock->flags |= TCPSIM_SOCK_SHUT_READ;
	if (how != TCPSIM_SHUT_RD)
		sock->flags |= TCPSIM_SOCK_SHUT_WRITE;
	return 0;
}

unsigned
tcpsim_sock_poll_datagrams(const struct tcpsim_net *net, const struct tcpsim_sock *sock)
{
	bool has_some = sock->datagrams != NULL && tcpsim_datagrams_first(net, sock->datagrams) != NULL;
	bool is_read = tcpsim_sock_has(sock, TCPSIM_SOCK_SHUT_READ);
	bool is_written = tcpsim_sock_has(sock, TCPSIM_SOCK_SHUT_WRITE);
	unsigned ready = sock->error != 0 ? TCPSIM_POLLERR : 0;

	if (has_some || is_read || sock->error != 0)
		ready |= TCPSIM_POLLIN;
	if (!is_written)
		ready |= TCPSIM_POLLOUT;
	else if (is_read)
		ready |= TCPSIM_POLLHUP;
	return ready;
}
