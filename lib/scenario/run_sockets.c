/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <limits.h>
#include <string.h>

#include <tcpsim/socket.h>

#include "run_private.h"

/*
 * Calls of POSIX. Those of <tcpsim/socket.h> never wait; one that has nothing to do yet waits here, and is made again
 * when its socket is ready.
 */

static struct run_descriptor *
find_descriptor(const struct tcpsim_run *run, uint16_t host, int descriptor)
{
	GArray *all = run->descriptors[host];

	for (guint i = 0; i < all->len; i++)
		if (g_array_index(all, struct run_descriptor, i).descriptor == descriptor)
			return &g_array_index(all, struct run_descriptor, i);
	return NULL;
}

static struct run_descriptor *
find_name(const struct tcpsim_run *run, uint16_t host, const char *name)
{
	GArray *all = run->descriptors[host];

	for (guint i = all->len; i > 0; i--) {
		struct run_descriptor *known = &g_array_index(all, struct run_descriptor, i - 1);

		if (known->name != NULL && strcmp(known->name, name) == 0)
			return known;
	}
	return NULL;
}

/* The newest socket of a host that can do what the call wants: accept() listens, no other call does. */
static struct run_descriptor *
find_newest(const struct tcpsim_run *run, const struct scn_call *call)
{
	GArray *all = run->descriptors[call->who.host];
	bool listens = call->socket_call == SCN_SOCKET_ACCEPT;

	for (guint i = all->len; i > 0; i--) {
		struct run_descriptor *known = &g_array_index(all, struct run_descriptor, i - 1);

		if (known->listens == listens)
			return known;
	}
	return all->len == 0 ? NULL : &g_array_index(all, struct run_descriptor, all->len - 1);
}

static void
add_descriptor(struct tcpsim_run *run, uint16_t host, int descriptor, const char *name)
{
	struct run_descriptor made = { .descriptor = descriptor, .name = name };

	g_array_append_val(run->descriptors[host], made);
}

static void
remove_descriptor(struct tcpsim_run *run, uint16_t host, int descriptor)
{
	GArray *all = run->descriptors[host];

	for (guint i = 0; i < all->len; i++)
		if (g_array_index(all, struct run_descriptor, i).descriptor == descriptor) {
			g_array_remove_index(all, i);
			return;
		}
}

static int64_t
set_option(struct tcpsim_run *run, const struct run_return *call)
{
	const struct scn_option *option = call->call->option;
	const struct scn_value *value = tcpsim_scn_value(run->scenario, run->the_case, call->call->value);
	const struct scn_sum alone = { value, NULL };
	bool is_off = value->kind == SCN_WORD && strcmp(value->text, "off") == 0;
	int64_t time_us = value->kind == SCN_TIME ? tcpsim_run_time(run, &alone) : 0;
	struct tcpsim_linger linger = { .is_on = !is_off, .seconds = (int)MIN(time_us / 1000000, INT_MAX) };
	int number = 0;

	switch (option->kind) {
	case SCN_OPTION_SWITCH:
		number = !is_off;
		break;
	case SCN_OPTION_NUMBER:
		number = (int)value->number;
		break;
	case SCN_OPTION_SECONDS:
		number = (int)MIN(time_us / 1000000, INT_MAX);
		break;
	case SCN_OPTION_MILLISECONDS:
		number = (int)MIN(time_us / 1000, INT_MAX);
		break;
	case SCN_OPTION_LINGER:
		return tcpsim_sys_setsockopt(
			run->net, call->host, call->descriptor, option->option, &linger, sizeof linger);
	}
	return tcpsim_sys_setsockopt(run->net, call->host, call->descriptor, option->option, &number, sizeof number);
}

static int64_t
get_option(struct tcpsim_run *run, const struct run_return *call)
{
	const struct scn_option *option = call->call->option;
	struct tcpsim_linger linger = { 0, 0 };
	int number = 0;
	int64_t result;

	if (option->kind == SCN_OPTION_LINGER) {
		result = tcpsim_sys_getsockopt(
			run->net, call->host, call->descriptor, option->option, &linger, sizeof linger);
		number = linger.seconds;
	} else {
		result = tcpsim_sys_getsockopt(
			run->net, call->host, call->descriptor, option->option, &number, sizeof number);
	}
	if (result == 0)
		result = number;
	tcpsim_sys_tell(run->net, call->host, call->descriptor, TCPSIM_SYS_GETSOCKOPT, result, option->name);
	return result;
}

/*
 * The answer to a connect() that was under way: it is over when the socket can be written to, or has an error. What
 * ICMP told meanwhile is none if the connection is there.
 */
static int64_t
finish_connect(struct tcpsim_run *run, const struct run_return *call)
{
	struct tcpsim_address peer;
	int64_t result = tcpsim_sys_getpeername(run->net, call->host, call->descriptor, &peer);
	int number = 0;

	if (result != 0)
		result = tcpsim_sys_getsockopt(
			run->net, call->host, call->descriptor, TCPSIM_SO_ERROR, &number, sizeof number);
	if (result == 0)
		result = -number;
	tcpsim_sys_line(run->net, call->line->loc.line);
	tcpsim_sys_tell(run->net, call->host, call->descriptor, TCPSIM_SYS_CONNECT, result, NULL);
	return result;
}

static int64_t
do_connect(struct tcpsim_run *run, const struct run_return *call)
{
	struct tcpsim_address peer = {
		call->call->peer.host,
		tcpsim_run_port(run, call->call->port, SCN_DEFAULT_PORT),
	};

	return tcpsim_sys_connect(run->net, call->host, call->descriptor, peer);
}

/* A send() that waits has returned when the last octet is taken. */
static int64_t
do_send(struct tcpsim_run *run, struct run_return *call)
{
	int64_t taken = tcpsim_sys_send(run->net, call->host, call->descriptor, call->octets + call->n_sent,
		call->n - call->n_sent, call->call->is_urgent ? TCPSIM_MSG_OOB : 0);

	if (taken < 0)
		return taken == -EAGAIN || call->n_sent == 0 ? taken : (int64_t)call->n_sent;
	call->n_sent += (size_t)taken;
	return call->n_sent < call->n ? -EAGAIN : (int64_t)call->n;
}

static int64_t
do_sendto(struct tcpsim_run *run, const struct run_return *call)
{
	const struct run_descriptor *known = find_descriptor(run, call->host, call->descriptor);
	struct tcpsim_address peer = { TCPSIM_NO_HOST, 0 };

	if (call->call->socket_call == SCN_SOCKET_SENDTO)
		peer = (struct tcpsim_address){ call->call->peer.host, tcpsim_run_port(run, call->call->port, 0) };
	else if (known != NULL)
		peer = known->from;
	if (peer.port == 0) {
		tcpsim_sys_tell(run->net, call->host, call->descriptor, TCPSIM_SYS_SENDTO, -EDESTADDRREQ, NULL);
		return -EDESTADDRREQ;
	}
	return tcpsim_sys_sendto(run->net, call->host, call->descriptor, call->octets, call->n, 0, peer);
}

static int64_t
do_recvfrom(struct tcpsim_run *run, struct run_return *call)
{
	struct run_descriptor *known = find_descriptor(run, call->host, call->descriptor);
	struct tcpsim_address from = { TCPSIM_NO_HOST, 0 };
	int64_t n = tcpsim_sys_recvfrom(run->net, call->host, call->descriptor, call->octets, call->n, 0, &from);

	if (n >= 0 && known != NULL && from.port != 0)
		known->from = from;
	return n;
}

/* Make the call; below 0 -errno, and -EAGAIN or -EINPROGRESS if it waits. */
static int64_t
make_call(struct tcpsim_run *run, struct run_return *call)
{
	const struct scn_call *said = call->call;
	uint16_t host = call->host;
	int fd = call->descriptor;

	tcpsim_sys_line(run->net, call->line->loc.line);
	switch (said->socket_call) {
	case SCN_SOCKET_SOCKET:
		return tcpsim_sys_socket(run->net, host, said->is_udp ? TCPSIM_PROTOCOL_UDP : TCPSIM_PROTOCOL_TCP);
	case SCN_SOCKET_BIND:
		return tcpsim_sys_bind(run->net, host, fd,
			(struct tcpsim_address){ TCPSIM_NO_HOST, tcpsim_run_port(run, said->port, 0) });
	case SCN_SOCKET_LISTEN:
		return tcpsim_sys_listen(run->net, host, fd,
			said->backlog == NULL ? SCN_DEFAULT_BACKLOG : (int)tcpsim_run_number(run, said->backlog));
	case SCN_SOCKET_ACCEPT:
		return tcpsim_sys_accept(run->net, host, fd, NULL);
	case SCN_SOCKET_CONNECT:
		return do_connect(run, call);
	case SCN_SOCKET_SEND:
		return do_send(run, call);
	case SCN_SOCKET_RECV:
		return tcpsim_sys_recv(run->net, host, fd, call->octets, call->n, 0);
	case SCN_SOCKET_SENDTO:
	case SCN_SOCKET_REPLY:
		return do_sendto(run, call);
	case SCN_SOCKET_RECVFROM:
		return do_recvfrom(run, call);
	case SCN_SOCKET_SHUTDOWN:
		return tcpsim_sys_shutdown(run->net, host, fd, said->how);
	case SCN_SOCKET_CLOSE:
		return tcpsim_sys_close(run->net, host, fd);
	case SCN_SOCKET_SETSOCKOPT:
		return set_option(run, call);
	case SCN_SOCKET_GETSOCKOPT:
		return get_option(run, call);
	case SCN_SOCKET_NONE:
		break;
	}
	return -EOPNOTSUPP;
}

/* The call has returned: what it changes in the table of sockets. */
static void
note_result(struct tcpsim_run *run, struct run_return *call)
{
	struct run_descriptor *known;
	size_t n;

	tcpsim_trace_records(tcpsim_net_trace(run->net), &n);
	call->returned_us = tcpsim_net_now_us(run->net);
	call->record = n == 0 ? TCPSIM_NO_RECORD : (uint32_t)(n - 1);
	if (call->result < 0)
		return;
	if (call->call->socket_call == SCN_SOCKET_SOCKET || call->call->socket_call == SCN_SOCKET_ACCEPT)
		add_descriptor(run, call->host, (int)call->result, call->call->as);
	if (call->call->socket_call == SCN_SOCKET_CLOSE)
		remove_descriptor(run, call->host, call->descriptor);
	known = find_descriptor(run, call->host, call->descriptor);
	if (call->call->socket_call == SCN_SOCKET_LISTEN && known != NULL)
		known->listens = true;
}

static bool
waits(const struct run_return *call)
{
	return call->returned_us == TCPSIM_TIME_NONE;
}

/* Whether an earlier call of the same sort waits at the same socket: it comes first. */
static bool
is_behind_another(const struct tcpsim_run *run, const struct run_return *call)
{
	for (guint i = 0; i < run->waiting->len; i++) {
		const struct run_return *other = (const struct run_return *)g_ptr_array_index(run->waiting, i);

		if (other == call)
			return false;
		if (other->queue == call->queue)
			return true;
	}
	return false;
}

static void
try_call(struct tcpsim_run *run, struct run_return *call)
{
	bool is_connecting = call->call->socket_call == SCN_SOCKET_CONNECT && call->result == -EINPROGRESS;

	call->result = is_connecting ? finish_connect(run, call) : make_call(run, call);
	if (call->result != -EAGAIN && call->result != -EINPROGRESS)
		note_result(run, call);
}

static void
return_free(gpointer data)
{
	struct run_return *call = (struct run_return *)data;

	g_free(call->octets);
	g_free(call);
}

/* What is sent, or room for what is received. */
static void
give_octets(const struct tcpsim_run *run, struct run_return *call)
{
	const struct scn_call *said = call->call;

	if (said->socket_call == SCN_SOCKET_RECV || said->socket_call == SCN_SOCKET_RECVFROM) {
		call->n = said->octets == NULL ? SCN_DEFAULT_ROOM : (size_t)tcpsim_run_number(run, said->octets);
		call->octets = (uint8_t *)g_malloc0(call->n);
	} else if (said->text != NULL || said->octets != NULL) {
		call->octets = tcpsim_run_payload(run, said, &call->n);
	}
}

/* The socket that a call is about; false if there is none. A new one needs none. */
static bool
find_socket(struct tcpsim_run *run, const struct run_act *act, struct run_return *call)
{
	const struct scn_who *who = &call->call->who;
	const struct run_descriptor *known;

	call->descriptor = -1;
	if (call->call->socket_call == SCN_SOCKET_SOCKET)
		return true;
	known = who->socket != NULL ? find_name(run, who->host, who->socket) : find_newest(run, call->call);
	if (known == NULL) {
		tcpsim_run_add_trouble(run, act->line, "%s had no %ssocket%s%s at %s, so that this line did nothing.",
			who->name, who->socket == NULL ? "open " : "", who->socket == NULL ? "" : " ",
			who->socket == NULL ? "" : who->socket, tcpsim_run_moment(act->time_us).text);
		return false;
	}
	call->descriptor = known->descriptor;
	call->name = known->name;
	return true;
}

void
tcpsim_run_socket_call(struct tcpsim_run *run, const struct run_act *act)
{
	struct run_return *call = g_new0(struct run_return, 1);

	call->line = act->line;
	call->call = &act->act->call;
	call->host = call->call->who.host;
	call->called_us = act->time_us;
	call->returned_us = TCPSIM_TIME_NONE;
	call->result = -EAGAIN;
	call->record = TCPSIM_NO_RECORD;
	if (!find_socket(run, act, call)) {
		return_free(call);
		return;
	}
	call->queue = (gint64)call->host << 40 | (gint64)call->descriptor * 256 | (gint64)call->call->socket_call;
	g_ptr_array_add(run->returns, call);
	give_octets(run, call);
	g_ptr_array_add(run->waiting, call);
	if (!is_behind_another(run, call))
		try_call(run, call);
	if (!waits(call))
		g_ptr_array_remove(run->waiting, call);
}

/* What the socket must be ready for. */
static unsigned
awaited(const struct run_return *call)
{
	unsigned over = TCPSIM_POLLERR | TCPSIM_POLLHUP | TCPSIM_POLLNVAL;

	bool sends = call->call->socket_call == SCN_SOCKET_CONNECT || call->call->socket_call == SCN_SOCKET_SEND;

	return (sends ? TCPSIM_POLLOUT : TCPSIM_POLLIN) | over;
}

void
tcpsim_run_wake(struct tcpsim_run *run)
{
	g_hash_table_remove_all(run->queues);
	for (guint i = 0; i < run->waiting->len;) {
		struct run_return *call = (struct run_return *)g_ptr_array_index(run->waiting, i);

		if (!g_hash_table_contains(run->queues, &call->queue) &&
			(tcpsim_sys_poll(run->net, call->host, call->descriptor) & awaited(call)) != 0)
			try_call(run, call);
		if (!waits(call)) {
			g_ptr_array_remove_index(run->waiting, i);
			continue;
		}
		g_hash_table_add(run->queues, &call->queue);
		i++;
	}
}

void
tcpsim_run_forget_sockets(struct tcpsim_run *run, uint16_t host)
{
	g_array_set_size(run->descriptors[host], 0);
	for (guint i = run->waiting->len; i > 0; i--)
		if (((const struct run_return *)g_ptr_array_index(run->waiting, i - 1))->host == host)
			g_ptr_array_remove_index(run->waiting, i - 1);
}

void
tcpsim_run_sockets_init(struct tcpsim_run *run)
{
	run->descriptors = g_new0(GArray *, run->scenario->n_hosts);
	for (size_t i = 0; i < run->scenario->n_hosts; i++)
		run->descriptors[i] = g_array_new(FALSE, FALSE, sizeof(struct run_descriptor));
	run->returns = g_ptr_array_new_with_free_func(return_free);
	run->waiting = g_ptr_array_new();
	run->queues = g_hash_table_new(g_int64_hash, g_int64_equal);
}

void
tcpsim_run_sockets_clear(struct tcpsim_run *run)
{
	for (size_t i = 0; i < run->scenario->n_hosts; i++)
		g_array_unref(run->descriptors[i]);
	g_free(run->descriptors);
	g_ptr_array_unref(run->waiting);
	g_hash_table_unref(run->queues);
	g_ptr_array_unref(run->returns);
}
