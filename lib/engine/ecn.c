/* SPDX-License-Identifier: MIT */
#include "engine_private.h"

void
engine_ecn_arrived(struct event *e)
{
	(void)e;
}

void
engine_ecn_mark(struct event *e, struct tcpsim_segment *seg)
{
	(void)e;
	(void)seg;
}
