/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_SIM_GALLERY_H
#define TCPSIM_SIM_GALLERY_H

#include "sim/recorded.h"

/* The page that leads to all others. */
#define GALLERY_INDEX "index.html"

/* ---- gallery_files.c: where a gallery is, and what its files are called ---- */

/*
 * Let there be a directory for a gallery: one that is missing is made, one that has files in it must be a gallery
 * already. *is_new says whether it is none yet. Returns false after a sentence on stderr.
 */
bool gallery_prepare(const char *directory, bool *is_new);
/* What a scenario is called there: a built-in by its name, a file by its last folder and its own. Free with g_free(). */
char *gallery_name(const struct source *source);
/* The file of its page: no slashes and nothing that a shell or an address knows, none of those taken, which it joins. */
char *gallery_file(GHashTable *taken, const char *name);

#endif
