/* SPDX-License-Identifier: MIT */
#include "engine_private.h"

void
engine_congestion_begin(struct event *e)
{
	(void)e;
}

uint32_t
engine_congestion_room(const struct event *e)
{
	(void)e;
	return UINT32_MAX;
}
