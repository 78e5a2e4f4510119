/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_SCENARIO_SCAN_PRIVATE_H
#define TCPSIM_SCENARIO_SCAN_PRIVATE_H

#include "lib/scenario/parse.h"
#include "lib/scenario/parse_private.h"

/* What scan.l and its helpers in token.c share. */

/* Make a scanner for the text, kept in p->scanner; and free it. */
void *tcpsim_scn_scanner_new(struct scn_parser *p, const char *text, size_t n);
void tcpsim_scn_scanner_free(void *scanner);

/* Leave the scanner, and the parser above it, for p->fatal: the scanner found itself broken. */
_Noreturn void tcpsim_scn_fatal(void *scanner);

/* The next token, without what the parser remembers of it: yylex() in token.c wraps it. */
int tcpsim_scn_scan(TCPSIM_SCN_YYSTYPE *value, struct tcpsim_place *loc, void *scanner);

/* The next token. */
int tcpsim_scn_yylex(TCPSIM_SCN_YYSTYPE *value, struct tcpsim_place *loc, struct scn_parser *p);

/* Find the place of what was scanned, and go behind it. */
void tcpsim_scn_locate(struct scn_parser *p, struct tcpsim_place *loc, const char *text, size_t n);

/* Make tokens; `text` is as it was scanned, without NULs: of a text with its quotes, of a `$x` without the $. */
int tcpsim_scn_scan_text(
	struct scn_parser *p, TCPSIM_SCN_YYSTYPE *value, const struct tcpsim_place *loc, const char *text,
		bool is_closed);
int tcpsim_scn_scan_vary(struct scn_parser *p, TCPSIM_SCN_YYSTYPE *value, const struct tcpsim_place *loc,
	const char *name);
int tcpsim_scn_scan_word(struct scn_parser *p, TCPSIM_SCN_YYSTYPE *value, const char *text);
int tcpsim_scn_scan_literal(
	struct scn_parser *p, TCPSIM_SCN_YYSTYPE *value, const struct tcpsim_place *loc, const char *text);

/* Say that a character means nothing. */
void tcpsim_scn_scan_stray(struct scn_parser *p, const struct tcpsim_place *loc, const char *text);

#endif
