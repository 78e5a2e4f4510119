/* SPDX-License-Identifier: MIT */
#include "engine_private.h"

/*
 * RFC 9293 3.4.1, RFC 6528: ISN = M + F(localip, localport, remoteip, remoteport, secretkey).
 * F is SipHash-2-4 over the two sockets, as two words; M ticks every 4 microseconds.
 */

#define TICK_US 4

tcpsim_seq
tcpsim_isn(const struct tcpsim_isn_key *key, int64_t now_us)
{
	const uint64_t sockets[2] = { key->local, key->remote };

	return tcpsim_seq_make((uint32_t)((uint64_t)now_us / TICK_US + engine_siphash(key->secret, sockets, 2)));
}
