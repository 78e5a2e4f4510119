/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "invariants_private.h"

static guint
pair_hash(gconstpointer key)
{
	const struct watch_pair *pair = (const struct watch_pair *)key;

	return ((guint)pair->host << 16 | pair->local_port) * 2654435761U ^ ((guint)pair->peer << 16 | pair->peer_port);
}

static gboolean
pair_equal(gconstpointer a, gconstpointer b)
{
	return memcmp(a, b, sizeof(struct watch_pair)) == 0;
}

static void
end_free(gpointer data)
{
	struct watch_end *end = (struct watch_end *)data;

	g_byte_array_unref(end->given);
	g_free(end);
}

static void
peers_free(gpointer data)
{
	g_ptr_array_unref((GPtrArray *)data);
}

void
tcpsim_watch_ends_new(struct tcpsim_watcher *watcher)
{
	watcher->ends = g_ptr_array_new_with_free_func(end_free);
	watcher->by_number = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	watcher->by_pair = g_hash_table_new_full(pair_hash, pair_equal, g_free, peers_free);
	watcher->rounds = g_hash_table_new(g_direct_hash, g_direct_equal);
	watcher->datagrams = g_hash_table_new(g_direct_hash, g_direct_equal);
	watcher->delivered = g_hash_table_new(g_direct_hash, g_direct_equal);
}

void
tcpsim_watch_ends_free(struct tcpsim_watcher *watcher)
{
	g_hash_table_unref(watcher->delivered);
	g_hash_table_unref(watcher->datagrams);
	g_hash_table_unref(watcher->rounds);
	g_hash_table_unref(watcher->by_pair);
	g_hash_table_unref(watcher->by_number);
	g_ptr_array_unref(watcher->ends);
}

static gint64
number_key(const struct tcpsim_record *record)
{
	return (gint64)record->host << 32 | record->connection;
}

struct watch_end *
tcpsim_watch_end_of(const struct tcpsim_watcher *watcher, const struct tcpsim_record *record)
{
	gint64 key = number_key(record);

	if (record->connection == 0)
		return NULL;
	return (struct watch_end *)g_hash_table_lookup(watcher->by_number, &key);
}

static void
set_last(struct tcpsim_watcher *watcher, const struct tcpsim_record *record, struct watch_end *end)
{
	gint64 key = number_key(record);

	g_hash_table_replace(watcher->by_number, g_memdup2(&key, sizeof key), end);
}

static struct watch_end *
end_new(struct tcpsim_watcher *watcher, const struct tcpsim_record *record, struct watch_end *previous)
{
	struct watch_end *end = g_new0(struct watch_end, 1);
	GPtrArray *same;

	end->pair.host = record->host;
	end->pair.local_port = record->local_port;
	end->pair.peer = record->peer;
	end->pair.peer_port = record->peer_port;
	end->number = record->connection;
	end->previous = previous;
	end->is_passive = record->before.state == TCPSIM_LISTEN || record->before.state == TCPSIM_TIME_WAIT;
	end->given = g_byte_array_new();
	g_ptr_array_add(watcher->ends, end);
	set_last(watcher, record, end);
	same = (GPtrArray *)g_hash_table_lookup(watcher->by_pair, &end->pair);
	if (same == NULL) {
		same = g_ptr_array_new();
		g_hash_table_insert(watcher->by_pair, g_memdup2(&end->pair, sizeof end->pair), same);
	}
	g_ptr_array_add(same, end);
	return end;
}

/* TIME-WAIT is left for a new incarnation only by the SYN that reopens it (MAY-2). */
static bool
is_reopened(const struct tcpsim_record *record)
{
	return record->before.state == TCPSIM_TIME_WAIT &&
		(record->after.state == TCPSIM_SYN_RECEIVED || record->after.state == TCPSIM_ESTABLISHED ||
			record->after.state == TCPSIM_CLOSE_WAIT);
}

/*
 * The numbers outlive the TCB: in CLOSED and LISTEN its variables mean nothing, and in a TIME-WAIT that was reopened
 * in vain nobody needs them any more.
 */
static void
note_numbers(struct watch_end *end, const struct tcpsim_vars *after)
{
	end->is_news = false;
	if (after->state == TCPSIM_CLOSED || after->state == TCPSIM_LISTEN)
		return;
	if (!end->knows_iss) {
		end->snd_top = after->snd_nxt;
		end->iss = after->iss;
		end->knows_iss = true;
	}
	end->snd_top = tcpsim_seq_max(end->snd_top, after->snd_nxt);
	if (after->is_synchronized && !end->knows_irs) {
		end->irs = after->irs;
		end->knows_irs = true;
	}
	if (!tcpsim_state_is_synchronized((enum tcpsim_state)after->state))
		return;
	end->is_news = !end->was_synchronized;
	end->was_synchronized = true;
}

struct watch_end *
tcpsim_watch_event(struct tcpsim_watcher *watcher, const struct tcpsim_record *record)
{
	struct watch_end *end;

	if (record->connection == 0)
		return NULL;
	end = tcpsim_watch_end_of(watcher, record);
	if (end == NULL || (record->before.state == TCPSIM_LISTEN && record->after.state != TCPSIM_LISTEN)) {
		end = end_new(watcher, record, NULL); /* the first, or one that was back in LISTEN for a while */
	} else if (is_reopened(record)) {
		end->now.state = TCPSIM_CLOSED; /* unless it turns out that the SYN was an old one */
		end->is_closed_well = true;
		end = end_new(watcher, record, end);
	} else if (record->before.state == TCPSIM_SYN_RECEIVED && record->after.state == TCPSIM_TIME_WAIT &&
		end->previous != NULL) {
		end->now.state = TCPSIM_CLOSED; /* the SYN that reopened it was an old duplicate */
		end = end->previous;
		set_last(watcher, record, end);
	}
	end->now = record->after;
	note_numbers(end, &record->after);
	return end;
}

const GPtrArray *
tcpsim_watch_peers(const struct tcpsim_watcher *watcher, const struct watch_end *end)
{
	struct watch_pair pair = {
		.host = end->pair.peer,
		.local_port = end->pair.peer_port,
		.peer = end->pair.host,
		.peer_port = end->pair.local_port,
	};

	return (const GPtrArray *)g_hash_table_lookup(watcher->by_pair, &pair);
}

struct watch_end *
tcpsim_watch_peer(const struct tcpsim_watcher *watcher, const struct watch_end *end, bool is_mutual)
{
	const GPtrArray *peers = tcpsim_watch_peers(watcher, end);

	for (guint i = peers == NULL ? 0 : peers->len; i-- > 0;) {
		struct watch_end *peer = (struct watch_end *)g_ptr_array_index(peers, i);

		if (!end->knows_irs || !peer->knows_iss || !tcpsim_seq_eq(peer->iss, end->irs))
			continue;
		if (!is_mutual || (end->knows_iss && peer->knows_irs && tcpsim_seq_eq(peer->irs, end->iss)))
			return peer;
	}
	return NULL;
}

bool
tcpsim_watch_is_alive(const struct watch_end *end)
{
	return end->now.state != TCPSIM_CLOSED && end->now.state != TCPSIM_LISTEN;
}
