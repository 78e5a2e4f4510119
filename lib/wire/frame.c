/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/wire/wire_private.h"

#define TYPE_IPV4 0x0800U
#define TYPE_IPV6 0x86ddU
#define TYPE_TAG 0x8100U

/* How well octets would do as an IP packet. */
enum fitness {
	FITS_NOT,
	FITS,         /* version and lengths are possible */
	FITS_EXACTLY, /* and the checksum is right, or no octet is left over */
};

static enum fitness
fitness_of(const uint8_t *octets, size_t n)
{
	if (n >= WIRE_IPV4 && octets[0] >> 4 == 4) {
		size_t header = (octets[0] & 15U) * 4U, total = wire_get16(octets + 2);

		if (header < WIRE_IPV4 || header > n || total < header)
			return FITS_NOT;
		return tcpsim_wire_checksum(octets, header) == 0 ? FITS_EXACTLY : FITS;
	}
	if (n >= WIRE_IPV6 && octets[0] >> 4 == 6)
		return WIRE_IPV6 + (size_t)wire_get16(octets + 4) == n ? FITS_EXACTLY : FITS;
	return FITS_NOT;
}

bool
tcpsim_wire_frame_decode(const uint8_t *octets, size_t n, struct tcpsim_wire_frame *frame)
{
	uint8_t version;

	memset(frame, 0, sizeof *frame);
	if (n < TCPSIM_WIRE_FRAME)
		return false;
	memcpy(frame->destination, octets, 6);
	memcpy(frame->source, octets + 6, 6);
	frame->octets = TCPSIM_WIRE_FRAME;
	frame->type = wire_get16(octets + 12);
	if (frame->type == TYPE_TAG && n >= TCPSIM_WIRE_FRAME + 4) {
		frame->is_tagged = 1;
		frame->tag = wire_get16(octets + 14);
		frame->type = wire_get16(octets + 16);
		frame->octets += 4;
	}
	version = frame->type == TYPE_IPV4 ? 4 : frame->type == TYPE_IPV6 ? 6 : 0;
	/* The first octets of an IP packet's source address might look like a type. */
	if (version != 0 && frame->octets < n && octets[frame->octets] >> 4 == version &&
		fitness_of(octets, n) <= fitness_of(octets + frame->octets, n - frame->octets))
		return true;
	memset(frame, 0, sizeof *frame);
	return false;
}

static void
put_station(uint16_t host, uint8_t octets[6])
{
	memset(octets, 0, 6);
	octets[0] = 2;
	wire_put16(octets + 4, host);
}

void
tcpsim_wire_frame_encode(unsigned version, uint16_t from, uint16_t to, uint8_t octets[TCPSIM_WIRE_FRAME])
{
	put_station(to, octets);
	put_station(from, octets + 6);
	wire_put16(octets + 12, version == 6 ? TYPE_IPV6 : TYPE_IPV4);
}
