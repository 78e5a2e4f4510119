/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/scenario/parse_private.h"

/* Longer words than this are not compared: nothing of the language is as long. */
#define MAX_WORD 64

/* So many slips are forgiven between a word of n letters and a right one of m. */
static unsigned
limit(size_t n, size_t m)
{
	if (n == 0 || m < 2)
		return 0;
	if (n == 1) /* `a` for `at`, but for nothing longer */
		return m == 2;
	if (m < n)
		n = m;
	if (n < 5)
		return 1;
	return n < 8 ? 2 : 3;
}

static unsigned
least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* One row of the table: `before` is the row above, `before2` the one above that. */
static void
fill_row(const char *a, const char *b, size_t i, unsigned *row, const unsigned *before, const unsigned *before2)
{
	row[0] = (unsigned)i;
	for (size_t j = 1; b[j - 1] != '\0'; j++) {
		row[j] = least(least(before[j], row[j - 1]) + 1, before[j - 1] + (a[i - 1] != b[j - 1]));
		if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
			row[j] = least(row[j], before2[j - 2] + 1);
	}
}

/* Damerau and Levenshtein: letters dropped, added, changed, and neighbors swapped. Both words are short. */
static unsigned
distance(const char *a, const char *b)
{
	unsigned rows[3][MAX_WORD + 1];
	size_t n = strlen(a), m = strlen(b);

	for (size_t j = 0; j <= m; j++)
		rows[0][j] = (unsigned)j;
	for (size_t i = 1; i <= n; i++)
		fill_row(a, b, i, rows[i % 3], rows[(i + 2) % 3], rows[(i + 1) % 3]);
	return rows[n % 3][m];
}

static unsigned
distance_in_any_case(const char *a, const char *b)
{
	char left[MAX_WORD + 1] = "", right[MAX_WORD + 1] = "";

	for (size_t i = 0; a[i] != '\0'; i++)
		left[i] = g_ascii_tolower(a[i]);
	for (size_t i = 0; b[i] != '\0'; i++)
		right[i] = g_ascii_tolower(b[i]);
	return distance(left, right);
}

struct scn_nearest
tcpsim_scn_nearest(const char *word)
{
	return (struct scn_nearest){ word, NULL, 0, 0 };
}

/*
 * Small and capital letters count alike, and decide only between words that are equally near. Of what then still is
 * equal the first wins: the order of trying is that of the tables.
 */
void
tcpsim_scn_nearest_try(struct scn_nearest *nearest, const char *candidate)
{
	size_t n = strlen(nearest->word), m = strlen(candidate);
	unsigned slips, exact;

	if (n > MAX_WORD || m > MAX_WORD)
		return;
	slips = distance_in_any_case(nearest->word, candidate);
	if (slips > limit(n, m))
		return;
	exact = distance(nearest->word, candidate);
	if (nearest->best != NULL && (slips > nearest->slips || (slips == nearest->slips && exact >= nearest->exact)))
		return;
	*nearest = (struct scn_nearest){ nearest->word, candidate, slips, exact };
}

char *
tcpsim_scn_unknown(const char *what, const struct scn_nearest *nearest)
{
	if (nearest->best == NULL)
		return g_strdup_printf("unknown %s %.40s", what, nearest->word);
	return g_strdup_printf("unknown %s %.40s, did you mean %s?", what, nearest->word, nearest->best);
}
