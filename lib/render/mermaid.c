/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/render/diagram_private.h"

/* Mermaid's sequenceDiagram, for READMEs. */

/* Mermaid refuses longer texts unless it is told otherwise: `maxTextSize` of its configuration, in UTF-16 units. */
#define MOST_OCTETS 50000U
/* Of them for what is not a step. */
#define SPARE_OCTETS 200U

/*
 * Whether a character may stand as it is. `#` and `;` are Mermaid's own, `<`, `>` and `&` HTML's, `%`, `{` and `}` could
 * make a directive, `$` a formula.
 */
static bool
is_plain(char c)
{
	return g_ascii_isalnum(c) || (c & 0x80) != 0 || (c != '\0' && strchr(" .,:_-=()/+!?*|[]@'", c) != NULL);
}

/* Words that Mermaid looks for in front of a colon, wherever they stand. */
static bool
has_keyword(const char *text)
{
	return strstr(text, "style") != NULL || strstr(text, "classDef") != NULL || strstr(text, "wrap") != NULL;
}

/* Any text, in one line of source. */
static void
append_text(GString *line, const char *text)
{
	char **parts = g_strsplit(text, "\n", -1);
	bool keeps_colons = !has_keyword(text);

	for (char **part = parts; *part != NULL; part++) {
		char *clean = tcpsim_text_clean(*part, false);

		if (part > parts)
			g_string_append(line, "<br/>");
		for (const char *at = clean; *at != '\0'; at++) {
			if (*at == '<')
				g_string_append(line, "#lt;");
			else if (*at == '>')
				g_string_append(line, "#gt;");
			else if (is_plain(*at) && (*at != ':' || keeps_colons))
				g_string_append_c(line, *at);
			else
				g_string_append_printf(line, "#%u;", (unsigned)(guchar)*at);
		}
		g_free(clean);
	}
	g_strfreev(parts);
}

struct mermaid {
	const struct tcpsim_trace *trace;
	GPtrArray *lines;
	gsize octets; /* of all lines */
	bool has_forged;
};

static void
append_id(const struct mermaid *mermaid, GString *line, uint16_t host)
{
	if (host < tcpsim_trace_n_hosts(mermaid->trace))
		g_string_append_printf(line, "h%u", (unsigned)host);
	else
		g_string_append(line, "hand");
}

/* From the first participant to the last. */
static void
append_all(const struct mermaid *mermaid, GString *line)
{
	size_t n = tcpsim_trace_n_hosts(mermaid->trace);

	append_id(mermaid, line, 0);
	if (n > 1 || (n == 1 && mermaid->has_forged)) {
		g_string_append_c(line, ',');
		append_id(mermaid, line, mermaid->has_forged ? TCPSIM_NO_HOST : (uint16_t)(n - 1));
	}
}

static void
append_note(const struct mermaid *mermaid, GString *line, const struct sequence_step *step)
{
	g_string_append(line, "Note over ");
	if (step->kind == SEQUENCE_SILENCE) {
		append_all(mermaid, line);
		return;
	}
	append_id(mermaid, line, step->from);
	if (step->to != step->from) {
		g_string_append_c(line, ',');
		append_id(mermaid, line, step->to);
	}
}

static const char *
arrow_of(enum sequence_kind kind)
{
	switch (kind) {
	case SEQUENCE_MESSAGE:
		return "->>";
	case SEQUENCE_LATE:
		return "--)";
	case SEQUENCE_LOST:
		return "-x";
	case SEQUENCE_NOTE:
	case SEQUENCE_LINK:
	case SEQUENCE_STATE:
	case SEQUENCE_SILENCE:
		break;
	}
	return NULL;
}

static void
add_line(struct mermaid *mermaid, GString *line)
{
	g_string_append_c(line, '\n');
	mermaid->octets += line->len;
	g_ptr_array_add(mermaid->lines, g_string_free(line, FALSE));
}

static void
add_step(struct mermaid *mermaid, const struct sequence_step *step)
{
	const char *arrow = arrow_of(step->kind);
	GString *line = g_string_new("    ");

	if (arrow != NULL) {
		append_id(mermaid, line, step->from);
		g_string_append(line, arrow);
		append_id(mermaid, line, step->to);
	} else {
		append_note(mermaid, line, step);
	}
	g_string_append(line, ": ");
	append_text(line, step->text);
	add_line(mermaid, line);
}

static void
append_participants(const struct mermaid *mermaid, GString *text)
{
	for (uint16_t host = 0; host < tcpsim_trace_n_hosts(mermaid->trace); host++) {
		const char *name = tcpsim_trace_host_name(mermaid->trace, host);

		g_string_append(text, "    participant ");
		append_id(mermaid, text, host);
		g_string_append(text, " as ");
		append_text(text, *name != '\0' ? name : "?");
		g_string_append_c(text, '\n');
	}
	if (mermaid->has_forged)
		g_string_append(text, "    participant hand as by hand\n");
}

/* The steps, without those in the middle for which there is no room. */
static void
append_steps(const struct mermaid *mermaid, GString *text)
{
	gsize room = MOST_OCTETS - MIN(MOST_OCTETS, text->len + SPARE_OCTETS), head = 0, tail = 0;
	guint first = 0, last = mermaid->lines->len;

	if (mermaid->octets <= room)
		head = room;
	else
		head = tail = room / 2;
	for (; first < last && strlen(g_ptr_array_index(mermaid->lines, first)) <= head; first++)
		head -= strlen(g_ptr_array_index(mermaid->lines, first));
	for (; last > first && strlen(g_ptr_array_index(mermaid->lines, last - 1)) <= tail; last--)
		tail -= strlen(g_ptr_array_index(mermaid->lines, last - 1));
	for (guint i = 0; i < mermaid->lines->len; i++) {
		if (i < first || i >= last)
			g_string_append(text, g_ptr_array_index(mermaid->lines, i));
		if (i == first && last > first) {
			g_string_append(text, "    Note over ");
			append_all(mermaid, text);
			g_string_append_printf(
				text, ": %u steps are left out, for Mermaid takes no longer text\n", last - first);
		}
	}
}

char *
tcpsim_render_mermaid(const struct tcpsim_recording *recording)
{
	struct mermaid mermaid = {
		.trace = recording->trace,
		.lines = g_ptr_array_new_with_free_func(g_free),
	};
	GArray *steps = tcpsim_sequence_of(recording->trace);
	GString *text = g_string_new("sequenceDiagram\n");

	mermaid.has_forged = tcpsim_sequence_has_forged(steps);
	for (guint i = 0; i < steps->len; i++)
		add_step(&mermaid, &g_array_index(steps, struct sequence_step, i));
	if (*recording->title != '\0') {
		g_string_append(text, "    title ");
		append_text(text, recording->title);
		g_string_append_c(text, '\n');
	}
	append_participants(&mermaid, text);
	append_steps(&mermaid, text);
	g_ptr_array_unref(mermaid.lines);
	g_array_unref(steps);
	return g_string_free(text, FALSE);
}
