/* SPDX-License-Identifier: MIT */
#include <tcpsim/segment.h>

#include "lib/packetdrill/parse_private.h"

/* What a packet must have, and cannot have together. */

/* Where `win` would stand: behind `ack 1`, or behind the parenthesis of `0:0(0)`. */
static struct tcpsim_place
window_loc(const struct pkt_tcp *tcp)
{
	struct tcpsim_place loc = tcp->ack.is_given ? tcp->ack.loc : tcp->length.loc;

	loc.length += tcp->ack.is_given ? 0 : 1;
	return tcpsim_place_after(&loc);
}

static void
check_tcp(struct pkt_parser *p, const struct pkt_packet *packet)
{
	const struct pkt_tcp *tcp = &packet->tcp;
	struct tcpsim_place loc = window_loc(tcp);

	if (packet->is_inbound && !tcp->win.is_given)
		tcpsim_pkt_error(p, &loc, "a packet that is sent to the host says its window: win 65535");
	if (packet->is_inbound && tcp->options == PKT_OPTIONS_ANY)
		tcpsim_pkt_error(
			p, &tcp->options_loc, "the options of a packet that is sent to the host cannot be left open");
}

static void
check_icmp(struct pkt_parser *p, const struct pkt_packet *packet)
{
	const struct pkt_icmp *icmp = &packet->icmp;

	if (icmp->type_word == NULL && !icmp->type.is_given)
		tcpsim_pkt_error(p, &icmp->loc, "an ICMP message has a type: icmp unreachable");
}

void
tcpsim_pkt_check_packet(struct pkt_parser *p, const struct tcpsim_place *loc)
{
	const struct pkt_packet *packet = &p->event->packet;

	if (packet->icmp.has_quote && packet->protocol != PKT_ICMP && p->event->skipped == NULL)
		tcpsim_pkt_error(p, loc, "only an ICMP message quotes a packet");
	if (p->event->skipped != NULL)
		return;
	switch (packet->protocol) {
	case PKT_TCP:
		check_tcp(p, packet);
		break;
	case PKT_UDP:
		break;
	case PKT_ICMP:
		check_icmp(p, packet);
		break;
	}
}
