/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_NET_H
#define TCPSIM_NET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <tcpsim/engine.h>
#include <tcpsim/export.h>
#include <tcpsim/trace.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * A network in virtual time: hosts with sockets, links with faults, one queue of
 * events. Deterministic: the same calls and the same seed give the same trace,
 * on any machine. At one instant arrivals come first, in order of sending, then
 * timers, in order of the sockets' making, then programs; what the caller does comes last.
 *
 * No protocol is here: every decision of TCP is the engine's.
 *
 * Hosts are known by the numbers that tcpsim_net_add_host() returned; another number is a mistake of the
 * program, and ends it by an assertion, as a NULL where no NULL is spoken of may. A handle of a socket that is
 * gone is no mistake: the call is answered by TCPSIM_ERROR_NO_CONNECTION.
 */
struct tcpsim_net;

/* A socket: a listener or a connection. 0 is none. A handle of a socket that is gone is refused, not reused. */
typedef uint64_t tcpsim_socket;

struct tcpsim_net_options {
	uint64_t seed;  /* of all randomness of links; 0 is a seed like any other */
	bool has_trace; /* write a trace and check every TCB after every event; no trace, no cost */
};

/*
 * Make a network with no hosts at time 0; NULL is seed 0 and no trace. Free it with tcpsim_net_free().
 * Out of memory ends the program, as GLib has it.
 */
TCPSIM_API struct tcpsim_net *tcpsim_net_new(const struct tcpsim_net_options *options);
/* Free a network with its hosts and its trace; NULL is nothing. */
TCPSIM_API void tcpsim_net_free(struct tcpsim_net *net);

/* How many packets hosts have sent so far, or others have injected. */
TCPSIM_API uint64_t tcpsim_net_n_sent(const struct tcpsim_net *net);

/* The time of the last event, microseconds. */
TCPSIM_API int64_t tcpsim_net_now_us(const struct tcpsim_net *net);

/* The trace, or NULL without one. Owned by the network. */
TCPSIM_API const struct tcpsim_trace *tcpsim_net_trace(const struct tcpsim_net *net);

/* ---- hosts ---- */

/* Add a host; `name` is copied, `policy` too. Returns its number, from 0. */
TCPSIM_API uint16_t tcpsim_net_add_host(struct tcpsim_net *net, const char *name, const struct tcpsim_policy *policy);

/* A host's policy, to be read. */
TCPSIM_API const struct tcpsim_policy *tcpsim_net_policy(const struct tcpsim_net *net, uint16_t host);

/*
 * Give a setting of a host a value, from now on and for all its connections, and note it in the trace if
 * `line` is not 0. A connection whose socket was given that setting by an option of its own keeps it: see
 * <tcpsim/socket.h>. Returns 0, or -1 if the value is out of range.
 *
 * Systems differ: what sysctl(8) sets is often looked at only when a connection is made, buffers and MSS for instance.
 * Here it reaches all connections, as far as what was agreed on with their peers lets it.
 */
TCPSIM_API int tcpsim_net_set(struct tcpsim_net *net, uint16_t host, const struct tcpsim_setting *setting,
	int64_t value, uint32_t line);

/*
 * The ISNs of the host's connections, in order of opening; copied. When they are used up, and for a host
 * without any, numbers come from tcpsim_isn() with a secret from the seed; after a scripted one, they are
 * clock-driven from the last scripted one on (3.4.1).
 */
TCPSIM_API void tcpsim_net_set_isns(struct tcpsim_net *net, uint16_t host, const uint32_t *isns, size_t n);

/*
 * What the host's Fast Open cookies are made of (RFC 7413 4.1.2): a secret of its own, or NULL for the one from the
 * seed, and the address, 16 octets of which IPv4 has the first four, that stands for it in cookies of its own and of
 * others, or NULL for that of its number. Scripts that know a cookie of Linux give both. Copied.
 */
TCPSIM_API void tcpsim_net_set_cookies(struct tcpsim_net *net, uint16_t host, const uint64_t secret[2],
	const uint8_t *address);

/* Whether all listeners of the host want Fast Open, up to their backlog, without having said so (tcp_fastopen 0x400). */
TCPSIM_API void tcpsim_net_set_fast_listeners(struct tcpsim_net *net, uint16_t host, bool all_want_it);

/* ---- links ---- */

struct tcpsim_link_options {
	int64_t delay_us;
	int64_t jitter_us;   /* 0 to this is added, uniformly */
	int64_t rate_bps;    /* bits a second; 0 is no limit */
	uint32_t queue;      /* segments that wait for the rate; 0 is no limit */
	uint32_t loss_ppm;   /* of a million */
	uint32_t duplicate_ppm;
	uint32_t reorder_ppm; /* such a segment takes one more delay_us */
	uint32_t corrupt_ppm;
	uint32_t corrupt_bits; /* that are the other way round then; 0 is 1, which no checksum misses */
	/*
	 * Congestion: of a million packets so many, and all that would find mark_queue others waiting for the rate (0: none),
	 * are marked CE if they are ECN-capable, and dropped if not (RFC 3168 5).
	 */
	uint32_t mark_ppm;
	uint32_t mark_queue;
	/*
	 * Octets of an IP packet, headers and all; larger ones are dropped; 0 is no limit. Nothing is fragmented. If the
	 * sender has the setting path-mtu-discovery, a router tells it by ICMP (RFC 1191 4), unless is_silent.
	 */
	uint32_t mtu;
	uint32_t hops;       /* routers on the way: what has no greater TTL ends there, and a router tells, unless is_silent */
	bool is_silent;      /* no router tells of anything: a black hole (RFC 2923 2.1) */
	int64_t lifetime_us; /* MSL of the network: older segments are dropped; 0 is no limit */
	uint64_t seed;       /* 0: derived from the network's */
};

/* Link `from` to `to`, in that direction only; a second call replaces the options. */
TCPSIM_API void tcpsim_net_link(struct tcpsim_net *net, uint16_t from, uint16_t to,
	const struct tcpsim_link_options *options);

/* Cut or mend the link from one host to the other, that direction only. What is under way is lost, too. */
TCPSIM_API void tcpsim_net_cut(struct tcpsim_net *net, uint16_t from, uint16_t to, uint32_t line);
TCPSIM_API void tcpsim_net_mend(struct tcpsim_net *net, uint16_t from, uint16_t to, uint32_t line);

/* ---- faults with a name ---- */

enum tcpsim_fault_kind {
	TCPSIM_FAULT_DROP,
	TCPSIM_FAULT_HOLD,      /* arrives exactly at time_us */
	TCPSIM_FAULT_DELAY,     /* arrives time_us later than it would */
	TCPSIM_FAULT_DUPLICATE, /* a copy arrives exactly at time_us */
	TCPSIM_FAULT_REORDER,   /* arrives right behind the segment that behind_* names */
	TCPSIM_FAULT_CORRUPT,
	TCPSIM_FAULT_MARK,      /* CE is set, as by a congested router (RFC 3168 5); fires only on an ECN-capable packet */
};

struct tcpsim_fault {
	enum tcpsim_fault_kind kind;
	uint16_t host;               /* who sends it */
	enum tcpsim_kind segment;
	uint32_t first, last;        /* the first-th to last-th of that kind from that host, from 1 */
	int64_t time_us;
	uint16_t behind_host;
	enum tcpsim_kind behind_segment;
	uint32_t behind_number;
	uint32_t line;
};

/* Add a fault; returns its number, from 0. Faults act in the order in which they were added. */
TCPSIM_API size_t tcpsim_net_add_fault(struct tcpsim_net *net, const struct tcpsim_fault *fault);

/* How often a fault has fired. */
TCPSIM_API uint32_t tcpsim_net_fault_fired(const struct tcpsim_net *net, size_t fault);
/* How often a HOLD or DUPLICATE was too early, its time being before the normal arrival: it does not fire then. */
TCPSIM_API uint32_t tcpsim_net_fault_too_early(const struct tcpsim_net *net, size_t fault);
/* When the first segment that it was too early for would have arrived anyway, or TCPSIM_TIME_NONE. */
TCPSIM_API int64_t tcpsim_net_fault_normal_us(const struct tcpsim_net *net, size_t fault);

/* ---- user calls; `line` is that of a scenario, or 0 ---- */

/*
 * Passive OPEN. Returns the listener, or 0 with *error, which may be NULL: TCPSIM_ERROR_EXISTS, a port in use
 * (MUST-41).
 */
TCPSIM_API tcpsim_socket tcpsim_net_listen(struct tcpsim_net *net, uint16_t host, uint16_t port,
	enum tcpsim_error *error, uint32_t line);

/*
 * Active OPEN to a port of another host. A local port of 0 takes the next free one from 49152 on.
 * Returns the connection, or 0 with the reason in *error, which may be NULL: TCPSIM_ERROR_EXISTS while the pair
 * of sockets is in use, TIME-WAIT included; TCPSIM_ERROR_NO_RESOURCES in quiet time or without a free port.
 */
TCPSIM_API tcpsim_socket tcpsim_net_connect(struct tcpsim_net *net, uint16_t host, uint16_t local_port,
	uint16_t peer, uint16_t peer_port, enum tcpsim_error *error, uint32_t line);

/* SEND `n` octets, copied. */
TCPSIM_API enum tcpsim_error tcpsim_net_send(struct tcpsim_net *net, tcpsim_socket socket, const void *octets,
	size_t n, uint32_t line);

/* The same with the URGENT flag: all up to the end of these octets is urgent (RFC 9293 3.8.5). */
TCPSIM_API enum tcpsim_error tcpsim_net_send_urgent(struct tcpsim_net *net, tcpsim_socket socket, const void *octets,
	size_t n, uint32_t line);

/*
 * SEND `n` octets that nobody has: they are known by their place in the stream, counted from 0, and take no memory. What
 * is delivered of them has an offset and a number, but no octets (struct tcpsim_event). Where octets must be seen, as in a
 * trace, they are those of tcpsim_virtual_octet(). A direction of a connection is either virtual or not: what is sent in
 * the other manner is answered by TCPSIM_ERROR_NO_RESOURCES.
 */
TCPSIM_API enum tcpsim_error tcpsim_net_send_virtual(struct tcpsim_net *net, tcpsim_socket socket, size_t n,
	uint32_t line);

/* The octet at a place of a stream that is virtual. Pure. Neighbors differ, and so do streams that are shifted. */
static inline uint8_t
tcpsim_virtual_octet(uint64_t offset)
{
	return (uint8_t)(offset * UINT64_C(0x9e3779b97f4a7c15) >> 56);
}

/*
 * How many virtual octets were taken for others: stored at another place of the stream than that at which they were
 * sent. Where the protocol holds there are none.
 */
TCPSIM_API uint64_t tcpsim_net_n_misplaced(const struct tcpsim_net *net);

/*
 * RECEIVE. A new connection has a RECEIVE without end waiting, so that text is delivered as it comes,
 * unless tcpsim_net_set_reading(net, host, false) was called before: then each RECEIVE is a call. Where a descriptor of
 * <tcpsim/socket.h> stands for the connection, nobody reads but by that.
 */
TCPSIM_API enum tcpsim_error tcpsim_net_receive(struct tcpsim_net *net, tcpsim_socket socket, uint32_t octets,
	uint32_t line);
TCPSIM_API void tcpsim_net_set_reading(struct tcpsim_net *net, uint16_t host, bool reads_at_once);

/* CLOSE, or with `is_shutdown` that of a user who goes on reading. A listener may be closed, too. */
TCPSIM_API enum tcpsim_error tcpsim_net_close(struct tcpsim_net *net, tcpsim_socket socket, bool is_shutdown,
	uint32_t line);

/* ABORT. */
TCPSIM_API enum tcpsim_error tcpsim_net_abort(struct tcpsim_net *net, tcpsim_socket socket, uint32_t line);

/* The n-th connection of a host, from 1, or 0 if it is gone or never was; with n = 0 the newest that is not CLOSED. */
TCPSIM_API tcpsim_socket tcpsim_net_connection(const struct tcpsim_net *net, uint16_t host, uint32_t n);

/* How many connections a host has had. */
TCPSIM_API uint32_t tcpsim_net_n_connections(const struct tcpsim_net *net, uint16_t host);

/*
 * The listener or connection that a host made next after another, or with `after` of 0 its first; 0 behind the last
 * one, and if `after` is gone. All that `sockstat` or `ss` would list, TIME-WAIT included.
 */
TCPSIM_API tcpsim_socket tcpsim_net_next_socket(const struct tcpsim_net *net, uint16_t host, tcpsim_socket after);

/* What a socket is. */
struct tcpsim_ends {
	uint16_t host, port;
	uint16_t peer, peer_port; /* TCPSIM_NO_HOST and 0 for a listener */
	enum tcpsim_state state;
	uint32_t connection;      /* its number at the host; 0 for a listener */
};

/* Fills *ends. Returns false, and does nothing, if the socket is gone. */
TCPSIM_API bool tcpsim_net_ends(const struct tcpsim_net *net, tcpsim_socket socket, struct tcpsim_ends *ends);

/*
 * ABORT by the administrator (tcpdrop(8) of FreeBSD, ss --kill of Linux): as tcpsim_net_abort(), but who uses a
 * descriptor of <tcpsim/socket.h> is told of it by ECONNABORTED. A listener is not dropped: TCPSIM_ERROR_NO_CONNECTION.
 */
TCPSIM_API enum tcpsim_error tcpsim_net_drop(struct tcpsim_net *net, tcpsim_socket socket, uint32_t line);

/* The TCB of a socket, to be looked at until the next event; NULL if it is gone. */
TCPSIM_API const struct tcpsim_tcb *tcpsim_net_tcb(const struct tcpsim_net *net, tcpsim_socket socket);

/* ---- the rest of the world ---- */

/* Switch a host off: no FIN, no RST, its memory is gone. */
TCPSIM_API void tcpsim_net_crash(struct tcpsim_net *net, uint16_t host, uint32_t line);

/* Switch it on again; with the setting quiet-time it sends nothing for one MSL. A host that is up is crashed first. */
TCPSIM_API void tcpsim_net_restart(struct tcpsim_net *net, uint16_t host, uint32_t line);

/*
 * Let a timer of a socket fire now, by command, although its time has not come. What follows is what follows
 * whenever it fires. Returns 0, or -1 if that timer does not run there, or the socket is gone: nothing changes.
 */
TCPSIM_API int tcpsim_net_expire(struct tcpsim_net *net, tcpsim_socket socket, enum tcpsim_timer timer,
	uint32_t line);

/*
 * Let a segment made by hand arrive at `into` now, as if `from` had sent it. Ports of 0 stand for those of the
 * newest connection between the two; without one, for the ports that each listens on, or else would use next.
 * `octets` are its text_bytes of text, copied; NULL for zeros.
 */
TCPSIM_API void tcpsim_net_inject(struct tcpsim_net *net, uint16_t from, uint16_t from_port, uint16_t into,
	uint16_t into_port, const struct tcpsim_segment *seg, const void *octets, uint32_t line);

/*
 * Let an ICMP message made by hand arrive at `into` now, about a packet of `about` that `into` sent to `from`, or that
 * somebody says it sent (RFC 5927): icmp->seq is SEG.SEQ of TCP. Ports as above, those of `from` and of `into`; of UDP
 * those of the sockets that were bound last.
 */
TCPSIM_API void tcpsim_net_inject_icmp(struct tcpsim_net *net, uint16_t from, uint16_t from_port, uint16_t into,
	uint16_t into_port, enum tcpsim_protocol about, const struct tcpsim_icmp *icmp, uint32_t line);

/* A packet that is made by hand, as from whom and to whom. */
struct tcpsim_injection {
	uint16_t from, from_port; /* ports of 0 as above */
	uint16_t into, into_port;
	uint8_t dscp;
	uint8_t ttl;              /* 0: that of the policy of `from` */
	uint8_t ecn;              /* enum tcpsim_ecn of a datagram; a segment has its own */
	uint32_t line;
};

/* As tcpsim_net_inject(), with what else stands in the IP header. */
TCPSIM_API void tcpsim_net_inject_segment(struct tcpsim_net *net, const struct tcpsim_injection *injection,
	const struct tcpsim_segment *seg, const void *octets);

/* The same with a datagram of UDP, of `n` octets, copied; NULL for zeros. */
TCPSIM_API void tcpsim_net_inject_datagram(struct tcpsim_net *net, const struct tcpsim_injection *injection,
	const void *octets, size_t n);

/*
 * Let a host have no TCP, no UDP and no ICMP: who injects in its name is all that speaks there. What arrives ends
 * there, which the trace tells by an ARRIVE of connection 0 with the rule TCPSIM_RULE_NONE, and is never answered. To be
 * called before anything else happens to the host; its policy still says what IP it has. Others may connect to it, and
 * sockets of its own hear nothing.
 */
TCPSIM_API void tcpsim_net_set_scripted(struct tcpsim_net *net, uint16_t host);

/* ---- UDP (RFC 768, RFC 1122 4.1) ---- */

/*
 * A bound port of UDP; 0 is none. It is good for the calls of UDP only, as those of TCP are for those of TCP: another
 * handle, and that of a socket that is gone, is refused by TCPSIM_ERROR_NO_CONNECTION.
 */
typedef uint64_t tcpsim_datagram_socket;

/*
 * Bind a port; 0 takes the next free one from 49152 on. Ports of UDP and of TCP have nothing to do with each other.
 * Returns the socket, or 0 with *error, which may be NULL: TCPSIM_ERROR_EXISTS, the port is bound;
 * TCPSIM_ERROR_NO_RESOURCES, the host is down or no port is free.
 *
 * Datagrams are delivered as they come, unless tcpsim_net_set_reading(net, host, false) was called before. Then they
 * wait for tcpsim_net_udp_recvfrom(), as many as fit into the setting receive-buffer by their octets; those that do not
 * are dropped, and nobody is told.
 */
TCPSIM_API tcpsim_datagram_socket tcpsim_net_udp_bind(struct tcpsim_net *net, uint16_t host, uint16_t port,
	enum tcpsim_error *error, uint32_t line);

/*
 * From now on there is one peer only: to it goes what has no other address, from it comes all that is received, and
 * of what ICMP says about datagrams to it the user hears (RFC 1122 4.1.3.3): at once where a RECVFROM waits, else by the
 * next call, which does nothing then. TCPSIM_NO_HOST is no peer again. What was received before stays.
 */
TCPSIM_API enum tcpsim_error tcpsim_net_udp_connect(struct tcpsim_net *net, tcpsim_datagram_socket socket,
	uint16_t peer, uint16_t peer_port, uint32_t line);

/*
 * Send one datagram of `n` octets, copied, which may be 0; to TCPSIM_NO_HOST, the connected peer. Returns TCPSIM_OK,
 * TCPSIM_ERROR_REMOTE_UNSPECIFIED without any, TCPSIM_ERROR_TOO_LARGE ("message too long") if it does not fit into one
 * packet of the setting mtu, for nothing is fragmented, or what ICMP has said.
 */
TCPSIM_API enum tcpsim_error tcpsim_net_udp_sendto(struct tcpsim_net *net, tcpsim_datagram_socket socket,
	uint16_t peer, uint16_t peer_port, const void *octets, size_t n, uint32_t line);

/*
 * Receive one datagram, the first that has come, with room for `octets` of it: the rest of it is gone. If there is
 * none, the call waits for the next one. Returns TCPSIM_OK, or what ICMP has said.
 */
TCPSIM_API enum tcpsim_error tcpsim_net_udp_recvfrom(struct tcpsim_net *net, tcpsim_datagram_socket socket,
	uint32_t octets, uint32_t line);

/* The port is free again, and what was not received is gone. */
TCPSIM_API enum tcpsim_error tcpsim_net_udp_close(struct tcpsim_net *net, tcpsim_datagram_socket socket, uint32_t line);

/* The socket that has bound a port of a host; with port 0 the one that was bound last. 0 if there is none. */
TCPSIM_API tcpsim_datagram_socket tcpsim_net_udp_socket(const struct tcpsim_net *net, uint16_t host, uint16_t port);

/* The port of a socket, or 0 if it is gone. */
TCPSIM_API uint16_t tcpsim_net_udp_port(const struct tcpsim_net *net, tcpsim_datagram_socket socket);

/* ---- running ---- */

/* The time of the next arrival or timer, or that a program asked for, or TCPSIM_TIME_NONE: all is quiet. */
TCPSIM_API int64_t tcpsim_net_next_us(const struct tcpsim_net *net);

/* Do the next arrival or timer, or call a program. Returns false, and does nothing, if all is quiet. */
TCPSIM_API bool tcpsim_net_step(struct tcpsim_net *net);

/* Do all up to and including `until_us`, and let it be that time. */
TCPSIM_API void tcpsim_net_run(struct tcpsim_net *net, int64_t until_us);

/* ---- users in C ---- */

/*
 * What happened to a socket. Of UDP it is a datagram, if .error is TCPSIM_OK, empty ones too, from .peer and .peer_port;
 * else what ICMP has said.
 */
struct tcpsim_event {
	tcpsim_socket socket;     /* of UDP a tcpsim_datagram_socket */
	enum tcpsim_protocol protocol;
	uint16_t host;
	uint16_t local_port;
	uint16_t peer, peer_port; /* TCPSIM_NO_HOST and 0 for a listener */
	bool is_passive;       /* it came from a listener */
	uint8_t signals;       /* a set of enum tcpsim_signal */
	enum tcpsim_error error;
	enum tcpsim_state before, after;
	const uint8_t *octets; /* n_octets delivered, until the call returns; NULL if none, or if they are virtual */
	size_t n_octets;
	uint64_t offset;       /* of the first of them in the peer's stream, from 0 */
};

/*
 * Called after every event of a socket that has a signal, a change of state or octets; it may call anything above
 * but free. What happens because of that is told afterwards, never from within: calls do not nest. The event of an
 * OPEN is told before the call returns the handle. There are no timers for users: run to a time with
 * tcpsim_net_run() and call then.
 */
typedef void (*tcpsim_user)(struct tcpsim_net *net, const struct tcpsim_event *event, void *data);

/* The user of all sockets of a host; NULL for none. */
TCPSIM_API void tcpsim_net_set_user(struct tcpsim_net *net, uint16_t host, tcpsim_user user, void *data);

#ifdef __cplusplus
}
#endif

#endif
