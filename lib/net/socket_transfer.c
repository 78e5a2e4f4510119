/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include "socket_private.h"

/* send(), recv() and their like: octets out and in. */

/* A socket that is not connected: not yet, or not any more. */
static int
unconnected(const struct tcpsim_sock *sock)
{
	return tcpsim_sock_has(sock, TCPSIM_SOCK_OPENED) ? -EPIPE : -ENOTCONN;
}

/* MSG_MORE: for as long as the call lasts nothing but full segments leaves. */
static enum tcpsim_error
send_corked(struct tcpsim_net *net, struct tcpsim_sock *sock, const void *octets, uint32_t n, unsigned flags)
{
	enum tcpsim_error error;
	struct tcpsim_cork cork;

	tcpsim_cork_begin(net, sock, true, &cork);
	error = tcpsim_call_send(net, tcpsim_sock_end(net, sock), octets, n, (flags & TCPSIM_MSG_OOB) != 0, net->line);
	tcpsim_cork_end(sock, &cork);
	return error;
}

static int64_t
send_stream(struct tcpsim_net *net, struct tcpsim_sock *sock, const void *octets, size_t n, unsigned flags)
{
	struct tcpsim_endpoint *endpoint = tcpsim_sock_end(net, sock);
	enum tcpsim_error error;
	uint32_t taken;

	/* Linux looks for an error first, FreeBSD for what cannot be sent on. */
	if (sock->error != 0 && tcpsim_sock_policy(sock, &net->hosts[sock->host]->policy)->send_error)
		return tcpsim_sock_take_error(sock);
	if (tcpsim_sock_has(sock, TCPSIM_SOCK_SHUT_WRITE))
		return -EPIPE;
	if (endpoint == NULL || tcpsim_sock_has(sock, TCPSIM_SOCK_LISTENS))
		return unconnected(sock);
	taken = (uint32_t)MIN(n, tcpsim_sock_room(net, sock));
	if (taken == 0)
		return n == 0 ? 0 : -EAGAIN;
	tcpsim_sys_note_octets(net, octets, taken);
	if (flags & TCPSIM_MSG_MORE)
		error = send_corked(net, sock, octets, taken, flags);
	else
		error = tcpsim_call_send(net, endpoint, octets, taken, (flags & TCPSIM_MSG_OOB) != 0, net->line);
	return error == TCPSIM_OK ? (int64_t)taken : -tcpsim_errno_of(error, true);
}

static int64_t
send_octets(struct tcpsim_net *net, struct tcpsim_sock *sock, const void *octets, size_t n, unsigned flags,
	const struct tcpsim_address *to)
{
	tcpsim_sys_note_flags(net, flags);
	if (sock == NULL)
		return -EBADF;
	if (sock->protocol == TCPSIM_PROTOCOL_UDP)
		return tcpsim_sock_send_datagram(net, sock, octets, n, flags, to);
	if (tcpsim_sock_opens_by_send(sock, flags, to))
		return tcpsim_sock_send_fast(net, sock, octets, n, flags, to);
	return send_stream(net, sock, octets, n, flags);
}

int64_t
tcpsim_sys_send(struct tcpsim_net *net, uint16_t host, int descriptor, const void *octets, size_t n, unsigned flags)
{
	struct tcpsim_sock *sock = tcpsim_sys_begin(net, host, descriptor, TCPSIM_SYS_SEND, (int64_t)n);

	return tcpsim_sys_finish(net, send_octets(net, sock, octets, n, flags, NULL));
}

int64_t
tcpsim_sys_sendto(struct tcpsim_net *net, uint16_t host, int descriptor, const void *octets, size_t n, unsigned flags,
	struct tcpsim_address peer)
{
	struct tcpsim_sock *sock = tcpsim_sys_begin(net, host, descriptor, TCPSIM_SYS_SENDTO, (int64_t)n);

	tcpsim_sys_note_peer(net, peer);
	return tcpsim_sys_finish(net, send_octets(net, sock, octets, n, flags, &peer));
}

/* Octets of a connection that is there: looked at, if anybody wants to see them, then taken. */
static void
take_from_end(struct tcpsim_net *net, struct tcpsim_endpoint *endpoint, uint8_t *octets, uint32_t n, bool is_peek)
{
	uint64_t offset = endpoint->tcb->rcv.nxt_offset - endpoint->tcb->rcv.unread_bytes;

	if (octets != NULL && (endpoint->flags & TCPSIM_ENDPOINT_TAKES_VIRTUAL) != 0)
		tcpsim_virtual_write(offset, octets, n);
	else if (octets != NULL)
		tcpsim_buffer_get(endpoint->taken, offset, octets, n);
	if (!is_peek)
		tcpsim_call_receive(net, endpoint, n, net->line);
}

/* Octets that TCP left when it forgot the connection. */
static void
take_from_rest(struct tcpsim_net *net, struct tcpsim_sock *sock, uint8_t *octets, uint32_t n, bool is_peek)
{
	uint64_t begin = sock->rest->begin;

	if (octets != NULL)
		tcpsim_buffer_get(sock->rest, begin, octets, n);
	if (!is_peek)
		tcpsim_buffer_trim(net, &sock->rest, begin + n);
}

/* Nothing is there to be read: why? */
static int
why_nothing(const struct tcpsim_net *net, struct tcpsim_sock *sock)
{
	if (sock->error != 0)
		return tcpsim_sock_take_error(sock);
	if (tcpsim_sock_is_at_end(net, sock))
		return 0;
	if (tcpsim_sock_has(sock, TCPSIM_SOCK_DEFERRED))
		return -EAGAIN;
	if (sock->end == 0 || tcpsim_sock_has(sock, TCPSIM_SOCK_LISTENS))
		return -ENOTCONN;
	return -EAGAIN;
}

static int64_t
receive_stream(struct tcpsim_net *net, struct tcpsim_sock *sock, void *octets, size_t n, unsigned flags)
{
	uint32_t given = (uint32_t)MIN(n, tcpsim_sock_unread(net, sock));
	bool is_peek = (flags & TCPSIM_MSG_PEEK) != 0;
	uint8_t *room = (flags & TCPSIM_MSG_TRUNC) != 0 ? NULL : (uint8_t *)octets;

	if (flags & TCPSIM_MSG_OOB)
		return -EINVAL;
	if (given == 0)
		return n == 0 && tcpsim_sock_unread(net, sock) > 0 ? 0 : why_nothing(net, sock);
	if (sock->rest != NULL)
		take_from_rest(net, sock, room, given, is_peek);
	else
		take_from_end(net, tcpsim_sock_end(net, sock), room, given, is_peek);
	if (room != NULL)
		tcpsim_sys_note_octets(net, octets, given);
	return given;
}

static int64_t
receive_octets(struct tcpsim_net *net, struct tcpsim_sock *sock, void *octets, size_t n, unsigned flags,
	struct tcpsim_address *from)
{
	tcpsim_sys_note_flags(net, flags);
	if (sock == NULL)
		return -EBADF;
	if (flags & TCPSIM_MSG_ERRQUEUE)
		return -EAGAIN;
	if (sock->protocol == TCPSIM_PROTOCOL_UDP)
		return tcpsim_sock_receive_datagram(net, sock, octets, n, flags, from);
	return receive_stream(net, sock, octets, n, flags);
}

int64_t
tcpsim_sys_recv(struct tcpsim_net *net, uint16_t host, int descriptor, void *octets, size_t n, unsigned flags)
{
	struct tcpsim_sock *sock = tcpsim_sys_begin(net, host, descriptor, TCPSIM_SYS_RECV, (int64_t)n);

	return tcpsim_sys_finish(net, receive_octets(net, sock, octets, n, flags, NULL));
}

int64_t
tcpsim_sys_recvfrom(struct tcpsim_net *net, uint16_t host, int descriptor, void *octets, size_t n, unsigned flags,
	struct tcpsim_address *peer)
{
	struct tcpsim_sock *sock = tcpsim_sys_begin(net, host, descriptor, TCPSIM_SYS_RECVFROM, (int64_t)n);

	return tcpsim_sys_finish(net, receive_octets(net, sock, octets, n, flags, peer));
}
