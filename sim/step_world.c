/* SPDX-License-Identifier: MIT */
#include "sim/step.h"

struct world *
step_world(const struct stepper *stepper)
{
	return g_ptr_array_index(stepper->worlds, stepper->worlds->len - 1);
}

const struct tcpsim_trace *
step_trace(const struct world *world)
{
	return world->recording->trace;
}

const struct tcpsim_record *
step_event(const struct world *world, size_t i)
{
	return &world->records[tcpsim_steps_get(world->steps, i - 1).first];
}

uint32_t
step_happened(const struct world *world)
{
	return world->at > 0 ? tcpsim_steps_get(world->steps, world->at - 1).behind : 0;
}

int64_t
step_now_us(const struct world *world)
{
	return world->at > 0 ? step_event(world, world->at)->time_us : 0;
}

/* Decimals, at most 6, that all times need in seconds. */
static unsigned
decimals_of(const struct world *world)
{
	unsigned decimals = 2;

	for (size_t i = 0; i < world->n_records && decimals < 6; i++) {
		int64_t time_us = world->records[i].time_us;
		unsigned needed = 6;

		for (; needed > 0 && time_us % 10 == 0; time_us /= 10)
			needed--;
		decimals = MAX(decimals, needed);
	}
	return decimals;
}

/* All that is made of a recording. */
static void
look_at(const struct stepper *stepper, struct world *world)
{
	world->records = tcpsim_trace_records(step_trace(world), &world->n_records);
	world->steps = tcpsim_steps_new(step_trace(world));
	world->names = tcpsim_packet_names_new(step_trace(world));
	world->teller = tcpsim_teller_new(step_trace(world), &stepper->look);
	world->decimals = decimals_of(world);
}

struct world *
step_world_of_saved(const struct stepper *stepper, struct tcpsim_recording *recording)
{
	struct world *world = g_new0(struct world, 1);

	world->recording = recording;
	look_at(stepper, world);
	return world;
}

/* Parse, and tell of what there is to be told. */
static struct tcpsim_scenario *
parse(const struct stepper *stepper, const char *text, size_t n)
{
	struct tcpsim_diagnostics *diagnostics = NULL;
	struct tcpsim_scenario *scenario = tcpsim_scenario_parse(text, n, stepper->source.file, &diagnostics);

	if (scenario == NULL)
		complain_diagnostics(diagnostics);
	tcpsim_diagnostics_free(diagnostics);
	return scenario;
}

struct world *
step_world_run(const struct stepper *stepper, const char *text, size_t n)
{
	struct tcpsim_scenario *scenario = parse(stepper, text, n);
	struct world *world;

	if (scenario == NULL)
		return NULL;
	world = g_new0(struct world, 1);
	world->text = g_strndup(text, n);
	world->n = n;
	world->scenario = scenario;
	watch_begin(stepper->source.name);
	world->run = tcpsim_scenario_run(scenario, stepper->the_case, &stepper->options);
	watch_end();
	if (watch_stop) {
		step_world_free(world);
		complain("interrupted");
		return NULL;
	}
	world->recording = tcpsim_recording_of_run(world->run);
	look_at(stepper, world);
	return world;
}

void
step_world_free(struct world *world)
{
	tcpsim_teller_free(world->teller);
	tcpsim_packet_names_free(world->names);
	tcpsim_steps_free(world->steps);
	if (world->run != NULL)
		tcpsim_recording_free(world->recording);
	tcpsim_run_free(world->run);
	tcpsim_scenario_free(world->scenario);
	g_free(world->line);
	g_free(world->text);
	g_free(world);
}

size_t
step_n_cases(const struct stepper *stepper)
{
	size_t n = 0;

	if (stepper->scenario != NULL)
		return tcpsim_scenario_n_cases(stepper->scenario);
	while (stepper->saved[n] != NULL)
		n++;
	return n;
}

const char *
step_case_name(const struct stepper *stepper, size_t i)
{
	return stepper->scenario != NULL ? tcpsim_scenario_case_name(stepper->scenario, i)
					 : stepper->saved[i]->case_name;
}

bool
step_begin(struct stepper *stepper, size_t the_case)
{
	size_t before = stepper->the_case;
	struct world *world;

	stepper->the_case = the_case;
	world = stepper->saved != NULL ? step_world_of_saved(stepper, stepper->saved[the_case])
				       : step_world_run(stepper, stepper->source.text, stepper->source.n);
	if (world == NULL) {
		stepper->the_case = before;
		return false;
	}
	g_ptr_array_set_size(stepper->worlds, 0);
	g_ptr_array_add(stepper->worlds, world);
	return true;
}
