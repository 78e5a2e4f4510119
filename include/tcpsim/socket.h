/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_SOCKET_H
#define TCPSIM_SOCKET_H

#include <tcpsim/net.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The calls of POSIX (IEEE Std 1003.1, <sys/socket.h>) on the hosts of a network, and programs in C that make them.
 *
 * A host has descriptors, small numbers from 3 on; the lowest that is free is taken. No call waits: what would
 * block answers -EAGAIN or -EINPROGRESS, as with O_NONBLOCK; who wants calls that block runs the network until
 * tcpsim_sys_poll() says that it would not. A result below 0 is -errno with the values of <errno.h>; nothing has
 * changed then, unless it says so. Numbers are in host byte order, sizes in octets. All calls may be made by a
 * program, by a tcpsim_user, or from outside between two runs. A host number that does not exist is a mistake of the
 * caller, as everywhere in net.h; a host that is down has no descriptors (EBADF) and gives none (ENOBUFS).
 *
 * Errors that any call on a descriptor answers and that are not repeated below: EBADF, there is no such descriptor;
 * ENOTSOCK cannot happen, since all descriptors are sockets.
 *
 * What a socket does to TCP: it does not read by itself, so that octets that nobody has received close the window;
 * connect() is the active OPEN of RFC 9293, listen() the passive one, shutdown() of writing is its CLOSE, after which
 * receiving goes on. close() is CLOSE for both directions (MAY-1, half-duplex): with octets unread, or if some come
 * later, the connection is reset (SHLD-3, setting `reset-unread`).
 *
 * `line` of the records that a call leaves in the trace is what tcpsim_sys_line() said last.
 */

/* A socket's address. TCPSIM_NO_HOST is INADDR_ANY: the host itself where a local address is meant. */
struct tcpsim_address {
	uint16_t host;
	uint16_t port;
};

/* Flags of send() and recv(), a set. */
enum tcpsim_message_flag {
	TCPSIM_MSG_OOB = 0x01,   /* send: the octets are urgent, all up to the last (3.8.5). They stay in line */
	TCPSIM_MSG_PEEK = 0x02,  /* recv: look at the octets and leave them there */
	TCPSIM_MSG_TRUNC = 0x04, /* recv of a datagram: the result is its whole length, even if the buffer is shorter;
	                            of TCP: the octets are thrown away, the buffer may be NULL (tcp(7) of Linux) */
	TCPSIM_MSG_DONTWAIT = 0x08, /* nothing: no call waits. Who builds calls that wait lets this one not wait */
	TCPSIM_MSG_WAITALL = 0x10, /* nothing: likewise; who waits asks again until all octets are there */
	TCPSIM_MSG_NOSIGNAL = 0x20, /* nothing: there are no signals */
	TCPSIM_MSG_EOR = 0x40,   /* nothing: a stream has no records */
	TCPSIM_MSG_MORE = 0x80,  /* send of TCP: as if TCP_CORK were on, for this call */
	TCPSIM_MSG_FASTOPEN = 0x200, /* sendto() of TCP: connect to the peer, and send with the SYN (RFC 7413; Linux) */
	TCPSIM_MSG_ERRQUEUE = 0x100, /* recv: from the queue of errors, which is always empty: EAGAIN */
};

/* How to shut down. */
enum tcpsim_how {
	TCPSIM_SHUT_RD,
	TCPSIM_SHUT_WR,
	TCPSIM_SHUT_RDWR,
};

/* What tcpsim_sys_poll() says, a set. */
enum tcpsim_poll {
	TCPSIM_POLLIN = 0x01,   /* recv() or accept() would not answer EAGAIN */
	TCPSIM_POLLPRI = 0x02,  /* urgent octets are ahead */
	TCPSIM_POLLOUT = 0x04,  /* send() would take an octet; connect() has come to its end */
	TCPSIM_POLLERR = 0x08,  /* an error waits: SO_ERROR */
	TCPSIM_POLLHUP = 0x10,  /* the connection is over, or both directions are shut; excludes POLLOUT */
	TCPSIM_POLLNVAL = 0x20, /* no such descriptor */
};

/* Options of sockets. The type of the value is int, unless said otherwise; booleans are 0 and 1. */
enum tcpsim_option_name {
	TCPSIM_SO_REUSEADDR,  /* see tcpsim_sys_bind() */
	TCPSIM_SO_LINGER,     /* struct tcpsim_linger: what close() does */
	TCPSIM_SO_RCVBUF,     /* octets that may be unread, the largest window, at least 1; with the host's setting
	                         double-buffers twice of it is told, and likewise of the next (socket(7) of Linux) */
	TCPSIM_SO_SNDBUF,     /* octets that send() takes before they are acknowledged */
	TCPSIM_SO_KEEPALIVE,  /* 3.8.4 */
	TCPSIM_SO_ERROR,      /* get only: the errno that waits, or 0; it is taken. Without one, what ICMP said last */
	TCPSIM_SO_PROTOCOL,   /* get only: enum tcpsim_protocol */
	TCPSIM_SO_ACCEPTCONN, /* get only: whether it listens */
	TCPSIM_TCP_NODELAY,   /* no Nagle algorithm (MUST-17); what waits leaves, even under TCP_CORK (tcp(7) of Linux) */
	TCPSIM_TCP_MAXSEG,    /* set: the largest text to take in a segment; get: Eff.snd.MSS once connected */
	TCPSIM_TCP_KEEPIDLE,  /* seconds */
	TCPSIM_TCP_KEEPINTVL, /* seconds */
	TCPSIM_TCP_KEEPCNT,   /* probes */
	TCPSIM_TCP_USER_TIMEOUT, /* milliseconds; 0 is the host's */
	TCPSIM_TCP_SYNCNT,    /* retransmissions of a SYN */
	TCPSIM_TCP_CONGESTION, /* enum tcpsim_congestion_control; a connection that was opened with none stays without */
	TCPSIM_TCP_INFO,      /* get only: struct tcpsim_tcp_info */
	TCPSIM_IP_TOS,        /* the octet of the IP header; its lower two bits are ECN's, and ignored (RFC 3168 5) */
	TCPSIM_IP_TTL,        /* or hop limit; -1 is the host's */
	TCPSIM_SO_REUSEPORT,  /* see tcpsim_sys_bind(); only one of those that share a port may listen */
	TCPSIM_SO_TYPE,       /* get only: SOCK_STREAM or SOCK_DGRAM of <sys/socket.h> */
	TCPSIM_SO_DOMAIN,     /* get only: AF_INET or AF_INET6 of <sys/socket.h>, by the host's setting ip */
	TCPSIM_SO_RCVLOWAT,   /* octets without which there is no POLLIN; recv() gives fewer all the same. 0 is 1 */
	TCPSIM_SO_SNDLOWAT,   /* octets of room without which there is no POLLOUT; 0 is 1 */
	TCPSIM_SO_RCVTIMEO,   /* int64_t, microseconds; 0 is none. Kept for who builds calls that wait; so is the next */
	TCPSIM_SO_SNDTIMEO,
	TCPSIM_SO_OOBINLINE,  /* always 1: 0 is refused (RFC 6093 3) */
	TCPSIM_SO_BROADCAST,  /* kept, and changes nothing here; so are the next four, the last two as numbers */
	TCPSIM_SO_DEBUG,
	TCPSIM_SO_DONTROUTE,
	TCPSIM_SO_PRIORITY,
	TCPSIM_SO_MARK,
	TCPSIM_TCP_CORK,      /* nothing but full segments leaves (Linux); off: all leaves */
	TCPSIM_TCP_NOPUSH,    /* the same (FreeBSD) */
	TCPSIM_TCP_QUICKACK,  /* set: an ACK that is owed leaves now; 0: not even the first ones do, but all may wait */
	TCPSIM_TCP_LINGER2,   /* seconds in FIN-WAIT-2 after close(); 0 is the host's (Linux) */
	TCPSIM_TCP_NOTSENT_LOWAT, /* with so many octets not sent yet send() takes no more, and with half of them there
	                             is no POLLOUT (Linux); 0 is no limit */
	TCPSIM_TCP_KEEPINIT,  /* seconds until connect() is given up; 0 is the host's (FreeBSD) */
	TCPSIM_TCP_MAXUNACKTIME, /* TCP_USER_TIMEOUT, but in seconds (FreeBSD) */
	TCPSIM_IP_MTU_DISCOVER, /* IP_PMTUDISC_DONT (0), _WANT (1), _DO (2) of Linux; others are refused */
	TCPSIM_IP_RECVERR,    /* what ICMP tells of a connection is an error that waits, though it goes on (Linux) */
	TCPSIM_IP_RECVTOS,    /* kept: nobody is told here */
	TCPSIM_IP_RECVTTL,    /* likewise */
	TCPSIM_IPV6_TCLASS,   /* as IP_TOS */
	TCPSIM_IPV6_UNICAST_HOPS, /* as IP_TTL */
	TCPSIM_IPV6_V6ONLY,   /* kept; before the socket is bound */
	TCPSIM_IPV6_MTU_DISCOVER, /* as IP_MTU_DISCOVER */
	TCPSIM_TCP_FASTOPEN,  /* of a listener, with the setting fast-open: so many connections may be open to their users
	                         while their handshake lasts (RFC 7413 5.1); 0 is none. Of another socket any but 0:
	                         sendto() connects it (FreeBSD) */
	TCPSIM_TCP_FASTOPEN_CONNECT, /* connect() waits for what is to go with its SYN, if there is a cookie (Linux) */
	TCPSIM_TCP_FASTOPEN_NO_COOKIE, /* none is asked for and none is needed (Linux) */
	TCPSIM_TCP_NOOPT,     /* SYNs have no options, and no others follow (FreeBSD) */
};

#define TCPSIM_N_OPTION_NAMES 51

/*
 * SO_LINGER. Off: close() leaves the rest to TCP. On with 0 seconds: close() is ABORT, the peer gets a RST. On with
 * more: as off, since no call waits here. Who builds a close() that waits asks tcpsim_sys_handle() before it closes,
 * and is done when tcpsim_net_tcb() of that is NULL or in FIN-WAIT-2 or TIME-WAIT, all having been acknowledged, or
 * when the time is over; what that leaves goes on by itself.
 */
struct tcpsim_linger {
	int is_on;
	int seconds;
};

/* TCP_INFO: what is known of a connection. Times in microseconds, sizes in octets. */
struct tcpsim_tcp_info {
	enum tcpsim_state state;   /* CLOSED when the connection is over, or before there is one */
	uint8_t has_timestamps, has_sack, has_window_scale, has_ecn; /* agreed on by both ends */
	uint8_t snd_scale, rcv_scale;
	uint8_t is_recovering;     /* in fast recovery */
	uint8_t is_after_loss;     /* in slow start after a retransmission timeout */
	uint8_t has_syn_text;      /* text went with a SYN, and was acknowledged with it (RFC 7413) */
	uint8_t reserved_8[3];     /* 0 */
	uint32_t snd_mss;          /* Eff.snd.MSS */
	uint32_t snd_cwnd, snd_ssthresh;
	uint32_t snd_wnd, rcv_wnd;
	uint32_t unacked_bytes;    /* SND.NXT - SND.UNA: sent and not acknowledged */
	uint32_t unsent_bytes;     /* taken by send() and not sent yet */
	uint32_t unread_bytes;     /* there to be received */
	uint32_t urgent_bytes;     /* of the unread and those to come, up to RCV.UP */
	uint32_t backoff;          /* retransmission timeouts in a row */
	uint32_t probes;           /* of keepalive or of the window, without an answer */
	uint32_t dup_acks;         /* duplicate ACKs in a row */
	uint32_t retransmits;      /* segments sent again, ever, since the socket has the connection */
	uint32_t n_unaccepted;     /* of a listener: connections that wait for accept(), and those being opened */
	uint32_t n_opening;
	uint32_t backlog;          /* and how many of both there may be */
	uint32_t advmss;           /* the MSS that our SYN tells: of the settings mss and mtu */
	int64_t rto_us, srtt_us, rttvar_us; /* the latter two are 0 without a sample */
	uint64_t acked_bytes;      /* of the user's stream, acknowledged by the peer: SYN and FIN do not count */
	uint64_t received_bytes;   /* of the peer's stream, in order, be they read or not */
	uint64_t retransmitted_bytes; /* of text, sent again, ever */
	uint32_t sacked_bytes;     /* beyond SND.UNA, that the peer has told by SACK */
	uint32_t sacked_ranges;    /* and the gaps before which they lie */
	uint32_t segments_out, segments_in;   /* SYN, FIN, pure ACKs and all, since the socket has the connection */
	uint32_t data_segments_out, data_segments_in; /* those with text */
	uint32_t reordering;       /* duplicate ACKs, or segments behind a gap, that make it a loss: 3 (RFC 5681) */
	uint32_t is_quick_ack;     /* TCP_QUICKACK is on */
};

/* The line of a scenario that the next calls stand in, for the trace; 0 for none. */
TCPSIM_API void tcpsim_sys_line(struct tcpsim_net *net, uint32_t line);

/*
 * What a process sees that calls below do not show: for the trace, nothing else happens. A connect() that waits returns
 * later; getsockopt() and poll() leave no record of their own. `words` is an option's name, or NULL.
 */
TCPSIM_API void tcpsim_sys_tell(struct tcpsim_net *net, uint16_t host, int descriptor, enum tcpsim_socket_call call,
	int64_t result, const char *words);

/*
 * socket(): a new socket of TCP or UDP, not bound and not connected. Returns its descriptor.
 * EMFILE: the host has 2^18 of them. ENOBUFS: the host is down. EPROTONOSUPPORT: another protocol.
 */
TCPSIM_API int tcpsim_sys_socket(struct tcpsim_net *net, uint16_t host, enum tcpsim_protocol protocol);

/*
 * bind(): give a socket its local address; port 0 takes one that nobody uses, from 49152 on. Ports of TCP and of UDP
 * are apart. Returns 0.
 *
 * EADDRINUSE: for TCP, the port is used by a socket that is bound or listens, or by a connection in any state,
 * TIME-WAIT included. With SO_REUSEADDR connections do not matter, so that a server can be started again over those of
 * its predecessor; a listener always does, and a socket that is only bound does unless both have the option, or both
 * have SO_REUSEPORT. For UDP, the port is bound, and they have neither in common.
 * EADDRNOTAVAIL: the address is another host's, or no port is free. EINVAL: the socket is bound already, or was
 * connected.
 */
TCPSIM_API int tcpsim_sys_bind(struct tcpsim_net *net, uint16_t host, int descriptor, struct tcpsim_address address);

/*
 * listen(): take connections. `backlog` of them may wait for accept(); as POSIX allows, those being opened
 * (SYN-RECEIVED, the SYN queue) count as well as those that are open (the accept queue). Less than 1 is 1, more than
 * 4096 is 4096. A SYN beyond them is dropped without a word, and its sender tries again (TCPSIM_DROP_BACKLOG in the
 * trace). A second call changes the backlog. A socket that is not bound gets a port. Returns 0.
 *
 * What is accepted has the listener's options. EADDRINUSE: somebody else listens on the port. EINVAL: the
 * socket is connected. EOPNOTSUPP: it is UDP's.
 */
TCPSIM_API int tcpsim_sys_listen(struct tcpsim_net *net, uint16_t host, int descriptor, int backlog);

/*
 * accept(): the connection that was opened first of those that wait. Returns its descriptor; `*peer`, which may be
 * NULL, gets the peer's address.
 * EAGAIN: none waits. ECONNABORTED: the first of those that waited was reset meanwhile; it is gone. EINVAL: the
 * socket does not listen. EOPNOTSUPP: it is UDP's. EMFILE: as above; the connection waits on.
 */
TCPSIM_API int tcpsim_sys_accept(struct tcpsim_net *net, uint16_t host, int descriptor,
	struct tcpsim_address *peer);

/*
 * connect(). TCP: a SYN is sent, and the answer is -EINPROGRESS; POLLOUT or POLLERR says that it came to an end, and
 * SO_ERROR how. UDP: the peer for send(), and the only one to receive from; TCPSIM_NO_HOST is none again; returns 0.
 * A socket that is not bound gets a port.
 *
 * EALREADY: it is connecting. EISCONN: it is connected. ECONNREFUSED, ETIMEDOUT, ENETUNREACH, EHOSTUNREACH: that is how
 * the last attempt ended, if nobody has asked for it before; the next call tries again. EADDRINUSE: the
 * pair of addresses is in use, TIME-WAIT included. EADDRNOTAVAIL: the peer's port is 0, or no local port is
 * free. ENETUNREACH: there is no link to the peer. ENOBUFS: the host keeps quiet after a restart (3.4.3).
 * EOPNOTSUPP: it listens. EINVAL: it was connected, and the connection is over.
 */
TCPSIM_API int tcpsim_sys_connect(struct tcpsim_net *net, uint16_t host, int descriptor, struct tcpsim_address peer);

/*
 * send(): returns how many of the `n` octets, copied, were taken; of TCP it may be fewer. UDP: one datagram to the
 * connected peer.
 *
 * EAGAIN: the buffer is full, or the connection is being opened. ENOTCONN: not connected. EPIPE: the connection is
 * over, or shut down for writing; why it is over, recv() and SO_ERROR tell; with policy->send_error this call, too, if
 * it is the first. UDP: EDESTADDRREQ: no peer. EMSGSIZE: more than one datagram carries. ECONNREFUSED: an earlier one
 * found nobody there. EOPNOTSUPP: MSG_OOB.
 */
TCPSIM_API int64_t tcpsim_sys_send(struct tcpsim_net *net, uint16_t host, int descriptor, const void *octets,
	size_t n, unsigned flags);

/*
 * recv(): up to `n` octets into `octets`, which the caller owns. Returns how many; 0 after the peer's FIN, or after the
 * reading direction was shut down. UDP: one datagram, whose octets beyond `n` are lost.
 *
 * EAGAIN: nothing is there yet. ENOTCONN: not connected. ECONNRESET, ETIMEDOUT, ECONNREFUSED, EHOSTUNREACH...: the
 * connection ended so; what was unread is lost (3.10.7.4 second check). That is said once, by the first call that can;
 * after that recv() returns 0. EINVAL: MSG_OOB, since urgent octets stay in line (RFC 6093 3); of UDP EOPNOTSUPP.
 */
TCPSIM_API int64_t tcpsim_sys_recv(struct tcpsim_net *net, uint16_t host, int descriptor, void *octets, size_t n,
	unsigned flags);

/*
 * sendto(): as send(), but a UDP socket sends to `peer`. TCP ignores `peer`, as POSIX has it. UDP: EISCONN: it is
 * connected. EADDRNOTAVAIL, ENETUNREACH: as connect().
 *
 * With MSG_FASTOPEN a TCP socket is connected to `peer`, and errors are those of connect(). If the host has a cookie of
 * the peer, returns how many octets have gone with the SYN, and sends no more of them. Without one it is asked for with
 * the SYN, and the answer is -EINPROGRESS. EOPNOTSUPP: the setting fast-open has no client. So does send() of a
 * socket whose connect() was put off by TCP_FASTOPEN_CONNECT, and had answered 0.
 */
TCPSIM_API int64_t tcpsim_sys_sendto(struct tcpsim_net *net, uint16_t host, int descriptor, const void *octets,
	size_t n, unsigned flags, struct tcpsim_address peer);

/* recvfrom(): as recv(), and `*peer`, which may be NULL, gets the sender's address. Of TCP it is left alone. */
TCPSIM_API int64_t tcpsim_sys_recvfrom(struct tcpsim_net *net, uint16_t host, int descriptor, void *octets, size_t n,
	unsigned flags, struct tcpsim_address *peer);

/*
 * shutdown(). Writing: FIN follows the last octet, and reading goes on. Reading: recv() returns 0 from now on, and
 * what is there or comes is thrown away. Returns 0, also where it is shut already.
 *
 * Both together are not close(): the socket is still there, and so FIN-WAIT-2 has no timeout before that, as on Linux.
 * (FreeBSD starts it at once.)
 * ENOTCONN: not connected, or not any more. EINVAL: there is no such `how`.
 */
TCPSIM_API int tcpsim_sys_shutdown(struct tcpsim_net *net, uint16_t host, int descriptor, enum tcpsim_how how);

/*
 * close(): the descriptor is free again, whatever becomes of the connection. What was taken by send() is sent, and FIN
 * behind it; but with octets unread, or SO_LINGER on with 0 seconds, a RST. A listener resets all that waits.
 * Returns 0.
 */
TCPSIM_API int tcpsim_sys_close(struct tcpsim_net *net, uint16_t host, int descriptor);

/* getsockname(): the local address; of a socket that is not bound, port 0. Returns 0. */
TCPSIM_API int tcpsim_sys_getsockname(const struct tcpsim_net *net, uint16_t host, int descriptor,
	struct tcpsim_address *address);

/* getpeername(): the peer's address. Returns 0. ENOTCONN: not connected, or not yet. */
TCPSIM_API int tcpsim_sys_getpeername(const struct tcpsim_net *net, uint16_t host, int descriptor,
	struct tcpsim_address *address);

/*
 * setsockopt(): `size` is that of the option's type. An option that is a setting of the policy (settings are in
 * tcpsim_settings()) is this socket's own from now on, and of what a listener accepts later; tcpsim_net_set() of the
 * host does not reach it any more, but goes on to reach all options that the socket was not given. Returns 0.
 *
 * EINVAL: the size or the value is wrong. ENOPROTOOPT: the option is not one of this kind of socket, or cannot be set.
 */
TCPSIM_API int tcpsim_sys_setsockopt(struct tcpsim_net *net, uint16_t host, int descriptor,
	enum tcpsim_option_name option, const void *value, size_t size);

/* getsockopt(): likewise; the value is written to `value`, which the caller owns. Same errors. */
TCPSIM_API int tcpsim_sys_getsockopt(struct tcpsim_net *net, uint16_t host, int descriptor,
	enum tcpsim_option_name option, void *value, size_t size);

/*
 * What a descriptor is ready for, a set of enum tcpsim_poll: what poll() with a timeout of 0 would say. A socket of TCP
 * that was never connected and does not listen is ready for nothing. Not in the trace.
 */
TCPSIM_API unsigned tcpsim_sys_poll(const struct tcpsim_net *net, uint16_t host, int descriptor);

/*
 * The handle of a descriptor's listener or connection, for tcpsim_net_tcb() and tcpsim_net_expire(); it stays good
 * after close(), for as long as TCP remembers. 0 if there is none.
 */
TCPSIM_API tcpsim_socket tcpsim_sys_handle(const struct tcpsim_net *net, uint16_t host, int descriptor);

/* The descriptor that an end has, as found by tcpsim_net_connection(); -1 if it has none. */
TCPSIM_API int tcpsim_sys_descriptor(const struct tcpsim_net *net, tcpsim_socket socket);

/* ---- programs ---- */

/*
 * A program that runs on a host: a step function, which does what it can do now and returns. It is called once by
 * tcpsim_net_set_program() and after a restart of the host, then whenever one of the host's descriptors may have become
 * ready, and at the time that it asked for. It may be called without need; it should look at all that it waits for, and
 * at tcpsim_net_now_us() if it asked for a time. Steps do not nest: what a step causes is told when it has returned.
 *
 * Two programs that talk: each keeps its state in what `data` points to, and the caller runs the network.
 *
 *     struct echo { int listener, client; };
 *
 *     static void
 *     echo(struct tcpsim_net *net, uint16_t host, void *data)
 *     {
 *             struct tcpsim_address any = { TCPSIM_NO_HOST, 7 };
 *             struct echo *me = data;
 *             char octets[16];
 *             int64_t n;
 *
 *             if (me->listener == 0) {
 *                     me->listener = tcpsim_sys_socket(net, host, TCPSIM_PROTOCOL_TCP);
 *                     tcpsim_sys_bind(net, host, me->listener, any);
 *                     tcpsim_sys_listen(net, host, me->listener, 5);
 *             }
 *             if (me->client <= 0)
 *                     me->client = tcpsim_sys_accept(net, host, me->listener, NULL);
 *             while (me->client > 0 && (n = tcpsim_sys_recv(net, host, me->client, octets, sizeof octets, 0)) >= 0) {
 *                     tcpsim_sys_send(net, host, me->client, octets, (size_t)n, 0);
 *                     if (n == 0) {
 *                             tcpsim_sys_close(net, host, me->client);
 *                             me->client = 0;
 *                     }
 *             }
 *     }
 *
 *     struct echo server = { 0 };
 *
 *     tcpsim_net_set_program(net, 1, echo, &server);
 *     tcpsim_net_set_program(net, 0, client, &mine);
 *     tcpsim_net_run(net, TCPSIM_TIME_NONE);
 *
 * tests/unit/test_program.c has both programs in full.
 */
typedef void (*tcpsim_program)(struct tcpsim_net *net, uint16_t host, void *data);

/* Run a program on a host, in place of the one that runs there; NULL for none. `data` stays the caller's. */
TCPSIM_API void tcpsim_net_set_program(struct tcpsim_net *net, uint16_t host, tcpsim_program step, void *data);

/*
 * Call the host's program at that time too, after all else that happens then; a time that is past is now. One time is
 * remembered, the last one asked for; TCPSIM_TIME_NONE forgets it.
 */
TCPSIM_API void tcpsim_program_wake_at(struct tcpsim_net *net, uint16_t host, int64_t time_us);

#ifdef __cplusplus
}
#endif

#endif
