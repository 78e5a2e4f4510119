/* SPDX-License-Identifier: MIT */
#include <string.h>

#include <tcpsim/segment.h>
#include <tcpsim/word.h>

#include "lib/packetdrill/parse_private.h"

/* Packets: their flags and numbers. */

static const struct {
	char word[16], construct[32];
} unplayed[] = {
	{ "sctp", "SCTP" },
	{ "dccp", "DCCP" },
	{ "udplite", "UDP-Lite" },
	{ "UDPLITE", "UDP-Lite" },
	{ "gre", "GRE" },
	{ "mpls", "MPLS" },
	{ "ipv4", "IP in IP" },
	{ "ipv6", "IP in IP" },
	{ "vxlan", "VXLAN" },
	{ "gue", "GUE" },
	{ "esp", "IPsec" },
	{ "ah", "IPsec" },
	{ "igmp", "IGMP" },
	{ "arp", "ARP" },
	{ "raw", "raw IP" },
	{ "addr", "addresses of Multipath TCP" },
};

const char *
tcpsim_pkt_unplayed(const char *word)
{
	for (size_t i = 0; i < G_N_ELEMENTS(unplayed); i++)
		if (strcmp(unplayed[i].word, word) == 0)
			return unplayed[i].construct;
	return NULL;
}

void
tcpsim_pkt_build_packet(struct pkt_parser *p, bool is_inbound)
{
	p->event->kind = PKT_EVENT_PACKET;
	p->event->packet.is_inbound = is_inbound;
	p->event->packet.tcp.option_list = tcpsim_pkt_list(p->memory);
	p->at_packet = true;
}

void
tcpsim_pkt_build_other(struct pkt_parser *p, const struct pkt_lexeme *word)
{
	tcpsim_pkt_build_skipped(p, &word->loc, tcpsim_pkt_unplayed(word->text));
}

static uint8_t
flag_of(char letter)
{
	switch (letter) {
	case 'F':
		return TCPSIM_FIN;
	case 'S':
		return TCPSIM_SYN;
	case 'R':
		return TCPSIM_RST;
	case 'P':
		return TCPSIM_PSH;
	case '.':
		return TCPSIM_ACK;
	case 'U':
		return TCPSIM_URG;
	case 'E':
		return TCPSIM_ECE;
	case 'W':
		return TCPSIM_CWR;
	default:
		return 0;
	}
}

/* AccECN gives the flags another meaning: AE, and the three ECN flags as a number. */
static bool
is_accurate(char letter)
{
	return letter == 'A' || (letter >= '0' && letter <= '7');
}

static void
refuse_flag(struct pkt_parser *p, const struct pkt_lexeme *flags, char letter)
{
	static const char *const protocols[] = { "icmp", "udp", "sctp", "udplite", "gre", "ipv4", "ipv6", "mpls",
		NULL };
	const char *meant = flags->octets > 2 ? tcpsim_word_nearest(flags->text, protocols) : NULL;

	if (meant != NULL)
		tcpsim_pkt_error(p, &flags->loc, "%.40s are no TCP flags, did you mean %s?", flags->text, meant);
	else
		tcpsim_pkt_error(
			p, &flags->loc, "%c is no TCP flag: there are F, S, R, P, U, E, W and . for ACK", letter);
}

void
tcpsim_pkt_build_flags(struct pkt_parser *p, const struct pkt_lexeme *flags)
{
	struct pkt_tcp *tcp = &p->event->packet.tcp;

	for (const char *at = flags->text; *at != '\0'; at++) {
		if (flag_of(*at) != 0) {
			tcp->ctl |= flag_of(*at);
		} else if (is_accurate(*at)) {
			tcpsim_pkt_build_skipped(p, &flags->loc, "AccECN");
		} else {
			refuse_flag(p, flags, *at);
			return;
		}
	}
}

void
tcpsim_pkt_build_any_flags(struct pkt_parser *p, const struct tcpsim_place *loc)
{
	p->event->packet.tcp.any_flags = true;
	if (p->event->packet.is_inbound)
		tcpsim_pkt_error(p, loc, "the flags of a packet that is sent to the host cannot be left open");
}

struct pkt_number
tcpsim_pkt_build_number(const struct pkt_lexeme *lexeme, bool is_literal)
{
	return (struct pkt_number){ lexeme->loc, lexeme->value, true, is_literal };
}

struct pkt_sequence
tcpsim_pkt_build_sequence(struct pkt_parser *p, const struct tcpsim_place *loc, const struct pkt_number *seq,
	const struct pkt_number *end, const struct pkt_lexeme *length, bool is_literal)
{
	struct pkt_sequence sequence = { .loc = *loc };
	const struct pkt_number *first = seq != NULL ? seq : end;

	if (seq != NULL)
		sequence.seq = *seq;
	if (end != NULL)
		sequence.end = *end;
	if (length != NULL)
		sequence.length = tcpsim_pkt_build_number(length, false);
	sequence.seq.is_literal |= is_literal;
	sequence.end.is_literal |= is_literal;
	if (sequence.seq.value > UINT32_MAX || sequence.end.value > UINT32_MAX)
		tcpsim_pkt_error(p, &first->loc, "a sequence number is less than 4294967296");
	else if (sequence.length.value > UINT16_MAX)
		tcpsim_pkt_error(p, &length->loc, "a packet has at most 65535 octets of text, not %.40s", length->text);
	else if (seq != NULL && end != NULL && length != NULL &&
		(uint32_t)(sequence.seq.value + sequence.length.value) != (uint32_t)sequence.end.value)
		tcpsim_pkt_error(p, loc, "%u and %u octets make %u, not %u", (unsigned)seq->value,
			(unsigned)length->value, (unsigned)(seq->value + length->value), (unsigned)end->value);
	return sequence;
}

void
tcpsim_pkt_build_tcp(struct pkt_parser *p, const struct tcpsim_place *loc, const struct pkt_sequence *sequence)
{
	struct pkt_tcp *tcp = &p->event->packet.tcp;

	p->event->packet.protocol = PKT_TCP;
	tcp->flags_loc = *loc;
	tcp->seq = sequence->seq;
	tcp->end = sequence->end;
	tcp->length = sequence->length;
	if (p->event->packet.is_inbound && (!tcp->seq.is_given || !tcp->length.is_given))
		tcpsim_pkt_error(
			p, &sequence->loc, "the numbers of a packet that is sent to the host cannot be left open");
}

void
tcpsim_pkt_build_field(
	struct pkt_parser *p, enum pkt_field field, const struct tcpsim_place *loc, const struct pkt_number *number)
{
	static const char names[][4] = { "ack", "win", "urg" };
	struct pkt_tcp *tcp = &p->event->packet.tcp;
	struct pkt_number *const fields[] = { &tcp->ack, &tcp->win, &tcp->urg };
	uint64_t most = field == PKT_THE_ACK ? UINT32_MAX : UINT16_MAX;

	if (fields[field]->is_given)
		tcpsim_pkt_error(p, loc, "%s stands here twice", names[field]);
	else if (number->value > most)
		tcpsim_pkt_error(p, &number->loc, "%s is at most %u", names[field], (unsigned)most);
	*fields[field] = *number;
}

static void
build_port(struct pkt_parser *p, struct pkt_number *port, const struct pkt_lexeme *lexeme)
{
	if (lexeme == NULL)
		return;
	*port = tcpsim_pkt_build_number(lexeme, false);
	if (port->value > UINT16_MAX)
		tcpsim_pkt_error(p, &port->loc, "a port is at most 65535, not %.40s", lexeme->text);
}

void
tcpsim_pkt_build_udp(struct pkt_parser *p, const struct pkt_lexeme *octets, const struct pkt_lexeme *source,
	const struct pkt_lexeme *destination)
{
	struct pkt_packet *packet = &p->event->packet;

	packet->protocol = PKT_UDP;
	packet->udp_octets = tcpsim_pkt_build_number(octets, false);
	if (octets->value > UINT16_MAX - 8)
		tcpsim_pkt_error(
			p, &octets->loc, "a datagram has at most 65527 octets of text, not %.40s", octets->text);
	build_port(p, &packet->source_port, source);
	build_port(p, &packet->destination_port, destination);
}
