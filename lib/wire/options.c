/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/wire/wire_private.h"

const char *
tcpsim_wire_option_name(uint8_t kind)
{
	switch (kind) {
	case TCPSIM_WIRE_OPTION_END:
		return "end of options";
	case TCPSIM_WIRE_OPTION_NOP:
		return "no operation";
	case TCPSIM_WIRE_OPTION_MSS:
		return "maximum segment size";
	case TCPSIM_WIRE_OPTION_WINDOW_SCALE:
		return "window scale";
	case TCPSIM_WIRE_OPTION_SACK_PERMITTED:
		return "SACK permitted";
	case TCPSIM_WIRE_OPTION_SACK:
		return "SACK";
	case TCPSIM_WIRE_OPTION_TIMESTAMPS:
		return "timestamps";
	case TCPSIM_WIRE_OPTION_MD5:
		return "MD5 signature";
	case TCPSIM_WIRE_OPTION_USER_TIMEOUT:
		return "user timeout";
	case TCPSIM_WIRE_OPTION_FAST_OPEN:
		return "Fast Open";
	case TCPSIM_WIRE_OPTION_EXPERIMENT:
		return "experiment";
	default:
		return "unknown";
	}
}

/* ---- reading ---- */

/* The least that a known option may have; 2 of all others. */
static uint32_t
least_octets(uint8_t kind)
{
	switch (kind) {
	case TCPSIM_WIRE_OPTION_MSS:
	case TCPSIM_WIRE_OPTION_USER_TIMEOUT:
		return 4;
	case TCPSIM_WIRE_OPTION_WINDOW_SCALE:
		return 3;
	case TCPSIM_WIRE_OPTION_SACK:
		return WIRE_SACK(1U);
	case TCPSIM_WIRE_OPTION_TIMESTAMPS:
		return 10;
	default:
		return 2;
	}
}

static bool
is_known(uint8_t kind)
{
	return least_octets(kind) > 2 || kind == TCPSIM_WIRE_OPTION_SACK_PERMITTED;
}

static bool
is_right_length(uint8_t kind, uint32_t length)
{
	if (kind == TCPSIM_WIRE_OPTION_SACK)
		return length >= WIRE_SACK(1U) && length <= WIRE_SACK(TCPSIM_MAX_SACK) && length % 8 == 2;
	return !is_known(kind) || length == least_octets(kind);
}

bool
tcpsim_wire_option_next(const uint8_t *options, size_t n, struct tcpsim_wire_option_at *at)
{
	bool was_last = at->octets != 0 && at->kind == TCPSIM_WIRE_OPTION_END;
	uint32_t left, length;

	at->offset += at->octets;
	if (was_last || at->offset >= n)
		return false;
	left = (uint32_t)n - at->offset;
	at->kind = options[at->offset];
	at->error = TCPSIM_WIRE_OK;
	at->octets = 1;
	if (at->kind == TCPSIM_WIRE_OPTION_END || at->kind == TCPSIM_WIRE_OPTION_NOP)
		return true;
	length = left < 2 ? left : options[at->offset + 1];
	/* Behind a length that leads nowhere nothing can be found: what is left is this option's. */
	if (left < 2 || length > left) {
		at->error = TCPSIM_WIRE_TCP_OPTION_CUT;
		at->octets = left;
	} else if (length < 2) {
		at->error = TCPSIM_WIRE_TCP_OPTION_LENGTH;
		at->octets = left;
	} else {
		at->octets = length;
		if (!is_right_length(at->kind, length))
			at->error = TCPSIM_WIRE_TCP_OPTION_LENGTH;
	}
	return true;
}

bool
tcpsim_wire_is_cookie(uint32_t octets)
{
	return octets == 0 || (octets >= 4 && octets <= TCPSIM_MAX_COOKIE && octets % 2 == 0);
}

/* RFC 7413 4.1.1: only a SYN has the option, and a cookie of any other length makes it as if it were not there. */
static void
take_fast_open(struct tcpsim_segment *seg, const uint8_t *cookie, uint32_t octets, bool is_experimental)
{
	if ((seg->ctl & TCPSIM_SYN) == 0 || !tcpsim_wire_is_cookie(octets))
		return;
	seg->options |= TCPSIM_OPTION_FAST_OPEN;
	seg->is_experimental = is_experimental;
	seg->cookie_octets = (uint8_t)octets;
	memset(seg->cookie, 0, sizeof seg->cookie);
	memcpy(seg->cookie, cookie, octets);
}

/* `data` is behind kind and length; the length is right. Of two options of a kind the later one counts. */
static void
take_option(struct tcpsim_segment *seg, const struct tcpsim_wire_option_at *at, const uint8_t *data)
{
	switch (at->kind) {
	case TCPSIM_WIRE_OPTION_MSS:
		seg->options |= TCPSIM_OPTION_MSS;
		seg->mss = wire_get16(data);
		break;
	case TCPSIM_WIRE_OPTION_WINDOW_SCALE:
		seg->options |= TCPSIM_OPTION_WINDOW_SCALE;
		seg->window_scale = data[0];
		break;
	case TCPSIM_WIRE_OPTION_SACK_PERMITTED:
		seg->options |= TCPSIM_OPTION_SACK_PERMITTED;
		break;
	case TCPSIM_WIRE_OPTION_SACK:
		seg->options |= TCPSIM_OPTION_SACK;
		seg->n_sack = (uint8_t)((at->octets - 2) / 8);
		memset(seg->sack, 0, sizeof seg->sack);
		for (unsigned i = 0; i < seg->n_sack; i++) {
			seg->sack[i].begin = tcpsim_seq_make(wire_get32(data + (size_t)8 * i));
			seg->sack[i].end = tcpsim_seq_make(wire_get32(data + (size_t)8 * i + 4));
		}
		break;
	case TCPSIM_WIRE_OPTION_TIMESTAMPS:
		seg->options |= TCPSIM_OPTION_TIMESTAMPS;
		seg->tsval = wire_get32(data);
		/* Without ACK it echoes nothing (RFC 7323 3.2). */
		seg->tsecr = (seg->ctl & TCPSIM_ACK) != 0 ? wire_get32(data + 4) : 0;
		break;
	case TCPSIM_WIRE_OPTION_USER_TIMEOUT:
		seg->options |= TCPSIM_OPTION_USER_TIMEOUT;
		seg->user_timeout = wire_get16(data);
		break;
	case TCPSIM_WIRE_OPTION_FAST_OPEN:
		take_fast_open(seg, data, at->octets - 2, false);
		break;
	case TCPSIM_WIRE_OPTION_EXPERIMENT:
		if (at->octets >= 4 && wire_get16(data) == TCPSIM_WIRE_FAST_OPEN_EXPERIMENT)
			take_fast_open(seg, data + 2, at->octets - 4, true);
		break;
	default: /* what nobody knows (MUST-6) */
		break;
	}
}

void
wire_options_decode(struct wire_reader *reader, uint32_t begin, uint32_t end)
{
	const uint8_t *options = reader->octets + begin;
	struct tcpsim_wire_option_at at = { 0 };

	while (tcpsim_wire_option_next(options, end - begin, &at)) {
		uint32_t left = end - begin - at.offset;
		uint32_t length = left < 2 ? 0 : options[at.offset + 1];

		struct tcpsim_wire_fault *fault;

		if (at.error == TCPSIM_WIRE_OK) {
			if (at.octets >= 2)
				take_option(&reader->packet->segment, &at, options + at.offset + 2);
			continue;
		}
		fault = wire_fault(reader, (enum tcpsim_wire_error)at.error, begin + at.offset, length,
			at.error == TCPSIM_WIRE_TCP_OPTION_CUT ? left
				: length < 2                   ? 2
							       : least_octets(at.kind));
		if (fault != NULL)
			fault->option = at.kind;
	}
}
