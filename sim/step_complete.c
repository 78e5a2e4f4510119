/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "sim/step_line.h"

/* What may stand at a place of a line. */
struct completion {
	const struct stepper *stepper;
	char **words; /* of the line, before that place */
	guint n_words;
	const char *begun; /* what is there already */
	GPtrArray *found;
};

/* One that may stand there, if it goes on from what does. */
static void
offer(struct completion *completion, const char *name)
{
	if (!g_str_has_prefix(name, completion->begun))
		return;
	for (guint i = 0; i < completion->found->len; i++) {
		if (strcmp(g_ptr_array_index(completion->found, i), name) == 0)
			return;
	}
	g_ptr_array_add(completion->found, g_strdup(name));
}

/* The same of one that stands among capitals. */
static void
offer_any_case(struct completion *completion, const char *name)
{
	if (g_ascii_strncasecmp(name, completion->begun, strlen(completion->begun)) == 0) {
		const char *begun = completion->begun;

		completion->begun = "";
		offer(completion, name);
		completion->begun = begun;
	}
}

static void
offer_commands(struct completion *completion)
{
	for (const struct step_command *command = step_commands; command->name != NULL; command++)
		offer(completion, command->name);
}

static void
offer_hosts(struct completion *completion)
{
	const char **names = step_host_names(step_world(completion->stepper));

	for (const char **name = names; *name != NULL; name++)
		offer(completion, *name);
	g_free(names);
}

static void
offer_states(struct completion *completion)
{
	if (completion->n_words > 1) {
		offer_hosts(completion);
		return;
	}
	for (int i = 0; i < TCPSIM_N_STATES; i++)
		offer_any_case(completion, tcpsim_state_name((enum tcpsim_state)i));
}

static void
offer_events(struct completion *completion)
{
	if (completion->n_words > 1) {
		offer_hosts(completion);
		return;
	}
	for (int i = 0; i < TCPSIM_N_TIMERS; i++)
		offer(completion, tcpsim_timer_name((enum tcpsim_timer)i));
	for (int i = 0; i < TCPSIM_N_KINDS; i++)
		offer_any_case(completion, tcpsim_kind_name((enum tcpsim_kind)(1U << i)));
	for (int i = 0; i < TCPSIM_N_CALLS; i++)
		offer(completion, tcpsim_call_name((enum tcpsim_call)i));
	for (int i = TCPSIM_RULE_NONE + 1; i < TCPSIM_N_RULES; i++)
		offer(completion, tcpsim_rule_info((enum tcpsim_rule)i)->name);
}

/* The next word of a packet's name, if those before it are what stands there. */
static void
offer_name(struct completion *completion, const char *name)
{
	char **parts = g_strsplit(name, " ", -1);
	guint n = completion->n_words - 1, k = 0;

	while (k < n && parts[k] != NULL && strcmp(parts[k], completion->words[k + 1]) == 0)
		k++;
	if (k == n && parts[k] != NULL)
		offer(completion, parts[k]);
	g_strfreev(parts);
}

static void
offer_packets(struct completion *completion)
{
	const struct world *world = step_world(completion->stepper);

	for (size_t i = 0; i < world->n_records; i++) {
		if (world->records[i].kind == TCPSIM_RECORD_SEND && world->records[i].packet != 0)
			offer_name(completion, tcpsim_packet_names_get(world->names, world->records[i].packet));
	}
}

static void
offer_under_way(struct completion *completion)
{
	const struct world *world = step_world(completion->stepper);
	struct tcpsim_moment *moment = tcpsim_moment_new(step_trace(world), step_happened(world));

	for (size_t i = 0; i < moment->n_packets; i++) {
		const struct tcpsim_record *record = &world->records[moment->packets[i].departed];

		if (record->kind == TCPSIM_RECORD_SEND)
			offer_name(completion, tcpsim_packet_names_get(world->names, record->packet));
	}
	tcpsim_moment_free(moment);
}

static void
offer_terms(struct completion *completion)
{
	char **names = tcpsim_render_terms();

	for (char **name = names; *name != NULL; name++)
		offer_any_case(completion, *name);
	g_strfreev(names);
}

static void
offer_cases(struct completion *completion)
{
	for (size_t i = 0; i < step_n_cases(completion->stepper); i++)
		offer(completion, step_case_name(completion->stepper, i));
}

/* What each command takes. */
static const struct {
	bool (*run)(struct stepper *stepper, char **words, const char *rest);
	void (*offer)(struct completion *completion);
} takers[] = {
	{ step_do_state, offer_states },
	{ step_do_until, offer_events },
	{ step_do_segment, offer_packets },
	{ step_do_octets, offer_packets },
	{ step_do_tcb, offer_hosts },
	{ step_do_explain, offer_terms },
	{ step_do_case, offer_cases },
	{ step_do_help, offer_commands },
	{ step_do_drop, offer_under_way },
	{ step_do_hold, offer_under_way },
	{ step_do_delay, offer_under_way },
	{ step_do_duplicate, offer_under_way },
	{ step_do_corrupt, offer_under_way },
	{ step_do_mark, offer_under_way },
	{ step_do_do, offer_hosts },
};

/* Returns whether the command takes files, which are completed elsewhere. */
static bool
offer_arguments(struct completion *completion)
{
	const struct step_command *command = step_commands;

	while (command->name != NULL && !g_str_has_prefix(command->name, completion->words[0]))
		command++;
	for (size_t i = 0; command->name != NULL && i < G_N_ELEMENTS(takers); i++) {
		if (takers[i].run == command->run)
			takers[i].offer(completion);
	}
	return command->run == step_do_save;
}

char **
step_complete(const struct stepper *stepper, const char *line, size_t at)
{
	struct completion completion = { .stepper = stepper, .begun = line + MIN(at, strlen(line)) };
	char *before = g_strstrip(g_strndup(line, at));
	bool takes_files = false;

	completion.words = g_strsplit_set(before, " \t", -1);
	completion.n_words = g_strv_length(completion.words);
	completion.found = g_ptr_array_new();
	if (completion.n_words == 0)
		offer_commands(&completion);
	else
		takes_files = offer_arguments(&completion);
	g_ptr_array_add(completion.found, NULL);
	g_strfreev(completion.words);
	g_free(before);
	if (!takes_files)
		return (char **)g_ptr_array_free(completion.found, FALSE);
	g_ptr_array_free(completion.found, TRUE);
	return NULL;
}
