/* SPDX-License-Identifier: MIT */
#include "lib/packetdrill/play.h"

/* Calls, the one that blocks among them. */

void
tcpsim_pkt_calls_new(struct play *play)
{
	play->calls = NULL;
}

void
tcpsim_pkt_calls_free(struct play *play)
{
	play->calls = NULL;
}

bool
tcpsim_pkt_call(struct play *play, const struct pkt_event *event)
{
	return tcpsim_pkt_skip(play, &event->call.loc, "%s()", event->call.name);
}

bool
tcpsim_pkt_calls_poll(struct play *play)
{
	return !play->is_over;
}

bool
tcpsim_pkt_calls_end(struct play *play)
{
	return !play->is_over;
}
