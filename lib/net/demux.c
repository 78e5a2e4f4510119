/* SPDX-License-Identifier: MIT */
#include "net_private.h"

/* Fibonacci hashing: pairs that differ only in a port spread well by the top bits of the product. */
static uint32_t
bucket_of(const struct tcpsim_demux *demux, uint64_t pair)
{
	return (uint32_t)(pair * UINT64_C(0x9e3779b97f4a7c15) >> (64 - demux->bits));
}

static void
chain(struct tcpsim_demux *demux, struct tcpsim_endpoint *endpoint)
{
	uint32_t *bucket = &demux->buckets[bucket_of(demux, endpoint->pair)];

	endpoint->chained = *bucket;
	*bucket = endpoint->index;
}

/* Twice as many buckets; every endpoint finds its new one. */
static void
grow(struct tcpsim_net *net)
{
	struct tcpsim_demux *demux = &net->demux;
	uint32_t *old = demux->buckets;
	size_t n_old = old == NULL ? 0 : (size_t)1 << demux->bits;

	demux->bits = old == NULL ? 8 : demux->bits + 1;
	demux->buckets = g_new(uint32_t, (size_t)1 << demux->bits);
	for (size_t i = 0; i < (size_t)1 << demux->bits; i++)
		demux->buckets[i] = TCPSIM_NO_INDEX;
	for (size_t i = 0; i < n_old; i++) {
		for (uint32_t index = old[i], after; index != TCPSIM_NO_INDEX; index = after) {
			struct tcpsim_endpoint *endpoint = tcpsim_endpoint_asleep(net, index);

			after = endpoint->chained;
			chain(demux, endpoint);
		}
	}
	g_free(old);
}

void
tcpsim_demux_add(struct tcpsim_net *net, struct tcpsim_endpoint *endpoint)
{
	if (net->demux.buckets == NULL || net->demux.n >> (net->demux.bits - 1) != 0)
		grow(net);
	chain(&net->demux, endpoint);
	net->demux.n++;
	endpoint->flags |= TCPSIM_ENDPOINT_TABLED;
}

void
tcpsim_demux_remove(struct tcpsim_net *net, struct tcpsim_endpoint *endpoint)
{
	uint32_t *place;

	if ((endpoint->flags & TCPSIM_ENDPOINT_TABLED) == 0)
		return;
	place = &net->demux.buckets[bucket_of(&net->demux, endpoint->pair)];
	while (*place != endpoint->index)
		place = &tcpsim_endpoint_asleep(net, *place)->chained;
	*place = endpoint->chained;
	net->demux.n--;
	endpoint->flags &= ~(uint32_t)TCPSIM_ENDPOINT_TABLED;
}

struct tcpsim_endpoint *
tcpsim_demux_find(const struct tcpsim_net *net, uint64_t pair)
{
	uint32_t index;

	if (net->demux.buckets == NULL)
		return NULL;
	index = net->demux.buckets[bucket_of(&net->demux, pair)];
	while (index != TCPSIM_NO_INDEX) {
		struct tcpsim_endpoint *endpoint = tcpsim_endpoint_asleep(net, index);

		if (endpoint->pair == pair)
			return tcpsim_endpoint_at(net, index);
		index = endpoint->chained;
	}
	return NULL;
}
