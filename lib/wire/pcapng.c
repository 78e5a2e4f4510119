/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/wire/wire_private.h"

/*
 * Blocks of pcapng, draft-ietf-opsawg-pcapng: 3.1 is what all have in common, 3.5 are options, 4.1 to 4.3 the three
 * kinds that are written here. Numbers stand in network order on every machine; MAGIC says so (4.1).
 */

enum block_type {
	SECTION_HEADER = 0x0a0d0d0a, /* 4.1 */
	INTERFACE_DESCRIPTION = 1,   /* 4.2 */
	ENHANCED_PACKET = 6,         /* 4.3 */
};

enum option_code {
	OPT_END = 0, /* 3.5, of all blocks */
	OPT_COMMENT = 1,
	SHB_USERAPPL = 4, /* 4.1 */
	IF_NAME = 2, /* 4.2 */
	IF_DESCRIPTION = 3,
	IF_TSRESOL = 9,
	EPB_FLAGS = 2, /* 4.3 */
	EPB_PACKETID = 5,
};

#define MAGIC 0x1a2b3c4dU
#define MAJOR_VERSION 1U
#define MINOR_VERSION 0U
/* if_tsresol: 10 to the power of -9 seconds. */
#define NANOSECONDS 9U

/* A block that grows; without room it is only counted. */
struct block {
	uint8_t *at; /* or NULL */
	uint64_t n;
	bool has_options;
};

static void
put_octets(struct block *block, const void *octets, size_t n)
{
	if (block->at != NULL && n > 0)
		memcpy(block->at + block->n, octets, n);
	block->n += n;
}

static void
put16(struct block *block, uint32_t n)
{
	uint8_t octets[2];

	wire_put16(octets, n);
	put_octets(block, octets, sizeof octets);
}

static void
put32(struct block *block, uint32_t n)
{
	uint8_t octets[4];

	wire_put32(octets, n);
	put_octets(block, octets, sizeof octets);
}

/* Zeros up to a multiple of 32 bits: neither lengths of options nor of packets count them. */
static void
pad(struct block *block)
{
	static const uint8_t zeros[3];

	put_octets(block, zeros, (size_t)(-block->n & 3));
}

static void
begin(struct block *block, enum block_type type)
{
	put32(block, type);
	put32(block, 0); /* the length, which end() knows */
}

static void
put_option(struct block *block, enum option_code code, const void *value, size_t n)
{
	put16(block, code);
	put16(block, (uint32_t)n);
	put_octets(block, value, n);
	pad(block);
	block->has_options = true;
}

/* Text without a NUL at its end. What is longer than an option can be is cut, between two characters of UTF-8. */
static void
put_text(struct block *block, enum option_code code, const char *text)
{
	size_t n = 0;

	if (text == NULL)
		return;
	while (n <= UINT16_MAX && text[n] != '\0')
		n++;
	if (n > UINT16_MAX) {
		n = UINT16_MAX;
		while (n > 0 && ((uint8_t)text[n] & 0xc0) == 0x80)
			n--;
	}
	put_option(block, code, text, n);
}

/* End the options, if there are any, and say at both ends how long the block is. Returns that; 0 if no block can be. */
static size_t
end(struct block *block)
{
	if (block->has_options) {
		put16(block, OPT_END);
		put16(block, 0);
	}
	if (block->n + 4 > UINT32_MAX)
		return 0;
	put32(block, (uint32_t)block->n + 4);
	if (block->at != NULL)
		wire_put32(block->at + 4, (uint32_t)block->n);
	return (size_t)block->n;
}

/* ---- section header, 4.1 ---- */

static size_t
write_section(uint8_t *octets, const char *application, const char *comment)
{
	struct block block = { .at = octets };

	begin(&block, SECTION_HEADER);
	put32(&block, MAGIC);
	put16(&block, MAJOR_VERSION);
	put16(&block, MINOR_VERSION);
	/* The length of the section is not told: -1. */
	put32(&block, UINT32_MAX);
	put32(&block, UINT32_MAX);
	put_text(&block, SHB_USERAPPL, application);
	put_text(&block, OPT_COMMENT, comment);
	return end(&block);
}

size_t
tcpsim_wire_pcapng_section(const char *application, const char *comment, uint8_t *octets, size_t size)
{
	size_t n = write_section(NULL, application, comment);

	return n > 0 && n <= size ? write_section(octets, application, comment) : n;
}

/* ---- interface description, 4.2 ---- */

static size_t
write_interface(uint8_t *octets, uint16_t link_type, const char *name, const char *description)
{
	static const uint8_t resolution = NANOSECONDS;
	struct block block = { .at = octets };

	begin(&block, INTERFACE_DESCRIPTION);
	put16(&block, link_type);
	put16(&block, 0);
	put32(&block, 0); /* SnapLen: packets are never cut */
	put_text(&block, IF_NAME, name);
	put_text(&block, IF_DESCRIPTION, description);
	put_option(&block, IF_TSRESOL, &resolution, sizeof resolution);
	return end(&block);
}

size_t
tcpsim_wire_pcapng_interface(uint16_t link_type, const char *name, const char *description, uint8_t *octets,
	size_t size)
{
	size_t n = write_interface(NULL, link_type, name, description);

	return n > 0 && n <= size ? write_interface(octets, link_type, name, description) : n;
}

/* ---- enhanced packet, 4.3 ---- */

/* epb_flags: bits 0 and 1 are the direction, and no other is set. */
static void
put_direction(struct block *block, enum tcpsim_wire_direction direction)
{
	uint8_t flags[4];

	wire_put32(flags, direction);
	put_option(block, EPB_FLAGS, flags, sizeof flags);
}

static void
put_packet_id(struct block *block, uint64_t id)
{
	uint8_t octets[8];

	wire_put32(octets, (uint32_t)(id >> 32));
	wire_put32(octets + 4, (uint32_t)id);
	put_option(block, EPB_PACKETID, octets, sizeof octets);
}

static size_t
write_packet(uint8_t *octets, const struct tcpsim_wire_captured *captured)
{
	struct block block = { .at = octets };

	begin(&block, ENHANCED_PACKET);
	put32(&block, captured->interface);
	put32(&block, (uint32_t)(captured->time_ns >> 32));
	put32(&block, (uint32_t)captured->time_ns);
	put32(&block, captured->n);
	put32(&block, captured->n); /* nothing of it is left out */
	put_octets(&block, captured->octets, captured->n);
	pad(&block);
	for (size_t i = 0; i < captured->n_comments; i++)
		put_text(&block, OPT_COMMENT, captured->comments[i]);
	if (captured->direction != TCPSIM_WIRE_UNDIRECTED)
		put_direction(&block, captured->direction);
	if (captured->packet_id != 0)
		put_packet_id(&block, captured->packet_id);
	return end(&block);
}

size_t
tcpsim_wire_pcapng_packet(const struct tcpsim_wire_captured *captured, uint8_t *octets, size_t size)
{
	size_t n = write_packet(NULL, captured);

	return n > 0 && n <= size ? write_packet(octets, captured) : n;
}
