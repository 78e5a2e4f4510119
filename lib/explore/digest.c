/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "search_private.h"

/* Of what a file depends on, so that it is not read into another world: field by field, for structs have padding. */

uint64_t
digest_octets(uint64_t digest, const void *octets, size_t n)
{
	const uint8_t *at = octets;

	for (; n > 0; n -= n < 8 ? n : 8, at += 8) {
		uint64_t word = 0;

		memcpy(&word, at, n < 8 ? n : 8);
		digest = (digest ^ word) * UINT64_C(0x9e3779b97f4a7c15);
		digest ^= digest >> 29;
	}
	return digest;
}

static void
add(uint64_t *digest, uint64_t value)
{
	*digest = digest_octets(*digest, &value, sizeof value);
}

static void
add_policy(uint64_t *digest, const struct tcpsim_policy *policy)
{
	size_t n;
	const struct tcpsim_setting *settings = tcpsim_settings(&n);

	for (size_t i = 0; i < n; i++)
		add(digest, (uint64_t)tcpsim_policy_get(policy, &settings[i]));
}

static void
add_host(uint64_t *digest, const struct tcpsim_explore_host *host)
{
	add_policy(digest, &host->policy);
	add(digest, host->n_isns);
	for (unsigned i = 0; i < host->n_isns; i++)
		add(digest, host->isns[i]);
	add(digest, host->reads_at_once);
	add(digest, (uint64_t)host->crashes);
	add(digest, host->n_calls);
	for (unsigned i = 0; i < host->n_calls; i++) {
		const struct tcpsim_explore_call *call = &host->calls[i];

		add(digest, call->call);
		add(digest, call->octets);
		if (call->call == TCPSIM_CALL_SET && call->setting != NULL)
			*digest = digest_octets(*digest, call->setting->name, strlen(call->setting->name));
		add(digest, (uint64_t)call->value);
	}
}

static void
add_segment(uint64_t *digest, const struct tcpsim_segment *seg)
{
	add(digest, seg->text_offset);
	add(digest, seg->seq.n);
	add(digest, seg->ack.n);
	add(digest, seg->wnd);
	add(digest, seg->text_bytes);
	add(digest, seg->tsval);
	add(digest, seg->tsecr);
	add(digest, seg->up);
	add(digest, seg->mss);
	add(digest, seg->ctl);
	add(digest, seg->options);
	add(digest, seg->addressed);
	add(digest, seg->user_timeout);
	add(digest, seg->ecn);
	add(digest, seg->window_scale);
	add(digest, seg->n_sack);
	for (unsigned i = 0; i < TCPSIM_MAX_SACK; i++) {
		add(digest, seg->sack[i].begin.n);
		add(digest, seg->sack[i].end.n);
	}
}

uint64_t
digest_world(const struct tcpsim_explore *explore)
{
	const struct tcpsim_explore_world *world = &explore->world;
	uint64_t digest = TCPSIM_N_RULES;

	for (unsigned i = 0; i < TCPSIM_EXPLORE_HOSTS; i++)
		add_host(&digest, &world->hosts[i]);
	add(&digest, world->n_old);
	for (unsigned i = 0; i < world->n_old; i++) {
		add(&digest, world->old[i].from);
		add_segment(&digest, &world->old[i].seg);
	}
	add(&digest, world->n_forged);
	for (unsigned i = 0; i < world->n_forged; i++) {
		add(&digest, world->forged[i].from);
		add(&digest, (uint64_t)world->forged[i].count);
		add(&digest, world->forged[i].has_seq);
		add(&digest, world->forged[i].has_ack);
		add_segment(&digest, &world->forged[i].seg);
	}
	add(&digest, world->in_flight);
	add(&digest, world->reorder);
	add(&digest, world->give_up);
	add(&digest, (uint64_t)world->losses);
	add(&digest, (uint64_t)world->copies);
	add(&digest, world->invariants);
	add(&digest, explore->options.full);
	add(&digest, explore->options.hash_bits != 0);
	add(&digest, explore->options.property != NULL);
	return digest;
}
