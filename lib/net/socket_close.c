/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include "socket_private.h"

/* shutdown() and close(): how connections end. */

/* Octets that are there are thrown away, and so are those to come: the window stays open, and nobody is told. */
static void
shut_reading(struct tcpsim_net *net, struct tcpsim_sock *sock, struct tcpsim_endpoint *endpoint)
{
	if (tcpsim_sock_has(sock, TCPSIM_SOCK_SHUT_READ))
		return;
	sock->flags |= TCPSIM_SOCK_SHUT_READ;
	endpoint->flags |= TCPSIM_ENDPOINT_UNHEARD;
	tcpsim_call_receive(net, endpoint, TCPSIM_RECEIVE_ALL, net->line);
}

static void
shut_writing(struct tcpsim_net *net, struct tcpsim_sock *sock, struct tcpsim_endpoint *endpoint)
{
	if (tcpsim_sock_has(sock, TCPSIM_SOCK_SHUT_WRITE))
		return;
	sock->flags |= TCPSIM_SOCK_SHUT_WRITE;
	tcpsim_call_end(net, endpoint, TCPSIM_CALL_SHUTDOWN, net->line);
}

static int
shut(struct tcpsim_net *net, struct tcpsim_sock *sock, enum tcpsim_how how)
{
	struct tcpsim_endpoint *endpoint = tcpsim_sock_end(net, sock);

	if (how != TCPSIM_SHUT_RD && how != TCPSIM_SHUT_WR && how != TCPSIM_SHUT_RDWR)
		return -EINVAL;
	if (sock->protocol == TCPSIM_PROTOCOL_UDP)
		return tcpsim_sock_shut_datagrams(sock, how);
	if (endpoint == NULL || !tcpsim_sock_has(sock, TCPSIM_SOCK_OPENED))
		return -ENOTCONN;
	if (how != TCPSIM_SHUT_WR)
		shut_reading(net, sock, endpoint);
	endpoint = tcpsim_sock_end(net, sock);
	if (how != TCPSIM_SHUT_RD && endpoint != NULL)
		shut_writing(net, sock, endpoint);
	return 0;
}

int
tcpsim_sys_shutdown(struct tcpsim_net *net, uint16_t host, int descriptor, enum tcpsim_how how)
{
	struct tcpsim_sock *sock = tcpsim_sys_begin(net, host, descriptor, TCPSIM_SYS_SHUTDOWN, how);

	return (int)tcpsim_sys_finish(net, sock == NULL ? -EBADF : shut(net, sock, how));
}

/*
 * The connection goes on without a program. One that was shut for writing had its CLOSE already: what it left unread is
 * seen to as what comes later is.
 */
static void
orphan(struct tcpsim_net *net, struct tcpsim_sock *sock, struct tcpsim_endpoint *endpoint)
{
	endpoint->flags |= TCPSIM_ENDPOINT_ORPHAN;
	if (tcpsim_sock_has(sock, TCPSIM_SOCK_LINGERS) && sock->linger_s == 0)
		tcpsim_call_end(net, endpoint, TCPSIM_CALL_ABORT, net->line);
	else
		tcpsim_call_end(net, endpoint, TCPSIM_CALL_CLOSE, net->line);
}

/* What is left of the socket serves the endpoint, if that needs a policy of its own; else nobody. */
static void
leave(struct tcpsim_net *net, struct tcpsim_sock *sock)
{
	struct tcpsim_endpoint *endpoint = tcpsim_sock_end(net, sock);

	tcpsim_port_give_back(net, sock);
	if (endpoint != NULL && sock->own != NULL)
		return;
	if (endpoint != NULL)
		endpoint->sock = NULL;
	tcpsim_sock_free(net, sock);
}

static int
close_sock(struct tcpsim_net *net, struct tcpsim_sock *sock)
{
	struct tcpsim_host *host = net->hosts[sock->host];
	uint32_t place = (uint32_t)(sock->descriptor - TCPSIM_FIRST_DESCRIPTOR);
	struct tcpsim_endpoint *endpoint = tcpsim_sock_end(net, sock);

	host->socks[place] = NULL;
	host->free_sock = MIN(host->free_sock, place);
	if (tcpsim_sock_has(sock, TCPSIM_SOCK_LISTENS))
		tcpsim_sock_reset_queues(net, sock);
	if (endpoint != NULL)
		orphan(net, sock, endpoint);
	sock->descriptor = -1;
	leave(net, sock);
	return 0;
}

int
tcpsim_sys_close(struct tcpsim_net *net, uint16_t host, int descriptor)
{
	struct tcpsim_sock *sock = tcpsim_sys_begin(net, host, descriptor, TCPSIM_SYS_CLOSE, 0);

	return (int)tcpsim_sys_finish(net, sock == NULL ? -EBADF : close_sock(net, sock));
}
