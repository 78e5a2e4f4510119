/* SPDX-License-Identifier: MIT */
#define _XOPEN_SOURCE 700 /* stat() */
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>

#include "sim/drill.h"

#define SUFFIX ".pkt"

static int
compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* A directory by what it is, however links lead to it. */
static char *
identity_of(const struct stat *what)
{
	return g_strdup_printf("%ju:%ju", (uintmax_t)what->st_dev, (uintmax_t)what->st_ino);
}

/* Scripts in a directory and those below, each visited once. A pipe or a device is no script. */
static void
search(GPtrArray *files, GHashTable *visited, const char *path, const struct stat *what)
{
	bool is_new = g_hash_table_add(visited, identity_of(what));
	GDir *dir = is_new ? g_dir_open(path, 0, NULL) : NULL;
	GPtrArray *children = g_ptr_array_new_with_free_func(g_free);
	const char *entry;

	while (dir != NULL && (entry = g_dir_read_name(dir)) != NULL)
		g_ptr_array_add(children, g_build_filename(path, entry, NULL));
	if (dir != NULL)
		g_dir_close(dir);
	/* By which of two names a directory is visited is the same wherever it is. */
	g_ptr_array_sort(children, compare);
	for (guint i = 0; i < children->len; i++) {
		const char *child = g_ptr_array_index(children, i);
		struct stat of_child;
		bool is_there = stat(child, &of_child) == 0; /* else the one who reads it tells why not */

		if (is_there && S_ISDIR(of_child.st_mode))
			search(files, visited, child, &of_child);
		else if ((!is_there || S_ISREG(of_child.st_mode)) && g_str_has_suffix(child, SUFFIX))
			g_ptr_array_add(files, g_strdup(child));
	}
	g_ptr_array_unref(children);
}

/* Those of one directory. */
static void
add_directory(GPtrArray *files, const char *path, enum status *status)
{
	GHashTable *visited = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	GPtrArray *found = g_ptr_array_new();
	struct stat what;

	if (stat(path, &what) == 0)
		search(found, visited, path, &what);
	g_hash_table_unref(visited);
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
