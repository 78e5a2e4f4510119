/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include "lib/packetdrill/calls_private.h"

/* fcntl() and ioctl(). */

/* What fcntl() or ioctl() is to do is .done, what it is given .n. */
static bool
read_request(struct pkt_run *run)
{
	return tcpsim_pkt_number(run->play, tcpsim_pkt_argument(run, 1), &run->done);
}

static bool
skip_request(struct pkt_run *run)
{
	const struct pkt_expression *argument = tcpsim_pkt_argument(run, 1);

	if (argument->kind == PKT_WORD)
		return tcpsim_pkt_skip(run->play, &argument->loc, "%s() with %s", run->call->name, argument->text);
	return tcpsim_pkt_skip(run->play, &argument->loc, "another request of %s()", run->call->name);
}

/* ---- fcntl() ---- */

/* Flags of a file that cannot be changed are ignored (POSIX fcntl()); one that is not played is skipped. */
static bool
check_flags(struct pkt_run *run, const struct pkt_expression *argument)
{
	int64_t flags = run->n;

	if (tcpsim_pkt_take(run->system, PKT_C_O_ASYNC, &flags))
		return tcpsim_pkt_skip(run->play, &argument->loc, "O_ASYNC");
	return true;
}

static bool
read_fcntl(struct pkt_run *run)
{
	const struct pkt_expression *argument = tcpsim_pkt_argument(run, 2);
	bool is_flags;

	if (!read_request(run))
		return false;
	is_flags = tcpsim_pkt_is(run->system, PKT_C_F_SETFL, run->done);
	if (is_flags || tcpsim_pkt_is(run->system, PKT_C_F_SETFD, run->done)) {
		if (argument == NULL)
			return tcpsim_pkt_skip(run->play, &run->call->loc, "fcntl() with 2 arguments");
		return tcpsim_pkt_number(run->play, argument, &run->n) && (!is_flags || check_flags(run, argument));
	}
	if (tcpsim_pkt_is(run->system, PKT_C_F_GETFL, run->done) ||
		tcpsim_pkt_is(run->system, PKT_C_F_GETFD, run->done))
		return true;
	return skip_request(run);
}

/* A socket is open for reading and writing. */
static int64_t
try_fcntl(struct pkt_run *run)
{
	struct pkt_descriptor *descriptor = run->descriptor;
	int64_t both = 0, nonblocking = 0;

	tcpsim_pkt_constant_value(run->system, PKT_C_O_RDWR, &both);
	tcpsim_pkt_constant_value(run->system, PKT_C_O_NONBLOCK, &nonblocking);
	if (tcpsim_pkt_is(run->system, PKT_C_F_GETFL, run->done))
		return both | (descriptor->is_nonblocking ? nonblocking : 0);
	if (tcpsim_pkt_is(run->system, PKT_C_F_GETFD, run->done))
		return descriptor->is_closed_on_exec;
	if (tcpsim_pkt_is(run->system, PKT_C_F_SETFL, run->done))
		descriptor->is_nonblocking = (run->n & nonblocking) != 0;
	else
		descriptor->is_closed_on_exec = (run->n & 1) != 0;
	return 0;
}

/* ---- ioctl() ---- */

/* What an ioctl() tells. */
enum quantity {
	UNREAD,
	UNACKED,  /* in the send buffer: sent and not acknowledged, or not sent yet */
	UNSENT,
	ROOM,
	NEITHER,
};

static const struct {
	enum pkt_constant name;
	enum quantity quantity;
} requests[] = {
	{ PKT_C_FIONREAD, UNREAD }, { PKT_C_SIOCINQ, UNREAD },
	{ PKT_C_SIOCOUTQ, UNACKED }, { PKT_C_TIOCOUTQ, UNACKED }, { PKT_C_FIONWRITE, UNACKED },
	{ PKT_C_SIOCOUTQNSD, UNSENT },
	{ PKT_C_FIONSPACE, ROOM },
};

static enum quantity
quantity_of(const struct pkt_run *run)
{
	for (size_t i = 0; i < G_N_ELEMENTS(requests); i++)
		if (tcpsim_pkt_is(run->system, requests[i].name, run->done))
			return requests[i].quantity;
	return NEITHER;
}

static bool
read_ioctl(struct pkt_run *run)
{
	const struct pkt_expression *argument = tcpsim_pkt_argument(run, 2);

	if (!read_request(run))
		return false;
	if (tcpsim_pkt_is(run->system, PKT_C_FIONBIO, run->done)) {
		while (argument != NULL && argument->kind == PKT_LIST && argument->items->len == 1)
			argument = (const struct pkt_expression *)argument->items->pdata[0];
		if (argument == NULL)
			return tcpsim_pkt_skip(run->play, &run->call->loc, "ioctl() with 2 arguments");
		return tcpsim_pkt_number(run->play, argument, &run->n);
	}
	return quantity_of(run) != NEITHER || skip_request(run);
}

/* Linux counts a FIN that waits, or is under way, as one octet (tcp_ioctl(): write_seq - snd_una); no SYN. */
static int64_t
fin_octets(const struct pkt_run *run)
{
	const struct tcpsim_tcb *tcb = tcpsim_net_tcb(run->play->net,
		tcpsim_sys_handle(run->play->net, PKT_TESTED, run->descriptor->fd));

	if (tcb == NULL || (tcb->flags & TCPSIM_FLAG_CLOSE_CALLED) == 0)
		return 0;
	return (tcb->flags & TCPSIM_FLAG_FIN_SENT) == 0 || tcpsim_seq_lt(tcb->snd.una, tcb->snd.nxt);
}

/* Octets of text alone: SYN and FIN have numbers, too. */
static int64_t
text_unacked(const struct pkt_run *run, const struct tcpsim_tcp_info *info)
{
	const struct tcpsim_tcb *tcb = tcpsim_net_tcb(run->play->net,
		tcpsim_sys_handle(run->play->net, PKT_TESTED, run->descriptor->fd));
	int64_t octets = info->unacked_bytes;

	if (tcb == NULL || octets == 0)
		return 0;
	return octets - ((tcb->flags & TCPSIM_FLAG_SYN_OUT) != 0) - ((tcb->flags & TCPSIM_FLAG_FIN_SENT) != 0);
}

static int64_t
measure(struct pkt_run *run, enum quantity quantity)
{
	struct tcpsim_tcp_info info = { .state = TCPSIM_CLOSED };
	struct tcpsim_net *net = run->play->net;
	int size = 0;

	tcpsim_sys_getsockopt(net, PKT_TESTED, run->descriptor->fd, TCPSIM_TCP_INFO, &info, sizeof info);
	switch (quantity) {
	case UNREAD:
		return info.unread_bytes;
	case UNACKED:
		return text_unacked(run, &info) + info.unsent_bytes +
			(run->system == PKT_SYSTEM_FREEBSD ? 0 : fin_octets(run));
	case UNSENT:
		return info.unsent_bytes;
	case ROOM:
		tcpsim_sys_getsockopt(net, PKT_TESTED, run->descriptor->fd, TCPSIM_SO_SNDBUF, &size, sizeof size);
		return size - text_unacked(run, &info) - info.unsent_bytes;
	case NEITHER:
		break;
	}
	return 0;
}

/* Of a listener there is nothing to be told: EINVAL on Linux (tcp_ioctl()). */
static int64_t
try_ioctl(struct pkt_run *run)
{
	enum quantity quantity = quantity_of(run);
	int listens = 0;

	if (quantity == NEITHER) {
		run->descriptor->is_nonblocking = run->n != 0;
		return 0;
	}
	if (run->descriptor->fd < 0)
		return -ENOTTY;
	tcpsim_sys_getsockopt(run->play->net, PKT_TESTED, run->descriptor->fd, TCPSIM_SO_ACCEPTCONN, &listens,
		sizeof listens);
	if (listens && run->system != PKT_SYSTEM_FREEBSD)
		return -EINVAL;
	run->n = measure(run, quantity);
	return 0;
}

static bool
compare_ioctl(struct pkt_run *run, int64_t result)
{
	if (result < 0 || quantity_of(run) == NEITHER)
		return true;
	return tcpsim_pkt_compare_number(run, tcpsim_pkt_argument(run, 2), run->n, "the number");
}

static const struct pkt_handler handlers[] = {
	{ "fcntl", 2, 3, true, read_fcntl, try_fcntl, NULL },
	{ "ioctl", 2, 3, true, read_ioctl, try_ioctl, compare_ioctl },
};

const struct pkt_handler *
tcpsim_pkt_control_handler(const char *name)
{
	return tcpsim_pkt_handler_in(handlers, G_N_ELEMENTS(handlers), name);
}
