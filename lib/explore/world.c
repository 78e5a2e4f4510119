/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "explore_private.h"

/* ISNs of the first incarnations, as in the RFC's figures, and their distance. */
#define FIRST_ISN 100
#define ISN_STEP 1000

void
tcpsim_explore_world_init(struct tcpsim_explore_world *world)
{
	memset(world, 0, sizeof *world);
	for (uint32_t i = 0; i < TCPSIM_EXPLORE_HOSTS; i++) {
		struct tcpsim_explore_host *host = &world->hosts[i];

		host->policy = tcpsim_profile_find("rfc9293")->policy;
		host->policy.congestion_control = TCPSIM_CONGESTION_NONE;
		host->n_isns = TCPSIM_EXPLORE_ISNS;
		for (uint32_t k = 0; k < TCPSIM_EXPLORE_ISNS; k++)
			host->isns[k] = FIRST_ISN + 2 * FIRST_ISN * i + ISN_STEP * k;
		host->reads_at_once = true;
	}
	world->in_flight = 4;
	world->invariants = (1U << TCPSIM_N_INVARIANTS) - 1;
}

int
tcpsim_explore_world_call(struct tcpsim_explore_world *world, unsigned host, enum tcpsim_call call, uint32_t octets)
{
	struct tcpsim_explore_host *owner = &world->hosts[host];

	if (host >= TCPSIM_EXPLORE_HOSTS || owner->n_calls >= TCPSIM_EXPLORE_CALLS)
		return -1;
	owner->calls[owner->n_calls].call = call;
	owner->calls[owner->n_calls++].octets = octets;
	return 0;
}

/* Old segments are in flight from the beginning. */
static bool
has_room(const struct tcpsim_explore_world *world)
{
	unsigned n[TCPSIM_EXPLORE_HOSTS] = { 0 };

	for (unsigned i = 0; i < world->n_old; i++)
		if (++n[world->old[i].from] > world->in_flight)
			return false;
	return true;
}

/* It needs more numbers and more time than a world has, from the beginning or from a SET on. */
static bool
has_congestion_control(const struct tcpsim_explore_host *host)
{
	bool has = host->policy.congestion_control != TCPSIM_CONGESTION_NONE;

	for (unsigned i = 0; i < host->n_calls; i++)
		has |= host->calls[i].call == TCPSIM_CALL_SET && host->calls[i].value != TCPSIM_CONGESTION_NONE &&
		       host->calls[i].setting->offset == offsetof(struct tcpsim_policy, congestion_control);
	return has;
}

/* Hosts and calls that there are. */
static bool
is_sound(const struct tcpsim_explore_world *world)
{
	for (unsigned i = 0; i < world->n_old; i++)
		if (world->old[i].from >= TCPSIM_EXPLORE_HOSTS)
			return false;
	for (unsigned i = 0; i < world->n_forged; i++)
		if (world->forged[i].from >= TCPSIM_EXPLORE_HOSTS || world->forged[i].count < TCPSIM_EXPLORE_FREE)
			return false;
	for (unsigned host = 0; host < TCPSIM_EXPLORE_HOSTS; host++) {
		const struct tcpsim_explore_host *owner = &world->hosts[host];

		for (unsigned i = 0; i < owner->n_calls; i++)
			if (owner->calls[i].call > TCPSIM_CALL_SET ||
				(owner->calls[i].call == TCPSIM_CALL_SET && owner->calls[i].setting == NULL))
				return false;
		if (owner->crashes < TCPSIM_EXPLORE_FREE)
			return false;
	}
	return world->losses >= TCPSIM_EXPLORE_FREE && world->copies >= TCPSIM_EXPLORE_FREE;
}

/* What is read by others is in bounds. */
static bool
is_bounded(const struct tcpsim_explore_world *world)
{
	for (unsigned host = 0; host < TCPSIM_EXPLORE_HOSTS; host++)
		if (world->hosts[host].n_calls > TCPSIM_EXPLORE_CALLS)
			return false;
	return world->n_old <= TCPSIM_EXPLORE_OLD && world->n_forged <= TCPSIM_EXPLORE_FORGED;
}

static uint64_t
octets_of(const struct tcpsim_explore_host *host)
{
	uint64_t octets = 0;

	for (unsigned i = 0; i < host->n_calls; i++)
		if (host->calls[i].call == TCPSIM_CALL_SEND)
			octets += host->calls[i].octets;
	return octets;
}

const char *
tcpsim_explore_world_check(const struct tcpsim_explore_world *world)
{
	if (world->in_flight == 0 || world->in_flight > TCPSIM_EXPLORE_IN_FLIGHT)
		return "1 to 8 segments may be in flight in one direction";
	if (!is_bounded(world))
		return "a host makes at most 16 calls, 4 segments are old, and 4 are forged";
	if (!is_sound(world))
		return "there are two hosts, 0 and 1; a SET call has a setting; a count is -1 or more";
	if (!has_room(world))
		return "more old segments are under way than segments may be in flight in one direction";
	for (unsigned i = 0; i < TCPSIM_EXPLORE_HOSTS; i++) {
		const struct tcpsim_explore_host *host = &world->hosts[i];

		if (host->n_isns == 0 || host->n_isns > TCPSIM_EXPLORE_ISNS)
			return "a host needs 1 to 4 initial sequence numbers";
		if (octets_of(host) > TCPSIM_EXPLORE_STREAM)
			return "a host sends at most 64 octets in all";
		if (has_congestion_control(host))
			return "an exploration has no congestion control";
	}
	return NULL;
}
