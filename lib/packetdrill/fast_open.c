/* SPDX-License-Identifier: MIT */
#include <arpa/inet.h>

#include "lib/packetdrill/calls_private.h"
#include "lib/packetdrill/commands_private.h"

/*
 * Fast Open's cookies, as scripts know them: those that Linux makes of its key and the addresses of the script
 * (RFC 7413 4.1.2).
 */

static void
set_cookies(struct play *play, uint16_t host, const uint64_t secret[2])
{
	const char *name = tcpsim_pkt_name_of_end(play, host);
	uint8_t address[16] = { 0 };

	if (inet_pton(play->config.ip == TCPSIM_IPV6 ? AF_INET6 : AF_INET, name, address) == 1)
		tcpsim_net_set_cookies(play->net, host, secret, address);
}

/* Before a script says otherwise, the key is that of Linux's own tests: a1a1a1a1-b2b2b2b2-c3c3c3c3-d4d4d4d4. */
void
tcpsim_pkt_cookies_new(struct play *play)
{
	static const uint64_t key[2] = { UINT64_C(0xb2b2b2b2a1a1a1a1), UINT64_C(0xd4d4d4d4c3c3c3c3) };

	set_cookies(play, PKT_TESTED, key);
	set_cookies(play, PKT_SCRIPT, NULL);
}

/* `a1a1a1a1-b2b2b2b2-c3c3c3c3-d4d4d4d4`, and others behind a comma that were good before. */
static bool
read_key(const char *text, uint32_t words[4])
{
	for (size_t i = 0; i < 4; i++) {
		char *end;
		uint64_t word = g_ascii_strtoull(text, &end, 16);

		if (end == text || word > UINT32_MAX || (i < 3 && *end != '-'))
			return false;
		words[i] = (uint32_t)word;
		text = end + 1;
	}
	return true;
}

bool
tcpsim_pkt_set_cookie_key(struct play *play, const char *text)
{
	uint32_t words[4];
	uint64_t secret[2];

	if (!read_key(text, words))
		return false;
	for (size_t i = 0; i < 2; i++)
		secret[i] = (uint64_t)words[2 * i + 1] << 32 | words[2 * i];
	set_cookies(play, PKT_TESTED, secret);
	return true;
}
