/* SPDX-License-Identifier: MIT */
/*
 * How TCPs end connections otherwise than the text of RFC 9293 has it: settings that the profile rfc9293 leaves off,
 * each beside what it does without. What the systems do is in lib/engine/profiles.def with its place.
 */
#include "tests/rfc/rows.h"
#include "tests/suite.h"

#define LIMIT WITH(fin_wait_2_timeout_us, 60 * SECOND)
#define LIMIT_DUE (NOW + 60 * SECOND)
#define GONE { RAISE, TCPSIM_FLAG_READER_GONE }
#define FIN_ACKED \
	{ STATE, TCPSIM_FIN_WAIT_2 }, { SND_UNA, UNA + 1U }, { SND_WL2, UNA + 1U }, { DUE_RETRANSMISSION, NEVER }, \
	{ DUE_USER, NEVER }
#define ENDS(the_error) .then = { { INTO, TCPSIM_CLOSED } }, .signals = TCPSIM_SIGNAL_ERROR, .error = (the_error)
#define RESET_BY(number, ...) .sends = { { .seq = (number), __VA_ARGS__, .purpose = TCPSIM_PURPOSE_RESET } }
#define CHALLENGED_WITH(number) \
	.sends = { { .seq = (number), .ack = RCV, .ctl = ACK, .purpose = TCPSIM_PURPOSE_CHALLENGE } }, .then = { COUNTED }

/* 3.6.1, MAY-1. What RFC 9293 has no time for: tcp(7) tcp_fin_timeout. */
static const struct row fin_wait_2_rows[] = {
	{ ROW("CLOSE is remembered as the end of reading, where that may matter"),
	.in = TCPSIM_ESTABLISHED, .event = CLOSE, .policy = { LIMIT },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = FIN | ACK } },
	.then = { { STATE, TCPSIM_FIN_WAIT_1 }, { SND_NXT, UNA + 1U }, TIMED(UNA), GONE,
		{ RAISE, TCPSIM_FLAG_CLOSE_CALLED | TCPSIM_FLAG_FIN_SENT } },
	.rule = TCPSIM_RULE_CLOSE_ESTABLISHED },

	{ ROW("and not where nothing depends on it"),
	.in = TCPSIM_ESTABLISHED, .event = CLOSE,
	.sends = { { .seq = UNA, .ack = RCV, .ctl = FIN | ACK } },
	.then = { { STATE, TCPSIM_FIN_WAIT_1 }, { SND_NXT, UNA + 1U }, TIMED(UNA),
		{ RAISE, TCPSIM_FLAG_CLOSE_CALLED | TCPSIM_FLAG_FIN_SENT } },
	.rule = TCPSIM_RULE_CLOSE_ESTABLISHED },

	{ ROW("who goes on reading may wait as long as he likes"),
	.in = TCPSIM_ESTABLISHED, .event = SHUTDOWN, .policy = { LIMIT },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = FIN | ACK } },
	.then = { { STATE, TCPSIM_FIN_WAIT_1 }, { SND_NXT, UNA + 1U }, TIMED(UNA),
		{ RAISE, TCPSIM_FLAG_CLOSE_CALLED | TCPSIM_FLAG_FIN_SENT } },
	.rule = TCPSIM_RULE_CLOSE_ESTABLISHED },

	{ ROW("CLOSE in SYN-RECEIVED is remembered, too"),
	.in = TCPSIM_SYN_RECEIVED, .event = CLOSE, .policy = { LIMIT }, .given = { { QUEUED, 10 } },
	.then = { { RAISE, TCPSIM_FLAG_CLOSE_CALLED }, GONE },
	.rule = TCPSIM_RULE_CLOSE_SYN_RECEIVED_QUEUED },

	{ ROW("in CLOSE-WAIT the peer's FIN is there: there will be no FIN-WAIT-2"),
	.in = TCPSIM_CLOSE_WAIT, .event = CLOSE, .policy = { LIMIT },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = FIN | ACK } },
	.then = { { STATE, TCPSIM_LAST_ACK }, { SND_NXT, UNA + 1U }, TIMED(UNA),
		{ RAISE, TCPSIM_FLAG_CLOSE_CALLED | TCPSIM_FLAG_FIN_SENT } },
	.rule = TCPSIM_RULE_CLOSE_CLOSE_WAIT },

	{ ROW("the time begins with the ACK of our FIN"),
	.in = TCPSIM_FIN_WAIT_1, .seg = { .seq = RCV, .ack = UNA + 1U, .ctl = ACK }, .policy = { LIMIT },
	.given = { GONE },
	.then = { FIN_ACKED, { DUE_FIN_WAIT_2, LIMIT_DUE } },
	.signals = TCPSIM_SIGNAL_CLOSE_OK,
	.rule = TCPSIM_RULE_ACK_FIN_WAIT_1, .also = { TCPSIM_RULE_FIN_WAIT_2_LIMITED } },

	{ ROW("but not while somebody reads"),
	.in = TCPSIM_FIN_WAIT_1, .seg = { .seq = RCV, .ack = UNA + 1U, .ctl = ACK }, .policy = { LIMIT },
	.then = { FIN_ACKED },
	.signals = TCPSIM_SIGNAL_CLOSE_OK,
	.rule = TCPSIM_RULE_ACK_FIN_WAIT_1, .never = TCPSIM_RULE_FIN_WAIT_2_LIMITED },

	{ ROW("and where there is a FIN with that ACK there is no FIN-WAIT-2"),
	.in = TCPSIM_FIN_WAIT_1, .seg = { .seq = RCV, .ack = UNA + 1U, .ctl = ACK | FIN }, .policy = { LIMIT },
	.given = { GONE },
	.sends = { { .seq = UNA + 1U, .ack = RCV + 1U, .ctl = ACK } },
	.then = { FIN_ACKED, { STATE, TCPSIM_TIME_WAIT }, { DUE_2MSL, NOW + 2 * MSL }, { RCV_NXT, RCV + 1U },
		{ RCV_FIN, RCV }, { RCV_WND, RCV_BUFFER - 1U },
		{ RAISE, TCPSIM_FLAG_FIN_SEEN | TCPSIM_FLAG_FIN_TAKEN } },
	.signals = TCPSIM_SIGNAL_CLOSE_OK | TCPSIM_SIGNAL_CLOSING,
	.rule = TCPSIM_RULE_FIN_FIN_WAIT_2 },

	{ ROW("in FIN-WAIT-2 it begins when the reader goes, though that CLOSE is a second one"),
	.in = TCPSIM_FIN_WAIT_2, .event = CLOSE, .policy = { LIMIT },
	.answer = TCPSIM_ERROR_CLOSING,
	.then = { GONE, { DUE_FIN_WAIT_2, LIMIT_DUE } },
	.rule = TCPSIM_RULE_CLOSE_AGAIN, .also = { TCPSIM_RULE_FIN_WAIT_2_LIMITED } },

	{ ROW("and not anew with every CLOSE"),
	.in = TCPSIM_FIN_WAIT_2, .event = CLOSE, .policy = { LIMIT },
	.given = { GONE, { DUE_FIN_WAIT_2, NOW + SECOND } },
	.answer = TCPSIM_ERROR_CLOSING,
	.rule = TCPSIM_RULE_CLOSE_AGAIN, .never = TCPSIM_RULE_FIN_WAIT_2_LIMITED },

	{ ROW("in FIN-WAIT-1 such a CLOSE is remembered"),
	.in = TCPSIM_FIN_WAIT_1, .event = CLOSE, .policy = { LIMIT },
	.answer = TCPSIM_ERROR_CLOSING, .then = { GONE },
	.rule = TCPSIM_RULE_CLOSE_AGAIN },

	{ ROW("in CLOSING it changes nothing"),
	.in = TCPSIM_CLOSING, .event = CLOSE, .policy = { LIMIT },
	.answer = TCPSIM_ERROR_CLOSING,
	.rule = TCPSIM_RULE_CLOSE_AGAIN },

	{ ROW("a peer that is heard of wins no time"),
	.in = TCPSIM_FIN_WAIT_2, .seg = { .seq = RCV, .ack = UNA, .ctl = ACK, .wnd = PEER_WND + 1U }, .policy = { LIMIT },
	.given = { GONE, { DUE_FIN_WAIT_2, NOW + SECOND } },
	.then = { { SND_WND, PEER_WND + 1U }, { MAX_SND_WND, PEER_WND + 1U } } },

	{ ROW("its FIN ends the waiting"),
	.in = TCPSIM_FIN_WAIT_2, .seg = { .seq = RCV, .ack = UNA, .ctl = ACK | FIN }, .policy = { LIMIT },
	.given = { GONE, { DUE_FIN_WAIT_2, NOW + SECOND } },
	.sends = { { .seq = UNA, .ack = RCV + 1U, .ctl = ACK } },
	.then = { { STATE, TCPSIM_TIME_WAIT }, { DUE_FIN_WAIT_2, NEVER }, { DUE_2MSL, NOW + 2 * MSL },
		{ RCV_NXT, RCV + 1U }, { RCV_FIN, RCV }, { RCV_WND, RCV_BUFFER - 1U },
		{ RAISE, TCPSIM_FLAG_FIN_SEEN | TCPSIM_FLAG_FIN_TAKEN } },
	.signals = TCPSIM_SIGNAL_CLOSING,
	.rule = TCPSIM_RULE_FIN_FIN_WAIT_2 },

	{ ROW("when the time is over the TCB is deleted without a word (MAY-1)"),
	.in = TCPSIM_FIN_WAIT_2, .event = TIMEOUT, .timer = TCPSIM_TIMER_FIN_WAIT_2, .policy = { LIMIT },
	.given = { GONE, { DUE_FIN_WAIT_2, NOW } },
	.then = { { INTO, TCPSIM_CLOSED } },
	.rule = TCPSIM_RULE_FIN_WAIT_2_TIMEOUT },
};

#define LATE WITH(reset_late_text, 1)
#define LATE_TEXT(number, octets) .seg = { .seq = (number), .ack = UNA, .ctl = ACK, .text = (octets) }
#define DRAWS_RESET(number) \
	RESET_BY(number, .ctl = RST), ENDS(TCPSIM_ERROR_RESET), .rule = TCPSIM_RULE_LATE_TEXT_RESETS

/* SHLD-3, RFC 2525 2.17. Linux tcp_rcv_state_process(), RCV_SHUTDOWN; FreeBSD tcp_do_segment(), SS_NOFDREF. */
static const struct row late_text_rows[] = {
	{ ROW("CLOSE for both directions is remembered where late text is reset"),
	.in = TCPSIM_ESTABLISHED, .event = CLOSE, .policy = { LATE },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = FIN | ACK } },
	.then = { { STATE, TCPSIM_FIN_WAIT_1 }, { SND_NXT, UNA + 1U }, TIMED(UNA), GONE,
		{ RAISE, TCPSIM_FLAG_CLOSE_CALLED | TCPSIM_FLAG_FIN_SENT } },
	.rule = TCPSIM_RULE_CLOSE_ESTABLISHED },

	{ ROW("a half close is not"),
	.in = TCPSIM_ESTABLISHED, .event = SHUTDOWN, .policy = { LATE },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = FIN | ACK } },
	.then = { { STATE, TCPSIM_FIN_WAIT_1 }, { SND_NXT, UNA + 1U }, TIMED(UNA),
		{ RAISE, TCPSIM_FLAG_CLOSE_CALLED | TCPSIM_FLAG_FIN_SENT } },
	.rule = TCPSIM_RULE_CLOSE_ESTABLISHED },

	{ ROW("until CLOSE follows; FIN-WAIT-2 has no timeout by that"),
	.in = TCPSIM_FIN_WAIT_2, .event = CLOSE, .policy = { LATE },
	.answer = TCPSIM_ERROR_CLOSING, .then = { GONE },
	.rule = TCPSIM_RULE_CLOSE_AGAIN, .never = TCPSIM_RULE_FIN_WAIT_2_LIMITED },

	{ ROW("nor where FIN-WAIT-2 begins later"),
	.in = TCPSIM_FIN_WAIT_1, .seg = { .seq = RCV, .ack = UNA + 1U, .ctl = ACK }, .policy = { LATE },
	.given = { GONE },
	.then = { FIN_ACKED },
	.signals = TCPSIM_SIGNAL_CLOSE_OK,
	.rule = TCPSIM_RULE_ACK_FIN_WAIT_1, .never = TCPSIM_RULE_FIN_WAIT_2_LIMITED },

	{ ROW("text in FIN-WAIT-1 draws a RST that is acceptable to its sender, and no ACK"),
	.in = TCPSIM_FIN_WAIT_1, LATE_TEXT(RCV, 10), .policy = { LATE }, .given = { GONE }, DRAWS_RESET(UNA) },

	{ ROW("which is bare, whatever an ABORT's has"),
	.in = TCPSIM_FIN_WAIT_1, LATE_TEXT(RCV, 10), .policy = { LATE, WITH(reset_with_ack, 1) }, .given = { GONE },
	DRAWS_RESET(UNA), .never = TCPSIM_RULE_RESET_HAS_ACK },

	{ ROW("and so it does in FIN-WAIT-2"),
	.in = TCPSIM_FIN_WAIT_2, LATE_TEXT(RCV, 10), .policy = { LATE, LIMIT },
	.given = { GONE, { DUE_FIN_WAIT_2, NOW + SECOND } }, DRAWS_RESET(UNA) },

	{ ROW("behind a gap, too"),
	.in = TCPSIM_FIN_WAIT_2, LATE_TEXT(RCV + 100U, 10), .policy = { LATE }, .given = { GONE }, DRAWS_RESET(UNA) },

	{ ROW("and where only its last octet is new"),
	.in = TCPSIM_FIN_WAIT_2, LATE_TEXT(RCV - 9U, 10), .policy = { LATE }, .given = { GONE }, DRAWS_RESET(UNA) },

	{ ROW("a FIN with it does not help"),
	.in = TCPSIM_FIN_WAIT_2, .seg = { .seq = RCV, .ack = UNA, .ctl = FIN | ACK, .text = 10 }, .policy = { LATE },
	.given = { GONE }, DRAWS_RESET(UNA) },

	{ ROW("one behind text that is known ends FIN-WAIT-2 as ever"),
	.in = TCPSIM_FIN_WAIT_2, .seg = { .seq = RCV - 10U, .ack = UNA, .ctl = FIN | ACK, .text = 10 },
	.policy = { LATE }, .given = { GONE },
	.sends = { { .seq = UNA, .ack = RCV + 1U, .ctl = ACK } },
	.then = { { STATE, TCPSIM_TIME_WAIT }, { DUE_2MSL, NOW + 2 * MSL }, { RCV_NXT, RCV + 1U },
		{ RCV_FIN, RCV }, { RCV_WND, RCV_BUFFER - 1U },
		{ RAISE, TCPSIM_FLAG_FIN_SEEN | TCPSIM_FLAG_FIN_TAKEN } },
	.signals = TCPSIM_SIGNAL_CLOSING,
	.rule = TCPSIM_RULE_FIN_FIN_WAIT_2, .never = TCPSIM_RULE_LATE_TEXT_RESETS },

	{ ROW("text that is known is acknowledged again"),
	.in = TCPSIM_FIN_WAIT_2, LATE_TEXT(RCV - 10U, 10), .policy = { LATE }, .given = { GONE },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK } },
	.rule = TCPSIM_RULE_SEQ_UNACCEPTABLE_ACKED, .never = TCPSIM_RULE_LATE_TEXT_RESETS },

	{ ROW("and so is what lies beyond the window"),
	.in = TCPSIM_FIN_WAIT_2, LATE_TEXT(RCV + 5000U, 10), .policy = { LATE }, .given = { GONE },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK } },
	.rule = TCPSIM_RULE_SEQ_UNACCEPTABLE_ACKED, .never = TCPSIM_RULE_LATE_TEXT_RESETS },

	{ ROW("while somebody reads, text is taken"),
	.in = TCPSIM_FIN_WAIT_2, LATE_TEXT(RCV, 10), .policy = { LATE },
	.sends = { { .seq = UNA, .ack = RCV + 10U, .ctl = ACK } },
	.then = { { RCV_NXT, RCV + 10U }, { RCV_OFFSET, RECEIVED_OCTETS + 10 }, { RCV_WND, RCV_BUFFER - 10 } },
	.stores = { RECEIVED_OCTETS, 0, 10 }, .delivers = { RECEIVED_OCTETS, 10 },
	.rule = TCPSIM_RULE_TEXT_ACCEPTED },

	{ ROW("and without the setting the engine takes it for a user who is gone, too (3.6)"),
	.in = TCPSIM_FIN_WAIT_2, LATE_TEXT(RCV, 10), .policy = { LIMIT },
	.given = { GONE, { DUE_FIN_WAIT_2, NOW + SECOND } },
	.sends = { { .seq = UNA, .ack = RCV + 10U, .ctl = ACK } },
	.then = { { RCV_NXT, RCV + 10U }, { RCV_OFFSET, RECEIVED_OCTETS + 10 }, { RCV_WND, RCV_BUFFER - 10 } },
	.stores = { RECEIVED_OCTETS, 0, 10 }, .delivers = { RECEIVED_OCTETS, 10 },
	.rule = TCPSIM_RULE_TEXT_ACCEPTED },
};

#define ALWAYS WITH(reset_give_up, TCPSIM_RESET_ALWAYS)
#define KEEPALIVE_ONLY WITH(reset_give_up, TCPSIM_RESET_KEEPALIVE)
#define WITH_ACK WITH(reset_with_ack, 1)
#define R2_REACHED \
	.event = TIMEOUT, .timer = TCPSIM_TIMER_RETRANSMISSION, \
	.given = { { SND_NXT, UNA + 10U }, { DUE_RETRANSMISSION, NOW }, { DUE_USER, USER_DUE }, { RETRIES, 8 } }
#define PROBES_OVER \
	.event = TIMEOUT, .timer = TCPSIM_TIMER_KEEPALIVE, .given = { { DUE_KEEPALIVE, NOW }, { PROBES, 9 } }
#define KEPT WITH(keepalive, 1)

/* Giving up: 3.10.8 deletes the TCB, and that is all. Linux tcp_keepalive_timer(), FreeBSD tcp_drop(). */
static const struct row give_up_rows[] = {
	{ ROW("R2 ends a connection without a segment (3.10.8)"),
	.in = TCPSIM_ESTABLISHED, R2_REACHED, ENDS(TCPSIM_ERROR_TIMED_OUT),
	.rule = TCPSIM_RULE_RETRANSMISSION_R2, .never = TCPSIM_RULE_GIVING_UP_RESETS },

	{ ROW("or with a RST behind all that was sent"),
	.in = TCPSIM_ESTABLISHED, R2_REACHED, .policy = { ALWAYS },
	RESET_BY(UNA + 10U, .ctl = RST), ENDS(TCPSIM_ERROR_TIMED_OUT),
	.rule = TCPSIM_RULE_RETRANSMISSION_R2, .also = { TCPSIM_RULE_GIVING_UP_RESETS } },

	{ ROW("which has an ACK where an ABORT's has"),
	.in = TCPSIM_ESTABLISHED, R2_REACHED, .policy = { ALWAYS, WITH_ACK },
	RESET_BY(UNA + 10U, .ack = RCV, .ctl = RST | ACK), ENDS(TCPSIM_ERROR_TIMED_OUT),
	.rule = TCPSIM_RULE_RETRANSMISSION_R2,
	.also = { TCPSIM_RULE_GIVING_UP_RESETS, TCPSIM_RULE_RESET_HAS_ACK } },

	{ ROW("who resets after probes only does not after retransmissions"),
	.in = TCPSIM_ESTABLISHED, R2_REACHED, .policy = { KEEPALIVE_ONLY }, ENDS(TCPSIM_ERROR_TIMED_OUT),
	.rule = TCPSIM_RULE_RETRANSMISSION_R2, .never = TCPSIM_RULE_GIVING_UP_RESETS },

	{ ROW("but does after probes"),
	.in = TCPSIM_ESTABLISHED, PROBES_OVER, .policy = { KEEPALIVE_ONLY, KEPT },
	RESET_BY(UNA, .ctl = RST), ENDS(TCPSIM_ERROR_TIMED_OUT),
	.rule = TCPSIM_RULE_KEEPALIVE_GIVES_UP, .also = { TCPSIM_RULE_GIVING_UP_RESETS } },

	{ ROW("as does who always does"),
	.in = TCPSIM_CLOSE_WAIT, PROBES_OVER, .policy = { ALWAYS, KEPT },
	RESET_BY(UNA, .ctl = RST), ENDS(TCPSIM_ERROR_TIMED_OUT),
	.rule = TCPSIM_RULE_KEEPALIVE_GIVES_UP, .also = { TCPSIM_RULE_GIVING_UP_RESETS } },

	{ ROW("and who never does not"),
	.in = TCPSIM_CLOSE_WAIT, PROBES_OVER, .policy = { KEPT }, ENDS(TCPSIM_ERROR_TIMED_OUT),
	.rule = TCPSIM_RULE_KEEPALIVE_GIVES_UP, .never = TCPSIM_RULE_GIVING_UP_RESETS },

	{ ROW("the user timeout is a giving up, too; in LAST-ACK the peer knows of us"),
	.in = TCPSIM_LAST_ACK, .event = TIMEOUT, .timer = TCPSIM_TIMER_USER, .policy = { ALWAYS },
	.given = { { DUE_USER, NOW } },
	RESET_BY(UNA + 1U, .ctl = RST), ENDS(TCPSIM_ERROR_TIMED_OUT),
	.rule = TCPSIM_RULE_USER_TIMEOUT, .also = { TCPSIM_RULE_GIVING_UP_RESETS } },

	{ ROW("so are probes of a closed window"),
	.in = TCPSIM_ESTABLISHED, .event = TIMEOUT, .timer = TCPSIM_TIMER_PERSIST, .policy = { ALWAYS },
	.given = { { QUEUED, 10 }, { SND_WND, 0 }, { DUE_PERSIST, NOW }, { PROBES, 8 } },
	RESET_BY(UNA, .ctl = RST), ENDS(TCPSIM_ERROR_TIMED_OUT),
	.rule = TCPSIM_RULE_PERSIST_GIVES_UP, .also = { TCPSIM_RULE_GIVING_UP_RESETS } },

	{ ROW("who never answered our SYN is told nothing"),
	.in = TCPSIM_SYN_SENT, .event = TIMEOUT, .timer = TCPSIM_TIMER_RETRANSMISSION, .policy = { ALWAYS },
	.given = { { DUE_RETRANSMISSION, NOW }, { RETRIES, 7 } }, ENDS(TCPSIM_ERROR_TIMED_OUT),
	.rule = TCPSIM_RULE_SYN_R2, .never = TCPSIM_RULE_GIVING_UP_RESETS },

	{ ROW("nor who never answered our SYN,ACK"),
	.in = TCPSIM_SYN_RECEIVED, .event = TIMEOUT, .timer = TCPSIM_TIMER_USER, .policy = { ALWAYS },
	.given = { { DUE_USER, NOW } }, ENDS(TCPSIM_ERROR_TIMED_OUT),
	.rule = TCPSIM_RULE_USER_TIMEOUT, .never = TCPSIM_RULE_GIVING_UP_RESETS },

	{ ROW("but whose SYN has crossed ours"),
	.in = TCPSIM_SYN_RECEIVED, .event = TIMEOUT, .timer = TCPSIM_TIMER_USER, .policy = { ALWAYS },
	.given = { { DUE_USER, NOW }, { ORIGIN, TCPSIM_ORIGIN_ACTIVE } },
	RESET_BY(ISS + 1U, .ctl = RST), ENDS(TCPSIM_ERROR_TIMED_OUT),
	.rule = TCPSIM_RULE_USER_TIMEOUT, .also = { TCPSIM_RULE_GIVING_UP_RESETS } },

	/* Linux tcp_send_active_reset(), FreeBSD tcp_outflags[TCPS_CLOSED]. */
	{ ROW("the RST of an ABORT may have an ACK"),
	.in = TCPSIM_FIN_WAIT_1, .event = ABORT, .policy = { WITH_ACK },
	RESET_BY(UNA + 1U, .ack = RCV, .ctl = RST | ACK), .then = { { INTO, TCPSIM_CLOSED } },
	.rule = TCPSIM_RULE_ABORT_RESETS, .also = { TCPSIM_RULE_RESET_HAS_ACK } },

	{ ROW("and that of a CLOSE with unread octets"),
	.in = TCPSIM_CLOSE_WAIT, .event = CLOSE, .policy = { WITH_ACK }, .given = { { UNREAD, 20 }, { WANTED, 0 } },
	RESET_BY(UNA, .ack = RCV, .ctl = RST | ACK), .then = { { INTO, TCPSIM_CLOSED } },
	.rule = TCPSIM_RULE_CLOSE_UNREAD_RESETS, .also = { TCPSIM_RULE_RESET_HAS_ACK } },

	{ ROW("one in answer to a segment is as 3.10.7.1 has it"),
	.in = TCPSIM_SYN_RECEIVED, .seg = { .seq = IRS + 1U, .ack = ISS + 9U, .ctl = ACK }, .policy = { WITH_ACK },
	RESET_BY(ISS + 9U, .ctl = RST),
	.rule = TCPSIM_RULE_ACK_SYN_RECEIVED_RESET, .never = TCPSIM_RULE_RESET_HAS_ACK },
};

#define SYN_DROPPED WITH(time_wait_syn, TCPSIM_TIME_WAIT_SYN_DROPPED)
#define AN_OLD_SYN .in = TCPSIM_TIME_WAIT, .seg = { .seq = RCV - 100U, .ctl = SYN }
#define ACKED .sends = { { .seq = UNA, .ack = RCV, .ctl = ACK } }, .then = { COUNTED }
#define OPENED_BY(irs) \
	{ STATE, TCPSIM_SYN_RECEIVED }, { ORIGIN, TCPSIM_ORIGIN_PASSIVE }, { SND_ISS, NEW_ISS }, { SND_UNA, NEW_ISS }, \
	{ SND_NXT, NEW_ISS + 1 }, { SND_WL1, (irs) }, { SND_WL2, NEW_ISS }, { SND_WND, PEER_WND }, \
	{ MAX_SND_WND, PEER_WND }, { RCV_IRS, (irs) }, { RCV_NXT, (uint32_t)((irs) + 1U) }, \
	{ RAISE, TCPSIM_FLAG_SYN_OUT | TCPSIM_FLAG_TIMING }, { RTT_SENT, NOW }, { RTT_SEQ, NEW_ISS }, \
	{ DUE_RETRANSMISSION, NOW + SECOND }, { DUE_USER, NOW + 300 * SECOND }

/* SYNs where 3.10.7 would take or answer them. FreeBSD tcp_twcheck(), drop_synfin; Linux tcp_rcv_state_process(). */
static const struct row syn_rows[] = {
	{ ROW("a SYN in TIME-WAIT that is below what was used draws an ACK (3.10.7.4 first)"), AN_OLD_SYN,
	.is_listened = true, ACKED,
	.rule = TCPSIM_RULE_SEQ_UNACCEPTABLE_ACKED, .never = TCPSIM_RULE_TIME_WAIT_SYN_UNANSWERED },

	{ ROW("or nothing"), AN_OLD_SYN, .is_listened = true, .policy = { SYN_DROPPED },
	.rule = TCPSIM_RULE_TIME_WAIT_SYN_UNANSWERED },

	{ ROW("whether somebody listens or not"), AN_OLD_SYN, .policy = { SYN_DROPPED },
	.rule = TCPSIM_RULE_TIME_WAIT_SYN_UNANSWERED },

	{ ROW("a SYN,ACK is answered all the same"),
	.in = TCPSIM_TIME_WAIT, .seg = { .seq = RCV - 100U, .ack = UNA, .ctl = SYN | ACK }, .policy = { SYN_DROPPED }, ACKED,
	.rule = TCPSIM_RULE_SEQ_UNACCEPTABLE_ACKED },

	{ ROW("and so is any other segment below the window"),
	.in = TCPSIM_TIME_WAIT, .seg = { .seq = RCV - 100U, .ack = UNA, .ctl = ACK }, .policy = { SYN_DROPPED }, ACKED,
	.rule = TCPSIM_RULE_SEQ_UNACCEPTABLE_ACKED },

	{ ROW("a SYN with FIN opens no connection where that is not wanted"),
	.in = TCPSIM_LISTEN, .seg = { .seq = 99, .ctl = SYN | FIN },
	.policy = { WITH(syn_fin, TCPSIM_SYN_FIN_DROPPED) },
	.rule = TCPSIM_RULE_LISTEN_SYN_FIN_DROPPED },

	{ ROW("one without does"),
	.in = TCPSIM_LISTEN, .seg = { .seq = 99, .ctl = SYN }, .policy = { WITH(syn_fin, TCPSIM_SYN_FIN_DROPPED) },
	.sends = { { .seq = NEW_ISS, .ack = 100, .ctl = SYN | ACK } },
	.then = { OPENED_BY(99) },
	.rule = TCPSIM_RULE_LISTEN_SYN },

	{ ROW("or its FIN does not count, and its text does"),
	.in = TCPSIM_LISTEN, .seg = { .seq = 99, .ctl = SYN | FIN, .text = 10 },
	.policy = { WITH(syn_fin, TCPSIM_SYN_FIN_IGNORED) },
	.sends = { { .seq = NEW_ISS, .ack = 100, .ctl = SYN | ACK } },
	.then = { OPENED_BY(99), { N_HELD, 1 }, { HELD_0_BEGIN, 100 }, { HELD_0_END, 110 } },
	.stores = { 0, 0, 10 },
	.rule = TCPSIM_RULE_TEXT_ON_SYN_HELD, .also = { TCPSIM_RULE_LISTEN_SYN, TCPSIM_RULE_SYN_FIN_IGNORED } },

	{ ROW("that of a simultaneous open counts"),
	.in = TCPSIM_SYN_RECEIVED, .seg = { .seq = IRS, .ack = ISS + 1U, .ctl = SYN | FIN | ACK },
	.policy = { WITH(syn_fin, TCPSIM_SYN_FIN_IGNORED) }, .given = { { ORIGIN, TCPSIM_ORIGIN_ACTIVE } },
	.sends = { { .seq = ISS + 1U, .ack = IRS + 2U, .ctl = ACK } },
	.then = { { STATE, TCPSIM_CLOSE_WAIT }, { LOWER, TCPSIM_FLAG_SYN_OUT }, { SND_UNA, ISS + 1U },
		{ SND_WL2, ISS + 1U }, { DUE_RETRANSMISSION, NEVER }, { DUE_USER, NEVER }, { RCV_NXT, IRS + 2U },
		{ RCV_FIN, IRS + 1U }, { RCV_WND, RCV_BUFFER - 1U },
		{ RAISE, TCPSIM_FLAG_FIN_SEEN | TCPSIM_FLAG_FIN_TAKEN } },
	.signals = TCPSIM_SIGNAL_OPENED | TCPSIM_SIGNAL_CLOSING,
	.rule = TCPSIM_RULE_FIN_ESTABLISHED, .never = TCPSIM_RULE_SYN_FIN_IGNORED },

	{ ROW("a FIN of its own counts even so"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV, .ack = UNA, .ctl = FIN | ACK },
	.policy = { WITH(syn_fin, TCPSIM_SYN_FIN_IGNORED) },
	.sends = { { .seq = UNA, .ack = RCV + 1U, .ctl = ACK } },
	.then = { { STATE, TCPSIM_CLOSE_WAIT }, { RCV_NXT, RCV + 1U }, { RCV_FIN, RCV }, { RCV_WND, RCV_BUFFER - 1U },
		{ RAISE, TCPSIM_FLAG_FIN_SEEN | TCPSIM_FLAG_FIN_TAKEN } },
	.signals = TCPSIM_SIGNAL_CLOSING,
	.rule = TCPSIM_RULE_FIN_ESTABLISHED },

	/* Linux tcp_check_req(), FreeBSD syncache_add(): figure 8 of RFC 9293 draws it so. */
	{ ROW("the SYN that comes again draws the SYN,ACK again, timed anew"),
	.in = TCPSIM_SYN_RECEIVED, .seg = { .seq = IRS, .ctl = SYN }, .policy = { WITH(syn_ack_again, 1) },
	.given = { { RAISE, TCPSIM_FLAG_TIMING }, { RTT_SENT, NOW - SECOND }, { RTT_SEQ, ISS } },
	.sends = { { .seq = ISS, .ack = IRS + 1U, .ctl = SYN | ACK, .purpose = TCPSIM_PURPOSE_RETRANSMISSION } },
	.then = { COUNTED, { DUE_RETRANSMISSION, NOW + SECOND }, { RAISE, TCPSIM_FLAG_SYN_RESENT },
		{ LOWER, TCPSIM_FLAG_TIMING } },
	.rule = TCPSIM_RULE_SEQ_SYN_ACK_AGAIN },

	{ ROW("no other SYN does"),
	.in = TCPSIM_SYN_RECEIVED, .seg = { .seq = IRS - 1U, .ctl = SYN }, .policy = { WITH(syn_ack_again, 1) },
	.sends = { { .seq = ISS + 1U, .ack = IRS + 1U, .ctl = ACK } }, .then = { COUNTED },
	.rule = TCPSIM_RULE_SEQ_UNACCEPTABLE_ACKED },

	{ ROW("nor a SYN,ACK"),
	.in = TCPSIM_SYN_RECEIVED, .seg = { .seq = IRS, .ack = ISS + 1U, .ctl = SYN | ACK },
	.policy = { WITH(syn_ack_again, 1) },
	.sends = { { .seq = ISS + 1U, .ack = IRS + 1U, .ctl = ACK } }, .then = { COUNTED },
	.rule = TCPSIM_RULE_SEQ_UNACCEPTABLE_ACKED },

	{ ROW("nor the SYN of a simultaneous open"),
	.in = TCPSIM_SYN_RECEIVED, .seg = { .seq = IRS, .ctl = SYN }, .policy = { WITH(syn_ack_again, 1) },
	.given = { { ORIGIN, TCPSIM_ORIGIN_ACTIVE } },
	.sends = { { .seq = ISS + 1U, .ack = IRS + 1U, .ctl = ACK } }, .then = { COUNTED },
	.rule = TCPSIM_RULE_SEQ_UNACCEPTABLE_ACKED },

	{ ROW("and not more often than anything else is answered that is not acceptable"),
	.in = TCPSIM_SYN_RECEIVED, .seg = { .seq = IRS, .ctl = SYN }, .policy = { WITH(syn_ack_again, 1) },
	.given = { { CHALLENGED_SINCE, NOW - SECOND }, { CHALLENGED, 10 } },
	.rule = TCPSIM_RULE_SEQ_UNACCEPTABLE_THROTTLED },

	/* FreeBSD blackhole(4). */
	{ ROW("a closed port may leave SYNs without an answer"),
	.in = TCPSIM_CLOSED, .seg = { .seq = 5, .ctl = SYN }, .policy = { WITH(blackhole, TCPSIM_BLACKHOLE_SYN) },
	.rule = TCPSIM_RULE_CLOSED_SWALLOWED },

	{ ROW("and answer the rest"),
	.in = TCPSIM_CLOSED, .seg = { .seq = 5, .ack = 77, .ctl = ACK }, .policy = { WITH(blackhole, TCPSIM_BLACKHOLE_SYN) },
	RESET_BY(77, .ctl = RST),
	.rule = TCPSIM_RULE_CLOSED_ACK_RESET },

	{ ROW("or answer nothing"),
	.in = TCPSIM_CLOSED, .seg = { .seq = 5, .ack = 77, .ctl = ACK }, .policy = { WITH(blackhole, TCPSIM_BLACKHOLE_ALL) },
	.rule = TCPSIM_RULE_CLOSED_SWALLOWED },

	{ ROW("one that somebody listens on does as ever"),
	.in = TCPSIM_LISTEN, .seg = { .seq = 5, .ack = 77, .ctl = ACK }, .policy = { WITH(blackhole, TCPSIM_BLACKHOLE_ALL) },
	RESET_BY(77, .ctl = RST),
	.rule = TCPSIM_RULE_LISTEN_ACK_RESET },
};

#define FIN_AGAIN WITH(fin_again, 1)
#define THE_FIN(number) \
	.sends = { { .seq = UNA, .ack = (number), .ctl = FIN | ACK, .purpose = TCPSIM_PURPOSE_RETRANSMISSION } }

/* FreeBSD tcp_outflags[]: what is sent in these states has FIN. */
static const struct row fin_rows[] = {
	{ ROW("an ACK of text in FIN-WAIT-1 has our FIN again"),
	.in = TCPSIM_FIN_WAIT_1, .seg = { .seq = RCV, .ack = UNA, .ctl = ACK, .text = 10 }, .policy = { FIN_AGAIN },
	THE_FIN(RCV + 10U),
	.then = { { RCV_NXT, RCV + 10U }, { RCV_OFFSET, RECEIVED_OCTETS + 10 }, { RCV_WND, RCV_BUFFER - 10 } },
	.stores = { RECEIVED_OCTETS, 0, 10 }, .delivers = { RECEIVED_OCTETS, 10 },
	.rule = TCPSIM_RULE_TEXT_ACCEPTED, .also = { TCPSIM_RULE_FIN_SENT_AGAIN } },

	{ ROW("and so has that of the peer's FIN again in LAST-ACK; it is not timed any more"),
	.in = TCPSIM_LAST_ACK, .seg = { .seq = RCV - 1U, .ack = UNA, .ctl = FIN | ACK }, .policy = { FIN_AGAIN },
	.given = { { RAISE, TCPSIM_FLAG_TIMING }, { RTT_SEQ, UNA }, { RTT_SENT, NOW - SECOND } },
	THE_FIN(RCV), .then = { COUNTED, { LOWER, TCPSIM_FLAG_TIMING } },
	.rule = TCPSIM_RULE_SEQ_UNACCEPTABLE_ACKED, .also = { TCPSIM_RULE_FIN_SENT_AGAIN } },

	{ ROW("and so has an ACK that was delayed"),
	.in = TCPSIM_FIN_WAIT_1, .event = TIMEOUT, .timer = TCPSIM_TIMER_ACK, .policy = { FIN_AGAIN },
	.given = { { DUE_ACK, NOW }, { RCV_ACKED, RCV - 10U } },
	THE_FIN(RCV), .then = { { DUE_ACK, NEVER } },
	.rule = TCPSIM_RULE_DELAYED_ACK_TIMEOUT, .also = { TCPSIM_RULE_FIN_SENT_AGAIN } },

	{ ROW("not in FIN-WAIT-2, where it is acknowledged"),
	.in = TCPSIM_FIN_WAIT_2, .seg = { .seq = RCV + 5000U, .ack = UNA, .ctl = ACK, .text = 10 }, .policy = { FIN_AGAIN },
	.sends = { { .seq = UNA, .ack = RCV, .ctl = ACK } },
	.rule = TCPSIM_RULE_SEQ_UNACCEPTABLE_ACKED, .never = TCPSIM_RULE_FIN_SENT_AGAIN },

	{ ROW("nor in answer to a SYN"),
	.in = TCPSIM_CLOSING, .seg = { .seq = RCV - 100U, .ctl = SYN }, .policy = { FIN_AGAIN },
	.sends = { { .seq = UNA + 1U, .ack = RCV, .ctl = ACK } }, .then = { COUNTED },
	.rule = TCPSIM_RULE_SEQ_UNACCEPTABLE_ACKED, .never = TCPSIM_RULE_FIN_SENT_AGAIN },

	{ ROW("nor by a challenge"),
	.in = TCPSIM_FIN_WAIT_1, .seg = { .seq = RCV + 5U, .ctl = RST }, .policy = { FIN_AGAIN },
	CHALLENGED_WITH(UNA + 1U),
	.rule = TCPSIM_RULE_RST_CHALLENGED, .never = TCPSIM_RULE_FIN_SENT_AGAIN },
};

#define EMBRYONIC WITH(embryonic_reset, 1)
#define A_PORT_UNREACHABLE .event = ICMP, .icmp = { TCPSIM_ICMP_PORT_UNREACHABLE, ISS, 0 }

/* RFC 5961 3 and 4, and who does otherwise. FreeBSD tcp(4) insecure_rst, insecure_syn; Linux tcp_check_req(). */
static const struct row attack_rows[] = {
	{ ROW("a RST anywhere in the window ends the connection of who wants it so"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV + 999U, .ctl = RST }, .policy = { WITH(insecure_rst, 1) },
	ENDS(TCPSIM_ERROR_RESET),
	.rule = TCPSIM_RULE_RST_RESETS, .also = { TCPSIM_RULE_RST_INSECURE } },

	{ ROW("but not beyond it"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV + 1000U, .ctl = RST }, .policy = { WITH(insecure_rst, 1) },
	.rule = TCPSIM_RULE_SEQ_UNACCEPTABLE_RST_DROPPED },

	{ ROW("a SYN in the window ends it, too, and the peer is told"),
	.in = TCPSIM_FIN_WAIT_2, .seg = { .seq = RCV + 5U, .ctl = SYN }, .policy = { WITH(insecure_syn, 1) },
	RESET_BY(UNA, .ctl = RST), ENDS(TCPSIM_ERROR_RESET),
	.rule = TCPSIM_RULE_SYN_INSECURE },

	{ ROW("as by an ABORT"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV + 5U, .ctl = SYN }, .policy = { WITH(insecure_syn, 1), WITH_ACK },
	RESET_BY(UNA, .ack = RCV, .ctl = RST | ACK), ENDS(TCPSIM_ERROR_RESET),
	.rule = TCPSIM_RULE_SYN_INSECURE },

	{ ROW("one that only reaches into it is challenged"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV - 1U, .ack = UNA, .ctl = SYN | ACK, .text = 10 },
	.policy = { WITH(insecure_syn, 1) }, CHALLENGED_WITH(UNA),
	.rule = TCPSIM_RULE_SYN_CHALLENGED },

	{ ROW("in SYN-RECEIVED a RST in the window is challenged (RFC 5961 3)"),
	.in = TCPSIM_SYN_RECEIVED, .seg = { .seq = IRS + 6U, .ctl = RST },
	.sends = { { .seq = ISS + 1U, .ack = IRS + 1U, .ctl = ACK, .purpose = TCPSIM_PURPOSE_CHALLENGE } },
	.then = { COUNTED },
	.rule = TCPSIM_RULE_RST_CHALLENGED },

	{ ROW("or ends what nobody has accepted yet"),
	.in = TCPSIM_SYN_RECEIVED, .seg = { .seq = IRS + 6U, .ctl = RST }, .policy = { EMBRYONIC },
	.then = { { INTO, TCPSIM_LISTEN } },
	.rule = TCPSIM_RULE_RST_SYN_RECEIVED_LISTENS, .also = { TCPSIM_RULE_RST_EMBRYONIC } },

	{ ROW("but not what was opened from here"),
	.in = TCPSIM_SYN_RECEIVED, .seg = { .seq = IRS + 6U, .ctl = RST }, .policy = { EMBRYONIC },
	.given = { { ORIGIN, TCPSIM_ORIGIN_ACTIVE } },
	.sends = { { .seq = ISS + 1U, .ack = IRS + 1U, .ctl = ACK, .purpose = TCPSIM_PURPOSE_CHALLENGE } },
	.then = { COUNTED },
	.rule = TCPSIM_RULE_RST_CHALLENGED },

	{ ROW("nor what is ESTABLISHED"),
	.in = TCPSIM_ESTABLISHED, .seg = { .seq = RCV + 6U, .ctl = RST }, .policy = { EMBRYONIC }, CHALLENGED_WITH(UNA),
	.rule = TCPSIM_RULE_RST_CHALLENGED },

	{ ROW("a SYN in the window returns SYN-RECEIVED to LISTEN without a word (3.10.7.4 fourth)"),
	.in = TCPSIM_SYN_RECEIVED, .seg = { .seq = IRS + 6U, .ctl = SYN },
	.then = { { INTO, TCPSIM_LISTEN } },
	.rule = TCPSIM_RULE_SYN_SYN_RECEIVED_LISTENS, .never = TCPSIM_RULE_SYN_EMBRYONIC },

	{ ROW("or with a RST that its sender takes"),
	.in = TCPSIM_SYN_RECEIVED, .seg = { .seq = IRS + 6U, .ctl = SYN }, .policy = { EMBRYONIC },
	RESET_BY(0, .ack = IRS + 7U, .ctl = RST | ACK), .then = { { INTO, TCPSIM_LISTEN } },
	.rule = TCPSIM_RULE_SYN_SYN_RECEIVED_LISTENS, .also = { TCPSIM_RULE_SYN_EMBRYONIC } },

	{ ROW("in SYN-SENT a RST must have the number 0 (3.10.7.3 second)"),
	.in = TCPSIM_SYN_SENT, .seg = { .seq = 4711, .ack = ISS + 1U, .ctl = RST | ACK },
	.rule = TCPSIM_RULE_SYN_SENT_RST_SEQ_DROPPED },

	{ ROW("or any, if its ACK is right"),
	.in = TCPSIM_SYN_SENT, .seg = { .seq = 4711, .ack = ISS + 1U, .ctl = RST | ACK },
	.policy = { WITH(syn_sent_rst_exact, 0) }, ENDS(TCPSIM_ERROR_RESET),
	.rule = TCPSIM_RULE_SYN_SENT_RESET },

	/* FreeBSD tcp(4) icmp_may_rst. */
	{ ROW("a hard error of ICMP in SYN-SENT may be taken for a soft one"), A_PORT_UNREACHABLE,
	.in = TCPSIM_SYN_SENT, .policy = { WITH(icmp_syn_sent, 0) },
	.then = { { SOFT_ERROR, TCPSIM_ERROR_PORT_UNREACHABLE } },
	.signals = TCPSIM_SIGNAL_SOFT_ERROR, .soft_error = TCPSIM_ERROR_PORT_UNREACHABLE,
	.rule = TCPSIM_RULE_ICMP_SYN_SENT_SOFTENED },

	{ ROW("but not in SYN-RECEIVED"), A_PORT_UNREACHABLE,
	.in = TCPSIM_SYN_RECEIVED, .policy = { WITH(icmp_syn_sent, 0) },
	.then = { { INTO, TCPSIM_LISTEN } },
	.rule = TCPSIM_RULE_ICMP_HARD_REFUSES },
};

int
main(void)
{
	Suite *suite = suite_create("other endings");

	ROWS_ADD(suite, "FIN-WAIT-2", fin_wait_2_rows);
	ROWS_ADD(suite, "late text", late_text_rows);
	ROWS_ADD(suite, "giving up", give_up_rows);
	ROWS_ADD(suite, "SYN", syn_rows);
	ROWS_ADD(suite, "FIN", fin_rows);
	ROWS_ADD(suite, "attacks", attack_rows);
	return suite_run(suite);
}
