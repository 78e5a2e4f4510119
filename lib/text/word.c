/* SPDX-License-Identifier: MIT */
#include <stdbool.h>
#include <string.h>

#include <glib.h>

#include <tcpsim/word.h>

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

/* How many letters two words begin with in common. */
static size_t
shared_beginning(const char *a, const char *b)
{
	size_t n = 0;

	while (a[n] != '\0' && g_ascii_tolower(a[n]) == g_ascii_tolower(b[n]))
		n++;
	return n;
}

/* Whether all letters of `a` stand in `b` in that order. */
static bool
is_abbreviation(const char *a, const char *b)
{
	for (; *b != '\0'; b++)
		if (g_ascii_tolower(*a) == g_ascii_tolower(*b))
			a++;
	return *a == '\0';
}

/* Whether `a` is a part of `b` between hyphens, but for its beginning: `reset` of `connection-reset`. */
static bool
is_part(const char *a, const char *b)
{
	size_t n = strlen(a);

	for (const char *part = strchr(b, '-'); part != NULL; part = strchr(part + 1, '-'))
		if (g_ascii_strncasecmp(part + 1, a, n) == 0 && (part[n + 1] == '\0' || part[n + 1] == '-'))
			return true;
	return false;
}

/*
 * Whether one word is the other but for what is left out or put behind it: SYN-RCVD and SYN-RECEIVED, LISTENING and
 * LISTEN, retransmit and retransmission, FIN+ACK and FIN.
 */
static bool
is_akin(const char *word, const char *candidate)
{
	size_t n = strlen(word), m = strlen(candidate), shared = shared_beginning(word, candidate);

	if (n > 3 && is_part(word, candidate))
		return true;
	if (shared < 3)
		return false;
	if (shared == m && n <= m + 4)
		return m > 3 || !g_ascii_isalpha(word[m]);
	return is_abbreviation(word, candidate) || (shared > 3 && shared * 3 >= n * 2);
}

struct tcpsim_nearest
tcpsim_nearest_of(const char *word)
{
	return (struct tcpsim_nearest){ .word = word };
}

/*
 * Small and capital letters count alike, and decide only between words that are equally near. Of what then still is
 * equal the first wins: the order of trying is that of the tables.
 */
static void
try_slips(struct tcpsim_nearest *nearest, const char *candidate)
{
	unsigned slips = distance_in_any_case(nearest->word, candidate);
	unsigned exact;

	if (slips > limit(strlen(nearest->word), strlen(candidate)))
		return;
	exact = distance(nearest->word, candidate);
	if (nearest->near != NULL && (slips > nearest->slips || (slips == nearest->slips && exact >= nearest->exact)))
		return;
	nearest->near = candidate;
	nearest->slips = slips;
	nearest->exact = exact;
}

/* The one word that is akin goes before those that are near, unless one of them differs in one letter only. */
void
tcpsim_nearest_try(struct tcpsim_nearest *nearest, const char *candidate)
{
	if (strlen(nearest->word) > MAX_WORD || strlen(candidate) > MAX_WORD)
		return;
	try_slips(nearest, candidate);
	if (is_akin(nearest->word, candidate) && (nearest->akin == NULL || strcmp(nearest->akin, candidate) != 0)) {
		nearest->akin = candidate;
		nearest->n_akin++;
	}
	nearest->best = nearest->near;
	if (nearest->n_akin == 1 && (nearest->near == NULL || nearest->slips > 1))
		nearest->best = nearest->akin;
}

const char *
tcpsim_word_nearest(const char *word, const char *const *candidates)
{
	struct tcpsim_nearest nearest = tcpsim_nearest_of(word);

	for (; *candidates != NULL; candidates++)
		tcpsim_nearest_try(&nearest, *candidates);
	return nearest.best;
}
