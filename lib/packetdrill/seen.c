/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/packetdrill/packets.h"

/* What the TCP has sent, as a script would have it. */

/* A number as it is, which no ISN moves. */
static struct pkt_number
plain(uint64_t value)
{
	return (struct pkt_number){ .value = value, .is_given = true };
}

/* ---- the IP header ---- */

static enum pkt_ecn
ecn_of(uint8_t ecn, enum pkt_ecn like)
{
	switch ((enum tcpsim_ecn)ecn) {
	case TCPSIM_ECN_NOT_ECT:
		break;
	case TCPSIM_ECN_ECT_0:
		return like == PKT_ECN_ECT01 ? like : PKT_ECN_ECT0;
	case TCPSIM_ECN_ECT_1:
		return like == PKT_ECN_ECT01 ? like : PKT_ECN_ECT1;
	case TCPSIM_ECN_CE:
		return PKT_ECN_CE;
	}
	return PKT_ECN_NONE;
}

/* Only what the line speaks of is compared, and shown. */
static struct pkt_ip
ip_of(const struct pkt_sent *sent, const struct pkt_ip *like)
{
	struct pkt_ip ip = { .ecn = PKT_ECN_UNSAID };

	if (like->ecn != PKT_ECN_UNSAID)
		ip.ecn = ecn_of(sent->segment.ecn, like->ecn);
	if (like->tos.is_given)
		ip.tos = plain((uint64_t)(sent->dscp << 2 | sent->segment.ecn));
	if (like->ttl.is_given)
		ip.ttl = plain(sent->ttl);
	return ip;
}

/* ---- TCP ---- */

static struct pkt_tcp
tcp_of(const struct pkt_flow *flow, const struct pkt_sent *sent, const struct pkt_tcp *like)
{
	const struct tcpsim_segment *seg = &sent->segment;
	bool is_syn = (seg->ctl & TCPSIM_SYN) != 0;
	struct pkt_tcp tcp = {
		.ctl = seg->ctl,
		.seq = tcpsim_pkt_to_script(flow, PKT_LOCAL, seg->seq, is_syn, like->seq.is_literal),
		.length = plain(seg->text_bytes),
		.win = plain(seg->wnd),
		.options = PKT_OPTIONS_NONE,
	};

	tcp.end = tcp.seq;
	tcp.end.value = (uint32_t)(tcp.seq.value + seg->text_bytes);
	if (seg->ctl & TCPSIM_ACK)
		tcp.ack = tcpsim_pkt_to_script(flow, PKT_REMOTE, seg->ack, is_syn, like->ack.is_literal);
	if (seg->ctl & TCPSIM_URG)
		tcp.urg = plain(seg->up);
	return tcp;
}

/* ---- ICMP ---- */

static void
quote_of(const struct pkt_flow *flow, const struct pkt_sent *sent, const struct pkt_packet *like,
	struct pkt_packet *packet)
{
	const struct tcpsim_icmp *icmp = &sent->icmp.icmp;

	packet->icmp.has_quote = like->icmp.has_quote;
	packet->icmp.quoted = sent->icmp.protocol == TCPSIM_PROTOCOL_UDP ? PKT_UDP : PKT_TCP;
	packet->udp_octets = like->udp_octets;
	packet->tcp.seq = tcpsim_pkt_to_script(flow, PKT_REMOTE, icmp->seq, false, like->tcp.seq.is_literal);
}

static struct pkt_icmp
icmp_of(const struct pkt_sent *sent, const struct pkt_icmp *like, unsigned version)
{
	const struct tcpsim_icmp *icmp = &sent->icmp.icmp;
	struct pkt_icmp told = { .mtu.is_given = like->mtu.is_given };
	uint8_t type = 0, code = 0;

	tcpsim_wire_icmp_type(version, icmp->kind, &type, &code);
	told.type = plain(type);
	told.code = plain(code);
	if (like->type_word != NULL)
		told.type_word = (char *)tcpsim_pkt_icmp_type_word(version, type);
	if (like->code_word != NULL)
		told.code_word = (char *)tcpsim_pkt_icmp_code_word(version, type, code);
	if (like->mtu.is_given)
		told.mtu = plain(icmp->mtu);
	return told;
}

struct pkt_packet
tcpsim_pkt_seen(const struct play *play, const struct pkt_sent *sent, const struct pkt_packet *like)
{
	struct pkt_packet packet = { .ip = ip_of(sent, &like->ip) };

	switch ((enum tcpsim_protocol)sent->protocol) {
	case TCPSIM_PROTOCOL_TCP:
		packet.protocol = PKT_TCP;
		packet.tcp = tcp_of(&play->flow, sent, &like->tcp);
		break;
	case TCPSIM_PROTOCOL_UDP:
		packet.protocol = PKT_UDP;
		packet.udp_octets = plain(sent->segment.text_bytes);
		if (like->source_port.is_given)
			packet.source_port = plain(play->flow.local_port);
		if (like->destination_port.is_given)
			packet.destination_port = plain(play->flow.remote_port);
		break;
	case TCPSIM_PROTOCOL_ICMP:
		packet.protocol = PKT_ICMP;
		packet.icmp = icmp_of(sent, &like->icmp, play->config.ip == TCPSIM_IPV6 ? 6 : 4);
		quote_of(&play->flow, sent, like, &packet);
		break;
	}
	return packet;
}

/* ---- options ---- */

static void
free_option(gpointer data)
{
	struct pkt_option *option = (struct pkt_option *)data;

	if (option->blocks != NULL)
		g_array_unref(option->blocks);
	if (option->octets != NULL)
		g_byte_array_unref(option->octets);
	g_free(option);
}

static uint32_t
get(const uint8_t *octets, unsigned n)
{
	uint32_t value = 0;

	while (n-- > 0)
		value = value << 8 | *octets++;
	return value;
}

static GArray *
blocks_of(const struct play *play, const uint8_t *octets, uint32_t n)
{
	GArray *blocks = g_array_new(FALSE, FALSE, sizeof(struct pkt_range));

	for (uint32_t i = 0; i + 8 <= n; i += 8) {
		struct pkt_range block = {
			.begin = tcpsim_pkt_to_script(&play->flow, PKT_REMOTE,
				tcpsim_seq_make(get(octets + i, 4)), false, false),
			.end = tcpsim_pkt_to_script(&play->flow, PKT_REMOTE,
				tcpsim_seq_make(get(octets + i + 4, 4)), false, false),
		};

		g_array_append_val(blocks, block);
	}
	return blocks;
}

static enum pkt_option_kind
kind_of(const uint8_t *octets, uint32_t n)
{
	switch (octets[0]) {
	case TCPSIM_WIRE_OPTION_END:
		return PKT_OPTION_EOL;
	case TCPSIM_WIRE_OPTION_NOP:
		return PKT_OPTION_NOP;
	case TCPSIM_WIRE_OPTION_MSS:
		return PKT_OPTION_MSS;
	case TCPSIM_WIRE_OPTION_WINDOW_SCALE:
		return PKT_OPTION_WSCALE;
	case TCPSIM_WIRE_OPTION_SACK_PERMITTED:
		return PKT_OPTION_SACK_OK;
	case TCPSIM_WIRE_OPTION_SACK:
		return PKT_OPTION_SACK;
	case TCPSIM_WIRE_OPTION_TIMESTAMPS:
		return PKT_OPTION_TS;
	case TCPSIM_WIRE_OPTION_FAST_OPEN:
		return PKT_OPTION_FAST_OPEN;
	case TCPSIM_WIRE_OPTION_EXPERIMENT:
		return n >= 4 && get(octets + 2, 2) == TCPSIM_WIRE_FAST_OPEN_EXPERIMENT ?
			PKT_OPTION_FAST_OPEN_EXPERIMENTAL : PKT_OPTION_OTHER;
	default: /* of the wire, and none that has a word */
		return PKT_OPTION_OTHER;
	}
}

/* What stands behind its kind and its length, if there is one. */
static void
fill_option(const struct play *play, struct pkt_option *option, const uint8_t *octets, uint32_t n)
{
	switch (option->kind) {
	case PKT_OPTION_MSS:
	case PKT_OPTION_WSCALE:
		option->value = get(octets, MIN(n, 4));
		break;
	case PKT_OPTION_SACK:
		option->blocks = blocks_of(play, octets, n);
		break;
	case PKT_OPTION_TS:
		option->ts_val = plain(get(octets, 4));
		option->ts_ecr = plain(get(octets + 4, 4));
		break;
	case PKT_OPTION_FAST_OPEN_EXPERIMENTAL:
		octets += 2;
		n -= 2;
		/* fall through */
	case PKT_OPTION_FAST_OPEN:
	case PKT_OPTION_MD5:
	case PKT_OPTION_OTHER:
		option->octets = g_byte_array_append(g_byte_array_new(), octets, n);
		break;
	case PKT_OPTION_SACK_OK:
	case PKT_OPTION_NOP:
	case PKT_OPTION_EOL:
		break;
	}
}

void
tcpsim_pkt_seen_options(const struct play *play, const struct pkt_sent *sent, struct pkt_packet *packet)
{
	struct tcpsim_wire_option_at at = { 0 };

	packet->tcp.options = PKT_OPTIONS_LISTED;
	packet->tcp.option_list = g_ptr_array_new_with_free_func(free_option);
	while (tcpsim_wire_option_next(sent->options.octets, sent->options.n, &at)) {
		const uint8_t *octets = sent->options.octets + at.offset;
		struct pkt_option *option = g_new0(struct pkt_option, 1);

		option->kind = kind_of(octets, at.octets);
		option->value = at.kind;
		if (at.octets >= 2)
			fill_option(play, option, octets + 2, at.octets - 2);
		g_ptr_array_add(packet->tcp.option_list, option);
	}
}

void
tcpsim_pkt_seen_clear(struct pkt_packet *packet)
{
	if (packet->tcp.option_list != NULL)
		g_ptr_array_unref(packet->tcp.option_list);
	packet->tcp.option_list = NULL;
}
