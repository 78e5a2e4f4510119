/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "net_private.h"

#define MILLION 1000000U

struct tcpsim_link *
tcpsim_link_between(const struct tcpsim_net *net, uint16_t from, uint16_t to)
{
	const struct tcpsim_host *host = net->hosts[from];

	return to < host->n_links ? host->links[to] : NULL;
}

void
tcpsim_link_free(struct tcpsim_link *link)
{
	if (link == NULL)
		return;
	g_free(link->starts_ns);
	g_free(link);
}

void
tcpsim_link_lose(struct tcpsim_net *net, const struct tcpsim_packet *packet, enum tcpsim_drop why, uint32_t line)
{
	struct tcpsim_record *record;

	if (net->trace == NULL)
		return;
	record = tcpsim_record_packet(net, TCPSIM_RECORD_DROP, packet);
	record->what = (uint8_t)why;
	record->line = line;
}

void
tcpsim_link_drop(struct tcpsim_net *net, struct tcpsim_packet *packet, enum tcpsim_drop why, uint32_t line)
{
	tcpsim_link_lose(net, packet, why, line);
	tcpsim_packet_free(net, packet);
}

static bool
is_drawn(struct tcpsim_link *link, enum tcpsim_stream stream, uint32_t ppm)
{
	return ppm > 0 && tcpsim_prng_below(&link->streams[stream], MILLION) < ppm;
}

static int64_t
draw_jitter(struct tcpsim_link *link)
{
	if (link->options.jitter_us <= 0)
		return 0;
	return (int64_t)tcpsim_prng_below(&link->streams[TCPSIM_STREAM_JITTER], (uint64_t)link->options.jitter_us + 1);
}

/* All that chance decides is drawn at once for each segment, whatever becomes of it, so that faults shift nothing. */
static struct tcpsim_fate
draw_fate(struct tcpsim_link *link)
{
	const struct tcpsim_link_options *options = &link->options;
	struct tcpsim_fate fate = { 0 };

	if (!link->is_random)
		return fate;
	fate.is_lost = is_drawn(link, TCPSIM_STREAM_LOSS, options->loss_ppm);
	fate.is_doubled = is_drawn(link, TCPSIM_STREAM_DUPLICATE, options->duplicate_ppm);
	fate.is_late = is_drawn(link, TCPSIM_STREAM_REORDER, options->reorder_ppm);
	fate.is_damaged = is_drawn(link, TCPSIM_STREAM_CORRUPT, options->corrupt_ppm);
	fate.is_marked = is_drawn(link, TCPSIM_STREAM_MARK, options->mark_ppm);
	fate.jitter_us = draw_jitter(link);
	if (fate.is_doubled)
		fate.copy_jitter_us = draw_jitter(link);
	return fate;
}

/* How many wait for the rate, if anybody wants to know. Those that have begun to leave do not wait any more. */
static uint32_t
count_waiting(struct tcpsim_link *link, int64_t now_ns)
{
	while (link->n_starts > 0 && link->starts_ns[link->first_start] <= now_ns) {
		link->first_start = (link->first_start + 1) % link->max_starts;
		link->n_starts--;
	}
	return link->n_starts;
}

/* A larger ring, its first start at the front. */
static void
grow(struct tcpsim_link *link)
{
	uint32_t n = MAX(16, 2 * link->max_starts);
	int64_t *starts_ns = g_new(int64_t, n);

	for (uint32_t i = 0; i < link->n_starts; i++)
		starts_ns[i] = link->starts_ns[(link->first_start + i) % link->max_starts];
	g_free(link->starts_ns);
	link->starts_ns = starts_ns;
	link->first_start = 0;
	link->max_starts = n;
}

/* Whether there is room to wait for the rate. */
static bool
has_room(struct tcpsim_link *link, int64_t now_ns)
{
	uint32_t queue = link->options.queue;

	if (queue == 0 && link->options.mark_queue == 0)
		return true;
	count_waiting(link, now_ns);
	if (link->busy_until_ns <= now_ns)
		return true;
	if (queue > 0 && link->n_starts == queue)
		return false;
	if (link->n_starts == link->max_starts)
		grow(link);
	link->starts_ns[(link->first_start + link->n_starts++) % link->max_starts] = link->busy_until_ns;
	return true;
}

/*
 * The rate: segments leave one after another, each as long as its octets take. Counted in nanoseconds, so that
 * nothing is lost by rounding on a fast link. Returns false if the queue is full; else *left_us is when it has left.
 */
static bool
leave(const struct tcpsim_net *net, struct tcpsim_link *link, const struct tcpsim_packet *packet, int64_t *left_us)
{
	int64_t now_ns = net->now_us * 1000;
	int64_t bits;
	int64_t rate = link->options.rate_bps;

	*left_us = net->now_us;
	if (rate <= 0)
		return true;
	if (!has_room(link, now_ns))
		return false;
	bits = (int64_t)tcpsim_packet_octets(net, packet) * 8;
	link->busy_until_ns = MAX(link->busy_until_ns, now_ns) + bits * 1000000000 / rate;
	*left_us = (link->busy_until_ns + 999) / 1000;
	return true;
}

static void
damage(struct tcpsim_net *net, struct tcpsim_link *link, struct tcpsim_packet *packet)
{
	tcpsim_damage_draw(link, packet, MAX(1, link->options.corrupt_bits));
	if (net->trace != NULL)
		tcpsim_record_packet(net, TCPSIM_RECORD_CORRUPT, packet);
}

void
tcpsim_link_copy(struct tcpsim_net *net, struct tcpsim_link *link, const struct tcpsim_packet *packet,
	int64_t due_us, const struct tcpsim_fault *fault)
{
	struct tcpsim_packet *copy = tcpsim_packet_new(net);
	struct tcpsim_packet kept = *copy;

	*copy = *packet;
	copy->room = kept.room;
	copy->capacity = kept.capacity;
	copy->index = kept.index;
	copy->flags = (uint8_t)((packet->flags & (TCPSIM_PACKET_DAMAGED | TCPSIM_PACKET_VIRTUAL)) |
		(fault != NULL ? TCPSIM_PACKET_HELD : 0));
	copy->number = ++net->n_packets;
	copy->due_us = due_us;
	if (packet->chunk != NULL)
		tcpsim_chunk_hold(packet->chunk);
	else if (packet->octets != NULL && packet->arriving.seg.text_bytes > 0)
		memcpy(tcpsim_packet_reserve(copy, packet->arriving.seg.text_bytes), packet->octets,
			packet->arriving.seg.text_bytes);
	if (net->trace != NULL) {
		struct tcpsim_record *record = tcpsim_record_packet(net, TCPSIM_RECORD_COPY, copy);

		record->until_us = due_us;
		record->line = fault != NULL ? fault->line : 0;
		copy->cause = tcpsim_record_last(net);
	}
	tcpsim_link_schedule(net, link, copy);
}

/*
 * Nothing older than its lifetime arrives: it is gone the moment that is over. What a scenario holds is its own
 * affair.
 */
static void
limit_lifetime(const struct tcpsim_link *link, struct tcpsim_packet *packet)
{
	int64_t end_us = packet->sent_us + link->options.lifetime_us;

	if (link->options.lifetime_us <= 0 || packet->due_us <= end_us || (packet->flags & TCPSIM_PACKET_HELD) != 0)
		return;
	packet->due_us = end_us;
	packet->flags |= TCPSIM_PACKET_EXPIRING;
}

void
tcpsim_link_schedule(struct tcpsim_net *net, struct tcpsim_link *link, struct tcpsim_packet *packet)
{
	const struct tcpsim_packet *last;

	limit_lifetime(link, packet);
	if (link->line.first != TCPSIM_NO_INDEX) {
		last = tcpsim_packet_at(net, link->line.last);
		if (packet->due_us >= last->due_us && packet->number > last->number) {
			packet->flags |= TCPSIM_PACKET_IN_LINE;
			tcpsim_line_add(net, &link->line, packet);
			return;
		}
	} else {
		packet->flags |= TCPSIM_PACKET_IN_LINE;
		tcpsim_line_add(net, &link->line, packet);
	}
	tcpsim_queue_push(&net->arrivals, packet->due_us, tcpsim_order(packet->number, packet->index));
}

struct tcpsim_packet *
tcpsim_link_take(struct tcpsim_net *net)
{
	struct tcpsim_packet *packet = tcpsim_packet_at(net, tcpsim_order_index(net->arrivals.entries[0].order));
	struct tcpsim_line *line;

	if ((packet->flags & TCPSIM_PACKET_IN_LINE) == 0) {
		tcpsim_queue_pop(&net->arrivals);
		return packet;
	}
	line = &tcpsim_link_between(net, packet->from, packet->to)->line;
	tcpsim_line_remove_first(net, line);
	if (line->first == TCPSIM_NO_INDEX) {
		tcpsim_queue_pop(&net->arrivals);
	} else {
		const struct tcpsim_packet *after = tcpsim_packet_at(net, line->first);

		tcpsim_queue_replace(&net->arrivals, after->due_us, tcpsim_order(after->number, after->index));
	}
	return packet;
}

static bool
is_congested(const struct tcpsim_net *net, struct tcpsim_link *link, const struct tcpsim_fate *fate)
{
	uint32_t limit = link->options.mark_queue;

	return fate->is_marked || (limit > 0 && count_waiting(link, net->now_us * 1000) >= limit);
}

/* What the link does by itself. Returns whether the packet goes on; *fate is what chance still has in store. */
static bool
enter(struct tcpsim_net *net, struct tcpsim_link *link, struct tcpsim_packet *packet, struct tcpsim_fate *fate)
{
	const struct tcpsim_fault_state *fault;
	int64_t left_us;

	*fate = draw_fate(link);
	fault = net->faults->len > 0 ? tcpsim_fault_drops(net, packet) : NULL;
	if (fault != NULL) {
		tcpsim_link_drop(net, packet, TCPSIM_DROP_FAULT, fault->fault.line);
		return false;
	}
	if (!tcpsim_router_passes(net, link, packet))
		return false;
	if (fate->is_lost) {
		tcpsim_link_drop(net, packet, TCPSIM_DROP_LOSS, 0);
		return false;
	}
	if (is_congested(net, link, fate) && !tcpsim_router_marks(net, packet))
		return false;
	if (!leave(net, link, packet, &left_us)) {
		tcpsim_link_drop(net, packet, TCPSIM_DROP_QUEUE, 0);
		return false;
	}
	packet->due_us = left_us + link->options.delay_us;
	return true;
}

static void
carry(struct tcpsim_net *net, struct tcpsim_link *link, struct tcpsim_packet *packet)
{
	struct tcpsim_fate fate;
	int64_t plain_us;

	if (!enter(net, link, packet, &fate))
		return;
	plain_us = packet->due_us;
	packet->due_us += fate.jitter_us + (fate.is_late ? link->options.delay_us : 0);
	if (fate.is_doubled)
		tcpsim_link_copy(net, link, packet, plain_us + fate.copy_jitter_us, NULL);
	if (fate.is_damaged)
		damage(net, link, packet);
	if (net->faults->len > 0)
		tcpsim_faults_act(net, link, packet);
	else
		tcpsim_link_schedule(net, link, packet);
}

void
tcpsim_link_carry(struct tcpsim_net *net, struct tcpsim_packet *packet)
{
	struct tcpsim_link *link = tcpsim_link_between(net, packet->from, packet->to);

	if (net->faults->len > 0)
		tcpsim_faults_note_sent(net, packet);
	else if (link != NULL && link->is_plain) {
		packet->due_us = net->now_us + link->options.delay_us;
		tcpsim_link_schedule(net, link, packet);
		return;
	}
	if (link == NULL || !link->is_linked)
		tcpsim_link_drop(net, packet, TCPSIM_DROP_NO_ROUTE, 0);
	else if (link->is_cut)
		tcpsim_link_drop(net, packet, TCPSIM_DROP_CUT, 0);
	else
		carry(net, link, packet);
}
