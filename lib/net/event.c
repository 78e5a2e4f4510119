/* SPDX-License-Identifier: MIT */
#include "net_private.h"

void
tcpsim_event_begin(struct tcpsim_net *net, const struct tcpsim_endpoint *endpoint)
{
	net->event = TCPSIM_NO_RECORD;
	if (net->trace != NULL)
		tcpsim_vars_of(endpoint->tcb, &net->before);
}

static void
address(const struct tcpsim_net *net, const struct tcpsim_endpoint *endpoint, struct tcpsim_packet *packet)
{
	packet->from = tcpsim_endpoint_host(endpoint);
	packet->from_port = tcpsim_endpoint_port(endpoint);
	packet->to = tcpsim_endpoint_peer(endpoint);
	packet->to_port = tcpsim_endpoint_peer_port(endpoint);
	packet->connection = endpoint->connection;
	packet->cause = net->event;
	packet->sent_us = net->now_us;
	packet->number = packet->original = 0;
	packet->protocol = TCPSIM_PROTOCOL_TCP;
}

/* The text of a packet: a part of the buffer, but where it goes on from one chunk to the next, a copy. */
static void
load(const struct tcpsim_net *net, const struct tcpsim_endpoint *endpoint, struct tcpsim_packet *packet)
{
	const struct tcpsim_segment *seg = &packet->arriving.seg;
	struct tcpsim_chunk *chunk;

	if (endpoint->flags & TCPSIM_ENDPOINT_SENDS_VIRTUAL) {
		tcpsim_virtual_load(net, packet);
		return;
	}
	packet->octets = tcpsim_buffer_look(endpoint->sent, seg->text_offset, seg->text_bytes, &chunk);
	if (packet->octets != NULL)
		packet->chunk = tcpsim_chunk_hold(chunk);
	else
		tcpsim_buffer_get(endpoint->sent, seg->text_offset, tcpsim_packet_reserve(packet, seg->text_bytes),
			seg->text_bytes);
}

/* A segment leaves its host, with the octets that it is about. */
static void
transmit(struct tcpsim_net *net, const struct tcpsim_endpoint *endpoint, const struct tcpsim_segment *seg,
	enum tcpsim_purpose purpose)
{
	const struct tcpsim_policy *policy = tcpsim_endpoint_policy(net, endpoint);
	struct tcpsim_host *host = tcpsim_host_of(net, endpoint);
	struct tcpsim_packet *packet = tcpsim_packet_new(net);

	address(net, endpoint, packet);
	packet->arriving.seg = *seg;
	packet->purpose = (uint8_t)purpose;
	packet->kinds = tcpsim_kinds_of(seg, purpose);
	packet->dscp = (uint8_t)policy->dscp;
	packet->ttl = (uint8_t)policy->ttl;
	packet->option_layout = (uint8_t)policy->option_layout;
	if (seg->text_bytes > 0)
		load(net, endpoint, packet);
	if (net->now_us < host->quiet_until_us) {
		tcpsim_link_drop(net, packet, TCPSIM_DROP_QUIET, 0);
		return;
	}
	tcpsim_packet_send(net, packet);
}

/* What recv() of a socket takes, it has a copy of. */
static bool
is_delivery_seen(const struct tcpsim_net *net, const struct tcpsim_endpoint *endpoint)
{
	return endpoint->sock == NULL || net->trace != NULL || tcpsim_host_of(net, endpoint)->user != NULL;
}

/*
 * Text that is stored and delivered by the same call goes straight from the packet to the user. All other is kept
 * until somebody wants it. Returns what is delivered, or NULL; where that is virtual, there is nothing to be read.
 */
static const uint8_t *
take_text(struct tcpsim_net *net, struct tcpsim_endpoint *endpoint, const struct tcpsim_packet *packet)
{
	const struct tcpsim_effects *out = &net->out;
	const struct tcpsim_tcb *tcb = endpoint->tcb;
	static const uint8_t nothing[1];
	const uint8_t *octets = NULL;

	if (out->store_bytes > 0 && ((packet->flags & TCPSIM_PACKET_VIRTUAL) != 0 ||
		(endpoint->flags & TCPSIM_ENDPOINT_TAKES_VIRTUAL) != 0))
		tcpsim_virtual_take(net, endpoint, packet);
	if ((endpoint->flags & TCPSIM_ENDPOINT_TAKES_VIRTUAL) != 0 && net->trace == NULL)
		return out->deliver_bytes > 0 ? nothing : NULL;
	if (endpoint->taken == NULL && out->deliver_bytes > 0 && out->deliver_offset == out->store_offset &&
		out->deliver_bytes == out->store_bytes)
		return packet->octets + out->store_skip;
	if (out->store_bytes > 0)
		tcpsim_buffer_put(net, &endpoint->taken,
			tcb->rcv.nxt_offset - tcb->rcv.unread_bytes - out->deliver_bytes, out->store_offset,
			packet->octets + out->store_skip, out->store_bytes);
	if (out->deliver_bytes == 0)
		return NULL;
	if (is_delivery_seen(net, endpoint)) {
		g_byte_array_set_size(net->delivered, out->deliver_bytes);
		tcpsim_buffer_get(endpoint->taken, out->deliver_offset, net->delivered->data, out->deliver_bytes);
		octets = net->delivered->data;
	}
	tcpsim_buffer_trim(net, &endpoint->taken, out->deliver_offset + out->deliver_bytes);
	return octets;
}

/* The record of the event, or NULL. A host's setting is an event of no connection in particular. */
static struct tcpsim_record *
own_record(struct tcpsim_net *net)
{
	struct tcpsim_record *record;

	if (net->event == TCPSIM_NO_RECORD)
		return NULL;
	record = tcpsim_record_at(net, net->event);
	if (record->kind == TCPSIM_RECORD_CALL && record->what == TCPSIM_CALL_SET && record->words != NULL)
		return NULL;
	return record;
}

static void
record_effects(struct tcpsim_net *net, const struct tcpsim_endpoint *endpoint, const uint8_t *octets)
{
	struct tcpsim_record *record = own_record(net);

	for (int i = 0; record != NULL && i < TCPSIM_RULE_WORDS; i++)
		record->fired.bits[i] |= net->out.fired.bits[i];
	tcpsim_record_check(net, endpoint);
	if (octets != NULL) {
		record = tcpsim_record_endpoint(net, TCPSIM_RECORD_DELIVER, endpoint);
		tcpsim_record_octets(net, record, octets, net->out.deliver_bytes);
	}
	for (unsigned bits = net->out.signals; bits != 0; bits &= bits - 1) {
		record = tcpsim_record_endpoint(net, TCPSIM_RECORD_SIGNAL, endpoint);
		record->what = (uint8_t)(bits & (0 - bits));
		if (record->what == TCPSIM_SIGNAL_ERROR)
			record->error = net->out.error;
		if (record->what == TCPSIM_SIGNAL_SOFT_ERROR)
			record->error = net->out.soft_error;
	}
}

static void
tell(struct tcpsim_net *net, const struct tcpsim_endpoint *endpoint, const uint8_t *octets)
{
	const struct tcpsim_effects *out = &net->out;
	struct tcpsim_pending *pending = tcpsim_user_place(net);

	pending->event = (struct tcpsim_event){
		.socket = tcpsim_endpoint_handle(endpoint),
		.host = tcpsim_endpoint_host(endpoint),
		.local_port = tcpsim_endpoint_port(endpoint),
		.peer = tcpsim_endpoint_peer(endpoint),
		.peer_port = tcpsim_endpoint_peer_port(endpoint),
		.is_passive = (endpoint->flags & TCPSIM_ENDPOINT_PASSIVE) != 0,
		.signals = out->signals,
		.error = (enum tcpsim_error)out->error,
		.before = (enum tcpsim_state)out->before,
		.after = (enum tcpsim_state)out->after,
		.octets = (endpoint->flags & TCPSIM_ENDPOINT_TAKES_VIRTUAL) != 0 ? NULL : octets,
		.n_octets = octets != NULL ? out->deliver_bytes : 0,
		.offset = out->deliver_offset,
	};
	if (octets == net->delivered->data || net->is_telling)
		tcpsim_user_keep(pending);
}

/* Nobody gets the octets, and nobody is told. */
static const uint8_t *
throw_away(struct tcpsim_endpoint *endpoint)
{
	if (endpoint->flags & TCPSIM_ENDPOINT_ORPHAN)
		endpoint->flags |= TCPSIM_ENDPOINT_SPILLED;
	return NULL;
}

/* Carry out what one engine call said. */
static void
carry_out(struct tcpsim_net *net, struct tcpsim_endpoint *endpoint, const struct tcpsim_packet *packet)
{
	const struct tcpsim_effects *out = &net->out;
	const uint8_t *octets = NULL;

	if (out->store_bytes > 0 || out->deliver_bytes > 0)
		octets = take_text(net, endpoint, packet);
	if (octets != NULL && (endpoint->flags & TCPSIM_ENDPOINT_UNHEARD) != 0)
		octets = throw_away(endpoint);
	if (net->trace != NULL)
		record_effects(net, endpoint, octets);
	for (uint8_t i = 0; i < out->n_segments; i++)
		transmit(net, endpoint, &out->segments[i], (enum tcpsim_purpose)out->purpose[i]);
	if ((out->signals != 0 || octets != NULL || out->before != out->after) &&
		tcpsim_host_of(net, endpoint)->user != NULL)
		tell(net, endpoint, octets);
	if (endpoint->sock != NULL)
		tcpsim_sock_told(net, endpoint);
}

static void
forget_streams(struct tcpsim_net *net, struct tcpsim_endpoint *endpoint)
{
	tcpsim_buffer_drop(net, &endpoint->sent);
	tcpsim_buffer_drop(net, &endpoint->taken);
	endpoint->flags &= ~(uint32_t)(TCPSIM_ENDPOINT_SENDS_VIRTUAL | TCPSIM_ENDPOINT_TAKES_VIRTUAL);
}

/* An accepted connection that is in LISTEN again is the listener, as the RFC has it: it waits there for another SYN. */
static void
go_back_to_listener(struct tcpsim_net *net, struct tcpsim_endpoint *endpoint)
{
	uint64_t pair = tcpsim_pair_listener(tcpsim_endpoint_host(endpoint), tcpsim_endpoint_port(endpoint));
	struct tcpsim_endpoint *listener = tcpsim_demux_find(net, pair);
	uint32_t *place;

	tcpsim_sock_drop_child(net, endpoint);
	tcpsim_demux_remove(net, endpoint);
	forget_streams(net, endpoint);
	tcpsim_queue_disarm(&net->timers, endpoint->index);
	if (listener == NULL) {
		tcpsim_event_close(net, endpoint);
		return;
	}
	*endpoint->tcb = *listener->tcb;
	endpoint->flags |= TCPSIM_ENDPOINT_WAITING;
	for (place = &listener->waiting; *place != TCPSIM_NO_INDEX; place = &tcpsim_endpoint_asleep(net, *place)->chained)
		continue;
	endpoint->chained = TCPSIM_NO_INDEX;
	*place = endpoint->index;
}

/*
 * Octets have come that nobody will read, since CLOSE was for both directions (MAY-1). The peer shall know (SHLD-3);
 * where its FIN has come as well, there is no such connection any more that could be reset.
 */
static bool
is_unread_for_ever(const struct tcpsim_net *net, const struct tcpsim_endpoint *endpoint)
{
	const struct tcpsim_tcb *tcb = endpoint->tcb;
	bool is_left = tcb->rcv.unread_bytes != 0 || (endpoint->flags & TCPSIM_ENDPOINT_SPILLED) != 0;

	return (endpoint->flags & TCPSIM_ENDPOINT_ORPHAN) != 0 && is_left &&
		(tcb->flags & TCPSIM_FLAG_FIN_TAKEN) == 0 && tcpsim_endpoint_policy(net, endpoint)->reset_unread != 0;
}

/* What calls is the host; its record has the event as its cause. */
static void
abort_unread(struct tcpsim_net *net, struct tcpsim_endpoint *endpoint)
{
	uint32_t calling = net->calling;

	net->calling = net->event;
	tcpsim_call_end(net, endpoint, TCPSIM_CALL_ABORT, 0);
	net->calling = calling;
}

/* The event is over: what does the endpoint need now? */
static void
put_away(struct tcpsim_net *net, struct tcpsim_endpoint *endpoint)
{
	const struct tcpsim_tcb *tcb = endpoint->tcb;

	if (endpoint->flags & TCPSIM_ENDPOINT_NOBODY)
		return;
	if (tcb->state == TCPSIM_CLOSED) {
		tcpsim_endpoint_free(net, endpoint);
		return;
	}
	if (tcb->state == TCPSIM_LISTEN) {
		if ((endpoint->flags & (TCPSIM_ENDPOINT_LISTENER | TCPSIM_ENDPOINT_WAITING)) == 0)
			go_back_to_listener(net, endpoint);
		return;
	}
	if (tcb->state != TCPSIM_SYN_RECEIVED)
		endpoint->flags &= ~(uint32_t)TCPSIM_ENDPOINT_HASTY;
	endpoint->flags |= TCPSIM_ENDPOINT_USED;
	if (is_unread_for_ever(net, endpoint)) {
		abort_unread(net, endpoint);
		return;
	}
	if (endpoint->sent != NULL)
		tcpsim_buffer_trim(net, &endpoint->sent, tcb->snd.una_offset);
	tcpsim_queue_arm(&net->timers, endpoint->index, endpoint->number, tcpsim_tcb_deadline_us(tcb));
}

/* A connection reopened from TIME-WAIT has new streams, that begin at 0. */
static void
forget_old_streams(struct tcpsim_net *net, struct tcpsim_endpoint *endpoint)
{
	bool is_reopened = net->out.after != TCPSIM_TIME_WAIT && net->out.after != TCPSIM_CLOSED;

	if (net->out.before == TCPSIM_TIME_WAIT && is_reopened)
		forget_streams(net, endpoint);
}

/* Complete the record of the event, now that all is said. */
static void
record_end(struct tcpsim_net *net, const struct tcpsim_endpoint *endpoint)
{
	struct tcpsim_record *record = own_record(net);
	struct tcpsim_vars after;

	tcpsim_vars_of(endpoint->tcb, &after);
	if (record != NULL)
		record->after = after;
	tcpsim_record_timers(net, endpoint, &after);
}

void
tcpsim_event_end(struct tcpsim_net *net, struct tcpsim_endpoint *endpoint, const struct tcpsim_packet *packet)
{
	forget_old_streams(net, endpoint);
	carry_out(net, endpoint, packet);
	while (net->out.more) {
		tcpsim_engine_poll(endpoint->tcb, tcpsim_endpoint_policy(net, endpoint), net->now_us, &net->out);
		carry_out(net, endpoint, packet);
	}
	if (net->trace != NULL)
		record_end(net, endpoint);
	put_away(net, endpoint);
}

/* A socket is read by its program, and by nobody else. */
static bool
reads_at_once(const struct tcpsim_net *net, const struct tcpsim_endpoint *endpoint)
{
	return endpoint->sock == NULL && tcpsim_host_of(net, endpoint)->reads_at_once;
}

void
tcpsim_event_read_at_once(struct tcpsim_net *net, struct tcpsim_endpoint *endpoint)
{
	if (!reads_at_once(net, endpoint))
		return;
	tcpsim_event_begin(net, endpoint);
	tcpsim_engine_receive(endpoint->tcb, tcpsim_endpoint_policy(net, endpoint), TCPSIM_RECEIVE_ALL, net->now_us,
		&net->out);
	if (net->trace != NULL)
		tcpsim_record_check(net, endpoint);
}

void
tcpsim_event_read_again(struct tcpsim_net *net, struct tcpsim_endpoint *endpoint)
{
	uint32_t cause = net->event;

	if (!reads_at_once(net, endpoint))
		return;
	tcpsim_event_begin(net, endpoint);
	tcpsim_engine_receive(endpoint->tcb, tcpsim_endpoint_policy(net, endpoint), TCPSIM_RECEIVE_ALL, net->now_us,
		&net->out);
	net->event = cause;
	tcpsim_event_end(net, endpoint, NULL);
}

void
tcpsim_event_close(struct tcpsim_net *net, struct tcpsim_endpoint *endpoint)
{
	struct tcpsim_record *record;

	tcpsim_event_begin(net, endpoint);
	tcpsim_engine_close(endpoint->tcb, tcpsim_endpoint_policy(net, endpoint), net->now_us, &net->out);
	if (net->trace != NULL) {
		record = tcpsim_record_event(net, TCPSIM_RECORD_CALL, endpoint);
		record->what = TCPSIM_CALL_CLOSE;
	}
	tcpsim_event_end(net, endpoint, NULL);
}
