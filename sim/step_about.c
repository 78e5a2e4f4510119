/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "sim/step.h"

bool
step_do_where(struct stepper *stepper, char **words, const char *rest)
{
	(void)rest;
	if (!step_takes(stepper, words, 0))
		return false;
	step_show(stepper, step_world(stepper)->at);
	return true;
}

/* A step in one or two lines, behind a mark. */
static void
show_short(const struct stepper *stepper, const char *mark, size_t i)
{
	char *head = step_head(step_world(stepper), i), *words = step_words(stepper, i);
	char *marked = g_strconcat(mark, head, NULL);

	step_put(stepper, marked, words, i > 0 ? step_event_color(step_event(step_world(stepper), i)) : STEP_FAINT);
	g_free(marked);
	g_free(words);
	g_free(head);
}

bool
step_do_list(struct stepper *stepper, char **words, const char *rest)
{
	const struct world *world = step_world(stepper);
	size_t n = tcpsim_steps_n(world->steps), first, last;
	guint64 count;

	(void)rest;
	if (!step_takes(stepper, words, 1) || !step_number(stepper, words[0], 1, 5, &count))
		return false;
	first = count < world->at ? world->at - (size_t)count : 0;
	last = count < n - world->at ? world->at + (size_t)count : n;
	for (size_t i = first; i <= last && !watch_stop; i++)
		show_short(stepper, i == world->at ? "> " : "  ", i);
	return true;
}

/* The record that started the timer which fires in this one, or TCPSIM_NO_RECORD. */
static uint32_t
armed_before(const struct world *world, uint32_t fires)
{
	const struct tcpsim_record *timer = &world->records[fires];

	for (uint32_t i = fires; i-- > 0;) {
		const struct tcpsim_record *record = &world->records[i];

		if (record->kind == TCPSIM_RECORD_ARMED && record->what == timer->what && record->host == timer->host &&
			record->connection == timer->connection && record->until_us == timer->time_us)
			return i;
	}
	return TCPSIM_NO_RECORD;
}

/* From which record one follows, if from any. */
static uint32_t
cause_of(const struct world *world, uint32_t i)
{
	uint32_t cause = world->records[i].cause;

	if (cause == TCPSIM_NO_RECORD && world->records[i].kind == TCPSIM_RECORD_TIMER)
		cause = armed_before(world, i);
	/* What follows stands behind; a saved trace may say anything. */
	return cause < i ? cause : TCPSIM_NO_RECORD;
}

static void
show_line(const struct stepper *stepper, const struct tcpsim_record *record)
{
	const struct world *world = step_world(stepper);
	char **lines = world->recording->text != NULL ? g_strsplit(world->recording->text, "\n", -1) : NULL;

	if (lines != NULL && record->line > 0 && record->line <= g_strv_length(lines)) {
		char *words =
			g_strdup_printf("line %u: %s", (unsigned)record->line, g_strstrip(lines[record->line - 1]));

		step_put(stepper, "    ", words, STEP_FAINT);
		g_free(words);
	}
	g_strfreev(lines);
}

bool
step_do_cause(struct stepper *stepper, char **words, const char *rest)
{
	const struct world *world = step_world(stepper);
	uint32_t record;
	size_t shown;

	(void)rest;
	if (!step_takes(stepper, words, 0))
		return false;
	shown = world->at;
	show_short(stepper, "  ", shown);
	record = shown > 0 ? tcpsim_steps_get(world->steps, shown - 1).first : TCPSIM_NO_RECORD;
	while (record != TCPSIM_NO_RECORD) {
		uint32_t cause = cause_of(world, record);
		size_t step = cause != TCPSIM_NO_RECORD ? tcpsim_steps_find(world->steps, cause) + 1 : 0;

		show_line(stepper, &world->records[record]);
		if (step > 0 && step != shown) {
			show_short(stepper, "  since ", step);
			shown = step;
		}
		record = cause;
	}
	return true;
}

bool
step_do_verdict(struct stepper *stepper, char **words, const char *rest)
{
	const struct tcpsim_recording *recording = step_world(stepper)->recording;
	static const char *const verdicts[] = {
		[TCPSIM_PASS] = "  yes  ",
		[TCPSIM_FAIL] = "  NO   ",
		[TCPSIM_INCONCLUSIVE] = "  ?    ",
	};

	(void)rest;
	if (!step_takes(stepper, words, 0))
		return false;
	for (size_t i = 0; i < recording->n_outcomes; i++) {
		const struct tcpsim_outcome *outcome = &recording->outcomes[i];
		char *line = g_strdup_printf("line %u: %s", (unsigned)outcome->line, outcome->text);

		step_put(stepper, verdicts[outcome->verdict], line,
			outcome->verdict == TCPSIM_PASS ? STEP_PLAIN : STEP_BAD);
		if (outcome->words != NULL)
			step_put(stepper, "         ", outcome->words, STEP_PLAIN);
		g_free(line);
	}
	step_show_end(stepper);
	return true;
}

/* The line of the scenario that the step is at, or 0. */
static uint32_t
line_at_work(const struct world *world)
{
	struct tcpsim_step step;

	if (world->at == 0)
		return 0;
	step = tcpsim_steps_get(world->steps, world->at - 1);
	for (uint32_t i = step.first; i < step.behind; i++) {
		if (world->records[i].line != 0)
			return world->records[i].line;
	}
	return 0;
}

bool
step_do_scenario(struct stepper *stepper, char **words, const char *rest)
{
	const struct world *world = step_world(stepper);
	uint32_t at_work = line_at_work(world);
	char **lines;

	(void)rest;
	if (!step_takes(stepper, words, 0))
		return false;
	if (world->recording->text == NULL)
		return step_refuse(stepper, "this trace was saved without a scenario");
	lines = g_strsplit(world->recording->text, "\n", -1);
	for (uint32_t i = 0; lines[i] != NULL && (lines[i][0] != '\0' || lines[i + 1] != NULL); i++) {
		char *head = g_strdup_printf("%s%4u  ", i + 1 == at_work ? ">" : " ", (unsigned)i + 1);

		step_put(stepper, head, lines[i], i + 1 == at_work ? STEP_STATE : STEP_PLAIN);
		g_free(head);
	}
	g_strfreev(lines);
	return true;
}
