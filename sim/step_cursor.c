/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "sim/step.h"

void
step_go(struct stepper *stepper, size_t i)
{
	step_world(stepper)->at = i;
	step_show(stepper, i);
}

bool
step_do_next(struct stepper *stepper, char **words, const char *rest)
{
	struct world *world = step_world(stepper);
	size_t n = tcpsim_steps_n(world->steps);
	guint64 count;

	(void)rest;
	if (!step_takes(stepper, words, 1) || !step_number(stepper, words[0], 1, 1, &count))
		return false;
	for (; count > 0 && world->at < n && !watch_stop; count--)
		step_go(stepper, world->at + 1);
	if (count > 0 && world->at == n)
		step_show_end(stepper);
	return true;
}

bool
step_do_back(struct stepper *stepper, char **words, const char *rest)
{
	struct world *world = step_world(stepper);
	guint64 count;

	(void)rest;
	if (!step_takes(stepper, words, 1) || !step_number(stepper, words[0], 1, 1, &count))
		return false;
	if (world->at == 0)
		step_put(stepper, "", "This is the beginning of the run.", STEP_FAINT);
	for (; count > 0 && world->at > 0 && !watch_stop; count--)
		step_go(stepper, world->at - 1);
	return true;
}

bool
step_do_start(struct stepper *stepper, char **words, const char *rest)
{
	(void)rest;
	if (!step_takes(stepper, words, 0))
		return false;
	step_go(stepper, 0);
	return true;
}

bool
step_do_end(struct stepper *stepper, char **words, const char *rest)
{
	(void)rest;
	if (!step_takes(stepper, words, 0))
		return false;
	step_go(stepper, tcpsim_steps_n(step_world(stepper)->steps));
	step_show_end(stepper);
	return true;
}

bool
step_do_go(struct stepper *stepper, char **words, const char *rest)
{
	size_t n = tcpsim_steps_n(step_world(stepper)->steps);
	guint64 number;

	(void)rest;
	if (!step_takes(stepper, words, 1))
		return false;
	if (words[0] == NULL)
		return step_refuse(stepper, "go takes the number of a step, 0 to %zu", n);
	if (!step_number(stepper, words[0], 0, 0, &number))
		return false;
	if (number > n)
		return step_refuse(stepper, "there is no step %" G_GUINT64_FORMAT ", the last one is %zu", number, n);
	step_go(stepper, (size_t)number);
	return true;
}

bool
step_do_time(struct stepper *stepper, char **words, const char *rest)
{
	struct world *world = step_world(stepper);
	size_t n = tcpsim_steps_n(world->steps), at = 0;
	int64_t time_us;
	char seconds[32];

	if (words[0] == NULL) {
		step_seconds(step_now_us(world), seconds);
		output_format("%s\n", seconds);
		return true;
	}
	if (!step_read_time(rest, &time_us))
		return step_refuse(stepper, "%s is no time, such as 1.5s or 50ms", rest);
	while (at < n && step_event(world, at + 1)->time_us <= time_us)
		at++;
	step_go(stepper, at);
	if (at == n && time_us >= world->recording->end_us)
		step_show_end(stepper);
	return true;
}

static void
list_cases(const struct stepper *stepper)
{
	for (size_t i = 0; i < step_n_cases(stepper); i++) {
		const char *name = step_case_name(stepper, i);

		step_put(stepper, i == stepper->the_case ? "> " : "  ", *name != '\0' ? name : "(the only case)",
			STEP_PLAIN);
	}
}

bool
step_do_case(struct stepper *stepper, char **words, const char *rest)
{
	size_t n = step_n_cases(stepper), i = 0;
	const char **names;
	bool is_found;

	if (words[0] == NULL) {
		list_cases(stepper);
		return true;
	}
	names = g_new0(const char *, n + 1);
	for (size_t k = 0; k < n; k++)
		names[k] = step_case_name(stepper, k);
	while (i < n && strcmp(names[i], rest) != 0)
		i++;
	is_found = i < n || step_refuse_name(stepper, "case", rest, names);
	g_free(names);
	if (!is_found || !step_begin(stepper, i))
		return false;
	step_go(stepper, 0);
	return true;
}
