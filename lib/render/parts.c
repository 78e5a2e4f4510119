/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/render/render_private.h"

/* Append `by line 12`, as far as there is a line. */
static void
append_line(const struct ladder *ladder, GString *words, const char *before, uint32_t line)
{
	if (line != 0 && !ladder->options->hides_lines)
		g_string_append_printf(words, "%sline %u", before, (unsigned)line);
}

static const char *
fault_name(enum tcpsim_record_kind kind)
{
	if (kind == TCPSIM_RECORD_COPY)
		return "(copied";
	return kind == TCPSIM_RECORD_MARK ? "(marked CE" : "(damaged on the way";
}

/* What a fault does to a segment, in parentheses, as the RFC's figures have comments. */
static void
fault_words(const struct ladder *ladder, const struct tcpsim_record *record, GString *words)
{
	char *until = record->until_us == TCPSIM_TIME_NONE ? NULL : tcpsim_time_moment(record->until_us);

	if (record->kind == TCPSIM_RECORD_HOLD && until == NULL)
		g_string_append(words, "(held behind another");
	else if (record->kind == TCPSIM_RECORD_HOLD)
		g_string_append_printf(words, "(held until %s", until);
	else
		g_string_append(words, fault_name((enum tcpsim_record_kind)record->kind));
	append_line(ladder, words, " by ", record->line);
	if (record->kind == TCPSIM_RECORD_COPY && until != NULL)
		g_string_append_printf(words, ", due at %s", until);
	g_string_append_c(words, ')');
	g_free(until);
}

/* What the user hears, or NULL for what the state says already. */
static const char *
signal_words(const struct tcpsim_record *record)
{
	switch ((enum tcpsim_signal)record->what) {
	case TCPSIM_SIGNAL_CLOSING:
		return "connection closing";
	case TCPSIM_SIGNAL_PROBLEM:
		return "delivery problem";
	case TCPSIM_SIGNAL_ERROR:
	case TCPSIM_SIGNAL_SOFT_ERROR:
		return tcpsim_error_words(record->error);
	case TCPSIM_SIGNAL_URGENT:
		return "urgent data";
	case TCPSIM_SIGNAL_OPENED:
	case TCPSIM_SIGNAL_CLOSE_OK:
		break;
	}
	return NULL;
}

/* `"hello" -> user`; of text that is too long to be shown the number of octets, too. */
static void
delivery_words(const struct ladder *ladder, const struct tcpsim_record *record, GString *words)
{
	const struct ladder_source *source = ladder->source;
	const uint8_t *octets = source->octets(source->data, record);
	uint32_t columns = MIN(tcpsim_ladder_inner(ladder) - (uint32_t)strlen("  -> user "), LADDER_QUOTE_COLUMNS);
	char *quote = tcpsim_text_quote(octets, record->octets_n, columns, ladder->options->is_ascii);

	if (!g_str_has_suffix(quote, "\"")) {
		char *number = g_strdup_printf("%u octets ", (unsigned)record->octets_n);

		g_free(quote);
		quote = tcpsim_text_quote(
			octets, record->octets_n, columns - (uint32_t)strlen(number), ladder->options->is_ascii);
		g_string_append(words, number);
		g_free(number);
	}
	g_string_append_printf(words, "%s %s user", quote, ladder->glyphs->arrow);
	g_free(quote);
}

static void
armed_words(const struct tcpsim_record *record, GString *words)
{
	char *due = tcpsim_time_moment(record->until_us);

	g_string_append_printf(words, "%s timer %s, due at %s", tcpsim_timer_name(record->what),
		record->again ? "restarts" : "starts", due);
	g_free(due);
}

static void
broken_words(const struct ladder *ladder, const struct tcpsim_record *record, GString *words)
{
	char *clean = tcpsim_text_clean(record->words != NULL ? record->words : "", ladder->options->is_ascii);

	g_string_append_printf(words, "!! %s", clean);
	g_free(clean);
}

/* What recv() returned stands behind it. */
static bool
is_told_by_call(const struct ladder *ladder, const struct tcpsim_record *record)
{
	const struct ladder_source *source = ladder->source;

	return record->cause < source->n_records &&
		(source->records[record->cause].kind == TCPSIM_RECORD_SOCKET ||
			tcpsim_ladder_is_of_socket(ladder, &source->records[record->cause]));
}

bool
tcpsim_ladder_part_words(const struct ladder *ladder, uint32_t part, GString *words)
{
	const struct tcpsim_record *record = &ladder->source->records[part];
	gsize before = words->len;

	switch ((enum tcpsim_record_kind)record->kind) {
	case TCPSIM_RECORD_HOLD:
		if (!ladder->options->hides_lines)
			fault_words(ladder, record, words);
		break;
	case TCPSIM_RECORD_COPY:
	case TCPSIM_RECORD_CORRUPT:
	case TCPSIM_RECORD_MARK:
		fault_words(ladder, record, words);
		break;
	case TCPSIM_RECORD_DELIVER:
		if (!is_told_by_call(ladder, record))
			delivery_words(ladder, record, words);
		break;
	case TCPSIM_RECORD_SIGNAL:
		if (signal_words(record) != NULL)
			g_string_append_printf(words, "%s %s user", signal_words(record), ladder->glyphs->arrow);
		break;
	case TCPSIM_RECORD_ARMED:
		armed_words(record, words);
		break;
	case TCPSIM_RECORD_BROKEN:
		broken_words(ladder, record, words);
		break;
	case TCPSIM_RECORD_CALL:
	case TCPSIM_RECORD_SOCKET:
	case TCPSIM_RECORD_SEND:
	case TCPSIM_RECORD_INJECT:
	case TCPSIM_RECORD_ARRIVE:
	case TCPSIM_RECORD_DROP:
	case TCPSIM_RECORD_TIMER:
	case TCPSIM_RECORD_STOPPED:
	case TCPSIM_RECORD_CRASH:
	case TCPSIM_RECORD_LOST:
	case TCPSIM_RECORD_RESTART:
	case TCPSIM_RECORD_CUT:
	case TCPSIM_RECORD_MEND:
		break;
	}
	return words->len > before;
}

/* How that which is told below a record is drawn: what the network does in the middle, the rest at its host. */
static enum style
part_style(const struct tcpsim_record *record)
{
	if (record->kind == TCPSIM_RECORD_DELIVER)
		return STYLE_CALL;
	if (record->kind == TCPSIM_RECORD_SIGNAL)
		return record->what == TCPSIM_SIGNAL_ERROR || record->what == TCPSIM_SIGNAL_PROBLEM ? STYLE_BAD :
												      STYLE_CALL;
	if (record->kind == TCPSIM_RECORD_ARMED)
		return STYLE_PLAIN;
	return record->kind == TCPSIM_RECORD_BROKEN ? STYLE_BAD : STYLE_FORGED;
}

void
tcpsim_ladder_part(struct ladder *ladder, uint32_t part)
{
	const struct tcpsim_record *record = &ladder->source->records[part];
	enum style style = part_style(record);
	GString *words = g_string_new(NULL);

	if (tcpsim_ladder_part_words(ladder, part, words))
		tcpsim_ladder_words(ladder, style == STYLE_FORGED ? -1 : tcpsim_ladder_side(ladder, record->host),
			words->str, style);
	g_string_free(words, TRUE);
}

void
tcpsim_ladder_drop_words(const struct ladder *ladder, const struct tcpsim_record *record, GString *words)
{
	g_string_append_c(words, '(');
	g_string_append(words, record->what == TCPSIM_DROP_FAULT ? "dropped" : tcpsim_drop_words(record->what));
	append_line(ladder, words, record->what == TCPSIM_DROP_FAULT ? " by " : ", ", record->line);
	g_string_append_c(words, ')');
}

static bool
was_held(const struct ladder *ladder, const struct tcpsim_record *record)
{
	uint32_t sent = ladder->index->departed[record->packet];

	if (sent == TCPSIM_NO_RECORD)
		return false;
	for (uint32_t i = ladder->index->first_part[sent]; i != TCPSIM_NO_RECORD; i = ladder->index->next_part[i]) {
		if (ladder->source->records[i].kind == TCPSIM_RECORD_HOLD)
			return true;
	}
	return false;
}

bool
tcpsim_ladder_past_words(const struct ladder *ladder, const struct tcpsim_record *record, bool has_departure,
	GString *words)
{
	bool is_copy = record->packet != record->original, hides = ladder->options->hides_lines;
	char *sent = tcpsim_time_moment(record->sent_us);
	gsize before = words->len;

	if (is_copy)
		g_string_append_printf(words, "(a copy of one sent at %s)", sent);
	else if (was_held(ladder, record) && !(hides && has_departure))
		g_string_append_printf(words, hides ? "(sent at %s)" : "(sent at %s, held)", sent);
	else if (record->time_us - record->sent_us >= LADDER_FOLD_US)
		g_string_append_printf(words, "(sent at %s)", sent);
	g_free(sent);
	return words->len > before;
}

void
tcpsim_ladder_injected_words(const struct ladder *ladder, const struct tcpsim_record *record, GString *words)
{
	g_string_append(words, "(injected");
	append_line(ladder, words, " by ", record->line);
	g_string_append_c(words, ')');
}

/* A line of words in the middle; they are used up. */
static void
draw_words(struct ladder *ladder, GString *words, enum style style)
{
	tcpsim_ladder_words(ladder, -1, words->str, style);
	g_string_truncate(words, 0);
}

void
tcpsim_ladder_parts(struct ladder *ladder, uint32_t record, bool has_departure)
{
	const struct tcpsim_record *it = &ladder->source->records[record];
	bool ends = it->kind == TCPSIM_RECORD_ARRIVE || it->kind == TCPSIM_RECORD_DROP;
	GString *words = g_string_new(NULL);

	if (it->kind == TCPSIM_RECORD_INJECT) {
		tcpsim_ladder_injected_words(ladder, it, words);
		draw_words(ladder, words, STYLE_FORGED);
	}
	if (ends && tcpsim_ladder_past_words(ladder, it, has_departure, words))
		draw_words(ladder, words, STYLE_FORGED);
	if (it->kind == TCPSIM_RECORD_DROP) {
		tcpsim_ladder_drop_words(ladder, it, words);
		draw_words(ladder, words, STYLE_BAD);
	}
	g_string_free(words, TRUE);
	if (it->kind == TCPSIM_RECORD_ARRIVE && it->protocol == TCPSIM_PROTOCOL_TCP && it->connection == 0 &&
		it->after.state == TCPSIM_CLOSED && it->rule != TCPSIM_RULE_NONE)
		tcpsim_ladder_words(
			ladder, tcpsim_ladder_side(ladder, it->host), "no connection, no listener", STYLE_PLAIN);
	for (uint32_t i = ladder->index->first_part[record]; i != TCPSIM_NO_RECORD; i = ladder->index->next_part[i])
		tcpsim_ladder_part(ladder, i);
}
