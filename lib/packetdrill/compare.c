/* SPDX-License-Identifier: MIT */
#include "lib/packetdrill/packets.h"

/* Where what was sent is not as the script has it. Both are in the script's numbers; options are compared as octets. */

const char *
tcpsim_pkt_part_name(enum pkt_part part)
{
	static const char names[PKT_N_PARTS][8] = {
		[PKT_PART_TIME] = "time",
		[PKT_PART_PACKET] = "packet",
		[PKT_PART_FLAGS] = "flags",
		[PKT_PART_SEQ] = "seq",
		[PKT_PART_LENGTH] = "length",
		[PKT_PART_ACK] = "ack",
		[PKT_PART_WIN] = "win",
		[PKT_PART_URG] = "urg",
		[PKT_PART_OPTIONS] = "options",
		[PKT_PART_ECN] = "ecn",
		[PKT_PART_TOS] = "tos",
		[PKT_PART_TTL] = "ttl",
		[PKT_PART_ICMP] = "icmp",
	};

	return names[part];
}

/* A number that was left open is any; `is_plain`: one that is left out is 0. */
static bool
is_same(const struct pkt_number *expected, const struct pkt_number *seen, bool is_plain)
{
	if (!expected->is_given && !is_plain)
		return true;
	return (uint32_t)expected->value == (uint32_t)seen->value;
}

/* ---- options ---- */

/* Both TCPs count their ticks from the first value that the script has seen. */
static bool
is_same_tick(const struct play *play, const struct pkt_option *option, uint32_t timestamp)
{
	const struct pkt_flow *flow = &play->flow;
	uint32_t expected = (uint32_t)option->ts_val.value - flow->script_timestamp;
	int64_t off = (int32_t)(timestamp - flow->timestamp - expected);

	if (play->config.ts_tick_us == 0 || !flow->has_timestamp)
		return true;
	return ABS(off) <= 1 || ABS(off) * play->config.ts_tick_us <= play->config.tolerance_us;
}

static bool
are_same_options(const struct play *play, const struct pkt_tcp *expected, const struct pkt_sent *sent)
{
	const struct pkt_option *timestamps = tcpsim_pkt_timestamps(expected);
	struct pkt_octets octets;

	if (expected->options == PKT_OPTIONS_ANY)
		return true;
	if (!tcpsim_pkt_encode_options(&play->flow, PKT_REMOTE, expected, &octets) || octets.n != sent->options.n)
		return false;
	for (uint32_t i = 0; i < octets.n; i++) {
		if (((octets.octets[i] ^ sent->options.octets[i]) & octets.mask[i]) != 0)
			return false;
	}
	return timestamps == NULL || is_same_tick(play, timestamps, sent->segment.tsval);
}

/* ---- packets ---- */

static enum pkt_part
compare_tcp(const struct play *play, const struct pkt_tcp *expected, const struct pkt_tcp *seen,
	const struct pkt_sent *sent)
{
	if (!expected->any_flags && tcpsim_pkt_ctl(expected) != seen->ctl)
		return PKT_PART_FLAGS;
	if (!is_same(&expected->seq, &seen->seq, false))
		return PKT_PART_SEQ;
	if (!is_same(&expected->length, &seen->length, false))
		return PKT_PART_LENGTH;
	if (!is_same(&expected->ack, &seen->ack, !expected->any_flags))
		return PKT_PART_ACK;
	if (!is_same(&expected->win, &seen->win, false))
		return PKT_PART_WIN;
	if (!is_same(&expected->urg, &seen->urg, !expected->any_flags))
		return PKT_PART_URG;
	return are_same_options(play, expected, sent) ? PKT_N_PARTS : PKT_PART_OPTIONS;
}

static enum pkt_part
compare_udp(const struct pkt_packet *expected, const struct pkt_packet *seen)
{
	if (!is_same(&expected->source_port, &seen->source_port, false) ||
		!is_same(&expected->destination_port, &seen->destination_port, false))
		return PKT_PART_PACKET;
	return is_same(&expected->udp_octets, &seen->udp_octets, false) ? PKT_N_PARTS : PKT_PART_LENGTH;
}

static enum pkt_part
compare_icmp(const struct play *play, const struct pkt_packet *expected, const struct pkt_packet *seen)
{
	const char *unknown;
	uint8_t type, code;
	unsigned version = play->config.ip == TCPSIM_IPV6 ? 6 : 4;

	if (!tcpsim_pkt_icmp_type(version, &expected->icmp, &type, &code, &unknown) ||
		type != seen->icmp.type.value || code != seen->icmp.code.value ||
		!is_same(&expected->icmp.mtu, &seen->icmp.mtu, false))
		return PKT_PART_ICMP;
	if (expected->icmp.has_quote && expected->icmp.quoted != seen->icmp.quoted)
		return PKT_PART_ICMP;
	if (expected->icmp.has_quote && seen->icmp.quoted == PKT_TCP &&
		!is_same(&expected->tcp.seq, &seen->tcp.seq, false))
		return PKT_PART_SEQ;
	return PKT_N_PARTS;
}

static enum pkt_part
compare_ip(const struct pkt_ip *expected, const struct pkt_ip *seen)
{
	if (expected->ecn != seen->ecn)
		return PKT_PART_ECN;
	if (!is_same(&expected->tos, &seen->tos, false))
		return PKT_PART_TOS;
	return is_same(&expected->ttl, &seen->ttl, false) ? PKT_N_PARTS : PKT_PART_TTL;
}

enum pkt_part
tcpsim_pkt_compare(const struct play *play, const struct pkt_packet *expected, const struct pkt_packet *seen,
	const struct pkt_sent *sent)
{
	enum pkt_part part = PKT_N_PARTS;

	if (expected->protocol != seen->protocol)
		return PKT_PART_PACKET;
	switch (expected->protocol) {
	case PKT_TCP:
		part = compare_tcp(play, &expected->tcp, &seen->tcp, sent);
		break;
	case PKT_UDP:
		part = compare_udp(expected, seen);
		break;
	case PKT_ICMP:
		part = compare_icmp(play, expected, seen);
		break;
	}
	return part != PKT_N_PARTS ? part : compare_ip(&expected->ip, &seen->ip);
}
