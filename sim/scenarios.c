/* SPDX-License-Identifier: MIT */
#define _XOPEN_SOURCE 700 /* open() */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sim/command.h"

#define SUFFIX ".scn"
#define MAX_OCTETS ((size_t)16 * 1024 * 1024)
/* A program wrote a saved trace, and it may have as much as its reader takes. */
#define MAX_TRACE_OCTETS ((size_t)INT32_MAX)
/* A directory tree deeper than this is no collection of scenarios. */
#define MAX_DEPTH 8
/* How often it is looked whether Ctrl-C came. */
#define LOOK_MS 50

/* Where the source tree has them, for a program that is not installed. */
#define SOURCE_DIR "docs/scenarios"

/* The directory that the user names, or NULL. */
static const char *
named_directory(void)
{
	const char *named = getenv("TCPSIM_SCENARIOS");

	return named != NULL && *named != '\0' ? named : NULL;
}

/* Of those places that nobody named, the first that is there. */
static const char *
directory(void)
{
	if (named_directory() != NULL)
		return named_directory();
	if (!g_file_test(TCPSIM_SCENARIO_DIR, G_FILE_TEST_IS_DIR) && g_file_test(SOURCE_DIR, G_FILE_TEST_IS_DIR))
		return SOURCE_DIR;
	return TCPSIM_SCENARIO_DIR;
}

char *
builtin_places(void)
{
	if (named_directory() != NULL)
		return g_strdup_printf("none in %s, which TCPSIM_SCENARIOS names", named_directory());
	return g_strdup("none in " TCPSIM_SCENARIO_DIR " and none in " SOURCE_DIR
			" of this directory; TCPSIM_SCENARIOS may name another place");
}

static void
collect(GPtrArray *names, const char *path, const char *prefix, unsigned depth)
{
	GDir *dir = depth < MAX_DEPTH ? g_dir_open(path, 0, NULL) : NULL;
	const char *entry;

	while (dir != NULL && (entry = g_dir_read_name(dir)) != NULL) {
		char *child = g_build_filename(path, entry, NULL);
		char *name = g_strconcat(prefix, entry, NULL);

		if (g_file_test(child, G_FILE_TEST_IS_DIR)) {
			char *deeper = g_strconcat(name, "/", NULL);

			collect(names, child, deeper, depth + 1);
			g_free(deeper);
		} else if (g_str_has_suffix(entry, SUFFIX)) {
			g_ptr_array_add(names, g_strndup(name, strlen(name) - strlen(SUFFIX)));
		}
		g_free(name);
		g_free(child);
	}
	if (dir != NULL)
		g_dir_close(dir);
}

static int
compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

char **
builtin_names(void)
{
	GPtrArray *names = g_ptr_array_new();

	collect(names, directory(), "", 0);
	g_ptr_array_sort(names, compare);
	g_ptr_array_add(names, NULL);
	return (char **)g_ptr_array_free(names, FALSE);
}

char *
builtin_path(const char *file)
{
	return g_build_filename(directory(), file, NULL);
}

/* Wait until there is something to be read, or its end. Returns false if Ctrl-C came first: a pipe may stay empty. */
static bool
wait_for(int descriptor)
{
	struct pollfd polled = { .fd = descriptor, .events = POLLIN };

	while (poll(&polled, 1, LOOK_MS) <= 0) {
		if (watch_stop)
			return false;
	}
	return true;
}

static bool
is_too_large(const GString *text)
{
	if (text->len <= MAX_OCTETS)
		return false;
	return text->len > MAX_TRACE_OCTETS || !tcpsim_recording_is_one(text->str, text->len);
}

/* Read all of an open file into the source. Returns 0 or an errno. */
static int
read_all(int descriptor, struct source *source)
{
	GString *text = g_string_new(NULL);
	char block[65536];
	ssize_t n = 1;
	int error = 0;

	while (error == 0 && n != 0) {
		errno = 0;
		n = wait_for(descriptor) ? read(descriptor, block, sizeof(block)) : -1;
		if (n > 0)
			g_string_append_len(text, block, n);
		else if (n < 0 && (watch_stop || (errno != EINTR && errno != EAGAIN)))
			error = watch_stop ? EINTR : errno;
		if (is_too_large(text))
			error = EFBIG;
	}
	source->n = text->len;
	source->text = g_string_free(text, FALSE);
	return error;
}

/*
 * Read an open file, or say in *words that `error` was in the way, and return false. The source has its names already.
 */
static bool
read_open(int descriptor, int error, struct source *source, char **words)
{
	if (descriptor >= 0)
		error = read_all(descriptor, source);
	if (descriptor >= 0 && descriptor != STDIN_FILENO)
		close(descriptor);
	if (error == 0)
		return true;
	if (error == EFBIG)
		*words = g_strdup_printf("tcpsim: %s: larger than 16 MiB, which is more than is read\n", source->file);
	else
		*words = g_strdup_printf("tcpsim: cannot read %s: %s\n", source->file, g_strerror(error));
	source_clear(source);
	return false;
}

/* Tell what was in the way, if anything. Returns whether nothing was. */
static bool
tell(char *words)
{
	bool is_good = words == NULL;

	if (!is_good)
		complain_plainly(words);
	g_free(words);
	return is_good;
}

bool
source_read_builtin(const char *name, struct source *source)
{
	char *file = g_strconcat(name, SUFFIX, NULL);
	char *path = g_build_filename(directory(), file, NULL);
	int opened = open(path, O_RDONLY);
	int error = errno;
	char *words = NULL;

	*source = (struct source){ .name = g_strdup(name), .file = file, .path = path };
	read_open(opened, error, source, &words);
	return tell(words);
}

bool
source_read(const char *path, struct source *source, char **words)
{
	bool is_stdin = strcmp(path, "-") == 0;
	/* A pipe is open at once, though nobody has begun to write to it. */
	int opened = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_NONBLOCK);
	int error = errno;

	*source = (struct source){
		.name = g_strdup(path),
		.file = g_strdup(is_stdin ? "<stdin>" : path),
		.path = is_stdin ? NULL : g_strdup(path),
	};
	return read_open(opened, error, source, words);
}

bool
source_read_file(const char *path, struct source *source)
{
	char *words = NULL;

	source_read(path, source, &words);
	return tell(words);
}

void
source_clear(struct source *source)
{
	g_free(source->name);
	g_free(source->file);
	g_free(source->path);
	g_free(source->text);
	*source = (struct source){ 0 };
}
