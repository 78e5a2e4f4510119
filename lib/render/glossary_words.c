/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include "lib/render/glossary_private.h"

/* What ladders and diagnostics print and no other table tells of. */

/* ---- what calls of POSIX answer ---- */

static const struct {
	int number;
	const char *words;
} errnos[] = {
	{ EADDRINUSE, "bind, listen, connect: another socket has this address, or a connection in TIME-WAIT does." },
	{ EADDRNOTAVAIL, "bind, connect: the address is none that can be had or reached." },
	{ EAGAIN, "The call has nothing to do yet, and a socket that blocks would wait." },
	{ EALREADY, "connect: the attempt that was begun before is still under way." },
	{ EBADF, "There is no socket with this descriptor." },
	{ ECONNABORTED, "The connection was aborted at this end." },
	{ ECONNREFUSED, "The peer answered the SYN with a RST, or nobody has the port of a datagram." },
	{ ECONNRESET, "The peer sent a RST, and what was under way is lost." },
	{ EDESTADDRREQ, "send: it is not known whom to." },
	{ EHOSTUNREACH, "A router said by ICMP that the host cannot be reached." },
	{ EINPROGRESS, "connect: the SYN is sent; the answer comes later." },
	{ EINVAL, "The call makes no sense for this socket, or with this value." },
	{ EISCONN, "connect: the socket is connected." },
	{ EMFILE, "There are as many sockets as there may be." },
	{ EMSGSIZE, "A datagram is larger than may be sent." },
	{ ENETUNREACH, "A router said by ICMP that the network cannot be reached." },
	{ ENOBUFS, "There is no room for it." },
	{ ENOPROTOOPT, "The socket has no such option, or the peer's host has no such protocol." },
	{ ENOTCONN, "The socket is not connected." },
	{ EOPNOTSUPP, "A socket of this kind, or in this state, has no such call." },
	{ EPIPE, "send: the way out is shut, or the connection is over." },
	{ EPROTO, "A router or the peer's host said by ICMP that something is wrong with a header." },
	{ EPROTONOSUPPORT, "socket: there is no such protocol." },
	{ ETIMEDOUT, "Nothing was acknowledged for so long that the connection was given up." },
};

size_t
tcpsim_glossary_count_errnos(void)
{
	return G_N_ELEMENTS(errnos);
}

const char *
tcpsim_glossary_errno_name(size_t i)
{
	return tcpsim_errno_name(errnos[i].number);
}

void
tcpsim_glossary_tell_errno(GString *text, size_t i)
{
	g_string_append_printf(text, "%s\nSource: POSIX", errnos[i].words);
}

/* ---- options of sockets, and what RFC 9293 and others call the variables of a connection ---- */

struct word {
	const char *name, *words, *source;
};

static const struct word options[] = {
	{ "SO_REUSEADDR", "bind may take a port that connections in TIME-WAIT still have.", "POSIX" },
	{ "SO_LINGER", "What close does: with 0 seconds it sends a RST, and else leaves the rest to TCP.", "POSIX" },
	{ "SO_RCVBUF", "How many octets may be unread: the largest window. See receive-buffer.", "POSIX" },
	{ "SO_SNDBUF", "How many octets send takes before they are acknowledged. See send-buffer.", "POSIX" },
	{ "SO_KEEPALIVE", "Whether a peer that is silent is probed. See keepalive.", "POSIX, RFC 9293 3.8.4" },
	{ "SO_ERROR", "The error that waits, or 0; asking takes it.", "POSIX" },
	{ "SO_PROTOCOL", "TCP or UDP; to be asked for only.", "POSIX" },
	{ "SO_ACCEPTCONN", "Whether the socket listens; to be asked for only.", "POSIX" },
	{ "TCP_NODELAY", "Send small segments at once: turns nagle off.", "POSIX, RFC 9293 3.7.4 (MUST-17)" },
	{ "TCP_MAXSEG", "The largest text to take in a segment. See mss.", "RFC 9293 3.7.1" },
	{ "TCP_KEEPIDLE", "How long a peer is silent before the first probe. See keepalive-idle.", "RFC 9293 3.8.4" },
	{ "TCP_KEEPINTVL", "The time between two probes. See keepalive-interval.", "RFC 9293 3.8.4" },
	{ "TCP_KEEPCNT", "So many probes without an answer end the connection. See keepalive-probes.", "RFC 9293 3.8.4" },
	{ "TCP_USER_TIMEOUT", "What is not acknowledged for so long ends the connection. See user-timeout.", "RFC 5482" },
	{ "TCP_SYNCNT", "How often a SYN is sent again. See syn-retries.", "RFC 9293 3.8.3" },
	{ "TCP_CONGESTION", "Which congestion control there is. See congestion-control.", "RFC 5681, RFC 9438" },
	{ "TCP_INFO", "What is known of a connection; to be asked for only.", "tcpsim/socket.h" },
	{ "IP_TOS", "The octet of the IP header that has the DSCP; its lower two bits are ECN's.", "RFC 2474, RFC 3168 5" },
	{ "IP_TTL", "How many routers a packet may pass. See ttl.", "RFC 791 3.2" },
	{ "SO_REUSEPORT", "Several sockets may have one port; only one of them may listen here.", "socket(7) of Linux" },
	{ "SO_TYPE", "SOCK_STREAM or SOCK_DGRAM; to be asked for only.", "POSIX" },
	{ "SO_DOMAIN", "AF_INET or AF_INET6; to be asked for only.", "socket(7) of Linux" },
	{ "SO_RCVLOWAT", "With fewer octets there to be read the socket is not ready for reading.", "POSIX" },
	{ "SO_SNDLOWAT", "With less room for octets the socket is not ready for writing.", "POSIX" },
	{ "SO_RCVTIMEO", "How long a call waits that receives.", "POSIX" },
	{ "SO_SNDTIMEO", "How long a call waits that sends.", "POSIX" },
	{ "SO_OOBINLINE", "Urgent octets stay in line, always.", "POSIX, RFC 6093 3" },
	{ "SO_BROADCAST", "Kept, and changes nothing here.", "POSIX" },
	{ "SO_DEBUG", "Kept, and changes nothing here.", "POSIX" },
	{ "SO_DONTROUTE", "Kept, and changes nothing here.", "POSIX" },
	{ "SO_PRIORITY", "Kept, and changes nothing here.", "socket(7) of Linux" },
	{ "SO_MARK", "Kept, and changes nothing here.", "socket(7) of Linux" },
	{ "TCP_CORK", "Nothing but full segments leaves, until it is off. See cork.", "tcp(7) of Linux" },
	{ "TCP_NOPUSH", "Nothing but full segments leaves, until it is off. See cork.", "tcp(4) of FreeBSD" },
	{ "TCP_QUICKACK", "An ACK that waits leaves now; off, all may wait. See delayed-ack.", "tcp(7) of Linux" },
	{ "TCP_LINGER2", "How long FIN-WAIT-2 lasts after close. See fin-wait-2-timeout.", "tcp(7) of Linux" },
	{ "TCP_NOTSENT_LOWAT", "With so many octets not sent yet, send takes no more.", "tcp(7) of Linux" },
	{ "TCP_KEEPINIT", "How long connect goes on. See open-timeout.", "tcp(4) of FreeBSD" },
	{ "TCP_MAXUNACKTIME", "TCP_USER_TIMEOUT, but in seconds.", "tcp(4) of FreeBSD" },
	{ "TCP_NOOPT", "The SYN has no options. See mss-option.", "tcp(4) of FreeBSD" },
	{ "TCP_FASTOPEN", "A listener takes text that comes with a SYN. See fast-open.", "RFC 7413 A.1" },
	{ "TCP_FASTOPEN_CONNECT", "connect waits for what is to go with its SYN. See fast-open.", "tcp(7) of Linux" },
	{ "TCP_FASTOPEN_NO_COOKIE", "Fast Open without cookies. See fast-open-cookieless.", "RFC 7413 5.1" },
	{ "IP_MTU_DISCOVER", "Whether ICMP may lower the size of segments. See path-mtu-discovery.", "ip(7) of Linux" },
	{ "IPV6_MTU_DISCOVER", "Whether ICMP may lower the size of segments. See path-mtu-discovery.", "ipv6(7) of Linux" },
	{ "IP_RECVERR", "What ICMP tells is an error that waits, though the connection goes on.", "ip(7) of Linux" },
	{ "IP_RECVTOS", "Kept, and changes nothing here.", "ip(7) of Linux" },
	{ "IP_RECVTTL", "Kept, and changes nothing here.", "ip(7) of Linux" },
	{ "IPV6_TCLASS", "IP_TOS of IPv6.", "RFC 3542 6.5" },
	{ "IPV6_UNICAST_HOPS", "IP_TTL of IPv6.", "RFC 3493 5.1" },
	{ "IPV6_V6ONLY", "Kept, and changes nothing here.", "RFC 3493 5.3" },
};

static const struct word variables[] = {
	{ "SND.UNA", "The oldest number that was sent and is not acknowledged.", "RFC 9293 3.3.1" },
	{ "SND.NXT", "The next number to be sent.", "RFC 9293 3.3.1" },
	{ "SND.WND", "How many octets from SND.UNA the peer lets be under way.", "RFC 9293 3.3.1" },
	{ "SND.UP", "Where what is urgent ends, of what is sent.", "RFC 9293 3.3.1" },
	{ "SND.WL1", "SEG.SEQ of the segment that last set SND.WND.", "RFC 9293 3.3.1" },
	{ "SND.WL2", "SEG.ACK of the segment that last set SND.WND.", "RFC 9293 3.3.1" },
	{ "ISS", "The number of the own SYN: the initial send sequence number.", "RFC 9293 3.3.1" },
	{ "RCV.NXT", "The next number that is expected; what is below has arrived.", "RFC 9293 3.3.1" },
	{ "RCV.WND", "How many octets from RCV.NXT are taken.", "RFC 9293 3.3.1" },
	{ "RCV.UP", "Where what is urgent ends, of what arrives.", "RFC 9293 3.3.1" },
	{ "IRS", "The number of the peer's SYN: the initial receive sequence number.", "RFC 9293 3.3.1" },
	{ "SEG.SEQ", "The number of a segment's first octet, or of its SYN.", "RFC 9293 3.3.1" },
	{ "SEG.ACK", "The number that a segment acknowledges: all below it has arrived.", "RFC 9293 3.3.1" },
	{ "SEG.LEN", "How many numbers a segment takes: its octets, and one each for SYN and FIN.", "RFC 9293 3.3.1" },
	{ "SEG.WND", "The window in a segment.", "RFC 9293 3.3.1" },
	{ "SEG.UP", "The urgent pointer in a segment.", "RFC 9293 3.3.1" },
	{ "cwnd", "The congestion window: how many octets may be under way for the network's sake.", "RFC 5681 2" },
	{ "ssthresh", "The slow start threshold: from there cwnd grows slowly.", "RFC 5681 2, 3.1" },
	{ "RTO", "The retransmission timeout: how long an acknowledgment is waited for.", "RFC 6298 2" },
	{ "SRTT", "The smoothed round-trip time.", "RFC 6298 2" },
	{ "RTTVAR", "How much the round-trip time varies.", "RFC 6298 2" },
};

static void
tell_word(GString *text, const struct word *word)
{
	g_string_append_printf(text, "%s\nSource: %s", word->words, word->source);
}

size_t
tcpsim_glossary_count_options(void)
{
	return G_N_ELEMENTS(options);
}

const char *
tcpsim_glossary_option_name(size_t i)
{
	return options[i].name;
}

void
tcpsim_glossary_tell_option(GString *text, size_t i)
{
	tell_word(text, &options[i]);
}

size_t
tcpsim_glossary_count_variables(void)
{
	return G_N_ELEMENTS(variables);
}

const char *
tcpsim_glossary_variable_name(size_t i)
{
	return variables[i].name;
}

void
tcpsim_glossary_tell_variable(GString *text, size_t i)
{
	tell_word(text, &variables[i]);
}

/* ---- kinds of packets ---- */

static const char *
kind_words(enum tcpsim_kind kind)
{
	switch (kind) {
	case TCPSIM_KIND_SYN:
		return "SYN without ACK: the first segment of a connection.";
	case TCPSIM_KIND_SYN_ACK:
		return "SYN with ACK: the answer to a SYN.";
	case TCPSIM_KIND_ACK:
		return "An acknowledgment without text, that is no probe.";
	case TCPSIM_KIND_DATA:
		return "Any segment with text.";
	case TCPSIM_KIND_FIN:
		return "Any segment with FIN: the sender has nothing more to send.";
	case TCPSIM_KIND_RST:
		return "Any segment with RST: there is no such connection, or it is given up.";
	case TCPSIM_KIND_PROBE:
		return "A segment that asks for an answer: of keepalive, or of a window that is closed.";
	case TCPSIM_KIND_ANY:
		return "Every packet.";
	case TCPSIM_KIND_URG:
		return "Any segment with URG: there is something urgent.";
	case TCPSIM_KIND_ECE:
		return "Any segment with ECE but a SYN: the network was congested.";
	case TCPSIM_KIND_CWR:
		return "Any segment with CWR but a SYN: the sender has reduced cwnd.";
	case TCPSIM_KIND_DATAGRAM:
		return "A datagram of UDP.";
	case TCPSIM_KIND_ICMP:
		return "An ICMP message, of a host or of a router on the way from it.";
	}
	return "";
}

size_t
tcpsim_glossary_count_kinds(void)
{
	return TCPSIM_N_KINDS;
}

const char *
tcpsim_glossary_kind_name(size_t i)
{
	return tcpsim_kind_name((enum tcpsim_kind)(1U << i));
}

void
tcpsim_glossary_tell_kind(GString *text, size_t i)
{
	g_string_append_printf(
		text, "%s\nSource: tcpsim-scenario(5)", kind_words((enum tcpsim_kind)(1U << i)));
}
