/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_TESTS_SCENARIO_FILES_H
#define TCPSIM_TESTS_SCENARIO_FILES_H

#include <glib.h>
#include <string.h>

/* Find and read scenarios for tests. */

static inline int
scenario_files_compare(gconstpointer a, gconstpointer b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Add all files below a folder whose names end so. */
static inline void
scenario_files_add(GPtrArray *files, const char *folder, const char *ending)
{
	GDir *dir = g_dir_open(folder, 0, NULL);
	const char *name;

	if (dir == NULL)
		return;
	while ((name = g_dir_read_name(dir)) != NULL) {
		char *path = g_build_filename(folder, name, NULL);

		if (g_file_test(path, G_FILE_TEST_IS_DIR))
			scenario_files_add(files, path, ending);
		if (g_file_test(path, G_FILE_TEST_IS_REGULAR) && g_str_has_suffix(name, ending))
			g_ptr_array_add(files, g_strdup(path));
		g_free(path);
	}
	g_dir_close(dir);
}

/* The paths of all files below a folder of the source tree whose names end so, sorted. */
static inline GPtrArray *
scenario_files_find(const char *folder, const char *ending)
{
	const char *tree = g_getenv("TCPSIM_SRCDIR");
	char *path = g_build_filename(tree != NULL ? tree : ".", folder, NULL);
	GPtrArray *files = g_ptr_array_new_with_free_func(g_free);

	scenario_files_add(files, path, ending);
	g_ptr_array_sort(files, scenario_files_compare);
	g_free(path);
	return files;
}

#endif
