/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_TESTS_PACKETDRILL_CHANGE_H
#define TCPSIM_TESTS_PACKETDRILL_CHANGE_H

#include "lib/packetdrill/ast.h"

/*
 * Changing one expectation of a script at a time: the tree is changed, the trial made, and the tree put back. What
 * cannot matter is not changed: what is left open, and what the script gives a name to, such as descriptors and the ISN
 * of the first SYN.
 */
struct trial {
	struct tcpsim_drill *drill;
	const struct pkt_event *event; /* of which something is changed */
	/* Play it now: it must fail there, by that field. `line` is that of what was changed. */
	void (*play)(struct trial *trial, const char *field, uint32_t line, const char *what);
	void *data;
};

/* Change each expected field of an event in turn. */
void change_packet(struct trial *trial, struct pkt_event *event);
void change_call(struct trial *trial, struct pkt_event *event);
/* When an event, or the return of a call, is expected. */
void change_time(struct trial *trial, struct pkt_time *time);

#endif
