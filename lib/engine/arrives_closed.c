/* SPDX-License-Identifier: MIT */
#include "engine_private.h"

/* 3.10.7.1 CLOSED STATE: there is no connection, and the sender is told so. */
void
engine_arrives_closed(struct event *e)
{
	if ((e->seg->ctl & TCPSIM_RST) != 0) {
		mark(e, TCPSIM_RULE_CLOSED_RST_IGNORED);
		return;
	}
	mark(e, (e->seg->ctl & TCPSIM_ACK) != 0 ? TCPSIM_RULE_CLOSED_ACK_RESET : TCPSIM_RULE_CLOSED_NO_ACK_RESET);
	engine_reset_segment(e);
}
