/* SPDX-License-Identifier: MIT */
#include "lib/packetdrill/ast.h"

const struct tcpsim_profile *
tcpsim_drill_profile(const struct tcpsim_drill *drill, const struct tcpsim_drill_options *options)
{
	(void)drill;
	return tcpsim_profile_find(options != NULL && options->profile != NULL ? options->profile : "rfc9293");
}
