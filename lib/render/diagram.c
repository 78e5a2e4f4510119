/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/render/diagram_private.h"

/* What the table of changes says of those that figure 5 and its notes have. */
static const char figure[] = "figure 5";

static void
clear_edge(void *data)
{
	struct diagram_edge *edge = data;

	g_free(edge->event);
	g_free(edge->action);
	g_array_unref(edge->records);
}

static GArray *
new_edges(void)
{
	GArray *edges = g_array_new(FALSE, FALSE, sizeof(struct diagram_edge));

	g_array_set_clear_func(edges, clear_edge);
	return edges;
}

static bool
is_in_figure(enum tcpsim_state from, enum tcpsim_state to)
{
	const char *source = tcpsim_state_change_source(from, to);

	return source != NULL && strncmp(source, figure, strlen(figure)) == 0;
}

/* Add an edge of the figure, whose label stands behind the colon and before any other source: `rcv SYN, snd SYN,ACK`. */
static void
add_drawn(struct diagram *diagram, enum tcpsim_state from, enum tcpsim_state to)
{
	const char *label = strchr(tcpsim_state_change_source(from, to), ':') + 2;
	char *words = g_strndup(label, strcspn(label, ";"));
	char *comma = strstr(words, ", ");
	const struct diagram_edge edge = {
		.from = from,
		.to = to,
		.event = comma != NULL ? g_strndup(words, (size_t)(comma - words)) : g_strdup(words),
		.action = g_strdup(comma != NULL ? comma + 2 : ""),
		.records = g_array_new(FALSE, FALSE, sizeof(uint32_t)),
	};

	g_array_append_val(diagram->drawn, edge);
	g_free(words);
}

static void
add_figure(struct diagram *diagram)
{
	for (int from = 0; from < TCPSIM_N_STATES; from++)
		for (int to = 0; to < TCPSIM_N_STATES; to++)
			if (is_in_figure((enum tcpsim_state)from, (enum tcpsim_state)to))
				add_drawn(diagram, (enum tcpsim_state)from, (enum tcpsim_state)to);
}

/*
 * Whether a change came about as figure 5 has it. Several ways may lead from one state to another: the figure's SYN-SENT
 * goes to CLOSED by a CLOSE, and a RST brings it there, too.
 */
static bool
is_as_drawn(const struct tcpsim_record *record)
{
	enum tcpsim_state from = record->before.state, to = record->after.state;
	bool is_call = record->kind == TCPSIM_RECORD_CALL, arrives = record->kind == TCPSIM_RECORD_ARRIVE;
	bool is_reset = (record->segment.ctl & TCPSIM_RST) != 0 || record->protocol == TCPSIM_PROTOCOL_ICMP;

	if (!is_in_figure(from, to) || record->kind == TCPSIM_RECORD_LOST)
		return false;
	if (from == TCPSIM_LISTEN && to == TCPSIM_SYN_SENT)
		return is_call && record->what == TCPSIM_CALL_SEND;
	if (from == TCPSIM_SYN_RECEIVED && to == TCPSIM_LISTEN)
		return arrives && is_reset;
	if (to != TCPSIM_CLOSED)
		return true;
	if (from == TCPSIM_TIME_WAIT)
		return record->kind == TCPSIM_RECORD_TIMER;
	if (from == TCPSIM_LAST_ACK)
		return arrives && !is_reset;
	return is_call && (record->what == TCPSIM_CALL_CLOSE || record->what == TCPSIM_CALL_SHUTDOWN);
}

/* The edges that are not in the figure are known by their states and their rule, which a crash has none of. */
static guint
key_of(const struct tcpsim_record *record)
{
	guint states = (guint)record->before.state * TCPSIM_N_STATES + record->after.state;

	return states << 16 | (record->kind == TCPSIM_RECORD_LOST ? UINT16_MAX : record->rule);
}

static char *
rule_of(const struct tcpsim_record *record)
{
	if (record->kind == TCPSIM_RECORD_LOST)
		return g_strdup("crash");
	return g_strdup(tcpsim_rule_info((enum tcpsim_rule)record->rule)->name);
}

static void
count_edge(struct diagram_edge *edge, uint32_t i)
{
	edge->count++;
	g_array_append_val(edge->records, i);
}

/* Count what record `i` tells of a change that is not in the figure. */
static void
count_beyond(struct diagram *diagram, GHashTable *known, const struct tcpsim_record *record, uint32_t i)
{
	struct diagram_edge edge = { .from = record->before.state, .to = record->after.state };
	gpointer key = GUINT_TO_POINTER(key_of(record)), place;

	if (g_hash_table_lookup_extended(known, key, NULL, &place)) {
		count_edge(&g_array_index(diagram->beyond, struct diagram_edge, GPOINTER_TO_UINT(place)), i);
		return;
	}
	edge.event = rule_of(record);
	edge.action = g_strdup("");
	edge.records = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	count_edge(&edge, i);
	g_hash_table_insert(known, key, GUINT_TO_POINTER(diagram->beyond->len));
	g_array_append_val(diagram->beyond, edge);
}

/* Whether a record tells of a state: an event of a connection, or of a listener, that a rule ended or a crash. */
static bool
has_state(const struct tcpsim_record *record)
{
	switch ((enum tcpsim_record_kind)record->kind) {
	case TCPSIM_RECORD_LOST:
		return true;
	case TCPSIM_RECORD_CALL:
	case TCPSIM_RECORD_ARRIVE:
	case TCPSIM_RECORD_TIMER:
		return record->before.state != record->after.state ||
			(record->rule != TCPSIM_RULE_NONE &&
				(record->protocol == TCPSIM_PROTOCOL_TCP || record->connection != 0));
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

static struct diagram_edge *
find_edge(const struct diagram *diagram, enum tcpsim_state from, enum tcpsim_state to)
{
	for (guint i = 0; i < diagram->drawn->len; i++) {
		struct diagram_edge *edge = &g_array_index(diagram->drawn, struct diagram_edge, i);

		if (edge->from == from && edge->to == to)
			return edge;
	}
	return NULL;
}

static void
visit(struct diagram *diagram, enum tcpsim_state state, uint32_t i)
{
	if (!diagram->is_visited[state])
		diagram->visited_at[state] = i;
	diagram->is_visited[state] = true;
}

void
tcpsim_diagram_init(struct diagram *diagram, const struct tcpsim_trace *trace, uint16_t host)
{
	GHashTable *known = g_hash_table_new(NULL, NULL);
	size_t n;
	const struct tcpsim_record *records = tcpsim_trace_records(trace, &n);

	*diagram = (struct diagram){ .drawn = new_edges(), .beyond = new_edges() };
	add_figure(diagram);
	for (uint32_t i = 0; i < n; i++) {
		const struct tcpsim_record *record = &records[i];

		if ((host != TCPSIM_NO_HOST && record->host != host) || !has_state(record))
			continue;
		visit(diagram, record->before.state, i);
		visit(diagram, record->after.state, i);
		if (record->before.state == record->after.state)
			continue;
		if (is_as_drawn(record))
			count_edge(find_edge(diagram, record->before.state, record->after.state), i);
		else
			count_beyond(diagram, known, record, i);
	}
	g_hash_table_destroy(known);
}

void
tcpsim_diagram_clear(struct diagram *diagram)
{
	g_array_unref(diagram->drawn);
	g_array_unref(diagram->beyond);
}

const struct diagram_edge *
tcpsim_diagram_edge(const struct diagram *diagram, enum tcpsim_state from, enum tcpsim_state to)
{
	return find_edge(diagram, from, to);
}

bool
tcpsim_diagram_is_empty(const struct diagram *diagram)
{
	for (int state = 0; state < TCPSIM_N_STATES; state++)
		if (diagram->is_visited[state])
			return false;
	return true;
}

char *
tcpsim_diagram_label(const struct diagram_edge *edge)
{
	return g_strconcat(edge->event, *edge->action != '\0' ? ", " : "", edge->action, NULL);
}
