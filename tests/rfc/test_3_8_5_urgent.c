/* SPDX-License-Identifier: MIT */
/* Urgent information: RFC 9293 3.8.5, 3.10.2 and the sixth check of 3.10.7.4. */
#include "tests/rfc/rows.h"
#include "tests/suite.h"

/*
 * MUST-62: SND.UP is the number behind the last urgent octet, and so is SEG.SEQ + SEG.UP. URGENT(n) is SND.UP n octets
 * behind SND.UNA, PENDING(n) is RCV.UP n octets behind RCV.NXT.
 */
#define URGENT(octets) { RAISE, TCPSIM_FLAG_SND_URGENT }, { SND_UP, UNA + (octets) }
#define PENDING(octets) { RAISE, TCPSIM_FLAG_RCV_URGENT }, { RCV_UP, RCV + (octets) }
#define NOT_PENDING { LOWER, TCPSIM_FLAG_RCV_URGENT }, { RCV_UP, 0 }

#define SENT_BEFORE_OPEN(state_name, state) \
	{ ROW("urgent text waits in " state_name ", and the SYN says nothing of it (3.10.2)"), \
	.in = (state), .event = SEND_URGENT, .octets = 10, \
	.then = { { QUEUED, 10 }, { RAISE, TCPSIM_FLAG_SND_URGENT }, { SND_UP, ISS + 11U } }, \
	.rule = TCPSIM_RULE_SEND_QUEUED, .also = { TCPSIM_RULE_SEND_URGENT } }

/* "This should not occur since a FIN has been received from the remote side." */
#define AFTER_FIN(state_name, state) \
	{ ROW("URG in " state_name " is ignored"), \
	.in = (state), .seg = { .seq = RCV, .ack = UNA, .ctl = ACK | URG, .up = 5 }, \
	.also = { TCPSIM_RULE_URGENT_IGNORED }, .never = TCPSIM_RULE_URGENT_ADVANCES }

static const struct row rows[] = {
	/* ---- 3.10.2 SEND ---- */

	{ ROW("SEND with URGENT: SEG.UP is the offset of the first octet that is not urgent (MUST-62)"),
	.in = TCPSIM_ESTABLISHED, .event = SEND_URGENT, .octets = 10,
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK | URG, .up = 10, .text = 10, .at = SENT_OCTETS } },
	.then = { { SND_NXT, UNA + 10U }, URGENT(10U), TIMED(UNA) },
	.rule = TCPSIM_RULE_SEND_ACCEPTED, .also = { TCPSIM_RULE_SEND_URGENT } },

	{ ROW("where Nagle holds the text back the pointer goes alone"),
	.in = TCPSIM_ESTABLISHED, .event = SEND_URGENT, .octets = 10, .given = { OUTSTANDING(30U) },
	.sends = { { .seq = UNA + 30U, .ack = RCV, .ctl = ACK | URG, .up = 10 } },
	.then = { { QUEUED, 10 }, URGENT(40U) },
	.rule = TCPSIM_RULE_SEND_ACCEPTED },

	{ ROW("in CLOSE-WAIT, too"),
	.in = TCPSIM_CLOSE_WAIT, .event = SEND_URGENT, .octets = 1,
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK | URG, .up = 1, .text = 1, .at = SENT_OCTETS } },
	.then = { { SND_NXT, UNA + 1U }, URGENT(1U), TIMED(UNA) },
	.rule = TCPSIM_RULE_SEND_ACCEPTED },

	{ ROW("an urgent indication needs an octet at the least"),
	.in = TCPSIM_ESTABLISHED, .event = SEND_URGENT, .octets = 0,
	.rule = TCPSIM_RULE_SEND_ACCEPTED, .never = TCPSIM_RULE_SEND_URGENT },

	{ ROW("urgent text that finds no room is not urgent"),
	.in = TCPSIM_ESTABLISHED, .event = SEND_URGENT, .octets = 101,
	.policy = { WITH(send_buffer_bytes, 100) },
	.answer = TCPSIM_ERROR_NO_RESOURCES,
	.rule = TCPSIM_RULE_SEND_NO_ROOM, .never = TCPSIM_RULE_SEND_URGENT },

	{ ROW("urgent text after CLOSE comes too late"),
	.in = TCPSIM_FIN_WAIT_1, .event = SEND_URGENT, .octets = 1,
	.answer = TCPSIM_ERROR_CLOSING,
	.rule = TCPSIM_RULE_SEND_CLOSING },

	{ ROW("through a closed window only the pointer passes, at once: that is what it is for"),
	.in = TCPSIM_ESTABLISHED, .event = SEND_URGENT, .octets = 10,
	.given = { { SND_WND, 0 } },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK | URG, .up = 10 } },
	.then = { { QUEUED, 10 }, URGENT(10U), { DUE_PERSIST, NOW + RTO } },
	.rule = TCPSIM_RULE_SEND_ACCEPTED },

	{ ROW("a probe of that window has it, too"),
	.in = TCPSIM_ESTABLISHED, .event = TIMEOUT, .timer = TCPSIM_TIMER_PERSIST,
	.given = { { SND_WND, 0 }, { QUEUED, 10 }, URGENT(10U), { DUE_PERSIST, NOW } },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK | URG, .up = 10, .text = 1, .at = SENT_OCTETS,
		.purpose = TCPSIM_PURPOSE_WINDOW_PROBE } },
	.then = { { SND_NXT, UNA + 1U }, { QUEUED, 9 }, { PROBES, 1 }, { RETRIES, 1 }, { RAISE, TCPSIM_FLAG_TIMING },
		{ RTT_SENT, NOW }, { RTT_SEQ, UNA }, { DUE_PERSIST, NOW + 2 * RTO } },
	.rule = TCPSIM_RULE_PERSIST_PROBE },

	{ ROW("the pointer covers all that is queued: urgent text may be of any length (MUST-31)"),
	.in = TCPSIM_ESTABLISHED, .event = SEND_URGENT, .octets = 70000,
	.given = { { SND_WND, 0 } },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK | URG, .up = UINT16_MAX } },
	.then = { { QUEUED, 70000 }, URGENT(70000U), { DUE_PERSIST, NOW + RTO } },
	.rule = TCPSIM_RULE_SEND_ACCEPTED },

	{ ROW("what is sent again is as urgent as before"),
	.in = TCPSIM_ESTABLISHED, .event = TIMEOUT, .timer = TCPSIM_TIMER_RETRANSMISSION,
	.given = { OUTSTANDING(10U), URGENT(7U), { DUE_RETRANSMISSION, NOW } },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK | URG, .up = 7, .text = 10, .at = SENT_OCTETS,
		.purpose = TCPSIM_PURPOSE_RETRANSMISSION } },
	.then = { { RETRIES, 1 }, { RTT_RTO, 2 * RTO }, { DUE_RETRANSMISSION, NOW + 2 * RTO } },
	.rule = TCPSIM_RULE_RETRANSMISSION_TIMEOUT },

	{ ROW("a segment behind the urgent octets has no URG: there is no urgent data outstanding any more"),
	.in = TCPSIM_ESTABLISHED, .event = SEND, .octets = 5,
	.given = { OUTSTANDING(10U), URGENT(10U) },
	.policy = { WITH(nagle, 0) },
	.sends = { { .seq = UNA + 10U, .ack = RCV, .ctl = ACK, .text = 5, .at = SENT_OCTETS + 10 } },
	.then = { { SND_NXT, UNA + 15U }, { RAISE, TCPSIM_FLAG_TIMING }, { RTT_SENT, NOW }, { RTT_SEQ, UNA + 10U } },
	.rule = TCPSIM_RULE_SEND_ACCEPTED },

	{ ROW("more urgent text moves the pointer on"),
	.in = TCPSIM_ESTABLISHED, .event = SEND_URGENT, .octets = 5,
	.given = { OUTSTANDING(10U), URGENT(10U) },
	.policy = { WITH(nagle, 0) },
	.sends = { { .seq = UNA + 10U, .ack = RCV, .ctl = ACK | URG, .up = 5, .text = 5, .at = SENT_OCTETS + 10 } },
	.then = { { SND_NXT, UNA + 15U }, URGENT(15U), { RAISE, TCPSIM_FLAG_TIMING }, { RTT_SENT, NOW },
		{ RTT_SEQ, UNA + 10U } },
	.rule = TCPSIM_RULE_SEND_ACCEPTED },

	{ ROW("the ACK of all urgent octets ends it"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA + 10U, .ctl = ACK },
	.given = { OUTSTANDING(10U), URGENT(10U) },
	.then = { ALL_ACKNOWLEDGED(UNA + 10U, 10), { LOWER, TCPSIM_FLAG_SND_URGENT }, { SND_UP, 0 } },
	.also = { TCPSIM_RULE_ACK_ADVANCES } },

	{ ROW("the ACK of some of them does not"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA + 9U, .ctl = ACK },
	.given = { OUTSTANDING(10U), URGENT(10U) },
	.then = { { SND_UNA, UNA + 9U }, { SND_OFFSET, SENT_OCTETS + 9 }, { SND_WL2, UNA + 9U },
		{ DUE_RETRANSMISSION, NOW + RTO }, { DUE_USER, NOW + 300 * SECOND } },
	.also = { TCPSIM_RULE_ACK_ADVANCES } },

	SENT_BEFORE_OPEN("SYN-SENT", TCPSIM_SYN_SENT),
	SENT_BEFORE_OPEN("SYN-RECEIVED", TCPSIM_SYN_RECEIVED),

	{ ROW("a SYN that is sent again says nothing of what is urgent behind it"),
	.in = TCPSIM_SYN_SENT, .event = TIMEOUT, .timer = TCPSIM_TIMER_RETRANSMISSION,
	.given = { { QUEUED, 10 }, { RAISE, TCPSIM_FLAG_SND_URGENT }, { SND_UP, ISS + 11U }, { DUE_RETRANSMISSION, NOW } },
	.sends = { { .seq = ISS, .ctl = SYN, .purpose = TCPSIM_PURPOSE_RETRANSMISSION } },
	.then = { { RAISE, TCPSIM_FLAG_SYN_RESENT }, { RETRIES, 1 }, { RTT_RTO, 2 * SECOND },
		{ DUE_RETRANSMISSION, NOW + 2 * SECOND } },
	.rule = TCPSIM_RULE_RETRANSMISSION_TIMEOUT },

	{ ROW("SEND with URGENT in LISTEN opens actively"),
	.in = TCPSIM_LISTEN, .event = SEND_URGENT, .octets = 10,
	.given = { { RAISE, TCPSIM_FLAG_REMOTE_KNOWN } },
	.sends = { { .seq = NEW_ISS, .ctl = SYN } },
	.then = { OPENED_ACTIVELY, { QUEUED, 10 }, { RAISE, TCPSIM_FLAG_SND_URGENT }, { SND_UP, NEW_ISS + 11U } },
	.rule = TCPSIM_RULE_SEND_LISTEN_OPENS },

	/* ---- 3.10.7.4 sixth check ---- */

	{ ROW("a pointer ahead of what was read: the user is told, and what is urgent stays so (MUST-32)"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA, .ctl = ACK | URG, .up = 12 },
	.then = { PENDING(12U) },
	.signals = TCPSIM_SIGNAL_URGENT,
	.also = { TCPSIM_RULE_URGENT_ADVANCES } },

	{ ROW("urgent octets that are read as they come are told of, and are no more urgent then"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA, .ctl = ACK | URG, .up = 5, .text = 5 },
	.sends = { { .seq = UNA, .ack = RCV + 5U, .ctl = ACK, .wnd = RCV_BUFFER - 5 } },
	.then = { { RCV_NXT, RCV + 5U }, { RCV_OFFSET, RECEIVED_OCTETS + 5 }, { RCV_WND, RCV_BUFFER - 5 } },
	.signals = TCPSIM_SIGNAL_URGENT,
	.stores = { RECEIVED_OCTETS, 0, 5 }, .delivers = { RECEIVED_OCTETS, 5 },
	.rule = TCPSIM_RULE_TEXT_ACCEPTED, .also = { TCPSIM_RULE_URGENT_ADVANCES } },

	{ ROW("without a RECEIVE they stay urgent"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA, .ctl = ACK | URG, .up = 3, .text = 5 },
	.given = { { WANTED, 0 } },
	.sends = { { .seq = UNA, .ack = RCV + 5U, .ctl = ACK } },
	.then = { { RCV_NXT, RCV + 5U }, { RCV_OFFSET, RECEIVED_OCTETS + 5 }, { RCV_WND, RCV_BUFFER - 5 }, { UNREAD, 5 },
		PENDING(3U) },
	.signals = TCPSIM_SIGNAL_URGENT,
	.stores = { RECEIVED_OCTETS, 0, 5 },
	.rule = TCPSIM_RULE_TEXT_ACCEPTED },

	{ ROW("the same pointer again is no news"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA, .ctl = ACK | URG, .up = 12 },
	.given = { PENDING(12U) },
	.never = TCPSIM_RULE_URGENT_ADVANCES },

	{ ROW("a pointer never recedes: RCV.UP <- max(RCV.UP,SEG.UP)"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA, .ctl = ACK | URG, .up = 11 },
	.given = { PENDING(12U) },
	.never = TCPSIM_RULE_URGENT_ADVANCES },

	{ ROW("a pointer that advances is news, though the user is in urgent mode (MUST-32)"),
	.in = TCPSIM_FIN_WAIT_2, .seg = { .seq = RCV, .ack = UNA, .ctl = ACK | URG, .up = 13 },
	.given = { PENDING(12U) },
	.then = { { RCV_UP, RCV + 13U } },
	.signals = TCPSIM_SIGNAL_URGENT,
	.also = { TCPSIM_RULE_URGENT_ADVANCES } },

	{ ROW("without URG the field means nothing"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA, .ctl = ACK, .up = 12 },
	.never = TCPSIM_RULE_URGENT_ADVANCES },

	{ ROW("a pointer to what was read already says nothing"),
	.in = TCPSIM_FIN_WAIT_1, .seg = { .seq = RCV, .ack = UNA, .ctl = ACK | URG, .up = 0 },
	.never = TCPSIM_RULE_URGENT_ADVANCES },

	{ ROW("a window of zero takes no text, but URG (MUST-66)"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA, .ctl = ACK | URG, .up = 9, .text = 1 },
	.given = { { RCV_WND, 0 }, { UNREAD, RCV_BUFFER }, { WANTED, 0 } },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK } },
	.then = { PENDING(9U) },
	.signals = TCPSIM_SIGNAL_URGENT,
	.also = { TCPSIM_RULE_SEQ_ZERO_WINDOW_ACK, TCPSIM_RULE_URGENT_ADVANCES } },

	{ ROW("a window of zero: an ACK alone brings the pointer, too"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA, .ctl = ACK | URG, .up = 9 },
	.given = { { RCV_WND, 0 }, { UNREAD, RCV_BUFFER }, { WANTED, 0 } },
	.then = { PENDING(9U) },
	.signals = TCPSIM_SIGNAL_URGENT,
	.also = { TCPSIM_RULE_URGENT_ADVANCES } },

	{ ROW("reading up to the pointer ends what is urgent"),
	.in = TCPSIM_ESTABLISHED, .event = RECEIVE, .octets = 5,
	.given = { { WANTED, 0 }, { UNREAD, 20 }, { RCV_WND, RCV_BUFFER - 20 }, { RAISE, TCPSIM_FLAG_RCV_URGENT },
		{ RCV_UP, RCV - 15U } },
	.then = { { UNREAD, 15 }, NOT_PENDING },
	.delivers = { RECEIVED_OCTETS - 20, 5 },
	.rule = TCPSIM_RULE_RECEIVE_DELIVERED },

	{ ROW("reading almost up to it does not"),
	.in = TCPSIM_ESTABLISHED, .event = RECEIVE, .octets = 4,
	.given = { { WANTED, 0 }, { UNREAD, 20 }, { RCV_WND, RCV_BUFFER - 20 }, { RAISE, TCPSIM_FLAG_RCV_URGENT },
		{ RCV_UP, RCV - 15U } },
	.then = { { UNREAD, 16 } },
	.delivers = { RECEIVED_OCTETS - 20, 4 },
	.rule = TCPSIM_RULE_RECEIVE_DELIVERED },

	{ ROW("after the FIN, too, the last urgent octet may be left"),
	.in = TCPSIM_CLOSE_WAIT, .event = RECEIVE, .octets = 4,
	.given = { { WANTED, 0 }, { UNREAD, 5 }, { RCV_WND, RCV_BUFFER - 5 }, { RAISE, TCPSIM_FLAG_RCV_URGENT },
		{ RCV_UP, RCV - 1U } },
	.then = { { UNREAD, 1 } },
	.delivers = { RECEIVED_OCTETS - 6, 4 },
	.rule = TCPSIM_RULE_RECEIVE_DELIVERED },

	{ ROW("a pointer beyond the FIN lies: nothing is urgent there, and the FIN does not count as an octet"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA, .ctl = ACK | URG | FIN, .up = 50, .text = 5 },
	.given = { { WANTED, 0 } },
	.sends = { { .seq = UNA, .ack = RCV + 6U, .ctl = ACK } },
	.then = { { STATE, TCPSIM_CLOSE_WAIT }, { RCV_NXT, RCV + 6U }, { RCV_OFFSET, RECEIVED_OCTETS + 5 },
		{ RCV_WND, RCV_BUFFER - 6 }, { UNREAD, 5 }, { RCV_FIN, RCV + 5U },
		{ RAISE, TCPSIM_FLAG_FIN_SEEN | TCPSIM_FLAG_FIN_TAKEN }, PENDING(5U) },
	.signals = TCPSIM_SIGNAL_URGENT | TCPSIM_SIGNAL_CLOSING,
	.stores = { RECEIVED_OCTETS, 0, 5 },
	.rule = TCPSIM_RULE_FIN_ESTABLISHED },

	{ ROW("a pointer beyond a FIN that has no text behind it is none at all"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA, .ctl = ACK | URG | FIN, .up = 50 },
	.sends = { { .seq = UNA, .ack = RCV + 1U, .ctl = ACK } },
	.then = { { STATE, TCPSIM_CLOSE_WAIT }, { RCV_NXT, RCV + 1U }, { RCV_WND, RCV_BUFFER - 1 }, { RCV_FIN, RCV },
		{ RAISE, TCPSIM_FLAG_FIN_SEEN | TCPSIM_FLAG_FIN_TAKEN } },
	.signals = TCPSIM_SIGNAL_URGENT | TCPSIM_SIGNAL_CLOSING,
	.rule = TCPSIM_RULE_FIN_ESTABLISHED },

	AFTER_FIN("CLOSE-WAIT", TCPSIM_CLOSE_WAIT),
	AFTER_FIN("LAST-ACK", TCPSIM_LAST_ACK),

	{ ROW("URG on a SYN waits for ESTABLISHED, as its text does"),
	.in = TCPSIM_SYN_SENT, .seg = { .seq = IRS, .ctl = SYN | URG, .up = 4 },
	.sends = { { .seq = ISS, .ack = IRS + 1U, .ctl = SYN | ACK } },
	.then = { { STATE, TCPSIM_SYN_RECEIVED }, { SND_WND, PEER_WND }, { MAX_SND_WND, PEER_WND }, { SND_WL1, IRS },
		{ SND_WL2, ISS }, { RCV_IRS, IRS }, { RCV_NXT, IRS + 1U }, { RAISE, TCPSIM_FLAG_RCV_URGENT },
		{ RCV_UP, IRS + 4U } },
	.rule = TCPSIM_RULE_SYN_SENT_SYN, .never = TCPSIM_RULE_URGENT_ADVANCES },

	{ ROW("... when the user is told of it (MUST-32)"),
	.in = TCPSIM_SYN_RECEIVED, .seg = { .seq = IRS + 1U, .ack = ISS + 1U, .ctl = ACK },
	.given = { { RAISE, TCPSIM_FLAG_RCV_URGENT }, { RCV_UP, IRS + 4U } },
	.then = { { STATE, TCPSIM_ESTABLISHED }, { LOWER, TCPSIM_FLAG_SYN_OUT }, { SND_UNA, ISS + 1U },
		{ SND_WL1, IRS + 1U }, { SND_WL2, ISS + 1U }, { DUE_RETRANSMISSION, NEVER }, { DUE_USER, NEVER } },
	.signals = TCPSIM_SIGNAL_OPENED | TCPSIM_SIGNAL_URGENT,
	.rule = TCPSIM_RULE_ACK_SYN_RECEIVED },

	{ ROW("a SYN,ACK goes on with the sixth check (3.10.7.3 fourth)"),
	.in = TCPSIM_SYN_SENT, .seg = { .seq = IRS, .ack = ISS + 1U, .ctl = SYN | ACK | URG, .up = 4 },
	.sends = { { .seq = ISS + 1U, .ack = IRS + 1U, .ctl = ACK } },
	.then = { { STATE, TCPSIM_ESTABLISHED }, { LOWER, TCPSIM_FLAG_SYN_OUT }, { SND_UNA, ISS + 1U },
		{ SND_WND, PEER_WND }, { MAX_SND_WND, PEER_WND }, { SND_WL1, IRS }, { SND_WL2, ISS + 1U }, { RCV_IRS, IRS },
		{ RCV_NXT, IRS + 1U }, { DUE_RETRANSMISSION, NEVER }, { DUE_USER, NEVER },
		{ RAISE, TCPSIM_FLAG_RCV_URGENT }, { RCV_UP, IRS + 4U } },
	.signals = TCPSIM_SIGNAL_OPENED | TCPSIM_SIGNAL_URGENT,
	.rule = TCPSIM_RULE_SYN_SENT_SYN_ACK, .also = { TCPSIM_RULE_URGENT_ADVANCES } },
};

/* STATUS tells how much is urgent (MUST-33): up to RCV.UP, of what the user has not got. */
START_TEST(the_user_can_learn_how_much_is_urgent)
{
	static const struct {
		struct change given[4];
		uint32_t urgent;
	} cases[] = {
		{ { { NO_FIELD, 0 } }, 0 },
		{ { PENDING(12U) }, 12 },
		{ { PENDING(12U), { UNREAD, 8 }, { RCV_WND, RCV_BUFFER - 8 } }, 20 },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct tcpsim_tcb tcb = row_tcb(TCPSIM_ESTABLISHED);
		struct tcpsim_policy policy = row_policy();
		struct tcpsim_status status;
		struct tcpsim_effects out;

		for (size_t n = 0; n < 4 && cases[i].given[n].field != NO_FIELD; n++)
			row_change(&tcb, &cases[i].given[n]);
		ck_assert_int_eq(tcpsim_engine_status(&tcb, &policy, &status, &out), TCPSIM_OK);
		ck_assert_uint_eq(status.urgent_bytes, cases[i].urgent);
	}
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("3.8.5");
	TCase *tcase = tcase_create("status");

	ROWS_ADD(suite, "rows", rows);
	tcase_add_test(tcase, the_user_can_learn_how_much_is_urgent);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
