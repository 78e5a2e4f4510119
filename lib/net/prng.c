/* SPDX-License-Identifier: MIT */
#include "net_private.h"

/*
 * xoshiro256** 1.0 by Blackman and Vigna, seeded by splitmix64, as they recommend. Both are public domain,
 * small, good in all bits, and the same on any machine: integers only.
 */

static uint64_t
rotate_left(uint64_t x, int bits)
{
	return x << bits | x >> (64 - bits);
}

uint64_t
tcpsim_splitmix(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

void
tcpsim_prng_seed(struct tcpsim_prng *prng, uint64_t seed)
{
	for (int i = 0; i < 4; i++)
		prng->state[i] = tcpsim_splitmix(&seed);
}

static uint64_t
next(struct tcpsim_prng *prng)
{
	uint64_t *s = prng->state;
	uint64_t result = rotate_left(s[1] * 5, 7) * 9;
	uint64_t t = s[1] << 17;

	s[2] ^= s[0];
	s[3] ^= s[1];
	s[1] ^= s[2];
	s[0] ^= s[3];
	s[2] ^= t;
	s[3] = rotate_left(s[3], 45);
	return result;
}

/* The numbers below 2^64 mod bound are refused, so that each remainder is as likely as the others. */
uint64_t
tcpsim_prng_below(struct tcpsim_prng *prng, uint64_t bound)
{
	uint64_t refused = (0 - bound) % bound;
	uint64_t x;

	do
		x = next(prng);
	while (x < refused);
	return x % bound;
}
