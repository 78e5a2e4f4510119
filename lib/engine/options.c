/* SPDX-License-Identifier: MIT */
#include "engine_private.h"

/*
 * What the SYNs of both ends offer and agree on. In SYN-SENT the flags of a TCB say what is offered, from SYN-RECEIVED on
 * what both have; so a SYN that is sent again offers the same, but for ECN.
 */

/* RFC 9293 3.7.1: what a peer takes that sent no MSS option (MUST-15). */
#define DEFAULT_MSS_IPV4 536U
#define DEFAULT_MSS_IPV6 1220U
/* The fixed headers of IP and TCP. */
#define HEADERS_IPV4 40U
#define HEADERS_IPV6 60U
/* The Timestamps option with its padding, RFC 7323 appendix A. */
#define TIMESTAMPS_OCTETS 12U
/* The SACK option with its padding, and each of its blocks: RFC 2018 3. */
#define SACK_OCTETS 4U
#define BLOCK_OCTETS 8U
/* Octets of options that a header has room for. */
#define MOST_OPTIONS 40U
/* RFC 7323 2.3: a larger shift count counts as this one. */
#define LARGEST_SHIFT 14U
/* RFC 3168 6.1.1.1: so often the SYN is sent again as it was; then ECN may be what nobody answers. */
#define ECN_SYN_RETRIES 1U

static uint32_t
default_mss(const struct tcpsim_policy *policy)
{
	return policy->ip == TCPSIM_IPV6 ? DEFAULT_MSS_IPV6 : DEFAULT_MSS_IPV4;
}

uint32_t
engine_header_octets(const struct tcpsim_policy *policy)
{
	return policy->ip == TCPSIM_IPV6 ? HEADERS_IPV6 : HEADERS_IPV4;
}

/* The largest text that a packet has room for, and the user wants: MMS_R - 20 (MUST-67), and MMS_S - 20 alike. */
static uint32_t
largest_text(const struct tcpsim_policy *policy)
{
	return least((uint32_t)policy->mss, (uint32_t)policy->mtu - engine_header_octets(policy));
}

/* Eff.snd.MSS, for a peer who takes `mss` octets and a path that is not known to be narrower. */
static uint16_t
effective_mss(const struct event *e, uint32_t mss)
{
	uint32_t text = least(mss, largest_text(e->policy));
	uint32_t options = engine_option_octets(e->tcb);

	return (uint16_t)(text > options ? text - options : 1U);
}

/*
 * RFC 7323 2.3: the shift count that lets the window show all of the buffer, or of the largest that it may become:
 * Linux takes tcp_rmem[2] or rmem_max, FreeBSD kern.ipc.maxsockbuf.
 */
static uint8_t
own_shift(const struct tcpsim_policy *policy)
{
	int64_t buffer = later(policy->receive_buffer_bytes, policy->window_scale_bytes);
	uint8_t shift = 0;

	while (shift < LARGEST_SHIFT && buffer >> shift > UINT16_MAX)
		shift++;
	return shift;
}

void
engine_init_options(struct tcpsim_tcb *tcb, const struct tcpsim_policy *policy)
{
	/* RFC 7323 2.2: the window of a SYN is never scaled. */
	tcb->rcv.wnd = least(engine_receive_buffer(tcb, policy), UINT16_MAX);
	tcb->mss = (uint16_t)least(default_mss(policy), largest_text(policy));
}

/*
 * Octets of text that the receive buffer is to be a multiple of; 0 while it is what the user has set.
 *
 * Linux, tcp_select_initial_window(): the MSS that we announce, whatever the peer's is, less timestamps that were
 * agreed on when the buffer is looked at: an active OPEN does so before its SYN. FreeBSD, tcp_mss(): the MSS that was
 * agreed on, without regard to options, and once the connection is there: syncache_respond() knows nothing of it.
 */
static uint32_t
rounding_unit(const struct tcpsim_tcb *tcb, const struct tcpsim_policy *policy)
{
	bool is_unused = tcb->state == TCPSIM_CLOSED || tcb->state == TCPSIM_LISTEN;
	bool is_before = is_unused || has_flag(tcb, TCPSIM_FLAG_SYN_OUT);
	uint32_t announced = largest_text(policy), options = engine_option_octets(tcb);

	switch ((enum tcpsim_buffer_rounding)policy->buffer_rounding) {
	case TCPSIM_ROUNDING_NONE:
		break;
	case TCPSIM_ROUNDING_DOWN:
		if (tcb->origin == TCPSIM_ORIGIN_ACTIVE)
			return announced;
		return announced > options ? announced - options : 1U;
	case TCPSIM_ROUNDING_UP:
		return is_before ? 0 : tcb->mss + options;
	}
	return 0;
}

/* RFC 1122 4.2.3.3: a window of whole segments is not filled up by a small one. Less than one stays what it is. */
uint32_t
engine_rounded_buffer(const struct tcpsim_tcb *tcb, const struct tcpsim_policy *policy)
{
	uint32_t buffer = (uint32_t)policy->receive_buffer_bytes, unit = rounding_unit(tcb, policy);

	if (unit == 0 || buffer <= unit || buffer % unit == 0)
		return buffer;
	buffer -= buffer % unit;
	return policy->buffer_rounding == TCPSIM_ROUNDING_UP ? buffer + unit : buffer;
}

uint32_t
engine_option_octets(const struct tcpsim_tcb *tcb)
{
	return has_flag(tcb, TCPSIM_FLAG_TIMESTAMPS) ? TIMESTAMPS_OCTETS : 0;
}

uint32_t
engine_text_beside_sack(const struct event *e)
{
	const struct tcpsim_tcb *tcb = e->tcb;
	uint32_t at_most = has_flag(tcb, TCPSIM_FLAG_TIMESTAMPS) ? TCPSIM_MAX_SACK - 1 : TCPSIM_MAX_SACK;
	uint32_t blocks = tcb->n_held + !tcpsim_seq_eq(e->twice.begin, e->twice.end);
	uint32_t options;

	if (blocks == 0)
		return tcb->mss;
	options = SACK_OCTETS + BLOCK_OCTETS * least(blocks, at_most);
	return tcb->mss > options ? tcb->mss - options : 1U;
}

uint32_t
engine_full_segment(const struct event *e)
{
	uint32_t announced = largest_text(e->policy), options = engine_option_octets(e->tcb);

	return least(announced > options ? announced - options : 1U, e->tcb->mss);
}

/*
 * RFC 7413 4.1.3. Linux leaves room for all options there can be, since boxes on the way may add some
 * (tcp_send_syn_data()); so do we.
 */
uint32_t
tcpsim_fast_open_room(const struct tcpsim_policy *policy, uint16_t peer_mss)
{
	uint32_t text = least(peer_mss != 0 ? peer_mss : default_mss(policy), largest_text(policy));

	return text > MOST_OPTIONS ? text - MOST_OPTIONS : 0;
}

void
engine_offer_options(struct event *e)
{
	struct tcpsim_tcb *tcb = e->tcb;
	const struct tcpsim_policy *policy = e->policy;

	if (policy->timestamps)
		set_flag(tcb, TCPSIM_FLAG_TIMESTAMPS);
	if (policy->sack)
		set_flag(tcb, TCPSIM_FLAG_SACK);
	if (policy->ecn == TCPSIM_ECN_ON)
		set_flag(tcb, TCPSIM_FLAG_ECN);
	if (!policy->window_scale)
		return;
	set_flag(tcb, TCPSIM_FLAG_WINDOW_SCALE);
	tcb->rcv_scale = own_shift(policy);
}

/* Called where rtt.retries does not count the SYN that is sent now. */
bool
engine_is_plain_syn(const struct event *e)
{
	const struct tcpsim_tcb *tcb = e->tcb;
	int64_t first = e->policy->syn_plain_retries;

	return first != 0 && tcb->state == TCPSIM_SYN_SENT && has_flag(tcb, TCPSIM_FLAG_SYN_RESENT) &&
	       tcb->rtt.retries + INT64_C(1) >= first;
}

/* Something on the way may drop SYNs for options that it does not know: FreeBSD, rexmit_drop_options. */
void
engine_offer_less(struct event *e)
{
	static const uint32_t offers = TCPSIM_FLAG_TIMESTAMPS | TCPSIM_FLAG_WINDOW_SCALE | TCPSIM_FLAG_SACK;

	if (!engine_is_plain_syn(e))
		return;
	note(e, TCPSIM_RULE_SYN_PLAIN);
	e->tcb->flags &= ~offers;
	e->tcb->rcv_scale = 0;
}

/* ECN-setup SYN and ECN-setup SYN,ACK, RFC 3168 6.1.1. */
static void
add_ecn_setup(struct event *e, struct tcpsim_segment *syn)
{
	struct tcpsim_tcb *tcb = e->tcb;

	if ((syn->ctl & TCPSIM_ACK) != 0) {
		syn->ctl |= TCPSIM_ECE;
	} else if (tcb->rtt.retries < ECN_SYN_RETRIES) {
		syn->ctl |= TCPSIM_ECE | TCPSIM_CWR;
	} else {
		note(e, TCPSIM_RULE_ECN_NOT_OFFERED_AGAIN);
		clear_flag(tcb, TCPSIM_FLAG_ECN);
	}
}

void
engine_add_syn_options(struct event *e, struct tcpsim_segment *syn)
{
	const struct tcpsim_tcb *tcb = e->tcb;

	if (e->policy->mss_option) {
		syn->options |= TCPSIM_OPTION_MSS;
		syn->mss = (uint16_t)largest_text(e->policy);
	}
	if (has_flag(tcb, TCPSIM_FLAG_WINDOW_SCALE)) {
		syn->options |= TCPSIM_OPTION_WINDOW_SCALE;
		syn->window_scale = tcb->rcv_scale;
	}
	if (has_flag(tcb, TCPSIM_FLAG_SACK))
		syn->options |= TCPSIM_OPTION_SACK_PERMITTED;
	if (has_flag(tcb, TCPSIM_FLAG_ECN))
		add_ecn_setup(e, syn);
}

/* We offered it, or would, and so does the peer; the flag says so from now on. */
static bool
agree(struct event *e, enum tcpsim_tcb_flag flag, int64_t is_wanted, bool peer_has)
{
	struct tcpsim_tcb *tcb = e->tcb;
	bool is_offered = tcb->state == TCPSIM_SYN_SENT ? has_flag(tcb, flag) : is_wanted != 0;

	if (is_offered && peer_has)
		set_flag(tcb, flag);
	else
		clear_flag(tcb, flag);
	return is_offered && peer_has;
}

static void
agree_on_scale(struct event *e)
{
	struct tcpsim_tcb *tcb = e->tcb;
	bool peer_has = (e->seg->options & TCPSIM_OPTION_WINDOW_SCALE) != 0;
	bool is_opened = tcb->state == TCPSIM_SYN_SENT;

	if (!agree(e, TCPSIM_FLAG_WINDOW_SCALE, e->policy->window_scale, peer_has)) {
		tcb->rcv_scale = 0;
		return;
	}
	note(e, TCPSIM_RULE_WINDOW_SCALE_AGREED);
	if (!is_opened)
		tcb->rcv_scale = own_shift(e->policy);
	tcb->snd_scale = e->seg->window_scale;
	if (tcb->snd_scale > LARGEST_SHIFT) {
		note(e, TCPSIM_RULE_WINDOW_SCALE_LIMITED);
		tcb->snd_scale = LARGEST_SHIFT;
	}
}

static bool
is_ecn_setup(const struct tcpsim_segment *syn)
{
	uint8_t bits = syn->ctl & (TCPSIM_ECE | TCPSIM_CWR);

	return bits == ((syn->ctl & TCPSIM_ACK) != 0 ? TCPSIM_ECE : TCPSIM_ECE | TCPSIM_CWR);
}

void
engine_agree_on_options(struct event *e)
{
	const struct tcpsim_segment *syn = e->seg;
	const struct tcpsim_policy *policy = e->policy;
	bool has_mss = (syn->options & TCPSIM_OPTION_MSS) != 0 && syn->mss != 0;

	agree_on_scale(e);
	if (agree(e, TCPSIM_FLAG_TIMESTAMPS, policy->timestamps, (syn->options & TCPSIM_OPTION_TIMESTAMPS) != 0))
		engine_begin_timestamps(e);
	if (agree(e, TCPSIM_FLAG_SACK, policy->sack, (syn->options & TCPSIM_OPTION_SACK_PERMITTED) != 0))
		note(e, TCPSIM_RULE_SACK_AGREED);
	if (agree(e, TCPSIM_FLAG_ECN, policy->ecn != TCPSIM_ECN_OFF, is_ecn_setup(syn)))
		note(e, TCPSIM_RULE_ECN_AGREED);
	/* MUST-16: no more than the peer takes, nor than we can send; an MSS of 0 would stop all. */
	e->tcb->mss = effective_mss(e, has_mss ? syn->mss : default_mss(policy));
	/* What a SYN of ours has said of the window stands. */
	if (e->tcb->state != TCPSIM_SYN_SENT)
		e->tcb->rcv.wnd = least(engine_receive_buffer(e->tcb, policy), UINT16_MAX);
}

/*
 * RFC 3168 6.1.1: a peer that has sent its SYN without ECN after all will not use it, whatever its first SYN said. The
 * SYN itself is an old one, which the first check refuses.
 */
void
engine_take_syn_again(struct event *e)
{
	if (!has_flag(e->tcb, TCPSIM_FLAG_ECN) || is_ecn_setup(e->seg))
		return;
	note(e, TCPSIM_RULE_ECN_TAKEN_BACK);
	clear_flag(e->tcb, TCPSIM_FLAG_ECN);
	clear_flag(e->tcb, TCPSIM_FLAG_ECE_OWED);
}
