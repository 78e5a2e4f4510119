/* SPDX-License-Identifier: MIT */
#ifndef TCPSIM_TESTS_WIRE_MEND_H
#define TCPSIM_TESTS_WIRE_MEND_H

#include <stddef.h>
#include <stdint.h>

/*
 * Right checksums for packets that a test has changed, by another way than the library's: the sum of RFC 1071 is the
 * number that the octets make, big-endian, modulo 2^16 - 1, where all ones stand for 0 unless all octets are 0.
 */

static inline uint32_t
mend_add(uint32_t sum, const uint8_t *octets, size_t n)
{
	for (size_t i = 0; i < n; i++)
		sum = (sum + (i % 2 == 0 ? octets[i] * 256U : octets[i])) % 65535U;
	return sum;
}

static inline void
mend_put(uint8_t *field, uint32_t sum)
{
	uint32_t checksum = 65535U - (sum == 0 ? 65535U : sum);

	field[0] = (uint8_t)(checksum / 256);
	field[1] = (uint8_t)(checksum % 256);
}

/* The checksum of an IPv4 header of so many octets. */
static inline void
mend_ip(uint8_t *octets, size_t header)
{
	octets[10] = octets[11] = 0;
	mend_put(octets + 10, mend_add(0, octets, header));
}

/* The checksum of `n` octets at `at`, whose field is `field` octets behind; IPv4's ICMP has no pseudo header. */
static inline void
mend_transport(uint8_t *octets, size_t at, size_t n, size_t field, uint8_t protocol)
{
	uint32_t sum = 0;

	octets[at + field] = octets[at + field + 1] = 0;
	if (octets[0] / 16 == 6)
		sum = mend_add(0, octets + 8, 32);
	else if (protocol != 1)
		sum = mend_add(0, octets + 12, 8);
	if (protocol != 1)
		sum = (sum + protocol + (uint32_t)n) % 65535U;
	sum = (sum + mend_add(0, octets + at, n)) % 65535U;
	mend_put(octets + at + field, sum);
}

#endif
