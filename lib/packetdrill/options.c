/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/packetdrill/packets.h"

/*
 * Options as the script lists them, octet by octet and in its order, so that it can send what no TCP would. Numbers in
 * SACK blocks are the other side's; a timestamp that is echoed is one that the TCP has sent, by the script's name.
 */

#define MD5_OCTETS 16U

/* Options in the making; what does not fit is counted all the same. */
struct writer {
	struct pkt_octets *to;
	const struct pkt_flow *flow;
	enum pkt_side side; /* of the numbers that are echoed */
};

static void
put(struct writer *writer, uint32_t value, bool is_compared)
{
	struct pkt_octets *to = writer->to;

	if (to->n < TCPSIM_WIRE_MAX_OPTIONS) {
		to->octets[to->n] = (uint8_t)value;
		to->mask[to->n] = is_compared ? 0xff : 0;
	}
	to->n++;
}

static void
put_wide(struct writer *writer, uint32_t value, unsigned octets, bool is_compared)
{
	while (octets-- > 0)
		put(writer, value >> 8 * octets, is_compared);
}

static void
put_head(struct writer *writer, uint8_t kind, uint32_t behind)
{
	put(writer, kind, true);
	put(writer, behind + 2, true);
}

static void
put_octets(struct writer *writer, const GByteArray *octets)
{
	for (guint i = 0; octets != NULL && i < octets->len; i++)
		put(writer, octets->data[i], true);
}

static void
put_blocks(struct writer *writer, const GArray *blocks)
{
	guint n = blocks != NULL ? blocks->len : 0;

	put_head(writer, TCPSIM_WIRE_OPTION_SACK, 8 * n);
	for (guint i = 0; i < n; i++) {
		const struct pkt_range *block = &g_array_index(blocks, struct pkt_range, i);

		put_wide(writer, tcpsim_pkt_to_engine(writer->flow, writer->side, &block->begin, false).n, 4, true);
		put_wide(writer, tcpsim_pkt_to_engine(writer->flow, writer->side, &block->end, false).n, 4, true);
	}
}

/* Of what is sent, neither value is compared; of what is injected, the script's name for a value becomes that. */
static void
put_timestamps(struct writer *writer, const struct pkt_option *option)
{
	bool is_compared = writer->side == PKT_LOCAL;
	uint32_t echoed = (uint32_t)option->ts_ecr.value;

	if (is_compared && !option->ts_ecr.is_literal)
		tcpsim_pkt_find_timestamp(writer->flow, echoed, &echoed);
	put_head(writer, TCPSIM_WIRE_OPTION_TIMESTAMPS, 8);
	put_wide(writer, (uint32_t)option->ts_val.value, 4, is_compared);
	put_wide(writer, echoed, 4, is_compared);
}

static void
put_md5(struct writer *writer, const struct pkt_option *option)
{
	uint32_t n = option->octets != NULL ? option->octets->len : 0;

	put_head(writer, TCPSIM_WIRE_OPTION_MD5, n > 0 ? n : MD5_OCTETS);
	put_octets(writer, option->octets);
	for (unsigned i = 0; n == 0 && i < MD5_OCTETS; i++)
		put(writer, 0, true);
}

static void
put_fast_open(struct writer *writer, const struct pkt_option *option)
{
	uint32_t n = option->octets != NULL ? option->octets->len : 0;

	if (option->kind == PKT_OPTION_FAST_OPEN) {
		put_head(writer, TCPSIM_WIRE_OPTION_FAST_OPEN, n);
	} else {
		put_head(writer, TCPSIM_WIRE_OPTION_EXPERIMENT, n + 2);
		put_wide(writer, TCPSIM_WIRE_FAST_OPEN_EXPERIMENT, 2, true);
	}
	put_octets(writer, option->octets);
}

static void
put_option(struct writer *writer, const struct pkt_option *option)
{
	switch (option->kind) {
	case PKT_OPTION_MSS:
		put_head(writer, TCPSIM_WIRE_OPTION_MSS, 2);
		put_wide(writer, option->value, 2, true);
		break;
	case PKT_OPTION_WSCALE:
		put_head(writer, TCPSIM_WIRE_OPTION_WINDOW_SCALE, 1);
		put(writer, option->value, true);
		break;
	case PKT_OPTION_SACK_OK:
		put_head(writer, TCPSIM_WIRE_OPTION_SACK_PERMITTED, 0);
		break;
	case PKT_OPTION_SACK:
		put_blocks(writer, option->blocks);
		break;
	case PKT_OPTION_TS:
		put_timestamps(writer, option);
		break;
	case PKT_OPTION_FAST_OPEN:
	case PKT_OPTION_FAST_OPEN_EXPERIMENTAL:
		put_fast_open(writer, option);
		break;
	case PKT_OPTION_MD5:
		put_md5(writer, option);
		break;
	case PKT_OPTION_NOP:
		put(writer, TCPSIM_WIRE_OPTION_NOP, true);
		break;
	case PKT_OPTION_EOL:
		put(writer, TCPSIM_WIRE_OPTION_END, true);
		break;
	case PKT_OPTION_OTHER:
		put_head(writer, (uint8_t)option->value, option->octets != NULL ? option->octets->len : 0);
		put_octets(writer, option->octets);
		break;
	}
}

bool
tcpsim_pkt_encode_options(const struct pkt_flow *flow, enum pkt_side side, const struct pkt_tcp *tcp,
	struct pkt_octets *octets)
{
	struct writer writer = { .to = octets, .flow = flow, .side = side };

	memset(octets, 0, sizeof *octets);
	for (guint i = 0; tcp->options == PKT_OPTIONS_LISTED && i < tcp->option_list->len; i++)
		put_option(&writer, (const struct pkt_option *)g_ptr_array_index(tcp->option_list, i));
	while (octets->n % 4 != 0)
		put(&writer, TCPSIM_WIRE_OPTION_END, true);
	return octets->n <= TCPSIM_WIRE_MAX_OPTIONS;
}

const struct pkt_option *
tcpsim_pkt_timestamps(const struct pkt_tcp *tcp)
{
	for (guint i = 0; tcp->options == PKT_OPTIONS_LISTED && i < tcp->option_list->len; i++) {
		const struct pkt_option *option = (const struct pkt_option *)g_ptr_array_index(tcp->option_list, i);

		if (option->kind == PKT_OPTION_TS)
			return option;
	}
	return NULL;
}
