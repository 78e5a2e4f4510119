/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "net_private.h"

static struct tcpsim_buffer *
buffer_new(struct tcpsim_net *net, uint64_t begin)
{
	struct tcpsim_buffer *buffer = net->free_buffers;

	if (buffer != NULL)
		net->free_buffers = buffer->next;
	else
		buffer = g_new(struct tcpsim_buffer, 1);
	*buffer = (struct tcpsim_buffer){ .begin = begin, .end = begin };
	return buffer;
}

static uint64_t
end_of(const struct tcpsim_chunk *chunk)
{
	return chunk->begin + chunk->capacity;
}

/* Room up to `end`. Each chunk is as large as all before it, so that there are few of them. */
static void
reserve(struct tcpsim_net *net, struct tcpsim_buffer *buffer, uint64_t end)
{
	uint64_t room_end = buffer->last != NULL ? end_of(buffer->last) : buffer->begin;

	while (room_end < end) {
		size_t wanted = (size_t)MAX(end - room_end, room_end - buffer->begin);
		struct tcpsim_chunk *chunk = tcpsim_chunk_new(net, room_end, wanted);

		if (buffer->last == NULL)
			buffer->first = buffer->recent = chunk;
		else
			buffer->last->next = chunk;
		buffer->last = chunk;
		room_end = end_of(chunk);
	}
}

/* The chunk that the octet at `offset` is in. What is read next is most often what follows. */
static struct tcpsim_chunk *
chunk_at(struct tcpsim_buffer *buffer, uint64_t offset)
{
	struct tcpsim_chunk *chunk = buffer->recent;

	if (offset < chunk->begin)
		chunk = buffer->first;
	while (offset >= end_of(chunk))
		chunk = chunk->next;
	if (chunk->begin > buffer->recent->begin)
		buffer->recent = chunk;
	return chunk;
}

void
tcpsim_buffer_put(struct tcpsim_net *net, struct tcpsim_buffer **place, uint64_t begin, uint64_t offset,
	const uint8_t *octets, size_t n)
{
	struct tcpsim_buffer *buffer = *place;
	uint64_t end = offset + n;
	struct tcpsim_chunk *chunk;

	if (buffer == NULL)
		buffer = *place = buffer_new(net, begin);
	g_assert(offset >= buffer->begin);
	reserve(net, buffer, end);
	/* Most often it is put behind all that is there, and not much of it. */
	chunk = offset >= buffer->last->begin ? buffer->last : chunk_at(buffer, offset);
	for (size_t part; offset < end; offset += part, octets += part, chunk = chunk->next) {
		part = (size_t)(MIN(end, end_of(chunk)) - offset);
		memcpy(chunk->octets + (offset - chunk->begin), octets, part);
	}
	buffer->end = MAX(buffer->end, end);
}

const uint8_t *
tcpsim_buffer_look(struct tcpsim_buffer *buffer, uint64_t offset, size_t n, struct tcpsim_chunk **chunk)
{
	if (buffer == NULL || offset < buffer->begin || offset + n > buffer->end)
		return NULL;
	*chunk = chunk_at(buffer, offset);
	return offset + n <= end_of(*chunk) ? (*chunk)->octets + (offset - (*chunk)->begin) : NULL;
}

void
tcpsim_buffer_get(struct tcpsim_buffer *buffer, uint64_t offset, uint8_t *octets, size_t n)
{
	uint64_t end = offset + n;
	struct tcpsim_chunk *chunk;

	if (buffer == NULL || offset < buffer->begin || end > buffer->end) {
		memset(octets, 0, n);
		return;
	}
	chunk = chunk_at(buffer, offset);
	for (size_t part; offset < end; offset += part, octets += part, chunk = chunk->next) {
		part = (size_t)(MIN(end, end_of(chunk)) - offset);
		memcpy(octets, chunk->octets + (offset - chunk->begin), part);
	}
}

void
tcpsim_buffer_trim(struct tcpsim_net *net, struct tcpsim_buffer **place, uint64_t begin)
{
	struct tcpsim_buffer *buffer = *place;

	if (buffer == NULL || begin <= buffer->begin)
		return;
	if (begin >= buffer->end) {
		tcpsim_buffer_drop(net, place);
		return;
	}
	while (end_of(buffer->first) <= begin) {
		struct tcpsim_chunk *chunk = buffer->first;

		buffer->first = chunk->next;
		if (buffer->recent == chunk)
			buffer->recent = buffer->first;
		tcpsim_chunk_release(net, chunk);
	}
	buffer->begin = begin;
}

void
tcpsim_buffer_drop(struct tcpsim_net *net, struct tcpsim_buffer **place)
{
	struct tcpsim_buffer *buffer = *place;

	if (buffer == NULL)
		return;
	for (struct tcpsim_chunk *chunk = buffer->first, *after; chunk != NULL; chunk = after) {
		after = chunk->next;
		tcpsim_chunk_release(net, chunk);
	}
	buffer->next = net->free_buffers;
	net->free_buffers = buffer;
	*place = NULL;
}

void
tcpsim_buffers_free(struct tcpsim_buffer *first)
{
	while (first != NULL) {
		struct tcpsim_buffer *next = first->next;

		g_free(first);
		first = next;
	}
}
