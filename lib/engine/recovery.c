/* SPDX-License-Identifier: MIT */
#include "engine_private.h"

bool
engine_send_recovery(struct event *e)
{
	(void)e;
	return false;
}
