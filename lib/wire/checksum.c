/* SPDX-License-Identifier: MIT */
#include "lib/wire/wire_private.h"

uint64_t
wire_sum(uint64_t sum, const uint8_t *octets, size_t n)
{
	size_t i;

	for (i = 0; i + 1 < n; i += 2)
		sum += wire_get16(octets + i);
	if (i < n)
		sum += (uint64_t)octets[i] << 8;
	return sum;
}

uint16_t
wire_fold(uint64_t sum)
{
	while (sum >> 16 != 0)
		sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)~sum;
}

uint16_t
tcpsim_wire_checksum(const uint8_t *octets, size_t n)
{
	return wire_fold(wire_sum(0, octets, n));
}

/* HC' = ~(~HC + ~m + m'): RFC 1624 3. The equation of RFC 1141 fails where the result is a negative zero. */
uint16_t
tcpsim_wire_checksum_update(uint16_t checksum, uint16_t before, uint16_t after)
{
	return wire_fold((uint64_t)(uint16_t)~checksum + (uint16_t)~before + after);
}

/*
 * Addresses, protocol and length of the transport's part: RFC 9293 3.1 for IPv4, RFC 8200 8.1 for IPv6. The two have
 * their fields in other places and of other sizes, but the sum does not tell.
 */
uint16_t
wire_transport_checksum(const struct tcpsim_wire_ip *ip, uint8_t protocol, const uint8_t *octets, size_t n)
{
	size_t address = ip->version == 4 ? 4 : TCPSIM_WIRE_ADDRESS;
	uint64_t sum = (uint64_t)protocol + (n >> 16) + (n & 0xffff);

	sum = wire_sum(sum, ip->source, address);
	sum = wire_sum(sum, ip->destination, address);
	return wire_fold(wire_sum(sum, octets, n));
}
