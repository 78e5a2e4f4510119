/* SPDX-License-Identifier: MIT */
#include "net_private.h"

/* The end that a call is about. A socket that is gone is a connection that does not exist: the engine says so. */
static struct tcpsim_endpoint *
end_of(struct tcpsim_net *net, tcpsim_socket socket)
{
	struct tcpsim_endpoint *endpoint = tcpsim_endpoint_of(net, socket);
	uint16_t host = tcpsim_socket_host(net, socket);

	if (endpoint == NULL && host != TCPSIM_NO_HOST)
		endpoint = tcpsim_endpoint_nobody(net, tcpsim_pair_listener(host, 0));
	return endpoint;
}

static const struct tcpsim_policy *
policy_of(const struct tcpsim_net *net, const struct tcpsim_endpoint *endpoint)
{
	return &tcpsim_host_of(net, endpoint)->policy;
}

/* The record of a call, or NULL without a trace. */
static struct tcpsim_record *
record_call(struct tcpsim_net *net, const struct tcpsim_endpoint *endpoint, enum tcpsim_call call,
	enum tcpsim_error error, uint32_t line)
{
	struct tcpsim_record *record;

	if (net->trace == NULL)
		return NULL;
	record = tcpsim_record_event(net, TCPSIM_RECORD_CALL, endpoint);
	record->what = (uint8_t)call;
	record->error = (uint8_t)error;
	record->line = line;
	return record;
}

/* A call that fails before there is anything to call. */
static tcpsim_socket
fail(struct tcpsim_net *net, uint64_t pair, enum tcpsim_call call, enum tcpsim_error error, uint32_t line)
{
	struct tcpsim_endpoint *nobody = tcpsim_endpoint_nobody(net, pair);

	tcpsim_event_begin(net, nobody);
	net->out = (struct tcpsim_effects){ 0 };
	record_call(net, nobody, call, error, line);
	tcpsim_event_end(net, nobody, NULL);
	return 0;
}

/* OPEN on what is there already, if anything, else on a new end. */
static tcpsim_socket
open_end(struct tcpsim_net *net, uint64_t pair, const struct tcpsim_open *open, enum tcpsim_error *error,
	uint32_t line)
{
	enum tcpsim_call call = open->is_active ? TCPSIM_CALL_CONNECT : TCPSIM_CALL_LISTEN;
	struct tcpsim_endpoint *endpoint = tcpsim_demux_find(net, pair);
	bool is_new = endpoint == NULL;
	tcpsim_socket socket = 0;

	if (is_new) {
		endpoint = tcpsim_endpoint_new(net, pair);
		endpoint->flags = open->is_active ? 0 : TCPSIM_ENDPOINT_LISTENER;
	}
	tcpsim_event_begin(net, endpoint);
	*error = tcpsim_engine_open(endpoint->tcb, policy_of(net, endpoint), open, net->now_us, &net->out);
	if (is_new && *error == TCPSIM_OK) {
		tcpsim_endpoint_keep(net, endpoint);
		socket = tcpsim_endpoint_handle(endpoint);
	}
	record_call(net, endpoint, call, *error, line);
	tcpsim_event_end(net, endpoint, NULL);
	if (socket != 0 && open->is_active)
		tcpsim_event_read_at_once(net, endpoint);
	return socket;
}

tcpsim_socket
tcpsim_net_listen(struct tcpsim_net *net, uint16_t host, uint16_t port, enum tcpsim_error *error, uint32_t line)
{
	struct tcpsim_open open = { .remote = TCPSIM_REMOTE_UNSPECIFIED };
	uint64_t pair = tcpsim_pair_listener(host, port);
	enum tcpsim_error nowhere;
	tcpsim_socket socket;

	if (error == NULL)
		error = &nowhere;
	if (tcpsim_host_at(net, host)->is_up) {
		socket = open_end(net, pair, &open, error, line);
	} else {
		*error = TCPSIM_ERROR_NO_RESOURCES;
		socket = fail(net, pair, TCPSIM_CALL_LISTEN, *error, line);
	}
	tcpsim_net_settle(net);
	return socket;
}

/* The ISN of a new connection is used up, and its port, if it was the next one. */
static void
use_up(struct tcpsim_net *net, uint16_t host, uint16_t next_port)
{
	tcpsim_host_take_isn(net, host);
	if (next_port != 0)
		tcpsim_host_at(net, host)->next_port = tcpsim_port_after(next_port);
}

tcpsim_socket
tcpsim_net_connect(struct tcpsim_net *net, uint16_t host, uint16_t local_port, uint16_t peer, uint16_t peer_port,
	enum tcpsim_error *error, uint32_t line)
{
	struct tcpsim_open open = { .remote = TCPSIM_REMOTE_KNOWN, .is_active = 1 };
	const struct tcpsim_host *owner = tcpsim_host_at(net, host);
	uint16_t next_port = local_port == 0 ? tcpsim_host_free_port(net, host, peer, peer_port) : 0;
	uint16_t port = local_port == 0 ? next_port : local_port;
	uint64_t pair = tcpsim_pair(host, port, peer, peer_port);
	enum tcpsim_error nowhere;
	tcpsim_socket socket;

	g_assert(peer < net->n_hosts);
	if (error == NULL)
		error = &nowhere;
	if (!owner->is_up || net->now_us < owner->quiet_until_us || port == 0) {
		*error = TCPSIM_ERROR_NO_RESOURCES;
		socket = fail(net, pair, TCPSIM_CALL_CONNECT, *error, line);
	} else {
		open.iss = tcpsim_host_isn(net, pair);
		socket = open_end(net, pair, &open, error, line);
		if (socket != 0)
			use_up(net, host, next_port);
	}
	tcpsim_net_settle(net);
	return socket;
}

enum tcpsim_error
tcpsim_net_send(struct tcpsim_net *net, tcpsim_socket socket, const void *octets, size_t n, uint32_t line)
{
	struct tcpsim_endpoint *endpoint = end_of(net, socket);
	struct tcpsim_record *record;
	enum tcpsim_error error;
	uint64_t end;

	if (endpoint == NULL)
		return TCPSIM_ERROR_NO_CONNECTION;
	if (n > UINT32_MAX || (endpoint->flags & TCPSIM_ENDPOINT_SENDS_VIRTUAL) != 0)
		return TCPSIM_ERROR_NO_RESOURCES;
	tcpsim_event_begin(net, endpoint);
	/* No ISS: it is for a listener with a known remote socket, and there is none such here. */
	error = tcpsim_engine_send(endpoint->tcb, policy_of(net, endpoint), (uint32_t)n, tcpsim_seq_make(0),
		net->now_us, &net->out);
	record = record_call(net, endpoint, TCPSIM_CALL_SEND, error, line);
	if (record != NULL)
		tcpsim_record_octets(net, record, octets, n);
	if (error == TCPSIM_OK && n > 0) {
		end = tcpsim_tcb_snd_offset(endpoint->tcb, endpoint->tcb->snd.nxt) + endpoint->tcb->snd.queued_bytes;
		tcpsim_buffer_put(net, &endpoint->sent, end - n, end - n, octets, n);
	}
	tcpsim_event_end(net, endpoint, NULL);
	tcpsim_net_settle(net);
	return error;
}

enum tcpsim_error
tcpsim_net_receive(struct tcpsim_net *net, tcpsim_socket socket, uint32_t octets, uint32_t line)
{
	struct tcpsim_endpoint *endpoint = end_of(net, socket);
	struct tcpsim_record *record;
	enum tcpsim_error error;

	if (endpoint == NULL)
		return TCPSIM_ERROR_NO_CONNECTION;
	tcpsim_event_begin(net, endpoint);
	error = tcpsim_engine_receive(endpoint->tcb, policy_of(net, endpoint), octets, net->now_us, &net->out);
	record = record_call(net, endpoint, TCPSIM_CALL_RECEIVE, error, line);
	if (record != NULL)
		record->segment.text_bytes = octets;
	tcpsim_event_end(net, endpoint, NULL);
	tcpsim_net_settle(net);
	return error;
}

/* Those that went back to LISTEN are the listener, too. */
static void
close_waiting(struct tcpsim_net *net, struct tcpsim_endpoint *listener)
{
	uint32_t next = listener->waiting;

	listener->waiting = TCPSIM_NO_INDEX;
	while (next != TCPSIM_NO_INDEX) {
		struct tcpsim_endpoint *endpoint = tcpsim_endpoint_at(net, next);

		next = endpoint->chained;
		tcpsim_event_close(net, endpoint);
	}
}

/* CLOSE and ABORT: calls without an argument. */
static enum tcpsim_error
end(struct tcpsim_net *net, tcpsim_socket socket, enum tcpsim_call call, uint32_t line)
{
	struct tcpsim_endpoint *endpoint = end_of(net, socket);
	enum tcpsim_error error;

	if (endpoint == NULL)
		return TCPSIM_ERROR_NO_CONNECTION;
	if (endpoint->flags & TCPSIM_ENDPOINT_LISTENER)
		close_waiting(net, endpoint);
	tcpsim_event_begin(net, endpoint);
	if (call == TCPSIM_CALL_ABORT)
		error = tcpsim_engine_abort(endpoint->tcb, policy_of(net, endpoint), net->now_us, &net->out);
	else if (call == TCPSIM_CALL_SHUTDOWN)
		error = tcpsim_engine_shutdown(endpoint->tcb, policy_of(net, endpoint), net->now_us, &net->out);
	else
		error = tcpsim_engine_close(endpoint->tcb, policy_of(net, endpoint), net->now_us, &net->out);
	record_call(net, endpoint, call, error, line);
	tcpsim_event_end(net, endpoint, NULL);
	tcpsim_net_settle(net);
	return error;
}

enum tcpsim_error
tcpsim_net_close(struct tcpsim_net *net, tcpsim_socket socket, bool is_shutdown, uint32_t line)
{
	return end(net, socket, is_shutdown ? TCPSIM_CALL_SHUTDOWN : TCPSIM_CALL_CLOSE, line);
}

enum tcpsim_error
tcpsim_net_abort(struct tcpsim_net *net, tcpsim_socket socket, uint32_t line)
{
	return end(net, socket, TCPSIM_CALL_ABORT, line);
}

const struct tcpsim_tcb *
tcpsim_net_tcb(const struct tcpsim_net *net, tcpsim_socket socket)
{
	const struct tcpsim_endpoint *endpoint = tcpsim_endpoint_of(net, socket);

	return endpoint == NULL ? NULL : endpoint->tcb;
}
