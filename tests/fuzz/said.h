/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_TESTS_FUZZ_SAID_H
#define TCPSIM_TESTS_FUZZ_SAID_H

#include <assert.h>

#include <glib.h>

#include <tcpsim/diagnostic.h>

/* assert() must do its work in every build of a target that reads texts. */
#ifdef NDEBUG
#error "this is of no use with NDEBUG"
#endif

/* Each diagnostic has a place in the file of that name, and can be shown. */
static inline void
check_diagnostics(const struct tcpsim_diagnostics *list, const char *name)
{
	char *begin = g_strconcat(name, ":", NULL);

	for (size_t i = 0; i < tcpsim_diagnostics_n(list); i++) {
		const struct tcpsim_diagnostic *diagnostic = tcpsim_diagnostics_get(list, i);
		char *text = tcpsim_diagnostics_format(list, i);

		assert(diagnostic->line >= 1 && diagnostic->column >= 1 && diagnostic->length >= 1);
		assert(g_utf8_validate(text, -1, NULL));
		assert(g_str_has_prefix(text, begin));
		g_free(text);
	}
	g_free(begin);
}

#endif
