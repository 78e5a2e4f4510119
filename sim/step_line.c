/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sim/step_line.h"

void
step_line_begin(struct stepper *stepper)
{
	(void)stepper;
}

char *
step_line_read(const char *prompt)
{
	char *line = NULL;
	size_t size = 0;
	ssize_t n;

	output_text(prompt);
	output_flush();
	n = getline(&line, &size, stdin);
	if (n < 0 && watch_stop) {
		clearerr(stdin);
		watch_forget();
		output_text("\n");
		free(line);
		return strdup("");
	}
	if (n < 0) {
		output_text("\n");
		free(line);
		return NULL;
	}
	line[strcspn(line, "\n")] = '\0';
	return line;
}

void
step_line_end(void)
{
}
