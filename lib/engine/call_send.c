/* SPDX-License-Identifier: MIT */
#include "engine_private.h"

/* 3.10.2 SEND */

static bool
has_room(const struct event *e, uint32_t octets)
{
	int64_t kept = (int64_t)outstanding_text(e->tcb) + e->tcb->snd.queued_bytes;

	return kept + octets <= e->policy->send_buffer_bytes;
}

/* What the user has said. */
struct send {
	uint32_t octets;
	bool is_urgent;
};

/* Take the octets; `rule` says what then happens to them. */
static enum tcpsim_error
take(struct event *e, struct send send, enum tcpsim_rule rule)
{
	if (!has_room(e, send.octets))
		return engine_answer(e, TCPSIM_RULE_SEND_NO_ROOM, TCPSIM_ERROR_NO_RESOURCES);
	e->tcb->snd.queued_bytes += send.octets;
	/* 3.8.5: an urgent indication needs an octet at the least. */
	if (send.is_urgent && send.octets != 0)
		engine_urge(e);
	return engine_answer(e, rule, TCPSIM_OK);
}

static enum tcpsim_error
send_in_listen(struct event *e, struct send send, tcpsim_seq iss)
{
	if (!has_flag(e->tcb, TCPSIM_FLAG_REMOTE_KNOWN))
		return engine_answer(e, TCPSIM_RULE_SEND_LISTEN_UNSPECIFIED, TCPSIM_ERROR_REMOTE_UNSPECIFIED);
	if (has_room(e, send.octets))
		engine_open_active(e, iss);
	return take(e, send, TCPSIM_RULE_SEND_LISTEN_OPENS);
}

/* The switch over states. */
static enum tcpsim_error
send_by_state(struct event *e, struct send send, tcpsim_seq iss)
{
	switch ((enum tcpsim_state)e->tcb->state) {
	case TCPSIM_CLOSED:
		return engine_answer(e, TCPSIM_RULE_SEND_NO_CONNECTION, TCPSIM_ERROR_NO_CONNECTION);
	case TCPSIM_LISTEN:
		return send_in_listen(e, send, iss);
	case TCPSIM_SYN_SENT:
	case TCPSIM_SYN_RECEIVED:
		/* A CLOSE may have come before. */
		if (has_flag(e->tcb, TCPSIM_FLAG_CLOSE_CALLED))
			break;
		return take(e, send, may_send_text(e->tcb) ? TCPSIM_RULE_FAST_OPEN_SEND : TCPSIM_RULE_SEND_QUEUED);
	case TCPSIM_ESTABLISHED:
	case TCPSIM_CLOSE_WAIT:
		return take(e, send, TCPSIM_RULE_SEND_ACCEPTED);
	case TCPSIM_FIN_WAIT_1:
	case TCPSIM_FIN_WAIT_2:
	case TCPSIM_CLOSING:
	case TCPSIM_LAST_ACK:
	case TCPSIM_TIME_WAIT:
		break;
	}
	return engine_answer(e, TCPSIM_RULE_SEND_CLOSING, TCPSIM_ERROR_CLOSING);
}

enum tcpsim_error
tcpsim_engine_send(struct tcpsim_tcb *tcb, const struct tcpsim_policy *policy, uint32_t octets, tcpsim_seq iss,
		   int64_t now_us, struct tcpsim_effects *out)
{
	struct event e;

	engine_begin(&e, tcb, policy, now_us, out);
	return send_by_state(&e, (struct send){ .octets = octets, .is_urgent = false }, iss);
}

enum tcpsim_error
tcpsim_engine_send_urgent(struct tcpsim_tcb *tcb, const struct tcpsim_policy *policy, uint32_t octets, tcpsim_seq iss,
			  int64_t now_us, struct tcpsim_effects *out)
{
	struct event e;

	engine_begin(&e, tcb, policy, now_us, out);
	return send_by_state(&e, (struct send){ .octets = octets, .is_urgent = true }, iss);
}
