/* SPDX-License-Identifier: MIT */
/* The OPEN call, RFC 9293 3.10.1. */
#include "tests/rfc/rows.h"

#define OPEN_IN(state_name, state) \
	{ ROW("an active OPEN in " state_name " says that the connection exists"), .in = (state), .event = OPEN, \
	.is_active = true, .remote = TCPSIM_REMOTE_KNOWN, .answer = TCPSIM_ERROR_EXISTS, \
	.rule = TCPSIM_RULE_OPEN_EXISTS }, \
	{ ROW("a passive OPEN in " state_name " says that the connection exists"), .in = (state), .event = OPEN, \
	.answer = TCPSIM_ERROR_EXISTS, .rule = TCPSIM_RULE_OPEN_EXISTS }

/*
 * A new TCB offers the whole buffer, waits for nothing and takes 536 octets a segment until the peer says more
 * (MUST-15).
 */
#define NEW_TCB \
	{ MSS, 536 }, { RTT_RTO, SECOND }, { RCV_WND, RCV_BUFFER }, { DUE_RETRANSMISSION, NEVER }, \
	{ DUE_PERSIST, NEVER }, \
	{ DUE_KEEPALIVE, NEVER }, { DUE_2MSL, NEVER }, { DUE_USER, NEVER }, { DUE_ACK, NEVER }, \
	{ DUE_FIN_WAIT_2, NEVER }

static const struct row rows[] = {
	{ ROW("a passive OPEN listens for anybody"),
	.in = TCPSIM_CLOSED, .event = OPEN,
	.then = { { STATE, TCPSIM_LISTEN }, NEW_TCB },
	.rule = TCPSIM_RULE_OPEN_PASSIVE },

	{ ROW("a passive OPEN may listen for one remote socket"),
	.in = TCPSIM_CLOSED, .event = OPEN, .remote = TCPSIM_REMOTE_KNOWN,
	.then = { { STATE, TCPSIM_LISTEN }, NEW_TCB, { RAISE, TCPSIM_FLAG_REMOTE_KNOWN } },
	.rule = TCPSIM_RULE_OPEN_PASSIVE },

	{ ROW("an active OPEN sends <SEQ=ISS><CTL=SYN>"),
	.in = TCPSIM_CLOSED, .event = OPEN, .is_active = true, .remote = TCPSIM_REMOTE_KNOWN,
	.sends = { { .seq = NEW_ISS, .ctl = SYN } },
	.then = { OPENED_ACTIVELY, { WANTED, 0 } },
	.rule = TCPSIM_RULE_OPEN_ACTIVE },

	{ ROW("an RTO that the policy sets is that of the SYN"),
	.in = TCPSIM_CLOSED, .event = OPEN, .is_active = true, .remote = TCPSIM_REMOTE_KNOWN,
	.policy = { WITH(rto_initial_us, 3 * SECOND), WITH(user_timeout_us, 20 * SECOND) },
	.sends = { { .seq = NEW_ISS, .ctl = SYN } },
	.then = { OPENED_ACTIVELY, { WANTED, 0 }, { RTT_RTO, 3 * SECOND }, { DUE_RETRANSMISSION, NOW + 3 * SECOND },
		{ DUE_USER, NOW + 20 * SECOND } },
	.rule = TCPSIM_RULE_OPEN_ACTIVE },

	{ ROW("a small MSS is said in the SYN, and no more is sent than is taken"),
	.in = TCPSIM_CLOSED, .event = OPEN, .is_active = true, .remote = TCPSIM_REMOTE_KNOWN,
	.policy = { WITH(mss, 100) },
	.sends = { { .seq = NEW_ISS, .ctl = SYN } },
	.then = { OPENED_ACTIVELY, { WANTED, 0 }, { MSS, 100 } },
	.rule = TCPSIM_RULE_OPEN_ACTIVE },

	{ ROW("an active OPEN needs a remote socket"),
	.in = TCPSIM_CLOSED, .event = OPEN, .is_active = true,
	.answer = TCPSIM_ERROR_REMOTE_UNSPECIFIED,
	.rule = TCPSIM_RULE_OPEN_REMOTE_UNSPECIFIED },

	{ ROW("an active OPEN to a group is an error (MUST-46)"),
	.in = TCPSIM_CLOSED, .event = OPEN, .is_active = true, .remote = TCPSIM_REMOTE_GROUP,
	.answer = TCPSIM_ERROR_REMOTE_INVALID,
	.rule = TCPSIM_RULE_OPEN_REMOTE_INVALID },

	{ ROW("a passive OPEN for a group is an error, too"),
	.in = TCPSIM_CLOSED, .event = OPEN, .remote = TCPSIM_REMOTE_GROUP,
	.answer = TCPSIM_ERROR_REMOTE_INVALID,
	.rule = TCPSIM_RULE_OPEN_REMOTE_INVALID },

	{ ROW("an active OPEN in LISTEN makes the connection an active one, and RECEIVEs wait on"),
	.in = TCPSIM_LISTEN, .event = OPEN, .is_active = true, .remote = TCPSIM_REMOTE_KNOWN,
	.given = { { WANTED, 77 } },
	.sends = { { .seq = NEW_ISS, .ctl = SYN } },
	.then = { OPENED_ACTIVELY, { WANTED, 77 } },
	.rule = TCPSIM_RULE_OPEN_LISTEN_ACTIVE },

	{ ROW("an active OPEN in LISTEN needs a remote socket"),
	.in = TCPSIM_LISTEN, .event = OPEN, .is_active = true,
	.answer = TCPSIM_ERROR_REMOTE_UNSPECIFIED,
	.rule = TCPSIM_RULE_OPEN_REMOTE_UNSPECIFIED },

	{ ROW("an active OPEN in LISTEN to a group is an error"),
	.in = TCPSIM_LISTEN, .event = OPEN, .is_active = true, .remote = TCPSIM_REMOTE_GROUP,
	.answer = TCPSIM_ERROR_REMOTE_INVALID,
	.rule = TCPSIM_RULE_OPEN_REMOTE_INVALID },

	{ ROW("a second passive OPEN finds the first"),
	.in = TCPSIM_LISTEN, .event = OPEN,
	.answer = TCPSIM_ERROR_EXISTS,
	.rule = TCPSIM_RULE_OPEN_EXISTS },

	OPEN_IN("SYN-SENT", TCPSIM_SYN_SENT),
	OPEN_IN("SYN-RECEIVED", TCPSIM_SYN_RECEIVED),
	OPEN_IN("ESTABLISHED", TCPSIM_ESTABLISHED),
	OPEN_IN("FIN-WAIT-1", TCPSIM_FIN_WAIT_1),
	OPEN_IN("FIN-WAIT-2", TCPSIM_FIN_WAIT_2),
	OPEN_IN("CLOSE-WAIT", TCPSIM_CLOSE_WAIT),
	OPEN_IN("CLOSING", TCPSIM_CLOSING),
	OPEN_IN("LAST-ACK", TCPSIM_LAST_ACK),
	OPEN_IN("TIME-WAIT", TCPSIM_TIME_WAIT),
};

int
main(void)
{
	return ROWS_MAIN("3.10.1 OPEN", rows);
}
