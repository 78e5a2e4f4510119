/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_LIB_PACKETDRILL_SYNTAX_ERROR_H
#define TCPSIM_LIB_PACKETDRILL_SYNTAX_ERROR_H

#include "lib/packetdrill/parse_private.h"

/*
 * Something stands where it cannot, and `expected` could, NULL-terminated and in order of their importance: put it into
 * one sentence and report it.
 */
void tcpsim_pkt_syntax_error(struct pkt_parser *p, const struct tcpsim_place *loc, bool is_at_end,
	const char *const *expected);

#endif
