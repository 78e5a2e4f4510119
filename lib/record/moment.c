/* SPDX-License-Identifier: MIT */
#include <string.h>

#include <glib.h>

#include <tcpsim/recording.h>

/* A moment in the making. */
struct making {
	const struct tcpsim_record *records;
	size_t n_records, n_hosts;
	GArray *ends;          /* struct tcpsim_moment_end, in the order in which they began */
	GHashTable *known;     /* by key_of(): the place in .ends, and 1 */
	GArray *packets;       /* struct tcpsim_moment_packet */
	GHashTable *under_way; /* by packet: the place in .packets, and 1 */
	GArray *cuts;
	bool *is_down;
};

/* A connection has a number of its own at its host; a listener is known by its port. */
static gint64
key_of(uint16_t host, uint32_t connection, uint16_t local_port)
{
	return (gint64)host << 48 | (gint64)connection << 16 | (connection == 0 ? local_port : 0);
}

static guint
place_of(GHashTable *places, gint64 key)
{
	return GPOINTER_TO_UINT(g_hash_table_lookup(places, &key));
}

static void
keep_place(GHashTable *places, gint64 key, guint place)
{
	gint64 *kept = g_new(gint64, 1);

	*kept = key;
	g_hash_table_replace(places, kept, GUINT_TO_POINTER(place));
}

/* What an event left behind. Where nobody is at home and nobody was, there is no end. */
static void
note_end(struct making *making, uint32_t i)
{
	const struct tcpsim_record *record = &making->records[i];
	gint64 key = key_of(record->host, record->connection, record->local_port);
	guint place = place_of(making->known, key);
	struct tcpsim_moment_end *end;

	if (record->protocol != TCPSIM_PROTOCOL_TCP || (place == 0 && record->after.state == TCPSIM_CLOSED))
		return;
	/* Its own setting changes a host, and no connection. */
	if (record->kind == TCPSIM_RECORD_CALL && record->what == TCPSIM_CALL_SET)
		return;
	if (place == 0) {
		struct tcpsim_moment_end fresh = { .host = record->host };

		g_array_append_val(making->ends, fresh);
		place = making->ends->len;
		keep_place(making->known, key, place);
	}
	end = &g_array_index(making->ends, struct tcpsim_moment_end, place - 1);
	end->connection = record->connection;
	end->peer = record->connection != 0 ? record->peer : TCPSIM_NO_HOST;
	end->local_port = record->local_port;
	end->peer_port = record->connection != 0 ? record->peer_port : 0;
	end->record = i;
	end->vars = record->after;
}

/* The host forgets all that it was. */
static void
note_crash(struct making *making, uint32_t i)
{
	uint16_t host = making->records[i].host;

	for (guint k = 0; k < making->ends->len; k++) {
		struct tcpsim_moment_end *end = &g_array_index(making->ends, struct tcpsim_moment_end, k);

		if (end->host != host || end->vars.state == TCPSIM_CLOSED)
			continue;
		end->record = i;
		memset(&end->vars, 0, sizeof(end->vars));
		for (int timer = 0; timer < TCPSIM_N_TIMERS; timer++)
			end->vars.deadline_us[timer] = TCPSIM_TIME_NONE;
	}
}

static void
note_departure(struct making *making, uint32_t i)
{
	struct tcpsim_moment_packet packet = { .departed = i, .fault = TCPSIM_NO_RECORD, .ends = TCPSIM_NO_RECORD };

	if (making->records[i].packet == 0)
		return;
	g_array_append_val(making->packets, packet);
	keep_place(making->under_way, (gint64)making->records[i].packet, making->packets->len);
}

static struct tcpsim_moment_packet *
packet_of(struct making *making, uint32_t i)
{
	guint place = place_of(making->under_way, (gint64)making->records[i].packet);

	return place != 0 ? &g_array_index(making->packets, struct tcpsim_moment_packet, place - 1) : NULL;
}

static void
note_arrival(struct making *making, uint32_t i)
{
	gint64 packet = (gint64)making->records[i].packet;

	g_hash_table_remove(making->under_way, &packet);
}

static void
note_fault(struct making *making, uint32_t i)
{
	struct tcpsim_moment_packet *packet = packet_of(making, i);

	if (packet != NULL)
		packet->fault = i;
}

static void
note_link(struct making *making, uint32_t i, bool is_cut)
{
	struct tcpsim_moment_cut cut = { making->records[i].host, making->records[i].peer };

	for (guint k = making->cuts->len; k > 0; k--) {
		struct tcpsim_moment_cut *other = &g_array_index(making->cuts, struct tcpsim_moment_cut, k - 1);

		if (other->from == cut.from && other->to == cut.to)
			g_array_remove_index(making->cuts, k - 1);
	}
	if (is_cut)
		g_array_append_val(making->cuts, cut);
}

static void
note(struct making *making, uint32_t i)
{
	const struct tcpsim_record *record = &making->records[i];

	switch ((enum tcpsim_record_kind)record->kind) {
	case TCPSIM_RECORD_CALL:
	case TCPSIM_RECORD_TIMER:
	case TCPSIM_RECORD_LOST:
		note_end(making, i);
		break;
	case TCPSIM_RECORD_ARRIVE:
		note_arrival(making, i);
		note_end(making, i);
		break;
	case TCPSIM_RECORD_DROP:
		note_arrival(making, i);
		break;
	case TCPSIM_RECORD_SEND:
	case TCPSIM_RECORD_INJECT:
	case TCPSIM_RECORD_COPY:
		note_departure(making, i);
		break;
	case TCPSIM_RECORD_HOLD:
	case TCPSIM_RECORD_CORRUPT:
	case TCPSIM_RECORD_MARK:
		note_fault(making, i);
		break;
	case TCPSIM_RECORD_CRASH:
	case TCPSIM_RECORD_RESTART:
		if (record->host < making->n_hosts)
			making->is_down[record->host] = record->kind == TCPSIM_RECORD_CRASH;
		note_crash(making, i);
		break;
	case TCPSIM_RECORD_CUT:
	case TCPSIM_RECORD_MEND:
		note_link(making, i, record->kind == TCPSIM_RECORD_CUT);
		break;
	case TCPSIM_RECORD_ARMED:
	case TCPSIM_RECORD_STOPPED:
	case TCPSIM_RECORD_DELIVER:
	case TCPSIM_RECORD_SIGNAL:
	case TCPSIM_RECORD_BROKEN:
	case TCPSIM_RECORD_SOCKET:
		break;
	}
}

/* Leave those that are under way, and find where each will end. */
static void
keep_under_way(struct making *making, size_t n)
{
	GArray *kept = g_array_new(FALSE, FALSE, sizeof(struct tcpsim_moment_packet));

	for (guint i = 0; i < making->packets->len; i++) {
		struct tcpsim_moment_packet *packet = &g_array_index(making->packets, struct tcpsim_moment_packet, i);

		if (packet_of(making, packet->departed) != packet)
			continue;
		g_array_append_val(kept, *packet);
		keep_place(making->under_way, (gint64)making->records[packet->departed].packet, kept->len);
	}
	g_array_unref(making->packets);
	making->packets = kept;
	for (size_t i = n; i < making->n_records && g_hash_table_size(making->under_way) > 0; i++) {
		const struct tcpsim_record *record = &making->records[i];
		struct tcpsim_moment_packet *packet;

		if (record->kind != TCPSIM_RECORD_ARRIVE && record->kind != TCPSIM_RECORD_DROP)
			continue;
		packet = packet_of(making, (uint32_t)i);
		if (packet == NULL)
			continue;
		packet->ends = (uint32_t)i;
		note_arrival(making, (uint32_t)i);
	}
}

static gint
compare_ends(gconstpointer a, gconstpointer b, gpointer unused)
{
	const struct tcpsim_moment_end *one = a, *other = b;

	(void)unused;
	return (one->host > other->host) - (one->host < other->host);
}

struct tcpsim_moment *
tcpsim_moment_new(const struct tcpsim_trace *trace, size_t n)
{
	struct tcpsim_moment *moment = g_new0(struct tcpsim_moment, 1);
	struct making making = { .n_hosts = tcpsim_trace_n_hosts(trace) };

	making.records = tcpsim_trace_records(trace, &making.n_records);
	making.ends = g_array_new(FALSE, FALSE, sizeof(struct tcpsim_moment_end));
	making.known = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	making.packets = g_array_new(FALSE, FALSE, sizeof(struct tcpsim_moment_packet));
	making.under_way = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	making.cuts = g_array_new(FALSE, FALSE, sizeof(struct tcpsim_moment_cut));
	making.is_down = g_new0(bool, making.n_hosts + 1);
	n = MIN(n, making.n_records);
	for (uint32_t i = 0; i < n; i++)
		note(&making, i);
	keep_under_way(&making, n);
	/* Of equals it keeps the order. */
	g_qsort_with_data(
		making.ends->data, (gint)making.ends->len, sizeof(struct tcpsim_moment_end), compare_ends, NULL);
	moment->time_us = n > 0 ? making.records[n - 1].time_us : 0;
	moment->is_down = making.is_down;
	moment->n_ends = making.ends->len;
	moment->ends = (struct tcpsim_moment_end *)(void *)g_array_free(making.ends, FALSE);
	moment->n_packets = making.packets->len;
	moment->packets = (struct tcpsim_moment_packet *)(void *)g_array_free(making.packets, FALSE);
	moment->n_cuts = making.cuts->len;
	moment->cuts = (struct tcpsim_moment_cut *)(void *)g_array_free(making.cuts, FALSE);
	g_hash_table_destroy(making.known);
	g_hash_table_destroy(making.under_way);
	return moment;
}

const struct tcpsim_moment_end *
tcpsim_moment_find(const struct tcpsim_moment *moment, uint16_t host, uint32_t connection, uint16_t local_port)
{
	for (size_t i = 0; i < moment->n_ends; i++) {
		const struct tcpsim_moment_end *end = &moment->ends[i];

		if (key_of(end->host, end->connection, end->local_port) == key_of(host, connection, local_port))
			return end;
	}
	return NULL;
}

void
tcpsim_moment_free(struct tcpsim_moment *moment)
{
	if (moment == NULL)
		return;
	g_free(moment->ends);
	g_free(moment->packets);
	g_free(moment->cuts);
	g_free(moment->is_down);
	g_free(moment);
}
