/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_LIB_NET_SOCKET_PRIVATE_H
#define TCPSIM_LIB_NET_SOCKET_PRIVATE_H

#include <tcpsim/socket.h>

#include "net_private.h"

/*
 * Sockets as programs see them: what is behind a descriptor. A socket has an endpoint from connect() or listen() on,
 * and outlives it, or the other way round: after close() the endpoint goes on alone, but for a policy of its own.
 */

#define TCPSIM_GIVEN_WORDS 2

/* A policy of a socket's own. A listener and what it accepted share it, until one of them is given another option. */
struct tcpsim_own_policy {
	struct tcpsim_policy policy;
	uint64_t given[TCPSIM_GIVEN_WORDS]; /* the settings that options have given, by their place in tcpsim_settings() */
	uint32_t references;
};

enum tcpsim_sock_flag {
	TCPSIM_SOCK_REUSES = 0x01,     /* SO_REUSEADDR */
	TCPSIM_SOCK_LINGERS = 0x02,    /* SO_LINGER is on */
	TCPSIM_SOCK_BOUND = 0x04,      /* .port is its own */
	TCPSIM_SOCK_LISTENS = 0x08,
	TCPSIM_SOCK_OPENED = 0x10,     /* it is connected, or was */
	TCPSIM_SOCK_SHUT_READ = 0x20,
	TCPSIM_SOCK_SHUT_WRITE = 0x40,
	TCPSIM_SOCK_ENDED = 0x200,     /* the peer's FIN was taken */
	TCPSIM_SOCK_OPENING = 0x80,    /* it is in the listener's queue of those that are being opened */
	TCPSIM_SOCK_UNACCEPTED = 0x100, /* it waits for accept() */
	TCPSIM_SOCK_SHARES = 0x400,    /* SO_REUSEPORT */
	TCPSIM_SOCK_SLOW_ACK = 0x800,  /* TCP_QUICKACK is off */
	TCPSIM_SOCK_HEARS = 0x1000,    /* IP_RECVERR */
	TCPSIM_SOCK_DEFERRED = 0x2000, /* connect() waits for what goes with the SYN: TCP_FASTOPEN_CONNECT */
	TCPSIM_SOCK_PLAIN = 0x4000,    /* TCP_NOOPT */
};

/* What a listener's children have from it. */
#define TCPSIM_SOCK_INHERITED \
	(TCPSIM_SOCK_REUSES | TCPSIM_SOCK_LINGERS | TCPSIM_SOCK_SHARES | TCPSIM_SOCK_SLOW_ACK | TCPSIM_SOCK_HEARS | \
		TCPSIM_SOCK_PLAIN)

/* Values of options that are numbers of the socket, and no setting. */
enum tcpsim_kept_name {
	TCPSIM_KEPT_RCVLOWAT,
	TCPSIM_KEPT_SNDLOWAT,
	TCPSIM_KEPT_RCVTIMEO,
	TCPSIM_KEPT_SNDTIMEO,
	TCPSIM_KEPT_BROADCAST,
	TCPSIM_KEPT_DEBUG,
	TCPSIM_KEPT_DONTROUTE,
	TCPSIM_KEPT_PRIORITY,
	TCPSIM_KEPT_MARK,
	TCPSIM_KEPT_NOTSENT_LOWAT,
	TCPSIM_KEPT_MTU_DISCOVER, /* one more than the value; 0: it was not given */
	TCPSIM_KEPT_RECVTOS,
	TCPSIM_KEPT_RECVTTL,
	TCPSIM_KEPT_V6ONLY,
	TCPSIM_KEPT_FAST_OPEN,
	TCPSIM_KEPT_FAST_OPEN_CONNECT,
};

#define TCPSIM_N_KEPT 16

/* The values of a socket that was given any. */
struct tcpsim_kept {
	int64_t values[TCPSIM_N_KEPT];
};

/* What a socket has counted since it has its connection; data segments are those with text. */
struct tcpsim_sock_counts {
	uint64_t retransmitted_bytes;
	uint32_t segments_out, segments_in, data_segments_out, data_segments_in;
	uint32_t retransmits;
};

/* A socket. */
struct tcpsim_sock {
	struct tcpsim_own_policy *own;    /* or NULL */
	struct tcpsim_kept *kept;         /* or NULL: all are what they are at first */
	struct tcpsim_sock *listener;     /* in whose queue it is, or NULL */
	GList link;                       /* in that queue; .data is the socket */
	GQueue *opening, *unaccepted;     /* of a listener, else NULL */
	struct tcpsim_buffer *rest;       /* what was unread when TCP forgot the connection, or NULL */
	struct tcpsim_datagrams *datagrams; /* of UDP, while it is bound */
	tcpsim_socket end;                /* its listener or connection, 0 if there is none */
	uint32_t flags;                   /* a set of enum tcpsim_sock_flag */
	uint32_t backlog;
	struct tcpsim_sock_counts counts;
	int descriptor;                   /* -1 for none */
	int error, soft_error;            /* errno that waits, and the last one of ICMP */
	int linger_s;
	uint16_t host, port, peer, peer_port; /* .peer is TCPSIM_NO_HOST for none */
	uint8_t protocol;                 /* enum tcpsim_protocol */
};

static inline bool
tcpsim_sock_has(const struct tcpsim_sock *sock, enum tcpsim_sock_flag flag)
{
	return (sock->flags & flag) != 0;
}

/* ---- socket.c: descriptors ---- */

#define TCPSIM_FIRST_DESCRIPTOR 3
#define TCPSIM_MAX_DESCRIPTORS (1 << 18)

struct tcpsim_sock *tcpsim_sock_new(uint16_t host, enum tcpsim_protocol protocol);
/* It is in no queue and has no endpoint. */
void tcpsim_sock_free(struct tcpsim_net *net, struct tcpsim_sock *sock);
/* The socket of a descriptor, or NULL. */
struct tcpsim_sock *tcpsim_sock_at(const struct tcpsim_net *net, uint16_t host, int descriptor);
/* Give it the lowest free descriptor; returns that, or -EMFILE. */
int tcpsim_sock_describe(struct tcpsim_net *net, struct tcpsim_sock *sock);
/* Its endpoint, or NULL. */
struct tcpsim_endpoint *tcpsim_sock_end(const struct tcpsim_net *net, const struct tcpsim_sock *sock);

/* A call begins: its record is made. Returns the socket, or NULL. `asked` is what the record says of the call. */
struct tcpsim_sock *tcpsim_sys_begin(struct tcpsim_net *net, uint16_t host, int descriptor,
	enum tcpsim_socket_call call, int64_t asked);
/* It ends: the record gets what it answered, then users and programs hear what happened. Returns the result. */
int64_t tcpsim_sys_finish(struct tcpsim_net *net, int64_t result);
/* Between the two: whom it was about, with what octets; and in what words. */
void tcpsim_sys_note_peer(struct tcpsim_net *net, struct tcpsim_address peer);
void tcpsim_sys_note_octets(struct tcpsim_net *net, const void *octets, size_t n);
void tcpsim_sys_note_words(struct tcpsim_net *net, const char *words);
/* The names of flags, enum tcpsim_message_flag, if there are any. */
void tcpsim_sys_note_flags(struct tcpsim_net *net, unsigned flags);

/* ---- socket_ports.c ---- */

/* Whether the socket may have the port: 0 or -EADDRINUSE. */
int tcpsim_port_check(const struct tcpsim_net *net, const struct tcpsim_sock *sock, uint16_t port);
/* The socket has the port from now on; it is without one before, or after. */
void tcpsim_port_take(struct tcpsim_net *net, struct tcpsim_sock *sock, uint16_t port);
void tcpsim_port_give_back(struct tcpsim_net *net, struct tcpsim_sock *sock);
/* bind() to any port, where the call left it to us: 0 or -EADDRNOTAVAIL. */
int tcpsim_port_take_any(struct tcpsim_net *net, struct tcpsim_sock *sock);

/* Two sockets may be bound to one port: both say so, and in the same manner. */
static inline bool
tcpsim_sock_share(const struct tcpsim_sock *a, const struct tcpsim_sock *b)
{
	return (a->flags & b->flags & (TCPSIM_SOCK_REUSES | TCPSIM_SOCK_SHARES)) != 0;
}

/* ---- socket_open.c ---- */

/* Whether there is somebody to connect or to send to: 0, or what speaks against it. */
int tcpsim_sock_check_peer(const struct tcpsim_net *net, const struct tcpsim_sock *sock, struct tcpsim_address peer);
/* Whether the socket may be connected to it: 0, or what connect() answers. An error that waits is taken. */
int tcpsim_sock_check_connect(const struct tcpsim_net *net, struct tcpsim_sock *sock, struct tcpsim_address peer);
/* The active OPEN: -EINPROGRESS, or why not. What *open leaves out is filled in; `octets` are open->octets of them. */
int tcpsim_sock_open_to(struct tcpsim_net *net, struct tcpsim_sock *sock, struct tcpsim_address peer,
	struct tcpsim_open *open, const void *octets);

/* ---- socket_fast.c: RFC 7413 ---- */

/* connect(), where Fast Open may have something to do with it. */
int tcpsim_sock_connect_fast(struct tcpsim_net *net, struct tcpsim_sock *sock, struct tcpsim_address peer);
/* Whether sendto() to an address, NULL for none, or send(), opens a connection. */
bool tcpsim_sock_opens_by_send(const struct tcpsim_sock *sock, unsigned flags, const struct tcpsim_address *to);
/* And what it answers. */
int64_t tcpsim_sock_send_fast(struct tcpsim_net *net, struct tcpsim_sock *sock, const void *octets, size_t n,
	unsigned flags, const struct tcpsim_address *to);

/* ---- socket_datagram.c: UDP ---- */

/* The socket has a port now; or has none any more. */
void tcpsim_sock_open_datagrams(struct tcpsim_net *net, struct tcpsim_sock *sock);
void tcpsim_sock_close_datagrams(struct tcpsim_net *net, struct tcpsim_sock *sock);
/* Whether others keep the socket from binding the port. */
bool tcpsim_datagrams_are_in_the_way(const struct tcpsim_net *net, const struct tcpsim_sock *sock, uint16_t port);
/* What the calls of these names answer. `to` and `from` may be NULL. */
int tcpsim_sock_connect_datagrams(struct tcpsim_net *net, struct tcpsim_sock *sock, struct tcpsim_address peer);
int64_t tcpsim_sock_send_datagram(struct tcpsim_net *net, struct tcpsim_sock *sock, const void *octets, size_t n,
	unsigned flags, const struct tcpsim_address *to);
int64_t tcpsim_sock_receive_datagram(struct tcpsim_net *net, struct tcpsim_sock *sock, void *octets, size_t n,
	unsigned flags, struct tcpsim_address *from);
int tcpsim_sock_shut_datagrams(struct tcpsim_sock *sock, enum tcpsim_how how);
unsigned tcpsim_sock_poll_datagrams(const struct tcpsim_net *net, const struct tcpsim_sock *sock);

/* ---- socket_queue.c: the backlog ---- */

/* It listens from now on. */
void tcpsim_sock_listen(struct tcpsim_sock *sock, uint32_t backlog);
/* Take it out of its listener's queue. */
void tcpsim_sock_unqueue(struct tcpsim_sock *sock);
/* The connection is open: it waits for accept() from now on. */
void tcpsim_sock_queue_opened(struct tcpsim_sock *sock);
/* The listener is closed: all that waits is reset. */
void tcpsim_sock_reset_queues(struct tcpsim_net *net, struct tcpsim_sock *listener);

/* ---- socket_kept.c ---- */

int64_t tcpsim_kept_get(const struct tcpsim_sock *sock, enum tcpsim_kept_name name);
void tcpsim_kept_set(struct tcpsim_sock *sock, enum tcpsim_kept_name name, int64_t value);
/* A child has what its listener has. */
void tcpsim_kept_inherit(struct tcpsim_sock *sock, const struct tcpsim_sock *listener);

/* ---- socket_policy.c ---- */

/* Give a setting a value for this socket alone: 0, or -EINVAL if it is out of range. */
int tcpsim_sock_set(struct tcpsim_net *net, struct tcpsim_sock *sock, const struct tcpsim_setting *setting,
	int64_t value);
/* The host's value is good for it again. */
void tcpsim_sock_unset(struct tcpsim_net *net, struct tcpsim_sock *sock, const struct tcpsim_setting *setting);
void tcpsim_own_policy_release(struct tcpsim_own_policy *own);

/* What a socket's policy was before it got a cork, or was without one, for the length of a call. */
struct tcpsim_cork {
	struct tcpsim_own_policy policy, *before;
};

void tcpsim_cork_begin(const struct tcpsim_net *net, struct tcpsim_sock *sock, bool is_corked, struct tcpsim_cork *cork);
void tcpsim_cork_end(struct tcpsim_sock *sock, const struct tcpsim_cork *cork);

/* ---- socket_errno.c ---- */

/* The errno of what a connection ended with, or ICMP told; `is_open` if it was ESTABLISHED before. */
int tcpsim_errno_of(enum tcpsim_error error, bool is_open);
/* The error that waits, as a result below 0; it waits no more. 0 if none does. */
int tcpsim_sock_take_error(struct tcpsim_sock *sock);

/* ---- socket_status.c ---- */

/* Octets that recv() would give now, and that send() would take. */
uint32_t tcpsim_sock_unread(const struct tcpsim_net *net, const struct tcpsim_sock *sock);
uint32_t tcpsim_sock_room(const struct tcpsim_net *net, const struct tcpsim_sock *sock);
/* No octet will come any more: the peer's FIN, or the end. */
bool tcpsim_sock_is_at_end(const struct tcpsim_net *net, const struct tcpsim_sock *sock);
/* connect() is under way. */
bool tcpsim_sock_is_opening(const struct tcpsim_net *net, const struct tcpsim_sock *sock);
void tcpsim_sock_info(const struct tcpsim_net *net, const struct tcpsim_sock *sock, struct tcpsim_tcp_info *info);

#endif
