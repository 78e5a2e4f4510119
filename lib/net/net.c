/* SPDX-License-Identifier: MIT */
#include "net_private.h"

struct tcpsim_net *
tcpsim_net_new(const struct tcpsim_net_options *options)
{
	struct tcpsim_net *net = g_new0(struct tcpsim_net, 1);

	if (options != NULL)
		net->options = *options;
	net->trace = net->options.has_trace ? tcpsim_trace_new() : NULL;
	net->free_endpoint = net->free_packet = TCPSIM_NO_INDEX;
	net->next.first = net->waiting.first = TCPSIM_NO_INDEX;
	net->tcbs = tcpsim_tcbs_new();
	net->faults = g_array_new(FALSE, TRUE, sizeof(struct tcpsim_fault_state));
	net->octets = g_byte_array_new();
	net->delivered = g_byte_array_new();
	net->event = net->calling = TCPSIM_NO_RECORD;
	net->first_woken = TCPSIM_NO_HOST;
	net->wake_us = TCPSIM_TIME_NONE;
	return net;
}

static void
free_slabs(struct tcpsim_net *net)
{
	for (uint32_t i = 0; i < net->n_endpoints; i++) {
		tcpsim_buffer_drop(net, &tcpsim_endpoint_asleep(net, i)->sent);
		tcpsim_buffer_drop(net, &tcpsim_endpoint_asleep(net, i)->taken);
	}
	for (uint32_t i = 0; i < net->n_endpoints / TCPSIM_SLAB; i++)
		g_free(net->endpoint_slabs[i]);
	for (uint32_t i = 0; i < net->n_packet_slots; i++) {
		if (tcpsim_packet_at(net, i)->chunk != NULL)
			tcpsim_chunk_release(net, tcpsim_packet_at(net, i)->chunk);
		g_free(tcpsim_packet_at(net, i)->room);
	}
	for (uint32_t i = 0; i < net->n_packet_slots / TCPSIM_SLAB; i++)
		g_free(net->packet_slabs[i]);
	g_free(net->endpoint_slabs);
	g_free(net->packet_slabs);
	tcpsim_tcbs_free(net->tcbs);
	tcpsim_buffers_free(net->free_buffers);
	tcpsim_chunks_free(net);
}

void
tcpsim_net_free(struct tcpsim_net *net)
{
	if (net == NULL)
		return;
	for (uint16_t i = 0; i < net->n_hosts; i++)
		tcpsim_socks_free(net, i);
	free_slabs(net);
	for (uint16_t i = 0; i < net->n_hosts; i++)
		tcpsim_host_free(net->hosts[i]);
	g_free(net->hosts);
	tcpsim_queue_free(&net->arrivals);
	tcpsim_queue_free(&net->timers);
	g_free(net->demux.buckets);
	g_array_unref(net->faults);
	for (uint32_t i = 0; i < net->max_pending; i++)
		g_free(net->pending[i].octets);
	g_free(net->pending);
	g_byte_array_unref(net->delivered);
	g_byte_array_unref(net->octets);
	tcpsim_datagrams_free(net);
	if (net->trace != NULL)
		tcpsim_trace_free(net->trace);
	g_free(net);
}

int64_t
tcpsim_net_now_us(const struct tcpsim_net *net)
{
	return net->now_us;
}

uint64_t
tcpsim_net_n_sent(const struct tcpsim_net *net)
{
	return net->n_packets;
}

const struct tcpsim_trace *
tcpsim_net_trace(const struct tcpsim_net *net)
{
	return net->trace;
}

void
tcpsim_net_settle(struct tcpsim_net *net)
{
	tcpsim_net_tell(net);
	tcpsim_queue_settle(&net->timers);
	tcpsim_tcbs_settle(net->tcbs);
}

static int64_t
first_us(const struct tcpsim_queue *queue)
{
	const struct tcpsim_queue_entry *first = tcpsim_queue_first(queue);

	return first != NULL ? first->time_us : TCPSIM_TIME_NONE;
}

int64_t
tcpsim_net_next_us(const struct tcpsim_net *net)
{
	if (net->next.first != TCPSIM_NO_INDEX)
		return net->now_us;
	return MIN(MIN(first_us(&net->arrivals), first_us(&net->timers)), net->wake_us);
}

/* Timeouts, 3.10.8: the rest of an event that has begun. The endpoint has a timer that is due. */
static void
time_out(struct tcpsim_net *net, struct tcpsim_endpoint *endpoint, uint32_t line)
{
	struct tcpsim_record *record;
	int timer = -1;

	tcpsim_engine_timeout(endpoint->tcb, tcpsim_endpoint_policy(net, endpoint), net->now_us, &timer, &net->out);
	if (net->trace != NULL) {
		record = tcpsim_record_event(net, TCPSIM_RECORD_TIMER, endpoint);
		record->what = (uint8_t)timer;
		record->line = line;
	}
	tcpsim_event_end(net, endpoint, NULL);
}

static void
fire(struct tcpsim_net *net)
{
	const struct tcpsim_queue_entry *first = tcpsim_queue_first(&net->timers);
	struct tcpsim_endpoint *endpoint = tcpsim_endpoint_at(net, tcpsim_order_index(first->order));

	net->now_us = first->time_us;
	tcpsim_event_begin(net, endpoint);
	time_out(net, endpoint, 0);
	tcpsim_net_tell(net);
}

/* The engine takes the timer that is due first, so this one has to be due before all others. */
int
tcpsim_net_fire(struct tcpsim_net *net, struct tcpsim_endpoint *endpoint, enum tcpsim_timer timer, uint32_t line)
{
	int64_t earliest_us = tcpsim_tcb_deadline_us(endpoint->tcb);

	if (earliest_us == TCPSIM_TIME_NONE || endpoint->tcb->deadline_us[timer] == TCPSIM_TIME_NONE)
		return -1;
	tcpsim_event_begin(net, endpoint);
	endpoint->tcb->deadline_us[timer] = MIN(net->now_us, earliest_us - 1);
	time_out(net, endpoint, line);
	return 0;
}

int
tcpsim_net_expire(struct tcpsim_net *net, tcpsim_socket socket, enum tcpsim_timer timer, uint32_t line)
{
	struct tcpsim_endpoint *endpoint = tcpsim_endpoint_of(net, socket);
	int result = endpoint == NULL ? -1 : tcpsim_net_fire(net, endpoint, timer, line);

	tcpsim_net_settle(net);
	return result;
}

/* The packet stays where it is until its receiver's user has seen the text. */
static void
deliver(struct tcpsim_net *net, struct tcpsim_packet *packet)
{
	tcpsim_net_arrive(net, packet);
	tcpsim_net_tell(net);
	tcpsim_packet_free(net, packet);
}

static void
arrive(struct tcpsim_net *net)
{
	struct tcpsim_packet *packet;

	net->now_us = net->arrivals.entries[0].time_us;
	packet = tcpsim_link_take(net);
	if (packet->flags & TCPSIM_PACKET_WAITING)
		tcpsim_line_remove(net, &net->waiting, packet);
	if (packet->flags & (TCPSIM_PACKET_WAITING | TCPSIM_PACKET_EXPIRING))
		tcpsim_link_drop(net, packet, TCPSIM_DROP_EXPIRED, 0);
	else
		deliver(net, packet);
}

/* A packet that waited for another arrives right behind it, before anything else. */
static void
arrive_behind(struct tcpsim_net *net)
{
	struct tcpsim_packet *packet = tcpsim_packet_at(net, net->next.first);

	tcpsim_line_remove_first(net, &net->next);
	deliver(net, packet);
}

bool
tcpsim_net_step(struct tcpsim_net *net)
{
	int64_t arrival_us = first_us(&net->arrivals), timer_us = first_us(&net->timers);

	if (net->next.first != TCPSIM_NO_INDEX)
		arrive_behind(net);
	else if (net->arrivals.n > 0 && arrival_us <= MIN(timer_us, net->wake_us))
		arrive(net);
	else if (timer_us != TCPSIM_TIME_NONE && timer_us <= net->wake_us)
		fire(net);
	else if (net->wake_us != TCPSIM_TIME_NONE)
		tcpsim_programs_wake_due(net);
	else
		return false;
	tcpsim_queue_settle(&net->timers);
	tcpsim_tcbs_settle(net->tcbs);
	return true;
}

void
tcpsim_net_run(struct tcpsim_net *net, int64_t until_us)
{
	while (tcpsim_net_next_us(net) <= until_us && tcpsim_net_step(net))
		continue;
	if (until_us != TCPSIM_TIME_NONE)
		net->now_us = MAX(net->now_us, until_us);
}
