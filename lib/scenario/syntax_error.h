/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_SCENARIO_SYNTAX_ERROR_H
#define TCPSIM_SCENARIO_SYNTAX_ERROR_H

#include "lib/scenario/parse_private.h"

/* What sort of token the grammar would take. */
enum scn_expected {
	SCN_EXPECTED_SIGN,    /* `->`, end of line */
	SCN_EXPECTED_LITERAL, /* a number, a time, ... */
	SCN_EXPECTED_NAME,
	SCN_EXPECTED_STATE,
	SCN_EXPECTED_KIND,
	SCN_EXPECTED_VARIABLE,
	SCN_EXPECTED_RESERVED, /* a keyword that is never a name */
	SCN_EXPECTED_SOFT,     /* a keyword that may be a name, too */
};

#define SCN_MAX_EXPECTED 160

/* Something that cannot stand where it stands, and all that could. */
struct scn_syntax_error {
	struct tcpsim_place loc;
	size_t n;
	const char *names[SCN_MAX_EXPECTED];
	enum scn_expected sorts[SCN_MAX_EXPECTED];
};

/* Put a syntax error into one sentence and report it. */
void tcpsim_scn_syntax_error_report(struct scn_parser *p, struct scn_syntax_error *error);

/* Whether a token of that name could have stood there. */
bool tcpsim_scn_expects(const struct scn_syntax_error *error, const char *name);

/* syntax_slips.c: whether `text`, the token that cannot stand there, is a slip that many make; then it is reported. */
bool tcpsim_scn_report_slip(struct scn_parser *p, const struct scn_syntax_error *error, const char *text);

#endif
