/* SPDX-License-Identifier: MIT */
#include "net_private.h"

/* The seed of a link, unless it has its own: of the network's seed and both hosts, well mixed. */
static uint64_t
seed_of(const struct tcpsim_net *net, uint16_t from, uint16_t to)
{
	uint64_t seed = net->options.seed;
	uint64_t mixed = tcpsim_splitmix(&seed) ^ ((uint64_t)from << 16 | to);

	return tcpsim_splitmix(&mixed);
}

static struct tcpsim_link *
link_new(void)
{
	struct tcpsim_link *link = g_new0(struct tcpsim_link, 1);

	link->line.first = link->line.last = TCPSIM_NO_INDEX;
	return link;
}

/* The link from one host to another; made if there is none. */
static struct tcpsim_link *
link_for(struct tcpsim_net *net, uint16_t from, uint16_t to)
{
	struct tcpsim_host *host = tcpsim_host_at(net, from);

	if (to >= host->n_links) {
		host->links = g_renew(struct tcpsim_link *, host->links, to + 1U);
		while (host->n_links <= to)
			host->links[host->n_links++] = NULL;
	}
	if (host->links[to] == NULL)
		host->links[to] = link_new();
	return host->links[to];
}

static void
note_plain(struct tcpsim_link *link)
{
	const struct tcpsim_link_options *options = &link->options;

	link->is_plain = link->is_linked && !link->is_cut && !link->is_random && options->rate_bps <= 0 &&
		options->mtu == 0 && options->hops == 0;
}

void
tcpsim_net_link(struct tcpsim_net *net, uint16_t from, uint16_t to, const struct tcpsim_link_options *options)
{
	struct tcpsim_link *link = link_for(net, from, to);
	uint64_t seed = options->seed != 0 ? options->seed : seed_of(net, from, to);

	if (!link->is_linked || link->options.seed != options->seed)
		for (int i = 0; i < TCPSIM_N_STREAMS; i++)
			tcpsim_prng_seed(&link->streams[i], tcpsim_splitmix(&seed));
	link->options = *options;
	link->is_linked = true;
	link->is_random = (options->loss_ppm | options->duplicate_ppm | options->reorder_ppm |
		options->corrupt_ppm | options->mark_ppm) != 0 || options->jitter_us > 0;
	note_plain(link);
	link->starts_ns = g_renew(int64_t, link->starts_ns, options->queue);
	link->max_starts = options->queue;
	link->first_start = link->n_starts = 0;
}

static uint32_t
record_link(struct tcpsim_net *net, enum tcpsim_record_kind kind, uint16_t from, uint16_t to, uint32_t line)
{
	struct tcpsim_record *record;

	if (net->trace == NULL)
		return TCPSIM_NO_RECORD;
	record = tcpsim_record_add(net, kind);
	record->host = from;
	record->peer = to;
	record->line = line;
	return tcpsim_record_last(net);
}

static gint
by_number(gconstpointer a, gconstpointer b)
{
	const struct tcpsim_packet *first = *(struct tcpsim_packet *const *)a;
	const struct tcpsim_packet *second = *(struct tcpsim_packet *const *)b;

	return first->number < second->number ? -1 : first->number > second->number;
}

static void
gather(const struct tcpsim_net *net, uint32_t first, uint16_t from, uint16_t to, GPtrArray *packets)
{
	for (uint32_t i = first; i != TCPSIM_NO_INDEX; i = tcpsim_packet_at(net, i)->next) {
		struct tcpsim_packet *packet = tcpsim_packet_at(net, i);

		if (packet->from == from && packet->to == to)
			g_ptr_array_add(packets, packet);
	}
}

/* All that is under way from one host to the other, in order of sending. */
static GPtrArray *
under_way(const struct tcpsim_net *net, const struct tcpsim_link *link, uint16_t from, uint16_t to)
{
	GPtrArray *packets = g_ptr_array_new();

	gather(net, link->line.first, from, to, packets);
	gather(net, net->next.first, from, to, packets);
	gather(net, net->waiting.first, from, to, packets);
	for (uint32_t i = 0; i < net->arrivals.n; i++) {
		uint32_t index = tcpsim_order_index(net->arrivals.entries[i].order);
		struct tcpsim_packet *packet = tcpsim_packet_at(net, index);

		if (packet->from == from && packet->to == to &&
			(packet->flags & (TCPSIM_PACKET_IN_LINE | TCPSIM_PACKET_WAITING)) == 0)
			g_ptr_array_add(packets, packet);
	}
	g_ptr_array_sort(packets, by_number);
	return packets;
}

/* Take a packet out of whatever it is in. */
static void
pull_out(struct tcpsim_net *net, struct tcpsim_link *link, struct tcpsim_packet *packet)
{
	tcpsim_queue_forget(&net->arrivals, tcpsim_order(packet->number, packet->index));
	if (packet->flags & TCPSIM_PACKET_IN_LINE)
		tcpsim_line_remove(net, &link->line, packet);
	else if (packet->flags & TCPSIM_PACKET_WAITING)
		tcpsim_line_remove(net, &net->waiting, packet);
	else if (packet->flags & TCPSIM_PACKET_RELEASED)
		tcpsim_line_remove(net, &net->next, packet);
}

void
tcpsim_net_cut(struct tcpsim_net *net, uint16_t from, uint16_t to, uint32_t line)
{
	struct tcpsim_link *link = link_for(net, from, to);
	GPtrArray *packets = under_way(net, link, from, to);

	record_link(net, TCPSIM_RECORD_CUT, from, to, line);
	link->is_cut = true;
	note_plain(link);
	link->busy_until_ns = 0;
	link->n_starts = 0;
	for (guint i = 0; i < packets->len; i++) {
		struct tcpsim_packet *packet = (struct tcpsim_packet *)g_ptr_array_index(packets, i);

		pull_out(net, link, packet);
		tcpsim_link_drop(net, packet, TCPSIM_DROP_CUT, line);
	}
	g_ptr_array_unref(packets);
	tcpsim_net_settle(net);
}

void
tcpsim_net_mend(struct tcpsim_net *net, uint16_t from, uint16_t to, uint32_t line)
{
	struct tcpsim_link *link = link_for(net, from, to);

	link->is_cut = false;
	note_plain(link);
	record_link(net, TCPSIM_RECORD_MEND, from, to, line);
}
