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
	record->cause = net->calling;
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

/* What OPEN is given to send, the record has, and the endpoint keeps. */
static void
take_octets(struct tcpsim_net *net, struct tcpsim_endpoint *endpoint, struct tcpsim_record *record, const void *octets,
	uint32_t n)
{
	if (n == 0)
		return;
	if (record != NULL)
		tcpsim_record_octets(net, record, octets, n);
	tcpsim_buffer_put(net, &endpoint->sent, 0, 0, octets, n);
}

static tcpsim_socket
call_open(struct tcpsim_net *net, uint64_t pair, const struct tcpsim_open *open, const void *octets,
	struct tcpsim_sock *sock, enum tcpsim_error *error, uint32_t line)
{
	struct tcpsim_record *record;
	enum tcpsim_call call = open->is_active ? TCPSIM_CALL_CONNECT : TCPSIM_CALL_LISTEN;
	struct tcpsim_endpoint *endpoint = tcpsim_demux_find(net, pair);
	bool is_new = endpoint == NULL;
	tcpsim_socket socket = 0;

	if (is_new) {
		endpoint = tcpsim_endpoint_new(net, pair);
		endpoint->flags = open->is_active ? 0 : TCPSIM_ENDPOINT_LISTENER;
		endpoint->sock = sock;
	}
	tcpsim_event_begin(net, endpoint);
	*error = tcpsim_engine_open(endpoint->tcb, tcpsim_endpoint_policy(net, endpoint), open, net->now_us, &net->out);
	if (is_new && *error == TCPSIM_OK) {
		tcpsim_endpoint_keep(net, endpoint);
		socket = tcpsim_endpoint_handle(endpoint);
	}
	record = record_call(net, endpoint, call, *error, line);
	if (*error == TCPSIM_OK)
		take_octets(net, endpoint, record, octets, open->octets);
	tcpsim_event_end(net, endpoint, NULL);
	if (socket != 0 && open->is_active)
		tcpsim_event_read_at_once(net, endpoint);
	return socket;
}

tcpsim_socket
tcpsim_call_open(struct tcpsim_net *net, uint64_t pair, const struct tcpsim_open *open, struct tcpsim_sock *sock,
	enum tcpsim_error *error, uint32_t line)
{
	return call_open(net, pair, open, NULL, sock, error, line);
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
		socket = tcpsim_call_open(net, pair, &open, NULL, error, line);
	} else {
		*error = TCPSIM_ERROR_NO_RESOURCES;
		socket = fail(net, pair, TCPSIM_CALL_LISTEN, *error, line);
	}
	tcpsim_net_settle(net);
	return socket;
}

tcpsim_socket
tcpsim_call_connect(struct tcpsim_net *net, uint64_t pair, struct tcpsim_open *open, const void *octets,
	struct tcpsim_sock *sock, enum tcpsim_error *error, uint32_t line)
{
	tcpsim_socket socket;

	open->remote = TCPSIM_REMOTE_KNOWN;
	open->is_active = 1;
	open->iss = tcpsim_host_isn(net, pair);
	socket = call_open(net, pair, open, octets, sock, error, line);
	if (socket != 0)
		tcpsim_host_take_isn(net, (uint16_t)(pair >> 48));
	return socket;
}

tcpsim_socket
tcpsim_net_connect(struct tcpsim_net *net, uint16_t host, uint16_t local_port, uint16_t peer, uint16_t peer_port,
	enum tcpsim_error *error, uint32_t line)
{
	struct tcpsim_host *owner = tcpsim_host_at(net, host);
	uint16_t port = local_port == 0 ? tcpsim_host_free_port(net, host, peer, peer_port) : local_port;
	uint64_t pair = tcpsim_pair(host, port, peer, peer_port);
	struct tcpsim_open open = { 0 };
	enum tcpsim_error nowhere;
	tcpsim_socket socket;

	g_assert(peer < net->n_hosts);
	if (error == NULL)
		error = &nowhere;
	if (!owner->is_up || net->now_us < owner->quiet_until_us || port == 0) {
		*error = TCPSIM_ERROR_NO_RESOURCES;
		socket = fail(net, pair, TCPSIM_CALL_CONNECT, *error, line);
	} else {
		socket = tcpsim_call_connect(net, pair, &open, NULL, NULL, error, line);
		if (socket != 0 && local_port == 0)
			owner->next_port = tcpsim_port_after(port);
	}
	tcpsim_net_settle(net);
	return socket;
}

enum tcpsim_error
tcpsim_call_send(struct tcpsim_net *net, struct tcpsim_endpoint *endpoint, const void *octets, uint32_t n,
	bool is_urgent, uint32_t line)
{
	const struct tcpsim_policy *policy = tcpsim_endpoint_policy(net, endpoint);
	/* No ISS: it is for a listener with a known remote socket, and there is none such here. */
	const tcpsim_seq no_iss = tcpsim_seq_make(0);
	struct tcpsim_tcb *tcb = endpoint->tcb;
	struct tcpsim_record *record;
	enum tcpsim_error error;
	uint64_t end;

	if (endpoint->flags & TCPSIM_ENDPOINT_SENDS_VIRTUAL)
		return TCPSIM_ERROR_NO_RESOURCES;
	tcpsim_event_begin(net, endpoint);
	error = is_urgent ? tcpsim_engine_send_urgent(tcb, policy, n, no_iss, net->now_us, &net->out) :
		tcpsim_engine_send(tcb, policy, n, no_iss, net->now_us, &net->out);
	record = record_call(net, endpoint, TCPSIM_CALL_SEND, error, line);
	if (record != NULL) {
		record->segment.ctl = is_urgent ? TCPSIM_URG : 0;
		tcpsim_record_octets(net, record, octets, n);
	}
	if (error == TCPSIM_OK && n > 0) {
		end = tcpsim_tcb_snd_offset(tcb, tcb->snd.nxt) + tcb->snd.queued_bytes;
		tcpsim_buffer_put(net, &endpoint->sent, end - n, end - n, octets, n);
	}
	tcpsim_event_end(net, endpoint, NULL);
	return error;
}

static enum tcpsim_error
send_octets(struct tcpsim_net *net, tcpsim_socket socket, const void *octets, size_t n, bool is_urgent, uint32_t line)
{
	struct tcpsim_endpoint *endpoint = end_of(net, socket);
	enum tcpsim_error error;

	if (endpoint == NULL)
		return TCPSIM_ERROR_NO_CONNECTION;
	if (n > UINT32_MAX)
		return TCPSIM_ERROR_NO_RESOURCES;
	error = tcpsim_call_send(net, endpoint, octets, (uint32_t)n, is_urgent, line);
	tcpsim_net_settle(net);
	return error;
}

enum tcpsim_error
tcpsim_net_send(struct tcpsim_net *net, tcpsim_socket socket, const void *octets, size_t n, uint32_t line)
{
	return send_octets(net, socket, octets, n, false, line);
}

enum tcpsim_error
tcpsim_net_send_urgent(struct tcpsim_net *net, tcpsim_socket socket, const void *octets, size_t n, uint32_t line)
{
	return send_octets(net, socket, octets, n, true, line);
}

enum tcpsim_error
tcpsim_call_receive(struct tcpsim_net *net, struct tcpsim_endpoint *endpoint, uint32_t octets, uint32_t line)
{
	struct tcpsim_record *record;
	enum tcpsim_error error;

	tcpsim_event_begin(net, endpoint);
	error = tcpsim_engine_receive(endpoint->tcb, tcpsim_endpoint_policy(net, endpoint), octets, net->now_us,
		&net->out);
	record = record_call(net, endpoint, TCPSIM_CALL_RECEIVE, error, line);
	if (record != NULL)
		record->segment.text_bytes = octets;
	tcpsim_event_end(net, endpoint, NULL);
	return error;
}

enum tcpsim_error
tcpsim_net_receive(struct tcpsim_net *net, tcpsim_socket socket, uint32_t octets, uint32_t line)
{
	struct tcpsim_endpoint *endpoint = end_of(net, socket);
	enum tcpsim_error error;

	if (endpoint == NULL)
		return TCPSIM_ERROR_NO_CONNECTION;
	error = tcpsim_call_receive(net, endpoint, octets, line);
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

enum tcpsim_error
tcpsim_call_end(struct tcpsim_net *net, struct tcpsim_endpoint *endpoint, enum tcpsim_call call, uint32_t line)
{
	const struct tcpsim_policy *policy = tcpsim_endpoint_policy(net, endpoint);
	enum tcpsim_error error;

	if (endpoint->flags & TCPSIM_ENDPOINT_LISTENER)
		close_waiting(net, endpoint);
	tcpsim_event_begin(net, endpoint);
	if (call == TCPSIM_CALL_ABORT)
		error = tcpsim_engine_abort(endpoint->tcb, policy, net->now_us, &net->out);
	else if (call == TCPSIM_CALL_SHUTDOWN)
		error = tcpsim_engine_shutdown(endpoint->tcb, policy, net->now_us, &net->out);
	else
		error = tcpsim_engine_close(endpoint->tcb, policy, net->now_us, &net->out);
	record_call(net, endpoint, call, error, line);
	tcpsim_event_end(net, endpoint, NULL);
	return error;
}

/* CLOSE and ABORT: calls without an argument. */
static enum tcpsim_error
end(struct tcpsim_net *net, tcpsim_socket socket, enum tcpsim_call call, uint32_t line)
{
	struct tcpsim_endpoint *endpoint = end_of(net, socket);
	enum tcpsim_error error;

	if (endpoint == NULL)
		return TCPSIM_ERROR_NO_CONNECTION;
	error = tcpsim_call_end(net, endpoint, call, line);
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

void
tcpsim_call_set_option(struct tcpsim_net *net, struct tcpsim_endpoint *endpoint, bool is_told, uint32_t line)
{
	const struct tcpsim_policy *policy = tcpsim_endpoint_policy(net, endpoint);

	if (is_told)
		tcpsim_host_listen_anew(net, endpoint);
	tcpsim_event_begin(net, endpoint);
	if (is_told)
		tcpsim_engine_policy_changed(endpoint->tcb, policy, net->now_us, &net->out);
	else
		tcpsim_engine_poll(endpoint->tcb, policy, net->now_us, &net->out);
	record_call(net, endpoint, TCPSIM_CALL_SET, TCPSIM_OK, line);
	tcpsim_event_end(net, endpoint, NULL);
}

const struct tcpsim_tcb *
tcpsim_net_tcb(const struct tcpsim_net *net, tcpsim_socket socket)
{
	const struct tcpsim_endpoint *endpoint = tcpsim_endpoint_of(net, socket);

	return endpoint == NULL ? NULL : endpoint->tcb;
}
