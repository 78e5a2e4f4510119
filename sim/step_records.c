/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "sim/step.h"

static const char *
host_name(const struct world *world, uint16_t host)
{
	return host < tcpsim_trace_n_hosts(step_trace(world)) ? tcpsim_trace_host_name(step_trace(world), host)
							      : "nobody";
}

static const char *
packet_name(const struct world *world, const struct tcpsim_record *record)
{
	const char *name = tcpsim_packet_names_get(world->names, record->packet);

	return name != NULL ? name : "a packet";
}

/* The connection, where it is not the first of its host: everybody knows which one that is. */
static void
append_connection(GString *words, const struct tcpsim_record *record)
{
	if (record->connection > 1)
		g_string_append_printf(words, " connection %u", (unsigned)record->connection);
}

char *
step_event_words(const struct stepper *stepper, uint32_t i)
{
	const struct world *world = step_world(stepper);
	const struct tcpsim_record *record = &world->records[i];
	char *told = tcpsim_teller_words(world->teller, i);
	GString *words = g_string_new(host_name(world, record->host));

	switch ((enum tcpsim_record_kind)record->kind) {
	case TCPSIM_RECORD_ARRIVE:
		append_connection(words, record);
		g_string_append_printf(words, " gets %s %s", packet_name(world, record), told);
		break;
	case TCPSIM_RECORD_SEND:
		g_string_append_printf(words, " sends %s %s", packet_name(world, record), told);
		break;
	case TCPSIM_RECORD_INJECT:
		g_string_printf(
			words, "%s to %s: %s", packet_name(world, record), host_name(world, record->peer), told);
		break;
	case TCPSIM_RECORD_DROP:
		g_string_printf(words, "%s to %s is gone: %s", packet_name(world, record),
			host_name(world, record->peer), told);
		break;
	case TCPSIM_RECORD_CUT:
	case TCPSIM_RECORD_MEND:
		g_string_assign(words, told);
		break;
	case TCPSIM_RECORD_CALL:
	case TCPSIM_RECORD_SOCKET:
	case TCPSIM_RECORD_TIMER:
	case TCPSIM_RECORD_CRASH:
	case TCPSIM_RECORD_RESTART:
	case TCPSIM_RECORD_HOLD:
	case TCPSIM_RECORD_COPY:
	case TCPSIM_RECORD_CORRUPT:
	case TCPSIM_RECORD_MARK:
	case TCPSIM_RECORD_ARMED:
	case TCPSIM_RECORD_STOPPED:
	case TCPSIM_RECORD_DELIVER:
	case TCPSIM_RECORD_SIGNAL:
	case TCPSIM_RECORD_LOST:
	case TCPSIM_RECORD_BROKEN:
		append_connection(words, record);
		g_string_append_printf(words, ": %s", told);
		break;
	}
	g_free(told);
	return g_strchomp(g_string_free(words, FALSE));
}

enum step_color
step_event_color(const struct tcpsim_record *record)
{
	switch ((enum tcpsim_record_kind)record->kind) {
	case TCPSIM_RECORD_CALL:
	case TCPSIM_RECORD_SOCKET:
	case TCPSIM_RECORD_DELIVER:
	case TCPSIM_RECORD_SIGNAL:
	case TCPSIM_RECORD_RESTART:
	case TCPSIM_RECORD_MEND:
		return STEP_USER;
	case TCPSIM_RECORD_DROP:
	case TCPSIM_RECORD_CORRUPT:
	case TCPSIM_RECORD_CRASH:
	case TCPSIM_RECORD_LOST:
	case TCPSIM_RECORD_CUT:
	case TCPSIM_RECORD_BROKEN:
		return STEP_BAD;
	case TCPSIM_RECORD_INJECT:
	case TCPSIM_RECORD_HOLD:
	case TCPSIM_RECORD_COPY:
	case TCPSIM_RECORD_MARK:
		return STEP_FORGED;
	case TCPSIM_RECORD_SEND:
	case TCPSIM_RECORD_ARRIVE:
	case TCPSIM_RECORD_TIMER:
	case TCPSIM_RECORD_ARMED:
	case TCPSIM_RECORD_STOPPED:
		break;
	}
	return STEP_PLAIN;
}

/* `LISTEN -> SYN-RECEIVED by listen-syn (RFC 9293 3.10.7.2 third)` */
static void
show_state(const struct stepper *stepper, const char *indent, const struct tcpsim_record *record)
{
	const struct tcpsim_rule_info *rule = tcpsim_rule_info(record->rule);
	bool changes = record->before.state != record->after.state;
	GPtrArray *parts;
	GString *words;

	if (!step_has_state(record) || (record->rule == TCPSIM_RULE_NONE && !changes))
		return;
	words = g_string_new(NULL);
	if (changes)
		g_string_append_printf(words, "%s %s ", tcpsim_state_name(record->before.state), step_arrow(stepper));
	g_string_append(words, tcpsim_state_name(record->after.state));
	parts = g_ptr_array_new_with_free_func(g_free);
	if (record->rule != TCPSIM_RULE_NONE) {
		g_string_append_printf(words, " by %s", rule->name);
		g_ptr_array_add(parts, g_strdup(words->str));
		g_ptr_array_add(parts,
			g_strdup_printf("(%s%s)", g_ascii_isdigit(rule->place[0]) ? "RFC 9293 " : "", rule->place));
	} else {
		g_ptr_array_add(parts, g_strdup(words->str));
	}
	step_put_parts(stepper, indent, parts, changes ? STEP_STATE : STEP_PLAIN);
	g_ptr_array_unref(parts);
	g_string_free(words, TRUE);
}

/* Write parts with a sign between. */
static void
put_list(const struct stepper *stepper, const char *indent, GPtrArray *parts, const char *sign)
{
	for (guint i = 0; i + 1 < parts->len; i++) {
		char *part = g_ptr_array_index(parts, i);

		g_ptr_array_index(parts, i) = g_strconcat(part, sign, NULL);
		g_free(part);
	}
	step_put_parts(stepper, indent, parts, STEP_PLAIN);
}

/* `SND.NXT 100 -> 101, RCV.NXT 301`: what changes. */
static void
show_variables(const struct stepper *stepper, const char *indent, const struct tcpsim_record *record)
{
	GPtrArray *parts = g_ptr_array_new_with_free_func(g_free);

	for (const struct step_variable *variable = step_variables; variable->name != NULL; variable++) {
		char before[32], after[32];

		step_variable_text(variable, &record->before, before);
		step_variable_text(variable, &record->after, after);
		if (!variable->is_told || *after == '\0' || strcmp(before, after) == 0)
			continue;
		if (*before != '\0')
			g_ptr_array_add(parts,
				g_strdup_printf("%s %s %s %s", variable->name, before, step_arrow(stepper), after));
		else
			g_ptr_array_add(parts, g_strdup_printf("%s %s", variable->name, after));
	}
	if (step_has_state(record))
		put_list(stepper, indent, parts, ",");
	g_ptr_array_unref(parts);
}

/* What a user hears of what the state says already. */
static const char *
signal_name(const struct tcpsim_record *record)
{
	switch ((enum tcpsim_signal)record->what) {
	case TCPSIM_SIGNAL_OPENED:
		return "connection opened";
	case TCPSIM_SIGNAL_CLOSING:
		return "connection closing";
	case TCPSIM_SIGNAL_CLOSE_OK:
		return "close ok";
	case TCPSIM_SIGNAL_PROBLEM:
		return "delivery problem";
	case TCPSIM_SIGNAL_URGENT:
		return "urgent data";
	case TCPSIM_SIGNAL_ERROR:
	case TCPSIM_SIGNAL_SOFT_ERROR:
		break;
	}
	return tcpsim_error_words(record->error);
}

/* What follows from the event, if it is worth a line. Free with g_free(). */
static char *
part_words(const struct stepper *stepper, uint32_t i)
{
	const struct world *world = step_world(stepper);
	const struct tcpsim_record *record = &world->records[i];

	switch ((enum tcpsim_record_kind)record->kind) {
	case TCPSIM_RECORD_SEND:
	case TCPSIM_RECORD_DROP:
		return step_event_words(stepper, i);
	case TCPSIM_RECORD_HOLD:
	case TCPSIM_RECORD_COPY:
	case TCPSIM_RECORD_CORRUPT:
	case TCPSIM_RECORD_MARK:
	case TCPSIM_RECORD_DELIVER:
	case TCPSIM_RECORD_BROKEN:
		return tcpsim_teller_words(world->teller, i);
	case TCPSIM_RECORD_SIGNAL:
		return g_strdup_printf("%s %s user", signal_name(record), step_arrow(stepper));
	case TCPSIM_RECORD_LOST:
		return record->connection == 0
			? g_strdup_printf("the listener on port %u is forgotten", (unsigned)record->local_port)
			: g_strdup_printf("connection %u is forgotten", (unsigned)record->connection);
	case TCPSIM_RECORD_ARMED:
	case TCPSIM_RECORD_STOPPED:
	case TCPSIM_RECORD_CALL:
	case TCPSIM_RECORD_SOCKET:
	case TCPSIM_RECORD_INJECT:
	case TCPSIM_RECORD_ARRIVE:
	case TCPSIM_RECORD_TIMER:
	case TCPSIM_RECORD_CRASH:
	case TCPSIM_RECORD_RESTART:
	case TCPSIM_RECORD_CUT:
	case TCPSIM_RECORD_MEND:
		break;
	}
	return NULL;
}

/* What starts or stops. Free with g_free(). */
static char *
timer_words(const struct tcpsim_record *record)
{
	const char *name = tcpsim_timer_name((enum tcpsim_timer)record->what);
	char due[32];

	if (record->kind == TCPSIM_RECORD_STOPPED)
		return g_strdup_printf("%s timer stops", name);
	step_seconds(record->until_us, due);
	return g_strdup_printf("%s timer %s, due at %s", name, record->again ? "restarts" : "starts", due);
}

/* All timers that start or stop. */
static void
show_timers(const struct stepper *stepper, const char *indent, struct tcpsim_step step)
{
	const struct world *world = step_world(stepper);
	GPtrArray *parts = g_ptr_array_new_with_free_func(g_free);

	for (uint32_t i = step.first; i < step.behind; i++) {
		const struct tcpsim_record *record = &world->records[i];

		if (record->kind == TCPSIM_RECORD_STOPPED || record->kind == TCPSIM_RECORD_ARMED)
			g_ptr_array_add(parts, timer_words(record));
	}
	put_list(stepper, indent, parts, ";");
	g_ptr_array_unref(parts);
}

static void
show_invariants(const struct stepper *stepper, const char *indent, struct tcpsim_step step)
{
	const struct tcpsim_recording *recording = step_world(stepper)->recording;

	for (int i = 0; i < TCPSIM_N_INVARIANTS; i++) {
		const struct tcpsim_invariant_verdict *verdict = &recording->invariants[i];
		char *words;

		if (!verdict->is_broken || verdict->record < step.first || verdict->record >= step.behind)
			continue;
		words = g_strdup_printf("Invariant %s is broken: %s", tcpsim_invariant_name((enum tcpsim_invariant)i),
			verdict->words != NULL ? verdict->words : tcpsim_invariant_words((enum tcpsim_invariant)i));
		step_put(stepper, indent, words, STEP_BAD);
		g_free(words);
	}
}

void
step_show_records(const struct stepper *stepper, const char *indent, size_t number)
{
	const struct world *world = step_world(stepper);
	struct tcpsim_step step = tcpsim_steps_get(world->steps, number - 1);

	for (uint32_t i = step.first; i < step.behind; i++) {
		const struct tcpsim_record *record = &world->records[i];
		char *words = i > step.first ? part_words(stepper, i) : NULL;

		if (words != NULL && *words != '\0')
			step_put(stepper, indent, words, step_event_color(record));
		show_state(stepper, indent, record);
		show_variables(stepper, indent, record);
		g_free(words);
	}
	show_timers(stepper, indent, step);
	show_invariants(stepper, indent, step);
}
