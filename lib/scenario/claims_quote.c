/* SPDX-License-Identifier: MIT */
#include "claims_private.h"

/* So many octets of a text are shown at the most. */
#define MAX_SHOWN 60

char *
tcpsim_claim_quote(const uint8_t *octets, size_t n)
{
	GString *words = g_string_new("\"");
	size_t shown = MIN(n, MAX_SHOWN);

	for (size_t i = 0; i < shown; i++) {
		if (octets[i] == '"' || octets[i] == '\\')
			g_string_append_printf(words, "\\%c", octets[i]);
		else if (octets[i] >= 0x20 && octets[i] < 0x7f)
			g_string_append_c(words, (char)octets[i]);
		else
			g_string_append_printf(words, "\\x%02x", octets[i]);
	}
	g_string_append_c(words, '"');
	if (shown < n)
		g_string_append_printf(words, "... (%" G_GSIZE_FORMAT " octets)", n);
	return g_string_free(words, FALSE);
}
