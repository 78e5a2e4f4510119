/* SPDX-License-Identifier: MIT */
#include "recovery_private.h"

/* Path MTU discovery by ICMP: 3.7.2, RFC 1191, RFC 8201. It only ever lowers Eff.snd.MSS. */

/* RFC 1191 3: no estimate of a path over IPv4 is below it. */
#define IPV4_LEAST_MTU 68U
/* RFC 8201 4: a router that says less over IPv6 says nothing. */
#define IPV6_LEAST_MTU 1280U
/* RFC 791 3.1: what a fragment has at the least; fewer octets of text would not be worth their header. */
#define LEAST_TEXT 8U

/* RFC 1191 7.1, table 7-1: sizes that links have, for a router that does not tell the size of its own. */
static const uint16_t plateaus[] = { 65535, 32000, 17914, 8166, 4352, 2002, 1492, 1006, 508, 296, IPV4_LEAST_MTU };

static uint32_t
plateau_below(uint32_t octets)
{
	unsigned i = 0;

	while (plateaus[i] >= octets && plateaus[i] != IPV4_LEAST_MTU)
		i++;
	return plateaus[i];
}

/* Octets of text at the most that went out in one segment from `seq` on. */
static uint32_t
text_at(const struct tcpsim_tcb *tcb, tcpsim_seq seq)
{
	uint32_t outstanding = tcpsim_seq_distance(seq, tcb->snd.nxt) - has_flag(tcb, TCPSIM_FLAG_FIN_SENT);

	return has_flag(tcb, TCPSIM_FLAG_SYN_OUT) ? 0 : least(outstanding, tcb->mss);
}

/* The MTU that the message means, for a packet of `octets`. */
static uint32_t
meant_mtu(const struct event *e, const struct tcpsim_icmp *icmp, uint32_t octets)
{
	if (e->policy->ip == TCPSIM_IPV6)
		return icmp->mtu < IPV6_LEAST_MTU ? octets : icmp->mtu;
	if (icmp->mtu == 0)
		return plateau_below(octets);
	return icmp->mtu < IPV4_LEAST_MTU ? IPV4_LEAST_MTU : icmp->mtu;
}

/*
 * RFC 1191 6.4: what was too large is lost, and so is what followed it. It is sent again at once, as after an RTO, but
 * cwnd stays what it is: the path is too narrow for the packet, and not too full. Without congestion control the front
 * goes out, and the RTO sees to the rest.
 */
static void
send_lost_again(struct event *e, tcpsim_seq seq)
{
	struct tcpsim_tcb *tcb = e->tcb;

	if (!is_controlled(e)) {
		engine_send_again(e, tcb->snd.wnd, TCPSIM_PURPOSE_RETRANSMISSION);
		return;
	}
	if (has_flag(tcb, TCPSIM_FLAG_RECOVERY))
		tcb->cc.cwnd = tcb->cc.ssthresh;
	tcb->snd.resend = has_flag(tcb, TCPSIM_FLAG_LOSS) ? tcpsim_seq_min(tcb->snd.resend, seq) : seq;
	clear_flag(tcb, TCPSIM_FLAG_RECOVERY);
	clear_flag(tcb, TCPSIM_FLAG_REDUCED);
	set_flag(tcb, TCPSIM_FLAG_LOSS);
	tcb->dup_acks = 0;
	tcb->cc.recover = tcb->snd.nxt;
}

void
engine_lower_path_mtu(struct event *e, const struct tcpsim_icmp *icmp)
{
	struct tcpsim_tcb *tcb = e->tcb;
	/* Of every packet with text, options of each segment included. */
	uint32_t headers = engine_header_octets(e->policy) + engine_option_octets(tcb);
	uint32_t text = text_at(tcb, icmp->seq);
	uint32_t mtu = meant_mtu(e, icmp, headers + text);
	uint32_t mss = mtu > headers + LEAST_TEXT ? mtu - headers : LEAST_TEXT;

	/* RFC 5927 7: a packet that fits was no reason to complain. */
	if (mss >= text) {
		mark(e, TCPSIM_RULE_PATH_MTU_IGNORED);
		return;
	}
	mark(e, TCPSIM_RULE_PATH_MTU_LOWERED);
	tcb->mss = (uint16_t)mss;
	send_lost_again(e, icmp->seq);
}
