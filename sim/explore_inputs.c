/* SPDX-License-Identifier: MIT */
#include "sim/explore.h"

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
		if (!keep_is_same(pairs[i].path, pairs[i].other))
			continue;
		complain("%s %s would overwrite %s", pairs[i].option, pairs[i].path, pairs[i].what);
		return false;
	}
	return true;
}
