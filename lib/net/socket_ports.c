/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include "socket_private.h"

/* Who may have which port. */

static guint
n_bound(const struct tcpsim_host *host, uint16_t port)
{
	return host->bound == NULL ? 0 : GPOINTER_TO_UINT(g_hash_table_lookup(host->bound, GUINT_TO_POINTER(port)));
}

static void
count_bound(struct tcpsim_host *host, uint16_t port, guint n)
{
	if (host->bound == NULL)
		host->bound = g_hash_table_new(NULL, NULL);
	if (n > 0)
		g_hash_table_insert(host->bound, GUINT_TO_POINTER(port), GUINT_TO_POINTER(n));
	else
		g_hash_table_remove(host->bound, GUINT_TO_POINTER(port));
}

/* Whether an endpoint of TCP keeps the socket from binding its own port. One in LISTEN again is its listener. */
static bool
is_in_the_way(const struct tcpsim_endpoint *endpoint, const struct tcpsim_sock *sock)
{
	if (endpoint->flags & TCPSIM_ENDPOINT_LISTENER)
		return true;
	return (endpoint->flags & TCPSIM_ENDPOINT_WAITING) == 0 && !tcpsim_sock_has(sock, TCPSIM_SOCK_REUSES);
}

static bool
is_taken_by_end(const struct tcpsim_net *net, const struct tcpsim_sock *sock, uint16_t port)
{
	const struct tcpsim_endpoint *endpoint;

	for (uint32_t i = net->hosts[sock->host]->first; i != TCPSIM_NO_INDEX; i = endpoint->next) {
		endpoint = tcpsim_endpoint_asleep(net, i);
		if (tcpsim_endpoint_port(endpoint) == port && is_in_the_way(endpoint, sock))
			return true;
	}
	return false;
}

/* Of those that were accepted only the connection counts; they were never bound. */
static bool
is_taken_by_sock(const struct tcpsim_net *net, const struct tcpsim_sock *sock, uint16_t port)
{
	const struct tcpsim_host *host = net->hosts[sock->host];

	for (uint32_t i = 0; n_bound(host, port) > 0 && i < host->n_socks; i++) {
		const struct tcpsim_sock *other = host->socks[i];

		if (other == NULL || other == sock || other->protocol != TCPSIM_PROTOCOL_TCP || other->port != port ||
			!tcpsim_sock_has(other, TCPSIM_SOCK_BOUND))
			continue;
		if (!tcpsim_sock_share(sock, other))
			return true;
	}
	return false;
}

int
tcpsim_port_check(const struct tcpsim_net *net, const struct tcpsim_sock *sock, uint16_t port)
{
	bool is_taken;

	if (sock->protocol == TCPSIM_PROTOCOL_UDP)
		is_taken = tcpsim_datagrams_are_in_the_way(net, sock, port);
	else
		is_taken = is_taken_by_sock(net, sock, port) || is_taken_by_end(net, sock, port);
	return is_taken ? -EADDRINUSE : 0;
}

bool
tcpsim_port_is_bound(const struct tcpsim_net *net, uint16_t host, uint16_t port)
{
	return n_bound(net->hosts[host], port) > 0;
}

static bool
is_used_by_end(const struct tcpsim_net *net, uint16_t host, uint16_t port)
{
	const struct tcpsim_endpoint *endpoint;

	for (uint32_t i = net->hosts[host]->first; i != TCPSIM_NO_INDEX; i = endpoint->next) {
		endpoint = tcpsim_endpoint_asleep(net, i);
		if (tcpsim_endpoint_port(endpoint) == port)
			return true;
	}
	return false;
}

/* A port that nobody uses, from the next one on; 0 if there is none. */
static uint16_t
unused_port(const struct tcpsim_net *net, uint16_t host)
{
	uint16_t port = net->hosts[host]->next_port;

	for (uint32_t i = TCPSIM_FIRST_PORT; i <= UINT16_MAX; i++) {
		if (!tcpsim_port_is_bound(net, host, port) && !is_used_by_end(net, host, port))
			return port;
		port = tcpsim_port_after(port);
	}
	return 0;
}

void
tcpsim_port_take(struct tcpsim_net *net, struct tcpsim_sock *sock, uint16_t port)
{
	struct tcpsim_host *host = net->hosts[sock->host];

	sock->port = port;
	sock->flags |= TCPSIM_SOCK_BOUND;
	if (sock->protocol == TCPSIM_PROTOCOL_UDP)
		tcpsim_sock_open_datagrams(net, sock);
	else
		count_bound(host, port, n_bound(host, port) + 1);
}

void
tcpsim_port_give_back(struct tcpsim_net *net, struct tcpsim_sock *sock)
{
	struct tcpsim_host *host = net->hosts[sock->host];

	if (!tcpsim_sock_has(sock, TCPSIM_SOCK_BOUND))
		return;
	sock->flags &= ~(uint32_t)TCPSIM_SOCK_BOUND;
	if (sock->protocol == TCPSIM_PROTOCOL_UDP)
		tcpsim_sock_close_datagrams(net, sock);
	else
		count_bound(host, sock->port, n_bound(host, sock->port) - 1);
}

int
tcpsim_port_take_any(struct tcpsim_net *net, struct tcpsim_sock *sock)
{
	struct tcpsim_host *host = net->hosts[sock->host];
	bool is_udp = sock->protocol == TCPSIM_PROTOCOL_UDP;
	uint16_t port = is_udp ? tcpsim_datagrams_free_port(net, sock->host) : unused_port(net, sock->host);

	if (port == 0)
		return -EADDRNOTAVAIL;
	tcpsim_port_take(net, sock, port);
	if (is_udp)
		host->next_datagram_port = tcpsim_port_after(port);
	else
		host->next_port = tcpsim_port_after(port);
	return 0;
}
