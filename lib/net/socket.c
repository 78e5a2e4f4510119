/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include "socket_private.h"

/* Descriptors, and the frame of every call. */

struct tcpsim_sock *
tcpsim_sock_new(uint16_t host, enum tcpsim_protocol protocol)
{
	struct tcpsim_sock *sock = g_new0(struct tcpsim_sock, 1);

	sock->host = host;
	sock->protocol = (uint8_t)protocol;
	sock->peer = TCPSIM_NO_HOST;
	sock->descriptor = -1;
	sock->link.data = sock;
	return sock;
}

void
tcpsim_sock_free(struct tcpsim_net *net, struct tcpsim_sock *sock)
{
	tcpsim_port_give_back(net, sock);
	tcpsim_buffer_drop(net, &sock->rest);
	tcpsim_own_policy_release(sock->own);
	g_free(sock->kept);
	if (sock->opening != NULL)
		g_queue_free(sock->opening);
	if (sock->unaccepted != NULL)
		g_queue_free(sock->unaccepted);
	g_free(sock);
}

struct tcpsim_sock *
tcpsim_sock_at(const struct tcpsim_net *net, uint16_t host, int descriptor)
{
	const struct tcpsim_host *owner = tcpsim_host_at(net, host);
	uint32_t place;

	if (descriptor < TCPSIM_FIRST_DESCRIPTOR)
		return NULL;
	place = (uint32_t)(descriptor - TCPSIM_FIRST_DESCRIPTOR);
	return place < owner->n_socks ? owner->socks[place] : NULL;
}

int
tcpsim_sock_describe(struct tcpsim_net *net, struct tcpsim_sock *sock)
{
	struct tcpsim_host *host = net->hosts[sock->host];
	uint32_t place = host->free_sock;

	while (place < host->n_socks && host->socks[place] != NULL)
		place++;
	if (place == TCPSIM_MAX_DESCRIPTORS)
		return -EMFILE;
	if (place == host->n_socks) {
		host->n_socks = MAX(16, 2 * host->n_socks);
		host->socks = g_renew(struct tcpsim_sock *, host->socks, host->n_socks);
		for (uint32_t i = place; i < host->n_socks; i++)
			host->socks[i] = NULL;
	}
	host->socks[place] = sock;
	host->free_sock = place + 1;
	return sock->descriptor = (int)place + TCPSIM_FIRST_DESCRIPTOR;
}

struct tcpsim_endpoint *
tcpsim_sock_end(const struct tcpsim_net *net, const struct tcpsim_sock *sock)
{
	return sock->end != 0 ? tcpsim_endpoint_of(net, sock->end) : NULL;
}

/* What waits at a listener that vanishes has no endpoint any more. */
static void
free_queue(struct tcpsim_net *net, GQueue *queue)
{
	while (queue != NULL && queue->length > 0) {
		struct tcpsim_sock *sock = (struct tcpsim_sock *)queue->head->data;

		tcpsim_sock_unqueue(sock);
		tcpsim_sock_free(net, sock);
	}
}

void
tcpsim_socks_free(struct tcpsim_net *net, uint16_t host)
{
	struct tcpsim_host *owner = net->hosts[host];

	for (uint32_t i = owner->first; i != TCPSIM_NO_INDEX; i = tcpsim_endpoint_asleep(net, i)->next)
		if (tcpsim_endpoint_asleep(net, i)->sock != NULL)
			tcpsim_sock_part(net, tcpsim_endpoint_asleep(net, i));
	for (uint32_t i = 0; i < owner->n_socks; i++) {
		if (owner->socks[i] == NULL)
			continue;
		free_queue(net, owner->socks[i]->unaccepted);
		tcpsim_sock_free(net, owner->socks[i]);
	}
	g_free(owner->socks);
	owner->socks = NULL;
	owner->n_socks = owner->free_sock = 0;
}

static void
record_sock(struct tcpsim_record *record, const struct tcpsim_sock *sock)
{
	record->protocol = sock->protocol;
	record->local_port = sock->port;
	record->peer = sock->peer;
	record->peer_port = sock->peer_port;
}

struct tcpsim_sock *
tcpsim_sys_begin(struct tcpsim_net *net, uint16_t host, int descriptor, enum tcpsim_socket_call call, int64_t asked)
{
	struct tcpsim_sock *sock = tcpsim_sock_at(net, host, descriptor);
	struct tcpsim_record *record;

	net->is_calling = true;
	if (net->trace == NULL)
		return sock;
	record = tcpsim_record_add(net, TCPSIM_RECORD_SOCKET);
	record->what = (uint8_t)call;
	record->host = host;
	record->descriptor = descriptor;
	record->asked = asked;
	record->line = net->line;
	if (sock != NULL)
		record_sock(record, sock);
	net->calling = tcpsim_record_last(net);
	return sock;
}

/* Where the call has given the socket an address or a connection, the record has it. */
static void
record_result(struct tcpsim_net *net, int64_t result)
{
	struct tcpsim_record *record = tcpsim_record_at(net, net->calling);
	bool is_new = (record->what == TCPSIM_SYS_ACCEPT || record->what == TCPSIM_SYS_SOCKET) && result >= 0;
	const struct tcpsim_sock *sock = tcpsim_sock_at(net, record->host, is_new ? (int)result : record->descriptor);
	const struct tcpsim_endpoint *endpoint = sock == NULL ? NULL : tcpsim_sock_end(net, sock);

	record->result = (int32_t)result;
	if (endpoint != NULL)
		record->connection = endpoint->connection;
	if (sock == NULL)
		return;
	record->local_port = sock->port;
	if (record->what != TCPSIM_SYS_SENDTO && record->what != TCPSIM_SYS_RECVFROM)
		record_sock(record, sock);
}

int64_t
tcpsim_sys_finish(struct tcpsim_net *net, int64_t result)
{
	if (net->trace != NULL)
		record_result(net, result);
	net->calling = TCPSIM_NO_RECORD;
	net->is_calling = false;
	tcpsim_net_settle(net);
	return result;
}

void
tcpsim_sys_note_peer(struct tcpsim_net *net, struct tcpsim_address peer)
{
	struct tcpsim_record *record;

	if (net->trace == NULL)
		return;
	record = tcpsim_record_at(net, net->calling);
	record->peer = peer.host;
	record->peer_port = peer.port;
}

void
tcpsim_sys_note_octets(struct tcpsim_net *net, const void *octets, size_t n)
{
	if (net->trace != NULL)
		tcpsim_record_octets(net, tcpsim_record_at(net, net->calling), octets, n);
}

void
tcpsim_sys_note_words(struct tcpsim_net *net, const char *words)
{
	if (net->trace != NULL)
		tcpsim_record_at(net, net->calling)->words = tcpsim_trace_words(net->trace, words);
}

void
tcpsim_sys_note_flags(struct tcpsim_net *net, unsigned flags)
{
	static const char names[][16] = {
		"MSG_OOB", "MSG_PEEK", "MSG_TRUNC", "MSG_DONTWAIT", "MSG_WAITALL", "MSG_NOSIGNAL", "MSG_EOR",
		"MSG_MORE",
		"MSG_ERRQUEUE", "MSG_FASTOPEN",
	};
	GString *words;

	if (net->trace == NULL || flags == 0)
		return;
	words = g_string_new(NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (flags & 1U << i)
			g_string_append_printf(words, "%s%s", words->len > 0 ? "|" : "", names[i]);
	tcpsim_sys_note_words(net, words->str);
	g_string_free(words, TRUE);
}

void
tcpsim_sys_line(struct tcpsim_net *net, uint32_t line)
{
	net->line = line;
}

void
tcpsim_sys_tell(struct tcpsim_net *net, uint16_t host, int descriptor, enum tcpsim_socket_call call, int64_t result,
	const char *words)
{
	if (net->trace == NULL)
		return;
	tcpsim_sys_begin(net, host, descriptor, call, 0);
	tcpsim_record_at(net, net->calling)->again = 1;
	if (words != NULL)
		tcpsim_sys_note_words(net, words);
	tcpsim_sys_finish(net, result);
}

int
tcpsim_sys_socket(struct tcpsim_net *net, uint16_t host, enum tcpsim_protocol protocol)
{
	struct tcpsim_sock *sock;
	int result = -ENOBUFS;

	tcpsim_sys_begin(net, host, -1, TCPSIM_SYS_SOCKET, protocol);
	if (protocol != TCPSIM_PROTOCOL_TCP && protocol != TCPSIM_PROTOCOL_UDP) {
		result = -EPROTONOSUPPORT;
	} else if (net->hosts[host]->is_up) {
		sock = tcpsim_sock_new(host, protocol);
		result = tcpsim_sock_describe(net, sock);
		if (result < 0)
			tcpsim_sock_free(net, sock);
	}
	return (int)tcpsim_sys_finish(net, result);
}

tcpsim_socket
tcpsim_sys_handle(const struct tcpsim_net *net, uint16_t host, int descriptor)
{
	const struct tcpsim_sock *sock = tcpsim_sock_at(net, host, descriptor);

	return sock != NULL ? sock->end : 0;
}

int
tcpsim_sys_descriptor(const struct tcpsim_net *net, tcpsim_socket socket)
{
	const struct tcpsim_endpoint *endpoint = tcpsim_endpoint_of(net, socket);

	return endpoint != NULL && endpoint->sock != NULL ? endpoint->sock->descriptor : -1;
}
