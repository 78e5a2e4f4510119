/* SPDX-License-Identifier: MIT */
#include "net_private.h"

void
tcpsim_program_wake(struct tcpsim_net *net, uint16_t host)
{
	struct tcpsim_host *owner = net->hosts[host];

	if (owner->program == NULL || owner->is_woken || !owner->is_up)
		return;
	owner->is_woken = true;
	owner->next_woken = TCPSIM_NO_HOST;
	if (net->first_woken == TCPSIM_NO_HOST)
		net->first_woken = host;
	else
		net->hosts[net->last_woken]->next_woken = host;
	net->last_woken = host;
}

void
tcpsim_program_hear(struct tcpsim_net *net, uint16_t host)
{
	if (!net->is_calling || !net->is_telling)
		tcpsim_program_wake(net, host);
}

/* It may be gone by now, or its host down. */
void
tcpsim_program_step(struct tcpsim_net *net)
{
	uint16_t host = net->first_woken;
	struct tcpsim_host *owner = net->hosts[host];

	net->first_woken = owner->next_woken;
	owner->is_woken = false;
	if (owner->program != NULL && owner->is_up)
		owner->program(net, host, owner->program_data);
}

void
tcpsim_net_set_program(struct tcpsim_net *net, uint16_t host, tcpsim_program step, void *data)
{
	struct tcpsim_host *owner = tcpsim_host_at(net, host);

	owner->program = step;
	owner->program_data = data;
	tcpsim_program_wake_at(net, host, TCPSIM_TIME_NONE);
	tcpsim_program_wake(net, host);
	tcpsim_net_settle(net);
}

/* The earliest of all times that were asked for. */
static int64_t
earliest_us(const struct tcpsim_net *net)
{
	int64_t first_us = TCPSIM_TIME_NONE;

	for (uint16_t i = 0; i < net->n_hosts; i++)
		first_us = MIN(first_us, net->hosts[i]->wake_us);
	return first_us;
}

void
tcpsim_program_wake_at(struct tcpsim_net *net, uint16_t host, int64_t time_us)
{
	struct tcpsim_host *owner = tcpsim_host_at(net, host);

	if (owner->wake_us == time_us)
		return;
	owner->wake_us = time_us;
	net->wake_us = earliest_us(net);
}

void
tcpsim_programs_wake_due(struct tcpsim_net *net)
{
	net->now_us = MAX(net->now_us, net->wake_us);
	for (uint16_t i = 0; i < net->n_hosts; i++) {
		struct tcpsim_host *host = net->hosts[i];

		if (host->wake_us > net->now_us)
			continue;
		host->wake_us = TCPSIM_TIME_NONE;
		tcpsim_program_wake(net, i);
	}
	net->wake_us = earliest_us(net);
	tcpsim_net_tell(net);
}
