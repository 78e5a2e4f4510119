/* SPDX-License-Identifier: MIT */
#include <langinfo.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "sim/command.h"

bool
terminal_choice(const char *text, enum color_choice *choice)
{
	static const char *const choices[] = { "auto", "always", "never" };

	*choice = COLOR_AUTO;
	for (size_t i = 0; text != NULL && i < G_N_ELEMENTS(choices); i++) {
		if (strcmp(choices[i], text) == 0) {
			*choice = (enum color_choice)i;
			return true;
		}
	}
	return text == NULL;
}

bool
terminal_has_color(enum color_choice choice)
{
	const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");

	switch (choice) {
	case COLOR_ALWAYS:
		return true;
	case COLOR_NEVER:
		return false;
	case COLOR_AUTO:
		break;
	}
	return isatty(STDOUT_FILENO) && (no_color == NULL || *no_color == '\0') && term != NULL &&
		strcmp(term, "dumb") != 0;
}

bool
terminal_is_utf8(void)
{
	/* The locale says what a screen can show. What goes into a file or a pipe is the same everywhere. */
	return !isatty(STDOUT_FILENO) || g_ascii_strcasecmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

static uint32_t
columns_of(int descriptor)
{
	struct winsize size = { 0 };

	if (!isatty(descriptor))
		return 0;
	/* A terminal that does not say is one of the usual width. */
	return ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

uint32_t
terminal_columns(void)
{
	return columns_of(STDOUT_FILENO);
}

uint32_t
terminal_error_columns(void)
{
	return columns_of(STDERR_FILENO);
}
