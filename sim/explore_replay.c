/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "sim/explore.h"

static void
add_diagnostics(GString *trouble, const struct tcpsim_diagnostics *diagnostics)
{
	for (size_t i = 0; i < tcpsim_diagnostics_n(diagnostics); i++) {
		char *text = tcpsim_diagnostics_format(diagnostics, i);

		g_string_append_printf(trouble, "%s%s", trouble->len > 0 ? "\n" : "", text);
		g_free(text);
	}
}

/* What the run did not do that the counterexample says. */
static void
add_outcomes(GString *trouble, const struct tcpsim_run *run)
{
	for (size_t i = 0; i < tcpsim_run_n_outcomes(run); i++) {
		const struct tcpsim_outcome *outcome = tcpsim_run_outcome(run, i);

		if (outcome->verdict != TCPSIM_PASS)
			g_string_append_printf(trouble, "%sline %u, %s: %s", trouble->len > 0 ? "\n" : "",
				(unsigned)outcome->line, outcome->text, outcome->words != NULL ? outcome->words : "");
	}
	if (tcpsim_run_verdict(run) != TCPSIM_PASS && trouble->len == 0)
		g_string_append(trouble, "it does not run to its end");
}

void
replay_run(struct exploration *exploration)
{
	const struct tcpsim_run_options options = { .stop = NULL };
	struct replay *replay = &exploration->replay;
	struct tcpsim_diagnostics *diagnostics = NULL;

	replay->trouble = g_string_new(NULL);
	replay->text = tcpsim_scenario_counterexample(
		exploration->scenario, exploration->the_case, &exploration->world, exploration->result);
	replay->scenario =
		tcpsim_scenario_parse(replay->text, strlen(replay->text), "counterexample", &diagnostics);
	if (replay->scenario == NULL) {
		add_diagnostics(replay->trouble, diagnostics);
	} else {
		replay->run = tcpsim_scenario_run(replay->scenario, 0, &options);
		add_outcomes(replay->trouble, replay->run);
	}
	tcpsim_diagnostics_free(diagnostics);
}

void
replay_clear(struct replay *replay)
{
	if (replay->trouble != NULL)
		g_string_free(replay->trouble, TRUE);
	if (replay->run != NULL)
		tcpsim_run_free(replay->run);
	tcpsim_scenario_free(replay->scenario);
	g_free(replay->text);
	*replay = (struct replay){ 0 };
}
