/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_SIM_STEP_LINE_H
#define TCPSIM_SIM_STEP_LINE_H

#include "sim/step.h"

/* Lines that somebody types: edited, remembered and completed where there is libedit, else as the terminal has them. */

void step_line_begin(struct stepper *stepper);
/* A line, to be freed with free(), or NULL if there will be no more. Ctrl-C takes back what was typed. */
char *step_line_read(const char *prompt);
/* Keep what was typed for the next time. */
void step_line_end(void);

/* ---- step_complete.c ---- */

/*
 * What may stand at the place of the last word of a line, of which there are `at` octets before it: all that begin with
 * that word. NULL-terminated; free with g_strfreev().
 */
char **step_complete(const struct stepper *stepper, const char *line, size_t at);

#endif
