/* SPDX-License-Identifier: MIT */
#include "lib/scenario/parse_private.h"

/* What is said of a word that there is not. */

char *
tcpsim_scn_unknown(const char *what, const struct tcpsim_nearest *nearest)
{
	if (nearest->best == NULL)
		return g_strdup_printf("unknown %s %.40s", what, nearest->word);
	return g_strdup_printf("unknown %s %.40s, did you mean %s?", what, nearest->word, nearest->best);
}

char *
tcpsim_scn_unknown_of(const char *what, const struct tcpsim_nearest *nearest, const char *const *all, size_t n)
{
	GString *words;

	if (nearest->best != NULL)
		return tcpsim_scn_unknown(what, nearest);
	words = g_string_new(NULL);
	g_string_printf(words, "unknown %s %.40s, there %s ", what, nearest->word, n == 1 ? "is" : "are");
	for (size_t i = 0; i < n; i++)
		g_string_append_printf(words, "%s%s", i == 0 ? "" : i + 1 < n ? ", " : " and ", all[i]);
	return g_string_free(words, FALSE);
}
