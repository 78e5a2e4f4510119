/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/wire/wire_private.h"

/* Octets of a SACK option with so many blocks, RFC 2018 3. */
#define SACK_OCTETS(BLOCKS) (2U + 8U * (BLOCKS))

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
	case TCPSIM_WIRE_OPTION_USER_TIMEOUT:
		return "user timeout";
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
		return SACK_OCTETS(1U);
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
		return length >= SACK_OCTETS(1U) && length <= SACK_OCTETS(TCPSIM_MAX_SACK) && length % 8 == 2;
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

/* ---- writing ---- */

/* Options in the making. */
struct list {
	const struct tcpsim_segment *seg;
	uint8_t *octets;
	size_t n;
};

static size_t
room(const struct list *list)
{
	return TCPSIM_WIRE_MAX_OPTIONS - list->n;
}

static bool
begin_option(struct list *list, uint8_t kind, uint32_t length)
{
	if (length > room(list))
		return false;
	list->octets[list->n] = kind;
	list->octets[list->n + 1] = (uint8_t)length;
	list->n += 2;
	return true;
}

static void
put16(struct list *list, uint16_t n)
{
	wire_put16(list->octets + list->n, n);
	list->n += 2;
}

static void
put32(struct list *list, uint32_t n)
{
	wire_put32(list->octets + list->n, n);
	list->n += 4;
}

static void
put_sack(struct list *list)
{
	size_t blocks = list->seg->n_sack < TCPSIM_MAX_SACK ? list->seg->n_sack : TCPSIM_MAX_SACK;

	while (blocks > 0 && SACK_OCTETS(blocks) > room(list))
		blocks--;
	if (blocks == 0 || !begin_option(list, TCPSIM_WIRE_OPTION_SACK, (uint32_t)SACK_OCTETS(blocks)))
		return;
	for (size_t i = 0; i < blocks; i++) {
		put32(list, list->seg->sack[i].begin.n);
		put32(list, list->seg->sack[i].end.n);
	}
}

static void
put_option(struct list *list, uint8_t kind)
{
	const struct tcpsim_segment *seg = list->seg;

	switch (kind) {
	case TCPSIM_WIRE_OPTION_MSS:
		if ((seg->options & TCPSIM_OPTION_MSS) != 0 && begin_option(list, kind, 4))
			put16(list, seg->mss);
		break;
	case TCPSIM_WIRE_OPTION_WINDOW_SCALE:
		if ((seg->options & TCPSIM_OPTION_WINDOW_SCALE) != 0 && begin_option(list, kind, 3))
			list->octets[list->n++] = seg->window_scale;
		break;
	case TCPSIM_WIRE_OPTION_SACK_PERMITTED:
		if ((seg->options & TCPSIM_OPTION_SACK_PERMITTED) != 0)
			begin_option(list, kind, 2);
		break;
	case TCPSIM_WIRE_OPTION_SACK:
		if ((seg->options & TCPSIM_OPTION_SACK) != 0)
			put_sack(list);
		break;
	case TCPSIM_WIRE_OPTION_TIMESTAMPS:
		if ((seg->options & TCPSIM_OPTION_TIMESTAMPS) != 0 && begin_option(list, kind, 10)) {
			put32(list, seg->tsval);
			put32(list, seg->tsecr);
		}
		break;
	case TCPSIM_WIRE_OPTION_USER_TIMEOUT:
		if ((seg->options & TCPSIM_OPTION_USER_TIMEOUT) != 0 && begin_option(list, kind, 4))
			put16(list, seg->user_timeout);
		break;
	default: /* END and NOP; nothing else has a form of its own */
		if (kind <= TCPSIM_WIRE_OPTION_NOP && room(list) > 0)
			list->octets[list->n++] = kind;
		break;
	}
}

/*
 * The usual order: what is two octets short of a word has NOPs in front of it, but SACK-permitted and timestamps make
 * three words together.
 */
static size_t
usual_order(const struct tcpsim_segment *seg, uint8_t order[16])
{
	bool has_timestamps = (seg->options & TCPSIM_OPTION_TIMESTAMPS) != 0;
	bool permits_sack = (seg->options & TCPSIM_OPTION_SACK_PERMITTED) != 0;
	size_t n = 0;

	order[n++] = TCPSIM_WIRE_OPTION_MSS;
	if (has_timestamps != permits_sack) {
		order[n++] = TCPSIM_WIRE_OPTION_NOP;
		order[n++] = TCPSIM_WIRE_OPTION_NOP;
	}
	order[n++] = TCPSIM_WIRE_OPTION_SACK_PERMITTED;
	order[n++] = TCPSIM_WIRE_OPTION_TIMESTAMPS;
	if ((seg->options & TCPSIM_OPTION_WINDOW_SCALE) != 0)
		order[n++] = TCPSIM_WIRE_OPTION_NOP;
	order[n++] = TCPSIM_WIRE_OPTION_WINDOW_SCALE;
	order[n++] = TCPSIM_WIRE_OPTION_USER_TIMEOUT;
	if ((seg->options & TCPSIM_OPTION_SACK) != 0 && seg->n_sack > 0) {
		order[n++] = TCPSIM_WIRE_OPTION_NOP;
		order[n++] = TCPSIM_WIRE_OPTION_NOP;
	}
	order[n++] = TCPSIM_WIRE_OPTION_SACK;
	return n;
}

size_t
tcpsim_wire_options(const struct tcpsim_segment *seg, const uint8_t *order, size_t n_order,
	uint8_t options[TCPSIM_WIRE_MAX_OPTIONS])
{
	struct list list = { seg, options, 0 };
	uint8_t usual[16];

	if (order == NULL) {
		n_order = usual_order(seg, usual);
		order = usual;
	}
	memset(options, 0, TCPSIM_WIRE_MAX_OPTIONS);
	for (size_t i = 0; i < n_order; i++)
		put_option(&list, order[i]);
	return (list.n + 3) / 4 * 4;
}
