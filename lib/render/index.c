/* SPDX-License-Identifier: MIT */
#include "lib/render/render_private.h"

static uint32_t *
new_indices(size_t n)
{
	uint32_t *indices = g_new(uint32_t, n + 1);

	for (size_t i = 0; i <= n; i++)
		indices[i] = TCPSIM_NO_RECORD;
	return indices;
}

static void
note_packet(struct ladder_index *index, const struct tcpsim_record *record, uint32_t i)
{
	switch ((enum tcpsim_record_kind)record->kind) {
	case TCPSIM_RECORD_SEND:
	case TCPSIM_RECORD_INJECT:
	case TCPSIM_RECORD_COPY:
		index->departed[record->packet] = i;
		break;
	case TCPSIM_RECORD_ARRIVE:
	case TCPSIM_RECORD_DROP:
		index->ended[record->packet] = i;
		break;
	case TCPSIM_RECORD_CALL:
	case TCPSIM_RECORD_SOCKET:
	case TCPSIM_RECORD_HOLD:
	case TCPSIM_RECORD_CORRUPT:
	case TCPSIM_RECORD_MARK:
	case TCPSIM_RECORD_TIMER:
	case TCPSIM_RECORD_ARMED:
	case TCPSIM_RECORD_STOPPED:
	case TCPSIM_RECORD_DELIVER:
	case TCPSIM_RECORD_SIGNAL:
	case TCPSIM_RECORD_CRASH:
	case TCPSIM_RECORD_LOST:
	case TCPSIM_RECORD_RESTART:
	case TCPSIM_RECORD_CUT:
	case TCPSIM_RECORD_MEND:
	case TCPSIM_RECORD_BROKEN:
		break;
	}
}

/* The record below which this one is told, or TCPSIM_NO_RECORD if it stands alone or is not told at all. */
static uint32_t
parent_of(const struct ladder_index *index, const struct tcpsim_record *record)
{
	switch ((enum tcpsim_record_kind)record->kind) {
	case TCPSIM_RECORD_HOLD:
	case TCPSIM_RECORD_CORRUPT:
	case TCPSIM_RECORD_MARK:
		return index->departed[record->packet];
	case TCPSIM_RECORD_COPY:
		return index->departed[record->original];
	case TCPSIM_RECORD_ARMED:
		/* The others come and go with every segment; this one is what a reader waits for. */
		return record->what == TCPSIM_TIMER_2MSL ? record->cause : TCPSIM_NO_RECORD;
	case TCPSIM_RECORD_DELIVER:
	case TCPSIM_RECORD_SIGNAL:
	case TCPSIM_RECORD_BROKEN:
		return record->cause;
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
	return TCPSIM_NO_RECORD;
}

/* Whether a segment has the numbers of the one before, no text and no control but ACK, and another window. */
static bool
is_window_update(const struct tcpsim_segment *before, const struct tcpsim_segment *segment)
{
	return segment->ctl == TCPSIM_ACK && segment->text_bytes == 0 && segment->seq.n == before->seq.n &&
		segment->ack.n == before->ack.n && segment->wnd != before->wnd;
}

/* Compare each segment with the one that its connection sent before. */
static void
find_updates(struct ladder_index *index, const struct ladder_source *source)
{
	GHashTable *last = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);

	for (size_t i = 0; i < source->n_records; i++) {
		const struct tcpsim_record *record = &source->records[i], *before;
		gint64 *key;

		if (record->kind != TCPSIM_RECORD_SEND || record->connection == 0)
			continue;
		key = g_new(gint64, 1);
		*key = (gint64)record->host << 32 | record->connection;
		before = g_hash_table_lookup(last, key);
		if (before != NULL && is_window_update(&before->segment, &record->segment))
			index->is_update[record->packet] = true;
		g_hash_table_insert(last, key, (gpointer)record);
	}
	g_hash_table_destroy(last);
}

static void
link_part(struct ladder_index *index, uint32_t parent, uint32_t part)
{
	if (index->first_part[parent] == TCPSIM_NO_RECORD)
		index->first_part[parent] = part;
	else
		index->next_part[index->last_part[parent]] = part;
	index->last_part[parent] = part;
}

void
tcpsim_ladder_index_init(struct ladder_index *index, const struct ladder_source *source)
{
	*index = (struct ladder_index){ 0 };
	for (size_t i = 0; i < source->n_records; i++)
		index->n_packets = MAX(index->n_packets, MAX(source->records[i].packet, source->records[i].original));
	index->departed = new_indices(index->n_packets);
	index->ended = new_indices(index->n_packets);
	index->is_update = g_new0(bool, index->n_packets + 1);
	index->first_part = new_indices(source->n_records);
	index->next_part = new_indices(source->n_records);
	index->last_part = new_indices(source->n_records);
	for (size_t i = 0; i < source->n_records; i++)
		note_packet(index, &source->records[i], (uint32_t)i);
	find_updates(index, source);
	for (size_t i = 0; i < source->n_records; i++) {
		uint32_t parent = parent_of(index, &source->records[i]);

		if (parent < source->n_records)
			link_part(index, parent, (uint32_t)i);
	}
}

void
tcpsim_ladder_index_clear(struct ladder_index *index)
{
	g_free(index->departed);
	g_free(index->ended);
	g_free(index->is_update);
	g_free(index->first_part);
	g_free(index->next_part);
	g_free(index->last_part);
}
