/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_SIM_EXPLAIN_H
#define TCPSIM_SIM_EXPLAIN_H

#include "sim/command.h"

/* What the user of `tcpsim explain` asked for. */
struct explain_request {
	bool is_hex, wants_names;
	char *event; /* what happens to the states that are named, or NULL */
	const struct tcpsim_profile *profile;
	struct tcpsim_ladder_options page;
};

/* Tell of the packets that the arguments, NULL-terminated, stand for: files, or octets. */
enum status explain_packets(const struct explain_request *request, char **arguments);

/* Tell which built-in scenarios show what has that name: the first few. Nothing where the table of them is not there. */
void explain_shown(const struct explain_request *request, const char *name);

#endif
