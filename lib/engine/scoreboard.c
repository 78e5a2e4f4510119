/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "recovery_private.h"

/*
 * What the peer told to have by SACK: RFC 2018 5, RFC 6675 3 and 4. At most 16 ranges, less those of text that is
 * held, stand at the back of tcb->ranges, the lowest last: so all costs the same for any window. What finds no room is
 * forgotten, the highest first, and taken for what is under way.
 */

static struct tcpsim_range *
nth(struct tcpsim_tcb *tcb, unsigned i)
{
	return &tcb->ranges[TCPSIM_MAX_RANGES - 1 - i];
}

/* The i-th from below. */
static const struct tcpsim_range *
sacked(const struct tcpsim_tcb *tcb, unsigned i)
{
	return &tcb->ranges[TCPSIM_MAX_RANGES - 1 - i];
}

static uint32_t
octets_of(const struct tcpsim_range *range)
{
	return tcpsim_seq_distance(range->begin, range->end);
}

/* Put `range` in place of those from `first` to before `past`, from below. */
static void
replace(struct tcpsim_tcb *tcb, unsigned first, unsigned past, struct tcpsim_range range)
{
	unsigned n = tcb->n_sacked + 1U + first - past, above = tcb->n_sacked - past;

	memmove(nth(tcb, n - 1), nth(tcb, tcb->n_sacked - 1U), above * sizeof(range));
	*nth(tcb, first) = range;
	if (n < tcb->n_sacked)
		memset(nth(tcb, tcb->n_sacked - 1U), 0, (tcb->n_sacked - n) * sizeof(range));
	tcb->n_sacked = (uint8_t)n;
}

static void
forget_highest(struct tcpsim_tcb *tcb)
{
	memset(nth(tcb, --tcb->n_sacked), 0, sizeof(struct tcpsim_range));
}

/* Note what the peer has; whether any of it is new. */
static bool
insert(struct tcpsim_tcb *tcb, struct tcpsim_range range)
{
	unsigned first = 0, past;

	while (first < tcb->n_sacked && tcpsim_seq_lt(sacked(tcb, first)->end, range.begin))
		first++;
	if (first < tcb->n_sacked && tcpsim_seq_le(sacked(tcb, first)->begin, range.begin) &&
	    tcpsim_seq_le(range.end, sacked(tcb, first)->end))
		return false;
	for (past = first; past < tcb->n_sacked && tcpsim_seq_le(sacked(tcb, past)->begin, range.end); past++) {
		range.begin = tcpsim_seq_min(range.begin, sacked(tcb, past)->begin);
		range.end = tcpsim_seq_max(range.end, sacked(tcb, past)->end);
	}
	if (first == past && tcb->n_sacked >= room_for_sacked(tcb)) {
		if (first == tcb->n_sacked)
			return false;
		forget_highest(tcb);
	}
	replace(tcb, first, past, range);
	return true;
}

/*
 * A block is of use if it lies between SND.UNA and SND.NXT. What is below was acknowledged, and is a report of a
 * duplicate (RFC 2883 4); what begins at SND.UNA contradicts the ACK; the rest is no block at all.
 */
static bool
is_sensible(const struct tcpsim_tcb *tcb, const struct tcpsim_range *block)
{
	uint32_t begin = tcpsim_seq_distance(tcb->snd.una, block->begin);
	uint32_t end = tcpsim_seq_distance(tcb->snd.una, block->end);

	/* By offsets: three numbers may each be before the next and yet go around all of the space. */
	return begin != 0 && begin < end && end <= tcpsim_seq_distance(tcb->snd.una, tcb->snd.nxt);
}

bool
engine_take_sack(struct event *e)
{
	unsigned i, n = least(e->seg->n_sack, TCPSIM_MAX_SACK);
	bool is_news = false;

	if ((e->seg->options & TCPSIM_OPTION_SACK) == 0)
		return false;
	for (i = 0; i < n; i++) {
		if (!is_sensible(e->tcb, &e->seg->sack[i]))
			continue;
		if (insert(e->tcb, e->seg->sack[i]))
			is_news = true;
	}
	note(e, is_news ? TCPSIM_RULE_SACK_TAKEN : TCPSIM_RULE_SACK_TELLS_NOTHING);
	return is_news;
}

/* A range that SND.UNA has reached and not passed is one that the peer has no more: it may take back what it told. */
void
engine_trim_sacked(struct tcpsim_tcb *tcb)
{
	unsigned gone = 0, left;

	while (gone < tcb->n_sacked && tcpsim_seq_le(sacked(tcb, gone)->begin, tcb->snd.una))
		gone++;
	if (gone == 0)
		return;
	left = tcb->n_sacked - gone;
	if (left != 0)
		memmove(nth(tcb, left - 1U), nth(tcb, tcb->n_sacked - 1U), left * sizeof(struct tcpsim_range));
	memset(nth(tcb, tcb->n_sacked - 1U), 0, gone * sizeof(struct tcpsim_range));
	tcb->n_sacked = (uint8_t)left;
}

void
engine_forget_sacked(struct tcpsim_tcb *tcb)
{
	while (tcb->n_sacked != 0)
		forget_highest(tcb);
}

/* So many ranges, or octets, that arrived above something missing mean that it is lost. */
static bool
is_enough(const struct tcpsim_tcb *tcb, unsigned ranges, uint32_t octets)
{
	return ranges >= DUP_THRESH || octets > (DUP_THRESH - 1U) * tcb->mss;
}

bool
engine_is_lost(const struct tcpsim_tcb *tcb, tcpsim_seq seq)
{
	unsigned i, ranges = 0;
	uint32_t octets = 0;

	for (i = 0; i < tcb->n_sacked; i++) {
		if (tcpsim_seq_lt(sacked(tcb, i)->begin, seq))
			continue;
		ranges++;
		octets += octets_of(sacked(tcb, i));
	}
	return is_enough(tcb, ranges, octets);
}

bool
engine_next_hole(const struct tcpsim_tcb *tcb, tcpsim_seq from, tcpsim_seq limit, struct tcpsim_range *hole)
{
	unsigned i;

	hole->begin = from;
	hole->end = limit;
	for (i = 0; i < tcb->n_sacked; i++) {
		if (tcpsim_seq_le(sacked(tcb, i)->end, hole->begin))
			continue;
		if (tcpsim_seq_lt(hole->begin, sacked(tcb, i)->begin)) {
			hole->end = tcpsim_seq_min(limit, sacked(tcb, i)->begin);
			break;
		}
		hole->begin = sacked(tcb, i)->end;
	}
	return tcpsim_seq_lt(hole->begin, hole->end);
}

tcpsim_seq
engine_highest_sacked(const struct tcpsim_tcb *tcb)
{
	return tcb->n_sacked == 0 ? tcb->snd.una : sacked(tcb, tcb->n_sacked - 1U)->end;
}

/* From above, hole by hole: what is missing counts unless it is lost, and once more if it was sent again. */
uint32_t
engine_pipe(const struct tcpsim_tcb *tcb, tcpsim_seq resent)
{
	tcpsim_seq end = tcb->snd.nxt;
	uint32_t pipe = 0, octets = 0;
	unsigned i;

	for (i = tcb->n_sacked; ; i--) {
		tcpsim_seq begin = i == 0 ? tcb->snd.una : sacked(tcb, i - 1U)->end;

		if (!is_enough(tcb, tcb->n_sacked - i, octets))
			pipe += tcpsim_seq_distance(begin, end);
		if (tcpsim_seq_lt(begin, resent))
			pipe += tcpsim_seq_distance(begin, tcpsim_seq_min(end, resent));
		if (i == 0)
			return pipe;
		octets += octets_of(sacked(tcb, i - 1U));
		end = sacked(tcb, i - 1U)->begin;
	}
}

uint32_t
engine_unsacked(const struct tcpsim_tcb *tcb, tcpsim_seq begin, tcpsim_seq end)
{
	uint32_t octets = 0;
	struct tcpsim_range hole;

	while (engine_next_hole(tcb, begin, end, &hole)) {
		octets += octets_of(&hole);
		begin = hole.end;
	}
	return octets;
}
