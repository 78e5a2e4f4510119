/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "sim/step.h"

/* Columns of the names of variables, and of an end. */
#define NAME_COLUMNS 16
#define END_COLUMNS 30

/* An end before the step and behind it. */
struct shown {
	const struct tcpsim_vars *before;
	const struct tcpsim_moment_end *after;
};

/* A row in the making: blanks are written only before something. */
struct row {
	const struct stepper *stepper;
	int blanks;
};

/* Write a text into columns of its own; `code` is how it is colored. */
static void
put_text(struct row *row, const char *text, int columns, const char *code)
{
	bool has_color = row->stepper->look.has_color && code != NULL;
	int width = (int)g_utf8_strlen(text, -1);

	if (width == 0) {
		row->blanks += columns;
		return;
	}
	output_format("%*s%s%s%s", row->blanks, "", has_color ? code : "", text, has_color ? "\033[0m" : "");
	row->blanks = MAX(columns - width, 1);
}

/* A value as it is, or as it changes: `100 -> 101`; one that is new has a star. */
static void
put_cell(struct row *row, const char *before, const char *after)
{
	bool changes = strcmp(before, after) != 0;
	char *text = !changes || *before == '\0'
		? g_strdup_printf("%s%s", after, changes ? " *" : "")
		: g_strdup_printf("%s %s %s", before, step_arrow(row->stepper), *after != '\0' ? after : "none");

	put_text(row, text, END_COLUMNS, changes ? "\033[1m" : NULL);
	g_free(text);
}

static struct row
begin_row(const struct stepper *stepper, const char *name)
{
	struct row row = { .stepper = stepper };

	put_text(&row, name, NAME_COLUMNS, "\033[2m");
	return row;
}

/* The row of a variable, unless it says nothing of anybody. */
static void
put_row(const struct stepper *stepper, const struct step_variable *variable, const struct shown *shown, size_t n)
{
	bool is_any = false;
	struct row row;

	for (size_t i = 0; i < n; i++) {
		char text[32];

		step_variable_text(variable, &shown[i].after->vars, text);
		is_any |= *text != '\0';
		step_variable_text(variable, shown[i].before, text);
		is_any |= *text != '\0';
	}
	if (!is_any)
		return;
	row = begin_row(stepper, variable->name);
	for (size_t i = 0; i < n; i++) {
		char before[32], after[32];

		step_variable_text(variable, shown[i].before, before);
		step_variable_text(variable, &shown[i].after->vars, after);
		put_cell(&row, before, after);
	}
	output_text("\n");
}

/* `client connection 1` */
static void
put_title(struct row *row, const struct tcpsim_moment_end *end)
{
	const struct tcpsim_trace *trace = step_trace(step_world(row->stepper));
	char *name = step_clean(row->stepper, tcpsim_trace_host_name(trace, end->host));
	char *title = end->connection == 0 ? g_strdup_printf("%s, listener", name)
					   : g_strdup_printf("%s connection %u", name, (unsigned)end->connection);

	put_text(row, title, END_COLUMNS, "\033[1m");
	g_free(title);
	g_free(name);
}

/* Who is connected to whom: `49152 to server:80`. */
static void
put_ports(const struct stepper *stepper, const struct shown *shown, size_t n)
{
	const struct tcpsim_trace *trace = step_trace(step_world(stepper));
	struct row row = begin_row(stepper, "ports");

	for (size_t i = 0; i < n; i++) {
		const struct tcpsim_moment_end *end = shown[i].after;
		bool has_peer = end->peer < tcpsim_trace_n_hosts(trace);
		char *peer = step_clean(stepper, has_peer ? tcpsim_trace_host_name(trace, end->peer) : "");
		char *text = has_peer
			? g_strdup_printf("%u to %s:%u", (unsigned)end->local_port, peer, (unsigned)end->peer_port)
			: g_strdup_printf("%u", (unsigned)end->local_port);

		put_cell(&row, text, text);
		g_free(text);
		g_free(peer);
	}
	output_text("\n");
}

/* A table of some ends, side by side. */
static void
put_table(const struct stepper *stepper, const struct shown *shown, size_t n)
{
	struct row row = begin_row(stepper, "");

	for (size_t i = 0; i < n; i++)
		put_title(&row, shown[i].after);
	output_text("\n");
	put_ports(stepper, shown, n);
	row = begin_row(stepper, "state");
	for (size_t i = 0; i < n; i++)
		put_cell(&row, tcpsim_state_name((enum tcpsim_state)shown[i].before->state),
			tcpsim_state_name((enum tcpsim_state)shown[i].after->vars.state));
	output_text("\n");
	for (const struct step_variable *variable = step_variables; variable->name != NULL; variable++)
		put_row(stepper, variable, shown, n);
}

/* Which ends are asked for. */
struct asked {
	uint16_t host; /* or TCPSIM_NO_HOST */
	guint64 connection;
	bool has_connection;
};

/*
 * Ends that are gone are told only where they are asked for, or the step ended them; listeners, which always are as
 * they were, where they are asked for, or the step is theirs.
 */
static bool
is_asked(const struct asked *asked, const struct shown *shown)
{
	const struct tcpsim_moment_end *end = shown->after;

	if (asked->host != TCPSIM_NO_HOST && end->host != asked->host)
		return false;
	if (asked->has_connection)
		return end->connection == asked->connection;
	if (end->connection == 0 && asked->host == TCPSIM_NO_HOST && shown->before->state == end->vars.state)
		return false;
	return end->vars.state != TCPSIM_CLOSED || shown->before->state != TCPSIM_CLOSED;
}

static bool
read_asked(struct stepper *stepper, char **words, struct asked *asked)
{
	const struct world *world = step_world(stepper);

	*asked = (struct asked){ .host = TCPSIM_NO_HOST };
	if (!step_takes(stepper, words, 2))
		return false;
	if (words[0] == NULL)
		return true;
	asked->host = step_host(world, words[0]);
	if (asked->host == TCPSIM_NO_HOST) {
		const char **names = step_host_names(world);

		step_refuse_name(stepper, "host", words[0], names);
		g_free(names);
		return false;
	}
	asked->has_connection = words[1] != NULL;
	return step_number(stepper, words[1], 0, 0, &asked->connection);
}

/*
 * What an end was before the step. A connection that begins in it was CLOSED, or a listener until then: the event that
 * made it says so.
 */
static const struct tcpsim_vars *
vars_before(const struct world *world, const struct tcpsim_moment *before, const struct tcpsim_moment_end *end)
{
	const struct tcpsim_moment_end *was = tcpsim_moment_find(before, end->host, end->connection, end->local_port);

	return was != NULL ? &was->vars : &world->records[end->record].before;
}

/* All that is asked for, as many in a table as fit. */
static bool
show_tables(const struct stepper *stepper, const struct asked *asked, const struct tcpsim_moment *before,
	const struct tcpsim_moment *after)
{
	GArray *all = g_array_new(FALSE, FALSE, sizeof(struct shown));
	guint columns = MAX(stepper->look.columns, 80), fit = (columns - NAME_COLUMNS) / END_COLUMNS, n;

	/* Connections, then listeners. */
	for (size_t i = 0; i < 2 * after->n_ends; i++) {
		const struct tcpsim_moment_end *end = &after->ends[i % after->n_ends];
		struct shown shown = { vars_before(step_world(stepper), before, end), end };

		if ((end->connection == 0) == (i >= after->n_ends) && is_asked(asked, &shown))
			g_array_append_val(all, shown);
	}
	for (guint i = 0; i < all->len; i += fit) {
		if (i > 0)
			output_text("\n");
		put_table(stepper, &g_array_index(all, struct shown, i), MIN(fit, all->len - i));
	}
	n = all->len;
	g_array_unref(all);
	return n > 0;
}

bool
step_do_tcb(struct stepper *stepper, char **words, const char *rest)
{
	const struct world *world = step_world(stepper);
	struct tcpsim_moment *before, *after;
	struct asked asked;
	bool is_any;

	(void)rest;
	if (!read_asked(stepper, words, &asked))
		return false;
	before = tcpsim_moment_new(
		step_trace(world), world->at > 0 ? tcpsim_steps_get(world->steps, world->at - 1).first : 0);
	after = tcpsim_moment_new(step_trace(world), step_happened(world));
	is_any = show_tables(stepper, &asked, before, after);
	tcpsim_moment_free(before);
	tcpsim_moment_free(after);
	if (is_any)
		return true;
	if (asked.has_connection)
		return step_refuse(stepper, "%s has no connection %s yet", words[0], words[1]);
	step_put(stepper, "", "No end of a connection is open.", STEP_FAINT);
	return true;
}
