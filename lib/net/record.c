/* SPDX-License-Identifier: MIT */
#include "net_private.h"

struct tcpsim_record *
tcpsim_record_add(struct tcpsim_net *net, enum tcpsim_record_kind kind)
{
	GArray *records = net->trace->records;
	struct tcpsim_record *record;

	g_array_set_size(records, records->len + 1);
	record = tcpsim_record_at(net, records->len - 1);
	record->time_us = net->now_us;
	record->kind = (uint8_t)kind;
	record->cause = TCPSIM_NO_RECORD;
	record->host = record->peer = TCPSIM_NO_HOST;
	record->octets_at = net->trace->octets->len;
	return record;
}

uint32_t
tcpsim_record_last(const struct tcpsim_net *net)
{
	return net->trace->records->len - 1;
}

struct tcpsim_record *
tcpsim_record_at(const struct tcpsim_net *net, uint32_t number)
{
	return &g_array_index(net->trace->records, struct tcpsim_record, number);
}

void
tcpsim_record_octets(struct tcpsim_net *net, struct tcpsim_record *record, const void *octets, size_t n)
{
	record->octets_at = net->trace->octets->len;
	record->octets_n = (uint32_t)n;
	if (n > 0)
		g_byte_array_append(net->trace->octets, (const guint8 *)octets, (guint)n);
}

struct tcpsim_record *
tcpsim_record_endpoint(struct tcpsim_net *net, enum tcpsim_record_kind kind, const struct tcpsim_endpoint *endpoint)
{
	struct tcpsim_record *record = tcpsim_record_add(net, kind);

	record->cause = net->event;
	record->connection = endpoint->connection;
	record->host = tcpsim_endpoint_host(endpoint);
	record->peer = tcpsim_endpoint_peer(endpoint);
	record->local_port = tcpsim_endpoint_port(endpoint);
	record->peer_port = tcpsim_endpoint_peer_port(endpoint);
	return record;
}

void
tcpsim_record_note_packet(struct tcpsim_net *net, struct tcpsim_record *record, const struct tcpsim_packet *packet)
{
	record->packet = packet->number;
	record->original = packet->original;
	record->sent_us = packet->sent_us;
	record->cause = packet->cause;
	record->purpose = packet->purpose;
	record->kinds = packet->kinds;
	record->protocol = packet->protocol;
	record->dscp = packet->dscp;
	record->ttl = packet->ttl;
	record->ip_version = net->hosts[packet->from]->policy.ip == TCPSIM_IPV6 ? 6 : 4;
	if (packet->protocol == TCPSIM_PROTOCOL_TCP)
		record->option_layout = packet->option_layout;
	record->dont_fragment = net->hosts[packet->from]->policy.path_mtu_discovery != 0;
	record->segment = packet->arriving.seg;
	if (packet->protocol == TCPSIM_PROTOCOL_ICMP)
		record->icmp = packet->icmp;
	tcpsim_record_octets(net, record, packet->octets, packet->arriving.seg.text_bytes);
}

struct tcpsim_record *
tcpsim_record_packet(struct tcpsim_net *net, enum tcpsim_record_kind kind, const struct tcpsim_packet *packet)
{
	struct tcpsim_record *record = tcpsim_record_add(net, kind);

	record->connection = packet->connection;
	record->host = packet->from;
	record->peer = packet->to;
	record->local_port = packet->from_port;
	record->peer_port = packet->to_port;
	tcpsim_record_note_packet(net, record, packet);
	return record;
}

struct tcpsim_record *
tcpsim_record_event(struct tcpsim_net *net, enum tcpsim_record_kind kind, const struct tcpsim_endpoint *endpoint)
{
	struct tcpsim_record *record = tcpsim_record_endpoint(net, kind, endpoint);

	record->cause = TCPSIM_NO_RECORD;
	record->before = net->before;
	record->rule = net->out.rule;
	net->event = tcpsim_record_last(net);
	return record;
}

static void
record_timer(struct tcpsim_net *net, const struct tcpsim_endpoint *endpoint, enum tcpsim_record_kind kind, int timer,
	int64_t until_us)
{
	struct tcpsim_record *record = tcpsim_record_endpoint(net, kind, endpoint);

	record->what = (uint8_t)timer;
	record->until_us = until_us;
	record->again = net->before.deadline_us[timer] != TCPSIM_TIME_NONE;
}

/* A timer that fired and was not set again did not stop. */
static bool
has_fired(const struct tcpsim_net *net, int timer)
{
	const struct tcpsim_record *event;

	if (net->event == TCPSIM_NO_RECORD)
		return false;
	event = tcpsim_record_at(net, net->event);
	return event->kind == TCPSIM_RECORD_TIMER && event->what == timer;
}

void
tcpsim_record_timers(struct tcpsim_net *net, const struct tcpsim_endpoint *endpoint, const struct tcpsim_vars *after)
{
	for (int i = 0; i < TCPSIM_N_TIMERS; i++) {
		if (after->deadline_us[i] == net->before.deadline_us[i])
			continue;
		if (after->deadline_us[i] != TCPSIM_TIME_NONE)
			record_timer(net, endpoint, TCPSIM_RECORD_ARMED, i, after->deadline_us[i]);
		else if (!has_fired(net, i))
			record_timer(net, endpoint, TCPSIM_RECORD_STOPPED, i, TCPSIM_TIME_NONE);
	}
}

void
tcpsim_record_check(struct tcpsim_net *net, const struct tcpsim_endpoint *endpoint)
{
	const char *words = tcpsim_tcb_check(endpoint->tcb);

	/* Whoever asked for a flaw knows that the engine has one. */
	if (words != NULL && tcpsim_endpoint_policy(net, endpoint)->flaws == 0)
		tcpsim_record_endpoint(net, TCPSIM_RECORD_BROKEN, endpoint)->words =
			tcpsim_trace_words(net->trace, words);
}

/* What the TCB says, in words that mean something: in CLOSED there is nothing, in LISTEN no numbers. */
void
tcpsim_vars_of(const struct tcpsim_tcb *tcb, struct tcpsim_vars *vars)
{
	*vars = (struct tcpsim_vars){ .state = tcb->state };
	for (int i = 0; i < TCPSIM_N_TIMERS; i++)
		vars->deadline_us[i] = tcb->state == TCPSIM_CLOSED ? TCPSIM_TIME_NONE : tcb->deadline_us[i];
	if (tcb->state == TCPSIM_CLOSED)
		return;
	vars->is_synchronized = tcb->state == TCPSIM_SYN_RECEIVED ||
		tcpsim_state_is_synchronized((enum tcpsim_state)tcb->state);
	vars->iss = tcb->snd.iss;
	vars->irs = tcb->rcv.irs;
	vars->snd_una = tcb->snd.una;
	vars->snd_nxt = tcb->snd.nxt;
	vars->rcv_nxt = tcb->rcv.nxt;
	vars->snd_wnd = tcb->snd.wnd;
	vars->rcv_wnd = tcb->rcv.wnd;
	vars->unsent_bytes = tcb->snd.queued_bytes;
	vars->unread_bytes = tcb->rcv.unread_bytes;
	vars->cwnd = tcb->cc.cwnd;
	vars->ssthresh = tcb->cc.ssthresh;
	vars->dup_acks = tcb->dup_acks;
	vars->snd_up = tcb->snd.up;
	vars->rcv_up = tcb->rcv.up;
	vars->mss = tcb->mss;
	vars->snd_scale = tcb->snd_scale;
	vars->rcv_scale = tcb->rcv_scale;
	vars->rto_us = tcb->rtt.rto_us;
	vars->srtt_us = tcb->rtt.srtt_us;
}
