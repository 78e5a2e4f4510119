/* SPDX-License-Identifier: MIT */
#include "sim/step.h"

bool
step_do_ladder(struct stepper *stepper, char **words, const char *rest)
{
	const struct world *world = step_world(stepper);
	struct tcpsim_ladder_options options = stepper->look;
	guint64 count;
	char *ladder;

	(void)rest;
	if (!step_takes(stepper, words, 1) || !step_number(stepper, words[0], 1, 0, &count))
		return false;
	if (world->at == 0) {
		step_show(stepper, 0);
		return true;
	}
	options.happened = options.last = step_happened(world);
	if (count > 0 && count < world->at)
		options.first = tcpsim_steps_get(world->steps, world->at - (size_t)count).first;
	ladder = tcpsim_render_ladder(step_trace(world), &options);
	output_text(ladder);
	g_free(ladder);
	return true;
}

/* The rule that ended the step's event, or NULL. */
static const char *
rule_here(const struct world *world)
{
	struct tcpsim_step step;

	if (world->at == 0)
		return NULL;
	step = tcpsim_steps_get(world->steps, world->at - 1);
	for (uint32_t i = step.first; i < step.behind; i++) {
		if (world->records[i].rule != TCPSIM_RULE_NONE)
			return tcpsim_rule_info(world->records[i].rule)->name;
	}
	return NULL;
}

bool
step_do_explain(struct stepper *stepper, char **words, const char *rest)
{
	const char *name = words[0] != NULL ? rest : rule_here(step_world(stepper));
	char *text, **names;

	if (name == NULL)
		return step_refuse(stepper, "explain takes a name here, for no rule had a part in this step");
	text = tcpsim_render_term(name, &stepper->look);
	if (text == NULL) {
		names = tcpsim_render_terms();
		step_refuse_name(stepper, "name", name, (const char *const *)names);
		g_strfreev(names);
		return false;
	}
	output_text(text);
	g_free(text);
	return true;
}

/* The packet that a step is about: the one that arrives, or the first that is sent; or TCPSIM_NO_RECORD. */
static uint32_t
packet_here(const struct world *world)
{
	struct tcpsim_step step;
	uint64_t packet = 0;

	if (world->at == 0)
		return TCPSIM_NO_RECORD;
	step = tcpsim_steps_get(world->steps, world->at - 1);
	for (uint32_t i = step.first; i < step.behind && packet == 0; i++)
		packet = world->records[i].packet;
	for (uint32_t i = 0; packet != 0 && i < step.behind; i++) {
		const struct tcpsim_record *record = &world->records[i];

		if (record->packet == packet &&
			(record->kind == TCPSIM_RECORD_SEND || record->kind == TCPSIM_RECORD_INJECT ||
				record->kind == TCPSIM_RECORD_COPY))
			return i;
	}
	return TCPSIM_NO_RECORD;
}

bool
step_do_octets(struct stepper *stepper, char **words, const char *rest)
{
	const struct world *world = step_world(stepper);
	char *error = NULL;
	uint32_t record = words[0] != NULL ? tcpsim_render_find(step_trace(world), rest, &error) : packet_here(world);
	size_t n = 0;
	uint8_t *octets = record != TCPSIM_NO_RECORD ? tcpsim_render_octets(step_trace(world), record, &n) : NULL;
	char *text;

	if (octets == NULL) {
		step_refuse(stepper, "%s", error != NULL ? error : "there is no packet in this step");
		g_free(error);
		return false;
	}
	text = tcpsim_render_packet(octets, n, &stepper->look);
	output_text(text);
	g_free(text);
	g_free(octets);
	return true;
}
