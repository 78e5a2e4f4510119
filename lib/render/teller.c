/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/render/render_private.h"

/* Words for one record at a time, for views that have no ladder around them. */

struct tcpsim_teller {
	struct ladder ladder;
	struct ladder_source source;
	struct ladder_index index;
	struct tcpsim_ladder_options options;
};

struct tcpsim_teller *
tcpsim_teller_new(const struct tcpsim_trace *trace, const struct tcpsim_ladder_options *options)
{
	struct tcpsim_teller *teller = g_new0(struct tcpsim_teller, 1);

	teller->options = *options;
	tcpsim_ladder_source_of(&teller->source, trace);
	tcpsim_ladder_index_init(&teller->index, &teller->source);
	tcpsim_ladder_init_words(&teller->ladder, &teller->source, &teller->index, &teller->options);
	return teller;
}

void
tcpsim_teller_free(struct tcpsim_teller *teller)
{
	if (teller == NULL)
		return;
	tcpsim_ladder_index_clear(&teller->index);
	g_free(teller);
}

/* Append words that may be none, with a blank between. */
static void
append_words(GString *words, const GString *more)
{
	if (words->len > 0 && more->len > 0)
		g_string_append_c(words, ' ');
	g_string_append_len(words, more->str, (gssize)more->len);
}

/* `<SEQ=100><CTL=SYN> (sent at 0 s, held)`: what stands on its arrow, and behind that what became of it. */
static void
packet_words(const struct ladder *ladder, const struct tcpsim_record *record, GString *words)
{
	GPtrArray *label = tcpsim_ladder_label(ladder, record, LADDER_COLUMNS_MAX);
	GString *more = g_string_new(NULL);

	for (guint i = 0; i < label->len; i++)
		g_string_append_printf(words, "%s%s", i > 0 ? " " : "", (const char *)g_ptr_array_index(label, i));
	g_ptr_array_free(label, TRUE);
	if (record->kind == TCPSIM_RECORD_INJECT)
		tcpsim_ladder_injected_words(ladder, record, more);
	else if (record->kind == TCPSIM_RECORD_ARRIVE)
		tcpsim_ladder_past_words(ladder, record, false, more);
	else if (record->kind == TCPSIM_RECORD_DROP)
		tcpsim_ladder_drop_words(ladder, record, more);
	append_words(words, more);
	g_string_free(more, TRUE);
}

char *
tcpsim_teller_words(const struct tcpsim_teller *teller, uint32_t record)
{
	const struct tcpsim_record *it = &teller->source.records[record];
	GString *words = g_string_new(NULL);

	switch ((enum tcpsim_record_kind)it->kind) {
	case TCPSIM_RECORD_SEND:
	case TCPSIM_RECORD_INJECT:
	case TCPSIM_RECORD_ARRIVE:
	case TCPSIM_RECORD_DROP:
		packet_words(&teller->ladder, it, words);
		break;
	case TCPSIM_RECORD_CALL:
	case TCPSIM_RECORD_SOCKET:
	case TCPSIM_RECORD_TIMER:
	case TCPSIM_RECORD_CRASH:
	case TCPSIM_RECORD_RESTART:
	case TCPSIM_RECORD_CUT:
	case TCPSIM_RECORD_MEND:
		tcpsim_ladder_event_words(&teller->ladder, record, words);
		break;
	case TCPSIM_RECORD_HOLD:
	case TCPSIM_RECORD_COPY:
	case TCPSIM_RECORD_CORRUPT:
	case TCPSIM_RECORD_MARK:
	case TCPSIM_RECORD_ARMED:
	case TCPSIM_RECORD_DELIVER:
	case TCPSIM_RECORD_SIGNAL:
	case TCPSIM_RECORD_BROKEN:
		tcpsim_ladder_part_words(&teller->ladder, record, words);
		break;
	case TCPSIM_RECORD_STOPPED:
	case TCPSIM_RECORD_LOST:
		break;
	}
	return g_string_free(words, FALSE);
}
