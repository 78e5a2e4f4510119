/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/render/diagram_private.h"

/* PlantUML's sequence diagrams, for slides. */

/*
 * Any text, in one line of source. Markup is read before references to characters are, so whatever could be markup is
 * written as a reference; but for the two that some versions of PlantUML stumble over, which have another notation.
 */
static void
append_clean(GString *line, const char *clean)
{
	gunichar before = 0;

	for (const char *at = clean; *at != '\0'; at = g_utf8_next_char(at)) {
		gunichar c = g_utf8_get_char(at);
		/* Twice the same, or at the beginning, most of these are markup: `--`, `//`, `..`, `=`. */
		bool is_single = before != 0 && before != c && c < 0x80 && strchr(".,:()!?+-/=", (int)c) != NULL;

		if (c < 0x80 && (g_ascii_isalnum((char)c) || c == ' ' || is_single))
			g_string_append_c(line, (char)c);
		else if (c == '\\' || c == '$')
			g_string_append_printf(line, "<U+%04X>", (unsigned)c);
		else
			g_string_append_printf(line, "&#%u;", (unsigned)c);
		before = c;
	}
}

static void
append_text(GString *line, const char *text)
{
	char **parts = g_strsplit(text, "\n", -1);

	for (char **part = parts; *part != NULL; part++) {
		char *clean = tcpsim_text_clean(*part, false);

		if (part > parts)
			g_string_append(line, "\\n");
		append_clean(line, clean);
		g_free(clean);
	}
	g_strfreev(parts);
}

static void
append_id(const struct tcpsim_trace *trace, GString *line, uint16_t host)
{
	if (host < tcpsim_trace_n_hosts(trace))
		g_string_append_printf(line, "h%u", (unsigned)host);
	else
		g_string_append(line, "hand");
}

static void
append_message(
	const struct tcpsim_trace *trace, GString *text, const struct sequence_step *step, const char *arrow)
{
	append_id(trace, text, step->from);
	g_string_append_printf(text, " %s ", arrow);
	append_id(trace, text, step->to);
	g_string_append(text, " : ");
	append_text(text, step->text);
}

static void
append_note(const struct tcpsim_trace *trace, GString *text, const struct sequence_step *step, const char *note)
{
	g_string_append_printf(text, "%s over ", note);
	append_id(trace, text, step->from);
	if (step->to != step->from) {
		g_string_append(text, ", ");
		append_id(trace, text, step->to);
	}
	g_string_append(text, " : ");
	append_text(text, step->text);
}

static void
append_step(const struct tcpsim_trace *trace, GString *text, const struct sequence_step *step)
{
	switch (step->kind) {
	case SEQUENCE_MESSAGE:
		append_message(trace, text, step, "->");
		break;
	case SEQUENCE_LATE:
		append_message(trace, text, step, "-->>");
		break;
	case SEQUENCE_LOST:
		append_message(trace, text, step, "->x");
		break;
	case SEQUENCE_NOTE:
	case SEQUENCE_LINK:
		append_note(trace, text, step, "note");
		break;
	case SEQUENCE_STATE:
		append_note(trace, text, step, "hnote");
		break;
	case SEQUENCE_SILENCE:
		g_string_append_printf(text, "...%s...", step->text);
		break;
	}
	g_string_append_c(text, '\n');
}

char *
tcpsim_render_plantuml(const struct tcpsim_recording *recording)
{
	const struct tcpsim_trace *trace = recording->trace;
	GArray *steps = tcpsim_sequence_of(trace);
	GString *text = g_string_new("@startuml\n");

	if (*recording->title != '\0') {
		g_string_append(text, "title ");
		append_text(text, recording->title);
		g_string_append_c(text, '\n');
	}
	for (uint16_t host = 0; host < tcpsim_trace_n_hosts(trace); host++) {
		g_string_append(text, "participant \"");
		append_text(text, tcpsim_trace_host_name(trace, host));
		g_string_append_printf(text, "\" as h%u\n", (unsigned)host);
	}
	if (tcpsim_sequence_has_forged(steps))
		g_string_append(text, "participant \"by hand\" as hand\n");
	for (guint i = 0; i < steps->len; i++)
		append_step(trace, text, &g_array_index(steps, struct sequence_step, i));
	g_string_append(text, "@enduml\n");
	g_array_unref(steps);
	return g_string_free(text, FALSE);
}
