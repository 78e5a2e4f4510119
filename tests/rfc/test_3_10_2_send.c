/* SPDX-License-Identifier: MIT */
/* The SEND call, RFC 9293 3.10.2, and PSH: MUST-61, SHLD-27. */
#include "tests/rfc/rows.h"
#include "tests/suite.h"

#define SEND_AFTER_CLOSE(state_name, state) \
	{ ROW("SEND in " state_name " comes after CLOSE"), .in = (state), .event = SEND, .octets = 10, \
	.answer = TCPSIM_ERROR_CLOSING, .rule = TCPSIM_RULE_SEND_CLOSING }

static const struct row rows[] = {
	{ ROW("SEND without a connection is an error"),
	.in = TCPSIM_CLOSED, .event = SEND, .octets = 10,
	.answer = TCPSIM_ERROR_NO_CONNECTION,
	.rule = TCPSIM_RULE_SEND_NO_CONNECTION },

	{ ROW("SEND in LISTEN opens actively, and the text waits"),
	.in = TCPSIM_LISTEN, .event = SEND, .octets = 10,
	.given = { { RAISE, TCPSIM_FLAG_REMOTE_KNOWN } },
	.sends = { { .seq = NEW_ISS, .ctl = SYN } },
	.then = { OPENED_ACTIVELY, { QUEUED, 10 } },
	.rule = TCPSIM_RULE_SEND_LISTEN_OPENS },

	{ ROW("SEND in LISTEN needs a remote socket"),
	.in = TCPSIM_LISTEN, .event = SEND, .octets = 10,
	.answer = TCPSIM_ERROR_REMOTE_UNSPECIFIED,
	.rule = TCPSIM_RULE_SEND_LISTEN_UNSPECIFIED },

	{ ROW("SEND of too much in LISTEN opens nothing"),
	.in = TCPSIM_LISTEN, .event = SEND, .octets = 101,
	.given = { { RAISE, TCPSIM_FLAG_REMOTE_KNOWN } },
	.policy = { WITH(send_buffer_bytes, 100) },
	.answer = TCPSIM_ERROR_NO_RESOURCES,
	.rule = TCPSIM_RULE_SEND_NO_ROOM },

	{ ROW("SEND in SYN-SENT is queued"),
	.in = TCPSIM_SYN_SENT, .event = SEND, .octets = 10,
	.then = { { QUEUED, 10 } },
	.rule = TCPSIM_RULE_SEND_QUEUED },

	{ ROW("SEND in SYN-RECEIVED is queued"),
	.in = TCPSIM_SYN_RECEIVED, .event = SEND, .octets = 10,
	.given = { { QUEUED, 5 } },
	.then = { { QUEUED, 15 } },
	.rule = TCPSIM_RULE_SEND_QUEUED },

	{ ROW("SEND in SYN-SENT is refused when it does not fit"),
	.in = TCPSIM_SYN_SENT, .event = SEND, .octets = 96,
	.given = { { QUEUED, 5 } },
	.policy = { WITH(send_buffer_bytes, 100) },
	.answer = TCPSIM_ERROR_NO_RESOURCES,
	.rule = TCPSIM_RULE_SEND_NO_ROOM },

	{ ROW("SEND after a CLOSE that waits in SYN-RECEIVED comes after CLOSE"),
	.in = TCPSIM_SYN_RECEIVED, .event = SEND, .octets = 10,
	.given = { { QUEUED, 5 }, { RAISE, TCPSIM_FLAG_CLOSE_CALLED } },
	.answer = TCPSIM_ERROR_CLOSING,
	.rule = TCPSIM_RULE_SEND_CLOSING },

	{ ROW("SEND in ESTABLISHED sends at once, with an ACK, across the end of the number space"),
	.in = TCPSIM_ESTABLISHED, .event = SEND, .octets = 100,
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK, .text = 100, .at = SENT_OCTETS } },
	.then = { { SND_NXT, UNA + 100U }, TIMED(UNA) },
	.rule = TCPSIM_RULE_SEND_ACCEPTED },

	{ ROW("SEND in CLOSE-WAIT does the same"),
	.in = TCPSIM_CLOSE_WAIT, .event = SEND, .octets = 100,
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK, .text = 100, .at = SENT_OCTETS } },
	.then = { { SND_NXT, UNA + 100U }, TIMED(UNA) },
	.rule = TCPSIM_RULE_SEND_ACCEPTED },

	{ ROW("SEND of nothing sends nothing"),
	.in = TCPSIM_ESTABLISHED, .event = SEND, .octets = 0,
	.rule = TCPSIM_RULE_SEND_ACCEPTED },

	{ ROW("text is cut into segments of Eff.snd.MSS; the first is timed"),
	.in = TCPSIM_ESTABLISHED, .event = SEND, .octets = 2 * PEER_MSS + 1,
	.policy = { WITH(nagle, 0) },
	.sends = {
		{ .seq = UNA, .ack = RCV, .ctl = ACK, .text = PEER_MSS, .at = SENT_OCTETS },
		{ .seq = UNA + PEER_MSS, .ack = RCV, .ctl = ACK, .text = PEER_MSS, .at = SENT_OCTETS + PEER_MSS },
		{ .seq = UNA + 2 * PEER_MSS, .ack = RCV, .ctl = ACK, .text = 1, .at = SENT_OCTETS + 2 * PEER_MSS },
	},
	.then = { { SND_NXT, UNA + 2 * PEER_MSS + 1U }, TIMED(UNA) },
	.rule = TCPSIM_RULE_SEND_ACCEPTED },

	{ ROW("what does not fit into one batch is fetched by polling"),
	.in = TCPSIM_ESTABLISHED, .event = SEND, .octets = 50,
	.given = { { MSS, 10 } },
	.more = true,
	.sends = {
		{ .seq = UNA, .ack = RCV, .ctl = ACK, .text = 10, .at = SENT_OCTETS },
		{ .seq = UNA + 10U, .ack = RCV, .ctl = ACK, .text = 10, .at = SENT_OCTETS + 10 },
		{ .seq = UNA + 20U, .ack = RCV, .ctl = ACK, .text = 10, .at = SENT_OCTETS + 20 },
		{ .seq = UNA + 30U, .ack = RCV, .ctl = ACK, .text = 10, .at = SENT_OCTETS + 30 },
	},
	.then = { { SND_NXT, UNA + 40U }, { QUEUED, 10 }, TIMED(UNA) },
	.rule = TCPSIM_RULE_SEND_ACCEPTED },

	{ ROW("polling sends the rest"),
	.in = TCPSIM_ESTABLISHED, .event = POLL,
	.given = { { MSS, 10 }, OUTSTANDING(40U), { QUEUED, 10 }, { RAISE, TCPSIM_FLAG_TIMING }, { RTT_SEQ, UNA } },
	.sends = { { .seq = UNA + 40U, .ack = RCV, .ctl = ACK, .text = 10, .at = SENT_OCTETS + 40 } },
	.then = { { SND_NXT, UNA + 50U }, { QUEUED, 0 } },
	.rule = TCPSIM_RULE_POLLED },

	{ ROW("no more is sent than SND.UNA + SND.WND - SND.NXT, the usable window (3.8.6.2.1)"),
	.in = TCPSIM_ESTABLISHED, .event = SEND, .octets = 100,
	.given = { OUTSTANDING(30U), { SND_WND, 80 }, { MAX_SND_WND, 100 } },
	.policy = { WITH(nagle, 0) },
	.sends = { { .seq = UNA + 30U, .ack = RCV, .ctl = ACK, .text = 50, .at = SENT_OCTETS + 30 } },
	.then = { { SND_NXT, UNA + 80U }, { QUEUED, 50 }, { RAISE, TCPSIM_FLAG_TIMING }, { RTT_SENT, NOW },
		{ RTT_SEQ, UNA + 30U } },
	.rule = TCPSIM_RULE_SEND_ACCEPTED },

	{ ROW("nothing new is sent while the usable window is negative (MUST-34, SHLD-15)"),
	.in = TCPSIM_ESTABLISHED, .event = SEND, .octets = 100,
	.given = { OUTSTANDING(30U), { SND_WND, 20 } },
	.then = { { QUEUED, 100 } },
	.rule = TCPSIM_RULE_SEND_ACCEPTED },

	{ ROW("text for a closed window waits for a probe, one RTO away (SHLD-29), and with all patience (MUST-37)"),
	.in = TCPSIM_ESTABLISHED, .event = SEND, .octets = 100,
	.given = { { SND_WND, 0 } },
	.then = { { QUEUED, 100 }, { DUE_PERSIST, NOW + RTO } },
	.rule = TCPSIM_RULE_SEND_ACCEPTED },

	{ ROW("what is unacknowledged counts in the send buffer"),
	.in = TCPSIM_ESTABLISHED, .event = SEND, .octets = 71,
	.given = { OUTSTANDING(30U) },
	.policy = { WITH(send_buffer_bytes, 100) },
	.answer = TCPSIM_ERROR_NO_RESOURCES,
	.rule = TCPSIM_RULE_SEND_NO_ROOM },

	{ ROW("the send buffer can be filled to its last octet"),
	.in = TCPSIM_ESTABLISHED, .event = SEND, .octets = 70,
	.given = { OUTSTANDING(30U) },
	.policy = { WITH(send_buffer_bytes, 100), WITH(nagle, 0) },
	.sends = { { .seq = UNA + 30U, .ack = RCV, .ctl = ACK, .text = 70, .at = SENT_OCTETS + 30 } },
	.then = { { SND_NXT, UNA + 100U }, { RAISE, TCPSIM_FLAG_TIMING }, { RTT_SENT, NOW }, { RTT_SEQ, UNA + 30U } },
	.rule = TCPSIM_RULE_SEND_ACCEPTED },

	{ ROW("more than any buffer is refused, not wrapped"),
	.in = TCPSIM_ESTABLISHED, .event = SEND, .octets = UINT32_MAX,
	.given = { OUTSTANDING(30U) },
	.answer = TCPSIM_ERROR_NO_RESOURCES,
	.rule = TCPSIM_RULE_SEND_NO_ROOM },

	SEND_AFTER_CLOSE("FIN-WAIT-1", TCPSIM_FIN_WAIT_1),
	SEND_AFTER_CLOSE("FIN-WAIT-2", TCPSIM_FIN_WAIT_2),
	SEND_AFTER_CLOSE("CLOSING", TCPSIM_CLOSING),
	SEND_AFTER_CLOSE("LAST-ACK", TCPSIM_LAST_ACK),
	SEND_AFTER_CLOSE("TIME-WAIT", TCPSIM_TIME_WAIT),
};

/* What the segments of one SEND of that many octets have for PSH. */
static void
pushed(uint32_t octets, uint32_t queued, unsigned n, const bool *want)
{
	struct tcpsim_tcb tcb = row_tcb(TCPSIM_ESTABLISHED);
	struct tcpsim_policy policy = row_policy();
	struct tcpsim_effects out;

	tcb.snd.queued_bytes = queued;
	ck_assert_int_eq(tcpsim_engine_send(&tcb, &policy, octets, tcpsim_seq_make(0), NOW, &out), TCPSIM_OK);
	ck_assert_uint_eq(out.n_segments, n);
	for (unsigned i = 0; i < n; i++)
		ck_assert_int_eq((out.segments[i].ctl & PSH) != 0, want[i]);
}

/* MUST-61: the segment that leaves nothing queued has PSH, and no other. */
START_TEST(the_segment_that_empties_the_queue_has_psh)
{
	pushed(PEER_MSS, 0, 1, (const bool[]){ true });
	pushed(2 * PEER_MSS, 0, 2, (const bool[]){ false, true });
}
END_TEST

/* SHLD-27: what two SENDs left waiting is one stream, and one push. */
START_TEST(successive_pushes_are_one)
{
	pushed(10, PEER_MSS - 10, 1, (const bool[]){ true });
}
END_TEST

/* What is sent again is pushed as it was; FIN alone pushes nothing. */
START_TEST(psh_is_sent_again)
{
	struct tcpsim_tcb tcb = row_tcb(TCPSIM_ESTABLISHED);
	struct tcpsim_policy policy = row_policy();
	struct tcpsim_effects out;
	int64_t now_us = NOW;

	ck_assert_int_eq(tcpsim_engine_send(&tcb, &policy, 10, tcpsim_seq_make(0), now_us, &out), TCPSIM_OK);
	ck_assert_int_eq(tcpsim_engine_close(&tcb, &policy, now_us, &out), TCPSIM_OK);
	ck_assert_uint_eq(out.n_segments, 1);
	ck_assert_uint_eq(out.segments[0].ctl, FIN | ACK);
	now_us = tcpsim_tcb_deadline_us(&tcb);
	tcpsim_engine_timeout(&tcb, &policy, now_us, NULL, &out);
	ck_assert_uint_eq(out.n_segments, 1);
	ck_assert_uint_eq(out.segments[0].text_bytes, 10);
	ck_assert_uint_eq(out.segments[0].ctl, FIN | PSH | ACK);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("3.10.2 SEND");
	TCase *tcase = tcase_create("PSH");

	ROWS_ADD(suite, "rows", rows);
	tcase_add_test(tcase, the_segment_that_empties_the_queue_has_psh);
	tcase_add_test(tcase, successive_pushes_are_one);
	tcase_add_test(tcase, psh_is_sent_again);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
