/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/packetdrill/packets.h"
#include "lib/packetdrill/parse_private.h"

/* ICMP messages. The numbers of types and codes are the player's: they depend on the version of IP. */

void
tcpsim_pkt_build_icmp(struct pkt_parser *p, const struct tcpsim_place *loc)
{
	p->event->packet.protocol = PKT_ICMP;
	p->event->packet.icmp.loc = *loc;
}

/* Of echoes, an identifier is told by name and number. */
static bool
is_of_echo(struct pkt_parser *p, const struct pkt_lexeme *lexeme)
{
	const struct pkt_icmp *icmp = &p->event->packet.icmp;

	if (icmp->type_word == NULL || !g_str_has_prefix(icmp->type_word, "echo"))
		return false;
	tcpsim_pkt_build_skipped(p, &lexeme->loc, "ICMP echo");
	return true;
}

static void
take_word(struct pkt_parser *p, const struct pkt_lexeme *lexeme, bool is_type)
{
	struct pkt_icmp *icmp = &p->event->packet.icmp;
	char *word = tcpsim_pkt_copy(p->memory, lexeme->text, lexeme->octets);
	struct tcpsim_nearest nearest = tcpsim_nearest_of(word);

	if (is_type)
		icmp->type_word = word;
	else
		icmp->code_word = word;
	if (!tcpsim_pkt_icmp_is_word(&nearest, !is_type))
		tcpsim_pkt_unknown(p, &lexeme->loc, is_type ? "type of ICMP" : "code of ICMP", &nearest);
	else if (is_type)
		is_of_echo(p, lexeme);
}

void
tcpsim_pkt_build_icmp_word(struct pkt_parser *p, const struct pkt_lexeme *lexeme, bool is_number)
{
	struct pkt_icmp *icmp = &p->event->packet.icmp;
	bool is_type = icmp->type_word == NULL && !icmp->type.is_given;
	struct pkt_number *number = is_type ? &icmp->type : &icmp->code;

	if (!is_type && is_of_echo(p, lexeme))
		return;
	if (number->is_given || (is_type ? icmp->type_word : icmp->code_word) != NULL) {
		tcpsim_pkt_error(p, &lexeme->loc, "behind icmp stand a type and a code, and no third word");
	} else if (!is_number) {
		number->loc = lexeme->loc;
		take_word(p, lexeme, is_type);
	} else {
		*number = tcpsim_pkt_build_number(lexeme, false);
		if (number->value > UINT8_MAX)
			tcpsim_pkt_error(p, &lexeme->loc, "a %s of ICMP is at most 255", is_type ? "type" : "code");
	}
}

void
tcpsim_pkt_build_icmp_mtu(struct pkt_parser *p, const struct pkt_lexeme *lexeme)
{
	struct pkt_number *mtu = &p->event->packet.icmp.mtu;

	if (mtu->is_given)
		tcpsim_pkt_error(p, &lexeme->loc, "mtu stands here twice");
	else if (lexeme->value > UINT32_MAX)
		tcpsim_pkt_error(p, &lexeme->loc, "mtu is less than 4294967296");
	*mtu = tcpsim_pkt_build_number(lexeme, false);
}

static bool
begin_quote(struct pkt_parser *p, const struct tcpsim_place *loc, enum pkt_protocol protocol)
{
	struct pkt_icmp *icmp = &p->event->packet.icmp;

	if (icmp->has_quote) {
		tcpsim_pkt_error(p, loc, "a second packet is quoted here");
		return false;
	}
	icmp->has_quote = true;
	icmp->quoted = protocol;
	return true;
}

void
tcpsim_pkt_build_quote(struct pkt_parser *p, const struct tcpsim_place *loc, const struct pkt_sequence *sequence)
{
	struct pkt_tcp *tcp = &p->event->packet.tcp;

	if (!begin_quote(p, loc, PKT_TCP))
		return;
	tcp->flags_loc = *loc;
	tcp->seq = sequence->seq;
	tcp->end = sequence->end;
	tcp->length = sequence->length;
}

void
tcpsim_pkt_build_quote_udp(struct pkt_parser *p, const struct tcpsim_place *loc, const struct pkt_lexeme *octets)
{
	if (begin_quote(p, loc, PKT_UDP))
		p->event->packet.udp_octets = tcpsim_pkt_build_number(octets, false);
}
