/* SPDX-License-Identifier: MIT */
/* 3.10.7.4 fifth: the ACK field, and the send window that comes with it. */
#include "tests/rfc/rows.h"

/* 30 octets are unacknowledged, from UNA = 2^32 - 5 to 25. */
#define IN_FLIGHT OUTSTANDING(30U)
#define NXT (UNA + 30U)

/* SND.UNA moves by that many of them: what is left is timed anew (RFC 6298 5.3). */
#define ACKNOWLEDGED(octets) \
	{ SND_UNA, UNA + (octets) }, { SND_OFFSET, SENT_OCTETS + (octets) }, { SND_WL2, UNA + (octets) }, \
	{ DUE_RETRANSMISSION, NOW + RTO }, { DUE_USER, NOW + 300 * SECOND }

#define ACK_OF(number) .seg = { .seq = RCV, .ack = (number), .ctl = ACK }

#define RESETS_SYN_RECEIVED(words, number) \
	{ ROW("in SYN-RECEIVED an ACK of " words " is reset"), .in = TCPSIM_SYN_RECEIVED, \
	.seg = { .seq = IRS + 1U, .ack = (number), .ctl = ACK, .text = 10 }, \
	.sends = { { .seq = (number), .ctl = RST, .purpose = TCPSIM_PURPOSE_RESET } }, \
	.rule = TCPSIM_RULE_ACK_SYN_RECEIVED_RESET }

static const struct row rows[] = {
	{ ROW("an ACK of all clears the retransmission queue and stops its timers"),
	.in = TCPSIM_ESTABLISHED, ACK_OF(NXT), .given = { IN_FLIGHT },
	.then = { ALL_ACKNOWLEDGED(NXT, 30) },
	.rule = TCPSIM_RULE_ACK_ADVANCES, .also = { TCPSIM_RULE_WINDOW_UPDATED } },

	{ ROW("an ACK of a part moves SND.UNA and times the rest anew"),
	.in = TCPSIM_ESTABLISHED, ACK_OF(UNA + 10U), .given = { IN_FLIGHT, { RETRIES, 4 } },
	.then = { ACKNOWLEDGED(10U), { RETRIES, 0 } },
	.rule = TCPSIM_RULE_ACK_ADVANCES, .also = { TCPSIM_RULE_WINDOW_UPDATED } },

	{ ROW("an ACK of one octet does, too"),
	.in = TCPSIM_ESTABLISHED, ACK_OF(UNA + 1U), .given = { IN_FLIGHT },
	.then = { ACKNOWLEDGED(1U) },
	.rule = TCPSIM_RULE_ACK_ADVANCES, .also = { TCPSIM_RULE_WINDOW_UPDATED } },

	{ ROW("an ACK of SND.UNA is a duplicate"),
	.in = TCPSIM_ESTABLISHED, ACK_OF(UNA), .given = { IN_FLIGHT },
	.rule = TCPSIM_RULE_ACK_DUPLICATE, .also = { TCPSIM_RULE_WINDOW_UPDATED } },

	{ ROW("an old ACK is a duplicate and says nothing of the window"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA - 1U, .ctl = ACK, .wnd = 77 }, .given = { IN_FLIGHT },
	.rule = TCPSIM_RULE_ACK_DUPLICATE },

	{ ROW("its text is taken all the same"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA - 1U, .ctl = ACK, .text = 10 },
	.given = { IN_FLIGHT },
	.sends = { { .seq = NXT, .ack = RCV + 10U, .ctl = ACK } },
	.then = { { RCV_NXT, RCV + 10U }, { RCV_OFFSET, RECEIVED_OCTETS + 10 }, { RCV_WND, RCV_BUFFER - 10 } },
	.stores = { RECEIVED_OCTETS, 0, 10 }, .delivers = { RECEIVED_OCTETS, 10 },
	.rule = TCPSIM_RULE_TEXT_ACCEPTED, .also = { TCPSIM_RULE_ACK_DUPLICATE } },

	/* MAY-12, RFC 5961 5: (SND.UNA - MAX.SND.WND) =< SEG.ACK =< SND.NXT */
	{ ROW("the oldest ACK that is believed is SND.UNA - MAX.SND.WND"),
	.in = TCPSIM_ESTABLISHED, ACK_OF(UNA - PEER_WND), .given = { IN_FLIGHT },
	.rule = TCPSIM_RULE_ACK_DUPLICATE },

	{ ROW("one before it is answered and dropped, with its text"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA - PEER_WND - 1U, .ctl = ACK, .text = 10 },
	.given = { IN_FLIGHT },
	.sends = { { .seq = NXT, .ack = RCV, .ctl = ACK, .purpose = TCPSIM_PURPOSE_CHALLENGE } },
	.then = { COUNTED },
	.rule = TCPSIM_RULE_ACK_TOO_OLD },

	{ ROW("without that check it is a duplicate like any other"),
	.in = TCPSIM_ESTABLISHED, ACK_OF(UNA - PEER_WND - 1U), .given = { IN_FLIGHT },
	.policy = { WITH(ack_check, 0) },
	.rule = TCPSIM_RULE_ACK_DUPLICATE },

	{ ROW("an ACK of something not yet sent is answered and dropped, with its text"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = NXT + 1U, .ctl = ACK, .text = 10 },
	.given = { IN_FLIGHT },
	.sends = { { .seq = NXT, .ack = RCV, .ctl = ACK } },
	.then = { COUNTED },
	.rule = TCPSIM_RULE_ACK_NOT_YET_SENT },

	{ ROW("... half of the space away, too"),
	.in = TCPSIM_ESTABLISHED, ACK_OF(UNA + UINT32_C(0x80000000)), .given = { IN_FLIGHT },
	.sends = { { .seq = NXT, .ack = RCV, .ctl = ACK } },
	.then = { COUNTED },
	.rule = TCPSIM_RULE_ACK_NOT_YET_SENT },

	{ ROW("such answers are limited"),
	.in = TCPSIM_ESTABLISHED, ACK_OF(NXT + 1U),
	.given = { IN_FLIGHT, { CHALLENGED_SINCE, NOW - SECOND }, { CHALLENGED, 10 } },
	.rule = TCPSIM_RULE_CHALLENGE_THROTTLED },

	{ ROW("a segment without ACK is dropped with its text"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ctl = 0, .text = 10 }, .given = { IN_FLIGHT },
	.rule = TCPSIM_RULE_NO_ACK_DROPPED },

	/* SYN-RECEIVED: SND.UNA < SEG.ACK =< SND.NXT. */
	RESETS_SYN_RECEIVED("the ISS", ISS),
	RESETS_SYN_RECEIVED("a number before the ISS", ISS - 1U),
	RESETS_SYN_RECEIVED("a number after SND.NXT", ISS + 2U),

	{ ROW("the ACK of our SYN sends the text that waited"),
	.in = TCPSIM_SYN_RECEIVED, .seg = { .seq = IRS + 1U, .ack = ISS + 1U, .ctl = ACK },
	.given = { { QUEUED, 10 } },
	.sends = { { .seq = ISS + 1U, .ack = IRS + 1U, .ctl = ACK, .text = 10 } },
	.then = { { STATE, TCPSIM_ESTABLISHED }, { LOWER, TCPSIM_FLAG_SYN_OUT }, { SND_UNA, ISS + 1U },
		{ SND_WL1, IRS + 1U }, { SND_WL2, ISS + 1U }, { QUEUED, 0 }, { SND_NXT, ISS + 11U },
		{ RAISE, TCPSIM_FLAG_TIMING }, { RTT_SENT, NOW }, { RTT_SEQ, ISS + 1U },
		{ DUE_RETRANSMISSION, NOW + SECOND }, { DUE_USER, NOW + 300 * SECOND } },
	.signals = TCPSIM_SIGNAL_OPENED,
	.also = { TCPSIM_RULE_ACK_SYN_RECEIVED } },

	/* A FIN was sent at ISS+1 while the SYN,ACK was on its way. */
	{ ROW("after CLOSE in SYN-RECEIVED the ACK of the SYN alone is no ACK of the FIN"),
	.in = TCPSIM_FIN_WAIT_1, .seg = { .seq = RCV, .ack = ISS + 1U, .ctl = ACK },
	.given = { { SND_UNA, ISS }, { SND_NXT, ISS + 2U }, { SND_OFFSET, 0 }, { RAISE, TCPSIM_FLAG_SYN_OUT },
		{ SND_WL2, ISS } },
	.then = { { SND_UNA, ISS + 1U }, { LOWER, TCPSIM_FLAG_SYN_OUT }, { SND_WL2, ISS + 1U },
		{ DUE_RETRANSMISSION, NOW + RTO }, { DUE_USER, NOW + 300 * SECOND } },
	.rule = TCPSIM_RULE_ACK_ADVANCES, .also = { TCPSIM_RULE_WINDOW_UPDATED } },

	{ ROW("... and the ACK of both is"),
	.in = TCPSIM_FIN_WAIT_1, .seg = { .seq = RCV, .ack = ISS + 2U, .ctl = ACK },
	.given = { { SND_UNA, ISS }, { SND_NXT, ISS + 2U }, { SND_OFFSET, 0 }, { RAISE, TCPSIM_FLAG_SYN_OUT },
		{ SND_WL2, ISS } },
	.then = { { STATE, TCPSIM_FIN_WAIT_2 }, { SND_UNA, ISS + 2U }, { LOWER, TCPSIM_FLAG_SYN_OUT },
		{ SND_WL2, ISS + 2U }, { DUE_RETRANSMISSION, NEVER }, { DUE_USER, NEVER } },
	.signals = TCPSIM_SIGNAL_CLOSE_OK,
	.also = { TCPSIM_RULE_ACK_FIN_WAIT_1 } },

	/* The states after CLOSE: text from UNA to UNA+10, then the FIN. */
#define TEXT_AND_FIN { SND_NXT, UNA + 11U }
	{ ROW("in FIN-WAIT-1 the ACK of the text is not that of the FIN"),
	.in = TCPSIM_FIN_WAIT_1, ACK_OF(UNA + 10U), .given = { TEXT_AND_FIN },
	.then = { ACKNOWLEDGED(10U) },
	.rule = TCPSIM_RULE_ACK_ADVANCES, .also = { TCPSIM_RULE_WINDOW_UPDATED } },

	{ ROW("the ACK of the FIN is: FIN-WAIT-2"),
	.in = TCPSIM_FIN_WAIT_1, ACK_OF(UNA + 11U), .given = { TEXT_AND_FIN },
	.then = { { STATE, TCPSIM_FIN_WAIT_2 }, ALL_ACKNOWLEDGED(UNA + 11U, 10) },
	.signals = TCPSIM_SIGNAL_CLOSE_OK,
	.rule = TCPSIM_RULE_ACK_FIN_WAIT_1 },

	{ ROW("in CLOSING the ACK of the text is not that of the FIN"),
	.in = TCPSIM_CLOSING, ACK_OF(UNA + 10U), .given = { TEXT_AND_FIN },
	.then = { ACKNOWLEDGED(10U) },
	.rule = TCPSIM_RULE_ACK_CLOSING_IGNORED, .also = { TCPSIM_RULE_ACK_ADVANCES } },

	{ ROW("in CLOSING the ACK of the FIN begins TIME-WAIT, and no other timer runs on"),
	.in = TCPSIM_CLOSING, ACK_OF(UNA + 11U), .given = { TEXT_AND_FIN },
	.then = { { STATE, TCPSIM_TIME_WAIT }, ALL_ACKNOWLEDGED(UNA + 11U, 10), { DUE_2MSL, NOW + 2 * MSL } },
	.signals = TCPSIM_SIGNAL_CLOSE_OK,
	.rule = TCPSIM_RULE_ACK_CLOSING },

	{ ROW("in LAST-ACK the ACK of the text is not that of the FIN"),
	.in = TCPSIM_LAST_ACK, ACK_OF(UNA + 10U), .given = { TEXT_AND_FIN },
	.then = { ACKNOWLEDGED(10U) },
	.rule = TCPSIM_RULE_ACK_ADVANCES, .also = { TCPSIM_RULE_WINDOW_UPDATED } },

	{ ROW("in CLOSE-WAIT what we still send is acknowledged"),
	.in = TCPSIM_CLOSE_WAIT, ACK_OF(UNA + 10U), .given = { IN_FLIGHT },
	.then = { ACKNOWLEDGED(10U) },
	.rule = TCPSIM_RULE_ACK_ADVANCES, .also = { TCPSIM_RULE_WINDOW_UPDATED } },

	/* The send window: SND.WL1 < SEG.SEQ or (SND.WL1 = SEG.SEQ and SND.WL2 =< SEG.ACK). */
	{ ROW("a duplicate ACK brings a new window, and what waited for it goes out"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA, .ctl = ACK, .wnd = 50 },
	.given = { IN_FLIGHT, { SND_WND, 30 }, { QUEUED, 20 } },
	.policy = { WITH(nagle, 0) },
	.sends = { { .seq = NXT, .ack = RCV, .ctl = ACK, .text = 20, .at = SENT_OCTETS + 30 } },
	.then = { { SND_WND, 50 }, { SND_NXT, NXT + 20U }, { QUEUED, 0 }, { RAISE, TCPSIM_FLAG_TIMING },
		{ RTT_SENT, NOW }, { RTT_SEQ, NXT } },
	.rule = TCPSIM_RULE_WINDOW_UPDATED },

	/* Nor does its ACK move the right edge, SND.UNA + SND.WND: docs/deviations.md. */
	{ ROW("an older segment does not change the window: its SEQ is below SND.WL1"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA + 10U, .ctl = ACK, .wnd = 40 },
	.given = { IN_FLIGHT, { SND_WL1, RCV + 1U } },
	.then = { ACKNOWLEDGED(10U), { SND_WL2, UNA }, { SND_WND, PEER_WND - 10 } },
	.rule = TCPSIM_RULE_ACK_ADVANCES, .also = { TCPSIM_RULE_RIGHT_EDGE_KEPT } },

	{ ROW("an older segment does not change the window: of the same SEQ its ACK is below SND.WL2"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA + 10U, .ctl = ACK, .wnd = 40 },
	.given = { IN_FLIGHT, { SND_WL2, UNA + 11U } },
	.then = { ACKNOWLEDGED(10U), { SND_WL2, UNA + 11U }, { SND_WND, PEER_WND - 10 } },
	.rule = TCPSIM_RULE_ACK_ADVANCES, .also = { TCPSIM_RULE_RIGHT_EDGE_KEPT } },

	{ ROW("a newer SEQ changes it whatever SND.WL2 says"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV + 20U, .ack = UNA, .ctl = ACK, .wnd = 40 },
	.given = { IN_FLIGHT, { SND_WL2, UNA + 11U } },
	.then = { { SND_WND, 40 }, { SND_WL1, RCV + 20U }, { SND_WL2, UNA } },
	.rule = TCPSIM_RULE_WINDOW_UPDATED },

	{ ROW("MAX.SND.WND is the largest ever seen"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA, .ctl = ACK, .wnd = PEER_WND + 1 },
	.then = { { SND_WND, PEER_WND + 1 }, { MAX_SND_WND, PEER_WND + 1 } },
	.rule = TCPSIM_RULE_WINDOW_UPDATED },

	{ ROW("a window is unsigned (MUST-1)"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA, .ctl = ACK, .wnd = 65535 },
	.then = { { SND_WND, 65535 }, { MAX_SND_WND, 65535 } },
	.rule = TCPSIM_RULE_WINDOW_UPDATED },

	{ ROW("the peer shrinks its window below what is in flight (MUST-34): nothing is sent, nothing breaks"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA, .ctl = ACK, .wnd = 10 },
	.given = { IN_FLIGHT, { QUEUED, 20 } },
	.then = { { SND_WND, 10 } },
	.rule = TCPSIM_RULE_WINDOW_UPDATED },

	{ ROW("the peer closes its window (MUST-35): the persist timer takes over"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA, .ctl = ACK, .wnd = NO_WND },
	.given = { IN_FLIGHT },
	.then = { { SND_WND, 0 }, { DUE_RETRANSMISSION, NEVER }, { DUE_PERSIST, NOW + RTO },
		{ DUE_USER, NEVER } },
	.rule = TCPSIM_RULE_WINDOW_UPDATED },

	{ ROW("the window opens: what was out as a probe is sent again at once, and the rest behind it"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA, .ctl = ACK, .wnd = 100 },
	.policy = { WITH(nagle, 0) },
	.given = { { SND_NXT, UNA + 1U }, { SND_WND, 0 }, { QUEUED, 9 }, { DUE_PERSIST, RTX_DUE },
		{ RETRIES, 3 }, { PROBES, 1 } },
	.sends = {
		{ .seq = UNA, .ack = RCV, .ctl = ACK, .text = 1, .at = SENT_OCTETS,
		.purpose = TCPSIM_PURPOSE_RETRANSMISSION },
		{ .seq = UNA + 1U, .ack = RCV, .ctl = ACK, .text = 9, .at = SENT_OCTETS + 1 },
	},
	.then = { { SND_WND, 100 }, { SND_NXT, UNA + 10U }, { QUEUED, 0 }, { DUE_PERSIST, NEVER }, { RETRIES, 0 },
		{ PROBES, 0 }, { DUE_RETRANSMISSION, NOW + RTO }, { DUE_USER, NOW + 300 * SECOND },
		{ RAISE, TCPSIM_FLAG_TIMING }, { RTT_SENT, NOW },
		{ RTT_SEQ, UNA + 1U } },
	.rule = TCPSIM_RULE_WINDOW_OPENS, .also = { TCPSIM_RULE_WINDOW_UPDATED } },

	{ ROW("the probe was taken and the window opens: the rest goes out"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA + 1U, .ctl = ACK, .wnd = 100 },
	.given = { { SND_NXT, UNA + 1U }, { SND_WND, 0 }, { QUEUED, 9 }, { DUE_PERSIST, RTX_DUE },
		{ RETRIES, 3 }, { PROBES, 1 } },
	.sends = { { .seq = UNA + 1U, .ack = RCV, .ctl = ACK, .text = 9, .at = SENT_OCTETS + 1 } },
	.then = { { SND_UNA, UNA + 1U }, { SND_OFFSET, SENT_OCTETS + 1 }, { SND_WL2, UNA + 1U }, { SND_WND, 100 },
		{ SND_NXT, UNA + 10U }, { QUEUED, 0 }, { DUE_PERSIST, NEVER }, { RETRIES, 0 }, { PROBES, 0 },
		TIMED(UNA + 1U) },
	.rule = TCPSIM_RULE_ACK_ADVANCES, .also = { TCPSIM_RULE_WINDOW_UPDATED } },

	{ ROW("the probe was taken and the window stays closed: the next octet waits for the next probe"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA + 1U, .ctl = ACK, .wnd = NO_WND },
	.given = { { SND_NXT, UNA + 1U }, { SND_WND, 0 }, { QUEUED, 9 }, { DUE_PERSIST, RTX_DUE },
		{ RETRIES, 3 }, { PROBES, 1 } },
	.then = { { SND_UNA, UNA + 1U }, { SND_OFFSET, SENT_OCTETS + 1 }, { SND_WL2, UNA + 1U }, { RETRIES, 0 },
		{ PROBES, 0 }, { DUE_PERSIST, NOW + RTO } },
	.rule = TCPSIM_RULE_ACK_ADVANCES, .also = { TCPSIM_RULE_WINDOW_UPDATED } },

	{ ROW("an answer to a probe keeps the connection (MUST-37): probes count anew"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA, .ctl = ACK, .wnd = NO_WND },
	.given = { { SND_NXT, UNA + 1U }, { SND_WND, 0 }, { QUEUED, 9 }, { DUE_PERSIST, RTX_DUE },
		{ RETRIES, 3 }, { PROBES, 7 } },
	.then = { { PROBES, 0 } },
	.rule = TCPSIM_RULE_ACK_DUPLICATE, .also = { TCPSIM_RULE_WINDOW_UPDATED } },
};

int
main(void)
{
	return ROWS_MAIN("3.10.7.4 fifth", rows);
}
