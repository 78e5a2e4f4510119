/* SPDX-License-Identifier: MIT */
#include "engine_private.h"

/* The TCP User Timeout option, RFC 5482: each end tells the other how long it will wait for the ACK of its text. */

#define SECOND_US INT64_C(1000000)
#define MINUTE_US (60 * SECOND_US)
/* RFC 5482 3: one bit says whether the other 15 are minutes or seconds. */
#define IN_MINUTES 0x8000U
#define LARGEST 0x7fffU
#define OPTION_OCTETS 4U
/* RFC 5482 3.1: what bounds the timeout. A connection is not given up before R2, 100 s (SHLD-11); above there is room. */
#define L_LIMIT_US (100 * SECOND_US)
#define U_LIMIT_US (LARGEST * MINUTE_US)

static int64_t
told_us(uint16_t option)
{
	return (option & LARGEST) * ((option & IN_MINUTES) != 0 ? MINUTE_US : SECOND_US);
}

/* The shortest time that the option can say and that is not below `us`; 0 is reserved, and no timeout is 0. */
static uint16_t
option_of(int64_t us)
{
	int64_t s = us / SECOND_US + (us % SECOND_US != 0);
	int64_t minutes = s / 60 + (s % 60 != 0);

	if (s <= (int64_t)LARGEST)
		return (uint16_t)s;
	return (uint16_t)(IN_MINUTES | (minutes < (int64_t)LARGEST ? (uint32_t)minutes : LARGEST));
}

/* It is in force in the synchronized states; before, and where the peer has told none, the user's own is. */
bool
engine_has_peers_user_timeout(const struct event *e)
{
	return e->policy->user_timeout_option && has_flag(e->tcb, TCPSIM_FLAG_USER_TIMEOUT) &&
	       tcpsim_state_is_synchronized((enum tcpsim_state)e->tcb->state);
}

/* RFC 5482 3.1: USER_TIMEOUT = min(U_LIMIT, max(ADV_UTO, REMOTE_UTO, L_LIMIT)) */
int64_t
engine_user_timeout_us(const struct event *e)
{
	int64_t longer_us = later(e->policy->user_timeout_us, told_us(e->tcb->user_timeout));

	if (!engine_has_peers_user_timeout(e))
		return e->policy->user_timeout_us;
	return earlier(U_LIMIT_US, later(longer_us, L_LIMIT_US));
}

/*
 * RFC 5482 3: the option is in our SYN, in the first segment after it (so that a peer need not remember what SYNs
 * said), and in one when the user has changed it. It waits for a segment that has room for it.
 */
void
engine_tell_user_timeout(struct event *e, struct tcpsim_segment *seg)
{
	bool is_syn = (seg->ctl & TCPSIM_SYN) != 0;

	if (!e->policy->user_timeout_option || (!is_syn && !has_flag(e->tcb, TCPSIM_FLAG_USER_TIMEOUT_OWED)) ||
	    (seg->ctl & TCPSIM_RST) != 0 || (is_syn && engine_is_plain_syn(e)) || (seg->options & TCPSIM_OPTION_SACK) != 0 ||
	    seg->text_bytes + OPTION_OCTETS > e->tcb->mss)
		return;
	seg->options |= TCPSIM_OPTION_USER_TIMEOUT;
	seg->user_timeout = option_of(e->policy->user_timeout_us);
	if (is_syn)
		set_flag(e->tcb, TCPSIM_FLAG_USER_TIMEOUT_OWED);
	else
		clear_flag(e->tcb, TCPSIM_FLAG_USER_TIMEOUT_OWED);
	note(e, TCPSIM_RULE_USER_TIMEOUT_TOLD);
}

void
engine_take_user_timeout(struct event *e)
{
	struct tcpsim_tcb *tcb = e->tcb;
	int64_t *deadline_us = &tcb->deadline_us[TCPSIM_TIMER_USER];
	int64_t before_us;

	/* 0 is reserved, and ignored. */
	if (!e->policy->user_timeout_option || (e->seg->options & TCPSIM_OPTION_USER_TIMEOUT) == 0 ||
	    e->seg->user_timeout == 0)
		return;
	before_us = engine_user_timeout_us(e);
	tcb->user_timeout = e->seg->user_timeout;
	set_flag(tcb, TCPSIM_FLAG_USER_TIMEOUT);
	note(e, TCPSIM_RULE_USER_TIMEOUT_TAKEN);
	if (*deadline_us != TCPSIM_TIME_NONE)
		*deadline_us += engine_user_timeout_us(e) - before_us;
}

/* Not from TIME-WAIT: nothing waits there, and an ACK to a peer that is gone draws a RST (RFC 1337). */
void
engine_user_timeout_changed(struct event *e)
{
	enum tcpsim_state state = (enum tcpsim_state)e->tcb->state;

	if (!e->policy->user_timeout_option || !tcpsim_state_is_synchronized(state) || state == TCPSIM_TIME_WAIT)
		return;
	set_flag(e->tcb, TCPSIM_FLAG_USER_TIMEOUT_OWED);
	set_flag(e->tcb, TCPSIM_FLAG_ACK_NOW);
}
