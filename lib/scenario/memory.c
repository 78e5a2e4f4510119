/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/scenario/parse_private.h"

/* All that a scenario's tree consists of: freed at once, also when the parser gives up in the middle. */
struct scn_memory {
	GPtrArray *pieces;
};

struct scn_memory *
tcpsim_scn_memory_new(void)
{
	struct scn_memory *memory = g_new0(struct scn_memory, 1);

	memory->pieces = g_ptr_array_new_with_free_func(g_free);
	return memory;
}

void
tcpsim_scn_memory_free(struct scn_memory *memory)
{
	if (memory == NULL)
		return;
	g_ptr_array_free(memory->pieces, TRUE);
	g_free(memory);
}

void *
tcpsim_scn_alloc(struct scn_memory *memory, size_t octets)
{
	void *piece = g_malloc0(octets > 0 ? octets : 1);

	g_ptr_array_add(memory->pieces, piece);
	return piece;
}

char *
tcpsim_scn_copy(struct scn_memory *memory, const char *text, size_t n)
{
	char *copy = tcpsim_scn_alloc(memory, n + 1);

	memcpy(copy, text, n);
	return copy;
}
