/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <sys/stat.h>

#include "sim/explore.h"

/* By whatever names: a file that is there, or a name that nothing has yet. A device can be both read and written. */
static bool
is_same_file(const char *a, const char *b)
{
	struct stat of_a, of_b;

	if (a == NULL || b == NULL)
		return false;
	if (stat(a, &of_a) != 0 || stat(b, &of_b) != 0)
		return strcmp(a, b) == 0;
	return S_ISREG(of_a.st_mode) && of_a.st_dev == of_b.st_dev && of_a.st_ino == of_b.st_ino;
}

bool
explore_inputs_are_safe(const struct explore_request *request, const struct source *source)
{
	const struct {
		const char *option, *path, *other, *what;
	} pairs[] = {
		{ "--output", request->output, source->path, "the scenario itself" },
		{ "--checkpoint", request->checkpoint, source->path, "the scenario itself" },
		{ "--output", request->output, request->resume, "what --resume reads" },
		{ "--output", request->output, request->checkpoint, "what --checkpoint writes" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++) {
		if (!is_same_file(pairs[i].path, pairs[i].other))
			continue;
		complain("%s %s would overwrite %s", pairs[i].option, pairs[i].path, pairs[i].what);
		return false;
	}
	return true;
}
