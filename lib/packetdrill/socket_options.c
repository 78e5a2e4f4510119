/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/packetdrill/socket_options.h"

/* Options that are played, kept, or skipped by name. */

#define PLAYED(level, name, target) { PKT_LEVEL_##level, PKT_C_##name, PKT_SOCKOPT_NUMBER, TCPSIM_##target, "" }
#define AS(level, name, kind) { PKT_LEVEL_##level, PKT_C_##name, PKT_SOCKOPT_##kind, TCPSIM_SO_ERROR, "" }
#define KEPT(level, name, why) { PKT_LEVEL_##level, PKT_C_##name, PKT_SOCKOPT_KEPT, TCPSIM_SO_ERROR, why }
#define UNPLAYED(level, name, why) { PKT_LEVEL_##level, PKT_C_##name, PKT_SOCKOPT_UNPLAYED, TCPSIM_SO_ERROR, why }

static const struct pkt_socket_option options[] = {
	PLAYED(SOCKET, SO_REUSEADDR, SO_REUSEADDR),
	PLAYED(SOCKET, SO_RCVBUF, SO_RCVBUF),
	PLAYED(SOCKET, SO_SNDBUF, SO_SNDBUF),
	PLAYED(SOCKET, SO_KEEPALIVE, SO_KEEPALIVE),
	PLAYED(SOCKET, SO_ERROR, SO_ERROR),
	PLAYED(SOCKET, SO_ACCEPTCONN, SO_ACCEPTCONN),
	PLAYED(SOCKET, SO_REUSEPORT, SO_REUSEPORT),
	PLAYED(SOCKET, SO_RCVLOWAT, SO_RCVLOWAT),
	PLAYED(SOCKET, SO_SNDLOWAT, SO_SNDLOWAT),
	PLAYED(SOCKET, SO_OOBINLINE, SO_OOBINLINE),
	PLAYED(SOCKET, SO_BROADCAST, SO_BROADCAST),
	PLAYED(SOCKET, SO_DEBUG, SO_DEBUG),
	PLAYED(SOCKET, SO_DONTROUTE, SO_DONTROUTE),
	PLAYED(SOCKET, SO_PRIORITY, SO_PRIORITY),
	PLAYED(SOCKET, SO_MARK, SO_MARK),
	AS(SOCKET, SO_LINGER, LINGER),
	{ PKT_LEVEL_SOCKET, PKT_C_SO_RCVTIMEO, PKT_SOCKOPT_TIMEOUT, TCPSIM_SO_RCVTIMEO, "" },
	{ PKT_LEVEL_SOCKET, PKT_C_SO_SNDTIMEO, PKT_SOCKOPT_TIMEOUT, TCPSIM_SO_SNDTIMEO, "" },
	AS(SOCKET, SO_TYPE, STATUS),
	AS(SOCKET, SO_DOMAIN, STATUS),
	AS(SOCKET, SO_PROTOCOL, STATUS),
	KEPT(SOCKET, SO_REUSEPORT_LB, "one process listens"),
	KEPT(SOCKET, SO_SETFIB, "of the host's routing"),
	KEPT(SOCKET, SO_USER_COOKIE, "of the host's firewall"),
	KEPT(SOCKET, SO_BUSY_POLL, "of the host's driver"),
	KEPT(SOCKET, SO_INCOMING_CPU, "of the host's processors"),
	KEPT(SOCKET, SO_NOSIGPIPE, "there are no signals"),
	KEPT(SOCKET, SO_USELOOPBACK, "of routing sockets"),
	UNPLAYED(SOCKET, SO_RCVBUFFORCE, "of privileged processes; use SO_RCVBUF"),
	UNPLAYED(SOCKET, SO_SNDBUFFORCE, "of privileged processes; use SO_SNDBUF"),
	UNPLAYED(SOCKET, SO_BINDTODEVICE, "there is one interface"),
	UNPLAYED(SOCKET, SO_TIMESTAMP, "ancillary data"),
	UNPLAYED(SOCKET, SO_TIMESTAMPNS, "ancillary data"),
	UNPLAYED(SOCKET, SO_TIMESTAMPING, "ancillary data"),
	UNPLAYED(SOCKET, SO_TXTIME, "ancillary data"),
	UNPLAYED(SOCKET, SO_PEEK_OFF, "use MSG_PEEK"),
	UNPLAYED(SOCKET, SO_MAX_PACING_RATE, "nothing is paced"),
	UNPLAYED(SOCKET, SO_INCOMING_NAPI_ID, "of the host's driver"),
	UNPLAYED(SOCKET, SO_ZEROCOPY, "zero-copy"),
	UNPLAYED(SOCKET, SO_LISTENQLIMIT, "lengths of queues cannot be asked for"),
	UNPLAYED(SOCKET, SO_LISTENQLEN, "lengths of queues cannot be asked for"),
	UNPLAYED(SOCKET, SO_LISTENINCQLEN, "lengths of queues cannot be asked for"),

	PLAYED(TCP, TCP_NODELAY, TCP_NODELAY),
	PLAYED(TCP, TCP_MAXSEG, TCP_MAXSEG),
	PLAYED(TCP, TCP_KEEPIDLE, TCP_KEEPIDLE),
	PLAYED(TCP, TCP_KEEPINTVL, TCP_KEEPINTVL),
	PLAYED(TCP, TCP_KEEPCNT, TCP_KEEPCNT),
	PLAYED(TCP, TCP_USER_TIMEOUT, TCP_USER_TIMEOUT),
	PLAYED(TCP, TCP_SYNCNT, TCP_SYNCNT),
	PLAYED(TCP, TCP_CORK, TCP_CORK),
	PLAYED(TCP, TCP_NOPUSH, TCP_NOPUSH),
	PLAYED(TCP, TCP_QUICKACK, TCP_QUICKACK),
	PLAYED(TCP, TCP_LINGER2, TCP_LINGER2),
	PLAYED(TCP, TCP_NOTSENT_LOWAT, TCP_NOTSENT_LOWAT),
	PLAYED(TCP, TCP_KEEPINIT, TCP_KEEPINIT),
	PLAYED(TCP, TCP_MAXUNACKTIME, TCP_MAXUNACKTIME),
	PLAYED(TCP, TCP_FASTOPEN, TCP_FASTOPEN),
	PLAYED(TCP, TCP_FASTOPEN_CONNECT, TCP_FASTOPEN_CONNECT),
	PLAYED(TCP, TCP_FASTOPEN_NO_COOKIE, TCP_FASTOPEN_NO_COOKIE),
	{ PKT_LEVEL_TCP, PKT_C_TCP_CONGESTION, PKT_SOCKOPT_CONGESTION, TCPSIM_TCP_CONGESTION, "" },
	AS(TCP, TCP_INFO, INFO),
	AS(TCP, TCP_FUNCTION_BLK, STACK),
	KEPT(TCP, TCP_THIN_DUPACK, "it has had no effect since Linux 4.10"),
	KEPT(TCP, TCP_PCAP_OUT, "the trace is always there"),
	KEPT(TCP, TCP_PCAP_IN, "the trace is always there"),
	PLAYED(TCP, TCP_NOOPT, TCP_NOOPT),
	UNPLAYED(TCP, TCP_THIN_LINEAR_TIMEOUTS, "timeouts always back off"),
	UNPLAYED(TCP, TCP_DEFER_ACCEPT, "the handshake ends at the third message"),
	UNPLAYED(TCP, TCP_WINDOW_CLAMP, "set SO_RCVBUF"),
	UNPLAYED(TCP, TCP_MD5SIG, "TCP MD5 signatures"),
	UNPLAYED(TCP, TCP_MD5SIG_EXT, "TCP MD5 signatures"),
	UNPLAYED(TCP, TCP_REPAIR, "repair of connections"),
	UNPLAYED(TCP, TCP_REPAIR_QUEUE, "repair of connections"),
	UNPLAYED(TCP, TCP_REPAIR_OPTIONS, "repair of connections"),
	UNPLAYED(TCP, TCP_REPAIR_WINDOW, "repair of connections"),
	UNPLAYED(TCP, TCP_QUEUE_SEQ, "repair of connections"),
	UNPLAYED(TCP, TCP_TIMESTAMP, "the clock of timestamps cannot be set"),
	UNPLAYED(TCP, TCP_CC_INFO, "the inner state of congestion control"),
	UNPLAYED(TCP, TCP_FASTOPEN_KEY, "cookies are the host's own"),
	UNPLAYED(TCP, TCP_SAVE_SYN, "the SYN's octets are not kept"),
	UNPLAYED(TCP, TCP_SAVED_SYN, "the SYN's octets are not kept"),
	UNPLAYED(TCP, TCP_ULP, "protocols on top of TCP"),
	UNPLAYED(TCP, TCP_ZEROCOPY_RECEIVE, "zero-copy"),
	UNPLAYED(TCP, TCP_INQ, "ancillary data"),
	UNPLAYED(TCP, TCP_TX_DELAY, "delays of the host"),
	UNPLAYED(TCP, TCP_STATS, "statistics of the stack"),
	UNPLAYED(TCP, TCP_LOG, "black box logging"),
	UNPLAYED(TCP, TCP_LOGBUF, "black box logging"),
	UNPLAYED(TCP, TCP_LOGID, "black box logging"),
	UNPLAYED(TCP, TCP_LOGDUMP, "black box logging"),
	UNPLAYED(TCP, TCP_CCALGOOPT, "the inner state of congestion control"),
	UNPLAYED(TCP, TCP_IDLE_REDUCE, "the setting is the profile's"),
	UNPLAYED(TCP, TCP_REMOTE_UDP_ENCAPS_PORT, "TCP over UDP"),
	UNPLAYED(TCP, TCP_DELACK, "of another stack"),
	UNPLAYED(TCP, TCP_FIN_IS_RST, "of another stack"),

	PLAYED(IP, IP_TOS, IP_TOS),
	PLAYED(IP, IP_TTL, IP_TTL),
	PLAYED(IP, IP_MTU_DISCOVER, IP_MTU_DISCOVER),
	PLAYED(IP, IP_RECVERR, IP_RECVERR),
	PLAYED(IP, IP_RECVTOS, IP_RECVTOS),
	PLAYED(IP, IP_RECVTTL, IP_RECVTTL),
	KEPT(IP, IP_FREEBIND, "an address need not be there to be bound"),
	KEPT(IP, IP_TRANSPARENT, "of the host's routing"),
	KEPT(IP, IP_BIND_ADDRESS_NO_PORT, "ports are not short"),
	UNPLAYED(IP, IP_DONTFRAG, "use the setting path-mtu-discovery"),
	UNPLAYED(IP, IP_MTU, "the route's MTU cannot be asked for"),
	UNPLAYED(IP, IP_MINTTL, "nothing is dropped for its TTL"),
	UNPLAYED(IP, IP_OPTIONS, "options of IP"),
	UNPLAYED(IP, IP_HDRINCL, "raw sockets"),

	PLAYED(IPV6, IPV6_TCLASS, IPV6_TCLASS),
	PLAYED(IPV6, IPV6_UNICAST_HOPS, IPV6_UNICAST_HOPS),
	PLAYED(IPV6, IPV6_V6ONLY, IPV6_V6ONLY),
	PLAYED(IPV6, IPV6_MTU_DISCOVER, IPV6_MTU_DISCOVER),
	UNPLAYED(IPV6, IPV6_DONTFRAG, "use the setting path-mtu-discovery"),
	UNPLAYED(IPV6, IPV6_USE_MIN_MTU, "use the setting mtu"),
	UNPLAYED(IPV6, IPV6_MTU, "the route's MTU cannot be asked for"),
	UNPLAYED(IPV6, IPV6_RECVERR, "the queue of errors"),
	UNPLAYED(IPV6, IPV6_RECVHOPLIMIT, "ancillary data"),
	UNPLAYED(IPV6, IPV6_RECVTCLASS, "ancillary data"),
};

const struct pkt_socket_option *
tcpsim_pkt_socket_options(size_t *n)
{
	*n = G_N_ELEMENTS(options);
	return options;
}

/* Linux calls RFC 5681 and 6582 reno, FreeBSD newreno. */
static const struct {
	int number;
	char name[12];
} controls[] = {
	{ TCPSIM_CONGESTION_NEWRENO, "reno" },
	{ TCPSIM_CONGESTION_NEWRENO, "newreno" },
	{ TCPSIM_CONGESTION_CUBIC, "cubic" },
	{ TCPSIM_CONGESTION_NONE, "none" },
};

bool
tcpsim_pkt_congestion_control(const char *name, int *number)
{
	for (size_t i = 0; i < G_N_ELEMENTS(controls); i++) {
		if (strcmp(controls[i].name, name) == 0) {
			*number = controls[i].number;
			return true;
		}
	}
	return false;
}

const char *
tcpsim_pkt_congestion_name(const struct play *play, int number)
{
	bool is_linux = tcpsim_pkt_system_of(play->profile->name) == PKT_SYSTEM_LINUX;

	if (number == TCPSIM_CONGESTION_NEWRENO)
		return is_linux ? "reno" : "newreno";
	return number == TCPSIM_CONGESTION_CUBIC ? "cubic" : "none";
}

bool
tcpsim_pkt_same_congestion(const char *a, const char *b)
{
	int first, second;

	return tcpsim_pkt_congestion_control(a, &first) && tcpsim_pkt_congestion_control(b, &second) && first == second;
}
