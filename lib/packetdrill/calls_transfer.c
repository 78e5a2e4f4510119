/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "lib/packetdrill/calls_private.h"

/* write(), send() and their like, read(), recv() and theirs. What is written is zeros, what is read nobody looks at. */

/* ---- arguments ---- */

/* `...`, 1000: a buffer and its length at place i. */
static bool
read_length(struct pkt_run *run, size_t i)
{
	const struct pkt_expression *argument = tcpsim_pkt_argument(run, i);

	if (!tcpsim_pkt_number(run->play, argument, &run->n))
		return false;
	return (run->n >= 0 && run->n <= INT32_MAX) || tcpsim_pkt_odd(run->play, argument, "a length");
}

/* Flags that change nothing here, or nothing at all. */
static void
drop_idle_flags(struct pkt_run *run, int64_t *flags)
{
	static const enum pkt_constant idle[] = { PKT_C_MSG_NOSIGNAL, PKT_C_MSG_DONTROUTE, PKT_C_MSG_CONFIRM,
		PKT_C_MSG_CMSG_CLOEXEC };

	for (size_t i = 0; i < G_N_ELEMENTS(idle); i++)
		tcpsim_pkt_take(run->system, idle[i], flags);
}

/* What is left is skipped by its name. */
static bool
skip_flags(struct pkt_run *run, const struct pkt_expression *argument, int64_t flags)
{
	static const enum pkt_constant unplayed[] = { PKT_C_MSG_ZEROCOPY, PKT_C_MSG_ERRQUEUE, PKT_C_MSG_EOR,
		PKT_C_MSG_EOF, PKT_C_MSG_NBIO, PKT_C_MSG_CTRUNC };

	for (size_t i = 0; i < G_N_ELEMENTS(unplayed); i++)
		if (tcpsim_pkt_take(run->system, unplayed[i], &flags))
			return tcpsim_pkt_skip(run->play, &argument->loc, "%s", tcpsim_pkt_constant_name(unplayed[i]));
	return flags == 0 || tcpsim_pkt_skip(run->play, &argument->loc, "another flag of %s()", run->call->name);
}

static bool
read_flags(struct pkt_run *run, size_t i)
{
	static const struct {
		enum pkt_constant name;
		enum tcpsim_message_flag flag;
	} known[] = {
		{ PKT_C_MSG_OOB, TCPSIM_MSG_OOB },
		{ PKT_C_MSG_PEEK, TCPSIM_MSG_PEEK },
		{ PKT_C_MSG_TRUNC, TCPSIM_MSG_TRUNC },
		{ PKT_C_MSG_MORE, TCPSIM_MSG_MORE },
		{ PKT_C_MSG_FASTOPEN, TCPSIM_MSG_FASTOPEN },
	};
	const struct pkt_expression *argument = tcpsim_pkt_argument(run, i);
	int64_t flags = 0;

	if (tcpsim_pkt_is_open(argument))
		return true;
	if (!tcpsim_pkt_number(run->play, argument, &flags))
		return false;
	for (size_t k = 0; k < G_N_ELEMENTS(known); k++)
		if (tcpsim_pkt_take(run->system, known[k].name, &flags))
			run->flags |= known[k].flag;
	run->is_nonblocking |= tcpsim_pkt_take(run->system, PKT_C_MSG_DONTWAIT, &flags);
	run->waits_for_all = tcpsim_pkt_take(run->system, PKT_C_MSG_WAITALL, &flags);
	drop_idle_flags(run, &flags);
	return skip_flags(run, argument, flags);
}

/* The peer of a datagram, or of what Fast Open connects: `...` is the usual one, unless the socket is connected. */
static bool
read_destination(struct pkt_run *run, const struct pkt_expression *argument)
{
	struct pkt_sockaddr address;
	struct tcpsim_address peer;

	if (!tcpsim_pkt_sockaddr(run, argument, &address))
		return false;
	run->peer = (struct tcpsim_address){ PKT_SCRIPT, run->play->config.connect_port };
	if (address.port >= 0)
		run->peer.port = (uint16_t)address.port;
	run->has_peer = argument != NULL && (!address.is_open ||
		tcpsim_sys_getpeername(run->play->net, PKT_TESTED, run->descriptor->fd, &peer) != 0);
	return true;
}

static bool
will_write(struct pkt_run *run)
{
	tcpsim_pkt_set_own_timeout(run, TCPSIM_SO_SNDTIMEO);
	return true;
}

static bool
will_read(struct pkt_run *run)
{
	tcpsim_pkt_set_own_timeout(run, TCPSIM_SO_RCVTIMEO);
	return true;
}

static bool
read_write(struct pkt_run *run)
{
	return read_length(run, 2) && will_write(run);
}

static bool
read_writev(struct pkt_run *run)
{
	return tcpsim_pkt_vector(run, tcpsim_pkt_argument(run, 1), &run->n) && will_write(run);
}

static bool
read_send(struct pkt_run *run)
{
	return read_length(run, 2) && read_flags(run, 3) && will_write(run);
}

static bool
read_sendto(struct pkt_run *run)
{
	return read_send(run) && read_destination(run, tcpsim_pkt_argument(run, 4));
}

static bool
read_sendmsg(struct pkt_run *run)
{
	return tcpsim_pkt_message_read(run) && read_flags(run, 2) &&
		read_destination(run, tcpsim_pkt_member(tcpsim_pkt_argument(run, 1), "msg_name", SIZE_MAX)) &&
		will_write(run);
}

static bool
read_read(struct pkt_run *run)
{
	return read_length(run, 2) && will_read(run);
}

static bool
read_readv(struct pkt_run *run)
{
	return tcpsim_pkt_vector(run, tcpsim_pkt_argument(run, 1), &run->n) && will_read(run);
}

static bool
is_without_oob(struct pkt_run *run, size_t i)
{
	if ((run->flags & TCPSIM_MSG_OOB) == 0)
		return true;
	return tcpsim_pkt_skip(run->play, &tcpsim_pkt_argument(run, i)->loc,
		"MSG_OOB of %s(): urgent octets stay in line here", run->call->name);
}

static bool
read_recv(struct pkt_run *run)
{
	return read_length(run, 2) && read_flags(run, 3) && is_without_oob(run, 3) && will_read(run);
}

static bool
read_recvmsg(struct pkt_run *run)
{
	return tcpsim_pkt_message_read(run) && read_flags(run, 2) && is_without_oob(run, 2) && will_read(run);
}

/* ---- attempts ---- */

static int64_t
send_rest(struct pkt_run *run)
{
	struct play *play = run->play;
	size_t n = (size_t)(run->n - run->done);
	const uint8_t *octets = tcpsim_pkt_buffer(play, n);

	if (run->has_peer)
		return tcpsim_sys_sendto(play->net, PKT_TESTED, run->descriptor->fd, octets, n, run->flags, run->peer);
	return tcpsim_sys_send(play->net, PKT_TESTED, run->descriptor->fd, octets, n, run->flags);
}

/* What was taken before something went wrong, or the time was over, is the result. */
static int64_t
what_was_done(const struct pkt_run *run, int64_t otherwise)
{
	return run->done > 0 ? run->done : otherwise;
}

/*
 * Fast Open: what goes with the SYN is over at once. A call that blocks waits for the connection, and sends the rest
 * then (tcp_sendmsg_fastopen() of Linux).
 */
static int64_t
open_fast(struct pkt_run *run)
{
	int64_t result;

	if (!run->has_begun) {
		result = send_rest(run);
		if (result >= 0 || result == -EINPROGRESS)
			tcpsim_pkt_learn_ports(run);
		if ((result < 0 && result != -EINPROGRESS) || run->is_nonblocking)
			return result;
		run->done = MAX(result, 0);
		run->has_begun = true;
	}
	result = tcpsim_pkt_connected(run);
	if (result == 0) {
		run->flags &= ~(unsigned)TCPSIM_MSG_FASTOPEN;
		run->has_peer = false;
	}
	return result;
}

/* A call that blocks returns when all octets are taken (POSIX write()). */
static int64_t
try_write(struct pkt_run *run)
{
	int64_t result = 0;

	if (run->flags & TCPSIM_MSG_FASTOPEN) {
		result = open_fast(run);
		if (result != 0 || run->is_nonblocking)
			return result;
	}
	if (run->done > 0 && run->done == run->n)
		return run->done;
	do {
		result = send_rest(run);
		if (result > 0)
			run->done += result;
	} while (result > 0 && run->done < run->n);
	if (!run->play->flow.is_known)
		tcpsim_pkt_learn_ports(run);
	if (result == -EAGAIN)
		return tcpsim_pkt_wait(run, what_was_done(run, -EAGAIN));
	return result < 0 ? what_was_done(run, result) : run->done;
}

/* Octets that have to be there for a call to return: SO_RCVLOWAT, or all with MSG_WAITALL. */
static int64_t
wanted(const struct pkt_run *run)
{
	int low = 1;

	if (run->descriptor->is_datagram)
		return 0;
	if (run->waits_for_all)
		return run->n;
	tcpsim_sys_getsockopt(run->play->net, PKT_TESTED, run->descriptor->fd, TCPSIM_SO_RCVLOWAT, &low, sizeof low);
	return MIN(low, run->n);
}

/* Of a datagram that is longer than the buffer recvmsg() says so; its whole length is told only to MSG_TRUNC. */
static int64_t
receive_rest(struct pkt_run *run)
{
	struct play *play = run->play;
	size_t n = (size_t)(run->n - run->done);
	uint8_t *octets = tcpsim_pkt_buffer(play, n);
	unsigned flags = run->flags | (run->descriptor->is_datagram ? TCPSIM_MSG_TRUNC : 0U);
	int64_t result = tcpsim_sys_recvfrom(play->net, PKT_TESTED, run->descriptor->fd, octets, n, flags, &run->peer);

	if (!run->descriptor->is_datagram || result <= (int64_t)n)
		return result;
	run->out_flags |= TCPSIM_MSG_TRUNC;
	return (run->flags & TCPSIM_MSG_TRUNC) != 0 ? result : (int64_t)n;
}

/* An error that waits is told by the next call, if this one has octets to tell of. */
static bool
has_error(const struct pkt_run *run)
{
	return (tcpsim_sys_poll(run->play->net, PKT_TESTED, run->descriptor->fd) & TCPSIM_POLLERR) != 0;
}

/* Whether a script asks for what is so here anyway. */
static bool
sets_inline(const struct play *play)
{
	for (size_t i = 0; i < play->drill->events->len; i++) {
		const struct pkt_event *event = (const struct pkt_event *)play->drill->events->pdata[i];
		const struct pkt_expression *option;

		if (event->kind != PKT_EVENT_CALL || strcmp(event->call.name, "setsockopt") != 0 ||
			event->call.arguments->len < 3)
			continue;
		option = (const struct pkt_expression *)event->call.arguments->pdata[2];
		if (option->kind == PKT_WORD && strcmp(option->text, "SO_OOBINLINE") == 0)
			return true;
	}
	return false;
}

/* Both kernels stop at the mark, and keep the last urgent octet for MSG_OOB; here all stay in line (RFC 6093 3). */
static bool
is_before_mark(const struct pkt_run *run)
{
	struct tcpsim_tcp_info info = { 0 };

	return !run->descriptor->is_datagram && run->system != PKT_SYSTEM_NONE &&
		tcpsim_sys_getsockopt(run->play->net, PKT_TESTED, run->descriptor->fd, TCPSIM_TCP_INFO, &info,
			sizeof info) == 0 && info.urgent_bytes > 0 && !sets_inline(run->play);
}

/* MSG_WAITALL takes what comes at once, so that the window stays open; with MSG_PEEK it looks again. */
static int64_t
try_read(struct pkt_run *run)
{
	int64_t result;

	if (run->done > 0 && has_error(run))
		return run->done;
	if (run->flags & TCPSIM_MSG_PEEK)
		run->done = 0;
	run->has_urgent |= is_before_mark(run);
	result = receive_rest(run);
	if (result == -EAGAIN)
		return tcpsim_pkt_wait(run, what_was_done(run, -EAGAIN));
	if (result < 0)
		return what_was_done(run, result);
	run->done += result;
	if (result == 0 || run->done >= wanted(run))
		return run->done;
	return tcpsim_pkt_wait(run, run->done);
}

static bool
compare_recvfrom(struct pkt_run *run, int64_t result)
{
	if (result < 0 || !run->descriptor->is_datagram)
		return true;
	return tcpsim_pkt_compare_sockaddr(run, tcpsim_pkt_argument(run, 4), run->peer.host, run->peer.port);
}

static const struct pkt_handler handlers[] = {
	{ "write", 3, 3, true, read_write, try_write, NULL },
	{ "writev", 3, 3, true, read_writev, try_write, NULL },
	{ "send", 4, 4, true, read_send, try_write, NULL },
	{ "sendto", 4, 6, true, read_sendto, try_write, NULL },
	{ "sendmsg", 3, 3, true, read_sendmsg, try_write, NULL },
	{ "read", 3, 3, true, read_read, try_read, NULL },
	{ "readv", 3, 3, true, read_readv, try_read, NULL },
	{ "recv", 4, 4, true, read_recv, try_read, NULL },
	{ "recvfrom", 4, 6, true, read_recv, try_read, compare_recvfrom },
	{ "recvmsg", 3, 3, true, read_recvmsg, try_read, tcpsim_pkt_message_compare },
};

const struct pkt_handler *
tcpsim_pkt_transfer_handler(const char *name)
{
	return tcpsim_pkt_handler_in(handlers, G_N_ELEMENTS(handlers), name);
}
