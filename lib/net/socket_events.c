/* SPDX-License-Identifier: MIT */
#include "socket_private.h"

/* What happens to a connection, as its socket sees it. */

static void
note_signals(struct tcpsim_sock *sock, const struct tcpsim_effects *out)
{
	if (out->signals & TCPSIM_SIGNAL_OPENED) {
		sock->flags |= TCPSIM_SOCK_OPENED;
		if (tcpsim_sock_has(sock, TCPSIM_SOCK_OPENING))
			tcpsim_sock_queue_opened(sock);
	}
	if (out->signals & TCPSIM_SIGNAL_CLOSING)
		sock->flags |= TCPSIM_SOCK_ENDED;
	if (out->signals & TCPSIM_SIGNAL_SOFT_ERROR)
		sock->soft_error = tcpsim_errno_of((enum tcpsim_error)out->soft_error, true);
	if ((out->signals & TCPSIM_SIGNAL_SOFT_ERROR) != 0 && tcpsim_sock_has(sock, TCPSIM_SOCK_HEARS))
		sock->error = sock->soft_error;
	if (out->signals & TCPSIM_SIGNAL_ERROR)
		sock->error = tcpsim_errno_of((enum tcpsim_error)out->error, tcpsim_sock_has(sock, TCPSIM_SOCK_OPENED));
}

/* A SYN that reopened a connection from TIME-WAIT was an old one: the connection before it is back, and nobody's. */
static bool
is_back_in_time_wait(const struct tcpsim_sock *sock, const struct tcpsim_effects *out)
{
	return tcpsim_sock_has(sock, TCPSIM_SOCK_OPENING) && out->after == TCPSIM_TIME_WAIT;
}

static void
count_sent(struct tcpsim_sock_counts *counts, const struct tcpsim_effects *out)
{
	counts->segments_out += out->n_segments;
	for (uint8_t i = 0; i < out->n_segments; i++) {
		uint32_t text_bytes = out->segments[i].text_bytes;

		counts->data_segments_out += text_bytes > 0;
		if (out->purpose[i] != TCPSIM_PURPOSE_RETRANSMISSION)
			continue;
		counts->retransmits++;
		counts->retransmitted_bytes += text_bytes;
	}
}

void
tcpsim_sock_heard(struct tcpsim_sock *sock, const struct tcpsim_segment *seg)
{
	sock->counts.segments_in++;
	sock->counts.data_segments_in += seg->text_bytes > 0;
}

void
tcpsim_sock_told(struct tcpsim_net *net, struct tcpsim_endpoint *endpoint)
{
	const struct tcpsim_effects *out = &net->out;
	struct tcpsim_sock *sock = endpoint->sock;

	count_sent(&sock->counts, out);
	note_signals(sock, out);
	tcpsim_program_hear(net, sock->host);
	if (is_back_in_time_wait(sock, out))
		tcpsim_sock_drop_child(net, endpoint);
}

/*
 * TCP forgets the connection. After the peer's FIN all that is there can still be read, for nothing lies behind a gap;
 * but with an error all is flushed (3.10.7.4 second check, 3.10.8).
 */
void
tcpsim_sock_part(struct tcpsim_net *net, struct tcpsim_endpoint *endpoint)
{
	struct tcpsim_sock *sock = endpoint->sock;

	endpoint->sock = NULL;
	sock->end = 0;
	if (tcpsim_sock_has(sock, TCPSIM_SOCK_OPENING))
		tcpsim_sock_unqueue(sock);
	else if (tcpsim_sock_has(sock, TCPSIM_SOCK_UNACCEPTED))
		return; /* accept() will tell */
	if (sock->descriptor < 0) {
		tcpsim_sock_free(net, sock);
	} else if (sock->error == 0 && tcpsim_sock_has(sock, TCPSIM_SOCK_ENDED)) {
		sock->rest = endpoint->taken;
		endpoint->taken = NULL;
	}
}
