/* SPDX-License-Identifier: MIT */
/*
 * SEGMENT ARRIVES, RFC 9293 3.10.7, for every state, every kind of segment and every place of its
 * SEG.SEQ: what is answered, what becomes of the TCB, and which rule says so.
 *
 * The table is read from the RFC by hand. A letter stands for an outcome; the five letters of a cell
 * are for a SEG.SEQ below the window, at its left edge, inside, at its right edge (the last number
 * that is acceptable) and beyond. SEG.ACK is SND.NXT: whatever we sent is acknowledged. `Data` is ACK
 * with ten octets of text.
 */
#include <stdio.h>
#include <string.h>

#include "tests/rfc/rows.h"
#include "tests/suite.h"

enum kind { K_SYN, K_SYN_ACK, K_ACK, K_FIN, K_FIN_ACK, K_RST, K_RST_ACK, K_SYN_FIN, K_NONE, K_DATA, N_KINDS };

#define TEXT 10U

static const struct {
	const char *name;
	uint8_t ctl;
	uint32_t text;
} kinds[N_KINDS] = {
	[K_SYN] = { "SYN", SYN, 0 },
	[K_SYN_ACK] = { "SYN,ACK", SYN | ACK, 0 },
	[K_ACK] = { "ACK", ACK, 0 },
	[K_FIN] = { "FIN", FIN, 0 },
	[K_FIN_ACK] = { "FIN,ACK", FIN | ACK, 0 },
	[K_RST] = { "RST", RST, 0 },
	[K_RST_ACK] = { "RST,ACK", RST | ACK, 0 },
	[K_SYN_FIN] = { "SYN,FIN", SYN | FIN, 0 },
	[K_NONE] = { "no flags", 0, 0 },
	[K_DATA] = { "data", ACK, TEXT },
};

static const char *const places[5] = { "below", "at the left edge", "inside", "at the right edge", "beyond" };

/* SEG.SEQ at each place, counted from RCV.NXT. Just behind the window an ACK is heard: docs/deviations.md. */
static const uint32_t offsets[5] = { (uint32_t)-100, 0, 100, RCV_BUFFER - 1, RCV_BUFFER + 1 };

/* SYN-RECEIVED twice: it matters where it came from (MUST-11). */
#define N_ROWS (TCPSIM_N_STATES + 1)
#define SYN_RECEIVED_ACTIVE TCPSIM_N_STATES

static const char *const table[N_ROWS][N_KINDS] = {
	[TCPSIM_CLOSED] = {
		"nnnnn", "aaaaa", "aaaaa", "nnnnn", "aaaaa", "iiiii", "iiiii", "nnnnn", "nnnnn", "aaaaa",
	},
	[TCPSIM_LISTEN] = {
		"sssss", "AAAAA", "AAAAA", "ddddd", "AAAAA", "IIIII", "IIIII", "SSSSS", "ddddd", "AAAAA",
	},
	[TCPSIM_SYN_SENT] = {
		"yyyyy", "eeeee", "ooooo", "ooooo", "ooooo", "qpqqq", "qzqqq", "YYYYY", "ooooo", "ooooo",
	},
	/*       SYN      SYN,ACK  ACK      FIN      FIN,ACK  RST      RST,ACK  SYN,FIN  none     data */
	[TCPSIM_SYN_RECEIVED] = {
		"ulllu", "ulllu", "uEEEu", "ummmu", "uFffu", "xLccx", "xLccx", "ulllu", "ummmu", "tDGHt",
	},
	[SYN_RECEIVED_ACTIVE] = {
		"ucccu", "ucccu", "uEEEu", "ummmu", "uFffu", "xRccx", "xRccx", "ucccu", "ummmu", "tDGHt",
	},
	[TCPSIM_ESTABLISHED] = {
		"ucccu", "ucccu", "ukkku", "ummmu", "uWwwu", "xrccx", "xrccx", "ucccu", "ummmu", "tXVvt",
	},
	[TCPSIM_FIN_WAIT_1] = {
		"ucccu", "ucccu", "u222u", "ummmu", "uTggu", "xrccx", "xrccx", "ucccu", "ummmu", "t345t",
	},
	[TCPSIM_FIN_WAIT_2] = {
		"ucccu", "ucccu", "ukkku", "ummmu", "uPwwu", "xrccx", "xrccx", "ucccu", "ummmu", "tXVvt",
	},
	[TCPSIM_CLOSE_WAIT] = {
		"ucccu", "ucccu", "ukkku", "ummmu", "uNNNu", "xrccx", "xrccx", "ucccu", "ummmu", "tjjjt",
	},
	[TCPSIM_CLOSING] = {
		"ucccu", "ucccu", "uKKKu", "ummmu", "uKKKu", "xJccx", "xJccx", "ucccu", "ummmu", "tKKKt",
	},
	[TCPSIM_LAST_ACK] = {
		"ucccu", "ucccu", "uOOOu", "ummmu", "uOOOu", "xJccx", "xJccx", "ucccu", "ummmu", "tOOOt",
	},
	[TCPSIM_TIME_WAIT] = {
		"ucccu", "ucccu", "u777u", "ummmu", "uQQQu", "x8ccx", "x8ccx", "ucccu", "ummmu", "t777t",
	},
};

enum reply {
	NOTHING,
	THE_ACK,       /* <SEQ=SND.NXT><ACK=RCV.NXT><CTL=ACK>, as they are afterwards */
	RST_OF_ACK,    /* <SEQ=SEG.ACK><CTL=RST> */
	RST_OF_END,    /* <SEQ=0><ACK=SEG.SEQ+SEG.LEN><CTL=RST,ACK> */
	NEW_SYN_ACK,   /* <SEQ=ISS><ACK=RCV.NXT><CTL=SYN,ACK>, with the ISS that was offered */
	OUR_SYN_ACK,   /* the same with the ISS of the TCB */
};

/* Numbers that depend on the segment. */
#define AT(octets) (INT64_MIN / 2 + (octets)) /* SEG.SEQ + octets */
#define IS_AT(value) ((value) < INT64_MIN / 4)

/* What every SYN that is taken does to the receive sequence space, and the window that it brings. */
#define SYN_TAKEN \
	{ RCV_IRS, AT(0) }, { RCV_NXT, AT(1) }, { RCV_WND, RCV_BUFFER }, \
	{ SND_WND, PEER_WND }, { MAX_SND_WND, PEER_WND }, { SND_WL1, AT(0) }

/* "SND.WL2 <- SEG.ACK" of a segment without ACK: it must be below any that comes, as ISS is. */
#define NO_ACK_YET { SND_WL2, ISS }

/* LISTEN to SYN-RECEIVED: 3.10.7.2 third; one RTO of 1 s is armed (RFC 6298 2.1, 5.1). */
#define OPENED_PASSIVELY \
	{ STATE, TCPSIM_SYN_RECEIVED }, { SND_ISS, NEW_ISS }, { SND_UNA, NEW_ISS }, { SND_NXT, NEW_ISS + 1 }, \
	SYN_TAKEN, { SND_WL2, NEW_ISS }, { ORIGIN, TCPSIM_ORIGIN_PASSIVE }, \
	{ RAISE, TCPSIM_FLAG_SYN_OUT | TCPSIM_FLAG_TIMING }, { RTT_SENT, NOW }, { RTT_SEQ, NEW_ISS }, \
	{ DUE_RETRANSMISSION, NOW + SECOND }, { DUE_USER, NOW + 300 * SECOND }

/* A FIN of length one behind text is held as the range of its one number. */
#define FIN_IS_HELD \
	{ RAISE, TCPSIM_FLAG_FIN_SEEN }, { RCV_FIN, AT(0) }
#define TEXT_IS_HELD(octets) \
	{ N_HELD, 1 }, { HELD_0_BEGIN, AT(0) }, { HELD_0_END, AT(octets) }

/* The ACK of our SYN: 3.10.7.4 fifth, SYN-RECEIVED. */
#define SYN_ACKNOWLEDGED \
	{ STATE, TCPSIM_ESTABLISHED }, { LOWER, TCPSIM_FLAG_SYN_OUT }, { SND_UNA, ISS + 1 }, { SND_WL1, AT(0) }, \
	{ SND_WL2, ISS + 1 }, \
	{ DUE_RETRANSMISSION, NEVER }, { DUE_USER, NEVER }

/* The ACK of our FIN, whose number is UNA. */
#define FIN_ACKNOWLEDGED \
	{ SND_UNA, UNA + 1 }, { SND_WL1, AT(0) }, { SND_WL2, UNA + 1 }, { DUE_RETRANSMISSION, NEVER }, \
	{ DUE_USER, NEVER }

#define PEER_FIN_TAKEN \
	{ RAISE, TCPSIM_FLAG_FIN_SEEN | TCPSIM_FLAG_FIN_TAKEN }, { RCV_FIN, AT(0) }, { RCV_NXT, AT(1) }, \
	{ RCV_WND, RCV_BUFFER - 1 }
#define TEXT_TAKEN \
	{ RCV_NXT, AT(TEXT) }, { RCV_WND, RCV_BUFFER - TEXT }
#define TO_TIME_WAIT { STATE, TCPSIM_TIME_WAIT }, { DUE_2MSL, NOW + 2 * MSL }
#define OPENED TCPSIM_SIGNAL_OPENED
#define R(NAME) TCPSIM_RULE_##NAME

static const struct outcome {
	char letter;
	enum reply reply;
	enum tcpsim_rule rule, also;
	unsigned signals;
	enum tcpsim_error error;
	uint32_t stores, delivers;
	struct change then[24];
} outcomes[] = {
	/* 3.10.7.1 */
	{ 'i', NOTHING, R(CLOSED_RST_IGNORED), 0, 0, 0, 0, 0, { { 0, 0 } } },
	{ 'a', RST_OF_ACK, R(CLOSED_ACK_RESET), 0, 0, 0, 0, 0, { { 0, 0 } } },
	{ 'n', RST_OF_END, R(CLOSED_NO_ACK_RESET), 0, 0, 0, 0, 0, { { 0, 0 } } },
	/* 3.10.7.2 */
	{ 'I', NOTHING, R(LISTEN_RST_IGNORED), 0, 0, 0, 0, 0, { { 0, 0 } } },
	{ 'A', RST_OF_ACK, R(LISTEN_ACK_RESET), 0, 0, 0, 0, 0, { { 0, 0 } } },
	{ 'd', NOTHING, R(LISTEN_OTHER_DROPPED), 0, 0, 0, 0, 0, { { 0, 0 } } },
	{ 's', NEW_SYN_ACK, R(LISTEN_SYN), 0, 0, 0, 0, 0, { OPENED_PASSIVELY } },
	{ 'S', NEW_SYN_ACK, R(TEXT_ON_SYN_HELD), R(LISTEN_SYN), 0, 0, 0, 0,
		{ OPENED_PASSIVELY, { RCV_FIN, AT(1) }, { RAISE, TCPSIM_FLAG_FIN_SEEN } } },
	/* 3.10.7.3 */
	{ 'o', NOTHING, R(SYN_SENT_OTHER_DROPPED), 0, 0, 0, 0, 0, { { 0, 0 } } },
	{ 'p', NOTHING, R(SYN_SENT_RST_DROPPED), 0, 0, 0, 0, 0, { { 0, 0 } } },
	{ 'q', NOTHING, R(SYN_SENT_RST_SEQ_DROPPED), 0, 0, 0, 0, 0, { { 0, 0 } } },
	{ 'z', NOTHING, R(SYN_SENT_RESET), 0, TCPSIM_SIGNAL_ERROR, TCPSIM_ERROR_RESET, 0, 0,
		{ { INTO, TCPSIM_CLOSED } } },
	{ 'e', THE_ACK, R(SYN_SENT_SYN_ACK), 0, TCPSIM_SIGNAL_OPENED, 0, 0, 0,
		{ { STATE, TCPSIM_ESTABLISHED }, SYN_TAKEN, { LOWER, TCPSIM_FLAG_SYN_OUT }, { SND_UNA, ISS + 1 },
			{ SND_WL2, ISS + 1 },
		{ DUE_RETRANSMISSION, NEVER }, { DUE_USER, NEVER } } },
	{ 'y', OUR_SYN_ACK, R(SYN_SENT_SYN), 0, 0, 0, 0, 0,
		{ { STATE, TCPSIM_SYN_RECEIVED }, SYN_TAKEN, NO_ACK_YET } },
	{ 'Y', OUR_SYN_ACK, R(TEXT_ON_SYN_HELD), R(SYN_SENT_SYN), 0, 0, 0, 0,
		{ { STATE, TCPSIM_SYN_RECEIVED }, SYN_TAKEN, NO_ACK_YET, { RCV_FIN, AT(1) },
			{ RAISE, TCPSIM_FLAG_FIN_SEEN } } },
	/* 3.10.7.4 first */
	{ 'u', THE_ACK, R(SEQ_UNACCEPTABLE_ACKED), 0, 0, 0, 0, 0, { COUNTED } },
	{ 't', THE_ACK, R(SEQ_UNACCEPTABLE_ACKED), 0, 0, 0, 0, 0, { { 0, 0 } } },
	{ 'x', NOTHING, R(SEQ_UNACCEPTABLE_RST_DROPPED), 0, 0, 0, 0, 0, { { 0, 0 } } },
	/* second */
	{ 'c', THE_ACK, 0, 0, 0, 0, 0, 0, { COUNTED } }, /* by RST_CHALLENGED or SYN_CHALLENGED */
	{ 'L', NOTHING, R(RST_SYN_RECEIVED_LISTENS), 0, 0, 0, 0, 0, { { INTO, TCPSIM_LISTEN } } },
	{ 'R', NOTHING, R(RST_SYN_RECEIVED_REFUSED), 0, TCPSIM_SIGNAL_ERROR, TCPSIM_ERROR_REFUSED, 0, 0,
		{ { INTO, TCPSIM_CLOSED } } },
	{ 'r', NOTHING, R(RST_RESETS), 0, TCPSIM_SIGNAL_ERROR, TCPSIM_ERROR_RESET, 0, 0, { { INTO, TCPSIM_CLOSED } } },
	{ 'J', NOTHING, R(RST_CLOSING), 0, TCPSIM_SIGNAL_ERROR, TCPSIM_ERROR_RESET, 0, 0, { { INTO, TCPSIM_CLOSED } } },
	{ '8', NOTHING, R(RST_TIME_WAIT), 0, 0, 0, 0, 0, { { INTO, TCPSIM_CLOSED } } },
	/* fourth */
	{ 'l', NOTHING, R(SYN_SYN_RECEIVED_LISTENS), 0, 0, 0, 0, 0, { { INTO, TCPSIM_LISTEN } } },
	/* fifth */
	{ 'm', NOTHING, R(NO_ACK_DROPPED), 0, 0, 0, 0, 0, { { 0, 0 } } },
	{ 'E', NOTHING, 0, R(ACK_SYN_RECEIVED), OPENED, 0, 0, 0, { SYN_ACKNOWLEDGED } },
	{ 'k', NOTHING, R(ACK_DUPLICATE), R(WINDOW_UPDATED), 0, 0, 0, 0, { { SND_WL1, AT(0) } } },
	{ '2', NOTHING, 0, R(ACK_FIN_WAIT_1), TCPSIM_SIGNAL_CLOSE_OK, 0, 0, 0,
		{ { STATE, TCPSIM_FIN_WAIT_2 }, FIN_ACKNOWLEDGED } },
	/* The text and the FIN of this segment lie behind the peer's FIN: there is nothing to be taken of it. */
	{ 'K', NOTHING, R(ACK_CLOSING), 0, TCPSIM_SIGNAL_CLOSE_OK, 0, 0, 0, { TO_TIME_WAIT, FIN_ACKNOWLEDGED } },
	{ 'O', NOTHING, R(ACK_LAST_ACK), 0, TCPSIM_SIGNAL_CLOSE_OK, 0, 0, 0, { { INTO, TCPSIM_CLOSED } } },
	/* SND.WND and its like are of no more use: SND.UNA = SND.NXT for ever. */
	{ '7', NOTHING, R(ACK_TIME_WAIT), 0, 0, 0, 0, 0, { { SND_WL1, AT(0) } } },
	/* seventh */
	{ 'D', THE_ACK, R(TEXT_ACCEPTED), R(ACK_SYN_RECEIVED), OPENED, 0, TEXT, TEXT,
		{ SYN_ACKNOWLEDGED, TEXT_TAKEN, { RCV_OFFSET, TEXT } } },
	{ 'G', THE_ACK, R(TEXT_HELD), R(ACK_SYN_RECEIVED), OPENED, 0, TEXT, 0,
		{ SYN_ACKNOWLEDGED, TEXT_IS_HELD(TEXT) } },
	{ 'H', THE_ACK, R(TEXT_HELD), R(ACK_SYN_RECEIVED), OPENED, 0, 1, 0, { SYN_ACKNOWLEDGED, TEXT_IS_HELD(1) } },
	{ 'X', THE_ACK, R(TEXT_ACCEPTED), R(ACK_DUPLICATE), 0, 0, TEXT, TEXT,
		{ { SND_WL1, AT(0) }, TEXT_TAKEN, { RCV_OFFSET, RECEIVED_OCTETS + TEXT } } },
	{ 'V', THE_ACK, R(TEXT_HELD), R(ACK_DUPLICATE), 0, 0, TEXT, 0, { { SND_WL1, AT(0) }, TEXT_IS_HELD(TEXT) } },
	{ 'v', THE_ACK, R(TEXT_HELD), R(ACK_DUPLICATE), 0, 0, 1, 0, { { SND_WL1, AT(0) }, TEXT_IS_HELD(1) } },
	{ '3', THE_ACK, R(TEXT_ACCEPTED), R(ACK_FIN_WAIT_1), TCPSIM_SIGNAL_CLOSE_OK, 0, TEXT, TEXT,
		{ { STATE, TCPSIM_FIN_WAIT_2 }, FIN_ACKNOWLEDGED, TEXT_TAKEN,
			{ RCV_OFFSET, RECEIVED_OCTETS + TEXT } } },
	{ '4', THE_ACK, R(TEXT_HELD), R(ACK_FIN_WAIT_1), TCPSIM_SIGNAL_CLOSE_OK, 0, TEXT, 0,
		{ { STATE, TCPSIM_FIN_WAIT_2 }, FIN_ACKNOWLEDGED, TEXT_IS_HELD(TEXT) } },
	{ '5', THE_ACK, R(TEXT_HELD), R(ACK_FIN_WAIT_1), TCPSIM_SIGNAL_CLOSE_OK, 0, 1, 0,
		{ { STATE, TCPSIM_FIN_WAIT_2 }, FIN_ACKNOWLEDGED, TEXT_IS_HELD(1) } },
	{ 'j', NOTHING, R(TEXT_IGNORED), R(ACK_DUPLICATE), 0, 0, 0, 0, { { SND_WL1, AT(0) } } },
	/* eighth */
	{ 'F', THE_ACK, R(FIN_ESTABLISHED), R(ACK_SYN_RECEIVED), OPENED | TCPSIM_SIGNAL_CLOSING, 0, 0, 0,
		{ SYN_ACKNOWLEDGED, PEER_FIN_TAKEN, { STATE, TCPSIM_CLOSE_WAIT } } },
	{ 'f', THE_ACK, R(FIN_HELD), R(ACK_SYN_RECEIVED), OPENED, 0, 0, 0, { SYN_ACKNOWLEDGED, FIN_IS_HELD } },
	{ 'W', THE_ACK, R(FIN_ESTABLISHED), R(ACK_DUPLICATE), TCPSIM_SIGNAL_CLOSING, 0, 0, 0,
		{ { SND_WL1, AT(0) }, PEER_FIN_TAKEN, { STATE, TCPSIM_CLOSE_WAIT } } },
	{ 'w', THE_ACK, R(FIN_HELD), R(ACK_DUPLICATE), 0, 0, 0, 0, { { SND_WL1, AT(0) }, FIN_IS_HELD } },
	{ 'g', THE_ACK, R(FIN_HELD), R(ACK_FIN_WAIT_1), TCPSIM_SIGNAL_CLOSE_OK, 0, 0, 0,
		{ { STATE, TCPSIM_FIN_WAIT_2 }, FIN_ACKNOWLEDGED, FIN_IS_HELD } },
	{ 'T', THE_ACK, R(FIN_FIN_WAIT_2), R(ACK_FIN_WAIT_1), TCPSIM_SIGNAL_CLOSE_OK | TCPSIM_SIGNAL_CLOSING, 0, 0, 0,
		{ FIN_ACKNOWLEDGED, PEER_FIN_TAKEN, TO_TIME_WAIT } },
	{ 'P', THE_ACK, R(FIN_FIN_WAIT_2), R(ACK_DUPLICATE), TCPSIM_SIGNAL_CLOSING, 0, 0, 0,
		{ { SND_WL1, AT(0) }, PEER_FIN_TAKEN, TO_TIME_WAIT } },
	{ 'N', THE_ACK, R(FIN_AGAIN), R(ACK_DUPLICATE), 0, 0, 0, 0, { { SND_WL1, AT(0) } } },
	{ 'Q', THE_ACK, R(FIN_AGAIN), 0, 0, 0, 0, 0, { { DUE_2MSL, NOW + 2 * MSL }, { SND_WL1, AT(0) } } },
};

static const struct outcome *
outcome_of(char letter)
{
	for (size_t i = 0; i < sizeof outcomes / sizeof outcomes[0]; i++)
		if (outcomes[i].letter == letter)
			return &outcomes[i];
	ck_abort_msg("no outcome for the letter %c", letter);
	return NULL;
}

/* The rule where the letter leaves it open: it is said in the same words by two checks. */
static enum tcpsim_rule
rule_of(const struct outcome *outcome, const struct said *seg)
{
	if (outcome->rule != TCPSIM_RULE_NONE)
		return outcome->rule;
	if (outcome->letter == 'c')
		return (seg->ctl & RST) != 0 ? TCPSIM_RULE_RST_CHALLENGED : TCPSIM_RULE_SYN_CHALLENGED;
	return TCPSIM_RULE_NONE;
}

static int64_t
number(int64_t value, const struct said *seg)
{
	return IS_AT(value) ? (int64_t)(uint32_t)(seg->seq + (uint32_t)(value - INT64_MIN / 2)) : value;
}

static void
expect(struct row *row, const struct outcome *outcome)
{
	const struct said *seg = &row->seg;

	row->rule = rule_of(outcome, seg);
	row->also[0] = outcome->also;
	row->signals = outcome->signals;
	row->error = outcome->error;
	for (size_t i = 0; i < sizeof outcome->then / sizeof outcome->then[0]; i++) {
		row->then[i] = outcome->then[i];
		row->then[i].value = number(outcome->then[i].value, seg);
	}
	if (outcome->stores != 0) {
		uint32_t base = row->in == TCPSIM_SYN_RECEIVED ? IRS + 1U : RCV;

		row->stores.octets = outcome->stores;
		row->stores.at = (row->in == TCPSIM_SYN_RECEIVED ? 0 : RECEIVED_OCTETS) + (uint64_t)(seg->seq - base);
	}
	row->delivers.octets = outcome->delivers;
	row->delivers.at = row->stores.at;
}

static void
answer(struct row *row, const struct outcome *outcome, const struct tcpsim_tcb *after)
{
	const struct said *seg = &row->seg;
	uint32_t end = seg->seq + seg->text + ((seg->ctl & SYN) != 0) + ((seg->ctl & FIN) != 0);

	switch (outcome->reply) {
	case NOTHING:
		break;
	case THE_ACK:
		row->sends[0] = (struct said){ .seq = after->snd.nxt.n, .ack = after->rcv.nxt.n, .ctl = ACK };
		break;
	case RST_OF_ACK:
		row->sends[0] = (struct said){ .seq = seg->ack, .ctl = RST };
		break;
	case RST_OF_END:
		row->sends[0] = (struct said){ .seq = 0, .ack = end, .ctl = RST | ACK };
		break;
	case NEW_SYN_ACK:
		row->sends[0] = (struct said){ .seq = NEW_ISS, .ack = seg->seq + 1U, .ctl = SYN | ACK };
		break;
	case OUR_SYN_ACK:
		row->sends[0] = (struct said){ .seq = ISS, .ack = seg->seq + 1U, .ctl = SYN | ACK };
		break;
	}
}

static unsigned
cell(int which, int kind, int place)
{
	enum tcpsim_state state = which == SYN_RECEIVED_ACTIVE ? TCPSIM_SYN_RECEIVED : (enum tcpsim_state)which;
	const struct outcome *outcome = outcome_of(table[which][kind][place]);
	struct tcpsim_tcb before = row_tcb(state);
	struct row row;
	char name[128];

	memset(&row, 0, sizeof row);
	snprintf(name, sizeof name, "%s%s, %s, %s (%c)", tcpsim_state_name(state),
		which == SYN_RECEIVED_ACTIVE ? " after an active OPEN" : "", kinds[kind].name, places[place],
		outcome->letter);
	row.name = name;
	row.line = __LINE__;
	row.in = state;
	if (which == SYN_RECEIVED_ACTIVE)
		row.given[0] = (struct change){ ORIGIN, TCPSIM_ORIGIN_ACTIVE };
	row.seg = (struct said){ .seq = before.rcv.nxt.n + offsets[place], .ctl = kinds[kind].ctl,
		.text = kinds[kind].text };
	if (kinds[kind].ctl & ACK)
		row.seg.ack = before.snd.nxt.n;
	expect(&row, outcome);
	for (size_t i = 0; i < sizeof row.then / sizeof row.then[0] && row.then[i].field != NO_FIELD; i++)
		row_change(&before, &row.then[i]);
	answer(&row, outcome, &before);
	return row_run(&row, __FILE__);
}

START_TEST(every_state_kind_and_place)
{
	unsigned failed = 0;

	for (int kind = 0; kind < N_KINDS; kind++)
		for (int place = 0; place < 5; place++)
			failed += cell(_i, kind, place) != 0;
	fflush(stdout);
	ck_assert_msg(failed == 0, "%u of %d cells failed", failed, N_KINDS * 5);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("3.10.7 grid");
	TCase *tcase = tcase_create("3.10.7");

	tcase_add_loop_test(tcase, every_state_kind_and_place, 0, N_ROWS);
	suite_add_tcase(suite, tcase);
	return suite_run(suite);
}
