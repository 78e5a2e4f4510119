/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_TRACE_H
#define TCPSIM_TRACE_H

#include <stddef.h>
#include <stdint.h>

#include <tcpsim/engine.h>
#include <tcpsim/export.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The trace: everything that happened in a network, in order. Renderers, claims
 * and invariants see the trace and nothing else.
 */

/* The version of the records below, and of saved ones. A reader refuses a version it does not know. */
#define TCPSIM_TRACE_VERSION 3

/* What travels: .protocol of a packet's record, and of what a user of TCP or UDP does. */
enum tcpsim_protocol {
	TCPSIM_PROTOCOL_TCP,
	TCPSIM_PROTOCOL_UDP,  /* RFC 768: .segment has only its text and its ECN field */
	TCPSIM_PROTOCOL_ICMP, /* RFC 792, RFC 4443: .icmp says what; the ports are those of the packet that it quotes */
};

#define TCPSIM_N_PROTOCOLS 3

/*
 * What a record is about. Those marked * are events of one connection and carry .before, .after and .rule; of UDP,
 * and of ICMP messages about anything but a connection, they are events, too, but carry neither.
 */
enum tcpsim_record_kind {
	TCPSIM_RECORD_CALL,     /* * a user call; .what is enum tcpsim_call, of UDP enum tcpsim_socket_call, .error its
	                           answer, .octets what SEND was given, .segment.text_bytes what RECEIVE asked for; of
	                           an urgent SEND .segment.ctl is URG */
	TCPSIM_RECORD_SEND,     /* a segment leaves .host for .peer; .cause is the event that made it */
	TCPSIM_RECORD_INJECT,   /* a segment made by hand enters the network, as if from .host to .peer */
	TCPSIM_RECORD_ARRIVE,   /* * a segment arrives at .host from .peer */
	TCPSIM_RECORD_DROP,     /* a segment is gone; .what is enum tcpsim_drop */
	TCPSIM_RECORD_HOLD,     /* a fault keeps a segment until .until_us (TCPSIM_TIME_NONE: until another arrives) */
	TCPSIM_RECORD_COPY,     /* a fault makes a copy that arrives at .until_us; .packet is the copy's number */
	TCPSIM_RECORD_CORRUPT,  /* a fault damages a segment on its way */
	TCPSIM_RECORD_TIMER,    /* * a timer fires; .what is enum tcpsim_timer */
	TCPSIM_RECORD_ARMED,    /* a timer starts or restarts, .what as above, due at .until_us; .again if it ran already */
	TCPSIM_RECORD_STOPPED,  /* a timer stops without firing */
	TCPSIM_RECORD_DELIVER,  /* the user of .host gets the octets .octets; of UDP those of one datagram, from .peer, of
	                           which .segment.text_bytes there were */
	TCPSIM_RECORD_SIGNAL,   /* the user is told; .what is one bit of enum tcpsim_signal, .error with _ERROR and _SOFT_ERROR */
	TCPSIM_RECORD_CRASH,    /* .host goes down */
	TCPSIM_RECORD_LOST,     /* * a connection vanishes with its host: .after.state is CLOSED and no segment is sent */
	TCPSIM_RECORD_RESTART,  /* .host comes up again, without memory; .until_us is the end of its quiet time */
	TCPSIM_RECORD_CUT,      /* the link from .host to .peer is cut */
	TCPSIM_RECORD_MEND,     /* and mended */
	TCPSIM_RECORD_BROKEN,   /* tcpsim_tcb_check() failed after the event .cause: .words; a bug in the engine */
	TCPSIM_RECORD_MARK,     /* the link sets CE on a packet instead of dropping it (RFC 3168 5) */
	TCPSIM_RECORD_SOCKET,   /* a call of <tcpsim/socket.h>: .what is enum tcpsim_socket_call, .descriptor, .asked,
	                           .result. The CALL records of what it asks of TCP, if anything, follow and have it as
	                           .cause; what is sent and delivered of UDP has it itself; .again if only what it
	                           returned is told */
};

/*
 * User calls of RFC 9293 3.10. CONNECT and LISTEN are the active and the passive OPEN, SHUTDOWN is the CLOSE of who
 * goes on reading, SET gives a setting another value: that of a host, or an option of one socket.
 */
enum tcpsim_call {
	TCPSIM_CALL_LISTEN,
	TCPSIM_CALL_CONNECT,
	TCPSIM_CALL_SEND,
	TCPSIM_CALL_RECEIVE,
	TCPSIM_CALL_CLOSE,
	TCPSIM_CALL_SHUTDOWN,
	TCPSIM_CALL_ABORT,
	TCPSIM_CALL_SET,
};

#define TCPSIM_N_CALLS 8

/* Calls of POSIX, and those of UDP's users. */
enum tcpsim_socket_call {
	TCPSIM_SYS_SOCKET,
	TCPSIM_SYS_BIND,
	TCPSIM_SYS_LISTEN,
	TCPSIM_SYS_ACCEPT,
	TCPSIM_SYS_CONNECT,
	TCPSIM_SYS_SEND,
	TCPSIM_SYS_SENDTO,     /* .peer and .peer_port say to whom, .octets what */
	TCPSIM_SYS_RECV,
	TCPSIM_SYS_RECVFROM,   /* .segment.text_bytes is the room that the user has */
	TCPSIM_SYS_SHUTDOWN,
	TCPSIM_SYS_CLOSE,
	TCPSIM_SYS_SETSOCKOPT, /* .words says which, and what */
	TCPSIM_SYS_GETSOCKOPT, /* likewise; .words says which, .result what it is, or -errno */
};

#define TCPSIM_N_SOCKET_CALLS 13

/* Why a segment never arrived. */
enum tcpsim_drop {
	TCPSIM_DROP_FAULT,     /* by name, in the scenario */
	TCPSIM_DROP_LOSS,      /* at random, by the link */
	TCPSIM_DROP_CUT,       /* the link was cut */
	TCPSIM_DROP_EXPIRED,   /* older than MSL */
	TCPSIM_DROP_HOST_DOWN, /* nobody there */
	TCPSIM_DROP_QUEUE,     /* the link's queue was full */
	TCPSIM_DROP_CHECKSUM,  /* it arrived damaged (MUST-3; of UDP RFC 1122 4.1.3.4) */
	TCPSIM_DROP_NO_ROUTE,  /* no link to that host */
	TCPSIM_DROP_QUIET,     /* the host keeps quiet after a restart (3.4.3): it was never sent, .packet is 0 */
	TCPSIM_DROP_MTU,       /* it was larger than the link's MTU */
	TCPSIM_DROP_MALFORMED, /* it arrived damaged, and its headers made no sense; .words says why */
	TCPSIM_DROP_BUFFER,    /* a datagram found no room in the socket's buffer */
	TCPSIM_DROP_NO_PORT,   /* a datagram to a port that nobody has bound */
	TCPSIM_DROP_BACKLOG,   /* a SYN found no room in the listener's backlog */
	TCPSIM_DROP_TTL,       /* it came further than its time to live lets it */
	TCPSIM_DROP_CONGESTION, /* the link signals congestion, and the packet cannot carry a mark (RFC 3168 5) */
	TCPSIM_DROP_NOBODY,    /* an ICMP message about something that is not there, or that nobody wants to know */
};

#define TCPSIM_N_DROPS 17

/* Kinds of packets, as scenarios name them: a set of bits, since a FIN may carry data. */
enum tcpsim_kind {
	TCPSIM_KIND_SYN = 0x01,     /* SYN without ACK */
	TCPSIM_KIND_SYN_ACK = 0x02, /* SYN with ACK */
	TCPSIM_KIND_ACK = 0x04,     /* a pure acknowledgment that is no probe */
	TCPSIM_KIND_DATA = 0x08,    /* text */
	TCPSIM_KIND_FIN = 0x10,     /* any with FIN */
	TCPSIM_KIND_RST = 0x20,     /* any with RST */
	TCPSIM_KIND_PROBE = 0x40,   /* keepalive or zero-window probe */
	TCPSIM_KIND_ANY = 0x80,     /* every packet is of this kind */
	TCPSIM_KIND_URG = 0x100,    /* any with URG */
	TCPSIM_KIND_ECE = 0x200,    /* any with ECE that has no SYN: there it is an offer (RFC 3168 6.1.1) */
	TCPSIM_KIND_CWR = 0x400,    /* any with CWR, likewise */
	TCPSIM_KIND_DATAGRAM = 0x800, /* of UDP */
	TCPSIM_KIND_ICMP = 0x1000,  /* an ICMP message, of a host or of a router on the way from it */
};

#define TCPSIM_N_KINDS 13

/* The kinds of a segment that was sent for a purpose. */
TCPSIM_API uint16_t tcpsim_kinds_of(const struct tcpsim_segment *seg, enum tcpsim_purpose purpose);

/* The name of one kind, such as `SYN+ACK`; of one call, such as `connect`; of one reason. Static storage. */
TCPSIM_API const char *tcpsim_kind_name(enum tcpsim_kind kind);
TCPSIM_API const char *tcpsim_protocol_name(enum tcpsim_protocol protocol);
TCPSIM_API const char *tcpsim_call_name(enum tcpsim_call call);
TCPSIM_API const char *tcpsim_socket_call_name(enum tcpsim_socket_call call);
TCPSIM_API const char *tcpsim_drop_words(enum tcpsim_drop drop);

/* The name of an errno that a socket call may answer, such as `ECONNREFUSED`; `0` for 0. Static storage. */
TCPSIM_API const char *tcpsim_errno_name(int number);
/* The errno of that name, 0 for `0`, or -1. */
TCPSIM_API int tcpsim_errno_find(const char *name);

/* What a TCB said at a moment. */
struct tcpsim_vars {
	uint8_t state; /* enum tcpsim_state */
	uint8_t is_synchronized; /* iss and irs are both known to this end */
	uint16_t reserved;
	tcpsim_seq iss, irs;
	tcpsim_seq snd_una, snd_nxt;
	tcpsim_seq rcv_nxt;
	uint32_t snd_wnd, rcv_wnd;
	uint32_t unsent_bytes, unread_bytes;
	uint32_t cwnd, ssthresh;   /* 0 without congestion control, and before the connection is synchronized */
	uint32_t dup_acks;
	tcpsim_seq snd_up, rcv_up; /* 0 where nothing is urgent */
	uint16_t mss;              /* Eff.snd.MSS */
	uint8_t snd_scale, rcv_scale;
	uint32_t reserved_32;
	int64_t rto_us, srtt_us;
	int64_t deadline_us[TCPSIM_N_TIMERS];
};

#define TCPSIM_NO_RECORD UINT32_MAX
#define TCPSIM_NO_HOST UINT16_MAX

/* What an ICMP message says, and of which packet: one with the same ports, the other way round. */
struct tcpsim_icmp_told {
	struct tcpsim_icmp icmp;
	uint8_t protocol;     /* enum tcpsim_protocol of that packet */
	uint8_t is_of_router; /* a router on the link says so, not the host at its end */
	uint16_t octets;      /* of that packet, headers and all; 0 if the message was made by hand */
	uint64_t packet;      /* its number; 0 likewise */
};

/* One record. Host numbers are those of tcpsim_net_add_host(). */
struct tcpsim_record {
	int64_t time_us;
	int64_t until_us;
	uint64_t packet;   /* number of the segment in order of sending, from 1; 0 if there is none */
	uint64_t original; /* of which it is a copy, or .packet */
	int64_t sent_us;   /* when that original was sent */
	uint32_t cause;    /* index of the record this one follows from, or TCPSIM_NO_RECORD */
	uint32_t connection; /* number of the connection at .host, from 1; 0 for a listener or none */
	uint32_t line;     /* of the scenario, for a call or a fault; 0 for none */
	uint16_t host, peer; /* TCPSIM_NO_HOST for none */
	uint16_t local_port, peer_port;
	uint8_t kind;      /* enum tcpsim_record_kind */
	uint8_t what;
	uint8_t error;     /* enum tcpsim_error */
	uint8_t purpose;   /* enum tcpsim_purpose, of a segment */
	uint8_t again;
	uint8_t protocol;  /* enum tcpsim_protocol, of a packet, a call, a delivery, a signal */
	uint16_t kinds;    /* a set of enum tcpsim_kind, of a packet */
	uint16_t rule;     /* enum tcpsim_rule */
	uint8_t dscp, ttl; /* of a packet's IP header, as it leaves and as it arrives */
	uint8_t ip_version; /* likewise: 4 or 6 */
	uint8_t dont_fragment; /* likewise: 0 or 1 */
	uint8_t option_layout; /* enum tcpsim_option_layout of who sent it, likewise */
	uint8_t reserved;  /* 0 */
	int32_t descriptor; /* of a socket call, or -1; of SOCKET and ACCEPT it is the result that counts */
	int32_t result;    /* of a socket call: 0, a descriptor, octets; or -errno: tcpsim_errno_name() */
	int64_t asked;     /* of a socket call: the backlog of LISTEN, octets of SEND and RECV, SHUTDOWN's enum tcpsim_how */
	uint32_t octets_at, octets_n; /* octets that were sent, delivered or are a segment's text: tcpsim_trace_octets() */
	uint32_t flipped;  /* of DROP, CHECKSUM or MALFORMED: the bit that arrived the other way round, from 1, that of 0x80
	                      in the first octet of the IP header; 0 for several, and for none. All else is as it was sent */
	uint32_t reserved_32; /* 0 */
	struct tcpsim_segment segment; /* of ICMP zero */
	struct tcpsim_icmp_told icmp;  /* of ICMP; else zero */
	struct tcpsim_rule_set fired;
	struct tcpsim_vars before, after; /* of events marked *; else .after of .cause's connection is not repeated here */
	const char *words; /* of BROKEN, MALFORMED, of a host's SET call `keepalive=1`, SETSOCKOPT `SO_KEEPALIVE=1`,
	                      GETSOCKOPT and a SETSOCKOPT of no value `SO_KEEPALIVE`, a socket's SEND, SENDTO, RECV and
	                      RECVFROM `MSG_OOB`; else NULL. Owned by the trace */
};

/* A trace. Owned by the network that writes it, or by who made it with tcpsim_trace_new(). */
struct tcpsim_trace;

/* The records, in order; `*n` gets their number. They stay valid until the trace grows or its network is freed. */
TCPSIM_API const struct tcpsim_record *tcpsim_trace_records(const struct tcpsim_trace *trace, size_t *n);

/* The octets of a record: octets_n of them from here. */
TCPSIM_API const uint8_t *tcpsim_trace_octets(const struct tcpsim_trace *trace, const struct tcpsim_record *record);

/* Hosts, by number: how many, and the name of one. */
TCPSIM_API size_t tcpsim_trace_n_hosts(const struct tcpsim_trace *trace);
TCPSIM_API const char *tcpsim_trace_host_name(const struct tcpsim_trace *trace, uint16_t host);

/* A trace that no network writes, as who reads a saved one makes it, or a test: without hosts and records. */
TCPSIM_API struct tcpsim_trace *tcpsim_trace_new(void);
/* Only what tcpsim_trace_new() returned; NULL is nothing. */
TCPSIM_API void tcpsim_trace_free(struct tcpsim_trace *trace);
/* Add a host; `name` is copied. Returns its number, from 0. */
TCPSIM_API uint16_t tcpsim_trace_add_host(struct tcpsim_trace *trace, const char *name);
/* Add a record behind all others: copied, with .words and `octets`, .octets_n of them; .octets_at is set. */
TCPSIM_API void tcpsim_trace_append(struct tcpsim_trace *trace, const struct tcpsim_record *record,
	const uint8_t *octets);

#ifdef __cplusplus
}
#endif

#endif
