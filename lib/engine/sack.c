/* SPDX-License-Identifier: MIT */
#include "engine_private.h"

/*
 * The SACK option as it goes out: RFC 2018 3 and 4, RFC 2883 4. First what arrived twice, once; then the range that
 * holds what has just arrived; then the others from the highest down. The highest are those that were told last,
 * where segments arrive in the order of sending (RFC 2018 4 wants the last told; their order is not kept).
 */

/* Timestamps leave room for three blocks of eight octets among the 40 of options: RFC 2018 3. */
static unsigned
blocks_at_most(const struct tcpsim_tcb *tcb)
{
	return has_flag(tcb, TCPSIM_FLAG_TIMESTAMPS) ? TCPSIM_MAX_SACK - 1 : TCPSIM_MAX_SACK;
}

static void
add_block(const struct event *e, struct tcpsim_segment *seg, struct tcpsim_range block)
{
	if (seg->n_sack < blocks_at_most(e->tcb))
		seg->sack[seg->n_sack++] = block;
}

/* Whether `seq` lies in the range. */
static bool
holds(const struct tcpsim_range *range, tcpsim_seq seq)
{
	return tcpsim_seq_le(range->begin, seq) && tcpsim_seq_lt(seq, range->end);
}

/* The number of the held range in which what has just arrived lies; n_held if there is none. */
static unsigned
range_of_news(const struct event *e)
{
	const struct tcpsim_tcb *tcb = e->tcb;
	tcpsim_seq news = tcpsim_seq_eq(e->twice.begin, e->twice.end) ? e->begin : e->twice.begin;
	unsigned i = 0;

	if (e->seg == NULL || (tcpsim_seq_eq(e->begin, e->end) && tcpsim_seq_eq(e->twice.begin, e->twice.end)))
		return tcb->n_held;
	while (i < tcb->n_held && !holds(&tcb->ranges[i], news))
		i++;
	return i;
}

void
engine_add_sack(struct event *e, struct tcpsim_segment *seg)
{
	const struct tcpsim_tcb *tcb = e->tcb;
	bool has_twice = !tcpsim_seq_eq(e->twice.begin, e->twice.end);
	unsigned first, i;

	/* Text that came with a SYN is held, too, and not acknowledged before ESTABLISHED. */
	if ((tcb->n_held == 0 && !has_twice) || tcb->state == TCPSIM_SYN_RECEIVED)
		return;
	first = range_of_news(e);
	if (has_twice) {
		note(e, TCPSIM_RULE_DSACK_SENT);
		add_block(e, seg, e->twice);
		e->twice.end = e->twice.begin;
	}
	if (first < tcb->n_held)
		add_block(e, seg, tcb->ranges[first]);
	for (i = tcb->n_held; i-- != 0;)
		if (i != first)
			add_block(e, seg, tcb->ranges[i]);
	if (tcb->n_held != 0)
		note(e, TCPSIM_RULE_SACK_SENT);
	seg->options |= TCPSIM_OPTION_SACK;
}

/* RFC 2883 4.1 and 4.2: the first octets of the segment that we have in one piece, below RCV.NXT or held. */
void
engine_note_duplicate(struct event *e)
{
	const struct tcpsim_tcb *tcb = e->tcb;
	tcpsim_seq begin = tcpsim_seq_add(e->seg->seq, (e->seg->ctl & TCPSIM_SYN) != 0);
	tcpsim_seq end = tcpsim_seq_add(begin, e->seg->text_bytes);
	unsigned i;

	if (!e->policy->dsack || (e->seg->ctl & TCPSIM_RST) != 0)
		return;
	e->twice.begin = begin;
	e->twice.end = tcpsim_seq_min(end, tcb->rcv.nxt);
	for (i = 0; i < tcb->n_held && !tcpsim_seq_lt(e->twice.begin, e->twice.end); i++) {
		e->twice.begin = tcpsim_seq_max(begin, tcb->ranges[i].begin);
		e->twice.end = tcpsim_seq_min(end, tcb->ranges[i].end);
	}
	if (!tcpsim_seq_lt(e->twice.begin, e->twice.end))
		e->twice.end = e->twice.begin;
}
