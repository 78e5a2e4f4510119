/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <string.h>

#include "claims_private.h"

void
tcpsim_run_outcome_add(
	struct tcpsim_run *run, enum tcpsim_verdict verdict, const struct scn_line *line, char *words, uint32_t record)
{
	struct tcpsim_outcome *outcome = g_new0(struct tcpsim_outcome, 1);

	outcome->verdict = verdict;
	outcome->words = words;
	outcome->record = record;
	if (line != NULL) {
		outcome->line = line->loc.line;
		outcome->column = line->loc.column;
		outcome->text = g_strstrip(tcpsim_scenario_line(run->scenario, line->loc.line));
	} else {
		/* What a scenario without a `run` line means; no line says it, so that it is said of the first. */
		outcome->line = outcome->column = 1;
		outcome->text = g_strdup("run until quiet");
	}
	g_ptr_array_add(run->outcomes, outcome);
}

/* Why a fault never fired. Of a reordering both segments may be missing, or the other may have been there already. */
static char *
why_unfired(const struct tcpsim_run *run, const struct scn_fault *line)
{
	struct run_text name = tcpsim_run_fault_name(run, &line->segment);

	if (line->kind == TCPSIM_FAULT_MARK)
		return g_strdup_printf("%s was never sent, or could not be marked: it was not ECN-capable.", name.text);
	if (line->kind != TCPSIM_FAULT_REORDER)
		return g_strdup_printf("%s was never sent, so this line changed nothing.", name.text);
	return g_strdup_printf(
		"%s did not arrive behind %s: one of them was never sent, or the other was there already.", name.text,
		tcpsim_run_fault_name(run, &line->behind).text);
}

/* A named fault that could not do what it says. */
static void
judge_fault(struct tcpsim_run *run, const struct run_fault *fault)
{
	const struct scn_fault *line = &fault->line->fault;
	struct run_text name = tcpsim_run_fault_name(run, &line->segment);
	uint32_t early = tcpsim_net_fault_too_early(run->net, fault->number);

	if (early > 0)
		tcpsim_run_outcome_add(run, TCPSIM_FAIL, fault->line,
			g_strdup_printf(
				"%s would have arrived at %s anyway, later than %s: a fault cannot make it faster.",
				name.text, tcpsim_run_moment(tcpsim_net_fault_normal_us(run->net, fault->number)).text,
				tcpsim_run_moment(tcpsim_run_time(run, line->time)).text),
			TCPSIM_NO_RECORD);
	else if (tcpsim_net_fault_fired(run->net, fault->number) == 0)
		tcpsim_run_outcome_add(run, TCPSIM_INCONCLUSIVE, fault->line, why_unfired(run, line), TCPSIM_NO_RECORD);
}

/* Whether the case expects the invariant to be broken. */
static bool
is_expected_broken(const struct tcpsim_run *run, int invariant)
{
	for (size_t i = 0; i < run->scenario->n_lines; i++) {
		const struct scn_line *line = run->scenario->lines[i];

		if (line->kind == SCN_LINE_EXPECT && line->expect.kind == SCN_CLAIM_INVARIANT &&
			line->expect.is_broken && (int)line->expect.invariant == invariant &&
			tcpsim_scn_applies(run->scenario, run->the_case, line))
			return true;
	}
	return false;
}

static void
judge_always(struct tcpsim_run *run, const struct scn_line *line)
{
	uint32_t record = TCPSIM_NO_RECORD;
	GString *words = g_string_new(NULL);

	for (int i = 0; i < TCPSIM_N_INVARIANTS; i++) {
		const struct tcpsim_invariant_verdict *verdict = tcpsim_run_invariant(run, (enum tcpsim_invariant)i);
		bool is_meant = line->always.is_all ? !is_expected_broken(run, i) : i == (int)line->always.invariant;

		if (!is_meant || !verdict->is_broken)
			continue;
		g_string_append_printf(words, "%s%s is broken. %s", words->len == 0 ? "" : "\n",
			tcpsim_invariant_name((enum tcpsim_invariant)i), verdict->words);
		record = MIN(record, verdict->record);
	}
	if (words->len == 0)
		tcpsim_run_outcome_add(run, TCPSIM_PASS, line, NULL, TCPSIM_NO_RECORD);
	else
		tcpsim_run_outcome_add(run, TCPSIM_FAIL, line, g_strdup(words->str), record);
	g_string_free(words, TRUE);
}

static void
judge_expect(struct tcpsim_run *run, const struct scn_line *line)
{
	struct claim_answer answer = tcpsim_claim_judge(run, &line->expect);

	tcpsim_run_outcome_add(run, answer.verdict, line, answer.words, answer.record);
}

/* Acts of the line that could not be done, or whose time never came. */
static void
judge_acts(struct tcpsim_run *run, const struct scn_line *line)
{
	for (guint i = 0; i < run->troubles->len; i++) {
		struct run_trouble *trouble = (struct run_trouble *)g_ptr_array_index(run->troubles, i);

		if (trouble->line == line)
			tcpsim_run_outcome_add(
				run, TCPSIM_INCONCLUSIVE, line, g_steal_pointer(&trouble->words), TCPSIM_NO_RECORD);
	}
	for (GSequenceIter *item = g_sequence_get_begin_iter(run->acts); !g_sequence_iter_is_end(item);
		item = g_sequence_iter_next(item)) {
		const struct run_act *act = (const struct run_act *)g_sequence_get(item);

		if (act->line == line)
			tcpsim_run_outcome_add(run, TCPSIM_INCONCLUSIVE, line,
				g_strdup_printf("The run ended at %s, before this could happen at %s.",
					tcpsim_run_moment(run->end_us).text, tcpsim_run_moment(act->time_us).text),
				TCPSIM_NO_RECORD);
	}
}

static void
judge_line(struct tcpsim_run *run, const struct scn_line *line)
{
	switch (line->kind) {
	case SCN_LINE_AT:
	case SCN_LINE_WHEN:
		judge_acts(run, line);
		break;
	case SCN_LINE_FAULT:
		for (guint i = 0; i < run->faults->len; i++) {
			const struct run_fault *fault = (const struct run_fault *)g_ptr_array_index(run->faults, i);

			if (fault->line == line)
				judge_fault(run, fault);
		}
		break;
	case SCN_LINE_EXPECT:
		judge_expect(run, line);
		break;
	case SCN_LINE_ALWAYS:
		judge_always(run, line);
		break;
	case SCN_LINE_USE:
	case SCN_LINE_SET:
	case SCN_LINE_LINK:
	case SCN_LINE_RUN:
	case SCN_LINE_ALLOW:
	case SCN_LINE_EXPLORATION:
		break;
	}
}

/* What ends a run that goes on for ever; a file that has it already ends later than anybody waits. */
static const char *
way_out(const struct tcpsim_run *run)
{
	if (run->until_us == TCPSIM_TIME_NONE)
		return " `run until` with a time ends it.";
	return " That is before the end that this line asks for.";
}

/* The run as a whole: given up, stopped, or shown to be wrong by the engine's own check. */
static void
judge_run(struct tcpsim_run *run)
{
	size_t n;
	const struct tcpsim_record *records = tcpsim_trace_records(tcpsim_run_trace(run), &n);

	if (run->end == RUN_END_LIMIT)
		tcpsim_run_outcome_add(run, TCPSIM_INCONCLUSIVE, run->until_line,
			g_strdup_printf("It goes on and on: the run was given up at %s, after %" G_GSIZE_FORMAT
					" records.%s",
				tcpsim_run_moment(run->end_us).text, n, way_out(run)),
			TCPSIM_NO_RECORD);
	else if (run->end == RUN_END_STOPPED)
		tcpsim_run_outcome_add(run, TCPSIM_INCONCLUSIVE, run->until_line,
			g_strdup_printf("The run was stopped at %s.", tcpsim_run_moment(run->end_us).text),
			TCPSIM_NO_RECORD);
	for (uint32_t i = 0; i < n; i++)
		if (records[i].kind == TCPSIM_RECORD_BROKEN) {
			tcpsim_run_outcome_add(run, TCPSIM_FAIL, run->until_line,
				g_strdup_printf(
					"This is a bug in tcpsim, not in the scenario: at %s a TCB of %s broke its "
					"own invariants. %s",
					tcpsim_run_moment(records[i].time_us).text,
					tcpsim_trace_host_name(tcpsim_run_trace(run), records[i].host),
					records[i].words),
				i);
			break;
		}
}

void
tcpsim_run_judge(struct tcpsim_run *run)
{
	/* Who stops a run does not want to wait for its claims either; nor is there enough of it to judge by. */
	for (size_t i = 0; i < run->scenario->n_lines && !tcpsim_run_is_stopped(run); i++)
		if (tcpsim_scn_applies(run->scenario, run->the_case, run->scenario->lines[i]))
			judge_line(run, run->scenario->lines[i]);
	if (tcpsim_run_is_stopped(run))
		run->end = RUN_END_STOPPED;
	judge_run(run);
	run->verdict = TCPSIM_PASS;
	for (guint i = 0; i < run->outcomes->len; i++) {
		const struct tcpsim_outcome *outcome = tcpsim_run_outcome(run, i);

		if (outcome->verdict == TCPSIM_FAIL)
			run->verdict = TCPSIM_FAIL;
		else if (outcome->verdict == TCPSIM_INCONCLUSIVE && run->verdict == TCPSIM_PASS)
			run->verdict = TCPSIM_INCONCLUSIVE;
	}
}
