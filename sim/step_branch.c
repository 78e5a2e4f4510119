/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "sim/step.h"

/* The number of the line that stands at an octet of a text. */
static uint32_t
line_number(const char *text, size_t at)
{
	uint32_t line = 1;

	for (size_t i = 0; i < at; i++)
		line += text[i] == '\n';
	return line;
}

/* What a line of the branch could not do, told; false if it could. */
static bool
could_not(struct stepper *stepper, const struct world *world, uint32_t line)
{
	for (size_t i = 0; i < world->recording->n_outcomes; i++) {
		const struct tcpsim_outcome *outcome = &world->recording->outcomes[i];

		if (outcome->line != line || outcome->verdict == TCPSIM_PASS)
			continue;
		step_refuse(stepper, "%s: %s", outcome->text, outcome->words != NULL ? outcome->words : "it cannot be");
		return true;
	}
	return false;
}

/* Whether two events are the same: numbers of packets may differ, for a copy has one. */
static bool
is_same_event(const struct tcpsim_record *a, const struct tcpsim_record *b)
{
	return a->kind == b->kind && a->time_us == b->time_us && a->host == b->host && a->peer == b->peer &&
		a->connection == b->connection && a->what == b->what && a->local_port == b->local_port;
}

/* From step `i` on, which both worlds have, go on in the new one as far as the old one was and all is the same. */
static size_t
go_along(const struct world *old, const struct world *new, size_t i)
{
	size_t n = MIN(old->at, tcpsim_steps_n(new->steps));

	while (i < n && is_same_event(step_event(old, i + 1), step_event(new, i + 1)))
		i++;
	return i;
}

/* The step that a line of the scenario makes, or 0. */
static size_t
step_of_line(const struct world *world, uint32_t line)
{
	for (uint32_t i = 0; i < world->n_records; i++) {
		if (world->records[i].line == line)
			return tcpsim_steps_find(world->steps, i) + 1;
	}
	return 0;
}

/* Take the new world for the one to be looked at. */
static void
enter(struct stepper *stepper, struct world *world, uint32_t line, size_t common)
{
	const struct world *old = step_world(stepper);
	size_t made = common == 0 ? step_of_line(world, line) : 0;
	char *words;

	world->at = made > 0 ? made : go_along(old, world, MIN(common, tcpsim_steps_n(world->steps)));
	g_ptr_array_add(stepper->worlds, world);
	words = g_strdup_printf("Branch %u: %s", stepper->worlds->len - 1, world->line);
	step_put(stepper, "", words, STEP_FORGED);
	g_free(words);
	step_show(stepper, world->at);
}

/* Run the scenario with a line more. `common` is the last step that is the same; 0: all before that line's own. */
static bool
branch(struct stepper *stepper, const char *line, size_t common)
{
	const struct world *old = step_world(stepper);
	char *only, *text;
	struct world *world;
	uint32_t number;

	if (old->scenario == NULL)
		return step_refuse(
			stepper, "a saved trace has no branches: step through its scenario to try something else");
	only = tcpsim_scenario_only_in(old->scenario, stepper->the_case, line);
	text = g_strconcat(old->text, only, NULL);
	number = line_number(text, old->n + (size_t)(strstr(only, line) - only));
	world = step_world_run(stepper, text, strlen(text));
	g_free(only);
	g_free(text);
	if (world == NULL || could_not(stepper, world, number)) {
		stepper->has_erred = true;
		if (world != NULL)
			step_world_free(world);
		return false;
	}
	world->line = g_strdup(line);
	enter(stepper, world, number, common);
	return true;
}

/* Whether a packet is what is meant: by its whole name, or by that without a number. */
static bool
is_meant(const char *name, const char *meant)
{
	size_t n = strlen(meant);

	if (strchr(meant, '#') != NULL)
		return strcmp(name, meant) == 0;
	return strncmp(name, meant, n) == 0 && (n == 0 || g_str_has_prefix(name + n, " #"));
}

/* Say why there is not one such packet. */
static void
refuse_packet(struct stepper *stepper, const char *meant, const GString *all, unsigned n)
{
	const struct world *world = step_world(stepper);
	char *error = NULL;

	if (n > 1)
		step_refuse(stepper, "there are several under way, of which a name says one: %s", all->str);
	else if (*meant == '\0')
		step_refuse(stepper, "nothing is under way here that could be named");
	else if (tcpsim_render_find(step_trace(world), meant, &error) == TCPSIM_NO_RECORD)
		step_refuse(stepper, "%s", error);
	else
		step_refuse(stepper, "%s is not under way here: `segment %s` goes to where it is sent", meant, meant);
	g_free(error);
}

/* A packet that is under way: what it is called, and the step that sent it. */
struct found {
	const char *name;
	size_t sent;
	unsigned n, n_here; /* how many there are, and how many of them this very step sent */
};

static void
take_found(struct found *found, const char *name, size_t sent, size_t here)
{
	/* That of this step goes before others. */
	if (sent == here || found->n_here == 0) {
		found->name = name;
		found->sent = sent;
	}
	found->n++;
	found->n_here += sent == here;
}

/* The name of the packet that is meant, of those under way here; NULL after a sentence. *sent gets its step. */
static const char *
find_packet(struct stepper *stepper, const char *meant, size_t *sent)
{
	const struct world *world = step_world(stepper);
	struct tcpsim_moment *moment = tcpsim_moment_new(step_trace(world), step_happened(world));
	struct found found = { NULL };
	GString *all = g_string_new(NULL);
	bool is_one;

	for (size_t i = 0; i < moment->n_packets; i++) {
		const struct tcpsim_record *record = &world->records[moment->packets[i].departed];
		const char *name = tcpsim_packet_names_get(world->names, record->packet);

		/* What was injected or copied has no name that a scenario could say. */
		if (record->kind != TCPSIM_RECORD_SEND || name == NULL || !is_meant(name, meant))
			continue;
		g_string_append_printf(all, "%s%s", found.n > 0 ? ", " : "", name);
		take_found(&found, name, tcpsim_steps_find(world->steps, moment->packets[i].departed) + 1, world->at);
	}
	/* Without a name it is that of the step which is looked at. */
	is_one = found.n == 1 || (*meant == '\0' && found.n_here == 1);
	*sent = found.sent;
	if (!is_one)
		refuse_packet(stepper, meant, all, found.n);
	g_string_free(all, TRUE);
	tcpsim_moment_free(moment);
	return is_one ? found.name : NULL;
}

/* `fault PACKET`, or `fault PACKET word TIME`, where the word may be missing before the last one. */
static bool
add_fault(struct stepper *stepper, const char *fault, char **words, const char *word)
{
	GString *meant = g_string_new(NULL), *time = g_string_new(NULL);
	guint n = g_strv_length(words), at = n;
	const char *name;
	bool is_done = false;
	size_t sent = 0;

	for (guint i = 0; word != NULL && i < n && at == n; i++)
		at = strcmp(words[i], word) == 0 ? i : n;
	if (word != NULL && at == n && n > 0 && g_ascii_isdigit(words[n - 1][0]))
		at = n - 1;
	for (guint i = 0; i < n; i++) {
		GString *part = i < at ? meant : time;

		if (i == at && strcmp(words[i], word) == 0)
			continue;
		g_string_append_printf(part, "%s%s", part->len > 0 ? " " : "", words[i]);
	}
	if (word != NULL && time->len == 0) {
		step_refuse(stepper, "%s takes a time: %s [PACKET] %s TIME", fault, fault, word);
	} else if ((name = find_packet(stepper, meant->str, &sent)) != NULL) {
		char *line = word == NULL ? g_strdup_printf("%s %s", fault, name)
					  : g_strdup_printf("%s %s %s %s", fault, name, word, time->str);

		is_done = branch(stepper, line, sent);
		g_free(line);
	}
	g_string_free(meant, TRUE);
	g_string_free(time, TRUE);
	return is_done;
}

bool
step_do_drop(struct stepper *stepper, char **words, const char *rest)
{
	(void)rest;
	return add_fault(stepper, "drop", words, NULL);
}

bool
step_do_corrupt(struct stepper *stepper, char **words, const char *rest)
{
	(void)rest;
	return add_fault(stepper, "corrupt", words, NULL);
}

bool
step_do_mark(struct stepper *stepper, char **words, const char *rest)
{
	(void)rest;
	return add_fault(stepper, "mark", words, NULL);
}

bool
step_do_hold(struct stepper *stepper, char **words, const char *rest)
{
	(void)rest;
	return add_fault(stepper, "hold", words, "until");
}

bool
step_do_delay(struct stepper *stepper, char **words, const char *rest)
{
	(void)rest;
	return add_fault(stepper, "delay", words, "by");
}

bool
step_do_duplicate(struct stepper *stepper, char **words, const char *rest)
{
	(void)rest;
	return add_fault(stepper, "duplicate", words, "at");
}

/* A time as a scenario has it, exactly. */
static char *
literal_time(int64_t time_us)
{
	if (time_us % 1000000 == 0)
		return g_strdup_printf("%llds", (long long)(time_us / 1000000));
	if (time_us % 1000 == 0)
		return g_strdup_printf("%lldms", (long long)(time_us / 1000));
	return g_strdup_printf("%lldus", (long long)time_us);
}

/* `at NOW act` */
static bool
add_act(struct stepper *stepper, const char *verb, const char *act)
{
	char *time = literal_time(step_now_us(step_world(stepper)));
	char *line = g_strdup_printf("at %s %s%s", time, verb, act);
	bool is_done = branch(stepper, line, 0);

	g_free(line);
	g_free(time);
	return is_done;
}

bool
step_do_do(struct stepper *stepper, char **words, const char *rest)
{
	if (words[0] == NULL)
		return step_refuse(stepper, "do takes what stands behind `at TIME` in a scenario: do client close");
	return add_act(stepper, "", rest);
}

bool
step_do_inject(struct stepper *stepper, char **words, const char *rest)
{
	if (words[0] == NULL)
		return step_refuse(stepper,
			"inject takes a segment and two hosts: inject <SEQ=301><CTL=RST> from server into client");
	return add_act(stepper, "inject ", rest);
}

bool
step_do_undo(struct stepper *stepper, char **words, const char *rest)
{
	struct world *world = step_world(stepper);

	(void)rest;
	if (!step_takes(stepper, words, 0))
		return false;
	if (stepper->worlds->len == 1)
		return step_refuse(stepper, "there is no branch to be left");
	step_put(stepper, "Without: ", world->line, STEP_FORGED);
	g_ptr_array_remove_index(stepper->worlds, stepper->worlds->len - 1);
	step_show(stepper, step_world(stepper)->at);
	return true;
}
