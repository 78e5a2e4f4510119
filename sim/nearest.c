/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "sim/command.h"

/* Longer words are not compared: nobody's slip. */
#define MAX_WORD 64U

/* The number of characters to insert, delete or replace that makes one word the other. */
static unsigned
distance(const char *a, const char *b)
{
	unsigned row[MAX_WORD + 1];
	size_t n = strlen(b);

	for (size_t j = 0; j <= n; j++)
		row[j] = (unsigned)j;
	for (size_t i = 0; a[i] != '\0'; i++) {
		unsigned diagonal = row[0];

		row[0] = (unsigned)i + 1;
		for (size_t j = 0; j < n; j++) {
			unsigned replaced = diagonal + (g_ascii_tolower(a[i]) != g_ascii_tolower(b[j]));

			diagonal = row[j + 1];
			row[j + 1] = MIN(replaced, MIN(row[j], row[j + 1]) + 1);
		}
	}
	return row[n];
}

/* A word with more slips than a third of its length is another word. */
const char *
nearest(const char *word, const char *const *candidates)
{
	const char *best = NULL;
	unsigned least = (unsigned)strlen(word) / 3 + 1;

	if (strlen(word) > MAX_WORD)
		return NULL;
	for (; *candidates != NULL; candidates++) {
		unsigned slips;

		if (strlen(*candidates) > MAX_WORD)
			continue;
		slips = distance(word, *candidates);
		if (slips < least || (slips == least && best == NULL)) {
			least = slips;
			best = *candidates;
		}
	}
	return best;
}
