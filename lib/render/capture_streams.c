/* SPDX-License-Identifier: MIT */
#include "lib/render/capture_private.h"

/* What a connection sent, as a tap saw it: ranges of sequence numbers that do not overlap, by the frame with them. */
struct stream {
	uint16_t host;
	uint32_t connection;
	uint16_t local_port, peer_port;
	tcpsim_seq base; /* from which numbers are counted, so that they do not wrap */
	GTree *ranges;   /* of struct range, by .begin */
};

/* [begin, end) */
struct range {
	gint64 begin, end;
	uint32_t frame;
};

static guint
hash_stream(gconstpointer key)
{
	const struct stream *stream = key;

	return stream->host * 2654435761U ^ stream->connection * 40503U ^ (guint)stream->local_port << 16 ^
		stream->peer_port;
}

static gboolean
is_same_stream(gconstpointer a, gconstpointer b)
{
	const struct stream *one = a, *other = b;

	return one->host == other->host && one->connection == other->connection &&
		one->local_port == other->local_port && one->peer_port == other->peer_port;
}

static void
free_stream(gpointer data)
{
	struct stream *stream = data;

	g_tree_unref(stream->ranges);
	g_free(stream);
}

GHashTable *
tcpsim_capture_streams_new(void)
{
	return g_hash_table_new_full(hash_stream, is_same_stream, NULL, free_stream);
}

static gint
compare_ranges(gconstpointer a, gconstpointer b, gpointer data)
{
	const struct range *one = a, *other = b;

	(void)data;
	return (one->begin > other->begin) - (one->begin < other->begin);
}

/* The stream of who sent a packet; it begins with the first segment that is seen of it. */
static struct stream *
stream_of(GHashTable *streams, const struct tcpsim_record *departed)
{
	const struct stream key = {
		.host = departed->host,
		.connection = departed->connection,
		.local_port = departed->local_port,
		.peer_port = departed->peer_port,
		.base = departed->segment.seq,
	};
	struct stream *stream = g_hash_table_lookup(streams, &key);

	if (stream != NULL)
		return stream;
	stream = g_memdup2(&key, sizeof key);
	stream->ranges = g_tree_new_full(compare_ranges, NULL, g_free, NULL);
	g_hash_table_add(streams, stream);
	return stream;
}

/* The range that holds a number, or NULL; *next is where the first one behind that number begins, at most `end`. */
static const struct range *
find_range(const struct stream *stream, gint64 at, gint64 end, gint64 *next)
{
	const struct range key = { .begin = at };
	GTreeNode *behind = g_tree_upper_bound(stream->ranges, &key);
	GTreeNode *before = behind != NULL ? g_tree_node_previous(behind) : g_tree_node_last(stream->ranges);
	const struct range *range = before != NULL ? g_tree_node_key(before) : NULL;

	*next = behind != NULL ? MIN(end, ((const struct range *)g_tree_node_key(behind))->begin) : end;
	return range != NULL && range->end > at ? range : NULL;
}

/* Give to a frame what of [begin, end) nobody has. Returns the frame that has the first part of the rest, or 0. */
static uint32_t
take(struct stream *stream, gint64 begin, gint64 end, uint32_t frame)
{
	uint32_t first = 0;

	while (begin < end) {
		gint64 next;
		const struct range *range = find_range(stream, begin, end, &next);

		if (range != NULL) {
			first = first == 0 ? range->frame : first;
			begin = range->end;
		} else {
			const struct range own = { begin, next, frame };

			g_tree_insert(stream->ranges, g_memdup2(&own, sizeof own), NULL);
			begin = next;
		}
	}
	return first;
}

uint32_t
tcpsim_capture_carry(GHashTable *streams, const struct capture_frame *frame)
{
	const struct tcpsim_record *departed = frame->departed;
	struct stream *stream;
	gint64 begin;

	if (departed == NULL || departed->kind == TCPSIM_RECORD_INJECT || departed->connection == 0 ||
		departed->protocol != TCPSIM_PROTOCOL_TCP || tcpsim_segment_len(&departed->segment) == 0)
		return 0;
	stream = stream_of(streams, departed);
	begin = (gint32)(departed->segment.seq.n - stream->base.n);
	return take(stream, begin, begin + tcpsim_segment_len(&departed->segment), frame->number);
}
