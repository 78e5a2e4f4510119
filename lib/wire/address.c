/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/wire/wire_private.h"

/* The networks of simulated hosts. */
static const uint8_t small_network[] = { 192, 0, 2 };          /* RFC 5737: TEST-NET-1 */
static const uint8_t large_network[] = { 198, 18 };            /* RFC 2544, 198.18.0.0/15 */
static const uint8_t network_6[] = { 0x20, 0x01, 0x0d, 0xb8 }; /* RFC 3849 */

/* Hosts that the small network has room for, and the place of the router in it. */
#define SMALL_HOSTS 253U
#define SMALL_ROUTER 254U

void
tcpsim_wire_host_address(unsigned version, uint16_t host, uint8_t address[TCPSIM_WIRE_ADDRESS])
{
	memset(address, 0, TCPSIM_WIRE_ADDRESS);
	if (version == 6) {
		memcpy(address, network_6, sizeof network_6);
		wire_put32(address + 12, (uint32_t)host + 1);
	} else if (host < SMALL_HOSTS || host == TCPSIM_WIRE_ROUTER) {
		memcpy(address, small_network, sizeof small_network);
		address[3] = (uint8_t)(host == TCPSIM_WIRE_ROUTER ? SMALL_ROUTER : host + 1U);
	} else {
		memcpy(address, large_network, sizeof large_network);
		wire_put16(address + 2, host);
	}
}

int32_t
tcpsim_wire_host_number(unsigned version, const uint8_t address[TCPSIM_WIRE_ADDRESS])
{
	uint8_t same[TCPSIM_WIRE_ADDRESS];
	uint32_t host;

	if (version == 6)
		host = wire_get32(address + 12) - 1U;
	else if (memcmp(address, small_network, sizeof small_network) == 0)
		host = address[3] == SMALL_ROUTER ? TCPSIM_WIRE_ROUTER : address[3] - 1U;
	else
		host = wire_get16(address + 2);
	if (host > UINT16_MAX)
		return -1;
	/* What it would be for that host: anything else is not ours. */
	tcpsim_wire_host_address(version, (uint16_t)host, same);
	return memcmp(address, same, version == 6 ? TCPSIM_WIRE_ADDRESS : 4) == 0 ? (int32_t)host : -1;
}

bool
wire_is_group(unsigned version, const uint8_t *address)
{
	if (version == 6)
		return address[0] == 0xff;
	return (address[0] & 0xf0) == 0xe0 || wire_get32(address) == UINT32_MAX;
}

bool
wire_is_nobody(const uint8_t *address)
{
	static const uint8_t nobody[TCPSIM_WIRE_ADDRESS];

	return memcmp(address, nobody, sizeof nobody) == 0;
}

/* ---- as text ---- */

/* The longest run of zero words, the first of several; fewer than two words are none (RFC 5952 4.2). */
static void
find_zeros(const uint8_t *address, unsigned *begin, unsigned *end)
{
	*begin = *end = 8;
	for (unsigned i = 0; i < 8; i++) {
		unsigned j = i;

		while (j < 8 && wire_get16(address + 2U * j) == 0)
			j++;
		if (j - i >= 2 && j - i > *end - *begin) {
			*begin = i;
			*end = j;
		}
	}
}

static void
put_ipv6(struct wire_text *text, const uint8_t *address)
{
	unsigned begin, end;

	find_zeros(address, &begin, &end);
	for (unsigned i = 0; i < 8;) {
		if (i == begin) {
			wire_text_put(text, "::");
			i = end;
			continue;
		}
		if (i > 0 && i != end)
			wire_text_put(text, ":");
		wire_text_number(text, wire_get16(address + 2U * i), 16);
		i++;
	}
}

size_t
tcpsim_wire_address_format(unsigned version, const uint8_t address[TCPSIM_WIRE_ADDRESS], char *text, size_t size)
{
	struct wire_text out;

	wire_text_begin(&out, text, size);
	if (version == 6)
		put_ipv6(&out, address);
	for (unsigned i = 0; version != 6 && i < 4; i++) {
		if (i > 0)
			wire_text_put(&out, ".");
		wire_text_number(&out, address[i], 10);
	}
	return wire_text_end(&out);
}
