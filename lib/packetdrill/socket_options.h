/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_LIB_PACKETDRILL_SOCKET_OPTIONS_H
#define TCPSIM_LIB_PACKETDRILL_SOCKET_OPTIONS_H

#include "lib/packetdrill/calls_private.h"

/* The options of sockets that scripts know, and what they stand for. */

enum pkt_option_level {
	PKT_LEVEL_SOCKET,
	PKT_LEVEL_TCP,
	PKT_LEVEL_IP,
	PKT_LEVEL_IPV6,
};

enum pkt_option_meaning {
	PKT_SOCKOPT_NUMBER,     /* .target takes and gives it */
	PKT_SOCKOPT_LINGER,
	PKT_SOCKOPT_TIMEOUT,    /* a struct timeval, for calls that block */
	PKT_SOCKOPT_CONGESTION, /* a string */
	PKT_SOCKOPT_STACK,      /* a string: there is one stack */
	PKT_SOCKOPT_INFO,       /* tcp_info: its members are for code */
	PKT_SOCKOPT_STATUS,     /* a number of the system, only to be got */
	PKT_SOCKOPT_KEPT,       /* it changes nothing here, and reads as it was set: .why */
	PKT_SOCKOPT_UNPLAYED,   /* the script is skipped: .why */
};

struct pkt_socket_option {
	enum pkt_option_level level;
	enum pkt_constant name;
	enum pkt_option_meaning kind;
	enum tcpsim_option_name target;
	char why[64];
};

/* All of them; `*n` gets their number. */
const struct pkt_socket_option *tcpsim_pkt_socket_options(size_t *n);

/* A congestion control by the name that a system has for it; false if there is none here. */
bool tcpsim_pkt_congestion_control(const char *name, int *number);
/* And the other way round, as the profile's system calls it. Two names of one are the same. */
const char *tcpsim_pkt_congestion_name(const struct play *play, int number);
bool tcpsim_pkt_same_congestion(const char *a, const char *b);

#endif
