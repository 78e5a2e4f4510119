/* SPDX-License-Identifier: MIT */
#include <string.h>
#include <unistd.h>

#include "sim/step.h"

static const char examples[] =
	"The run is over before it is stepped through, so that every step can be gone\n"
	"back, and shows the same each time. `help` lists the commands; they are read\n"
	"from a terminal, or line by line from a pipe. What is under way can be dropped,\n"
	"held, delayed, copied or damaged, and other things done: that is a branch, which\n"
	"goes on from there, can be left again by `undo`, and saved as a scenario.\n"
	"\n"
	"Examples:\n"
	"  tcpsim step lesson/handshake\n"
	"  tcpsim step -x 'next 3; tcb; channel' lesson/handshake\n"
	"  tcpsim step -x 'segment server SYN+ACK; drop; next 9; save lost.scn' handshake\n"
	"  echo 'state TIME-WAIT' | tcpsim step lesson/teardown\n"
	"  tcpsim convert --to json -o run.json lesson/teardown; tcpsim step run.json\n"
	"\n"
	"Exit status: 0 all commands were done, 2 one was not, or there is a mistake on\n"
	"the command line or in the file, 3 it was interrupted. How a run is judged does\n"
	"not matter here: `verdict` tells it. With a terminal only `quit` or Ctrl-D ends\n"
	"it, and a mistake is no more than a sentence.";

struct texts {
	char *wanted_case, *seed, *color, *commands;
	gboolean isn_wrap, is_ascii;
};

#define OPTION(NAME, LETTER, KIND, FIELD, WORDS, VALUE) \
	{ \
		NAME, LETTER, 0, G_OPTION_ARG_##KIND, &texts->FIELD, WORDS, VALUE \
	}

static bool
parse_options(int *argc, char ***argv, struct texts *texts, enum status *status)
{
	const GOptionEntry entries[] = {
		OPTION("case", 'c', STRING, wanted_case, "begin with the case NAME, or the first with that value",
			"NAME"),
		OPTION("commands", 'x', STRING, commands, "do these, parted by `;`, and end", "LIST"),
		OPTION("isn-wrap", 'w', NONE, isn_wrap, "begin just below 2^32, so that sequence numbers wrap", NULL),
		OPTION("seed", 's', STRING, seed, "the seed of all chance, in place of the scenario's own", "N"),
		OPTION("ascii", 'a', NONE, is_ascii, "draw with ASCII characters only", NULL),
		OPTION("color", 0, STRING, color, "auto (on a terminal), always or never", "WHEN"),
		{ NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
	};

	return usage_parse("FILE|NAME", "Step through a run, forwards and back, and branch from it.", examples, entries,
		argc, argv, status);
}

/* Returns false, after a sentence on stderr, if an option has no such value. */
static bool
read_values(const struct texts *texts, struct stepper *stepper)
{
	enum color_choice choice;
	guint64 seed = 0;

	if (texts->seed != NULL && !g_ascii_string_to_unsigned(texts->seed, 10, 0, UINT64_MAX, &seed, NULL)) {
		usage_error("step", "--seed is a whole number from 0 to 2^64-1, not %s", texts->seed);
		return false;
	}
	if (!terminal_choice(texts->color, &choice)) {
		usage_error("step", "--color is auto, always or never, not %s", texts->color);
		return false;
	}
	stepper->options.has_seed = texts->seed != NULL;
	stepper->options.seed = seed;
	stepper->options.isn_wrap = texts->isn_wrap;
	stepper->options.stop = &watch_stop;
	stepper->look.is_ascii = texts->is_ascii || !terminal_is_utf8();
	stepper->look.has_color = terminal_has_color(choice);
	stepper->look.columns = MAX(terminal_columns(), 80);
	stepper->is_conversation = texts->commands == NULL && isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
	return true;
}

/* The title, and what there is to step through. */
static void
greet(const struct stepper *stepper)
{
	const struct world *world = step_world(stepper);
	size_t n = step_n_cases(stepper);
	char *name = step_clean(stepper, step_case_name(stepper, stepper->the_case));

	step_put(stepper, "", world->recording->title, STEP_STATE);
	if (n > 1)
		output_format("Case %s, of %zu; `case` lists them.\n", name, n);
	output_format("%zu steps.%s\n", tcpsim_steps_n(world->steps),
		stepper->is_conversation ? " `next` goes on, `help` tells of all commands." : "");
	step_show(stepper, 0);
	g_free(name);
}

/* The case that is asked for, or the first, also of several with that value. Returns false after a sentence. */
static bool
find_case(const struct stepper *stepper, const char *wanted, size_t *the_case)
{
	size_t n = step_n_cases(stepper);
	GPtrArray *names = g_ptr_array_new();

	*the_case = 0;
	while (*the_case < n && wanted != NULL && !cases_is_meant(step_case_name(stepper, *the_case), wanted))
		++*the_case;
	if (*the_case == n) {
		for (size_t i = 0; i < n; i++)
			g_ptr_array_add(names, (gpointer)step_case_name(stepper, i));
		cases_refuse(names, stepper->source.file, wanted);
	}
	g_ptr_array_free(names, TRUE);
	return *the_case < n;
}

/* Read what there is: a scenario, or a saved trace. Returns false after sentences on stderr. */
static bool
read_source(struct stepper *stepper)
{
	struct tcpsim_diagnostics *diagnostics = NULL;

	if (!tcpsim_recording_is_one(stepper->source.text, stepper->source.n)) {
		stepper->scenario = cases_parse(&stepper->source);
		return stepper->scenario != NULL;
	}
	stepper->saved =
		tcpsim_recordings_read(stepper->source.text, stepper->source.n, stepper->source.file, &diagnostics);
	complain_diagnostics(diagnostics);
	tcpsim_diagnostics_free(diagnostics);
	return stepper->saved != NULL;
}

static enum status
step_through(struct stepper *stepper, const struct texts *texts)
{
	size_t the_case;

	if (!read_source(stepper) || !find_case(stepper, texts->wanted_case, &the_case))
		return STATUS_USAGE;
	if (!step_begin(stepper, the_case))
		return watch_stop ? STATUS_INCONCLUSIVE : STATUS_USAGE;
	greet(stepper);
	if (texts->commands != NULL)
		step_obey_all(stepper, texts->commands);
	else
		step_converse(stepper);
	if (stepper->is_conversation)
		return STATUS_PASSED;
	if (watch_stop)
		complain("interrupted");
	return stepper->has_erred ? STATUS_USAGE : watch_stop ? STATUS_INCONCLUSIVE : STATUS_PASSED;
}

static void
free_world(gpointer world)
{
	step_world_free(world);
}

static void
clear(struct stepper *stepper)
{
	g_ptr_array_unref(stepper->worlds);
	tcpsim_scenario_free(stepper->scenario);
	tcpsim_recordings_free(stepper->saved);
	source_clear(&stepper->source);
	g_free(stepper->again);
}

enum status
command_step(int argc, char **argv)
{
	struct stepper stepper = { .worlds = g_ptr_array_new_with_free_func(free_world) };
	struct texts texts = { 0 };
	enum status status;

	if (parse_options(&argc, &argv, &texts, &status)) {
		if (argc != 2)
			status = usage_error("step",
				argc < 2 ? "a FILE or the NAME of a built-in scenario is missing"
					 : "step takes one scenario");
		else if (!read_values(&texts, &stepper) || !source_find(argv[1], &stepper.source))
			status = STATUS_USAGE;
		else
			status = step_through(&stepper, &texts);
	}
	clear(&stepper);
	g_free(texts.wanted_case);
	g_free(texts.seed);
	g_free(texts.color);
	g_free(texts.commands);
	return status;
}
