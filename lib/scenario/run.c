/* SPDX-License-Identifier: MIT */
#include "run_private.h"

/* A run that goes on for ever is given up after so many records, or so much virtual time: ten years. */
#define MAX_RECORDS 500000U
#define MAX_TIME_US (INT64_C(10) * 365 * 86400 * 1000000)

int64_t
tcpsim_run_number(const struct tcpsim_run *run, const struct scn_value *value)
{
	return tcpsim_scn_number(run->scenario, run->the_case, value);
}

int64_t
tcpsim_run_time(const struct tcpsim_run *run, const struct scn_sum *sum)
{
	return tcpsim_scn_time(run->scenario, run->the_case, sum, &run->policy);
}

/* A RST that answers a segment without ACK has SEQ=0 (3.10.7.1): that is nobody's number and does not shift. */
tcpsim_seq
tcpsim_run_seq(const struct tcpsim_run *run, const struct scn_segment *written, uint16_t sender)
{
	uint32_t n = written->seq == NULL ? 0 : (uint32_t)tcpsim_run_number(run, written->seq);
	bool is_nobodys = n == 0 && (written->seq == NULL || (written->ctl & TCPSIM_RST) != 0);

	return tcpsim_seq_make(is_nobodys ? 0 : n + run->shifts[sender]);
}

tcpsim_seq
tcpsim_run_ack(const struct tcpsim_run *run, const struct scn_segment *written, uint16_t receiver)
{
	if (written->ack == NULL)
		return tcpsim_seq_make(0);
	return tcpsim_seq_make((uint32_t)tcpsim_run_number(run, written->ack) + run->shifts[receiver]);
}

void
tcpsim_run_sack(const struct tcpsim_run *run, const struct scn_segment *written, uint16_t receiver,
	struct tcpsim_range *blocks)
{
	uint32_t shift = run->shifts[receiver];

	for (size_t i = 0; i < written->n_sack; i++) {
		blocks[i].begin = tcpsim_seq_make((uint32_t)tcpsim_run_number(run, written->sack[i][0]) + shift);
		blocks[i].end = tcpsim_seq_make((uint32_t)tcpsim_run_number(run, written->sack[i][1]) + shift);
	}
}

static void
trouble_free(gpointer data)
{
	struct run_trouble *trouble = (struct run_trouble *)data;

	g_free(trouble->words);
	g_free(trouble);
}

static void
outcome_free(gpointer data)
{
	struct tcpsim_outcome *outcome = (struct tcpsim_outcome *)data;

	g_free(outcome->text);
	g_free(outcome->words);
	g_free(outcome);
}

static struct tcpsim_run *
run_new(const struct tcpsim_scenario *scenario, size_t the_case, const struct tcpsim_run_options *options)
{
	struct tcpsim_run *run = g_new0(struct tcpsim_run, 1);

	run->scenario = scenario;
	run->the_case = the_case;
	if (options != NULL) {
		run->has_seed = options->has_seed;
		run->seed = options->seed;
		run->is_wrapped = options->isn_wrap;
		run->stop = options->stop;
	}
	tcpsim_scn_policy(scenario, the_case, TCPSIM_NO_HOST, &run->policy);
	run->shifts = g_new0(uint32_t, scenario->n_hosts);
	run->sockets = g_new0(GArray *, scenario->n_hosts);
	for (size_t i = 0; i < scenario->n_hosts; i++)
		run->sockets[i] = g_array_new(FALSE, FALSE, sizeof(tcpsim_socket));
	tcpsim_run_sockets_init(run);
	run->acts = g_sequence_new(g_free);
	run->whens = g_ptr_array_new();
	run->whens_done = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	run->faults = g_ptr_array_new_with_free_func(g_free);
	run->troubles = g_ptr_array_new_with_free_func(trouble_free);
	run->outcomes = g_ptr_array_new_with_free_func(outcome_free);
	run->warnings = tcpsim_scn_diagnostics_new(scenario);
	run->until_us = TCPSIM_TIME_NONE;
	return run;
}

void
tcpsim_run_free(struct tcpsim_run *run)
{
	if (run == NULL)
		return;
	tcpsim_watcher_free(run->watcher);
	tcpsim_net_free(run->net);
	for (size_t i = 0; i < run->scenario->n_hosts; i++)
		g_array_unref(run->sockets[i]);
	g_free(run->sockets);
	tcpsim_run_sockets_clear(run);
	g_free(run->shifts);
	g_sequence_free(run->acts);
	g_ptr_array_unref(run->whens);
	g_hash_table_unref(run->whens_done);
	g_ptr_array_unref(run->faults);
	g_ptr_array_unref(run->troubles);
	g_ptr_array_unref(run->outcomes);
	tcpsim_diagnostics_free(run->warnings);
	g_free(run);
}

static void
find_until(struct tcpsim_run *run)
{
	for (size_t i = 0; i < run->scenario->n_lines; i++) {
		const struct scn_line *line = run->scenario->lines[i];

		if (line->kind != SCN_LINE_RUN || !tcpsim_scn_applies(run->scenario, run->the_case, line))
			continue;
		run->until_line = line;
		run->until_us = line->run.until == NULL ? TCPSIM_TIME_NONE : tcpsim_run_time(run, line->run.until);
	}
}

static bool
is_at_limit(const struct tcpsim_run *run, int64_t next_us)
{
	size_t n;

	tcpsim_trace_records(tcpsim_net_trace(run->net), &n);
	return n > MAX_RECORDS || next_us > MAX_TIME_US;
}

bool
tcpsim_run_is_stopped(const struct tcpsim_run *run)
{
	return run->stop != NULL && *run->stop != 0;
}

/* Do the earlier of the next event and the next act, events first; returns false when the run is over. */
static bool
step(struct tcpsim_run *run)
{
	int64_t event_us = tcpsim_net_next_us(run->net);
	int64_t act_us = tcpsim_run_next_act_us(run);
	int64_t next_us = MIN(event_us, act_us);

	if (tcpsim_run_is_stopped(run))
		run->end = RUN_END_STOPPED;
	else if (next_us > run->until_us || (next_us == TCPSIM_TIME_NONE && run->until_us != TCPSIM_TIME_NONE))
		run->end = RUN_END_TIME;
	else if (next_us == TCPSIM_TIME_NONE)
		run->end = RUN_END_QUIET;
	else if (is_at_limit(run, next_us))
		run->end = RUN_END_LIMIT;
	else {
		if (event_us <= act_us)
			tcpsim_net_step(run->net);
		else
			tcpsim_run_act(run);
		return true;
	}
	return false;
}

static void
drive(struct tcpsim_run *run)
{
	while (step(run)) {
		tcpsim_run_wake(run);
		tcpsim_watcher_read(run->watcher);
		tcpsim_run_look(run);
	}
	if (run->end == RUN_END_TIME)
		tcpsim_net_run(run->net, run->until_us);
	run->end_us = tcpsim_net_now_us(run->net);
	tcpsim_watcher_end(run->watcher);
}

struct tcpsim_run *
tcpsim_scenario_run(const struct tcpsim_scenario *scenario, size_t the_case, const struct tcpsim_run_options *options)
{
	struct tcpsim_run *run = run_new(scenario, the_case, options);

	tcpsim_run_build(run);
	find_until(run);
	tcpsim_run_plan(run);
	drive(run);
	tcpsim_run_judge(run);
	return run;
}

enum tcpsim_verdict
tcpsim_run_verdict(const struct tcpsim_run *run)
{
	return run->verdict;
}

const struct tcpsim_trace *
tcpsim_run_trace(const struct tcpsim_run *run)
{
	return tcpsim_net_trace(run->net);
}

const struct tcpsim_scenario *
tcpsim_run_scenario(const struct tcpsim_run *run)
{
	return run->scenario;
}

size_t
tcpsim_run_case(const struct tcpsim_run *run)
{
	return run->the_case;
}

uint64_t
tcpsim_run_seed(const struct tcpsim_run *run)
{
	return run->seed;
}

int64_t
tcpsim_run_end_us(const struct tcpsim_run *run)
{
	return run->end_us;
}

bool
tcpsim_run_isn_wrap(const struct tcpsim_run *run)
{
	return run->is_wrapped;
}

uint32_t
tcpsim_run_isn_shift(const struct tcpsim_run *run, uint16_t host)
{
	return run->shifts[host];
}

size_t
tcpsim_run_n_outcomes(const struct tcpsim_run *run)
{
	return run->outcomes->len;
}

const struct tcpsim_outcome *
tcpsim_run_outcome(const struct tcpsim_run *run, size_t i)
{
	return (const struct tcpsim_outcome *)g_ptr_array_index(run->outcomes, i);
}

const struct tcpsim_invariant_verdict *
tcpsim_run_invariant(const struct tcpsim_run *run, enum tcpsim_invariant invariant)
{
	return tcpsim_watcher_verdict(run->watcher, invariant);
}

const struct tcpsim_diagnostics *
tcpsim_run_warnings(const struct tcpsim_run *run)
{
	return run->warnings;
}
