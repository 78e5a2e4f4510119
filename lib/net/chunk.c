/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "net_private.h"

/* The lists of those that are free: for 256 octets, 512, and so on. */
static unsigned
class_of(size_t capacity)
{
	unsigned class = 0;

	while ((size_t)TCPSIM_LEAST_CHUNK << class < capacity)
		class++;
	return class;
}

struct tcpsim_chunk *
tcpsim_chunk_new(struct tcpsim_net *net, uint64_t begin, size_t wanted)
{
	unsigned class = class_of(MIN(wanted, TCPSIM_MOST_CHUNK));
	struct tcpsim_chunk *chunk = net->free_chunks[class];

	if (chunk != NULL) {
		net->free_chunks[class] = chunk->next;
	} else {
		chunk = (struct tcpsim_chunk *)g_malloc(sizeof *chunk + ((size_t)TCPSIM_LEAST_CHUNK << class));
		chunk->capacity = TCPSIM_LEAST_CHUNK << class;
	}
	chunk->next = NULL;
	chunk->begin = begin;
	chunk->n_holders = 1;
	return chunk;
}

void
tcpsim_chunk_free(struct tcpsim_net *net, struct tcpsim_chunk *chunk)
{
	unsigned class = class_of(chunk->capacity);

	chunk->next = net->free_chunks[class];
	net->free_chunks[class] = chunk;
}

void
tcpsim_chunks_free(struct tcpsim_net *net)
{
	for (unsigned class = 0; class < TCPSIM_N_CHUNK_CLASSES; class++) {
		while (net->free_chunks[class] != NULL) {
			struct tcpsim_chunk *chunk = net->free_chunks[class];

			net->free_chunks[class] = chunk->next;
			g_free(chunk);
		}
	}
}
