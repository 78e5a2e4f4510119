/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <stddef.h>

#include "lib/render/svg_ladder_private.h"

/* Variables of a TCB that are told, where they are in struct tcpsim_vars. */
struct variable {
	const char *name;
	size_t offset;
	bool is_of_peer; /* none before the other end's SYN is there */
};

static const struct variable variables[] = {
	{ "SND.UNA", offsetof(struct tcpsim_vars, snd_una), false },
	{ "SND.NXT", offsetof(struct tcpsim_vars, snd_nxt), false },
	{ "SND.WND", offsetof(struct tcpsim_vars, snd_wnd), false },
	{ "ISS", offsetof(struct tcpsim_vars, iss), false },
	{ "RCV.NXT", offsetof(struct tcpsim_vars, rcv_nxt), true },
	{ "RCV.WND", offsetof(struct tcpsim_vars, rcv_wnd), false },
	{ "IRS", offsetof(struct tcpsim_vars, irs), true },
	{ "cwnd", offsetof(struct tcpsim_vars, cwnd), false },
	{ "ssthresh", offsetof(struct tcpsim_vars, ssthresh), false },
	{ "duplicate ACKs", offsetof(struct tcpsim_vars, dup_acks), false },
	{ "unsent", offsetof(struct tcpsim_vars, unsent_bytes), false },
	{ "unread", offsetof(struct tcpsim_vars, unread_bytes), false },
};

static uint32_t
value_of(const struct tcpsim_vars *vars, const struct variable *variable)
{
	return *(const uint32_t *)(const void *)((const char *)vars + variable->offset);
}

/* Whether there is such a variable in the state. */
static bool
has_variable(const struct tcpsim_vars *vars, const struct variable *variable)
{
	if (vars->state == TCPSIM_CLOSED || vars->state == TCPSIM_LISTEN)
		return false;
	return !variable->is_of_peer || vars->state != TCPSIM_SYN_SENT;
}

static void
append_value(GString *text, const struct tcpsim_vars *vars, const struct variable *variable)
{
	if (has_variable(vars, variable))
		g_string_append_printf(text, " %u", (unsigned)value_of(vars, variable));
	else
		g_string_append(text, " none");
}

static const char *
state_name(uint8_t state)
{
	return state < TCPSIM_N_STATES ? tcpsim_state_name((enum tcpsim_state)state) : "?";
}

/* A host, or one of its connections. */
static void
append_who(const struct svg_ladder *svg, GString *text, uint16_t host, uint32_t connection)
{
	g_string_append(text, host < svg->n_hosts ? svg->hosts[host].name : "?");
	if (host < svg->n_hosts && svg->hosts[host].is_numbered && connection != 0)
		g_string_append_printf(text, " #%u", (unsigned)connection);
}

/* What an event changed in its TCB, a line. */
static void
append_changes(const struct svg_ladder *svg, GString *text, const struct tcpsim_record *event)
{
	const struct tcpsim_vars *from = &event->before, *to = &event->after;

	g_string_append_c(text, '\n');
	append_who(svg, text, event->host, event->connection);
	g_string_append_printf(text, ": %s", state_name(from->state));
	if (to->state != from->state)
		g_string_append_printf(text, " → %s", state_name(to->state));
	for (size_t i = 0; i < G_N_ELEMENTS(variables); i++) {
		uint32_t before = value_of(from, &variables[i]), after = value_of(to, &variables[i]);

		if (before == after || (!has_variable(from, &variables[i]) && !has_variable(to, &variables[i])))
			continue;
		g_string_append_printf(text, ", %s", variables[i].name);
		append_value(text, from, &variables[i]);
		g_string_append(text, " →");
		append_value(text, to, &variables[i]);
	}
}

static void
append_rule(GString *text, const struct tcpsim_record *event)
{
	const struct tcpsim_rule_info *info;

	if (event->rule == TCPSIM_RULE_NONE || event->rule >= TCPSIM_N_RULES)
		return;
	info = tcpsim_rule_info((enum tcpsim_rule)event->rule);
	g_string_append_printf(text, "\n%s (%s%s): %s", info->name,
		isdigit((unsigned char)info->place[0]) ? "RFC 9293 " : "", info->place, info->words);
}

/* Whether a record is an event that carries a TCB. */
static bool
has_vars(const struct tcpsim_record *record)
{
	bool is_event = record->kind == TCPSIM_RECORD_CALL || record->kind == TCPSIM_RECORD_ARRIVE ||
		record->kind == TCPSIM_RECORD_TIMER || record->kind == TCPSIM_RECORD_LOST;

	return is_event && (record->protocol == TCPSIM_PROTOCOL_TCP || record->connection != 0) &&
		(record->connection != 0 || record->before.state != TCPSIM_CLOSED || record->after.state != TCPSIM_CLOSED);
}

static void
append_time(GString *text, const char *before, int64_t time_us)
{
	char *time = tcpsim_time_moment(time_us);

	g_string_append_printf(text, "%s%s", before, time);
	g_free(time);
}

static void
append_end(GString *text, const struct tcpsim_record *end)
{
	if (end == NULL) {
		g_string_append(text, ", still under way");
		return;
	}
	if (end->kind == TCPSIM_RECORD_ARRIVE) {
		append_time(text, ", arrives at ", end->time_us);
		return;
	}
	append_time(text, ", gone at ", end->time_us);
	g_string_append_printf(text, ": %s",
		end->what < TCPSIM_N_DROPS ? tcpsim_drop_words((enum tcpsim_drop)end->what) : "dropped");
}

char *
tcpsim_svg_packet_tooltip(const struct svg_ladder *svg, const struct svg_way *way)
{
	const struct tcpsim_record *records = svg->source.records, *sent = &records[way->departs];
	const struct tcpsim_record *end = way->ends != TCPSIM_NO_RECORD ? &records[way->ends] : NULL;
	const char *name = tcpsim_packet_names_get(svg->names, way->packet);
	GString *text = g_string_new(name != NULL ? name : "packet");
	GPtrArray *lines = tcpsim_ladder_label(&svg->ladder, sent, 1000);

	g_string_append_c(text, '\n');
	for (guint i = 0; i < lines->len; i++)
		g_string_append(text, g_ptr_array_index(lines, i));
	append_time(text, sent->kind == TCPSIM_RECORD_INJECT ? "\ninjected at " :
			sent->kind == TCPSIM_RECORD_COPY     ? "\ncopied at " :
							       "\nsent at ",
		sent->time_us);
	append_end(text, end);
	if (end != NULL && end->kind == TCPSIM_RECORD_ARRIVE)
		append_rule(text, end);
	if (sent->cause < svg->source.n_records && has_vars(&records[sent->cause]))
		append_changes(svg, text, &records[sent->cause]);
	if (end != NULL && has_vars(end))
		append_changes(svg, text, end);
	g_ptr_array_unref(lines);
	return g_string_free(text, FALSE);
}

char *
tcpsim_svg_record_tooltip(const struct svg_ladder *svg, uint32_t i)
{
	const struct tcpsim_record *record = &svg->source.records[i];
	GString *text = g_string_new(NULL);

	append_who(svg, text, record->host, record->connection);
	append_time(text, ", at ", record->time_us);
	if (record->line != 0)
		g_string_append_printf(text, ", line %u", (unsigned)record->line);
	append_rule(text, record);
	if (has_vars(record))
		append_changes(svg, text, record);
	return g_string_free(text, FALSE);
}

char *
tcpsim_svg_bar_tooltip(const struct svg_ladder *svg, const struct svg_bar *bar)
{
	const struct tcpsim_record *first = &svg->source.records[bar->first];
	GString *text = g_string_new(NULL);

	append_who(svg, text, bar->host, bar->connection);
	g_string_append_printf(text, ": %s", state_name(bar->state));
	append_time(text, " from ", first->time_us);
	append_rule(text, first);
	for (size_t i = 0; bar->connection != 0 && i < G_N_ELEMENTS(variables); i++) {
		uint32_t value = value_of(&first->after, &variables[i]);

		if (value != 0)
			g_string_append_printf(text, "\n%s %u", variables[i].name, (unsigned)value);
	}
	return g_string_free(text, FALSE);
}
