/* SPDX-License-Identifier: MIT */
#include "lib/packetdrill/packets.h"

/* A `>` line takes the next packet that was sent. */

bool
tcpsim_pkt_expect(struct play *play, const struct pkt_event *event)
{
	return tcpsim_pkt_skip(play, &event->loc, "packet");
}
