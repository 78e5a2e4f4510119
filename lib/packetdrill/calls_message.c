/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/packetdrill/calls_private.h"

/* Vectors of buffers, and the messages of sendmsg() and recvmsg(). */

/* A buffer of a vector: `{..., 1000}`, `{iov_base=..., iov_len=1000}`. */
static bool
buffer_octets(struct pkt_run *run, const struct pkt_expression *buffer, int64_t *n)
{
	const struct pkt_expression *length = tcpsim_pkt_member(buffer, "iov_len", 1);
	int64_t octets = 0;

	if (length == NULL)
		return tcpsim_pkt_odd(run->play, buffer, "a buffer");
	if (!tcpsim_pkt_number(run->play, length, &octets))
		return false;
	if (octets < 0 || octets > INT32_MAX)
		return tcpsim_pkt_odd(run->play, length, "a length");
	*n += octets;
	return true;
}

bool
tcpsim_pkt_vector(struct pkt_run *run, const struct pkt_expression *expression, int64_t *n)
{
	*n = 0;
	if (expression->kind == PKT_STRUCT)
		return buffer_octets(run, expression, n);
	if (expression->kind != PKT_LIST)
		return tcpsim_pkt_odd(run->play, expression, "a vector of buffers");
	for (size_t i = 0; i < expression->items->len; i++)
		if (!buffer_octets(run, (const struct pkt_expression *)expression->items->pdata[i], n))
			return false;
	return true;
}

/* Ancillary data is neither sent nor received here. */
static bool
check_control(struct pkt_run *run, const struct pkt_expression *message)
{
	const struct pkt_expression *control = tcpsim_pkt_member(message, "msg_control", SIZE_MAX);

	if (tcpsim_pkt_is_open(control) || (control->kind == PKT_LIST && control->items->len == 0) ||
		(control->kind == PKT_INTEGER && control->value == 0))
		return true;
	return tcpsim_pkt_skip(run->play, &control->loc, "ancillary data (msg_control)");
}

bool
tcpsim_pkt_message_read(struct pkt_run *run)
{
	const struct pkt_expression *message = tcpsim_pkt_argument(run, 1);
	const struct pkt_expression *vector = tcpsim_pkt_member(message, "msg_iov", SIZE_MAX);

	if (message->kind != PKT_STRUCT)
		return tcpsim_pkt_odd(run->play, message, "a message");
	if (!check_control(run, message))
		return false;
	run->n = 0;
	return tcpsim_pkt_is_open(vector) || tcpsim_pkt_vector(run, vector, &run->n);
}

bool
tcpsim_pkt_message_compare(struct pkt_run *run, int64_t result)
{
	const struct pkt_expression *message = tcpsim_pkt_argument(run, 1);
	const struct pkt_expression *name = tcpsim_pkt_member(message, "msg_name", SIZE_MAX);
	const struct pkt_expression *flags = tcpsim_pkt_member(message, "msg_flags", SIZE_MAX);
	int64_t truncated = 0;

	if (result < 0)
		return true;
	if (run->out_flags & TCPSIM_MSG_TRUNC)
		tcpsim_pkt_constant_value(run->system, PKT_C_MSG_TRUNC, &truncated);
	if (!tcpsim_pkt_compare_number(run, flags, truncated, "msg_flags"))
		return false;
	return !run->descriptor->is_datagram || tcpsim_pkt_is_open(name) || name->kind != PKT_STRUCT ||
		tcpsim_pkt_compare_sockaddr(run, name, run->peer.host, run->peer.port);
}
