/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "net_private.h"

/* The place of the i-th event that waits; the size of the ring is a power of two. */
static uint32_t
place_of(const struct tcpsim_net *net, uint32_t i)
{
	return (net->first_pending + i) & (net->max_pending - 1);
}

/* A larger ring, its first event at the front. */
static void
grow(struct tcpsim_net *net)
{
	uint32_t n = MAX(16, net->max_pending * 2);
	struct tcpsim_pending *ring = g_new0(struct tcpsim_pending, n);

	for (uint32_t i = 0; i < net->max_pending; i++)
		ring[i] = net->pending[place_of(net, i)];
	g_free(net->pending);
	net->pending = ring;
	net->max_pending = n;
	net->first_pending = 0;
}

struct tcpsim_pending *
tcpsim_user_place(struct tcpsim_net *net)
{
	if (net->n_pending == net->max_pending)
		grow(net);
	return &net->pending[place_of(net, net->n_pending++)];
}

void
tcpsim_user_keep(struct tcpsim_pending *pending)
{
	struct tcpsim_event *event = &pending->event;

	if (event->octets == NULL)
		return;
	if (event->n_octets > pending->capacity) {
		g_free(pending->octets);
		pending->capacity = 2 * event->n_octets;
		pending->octets = g_malloc(pending->capacity);
	}
	memcpy(pending->octets, event->octets, event->n_octets);
	event->octets = pending->octets;
}

void
tcpsim_user_tell(struct tcpsim_net *net, const struct tcpsim_event *event, bool is_lasting)
{
	struct tcpsim_pending *pending = tcpsim_user_place(net);

	pending->event = *event;
	if (!is_lasting)
		tcpsim_user_keep(pending);
}

/* An event keeps its place in the ring, with its octets, until its user has heard of it: only then may it be reused. */
static void
tell_first(struct tcpsim_net *net)
{
	struct tcpsim_event event = net->pending[net->first_pending].event;
	const struct tcpsim_host *host = net->hosts[event.host];

	if (host->user != NULL)
		host->user(net, &event, host->user_data);
	net->first_pending = place_of(net, 1);
	net->n_pending--;
}

void
tcpsim_user_tell_all(struct tcpsim_net *net)
{
	if (net->is_telling)
		return;
	net->is_telling = true;
	while (net->n_pending > 0 || net->first_woken != TCPSIM_NO_HOST) {
		if (net->n_pending > 0)
			tell_first(net);
		else
			tcpsim_program_step(net);
	}
	net->is_telling = false;
}
