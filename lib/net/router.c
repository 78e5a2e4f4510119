/* SPDX-License-Identifier: MIT */
#include "net_private.h"

/* What routers on a link do: they count hops, know the MTU, and tell by ICMP of what they drop. */

static void
refuse(struct tcpsim_net *net, const struct tcpsim_link *link, struct tcpsim_packet *packet, enum tcpsim_drop why,
	enum tcpsim_icmp_kind kind)
{
	tcpsim_link_lose(net, packet, why, 0);
	if (!link->options.is_silent)
		tcpsim_icmp_tell(net, packet, kind, kind == TCPSIM_ICMP_TOO_LARGE ? link->options.mtu : 0, true);
	tcpsim_packet_free(net, packet);
}

/* Nothing is fragmented: what may be, for its sender does not discover the MTU (RFC 1191 3), is dropped in silence. */
static void
refuse_size(struct tcpsim_net *net, const struct tcpsim_link *link, struct tcpsim_packet *packet)
{
	const struct tcpsim_policy *policy = &net->hosts[packet->from]->policy;

	if (policy->path_mtu_discovery != 0 || policy->ip == TCPSIM_IPV6)
		refuse(net, link, packet, TCPSIM_DROP_MTU, TCPSIM_ICMP_TOO_LARGE);
	else
		tcpsim_link_drop(net, packet, TCPSIM_DROP_MTU, 0);
}

bool
tcpsim_router_passes(struct tcpsim_net *net, const struct tcpsim_link *link, struct tcpsim_packet *packet)
{
	uint32_t mtu = link->options.mtu;

	if (packet->ttl <= link->options.hops) {
		refuse(net, link, packet, TCPSIM_DROP_TTL, TCPSIM_ICMP_TIME_EXCEEDED);
		return false;
	}
	if (mtu > 0 && tcpsim_packet_octets(net, packet) > mtu) {
		refuse_size(net, link, packet);
		return false;
	}
	packet->ttl = (uint8_t)(packet->ttl - link->options.hops);
	return true;
}

bool
tcpsim_router_marks(struct tcpsim_net *net, struct tcpsim_packet *packet)
{
	struct tcpsim_segment *seg = &packet->arriving.seg;

	if (seg->ecn == TCPSIM_ECN_NOT_ECT) {
		tcpsim_link_drop(net, packet, TCPSIM_DROP_CONGESTION, 0);
		return false;
	}
	if (seg->ecn == TCPSIM_ECN_CE)
		return true;
	seg->ecn = TCPSIM_ECN_CE;
	if (net->trace != NULL)
		tcpsim_record_packet(net, TCPSIM_RECORD_MARK, packet);
	return true;
}
