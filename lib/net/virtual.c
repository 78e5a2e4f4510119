/* SPDX-License-Identifier: MIT */
#include "net_private.h"

void
tcpsim_virtual_write(uint64_t offset, uint8_t *octets, size_t n)
{
	for (size_t i = 0; i < n; i++)
		octets[i] = tcpsim_virtual_octet(offset + i);
}

void
tcpsim_virtual_load(const struct tcpsim_net *net, struct tcpsim_packet *packet)
{
	const struct tcpsim_segment *seg = &packet->arriving.seg;

	packet->flags |= TCPSIM_PACKET_VIRTUAL;
	if (net->trace != NULL)
		tcpsim_virtual_write(seg->text_offset, tcpsim_packet_reserve(packet, seg->text_bytes), seg->text_bytes);
}

/* The place that a segment had at its sender must be the one that its receiver finds by the sequence number. */
void
tcpsim_virtual_take(struct tcpsim_net *net, struct tcpsim_endpoint *endpoint, const struct tcpsim_packet *packet)
{
	const struct tcpsim_effects *out = &net->out;
	bool is_virtual = (packet->flags & TCPSIM_PACKET_VIRTUAL) != 0;

	endpoint->flags |= TCPSIM_ENDPOINT_TAKES_VIRTUAL;
	if (net->trace == NULL)
		tcpsim_buffer_drop(net, &endpoint->taken);
	if (!is_virtual || packet->arriving.seg.text_offset + out->store_skip != out->store_offset)
		net->n_misplaced += out->store_bytes;
}

uint64_t
tcpsim_net_n_misplaced(const struct tcpsim_net *net)
{
	return net->n_misplaced;
}

/* The record of the call, with the octets that these stand for; of a call that failed, none. */
static void
record_send(struct tcpsim_net *net, const struct tcpsim_endpoint *endpoint, uint64_t offset, size_t n,
	enum tcpsim_error error, uint32_t line)
{
	struct tcpsim_record *record = tcpsim_record_event(net, TCPSIM_RECORD_CALL, endpoint);
	GByteArray *octets = net->trace->octets;

	record->what = TCPSIM_CALL_SEND;
	record->error = (uint8_t)error;
	record->line = line;
	record->octets_at = octets->len;
	if (error != TCPSIM_OK)
		return;
	record->octets_n = (uint32_t)n;
	g_byte_array_set_size(octets, octets->len + (guint)n);
	tcpsim_virtual_write(offset, octets->data + record->octets_at, n);
}

/* Where the next octet that is sent will be in the stream. */
static uint64_t
next_offset(const struct tcpsim_endpoint *endpoint)
{
	return tcpsim_tcb_snd_offset(endpoint->tcb, endpoint->tcb->snd.nxt) + endpoint->tcb->snd.queued_bytes;
}

enum tcpsim_error
tcpsim_net_send_virtual(struct tcpsim_net *net, tcpsim_socket socket, size_t n, uint32_t line)
{
	struct tcpsim_endpoint *endpoint = tcpsim_endpoint_of(net, socket);
	enum tcpsim_error error;
	uint64_t offset;

	if (endpoint == NULL)
		return TCPSIM_ERROR_NO_CONNECTION;
	offset = next_offset(endpoint);
	if (n > UINT32_MAX || (offset > 0 && (endpoint->flags & TCPSIM_ENDPOINT_SENDS_VIRTUAL) == 0))
		return TCPSIM_ERROR_NO_RESOURCES;
	tcpsim_event_begin(net, endpoint);
	error = tcpsim_engine_send(endpoint->tcb, tcpsim_endpoint_policy(net, endpoint), (uint32_t)n,
		tcpsim_seq_make(0), net->now_us, &net->out);
	if (net->trace != NULL)
		record_send(net, endpoint, offset, n, error, line);
	if (error == TCPSIM_OK && n > 0)
		endpoint->flags |= TCPSIM_ENDPOINT_SENDS_VIRTUAL;
	tcpsim_event_end(net, endpoint, NULL);
	tcpsim_net_settle(net);
	return error;
}
