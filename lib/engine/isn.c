/* SPDX-License-Identifier: MIT */
#include <tcpsim/engine.h>

/*
 * RFC 9293 3.4.1, RFC 6528: ISN = M + F(localip, localport, remoteip, remoteport, secretkey).
 * F is SipHash-2-4 over the two sockets, as two words; M ticks every 4 microseconds.
 */

#define TICK_US 4

static uint64_t
rotate(uint64_t x, unsigned bits)
{
	return x << bits | x >> (64 - bits);
}

static void
rounds(uint64_t v[4], unsigned n)
{
	while (n-- != 0) {
		v[0] += v[1];
		v[1] = rotate(v[1], 13) ^ v[0];
		v[0] = rotate(v[0], 32);
		v[2] += v[3];
		v[3] = rotate(v[3], 16) ^ v[2];
		v[0] += v[3];
		v[3] = rotate(v[3], 21) ^ v[0];
		v[2] += v[1];
		v[1] = rotate(v[1], 17) ^ v[2];
		v[2] = rotate(v[2], 32);
	}
}

static void
absorb(uint64_t v[4], uint64_t word)
{
	v[3] ^= word;
	rounds(v, 2);
	v[0] ^= word;
}

static uint64_t
siphash(const struct tcpsim_isn_key *key)
{
	uint64_t v[4] = {
		key->secret[0] ^ UINT64_C(0x736f6d6570736575),
		key->secret[1] ^ UINT64_C(0x646f72616e646f6d),
		key->secret[0] ^ UINT64_C(0x6c7967656e657261),
		key->secret[1] ^ UINT64_C(0x7465646279746573),
	};

	absorb(v, key->local);
	absorb(v, key->remote);
	/* The last word holds the length in octets, 16, in its highest octet. */
	absorb(v, UINT64_C(16) << 56);
	v[2] ^= 0xff;
	rounds(v, 4);
	return v[0] ^ v[1] ^ v[2] ^ v[3];
}

tcpsim_seq
tcpsim_isn(const struct tcpsim_isn_key *key, int64_t now_us)
{
	return tcpsim_seq_make((uint32_t)((uint64_t)now_us / TICK_US + siphash(key)));
}
