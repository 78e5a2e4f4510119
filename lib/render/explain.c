/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "lib/render/render_private.h"

/* Write words below a rung, from the state column on, the first line `indent` columns less. */
static void
put_block(struct ladder *ladder, const char *words, enum style style, uint32_t indent)
{
	uint32_t column = ladder->ends[LEFT].state_column + indent;
	GPtrArray *lines = tcpsim_text_wrap(words, ladder->canvas.columns - column);

	for (guint i = 0; i < lines->len; i++) {
		tcpsim_canvas_put(&ladder->canvas, column, g_ptr_array_index(lines, i), style);
		tcpsim_canvas_end_line(&ladder->canvas);
	}
	g_ptr_array_free(lines, TRUE);
}

/* `RFC 9293 3.10.7.3 first`: most places are in RFC 9293 and do not say so. */
static void
append_place(GString *words, const char *place)
{
	g_string_append_printf(words, "%s%s", isdigit((unsigned char)place[0]) ? "RFC 9293 " : "", place);
}

static void
put_rule(struct ladder *ladder, const struct tcpsim_record *record)
{
	const struct tcpsim_rule_info *info = tcpsim_rule_info(record->rule);
	GString *words = g_string_new(NULL);
	char *name = tcpsim_ladder_name(ladder, record->host);

	g_string_append_printf(words, "%s: %s (", name, info->name);
	append_place(words, info->place);
	g_string_append_c(words, ')');
	put_block(ladder, words->str, STYLE_RULE, 0);
	put_block(ladder, info->words, STYLE_PLAIN, 2);
	g_string_free(words, TRUE);
	g_free(name);
}

/* An old ACK on a segment that came for something else (3.10.7.4): it was ignored, and nobody meant it. */
static bool
is_idle(const struct tcpsim_record *record, unsigned rule)
{
	const struct tcpsim_segment *segment = &record->segment;

	return rule == TCPSIM_RULE_ACK_DUPLICATE && record->kind == TCPSIM_RECORD_ARRIVE &&
		(segment->text_bytes > 0 || (segment->ctl & (TCPSIM_SYN | TCPSIM_FIN)) != 0);
}

/* The rules that took effect on the way to the one that ended the event. */
static void
put_other_rules(struct ladder *ladder, const struct tcpsim_record *record)
{
	GString *words = g_string_new("also: ");
	bool is_first = true;

	for (unsigned rule = TCPSIM_RULE_NONE + 1; rule < TCPSIM_N_RULES; rule++) {
		if (rule == record->rule || !tcpsim_rule_set_has(&record->fired, rule) || is_idle(record, rule))
			continue;
		g_string_append_printf(words, "%s%s", is_first ? "" : ", ", tcpsim_rule_info(rule)->name);
		is_first = false;
	}
	if (!is_first)
		put_block(ladder, words->str, STYLE_FAINT, 2);
	g_string_free(words, TRUE);
}

/* A variable before and after; in a state that does not have it yet, or any more, it is `none`. */
struct variable {
	const char *name;
	uint32_t before, after;
	bool is_before, is_after;
	bool is_quiet; /* told only where it changes */
};

static bool
has_send_space(uint8_t state)
{
	return state != TCPSIM_CLOSED && state != TCPSIM_LISTEN;
}

static bool
has_receive_space(uint8_t state)
{
	return has_send_space(state) && state != TCPSIM_SYN_SENT;
}

static void
format_variable(const struct ladder *ladder, const struct variable *variable, char text[64])
{
	char before[16] = "none", after[16] = "none";

	if (variable->is_before)
		snprintf(before, sizeof(before), "%u", (unsigned)variable->before);
	if (variable->is_after)
		snprintf(after, sizeof(after), "%u", (unsigned)variable->after);
	if (strcmp(before, after) == 0)
		snprintf(text, 64, "%s %s", variable->name, after);
	else
		snprintf(text, 64, "%s %s %s %s", variable->name, before, ladder->glyphs->arrow, after);
}

/* ssthresh before the first loss is as high as it can be, and says nothing (RFC 5681 3.1). */
#define NO_LIMIT (UINT32_C(1) << 30)

static void
put_variables(struct ladder *ladder, const struct tcpsim_record *record)
{
	const struct tcpsim_vars *from = &record->before, *to = &record->after;
	bool sent = has_send_space(from->state), sends = has_send_space(to->state);
	const struct variable variables[] = {
		{ "SND.UNA", from->snd_una.n, to->snd_una.n, sent, sends, false },
		{ "SND.NXT", from->snd_nxt.n, to->snd_nxt.n, sent, sends, false },
		{ "RCV.NXT", from->rcv_nxt.n, to->rcv_nxt.n, has_receive_space(from->state),
			has_receive_space(to->state), false },
		{ "SND.WND", from->snd_wnd, to->snd_wnd, has_receive_space(from->state), has_receive_space(to->state),
			true },
		{ "RCV.WND", from->rcv_wnd, to->rcv_wnd, sent, sends, true },
		{ "cwnd", from->cwnd, to->cwnd, from->cwnd != 0, to->cwnd != 0, true },
		{ "ssthresh", from->ssthresh, to->ssthresh, from->cwnd != 0 && from->ssthresh < NO_LIMIT,
			to->cwnd != 0 && to->ssthresh < NO_LIMIT, true },
	};
	uint32_t start = ladder->ends[LEFT].state_column + 2, column = start;

	for (size_t i = 0; i < G_N_ELEMENTS(variables); i++) {
		char text[64];
		bool changes;

		format_variable(ladder, &variables[i], text);
		changes = strstr(text, ladder->glyphs->arrow) != NULL;
		if (variables[i].is_quiet && (!changes || !variables[i].is_after))
			continue;
		if (column > start && column + 2 + tcpsim_text_width(text) > ladder->canvas.columns) {
			tcpsim_canvas_end_line(&ladder->canvas);
			column = start;
		}
		column = tcpsim_canvas_put(
			&ladder->canvas, column + (column > start ? 2 : 0), text, changes ? STYLE_STATE : STYLE_FAINT);
	}
	tcpsim_canvas_end_line(&ladder->canvas);
}

void
tcpsim_ladder_explain(struct ladder *ladder, uint32_t record)
{
	const struct tcpsim_record *it = &ladder->source->records[record];

	if (!ladder->options->explains || it->rule == TCPSIM_RULE_NONE)
		return;
	put_rule(ladder, it);
	put_other_rules(ladder, it);
	if (has_send_space(it->before.state) || has_send_space(it->after.state))
		put_variables(ladder, it);
}
