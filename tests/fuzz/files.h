/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_TESTS_FUZZ_FILES_H
#define TCPSIM_TESTS_FUZZ_FILES_H

#include <stdint.h>
#include <stdio.h>

#include <glib.h>

/* Trying files as inputs of a fuzz target, where libFuzzer does not. */

int LLVMFuzzerTestOneInput(const uint8_t *octets, size_t n);

/* A file, or all files below a folder. Returns how many; what cannot be read is said and counts as none. */
static inline unsigned
try_path(const char *path)
{
	GDir *dir = g_dir_open(path, 0, NULL);
	const char *name;
	unsigned n = 0;
	char *octets;
	gsize size;

	if (dir == NULL) {
		if (!g_file_get_contents(path, &octets, &size, NULL)) {
			fprintf(stderr, "%s cannot be read\n", path);
			return 0;
		}
		LLVMFuzzerTestOneInput((const uint8_t *)octets, size);
		g_free(octets);
		return 1;
	}
	while ((name = g_dir_read_name(dir)) != NULL) {
		char *below = g_build_filename(path, name, NULL);

		n += try_path(below);
		g_free(below);
	}
	g_dir_close(dir);
	return n;
}

/* Those that are given on the command line, or else folders of the source tree, NULL-terminated. */
static inline unsigned
try_paths(int argc, char **argv, const char *const *folders)
{
	const char *tree = g_getenv("TCPSIM_SRCDIR");
	unsigned n = 0;

	for (int i = 1; i < argc; i++)
		n += try_path(argv[i]);
	for (; argc == 1 && *folders != NULL; folders++) {
		char *path = g_build_filename(tree != NULL ? tree : ".", *folders, NULL);

		n += try_path(path);
		g_free(path);
	}
	printf("%u inputs\n", n);
	return n;
}

#endif
