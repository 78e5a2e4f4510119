/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_LIB_PACKETDRILL_INFO_H
#define TCPSIM_LIB_PACKETDRILL_INFO_H

#include "lib/packetdrill/calls_private.h"

/* tcp_info as code sees it: by the names and in the units of a system. */

/* Where the numbers are from. */
struct pkt_info {
	const struct play *play;
	const struct pkt_descriptor *descriptor;
	enum pkt_system system;
	struct tcpsim_tcp_info info;
	const struct tcpsim_tcb *tcb;   /* NULL if there is no connection any more */
};

/* Of the socket under test: its connection, or else the listener; false if there is neither. */
bool tcpsim_pkt_info_take(const struct play *play, struct pkt_info *info);
/* Whether a member can be told, by its name without `tcpi_`. */
bool tcpsim_pkt_info_knows(enum pkt_system system, const char *name);
/* The member, without `tcpi_`, that somebody who wrote a name no kernel has may have meant, or NULL. */
const char *tcpsim_pkt_info_nearest(enum pkt_system system, const char *name);
/* The i-th member that can, and its value; NULL behind the last. */
const char *tcpsim_pkt_info_member(const struct pkt_info *info, size_t i, int64_t *value);

#endif
