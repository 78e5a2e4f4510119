/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/wire/wire_private.h"

/*
 * Options are written as one of two systems writes them. What differs is their order and where the octets that fill up
 * go; so a header is as long with the one as with the other, but beside Fast Open.
 */

#define USER_TIMEOUT 4U

/* Options in the making. */
struct list {
	const struct tcpsim_segment *seg;
	uint8_t *octets;
	size_t n;
};

static bool
has(const struct list *list, enum tcpsim_option option)
{
	return (list->seg->options & option) != 0;
}

/* A cookie that no option can say is none, and so is the option. */
static uint32_t
fast_open_octets(const struct list *list)
{
	const struct tcpsim_segment *seg = list->seg;

	if (!has(list, TCPSIM_OPTION_FAST_OPEN) || !tcpsim_wire_is_cookie(seg->cookie_octets))
		return 0;
	return (seg->is_experimental ? 4U : 2U) + seg->cookie_octets;
}

/* Octets that there are for the next option: blocks of SACK leave room for what comes behind them. */
static uint32_t
room_for(const struct list *list, enum tcpsim_option option)
{
	uint32_t room = TCPSIM_WIRE_MAX_OPTIONS - (uint32_t)list->n, behind;

	if (option != TCPSIM_OPTION_SACK)
		return room;
	behind = (fast_open_octets(list) + 3) / 4 * 4 + (has(list, TCPSIM_OPTION_USER_TIMEOUT) ? USER_TIMEOUT : 0);
	return room > behind ? room - behind : 0;
}

/* What the option takes of so much room: the first blocks of SACK that fit, all of another; 0 if it is not there. */
static uint32_t
octets_of(const struct list *list, enum tcpsim_option option, uint32_t room)
{
	uint32_t blocks = list->seg->n_sack < TCPSIM_MAX_SACK ? list->seg->n_sack : TCPSIM_MAX_SACK;

	if (!has(list, option))
		return 0;
	switch (option) {
	case TCPSIM_OPTION_MSS:
		return 4;
	case TCPSIM_OPTION_TIMESTAMPS:
		return 10;
	case TCPSIM_OPTION_WINDOW_SCALE:
		return 3;
	case TCPSIM_OPTION_SACK_PERMITTED:
		return 2;
	case TCPSIM_OPTION_SACK:
		while (blocks > 0 && WIRE_SACK(blocks) > room)
			blocks--;
		return blocks > 0 ? WIRE_SACK(blocks) : 0;
	case TCPSIM_OPTION_USER_TIMEOUT:
		return USER_TIMEOUT;
	case TCPSIM_OPTION_FAST_OPEN:
		return fast_open_octets(list);
	}
	return 0;
}

static uint8_t
kind_of(const struct tcpsim_segment *seg, enum tcpsim_option option)
{
	switch (option) {
	case TCPSIM_OPTION_MSS:
		return TCPSIM_WIRE_OPTION_MSS;
	case TCPSIM_OPTION_TIMESTAMPS:
		return TCPSIM_WIRE_OPTION_TIMESTAMPS;
	case TCPSIM_OPTION_WINDOW_SCALE:
		return TCPSIM_WIRE_OPTION_WINDOW_SCALE;
	case TCPSIM_OPTION_SACK_PERMITTED:
		return TCPSIM_WIRE_OPTION_SACK_PERMITTED;
	case TCPSIM_OPTION_SACK:
		return TCPSIM_WIRE_OPTION_SACK;
	case TCPSIM_OPTION_USER_TIMEOUT:
		return TCPSIM_WIRE_OPTION_USER_TIMEOUT;
	case TCPSIM_OPTION_FAST_OPEN:
		break;
	}
	return seg->is_experimental ? TCPSIM_WIRE_OPTION_EXPERIMENT : TCPSIM_WIRE_OPTION_FAST_OPEN;
}

/* What stands behind kind and length; `length` counts these, too. */
static void
write_value(const struct tcpsim_segment *seg, enum tcpsim_option option, uint32_t length, uint8_t *at)
{
	switch (option) {
	case TCPSIM_OPTION_MSS:
		wire_put16(at, seg->mss);
		break;
	case TCPSIM_OPTION_TIMESTAMPS:
		wire_put32(at, seg->tsval);
		wire_put32(at + 4, seg->tsecr);
		break;
	case TCPSIM_OPTION_WINDOW_SCALE:
		at[0] = seg->window_scale;
		break;
	case TCPSIM_OPTION_SACK_PERMITTED:
		break;
	case TCPSIM_OPTION_SACK:
		for (uint32_t i = 0; WIRE_SACK(i) < length; i++) {
			wire_put32(at + 8 * (size_t)i, seg->sack[i].begin.n);
			wire_put32(at + 8 * (size_t)i + 4, seg->sack[i].end.n);
		}
		break;
	case TCPSIM_OPTION_USER_TIMEOUT:
		wire_put16(at, seg->user_timeout);
		break;
	case TCPSIM_OPTION_FAST_OPEN:
		if (seg->is_experimental)
			wire_put16(at, TCPSIM_WIRE_FAST_OPEN_EXPERIMENT);
		memcpy(at + (seg->is_experimental ? 2 : 0), seg->cookie, seg->cookie_octets);
		break;
	}
}

/* Put an option behind so many NOPs, if the segment has it and there is room; whether it was put. */
static bool
put(struct list *list, enum tcpsim_option option, uint32_t nops)
{
	uint32_t room = room_for(list, option);
	uint32_t length = room > nops ? octets_of(list, option, room - nops) : 0;
	uint8_t *at = list->octets + list->n;

	if (length == 0 || nops + length > room)
		return false;
	memset(at, TCPSIM_WIRE_OPTION_NOP, nops);
	at[nops] = kind_of(list->seg, option);
	at[nops + 1] = (uint8_t)length;
	write_value(list->seg, option, length, at + nops + 2);
	list->n += nops + length;
	return true;
}

/*
 * Linux, tcp_options_write(): whole words. What is two octets short of one has NOPs in front, but that SACK-permitted
 * stands there for the timestamps of a SYN, and Fast Open has them behind. No Linux has the user timeout.
 */
static void
write_linux(struct list *list)
{
	bool is_together = has(list, TCPSIM_OPTION_TIMESTAMPS) && has(list, TCPSIM_OPTION_SACK_PERMITTED);

	put(list, TCPSIM_OPTION_MSS, 0);
	if (is_together)
		put(list, TCPSIM_OPTION_SACK_PERMITTED, 0);
	put(list, TCPSIM_OPTION_TIMESTAMPS, is_together ? 0 : 2);
	if (!is_together)
		put(list, TCPSIM_OPTION_SACK_PERMITTED, 2);
	put(list, TCPSIM_OPTION_WINDOW_SCALE, 1);
	put(list, TCPSIM_OPTION_SACK, 2);
	if (put(list, TCPSIM_OPTION_FAST_OPEN, 0)) {
		while (list->n % 4 != 0)
			list->octets[list->n++] = TCPSIM_WIRE_OPTION_NOP;
	}
	put(list, TCPSIM_OPTION_USER_TIMEOUT, 0);
}

/* NOPs until an option begins at `rest` modulo `of`. */
static uint32_t
up_to(const struct list *list, uint32_t of, uint32_t rest)
{
	return (of + rest - (uint32_t)list->n % of) % of;
}

/*
 * FreeBSD, tcp_addoptions(): the shift count ends with a word, and the values of timestamps and SACK begin with one. No
 * FreeBSD has the user timeout.
 */
static void
write_freebsd(struct list *list)
{
	put(list, TCPSIM_OPTION_MSS, up_to(list, 4, 0));
	put(list, TCPSIM_OPTION_WINDOW_SCALE, up_to(list, 2, 1));
	put(list, TCPSIM_OPTION_SACK_PERMITTED, up_to(list, 2, 0));
	put(list, TCPSIM_OPTION_TIMESTAMPS, up_to(list, 4, 2));
	put(list, TCPSIM_OPTION_SACK, up_to(list, 4, 2));
	put(list, TCPSIM_OPTION_FAST_OPEN, 0);
	put(list, TCPSIM_OPTION_USER_TIMEOUT, 0);
}

size_t
tcpsim_wire_options(const struct tcpsim_segment *seg, enum tcpsim_option_layout layout,
	uint8_t options[TCPSIM_WIRE_MAX_OPTIONS])
{
	struct list list = { seg, options, 0 };

	memset(options, TCPSIM_WIRE_OPTION_END, TCPSIM_WIRE_MAX_OPTIONS);
	switch (layout) {
	case TCPSIM_LAYOUT_LINUX:
		write_linux(&list);
		break;
	case TCPSIM_LAYOUT_FREEBSD:
		write_freebsd(&list);
		break;
	}
	return (list.n + 3) / 4 * 4;
}
