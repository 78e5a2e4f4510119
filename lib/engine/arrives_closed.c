/* SPDX-License-Identifier: MIT */
#include "engine_private.h"

bool
engine_stays_dark(struct event *e)
{
	if (!has_flaw(e, TCPSIM_FLAW_BLACKHOLE))
		return false;
	mark(e, TCPSIM_RULE_FLAW_BLACKHOLE);
	return true;
}

static bool
is_swallowed(const struct event *e)
{
	switch ((enum tcpsim_blackhole)e->policy->blackhole) {
	case TCPSIM_BLACKHOLE_OFF:
		break;
	case TCPSIM_BLACKHOLE_SYN:
		return (e->seg->ctl & TCPSIM_SYN) != 0;
	case TCPSIM_BLACKHOLE_ALL:
		return true;
	}
	return false;
}

/* 3.10.7.1 CLOSED STATE: there is no connection, and the sender is told so. */
void
engine_arrives_closed(struct event *e)
{
	if ((e->seg->ctl & TCPSIM_RST) != 0 && !has_flaw(e, TCPSIM_FLAW_RST_FOR_RST)) {
		mark(e, TCPSIM_RULE_CLOSED_RST_IGNORED);
		return;
	}
	if (engine_stays_dark(e))
		return;
	if (is_swallowed(e)) {
		mark(e, TCPSIM_RULE_CLOSED_SWALLOWED);
		return;
	}
	mark(e, (e->seg->ctl & TCPSIM_ACK) != 0 ? TCPSIM_RULE_CLOSED_ACK_RESET : TCPSIM_RULE_CLOSED_NO_ACK_RESET);
	engine_reset_segment(e);
}
