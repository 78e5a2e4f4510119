/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "sim/gallery.h"

#define SUFFIX ".html"
/* Where the mark of a gallery's index stands. */
#define MARK_WITHIN 1024

/* Whether a directory has an index that `tcpsim gallery` wrote. */
static bool
is_gallery(const char *directory)
{
	char *path = g_build_filename(directory, GALLERY_INDEX, NULL);
	FILE *file = fopen(path, "rb");
	char beginning[MARK_WITHIN + 1] = "";
	size_t n = file != NULL ? fread(beginning, 1, MARK_WITHIN, file) : 0;

	if (file != NULL)
		fclose(file);
	g_free(path);
	return g_strstr_len(beginning, (gssize)n, TCPSIM_GALLERY_MARK) != NULL;
}

bool
gallery_prepare(const char *directory, bool *is_new)
{
	GDir *dir;
	GError *error = NULL;
	bool is_empty;

	*is_new = true;
	if (!g_file_test(directory, G_FILE_TEST_EXISTS)) {
		if (g_mkdir_with_parents(directory, 0777) == 0)
			return true;
		complain("cannot make %s: %s", directory, g_strerror(errno));
		return false;
	}
	dir = g_dir_open(directory, 0, &error);
	if (dir == NULL) {
		complain_at_length("cannot write to %s: %s", directory, error->message);
		g_error_free(error);
		return false;
	}
	is_empty = g_dir_read_name(dir) == NULL;
	g_dir_close(dir);
	*is_new = is_empty;
	if (is_empty || is_gallery(directory))
		return true;
	complain_at_length("%s has files in it and is no gallery: a gallery has an %s that `tcpsim gallery` wrote. Nothing "
		"was written there", directory, GALLERY_INDEX);
	return false;
}

char *
gallery_name(const struct source *source)
{
	const char *suffix = strrchr(source->name, '.');
	bool is_builtin = strcmp(source->name, source->file) != 0 && source->path != NULL;
	char *whole, *base, *folder, *name;

	if (source->path == NULL)
		return g_strdup("stdin");
	if (is_builtin)
		return g_strdup(source->name);
	whole = suffix != NULL && strchr(suffix, '/') == NULL && suffix > source->name ?
		g_strndup(source->name, (size_t)(suffix - source->name)) :
		g_strdup(source->name);
	base = g_path_get_basename(whole);
	folder = g_path_get_dirname(whole);
	name = g_path_get_basename(folder);
	if (strcmp(name, ".") != 0 && strcmp(name, "/") != 0 && strcmp(name, "..") != 0) {
		char *both = g_strconcat(name, "/", base, NULL);

		g_free(base);
		base = both;
	}
	g_free(whole);
	g_free(folder);
	g_free(name);
	return base;
}

char *
gallery_file(GHashTable *taken, const char *name)
{
	GString *stem = g_string_new(NULL);
	char *file, *key;

	for (const char *at = name; *at != '\0'; at++)
		g_string_append_c(stem, g_ascii_isalnum(*at) || (stem->len > 0 && strchr("._", *at) != NULL) ? *at : '-');
	file = g_strconcat(stem->str, SUFFIX, NULL);
	key = g_ascii_strdown(file, -1);
	for (unsigned i = 2; g_hash_table_contains(taken, key); i++) {
		g_free(file);
		g_free(key);
		file = g_strdup_printf("%s-%u" SUFFIX, stem->str, i);
		key = g_ascii_strdown(file, -1);
	}
	g_hash_table_add(taken, key);
	g_string_free(stem, TRUE);
	return file;
}
