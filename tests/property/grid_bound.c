/* SPDX-License-Identifier: MIT */
#include "grid.h"

#define SECOND INT64_C(1000000)
#define MILLION INT64_C(1000000)
/* The least that a segment carries: users write so much at a time, and without Nagle each write may leave. */
#define SEGMENT_BYTES 1000

/*
 * How long may a transfer take? Of n segments each way, on a path of delay d, where of each packet the chance e
 * is that it never arrives:
 *
 * - A round is what passes between a segment and the ACK of it: 2d, or 4d where both may be late by one more d,
 *   and the time D that a receiver may wait before it acknowledges.
 * - In a round leave as many segments as the window has room for, W. Half of the receive buffer will always be
 *   usable (3.8.6.2: an edge that moves by less need not be told). Under congestion control the window is what
 *   Mathis and others found in 1997 for the mean of the sawtooth, sqrt(3 / (2 b e')), where an ACK stands for b
 *   = 2 segments at the most, and e' is the chance of anything that is taken for congestion: a packet that
 *   overtakes others looks like a loss, too. A mean says little about one short run: we allow twice as many
 *   rounds, and those of a slow start, which doubles.
 * - Each loss costs one RTO at the most, and less where duplicate ACKs tell of it before. The RTO is a second
 *   (RFC 6298 2.4), or SRTT + 4 RTTVAR, and neither of these is more than a round. Of 2n packets, text and
 *   ACKs, 2ne are lost in the mean; four standard deviations and four more is what will never be seen in a
 *   table of this size.
 * - What is sent again may be lost again, and each time the RTO doubles (RFC 6298 5.5). With q =< 2e, the
 *   chance that segment or ACK is lost, the sum over all such losses is at most 1 + 2q + 4q^2 + ... = 1 / (1 -
 *   2q) as long in the mean. The worst of the n segments may be as unlucky as one of a thousand runs allows, k
 *   times in a row with 2n q^k < 1/1000: it has its own 2^k RTOs. The SYN is one of them.
 * - Without congestion control there is no slow start after a loss: all the others of its window wait for RTOs
 *   of their own, and as nothing is sent meanwhile that was not sent before, no sample ends the backing off
 *   (Karn and Partridge 1987): the i-th of them waits 2^i RTOs, up to the greatest. Timestamps bring samples
 *   all the same, but not always true ones: where an ACK was lost, what is sent again is answered with the time
 *   of what came before (RFC 7323 5.3 R2), and the sample is the whole time that was waited.
 * - A TCB has room for 16 ranges, for what it holds and what it was told by SACK; what makes one too many is
 *   not held, and must be sent again. Where a window may have that many gaps (half of them in the mean, one
 *   list for each direction), and no congestion control keeps it small, any segment may have to wait for an
 *   RTO.
 *
 * That is far from what most runs take, but a transfer that crawls, a segment each RTO where it should not, is
 * beyond it.
 */
struct path {
	int64_t lost_ppm;      /* e */
	int64_t congested_ppm; /* e' */
	int64_t round_us;
	int64_t rto_us;
	bool is_crowded;       /* more gaps than a TCB has room for */
};

static int64_t
root(int64_t n)
{
	int64_t r = 0;

	while ((r + 1) * (r + 1) <= n)
		r++;
	return r;
}

static struct path
path_of(const struct grid_cell *cell)
{
	const struct grid_path *path = cell->path;
	struct path is;

	int64_t gaps_ppm;

	/* SYNs, pure ACKs and what is sent again are not ECN-capable: marks are losses for them (RFC 3168 6.1). */
	is.lost_ppm = (int64_t)path->loss_ppm + path->corrupt_ppm + cell->options->mark_ppm;
	is.congested_ppm = is.lost_ppm + path->reorder_ppm;
	gaps_ppm = is.congested_ppm * (cell->buffer_bytes / SEGMENT_BYTES);
	is.is_crowded = cell->control == TCPSIM_CONGESTION_NONE && gaps_ppm > MILLION * TCPSIM_MAX_RANGES / 4;
	is.round_us = (path->reorder_ppm != 0 ? 4 : 2) * cell->delay_us + cell->pace->delayed_ack_us;
	is.rto_us = 5 * is.round_us > SECOND ? 5 * is.round_us : SECOND;
	return is;
}

static int64_t
rounds_of(const struct grid_cell *cell, const struct path *path, int64_t n)
{
	int64_t window = cell->buffer_bytes / 2 / SEGMENT_BYTES, mean, rounds = 0;

	if (cell->control != TCPSIM_CONGESTION_NONE && path->congested_ppm != 0) {
		mean = root(3 * MILLION / (4 * path->congested_ppm));
		window = mean < window ? mean : window;
	}
	if (window < 1)
		window = 1;
	for (int64_t sent = 1; sent < n; sent *= 2)
		rounds++;
	return rounds + (n + window - 1) / window;
}

/* How often in a row the unluckiest segment is lost. */
static unsigned
streak_of(int64_t packets, int64_t lost_ppm)
{
	int64_t runs_ppm = packets * 1000 * MILLION;
	unsigned k = 0;

	for (; lost_ppm != 0 && runs_ppm >= MILLION; k++)
		runs_ppm = runs_ppm / MILLION * (2 * lost_ppm);
	return k;
}

/* What so many losses cost. */
static int64_t
repairs_us(const struct grid_cell *cell, const struct path *path, int64_t losses)
{
	int64_t most_us = tcpsim_profile_find("rfc9293")->policy.rto_max_us, rto_us = path->rto_us, sum_us = 0;

	if (cell->control != TCPSIM_CONGESTION_NONE)
		return losses * rto_us / (MILLION - 4 * path->lost_ppm) * MILLION;
	for (; losses > 0; losses--) {
		sum_us += rto_us;
		rto_us = 2 * rto_us < most_us ? 2 * rto_us : most_us;
	}
	return sum_us;
}

int64_t
grid_bound_us(const struct grid_cell *cell)
{
	struct path path = path_of(cell);
	int64_t n = cell->bytes / SEGMENT_BYTES + 1;
	int64_t mean = 2 * n * path.lost_ppm / MILLION;
	int64_t losses = path.lost_ppm != 0 ? mean + 4 * root(mean + 1) + 4 : 0;
	int64_t waits = path.is_crowded ? losses + n : losses;
	unsigned streak = streak_of(2 * n, path.lost_ppm);
	int64_t unlucky_us = streak != 0 ? (INT64_C(1) << streak) * path.rto_us : 0;

	return path.round_us + 2 * rounds_of(cell, &path, n) * path.round_us + repairs_us(cell, &path, waits) +
		unlucky_us;
}
