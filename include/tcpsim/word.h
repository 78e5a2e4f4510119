/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_WORD_H
#define TCPSIM_WORD_H

#include <tcpsim/export.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The one of `candidates`, NULL-terminated, that somebody who wrote `word` is likely to have meant, or NULL: by
 * letters dropped, added, changed or swapped, by a beginning or a part that only one has. Of equals the first. Pure.
 */
TCPSIM_API const char *tcpsim_word_nearest(const char *word, const char *const *candidates);

/* The same, candidate by candidate. What is searched for and what is found are the caller's, and must outlive it. */
struct tcpsim_nearest {
	const char *word; /* the misspelt one */
	const char *best; /* NULL: none is near */
	const char *near; /* with the fewest letters that differ, or NULL */
	unsigned slips;   /* letters of it that differ, small and capital ones counted alike */
	unsigned exact;   /* letters of it that differ */
	const char *akin; /* the last that the misspelt one abbreviates or goes on from, or NULL */
	unsigned n_akin;
};

TCPSIM_API struct tcpsim_nearest tcpsim_nearest_of(const char *word);
TCPSIM_API void tcpsim_nearest_try(struct tcpsim_nearest *nearest, const char *candidate);

#ifdef __cplusplus
}
#endif

#endif
