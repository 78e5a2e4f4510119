/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_LIB_EXPLORE_MIX_H
#define TCPSIM_LIB_EXPLORE_MIX_H

#include <stdint.h>

/* 2^64 over the golden ratio: the step of splitmix64 (Steele, Lea and Flood 2014), and what keeps 0 from being 0. */
#define GOLDEN UINT64_C(0x9e3779b97f4a7c15)

/* The finalizer of splitmix64: a bijection in which each bit of the argument reaches each of the result. */
static inline uint64_t
mix(uint64_t x)
{
	x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
	return x ^ x >> 31;
}

#endif
