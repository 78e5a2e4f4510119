/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "sim/drill.h"

#define SUFFIX ".pkt"
/* A tree deeper than this is one that a link leads around in. */
#define MAX_DEPTH 32

static int
compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void
search(GPtrArray *files, const char *path, unsigned depth)
{
	GDir *dir = depth < MAX_DEPTH ? g_dir_open(path, 0, NULL) : NULL;
	const char *entry;

	while (dir != NULL && (entry = g_dir_read_name(dir)) != NULL) {
		char *child = g_build_filename(path, entry, NULL);

		if (g_file_test(child, G_FILE_TEST_IS_DIR))
			search(files, child, depth + 1);
		else if (g_str_has_suffix(entry, SUFFIX))
			g_ptr_array_add(files, g_strdup(child));
		g_free(child);
	}
	if (dir != NULL)
		g_dir_close(dir);
}

/* Those of one directory. */
static void
add_directory(GPtrArray *files, const char *path, enum status *status)
{
	GPtrArray *found = g_ptr_array_new();

	search(found, path, 0);
	g_ptr_array_sort(found, compare);
	if (found->len == 0) {
		complain("%s has no file that ends in " SUFFIX, path);
		*status = status_worst(*status, STATUS_USAGE);
	}
	for (guint i = 0; i < found->len; i++)
		g_ptr_array_add(files, g_ptr_array_index(found, i));
	g_ptr_array_free(found, TRUE);
}

GPtrArray *
drill_files(char **arguments, enum status *status)
{
	GPtrArray *files = g_ptr_array_new_with_free_func(g_free);

	for (; *arguments != NULL; arguments++) {
		if (strcmp(*arguments, "-") != 0 && g_file_test(*arguments, G_FILE_TEST_IS_DIR))
			add_directory(files, *arguments, status);
		else
			g_ptr_array_add(files, g_strdup(*arguments));
	}
	return files;
}
