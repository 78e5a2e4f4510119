/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/step.h"
#include "sim/step_line.h"

/* `two-way 3/25> `: the case, the step and how many there are. Free with g_free(). */
static char *
prompt_of(const struct stepper *stepper)
{
	const struct world *world = step_world(stepper);
	char *name = step_clean(stepper, step_case_name(stepper, stepper->the_case));
	GString *prompt = g_string_new(name);

	if (prompt->len > 0)
		g_string_append_c(prompt, ' ');
	if (stepper->worlds->len > 1)
		g_string_append_printf(prompt, "branch %u ", stepper->worlds->len - 1);
	g_free(name);
	g_string_append_printf(prompt, "%zu/%zu> ", world->at, tcpsim_steps_n(world->steps));
	return g_string_free(prompt, FALSE);
}

/* A line of standard input, which is no terminal, shown behind the prompt as if somebody had typed it. */
static char *
read_line(const char *prompt)
{
	char *line = NULL;
	size_t size = 0;
	ssize_t n;

	errno = 0;
	n = getline(&line, &size, stdin);
	if (n < 0) {
		free(line);
		return NULL;
	}
	/* What stands behind a NUL is nobody's command. */
	line[strcspn(line, "\r\n")] = '\0';
	output_format("%s%s\n", prompt, line);
	return line;
}

void
step_converse(struct stepper *stepper)
{
	if (stepper->is_conversation)
		step_line_begin(stepper);
	while (!stepper->is_over && (stepper->is_conversation || !watch_stop)) {
		char *prompt = prompt_of(stepper), *line;

		output_flush();
		line = stepper->is_conversation ? step_line_read(prompt) : read_line(prompt);
		g_free(prompt);
		if (line == NULL)
			break;
		step_obey(stepper, line);
		free(line);
		if (stepper->is_conversation && watch_stop)
			watch_forget();
	}
	if (stepper->is_conversation)
		step_line_end();
}

/* Where a command ends: at a `;` that stands in no text. */
static size_t
length_of(const char *list)
{
	bool is_quoted = false;
	size_t n = 0;

	for (; list[n] != '\0' && (is_quoted || list[n] != ';'); n++) {
		if (list[n] == '"' && (n == 0 || list[n - 1] != '\\'))
			is_quoted = !is_quoted;
	}
	return n;
}

void
step_obey_all(struct stepper *stepper, const char *list)
{
	while (*list != '\0' && !stepper->is_over && !watch_stop) {
		size_t n = length_of(list);
		char *line = g_strndup(list, n), *prompt = prompt_of(stepper);

		output_format("%s%s\n", prompt, g_strstrip(line));
		step_obey(stepper, line);
		g_free(prompt);
		g_free(line);
		list += n + (list[n] != '\0');
	}
}
