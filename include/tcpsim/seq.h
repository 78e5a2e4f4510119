/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_SEQ_H
#define TCPSIM_SEQ_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Sequence numbers, RFC 9293 3.4: a space of 2^32 numbers that wraps.
 *
 * A one-member struct, so that a bare `<`, which is wrong half of the time,
 * does not compile. One number is before another if the way forward to it is
 * shorter than 2^31; at a distance of exactly 2^31 neither is before the other.
 */
typedef struct tcpsim_seq {
	uint32_t n; /* host byte order */
} tcpsim_seq;

/* Make a sequence number from its value in host byte order. */
static inline tcpsim_seq
tcpsim_seq_make(uint32_t n)
{
	tcpsim_seq s;

	s.n = n;
	return s;
}

/* The number `octets` after `s`; a negative count given as uint32_t goes back. */
static inline tcpsim_seq
tcpsim_seq_add(tcpsim_seq s, uint32_t octets)
{
	return tcpsim_seq_make(s.n + octets);
}

/* The way forward from `from` to `to`, modulo 2^32. */
static inline uint32_t
tcpsim_seq_distance(tcpsim_seq from, tcpsim_seq to)
{
	return to.n - from.n;
}

static inline bool
tcpsim_seq_eq(tcpsim_seq a, tcpsim_seq b)
{
	return a.n == b.n;
}

/* a < b: b lies ahead of a by 1 to 2^31 - 1. */
static inline bool
tcpsim_seq_lt(tcpsim_seq a, tcpsim_seq b)
{
	return tcpsim_seq_distance(a, b) - 1U < 0x7fffffffU;
}

/* a =< b */
static inline bool
tcpsim_seq_le(tcpsim_seq a, tcpsim_seq b)
{
	return tcpsim_seq_distance(a, b) < 0x80000000U;
}

/* a > b */
static inline bool
tcpsim_seq_gt(tcpsim_seq a, tcpsim_seq b)
{
	return tcpsim_seq_lt(b, a);
}

/* a >= b */
static inline bool
tcpsim_seq_ge(tcpsim_seq a, tcpsim_seq b)
{
	return tcpsim_seq_le(b, a);
}

/* begin =< s < begin + octets, by offset, so that any window up to 2^32 - 1 works. */
static inline bool
tcpsim_seq_in(tcpsim_seq s, tcpsim_seq begin, uint32_t octets)
{
	return tcpsim_seq_distance(begin, s) < octets;
}

/* The later of the two. */
static inline tcpsim_seq
tcpsim_seq_max(tcpsim_seq a, tcpsim_seq b)
{
	return tcpsim_seq_lt(a, b) ? b : a;
}

/* The earlier of the two. */
static inline tcpsim_seq
tcpsim_seq_min(tcpsim_seq a, tcpsim_seq b)
{
	return tcpsim_seq_lt(b, a) ? b : a;
}

/* The numbers [begin, end). */
struct tcpsim_range {
	tcpsim_seq begin, end;
};

#ifdef __cplusplus
}
#endif

#endif
