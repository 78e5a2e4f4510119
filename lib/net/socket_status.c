/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "socket_private.h"

/* What can be known of a socket. */

static const struct tcpsim_tcb *
tcb_of(const struct tcpsim_net *net, const struct tcpsim_sock *sock)
{
	const struct tcpsim_endpoint *endpoint = tcpsim_sock_end(net, sock);

	return endpoint != NULL ? endpoint->tcb : NULL;
}

uint32_t
tcpsim_sock_unread(const struct tcpsim_net *net, const struct tcpsim_sock *sock)
{
	const struct tcpsim_tcb *tcb = tcb_of(net, sock);

	if (sock->rest != NULL)
		return (uint32_t)(sock->rest->end - sock->rest->begin);
	return tcb != NULL ? tcb->rcv.unread_bytes : 0;
}

/* TCP_NOTSENT_LOWAT; who waits for room waits for half of it (Linux, __tcp_stream_memory_free()). */
static bool
has_enough_to_send(const struct tcpsim_sock *sock, const struct tcpsim_tcb *tcb, int64_t factor)
{
	int64_t limit = tcpsim_kept_get(sock, TCPSIM_KEPT_NOTSENT_LOWAT);

	return limit > 0 && tcb->snd.queued_bytes * factor >= limit;
}

/* Before the connection is open there is none: TCP would keep the octets, but POSIX's send() waits. */
uint32_t
tcpsim_sock_room(const struct tcpsim_net *net, const struct tcpsim_sock *sock)
{
	const struct tcpsim_endpoint *endpoint = tcpsim_sock_end(net, sock);
	const struct tcpsim_tcb *tcb = tcb_of(net, sock);
	uint64_t kept, size;

	if (tcb == NULL || !tcpsim_sock_has(sock, TCPSIM_SOCK_OPENED))
		return 0;
	if (has_enough_to_send(sock, tcb, 1))
		return 0;
	size = (uint64_t)tcpsim_endpoint_policy(net, endpoint)->send_buffer_bytes;
	kept = tcpsim_tcb_snd_offset(tcb, tcb->snd.nxt) - tcb->snd.una_offset + tcb->snd.queued_bytes;
	return kept < size ? (uint32_t)(size - kept) : 0;
}

bool
tcpsim_sock_is_at_end(const struct tcpsim_net *net, const struct tcpsim_sock *sock)
{
	const struct tcpsim_tcb *tcb = tcb_of(net, sock);

	if (tcpsim_sock_has(sock, TCPSIM_SOCK_SHUT_READ))
		return true;
	if (tcb != NULL)
		return (tcb->flags & TCPSIM_FLAG_FIN_TAKEN) != 0;
	return tcpsim_sock_has(sock, TCPSIM_SOCK_OPENED);
}

bool
tcpsim_sock_is_opening(const struct tcpsim_net *net, const struct tcpsim_sock *sock)
{
	return tcb_of(net, sock) != NULL &&
		(sock->flags & (TCPSIM_SOCK_OPENED | TCPSIM_SOCK_LISTENS)) == 0;
}

static unsigned
poll_listener(const struct tcpsim_sock *sock)
{
	return sock->unaccepted->length > 0 ? TCPSIM_POLLIN : 0;
}

/* SO_RCVLOWAT, but never so much that the window is closed before (tcp_set_rcvlowat() of Linux). */
static int64_t
least_wanted(const struct tcpsim_net *net, const struct tcpsim_sock *sock)
{
	const struct tcpsim_policy *policy = tcpsim_sock_policy(sock, &net->hosts[sock->host]->policy);

	return CLAMP(policy->receive_buffer_bytes / 2, 1, tcpsim_kept_get(sock, TCPSIM_KEPT_RCVLOWAT));
}

/* SO_SNDLOWAT, but never more than there could ever be. */
static int64_t
least_room(const struct tcpsim_net *net, const struct tcpsim_sock *sock)
{
	const struct tcpsim_policy *policy = tcpsim_sock_policy(sock, &net->hosts[sock->host]->policy);

	return MIN(policy->send_buffer_bytes, tcpsim_kept_get(sock, TCPSIM_KEPT_SNDLOWAT));
}

static unsigned
poll_connection(const struct tcpsim_net *net, const struct tcpsim_sock *sock, const struct tcpsim_tcb *tcb)
{
	const unsigned both = TCPSIM_SOCK_SHUT_READ | TCPSIM_SOCK_SHUT_WRITE;
	bool is_written = tcpsim_sock_has(sock, TCPSIM_SOCK_SHUT_WRITE);
	unsigned ready = 0;

	if (tcb->rcv.unread_bytes >= least_wanted(net, sock) || tcpsim_sock_is_at_end(net, sock))
		ready |= TCPSIM_POLLIN;
	if (tcb->flags & TCPSIM_FLAG_RCV_URGENT)
		ready |= TCPSIM_POLLPRI;
	if (!is_written && tcpsim_sock_room(net, sock) >= least_room(net, sock) && !has_enough_to_send(sock, tcb, 2))
		ready |= TCPSIM_POLLOUT;
	if ((sock->flags & both) == both || (is_written && tcpsim_sock_is_at_end(net, sock)))
		ready |= TCPSIM_POLLHUP;
	return ready;
}

unsigned
tcpsim_sys_poll(const struct tcpsim_net *net, uint16_t host, int descriptor)
{
	const struct tcpsim_sock *sock = tcpsim_sock_at(net, host, descriptor);
	unsigned ready = 0;

	if (sock == NULL)
		return TCPSIM_POLLNVAL;
	if (sock->protocol == TCPSIM_PROTOCOL_UDP)
		return tcpsim_sock_poll_datagrams(net, sock);
	if (tcpsim_sock_has(sock, TCPSIM_SOCK_LISTENS))
		return poll_listener(sock);
	if (sock->error != 0)
		ready |= TCPSIM_POLLERR;
	if (tcpsim_sock_has(sock, TCPSIM_SOCK_DEFERRED))
		return ready | TCPSIM_POLLOUT;
	if (sock->end != 0)
		ready |= poll_connection(net, sock, tcb_of(net, sock));
	else if (ready != 0 || tcpsim_sock_has(sock, TCPSIM_SOCK_OPENED))
		ready |= TCPSIM_POLLIN | TCPSIM_POLLHUP;
	return ready;
}

int
tcpsim_sys_getsockname(const struct tcpsim_net *net, uint16_t host, int descriptor, struct tcpsim_address *address)
{
	const struct tcpsim_sock *sock = tcpsim_sock_at(net, host, descriptor);

	if (sock == NULL)
		return -EBADF;
	*address = (struct tcpsim_address){ sock->peer != TCPSIM_NO_HOST ? host : TCPSIM_NO_HOST, sock->port };
	return 0;
}

static bool
is_connected(const struct tcpsim_sock *sock)
{
	if (sock->protocol == TCPSIM_PROTOCOL_UDP)
		return sock->peer != TCPSIM_NO_HOST;
	return sock->end != 0 && tcpsim_sock_has(sock, TCPSIM_SOCK_OPENED);
}

int
tcpsim_sys_getpeername(const struct tcpsim_net *net, uint16_t host, int descriptor, struct tcpsim_address *address)
{
	const struct tcpsim_sock *sock = tcpsim_sock_at(net, host, descriptor);

	if (sock == NULL)
		return -EBADF;
	if (!is_connected(sock))
		return -ENOTCONN;
	*address = (struct tcpsim_address){ sock->peer, sock->peer_port };
	return 0;
}

/* Before our SYN is acknowledged the flag says something else: what our own SYN has, or that the peer's cookie was right. */
static bool
has_syn_text(const struct tcpsim_tcb *tcb)
{
	if ((tcb->flags & TCPSIM_FLAG_FAST_OPEN) == 0 || tcb->state == TCPSIM_SYN_SENT)
		return false;
	return tcb->state != TCPSIM_SYN_RECEIVED || tcb->rcv.nxt_offset != 0;
}

/* What the TCB says. */
static void
fill(struct tcpsim_tcp_info *info, const struct tcpsim_tcb *tcb)
{
	info->state = (enum tcpsim_state)tcb->state;
	info->has_timestamps = (tcb->flags & TCPSIM_FLAG_TIMESTAMPS) != 0;
	info->has_sack = (tcb->flags & TCPSIM_FLAG_SACK) != 0;
	info->has_window_scale = (tcb->flags & TCPSIM_FLAG_WINDOW_SCALE) != 0;
	info->has_ecn = (tcb->flags & TCPSIM_FLAG_ECN) != 0;
	info->has_syn_text = has_syn_text(tcb);
	info->is_recovering = (tcb->flags & TCPSIM_FLAG_RECOVERY) != 0;
	info->is_after_loss = (tcb->flags & TCPSIM_FLAG_LOSS) != 0;
	info->snd_scale = tcb->snd_scale;
	info->rcv_scale = tcb->rcv_scale;
	info->snd_mss = tcb->mss;
	info->snd_cwnd = tcb->cc.cwnd;
	info->snd_ssthresh = tcb->cc.ssthresh;
	info->snd_wnd = tcb->snd.wnd;
	info->rcv_wnd = tcb->rcv.wnd;
	info->unacked_bytes = tcpsim_seq_distance(tcb->snd.una, tcb->snd.nxt);
	info->unsent_bytes = tcb->snd.queued_bytes;
	info->backoff = tcb->rtt.retries;
	info->probes = tcb->sent.probes;
	info->dup_acks = tcb->dup_acks;
	info->rto_us = tcb->rtt.rto_us;
	info->srtt_us = tcb->rtt.srtt_us;
	info->rttvar_us = tcb->rtt.rttvar_us;
	info->acked_bytes = tcb->snd.una_offset;
	info->received_bytes = tcb->rcv.nxt_offset;
	info->sacked_ranges = tcb->n_sacked;
	for (unsigned i = 0; i < tcb->n_sacked; i++) {
		const struct tcpsim_range *range = &tcb->ranges[TCPSIM_MAX_RANGES - 1 - i];

		info->sacked_bytes += tcpsim_seq_distance(range->begin, range->end);
	}
}

/* What the socket says, whatever has become of its connection. */
static void
fill_from_sock(struct tcpsim_tcp_info *info, const struct tcpsim_sock *sock, const struct tcpsim_policy *policy)
{
	uint32_t headers = policy->ip == TCPSIM_IPV6 ? 60 : 40;

	info->retransmits = sock->counts.retransmits;
	info->retransmitted_bytes = sock->counts.retransmitted_bytes;
	info->segments_out = sock->counts.segments_out;
	info->segments_in = sock->counts.segments_in;
	info->data_segments_out = sock->counts.data_segments_out;
	info->data_segments_in = sock->counts.data_segments_in;
	info->advmss = (uint32_t)MIN(policy->mss, policy->mtu - headers);
	info->reordering = 3;
	info->is_quick_ack = !tcpsim_sock_has(sock, TCPSIM_SOCK_SLOW_ACK);
}

void
tcpsim_sock_info(const struct tcpsim_net *net, const struct tcpsim_sock *sock, struct tcpsim_tcp_info *info)
{
	struct tcpsim_endpoint *endpoint = tcpsim_sock_end(net, sock);
	struct tcpsim_effects nothing;
	struct tcpsim_status status;

	memset(info, 0, sizeof *info);
	info->state = TCPSIM_CLOSED;
	info->unread_bytes = tcpsim_sock_unread(net, sock);
	fill_from_sock(info, sock, tcpsim_sock_policy(sock, &net->hosts[sock->host]->policy));
	if (tcpsim_sock_has(sock, TCPSIM_SOCK_LISTENS)) {
		info->n_unaccepted = sock->unaccepted->length;
		info->n_opening = sock->opening->length;
		info->backlog = sock->backlog;
	}
	if (endpoint == NULL)
		return;
	fill(info, endpoint->tcb);
	tcpsim_engine_status(endpoint->tcb, tcpsim_endpoint_policy(net, endpoint), &status, &nothing);
	info->urgent_bytes = status.urgent_bytes;
}
