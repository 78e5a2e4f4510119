/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include "lib/packetdrill/calls_private.h"

/* socket(), bind(), listen(), accept(), connect(), getsockname(), getpeername(), shutdown(), close(). */

/* What connect() is at its end with. */
#define CONNECTED (TCPSIM_POLLOUT | TCPSIM_POLLERR | TCPSIM_POLLHUP)

static bool
number_at(struct pkt_run *run, size_t i, int64_t *value)
{
	const struct pkt_expression *argument = tcpsim_pkt_argument(run, i);

	return tcpsim_pkt_is_open(argument) || tcpsim_pkt_number(run->play, argument, value);
}

/* ---- socket() ---- */

/* The family must be one that packets of the script can be of; `...` is that. */
static bool
read_family(struct pkt_run *run, bool is_6_usual)
{
	const struct pkt_expression *argument = tcpsim_pkt_argument(run, 0);
	bool is_6 = is_6_usual;
	int64_t family;

	if (!tcpsim_pkt_is_open(argument)) {
		if (!tcpsim_pkt_number(run->play, argument, &family))
			return false;
		is_6 = tcpsim_pkt_is(run->system, PKT_C_AF_INET6, family);
		if (!is_6 && !tcpsim_pkt_is(run->system, PKT_C_AF_INET, family))
			return tcpsim_pkt_skip(
				run->play, &argument->loc, "a socket of another family than AF_INET and AF_INET6");
		if (!is_6 && is_6_usual)
			return tcpsim_pkt_skip(
				run->play, &argument->loc, "a socket of AF_INET where packets are of IPv6");
	}
	run->n = is_6 ? 6 : 4;
	return true;
}

static bool
read_protocol(struct pkt_run *run)
{
	const struct pkt_expression *argument = tcpsim_pkt_argument(run, 2);
	int64_t protocol = 0;

	if (!number_at(run, 2, &protocol))
		return false;
	if (protocol == 0 ||
		(run->done == TCPSIM_PROTOCOL_TCP && tcpsim_pkt_is(run->system, PKT_C_IPPROTO_TCP, protocol)) ||
		(run->done == TCPSIM_PROTOCOL_UDP && tcpsim_pkt_is(run->system, PKT_C_IPPROTO_UDP, protocol)))
		return true;
	return tcpsim_pkt_skip(run->play, &argument->loc, "a socket of another protocol than TCP and UDP");
}

/* .n is the family, .done the protocol, .flags whether it closes on exec. */
static bool
read_socket(struct pkt_run *run)
{
	const struct pkt_expression *argument = tcpsim_pkt_argument(run, 1);
	int64_t type = 0;

	if (!read_family(run, run->play->config.ip == TCPSIM_IPV6 || run->play->config.is_mapped))
		return false;
	if (tcpsim_pkt_is_open(argument))
		return tcpsim_pkt_odd(run->play, argument, "a type of socket");
	if (!tcpsim_pkt_number(run->play, argument, &type))
		return false;
	run->is_nonblocking = tcpsim_pkt_take(run->system, PKT_C_SOCK_NONBLOCK, &type);
	run->flags = tcpsim_pkt_take(run->system, PKT_C_SOCK_CLOEXEC, &type);
	run->done = tcpsim_pkt_is(run->system, PKT_C_SOCK_DGRAM, type) ? TCPSIM_PROTOCOL_UDP : TCPSIM_PROTOCOL_TCP;
	if (run->done == TCPSIM_PROTOCOL_TCP && !tcpsim_pkt_is(run->system, PKT_C_SOCK_STREAM, type))
		return tcpsim_pkt_skip(
			run->play, &argument->loc, "a socket of another type than SOCK_STREAM and SOCK_DGRAM");
	return read_protocol(run);
}

/* Later packets of the script are this socket's. */
static int64_t
try_socket(struct pkt_run *run)
{
	struct pkt_descriptor *descriptor;
	int fd = tcpsim_sys_socket(run->play->net, PKT_TESTED, (enum tcpsim_protocol)run->done);

	if (fd < 0)
		return fd;
	descriptor = tcpsim_pkt_describe(run, fd);
	descriptor->is_nonblocking = run->is_nonblocking;
	descriptor->is_closed_on_exec = run->flags != 0;
	descriptor->is_datagram = run->done == TCPSIM_PROTOCOL_UDP;
	descriptor->family = (uint8_t)run->n;
	tcpsim_pkt_flow_new(run->play);
	return descriptor->label;
}

/* ---- bind(), connect() ---- */

/* `...` is the port `usual` of the end that is usual. An address is the host's own, the other end's, or of none. */
static bool
read_peer(struct pkt_run *run, size_t i, uint16_t host, uint16_t usual)
{
	const struct pkt_expression *argument = tcpsim_pkt_argument(run, i);
	struct pkt_sockaddr address;

	if (!tcpsim_pkt_sockaddr(run, argument, &address))
		return false;
	run->peer = (struct tcpsim_address){ host, usual };
	run->has_peer = true;
	if (!address.is_open && address.port >= 0)
		run->peer.port = (uint16_t)address.port;
	if (!address.is_open && address.port > UINT16_MAX)
		return tcpsim_pkt_odd(run->play, argument, "a port");
	if (address.has_address && address.version == 4 && address.address[0] == 127)
		return tcpsim_pkt_skip(run->play, &argument->loc, "the loopback interface");
	if (address.family >= 0 && tcpsim_pkt_is(run->system, PKT_C_AF_UNSPEC, address.family))
		run->peer.host = TCPSIM_NO_HOST;
	return true;
}

static bool
read_bind(struct pkt_run *run)
{
	return read_peer(run, 1, TCPSIM_NO_HOST, run->play->config.bind_port);
}

static int64_t
try_bind(struct pkt_run *run)
{
	struct tcpsim_address address;
	int result = tcpsim_sys_bind(run->play->net, PKT_TESTED, run->descriptor->fd, run->peer);

	if (result == 0 && tcpsim_sys_getsockname(run->play->net, PKT_TESTED, run->descriptor->fd, &address) == 0)
		run->play->flow.local_port = address.port;
	return result;
}

static bool
read_connect(struct pkt_run *run)
{
	tcpsim_pkt_set_own_timeout(run, TCPSIM_SO_SNDTIMEO);
	return read_peer(run, 1, PKT_SCRIPT, run->play->config.connect_port);
}

/* With TCP_FASTOPEN_CONNECT there is no port before the first octets are sent. */
void
tcpsim_pkt_learn_ports(struct pkt_run *run)
{
	struct tcpsim_address address;

	if (run->has_peer && run->peer.host == PKT_SCRIPT)
		run->descriptor->peer_port = run->peer.port;
	if (run->descriptor->peer_port == 0 ||
		tcpsim_sys_getsockname(run->play->net, PKT_TESTED, run->descriptor->fd, &address) != 0 ||
		address.port == 0)
		return;
	run->play->flow.is_known = true;
	run->play->flow.local_port = address.port;
	run->play->flow.remote_port = run->descriptor->peer_port;
}

/* How the attempt ended, which takes the error. */
int64_t
tcpsim_pkt_connected(const struct pkt_run *run)
{
	int error = 0;

	if ((tcpsim_sys_poll(run->play->net, PKT_TESTED, run->descriptor->fd) & CONNECTED) == 0)
		return tcpsim_pkt_wait(run, -EINPROGRESS);
	tcpsim_sys_getsockopt(run->play->net, PKT_TESTED, run->descriptor->fd, TCPSIM_SO_ERROR, &error, sizeof error);
	return -error;
}

/* A blocking connect() while another one is under way waits for that. */
static int64_t
try_connect(struct pkt_run *run)
{
	int64_t result;

	if (!run->has_begun) {
		result = tcpsim_sys_connect(run->play->net, PKT_TESTED, run->descriptor->fd, run->peer);
		if (result == 0 || result == -EINPROGRESS)
			tcpsim_pkt_learn_ports(run);
		if ((result != -EINPROGRESS && result != -EALREADY) || run->is_nonblocking)
			return result;
		run->has_begun = true;
	}
	return tcpsim_pkt_connected(run);
}

/* ---- listen(), accept() ---- */

static bool
read_listen(struct pkt_run *run)
{
	return number_at(run, 1, &run->n);
}

static int64_t
try_listen(struct pkt_run *run)
{
	struct tcpsim_address address;
	int result =
		tcpsim_sys_listen(run->play->net, PKT_TESTED, run->descriptor->fd, (int)CLAMP(run->n, -1, INT32_MAX));

	if (result == 0 && !run->play->flow.is_known &&
		tcpsim_sys_getsockname(run->play->net, PKT_TESTED, run->descriptor->fd, &address) == 0)
		run->play->flow.local_port = address.port;
	return result;
}

/* .flags: it does not block, 1; it closes on exec, 2. FreeBSD's accept() inherits O_NONBLOCK, Linux's does not. */
static bool
read_accept(struct pkt_run *run)
{
	const struct pkt_expression *argument = tcpsim_pkt_argument(run, 3);
	int64_t flags = 0;

	tcpsim_pkt_set_own_timeout(run, TCPSIM_SO_RCVTIMEO);
	if (argument == NULL) {
		run->flags = run->system == PKT_SYSTEM_FREEBSD && run->descriptor->is_nonblocking;
		return true;
	}
	if (!tcpsim_pkt_number(run->play, argument, &flags))
		return false;
	run->flags = tcpsim_pkt_take(run->system, PKT_C_SOCK_NONBLOCK, &flags) ? 1 : 0;
	run->flags |= tcpsim_pkt_take(run->system, PKT_C_SOCK_CLOEXEC, &flags) ? 2 : 0;
	return flags == 0 || tcpsim_pkt_skip(run->play, &argument->loc, "another flag of accept4()");
}

static int64_t
try_accept(struct pkt_run *run)
{
	struct pkt_descriptor *descriptor;
	int fd = tcpsim_sys_accept(run->play->net, PKT_TESTED, run->descriptor->fd, &run->peer);

	if (fd < 0)
		return fd == -EAGAIN ? tcpsim_pkt_wait(run, fd) : fd;
	descriptor = tcpsim_pkt_describe(run, fd);
	descriptor->is_nonblocking = (run->flags & 1) != 0;
	descriptor->is_closed_on_exec = (run->flags & 2) != 0;
	descriptor->family = run->descriptor->family;
	return descriptor->label;
}

/* The length may be told, too: that of the family's struct. */
static bool
compare_address(struct pkt_run *run, bool is_there)
{
	int64_t length = run->play->config.ip == TCPSIM_IPV6 || run->play->config.is_mapped ? 28 : 16;

	return !is_there ||
		(tcpsim_pkt_compare_sockaddr(run, tcpsim_pkt_argument(run, 1), run->peer.host, run->peer.port) &&
			tcpsim_pkt_compare_number(run, tcpsim_pkt_argument(run, 2), length, "the address's length"));
}

static bool
compare_accept(struct pkt_run *run, int64_t result)
{
	return compare_address(run, result >= 0);
}

static int64_t
try_getsockname(struct pkt_run *run)
{
	return tcpsim_sys_getsockname(run->play->net, PKT_TESTED, run->descriptor->fd, &run->peer);
}

static int64_t
try_getpeername(struct pkt_run *run)
{
	return tcpsim_sys_getpeername(run->play->net, PKT_TESTED, run->descriptor->fd, &run->peer);
}

/* ---- shutdown(), close() ---- */

static bool
read_shutdown(struct pkt_run *run)
{
	return number_at(run, 1, &run->n);
}

static int64_t
try_shutdown(struct pkt_run *run)
{
	static const enum tcpsim_how how[] = { TCPSIM_SHUT_RD, TCPSIM_SHUT_WR, TCPSIM_SHUT_RDWR };

	if (run->n < 0 || run->n >= (int64_t)G_N_ELEMENTS(how))
		return -EINVAL;
	return tcpsim_sys_shutdown(run->play->net, PKT_TESTED, run->descriptor->fd, how[run->n]);
}

/* What was sent is not acknowledged yet, or our FIN is not: SO_LINGER waits for it. */
static bool
is_lingering(const struct tcpsim_net *net, tcpsim_socket handle)
{
	const struct tcpsim_tcb *tcb = tcpsim_net_tcb(net, handle);

	return tcb != NULL && (tcb->state == TCPSIM_FIN_WAIT_1 || tcb->state == TCPSIM_CLOSING ||
		tcb->state == TCPSIM_LAST_ACK);
}

static bool
read_close(struct pkt_run *run)
{
	struct tcpsim_linger linger = { 0, 0 };

	if (run->descriptor->fd >= 0)
		tcpsim_sys_getsockopt(
			run->play->net, PKT_TESTED, run->descriptor->fd, TCPSIM_SO_LINGER, &linger, sizeof linger);
	run->n = linger.is_on ? linger.seconds : 0;
	return true;
}

/* Linux lingers whether O_NONBLOCK is set or not (inet_release()); elsewhere a call that does not block does not. */
static int64_t
try_close(struct pkt_run *run)
{
	struct tcpsim_net *net = run->play->net;
	int result = 0;

	if (!run->has_begun) {
		run->has_begun = true;
		if (run->descriptor->fd >= 0) {
			run->handle = tcpsim_sys_handle(net, PKT_TESTED, run->descriptor->fd);
			result = tcpsim_sys_close(net, PKT_TESTED, run->descriptor->fd);
		}
		tcpsim_pkt_forget(run->play, run->descriptor);
		if (result < 0 || run->n == 0 || (run->is_nonblocking && run->system != PKT_SYSTEM_LINUX))
			return result;
		run->is_nonblocking = false;
		tcpsim_pkt_set_timeout(run, run->n * 1000000);
	}
	return is_lingering(net, run->handle) ? tcpsim_pkt_wait(run, 0) : 0;
}

static const struct pkt_handler handlers[] = {
	{ "socket", 2, 3, false, read_socket, try_socket, NULL },
	{ "bind", 2, 3, true, read_bind, try_bind, NULL },
	{ "listen", 2, 2, true, read_listen, try_listen, NULL },
	{ "accept", 1, 3, true, read_accept, try_accept, compare_accept },
	{ "accept4", 4, 4, true, read_accept, try_accept, compare_accept },
	{ "connect", 2, 3, true, read_connect, try_connect, NULL },
	{ "getsockname", 2, 3, true, NULL, try_getsockname, compare_accept },
	{ "getpeername", 2, 3, true, NULL, try_getpeername, compare_accept },
	{ "shutdown", 2, 2, true, read_shutdown, try_shutdown, NULL },
	{ "close", 1, 1, true, read_close, try_close, NULL },
};

const struct pkt_handler *
tcpsim_pkt_open_handler(const char *name)
{
	return tcpsim_pkt_handler_in(handlers, G_N_ELEMENTS(handlers), name);
}
