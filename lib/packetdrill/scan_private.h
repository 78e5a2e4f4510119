/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_LIB_PACKETDRILL_SCAN_PRIVATE_H
#define TCPSIM_LIB_PACKETDRILL_SCAN_PRIVATE_H

#include "lib/packetdrill/parse.h"
#include "lib/packetdrill/parse_private.h"

/* What scan.l and its helpers in token.c share. */

/* Make a scanner for the text, kept in p->scanner; and free it. */
void *tcpsim_pkt_scanner_new(struct pkt_parser *p, const char *text, size_t n);
void tcpsim_pkt_scanner_free(void *scanner);

/* Leave the scanner, and the parser above it, for p->fatal: the scanner found itself broken. */
_Noreturn void tcpsim_pkt_fatal(void *scanner);

/* The next token, before words are looked up: yylex() in token.c wraps it. */
int tcpsim_pkt_scan(TCPSIM_PKT_YYSTYPE *value, struct tcpsim_place *loc, void *scanner);

/* Read a replacement next, then go on. */
void tcpsim_pkt_scan_replacement(void *scanner, const char *text);

/* The next token. */
int tcpsim_pkt_yylex(TCPSIM_PKT_YYSTYPE *value, struct tcpsim_place *loc, struct pkt_parser *p);

/* Find the place of what was scanned, and go behind it. */
void tcpsim_pkt_locate(struct pkt_parser *p, struct tcpsim_place *loc, const char *text, size_t n);

/* Make a token of text without its first `front` octets and its last `back`. */
int tcpsim_pkt_scan_token(struct pkt_parser *p, TCPSIM_PKT_YYSTYPE *value, const struct tcpsim_place *loc, int token,
	const char *text, size_t n, size_t front, size_t back);

/* Say that a text in parentheses does not end, and make a token of it all the same. */
int tcpsim_pkt_scan_open(struct pkt_parser *p, TCPSIM_PKT_YYSTYPE *value, const struct tcpsim_place *loc);

/* Say that a character means nothing. */
void tcpsim_pkt_scan_stray(struct pkt_parser *p, const struct tcpsim_place *loc, const char *text);

#endif
