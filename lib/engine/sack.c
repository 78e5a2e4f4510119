/* SPDX-License-Identifier: MIT */
#include "engine_private.h"

void
engine_add_sack(struct event *e, struct tcpsim_segment *seg)
{
	(void)e;
	(void)seg;
}

void
engine_note_duplicate(struct event *e)
{
	(void)e;
}
