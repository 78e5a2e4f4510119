/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <string.h>

#include "lib/render/capture_private.h"

static void G_GNUC_PRINTF(2, 3)
say(GPtrArray *comments, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	g_ptr_array_add(comments, g_strdup_vprintf(format, arguments));
	va_end(arguments);
}

/* Who did something to a packet: `line 12`, or the link by itself. Free with g_free(). */
static char *
culprit(const struct tcpsim_record *record)
{
	return record->line != 0 ? g_strdup_printf("line %u", (unsigned)record->line) : g_strdup("the link");
}

/* ---- what it is ---- */

static void
say_name(const struct capture *capture, const struct capture_frame *frame, GPtrArray *comments)
{
	const char *name = tcpsim_packet_names_get(capture->names, frame->record->packet);

	if (name != NULL)
		g_ptr_array_add(comments, tcpsim_text_clean(name, false));
	if (frame->departed != NULL && frame->departed->kind == TCPSIM_RECORD_INJECT) {
		char *who = culprit(frame->departed);

		say(comments, "injected by %s: nobody sent it", frame->departed->line != 0 ? who : "hand");
		g_free(who);
	}
}

/* Why it was sent, if not for the first time. */
static void
say_purpose(const struct capture_frame *frame, GPtrArray *comments)
{
	switch ((enum tcpsim_purpose)frame->record->purpose) {
	case TCPSIM_PURPOSE_FIRST:
		break;
	case TCPSIM_PURPOSE_RETRANSMISSION:
		if (frame->carried != 0)
			say(comments, "retransmission of frame %u", (unsigned)frame->carried);
		else
			say(comments, "retransmission of what has not been here");
		break;
	case TCPSIM_PURPOSE_WINDOW_PROBE:
		say(comments, "window probe");
		break;
	case TCPSIM_PURPOSE_KEEPALIVE_PROBE:
		say(comments, "keep-alive probe");
		break;
	case TCPSIM_PURPOSE_CHALLENGE:
		say(comments, "challenge ACK");
		break;
	case TCPSIM_PURPOSE_RESET:
		say(comments, "reset");
		break;
	}
}

/* ---- what became of it on its way ---- */

static void
say_hold(const struct capture_frame *frame, const struct tcpsim_record *hold, GPtrArray *comments)
{
	char *who = culprit(hold);
	char *when = tcpsim_time_moment(frame->is_inbound ? frame->record->sent_us : hold->until_us);

	if (frame->is_inbound)
		say(comments, "sent at %s, held by %s", when, who);
	else if (hold->until_us == TCPSIM_TIME_NONE)
		say(comments, "held after this tap until another has arrived, by %s", who);
	else
		say(comments, "held after this tap until %s, by %s", when, who);
	g_free(when);
	g_free(who);
}

static void
say_copy(const struct tcpsim_record *copy, GPtrArray *comments)
{
	char *who = culprit(copy), *when = tcpsim_time_moment(copy->until_us);

	say(comments, "copied after this tap by %s, the copy is due at %s", who, when);
	g_free(when);
	g_free(who);
}

/* What faults and links did; a damaged packet that was refused says so itself. */
static void
say_way(const struct capture *capture, const struct capture_frame *frame, GPtrArray *comments)
{
	const char *where = frame->is_inbound ? "on its way" : "after this tap";
	uint32_t part = frame->departed == NULL ?
		TCPSIM_NO_RECORD : capture->index.first_part[frame->departed - capture->source.records];

	for (; part != TCPSIM_NO_RECORD; part = capture->index.next_part[part]) {
		const struct tcpsim_record *record = &capture->source.records[part];
		char *who = culprit(record);

		if (record->kind == TCPSIM_RECORD_HOLD)
			say_hold(frame, record, comments);
		else if (record->kind == TCPSIM_RECORD_COPY && !frame->is_inbound)
			say_copy(record, comments);
		else if (record->kind == TCPSIM_RECORD_MARK)
			say(comments, "marked CE %s by %s", where, who);
		else if (record->kind == TCPSIM_RECORD_CORRUPT)
			say(comments, "damaged %s by %s", where, who);
		g_free(who);
	}
}

/* Of what comes in: what it is a second time. */
static void
say_duplicate(const struct capture *capture, const struct capture_frame *frame, GPtrArray *comments)
{
	const struct tcpsim_record *record = frame->record;
	bool is_copy = frame->departed != NULL && frame->departed->kind == TCPSIM_RECORD_COPY;
	uint32_t same = capture->arrived[record->original];
	char *who = is_copy ? culprit(frame->departed) : NULL;
	char *when = tcpsim_time_moment(record->sent_us);

	if (same == 0 && record->purpose == TCPSIM_PURPOSE_FIRST && frame->departed != NULL &&
		frame->departed->kind != TCPSIM_RECORD_INJECT)
		same = frame->carried;
	if (same != 0)
		say(comments, "old duplicate of frame %u", (unsigned)same);
	if (is_copy)
		say(comments, "a copy by %s of what was sent at %s", who, when);
	g_free(when);
	g_free(who);
}

/* ---- how it ended ---- */

/* Why it was dropped, without the word. */
static char *
why_dropped(const struct tcpsim_record *drop)
{
	const char *words = tcpsim_drop_words((enum tcpsim_drop)drop->what);

	if (drop->what == TCPSIM_DROP_FAULT && drop->line != 0)
		return g_strdup_printf("by line %u", (unsigned)drop->line);
	if (drop->what == TCPSIM_DROP_FAULT)
		return g_strdup("by the scenario");
	for (const char *const *start = (const char *const[]){ "dropped: ", "lost: ", NULL }; *start != NULL; start++) {
		if (g_str_has_prefix(words, *start))
			return g_strdup(words + strlen(*start));
	}
	return g_strdup(words);
}

static void
say_end(const struct capture *capture, const struct capture_frame *frame, GPtrArray *comments)
{
	uint32_t ended = capture->index.ended[frame->record->packet];
	const struct tcpsim_record *end = ended != TCPSIM_NO_RECORD ? &capture->source.records[ended] : NULL;
	char *why;

	if (end == NULL || end->kind != TCPSIM_RECORD_DROP)
		return;
	why = why_dropped(end);
	if (!tcpsim_ladder_is_discarded(end)) {
		say(comments, "dropped after this tap: %s", why);
	} else {
		char *who = tcpsim_text_clean(
			capture->source.host_name(capture->source.data, end->peer), false);
		char *words = tcpsim_text_clean(end->words != NULL ? end->words : "", false);

		if (frame->is_inbound && (end->what == TCPSIM_DROP_CHECKSUM || end->what == TCPSIM_DROP_MALFORMED))
			say(comments, "arrived damaged%s%s", *words != '\0' ? ": " : "", words);
		say(comments, "dropped by %s: %s", who, why);
		g_free(words);
		g_free(who);
	}
	g_free(why);
}

/* The rule that made what leaves, or that ended what came. */
static void
say_rule(const struct capture *capture, const struct capture_frame *frame, GPtrArray *comments)
{
	const struct tcpsim_record *event = frame->record;
	const struct tcpsim_rule_info *rule;

	if (!frame->is_inbound && event->cause < capture->source.n_records)
		event = &capture->source.records[event->cause];
	if (event->rule == TCPSIM_RULE_NONE || event->rule >= TCPSIM_N_RULES)
		return;
	rule = tcpsim_rule_info((enum tcpsim_rule)event->rule);
	say(comments, "%s %s (%s%s): %s", frame->is_inbound ? "rule" : "made by rule", rule->name,
		isdigit((unsigned char)rule->place[0]) ? "RFC 9293 " : "", rule->place, rule->words);
}

GPtrArray *
tcpsim_capture_comments(const struct capture *capture, const struct capture_frame *frame)
{
	GPtrArray *comments = g_ptr_array_new_with_free_func(g_free);

	say_name(capture, frame, comments);
	say_purpose(frame, comments);
	if (frame->is_inbound)
		say_duplicate(capture, frame, comments);
	say_way(capture, frame, comments);
	say_end(capture, frame, comments);
	say_rule(capture, frame, comments);
	return comments;
}
