/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_TESTS_PACKETDRILL_CORPUS_H
#define TCPSIM_TESTS_PACKETDRILL_CORPUS_H

#include <string.h>

#include <glib.h>

#include "lib/packetdrill/ast.h"

/*
 * The corpus: tests/packetdrill/SUBJECT/NAME.pkt. A comment `// tcpsim: profiles A B`, or `profile A`, names those that a
 * script is for; without one it is for rfc9293. What is skipped by name lies in `skipped`, what does not parse in
 * `invalid`; neither is played here.
 */

static inline int
corpus_compare(gconstpointer a, gconstpointer b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static inline void
corpus_add(GPtrArray *files, const char *folder)
{
	GDir *dir = g_dir_open(folder, 0, NULL);
	const char *name;

	while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
		char *path = g_build_filename(folder, name, NULL);

		if (!g_file_test(path, G_FILE_TEST_IS_DIR)) {
			if (g_str_has_suffix(name, ".pkt"))
				g_ptr_array_add(files, g_strdup(path));
		} else if (strcmp(name, "invalid") != 0 && strcmp(name, "skipped") != 0) {
			corpus_add(files, path);
		}
		g_free(path);
	}
	if (dir != NULL)
		g_dir_close(dir);
}

/* The folder of that name in tests/packetdrill, or the whole of it: NULL. Free with g_free(). */
static inline char *
corpus_folder(const char *name)
{
	const char *tree = g_getenv("TCPSIM_SRCDIR");

	return g_build_filename(tree != NULL ? tree : ".", "tests/packetdrill", name, NULL);
}

/* The paths of all scripts of a folder, sorted. Free with g_ptr_array_unref(). */
static inline GPtrArray *
corpus_files(const char *name)
{
	GPtrArray *files = g_ptr_array_new_with_free_func(g_free);
	char *folder = corpus_folder(name);

	corpus_add(files, folder);
	g_ptr_array_sort(files, corpus_compare);
	g_free(folder);
	return files;
}

/* What the first directive of one of those names says, `profiles linux freebsd` says `linux freebsd`; or NULL. */
static inline const char *
corpus_directive(const struct tcpsim_drill *drill, const char *const *names)
{
	for (guint i = 0; i < drill->directives->len; i++) {
		const char *words = (const char *)g_ptr_array_index(drill->directives, i);

		for (const char *const *name = names; *name != NULL; name++) {
			size_t n = strlen(*name);

			if (strncmp(words, *name, n) == 0 && words[n] == ' ')
				return words + n + 1;
		}
	}
	return NULL;
}

/* The profiles that a script is for, NULL-terminated. Free with g_strfreev(). */
static inline char **
corpus_profiles(const struct tcpsim_drill *drill)
{
	static const char *const names[] = { "profiles", "profile", NULL };
	const char *words = corpus_directive(drill, names);

	return g_strsplit(words != NULL ? words : "rfc9293", " ", -1);
}

#endif
