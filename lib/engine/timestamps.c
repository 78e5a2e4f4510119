/* SPDX-License-Identifier: MIT */
#include "engine_private.h"

/*
 * The Timestamps option, RFC 7323 3, and what it is for here: protection against wrapped sequence numbers (PAWS),
 * RFC 7323 5. Its clock is virtual time in milliseconds. Round trips are timed without it.
 */

/* RFC 7323 5.5: in 24 days the fastest of clocks goes round half of its numbers. */
#define OUTDATED_S (24U * 24U * 3600U)

static uint32_t
seconds(const struct event *e)
{
	return (uint32_t)(e->now_us / 1000000);
}

static bool
has_option(const struct event *e)
{
	return (e->seg->options & TCPSIM_OPTION_TIMESTAMPS) != 0;
}

static void
take(struct event *e)
{
	e->tcb->ts.recent = e->seg->tsval;
	e->tcb->ts.recent_s = seconds(e);
}

/* Half of the numbers lie before any other, as in 3.4. */
static bool
is_older(const struct event *e)
{
	return tcpsim_seq_lt(tcpsim_seq_make(e->seg->tsval), tcpsim_seq_make(e->tcb->ts.recent));
}

void
engine_stamp(struct event *e, struct tcpsim_segment *seg)
{
	seg->options |= TCPSIM_OPTION_TIMESTAMPS;
	seg->tsval = (uint32_t)(e->now_us / 1000);
	if ((seg->ctl & TCPSIM_ACK) != 0)
		seg->tsecr = e->tcb->ts.recent;
}

void
engine_begin_timestamps(struct event *e)
{
	take(e);
	note(e, TCPSIM_RULE_TIMESTAMPS_AGREED);
}

void
engine_restore_timestamps(struct event *e, uint32_t recent)
{
	set_flag(e->tcb, TCPSIM_FLAG_TIMESTAMPS);
	e->tcb->ts.recent = recent;
	e->tcb->ts.recent_s = seconds(e);
}

enum paws
engine_paws(const struct event *e)
{
	const struct tcpsim_tcb *tcb = e->tcb;

	if ((e->seg->ctl & TCPSIM_RST) != 0)
		return PAWS_PASSES;
	/* A SYN that has none is of another connection, and not for this test to judge. Linux takes any segment without. */
	if (!has_option(e))
		return (e->seg->ctl & TCPSIM_SYN) != 0 || e->policy->missing_timestamps ? PAWS_PASSES : PAWS_MISSING;
	if (is_older(e) && seconds(e) - tcb->ts.recent_s <= OUTDATED_S)
		return PAWS_OLD;
	return PAWS_PASSES;
}

/*
 * RFC 7323 4.3 (2), 5.3 R3: SEG.SEQ =< Last.ACK.sent, so that of several segments which one ACK is for the first counts.
 * What a clock of the peer that was outdated says is taken, too.
 */
void
engine_take_timestamp(struct event *e)
{
	if (has_option(e) && (e->seg->ctl & TCPSIM_RST) == 0 && tcpsim_seq_le(e->seg->seq, e->tcb->rcv.acked))
		take(e);
}
