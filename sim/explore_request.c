/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <unistd.h>

#include "sim/explore.h"

#define GIB ((uint64_t)1024 * 1024 * 1024)
/* What is used without --memory: so much, but never more than half of what the machine has. */
#define USUAL_MEMORY (4 * GIB)
#define USUAL_LENGTH 200
#define USUAL_SEED 1
#define MOST_RUNGS 2000U

/* A whole number of an option, unless it is not there. Returns false after a sentence on stderr. */
static bool
read_number(const char *option, const char *text, uint64_t least, uint64_t most, uint64_t *value)
{
	guint64 number = 0;

	if (text == NULL)
		return true;
	if (g_ascii_string_to_unsigned(text, 10, least, most, &number, NULL)) {
		*value = number;
		return true;
	}
	usage_error("explore", "%s is a whole number from %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT ", not %s", option,
		(guint64)least, (guint64)most, text);
	return false;
}

static uint64_t
usual_memory(void)
{
	uint64_t memory = USUAL_MEMORY;
#ifdef _SC_PHYS_PAGES
	long pages = sysconf(_SC_PHYS_PAGES), octets = sysconf(_SC_PAGESIZE);

	if (pages > 0 && octets > 0)
		memory = MIN(memory, (uint64_t)pages * (uint64_t)octets / 2);
#endif
	return memory;
}

/* `500M`: octets, or with a letter a multiple of 1024 of them. */
static bool
read_memory(const char *text, uint64_t *octets)
{
	static const char letters[] = "KMGT";
	const char *letter;
	char *digits;
	guint64 number = 0;
	unsigned shift = 0;
	bool is_good;

	if (text == NULL)
		return true;
	digits = g_strdup(text);
	letter = *digits != '\0' ? strchr(letters, g_ascii_toupper(digits[strlen(digits) - 1])) : NULL;
	if (letter != NULL) {
		shift = 10U * (unsigned)(letter - letters + 1);
		digits[strlen(digits) - 1] = '\0';
	}
	is_good = g_ascii_string_to_unsigned(digits, 10, 1, UINT64_MAX >> shift, &number, NULL);
	g_free(digits);
	if (!is_good) {
		usage_error("explore", "--memory is a size such as 500M or 8G, not %s", text);
		return false;
	}
	*octets = (uint64_t)number << shift;
	return true;
}

static bool
read_color(const char *text, enum color_choice *choice)
{
	bool is_good = terminal_choice(text, choice);

	if (!is_good)
		usage_error("explore", "--color is auto, always or never, not %s", text);
	return is_good;
}

static bool
read_numbers(const struct explore_texts *texts, struct explore_request *request)
{
	uint64_t threads = g_get_num_processors(), depth = 0, hash = 0, length = USUAL_LENGTH;

	request->options.memory_octets = usual_memory();
	request->seed = USUAL_SEED;
	if (!read_memory(texts->memory, &request->options.memory_octets) ||
		!read_number("--threads", texts->threads, 1, 1024, &threads) ||
		!read_number("--depth", texts->depth, 1, UINT32_MAX, &depth) ||
		!read_number("--random", texts->walks, 1, UINT64_MAX, &request->walks) ||
		!read_number("--length", texts->length, 1, UINT32_MAX, &length) ||
		!read_number("--seed", texts->seed, 0, UINT64_MAX, &request->seed))
		return false;
	if (texts->hash != NULL && strcmp(texts->hash, "64") != 0) {
		usage_error("explore", "--hash is 64, not %s", texts->hash);
		return false;
	}
	hash = texts->hash != NULL ? 64 : 0;
	request->options.threads = (unsigned)threads;
	request->options.max_depth = (uint32_t)depth;
	request->options.hash_bits = (unsigned)hash;
	request->length = (uint32_t)length;
	return true;
}

/* Options that mean nothing without another, or with it. */
static bool
go_together(const struct explore_texts *texts)
{
	const struct {
		const char *name;
		bool is_given;
	} of_walks[] = { { "--length", texts->length != NULL }, { "--seed", texts->seed != NULL } },
	  of_searches[] = { { "--depth", texts->depth != NULL }, { "--hash", texts->hash != NULL },
		  { "--states-only", texts->only_states }, { "--checkpoint", texts->checkpoint != NULL },
		  { "--resume", texts->resume != NULL } };

	for (size_t i = 0; i < G_N_ELEMENTS(of_walks); i++) {
		if (of_walks[i].is_given && texts->walks == NULL) {
			usage_error("explore", "%s is of walks: it needs --random", of_walks[i].name);
			return false;
		}
	}
	for (size_t i = 0; i < G_N_ELEMENTS(of_searches); i++) {
		if (of_searches[i].is_given && texts->walks != NULL) {
			usage_error("explore", "%s is of a search: it does not go with --random", of_searches[i].name);
			return false;
		}
	}
	return true;
}

bool
explore_request_read(const struct explore_texts *texts, struct explore_request *request)
{
	enum color_choice choice = COLOR_AUTO;

	if (!go_together(texts) || !read_numbers(texts, request) || !read_color(texts->color, &choice))
		return false;
	request->wanted_case = texts->wanted_case;
	request->output = texts->output;
	request->checkpoint = texts->checkpoint;
	request->resume = texts->resume;
	request->is_quiet = texts->is_quiet;
	request->is_verbose = texts->is_verbose;
	request->isn_wrap = texts->isn_wrap;
	request->tells_coverage = texts->tells_coverage;
	request->tells_never_fired = texts->tells_never_fired;
	request->options.full = texts->is_full;
	request->options.only_states = texts->only_states;
	request->options.stop = &watch_stop;
	request->ladder.explains = !texts->is_brief;
	request->ladder.is_ascii = texts->is_ascii || !terminal_is_utf8();
	request->ladder.most_rungs = MOST_RUNGS;
	request->ladder.left_out = "-o keeps them";
	request->ladder.has_color = terminal_has_color(choice);
	return true;
}
