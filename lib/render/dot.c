/* SPDX-License-Identifier: MIT */
#include "lib/render/diagram_private.h"

/* The language of Graphviz: what happened is bold and counted, the rest of figure 5 thin. */

/* A string in quotes. Graphviz takes escapes and entities of HTML for what they stand for, so both are written as such. */
static void
append_string(GString *dot, const char *text)
{
	char *clean = tcpsim_text_clean(text, false);

	g_string_append_c(dot, '"');
	for (const char *at = clean; *at != '\0'; at++) {
		if (*at == '&')
			g_string_append(dot, "&amp;");
		else if (*at == '"' || *at == '\\')
			g_string_append_printf(dot, "\\%c", *at);
		else
			g_string_append_c(dot, *at);
	}
	g_string_append_c(dot, '"');
	g_free(clean);
}

/* A name that Graphviz takes without quotes: `h0_SYN_SENT`. */
static void
append_id(GString *dot, unsigned host, enum tcpsim_state state)
{
	g_string_append_printf(dot, "h%u_", host);
	for (const char *name = tcpsim_state_name(state); *name != '\0'; name++)
		g_string_append_c(dot, *name == '-' ? '_' : *name);
}

static void
append_node(GString *dot, const struct diagram *diagram, unsigned host, enum tcpsim_state state)
{
	g_string_append(dot, "    ");
	append_id(dot, host, state);
	g_string_append_printf(dot, " [label=\"%s\"%s];\n", tcpsim_state_name(state),
		diagram->is_visited[state] ? ", penwidth=2.5, fontname=\"Helvetica-Bold\"" : ", color=gray50, fontcolor=gray30");
}

static void
append_edge(GString *dot, const struct diagram_edge *edge, unsigned host, bool is_drawn)
{
	char *lines = g_strconcat(edge->event, *edge->action != '\0' ? "\\n" : "", edge->action, NULL);

	g_string_append(dot, "    ");
	append_id(dot, host, edge->from);
	g_string_append(dot, " -> ");
	append_id(dot, host, edge->to);
	g_string_append_printf(dot, " [label=\"%s", lines);
	if (edge->count > 0)
		g_string_append_printf(dot, "\\n%u×\", penwidth=2.5%s", (unsigned)edge->count,
			is_drawn ? ", fontname=\"Helvetica-Bold\"" : ", style=dashed");
	else
		g_string_append(dot, "\", penwidth=0.5, color=gray50, fontcolor=gray30");
	g_string_append(dot, "];\n");
	g_free(lines);
}

/* The diagram of one host, in a cluster of its own. */
static void
append_host(GString *dot, const struct diagram *diagram, const struct tcpsim_trace *trace, uint16_t host)
{
	g_string_append_printf(dot, "  subgraph cluster_%u {\n    label=", (unsigned)host);
	append_string(dot, tcpsim_trace_host_name(trace, host));
	g_string_append(dot, ";\n");
	for (int state = 0; state < TCPSIM_N_STATES; state++)
		append_node(dot, diagram, host, (enum tcpsim_state)state);
	for (guint i = 0; i < diagram->drawn->len; i++)
		append_edge(dot, &g_array_index(diagram->drawn, struct diagram_edge, i), host, true);
	for (guint i = 0; i < diagram->beyond->len; i++)
		append_edge(dot, &g_array_index(diagram->beyond, struct diagram_edge, i), host, false);
	g_string_append(dot, "  }\n");
}

static bool
is_empty(const struct tcpsim_trace *trace, uint16_t host)
{
	struct diagram diagram;
	bool is;

	tcpsim_diagram_init(&diagram, trace, host);
	is = tcpsim_diagram_is_empty(&diagram);
	tcpsim_diagram_clear(&diagram);
	return is;
}

char *
tcpsim_render_dot(const struct tcpsim_recording *recording, uint16_t host)
{
	GString *dot = g_string_new("digraph states {\n  graph [labelloc=t, fontname=\"Helvetica\", label=");
	char *title = g_strdup_printf("%s%s", recording->title,
		is_empty(recording->trace, host) ? ". Nothing of TCP happens here." : "");

	append_string(dot, title);
	g_free(title);
	g_string_append(dot, "];\n"
		"  node [shape=box, style=rounded, fontname=\"Helvetica\"];\n"
		"  edge [fontname=\"Helvetica\", fontsize=10];\n");
	for (uint16_t each = 0; each < tcpsim_trace_n_hosts(recording->trace); each++) {
		struct diagram diagram;

		if (host != TCPSIM_NO_HOST && each != host)
			continue;
		tcpsim_diagram_init(&diagram, recording->trace, each);
		if (each == host || !tcpsim_diagram_is_empty(&diagram))
			append_host(dot, &diagram, recording->trace, each);
		tcpsim_diagram_clear(&diagram);
	}
	g_string_append(dot, "}\n");
	return g_string_free(dot, FALSE);
}
