/* SPDX-License-Identifier: MIT */
/* The ABORT call, RFC 9293 3.10.5. */
#include "tests/rfc/rows.h"

#define QUIET(state_name, state, the_rule) \
	{ ROW("ABORT in " state_name " ends it without a segment"), .in = (state), .event = ABORT, \
	.then = { { INTO, TCPSIM_CLOSED } }, .rule = (the_rule) }

#define RESETS(state_name, state, number) \
	{ ROW("ABORT in " state_name " sends <SEQ=SND.NXT><CTL=RST>"), .in = (state), .event = ABORT, \
	.sends = { { .seq = (number), .ctl = RST, .purpose = TCPSIM_PURPOSE_RESET } }, \
	.then = { { INTO, TCPSIM_CLOSED } }, .rule = TCPSIM_RULE_ABORT_RESETS }

static const struct row rows[] = {
	{ ROW("ABORT without a connection is an error"),
	.in = TCPSIM_CLOSED, .event = ABORT,
	.answer = TCPSIM_ERROR_NO_CONNECTION,
	.rule = TCPSIM_RULE_ABORT_NO_CONNECTION },

	QUIET("LISTEN", TCPSIM_LISTEN, TCPSIM_RULE_ABORT_QUIET),
	QUIET("SYN-SENT", TCPSIM_SYN_SENT, TCPSIM_RULE_ABORT_QUIET),
	RESETS("SYN-RECEIVED", TCPSIM_SYN_RECEIVED, ISS + 1U),
	RESETS("ESTABLISHED", TCPSIM_ESTABLISHED, UNA),
	RESETS("FIN-WAIT-1", TCPSIM_FIN_WAIT_1, UNA + 1U),
	RESETS("FIN-WAIT-2", TCPSIM_FIN_WAIT_2, UNA),
	RESETS("CLOSE-WAIT", TCPSIM_CLOSE_WAIT, UNA),
	QUIET("CLOSING", TCPSIM_CLOSING, TCPSIM_RULE_ABORT_ENDING),
	QUIET("LAST-ACK", TCPSIM_LAST_ACK, TCPSIM_RULE_ABORT_ENDING),
	QUIET("TIME-WAIT", TCPSIM_TIME_WAIT, TCPSIM_RULE_ABORT_ENDING),

	{ ROW("ABORT forgets what was queued; its number is behind all that was sent"),
	.in = TCPSIM_ESTABLISHED, .event = ABORT,
	.given = { OUTSTANDING(30U), { QUEUED, 100 }, { SND_WND, 30 } },
	.sends = { { .seq = UNA + 30U, .ctl = RST, .purpose = TCPSIM_PURPOSE_RESET } },
	.then = { { INTO, TCPSIM_CLOSED } },
	.rule = TCPSIM_RULE_ABORT_RESETS },
};

int
main(void)
{
	return ROWS_MAIN("3.10.5 ABORT", rows);
}
