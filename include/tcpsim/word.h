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

#ifdef __cplusplus
}
#endif

#endif
