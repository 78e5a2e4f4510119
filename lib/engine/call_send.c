/* SPDX-License-Identifier: MIT */
#include "engine_private.h"

/* 3.10.2 SEND */

static bool
has_room(const struct event *e, uint32_t octets)
{
	int64_t kept = (int64_t)outstanding_text(e->tcb) + e->tcb->snd.queued_bytes;

	return kept + octets <= e->policy->send_buffer_bytes;
}

/* Take the octets; `rule` says what then happens to them. */
static enum tcpsim_error
take(struct event *e, uint32_t octets, enum tcpsim_rule rule)
{
	if (!has_room(e, octets))
		return engine_answer(e, TCPSIM_RULE_SEND_NO_ROOM, TCPSIM_ERROR_NO_RESOURCES);
	e->tcb->snd.queued_bytes += octets;
	return engine_answer(e, rule, TCPSIM_OK);
}

static enum tcpsim_error
send_in_listen(struct event *e, uint32_t octets, tcpsim_seq iss)
{
	if (!has_flag(e->tcb, TCPSIM_FLAG_REMOTE_KNOWN))
		return engine_answer(e, TCPSIM_RULE_SEND_LISTEN_UNSPECIFIED, TCPSIM_ERROR_REMOTE_UNSPECIFIED);
	if (has_room(e, octets))
		engine_open_active(e, iss);
	return take(e, octets, TCPSIM_RULE_SEND_LISTEN_OPENS);
}

enum tcpsim_error
tcpsim_engine_send(struct tcpsim_tcb *tcb, const struct tcpsim_policy *policy, uint32_t octets, tcpsim_seq iss,
		   int64_t now_us, struct tcpsim_effects *out)
{
	struct event e;

	engine_begin(&e, tcb, policy, now_us, out);
	switch ((enum tcpsim_state)tcb->state) {
	case TCPSIM_CLOSED:
		return engine_answer(&e, TCPSIM_RULE_SEND_NO_CONNECTION, TCPSIM_ERROR_NO_CONNECTION);
	case TCPSIM_LISTEN:
		return send_in_listen(&e, octets, iss);
	case TCPSIM_SYN_SENT:
	case TCPSIM_SYN_RECEIVED:
		/* A CLOSE may have come before. */
		if (!has_flag(tcb, TCPSIM_FLAG_CLOSE_CALLED))
			return take(&e, octets, TCPSIM_RULE_SEND_QUEUED);
		break;
	case TCPSIM_ESTABLISHED:
	case TCPSIM_CLOSE_WAIT:
		return take(&e, octets, TCPSIM_RULE_SEND_ACCEPTED);
	case TCPSIM_FIN_WAIT_1:
	case TCPSIM_FIN_WAIT_2:
	case TCPSIM_CLOSING:
	case TCPSIM_LAST_ACK:
	case TCPSIM_TIME_WAIT:
		break;
	}
	return engine_answer(&e, TCPSIM_RULE_SEND_CLOSING, TCPSIM_ERROR_CLOSING);
}
