/* SPDX-License-Identifier: MIT */
#include "run_private.h"

/* The seed of a run that nobody gave one; it is told with the results. */
#define DEFAULT_SEED 1U

/* Spreads the seed of a link with two directions, so that the second does not repeat the first. */
#define OTHER_DIRECTION UINT64_C(0x9e3779b97f4a7c15)

/*
 * The host's ISNs. Wrapped, the first host's first lies at 2^32 - 1, the second's at 2^32 - 3 and so on, so
 * that the numbers wrap with the SYN or right behind it; the others keep their distance to the first.
 */
static void
give_isns(struct tcpsim_run *run, uint16_t host)
{
	const struct scn_host *line = run->scenario->hosts[host];
	uint32_t high = UINT32_MAX - 2U * host;
	size_t n = line->n_isns;
	uint32_t *isns = g_new0(uint32_t, n + 1);

	for (size_t i = 0; i < n; i++)
		isns[i] = (uint32_t)tcpsim_run_number(run, line->isns[i]);
	if (run->is_wrapped && n == 0)
		isns[n++] = high;
	else if (run->is_wrapped)
		run->shifts[host] = high - isns[0];
	for (size_t i = 0; i < n; i++)
		isns[i] += run->shifts[host];
	if (n > 0)
		tcpsim_net_set_isns(run->net, host, isns, n);
	g_free(isns);
}

static void
add_hosts(struct tcpsim_run *run)
{
	for (size_t i = 0; i < run->scenario->n_hosts; i++) {
		struct tcpsim_policy policy;

		tcpsim_scn_policy(run->scenario, run->the_case, (uint16_t)i, &policy);
		tcpsim_net_add_host(run->net, run->scenario->hosts[i]->name, &policy);
		give_isns(run, (uint16_t)i);
	}
}

static uint32_t
ppm_of(const struct tcpsim_run *run, const struct scn_value *value)
{
	return value == NULL ? 0 : tcpsim_scn_ppm(run->scenario, run->the_case, value);
}

static int64_t
number_of(const struct tcpsim_run *run, const struct scn_value *value)
{
	return value == NULL ? 0 : tcpsim_run_number(run, value);
}

static void
add_link(struct tcpsim_run *run, const struct scn_link *link)
{
	struct tcpsim_link_options options = {
		.delay_us = tcpsim_run_time(run, link->delay),
		.jitter_us = tcpsim_run_time(run, link->jitter),
		.rate_bps = link->rate == NULL ? 0 : tcpsim_scn_rate(run->scenario, run->the_case, link->rate),
		.queue = (uint32_t)number_of(run, link->queue),
		.loss_ppm = ppm_of(run, link->loss),
		.duplicate_ppm = ppm_of(run, link->duplicate),
		.reorder_ppm = ppm_of(run, link->reorder),
		.corrupt_ppm = ppm_of(run, link->corrupt),
		.mtu = (uint32_t)number_of(run, link->mtu),
		.mark_ppm = ppm_of(run, link->mark),
		.mark_queue = (uint32_t)number_of(run, link->mark_queue),
		.hops = (uint32_t)number_of(run, link->hops),
		.is_silent = link->is_silent,
		.lifetime_us = link->lifetime == NULL ? run->policy.msl_us : tcpsim_run_time(run, link->lifetime),
		.seed = run->has_seed ? 0 : (uint64_t)number_of(run, link->seed),
	};

	tcpsim_net_link(run->net, link->a.host, link->b.host, &options);
	if (!link->is_both)
		return;
	if (options.seed != 0)
		options.seed ^= OTHER_DIRECTION;
	tcpsim_net_link(run->net, link->b.host, link->a.host, &options);
}

void
tcpsim_run_name_numbers(const struct tcpsim_run *run, const struct scn_name *name, uint32_t *first, uint32_t *last)
{
	*first = name->first == NULL ? 1 : (uint32_t)tcpsim_run_number(run, name->first);
	*last = name->last == NULL ? *first : (uint32_t)tcpsim_run_number(run, name->last);
	if (name->is_every)
		*last = UINT32_MAX;
}

static void
add_fault(struct tcpsim_run *run, const struct scn_line *line)
{
	const struct scn_fault *named = &line->fault;
	struct run_fault *known = g_new0(struct run_fault, 1);
	struct tcpsim_fault fault = {
		.kind = named->kind,
		.host = named->segment.who.host,
		.segment = named->segment.kind,
		.time_us = tcpsim_run_time(run, named->time),
		.line = line->loc.line,
	};

	tcpsim_run_name_numbers(run, &named->segment, &fault.first, &fault.last);
	if (named->kind == TCPSIM_FAULT_REORDER) {
		uint32_t last;

		fault.behind_host = named->behind.who.host;
		fault.behind_segment = named->behind.kind;
		tcpsim_run_name_numbers(run, &named->behind, &fault.behind_number, &last);
	}
	known->line = line;
	known->number = tcpsim_net_add_fault(run->net, &fault);
	g_ptr_array_add(run->faults, known);
}

void
tcpsim_run_build(struct tcpsim_run *run)
{
	struct tcpsim_net_options options = { .has_trace = true };

	if (!run->has_seed)
		run->seed = DEFAULT_SEED;
	options.seed = run->seed;
	run->net = tcpsim_net_new(&options);
	add_hosts(run);
	for (size_t i = 0; i < run->scenario->n_lines; i++) {
		const struct scn_line *line = run->scenario->lines[i];

		if (!tcpsim_scn_applies(run->scenario, run->the_case, line))
			continue;
		if (line->kind == SCN_LINE_LINK)
			add_link(run, &line->link);
		else if (line->kind == SCN_LINE_FAULT)
			add_fault(run, line);
	}
	run->watcher = tcpsim_watcher_new(run->net);
}
