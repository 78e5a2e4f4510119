/* SPDX-License-Identifier: MIT */
/* 3.10.7.4 second and fourth: RST and SYN on a connection that exists, with and without RFC 5961 and RFC 1337. */
#include "tests/rfc/rows.h"

#define NO_5961 .policy = { WITH(rfc5961, 0) }
#define RESET_SIGNALED .signals = TCPSIM_SIGNAL_ERROR, .error = TCPSIM_ERROR_RESET
#define THROTTLED { CHALLENGED_SINCE, NOW - SECOND }, { CHALLENGED, 10 }

#define ANY_RST_RESETS(state_name, state, the_rule, ...) \
	{ ROW("without RFC 5961 any RST in the window ends " state_name), .in = (state), \
	.seg = { .seq = RCV + 999U, .ctl = RST }, NO_5961, .then = { { INTO, TCPSIM_CLOSED } }, .rule = (the_rule), \
	__VA_ARGS__ }, \
	{ ROW("without RFC 5961, too, one beyond the window does not end " state_name), .in = (state), \
	.seg = { .seq = RCV + 1000U, .ctl = RST }, NO_5961, .rule = TCPSIM_RULE_SEQ_UNACCEPTABLE_RST_DROPPED }

/* RFC 793's answer to a SYN in the window: the connection is reset, and the peer is told. */
#define ANY_SYN_RESETS(state_name, state) \
	{ ROW("without RFC 5961 a SYN in the window ends " state_name " and is reset"), .in = (state), \
	.seg = { .seq = RCV + 5U, .ctl = SYN }, NO_5961, \
	.sends = { { .seq = 0, .ack = RCV + 6U, .ctl = RST | ACK, .purpose = TCPSIM_PURPOSE_RESET } }, \
	.then = { { INTO, TCPSIM_CLOSED } }, RESET_SIGNALED, .rule = TCPSIM_RULE_SYN_RESETS }

static const struct row rows[] = {
	{ ROW("a RST with text in it resets (SHLD-2)"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ctl = RST, .text = 20 },
	.then = { { INTO, TCPSIM_CLOSED } }, RESET_SIGNALED,
	.rule = TCPSIM_RULE_RST_RESETS },

	{ ROW("a RST whose text only reaches into the window is outside"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV - 1U, .ctl = RST, .text = 20 },
	.rule = TCPSIM_RULE_SEQ_UNACCEPTABLE_RST_DROPPED },

	{ ROW("a RST one beside RCV.NXT draws a challenge ACK"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV + 1U, .ctl = RST },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK, .purpose = TCPSIM_PURPOSE_CHALLENGE } },
	.then = { COUNTED },
	.rule = TCPSIM_RULE_RST_CHALLENGED },

	{ ROW("the challenges are limited"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV + 1U, .ctl = RST },
	.given = { THROTTLED },
	.rule = TCPSIM_RULE_CHALLENGE_THROTTLED },

	{ ROW("the ACK of a RST does not matter on a connection that exists"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA + 5000U, .ctl = RST | ACK },
	.then = { { INTO, TCPSIM_CLOSED } }, RESET_SIGNALED,
	.rule = TCPSIM_RULE_RST_RESETS },

	{ ROW("what was queued and held goes with the connection"),
	.in = TCPSIM_CLOSE_WAIT, .seg = { .seq = RCV, .ctl = RST },
	.given = { OUTSTANDING(30U), { QUEUED, 100 }, { UNREAD, 10 } },
	.then = { { INTO, TCPSIM_CLOSED } }, RESET_SIGNALED,
	.rule = TCPSIM_RULE_RST_RESETS },

	ANY_RST_RESETS("ESTABLISHED", TCPSIM_ESTABLISHED, TCPSIM_RULE_RST_RESETS, RESET_SIGNALED),
	ANY_RST_RESETS("FIN-WAIT-1", TCPSIM_FIN_WAIT_1, TCPSIM_RULE_RST_RESETS, RESET_SIGNALED),
	ANY_RST_RESETS("FIN-WAIT-2", TCPSIM_FIN_WAIT_2, TCPSIM_RULE_RST_RESETS, RESET_SIGNALED),
	ANY_RST_RESETS("CLOSE-WAIT", TCPSIM_CLOSE_WAIT, TCPSIM_RULE_RST_RESETS, RESET_SIGNALED),
	ANY_RST_RESETS("CLOSING", TCPSIM_CLOSING, TCPSIM_RULE_RST_CLOSING, RESET_SIGNALED),
	ANY_RST_RESETS("LAST-ACK", TCPSIM_LAST_ACK, TCPSIM_RULE_RST_CLOSING, RESET_SIGNALED),
	ANY_RST_RESETS("TIME-WAIT", TCPSIM_TIME_WAIT, TCPSIM_RULE_RST_TIME_WAIT, .signals = 0),

	{ ROW("without RFC 5961 any RST in the window returns SYN-RECEIVED to LISTEN"),
	.in = TCPSIM_SYN_RECEIVED, .seg = { .seq = IRS + 6U, .ctl = RST }, NO_5961,
	.then = { { INTO, TCPSIM_LISTEN } },
	.rule = TCPSIM_RULE_RST_SYN_RECEIVED_LISTENS },

	{ ROW("... or refuses the active opener"),
	.in = TCPSIM_SYN_RECEIVED, .seg = { .seq = IRS + 6U, .ctl = RST }, NO_5961,
	.given = { { ORIGIN, TCPSIM_ORIGIN_ACTIVE } },
	.then = { { INTO, TCPSIM_CLOSED } },
	.signals = TCPSIM_SIGNAL_ERROR, .error = TCPSIM_ERROR_REFUSED,
	.rule = TCPSIM_RULE_RST_SYN_RECEIVED_REFUSED },

	{ ROW("who listened for one remote socket still does; text from the SYN is forgotten, RECEIVEs wait on"),
	.in = TCPSIM_SYN_RECEIVED, .seg = { .seq = IRS + 1U, .ctl = RST },
	.given = { { RAISE, TCPSIM_FLAG_REMOTE_KNOWN }, { N_HELD, 1 }, { HELD_0_BEGIN, IRS + 1U },
		{ HELD_0_END, IRS + 11U }, { WANTED, 77 } },
	.then = { { INTO, TCPSIM_LISTEN }, { RAISE, TCPSIM_FLAG_REMOTE_KNOWN }, { WANTED, 77 } },
	.rule = TCPSIM_RULE_RST_SYN_RECEIVED_LISTENS },

	/* RFC 1337 3 */
	{ ROW("with RFC 1337 a RST does not end TIME-WAIT"),
	.in = TCPSIM_TIME_WAIT, .seg = { .seq = RCV, .ctl = RST },
	.policy = { WITH(rfc1337, 1) },
	.rule = TCPSIM_RULE_RST_TIME_WAIT_IGNORED },

	{ ROW("... nor is it challenged"),
	.in = TCPSIM_TIME_WAIT, .seg = { .seq = RCV + 5U, .ctl = RST },
	.policy = { WITH(rfc1337, 1) },
	.rule = TCPSIM_RULE_RST_TIME_WAIT_IGNORED },

	{ ROW("... and elsewhere it resets as ever"),
	.in = TCPSIM_LAST_ACK, .seg = { .seq = RCV, .ctl = RST },
	.policy = { WITH(rfc1337, 1) },
	.then = { { INTO, TCPSIM_CLOSED } }, RESET_SIGNALED,
	.rule = TCPSIM_RULE_RST_CLOSING },

	/* Fourth: SYN. */
	{ ROW("a SYN in the window draws a challenge ACK; nothing else of it is looked at"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA + 10U, .ctl = SYN | ACK, .text = 10 },
	.given = { OUTSTANDING(10U) },
	.sends = { { .seq = UNA + 10U, .ack = RCV, .ctl = ACK, .purpose = TCPSIM_PURPOSE_CHALLENGE } },
	.then = { COUNTED },
	.rule = TCPSIM_RULE_SYN_CHALLENGED },

	{ ROW("those challenges are limited, too"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ctl = SYN },
	.given = { THROTTLED },
	.rule = TCPSIM_RULE_CHALLENGE_THROTTLED },

	{ ROW("a SYN before the window with text in it draws one, whatever its number (RFC 5961 4)"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV - 1U, .ack = UNA, .ctl = SYN | ACK, .text = 10 },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK, .purpose = TCPSIM_PURPOSE_CHALLENGE } },
	.then = { COUNTED },
	.rule = TCPSIM_RULE_SYN_CHALLENGED },

	{ ROW("without RFC 5961 such a SYN is cut off as old, and the text is taken"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV - 1U, .ack = UNA, .ctl = SYN | ACK, .text = 10 }, NO_5961,
	.sends = { { .seq = UNA, .ack = RCV + 10U, .ctl = ACK } },
	.then = { { RCV_NXT, RCV + 10U }, { RCV_OFFSET, RECEIVED_OCTETS + 10 }, { RCV_WND, RCV_BUFFER - 10 } },
	.stores = { RECEIVED_OCTETS, 0, 10 }, .delivers = { RECEIVED_OCTETS, 10 },
	.rule = TCPSIM_RULE_TEXT_ACCEPTED, .also = { TCPSIM_RULE_ACK_DUPLICATE } },

	ANY_SYN_RESETS("ESTABLISHED", TCPSIM_ESTABLISHED),
	ANY_SYN_RESETS("FIN-WAIT-1", TCPSIM_FIN_WAIT_1),
	ANY_SYN_RESETS("FIN-WAIT-2", TCPSIM_FIN_WAIT_2),
	ANY_SYN_RESETS("CLOSE-WAIT", TCPSIM_CLOSE_WAIT),
	ANY_SYN_RESETS("CLOSING", TCPSIM_CLOSING),
	ANY_SYN_RESETS("LAST-ACK", TCPSIM_LAST_ACK),
	ANY_SYN_RESETS("TIME-WAIT", TCPSIM_TIME_WAIT),

	{ ROW("the RST takes its number from the ACK of the SYN if there is one (3.5.2)"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV + 5U, .ack = 4711, .ctl = SYN | ACK }, NO_5961,
	.sends = { { .seq = 4711, .ctl = RST, .purpose = TCPSIM_PURPOSE_RESET } },
	.then = { { INTO, TCPSIM_CLOSED } }, RESET_SIGNALED,
	.rule = TCPSIM_RULE_SYN_RESETS },

	{ ROW("after a passive OPEN a SYN in the window returns SYN-RECEIVED to LISTEN without RFC 5961, too"),
	.in = TCPSIM_SYN_RECEIVED, .seg = { .seq = IRS + 6U, .ctl = SYN }, NO_5961,
	.then = { { INTO, TCPSIM_LISTEN } },
	.rule = TCPSIM_RULE_SYN_SYN_RECEIVED_LISTENS },

	{ ROW("after an active one it resets"),
	.in = TCPSIM_SYN_RECEIVED, .seg = { .seq = IRS + 6U, .ctl = SYN }, NO_5961,
	.given = { { ORIGIN, TCPSIM_ORIGIN_ACTIVE } },
	.sends = { { .seq = 0, .ack = IRS + 7U, .ctl = RST | ACK } },
	.then = { { INTO, TCPSIM_CLOSED } }, RESET_SIGNALED,
	.rule = TCPSIM_RULE_SYN_RESETS },
};

int
main(void)
{
	return ROWS_MAIN("3.10.7.4 second, fourth", rows);
}
