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
draw_delivery(struct ladder *ladder, const struct tcpsim_record *record)
{
	const struct ladder_source *source = ladder->source;
	const uint8_t *octets = source->octets(source->data, record);
	uint32_t columns = MIN(tcpsim_ladder_inner(ladder) - (uint32_t)strlen("  -> user "), LADDER_QUOTE_COLUMNS);
	char *quote = tcpsim_text_quote(octets, record->octets_n, columns, ladder->options->is_ascii);
	char *words;

	if (g_str_has_suffix(quote, "\"")) {
		words = g_strdup_printf("%s %s user", quote, ladder->glyphs->arrow);
	} else {
		char *number = g_strdup_printf("%u octets ", (unsigned)record->octets_n);

		g_free(quote);
		quote = tcpsim_text_quote(
			octets, record->octets_n, columns - (uint32_t)strlen(number), ladder->options->is_ascii);
		words = g_strdup_printf("%s%s %s user", number, quote, ladder->glyphs->arrow);
		g_free(number);
	}
	tcpsim_ladder_words(ladder, tcpsim_ladder_side(ladder, record->host), words, STYLE_CALL);
	g_free(quote);
	g_free(words);
}

static void
draw_signal(struct ladder *ladder, const struct tcpsim_record *record)
{
	const char *heard = signal_words(record);
	bool is_bad = record->what == TCPSIM_SIGNAL_ERROR || record->what == TCPSIM_SIGNAL_PROBLEM;
	char *words;

	if (heard == NULL)
		return;
	words = g_strdup_printf("%s %s user", heard, ladder->glyphs->arrow);
	tcpsim_ladder_words(ladder, tcpsim_ladder_side(ladder, record->host), words, is_bad ? STYLE_BAD : STYLE_CALL);
	g_free(words);
}

static void
draw_armed(struct ladder *ladder, const struct tcpsim_record *record)
{
	char *due = tcpsim_time_moment(record->until_us);
	char *words = g_strdup_printf(
		"%s timer %s, due at %s", tcpsim_timer_name(record->what), record->again ? "restarts" : "starts", due);

	tcpsim_ladder_words(ladder, tcpsim_ladder_side(ladder, record->host), words, STYLE_PLAIN);
	g_free(words);
	g_free(due);
}

static void
draw_broken(struct ladder *ladder, const struct tcpsim_record *record)
{
	char *clean = tcpsim_text_clean(record->words != NULL ? record->words : "", ladder->options->is_ascii);
	char *words = g_strdup_printf("!! %s", clean);

	tcpsim_ladder_words(ladder, tcpsim_ladder_side(ladder, record->host), words, STYLE_BAD);
	g_free(clean);
	g_free(words);
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

void
tcpsim_ladder_part(struct ladder *ladder, uint32_t part)
{
	const struct tcpsim_record *record = &ladder->source->records[part];
	GString *words;

	switch ((enum tcpsim_record_kind)record->kind) {
	case TCPSIM_RECORD_HOLD:
		if (ladder->options->hides_lines)
			break;
		/* fall through */
	case TCPSIM_RECORD_COPY:
	case TCPSIM_RECORD_CORRUPT:
	case TCPSIM_RECORD_MARK:
		words = g_string_new(NULL);
		fault_words(ladder, record, words);
		tcpsim_ladder_words(ladder, -1, words->str, STYLE_FORGED);
		g_string_free(words, TRUE);
		break;
	case TCPSIM_RECORD_DELIVER:
		if (!is_told_by_call(ladder, record))
			draw_delivery(ladder, record);
		break;
	case TCPSIM_RECORD_SIGNAL:
		draw_signal(ladder, record);
		break;
	case TCPSIM_RECORD_ARMED:
		draw_armed(ladder, record);
		break;
	case TCPSIM_RECORD_BROKEN:
		draw_broken(ladder, record);
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
}

/* Why a segment never arrived. */
static void
draw_drop(struct ladder *ladder, const struct tcpsim_record *record)
{
	GString *words = g_string_new("(");

	g_string_append(words, record->what == TCPSIM_DROP_FAULT ? "dropped" : tcpsim_drop_words(record->what));
	append_line(ladder, words, record->what == TCPSIM_DROP_FAULT ? " by " : ", ", record->line);
	g_string_append_c(words, ')');
	tcpsim_ladder_words(ladder, -1, words->str, STYLE_BAD);
	g_string_free(words, TRUE);
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

/* Where an arriving segment has been, if it is not fresh from its sender. */
static void
draw_past(struct ladder *ladder, const struct tcpsim_record *record, bool has_departure)
{
	bool is_copy = record->packet != record->original, hides = ladder->options->hides_lines;
	char *sent = tcpsim_time_moment(record->sent_us);
	char *words = NULL;

	if (is_copy)
		words = g_strdup_printf("(a copy of one sent at %s)", sent);
	else if (was_held(ladder, record) && !(hides && has_departure))
		words = g_strdup_printf(hides ? "(sent at %s)" : "(sent at %s, held)", sent);
	else if (record->time_us - record->sent_us >= LADDER_FOLD_US)
		words = g_strdup_printf("(sent at %s)", sent);
	if (words != NULL)
		tcpsim_ladder_words(ladder, -1, words, STYLE_FORGED);
	g_free(words);
	g_free(sent);
}

void
tcpsim_ladder_parts(struct ladder *ladder, uint32_t record, bool has_departure)
{
	const struct tcpsim_record *it = &ladder->source->records[record];

	if (it->kind == TCPSIM_RECORD_INJECT) {
		GString *words = g_string_new("(injected");

		append_line(ladder, words, " by ", it->line);
		g_string_append_c(words, ')');
		tcpsim_ladder_words(ladder, -1, words->str, STYLE_FORGED);
		g_string_free(words, TRUE);
	}
	if (it->kind == TCPSIM_RECORD_ARRIVE || it->kind == TCPSIM_RECORD_DROP)
		draw_past(ladder, it, has_departure);
	if (it->kind == TCPSIM_RECORD_DROP)
		draw_drop(ladder, it);
	if (it->kind == TCPSIM_RECORD_ARRIVE && it->protocol == TCPSIM_PROTOCOL_TCP && it->connection == 0 &&
		it->after.state == TCPSIM_CLOSED && it->rule != TCPSIM_RULE_NONE)
		tcpsim_ladder_words(
			ladder, tcpsim_ladder_side(ladder, it->host), "no connection, no listener", STYLE_PLAIN);
	for (uint32_t i = ladder->index->first_part[record]; i != TCPSIM_NO_RECORD; i = ladder->index->next_part[i])
		tcpsim_ladder_part(ladder, i);
}
