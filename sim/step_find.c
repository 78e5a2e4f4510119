/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "sim/step.h"

uint16_t
step_host(const struct world *world, const char *name)
{
	size_t n = tcpsim_trace_n_hosts(step_trace(world));

	for (uint16_t host = 0; host < n; host++) {
		if (strcmp(tcpsim_trace_host_name(step_trace(world), host), name) == 0)
			return host;
	}
	return TCPSIM_NO_HOST;
}

const char **
step_host_names(const struct world *world)
{
	size_t n = tcpsim_trace_n_hosts(step_trace(world));
	const char **names = g_new0(const char *, n + 1);

	for (uint16_t host = 0; host < n; host++)
		names[host] = tcpsim_trace_host_name(step_trace(world), host);
	return names;
}

/* The unit that a text begins with, in microseconds; 0 if there is none. */
static int64_t
read_unit(const char **text)
{
	static const struct {
		const char *name;
		int64_t us;
	} units[] = {
		{ "us", 1 },
		{ "ms", 1000 },
		{ "min", 60 * INT64_C(1000000) },
		{ "s", INT64_C(1000000) },
		{ "h", 3600 * INT64_C(1000000) },
		{ "d", 86400 * INT64_C(1000000) },
	};

	while (**text == ' ')
		++*text;
	if (**text == '\0')
		return INT64_C(1000000);
	for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
		size_t n = strlen(units[i].name);

		if (strncmp(*text, units[i].name, n) == 0 && !g_ascii_isalpha((*text)[n])) {
			*text += n;
			return units[i].us;
		}
	}
	return 0;
}

bool
step_read_time(const char *text, int64_t *time_us)
{
	double sum = 0;

	while (*text != '\0') {
		char *behind;
		double number;
		int64_t unit_us;

		while (*text == ' ' || *text == '+')
			text++;
		/* No sign, no exponent, no infinity. */
		if (!g_ascii_isdigit(*text) && *text != '.')
			return false;
		if (strspn(text, "0123456789.") > 15 || text[strspn(text, "0123456789.")] == 'e')
			return false;
		number = g_ascii_strtod(text, &behind);
		if (behind == text)
			return false;
		text = behind;
		unit_us = read_unit(&text);
		if (unit_us == 0)
			return false;
		sum += number * (double)unit_us;
	}
	*time_us = sum < 9e18 ? (int64_t)(sum + 0.5) : INT64_MAX;
	return true;
}

bool
step_has_state(const struct tcpsim_record *record)
{
	if (record->protocol != TCPSIM_PROTOCOL_TCP)
		return false;
	switch ((enum tcpsim_record_kind)record->kind) {
	case TCPSIM_RECORD_CALL:
		return record->what != TCPSIM_CALL_SET;
	case TCPSIM_RECORD_ARRIVE:
	case TCPSIM_RECORD_TIMER:
	case TCPSIM_RECORD_LOST:
		return true;
	case TCPSIM_RECORD_SEND:
	case TCPSIM_RECORD_INJECT:
	case TCPSIM_RECORD_DROP:
	case TCPSIM_RECORD_HOLD:
	case TCPSIM_RECORD_COPY:
	case TCPSIM_RECORD_CORRUPT:
	case TCPSIM_RECORD_ARMED:
	case TCPSIM_RECORD_STOPPED:
	case TCPSIM_RECORD_DELIVER:
	case TCPSIM_RECORD_SIGNAL:
	case TCPSIM_RECORD_CRASH:
	case TCPSIM_RECORD_RESTART:
	case TCPSIM_RECORD_CUT:
	case TCPSIM_RECORD_MEND:
	case TCPSIM_RECORD_BROKEN:
	case TCPSIM_RECORD_MARK:
	case TCPSIM_RECORD_SOCKET:
		break;
	}
	return false;
}

/* What is looked for. */
struct wanted {
	enum {
		WANTED_STATE,
		WANTED_RULE,
		WANTED_TIMER,
		WANTED_CALL,
		WANTED_SOCKET_CALL,
		WANTED_KIND,
	} sort;
	unsigned which;
	uint16_t host; /* or TCPSIM_NO_HOST for any */
};

static bool
is_wanted(const struct wanted *wanted, const struct tcpsim_record *record)
{
	if (wanted->host != TCPSIM_NO_HOST && record->host != wanted->host)
		return false;
	switch (wanted->sort) {
	case WANTED_STATE:
		return step_has_state(record) && record->before.state != record->after.state &&
			record->after.state == wanted->which;
	case WANTED_RULE:
		return record->rule == wanted->which || tcpsim_rule_set_has(&record->fired, wanted->which);
	case WANTED_TIMER:
		return record->kind == TCPSIM_RECORD_TIMER && record->what == wanted->which;
	case WANTED_CALL:
		return record->kind == TCPSIM_RECORD_CALL && record->what == wanted->which;
	case WANTED_SOCKET_CALL:
		return record->kind == TCPSIM_RECORD_SOCKET && record->what == wanted->which;
	case WANTED_KIND:
		return record->kind == TCPSIM_RECORD_SEND && (record->kinds & wanted->which) != 0;
	}
	return false;
}

/* The first step in [from, to] that has it; 0 if none has. */
static size_t
search(const struct world *world, const struct wanted *wanted, size_t from, size_t to)
{
	for (size_t i = from; i <= to; i++) {
		struct tcpsim_step step = tcpsim_steps_get(world->steps, i - 1);

		for (uint32_t k = step.first; k < step.behind; k++) {
			if (is_wanted(wanted, &world->records[k]))
				return i;
		}
	}
	return 0;
}

/* Go to the next one, or say that there is none. */
static bool
go_to(struct stepper *stepper, const struct wanted *wanted, const char *name)
{
	const struct world *world = step_world(stepper);
	size_t next = search(world, wanted, world->at + 1, tcpsim_steps_n(world->steps));
	size_t before = next == 0 ? search(world, wanted, 1, world->at) : 0;

	if (next == 0 && before > 0)
		return step_refuse(
			stepper, "there is no %s from here on, the first was step %zu: `go %zu`", name, before, before);
	if (next == 0)
		return step_refuse(stepper, "there is no %s in this run", name);
	step_go(stepper, next);
	return true;
}

/* Find a host among the words; the other one is what is looked for. Returns NULL after a sentence. */
static const char *
parse(struct stepper *stepper, char **words, const char *command, struct wanted *wanted)
{
	const struct world *world = step_world(stepper);
	const char *name = words[0];

	wanted->host = TCPSIM_NO_HOST;
	if (name == NULL || !step_takes(stepper, words, 2)) {
		if (name == NULL)
			step_refuse(stepper, "%s takes a name, and perhaps a host", command);
		return NULL;
	}
	if (words[1] != NULL) {
		bool is_first = step_host(world, words[0]) != TCPSIM_NO_HOST;

		wanted->host = step_host(world, words[is_first ? 0 : 1]);
		name = words[is_first ? 1 : 0];
		if (wanted->host == TCPSIM_NO_HOST) {
			const char **names = step_host_names(world);

			step_refuse_name(stepper, "host", words[1], names);
			g_free(names);
			return NULL;
		}
	}
	return name;
}

/* The state of that name, in capitals or not, or -1; all names are appended. */
static int
find_state(const char *name, GPtrArray *names)
{
	int found = -1;

	for (int i = 0; i < TCPSIM_N_STATES; i++) {
		g_ptr_array_add(names, (gpointer)tcpsim_state_name((enum tcpsim_state)i));
		if (g_ascii_strcasecmp(name, tcpsim_state_name((enum tcpsim_state)i)) == 0)
			found = i;
	}
	return found;
}

bool
step_do_state(struct stepper *stepper, char **words, const char *rest)
{
	struct wanted wanted = { .sort = WANTED_STATE };
	const char *name = parse(stepper, words, "state", &wanted);
	GPtrArray *names = g_ptr_array_new();
	int state = name != NULL ? find_state(name, names) : -1;
	bool is_done = false;

	(void)rest;
	g_ptr_array_add(names, NULL);
	wanted.which = (unsigned)state;
	if (state >= 0) {
		char *what = g_strdup_printf("change to %s", tcpsim_state_name((enum tcpsim_state)state));

		is_done = go_to(stepper, &wanted, what);
		g_free(what);
	} else if (name != NULL) {
		step_refuse_name(stepper, "state", name, (const char *const *)names->pdata);
	}
	g_ptr_array_free(names, TRUE);
	return is_done;
}

/* Try a name of one sort. */
static bool
matches(const char *name, const char *candidate, GPtrArray *names)
{
	g_ptr_array_add(names, (gpointer)candidate);
	return g_ascii_strcasecmp(name, candidate) == 0;
}

/* What else may happen has names that do not meet. Returns whether it has one of them. */
static bool
find_event(const char *name, GPtrArray *names, struct wanted *wanted)
{
	bool is_found = false;

#define TRY(SORT, WHICH, NAME) \
	do { \
		if (matches(name, NAME, names) && !is_found) { \
			wanted->sort = SORT; \
			wanted->which = (WHICH); \
			is_found = true; \
		} \
	} while (0)
	for (unsigned i = 0; i < TCPSIM_N_TIMERS; i++)
		TRY(WANTED_TIMER, i, tcpsim_timer_name((enum tcpsim_timer)i));
	for (unsigned i = 0; i < TCPSIM_N_KINDS; i++)
		TRY(WANTED_KIND, 1U << i, tcpsim_kind_name((enum tcpsim_kind)(1U << i)));
	for (unsigned i = 0; i < TCPSIM_N_CALLS; i++)
		TRY(WANTED_CALL, i, tcpsim_call_name((enum tcpsim_call)i));
	for (unsigned i = 0; i < TCPSIM_N_SOCKET_CALLS; i++)
		TRY(WANTED_SOCKET_CALL, i, tcpsim_socket_call_name((enum tcpsim_socket_call)i));
	for (unsigned i = TCPSIM_RULE_NONE + 1; i < TCPSIM_N_RULES; i++)
		TRY(WANTED_RULE, i, tcpsim_rule_info(i)->name);
#undef TRY
	return is_found;
}

bool
step_do_until(struct stepper *stepper, char **words, const char *rest)
{
	struct wanted wanted = { .sort = WANTED_RULE };
	const char *name = parse(stepper, words, "until", &wanted);
	GPtrArray *names = g_ptr_array_new();
	bool is_done = false;

	(void)rest;
	if (name != NULL && find_event(name, names, &wanted)) {
		is_done = go_to(stepper, &wanted, name);
	} else if (name != NULL) {
		g_ptr_array_add(names, NULL);
		step_refuse_name(
			stepper, "timer, kind of packet, call or rule", name, (const char *const *)names->pdata);
	}
	g_ptr_array_free(names, TRUE);
	return is_done;
}

bool
step_do_segment(struct stepper *stepper, char **words, const char *rest)
{
	const struct world *world = step_world(stepper);
	char *name = g_strdup(rest), *error = NULL;
	bool arrives = g_str_has_suffix(name, " arrives");
	uint32_t record = TCPSIM_NO_RECORD;

	if (words[0] == NULL) {
		g_free(name);
		return step_refuse(stepper, "segment takes a packet, such as: segment client SYN #1");
	}
	if (arrives)
		name[strlen(name) - strlen(" arrives")] = '\0';
	record = tcpsim_render_find(step_trace(world), g_strchomp(name), &error);
	if (record == TCPSIM_NO_RECORD) {
		step_refuse(stepper, "%s", error);
	} else if (arrives) {
		uint64_t packet = world->records[record].packet;

		while (record < world->n_records &&
			!(world->records[record].packet == packet &&
				(world->records[record].kind == TCPSIM_RECORD_ARRIVE ||
					world->records[record].kind == TCPSIM_RECORD_DROP)))
			record++;
		if (record == world->n_records) {
			step_refuse(stepper, "%s is still on its way when the run ends", name);
			record = TCPSIM_NO_RECORD;
		}
	}
	if (record != TCPSIM_NO_RECORD)
		step_go(stepper, tcpsim_steps_find(world->steps, record) + 1);
	g_free(error);
	g_free(name);
	return record != TCPSIM_NO_RECORD;
}
