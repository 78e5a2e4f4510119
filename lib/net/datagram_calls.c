/* SPDX-License-Identifier: MIT */
#include "net_private.h"

/* The calls of UDP. Each is a record, and what it does follows from that. */

static void
record_call(struct tcpsim_net *net, const struct tcpsim_datagrams *end, enum tcpsim_socket_call call,
	enum tcpsim_error error, uint32_t line)
{
	struct tcpsim_record *record;

	net->event = TCPSIM_NO_RECORD;
	if (net->trace == NULL)
		return;
	record = tcpsim_record_datagrams(net, TCPSIM_RECORD_CALL, end);
	record->what = (uint8_t)call;
	record->error = (uint8_t)error;
	record->line = line;
	net->event = tcpsim_record_last(net);
}

/* Complete the record of the call. */
static void
note_peer(struct tcpsim_net *net, uint16_t peer, uint16_t peer_port)
{
	if (net->trace == NULL)
		return;
	tcpsim_record_at(net, net->event)->peer = peer;
	tcpsim_record_at(net, net->event)->peer_port = peer_port;
}

static void
note_error(struct tcpsim_net *net, enum tcpsim_error error)
{
	if (net->trace != NULL)
		tcpsim_record_at(net, net->event)->error = (uint8_t)error;
}

/* What a call on a socket that is gone leaves in the trace. */
static enum tcpsim_error
refuse(struct tcpsim_net *net, tcpsim_datagram_socket socket, enum tcpsim_socket_call call, uint32_t line)
{
	const struct tcpsim_datagrams nobody = { .host = tcpsim_socket_host(net, socket), .peer = TCPSIM_NO_HOST };

	if (nobody.host != TCPSIM_NO_HOST)
		record_call(net, &nobody, call, TCPSIM_ERROR_NO_CONNECTION, line);
	return TCPSIM_ERROR_NO_CONNECTION;
}

/* What ICMP has said is told once. */
static enum tcpsim_error
take_error(struct tcpsim_datagrams *end)
{
	enum tcpsim_error error = end->error;

	end->error = TCPSIM_OK;
	return error;
}

tcpsim_datagram_socket
tcpsim_net_udp_bind(struct tcpsim_net *net, uint16_t host, uint16_t port, enum tcpsim_error *error, uint32_t line)
{
	struct tcpsim_host *owner = tcpsim_host_at(net, host);
	uint16_t bound = port != 0 ? port : tcpsim_datagrams_free_port(net, host);
	struct tcpsim_datagrams *end = NULL;
	enum tcpsim_error why = TCPSIM_OK;

	if (!owner->is_up || bound == 0)
		why = TCPSIM_ERROR_NO_RESOURCES;
	else if (tcpsim_datagrams_at(net, host, bound) != NULL)
		why = TCPSIM_ERROR_EXISTS;
	if (error != NULL)
		*error = why;
	if (why == TCPSIM_OK) {
		end = tcpsim_datagrams_open(net, host, bound);
		end->reads_at_once = owner->reads_at_once;
		if (port == 0)
			owner->next_datagram_port = tcpsim_port_after(bound);
		record_call(net, end, TCPSIM_SYS_BIND, why, line);
	} else {
		record_call(net, &(struct tcpsim_datagrams){ .host = host, .port = bound, .peer = TCPSIM_NO_HOST },
			TCPSIM_SYS_BIND, why, line);
	}
	return end == NULL ? 0 : tcpsim_datagrams_handle(end);
}

enum tcpsim_error
tcpsim_net_udp_connect(struct tcpsim_net *net, tcpsim_datagram_socket socket, uint16_t peer, uint16_t peer_port,
	uint32_t line)
{
	struct tcpsim_datagrams *end = tcpsim_datagrams_of(net, socket);

	if (end == NULL)
		return refuse(net, socket, TCPSIM_SYS_CONNECT, line);
	g_assert(peer == TCPSIM_NO_HOST || peer < net->n_hosts);
	end->peer = peer;
	end->peer_port = peer == TCPSIM_NO_HOST ? 0 : peer_port;
	end->error = TCPSIM_OK;
	record_call(net, end, TCPSIM_SYS_CONNECT, TCPSIM_OK, line);
	return TCPSIM_OK;
}

enum tcpsim_error
tcpsim_net_udp_sendto(struct tcpsim_net *net, tcpsim_datagram_socket socket, uint16_t peer, uint16_t peer_port,
	const void *octets, size_t n, uint32_t line)
{
	struct tcpsim_datagrams *end = tcpsim_datagrams_of(net, socket);
	enum tcpsim_error error;

	if (end == NULL)
		return refuse(net, socket, TCPSIM_SYS_SENDTO, line);
	if (peer == TCPSIM_NO_HOST) {
		peer = end->peer;
		peer_port = end->peer_port;
	}
	g_assert(peer == TCPSIM_NO_HOST || peer < net->n_hosts);
	record_call(net, end, TCPSIM_SYS_SENDTO, TCPSIM_OK, line);
	note_peer(net, peer, peer_port);
	if (net->trace != NULL && n <= UINT16_MAX)
		tcpsim_record_octets(net, tcpsim_record_at(net, net->event), octets, n);
	error = take_error(end);
	if (error == TCPSIM_OK && peer == TCPSIM_NO_HOST)
		error = TCPSIM_ERROR_REMOTE_UNSPECIFIED;
	note_error(net, error);
	if (error == TCPSIM_OK) {
		error = tcpsim_datagrams_send(net, end, peer, peer_port, octets, n);
		if (error != TCPSIM_OK)
			note_error(net, error);
	}
	tcpsim_net_settle(net);
	return error;
}

enum tcpsim_error
tcpsim_net_udp_recvfrom(struct tcpsim_net *net, tcpsim_datagram_socket socket, uint32_t octets, uint32_t line)
{
	struct tcpsim_datagrams *end = tcpsim_datagrams_of(net, socket);
	enum tcpsim_error error;

	if (end == NULL)
		return refuse(net, socket, TCPSIM_SYS_RECVFROM, line);
	error = take_error(end);
	record_call(net, end, TCPSIM_SYS_RECVFROM, error, line);
	if (net->trace != NULL)
		tcpsim_record_at(net, net->event)->segment.text_bytes = octets;
	if (error == TCPSIM_OK && tcpsim_datagrams_first(net, end) != NULL) {
		tcpsim_datagrams_take(net, end, octets);
	} else if (error == TCPSIM_OK && !end->reads_at_once) {
		if (end->rooms == NULL)
			end->rooms = g_array_new(FALSE, FALSE, sizeof(uint32_t));
		g_array_append_val(end->rooms, octets);
	}
	tcpsim_net_settle(net);
	return error;
}

enum tcpsim_error
tcpsim_net_udp_close(struct tcpsim_net *net, tcpsim_datagram_socket socket, uint32_t line)
{
	struct tcpsim_datagrams *end = tcpsim_datagrams_of(net, socket);

	if (end == NULL)
		return refuse(net, socket, TCPSIM_SYS_CLOSE, line);
	record_call(net, end, TCPSIM_SYS_CLOSE, TCPSIM_OK, line);
	tcpsim_datagrams_close(net, end);
	return TCPSIM_OK;
}

tcpsim_datagram_socket
tcpsim_net_udp_socket(const struct tcpsim_net *net, uint16_t host, uint16_t port)
{
	const struct tcpsim_datagrams *end = tcpsim_datagrams_newest(net, host, port);

	return end == NULL ? 0 : tcpsim_datagrams_handle(end);
}

uint16_t
tcpsim_net_udp_port(const struct tcpsim_net *net, tcpsim_datagram_socket socket)
{
	const struct tcpsim_datagrams *end = tcpsim_datagrams_of(net, socket);

	return end == NULL ? 0 : end->port;
}
