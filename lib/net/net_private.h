/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_LIB_NET_NET_PRIVATE_H
#define TCPSIM_LIB_NET_NET_PRIVATE_H

#include <glib.h>

#include <tcpsim/net.h>
#include <tcpsim/socket.h>

/*
 * Inside of the network. Endpoints and packets live in slabs and are known by their index, which fits into
 * 24 bits: an index is small, stays good while the arrays around it grow, and can be packed with others.
 * What has been used once is kept and used again; a network that is warm allocates nothing.
 */
#define TCPSIM_NO_INDEX UINT32_MAX
#define TCPSIM_MAX_INDEX 0xffffffU
#define TCPSIM_SLAB 256U

/* ---- prng.c: xoshiro256**, seeded by splitmix64 ---- */

struct tcpsim_prng {
	uint64_t state[4];
};

/* One step of splitmix64: mixes `*state` and moves it on. */
uint64_t tcpsim_splitmix(uint64_t *state);
void tcpsim_prng_seed(struct tcpsim_prng *prng, uint64_t seed);
/* Uniform in 0 .. bound - 1; `bound` is not 0. */
uint64_t tcpsim_prng_below(struct tcpsim_prng *prng, uint64_t bound);

/* ---- queue.c: what is to come, in order ---- */

/*
 * One thing to come. `order` breaks ties and says what it is: 40 bits for the number of sending or of making, 24
 * for the index of the packet or endpoint.
 */
struct tcpsim_queue_entry {
	int64_t time_us;
	uint64_t order;
};

/*
 * A heap of four children a node. Arrivals and timers have one each: there are few arrivals and they come and go
 * quickly, while thousands of timers may linger. The heap of timers knows where each endpoint's entry is, to move it.
 *
 * Timers that were put off, most of all by TIME-WAIT, mostly follow one another: they wait in a line beside the heap,
 * as long as they come in order, and so cost the same for any number. Its places are counted on and on; the ring that
 * they are in has a power of two of them.
 */
struct tcpsim_queue {
	struct tcpsim_queue_entry *entries;
	uint32_t n, capacity;
	/* By index of endpoint; NULL for arrivals. */
	uint32_t *positions; /* TCPSIM_NO_INDEX if it has no entry; with TCPSIM_IN_LINE a place in the line */
	int64_t *due_us;     /* when its first timer is due; its entry may come earlier */
	uint32_t n_positions;
	struct tcpsim_queue_entry *line;
	uint32_t line_begin, line_end, line_capacity;
};

#define TCPSIM_IN_LINE 0x80000000U

static inline uint64_t
tcpsim_order(uint64_t number, uint32_t index)
{
	return number << 24 | index;
}

static inline uint32_t
tcpsim_order_index(uint64_t order)
{
	return (uint32_t)(order & TCPSIM_MAX_INDEX);
}

static inline bool
tcpsim_queue_is_before(const struct tcpsim_queue_entry *a, const struct tcpsim_queue_entry *b)
{
	return a->time_us < b->time_us || (a->time_us == b->time_us && a->order < b->order);
}

/* What comes first, or NULL; of timers only after tcpsim_queue_settle(). */
static inline const struct tcpsim_queue_entry *
tcpsim_queue_first(const struct tcpsim_queue *queue)
{
	const struct tcpsim_queue_entry *first = queue->n > 0 ? queue->entries : NULL;
	const struct tcpsim_queue_entry *in_line;

	if (queue->line_begin == queue->line_end)
		return first;
	in_line = &queue->line[queue->line_begin & (queue->line_capacity - 1)];
	return first == NULL || tcpsim_queue_is_before(in_line, first) ? in_line : first;
}

void tcpsim_queue_free(struct tcpsim_queue *queue);
/* Make room for the positions of `n` endpoints, more than there were. */
void tcpsim_queue_reserve(struct tcpsim_queue *queue, uint32_t n);
void tcpsim_queue_push(struct tcpsim_queue *queue, int64_t time_us, uint64_t order);
/* The first entry gets another time and order, and its new place. */
void tcpsim_queue_replace(struct tcpsim_queue *queue, int64_t time_us, uint64_t order);
void tcpsim_queue_pop(struct tcpsim_queue *queue);
/*
 * The endpoint's first timer is due at `due_us`, or never. Its entry stays if that is later: see
 * tcpsim_queue_settle().
 */
void tcpsim_queue_arm(struct tcpsim_queue *queue, uint32_t index, uint64_t number, int64_t due_us);
void tcpsim_queue_settle_first(struct tcpsim_queue *queue);

/* Make the first entry one that is really due at its time. Most often it is. */
static inline void
tcpsim_queue_settle(struct tcpsim_queue *queue)
{
	const struct tcpsim_queue_entry *first = tcpsim_queue_first(queue);

	if (first != NULL && queue->due_us[tcpsim_order_index(first->order)] != first->time_us)
		tcpsim_queue_settle_first(queue);
}

void tcpsim_queue_disarm(struct tcpsim_queue *queue, uint32_t index);
/* Forget an arrival; it may be anywhere, or not there. Slow. */
void tcpsim_queue_forget(struct tcpsim_queue *queue, uint64_t order);

/* ---- demux.c: pairs of sockets -> endpoint ---- */

/* A pair of sockets, packed: host, local port, peer, peer port, from the top. A listener's peer is nobody. */
static inline uint64_t
tcpsim_pair(uint16_t host, uint16_t local_port, uint16_t peer, uint16_t peer_port)
{
	return (uint64_t)host << 48 | (uint64_t)local_port << 32 | (uint64_t)peer << 16 | peer_port;
}

static inline uint64_t
tcpsim_pair_listener(uint16_t host, uint16_t port)
{
	return tcpsim_pair(host, port, TCPSIM_NO_HOST, 0);
}

/* A hash table, chained through the endpoints. Its order reaches nobody. */
struct tcpsim_demux {
	uint32_t *buckets;
	uint32_t n;
	unsigned bits; /* 2^bits buckets */
};

struct tcpsim_endpoint;
struct tcpsim_packet;

/* ---- chunk.c: octets that several may look at ---- */

#define TCPSIM_LEAST_CHUNK 256U
#define TCPSIM_N_CHUNK_CLASSES 9
#define TCPSIM_MOST_CHUNK (TCPSIM_LEAST_CHUNK << (TCPSIM_N_CHUNK_CLASSES - 1))

/*
 * A piece of a stream. The buffer that it was made for holds it, and so does each packet whose text is a part of it: a
 * segment carries what was sent without a copy, however often it is sent. Nobody changes octets that were put.
 */
struct tcpsim_chunk {
	struct tcpsim_chunk *next; /* in its buffer, or of those that wait to be used again */
	uint64_t begin;            /* the first octet's place in the stream */
	uint32_t capacity;
	uint32_t n_holders;
	uint8_t octets[];
};

/* A chunk of at least `wanted` octets, or of the most that there are; who asks for it holds it. */
struct tcpsim_chunk *tcpsim_chunk_new(struct tcpsim_net *net, uint64_t begin, size_t wanted);
/* Nobody holds it any more. */
void tcpsim_chunk_free(struct tcpsim_net *net, struct tcpsim_chunk *chunk);
/* Give back the memory of all that are free. */
void tcpsim_chunks_free(struct tcpsim_net *net);

static inline struct tcpsim_chunk *
tcpsim_chunk_hold(struct tcpsim_chunk *chunk)
{
	chunk->n_holders++;
	return chunk;
}

static inline void
tcpsim_chunk_release(struct tcpsim_net *net, struct tcpsim_chunk *chunk)
{
	if (--chunk->n_holders == 0)
		tcpsim_chunk_free(net, chunk);
}

/* ---- buffer.c: octets of a stream, by offset ---- */

/* The octets [begin, end) of a stream, in chunks; not all of them need be there yet. */
struct tcpsim_buffer {
	struct tcpsim_buffer *next; /* of those that wait to be used again */
	uint64_t begin, end;
	struct tcpsim_chunk *first, *last;
	struct tcpsim_chunk *recent; /* the last one that was reached */
};

/*
 * Store `n` octets at `offset`, which is not before the beginning. An empty place gets a buffer that begins at
 * `begin`.
 */
void tcpsim_buffer_put(struct tcpsim_net *net, struct tcpsim_buffer **place, uint64_t begin, uint64_t offset,
	const uint8_t *octets, size_t n);
/* `n` octets from `offset`, if they are there and in one chunk, which is not held; else NULL. The buffer may be NULL. */
const uint8_t *tcpsim_buffer_look(struct tcpsim_buffer *buffer, uint64_t offset, size_t n,
	struct tcpsim_chunk **chunk);
/* Copy `n` octets from `offset`; what the buffer does not have is zero. The buffer may be NULL. */
void tcpsim_buffer_get(struct tcpsim_buffer *buffer, uint64_t offset, uint8_t *octets, size_t n);
/* Forget all before `begin`; an empty buffer goes back to the network. */
void tcpsim_buffer_trim(struct tcpsim_net *net, struct tcpsim_buffer **place, uint64_t begin);
void tcpsim_buffer_drop(struct tcpsim_net *net, struct tcpsim_buffer **place);
void tcpsim_buffers_free(struct tcpsim_buffer *first);

/* ---- virtual.c: octets that are known by their place only ---- */

/* Write the octets that those from `offset` stand for. */
void tcpsim_virtual_write(uint64_t offset, uint8_t *octets, size_t n);
/* The text of a packet is virtual; with a trace it has its octets all the same. */
void tcpsim_virtual_load(const struct tcpsim_net *net, struct tcpsim_packet *packet);
/* The endpoint stores virtual text as the engine has said. */
void tcpsim_virtual_take(struct tcpsim_net *net, struct tcpsim_endpoint *endpoint, const struct tcpsim_packet *packet);

/* ---- tcbs.c: TCBs, awake and at rest ---- */

struct tcpsim_awake;
struct tcpsim_resting;

/* So many TCBs are awake before any goes to rest. */
#define TCPSIM_MAX_AWAKE 4096U

/* All TCBs of a network. */
struct tcpsim_tcbs {
	struct tcpsim_awake **awake_slabs, *free_awake;
	struct tcpsim_resting **resting_slabs, *free_resting;
	uint32_t n_awake_slots, n_resting_slots;
	uint32_t n_awake;
	uint32_t hand; /* the awake one to be looked at next */
};

struct tcpsim_tcbs *tcpsim_tcbs_new(void);
void tcpsim_tcbs_free(struct tcpsim_tcbs *tcbs);
/* The endpoint gets a TCB, with anything in it; and gives it back. */
void tcpsim_tcb_give(struct tcpsim_tcbs *tcbs, struct tcpsim_endpoint *endpoint);
void tcpsim_tcb_take(struct tcpsim_tcbs *tcbs, struct tcpsim_endpoint *endpoint);
/* The TCB of an endpoint that rests is as it was. tcpsim_endpoint_at() sees to it. */
void tcpsim_tcb_wake(struct tcpsim_tcbs *tcbs, struct tcpsim_endpoint *endpoint);
/* Let some rest. */
void tcpsim_tcbs_rest(struct tcpsim_tcbs *tcbs);

/* If many are awake, let some rest. Only for when nobody holds a TCB: between two events. */
static inline void
tcpsim_tcbs_settle(struct tcpsim_tcbs *tcbs)
{
	if (tcbs->n_awake > TCPSIM_MAX_AWAKE)
		tcpsim_tcbs_rest(tcbs);
}

/* ---- endpoint.c: listeners and connections ---- */

enum tcpsim_endpoint_flag {
	TCPSIM_ENDPOINT_LISTENER = 0x01,
	TCPSIM_ENDPOINT_PASSIVE = 0x02, /* it came from a listener */
	TCPSIM_ENDPOINT_WAITING = 0x04, /* it went back to LISTEN and waits there for the next SYN */
	TCPSIM_ENDPOINT_TABLED = 0x08,  /* it can be found by its pair */
	TCPSIM_ENDPOINT_NOBODY = 0x10,  /* it stands for a connection that does not exist */
	TCPSIM_ENDPOINT_ORPHAN = 0x20,  /* its socket is closed for both directions: nobody will read */
	TCPSIM_ENDPOINT_UNHEARD = 0x40, /* what it delivers is thrown away: its socket is shut for reading */
	TCPSIM_ENDPOINT_SENDS_VIRTUAL = 0x80, /* what it sends is virtual */
	TCPSIM_ENDPOINT_USED = 0x100,   /* something has happened to it not long ago */
	TCPSIM_ENDPOINT_TAKES_VIRTUAL = 0x200, /* virtual text has arrived: so is all that follows */
	TCPSIM_ENDPOINT_SPILLED = 0x400, /* an orphan has thrown something away */
	TCPSIM_ENDPOINT_HASTY = 0x800,  /* it is in SYN-RECEIVED by Fast Open */
};

struct tcpsim_sock;

/* One end of a connection, or a listener. All of them of one host are a list, in order of making. */
struct tcpsim_endpoint {
	struct tcpsim_tcb *tcb;         /* NULL while it rests, and if it is free */
	struct tcpsim_resting *resting; /* the TCB at rest, else NULL */
	uint64_t pair;
	uint64_t number;             /* in order of making, over all hosts */
	struct tcpsim_buffer *sent;  /* octets from SND.UNA on, or NULL */
	struct tcpsim_buffer *taken; /* octets of the peer that nobody has got yet, or NULL */
	struct tcpsim_sock *sock;    /* the socket that it belongs to, or NULL: only then may it read at once */
	uint32_t index;
	uint32_t generation;         /* 1 to 2^24 - 1; a slot that had them all is not used any more */
	uint32_t connection;         /* number at its host, from 1; 0 for a listener */
	uint32_t next, previous;     /* in the list of the host; .next also of those that are free */
	uint32_t chained;            /* next in its bucket; of a waiting one, next that waits */
	uint32_t waiting;            /* of a listener: the first that waits */
	uint32_t flags;              /* a set of enum tcpsim_endpoint_flag */
};

static inline uint16_t
tcpsim_endpoint_host(const struct tcpsim_endpoint *endpoint)
{
	return (uint16_t)(endpoint->pair >> 48);
}

static inline uint16_t
tcpsim_endpoint_port(const struct tcpsim_endpoint *endpoint)
{
	return (uint16_t)(endpoint->pair >> 32);
}

static inline uint16_t
tcpsim_endpoint_peer(const struct tcpsim_endpoint *endpoint)
{
	return (uint16_t)(endpoint->pair >> 16);
}

static inline uint16_t
tcpsim_endpoint_peer_port(const struct tcpsim_endpoint *endpoint)
{
	return (uint16_t)endpoint->pair;
}

/* A zeroed endpoint for a pair that nothing refers to yet. */
struct tcpsim_endpoint *tcpsim_endpoint_new(struct tcpsim_net *net, uint64_t pair);
/*
 * From now on it is a part of its host: it gets its place in the order of making and in the list, and a
 * connection its number.
 */
void tcpsim_endpoint_keep(struct tcpsim_net *net, struct tcpsim_endpoint *endpoint);
/* It is gone, with its buffers and timers; its handle is refused from now on. */
void tcpsim_endpoint_free(struct tcpsim_net *net, struct tcpsim_endpoint *endpoint);

/* A handle is a generation, a host and an index: 24, 16 and 24 bits. No generation is 0, so no handle is. */
static inline tcpsim_socket
tcpsim_endpoint_handle(const struct tcpsim_endpoint *endpoint)
{
	return (uint64_t)endpoint->generation << 40 | (uint64_t)tcpsim_endpoint_host(endpoint) << 24 | endpoint->index;
}

/* The endpoint of a handle, or NULL if it is gone. */
struct tcpsim_endpoint *tcpsim_endpoint_of(const struct tcpsim_net *net, tcpsim_socket socket);
/* One that stands for no connection, in CLOSED: nothing refers to it, and it is good until the next call of this. */
struct tcpsim_endpoint *tcpsim_endpoint_nobody(struct tcpsim_net *net, uint64_t pair);
/* The host in a handle, even of a socket that is gone; TCPSIM_NO_HOST if there never was one. */
uint16_t tcpsim_socket_host(const struct tcpsim_net *net, tcpsim_socket socket);

void tcpsim_demux_add(struct tcpsim_net *net, struct tcpsim_endpoint *endpoint);
void tcpsim_demux_remove(struct tcpsim_net *net, struct tcpsim_endpoint *endpoint);
struct tcpsim_endpoint *tcpsim_demux_find(const struct tcpsim_net *net, uint64_t pair);

/* ---- packet.c: segments under way ---- */

enum tcpsim_packet_flag {
	TCPSIM_PACKET_DAMAGED = 0x01,
	TCPSIM_PACKET_IN_LINE = 0x02,  /* it is in the line of its link, and only the first of that is in the queue */
	TCPSIM_PACKET_WAITING = 0x04,  /* for another, to arrive behind it */
	TCPSIM_PACKET_EXPIRING = 0x08, /* what is due is the end of its lifetime */
	TCPSIM_PACKET_AWAITED = 0x10,  /* others wait for it */
	TCPSIM_PACKET_RELEASED = 0x40, /* it waited, and is in the line of those that are next */
	TCPSIM_PACKET_HELD = 0x20,     /* a fault says when it arrives, whatever its age */
	TCPSIM_PACKET_VIRTUAL = 0x80,  /* its text is virtual */
};

/* One segment in the network, with its text. */
struct tcpsim_packet {
	struct tcpsim_arriving arriving; /* .seg is the segment */
	int64_t due_us;
	int64_t sent_us;     /* of the original */
	uint64_t number, original;
	const uint8_t *octets; /* its text: in .chunk, or in .room */
	struct tcpsim_chunk *chunk; /* which it holds, or NULL */
	uint8_t *room;       /* for text of its own; kept for the next packet in this slot */
	uint32_t capacity;   /* of .room */
	uint32_t index, next;
	uint32_t cause;      /* the record that brought it into the network */
	uint32_t connection; /* of its sender */
	uint32_t fault;      /* for which it waits */
	uint16_t from, to, from_port, to_port;
	uint16_t kinds;
	uint8_t purpose, flags;
	uint8_t protocol;    /* enum tcpsim_protocol */
	uint8_t dscp, ttl;
	uint8_t option_layout; /* enum tcpsim_option_layout */
	struct tcpsim_icmp_told icmp; /* of ICMP only */
	uint64_t damage;     /* if it is damaged: what the bits are drawn from */
	uint32_t n_damaged;  /* and how many of them; 0 is one that every checksum shows */
};

/* A slab more of packets that are free. */
void tcpsim_packets_grow(struct tcpsim_net *net);
/* Room for `n` octets of text of its own, which are yet to be written. */
uint8_t *tcpsim_packet_reserve(struct tcpsim_packet *packet, uint32_t n);

/* Packets, first come first served, chained by their .next. */
struct tcpsim_line {
	uint32_t first, last;
};

void tcpsim_line_remove(struct tcpsim_net *net, struct tcpsim_line *line, struct tcpsim_packet *packet);

/* The one packet becomes the other, with its text, which that is without then. */
void tcpsim_packet_exchange(struct tcpsim_packet *kept, struct tcpsim_packet *packet);
/* It leaves its host: it gets its number, is counted and goes on its way. */
void tcpsim_packet_send(struct tcpsim_net *net, struct tcpsim_packet *packet);
/* Octets of an IP packet with its headers, as the sender's host makes it. */
uint32_t tcpsim_packet_octets(const struct tcpsim_net *net, const struct tcpsim_packet *packet);
/* Octets of an IP header with that policy; and of UDP's. */
uint32_t tcpsim_ip_header_octets(const struct tcpsim_policy *policy);
#define TCPSIM_UDP_HEADER 8U

/* ---- link.c, fault.c: what happens between hosts ---- */

/* Each random decision of a link has a stream of its own, so that switching one on does not shift the others. */
enum tcpsim_stream {
	TCPSIM_STREAM_LOSS,
	TCPSIM_STREAM_DUPLICATE,
	TCPSIM_STREAM_REORDER,
	TCPSIM_STREAM_CORRUPT,
	TCPSIM_STREAM_JITTER,
	TCPSIM_STREAM_MARK,
	TCPSIM_STREAM_BITS, /* which ones are damaged */
};

#define TCPSIM_N_STREAMS 7

/* One direction between two hosts. */
struct tcpsim_link {
	struct tcpsim_link_options options;
	struct tcpsim_prng streams[TCPSIM_N_STREAMS];
	struct tcpsim_line line; /* those that arrive in order of sending */
	bool is_linked, is_cut, is_random;
	bool is_plain;           /* nothing but delay happens on it */
	int64_t busy_until_ns;   /* the rate: when the last octet so far has left */
	int64_t *starts_ns;      /* of those that wait for the rate, a ring */
	uint32_t first_start, n_starts, max_starts;
};

/* What chance has decided for one segment. */
struct tcpsim_fate {
	bool is_lost, is_doubled, is_late, is_damaged, is_marked;
	int64_t jitter_us, copy_jitter_us;
};

/* A fault and what has become of it. */
struct tcpsim_fault_state {
	struct tcpsim_fault fault;
	uint32_t fired, too_early;
	int64_t normal_us; /* when the first that it was too early for would have arrived without any fault */
	uint64_t behind;  /* REORDER: the number of the packet that is awaited, 0 before it is sent */
	bool is_over;     /* it has arrived */
};

/* A segment enters the network. Everything that faults and chance do to it happens here, at once. */
void tcpsim_link_carry(struct tcpsim_net *net, struct tcpsim_packet *packet);
struct tcpsim_link *tcpsim_link_between(const struct tcpsim_net *net, uint16_t from, uint16_t to);
void tcpsim_link_free(struct tcpsim_link *link);
/* The packet will arrive at its .due_us, in line if that keeps the order. */
void tcpsim_link_schedule(struct tcpsim_net *net, struct tcpsim_link *link, struct tcpsim_packet *packet);
/* The first packet to arrive leaves the queue. */
struct tcpsim_packet *tcpsim_link_take(struct tcpsim_net *net);
/* A copy of the packet enters the network, to arrive at `due_us`; the fault that made it, or NULL for chance. */
void tcpsim_link_copy(struct tcpsim_net *net, struct tcpsim_link *link, const struct tcpsim_packet *packet,
	int64_t due_us, const struct tcpsim_fault *fault);
/* Note that the packet is gone; and free it, too. */
void tcpsim_link_lose(struct tcpsim_net *net, const struct tcpsim_packet *packet, enum tcpsim_drop why, uint32_t line);
void tcpsim_link_drop(struct tcpsim_net *net, struct tcpsim_packet *packet, enum tcpsim_drop why, uint32_t line);

/* The first fault that drops the packet by name, or NULL. It has fired then. */
struct tcpsim_fault_state *tcpsim_fault_drops(struct tcpsim_net *net, const struct tcpsim_packet *packet);
/* Let the other faults act, in order; .due_us and .flags may change. Copies are made here. */
void tcpsim_faults_act(struct tcpsim_net *net, struct tcpsim_link *link, struct tcpsim_packet *packet);
/* Note whether others wait for this packet; it has just been sent. */
void tcpsim_faults_note_sent(struct tcpsim_net *net, struct tcpsim_packet *packet);
/* A packet that others wait for has arrived: they are next. */
void tcpsim_faults_release(struct tcpsim_net *net, const struct tcpsim_packet *packet);

/* ---- router.c: what is on a link ---- */

/* Whether the packet passes the routers of the link; else it is gone, and its sender may hear of it. */
bool tcpsim_router_passes(struct tcpsim_net *net, const struct tcpsim_link *link, struct tcpsim_packet *packet);
/* There is congestion: the packet is marked and passes, or it is gone. */
bool tcpsim_router_marks(struct tcpsim_net *net, struct tcpsim_packet *packet);

/* ---- damage.c ---- */

/* So many bits of the packet will arrive the other way round; 0 is one that every checksum shows. */
void tcpsim_damage_draw(struct tcpsim_link *link, struct tcpsim_packet *packet, uint32_t n_bits);
/* A damaged packet arrives. Whether its receiver takes it, for what it says now; else it is noted that it is gone. */
bool tcpsim_damage_passes(struct tcpsim_net *net, struct tcpsim_packet *packet);

/* ---- icmp.c ---- */

/* A message about a packet leaves for whoever sent that: of the host at the end of the link, or of a router on it. */
void tcpsim_icmp_tell(struct tcpsim_net *net, const struct tcpsim_packet *about, enum tcpsim_icmp_kind kind,
	uint32_t mtu, bool is_of_router);
/* A message arrives. */
void tcpsim_icmp_arrive(struct tcpsim_net *net, const struct tcpsim_packet *packet);
/* What a user hears of it, or TCPSIM_OK. */
enum tcpsim_error tcpsim_icmp_error(enum tcpsim_icmp_kind kind);

/* ---- datagram.c: ports of UDP ---- */

struct tcpsim_datagrams;

/*
 * Who wants to know at once that a datagram came (TCPSIM_OK) or what ICMP has said. It must not close the port.
 * `owner` is as it was given.
 */
typedef void (*tcpsim_datagrams_told)(struct tcpsim_net *net, void *owner, enum tcpsim_error error);

/*
 * A bound port of UDP: an endpoint without a TCB. Several may share a port, if whoever binds them lets them; a datagram
 * is for the one that is connected to its sender, else for the one without a peer that was bound last.
 */
struct tcpsim_datagrams {
	struct tcpsim_line queue;   /* the packets that nobody has received */
	uint64_t queued_bytes;      /* octets of data in it */
	const struct tcpsim_policy *policy; /* of its own, or NULL: the host's */
	struct tcpsim_datagrams *next; /* with the same port, bound before; of those that are free */
	tcpsim_datagrams_told told; /* or NULL */
	void *owner;
	GArray *rooms;              /* of uint32_t: RECVFROM calls that wait, or NULL */
	uint64_t number;            /* in order of binding, over all hosts */
	uint32_t index, generation; /* as an endpoint's */
	enum tcpsim_error error;    /* what ICMP has said, for the next call */
	uint16_t host, port, peer, peer_port; /* .peer is TCPSIM_NO_HOST for none */
	bool is_open;
	bool reads_at_once;
};

/* Bind a port, which is not 0. Whether it is free is for the caller to see. */
struct tcpsim_datagrams *tcpsim_datagrams_open(struct tcpsim_net *net, uint16_t host, uint16_t port);
void tcpsim_datagrams_close(struct tcpsim_net *net, struct tcpsim_datagrams *end);
/* All of a host, which goes down. */
void tcpsim_datagrams_crash(struct tcpsim_net *net, uint16_t host);
void tcpsim_datagrams_free(struct tcpsim_net *net);
/* The first that has bound the port, the others in .next; NULL if there is none. */
struct tcpsim_datagrams *tcpsim_datagrams_at(const struct tcpsim_net *net, uint16_t host, uint16_t port);
/* For whom a datagram from there is; `only_connected` if whoever has no peer is not meant. NULL for nobody. */
struct tcpsim_datagrams *tcpsim_datagrams_for(const struct tcpsim_net *net, const struct tcpsim_packet *packet,
	bool only_connected);
/* The one of a host that was bound last, to that port or, with 0, to any; NULL if there is none. */
struct tcpsim_datagrams *tcpsim_datagrams_newest(const struct tcpsim_net *net, uint16_t host, uint16_t port);
/* A port that nobody has bound, 0 if there is none. */
uint16_t tcpsim_datagrams_free_port(const struct tcpsim_net *net, uint16_t host);
/* The socket of a handle, or NULL; and the way back. */
struct tcpsim_datagrams *tcpsim_datagrams_of(const struct tcpsim_net *net, tcpsim_datagram_socket socket);
tcpsim_datagram_socket tcpsim_datagrams_handle(const struct tcpsim_datagrams *end);
/* The policy in force; the octets that one datagram of it may have. */
const struct tcpsim_policy *tcpsim_datagrams_policy(const struct tcpsim_net *net, const struct tcpsim_datagrams *end);
uint32_t tcpsim_datagrams_most(const struct tcpsim_net *net, const struct tcpsim_datagrams *end);

/* ---- datagram_way.c: datagrams on their way; all records that these make follow from net->event ---- */

/* One leaves. TCPSIM_OK, or TCPSIM_ERROR_TOO_LARGE and nothing leaves. .error of the socket is not looked at. */
enum tcpsim_error tcpsim_datagrams_send(struct tcpsim_net *net, const struct tcpsim_datagrams *end, uint16_t peer,
	uint16_t peer_port, const void *octets, size_t n);
void tcpsim_datagrams_arrive(struct tcpsim_net *net, struct tcpsim_packet *packet);
/* The first that waits, with .from, .from_port, .octets and .arriving.seg.text_bytes; NULL if none does. */
const struct tcpsim_packet *tcpsim_datagrams_first(const struct tcpsim_net *net, const struct tcpsim_datagrams *end);
/* It is received, as far as there is room; its octets are gone then. There is one. */
void tcpsim_datagrams_take(struct tcpsim_net *net, struct tcpsim_datagrams *end, uint32_t room);
/* ICMP has something to say to the socket. */
void tcpsim_datagrams_hear(struct tcpsim_net *net, struct tcpsim_datagrams *end, enum tcpsim_error error);
/* A record about a port. */
struct tcpsim_record *tcpsim_record_datagrams(struct tcpsim_net *net, enum tcpsim_record_kind kind,
	const struct tcpsim_datagrams *end);

/* ---- hosts ---- */

struct tcpsim_host {
	char *name;
	struct tcpsim_policy policy;
	struct tcpsim_link **links; /* by number of the peer */
	uint16_t n_links;
	uint16_t next_port;
	uint16_t next_datagram_port;
	bool is_up, reads_at_once;
	bool is_scripted;           /* what arrives ends there */
	int64_t quiet_until_us;
	uint32_t first, last;       /* of its endpoints */
	uint32_t n_connections;
	uint32_t counts[256];       /* packets sent, by the first eight of their kinds: one addition for each */
	uint32_t rare_counts[TCPSIM_N_KINDS - 8]; /* of each of the other kinds */
	uint32_t *isns;
	size_t n_isns, next_isn;
	tcpsim_seq last_isn;        /* the last of .isns, and when it was used */
	int64_t last_isn_us;
	uint64_t secret[2];
	uint64_t cookie_secret[2];  /* of Fast Open */
	bool all_are_hasty;         /* all listeners want it */
	uint8_t *cookie_address;    /* that stands for it in cookies; NULL: that of its number */
	GHashTable *cookies;        /* peer -> its cookie; NULL before the first */
	tcpsim_user user;
	void *user_data;
	struct tcpsim_sock **socks; /* by descriptor, from TCPSIM_FIRST_DESCRIPTOR on; NULL where one is free */
	uint32_t n_socks, free_sock; /* places; below that one none is free */
	GHashTable *bound;          /* ports of TCP -> how many sockets have bound them; NULL before the first */
	tcpsim_program program;
	void *program_data;
	int64_t wake_us;            /* when the program wants to be called, or TCPSIM_TIME_NONE */
	uint16_t next_woken;        /* behind it, of those whose programs are to be called */
	bool is_woken;
};

/* fast_open.c: forget the cookies of all peers. */
void tcpsim_cookies_free(struct tcpsim_host *host);
/* What a SYN that a listener gets is worth, as its child has to do with it: .fast_open and the cookie. */
void tcpsim_cookies_judge(const struct tcpsim_net *net, const struct tcpsim_endpoint *child,
	struct tcpsim_arriving *arriving);
/* Fill in what an OPEN needs for Fast Open; whether text may go with its SYN. */
bool tcpsim_cookies_find(const struct tcpsim_net *net, uint16_t host, uint16_t peer, const struct tcpsim_policy *policy,
	struct tcpsim_open *open);
/* A SYN,ACK has answered a SYN with the option. */
void tcpsim_cookies_take(struct tcpsim_net *net, const struct tcpsim_endpoint *endpoint,
	const struct tcpsim_segment *seg);

#define TCPSIM_FIRST_PORT 49152U

/* isn.c: the ISN that the next connection of the pair will have; take it once it is used. */
tcpsim_seq tcpsim_host_isn(const struct tcpsim_net *net, uint64_t pair);
void tcpsim_host_take_isn(struct tcpsim_net *net, uint16_t host);
/*
 * host.c: a local port for a new pair that nobody has bound or listens on, or 0; and the port that is tried after
 * another.
 */
uint16_t tcpsim_host_free_port(const struct tcpsim_net *net, uint16_t host, uint16_t peer, uint16_t peer_port);
uint16_t tcpsim_port_after(uint16_t port);
void tcpsim_host_free(struct tcpsim_host *host);

/* ---- user.c: users in C ---- */

/* An event that its user has not heard of yet. */
struct tcpsim_pending {
	struct tcpsim_event event;
	uint8_t *octets; /* a copy, if it had to be made; kept for the next */
	size_t capacity;
};

/* Where the next event to be told is to be written. */
struct tcpsim_pending *tcpsim_user_place(struct tcpsim_net *net);
/* Octets that may be others before the event has been told are copied. */
void tcpsim_user_keep(struct tcpsim_pending *pending);
/* Both. Octets that will be the same until the event has been told need no copy. */
void tcpsim_user_tell(struct tcpsim_net *net, const struct tcpsim_event *event, bool is_lasting);
/*
 * Tell all events, and let the programs that they woke take their steps, unless this is called by one who is being told
 * or takes a step. Only to be called if there are any: tcpsim_net_tell().
 */
void tcpsim_user_tell_all(struct tcpsim_net *net);

/* ---- program.c: programs in C ---- */

/* The host's program, if it has one, is to be called. */
void tcpsim_program_wake(struct tcpsim_net *net, uint16_t host);
/* The same for what has happened to a socket; but what a call in a step does, the program knows already. */
void tcpsim_program_hear(struct tcpsim_net *net, uint16_t host);
/* Call the first of those that are to be called. */
void tcpsim_program_step(struct tcpsim_net *net);
/* The time has come that a program asked for: it is to be called. */
void tcpsim_programs_wake_due(struct tcpsim_net *net);

/* ---- the network ---- */

struct tcpsim_net {
	struct tcpsim_net_options options;
	int64_t now_us;
	struct tcpsim_trace *trace; /* or NULL */
	struct tcpsim_host **hosts;
	uint16_t n_hosts;
	struct tcpsim_queue arrivals, timers;
	struct tcpsim_demux demux;
	struct tcpsim_tcbs *tcbs;
	struct tcpsim_endpoint **endpoint_slabs;
	uint32_t n_endpoints, free_endpoint; /* slots made; the first that is free */
	uint64_t n_made;                     /* endpoints, ever */
	struct tcpsim_endpoint nobody;
	struct tcpsim_tcb tcb_of_nobody;
	struct tcpsim_packet **packet_slabs;
	uint32_t n_packet_slots, free_packet;
	uint64_t n_packets;                  /* sent, ever */
	uint64_t n_misplaced;                /* virtual octets that were stored at another place than their own */
	struct tcpsim_line next;             /* packets to arrive before anything else */
	struct tcpsim_line waiting;          /* packets that wait for others */
	struct tcpsim_buffer *free_buffers;
	struct tcpsim_chunk *free_chunks[TCPSIM_N_CHUNK_CLASSES];
	GArray *faults;                      /* of struct tcpsim_fault_state */
	GPtrArray *datagrams;                /* of struct tcpsim_datagrams, by their index */
	struct tcpsim_datagrams *free_datagrams;
	uint64_t n_bound;                    /* ports of UDP, ever */
	GHashTable *ports;                   /* host and port of UDP -> the struct tcpsim_datagrams bound last */
	struct tcpsim_pending *pending;      /* a ring */
	uint32_t first_pending, n_pending, max_pending;
	bool is_telling;
	GByteArray *octets;                  /* of a damaged packet, as it is written */
	GByteArray *delivered;               /* octets on their way from a buffer to a user */
	struct tcpsim_vars before;           /* of the endpoint that an event is about, with a trace */
	uint32_t event;                      /* the record of that event */
	struct tcpsim_effects out;           /* of the last engine call */
	uint32_t calling;                    /* the record of the socket call that is being made */
	bool is_calling;                     /* one is being made */
	uint32_t line;                       /* in which the next socket calls stand */
	uint16_t first_woken, last_woken;    /* hosts whose programs are to be called */
	int64_t wake_us;                     /* the earliest time that a program asked for */
};

/* An endpoint whose TCB may rest: to go along a list. */
static inline struct tcpsim_endpoint *
tcpsim_endpoint_asleep(const struct tcpsim_net *net, uint32_t index)
{
	return &net->endpoint_slabs[index / TCPSIM_SLAB][index % TCPSIM_SLAB];
}

static inline struct tcpsim_endpoint *
tcpsim_endpoint_at(const struct tcpsim_net *net, uint32_t index)
{
	struct tcpsim_endpoint *endpoint = tcpsim_endpoint_asleep(net, index);

	if (endpoint->resting != NULL)
		tcpsim_tcb_wake(net->tcbs, endpoint);
	return endpoint;
}

static inline struct tcpsim_packet *
tcpsim_packet_at(const struct tcpsim_net *net, uint32_t index)
{
	return &net->packet_slabs[index / TCPSIM_SLAB][index % TCPSIM_SLAB];
}

/* A host that the caller named. Another number is a mistake of the program. */
static inline struct tcpsim_host *
tcpsim_host_at(const struct tcpsim_net *net, uint16_t host)
{
	g_assert(host < net->n_hosts);
	return net->hosts[host];
}

static inline struct tcpsim_host *
tcpsim_host_of(const struct tcpsim_net *net, const struct tcpsim_endpoint *endpoint)
{
	return net->hosts[tcpsim_endpoint_host(endpoint)];
}

static inline void
tcpsim_line_add(struct tcpsim_net *net, struct tcpsim_line *line, struct tcpsim_packet *packet)
{
	packet->next = TCPSIM_NO_INDEX;
	if (line->first == TCPSIM_NO_INDEX)
		line->first = packet->index;
	else
		tcpsim_packet_at(net, line->last)->next = packet->index;
	line->last = packet->index;
}

static inline void
tcpsim_line_remove_first(struct tcpsim_net *net, struct tcpsim_line *line)
{
	line->first = tcpsim_packet_at(net, line->first)->next;
}

static inline struct tcpsim_packet *
tcpsim_packet_new(struct tcpsim_net *net)
{
	struct tcpsim_packet *packet;

	if (net->free_packet == TCPSIM_NO_INDEX)
		tcpsim_packets_grow(net);
	packet = tcpsim_packet_at(net, net->free_packet);
	net->free_packet = packet->next;
	packet->next = TCPSIM_NO_INDEX;
	packet->cause = TCPSIM_NO_RECORD;
	packet->flags = 0;
	return packet;
}

/* What has been used is used again, the last first: it is still in the cache. */
static inline void
tcpsim_packet_free(struct tcpsim_net *net, struct tcpsim_packet *packet)
{
	if (packet->chunk != NULL) {
		tcpsim_chunk_release(net, packet->chunk);
		packet->chunk = NULL;
	}
	packet->next = net->free_packet;
	net->free_packet = packet->index;
}

/* The policy of a socket: its own, or else `shared`. */
const struct tcpsim_policy *tcpsim_sock_policy(const struct tcpsim_sock *sock, const struct tcpsim_policy *shared);

/* The policy that is good for an endpoint: its socket's own, or its host's. All engine calls go by it. */
static inline const struct tcpsim_policy *
tcpsim_endpoint_policy(const struct tcpsim_net *net, const struct tcpsim_endpoint *endpoint)
{
	const struct tcpsim_policy *policy = &tcpsim_host_of(net, endpoint)->policy;

	return endpoint->sock == NULL ? policy : tcpsim_sock_policy(endpoint->sock, policy);
}

/* Let users and programs hear what happened, if anything did. */
static inline void
tcpsim_net_tell(struct tcpsim_net *net)
{
	if (net->n_pending > 0 || net->first_woken != TCPSIM_NO_HOST)
		tcpsim_user_tell_all(net);
}

/* arrive.c: a packet is there. It stays the caller's. */
void tcpsim_net_arrive(struct tcpsim_net *net, struct tcpsim_packet *packet);

/*
 * event.c: one event of one endpoint is an engine call between these two. The first notes what was before, the
 * second carries out all that the engine said, until it has no more to say. In between goes the record.
 */
void tcpsim_event_begin(struct tcpsim_net *net, const struct tcpsim_endpoint *endpoint);
void tcpsim_event_end(struct tcpsim_net *net, struct tcpsim_endpoint *endpoint, const struct tcpsim_packet *packet);
/* A new connection reads at once, unless its host does not. */
void tcpsim_event_read_at_once(struct tcpsim_net *net, struct tcpsim_endpoint *endpoint);
/* So does one that was reopened from TIME-WAIT. */
void tcpsim_event_read_again(struct tcpsim_net *net, struct tcpsim_endpoint *endpoint);
/* CLOSE by the network itself: the listener that it belonged to is gone. */
void tcpsim_event_close(struct tcpsim_net *net, struct tcpsim_endpoint *endpoint);

/*
 * calls.c: user calls, without tcpsim_net_settle(). What is opened belongs to the socket, which may be NULL; 0 with the
 * reason in *error. tcpsim_call_connect() uses up an ISN, and fills in of *open what makes it an active one; `octets` are
 * open->octets of them.
 */
tcpsim_socket tcpsim_call_open(struct tcpsim_net *net, uint64_t pair, const struct tcpsim_open *open,
	struct tcpsim_sock *sock, enum tcpsim_error *error, uint32_t line);
tcpsim_socket tcpsim_call_connect(struct tcpsim_net *net, uint64_t pair, struct tcpsim_open *open, const void *octets,
	struct tcpsim_sock *sock, enum tcpsim_error *error, uint32_t line);
enum tcpsim_error tcpsim_call_send(struct tcpsim_net *net, struct tcpsim_endpoint *endpoint, const void *octets,
	uint32_t n, bool is_urgent, uint32_t line);
enum tcpsim_error tcpsim_call_receive(struct tcpsim_net *net, struct tcpsim_endpoint *endpoint, uint32_t octets,
	uint32_t line);
/* An option of its socket has changed: the engine is told, or only asked whether there is something to send now. */
void tcpsim_call_set_option(struct tcpsim_net *net, struct tcpsim_endpoint *endpoint, bool is_told, uint32_t line);
/* CLOSE, SHUTDOWN or ABORT. */
enum tcpsim_error tcpsim_call_end(struct tcpsim_net *net, struct tcpsim_endpoint *endpoint, enum tcpsim_call call,
	uint32_t line);

/* ---- socket*.c: sockets of programs, as the rest of the network sees them ---- */

/* A setting of the host has changed: whether its endpoint, or the socket without one, goes by it. */
bool tcpsim_sock_adopt(struct tcpsim_sock *sock, const struct tcpsim_setting *setting, int64_t value);
void tcpsim_socks_adopt(struct tcpsim_net *net, uint16_t host, const struct tcpsim_setting *setting, int64_t value);
/* The endpoint's policy has changed: if it listens, it is as if it had begun to only now. */
void tcpsim_host_listen_anew(const struct tcpsim_net *net, struct tcpsim_endpoint *endpoint);
/* A segment has arrived for an endpoint with a socket. */
void tcpsim_sock_heard(struct tcpsim_sock *sock, const struct tcpsim_segment *seg);
/* An engine call about an endpoint with a socket has said something. */
void tcpsim_sock_told(struct tcpsim_net *net, struct tcpsim_endpoint *endpoint);
/* The endpoint with a socket will be gone, or become another connection's. */
void tcpsim_sock_part(struct tcpsim_net *net, struct tcpsim_endpoint *endpoint);
/* What becomes a connection from a listener with a socket gets one, too; and is in its queue from then on. */
void tcpsim_sock_give_child(struct tcpsim_endpoint *child, const struct tcpsim_endpoint *listener);
void tcpsim_sock_queue_child(struct tcpsim_endpoint *child, const struct tcpsim_endpoint *listener);
/* It became none after all. */
void tcpsim_sock_drop_child(struct tcpsim_net *net, struct tcpsim_endpoint *child);
/* Whether the listener takes no more connections for now. */
bool tcpsim_sock_is_full(const struct tcpsim_endpoint *listener);
/* Whether a socket of TCP has bound the port. */
bool tcpsim_port_is_bound(const struct tcpsim_net *net, uint16_t host, uint16_t port);
/* The host is gone, or the network is freed: so are its sockets. Endpoints are gone before. */
void tcpsim_socks_free(struct tcpsim_net *net, uint16_t host);

/* A timer fires by command, without tcpsim_net_settle(): 0, or -1 if it does not run. */
int tcpsim_net_fire(struct tcpsim_net *net, struct tcpsim_endpoint *endpoint, enum tcpsim_timer timer, uint32_t line);

/* The end of each public call: users hear what happened, and the first timer is one that will fire. */
void tcpsim_net_settle(struct tcpsim_net *net);

/* ---- trace.c, record.c: none of these may be called without a trace ---- */

struct tcpsim_trace {
	GArray *records;
	GByteArray *octets;
	GPtrArray *names;
	GStringChunk *words;
};

/* A copy of words that lives as long as the trace. */
const char *tcpsim_trace_words(struct tcpsim_trace *trace, const char *words);

/* A new record of now; the pointer is good until the next one. Its number is tcpsim_record_last(). */
struct tcpsim_record *tcpsim_record_add(struct tcpsim_net *net, enum tcpsim_record_kind kind);
uint32_t tcpsim_record_last(const struct tcpsim_net *net);
struct tcpsim_record *tcpsim_record_at(const struct tcpsim_net *net, uint32_t number);
/* The octets of a record. */
void tcpsim_record_octets(struct tcpsim_net *net, struct tcpsim_record *record, const void *octets, size_t n);
/* Note in a record which packet it is about. */
void tcpsim_record_note_packet(struct tcpsim_net *net, struct tcpsim_record *record,
	const struct tcpsim_packet *packet);
/* A record about an endpoint; about a packet, as its sender sees it. */
struct tcpsim_record *tcpsim_record_endpoint(struct tcpsim_net *net, enum tcpsim_record_kind kind,
	const struct tcpsim_endpoint *endpoint);
struct tcpsim_record *tcpsim_record_packet(struct tcpsim_net *net, enum tcpsim_record_kind kind,
	const struct tcpsim_packet *packet);
/* The record of the event that has begun, with .before and what the engine said. */
struct tcpsim_record *tcpsim_record_event(struct tcpsim_net *net, enum tcpsim_record_kind kind,
	const struct tcpsim_endpoint *endpoint);
/* Records of all timers that the event started or stopped. */
void tcpsim_record_timers(struct tcpsim_net *net, const struct tcpsim_endpoint *endpoint,
	const struct tcpsim_vars *after);
/* tcpsim_tcb_check() after an engine call. */
void tcpsim_record_check(struct tcpsim_net *net, const struct tcpsim_endpoint *endpoint);
void tcpsim_vars_of(const struct tcpsim_tcb *tcb, struct tcpsim_vars *vars);

#endif
