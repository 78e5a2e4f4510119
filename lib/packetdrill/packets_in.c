/* SPDX-License-Identifier: MIT */
#include "lib/packetdrill/packets.h"

/* A `<` line becomes a packet that arrives. */

bool
tcpsim_pkt_inject(struct play *play, const struct pkt_event *event)
{
	return tcpsim_pkt_skip(play, &event->loc, "packet");
}
