/* SPDX-License-Identifier: MIT */
#include <assert.h>
#include <string.h>

#include "engine_private.h"

/*
 * TCP Fast Open, RFC 7413: text goes with the SYN, and its user gets it before the handshake has ended. What a cookie is
 * worth the host says: struct tcpsim_arriving, struct tcpsim_open.
 *
 * - The client's text has its numbers with the SYN. What the SYN,ACK leaves out is sent again; a SYN that is sent again
 *   is as any, and its text stays what is outstanding, since the first one may still arrive.
 * - The server is in SYN-RECEIVED, and TCPSIM_FLAG_FAST_OPEN lets that state take the text of the SYN, send, and be
 *   reset as ESTABLISHED does. Its SYN stays outstanding at SND.UNA until it is acknowledged.
 * - A FIN that comes with such a SYN waits for ESTABLISHED, as any.
 */

/* Octets of options that a header has room for. */
#define MOST_OPTIONS 40U
/* Words of eight octets in two addresses of IPv6. */
#define MOST_WORDS 4U

/* ---- cookies ---- */

void
tcpsim_fast_open_cookie(const uint64_t secret[2], const uint8_t *addresses, size_t octets, uint8_t cookie[8])
{
	uint64_t words[MOST_WORDS] = { 0 }, hash;
	unsigned i;

	assert(octets % 8 == 0 && octets <= sizeof words);
	for (i = 0; i < octets; i++)
		words[i / 8] |= (uint64_t)addresses[i] << i % 8 * 8;
	hash = engine_siphash(secret, words, (unsigned)octets / 8);
	for (i = 0; i < 8; i++)
		cookie[i] = (uint8_t)(hash >> 8 * i);
}

/* Octets of all options in whole words, if there is a cookie of so many. */
static uint32_t
options_with_cookie(const struct tcpsim_segment *syn, uint32_t cookie_octets, bool is_experimental)
{
	uint32_t octets = ((is_experimental ? 4U : 2U) + cookie_octets + 3) / 4 * 4;

	if ((syn->options & TCPSIM_OPTION_MSS) != 0)
		octets += 4;
	if ((syn->options & TCPSIM_OPTION_TIMESTAMPS) != 0)
		octets += 12; /* SACK-permitted has its place there */
	else if ((syn->options & TCPSIM_OPTION_SACK_PERMITTED) != 0)
		octets += 4;
	if ((syn->options & TCPSIM_OPTION_WINDOW_SCALE) != 0)
		octets += 4;
	if ((syn->options & TCPSIM_OPTION_USER_TIMEOUT) != 0)
		octets += 4;
	return octets;
}

/* Put the option into a SYN or SYN,ACK; false if no header has room for all of them. */
static bool
put_cookie(struct tcpsim_segment *syn, const uint8_t *cookie, uint8_t octets, bool is_experimental)
{
	if (octets > TCPSIM_MAX_COOKIE || options_with_cookie(syn, octets, is_experimental) > MOST_OPTIONS)
		return false;
	syn->options |= TCPSIM_OPTION_FAST_OPEN;
	syn->is_experimental = is_experimental;
	syn->cookie_octets = octets;
	memcpy(syn->cookie, cookie, octets);
	return true;
}

/* ---- the client, 4.2.1 ---- */

static bool
is_client(const struct tcpsim_policy *policy)
{
	return policy->fast_open == TCPSIM_FAST_OPEN_CLIENT || policy->fast_open == TCPSIM_FAST_OPEN_BOTH;
}

/*
 * "Client: Sending SYN". The MSS that the peer told bounds the text (4.1.3). There is no PSH on it: no TCP sets it there,
 * and nobody holds back what came with a SYN.
 */
void
engine_open_fast(struct event *e, const struct tcpsim_open *open)
{
	struct tcpsim_tcb *tcb = e->tcb;
	struct tcpsim_segment *syn = &e->out->segments[e->out->n_segments - 1];
	bool is_experimental = e->policy->fast_open_experimental != 0, needs_cookie = !e->policy->fast_open_cookieless;
	uint32_t text;

	tcb->snd.queued_bytes = open->octets;
	if (!open->fast_open || !is_client(e->policy) ||
	    (needs_cookie && !put_cookie(syn, open->cookie, open->cookie_octets, is_experimental)))
		return;
	set_flag(tcb, TCPSIM_FLAG_FAST_OPEN);
	if (needs_cookie && open->cookie_octets == 0) {
		note(e, TCPSIM_RULE_FAST_OPEN_ASKS);
		return;
	}
	note(e, TCPSIM_RULE_FAST_OPEN_SYN);
	text = least(open->octets, tcpsim_fast_open_room(e->policy, open->peer_mss));
	syn->text_bytes = text;
	tcb->snd.nxt = tcpsim_seq_add(tcb->snd.nxt, text);
	tcb->snd.queued_bytes -= text;
}

/* Something on the way, or the peer, may drop SYNs with text or with an option that it does not know. */
void
engine_fast_open_falls_back(struct event *e)
{
	if (e->tcb->state != TCPSIM_SYN_SENT || !has_flag(e->tcb, TCPSIM_FLAG_FAST_OPEN))
		return;
	note(e, TCPSIM_RULE_FAST_OPEN_FALLS_BACK);
	clear_flag(e->tcb, TCPSIM_FLAG_FAST_OPEN);
}

/*
 * "Client: Receiving SYN-ACK": what it left out of the SYN's text goes with the ACK of the handshake. That is one
 * segment, unless the peer takes less in one than it said with the cookie: then it is lost, as after an RTO.
 */
void
engine_fast_open_answered(struct event *e)
{
	struct tcpsim_tcb *tcb = e->tcb;

	if (tcb->origin != TCPSIM_ORIGIN_ACTIVE || outstanding_text(tcb) == 0 || tcb->snd.wnd == 0)
		return;
	mark(e, TCPSIM_RULE_FAST_OPEN_TEXT_AGAIN);
	if (outstanding_text(tcb) > engine_text_limit(e) && tcb->cc.cwnd != 0) {
		set_flag(tcb, TCPSIM_FLAG_LOSS);
		tcb->cc.recover = tcb->snd.nxt;
		tcb->snd.resend = tcb->snd.una;
		return;
	}
	engine_send_again(e, tcb->snd.wnd, TCPSIM_PURPOSE_RETRANSMISSION);
}

/* Our SYN is acknowledged. From now on the flag says that text of a SYN was taken: ours by the peer, or the peer's. */
void
engine_fast_open_ends(struct event *e)
{
	struct tcpsim_tcb *tcb = e->tcb;
	bool is_ours = tcb->origin == TCPSIM_ORIGIN_ACTIVE;

	if (!has_flag(tcb, TCPSIM_FLAG_FAST_OPEN))
		return;
	if ((is_ours ? tcb->snd.una_offset : tcb->rcv.nxt_offset) == 0)
		clear_flag(tcb, TCPSIM_FLAG_FAST_OPEN);
	else if (is_ours)
		note(e, TCPSIM_RULE_FAST_OPEN_TEXT_ACKED);
}

/* ---- the server, 4.2.2 ---- */

/* "Server: Receiving SYN": the cookie is right. Before the SYN,ACK, which acknowledges what is taken here. */
void
engine_fast_open_accept(struct event *e)
{
	mark(e, TCPSIM_RULE_FAST_OPEN_ACCEPTED);
	set_flag(e->tcb, TCPSIM_FLAG_FAST_OPEN);
	/* "the initial congestion window" is what leaves before the handshake ends. */
	engine_congestion_begin(e);
	engine_trim(e);
	if (tcpsim_seq_eq(e->begin, e->end))
		return;
	engine_advance_rcv(e, e->end);
	engine_deliver(e);
}

/* The cookie is asked for, or the one that came is wrong: the SYN,ACK brings it, and the SYN's text is nothing. */
void
engine_fast_open_give(struct event *e)
{
	struct tcpsim_segment *syn_ack = &e->out->segments[e->out->n_segments - 1];

	mark(e, TCPSIM_RULE_FAST_OPEN_GIVEN);
	put_cookie(syn_ack, e->arriving->cookie, e->arriving->cookie_octets, e->seg->is_experimental != 0);
}
