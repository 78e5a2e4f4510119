/* SPDX-License-Identifier: MIT */
#include "lib/packetdrill/play.h"

/* Commands: no shell is run. */

bool
tcpsim_pkt_command(struct play *play, const struct pkt_event *event)
{
	return tcpsim_pkt_skip(play, &event->text_loc, "command `%s`", event->text);
}
