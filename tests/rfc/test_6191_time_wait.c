/* SPDX-License-Identifier: MIT */
/* Who may reopen from TIME-WAIT by his timestamps: RFC 6191 2, case by case (SHLD-4). */
#include "tests/rfc/rows.h"
#include "tests/suite.h"

#define NOW_MS ((uint32_t)(NOW / 1000))
#define NOW_S ((uint32_t)(NOW / SECOND))
#define RECENT UINT32_C(0xfffffffe) /* the last timestamp of the old connection: 3 is 5 ticks later */
#define HAD_TIMESTAMPS { RAISE, TCPSIM_FLAG_TIMESTAMPS }, { TS_RECENT, RECENT }, { TS_RECENT_S, NOW_S }
#define OFFERED WITH(timestamps, 1)

/* What follows a SYN numbered `irs`; 12 octets of every segment are for timestamps, if there are any. */
#define REOPENED(irs) \
	{ INTO, TCPSIM_SYN_RECEIVED }, { ORIGIN, TCPSIM_ORIGIN_REOPENED }, { OLD_SND_NXT, UNA }, { OLD_RCV_NXT, RCV }, \
	{ SND_ISS, NEW_ISS }, { SND_UNA, NEW_ISS }, { SND_NXT, NEW_ISS + 1U }, { SND_WL1, (uint32_t)(irs) }, \
	{ SND_WL2, NEW_ISS }, { RCV_IRS, (uint32_t)(irs) }, { RCV_NXT, (uint32_t)((irs) + 1U) }, \
	{ RAISE, TCPSIM_FLAG_TIMING }, { RTT_SENT, NOW }, { RTT_SEQ, NEW_ISS }, \
	{ DUE_RETRANSMISSION, NOW + SECOND }, { DUE_USER, NOW + 300 * SECOND }
#define STAMPED(ts) \
	{ RAISE, TCPSIM_FLAG_TIMESTAMPS }, { TS_RECENT, (ts) }, { TS_RECENT_S, NOW_S }, { MSS, PEER_MSS - 12 }
#define REMEMBERED { RAISE, TCPSIM_FLAG_OLD_TIMESTAMPS }, { OLD_TS_RECENT, RECENT }
#define SYN_ACK(irs) .seq = NEW_ISS, .ack = (irs) + 1U, .ctl = SYN | ACK
#define STAMPED_SYN_ACK(irs, ts) \
	.sends = { { SYN_ACK(irs), .has_ts = true, .tsval = NOW_MS, .tsecr = (ts) } }
#define A_SYN(irs) .in = TCPSIM_TIME_WAIT, .is_listened = true, .seg = { .seq = (irs), .ctl = SYN }
#define A_STAMPED_SYN(irs, ts) \
	.in = TCPSIM_TIME_WAIT, .is_listened = true, .seg = { .seq = (irs), .ctl = SYN, .has_ts = true, .tsval = (ts) }
#define ANSWERED .sends = { { .seq = UNA, .ack = RCV, .ctl = ACK } }, .then = { COUNTED }
#define ANSWERED_STAMPED \
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK, .has_ts = true, .tsval = NOW_MS, .tsecr = RECENT } }, \
	.then = { COUNTED }

static const struct row rows[] = {
	/* The old connection had timestamps. */
	{ ROW("a newer timestamp reopens, though the number is below what was used"),
	A_STAMPED_SYN(RCV - 100U, 3), .given = { HAD_TIMESTAMPS }, .policy = { OFFERED }, STAMPED_SYN_ACK(RCV - 100U, 3),
	.then = { REOPENED(RCV - 100U), REMEMBERED, STAMPED(3) }, .rule = TCPSIM_RULE_TIME_WAIT_TIMESTAMP_REOPENS },
	{ ROW("by one tick"),
	A_STAMPED_SYN(RCV - 100U, RECENT + 1U), .given = { HAD_TIMESTAMPS }, .policy = { OFFERED },
	STAMPED_SYN_ACK(RCV - 100U, RECENT + 1U), .then = { REOPENED(RCV - 100U), REMEMBERED, STAMPED(RECENT + 1U) },
	.rule = TCPSIM_RULE_TIME_WAIT_TIMESTAMP_REOPENS },
	{ ROW("an equal one reopens with a number above what was used"),
	A_STAMPED_SYN(RCV + 9U, RECENT), .given = { HAD_TIMESTAMPS }, .policy = { OFFERED },
	STAMPED_SYN_ACK(RCV + 9U, RECENT), .then = { REOPENED(RCV + 9U), REMEMBERED, STAMPED(RECENT) },
	.rule = TCPSIM_RULE_TIME_WAIT_SYN_REOPENS },
	{ ROW("but not with one below"),
	A_STAMPED_SYN(RCV - 1U, RECENT), .given = { HAD_TIMESTAMPS }, .policy = { OFFERED },
	.rule = TCPSIM_RULE_TIME_WAIT_SYN_DROPPED },
	{ ROW("an older one does not, whatever the number: it is dropped without a word"),
	A_STAMPED_SYN(RCV + 9U, RECENT - 1U), .given = { HAD_TIMESTAMPS }, .policy = { OFFERED },
	.rule = TCPSIM_RULE_TIME_WAIT_SYN_DROPPED },
	{ ROW("without a timestamp a number above will do"),
	A_SYN(RCV + 9U), .given = { HAD_TIMESTAMPS }, .policy = { OFFERED },
	.sends = { { SYN_ACK(RCV + 9U) } }, .then = { REOPENED(RCV + 9U), REMEMBERED },
	.rule = TCPSIM_RULE_TIME_WAIT_SYN_REOPENS },
	{ ROW("and one below will not"),
	A_SYN(RCV - 9U), .given = { HAD_TIMESTAMPS }, .policy = { OFFERED }, .rule = TCPSIM_RULE_TIME_WAIT_SYN_DROPPED },
	{ ROW("what we do not offer any more would not be on: the number decides"),
	A_STAMPED_SYN(RCV + 9U, RECENT - 1U), .given = { HAD_TIMESTAMPS },
	.sends = { { SYN_ACK(RCV + 9U) } }, .then = { REOPENED(RCV + 9U), REMEMBERED },
	.rule = TCPSIM_RULE_TIME_WAIT_SYN_REOPENS },

	/* It had none. */
	{ ROW("a first timestamp reopens whatever the number: what is left of the old connection has none"),
	A_STAMPED_SYN(RCV - 100U, 3), .policy = { OFFERED }, STAMPED_SYN_ACK(RCV - 100U, 3),
	.then = { REOPENED(RCV - 100U), STAMPED(3) }, .rule = TCPSIM_RULE_TIME_WAIT_TIMESTAMP_REOPENS },
	{ ROW("not if we do not offer them"),
	A_STAMPED_SYN(RCV - 100U, 3), ANSWERED, .rule = TCPSIM_RULE_SEQ_UNACCEPTABLE_ACKED },
	{ ROW("without any a number above will do"),
	A_SYN(RCV + 9U), .policy = { OFFERED }, .sends = { { SYN_ACK(RCV + 9U) } }, .then = { REOPENED(RCV + 9U) },
	.rule = TCPSIM_RULE_TIME_WAIT_SYN_REOPENS },
	/* There RFC 9293 has an answer of its own: 3.10.7.4, first check. */
	{ ROW("and one below is answered as ever"),
	A_SYN(RCV - 9U), .policy = { OFFERED }, ANSWERED, .rule = TCPSIM_RULE_SEQ_UNACCEPTABLE_ACKED },

	/* All this is for a request of a connection. */
	{ ROW("where nobody listens a newer timestamp is no reason either"),
	.in = TCPSIM_TIME_WAIT, .seg = { .seq = RCV + 9U, .ctl = SYN, .has_ts = true, .tsval = 3 },
	.given = { HAD_TIMESTAMPS }, .policy = { OFFERED },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK, .has_ts = true, .tsval = NOW_MS, .tsecr = RECENT } },
	.then = { COUNTED }, .rule = TCPSIM_RULE_SYN_CHALLENGED },
	{ ROW("nor does a SYN,ACK reopen"),
	.in = TCPSIM_TIME_WAIT, .is_listened = true,
	.seg = { .seq = RCV - 100U, .ack = UNA, .ctl = SYN | ACK, .has_ts = true, .tsval = 3, .tsecr = 1 },
	.given = { HAD_TIMESTAMPS }, .policy = { OFFERED }, ANSWERED_STAMPED,
	.rule = TCPSIM_RULE_SEQ_UNACCEPTABLE_ACKED },
	{ ROW("a policy that reopens nothing does not by timestamps"),
	A_STAMPED_SYN(RCV - 100U, 3), .given = { HAD_TIMESTAMPS }, .policy = { OFFERED, WITH(time_wait_reopen, 0) },
	ANSWERED_STAMPED, .rule = TCPSIM_RULE_SEQ_UNACCEPTABLE_ACKED },
	{ ROW("one that goes by numbers only does not"),
	A_STAMPED_SYN(RCV - 100U, 3), .given = { HAD_TIMESTAMPS }, .policy = { OFFERED, WITH(time_wait_timestamps, 0) },
	ANSWERED_STAMPED, .rule = TCPSIM_RULE_SEQ_UNACCEPTABLE_ACKED },
};

int
main(void)
{
	return ROWS_MAIN("RFC 6191 TIME-WAIT", rows);
}
