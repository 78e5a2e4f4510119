/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/render/diagram_private.h"

/*
 * A sequence diagram has no slanted arrows: a packet stands where it arrives, or is lost, for there it has its effect.
 * So figure 7's SYNs, which cross, stand behind both SYN-SENTs. What is held, copied or long under way is told where it
 * leaves, too.
 */

/* Columns of a message. */
#define MESSAGE_COLUMNS 60U

struct walk {
	struct ladder ladder; /* for its words */
	GArray *steps;
	bool *is_numbered; /* by host: it has several connections */
	int64_t last_us;
};

static void
clear_step(void *data)
{
	g_free(((struct sequence_step *)data)->text);
}

/* Add a step; the text is the steps' from here on. */
static void
add_step(struct walk *walk, enum sequence_kind kind, uint16_t from, uint16_t to, char *text)
{
	const struct sequence_step step = { .kind = kind, .from = from, .to = to, .text = text };

	g_array_append_val(walk->steps, step);
}

/* Say how long nothing happened, if it is long. */
static void
add_silence(struct walk *walk, const struct tcpsim_record *record)
{
	char time[48];

	if (record->time_us - walk->last_us >= LADDER_FOLD_US) {
		tcpsim_render_time(record->time_us - walk->last_us, time);
		add_step(walk, SEQUENCE_SILENCE, TCPSIM_NO_HOST, TCPSIM_NO_HOST, g_strconcat(time, " later", NULL));
	}
	walk->last_us = record->time_us;
}

static const struct tcpsim_record *
departure_of(const struct walk *walk, uint64_t packet)
{
	uint32_t departed = walk->ladder.index->departed[packet];

	return departed != TCPSIM_NO_RECORD ? &walk->ladder.source->records[departed] : NULL;
}

static GString *
label_of(const struct walk *walk, const struct tcpsim_record *record)
{
	GPtrArray *lines = tcpsim_ladder_label(&walk->ladder, record, MESSAGE_COLUMNS);
	GString *label = g_string_new(NULL);

	for (guint i = 0; i < lines->len; i++)
		g_string_append_printf(label, "%s%s", i > 0 ? "\n" : "", (const char *)g_ptr_array_index(lines, i));
	g_ptr_array_free(lines, TRUE);
	return label;
}

/* A packet that was made by hand comes from nobody, whatever it says. */
static bool
is_forged(const struct walk *walk, const struct tcpsim_record *record)
{
	const struct tcpsim_record *original = departure_of(walk, record->original);

	return original != NULL && original->kind == TCPSIM_RECORD_INJECT;
}

static void
append_forged(const struct walk *walk, const struct tcpsim_record *record, uint16_t from, GString *text)
{
	char *name = tcpsim_ladder_name(&walk->ladder, from);

	g_string_append_c(text, '\n');
	tcpsim_ladder_injected_words(&walk->ladder, departure_of(walk, record->original), text);
	if (*name != '\0')
		g_string_append_printf(text, " as if from %s", name);
	g_free(name);
}

/* A packet at its end, or that has none yet. */
static void
add_message(struct walk *walk, const struct tcpsim_record *record)
{
	bool arrives = record->kind == TCPSIM_RECORD_ARRIVE, is_lost = record->kind == TCPSIM_RECORD_DROP;
	uint16_t from = arrives ? record->peer : record->host, to = arrives ? record->host : record->peer;
	enum sequence_kind kind = arrives ? SEQUENCE_MESSAGE : SEQUENCE_LATE;
	GString *past = g_string_new(NULL), *text = label_of(walk, record);

	add_silence(walk, record);
	if ((arrives || is_lost) && tcpsim_ladder_past_words(&walk->ladder, record, false, past)) {
		g_string_append_printf(text, "\n%s", past->str);
		kind = SEQUENCE_LATE;
	}
	if (is_lost) {
		g_string_append_c(text, '\n');
		tcpsim_ladder_drop_words(&walk->ladder, record, text);
		kind = SEQUENCE_LOST;
	} else if (!arrives) {
		g_string_append(text, "\n(under way when the run ends)");
	}
	if (is_forged(walk, record)) {
		append_forged(walk, record, from, text);
		from = TCPSIM_NO_HOST;
	}
	add_step(walk, kind, from, to, g_string_free(text, FALSE));
	g_string_free(past, TRUE);
}

/* Something at one host; the words are used up. Nothing is added if there are none. */
static void
add_note(struct walk *walk, const struct tcpsim_record *record, enum sequence_kind kind, GString *words)
{
	if (words->len > 0) {
		add_silence(walk, record);
		add_step(walk, kind, record->host, kind == SEQUENCE_LINK ? record->peer : record->host,
			g_strdup(words->str));
	}
	g_string_free(words, TRUE);
}

/* What happens at a host at a time of its own. */
static void
add_event(struct walk *walk, uint32_t i)
{
	const struct tcpsim_record *record = &walk->ladder.source->records[i];
	bool is_link = record->kind == TCPSIM_RECORD_CUT || record->kind == TCPSIM_RECORD_MEND;
	GString *words = g_string_new(NULL);
	char time[48];

	if (record->time_us > 0) {
		tcpsim_render_time(record->time_us, time);
		g_string_append_printf(words, "%s: ", time);
	}
	tcpsim_ladder_event_words(&walk->ladder, i, words);
	add_note(walk, record, is_link ? SEQUENCE_LINK : SEQUENCE_NOTE, words);
}

/* What the network does to a packet as it leaves. */
static void
add_fault(struct walk *walk, uint32_t i)
{
	const struct tcpsim_record *record = &walk->ladder.source->records[i];
	const struct tcpsim_record *sent = departure_of(
		walk, record->kind == TCPSIM_RECORD_COPY ? record->original : record->packet);
	GString *words = label_of(walk, sent != NULL ? sent : record);

	g_string_append_c(words, '\n');
	tcpsim_ladder_part_words(&walk->ladder, i, words);
	add_note(walk, record, SEQUENCE_NOTE, words);
}

static void
add_part(struct walk *walk, uint32_t i)
{
	GString *words = g_string_new(NULL);

	tcpsim_ladder_part_words(&walk->ladder, i, words);
	add_note(walk, &walk->ladder.source->records[i], SEQUENCE_NOTE, words);
}

/* The state that an event leaves, if it changes. */
static void
add_state(struct walk *walk, const struct tcpsim_record *record)
{
	GString *words;

	if (record->before.state == record->after.state)
		return;
	words = g_string_new(tcpsim_state_name((enum tcpsim_state)record->after.state));
	if (record->host < walk->ladder.source->n_hosts && walk->is_numbered[record->host] && record->connection != 0)
		g_string_append_printf(words, " (connection %u)", (unsigned)record->connection);
	add_note(walk, record, SEQUENCE_STATE, words);
}

static void
add_record(struct walk *walk, uint32_t i)
{
	const struct tcpsim_record *record = &walk->ladder.source->records[i];

	switch ((enum tcpsim_record_kind)record->kind) {
	case TCPSIM_RECORD_CALL:
		if (!tcpsim_ladder_is_of_socket(&walk->ladder, record))
			add_event(walk, i);
		add_state(walk, record);
		break;
	case TCPSIM_RECORD_TIMER:
		add_event(walk, i);
		add_state(walk, record);
		break;
	case TCPSIM_RECORD_SOCKET:
	case TCPSIM_RECORD_CRASH:
	case TCPSIM_RECORD_RESTART:
	case TCPSIM_RECORD_CUT:
	case TCPSIM_RECORD_MEND:
		add_event(walk, i);
		break;
	case TCPSIM_RECORD_ARRIVE:
		add_message(walk, record);
		add_state(walk, record);
		break;
	case TCPSIM_RECORD_DROP:
		add_message(walk, record);
		break;
	case TCPSIM_RECORD_SEND:
	case TCPSIM_RECORD_INJECT:
		if (walk->ladder.index->ended[record->packet] == TCPSIM_NO_RECORD)
			add_message(walk, record);
		break;
	case TCPSIM_RECORD_HOLD:
	case TCPSIM_RECORD_COPY:
	case TCPSIM_RECORD_CORRUPT:
	case TCPSIM_RECORD_MARK:
		add_fault(walk, i);
		break;
	case TCPSIM_RECORD_ARMED:
		if (record->what == TCPSIM_TIMER_2MSL)
			add_part(walk, i);
		break;
	case TCPSIM_RECORD_DELIVER:
	case TCPSIM_RECORD_SIGNAL:
	case TCPSIM_RECORD_BROKEN:
		add_part(walk, i);
		break;
	case TCPSIM_RECORD_LOST:
		add_state(walk, record);
		break;
	case TCPSIM_RECORD_STOPPED:
		break;
	}
}

/* Hosts with more than one connection: their states say whose they are. */
static bool *
find_numbered(const struct ladder_source *source)
{
	bool *is_numbered = g_new0(bool, source->n_hosts + 1);

	for (size_t i = 0; i < source->n_records; i++) {
		if (source->records[i].host < source->n_hosts && source->records[i].connection > 1)
			is_numbered[source->records[i].host] = true;
	}
	return is_numbered;
}

GArray *
tcpsim_sequence_of(const struct tcpsim_trace *trace)
{
	const struct tcpsim_ladder_options options = { 0 };
	struct ladder_source source;
	struct ladder_index index;
	struct walk walk = { .steps = g_array_new(FALSE, FALSE, sizeof(struct sequence_step)) };

	g_array_set_clear_func(walk.steps, clear_step);
	tcpsim_ladder_source_of(&source, trace);
	tcpsim_ladder_index_init(&index, &source);
	tcpsim_ladder_init_words(&walk.ladder, &source, &index, &options);
	walk.is_numbered = find_numbered(&source);
	for (size_t i = 0; i < source.n_records; i++)
		add_record(&walk, (uint32_t)i);
	g_free(walk.is_numbered);
	tcpsim_ladder_index_clear(&index);
	return walk.steps;
}

bool
tcpsim_sequence_has_forged(const GArray *steps)
{
	for (guint i = 0; i < steps->len; i++) {
		const struct sequence_step *step = &g_array_index(steps, struct sequence_step, i);

		if ((step->from == TCPSIM_NO_HOST || step->to == TCPSIM_NO_HOST) && step->kind != SEQUENCE_SILENCE)
			return true;
	}
	return false;
}
