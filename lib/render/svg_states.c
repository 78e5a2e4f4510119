/* SPDX-License-Identifier: MIT */
#include "lib/render/svg_ladder_private.h"

/* States are told of so many connections of a host at the most, where the rows are left out in which they came to them. */
#define STATES_SINCE_MAX 6U

/* The bar that a connection has now, or NULL. */
static struct svg_bar *
find_bar(const struct svg_ladder *svg, uint16_t host, uint32_t connection)
{
	gpointer number = g_hash_table_lookup(svg->hosts[host].open, GUINT_TO_POINTER(connection));

	return number != NULL ? &g_array_index(svg->bars, struct svg_bar, GPOINTER_TO_SIZE(number) - 1) : NULL;
}

/* Whether a record leaves a connection, or a listener, in a state. */
static bool
has_state(const struct tcpsim_record *record)
{
	if (record->host == TCPSIM_NO_HOST || record->after.state >= TCPSIM_N_STATES)
		return false;
	switch ((enum tcpsim_record_kind)record->kind) {
	case TCPSIM_RECORD_CALL:
		return record->protocol == TCPSIM_PROTOCOL_TCP && record->what != TCPSIM_CALL_SET &&
			record->error == TCPSIM_OK;
	case TCPSIM_RECORD_ARRIVE:
	case TCPSIM_RECORD_TIMER:
	case TCPSIM_RECORD_LOST:
		return record->connection != 0;
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

/* How many listeners there are after a call that is of no connection. */
static unsigned
count_listeners(const struct svg_host *host, const struct tcpsim_record *call)
{
	if (call->after.state == TCPSIM_LISTEN)
		return host->n_listeners + (call->what == TCPSIM_CALL_LISTEN);
	return host->n_listeners > 0 ? host->n_listeners - 1 : 0;
}

static bool
has_connections(const struct svg_host *host)
{
	return host->taken != 0;
}

static GPtrArray *
lines_of(char *first, char *second)
{
	GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);

	g_ptr_array_add(lines, first);
	if (second != NULL)
		g_ptr_array_add(lines, second);
	return lines;
}

static GPtrArray *
listener_lines(const struct svg_host *host, const struct tcpsim_record *call)
{
	unsigned n = count_listeners(host, call);

	if ((n > 0) == (host->n_listeners > 0))
		return NULL;
	if (n > 0)
		return lines_of(g_strdup(has_connections(host) ? "(LISTEN)" : "LISTEN"), NULL);
	return has_connections(host) ? NULL : lines_of(g_strdup("CLOSED"), NULL);
}

GPtrArray *
tcpsim_svg_state_lines(struct svg_ladder *svg, uint32_t i)
{
	const struct tcpsim_record *record = &svg->source.records[i];
	const struct svg_host *host = &svg->hosts[record->host];
	const struct svg_bar *bar;
	const char *name;
	bool is_closed;

	if (record->kind == TCPSIM_RECORD_CRASH || record->kind == TCPSIM_RECORD_RESTART)
		return lines_of(g_strdup(record->kind == TCPSIM_RECORD_CRASH ? "(down)" : "CLOSED"), NULL);
	if (!has_state(record) || record->kind == TCPSIM_RECORD_LOST)
		return NULL;
	if (record->connection == 0)
		return listener_lines(host, record);
	bar = find_bar(svg, record->host, record->connection);
	if (record->after.state == (bar != NULL ? bar->state : TCPSIM_CLOSED))
		return NULL;
	name = tcpsim_state_name((enum tcpsim_state)record->after.state);
	is_closed = record->after.state == TCPSIM_CLOSED;
	return lines_of(host->is_numbered ? g_strdup_printf("#%u %s", (unsigned)record->connection, name) : g_strdup(name),
		is_closed && host->n_listeners > 0 ? g_strdup("(LISTEN)") : NULL);
}

/* What a host without connections has come to between y and here, or NULL if it was so before. */
static const char *
end_since(const struct svg_ladder *svg, uint16_t host, double y)
{
	guint last = svg->hosts[host].last_outage;
	const struct svg_outage *outage = last != 0 ? &g_array_index(svg->outages, struct svg_outage, last - 1) : NULL;

	if (outage != NULL && outage->to < 0 && !outage->is_quiet)
		return outage->from >= y ? "(down)" : NULL;
	for (guint i = 0; i < svg->bars->len; i++) {
		const struct svg_bar *bar = &g_array_index(svg->bars, struct svg_bar, i);

		if (bar->host == host && bar->to >= y)
			return tcpsim_state_name(TCPSIM_CLOSED);
	}
	return NULL;
}

GPtrArray *
tcpsim_svg_states_since(const struct svg_ladder *svg, uint16_t host, double y)
{
	const struct svg_host *it = &svg->hosts[host];
	GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);
	const char *end = g_hash_table_size(it->open) == 0 ? end_since(svg, host, y) : NULL;

	if (end != NULL)
		g_ptr_array_add(lines, g_strdup(end));
	for (guint i = 0; i < svg->bars->len && lines->len < STATES_SINCE_MAX; i++) {
		const struct svg_bar *bar = &g_array_index(svg->bars, struct svg_bar, i);
		const char *name = tcpsim_state_name((enum tcpsim_state)bar->state);

		if (bar->host != host || bar->to >= 0 || bar->from < y)
			continue;
		if (bar->connection == 0)
			g_ptr_array_add(lines, g_strdup(has_connections(it) ? "(LISTEN)" : name));
		else if (it->is_numbered)
			g_ptr_array_add(lines, g_strdup_printf("#%u %s", (unsigned)bar->connection, name));
		else
			g_ptr_array_add(lines, g_strdup(name));
	}
	return lines;
}

/* The lowest slot that nobody has; the last one is shared. */
static uint8_t
take_slot(struct svg_host *host)
{
	for (uint8_t slot = 0; slot < SVG_SLOTS; slot++) {
		if ((host->taken >> slot & 1) == 0) {
			host->taken = (uint8_t)(host->taken | 1U << slot);
			host->n_slots = MAX(host->n_slots, slot + 1U);
			return slot;
		}
	}
	return SVG_SLOTS - 1;
}

static void
begin_bar(struct svg_ladder *svg, uint32_t i, uint8_t slot, enum tcpsim_state state, double y)
{
	const struct tcpsim_record *record = &svg->source.records[i];
	struct svg_bar bar = {
		.host = record->host,
		.state = (uint8_t)state,
		.slot = slot,
		.connection = record->connection,
		.first = i,
		.from = y,
		.to = -1,
	};

	g_array_append_val(svg->bars, bar);
	g_hash_table_replace(svg->hosts[record->host].open, GUINT_TO_POINTER(record->connection),
		GSIZE_TO_POINTER((gsize)svg->bars->len));
}

static void
change_connection(struct svg_ladder *svg, uint32_t i, enum tcpsim_state state, double y)
{
	const struct tcpsim_record *record = &svg->source.records[i];
	struct svg_host *host = &svg->hosts[record->host];
	struct svg_bar *bar = find_bar(svg, record->host, record->connection);
	uint8_t slot;

	if (state == (bar != NULL ? (enum tcpsim_state)bar->state : TCPSIM_CLOSED))
		return;
	if (bar != NULL)
		bar->to = y;
	if (state == TCPSIM_CLOSED) {
		host->taken = (uint8_t)(host->taken & ~(1U << bar->slot));
		g_hash_table_remove(host->open, GUINT_TO_POINTER(record->connection));
		return;
	}
	slot = bar != NULL ? bar->slot : record->connection == 0 ? 0 : take_slot(host);
	begin_bar(svg, i, slot, state, y);
}

static void
change_listeners(struct svg_ladder *svg, uint32_t i, double y)
{
	const struct tcpsim_record *record = &svg->source.records[i];
	struct svg_host *host = &svg->hosts[record->host];
	uint8_t taken = host->taken;

	host->n_listeners = count_listeners(host, record);
	change_connection(svg, i, host->n_listeners > 0 ? TCPSIM_LISTEN : TCPSIM_CLOSED, y);
	host->taken = taken;
}

/* Whatever there was at a host is forgotten. */
static void
end_all_of(struct svg_ladder *svg, uint16_t host, double y)
{
	GHashTableIter iter;
	gpointer number;

	g_hash_table_iter_init(&iter, svg->hosts[host].open);
	while (g_hash_table_iter_next(&iter, NULL, &number))
		g_array_index(svg->bars, struct svg_bar, GPOINTER_TO_SIZE(number) - 1).to = y;
	g_hash_table_remove_all(svg->hosts[host].open);
	svg->hosts[host].taken = 0;
	svg->hosts[host].n_listeners = 0;
}

static void
change_power(struct svg_ladder *svg, const struct tcpsim_record *record, double y)
{
	struct svg_outage next = { .host = record->host, .from = y, .to = -1, .until_us = record->until_us };
	guint *last = &svg->hosts[record->host].last_outage;

	if (*last != 0 && g_array_index(svg->outages, struct svg_outage, *last - 1).to < 0)
		g_array_index(svg->outages, struct svg_outage, *last - 1).to = y;
	end_all_of(svg, record->host, y);
	next.is_quiet = record->kind == TCPSIM_RECORD_RESTART;
	if (!next.is_quiet || (record->until_us != TCPSIM_TIME_NONE && record->until_us > record->time_us)) {
		g_array_append_val(svg->outages, next);
		*last = svg->outages->len;
	}
}

void
tcpsim_svg_state_change(struct svg_ladder *svg, uint32_t i, double y)
{
	const struct tcpsim_record *record = &svg->source.records[i];

	if (record->kind == TCPSIM_RECORD_CRASH || record->kind == TCPSIM_RECORD_RESTART)
		change_power(svg, record, y);
	if (!has_state(record))
		return;
	if (record->connection == 0)
		change_listeners(svg, i, y);
	else
		change_connection(svg, i, (enum tcpsim_state)record->after.state, y);
}

static void
forget(struct svg_ladder *svg)
{
	g_array_set_size(svg->bars, 0);
	g_array_set_size(svg->outages, 0);
	for (size_t host = 0; host < svg->n_hosts; host++) {
		g_hash_table_remove_all(svg->hosts[host].open);
		svg->hosts[host].taken = 0;
		svg->hosts[host].n_listeners = 0;
		svg->hosts[host].last_outage = 0;
	}
}

void
tcpsim_svg_states_init(struct svg_ladder *svg)
{
	forget(svg);
	for (uint32_t i = 0; i < svg->source.n_records; i++) {
		const struct tcpsim_record *record = &svg->source.records[i];

		if (record->host == TCPSIM_NO_HOST)
			continue;
		if (has_state(record))
			svg->hosts[record->host].has_states = svg->hosts[record->host].has_names = true;
		if (record->kind == TCPSIM_RECORD_CRASH || record->kind == TCPSIM_RECORD_RESTART)
			svg->hosts[record->host].has_names = true;
		if (record->connection > 1)
			svg->hosts[record->host].is_numbered = true;
		tcpsim_svg_state_change(svg, i, 0);
	}
	forget(svg);
}

void
tcpsim_svg_states_end(struct svg_ladder *svg, double y)
{
	for (guint i = 0; i < svg->bars->len; i++) {
		struct svg_bar *bar = &g_array_index(svg->bars, struct svg_bar, i);

		if (bar->to < 0)
			bar->to = y;
	}
	for (guint i = 0; i < svg->outages->len; i++) {
		struct svg_outage *outage = &g_array_index(svg->outages, struct svg_outage, i);

		if (outage->to < 0)
			outage->to = y;
	}
}
