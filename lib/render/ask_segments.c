/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/render/ask_private.h"

/* Sets of states, by their bits. */
#define IN(STATE) (1U << (STATE))
#define NOWHERE (IN(TCPSIM_CLOSED) | IN(TCPSIM_LISTEN))
#define SYNCHRONIZED \
	(IN(TCPSIM_ESTABLISHED) | IN(TCPSIM_FIN_WAIT_1) | IN(TCPSIM_FIN_WAIT_2) | IN(TCPSIM_CLOSE_WAIT) | \
		IN(TCPSIM_CLOSING) | IN(TCPSIM_LAST_ACK) | IN(TCPSIM_TIME_WAIT))
#define FINISHED (IN(TCPSIM_CLOSE_WAIT) | IN(TCPSIM_CLOSING) | IN(TCPSIM_LAST_ACK) | IN(TCPSIM_TIME_WAIT))
#define OTHERS (IN(TCPSIM_SYN_RECEIVED) | SYNCHRONIZED)
#define UNFINISHED (OTHERS & ~FINISHED)

/* From where a number is counted. */
enum base {
	OF_NONE, /* 0 */
	OF_IRS,  /* the peer's ISN, which an end that has not heard of it cannot know */
	OF_RCV_NXT,
	OF_WINDOW_END, /* RCV.NXT + RCV.WND */
	OF_SND_UNA,
	OF_SND_NXT,
};

/* Segments of a kind that RFC 9293 3.10.7 tells apart. */
static const struct row {
	char kind[8];
	uint8_t ctl;
	uint8_t text;
	uint16_t states;
	struct {
		enum base of;
		int32_t plus;
	} seq, ack;
	const char *words;
} rows[] = {
	{ "SYN", TCPSIM_SYN, 0, NOWHERE | IN(TCPSIM_SYN_SENT), { OF_IRS, 0 }, { OF_NONE, 0 }, "a SYN" },
	{ "SYN", TCPSIM_SYN, 0, OTHERS, { OF_IRS, 0 }, { OF_NONE, 0 }, "the same SYN again" },
	{ "SYN", TCPSIM_SYN, 0, OTHERS, { OF_RCV_NXT, 0 }, { OF_NONE, 0 }, "a SYN with the number that is next" },
	{ "SYN", TCPSIM_SYN, 0, OTHERS, { OF_WINDOW_END, 1000 }, { OF_NONE, 0 }, "a SYN beyond the window" },

	{ "SYN+ACK", TCPSIM_SYN | TCPSIM_ACK, 0, NOWHERE, { OF_IRS, 0 }, { OF_NONE, ASK_ISS + 1 }, "a SYN,ACK" },
	{ "SYN+ACK", TCPSIM_SYN | TCPSIM_ACK, 0, IN(TCPSIM_SYN_SENT), { OF_IRS, 0 }, { OF_SND_NXT, 0 },
		"a SYN,ACK that acknowledges the SYN" },
	{ "SYN+ACK", TCPSIM_SYN | TCPSIM_ACK, 0, IN(TCPSIM_SYN_SENT), { OF_IRS, 0 }, { OF_SND_NXT, 1000 },
		"a SYN,ACK that acknowledges what was never sent" },
	{ "SYN+ACK", TCPSIM_SYN | TCPSIM_ACK, 0, OTHERS, { OF_IRS, 0 }, { OF_SND_NXT, 0 },
		"the peer's SYN again, with an ACK" },
	{ "SYN+ACK", TCPSIM_SYN | TCPSIM_ACK, 0, OTHERS, { OF_RCV_NXT, 0 }, { OF_SND_NXT, 0 },
		"a SYN,ACK with the number that is next" },

	{ "ACK", TCPSIM_ACK, 0, NOWHERE, { OF_IRS, 1 }, { OF_NONE, ASK_ISS + 1 }, "an ACK" },
	{ "ACK", TCPSIM_ACK, 0, IN(TCPSIM_SYN_SENT), { OF_IRS, 1 }, { OF_SND_NXT, 0 }, "an ACK of the SYN, without a SYN" },
	{ "ACK", TCPSIM_ACK, 0, IN(TCPSIM_SYN_SENT), { OF_IRS, 1 }, { OF_SND_NXT, 1000 }, "an ACK of what was never sent" },
	{ "ACK", TCPSIM_ACK, 0, OTHERS, { OF_RCV_NXT, 0 }, { OF_SND_NXT, 0 }, "an ACK of all that was sent" },
	{ "ACK", TCPSIM_ACK, 0, OTHERS, { OF_RCV_NXT, 0 }, { OF_SND_UNA, -1 }, "an old ACK" },
	{ "ACK", TCPSIM_ACK, 0, OTHERS, { OF_RCV_NXT, 0 }, { OF_SND_NXT, 1000 }, "an ACK of what was never sent" },
	{ "ACK", TCPSIM_ACK, 0, OTHERS, { OF_WINDOW_END, 1000 }, { OF_SND_NXT, 0 }, "an ACK from beyond the window" },

	{ "DATA", TCPSIM_ACK, 5, NOWHERE | IN(TCPSIM_SYN_SENT), { OF_IRS, 1 }, { OF_NONE, ASK_ISS + 1 }, "text" },
	{ "DATA", TCPSIM_ACK, 5, OTHERS, { OF_RCV_NXT, 0 }, { OF_SND_NXT, 0 }, "the text that is next" },
	{ "DATA", TCPSIM_ACK, 5, UNFINISHED, { OF_RCV_NXT, 5 }, { OF_SND_NXT, 0 }, "text behind a gap" },
	{ "DATA", TCPSIM_ACK, 5, OTHERS, { OF_RCV_NXT, -5 }, { OF_SND_NXT, 0 }, "old text" },
	{ "DATA", TCPSIM_ACK, 5, OTHERS, { OF_WINDOW_END, 1000 }, { OF_SND_NXT, 0 }, "text from beyond the window" },

	{ "FIN", TCPSIM_FIN | TCPSIM_ACK, 0, NOWHERE | IN(TCPSIM_SYN_SENT), { OF_IRS, 1 }, { OF_NONE, ASK_ISS + 1 }, "a FIN" },
	{ "FIN", TCPSIM_FIN | TCPSIM_ACK, 0, UNFINISHED, { OF_RCV_NXT, 0 }, { OF_SND_NXT, 0 },
		"the peer's FIN, and an ACK of all that was sent" },
	{ "FIN", TCPSIM_FIN | TCPSIM_ACK, 0, IN(TCPSIM_FIN_WAIT_1), { OF_RCV_NXT, 0 }, { OF_SND_UNA, 0 },
		"the peer's FIN, before it has heard of ours" },
	{ "FIN", TCPSIM_FIN | TCPSIM_ACK, 0, UNFINISHED, { OF_RCV_NXT, 5 }, { OF_SND_NXT, 0 }, "a FIN behind a gap" },
	{ "FIN", TCPSIM_FIN | TCPSIM_ACK, 0, FINISHED, { OF_RCV_NXT, -1 }, { OF_SND_NXT, 0 }, "the peer's FIN again" },

	{ "RST", TCPSIM_RST, 0, NOWHERE, { OF_IRS, 1 }, { OF_NONE, 0 }, "a RST" },
	{ "RST", TCPSIM_RST | TCPSIM_ACK, 0, IN(TCPSIM_SYN_SENT), { OF_NONE, 0 }, { OF_SND_NXT, 0 },
		"a RST that acknowledges the SYN" },
	{ "RST", TCPSIM_RST | TCPSIM_ACK, 0, IN(TCPSIM_SYN_SENT), { OF_NONE, 0 }, { OF_SND_NXT, 1000 },
		"a RST that acknowledges something else" },
	{ "RST", TCPSIM_RST, 0, IN(TCPSIM_SYN_SENT), { OF_IRS, 1 }, { OF_NONE, 0 }, "a RST without an ACK" },
	{ "RST", TCPSIM_RST, 0, OTHERS, { OF_RCV_NXT, 0 }, { OF_NONE, 0 }, "a RST with exactly RCV.NXT" },
	{ "RST", TCPSIM_RST, 0, OTHERS, { OF_RCV_NXT, 100 }, { OF_NONE, 0 }, "a RST elsewhere in the window" },
	{ "RST", TCPSIM_RST, 0, OTHERS, { OF_WINDOW_END, 1000 }, { OF_NONE, 0 }, "a RST beyond the window" },

	{ "URG", TCPSIM_URG | TCPSIM_ACK, 5, OTHERS, { OF_RCV_NXT, 0 }, { OF_SND_NXT, 0 },
		"the text that is next, and it is urgent" },
	{ "PROBE", TCPSIM_ACK, 0, OTHERS, { OF_RCV_NXT, -1 }, { OF_SND_NXT, 0 }, "a keepalive probe without text" },
};

const char *const tcpsim_ask_kinds[] = { "SYN", "SYN+ACK", "ACK", "DATA", "FIN", "RST", "URG", "PROBE", NULL };

static tcpsim_seq
number(const struct tcpsim_tcb *tcb, enum base of, int32_t plus)
{
	uint32_t from = 0;

	switch (of) {
	case OF_NONE:
		break;
	case OF_IRS:
		from = ASK_IRS;
		break;
	case OF_RCV_NXT:
		from = tcb->rcv.nxt.n;
		break;
	case OF_WINDOW_END:
		from = tcb->rcv.nxt.n + tcb->rcv.wnd;
		break;
	case OF_SND_UNA:
		from = tcb->snd.una.n;
		break;
	case OF_SND_NXT:
		from = tcb->snd.nxt.n;
		break;
	}
	return tcpsim_seq_make(from + (uint32_t)plus);
}

bool
tcpsim_ask_segment(const struct asked *asked, const char *kind, size_t i, struct ask_segment *segment)
{
	const struct tcpsim_tcb *tcb = &asked->tcb;

	for (size_t at = 0; at < G_N_ELEMENTS(rows); at++) {
		const struct row *row = &rows[at];

		if (strcmp(row->kind, kind) != 0 || (row->states & IN(tcb->state)) == 0 || i-- > 0)
			continue;
		*segment = (struct ask_segment){
			.words = row->words,
			.seg = {
				.seq = number(tcb, row->seq.of, row->seq.plus),
				.ack = number(tcb, row->ack.of, row->ack.plus),
				.ctl = row->ctl,
				.wnd = (row->ctl & TCPSIM_RST) != 0 ? 0 : 65535,
				.text_bytes = row->text,
				.up = (row->ctl & TCPSIM_URG) != 0 ? row->text : 0,
			},
		};
		return true;
	}
	return false;
}
