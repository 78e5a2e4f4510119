/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "sim/step.h"

/* Columns of the bar of a timer. */
#define BAR_COLUMNS 20

/* The world at the cursor. Free with tcpsim_moment_free(). */
static struct tcpsim_moment *
moment_here(const struct world *world)
{
	return tcpsim_moment_new(step_trace(world), step_happened(world));
}

/* When the timer that runs was started. */
static int64_t
started_us(const struct world *world, const struct tcpsim_moment_end *end, int timer)
{
	for (uint32_t i = step_happened(world); i-- > 0;) {
		const struct tcpsim_record *record = &world->records[i];

		if (record->kind == TCPSIM_RECORD_ARMED && record->what == timer && record->host == end->host &&
			record->connection == end->connection)
			return record->time_us;
	}
	return world->records[end->record].time_us;
}

/* `client        retransmission  [########            ]  0.4 of 1 s left, due at 1.05 s` */
static void
show_timer(const struct stepper *stepper, const struct tcpsim_moment_end *end, int timer)
{
	const struct world *world = step_world(stepper);
	int64_t now_us = step_now_us(world), due_us = end->vars.deadline_us[timer];
	int64_t all_us = MAX(due_us - started_us(world, end, timer), 1), left_us = CLAMP(due_us - now_us, 0, all_us);
	int full = (int)((double)left_us / (double)all_us * BAR_COLUMNS + 0.5);
	char left[32], all[32], due[32], bar[BAR_COLUMNS + 1];
	char *connection = end->connection > 1 ? g_strdup_printf(" %u", (unsigned)end->connection) : g_strdup("");
	char *name = step_clean(stepper, tcpsim_trace_host_name(step_trace(world), end->host));
	char *who = g_strconcat(name, connection, NULL);
	char *line;

	memset(bar, ' ', BAR_COLUMNS);
	memset(bar, '#', (size_t)full);
	bar[BAR_COLUMNS] = '\0';
	step_seconds(left_us, left);
	step_seconds(all_us, all);
	step_seconds(due_us, due);
	left[strlen(left) - 2] = '\0';
	line = g_strdup_printf("%-12s %-14s [%s] ", who, tcpsim_timer_name((enum tcpsim_timer)timer), bar);
	output_format("%s%s of %s left, due at %s\n", line, left, all, due);
	g_free(line);
	g_free(who);
	g_free(name);
	g_free(connection);
}

bool
step_do_timers(struct stepper *stepper, char **words, const char *rest)
{
	const struct world *world = step_world(stepper);
	struct tcpsim_moment *moment;
	bool is_any = false;

	(void)rest;
	if (!step_takes(stepper, words, 0))
		return false;
	moment = moment_here(world);
	for (size_t i = 0; i < moment->n_ends; i++) {
		/* In CLOSED deadlines mean nothing. */
		for (int timer = 0; timer < TCPSIM_N_TIMERS && moment->ends[i].vars.state != TCPSIM_CLOSED; timer++) {
			if (moment->ends[i].vars.deadline_us[timer] == TCPSIM_TIME_NONE)
				continue;
			show_timer(stepper, &moment->ends[i], timer);
			is_any = true;
		}
	}
	tcpsim_moment_free(moment);
	if (!is_any)
		step_put(stepper, "", "No timer runs.", STEP_FAINT);
	return true;
}

/* `client -> server  client SYN #1 <SEQ=100><CTL=SYN>, sent at 0 s, arrives at 0.05 s` */
static void
show_packet(const struct stepper *stepper, const struct tcpsim_moment_packet *packet)
{
	const struct world *world = step_world(stepper);
	const struct tcpsim_record *record = &world->records[packet->departed];
	const char *name = tcpsim_packet_names_get(world->names, record->packet);
	/* What a copy says its original has said. */
	char *notation = record->kind == TCPSIM_RECORD_COPY ? g_strdup("")
							    : tcpsim_teller_words(world->teller, packet->departed);
	char *fault =
		packet->fault != TCPSIM_NO_RECORD ? tcpsim_teller_words(world->teller, packet->fault) : g_strdup("");
	char *way = g_strdup_printf("%s %s %s  ", tcpsim_trace_host_name(step_trace(world), record->host),
		step_arrow(stepper),
		record->peer < tcpsim_trace_n_hosts(step_trace(world))
			? tcpsim_trace_host_name(step_trace(world), record->peer)
			: "nobody");
	GString *words = g_string_new(way);
	char seconds[32];

	g_string_append_printf(words, "%s %s", name != NULL ? name : "a packet", notation);
	if (*fault != '\0')
		g_string_append_printf(words, " %s", fault);
	step_seconds(record->time_us, seconds);
	g_string_append_printf(words, "%s sent at %s", *notation != '\0' ? "," : "", seconds);
	if (packet->ends != TCPSIM_NO_RECORD) {
		const struct tcpsim_record *end = &world->records[packet->ends];

		step_seconds(end->time_us, seconds);
		g_string_append_printf(
			words, ", %s at %s", end->kind == TCPSIM_RECORD_ARRIVE ? "arrives" : "is gone", seconds);
	} else {
		g_string_append(words, ", still under way when the run ends");
	}
	step_put(stepper, "  ", words->str, STEP_PLAIN);
	g_string_free(words, TRUE);
	g_free(way);
	g_free(fault);
	g_free(notation);
}

bool
step_do_channel(struct stepper *stepper, char **words, const char *rest)
{
	const struct world *world = step_world(stepper);
	const struct tcpsim_trace *trace = step_trace(world);
	struct tcpsim_moment *moment;

	(void)rest;
	if (!step_takes(stepper, words, 0))
		return false;
	moment = moment_here(world);
	for (size_t i = 0; i < moment->n_packets; i++)
		show_packet(stepper, &moment->packets[i]);
	if (moment->n_packets == 0)
		step_put(stepper, "", "Nothing is under way.", STEP_FAINT);
	for (size_t i = 0; i < moment->n_cuts; i++) {
		char *line = g_strdup_printf("%s %s %s is cut.", tcpsim_trace_host_name(trace, moment->cuts[i].from),
			step_arrow(stepper), tcpsim_trace_host_name(trace, moment->cuts[i].to));

		step_put(stepper, "", line, STEP_BAD);
		g_free(line);
	}
	for (uint16_t host = 0; host < tcpsim_trace_n_hosts(trace); host++) {
		char *line = g_strdup_printf("%s is down.", tcpsim_trace_host_name(trace, host));

		if (moment->is_down[host])
			step_put(stepper, "", line, STEP_BAD);
		g_free(line);
	}
	tcpsim_moment_free(moment);
	return true;
}
