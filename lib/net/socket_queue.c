/* SPDX-License-Identifier: MIT */
#include "socket_private.h"

/*
 * The two queues of a listener: connections that are being opened, in order of their SYNs, and those that wait for
 * accept(), in order of their opening.
 */

void
tcpsim_sock_listen(struct tcpsim_sock *sock, uint32_t backlog)
{
	sock->backlog = backlog;
	sock->flags |= TCPSIM_SOCK_LISTENS;
	sock->opening = g_queue_new();
	sock->unaccepted = g_queue_new();
}

static GQueue *
queue_of(const struct tcpsim_sock *sock)
{
	return tcpsim_sock_has(sock, TCPSIM_SOCK_OPENING) ? sock->listener->opening : sock->listener->unaccepted;
}

void
tcpsim_sock_unqueue(struct tcpsim_sock *sock)
{
	g_queue_unlink(queue_of(sock), &sock->link);
	sock->flags &= ~(uint32_t)(TCPSIM_SOCK_OPENING | TCPSIM_SOCK_UNACCEPTED);
	sock->listener = NULL;
}

void
tcpsim_sock_queue_opened(struct tcpsim_sock *sock)
{
	struct tcpsim_sock *listener = sock->listener;

	tcpsim_sock_unqueue(sock);
	sock->listener = listener;
	sock->flags |= TCPSIM_SOCK_UNACCEPTED;
	g_queue_push_tail_link(listener->unaccepted, &sock->link);
}

bool
tcpsim_sock_is_full(const struct tcpsim_endpoint *listener)
{
	const struct tcpsim_sock *sock = listener->sock;

	return sock != NULL && sock->opening->length + sock->unaccepted->length >= sock->backlog;
}

/* Nobody could ever accept it. One that has ended already is just forgotten. */
static void
reset(struct tcpsim_net *net, struct tcpsim_sock *sock)
{
	struct tcpsim_endpoint *endpoint = tcpsim_sock_end(net, sock);

	tcpsim_sock_unqueue(sock);
	if (endpoint != NULL) {
		endpoint->sock = NULL;
		tcpsim_call_end(net, endpoint, TCPSIM_CALL_ABORT, net->line);
	}
	tcpsim_sock_free(net, sock);
}

void
tcpsim_sock_reset_queues(struct tcpsim_net *net, struct tcpsim_sock *listener)
{
	while (listener->unaccepted->length > 0)
		reset(net, (struct tcpsim_sock *)listener->unaccepted->head->data);
	while (listener->opening->length > 0)
		reset(net, (struct tcpsim_sock *)listener->opening->head->data);
}

void
tcpsim_sock_give_child(struct tcpsim_endpoint *child, const struct tcpsim_endpoint *listener)
{
	const struct tcpsim_sock *parent = listener->sock;
	struct tcpsim_sock *sock;

	if (parent == NULL)
		return;
	sock = child->sock = tcpsim_sock_new(parent->host, TCPSIM_PROTOCOL_TCP);
	sock->flags = parent->flags & TCPSIM_SOCK_INHERITED;
	tcpsim_kept_inherit(sock, parent);
	sock->linger_s = parent->linger_s;
	sock->own = parent->own;
	if (sock->own != NULL)
		sock->own->references++;
	sock->port = tcpsim_endpoint_port(child);
	sock->peer = tcpsim_endpoint_peer(child);
	sock->peer_port = tcpsim_endpoint_peer_port(child);
}

void
tcpsim_sock_queue_child(struct tcpsim_endpoint *child, const struct tcpsim_endpoint *listener)
{
	struct tcpsim_sock *sock = child->sock;

	if (listener->sock == NULL)
		return;
	sock->end = tcpsim_endpoint_handle(child);
	sock->listener = listener->sock;
	sock->flags |= TCPSIM_SOCK_OPENING;
	g_queue_push_tail_link(sock->listener->opening, &sock->link);
	if ((child->flags & TCPSIM_ENDPOINT_HASTY) == 0)
		return;
	/* RFC 7413 4.2.2: its user need not wait for the end of the handshake. */
	sock->flags |= TCPSIM_SOCK_OPENED;
	tcpsim_sock_queue_opened(sock);
}

void
tcpsim_sock_drop_child(struct tcpsim_net *net, struct tcpsim_endpoint *child)
{
	struct tcpsim_sock *sock = child->sock;

	if (sock == NULL)
		return;
	child->sock = NULL;
	if (sock->listener != NULL)
		tcpsim_sock_unqueue(sock);
	tcpsim_sock_free(net, sock);
}
