/* SPDX-License-Identifier: MIT */
#include "net_private.h"

/* The clock that drives initial sequence numbers ticks once in 4 microseconds (3.4.1). */
#define TICK_US 4

void
tcpsim_net_set_isns(struct tcpsim_net *net, uint16_t host, const uint32_t *isns, size_t n)
{
	struct tcpsim_host *owner = tcpsim_host_at(net, host);

	g_free(owner->isns);
	owner->isns = g_memdup2(isns, n * sizeof *isns);
	owner->n_isns = n;
	owner->next_isn = 0;
}

tcpsim_seq
tcpsim_host_isn(const struct tcpsim_net *net, uint64_t pair)
{
	const struct tcpsim_host *host = net->hosts[pair >> 48];
	struct tcpsim_isn_key key = {
		.secret = { host->secret[0], host->secret[1] },
		.local = pair >> 32,
		.remote = pair & UINT32_MAX,
	};

	if (host->next_isn < host->n_isns)
		return tcpsim_seq_make(host->isns[host->next_isn]);
	if (host->n_isns > 0)
		return tcpsim_seq_add(host->last_isn, (uint32_t)((net->now_us - host->last_isn_us) / TICK_US));
	return tcpsim_isn(&key, net->now_us);
}

void
tcpsim_host_take_isn(struct tcpsim_net *net, uint16_t host)
{
	struct tcpsim_host *owner = tcpsim_host_at(net, host);

	if (owner->next_isn == owner->n_isns)
		return;
	owner->last_isn = tcpsim_seq_make(owner->isns[owner->next_isn++]);
	owner->last_isn_us = net->now_us;
}
