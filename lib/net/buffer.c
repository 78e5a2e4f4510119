/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "net_private.h"

#define LEAST_CAPACITY 256U

static struct tcpsim_buffer *
buffer_new(struct tcpsim_net *net, uint64_t begin)
{
	struct tcpsim_buffer *buffer = net->free_buffers;

	if (buffer != NULL)
		net->free_buffers = buffer->next;
	else
		buffer = g_new0(struct tcpsim_buffer, 1);
	buffer->begin = buffer->end = begin;
	buffer->first = 0;
	return buffer;
}

/* Room up to `end`. Octets move to the front only when as many are gone as are left, or more room is needed anyway. */
static void
reserve(struct tcpsim_buffer *buffer, uint64_t end)
{
	size_t needed = (size_t)(end - buffer->begin);
	size_t held = (size_t)(buffer->end - buffer->begin);

	if (buffer->first + needed <= buffer->capacity)
		return;
	if (buffer->first > 0)
		memmove(buffer->octets, buffer->octets + buffer->first, held);
	buffer->first = 0;
	if (needed <= buffer->capacity / 2)
		return;
	buffer->capacity = MAX(LEAST_CAPACITY, 2 * needed);
	buffer->octets = g_realloc(buffer->octets, buffer->capacity);
}

void
tcpsim_buffer_put(struct tcpsim_net *net, struct tcpsim_buffer **place, uint64_t begin, uint64_t offset,
	const uint8_t *octets, size_t n)
{
	struct tcpsim_buffer *buffer = *place;
	uint64_t end = offset + n;

	if (buffer == NULL)
		buffer = *place = buffer_new(net, begin);
	g_assert(offset >= buffer->begin);
	reserve(buffer, MAX(end, buffer->end));
	memcpy(buffer->octets + buffer->first + (offset - buffer->begin), octets, n);
	buffer->end = MAX(buffer->end, end);
}

void
tcpsim_buffer_get(const struct tcpsim_buffer *buffer, uint64_t offset, uint8_t *octets, size_t n)
{
	if (buffer != NULL && offset >= buffer->begin && offset + n <= buffer->end)
		memcpy(octets, buffer->octets + buffer->first + (offset - buffer->begin), n);
	else
		memset(octets, 0, n);
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
	buffer->first += (size_t)(begin - buffer->begin);
	buffer->begin = begin;
}

void
tcpsim_buffer_drop(struct tcpsim_net *net, struct tcpsim_buffer **place)
{
	struct tcpsim_buffer *buffer = *place;

	if (buffer == NULL)
		return;
	buffer->next = net->free_buffers;
	net->free_buffers = buffer;
	*place = NULL;
}

void
tcpsim_buffers_free(struct tcpsim_buffer *first)
{
	while (first != NULL) {
		struct tcpsim_buffer *next = first->next;

		g_free(first->octets);
		g_free(first);
		first = next;
	}
}
