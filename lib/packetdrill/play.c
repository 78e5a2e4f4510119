/* SPDX-License-Identifier: MIT */
#include "lib/packetdrill/ast.h"

const struct tcpsim_trace *
tcpsim_drill_trace(const struct tcpsim_drill_result *result)
{
	return tcpsim_net_trace(result->net);
}
