/* SPDX-License-Identifier: MIT */
#define _XOPEN_SOURCE 700 /* realpath() */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sim/command.h"

/* Write and close. Returns 0, or the errno of what went wrong first. */
static int
fill(FILE *file, keep_writer writer, const void *data)
{
	int error = 0;

	errno = 0;
	if (writer(file, data) != 0 || fflush(file) != 0)
		error = errno != 0 ? errno : EIO;
	if (fclose(file) != 0 && error == 0)
		error = errno != 0 ? errno : EIO;
	return error;
}

/* A new file beside the one that is meant, which then takes its place, and who may read and write it. */
static int
replace(const char *path, keep_writer writer, const void *data)
{
	char *temporary = g_strdup_printf("%s.%ld.tmp", path, (long)getpid());
	struct stat old;
	bool is_there = stat(path, &old) == 0;
	int descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL, 0666);
	FILE *file = descriptor >= 0 ? fdopen(descriptor, "wb") : NULL;
	int error = file == NULL ? errno : 0;

	if (file != NULL) {
		int refused = is_there && fchmod(descriptor, old.st_mode & 0777) != 0 ? errno : 0;

		watch_temporary(temporary);
		error = fill(file, writer, data);
		error = error == 0 ? refused : error;
		if (error == 0 && rename(temporary, path) != 0)
			error = errno;
		watch_temporary(NULL);
		if (error != 0)
			unlink(temporary);
	}
	g_free(temporary);
	return error;
}

/*
 * The name whose place a new file can take: that of a file, which a link may lead to, or a name that nothing has yet.
 * NULL for what is no file, such as a device or a pipe. Free with free().
 */
static char *
replaceable(const char *path)
{
	struct stat what;

	if (lstat(path, &what) != 0)
		return strdup(path);
	return stat(path, &what) == 0 && S_ISREG(what.st_mode) ? realpath(path, NULL) : NULL;
}

bool
keep_file(const char *path, keep_writer writer, const void *data)
{
	char *place = replaceable(path);
	FILE *file;
	int error;

	if (place != NULL && access(place, F_OK) == 0 && access(place, W_OK) != 0) {
		error = errno;
	} else if (place != NULL) {
		error = replace(place, writer, data);
	} else {
		file = fopen(path, "wb");
		error = file != NULL ? fill(file, writer, data) : errno;
	}
	free(place);
	if (error != 0)
		complain("cannot write %s: %s", path, g_strerror(error));
	return error == 0;
}

bool
keep_is_same(const char *a, const char *b)
{
	struct stat of_a, of_b;

	if (a == NULL || b == NULL)
		return false;
	if (stat(a, &of_a) != 0 || stat(b, &of_b) != 0)
		return strcmp(a, b) == 0;
	return S_ISREG(of_a.st_mode) && of_a.st_dev == of_b.st_dev && of_a.st_ino == of_b.st_ino;
}
