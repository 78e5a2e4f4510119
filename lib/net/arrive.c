/* SPDX-License-Identifier: MIT */
#include "net_private.h"

/* The record of the event that has begun, and what the socket counts. */
static void
note_arrival(struct tcpsim_net *net, const struct tcpsim_endpoint *endpoint, const struct tcpsim_packet *packet)
{
	if (net->trace != NULL)
		tcpsim_record_note_packet(net, tcpsim_record_event(net, TCPSIM_RECORD_ARRIVE, endpoint), packet);
	if (endpoint->sock != NULL)
		tcpsim_sock_heard(endpoint->sock, &packet->arriving.seg);
}

static struct tcpsim_endpoint *
listener_of(const struct tcpsim_net *net, const struct tcpsim_endpoint *endpoint)
{
	return tcpsim_demux_find(net,
		tcpsim_pair_listener(tcpsim_endpoint_host(endpoint), tcpsim_endpoint_port(endpoint)));
}

/* What the engine cannot know of the host. It asks only where a segment may open a connection. */
static void
complete(const struct tcpsim_net *net, const struct tcpsim_endpoint *endpoint, struct tcpsim_arriving *arriving)
{
	uint8_t state = endpoint->tcb->state;

	arriving->is_listened = state == TCPSIM_LISTEN;
	if (state != TCPSIM_LISTEN && state != TCPSIM_TIME_WAIT)
		return;
	arriving->iss = tcpsim_host_isn(net, endpoint->pair);
	if (state == TCPSIM_LISTEN && (arriving->seg.ctl & TCPSIM_SYN) != 0)
		tcpsim_cookies_judge(net, endpoint, arriving);
	if (state == TCPSIM_TIME_WAIT)
		arriving->is_listened = listener_of(net, endpoint) != NULL;
}

/* The engine call. */
static void
arrive_at(struct tcpsim_net *net, struct tcpsim_endpoint *endpoint, struct tcpsim_packet *packet)
{
	complete(net, endpoint, &packet->arriving);
	tcpsim_event_begin(net, endpoint);
	tcpsim_engine_arrives(endpoint->tcb, tcpsim_endpoint_policy(net, endpoint), &packet->arriving, net->now_us,
		&net->out);
}

/* A connection is reopened from TIME-WAIT: it is the listener's, whosever it was. */
static void
reopen(struct tcpsim_net *net, struct tcpsim_endpoint *endpoint)
{
	const struct tcpsim_endpoint *listener = listener_of(net, endpoint);

	tcpsim_host_take_isn(net, tcpsim_endpoint_host(endpoint));
	if (endpoint->sock != NULL)
		tcpsim_sock_part(net, endpoint);
	endpoint->flags &=
		~(uint32_t)(TCPSIM_ENDPOINT_ORPHAN | TCPSIM_ENDPOINT_UNHEARD | TCPSIM_ENDPOINT_SPILLED);
	tcpsim_sock_give_child(endpoint, listener);
	tcpsim_sock_queue_child(endpoint, listener);
}

static bool
is_reopened(const struct tcpsim_net *net)
{
	return net->out.before == TCPSIM_TIME_WAIT && net->out.after != TCPSIM_TIME_WAIT &&
		net->out.after != TCPSIM_CLOSED;
}

/* Whether the segment would reopen the connection, and there is no room for that: it never happened then. */
static bool
overflows(struct tcpsim_net *net, struct tcpsim_endpoint *endpoint, struct tcpsim_packet *packet)
{
	const struct tcpsim_endpoint *listener =
		endpoint->tcb->state == TCPSIM_TIME_WAIT ? listener_of(net, endpoint) : NULL;
	struct tcpsim_tcb before;

	if (listener == NULL || !tcpsim_sock_is_full(listener))
		return false;
	before = *endpoint->tcb;
	arrive_at(net, endpoint, packet);
	*endpoint->tcb = before;
	return is_reopened(net);
}

static void
arrive_at_connection(struct tcpsim_net *net, struct tcpsim_endpoint *endpoint, struct tcpsim_packet *packet)
{
	bool is_new, is_hasty;

	if (overflows(net, endpoint, packet)) {
		tcpsim_link_lose(net, packet, TCPSIM_DROP_BACKLOG, 0);
		return;
	}
	is_hasty = endpoint->tcb->state == TCPSIM_SYN_SENT && (endpoint->tcb->flags & TCPSIM_FLAG_FAST_OPEN) != 0;
	arrive_at(net, endpoint, packet);
	if (is_hasty && (net->out.signals & TCPSIM_SIGNAL_OPENED) != 0)
		tcpsim_cookies_take(net, endpoint, &packet->arriving.seg);
	is_new = is_reopened(net);
	if (is_new)
		reopen(net, endpoint);
	note_arrival(net, endpoint, packet);
	tcpsim_event_end(net, endpoint, packet);
	if (is_new)
		tcpsim_event_read_again(net, endpoint);
}

/* An end for what may become a connection: the one that waits at the listener, or a new one. */
static struct tcpsim_endpoint *
child_of(struct tcpsim_net *net, struct tcpsim_endpoint *listener, uint64_t pair)
{
	struct tcpsim_endpoint *child;

	if (listener->waiting != TCPSIM_NO_INDEX) {
		child = tcpsim_endpoint_at(net, listener->waiting);
		child->pair = pair;
	} else {
		child = tcpsim_endpoint_new(net, pair);
		child->flags = TCPSIM_ENDPOINT_PASSIVE;
	}
	*child->tcb = *listener->tcb;
	tcpsim_sock_give_child(child, listener);
	return child;
}

/* The child is a connection from now on. */
static void
accept(struct tcpsim_net *net, struct tcpsim_endpoint *listener, struct tcpsim_endpoint *child)
{
	tcpsim_host_take_isn(net, tcpsim_endpoint_host(child));
	if (child->tcb->flags & TCPSIM_FLAG_FAST_OPEN)
		child->flags |= TCPSIM_ENDPOINT_HASTY;
	if (child->flags & TCPSIM_ENDPOINT_WAITING) {
		listener->waiting = child->chained;
		child->flags &= ~(uint32_t)TCPSIM_ENDPOINT_WAITING;
		tcpsim_demux_add(net, child);
	} else {
		tcpsim_endpoint_keep(net, child);
	}
	tcpsim_sock_queue_child(child, listener);
}

/* The child is forgotten: it is no connection. One that waits is in LISTEN as before, whatever the engine made of it. */
static void
forget(struct tcpsim_net *net, const struct tcpsim_endpoint *listener, struct tcpsim_endpoint *child)
{
	tcpsim_sock_drop_child(net, child);
	if (child->flags & TCPSIM_ENDPOINT_WAITING)
		*child->tcb = *listener->tcb;
	else
		tcpsim_endpoint_free(net, child);
}

/* What a listener is sent that opens no connection is answered by nobody in particular. */
static void
refuse(struct tcpsim_net *net, const struct tcpsim_endpoint *listener, struct tcpsim_endpoint *child,
	struct tcpsim_packet *packet)
{
	struct tcpsim_endpoint *nobody = tcpsim_endpoint_nobody(net, child->pair);

	*nobody->tcb = *child->tcb;
	forget(net, listener, child);
	note_arrival(net, nobody, packet);
	tcpsim_event_end(net, nobody, packet);
}

static void
arrive_at_listener(struct tcpsim_net *net, struct tcpsim_endpoint *listener, uint64_t pair,
	struct tcpsim_packet *packet)
{
	struct tcpsim_endpoint *child = child_of(net, listener, pair);

	tcpsim_event_read_at_once(net, child);
	arrive_at(net, child, packet);
	if (child->tcb->state == TCPSIM_LISTEN) {
		refuse(net, listener, child, packet);
		return;
	}
	if (tcpsim_sock_is_full(listener)) {
		forget(net, listener, child);
		tcpsim_link_lose(net, packet, TCPSIM_DROP_BACKLOG, 0);
		return;
	}
	accept(net, listener, child);
	note_arrival(net, child, packet);
	tcpsim_event_end(net, child, packet);
}

/* The segment finds its end by the pair of sockets, or a listener, or nobody. */
static void
demultiplex(struct tcpsim_net *net, struct tcpsim_packet *packet)
{
	uint64_t pair = tcpsim_pair(packet->to, packet->to_port, packet->from, packet->from_port);
	struct tcpsim_endpoint *endpoint = tcpsim_demux_find(net, pair);

	if (endpoint != NULL) {
		arrive_at_connection(net, endpoint, packet);
		return;
	}
	endpoint = tcpsim_demux_find(net, tcpsim_pair_listener(packet->to, packet->to_port));
	if (endpoint != NULL)
		arrive_at_listener(net, endpoint, pair, packet);
	else
		arrive_at_connection(net, tcpsim_endpoint_nobody(net, pair), packet);
}

static void
hand_over(struct tcpsim_net *net, struct tcpsim_packet *packet)
{
	switch ((enum tcpsim_protocol)packet->protocol) {
	case TCPSIM_PROTOCOL_TCP:
		demultiplex(net, packet);
		break;
	case TCPSIM_PROTOCOL_UDP:
		tcpsim_datagrams_arrive(net, packet);
		break;
	case TCPSIM_PROTOCOL_ICMP:
		tcpsim_icmp_arrive(net, packet);
		break;
	}
}

/* The script at that end sees the packet in the trace, and nobody else does. */
static void
end_at_script(struct tcpsim_net *net, const struct tcpsim_packet *packet)
{
	const struct tcpsim_tcb closed = { .state = TCPSIM_CLOSED };
	struct tcpsim_record *record;

	if (net->trace == NULL)
		return;
	record = tcpsim_record_add(net, TCPSIM_RECORD_ARRIVE);
	record->host = packet->to;
	record->local_port = packet->to_port;
	record->peer = packet->from;
	record->peer_port = packet->from_port;
	tcpsim_vars_of(&closed, &record->before);
	record->after = record->before;
	tcpsim_record_note_packet(net, record, packet);
}

void
tcpsim_net_arrive(struct tcpsim_net *net, struct tcpsim_packet *packet)
{
	if (!net->hosts[packet->to]->is_up)
		tcpsim_link_lose(net, packet, TCPSIM_DROP_HOST_DOWN, 0);
	else if (net->hosts[packet->to]->is_scripted)
		end_at_script(net, packet);
	else if ((packet->flags & TCPSIM_PACKET_DAMAGED) == 0 || tcpsim_damage_passes(net, packet))
		hand_over(net, packet);
	if (packet->flags & TCPSIM_PACKET_AWAITED)
		tcpsim_faults_release(net, packet);
}
