/* SPDX-License-Identifier: MIT */
#include "lib/packetdrill/play.h"

/* Code: Python over snapshots of tcp_info. */

bool
tcpsim_pkt_code(struct play *play, const struct pkt_event *event)
{
	return tcpsim_pkt_skip(play, &event->text_loc, "%%{ }%% code");
}

void
tcpsim_pkt_code_end(struct play *play)
{
	play->result->code = play->code != NULL ? g_string_free(play->code, FALSE) : NULL;
	play->code = NULL;
}
